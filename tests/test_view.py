"""The terminal view: everything can be read without colour, and nothing of an article steers the terminal."""

from __future__ import annotations

import io
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from attribution.article import Article
from attribution.batch import Settings, extract
from attribution.errors import InputError
from attribution.lines import lines
from attribution.view import Choice, escape, load, render
from attribution.view.marks import Passage, lay_out
from tests import stub_analyzer

TEXT = (
    'The minister resigned.\n"We lost the vote" said Ann Brown.\n"Was it fair?" asked Carl Diaz. '
    'His "friends" left.\n"They are gone" said nobody.'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run over two articles, and their texts."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf8")
    (tmp_path / "in" / "b.txt").write_text('"We won" said Ann Brown.', encoding="utf8")
    extract([str(tmp_path / "in")], tmp_path / "out", Settings(), workers=1, build=stub_analyzer.build)
    return tmp_path


def shown(run: Path, choice: Choice = Choice(), inputs: list[str] | None = None, **options: Any) -> str:  # noqa: B008
    """The view as text."""
    options.setdefault("width", 120)
    console = Console(file=io.StringIO(), **options)
    for renderable in render(load(run, choice, inputs)):
        console.print(renderable, overflow="fold")
    return console.file.getvalue()  # type: ignore[attr-defined]


def marked(text: str, *passages: tuple[int, int, int]) -> str:
    return "\n".join(each.plain for each in lay_out(text, [Passage(*passage, "") for passage in passages], []))


def test_passages_are_marked_in_the_text(folder: Path) -> None:
    """Each passage stands between its number's marks, and what is nobody's between question marks."""
    view = shown(folder / "out")

    assert '"[1|We lost the vote|1]" said Ann Brown.' in view
    assert '"[2|Was it fair?|2]" asked Carl Diaz.' in view
    assert 'His {?|"friends"|?} left.' in view


def test_list_says_who_said_what(folder: Path) -> None:
    """The list names each speaker, how it was said, and says so where nobody is named."""
    rows = re.sub(r" {2,}", "  ", shown(folder / "out"))

    assert "1  Ann Brown  direct  We lost the vote" in rows
    assert "2  Carl Diaz  direct, asked  Was it fair?" in rows
    assert "3  not named: nobody  direct  They are gone" in rows
    assert '{?} "friends"  (scare quote)' in rows


@pytest.mark.parametrize(
    ("passages", "expected"),
    [
        ([(0, 3, 1), (4, 7, 2)], "[1|abc|1] [2|def|2]"),
        ([(0, 3, 1), (3, 7, 2)], "[1|abc|1][2| def|2]"),
        ([(0, 7, 1), (4, 7, 2)], "[1|abc [2|def|2]|1]"),
        ([(0, 7, 1), (0, 3, 2)], "[1|[2|abc|2] def|1]"),
        ([(0, 7, 1), (0, 7, 2)], "[1|[2|abc def|2]|1]"),
        ([(0, 7, 9), (0, 7, 10)], "[9|[10|abc def|10]|9]"),
        ([(0, 7, 1), (4, 7, 0)], "[1|abc {?|def|?}|1]"),
    ],
)
def test_marks_nest(passages: list[tuple[int, int, int]], expected: str) -> None:
    """Inner marks stand inside outer ones, also where both begin or end at one place."""
    assert expected == marked("abc def", *passages)


def test_fragments_that_only_marks_part_are_one_passage(folder: Path) -> None:
    """A mixed quotation is one passage; an interruption by words, or a new paragraph, makes two."""
    from attribution.view.render import _joined

    text = 'It was "a shame," he said, "and more"\nThe end'

    assert [(0, 15)] == _joined([(0, 6), (8, 15)], text)
    assert [(8, 15), (28, 36)] == _joined([(8, 15), (28, 36)], text)
    assert [(28, 36), (38, 45)] == _joined([(28, 36), (38, 45)], text)


def test_colours_go_by_speaker(folder: Path) -> None:
    """One speaker has one colour all over an article, and who has no name is red."""
    view = shown(folder / "out", force_terminal=True, color_system="standard")

    assert "\x1b[36mWe lost the vote" in view
    assert "\x1b[35mWas it fair?" in view
    assert "\x1b[31mThey are gone" in view


STEERING = [
    ("\x1b[2J\x1b]0;title\x07", "\\x1b[2J\\x1b]0;title\\x07"),
    ("\x9b31m", "\\x9b31m"),
    ("\u202egnp.exe", "\\u202egnp.exe"),
    ("a\u2028b", "a\\u2028b"),
    ("a\rb", "a\\rb"),
    ("\udc80", "\\udc80"),
    ("tab\there", "tab    here"),
]
HARMLESS = [
    "zwei\nZeilen",
    "שלום עולם, مرحبا",
    "e\u0301 n\u0303",
    "日本語、한국어",
    "👩\u200d👩\u200d👧",
    "می\u200cخواهم",
    "a\u00a0b [bold]not markup[/bold] :smile:",
]


@pytest.mark.parametrize(("text", "expected"), STEERING)
def test_steering_characters_are_escaped(text: str, expected: str) -> None:
    """Controls, direction marks, line separators and lone surrogates are shown, not sent."""
    assert expected == escape(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_letters_of_all_scripts_stay(text: str) -> None:
    """Right-to-left, wide, combining and joined characters, and what looks like markup, are left alone."""
    expected = text.replace("\u00a0", "\u00a0")

    assert expected == escape(text)
    assert expected == marked(text).rstrip("\n")


@given(st.text(max_size=200), st.lists(st.tuples(st.integers(0, 200), st.integers(1, 50)), max_size=6))
def test_no_raw_control_reaches_the_terminal(text: str, spans: list[tuple[int, int]]) -> None:
    """Whatever the article and the passages, the laid-out text holds no control but line feeds, and every character."""
    passages = [
        (start, min(start + length, len(text)), number)
        for number, (start, length) in enumerate(spans, start=1)
        if start < len(text)
    ]

    plain = marked(text, *passages)

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069]", plain)
    assert escape(text) == re.sub(r"\[\d+\||\|\d+\]", "", plain) or re.search(r"\[\d*\||\|\d*\]|[\[|\]\d]", text)


def test_terminal_sees_no_escape_from_any_field(tmp_path: Path) -> None:
    """Titles, names, publishers and reasons are as harmless as the text."""
    evil = "\x1b[31mX\u202e"
    (tmp_path / "in.jsonl").write_text(
        json.dumps(
            {"id": evil, "text": f'"Hi {evil}" said Ann. "{evil}"', "title": evil, "publisher": evil, "url": evil}
        )
    )
    extract([str(tmp_path / "in.jsonl")], tmp_path / "out", workers=1, build=stub_analyzer.build)

    for inputs in (None, [str(tmp_path / "out" / "run.json")]):
        view = shown(tmp_path / "out", inputs=inputs)
        assert "\x1b" not in view
        assert "\u202e" not in view
        assert "\\x1b[31mX\\u202e" in view


def test_long_text_shows_what_stands_around_the_marks() -> None:
    """Of a text beyond the limit, stretches without a passage are left out, and said to be."""
    text = "word " * 4_000 + "HERE" + " word" * 4_000

    plain = marked(text, (20_000, 20_004, 1))

    assert "[1|HERE|1]" in plain
    assert len(plain) < 2_000
    assert 2 == plain.count("characters without an attribution")


def test_long_texts_take_linear_time() -> None:
    """A hundred thousand passages, nested and side by side, are laid out in seconds."""
    text = "ab " * 100_000
    passages = [Passage(at, at + 2, at // 3 + 1, "red") for at in range(0, len(text), 3)]
    passages += [Passage(0, at, 0, "dim") for at in range(3, 300, 3)]

    begin = time.monotonic()
    list(lay_out(text, passages, []))

    assert time.monotonic() - begin < 20


def test_without_the_texts(folder: Path) -> None:
    """Where the inputs are gone or have changed, what was said is shown in its context, and a note says so."""
    (folder / "in" / "a.txt").write_text("Another text altogether.", encoding="utf8")

    view = shown(folder / "out")

    assert "Note: the text of 1 of 2 articles is not in" in view
    assert "(Ann Brown said) [1|We lost the vote|1]" in view
    assert '"[1|We won|1]" said Ann Brown.' in view


def test_texts_from_elsewhere(folder: Path) -> None:
    """--input says where the texts are."""
    (folder / "in").rename(folder / "moved")

    assert "Note:" in shown(folder / "out")
    assert "Note:" not in shown(folder / "out", inputs=[str(folder / "moved")])


def test_records_alone(folder: Path) -> None:
    """A .jsonl file of records can be looked at by itself, with its texts too."""
    records = folder / "out" / "attributions.jsonl"

    assert "cannot be looked up without --input" in shown(records)
    assert '"[1|We lost the vote|1]" said Ann Brown.' in shown(records, inputs=[str(folder / "in")])


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(), ["a.txt", "b.txt"]),
        (Choice(limit=1), ["a.txt"]),
        (Choice(offset=1), ["b.txt"]),
        (Choice(article="b"), ["b.txt"]),
        (Choice(speaker="diaz"), ["a.txt"]),
        (Choice(speaker="BROWN ann"), ["a.txt", "b.txt"]),
    ],
)
def test_choice(choice: Choice, expected: list[str], folder: Path) -> None:
    """Articles are chosen by id, by speaker, and by page."""
    assert expected == [page.article["id"] for page in load(folder / "out", choice).pages]


def test_speaker_shows_their_records_alone(folder: Path) -> None:
    """The list for one speaker leaves the others out and keeps the numbers of the text."""
    rows = re.sub(r" {2,}", "  ", shown(folder / "out", Choice(speaker="diaz")))

    assert "2  Carl Diaz  direct, asked  Was it fair?" in rows
    assert "1  Ann Brown" not in rows


def test_next_page(folder: Path) -> None:
    """A page says how many there are and how to see the next."""
    assert "Articles 1 to 1 of 2: --offset 1 shows the next." in shown(folder / "out", Choice(limit=1))


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        (Choice(article="c"), "no article for --article 'c'"),
        (Choice(speaker="Zoe"), "no article for --speaker 'Zoe'"),
        (Choice(offset=7), "has 2 articles to show"),
    ],
)
def test_nothing_to_show(choice: Choice, message: str, folder: Path) -> None:
    """A choice that nothing fits is told as that."""
    with pytest.raises(InputError, match=message):
        load(folder / "out", choice)


@pytest.mark.parametrize("content", ["", "{", '{"id": 1}\n', "[]\n", "\xff"])
def test_damaged_run(content: str, tmp_path: Path) -> None:
    """What is no run is told by file and line, or by being empty."""
    (tmp_path / "x.jsonl").write_text(content, encoding="latin-1")

    with pytest.raises(InputError, match=r"x\.jsonl(:1: not a line of a run| holds no articles)"):
        load(tmp_path / "x.jsonl", Choice())


def test_no_run(tmp_path: Path) -> None:
    """A folder without a run is told as that."""
    with pytest.raises(InputError, match=r"articles\.jsonl: No such file"):
        load(tmp_path, Choice())


def test_article_without_attributions(tmp_path: Path) -> None:
    """An article in which nobody says anything is shown too, and says so."""
    (tmp_path / "a.txt").write_text("Snow fell.")
    extract([str(tmp_path / "a.txt")], tmp_path / "out", workers=1, build=stub_analyzer.build)

    assert "Nothing in this article is attributed to anybody." in shown(tmp_path / "out")


def test_every_field_of_a_record_has_its_place(tmp_path: Path) -> None:
    """Role, joint speakers, alternatives, circumstances, polarity and nesting all show."""
    article = Article('"We lost the vote" said Ann Brown. "No" said Carl Diaz.')
    one, two = stub_analyzer.SAID.finditer(article.text)
    outer = stub_analyzer.record(article, one)
    span = {"start": 4, "end": 8, "text": article.text[4:8]}
    speaker = json.loads(outer.model_dump_json())["speaker"]
    inner = stub_analyzer.record(
        article,
        two,
        parent=outer.id,
        polarity="not_said",
        addressee=span,
        medium=span,
        place=span,
        time={**span, "iso": None},
        role={"title": "mayor", "organization": "Rome", "status": "current", "evidence": span},
        co_speakers=[{**speaker, "name": "Eve Fox"}],
        speaker={**speaker, "alternatives": [{"name": "Guy Hall", "confidence": 0.2}]},
    )
    (tmp_path / "x.jsonl").write_text(f"{outer.model_dump_json()}\n{inner.model_dump_json()}\n")

    view = shown(tmp_path / "x.jsonl")

    for words in ("mayor, Rome", "and Eve Fox", "or Guy Hall?", "not said", "to lost", "medium: lost", "inside 1"):
        assert words in view


def test_lines_of_the_stub_are_a_run() -> None:
    """The stub's lines have the shapes of the real ones (they are built by the same models)."""
    found = lines(stub_analyzer.Stub(), Article(TEXT))

    assert 3 == found.counts["attributions"]
    assert 2 == found.counts["named"]
