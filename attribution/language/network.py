"""The shared network: one transformer encoder over a window of whole sentences, and a head for each task.

Shapes throughout: B windows, P word pieces, W words, H the encoder's width. Every head reads the first piece of a word.
The encoder is MiniLM (Wang et al. 2020, arXiv:2002.10957), the arcs are deep biaffine (Dozat and Manning 2017,
arXiv:1611.01734).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers.models.bert.configuration_bert import BertConfig
from transformers.models.bert.modeling_bert import BertModel


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
        position = torch.arange(words.size(1), device=words.device)
        offset = position[None] - position[:, None]
        bucket = (offset.sign() * torch.log2(1 + offset.abs().float()) * 3.5).round().long().clamp(-32, 32) + 32
        scores: Tensor = (dependent @ self.weight @ head.transpose(1, 2)).float()
        bias: Tensor = self.distance(bucket).squeeze(-1).float()
        return scores + bias


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


def _with_bias(layer: nn.Linear, words: Tensor) -> Tensor:
    projected = nn.functional.gelu(layer(words))
    return torch.cat([projected, torch.ones_like(projected[..., :1])], -1)


class Network(nn.Module):
    """The encoder and its heads. `labels` names, for each head, what its outputs stand for."""

    def __init__(self, config: BertConfig, labels: dict[str, list[str]]) -> None:
        super().__init__()
        self.labels = labels
        self.encoder = BertModel(config, add_pooling_layer=False)
        width = config.hidden_size
        self.shape = nn.Embedding(8, width)
        self.layer_mix = nn.Parameter(torch.zeros(5, 4))
        self.upos, self.xpos, self.feats, self.lemma, self.entity, self.attribution = (
            nn.Linear(width, len(labels[key])) for key in ("upos", "xpos", "feats", "lemma", "entity", "attribution")
        )
        self.arc = Biaffine(width, 192)
        self.attribution_arc = Biaffine(width, 128)
        self.coreference_arc = Biaffine(width, 128)
        self.relation = Bilinear(width, 64, len(labels["relation"]))
        self.mention = nn.Linear(width, 2)

    @classmethod
    def load(cls, folder: Path) -> Network:
        """Build the network from encoder.json, labels.json and encoder.safetensors (any float type) in a folder."""
        labels = json.loads((folder / "labels.json").read_text(encoding="utf8"))
        with torch.device("meta"):
            network = cls(BertConfig.from_json_file(folder / "encoder.json"), labels)
        weights = {name: value.float() for name, value in load_file(folder / "encoder.safetensors").items()}
        network.load_state_dict(weights, assign=True, strict=True)
        embeddings = network.encoder.embeddings  # buffers are not in the file; from the meta device they come empty
        positions = torch.arange(network.encoder.config.max_position_embeddings)[None]
        embeddings.register_buffer("position_ids", positions, persistent=False)
        embeddings.register_buffer("token_type_ids", torch.zeros_like(positions), persistent=False)
        return network.eval()

    def forward(self, pieces: Tensor, mask: Tensor, shapes: Tensor, first: Tensor) -> Scores:
        """Score a batch of windows.

        pieces, mask, shapes: B P, with [CLS] and [SEP] around each window; `shapes` is 0 but on the first piece of each
        word: 0 lower, 1 Capitalised, 2 ALL CAPS (two letters or more), 3 mIxed, plus 4 on the first word of a
        paragraph. first: B W, the index of each word's first piece (0 where there is no word).
        """
        embedded = self.encoder.embeddings.word_embeddings(pieces) + self.shape(shapes)
        layers = self.encoder(inputs_embeds=embedded, attention_mask=mask, output_hidden_states=True).hidden_states[-4:]
        words = torch.stack([torch.gather(x, 1, first[..., None].expand(-1, -1, x.size(-1))) for x in layers], -1)
        morphology, syntax, entities, attribution, coreference = (
            words @ weights.softmax(0).to(words.dtype) for weights in self.layer_mix
        )
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
        )

    def relations(self, syntax: Tensor, heads: Tensor) -> Tensor:
        """Dependency relations of words with the given heads: B W H and B W -> B W labels."""
        scores: Tensor = self.relation(syntax, heads)
        return scores
