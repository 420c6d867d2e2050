"""The Stanza processor that runs the shared network once and fills a Document from its heads.

Registered as "attribution". In bulk mode the Documents are the paragraphs of ONE article, in order: the windows run
over all of them, and the indices of arcs and antecedents count the words of the whole list. (Stanza's tokenizer splits
paragraphs only at blank lines, so the article reaches the pipeline as one Document for each of its paragraphs.)

Beside Stanza's own fields every Word gets:
    reading      (scores of none, source, cue, content; probability that a span begins; arcs to cues, best first)
    inner        the same for a second reading, in which each run of content is a text of its own (nested attributions)
    mention      probability that the word heads a mention
    antecedents  (index, probability) of earlier mention heads, best first; its own index stands for "new"
    entity_score probability of the word's entity tag (only where this processor wrote the entities)
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from stanza.models.common.doc import Document, Sentence, Word
from stanza.pipeline.processor import Processor, register_processor
from tokenizers import Tokenizer

from attribution.errors import ModelError
from attribution.language.lemmas import Lemmas
from attribution.language.network import Network, Scores
from attribution.language.trees import tree
from attribution.language.windows import WORD, Unit, Window, units, windows

Floats = NDArray[np.float32]

# Windows in one call of the network. A multiple of it never changes a result: an article's windows are cut into batches
# in their order, and no batch spans two articles. 16 was as fast as 32 and 64 on two cores, in less memory.
BATCH = 16
# Arcs that a word keeps: the third already has a probability under 0.02 for 97 % of source and content words.
ARCS = 3
# Edit scripts of each word among which a known lemma is looked for; 4 and 16 gave the same accuracy within 0.02 %.
SCRIPTS = 8
# A run of content shorter than this cannot hold a source, a cue and a content of its own ("he said so" is three words).
INNER_WORDS = 4


def _add_to_word(name: str) -> None:
    if not hasattr(Word, name):  # the module may be loaded again (a reload, a second import path)
        Word.add_property(name, setter=lambda word, value: setattr(word, f"_{name}", value))


for _name in ("reading", "inner", "mention", "antecedents", "entity_score"):
    _add_to_word(_name)


class _Rows:
    """What the heads say of every word of an article, as arrays with a row for each word."""

    def __init__(self, words: int) -> None:
        self.label = np.zeros((words, 7), np.float32)
        self.arcs: list[tuple[tuple[int, float], ...]] = [()] * words


@register_processor("attribution")
class AttributionProcessor(Processor):  # type: ignore[misc]
    """Fills a Document from the shared network.

    Options (as `stanza.Pipeline(…, attribution_NAME=value)`): `model_path`, the folder of the weights; `syntax`
    (default True), whether to fill POS, lemma, dependencies and entities too or to leave what other processors wrote;
    `bfloat16` (default False), whether to compute in bfloat16.
    """

    PROVIDES_DEFAULT: ClassVar[set[str]] = {"attribution"}
    REQUIRES_DEFAULT: ClassVar[set[str]] = {"tokenize"}

    def __init__(self, config: dict[str, Any], pipeline: Any, device: str) -> None:
        super().__init__(config, pipeline, device)
        folder = Path(config["model_path"])
        self.device = torch.device(device)
        self.syntax = bool(config.get("syntax", True))
        self.bfloat16 = bool(config.get("bfloat16", False))
        self.network = Network.load(folder).to(self.device)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.lemmas = Lemmas(folder / "lemmas.json")
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.unknown, self.open, self.close = (self._id(token) for token in ("[UNK]", "[CLS]", "[SEP]"))

    def _id(self, token: str) -> int:
        found: int | None = self.tokenizer.token_to_id(token)
        if found is None:
            raise ModelError(f"tokenizer.json: the vocabulary lacks {token}, which the network needs.")
        return found

    def process(self, doc: Document) -> Document:
        """Annotate one Document as an article of its own."""
        return self.bulk_process([doc])[0]

    def bulk_process(self, docs: list[Document]) -> list[Document]:
        """Annotate the paragraphs of one article, in order."""
        words = [word for doc in docs for sentence in doc.sentences for word in sentence.words]
        if not words:
            return docs
        sentences: list[tuple[int, int]] = []
        opens = np.zeros(len(words), bool)
        at = 0
        for doc in docs:
            if doc.sentences:
                opens[at] = True
            for sentence in doc.sentences:
                sentences.append((at, at + len(sentence.words)))
                at += len(sentence.words)
        texts = [word.text for word in words]
        pieces = self._pieces(texts)
        shapes = np.array([shape_of(text) for text in texts], np.int64)
        cuts = units(sentences, [len(p) for p in pieces])
        outer, inner = _Rows(len(words)), _Rows(len(words))
        syntax = _Syntax(self.network.labels, len(words)) if self.syntax else None
        mentions = _Mentions(len(words))

        plan = windows(cuts)
        first_shape = shapes + 4 * opens
        for start in range(0, len(plan), BATCH):
            batch = plan[start : start + BATCH]
            scores = self._run(pieces, first_shape, batch, syntax, cuts)
            _read_attribution(scores, batch, outer)
            mentions.read(scores, batch)

        labels = self.network.labels["attribution"]
        runs = _content_runs(outer.label, labels, sentences, texts, [len(p) for p in pieces])
        runs.sort(key=lambda run: (run.end - run.first, run.first))  # batches of like length are hardly padded
        inner_shape = shapes.copy()
        for run in runs:
            inner_shape[run.first] += 4
        for start in range(0, len(runs), BATCH):
            batch = runs[start : start + BATCH]
            _read_attribution(self._run(pieces, inner_shape, batch, None, cuts), batch, inner)

        if syntax is not None:
            syntax.write(docs, self.lemmas)
        outer_scores, inner_scores = _label_scores(outer.label, labels), _label_scores(inner.label, labels)
        for index, word in enumerate(words):
            word.reading = (*outer_scores[index], outer.arcs[index])
            word.inner = (*inner_scores[index], inner.arcs[index]) if inner.label[index].any() else None
            word.mention = round(float(mentions.probability[index]), 4)
            word.antecedents = mentions.antecedents[index]
        return docs

    def _pieces(self, texts: list[str]) -> list[list[int]]:
        encoding = self.tokenizer.encode(texts, is_pretokenized=True, add_special_tokens=False)
        pieces: list[list[int]] = [[] for _ in texts]
        for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
            if word is not None and len(pieces[word]) < WORD:
                pieces[word].append(piece)
        return [found or [self.unknown] for found in pieces]

    def _run(
        self,
        pieces: list[list[int]],
        shapes: NDArray[np.int64],
        batch: Sequence[Window],
        syntax: _Syntax | None,
        cuts: Sequence[Unit],
    ) -> Scores:
        """Run the network over windows; where `syntax` is given, decode it while the tensors are at hand."""
        sizes = [sum(len(pieces[w]) for w in range(window.first, window.end)) for window in batch]
        longest, most = max(sizes) + 2, max(window.end - window.first for window in batch)
        ids, mask, shape = (np.zeros((len(batch), longest), np.int64) for _ in range(3))
        first = np.zeros((len(batch), most), np.int64)
        for row, window in enumerate(batch):
            flat, at = [self.open], 1
            for column, word in enumerate(range(window.first, window.end)):
                first[row, column], shape[row, at] = at, shapes[word]
                flat += pieces[word]
                at += len(pieces[word])
            flat.append(self.close)
            ids[row, : len(flat)], mask[row, : len(flat)] = flat, 1
        tensors = [torch.from_numpy(array).to(self.device) for array in (ids, mask, shape, first)]
        with torch.inference_mode(), torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.bfloat16):
            scores: Scores = self.network(*tensors)
            if syntax is not None:
                syntax.read(self.network, scores, batch, cuts)
        return scores


def shape_of(text: str) -> int:
    """0 lower, 1 Capitalised, 2 ALL CAPS (two letters or more), 3 mIxed: what an uncased encoder cannot see."""
    if text.islower() or not any(map(str.isalpha, text)) or text.lower() == text:
        return 0
    if text.isupper() and sum(map(str.isalpha, text)) >= 2:
        return 2
    if text[:1].isupper() and text[1:].lower() == text[1:]:
        return 1
    return 3


def _softmax(scores: Floats) -> Floats:
    exponent = np.exp(scores - scores.max(-1, keepdims=True))
    result: Floats = exponent / exponent.sum(-1, keepdims=True)
    return result


def _read_attribution(scores: Scores, batch: Sequence[Window], rows: _Rows) -> None:
    label = scores.attribution.softmax(-1).cpu().numpy()
    arc = scores.attribution_arc.cpu().numpy()
    for row, window in enumerate(batch):
        size = window.end - window.first
        own = slice(window.own_first - window.first, window.own_end - window.first)
        rows.label[window.own_first : window.own_end] = label[row, own]
        probability = _softmax(arc[row, own, :size])
        best = np.argsort(-probability, axis=1, kind="stable")[:, :ARCS]
        for offset, columns in enumerate(best):
            rows.arcs[window.own_first + offset] = tuple(
                (window.first + int(column), round(float(probability[offset, column]), 4)) for column in columns
            )


def _label_scores(label: Floats, labels: list[str]) -> list[tuple[tuple[float, ...], float]]:
    """Rows of probabilities over B-/I- labels -> (none, source, cue, content) and the probability of a beginning."""
    column = {name: index for index, name in enumerate(labels)}
    kinds = ("source", "cue", "content")
    begins = sum(label[:, column[f"B-{kind}"]] for kind in kinds)
    scores = np.stack(
        [label[:, column["O"]], *(label[:, column[f"B-{kind}"]] + label[:, column[f"I-{kind}"]] for kind in kinds)], -1
    )
    return [
        (tuple(row), begin) for row, begin in zip(scores.round(4).tolist(), np.round(begins, 4).tolist(), strict=True)
    ]


def _content_runs(
    label: Floats, labels: list[str], sentences: Sequence[tuple[int, int]], texts: list[str], pieces: Sequence[int]
) -> list[Window]:
    """Runs of content words inside a sentence, without the marks and the complementizer before them, as windows; one
    that is longer than a window ends with it."""
    content = np.array([name.endswith("-content") for name in labels])[label.argmax(-1)]
    found: list[Window] = []
    for first, end in sentences:
        word = first
        while word < end:
            start = word
            while word < end and content[word]:
                word += 1
            stop = word
            while start < stop and (not any(map(str.isalnum, texts[start])) or texts[start].lower() == "that"):
                start += 1
            if stop - start >= INNER_WORDS:
                stop = units([(start, stop)], pieces)[0].end
                found.append(Window(start, stop, start, stop))
            word += 1
    return found


class _Mentions:
    """Mention heads and their antecedents, from the window that owns each word."""

    def __init__(self, words: int) -> None:
        self.probability = np.zeros(words, np.float32)
        self.antecedents: list[tuple[tuple[int, float], ...]] = [()] * words

    def read(self, scores: Scores, batch: Sequence[Window]) -> None:
        mention = scores.mention.softmax(-1)[..., 1].cpu().numpy()
        arc = scores.coreference_arc.cpu().numpy()
        for row, window in enumerate(batch):
            self.probability[window.own_first : window.own_end] = mention[
                row, window.own_first - window.first : window.own_end - window.first
            ]
            heads = np.flatnonzero(mention[row, : window.end - window.first] > 0.5)
            for number, head in enumerate(heads):
                word = window.first + int(head)
                if not window.own_first <= word < window.own_end:
                    continue
                earlier = heads[: number + 1]
                probability = _softmax(arc[row, head, earlier])
                best = np.argsort(-probability, kind="stable")[: ARCS + 1]
                self.antecedents[word] = tuple(
                    (window.first + int(earlier[k]), round(float(probability[k]), 4))
                    for k in best
                    if probability[k] >= 0.01
                )


class _Syntax:
    """POS, features, lemmas, dependencies and entities, from the window that owns each word."""

    def __init__(self, labels: dict[str, list[str]], words: int) -> None:
        self.labels = labels
        self.best = {key: np.zeros(words, np.int64) for key in ("upos", "xpos", "feats", "relation")}
        self.scripts = np.zeros((words, SCRIPTS), np.int64)
        self.entity = np.zeros((words, len(labels["entity"])), np.float32)
        self.head = np.zeros(words, np.int64)

    def read(self, network: Network, scores: Scores, batch: Sequence[Window], cuts: Sequence[Unit]) -> None:
        arc = scores.arc.cpu().numpy()
        heads = np.zeros(arc.shape[:2], np.int64)
        for row, window in enumerate(batch):
            for unit in islice(cuts, bisect_left(cuts, window.own_first, key=_first), None):
                if unit.first >= window.own_end:
                    break
                a, b = unit.first - window.first, unit.end - window.first
                heads[row, a:b] = tree(arc[row, a:b, a:b]) + a
        relation = network.relations(scores.syntax, torch.from_numpy(heads).to(scores.syntax.device)).argmax(-1)
        best = {key: getattr(scores, key).argmax(-1).cpu().numpy() for key in ("upos", "xpos", "feats")}
        scripts = scores.lemma.topk(SCRIPTS).indices.cpu().numpy()
        best["relation"] = relation.cpu().numpy()
        entity = scores.entity.softmax(-1).cpu().numpy()
        for row, window in enumerate(batch):
            inside = slice(window.own_first - window.first, window.own_end - window.first)
            here = slice(window.own_first, window.own_end)
            for key, values in best.items():
                self.best[key][here] = values[row, inside]
            self.entity[here] = entity[row, inside]
            self.scripts[here] = scripts[row, inside]
            self.head[here] = heads[row, inside] + window.first

    def write(self, docs: list[Document], lemmas: Lemmas) -> None:
        """Write all of it into Stanza's Documents. The root of a later part of a torn sentence hangs on the first."""
        names = {key: [self.labels[key][k] for k in values] for key, values in self.best.items()}
        at = 0
        for doc in docs:
            for sentence in doc.sentences:
                size = len(sentence.words)
                roots = [k for k in range(at, at + size) if self.head[k] == k]
                for offset, word in enumerate(sentence.words):
                    index = at + offset
                    word.upos, word.xpos = names["upos"][index], names["xpos"][index]
                    word.feats = names["feats"][index] if names["feats"][index] != "_" else None
                    word.lemma = lemmas.lemma(
                        word.text, word.upos, [self.labels["lemma"][k] for k in self.scripts[index]]
                    )
                    if self.head[index] != index:
                        relation = names["relation"][index]
                        word.head = int(self.head[index]) - at + 1
                        word.deprel = relation if relation != "root" else "dep"
                    elif index == roots[0]:
                        word.head, word.deprel = 0, "root"
                    else:
                        word.head, word.deprel = roots[0] - at + 1, "parataxis"
                sentence.build_dependencies()
                _write_entities(sentence, self.entity[at : at + size], self.labels["entity"])
                at += size
            doc.build_ents()


def _first(unit: Unit) -> int:
    return unit.first


def _write_entities(sentence: Sentence, probability: Floats, labels: list[str]) -> None:
    """Write the tokens' entity tags as Stanza's BIOES, and each entity's confidence into its tokens' `entity_score`."""
    best = probability.argmax(-1).tolist()
    tags = [labels[k] for k in best]
    spans: list[tuple[int, int, str]] = []
    for index, tag in enumerate(tags):
        kind = tag[2:]
        if kind and tag[0] == "I" and spans and spans[-1][1] == index and spans[-1][2] == kind:
            spans[-1] = (spans[-1][0], index + 1, kind)
        elif kind:
            spans.append((index, index + 1, kind))
    out = ["O"] * len(tags)
    for first, end, kind in spans:
        out[first:end] = [f"I-{kind}"] * (end - first)
        out[end - 1] = f"E-{kind}"
        out[first] = f"B-{kind}" if end - first > 1 else f"S-{kind}"
    columns = {kind: [k for k, label in enumerate(labels) if label[2:] == kind] for kind in {x[2:] for x in labels}}
    for token, word, tag, row in zip(sentence.tokens, sentence.words, out, probability, strict=True):
        token.ner = tag
        word.entity_score = round(float(row[columns[tag[2:]]].sum()), 4)
