"""whole: a file that appears when all of it is written, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(out: Path) -> Iterator[BinaryIO]:
    """An open file beside `out` that takes its place when the block ends well; otherwise `out` stays as it was.

    Raises OSError where it cannot be written.
    """
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            yield file
        os.replace(unfinished, out)
    finally:
        with suppress(OSError):
            unfinished.unlink()
