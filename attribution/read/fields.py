"""A row of named values (a JSON object, a row of a table) -> an article."""

from __future__ import annotations

from collections.abc import Mapping

from attribution.article import Article
from attribution.read.failure import Unreadable
from attribution.read.text import check, check_encodable

FIELDS = ("id", "text", "title", "url", "publisher", "authors", "published")


def keys_of(fields: Mapping[str, str]) -> dict[str, str]:
    """Each of our names with the key that it is read from."""
    return {name: fields.get(name, name) for name in FIELDS}


def article(
    row: Mapping[str, object], fields: Mapping[str, str], max_characters: int, notes: tuple[str, ...] = ()
) -> Article:
    """The article of one row; raises Unreadable.

    `fields` maps our names to the row's: {"text": "body.plain"} reads the text from {"body": {"plain": …}}, and a
    number takes one of a list: {"text": "bodies.0.value"}.
    """
    keys = keys_of(fields)
    values = {name: at(row, key) for name, key in keys.items()}
    id = _id(values["id"], keys["id"])
    text = _string(values["text"], keys["text"], id)
    if text is None:
        message = f"there is no {keys['text']!a} on it; name the key of the text with --fields text=KEY"
        raise Unreadable("missing_field", message, id)
    check(text, max_characters, id)
    return Article(
        text=text,
        id=id,
        url=_string(values["url"], keys["url"], id),
        title=_string(values["title"], keys["title"], id),
        publisher=_string(values["publisher"], keys["publisher"], id),
        authors=_strings(values["authors"], keys["authors"], id),
        published=_string(values["published"], keys["published"], id),
        notes=notes,
    )


def at(row: Mapping[str, object], key: str) -> object:
    """The value of a key, which may lead into nested objects and lists ("body.plain"); None where it is absent."""
    if key in row:
        return row[key]
    value: object = row
    for part in key.split("."):
        if isinstance(value, Mapping) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
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
        raise Unreadable("wrong_type", f"{key!a} is a {_type(value)} and not a string; give it as a string", id)
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


def _type(value: object) -> str:
    """What a value is, in the words of JSON where it has one."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, list):
        return "list"
    if isinstance(value, bytes):
        return "binary value"
    return "JSON object" if isinstance(value, dict) else type(value).__name__
