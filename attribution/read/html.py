"""HTML -> an article: the text that trafilatura finds in a page, and what the page says about itself.

Needs the extra `html`.
"""

from __future__ import annotations

import logging
import re

import trafilatura
from trafilatura.meta import reset_caches

from attribution.article import Article
from attribution.read import encodings
from attribution.read.failure import Unreadable
from attribution.read.markup import parse, text_of
from attribution.read.metadata import metadata_of
from attribution.read.text import BYTE_ORDER_MARK_REMOVED, ENCODING, ENCODING_GUESSED, EXTRACTED, check, is_binary

# Codes for Article.notes.
DECLARED_WRONG = "encoding_declared_wrong"
REPLACED = "undecodable_bytes_replaced"

# Within these bytes a browser looks for the declaration, and a few more that pages need in fact.
_HEAD = 4096
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_PROLOG = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})""", re.IGNORECASE)

# Of a page without an article, of links and headlines alone, trafilatura gives these, and no sentence is among them.
_ENDS_SENTENCE = re.compile(r"""[.!?…。！？؟।][”"’'»)\]]*(?:\s|$)""")

# Silent: what it has to say of a page that it finds nothing in, the failure says.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("trafilatura").propagate = False


class _Caches:
    """How much was read since trafilatura's caches were emptied.

    They hold the last thousand lines that it met, of any length: 1,200 pages of 100,000 characters in one line took
    453 MB, and take 113 MB where the caches are emptied after every 16 million characters of markup.
    """

    characters = 0
    most = 1 << 24

    def grow(self, characters: int) -> None:
        """Say that a page has been read."""
        self.characters += characters
        if self.characters > self.most:
            reset_caches()
            self.characters = 0


_caches = _Caches()


def article_of(
    data: bytes, id: str | None, max_characters: int, *, url: str | None = None, charset: str | None = None
) -> Article:
    """The article of a page; raises Unreadable.

    `url` is where the page was fetched, `charset` what the server said of its encoding.
    """
    try:
        source, notes = decode(data, charset)
        tree = parse(source)
        known = metadata_of(tree)
        text = _text(tree)
        _caches.grow(len(source))
        check(text, max_characters)
    except Unreadable as error:
        error.id = id
        raise
    return Article(
        text,
        id,
        url or known.url,
        known.title,
        known.publisher,
        known.authors,
        known.published,
        (*notes, EXTRACTED),
    )


def decode(data: bytes, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The source of a page, and the notes on how its bytes were read; raises Unreadable for what is no page.

    A byte-order mark comes first, then the server's word, then the page's, then UTF-8, then a guess. Bytes that are
    UTF-8, and declared to be something else, are UTF-8: by chance no text is.
    """
    labels = (charset, *_declarations(data[:_HEAD]))
    said = [codec for codec in map(encodings.declared, filter(None, labels)) if codec]
    mark = encodings.marked(data)
    encoding, *how = (mark, BYTE_ORDER_MARK_REMOVED) if mark else _encoding(data, said)
    notes = [*how] if encoding in ("utf-8", "utf-8-sig") else [f"{ENCODING}{encoding}", *how]
    if said and not mark and encoding != said[0]:
        notes.append(DECLARED_WRONG)
    source = data.decode(encoding, "replace").replace("\0", "")
    if is_binary(source):
        raise Unreadable("not_text", "this is no page but binary data; leave it out, or fetch it again")
    return source, tuple(notes)


def _encoding(data: bytes, said: list[str]) -> tuple[str, ...]:
    """The encoding of a page without a mark, and the note on it where there is one."""
    first = [] if data.isascii() else ["utf-8"]
    for encoding in (*first, *said, "utf-8"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return (encoding,)
    if encodings.is_damaged_utf8(data):
        return "utf-8", REPLACED
    legacy = next((encoding for encoding in said if encoding != "utf-8"), None)
    if legacy is None and (guessed := encodings.guess(data)):
        return guessed, ENCODING_GUESSED
    return legacy or "utf-8", REPLACED


def _declarations(head: bytes) -> list[str]:
    found = [pattern.search(head) for pattern in (_PROLOG, _META)]
    return [match[1].decode("ascii", "replace") for match in found if match]


def _text(tree: object) -> str:
    """The text of a page's article, a paragraph between blank lines each."""
    try:
        found = trafilatura.bare_extraction(
            tree, include_comments=False, include_formatting=False, with_metadata=False, output_format="xml"
        )
    except Exception as error:  # a bug that one page meets must not cost the others
        message = f"trafilatura failed on this page ({type(error).__name__}: {error}); give its text"
        raise Unreadable("no_article_text", message) from None
    text = "" if found is None else text_of(found.body)
    if not _ENDS_SENTENCE.search(text):
        raise Unreadable("no_article_text", "there is no article text in this page; leave it out, or give its text")
    return text
