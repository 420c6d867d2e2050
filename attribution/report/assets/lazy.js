// lazy: a long column of which only what is near the window exists. Everything that can be long is shown through it.
"use strict";

class Lazy {
  // `box` scrolls, `holder` in it gets the chunks. `forgets`: chunks that are far away are emptied again.
  constructor(box, { holder = box, forgets = true } = {}) {
    this.box = box;
    this.holder = holder;
    this.forgets = forgets;
    this.chunks = [];
    this.observer = new IntersectionObserver((seen) => this.seen(seen), { root: box, rootMargin: "100% 0px" });
  }

  // Show chunks: { height: estimate in pixels, render: () => nodes }. `whole`: all at once, nothing is left for later.
  show(chunks, { whole = false } = {}) {
    this.observer.disconnect();
    this.chunks = chunks.map((chunk) => ({
      ...chunk,
      filled: false,
      element: h("div", { class: "chunk", role: "presentation" }),
    }));
    this.at = new Map(this.chunks.map((chunk, at) => [chunk.element, at]));
    let height = 0;
    const enough = whole ? Infinity : 2 * (this.box.clientHeight || window.innerHeight);
    for (const chunk of this.chunks) {
      if (height < enough) this.fill(chunk);
      else chunk.element.style.height = `${chunk.height}px`;
      height += chunk.height;
    }
    this.holder.replaceChildren(...this.chunks.map((chunk) => chunk.element));
    if (!whole) for (const chunk of this.chunks) this.observer.observe(chunk.element);
  }

  seen(changes) {
    for (const { target, isIntersecting } of changes) {
      const chunk = this.chunks[this.at.get(target)];
      if (!chunk) continue;
      if (isIntersecting) this.fill(chunk);
      else if (this.forgets) this.empty(chunk);
    }
  }

  fill(chunk) {
    if (chunk.filled) return;
    chunk.filled = true;
    chunk.element.replaceChildren(...chunk.render());
    chunk.element.style.height = "";
  }

  empty(chunk) {
    if (!chunk.filled || chunk.element.contains(document.activeElement)) return;
    chunk.filled = false;
    chunk.height = chunk.element.offsetHeight || chunk.height;
    chunk.element.style.height = `${chunk.height}px`;
    chunk.element.replaceChildren();
  }

  // Make sure that a chunk is there, and its neighbours, whose true heights decide where it comes to stand.
  ensure(at) {
    for (const each of [at - 1, at, at + 1]) if (this.chunks[each]) this.fill(this.chunks[each]);
    return this.chunks[at]?.element;
  }
}

// Rows of a list box, a fixed number to a chunk. One row is chosen; arrow keys choose the next.
class Rows {
  constructor(box, onChoose) {
    this.lazy = new Lazy(box);
    this.box = box;
    this.items = [];
    this.chosen = -1;
    this.onChoose = onChoose;
    box.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.onChoose(this.items[Number(row.dataset.at)]);
    });
    box.addEventListener("keydown", (event) => this.key(event));
  }

  // `height`: of a row in pixels; `render(item)`: the children of its row.
  show(items, { height, render, chosen, label, attributes = () => ({}) }) {
    this.items = items;
    this.chosen = items.indexOf(chosen);
    this.box.setAttribute("aria-label", label);
    this.row = (item, at) =>
      h(
        "div",
        {
          role: "option",
          id: `row-${at}`,
          "data-at": at,
          "aria-selected": String(at === this.chosen),
          "aria-setsize": items.length,
          "aria-posinset": at + 1,
          ...attributes(item),
        },
        render(item),
      );
    const chunks = [];
    for (let from = 0; from < items.length; from += Rows.CHUNK) {
      const some = items.slice(from, from + Rows.CHUNK);
      chunks.push({ height: height * some.length, render: () => some.map((item, at) => this.row(item, from + at)) });
    }
    this.lazy.show(chunks);
    this.reveal();
  }

  // Render one item's row again, where it exists.
  refresh(item) {
    const at = this.items.indexOf(item);
    this.box.querySelector(`#row-${at}`)?.replaceWith(this.row(item, at));
  }

  choose(item) {
    const before = this.items[this.chosen];
    this.chosen = this.items.indexOf(item);
    if (before !== undefined) this.refresh(before);
    this.reveal();
    if (item !== undefined) this.refresh(item);
  }

  reveal() {
    if (this.chosen < 0) {
      this.box.removeAttribute("aria-activedescendant");
      return;
    }
    this.lazy.ensure(Math.floor(this.chosen / Rows.CHUNK));
    const row = this.box.querySelector(`#row-${this.chosen}`);
    this.box.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
    if (!(event.key in steps) || !this.items.length) return;
    event.preventDefault();
    event.stopPropagation();
    const at = Math.max(0, Math.min(this.items.length - 1, this.chosen + steps[event.key]));
    this.onChoose(this.items[at]);
  }
}
Rows.CHUNK = 40;
