"""CSV -> articles, a row each; the first row has the names of the columns.

Python's own parser reads it, strictly, and sees only the signs of CSV: fields are bytes to it, so that an old encoding
(what spreadsheets save) is recognised row by row, and a broken row costs no other.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from attribution.article import Article
from attribution.read import encodings
from attribution.read import fields as named
from attribution.read.failure import Unreadable
from attribution.read.text import BYTE_ORDER_MARK_REMOVED, ENCODING, encoding_of, too_long

_DELIMITERS = ",;\t|"

# What a spreadsheet writes above the names, to say what parts the fields.
_SAYS_DELIMITER = re.compile(r'"?sep=([^\r\n])"?\r?\n?')

# UTF-8 takes up to four bytes for a character, and a quotation mark is written twice.
_BYTES_PER_CHARACTER = 8
_BESIDE_THE_TEXT = 1 << 20

# A letter for each byte: the signs of CSV are the same in every encoding but UTF-16 and UTF-32, which have a mark.
_BYTES = "latin-1"

_ENDS_LINE = ("\n", "\r")


def articles(
    stream: BinaryIO, fields: Mapping[str, str], max_characters: int
) -> Iterator[tuple[int, Article | Unreadable]]:
    """The line (from 1) where each row begins and its article, or what is wrong with it; blank lines are passed over.

    `fields` maps our names to those of columns. Comma, semicolon, tab and bar are recognised as what parts the fields.
    A row with another number of fields than the first is a failure; where it has swallowed lines, because of a
    quotation mark that is never closed, they are read again without it.
    """
    buffered = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
    head = buffered.peek(4)[:4]  # type: ignore[attr-defined]
    mark = encodings.marked(head)
    wide = None if mark == "utf-8-sig" else mark
    if mark == "utf-8-sig":
        buffered.read(len(codecs.BOM_UTF8))
    limit = _BYTES_PER_CHARACTER * max_characters + _BESIDE_THE_TEXT
    feed = _Feed(io.TextIOWrapper(buffered, wide or _BYTES, newline=""), limit)
    columns = _Columns(fields, max_characters, wide, () if mark is None else (BYTE_ORDER_MARK_REMOVED,))
    try:
        for row in _rows(feed, _delimiter(feed), max_characters):
            try:
                found = row if isinstance(row, Unreadable) else columns.article(row)
            except Unreadable as error:
                found = error
            if found is not None:
                yield feed.line, found
            if not columns.names:
                return
    except UnicodeDecodeError as error:
        message = f"from here on this is no {error.encoding.upper()}; save the file again as UTF-8"
        yield feed.line, Unreadable("bad_encoding", message)
    finally:
        feed.close()


class _Columns:
    """The names of the columns, which the first row has, and from then on rows to articles."""

    def __init__(
        self, fields: Mapping[str, str], max_characters: int, wide: str | None, notes: tuple[str, ...]
    ) -> None:
        self._fields = fields
        self._max_characters = max_characters
        self._wide = wide
        self._notes = (*notes, f"{ENCODING}{wide}") if wide else notes
        self.names: list[str] = []

    def article(self, row: list[str]) -> Article | None:
        """The article of a row; None for the first. Raises Unreadable."""
        values, notes = (row, ()) if self._wide else _decoded(row)
        if not self.names:
            names = [value.strip() for value in values]
            check_columns(names, self._fields)
            self.names = names
            return None
        by_name = dict(zip(self.names, values, strict=True))
        text = named.keys_of(self._fields)["text"]
        known = {name: value for name, value in by_name.items() if value or name == text}  # an empty field says nothing
        return named.article(known, self._fields, self._max_characters, (*self._notes, *notes))


def check_columns(names: Iterable[str], fields: Mapping[str, str]) -> None:
    """Raise Unreadable where a table lacks the column of the text, or one that was asked for."""
    names = list(names)
    for name, column in {"text": "text", **fields}.items():
        if column not in names and column.split(".")[0] not in names:
            shown = ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
            message = f"there is no column {column!a}: there are {shown}; say which one with --fields {name}=COLUMN"
            raise Unreadable("missing_field", message)


class _Feed:
    """Lines for the parser; those of the current record are kept, and can be given once more."""

    def __init__(self, stream: io.TextIOWrapper, limit: int) -> None:
        self._stream = stream
        self.limit = limit
        self._waiting: deque[str] = deque()
        self._size = 0
        self.taken: list[str] = []
        self.line = 1  # of the first line taken
        self.ended = False  # the parser asked for a line more than there are

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._stream.readline(self.limit)
        if not line:
            self.ended = True
            raise StopIteration
        self._size += len(line)
        if self._size >= self.limit:
            self.taken.append(line if self._is_whole(line) else "\n")  # a blank line stands for one that is too long
            raise _TooLongError
        self.taken.append(line)
        return line

    def _is_whole(self, line: str) -> bool:
        """Whether a line is within the limit; the rest of one that is not is passed over, and never held as a whole."""
        whole = len(line) < self.limit
        while not whole and line and not line.endswith(_ENDS_LINE):
            line = self._stream.readline(1 << 20)
        return whole

    def begin(self) -> None:
        """Begin a record."""
        self.line += len(self.taken)
        self.taken = []
        self._size = 0
        self.ended = False

    def again(self, after: int) -> None:
        """Give the lines of the record once more, but for the first ones."""
        self._waiting.extendleft(reversed(self.taken[after:]))
        del self.taken[after:]

    def close(self) -> None:
        """Leave the stream to whoever opened it."""
        self._stream.detach()


class _TooLongError(Exception):
    """A record that is longer than any article."""


def _rows(feed: _Feed, delimiter: str, max_characters: int) -> Iterator[list[str] | Unreadable]:
    """The fields of each record, or what is wrong with it; `feed.line` is where it begins."""
    csv.field_size_limit(max(csv.field_size_limit(), feed.limit))
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    width = 0
    while True:
        feed.begin()
        try:
            row = next(reader)
        except StopIteration:
            return
        except _TooLongError:
            yield too_long(f"more than {feed.limit:,} bytes in its row", max_characters)
            feed.again(1)
            continue
        except csv.Error as error:
            row, wrong = _literal(feed.taken[0], delimiter), f"its quotation marks do not fit ({error})"
        else:
            wrong = ""
        if not row and not wrong:
            continue
        width = width or len(row)
        if len(row) != width:
            wrong = wrong or f"its fields are {len(row)}, and those of the first row {width}"
            yield Unreadable("bad_row", f"{wrong}; mend the row: a quotation mark inside a field is written twice")
        else:
            yield row
        if wrong:
            feed.again(1)


def _literal(line: str, delimiter: str) -> list[str]:
    """The fields of a line of tab-separated values whose quotation marks are text; none where that is not plain.

    Databases write such files: no field is quoted, and one that opens with a quotation mark has words behind it.
    """
    fields = line.rstrip("\r\n").split(delimiter)
    quoted = any(field.startswith('"') and field.endswith('"') for field in fields)
    return [] if delimiter != "\t" or quoted else fields


def _delimiter(feed: _Feed) -> str:
    """What parts the fields: what the file says, or what parts its first line into most."""
    try:
        line = next(feed, "")
    except _TooLongError:
        line = ""
    if says := _SAYS_DELIMITER.fullmatch(line):
        feed.begin()
        return says[1]
    feed.again(0)
    return max(_DELIMITERS, key=lambda each: len(next(csv.reader([line], delimiter=each), [])))


def _decoded(row: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """The fields of a row as text, and the notes on their encoding; raises Unreadable."""
    fields = [field.encode(_BYTES) for field in row]
    try:
        encoding, notes = encoding_of(b"\n".join(fields))
    except Unreadable as error:
        if error.error == "bad_encoding":
            error = Unreadable(error.error, "its bytes are damaged UTF-8, or unknown; save the file again as UTF-8")
        raise error from None
    return [field.decode(encoding) for field in fields], notes
