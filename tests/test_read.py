"""Reading: every input becomes articles or failures that say what to do; nothing vanishes and nothing is repaired."""

from __future__ import annotations

import io
import json
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from attribution.article import Article
from attribution.errors import InputError
from attribution.read import Failure, read

NEWS = "“It rained,” she said."
RUSSIAN = "Президент заявил, что переговоры продолжатся. «Мы готовы», — сказал он журналистам в Москве."
JAPANESE = (
    "首相は記者団に対し「検討する」と述べた。会議は明日も続く見通しだ。東京で経済対策についてカタカナも交えて説明した。"
)


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    """Writes a file below the test's folder and gives its path."""

    def write(name: str, data: bytes | str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


Write = Callable[[str, bytes | str], Path]


def line(**keys: object) -> str:
    return json.dumps(keys, ensure_ascii=False) + "\n"


def articles(*inputs: str | Path, **options: object) -> list[Article]:
    found = list(read(inputs, **options))  # type: ignore[arg-type]
    assert [] == [each for each in found if isinstance(each, Failure)]
    return found  # type: ignore[return-value]


def failure(*inputs: str | Path, **options: object) -> Failure:
    found = [each for each in read(inputs, **options) if isinstance(each, Failure)]  # type: ignore[arg-type]
    assert 1 == len(found)
    return found[0]


@pytest.mark.parametrize(
    ("data", "text", "notes"),
    [
        (NEWS.encode(), NEWS, ()),
        (b"\xef\xbb\xbf" + NEWS.encode(), NEWS, ("byte_order_mark_removed",)),
        (NEWS.encode("utf-16"), NEWS, ("byte_order_mark_removed", "encoding:utf-16")),
        (b"\xfe\xff" + NEWS.encode("utf-16-be"), NEWS, ("byte_order_mark_removed", "encoding:utf-16")),
        (NEWS.encode("utf-32"), NEWS, ("byte_order_mark_removed", "encoding:utf-32")),
        (NEWS.encode("utf-16-le"), NEWS, ("encoding:utf-16-le", "encoding_guessed")),
        (NEWS.encode("utf-16-be"), NEWS, ("encoding:utf-16-be", "encoding_guessed")),
        (NEWS.encode("cp1252"), NEWS, ("encoding:cp1252", "encoding_guessed")),
        (RUSSIAN.encode("cp1251"), RUSSIAN, ("encoding:cp1251", "encoding_guessed")),
        (JAPANESE.encode("shift-jis"), JAPANESE, ("encoding:cp932", "encoding_guessed")),
        (
            "Café owner.\r\nSaid so.".encode("cp1252"),
            "Café owner.\nSaid so.",
            ("encoding:cp1252", "encoding_guessed", "line_ends_converted"),
        ),
        (b"One.\r\nTwo.\rThree.\nFour.", "One.\nTwo.\nThree.\nFour.", ("line_ends_converted",)),
        (b"  One.\n\n", "  One.\n\n", ()),
        ("e\u0301 ﬁ \u00a0 \u2028 ’".encode(), "e\u0301 ﬁ \u00a0 \u2028 ’", ()),
    ],
)
def test_a_text_file_is_one_article(file: Write, data: bytes, text: str, notes: tuple[str, ...]) -> None:
    """Only the mark and the line ends change; whatever the reader did or guessed is noted."""
    (article,) = articles(file("news.txt", data))

    assert Article(text, id="news.txt", notes=notes) == article


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", "empty", "empty"),
        (b" \n\t\r\n \xc2\xa0", "empty", "empty"),
        (b"\xef\xbb\xbf", "empty", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_text", "binary"),
        (RUSSIAN.encode("utf-16-le"), "not_text", "binary"),
        (f"{NEWS}\0".encode(), "not_text", "binary"),
        (bytes(range(1, 32)) * 4, "not_text", "binary"),
        (b"caf\xe9 \x01", "not_text", "binary"),
        (b"undefined \x81 here", "bad_encoding", "line 1"),
        ("It rained.\n“Yes".encode() + b"\xe2\x80", "bad_encoding", "line 2"),
        (b"\xff\xfeA", "bad_encoding", "utf-16"),
        (b"x" * 101, "too_long", "--max-characters"),
        (b"x" * 1000, "too_long", "--max-characters"),
    ],
)
def test_what_is_no_text_is_a_failure(file: Write, data: bytes, error: str, says: str) -> None:
    """A file that cannot be an article gives a failure with a code, its own name and what is wrong."""
    path = file("news.txt", data)
    found = failure(path, max_characters=100)

    assert (str(path), None, "news.txt", error) == (found.input, found.line, found.id, found.error)
    assert found.message.startswith(f"{path}: ")
    assert says in found.message


def test_the_longest_text_is_read(file: Write) -> None:
    """The limit counts code points, whatever bytes they take."""
    assert [100] == [len(article.text) for article in articles(file("a.txt", "𝕏" * 100), max_characters=100)]
    assert [100] == [
        len(a.text) for a in articles(file("b.txt", ("\r\n" * 99 + "x").encode("utf-16")), max_characters=100)
    ]


def test_a_folder_is_read_in_the_order_of_its_paths(file: Write, tmp_path: Path) -> None:
    """Ids are paths below the folder; hidden files, and files of other kinds, are passed over."""
    for name in ("b.txt", "a/z.md", "a/b/c.text", "a.txt", "B.TXT", ".hidden.txt", ".git/x.txt", "photo.jpg", "notes"):
        file(name, name)
    file("c.jsonl", line(id="from-a-line", text=NEWS))

    expected = ["B.TXT", "a.txt", "a/b/c.text", "a/z.md", "b.txt", "from-a-line"]
    assert expected == [article.id for article in articles(tmp_path)]


def test_a_document_in_a_folder_does_not_vanish(file: Write, tmp_path: Path) -> None:
    """A format that articles come in and that is not read is a failure, not silence."""
    file("a.txt", NEWS)
    file("b.pdf", b"%PDF")

    found = failure(tmp_path)
    assert ("b.pdf", "unsupported") == (found.id, found.error)


@pytest.mark.parametrize("name", ["feed.xml", "paper.PDF", "letter.docx"])
def test_markup_is_not_taken_for_news(file: Write, name: str) -> None:
    """A file in a format of its own is not read as plain text."""
    found = failure(file(name, "<p>It rained, she said.</p>"))

    assert "unsupported" == found.error
    assert ".jsonl" in found.message


def test_any_other_name_is_a_text(file: Write) -> None:
    """A file that is named on the command line needs no suffix."""
    assert ["article", "news.2021"] == [a.id for a in articles(file("article", "One."), file("news.2021", "Two."))]


def test_what_makes_a_run_impossible_is_raised(tmp_path: Path, file: Write) -> None:
    """A missing input, a folder without articles and an unknown field raise before anything is read."""
    file("empty/photo.jpg", b"\xff\xd8")
    for inputs, fields, says in (
        ([tmp_path / "missing.txt"], {}, "no such file"),
        (["bad\0name"], {}, "no such file"),
        ([tmp_path / "empty"], {}, "no articles in this folder"),
        ([file("a.txt", NEWS)], {"body": "text"}, "no article has a field 'body'"),
    ):
        with pytest.raises(InputError, match=says):
            read(inputs, fields)


def test_a_line_is_an_article(file: Write) -> None:
    """JSON Lines: all keys but the text are optional, unknown ones are ignored, strings stay as they are."""
    text = "A\0 \r\n \u2028 “so”,\u0085 he said"
    path = file(
        "news.jsonl",
        line(id="a", text=text, title="T", url="u", publisher="p", authors=["x", "y"], published="2021-09-07", n=[1])
        + "\n  \n"
        + line(id=7, text=NEWS, authors="x", title=None)
        + line(text="No id.").rstrip(),
    )
    one, two, three = articles(path)

    assert Article(text, "a", "u", "T", "p", ("x", "y"), "2021-09-07") == one
    assert Article(NEWS, "7", authors=("x",)) == two
    assert Article("No id.") == three


def test_fields_have_other_names(file: Write) -> None:
    """`fields` maps names, into nested objects too; a key with a dot in its name comes first."""
    path = file("news.jsonl", line(body={"plain": NEWS}, meta={"id": "x"}) + line(**{"body.plain": "Dot.", "meta": 3}))

    found = articles(path, fields={"text": "body.plain", "id": "meta.id"})
    assert [("x", NEWS), (None, "Dot.")] == [(article.id, article.text) for article in found]


@pytest.mark.parametrize(
    ("bad", "id", "error", "says"),
    [
        ('{"text": "broken\n', None, "bad_json", "mend the line"),
        ("[1, 2]\n", None, "bad_json", "another value"),
        ("null\n", None, "bad_json", "another value"),
        ("[" * 100_000 + "\n", None, "bad_json", "nested too deep"),
        ('{"text": ' + "9" * 5000 + "}\n", None, "bad_json", "4300"),
        (b'{"text": "caf\xe9"}\n', None, "bad_encoding", "UTF-8"),
        (line(id="x", title="T"), "x", "missing_field", "--fields text=KEY"),
        (line(id="x", text=None), "x", "missing_field", "--fields text=KEY"),
        (line(id="x", text=5), "x", "wrong_type", "'text' is a number"),
        (line(id="x", text=["a"]), "x", "wrong_type", "'text' is a list"),
        (line(id="x", text=True), "x", "wrong_type", "'text' is a boolean"),
        (line(id="x", text={"a": 1}), "x", "wrong_type", "'text' is a JSON object"),
        (line(id="x", text="a", title=4), "x", "wrong_type", "'title' is a number"),
        (line(id="x", text="a", authors=["a", None]), "x", "wrong_type", "'authors' holds a null"),
        (line(id="x", text="a", authors=["a", 3]), "x", "wrong_type", "'authors' is a number"),
        (line(id=1.5, text="a"), None, "wrong_type", "'id' is a number"),
        (line(id=True, text="a"), None, "wrong_type", "'id' is a boolean"),
        (line(id="", text="a"), None, "wrong_type", "empty string"),
        (line(id="x", text=" \n"), "x", "empty", "empty"),
        (line(id="x", text="y" * 101), "x", "too_long", "--max-characters"),
        ('{"id": "x", "text": "a \\ud800 b"}\n', "x", "lone_surrogate", "U+D800"),
        ('{"id": "\\udfff", "text": "a"}\n', None, "lone_surrogate", "'id' holds"),
        (line(id="first", text="again"), "first", "duplicate_id", "came before"),
        (line(id="first", text=NEWS), "first", "duplicate_id", "with the same text"),
    ],
)
def test_a_bad_line_is_a_failure_and_the_next_is_read(
    file: Write, bad: str | bytes, id: str | None, error: str, says: str
) -> None:
    """One bad line costs one article: the failure names file, line and remedy, and reading goes on."""
    data = bad if isinstance(bad, bytes) else bad.encode()
    before = line(id="first", text=NEWS) + line(text="Untitled.")
    path = file("news.jsonl", before.encode() + data + line(id="last", text="Last.").encode())
    one, two, found, four = read([path], max_characters=100)

    assert isinstance(found, Failure)
    assert (str(path), 3, id, error) == (found.input, found.line, found.id, found.error)
    assert found.message.startswith(f"{path}, line 3: ")
    assert says in found.message
    assert ["first", None, "last"] == [article.id for article in (one, two, four) if isinstance(article, Article)]


def test_an_article_knows_where_it_was_read(file: Write) -> None:
    """The file and, among many articles, the line from 1: what is found wrong later is reported there."""
    text, lines = file("a.txt", NEWS), file("b.jsonl", "\n" + line(id="b", text="Else."))

    assert [(str(text), None), (str(lines), 2)] == [(article.input, article.line) for article in articles(text, lines)]


def test_an_id_is_given_once_in_a_run(file: Write) -> None:
    """The second article of an id is a failure, whatever files the two are in."""
    found = failure(file("one/a.txt", "One."), file("two/a.txt", "Two."))

    assert ("a.txt", "duplicate_id") == (found.id, found.error)
    assert "the folder above" in found.message


def test_json_lines_may_open_with_a_mark(file: Write) -> None:
    """A byte-order mark before the first line does no harm; UTF-16 is refused once, not on each line."""
    lines = line(id="a", text=NEWS)

    assert ["a"] == [article.id for article in articles(file("mark.jsonl", b"\xef\xbb\xbf" + lines.encode()))]
    assert "bad_encoding" == failure(file("wide.jsonl", (lines * 3).encode("utf-16"))).error


def test_a_long_line_is_read_and_a_longer_one_is_passed_over(file: Write) -> None:
    """A line of 10 MB is an article; one beyond every limit is a failure that never fills the memory."""
    ten = "word " * 2_000_000
    path = file("long.jsonl", line(text=ten) + line(text="next"))
    assert [len(ten), 4] == [len(article.text) for article in articles(path, max_characters=10_000_000)]

    huge = file("huge.jsonl", line(text="x" * 40_000_000) + line(id="next", text=NEWS))
    tracemalloc.start()
    found = list(read([huge], max_characters=1000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [1, "next"] == [each.line if isinstance(each, Failure) else each.id for each in found]
    assert peak < 36_000_000


class _Pipe(io.RawIOBase):
    """A pipe that hands over a few bytes at a time."""

    def __init__(self, data: bytes, step: int) -> None:
        self._data, self._step = io.BytesIO(data), step

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._data.read(min(self._step, len(buffer)))
        buffer[: len(data)] = data
        return len(data)


@pytest.mark.parametrize("step", [1, 7, 1 << 20])
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (line(id="a", text=NEWS) + line(id="b", text=NEWS), ["a", "b"]),
        ("\n \n" + line(id="a", text=NEWS), ["a"]),
        ("\ufeff" + line(id="a", text=NEWS), ["a"]),
        ('{"id": "a"\n' + line(id="b", text=NEWS), ["bad_json", "b"]),
        ('{\n  "text": "pretty"\n}\n', ["bad_json", "bad_json", "bad_json"]),
        ("{}\n", ["missing_field"]),
        (NEWS, [None]),
        ("\n\n{sic} she wrote.\nNext.", [None]),
        ("", ["empty"]),
        ("\n \n", ["empty"]),
        ("{\n", [None]),
    ],
)
def test_standard_input_is_lines_or_one_text(
    monkeypatch: pytest.MonkeyPatch, data: str, expected: list[str | None], step: int
) -> None:
    """What opens like a JSON object is JSON Lines, all else is one text without an id; the stream stays open."""
    stream = io.BufferedReader(_Pipe(data.encode(), step))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
    found = list(read(["-"]))

    assert expected == [each.error if isinstance(each, Failure) else each.id for each in found]
    assert {"-"} >= {each.input for each in found if isinstance(each, Failure)}
    assert not stream.closed
    if expected == [None]:
        assert isinstance(found[0], Article)
        assert data == found[0].text


def test_a_file_that_cannot_be_opened_is_a_failure(file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system refuses is reported with the system's reason."""
    path = file("a.txt", NEWS)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    found = failure(path)
    assert "unreadable" == found.error
    assert "Permission denied" in found.message


def test_names_that_are_no_utf8_can_be_written(tmp_path: Path) -> None:
    """A file name with bytes that are no UTF-8 is shown, and used as an id, with its bytes spelled out."""
    name = b"caf\xe9.txt".decode("utf8", "surrogateescape")
    try:
        (tmp_path / name).write_text(NEWS, encoding="utf8")
    except OSError:
        pytest.skip("this file system has no such names")

    assert ["caf\\xe9.txt"] == [article.id for article in articles(tmp_path)]
