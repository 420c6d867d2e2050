"""The shared network: one transformer encoder over a window of whole sentences, and a head for each task.

Shapes throughout: B windows, P word pieces, W words, H the encoder's width. Every head reads the first piece of a word.
The encoder is MiniLM (Wang et al. 2020, arXiv:2002.10957), the arcs are deep biaffine (Dozat and Manning 2017,
arXiv:1611.01734).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from attribution.language.encoder import Block, Config, Encoder

# Whose idea of an attribution the network can be asked for, by the row of `Network.guidelines`: find's names for them.
GUIDELINES = ("polnear", "records")


class Scores(NamedTuple):
    """The raw scores (logits, float32) of every head for a batch of windows."""

    upos: Tensor  # B W labels, as are xpos, feats, lemma, entity and attribution
    xpos: Tensor
    feats: Tensor
    lemma: Tensor
    entity: Tensor
    attribution: Tensor
    mention: Tensor  # B W 2: no, heads a mention
    arc: Tensor  # B W W: [dependent, head]; a root's arc goes to itself
    attribution_arc: Tensor  # B W W: [source or content word, first word of its cue]
    coreference_arc: Tensor  # B W W: [mention head, antecedent]; an arc to itself says "new"
    syntax: Tensor  # B W H: what `Network.relations` reads
    reported: Tensor  # B W H: what `Network.frames` reads


class Biaffine(nn.Module):
    """Scores every (dependent word, head word) pair, with a learned bias on the signed log distance."""

    def __init__(self, width: int, size: int) -> None:
        super().__init__()
        self.dependent = nn.Linear(width, size)
        self.head = nn.Linear(width, size)
        self.weight = nn.Parameter(torch.empty(size + 1, size + 1))
        self.distance = nn.Embedding(65, 1)

    def forward(self, words: Tensor) -> Tensor:
        """B W H -> B W W."""
        dependent, head = _with_bias(self.dependent, words), _with_bias(self.head, words)
        size = words.size(1)
        scores: Tensor = (dependent @ self.weight @ head.transpose(1, 2)).float()
        bias: Tensor = self.distance(_bucket(torch.arange(1 - size, size, device=words.device))).squeeze(-1).float()
        # Row i of the matrix has the distances -i to size - 1 - i.
        return scores + bias.unfold(0, size, 1).flip(0)


class Bilinear(nn.Module):
    """Labels each word's arc to a given head word."""

    def __init__(self, width: int, size: int, labels: int) -> None:
        super().__init__()
        self.dependent = nn.Linear(width, size)
        self.head = nn.Linear(width, size)
        self.weight = nn.Parameter(torch.empty(labels, size + 1, size + 1))

    def forward(self, words: Tensor, heads: Tensor) -> Tensor:
        """B W H and B W (indices of words) -> B W labels."""
        dependent, head = _with_bias(self.dependent, words), _with_bias(self.head, words)
        head = torch.gather(head, 1, heads[..., None].expand(-1, -1, head.size(-1)))
        return torch.einsum("bwi,oij,bwj->bwo", dependent, self.weight.to(head.dtype), head).float()


class Frame(nn.Module):
    """Labels the words of a window once more for each of its cues: its source, itself, its content, or none of it.

    As the roles of a given predicate are labelled (He et al. 2017, P17-1044). What a word is to one cue says what the
    label of a word alone cannot: whose content it is, and where that begins and ends.
    """

    def __init__(self, width: int, size: int, labels: int) -> None:
        super().__init__()
        self.word = nn.Linear(width, size)
        self.cue = nn.Linear(width, 2 * size)
        self.distance = nn.Embedding(65, size)
        self.near = nn.Conv1d(size, size, 5, padding=2, groups=size)
        self.mix = nn.Linear(size, size)
        self.label = nn.Linear(size, labels)

    def forward(self, words: Tensor, cues: Tensor) -> Tensor:
        """B W H and B K (indices of words) -> B K W labels."""
        word = self.word(words)
        cue = self.cue(torch.gather(words, 1, cues[..., None].expand(-1, -1, words.size(-1))))
        add, scale = cue.chunk(2, -1)
        position = torch.arange(words.size(1), device=words.device)
        near = self.distance(_bucket(position - cues[..., None]))
        seen = nn.functional.gelu(word[:, None] * (1 + scale[:, :, None]) + add[:, :, None] + near)
        flat = seen.flatten(0, 1).transpose(1, 2)
        around = self.mix(nn.functional.gelu(self.near(flat)).transpose(1, 2)).view_as(seen)
        scores: Tensor = self.label(seen + around).float()
        return scores


def _bucket(offset: Tensor) -> Tensor:
    """Signed distances in words as indices of 65 buckets, wider with the distance."""
    return (offset.sign() * torch.log2(1 + offset.abs().float()) * 3.5).round().long().clamp(-32, 32) + 32


def _with_bias(layer: nn.Linear, words: Tensor) -> Tensor:
    projected = nn.functional.gelu(layer(words))
    return torch.cat([projected, torch.ones_like(projected[..., :1])], -1)


class Network(nn.Module):
    """The encoder and its heads. `labels` names, for each head, what its outputs stand for."""

    def __init__(self, config: Config, labels: dict[str, list[str]]) -> None:
        super().__init__()
        self.labels = labels
        self.encoder = Encoder(config)
        width = config.hidden_size
        self.shape = nn.Embedding(8, width)
        # Added to every piece, as the embedding of a treebank is in a parser that learns from several (Stymne et al.
        # 2018, P18-2098): annotators who differ teach one network, which keeps apart who says what.
        self.guidelines = nn.Embedding(len(GUIDELINES), width)
        self.layer_mix = nn.Parameter(torch.zeros(5, 4))
        self.upos, self.xpos, self.feats, self.lemma, self.entity, self.attribution = (
            nn.Linear(width, len(labels[key])) for key in ("upos", "xpos", "feats", "lemma", "entity", "attribution")
        )
        self.arc = Biaffine(width, 192)
        self.attribution_arc = Biaffine(width, 128)
        self.coreference_arc = Biaffine(width, 128)
        self.relation = Bilinear(width, 64, len(labels["relation"]))
        self.mention = nn.Linear(width, 2)
        self.frame = Frame(width, 128, len(labels["attribution"]))

    @classmethod
    def load(cls, folder: Path, dtype: torch.dtype = torch.float32) -> Network:
        """Build the network from encoder.json, labels.json and encoder.safetensors (any float type) in a folder.

        `dtype` is the type of the weights that inputs are multiplied with. All others (embeddings, layer norms, the mix
        of layers) are float32.
        """
        labels = json.loads((folder / "labels.json").read_text(encoding="utf8"))
        with torch.device("meta"):
            network = cls(Config.read(folder / "encoder.json"), labels)
        weights = {name: value.float() for name, value in load_file(folder / "encoder.safetensors").items()}
        network.load_state_dict(weights, assign=True, strict=True)
        for module in network.modules():
            if isinstance(module, nn.Linear | nn.Conv1d | Biaffine | Bilinear):
                for parameter in module.parameters(recurse=False):
                    parameter.data = parameter.data.to(dtype)
        return network.requires_grad_(False).eval()

    def forward(self, pieces: Tensor, mask: Tensor, shapes: Tensor, first: Tensor, guidelines: Tensor) -> Scores:
        """Score a batch of windows.

        pieces, mask, shapes: B P, with [CLS] and [SEP] around each window; `shapes` is 0 but on the first piece of each
        word: 0 lower, 1 Capitalised, 2 ALL CAPS (two letters or more), 3 mIxed, plus 4 on the first word of a
        paragraph. first: B W, the index of each word's first piece (0 where there is no word). guidelines: B, indices
        of GUIDELINES.
        """
        whose = self.guidelines(guidelines)[:, None]
        layers = self.encoder(self.encoder.embeddings.word_embeddings(pieces) + self.shape(shapes) + whose, mask)
        where = first[..., None].expand(-1, -1, layers[0].size(-1))
        return self.score(self.mix([torch.gather(x, 1, where) for x in layers[-4:]]))

    def packed(
        self, pieces: Tensor, shapes: Tensor, blocks: Sequence[Block], first: Tensor, guidelines: int
    ) -> list[Tensor]:
        """Read windows that lie end to end: pieces and shapes N, where the windows lie, B W, the index of each word's
        first piece among N, and an index of GUIDELINES -> what the heads read, as `mix` gives it."""
        whose = self.guidelines.weight[guidelines]
        embedded = self.encoder.embeddings.word_embeddings(pieces) + self.shape(shapes) + whose
        layers = self.encoder.packed(embedded, blocks)
        return self.mix([x[first] for x in layers[-4:]])

    def mix(self, layers: Sequence[Tensor]) -> list[Tensor]:
        """The words as each of the last four layers has them (B W H) -> what the heads of morphology, syntax, entities,
        attribution and coreference read (B W H): each its own mean of the four."""
        words = torch.stack(list(layers))
        return [mixed.view(words.shape[1:]) for mixed in self.layer_mix.softmax(-1) @ words.flatten(1)]

    def score(self, mixed: Sequence[Tensor]) -> Scores:
        """What all heads say of words that were mixed for them."""
        morphology, syntax, entities, attribution, coreference = mixed
        return Scores(
            upos=self.upos(morphology).float(),
            xpos=self.xpos(morphology).float(),
            feats=self.feats(morphology).float(),
            lemma=self.lemma(morphology).float(),
            entity=self.entity(entities).float(),
            attribution=self.attribution(attribution).float(),
            mention=self.mention(coreference).float(),
            arc=self.arc(syntax),
            attribution_arc=self.attribution_arc(attribution),
            coreference_arc=self.coreference_arc(coreference),
            syntax=syntax,
            reported=attribution,
        )

    def relations(self, syntax: Tensor, heads: Tensor) -> Tensor:
        """Dependency relations of words with the given heads: B W H and B W -> B W labels."""
        scores: Tensor = self.relation(syntax, heads)
        return scores

    def frames(self, reported: Tensor, cues: Tensor) -> Tensor:
        """What each word is to each of the given cues: B W H and B K -> B K W attribution labels."""
        scores: Tensor = self.frame(reported, cues)
        return scores
