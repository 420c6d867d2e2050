"""docs/reading.md: every line that it shows for another tool is run, as it stands, on a run's files."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.election import vote, write_run

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "reading.md").read_text(encoding="utf8")
MISSING = "{} is not installed: pip install '.[dev]'"

RECORDS, _ = vote()
SPEAKERS = [("Ann Brown", 3), (None, 1), ("Carl Diaz", 1), ("a report", 1)]
DENIED = [("Ann Brown", "denied", "that the count was wrong")]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder in which the run is `out/today`, as on the page."""
    write_run(tmp_path)
    monkeypatch.chdir(tmp_path)


def block(section: str, language: str) -> str:
    """What the page shows under a heading."""
    text = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)[0]


def need(module: str) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(MISSING.format(module))


def shell(command: str) -> str:
    """The output of a command, with the tools of this Python before those of the system."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return subprocess.run(
        command, shell=True, capture_output=True, encoding="utf8", check=True, env={**os.environ, "PATH": path}
    ).stdout


def commands(section: str) -> list[str]:
    return [line.removeprefix("$ ") for line in block(section, "console").splitlines()]


def run_python(section: str) -> dict[str, Any]:
    """The names that the code under a heading leaves behind."""
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(block(section, "python"), names)
    assert "Ann Brown" in printed.getvalue()
    return names


def test_jq() -> None:
    """The line for jq, by the program of that name, or by the package that holds it."""
    (command,) = commands("jq")
    if shutil.which("jq"):
        lines = shell(command).splitlines()
    else:
        need("jq")
        import jq

        match = re.fullmatch(r"jq -r '(.*)' (\S+)", command)
        assert match is not None
        lines = jq.compile(match[1]).input_text(Path(match[2]).read_text(encoding="utf8")).all()

    assert DENIED == [tuple(line.split("\t")) for line in lines]


def test_duckdb() -> None:
    """The query for DuckDB."""
    need("duckdb")
    import duckdb

    assert sorted(SPEAKERS, key=str) == sorted(duckdb.sql(block("DuckDB", "sql")).fetchall(), key=str)


def test_sqlite_utils() -> None:
    """The lines for sqlite-utils make a database and ask it."""
    need("sqlite_utils")
    insert, query, _ = commands("sqlite-utils and Datasette")

    shell(insert)

    assert [{"speaker_name": name, "said": said} for name, said in SPEAKERS] == json.loads(shell(query))


def test_datasette() -> None:
    """The line for Datasette asks the same database."""
    need("sqlite_utils")
    need("datasette")
    insert, _, get = commands("sqlite-utils and Datasette")

    shell(insert)

    (row,) = json.loads(shell(get))
    assert {"speaker_name": "Ann Brown", "content_text": "that the count was wrong"}.items() <= row.items()


def test_pandas() -> None:
    """The lines for pandas have every field as a column."""
    need("pandas")

    voiced = run_python("pandas")["voiced"]

    assert [record.id for record in RECORDS] == list(voiced["id"])
    assert {name: said for name, said in SPEAKERS if name} == voiced["speaker.name"].value_counts().to_dict()


def test_polars() -> None:
    """The lines for polars keep the records whole."""
    need("polars")

    voiced = run_python("polars")["voiced"]

    assert [record.speaker.name for record in RECORDS] == [speaker["name"] for speaker in voiced["speaker"]]
