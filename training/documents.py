"""Documents: tokenised, tagged texts as all stages of training share them, and the two ways to cut and to change them.

Every range is half open and counts the document's own words. What a data set does not annotate is None, and no loss is
taken from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

Range = tuple[int, int]
ROLES = ("source", "cue", "content")


@dataclass(frozen=True)
class Tags:
    """Syntax, a value for each word. `head` is an index into the document's words, a root's is its own."""

    upos: list[str]
    xpos: list[str]
    feats: list[str]
    lemma: list[str]
    head: list[int]
    relation: list[str]


@dataclass(frozen=True)
class Layer:
    """What one annotator marked: attributions as ranges for each role, and words of which nothing can be told."""

    attributions: list[dict[str, list[Range]]]
    unsure: list[Range] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """One text. `sentences` and `paragraphs` hold the first word of each; a text cut out of another may begin inside a
    paragraph."""

    id: str
    words: list[str]
    sentences: list[int]
    paragraphs: list[int]
    tags: Tags | None = None
    names: list[tuple[int, int, str]] | None = None  # first, end, PER | ORG | LOC | MISC
    unsure: list[Range] = field(default_factory=list)  # words of which it is not known whether they belong to a name
    misc: bool = True  # False: names of kind MISC are not annotated
    mentions: list[tuple[int, list[str]]] | None = None  # head word, its coreference groups
    layers: list[Layer] | None = None
    guidelines: str | None = None  # whose idea of an attribution its layers follow; None: any, or there are none

    def sentence_ranges(self) -> list[Range]:
        """First word and end of each sentence."""
        return list(zip(self.sentences, [*self.sentences[1:], len(self.words)], strict=True))


def write(path: Path, documents: Iterable[Document]) -> None:
    """Write documents as JSON, one a line. The file is there when all of them are."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf8") as file:
        for document in documents:
            file.write(json.dumps(asdict(document), ensure_ascii=False, separators=(",", ":")) + "\n")
    part.replace(path)


def read(path: Path) -> list[Document]:
    """Read what `write` wrote."""
    with path.open(encoding="utf8") as file:
        return [_document(json.loads(line)) for line in file]


def _document(row: dict[str, Any]) -> Document:
    return Document(
        **{
            **row,
            "tags": row["tags"] and Tags(**row["tags"]),
            "names": None if row["names"] is None else [(first, end, kind) for first, end, kind in row["names"]],
            "unsure": _ranges(row["unsure"]),
            "mentions": None if row["mentions"] is None else [(head, groups) for head, groups in row["mentions"]],
            "layers": None if row["layers"] is None else [_layer(layer) for layer in row["layers"]],
        }
    )


def _layer(row: dict[str, Any]) -> Layer:
    return Layer(
        [{role: _ranges(found[role]) for role in ROLES} for found in row["attributions"]], _ranges(row["unsure"])
    )


def _ranges(rows: Iterable[Sequence[int]]) -> list[Range]:
    return [(first, end) for first, end in rows]


def cut(document: Document, first: int, end: int) -> Document:
    """The words [first:end] as a document of its own. Where syntax is annotated the range holds whole sentences."""
    tags = document.tags
    if tags is not None:
        columns = {key: values[first:end] for key, values in vars(tags).items()}
        tags = Tags(**{**columns, "head": [head - first for head in columns["head"]]})
    starts = [start - first for start in document.sentences if first < start < end]
    return _moved(
        replace(document, words=document.words[first:end], tags=tags, sentences=[0, *starts]),
        [min(max(index - first, 0), end - first) for index in range(len(document.words) + 1)],
        None,
        (first, end),
    )


def join(documents: Sequence[Document]) -> Document:
    """Documents of one data set, one behind the other."""
    if len(documents) == 1:
        return documents[0]
    offsets = [0]
    for document in documents:
        offsets.append(offsets[-1] + len(document.words))
    pairs = list(zip(documents, offsets, strict=False))
    tags = None
    if documents[0].tags is not None:
        tags = Tags(
            **{
                key: [value for document in documents for value in getattr(document.tags, key)]
                for key in ("upos", "xpos", "feats", "lemma", "relation")
            },
            head=[head + offset for document, offset in pairs if document.tags for head in document.tags.head],
        )
    names = None
    if documents[0].names is not None:
        names = [(a + offset, b + offset, kind) for document, offset in pairs for a, b, kind in document.names or ()]
    return replace(
        documents[0],
        words=[word for document in documents for word in document.words],
        sentences=[start + offset for document, offset in pairs for start in document.sentences],
        paragraphs=[start + offset for document, offset in pairs for start in document.paragraphs],
        tags=tags,
        names=names,
        unsure=[(a + offset, b + offset) for document, offset in pairs for a, b in document.unsure],
    )


def edit(document: Document, edits: Sequence[tuple[int, int, list[str]]]) -> Document:
    """Replace ranges of words, given in order and disjoint, by other words.

    Ranges that begin or end inside a replaced one widen to it; where all of its words go, it goes. A document with
    syntax takes only edits that keep the number of words.
    """
    if not edits:
        return document
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for first, end, new in edits:
        for index in range(at, first):
            starts.append(len(words))
            ends.append(len(words))
            words.append(document.words[index])
        before = len(words)
        words += new
        if len(new) == end - first:
            starts += range(before, len(words))
            ends += range(before, len(words))
        else:
            if document.tags is not None:
                raise ValueError(f"{document.id}: a document with syntax keeps its number of words")
            starts += [before] * (end - first)
            ends += [before, *[len(words)] * (end - first - 1)]
        at = end
    for index in range(at, len(document.words)):
        starts.append(len(words))
        ends.append(len(words))
        words.append(document.words[index])
    starts.append(len(words))
    ends.append(len(words))
    return _moved(replace(document, words=words), starts, ends, None)


def _moved(document: Document, starts: list[int], ends: list[int] | None, kept: Range | None) -> Document:
    """Carry all annotation but syntax to new places: an index that begins a range goes to starts[index], one that ends
    it to ends[index]. `kept`: the words that are left, by their old indices."""
    stops = starts if ends is None else ends

    def move(ranges: Iterable[Range]) -> list[Range]:
        moved = ((starts[a], stops[b]) for a, b in ranges)
        return [(a, b) for a, b in moved if a < b]

    def points(indices: Iterable[int]) -> list[int]:
        size = len(document.words)
        found = (starts[k] for k in indices if kept is None or kept[0] <= k < kept[1])
        return sorted({k for k in found if k < size})

    names = document.names
    if names is not None:
        names = [(starts[a], stops[b], kind) for a, b, kind in names if starts[a] < stops[b]]
    mentions = document.mentions
    if mentions is not None:
        mentions = [(starts[h], groups) for h, groups in mentions if kept is None or kept[0] <= h < kept[1]]
    layers = document.layers
    if layers is not None:
        layers = [
            Layer(
                [
                    moved
                    for moved in ({role: move(found[role]) for role in ROLES} for found in layer.attributions)
                    if any(moved.values())
                ],
                move(layer.unsure),
            )
            for layer in layers
        ]
    return replace(
        document,
        sentences=document.sentences if kept is not None else points(document.sentences),
        paragraphs=points(document.paragraphs),
        names=names,
        unsure=move(document.unsure),
        mentions=mentions,
        layers=layers,
    )
