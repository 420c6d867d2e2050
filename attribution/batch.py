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
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from attribution import __version__
from attribution.article import Article
from attribution.errors import ErrorLimitError, OutputError
from attribution.ledger import OUTCOMES, RUN, STREAMS, Chunk, Ledger
from attribution.lines import Analyzing, Build, Lines, died, sentence, start
from attribution.opening import in_processes, opener
from attribution.read.failure import Failure
from attribution.workers import Workers

if TYPE_CHECKING:
    from attribution.corrections import Corrections
    from attribution.record import CorrectionsInfo
    from attribution.watch import WatchList

# A chunk is what a kill can cost, and three rounds of writing to the disk: a few seconds of work on one core. News of
# usual length makes 8 to 12 articles of it. Of short notices there are more, or the run would wait for the disk two
# thirds of its time: benchmarks/batch_scale.py, 20,000 notices of 40 words, a stub for the models and 8 to a chunk.
CHUNK_ARTICLES = 32
CHUNK_CHARACTERS = 40_000

# Corrections that were not applied, which a run with a folder tells of: run.json has them all.
FIRST_LOST = 5

# Each worker holds the models in its own memory; more than this many are started only when they are asked for.
DEFAULT_WORKERS = 4


@dataclass(frozen=True)
class Settings:
    """The options that the bytes of a run depend on. See `attribution.analyze.Analyzer` for what they mean."""

    fields: Mapping[str, str] = field(default_factory=dict)  # our name -> the key in JSON, the column in tables
    format: str = "auto"  # of every input; auto: as their names and beginnings say
    max_characters: int = 1_000_000
    max_words: int | None = None  # None: no limit but that of characters
    models: Path | None = None
    device: str = "cpu"
    precision: str = "auto"
    guidelines: str = "records"
    threshold: float = 0.5  # of confidence, below which a name is withheld (attribution.resolve.THRESHOLD)
    watch: WatchList | None = None  # whose records are marked
    corrections: Corrections | None = None  # what people decided, which is applied

    def as_json(self) -> dict[str, Any]:
        """The options as plain values."""
        return {
            **asdict(replace(self, watch=None, corrections=None)),
            "fields": dict(self.fields),
            "models": None if self.models is None else str(self.models),
            "watch": None if self.watch is None else {"file": self.watch.file, "sha256": self.watch.sha256},
            "corrections": [
                {"file": file, "sha256": sha256}
                for file, sha256 in (self.corrections.files if self.corrections else ())
            ],
        }


@dataclass(frozen=True)
class Summary:
    """What a run did.

    `named` counts the attributions whose speaker has a name, `resumed` the articles and errors that an earlier process
    of the same run had written; `seconds` is the wall clock, of that process too. `corrections` is what became of
    people's corrections, as in run.json; None where there are none, or where an earlier process had counted them.
    """

    articles: int
    attributions: int
    named: int
    errors: int
    words: int
    resumed: int
    seconds: float
    corrections: CorrectionsInfo | None = None


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
    limit: int | None = None,
    max_errors: int | None = None,
    overwrite: bool = False,
    progress: Progress | None = None,
    complain: Callable[[str], None] = lambda message: print(message, file=sys.stderr),
    build: Build | None = None,
    items: Iterable[Item] | None = None,
    pool: Workers[Item, Lines] | None = None,
) -> Summary:
    """Analyze every article of the inputs and write the lines.

    `out` is a folder (attributions.jsonl, articles.jsonl, errors.jsonl, run.json), a file named .jsonl, or an open
    binary file; the latter two get the attributions alone, and every error goes to `complain` as one line. `progress`
    gets the counts up to here: once the models are loaded, then after every chunk. `workers` processes share the work,
    by default one for each usable core and at most 4; since they import the calling script anew, a script calls this
    below `if __name__ == "__main__":`. `limit` reads the first articles of the inputs alone, so many of them, those
    that cannot be read counted with the others. Neither shows in the lines, nor does `max_errors`: a run may be taken
    up with others.

    `items` are analyzed in place of what the inputs hold; the inputs are then their name alone. `pool` is one of
    `processes` with these settings that outlives the call, so that many runs load the models once.

    Raises InputError, ModelError or OutputError where the run cannot start or cannot go on, ErrorLimitError after the
    chunk with which its errors are more than `max_errors`, and Interrupted (a KeyboardInterrupt) on Ctrl-C. What is in
    a folder or .jsonl file is safe then, and the same call goes on from there.
    """
    from attribution.read import read, versions

    clock, started = time.monotonic(), datetime.now(UTC).isoformat(timespec="seconds")
    _refuse_own_output(inputs, out)
    count = pool.count if pool else workers or default_workers(settings.device)
    sink: Ledger | _Stream
    sink = Ledger(out, overwrite=overwrite) if isinstance(out, Path) else _Stream(out, complain)
    decided: CorrectionsInfo | None = None
    openers = count if settings.device == "cpu" else default_workers("cpu")
    with (
        sink,
        Workers(partial(opener, settings.max_characters), openers) as opening,
        nullcontext(pool) if pool else processes(settings, count, build) as pool,
    ):
        try:
            if items is None:
                options = (settings.fields, settings.max_characters, settings.format, settings.max_words)
                items = read(inputs, *options, partial(in_processes, opening))
            following = islice(items, limit)
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
                _bear(sink, out, max_errors)
                _skip(following, sink.chunks(), out, limit)
                for _ in _run(pool, _chunks(following), sink, counts, clock):
                    if progress is not None:
                        progress(counts)
                    _bear(sink, out, max_errors)
                if isinstance(sink, Ledger) and sink.is_file:
                    for line in sink.errors():
                        complain(sentence(line))
                of_what = {**readers, **fingerprint}
                told = {"workers": count, "limit": limit, "max_errors": max_errors}
                decided = _decided(settings, sink)
                for message in _lost(decided, whole=not isinstance(sink, Ledger) or sink.is_file):
                    complain(message)
                sink.finish(_run_json(inputs, settings, of_what, told, counts, decided, sink.started, loaded))
        except KeyboardInterrupt as interrupt:
            raise Interrupted(_interrupted(sink, out)) from interrupt
    return Summary(
        **{name: counts[name] for name in ("articles", "attributions", "named", "errors", "words")},
        resumed=resumed,
        seconds=counts["milliseconds"] / 1000,
        corrections=decided,
    )


def processes(settings: Settings, count: int, build: Build | None = None) -> Workers[Item, Lines]:
    """Up to `count` processes that turn articles into lines; each loads the models once, when it is first needed."""
    return Workers(partial(start, build or partial(_build, settings)), count)


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
    counts: dict[str, int]

    def append(self, chunk: Chunk, streams: Mapping[str, bytes], counts: Mapping[str, int]) -> None: ...


class _Stream(AbstractContextManager["_Stream"]):
    """An open file as the place of the attributions; nothing can be taken up again."""

    finished = False

    def __init__(self, file: BinaryIO, complain: Callable[[str], None]) -> None:
        self.file = file
        self.complain = complain
        self.counts: dict[str, int] = {}
        self.started = ""
        self._outcomes: list[bytes] = []

    def __exit__(self, *_: object) -> None:
        pass

    def begin(self, plan: Mapping[str, Any], started: str) -> None:
        self.started = started

    def chunks(self) -> Iterator[Chunk]:
        return iter(())

    def append(self, chunk: Chunk, streams: Mapping[str, bytes], counts: Mapping[str, int]) -> None:
        self.file.write(streams[STREAMS[0]])
        self.file.flush()
        self.counts = dict(counts)
        self._outcomes += streams[OUTCOMES].splitlines()
        for line in streams[STREAMS[2]].splitlines():
            self.complain(sentence(line))

    def outcomes(self) -> Iterator[bytes]:
        return iter(self._outcomes)

    def finish(self, run: bytes) -> None:
        self.finished = True


def _run(
    pool: Workers[Item, Lines], chunks: Iterable[list[Item]], sink: _Sink, counts: Counter[str], clock: float
) -> Iterator[None]:
    """Analyze the chunks and write their lines. Yields after each, with the counts up to it in `counts`."""
    under_way: deque[Chunk] = deque()
    before = counts["milliseconds"]

    def tasks() -> Iterator[list[Item]]:
        for chunk in chunks:
            under_way.append(Chunk(_made_from(chunk), len(chunk)))
            yield chunk

    for results in pool.map(tasks(), died):
        for result in results:
            counts.update(result.counts)
        counts["milliseconds"] = before + round(1000 * (time.monotonic() - clock))
        streams = {name: b"".join(result.streams.get(name, b"") for result in results) for name in (*STREAMS, OUTCOMES)}
        sink.append(under_way.popleft(), streams, counts)
        yield


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


def _skip(items: Iterator[Item], written: Iterable[Chunk], out: object, limit: int | None) -> None:
    """Pass over what an earlier process has written; it must be what is read now."""
    passed = 0
    for number, chunk in enumerate(written, start=1):
        again = list(islice(items, chunk.items))
        if passed + len(again) == limit and len(again) < chunk.items:
            raise OutputError(
                f"{out} holds an unfinished run with more articles than --limit {limit} asks for: "
                "raise the limit, or start afresh with --overwrite"
            )
        if _made_from(again) != chunk.made_from:
            raise OutputError(
                f"{out} holds an unfinished run, and its inputs have changed since (in block {number}, which begins "
                f"with article {passed + 1:,}): give it the same articles, or start afresh with --overwrite"
            )
        passed += len(again)


def _bear(sink: Ledger | _Stream, out: object, max_errors: int | None) -> None:
    """Raise ErrorLimitError where a run has more errors than it was told to bear."""
    errors = sink.counts.get("errors", 0)
    if max_errors is None or errors <= max_errors:
        return
    met = f"stopped: {errors:,} error{'' if errors == 1 else 's'}, and --max-errors is {max_errors:,}"
    if isinstance(sink, _Stream):
        raise ErrorLimitError(met)
    raise ErrorLimitError(
        f"{met}; they are in {sink.unfinished / STREAMS[2]}. {_articles(sink)} are safe there; the same command with "
        f"a higher number, or without it{_not_overwriting(sink)}, goes on from there"
    )


def _decided(settings: Settings, sink: Ledger | _Stream) -> CorrectionsInfo | None:
    """What became of the corrections, over all articles."""
    if settings.corrections is None:
        return None
    from attribution.corrections import gather

    return gather(settings.corrections, sink.outcomes())


def _lost(decided: CorrectionsInfo | None, *, whole: bool) -> Iterator[str]:
    """A sentence for each correction that fits no more: for all of them, or for the first and how many there are."""
    lost = decided.not_applied if decided else ()
    shown = lost if whole else lost[:FIRST_LOST]
    for one in shown:
        yield f"{one.file}:{one.line}: not applied to {one.article!a}: {one.message}"
    if len(lost) > len(shown):
        yield f"{len(lost) - len(shown):,} more corrections were not applied: {RUN} lists them all"


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

    language = Language(
        settings.models,
        device=settings.device,
        precision=settings.precision,  # type: ignore[arg-type]
        guidelines=settings.guidelines,  # type: ignore[arg-type]
    )
    return language.fingerprint, Analyzer(
        max_characters=settings.max_characters,
        language=language,
        guidelines=settings.guidelines,  # type: ignore[arg-type]
        threshold=settings.threshold,
        watch=settings.watch,
        corrections=settings.corrections,
    )


def _run_json(
    inputs: Sequence[str],
    settings: Settings,
    fingerprint: Mapping[str, str],
    told: Mapping[str, int | None],
    counts: Mapping[str, int],
    decided: CorrectionsInfo | None,
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
            "options": {**settings.as_json(), **told, "directory": str(Path.cwd())},
            "counts": {n: counts.get(n, 0) for n in ("articles", "attributions", "errors", "characters", "words")},
            **({} if decided is None else {"corrections": decided}),
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
    return (
        f"interrupted: {_articles(sink)} are safe in {sink.unfinished}; the same command{_not_overwriting(sink)} "
        "goes on from there"
    )


def _articles(sink: Ledger) -> str:
    done = sink.counts.get("articles", 0) + sink.counts.get("errors", 0)
    return f"{done:,} article{'' if done == 1 else 's'}"


def _not_overwriting(sink: Ledger) -> str:
    """What a command must be without, so that it takes up what stands there."""
    return " and without --overwrite" if sink.overwrite else ""
