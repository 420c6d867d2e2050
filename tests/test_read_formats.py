"""Which format a file is in, what comes twice, and what all formats have in common."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from attribution import batch
from attribution.batch import Settings, extract
from attribution.errors import InputError
from attribution.ledger import STREAMS
from attribution.read import FORMATS, Failure, extras, places, read
from attribution.validate import validate
from tests import stub_analyzer
from tests.inputs import INPUT, SAID, archive, articles, failure, line, page, parquet, response, told, warc_record

TEXT = SAID.format(name="Ann Brown")


def sample(format: str, count: int = 1) -> bytes:
    """A file of that format with as many articles as it may hold, up to `count`."""
    texts = [SAID.format(name=f"Ann B{number}") if number else TEXT for number in range(count)]
    if format == "text":
        return TEXT.encode()
    if format == "jsonl":
        return "".join(line(id=f"a{number}", text=text) for number, text in enumerate(texts)).encode()
    if format == "json":
        return json.dumps([{"id": f"a{number}", "text": text} for number, text in enumerate(texts)]).encode()
    if format == "html":
        return page(TEXT).encode()
    if format == "csv":
        return ("id,text\n" + "".join(f'a{number},"{text}"\n' for number, text in enumerate(texts))).encode()
    responses = [response(page(text).encode()) for text in texts]
    return archive([warc_record("response", number, each) for number, each in enumerate(responses)], compressed=False)


SUFFIXES = {"text": "txt", "jsonl": "ndjson", "json": "json", "html": "htm", "csv": "csv", "warc": "warc"}


@pytest.mark.parametrize("format", SUFFIXES)
@pytest.mark.parametrize("packed", [False, True])
def test_a_name_says_the_format(format: str, packed: bool, tmp_path: Path) -> None:
    """Also behind .gz; the article is the same."""
    data = sample(format)
    path = tmp_path / f"a.{SUFFIXES[format].upper()}{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(data) if packed else data)

    assert [TEXT] == [article.text for article in articles(path)]


@pytest.mark.parametrize("format", ["text", "jsonl", "html", "warc"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("piped", [False, True])
def test_a_beginning_says_the_format(
    format: str, packed: bool, piped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a name does not, as through a pipe, a file is recognised by what it begins with."""
    data = gzip.compress(sample(format)) if packed else sample(format)
    path = tmp_path / "download"
    path.write_bytes(data)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))  # type: ignore[arg-type]

    assert [TEXT] == [article.text for article in articles("-" if piped else path)]


@pytest.mark.parametrize("format", [*SUFFIXES, "parquet"])
@pytest.mark.parametrize("piped", [False, True])
def test_a_format_can_be_said(format: str, piped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`format` counts more than any name, and reads standard input too."""
    path = tmp_path / "a.md"
    path.write_bytes(b"" if format == "parquet" else sample(format))
    if format == "parquet":
        parquet(path, f"SELECT '{TEXT}' AS text")
    data = path.read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))  # type: ignore[arg-type]

    assert [TEXT] == [article.text for article in articles("-" if piped else path, format=format)]


def test_a_said_format_reads_every_file_of_a_folder(tmp_path: Path) -> None:
    """Pages that were saved without a suffix are read; without a format they are no articles."""
    for name in ("one", "b/two", ".hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(page(f"{name}. {TEXT}"))

    assert ["b/two", "one"] == [article.id for article in articles(tmp_path, format="html")]
    with pytest.raises(InputError, match="no articles in this folder"):
        read([tmp_path])
    with pytest.raises(InputError, match="'xml' is no format: the formats are auto, text, jsonl"):
        read([tmp_path], format="xml")


def test_a_folder_of_everything(tmp_path: Path) -> None:
    """Every format below a folder is read, in the order of the paths, whole paths compared."""
    for format, suffix in SUFFIXES.items():
        (tmp_path / f"{format}.{suffix}").write_bytes(sample(format))
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "z.txt").write_text("Z.")
    (tmp_path / "feed.xml").write_text("<rss/>")

    found = list(read([tmp_path]))
    names = [Path(each.input or "").name for each in found]
    assert ["csv.csv", "z.txt", "html.htm", "json.json", "jsonl.ndjson", "text.txt", "warc.warc"] == names


def test_a_walk_is_sorted_and_lazy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files come in the order of their whole paths, and no folder is listed before its turn."""
    names = ["a-b/x.txt", "a.txt", "a/b/y.txt", "a/c.txt", "a0.txt", "b/z.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    listed: list[str] = []
    real = places._listed
    monkeypatch.setattr(places, "_listed", lambda folder, name: listed.append(name) or real(folder, name))

    found = places.places_of(str(tmp_path), "auto")
    assert names[:2] == [place.id for place in itertools.islice(found, 2)]
    assert ["", "a-b/"] == listed
    assert names[2:] == [place.id for place in found]


def test_a_folder_that_cannot_be_opened_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its articles do not vanish, and the others are read."""
    (tmp_path / "closed").mkdir()
    (tmp_path / "open.txt").write_text("Open.")
    real = places._listed

    def refuse(folder: Path, name: str) -> Any:
        if name:
            raise PermissionError(13, "Permission denied")
        return real(folder, name)

    monkeypatch.setattr(places, "_listed", refuse)
    closed, opened = read([tmp_path])
    assert isinstance(closed, Failure)
    assert ("unreadable", True) == (closed.error, "closed" in closed.message)
    assert not isinstance(opened, Failure)


@pytest.mark.parametrize(("format", "lines"), [("jsonl", 3), ("csv", 3), ("text", None), ("json", None)])
def test_a_compressed_file_that_breaks_off(format: str, lines: int | None, tmp_path: Path) -> None:
    """What is whole is read, and one failure says from which line on the rest is lost."""
    data = gzip.compress(sample(format, 50), compresslevel=0)
    path = tmp_path / f"a.{SUFFIXES[format]}.gz"
    path.write_bytes(data[: len(data) // 2])

    *whole, last = told(path)
    assert "damaged" == last[1]
    assert all(text.startswith("“It rained") for _, text in whole)
    assert (lines is not None) == bool(whole)
    assert (None if format == "text" else len(whole) + (2 if format == "csv" else 1)) == last[0]


@pytest.mark.parametrize(
    ("format", "package", "line"),
    [
        ("html", "trafilatura", "pip install 'news-attribution[html]'"),
        ("warc", "fastwarc", "pip install 'news-attribution[warc]'"),
        ("parquet", "duckdb", "pip install 'news-attribution[tables]'"),
    ],
)
def test_a_missing_extra(format: str, package: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A format whose extra is missing is said before anything is read, with the exact line to run."""
    (tmp_path / f"a.{format}").write_bytes(b"")
    (tmp_path / "b.txt").write_text("B.")
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == package else object())

    for given in (tmp_path, tmp_path / f"a.{format}"):
        with pytest.raises(
            InputError, match=f"a.{format}: .* is read with {package}, which is not installed"
        ) as raised:
            read([given])
        assert str(raised.value).endswith(line)
    assert ["B."] == [article.text for article in articles(tmp_path / "b.txt")]


def test_an_extra_that_is_missed_late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What only its beginning, or a line, shows to be a page is a failure of its own with the same line to run."""
    (tmp_path / "download").write_text(page(TEXT))
    monkeypatch.setitem(sys.modules, "attribution.read.html", None)

    for given in (tmp_path / "download", INPUT / "ninjs-1.json"):
        found = failure(given)
        assert "missing_extra" == found.error
        assert "pip install 'news-attribution[html]'" in found.message


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "ninjs-1.json",
            (
                "http://agency.example/items/1",
                "The trial of the captain began on Tuesday.\n\nHis lawyer told reporters that “the strike” had delayed "
                "it.",
                "Captain on trial",
                ("Dana Lee and Sam Ortiz",),
                "2013-07-09T10:37:00Z",
                ("markup_converted",),
            ),
        ),
        (
            "ninjs-2.json",
            (
                "urn:newsml:agency.example:20210907:2",
                "The captain is free, his lawyer said.\n\n“We won,” she said.",
                "Captain freed",
                ("Dana Lee",),
                "2021-09-07T16:02:28+02:00",
                (),
            ),
        ),
        (
            "ninjs-3.json",
            (
                "https://agency.example/3",
                "The captain sailed.\nHe said nothing.",
                "Captain sails",
                ("Sam Ortiz",),
                "2024-02-07",
                ("markup_converted",),
            ),
        ),
    ],
)
def test_ninjs(name: str, expected: tuple[object, ...], tmp_path: Path) -> None:
    """Items of all three versions are recognised, in files of their own and as lines; markup keeps its paragraphs."""
    lines = tmp_path / "items.jsonl"
    lines.write_bytes((INPUT / name).read_bytes().replace(b"\n", b" ") + b"\n")

    for path in (INPUT / name, lines):
        (item,) = articles(path)
        assert expected == (item.id, item.text, item.title, item.authors, item.published, item.notes)


def test_ninjs_without_a_text(tmp_path: Path) -> None:
    """A picture is a failure that says so; with a field map, an item is read as any other JSON."""
    found = failure(INPUT / "ninjs-picture.json")

    assert ("https://agency.example/4", "missing_field") == (found.id, found.error)
    assert "no body (its type is 'picture')" in found.message
    (item,) = articles(INPUT / "ninjs-2.json", fields={"text": "bodies.0.value", "title": "headlines.0.value"})
    assert ("Freed.", "Trial", "ninjs-2.json") == (item.text, item.title, item.id)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"text": "One."}', [(None, "One.")]),
        (
            b'[{"text": "One."}, 5, {"text": 5}, {"text": "Two."}]',
            [(1, "One."), (2, "bad_json"), (3, "wrong_type"), (4, "Two.")],
        ),
        ('{"text": "“é”"}'.encode("utf-16"), [(None, "“é”")]),
        (b'{"text": "One."', [(None, "bad_json")]),
        (b"[" * 100_000, [(None, "bad_json")]),
        (b"", [(None, "bad_json")]),
        (b'{"text": "caf\xe9"}', [(None, "bad_encoding")]),
        (b'{"text": "a \\ud800"}', [(None, "lone_surrogate")]),
        (b"[]", []),
        (b" " * 17_000_000, [(None, "too_long")]),
    ],
)
def test_json(data: bytes, expected: list[tuple[int | None, str]], tmp_path: Path) -> None:
    """A JSON file holds an article or a list of them, with numbers; a bad one costs no other."""
    path = tmp_path / "a.json"
    path.write_bytes(data)

    assert expected == told(path, max_characters=10)


def test_duplicates_name_the_first(tmp_path: Path) -> None:
    """The same text under other ids, whatever the format and however often, is a duplicate of the first."""
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.html").write_text(page(TEXT))
    (tmp_path / "c.jsonl").write_text(line(id="c", text=TEXT) + line(text=TEXT) + line(text=TEXT) + line(text="Else."))

    found = articles(tmp_path)
    hashed = found[0].sha256[:16]
    expected = [None, "a.txt", "a.txt", "a.txt", "a.txt", None]
    assert ["a.txt", "b.html", "c", f"{hashed}#4", f"{hashed}#5"] == [article.identity for article in found[:5]]
    assert expected == [article.duplicate_of for article in found]


def test_duplicates_are_reported_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every id has its line in articles.jsonl; the attributions stand with the first alone; validate agrees."""
    source = tmp_path / "a.jsonl"
    said = '"It is over" said Ann Brown.'
    source.write_text(line(id="a", text=said) + line(id="b", text="Else.") + line(id="c", text=said, publisher="P"))

    summary = extract([str(source)], tmp_path / "out", workers=1, build=stub_analyzer.build)
    lines = [json.loads(text) for text in (tmp_path / "out" / "articles.jsonl").read_text().splitlines()]
    records = [json.loads(text) for text in (tmp_path / "out" / "attributions.jsonl").read_text().splitlines()]
    assert (3, 1, 0) == (summary.articles, summary.attributions, summary.errors)
    assert [("a", None), ("b", None), ("c", "a")] == [(each["article"]["id"], each["duplicate_of"]) for each in lines]
    assert ["a"] == [record["article"]["id"] for record in records]
    assert ("P", len(said), 0) == (
        lines[2]["article"]["publisher"],
        lines[2]["counts"]["characters"],
        lines[2]["counts"]["attributions"],
    )
    assert () == validate(tmp_path / "out", [source]).problems


def test_what_was_seen_is_kept_on_disk() -> None:
    """Beyond eight megabytes it is; a duplicate is known whether it is there or in memory."""
    from attribution.article import Article
    from attribution.read.seen import Seen

    with Seen() as seen:
        pages = seen._database.execute("PRAGMA cache_size").fetchone()[0]
        for number in range(2_000):
            assert isinstance(seen.meet(Article(f"Text {number}.", id=f"a{number}")), Article)
        again = seen.meet(Article("Text 7.", id="b"))

    assert -8192 == pages
    assert isinstance(again, Article)
    assert "a7" == again.duplicate_of


@pytest.fixture
def _same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tests of resuming apart from edits to the package while they run."""
    monkeypatch.setattr(batch, "code_hash", lambda: "c" * 64)


class StopError(Exception):
    """Ends a run from inside."""


@pytest.mark.usefixtures("_same_code")
@pytest.mark.parametrize("format", FORMATS)
def test_a_run_of_any_format_is_taken_up_again(format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that stopped goes on behind its last chunk and ends with the bytes of one that did not."""
    source = tmp_path / "in"
    source.mkdir()
    if format in ("text", "html"):
        for number in range(5):
            text = SAID.format(name=f"Ann B{number}")
            (source / f"{number}").write_text(page(text) if format == "html" else text)
    elif format == "parquet":
        parquet(source / "a", f"SELECT i AS id, '{TEXT}' || i AS text FROM range(5) t(i) UNION ALL SELECT 9, '{TEXT}0'")
    else:
        (source / "a").write_bytes(sample(format, 6))
    settings = Settings(format=format)
    monkeypatch.setattr(batch, "CHUNK_ARTICLES", 2)
    extract([str(source)], tmp_path / "whole", settings, workers=1, build=stub_analyzer.build)
    seen: Iterator[int] = itertools.count()

    def stop(_: Any) -> None:
        if next(seen) == 2:
            raise StopError

    with pytest.raises(StopError):
        extract([str(source)], tmp_path / "out", settings, workers=1, build=stub_analyzer.build, progress=stop)
    summary = extract([str(source)], tmp_path / "out", settings, workers=1, build=stub_analyzer.build)

    assert (4, 0) == (summary.resumed, summary.errors)
    for name in STREAMS:
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()
    assert () == validate(tmp_path / "out", [source]).problems


@pytest.mark.usefixtures("_same_code")
def test_a_run_is_not_taken_up_with_another_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of what reads the inputs, or another format, is said, and nothing is mixed."""
    source = tmp_path / "a.jsonl"
    source.write_bytes(sample("jsonl", 20))

    def stop(counts: Any) -> None:
        if counts.get("articles"):
            raise StopError

    def run(**options: Any) -> None:
        extract([str(source)], tmp_path / "out", workers=1, build=stub_analyzer.build, **options)

    with pytest.raises(StopError):
        run(progress=stop)
    with pytest.raises(Exception, match=r"options was .*'format': 'auto'"):
        run(settings=Settings(format="jsonl"))
    monkeypatch.setattr("attribution.read.versions", lambda: {"trafilatura": "0"})
    with pytest.raises(Exception, match="readers was"):
        run()
