"""Faults on purpose: what tests/test_faults.py tries in seconds and benchmarks/faults.py more often.

`python -m tests.faults extract INPUT… -o OUT` is the command `attribution` with a stub for the models and small chunks.
"""

from __future__ import annotations

import ctypes
import filecmp
import json
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attribution import batch, cli, ledger
from attribution.batch import extract
from attribution.ledger import STREAMS
from attribution.lines import start
from attribution.read import FIELDS, FORMATS
from tests import stub_analyzer

CHUNK = 4
ARTICLES = 10 * CHUNK + 2
TRACED = (ledger.__file__, batch.__file__)

_KILLS_PER_RUN = 5
_CAPBSET_DROP, _DAC_OVERRIDE = 24, 1  # of prctl(2) and capabilities(7)


def build(_: object = None) -> tuple[Mapping[str, str], stub_analyzer.Stub]:
    """The stub, under a name that worker processes can import."""
    return stub_analyzer.build()


def stand_in() -> None:
    """The stub for the models, small chunks, and a hash that does not change when somebody edits the package."""
    batch._build = build
    batch.CHUNK_ARTICLES = CHUNK
    batch.code_hash = lambda: "c" * 64


def text(number: int) -> str:
    """The text of an article, in which the stub finds something."""
    return f'"It is claim {number}" said Ann B{"abcdefgh"[number % 8]}. The "fix" failed.'


def source(folder: Path, articles: int = ARTICLES) -> Path:
    """A file of articles, and among them every kind of line that a run writes: duplicates, and both kinds of error."""
    path = folder / "articles.jsonl"
    with path.open("w", encoding="utf8") as file:
        for number in range(articles):
            words = {5: " ", 6: text(0), 11: "RAISE"}.get(number % 20, text(number))
            file.write(json.dumps({"id": f"a{number}", "text": words}) + "\n")
    return path


class Here:
    """Stands in for `attribution.workers.Workers`, without processes."""

    count = 1

    def __init__(self) -> None:
        self._hello, self._function = start(build)

    def hello(self) -> dict[str, str]:
        return self._hello

    def map(self, tasks: Iterable[Sequence[Any]], died: object) -> Iterator[list[Any]]:
        for task in tasks:
            yield [self._function(item) for item in task]


def here(given: Path, out: Path, **options: Any) -> batch.Summary:
    """A run without processes."""
    return extract([str(given)], out, pool=Here(), complain=lambda _: None, **options)  # type: ignore[arg-type]


def same(one: Path, other: Path) -> bool:
    """Whether two runs have the same bytes, and each all its files and no others."""
    files = sorted([*STREAMS, "run.json"])
    whole = all(files == sorted(path.name for path in folder.iterdir()) for folder in (one, other))
    return whole and filecmp.cmpfiles(one, other, STREAMS, shallow=False)[0] == list(STREAMS)


# Killed at a line


def _die_after(lines: int, given: Path, out: Path) -> None:
    left = lines

    def trace(frame: Any, event: str, argument: object) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in TRACED:
            return None
        if event == "line":
            left -= 1
            if not left:
                os._exit(9)
        return trace

    sys.settrace(trace)
    here(given, out)
    os._exit(0)


def stopped_in(out: Path) -> bool:
    """Whether there is something to take up: a run that ended after its last file was moved is whole."""
    return (out / ".unfinished" / "ledger.jsonl").exists() or not (out / "run.json").exists()


def dies_after(lines: int, given: Path, out: Path) -> bool:
    """Run in a process that ends, with all that is in its buffers, after so many lines of the ledger and the batch.

    Returns whether it did, and did not come to its end before.
    """
    process = multiprocessing.get_context("fork").Process(target=_die_after, args=(lines, given, out))
    process.start()
    process.join()
    return process.exitcode == 9


# Bytes that are no article, and those that are too much of one


def random_files(folder: Path, count: int, draw: random.Random) -> None:
    """Files of random bytes, with the beginnings and the names of every format."""
    beginnings = (b"", b"", b'{"text": "', b"[{", b"<html><p>", b"WARC/1.0\r\n", b"PAR1", b"\x1f\x8b\x08", b"\xff\xfe")
    for number in range(count):
        suffix = FORMATS[number % len(FORMATS)]
        data = draw.choice(beginnings) + draw.randbytes(draw.choice((3, 10, 100, 1000)))
        (folder / f"{number}.{suffix}").write_bytes(data)


def odd_lines() -> list[str]:
    """Lines of JSON that are no articles: every kind of value in every field, half characters, and no JSON."""
    values = [
        "1",
        "-1.5",
        "true",
        "null",
        "[]",
        '["a"]',
        "{}",
        '{"a": "b"}',
        '"\\ud800"',
        '"a\\udfff b"',
        "1e999",
        "NaN",
        '""',
    ]
    lines = [f'{{"text": {value}}}' for value in values]
    lines += [f'{{"text": "He said so.", "{name}": {value}}}' for name in FIELDS if name != "text" for value in values]
    return [*lines, *values, "", "{", '{"text": "a"', '{"text": "a"} {}', "[" * 100_000, '{"text": ' * 2_000, "\0"]


# Processes


class Run:
    """The command, in processes of their own; use it in a `with` statement, at whose end all must have ended."""

    def __init__(
        self,
        given: Path,
        out: Path,
        *options: str,
        seconds: float = 0,
        before: Callable[[], None] | None = None,
    ) -> None:
        self.out = out

        def prepare() -> None:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # shells let background jobs ignore it, and it passes on
            if before is not None:
                before()

        environment = {**os.environ, "STUB_SECONDS": str(seconds), "PYTHONPATH": os.pathsep.join(sys.path)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults", "extract", str(given), "-o", str(out), "--workers", "2", *options],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=prepare,
        )

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        self.wait_for(lambda: not self._group_lives(), 20, "a process outlived its run")

    def end(self) -> tuple[int, str]:
        """Exit status, and what stands on standard error."""
        _, message = self.process.communicate(timeout=60)
        return self.process.returncode, message

    def chunks(self) -> int:
        """How many chunks are safe."""
        return chunks(self.out)

    def wait_for_chunks(self, count: int) -> None:
        """Wait until so many chunks are safe, or the run has ended."""
        self.wait_for(lambda: self.chunks() >= count or self.process.poll() is not None, 60, "no chunk was written")

    def workers(self) -> list[int]:
        """Process ids of the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(one) for one in children if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]

    def _group_lives(self) -> bool:
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    @staticmethod
    def wait_for(condition: Callable[[], bool], seconds: float, otherwise: str) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(otherwise)
            time.sleep(0.002)


def chunks(out: Path) -> int:
    """How many chunks of an unfinished run are safe."""
    path = out / ".unfinished" / "ledger.jsonl"
    return max(0, path.read_bytes().count(b"\n") - 1) if path.exists() else 0


def killed(given: Path, expected: Path, folder: Path, times: int, draw: random.Random) -> Iterator[int]:
    """Kill runs (SIGKILL) at random moments, so many times; each is taken up again, at last to its end, and compared.

    Yields the number of chunks that were safe at each kill.
    """
    kills = runs = 0
    while kills < times:
        out = folder / f"killed-{runs}"
        runs += 1
        for _ in range(min(_KILLS_PER_RUN, times - kills)):
            safe = chunks(out)
            with Run(given, out, seconds=0.01) as run:
                run.wait_for_chunks(safe + draw.randrange(3))
                time.sleep(draw.random() * 0.05)
                run.process.kill()
                status, _ = run.end()
            if status != -signal.SIGKILL:
                break
            kills += 1
            yield chunks(out)
            if not stopped_in(out):
                break
            assert chunks(out) >= safe
        if stopped_in(out):
            here(given, out)
        assert same(expected, out)


def at_most(size: int) -> Callable[[], None]:
    """No file may grow beyond so many bytes: to the writer, that is a full disk, and it needs no rights."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def obey_modes() -> None:
    """Take from the superuser the right to write where a folder's mode forbids it; others have none."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(_CAPBSET_DROP, _DAC_OVERRIDE)


if __name__ == "__main__":
    stand_in()
    cli.main()
