"""wording: the words of one quotation, as they are compared with another outlet's.

Case, accents, punctuation, quotation marks and contractions make no difference ("don't" is "do not"), nor does the
"that" before reported words. Kept beside each word: its place, whether it stands in quotation marks or in an editor's
square brackets, whether a sentence or a clause ends after it, and whether an ellipsis stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from attribution.article import Span
from attribution.record import JOINT, Record
from attribution.resolve.lexicon import fold

_TOKEN = re.compile(
    r"(?P<gap>\.\s?\.\s?\.|…)|(?P<word>\d(?:[\d.,]*\d)?|[^\W\d_]+(?:['’][^\W\d_]+)*|\w+)"
    r"|(?P<end>[.!?]+(?=[\"'”’»)\]]*(?:\s+[\"'“‘«(\[]*[^\Wa-z]|\s*$)))|(?P<bracket>[\[\]])|(?P<clause>[,;:–—]|\s-\s)"
)
STOPS = frozenset(".!?")  # of `Wording.ends`: those that end a sentence
_CONTRACTED = {"'re": "are", "'ll": "will", "'ve": "have", "'m": "am"}
_WHOLE = {"can't": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not"), "cannot": ("can", "not")}
# Words before a full stop that ends no sentence; single letters ("U.S.", "J. Smith") are seen by their length.
_ABBREVIATED = frozenset({"mr", "mrs", "ms", "dr", "gov", "sen", "rep", "gen", "st", "jr", "sr", "no", "inc", "corp"})


class Word(NamedTuple):
    """One word of a wording; `start` and `end` count code points of `Wording.text`."""

    text: str
    start: int
    end: int
    piece: int  # the fragment that it stands in
    quoted: bool
    bracketed: bool
    gap: bool  # an ellipsis stands between it and the word before


@dataclass(frozen=True, slots=True)
class Wording:
    """What one record quotes.

    `ends[i]` is ".", "!" or "?" where a sentence ends after word i, "," where a clause may, else "".
    """

    text: str
    words: tuple[Word, ...]
    ends: tuple[str, ...]
    folded: tuple[str, ...]  # the words alone

    @property
    def quoted(self) -> float:
        """Share of the words that stand in quotation marks."""
        return sum(word.quoted for word in self.words) / len(self.words) if self.words else 0.0

    def cut(self, first: int, end: int) -> str:
        """The text of words[first:end], as it stands."""
        return self.text[self.words[first].start : self.words[end - 1].end] if first < end else ""


def own_pieces(record: Record, inner: Sequence[Span]) -> tuple[tuple[str, bool], ...]:
    """The stretches of a record's content that are its source's own words, each with whether it is quoted.

    `inner` are the contents of the records that stand inside it, in code points of the article: what a source hands on
    of somebody else is that record's quotation.
    """
    return tuple((text, quoted) for text, quoted in _pieces(record, inner) if text.strip())


@lru_cache(maxsize=1 << 10)
def wording_of(pieces: tuple[tuple[str, bool], ...]) -> Wording:
    """The wording of stretches of text, each with whether it stands in quotation marks."""
    words: list[Word] = []
    ends: list[str] = []
    offset = 0
    for number, (text, quoted) in enumerate(pieces):
        gap = bracketed = False
        for match in _TOKEN.finditer(text):
            if match["gap"]:
                gap = True
            elif match["bracket"]:
                bracketed = match["bracket"] == "["
            elif match["end"]:
                if ends and ends[-1] not in STOPS and (match["end"] != "." or _may_end(words[-1].text)):
                    ends[-1] = "?" if "?" in match["end"] else match["end"][0]
            elif match["clause"]:
                if ends:
                    ends[-1] = ends[-1] or ","
            elif words or quoted or fold(match["word"]) != "that":  # which only joins reported words to their cue
                if words and words[-1].piece != number and ends[-1] not in STOPS and match["word"][0].isupper():
                    ends[-1] = "."  # “We won,” she said. “It was hard.”: the comma stands for a full stop
                start, end = offset + match.start(), offset + match.end()
                for part in _parts(fold(match["word"])):
                    words.append(Word(part, start, end, number, quoted, bracketed, gap))
                    ends.append("")
                    gap = False
        offset += len(text) + len(JOINT)
    folded = tuple(word.text for word in words)
    return Wording(JOINT.join(text for text, _ in pieces), tuple(words), tuple(ends), folded)


def _pieces(record: Record, inner: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    for fragment in record.content.fragments:
        at = fragment.start
        for start, end in sorted(inner):
            if at < end and start < fragment.end:
                if at < start:
                    yield fragment.text[at - fragment.start : start - fragment.start], fragment.quoted
                at = max(at, end)
        if at < fragment.end:
            yield fragment.text[at - fragment.start :], fragment.quoted


def _parts(word: str) -> tuple[str, ...]:
    if "'" not in word:
        return _WHOLE.get(word, (word,))
    if word in _WHOLE:
        return _WHOLE[word]
    if word.endswith("n't"):
        return word[:-3], "not"
    stem, _, ending = word.rpartition("'")
    return (stem, _CONTRACTED[f"'{ending}"]) if f"'{ending}" in _CONTRACTED else (word,)


def _may_end(word: str) -> bool:
    return len(word) > 1 and word not in _ABBREVIATED
