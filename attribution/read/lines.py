"""JSON Lines -> articles: one JSON object to a line, read one at a time, so that a file may be of any size."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import jsonlines

from attribution.article import Article
from attribution.read.failure import Unreadable
from attribution.read.text import check, check_encodable, too_long

FIELDS = ("id", "text", "title", "url", "publisher", "authors", "published")

# JSON may write one character as twelve (a pair of \uXXXX), and a line holds more than its text.
_LONGEST_ESCAPE = 12
_BESIDE_THE_TEXT = 1 << 24

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def articles(
    stream: BinaryIO, fields: Mapping[str, str], max_characters: int
) -> Iterator[tuple[int, Article | Unreadable]]:
    """Number (from 1) and article of each line, or what is wrong with it; blank lines are passed over.

    `fields` maps our names to the line's: {"text": "body.plain"} reads the text from {"body": {"plain": …}}.
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


def parse(line: bytes) -> Mapping[str, object]:
    """The JSON object of one line; raises Unreadable."""
    # The standard parser, whatever faster one is installed: they disagree on what is valid.
    reader = jsonlines.Reader([line], loads=json.loads)
    try:
        value: Mapping[str, object] = reader.read(type=dict)
    except jsonlines.InvalidLineError as error:
        raise _why(error.__cause__) from None
    except RecursionError:
        raise Unreadable("bad_json", "this is JSON nested too deep to be an article; remove the line") from None
    return value


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


def _why(cause: BaseException | None) -> Unreadable:
    if isinstance(cause, UnicodeDecodeError):
        return Unreadable("bad_encoding", f"byte {cause.start} of the line is not UTF-8; save the file again as UTF-8")
    if isinstance(cause, json.JSONDecodeError):
        return Unreadable("bad_json", f"this is no JSON: {cause.msg} at character {cause.colno}; mend the line")
    return Unreadable("bad_json", f"this is no JSON object: {cause or 'it is another value'}; mend the line")


def _article(line: Mapping[str, object], fields: Mapping[str, str], max_characters: int) -> Article:
    keys = {name: fields.get(name, name) for name in FIELDS}
    values = {name: _at(line, key) for name, key in keys.items()}
    id = _id(values["id"], keys["id"])
    text = _string(values["text"], keys["text"], id)
    if text is None:
        raise Unreadable(
            "missing_field", f"there is no {keys['text']!a} on it; name the key of the text with --field text=KEY", id
        )
    check(text, max_characters, id)
    return Article(
        text=text,
        id=id,
        url=_string(values["url"], keys["url"], id),
        title=_string(values["title"], keys["title"], id),
        publisher=_string(values["publisher"], keys["publisher"], id),
        authors=_strings(values["authors"], keys["authors"], id),
        published=_string(values["published"], keys["published"], id),
    )


def _at(line: Mapping[str, object], key: str) -> object:
    """The value of a key, which may lead into nested objects ("body.plain"); None where it is absent."""
    if key in line:
        return line[key]
    value: object = line
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def _id(value: object, key: str) -> str | None:
    """An id; a whole number is one too, since databases count their rows."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value == "":
        raise Unreadable("wrong_type", f"{key!a} is an empty string; leave the key out, or give an id")
    return _string(value, key, None)


def _string(value: object, key: str, id: str | None) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise Unreadable("wrong_type", f"{key!a} is a {_json_type(value)} and not a string; give it as a string", id)
    check_encodable(value, f"{key!a}", id)
    return value


def _strings(value: object, key: str, id: str | None) -> tuple[str, ...]:
    """A list of strings; a single string is a list of one."""
    if value is None:
        return ()
    values = value if isinstance(value, list) else [value]
    strings = [_string(each, key, id) for each in values]
    if None in strings:
        raise Unreadable("wrong_type", f"{key!a} holds a null; give a list of strings", id)
    return tuple(filter(None, strings))


def _json_type(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "list" if isinstance(value, list) else "JSON object"
