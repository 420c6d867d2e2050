"""The values of describe: in what role, to whom, how, when and where something was said, and in which polarity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from attribution.article import Span

RoleStatus = Literal["current", "former", "acting", "candidate", "late"]
Polarity = Literal["asserted", "denied", "declined", "not_said", "asked", "hypothetical"]
SignalKind = Literal[
    "quantity",
    "comparison",
    "cause",
    "ranking",
    "time",
    "name",
    "prediction",
    "opinion",
    "experience",
    "question",
    "promise",
]


@dataclass(frozen=True, slots=True)
class Role:
    """A speaker's role. `title` and `organization` are spans of the text; all are None where none is stated."""

    title: Span | None = None
    organization: Span | None = None
    status: RoleStatus | None = None
    evidence: Span | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """When it was said. `iso` (YYYY-MM-DD) only where the words state a whole date."""

    span: Span
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What makes a content something to check first: a score from 0 to 1, and kind and span of each signal."""

    score: float
    signals: tuple[tuple[SignalKind, Span], ...]


@dataclass(frozen=True, slots=True)
class Description:
    """All circumstances of one attribution."""

    role: Role
    addressee: Span | None
    medium: Span | None
    time: Time | None
    place: Span | None
    polarity: Polarity
    hedges: tuple[Span, ...]
    checked: Checked | None = None  # None: not assessed
    anonymity: Span | None = None  # the terms on which a source that is not named speaks
