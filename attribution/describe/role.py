"""role: a speaker's title and organisation, as the words of the article state them.

A statement ("Iran's special envoy to Afghanistan") is cut into whose it is (possessor, compound, nationality, the
complement of "of" or "at") and what it is (the rest, as far as it stands in one piece). The fullest statement of an
article goes to every record of its speaker.
"""

from __future__ import annotations

from dataclasses import dataclass

from attribution.article import Span
from attribution.describe.values import Role, RoleStatus
from attribution.find.values import Attribution
from attribution.parse import Parse
from attribution.resolve.entity import Entity, Resolved, RoleStatement, Speaker
from attribution.resolve.lexicon import fold, nationalities, words
from attribution.resolve.mentions import start_of
from attribution.resolve.roles import body_noun, is_rank, party_of, phrase_end, role_at
from attribution.resolve.runs import is_capital

NOBODY = Role()
_HYPHENS = frozenset("-‐‑–")
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_OWNED = frozenset({"of", "at", "with", "in", "for", "from"})
_APART = frozenset({"a", "an", "the", "now", "currently", "once", "current", "longtime", "veteran", "fellow", "top"})
_SOMEBODY = frozenset({"person", "people", "someone", "somebody", "individual"})
# Classes of nouns that say what somebody is to the story, not what office he holds ("victim", "supporter").
_INCIDENTAL = frozenset({"person", "athlete", "member"})


@dataclass(frozen=True, slots=True)
class _Stated:
    title: Span | None
    organization: Span | None
    status: RoleStatus
    evidence: Span
    weight: float


def role_of(parse: Parse, attribution: Attribution, speaker: Speaker, resolved: Resolved) -> Role:
    """The fullest role that the article states for a speaker; for an unnamed person, the description itself.

    Organisations, documents and groups of no profession have no role. All spans count code points of `parse.text`.
    """
    if speaker.kind == "person" and speaker.entity is not None:
        entity = resolved.entity(speaker.entity)
        return NOBODY if entity is None else _of_entity(parse, entity, resolved)
    if speaker.name is None and speaker.kind in {"anonymous", "group"} and speaker.evidence is not None:
        return _of_description(parse, attribution, speaker, resolved)
    return NOBODY


def _of_entity(parse: Parse, entity: Entity, resolved: Resolved) -> Role:
    stated = [_read(parse, statement, resolved) for statement in entity.roles]
    stated = [one for one in stated if one.weight > 0]
    if not stated:
        return NOBODY
    best = max(stated, key=lambda one: (one.weight, -one.evidence.start))
    organization = best.organization
    if organization is None and best.title is not None:
        title = fold(parse.words(best.title))
        same = (one for one in stated if one.title is not None and _same_post(fold(parse.words(one.title)), title))
        organization = next((one.organization for one in same if one.organization is not None), None)
    return Role(best.title, organization, best.status, best.evidence)


def _same_post(left: str, right: str) -> bool:
    return left in right or right in left


def _read(parse: Parse, statement: RoleStatement, resolved: Resolved) -> _Stated:
    tokens = parse.tokens
    inside = parse.between(*statement.span)
    head = statement.head
    if party_of(tokens[head].text) and tokens[head].start == statement.span.start:
        return _Stated(None, None, "current", statement.span, -9.0)
    if statement.shape == "clause":
        owner = _phrase(parse, range(head + 1, inside.stop), resolved)
        return _Stated(parse.span(head, head + 1), owner, "current", statement.span, 0.5)
    left, owner = _left(parse, head, inside.start, resolved)
    right, complement = _right(parse, head, inside.stop, resolved)
    field = owner is not None and tokens[left - 1].upos == "PROPN" and _is_place(parse, owner)
    if complement is not None and owner is not None and field:
        left, owner = parse.between(*owner).start, None  # "Asia director for the National Security Council"
    organization = owner if owner is not None else complement
    noun = role_at(tokens[head])
    status = _status(parse, inside, head)
    weight = min(right - left, 6) * 0.3 + (1.0 if organization is not None else 0.0)
    weight += 0.0 if is_rank(tokens[head]) else 2.0
    weight -= 2.0 if noun is not None and noun.classes[:1] and noun.classes[0] in _INCIDENTAL else 0.0
    if statement.shape == "copula":  # "is a novice politician" judges, "is the senator from" states
        weight -= 0.5 if organization is not None else 1.5
    return _Stated(_title_span(parse, left, right), organization, status, statement.span, weight)


def _title_span(parse: Parse, left: int, right: int) -> Span:
    """The code points of a title, with the full stop of an abbreviation that the tokenizer cut off ("Rep|.")."""
    start, end = parse.span(left, right)
    abbreviated = parse.text[end : end + 1] == "." and is_rank(parse.tokens[right - 1])
    return Span(start, end + abbreviated)


def _is_place(parse: Parse, span: Span) -> bool:
    name = parse.name_at(parse.between(*span).start)
    return name is not None and name.kind == "LOC"


def _status(parse: Parse, inside: range, head: int) -> RoleStatus:
    """What the words of a title, or the adverb before it, say of its being held."""
    first = max(inside.start - 1, parse.sentences[parse.tokens[head].sentence].first)
    found = [fold(token.text) for token in parse.tokens[first : head + 1]]
    found += [part for word in found for part in word.split("-")]
    if words("status_late") & set(found):
        return "late"
    if words("status_acting") & set(found):
        return "acting"
    if words("status_former") & set(found):
        return "former"
    if words("status_candidate") & set(found):
        return "candidate"
    return "current"


def _left(parse: Parse, head: int, floor: int, resolved: Resolved) -> tuple[int, Span | None]:
    """Where the title begins, and whose it is by the words before it."""
    tokens = parse.tokens
    left = head
    while left - 1 >= floor:
        token = tokens[left - 1]
        key = fold(token.text)
        if (
            token.upos == "DET"
            or key in {"a", "an", "the"}
            or token.xpos == "PRP$"
            or key in _POSSESSIVE
            or key in words("calendar")
        ):
            break
        if key in {"and", "&", ","}:
            if role_at(tokens[left - 2]) is None:
                break
            left -= 1
            continue
        if token.text in _HYPHENS:
            left -= 1
            continue
        title_word = key in words("title_modifier") or is_rank(token) or role_at(token, guess=False) is not None
        body = resolved.at(left - 1)
        named = body is not None and body.kind != "person" and left - 2 >= floor and is_capital(tokens[left - 2])
        owns = key in nationalities() or _is_owner(parse, left - 1, resolved)
        if owns and (named or not title_word) and not _place_inside(parse, left - 1, floor, resolved):
            break
        left -= 1
    while left < head and (fold(tokens[left].text) in {"and", "&", ","} or tokens[left].text in _HYPHENS):
        left += 1
    return left, _owner(parse, range(floor, left), resolved)


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
    return index > floor and tokens[index].text in _POSSESSIVE and _is_owner(parse, index - 1, resolved)


def _owner(parse: Parse, inside: range, resolved: Resolved) -> Span | None:
    """The organisation or country in the words before a title: possessor, compound name or nationality."""
    tokens = parse.tokens
    first, end = inside.start, inside.stop
    while end > first and tokens[end - 1].text in _POSSESSIVE:
        end -= 1
    apart = words("status_former") | words("status_acting") | _APART
    while first < end and (tokens[first].upos == "DET" or fold(tokens[first].text) in apart):
        first += 1
    if first >= end:
        return None
    if tokens[end - 1].xpos == "PRP$":
        return _meant(parse, end - 1, resolved)
    return _phrase(parse, range(first, end), resolved)


def _phrase(parse: Parse, inside: range, resolved: Resolved) -> Span | None:
    """A noun phrase as an organisation: its name where it is "the company", the country where it is "Afghan"."""
    tokens = parse.tokens
    first, end = inside.start, inside.stop
    while first < end and (tokens[first].upos in {"DET", "ADP", "ADV"} and not _named(parse, first, end)):
        first += 1
    while (
        end > first
        and tokens[end - 1].text != "."
        and (tokens[end - 1].upos in {"PUNCT", "ADV", "CCONJ"} or tokens[end - 1].text in _POSSESSIVE)
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
    return parse.span(_proper_part(parse, first, end), end)


def _proper_part(parse: Parse, first: int, end: int) -> int:
    """Where the name begins in "the British union Unite" or "the German state of Bavaria"; else the phrase's start."""
    tokens = parse.tokens
    start = end
    while start > first and (tokens[start - 1].upos == "PROPN" or tokens[start - 1].text in _HYPHENS):
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


def _meant(parse: Parse, head: int, resolved: Resolved) -> Span | None:
    """The name of the organisation that "the company" or "its" means, where it stands nearest before."""
    entity = resolved.at(head)
    if entity is None or entity.kind == "person":
        return None
    return _name_span(parse, entity)


def _name_span(parse: Parse, entity: Entity) -> Span | None:
    spans = [mention.span for mention in entity.mentions if mention.form == "name"]
    return next((span for span in spans if parse.words(span) == entity.name), spans[0] if spans else None)


def _right(parse: Parse, head: int, limit: int, resolved: Resolved) -> tuple[int, Span | None]:
    """Where the title ends, and whose it is by the words after it."""
    tokens = parse.tokens
    end = head + 1
    while end < limit:
        token, key = tokens[end], fold(tokens[end].text)
        joined = _joined_title(parse, end, limit)
        if joined is not None:
            end = joined + 1
            continue
        if token.upos in {"PUNCT", "CCONJ"} and token.text not in _HYPHENS:
            break
        if is_rank(token):
            break
        if token.xpos == "VBG":  # "executive overseeing hardware engineering for the company's phone"
            return limit, None
        if token.upos in {"ADP", "SCONJ"} and key not in _OWNED | {"to", "on"}:
            break
        if key in _OWNED | {"to", "on"}:
            stop = _complement_end(parse, end, limit)
            if key == "to" or _belongs_to_title(parse, end, stop):
                end = stop
                continue
            return end, _phrase(parse, range(end + 1, stop), resolved)
        end += 1
    while end - 1 > head and tokens[end - 1].upos in {"ADP", "DET"}:
        end -= 1
    return end, None


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


def _complement_end(parse: Parse, start: int, limit: int) -> int:
    """The end of a prepositional phrase: before the next preposition that opens one of its own, or a comma."""
    tokens = parse.tokens
    end = start + 1
    named = False
    while end < limit:
        token, key = tokens[end], fold(tokens[end].text)
        if token.text in {",", ";", "(", ")"}:
            break
        again = key == "of" and tokens[start].text == "of"  # "chairman of the panel of twelve"
        inside_name = again or (key in {"of", "for"} and tokens[end - 1].upos == "PROPN")
        if key in _OWNED | {"to", "on"} and named and not inside_name:
            break
        if named and token.upos in {"ADP", "SCONJ"} and key not in _OWNED | {"to", "on"}:
            break
        if _joined_title(parse, end, limit) is not None or (
            key == "and" and end + 1 < limit and fold(tokens[end + 1].text) in {"a", "an"}
        ):
            break  # a second role: "a fellow at the Hoover Institution and a former ambassador"
        if token.upos == "VERB" and token.xpos in {"VBD", "VBZ", "VBP", "VBG", "VBN"} and named:
            break
        if named and (key in {"all", "both"} or is_rank(token)):
            break
        named = named or token.upos in {"NOUN", "PROPN", "ADJ"}
        end += 1
    return end


def _belongs_to_title(parse: Parse, start: int, end: int) -> bool:
    """Whether a complement names a field and no body: "chief of staff", "Secretary of State", "editor at large"."""
    tokens = parse.tokens
    inner = tokens[start + 1 : end]
    if not inner:
        return True
    if any(token.upos == "DET" or token.xpos == "PRP$" or token.text in _POSSESSIVE for token in inner):
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
    return employed or inner[-1].upos != "PROPN"


def _of_description(parse: Parse, attribution: Attribution, speaker: Speaker, resolved: Resolved) -> Role:
    """An unnamed source: the description is its title, less the organisation where that stands apart from it."""
    tokens = parse.tokens
    evidence = speaker.evidence
    if evidence is None:
        return NOBODY
    inside = parse.between(*evidence)
    head = _head(parse, inside)
    if head is None:
        return NOBODY
    inner = _partitive(parse, head, attribution)
    head = head if inner is None else inner
    noun = role_at(tokens[head])
    person = fold(tokens[head].lemma) in _SOMEBODY
    if noun is None and not person:
        return NOBODY
    if speaker.kind == "group" and (noun is None or noun.classes[:1] == ("person",) or "critic" in tokens[head].lemma):
        return NOBODY
    end = phrase_end(parse, head, parse.sentences[tokens[head].sentence].end)
    source = attribution.source
    if source is not None and source.start <= tokens[head].start < source.end:
        words_inside = [index for index in parse.between(*source) if index >= head]
        end = words_inside[-1] + 1 if words_inside else end
    first = start_of(parse, head)
    left, owner = _left(parse, head, first, resolved)
    adjectives = any(token.upos in {"ADJ", "NOUN"} and token.text[:1].islower() for token in tokens[first:left])
    if owner is None or adjectives:
        left, owner = first, None
        while left < head and (
            tokens[left].upos == "DET" or tokens[left].xpos == "PRP$" or fold(tokens[left].text) in words("indefinite")
        ):
            left += 1
    right, complement = (end, None) if person else _right(parse, head, end, resolved)
    return Role(
        parse.span(left, right),
        owner if owner is not None else complement,
        _status(parse, range(first, end), head),
        evidence,
    )


def _head(parse: Parse, inside: range) -> int | None:
    """The head of a description: the last noun before its first preposition."""
    head = None
    for index in inside:
        token = parse.tokens[index]
        if token.upos == "ADP" and head is not None:
            break
        if token.upos in {"NOUN", "PROPN"} or role_at(token) is not None or fold(token.lemma) in _SOMEBODY:
            head = index
    return head


def _partitive(parse: Parse, head: int, attribution: Attribution) -> int | None:
    """The noun that says what a group consists of: "a group of Washington politicians"."""
    tokens = parse.tokens
    if role_at(tokens[head]) is not None or attribution.source is None:
        return None
    if head + 1 >= len(tokens) or fold(tokens[head + 1].text) not in {"of", "from"}:
        return None
    inside = [index for index in parse.between(*attribution.source) if index > head + 1]
    found = None
    for index in inside:
        if tokens[index].upos == "ADP":
            break
        if role_at(tokens[index]) is not None:
            found = index
    return found
