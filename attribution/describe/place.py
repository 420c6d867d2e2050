"""place: where something was said ("in Brussels", "outside the court", "at a meeting in Tehran")."""

from __future__ import annotations

from attribution.article import Span
from attribution.describe.saying import Saying, lemma, relation
from attribution.describe.time import time_tokens
from attribution.parse import Token
from attribution.tables import words

_PREPOSITIONS = frozenset({"in", "at", "outside", "inside", "near", "from", "aboard", "on", "across"})
# "on" and "from" go with too much else ("on Iran", "from Apple"): a place follows them only as a common noun.
_LOOSE = frozenset({"on", "from"})


def place_of(saying: Saying) -> Span | None:
    """The noun phrase of the place where the words were said, without preposition; None where none is stated.

    A place is a name that the language step calls a location, or a noun of data/venues.tsv.
    """
    if saying.head is None:
        return None
    head = saying.head
    times = time_tokens(saying)
    found = [token for token in saying.tokens if token.index not in times and _is_place(saying, token)]
    if not found:
        return None
    token = min(found, key=lambda token: (abs(token.index - head), token.index))
    return _with_country(saying, token, saying.phrase(token.index, ("of",), stop=times))


def _is_place(saying: Saying, token: Token) -> bool:
    if token.upos not in ("NOUN", "PROPN") or relation(token) not in ("obl", "nmod"):
        return False
    case = saying.preposition(token.index)
    if case is None or lemma(case) not in _PREPOSITIONS:
        return False
    name = saying.parse.name_at(token.index)
    located = name is not None and name.kind == "LOC" and (lemma(case) not in _LOOSE or lemma(token) == "house")
    venue = lemma(token) in words("venues", "place") and (name is None or name.kind != "PER")
    if venue and lemma(token) != "court" and case.index + 1 == token.index:
        venue = False  # "in office", "in prison", "at home": a state, not a place
    return (located or venue) and not saying.in_source(token.index) and saying.owned(token.index)


def _with_country(saying: Saying, token: Token, span: Span) -> Span:
    """A place with what locates it after a comma: "Islamabad, Pakistan"."""
    parse = saying.parse
    at = parse.between(span.start, span.end).stop
    if at + 1 < len(parse.tokens) and parse.tokens[at].text == ",":
        name = parse.name_at(at + 1)
        inside = all(not saying.in_content(index) for index in range(at, at + 2))
        if name is not None and name.kind == "LOC" and name.first == at + 1 and inside:
            same_sentence = parse.tokens[name.end - 1].sentence == token.sentence
            if same_sentence and not saying.in_source(name.first):
                return Span(span.start, parse.tokens[name.end - 1].end)
    return span
