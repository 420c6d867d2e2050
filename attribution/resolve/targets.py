"""targets: whom words are said of, or where they are said, taken for the one who says them.

"Ann Lee faced sharp criticism for the delay", "the council came under fire", "his plan has drawn praise": the subject
meets with what others, whom nobody names, have said.
"""

from __future__ import annotations

from attribution.find.values import Attribution
from attribution.parse import Parse
from attribution.resolve.lexicon import fold

_MEETING = frozenset({"face", "come", "receive", "draw", "attract", "suffer", "endure", "meet", "win", "earn", "get",
                      "spark", "provoke"})  # fmt: skip
_SAID = frozenset({"criticism", "fire", "praise", "condemnation", "rebuke", "censure", "scrutiny", "ridicule",
                   "backlash", "outrage", "accusation", "complaint", "denunciation", "applause", "objection",
                   "protest", "opposition", "support", "acclaim", "scorn", "call", "allegation"})  # fmt: skip


def is_target(parse: Parse, attribution: Attribution) -> bool:
    """Whether the source of an attribution is the subject of a verb of meeting with the noun that is its cue."""
    if attribution.source is None:
        return False
    inside = parse.overlapping(*attribution.source)
    verbs = {
        parse.tokens[index].head
        for index in inside
        if parse.tokens[index].deprel == "nsubj" and parse.tokens[index].head not in inside
    }
    for part in attribution.cue:
        for index in parse.overlapping(*part):
            token = parse.tokens[index]
            met = token.upos == "NOUN" and token.head in verbs and token.deprel in {"obj", "obl"}
            if met and fold(token.lemma) in _SAID and fold(parse.tokens[token.head].lemma) in _MEETING:
                return True
    return False


def subject_beside(parse: Parse, head: int) -> int | None:
    """The subject of the verb, where what was taken for the source only says where it was said.

    "she said in the [Oval Office]", "Mr. Lee wrote on [Twitter]", "he told a crowd at the [Capitol]".
    """
    token = parse.tokens[head]
    placed = token.deprel.startswith("obl") and parse.tokens[token.head].upos == "VERB"
    if not placed or not any(fold(case.text) in {"in", "at", "on"} for case in parse.children(head, "case")):
        return None
    return next((child.index for child in parse.children(token.head, "nsubj") if child.upos != "NOUN"), None)
