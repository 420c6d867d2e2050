"""Frames: what each word is to each cue, and how it becomes one reading of each word.

The network labels every word by itself and points an arc from it to a cue; for the words that may be cues it labels the
words around once more, as seen from that cue (`network.Frame`). The two are averaged: the first knows all words, the
second where the source and the content of one cue begin and end.

Shapes: N words in the article, W in a window, K cues of a window; the 7 labels are those of the attribution head.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Arcs = tuple[tuple[int, float], ...]

# Probability of opening a cue from which a word's frame is read. Below it, 0.3 % of the annotated cues of PolNeAR dev.
CUE = 0.05
# What the frames say counts as much as what the labels and arcs say.
SHARE = 0.5
# What a word is to a cue with less than this is left out.
LEAST = 0.01
# Arcs that a word keeps: the third already has a probability under 0.02 for 97 % of source and content words.
ARCS = 3


class Readings:
    """Gathers what the windows of an article say of its words, and tells the reading of each."""

    def __init__(self, words: int, labels: Sequence[str]) -> None:
        column = {name: number for number, name in enumerate(labels)}
        self._none = column["O"]
        self._begin = np.array([column[f"B-{role}"] for role in ("source", "cue", "content")])
        self._inside = np.array([column[f"I-{role}"] for role in ("source", "cue", "content")])
        self.label = np.zeros((words, len(labels)), np.float32)
        self._arcs: list[Arcs] = [()] * words
        # Of each word: (cue, source, cue's own, content, begins) for every frame that has it.
        self._frames: list[list[tuple[int, float, float, float, float]]] = [[] for _ in range(words)]

    def add_labels(self, first: int, label: Floats, arcs: Sequence[Arcs]) -> None:
        """The labels (W 7, probabilities) of the words from `first`, and their likeliest arcs, best first."""
        self.label[first : first + len(label)] = label
        self._arcs[first : first + len(arcs)] = arcs

    def cues(self, label: Floats) -> list[int]:
        """Which of some words (W 7) may open a cue."""
        found: list[int] = np.flatnonzero(label[:, self._begin[1]] >= CUE).tolist()
        return found

    def add_frame(self, cue: int, first: int, frame: Floats) -> None:
        """What the words from `first` (W 7, probabilities) are to a cue."""
        begin, inside = frame[:, self._begin], frame[:, self._inside]
        roles = begin + inside
        begins = begin.sum(-1)
        for word in np.flatnonzero(roles.sum(-1) >= LEAST).tolist():
            source, own, content = roles[word].tolist()
            self._frames[first + word].append((cue, source, own, content, float(begins[word])))

    def rows(self) -> list[tuple[tuple[float, float, float, float], float, Arcs]]:
        """Of each word: probabilities of none, source, cue and content; that a span begins; arcs, best first."""
        begins = self.label[:, self._begin].sum(-1).tolist()
        roles = (self.label[:, self._begin] + self.label[:, self._inside]).tolist()
        return [
            _mixed(row, begin, arcs, frames)
            for row, begin, arcs, frames in zip(roles, begins, self._arcs, self._frames, strict=True)
        ]


def _mixed(
    label: Sequence[float], begins: float, arcs: Arcs, frames: Sequence[tuple[int, float, float, float, float]]
) -> tuple[tuple[float, float, float, float], float, Arcs]:
    source, own, content = ((1 - SHARE) * part for part in label)
    begin = (1 - SHARE) * begins
    belongs = source + content
    to = {where: belongs * probability for where, probability in arcs}
    if frames:
        as_source = as_own = as_content = opens = 0.0
        for where, framed_source, framed_own, framed_content, opening in frames:
            as_source += framed_source
            as_own = max(as_own, framed_own)
            as_content += framed_content
            opens += opening
            to[where] = to.get(where, 0.0) + SHARE * (framed_source + framed_content)
        # One word may be content of one cue and source of another; what exceeds certainty is shared out.
        total = max(1.0, as_source + as_own + as_content)
        source += SHARE * as_source / total
        own += SHARE * as_own / total
        content += SHARE * as_content / total
        begin += SHARE * min(opens, 1.0)
    weight = sum(to.values())
    best = sorted(to.items(), key=lambda arc: (-arc[1], arc[0]))[:ARCS]
    scores = (round(max(0.0, 1 - source - own - content), 4), round(source, 4), round(own, 4), round(content, 4))
    return scores, round(begin, 4), tuple((where, round(part / weight, 4)) for where, part in best if weight > 0)
