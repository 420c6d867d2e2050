// filters: what the form on the left asks for.
"use strict";

const KINDS = ["direct", "mixed", "indirect"];

function readFilters() {
  const kinds = KINDS.filter((kind) => byId("kinds").querySelector(`[value=${kind}]`).checked);
  const threshold = Number(byId("below").value);
  return {
    words: fold(byId("search").value).split(/\s+/).filter(Boolean),
    speaker: fold(byId("speaker").value.trim()),
    organization: fold(byId("organization").value.trim()),
    kinds: kinds.length === KINDS.length ? null : new Set(kinds),
    polarity: byId("polarity").value,
    cue: byId("cue").value,
    below: threshold < 1 ? threshold : null,
    decision: byId("decision").value,
    unresolved: byId("unresolved").checked,
    warned: byId("warned").checked,
    watched: byId("watched").checked,
    before: byId("before").value,
    elsewhere: byId("elsewhere").value,
  };
}

// How many filters are set beside the search.
function active({ words: _, below, ...others }) {
  return [below !== null, ...Object.values(others)].filter(Boolean).length;
}

const filtered = () => state.filters.words.length + active(state.filters) > 0;

// Read the form, find what fits, and show it.
function refilter({ keepMiddle = false } = {}) {
  state.filters = readFilters();
  state.shown = [];
  for (const entry of entries) {
    entry.matches = passes(entry, state.filters);
    if (entry.matches) state.shown.push(entry);
  }
  if (state.order === "doubt") state.shown.sort((one, two) => sureness(one) - sureness(two));
  if (state.order === "check") state.shown.sort((one, two) => toCheckScore(two) - toCheckScore(one));
  const set = active(state.filters);
  byId("active").textContent = set ? `(${set})` : "";
  byId("below-shown").textContent = state.filters.below === null ? "off" : percent(state.filters.below);
  showList();
  const [some, all, noun] =
    state.tab === "elsewhere"
      ? [rows.items.length, clusters.length, "quotation"]
      : [state.shown.length, entries.length, "attribution"];
  byId("count").textContent = filtered() ? `${number.format(some)} of ${count(all, noun)}` : count(all, noun);
  if (!keepMiddle) showMiddle();
}

// Set some filters from elsewhere and leave the others.
function ask({ kinds, polarity, cue, below: threshold, elsewhere: where, before, watched }) {
  if (kinds) for (const kind of KINDS) byId("kinds").querySelector(`[value=${kind}]`).checked = kinds.includes(kind);
  if (polarity !== undefined) byId("polarity").value = polarity;
  if (cue !== undefined) byId("cue").value = cue;
  if (threshold !== undefined) byId("below").value = threshold;
  if (where !== undefined) byId("elsewhere").value = where;
  if (before !== undefined) byId("before").value = before;
  if (watched !== undefined) byId("watched").checked = watched;
  byId("more").open = true;
  setTab("attributions");
}

const toCheckScore = (entry) => entry.record.checkability.score ?? -1;

function fillChoices() {
  const choices = (id, valueOf) => {
    const values = grouped(entries, valueOf);
    byId(id).append(
      h("option", { value: "" }, "any"),
      ...values.map(([value, some]) => h("option", { value }, `${words(value)} (${number.format(some.length)})`)),
    );
  };
  choices("polarity", (entry) => entry.record.polarity);
  choices("cue", (entry) => entry.record.cue.class ?? "none");
  // What this run has nothing of is not asked about.
  const before = grouped(entries, (entry) => entry.record.correction);
  byId("before").append(
    h("option", { value: "" }, "any"),
    ...before.map(([value, some]) =>
      h("option", { value }, `${BEFORE[value] ?? "not before this run"} (${number.format(some.length)})`),
    ),
  );
  byId("before").parentElement.hidden = before.every(([value]) => value === "none");
  const watched = entries.filter((entry) => watchedOf(entry).length).length;
  byId("watched").parentElement.hidden = watched === 0;
  byId("watched-many").textContent = `(${number.format(watched)})`;
  byId("elsewhere").append(
    h("option", { value: "" }, "any"),
    ...elsewhereGroups(entries).map(([value, label, some]) =>
      h("option", { value }, `${label} (${number.format(some.length)})`),
    ),
  );
  byId("elsewhere").parentElement.hidden = !clusters.length;
  byId("tab-elsewhere").hidden = !clusters.length;
  const list = (id, values) =>
    byId(id).append(
      ...values
        .filter(([value]) => value !== null)
        .slice(0, 500)
        .map(([value]) => h("option", { value })),
    );
  list(
    "names",
    grouped(entries, (entry) => entry.record.speaker.name),
  );
  list(
    "organizations",
    grouped(entries, (entry) => entry.record.role.organization),
  );
}

byId("filters").addEventListener("input", () => refilter({ keepMiddle: false }));
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters").addEventListener("reset", () => setTimeout(refilter));
byId("order").addEventListener("change", () => {
  state.order = byId("order").value;
  refilter({ keepMiddle: true });
});
