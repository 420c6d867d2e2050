"""copies: articles whose texts are nearly the same, as the stories of a news agency are in many papers.

A text is kept as a MinHash sketch (Broder 1997) of its runs of five words, half a kilobyte whatever its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attribution.cluster.candidates import hashes_of, odd, run_hashes
from attribution.resolve.lexicon import fold

RUN = 5  # words: runs that two reporters write independently of each other are rare
SIZE = 128  # of a sketch: the standard error of an estimated similarity of a half is 0.044

# Share of the shorter text's runs that stand in the longer one. A story cut from the end to two thirds keeps all of
# them; two reports of one event with the same three quotations in 300 words share some 0.2.
SHARED = 0.7
LEAST = 30  # runs of a text, below which quotations alone make most of it

_WORD = re.compile(r"\w+")
_ODD = odd("sketch", SIZE)
_ADD = hashes_of(f"sketch shift {at}" for at in range(SIZE))
_POWERS = odd("sketch run", RUN)
_HIGH = np.uint64(32)
_BATCH = 512  # runs hashed at a time: half a megabyte


@dataclass(frozen=True, slots=True)
class Sketch:
    """How many different runs a text has, and the least hash of them under each of SIZE hash functions."""

    runs: int
    least: NDArray[np.uint32]


def sketch(text: str) -> Sketch:
    """The sketch of a text. Linear time, and memory for one batch of runs beside the text's own hashes."""
    words = tuple(fold(word) for word in _WORD.findall(text))
    runs = np.unique(run_hashes(words, RUN, _POWERS))
    least = np.full(SIZE, np.iinfo(np.uint32).max, dtype=np.uint32)
    for start in range(0, len(runs), _BATCH):
        hashed = (runs[start : start + _BATCH, None] * _ODD + _ADD) >> _HIGH
        least = np.minimum(least, hashed.min(axis=0).astype(np.uint32))
    return Sketch(len(runs), least)


def is_copy(one: Sketch, two: Sketch) -> bool:
    """Whether one text is nearly the other, or a cut of it, as far as the sketches tell."""
    shorter, longer = sorted((one.runs, two.runs))
    if shorter < LEAST:
        return False
    similarity = float(np.mean(one.least == two.least))
    common = similarity * (shorter + longer) / (1 + similarity)
    return common >= SHARED * shorter
