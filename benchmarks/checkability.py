"""checkability: how well `checkability.score` puts contents in order, against counting numbers.

python benchmarks/checkability.py [--fit]

Average precision over the contents of tests/data/checkability, with 95 % intervals from 1,000 draws of articles: of
the shipped weights, of weights fitted without the article that they order (leave one article out), and of the number
of figures alone. `--fit` prints weights fitted on all articles, as data/checkability_weights.tsv holds them.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from attribution.article import Article, Span
from attribution.describe.checkability import checkability_of, features
from attribution.describe.signals import signals_of
from attribution.find.cues import class_of
from attribution.parse import Parse

Array = NDArray[np.float64]

DATA = Path(__file__).parents[1] / "tests" / "data"
RESAMPLES = 1_000
PENALTY = 2.0  # of the squared weights, in contents: 213 of them cannot bear twenty free weights
# Kinds that may only speak for checking, or only against it: what the annotated articles happen to say otherwise is
# their chance, and nobody could understand a score that falls with a figure.
FOR = ("quantity", "comparison", "cause", "ranking", "time", "name", "past", "finite")


def contents(name: str) -> list[dict[str, object]]:
    """The lines of a file of JSON lines."""
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf8").splitlines()]


def fit(x: Array, y: Array, names: list[str]) -> Array:
    """Logistic regression by projected gradient descent; the first column is the intercept, without penalty."""
    signs = np.array([0 if name in {"intercept"} else 1 if name in FOR else -1 for name in names])
    weights = np.zeros(x.shape[1])
    penalty = np.where(signs == 0, 0.0, PENALTY)
    step = 4.0 / (np.linalg.norm(x, 2) ** 2 + 4 * PENALTY)
    for _ in range(4_000):
        slope = x.T @ (1 / (1 + np.exp(-x @ weights)) - y) + penalty * weights
        weights = weights - step * slope
        weights = np.where(signs * weights < 0, 0.0, weights)
    return weights


def average_precision(scores: Array, worth: Array) -> float:
    """Mean of the precision at each content worth checking; equal scores share their places."""
    order = np.lexsort((np.arange(len(scores)), -scores))
    total, seen, found = 0.0, 0, 0.0
    values = scores[order]
    start = 0
    while start < len(order):
        end = int(np.searchsorted(-values, -values[start], side="right"))
        right = float(worth[order[start:end]].sum())
        seen, found = end, found + right
        total += right * found / seen
        start = end
    return total / float(worth.sum())


def drawn(scores: Array, worth: Array, articles: list[str]) -> Array:
    """Average precision over each of RESAMPLES draws of articles, the same draws for all scores."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, article in enumerate(articles):
        places[article].append(at)
    names, random = list(places), np.random.default_rng(0)
    found = []
    for _ in range(RESAMPLES):
        rows = [at for pick in random.integers(len(names), size=len(names)) for at in places[names[pick]]]
        found.append(average_precision(scores[rows], worth[rows]))
    return np.array(found)


def parses() -> dict[str, Parse]:
    """The articles of the gold, read with the embedded weights."""
    from attribution.language.pipeline import Language  # takes seconds, and the functions above need none of it

    language = Language(None, device="cpu", precision="float32")
    texts = {str(line["id"]): str(line["text"]) for line in contents("gold/gold.jsonl")}
    return {id: language.parse(Article(text, id=id)) for id, text in texts.items()}


def main() -> None:
    """Print the table, or with --fit the weights."""
    read = parses()
    cues = [line for article in contents("gold/gold.jsonl") for line in article["attributions"]]  # type: ignore[attr-defined]
    rows, worth, shipped, numbers, articles = [], [], [], [], []
    for line, gold in zip(contents("checkability/worth.jsonl"), cues, strict=True):
        parse, spans = read[str(line["article"])], [Span(*pair) for pair in line["content"]]  # type: ignore[attr-defined]
        heads = [index for start, end in gold["cue"] for index in parse.overlapping(start, end)]
        kind = next((found for index in heads if (found := class_of(parse, index))), "")
        tokens = [parse.tokens[index] for start, end in spans for index in parse.between(start, end)]
        rows.append(features(parse, tokens, signals_of(parse, tokens), kind))
        worth.append(bool(line["worth_checking"]))
        shipped.append(checkability_of(parse, spans, kind).score)
        numbers.append(len(re.findall(r"\d[\d.,]*", str(line["text"]))))
        articles.append(str(line["article"]))
    names = ["intercept", *sorted({name for row in rows for name in row})]
    x = np.array([[1.0 if name == "intercept" else row.get(name, 0.0) for name in names] for row in rows])
    y = np.array(worth, dtype=float)
    if "--fit" in sys.argv:
        for name, weight in zip(names, fit(x, y, names), strict=True):
            print(f"{name}\t{weight:.1f}\tfitted on tests/data/checkability by benchmarks/checkability.py --fit")
        return
    apart = np.zeros(len(y))
    for article in dict.fromkeys(articles):
        held = np.array([one == article for one in articles])
        apart[held] = x[held] @ fit(x[~held], y[~held], names)
    print(f"{len(y)} contents of {len(set(articles))} articles, {int(y.sum())} worth checking")
    print(f"{'order by':40}{'average precision':>18}   95 % interval")
    ranked = {
        "score, as shipped (fitted on these)": np.array(shipped),
        "score, fitted without the article": apart,
        "how many numbers": np.array(numbers, dtype=float),
        "nothing (all equal)": np.zeros(len(y)),
    }
    draws = {name: drawn(scores, y, articles) for name, scores in ranked.items()}
    for name, scores in ranked.items():
        low, high = np.percentile(draws[name], [2.5, 97.5])
        print(f"{name:40}{100 * average_precision(scores, y):18.1f}   {100 * low:.1f} to {100 * high:.1f}")
    one, two = list(ranked)[1:3]
    low, high = np.percentile(draws[one] - draws[two], [2.5, 97.5])
    gain = average_precision(ranked[one], y) - average_precision(ranked[two], y)
    print(f"{'the second less the third':40}{100 * gain:18.1f}   {100 * low:.1f} to {100 * high:.1f}")


if __name__ == "__main__":
    main()
