"""Readings: what labels, arcs and frames say together of each word."""

import numpy as np
import pytest

from attribution.language.frames import ARCS, Readings

LABELS = ["O", "I-source", "I-cue", "I-content", "B-source", "B-cue", "B-content"]


def rows(*words: dict[str, float]) -> np.ndarray:
    """Probabilities of the labels of some words; what is left is nobody's."""
    found = np.zeros((len(words), len(LABELS)), np.float32)
    for row, word in zip(found, words, strict=True):
        for name, probability in word.items():
            row[LABELS.index(name)] = probability
        row[0] = 1 - sum(word.values())
    return found


def test_without_frames_labels_and_arcs_count_half() -> None:
    """What no frame confirms is believed by half; the arcs keep their shares of it."""
    readings = Readings(2, LABELS)
    readings.add_labels(0, rows({"B-content": 0.8}, {"B-cue": 1.0}), [((1, 0.75), (0, 0.25)), ((1, 1.0),)])
    (scores, begins, arcs), _ = readings.rows()

    assert (0.6, 0.0, 0.0, 0.4) == scores
    assert 0.4 == begins
    assert ((1, 0.75), (0, 0.25)) == arcs


def test_frames_move_a_word_to_the_cue_that_claims_it() -> None:
    """A word whose arc leads to one cue, and which the frame of another takes for its content, is shared by both."""
    readings = Readings(3, LABELS)
    label = rows({"I-content": 1.0}, {"B-cue": 1.0}, {"B-cue": 1.0})
    readings.add_labels(0, label, [((1, 1.0),), ((1, 1.0),), ((2, 1.0),)])
    readings.add_frame(1, 0, rows({}, {"B-cue": 1.0}, {}))
    readings.add_frame(2, 0, rows({"B-content": 1.0}, {}, {"B-cue": 1.0}))
    (scores, begins, arcs), cue, _ = readings.rows()

    assert (0.0, 0.0, 0.0, 1.0) == scores
    assert 0.5 == begins
    assert ((1, 0.5), (2, 0.5)) == arcs
    assert ((0.0, 0.0, 1.0, 0.0), 1.0) == cue[:2]


def test_a_word_in_many_frames_stays_a_probability() -> None:
    """However many cues claim a word, its probabilities sum to 1 at most and it keeps ARCS arcs."""
    readings = Readings(6, LABELS)
    readings.add_labels(0, rows(*[{"I-content": 0.5, "I-source": 0.5}] * 6), [((k, 1.0),) for k in range(6)])
    for cue in range(6):
        readings.add_frame(cue, 0, rows(*[{"I-content": 0.6, "B-source": 0.4}] * 6))

    for scores, begins, arcs in readings.rows():
        assert pytest.approx(1.0, abs=1e-3) == sum(scores)
        assert 0 <= begins <= 1
        assert ARCS == len(arcs)
        assert sorted(arcs, key=lambda arc: -arc[1]) == list(arcs)


def test_cues_worth_a_frame() -> None:
    """A frame is read from words that may open a cue, likely or not, and from no others."""
    found = Readings(3, LABELS).cues(rows({"B-cue": 0.06}, {"I-cue": 0.9}, {"B-cue": 0.9}))

    assert [0, 2] == found
