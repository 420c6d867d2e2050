"""The encoder: BERT (Devlin et al. 2019, arXiv:1810.04805) with the parameter names of its checkpoints, and no more.

transformers' BertModel computes the same; importing it takes longer than loading everything else, and it can neither
read texts of different lengths without padding nor keep its weights in the type that it computes in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

# Queries, keys and values (each … P H) and the number of heads -> what each piece gathers (… P H).
Attend = Callable[[Tensor, Tensor, Tensor, int], Tensor]

# Pieces of a text from which torch's fused attention takes longer than its parts, in bfloat16 on a CPU: with 12 heads
# 26 µs against 43 for 16 pieces, 128 against 84 for 64, and 1,984 against 1,077 for 320.
FUSED = 40


class Config(NamedTuple):
    """The sizes of an encoder, under the names of BERT's own config.json."""

    vocab_size: int = 30522
    hidden_size: int = 768
    intermediate_size: int = 3072
    num_hidden_layers: int = 12
    num_attention_heads: int = 12
    max_position_embeddings: int = 512
    type_vocab_size: int = 2
    layer_norm_eps: float = 1e-12
    hidden_dropout_prob: float = 0.1

    @classmethod
    def read(cls, path: Path) -> Config:
        """The sizes that a config.json of BERT's names, and BERT's own for those that it leaves out."""
        found = json.loads(path.read_text(encoding="utf8"))
        return cls(**{name: found[name] for name in cls._fields if name in found})


class Block(NamedTuple):
    """Texts of one length that lie end to end: rows * length pieces from `start` on."""

    start: int
    rows: int
    length: int


class Encoder(nn.Module):
    """Reads pieces in context. Shapes: B texts, P pieces of a padded text, N pieces of all texts, H the width.

    Its layers compute in the type of their weights; what runs from layer to layer stays in float32.
    """

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.embeddings = _Embeddings(config)
        self.encoder = _Layers(config)
        for module in self.modules():  # as BERT begins
            if isinstance(module, nn.Linear | nn.Embedding):
                nn.init.normal_(module.weight, std=0.02)
            if isinstance(module, nn.Linear):
                nn.init.zeros_(module.bias)

    def forward(self, embedded: Tensor, mask: Tensor) -> list[Tensor]:
        """Embedded pieces, B P H, and B P (1 at pieces, 0 at padding) -> B P H, as each layer reads and leaves it."""
        seen = mask[:, None, None].bool()

        def attend(query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
            query, key, value = (_by_head(x, heads) for x in (query, key, value))
            return _joined(functional.scaled_dot_product_attention(query, key, value, attn_mask=seen))

        return self._run(embedded + self.embeddings.places(embedded.size(1)), attend)

    def packed(self, embedded: Tensor, blocks: Sequence[Block]) -> list[Tensor]:
        """The same for texts that lie end to end without padding: N H and where they lie -> N H, as above.

        A text gives the same whatever lies beside it, but for the last bits of its sums.
        """

        def attend(query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
            found = torch.empty_like(query)
            for start, rows, length in blocks:
                here = slice(start, start + rows * length)
                found[here] = _attention(
                    *(_by_head(x[here].view(rows, length, -1), heads) for x in (query, key, value))
                ).flatten(0, 1)
            return found

        places = self.embeddings.places(max(block.length for block in blocks))
        embedded = embedded + torch.cat([places[:length].repeat(rows, 1) for _, rows, length in blocks])
        return self._run(embedded, attend)

    def _run(self, embedded: Tensor, attend: Attend) -> list[Tensor]:
        found = [self.embeddings(embedded)]
        for layer in self.encoder.layer:
            found.append(layer(found[-1], attend))
        return found


class _Embeddings(nn.Module):
    def __init__(self, config: Config) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(config.vocab_size, config.hidden_size, padding_idx=0)
        self.position_embeddings = nn.Embedding(config.max_position_embeddings, config.hidden_size)
        self.token_type_embeddings = nn.Embedding(config.type_vocab_size, config.hidden_size)
        self.LayerNorm = nn.LayerNorm(config.hidden_size, eps=config.layer_norm_eps)
        self.dropout = nn.Dropout(config.hidden_dropout_prob)

    def places(self, length: int) -> Tensor:
        """What is added to the pieces of a text for where they stand in it: length H."""
        return self.position_embeddings.weight[:length] + self.token_type_embeddings.weight[0]

    def forward(self, embedded: Tensor) -> Tensor:
        result: Tensor = self.dropout(self.LayerNorm(embedded))
        return result


class _Layers(nn.Module):
    def __init__(self, config: Config) -> None:
        super().__init__()
        self.layer = nn.ModuleList(_Layer(config) for _ in range(config.num_hidden_layers))


class _Layer(nn.Module):
    def __init__(self, config: Config) -> None:
        super().__init__()
        self.attention = _Attention(config)
        self.intermediate = _Intermediate(config)
        self.output = _Output(config.intermediate_size, config)

    def forward(self, words: Tensor, attend: Attend) -> Tensor:
        words = self.attention(words, attend)
        result: Tensor = self.output(self.intermediate(words), words)
        return result


class _Attention(nn.Module):
    def __init__(self, config: Config) -> None:
        super().__init__()
        self.self = _Self(config)
        self.output = _Output(config.hidden_size, config)

    def forward(self, words: Tensor, attend: Attend) -> Tensor:
        result: Tensor = self.output(self.self(words, attend), words)
        return result


class _Self(nn.Module):
    def __init__(self, config: Config) -> None:
        super().__init__()
        self.heads = config.num_attention_heads
        self.query, self.key, self.value = (nn.Linear(config.hidden_size, config.hidden_size) for _ in range(3))

    def forward(self, words: Tensor, attend: Attend) -> Tensor:
        words = words.to(self.query.weight.dtype)
        return attend(self.query(words), self.key(words), self.value(words), self.heads)


class _Intermediate(nn.Module):
    def __init__(self, config: Config) -> None:
        super().__init__()
        self.dense = nn.Linear(config.hidden_size, config.intermediate_size)

    def forward(self, words: Tensor) -> Tensor:
        return functional.gelu(self.dense(words.to(self.dense.weight.dtype)))


class _Output(nn.Module):
    def __init__(self, width: int, config: Config) -> None:
        super().__init__()
        self.dense = nn.Linear(width, config.hidden_size)
        self.LayerNorm = nn.LayerNorm(config.hidden_size, eps=config.layer_norm_eps)
        self.dropout = nn.Dropout(config.hidden_dropout_prob)

    def forward(self, found: Tensor, words: Tensor) -> Tensor:
        result: Tensor = self.LayerNorm(self.dropout(self.dense(found)) + words)
        return result


def _by_head(pieces: Tensor, heads: int) -> Tensor:
    return pieces.view(*pieces.shape[:2], heads, -1).transpose(1, 2)


def _joined(pieces: Tensor) -> Tensor:
    return pieces.transpose(1, 2).flatten(2)


def _attention(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Attention over whole texts: three times B heads P D -> B P heads * D."""
    if query.device.type != "cpu" or query.dtype != torch.bfloat16 or query.size(2) < FUSED:
        return _joined(functional.scaled_dot_product_attention(query, key, value))
    scores = (query * query.size(-1) ** -0.5) @ key.transpose(-1, -2)
    return _joined(torch.softmax(scores, -1, out=scores) @ value)
