"""pager: renderables to the terminal, a screen at a time, or to wherever standard output goes."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, TextIO, cast

from rich.console import Console, RenderableType

# As git does: quit where it fits on one screen, pass colours through, and leave the text on the screen.
_LESS = "FRX"


def show(renderables: Iterable[RenderableType], *, page: bool) -> None:
    """Print them one after the other, as they are made. On a terminal, and where `page`, through $PAGER or less."""
    command = _pager() if page and sys.stdout.isatty() else None
    if command is None:
        _print(renderables, Console(highlight=False, emoji=False))
        return
    terminal = Console()
    environment = {**os.environ, "LESS": os.environ.get("LESS", _LESS)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True, encoding="utf8", env=environment) as process:  # noqa: S603
        stdin = cast("TextIO", process.stdin)
        console = Console(
            file=stdin,
            width=terminal.width,
            force_terminal=True,
            color_system=cast("Any", terminal.color_system),
            highlight=False,
            emoji=False,
        )
        with suppress(BrokenPipeError, KeyboardInterrupt):  # the reader has left the pager
            _print(renderables, console)
        with suppress(BrokenPipeError):
            stdin.close()
        while process.poll() is None:
            with suppress(KeyboardInterrupt):  # Ctrl-C is for the pager: it interrupts a search there
                process.wait()


def _pager() -> list[str] | None:
    command = shlex.split(os.environ.get("PAGER", "less"))
    return command if command and shutil.which(command[0]) else None


def _print(renderables: Iterable[RenderableType], console: Console) -> None:
    for renderable in renderables:
        console.print(renderable, overflow="fold")
