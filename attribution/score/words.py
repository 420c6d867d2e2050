"""words: which words of a text a span holds. Scoring takes no model: its words are cut by one regular expression.

A word is a longest run of letters, digits and underscores (`\\w+`, over code points), so that "don't" is two, "U.S." is
two and "$5" is "5". A span holds the words that it touches. Edge punctuation, quotation marks and white space
therefore never count, and neither do they between words: "Yes," he said "we can" and Yes he said we can hold the same.
A colon can be a whole cue: spans without any word hold their visible signs instead.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from attribution.article import Span

_WORD = re.compile(r"\w+")
_EDGES = " .,;:!?\"'“”‘’«»()[]"
_ARTICLE = re.compile(r"^(?:the|an?) (?=.)")

WordSet = frozenset[int]


class Words:
    """The words of one text. `of` gives sets of numbers: words count from 0 on; a sign at code point n is -1 - n."""

    def __init__(self, text: str) -> None:
        self._text = text
        places = [match.span() for match in _WORD.finditer(text)]
        self._starts = [start for start, _ in places]
        self._ends = [end for _, end in places]

    def of(self, spans: Iterable[Span]) -> WordSet:
        """The words that the spans touch, or, where they touch none, their visible signs."""
        spans = list(spans)
        found = [
            index
            for span in spans
            for index in range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))
        ]
        if not found:
            found = [-1 - at for span in spans for at in range(*span) if not self._text[at].isspace()]
        return frozenset(found)

    def texts(self, words: WordSet) -> list[str]:
        """The words of a set as they stand in the text, in text order, in lower case."""
        places = sorted((self._starts[at], self._ends[at]) if at >= 0 else (-1 - at, -at) for at in words)
        return [self._text[start:end].lower() for start, end in places]


def segments(words: WordSet) -> list[tuple[int, int]]:
    """The longest runs of neighbouring words, as first and last."""
    found: list[tuple[int, int]] = []
    for word in sorted(words):
        if found and word == found[-1][1] + 1:
            found[-1] = found[-1][0], word
        else:
            found.append((word, word))
    return found


def normal(name: str | None) -> str | None:
    """A name, title or organisation as it is compared: NFKC, lower case, straight apostrophes, single spaces, without
    punctuation at its edges, without an article before it. None stays None, and so does what nothing is left of."""
    if name is None:
        return None
    plain = unicodedata.normalize("NFKC", name).casefold().replace("’", "'")
    plain = " ".join(plain.split()).strip(_EDGES)
    return _ARTICLE.sub("", plain) or None
