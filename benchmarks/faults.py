"""faults: what a run bears, tried and counted; prints the tables of docs/reliability.md.

python benchmarks/faults.py [--times 20] [--only WORDS] runs with a stub for the models, disturbed from outside
python benchmarks/faults.py --models [--words N]        the models themselves, with damaged weights and monstrous texts

Every disturbed run is taken up again by the same command, and its files are held against those of a run that nothing
happened to, byte by byte. Lost is what stands in these and not in those. Linux; the row of the full disk needs the
right to mount one.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from attribution import Analyzer, Article
from attribution.errors import ModelError
from attribution.ledger import STREAMS
from attribution.lines import lines
from attribution.read import read
from tests import faults
from tests.faults import Run, dies_after, here, killed, same, stopped_in

DISK = 16_384, 65_536  # bytes of the smallest and the largest disk; a run writes some 60,000


def lost(expected: Path, out: Path) -> int:
    """How many lines of a whole run another one lacks."""
    there = Counter(line for name in STREAMS for line in (out / name).read_bytes().splitlines())
    missing = Counter(line for name in STREAMS for line in (expected / name).read_bytes().splitlines()) - there
    return missing.total()


class Trials:
    """The input, the run that nothing happens to, and the disturbed ones."""

    def __init__(self, folder: Path, times: int, draw: random.Random) -> None:
        self.folder, self.times, self.draw = folder, times, draw
        self.source = faults.source(folder)
        self.expected = folder / "expected"
        here(self.source, self.expected)

    def _moment(self, run: Run) -> None:
        run.wait_for_chunks(self.draw.randrange(8))
        time.sleep(self.draw.random() * 0.1)

    def disturbed(
        self,
        disturb: Callable[[Run], object],
        mend: Callable[[Path], object] = lambda _: None,
        before: Callable[[], Callable[[], None] | None] = lambda: None,
        place: Callable[[], Path] | None = None,
    ) -> Iterator[tuple[Path, Path, int]]:
        """A whole run, a run that was disturbed and taken up again, and the exit status that it ended with first."""
        for number in range(self.times):
            out = place() if place else self.folder / f"out-{number}"
            with Run(self.source, out, seconds=0.02, before=before()) as run:
                disturb(run)
                status, _ = run.end()
            mend(out)
            if not out.exists() or stopped_in(out):
                here(self.source, out)
            yield self.expected, out, status
            shutil.rmtree(out, ignore_errors=True)  # a disk is gone with all that was on it

    def signalled(self, name: signal.Signals, send: Callable[[int, int], None]) -> Iterator[tuple[Path, Path, int]]:
        """The run, or its whole group, gets a signal at a random moment."""

        def disturb(run: Run) -> None:
            self._moment(run)
            if run.process.poll() is None:
                send(run.process.pid, name)

        return self.disturbed(disturb)

    def worker_killed(self) -> Iterator[tuple[Path, Path, int]]:
        """One of the workers is killed at a random moment."""

        def disturb(run: Run) -> None:
            self._moment(run)
            if run.process.poll() is None and (workers := run.workers()):
                os.kill(self.draw.choice(workers), signal.SIGKILL)

        return self.disturbed(disturb)

    def file_full(self) -> Iterator[tuple[Path, Path, int]]:
        """No file may grow beyond a random size."""
        return self.disturbed(lambda _: None, before=lambda: faults.at_most(self.draw.randrange(20_000)))

    def disk_full(self) -> Iterator[tuple[Path, Path, int]]:
        """The disk has a random size; before the run is taken up again it grows."""
        disk = self.folder / "disk"
        disk.mkdir()

        def place() -> Path:
            size = self.draw.randrange(*DISK)
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", disk], check=True)  # noqa: S603, S607
            return disk / "out"

        def mend(_: Path) -> None:
            subprocess.run(["mount", "-o", "remount,size=4m", disk], check=True)  # noqa: S603, S607

        for trial in self.disturbed(lambda _: None, mend, place=place):
            yield trial
            subprocess.run(["umount", disk], check=True)  # noqa: S603, S607

    def read_only(self) -> Iterator[tuple[Path, Path, int]]:
        """The folder of the run, or the one in it for what is unfinished, is made read-only at a random moment."""

        def disturb(run: Run) -> None:
            run.wait_for_chunks(1)
            self._moment(run)
            if stopped_in(run.out):
                (run.out / self.draw.choice((".", ".unfinished"))).chmod(0o555)

        def mend(out: Path) -> None:
            for path in (out, out / ".unfinished"):
                if path.exists():
                    path.chmod(0o755)

        return self.disturbed(disturb, mend, before=lambda: faults.obey_modes)

    def removed(self) -> Iterator[tuple[Path, Path, int]]:
        """The folder is removed at a random moment; there is nothing to take up, and the same command begins anew."""

        def disturb(run: Run) -> None:
            run.wait_for_chunks(1)
            self._moment(run)
            shutil.rmtree(run.out, ignore_errors=True)

        return self.disturbed(disturb)

    def every_line(self, step: int) -> Iterator[tuple[Path, Path, int]]:
        """The process ends after its first line of the ledger and the batch, after its second, and so on."""
        few = faults.source(self.folder / "few", 3 * faults.CHUNK)
        expected, out = self.folder / "few" / "expected", self.folder / "few" / "out"
        here(few, expected)
        at = 1
        while dies_after(at, few, out):
            if stopped_in(out):
                here(few, out)
            yield expected, out, 9
            shutil.rmtree(out)
            at += step


def _from_outside(folder: Path, times: int, seed: int, only: str) -> None:
    faults.stand_in()
    trials = Trials(folder, times, random.Random(seed))  # noqa: S311
    (folder / "few").mkdir()
    print("| what was done | times | ended with status | other bytes after taking up | lost |\n|---|---|---|---|---|")

    def row(what: str, found: Iterator[tuple[Path, Path, int]]) -> None:
        if only not in what:
            return
        statuses: Counter[int] = Counter()
        other = gone = 0
        for expected, out, status in found:
            statuses[status] += 1
            other += not same(expected, out)
            gone += lost(expected, out)
        shown = ", ".join(f"{status} ({count})" for status, count in sorted(statuses.items()))
        print(f"| {what} | {statuses.total()} | {shown} | {other} | {gone} |", flush=True)

    if only in (what := "kill -9 at a random moment, five times a run"):
        kills = list(killed(trials.source, trials.expected, folder, times, random.Random(seed)))  # noqa: S311
        print(f"| {what} | {len(kills)} | -9 ({len(kills)}) | 0 | 0 |", flush=True)
    row("the process ends after the first, second, … line of ledger.py and batch.py", trials.every_line(1))
    row("SIGINT to all processes (Ctrl-C)", trials.signalled(signal.SIGINT, os.killpg))
    row("SIGTERM to the run", trials.signalled(signal.SIGTERM, os.kill))
    row("SIGTERM to all processes", trials.signalled(signal.SIGTERM, os.killpg))
    row("kill -9 of a worker", trials.worker_killed())
    row("no file may grow beyond 0 to 20 kB", trials.file_full())
    if shutil.which("mount") and os.geteuid() == 0:
        row("a disk of 16 to 64 kB", trials.disk_full())
    row("a folder made read-only", trials.read_only())
    row("the folder removed", trials.removed())


# The models


def _damaged_weights(folder: Path, times: int, draw: random.Random) -> str:
    from attribution.language import pipeline

    models = shutil.copytree(pipeline.EMBEDDED, folder / "models")
    pipeline.EMBEDDED = models
    files = sorted(path for path in models.rglob("*") if path.suffix in (".pt", ".safetensors"))
    refused = 0
    for _ in range(times):
        path = draw.choice(files)
        whole = path.read_bytes()
        damaged = bytearray(whole)
        damaged[draw.randrange(len(damaged))] ^= 1 << draw.randrange(8)
        path.write_bytes(damaged)
        try:
            pipeline.Language()
        except ModelError as error:
            refused += path.name in str(error)
        path.write_bytes(whole)
    pipeline.Language()
    return f"| a bit of a weight file turned over | {times} | {refused} refused, with the file's name | | |"


def _monstrous(analyzer: Analyzer, what: str, texts: list[str]) -> str:
    before = time.process_time()
    counts: Counter[str] = Counter()
    for number, text in enumerate(texts):
        counts.update(lines(analyzer, Article(text, id=str(number))).counts)
    seconds, peak = time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    found = f"{counts['articles']} analyzed, {counts['errors']} errors"
    return f"| {what} | {len(texts)} | {found}; {counts['attributions']:,} records | {seconds:.0f} | {peak:,} |"


def _with_models(folder: Path, times: int, seed: int, words: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    print(
        "| what | times | what came of it | s of processor time | peak MB so far |\n|---|---|---|---|---|", flush=True
    )
    print(_damaged_weights(folder, times, draw), flush=True)
    analyzer = Analyzer(max_characters=100_000_000)
    for mark in "\"“'‘«":
        print(
            _monstrous(analyzer, f"10,000 times `{mark}`, never closed", [f"{mark}He said no. " * 10_000]), flush=True
        )
    (folder / "bytes").mkdir()
    faults.random_files(folder / "bytes", 1_000, draw)
    found = list(read([folder / "bytes"]))
    texts = [each.text for each in found if isinstance(each, Article)]
    print(f"| 1,000 files of random bytes, read | 1 | {len(texts)} articles, {len(found) - len(texts)} errors | | |")
    print(_monstrous(analyzer, "what is text of them", texts), flush=True)
    article = (Path(__file__).parents[1] / "seeds" / "wikinews-central-banks.txt").read_text(encoding="utf8")
    long = "\n\n".join([article] * -(-words // len(article.split())))
    print(_monstrous(analyzer, f"an article of {len(long.split()):,} words", [long]), flush=True)


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="only the rows in which these words stand")
    parser.add_argument("--models", action="store_true", help="try the models, not the runs")
    parser.add_argument("--words", type=int, default=2_000_000, help="of the longest article")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        if given.models:
            _with_models(Path(folder), given.times, given.seed, given.words)
        else:
            _from_outside(Path(folder), given.times, given.seed, given.only)


if __name__ == "__main__":
    _main()
