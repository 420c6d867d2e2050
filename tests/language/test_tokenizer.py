"""Tokenizer: what Stanza's own processor makes of a text, by a shorter way."""

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stanza.models.common.doc import Document
from stanza.pipeline.tokenize_processor import TokenizeProcessor
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from attribution.language.pipeline import EMBEDDED
from attribution.language.tokenizer import Tokenizer, _PaddedLSTM


class _Pipeline:
    loaded_processors = ()
    foundation_cache = None


def _processor():
    config = {"model_path": str(EMBEDDED / "en" / "tokenize" / "news.pt"), "lang": "en", "check_requirements": False}
    return TokenizeProcessor(config, _Pipeline(), "cpu")


@pytest.fixture(scope="module")
def stanza_tokenizer():
    return _processor()


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer(_processor().trainer)


PARAGRAPHS = [
    ["“Trade was also discussed,” he added. It was late."],
    ["One.", "Two   spaces  here. And  there", " begins with a space", "ends with one "],
    ["Write to a.b-c@example.org or see www.example.org/a?b=c, http://x.example.com. Or not. example.gov.uk/x."],
    ["He said yes. " * 120],
    ["word " * 400, "short.", "She left. " * 70],
    ["no full stop " * 200],
    ["x" * 999],
    ["x" * 1000],
    ["x" * 3500],
    ["é is e\u0301. 😀 said “👩‍👩‍👧‍👦”. \u2009thin\u00a0spaces\u3000here. قال: “نعم”."],
    ["!", "?", "a", "."],
    ["A.B.C. " * 30 + "“Why?” " * 90],
]


@pytest.mark.parametrize("paragraphs", PARAGRAPHS, ids=range(len(PARAGRAPHS)))
def test_as_stanza(stanza_tokenizer, tokenizer, paragraphs):
    """Words and sentences are those of Stanza's TokenizeProcessor, place by place."""
    docs = stanza_tokenizer.bulk_process([Document([], text=text) for text in paragraphs])
    theirs = [
        [[(token.start_char, token.end_char) for token in sentence.tokens] for sentence in doc.sentences]
        for doc in docs
    ]

    assert theirs == tokenizer.sentences(paragraphs)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(codec=None, exclude_categories=["Cc", "Zl", "Zp"]), max_size=80), max_size=4))
def test_any_text(tokenizer, paragraphs):
    """Of any text, words are in order, begin and end with a sign, and hold all that is no white space."""
    for text, sentences in zip(paragraphs, tokenizer.sentences(paragraphs), strict=True):
        words = [word for sentence in sentences for word in sentence]
        ends = [0, *(end for _, end in words)]

        assert all(before <= start < end for before, (start, end) in zip(ends, words, strict=False))
        assert all(text[start:end].strip() == text[start:end] != "" for start, end in words)
        assert "".join(text.split()) == "".join("".join(text[start:end].split()) for start, end in words)


def test_padded_lstm():
    """Two LSTMs over padded sequences give what one gives over packed ones."""
    torch.manual_seed(1)
    lstm = nn.LSTM(6, 4, bidirectional=True, batch_first=True).eval()
    packed = pack_padded_sequence(torch.randn(3, 9, 6), [9, 5, 1], batch_first=True)
    with torch.no_grad():
        theirs, lengths = pad_packed_sequence(lstm(packed)[0], batch_first=True)
        ours, _ = pad_packed_sequence(_PaddedLSTM(lstm)(packed)[0], batch_first=True)

    assert [9, 5, 1] == lengths.tolist()
    assert torch.allclose(theirs, ours, atol=1e-6)
