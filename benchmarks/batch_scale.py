"""batch_scale: memory and time of the batch layer on a million made-up articles, with a stub in place of the models.

python benchmarks/batch_scale.py FOLDER [--articles N] [--workers N] [--stop N]

Everything is as in `attribution extract` but the analyzer: reading, finding duplicates, chunks, processes, the ledger,
writing and syncing. An article has some 40 words and one quotation; one in ten has the text of an earlier one, and one
in a thousand has no text. --stop ends the run after so many articles, and the same command without it goes on: that
shows what taking a run up takes.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from attribution.batch import Interrupted, extract
from tests.stub_analyzer import build

STEPS = 20  # lines of the table
_WORDS = ("harbour", "bridge", "council", "vote", "water", "strike", "price", "school", "storm", "court", "train")


def _lines(articles: int) -> Iterator[str]:
    draw = random.Random(1)  # noqa: S311
    for number in range(articles):
        text_of = draw.randrange(number) if number and draw.random() < 0.1 else number
        words = " ".join(_WORDS[text_of * step % len(_WORDS)] for step in range(1, 24))
        text = f'"The {words} is number {text_of}," said Ann Brown. Nobody who was there had anything to add to it.'
        row = {"id": f"day-{number // 5000}/article-{number}", "text": "" if number % 1000 == 999 else text}
        yield json.dumps({**row, "publisher": "The Post", "url": f"https://news.example/{number}"}) + "\n"


def megabytes(process: int | str) -> int:
    """What a process holds of memory that is in no file: what of it could grow."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) // 1024
    return 0


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="for the input, which is made once, and for the run")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--stop", type=int, help="end the run after this many articles")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    source = given.folder / f"{given.articles}.jsonl"
    if not source.exists():
        with source.open("w", encoding="utf8") as file:
            file.writelines(_lines(given.articles))
    step, following = given.articles // STEPS, 0
    started = time.monotonic()

    def show(counts: Mapping[str, int]) -> None:
        nonlocal following
        done = counts.get("articles", 0) + counts.get("errors", 0)
        if done >= following:
            workers = ", ".join(str(megabytes(each.pid or 0)) for each in multiprocessing.active_children())
            print(f"| {done:,} | {time.monotonic() - started:.0f} | {megabytes('self')} | {workers} |", flush=True)
            following = done - done % step + step
        if given.stop and done >= given.stop:
            raise KeyboardInterrupt

    print("| articles | seconds | MB of this process | of the workers |\n|---|---|---|---|")
    try:
        summary = extract([str(source)], given.folder / "run", workers=given.workers, progress=show, build=build)
    except Interrupted as interrupted:
        print(f"\n{interrupted}")
        return
    spent = sum(sum(resource.getrusage(which)[:2]) for which in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    fresh = summary.articles + summary.errors - summary.resumed
    print(f"\n{summary.articles:,} articles, {summary.errors:,} errors, {summary.attributions:,} attributions")
    print(f"{spent:.0f} s of processor time for the {fresh:,} of this process, the stub's own work among it")


if __name__ == "__main__":
    _main()
