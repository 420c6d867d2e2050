"""robustness: variants of a gold article keep every gold span, and the table says what they cost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.article import Span
from attribution.score.values import GoldArticle, GoldAttribution
from benchmarks.robustness import Row, loss, render, sample
from benchmarks.robustness_edits import Change, Edit, carry, spans_of
from benchmarks.robustness_names import names
from benchmarks.robustness_variants import VARIANTS, WIDTH, Variant

TEXT = (
    "Envoy leaves Albania\nTIRANA\n\n“It’s over,” Maria Boone told reporters. Ms. Boone’s deputy, Frank J. Miller, "
    "said “the ‘talks’ are 'dead.'” According to Miller, the Albanian side left at 5 p.m. on Monday. Maria did not."
)


def article(text: str = TEXT, *spans: tuple[int, int], **names: str | None) -> GoldArticle:
    return GoldArticle("a", text, tuple(GoldAttribution((Span(*span),), names=names) for span in spans), True, "gold:1")


def made(name: str, text: str = TEXT) -> str:
    return VARIANTS[name].make(article(text)).text


def edited(text: str, span: Span, edits: list[Edit]) -> str:
    """What a span should read, found by going through it sign by sign."""
    found, at = "", span.start
    while at < span.end:
        edit = next((edit for edit in edits if edit.start <= at < edit.end), None)
        if edit is None:
            found, at = found + text[at], at + 1
        elif len(edit.new) == edit.end - edit.start:
            found, at = found + edit.new[at - edit.start], at + 1
        else:
            found, at = found + edit.new, edit.end
    return found


PIECES = [
    " ",
    "\n",
    "\n\n",
    ". ",
    ".”",
    "“",
    "”",
    "‘",
    "’s",
    '"',
    "''",
    "Maria Boone",
    "Boone",
    "Albania",
    "ß",
    "and",
    "5",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join), st.data())
def test_every_span_is_carried_along(text: str, data: st.DataObject) -> None:
    """In every variant of any text, each gold span reads as the edits make it, and none is lost or emptied."""
    ends = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(ends, ends).map(sorted).filter(lambda pair: pair[0] < pair[1]), max_size=4))
    gold = article(text, *map(tuple, pairs))
    for variant in VARIANTS.values():
        change = variant.change(gold)
        edits = [e for e in change.edits if e.new or not any(e.start <= a and b <= e.end for a, b in pairs)]
        changed = carry(gold, Change(edits))

        before, after = list(spans_of(gold)), list(spans_of(changed))
        assert len(before) == len(after)
        assert [edited(text, span, edits) for span in before] == [changed.text[a:b] for a, b in after]
        assert all(0 <= a < b <= len(changed.text) for a, b in after)


@pytest.mark.parametrize("name", VARIANTS)
def test_variants_keep_words(name: str) -> None:
    """No variant but that of the names changes a word, but for its capitals."""
    words = [re.findall(r"\w+", text.lower()) for text in (TEXT, made(name))]

    assert (words[0] == words[1]) is (name != "names from elsewhere")


MADE = {
    "straight marks": '"It\'s over," Maria',
    "British single quotes": "said ‘the “talks” are “dead.”’ According",
    "guillemets": "said «the ‹talks› are ‹dead.›» According",
    "German marks": "„It’s over,“ Maria",
    "all capitals": "“IT’S OVER,” MARIA BOONE TOLD",
    "headline in capitals": "ENVOY LEAVES ALBANIA\nTIRANA\n\n“It",
    "wrapped, blank lines": "Albania\n\nTIRANA\n\n“It",
    "wrapped, no blank lines": "Albania\nTIRANA\n“It",
    "no full stop ends a line": "on Monday. Maria did not",
    "no full stop ends a sentence": "reporters Ms. Boone’s deputy, Frank J. Miller, said “the ‘talks’ are 'dead'” Acc",
}


@pytest.mark.parametrize("name", MADE)
def test_variant(name: str) -> None:
    """Each variant is what its name says, and an abbreviation keeps its full stop."""
    assert MADE[name] in made(name)


def test_wrapped_lines_are_short() -> None:
    """No line of a wrapped text is longer than its width, unless one word is."""
    lines = made("wrapped, blank lines", TEXT + " " + "x" * 100).split("\n")

    assert all(len(line) <= WIDTH or " " not in line for line in lines)


def test_names_are_swapped_throughout() -> None:
    """A person has one other name of the same gender in all mentions, in the gold's name of the speaker too."""
    span = TEXT.index("Maria Boone")
    changed = VARIANTS["names from elsewhere"].make(
        article(TEXT, (span, span + 11), speaker="Maria Boone", speaker_kind="person")
    )
    full = changed.attributions[0].names["speaker"]
    (row,) = [row for row in names() if row.full == full]

    assert "f" == row.gender
    assert [Span(changed.text.index(row.full), changed.text.index(row.full) + len(row.full))] == [*spans_of(changed)]
    assert f"Ms. {row.short}’s deputy" in changed.text
    assert changed.text.endswith(f" {row.given} did not.")
    assert not re.search("Maria|Boone|Miller|Albania|Tirana", changed.text)


def test_relatives_share_a_name() -> None:
    """Two persons of one family name have one in the variant too."""
    text = made("names from elsewhere", "Maria Boone met Frank Boone. Boone smiled.")
    (short,) = [row.short for row in names() if text.endswith(f" {row.short} smiled.")]

    assert 3 == text.count(short)


def test_edits_must_be_disjoint() -> None:
    """Edits that overlap are a fault of the variant, not of the article."""
    with pytest.raises(ValueError, match="overlaps the edit before it"):
        carry(article("abc"), Change([Edit(0, 2, "x"), Edit(1, 3, "y")]))


def test_names_are_complete() -> None:
    """Every person of the table has a gender, and the shorter forms stand in the full name."""
    for row in names():
        assert row.kind in ("person", "organization")
        assert (row.gender in ("m", "f")) is (row.kind == "person")
        assert row.short in row.full
        assert row.given in row.full


def test_table() -> None:
    """The table shows each F1 with its difference from the first row, and no share that the gold does not ask."""

    def row(name: str, right: int) -> Row:
        keys = {"right_predicted": right, "predicted": 4, "right_gold": right, "gold": 4}
        sums = {("attributions.found", key): value for key, value in keys.items()}
        return Row(Variant(name, lambda _: Change(())), (sums, sums))

    rows = [row("plain", 4), row("worse", 3)]

    assert 25.0 == loss(rows[1], rows[0])
    assert [
        "| variant | found | difference (95 %) |",
        "| --- | ---: | ---: |",
        "| plain | 100.0 |  |",
        "| worse | 75.0 | -25.0 (-25.0 to -25.0) |",
    ] == render(rows).splitlines()


def test_sample() -> None:
    """A sample is spread evenly over the gold; none is larger than it."""
    articles = [GoldArticle(str(number), "a", (), True, "") for number in range(10)]

    assert ["0", "3", "6"] == [each.id for each in sample(articles, 3)]
    assert articles == sample(articles, 20) == sample(articles, None)
