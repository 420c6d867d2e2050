"""csv: records -> a table for spreadsheets, a row for each, with a link that opens the live article at the words.

UTF-8 with a byte-order mark, without which Excel takes it for another encoding; RFC 4180 otherwise. A spreadsheet takes
a cell that begins with "=", "+", "-" or "@" for a formula, and articles come from anywhere. `guarded` puts an
apostrophe before such a cell, and `unguarded` gives back exactly what there was.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from attribution.export.text_fragment import Text, link
from attribution.record import Record

# What a cell that could be a formula begins with, after any apostrophes: the signs (and their full-width forms) with
# white space before them or not, and the white space that some programs drop before they look (OWASP, "CSV Injection").
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")

_COLUMNS: Mapping[str, Callable[[Record], object]] = {
    "id": lambda record: record.id,
    "article": lambda record: record.article.id,
    "title": lambda record: record.article.title,
    "publisher": lambda record: record.article.publisher,
    "published": lambda record: record.article.published,
    "url": lambda record: record.article.url,
    "speaker": lambda record: record.speaker.name,
    "speaker_kind": lambda record: record.speaker.kind,
    "resolved_by": lambda record: record.speaker.resolved_by,
    "co_speakers": lambda record: _listed(speaker.name for speaker in record.co_speakers),
    "role": lambda record: record.role.title,
    "organization": lambda record: record.role.organization,
    "role_status": lambda record: record.role.status,
    "source": lambda record: record.source.text,
    "cue": lambda record: record.cue.text,
    "cue_class": lambda record: record.cue.class_,
    "kind": lambda record: record.kind,
    "polarity": lambda record: record.polarity,
    "content": lambda record: record.content.text,
    "addressee": lambda record: record.addressee.text,
    "medium": lambda record: record.medium.text,
    "time": lambda record: record.time.text,
    "date": lambda record: record.time.iso,
    "place": lambda record: record.place.text,
    "hedges": lambda record: _listed(hedge.text for hedge in record.hedges),
    "anonymity": lambda record: record.anonymity.text,
    "parent": lambda record: record.parent,
    "start": lambda record: record.content.fragments[0].start,
    "end": lambda record: record.content.fragments[-1].end,
    "confidence_content": lambda record: record.confidence.content,
    "confidence_cue": lambda record: record.confidence.cue,
    "confidence_source": lambda record: record.confidence.source,
    "confidence_speaker": lambda record: record.confidence.speaker,
    "warnings": lambda record: _listed(record.warnings),
    "correction": lambda record: record.correction,
}

HEADER = (*_COLUMNS, "link")

MARK = "\ufeff"


def row(record: Record, text: Text | None) -> list[str]:
    """The cells of a record, in the order of HEADER; what is null is empty. `text` makes the link exact."""
    values = [*(value(record) for value in _COLUMNS.values()), link(record, text)]
    return [guarded("" if value is None else str(value)) for value in values]


def line(cells: Iterable[str]) -> str:
    """The cells as one line of CSV (a cell may hold line ends) with its line end, CRLF."""
    return "".join(_lines([cells]))


def guarded(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _listed(values: Iterable[str | None]) -> str:
    return "; ".join(value for value in values if value is not None)


class _Buffer:
    """Takes what a csv.writer writes."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, line: str) -> None:
        self.lines.append(line)


def _lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    buffer = _Buffer()
    csv.writer(buffer).writerows(rows)
    yield from buffer.lines
