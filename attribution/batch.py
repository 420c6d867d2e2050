"""batch: many articles to a folder of JSON lines, with worker processes, a ledger, and no article lost.

The bytes depend on the articles, the code, the weights and the options alone: not on the number of workers, nor on how
often a run was killed and taken up again. Memory does not grow with the number of articles. An article that cannot be
read or analyzed is a line of errors.jsonl; one that kills its process is so too, after a second try.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from attribution import __version__
from attribution.article import Article
from attribution.errors import OutputError
from attribution.ledger import STREAMS, Ledger
from attribution.lines import Analyzing, Build, Lines, died, sentence, start
from attribution.read.failure import Failure
from attribution.workers import Workers

if TYPE_CHECKING:
    from attribution.watch import WatchList

# A chunk is what a kill can cost, and one round of writing to the disk: a few seconds of work on one core.
CHUNK_ARTICLES = 8
CHUNK_CHARACTERS = 40_000

# Each worker holds the models in its own memory; more than this many are started only when they are asked for.
DEFAULT_WORKERS = 4


@dataclass(frozen=True)
class Settings:
    """The options that the bytes of a run depend on. See `attribution.analyze.Analyzer` for what they mean."""

    fields: Mapping[str, str] = field(default_factory=dict)  # our name -> the key in JSON, the column in tables
    format: str = "auto"  # of every input; auto: as their names and beginnings say
    max_characters: int = 1_000_000
    models: Path | None = None
    device: str = "cpu"
    precision: str = "auto"
    guidelines: str = "records"
    watch: WatchList | None = None  # whose records are marked

    def as_json(self) -> dict[str, Any]:
        """The options as plain values."""
        return {
            **asdict(self),
            "fields": dict(self.fields),
            "models": None if self.models is None else str(self.models),
            "watch": None if self.watch is None else {"file": self.watch.file, "sha256": self.watch.sha256},
        }


@dataclass(frozen=True)
class Summary:
    """What a run did.

    `named` counts the attributions whose speaker has a name, `resumed` the articles and errors that an earlier process
    of the same run had written; `seconds` is the wall clock, of that process too.
    """

    articles: int
    attributions: int
    named: int
    errors: int
    words: int
    resumed: int
    seconds: float


class Interrupted(KeyboardInterrupt):
    """A run was interrupted; its message says what is safe and how to go on."""


Item = Article | Failure
Progress = Callable[[Mapping[str, int]], None]


def extract(
    inputs: Sequence[str],
    out: Path | BinaryIO,
    settings: Settings = Settings(),
    *,
    workers: int | None = None,
    overwrite: bool = False,
    progress: Progress | None = None,
    complain: Callable[[str], None] = lambda message: print(message, file=sys.stderr),
    build: Build | None = None,
) -> Summary:
    """Analyze every article of the inputs and write the lines.

    `out` is a folder (attributions.jsonl, articles.jsonl, errors.jsonl, run.json), a file named .jsonl, or an open
    binary file; the latter two get the attributions alone, and every error goes to `complain` as one line. `progress`
    gets the counts up to here: once the models are loaded, then after every chunk. `workers` processes share the work,
    by default one for each usable core and at most 4; since they import the calling script anew, a script calls this
    below `if __name__ == "__main__":`.

    Raises InputError, ModelError or OutputError where the run cannot start or cannot go on, and Interrupted (a
    KeyboardInterrupt) on Ctrl-C. What is in a folder or .jsonl file is safe then, and the same call goes on from there.
    """
    from attribution.read import read, versions

    clock, started = time.monotonic(), datetime.now(UTC).isoformat(timespec="seconds")
    _refuse_own_output(inputs, out)
    count = workers or default_workers(settings.device)
    sink: Ledger | _Stream
    sink = Ledger(out, overwrite=overwrite) if isinstance(out, Path) else _Stream(out, complain)
    with sink, Workers(partial(start, build or partial(_build, settings)), count) as pool:
        try:
            chunks = _chunks(read(inputs, settings.fields, settings.max_characters, settings.format))
            fingerprint = pool.hello()
            loaded = time.monotonic() - clock
            readers = versions()
            plan = {"inputs": list(inputs), "options": settings.as_json(), "code": code_hash(), "readers": readers}
            sink.begin({**plan, **fingerprint}, started)
            counts = Counter(sink.counts)
            resumed = counts["articles"] + counts["errors"]
            if progress is not None:
                progress(counts)
            if not sink.finished:
                _skip(chunks, sink.chunks, out)
                _run(pool, chunks, sink, counts, clock, progress)
                if isinstance(sink, Ledger) and sink.is_file:
                    for line in sink.errors():
                        complain(sentence(line))
                of_what = {**readers, **fingerprint}
                sink.finish(_run_json(inputs, settings, of_what, count, counts, sink.started, loaded))
        except KeyboardInterrupt as interrupt:
            raise Interrupted(_interrupted(sink, out)) from interrupt
    return Summary(
        **{name: counts[name] for name in ("articles", "attributions", "named", "errors", "words")},
        resumed=resumed,
        seconds=counts["milliseconds"] / 1000,
    )


def default_workers(device: str) -> int:
    """One for each core that this process may use, at most 4; one where something else than the processor computes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, DEFAULT_WORKERS) if device == "cpu" else 1


def code_hash() -> str:
    """SHA-256 over the package's own source files and tables, by name."""
    root = Path(__file__).parent
    total = hashlib.sha256()
    for path in sorted(path for kind in ("*.py", "*.tsv") for path in root.rglob(kind)):
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


class _Sink(Protocol):
    chunks: list[str]
    counts: dict[str, int]

    def append(self, chunk: str, streams: Mapping[str, bytes], counts: Mapping[str, int]) -> None: ...


class _Stream(AbstractContextManager["_Stream"]):
    """An open file as the place of the attributions; nothing can be taken up again."""

    finished = False

    def __init__(self, file: BinaryIO, complain: Callable[[str], None]) -> None:
        self.file = file
        self.complain = complain
        self.chunks: list[str] = []
        self.counts: dict[str, int] = {}
        self.started = ""

    def __exit__(self, *_: object) -> None:
        pass

    def begin(self, plan: Mapping[str, Any], started: str) -> None:
        self.started = started

    def append(self, chunk: str, streams: Mapping[str, bytes], counts: Mapping[str, int]) -> None:
        self.file.write(streams[STREAMS[0]])
        self.file.flush()
        self.counts = dict(counts)
        for line in streams[STREAMS[2]].splitlines():
            self.complain(sentence(line))

    def finish(self, run: bytes) -> None:
        self.finished = True


def _run(
    pool: Workers[Item, Lines],
    chunks: Iterable[list[Item]],
    sink: _Sink,
    counts: Counter[str],
    clock: float,
    progress: Progress | None,
) -> None:
    made_from: deque[str] = deque()
    before = counts["milliseconds"]

    def tasks() -> Iterator[list[Item]]:
        for chunk in chunks:
            made_from.append(_made_from(chunk))
            yield chunk

    for results in pool.map(tasks(), died):
        for result in results:
            counts.update(result.counts)
        counts["milliseconds"] = before + round(1000 * (time.monotonic() - clock))
        streams = {name: b"".join(result.streams[name] for result in results) for name in STREAMS}
        sink.append(made_from.popleft(), streams, counts)
        if progress is not None:
            progress(counts)


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Articles and failures in the order of the inputs, cut so that the cuts depend on nothing but them."""
    chunk: list[Item] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item.text) if isinstance(item, Article) else 0
        if len(chunk) == CHUNK_ARTICLES or size >= CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _made_from(chunk: Iterable[Item]) -> str:
    """A hash of all that a chunk's lines are made from: the texts and what is known of them."""
    return hashlib.sha256(repr([asdict(item) for item in chunk]).encode("utf8", "surrogatepass")).hexdigest()[:16]


def _skip(chunks: Iterator[list[Item]], written: Iterable[str], out: object) -> None:
    """Pass over the chunks that an earlier process has written; they must be the ones that are read now."""
    for number, made_from in enumerate(written, start=1):
        chunk = next(chunks, None)
        if chunk is None or _made_from(chunk) != made_from:
            raise OutputError(
                f"{out} holds an unfinished run, and its inputs have changed since (in block {number} of "
                f"{CHUNK_ARTICLES} articles): give it the same articles, or start afresh with --overwrite"
            )


def _refuse_own_output(inputs: Sequence[str], out: Path | BinaryIO) -> None:
    if isinstance(out, Path):
        for name in inputs:
            folder = Path(name)
            if name != "-" and folder.is_dir() and out.resolve().is_relative_to(folder.resolve()):
                raise OutputError(
                    f"the output {out} lies inside the input folder {name}, and would be read as an input: "
                    "choose an --out outside it"
                )


def _build(settings: Settings) -> tuple[Mapping[str, str], Analyzing]:
    from attribution.analyze import Analyzer
    from attribution.language.pipeline import Language

    language = Language(settings.models, device=settings.device, precision=settings.precision)  # type: ignore[arg-type]
    return language.fingerprint, Analyzer(
        max_characters=settings.max_characters,
        language=language,
        guidelines=settings.guidelines,  # type: ignore[arg-type]
        watch=settings.watch,
    )


def _run_json(
    inputs: Sequence[str],
    settings: Settings,
    fingerprint: Mapping[str, str],
    workers: int,
    counts: Mapping[str, int],
    started: str,
    loaded: float,
) -> bytes:
    from attribution.language.pipeline import embedded
    from attribution.record import RunInfo

    versions = {name: value for name, value in fingerprint.items() if name not in ("weights", "models")}
    models = embedded()
    if settings.models is not None:
        models = {**models, str(settings.models): fingerprint["models"]}
    run = RunInfo.model_validate(
        {
            "version": __version__,
            "versions": {"python": platform.python_version(), **versions},
            "code_sha256": code_hash(),
            "models": models,
            "inputs": tuple(inputs),
            "options": {**settings.as_json(), "workers": workers, "directory": str(Path.cwd())},
            "counts": {n: counts.get(n, 0) for n in ("articles", "attributions", "errors", "characters", "words")},
            "started": started,
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": {"loading": round(loaded, 3), "total": counts.get("milliseconds", 0) / 1000},
        }
    )
    return run.model_dump_json(indent=2, by_alias=True).encode() + b"\n"


def _interrupted(sink: Ledger | _Stream, out: object) -> str:
    if isinstance(sink, _Stream):
        return f"interrupted after {sink.counts.get('articles', 0)} articles"
    if not sink.counts:
        return f"interrupted before the first articles were written to {out}"
    done = sink.counts.get("articles", 0) + sink.counts.get("errors", 0)
    return (
        f"interrupted: {done} articles are safe in {sink.unfinished}; the same command"
        f"{' without --overwrite' if sink.overwrite else ''} goes on from there"
    )
