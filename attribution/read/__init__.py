"""read: files, folders and standard input -> articles, one at a time, in an order that depends on nothing but names.

One module for each format: `text` (an article a file), `lines` (JSON Lines, an article a line).
"""

from __future__ import annotations

import codecs
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from attribution.article import Article
from attribution.errors import InputError
from attribution.read import lines, text
from attribution.read.failure import Failure, Unreadable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["FIELDS", "MAX_CHARACTERS", "Failure", "read"]

FIELDS = lines.FIELDS

# About 150,000 words: a long book chapter, far above any article. More than that is nearly always a file that holds
# many articles, and memory grows with the text.
MAX_CHARACTERS = 1_000_000

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})

# Formats that articles come in and that nothing here reads: as plain text, their markup would be taken for news.
# In a folder they are reported, so that no article vanishes; pictures and the like are passed over.
DOCUMENT_SUFFIXES = frozenset({".doc", ".docx", ".epub", ".htm", ".html", ".odt", ".pdf", ".rtf"})
DATA_SUFFIXES = frozenset({".csv", ".json", ".parquet", ".tsv", ".xml", ".yaml", ".yml"})

STANDARD_INPUT = "-"

# A UTF-16 or UTF-32 character, or CRLF in UTF-16, takes four bytes at most; the mark another four.
_BYTES_PER_CHARACTER = 4

# No news text opens with a brace and a quotation mark; JSON Lines with a damaged first line do.
_OPENS_JSON = re.compile(rb'\s*\{\s*["}]')


@dataclass(frozen=True, slots=True)
class _Place:
    """A file to read, how to show its name, and the id of the article in it where it holds one."""

    path: Path | None  # None: standard input
    shown: str
    id: str | None
    error: str = ""  # why it cannot be read, where the walk itself found out


def read(
    inputs: Sequence[str | Path], fields: Mapping[str, str] | None = None, max_characters: int = MAX_CHARACTERS
) -> Iterator[Article | Failure]:
    """The articles of all inputs, in their order, and a Failure in the place of each that cannot be read.

    An input is a text file (.txt, .text, .md or any other text: one article), JSON Lines (.jsonl, .ndjson: an article
    a line), a folder (all of these below it, hidden files apart, sorted by path), or "-" for standard input (JSON
    Lines where it opens like a JSON object, one text otherwise). An article's id is its path below the folder, or the
    file's name, or the line's own "id"; the second article with an id is a Failure.

    `fields` maps our names to the keys of JSON Lines: {"text": "body"}, {"text": "body.plain"} for nested ones.
    `max_characters` (code points) is the longest text that is read.

    Raises InputError, before anything is read, for an input that does not exist, a folder without articles, and a
    field that no article has.
    """
    fields = fields or {}
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise InputError(f"no article has a field {unknown[0]!r}: the fields are {', '.join(FIELDS)}")
    places = [place for each in inputs for place in _places(str(each))]
    return _articles(places, fields, max_characters)


def _places(given: str) -> list[_Place]:
    """The files that one input stands for; raises InputError where there are none."""
    if given == STANDARD_INPUT:
        return [_Place(None, STANDARD_INPUT, None)]
    path = Path(given)
    if os.path.isdir(path):
        places = sorted(_walk(path), key=lambda place: place.shown)
        if not places:
            known = ", ".join(sorted(TEXT_SUFFIXES | LINES_SUFFIXES))
            raise InputError(f"{_shown(given)}: no articles in this folder: files ending in {known} are read")
        return places
    if not os.path.exists(path):
        raise InputError(f"{_shown(given)}: there is no such file or folder")
    return [_Place(path, _shown(given), _shown(path.name))]


def _walk(folder: Path) -> Iterator[_Place]:
    """The files below a folder that hold articles, and the folders that could not be opened."""
    closed: list[OSError] = []
    known = TEXT_SUFFIXES | LINES_SUFFIXES | DOCUMENT_SUFFIXES
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(parent, name)
            if not name.startswith(".") and path.suffix.lower() in known and path.is_file():
                yield _Place(path, _shown(path), _shown(path.relative_to(folder).as_posix()))
    for error in closed:
        yield _Place(Path(error.filename), _shown(error.filename), None, error.strerror or "cannot be opened")


def _articles(places: Iterable[_Place], fields: Mapping[str, str], max_characters: int) -> Iterator[Article | Failure]:
    """What stands in each place; the second article with an id becomes a Failure."""
    seen: set[str] = set()
    for place in places:
        for line, found in _contents(place, fields, max_characters):
            if isinstance(found, Unreadable):
                yield _failure(place, line, found)
                continue
            article = replace(found, input=place.shown, line=line)
            if article.identity in seen:
                yield _failure(place, line, _duplicate(article))
            else:
                seen.add(article.identity)
                yield article


def _contents(
    place: _Place, fields: Mapping[str, str], max_characters: int
) -> Iterator[tuple[int | None, Article | Unreadable]]:
    """Line (None in a file of one article) and article, or what is wrong, of everything in one place."""
    if place.path is None:
        yield from _standard_input(sys.stdin.buffer, fields, max_characters)
        return
    suffix = place.path.suffix.lower()
    if suffix in DOCUMENT_SUFFIXES | DATA_SUFFIXES:
        message = f"{suffix} is not a format that is read; give its text as .txt, or as JSON Lines (.jsonl)"
        yield None, Unreadable("unsupported", message, place.id)
        return
    try:
        if place.error:
            raise OSError(None, place.error)
        with place.path.open("rb") as stream:
            if suffix in LINES_SUFFIXES:
                yield from lines.articles(stream, fields, max_characters)
            else:
                yield None, _one_text(stream, place.id, max_characters)
    except OSError as error:
        message = f"{error.strerror or error}; look at the file's permissions and try again"
        yield None, Unreadable("unreadable", message, place.id)


def _standard_input(
    stream: BinaryIO, fields: Mapping[str, str], max_characters: int
) -> Iterator[tuple[int | None, Article | Unreadable]]:
    head = b""
    while head.strip() in (b"", b"{") and len(head) <= _BYTES_PER_CHARACTER * max_characters:
        if not (line := stream.readline(1 << 16)):
            break
        head += line
    whole = cast(BinaryIO, io.BufferedReader(_Prefixed(head, stream)))
    if _OPENS_JSON.match(head.removeprefix(codecs.BOM_UTF8)):
        yield from lines.articles(whole, fields, max_characters)
    else:
        yield None, _one_text(whole, None, max_characters)


class _Prefixed(io.RawIOBase):
    """A stream from which something has been read, from its beginning on; closing it leaves the stream open."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self._head.read(len(view)) or self._stream.read(len(view))
        view[: len(data)] = data
        return len(data)


def _one_text(stream: BinaryIO, id: str | None, max_characters: int) -> Article | Unreadable:
    most = _BYTES_PER_CHARACTER * (max_characters + 1)
    data = stream.read(most + 1)
    if len(data) > most:
        return text.too_long(f"more than {most:,} bytes", max_characters, id)
    try:
        return text.article_of(data, id, max_characters)
    except Unreadable as error:
        return error


def _duplicate(article: Article) -> Unreadable:
    id = article.identity
    if article.id is None:
        return Unreadable("duplicate_id", "the same text came before; leave one out, or give each an id", id)
    return Unreadable(
        "duplicate_id",
        f"the id {id!a} came before; give each article its own (for files of one name in several folders: "
        "read the folder above them)",
        id,
    )


def _failure(place: _Place, line: int | None, found: Unreadable) -> Failure:
    where = place.shown if line is None else f"{place.shown}, line {line}"
    return Failure(place.shown, line, found.id, found.error, f"{where}: {found.message}")


def _shown(path: str | Path) -> str:
    """A path as it can be printed and written: bytes that are no UTF-8 as \\xNN."""
    return os.fsencode(path).decode("utf8", "backslashreplace")
