"""Promises that hold for every text, whatever it is made of: arbitrary Unicode, and texts that are bent to break it.

The pipeline is the real one, so the examples are few; they are the same on every run (derandomized).
"""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from attribution import Analysis, Article, InputError
from attribution.lines import lines
from attribution.record import ArticleLine, Record
from tests.test_articles import analyzer

MARKS = [
    '"',
    "'",
    "“",
    "”",
    "‘",
    "’",
    "„",
    "‚",
    "‟",
    "«",
    "»",
    "‹",
    "›",
    "`",
    "``",
    "''",
    "´",
    "″",
    "＂",
    "「",
    "」",
    '""',
]
ODD = [
    "\0",
    "\x1b",
    "\x85",
    "\r",
    "\r\n",
    "\n",
    "\n\n",
    "\u2028",
    "\u2029",
    "\v",
    "\f",
    "\t",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u202e",
    "e\u0301",
    "\u0301",
    "😀",
    "👍🏽",
    "👩‍👩‍👧",
    "🇩🇪",
    "𝕬",
    "𐍈",
    "\U0010ffff",
    "\uffff",
    "قال",
    "שלום",
    "說",
    "ﬁ",
    "ß",
    "İ",
    "ǅ",
]
WORDS = [
    "he",
    "She",
    "said",
    "told",
    "that",
    "Anna Holt",
    "Mr. Khan",
    "police",
    "according to",
    "asked",
    "the",
    "plan",
    "failed",
    "is",
    "not",
    "never",
    "Q:",
    "HALL:",
    "Berlin:",
    "reportedly",
    "don't",
    "U.S.",
    "5'10\"",
    "who",
    "and",
]
PLAIN = [" ", " ", " ", ", ", ". ", "? ", "! ", ": ", "; ", "—", "-", "(", ")", "…", "..."]
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(PLAIN),
    st.sampled_from(MARKS),
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=4),
)
TEXTS = st.lists(PIECES, min_size=1, max_size=60).map("".join)
SETTINGS = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def hold(text: str, analysis: Analysis) -> None:
    """Assert all that is promised of any analysis."""
    ids = [record.id for record in analysis.records]
    by_id = dict(zip(ids, analysis.records, strict=True))
    assert len(ids) == len(by_id)
    for record in analysis.records:
        assert record.check(text) is record
        for where, span in record.spans():
            if span.start is not None and span.end is not None:
                assert text[span.start : span.end] == span.text, where
                assert span.start < span.end, where
        assert record == Record.model_validate_json(record.model_dump_json(by_alias=True))
        seen = {record.id}
        up = record.parent
        while up is not None:
            assert up not in seen
            seen.add(up)
            up = by_id[up].parent
    assert analysis.article.check(text) is analysis.article
    assert analysis.article.counts.attributions == len(analysis.records)
    assert analysis.article == ArticleLine.model_validate_json(analysis.article.model_dump_json(by_alias=True))


@SETTINGS
@given(TEXTS)
@example('"')
@example('\0"He said" ')
@example("“He said\r‘no’\u2028”, she said.\r")
@example("She said 😀“👍🏽”\u202e.")
def test_every_span_slices_to_its_text(text: str) -> None:
    """Whatever a text is made of, its records are valid and every span stands in it; only blank texts are refused."""
    if not text.strip():
        with pytest.raises(InputError):
            analyzer().analyze(text)
        return
    hold(text, analyzer().analyze(text))


@settings(parent=SETTINGS, max_examples=25)
@given(TEXTS.filter(str.strip))
def test_the_lines_can_be_read_again(text: str) -> None:
    """What is written is a line of JSON each, however odd the text's own line ends are."""
    streams = lines(analyzer(), Article(text)).streams
    written = streams["attributions.jsonl"].decode("utf8")

    assert b"" == streams["errors.jsonl"]
    for line in written.split("\n")[:-1]:
        content = json.loads(line)["content"]["fragments"]
        assert all(text[part["start"] : part["end"]] == part["text"] for part in content)


@settings(parent=SETTINGS, max_examples=25)
@given(TEXTS.filter(str.strip), TEXTS.filter(str.strip))
def test_the_same_after_another_text(text: str, other: str) -> None:
    """What one text gives does not depend on the text before it."""
    first = analyzer().analyze(text)
    analyzer().analyze(other)

    assert first == analyzer().analyze(text)


# A text and the seconds in which it ends, very loosely bounded: a quadratic step would take many times as long.
STRESS = {
    "marks": ('"' * 20_000, 60),
    "marks of all sorts": ("".join(MARKS) * 40, 60),
    "one long word": ("a" * 10_000, 60),
    "10,000 sentences": ("He said so. " * 10_000, 120),
    "300 nested quotations": ("“‘" * 150 + "He said so." + "’”" * 150, 60),
    "punctuation": (".,;:!?—-…()[]" * 200, 60),
    "emoji": ("😀👍🏽👩‍👩‍👧 " * 400, 60),
    "a line end after each word": ("\n".join(["She told police that", "the plan", "had failed"] * 80), 60),
    "a carriage return after each word": ("\r".join(["She told police that", "the plan", "had failed"] * 80), 60),
    "cues alone": ("said " * 2_000, 60),
    "labels": ("A: b\n\n" * 500, 60),
    "one sentence": ("Anna said it rained and " * 500, 60),
    "never closed": ('"He said no. ' * 300, 60),
    "controls": ("\x1b\x07He said no.\0 " * 200, 60),
}


@pytest.mark.parametrize("name", STRESS)
def test_stress(name: str) -> None:
    """A text that is bent to break something gives valid records in reasonable time."""
    text, seconds = STRESS[name]
    start = time.perf_counter()
    analysis = analyzer().analyze(text)
    taken = time.perf_counter() - start

    hold(text, analysis)
    assert taken < seconds


@pytest.mark.parametrize("text", ["", " ", "\n\n\r\t", "\u3000\u00a0\u2028", "\x1f\x85"])
def test_a_text_of_nothing_is_refused(text: str) -> None:
    """A text that is empty after its white space is an error that says so, and a line of errors.jsonl."""
    with pytest.raises(InputError, match="the text is empty"):
        analyzer().analyze(text)

    assert b"InputError" in lines(analyzer(), Article(text, id="a")).streams["errors.jsonl"]


@pytest.mark.parametrize("text", ["\u200b", "\ufeff\u200b", "\u00ad"])
def test_signs_without_width_give_no_records(text: str) -> None:
    """A text of signs that nobody sees is read, and has nothing in it."""
    analysis = analyzer().analyze(text)

    assert () == analysis.records
    assert 0 == analysis.article.counts.words


def test_a_lone_surrogate_is_refused() -> None:
    """What no UTF-8 file can hold is told by its place."""
    with pytest.raises(InputError, match="lone surrogate"):
        analyzer().analyze("He said \ud800 no.")
