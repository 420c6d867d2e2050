"""cluster_growth: processor time and memory of `attribution cluster` on made-up days of 25,000 to 100,000 records.

python benchmarks/cluster_growth.py [RECORDS …]

Each record is a quotation of 6 to 40 words, with word frequencies as in a text (Zipf, Mandelbrot); a third of them are
other outlets' versions of an earlier one: the same, with a word replaced, or cut. Ten records make an article, and a
fifth of the articles are copies of the one before. Each size runs in a process of its own.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from attribution.article import Article
from attribution.cluster import cluster
from attribution.tables import words
from tests.stub_analyzer import Stub

SIZES = (25_000, 50_000, 100_000)
PER_ARTICLE = 10
VOCABULARY = 60_000
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def _quotations(count: int, seed: int = 1) -> Iterator[str]:
    draw, numbers = random.Random(seed), np.random.default_rng(seed)  # noqa: S311
    names = (f"w{at:x}".translate(_LETTERS) for at in range(VOCABULARY))
    vocabulary = [*sorted(words("function_words", "function")), *names][:VOCABULARY]
    shares = 1 / (np.arange(VOCABULARY) + 2.7)
    rising = np.cumsum(shares / shares.sum())
    earlier: list[list[str]] = []
    for _ in range(count):
        if earlier and draw.random() < 1 / 3:
            said = list(earlier[-draw.randint(1, min(5_000, len(earlier)))])
            how = draw.random()
            if how < 0.4:
                said[draw.randrange(len(said))] = draw.choice(vocabulary)
            elif how < 0.7 and len(said) > 14:
                said = said[draw.randrange(4) :][: len(said) // 2 + 4]
        else:
            ranks = np.searchsorted(rising, numbers.random(draw.randint(6, 40)))
            said = [vocabulary[rank] for rank in ranks]
            earlier.append(said)
        yield " ".join(said)


def write(folder: Path, records: int) -> None:
    """A finished run with its input, of that many records."""
    quotations, stub, said = _quotations(records), Stub(), ""
    with (
        (folder / "input.jsonl").open("w", encoding="utf8") as texts,
        (folder / "attributions.jsonl").open("w", encoding="utf8") as lines,
        (folder / "articles.jsonl").open("w", encoding="utf8") as articles,
    ):
        for number in range(records // PER_ARTICLE):
            if number % 5 < 4:
                name = f"Ann Speaker{chr(97 + number % 20)}"
                said = " ".join(f'"{next(quotations)}" said {name}.' for _ in range(PER_ARTICLE))
            article = Article(
                f"{said} Number {number}.", id=f"a{number}", url=f"https://p{number % 50}.example/{number}"
            )
            found = stub.analyze(article)
            for one in found.records:
                lines.write(json.dumps(one.as_dict()) + "\n")
            articles.write(json.dumps(found.article.as_dict()) + "\n")
            texts.write(json.dumps({"id": article.id, "text": article.text, "url": article.url}) + "\n")
    (folder / "run.json").write_text(json.dumps({"inputs": [str(folder / "input.jsonl")], "options": {}}))


def measure(records: int) -> None:
    """One line of the table, in this process."""
    import resource

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, __file__, "--write", name, str(records)], check=True)  # noqa: S603
        start = time.process_time()
        done = cluster([folder], folder / "clusters.jsonl")
        seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{records:>9,} {done.articles:>9,} {done.clusters:>9,} {seconds:>12.1f} {peak:>10,.0f}", flush=True)


def main() -> None:
    """Print the table."""
    match sys.argv[1:]:
        case ["--write", name, records]:
            write(Path(name), int(records))
        case ["--one", records]:
            measure(int(records))
        case sizes:
            print(f"{'records':>9} {'articles':>9} {'clusters':>9} {'processor s':>12} {'peak MB':>10}", flush=True)
            for size in map(int, sizes or SIZES):
                subprocess.run([sys.executable, __file__, "--one", str(size)], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
