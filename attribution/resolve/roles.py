"""roles: where an article says what somebody is.

Each reader below looks at the words beside a name: titles before it ("Taliban spokesman X"), appositions on either
side ("X, the chairman of …", "the team's coach, X"), relative clauses ("X, who heads …") and copulas ("X is the …").
Words and tags decide, not the tree alone: a parse that hangs an apposition wrongly still has its commas right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from attribution.parse import Parse
from attribution.resolve.entity import RoleStatement
from attribution.resolve.lexicon import fold, titles, words
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
_BE = frozenset({"be", "become", "remain"})
_APPOINT = frozenset({"name", "appoint", "elect", "nominate", "choose", "hire", "install", "confirm"})
_OPENERS = frozenset({",", "”", '"', "''", "’", ":", ";", "--", "—", "–", "-"})  # what a phrase can stand right after
_SERVES = frozenset({"serve", "serves", "served", "serving", "work", "works", "worked", "act", "acts", "acted"})
_COMPLEMENT = frozenset({"of", "to", "for", "at", "in", "on", "with", "from", "by"})
_ARTICLES = frozenset({"a", "an", "the"})
MOST = 40  # wordings of one person's role that are kept
LONGEST = 24  # tokens that a title may have before or after its head; bounds the work for each name


class Phrase(NamedTuple):
    """A noun phrase tokens[first:end] with a role noun as its head."""

    first: int
    head: int
    end: int


@dataclass(slots=True)
class RolesOf:
    """What an article says of its people, by draft.

    `stated` holds each wording once (the first MOST of them), so that a title repeated with every mention of a name
    costs nothing; `titled` maps each noun of a title or apposition to the person whose it is.
    """

    stated: dict[int, list[RoleStatement]] = field(default_factory=dict)
    titled: dict[int, int] = field(default_factory=dict)
    _wordings: dict[int, set[str]] = field(default_factory=dict)

    def add(self, parse: Parse, draft: int, statement: RoleStatement, *, quoted: bool = False) -> None:
        """Takes up one statement about a draft.

        What a quoted person calls somebody ("our next senator, Bob Lee") tells whom the words mean, and no more: the
        article does not state it.
        """
        if statement.shape != "copula":
            self.titled.setdefault(statement.head, draft)
        if statement.shape == "before":  # "actress and activist X", "Lt. Gen. X": each noun means its bearer
            for index in parse.between(*statement.span):
                joined = fold(parse.tokens[index + 1].text) in {"and", "&"} or is_rank(parse.tokens[index])
                if index < statement.head and joined:
                    self.titled.setdefault(index, draft)
        if quoted:
            return
        wordings = self._wordings.setdefault(draft, set())
        wording = fold(parse.words(statement.span))
        if wording not in wordings and len(wordings) < MOST:
            wordings.add(wording)
            self.stated.setdefault(draft, []).append(statement)


def statements(parse: Parse, first: int, end: int, people: frozenset[int]) -> Iterator[RoleStatement]:
    """What the words beside the person's name tokens[first:end] say of its bearer.

    `people` holds the first token of every person's name: a role noun right before one of them is that person's.
    """
    sentence = parse.sentences[parse.tokens[first].sentence]
    before = title_before(parse, first, title_floor(parse, first))
    if before is not None:
        yield _statement(parse, Phrase(before.first, before.head, first), "before")
    reversed_ = _reversed_apposition(parse, first, end, sentence.first, sentence.end)
    if reversed_ is not None:
        yield _statement(parse, reversed_, "before")
    yield from _after(parse, first, end, sentence.end, people)


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


def _statement(parse: Parse, phrase: Phrase, shape: str) -> RoleStatement:
    last = phrase.end
    while last - 1 > phrase.head and parse.tokens[last - 1].upos == "PUNCT":
        last -= 1
    return RoleStatement(parse.span(phrase.first, last), phrase.head, shape)  # type: ignore[arg-type]


def title_before(parse: Parse, first: int, floor: int) -> Phrase | None:
    """The title right before a name: "Iran's envoy to Afghanistan", "CEO and co-founder", "director General"."""
    tokens = parse.tokens
    at = first - 1
    while at >= floor and tokens[at].text in {".", '"', "“"} and at > floor and is_abbreviated(tokens[at - 1]):
        at -= 1
    if at < floor:
        return None
    head = at if role_at(tokens[at]) and (tokens[at].upos != "ADJ" or is_rank(tokens[at])) else None
    while (
        head is not None and head - 1 >= floor and is_rank(tokens[head])
    ):  # "director General", "chief of staff General"
        if is_rank(tokens[head - 1]) or is_general_post(tokens[head - 1], tokens[head]):
            break  # "Lt. Gen.", "Attorney General": the last word heads the title
        post = head - 1 if role_at(tokens[head - 1]) is not None else _with_complement(parse, head - 1, floor)
        if post is None:
            break
        head = post
    if head is None:
        head = _with_complement(parse, at, floor)
    if head is None:
        return None
    return Phrase(leftmost(parse, head, floor), head, first)


def _with_complement(parse: Parse, at: int, floor: int) -> int | None:
    """The role noun whose complement ends at token `at`: "envoy" for "envoy to Afghanistan" before a name."""
    tokens = parse.tokens
    while at > floor and is_honorific(tokens[at]):
        at -= 1
    if tokens[at].upos in {"ADP", "DET", "CCONJ"}:
        return None  # "an aide for (Mrs.) X": the name is the complement; "the head of Sony and X" are two
    crossed = False
    for index in range(at, max(floor, at - LONGEST // 2) - 1, -1):
        token = tokens[index]
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
        if token.upos == "DET" or key in _ARTICLES or (token.upos == "PRON" and token.xpos == "PRP$"):
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
        adjectival = participle or key in words("title_participle")
        if is_nominal(token) or adjectival:
            left -= 1
            continue
        break
    while left < head and tokens[left].text in {"'s", "’s", ",", "and"}:
        left += 1
    return left


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
        if key in FUNCTION_WORDS and (index > start or key not in _ARTICLES) and head is not None:
            break
        determiner = token.upos == "DET" or key in _ARTICLES
        if not (nominal or determiner or token.text in _HYPHENS or token.text in {".", "&"}):
            break
        if index in people and index > start and head is not None and head == index - 1:
            return None  # the title of the next person, not of the one before
        if key not in FUNCTION_WORDS and (token.upos in {"NOUN", "PROPN"} or role_at(token, guess=False) is not None):
            head = index
        index += 1
    if head is None or role_at(tokens[head]) is None:
        return None
    end = phrase_end(parse, head, limit)
    return Phrase(start, head, end)


def phrase_end(parse: Parse, head: int, limit: int) -> int:
    """Where a role phrase ends: before a comma, a closing mark, a relative pronoun or the verb of its clause."""
    tokens = parse.tokens
    index = head + 1
    while index < min(limit, head + LONGEST):
        token = tokens[index]
        if token.text in {",", ";", ":", ".", ")", "(", "—", "–", "--", "”", "“", '"', "?", "!"}:
            break
        if token.text == "-" and tokens[index - 1].end < token.start:
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


def _reversed_apposition(parse: Parse, first: int, end: int, floor: int, limit: int) -> Phrase | None:
    """The role before a name that stands in apposition to it: "the team's coach, Alireza Mehraban"."""
    tokens = parse.tokens
    comma = first - 1
    while comma > floor and fold(tokens[comma].text).rstrip(".") in titles() and role_at(tokens[comma]) is None:
        comma -= 1  # "the transport secretary, Sir Alan Whitcombe"
    if comma <= floor or tokens[comma].text != ",":
        return None
    last = comma - 1
    head = last if role_at(tokens[last], guess=False) is not None else _with_complement(parse, last, floor)
    if head is None or tokens[head].feature("Number") == "Plur":
        return None
    follows = tokens[end] if end < limit else None
    subject = follows is not None and (follows.upos in {"VERB", "AUX"} or fold(follows.text) in {"'s", "’s", "and"})
    attached = any(tokens[index].head == head and tokens[index].deprel == "appos" for index in range(first, end))
    left = leftmost(parse, head, floor)
    if left == floor or tokens[left - 1].text in _OPENERS:
        return Phrase(left, head, comma)
    if subject and not attached:
        return None
    return Phrase(left, head, comma)


def _after(parse: Parse, first: int, end: int, limit: int, people: frozenset[int]) -> Iterator[RoleStatement]:
    tokens = parse.tokens
    if end >= limit:
        return
    text = tokens[end].text
    if text == "(":
        party = _party(parse, end, limit)
        if party is not None:
            yield party
    if text in {",", "—", "–", "--", "(", "-"}:
        start = end + 1
        if start + 1 < limit and tokens[start].upos == "NUM" and tokens[start + 1].text in {",", ")"}:
            start += 2
        subject = any(tokens[index].deprel.startswith("nsubj") for index in range(first, end))
        yield from _apposition(parse, start, limit, people, subject)
        return
    if tokens[end].upos == "DET":  # a comma left out: "Peter Boockvar an equity strategist for …"
        phrase = phrase_after(parse, end, limit, people)
        if phrase is not None and tokens[phrase.head].deprel == "appos" and first <= tokens[phrase.head].head < end:
            yield _statement(parse, phrase, "after")
        return
    appointed = any(tokens[index].lemma in _APPOINT for index in range(max(first - 4, 0), first))
    if appointed and fold(text) == "as" and end + 1 < limit:  # "named Mary Barra as its chief executive"
        phrase = phrase_after(parse, end + 1, limit, people)
        if phrase is not None and tokens[phrase.head].feature("Number") != "Plur":
            yield _statement(parse, phrase, "copula")
        return
    yield from copula(parse, end, limit, people)


def predicates(parse: Parse) -> Iterator[tuple[int, RoleStatement]]:
    """Subjects and what a copula says they are, by the tree: "She joined in 1980 and is the head of research"."""
    for token in parse.tokens:
        if token.upos not in {"NOUN", "PROPN"} or not parse.children(token.index, "cop") or role_at(token) is None:
            continue
        above = parse.tokens[token.head]
        subject = parse.children(token.index, "nsubj") or (
            parse.children(above.index, "nsubj") if token.deprel == "conj" else []
        )
        if not subject or token.feature("Number") == "Plur":
            continue
        sentence = parse.sentences[token.sentence]
        left = leftmost(parse, token.index, sentence.first)
        phrase = Phrase(left, token.index, phrase_end(parse, token.index, sentence.end))
        negated = any(fold(word.text) in {"not", "n't", "never"} for word in parse.tokens[max(left - 3, 0) : left])
        if not negated:
            yield subject[0].index, _statement(parse, phrase, "copula")


def _apposition(parse: Parse, start: int, limit: int, people: frozenset[int], subject: bool) -> Iterator[RoleStatement]:
    tokens = parse.tokens
    while start < limit and tokens[start].upos == "ADV":
        start += 1
    if start >= limit:
        return
    if fold(tokens[start].text) == "who":
        yield from _clause(parse, start + 1, limit, people)
        return
    phrase = phrase_after(parse, start, limit, people)
    if phrase is None or tokens[phrase.head].feature("Number") == "Plur":
        return
    # "According to Rathbun, a detective was given …": with its own verb at once, the phrase is the next subject.
    if subject or phrase.end >= limit or tokens[phrase.end].upos not in {"VERB", "AUX"}:
        yield _statement(parse, phrase, "after")


def _clause(parse: Parse, start: int, limit: int, people: frozenset[int]) -> Iterator[RoleStatement]:
    """ "who heads the agency", "who is the chairman of the board"."""
    tokens = parse.tokens
    at = start
    while at < limit and tokens[at].upos in {"ADV", "AUX"} and tokens[at].lemma != "be":
        at += 1
    if at >= limit:
        return
    if tokens[at].lemma in words("role_verb") and tokens[at].upos == "VERB":
        phrase = Phrase(at, at, phrase_end(parse, at, limit))
        if phrase.end > at + 1:
            yield _statement(parse, phrase, "clause")
        return
    yield from copula(parse, at, limit, people)


def copula(parse: Parse, start: int, limit: int, people: frozenset[int]) -> Iterator[RoleStatement]:
    """ "is the chairman of …", "became president", "serves as …", "was elected mayor" from its verb at `start` on."""
    tokens = parse.tokens
    at = start
    while at < limit and tokens[at].upos in {"ADV", "AUX"} and tokens[at].lemma not in _BE:
        at += 1
    if at >= limit:
        return
    if tokens[at].lemma in _BE:
        at += 1
        while at < limit and tokens[at].upos == "ADV":
            at += 1
        if at < limit and tokens[at].lemma in {"name", "appoint", "elect"}:
            at += 1
    elif fold(tokens[at].text) in _SERVES and at + 1 < limit:
        at += 1
        if fold(tokens[at].text) != "as":
            return
    else:
        return
    if at < limit and fold(tokens[at].text) == "as":
        at += 1
    if at >= limit:
        return
    phrase = phrase_after(parse, at, limit, people)
    if phrase is not None and tokens[phrase.head].feature("Number") != "Plur":
        yield _statement(parse, phrase, "copula")


def _party(parse: Parse, start: int, limit: int) -> RoleStatement | None:
    """A party and state in brackets: "(R-IN)", "(D., Calif.)"."""
    tokens = parse.tokens
    for index in range(start + 1, min(limit, start + 8)):
        if tokens[index].text == ")":
            inner = parse.text[tokens[start].end : tokens[index].start]
            letter = inner[:1].lower()
            if letter in {"r", "d", "i"} and inner[1:2] in {"-", "–", ".", ",", "‑"}:
                return RoleStatement(parse.span(start + 1, index), start + 1, "after")
            return None
    return None
