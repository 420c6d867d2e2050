"""phrases: what a description says by its words: definite or not, plural or not, and of what kind its source is."""

from __future__ import annotations

from attribution.parse import Parse, Token
from attribution.resolve import lexicon
from attribution.resolve.entity import SpeakerKind
from attribution.resolve.lexicon import fold, words
from attribution.resolve.nouns import noun_at, role_at
from attribution.resolve.role_phrases import leftmost

_SINGLE = frozenset({"someone", "somebody", "one", "anyone", "anybody", "another"})
_EACH_OF_FEW = frozenset({"both", "neither", "either", "each"})
_PARTITIVE = frozenset({"group", "number", "series", "handful", "pair", "couple", "dozen", "score", "spate", "majority",
                        "member", "crowd", "panel", "team", "coalition"})  # fmt: skip


def start_of(parse: Parse, head: int) -> int:
    """The first token of the noun phrase with this head."""
    return leftmost(parse, head, parse.sentences[parse.tokens[head].sentence].first)


def is_plural(parse: Parse, head: int) -> bool:
    """Whether a noun is plural, by its features or its tag."""
    token = parse.tokens[head]
    key = fold(token.text)
    if token.xpos == "NNPS" and not key.endswith("s") and key in words("partisan"):
        return False  # "The Republican", tagged as if it were many
    return token.feature("Number") == "Plur" or token.xpos in {"NNS", "NNPS"}


def is_definite(parse: Parse, head: int) -> bool:
    """Whether a description points to somebody known: "the envoy", "his spokesman", "President" on its own."""
    tokens = parse.tokens
    first = start_of(parse, head)
    before = [fold(token.text) for token in tokens[first:head]]
    if any(word in {"a", "an", "some", "several", "many", "few", "any", "no", "another", "various"} for word in before):
        return False
    if any(word in {"the", "this", "that", "these", "those"} for word in before):
        return True
    if any(token.xpos == "PRP$" or token.text in {"'s", "’s"} for token in tokens[first:head]):
        return True
    capital = tokens[head].text[:1].isupper() and head != parse.sentences[tokens[head].sentence].first
    return capital and not is_plural(parse, head)


def kind_of(parse: Parse, head: int) -> SpeakerKind:
    """The kind of a source that nobody names, by its head noun, its number and its modifiers."""
    tokens = parse.tokens
    token = tokens[head]
    key = fold(token.lemma)
    sentence = parse.sentences[token.sentence]
    first = start_of(parse, head)
    before = {fold(word.text) for word in tokens[first:head]}
    after = {fold(word.text) for word in tokens[head + 1 : min(head + 6, sentence.end)]}
    if before & words("anonymous"):
        return "anonymous"
    if token.text == "%" or key in {"percent", "half", "most"} or token.upos == "NUM":
        inner = _part(parse, head)
        if inner is not None and not is_plural(parse, head):
            return kind_of(parse, inner) if is_plural(parse, inner) else "group"
    if token.upos in {"PRON", "DET", "NUM"}:
        inner = _part(parse, head)
        noun = noun_at(tokens[inner]) if inner is not None else None
        if noun is not None and noun.kind == "body" and (key in _SINGLE or key in _EACH_OF_FEW):
            return "organization"  # "one of the companies", "neither of the firms", "both of the banks"
        if key in _SINGLE:
            return "anonymous" if inner is None or kind_of(parse, inner) != "document" else "document"
        return "group"
    noun = noun_at(token) or role_at(token)
    plural = is_plural(parse, head)
    if key in {"person", "people", "someone", "somebody", "those"} and after & words("knowing"):
        return "anonymous"
    if key in _PARTITIVE:
        inner = _part(parse, head)
        what = noun_at(tokens[inner]) if inner is not None else None
        if what is not None and what.kind == "document":
            return "document"  # "a series of postings", "a number of reports"
        if inner is not None and (role_at(tokens[inner]) is not None or is_plural(parse, inner)):
            return "group"
    if noun is None:
        if fold(token.text).rstrip("s") in lexicon.nationalities() or (token.upos == "PROPN" and plural):
            return "group"
        return "group" if plural and token.upos == "NOUN" else "unknown"
    if noun.kind == "document":
        return "document"
    if noun.kind == "body":
        return "group" if plural and "unique" not in noun.classes else "organization"
    if noun.kind == "collective":
        return "group"
    if not plural:
        return "anonymous"
    return "anonymous" if "insider" in noun.classes else "group"


def _part(parse: Parse, head: int) -> int | None:
    """The noun after "of" in "a group of politicians", "one of the officials"."""
    for child in parse.children(head, "nmod"):
        if child.index > head and any(fold(case.text) == "of" for case in parse.children(child.index, "case")):
            return child.index
    limit = parse.sentences[parse.tokens[head].sentence].end
    if head + 1 < limit and fold(parse.tokens[head + 1].text) == "of":
        last = head + 1
        while last + 1 < limit and parse.tokens[last + 1].upos in {"DET", "ADJ", "NOUN", "PROPN", "NUM"}:
            last += 1
        return last if last > head + 1 else None
    return None


def modifiers(parse: Parse, head: int) -> list[Token]:
    """The words before a description's head that say which one is meant, and the names in its complement."""
    tokens = parse.tokens
    found = [
        token
        for token in tokens[start_of(parse, head) : head]
        if token.upos in {"ADJ", "NOUN", "PROPN"} and fold(token.text) not in words("definite")
    ]
    return found + [child for child in parse.children(head, "nmod") if child.index > head and child.upos == "PROPN"]
