"""Encoder: BERT, with and without padding."""

import pytest
import torch
from torch import nn

from attribution.language.encoder import Block, Config, Encoder
from attribution.language.network import Biaffine, _bucket

CONFIG = Config(
    vocab_size=50,
    hidden_size=24,
    intermediate_size=48,
    num_hidden_layers=3,
    num_attention_heads=3,
    max_position_embeddings=40,
    type_vocab_size=2,
    layer_norm_eps=1e-12,
    hidden_dropout_prob=0.1,
)


@pytest.fixture
def encoder():
    torch.manual_seed(3)
    return Encoder(CONFIG).eval()


def _texts(*lengths):
    generator = torch.Generator().manual_seed(5)
    return [torch.randn(length, CONFIG.hidden_size, generator=generator) for length in lengths]


def test_is_bert(encoder):
    """A checkpoint of transformers' BertModel loads, and every layer gives what BertModel's does."""
    from transformers import BertConfig, BertModel

    bert = BertModel(BertConfig(**CONFIG._asdict()), add_pooling_layer=False).eval()
    encoder.load_state_dict(bert.state_dict())
    mask = torch.tensor([[1] * 9, [1] * 4 + [0] * 5])
    embedded = nn.utils.rnn.pad_sequence(_texts(9, 4), batch_first=True)
    with torch.no_grad():
        theirs = bert(inputs_embeds=embedded, attention_mask=mask, output_hidden_states=True).hidden_states
        ours = encoder(embedded, mask)

    assert len(theirs) == len(ours)
    for one, other in zip(theirs, ours, strict=True):
        assert torch.allclose(one[mask.bool()], other[mask.bool()], atol=1e-5)


def test_packed_is_padded(encoder):
    """Texts that lie end to end are read as padded ones are, and none looks into its neighbour."""
    texts = _texts(7, 7, 2, 11)
    blocks = [Block(0, 2, 7), Block(14, 1, 2), Block(16, 1, 11)]
    with torch.no_grad():
        together = encoder.packed(torch.cat(texts), blocks)[-1]
        alone = [encoder(text[None], torch.ones(1, len(text)))[-1][0] for text in texts]

    assert torch.allclose(torch.cat(alone), together, atol=1e-5)


def test_packed_in_bfloat16(encoder):
    """With weights in bfloat16 the result is that of float32 within its precision, and stays float32."""
    texts, blocks = _texts(7, 7, 11), [Block(0, 2, 7), Block(14, 1, 11)]
    with torch.no_grad():
        exact = encoder.packed(torch.cat(texts), blocks)[-1]
        for module in encoder.modules():
            if isinstance(module, nn.Linear):
                module.to(torch.bfloat16)
        rough = encoder.packed(torch.cat(texts), blocks)[-1]

    assert torch.float32 == rough.dtype
    assert torch.allclose(exact, rough, atol=0.06)


def test_bias_on_distance():
    """Each pair of words is preferred by its signed distance, however long the window is."""
    torch.manual_seed(1)
    arc = Biaffine(6, 4)
    nn.init.zeros_(arc.weight)
    place = torch.arange(50)
    expected = arc.distance(_bucket(place[None] - place[:, None]))[..., 0]

    assert torch.equal(expected, arc(torch.randn(2, 50, 6))[1])
