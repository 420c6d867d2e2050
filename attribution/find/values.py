"""The values of find: attributions with their spans, and the quoted passages that belong to none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from attribution.article import Span

Kind = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, slots=True)
class Fragment:
    """One stretch of content; `quoted` where it lies inside quotation marks."""

    start: int
    end: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Attribution:
    """One act of reporting, before anybody asks who the source is.

    `cue` is empty and `source` None for a floating quotation, which has no cue of its own; `continues` is then the
    index (in the same Findings) of the attribution whose speaker it carries over, where the text shows one.
    """

    content: tuple[Fragment, ...]
    cue: tuple[Span, ...]
    source: Span | None
    kind: Kind
    cue_head: int | None = None  # token that heads the cue
    cue_lemma: str = ""  # "tell", "accord to", ":"
    cue_class: str = ""  # see data/cues.tsv
    source_head: int | None = None  # token that heads the source mention
    parent: int | None = None  # index of the attribution that this one stands inside
    continues: int | None = None
    shape: str = "clause"  # clause, according_to, transcript, headline, noun, sourceless, floating
    confidence: float = 1.0  # that the content is one source's words, 0 to 1
    source_confidence: float = 1.0  # that the source mention is the right one, 0 to 1
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unattributed:
    """A passage in quotation marks that no attribution took up, and why (scare_quote, title, term, …)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All that `find` saw in one article: attributions in the order of their first word, and what was left."""

    attributions: tuple[Attribution, ...]
    unattributed: tuple[Unattributed, ...]
