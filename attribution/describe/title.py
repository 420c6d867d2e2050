"""title: where a title begins and ends inside what the article states of somebody, and whose the rest says it is."""

from __future__ import annotations

from attribution.article import Span
from attribution.describe.serving import is_personal
from attribution.parse import Parse, Token
from attribution.resolve.entity import Entity, Resolved
from attribution.resolve.lexicon import country, fold, nationalities, words
from attribution.resolve.nouns import FUNCTION_WORDS, body_noun, is_rank, role_at
from attribution.resolve.roles import APPOINT
from attribution.resolve.runs import HYPHENS, POSSESSIVE, is_capital

_APART = frozenset({"a", "an", "the", "now", "currently", "once", "current", "longtime", "veteran", "fellow", "top"})
# Words before a title that say how long it has been held: no part of it, and nobody's name ("its new chief executive").
_PASSING = frozenset({"new", "newly", "current", "then", "own"})
_SINCE = frozenset({"now", "currently", "formerly", "previously"})  # open what a title's bearer is besides
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
        if key == "based" and left - 2 >= floor and tokens[left - 2].text in HYPHENS:
            return left, None  # "a Washington-based developer": where he works, not for whom
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
    return left, _owner(parse, range(floor, left), resolved, cut=cut)


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
        token.text[:1].isupper() and (token.upos == "PROPN" or token.xpos in {"NNP", "NNPS"})
    )


def _place_inside(parse: Parse, index: int, floor: int, resolved: Resolved) -> bool:
    """Whether a place belongs to the title because a possessor stands before it: "EADS's North America CEO"."""
    tokens = parse.tokens
    while index >= floor and tokens[index].upos in {"PROPN", "ADJ"}:
        index -= 1
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
    if first >= end:
        return None
    if end - first == 1 and is_party(tokens[first]):
        return parse.span(first, end)
    if tokens[end - 1].xpos == "PRP$":
        return _appointer(parse, end - 1, resolved) or _meant(parse, end - 1, resolved)
    return organization_in(parse, range(first, end), resolved, cut=cut)


def organization_in(parse: Parse, inside: range, resolved: Resolved, *, cut: bool = False) -> Span | None:
    """A noun phrase as an organisation: its name where it is "the company", the country where it is "Afghan".

    With `cut` it ends where the phrase does, even inside a name.
    """
    tokens = parse.tokens
    first, end = inside.start, inside.stop
    while first < end and (
        fold(tokens[first].text) in FUNCTION_WORDS
        or (tokens[first].upos in {"DET", "ADP", "ADV"} and not _named(parse, first, end))
    ):
        first += 1
    while (
        end > first
        and tokens[end - 1].text != "."
        and (tokens[end - 1].upos in {"PUNCT", "ADV", "CCONJ"} or tokens[end - 1].text in POSSESSIVE)
    ):
        end -= 1
    if first >= end:
        return None
    if end - first == 1:
        token = tokens[first]
        place = nationalities().get(fold(token.text))
        if place is not None and token.upos != "PROPN":
            named = resolved.country(place)
            return (_name_span(parse, named) if named is not None else None) or parse.span(first, end)
        if token.upos in {"NOUN", "PRON"}:
            return _meant(parse, first, resolved)
    capitals = any(is_capital(token) for token in tokens[first:end])
    while first + 1 < end and (
        fold(tokens[first].text) in words("indefinite") or (capitals and _is_plain(tokens[first]))
    ):
        first += 1  # "the centrist Tax Policy Center", "several auto firms", "our United States"
    start, stop = parse.span(_proper_part(parse, first, end), end)
    whole = resolved.name_around(
        stop - 1 - (parse.text[stop - 1] == ".")
    )  # "Bailey & Glasser", "Council on Foreign Relations": past the preposition
    if whole is not None and not cut and whole.start <= stop - 1 and whole.start >= tokens[inside.start].start:
        stop = max(stop, whole.end)
    if whole is not None and whole.end == stop - 1 and parse.text[stop - 1] == ".":
        stop = whole.end  # the sentence's full stop, left on its last word
    return Span(start, stop)


def _is_plain(token: Token) -> bool:
    """Whether a word before an organisation's name is none of its words: an article, an adjective, a number."""
    plain = token.upos in {"DET", "ADJ", "NUM"} or token.xpos == "PRP$" or token.text in words("partisan")
    return token.text.islower() and plain


def _proper_part(parse: Parse, first: int, end: int) -> int:
    """Where the name begins in "the British union Unite" or "the German state of Bavaria"; else the phrase's start."""
    tokens = parse.tokens
    start = end
    while start > first and (is_capital(tokens[start - 1]) or tokens[start - 1].text in HYPHENS):
        start -= 1
    if not first < start < end:
        return first
    before = start - 1
    if fold(tokens[before].text) == "of" and before > first:
        before -= 1
    noun = body_noun(tokens[before])
    return start if noun is not None and noun.kind == "body" and tokens[before].text[:1].islower() else first


def _named(parse: Parse, first: int, end: int) -> bool:
    name = parse.name_at(first)
    return name is not None and name.end <= end


def _appointer(parse: Parse, index: int, resolved: Resolved) -> Span | None:
    """The body whose "its" is in what it does to somebody: "GM named X as its head", "Ford hired X as its chairman"."""
    verbs = (token.index for token in parse.ancestors(index) if token.lemma in APPOINT)
    for subject in parse.children(next(verbs, index), "nsubj"):
        for head in (subject.index, *(token.index for token in parse.children(subject.index, "appos"))):
            span = _meant(parse, head, resolved)
            if span is not None:
                return span
    return None


def _meant(parse: Parse, head: int, resolved: Resolved) -> Span | None:
    """The name of the organisation that "the company" or "its" means, where it stands nearest before."""
    entity = resolved.at(head)
    if entity is None or entity.kind == "person":
        return None
    return _name_span(parse, entity)


def _name_span(parse: Parse, entity: Entity) -> Span | None:
    spans = [mention.span for mention in entity.mentions if mention.form == "name"]
    return next((span for span in spans if parse.words(span) == entity.name), spans[0] if spans else None)


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
        inside_name = again or (key in {"of", "for"} and is_capital(tokens[end - 1]))
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
    if any(token.upos == "DET" or token.xpos == "PRP$" or token.text in POSSESSIVE for token in inner):
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
