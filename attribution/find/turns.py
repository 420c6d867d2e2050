"""turns: transcripts, in which a label and a colon at the start of a paragraph say who speaks."""

from __future__ import annotations

import re

from attribution.find.draft import Draft
from attribution.parse import Parse

# "PENCE:", "Q:", "Mr. Smith (laughing):", "MARIA CARTWRIGHT, CNN:". A label is at most six words, each with a capital.
_LABEL = re.compile(
    r"[\"“]?(?P<label>(?:[A-Z][\w.’'-]*|de|van|von|al|el|bin)"
    r"(?:[ ,]{1,2}(?:[A-Z][\w.’'-]*|de|van|von|der|al|el|bin|of|the|and)){0,5})(?: ?\([^()\n]{1,40}\))?:(?=\s)"
)
# Labelled paragraphs from which a text is a transcript, or holds one. Two labels that take turns already do.
TURNS = 3
# A label that opens a paragraph of prose ("WASHINGTON: The talks …", "Correction: …") comes once; a speaker's comes back.
BACK = 2


def turns(parse: Parse) -> list[Draft]:
    """The turns of a transcript as drafts: cue the colon, source the label, content the words up to the next label.

    Paragraphs without a label belong to the turn before them as long as the transcript goes on, that is, where another
    label follows.
    """
    labels: dict[int, re.Match[str]] = {}
    for number, paragraph in enumerate(parse.paragraphs):
        match = _LABEL.match(parse.text, paragraph.start, paragraph.end)
        if match and parse.text[match.end() : paragraph.end].strip():
            labels[number] = match
    counts: dict[str, int] = {}
    for match in labels.values():
        counts[match["label"]] = counts.get(match["label"], 0) + 1
    if len(labels) < TURNS or max(counts.values()) < BACK:
        return []
    found: list[Draft] = []
    last = max(labels)
    for number in range(min(labels), last + 1):
        match = labels.get(number)
        paragraph = parse.paragraphs[number]
        if match is None:
            if found:
                found[-1].content.update(parse.between(paragraph.start, paragraph.end))
            continue
        colon = parse.overlapping(match.end() - 1, match.end())
        source = parse.overlapping(match.start("label"), match.end("label"))
        content = parse.between(match.end(), paragraph.end)
        if colon and source and content:
            found.append(
                Draft(cue=[colon[0]], head=colon[0], source=list(source), content=set(content), shape="transcript")
            )
    return found
