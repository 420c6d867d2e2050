"""turns: transcripts, in which a label and a colon at the start of a paragraph say who speaks."""

from __future__ import annotations

import re
from collections import Counter

from attribution.find.cues import words as words_of
from attribution.find.draft import Draft
from attribution.parse import Parse

# "PENCE:", "Q:", "Mr. Smith (laughing):", "MARIA CARTWRIGHT, CNN:". A label is at most six words, each with a capital.
_LABEL = re.compile(
    r"[\"“]?(?P<label>(?:[A-Z][\w.’'-]*|de|van|von|al|el|bin)"
    r"(?:[ ,]{1,2}(?:[A-Z][\w.’'-]*|de|van|von|der|al|el|bin|of|the|and)){0,5})(?: ?\([^()\n]{1,40}\))?:(?=\s)"
)
# Labels in capitals from which a text is a transcript. In other letters more are asked for, and one that returns: a
# label that opens a paragraph of prose ("Correction: …", "Jakarta: …") comes once, a speaker's comes back.
CAPITALS = 2
TURNS = 3
# Share of the text before the first label up to which the whole text is the transcript, so that the last turn goes on
# to its end. Behind an embedded one, prose may follow.
PREFACE = 0.25


def turns(parse: Parse) -> list[Draft]:
    """The turns of a transcript as drafts: cue the colon, source the label, content the words up to the next label.

    Paragraphs without a label belong to the turn before them as long as the transcript goes on: up to the next label,
    and to the end of a text that is nothing else.
    """
    labels = _labels(parse)
    if not labels:
        return []
    first, last = min(labels), max(labels)
    if parse.paragraphs[first].start <= PREFACE * len(parse.text) and _quoted(parse, first) is False:
        last = len(parse.paragraphs) - 1
    found: list[Draft] = []
    for number in range(first, last + 1):
        match = labels.get(number)
        paragraph = parse.paragraphs[number]
        if match is None:
            found[-1].content.update(parse.between(paragraph.start, paragraph.end))
            continue
        colon = parse.overlapping(match.end() - 1, match.end())
        source = parse.overlapping(match.start("label"), match.end("label"))
        content = set(parse.between(match.end(), paragraph.end))
        found.append(Draft(cue=[colon[-1]], head=colon[-1], source=list(source), content=content, shape="transcript"))
    return found


def keep_inside(drafts: list[Draft], told: list[Draft]) -> list[Draft]:
    """Drafts beside the turns of a transcript: what is said inside a turn stays inside it, and nothing outside the
    transcript has a turn for its content."""
    turn_of = {index: number for number, turn in enumerate(told) for index in turn.content}
    labels = {index for turn in told for index in (*turn.cue, *turn.source)}
    found = []
    for draft in drafts:
        inside = turn_of.get(draft.head)
        draft.content = {index for index in draft.content - labels if turn_of.get(index) == inside}
        if draft.content and not labels & {*draft.cue, *draft.source}:
            found.append(draft)
    return found


def _labels(parse: Parse) -> dict[int, re.Match[str]]:
    """Number of the paragraph -> its label, empty where the labels do not make a transcript."""
    labels: dict[int, re.Match[str]] = {}
    for number, paragraph in enumerate(parse.paragraphs):
        match = _LABEL.match(parse.text, paragraph.start, paragraph.end)
        if match is None or not parse.text[match.end() : paragraph.end].strip():
            continue
        if match["label"].lower().split()[0] in words_of("no_speaker"):
            continue
        if parse.overlapping(match.end() - 1, match.end()) and parse.overlapping(*match.span("label")):
            labels[number] = match
    capitals = {number: match for number, match in labels.items() if match["label"].upper() == match["label"]}
    if len(capitals) >= CAPITALS:
        return capitals
    returning = Counter(match["label"] for match in labels.values())
    return labels if len(labels) >= TURNS and max(returning.values()) > 1 else {}


def _quoted(parse: Parse, number: int) -> bool:
    return parse.text[parse.paragraphs[number].start] in '"“'
