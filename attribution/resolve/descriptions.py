"""descriptions: whom "the envoy", "the top Afghan official" or "the group" means."""

from __future__ import annotations

import re

from attribution.parse import Parse, Token
from attribution.resolve.bearers import (
    body_of_owner,
    fit_person,
    introduced_next,
    marks_agree,
    named_below,
    named_next,
    only_bearer,
    only_of_owner,
)
from attribution.resolve.bodies import classes_of_body, fit_body, is_generic, issuers
from attribution.resolve.lexicon import Noun, fold
from attribution.resolve.nouns import body_noun, role_at
from attribution.resolve.phrases import is_definite, is_plural, kind_of, modifiers, start_of
from attribution.resolve.walk import (
    AGED,
    AHEAD,
    ARC,
    DISTANCE,
    FARTHEST,
    INFORMANTS,
    ISSUER,
    KNOWN_COMPANY,
    NAMED_SINCE,
    NEW,
    ONLY_BEARER,
    ONLY_WITHIN,
    OWNED,
    PEERS,
    ROLE_CLASS,
    ROLE_WORD,
    TOPIC,
    Referent,
    Resolution,
    Walk,
    arcs_to,
    in_reach,
    order,
    softmax,
)

_AGE = re.compile(r"\d[ -]years?[ -]old", re.IGNORECASE)


def heads_phrase(parse: Parse, token: Token) -> bool:
    """Whether a noun is a description's head, and no part of a longer title ("deputy prime minister")."""
    if role_at(token, guess=False) is None and body_noun(token) is None:
        return False
    after = token.index + 1
    if after >= parse.sentences[token.sentence].end:
        return True
    return parse.tokens[after].upos not in {"NOUN", "ADJ"} or token.deprel not in {"compound", "amod"}


def resolve_description(walk: Walk, token: Token) -> Resolution:
    """A description leads to the entity whose role or kind it states, to an earlier description, or to itself."""
    parse, index = walk.parse, token.index
    here: Referent = ("n", index)
    beside = _beside(walk, token)
    if beside is not None:
        return Resolution(((beside, 1.0),))
    body_owned = body_of_owner(walk, token)
    if body_owned is not None:
        return softmax({here: NEW, ("e", body_owned): NEW + OWNED})
    if not is_definite(parse, index):
        named = named_next(walk, token)
        named = named_below(walk, token) if named is None else named
        return Resolution(((here, 1.0),)) if named is None else softmax({here: NEW, ("e", named): NEW + AHEAD})
    arcs = arcs_to(walk, range(index, index + 1))
    role = role_at(token)
    plural = is_plural(parse, index)
    key = fold(token.lemma)
    candidates = dict.fromkeys(in_reach(walk, token))
    if role is not None and not plural:
        peers = [("e", number) for number in walk.by_class.get(key, ()) if ("e", number) in walk.traces]
        candidates.update(dict.fromkeys(peers[-PEERS:]))
    candidates.update(dict.fromkeys(referent for referent in sorted(arcs) if referent in walk.traces))
    marks = modifiers(parse, index)
    ahead = introduced_next(walk, token, role, marks) if role is not None and not plural else None
    scores: dict[Referent, float] = {here: NEW + 0.5 * ARC * _self_arc(token)}
    if not marks and "company" in classes_of_body(token):
        scores[here] -= KNOWN_COMPANY if is_generic(token) else 0.5 * KNOWN_COMPANY
    if states_age(parse, index):
        scores[here] -= AGED
    only = only_bearer(walk, token, role, marks) if role is not None and not plural else None
    latest = -1  # where a person whose role the description states was spoken of last
    fits = {referent: _fit(walk, referent, token, plural, marks) for referent in candidates}
    spoken_of = sum(walk.counts[referent] for referent, fit in fits.items() if fit is not None and referent[0] == "e")
    body = body_noun(token)
    issued_by = issuers(walk, token) if body is not None and role is None else frozenset()
    for referent, fit in fits.items():
        if fit is None:
            continue
        scores[referent] = order(walk, referent, token) + fit + 0.75 * ARC * arcs.get(referent, 0.0)
        if referent[0] == "e" and referent[1] == only and fit >= ROLE_CLASS:
            away = min(token.sentence - walk.traces[referent].sentence, FARTHEST)
            scores[referent] += ONLY_BEARER + DISTANCE * max(0, away - ONLY_WITHIN)
        if body is not None and referent[0] == "e":
            scores[referent] += TOPIC * walk.counts[referent] / spoken_of + (
                ISSUER if referent[1] in issued_by else 0.0
            )
        if referent[0] == "e" and fit >= ROLE_CLASS:
            latest = max(latest, walk.traces[referent].token)
    owned = only_of_owner(walk, token, role) if role is not None and not plural else None
    if owned is not None:
        scores["e", owned] = scores[here] + OWNED
    if ahead is not None and latest < 0:
        scores["e", ahead] = scores[here] + AHEAD
    for referent in scores:
        if referent[0] == "n" and referent != here and walk.traces[referent].token < latest:
            scores[referent] -= NAMED_SINCE
    return softmax(scores)


def states_age(parse: Parse, head: int) -> bool:
    """Whether an age stands before a noun: "the 34-year-old mother of three"."""
    start, end = parse.span(start_of(parse, head), head + 1)
    return _AGE.search(parse.text, start, end) is not None


def _self_arc(token: Token) -> float:
    return sum(arc.probability for arc in token.antecedents if arc.to == token.index)


def _beside(walk: Walk, token: Token) -> Referent | None:
    """The bearer of the name that a title or an apposition belongs to."""
    number = walk.titled.get(token.index)
    if number is not None:
        return "e", number
    noun = body_noun(token)
    if noun is None or "appositive" not in noun.classes or is_plural(walk.parse, token.index):
        return None
    first = start_of(walk.parse, token.index)
    for index in range(token.index - 1, first - 1, -1):  # "the Taliban militant group"
        after = walk.parse.tokens[index + 1].text
        if index in walk.at and after not in {"'s", "’s"}:
            choice = walk.names.choices[walk.at[index]]
            return ("e", choice[0]) if walk.names.drafts[choice[0]].kind == "ORG" else None
    return None


def _fit(walk: Walk, referent: Referent, token: Token, plural: bool, marks: list[Token]) -> float | None:
    """How well a definite description suits a referent; None where it cannot mean it."""
    noun = role_at(token) or body_noun(token)
    if noun is None:
        return None
    if referent[0] == "n":
        return _fit_unnamed(walk, referent, token, noun, plural, marks)
    if noun.kind == "role":
        return None if plural else fit_person(walk, referent[1], token, noun, marks)
    if noun.kind in {"body", "collective"}:
        return None if plural and noun.kind == "body" else fit_body(walk, referent, token, noun, marks)
    return None


def _fit_unnamed(
    walk: Walk, referent: Referent, token: Token, noun: Noun, plural: bool, marks: list[Token]
) -> float | None:
    other = walk.parse.tokens[referent[1]]
    if walk.plural.get(referent, False) != plural:
        return None
    key = fold(token.lemma)
    if fold(other.lemma) == key:
        return ROLE_WORD + marks_agree(walk, marks, modifiers(walk.parse, referent[1]))
    anonymous = kind_of(walk.parse, other.index) == kind_of(walk.parse, token.index) == "anonymous"
    if anonymous and INFORMANTS & {key, *noun.classes[:1]}:
        return ROLE_WORD if not marks else 0.0  # "people familiar with the matter … the sources"
    return 0.5 if plural and noun.kind == "role" and role_at(other) is not None else None
