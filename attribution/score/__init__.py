"""score: how good is a run? Its records held against articles that people annotated.

`score(gold, records)` reads both, compares them article by article and returns every figure of docs/measures.md with
its confidence interval. `score_corrections(files)` counts what people had to correct.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from attribution.score.corrections import CorrectionFigure, CorrectionScore, score_corrections
from attribution.score.gold import read_gold
from attribution.score.measures import MEASURES, compare, count
from attribution.score.pairs import pair
from attribution.score.result import RESAMPLES, Bin, Figure, Score, bins, figures

__all__ = [
    "MEASURES",
    "RESAMPLES",
    "Bin",
    "CorrectionFigure",
    "CorrectionScore",
    "Figure",
    "Nested",
    "Score",
    "score",
    "score_corrections",
]

Nested = Literal["auto", "count", "forgive"]


def score(
    gold: str | Path,
    records: str | Path,
    *,
    annotator: str | None = None,
    nested: Nested = "auto",
    skip_missing: bool = False,
    resamples: int = RESAMPLES,
) -> Score:
    """Score the records of a run (its folder, or a .jsonl file) by a gold (.jsonl, or a folder of brat files).

    `annotator` picks one of several annotators of the gold, by default the first of each article. `nested` says what
    is done with records that stand inside others and match nothing: "count" takes them for wrong, "forgive" leaves
    them out, "auto" forgives where the gold has no nested attributions (PolNeAR). With `skip_missing` gold articles
    that the run has not are left out; else their attributions are missed. `resamples` is how often articles are drawn
    for the intervals; 0 leaves the intervals out.

    Raises InputError, with file, line and remedy, for what cannot be read or does not belong together.
    """
    articles, left_out = read_gold(Path(gold), annotator)
    paired = pair(articles, Path(records))
    missing = frozenset(paired.missing) if skip_missing else frozenset()
    compared = [
        compare(each, nested == "forgive" or (nested == "auto" and not each.gold.nested))
        for each in paired.pairs
        if each.gold.id not in missing
    ]
    sums = [count(each).sums for each in compared]
    return Score(
        articles=len(compared),
        attributions=sum(len(each.gold) for each in compared),
        records=sum(len(each.records) for each in compared),
        not_counted=sum(len(each.records) - len(each.counted) for each in compared),
        incomplete=sum(each.gold.incomplete for each in paired.pairs if each.gold.id not in missing),
        missing=paired.missing,
        missing_skipped=skip_missing,
        left_out=tuple(left_out),
        spare=paired.spare,
        resamples=resamples,
        figures=figures(sums, resamples),
        reliability=bins(sums),
    )
