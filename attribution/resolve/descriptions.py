"""descriptions: whom "the envoy", "the top Afghan official" or "the group" means."""

from __future__ import annotations

import math

from attribution.parse import Parse, Token
from attribution.resolve import lexicon
from attribution.resolve.entity import RoleStatement
from attribution.resolve.lexicon import Noun, fold, words
from attribution.resolve.nouns import body_noun, classes_of, role_at, role_word
from attribution.resolve.phrases import is_definite, is_plural, kind_of, modifiers, start_of
from attribution.resolve.walk import (
    ARC,
    COUNTRY,
    FOREIGN,
    INFORMANTS,
    LESSER,
    MODIFIER,
    NAMED_SINCE,
    NEW,
    PEERS,
    ROLE_CLASS,
    ROLE_WORD,
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
_PLACES = frozenset({"country", "nation", "state", "city", "town", "kingdom", "republic"})


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
    scores: dict[Referent, float] = {here: NEW + 0.5 * ARC * _self_arc(token)}
    latest = -1  # where a person whose role the description states was spoken of last
    for referent in candidates:
        fit = _fit(walk, referent, token, plural, marks)
        if fit is None:
            continue
        scores[referent] = order(walk, referent, token) + fit + 0.75 * ARC * arcs.get(referent, 0.0)
        if referent[0] == "e" and fit >= ROLE_CLASS:
            latest = max(latest, walk.traces[referent].token)
    for referent in scores:
        if referent[0] == "n" and referent != here and walk.traces[referent].token < latest:
            scores[referent] -= NAMED_SINCE
    return softmax(scores)


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
        return None if plural and noun.kind == "body" else _fit_body(walk, referent, token, noun)
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
        score += _marks_agree(walk, marks, owners)
        own = key in {fold(head.lemma), role_word(head)}
        if own and {fold(mark.text) for mark in marks} & _LESSER != {fold(word.text) for word in owners} & _LESSER:
            score -= LESSER
        best = score if best is None else max(best, score)
    if best is None and noun.classes[:1] == ("person",) and noun.gender and noun.gender == gender:
        return 0.0  # "the woman", for whoever is known to be one
    return best


def _fit_body(walk: Walk, referent: Referent, token: Token, noun: Noun) -> float | None:
    draft = walk.names.drafts[referent[1]]
    key = fold(token.lemma)
    if draft.kind == "LOC":
        return ROLE_CLASS if key in _PLACES else None
    if draft.kind not in {"ORG", "MISC"} or key in _PLACES or "unique" in noun.classes:
        return None
    if noun.kind == "collective":
        return 0.2 if draft.kind == "ORG" else None
    if "company" in noun.classes and draft.form[-1] in words("public_body"):
        return None
    if key in draft.form or noun_beside(walk, referent[1]) == key:
        return ROLE_WORD
    if "owned" in noun.classes:
        return None  # "the campaign" is no other kind of organisation
    return 1.0 + 0.5 * math.log(1 + walk.counts[referent])


def noun_beside(walk: Walk, number: int) -> str:
    """The common noun that the article sets beside an organisation's name ("the Taliban militant group")."""
    tokens = walk.parse.tokens
    for mention in walk.names.drafts[number].mentions[:8]:
        for index in (mention.end, mention.end + 1, mention.first - 1):
            if not 0 <= index < len(tokens) or tokens[index].sentence != tokens[mention.first].sentence:
                continue
            if tokens[index].upos == "NOUN" and body_noun(tokens[index]) is not None:
                return fold(tokens[index].lemma)
    return ""


def _owner_words(walk: Walk, statement: RoleStatement) -> list[Token]:
    """The words of a role that say whose it is: those before its head, and after it those after "of"."""
    inside = walk.parse.between(*statement.span)
    found = [walk.parse.tokens[index] for index in inside if index <= statement.head]
    after = statement.head + 1
    if after in inside and fold(walk.parse.tokens[after].text) == "of":
        found += [walk.parse.tokens[index] for index in inside if index > after]
    return found


def _marks_agree(walk: Walk, marks: list[Token], others: list[Token]) -> float:
    """Whether a description's modifiers agree with a role's words: "the Afghan official", "Afghanistan's minister"."""
    keys = {fold(token.text) for token in others} | {fold(token.lemma) for token in others}
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
