"""sentences: puts a tokenized Document's sentences right before anything else reads them."""

from __future__ import annotations

from typing import Any

from stanza.models.common.doc import Document, Token

from attribution.language.abbreviations import mend

# Tokens of a sentence, beyond which it is cut: Stanza's parser needs memory quadratic in them, and a text without any
# sentence end (a table, a list of names) would take all there is. No sentence of PolNeAR's is longer than 250.
LONGEST = 250


def reshape(doc: Document, embedded: bool) -> None:
    """Cut sentences that are too long; behind the embedded tokenizer, which makes no multi-word tokens, first mend what
    it broke at abbreviations. The Document is changed in place, and only where there is something to change."""
    sentences = [list(sentence.tokens) for sentence in doc.sentences]
    if embedded:
        before = [[(token.start_char, token.end_char) for token in sentence] for sentence in sentences]
        after = mend(doc.text, before)
        if after != before:
            _replace(doc, [[_word(doc.text, start, end) for start, end in sentence] for sentence in after])
    elif any(len(sentence) > LONGEST for sentence in sentences):
        parts = [tokens[k : k + LONGEST] for tokens in sentences for k in range(0, len(tokens), LONGEST)]
        _replace(doc, [[_entry(token) for token in part] for part in parts])


Entry = dict[str, Any]


def _word(text: str, start: int, end: int) -> list[Entry]:
    return [{"text": text[start:end], "start_char": start, "end_char": end}]


def _entry(token: Token) -> list[Entry]:
    """A token as Stanza's dictionaries: its own, followed by those of its words where it has more than one."""
    entry = {"text": token.text, "start_char": token.start_char, "end_char": token.end_char}
    if len(token.words) == 1:
        return [entry]
    words = [{"text": w.text, "start_char": w.start_char, "end_char": w.end_char} for w in token.words]
    return [entry, *({key: value for key, value in word.items() if value is not None} for word in words)]


def _replace(doc: Document, sentences: list[list[list[Entry]]]) -> None:
    """Number the words of each sentence from 1 and make a Document's sentences of them."""
    numbered = []
    for sentence in sentences:
        rows: list[Entry] = []
        at = 1
        for token in sentence:
            words = len(token) - 1 or 1
            rows.append({"id": (at, at + words - 1) if words > 1 else (at,), **token[0]})
            rows += [{"id": (at + k,), **word} for k, word in enumerate(token[1:])]
            at += words
        numbered.append(rows)
    doc.sentences = Document(numbered, text=doc.text).sentences
