"""Parquet -> articles, a row each. Needs the extra `tables` (duckdb)."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from attribution.article import Article
from attribution.read import fields as named
from attribution.read.csv import check_columns
from attribution.read.failure import Unreadable

# One thread, so that analyzing has the others, and rows in the order of the file; nothing is fetched from a network.
_CONFIG = {"threads": "1", "autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}

_AT_ONCE = 16  # rows

_NUMBER = "file_row_number"
_TABLE = f"read_parquet(?, {_NUMBER}=true, hive_partitioning=false, union_by_name=false)"
_GROUPS = """
SELECT any_value(row_group_num_rows) FROM parquet_metadata(?) GROUP BY row_group_id ORDER BY row_group_id
"""

# duckdb takes a file's name for a pattern.
_PATTERN = re.compile(r"([*?\[])")


def articles(
    path: Path, fields: Mapping[str, str], max_characters: int
) -> Iterator[tuple[int | None, Article | Unreadable]]:
    """Number of each row (from 1) and its article, or what is wrong with it (None: with the table).

    `fields` maps our names to columns, and into nested ones ("meta.id"). A row group that is damaged is one failure,
    with the number of its first row, and the next one is read.
    """
    place = _PATTERN.sub(r"[\1]", str(path))
    with duckdb.connect(config=_CONFIG) as connection:
        try:
            connection.execute("SET TimeZone = 'UTC'")  # a moment reads the same on every machine
            names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {_TABLE}", [place]).fetchall()]  # noqa: S608
            groups = connection.execute(_GROUPS, [place]).fetchall()
            check_columns([name for name in names if name != _NUMBER], fields)
        except Unreadable as error:
            yield None, error
            return
        except duckdb.Error as error:
            yield None, _damaged("the file is damaged", error)
            return
        columns = _columns(names, fields)
        start = 0
        for (count,) in groups:
            try:
                for number, row in _rows(connection, place, columns, start, start + count):
                    try:
                        values = dict(zip(columns, map(_plain, row), strict=True))
                        yield number, named.article(values, fields, max_characters)
                    except Unreadable as error:
                        yield number, error
            except duckdb.Error as error:
                yield start + 1, _damaged(f"records {start + 1} to {start + count} are damaged", error)
            start += count


def _rows(
    connection: duckdb.DuckDBPyConnection, place: str, columns: list[str], start: int, end: int
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Number and values of the rows of one row group; raises duckdb.Error, before the first, where it is damaged.

    Rows are handed over while others are read ahead, so that an error behind them may come sooner or later: the same
    rows come on every run only where all have been read once before the first is given out.
    """
    selected = ", ".join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name in columns)
    source = f"FROM {_TABLE} WHERE {_NUMBER} >= ? AND {_NUMBER} < ?"  # which reads this row group alone
    given = [place, start, end]
    connection.execute(f"SELECT sum(hash({selected})) {source}", given).fetchall()
    rows = connection.execute(f"SELECT {selected} {source}", given)
    number = start
    while some := rows.fetchmany(_AT_ONCE):
        for row in some:
            number += 1
            yield number, row


def _damaged(what: str, error: Exception) -> Unreadable:
    reason = str(error).strip().splitlines()[0]
    return Unreadable("damaged", f"{what} ({reason}); write the file again, or leave it out")


def _columns(names: list[str], fields: Mapping[str, str]) -> list[str]:
    """The columns that the fields are in, each once."""
    keys = named.keys_of(fields).values()
    return list(dict.fromkeys(name for key in keys for name in (key, key.split(".")[0]) if name in names))


def _plain(value: Any) -> Any:
    """A value as JSON would have it: dates and times as ISO 8601, text that was stored as bytes as text."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return value
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value
