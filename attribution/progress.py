"""progress: a bar on standard error with articles, words per second and the time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from attribution.article import Article
from attribution.errors import AttributionError
from attribution.read import read
from attribution.read.text import EXTRACTED

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from attribution.batch import Settings


class Bar:
    """What stands on standard error while a run goes on. Without a `rich` Progress, messages alone."""

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress = progress
        self._task: TaskID | None = None
        self._total: int | None = None
        self._since = 0.0
        self._words = 0  # that were there before this process
        if progress is not None:
            self._task = progress.add_task("loading the models", total=None, rate="")

    def update(self, counts: Mapping[str, int]) -> None:
        """Show the counts of the run up to here."""
        if self._progress is None or self._task is None:
            return
        done, words = counts.get("characters", 0), counts.get("words", 0)
        if not self._since:
            self._since, self._words = time.monotonic(), words
            self._progress.reset(self._task, total=self._total, completed=done)
        seconds = time.monotonic() - self._since
        rate = f"{(words - self._words) / seconds:,.0f} words/s" if words > self._words else ""
        articles = counts.get("articles", 0) + counts.get("errors", 0)
        self._progress.update(
            self._task, completed=done, total=self._total, description=f"{articles:,} articles", rate=rate
        )

    def total(self, characters: int) -> None:
        """Say how much there is in all: from here on, the bar shows the time left."""
        self._total = characters

    def say(self, message: str) -> None:
        """Print one line above the bar."""
        if self._progress is None:
            print(message, file=sys.stderr)
        else:
            self._progress.console.print(message, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def shown(inputs: Sequence[str], settings: Settings, *, quiet: bool) -> Iterator[Bar]:
    """A bar for the time of a `with` statement; `quiet` gives one that only says messages."""
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
            Thread(target=_measure, args=(inputs, settings, bar), daemon=True).start()
        yield bar


def _measure(inputs: Sequence[str], settings: Settings, bar: Bar) -> None:
    """Read everything once beforehand, which takes a thousandth of the time that analyzing it does.

    Pages are left out of it: finding the article in each would slow the run, and the bar goes without the time left.
    """
    try:
        total = 0
        for item in read(inputs, settings.fields, settings.max_characters, settings.format):
            if isinstance(item, Article):
                if EXTRACTED in item.notes:
                    return
                total += len(item.text)
        bar.total(total)
    except (AttributionError, OSError):
        return  # the run itself says what is wrong; the bar goes without the time left
