"""result: the sums of all articles -> figures with confidence intervals, as values that go to JSON and back."""

from __future__ import annotations

import random
from collections.abc import Sequence
from operator import mul

from pydantic import Field

from attribution.record.spans import Model
from attribution.score.measures import MEASURES
from attribution.score.tally import BINS, Measure, Sums, reliability

SEED = 20_160
RESAMPLES = 1_000  # enough for the first decimal of an interval's ends: with 10,000 they move by 0.2 points at most
COVERED = 0.95
_DECIMALS = 4


class Figure(Model):
    """One measure."""

    name: str = Field(description="As in docs/measures.md.")
    value: float | None = Field(description="Per cent, or from 0 to 1 for a calibration error; null: nothing to ask.")
    low: float | None = Field(description="Lower end of the interval; null where there are not two articles.")
    high: float | None = Field(description="Upper end of the interval.")
    precision: float | None = Field(description="Per cent; null for what is no F1.")
    recall: float | None = Field(description="Per cent; null for what is no F1.")
    predicted: int | None = Field(description="How many were predicted; null for what is no F1.")
    gold: int = Field(description="How many the gold has, or what a share or a calibration error is over.")


class Bin(Model):
    """One row of a reliability table."""

    measure: str = Field(description="The calibration measure.")
    low: float = Field(description="Confidences from here on …")
    high: float = Field(description="… to below here; the last bin holds 1 too.")
    count: int = Field(description="Decisions in the bin.")
    confidence: float | None = Field(description="Their mean confidence.")
    right: float | None = Field(description="The share of them that is right.")


class Score(Model):
    """How good a run is, by a gold."""

    articles: int = Field(description="Gold articles that are scored.")
    attributions: int = Field(description="Gold attributions in them.")
    records: int = Field(description="Records of them.")
    not_counted: int = Field(description="Nested records that match nothing, in a gold without nested attributions.")
    incomplete: int = Field(description="Annotations without content, which are passed over.")
    missing: tuple[str, ...] = Field(description="Gold articles that the run has not.")
    missing_skipped: bool = Field(description="Whether they are left out; else all their attributions are missed.")
    left_out: tuple[str, ...] = Field(description="Gold articles that the chosen annotator has not annotated.")
    spare: tuple[str, ...] = Field(description="Articles of the run that the gold has not.")
    resamples: int = Field(description="Draws of the bootstrap.")
    figures: tuple[Figure, ...] = Field(description="Every measure, in the order of the table.")
    reliability: tuple[Bin, ...] = Field(description="The tables behind the calibration errors.")

    def __getitem__(self, name: str) -> Figure:
        """The figure of this name; raises KeyError."""
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(name)


def figures(articles: Sequence[Sums], resamples: int, measures: Sequence[Measure] = MEASURES) -> tuple[Figure, ...]:
    """Every measure over all articles, with a percentile interval of 95 % (Efron 1979) over articles drawn again.

    The same articles in the same order always give the same intervals.
    """
    keys = [key for measure in measures for key in measure.keys]
    columns = {key: [sums.get(key, 0) for sums in articles] for key in keys}
    columns = {key: column for key, column in columns.items() if any(column)}
    whole: Sums = {key: sum(column) for key, column in columns.items()}
    drawn: dict[str, list[float]] = {measure.name: [] for measure in measures}
    # Not for secrets: a fixed seed is the point.
    chance = random.Random(SEED)  # noqa: S311
    for _ in range(resamples if len(articles) > 1 else 0):
        weights = [0] * len(articles)
        for at in chance.choices(range(len(articles)), k=len(articles)):
            weights[at] += 1
        sums = {key: sum(map(mul, weights, column)) for key, column in columns.items()}
        for measure in measures:
            value = measure.value(sums)
            if value is not None:
                drawn[measure.name].append(value)
    return tuple(_figure(measure, whole, sorted(drawn[measure.name])) for measure in measures)


def bins(articles: Sequence[Sums]) -> tuple[Bin, ...]:
    """The reliability tables of all calibration measures, empty bins included."""
    found = []
    for measure in MEASURES:
        if measure.shape != "calibration":
            continue
        whole = {key: sum(sums.get(key, 0) for sums in articles) for key in measure.keys}
        for at in range(BINS):
            count, confidence, right = reliability(measure.name, at, whole)
            found.append(
                Bin(
                    measure=measure.name,
                    low=at / BINS,
                    high=(at + 1) / BINS,
                    count=int(count),
                    confidence=_rounded(confidence / count) if count else None,
                    right=_rounded(right / count) if count else None,
                )
            )
    return tuple(found)


def _figure(measure: Measure, sums: Sums, drawn: list[float]) -> Figure:
    of = {"f1": "gold", "share": "of"}.get(measure.shape)
    parts = [of] if of else [f"decisions{at}" for at in range(BINS)]
    paired = measure.shape == "f1"
    tail = (1 - COVERED) / 2
    return Figure(
        name=measure.name,
        value=_rounded(measure.value(sums)),
        low=_rounded(_quantile(drawn, tail)),
        high=_rounded(_quantile(drawn, 1 - tail)),
        precision=_rounded(measure.precision(sums)) if paired else None,
        recall=_rounded(measure.recall(sums)) if paired else None,
        predicted=int(sums.get((measure.name, "predicted"), 0)) if paired else None,
        gold=int(sum(sums.get((measure.name, part), 0) for part in parts)),
    )


def _quantile(ordered: Sequence[float], share: float) -> float | None:
    return ordered[round(share * (len(ordered) - 1))] if ordered else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), _DECIMALS)
