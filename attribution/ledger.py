"""ledger: the output of a run on disk, so that a kill at any moment loses nothing that was written.

While a run goes on, its lines grow in a folder of its own (`unfinished`): one file for each stream and `ledger.jsonl`,
which says after every chunk how long each stream is. A chunk counts when its ledger line is whole on the disk, and the
streams are on the disk before that line is written; what lies behind the last whole ledger line is cut off when the
run is taken up again. A finished run moves its files to their places by renaming, which is atomic.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from attribution.errors import OutputError

STREAMS = ("attributions.jsonl", "articles.jsonl", "errors.jsonl")
RUN = "run.json"
# What became of people's corrections, article by article: it stays with the unfinished run, and run.json sums it up.
OUTCOMES = "outcomes.jsonl"
_LEDGER = "ledger.jsonl"
_KEPT = (*STREAMS, OUTCOMES)

# Seconds. A run that is killed while it starts a worker leaves its lock with that process until the system has loaded
# the worker's program; whoever starts the run again at once meets it.
_PATIENCE = 2.0

if sys.platform != "win32":
    import fcntl


class Chunk(NamedTuple):
    """What the ledger says of a chunk: the hash of what it was made from, and how many articles and failures that was.

    With the number, a run can be taken up whatever the chunks are cut by.
    """

    made_from: str
    items: int


class Ledger:
    """The output of one run; use it in a `with` statement: `begin`, `append` for every chunk, `finish`.

    `out` is the place as the user named it: a folder, which gets every stream and run.json, or a .jsonl file, which
    gets the attributions alone. Entering raises OutputError where the place cannot be written to, where another process
    writes to it, or where a finished run stands there and `overwrite` is false.
    """

    def __init__(self, out: Path, *, overwrite: bool = False) -> None:
        self.out = out
        self.overwrite = overwrite
        self.is_file = out.suffix == ".jsonl" and not out.is_dir()
        folder = out.parent if self.is_file else out
        self.unfinished = folder / (f".{out.name}.unfinished" if self.is_file else ".unfinished")
        names = {STREAMS[0]: out} if self.is_file else {name: out / name for name in (*STREAMS, RUN)}
        self._targets: Mapping[str, Path] = names
        self._files: dict[str, BinaryIO] = {}
        self._lock: int | None = None
        self._written = 0  # chunks that an earlier process finished
        self.counts: dict[str, int] = {}  # after the last whole chunk
        self.started = ""
        self.finished = False

    def __enter__(self) -> Ledger:
        standing = [str(path) for path in self._targets.values() if path.exists()]
        if standing and not self.overwrite and next(self._lines(), None) is None:
            raise OutputError(f"{standing[0]} holds a finished run: choose another --out, or --overwrite it")
        try:
            self.unfinished.mkdir(parents=True, exist_ok=True)
            probe = self.unfinished / "probe"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise OutputError(f"cannot write to {self.out}: {error.strerror}: choose another --out") from error
        self._take_lock()
        return self

    def __exit__(self, *_: object) -> None:
        self._close()
        if not any("chunk" in line or "finished" in line for line in self._lines()):  # nothing to come back to
            shutil.rmtree(self.unfinished, ignore_errors=True)
        if not self.finished and not self.is_file and self.out.is_dir() and not any(self.out.iterdir()):
            self.out.rmdir()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def begin(self, plan: Mapping[str, Any], started: str) -> None:
        """Open the streams: afresh, or behind the last whole chunk of a run with the same plan.

        `plan` (JSON values) is all that the bytes depend on. Raises OutputError when an unfinished run has another
        one, and says which of its values differ. A run that was killed while its files were being moved is completed:
        `self.finished` is true then, and there is nothing left to append. `started` is the clock; `self.started` that
        of the first of several processes.
        """
        plan = json.loads(json.dumps(plan))
        try:
            lines = self._lines()
            first = None if self.overwrite else next(lines, None)
            if first is None:
                for path in self.unfinished.iterdir():
                    path.unlink()
                self._open(dict.fromkeys(_KEPT, 0), 0)
                self._write(_LEDGER, {"plan": plan, "started": started})
                self.started = started
            else:
                self._compare(first["plan"], plan)
                self._take_up(first, lines)
        except OSError as error:
            raise self._full(error) from error

    def chunks(self) -> Iterator[Chunk]:
        """The chunks that an earlier process finished, from the disk: memory does not grow with their number."""
        for line in islice(self._lines(), 1, 1 + self._written):
            yield Chunk(line["chunk"], line["items"])

    def append(self, chunk: Chunk, streams: Mapping[str, bytes], counts: Mapping[str, int]) -> None:
        """Add one chunk. `counts` are those of the whole run up to here."""
        try:
            for name in _KEPT:
                if streams.get(name):
                    self._files[name].write(streams[name])
                    _sync(self._files[name])
            sizes = {name: self._files[name].tell() for name in _KEPT}
            line = {"chunk": chunk.made_from, "items": chunk.items, "sizes": sizes, "counts": dict(counts)}
            ledger = self._files[_LEDGER]
            whole = ledger.tell() + len(_line(line))
            try:
                self._write(_LEDGER, line)
            finally:
                # Who interrupts the wait for the disk is told of this chunk, too: the next run finds it.
                if os.fstat(ledger.fileno()).st_size >= whole:
                    self.counts = dict(counts)
        except OSError as error:
            raise self._full(error) from error

    def finish(self, run: bytes) -> None:
        """Move the files to their places; `run` becomes run.json."""
        try:
            with (self.unfinished / RUN).open("wb") as file:
                file.write(run)
                _sync(file)
            self._write(_LEDGER, {"finished": True, "counts": self.counts})
            self._publish()
        except OSError as error:
            raise self._full(error) from error

    def errors(self) -> Iterator[bytes]:
        """The error lines written up to here, for an output that has no place for them."""
        with (self.unfinished / STREAMS[2]).open("rb") as file:
            yield from file

    def outcomes(self) -> Iterator[bytes]:
        """The lines on people's corrections written up to here."""
        with (self.unfinished / OUTCOMES).open("rb") as file:
            yield from file

    def _take_lock(self) -> None:
        """Only one process may write. The system drops the lock when the process ends, in whatever way."""
        if sys.platform == "win32":
            return
        self._lock = os.open(self.unfinished, os.O_RDONLY)
        patience = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() < patience:
                    time.sleep(0.05)
                    continue
                os.close(self._lock)
                self._lock = None
                raise OutputError(f"another process is writing to {self.out}: wait, or choose another --out") from error
            except OSError:
                pass  # a file system without locks
            return

    def _lines(self) -> Iterator[dict[str, Any]]:
        """The whole lines of the ledger, one by one: up to the first that was cut off."""
        try:
            file = (self.unfinished / _LEDGER).open("rb")
        except (FileNotFoundError, NotADirectoryError):
            return
        with file:
            for line in file:
                try:
                    value = json.loads(line)
                except ValueError:
                    return
                if not line.endswith(b"\n") or _line(value) != line:
                    return
                yield value

    def _take_up(self, first: Mapping[str, Any], others: Iterator[dict[str, Any]]) -> None:
        """Open the streams behind the last whole chunk, or complete a run whose files were being moved."""
        self.started = first["started"]
        length = len(_line(first))
        last = {"sizes": dict.fromkeys(_KEPT, 0), "counts": {}}
        for line in others:
            length += len(_line(line))
            self._written += "chunk" in line
            last = line
        self.counts = last["counts"]
        if last.get("finished"):
            self._publish()
        else:
            self._open(last["sizes"], length)

    def _compare(self, before: Mapping[str, Any], plan: Mapping[str, Any]) -> None:
        differing = [name for name in sorted({*before, *plan}) if before.get(name) != plan.get(name)]
        if differing:
            values = "; ".join(f"{name} was {before.get(name)!r}, is {plan.get(name)!r}" for name in differing)
            raise OutputError(
                f"{self.out} holds an unfinished run that was started differently ({values}): "
                "finish it with the command it was started with, or start afresh with --overwrite"
            )

    def _open(self, sizes: Mapping[str, int], ledger: int) -> None:
        for name, size in {**sizes, _LEDGER: ledger}.items():
            path = self.unfinished / name
            if size > (path.stat().st_size if path.exists() else 0):
                raise OutputError(
                    f"{path} is shorter than its ledger says: the unfinished run cannot be taken up, "
                    "start afresh with --overwrite"
                )
            file = path.open("ab")
            file.truncate(size)
            file.seek(0, os.SEEK_END)
            self._files[name] = file
        _sync_folder(self.unfinished)
        for folder in self.unfinished.parents[:2]:  # which may be new, too
            with suppress(OSError):  # not everybody may open the folder above
                _sync_folder(folder)

    def _write(self, name: str, value: Mapping[str, Any]) -> None:
        self._files[name].write(_line(value))
        _sync(self._files[name])

    def _publish(self) -> None:
        """Rename what has not been renamed yet; run.json goes last and says that the run is whole."""
        self._close()
        for name, target in self._targets.items():
            if (self.unfinished / name).exists():
                os.replace(self.unfinished / name, target)
        _sync_folder(self.unfinished.parent)
        self.finished = True
        for path in self.unfinished.iterdir():
            if path.name != _LEDGER:
                path.unlink()
        shutil.rmtree(self.unfinished)  # the ledger last: while it is there, whoever comes completes this

    def _close(self) -> None:
        """Close the streams. What a full disk refused belongs to no whole chunk, and is refused here once more."""
        for file in self._files.values():
            with suppress(OSError):
                file.close()
        self._files.clear()

    def _full(self, error: OSError) -> OutputError:
        return OutputError(
            f"cannot write to {self.out}: {error.strerror}: free some space there and run the same command again, "
            f"it goes on after the {self.counts.get('articles', 0)} articles that are safe"
        )


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make new names in a folder safe (where the system can: Windows keeps no handle on folders)."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
