// lists: the rows on the left (articles, attributions, speakers), and in the middle all that one speaker said.
"use strict";

// Put a column of items into the middle of the page, each about `height` pixels high, and choose what is clicked in it.
function showColumn(scroll, holder, items, height, render) {
  scroll.addEventListener("click", (event) => {
    const item = event.target.closest("[data-entry]");
    if (item) choose(entries[Number(item.dataset.entry)]);
  });
  byId("text").replaceChildren(scroll);
  const lazy = new Lazy(scroll, { holder });
  const chunks = [];
  for (let from = 0; from < items.length; from += 20) {
    const some = items.slice(from, from + 20);
    chunks.push({ height: height * some.length, render: () => some.map((item, at) => render(item, from + at)) });
  }
  lazy.show(chunks);
  return lazy;
}

const UNNAMED_LABEL = "Nobody named";

const rows = new Rows(byId("rows"), (item) => LISTS[state.tab].choose(item));

const LISTS = {
  articles: {
    label: "Articles",
    height: 76,
    items: () =>
      filtered()
        ? [...new Set(state.shown.map((entry) => entry.article))].sort((one, two) => one.at - two.at)
        : articles,
    chosen: () => state.article,
    choose: (article) => openArticle(article),
    render(article) {
      const matching = filtered() ? article.entries.filter((entry) => entry.matches).length : article.entries.length;
      const decided = article.entries.filter((entry) => verdictOf(entry)).length;
      return [
        h(
          "span",
          { class: "line" },
          h("strong", {}, bdi(titleOf(article), 120)),
          h(
            "span",
            { class: "badge", title: `${count(matching, "attribution")}${decided ? `, ${decided} decided` : ""}` },
            decided ? `${decided}/${matching}` : number.format(matching),
          ),
        ),
        h(
          "span",
          { class: "line quiet" },
          creditsOf(article).length
            ? creditsOf(article).flatMap((part, at) => [at ? " · " : "", bdi(part, 60)])
            : article.title
              ? bdi(article.id, 80)
              : bdi((article.text ?? "").slice(0, 400).trimStart(), 90),
        ),
        h("span", { class: "line quiet" }, signsOf(article)),
      ];
    },
  },
  attributions: {
    label: "Attributions",
    height: 88,
    items: () => state.shown,
    chosen: () => state.entry,
    choose: (entry) => (choose(entry), showPane("text")),
    render: (entry) => [
      h(
        "span",
        { class: "line" },
        signOf(nameOf(entry)),
        " ",
        nameOf(entry) === null ? h("em", {}, bdi(whoOf(entry), 60)) : h("strong", {}, bdi(nameOf(entry), 60)),
        h("span", { class: "badge" }, VERDICT_SIGNS[verdictOf(entry)], " ", entry.record.kind),
      ),
      h("span", { class: "two", dir: "auto" }, flat(contentOf(entry), 160)),
      h(
        "span",
        { class: "line quiet" },
        flagsOf(entry),
        bdi(titleOf(entry.article), 60),
        entry.record.polarity === "asserted" ? "" : ` · ${words(entry.record.polarity)}`,
      ),
    ],
    attributes: (entry) => ({ class: verdictOf(entry) === "rejected" ? "rejected" : null }),
  },
  elsewhere: {
    label: "The same words elsewhere",
    height: 104,
    items: () => clusters.filter((cluster) => !filtered() || cluster.entries.some((entry) => entry.matches)),
    chosen: () => state.cluster,
    choose: (cluster) => openCluster(cluster),
    render: (cluster) => clusterRow(cluster),
  },
  speakers: {
    label: "Speakers",
    height: 60,
    items: () => speakersOf(state.shown),
    chosen: (groups) => groups.find((group) => group.name === state.speaker),
    choose: (group) => openSpeaker(group.name),
    render: (group) => [
      h(
        "span",
        { class: "line" },
        signOf(group.name),
        " ",
        group.name === null ? h("em", {}, UNNAMED_LABEL) : h("strong", {}, bdi(group.name, 60)),
        group.watched && h("span", { class: "flag", role: "img", "aria-label": "on the watch list" }, " ", WATCHED),
        h("span", { class: "badge" }, number.format(group.entries.length)),
      ),
      h(
        "span",
        { class: "line quiet" },
        group.role
          ? bdi(group.role, 80)
          : group.name === null
            ? "descriptions, crowds, unnamed officials"
            : words(group.entries[0].record.speaker.kind),
      ),
    ],
  },
};

// Short signs of what a record has that others have not, each with its meaning.
function flagsOf(entry) {
  const { record, cluster } = entry;
  const { score } = record.checkability;
  const orders = { check: score === null ? "–" : `${Math.round(100 * score)}`, doubt: percent(sureness(entry)) };
  const value = orders[state.order];
  const flags = [
    watchedOf(entry).length && [WATCHED, "on the watch list"],
    BEFORE[record.correction] && [VERDICT_SIGNS[record.correction], BEFORE[record.correction]],
    cluster && (cluster.signals.length ? ["≠", "quoted elsewhere, differently"] : ["≈", "quoted elsewhere"]),
    record.warnings.length && ["⚠", "with warnings"],
  ].filter(Boolean);
  return [
    value && h("span", { class: "value" }, value),
    ...flags.map(([sign, title]) => h("span", { class: "flag", role: "img", "aria-label": title, title }, sign)),
  ];
}

const signOf = (name) => h("span", { class: `sign ${lookOf(name).colour}`, "aria-hidden": "true" }, lookOf(name).sign);

// The signs of an article's speakers, in order of appearance.
function signsOf(article) {
  article.names ??= [...new Set(article.entries.map((entry) => entry.record.speaker.name))];
  return article.names.slice(0, 16).map(signOf);
}

// Everybody who speaks in some entries, most often first, those without a name last.
function speakersOf(some) {
  return grouped(some, nameOf)
    .map(([name, said]) => ({
      name,
      entries: said,
      role: said.map(roleOf).find(Boolean) ?? "",
      watched: said.some((entry) => entry.record.speaker.watched.length),
    }))
    .sort(
      (one, two) =>
        (one.name === null) - (two.name === null) ||
        two.entries.length - one.entries.length ||
        (one.name < two.name ? -1 : 1),
    );
}

function showList() {
  const list = LISTS[state.tab] ?? LISTS.articles;
  byId("ordering").hidden = state.tab !== "attributions";
  const items = list.items();
  rows.show(items, { ...list, chosen: list.chosen(items) });
  if (!items.length)
    byId("rows").replaceChildren(
      h(
        "p",
        { class: "quiet empty" },
        entries.length ? "Nothing fits these filters." : "This run has no attributions.",
      ),
    );
}

// Everything a speaker is reported to have said, over all articles, in order of time.
const speakerPane = {
  entries: [],
  lazy: null,

  show(name) {
    this.entries = state.shown.filter((entry) => nameOf(entry) === name).sort(byTime);
    const roles = [...new Set(this.entries.map(roleOf).filter(Boolean))];
    const holder = h("div", { class: "said" });
    const many = new Set(this.entries.map((entry) => entry.article)).size;
    const scroll = h(
      "div",
      { class: "scroll", tabindex: "0", "aria-label": "What the speaker said" },
      h(
        "header",
        { class: "heading" },
        h("h2", { class: lookOf(name).colour }, signOf(name), " ", name === null ? UNNAMED_LABEL : bdi(name, 200)),
        h(
          "p",
          { class: "credits" },
          `${count(this.entries.length, "attribution")} in ${count(many, "article")}${filtered() ? ", of those that fit the filters" : ""}`,
        ),
        roles.length > 0 &&
          h(
            "p",
            { class: "credits" },
            roles.slice(0, 6).flatMap((role, at) => [at ? " · " : "", bdi(role, 120)]),
          ),
      ),
      holder,
    );
    this.lazy = showColumn(scroll, holder, this.entries, 110, (entry, at) => this.item(entry, at));
  },

  item(entry, at) {
    const { article, record } = entry;
    const opens = at === 0 || this.entries[at - 1].article !== article;
    const who = [wordsOf(entry, "source"), wordsOf(entry, "cue")].filter(Boolean);
    return h(
      "div",
      { class: "item" },
      opens &&
        h(
          "h3",
          {},
          article.published && dateOf(article),
          article.published && " · ",
          bdi(titleOf(article), 140),
          article.publisher && h("span", { class: "quiet" }, " · ", bdi(article.publisher, 60)),
        ),
      h(
        "button",
        {
          type: "button",
          class: `saying ${entry === state.entry ? "chosen" : ""} ${verdictOf(entry)}`,
          "data-entry": entry.at,
          "aria-pressed": String(entry === state.entry),
        },
        h(
          "span",
          { class: `words content ${record.kind} ${lookOf(nameOf(entry)).colour}`, dir: "auto" },
          flat(contentOf(entry), 700),
        ),
        h(
          "span",
          { class: "quiet" },
          VERDICT_SIGNS[verdictOf(entry)],
          " ",
          who.flatMap((part, place) => [place ? " · " : "", bdi(part, 80)]),
          record.polarity === "asserted" ? "" : ` · ${words(record.polarity)}`,
        ),
      ),
    );
  },

  refresh(entry, { scroll = false } = {}) {
    const at = this.entries.indexOf(entry);
    if (at < 0) return;
    const find = () => byId("text").querySelector(`[data-entry="${entry.at}"]`);
    if (scroll) this.lazy.ensure(Math.floor(at / 20));
    find()?.closest(".item").replaceWith(this.item(entry, at));
    if (scroll) find().scrollIntoView({ block: "nearest" });
  },
};
