"""title: where a title begins and ends inside what the article states of somebody, and whose the rest says it is."""

from __future__ import annotations

from attribution.article import Span
from attribution.describe.organization import appointer, behind_person, meant, organization_in
from attribution.describe.serving import is_personal
from attribution.parse import Parse, Token
from attribution.resolve.entity import Resolved
from attribution.resolve.lexicon import country, fold, nationalities, words
from attribution.resolve.nouns import FUNCTION_WORDS, is_rank, role_at
from attribution.resolve.role_phrases import ARTICLES
from attribution.resolve.runs import HYPHENS, POSSESSIVE, is_capital

_APART = frozenset({"a", "an", "the", "now", "currently", "once", "current", "longtime", "veteran", "fellow", "top"})
# Words before a title that say how long it has been held: no part of it, and nobody's name ("its new chief executive").
_PASSING = frozenset({"new", "newly", "current", "then", "own"})
_SINCE = frozenset({"now", "currently", "formerly", "previously"})  # open what a title's bearer is besides
# Participles that a hyphen joins to a name which is not whose a title is.
_QUALIFIED = frozenset(
    {"based", "born", "educated", "trained", "backed", "appointed", "winning", "nominated", "selling"}
)
_OWNED = frozenset({"of", "at", "with", "in", "for", "from"})


def left_of(parse: Parse, head: int, floor: int, resolved: Resolved) -> tuple[int, Span | None]:
    """Where the title begins, and whose it is by the words before it."""
    tokens = parse.tokens
    left, cut = head, False
    while left - 1 >= floor:
        token = tokens[left - 1]
        key = fold(token.text)
        if (
            token.upos == "DET"
            or key in {"a", "an", "the"}
            or token.xpos == "PRP$"
            or key in POSSESSIVE
            or key in words("calendar")
        ):
            break
        if key in {"and", "&", ","}:
            if role_at(tokens[left - 2]) is None:
                break
            left -= 1
            continue
        if token.text in HYPHENS:
            left -= 1
            continue
        if _is_party(parse, left - 1, floor, resolved):
            break
        if left < head and _ends_description(parse, left):
            return left, None
        if is_party(token):
            left, cut = left - 1, True
            continue
        if key in _QUALIFIED and left - 2 >= floor and tokens[left - 2].text in HYPHENS:
            return left, None  # "a Washington-based developer", "a Trump-appointed judge": not for whom he works
        if key == "bestselling":
            return left - 1, None  # "New York Times bestselling author": on whose list
        place = parse.name_at(left - 1) if key in {"city", "county"} else None
        ends = place is not None and place.kind == "LOC" and floor <= place.first < left - 1 and place.end == left
        if ends and not _place_inside(parse, left - 1, floor, resolved):
            break  # "New York City mayor", "Orange County sheriff": a word of the place, none of the title
        title_word = key in words("title_modifier") or is_rank(token) or role_at(token, guess=False) is not None
        body = resolved.at(left - 1)
        named = body is not None and body.kind != "person" and left - 2 >= floor and is_capital(tokens[left - 2])
        if named and title_word and _name_before(parse, left - 1, floor, resolved):
            named, cut = False, True
        owns = key in nationalities() or (
            _is_owner(parse, left - 1, resolved) and (named or key not in words("title_participle"))
        )
        if owns and (named or not title_word) and not _place_inside(parse, left - 1, floor, resolved):
            break
        left -= 1
    apart = {"and", "&", ","} | HYPHENS | _PASSING
    while left < head and tokens[left].text in apart:
        left += 1
    owner = _owner(parse, range(floor, left), resolved, cut=cut)
    while owner is not None and left < head and owner.start < tokens[left].start < owner.end:
        left += 1  # "Council for the Welfare of Immigrants campaigner": the name goes further than its last owner
    return left, owner


def _ends_description(parse: Parse, left: int) -> bool:
    """Whether the word before a title ends another description, since an adjective opens the title behind it.

    "His running mate presidential nominee X", "her colleague former senator X": no adjective stands inside a compound
    behind a noun that is a whole description. A word of titles can ("the opposition foreign secretary").
    """
    before, token = parse.tokens[left - 1], parse.tokens[left]
    whole = before.upos == "NOUN" and before.text.islower() and role_at(before, guess=False) is not None
    return whole and token.upos == "ADJ" and fold(before.text) not in words("title_modifier")


def is_party(token: Token) -> bool:
    """Whether a word is a party's name, as it stands before a title ("Republican Senator", "the Labour leader")."""
    return token.text[:1].isupper() and fold(token.text) in words("party")


def _is_party(parse: Parse, index: int, floor: int, resolved: Resolved) -> bool:
    """Whether a word says whose a title is by its party; behind a body or a state it says which of several it is."""
    if not is_party(parse.tokens[index]):
        return False
    before = index - 1  # "Senate Republican leader", "the Ohio Democratic senator"
    return before < floor or not _is_owner(parse, before, resolved)


def _name_before(parse: Parse, index: int, floor: int, resolved: Resolved) -> bool:
    """Whether a name is whole without its last word, which is the title's: a country's or a body's of the article.

    The tagger often takes both for one name: "US Treasury Secretary", "White House Press Secretary", "Senate Majority
    Leader". "Homeland Security Secretary" stays: nothing is called "Homeland".
    """
    tokens = parse.tokens
    first = index
    while first > floor and is_capital(tokens[first - 1]):
        first -= 1
    for start in range(first, index):
        rest = " ".join(token.text for token in tokens[start:index])
        if country(rest) or resolved.is_name(rest):
            return True
    return False


def _is_owner(parse: Parse, index: int, resolved: Resolved) -> bool:
    """Whether a word before a title names whose title it is: a name, or the last word of one."""
    token = parse.tokens[index]
    return resolved.at(index) is not None or (
        token.text[:1].isupper()
        # A name at the start of a sentence that the tagger took for a noun: "Facebook co-founder X".
        and (token.upos == "PROPN" or token.xpos in {"NNP", "NNPS"} or resolved.is_name(token.text))
    )


def _place_inside(parse: Parse, index: int, floor: int, resolved: Resolved) -> bool:
    """Whether a place belongs to the title because a possessor stands before it: "EADS's North America CEO"."""
    tokens = parse.tokens
    name = parse.name_at(index)
    while index >= floor and tokens[index].upos in {"PROPN", "ADJ"}:
        index -= 1
    owner = resolved.at(index - 1) if index > floor else None
    if owner is not None and owner.kind == "person" and name is not None and name.kind == "ORG":
        return False  # "Obama's CIA director": what a person owns is the director
    return index > floor and tokens[index].text in POSSESSIVE and _is_owner(parse, index - 1, resolved)


def _owner(parse: Parse, inside: range, resolved: Resolved, *, cut: bool) -> Span | None:
    """The organisation or country in the words before a title: possessor, compound name or nationality."""
    tokens = parse.tokens
    first, end = inside.start, inside.stop
    while end > first and (tokens[end - 1].text in POSSESSIVE or tokens[end - 1].text in _PASSING):
        end -= 1
    apart = words("status_former") | words("status_acting") | _APART
    while first < end and (tokens[first].upos == "DET" or fold(tokens[first].text) in apart):
        first += 1
    first = behind_person(parse, first, end, resolved)
    if first >= end:
        return None
    if end - first == 1 and is_party(tokens[first]):
        return parse.span(first, end)
    if tokens[end - 1].xpos == "PRP$":
        return appointer(parse, end - 1, resolved) or meant(parse, end - 1, resolved)
    return organization_in(parse, range(first, end), resolved, cut=cut)


def right_of(
    parse: Parse, head: int, limit: int, resolved: Resolved, *, owned: bool = False
) -> tuple[int, Span | None]:
    """Where the title ends, and whose it is by the words after it.

    With `owned`, a possessor before the title has said whose it is, and "of" or "for" behind it says of what field
    ("Apple's vice-president of marketing for the iPod", "Mexico's secretary of the economy").
    """
    tokens = parse.tokens
    end = head + 1
    while end < limit:
        token, key = tokens[end], fold(tokens[end].text)
        joined = _joined_title(parse, end, limit)
        if joined is not None:
            end = joined + 1
            continue
        if token.upos in {"PUNCT", "CCONJ"} and token.text not in HYPHENS:
            break
        if is_rank(token):
            break
        if opens_clause(token) or key in _SINCE or (key == "to" and token.upos == "PART"):
            break  # "a former aide now teaching at Yale"
        if token.xpos == "VBN" and token.deprel.startswith("acl"):
            break  # "a customer based in Boston", "a lawyer hired by the town": what was done to him, or where he is
        if token.xpos == "VBG":
            if tokens[head].feature("Number") == "Plur":
                break  # "leaders opposing the programme": what they do, not what they are
            return limit, None  # "executive overseeing hardware engineering for the company's phone"
        if (token.upos in {"ADP", "SCONJ"} or key in FUNCTION_WORDS) and key not in _OWNED | {"to", "on"}:
            break
        if key in _OWNED | {"to", "on"}:
            stop = _complement_end(parse, end, limit)
            if _is_date(parse, end + 1, stop):
                break
            field = (owned and key in {"of", "for"}) or _serves(parse, head, range(end + 1, stop), resolved)
            if key == "to" or field or _belongs_to_title(parse, end, stop):
                end = stop
                continue
            duty = _field_of_secretary(parse, head, end, stop)
            if duty is not None:
                return stop, organization_in(parse, range(end + 1, duty), resolved, cut=True)
            return end, organization_in(parse, range(end + 1, stop), resolved)
        end += 1
    while end - 1 > head and tokens[end - 1].upos in {"ADP", "DET", "ADV", "PART"}:
        end -= 1
    return end, None


def _serves(parse: Parse, head: int, inside: range, resolved: Resolved) -> bool:
    """Whether a complement is the person whom one serves, and so no organisation: "aide for X", "lawyer of X".

    An analyst serves no person: what he works for is a firm with a person's name ("strategist for Miller Tabak").
    """
    if not is_personal(parse.tokens[head]):
        return False
    if any(parse.tokens[index].text in POSSESSIVE for index in inside):
        return False  # "the architect of Obama's campaign"
    return any((entity := resolved.at(index)) is not None and entity.kind == "person" for index in inside)


def opens_clause(token: Token) -> bool:
    """Whether a word after a title opens a clause about its bearer: a relative pronoun, a finite verb."""
    if token.xpos in {"WP", "WDT", "WP$", "WRB"} or fold(token.text) in {"who", "whom", "whose", "which", "that"}:
        return True
    return token.upos == "AUX" or (token.upos == "VERB" and token.xpos in {"VBD", "VBZ", "VBP", "MD"})


def _joined_title(parse: Parse, at: int, limit: int) -> int | None:
    """The role noun of a second title that "and" at this token joins: "Chairman and Chief Operating Officer"."""
    tokens = parse.tokens
    if fold(tokens[at].text) not in {"and", "&"}:
        return None
    found = None
    for index in range(at + 1, min(limit, at + 6)):
        token = tokens[index]
        plain = token.upos in {"NOUN", "PROPN", "ADJ"} or fold(token.text) in words("title_participle")
        if not plain or fold(token.text) in words("status_former"):
            break
        if role_at(token) is not None:
            found = index
    return found


def _field_of_secretary(parse: Parse, head: int, start: int, stop: int) -> int | None:
    """Where the field begins in "Assistant Secretary of the Air Force for Acquisition", one title as a whole."""
    tokens = parse.tokens
    if not fold(tokens[head].text).endswith("secretary") or fold(tokens[start].text) != "of":
        return None
    for index in range(start + 2, stop - 1):
        if fold(tokens[index].text) == "for" and is_capital(tokens[index + 1]):
            return index
    return None


def _is_date(parse: Parse, first: int, end: int) -> bool:
    """Whether a complement says when, not whose: "prosecutors in April", "chairman from 2012"."""
    inner = [token for token in parse.tokens[first:end] if token.upos not in {"DET", "PUNCT"}]
    return bool(inner) and all(
        token.upos == "NUM" or token.text[:1].isdigit() or fold(token.text) in words("calendar") for token in inner
    )


def _complement_end(parse: Parse, start: int, limit: int) -> int:
    """The end of a prepositional phrase: before the next preposition that opens one of its own, or a comma."""
    tokens = parse.tokens
    end = start + 1
    named = False
    while end < limit:
        token, key = tokens[end], fold(tokens[end].text)
        if token.text in {",", ";", "(", ")"} or opens_clause(token):
            break
        again = key == "of" and tokens[start].text == "of"  # "chairman of the panel of twelve"
        name = parse.name_at(end)
        inside_name = again or (key in {"of", "for"} and is_capital(tokens[end - 1]))
        inside_name |= name is not None and name.first < end < name.end - 1  # "Council on American - Islamic Relations"
        if key in _OWNED | {"to", "on"} and named and not inside_name:
            break
        if named and token.upos in {"ADP", "SCONJ"} and key not in _OWNED | {"to", "on"}:
            break
        if _joined_title(parse, end, limit) is not None or _opens_role(parse, end, limit):
            break  # a second role: "a fellow at the Hoover Institution and a former ambassador"
        if token.upos == "VERB" and token.xpos in {"VBD", "VBZ", "VBP", "VBG", "VBN"} and named:
            break
        if named and (key in {"all", "both"} or is_rank(token)):
            break
        named = named or token.upos in {"NOUN", "PROPN", "ADJ", "NUM"}
        end += 1
    return end


def _opens_role(parse: Parse, at: int, limit: int) -> bool:
    """Whether "and" opens a second role with an article of its own ("at Yale and a former envoy", "and the editor")."""
    tokens = parse.tokens
    if fold(tokens[at].text) != "and" or at + 2 >= limit:
        return False
    article = fold(tokens[at + 1].text)
    return article in {"a", "an"} or (article == "the" and role_at(tokens[at + 2], guess=False) is not None)


def _belongs_to_title(parse: Parse, start: int, end: int) -> bool:
    """Whether a complement names a field and no body: "chief of staff", "Secretary of State", "editor at large"."""
    tokens = parse.tokens
    inner = tokens[start + 1 : end]
    if not inner:
        return True
    owned = (token.upos == "DET" or token.xpos == "PRP$" or token.text in POSSESSIVE for token in inner)
    if any(owned) or fold(inner[0].text) in ARTICLES:
        return False
    if fold(tokens[start].text) == "at":
        return not any(token.upos in {"PROPN", "NOUN"} for token in inner)
    if all(fold(token.text) in words("title_modifier") for token in inner):
        return True
    if fold(tokens[start].text) not in {"of", "for", "on"}:
        return False
    employed = end < len(tokens) and fold(tokens[end].text) in {
        "at",
        "with",
    }  # "director of Housing Studies at Harvard"
    return employed or not is_capital(inner[-1])
