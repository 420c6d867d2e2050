"""progress: a bar on standard error with articles, errors, words per second and the time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from attribution.errors import AttributionError
from attribution.read import sizes

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from attribution.batch import Settings

# The counts whose sum says how far a run is.
CHARACTERS: tuple[str, ...] = ("characters",)
ARTICLES: tuple[str, ...] = ("articles", "errors")


class Bar:
    """What stands on standard error while a run goes on. Without a `rich` Progress, messages alone."""

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress = progress
        self._task: TaskID | None = None
        self._total: int | None = None
        self._measure = CHARACTERS
        self._measured = False  # since the bar began, or began anew
        self._since = 0.0
        self._words = 0  # that were there before this process
        if progress is not None:
            self._task = progress.add_task("loading the models", total=None, rate="")

    def update(self, counts: Mapping[str, int]) -> None:
        """Show the counts of the run up to here."""
        if self._progress is None or self._task is None:
            return
        words = counts.get("words", 0)
        done = sum(counts.get(name, 0) for name in self._measure)
        if not self._since:
            self._since, self._words = time.monotonic(), words
        if not self._measured:
            self._measured = True
            self._progress.reset(self._task, total=self._total, completed=done)
        seconds = time.monotonic() - self._since
        rate = f"{(words - self._words) / seconds:,.0f} words/s" if words > self._words else ""
        errors = counts.get("errors", 0)
        articles = _number(counts.get("articles", 0) + errors, "article")
        shown = f"{articles}, {_number(errors, 'error')}" if errors else articles
        self._progress.update(self._task, completed=done, total=self._total, description=shown, rate=rate)

    def total(self, total: int, measure: tuple[str, ...]) -> None:
        """Say how much there is in all, and in which counts: from here on, the bar shows the time left."""
        self._total, self._measure, self._measured = total, measure, False

    def say(self, message: str) -> None:
        """Print one line above the bar."""
        if self._progress is None:
            print(message, file=sys.stderr)
        else:
            self._progress.console.print(message, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def shown(inputs: Sequence[str], settings: Settings, limit: int | None = None, *, quiet: bool) -> Iterator[Bar]:
    """A bar for the time of a `with` statement; `quiet` gives one that only says messages.

    `limit` is the number of articles that the run reads, None for all of them.
    """
    if quiet:
        yield Bar()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = Bar(progress)
        if all(Path(name).is_file() or Path(name).is_dir() for name in inputs):  # no pipe, which is read only once
            Thread(target=measure, args=(inputs, settings, limit, bar), daemon=True).start()
        yield bar


def measure(inputs: Sequence[str], settings: Settings, limit: int | None, bar: Bar) -> None:
    """Tell the bar how much there is.

    Everything is read once beforehand, which takes a thousandth of the time that analyzing it does. Pages are only
    counted, since finding the article in each would slow the run. With pages among them, articles are what the bar
    measures by; characters, which tell more of the time, where there is none.
    """
    articles = characters = pages = 0
    try:
        for size in islice(sizes(inputs, settings.fields, settings.max_characters, settings.format), limit):
            articles += 1
            characters += size or 0
            pages += size is None
    except (AttributionError, OSError):
        return  # the run itself says what is wrong; the bar goes without the time left
    if pages:
        bar.total(articles, ARTICLES)
    else:
        bar.total(characters, CHARACTERS)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
