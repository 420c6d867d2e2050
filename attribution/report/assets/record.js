// record: the pane on the right: everything that one record says, and what people can decide on it.
"use strict";

const RESOLVED_BY = {
  name: "the source is a name",
  pronoun: "a pronoun leads to the name",
  description: "a description leads to the name",
  carried_over: "carried over from the attribution before",
  correction: "people gave the name",
  none: "nothing leads to a name",
};

const WARNINGS = {
  unclosed_quotation: "A quotation mark is never closed: the end may be wrong.",
  speaker_below_threshold: "A name was found, and was not sure enough to be given.",
  encoding_guessed: "The file’s encoding was guessed.",
  watched_unsure: "It may be somebody on the watch list: the article states no role that is listed.",
  watched_ambiguous: "Several people on the watch list bear this name.",
  watched_other_role: "The article states another role than the watch list.",
};

// What makes a content something to check, and what speaks against it. docs/checkability.md says more.
const SIGNAL_KINDS = {
  quantity: "how much or how many",
  comparison: "more or less than something",
  cause: "one thing brings about another",
  ranking: "first, most, unprecedented",
  time: "when it was",
  name: "somebody or something by name",
  prediction: "about the future",
  opinion: "a judgement",
  experience: "what the source itself felt or saw",
  question: "a question",
  promise: "something that the source means to do",
};
const AGAINST = new Set(["prediction", "opinion", "experience", "question", "promise"]);

const WATCHED = "⚑";
const BEFORE = { accepted: "accepted before this run", corrected: "corrected before this run" };

function showRecord(entry) {
  const pane = byId("record");
  if (!entry) {
    pane.replaceChildren(
      h(
        "p",
        { class: "quiet empty" },
        entries.length ? "Choose an attribution in the text or press n." : "This run has no attributions.",
      ),
    );
    return;
  }
  const { record, article } = entry;
  // A button that was pressed keeps the focus, though the pane is made anew.
  const held = pane.contains(document.activeElement) && document.activeElement.getAttribute("aria-keyshortcuts");
  const scroll = h(
    "div",
    { class: "scroll", tabindex: "0", "aria-label": "Record" },
    head(entry),
    actions(entry),
    facts(entry),
    elsewhere(entry),
    toCheck(entry),
    sure(entry),
    h("p", { class: "id" }, record.id),
  );
  pane.replaceChildren(scroll);
  if (held) pane.querySelector(`[aria-keyshortcuts="${held}"]`)?.focus({ preventScroll: true });
  if (article !== state.article || state.tab === "speakers") {
    scroll.prepend(
      h(
        "button",
        { type: "button", class: "back", onclick: () => openInArticle(entry) },
        "In the article: ",
        bdi(titleOf(article), 80),
      ),
    );
  }
}

function head(entry) {
  const { record } = entry;
  const name = nameOf(entry);
  const look = lookOf(name);
  const changed = decisionOf(entry).name !== undefined;
  const role = record.role.title || record.role.organization;
  return h(
    "header",
    {},
    h(
      "div",
      { class: "place" },
      h("span", {}, `${entry.number} of ${number.format(entry.article.entries.length)} in this article`),
      h(
        "span",
        { class: `verdict ${verdictOf(entry)}` },
        verdictOf(entry) && `${VERDICT_SIGNS[verdictOf(entry)]} ${verdictOf(entry)}`,
      ),
      h(
        "button",
        { type: "button", title: "Previous (p)", "aria-label": "Previous attribution", onclick: () => step(-1) },
        "‹",
      ),
      h("button", { type: "button", title: "Next (n)", "aria-label": "Next attribution", onclick: () => step(1) }, "›"),
    ),
    h(
      "h2",
      { class: look.colour },
      h("span", { class: "sign", "aria-hidden": "true" }, look.sign),
      " ",
      name === null ? h("span", { class: "unnamed" }, "Not named") : bdi(name, 120),
    ),
    changed &&
      h("p", { class: "was" }, "was ", record.speaker.name === null ? "not named" : bdi(record.speaker.name, 120)),
    role &&
      h(
        "p",
        { class: "role" },
        [record.role.title, record.role.organization]
          .filter(Boolean)
          .flatMap((part, at) => [at ? ", " : "", bdi(part, 160)]),
        statusShown(record.role) ? ` (${record.role.status})` : "",
      ),
    record.co_speakers.map((one) =>
      h("p", { class: "role" }, "with ", one.name === null ? "somebody not named" : bdi(one.name, 120)),
    ),
    watchedOf(entry).length > 0 &&
      h(
        "p",
        { class: "note" },
        h("span", { "aria-hidden": "true" }, WATCHED, " "),
        "on the watch list: ",
        watchedOf(entry).flatMap((name, at) => [at ? ", " : "", bdi(name, 120)]),
      ),
    record.correction !== "none" &&
      h(
        "p",
        { class: "note" },
        h("span", { "aria-hidden": "true" }, VERDICT_SIGNS[record.correction], " "),
        BEFORE[record.correction],
      ),
    h("blockquote", { class: `${record.kind} ${look.colour}`, dir: "auto" }, flat(contentOf(entry), 1_200)),
    elsewhereNote(entry),
  );
}

// Whether the state of a role is told beside its title: "acting minister" tells it already.
function statusShown({ status, title }) {
  return status !== null && status !== "current" && !fold(title ?? "").includes(status);
}

function actions(entry) {
  const verdict = verdictOf(entry);
  const button = (label, key, pressed, action) =>
    h(
      "button",
      {
        type: "button",
        "aria-pressed": pressed === null ? null : String(pressed),
        "aria-keyshortcuts": key,
        // Words that are selected stay so.
        onmousedown: key === "b" ? (event) => event.preventDefault() : null,
        onclick: action,
      },
      label,
      " ",
      h("kbd", {}, key),
    );
  return h(
    "div",
    { class: "actions", role: "toolbar", "aria-label": "Decision" },
    button("Accept", "a", verdict === "accepted", () => accept(entry)),
    button("Reject", "r", verdict === "rejected", () => reject(entry)),
    button("Speaker", "s", decisionOf(entry).name !== undefined, () => rename(entry)),
    button(
      "Boundaries",
      "b",
      Object.values(PARTS).some((key) => decisionOf(entry)[key]),
      () => boundary.begin(entry),
    ),
    verdict && button("Undo", "u", null, () => undo(entry)),
  );
}

function facts(entry) {
  const { record, article } = entry;
  const { speaker, role } = record;
  const parent = record.parent && article.byRecord.get(record.parent);
  const inside = article.entries.filter((other) => other.record.parent === record.id);
  const jumps = (spans) =>
    spans.filter((span) => span.start !== null).flatMap((span, at) => [at ? " … " : "", jump(entry, span)]);
  const to = (other) =>
    h(
      "button",
      { type: "button", class: "jump", onclick: () => choose(other) },
      `${other.number} · `,
      bdi(contentOf(other), 70),
    );
  // A part as it holds, and what the run had where people changed it.
  const part = (name) => {
    const held = jumps(heldSpans(entry, name));
    if (!decisionOf(entry)[PARTS[name]]) return held;
    const was = record[name].text;
    return [
      held.length ? held : h("em", { class: "quiet" }, "none"),
      " ",
      h("span", { class: "was" }, "was ", was === null ? "none" : bdi(was, 120)),
    ];
  };
  const rows = [
    ["Source", part("source")],
    [
      "Cue",
      [
        part("cue"),
        record.cue.class && !decisionOf(entry).cue && h("span", { class: "quiet" }, ` ${words(record.cue.class)}`),
      ],
    ],
    [
      "Name found",
      [
        jumps([speaker.evidence]),
        h("span", { class: "quiet why" }, `${RESOLVED_BY[speaker.resolved_by] ?? words(speaker.resolved_by)}`),
      ],
    ],
    ["Kind of source", words(speaker.kind)],
    ["Role found", jumps([role.evidence])],
    ["With", record.co_speakers.flatMap((one) => jumps([one.evidence]))],
    ["Kind", h("span", { class: `sample ${record.kind}` }, record.kind)],
    ["Polarity", record.polarity === "asserted" ? "asserted" : h("strong", {}, words(record.polarity))],
    ["To", jumps([record.addressee])],
    ["In", jumps([record.medium])],
    ["When", [jumps([record.time]), record.time.iso && h("span", { class: "quiet" }, ` ${record.time.iso}`)]],
    ["Where", jumps([record.place])],
    ["Hedges", jumps(record.hedges)],
    ["Unnamed by agreement", jumps([record.anonymity])],
    ["Inside", parent && to(parent)],
    ["Contains", inside.map(to)],
    [
      "Or is it",
      speaker.alternatives.map((one) =>
        h(
          "button",
          { type: "button", class: "jump", title: "Give this name…", onclick: () => rename(entry, one.name) },
          bdi(one.name, 80),
          ` ${percent(one.confidence)}`,
        ),
      ),
    ],
    ["Warnings", record.warnings.map((code) => h("span", { class: "warning" }, "⚠ ", WARNINGS[code] ?? words(code)))],
  ];
  return h(
    "dl",
    {},
    rows
      .map(([term, found]) => [term, [found].flat(Infinity).filter(Boolean)])
      .filter(([, found]) => found.length)
      .map(([term, found]) => [h("dt", {}, term), h("dd", {}, found)]),
  );
}

// What there is to check, by kind: what speaks for it first.
function toCheck(entry) {
  const { score, signals } = entry.record.checkability;
  if (score === null) return null;
  const kinds = Object.keys(SIGNAL_KINDS).filter((kind) => signals.some((signal) => signal.kind === kind));
  return h(
    "section",
    { class: "check" },
    h("h3", {}, "What to check first ", h("span", { class: "quiet" }, `${Math.round(100 * score)} of 100`)),
    kinds.length === 0 && h("p", { class: "quiet" }, "Nothing in it stands out."),
    h(
      "dl",
      {},
      kinds.map((kind) => [
        h("dt", { title: SIGNAL_KINDS[kind] }, AGAINST.has(kind) ? "less so: " : "", words(kind)),
        h(
          "dd",
          {},
          signals
            .filter((signal) => signal.kind === kind)
            .flatMap((signal, at) => [at ? " · " : "", jump(entry, signal)]),
        ),
      ]),
    ),
  );
}

// Words of the article as a button that leads to them.
function jump(entry, span) {
  if (entry.article.text === null) return bdi(span.text, 160);
  return h(
    "button",
    { type: "button", class: "jump", title: "Show in the text", onclick: () => jumpTo(entry, span) },
    bdi(span.text, 160),
  );
}

function jumpTo(entry, span) {
  const offsets = offsetsOf(entry.article);
  openInArticle(entry, { scroll: false });
  showPane("text");
  textPane.reveal(offsets.unit(span.start), offsets.unit(span.end), { flash: true });
}

function sure(entry) {
  const { confidence } = entry.record;
  return h(
    "div",
    { class: "sure" },
    h("h3", {}, "How sure"),
    ["content", "cue", "source", "speaker"].map((what) => {
      const bar = h("span", { class: "fill" });
      bar.style.width = `${100 * confidence[what]}%`;
      return h(
        "p",
        { class: confidence[what] < 0.5 ? "low" : null },
        h("span", { class: "name" }, what),
        h("span", { class: "track", "aria-hidden": "true" }, bar),
        h("span", { class: "figure" }, percent(confidence[what])),
      );
    }),
  );
}

const percent = (share) => `${Math.round(100 * share)} %`;

function accept(entry) {
  decideAndShow(entry, { verdict: "accepted" }, "accepted");
}

function reject(entry) {
  decideAndShow(entry, { verdict: "rejected" }, "rejected");
}

function undo(entry) {
  const none = Object.fromEntries(Object.values(PARTS).map((key) => [key, undefined]));
  decideAndShow(entry, { verdict: undefined, name: undefined, ...none }, "decision taken back");
}

// Ask for another name of the speaker.
function rename(entry, proposed) {
  const { record, article } = entry;
  const current = nameOf(entry);
  const same = article.entries.filter((other) => other !== entry && current !== null && nameOf(other) === current);
  const known = new Set([...record.speaker.alternatives.map((one) => one.name), ...article.entries.map(nameOf)]);
  known.delete(null);
  const field = h("input", {
    list: "candidates",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": "Name of the speaker",
  });
  field.value = proposed ?? current ?? "";
  const all = h("input", { type: "checkbox" });
  const give = (name) => {
    const changed = all.checked ? [entry, ...same] : [entry];
    closeDialog();
    for (const other of changed) decide(other, { name, verdict: undefined });
    decideAndShow(entry, {}, name === null ? "the name is taken away" : `the speaker is ${name}`);
  };
  const form = h(
    "form",
    {},
    h("h2", {}, "Who is the speaker?"),
    h(
      "p",
      { class: "quiet" },
      "In the text: ",
      wordsOf(entry, "source") === null ? "no source" : bdi(wordsOf(entry, "source"), 200),
    ),
    field,
    h(
      "datalist",
      { id: "candidates" },
      [...known].map((name) => h("option", { value: name })),
    ),
    same.length > 0 &&
      h(
        "label",
        { class: "check" },
        all,
        " also where else ",
        bdi(current, 60),
        ` speaks in this article (${number.format(same.length)})`,
      ),
    h(
      "div",
      { class: "buttons" },
      h("button", { type: "submit", class: "primary" }, "Give this name"),
      h("button", { type: "button", onclick: () => give(null) }, "Nobody is named"),
      h("button", { type: "button", onclick: closeDialog }, "Cancel"),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = field.value.replace(/\s+/g, " ").trim();
    if (name) give(name);
  });
  showDialog(form, "Speaker");
  field.select();
}
