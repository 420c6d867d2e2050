"""CSV and Parquet: a row is an article; whatever is wrong with one costs no other."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from attribution.read import csv
from tests.inputs import articles, failure, parquet, told


def rows(data: str | bytes, fields: dict[str, str] | None = None, longest: int = 1_000) -> list[tuple[int, str]]:
    """Line, and id and text of each article or the code of each failure."""
    stream = io.BufferedReader(io.BytesIO(data if isinstance(data, bytes) else data.encode()))  # type: ignore[arg-type]
    found = csv.articles(stream, fields or {}, longest)
    return [(line, each.text if hasattr(each, "text") else each.error) for line, each in found]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('id,text\n1,"a ""q"" b\nnew, line"\n\n2,plain\n', [(2, 'a "q" b\nnew, line'), (5, "plain")]),
        ("\ufeffid;text\r\n1;a, b\r\n2;“c”\r\n", [(2, "a, b"), (3, "“c”")]),
        ("id\ttext\n1\ta, b; c\n", [(2, "a, b; c")]),
        ("id|text\n1|a, b\n", [(2, "a, b")]),
        ("sep=;\nid;text\n1;a\n", [(3, "a")]),
        ("id,text\r1,a\r2,b\r", [(2, "a"), (3, "b")]),
        ('"text"\n"a, b"\n', [(2, "a, b")]),
        ('id,text\n1,"a\r\nb"\n', [(2, "a\r\nb")]),
        ("id,text\n1,“é”\n".encode("cp1252"), [(2, "“é”")]),
        ("id,text\n1,“é”\n2,首相は記者団に述べた\n".encode("utf-16"), [(2, "“é”"), (3, "首相は記者団に述べた")]),
        ("id,text\n1,“é”\n".encode() + "2,café\n".encode("cp1252"), [(2, "“é”"), (3, "café")]),
        ("", []),
        ("id,text\n", []),
    ],
)
def test_csv(data: str | bytes, expected: list[tuple[int, str]]) -> None:
    """Delimiter, quotation marks, line ends and encoding are recognised; the text in a field stays as it is."""
    assert expected == rows(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('id,text\n1,ok\n2,"open\n3,fine\n4,fine', [(2, "ok"), (3, "bad_row"), (4, "fine"), (5, "fine")]),
        ('id,text\n2,"open\n3,"fine"\n4,ok\n', [(2, "bad_row"), (3, "fine"), (4, "ok")]),
        ('id,text\n1,a,b\n2\n3,"a "b" c"\n4,ok\n', [(2, "bad_row"), (3, "bad_row"), (4, "bad_row"), (5, "ok")]),
        ("id,text\n1,\n2, \n3,ok\n", [(2, "empty"), (3, "empty"), (4, "ok")]),
        ("id,text\n1,a\0b\n2,ok\n", [(2, "not_text"), (3, "ok")]),
        (
            "id,text\n1,“ok”\n".encode() + b"2,\xe2\x80\x9ca\xe2\x80\n3,ok",
            [(2, "“ok”"), (3, "bad_encoding"), (4, "ok")],
        ),
        ("id,text\n1," + "x" * 2_000 + "\n2,ok\n", [(2, "too_long"), (3, "ok")]),
        ("id,text\n1," + "x" * 3_000_000 + "\n2,ok\n", [(2, "too_long"), (3, "ok")]),
        ("id,body\n1,a\n", [(1, "missing_field")]),
        ("id,text\n1,a\n".encode("utf-16") + b"\x00", [(2, "a"), (3, "bad_encoding")]),
    ],
)
def test_a_bad_row(data: str | bytes, expected: list[tuple[int, str]]) -> None:
    """It is a failure with its line, and the next row is read, also where a quotation mark is never closed."""
    assert expected == rows(data)


def test_tab_separated_text_of_a_database() -> None:
    """Where tabs part the fields, a quotation mark that no field is closed with is a part of the text."""
    data = 'id\ttext\n1\t"No," he said.\n2\t"Open\n3\t"quoted\ttab"\n4\t"a "b" c"\n5\tok\n'

    assert [(2, '"No," he said.'), (3, '"Open'), (4, "quoted\ttab"), (5, "bad_row"), (6, "ok")] == rows(data)


def test_a_quotation_mark_that_swallows_the_file() -> None:
    """It is given up at the longest row that there may be, and every row behind it is read."""
    data = 'id,text\n0,"open\n' + "".join(f"{number},{'word ' * 10}\n" for number in range(30_000))

    found = rows(data)
    assert (2, "too_long") == found[0]
    assert 30_001 == len(found)


def test_columns_have_other_names(tmp_path: Path) -> None:
    """`fields` maps columns; an empty field says nothing; a column that is not there is said with those that are."""
    path = tmp_path / "a.csv"
    path.write_text("guid,body,by,url\n7,One.,Ann,\n8,Two.,,u\n")
    one, two = articles(path, fields={"id": "guid", "text": "body", "authors": "by"})

    assert ("7", "One.", ("Ann",), None) == (one.id, one.text, one.authors, one.url)
    assert ("8", "Two.", (), "u") == (two.id, two.text, two.authors, two.url)
    found = failure(path, fields={"text": "body", "title": "head"})
    assert (1, "missing_field") == (found.line, found.error)
    assert f"{path}, line 1: there is no column 'head': there are guid, body, by, url" in found.message
    assert "--fields title=COLUMN" in found.message


NESTED = """
SELECT * FROM (VALUES
    (1, {'plain': 'One.', 'words': 1}, ['Ann', 'Bea'], TIMESTAMPTZ '2021-09-07 10:00:00+02', 'a'),
    (2, {'plain': NULL, 'words': 0}, [], NULL, NULL),
    (3, {'plain': 'Three.', 'words': 1}, NULL, TIMESTAMPTZ '2021-09-07 10:00:00+00', NULL)
) AS row(guid, body, authors, "when", "a ""b"" c")
"""


def test_parquet(tmp_path: Path) -> None:
    """Nested columns, lists, moments (in UTC) and odd names are read; a null is a text that is not there."""
    path = parquet(tmp_path / "news.parquet", NESTED)
    fields = {"id": "guid", "text": "body.plain", "published": "when", "title": 'a "b" c'}

    assert [(1, "One."), (2, "missing_field"), (3, "Three.")] == told(path, fields=fields)
    one = articles(parquet(path, NESTED + " WHERE guid = 1"), fields=fields)[0]
    assert ("1", "a", ("Ann", "Bea")) == (one.id, one.title, one.authors)
    assert "2021-09-07T08:00:00+00:00" == one.published


@pytest.mark.parametrize(
    ("query", "error", "says"),
    [
        ("SELECT {'plain': 'One.'} AS text", "wrong_type", "record 1: 'text' is a JSON object"),
        ("SELECT ['One.'] AS text", "wrong_type", "record 1: 'text' is a list"),
        ("SELECT 5 AS text", "wrong_type", "record 1: 'text' is a number"),
        ("SELECT '\\xFF'::BLOB AS text", "wrong_type", "record 1: 'text' is a binary value"),
        ("SELECT 'One.' AS text, 1.5 AS id", "wrong_type", "record 1: 'id' is a Decimal"),
        ("SELECT 'One.' AS body, 1 AS id", "missing_field", "news.parquet: there is no column 'text'"),
    ],
)
def test_a_column_of_another_kind(query: str, error: str, says: str, tmp_path: Path) -> None:
    """What is no text is a failure that names the file, the record and the column."""
    found = failure(parquet(tmp_path / "news.parquet", query))

    assert error == found.error
    assert says in found.message


def test_text_that_was_stored_as_bytes(tmp_path: Path) -> None:
    """Old writers do not say that a column is text; UTF-8 is."""
    path = parquet(
        tmp_path / "news.parquet", "SELECT encode('“One.”') AS text, uuid() AS id, DATE '2021-01-02' published"
    )

    assert [("“One.”", "2021-01-02")] == [(each.text, each.published) for each in articles(path)]


def test_a_damaged_parquet_file(tmp_path: Path) -> None:
    """A row group that is damaged is one failure, the same on every run, and the row groups around it are read."""
    path = parquet(tmp_path / "news.parquet", "SELECT i AS id, hash(i)::text AS text FROM range(6144) t(i)")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 500] = b"x" * 500
    path.write_bytes(data)

    for _ in range(3):
        found = told(path)
        assert [(2049, "damaged")] == [each for each in found if each[1] == "damaged"]
        assert [*range(1, 2050), *range(4097, 6145)] == [number for number, _ in found]
    assert "records 2049 to 4096 are damaged" in failure(path).message
    for broken in (b"PAR1junk", b"", bytes(data[:-20])):
        path.write_bytes(broken)
        assert [(None, "damaged")] == told(path)


def test_names_are_no_patterns(tmp_path: Path) -> None:
    """A file's name with signs that duckdb would take for a pattern, or a folder for a column, is that file."""
    folder = tmp_path / "year=2021"
    folder.mkdir()
    parquet(folder / "a1.parquet", "SELECT 'Wrong.' AS text")
    path = parquet(folder / "plain.parquet", "SELECT 'Right.' AS text").rename(folder / "a[1]*?.parquet")

    assert ["Right."] == [each.text for each in articles(path)]
