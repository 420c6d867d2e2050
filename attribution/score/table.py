"""table: a Score as people read it: aligned text, with rich where it goes to a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from attribution.score.measures import MEASURES
from attribution.score.result import Figure, Score

_HEAD = ("", "F1 or share", "95 % interval", "precision", "recall", "predicted", "gold")
_RELIABILITY = ("confidence", "decisions", "mean confidence", "right")
_NOTHING = "–"
_MOST = 5  # ids that a note spells out

_Row = tuple[str, ...]


def show(score: Score, stream: TextIO) -> None:
    """Write the tables: coloured where the stream is a terminal, plain text elsewhere."""
    tables: list[tuple[_Row, list[_Row]]] = [(_HEAD, list(_rows(score)))]
    tables += [((label, *_RELIABILITY[1:]), rows) for label, rows in _reliability(score)]
    if stream.isatty():
        _show_rich(tables, stream)
    else:
        stream.write("\n".join(_plain(head, rows) for head, rows in tables))


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
    section = None
    for measure, figure in zip(MEASURES, score.figures, strict=True):
        if figure.value is None:
            continue
        if measure.section != section:
            section = measure.section
            yield (section,)
        yield (f"  {measure.label}", *_cells(figure, 3 if measure.shape == "calibration" else 1))


def _cells(figure: Figure, decimals: int) -> Iterator[str]:
    def shown(value: float | None) -> str:
        return _NOTHING if value is None else f"{value:.{decimals}f}"

    yield shown(figure.value)
    yield _NOTHING if figure.low is None else f"{shown(figure.low)} to {shown(figure.high)}"
    if figure.predicted is None:
        yield from ("", "", "")
    else:
        yield from (shown(figure.precision), shown(figure.recall), f"{figure.predicted:,}")
    yield f"{figure.gold:,}"


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


def _plain(head: _Row, rows: list[_Row]) -> str:
    widths = [max(len(row[at]) for row in (head, *rows) if len(row) == len(head)) for at in range(len(head))]
    lines = []
    for row in (head, *rows):
        first, *rest = row
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=False))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def _show_rich(tables: list[tuple[_Row, list[_Row]]], stream: TextIO) -> None:
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
