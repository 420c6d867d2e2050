"""Inputs for the tests of reading: what a reader finds in them, and files in formats that no editor writes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attribution.article import Article
from attribution.read import Failure, read

INPUT = Path(__file__).parent / "data" / "input"

SAID = "“It rained,” {name} said on Monday in front of the town hall, and nobody who was there had an umbrella."


def articles(*inputs: str | Path, **options: Any) -> list[Article]:
    """The articles of inputs without a failure."""
    found = list(read(inputs, **options))
    assert [] == [each for each in found if isinstance(each, Failure)]
    return found  # type: ignore[return-value]


def failure(*inputs: str | Path, **options: Any) -> Failure:
    """The one failure of inputs."""
    found = [each for each in read(inputs, **options) if isinstance(each, Failure)]
    assert 1 == len(found)
    return found[0]


def told(*inputs: str | Path, **options: Any) -> list[tuple[int | None, str]]:
    """Number, and the text of each article or the code of each failure."""
    found = read(inputs, **options)
    return [(each.line, each.text if isinstance(each, Article) else each.error) for each in found]


def line(**keys: object) -> str:
    """A line of JSON."""
    return json.dumps(keys, ensure_ascii=False) + "\n"


def page(text: str, head: str = "") -> str:
    """A page with one paragraph."""
    return f"<html><head>{head}</head><body><article><p>{text}</p></article></body></html>"


def warc_record(kind: str, number: int, block: bytes, type: str = "application/http", **headers: str) -> bytes:
    """A record of a WARC file; keyword arguments are further headers, with _ for a hyphen."""
    named = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{number:012}>",
        "WARC-Date": "2021-09-07T10:00:00Z",
        "WARC-Target-URI": f"https://news.example/{number}",
        "Content-Type": type,
        **{name.replace("_", "-"): value for name, value in headers.items()},
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def response(body: bytes, *headers: str, status: str = "200 OK", type: str = "text/html") -> bytes:
    """An HTTP response."""
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {type}"] if type else []), *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def archive(records: Sequence[bytes], compressed: bool) -> bytes:
    """A WARC file."""
    return b"".join(gzip.compress(record, mtime=0) if compressed else record for record in records)


def parquet(path: Path, query: str) -> Path:
    """A Parquet file of the rows of a query."""
    import duckdb

    with duckdb.connect(config={"threads": "1"}) as connection:  # rows in the order of the query
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)")
    return path
