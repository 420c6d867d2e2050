"""bodies: how well "the group", "the airline" or "the agency" suits an organisation or a place."""

from __future__ import annotations

from attribution.parse import Token
from attribution.resolve import lexicon
from attribution.resolve.lexicon import Noun, fold, words
from attribution.resolve.nouns import body_noun
from attribution.resolve.phrases import modifiers
from attribution.resolve.walk import (
    BODY,
    COMPANY,
    FOREIGN,
    MODIFIER,
    OTHER_TRADE,
    ROLE_CLASS,
    ROLE_WORD,
    Referent,
    Walk,
)

# Words that name a trade for certain, and the trade: one body is not of two.
_TRADES = {
    "automaker": "cars", "carmaker": "cars", "airline": "flights", "carrier": "flights", "airframer": "planes",
    "planemaker": "planes", "bank": "money", "lender": "money", "brokerage": "money", "drugmaker": "drugs",
    "chipmaker": "chips", "brewer": "beer", "newspaper": "news", "broadcaster": "news", "magazine": "news",
    "hospital": "care", "university": "teaching",
}  # fmt: skip
_AGENCIES = frozenset({"agency", "office", "bureau", "department", "administration", "commission", "service",
                       "services", "authority", "enforcement", "investigations"})  # fmt: skip
_STEM = 4  # letters by which words of one trade are known
_PLACES = frozenset({"country", "nation", "state", "city", "town", "kingdom", "republic"})


def fit_body(walk: Walk, referent: Referent, token: Token, noun: Noun, marks: list[Token]) -> float | None:
    """How well a description of a body suits a named one, in log odds; None where it cannot mean it."""
    draft = walk.names.drafts[referent[1]]
    key = fold(token.lemma)
    if draft.kind == "LOC":
        return ROLE_CLASS if key in _PLACES else None
    if draft.kind not in {"ORG", "MISC"} or key in _PLACES or "unique" in noun.classes:
        return None
    if noun.kind == "collective":
        return 0.2 if draft.kind == "ORG" else None
    company = "company" in noun.classes
    if company and (
        draft.form[-1] in words("public_body")
        or set(draft.form) & words("market_index")
        or lexicon.country(" ".join(draft.form))
    ):
        return None
    beside = nouns_beside(walk, referent[1])
    if key in draft.form or key in {fold(other.lemma) for other in beside}:
        return ROLE_WORD
    if "owned" in noun.classes:
        return None  # "the campaign" is no other kind of organisation
    if draft.kind != "ORG" and company:
        return None
    score = BODY
    if key == "agency" and draft.form[-1] not in words("corporate"):
        score += MODIFIER if set(draft.form) & _AGENCIES else 0.0
    if company and any("company" in classes_of_body(other) for other in beside):
        score += COMPANY
    return score + _trade_agrees(walk, token, marks, beside)


def nouns_beside(walk: Walk, number: int) -> list[Token]:
    """The common nouns that the article sets beside an organisation's name: "the Taliban militant group".

    Appositions and predicates count: "the carmaker Ford", "NPD, a market research firm", "Ford is an automaker".
    """
    tokens = walk.parse.tokens
    found: dict[int, Token] = {}
    for mention in walk.names.drafts[number].mentions[:8]:
        inside = range(mention.first, mention.end)
        places = (mention.end, mention.end + 1, mention.first - 1)
        near = [tokens[index] for index in places if 0 <= index < len(tokens)]
        for index in inside:
            near += walk.parse.children(index, "appos")
            above = tokens[tokens[index].head]
            if tokens[index].deprel in {"appos", "nsubj"}:
                predicate = tokens[index].deprel == "appos" or walk.parse.children(above.index, "cop")
                near += [above] if predicate else []
        for token in near:
            beside = token.sentence == tokens[mention.first].sentence and token.index not in inside
            if beside and token.upos == "NOUN" and body_noun(token) is not None:
                found.setdefault(token.index, token)
    return list(found.values())


def classes_of_body(token: Token) -> tuple[str, ...]:
    """The hypernyms of a noun that names a body, none where it names none."""
    noun = body_noun(token)
    return noun.classes if noun is not None else ()


def is_generic(token: Token) -> bool:
    """Whether a noun says of a company no more than that it is one, as "the company" and "the firm" do."""
    return fold(token.lemma) in words("generic_company")


def _trade_agrees(walk: Walk, token: Token, marks: list[Token], beside: list[Token]) -> float:
    """Whether what a description says of a body's trade or country is what the article says beside its name.

    "the auto firm" of an "automobile manufacturer", "the airline" of none; "the German bank" of a "bank of Germany".
    Trades are compared by their first letters, since a trade has many words of one stem ("automaker").
    """
    if not beside:
        return 0.0
    said = [word for other in beside for word in (*modifiers(walk.parse, other.index), other)]
    wanted = {fold(word.lemma)[:_STEM] for word in (*marks, token) if not is_generic(word)}
    stems = {fold(word.lemma)[:_STEM] for word in said if not is_generic(word)}
    trade, known = _TRADES.get(fold(token.lemma)), {_TRADES.get(fold(word.lemma)) for word in said} - {None}
    score = MODIFIER if wanted & stems or trade in known else -OTHER_TRADE if trade and known else 0.0
    countries = {lexicon.country(word.text) for word in said} - {""}
    places = {lexicon.country(word.text) for word in marks} - {""}
    if countries and places:
        score += MODIFIER if countries & places else -FOREIGN
    return score


def issuers(walk: Walk, token: Token) -> frozenset[int]:
    """Organisations whose statement or site the sentence has named: "In a statement on the Airbus website, the
    company", "In a release from GM, the firm", "In Apple's letter, the company"."""
    parse, tokens = walk.parse, walk.parse.tokens
    start = parse.sentences[token.sentence].first
    issued = {
        index
        for index in range(start, token.index)
        if (noun := body_noun(tokens[index])) is not None and "issued" in noun.classes
    }
    found = set()
    for index in range(start, token.index):
        if index in walk.at and any(above.index in issued for above in parse.ancestors(index)):
            choice = walk.names.choices[walk.at[index]]
            if len(choice) == 1 and walk.names.drafts[choice[0]].kind == "ORG":
                found.add(choice[0])
    return frozenset(found) if len(found) == 1 else frozenset()
