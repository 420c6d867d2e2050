"""saying: what find sees in a text, as rows short enough for a table of examples.

`says(kind, source, cue, *content, inside=N)` is one attribution as words; `inside` is the place (from 0), in its
example's list, of the attribution that it stands inside. Fragments of a cue are joined with " … ". In the text of an
example, " // " stands for a blank line.

The parses of the examples stand in data/find_parses.tsv: find is tested on what the language step once said of these
texts, and other weights change nothing here. `python tests/data/make_parses.py` adds the texts that are not in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from _pytest.mark import ParameterSet

from attribution.article import paragraphs
from attribution.find import RECORDS, Guidelines, find
from attribution.parse import LABELS, NO_READING, Arc, Name, Parse, Reading, Sentence, Token

PARSES = Path(__file__).parent / "data" / "find_parses.tsv"
JOINT = " … "
BREAK = " // "


class Says(NamedTuple):
    """One attribution, as words of the text."""

    kind: str
    source: str | None
    cue: str
    content: tuple[str, ...]
    inside: int | None


def says(kind: str, source: str | None, cue: str, *content: str, inside: int | None = None) -> Says:
    """One attribution that is expected of an example."""
    return Says(kind, source, cue, content, inside)


def rows_of(table: dict[str, list[tuple[Any, ...]]]) -> list[ParameterSet]:
    """The rows of a table of classes, each as a text and what is expected of it, for pytest's parametrize."""
    return [pytest.param(text, expected, id=text) for rows in table.values() for text, *expected in rows]


def written(text: str) -> str:
    """The text of an example as an article has it."""
    return text.replace(BREAK, "\n\n")


def found(text: str, guidelines: Guidelines = RECORDS) -> list[Says]:
    """The attributions of an example that has a stored parse."""
    return said(parse_of_example(text), guidelines)


def said(parse: Parse, guidelines: Guidelines = RECORDS) -> list[Says]:
    """The attributions of a parse, as words; line ends in them are given as in the tables."""
    rows = []
    for one in find(parse, guidelines).attributions:
        content = tuple(parse.text[part.start : part.end].replace("\n\n", BREAK) for part in one.content)
        cue = JOINT.join(parse.words(span) for span in one.cue)
        rows.append(Says(one.kind, one.source and parse.words(one.source), cue, content, one.parent))
    return rows


def left(text: str) -> list[tuple[str, str]]:
    """The quoted passages of an example that were left unattributed, with the reason."""
    parse = parse_of_example(text)
    return [(parse.text[one.start : one.end], one.reason) for one in find(parse).unattributed]


def parse_of_example(text: str) -> Parse:
    """The stored parse of an example."""
    try:
        return read_parse(written(text), stored()[text])
    except KeyError:
        raise KeyError(f"no stored parse of {text!r}: run tests/data/make_parses.py") from None


@cache
def stored() -> dict[str, list[list[str]]]:
    """Text of an example -> the rows of its parse."""
    return dict(blocks(PARSES.read_text(encoding="utf8")))


def blocks(file: str) -> Iterator[tuple[str, list[list[str]]]]:
    """The examples of a file of parses."""
    for block in file.split("\n\n")[1:]:
        title, *lines = block.rstrip("\n").split("\n")
        yield title.removeprefix("# "), [line.split("\t") for line in lines]


def read_parse(text: str, rows: list[list[str]]) -> Parse:
    """A Parse from its rows; the columns are explained at the top of data/find_parses.tsv."""
    bounds = paragraphs(text)
    tokens: list[Token] = []
    names: list[Name] = []
    sentences: list[Sentence] = []
    at = first = 0
    for index, (number, word, lemma, tag, feats, head, deprel, name, outer, inner) in enumerate(rows):
        if number == "1":
            first = index
            sentences.append(Sentence(len(sentences), index, index, 0))
        start = text.index(word, at)
        at = start + len(word)
        paragraph = next(k for k, span in enumerate(bounds) if start < span.end)
        sentences[-1] = Sentence(len(sentences) - 1, first, index + 1, paragraph)
        tokens.append(
            Token(
                index=index,
                start=start,
                end=at,
                text=word,
                lemma=lemma,
                upos=tag,
                xpos="",
                feats=feats,
                head=index if head == "0" else first + int(head) - 1,
                deprel=deprel,
                sentence=len(sentences) - 1,
                paragraph=paragraph,
                reading=read_reading(outer, index),
                inner=read_reading(inner, index),
            )
        )
        if name.startswith("B-"):
            names.append(Name(index, index + 1, name[2:], 0.99))
        elif name.startswith("I-"):
            names[-1] = names[-1]._replace(end=index + 1)
    return Parse(text, bounds, tuple(sentences), tuple(tokens), tuple(names))


def read_reading(cell: str, index: int) -> Reading:
    """A Reading from its cell: "source:.9 content:.1 begins:.4 +2:.97" (an arc to the word two places on)."""
    if not cell:
        return NO_READING
    scores = dict.fromkeys(LABELS, 0.0)
    begins, arcs = 0.0, []
    for part in cell.split():
        key, _, value = part.partition(":")
        if key == "begins":
            begins = float(value)
        elif key in LABELS:
            scores[key] = float(value)
        else:
            arcs.append(Arc(index + int(key), float(value)))
    none = round(max(0.0, 1.0 - sum(scores.values())), 2)
    return Reading((none, scores["source"], scores["cue"], scores["content"]), begins, tuple(arcs))
