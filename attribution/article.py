"""Article: one text, where it came from, and its paragraphs."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of Unicode code points into an article's text."""

    start: int
    end: int


class Paragraph(NamedTuple):
    """A paragraph: text[start:end], without the white space around it; never empty."""

    start: int
    end: int


@dataclass(frozen=True)
class Article:
    """One article. `text` is what was read after decoding, and every offset in every record counts into it."""

    text: str
    id: str | None = None  # None: the first 16 hex digits of the text's hash
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    notes: tuple[str, ...] = ()  # what the reader did: byte-order mark removed, CRLF turned into LF, encoding guessed
    duplicate_of: str | None = None  # id of the first article of the run with the very same text
    input: str | None = field(default=None, compare=False)  # the file that it was read from, "-": standard input
    line: int | None = field(default=None, compare=False)  # its line or record there, from 1, in a file of many

    @cached_property
    def sha256(self) -> str:
        """Hash of the text as UTF-8 (lone surrogates, which UTF-8 has no form for, pass through)."""
        return hashlib.sha256(self.text.encode("utf8", "surrogatepass")).hexdigest()

    @property
    def identity(self) -> str:
        """The article's id, and where it has none the beginning of its hash."""
        return self.sha256[:16] if self.id is None else self.id


# str.splitlines breaks at \n, \r, \r\n, \v, \f, \x1c to \x1e, NEL, U+2028 and U+2029, which are all the line ends that
# Unicode and the C0 separators know. Blank are all that str.isspace knows, and the signs of no width.
_BLANK = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff\u00ad"
)
_PARAGRAPH_SEPARATOR = "\u2029"
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»›)\]]*$")
_RUNS_ON = re.compile(r"[a-z\u00df-\u00f6\u00f8-\u00ff](?![A-Z])")  # a lower-case word, "iPhone" and "eBay" not
_TURN = (
    r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*(?:\s[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*){0,3}(?:\s\([^()]{1,40}\))?:\s"  # "MIKE PENCE (R): …"
)
_STARTS_ITEM = re.compile(rf"[•▪◦‣·■●*]\s|{_TURN}|[QA][.:]\s")
# Tried on the 1,093 articles of PolNeAR train and dev, Wikinews and GUM, of which none is wrapped, and on 150 of them
# wrapped at 40 to 120, evenly and ragged by up to 15 of 100 as text from PDF is. In a wrapped article 0.13 to 1.0 of
# the line ends have a lower-case word after them, 0.29 at the fifth percentile; in the others none to 0.04, but for
# three articles with lists and style sheets. Wrapped evenly with blank lines, all 2,822 paragraphs come back and at
# most 2 false ones with them (ragged: none at 120, 216 at 40); without blank lines 86 to 97 of 100 do, with indents
# 98 to 99, and 77 to 86 and 96 to 99 where ragged: what is missed ends with a line as long as any. A share of 0.4,
# and fullness asked of all lines and not only of those broken inside a sentence, missed a quarter of the articles
# wrapped at 120 without blank lines.
_WRAPPED_LINE_ENDS = 3  # inside a sentence; fewer are run on one by one
_WRAPPED_SHARE = 0.25  # of the line ends, inside a sentence
_FULL_SHARE = 0.7  # of the lines broken inside a sentence, at least _FULL of the width long
_FULL = 0.8
_TIGHT_SHARE = 0.95  # of the lines broken inside a sentence, without room for the next word: wrapped by a program


class _Line(NamedTuple):
    """A line that is not blank, without the white space around it."""

    start: int
    end: int
    text: str
    indent: int  # columns of white space before it, tabs at every eighth
    width: int  # columns from the margin to its end
    separated: bool  # a paragraph separator, U+2029, ends it


class _Wrapping(NamedTuple):
    """How a text is wrapped: the usual length of its lines, and the length below which a line is a short one."""

    width: int
    short: int


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text, in order, disjoint; none is empty or has white space at its ends. Linear time.

    A blank line (white space and signs of no width alone) and U+2029 end a paragraph. A single line end, in a text
    with blank lines or without, does so too unless the sentence plainly runs on: the next line begins with a
    lower-case word and no sentence ends before it. That takes apart headline and dateline, the turns of a transcript
    and the items of a list, and news whose publisher puts one line end between some paragraphs and two between others.

    In hard-wrapped text (most lines of about equal length, and many broken inside a sentence) a single line end is a
    space, but for three: before an indented line, before a turn ("PENCE: …") or a bullet, and after a line that
    ends short, with room for the first word of the next, and is not run on. Whether lines are wrapped is asked of
    the text, and where it is not wrapped as a whole, of each block between blank lines.
    """
    blocks = _blocks(text)
    wrapping = _wrapping(blocks)
    found: list[Paragraph] = []
    for block in blocks:
        block_wrapping = wrapping or _wrapping([block])
        first = block[0]
        for line, following in zip(block, [*block[1:], None], strict=True):
            if following is None or _ends_paragraph(line, following, block_wrapping):
                found.append(Paragraph(first.start, line.end))
                if following is not None:
                    first = following
    return tuple(found)


def _blocks(text: str) -> list[list[_Line]]:
    """The lines of a text between its blank lines."""
    blocks: list[list[_Line]] = []
    position, blank = 0, True
    for raw in text.splitlines(keepends=True):
        words = raw.strip(_BLANK)
        if words:
            start = position + raw.index(words)
            indent = len(text[position:start].expandtabs())
            separated = raw.endswith(_PARAGRAPH_SEPARATOR)
            line = _Line(start, start + len(words), words, indent, indent + len(words), separated)
            if blank:
                blocks.append([])
            blocks[-1].append(line)
        blank = not words
        position += len(raw)
    return blocks


def _runs_on(line: _Line, following: _Line) -> bool:
    """Whether a sentence plainly goes over the line end."""
    return bool(_RUNS_ON.match(following.text)) and not _SENTENCE_END.search(line.text[-6:])


def _room(line: _Line, following: _Line, width: int) -> bool:
    """Whether the first word of the following line had fitted on the line."""
    return line.width + 1 + len(following.text.split(maxsplit=1)[0]) <= width


def _wrapping(blocks: list[list[_Line]]) -> _Wrapping | None:
    """How the lines are wrapped, None where they are not."""
    line_ends = [pair for block in blocks for pair in pairwise(block)]
    inside = [pair for pair in line_ends if _runs_on(*pair)]
    if len(inside) < _WRAPPED_LINE_ENDS or len(inside) < _WRAPPED_SHARE * len(line_ends):
        return None
    lengths = sorted(line.width for line, _ in inside)
    width = lengths[len(lengths) * 9 // 10]  # not the longest, which may be an unbroken address
    if sum(length >= _FULL * width for length in lengths) < _FULL_SHARE * len(lengths):
        return None
    tight = sum(not _room(*pair, width) for pair in inside) >= _TIGHT_SHARE * len(inside)
    return _Wrapping(width, short=width if tight else int(_FULL * width))


def _ends_paragraph(line: _Line, following: _Line, wrapping: _Wrapping | None) -> bool:
    """Whether a paragraph ends at a single line end."""
    if line.separated:
        return True
    if _runs_on(line, following):
        return False
    if wrapping is None or following.indent > line.indent + 1 or _STARTS_ITEM.match(following.text):
        return True
    return line.width < wrapping.short and _room(line, following, wrapping.width)
