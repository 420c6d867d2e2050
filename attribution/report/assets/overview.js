// overview: how many, of what, by whom. Every bar is a button that asks for what it counts.
"use strict";

const SPEAKERS_SHOWN = 15;
const TENTHS = Array.from({ length: 10 }, (_, at) => at);

function showOverview() {
  const shown = state.shown;
  const named = shown.filter((entry) => nameOf(entry) !== null);
  const speakers = speakersOf(named);
  const decided = shown.filter((entry) => verdictOf(entry)).length;
  const watched = shown.filter((entry) => watchedOf(entry).length).length;
  const differing = shown.filter((entry) => standsElsewhere(entry, "differently")).length;
  const many = new Set(shown.map((entry) => entry.article)).size;
  const figure = (value, label) => h("div", { class: "figure" }, h("strong", {}, value), h("span", {}, label));
  const scroll = h(
    "div",
    { class: "scroll overview", tabindex: "0", "aria-label": "Overview" },
    h(
      "header",
      { class: "heading" },
      h("h2", {}, "Overview"),
      filtered() && h("p", { class: "credits" }, `Of the ${count(shown.length, "attribution")} that fit the filters.`),
    ),
    h(
      "div",
      { class: "figures" },
      figure(number.format(shown.length), shown.length === 1 ? "attribution" : "attributions"),
      figure(
        number.format(filtered() ? many : articles.length),
        (filtered() ? many : articles.length) === 1 ? "article" : "articles",
      ),
      figure(number.format(speakers.length), speakers.length === 1 ? "named speaker" : "named speakers"),
      figure(shown.length ? percent(named.length / shown.length) : "–", "with a named speaker"),
      figure(number.format(decided), "decided"),
      watched > 0 && figure(number.format(watched), "of watched speakers"),
      differing > 0 && figure(number.format(differing), "quoted elsewhere, differently"),
    ),
    shown.length > 0 && [
      h("h3", {}, "Who speaks most"),
      h(
        "div",
        { class: "stack-legend", "aria-hidden": "true" },
        ["direct", "mixed", "indirect"].map((kind) => h("span", {}, h("i", { class: `part ${kind}` }), kind)),
      ),
      speakerBars(speakers),
      h(
        "div",
        { class: "charts" },
        chart(
          "By kind",
          shown,
          (entry) => entry.record.kind,
          (value) => ask({ kinds: [value] }),
          (value) => `part ${value}`,
        ),
        chart("By kind of source", shown, (entry) => entry.record.speaker.kind),
        chart(
          "By polarity",
          shown,
          (entry) => entry.record.polarity,
          (value) => ask({ polarity: value }),
        ),
        chart(
          "By way of telling",
          shown,
          (entry) => entry.record.cue.class ?? "none",
          (value) => ask({ cue: value }),
        ),
        shown.some((entry) => entry.record.correction !== "none") &&
          chart(
            "Decided before this run",
            shown,
            (entry) => entry.record.correction,
            (value) => ask({ before: value }),
          ),
        clusters.length > 0 && elsewhereChart(shown),
        doubts(shown),
      ),
    ],
    data.errors.length > 0 && [
      h("h3", {}, `${count(data.errors.length, "article")} could not be processed`),
      h(
        "ul",
        { class: "errors" },
        data.errors
          .slice(0, 200)
          .map((error) =>
            h(
              "li",
              {},
              bdi(error.input, 200),
              error.line === null ? "" : `, line ${error.line}`,
              ": ",
              bdi(error.message, 400),
            ),
          ),
      ),
      data.errors.length > 200 &&
        h("p", { class: "quiet" }, `and ${number.format(data.errors.length - 200)} more, in errors.jsonl`),
    ],
  );
  byId("text").replaceChildren(scroll);
}

// A bar for each speaker, divided by kind.
function speakerBars(speakers) {
  const most = speakers[0]?.entries.length ?? 1;
  return h(
    "div",
    { class: "bars speakers" },
    speakers.slice(0, SPEAKERS_SHOWN).map(({ name, entries: said }) => {
      const parts = ["direct", "mixed", "indirect"].map((kind) => [
        kind,
        said.filter((entry) => entry.record.kind === kind).length,
      ]);
      const track = h(
        "span",
        { class: "track" },
        parts
          .filter(([, many]) => many)
          .map(([kind, many]) => sized(h("i", { class: `part ${kind}`, title: `${kind}: ${many}` }), many / most)),
      );
      return h(
        "button",
        {
          type: "button",
          onclick: () => (setTab("speakers"), openSpeaker(name)),
          title: parts.map(([kind, many]) => `${kind} ${many}`).join(", "),
        },
        h("span", { class: "name" }, signOf(name), " ", bdi(name, 60)),
        track,
        h("span", { class: "count" }, number.format(said.length)),
      );
    }),
  );
}

function sized(element, share) {
  element.style.width = `${(100 * share).toFixed(2)}%`;
  return element;
}

// How many records are quoted elsewhere, by what differs there; one can count several times.
function elsewhereChart(shown) {
  const groups = elsewhereGroups(shown).map(([value, label, some]) => [label, some, value]);
  return groups.length > 0 && bars("Quoted elsewhere", groups, ([, , value]) => ask({ elsewhere: value }));
}

// A bar for each value that occurs.
function chart(title, shown, valueOf, onChoose, classOf) {
  const groups = grouped(shown, valueOf).map(([value, some]) => [words(value), some, value]);
  const withValue = (action) => action && (([, , value]) => action(value));
  return bars(title, groups, withValue(onChoose), withValue(classOf));
}

// A bar for each group: [label, entries, value].
function bars(title, groups, onChoose, classOf = () => "part") {
  const most = Math.max(...groups.map(([, some]) => some.length));
  return h(
    "section",
    {},
    h("h3", {}, title),
    h(
      "div",
      { class: "bars" },
      groups.map((group) =>
        h(
          onChoose ? "button" : "div",
          { type: onChoose && "button", class: "bar-row", onclick: onChoose && (() => onChoose(group)) },
          h("span", { class: "name", title: group[0] }, group[0]),
          h("span", { class: "track" }, sized(h("i", { class: classOf(group) }), group[1].length / most)),
          h("span", { class: "count" }, number.format(group[1].length)),
        ),
      ),
    ),
  );
}

// How many are how sure, in tenths, by the least sure of a record's confidences.
function doubts(shown) {
  const counts = TENTHS.map(() => 0);
  for (const entry of shown) counts[Math.min(9, Math.floor(10 * sureness(entry)))] += 1;
  const most = Math.max(...counts);
  return h(
    "section",
    {},
    h("h3", {}, "How sure (the least sure part)"),
    h(
      "div",
      { class: "columns" },
      TENTHS.map((tenth) => {
        const column = h("i", { class: "part" });
        column.style.height = `${(100 * counts[tenth]) / most}%`;
        const label = `${10 * tenth} to ${10 * tenth + 10} %: ${count(counts[tenth], "attribution")}`;
        return h(
          "button",
          { type: "button", title: label, "aria-label": label, onclick: () => ask({ below: (tenth + 1) / 10 }) },
          h("span", { class: "stem" }, column),
          h("span", { class: "tick" }, `${10 * tenth}`),
        );
      }),
    ),
  );
}
