"""trees: the best dependency tree of a sentence, from the scores of all its arcs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Heads = NDArray[np.int64]

# Words of a sentence up to which the best tree is searched for where the best heads make none. The search is quadratic
# at best; a longer "sentence" is a list or no prose at all (two in 1,000 of PolNeAR's are longer than 90).
SEARCHED = 100


def tree(arc: Floats) -> Heads:
    """The best dependency tree of one sentence: W W scores [dependent, head] -> W heads; the root's is itself.

    Three times in four the best head of each word gives a tree at once; where it does not, Chu-Liu-Edmonds finds one.
    """
    heads: Heads = arc.argmax(-1).astype(np.int64)
    size = len(heads)
    if (heads == np.arange(size)).sum() == 1:
        reached = heads
        for _ in range(size.bit_length()):
            reached = reached[reached]
        if (reached == reached[0]).all():
            return heads
    if size > SEARCHED:
        return _broken_cycles(arc, heads)
    return _best_tree(arc)


def _best_tree(arc: Floats) -> Heads:
    """The tree with one root whose probability is highest.

    Each word is tried as the root, those first that promise most, until no other can do better: a tree is never better
    than its root and the best head of every other word (Stanojević and Cohen 2021, 2021.emnlp-main.823).
    """
    scores = arc.astype(np.float64)
    scores -= scores.max(-1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(-1, keepdims=True))
    roots = scores.diagonal().copy()
    np.fill_diagonal(scores, -np.inf)
    best = scores.max(-1)
    bounds = roots + (best.sum() - best)
    found, highest = np.zeros(len(arc), np.int64), -np.inf
    for root in np.argsort(-bounds, kind="stable"):
        if bounds[root] <= highest:
            break
        heads = _arborescence(scores, int(root))
        others = np.delete(np.arange(len(heads)), root)
        total = float(roots[root] + scores[others, heads[others]].sum())
        if total > highest:
            found, highest = heads, total
    return found


def _arborescence(scores: NDArray[np.float64], root: int) -> Heads:
    """The best tree with the given root (Chu and Liu 1965, Edmonds 1967): a cycle of best heads is taken for one word,
    the tree over the words that are left is found, and the cycle is opened where that tree enters it."""
    heads: Heads = scores.argmax(-1).astype(np.int64)
    heads[root] = root
    cycle = _cycle(heads.tolist())
    if not cycle:
        return heads
    inside = np.array(cycle)
    outside = np.setdiff1d(np.arange(len(heads)), inside)
    entering = scores[np.ix_(inside, outside)] - scores[inside, heads[inside]][:, None]
    leaving = scores[np.ix_(outside, inside)]
    entered, left = entering.argmax(0), leaving.argmax(1)
    whole = len(outside)
    smaller = np.full((whole + 1, whole + 1), -np.inf)
    smaller[:whole, :whole] = scores[np.ix_(outside, outside)]
    smaller[whole, :whole] = entering.max(0)
    smaller[:whole, whole] = leaving.max(1)
    solved = _arborescence(smaller, int(np.searchsorted(outside, root)))
    from_cycle = solved[:whole] == whole
    heads[outside] = np.where(from_cycle, inside[left], outside[np.minimum(solved[:whole], whole - 1)])
    entry = int(solved[whole])
    heads[inside[entered[entry]]] = outside[entry]
    return heads


def _cycle(heads: list[int]) -> list[int]:
    """The words of a cycle among these heads; the root, whose head it is itself, is none."""
    state = [0] * len(heads)  # 0 new, else the number of the walk that came by
    for start in range(len(heads)):
        word = start
        while not state[word]:
            state[word] = start + 1
            word = heads[word]
        if state[word] == start + 1 and heads[word] != word:
            cycle = [word]
            while heads[cycle[-1]] != word:
                cycle.append(heads[cycle[-1]])
            return sorted(cycle)
    return []


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
