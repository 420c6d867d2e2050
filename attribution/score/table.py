"""table: a Score, or what people corrected, as they read it: aligned text, with rich where it goes to a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from attribution.score.corrections import MEASURES as CORRECTIONS
from attribution.score.corrections import CorrectionScore
from attribution.score.measures import MEASURES
from attribution.score.result import Figure, Score
from attribution.score.tally import Measure

_HEAD = ("", "F1 or share", "95 % interval", "precision", "recall", "predicted", "gold")
_CORRECTIONS = ("", "share", "95 % interval", "count", "decisions")
_RELIABILITY = ("confidence", "decisions", "mean confidence", "right")
_NOTHING = "–"
_MOST = 5  # ids that a note spells out

_Row = tuple[str, ...]


def show(score: Score, stream: TextIO) -> None:
    """Write the tables: coloured where the stream is a terminal, plain text elsewhere."""
    tables: list[tuple[_Row, list[_Row]]] = [(_HEAD, list(_rows(score)))]
    tables += [((label, *_RELIABILITY[1:]), rows) for label, rows in _reliability(score)]
    _show(tables, stream)


def show_corrections(score: CorrectionScore, stream: TextIO) -> None:
    """Write the table of what people had to correct, as `show` does."""
    asked = [(measure, figure) for measure, figure in zip(CORRECTIONS, score.figures, strict=True) if figure.of]
    cells = [
        (_shown(figure.value, 1), _interval(figure.low, figure.high, 1), f"{figure.count:,}", f"{figure.of:,}")
        for _, figure in asked
    ]
    _show([(_CORRECTIONS, list(_sections([measure for measure, _ in asked], cells)))], stream)


def notes_on_corrections(score: CorrectionScore) -> Iterator[str]:
    """What the reader of the table should know, a line each."""
    yield f"{_number(score.decisions, 'decision')} on records of {_number(score.articles, 'article')}"
    if score.superseded:
        yield f"passed over, for a later one on the same record: {_number(score.superseded, 'decision')}"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def notes(score: Score) -> Iterator[str]:
    """What the reader of the figures should know, a line each."""
    yield (
        f"{score.articles:,} articles, {score.attributions:,} gold attributions, {score.records:,} records"
        + (f", of which {score.not_counted:,} nested ones are not counted" if score.not_counted else "")
    )
    if score.incomplete:
        yield f"{score.incomplete:,} annotations without content are passed over"
    how = "are left out" if score.missing_skipped else "count as missed (--skip-missing leaves them out)"
    yield from _ids(score.missing, f"gold articles that the run has not {how}")
    yield from _ids(score.left_out, "gold articles that the annotator has not annotated are left out")
    yield from _ids(score.spare, "articles of the run that the gold has not are left out")


def _ids(ids: tuple[str, ...], what: str) -> Iterator[str]:
    if ids:
        more = f" and {len(ids) - _MOST:,} more" if len(ids) > _MOST else ""
        yield f"{len(ids):,} {what}: {', '.join(ids[:_MOST])}{more}"


def _rows(score: Score) -> Iterator[_Row]:
    """Rows of the main table; a row of one cell is a section. Where nothing was asked, there is no row."""
    asked = [
        (measure, figure) for measure, figure in zip(MEASURES, score.figures, strict=True) if figure.value is not None
    ]
    cells = [tuple(_cells(figure, 3 if measure.shape == "calibration" else 1)) for measure, figure in asked]
    yield from _sections([measure for measure, _ in asked], cells)


def _sections(measures: Sequence[Measure], cells: Sequence[_Row]) -> Iterator[_Row]:
    """A row for each measure, and one before the first of each section."""
    section = None
    for measure, row in zip(measures, cells, strict=True):
        if measure.section != section:
            section = measure.section
            yield (section,)
        yield (f"  {measure.label}", *row)


def _cells(figure: Figure, decimals: int) -> Iterator[str]:
    yield _shown(figure.value, decimals)
    yield _interval(figure.low, figure.high, decimals)
    if figure.predicted is None:
        yield from ("", "", "")
    else:
        yield from (_shown(figure.precision, decimals), _shown(figure.recall, decimals), f"{figure.predicted:,}")
    yield f"{figure.gold:,}"


def _shown(value: float | None, decimals: int) -> str:
    return _NOTHING if value is None else f"{value:.{decimals}f}"


def _interval(low: float | None, high: float | None, decimals: int) -> str:
    return _NOTHING if low is None else f"{_shown(low, decimals)} to {_shown(high, decimals)}"


def _reliability(score: Score) -> Iterator[tuple[str, list[_Row]]]:
    for measure in MEASURES:
        bins = [each for each in score.reliability if each.measure == measure.name and each.count]
        if bins:
            yield (
                f"Reliability, {measure.label}",
                [
                    (
                        f"  {each.low:.1f} to {each.high:.1f}",
                        f"{each.count:,}",
                        f"{each.confidence:.2f}",
                        f"{each.right:.2f}",
                    )
                    for each in bins
                ],
            )


def _show(tables: Sequence[tuple[_Row, list[_Row]]], stream: TextIO) -> None:
    if stream.isatty():
        _show_rich(tables, stream)
    else:
        stream.write("\n".join(_plain(head, rows) for head, rows in tables))


def _plain(head: _Row, rows: list[_Row]) -> str:
    widths = [max(len(row[at]) for row in (head, *rows) if len(row) == len(head)) for at in range(len(head))]
    lines = []
    for row in (head, *rows):
        first, *rest = row
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=False))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def _show_rich(tables: Sequence[tuple[_Row, list[_Row]]], stream: TextIO) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=stream, highlight=False, emoji=False)
    for head, rows in tables:
        table = Table(box=None, pad_edge=False)
        for at, name in enumerate(head):
            table.add_column(Text(name), justify="right" if at else "left", no_wrap=not at)
        for row in rows:
            style = "bold" if len(row) == 1 else ""
            table.add_row(*(Text(cell) for cell in row), style=style)
        console.print(table)
        console.print()
