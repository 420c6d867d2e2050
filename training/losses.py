"""Losses: what each head should have said, as negative log likelihoods averaged over the words that tell."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from attribution.language.network import Network, Scores
from training.batches import IGNORE, Batch

DROPOUT = 0.15
# Inside the encoder, where each layer's halves end; its attention has none, which is slow on a CPU. Six rounds through
# the syntax bring its training losses to a third of the held-out ones: more rounds need more of it.
ENCODER_DROPOUT = 0.1
# A step's loss is the sum of its heads'. Features and mention heads are learnt early and easily; machine-made names
# are right nine times in ten at best and would drown the two clean sets, which are a fifteenth of their size.
WEIGHTS = {"feats": 0.5, "lemma": 0.5, "mention": 0.5}
MACHINE_MADE = {"attribution": 0.3, "relabelled": 0.3, "inner": 0.3, "gum": 0.5}
LABELS = ("upos", "xpos", "feats", "lemma", "attribution", "mention")
HEADS = (
    "upos",
    "xpos",
    "feats",
    "lemma",
    "entity",
    "attribution",
    "arc",
    "attribution_arc",
    "coreference_arc",
    "relation",
    "mention",
    "frame",
)
# Words of a window that are no cue but look most like one, whose frames are empty: what tells a cue from a mere verb.
DECOYS = 3


class Shared(nn.Module):
    """Dropout with one mask for all words of a window (Gal and Ghahramani 2016, arXiv:1512.05287), which costs a CPU
    next to nothing: a mask for each word takes a tenth of a step."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, words: Tensor) -> Tensor:
        """B W H -> B W H."""
        if not self.training:
            return words
        kept = torch.rand(words.size(0), 1, words.size(-1), device=words.device) >= self.share
        return words * (kept.to(words.dtype) / (1 - self.share))


def drop_out(network: Network) -> None:
    """Let every head of a network that trains read its words with DROPOUT, and its encoder have ENCODER_DROPOUT; the
    network that predicts has none of either."""
    shared = Shared(DROPOUT)

    def before(module: nn.Module, arguments: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        return (shared.train(module.training)(arguments[0]), *arguments[1:])

    for name in HEADS:
        getattr(network, name).register_forward_pre_hook(before)
    for name, module in list(network.encoder.named_modules()):
        if isinstance(module, nn.Dropout) and name.endswith(("output.dropout", "embeddings.dropout")):
            network.encoder.get_submodule(name.rpartition(".")[0]).dropout = Shared(ENCODER_DROPOUT)


def losses(network: Network, name: str, batch: Batch, device: str, bfloat16: bool) -> dict[str, Tensor]:
    """The weighted loss of each head that a batch of the set `name` has targets for."""
    with torch.autocast(device, dtype=torch.bfloat16, enabled=bfloat16):
        scores: Scores = network(batch.ids, batch.mask, batch.shapes, batch.first, batch.guidelines)
        relation = None
        if "relation" in batch.targets:
            heads = batch.targets["head"].clamp(min=0)
            relation = network.relations(scores.syntax, heads)
        asked = None
        if batch.cues is not None and batch.frames is not None:
            asked = _with_decoys(network, scores, batch, batch.cues, batch.frames)
        frames = None if asked is None else network.frames(scores.reported, asked[0])
    found: dict[str, Tensor] = {}
    targets = batch.targets
    for key in LABELS:
        if key in targets:
            found[key] = _cross_entropy(getattr(scores, key), targets[key])
    if relation is not None:
        found["relation"] = _cross_entropy(relation, targets["relation"])
        other = batch.sentence[:, :, None] != batch.sentence[:, None, :]
        found["arc"] = _cross_entropy(scores.arc.masked_fill(other, -1e4), targets["head"])
    if asked is not None and frames is not None:
        found["frame"] = _frames(frames, asked[1])
    if "cue" in targets:
        padding = (batch.sentence < 0)[:, None, :]
        found["cue"] = _cross_entropy(scores.attribution_arc.masked_fill(padding, -1e4), targets["cue"])
    if "entity" in targets:
        entity = _entity(scores.entity, targets["entity"], batch.loose, network.labels["entity"])
        found["entity"] = entity * MACHINE_MADE.get(name, 1.0)
    if batch.same is not None:
        found["coreference"] = coreference(scores.coreference_arc, targets["mention"], batch.same)
    return {key: value * WEIGHTS.get(key, 1.0) for key, value in found.items()}


def _with_decoys(network: Network, scores: Scores, batch: Batch, cues: Tensor, frames: Tensor) -> tuple[Tensor, Tensor]:
    """The cues of a batch and, behind them, decoys, with the labels of their frames: B K and B K W."""
    labels = network.labels["attribution"]
    cue = [labels.index("B-cue"), labels.index("I-cue")]
    said = batch.targets["attribution"]
    other = (said != IGNORE) & (said != cue[0]) & (said != cue[1])
    likely = scores.attribution.detach().softmax(-1)[..., cue[0]].masked_fill(~other, -1.0)
    best = likely.topk(min(DECOYS, likely.size(1)), -1)
    empty = torch.where(said != IGNORE, labels.index("O"), IGNORE)[:, None].expand(-1, best.indices.size(1), -1)
    empty = empty.masked_fill((best.values < 0)[..., None], IGNORE)
    return torch.cat([cues.clamp(min=0), best.indices], 1), torch.cat([frames, empty], 1)


def _frames(scores: Tensor, targets: Tensor) -> Tensor:
    """The negative log likelihood of whole frames, for each word that is in one and each frame: most words are in none,
    and an average over all of them would be nearly nothing."""
    total = nn.functional.cross_entropy(scores.flatten(0, 2), targets.flatten(), ignore_index=IGNORE, reduction="sum")
    asked = (targets != IGNORE).any(-1).sum() + (targets > 0).sum()
    return total / asked.clamp(min=1)


def _cross_entropy(scores: Tensor, targets: Tensor) -> Tensor:
    total = nn.functional.cross_entropy(scores.flatten(0, 1), targets.flatten(), ignore_index=IGNORE, reduction="sum")
    return total / (targets != IGNORE).sum().clamp(min=1)


def _entity(scores: Tensor, targets: Tensor, loose: Tensor, labels: list[str]) -> Tensor:
    """Where kind MISC is not annotated, O is right if the word is outside or inside a name of that kind."""
    logs = scores.log_softmax(-1)
    outside = [number for number, label in enumerate(labels) if label == "O" or label.endswith("-MISC")]
    right = logs.gather(-1, targets.clamp(min=0)[..., None]).squeeze(-1)
    either = logs[..., outside].logsumexp(-1)
    right = torch.where(loose[:, None] & (targets == labels.index("O")), either, right)
    known = targets != IGNORE
    return -right.masked_fill(~known, 0.0).sum() / known.sum().clamp(min=1)


def coreference(scores: Tensor, mention: Tensor, same: Tensor) -> Tensor:
    """Marginal likelihood over all right antecedents of each mention head, among the mention heads before it and the
    word itself, which says "new" and is right where there is no right one before (Lee et al. 2017, arXiv:1707.07045).

    scores: B W W; mention: B W, 1 at heads; same: B W W, whether two heads share a group.
    """
    heads = mention == 1
    size = scores.size(1)
    earlier = torch.ones(size, size, dtype=torch.bool, device=scores.device).tril(-1)
    itself = torch.eye(size, dtype=torch.bool, device=scores.device)
    right = same & earlier
    right = right | (itself & ~right.any(-1, keepdim=True))
    candidates = (heads[:, None, :] & earlier) | itself
    all_ = scores.masked_fill(~candidates, -1e4).logsumexp(-1)
    good = scores.masked_fill(~right, -1e4).logsumexp(-1)
    return ((all_ - good) * heads).sum() / heads.sum().clamp(min=1)
