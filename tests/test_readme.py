"""What the README shows is what the program does."""

import contextlib
import io
import json
import re
from pathlib import Path

import pytest

from attribution.analyze import Analyzer
from attribution.article import Article

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf8")
TEHRAN = ROOT / "seeds" / "tehran-times-daesh-afghanistan.txt"


def _blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def records():
    return Analyzer().analyze(Article(TEHRAN.read_text(encoding="utf8"))).records


def test_first_session(records):
    """The first terminal session shows the records of the article as they are."""
    shown = [line for line in _blocks("console")[0].splitlines() if "\t" in line]

    assert shown == ["\t".join((r.speaker.name, r.role.title or "", r.cue.text, r.content.text[:60])) for r in records]


def test_python_example():
    """The example for Python prints what stands below it."""
    code = _blocks("python")[0]
    expected = README.split(code)[1].split("```")[2].strip()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})

    assert expected == printed.getvalue().strip()


def _within(shown, real):
    if isinstance(shown, dict):
        return all(_within(value, real[key]) for key, value in shown.items())
    return shown == real


def test_record_example(records):
    """The record that is shown, shortened, is one of the article's."""
    shown = json.loads(_blocks("json")[0])
    real = next(r for r in records if r.source.text == shown["source"]["text"]).model_dump(mode="json", by_alias=True)

    assert _within(shown, real)


def test_files_exist():
    """Every file that the README points to exists."""
    links = re.findall(r"\]\(([^)#:]+)\)", README)

    assert links
    assert [] == [link for link in links if not (ROOT / link).exists()]
