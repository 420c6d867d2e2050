"""long_run: as many articles as fit in an hour with the models, killed now and then, and held against another run.

python -m benchmarks.long_run FOLDER [--articles FILE.jsonl] [--minutes 60] [--kills 6] [--workers 2]

Reads the articles of FILE (tests/data/gold if none is given), then mixes of their paragraphs as long as those are, no
two the same. `attribution extract` runs in a process of its own; at random moments it and its workers are killed
(SIGKILL), and the same command takes the run up. When the time is up it is ended (SIGTERM) and closed with --limit. At
the end a run of the first articles with one worker, in a folder of its own and never disturbed, must have written the
same bytes as the beginning of this one, and each article must be there once, as such or as an error.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from attribution.article import paragraphs
from benchmarks.batch_scale import megabytes
from benchmarks.side_by_side_texts import GOLD

_SEED = 5
_COMMAND = "from attribution.cli import main; main()"
_EVERY = 300  # seconds between lines of the table
_COMPARED = 100  # articles of the second run
_MOST = 15_000_000  # words of the input for each worker and hour: more than can be read in it


def _articles(file: Path, words: int) -> Iterator[dict[str, str]]:
    """The articles of a file, and then mixes of their paragraphs, until there are so many words."""
    with file.open(encoding="utf8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    pool = [text[start:end] for text in texts for start, end in paragraphs(text)]
    lengths = [len(paragraphs(text)) for text in texts]
    draw = random.Random(_SEED)  # noqa: S311
    number = 0
    while words > 0:
        text = texts[number] if number < len(texts) else "\n\n".join(draw.sample(pool, draw.choice(lengths)))
        yield {"id": f"article-{number}", "text": text}
        words -= len(text.split())
        number += 1


def _family(process: int) -> list[int]:
    """A process and those below it."""
    children: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            children += map(int, (task / "children").read_text().split())
    return [process, *(below for child in children for below in _family(child))]


def _counts(run: Path) -> dict[str, int]:
    """What the ledger says is safe."""
    with suppress(OSError), (run / ".unfinished" / "ledger.jsonl").open("rb") as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - 10_000))
        for line in reversed(file.read().splitlines()):
            with suppress(ValueError):
                counts: dict[str, int] = json.loads(line).get("counts", {})
                return counts
    return {}


def _extract(source: Path, run: Path, workers: int, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", _COMMAND, "extract", str(source), "--out", str(run), "--quiet"]
    return subprocess.Popen([*command, "--workers", str(workers), *more], start_new_session=True)  # noqa: S603


def _disturbed(source: Path, run: Path, given: argparse.Namespace) -> dict[str, int]:
    """Run until the time is up, with the kills; print a table; return what is safe then."""
    draw = random.Random(_SEED)  # noqa: S311
    started = time.monotonic()
    end = started + 60 * given.minutes
    kills = sorted(started + 60 * given.minutes * draw.random() for _ in range(given.kills))
    following = started + _EVERY
    print("| minutes | articles | words | records | MB of the main process | MB of the workers | killed |")
    print("|---|---|---|---|---|---|---|")
    process = _extract(source, run, given.workers)
    while process.poll() is None and (now := time.monotonic()) < end:
        if kills and now >= kills[0]:
            kills.pop(0)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            process = _extract(source, run, given.workers)
        if now >= following:
            following += _EVERY
            counts, family = _counts(run), [megabytes(each) for each in _family(process.pid)]
            workers = ", ".join(str(each) for each in sorted(family[1:], reverse=True)[: given.workers])
            row = [f"{counts.get(name, 0):,}" for name in ("articles", "words", "attributions")]
            row += [str(family[0]), workers, str(given.kills - len(kills))]
            print(f"| {(now - started) / 60:.0f} | {' | '.join(row)} |", flush=True)
        time.sleep(0.5)
    if process.poll() is None:
        process.terminate()
    process.wait()
    counts = _counts(run)
    print(f"\n{counts} after {(time.monotonic() - started) / 60:.1f} minutes")
    return counts


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="for the input, the run and the second run")
    parser.add_argument("--articles", type=Path, default=GOLD, help="JSON lines with a text each")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    source, run, second = (given.folder / name for name in ("input.jsonl", "run", "second"))
    with source.open("w", encoding="utf8") as file:
        for article in _articles(given.articles, int(_MOST * given.workers * given.minutes / 60)):
            file.write(json.dumps(article) + "\n")
    counts = _disturbed(source, run, given)
    safe = counts.get("articles", 0) + counts.get("errors", 0)
    statuses = [
        _extract(source, run, given.workers, "--limit", str(safe)).wait(),
        _extract(source, second, 1, "--limit", str(min(_COMPARED, safe))).wait(),
    ]
    print(f"closed with status {statuses[0]}, the second run with {statuses[1]}")
    differing = 0
    for name in ("attributions.jsonl", "articles.jsonl"):
        undisturbed = (second / name).read_bytes()
        with (run / name).open("rb") as file:
            same = file.read(len(undisturbed)) == undisturbed
        differing += not same
        print(f"{name}: the first {len(undisturbed):,} bytes are {'the same' if same else 'NOT the same'}")
    with (run / "articles.jsonl").open("rb") as lines:
        ids = [json.loads(line)["article"]["id"] for line in lines]
    with (run / "errors.jsonl").open("rb") as lines:
        errors = [json.loads(line)["article_id"] for line in lines]
    expected = [f"article-{number}" for number in range(len(ids) + len(errors))]
    whole = ids == [one for one in expected if one not in errors] and set(errors) <= set(expected)
    verdict = "each once and in order" if whole else "NOT all, or not once"
    print(f"{len(ids):,} articles and {len(errors)} errors, {verdict}")
    return int(bool(differing or not whole or set(statuses) - {0, 3}))  # 3: there are errors


if __name__ == "__main__":
    sys.exit(_main())
