"""Blocks: the parts of a page that a command writes.

A block stands between two lines, `<!-- begin NAME: … -->` and `<!-- end NAME -->`. What is around it is written by
hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path


def update(page: Path, name: str, text: str) -> None:
    """Put `text` between the two lines of a block. Raises ValueError where the page has no such block, or several."""
    old = page.read_text(encoding="utf8")
    block = re.compile(rf"(<!-- begin {re.escape(name)}\b[^\n]*-->\n).*?(<!-- end {re.escape(name)} -->)", re.DOTALL)
    new, count = block.subn(lambda match: f"{match[1]}\n{text.strip()}\n\n{match[2]}", old)
    if count != 1:
        raise ValueError(
            f"{page}: {count} blocks {name!r}; write one: <!-- begin {name}: made by a command -->, <!-- end {name} -->"
        )
    page.write_text(new, encoding="utf8")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
