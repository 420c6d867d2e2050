"""The values of scoring: gold attributions and articles, and the pairs of a gold article and its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from attribution.article import Span
from attribution.find import Kind
from attribution.record import Record

# What a gold may say of an attribution beside its three parts, by the names that records have for it. A key that is
# absent was not annotated, and is not scored; None was annotated as "there is none".
NAMES = ("speaker", "speaker_kind", "title", "organization", "polarity")
CIRCUMSTANCES = ("addressee", "medium", "time")


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """One attribution as people annotated it; spans are half-open ranges of code points."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    kind: Kind | None = None  # None: not annotated, to be read off the quotation marks
    names: Mapping[str, str | None] = field(default_factory=dict)  # of NAMES
    circumstances: Mapping[str, Span | None] = field(default_factory=dict)  # of CIRCUMSTANCES


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One annotated article. `nested`: its annotators marked attributions inside others, where there were any."""

    id: str
    text: str
    attributions: tuple[GoldAttribution, ...]
    nested: bool
    where: str  # "gold.jsonl:3"
    incomplete: int = 0  # annotations without content, which are passed over


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold article and all records of it."""

    gold: GoldArticle
    records: tuple[Record, ...]
