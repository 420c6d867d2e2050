"""roles: where an article says what somebody is.

Each reader below looks at the words beside a name: titles before it ("Taliban spokesman X"), appositions on either
side ("X, the chairman of …", "the team's coach, X"), relative clauses ("X, who heads …"), copulas ("X is the …") and
affiliations without a title ("X of Barclays Capital").
Words and tags decide, not the tree alone: a parse that hangs an apposition wrongly still has its commas right.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from attribution.parse import Parse
from attribution.resolve.entity import RoleStatement
from attribution.resolve.lexicon import country, fold, titles, words
from attribution.resolve.nouns import is_rank, role_at
from attribution.resolve.role_phrases import (
    ARTICLES,
    LONGEST,
    Phrase,
    clause_floor,
    leftmost,
    phrase_after,
    phrase_end,
    title_before,
    title_floor,
    with_complement,
)

_BE = frozenset({"be", "become", "remain"})
APPOINT = frozenset({"name", "appoint", "elect", "nominate", "choose", "hire", "install", "confirm"})
_OPENERS = frozenset({",", "”", '"', "''", "’", ":", ";", "--", "—", "–", "-"})  # what a phrase can stand right after
_SERVES = frozenset({"serve", "serves", "served", "serving", "work", "works", "worked", "act", "acts", "acted"})
_CAPACITY = frozenset({"as", "while", "when"})  # open the phrase that says in what post something was done
_AFFILIATED = frozenset({"of", "with", "at", "from"})
_LISTING = frozenset({"and", "&", ","})
_LISTED = 6  # names of one list that a title before the first of them reaches
MOST = 40  # wordings of one person's role that are kept


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
        if statement.shape not in {"copula", "affiliation"}:
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


def statements(
    parse: Parse, first: int, end: int, people: frozenset[int], cues: Sequence[int] = ()
) -> Iterator[RoleStatement]:
    """What the words beside the person's name tokens[first:end] say of its bearer.

    `people` holds the first token of every person's name: a role noun right before one of them is that person's.
    `cues` are the tokens of all cues, sorted: a title does not reach over one, whatever the tagger made of the verb
    ("claims writer X", "notes analyst X", "warns union leader X").
    """
    sentence = parse.sentences[parse.tokens[first].sentence]
    cue = bisect_left(cues, first)
    floor = max(title_floor(parse, first), cues[cue - 1] + 1 if cue else 0, clause_floor(parse, first, end))
    before = title_before(parse, first, floor)
    if before is not None:
        yield _statement(parse, Phrase(before.first, before.head, first), "before")
    else:
        shared = _shared_title(parse, first, floor, people) or _plural_apposition(parse, first, end, floor)
        if shared is not None:
            yield _statement(parse, shared, "before")
    reversed_ = _reversed_apposition(parse, first, end, max(floor, sentence.first), sentence.end)
    if reversed_ is not None:
        yield _statement(parse, reversed_, "before")
    possessor = _possessor(parse, first, floor)
    if possessor is not None:
        yield possessor
    yield from _after(parse, first, end, sentence.end, people, before is not None)


def _statement(parse: Parse, phrase: Phrase, shape: str) -> RoleStatement:
    last = phrase.end
    while last - 1 > phrase.head and parse.tokens[last - 1].upos == "PUNCT":
        last -= 1
    return RoleStatement(parse.span(phrase.first, last), phrase.head, shape)  # type: ignore[arg-type]


def _possessor(parse: Parse, first: int, floor: int) -> RoleStatement | None:
    """The organisation whose somebody is by a possessor right before his name: "NBC's X", "the Sierra Club's X"."""
    if first - 2 < floor or fold(parse.tokens[first - 1].text) not in {"'s", "’s"}:
        return None
    name = parse.name_at(first - 2)
    if name is None or name.kind != "ORG" or name.end != first - 1:
        return None
    return RoleStatement(parse.span(name.first, name.end), name.first, "affiliation")


def _shared_title(parse: Parse, first: int, floor: int, people: frozenset[int]) -> Phrase | None:
    """The plural title that stands before the first of several names, for each of the others.

    "Senators X and Y", "Sens. X (D-Mont.), Y (R-La.) and Z (D-N.J.)", "Senators X, Republican of Iowa, and Y".
    """
    tokens = parse.tokens
    at = first
    for _ in range(_LISTED):
        start = at
        while at - 1 >= floor and tokens[at - 1].text in _LISTING:
            at -= 1
        if at == start:
            return None
        if at - 1 >= floor and tokens[at - 1].text == ")":
            at = next((index for index in range(at - 2, max(floor, at - 8), -1) if tokens[index].text == "("), at)
        elif tokens[at].text == ",":  # "Republican of Iowa"
            party = next((index for index in range(at - 1, max(floor, at - 6), -1) if tokens[index].text == ","), at)
            at = party if party < at and fold(tokens[party + 1].text) in words("partisan") else at
        name = parse.name_at(at - 1) if at - 1 >= floor else None
        if name is None or name.kind != "PER" or name.end != at or name.first not in people:
            return None
        title = title_before(parse, name.first, floor)
        if title is not None:
            head = tokens[title.head]
            plural = head.feature("Number") == "Plur" or fold(head.text).rstrip(".") in words("plural_title")
            return Phrase(title.first, title.head, name.first) if plural else None
        apposition = _plural_apposition(parse, name.first, name.end, floor)
        if apposition is not None:
            return apposition
        at = name.first
    return None


def _plural_apposition(parse: Parse, first: int, end: int, floor: int) -> Phrase | None:
    """The plural noun that two names behind a comma explain: "two developers, X and Y", "its founders, X and Y".

    It must begin as a phrase does, with an article, a number or a possessor; without one it is the first of a list.
    """
    tokens = parse.tokens
    comma = first - 1
    if comma <= floor or tokens[comma].text != "," or end >= len(tokens) or tokens[end].text != "and":
        return None
    head = comma - 1
    noun = role_at(tokens[head], guess=False)
    post = noun is not None and noun.classes[:1] != ("person",)  # "my parents", "two victims" are none
    if not (post or fold(tokens[head].text)[:-1] in words("trade")) or tokens[head].feature("Number") != "Plur":
        return None
    left = leftmost(parse, head, floor)
    opens = tokens[left].upos in {"DET", "NUM"} or tokens[left].xpos == "PRP$" or fold(tokens[left].text) in ARTICLES
    owned = any(tokens[index].text in {"'s", "’s"} for index in range(left, head))
    return Phrase(left, head, comma) if opens or owned else None


def _reversed_apposition(parse: Parse, first: int, end: int, floor: int, limit: int) -> Phrase | None:
    """The role before a name that stands in apposition to it: "the team's coach, Alireza Mehraban"."""
    tokens = parse.tokens
    comma = first - 1
    while comma > floor and fold(tokens[comma].text).rstrip(".") in titles() and role_at(tokens[comma]) is None:
        comma -= 1  # "the transport secretary, Sir Alan Whitcombe"
    if comma <= floor or tokens[comma].text != ",":
        return None
    last = comma - 1
    head = last if role_at(tokens[last], guess=False) is not None else with_complement(parse, last, floor)
    if head is None:
        return None
    if tokens[head].feature("Number") == "Plur":
        left = leftmost(parse, head, floor)  # "one of the family's attorneys, X,"
        among = left - 2 >= floor and fold(tokens[left - 1].text) == "of" and fold(tokens[left - 2].text) == "one"
        return Phrase(left, head, comma) if among else None
    follows = tokens[end] if end < limit else None
    subject = follows is not None and (follows.upos in {"VERB", "AUX"} or fold(follows.text) in {"'s", "’s", "and"})
    attached = any(tokens[index].head == head and tokens[index].deprel == "appos" for index in range(first, end))
    left = leftmost(parse, head, floor)
    if left == floor or tokens[left - 1].text in _OPENERS:
        return Phrase(left, head, comma)
    if fold(tokens[left - 1].text) in _CAPACITY and left - 1 > floor and tokens[left - 2].text not in _OPENERS:
        return None  # "her use of a server as secretary of state, X said": it belongs to what stands before it
    if subject and not attached:
        return None
    return Phrase(left, head, comma)


def _after(
    parse: Parse, first: int, end: int, limit: int, people: frozenset[int], titled: bool
) -> Iterator[RoleStatement]:
    tokens = parse.tokens
    if end >= limit:
        return
    text = tokens[end].text
    if text == "(":
        party = _party(parse, end, limit)
        if party is not None:
            yield party
    affiliation = _affiliation(parse, first, end, limit, titled)
    if affiliation is not None:
        yield affiliation
        return
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
    appointed = any(tokens[index].lemma in APPOINT for index in range(max(first - 4, 0), first))
    if appointed and fold(text) == "as" and end + 1 < limit:  # "named Mary Barra as its chief executive"
        phrase = phrase_after(parse, end + 1, limit, people)
        if phrase is not None and tokens[phrase.head].feature("Number") != "Plur":
            yield _statement(parse, phrase, "copula")
        return
    yield from copula(parse, end, limit, people)


def _affiliation(parse: Parse, first: int, end: int, limit: int, titled: bool) -> RoleStatement | None:
    """Whose somebody is, without a title: "X of Barclays Capital", "X, with UBS, estimated", "X (from Greenpeace)".

    Only the name of an organisation counts, and of a country or state with a title before ("Senator X of Maine",
    "Gov. X of Ohio", "Foreign Minister X of Ghana"); and only where it ends the phrase: "X at Boeing
    headquarters" is where he stood. Without a comma the tree must hang it on the person ("joined X at Boeing" does not
    say whose X is); a place with "of" behind a titled name can be nobody else's.
    """
    tokens = parse.tokens
    apart = tokens[end].text in {",", "(", "—", "–", "--"}
    at = end + 1 if apart else end
    if at + 1 >= limit or fold(tokens[at].text) not in _AFFILIATED:
        return None
    start = at + 2 if fold(tokens[at + 1].text) in ARTICLES else at + 1
    name = parse.name_at(start) if start < limit else None
    if name is None or name.first != start:
        return None
    land = titled and fold(tokens[at].text) == "of" and country(parse.words(parse.span(name.first, name.end)))
    if name.kind != "ORG" and not land:
        return None
    if not (apart or land) and not any(
        first <= tokens[token.head].index < end for token in tokens[name.first : name.end]
    ):
        return None
    after = tokens[name.end] if name.end < limit else None
    owning = after is not None and fold(after.text) in {"'s", "’s"}  # "of CNBC's Mad Money"
    if after is not None and not owning and after.upos in {"NOUN", "PROPN", "ADJ", "NUM", "CCONJ"}:
        return None
    return RoleStatement(parse.span(at, name.end), at, "affiliation")


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
    among = start + 2 < limit and fold(tokens[start].text) == "one" and fold(tokens[start + 1].text) == "of"
    start += 2 if among else 0  # "X, one of the president's closest aides"
    if fold(tokens[start].text) == "who":
        yield from _clause(parse, start + 1, limit, people)
        return
    phrase = phrase_after(parse, start, limit, people)
    if phrase is None or (tokens[phrase.head].feature("Number") == "Plur" and not among):
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
    # Right behind "who" stands a verb, whatever its tag ("who heads" is tagged as a noun).
    leads = tokens[at].upos == "VERB" or (at == start and tokens[at].upos == "NOUN")
    if tokens[at].lemma in words("role_verb") and leads:
        phrase = Phrase(at, at, phrase_end(parse, at, limit))
        if phrase.end > at + 1:
            yield _statement(parse, phrase, "clause")
        return
    if tokens[at].upos == "VERB" and fold(tokens[at].text) in _works():
        employer = _employer(parse, at, phrase_end(parse, at, limit))
        if employer is not None:
            yield employer
        return
    yield from copula(parse, at, limit, people)


@cache
def _works() -> frozenset[str]:
    """The present forms of verbs for what somebody does at a body: who "studied at Yale" is not there any more."""
    verbs = words("work_verb")
    return frozenset(form for verb in verbs for form in (verb, f"{verb}s", f"{verb}es", f"{verb[:-1]}ies"))


def _employer(parse: Parse, verb: int, limit: int) -> RoleStatement | None:
    """At what organisation somebody works: "who studies tax policy and labor issues at the American Institute"."""
    for at in range(verb + 1, limit - 1):
        if fold(parse.tokens[at].text) in {"at", "for", "with"}:
            start = at + 2 if fold(parse.tokens[at + 1].text) in ARTICLES else at + 1
            name = parse.name_at(start) if start < limit else None
            after = parse.tokens[name.end].upos if name is not None and name.end < limit else ""
            if name is not None and name.kind == "ORG" and name.first == start and after not in {"NOUN", "PROPN"}:
                return RoleStatement(parse.span(at, name.end), at, "affiliation")
    return None


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
        if at < limit and tokens[at].lemma in APPOINT:
            at = _past_appointer(parse, at + 1, limit)
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


def _past_appointer(parse: Parse, start: int, limit: int) -> int:
    """Where what somebody was made stands: behind "by the government as both" in "was appointed by the government as
    both chief executive and chairman"."""
    tokens = parse.tokens
    at = start
    if at < limit and fold(tokens[at].text) == "by":
        ends = range(at, min(at + LONGEST // 2, limit))
        at = next((index for index in ends if fold(tokens[index].text) == "as"), at)
    if at + 1 < limit and fold(tokens[at].text) == "as" and fold(tokens[at + 1].text) == "both":
        return at + 2
    return at


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
