"""Tags: whole names out of the tags of single words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.language.tags import best_tags, name_spans

LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]


def rows(*words: dict[str, float]) -> np.ndarray:
    """Probabilities of the labels of some words; what is left goes to O."""
    found = np.zeros((len(words), len(LABELS)), np.float32)
    for row, word in zip(found, words, strict=True):
        for name, probability in word.items():
            row[LABELS.index(name)] = probability
        row[0] += 1 - sum(word.values())
    return found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # a word in the middle that is a little likelier nothing
        (
            [{"B-LOC": 0.9}, {"I-LOC": 0.45}, {"I-LOC": 0.9}],
            ["B-LOC", "I-LOC", "I-LOC"],
        ),
        # a first word that is a little likelier nothing, before one that cannot open a name
        ([{"B-LOC": 0.4}, {"I-LOC": 0.95}], ["B-LOC", "I-LOC"]),
        # two kinds in one name
        ([{"B-PER": 0.55, "B-LOC": 0.45}, {"I-LOC": 0.9, "I-PER": 0.1}], ["B-LOC", "I-LOC"]),
        # an inside tag with nothing before it
        ([{}, {"I-PER": 0.6, "B-PER": 0.39}, {}], ["O", "B-PER", "O"]),
        # names side by side
        ([{"B-PER": 0.9}, {"B-PER": 0.8, "I-PER": 0.2}], ["B-PER", "B-PER"]),
    ],
)
def test_whole_names(words: list[dict[str, float]], expected: list[str]) -> None:
    """The likeliest sequence keeps a name together where single words waver."""
    assert expected == best_tags(rows(*words), LABELS, [(0, len(words))])


def test_sentences_are_apart() -> None:
    """A name does not go on in the next sentence."""
    found = best_tags(rows({"B-PER": 0.9}, {"I-PER": 0.6, "B-PER": 0.4}), LABELS, [(0, 1), (1, 2)])

    assert ["B-PER", "B-PER"] == found


@given(st.lists(st.lists(st.floats(0.01, 1), min_size=5, max_size=5), max_size=12), st.integers(0, 12))
def test_tags_are_well_formed(weights: list[list[float]], cut: int) -> None:
    """Whatever the probabilities, an inside tag follows its own kind within its sentence."""
    probability = np.array(weights, np.float32).reshape(-1, 5)
    probability /= probability.sum(-1, keepdims=True)
    cut = min(cut, len(weights))
    tags = best_tags(probability, LABELS, [(0, cut), (cut, len(weights))])

    for index, tag in enumerate(tags):
        if tag.startswith("I-"):
            assert index not in (0, cut)
            assert tag[2:] == tags[index - 1][2:]
    assert name_spans(tags) == [span for span in name_spans(tags) if span[0] < span[1]]


def test_an_inside_tag_of_another_kind_opens_a_name() -> None:
    """Tags that are not well formed are read as they come."""
    assert [(0, 2, "a"), (2, 3, "b")] == name_spans(["B-a", "I-a", "I-b", "O"])
