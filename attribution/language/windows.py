"""Windows: which words the encoder reads together, and in which window each sentence is taken from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

# Pieces in a window, without [CLS] and [SEP]: what the network was trained on.
WINDOW = 320
# Consecutive windows share about a third: each sentence is then read with context on both sides.
OVERLAP = 1 / 3
# Pieces of one word: what stands behind the first of them changes nothing that a head reads.
WORD = 32
# A run of content shorter than this cannot hold a source, a cue and a content of its own ("he said so" is three words).
INNER_WORDS = 4


class Unit(NamedTuple):
    """Words that are never torn apart: a sentence, or a part of one that is longer than a window."""

    first: int  # words[first:end]
    end: int
    pieces: int


class Window(NamedTuple):
    """words[first:end] are read together, of which words[own_first:own_end] are taken from this window."""

    first: int
    end: int
    own_first: int
    own_end: int


def units(sentences: Sequence[tuple[int, int]], pieces: Sequence[int]) -> list[Unit]:
    """Sentences (first word, end) as units; one that has more than WINDOW pieces is cut into parts that have not."""
    found: list[Unit] = []
    for first, end in sentences:
        start, size = first, 0
        for word in range(first, end):
            if size + pieces[word] > WINDOW:
                found.append(Unit(start, word, size))
                start, size = word, 0
            size += pieces[word]
        found.append(Unit(start, end, size))
    return found


def windows(units: Sequence[Unit]) -> list[Window]:
    """Lay overlapping windows over the units; each unit belongs to the window in which it lies furthest from an edge.

    The edges of the article count as no edges: nothing stands behind them that could have been read.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    while start < len(units):
        end, size = start, 0
        while end < len(units) and (end == start or size + units[end].pieces <= WINDOW):
            size += units[end].pieces
            end += 1
        spans.append((start, end))
        if end == len(units):
            break
        start += 1
        size -= units[start - 1].pieces
        kept = size
        while start < end and kept > size * OVERLAP:
            kept -= units[start].pieces
            start += 1
        start = max(start, spans[-1][0] + 1)
    before = [0]
    for unit in units:
        before.append(before[-1] + unit.pieces)
    owner = [0] * len(units)
    depth = [-1] * len(units)
    for number, (first, end) in enumerate(spans):
        for index in range(first, end):
            left = before[index] - before[first] if first > 0 else WINDOW
            right = before[end] - before[index + 1] if end < len(units) else WINDOW
            if min(left, right) > depth[index]:
                depth[index], owner[index] = min(left, right), number
    found: list[Window] = []
    for number, (first, end) in enumerate(spans):
        own = [index for index in range(first, end) if owner[index] == number]
        if own:  # depth has one peak over the windows of a unit, so that what a window owns is contiguous
            found.append(Window(units[first].first, units[end - 1].end, units[own[0]].first, units[own[-1]].end))
    return found


def inner_start(words: Sequence[str], first: int, end: int) -> int:
    """Where the second reading of a run of content words[first:end] begins: behind the marks and the complementizer
    before it."""
    while first < end and (not any(map(str.isalnum, words[first])) or words[first].lower() == "that"):
        first += 1
    return first
