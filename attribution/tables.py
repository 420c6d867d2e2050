"""tables: the word lists that the steps turn on, each read once from `attribution/data/`.

Every table is tab-separated text with a head line; its last column says where a row comes from. Lines that begin with
"#" are remarks.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of one table without its head line; each row has as many cells as the head line."""
    return _lines(name)[1:]


def records(name: str) -> list[dict[str, str]]:
    """The rows of one table, each with the head line's names."""
    head, *rows = _lines(name)
    return [dict(zip(head, row, strict=True)) for row in rows]


def _lines(name: str) -> tuple[tuple[str, ...], ...]:
    text = files("attribution").joinpath("data", f"{name}.tsv").read_text(encoding="utf8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


@cache
def words(name: str, kind: str) -> frozenset[str]:
    """The words of one table (first column) that are of one kind (second column)."""
    return frozenset(row[0] for row in table(name) if row[1] == kind)


@cache
def kinds(name: str) -> dict[str, tuple[str, ...]]:
    """Word -> its kinds, in the order of the table."""
    found: dict[str, tuple[str, ...]] = {}
    for word, kind, *_ in table(name):
        found[word] = (*found.get(word, ()), kind)
    return found
