"""Articles and their paragraphs."""

import textwrap
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.article import Article, paragraphs

FIRST = (
    "The Taliban spokesman said on Tuesday that the two sides had discussed trade, transit and the reopening of the "
    "border crossings, which have been closed since the government of President Ashraf Ghani fell in August."
)
SECOND = (
    '"Trade, economic and political relations were also discussed," he added. Officials in Tehran confirmed that a '
    "second round of talks would be held within a month, but they did not say where, or who would take part in it."
)


def texts(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs(text)]


def unwrapped(text: str) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in texts(text)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\v", "\f", "\x85"])
def test_line_ends(line_end: str) -> None:
    """Every sort of line end counts: two end a paragraph, and so does one in a text without blank lines."""
    blank = f"One went.{line_end}{line_end}Two came."
    single = f"One went.{line_end}Two came.{line_end}"

    assert ["One went.", "Two came."] == texts(blank)
    assert ["One went.", "Two came."] == texts(single)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n\u00a0\u2003\n", []),
        ("\u200b\n\ufeff", []),
        ("  One went. \n \t \n  Two came.  ", ["One went.", "Two came."]),
        ("\n\n\nOne went.\n\n\n\n\nTwo came.\n", ["One went.", "Two came."]),
        ("One went.\n\u200b\nTwo came.", ["One went.", "Two came."]),
        ("One went.\n\xa0\nTwo came.", ["One went.", "Two came."]),
        ("One went.\r\n\nTwo came.", ["One went.", "Two came."]),
        ("one went\u2029two came", ["one went", "two came"]),
        # A headline, a dateline and a first paragraph, in a text that has blank lines elsewhere.
        (
            "Envoy visits Kabul\nTEHRAN, September 20\nThe envoy arrived.\n\nHe left.",
            ["Envoy visits Kabul", "TEHRAN, September 20", "The envoy arrived.", "He left."],
        ),
        (
            "Khans see 'ugliness'; \nCouple cope with fame.\n\nText.",
            ["Khans see 'ugliness';", "Couple cope with fame.", "Text."],
        ),
        # The turns of a transcript, the items of a list.
        ("PENCE: Well, look.\nWALLACE: Governor?\n\nText.", ["PENCE: Well, look.", "WALLACE: Governor?", "Text."]),
        ("The options:\n- Stay\n- Leave\n\nText.", ["The options:", "- Stay", "- Leave", "Text."]),
        ("The options:\nstay.\nleave.\n\nText.", ["The options:", "stay.", "leave.", "Text."]),
        # A sentence that a line end breaks is one paragraph, in every sort of text.
        ("He regularly\nincites violence.\n\nText.", ["He regularly\nincites violence.", "Text."]),
        (
            "The attack was an act of hate\xa0\ncrime, he said.\nNo.",
            ["The attack was an act of hate\xa0\ncrime, he said.", "No."],
        ),
        ("Text.\n\n“We got them to speak\nin caucuses.”\n", ["Text.", "“We got them to speak\nin caucuses.”"]),
        # A brand in lower case begins a line like any name.
        ("Apple reports\niPhone sales fell\n\nText.", ["Apple reports", "iPhone sales fell", "Text."]),
        ("Auction site grows\neBay said so.", ["Auction site grows", "eBay said so."]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    """Blank lines and line ends that break no sentence end a paragraph; white space around it is no part of it."""
    actual = texts(text)

    assert expected == actual


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100])
def test_hard_wrapped_with_blank_lines(width: int) -> None:
    """Single line ends in wrapped text are spaces."""
    text = "\n\n".join(textwrap.fill(part, width) for part in (FIRST, SECOND, FIRST))

    assert [FIRST, SECOND, FIRST] == unwrapped(text)


@pytest.mark.parametrize("width", [40, 60, 72])
@pytest.mark.parametrize("indent", ["    ", "\t"])
def test_hard_wrapped_with_indents(width: int, indent: str) -> None:
    """An indented line begins a paragraph of wrapped text."""
    text = "\n".join(textwrap.fill(part, width, initial_indent=indent) for part in (FIRST, SECOND, FIRST))

    assert [FIRST, SECOND, FIRST] == unwrapped(text)


def test_hard_wrapped_without_blank_lines() -> None:
    """A line with room for the next word ends a paragraph of wrapped text."""
    text = "\n".join(textwrap.fill(part, 60) for part in ("Envoy visits Kabul", FIRST, SECOND, FIRST))

    assert ["Envoy visits Kabul", FIRST, SECOND, FIRST] == unwrapped(text)


def test_hard_wrapped_transcript() -> None:
    """A turn begins a paragraph of wrapped text."""
    turns = [f"PENCE: {FIRST}", f"Q. {SECOND}", f"MIKE WALLACE (HOST): {FIRST}"]
    text = "\n".join(textwrap.fill(turn, 72) for turn in turns)

    assert turns == unwrapped(text)


def test_one_wrapped_block() -> None:
    """A wrapped block in a text that is not wrapped is recognised on its own."""
    text = f"{FIRST}\n{SECOND}\n{FIRST}\n{SECOND}\n\n{textwrap.fill(FIRST + ' ' + SECOND, 60)}\n\n" + f"{SECOND}\n" * 12

    assert [FIRST, SECOND, FIRST, SECOND, f"{FIRST} {SECOND}", *[SECOND] * 12] == unwrapped(text)


def test_one_broken_line_is_no_wrapping() -> None:
    """One line end inside a sentence does not make a text a wrapped one."""
    text = f"{FIRST}\nThe group got them to speak\nin caucuses.\n{SECOND}"

    assert [FIRST, "The group got them to speak\nin caucuses.", SECOND] == texts(text)


@given(st.text(st.characters() | st.sampled_from(" \n\r\u2028\u200bab.A"), max_size=200))
def test_paragraphs_cover_all_words(text: str) -> None:
    """In any text, paragraphs are sorted, disjoint, trimmed and not empty, and leave out nothing but blanks."""
    found = paragraphs(text)

    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    rest = "".join(
        text[a:b] for a, b in zip([0, *(p.end for p in found)], [*(p.start for p in found), None], strict=True)
    )
    assert not rest.strip().strip("\u200b\u200c\u200d\u2060\ufeff\u00ad \n\r\u2028").strip()


@pytest.mark.parametrize("unit", ["x\n", "A.\n\n", "A" * 40, "a \u200b", "word word "])
def test_paragraphs_in_linear_time(unit: str) -> None:
    """Half a million code points take a moment, in one line or in as many."""
    text = unit * (500_000 // len(unit))

    start = time.process_time()
    paragraphs(text)

    assert time.process_time() - start < 3


def test_identity_of_an_article() -> None:
    """An article without an id is named after its text, lone surrogates and all."""
    assert "a1" == Article("Text.", id="a1").identity
    assert Article("\ud800").sha256[:16] == Article("\ud800").identity
    assert 64 == len(Article("").sha256)
