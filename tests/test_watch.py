"""Watch lists: who of an editor's list speaks, by whole names, and by a surname only where the article decides it."""

from __future__ import annotations

import json
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from attribution.article import Article
from attribution.batch import Interrupted, Settings, extract
from attribution.cli import app
from attribution.errors import InputError, OutputError
from attribution.record import EntityInfo, TextSpan
from attribution.watch import AMBIGUOUS, OTHER_ROLE, UNSURE, Watched, WatchList, find, mark, read
from tests.stub_analyzer import Stub, build

LIST = WatchList(
    (
        Watched("Ann Lee", ("Annie Lee", "Lee"), ("mayor", "member of parliament")),
        Watched("John Smith", (), ("senator",)),
        Watched("John Smith", (), ("goalkeeper of Arland United",)),
        Watched("Edson Arantes do Nascimento", ("Pelé",), ()),
        Watched("Hassan Kazemi-Qomi", (), ()),
        Watched("Government Accountability Office", (), ()),
        Watched("Maria Garcia", (), ()),
        Watched("Rosa Garcia", (), ()),
    )
)


@pytest.mark.parametrize(
    ("name", "roles", "watched", "warnings"),
    [
        ("Ann Lee", (), ("Ann Lee",), ()),
        ("Mayor Ann Lee", (), ("Ann Lee",), ()),
        ("Annie Lee", (), ("Ann Lee",), ()),
        ("Ann Lee", ("the town's mayor",), ("Ann Lee",), ()),
        ("Ann Lee", ("a nurse",), ("Ann Lee",), (OTHER_ROLE,)),
        ("Bo Lee", (), (), ()),
        ("Lee", (), (), (UNSURE,)),
        ("Lee", ("the mayor of Mill Bay",), ("Ann Lee",), ()),
        ("John Smith", (), ("John Smith", "John Smith"), (AMBIGUOUS,)),
        ("John Smith", ("senator for the coast",), ("John Smith",), ()),
        ("Garcia", (), (), (UNSURE,)),
        ("Pelé", (), ("Edson Arantes do Nascimento",), ()),
        ("Hassan Kazemi Qomi", (), ("Hassan Kazemi-Qomi",), ()),
        ("Peter Novak", (), (), ()),
    ],
)
def test_people(name: str, roles: tuple[str, ...], watched: tuple[str, ...], warnings: tuple[str, ...]) -> None:
    """Whole names and aliases mark; a surname, listed or not, only with a role; namesakes are told apart by theirs."""
    assert (watched, warnings) == find(LIST, name, "person", roles)


def test_bodies() -> None:
    """A body is marked by its name or its initials, and by no part of its name."""
    assert (("Government Accountability Office",), ()) == find(LIST, "GAO", "organization", ())
    assert ((), ()) == find(LIST, "Government", "organization", ())


def test_records_are_marked() -> None:
    """The speaker's entity brings the roles that stand elsewhere in the article; warnings join those of the record."""
    text = '"Nobody was hurt," said Lee. "We are glad," said Smith. The mayor left.'
    found = Stub().analyze(Article(text, id="a"))
    start = text.index("mayor")
    role = TextSpan(start=start, end=start + 5, text="mayor")
    entity = EntityInfo(id="e1", name="Lee", kind="person", mentions=2, roles=(role,))
    speaker = found.records[0].speaker.model_copy(update={"entity": "e1"})
    first = found.records[0].model_copy(update={"speaker": speaker, "warnings": ("unclosed_quotation",)})

    one, two = mark(LIST, [first, found.records[1]], found.article.model_copy(update={"entities": (entity,)}))

    assert ("Ann Lee",) == one.speaker.watched
    assert ("unclosed_quotation",) == one.warnings
    assert () == two.speaker.watched
    assert (UNSURE,) == two.warnings
    assert one.as_dict()["speaker"]["watched"] == ["Ann Lee"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.csv", "name,aliases,roles\nAnn Lee,Annie Lee; Lee,mayor|member of parliament\n\n"),
        ("list.tsv", "Name\tAliases\tRoles\nAnn Lee\tAnnie Lee;Lee\tmayor; member of parliament\n"),
        ("list.csv", "\ufeffroles,name,aliases,more\nmayor; member of parliament,Ann Lee,Annie Lee|Lee,x\n"),
        (
            "list.jsonl",
            '{"name": "Ann Lee", "aliases": ["Annie Lee", "Lee"], "roles": ["mayor", "member of parliament"]}\n',
        ),
    ],
)
def test_formats(tmp_path: Path, name: str, text: str) -> None:
    """CSV, TSV and JSON Lines say the same; columns go by their names, and others are passed over."""
    path = tmp_path / name
    path.write_text(text, encoding="utf8")

    assert (LIST.entries[0],) == read(path).entries


def test_names_alone_are_enough(tmp_path: Path) -> None:
    """Aliases and roles may be missing."""
    path = tmp_path / "list.csv"
    path.write_text("name\nAnn Lee\n", encoding="utf8")

    assert (Watched("Ann Lee"),) == read(path).entries


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("list.csv", b"who,aliases\nAnn Lee,\n", "list.csv:1: no column `name`"),
        ("list.csv", b"name,aliases\n,Lee\n", "list.csv:2: no name"),
        ("list.csv", b"name\n", "no names in it"),
        ("list.csv", b"name\nJos\xe9\n", "not UTF-8"),
        ("list.jsonl", b'{"name": "Ann Lee"}\n{"name": 3}\n', "list.jsonl:2: no name"),
        ("list.jsonl", b"Ann Lee\n", "list.jsonl:1: not JSON"),
        ("list.jsonl", b'["Ann Lee"]\n', "list.jsonl:1: not an object"),
        ("list.jsonl", b'{"name": "Ann Lee", "aliases": 3}\n', "list.jsonl:1: `aliases`"),
    ],
)
def test_a_bad_list_says_where(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    """File, line and what is expected, before any model is loaded."""
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(InputError) as error:
        read(path)

    assert message in str(error.value)


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    """The option that named it stands in the message."""
    with pytest.raises(InputError, match="--speakers"):
        read(tmp_path / "nobody.csv")


def test_a_run_with_another_list_is_not_taken_up(tmp_path: Path) -> None:
    """The hash of the list is part of what a run's bytes depend on."""
    source, out, names = tmp_path / "in.jsonl", tmp_path / "out", tmp_path / "list.csv"
    texts = [{"text": f'"Nobody was hurt in {at}," said Ann Lee.'} for at in range(20)]
    source.write_text("".join(json.dumps(text) + "\n" for text in texts), encoding="utf8")
    names.write_text("name\nAnn Lee\n", encoding="utf8")
    run = partial(extract, [str(source)], out, workers=1, build=build)

    def stop(counts: object) -> None:
        if counts:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted):
        run(Settings(watch=read(names)), progress=stop)
    names.write_text("name\nBo Dahl\n", encoding="utf8")
    with pytest.raises(OutputError, match="started differently"):
        run(Settings(watch=read(names)))
    names.write_text("name\nAnn Lee\n", encoding="utf8")
    assert 20 == run(Settings(watch=read(names))).articles
    options = json.loads((out / "run.json").read_text(encoding="utf8"))["options"]
    assert {"file": str(names), "sha256": read(names).sha256} == options["watch"]


def test_without_a_list_nobody_is_watched() -> None:
    """The field is there all the same, and empty."""
    out = BytesIO()
    for record in Stub().analyze(Article('"Nobody was hurt," said Ann Lee.')).records:
        out.write(json.dumps(record.as_dict()).encode())

    assert [] == json.loads(out.getvalue())["speaker"]["watched"]


def test_the_command_refuses_a_bad_list_before_it_loads_models(tmp_path: Path) -> None:
    """Exit status 1, with the file and the line."""
    names = tmp_path / "list.csv"
    names.write_text("who\nAnn Lee\n", encoding="utf8")

    done = CliRunner().invoke(app, ["extract", str(tmp_path), "--speakers", str(names)])

    assert 1 == done.exit_code
    assert "list.csv:1: no column `name`" in done.stderr
