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
from pathlib import Path
from typing import Any, BinaryIO

from attribution.errors import OutputError

STREAMS = ("attributions.jsonl", "articles.jsonl", "errors.jsonl")
RUN = "run.json"
_LEDGER = "ledger.jsonl"

# Seconds. A run that is killed while it starts a worker leaves its lock with that process until the system has loaded
# the worker's program; whoever starts the run again at once meets it.
_PATIENCE = 2.0

if sys.platform != "win32":
    import fcntl


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
        self.chunks: list[str] = []  # what each chunk was made from that an earlier process finished
        self.counts: dict[str, int] = {}  # after the last whole chunk
        self.started = ""
        self.finished = False

    def __enter__(self) -> Ledger:
        standing = [str(path) for path in self._targets.values() if path.exists()]
        if standing and not self.overwrite and not self._lines():
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
        for file in self._files.values():
            file.close()
        self._files.clear()
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
        lines = [] if self.overwrite else self._lines()
        if not lines:
            for path in self.unfinished.iterdir():
                path.unlink()
            self._open(dict.fromkeys(STREAMS, 0), 0)
            self._write(_LEDGER, {"plan": plan, "started": started})
            self.started = started
            return
        self._compare(lines[0]["plan"], plan)
        self.started = lines[0]["started"]
        if lines[-1].get("finished"):
            self.counts = lines[-1]["counts"]
            self._publish()
            return
        whole = [line for line in lines if "chunk" in line]
        sizes = whole[-1]["sizes"] if whole else dict.fromkeys(STREAMS, 0)
        self.chunks = [line["chunk"] for line in whole]
        self.counts = whole[-1]["counts"] if whole else {}
        self._open(sizes, sum(len(_line(line)) for line in lines))

    def append(self, chunk: str, streams: Mapping[str, bytes], counts: Mapping[str, int]) -> None:
        """Add one chunk. `chunk` says what it was made from, `counts` are those of the whole run up to here."""
        try:
            for name in STREAMS:
                if streams[name]:
                    self._files[name].write(streams[name])
                    _sync(self._files[name])
            sizes = {name: self._files[name].tell() for name in STREAMS}
            before = self._files[_LEDGER].tell()
            try:
                self._write(_LEDGER, {"chunk": chunk, "sizes": sizes, "counts": dict(counts)})
            finally:
                # Who interrupts the wait for the disk is told of this chunk, too: the next run finds it.
                if self._files[_LEDGER].tell() > before:
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

    def _lines(self) -> list[dict[str, Any]]:
        """The whole lines of the ledger: up to the first that was cut off."""
        lines: list[dict[str, Any]] = []
        try:
            raw = (self.unfinished / _LEDGER).read_bytes()
        except FileNotFoundError:
            return lines
        for line in raw.splitlines(keepends=True):
            try:
                value = json.loads(line)
            except ValueError:
                break
            if not line.endswith(b"\n") or _line(value) != line:
                break
            lines.append(value)
        return lines

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

    def _write(self, name: str, value: Mapping[str, Any]) -> None:
        self._files[name].write(_line(value))
        _sync(self._files[name])

    def _publish(self) -> None:
        """Rename what has not been renamed yet; run.json goes last and says that the run is whole."""
        for file in self._files.values():
            file.close()
        self._files.clear()
        for name, target in self._targets.items():
            if (self.unfinished / name).exists():
                os.replace(self.unfinished / name, target)
        _sync_folder(self.unfinished.parent)
        self.finished = True
        shutil.rmtree(self.unfinished)

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
