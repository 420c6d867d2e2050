"""targets: whom words are said of, or where they are said, taken for the one who says them.

"Ann Lee faced sharp criticism for the delay", "the council came under fire", "his plan has drawn praise": the subject
meets with what others, whom nobody names, have said.
"""

from __future__ import annotations

from attribution.find.values import Attribution
from attribution.parse import Parse
from attribution.resolve.lexicon import fold, words

_MEETING = frozenset({"face", "come", "receive", "draw", "attract", "suffer", "endure", "meet", "win", "earn", "get",
                      "spark", "provoke"})  # fmt: skip
_SAID = frozenset({"criticism", "fire", "praise", "condemnation", "rebuke", "censure", "scrutiny", "ridicule",
                   "backlash", "outrage", "accusation", "complaint", "denunciation", "applause", "objection",
                   "protest", "opposition", "support", "acclaim", "scorn", "call", "allegation"})  # fmt: skip

_AS_SAYING = 6  # tokens behind the object's head within which "as saying" follows


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


def is_addressed(parse: Parse, attribution: Attribution) -> bool:
    """Whether the source is only spoken to by whoever is quoted: "Mr. Trump, tell me what you would do".

    A name, a comma and a verb's base form that is no question's and no infinitive: nobody is reported to say anything.
    """
    if attribution.source is None or not attribution.cue:
        return False
    inside = parse.overlapping(*attribution.source)
    cue = parse.overlapping(*attribution.cue[0])
    if not inside or not cue or cue.start <= inside.stop or parse.tokens[inside.stop].text != ",":
        return False
    verb = parse.tokens[cue.start]
    between = parse.tokens[inside.stop + 1 : cue.start]
    bare = verb.xpos == "VB" and not any(child.upos in {"AUX", "PART"} for child in parse.children(verb.index))
    return bare and all(token.upos in {"ADV", "INTJ", "PUNCT"} or fold(token.text) == "please" for token in between)


def quoted_by_source(parse: Parse, attribution: Attribution) -> int | None:
    """Whose words the source says that they are, where `find` took the one who passes them on for the one who speaks.

    "Detik.com quoted Djamal as saying", "The paper cited an official as saying", "Xinhua quoted him as saying": where
    the content holds the words themselves and not only that he is quoted, they are his and not the medium's.
    """
    for part in attribution.cue:
        for index in parse.overlapping(*part):
            token = parse.tokens[index]
            if token.upos != "VERB" or fold(token.lemma) not in {"quote", "cite"}:
                continue
            for child in parse.children(index, "obj"):
                start = parse.tokens[child.index].start
                words_given = any(piece.quoted for piece in attribution.content)
                own = not words_given and any(piece.start <= start < piece.end for piece in attribution.content)
                behind = [fold(word.text) for word in parse.tokens[child.index + 1 : child.index + _AS_SAYING]]
                if child.index > index and not own and "as saying" in " ".join(behind):
                    return child.index
    return None


def subject_beside(parse: Parse, head: int) -> int | None:
    """The subject of the verb, where what was taken for the source only says where it was said.

    "she said in the [Oval Office]", "Mr. Lee wrote on [Twitter]", "he told a crowd at the [Capitol]".
    """
    token = parse.tokens[head]
    placed = token.deprel.startswith("obl") and parse.tokens[token.head].upos == "VERB"
    if fold(token.lemma) in words("findings"):
        return None  # "Trump leads by ten points in the poll": the poll says so, not he
    if not placed or not any(fold(case.text) in {"in", "at", "on"} for case in parse.children(head, "case")):
        return None
    return next((child.index for child in parse.children(token.head, "nsubj") if child.upos != "NOUN"), None)
