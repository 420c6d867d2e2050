"""Sentence ends where full stops or small letters are missing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.language.letter_case import lowered
from attribution.language.unstopped import split

CUT = [
    "The bridge was closed on Monday | He said repairs would take a week | It will open in May",
    'Officials left the town | "We saw smoke" she told us | The fire was out by noon',
    "He called it “a disgrace” | But nobody answered his letter",
    "The firm sold 20 of them | In March it will sell more",
    # A stop, a name at the beginning, a preposition before it, a verb that asks for more, a headline.
    "The bridge was closed on Monday and In Touch said so.",
    "The bridge was closed and Miller said repairs would take a week",
    "She wrote for The Daily and for In Touch last year",
    'The mayor of the town said "We will pay for all of it"',
    "Trump Is Worse Than Clinton The New Poll Says",
    'The mayor said she was "very sure of it" in May | She left the town',
]


@pytest.mark.parametrize("text", CUT)
def test_split(text: str) -> None:
    """A sentence that ends without a stop is cut before a capital on a word that has none of its own."""
    whole = text.replace(" | ", " ")
    words = [match.span() for match in re.finditer(r"[\w']+|[^\w\s]", whole)]
    found = split(whole, [words])

    assert text == " | ".join(whole[part[0][0] : part[-1][1]] for part in found)


@given(st.lists(st.sampled_from(['"', "The", "the", "said", ".", "He", "in", "”", "Ann"]), max_size=40))
def test_split_keeps_every_word(tokens: list[str]) -> None:
    """Cutting loses no word and makes no empty sentence."""
    text = " ".join(tokens)
    words = [match.span() for match in re.finditer(r"\S+", text)]
    found = split(text, [words] if words else [])

    assert words == [word for part in found for word in part]
    assert all(found)


LOWERED = {
    "IT WAS CLOSED. HE SAID “NO.” THEN I WENT TO THE U.S. WITH J. SMITH.": (
        "It was closed. He said “no.” Then I went to the U.S. With J. Smith."
    ),
    "“STOP!” SAID SENATOR McCAIN TO HIS AIDES ON THE 20th.": "“Stop!” Said senator mccain to his aides on the 20th.",
    "FBI AND CIA both SAID NO TO ALL OF IT": "FBI AND CIA both SAID NO TO ALL OF IT",
    "İSTANBUL WAS QUIET": "İstanbul was quiet",
    "": "",
    "2016": "2016",
}


@pytest.mark.parametrize("text", LOWERED)
def test_lowered(text: str) -> None:
    """Text in capitals is shown in lower case, with capitals where a sentence can begin; other text as it is."""
    assert LOWERED[text] == lowered(text)


@given(st.text())
def test_lowered_keeps_the_length(text: str) -> None:
    """Offsets into the text that is shown are offsets into the text."""
    assert len(text) == len(lowered(text))
