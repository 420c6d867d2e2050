"""cues: what sort of act a cue reports, from the table data/cues.tsv, and which of its words heads it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from attribution import tables
from attribution.parse import Parse, Token
from attribution.tables import table

# Classes in which words were voiced, written or made public. Belief and finding are reported by PolNeAR as well.
VOICED = frozenset(
    {"speech", "writing", "announcement", "question", "request", "promise", "denial", "refusal", "criticism", "praise"}
)
# Words that a cue never begins or ends with: adverbs and what joins clauses.
LOOSE = frozenset({"ADV", "PUNCT", "CCONJ", "DET"})
# Adverbs that are part of what a cue says: they turn it round, or attribute by themselves.
MEANT = frozenset(
    {"not", "n't", "never", "no", "neither", "nor", "reportedly", "allegedly", "purportedly", "supposedly"}
)
VERBAL = frozenset({"VERB", "AUX"})
# Endings of the regular forms of English verbs, and the bare form.
ENDINGS = ("ing", "ed", "es", "s", "e")


@cache
def classes() -> dict[str, str]:
    """Lemma (or phrase) -> class of cue."""
    return {row[0]: row[1] for row in table("cues")}


def words(name: str) -> frozenset[str]:
    """One of the word lists in data/find_words.tsv."""
    return tables.words("find_words", name)


@cache
def topical() -> frozenset[str]:
    """Lemmas that name only a topic unless a clause or a quotation follows ("they discussed the situation")."""
    return frozenset(row[0] for row in table("cues") if row[2] == "clause")


def phrase(parse: Parse, head: int) -> str:
    """The lemma of a cue's head with its particle or fixed words: "point out", "call for", "according to"."""
    token = parse.tokens[head]
    lemma = _lemma(token)
    if lemma in ("according", "accord"):
        return "according to"
    particle = next((child.lemma.lower() for child in parse.children(head, "compound:prt")), None)
    if particle and f"{lemma} {particle}" in classes():
        return f"{lemma} {particle}"
    following = parse.tokens[head + 1] if head + 1 < len(parse.tokens) else None
    if following is not None and f"{lemma} {following.text.lower()}" in classes():
        return f"{lemma} {following.text.lower()}"
    return lemma


def class_of(parse: Parse, head: int) -> str | None:
    """The class of a cue that a word heads, None where the table has neither its phrase nor its lemma."""
    known = classes()
    return known.get(phrase(parse, head)) or known.get(_lemma(parse.tokens[head]))


def _lemma(token: Token) -> str:
    """The lemma of a word; of a verb whose lemma the table lacks, the known verb that its form is a regular form of:
    the lemmatiser guesses at verbs that it has not seen ("praised" -> "prais", "hailing" -> "hailing")."""
    lemma = token.lemma.lower()
    if token.upos != "VERB" or lemma in classes():
        return lemma
    form = token.text.lower()
    for ending in ENDINGS:
        stem = form.removesuffix(ending)
        if stem == form:
            continue
        for verb in (stem, stem + "e", stem[:-1] if stem[-2:-1] == stem[-1:] else "", stem[:-1] + "y"):
            if verb in classes() and (not verb.endswith("y") or stem.endswith(("i", "y"))):
                return verb
    return lemma


def head_of_cue(parse: Parse, cue: Sequence[int]) -> int:
    """The word that carries a cue: one with a class rather than one without, a verb rather than a noun, the lower one
    of "declined to comment" only where the upper says nothing by itself."""

    def rank(index: int) -> tuple[bool, bool, bool, bool, int, int]:
        token = parse.tokens[index]
        kind = class_of(parse, index)
        depth = sum(1 for _ in parse.ancestors(index))
        saying = not any(child.deprel == "ccomp" for child in parse.children(index))
        return (kind is None, kind == "belief", token.upos not in VERBAL, saying, depth, index)

    return min(cue, key=rank)


def complete(parse: Parse, cue: Sequence[int]) -> list[int]:
    """A cue with the words that it cannot do without, where the network left them out.

    Adverbs and auxiliaries alone get the verb that they hang on ("once | testified"), a refusal what is refused
    ("declined | to comment on"), "was quoted" its "as saying", and a verb its preposition where the table knows both
    together ("called | on").
    """
    words = list(cue)
    if all(parse.tokens[index].upos in ("ADV", "AUX", "PART") for index in words):
        verb = parse.tokens[parse.tokens[words[-1]].head]
        if verb.index in (words[-1] + 1, words[-1] + 2) and class_of(parse, verb.index) is not None:
            words = [*words, *range(words[-1] + 1, verb.index + 1)]
    for index in list(words):
        words += [k for k in _companions(parse, index) if k not in words]
    return sorted(words)


def _companions(parse: Parse, index: int) -> list[int]:
    token = parse.tokens[index]
    if token.upos not in VERBAL:
        return []
    following = parse.tokens[index + 1] if index + 1 < len(parse.tokens) else None
    if (
        following is not None
        and following.upos == "ADP"
        and f"{token.lemma.lower()} {following.text.lower()}" in classes()
    ):
        return [following.index]
    for child in parse.children(index, "xcomp", "advcl", "ccomp"):
        marks = {mark.lemma.lower(): mark.index for mark in parse.children(child.index, "mark")}
        refused = classes().get(token.lemma.lower()) == "refusal" and "to" in marks and child.index <= index + 3
        said = any(c.deprel.split(":")[0] in ("obj", "obl", "ccomp", "xcomp") for c in parse.children(child.index))
        if refused and said and class_of(parse, child.index) in VOICED:  # "declined to comment" has only that to say
            return [*range(marks["to"], child.index + 1), *_preposition(parse, child.index)]
        if token.lemma.lower() == "quote" and "as" in marks and child.lemma.lower() in ("say", "tell"):
            return [marks["as"], child.index]
    return []


def _preposition(parse: Parse, index: int) -> list[int]:
    """The preposition right behind a verb that leads to what it is about ("comment | on the report")."""
    following = parse.tokens[index + 1] if index + 1 < len(parse.tokens) else None
    if following is None or following.deprel != "case" or parse.tokens[following.head].head != index:
        return []
    return [following.index]


def tidy(parse: Parse, cue: Sequence[int], head: int) -> list[int]:
    """The cue without what is said of the saying: adverbs at its edges ("also said"), medium, time and place behind its
    head ("announced in a tweet"), a statement that is only there to hold it ("released a statement saying"). The "to"
    of "according to" is part of it. Never empty."""
    words = list(cue)
    token = parse.tokens[head]
    if token.deprel == "acl" and token.head in words and token.head < head and parse.tokens[token.head].upos == "NOUN":
        words = [index for index in words if index > token.head]
    for child in parse.children(head, "obl", "advmod"):
        if child.text.lower() not in MEANT and child.index in words and child.index > head:
            inside = parse.subtree(child.index)
            words = [index for index in words if index < inside[0]] or words
    if token.lemma.lower() in ("accord", "according") and head + 1 < len(parse.tokens):
        following = parse.tokens[head + 1]
        if following.text.lower() == "to" and following.index not in words:
            words.append(following.index)
    while len(words) > 1 and _loose(parse.tokens[words[0]]):
        words.pop(0)
    while len(words) > 1 and (_loose(parse.tokens[words[-1]]) or _leads_on(parse, words)):
        words.pop()
    return words


def _leads_on(parse: Parse, words: list[int]) -> bool:
    """Whether the cue's last word belongs to what follows: a colon, the "to" of what is refused ("refuses | to take"),
    the preposition of a medium or a place ("announced | in a statement"), which a table entry would have kept."""
    last = parse.tokens[words[-1]]
    if last.text == ":":
        return True
    above = parse.tokens[last.head]
    if last.head in words or last.index in words[:1]:
        return False
    if last.upos == "PART" and last.deprel == "mark":
        return True
    return last.deprel == "case" and last.text.lower() in {"in", "at", "during", "via"} and above.head in words


def _loose(token: Token) -> bool:
    return token.upos in LOOSE and token.text.lower() not in MEANT and token.text != ":"
