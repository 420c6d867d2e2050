"""Evaluate: what the network says of held-out texts with no decoding but the best label and arc of each word, and the
best well-formed sequence of the tags of names.

    python -m training.evaluate RUN|FOLDER WORK [--json]

A run is measured with its averaged weights. F is in per cent; the words and sentences are the gold's own, but for the
attribution articles, which the embedded tokenizer cut.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from attribution.language.lemmas import edit
from attribution.language.network import GUIDELINES, Network, Scores
from attribution.language.tags import best_tags, name_spans
from attribution.language.windows import units, windows
from training.batches import Pieces, inputs
from training.documents import ROLES, Document, cut, read
from training.start import load
from training.train import fast_bfloat16

BATCH = 16
# Of two sets of content words, the share in common at which one counts as found.
FOUND = 0.5
NAMES = ("PER", "ORG", "LOC")
# Third-person pronouns that look for an antecedent.
PRONOUNS = frozenset(
    "he him his himself she her hers herself it its itself they them their theirs themselves".split()  # noqa: SIM905
)
Ints = NDArray[np.int64]
Group = tuple[frozenset[int], frozenset[int], frozenset[int]]  # words of source, cue and content


@dataclass
class Said:
    """What the network says of each word of a document: best labels and best arcs, as indices of its words."""

    labels: dict[str, list[str]]
    head: Ints
    cue: Ints
    mention: NDArray[np.bool_]
    antecedent: Ints  # of gold mention heads, among gold mention heads up to itself


def say(network: Network, pieces: Pieces, document: Document, bfloat16: bool) -> Said:
    """Read one document in the windows of prediction, by its own guidelines or else those of the records."""
    sentences = document.sentence_ranges()
    size = len(document.words)
    cuts = units(sentences, [len(word) for word in pieces(document.words)])
    keys = ("upos", "xpos", "feats", "lemma", "attribution", "relation")
    entity = np.zeros((size, len(network.labels["entity"])), np.float32)
    labels = {key: [""] * size for key in keys}
    head, cue, antecedent = (np.arange(size) for _ in range(3))
    mention = np.zeros(size, bool)
    gold_heads = np.array([k for k, _ in document.mentions or ()], np.int64)
    plan = windows(cuts)
    whose = torch.tensor(GUIDELINES.index(document.guidelines or "records"))
    whole = cut_untagged(document)
    for start in range(0, len(plan), BATCH):
        batch = plan[start : start + BATCH]
        tensors = inputs([cut(whole, window.first, window.end) for window in batch], pieces)
        device = next(network.parameters()).device
        with torch.inference_mode(), torch.autocast(device.type, dtype=torch.bfloat16, enabled=bfloat16):
            scores: Scores = network(*(tensor.to(device) for tensor in tensors), whose.to(device).expand(len(batch)))
            arc = scores.arc.cpu().numpy()
            heads = np.tile(np.arange(arc.shape[1]), (len(batch), 1))
            for row, window in enumerate(batch):
                for unit in cuts:
                    if window.first <= unit.first and unit.end <= window.end:
                        a, b = unit.first - window.first, unit.end - window.first
                        heads[row, a:b] = arc[row, a:b, a:b].argmax(-1) + a
            relation = network.relations(scores.syntax, torch.from_numpy(heads).to(device)).argmax(-1).cpu().numpy()
        best = {key: getattr(scores, key).argmax(-1).cpu().numpy() for key in keys if key != "relation"}
        best["relation"] = relation
        entities = scores.entity.softmax(-1).cpu().numpy()
        mentions = scores.mention.argmax(-1).cpu().numpy() == 1
        for row, window in enumerate(batch):
            inside = slice(window.own_first - window.first, window.own_end - window.first)
            own = slice(window.own_first, window.own_end)
            for key in keys:
                labels[key][own] = [network.labels[key][k] for k in best[key][row, inside]]
            entity[own] = entities[row, inside]
            head[own] = heads[row, inside] + window.first
            arcs = scores.attribution_arc[row, inside, : window.end - window.first]
            cue[own] = arcs.argmax(-1).cpu().numpy() + window.first
            mention[own] = mentions[row, inside]
            near = gold_heads[(gold_heads >= window.first) & (gold_heads < window.end)]
            coreference = scores.coreference_arc[row].cpu().numpy()
            for word in near:
                if window.own_first <= word < window.own_end:
                    earlier = near[near <= word]
                    row_scores = coreference[word - window.first, earlier - window.first]
                    antecedent[word] = earlier[row_scores.argmax()]
    labels["entity"] = best_tags(entity, network.labels["entity"], sentences)
    return Said(labels, head, cue, mention, antecedent)


def cut_untagged(document: Document) -> Document:
    """The document without its syntax: a window may hold a part of a long sentence, whose arcs lead out of it."""
    return Document(document.id, document.words, document.sentences, document.paragraphs)


class F:
    """Precision, recall and their harmonic mean over sets of things."""

    def __init__(self) -> None:
        self.right = self.said = self.gold = 0

    def add(self, said: Iterable[Hashable], gold: Iterable[Hashable]) -> None:
        """Count two sets of one document."""
        a, b = set(said), set(gold)
        self.count(len(a & b), len(a), len(b))

    def count(self, right: int, said: int, gold: int) -> None:
        """Count how many are right, said and in the gold."""
        self.right, self.said, self.gold = self.right + right, self.said + said, self.gold + gold

    @property
    def f(self) -> float:
        """In per cent; 0 where nothing is right."""
        return round(200 * self.right / max(1, self.said + self.gold), 2)


def syntax(network: Network, pieces: Pieces, documents: Sequence[Document], bfloat16: bool) -> dict[str, float]:
    """Accuracy of UPOS, XPOS, features and lemmas, UAS and LAS."""
    right: Counter[str] = Counter()
    total = 0
    for document in documents:
        said, gold = say(network, pieces, document, bfloat16), document.tags
        if gold is None:
            continue
        total += len(document.words)
        for key in ("upos", "xpos", "feats"):
            right[key] += sum(a == b for a, b in zip(said.labels[key], getattr(gold, key), strict=True))
        for k, word in enumerate(document.words):
            right["lemma"] += edit(word, said.labels["lemma"][k]) == edit(word, gold.lemma[k])
            same = said.head[k] == gold.head[k]
            right["uas"] += bool(same)
            right["las"] += bool(same and said.labels["relation"][k] == gold.relation[k])
    return {key: round(100 * right[key] / max(1, total), 2) for key in ("upos", "xpos", "feats", "lemma", "uas", "las")}


def names(network: Network, pieces: Pieces, documents: Sequence[Document], bfloat16: bool) -> float:
    """F of persons, organisations and places, exact."""
    f = F()
    for document in documents:
        said = name_spans(say(network, pieces, document, bfloat16).labels["entity"])
        f.add((n for n in said if n[2] in NAMES), (n for n in document.names or () if n[2] in NAMES))
    return f.f


def coreference(network: Network, pieces: Pieces, documents: Sequence[Document], bfloat16: bool) -> dict[str, float]:
    """Third-person pronouns that have an antecedent: how many are led to one of their own, among the gold mentions.
    F of mention heads."""
    heads = F()
    right = total = 0
    for document in documents:
        said = say(network, pieces, document, bfloat16)
        mentions = dict(document.mentions or ())
        heads.add(np.flatnonzero(said.mention).tolist(), mentions)
        seen: set[str] = set()
        for word, groups in sorted(mentions.items()):
            if document.words[word].lower() in PRONOUNS and seen.intersection(groups):
                to = int(said.antecedent[word])
                total += 1
                right += to < word and not set(mentions[to]).isdisjoint(groups)
            seen.update(groups)
    return {"antecedents": round(100 * right / max(1, total), 2), "pronouns": total, "mention_heads": heads.f}


def attributions(network: Network, pieces: Pieces, documents: Sequence[Document], bfloat16: bool) -> dict[str, float]:
    """F of words, of exact segments (without marks at their edges), and of whole attributions, against the first
    annotator."""
    words, segments = {role: F() for role in ROLES}, {role: F() for role in ROLES}
    found, sourced, exact = F(), F(), F()
    for document in documents:
        said = say(network, pieces, document, bfloat16)
        roles = [label[2:] for label in said.labels["attribution"]]
        ours = grouped(said)
        gold: list[Group] = []
        for attribution in document.layers[0].attributions if document.layers else ():
            source, cue, content = (frozenset(k for a, b in attribution[role] for k in range(a, b)) for role in ROLES)
            gold.append((source, cue, content))
        for number, role in enumerate(ROLES):
            words[role].add((k for k, r in enumerate(roles) if r == role), (k for g in gold for k in g[number]))
            pieces_of = [{run for g in groups for run in runs(g[number], document.words)} for groups in (ours, gold)]
            segments[role].add(*pieces_of)
        pairs = matched(ours, gold)
        found.count(len(pairs), len(ours), len(gold))
        both = sum(bool(ours[a][0] & gold[b][0]) or not (ours[a][0] or gold[b][0]) for a, b in pairs)
        sourced.count(both, len(ours), len(gold))
        same = sum(
            all(bare(ours[a][k], document.words) == bare(gold[b][k], document.words) for k in range(3))
            for a, b in pairs
        )
        exact.count(same, len(ours), len(gold))
    return {
        **{f"words_{role}": f.f for role, f in words.items()},
        **{f"segments_{role}": f.f for role, f in segments.items()},
        "found": found.f,
        "found_with_source": sourced.f,
        "all_exact": exact.f,
    }


def grouped(said: Said) -> list[Group]:
    """Attributions: each run of cue words with the source and content words whose arcs lead into it. Without content
    there is none."""
    labels = said.labels["attribution"]
    cues = [(a, b) for a, b, role in name_spans(labels) if role == "cue"]
    owner = {k: number for number, (a, b) in enumerate(cues) for k in range(a, b)}
    sources: list[set[int]] = [set() for _ in cues]
    contents: list[set[int]] = [set() for _ in cues]
    for k, label in enumerate(labels):
        number = owner.get(int(said.cue[k]))
        if number is not None and label[2:] in ("source", "content"):
            (sources if label[2:] == "source" else contents)[number].add(k)
    return [
        (frozenset(source), frozenset(range(a, b)), frozenset(content))
        for (a, b), source, content in zip(cues, sources, contents, strict=True)
        if content
    ]


def bare(words: Iterable[int], texts: Sequence[str]) -> frozenset[int]:
    """Words without those at the edges that hold no letter and no digit."""
    left = sorted(words)
    while left and not any(map(str.isalnum, texts[left[0]])):
        left.pop(0)
    while left and not any(map(str.isalnum, texts[left[-1]])):
        left.pop()
    return frozenset(left)


def runs(words: frozenset[int], texts: Sequence[str]) -> list[tuple[int, int]]:
    """Unbroken runs of words, without the marks at their edges."""
    found: list[list[int]] = []
    for word in sorted(words):
        if found and found[-1][-1] == word - 1:
            found[-1].append(word)
        else:
            found.append([word])
    kept = (sorted(bare(run, texts)) for run in found)
    return [(run[0], run[-1] + 1) for run in kept if run]


def matched(ours: Sequence[Group], gold: Sequence[Group]) -> list[tuple[int, int]]:
    """Pairs that share at least FOUND of their content words, the best first, each used once."""
    scored = []
    for a, (_, _, said) in enumerate(ours):
        for b, (_, _, content) in enumerate(gold):
            share = len(said & content) / max(1, len(said | content))
            if share >= FOUND:
                scored.append((-share, a, b))
    pairs: list[tuple[int, int]] = []
    used: tuple[set[int], set[int]] = set(), set()
    for _, a, b in sorted(scored):
        if a not in used[0] and b not in used[1]:
            used[0].add(a)
            used[1].add(b)
            pairs.append((a, b))
    return pairs


def evaluate(network: Network, pieces: Pieces, work: Path, bfloat16: bool) -> dict[str, Any]:
    """Every figure whose held-out file is in WORK."""
    found: dict[str, Any] = {}
    for name, key, measure in (
        ("ewt.dev", "syntax, EWT dev", syntax),
        ("gum.dev", "syntax, GUM dev", syntax),
        ("gum.dev", "coreference, GUM dev", coreference),
        ("uner.dev", "names, Universal NER EWT dev, F", names),
        ("gum.dev", "names, GUM dev, F", names),
        ("attribution.dev", "attribution, dev, F", attributions),
    ):
        path = work / f"{name}.jsonl"
        if path.exists():
            found[key] = measure(network, pieces, read(path), bfloat16)
    return found


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, metavar="RUN|FOLDER")
    parser.add_argument("work", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--json", action="store_true", help="one object, for other programs")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    network = load(given.weights).to(given.device)
    pieces = Pieces(given.weights / "tokenizer.json")
    found = evaluate(network, pieces, given.work, fast_bfloat16(given.device))
    if given.json:
        sys.stdout.write(json.dumps(found, indent=1) + "\n")
        return
    for key, value in found.items():
        figures = value if isinstance(value, dict) else {"": value}
        sys.stdout.write(f"{key}: " + ", ".join(f"{name} {figure}".strip() for name, figure in figures.items()) + "\n")


if __name__ == "__main__":
    main()
