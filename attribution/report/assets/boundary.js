// boundary: moving where a content, a source or a cue begins or ends, with the keys, with buttons, or by selecting
// words with the mouse. Everything here counts UTF-16 units.
"use strict";

const WINDOW = 400; // units around an edge in which the next word is looked for
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’\-\u00ad][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]/gu;

// Key that leads to a part while boundaries are being moved -> the part, and what it is called.
const PART_KEYS = { w: ["content", "Words said"], s: ["source", "Source"], c: ["cue", "Cue"] };

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
    const drafted = (part) => {
      const was = ownOf(entry, part).map(([start, end]) => [offsets.unit(start), offsets.unit(end)]);
      const fragments = unitsOf(entry, part);
      return { was, fragments, range: rangeOf(fragments) };
    };
    const parts = { content: drafted("content"), source: drafted("source"), cue: drafted("cue") };
    state.draft = { entry, parts, part: "content", edge: "end", taken: null };
    showPane("text");
    this.show();
    if (selected) this.take(selected);
    else this.draw();
    this.follow();
  },

  // The part whose boundaries are being moved.
  get current() {
    return state.draft.parts[state.draft.part];
  },

  show() {
    const { draft } = state;
    const button = (label, title, action, more = {}) =>
      h("button", { type: "button", title, "aria-label": title, onclick: action, ...more }, label);
    const parts = Object.entries(PART_KEYS).map(([key, [part, name]]) =>
      h(
        "button",
        {
          type: "button",
          "aria-pressed": String(part === draft.part),
          "aria-keyshortcuts": key,
          title: `Move the boundaries of this: ${name.toLowerCase()} (${key})`,
          onclick: () => this.turnTo(part),
        },
        name,
        " ",
        h("kbd", {}, key),
      ),
    );
    const bar = h(
      "div",
      // A press keeps what is selected in the text, and the focus where keys are heard.
      { class: "bar", role: "toolbar", "aria-label": "Boundaries", onmousedown: (event) => event.preventDefault() },
      h("span", { class: "edge parts" }, parts),
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
      draft.part !== "content" && button("None ⌫", `There is no ${draft.part} (Delete)`, () => this.remove()),
      h("span", { class: "edge end" }, [
        button("Cancel Esc", "Cancel (Escape)", () => this.cancel()),
        " ",
        button("Keep ⏎", "Keep these boundaries (Enter)", () => this.keep(), { class: "primary" }),
      ]),
      h("span", { class: "hint" }, this.hint()),
    );
    byId("text").querySelector(".bar")?.remove();
    byId("text").append(bar);
    byId("text").querySelector(".scroll").focus({ preventScroll: true });
  },

  hint() {
    const { part } = state.draft;
    if (!this.current.range)
      return `No ${part} is marked: select its words and press ${part[0]}, or an arrow to begin at the words said.`;
    const key = Object.keys(PART_KEYS).find((one) => PART_KEYS[one][0] === part);
    const keys = "← → by word, with Shift by character; Tab: the other end; ↑ ↓: move the whole";
    return `${keys}; or select words and press ${key}.`;
  },

  // Move the boundaries of another part. Words that are selected, or were when all began, become that part.
  turnTo(part) {
    const { draft } = state;
    const selected = selectedUnits() ?? draft.taken?.range;
    if (draft.taken) this.set(draft.taken.before);
    draft.taken = null;
    draft.part = part;
    draft.edge = "end";
    if (selected) this.take(selected);
    else this.draw();
    this.show();
    this.follow();
    say(`${part}: ${this.current.range ? textPane.article.text.slice(...this.current.range) : "none"}`);
  },

  // Take words as the part. They can still become another's.
  take(range) {
    state.draft.taken = { range, before: this.current.range };
    getSelection().removeAllRanges();
    this.set(range);
  },

  // Move an edge by a number of words, or of characters.
  move(edge, by, { characters = false } = {}) {
    if (!this.current.range) return this.place(by);
    const { text } = state.draft.entry.article;
    const [start, end] = this.current.range;
    const at = edge === "start" ? start : end;
    const to = characters ? characterFrom(text, at, by) : wordFrom(text, at, by, edge);
    state.draft.edge = edge;
    this.shift(edge === "start" ? [to, end] : [start, to]);
  },

  // Move both edges by a word.
  slide(by) {
    if (!this.current.range) return this.place(by);
    const { text } = state.draft.entry.article;
    const [start, end] = this.current.range;
    this.shift([wordFrom(text, start, by, "start"), wordFrom(text, end, by, "end")]);
  },

  // Put a part that is not there on the nearest word before or after the words said.
  place(by) {
    const { text } = state.draft.entry.article;
    const [start, end] = state.draft.parts.content.range;
    let at = by < 0 ? start : end - 1;
    for (let next; (next = wordFrom(text, at, by, "start")) !== at; ) {
      at = next;
      if (/[\p{L}\p{N}]/u.test(text.slice(at, at + 2))) {
        this.shift([at, wordFrom(text, at, 1, "end")]);
        this.show();
        return;
      }
    }
  },

  remove() {
    if (state.draft.part === "content") return;
    state.draft.taken = null;
    this.set(null);
    this.show();
    this.follow();
  },

  shift(range) {
    state.draft.taken = null;
    const { text } = state.draft.entry.article;
    this.set(range[0] < range[1] && range[0] >= 0 && range[1] <= text.length ? range : this.current.range);
    this.follow();
  },

  set(range) {
    this.current.range = range;
    this.draw();
  },

  draw() {
    const { draft } = state;
    textPane.refreshEntry(draft.entry);
    for (const each of Object.values(draft.parts))
      each.fragments = each.range ? refitted(each.was, ...each.range, draft.entry.article.text) : [];
    place(draft.entry.article);
    textPane.refreshEntry(draft.entry);
  },

  follow() {
    const { edge, parts } = state.draft;
    const [start, end] = this.current.range ?? parts.content.range;
    textPane.reveal(edge === "start" ? start : end - 1, edge === "start" ? start + 1 : end, { block: "nearest" });
  },

  keep() {
    const { entry, parts } = state.draft;
    const offsets = offsetsOf(entry.article);
    this.end();
    const kept = (part) => parts[part].fragments.map(([start, end]) => [offsets.point(start), offsets.point(end)]);
    const changes = Object.fromEntries(Object.entries(PARTS).map(([part, key]) => [key, kept(part)]));
    decideAndShow(entry, { ...changes, verdict: undefined }, "boundaries kept");
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
    const slide = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) this.move(state.draft.edge, step * this.direction(), { characters: event.shiftKey });
    else if (slide) this.slide(slide);
    else if (event.key === "Tab") {
      state.draft.edge = state.draft.edge === "end" ? "start" : "end";
      this.draw();
      this.follow();
    } else if (event.key === "Enter" && event.target.tagName !== "BUTTON") this.keep();
    else if (event.key === "Escape") this.cancel();
    else if (event.key === "Delete" || event.key === "Backspace") this.remove();
    else if (event.key === "b") this.turnTo(state.draft.part);
    else if (PART_KEYS[event.key]) this.turnTo(PART_KEYS[event.key][0]);
    else return false;
    return true;
  },

  // In text that runs from right to left, the arrow points the other way.
  direction() {
    const range = this.current.range ?? state.draft.parts.content.range;
    const [at] = touched(state.draft.entry.article.layout.pieces, ...range);
    return getComputedStyle(textPane.nodeAt(at, range[0])).direction === "rtl" ? -1 : 1;
  },
};

// From the start of the first fragment to the end of the last; null where there is none.
const rangeOf = (fragments) => (fragments.length ? [fragments[0][0], fragments.at(-1)[1]] : null);

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
