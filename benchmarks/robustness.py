"""How much is lost where the same article is written differently: the shipped program on variants of a gold.

    python -m benchmarks.robustness GOLD… [--sample N] [--only NAME] [--keep FOLDER]

Prints a Markdown table for each gold (any that `attribution score` reads): F1 of each variant beside that of the plain
text. `robustness_variants` says what a variant is. Where a variant loses more than it may, the exit status is 1.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from attribution.analyze import Parser, interpret
from attribution.article import Article
from attribution.record import Record
from attribution.score.gold import read_gold
from attribution.score.measures import MEASURES, compare, count
from attribution.score.tally import Sums
from attribution.score.values import GoldArticle, Pair
from benchmarks.robustness_variants import VARIANTS, Variant

SHOWN = {
    "attributions.found": "found",
    "attributions.source": "found, source",
    "attributions.exact": "all exact",
    "speakers.right": "name right",
}
FOUND = "attributions.found"
RESAMPLES = 1_000
SEED = 20_160


@dataclass(frozen=True)
class Row:
    """A variant's figures: the sums of each article, in the order of the gold."""

    variant: Variant
    sums: tuple[Sums, ...]

    def value(self, name: str, drawn: Iterable[int] | None = None) -> float | None:
        """One figure, in per cent, over all articles or over those drawn."""
        total: Counter[tuple[str, str]] = Counter()
        for at in range(len(self.sums)) if drawn is None else drawn:
            for key in _BY_NAME[name].keys:
                total[key] += self.sums[at].get(key, 0)  # type: ignore[assignment]
        return _BY_NAME[name].value(total)


_BY_NAME = {measure.name: measure for measure in MEASURES}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; 1 where a variant loses more F1 than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path, help="annotated articles: .jsonl, or a folder of brat files")
    parser.add_argument("--sample", type=int, help="this many articles of each gold, evenly spaced")
    parser.add_argument(
        "--only", action="append", choices=[*VARIANTS], help="this variant (and plain); may be repeated"
    )
    parser.add_argument("--keep", type=Path, help="a folder for the variants' gold and records, to look at")
    options = parser.parse_args(arguments)

    from attribution.language.pipeline import Language

    language = Language()
    chosen = [VARIANTS[name] for name in VARIANTS if name == "plain" or name in (options.only or VARIANTS)]
    lost = False
    for number, path in enumerate(options.gold, start=1):
        articles = sample(read_gold(path)[0], options.sample)
        rows = []
        for variant in chosen:
            rows.append(run(articles, variant, language, options.keep and options.keep / f"{number}-{path.stem}"))
            print(f"{path.name}: {variant.name}", file=sys.stderr)
        total = sum(len(each.attributions) for each in articles)
        print(f"### {path.parent.name}/{path.name}: {len(articles)} articles, {total} attributions\n")
        print(render(rows), flush=True)
        lost |= any(loss(row, rows[0]) > row.variant.allowed for row in rows)
    return int(lost)


def sample(articles: Sequence[GoldArticle], size: int | None) -> list[GoldArticle]:
    """So many articles, evenly spaced; all of them where there are no more."""
    if size is None or size >= len(articles):
        return list(articles)
    return [articles[at * len(articles) // size] for at in range(size)]


def run(articles: Sequence[GoldArticle], variant: Variant, language: Parser, keep: Path | None = None) -> Row:
    """Read a variant of each article and hold the records against its gold."""
    sums = []
    kept: list[tuple[GoldArticle, tuple[Record, ...]]] = []
    for article in articles:
        changed = variant.make(article)
        text = Article(changed.text, id=changed.id)
        records = interpret(text, language.parse(text)).records
        sums.append(dict(count(compare(Pair(changed, records), not changed.nested)).sums))
        kept.append((changed, records))
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        name = variant.name.replace(",", "").replace(" ", "-")
        with (keep / f"{name}.gold.jsonl").open("w", encoding="utf8") as gold:
            _write_gold(gold, [changed for changed, _ in kept])
        with (keep / f"{name}.records.jsonl").open("w", encoding="utf8") as file:
            file.writelines(each.model_dump_json(by_alias=True) + "\n" for _, records in kept for each in records)
    return Row(variant, tuple(sums))


def loss(row: Row, base: Row) -> float:
    """Points of F1 (found) below the plain text."""
    return (base.value(FOUND) or 0.0) - (row.value(FOUND) or 0.0)


def interval(row: Row, base: Row) -> tuple[float, float]:
    """The middle 95 % of the difference in F1 (found) when as many articles are drawn again: the same for both."""
    chance = random.Random(SEED)  # noqa: S311 (not for secrets: a fixed seed is the point)
    articles = range(len(row.sums))
    differences = []
    for _ in range(RESAMPLES):
        drawn = chance.choices(articles, k=len(articles))
        differences.append((row.value(FOUND, drawn) or 0.0) - (base.value(FOUND, drawn) or 0.0))
    differences.sort()
    return differences[RESAMPLES // 40], differences[-RESAMPLES // 40 - 1]


def render(rows: Sequence[Row]) -> str:
    """A Markdown table: each figure, with the difference from the first row behind it."""
    base = rows[0]
    shown = {name: label for name, label in SHOWN.items() if base.value(name) is not None}
    head = ["variant"]
    for name, label in shown.items():
        head += [label, "difference (95 %)" if name == FOUND else "difference"]
    lines = [_line(head), _line(["---", *["---:"] * (len(head) - 1)])]
    for row in rows:
        cells = [row.variant.name]
        for name in shown:
            value, plain = row.value(name), base.value(name)
            cells.append("–" if value is None else f"{value:.1f}")
            if row is base or value is None or plain is None:
                cells.append("")
                continue
            cells.append(f"{value - plain:+.1f}")
            if name == FOUND:
                low, high = interval(row, base)
                cells[-1] += f" ({low:+.1f} to {high:+.1f})"
        lines.append(_line(cells))
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _write_gold(file: TextIO, articles: Iterable[GoldArticle]) -> None:
    """Lines that `attribution score` reads: with a named annotator where nested attributions were not annotated."""
    for article in articles:
        attributions = [
            {part: [list(span) for span in getattr(each, part)] for part in ("content", "cue", "source")}
            | {_KEYS[key]: value for key, value in each.names.items()}
            for each in article.attributions
        ]
        held: Mapping[str, object] = {"attributions": attributions}
        if not article.nested:
            held = {"annotators": [{"id": "first", **held}]}
        file.write(json.dumps({"id": article.id, "text": article.text, **held}, ensure_ascii=False) + "\n")


_KEYS = {
    "speaker": "speaker",
    "speaker_kind": "kind",
    "title": "role",
    "organization": "organization",
    "polarity": "polarity",
}

if __name__ == "__main__":
    sys.exit(main())
