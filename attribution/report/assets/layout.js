// layout: an article's text as pieces (paragraphs, and parts of very long ones) and the spans that are marked in them.
// Everything here counts UTF-16 units.
"use strict";

const LONGEST_PIECE = 4_000;
const CHUNK_OF_TEXT = 3_000;
const SHOWN_WHOLE = 150_000; // a text up to this length is there as a whole, so that the browser's own search finds all

function layoutOf(article) {
  if (article.layout) return article.layout;
  const offsets = offsetsOf(article);
  const pieces = [];
  for (let at = 0; at < article.paragraphs.length; at += 2) {
    let start = offsets.unit(article.paragraphs[at]);
    const end = offsets.unit(article.paragraphs[at + 1]);
    let continued = false;
    while (end - start > LONGEST_PIECE) {
      const cut = cutNear(article.text, start + LONGEST_PIECE);
      pieces.push({ start, end: cut, continued, spans: [] });
      start = cut;
      continued = true;
    }
    pieces.push({ start, end, continued, spans: [] });
  }
  const chunks = []; // [first piece, one after the last]
  for (let from = 0; from < pieces.length;) {
    let to = from;
    for (let length = 0; to < pieces.length && length < CHUNK_OF_TEXT; to += 1)
      length += pieces[to].end - pieces[to].start + 80;
    for (let each = from; each < to; each += 1) pieces[each].chunk = chunks.length;
    chunks.push([from, to]);
    from = to;
  }
  article.layout = { pieces, chunks };
  place(article);
  return article.layout;
}

// A place to cut a text: after a space near it, and never inside a character.
function cutNear(text, near) {
  const space = text.lastIndexOf(" ", near - 1);
  if (space > near - LONGEST_PIECE / 2) return space + 1;
  const code = text.charCodeAt(near);
  return code >= 0xdc00 && code < 0xe000 ? near - 1 : near;
}

// The pieces that a span touches, by number.
function touched(pieces, start, end) {
  const first = below(pieces.length, (at) => pieces[at].end <= start);
  const found = [];
  for (let at = first; at < pieces.length && pieces[at].start < end; at += 1) found.push(at);
  return found;
}

// Lay every span of an article into its pieces: again after each decision.
function place(article) {
  const { pieces } = article.layout;
  for (const piece of pieces) piece.spans = [];
  const add = (span) => {
    for (const at of touched(pieces, span.start, span.end)) pieces[at].spans.push(span);
  };
  for (const entry of article.entries) for (const span of spansOf(entry)) add(span);
  const offsets = offsetsOf(article);
  for (const passage of article.unattributed) {
    add({ start: offsets.unit(passage.start), end: offsets.unit(passage.end), what: "nobody", reason: passage.reason });
  }
}

// What of an entry is always marked, with the boundaries that hold: content, cue and source.
function spansOf(entry) {
  const fragments = unitsOf(entry);
  const extent = fragments.at(-1)[1] - fragments[0][0];
  const spans = fragments.map(([start, end], at) => ({
    start,
    end,
    what: "content",
    entry,
    extent,
    first: at === 0,
    last: at === fragments.length - 1,
  }));
  for (const what of ["cue", "source"])
    for (const [start, end] of unitsOf(entry, what)) spans.push({ start, end, what, entry });
  return spans;
}

// The fragments of a part of an entry, in units, with a draft of them where one is being made.
function unitsOf(entry, part = "content") {
  if (state.draft?.entry === entry) return state.draft.parts[part].fragments;
  const offsets = offsetsOf(entry.article);
  return fragmentsOf(entry, part).map(([start, end]) => [offsets.unit(start), offsets.unit(end)]);
}

// What is marked besides while an entry is chosen: what its record rests on, and what there is in it to check.
function extrasOf(entry) {
  const { record } = entry;
  const offsets = offsetsOf(entry.article);
  const named = [
    [record.speaker.evidence, "the name rests on this"],
    ...record.co_speakers.map((one) => [one.evidence, "the name rests on this"]),
    [record.role.evidence, "the role rests on this"],
    [record.addressee, "to whom"],
    [record.medium, "in what"],
    [record.time, "when"],
    [record.place, "where"],
    [record.anonymity, "why no name is given"],
    ...record.hedges.map((hedge) => [hedge, "weakens the report"]),
  ];
  const placed = (span) => ({ start: offsets.unit(span.start), end: offsets.unit(span.end), entry });
  const extras = named
    .filter(([span]) => span.start !== null)
    .map(([span, why]) => ({ ...placed(span), what: "extra", why }));
  const signals = record.checkability.signals.map((signal) => ({
    ...placed(signal),
    what: "signal",
    kind: signal.kind,
    why: SIGNAL_KINDS[signal.kind],
  }));
  return [...extras, ...signals];
}
