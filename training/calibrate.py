"""Calibrate: annotated articles -> the map from evidence to probabilities that ships with the weights.

    python -m training.calibrate DATA [--models DIR] [--update docs/models.md]

Reads the articles of DATA/polnear/dev.jsonl, DATA/gold/gold.jsonl and tests/data/gold/gold.jsonl (what is missing is
passed over, with a line), finds the attributions of each with the present weights and code, asks the gold which of them
are right, and fits a curve for each of the confidences content, cue and source (`attribution/calibration.py`). The one
of speaker is fitted on the last two and on training/wikinews.jsonl: PolNeAR names nobody, and the network has learned
the spans of the third, not its names. The map is written to DIR/en/calibration.json, by default beside the embedded
weights, whose weights.json gets its hash.

The figures it prints, and keeps in the map, are out of fold: the curve that judges an article was fitted without it.
To be run again after every change of weights, and after a change of `find`. Takes about a minute.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attribution.article import Article
from attribution.build import build
from attribution.calibration import FILE, SPEAKER, TARGETS, Curve, Factors, features, read, speaker_features, write
from attribution.describe import describe
from attribution.errors import ModelError
from attribution.find import find
from attribution.parse import Parse
from attribution.resolve import resolve
from attribution.score.gold import read_gold
from attribution.score.measures import compare, outcomes
from attribution.score.tally import BINS, Measure, Tally, reliability
from attribution.score.values import GoldArticle, Pair
from training.blocks import table, update

OWN_GOLD = Path("tests", "data", "gold", "gold.jsonl")
LEARNED = Path("training", "wikinews.jsonl")
ALL = (*TARGETS, SPEAKER)
# Examples of the mean factor that are added to those of each way to a name: of some ways there are few.
ADDED = 20
FOLDS = 10
# Ridge penalty on the weights of standardised features. Tried out of fold: 1, 10, 30, 100, 300. From 10 to 100 the
# Brier scores differ by 0.001; below, weights of rare classes run away, above, all confidences are too much alike.
PENALTY = 30.0
# Examples that each knot rests on at least. Tried out of fold: no knots, 20, 40, 80. With 40 the errors on PolNeAR dev
# are 0.011, 0.019 and 0.007, without knots 0.020, 0.020 and 0.019.
KNOT = 40
STEPS = 50  # of Newton's method; it takes about seven
DECIMALS = 4

Floats = NDArray[np.float64]
Judge = Callable[[Mapping[str, float]], float]


@dataclass(frozen=True)
class Example:
    """One attribution that was found: its features and raw confidence for each target, and what came true.

    A target that the gold says nothing about is in none of the three.
    """

    gold: str
    article: str
    features: Mapping[str, Mapping[str, float]]
    raw: Mapping[str, float]
    right: Mapping[str, bool]


def golds(data: Path) -> dict[str, Path]:
    """The annotated articles that the figures of this project are made with, by name; also those that are missing."""
    return {
        "PolNeAR dev": data / "polnear" / "dev.jsonl",
        "17 annotated articles": data / "gold" / "gold.jsonl",
        "tests/data/gold": OWN_GOLD,
    }


def examples(
    name: str, articles: Iterable[GoldArticle], parse: Callable[[Article], Parse], targets: Sequence[str] = ALL
) -> list[Example]:
    """What is found in the articles of a gold, judged by it. Confidences are raw here."""
    found = []
    for gold in articles:
        article = Article(gold.text, id=gold.id)
        parsed = parse(article)
        findings = find(parsed)
        resolved = resolve(parsed, findings, 0)
        records = build(article, parsed, findings, resolved, describe(parsed, findings, resolved))
        for outcome in outcomes(compare(Pair(gold, records), not gold.nested)):
            attribution, record = findings.attributions[outcome.record], records[outcome.record]
            right = {target: getattr(outcome, target) for target in targets}
            asked = {target: value for target, value in right.items() if value is not None}
            values = features(attribution)
            values[SPEAKER] = speaker_features(resolved.speakers[outcome.record][0])
            found.append(
                Example(
                    name,
                    gold.id,
                    {target: values[target] for target in asked},
                    {target: getattr(record.confidence, target) for target in asked},
                    asked,
                )
            )
    return found


def logistic(rows: Sequence[Mapping[str, float]], right: Sequence[bool]) -> Curve:
    """A logistic regression with a ridge penalty, by Newton's method; without knots.

    Raises ValueError where there is nothing to learn: no rows, or all of them right, or none.
    """
    if len(set(right)) < 2:
        raise ValueError(f"{len(right)} examples, all alike: a curve needs right ones and wrong ones")
    names = sorted({name for row in rows for name in row})
    matrix: Floats = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    mean, spread = matrix.mean(0), matrix.std(0)
    kept = spread > 0
    names = [name for name, keep in zip(names, kept, strict=True) if keep]
    mean, spread = mean[kept], spread[kept]
    scaled = np.hstack([np.ones((len(rows), 1)), (matrix[:, kept] - mean) / spread])
    target: Floats = np.array(right, np.float64)
    penalty = np.diag([0.0, *[PENALTY] * len(names)])
    weights = np.zeros(len(names) + 1)
    for _ in range(STEPS):
        said = 1 / (1 + np.exp(-np.clip(scaled @ weights, -30, 30)))
        slope = scaled.T @ (target - said) - penalty @ weights
        bend = (scaled * (said * (1 - said))[:, None]).T @ scaled + penalty
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    plain = weights[1:] / spread
    bias = float(weights[0] - plain @ mean)
    return Curve(
        round(bias, DECIMALS),
        tuple((name, round(float(weight), DECIMALS)) for name, weight in zip(names, plain, strict=True)),
    )


def isotonic(said: Sequence[float], right: Sequence[bool], least: int = KNOT) -> tuple[tuple[float, float], ...]:
    """Knots of the rising line that fits best, by pooling adjacent violators (Ayer et al. 1955): of each pool the mean
    of what was said and the share that is right. A pool of fewer than `least` examples joins its neighbour.

    A right one is added below all and a wrong one above all, so that no knot is certain.
    """
    ordered = sorted(zip(said, right, strict=True))
    ordered = [(ordered[0][0], True), *ordered, (ordered[-1][0], False)] if ordered else []
    pools: list[tuple[int, float, int]] = []  # examples, sum of what was said, right ones
    for value, true in ordered:
        pools.append((1, value, int(true)))
        while len(pools) > 1 and pools[-2][2] * pools[-1][0] >= pools[-1][2] * pools[-2][0]:
            pools[-2:] = [_joined(pools[-2], pools[-1])]
    whole: list[tuple[int, float, int]] = []
    for pool in pools:
        if whole and whole[-1][0] < least:
            whole[-1] = _joined(whole[-1], pool)
        else:
            whole.append(pool)
    if len(whole) > 1 and whole[-1][0] < least:
        whole[-2:] = [_joined(whole[-2], whole[-1])]
    return tuple((round(total / count, DECIMALS), round(true / count, DECIMALS)) for count, total, true in whole)


def _joined(one: tuple[int, float, int], two: tuple[int, float, int]) -> tuple[int, float, int]:
    return one[0] + two[0], one[1] + two[1], one[2] + two[2]


def factors(found: Sequence[Example]) -> Factors:
    """For each way to a name, how many names are right by the sum of the shares that spoke for them."""
    rows = [(each.features[SPEAKER], each.right[SPEAKER]) for each in found if SPEAKER in each.right]
    ways = sorted({name for values, _ in rows for name in values if name != "share"})

    def of(chosen: Sequence[tuple[Mapping[str, float], bool]]) -> tuple[float, float]:
        return sum(right for _, right in chosen), sum(values["share"] for values, _ in chosen)

    right, shares = of(rows)
    mean = right / shares if shares else 1.0
    fitted = []
    for way in ways:
        right, shares = of([row for row in rows if way in row[0]])
        fitted.append((way, round((right + ADDED * mean) / (shares + ADDED), DECIMALS)))
    return Factors(tuple(fitted))


def regressions(found: Sequence[Example]) -> dict[str, Curve]:
    """A curve without knots for each target, of the examples that it is asked of."""
    asked = {target: [each for each in found if target in each.right] for target in TARGETS}
    return {
        target: logistic([each.features[target] for each in rows], [each.right[target] for each in rows])
        for target, rows in asked.items()
    }


def curves(found: Sequence[Example]) -> dict[str, Curve]:
    """A curve for each target, with knots for what its regression says of articles that it was not fitted on."""
    judged = out_of_fold(found, regressions)
    finished = {}
    for target, curve in regressions(found).items():
        pairs = [(sure[target], each.right[target]) for sure, each in zip(judged, found, strict=True) if target in sure]
        finished[target] = replace(curve, knots=isotonic([said for said, _ in pairs], [true for _, true in pairs]))
    return finished


def judges(found: Sequence[Example]) -> dict[str, Judge]:
    """The curves, and the factors for speakers."""
    return {**curves(found), SPEAKER: factors(found)}


def out_of_fold(
    found: Sequence[Example], fit: Callable[[Sequence[Example]], Mapping[str, Judge]] = judges
) -> list[dict[str, float]]:
    """The confidences of each example by curves that were fitted without its article. Articles are dealt to the folds
    in turn, in the order of the examples."""
    articles = {key: at % FOLDS for at, key in enumerate(dict.fromkeys((each.gold, each.article) for each in found))}
    fold_of = [articles[each.gold, each.article] for each in found]
    confidences: list[dict[str, float]] = [{} for _ in found]
    for fold in sorted(set(fold_of)):
        fitted = fit([each for each, own in zip(found, fold_of, strict=True) if own != fold])
        for at, each in enumerate(found):
            if fold_of[at] == fold:
                asked = [target for target in each.right if target in fitted]
                confidences[at] = {target: fitted[target](each.features[target]) for target in asked}
    return confidences


def tally(found: Sequence[Example], confidences: Sequence[Mapping[str, float]]) -> Tally:
    """The sums behind the calibration errors, as `attribution score` makes them."""
    sums = Tally()
    for each, sure in zip(found, confidences, strict=True):
        for target, right in each.right.items():
            sums.sure(target, round(sure[target], 3), right)
    return sums


def error(sums: Tally, target: str) -> float:
    """Expected calibration error of one target; 0 where nothing was asked."""
    return round(Measure(target, "calibration", "", "").value(sums.sums) or 0.0, DECIMALS)


def measure(found: Sequence[Example], confidences: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """What the map tells of itself: for each gold and all of them, examples, share that is right, and the error."""
    measured: dict[str, Any] = {"folds": FOLDS}
    for name in [*dict.fromkeys(each.gold for each in found), "all"]:
        chosen = [at for at, each in enumerate(found) if name in (each.gold, "all")]
        part = [found[at] for at in chosen]
        sums, raw = tally(part, [confidences[at] for at in chosen]), tally(part, [each.raw for each in part])
        measured[name] = {
            target: {
                "records": sum(target in each.right for each in part),
                "right": round(float(np.mean([each.right[target] for each in part if target in each.right])), DECIMALS),
                "error": error(sums, target),
                "error_before": error(raw, target),
            }
            for target in ALL
            if any(target in each.right for each in part)
        }
    return measured


def report(found: Sequence[Example], confidences: Sequence[Mapping[str, float]], measured: Mapping[str, Any]) -> str:
    """The errors and the reliability of each confidence out of fold, as Markdown."""
    rows = [
        [name, target, str(one["records"]), f"{one['right']:.3f}", f"{one['error_before']:.3f}", f"{one['error']:.3f}"]
        for name, targets in measured.items()
        if isinstance(targets, dict)
        for target, one in targets.items()
    ]
    errors = table(["annotated articles", "confidence", "records", "right", "error before", "error, out of fold"], rows)
    sums = tally(found, confidences).sums
    rows = []
    for target in ALL:
        for at in range(BINS):
            count, confidence, right = reliability(target, at, sums)
            if count:
                bin = f"{at / BINS:.1f} to {(at + 1) / BINS:.1f}"
                rows.append([target, bin, f"{count:.0f}", f"{confidence / count:.2f}", f"{right / count:.2f}"])
    bins = table(["confidence", "from … to", "records", "mean confidence", "share that is right"], rows)
    return f"{errors}\n\nReliability over all of them, out of fold:\n\n{bins}"


def main() -> None:
    """Read the command line, fit, write and report."""
    from attribution.language.pipeline import EMBEDDED, Language, embedded

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--models", type=Path, metavar="DIR", help="a Stanza resources directory to fit a map for")
    parser.add_argument("--update", type=Path, metavar="PAGE", help="put the tables into this page")
    given = parser.parse_args()
    models = given.models or EMBEDDED
    try:
        read(models, embedded())
    except ModelError as error:  # a map that this code cannot read would keep the models from loading
        sys.stderr.write(f"{error} It is taken away.\n")
        (models / FILE).unlink()
        _list(models)
    language = Language(given.models)
    found: list[Example] = []
    for name, path in {**golds(given.data), str(LEARNED): LEARNED}.items():
        if not path.exists():
            sys.stderr.write(f"{path}: not found, passed over\n")
            continue
        articles, _ = read_gold(path)
        sys.stderr.write(f"{name}: {len(articles)} articles\n")
        found += examples(name, articles, language.parse, (SPEAKER,) if path == LEARNED else ALL)
    confidences = out_of_fold(found)
    measured = measure(found, confidences)
    write(models / FILE, curves(found), factors(found), embedded(), measured)
    _list(models)
    text = report(found, confidences, measured)
    sys.stdout.write(text + "\n")
    if given.update is not None:
        update(given.update, "calibration", text)


def _list(models: Path) -> None:
    """Give the map's hash to the weights.json of the embedded weights; other directories of models have none."""
    path, file = models / "weights.json", models / FILE
    if not path.exists():
        return
    manifest = json.loads(path.read_text(encoding="utf8"))
    files = {name: digest for name, digest in manifest["files"].items() if name != FILE.as_posix()}
    if file.exists():
        files[FILE.as_posix()] = hashlib.sha256(file.read_bytes()).hexdigest()
    manifest["files"] = dict(sorted(files.items()))
    path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
