// clusters: where the same words stand elsewhere, and what differs there: a list, a view of each, and a part of the
// record.
"use strict";

// What can differ between articles, the worst first: more of it, and worse, comes earlier in the list.
const SIGNALS = {
  sense_may_turn: "sense may turn",
  different_polarity: "asserted and denied",
  different_speakers: "different speakers",
  altered: "quoted words altered",
  shortened: "shortened",
};

const WORDINGS = {
  reference: "the fullest wording",
  same: "the same words",
  shortened: "shortened",
  longer: "longer",
  altered: "altered",
};

const TURNS = {
  negation: "a “not”, “never”, “refuse” or the like",
  hedge: "a “may”, “about”, “I think” or the like",
  condition: "an “if”, “unless”, “until” or the like",
  contrast: "a “but”, “although” or the like",
  report: "a “say”, “claim” or the like",
  limit: "an “only”, “some”, “at least” or the like",
};

const NOTES = {
  cut_beginning: "cut at its beginning, inside a sentence",
  cut_end: "cut at its end, inside a sentence",
  ellipsis: "words left out, and marked by an ellipsis",
  silent_omission: "words left out inside quotation marks, with no mark",
  omission: "words left out where the article interrupts",
  brackets: "words put in square brackets",
};

// "negation_dropped" in words.
function turnShown(code) {
  if (code === "number_changed") return "a figure is another";
  if (code === "question_dropped") return "the end of a question is cut off";
  const [, kind, how] = /^(\w+)_(dropped|added)$/.exec(code) ?? [];
  if (!TURNS[kind]) return words(code);
  return `${TURNS[kind]} is ${how === "dropped" ? "gone" : "added"}`;
}

const clusters = data.clusters;
for (const [at, cluster] of clusters.entries()) {
  cluster.at = at;
  for (const each of cluster.appearances) {
    each.entry = each.at === null ? null : articles[each.at].entries[each.place];
    each.article ??= each.entry.article;
  }
  cluster.entries = cluster.appearances.map((each) => each.entry).filter(Boolean);
  cluster.weight = Object.keys(SIGNALS).reduce((sum, code) => 2 * sum + cluster.signals.includes(code), 0);
}
clusters.sort((one, two) => two.weight - one.weight || two.counts.articles - one.counts.articles || one.at - two.at);
for (const cluster of clusters) for (const entry of cluster.entries) entry.cluster ??= cluster;

// Whether an entry is quoted elsewhere: at all ("anywhere"), with something that differs ("differently"), or with that.
function standsElsewhere({ cluster }, how) {
  if (!cluster) return false;
  return how === "anywhere" || (how === "differently" ? cluster.signals.length > 0 : cluster.signals.includes(how));
}

// [value of the filter, what it is called, those of some entries] of all that occur.
function elsewhereGroups(some) {
  const quoted = some.filter((entry) => entry.cluster);
  return [["anywhere", "quoted"], ["differently", "quoted differently"], ...Object.entries(SIGNALS)]
    .map(([how, label]) => [how, label, quoted.filter((entry) => standsElsewhere(entry, how))])
    .filter(([, , found]) => found.length);
}

const chips = (signals) =>
  h(
    "span",
    { class: "chips" },
    Object.keys(SIGNALS)
      .filter((code) => signals.includes(code))
      .map((code) => h("span", { class: `chip ${code}` }, SIGNALS[code])),
  );

function clusterRow(cluster) {
  const many = cluster.counts.articles;
  const differsHow = Object.keys(SIGNALS)
    .filter((code) => cluster.signals.includes(code))
    .map((code) => SIGNALS[code])
    .join(", ");
  return [
    h(
      "span",
      { class: "line" },
      differsHow
        ? h("strong", { class: "warning", title: differsHow }, differsHow)
        : h("strong", {}, "nothing differs"),
      h("span", { class: "badge", title: count(many, "article") }, number.format(many)),
    ),
    h("span", { class: "two", dir: "auto" }, flat(cluster.reference, 160)),
    h("span", { class: "line quiet" }, namesIn(cluster, 2)),
  ];
}

const SPREAD = 6; // names and outlets that are shown before "and n more"

function namesIn({ speakers }, most = SPREAD) {
  const names = speakers.slice(0, most).map((one) => (one.name === null ? "nobody named" : bdi(one.name, 60)));
  return [names.flatMap((name, at) => [at ? ", " : "", name]), andMore(speakers.length - most)];
}

const andMore = (many) => (many > 0 ? ` and ${number.format(many)} more` : "");

// "4 articles, 3 outlets, 2 independent sources"
function spreadOf({ counts }) {
  return [
    count(counts.articles, "article"),
    counts.outlets && count(counts.outlets, "outlet"),
    count(counts.sources, "independent source"),
  ]
    .filter(Boolean)
    .join(", ");
}

// Where it appeared first, as far as dates tell.
function firstOf({ earliest, appearances }) {
  const ids = new Set(earliest.articles);
  const first = appearances.filter((each) => ids.has(each.article.id));
  const places = [...new Set(first.map((each) => each.outlet ?? titleOf(each.article)))];
  return [
    earliest.published === null ? "No article has a date that can be read" : ["First: ", dateOf(earliest)],
    places.length > 0 && [
      ", ",
      places.slice(0, SPREAD).flatMap((place, at) => [at ? " or " : "", bdi(place, 60)]),
      andMore(places.length - SPREAD),
      places.length > 1 && " (their dates do not tell which)",
    ],
    earliest.undated > 0 &&
      earliest.published !== null &&
      `; ${count(earliest.undated, "article")} without a date may be earlier`,
  ];
}

// The words of one appearance: struck out what only the fullest wording has, underlined what only this one has.
function diffOf(each, longest = 2_000) {
  let left = longest;
  const nodes = [];
  let before = null;
  for (const [what, text, hard] of each.diff) {
    if (left <= 0) break;
    const shown = flat(text, left);
    // Beside words of the other wording there is a space; else there is one where this wording has it.
    const beside = before && (what === "del" || before[0] === "del");
    const spaced = beside ? !/^\s*[.,;:!?…”’)\]]/u.test(text) : before && (/\s$/.test(before[1]) || /^\s/.test(text));
    const gap = spaced ? " " : "";
    before = [what, text];
    left -= shown.length;
    if (what === "same") nodes.push(gap, shown);
    else {
      const titles = { del: "in the fullest wording, and not here", ins: "here, and not in the fullest wording" };
      const title = `${titles[what]}${hard ? "; both articles have quotation marks there" : ""}`;
      const [opens, closes] = what === "del" ? ["[not here: ", "] "] : ["[only here: ", "] "];
      const spoken = (words) => h("span", { class: "hidden" }, words);
      nodes.push(gap, h(what, { class: hard && "hard", title }, spoken(opens), shown, spoken(closes)));
    }
  }
  return nodes;
}

// What differs in one appearance, in words: the turns of sense, and `notes` on how it was cut.
function reasonsOf(each, cluster, { notes = true } = {}) {
  const reference = cluster.appearances.find((other) => other.wording === "reference");
  const denials = [each, reference].filter((one) => one?.polarity === "denied");
  const turn = (what) => h("li", { class: "turn" }, h("span", { "aria-hidden": "true" }, "⚠ "), what);
  return [
    ...each.turns.map((code) => turn(turnShown(code))),
    denials.length === 1 && turn(`${words(each.polarity)} here`),
    ...(notes ? each.notes : []).map((code) => h("li", {}, NOTES[code] ?? words(code))),
  ].filter(Boolean);
}

const givenTo = ({ speaker: { name } }) => (name === null ? h("em", {}, "nobody named") : bdi(name, 80));

// Date, outlet and headline of an appearance.
function placeOf(each, longest = 140) {
  const { article } = each;
  return [
    article.published && dateOf(article),
    article.published && " · ",
    bdi(each.outlet ?? titleOf(article), 80),
    each.outlet && h("span", { class: "quiet" }, " · ", bdi(titleOf(article), longest)),
  ];
}

// All appearances of one quotation, by date, each held against the fullest wording.
const clusterPane = {
  cluster: null,
  entries: [],
  lazy: null,

  show(cluster) {
    this.cluster = cluster;
    this.entries = cluster.entries;
    const holder = h("div", { class: "said" });
    const altered = cluster.appearances.some((each) => each.diff.length > 1);
    const scroll = h(
      "div",
      { class: "scroll", tabindex: "0", "aria-label": "The same words elsewhere" },
      h(
        "header",
        { class: "heading" },
        h("h2", {}, "The same words elsewhere"),
        h("p", { class: "fullest", dir: "auto" }, flat(cluster.reference, 2_000)),
        h("p", {}, chips(cluster.signals)),
        h("p", { class: "credits" }, spreadOf(cluster), ". ", firstOf(cluster), "."),
        h("p", { class: "credits" }, "Given to ", namesIn(cluster), "."),
        h(
          "p",
          { class: "legend" },
          h("span", {}, "The others are held against the fullest wording, which need not be the right one."),
          altered && h("span", {}, h("del", {}, "struck out"), ": in the fullest, not here"),
          altered && h("span", {}, h("ins", {}, "underlined"), ": here, not in the fullest"),
          cluster.appearances.some((each) => each.diff.some(([, , hard]) => hard)) &&
            h("span", {}, h("ins", { class: "hard" }, "bold"), ": inside quotation marks in both"),
        ),
      ),
      holder,
    );
    this.lazy = showColumn(scroll, holder, cluster.appearances, 150, (each) => this.item(each));
  },

  item(each) {
    const { entry, article } = each;
    const reasons = reasonsOf(each, this.cluster);
    const copied = each.copy_of && this.cluster.appearances.find((other) => other.article.id === each.copy_of);
    const inside = [
      h(
        "span",
        { class: "line" },
        h("strong", { class: entry ? lookOf(nameOf(entry)).colour : null }, [
          entry && signOf(nameOf(entry)),
          " ",
          givenTo(each),
        ]),
        h("span", { class: "quiet" }, ` · ${each.kind} · ${WORDINGS[each.wording]}`),
      ),
      h("span", { class: "words diff", dir: "auto" }, diffOf(each)),
    ];
    const attributes = { class: `saying ${entry && entry === state.entry ? "chosen" : ""}` };
    return h(
      "div",
      { class: "item" },
      h("h3", {}, placeOf(each)),
      entry
        ? h(
            "button",
            { type: "button", ...attributes, "data-entry": entry.at, "aria-pressed": String(entry === state.entry) },
            inside,
          )
        : h("div", attributes, inside),
      reasons.length > 0 && h("ul", { class: "reasons" }, reasons),
      h(
        "p",
        { class: "quiet more" },
        copied && ["A copy of the text in ", bdi(copied.outlet ?? titleOf(copied.article), 60), ". "],
        entry &&
          h("button", { type: "button", class: "jump", onclick: () => openInArticle(entry) }, "Show in the article"),
        !entry && "Not among the records of this page. ",
        !entry && article.url && link(article.url, "Open the article"),
      ),
    );
  },

  refresh(entry, { scroll = false } = {}) {
    const at = this.cluster.appearances.findIndex((each) => each.entry === entry);
    if (at < 0) return;
    const find = () => byId("text").querySelector(`[data-entry="${entry.at}"]`);
    if (scroll) this.lazy.ensure(Math.floor(at / 20));
    find()?.closest(".item").replaceWith(this.item(this.cluster.appearances[at]));
    if (scroll) find().scrollIntoView({ block: "nearest" });
  },
};

// Near the head of the record: that there is something elsewhere, and what.
function elsewhereNote({ cluster }) {
  if (!cluster) return null;
  const { signals } = cluster;
  return h(
    "p",
    { class: "note elsewhere-note" },
    h("span", { "aria-hidden": "true" }, signals.length ? "≠ " : "≈ "),
    signals.length ? "Elsewhere: " : "Elsewhere in the same words: ",
    h(
      "button",
      { type: "button", class: "jump", onclick: () => openCluster(cluster) },
      Object.keys(SIGNALS)
        .filter((code) => signals.includes(code))
        .map((code) => SIGNALS[code])
        .join(", ") || count(cluster.counts.articles, "article"),
    ),
  );
}

const OTHERS = 3; // appearances that the record shows; the view of the quotation has all

// In the record: where its words stand elsewhere, and how.
function elsewhere(entry) {
  const { cluster } = entry;
  if (!cluster) return null;
  const own = cluster.appearances.find((each) => each.entry === entry);
  const others = cluster.appearances
    .filter((each) => each.entry !== entry && (each.copy_of === null || cluster.counts.sources === 1))
    .sort((one, two) => two.turns.length - one.turns.length || two.diff.length - one.diff.length);
  const where = (each) => placeOf(each, 50);
  const shown = (each) => {
    const reasons = reasonsOf(each, cluster, { notes: false });
    const other = each.speaker.name !== own.speaker.name;
    return [
      other && h("span", { class: "given" }, "given to ", givenTo(each)),
      each.diff.length > 1
        ? h("span", { class: "diff", dir: "auto" }, diffOf(each, 400))
        : h("span", { class: "quiet" }, WORDINGS[each.wording]),
      reasons.length > 0 && h("ul", { class: "reasons" }, reasons),
    ];
  };
  return h(
    "section",
    { class: "elsewhere" },
    h("h3", {}, "The same words elsewhere"),
    cluster.signals.length > 0 && h("p", {}, chips(cluster.signals)),
    h("p", { class: "quiet" }, spreadOf(cluster), ". ", firstOf(cluster), "."),
    h(
      "ul",
      { class: "places" },
      own.wording !== "reference" && own.wording !== "same" && h("li", {}, h("b", {}, "Here"), shown(own)),
      others.slice(0, OTHERS).map((each) =>
        h(
          "li",
          {},
          each.entry
            ? h("button", { type: "button", class: "jump", onclick: () => openInArticle(each.entry) }, where(each))
            : h("span", {}, where(each)),
          shown(each),
        ),
      ),
    ),
    h(
      "button",
      { type: "button", class: "compare", onclick: () => openCluster(cluster) },
      `Compare all ${number.format(cluster.counts.appearances)}`,
      " ",
      h("kbd", {}, "5"),
    ),
  );
}
