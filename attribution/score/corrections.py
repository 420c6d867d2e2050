"""corrections: what people had to correct, counted over files of corrections.

Everything is a share of decisions: how many records were right as they were, how many were none, and of those that
are attributions, in how many the name was wrong and in how many a boundary. What nobody decided on is not counted, so
a file says how good a run is only where people went through all of it, or through a fair sample.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import Field

from attribution.corrections import read
from attribution.record import Correction
from attribution.record.spans import Model
from attribution.score.result import RESAMPLES, figures
from attribution.score.tally import Measure, Sums, Tally

_DECISIONS = "Decisions"
_NAMES = "Names, of what is an attribution"
_BOUNDARIES = "Boundaries, of what is an attribution"

MEASURES = (
    Measure("decisions.accepted", "share", _DECISIONS, "accepted: right as it was"),
    Measure("decisions.corrected", "share", _DECISIONS, "corrected: right as changed"),
    Measure("decisions.rejected", "share", _DECISIONS, "rejected: no attribution"),
    Measure("speaker.changed", "share", _NAMES, "changed"),
    Measure("speaker.other", "share", _NAMES, "another name"),
    Measure("speaker.given", "share", _NAMES, "a name where there was none"),
    Measure("speaker.taken", "share", _NAMES, "the name taken away"),
    Measure("boundaries.moved", "share", _BOUNDARIES, "moved"),
    Measure("boundaries.content", "share", _BOUNDARIES, "of the content"),
    Measure("boundaries.cue", "share", _BOUNDARIES, "of the cue"),
    Measure("boundaries.source", "share", _BOUNDARIES, "of the source"),
)


class CorrectionFigure(Model):
    """How often something was decided."""

    name: str = Field(description="As in docs/measures.md.")
    count: int = Field(description="How often.")
    of: int = Field(description="Of how many decisions.")
    value: float | None = Field(description="Per cent; null where there is nothing to ask.")
    low: float | None = Field(description="Lower end of the interval; null where there are not two articles.")
    high: float | None = Field(description="Upper end of the interval.")


class CorrectionScore(Model):
    """What people had to correct."""

    files: tuple[str, ...] = Field(description="The files, as they were given.")
    decisions: int = Field(description="Records that people decided on.")
    superseded: int = Field(description="Lines that a later one on the same record takes the place of.")
    articles: int = Field(description="Articles of these records.")
    resamples: int = Field(description="Draws of the bootstrap.")
    figures: tuple[CorrectionFigure, ...] = Field(description="Every count, in the order of the table.")

    def __getitem__(self, name: str) -> CorrectionFigure:
        """The figure of this name; raises KeyError."""
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(name)


def score_corrections(paths: Sequence[str | Path], *, resamples: int = RESAMPLES) -> CorrectionScore:
    """Count the decisions in files of corrections; of several on one record, the last.

    `resamples` is how often articles are drawn for the intervals; 0 leaves the intervals out. Raises InputError, with
    file, line and remedy, for what cannot be read.
    """
    corrections = read(map(Path, paths))
    articles: dict[tuple[str, str], Tally] = {}
    for entry in corrections.standing:
        article = entry.correction.article
        _count(articles.setdefault((article.id, article.sha256), Tally()), entry.correction)
    sums = [tally.sums for tally in articles.values()]
    return CorrectionScore(
        files=tuple(map(str, paths)),
        decisions=len(corrections.standing),
        superseded=len(corrections.entries) - len(corrections.standing),
        articles=len(articles),
        resamples=resamples,
        figures=tuple(_figures(sums, resamples)),
    )


def _count(tally: Tally, correction: Correction) -> None:
    """Each decision once under `decisions`; each that is not a rejection once under all else."""
    for verdict in ("accepted", "corrected", "rejected"):
        tally.share(f"decisions.{verdict}", correction.decision == verdict)
    if correction.decision == "rejected":
        return
    speaker = correction.speaker
    tally.share("speaker.changed", speaker.changed)
    tally.share("speaker.other", speaker.changed and speaker.was is not None and speaker.name is not None)
    tally.share("speaker.given", speaker.changed and speaker.was is None)
    tally.share("speaker.taken", speaker.changed and speaker.name is None)
    moved = {"content": correction.content.changed, "cue": correction.cue.changed, "source": correction.source.changed}
    tally.share("boundaries.moved", any(moved.values()))
    for part, changed in moved.items():
        tally.share(f"boundaries.{part}", changed)


def _figures(articles: Sequence[Sums], resamples: int) -> Iterator[CorrectionFigure]:
    for figure in figures(articles, resamples, MEASURES):
        count = sum(sums.get((figure.name, "right"), 0) for sums in articles)
        yield CorrectionFigure(
            name=figure.name,
            count=int(count),
            of=figure.gold,
            value=figure.value,
            low=figure.low,
            high=figure.high,
        )
