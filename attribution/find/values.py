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
class Evidence:
    """What speaks for an attribution: probabilities of the network and agreement with the syntax, each 0 to 1.

    `words` alone is a count. Of the two readings of a word, the one that has more of a thing counts.
    """

    words: int  # words of the content
    quoted: float  # share of them in quotation marks
    content: float  # mean probability that they are content
    content_low: float  # the lowest one
    arcs: float  # mean probability that their arcs lead to the cue
    overlap: float  # expected Jaccard index of the content and all that the network gives this cue
    border: float  # step of the probability at the edges of the content, the smaller one
    clause: float  # Jaccard index of the content and the likeliest clause of the cue
    cue: float  # probability that the head of the cue is one
    cue_mean: float  # the same over all words of the cue
    source: float  # mean probability that the words of the source are one
    source_arcs: float  # mean probability that their arcs lead to the cue
    source_overlap: float  # as `overlap`, of the source
    source_elsewhere: float  # the highest probability of a word outside source and content to be this cue's source
    subject: bool  # whether the source is the cue's subject by syntax


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
    evidence: Evidence | None = None  # None where somebody else than `find` made the attribution
    confidence: float = 1.0  # that the content is what one source said, 0 to 1
    cue_confidence: float = 1.0  # that the cue reports, 0 to 1
    source_confidence: float = 1.0  # that the source is the right one, given the content, 0 to 1
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
