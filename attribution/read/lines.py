"""JSON Lines -> articles, one at a time, so that a file may be of any size; and JSON files of one article or a few."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import jsonlines

from attribution.article import Article
from attribution.read import fields as named
from attribution.read import ninjs
from attribution.read.failure import Unreadable
from attribution.read.text import too_long

# JSON may write one character as twelve (a pair of \uXXXX), and a line holds more than its text.
_LONGEST_ESCAPE = 12
_BESIDE_THE_TEXT = 1 << 24

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def articles(
    stream: BinaryIO, fields: Mapping[str, str], max_characters: int
) -> Iterator[tuple[int, Article | Unreadable]]:
    """Number (from 1) and article of each line, or what is wrong with it; blank lines are passed over.

    `fields` maps our names to the line's: {"text": "body.plain"} reads the text from {"body": {"plain": …}}. Without
    it, an item of IPTC's ninjs is recognised.
    """
    limit = _LONGEST_ESCAPE * max_characters + _BESIDE_THE_TEXT
    for number, line in _lines(stream, limit):
        if number == 1 and line is not None and line.startswith(_UTF16):
            yield number, Unreadable("bad_encoding", "JSON Lines are UTF-8 and this is UTF-16; save it as UTF-8")
            return
        if line is None:
            yield number, too_long(f"more than {limit:,} bytes on its line", max_characters)
        elif line.strip():
            try:
                yield number, _article(parse(line), fields, max_characters)
            except Unreadable as error:
                yield number, error


def document(
    stream: BinaryIO, id: str | None, fields: Mapping[str, str], max_characters: int
) -> Iterator[tuple[int | None, Article | Unreadable]]:
    """The article of a JSON file, which has the file's id where it has none; or the articles of a list, with numbers.

    A list is read as a whole, and so it is as long as one article may be: JSON Lines have no such limit.
    """
    limit = _LONGEST_ESCAPE * max_characters + _BESIDE_THE_TEXT
    data = stream.read(limit + 1)
    if len(data) > limit:
        message = f"this JSON file has more than {limit:,} bytes; give its articles as JSON Lines (.jsonl), one a line"
        yield None, Unreadable("too_long", message, id)
        return
    try:
        value = _decoded(data)
    except Unreadable as error:
        error.id = id
        yield None, error
        return
    if isinstance(value, Mapping) and value.get("id") is None and id is not None and "id" not in fields:
        value = {**value, "id": id}
    for number, each in enumerate(value if isinstance(value, list) else [value], start=1):
        try:
            if not isinstance(each, Mapping):
                raise Unreadable("bad_json", "this is no JSON object: it is another value; give one for each article")
            found: Article | Unreadable = _article(each, fields, max_characters)
        except Unreadable as error:
            found = error
        yield (number if isinstance(value, list) else None), found


def parse(line: bytes) -> Mapping[str, object]:
    """The JSON object of one line; raises Unreadable."""
    # The standard parser, whatever faster one is installed: they disagree on what is valid.
    reader = jsonlines.Reader([line], loads=json.loads)
    try:
        value: Mapping[str, object] = reader.read(type=dict)
    except jsonlines.InvalidLineError as error:
        raise _why(error.__cause__, "line") from None
    except RecursionError:
        raise Unreadable("bad_json", "this is JSON nested too deep to be an article; remove the line") from None
    return value


def _decoded(data: bytes) -> object:
    try:
        return json.loads(data)  # in UTF-8, UTF-16 or UTF-32, with or without a mark
    except (ValueError, RecursionError) as error:
        raise _why(error, "file") from None


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Number and bytes of each line; None for one beyond the limit, which is never held as a whole."""
    number = 0
    while line := stream.readline(limit):
        number += 1
        if len(line) < limit or line.endswith(b"\n"):
            yield number, line
        else:
            while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
            yield number, None


def _why(cause: BaseException | None, what: str) -> Unreadable:
    if isinstance(cause, UnicodeDecodeError):
        message = f"byte {cause.start} of the {what} is not {cause.encoding.upper()}; save the file again as UTF-8"
        return Unreadable("bad_encoding", message)
    if isinstance(cause, json.JSONDecodeError):
        where = f"line {cause.lineno}, character {cause.colno}" if what == "file" else f"character {cause.colno}"
        return Unreadable("bad_json", f"this is no JSON: {cause.msg} at {where}; mend the {what}")
    if isinstance(cause, RecursionError):
        return Unreadable("bad_json", f"this is JSON nested too deep to be an article; remove the {what}")
    return Unreadable("bad_json", f"this is no JSON object: {cause or 'it is another value'}; mend the {what}")


def _article(row: Mapping[str, object], fields: Mapping[str, str], max_characters: int) -> Article:
    if not fields and ninjs.is_item(row):
        return ninjs.article(row, max_characters)
    return named.article(row, fields, max_characters)
