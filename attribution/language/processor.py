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
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, islice
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from stanza.models.common.doc import Document, Sentence, Word
from stanza.pipeline.processor import Processor, register_processor
from tokenizers import Tokenizer
from torch import Tensor

from attribution.errors import ModelError
from attribution.language.encoder import Block
from attribution.language.frames import ARCS, Readings
from attribution.language.lemmas import Lemmas
from attribution.language.network import GUIDELINES, Network, Scores
from attribution.language.tags import best_tags, name_spans
from attribution.language.trees import tree
from attribution.language.windows import INNER_WORDS, WORD, Unit, Window, inner_start, units, windows

Floats = NDArray[np.float32]

# Pieces in one call of the network, which lie end to end, without padding. No call spans two articles, so that what an
# article gives depends on nothing else. Beyond some 1,000 a call is no faster by the piece, and takes more memory.
PIECES = 1300
# Edit scripts of each word among which a known lemma is looked for; 4 and 16 gave the same accuracy within 0.02 %.
SCRIPTS = 8
# Where Network.mix puts what the heads of attribution read.
ATTRIBUTION = 3


def _add_to_word(name: str) -> None:
    if not hasattr(Word, name):  # the module may be loaded again (a reload, a second import path)
        Word.add_property(name, setter=lambda word, value: setattr(word, f"_{name}", value))


for _name in ("reading", "inner", "mention", "antecedents", "entity_score"):
    _add_to_word(_name)


@register_processor("attribution")
class AttributionProcessor(Processor):  # type: ignore[misc]
    """Fills a Document from the shared network.

    Options (as `stanza.Pipeline(…, attribution_NAME=value)`): `model_path`, the folder of the weights; `syntax`
    (default True), whether to fill POS, lemma, dependencies and entities too or to leave what other processors wrote;
    `bfloat16` (default False), whether to compute in bfloat16; `guidelines` (default "records"), whose idea of an
    attribution to ask for.
    """

    PROVIDES_DEFAULT: ClassVar[set[str]] = {"attribution"}
    REQUIRES_DEFAULT: ClassVar[set[str]] = {"tokenize"}

    def __init__(self, config: dict[str, Any], pipeline: Any, device: str) -> None:
        super().__init__(config, pipeline, device)
        folder = Path(config["model_path"])
        self.device = torch.device(device)
        self.syntax = bool(config.get("syntax", True))
        self.bfloat16 = bool(config.get("bfloat16", False))
        self.guidelines = GUIDELINES.index(config.get("guidelines", "records"))
        self.network = Network.load(folder, torch.bfloat16 if self.bfloat16 else torch.float32).to(self.device)
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
        sizes = [len(found) for found in pieces]
        shapes = np.array([shape_of(text) for text in texts], np.int64)
        cuts = units(sentences, sizes)
        labels = self.network.labels["attribution"]
        outer, inner = Readings(len(words), labels), Readings(len(words), labels)
        syntax = _Syntax(self.network.labels, len(words)) if self.syntax else None
        mentions = _Mentions(len(words))

        first_shape = shapes + 4 * opens
        with torch.inference_mode(), torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.bfloat16):
            for batch in _batches(windows(cuts), sizes):
                mixed = self._read(pieces, first_shape, batch)
                scores = self.network.score(mixed)
                if syntax is not None:
                    syntax.read(self.network, scores, batch, cuts)
                self._tell(mixed[ATTRIBUTION], scores.attribution, scores.attribution_arc, batch, outer)
                mentions.read(scores, batch)

            runs = _content_runs(outer.label, labels, sentences, texts, sizes)
            runs.sort(key=lambda run: (sum(sizes[run.first : run.end]), run.first))  # those of one length lie together
            inner_shape = shapes.copy()
            for run in runs:
                inner_shape[run.first] += 4
            for batch in _batches(runs, sizes):
                words_of = self._read(pieces, inner_shape, batch)[ATTRIBUTION]
                label = self.network.attribution(words_of).float()
                self._tell(words_of, label, self.network.attribution_arc(words_of), batch, inner)

        if syntax is not None:
            syntax.write(docs, self.lemmas)
        outer_rows, inner_rows = outer.rows(), inner.rows()
        twice: list[bool] = (inner.label.sum(-1) > 0).tolist()
        mentioned: list[float] = _rounded(mentions.probability).tolist()
        for index, word in enumerate(words):
            word.reading = outer_rows[index]
            word.inner = inner_rows[index] if twice[index] else None
            word.mention = mentioned[index]
            word.antecedents = mentions.antecedents[index]
        return docs

    def _pieces(self, texts: list[str]) -> list[list[int]]:
        encoding = self.tokenizer.encode(texts, is_pretokenized=True, add_special_tokens=False)
        pieces: list[list[int]] = [[] for _ in texts]
        for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
            if word is not None and len(pieces[word]) < WORD:
                pieces[word].append(piece)
        return [found or [self.unknown] for found in pieces]

    def _read(self, pieces: list[list[int]], shapes: NDArray[np.int64], batch: Sequence[Window]) -> list[Tensor]:
        """Run the encoder over windows: what each group of heads reads, windows * words * width."""
        first = np.zeros((len(batch), max(window.end - window.first for window in batch)), np.int64)
        ids: list[int] = []
        lengths: list[int] = []
        for row, window in enumerate(batch):
            start = len(ids)
            ids.append(self.open)
            for column, word in enumerate(range(window.first, window.end)):
                first[row, column] = len(ids)
                ids += pieces[word]
            ids.append(self.close)
            lengths.append(len(ids) - start)
        at = torch.zeros(len(ids), dtype=torch.int64)
        for row, window in enumerate(batch):
            at[first[row, : window.end - window.first]] = torch.from_numpy(shapes[window.first : window.end])
        blocks: list[Block] = []
        start = 0
        for length, rows in groupby(lengths):
            count = len(list(rows))
            blocks.append(Block(start, count, length))
            start += count * length
        tensors = [tensor.to(self.device) for tensor in (torch.tensor(ids), at, torch.from_numpy(first))]
        return self.network.packed(tensors[0], tensors[1], blocks, tensors[2], self.guidelines)

    def _tell(self, words: Tensor, label: Tensor, arc: Tensor, batch: Sequence[Window], readings: Readings) -> None:
        """Words (B W H) with their labels (B W 7) and arcs (B W W), as raw scores: gather the labels and arcs of the
        words that each window owns, and the frames of the cues among them."""
        probability = label.softmax(-1).cpu().numpy()
        sizes = torch.tensor([window.end - window.first for window in batch], device=arc.device)
        arc = arc.masked_fill((torch.arange(arc.size(2), device=arc.device) >= sizes[:, None])[:, None], -torch.inf)
        best = arc.topk(min(ARCS, arc.size(2)), -1)
        sure = _rounded((best.values - arc.logsumexp(-1, keepdim=True)).exp().cpu().numpy())
        heads = best.indices.cpu().numpy()
        cues: list[list[int]] = []
        for row, window in enumerate(batch):
            own = slice(window.own_first - window.first, window.own_end - window.first)
            kept = slice(min(ARCS, window.end - window.first))
            to, sure_of = (heads[row, own, kept] + window.first).tolist(), sure[row, own, kept].tolist()
            arcs = [tuple(zip(*pair, strict=True)) for pair in zip(to, sure_of, strict=True)]
            readings.add_labels(window.own_first, probability[row, own], arcs)
            cues.append([own.start + cue for cue in readings.cues(probability[row, own])])
        most = max(map(len, cues))
        if not most:
            return
        asked = torch.tensor([found + [0] * (most - len(found)) for found in cues], device=self.device)
        frames = self.network.frames(words, asked).softmax(-1).cpu().numpy()
        for row, window in enumerate(batch):
            for column, cue in enumerate(cues[row]):
                readings.add_frame(window.first + cue, window.first, frames[row, column, : window.end - window.first])


def _batches(windows: Sequence[Window], sizes: Sequence[int]) -> Iterator[Sequence[Window]]:
    """Windows in their order, as many at a time as PIECES holds, and at least one."""
    start = 0
    filled = 0
    for number, window in enumerate(windows):
        size = sum(sizes[window.first : window.end]) + 2
        if number > start and filled + size > PIECES:
            yield windows[start:number]
            start, filled = number, 0
        filled += size
    if start < len(windows):
        yield windows[start:]


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


def _rounded(probability: Floats) -> NDArray[np.float64]:
    """Four digits, as `round` gives them for each number by itself."""
    return probability.astype(np.float64).round(4)


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
            start = inner_start(texts, start, stop)
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
            own = slice(window.own_first - window.first, window.own_end - window.first)
            self.probability[window.own_first : window.own_end] = mention[row, own]
            heads = np.flatnonzero(mention[row, : window.end - window.first] > 0.5)
            among = arc[row][np.ix_(heads, heads)]
            among[np.triu_indices(len(heads), 1)] = -np.inf
            probability = _softmax(among) if len(heads) else among
            best = np.argsort(-probability, axis=1, kind="stable")[:, : ARCS + 1]
            sure = np.take_along_axis(probability, best, 1)
            rows = zip(
                heads.tolist(), (heads[best] + window.first).tolist(), sure, _rounded(sure).tolist(), strict=True
            )
            for head, to, exact, rounded in rows:
                if own.start <= head < own.stop:
                    kept = int((exact >= 0.01).sum())
                    self.antecedents[window.first + head] = tuple(zip(to[:kept], rounded[:kept], strict=True))


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
        scripts, heads = self.scripts.tolist(), self.head.tolist()
        entities = self.labels["entity"]
        sentences = [sentence for doc in docs for sentence in doc.sentences]
        ends = list(accumulate(len(sentence.words) for sentence in sentences))
        best = best_tags(self.entity, entities, list(zip([0, *ends], ends, strict=False)))
        # of the best tag's kind, whatever its prefix
        kinds = np.array([[a[2:] == b[2:] for a in entities] for b in entities], np.float32)
        column = {name: k for k, name in enumerate(entities)}
        sure = _rounded((self.entity * kinds[[column[tag] for tag in best]]).sum(-1)).tolist()
        at = 0
        for doc in docs:
            for sentence in doc.sentences:
                size = len(sentence.words)
                roots = [k for k in range(at, at + size) if heads[k] == k]
                for offset, word in enumerate(sentence.words):
                    index = at + offset
                    word.upos, word.xpos = names["upos"][index], names["xpos"][index]
                    word.feats = names["feats"][index] if names["feats"][index] != "_" else None
                    word.lemma = lemmas.lemma(word.text, word.upos, (self.labels["lemma"][k] for k in scripts[index]))
                    if heads[index] != index:
                        relation = names["relation"][index]
                        word.head = heads[index] - at + 1
                        word.deprel = relation if relation != "root" else "dep"
                    elif index == roots[0]:
                        word.head, word.deprel = 0, "root"
                    else:
                        word.head, word.deprel = roots[0] - at + 1, "parataxis"
                sentence.build_dependencies()
                _write_entities(sentence, best[at : at + size], sure[at : at + size])
                at += size
            doc.build_ents()


def _first(unit: Unit) -> int:
    return unit.first


def _write_entities(sentence: Sentence, tags: Sequence[str], sure: Sequence[float]) -> None:
    """Write the tokens' entity tags as Stanza's BIOES, and how sure each is into its word's `entity_score`."""
    out = ["O"] * len(tags)
    for first, end, kind in name_spans(tags):
        out[first:end] = [f"I-{kind}"] * (end - first)
        out[end - 1] = f"E-{kind}"
        out[first] = f"B-{kind}" if end - first > 1 else f"S-{kind}"
    for token, word, tag, score in zip(sentence.tokens, sentence.words, out, sure, strict=True):
        token.ner = tag
        word.entity_score = score
