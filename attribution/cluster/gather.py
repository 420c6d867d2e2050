"""gather: the records of one or more runs -> their quotations, with what is needed to compare and to date them.

An article is kept without its text; of a record, the wording is. Memory grows with the records (about a kilobyte each)
and not with the texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from attribution.article import Span
from attribution.cluster.compare import LEAST_WORDS
from attribution.cluster.copies import Sketch, sketch
from attribution.cluster.wording import own_pieces, wording_of
from attribution.describe.values import Polarity
from attribution.export.source import told
from attribution.find import Kind
from attribution.record import ArticleInfo, Record
from attribution.resolve.entity import SpeakerKind


@dataclass(frozen=True, slots=True)
class Moment:
    """From when to when an article can have been published: a day without a time is all of that day (UTC)."""

    first: datetime
    last: datetime


@dataclass(slots=True)
class Source:
    """One article of a run. `number` counts the articles of all runs."""

    number: int
    run: str
    info: ArticleInfo
    outlet: str | None
    moment: Moment | None
    sketch: Sketch | None


@dataclass(frozen=True, slots=True)
class Quote:
    """One record. `pieces`: the stretches of its own words, each with whether it stands in quotation marks."""

    source: Source
    record: str
    kind: Kind
    polarity: Polarity
    name: str | None
    speaker_kind: SpeakerKind
    pieces: tuple[tuple[str, bool], ...]


def gather(runs: Sequence[Path], inputs: Sequence[str] | None = None) -> tuple[list[Source], list[Quote]]:
    """The articles and the quotations of runs, in their order; an article that is in two runs counts once.

    Quotations of fewer than LEAST_WORDS words are left out. An article without records whose text is that of one that
    came before has the same quotations. Raises InputError for what is no run.
    """
    sources: list[Source] = []
    quotes: list[Quote] = []
    seen: set[tuple[str, str, str | None]] = set()
    first_of: dict[str, tuple[int, int]] = {}  # hash of a text -> the range of its quotations
    for run in runs:
        for article in told(run, inputs):
            info = article.article
            key = (info.sha256, info.id, info.url)
            if key in seen:
                continue
            seen.add(key)
            source = Source(
                len(sources),
                str(run),
                info,
                _outlet(info),
                moment(info.published),
                None if article.text is None else sketch(article.text),
            )
            sources.append(source)
            start = len(quotes)
            if article.records:
                quotes.extend(_quotes(source, article.records))
                first_of.setdefault(info.sha256, (start, len(quotes)))
            else:
                quotes.extend(
                    [replace(same, source=source) for same in quotes[slice(*first_of.get(info.sha256, (0, 0)))]]
                )
    _by_host(sources)
    return sources, quotes


def moment(published: str | None) -> Moment | None:
    """When an article was published: ISO 8601 or the date of an e-mail (RFC 5322); None for anything else."""
    text = (published or "").strip()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        pass
    else:
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return Moment(start, start.replace(hour=23, minute=59, second=59))
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            at = read(text)
            at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return Moment(at, at)
    return None


def _quotes(source: Source, records: Sequence[Record]) -> Iterator[Quote]:
    inside: dict[str, list[Span]] = {}
    for record in records:
        if record.parent is not None:
            spans = [Span(part.start, part.end) for part in record.content.fragments]
            inside.setdefault(record.parent, []).extend(spans)
    for record in records:
        pieces = own_pieces(record, inside.get(record.id, ()))
        if len(wording_of(pieces).words) >= LEAST_WORDS:
            speaker = record.speaker
            yield Quote(source, record.id, record.kind, record.polarity, speaker.name, speaker.kind, pieces)


def _outlet(info: ArticleInfo) -> str | None:
    publisher = " ".join((info.publisher or "").split())
    return publisher or host(info.url)


def host(url: str | None) -> str | None:
    """The host of an address in lower case, without "www."; None where there is none."""
    try:
        name = urlsplit(url or "").hostname
    except ValueError:
        return None
    return name.removeprefix("www.") or None if name else None


def _by_host(sources: Sequence[Source]) -> None:
    """An article without a publisher has the one that all the others with its host agree on."""
    publishers: dict[str, set[str]] = {}
    for source in sources:
        name = host(source.info.url)
        if name is not None and source.outlet is not None and source.outlet != name:
            publishers.setdefault(name, set()).add(source.outlet)
    for source in sources:
        known = publishers.get(source.outlet or "", set())
        if len(known) == 1:
            source.outlet = next(iter(known))
