"""What overlapping windows cost and bring: pieces read for each piece of text, and the figures of a gold.

python benchmarks/window_overlap.py GOLD.jsonl… [--overlap 0.333 0.25 0.2 0.1 0]
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import jsonlines

from attribution.analyze import interpret
from attribution.article import Article
from attribution.language import processor, windows
from attribution.language.pipeline import Language
from attribution.score import score

SHOWN = ("attributions.found", "attributions.source", "attributions.exact")


class Counter:
    """Stands for `windows`, and counts the pieces that it is asked about and those that it has read."""

    def __init__(self) -> None:
        self.asked = self.read = 0

    def __call__(self, units: Sequence[windows.Unit]) -> list[windows.Window]:
        """The windows of an article."""
        found = windows.windows(units)
        self.asked += sum(unit.pieces for unit in units)
        self.read += sum(unit.pieces for unit in units for w in found if w.first <= unit.first and unit.end <= w.end)
        return found


def main() -> None:
    """Print a table for each gold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--overlap", nargs="+", type=float, default=[windows.OVERLAP, 0.25, 0.2, 0.1, 0.0])
    options = parser.parse_args()
    language = Language()
    for path in options.gold:
        with jsonlines.open(path) as lines:
            articles = [Article(line["text"], id=line["id"]) for line in lines]
        print(
            f"{path}: {len(articles)} articles\n| overlap | pieces read | {' | '.join(SHOWN)} |\n|---|---|---|---|---|"
        )
        for overlap in options.overlap:
            windows.OVERLAP = overlap
            counter = Counter()
            vars(processor)["windows"] = counter
            with tempfile.TemporaryDirectory() as folder:
                run = Path(folder) / "attributions.jsonl"
                with run.open("w", encoding="utf8") as file:
                    for article in articles:
                        for record in interpret(article, language.parse(article), language.calibration).records:
                            file.write(record.model_dump_json(by_alias=True) + "\n")
                figures = {figure.name: figure.value for figure in score(path, run, resamples=0).figures}
            shown = " | ".join(f"{figures[name]:.1f}" for name in SHOWN)
            print(f"| {overlap:.2f} | {counter.read / counter.asked:.2f} | {shown} |", flush=True)


if __name__ == "__main__":
    main()
