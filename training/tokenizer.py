"""Tokenizer: the words and sentences that the embedded Stanza tokenizer sees, from Universal Dependencies to its file.

    python -m training.tokenizer prepare DATA -o WORK
    python -m training.tokenizer train WORK -o RUN
    python -m training.tokenizer evaluate RUN|FILE WORK
    python -m training.tokenizer export RUN -o FILE

The network, its features and its file are Stanza's own (stanza.models.tokenization); what it learns from, and how, is
here. It reads whole paragraphs with changes (training/tokenizer_augment.py), where Stanza's trainer strings random
sentences together: where a sentence ends hangs on what follows it. The same seed, machine and number of threads give
the same file, and a training that was stopped the file of one that was not.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import time
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import torch
from stanza.models.tokenization.data import TokenizationDataset
from stanza.models.tokenization.model import Tokenizer
from stanza.models.tokenization.vocab import Vocab
from torch import Tensor, nn

from training.checkpoint import write_checkpoint
from training.tokenizer_augment import JOIN, STYLES, augment, full_names
from training.tokenizer_data import Paragraph, Text, labels, prepare, read, surface
from training.tokenizer_evaluate import evaluate

WARM_UP = 100  # steps; a twentieth of the training where that is less
WEIGHT_DECAY = 1e-4
GRADIENT_NORM = 1.0
# What ships is a running average of the weights over about this share of the training.
AVERAGED = 0.05
# A batch: about so many rows of so many characters, filled with whole paragraphs or runs of sentences to this share. At
# prediction Stanza reads up to 1,000 characters of a paragraph at a time.
ROWS, ROW, FULL = 32, 512, 0.95
CHECKPOINT_SECONDS = 60
REPORT_STEPS = 50
# A character seen less often than this in training is unknown.
RARE = 5
# What of a plan the command line sets.
OPTIONS = ("steps", "seed", "rate", "hidden", "dropout", "hidden_units")
FEATURES = ["space_before", "capitalized", "numeric", "end_of_para", "start_of_para"]


# Characters, labels and features of a paragraph, and its characters as they are (stanza.models.tokenization.data).
Sample = tuple[Any, Any, Any, list[str]]


@dataclass(frozen=True)
class Plan:
    """How large the network is, and how it is trained. Stands in RUN/plan.json, and is kept to when it goes on."""

    steps: int = 2400
    seed: int = 1
    rate: float = 4e-3
    hidden: int = 64
    embedding: int = 32
    layers: int = 1
    hierarchical: bool = True
    dropout: float = 0.15
    hidden_units: float = 0.06  # share of the characters that are hidden from the network in training

    def factor(self, step: int) -> float:
        """The factor of the learning rate: linear up, then linear down to 0."""
        up = min(WARM_UP, self.steps // 20 + 1)
        return min((step + 1) / up, 1.0 - step / self.steps)

    def config(self, vocab: Vocab) -> dict[str, Any]:
        """What Stanza's network, features and file need to know."""
        return {
            "lang": "en",
            "shorthand": "en_news",
            "emb_dim": self.embedding,
            "hidden_dim": self.hidden,
            "rnn_layers": self.layers,
            "hierarchical": self.hierarchical,
            "hier_invtemp": 0.5,
            "conv_res": None,
            "feat_funcs": FEATURES,
            "feat_dim": len(FEATURES),
            "use_dictionary": False,
            "num_dict_feat": 0,
            "use_mwt": False,
            "skip_newline": False,
            "dropout": self.dropout,
            "feat_dropout": 0.05,
            "tok_noise": 0.02,
            "vocab_size": len(vocab),
            "max_seqlen": 1000,
            "batch_size": 64,
            # Stanza builds an optimizer whenever it loads a tokenizer.
            "lr0": self.rate,
            "weight_decay": 0.0,
        }


def vocabulary(texts: Sequence[Text]) -> Vocab:
    """The characters that the texts have often enough to learn them, and the marks that changes bring in. Stanza takes
    all others for one and the same."""
    counts = Counter(
        sign for text in texts for paragraph in text.paragraphs for sentence in paragraph for word in sentence
        for sign in word.form
    )  # fmt: skip
    often = sorted(sign for sign, count in counts.items() if count >= RARE)
    found = Vocab(lang="en")
    found.data = [[" ", *often, *"".join(map("".join, STYLES))]]
    found.build_vocab()
    found.data = None
    return found


class Sampler:
    """The batch of each step; it depends on the seed and the step alone."""

    def __init__(self, texts: Sequence[Text], config: dict[str, Any], vocab: Vocab, plan: Plan) -> None:
        self.plan = plan
        self.dataset = TokenizationDataset(config, input_text=" ", vocab=vocab, evaluation=True)
        self.blank, self.unknown = vocab.unit2id("<PAD>"), vocab.unit2id("<UNK>")
        self.paragraphs = [paragraph for text in texts for paragraph in text.paragraphs]
        self.following = [place + 1 < len(text.paragraphs) for text in texts for place in range(len(text.paragraphs))]
        # A long paragraph is drawn as often as it has pieces, so that each sentence is read about as often as any.
        self.weights = list(accumulate(-(-_length(paragraph) // ROW) for paragraph in self.paragraphs))
        self.names = full_names(self.paragraphs)

    def draw(self, rng: random.Random) -> Paragraph:
        """A paragraph, changed; of a long one a run of whole sentences."""
        at = bisect(self.weights, rng.randrange(self.weights[-1]))
        paragraph = self.paragraphs[at]
        if self.following[at] and rng.random() < JOIN:
            *before, last = paragraph
            paragraph = [*before, [*last[:-1], last[-1]._replace(space=True)], *self.paragraphs[at + 1]]
        paragraph = augment(paragraph, rng, self.names)
        lengths = [sum(len(word.form) + word.space for word in sentence) for sentence in paragraph]
        first = 0
        if sum(lengths) > ROW and rng.random() < 0.75:
            first = rng.randrange(len(paragraph))
        end = first + 1
        while end < len(paragraph) and sum(lengths[first : end + 1]) < ROW:
            end += 1
        return paragraph[first:end]

    def __call__(self, step: int) -> tuple[Tensor, Tensor, Tensor]:
        """Characters, labels (-1: none) and features, each row of paragraphs in a row with a blank behind each.

        A row is always full, and Stanza's packing of sequences is then quick to train: with rows of many lengths its
        gradient takes twenty times as long. The blank is what stands behind a paragraph at prediction, too.
        """
        rng = random.Random(f"{self.plan.seed} {step}")  # noqa: S311 (no secret)
        drawn: list[Sample] = []
        size = 0
        while size < FULL * ROWS * ROW:
            text, spans = surface(self.draw(rng))
            pairs = list(zip(text, labels(text, spans), strict=True))[: ROW - 1]
            drawn += self.dataset.para_to_sentences(pairs)
            size += len(pairs) + 1
        drawn.sort(key=lambda sample: -len(sample[0]))
        room: list[int] = []
        places: list[tuple[int, int]] = []
        for sample in drawn:
            length = len(sample[0]) + 1
            row = next((row for row, left in enumerate(room) if left >= length), len(room))
            if row == len(room):
                room.append(ROW)
            places.append((row, ROW - room[row]))
            room[row] -= length
        units = np.full((len(room), ROW), self.blank)
        gold = np.full((len(room), ROW), -1)
        features = np.zeros((len(room), ROW, len(FEATURES)), dtype=np.float32)
        for (characters, answers, signs, _), (row, first) in zip(drawn, places, strict=True):
            end = first + len(characters)
            units[row, first:end], gold[row, first:end], features[row, first:end] = characters, answers, signs
        hidden = np.random.default_rng([self.plan.seed, step]).random(units.shape) < self.plan.hidden_units
        units[hidden & (units != self.blank)] = self.unknown
        return torch.from_numpy(units), torch.from_numpy(gold), torch.from_numpy(features)


def _length(paragraph: Paragraph) -> int:
    return sum(len(word.form) + word.space for sentence in paragraph for word in sentence)


class Training:
    """A network in training: its optimizer, its averaged weights, and how far it is."""

    def __init__(self, plan: Plan, vocab: Vocab) -> None:
        self.plan, self.vocab = plan, vocab
        self.config = plan.config(vocab)
        torch.manual_seed(plan.seed)
        self.network = Tokenizer(
            self.config, len(vocab), plan.embedding, plan.hidden, dropout=plan.dropout, feat_dropout=0.05
        )
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=0.0, weight_decay=WEIGHT_DECAY)
        self.average = {name: value.detach().clone() for name, value in self.network.state_dict().items()}
        self.step = 0

    def advance(self, batch: tuple[Tensor, Tensor, Tensor]) -> float:
        """One step: returns the loss."""
        units, gold, features = batch
        for group in self.optimizer.param_groups:
            group["lr"] = self.plan.rate * self.plan.factor(self.step)
        # Dropout depends on the seed and the step alone, as the batch does.
        torch.manual_seed(self.plan.seed * 1_000_003 + self.step)
        self.network.train()
        scores = self.network(units, features, [ROW] * len(units))
        loss = nn.functional.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=-1)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), GRADIENT_NORM)
        self.optimizer.step()
        weight = max(1 / (AVERAGED * (self.step + 1) + 1), 1e-3)
        with torch.no_grad():
            for name, value in self.network.state_dict().items():
                self.average[name].lerp_(value, weight)
        self.step += 1
        return float(loss.detach())

    def save(self, path: Path) -> None:
        """Write a checkpoint; whoever reads it finds the old one or the new one, whole."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average,
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "vocab": dict(self.vocab.state_dict()),
        }
        write_checkpoint(state, path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint."""
        state = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average = state["average"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]


def train(training: Training, sampler: Sampler, checkpoint: Path, stop_at: int | None = None) -> None:
    """Train to the end of the plan, or to a step; prints the loss, saves every minute and at the end."""
    losses: list[float] = []
    saved = reported = time.monotonic()
    last = training.step
    while training.step < training.plan.steps and training.step != stop_at:
        losses.append(training.advance(sampler(training.step)))
        clock = time.monotonic()
        if training.step % REPORT_STEPS == 0:
            pace = (clock - reported) / (training.step - last)
            left = (training.plan.steps - training.step) * pace / 60
            sys.stdout.write(
                f"step {training.step} of {training.plan.steps}, {pace:.2f} s each, {left:.0f} min left | "
                f"loss {sum(losses) / len(losses):.4f}\n"
            )
            sys.stdout.flush()
            losses.clear()
            reported, last = clock, training.step
        if clock - saved > CHECKPOINT_SECONDS:
            training.save(checkpoint)
            saved = clock
    training.save(checkpoint)


def start(work: Path, run: Path, plan: Plan) -> tuple[Training, Sampler]:
    """A training at its beginning, or where its last checkpoint left it; there its own plan holds."""
    source = work / "tokenizer.train.jsonl"
    if not source.exists():
        raise SystemExit(f"{source}: not found. Make it with `python -m training.tokenizer prepare DATA -o {work}`.")
    texts = read(source)
    vocab = vocabulary(texts)
    run.mkdir(parents=True, exist_ok=True)
    checkpoint = run / "checkpoint.pt"
    if checkpoint.exists():
        plan = Plan(**json.loads((run / "plan.json").read_text(encoding="utf8")))
    else:
        (run / "plan.json").write_text(json.dumps(asdict(plan), indent=1), encoding="utf8")
    training = Training(plan, vocab)
    if checkpoint.exists():
        training.resume(checkpoint)
    return training, Sampler(texts, training.config, vocab, plan)


def export(run: Path, file: Path) -> None:
    """Write the averaged weights of a run as a file that Stanza's `tokenize` processor loads."""
    plan = Plan(**json.loads((run / "plan.json").read_text(encoding="utf8")))
    state = torch.load(run / "checkpoint.pt", weights_only=True)
    vocab = Vocab.load_state_dict(state["vocab"])
    buffer = io.BytesIO()
    # Stanza's own format names tensors by their places in memory, and a file after itself; so the same weights are the
    # same bytes.
    torch.save(
        {
            "model": state["average"],
            "vocab": state["vocab"],
            "lexicon": None,
            "external_dict": None,
            "config": plan.config(vocab),
        },
        buffer,
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(buffer.getvalue())


def weights(place: Path) -> Path:
    """A file of weights: the one given, or that of a run, exported into its folder."""
    if not place.is_dir():
        return place
    export(place, place / "tokenizer.pt")
    return place / "tokenizer.pt"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and do one stage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    stages = parser.add_subparsers(dest="stage", required=True)
    stage = stages.add_parser("prepare", help="texts with words and sentences, from data sets")
    stage.add_argument("data", type=Path, help="holds ud/*.conllu and, to measure, polnear/dev.jsonl")
    stage.add_argument("-o", "--out", type=Path, required=True, metavar="WORK")
    stage = stages.add_parser("train", help="a tokenizer; the same command goes on with one that was stopped")
    stage.add_argument("work", type=Path)
    stage.add_argument("-o", "--out", type=Path, required=True, metavar="RUN")
    for field in fields(Plan):
        if field.name in OPTIONS:
            stage.add_argument(f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default)
    stage.add_argument("--threads", type=int, default=1)
    stage.add_argument("--stop-at", type=int, metavar="STEP", help="stop there, to go on another time")
    stage = stages.add_parser("evaluate", help="words, sentences and closing quotation marks of held-out texts")
    stage.add_argument("weights", type=Path, metavar="RUN|FILE")
    stage.add_argument("work", type=Path)
    stage = stages.add_parser("export", help="the file that Stanza loads")
    stage.add_argument("run", type=Path)
    stage.add_argument("-o", "--out", type=Path, required=True, metavar="FILE")
    given = parser.parse_args(arguments)
    if given.stage == "prepare":
        sys.stdout.writelines(line + "\n" for line in prepare(given.data, given.out))
    elif given.stage == "train":
        torch.set_num_threads(given.threads)
        plan = Plan(**{name: getattr(given, name) for name in OPTIONS})
        train(*start(given.work, given.out, plan), given.out / "checkpoint.pt", given.stop_at)
    elif given.stage == "evaluate":
        torch.set_num_threads(1)
        sys.stdout.writelines(line + "\n" for line in evaluate(weights(given.weights), given.work))
    else:
        export(given.run, given.out)


if __name__ == "__main__":
    main()
