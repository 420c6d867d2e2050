"""Batches: windows of Documents as the tensors that the network reads, with the targets of their losses.

The inputs are built exactly as attribution/language/processor.py builds them at prediction; a test holds them equal.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from attribution.language.network import GUIDELINES
from attribution.language.processor import shape_of
from attribution.language.windows import WINDOW, WORD
from training.augment import Pools, augment, cue_words, fragment
from training.documents import ROLES, Document, cut, join

IGNORE = -100
# Windows in a batch (RECIPE of the trial).
WINDOWS = 12
# Each step's windows share one size, so that little is padding; two of five steps have the full one.
FULL, SMALLEST = 0.4, 48
# Attribution steps whose windows are fragments, for the second reading. They are short: 3 for each window.
FRAGMENTS, FRAGMENT_WINDOWS = 0.1, 3
# Words that a window hides, at most: its share is drawn anew each time. What a hidden word is by itself (its tags, its
# arc, its name) is not asked; the rest must be told without it. With 0.15, the trial's weights had
# higher losses on their own training texts than on held-out ones that hid nothing; half of that is a milder start.
HIDDEN = 0.08
# The shares of the steps. More than half is attribution, of which all else is the support. "relabelled" and "wikinews"
# follow the records' own guidelines, "inner" are the contents of their attributions, for the second reading. They are
# few: with these shares, 1,700 steps read each article of PolNeAR's some six times.
SHARES: dict[str, float] = {
    "attribution": 0.24,
    "relabelled": 0.22,
    "wikinews": 0.08,
    "inner": 0.06,
    "gum": 0.17,
    "ewt": 0.16,
    "names": 0.07,
}


class Pieces:
    """Word pieces of words, each word by itself."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.unknown, self.open, self.close, self.mask = map(self._special, ("[UNK]", "[CLS]", "[SEP]", "[MASK]"))
        self._known: dict[str, list[int]] = {}

    def _special(self, name: str) -> int:
        number: int | None = self._tokenizer.token_to_id(name)
        if number is None:
            raise ValueError(f"the tokenizer has no {name}")
        return number

    def __call__(self, words: Sequence[str]) -> list[list[int]]:
        """The piece ids of each word; a word has WORD at most, and [UNK] where it has none."""
        new = sorted({word for word in words if word not in self._known})
        if new:
            encoding = self._tokenizer.encode(new, is_pretokenized=True, add_special_tokens=False)
            found: list[list[int]] = [[] for _ in new]
            for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
                if word is not None and len(found[word]) < WORD:
                    found[word].append(piece)
            self._known |= {word: ids or [self.unknown] for word, ids in zip(new, found, strict=True)}
        return [self._known[word] for word in words]


@dataclass
class Batch:
    """The network's inputs (ids, mask, shapes: B P; first: B W) and the targets (B W, IGNORE where there is none)."""

    ids: Tensor
    mask: Tensor
    shapes: Tensor
    first: Tensor
    targets: dict[str, Tensor]
    sentence: Tensor  # B W: number of the word's sentence, -1 behind the last word
    loose: Tensor  # B: whether O stands for "O or a name of kind MISC"
    same: Tensor | None  # B W W: whether two mention heads share a group
    cues: Tensor | None  # B K: first word of each attribution's cue, -1 behind the last
    frames: Tensor | None  # B K W: what each word is to that cue, as attribution labels
    guidelines: Tensor  # B: whose idea of an attribution is asked for, an index of GUIDELINES

    def to(self, device: torch.device) -> Batch:
        """The same on a device."""
        return Batch(
            self.ids.to(device),
            self.mask.to(device),
            self.shapes.to(device),
            self.first.to(device),
            {key: tensor.to(device) for key, tensor in self.targets.items()},
            self.sentence.to(device),
            self.loose.to(device),
            None if self.same is None else self.same.to(device),
            None if self.cues is None else self.cues.to(device),
            None if self.frames is None else self.frames.to(device),
            self.guidelines.to(device),
        )


Labels = Mapping[str, Sequence[str]]
Index = dict[str, dict[str, int]]


def index_of(labels: Labels) -> Index:
    """Label -> number, for each head."""
    return {key: {label: number for number, label in enumerate(names)} for key, names in labels.items()}


def inputs(documents: Sequence[Document], pieces: Pieces) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """ids, mask and shapes (B P) and first (B W) of documents that each fit a window."""
    found = [pieces(document.words) for document in documents]
    longest = max(sum(map(len, words)) for words in found) + 2
    most = max(map(len, found))
    ids, mask, shapes = (np.zeros((len(found), longest), np.int64) for _ in range(3))
    first = np.zeros((len(found), most), np.int64)
    for row, (document, words) in enumerate(zip(documents, found, strict=True)):
        opens = set(document.paragraphs)
        flat, at = [pieces.open], 1
        for column, (text, word) in enumerate(zip(document.words, words, strict=True)):
            first[row, column], shapes[row, at] = at, shape_of(text) + 4 * (column in opens)
            flat += word
            at += len(word)
        flat.append(pieces.close)
        ids[row, : len(flat)], mask[row, : len(flat)] = flat, 1
    ids_, mask_, shapes_, first_ = (torch.from_numpy(array) for array in (ids, mask, shapes, first))
    return ids_, mask_, shapes_, first_


def batch(documents: Sequence[Document], pieces: Pieces, index: Index, rng: random.Random) -> Batch:
    """Documents that each fit a window, with their targets. Of several annotators one is drawn, and of the guidelines
    where any will do."""
    ids, mask, shapes, first = inputs(documents, pieces)
    size = first.shape
    targets: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.int64]]] = {}

    def target(key: str) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        return targets.setdefault(key, np.full(tuple(size), IGNORE, np.int64))

    sentence = np.full(tuple(size), -1, np.int64)
    loose = np.zeros(len(documents), bool)
    same = np.zeros((*size, size[1]), bool) if documents[0].mentions is not None else None
    frames: list[list[tuple[int, NDArray[np.int64]]]] = [[] for _ in documents]
    for row, document in enumerate(documents):
        words = len(document.words)
        for number, (a, b) in enumerate(document.sentence_ranges()):
            sentence[row, a:b] = number
        if document.tags is not None:
            for key in ("upos", "xpos", "feats", "lemma", "relation"):
                known = index[key]
                target(key)[row, :words] = [known.get(value, IGNORE) for value in getattr(document.tags, key)]
            target("head")[row, :words] = document.tags.head
        if document.names is not None:
            loose[row] = not document.misc
            row_target = target("entity")[row]
            row_target[:words] = index["entity"]["O"]
            for a, b in document.unsure:
                row_target[a:b] = IGNORE
            for a, b, kind in document.names:
                row_target[a:b] = index["entity"][f"I-{kind}"]
                row_target[a] = index["entity"][f"B-{kind}"]
        if document.mentions is not None and same is not None:
            target("mention")[row, :words] = 0
            groups: dict[str, list[int]] = {}
            for head, found in document.mentions:
                targets["mention"][row, head] = 1
                for group in found:
                    groups.setdefault(group, []).append(head)
            for heads in groups.values():
                same[row][np.ix_(heads, heads)] = True
        if document.layers:
            layer = document.layers[0] if len(document.layers) == 1 else rng.choice(document.layers)
            label, arc = target("attribution")[row], target("cue")[row]
            label[:words] = index["attribution"]["O"]
            for a, b in layer.unsure:
                label[a:b] = IGNORE
            nothing = label.copy()
            for attribution in layer.attributions:
                cue = min((a for a, _ in attribution["cue"]), default=IGNORE)
                frame = nothing.copy()
                for role in ROLES:
                    for a, b in attribution[role]:
                        for said in (label, frame):
                            said[a:b] = index["attribution"][f"I-{role}"]
                            said[a] = index["attribution"][f"B-{role}"]
                        if role != "cue":
                            arc[a:b] = cue
                if cue != IGNORE:
                    frames[row].append((cue, frame))
    most = max(map(len, frames))
    cues_, frames_ = np.full((size[0], most), -1, np.int64), np.full((size[0], most, size[1]), IGNORE, np.int64)
    for row, framed in enumerate(frames):
        for column, (cue, frame) in enumerate(framed):
            cues_[row, column], frames_[row, column] = cue, frame
    reported = "attribution" in targets
    return Batch(
        ids,
        mask,
        shapes,
        first,
        {key: torch.from_numpy(values) for key, values in targets.items()},
        torch.from_numpy(sentence),
        torch.from_numpy(loose),
        None if same is None else torch.from_numpy(same),
        torch.from_numpy(cues_) if reported else None,
        torch.from_numpy(frames_) if reported else None,
        torch.tensor([GUIDELINES.index(document.guidelines or rng.choice(GUIDELINES)) for document in documents]),
    )


def hide(made: Batch, documents: Sequence[Document], pieces: Pieces, rng: random.Random) -> None:
    """Put [MASK] for the pieces of some words of each window, and ask nothing of them but attribution."""
    for row, document in enumerate(documents):
        share = rng.uniform(0, HIDDEN)
        for word, ids in enumerate(pieces(document.words)):
            if rng.random() < share:
                at = int(made.first[row, word])
                made.ids[row, at : at + len(ids)] = pieces.mask
                for key in ("upos", "xpos", "feats", "lemma", "head", "relation", "entity"):
                    if key in made.targets:
                        made.targets[key][row, word] = IGNORE


class Sampler:
    """Draws the batches of a training. The batch of a step depends on the seed and the step alone, so that a training
    that was stopped needs to remember nothing but its step."""

    def __init__(self, sets: Mapping[str, Sequence[Document]], pieces: Pieces, labels: Labels, seed: int) -> None:
        """`sets`: documents by the names of SHARES; a set that is missing leaves its share to the others."""
        self._sets = {name: list(sets[name]) for name in SHARES if sets.get(name)}
        if not self._sets:
            raise ValueError(f"there is nothing to train on: no documents for any of {', '.join(SHARES)}")
        self._shares = [SHARES[name] for name in self._sets]
        self._sizes = {name: list(accumulate(len(d.words) for d in found)) for name, found in self._sets.items()}
        self._pieces, self._index, self._seed = pieces, index_of(labels), seed
        # Machine-made names are no names to swap in: some are half a headline.
        self._pools = Pools.collect(d for set_ in ("gum", "ewt", "wikinews", "names") for d in self._sets.get(set_, []))
        self._cue_words = cue_words(self._sets.get("attribution", []))

    def __call__(self, step: int) -> tuple[str, Batch]:
        """The name of the set of a step, and its batch."""
        rng = random.Random(f"{self._seed} {step}")  # noqa: S311 (no secret)
        name = rng.choices(list(self._sets), self._shares)[0]
        size = WINDOW if rng.random() < FULL else rng.randint(SMALLEST, WINDOW)
        fragments = name == "attribution" and rng.random() < FRAGMENTS
        documents: list[Document] = []
        for _ in range(WINDOWS * (FRAGMENT_WINDOWS if fragments or name == "inner" else 1)):
            window = self._draw(name, WINDOW if fragments else size, rng)
            if fragments:
                window = fragment(window, rng, self._cue_words) or window
                window = cut(window, 0, min(len(window.words), 80))
            documents.append(self._fit(augment(window, rng, self._pools)))
        made = batch(documents, self._pieces, self._index, rng)
        hide(made, documents, self._pieces, rng)
        return name, made

    def _draw(self, name: str, size: int, rng: random.Random) -> Document:
        """Whole sentences of a document, up to `size` pieces. Where it is shorter, documents of the same set follow it
        in half of the cases, unless it has mentions: their groups are its own."""
        documents = self._sets[name]
        ends = self._sizes[name]
        number = bisect_right(ends, rng.randrange(ends[-1]))
        document = documents[number]
        ranges = document.sentence_ranges()
        costs = [sum(map(len, self._pieces(document.words[a:b]))) for a, b in ranges] if len(ranges) < 400 else None
        start = rng.randrange(len(ranges))

        def cost(sentence: int) -> int:
            if costs is not None:
                return costs[sentence]
            a, b = ranges[sentence]
            return sum(map(len, self._pieces(document.words[a:b])))

        stop, total = start, 0
        while stop < len(ranges) and (stop == start or total + cost(stop) <= size):
            total += cost(stop)
            stop += 1
        while start > 0 and total + cost(start - 1) <= size:
            start -= 1
            total += cost(start)
        found = [cut(document, ranges[start][0], ranges[stop - 1][1])]
        if stop == len(ranges) and document.mentions is None and document.layers is None and rng.random() < 0.5:
            while number + 1 < len(documents) and documents[number + 1].misc == document.misc:
                number += 1
                total += sum(map(len, self._pieces(documents[number].words)))
                if total > size:
                    break
                found.append(documents[number])
        return join(found)

    def _fit(self, document: Document) -> Document:
        """The words from the first that fill a window at most: one sentence may be longer, and new names are."""
        total = 0
        for index, word in enumerate(self._pieces(document.words)):
            total += len(word)
            if total > WINDOW:
                return _torn(document, index)
        return document


def _torn(document: Document, end: int) -> Document:
    """The first words. Arcs that lead out of them turn to the word itself, as prediction reads a torn sentence."""
    if document.tags is None:
        return cut(document, 0, end)
    last = max(start for start in document.sentences if start <= end)
    if last:
        return cut(document, 0, last)
    heads = [head if head < end else index for index, head in enumerate(document.tags.head)]
    return cut(replace(document, tags=replace(document.tags, head=heads)), 0, end)


Reader = Callable[[str], list[Document]]


def training_sets(read: Reader) -> dict[str, list[Document]]:
    """The sets of SHARES out of what prepare wrote; `read` gives the documents of a file by its name, or none."""
    return {
        "attribution": read("attribution.train"),
        "relabelled": read("relabelled.train"),
        "wikinews": read("wikinews.train"),
        "inner": read("inner.train"),
        "gum": read("gum.train"),
        "ewt": read("ewt.train"),
        "names": read("wikigold.train") + read("uner.train"),
    }
