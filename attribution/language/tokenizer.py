"""tokenizer: the words and sentences of paragraphs by the network of a Stanza tokenizer, without a detour.

It gives what Stanza's own TokenizeProcessor gives. That builds a list for each character, searches each token in the
text again and makes Documents on the way, which takes longer than the network; and it runs the network over packed
sequences, for which torch has no fast LSTM on a CPU.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from stanza.models.tokenization.data import PER_CHAR_FEAT_FUNCS, POSITION_FEAT_FUNCS, WHITESPACE_RE
from stanza.models.tokenization.utils import MASK_RE
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from attribution.errors import ModelError
from attribution.language.unstopped import Words

# Characters that the network reads at a time; a longer paragraph goes on behind the last sentence end among them. As in
# Stanza.
LONGEST = 1000
# What a character can be: the last of a word, the last of a sentence. 0: neither.
WORD_END, SENTENCE_END = 1, 2
# No address is without one of these: where none is, the long search for addresses is spared.
_ADDRESS = re.compile(r"@|http|www\.|\.(?:gov|org|edu|net|com|co)")


class _Characters(NamedTuple):
    """The characters of a paragraph that the network reads: of a run of white space the first, as a space."""

    text: str
    places: NDArray[np.int64]  # where each stands in the paragraph
    ids: NDArray[np.int64]
    features: NDArray[np.float32]  # characters * features


class Tokenizer:
    """Words and sentences of paragraphs; `trainer` is that of a stanza TokenizeProcessor.

    Raises ModelError for a tokenizer that reads more than characters and the features of each (multi-word tokens,
    dictionaries, a character language model).
    """

    def __init__(self, trainer: Any) -> None:
        config = trainer.args
        known = set(PER_CHAR_FEAT_FUNCS) | POSITION_FEAT_FUNCS
        more = [
            name for name in ("use_mwt", "use_dictionary", "skip_newline", "charlm_forward_file") if config.get(name)
        ]
        more += [name for name in config["feat_funcs"] if name not in known]
        if more:
            raise ModelError(f"The embedded tokenizer was trained with {', '.join(more)}, which is not provided for.")
        self._vocab, self._batch = trainer.vocab, int(config["batch_size"])
        self._functions = [PER_CHAR_FEAT_FUNCS[name] for name in config["feat_funcs"] if name in PER_CHAR_FEAT_FUNCS]
        self._ends = "end_of_para" in config["feat_funcs"]
        self._starts = "start_of_para" in config["feat_funcs"]
        self._model = trainer.model.eval()
        self._device = next(self._model.parameters()).device
        if self._device.type == "cpu":
            for name, module in list(self._model.named_children()):
                if _PaddedLSTM.suits(module):
                    setattr(self._model, name, _PaddedLSTM(module))

    def sentences(self, paragraphs: Sequence[str]) -> list[list[Words]]:
        """For each paragraph its sentences, and each of them as ranges of code points into the paragraph.

        No paragraph may have a line end in it.
        """
        read = [self._characters(text) for text in paragraphs]
        found: list[list[Words]] = [[] for _ in paragraphs]
        longest_first = sorted(range(len(read)), key=lambda k: -len(read[k].ids))
        for start in range(0, len(longest_first), self._batch):
            batch = longest_first[start : start + self._batch]
            for number, labels in zip(batch, self._labels([read[k] for k in batch]), strict=True):
                found[number] = _decode(read[number], labels)
        return found

    def _characters(self, text: str) -> _Characters:
        text = WHITESPACE_RE.sub(" ", text.rstrip())
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        space = codes == ord(" ")
        places = np.flatnonzero(~(space & np.concatenate([[False], space[:-1]])))
        alphabet, which = np.unique(codes[places], return_inverse=True)
        letters = [chr(code) for code in alphabet]
        features = np.zeros((len(places), len(self._functions) + self._ends + self._starts), np.float32)
        rows = [[function(letter) for function in self._functions] for letter in letters]
        features[:, : len(self._functions)] = np.array(rows, np.float32).reshape(len(letters), len(self._functions))[
            which
        ]
        if self._ends and len(places):
            features[-1, len(self._functions)] = 1
        if self._starts and len(places):
            features[0, -1] = 1
        ids = np.array([self._vocab.unit2id(letter) for letter in letters], np.int64)[which]
        return _Characters("".join(text[k] for k in places) if len(places) < len(text) else text, places, ids, features)

    def _labels(self, batch: Sequence[_Characters]) -> list[NDArray[np.int64]]:
        """The label of each character of paragraphs, the longest of which comes first."""
        if len(batch[0].ids) < LONGEST:
            return self._predict(batch, [0] * len(batch), [len(one.ids) for one in batch])
        at = [0] * len(batch)
        found: list[list[NDArray[np.int64]]] = [[] for _ in batch]
        while todo := [k for k, one in enumerate(batch) if at[k] < len(one.ids)]:
            ends = [min(at[k] + LONGEST, len(batch[k].ids)) for k in todo]
            order = sorted(range(len(todo)), key=lambda k: at[todo[k]] - ends[k])
            todo, ends = [todo[k] for k in order], [ends[k] for k in order]
            labels = self._predict([batch[k] for k in todo], [at[k] for k in todo], ends)
            for k, end, label in zip(todo, ends, labels, strict=True):
                broken = np.flatnonzero(label == SENTENCE_END)
                if end < len(batch[k].ids) and len(broken):
                    label = label[: broken[-1] + 1]
                found[k].append(label)
                at[k] += len(label)
        return [np.concatenate(labels) for labels in found]

    def _predict(
        self, batch: Sequence[_Characters], starts: Sequence[int], ends: Sequence[int]
    ) -> list[NDArray[np.int64]]:
        """The labels of the characters from `starts` to `ends`, longest first; behind a paragraph's end stands one
        character of padding, which the network has learnt to read."""
        sizes = [end - start + (end == len(one.ids)) for one, start, end in zip(batch, starts, ends, strict=True)]
        order = sorted(range(len(batch)), key=lambda k: -sizes[k])
        ids = np.full((len(batch), max(sizes)), self._vocab.unit2id("<PAD>"), np.int64)
        features = np.zeros((*ids.shape, batch[0].features.shape[1]), np.float32)
        for row, k in enumerate(order):
            size = ends[k] - starts[k]
            ids[row, :size] = batch[k].ids[starts[k] : ends[k]]
            features[row, :size] = batch[k].features[starts[k] : ends[k]]
        with torch.no_grad():
            scores = self._model(
                torch.from_numpy(ids).to(self._device),
                torch.from_numpy(features).to(self._device),
                [sizes[k] for k in order],
            )
        best = scores.argmax(-1).cpu().numpy()
        row_of = {k: row for row, k in enumerate(order)}
        return [best[row_of[k], : ends[k] - starts[k]] for k in range(len(batch))]


def _decode(read: _Characters, labels: NDArray[np.int64]) -> list[Words]:
    """Labels of characters -> sentences of words; an address is a word whatever the labels say."""
    if not len(labels):
        return []
    labels[-1] = max(labels[-1], SENTENCE_END)
    if _ADDRESS.search(read.text):
        for match in MASK_RE.finditer(read.text):
            labels[match.start() : match.end() - 1] = 0
            labels[match.end() - 1] = max(labels[match.end() - 1], WORD_END)
    ends = np.flatnonzero(labels)
    starts = np.concatenate([[0], ends[:-1] + 1])
    opening = np.array([character != " " for character in read.text], bool)
    # The first and the last character of each word that is no space, by the number of those before it.
    printed = np.flatnonzero(opening)
    before = np.concatenate([[0], opening.cumsum()])
    some = before[starts] < before[ends + 1]
    rows = zip(
        read.places[printed[before[starts][some]]].tolist(),
        (read.places[printed[before[ends + 1][some] - 1]] + 1).tolist(),
        (labels[ends] == SENTENCE_END)[some].tolist(),
        strict=True,
    )
    found: list[Words] = [[]]
    for start, end, last in rows:
        found[-1].append((start, end))
        if last:
            found.append([])
    return [words for words in found if words]


class _PaddedLSTM(nn.Module):
    """A bidirectional LSTM over packed sequences that gives what `lstm` gives, as two over padded ones: for those torch
    has oneDNN's, which takes half the time. The second reads every sequence from its end."""

    @staticmethod
    def suits(module: nn.Module) -> bool:
        """Whether this can stand for a module."""
        return (
            isinstance(module, nn.LSTM)
            and (module.bidirectional, module.batch_first, module.bias, module.num_layers) == (True, True, True, 1)
            and not module.proj_size
        )

    def __init__(self, lstm: nn.LSTM) -> None:
        super().__init__()
        self.ways = nn.ModuleList()
        for suffix in ("", "_reverse"):
            way = nn.LSTM(lstm.input_size, lstm.hidden_size, batch_first=True)
            for name, _ in way.named_parameters():
                setattr(way, name, nn.Parameter(getattr(lstm, name + suffix).detach(), requires_grad=False))
            self.ways.append(way.eval())

    def forward(self, packed: PackedSequence) -> tuple[PackedSequence, None]:
        read, lengths = pad_packed_sequence(packed, batch_first=True)
        texts, longest, _ = read.shape
        places = torch.arange(longest)
        backwards = (lengths[:, None] - 1 - places).where(places < lengths[:, None], places)
        rows = (backwards + longest * torch.arange(texts)[:, None]).flatten()
        ahead, _ = self.ways[0](read)
        back, _ = self.ways[1](_rows(read, rows))
        return pack_padded_sequence(torch.cat([ahead, _rows(back, rows)], -1), lengths, batch_first=True), None


def _rows(read: Tensor, rows: Tensor) -> Tensor:
    return read.flatten(0, 1).index_select(0, rows).view_as(read)
