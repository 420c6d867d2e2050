"""role_phrases: where the phrase begins and ends that says what somebody is, by the words and their tags.

"Iran's special envoy to Afghanistan" before a name, "the chairman of Pixar" behind one: its head, its first word and
its last. Words and tags decide, not the tree: a parse that hangs an apposition wrongly still has its commas right.
"""

from __future__ import annotations

from typing import NamedTuple

from attribution.parse import Parse
from attribution.resolve.lexicon import fold, nouns, titles, words
from attribution.resolve.nouns import (
    FUNCTION_WORDS,
    is_abbreviated,
    is_general_post,
    is_honorific,
    is_nominal,
    is_rank,
    role_at,
)

_HYPHENS = frozenset("-‐‑–")
_COMPLEMENT = frozenset({"of", "to", "for", "at", "in", "on", "with", "from", "by"})
ARTICLES = frozenset({"a", "an", "the"})
LONGEST = 24  # tokens that a title may have before or after its head; bounds the work for each name


class Phrase(NamedTuple):
    """A noun phrase tokens[first:end] with a role noun as its head."""

    first: int
    head: int
    end: int


def title_floor(parse: Parse, first: int) -> int:
    """Where a title before token `first` can begin at the earliest: "Rep." ends no sentence, whatever was split."""
    sentence = parse.sentences[parse.tokens[first].sentence]
    if first != sentence.first or not sentence.index:
        return sentence.first
    end = first - 1
    if end > 0 and parse.tokens[end].text == ".":
        end -= 1
    if is_abbreviated(parse.tokens[end]) or fold(parse.tokens[end].text).rstrip(".") in titles():
        return parse.sentences[sentence.index - 1].first
    return sentence.first


def clause_floor(parse: Parse, first: int, end: int) -> int:
    """Where the clause begins whose subject a name is, if it explains the noun before it without a pronoun.

    In "a remark President X made" and "the refugees X will accept" that noun is no title of X; what hangs on his name
    is.
    """
    tokens = parse.tokens
    own = range(first, end)
    head = next((index for index in own if tokens[index].head not in own), first)
    verb = tokens[tokens[head].head]
    explains = tokens[head].deprel.startswith("nsubj") and verb.deprel == "acl:relcl"
    if not explains or not verb.head < first < verb.index:
        return 0
    left, floor = first, max(verb.head, first - LONGEST)
    while left - 1 > floor and any(above.index == head for above in parse.ancestors(left - 1)):
        left -= 1
    return left


def title_before(parse: Parse, first: int, floor: int) -> Phrase | None:
    """The title right before a name: "Iran's envoy to Afghanistan", "CEO and co-founder", "director General"."""
    tokens = parse.tokens
    at = first - 1
    while at >= floor and tokens[at].text in {".", '"', "“"} and at > floor and is_abbreviated(tokens[at - 1]):
        at -= 1
    if at < floor:
        return None
    head = at if role_at(tokens[at]) and (tokens[at].upos != "ADJ" or _heads_title(parse, at, floor)) else None
    while (
        head is not None and head - 1 >= floor and is_rank(tokens[head])
    ):  # "director General", "chief of staff General"
        if is_rank(tokens[head - 1]) or is_general_post(tokens[head - 1], tokens[head]):
            break  # "Lt. Gen.", "Attorney General": the last word heads the title
        if fold(tokens[head - 1].text) in words("partisan"):
            break  # "Republican Rep.", "Conservative Sir": of the party, and no post of its own
        if fold(tokens[head - 1].lemma) in words("contestant"):
            return Phrase(head, head, first)  # "his primary rival Sen. X": what he is to somebody else says less
        post = head - 1 if role_at(tokens[head - 1]) is not None else with_complement(parse, head - 1, floor)
        if post is None:
            break
        head = post
    if head is None:
        head = with_complement(parse, at, floor)
    if head is None:
        return None
    return Phrase(leftmost(parse, head, floor), head, first)


def _heads_title(parse: Parse, at: int, floor: int) -> bool:
    """Whether a word that is tagged as an adjective heads the title before a name all the same.

    A rank does ("General X"), the last word of a post of two ("chief executive X", "prime minister X", "attorney
    general X"), and "chief", "head" or "executive" right after whose it is ("Airbus chief X", "the party's head X").
    """
    tokens = parse.tokens
    if is_rank(tokens[at]):
        return True
    if at - 1 < floor:
        return False
    before = tokens[at - 1]
    post = f"{fold(before.text)} {fold(tokens[at].text)}" in nouns()
    return post or before.upos == "PROPN" or fold(before.text) in {"'s", "’s"}


def with_complement(parse: Parse, at: int, floor: int) -> int | None:
    """The role noun whose complement ends at token `at`: "envoy" for "envoy to Afghanistan" before a name."""
    tokens = parse.tokens
    while at > floor and is_honorific(tokens[at]):
        at -= 1
    if tokens[at].upos in {"ADP", "DET", "CCONJ"}:
        return None  # "an aide for (Mrs.) X": the name is the complement; "the head of Sony and X" are two
    crossed = False
    for index in range(at, max(floor, at - LONGEST // 2) - 1, -1):
        token = tokens[index]
        if token.upos == "PART" and fold(token.text) == "to":
            return None  # "asks moderator to fact-check X"
        if crossed and index < at and fold(tokens[index + 1].text) in _COMPLEMENT and role_at(token, guess=False):
            return index
        if fold(token.text) in _COMPLEMENT:
            crossed = True
        elif (
            not is_nominal(token)
            and token.upos not in {"DET", "PART"}
            and token.text not in _HYPHENS | {"'s", "’s", "&", "and"}
        ):
            return None
    return None


def leftmost(parse: Parse, head: int, floor: int) -> int:
    """Where the noun phrase begins whose head is given: its adjectives, compounds, possessor and determiner."""
    tokens = parse.tokens
    left = head
    stop = max(floor, head - LONGEST)
    while left - 1 >= stop:
        token, key = tokens[left - 1], fold(tokens[left - 1].text)
        if key in words("calendar"):
            break
        if key in {"'s", "’s", "'"} and token.upos in {"PART", "PUNCT", "AUX"} and left - 2 >= stop:
            left -= 1
            continue
        if token.upos == "DET" or key in ARTICLES or (token.upos == "PRON" and token.xpos == "PRP$"):
            left -= 1
            break
        if token.text in _HYPHENS and left - 2 >= stop and tokens[left - 2].end == token.start:
            left -= 2
            continue
        if key in {"and", "&", ","} and left - 2 >= stop and _joins_roles(parse, left - 1):
            left -= 1
            continue
        participle = (
            token.xpos == "VBN" and left - 2 >= stop and tokens[left - 2].upos in {"DET", "ADJ", "PART", "NOUN"}
        )
        based = token.deprel == "amod" and left - 2 >= stop and tokens[left - 2].text in _HYPHENS
        adjectival = participle or based or key in words("title_participle")
        if token.upos == "NOUN" and _opens_with_capital(parse, left) and token.deprel != "compound":
            break  # "in reaction to the news European Commissioner X said"
        if is_nominal(token) or adjectival:
            left -= 1
            continue
        break
    while left < head and tokens[left].text in {"'s", "’s", ",", "and"}:
        left += 1
    return _whole_name(parse, left, head, stop)


def _whole_name(parse: Parse, left: int, head: int, floor: int) -> int:
    """Where the body begins whose name a title opens in the middle of: "Bank of America chief executive X"."""
    name = parse.name_at(left)
    inside = name is not None and name.kind == "ORG" and floor <= name.first < left < name.end <= head
    return name.first if name is not None and inside else left


def _opens_with_capital(parse: Parse, at: int) -> bool:
    """Whether a title begins with a name behind a common noun, which then stands outside it."""
    before, token = parse.tokens[at - 1].text, parse.tokens[at]
    named = token.text[:1].isupper() and token.upos in {"ADJ", "PROPN"} and role_at(token, guess=False) is None
    return named and before.islower()


def _joins_roles(parse: Parse, at: int) -> bool:
    """Whether a conjunction stands between two titles of one person ("chairman and chief executive")."""
    before, after = parse.tokens[at - 1], parse.tokens[at + 1]
    if role_at(before, guess=False) is None or before.feature("Number") == "Plur":
        return False
    return parse.tokens[at].text != "," and is_nominal(after)


def phrase_after(parse: Parse, start: int, limit: int, people: frozenset[int]) -> Phrase | None:
    """The role phrase that begins at `start`: its head is the last noun before the first preposition or mark."""
    tokens = parse.tokens
    head = None
    index = start
    while index < min(limit, start + LONGEST):
        token = tokens[index]
        key = fold(token.text)
        nominal = is_nominal(token) or token.xpos in {"VBN", "PRP$"} or key in {"'s", "’s"}
        nominal = nominal or (token.deprel == "amod" and tokens[index - 1].text in _HYPHENS)  # "Washington-based"
        if key in FUNCTION_WORDS and (index > start or key not in ARTICLES) and head is not None:
            break
        determiner = token.upos == "DET" or key in ARTICLES
        if not (nominal or determiner or token.text in _HYPHENS or token.text in {".", "&"}):
            break
        if index in people and index > start and head is not None and head == index - 1:
            return None  # the title of the next person, not of the one before
        if key not in FUNCTION_WORDS and (token.upos in {"NOUN", "PROPN"} or role_at(token, guess=False) is not None):
            head = index
        index += 1
    if head is None or (role_at(tokens[head]) is None and fold(tokens[head].text) not in words("trade")):
        return None
    end = phrase_end(parse, head, limit)
    return Phrase(start, head, end)


def _inside_name(parse: Parse, index: int) -> bool:
    """Whether a mark stands inside a name: "the Council on American - Islamic Relations"."""
    name = parse.name_at(index)
    return name is not None and name.first < index < name.end - 1


def phrase_end(parse: Parse, head: int, limit: int) -> int:
    """Where a role phrase ends: before a comma, a closing mark, a relative pronoun or the verb of its clause."""
    tokens = parse.tokens
    index = head + 1
    while index < min(limit, head + LONGEST):
        token = tokens[index]
        if token.text in {",", ";", ":", ".", ")", "(", "—", "–", "--", "”", "“", '"', "?", "!"}:
            break
        if token.text == "-" and tokens[index - 1].end < token.start and not _inside_name(parse, index):
            break
        if token.upos == "AUX" or (token.upos == "VERB" and token.xpos in {"VBD", "VBZ", "VBP"}):
            break
        relative = fold(token.text) in {"who", "whom", "whose", "which"}
        if relative or token.xpos in {"WP", "WDT", "PRP", "WP$", "WRB"} or token.upos == "SCONJ":
            break
        index += 1
    while index - 1 > head and (
        tokens[index - 1].upos in {"ADV", "CCONJ", "ADP", "SCONJ"} or fold(tokens[index - 1].text) in FUNCTION_WORDS
    ):
        index -= 1
    return index
