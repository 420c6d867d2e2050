"""bearers: to whom an office, a relation or a role belongs, by all that the article states of anybody.

`fit_person` weighs one person against a description; the others look for the one person or body that a description can
only mean: the only bearer of a role, whoever is said to be somebody's lawyer, whom the next sentences name.
"""

from __future__ import annotations

from bisect import bisect_right

from attribution.parse import Token
from attribution.resolve import lexicon
from attribution.resolve.entity import RoleStatement
from attribution.resolve.forms import core_of
from attribution.resolve.lexicon import Noun, fold, words
from attribution.resolve.nouns import body_noun, classes_of, party_of, role_at, role_word
from attribution.resolve.phrases import is_plural, modifiers, start_of
from attribution.resolve.runs import HYPHENS, POSSESSIVE
from attribution.resolve.walk import (
    COUNTRY,
    FOREIGN,
    INTRODUCED_WITHIN,
    LESSER,
    MODIFIER,
    ROLE_CLASS,
    ROLE_WORD,
    VAGUE,
    Referent,
    Walk,
)

_SURE_OWNER = 0.6  # confidence of a possessive pronoun from which its owner counts: below, two are nearly as likely
_LESSER = frozenset({"vice", "deputy", "assistant", "associate", "lieutenant", "under", "junior"})
_OFFICES = frozenset({"politician", "judge", "lawmaker", "clergy"})  # classes of nouns of which an article knows few
_OPENING = 2  # paragraphs after the first, a headline mostly, in which somebody is introduced before he is named
_STEM = 5  # letters by which a word of a description is known again in a name: "appeals", "elections", "Senate"
_OF_NO_OTHER = frozenset({"presidential", "own"})  # of one person's campaigns, these words mark off none
_BRACKETS = 8  # mentions of a name after which a bracket is looked for


def only_bearer(walk: Walk, token: Token, noun: Noun, marks: list[Token]) -> int | None:
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


def only_of_owner(walk: Walk, token: Token, noun: Noun) -> int | None:
    """The one person of whom the article says that he is what "his attorney" or "Pagliano's lawyer" is to its owner.

    "An attorney for Pagliano, Mark MacDougall", "Ann Lee, a spokeswoman for Boeing … its spokeswoman", "Trump's
    campaign manager, Rob Mook". None where two are said to be it.
    """
    owner = _owner_before(walk, token.index)
    if owner is None:
        return None
    keys = {fold(token.lemma), *(noun.classes[:1] if noun.classes[:1] != ("person",) else ())} - VAGUE
    found = {
        number
        for key in sorted(keys)
        for number in walk.by_class.get(key, ())
        if any(_owner_of(walk, one.head) == owner for one in walk.roles[number])
    }
    return found.pop() if len(found) == 1 else None


def body_of_owner(walk: Walk, token: Token) -> int | None:
    """The body that the article names after its owner, where a description says whose it is.

    "his campaign", "Ann Lee's campaign", "the Ann Lee presidential campaign" for "the Lee campaign". None where the
    name is no more than a surname that two people bear, and where the description tells one campaign from others ("his
    2008 campaign", "her Senate campaign").
    """
    noun, head = body_noun(token), token.index
    if noun is None or "owned" not in noun.classes or is_plural(walk.parse, head):
        return None
    start = start_of(walk.parse, head)
    owner, end = _owner_before(walk, head), head
    while end > start and fold(walk.parse.tokens[end - 1].text) in _OF_NO_OTHER:
        end -= 1
    end -= end > start and walk.parse.tokens[end - 1].text in POSSESSIVE
    if owner is None and end > start and end - 1 in walk.at:
        owner = _named(walk, end - 1)
    if owner is None or walk.names.drafts[owner].kind != "PER":
        return None
    if end - 1 not in walk.at and walk.parse.tokens[end - 1].xpos != "PRP$":
        return None  # another word stands between the owner and the noun
    form = core_of(walk.names.drafts[owner].form)
    bearers = [one for one in walk.names.drafts if one.kind == "PER" and core_of(one.form)[-1:] == form[-1:]]
    called = {form, form[-1:]} if len(bearers) == 1 else {form}
    found = [
        number
        for number, draft in enumerate(walk.names.drafts)
        if draft.kind == "ORG" and draft.form[-1] == fold(token.lemma) and draft.form[:-1] in called
    ]
    return found[0] if len(found) == 1 else None


def _owner_before(walk: Walk, head: int) -> int | None:
    """The one person or body that the possessor before a noun names or surely means."""
    for child in walk.parse.tokens[start_of(walk.parse, head) : head]:
        if child.deprel == "nmod:poss" and not walk.parse.children(child.index, "appos", "conj"):
            return _named(walk, child.index)
    return None


def _owner_of(walk: Walk, head: int) -> int | None:
    """Whose the bearer of a stated role is: the possessor before it, else the name after "for", "of" or "to"."""
    owner = _owner_before(walk, head)
    if owner is not None:
        return owner
    tokens = walk.parse.tokens
    limit = walk.parse.sentences[tokens[head].sentence].end
    index = head + 1
    if index >= limit or fold(tokens[index].text) not in {"for", "of", "to"}:
        return None
    index += 1
    while index < limit and index not in walk.at and tokens[index].upos in {"DET", "PROPN", "ADJ", "NOUN"}:
        index += 1
    return _named(walk, index) if index in walk.at else None


def _named(walk: Walk, index: int) -> int | None:
    """The draft that a name's or a pronoun's token surely means."""
    if index in walk.at:
        choice = walk.names.choices[walk.at[index]]
        if len(choice) == 1:
            return choice[0]
        index = walk.names.mentions[walk.at[index]].head
    led = walk.found.get(index)
    best = led.best if led is not None and led.confidence >= _SURE_OWNER else None
    return best[1] if best is not None and best[0] == "e" else None


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


def introduced_next(walk: Walk, token: Token, noun: Noun, marks: list[Token]) -> int | None:
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
            fit = fit_person(walk, number, token, noun, marks)
            if fit is not None and fit >= ROLE_WORD + MODIFIER:
                found.append(number)
    return found[0] if len(found) == 1 else None


def named_next(walk: Walk, token: Token) -> int | None:
    """The one body whom the article names within a few sentences after "a federal appeals court", by its very words.

    "A federal appeals court … the U.S. Court of Appeals for the Sixth Circuit", "A Senate committee … the Senate
    Intelligence Committee", "A state election board … the Ohio Board of Elections": the noun and a word before it stand
    in the name, and no name before has the noun.
    """
    noun = body_noun(token)
    if noun is None or noun.kind != "body" or "company" in noun.classes or is_plural(walk.parse, token.index):
        return None
    marks = {_stem(mark) for mark in modifiers(walk.parse, token.index)} - {_stem(token)}
    found = []
    for number, _ in _first_after(walk, token):
        draft = walk.names.drafts[number]
        if draft.kind != "ORG" or fold(token.lemma) not in draft.form:
            continue
        words_of = {word[:_STEM] for word in draft.form if len(word) >= _STEM}
        if marks & words_of and ("e", number) not in walk.traces:
            found.append(number)
    return found[0] if len(found) == 1 else None


def named_below(walk: Walk, token: Token) -> int | None:
    """Whom the opening of an article calls "a New York judge" before it names the only judge that it knows.

    "A judge ruled … Justice Frank Nervo wrote", "A young mayor … Mayor Ann Lee said", "A congressman … Rep. Bob Ray".
    Not in the body of the article, where "a senator" may be any; not with a complement ("a spokesman for Boeing")
    or a nation or party of his own that nothing confirms; not by nouns that fit many ("an official").
    """
    parse = walk.parse
    noun, key = role_at(token, guess=False), fold(token.lemma)
    if noun is None or key in VAGUE or not _OFFICES & set(noun.classes):
        return None
    if token.paragraph > _OPENING or parse.children(token.index, "nmod") or is_plural(parse, token.index):
        return None
    if fold(parse.tokens[start_of(parse, token.index)].text) not in {"a", "an"}:
        return None
    bearers = walk.by_class.get(key, ())
    if len(bearers) != 1 or ("e", bearers[0]) in walk.traces or bearers[0] not in dict(_first_after(walk, token)):
        return None
    marks = [m for m in modifiers(parse, token.index) if fold(m.text) in words("party") or lexicon.country(m.text)]
    fit = fit_person(walk, bearers[0], token, noun, marks)
    return bearers[0] if fit is not None and fit >= (ROLE_CLASS + MODIFIER if marks else ROLE_CLASS) else None


def _stem(token: Token) -> str:
    return fold(token.lemma)[:_STEM]


def _first_after(walk: Walk, token: Token) -> list[tuple[int, int]]:
    """The drafts of the names of the next few sentences, and their first tokens, in text order."""
    mentions = walk.names.mentions
    at = bisect_right(mentions, token.index, key=lambda mention: mention.first)
    found: dict[int, int] = {}
    while at < len(mentions):
        first = mentions[at].first
        if walk.parse.tokens[first].sentence - token.sentence > INTRODUCED_WITHIN:
            break
        if len(walk.names.choices[at]) == 1:
            found.setdefault(walk.names.choices[at][0], first)
        at += 1
    return list(found.items())


def fit_person(walk: Walk, number: int, token: Token, noun: Noun, marks: list[Token]) -> float | None:
    """How well a description suits a named person, in log odds; None where it cannot mean him."""
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
        score += marks_agree(walk, marks, owners, home)
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


def marks_agree(walk: Walk, marks: list[Token], others: list[Token], home: frozenset[str] = frozenset()) -> float:
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
