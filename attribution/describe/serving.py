"""serving: whom a title's bearer serves, and what else the words before a title say: his town, a list of fields."""

from __future__ import annotations

from attribution.article import Span
from attribution.parse import Parse, Token
from attribution.resolve.entity import Resolved
from attribution.resolve.lexicon import fold, words
from attribution.resolve.nouns import body_noun, role_at
from attribution.resolve.runs import POSSESSIVE

# Posts that are called by "campaign": "campaign manager" is a title, "campaign spokesman" a spokesman of a campaign.
_CAMPAIGN_POSTS = frozenset({"manager", "chairman", "chairwoman", "chair", "chief", "director"})


def served(parse: Parse, head: int, left: int, owner: Span | None, resolved: Resolved) -> tuple[int, Span | None]:
    """Where a title begins, and whose it is, where the words before it name the person whom its bearer serves.

    A person is no body: "Clinton spokesman" and "Trump critic" are titles as "spokesman for Clinton" is. A person's
    campaign is one ("Trump campaign spokesman", "Clinton's campaign manager"). Kin and colleagues have no organisation
    by that.
    """
    tokens = parse.tokens
    if fold(tokens[head].lemma) in words("kin"):
        employer = parse.name_at(head - 1)  # "X's NBC News colleague"
        if employer is not None and employer.kind == "ORG" and employer.end == head:
            return head, parse.span(employer.first, employer.end)
        return left, None
    if owner is None:
        return left, owner
    last = parse.between(*owner).stop - 1
    entity = resolved.at(last)
    if entity is None or entity.kind != "person":
        return left, owner
    noun = body_noun(tokens[left])
    if left < head and noun is not None and "owned" in noun.classes:
        post = left + 1 == head and fold(tokens[head].lemma) in _CAMPAIGN_POSTS
        return left if post else left + 1, Span(owner.start, tokens[left].end)
    surname = len(entity.name.split()) > 1 and parse.words(owner) != entity.name
    if not is_personal(tokens[head]) and not surname:
        return left, owner  # "Miller Tabak strategist": a firm with a person's name
    return left if tokens[left - 1].text in POSSESSIVE else parse.between(*owner).start, None


def is_personal(token: Token) -> bool:
    """Whether a post can be a person's: one speaks for, advises or helps somebody."""
    noun = role_at(token)
    speaks = {"spokesperson", "lawyer"} & {*(noun.classes if noun else ()), fold(token.lemma)}
    return bool(speaks) or not words("personal_post").isdisjoint(
        {fold(token.lemma), fold(token.text).removesuffix("s")}
    )


def town(parse: Parse, first: int) -> Span | None:
    """The town before a title that begins at token `first`: "Tulsa, Okla., police officer X"; not "in Tulsa, …"."""
    tokens = parse.tokens
    state = parse.name_at(first - 2) if first >= 4 and tokens[first - 1].text == "," else None
    if state is None or state.kind != "LOC" or state.first < 2 or tokens[state.first - 1].text != ",":
        return None
    city = parse.name_at(state.first - 2)
    if city is None or city.kind != "LOC" or city.end != state.first - 1:
        return None
    adverbial = city.first > 0 and tokens[city.first - 1].upos == "ADP"
    return None if adverbial else parse.span(city.first, city.end)


def listed(parse: Parse, head: int, first: int, floor: int) -> int:
    """Where a title begins whose first words are a list: "Federal and state officials", "sales, service, and
    marketing vice president". `first` is where it begins without the list; the list reaches no further than `floor`.
    A body before a plural title is a source of its own ("police and court officials").
    """
    tokens = parse.tokens
    several = tokens[head].feature("Number") == "Plur"
    at = first
    while at - 2 >= floor and tokens[at - 1].text in {",", "and", "&"}:
        before = at - 2
        if tokens[before].text == "," and before - 1 >= floor:
            before -= 1  # ", and"
        token = tokens[before]
        another = token.upos == "NOUN" and (role_at(token, guess=False) or (several and body_noun(token)))
        if token.upos not in {"ADJ", "NOUN"} or another:
            break
        at = before
    bare = at == floor or tokens[at - 1].text in POSSESSIVE or tokens[at - 1].upos == "DET"
    return at if bare else first
