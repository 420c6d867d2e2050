"""organization: whose a title is: the name of a body, a country or a group in the words around the title.

A noun phrase is read as the name that it holds ("the telecom giant Verizon"), as the name that it stands for ("the
company", "its"), or as the country of an adjective ("Afghan").
"""

from __future__ import annotations

from attribution.article import Span
from attribution.parse import Parse, Token
from attribution.resolve.entity import Entity, Resolved
from attribution.resolve.lexicon import fold, nationalities, words
from attribution.resolve.nouns import FUNCTION_WORDS, body_noun
from attribution.resolve.roles import APPOINT
from attribution.resolve.runs import HYPHENS, POSSESSIVE, is_capital

# An adjective of a continent as much as of a union: "European Commissioner" names neither the union nor its commission.
_CONTINENTAL = "european"


def behind_person(parse: Parse, first: int, end: int, resolved: Resolved) -> int:
    """Where a body's name begins behind its possessor who is a person: "Trump's GOP rival", "Obama's CIA director".

    A person's campaign or company goes by his name ("Trump's campaign"): only a name behind the mark is another body's.
    """
    tokens = parse.tokens
    for index in range(end - 2, first, -1):
        owner = resolved.at(index - 1) if tokens[index].text in POSSESSIVE else None
        if owner is not None and owner.kind == "person" and is_capital(tokens[index + 1]):
            return index + 1
    return first


def organization_in(parse: Parse, inside: range, resolved: Resolved, *, cut: bool = False) -> Span | None:
    """A noun phrase as an organisation: its name where it is "the company", the country where it is "Afghan".

    With `cut` it ends where the phrase does, even inside a name.
    """
    tokens = parse.tokens
    first, end = inside.start, inside.stop
    while first < end and (
        fold(tokens[first].text) in FUNCTION_WORDS
        or (tokens[first].upos in {"DET", "ADP", "ADV"} and not _named(parse, first, end))
    ):
        first += 1
    while (
        end > first
        and tokens[end - 1].text != "."
        and (tokens[end - 1].upos in {"PUNCT", "ADV", "CCONJ"} or tokens[end - 1].text in POSSESSIVE)
    ):
        end -= 1
    if first >= end:
        return None
    if end - first == 1:
        token = tokens[first]
        place = nationalities().get(fold(token.text))
        if fold(token.text) == _CONTINENTAL:
            return None
        if place is not None and token.upos != "PROPN":
            named = resolved.country(place)
            return (_name_span(parse, named) if named is not None else None) or parse.span(first, end)
        if token.text[:1].isupper() and resolved.is_name(token.text):
            return parse.span(first, end)
        if token.upos in {"NOUN", "PRON"}:
            return meant(parse, first, resolved)
    capitals = any(is_capital(token) for token in tokens[first:end])
    while first + 1 < end and (
        fold(tokens[first].text) in words("indefinite") or (capitals and _is_plain(tokens[first]))
    ):
        first += 1  # "the centrist Tax Policy Center", "several auto firms", "our United States"
    start, stop = parse.span(_proper_part(parse, first, end), end)
    whole = resolved.name_around(
        stop - 1 - (parse.text[stop - 1] == ".")
    )  # "Bailey & Glasser", "Council on Foreign Relations": past the preposition
    if whole is not None and not cut and whole.start <= stop - 1 and whole.start >= tokens[inside.start].start:
        stop = max(stop, whole.end)
    if whole is not None and whole.end == stop - 1 and parse.text[stop - 1] == ".":
        stop = whole.end  # the sentence's full stop, left on its last word
    return Span(start, stop)


def _is_plain(token: Token) -> bool:
    """Whether a word before an organisation's name is none of its words: an article, an adjective, a number."""
    plain = token.upos in {"DET", "ADJ", "NUM"} or token.xpos == "PRP$" or token.text in words("partisan")
    return token.text.islower() and plain


def _proper_part(parse: Parse, first: int, end: int) -> int:
    """Where the name begins in "the telecom giant Verizon", "the German state of Bavaria"; else the phrase's start."""
    tokens = parse.tokens
    start = end
    while start > first and (is_capital(tokens[start - 1]) or tokens[start - 1].text in HYPHENS):
        start -= 1
    if not first < start < end:
        return first
    before = start - 1
    if tokens[before].upos == "NOUN" and tokens[before].text.islower():
        return start  # "second year USI", "the union Unite"
    if fold(tokens[before].text) == "of" and before > first:
        before -= 1
    noun = body_noun(tokens[before])
    return start if noun is not None and noun.kind == "body" and tokens[before].text[:1].islower() else first


def _named(parse: Parse, first: int, end: int) -> bool:
    name = parse.name_at(first)
    return name is not None and name.end <= end


def appointer(parse: Parse, index: int, resolved: Resolved) -> Span | None:
    """The body whose "its" is in what it does to somebody: "GM named X as its head", "Ford hired X as its chairman"."""
    verbs = (token.index for token in parse.ancestors(index) if token.lemma in APPOINT)
    for subject in parse.children(next(verbs, index), "nsubj"):
        for head in (subject.index, *(token.index for token in parse.children(subject.index, "appos"))):
            span = meant(parse, head, resolved)
            if span is not None:
                return span
    return None


def meant(parse: Parse, head: int, resolved: Resolved) -> Span | None:
    """The name of the organisation that "the company" or "its" means, where it stands nearest before."""
    entity = resolved.at(head)
    if entity is None or entity.kind == "person":
        return None
    return _name_span(parse, entity)


def _name_span(parse: Parse, entity: Entity) -> Span | None:
    spans = [mention.span for mention in entity.mentions if mention.form == "name"]
    return next((span for span in spans if parse.words(span) == entity.name), spans[0] if spans else None)
