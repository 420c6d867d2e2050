"""source: a finished run -> each article with its records and, where it is found, its text.

A run holds no texts, so they come from the inputs again, and only where their hash is the article's. Memory grows with
the number of records and articles (some bytes for each) and with the longest article, never with the texts.
"""

from __future__ import annotations

import json
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeVar

from pydantic import ValidationError

from attribution.article import Article
from attribution.errors import InputError, SpanError
from attribution.ledger import STREAMS
from attribution.record import ArticleInfo, ArticleLine, Record
from attribution.view.pages import inputs_of, texts

M = TypeVar("M", Record, ArticleLine)


@dataclass(frozen=True, slots=True)
class Told:
    """One article, all its records in the order of the run, and its text; None where it was not found."""

    article: ArticleInfo
    records: tuple[Record, ...]
    text: str | None


@dataclass(slots=True)
class _Lines:
    """Where one article's lines begin: in articles.jsonl, None where it has none there, and in the file of records."""

    sha256: str
    article: int | None = None
    records: array[int] = field(default_factory=lambda: array("Q"))


def told(run: Path, inputs: Sequence[str] | None = None) -> Iterator[Told]:
    """Each article of a run, a folder or a .jsonl file of records, in the order of the run.

    The texts are looked for in `inputs`; without them, in those that run.json names. Articles without a record come
    along where the run is a folder. The lines need not be in the order in which `extract` wrote them.

    Raises InputError, with file and line where there is one, for what is no run and for records that their own text
    does not bear out.
    """
    path = run / STREAMS[0] if run.is_dir() else run
    index: dict[str, _Lines] = {}
    if run.is_dir():
        for id, sha256, offset in _heads(run / STREAMS[1]):
            index[id] = _Lines(sha256, offset)
    for id, sha256, offset in _heads(path):
        index.setdefault(id, _Lines(sha256)).records.append(offset)
    if not index:
        raise InputError(f"{run} holds no articles")
    wanted = Counter(lines.sha256 for lines in index.values())
    with _Texts(texts(run, inputs_of(run, inputs)), wanted) as found:
        for lines in index.values():
            records = tuple(_parsed(path, lines.records, Record))
            if lines.article is None:
                article = records[0].article
            else:
                article = _parsed(run / STREAMS[1], [lines.article], ArticleLine)[0].article
            text = found.get(lines.sha256)
            if text is not None:
                _hold(path, records, text)
            yield Told(article, records, text)


class _Texts:
    """The texts of articles by their hash, read as far as needed; those that come too early wait in a file."""

    def __init__(self, articles: Iterator[Article], wanted: Counter[str]) -> None:
        self._articles = articles
        self._wanted = wanted  # how many articles with this text are still to be asked for
        self._places: dict[str, tuple[int, int]] = {}
        self._file: BinaryIO

    def __enter__(self) -> _Texts:
        self._file = tempfile.TemporaryFile()
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def get(self, sha256: str) -> str | None:
        """The text with this hash, None where no input has it; asked for at most as often as it is wanted."""
        self._wanted[sha256] -= 1
        if sha256 in self._places:
            start, size = self._places[sha256]
            self._file.seek(start)
            return self._file.read(size).decode("utf8", "surrogatepass")
        for article in self._articles:
            if self._wanted[article.sha256] > 0 and article.sha256 not in self._places:
                data = article.text.encode("utf8", "surrogatepass")
                self._places[article.sha256] = self._file.seek(0, 2), len(data)
                self._file.write(data)
            if article.sha256 == sha256:
                return article.text
        return None


def _heads(path: Path) -> Iterator[tuple[str, str, int]]:
    """Of each line: the article's id, its hash, and the line's first byte."""
    offset = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                try:
                    article = json.loads(line)["article"]
                    id, sha256 = article["id"], article["sha256"]
                    if not (isinstance(id, str) and isinstance(sha256, str)):
                        raise TypeError
                except (ValueError, KeyError, TypeError, RecursionError) as error:
                    raise _damaged(path, number) from error
                yield id, sha256, offset
                offset += len(line)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}: give the folder or the .jsonl file of a finished run") from error


def _parsed(path: Path, offsets: Sequence[int], model: type[M]) -> list[M]:
    parsed = []
    with path.open("rb") as file:
        for offset in offsets:
            file.seek(offset)
            try:
                parsed.append(model.model_validate_json(file.readline()))
            except ValidationError as error:
                raise _damaged(path, _number(path, offset)) from error
    return parsed


def _hold(path: Path, records: Sequence[Record], text: str) -> None:
    for record in records:
        try:
            record.check(text)
        except SpanError as error:
            raise InputError(f"{path}: record {record.id}: {error}; `attribution validate` says more") from error


def _damaged(path: Path, number: int) -> InputError:
    return InputError(f"{path}:{number}: not a line of a run; `attribution validate` says more")


def _number(path: Path, offset: int) -> int:
    with path.open("rb") as file:
        return file.read(offset).count(b"\n") + 1
