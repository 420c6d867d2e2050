// boundary: moving where a content begins or ends, with the keys, with buttons, or by selecting words with the mouse.
// Everything here counts UTF-16 units.
"use strict";

const WINDOW = 400; // units around an edge in which the next word is looked for
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’\-\u00ad][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]/gu;

const boundary = {
  // Begin with what holds, or with the words that are selected.
  begin(entry) {
    if (entry.article.text === null) {
      notify("The text of this article was not found when this page was made: its boundaries cannot be moved.");
      return;
    }
    const selected = selectedUnits();
    openInArticle(entry, { scroll: false });
    const offsets = offsetsOf(entry.article);
    const was = entry.record.content.fragments.map((part) => [offsets.unit(part.start), offsets.unit(part.end)]);
    const fragments = unitsOf(entry);
    state.draft = { entry, was, fragments, range: [fragments[0][0], fragments.at(-1)[1]], edge: "end" };
    getSelection().removeAllRanges();
    if (selected) state.draft.range = selected;
    showPane("text");
    this.show();
    this.draw();
    this.follow();
  },

  show() {
    const button = (label, title, action) =>
      h("button", { type: "button", title, "aria-label": title, onclick: action }, label);
    const bar = h(
      "div",
      { class: "bar", role: "toolbar", "aria-label": "Boundaries" },
      h(
        "span",
        { class: "edge" },
        "Start ",
        button("◂", "Start one word earlier", () => this.move("start", -1)),
        button("▸", "Start one word later", () => this.move("start", 1)),
      ),
      h(
        "span",
        { class: "edge" },
        "End ",
        button("◂", "End one word earlier", () => this.move("end", -1)),
        button("▸", "End one word later", () => this.move("end", 1)),
      ),
      h(
        "span",
        { class: "hint" },
        "← → by word, with Shift by character; Tab: the other end; or select words and press b",
      ),
      button("Keep ⏎", "Keep these boundaries (Enter)", () => this.keep()),
      button("Cancel Esc", "Cancel (Escape)", () => this.cancel()),
    );
    byId("text").querySelector(".bar")?.remove();
    byId("text").append(bar);
    byId("text").querySelector(".scroll").focus({ preventScroll: true });
  },

  // Take over words that are selected while boundaries are being moved.
  take() {
    const selected = selectedUnits();
    if (!selected) return;
    state.draft.range = selected;
    getSelection().removeAllRanges();
    this.draw();
  },

  // Move an edge by a number of words, or of characters.
  move(edge, by, { characters = false } = {}) {
    const { draft } = state;
    const { text } = draft.entry.article;
    const [start, end] = draft.range;
    const at = edge === "start" ? start : end;
    const to = characters ? characterFrom(text, at, by) : wordFrom(text, at, by, edge);
    const range = edge === "start" ? [to, end] : [start, to];
    draft.edge = edge;
    if (range[0] < range[1] && range[0] >= 0 && range[1] <= text.length) draft.range = range;
    this.draw();
    this.follow();
  },

  draw() {
    const { draft } = state;
    textPane.refreshEntry(draft.entry);
    draft.fragments = refitted(draft.was, ...draft.range, draft.entry.article.text);
    place(draft.entry.article);
    textPane.refreshEntry(draft.entry);
  },

  follow() {
    const { edge, range } = state.draft;
    textPane.reveal(edge === "start" ? range[0] : range[1] - 1, edge === "start" ? range[0] + 1 : range[1], {
      block: "nearest",
    });
  },

  keep() {
    const { entry, fragments } = state.draft;
    const offsets = offsetsOf(entry.article);
    this.end();
    decideAndShow(
      entry,
      { fragments: fragments.map(([start, end]) => [offsets.point(start), offsets.point(end)]), verdict: undefined },
      "boundaries kept",
    );
  },

  cancel() {
    const { entry } = state.draft;
    this.end();
    place(entry.article);
    textPane.refresh();
  },

  end() {
    state.draft = null;
    byId("text").querySelector(".bar")?.remove();
  },

  // Whether a key was meant for this.
  key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    // In text that runs from right to left, the arrow points the other way.
    const turned =
      step && getComputedStyle(textPane.nodeAt(this.pieceAt(), state.draft.range[0])).direction === "rtl" ? -1 : 1;
    if (step) this.move(state.draft.edge, step * turned, { characters: event.shiftKey });
    else if (event.key === "Tab") {
      state.draft.edge = state.draft.edge === "end" ? "start" : "end";
      this.draw();
      this.follow();
    } else if (event.key === "Enter" && event.target.tagName !== "BUTTON") this.keep();
    else if (event.key === "Escape") this.cancel();
    else if (event.key === "b") this.take();
    else return false;
    return true;
  },

  pieceAt() {
    return touched(state.draft.entry.article.layout.pieces, ...state.draft.range)[0];
  },
};

// The next place where a word (or a sign, which counts as one) begins or ends.
function wordFrom(text, at, by, edge) {
  const from = Math.max(0, at - WINDOW);
  const places = [...text.slice(from, at + WINDOW).matchAll(WORD)].map(
    (word) => from + word.index + (edge === "end" ? word[0].length : 0),
  );
  const next = by < 0 ? places.filter((place) => place < at).at(-1) : places.find((place) => place > at);
  return next ?? at;
}

// The next place between two characters.
function characterFrom(text, at, by) {
  const code = text.charCodeAt(by < 0 ? at - 1 : at);
  const wide = by < 0 ? code >= 0xdc00 && code < 0xe000 : code >= 0xd800 && code < 0xdc00;
  return Math.max(0, Math.min(text.length, at + by * (wide ? 2 : 1)));
}

// Fragments that reach from `start` to `end`: the article's own words that interrupt inside stay left out.
function refitted(fragments, start, end, text) {
  const inside = fragments
    .map(([from, to]) => [Math.max(from, start), Math.min(to, end)])
    .filter(([from, to]) => from < to);
  if (!inside.length) return [[start, end]];
  inside[0][0] = start;
  inside.at(-1)[1] = end;
  return inside.map(([from, to]) => trimmed(text, from, to)).filter(Boolean);
}
