"""abbreviations: mends tokens and sentences that a tokenizer broke, most of them at the full stop of an abbreviation.

The tokenizer knows too few titles ("Gov. | Mike Pence"), months ("Sept. | 11") and dotted names ("the U.S. | Air
Force"): on the development articles of PolNeAR it ended a sentence behind one of them once in 700 words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from attribution.tables import table

# Half-open ranges of code points, and sentences of them.
Words = list[tuple[int, int]]

_OPENING = frozenset('"“„«')
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?\.?")
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]?\.?")


@cache
def _table() -> dict[str, str]:
    """Abbreviation in lower case, without its last full stop -> title, month, number or starter."""
    return {row[0]: row[1] for row in table("abbreviations")}


def mend(text: str, sentences: Sequence[Words]) -> list[Words]:
    """Join full stops to the abbreviations that they belong to, and sentences that were torn apart behind one.

    `sentences` are the words of one paragraph as ranges into its text; what is not concerned stays as it is.
    """
    found: list[Words] = []
    for sentence in sentences:
        words = _join_stops(text, _split_marks(text, sentence))
        if found and words and _torn(text, found[-1], words[0]):
            found[-1] = _join_stops(text, found[-1] + words)
        else:
            found.append(words)
    return found


def _split_marks(text: str, words: Words) -> Words:
    """Part a double quotation mark from the word that it opens ("“HALL")."""
    split: Words = []
    for start, end in words:
        if end - start > 1 and text[start] in _OPENING and text[start + 1].isalnum():
            split.append((start, start + 1))
            start += 1
        split.append((start, end))
    return split


def _join_stops(text: str, words: Words) -> Words:
    joined: Words = []
    for place, (start, end) in enumerate(words):
        following = text[slice(*words[place + 1])] if place + 1 < len(words) else ""
        if joined and text[start:end] == "." and joined[-1][1] == start and _abbreviates(text, joined[-1], following):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _abbreviates(text: str, word: tuple[int, int], following: str) -> bool:
    """Whether a full stop right behind a word is part of it, given the next word of the sentence ("" at its end)."""
    before = text[slice(*word)]
    kind = _table().get(before.lower())
    if kind == "title":
        return following[:1].isupper() or not following
    if kind in ("month", "number"):
        return following[:1].isdigit()
    if not following or not before.replace(".", "").isalpha():
        return False
    if _INITIALS.fullmatch(before):
        return True
    return following[:1].islower() or following[:1].isdigit() or following[0] in ",;)]"


def _torn(text: str, words: Words, following: tuple[int, int]) -> bool:
    """Whether a sentence goes on in the next one: what ended it was an abbreviation, or nothing that ends a sentence
    ("Minister Theresa | May") and no line end either."""
    if not words:
        return False
    last = text[slice(*words[-1])]
    if last == "." and len(words) > 1 and words[-2][1] == words[-1][0]:
        last = text[words[-2][0] : words[-1][1]]
    if not last.endswith("."):
        return last[-1].isalnum() and "\n" not in text[words[-1][1] : following[0]]
    after = text[slice(*following)]
    kind = _table().get(last[:-1].lower())
    if kind == "title":
        return after[:1].isupper()
    if kind in ("month", "number"):
        return after[:1].isdigit()
    if _DOTTED.fullmatch(last) and last.upper() == last and len(last) > 2:
        return after[:1].isupper() and _table().get(after.lower()) != "starter"
    return False
