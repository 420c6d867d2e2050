"""The public face: what is exported, what importing costs, and the way from a text to its records."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import attribution
from attribution import Analysis, Analyzer, Article, InputError, Record
from attribution.parse import Parse
from tests.factories import parse_of

TEXT = "Zabihullah Mujahid said the talks failed."

TABLE = """
Zabihullah Zabihullah PROPN/NNP 3 nsubj    source 3 Number=Sing
Mujahid    Mujahid    PROPN/NNP 1 flat     source 3 Number=Sing
said       say        VERB/VBD  0 root     cue      Tense=Past|VerbForm=Fin
the        the        DET/DT    5 det      content 3
talks      talk       NOUN/NNS  6 nsubj    content 3 Number=Plur
failed     fail       VERB/VBD  3 ccomp    content 3 Tense=Past|VerbForm=Fin
.          .          PUNCT/.   3 punct
"""


class Table:
    """A parser that knows one text by heart and takes every other for words without syntax."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def parse(self, article: Article) -> Parse:
        self.seen.append(article.text)
        if article.text == TEXT:
            return parse_of(TEXT, TABLE, names={"Zabihullah Mujahid": "PER"}, coref=[(0,)])
        return parse_of(article.text)


def test_the_face_is_exactly_this() -> None:
    """Public names are a promise: each new one is a decision."""
    expected = [
        "Analysis",
        "Analyzer",
        "Article",
        "AttributionError",
        "InputError",
        "ModelError",
        "OutputError",
        "Record",
        "SpanError",
        "__version__",
        "analyze",
    ]

    assert expected == attribution.__all__
    assert expected == dir(attribution)
    assert all(getattr(attribution, name) for name in expected)
    with pytest.raises(AttributeError, match="no attribute 'parse_everything'"):
        attribution.parse_everything  # noqa: B018


def test_the_version_is_the_distributions() -> None:
    """`__version__` is what pyproject.toml says."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf8"))["project"]

    assert project["version"] == attribution.__version__


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import attribution", "torch stanza pydantic rich transformers"),
        ("from attribution import Article, InputError", "torch stanza pydantic rich transformers"),
        ("from attribution import Analyzer, Record, analyze", "torch stanza rich transformers"),
        ("from attribution.read import read", "torch stanza pydantic rich transformers"),
    ],
)
def test_importing_is_cheap(code: str, absent: str) -> None:
    """Nothing heavy is imported before models are loaded."""
    program = f"import sys\n{code}\nprint(*(name for name in {absent.split()} if name in sys.modules))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "" == found.stdout.strip()


@pytest.mark.parametrize(
    "imports",
    [
        "from attribution import analyze",
        "import attribution.analyze; from attribution import analyze",
        "from attribution.analyze import Analyzer; from attribution import analyze",
        "from attribution.analyze import analyze",
        "from attribution import Analyzer; import attribution; analyze = attribution.analyze",
    ],
)
def test_analyze_can_be_called_however_it_was_imported(imports: str) -> None:
    """Module and function share a name: whichever of them an import gives, it answers as the function does."""
    program = f"{imports}\ntry:\n    analyze('')\nexcept Exception as error:\n    print(type(error).__name__)"
    program = (
        "import attribution.language.pipeline as p\n"
        "p.Language = type('Language', (), {'__init__': lambda self, *a, **k: None})\n" + program
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "InputError" == found.stdout.strip()


def test_a_text_becomes_records() -> None:
    """From words to a record: content, cue, source and the speaker's name, and the article's line beside it."""
    analysis = Analyzer(language=Table()).analyze(Article(TEXT, id="a"))

    assert isinstance(analysis, Analysis)
    (record,) = analysis.records
    assert isinstance(record, Record)
    assert ("the talks failed", "said", "Zabihullah Mujahid") == (
        record.content.text,
        record.cue.text,
        record.source.text,
    )
    assert ("Zabihullah Mujahid", "person") == (record.speaker.name, record.speaker.kind)
    assert ("a", "a", 1) == (record.article.id, analysis.article.article.id, analysis.article.counts.attributions)


def test_a_string_is_an_article_without_a_name() -> None:
    """A text alone is known by the first digits of its hash."""
    (record,) = Analyzer(language=Table()).analyze(TEXT).records

    assert record.article.sha256[:16] == record.article.id


@pytest.mark.parametrize(
    "text", ["Nothing was voiced here.", "“", '"' * 50, "\0", "a\r\n\r\nb\rc", "שלום e\u0301 👩‍👩‍👧", "."]
)
def test_a_text_without_attributions_has_a_line(text: str) -> None:
    """No record is made out of nothing, and the article does not vanish."""
    analysis = Analyzer(language=Table()).analyze(text)

    assert () == analysis.records
    assert len(text) == analysis.article.counts.characters


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the text is empty"),
        (" \n\u2003", "the text is empty"),
        ("x" * 11, "11 characters, and the limit is 10 characters"),
        ("a \ud800", r"lone surrogate \(U\+D800\)"),
    ],
)
def test_a_text_that_cannot_be_analyzed_is_refused(text: str, says: str) -> None:
    """The error says what is wrong with which article, and nothing is parsed."""
    table = Table()

    with pytest.raises(InputError, match=f"^article a: .*{says}"):
        Analyzer(language=table, max_characters=10).analyze(Article(text, id="a"))
    assert [] == table.seen


def test_the_same_text_gives_the_same_lines() -> None:
    """Analyzing is a function of the article: twice the same bytes, whatever came between."""
    analyzer = Analyzer(language=Table())
    one = analyzer.analyze(TEXT)
    analyzer.analyze("Something else.")

    assert one == analyzer.analyze(TEXT)
    assert [r.model_dump_json() for r in one.records] == [r.model_dump_json() for r in analyzer.analyze(TEXT).records]
