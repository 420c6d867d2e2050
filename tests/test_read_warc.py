"""Crawls: the pages of a WARC file, and nothing else in it; a damaged record costs no other."""

from __future__ import annotations

import gzip
import io
import random
import zlib
from pathlib import Path
from typing import Any

import pytest

from attribution.article import Article
from attribution.read import warc
from attribution.read.page import Found, opened
from tests.inputs import SAID, archive, articles, page, response, told, warc_record

NAMES = ["Ann", "Bea", "Cem", "Dan", "Eve"]


def text(name: str) -> str:
    return SAID.format(name=name)


def body(name: str) -> bytes:
    return page(text(name)).encode()


def pages(*names: str) -> list[bytes]:
    return [warc_record("response", number, response(body(name))) for number, name in enumerate(names, start=1)]


def found(data: bytes, max_characters: int = 100_000) -> list[tuple[int, str]]:
    read = []
    for number, what in warc.pages(io.BytesIO(data), max_characters):
        each = opened(Found("", "record", number, what), max_characters).what
        read.append((number, each.text if isinstance(each, Article) else each.error))
    return read


@pytest.mark.parametrize("compressed", [False, True])
def test_only_pages_are_read(compressed: bool, tmp_path: Path) -> None:
    """Requests, revisits, other types and other statuses are passed over; ids and URLs are those of the records."""
    path = tmp_path / f"crawl.warc{'.gz' if compressed else ''}"
    records = [
        warc_record("warcinfo", 1, b"software: x\r\n", "application/warc-fields"),
        warc_record("request", 2, b"GET / HTTP/1.1\r\n\r\n"),
        warc_record("response", 3, response(body("Ann"))),
        warc_record("revisit", 4, response(b"")),
        warc_record("response", 5, response(b"\x89PNG", type="image/png")),
        warc_record("response", 6, response(body("Bea"), status="404 Not Found")),
        warc_record("response", 7, response(body("Bea"), type="application/xhtml+xml; charset=utf-8")),
        warc_record("resource", 8, body("Cem"), "text/html", WARC_Truncated="length"),
        warc_record("metadata", 9, b"x: y\r\n", "application/warc-fields"),
        warc_record("response", 10, b"no response at all"),
        warc_record("response", 11, response(b"<!DOCTYPE html>" + body("Dan"), type="")),
        warc_record("conversion", 12, b"plain", "text/plain"),
    ]
    path.write_bytes(archive(records, compressed))

    one, two, three, four = articles(path)
    assert [(3, text("Ann")), (7, text("Bea")), (8, text("Cem")), (11, text("Dan"))] == [
        (each.line, each.text) for each in (one, two, three, four)
    ]
    assert ("urn:uuid:00000000-0000-0000-0000-000000000003", "https://news.example/3") == (one.id, one.url)
    assert [("html_extracted",), ("html_extracted", "warc_truncated")] == [one.notes, three.notes]


@pytest.mark.parametrize(
    ("encoded", "headers"),
    [
        (gzip.compress(body("Ann"), mtime=0), ["Content-Encoding: gzip"]),
        (zlib.compress(body("Ann")), ["Content-Encoding: deflate"]),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(body("Ann")), body("Ann")), ["Transfer-Encoding: chunked"]),
        (body("Ann"), ["Content-Encoding: gzip"]),
        (body("Ann"), ["Transfer-Encoding: chunked"]),
        (body("Ann"), ["Content-Encoding: unheard-of"]),
    ],
)
def test_what_the_server_packed(encoded: bytes, headers: list[str]) -> None:
    """Compression and chunks are undone; a header that the crawler left behind after undoing them does no harm."""
    assert [(1, text("Ann"))] == found(warc_record("response", 1, response(encoded, *headers)))


def test_the_server_says_the_encoding() -> None:
    """The charset of the HTTP header counts for the page."""
    data = page("Эвелина сказала: “Да.”").encode("utf-8").decode().encode("cp1251")

    assert [(1, "Эвелина сказала: “Да.”")] == found(
        warc_record("response", 1, response(data, type="text/html; charset=windows-1251"))
    )


def damage(records: list[bytes], number: int, compressed: bool) -> bytes:
    """A file with the middle of one record overwritten."""
    packed = [archive([record], compressed) for record in records]
    middle = len(packed[number]) // 2 if compressed else 3
    packed[number] = packed[number][:middle] + b"\x00#" * 10 + packed[number][middle + 20 :]
    return b"".join(packed)


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("number", range(5))
def test_a_damaged_record(number: int, compressed: bool) -> None:
    """It is one failure with its number, and all before and behind it are read."""
    expected = [(at + 1, "damaged" if at == number else text(name)) for at, name in enumerate(NAMES)]

    assert expected == found(damage(pages(*NAMES), number, compressed))


@pytest.mark.parametrize("compressed", [False, True])
def test_an_archive_that_breaks_off(compressed: bool) -> None:
    """Wherever a file ends too early, what is whole is read, what is not is a failure, and no article is half one."""
    data = archive(pages("Ann", "Bea"), compressed)
    first = len(archive(pages("Ann"), compressed))
    for end in range(first + 1, len(data) - 12, 7):
        assert [(1, text("Ann")), (2, "damaged")] == found(data[:end])


def test_a_wrong_length() -> None:
    """A record that claims to be longer than it is costs its successor's place, not its text."""
    one, two, three = pages("Ann", "Bea", "Cem")
    length = len(response(body("Ann")))
    one = one.replace(f"Content-Length: {length}".encode(), f"Content-Length: {length + 200}".encode())

    read = [told for _, told in found(one + two + three)]
    assert [text("Ann"), "damaged", text("Bea"), text("Cem")] == read


def test_a_page_beyond_the_limit() -> None:
    """A page that is too long is a failure and never held as a whole; the next is read."""
    huge = warc_record("response", 1, response(b"<p>" + b"x" * 6_000_000))

    assert [(1, "too_long"), (2, text("Bea"))] == found(huge + pages("Ann", "Bea")[1], 100)


@pytest.mark.parametrize("data", [b"hello", b"\x1f\x8b\x08junk", b"WARC/1.0\r\n", b"\n" * 9])
def test_what_is_no_archive(data: bytes) -> None:
    """Other data gives one failure at most, and ends."""
    assert found(data) in ([], [(1, "damaged")])


@pytest.mark.parametrize("compressed", [False, True])
def test_random_damage(compressed: bool) -> None:
    """Whatever byte is changed, reading ends, and what is called an article is one that was there."""
    random.seed(7)
    data = archive(pages(*NAMES), compressed)
    whole = {text(name) for name in NAMES}
    for _ in range(30):
        at, length = random.randrange(len(data)), random.choice([1, 1, 4, 40])
        broken = data[:at] + random.randbytes(length) + data[at + length :]
        read = [each for _, each in found(broken)]
        if compressed:
            assert {each for each in read if " " in each} <= whole
        assert len(whole & set(read)) >= 3


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crawl through a pipe is recognised, compressed as a whole or record by record."""
    data = archive(pages("Ann", "Bea"), compressed=True)
    for given in (data, gzip.compress(archive(pages("Ann", "Bea"), compressed=False))):
        stream: Any = io.TextIOWrapper(io.BufferedReader(io.BytesIO(given)))  # type: ignore[arg-type]
        monkeypatch.setattr("sys.stdin", stream)

        assert [(1, text("Ann")), (2, text("Bea"))] == told("-")
