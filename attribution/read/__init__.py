"""read: files, folders and standard input -> articles, one at a time, in an order that depends on nothing but names.

`places` finds the files, `source` opens one and recognises its format, one module each reads a format (`text`, `lines`
for JSON, `html`, `csv`, `parquet`, `warc`), and `seen` tells what came before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from attribution.article import Article
from attribution.errors import InputError
from attribution.read.extras import versions
from attribution.read.failure import Failure, Unreadable
from attribution.read.fields import FIELDS
from attribution.read.places import AUTO, FORMATS, Place, check, places_of
from attribution.read.seen import Seen
from attribution.read.source import RECORDS, Options, contents

__all__ = ["AUTO", "FIELDS", "FORMATS", "MAX_CHARACTERS", "Failure", "read", "versions"]

# About 150,000 words: a long book chapter, far above any article. More than that is nearly always a file that holds
# many articles, and memory grows with the text.
MAX_CHARACTERS = 1_000_000


def read(
    inputs: Sequence[str | Path],
    fields: Mapping[str, str] | None = None,
    max_characters: int = MAX_CHARACTERS,
    format: str = AUTO,
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
    nested ones. `max_characters` (code points) is the longest text that is read.

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
    return _articles(given, format, Options(fields, max_characters))


def _articles(inputs: Sequence[str], format: str, options: Options) -> Iterator[Article | Failure]:
    with Seen() as seen:
        for place in (place for each in inputs for place in places_of(each, format)):
            for found_format, number, found in contents(place, options):
                unit = "record" if found_format in RECORDS else "line"
                if isinstance(found, Article):
                    found = seen.meet(replace(found, input=place.shown, line=number))
                yield found if isinstance(found, Article) else _failure(place, unit, number, found)


def _failure(place: Place, unit: str, number: int | None, found: Unreadable) -> Failure:
    where = place.shown if number is None else f"{place.shown}, {unit} {number}"
    return Failure(place.shown, number, found.id, found.error, f"{where}: {found.message}")
