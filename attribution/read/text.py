"""Bytes -> text: UTF-8 first, UTF-16 and UTF-32 by their mark, older encodings as a guess that says so.

Nothing else is changed but line ends and the byte-order mark, and the notes say when.
"""

from __future__ import annotations

import re
from typing import NoReturn

from attribution.article import Article
from attribution.read import encodings
from attribution.read.failure import Unreadable

# Codes for Article.notes.
BYTE_ORDER_MARK_REMOVED = "byte_order_mark_removed"
LINE_ENDS_CONVERTED = "line_ends_converted"
ENCODING_GUESSED = "encoding_guessed"
EXTRACTED = "html_extracted"
ENCODING = "encoding:"  # and the name of the codec: where the text was not in UTF-8

# What no text holds: control characters other than tab, line ends, vertical tab and form feed.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

# A text may hold a stray one (an escape, a separator of old wire services). Of the bytes of an image or an archive
# about one in ten is such a control, so one in a hundred parts the two from far.
_CONTROL_SHARE = 0.01


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file and the notes on what was done to it; raises Unreadable for what is no text."""
    encoding, notes = encoding_of(data)
    text = data.decode(encoding)
    if is_binary(text):
        _refuse_binary()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        notes += (LINE_ENDS_CONVERTED,)
    return text, notes


def encoding_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The codec that decodes some bytes, and the notes on it; raises Unreadable where there is none."""
    mark = encodings.marked(data)
    encoding = mark or "utf-8"
    try:
        if mark is None and b"\0" in data:
            encoding = encodings.guess(data) or _refuse_binary()
        data.decode(encoding)
    except UnicodeDecodeError as error:
        encoding = _guess(data, error) if encoding == "utf-8" else _refuse(data, error)
    notes: tuple[str, ...] = (BYTE_ORDER_MARK_REMOVED,) if mark else ()
    if encoding not in ("utf-8", "utf-8-sig"):
        notes += (f"{ENCODING}{encoding}",) if mark else (f"{ENCODING}{encoding}", ENCODING_GUESSED)
    return encoding, notes


def is_binary(text: str) -> bool:
    """Whether decoded bytes hold what no text holds."""
    return "\0" in text or len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text)


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


def too_many(words: int, max_words: int, id: str | None) -> Unreadable:
    """The failure of a text with more words than were asked for."""
    return Unreadable(
        "too_long",
        f"the text has {words:,} words, and the limit is {max_words:,}; "
        "give one article at a time, or raise the limit (--max-words)",
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
    """The encoding of bytes that are no UTF-8; raises Unreadable where they are damaged, or binary data."""
    if _CONTROL.search(data.decode("latin-1")):
        _refuse_binary()
    if encodings.is_damaged_utf8(data):
        _refuse(data, error)
    return encodings.guess(data) or _refuse(data, error)


def _refuse_binary() -> NoReturn:
    raise Unreadable("not_text", "this is no text but binary data; give text as UTF-8")


def _refuse(data: bytes, error: UnicodeDecodeError) -> NoReturn:
    line = data.count(b"\n", 0, error.start) + 1
    raise Unreadable(
        "bad_encoding", f"byte {error.start} (line {line}) is not {error.encoding}; save the file again as UTF-8"
    ) from None
