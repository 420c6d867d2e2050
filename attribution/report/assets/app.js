// app: what happens when: choosing, opening, deciding, keys; and the beginning.
"use strict";

const KEYS = [
  ["n", "next attribution"],
  ["p", "previous attribution"],
  ["a", "accept"],
  ["r", "reject"],
  ["s", "name the speaker"],
  ["b", "move the boundaries, or take the words that are selected"],
  ["w s c", "after b: of the words said, the source, the cue"],
  ["u", "undo the decision"],
  ["e", "show what the name rests on"],
  ["/", "search"],
  ["1 2 3 4", "overview, articles, attributions, speakers"],
  ["5", "the same words elsewhere"],
  ["Ctrl+S", "save corrections.jsonl"],
  ["?", "this help"],
];

// Which of the three panes a narrow window shows.
function showPane(name) {
  document.body.dataset.pane = name;
  for (const button of document.querySelectorAll("[data-show]"))
    button.setAttribute("aria-current", String(button.dataset.show === name));
}

function setTab(tab) {
  stopDraft();
  state.tab = tab;
  document.body.dataset.tab = tab;
  for (const button of document.querySelectorAll("[data-tab][role=tab]")) {
    button.setAttribute("aria-selected", String(button.dataset.tab === tab));
    button.tabIndex = button.dataset.tab === tab ? 0 : -1;
  }
  if (tab === "speakers" && state.speaker === undefined) state.speaker = state.entry ? nameOf(state.entry) : null;
  if (tab === "elsewhere") state.cluster ??= state.entry?.cluster ?? clusters[0];
  refilter();
}

// The pane in the middle, anew, for the view and the filters.
function showMiddle() {
  stopDraft();
  if (state.tab === "overview") {
    document.body.dataset.middle = "overview";
    showOverview();
  } else if (state.tab === "speakers") {
    document.body.dataset.middle = "speaker";
    speakerPane.show(state.speaker ?? null);
  } else if (state.tab === "elsewhere") {
    document.body.dataset.middle = "cluster";
    if (!state.cluster.entries.includes(state.entry)) state.entry = state.cluster.entries[0];
    clusterPane.show(state.cluster);
  } else if (document.body.dataset.middle === "article" && textPane.article === state.article) {
    if (state.article?.text === null) textPane.show(state.article);
    else if (state.article) textPane.refresh();
  } else showArticle(state.article);
  showRecord(state.entry);
}

function showArticle(article) {
  document.body.dataset.middle = "article";
  state.article = article;
  if (article) textPane.show(article);
  else byId("text").replaceChildren(h("p", { class: "quiet empty" }, "This run has no articles."));
}

function openArticle(article, { first = true } = {}) {
  stopDraft();
  const before = state.entry;
  if (first) state.entry = article.entries.find((entry) => entry.matches) ?? article.entries[0] ?? null;
  showArticle(article);
  if (state.tab === "articles") rows.choose(article);
  if (before !== state.entry) remember();
  showRecord(state.entry);
  showPane("text");
}

function openSpeaker(name) {
  state.speaker = name;
  document.body.dataset.middle = "speaker";
  speakerPane.show(name);
  rows.choose(rows.items.find((group) => group.name === name));
  state.entry = speakerPane.entries[0] ?? null;
  if (state.entry) speakerPane.refresh(state.entry);
  showRecord(state.entry);
  showPane("text");
}

function openCluster(cluster) {
  state.cluster = cluster;
  if (state.tab !== "elsewhere") setTab("elsewhere");
  document.body.dataset.middle = "cluster";
  clusterPane.show(cluster);
  rows.choose(cluster);
  if (!cluster.entries.includes(state.entry)) state.entry = cluster.entries[0];
  clusterPane.refresh(state.entry);
  showRecord(state.entry);
  showPane("text");
}

// The pane in the middle that shows entries and not a text, where there is one.
const gathering = () => ({ speaker: speakerPane, cluster: clusterPane })[document.body.dataset.middle];

// Show an entry's article in the middle, whatever view there was.
function openInArticle(entry, { scroll = true } = {}) {
  const leaves = ["speakers", "overview", "elsewhere"].includes(state.tab);
  if (leaves) state.article = entry.article;
  state.entry = entry;
  if (leaves) setTab("articles");
  if (state.article !== entry.article) openArticle(entry.article, { first: false });
  if (scroll) textPane.revealEntry(entry);
  showRecord(entry);
}

// Choose an entry: its record on the right, its words in the middle, its row on the left.
function choose(entry, { scroll = true } = {}) {
  if (!entry) return;
  stopDraft();
  const before = state.entry;
  state.entry = entry;
  if (gathering()) {
    if (before) gathering().refresh(before);
    gathering().refresh(entry, { scroll });
  } else {
    if (document.body.dataset.middle !== "article") {
      state.article = entry.article;
      setTab("attributions");
    }
    if (state.article !== entry.article) {
      showArticle(entry.article);
      if (state.tab === "articles") rows.choose(entry.article);
    } else {
      if (textPane.flash && entry.article.text !== null) {
        const { start, end } = textPane.flash;
        textPane.flash = null;
        textPane.refresh(touched(entry.article.layout.pieces, start, end));
      }
      textPane.refreshEntry(before);
      textPane.refreshEntry(entry);
    }
    if (scroll) textPane.revealEntry(entry);
    if (state.tab === "attributions") rows.choose(entry);
  }
  showRecord(entry);
  remember();
  say(`${entry.number}: ${whoOf(entry)}: ${flat(contentOf(entry), 200)}`);
}

// The next or previous of those that are shown, in the order in which they are shown.
function step(by) {
  const walk = gathering()?.entries ?? state.shown;
  if (!walk.length) return;
  const at = walk.indexOf(state.entry);
  let to = at + by;
  if (at < 0) {
    const next = walk.findIndex((entry) => entry.at > (state.entry?.at ?? -1));
    to = by > 0 ? next : (next < 0 ? walk.length : next) - 1;
  }
  if (to < 0 || to >= walk.length) say(by > 0 ? "This was the last." : "This was the first.");
  else choose(walk[to]);
}

// Change what is decided on an entry, keep it, and show it everywhere.
function decideAndShow(entry, changes, message) {
  decide(entry, changes);
  keepDecisions();
  afterDecisions();
  say(message);
}

function afterDecisions() {
  for (const article of articles) if (article.layout) place(article);
  tally();
  refilterAfterDecision();
  showRecord(state.entry);
}

// A decision may move an entry out of what is shown; the pane in the middle stays where it is.
function refilterAfterDecision() {
  const before = byId("rows").scrollTop;
  refilter({ keepMiddle: true });
  byId("rows").scrollTop = before;
  if (document.body.dataset.middle === "overview") showOverview();
  else if (document.body.dataset.middle === "article" && state.article?.text !== null) textPane.refresh();
  else if (document.body.dataset.middle === "article")
    state.article.entries.forEach((entry) => textPane.lazy.chunks[entry.place].filled && textPane.refreshEntry(entry));
  else gathering().refresh(state.entry);
}

function tally() {
  const counts = grouped(
    entries.filter((entry) => decisions.has(entry.key)),
    verdictOf,
  );
  byId("tally").textContent = counts
    .map(([verdict, some]) => `${VERDICT_SIGNS[verdict]} ${number.format(some.length)} ${verdict}`)
    .join("  ");
  const total = counts.reduce((sum, [, some]) => sum + some.length, 0);
  byId("save").textContent = total ? `Save ${count(total, "correction")}` : "Save corrections";
  byId("save").disabled = total === 0;
  if (!kept) notify("This browser does not keep decisions for this page: save them before you close it.");
}

function save() {
  const many = saveCorrections();
  say(`${count(many, "correction")} saved as corrections.jsonl`);
}

async function open(file) {
  const { fitting, strange } = openCorrections(await file.text());
  afterDecisions();
  notify(
    `${count(fitting, "correction")} taken over${strange ? `; ${count(strange, "line")} left out: of other records than those of this page, or damaged` : ""}.`,
  );
}

// A line above everything, which stays until the next.
function notify(message) {
  byId("notice").textContent = message;
  byId("notice").hidden = false;
}

function stopDraft() {
  if (state.draft) boundary.cancel();
}

// The place in the address, so that a reload comes back to it.
function remember() {
  if (!state.entry) return;
  try {
    history.replaceState(null, "", `#${state.entry.article.at + 1}.${state.entry.number}`);
  } catch {
    // A page that was opened from a frame or a viewer may have no history of its own.
  }
}

function recalled() {
  const [, at, place] = /^#(\d+)\.(\d+)$/.exec(location.hash) ?? [];
  return articles[at - 1]?.entries[place - 1];
}

function showDialog(content, label) {
  const dialog = byId("dialog");
  dialog.setAttribute("aria-label", label);
  dialog.replaceChildren(content);
  dialog.showModal();
}

// With its contents gone, the focus is at once where keys are heard.
function closeDialog() {
  byId("dialog").close();
  byId("dialog").replaceChildren();
}

function showHelp() {
  const close = h("button", { type: "button", class: "primary", onclick: closeDialog }, "Close");
  showDialog(
    h(
      "div",
      {},
      h("h2", {}, "Keys"),
      h(
        "dl",
        { class: "keys" },
        KEYS.map(([key, what]) => [
          h(
            "dt",
            {},
            key.split(" ").map((one) => h("kbd", {}, one)),
          ),
          h("dd", {}, what),
        ]),
      ),
      h("h2", {}, "Marks"),
      h(
        "p",
        {},
        "Each passage has its speaker’s colour and sign, and the number of the attribution. It is underlined by kind: ",
        ["direct", "mixed", "indirect"].flatMap((kind, at) => [
          at ? ", " : "",
          h("span", { class: `sample ${kind}` }, kind),
        ]),
        ". The ",
        h("span", { class: "source" }, "source"),
        " is bold, the ",
        h("span", { class: "cue" }, "cue"),
        " in a box. Words in quotation marks that are ",
        h("span", { class: "nobody" }, "nobody’s"),
        " have a thin line. While an attribution is chosen, what it rests on has a dashed frame, and what there is to check in it a line above and a word for its kind. A click on nested passages chooses the innermost, another click the one around it.",
      ),
      h(
        "p",
        {},
        `${WATCHED} the speaker is on the watch list; ✓ ✎ people accepted or corrected it; ≈ the same words stand elsewhere; ≠ they stand elsewhere differently; ⚠ the record has warnings.`,
      ),
      h(
        "p",
        { class: "quiet" },
        "Decisions are kept in this browser, and nowhere else until you save them. This page loads nothing and sends nothing.",
      ),
      close,
    ),
    "Help",
  );
  close.focus();
}

const ACTIONS = {
  n: () => step(1),
  p: () => step(-1),
  a: () => state.entry && accept(state.entry),
  r: () => state.entry && reject(state.entry),
  s: () => state.entry && rename(state.entry),
  b: () => state.entry && boundary.begin(state.entry),
  u: () => state.entry && undo(state.entry),
  e: () =>
    state.entry?.article.text &&
    state.entry.record.speaker.evidence.start !== null &&
    jumpTo(state.entry, state.entry.record.speaker.evidence),
  "/": () => (showPane("list"), byId("search").focus(), byId("search").select()),
  "?": showHelp,
  1: () => setTab("overview"),
  2: () => setTab("articles"),
  3: () => setTab("attributions"),
  4: () => setTab("speakers"),
  5: () => clusters.length && setTab("elsewhere"),
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    if (!byId("save").disabled) save();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || byId("dialog").open) return;
  const field = event.target.closest?.("input, select, textarea");
  if (field && field.type !== "checkbox" && field.type !== "range") {
    if (event.key === "Escape") byId("rows").focus();
    return;
  }
  const done = state.draft ? boundary.key(event) : ACTIONS[event.key] && (ACTIONS[event.key](), true);
  if (done) event.preventDefault();
});

for (const button of document.querySelectorAll("[data-tab][role=tab]"))
  button.addEventListener("click", () => setTab(button.dataset.tab));
for (const button of document.querySelectorAll("[data-show]"))
  button.addEventListener("click", () => showPane(button.dataset.show));
document.querySelector(".tabs").addEventListener("keydown", (event) => {
  const tabs = [...document.querySelectorAll("[role=tab]:not([hidden])")];
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const next = tabs[(tabs.indexOf(document.activeElement) + by + tabs.length) % tabs.length];
  setTab(next.dataset.tab);
  next.focus();
});
byId("save").addEventListener("click", save);
byId("help").addEventListener("click", showHelp);
byId("open").addEventListener("click", () => byId("file").click());
byId("file").addEventListener("change", async () => {
  const [file] = byId("file").files;
  if (file) await open(file);
  byId("file").value = "";
});
// Decisions that were made in another window of the same page.
window.addEventListener("storage", (event) => {
  if (event.key !== STORE) return;
  for (const entry of entries) forget(entry);
  readDecisions();
  afterDecisions();
});

byId("run").textContent = data.title;
if (data.notice) notify(data.notice);
readDecisions();
fillChoices();
state.entry = recalled() ?? entries[0] ?? null;
state.article = state.entry?.article ?? articles[0] ?? null;
showPane("text");
setTab("articles");
if (state.entry) textPane.revealEntry(state.entry, recalled() ? "center" : "nearest");
tally();
performance.mark("attribution-ready");
