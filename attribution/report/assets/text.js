// text: the pane in the middle: an article's own words with who said what marked in them.
"use strict";

const origins = new WeakMap(); // text node -> unit of the article's text at which it begins

const textPane = {
  article: null,
  lazy: null,
  flash: null, // a span that was jumped to
  pieces: new Map(), // number of a piece -> its element, of those that exist

  show(article) {
    this.article = article;
    this.flash = null;
    this.pieces.clear();
    const holder = h("div", { class: "article" });
    const scroll = h(
      "div",
      { class: "scroll", tabindex: "0", "aria-label": "Text of the article" },
      this.heading(article),
      holder,
    );
    scroll.addEventListener("click", (event) => this.click(event));
    byId("text").replaceChildren(scroll);
    this.lazy = new Lazy(scroll, { holder, forgets: false });
    if (article.text === null) {
      holder.classList.add("contexts");
      this.lazy.show(article.entries.map((entry) => ({ height: 160, render: () => [contextOf(entry)] })));
      return;
    }
    const { pieces, chunks } = layoutOf(article);
    if (!pieces.length) holder.append(h("p", { class: "quiet" }, "The text is empty."));
    const lines = (piece) => 30 * Math.ceil((piece.end - piece.start) / 70) + 16;
    const wanted = chunks.map(([from, to]) => ({
      height: pieces.slice(from, to).reduce((sum, piece) => sum + lines(piece), 0),
      render: () => pieces.slice(from, to).map((_, at) => this.piece(from + at)),
    }));
    if (wanted.length) this.lazy.show(wanted, { whole: article.text.length <= SHOWN_WHOLE });
  },

  heading(article) {
    const missing = article.entries.length ? "" : "Nothing in this article is attributed to anybody.";
    return h(
      "header",
      { class: "heading" },
      h("h2", { dir: "auto" }, flat(titleOf(article))),
      h(
        "p",
        { class: "credits" },
        creditsOf(article).flatMap((part) => [bdi(part, 120), " · "]),
        article.url
          ? link(article.url)
          : article.title
            ? bdi(article.id, 120)
            : count(article.entries.length, "attribution"),
      ),
      missing && h("p", { class: "quiet" }, missing),
      h(
        "p",
        { class: "legend", "aria-label": "Legend" },
        ["direct", "mixed", "indirect"].map((kind) => h("span", { class: `sample ${kind}` }, kind)),
        h("span", { class: "source" }, "source"),
        h("span", { class: "cue" }, "cue"),
        h("span", { class: "nobody" }, "nobody’s"),
      ),
    );
  },

  // The element of one piece, with marks.
  piece(at) {
    const piece = this.article.layout.pieces[at];
    const element = h("p", { dir: "auto", class: piece.continued ? "continued" : null, "data-piece": at });
    element.append(...this.runs(piece));
    this.pieces.set(at, element);
    return element;
  },

  // A piece cut where any span begins or ends.
  runs(piece) {
    const spans = [...piece.spans];
    if (state.entry?.article === this.article) spans.push(...extrasOf(state.entry));
    if (this.flash) spans.push({ ...this.flash, what: "flash" });
    const edges = new Set([piece.start, piece.end]);
    const here = spans.filter((span) => span.start < piece.end && span.end > piece.start);
    for (const { start, end } of here) {
      edges.add(Math.max(start, piece.start));
      edges.add(Math.min(end, piece.end));
    }
    const order = [...edges].sort((one, two) => one - two);
    const runs = [];
    for (let at = 0; at + 1 < order.length; at += 1) {
      const [start, end] = [order[at], order[at + 1]];
      const over = here.filter((span) => span.start <= start && span.end >= end);
      runs.push(...this.run(start, end, over, piece));
    }
    return runs;
  },

  run(start, end, over, piece) {
    const nodes = this.letters(start, end);
    if (!over.length) return nodes;
    const contents = over.filter((span) => span.what === "content").sort((one, two) => two.extent - one.extent);
    const tags = contents
      .filter((span) => span.start === start || (start === piece.start && span.start < start))
      .map((span) => tagOf(span, start));
    const inner = contents.at(-1);
    const classes = [];
    const titles = [];
    const kinds = [];
    if (inner) {
      const { entry } = inner;
      classes.push(
        "content",
        entry.record.kind,
        lookOf(nameOf(entry)).colour,
        contents.length > 1 && "nested",
        !entry.matches && "off",
      );
      classes.push(
        verdictOf(entry) === "rejected" && "rejected",
        contents.some((span) => span.entry === state.entry) && "chosen",
      );
    }
    if (state.draft && over.some(({ entry, what }) => entry === state.draft.entry && what === state.draft.part)) {
      const [first, last] = rangeOf(boundary.current.fragments);
      classes.push("draft", start === first && "edge-start", end === last && "edge-end", `moves-${state.draft.edge}`);
    }
    for (const { what, entry, kind, why, reason, ...span } of over) {
      if (what === "cue" || what === "source") classes.push(what, !entry.matches && "off");
      if (what === "source" && !inner) classes.push(lookOf(nameOf(entry)).colour);
      if (what === "nobody" && !inner) classes.push(what);
      if (what === "extra" || what === "flash" || what === "signal") classes.push(what);
      if (what === "signal" && span.start === start) kinds.push(h("span", { class: "kind-of-signal" }, words(kind)));
      if (why) titles.push(why);
      if (reason) titles.push(`in quotation marks, and nobody’s words: ${words(reason)}`);
    }
    const owners = [...contents].reverse().concat(over.filter((span) => span.what === "cue" || span.what === "source"));
    const ids = [...new Set(owners.map((span) => span.entry.at))];
    const element = h(
      inner ? "mark" : "span",
      {
        class: [...new Set(classes.filter(Boolean))].join(" "),
        "data-entries": ids.join(" ") || null,
        title: titles.join("; ") || null,
      },
      kinds,
      nodes,
    );
    return [...tags, element];
  },

  // The very characters, each node knowing where it begins; control characters get a sign that can be seen.
  letters(start, end) {
    let at = start;
    return this.article.text
      .slice(start, end)
      .split(CONTROL_RUNS)
      .map((part, index) => {
        const node = document.createTextNode(part);
        origins.set(node, at);
        at += part.length;
        return index % 2
          ? h("span", { class: "control", "data-shown": sign(part), title: "control characters" }, node)
          : node;
      })
      .filter((node) => node.nodeType !== Node.TEXT_NODE || node.length);
  },

  // Render again what exists of some pieces, or of all.
  refresh(numbers) {
    for (const at of numbers ?? [...this.pieces.keys()])
      this.pieces.get(at)?.replaceChildren(...this.runs(this.article.layout.pieces[at]));
  },

  // Render again wherever an entry has marks.
  refreshEntry(entry) {
    if (!entry || entry.article !== this.article) return;
    if (this.article.text === null) {
      this.lazy.chunks[entry.place].element.replaceChildren(contextOf(entry));
      return;
    }
    const numbers = new Set();
    for (const { start, end } of [...spansOf(entry), ...extrasOf(entry)]) {
      for (const at of touched(this.article.layout.pieces, start, end)) numbers.add(at);
    }
    this.refresh(numbers);
  },

  // Bring a span (units) into view; `flash` shows where it is.
  reveal(start, end, { flash = false, block = "center" } = {}) {
    const { pieces } = this.article.layout;
    const [at] = touched(pieces, start, Math.max(end, start + 1));
    if (at === undefined) return;
    const old = this.flash;
    this.flash = flash ? { start, end } : null;
    for (const span of [old, this.flash]) if (span) this.refresh(touched(pieces, span.start, span.end));
    this.lazy.ensure(pieces[at].chunk);
    const bring = () => this.nodeAt(at, start)?.scrollIntoView({ block });
    bring();
    // What lies above may have got its true height meanwhile.
    if (this.article.text.length > SHOWN_WHOLE) requestAnimationFrame(() => requestAnimationFrame(bring));
  },

  nodeAt(at, start) {
    const walker = document.createTreeWalker(this.pieces.get(at), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const begins = origins.get(node);
      if (begins !== undefined && begins + node.length > start) return node.parentElement;
    }
    return this.pieces.get(at);
  },

  revealEntry(entry, block) {
    if (this.article.text === null) {
      this.lazy.ensure(entry.place).scrollIntoView({ block: block ?? "nearest" });
      return;
    }
    const fragments = unitsOf(entry);
    this.reveal(fragments[0][0], fragments[0][1], { block });
  },

  // A click chooses the innermost attribution there, and the next click the one around it.
  click(event) {
    const target = event.target.closest("[data-entries]");
    if (!target || state.draft || !getSelection().isCollapsed) return;
    const ids = target.dataset.entries.split(" ").map(Number);
    const at = ids.indexOf(state.entry?.at);
    choose(entries[ids[(at + 1) % ids.length]], { scroll: false });
  },
};

// The small sign before a passage: the speaker's sign and the number of the attribution in the article.
function tagOf(span, start) {
  const { entry } = span;
  const look = lookOf(nameOf(entry));
  const begins = span.first && span.start === start;
  const classes = ["tag", look.colour, entry === state.entry && "chosen", !entry.matches && "off"]
    .filter(Boolean)
    .join(" ");
  return h(
    "span",
    { class: classes, "data-entries": entry.at, title: `${entry.number}: ${flat(whoOf(entry), 80)}` },
    begins ? tagText(entry) : look.sign,
  );
}

// What was decided, whether the speaker is watched, the speaker's sign, and the number.
function tagText(entry) {
  const watched = watchedOf(entry).length ? WATCHED : "";
  return `${VERDICT_SIGNS[verdictOf(entry)]}${watched}${lookOf(nameOf(entry)).sign}${entry.number}`;
}

// An attribution with what stands around it, for want of the text.
function contextOf(entry) {
  const { record } = entry;
  const look = lookOf(nameOf(entry));
  const said = [wordsOf(entry, "source"), wordsOf(entry, "cue")].filter(Boolean).join(" · ");
  const classes = [
    "content",
    record.kind,
    look.colour,
    entry === state.entry && "chosen",
    !entry.matches && "off",
    verdictOf(entry) === "rejected" && "rejected",
  ];
  return h(
    "p",
    { dir: "auto", "data-entries": entry.at, class: "context" },
    h("span", { class: "quiet" }, "… ", flat(record.context.before, 400), " "),
    h("span", { class: `tag ${look.colour}` }, tagText(entry)),
    said && h("span", { class: "quiet" }, "(", bdi(said, 200), ") "),
    h("mark", { class: classes.filter(Boolean).join(" ") }, flat(record.content.text, 2_000)),
    h("span", { class: "quiet" }, " ", flat(record.context.after, 400), " …"),
  );
}

// What the reader has selected with the mouse, as [start, end] in units, without white space around it; or null.
function selectedUnits() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed || !textPane.article?.text) return null;
  const range = selection.getRangeAt(0);
  const walker = document.createTreeWalker(byId("text"), NodeFilter.SHOW_TEXT);
  let start = null;
  let end = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const begins = origins.get(node);
    if (begins === undefined || !range.intersectsNode(node)) continue;
    start ??= begins + (node === range.startContainer ? range.startOffset : 0);
    end = begins + (node === range.endContainer ? range.endOffset : node.length);
  }
  return start === null ? null : trimmed(textPane.article.text, start, end);
}

function trimmed(text, start, end) {
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  return start < end ? [start, end] : null;
}
