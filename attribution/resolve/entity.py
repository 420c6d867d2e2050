"""The values of resolve: who is spoken of in an article, and who speaks in each attribution."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from attribution.article import Span
from attribution.resolve.lexicon import fold, places

SpeakerKind = Literal["person", "organization", "group", "document", "anonymous", "unknown"]
ResolvedBy = Literal["name", "pronoun", "description", "carried_over", "correction", "none"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of an entity; `head` is the index of its head token."""

    span: Span
    head: int
    form: Literal["name", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True)
class RoleStatement:
    """A place where the article says what somebody is: "Iran's special envoy to Afghanistan", "who heads the agency".

    `span` is the whole phrase as written without the name itself, `head` the token that heads it ("envoy", "heads").
    An affiliation says whose somebody is and nothing else ("of Barclays Capital"); its head is the preposition.
    """

    span: Span
    head: int
    shape: Literal["before", "after", "clause", "copula", "mention", "affiliation"]


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that the article names. `id` is "e1", "e2", … in the order of first mention."""

    id: str
    name: str  # the fullest form that stands in the article, without titles
    kind: SpeakerKind
    gender: Literal["masculine", "feminine"] | None
    mentions: tuple[Mention, ...]  # in text order
    roles: tuple[RoleStatement, ...]  # in text order


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another name that was considered, with its confidence (0 to 1)."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks. `name` is None where the article names nobody or the evidence does not suffice.

    `evidence` is the span in which the name stands that the resolution rests on (for an unnamed source: the mention).
    """

    name: str | None
    kind: SpeakerKind
    entity: str | None
    resolved_by: ResolvedBy
    evidence: Span | None
    confidence: float
    alternatives: tuple[Candidate, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resolved:
    """The entities of an article and, in parallel to `Findings.attributions`, the speakers of each attribution.

    The first speaker of each tuple is the record's `speaker`, the others its `co_speakers`; no tuple is empty.
    """

    entities: tuple[Entity, ...]
    speakers: tuple[tuple[Speaker, ...], ...]

    @cached_property
    def _by_id(self) -> dict[str, Entity]:
        return {entity.id: entity for entity in self.entities}

    @cached_property
    def _by_head(self) -> dict[int, Entity]:
        return {mention.head: entity for entity in self.entities for mention in entity.mentions}

    @cached_property
    def _names(self) -> tuple[list[int], list[Span]]:
        spans = sorted(m.span for entity in self.entities for m in entity.mentions if m.form == "name")
        return [span.start for span in spans], spans

    @cached_property
    def _called(self) -> frozenset[str]:
        return frozenset(fold(entity.name) for entity in self.entities if entity.kind != "person")

    @cached_property
    def _by_country(self) -> dict[str, Entity]:
        found: dict[str, Entity] = {}
        for entity in self.entities:
            place = places().get(fold(entity.name))
            if place is not None and entity.kind == "organization":
                found.setdefault(place, entity)
        return found

    def entity(self, id: str | None) -> Entity | None:
        """The entity with this id; None where there is none, and for None."""
        return self._by_id.get(id) if id is not None else None

    def at(self, head: int) -> Entity | None:
        """The entity that the mention with this head token means; None where no mention has it as its head."""
        return self._by_head.get(head)

    def name_around(self, position: int) -> Span | None:
        """The name that stands at this code point, as a whole."""
        starts, spans = self._names
        at = bisect_right(starts, position) - 1
        return spans[at] if at >= 0 and position < spans[at].end else None

    def is_name(self, words: str) -> bool:
        """Whether these words are the whole name of something other than a person."""
        return fold(words) in self._called

    def country(self, name: str) -> Entity | None:
        """The entity that is the country with this main name, whatever the article calls it; None where it does not."""
        return self._by_country.get(name)
