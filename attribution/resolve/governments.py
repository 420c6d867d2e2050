"""governments: names of bodies that open with another's name.

"the New Zealand government", "the Clinton campaign", "the Ohio chapter of the NAACP".
"""

from __future__ import annotations

from collections import Counter

from attribution.parse import Parse
from attribution.resolve import lexicon
from attribution.resolve.forms import NameMention, form_of
from attribution.resolve.lexicon import fold, words
from attribution.resolve.runs import POSSESSIVE

Form = tuple[str, ...]

_PARTS = frozenset({"chapter", "branch", "affiliate", "arm", "wing", "section"})  # of a body, by their place


def governments(parse: Parse, mentions: list[NameMention]) -> list[NameMention]:
    """Bodies named by a country or a person that has one: "the New Zealand government", "the Clinton campaign"."""
    tokens = parse.tokens
    ending = {mention.end: mention for mention in mentions if _is_place(mention)}
    owners = {mention.end: mention for mention in mentions if mention.tag == "PER" and mention.end not in ending}
    inside = {index for mention in mentions for index in range(mention.first, mention.end - 1)}
    named = Counter(mention.form for mention in mentions)
    named.update(mention.form[-1:] for mention in mentions if len(mention.form) > 1)
    found: list[NameMention] = []
    for token in tokens:
        noun = lexicon.nouns().get(fold(token.text))
        if noun is None or noun.kind != "body" or token.upos not in {"NOUN", "PROPN"}:
            continue
        owned = "owned" in noun.classes and token.index not in inside and not _modifies(parse, token.index)
        owner_end = token.index - (token.index > 0 and tokens[token.index - 1].text in POSSESSIVE)
        owner = owners.get(owner_end) if owned else None
        if owner is not None and (owner_end == token.index or _is_spared(owner, named)):
            first = owner.first
            found.append(NameMention(first, token.index + 1, "ORG", 0.9, form_of(parse, first, token.index + 1)))
            continue
        if "unique" not in noun.classes:
            continue
        if token.index in inside:  # "the Greek Ministry of Culture"
            continue
        start = token.index
        floor = parse.sentences[token.sentence].first
        while start - 1 >= floor and " ".join(fold(word.text) for word in tokens[start - 1 : token.index + 1]) in (
            lexicon.nouns()
        ):
            start -= 1  # "foreign ministry", "supreme court"
        place = start - 1 if start > floor and tokens[start - 1].text in POSSESSIVE else start
        if place in ending and ending[place].first >= floor:
            first = ending[place].first
        elif place == start > floor and fold(tokens[start - 1].text) in lexicon.nationalities():
            first = start - 1
        else:
            continue
        form = form_of(parse, first, token.index + 1)
        found.append(NameMention(first, token.index + 1, "ORG", 0.9, form))
    return _over(mentions, found)


def chapters(parse: Parse, mentions: list[NameMention]) -> list[NameMention]:
    """Parts of a body that go by their place: "the Ohio chapter of the NAACP", "the Texas affiliate of Planned
    Parenthood", "the New York branch of the Sierra Club"."""
    tokens = parse.tokens
    places = {mention.end: mention for mention in mentions if _is_place(mention)}
    starts = {mention.first: mention for mention in mentions}
    found: list[NameMention] = []
    for end, place in places.items():
        if end + 2 >= len(tokens) or fold(tokens[end].text) not in _PARTS or fold(tokens[end + 1].text) != "of":
            continue
        whole = starts.get(end + 2 + (tokens[end + 2].upos == "DET"))
        if whole is not None and whole.tag == "ORG" and tokens[whole.first].sentence == tokens[end].sentence:
            form = form_of(parse, place.first, whole.end)
            found.append(NameMention(place.first, whole.end, "ORG", 0.9, form))
    return _over(mentions, found)


def _over(mentions: list[NameMention], found: list[NameMention]) -> list[NameMention]:
    """Mentions that share no word with the longer ones that were found, and those."""
    taken = {index for mention in found for index in range(mention.first, mention.end)}
    return [mention for mention in mentions if not taken & set(range(mention.first, mention.end))] + found


def _is_spared(owner: NameMention, named: Counter[Form]) -> bool:
    """Whether the article can do without one mention of a person: the name stands again, or its surname nowhere else.

    "Barack Obama's administration" takes the name up into the body's, and a later "Obama" needs it. `named` counts
    the forms of all mentions, and surnames alone besides.
    """
    return named[owner.form] > 1 or named[owner.form[-1:]] <= 1


def _modifies(parse: Parse, index: int) -> bool:
    """Whether a noun only modifies the one after it: "the Clinton campaign manager"."""
    after = index + 1
    if after >= len(parse.tokens) or parse.tokens[after].sentence != parse.tokens[index].sentence:
        return False
    token = parse.tokens[after]
    return token.upos in {"NOUN", "PROPN"} and fold(token.text) not in words("calendar")


def _is_place(mention: NameMention) -> bool:
    return mention.tag == "LOC" or bool(lexicon.country(" ".join(mention.form)))
