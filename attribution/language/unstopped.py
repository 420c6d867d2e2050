"""unstopped: cuts a run of sentences that no full stop parts, as careless copy and some feeds have them.

The tokenizer ends a sentence at its full stop. Where there is none, a capital on a word that has no capital of its own
("… was closed The mayor …") says that a sentence begins. One that begins with a name stays with the one before.
"""

from __future__ import annotations

from collections.abc import Sequence

from attribution.tables import words as table_words

# Half-open ranges of code points into a paragraph.
Words = list[tuple[int, int]]

# Words on either side of a cut; with fewer, the end of a clause is taken for a sentence. Of 1,933 full stops taken out
# of PolNeAR dev, Wikinews and GUM news, 66 in 100 had an opener behind them; of 604 in the latter two, 310 were found
# again, with 50 other cuts, most of them at sentence ends that had kept a mark.
_LEAST = 3
# Share of capitalised words from which a line is a headline: its capitals say nothing.
_HEADLINE = 0.5
_ENDS = frozenset(".!?…:;")
_MARKS = frozenset("\"'“”‘’«»‹›„‚")
_CLOSING = _MARKS | frozenset(")]")


def split(text: str, sentences: Sequence[Words]) -> list[Words]:
    """Cut the sentences of a paragraph that do not end with a stop; `sentences` are ranges of words into its text."""
    found: list[Words] = []
    for sentence in sentences:
        found += _cut(text, sentence) if _unstopped(text, sentence) else [sentence]
    return found


def _unstopped(text: str, words: Words) -> bool:
    """Whether a sentence in ordinary letters ends without a stop."""
    if len(words) < 2 * _LEAST:
        return False
    last = len(words) - 1
    while last > 0 and text[words[last][0]] in _CLOSING:
        last -= 1
    if text[words[last][1] - 1] in _ENDS:
        return False
    first = [text[start] for start, _ in words if text[start].isalpha()]
    return sum(map(str.isupper, first)) < _HEADLINE * len(first)


def _cut(text: str, words: Words) -> list[Words]:
    parts: list[Words] = []
    first = 0
    for place in range(_LEAST, len(words) - _LEAST + 1):
        if place - first >= _LEAST and _begins(text, words, place):
            parts.append(words[first:place])
            first = place
    return [*parts, words[first:]]


def _begins(text: str, words: Words, place: int) -> bool:
    """Whether a sentence begins at a word: an opener with a capital, a mark before it or not, behind a word or a mark
    that a sentence can end with."""
    start, end = words[place]
    if text[start] in _MARKS and end - start == 1:
        opens = text[start - 1].isspace() and not text[end : end + 1].isspace()
        if not opens or place + 1 == len(words):
            return False
        start, end = words[place + 1]
    elif text[words[place - 1][0]] in _MARKS and not text[start - 1].isspace():
        return False  # the mark before it opens, and the sentence begins there
    word = text[start:end]
    if (
        not word[0].isupper()
        or word[1:] != word[1:].lower()
        or word.lower() not in table_words("sentence_words", "opener")
    ):
        return False
    before = text[slice(*words[place - 1])]
    if before in _CLOSING:
        return True
    return before[-1].isalnum() and before not in table_words("sentence_words", "open")
