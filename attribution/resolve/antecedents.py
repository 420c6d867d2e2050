"""antecedents: to whom each name, pronoun and description of an article leads.

One walk over the article in reading order. Each mention is compared with the referents in reach by a sum of weighted
signs (the network's coreference arcs, agreement, grammatical role, distance, who spoke last, role words); the softmax
of the sums is the confidence. What a mention led to becomes part of what later mentions are compared with, so chains
of pronouns keep their person.

The work for a mention is bounded by REACH and by the number of people who share a role word, so it is linear in the
length of the article.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

from attribution.parse import Parse, Token
from attribution.resolve import lexicon
from attribution.resolve.descriptions import heads_phrase, resolve_description
from attribution.resolve.entities import Names
from attribution.resolve.forms import core_of
from attribution.resolve.genders import genders_of
from attribution.resolve.lexicon import fold
from attribution.resolve.mentions import PERSONAL, name_index
from attribution.resolve.nouns import role_at, role_word
from attribution.resolve.phrases import kind_of
from attribution.resolve.roles import RolesOf
from attribution.resolve.walk import (
    ARC,
    BOUND,
    CLASH,
    DISTANCE,
    FARTHEST,
    IN_FULL,
    KNOWN_GENDER,
    ODD,
    OTHER_ROLE,
    ROLE_WORD,
    SOMEBODY,
    Referent,
    Resolution,
    Walk,
    arcs_to,
    in_reach,
    note,
    order,
    softmax,
)

_OFTEN = 3  # full names from which on somebody is named in full


def resolve_mentions(
    parse: Parse,
    names: Names,
    roles: RolesOf,
    quoted: Mapping[int, int],
    spoken: Mapping[int, int],
    direct: frozenset[int] = frozenset(),
) -> dict[int, Resolution]:
    """Head token of each name, third-person pronoun and description -> where it leads.

    `quoted` maps tokens to the attribution whose quoted content they stand in, `spoken` the head tokens of sources to
    theirs, `direct` holds the attributions of direct speech.
    """
    at = name_index(names)
    walk = Walk(parse, names, roles.stated, roles.titled, quoted, spoken, at, genders=genders_of(parse, names, at))
    walk.sources = _by_number(spoken, direct)
    for token in parse.tokens:
        index = token.index
        if index in walk.at:
            mention = names.mentions[walk.at[index]]
            if index == mention.head:
                note(walk, index, _name(walk, walk.at[index]))
        elif fold(token.text) in PERSONAL and token.upos in {"PRON", "DET"}:
            note(walk, index, _pronoun(walk, token))
        elif (token.upos in {"NOUN", "PROPN"} or fold(token.text) in SOMEBODY) and heads_phrase(parse, token):
            note(walk, index, resolve_description(walk, token))
    return walk.found


def _named_in_full(walk: Walk, choice: tuple[int, ...]) -> int | None:
    """The one of several bearers of a surname whom the article goes on naming in full, which tells him from the other.

    The other was named before, and in full less than half as often: "Donald Trump … Ivanka Trump … Ivanka Trump's
    statement … Ivanka Trump", where "Trump" alone is Donald.
    """
    counts = {}
    for number in choice:
        mentions = walk.names.drafts[number].mentions
        full = [mention for mention in mentions if len(core_of(mention.form)) > 1]
        counts[number] = (len(full), full[0].first if full else -1)
    most = max(choice, key=lambda number: counts[number])
    times, first = counts[most]
    other = all(2 * counts[one][0] < times and 0 <= counts[one][1] < first for one in choice if one != most)
    return most if times >= _OFTEN and other else None


def _by_number(spoken: Mapping[int, int], direct: frozenset[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for head, number in spoken.items():
        if number in direct:
            found[number].append(head)
    return found


def _name(walk: Walk, at: int) -> Resolution:
    """A name alone, or the one of several bearers of a surname that is spoken of."""
    choice = walk.names.choices[at]
    if len(choice) == 1:
        return Resolution(((("e", choice[0]), 1.0),))
    mention = walk.names.mentions[at]
    token = walk.parse.tokens[mention.head]
    arcs = arcs_to(walk, range(mention.first, mention.end))
    title = _title_gender(walk, mention.first)
    bound = _bound_gender(walk.parse, token)
    before = walk.parse.tokens[mention.first - 1] if mention.first else None
    said = role_word(before) if before is not None and role_at(before) is not None else ""
    in_full = _named_in_full(walk, choice) if not title else None
    scores: dict[Referent, float] = {}
    for number in choice:
        referent: Referent = ("e", number)
        draft = walk.names.drafts[number]
        seen = referent in walk.traces
        score = order(walk, referent, token) if seen else -DISTANCE * FARTHEST
        score += 0.5 * ARC * arcs.get(referent, 0.0) + 0.5 * math.log1p(walk.counts[referent])
        score -= IN_FULL if number == in_full else 0.0
        gender = draft.gender(0.5)
        if title and gender:
            score += KNOWN_GENDER + 1.0 if title == gender else -CLASH
        if bound and gender:
            score += BOUND if bound == gender else -BOUND
        stated = [role_word(walk.parse.tokens[statement.head]) for statement in walk.roles.get(number, ())]
        if said and stated:
            score += ROLE_WORD if said in stated else -OTHER_ROLE  # "President Obama" is not the first lady
        scores[referent] = score
    return softmax(scores)


def _bound_gender(parse: Parse, token: Token) -> str:
    """The gender of a pronoun in the clause that a name is the subject of: "Trump refuses to release his records",
    "Trump said he would pay".

    Possessives and subjects count; empty where there is none, or where both genders stand there.
    """
    if not token.deprel.startswith("nsubj"):
        return ""
    behind = (parse.tokens[index] for index in parse.subtree(token.head) if index > token.index)
    bound = (fold(t.text) for t in behind if t.deprel in {"nmod:poss", "nsubj"})
    found = {PERSONAL[word] for word in bound if word in PERSONAL} & {"m", "f"}
    return found.pop() if len(found) == 1 else ""


def _title_gender(walk: Walk, first: int) -> str:
    if not first:
        return ""
    title = lexicon.titles().get(fold(walk.parse.tokens[first - 1].text).rstrip("."))
    return title.gender if title else ""


def _pronoun(walk: Walk, token: Token) -> Resolution:
    wanted = PERSONAL[fold(token.text)]
    arcs = arcs_to(walk, range(token.index, token.index + 1))
    scores: dict[Referent, float] = {}
    itself = _speaking(walk, token) if wanted in {"m", "f"} else frozenset()
    for referent in dict.fromkeys([*in_reach(walk, token), *sorted(arcs)]):
        if referent in itself:
            continue
        agreement = _agreement(walk, referent, wanted, token)
        if agreement is not None:
            scores[referent] = order(walk, referent, token) + ARC * arcs.get(referent, 0.0) + agreement
    return softmax(scores)


def _speaking(walk: Walk, token: Token) -> frozenset[Referent]:
    """Those whose direct speech a word stands in, where they are named: nobody calls himself "he" in it."""
    heads = walk.sources.get(walk.quoted.get(token.index, -1), ())
    choices = [walk.names.choices[walk.at[head]] for head in heads if head in walk.at]
    return frozenset(("e", choice[0]) for choice in choices if len(choice) == 1)


def _agreement(walk: Walk, referent: Referent, wanted: str, token: Token) -> float | None:
    """How well a pronoun (m, f, plural or neuter) agrees with a referent in number, gender and kind; None: not."""
    if referent[0] == "e":
        draft = walk.names.drafts[referent[1]]
        if wanted in {"m", "f"}:
            if draft.kind in {"ORG", "LOC"}:
                return None
            gender = draft.gender(0.5) or walk.genders.elsewhere(referent[1], token.sentence)
            if gender and gender != wanted:
                return None
            return (KNOWN_GENDER if gender else 0.0) - (ODD if draft.kind == "MISC" else 0.0)
        if draft.kind == "PER":
            return None if wanted == "n" else -2 * ODD
        if wanted == "p":
            return -ODD if draft.kind != "ORG" else -0.5 * ODD
        return 0.0
    kind = kind_of(walk.parse, referent[1])
    plural = walk.plural.get(referent, False)
    noun = role_at(walk.parse.tokens[referent[1]])
    if wanted in {"m", "f"}:
        if plural or kind in {"document", "organization", "group"}:
            return None
        if noun is None or not noun.gender:
            return 0.0
        return KNOWN_GENDER if noun.gender == wanted else None
    if wanted == "p":
        if plural:
            return KNOWN_GENDER if noun is not None else 0.0
        return 0.0 if kind == "group" else -ODD if kind == "organization" else -2 * ODD
    return None if plural or noun is not None else 0.0
