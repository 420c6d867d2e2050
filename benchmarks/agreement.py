"""agreement: how far two annotations of the same articles agree, in the measures of `attribution score`.

    python -m benchmarks.agreement tests/data/gold/gold.jsonl tests/data/gold/second.jsonl

Both files are annotated articles (`attribution.score.gold`); those of the second are looked up in the first by their
ids. Attributions are paired as `attribution score` pairs a gold with records, and of the pairs the words of each part,
the names and the kinds are compared. Prints a Markdown table.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from attribution.article import Span, paragraphs
from attribution.errors import InputError
from attribution.quotation_marks import quotations
from attribution.score.gold import read_gold
from attribution.score.measures import Side, gold_side, match, overlap
from attribution.score.values import NAMES, GoldArticle, GoldAttribution
from attribution.score.words import Words, normal
from training.blocks import table

PARTS = ("source", "cue", "content")
LABELS = {"speaker": "speaker's name", "speaker_kind": "kind of speaker"}


def main(arguments: Sequence[str]) -> int:
    """Print the table of two files."""
    first, second = (read_gold(Path(name))[0] for name in arguments)
    print(report(first, second))
    return 0


def report(first: Sequence[GoldArticle], second: Sequence[GoldArticle]) -> str:
    """The table of two annotations. Raises InputError where the first lacks an article or has another text."""
    by_id = {article.id: article for article in first}
    counts: Counter[str] = Counter()
    for other in second:
        own = by_id.get(other.id)
        if own is None or own.text != other.text:
            raise InputError(f"{other.where}: article {other.id} is not in the first annotation with this text")
        counts += compared(own, other)
    total = counts["first"] + counts["second"]
    rows = [
        [label, f"{200 * counts[key] / total:.1f}", f"{counts[key]}"]
        for key, label in (
            ("found", "found, F1"),
            ("overlap", "found, and the source overlaps, F1"),
            ("exact", "all three exact, F1"),
        )
    ]
    asked = [*PARTS, *NAMES]
    labels = [f"{name} exact" for name in PARTS] + [LABELS.get(name, name) for name in NAMES]
    rows += [
        [f"{label}, of the pairs, %", f"{100 * counts[name] / counts['found']:.1f}", f"{counts[name]}"]
        for name, label in zip(asked, labels, strict=True)
    ]
    head = f"{len(second)} articles, {counts['first']} and {counts['second']} attributions"
    return table([head, "agreement", "count"], rows)


def compared(first: GoldArticle, second: GoldArticle) -> Counter[str]:
    """How many attributions of one article each annotation has, how many are paired, and what is the same in them."""
    words = Words(first.text)
    marked = words.of(Span(each.start, each.end) for each in quotations(first.text, paragraphs(first.text)))
    left, right = ([gold_side(each, words, marked) for each in article.attributions] for article in (first, second))
    pairs = match(left, right)
    counts = Counter(first=len(left), second=len(right), found=len(pairs))
    for one, other in pairs.items():
        counts += _same(left[one], right[other])
        counts += _same_names(first.attributions[one], second.attributions[other])
    return counts


def _same(one: Side, other: Side) -> Counter[str]:
    same = {part: one.part(part) == other.part(part) for part in PARTS}
    return Counter(overlap=overlap(one.source, other.source), exact=all(same.values()), **same)


def _same_names(one: GoldAttribution, other: GoldAttribution) -> Counter[str]:
    return Counter({name: normal(one.names.get(name)) == normal(other.names.get(name)) for name in NAMES})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
