"""sentences: puts a tokenized Document's sentences right before anything else reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stanza.models.common.doc import Document, Token

from attribution.language.unstopped import Words, split

_HYPHENS = frozenset("-‐‑")
# Tokens of a sentence, beyond which it is cut: Stanza's parser needs memory quadratic in them, and a text without any
# sentence end (a table, a list of names) would take all there is. No sentence of PolNeAR's is longer than 250.
LONGEST = 250


Entry = dict[str, Any]


def document(text: str, shown: str, sentences: Sequence[Words]) -> Document:
    """A Document of one paragraph from its sentences of words, as the embedded tokenizer gives them, after hyphens are
    words of their own throughout and what no full stop parts is cut. `shown` is what the tokenizer read: the text, or
    one of its length in which capitals say something (`letter_case.lowered`)."""
    return Document(
        [
            [
                {"id": (number,), "text": text[start:end], "start_char": start, "end_char": end}
                for number, (start, end) in enumerate(sentence, 1)
            ]
            for sentence in split(shown, [_part_hyphens(text, words) for words in sentences])
        ],
        text=text,
    )


def _part_hyphens(text: str, words: Words) -> Words:
    """Part a hyphen from the word that it joins to another ("Kazemi | -Qomi"): the treebanks make three words of such a
    compound, and a name is found in none but its own words."""
    parted: Words = []
    for start, end in words:
        glued = end - start > 1
        if glued and text[start] in _HYPHENS and start > 0 and text[start - 1].isalnum() and text[start + 1].isalpha():
            parted += [(start, start + 1), (start + 1, end)]
        elif glued and text[end - 1] in _HYPHENS and text[end - 2].isalnum() and text[end : end + 1].isalnum():
            parted += [(start, end - 1), (end - 1, end)]
        else:
            parted.append((start, end))
    return parted


def reshape(doc: Document) -> None:
    """Cut the sentences of a Document that are too long. It is changed in place, and only where there is one."""
    sentences = [list(sentence.tokens) for sentence in doc.sentences]
    if any(len(sentence) > LONGEST for sentence in sentences):
        parts = [tokens[k : k + LONGEST] for tokens in sentences for k in range(0, len(tokens), LONGEST)]
        _replace(doc, [[_entry(token) for token in part] for part in parts])


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
