"""Bytes -> text: UTF-8 first, UTF-16 and UTF-32 by their mark, Windows-1252 as a guess that says so.

Nothing else is changed but line ends and the byte-order mark, and the notes say when.
"""

from __future__ import annotations

import codecs
import re

from attribution.article import Article
from attribution.read.failure import Unreadable

# Codes for Article.notes.
BYTE_ORDER_MARK_REMOVED = "byte_order_mark_removed"
LINE_ENDS_CONVERTED = "line_ends_converted"
ENCODING_GUESSED = "encoding_guessed"

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What no text holds: control characters other than tab, line ends, vertical tab and form feed.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

# A text may hold a stray one (an escape, a separator of old wire services). Of the bytes of an image or an archive
# about one in ten is such a control, so one in a hundred parts the two from far.
_CONTROL_SHARE = 0.01


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file and the notes on what was done to it; raises Unreadable for what is no text."""
    notes = []
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if encoding is not None:
        notes.append(BYTE_ORDER_MARK_REMOVED)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        text = _guess(data, error) if encoding is None else _refuse(data, error)
        notes.append(ENCODING_GUESSED)
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls > _CONTROL_SHARE * len(text):
        raise Unreadable("not_text", "this is no text but binary data; give text as UTF-8")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        notes.append(LINE_ENDS_CONVERTED)
    return text, tuple(notes)


def check(text: str, max_characters: int, id: str | None = None) -> None:
    """Raise Unreadable for a text that cannot be analyzed: empty, too long, or with a lone surrogate."""
    if not text.strip():
        raise Unreadable("empty", "the text is empty; leave the article out, or give its text", id)
    if len(text) > max_characters:
        raise too_long(f"{len(text):,} characters", max_characters, id)
    check_encodable(text, "the text", id)


def check_encodable(text: str, what: str, id: str | None = None) -> None:
    """Raise Unreadable for a string that no UTF-8 file can hold."""
    try:
        text.encode("utf8")
    except UnicodeEncodeError as error:
        raise Unreadable(
            "lone_surrogate",
            f"{what} holds a lone surrogate (U+{ord(text[error.start]):04X}) at character {error.start}, which UTF-8 "
            "cannot write; write the character whole, or leave it out",
            id,
        ) from None


def too_long(size: str, max_characters: int, id: str | None = None) -> Unreadable:
    """The failure of a text beyond the limit."""
    return Unreadable(
        "too_long",
        f"the text has {size}, and the limit is {max_characters:,} characters; "
        "give one article at a time, or raise the limit (--max-characters)",
        id,
    )


def article_of(data: bytes, id: str | None, max_characters: int) -> Article:
    """The article that a file's bytes are."""
    try:
        text, notes = decode(data)
        check(text, max_characters)
        return Article(text, id=id, notes=notes)
    except Unreadable as error:
        error.id = id
        raise


def _guess(data: bytes, error: UnicodeDecodeError) -> str:
    """The bytes as Windows-1252, where nothing speaks against it; raises Unreadable.

    Whole UTF-8 characters beside the broken one say that the file is damaged UTF-8: as Windows-1252 each of them would
    come out as two or three wrong letters.
    """
    if _CONTROL.search(data.decode("latin-1")):
        raise Unreadable("not_text", "this is no text but binary data; give text as UTF-8") from None
    whole = any(ord(character) > 0x7F for character in data.decode("utf-8", "ignore"))
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    return _refuse(data, error) if whole or not text else text


def _refuse(data: bytes, error: UnicodeDecodeError) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    raise Unreadable(
        "bad_encoding", f"byte {error.start} (line {line}) is not {error.encoding}; save the file again as UTF-8"
    ) from None
