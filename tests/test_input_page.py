"""docs/input.md: every command that it shows runs, and prints what stands below it."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from attribution import batch, cli
from attribution.read import FORMATS, failure
from tests import stub_analyzer
from tests.inputs import INPUT, SAID, archive, page, parquet, response, warc_record

PAGE = (Path(__file__).parents[1] / "docs" / "input.md").read_text(encoding="utf8")
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(autouse=True)
def _inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with all the files that the page names, and a stub for the models."""
    shutil.copytree(INPUT, tmp_path, dirs_exist_ok=True)
    (tmp_path / "old.txt").write_bytes("“It rained,” said Ann O’Neill.".encode("cp1252"))
    text = SAID.format(name="Ann Brown")
    parquet(tmp_path / "news.parquet", f"SELECT {{'body': '{text}'}} AS meta, DATE '2021-09-07' AS day")
    record = warc_record("response", 1, response(page(text).encode()))
    (tmp_path / "crawl.warc.gz").write_bytes(archive([record], compressed=True))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(batch, "_build", _build)


def _build(_: Any) -> Any:
    return stub_analyzer.build()


def _commands() -> list[tuple[str, str]]:
    """Every command, and what is printed below it; those that need a network or a newsroom's files are left out."""
    found = []
    for block in BLOCKS[1:]:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            found.append((command, printed))
    return found


def _extract(command: str) -> Any:
    given, _, stdin = command.partition(" < ")
    arguments = shlex.split(given)[1:]
    return CliRunner().invoke(cli.app, arguments, input=Path(stdin).read_bytes() if stdin else None)


def test_commands() -> None:
    """Each example reads what it says; the line with a number for a text is the only error."""
    commands = _commands()
    assert len(commands) > 9
    for command, printed in commands:
        if command.startswith("attribution"):
            assert (3 if "news.jsonl" in command else 0) == _extract(command).exit_code
        elif shutil.which("jq"):
            shown = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout
            assert printed == shown


def test_python() -> None:
    """The first example in Python prints what stands below it."""
    code = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[0]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})

    assert PAGE.split(code)[1].split("```")[2].lstrip("\n") == printed.getvalue()


def test_nothing_is_missing() -> None:
    """The page has every format, every note and every error."""
    source = "".join(path.read_text(encoding="utf8") for path in Path(failure.__file__).parent.glob("*.py"))
    notes = re.findall(r'^[A-Z][A-Z_]* = "([a-z0-9]+_[a-z0-9_]+|encoding:)"', source, re.MULTILINE)
    errors = set(re.findall(r'Unreadable\(\s*"([a-z_]+)"', source))

    assert len(notes) == 9
    assert len(errors) > 12
    for name in (*FORMATS, *errors, *notes):
        assert f"`{name}" in PAGE
