"""lines: from one article, or from the failure to read one, to its lines of JSON. This is what a worker does."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

import jsonlines

from attribution.article import Article
from attribution.errors import InputError
from attribution.ledger import OUTCOMES, STREAMS
from attribution.read.failure import Failure

if TYPE_CHECKING:
    from attribution.analyze import Analysis
    from attribution.record import ArticleLine, ErrorLine, Record

_LONGEST_MESSAGE = 500  # code points of a message in errors.jsonl: an exception's may hold the whole article
# Letters of any script as they are: people look into these files.
AS_JSON = partial(json.dumps, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Analyzing(Protocol):
    """What a worker needs: `attribution.analyze.Analyzer` is one."""

    def analyze(self, article: Article) -> Analysis:
        """All records of one article, and its line."""
        ...


# Builds an analyzer inside a worker, and says of which code and weights its results are.
Build = Callable[[], tuple[Mapping[str, str], Analyzing]]


class Lines(NamedTuple):
    """What one article gives: whole lines for each stream (and OUTCOMES, where it has some), and how much of
    everything."""

    streams: dict[str, bytes]
    counts: dict[str, int]


def start(build: Build) -> tuple[dict[str, str], Callable[[Article | Failure], Lines]]:
    """The beginning of a worker: the fingerprint, and the function from an article or a failure to its lines."""
    fingerprint, analyzer = build()
    return dict(fingerprint), partial(lines, analyzer)


def lines(analyzer: Analyzing, item: Article | Failure) -> Lines:
    """The lines of one article. Whatever goes wrong with it becomes a line of errors.jsonl."""
    if isinstance(item, Failure):
        return _failed(item)
    if item.duplicate_of is not None:
        return _duplicate(item)
    try:
        analysis = analyzer.analyze(item)
        dumped = _dump(analysis.records), _dump([analysis.article]), b""
    except InputError as error:
        return _error(item, type(error).__name__, str(error))
    except Exception as error:  # a bug that one article meets must not cost the others
        name = type(error).__name__
        return _error(item, name, f"{name}: {error} (a bug of this program: please report it with the article)")
    counts = analysis.article.counts
    return Lines(
        {
            **dict(zip(STREAMS, dumped, strict=True)),
            OUTCOMES: b"".join(outcome.as_line() for outcome in analysis.corrections),
        },
        {
            "articles": 1,
            "attributions": len(analysis.records),
            "named": sum(record.speaker.name is not None for record in analysis.records),
            "words": counts.words,
            "characters": counts.characters,
        },
    )


def _duplicate(article: Article) -> Lines:
    """The line of an article whose text came before: its records are those of the first, and stand there alone."""
    from attribution.build import duplicate_line

    line = _dump([duplicate_line(article)])
    return Lines(dict(zip(STREAMS, (b"", line, b""), strict=True)), {"articles": 1, "characters": len(article.text)})


def died(item: Article | Failure, status: int) -> Lines:
    """The lines of an article that ended the process that analyzed it, and then a second one."""
    if isinstance(item, Failure):
        return _failed(item)
    cause = f"signal {-status}" if status < 0 else f"status {status}"
    message = (
        f"the process that analyzed this article ended with {cause}, twice: is the article very long, memory short?"
    )
    return _error(item, "process_died", message)


def sentence(line: bytes) -> str:
    """A line of errors.jsonl as a sentence for people."""
    error = json.loads(line)
    place = f"{error['input']}, line {error['line']}" if error["line"] else error["input"]
    message: str = error["message"]
    return message if error["input"] in message else f"{place}: {message}"


def _failed(failure: Failure) -> Lines:
    return _error_line(failure.input, failure.line, failure.id, "read", failure.error, failure.message)


def _error(article: Article, error: str, message: str) -> Lines:
    return _error_line(article.input or article.identity, article.line, article.identity, "analyze", error, message)


def _error_line(input: str, line: int | None, id: str | None, step: str, error: str, message: str) -> Lines:
    from attribution.record import ErrorLine

    if len(message) > _LONGEST_MESSAGE:
        message = f"{message[: _LONGEST_MESSAGE - 1]}…"
    value = ErrorLine.model_validate(
        {
            "input": _writable(input),
            "line": line,
            "article_id": None if id is None else _writable(id),
            "step": step,
            "error": error,
            "message": _writable(message),
        }
    )
    return Lines(dict(zip(STREAMS, (b"", b"", _dump([value])), strict=True)), {"errors": 1})


def _writable(text: str) -> str:
    """A name that is not UTF-8 holds lone surrogates, which a file in UTF-8 cannot: they become escapes."""
    return text.encode("utf8", "backslashreplace").decode()


def _dump(models: Iterable[Record | ArticleLine | ErrorLine]) -> bytes:
    """Models as JSON lines: UTF-8, keys in the order of the model, a line feed after each."""
    buffer = io.BytesIO()
    with jsonlines.Writer(buffer, dumps=AS_JSON) as writer:
        writer.write_all(model.as_dict() for model in models)
    return buffer.getvalue()
