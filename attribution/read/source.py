"""One file, or standard input -> what stands in it: opened, unpacked, recognised, and read as its format."""

from __future__ import annotations

import codecs
import errno
import gzip
import io
import re
import shutil
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from attribution.article import Article
from attribution.errors import InputError
from attribution.read import csv, extras, lines, page, text
from attribution.read.failure import Unreadable
from attribution.read.page import Found, Page
from attribution.read.places import Place

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_What = Article | Page | Unreadable

# Formats whose articles are counted by records; the others have lines that an editor shows.
_RECORDS = frozenset({"json", "parquet", "warc"})

# A UTF-16 or UTF-32 character, or CRLF in UTF-16, takes four bytes at most; the mark another four.
_BYTES_PER_CHARACTER = 4

_GZIP = b"\x1f\x8b"

# What a file begins with says what it is where its name does not. No news text opens with a brace and a quotation mark;
# JSON Lines with a damaged first line do.
_BEGINNINGS = (
    ("warc", re.compile(rb"WARC/\d")),
    ("parquet", re.compile(rb"PAR1")),
    ("jsonl", re.compile(rb'\s*\{\s*["}]')),
    ("html", re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html|head|body)\b", re.I | re.S)),
)
_ENOUGH = 512  # bytes that are not blank, to see that
_BLANK_AT_MOST = 1 << 16


@dataclass(frozen=True, slots=True)
class Options:
    """How files are read: what is called what in them, and the longest text (code points)."""

    fields: Mapping[str, str]
    max_characters: int


def contents(place: Place, options: Options) -> Iterator[Found]:
    """Everything in one place: articles, pages, and what cannot be read."""
    for format, number, what in _contents(place, options):
        yield Found(place.shown, "record" if format in _RECORDS else "line", number, what)


def _contents(place: Place, options: Options) -> Iterator[tuple[str, int | None, _What]]:
    number: int | None = None
    format = place.format or ""
    try:
        if place.error:
            raise OSError(None, place.error)
        if place.unsupported:
            message = (
                f"{place.unsupported} is not a format that is read; give its text as .txt, or as JSON Lines (.jsonl)"
            )
            raise Unreadable("unsupported", message, place.id)
        with ExitStack() as stack:
            opened = _opened(place, stack)
            format = opened.format
            for number, found in _read(opened, place, options, stack):
                yield format, number, found
    except Unreadable as error:
        error.id = error.id or place.id
        yield format, number, error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        message = f"the compressed file is damaged from here on ({error}); get it again"
        several = format not in ("text", "html")
        yield format, (number or 0) + 1 if several else None, Unreadable("damaged", message, place.id)
    except OSError as error:
        message = f"{error.strerror or error}; look at the file's permissions and try again"
        yield format, number, Unreadable("unreadable", message, place.id)


@dataclass(frozen=True, slots=True)
class _Opened:
    """An input from its beginning on, what is in it, and the file where that is there as it is."""

    stream: BinaryIO
    format: str
    path: Path | None


def _read(opened: _Opened, place: Place, options: Options, stack: ExitStack) -> Iterator[tuple[int | None, _What]]:
    """Number of the line or record (None in a file of one article), and what stands there."""
    stream, format, longest = opened.stream, opened.format, options.max_characters
    if format == "jsonl":
        yield from lines.articles(stream, options.fields, longest)
    elif format == "json":
        yield from lines.document(stream, place.id, options.fields, longest)
    elif format == "csv":
        yield from csv.articles(stream, options.fields, longest)
    elif format == "html":
        yield None, _whole(stream, place, longest, page.longest(longest), lambda data, id, _: Page(data, id))
    elif format == "parquet":
        yield from extras.reader(format).articles(_file(opened, stack), options.fields, longest)
    elif format == "warc":
        archive = stack.enter_context(_file(opened, stack).open("rb"))
        yield from extras.reader(format).pages(archive, longest)
    else:
        yield None, _whole(stream, place, longest, _BYTES_PER_CHARACTER * (longest + 1), text.article_of)


def _whole(
    stream: BinaryIO, place: Place, longest: int, most: int, what: Callable[[bytes, str | None, int], _What]
) -> _What:
    """The one article, or page, that a file is."""
    data = stream.read(most + 1)
    if len(data) > most:
        return text.too_long(f"more than {most:,} bytes", longest, place.id)
    try:
        return what(data, place.id, longest)
    except Unreadable as error:
        return error


def _opened(place: Place, stack: ExitStack) -> _Opened:
    """Open an input, unpack it where it is compressed, and see what it is where its name does not say."""
    raw = sys.stdin.buffer if place.path is None else stack.enter_context(place.path.open("rb"))
    path = place.path if place.path is not None and place.path.is_file() else None
    head, stream = _begun(raw)
    if head.startswith(_GZIP) and place.format != "warc":  # which is compressed record by record
        head, stream = _begun(gzip.GzipFile(fileobj=stream))
        path = None
    if place.format is not None:
        return _Opened(stream, place.format, path)
    head = head.removeprefix(codecs.BOM_UTF8)
    return _Opened(stream, next((name for name, begins in _BEGINNINGS if begins.match(head)), "text"), path)


def _begun(stream: io.BufferedIOBase | BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, and the stream from its beginning on."""
    head = b""
    while len(head.lstrip()) < _ENOUGH and len(head) < _BLANK_AT_MOST:
        if not (some := stream.read1(_ENOUGH)):  # type: ignore[union-attr]
            break
        head += some
    return head, cast(BinaryIO, io.BufferedReader(_Prefixed(head, cast(BinaryIO, stream))))


def _file(opened: _Opened, stack: ExitStack) -> Path:
    """The input as a file, for readers that go back and forth in it: a temporary one where it is none as it is."""
    if opened.path is not None:
        return opened.path
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="attribution-"))
    path = Path(folder, "input")
    try:
        with path.open("wb") as file:
            shutil.copyfileobj(opened.stream, file)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise InputError(
                f"the input cannot be kept while it is read ({error.strerror}): "
                "free some space in the folder for temporary files (TMPDIR)"
            ) from error
        raise
    return path


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
