"""Trees: the best one, whatever the scores are."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.language.trees import SEARCHED, tree


def _is_tree(heads):
    roots = [word for word, head in enumerate(heads) if word == head]
    reached = list(range(len(heads)))
    for _ in heads:
        reached = [heads[word] for word in reached]
    return len(roots) == 1 and set(reached) == set(roots)


def _logs(scores):
    return scores - np.log(np.exp(scores).sum(-1, keepdims=True))


def _total(scores, heads):
    return float(_logs(scores.astype(np.float64))[np.arange(len(heads)), heads].sum())


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_no_tree_is_better(size, seed):
    """Of all trees with one root, the one that is found is the likeliest."""
    scores = np.random.default_rng(seed).normal(0, 3, (size, size)).astype(np.float32)
    best = max(_total(scores, heads) for heads in product(range(size), repeat=size) if _is_tree(heads))
    found = tree(scores).tolist()

    assert _is_tree(found)
    assert pytest.approx(best, abs=1e-5) == _total(scores, found)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(2, 60), st.integers(0, 2**32 - 1))
def test_as_good_as_stanza(size, seed):
    """In sentences of any usual length the tree is as likely as that of Stanza's search."""
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

    scores = np.random.default_rng(seed).normal(0, 3, (size, size)).astype(np.float32)
    logs = _logs(scores.astype(np.float64))
    with_root = np.full((size + 1, size + 1), -np.inf)
    with_root[1:, 1:] = logs - 1e-3
    with_root[1:, 0] = logs.diagonal() - 1e-3
    np.fill_diagonal(with_root, -np.inf)
    theirs = np.asarray(chuliu_edmonds_one_root(with_root))[1:] - 1
    theirs = np.where(theirs < 0, np.arange(size), theirs)

    assert pytest.approx(_total(scores, theirs), abs=1e-6) == _total(scores, tree(scores))


@pytest.mark.parametrize("size", [SEARCHED + 1, 400])
def test_long_sentences_are_trees(size):
    """A sentence that is too long to be searched is a tree with one root as well."""
    for seed in range(5):
        scores = np.random.default_rng(seed).normal(0, 3, (size, size)).astype(np.float32)

        assert _is_tree(tree(scores).tolist())


def test_equal_scores_make_a_tree():
    """Where no arc is better than another there is a tree all the same, each time the same."""
    scores = np.zeros((30, 30), np.float32)

    assert _is_tree(tree(scores).tolist())
    assert tree(scores).tolist() == tree(scores).tolist()
