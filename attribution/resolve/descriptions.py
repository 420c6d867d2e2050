"""descriptions: whom "the envoy", "the top Afghan official" or "the group" means."""

from __future__ import annotations

import re

from attribution.parse import Parse, Token
from attribution.resolve import lexicon
from attribution.resolve.bodies import classes_of_body, fit_body, is_generic, issuers
from attribution.resolve.entity import RoleStatement
from attribution.resolve.forms import core_of
from attribution.resolve.lexicon import Noun, fold
from attribution.resolve.nouns import body_noun, classes_of, party_of, role_at, role_word
from attribution.resolve.phrases import is_definite, is_plural, kind_of, modifiers, start_of
from attribution.resolve.runs import HYPHENS
from attribution.resolve.walk import (
    AGED,
    AHEAD,
    ARC,
    COUNTRY,
    DISTANCE,
    FARTHEST,
    FOREIGN,
    INFORMANTS,
    INTRODUCED_WITHIN,
    ISSUER,
    KNOWN_COMPANY,
    LESSER,
    MODIFIER,
    NAMED_SINCE,
    NEW,
    ONLY_BEARER,
    ONLY_WITHIN,
    PEERS,
    ROLE_CLASS,
    ROLE_WORD,
    TOPIC,
    VAGUE,
    Referent,
    Resolution,
    Walk,
    arcs_to,
    in_reach,
    order,
    softmax,
)

_LESSER = frozenset({"vice", "deputy", "assistant", "associate", "lieutenant", "under", "junior"})
_AGE = re.compile(r"\d[ -]years?[ -]old", re.IGNORECASE)
_BRACKETS = 8  # mentions of a name after which a bracket is looked for


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
    if not is_definite(parse, index):
        return Resolution(((here, 1.0),))
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
    ahead = _introduced_next(walk, token, role, marks) if role is not None and not plural else None
    scores: dict[Referent, float] = {here: NEW + 0.5 * ARC * _self_arc(token)}
    if not marks and "company" in classes_of_body(token):
        scores[here] -= KNOWN_COMPANY if is_generic(token) else 0.5 * KNOWN_COMPANY
    if states_age(parse, index):
        scores[here] -= AGED
    only = _only_bearer(walk, token, role, marks) if role is not None and not plural else None
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
    if ahead is not None and latest < 0:
        scores["e", ahead] = scores[here] + AHEAD
    for referent in scores:
        if referent[0] == "n" and referent != here and walk.traces[referent].token < latest:
            scores[referent] -= NAMED_SINCE
    return softmax(scores)


def _only_bearer(walk: Walk, token: Token, noun: Noun, marks: list[Token]) -> int | None:
    """The one person of the whole article of whom it says what "the governor", "the judge", "the former mayor" says.

    None where several bear the role, where a word of the description is none of what is said of its bearer, and where
    the noun says too little: "the official", "the leader", "the woman".
    """
    key = fold(token.lemma)
    if noun.classes[:1] == ("person",):
        return _relative_of(walk, token, noun)
    if key in VAGUE:
        return None
    if fold(walk.parse.tokens[start_of(walk.parse, token.index)].text) != "the":
        return None  # "His lawyer" is whose the possessor says
    bearers = walk.by_class.get(key, ())
    if len(bearers) != 1:
        return None
    said = {fold(word.text) for one in walk.roles.get(bearers[0], ()) for word in _owner_words(walk, one)}
    said |= _home(walk, bearers[0])
    return bearers[0] if all(fold(mark.text) in said for mark in marks) else None


def _relative_of(walk: Walk, token: Token, noun: Noun) -> int | None:
    """The one relative of this name who shares the surname of whom "his" or "her" leads to.

    "his ex-wife" of Donald Trump for Ivana Trump, who is called a wife; "her husband", "his daughter".
    """
    for child in walk.parse.tokens[start_of(walk.parse, token.index) : token.index]:
        if child.deprel != "nmod:poss":
            continue
        index = walk.names.mentions[walk.at[child.index]].head if child.index in walk.at else child.index
        shares = walk.found[index].shares if index in walk.found else ()
        best = next((referent for referent, _ in shares if referent[0] == "e"), None)
        if best is None or not noun.gender:
            continue
        surname = core_of(walk.names.drafts[best[1]].form)[-1]
        found = [
            number
            for number in walk.by_class.get(fold(token.lemma), ())
            if number != best[1] and core_of(walk.names.drafts[number].form)[-1] == surname
        ]
        return found[0] if len(found) == 1 else None
    return None


def states_age(parse: Parse, head: int) -> bool:
    """Whether an age stands before a noun: "the 34-year-old mother of three"."""
    start, end = parse.span(start_of(parse, head), head + 1)
    return _AGE.search(parse.text, start, end) is not None


def _introduced_next(walk: Walk, token: Token, noun: Noun, marks: list[Token]) -> int | None:
    """The one person whom the article names within a few sentences after, with this very role and its country or body.

    A headline or a first sentence says what somebody is before the next says who: "Indonesia's transport minister
    warns … Jusman Djamal, minister of transport for Indonesia", "The Romanian finance minister … Minister Ion Pop of
    Romania", "The Ford chairman … Bill Ford, chairman of Ford". Without a mark that agrees it may be another.
    """
    if not marks:
        return None
    found = []
    for number in walk.by_class.get(fold(token.lemma), ()):
        referent: Referent = ("e", number)
        mentions = walk.names.drafts[number].mentions
        if referent in walk.traces or not mentions:
            continue
        ahead = walk.parse.tokens[mentions[0].first].sentence - token.sentence
        if 0 <= ahead <= INTRODUCED_WITHIN and mentions[0].first > token.index:
            fit = _fit_person(walk, number, token, noun, marks)
            if fit is not None and fit >= ROLE_WORD + MODIFIER:
                found.append(number)
    return found[0] if len(found) == 1 else None


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
        return None if plural else _fit_person(walk, referent[1], token, noun, marks)
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
        return ROLE_WORD + _marks_agree(walk, marks, modifiers(walk.parse, referent[1]))
    anonymous = kind_of(walk.parse, other.index) == kind_of(walk.parse, token.index) == "anonymous"
    if anonymous and INFORMANTS & {key, *noun.classes[:1]}:
        return ROLE_WORD if not marks else 0.0  # "people familiar with the matter … the sources"
    return 0.5 if plural and noun.kind == "role" and role_at(other) is not None else None


def _fit_person(walk: Walk, number: int, token: Token, noun: Noun, marks: list[Token]) -> float | None:
    draft = walk.names.drafts[number]
    gender = draft.gender(0.5)
    if draft.kind != "PER" or (noun.gender and gender and noun.gender != gender):
        return None
    key = fold(token.lemma)
    home = _home(walk, number)
    best: float | None = None
    for statement in walk.roles.get(number, ()):
        head = walk.parse.tokens[statement.head]
        classes = classes_of(head)
        if key in {fold(head.lemma), role_word(head)}:
            score = ROLE_WORD
        elif key in classes:
            score = ROLE_CLASS
        elif noun.classes and noun.classes[0] in classes - VAGUE:
            score = 1.0  # "congressman" and "representative" share their nearest class
        elif role_word(head) in noun.classes:
            score = 0.4
        else:
            continue
        owners = _owner_words(walk, statement)
        score += _marks_agree(walk, marks, owners, home)
        own = key in {fold(head.lemma), role_word(head)}
        if own and {fold(mark.text) for mark in marks} & _LESSER != {fold(word.text) for word in owners} & _LESSER:
            score -= LESSER
        best = score if best is None else max(best, score)
    if best is None and noun.classes[:1] == ("person",) and noun.gender and noun.gender == gender:
        return 0.0  # "the woman", for whoever is known to be one
    return best


def _owner_words(walk: Walk, statement: RoleStatement) -> list[Token]:
    """The words of a role that say whose it is: those before its head, and after it those after "of"."""
    inside = walk.parse.between(*statement.span)
    found = [walk.parse.tokens[index] for index in inside if index <= statement.head]
    after = statement.head + 1
    if after in inside and fold(walk.parse.tokens[after].text) == "of":
        found += [walk.parse.tokens[index] for index in inside if index > after]
    return found


def _home(walk: Walk, number: int) -> frozenset[str]:
    """The folded words of the state in the bracket after a lawmaker's name: "Lindsey Graham (R-S.C.)", "Kim (D-Ohio)".

    Whom the article calls "the South Carolina senator", "the Ohio Democrat" later on.
    """
    tokens = walk.parse.tokens
    for mention in walk.names.drafts[number].mentions[:_BRACKETS]:
        inside = tokens[mention.end : mention.end + 5]
        closed = len(inside) == 5 and inside[0].text == "(" and inside[4].text == ")" and inside[2].text in HYPHENS
        if closed and (party_of(inside[1].text) or inside[1].text == "I") and (name := lexicon.state(inside[3].text)):
            return frozenset(fold(name).split())
    return frozenset()


def _marks_agree(walk: Walk, marks: list[Token], others: list[Token], home: frozenset[str] = frozenset()) -> float:
    """Whether a description's modifiers agree with a role's words: "the Afghan official", "Afghanistan's minister"."""
    keys = home | {fold(token.text) for token in others} | {fold(token.lemma) for token in others}
    countries = {lexicon.country(token.text) for token in others} - {""}
    score = 0.0
    for mark in marks:
        place = lexicon.country(mark.text)
        if fold(mark.text) in keys:
            score += MODIFIER
        elif place and place in countries:
            score += COUNTRY
        elif place and countries:
            score -= FOREIGN
        elif place or mark.upos == "PROPN":
            score -= 0.5 * FOREIGN
    return max(-FOREIGN, min(score, COUNTRY + MODIFIER))
