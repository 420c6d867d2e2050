"""speakers: the speakers of an attribution on which people decided who it is."""

from __future__ import annotations

from dataclasses import replace

from attribution.article import Span
from attribution.find import Attribution
from attribution.parse import Parse
from attribution.resolve import Entity, Resolved, Speaker
from attribution.resolve.compare import bodies, people
from attribution.resolve.entity import SpeakerKind
from attribution.resolve.lexicon import fold
from attribution.resolve.phrases import kind_of
from attribution.resolve.speakers import speaker_kind

# What a name may be that people gave in the place of another: the kinds of what bears one.
_BEARING = frozenset({"person", "organization", "group", "document"})


def speaker_of(
    parse: Parse,
    attribution: Attribution,
    resolved: Resolved,
    speakers: tuple[Speaker, ...],
    name: str | None,
    evidence: Span | None,
) -> tuple[Speaker, ...]:
    """The speakers of an attribution of which people say that its first one has this name, or none.

    Where that is the name anyhow, all is left as it is. Otherwise the speaker is the article's entity of this name,
    where it has one (and its roles are the speaker's), and rests on `evidence`, or on the entity's name nearest to the
    attribution. Nothing is left of what led to the other name. The others of a joint source stay.
    """
    first, *others = speakers
    if first.name == name:
        return (replace(first, confidence=1.0), *others)
    if name is None:
        source = attribution.source
        return (Speaker(None, _unnamed(parse, attribution), None, "none", source, 1.0), *others)
    entity = _entity(resolved, name, evidence)
    if entity is not None:
        evidence = evidence or _nearest(entity, attribution.content[0].start)
    kind = entity.kind if entity is not None else _kind(parse, evidence, first)
    speaker = Speaker(name, kind, None if entity is None else entity.id, "correction", evidence, 1.0)
    rest = [one for one in others if one.name != name and (entity is None or one.entity != entity.id)]
    return (speaker, *rest)


def _unnamed(parse: Parse, attribution: Attribution) -> SpeakerKind:
    """What a source is that people say has no name: by its noun, where it has one."""
    head = attribution.source_head
    if head is None or parse.tokens[head].upos != "NOUN":
        return "unknown"
    return kind_of(parse, head)


def _entity(resolved: Resolved, name: str, evidence: Span | None) -> Entity | None:
    """The one entity with this name, word for word or in another form of it, or else whose name stands right there."""
    exact = [entity for entity in resolved.entities if fold(entity.name) == fold(name)]
    alike = exact or [entity for entity in resolved.entities if _likeness(entity, name) == "same"]
    if alike:
        return alike[0] if len(alike) == 1 else None
    return next(
        (
            entity
            for entity in resolved.entities
            for mention in entity.mentions
            if mention.form == "name" and mention.span == evidence and _likeness(entity, name) == "part"
        ),
        None,
    )


def _likeness(entity: Entity, name: str) -> str:
    return (people if entity.kind == "person" else bodies)(entity.name, name)


def _nearest(entity: Entity, near: int) -> Span | None:
    """Where the name of an entity stands, nearest to a code point."""
    named = [mention.span for mention in entity.mentions if mention.form == "name"]
    return min(named, key=lambda span: (abs(span.start - near), span.start), default=None)


def _kind(parse: Parse, evidence: Span | None, before: Speaker) -> SpeakerKind:
    """What somebody is whom no entity of the article is: by the tag of the name, else as the speaker that was wrong,
    for people mostly set a name right; somebody of whom the article had no name is a person."""
    inside = [] if evidence is None else list(parse.overlapping(*evidence))
    tags = {found.kind for index in inside if (found := parse.name_at(index)) is not None}
    if len(tags) == 1 and (tag := tags.pop()) != "MISC":
        return speaker_kind(tag)
    if before.kind == "anonymous":
        return "person"
    return before.kind if before.kind in _BEARING and before.name is not None else "unknown"
