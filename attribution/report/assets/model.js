// model: the articles, the entries (one for each record), their speakers, and what of them is asked for.
"use strict";

const data = JSON.parse(byId("data").textContent);
byId("data").remove(); // the text of a large run is not needed twice

const articles = data.articles;
const entries = [];
for (const [at, article] of articles.entries()) {
  article.at = at;
  article.entries = article.records.map((record, place) => {
    const entry = {
      article,
      record,
      at: entries.length,
      place,
      number: place + 1,
      key: JSON.stringify([article.id, record.id]),
    };
    entries.push(entry);
    return entry;
  });
  article.byRecord = new Map(article.entries.map((entry) => [entry.record.id, entry]));
  delete article.records;
}
const byKey = new Map(entries.map((entry) => [entry.key, entry]));

const state = {
  tab: "articles",
  article: null, // shown in the middle
  entry: null, // shown on the right
  cluster: null, // shown in the view of the same words elsewhere
  speaker: undefined, // shown in the speakers' view; null: everybody without a name
  draft: null, // boundaries that are being moved
  shown: entries, // the entries that pass the filters, in the order of the list
  order: "text",
  filters: null,
};

// What holds of an entry, with what people decided.
const decisionOf = (entry) => decisions.get(entry.key) ?? NOTHING;
const NOTHING = Object.freeze({});

function nameOf(entry) {
  const { name } = decisionOf(entry);
  return name === undefined ? entry.record.speaker.name : name;
}

// The parts of an attribution that have boundaries -> the key under which a decision holds them.
const PARTS = { content: "fragments", source: "source", cue: "cue" };

// The fragments of a part as the run has them, as [start, end] in code points; a source is one fragment or none.
function ownOf({ record }, part) {
  const spans = part === "source" ? [record.source].filter((span) => span.start !== null) : record[part].fragments;
  return spans.map((span) => [span.start, span.end]);
}

// The same with the boundaries that people set.
const fragmentsOf = (entry, part) => decisionOf(entry)[PARTS[part]] ?? ownOf(entry, part);

// What a part says, with the boundaries that people set; null where there is none.
function wordsOf(entry, part) {
  const moved = decisionOf(entry)[PARTS[part]];
  if (!moved) return entry.record[part].text;
  const offsets = offsetsOf(entry.article);
  return moved.map(([start, end]) => offsets.slice(start, end)).join(" … ") || null;
}

const contentOf = (entry) => wordsOf(entry, "content");

// The spans of a part, as a record has them.
function heldSpans(entry, part) {
  const moved = decisionOf(entry)[PARTS[part]];
  if (!moved) return part === "source" ? [entry.record.source] : entry.record[part].fragments;
  return moved.map(([start, end]) => ({ start, end, text: offsetsOf(entry.article).slice(start, end) }));
}

function offsetsOf(article) {
  article.offsets ??= new Offsets(article.text, article.characters);
  return article.offsets;
}

// One word for what was decided: accepted, rejected, corrected, or nothing.
function verdictOf(entry) {
  const decision = decisionOf(entry);
  if (decision.verdict === "rejected") return decision.verdict;
  const changed = decision.name !== undefined || Object.values(PARTS).some((key) => decision[key]);
  return changed ? "corrected" : (decision.verdict ?? "");
}

const VERDICT_SIGNS = { accepted: "✓", rejected: "✗", corrected: "✎", "": "" };

// Whom of a watch list an entry's speakers are, each once.
function watchedOf(entry) {
  const { speaker, co_speakers: others } = entry.record;
  entry.watched ??= [...new Set([speaker, ...others].flatMap((one) => one.watched))];
  return entry.watched;
}

// The least sure of what a record asserts.
function sureness(entry) {
  const { content, cue, source, speaker } = entry.record.confidence;
  return Math.min(content, cue, source, speaker);
}

// Colours and signs. Whoever comes first in an article takes the colour that the article has least of, and keeps it in
// all others; the sign differs where the colour is the same, so that signs alone tell speakers apart as well.
const SIGNS = ["●", "■", "▲", "◆", "★", "▼", "✚"];
const UNNAMED = { colour: "cn", sign: "○" };
const looks = new Map();
const taken = SIGNS.map(() => 0);
for (const article of articles) {
  const here = SIGNS.map(() => 0);
  const names = new Set(article.entries.map((entry) => entry.record.speaker.name).filter((name) => name !== null));
  for (const name of names) if (looks.has(name)) here[looks.get(name).at] += 1;
  for (const name of names) if (!looks.has(name)) here[newLook(name, here).at] += 1;
}

function newLook(name, here) {
  let at = 0;
  for (let other = 1; other < SIGNS.length; other += 1) {
    if (here[other] < here[at] || (here[other] === here[at] && taken[other] < taken[at])) at = other;
  }
  const look = { at, colour: `c${at}`, sign: SIGNS[(at + taken[at]) % SIGNS.length] };
  taken[at] += 1;
  looks.set(name, look);
  return look;
}

function lookOf(name) {
  if (name === null) return UNNAMED;
  return (
    looks.get(name) ??
    newLook(
      name,
      SIGNS.map(() => 0),
    )
  );
}

// "special envoy to Afghanistan, Iran"
function roleOf(entry) {
  const { title, organization } = entry.record.role;
  return [title, organization].filter(Boolean).join(", ");
}

const whoOf = (entry) =>
  nameOf(entry) ?? (wordsOf(entry, "source") ? `“${flat(wordsOf(entry, "source"), 60)}”` : "nobody named");

// A moment of ISO 8601 without what nobody reads of it; anything else as it is given.
const dateShown = (published) =>
  published.replace(
    /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/,
    (_, day, time, zone) => `${day} ${time}${zone === "Z" ? " UTC" : zone ? ` ${zone}` : ""}`,
  );
const dateOf = ({ published }) => h("time", { title: published }, bdi(dateShown(published), 40));

// Day and place of an article, for its heading.
const creditsOf = ({ publisher, published, authors }) =>
  [publisher, published && dateShown(published), authors.join(", ")].filter(Boolean);
const titleOf = (article) => article.title ?? article.id;

// Articles in order of time: those without a date that can be read come last, in the order of the run.
function timeOf(article) {
  article.time ??= article.published ? Date.parse(article.published) : NaN;
  return Number.isNaN(article.time) ? Infinity : article.time;
}

const byTime = (one, two) => {
  const [first, second] = [timeOf(one.article), timeOf(two.article)];
  return first === second ? one.at - two.at : first < second ? -1 : 1;
};

// What search looks at, made once for each entry and again when a decision changes it.
function hayOf(entry) {
  const { record } = entry;
  entry.hay ??= fold(
    [
      contentOf(entry),
      wordsOf(entry, "cue"),
      wordsOf(entry, "source"),
      nameOf(entry),
      record.speaker.name,
      ...record.co_speakers.map((one) => one.name),
      roleOf(entry),
    ]
      .filter(Boolean)
      .join("\n"),
  );
  return entry.hay;
}

function namesOf(entry) {
  entry.names ??= [nameOf(entry), ...entry.record.co_speakers.map((one) => one.name)]
    .filter((name) => name !== null)
    .map(fold);
  return entry.names;
}

function organizationsOf(entry) {
  const { role, speaker } = entry.record;
  entry.organizations ??= [role.organization, speaker.kind === "organization" ? nameOf(entry) : null]
    .filter(Boolean)
    .map(fold);
  return entry.organizations;
}

// A decision changes what search and filters find.
function forget(entry) {
  entry.hay = entry.names = entry.organizations = undefined;
}

// Whether an entry is asked for. `filters` as filters.js reads them from the page.
function passes(entry, filters) {
  const { record } = entry;
  return (
    (!filters.kinds || filters.kinds.has(record.kind)) &&
    (!filters.polarity || record.polarity === filters.polarity) &&
    (!filters.cue || (record.cue.class ?? "none") === filters.cue) &&
    (filters.below === null || sureness(entry) < filters.below) &&
    (!filters.unresolved || nameOf(entry) === null) &&
    (!filters.warned || record.warnings.length > 0) &&
    (!filters.watched || watchedOf(entry).length > 0) &&
    (!filters.before || record.correction === filters.before) &&
    (!filters.elsewhere || standsElsewhere(entry, filters.elsewhere)) &&
    (!filters.decision || (verdictOf(entry) || "none") === filters.decision) &&
    (!filters.speaker || namesOf(entry).some((name) => name.includes(filters.speaker))) &&
    (!filters.organization || organizationsOf(entry).some((name) => name.includes(filters.organization))) &&
    filters.words.every((word) => hayOf(entry).includes(word))
  );
}

// [value, entries] of each value that occurs, most first.
function grouped(some, valueOf) {
  const groups = new Map();
  for (const entry of some) {
    const value = valueOf(entry);
    if (!groups.has(value)) groups.set(value, []);
    groups.get(value).push(entry);
  }
  return [...groups].sort((one, two) => two[1].length - one[1].length);
}
