"""Tags: the likeliest well-formed sequence of begin/inside tags, where the best of each word would tear names apart.

"the International | Space Station": one word that is likelier nothing, or of another kind, costs the whole name. The
likeliest sequence in which an inside tag follows its own kind (Viterbi 1967) gives 4.7 points of F1 more on Universal
NER EWT dev than the likeliest tag of each word.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

# Words that are nothing with more than this are nothing: the sequence is looked for between them.
OUTSIDE = 0.995
_LEAST = 1e-6

Floats = NDArray[np.float32]


def best_tags(probability: Floats, labels: Sequence[str], sentences: Sequence[tuple[int, int]]) -> list[str]:
    """N labels (probabilities), their names ("O", "B-PER", "I-PER", …), sentences as (first word, end) -> N tags.

    An inside tag stands behind the begin or inside tag of its kind, in the same sentence.
    """
    tags = ["O"] * len(probability)
    logs = np.log(np.maximum(probability.astype(np.float64), _LEAST))
    step, inside = _transitions(tuple(labels))
    open_ = probability[:, list(labels).index("O")] <= OUTSIDE
    for first, end in sentences:
        for start, stop in _runs(open_[first:end]):
            path = _path(logs[first + start : first + stop], step, inside)
            tags[first + start : first + stop] = [labels[k] for k in path]
    return tags


def name_spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Begin/inside tags -> first word, end, kind of each name; an inside tag that follows another kind opens one."""
    found: list[tuple[int, int, str]] = []
    for index, tag in enumerate(tags):
        kind = tag[2:]
        if kind and tag[0] == "I" and found and found[-1][1] == index and found[-1][2] == kind:
            found[-1] = (found[-1][0], index + 1, kind)
        elif kind:
            found.append((index, index + 1, kind))
    return found


@cache
def _transitions(labels: tuple[str, ...]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The price of each tag behind each, none or infinite, and which tags cannot open a run."""
    inside = np.array([label.startswith("I-") for label in labels])
    same = np.array([[a != "O" and a[2:] == b[2:] for b in labels] for a in labels])
    return np.where(inside[None] & ~same, -np.inf, 0.0), inside


def _runs(open_: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], open_, [False]]).astype(np.int8))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def _path(logs: NDArray[np.float64], step: NDArray[np.float64], inside: NDArray[np.bool_]) -> list[int]:
    score = np.where(inside, -np.inf, logs[0])
    back = []
    for row in logs[1:]:
        ways = score[:, None] + step
        came = ways.argmax(0)
        back.append(came)
        score = ways[came, np.arange(len(came))] + row
    path = [int(score.argmax())]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    return path[::-1]
