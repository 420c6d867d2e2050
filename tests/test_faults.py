"""Faults: whatever happens to a run, the same command ends with the same bytes, and no article is lost.

`benchmarks/faults.py` tries the same more often; docs/reliability.md has what came of it.
"""

from __future__ import annotations

import errno
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from attribution import batch
from attribution.article import paragraphs
from attribution.batch import Settings, extract
from attribution.errors import ErrorLimitError, InputError, ModelError, OutputError
from attribution.ledger import STREAMS
from attribution.quotation_marks import quotations
from attribution.validate import validate
from tests import faults, stub_analyzer
from tests.faults import ARTICLES, CHUNK, Run, at_most, chunks, dies_after, here, killed, obey_modes, same, stopped_in


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stub for the models, and small chunks, here as in the processes."""
    for name in ("_build", "CHUNK_ARTICLES", "code_hash"):
        monkeypatch.setattr(batch, name, getattr(batch, name))
    faults.stand_in()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return faults.source(tmp_path)


@pytest.fixture
def expected(source: Path, tmp_path: Path) -> Path:
    """A run that nothing happened to."""
    here(source, tmp_path / "expected")
    return tmp_path / "expected"


def errors(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / STREAMS[2]).read_bytes().splitlines()]


# Ended from outside


def test_killed_in_twenty_random_places(source: Path, expected: Path, tmp_path: Path) -> None:
    """Runs that are killed (SIGKILL) at random moments lose no chunk, and end with the bytes of one that was not."""
    assert 20 == len(list(killed(source, expected, tmp_path, 20, random.Random(0))))


def test_killed_at_any_line(tmp_path: Path) -> None:
    """A process that ends at a line of the ledger or the batch, its buffers lost, is taken up to the same bytes."""
    source = faults.source(tmp_path, 3 * CHUNK)
    here(source, tmp_path / "expected")
    lines = 1
    while dies_after(lines, source, tmp_path / "out"):
        if stopped_in(tmp_path / "out"):
            here(source, tmp_path / "out")
        assert same(tmp_path / "expected", tmp_path / "out")
        shutil.rmtree(tmp_path / "out")
        lines += 13
    assert same(tmp_path / "expected", tmp_path / "out")


@pytest.mark.parametrize(("name", "whole_group"), [("SIGINT", True), ("SIGTERM", False), ("SIGTERM", True)])
def test_asked_to_end(name: str, whole_group: bool, source: Path, expected: Path, tmp_path: Path) -> None:
    """Ctrl-C (to the whole group, as a terminal sends it) and SIGTERM end a run, which says what is safe, at once."""
    out = tmp_path / "out"
    with Run(source, out, seconds=0.05) as run:
        run.wait_for_chunks(1)
        (os.killpg if whole_group else os.kill)(run.process.pid, getattr(signal, name))
        status, message = run.end()

    assert 130 == status
    assert "the same command goes on from there" in message
    assert 1 == len(message.split("\n", 1)[1].splitlines())
    assert CHUNK <= here(source, out).resumed
    assert same(expected, out)


def test_workers_end_with_their_run(source: Path, tmp_path: Path) -> None:
    """Workers whose run was killed end by themselves."""
    with Run(source, tmp_path / "out", seconds=0.02) as run:
        run.wait_for_chunks(1)
        run.process.kill()


def test_worker_killed(source: Path, expected: Path, tmp_path: Path) -> None:
    """A worker that is killed costs nothing: its chunk is tried again."""
    with Run(source, tmp_path / "out", seconds=0.02) as run:
        run.wait_for_chunks(1)
        os.kill(run.workers()[0], signal.SIGKILL)
        status, _ = run.end()

    assert 3 == status
    assert same(expected, tmp_path / "out")


# A place that cannot be written to


@pytest.mark.parametrize("size", [0, 1, 200, 1000, 3000, 7000])
def test_no_room_in_a_file(size: int, source: Path, expected: Path, tmp_path: Path) -> None:
    """A file that may not grow ends the run with what to do, and the same command goes on where there is room."""
    out = tmp_path / "out"
    with Run(source, out, before=at_most(size)) as run:
        status, message = run.end()
    assert 1 == status
    assert f"attribution: cannot write to {out}: File too large: free some space" in message
    assert 1 == len(message.splitlines())

    safe = chunks(out)
    summary = here(source, out)

    assert CHUNK * safe == summary.resumed
    assert same(expected, out)


@pytest.fixture
def small_disk(tmp_path: Path) -> Any:
    """A file system of 24 kilobytes; only who may mount one has it."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24k", "none", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk can be mounted by the superuser alone (test_no_room_in_a_file needs no rights)")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_disk_full(small_disk: Path, source: Path, expected: Path, tmp_path: Path) -> None:
    """A full disk ends the run with what to do, and the same command goes on when there is room."""
    out = small_disk / "out"
    with pytest.raises(OutputError, match=r"No space left on device: free some space .* the same command again"):
        here(source, out)
    safe = chunks(out)
    subprocess.run(["mount", "-o", "remount,size=1m", str(small_disk)], check=True)

    assert CHUNK * safe == here(source, out).resumed
    assert safe > 0
    assert same(expected, out)


@pytest.mark.parametrize("which", [".", ".unfinished"])
def test_folder_made_read_only(which: str, source: Path, expected: Path, tmp_path: Path) -> None:
    """A folder that is made read-only in mid-run costs nothing but the run's end; the same command brings that."""
    out = tmp_path / "out"
    with Run(source, out, seconds=0.02, before=obey_modes) as run:
        run.wait_for_chunks(1)
        (out / which).chmod(0o555)
        status, message = run.end()
    (out / which).chmod(0o755)

    assert (1, f"attribution: cannot write to {out}: Permission denied") == (status, message[: message.index(": free")])
    assert ARTICLES == here(source, out).resumed
    assert same(expected, out)


def test_folder_removed(source: Path, expected: Path, tmp_path: Path) -> None:
    """A folder that somebody removes in mid-run is said, and the same command makes it again."""
    out = tmp_path / "out"
    with Run(source, out, seconds=0.02) as run:
        run.wait_for_chunks(1)
        shutil.rmtree(out)
        status, message = run.end()

    assert 1 == status
    assert f"cannot write to {out}: No such file or directory" in message
    assert 0 == here(source, out).resumed
    assert same(expected, out)


def test_no_room_for_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a compressed input finds no room to be unpacked in, the run ends and says so, without an error."""
    source = tmp_path / "a.parquet.gz"
    source.write_bytes(gzip.compress(b"PAR1" + b"x" * 1000))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("shutil.copyfileobj", full)
    with pytest.raises(InputError, match=r"No space left on device\): free some space .*TMPDIR"):
        here(source, tmp_path / "out")


def test_weights_damaged_in_between(source: Path, expected: Path, tmp_path: Path) -> None:
    """Weights that are damaged before a run is taken up are said, and nothing of it is lost."""
    out = tmp_path / "out"
    with pytest.raises(ErrorLimitError):
        here(source, out, max_errors=1)
    with pytest.raises(ModelError, match=r"news\.pt"):
        extract([str(source)], out, workers=1, build=stub_analyzer.build_none)

    assert CHUNK < here(source, out).resumed
    assert same(expected, out)


# Articles that are too much


def test_two_million_words(tmp_path: Path) -> None:
    """An article of 2 million words is an error that says which limit to raise, or is analyzed where it was raised."""
    words = " ".join(f"w{number}" for number in range(1_999_995)) + ' "No" said Ann Brown. '
    source = tmp_path / "a.txt"
    source.write_text(words)
    for name, settings in (
        ("--max-characters", Settings()),
        ("--max-words", Settings(max_characters=20_000_000, max_words=1_999_998)),
    ):
        here(source, tmp_path / "out", settings=settings, overwrite=True)
        assert [("read", "too_long")] == [(error["step"], error["error"]) for error in errors(tmp_path / "out")]
        assert name in errors(tmp_path / "out")[0]["message"]

    settings = Settings(max_characters=20_000_000, max_words=1_999_999)
    assert 1 == here(source, tmp_path / "out", settings=settings, overwrite=True).attributions


@pytest.mark.parametrize("mark", ['"', "“", "‘", "'", "«"])
def test_marks_that_are_never_closed(mark: str) -> None:
    """What 10,000 quotation marks enclose that are never closed is found in the time that their number takes."""
    times: dict[int, float] = {}
    for count in (2_500, 10_000) * 3:  # the best of three: a garbage collection of all that the tests hold takes longer
        text = f"{mark}He said no. " * count
        before = time.process_time()
        quotations(text, paragraphs(text))
        times[count] = min(times.get(count, 60.0), time.process_time() - before)

    assert times[10_000] < 12 * times[2_500] + 0.1


def test_random_bytes(tmp_path: Path) -> None:
    """Of 1,000 files of random bytes each is an article or an error that names it, the same on every run."""
    folder = tmp_path / "in"
    folder.mkdir()
    faults.random_files(folder, 1_000, random.Random(0))

    here(folder, tmp_path / "out")
    here(folder, tmp_path / "again")

    articles = (tmp_path / "out" / STREAMS[1]).read_bytes().splitlines()
    assert 1_000 <= len(articles) + len({error["input"] for error in errors(tmp_path / "out")})
    assert all(len(error["message"]) <= 500 for error in errors(tmp_path / "out"))
    assert same(tmp_path / "out", tmp_path / "again")
    assert () == validate(tmp_path / "out", [folder]).problems


def test_odd_lines(tmp_path: Path) -> None:
    """Numbers and lists where text should be, half characters and what is no JSON cost their own line and no other."""
    source = tmp_path / "a.jsonl"
    lines = faults.odd_lines()
    good = [json.dumps({"id": f"good-{number}", "text": faults.text(number)}) for number in range(len(lines))]
    source.write_text("".join(f"{odd}\n{fine}\n" for odd, fine in zip(lines, good, strict=True)))

    summary = here(source, tmp_path / "out")

    articles = [json.loads(line)["article"]["id"] for line in (tmp_path / "out" / STREAMS[1]).read_bytes().splitlines()]
    assert [f"good-{number}" for number in range(len(lines))] == [id for id in articles if id.startswith("good")]
    told = {error["line"] for error in errors(tmp_path / "out")}
    assert {1 + 2 * at for at, line in enumerate(lines) if line and "He said so." not in line} <= told
    assert len(articles) + len(told) + lines.count("") == 2 * len(lines)
    assert summary.errors == len(told)
