"""Validating: a run that is whole passes, and whatever is wrong with another is named with file, line and remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from attribution.article import Article
from attribution.errors import InputError
from attribution.find import Attribution, Fragment
from attribution.record import Counts, ErrorLine, RunCounts, RunInfo
from attribution.validate import MOST, Report, validate
from tests.factories import built, span_of

TEXTS = {"a.txt": "“It rained,” she said. He said it snowed.", "b.txt": "Officials said so.", "c.txt": "Nothing."}
SAID = {"a.txt": ["“It rained,”", "it snowed", "snowed"], "b.txt": ["so"], "c.txt": []}

Line = dict[str, Any]


def analysis(id: str) -> tuple[list[Line], Line]:
    text = TEXTS[id]
    attributions = [
        Attribution((Fragment(*span_of(text, words), False),), (span_of(text, "said"),), None, "indirect")
        for words in SAID[id]
    ]
    if id == "a.txt":
        attributions[2] = replace(attributions[2], parent=1)
    records, line = built(Article(text, id=id), attributions)
    return [record.as_dict() for record in records], line.as_dict()


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """The folder of articles that the run read."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for id, text in TEXTS.items():
        (folder / id).write_text(text, encoding="utf8")
    (folder / "empty.txt").write_text("", encoding="utf8")
    return folder


Write = Callable[..., Path]


@pytest.fixture
def run(tmp_path: Path) -> Write:
    """Writes a run's folder, with the lines that a change (file -> lines) leaves or makes; None leaves a file out."""

    def write(change: Callable[[dict[str, list[Line]]], object] = lambda files: None) -> Path:
        found = [analysis(id) for id in TEXTS]
        counts = [Counts.model_validate(line["counts"]) for _, line in found]
        error = ErrorLine(
            input="empty.txt",
            line=None,
            article_id="empty.txt",
            step="read",
            error="empty",
            message="the text is empty",
        )
        info = RunInfo(
            version="0.1.0",
            versions={},
            code_sha256="0" * 64,
            models={},
            inputs=("texts",),
            options={"fields": {}, "max_characters": 1000},
            counts=RunCounts(
                articles=3,
                attributions=4,
                errors=1,
                characters=sum(count.characters for count in counts),
                words=sum(count.words for count in counts),
            ),
            started="2021-09-07T00:00:00+00:00",
            finished="2021-09-07T00:00:01+00:00",
            seconds={"total": 1.0},
        )
        files = {
            "attributions.jsonl": [record for records, _ in found for record in records],
            "articles.jsonl": [line for _, line in found],
            "errors.jsonl": [error.as_dict()],
            "run.json": [info.as_dict()],
        }
        change(files)
        folder = tmp_path / "run"
        folder.mkdir()
        for name, lines in files.items():
            data = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            (folder / name).write_text(data, encoding="utf8")
        return folder

    return write


def problems(report: Report) -> list[str]:
    return [str(problem) for problem in report.problems]


def test_a_whole_run_passes(run: Write, texts: Path) -> None:
    """What was counted is reported, and nothing is wrong, with the texts and without."""
    folder = run()

    assert Report(records=4, articles=3, texts=None, problems=(), further=0) == validate(folder)
    assert Report(records=4, articles=3, texts=3, problems=(), further=0) == validate(folder, [texts])
    assert Report(records=4, articles=None, texts=2, problems=(), further=0) == validate(
        folder / "attributions.jsonl", [texts / "a.txt", texts / "b.txt"]
    )
    assert validate(folder).ok


def _set(file: str, at: int, path: str, value: object) -> Callable[[dict[str, list[Line]]], None]:
    def change(files: dict[str, list[Line]]) -> None:
        inner: Any = files[file][at]
        *parents, last = path.split(".")
        for part in parents:
            inner = inner[int(part) if part.isdigit() else part]
        inner[last] = value

    return change


RECORDS, ARTICLES = "attributions.jsonl", "articles.jsonl"


@pytest.mark.parametrize(
    ("change", "place", "what"),
    [
        (_set(RECORDS, 1, "nickname", 1), f"{RECORDS}:2: ", "nickname: Extra inputs are not permitted"),
        (_set(RECORDS, 1, "kind", "x"), f"{RECORDS}:2: ", "kind: Input should be 'direct'"),
        (_set(RECORDS, 0, "content.fragments.0.start", 5), f"{RECORDS}:1: ", "content.fragments[0]: Value error"),
        (lambda files: files[RECORDS].__setitem__(2, [1]), f"{RECORDS}:3: ", "Input should be an object"),
        (lambda files: files[RECORDS].append(files[RECORDS][0]), f"{RECORDS}:5: ", "stands on line 1 too"),
        (_set(RECORDS, 0, "id", "0" * 24), f"{RECORDS}:1: ", "does not follow from the spans"),
        (_set(RECORDS, 0, "parent", "0" * 24), f"{RECORDS}:1: ", "is no record of the same article"),
        (_set(RECORDS, 3, "parent", analysis("a.txt")[0][0]["id"]), f"{RECORDS}:4: ", "no record of the same article"),
        (_set(RECORDS, 1, "parent", analysis("a.txt")[0][2]["id"]), f"{RECORDS}:2: ", "stands inside itself"),
        (_set(RECORDS, 3, "article.id", "z.txt"), f"{RECORDS}:4: ", "article 'z.txt' is not in articles.jsonl"),
        (_set(RECORDS, 3, "article.title", "New"), f"{RECORDS}:4: ", "its article differs from line 2"),
        (_set(RECORDS, 3, "speaker.entity", "e9"), f"{RECORDS}:4: ", "entity 'e9' is not one of its article's"),
        (_set(ARTICLES, 0, "counts.characters", 20), f"{RECORDS}:2: ", "a span ends at 40 in a text of 20 characters"),
        (_set(ARTICLES, 1, "counts.attributions", 5), f"{ARTICLES}:2: ", "has 5 attributions here and 1 in"),
        (lambda files: files[ARTICLES].append(files[ARTICLES][2]), f"{ARTICLES}:4: ", "stands on line 3 too"),
        (_set(ARTICLES, 0, "notes", None), f"{ARTICLES}:1: ", "notes: Input should be a valid array"),
        (_set("errors.jsonl", 0, "step", "x"), "errors.jsonl:1: ", "step: Input should be 'read'"),
        (_set("run.json", 0, "counts.words", 99), "run.json: ", "counts.words is 99, and the lines have 12"),
        (_set("run.json", 0, "counts.errors", 0), "run.json: ", "counts.errors is 0, and the lines have 1"),
        (_set("run.json", 0, "seconds", []), "run.json: ", "seconds: Input should be an object"),
        (lambda files: files["run.json"].clear(), "run.json: ", "Invalid JSON"),
        (lambda files: files.pop(RECORDS), f"{RECORDS}: ", "No such file"),
    ],
)
def test_what_is_wrong_is_named(
    run: Write, change: Callable[[dict[str, list[Line]]], object], place: str, what: str
) -> None:
    """One fault gives a problem that names its file, its line and a remedy."""
    folder = run(change)
    found = [text for text in problems(validate(folder)) if text.startswith(f"{folder}/{place}")]

    assert any(what in text and "extract" in text for text in found), problems(validate(folder))


@pytest.mark.parametrize(
    "change",
    [
        lambda files: files.pop(ARTICLES),
        lambda files: files.pop("errors.jsonl"),
        lambda files: files.pop("run.json"),
        lambda files: [files.pop(name) for name in (ARTICLES, "errors.jsonl", "run.json")],
    ],
)
def test_the_other_files_may_be_missing(run: Write, change: Callable[[dict[str, list[Line]]], object]) -> None:
    """Records stand alone; the other files are checked where they stand."""
    assert [] == problems(validate(run(change)))


@pytest.mark.parametrize("data", [b"\xff\xfe\0", b"{\n", b"\n", b'"\\ud800"\n', b"[" * 5000, b"\0\0\0"])
@pytest.mark.parametrize("name", [RECORDS, ARTICLES, "errors.jsonl", "run.json"])
def test_bad_data_never_raises(run: Write, name: str, data: bytes) -> None:
    """Whatever bytes stand in a file, they become problems."""
    folder = run()
    (folder / name).write_bytes(data)

    assert any(text.startswith(f"{folder}/{name}") for text in problems(validate(folder)))


def test_a_changed_text_is_seen(run: Write, texts: Path) -> None:
    """With the texts, a text of another hash is a problem of its article's line and of each of its records."""
    folder = run()
    (texts / "a.txt").write_text(TEXTS["a.txt"].replace("rained", "reigned"), encoding="utf8")
    found = problems(validate(folder, [texts]))

    assert [f"{folder}/{ARTICLES}:1", *(f"{folder}/{RECORDS}:{line}" for line in (1, 2, 3))] == [
        text.split(": ")[0] for text in found
    ]
    assert all("has another sha256" in text for text in found)


def test_a_changed_record_is_seen(run: Write, texts: Path) -> None:
    """With the texts, a record whose words are not the text's is a problem, though it agrees with itself."""

    def change(files: dict[str, list[Line]]) -> None:
        content = files[RECORDS][3]["content"]
        content["text"] = content["fragments"][0]["text"] = "no"

    folder = run(change)

    assert [] == problems(validate(folder))
    (found,) = problems(validate(folder, [texts]))
    assert found.startswith(f"{folder}/{RECORDS}:4: content.fragments[0]: text[15:17] is 'so'")


def test_texts_and_lines_are_the_same_articles(run: Write, texts: Path) -> None:
    """An article of the run that is not among the texts is a problem, and so is a text that the run lost."""
    folder = run()
    (texts / "b.txt").rename(texts / "d.txt")
    found = problems(validate(folder, [texts]))

    assert 2 == len(found)
    assert "article 'd.txt' of the inputs is neither here nor in errors.jsonl" in found[0]
    assert "articles.jsonl:2: article 'b.txt' is not among the texts" in found[1]


def test_the_texts_are_read_as_the_run_read_them(run: Write, tmp_path: Path) -> None:
    """run.json says under which names the run found its fields, unless the caller does."""

    def change(files: dict[str, list[Line]]) -> None:
        files["run.json"][0]["options"]["fields"] = {"text": "body"}

    folder = run(change)
    lines = tmp_path / "in.jsonl"
    rows = [{"id": id, "body": text, "words": text} for id, text in TEXTS.items()]
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")

    assert [] == problems(validate(folder, [lines]))
    assert [] == problems(validate(folder, [lines], fields={"text": "words"}))
    assert 3 == validate(folder, [lines]).texts


def test_a_run_that_does_not_exist_is_raised(tmp_path: Path) -> None:
    """A wrong path is the caller's error and no problem of the data."""
    with pytest.raises(InputError, match="no such file"):
        validate(tmp_path / "missing")


def test_problems_beyond_the_limit_are_counted(run: Write) -> None:
    """A file that is wrong as a whole does not fill the memory with problems."""
    folder = run()
    (folder / RECORDS).write_text("{\n" * (MOST + 10), encoding="utf8")
    report = validate(folder)

    assert MOST == len(report.problems)
    assert report.further >= 10
