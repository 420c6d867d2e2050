// decisions: what people decide on entries, kept in this browser, and saved as corrections.jsonl.
"use strict";

const STORE = `attribution-report/${data.digest}`;
const CONTEXT = 32; // code points before and after a quoted span

// Entry's key -> { verdict: "accepted" | "rejected", name: string | null, fragments: [[start, end], …] }, and source
// and cue as fragments; all optional. A source or a cue without fragments is one that people took away.
const decisions = new Map();
let kept = true; // whether this browser keeps them

function readDecisions() {
  decisions.clear();
  try {
    for (const [key, decision] of JSON.parse(localStorage.getItem(STORE) ?? "[]")) {
      if (byKey.has(key)) decisions.set(key, decision);
    }
  } catch {
    kept = false;
  }
}

function keepDecisions() {
  try {
    localStorage.setItem(STORE, JSON.stringify([...decisions]));
    kept = true;
  } catch {
    kept = false;
  }
}

// Change what is decided on an entry; `undefined` takes a part of it back.
function decide(entry, changes) {
  const decision = { ...decisionOf(entry), ...changes };
  if (decision.name === entry.record.speaker.name) decision.name = undefined;
  for (const [part, key] of Object.entries(PARTS))
    if (JSON.stringify(decision[key]) === JSON.stringify(ownOf(entry, part))) decision[key] = undefined;
  for (const key of Object.keys(decision)) if (decision[key] === undefined) delete decision[key];
  if (Object.keys(decision).length) decisions.set(entry.key, decision);
  else decisions.delete(entry.key);
  forget(entry);
}

// A span of an article, in code points, with the words around it.
function quote(article, start, end, text) {
  if (article.text === null) return { start, end, text, before: "", after: "" };
  const offsets = offsetsOf(article);
  return {
    start,
    end,
    text: offsets.slice(start, end),
    before: offsets.slice(start - CONTEXT, start),
    after: offsets.slice(end, Math.min(end + CONTEXT, article.characters)),
  };
}

const NO_QUOTE = { start: null, end: null, text: null, before: null, after: null };
const quoteOf = (article, span) => (span.start === null ? NO_QUOTE : quote(article, span.start, span.end, span.text));

// Where a name stands in the article: the place nearest to the attribution, in code points.
function evidenceOf(entry, name) {
  const { article, record } = entry;
  if (name === null || article.text === null) return NO_QUOTE;
  const offsets = offsetsOf(article);
  const home = offsets.unit(record.content.fragments[0].start);
  const before = article.text.lastIndexOf(name, home);
  const after = article.text.indexOf(name, home);
  if (before < 0 && after < 0) return NO_QUOTE;
  const start = after < 0 || (before >= 0 && home - before <= after - home) ? before : after;
  return quote(article, offsets.point(start), offsets.point(start + name.length), name);
}

// The line of corrections.jsonl for an entry; null where nothing is decided. docs/corrections.md says what each key
// means.
function correctionOf(entry) {
  const verdict = verdictOf(entry);
  if (!verdict) return null;
  const { article, record } = entry;
  const corrected = verdict === "corrected";
  const { name, fragments, source, cue } = corrected ? decisionOf(entry) : NOTHING;
  const renamed = name !== undefined;
  const quotes = (some) => (some ?? []).map(([start, end]) => quote(article, start, end));
  return {
    schema_version: "1.0",
    article: { id: article.id, sha256: article.sha256 },
    record: record.id,
    decision: verdict,
    target: {
      content: record.content.fragments.map((span) => quoteOf(article, span)),
      cue: record.cue.fragments.map((span) => quoteOf(article, span)),
      source: quoteOf(article, record.source),
    },
    speaker: {
      changed: renamed,
      was: record.speaker.name,
      name: renamed ? name : record.speaker.name,
      evidence: renamed ? evidenceOf(entry, name) : NO_QUOTE,
    },
    content: { changed: Boolean(fragments), fragments: quotes(fragments) },
    cue: { changed: Boolean(cue), fragments: quotes(cue) },
    source: { changed: Boolean(source), span: quotes(source)[0] ?? NO_QUOTE },
  };
}

const corrections = () => entries.map(correctionOf).filter(Boolean);

const UNCHANGED = Object.freeze({ changed: false });

// Take over the lines of a corrections.jsonl that was saved before. Returns how many fit and how many do not.
function openCorrections(text) {
  const known = new Map(
    entries.map((entry) => [JSON.stringify([entry.article.id, entry.article.sha256, entry.record.id]), entry]),
  );
  const taken = [];
  let strange = 0;
  for (const line of text.split("\n").filter((each) => each.trim())) {
    try {
      // Files that were saved before a source and a cue could be corrected lack these keys.
      const { article, record, decision, speaker, content, cue = UNCHANGED, source = UNCHANGED } = JSON.parse(line);
      const entry = known.get(JSON.stringify([article.id, article.sha256, record]));
      const right =
        ["accepted", "rejected", "corrected"].includes(decision) &&
        (speaker.name === null || typeof speaker.name === "string");
      if (!entry || !right) throw new TypeError(line);
      const pairs = (spans) => spans.filter(({ start }) => start !== null).map(({ start, end }) => [start, end]);
      const held = {
        fragments: content.changed ? pairs(content.fragments) : undefined,
        cue: cue.changed ? pairs(cue.fragments) : undefined,
        source: source.changed ? pairs([source.span]) : undefined,
      };
      const places = Object.values(held).flat(2);
      const fits = (at) => at === undefined || (Number.isInteger(at) && at >= 0 && at <= entry.article.characters);
      if (!places.every(fits)) throw new TypeError(line);
      taken.push([
        entry,
        {
          verdict: decision === "rejected" ? decision : "accepted",
          name: speaker.changed ? speaker.name : undefined,
          ...held,
        },
      ]);
    } catch {
      strange += 1;
    }
  }
  for (const [entry, decision] of taken) decide(entry, decision);
  keepDecisions();
  return { fitting: taken.length, strange };
}

// Hand the file to the browser, which saves it where it saves downloads. Nothing leaves the machine.
function saveCorrections() {
  const lines = corrections().map((line) => `${JSON.stringify(line)}\n`);
  const address = URL.createObjectURL(new Blob(lines, { type: "application/x-ndjson" }));
  h("a", { href: address, download: "corrections.jsonl" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return lines.length;
}
