"""role: a speaker's title and organisation, as the words of the article state them.

A statement ("Iran's special envoy to Afghanistan") is cut into whose it is (possessor, compound, nationality, the
complement of "of" or "at") and what it is (the rest, as far as it stands in one piece). The fullest statement of an
article goes to every record of its speaker.
"""

from __future__ import annotations

from dataclasses import dataclass

from attribution.article import Span
from attribution.describe.title import left_of, organization_in, right_of
from attribution.describe.values import Role, RoleStatus
from attribution.find.values import Attribution
from attribution.parse import Parse
from attribution.resolve.entity import Entity, Resolved, RoleStatement, Speaker
from attribution.resolve.lexicon import fold, words
from attribution.resolve.nouns import is_rank, party_of, role_at
from attribution.resolve.phrases import start_of
from attribution.resolve.roles import phrase_end

NOBODY = Role()
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
        return NOBODY if entity is None else _of_entity(parse, entity, resolved, _said(parse, attribution, speaker))
    if speaker.name is None and speaker.kind in {"anonymous", "group"} and speaker.evidence is not None:
        return _of_description(parse, attribution, speaker, resolved)
    return NOBODY


def _said(parse: Parse, attribution: Attribution, speaker: Speaker) -> str:
    """The title of several words by which an attribution calls its speaker: "THE VICE PRESIDENT"; else empty."""
    if attribution.source is None or speaker.resolved_by != "description":
        return ""
    article, *said = fold(parse.words(attribution.source)).split()
    return " ".join(said) if article == "the" and len(said) > 1 else ""


def _of_entity(parse: Parse, entity: Entity, resolved: Resolved, said: str) -> Role:
    """The fullest role that is stated; where the source calls its speaker by one of them, that one."""
    stated = [_read(parse, statement, resolved) for statement in entity.roles]
    stated = [one for one in stated if one.weight > 0]
    if not stated:
        return NOBODY
    called = [one for one in stated if said and one.title is not None and fold(parse.words(one.title)) == said]
    best = max(called or stated, key=lambda one: (one.weight, -one.evidence.start))
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
        owner = organization_in(parse, range(head + 1, inside.stop), resolved)
        return _Stated(parse.span(head, head + 1), owner, "current", statement.span, 0.5)
    left, owner = left_of(parse, head, inside.start, resolved)
    right, complement = right_of(parse, head, inside.stop, resolved)
    field = owner is not None and tokens[left - 1].upos == "PROPN" and _is_place(parse, owner)
    if complement is not None and owner is not None and field:
        left, owner = parse.between(*owner).start, None  # "Asia director for the National Security Council"
    organization = owner if owner is not None else complement
    noun = role_at(tokens[head])
    status = _status(parse, inside, head)
    weight = min(right - left, 6) * 0.3 + (1.0 if organization is not None else 0.0)
    weight += 0.0 if is_rank(tokens[head]) else 2.0
    incidental = noun is not None and bool(noun.classes) and noun.classes[0] in _INCIDENTAL
    weight -= 2.0 if incidental else 0.0
    if statement.shape == "copula" and incidental:  # "is an outspoken supporter": what he does in this story
        return _Stated(None, None, status, statement.span, -1.0)
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
    left, owner = left_of(parse, head, first, resolved)
    adjectives = any(token.upos in {"ADJ", "NOUN"} and token.text[:1].islower() for token in tokens[first:left])
    if owner is None or adjectives:
        left, owner = first, None
        while left < head and (
            fold(tokens[left].text) in {"a", "an", "the"}
            or tokens[left].upos == "DET"
            or tokens[left].xpos == "PRP$"
            or fold(tokens[left].text) in words("indefinite")
        ):
            left += 1
    right, complement = (end, None) if person else right_of(parse, head, end, resolved)
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
