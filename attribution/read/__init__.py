"""read: files, folders and standard input -> articles, one at a time, in an order that depends on nothing but names.

`places` finds the files, `source` opens one and recognises its format, one module each reads a format (`text`, `lines`
for JSON, `html`, `csv`, `parquet`, `warc`), `page` holds a page until somebody opens it, and `seen` tells what came
before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from attribution.article import Article
from attribution.errors import InputError
from attribution.read.extras import versions
from attribution.read.failure import Failure, Unreadable
from attribution.read.fields import FIELDS
from attribution.read.page import Found, Page, opened
from attribution.read.places import AUTO, FORMATS, check, places_of
from attribution.read.seen import Seen
from attribution.read.source import Options, contents
from attribution.read.text import too_many

__all__ = ["AUTO", "FIELDS", "FORMATS", "MAX_CHARACTERS", "Failure", "read", "sizes", "versions"]

# About 150,000 words: a long book chapter, far above any article. More than that is nearly always a file that holds
# many articles, and memory grows with the text.
MAX_CHARACTERS = 1_000_000

Opening = Callable[[Iterator[Found]], Iterator[Found]]


def read(
    inputs: Sequence[str | Path],
    fields: Mapping[str, str] | None = None,
    max_characters: int = MAX_CHARACTERS,
    format: str = AUTO,
    max_words: int | None = None,
    open_pages: Opening | None = None,
) -> Iterator[Article | Failure]:
    """The articles of all inputs, in their order, and a Failure in the place of each that cannot be read.

    An input is a file, a folder (all files below it whose format is known, hidden ones apart, sorted by path), or "-"
    for standard input. A file's name says what it holds, and where it does not, its beginning does: text (one
    article), JSON Lines (an article a line), JSON, HTML (a page is an article), CSV, Parquet (an article a row), WARC
    (an article a page). All may be compressed with gzip. `format` (one of FORMATS) reads every file so, whatever its
    name, and all files of a folder.

    An article's id is its path below the folder, or the file's name, or what the line, row or record says; the second
    article with an id is a Failure. One whose text came before has the first one's id in `duplicate_of`.

    `fields` maps our names to the keys of JSON and the columns of tables: {"text": "body"}, {"text": "body.plain"} for
    nested ones. `max_characters` (code points) is the longest text that is read, and `max_words`, where it is given,
    the longest in what stands between white space, as `wc -w` counts words. `open_pages` finds the articles in pages,
    and keeps the order; without it they are opened here.

    Raises InputError, before anything is read, for an input that does not exist, a folder without articles, a field
    that no article has, and a format whose extra is not installed.
    """
    fields = fields or {}
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise InputError(f"no article has a field {unknown[0]!r}: the fields are {', '.join(FIELDS)}")
    if format not in (AUTO, *FORMATS):
        raise InputError(f"{format!r} is no format: the formats are {', '.join((AUTO, *FORMATS))}")
    given = [str(each) for each in inputs]
    for each in given:
        check(each, format)
    opening = open_pages or partial(map, partial(opened, max_characters=max_characters))
    return _articles(given, format, Options(fields, max_characters), max_words, opening)


def sizes(
    inputs: Sequence[str | Path],
    fields: Mapping[str, str] | None = None,
    max_characters: int = MAX_CHARACTERS,
    format: str = AUTO,
) -> Iterator[int | None]:
    """The code points of what `read` gives, in its order: 0 for what cannot be read, None for a page.

    No page is opened, so that this is quick: the article in it is not looked for.
    """
    for each in _found([str(each) for each in inputs], format, Options(fields or {}, max_characters)):
        what = each.what
        yield None if isinstance(what, Page) else len(what.text) if isinstance(what, Article) else 0


def _articles(
    inputs: Sequence[str], format: str, options: Options, max_words: int | None, open_pages: Opening
) -> Iterator[Article | Failure]:
    with Seen() as seen:
        for input, unit, number, found in open_pages(_found(inputs, format, options)):
            if isinstance(found, Article) and max_words is not None:
                found = _short(found, max_words)
            if isinstance(found, Article):
                found = seen.meet(replace(found, input=input, line=number))
            if isinstance(found, Article):
                yield found
            elif isinstance(found, Unreadable):
                where = input if number is None else f"{input}, {unit} {number}"
                yield Failure(input, number, found.id, found.error, f"{where}: {found.message}")


def _found(inputs: Sequence[str], format: str, options: Options) -> Iterator[Found]:
    for place in (place for each in inputs for place in places_of(each, format)):
        yield from contents(place, options)


def _short(article: Article, max_words: int) -> Article | Unreadable:
    words = len(article.text.split())
    if words <= max_words:
        return article
    return too_many(words, max_words, article.id)
