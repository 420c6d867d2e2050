"""trees: the best dependency tree of a sentence, from the scores of all its arcs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

Floats = NDArray[np.float32]

# Words of a sentence up to which the best tree is searched for where the best heads make none. The search is quadratic
# at best; a longer "sentence" is a list or no prose at all (two in 1,000 of PolNeAR's are longer than 90).
SEARCHED = 100


def tree(arc: Floats) -> NDArray[np.int64]:
    """The best dependency tree of one sentence: W W scores [dependent, head] -> W heads; the root's is itself.

    Nearly always the best head of each word gives a tree at once; where it does not, Chu-Liu-Edmonds finds one.
    """
    heads: NDArray[np.int64] = arc.argmax(-1).astype(np.int64)
    size = len(heads)
    if (heads == np.arange(size)).sum() == 1:
        reached = heads
        for _ in range(size.bit_length()):
            reached = reached[reached]
        if (reached == reached[0]).all():
            return heads
    if size > SEARCHED:
        return _broken_cycles(arc, heads)
    scores = np.full((size + 1, size + 1), -np.inf, np.float64)
    # Logarithms of probabilities: Stanza's search asks for negative scores to make sure of a single root.
    logs = arc - arc.max(-1, keepdims=True)
    logs -= np.log(np.exp(logs).sum(-1, keepdims=True)) + 1e-3
    scores[1:, 1:] = logs
    diagonal = np.arange(1, size + 1)
    scores[1:, 0] = logs.diagonal()
    scores[diagonal, diagonal] = -np.inf
    found = np.asarray(chuliu_edmonds_one_root(scores))[1:] - 1
    result: NDArray[np.int64] = np.where(found < 0, np.arange(size), found).astype(np.int64)
    return result


def _broken_cycles(arc: Floats, heads: NDArray[np.int64]) -> NDArray[np.int64]:
    """A tree from the best heads of a long sentence: one root, and in each cycle its least sure word hangs on that."""
    heads = heads.copy()
    root = int(arc.diagonal().argmax())
    heads[heads == np.arange(len(heads))] = root
    heads[root] = root
    state = [0] * len(heads)  # 0 new, 1 on the path, 2 leads to the root
    state[root] = 2
    for start in range(len(heads)):
        path, word = [], start
        while state[word] == 0:
            state[word] = 1
            path.append(word)
            word = int(heads[word])
        if state[word] == 1:
            cycle = path[path.index(word) :]
            heads[min(cycle, key=lambda k: (arc[k, heads[k]] - arc[k, root], k))] = root
        for seen in path:
            state[seen] = 2
    return heads
