"""WARC -> pages: those of a crawl, one for each response or resource that is HTML. Needs the extra `warc`."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Literal

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from attribution.read.failure import Unreadable
from attribution.read.page import Page, longest
from attribution.read.text import too_long

TRUNCATED = "warc_truncated"  # code for Article.notes: the crawler cut the page off

_PAGES = ("text/html", "application/xhtml+xml")
_LOOKS_LIKE_A_PAGE = re.compile(rb"\s*<(!doctype html|html|head|body)\b", re.IGNORECASE)
_HEADERS = 1 << 16  # bytes that the headers of a response may take beside the page

# Where a record may begin: a member of a compressed file, or a line that says so.
_COMPRESSED, _PLAIN = re.compile(rb"\x1f\x8b\x08"), re.compile(rb"(?<=\n)WARC/1\.")
_STEP = 1 << 20


def pages(stream: BinaryIO, max_characters: int) -> Iterator[tuple[int, Page | Unreadable]]:
    """Number of each record that holds a page (all records count, from 1), and the page or what is wrong with it.

    `stream` can seek. Read are responses with status 200 and resources, of type HTML; requests, revisits, other types
    and other statuses are passed over. A page's id is the record's, its URL the record's target. A damaged record is a
    failure, and reading goes on with the next one that is whole.
    """
    begins = _COMPRESSED if stream.read(2) == b"\x1f\x8b" else _PLAIN
    number, damaged = 0, False
    start: int | None = 0
    while start is not None:
        stream.seek(start)
        at, between = start, True
        try:
            for record in ArchiveIterator(stream, parse_http=False):
                at, between = record.stream_pos, False
                number += 1
                if "Content-Length" not in record.headers:
                    raise OSError("its header is cut off")
                if (found := _page(record, max_characters)) is not None:
                    yield number, found
                damaged, between = False, True
            if begins is not _COMPRESSED or not _breaks_off(stream, at):
                return
            raise OSError("the file breaks off")
        except OSError as error:
            # What cannot be read between two records, behind a damaged one, is part of the same damage.
            if not (between and damaged):
                number += between
                message = f"the archive is damaged here ({error}); fetch it again for what is lost"
                yield number, Unreadable("damaged", message)
            damaged = True
        start = _next(stream, begins, at + 1)


def _next(stream: BinaryIO, begins: re.Pattern[bytes], start: int) -> int | None:
    """The first place from `start` on where a record may begin."""
    stream.seek(start)
    tail = b""
    while step := stream.read(_STEP):
        if match := begins.search(tail + step):
            return start - len(tail) + match.start()
        start += len(step)
        tail = (tail + step)[-8:]
    return None


def _breaks_off(stream: BinaryIO, start: int) -> bool:
    """Whether a compressed file ends inside a record, of which so little may be there that it seems to be none."""
    stream.seek(start)
    read = 0
    try:
        with gzip.GzipFile(fileobj=stream) as members:
            while step := members.read1(_STEP):
                read += len(step)
    except EOFError:
        return True
    except (OSError, zlib.error):
        return read > 0  # else no record begins here: the file is compressed as a whole
    return False


def _page(record: WarcRecord, max_characters: int) -> Page | Unreadable | None:
    """The page of a record, or what is wrong with it; None where it holds none."""
    if record.record_type not in (WarcRecordType.response, WarcRecordType.resource):
        return None
    limit = longest(max_characters)
    block = record.reader.read(limit + _HEADERS)
    if not block or len(block) < min(record.content_length, limit + _HEADERS):
        raise OSError("the record is cut off")
    id = (record.record_id or "").strip("<>") or None
    charset = None
    if record.record_type == WarcRecordType.resource:
        type, _, parameters = (record.headers.get("Content-Type") or "").partition(";")
        page = block
        charset = parameters.partition("charset=")[2] or None
    else:
        response = _response(block)
        if response.http_headers is None or response.http_headers.status_code != 200:
            return None
        type, charset, page = response.http_content_type or "", response.http_charset, response.reader.read(limit + 1)
    type = type.strip().lower()
    if type not in _PAGES and (type or not _LOOKS_LIKE_A_PAGE.match(page)):
        return None
    if len(page) > limit:
        return too_long(f"more than {limit:,} bytes on its page", max_characters, id)
    if record.record_type == WarcRecordType.response:
        page = _decoded(block, page, limit)
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>") or None
    return Page(page, id, url, charset, (TRUNCATED,) if record.headers.get("WARC-Truncated") else ())


def _response(block: bytes, decode: Literal["none", "all"] = "none") -> WarcRecord:
    """An HTTP response with its headers read; `decode` says whether its body is unpacked."""
    response = WarcRecord()
    response.init_headers(WarcRecordType.response)
    response.is_http = True
    response.set_bytes_content(block)
    response.parse_http(auto_decode=decode, strict_mode=False)
    return response


def _decoded(block: bytes, page: bytes, limit: int) -> bytes:
    """The body of a response as the server meant it: without chunks and compression.

    Crawlers that unpack a page often leave the headers as they were: what cannot be unpacked is taken as it is.
    """
    try:
        return _response(block, "all").reader.read(limit + 1) or page
    except OSError:
        return page
