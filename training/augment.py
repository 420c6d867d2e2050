"""Augment: the same text as another newspaper, another country or a careless copy would have it.

Every function takes a Document and a random generator and returns a Document. None changes what is annotated.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from attribution.language.lemmas import edit as lemma_of
from attribution.language.windows import INNER_WORDS, inner_start
from training.documents import Document, Layer, cut, edit
from training.formats import lemma_script

# How often each is done to a window of running text. Half of the windows keep their names, since the names of one's
# own training articles are news too; marks change in most, because PolNeAR has three styles and the world seven.
# Capitals, wrapping and lost full stops are rare in news and cost accuracy on what is common, hence a tenth at most.
SWAP = 0.5
MARKS = 0.5
NO_MARKS = 0.04  # of those whose marks change
PARAGRAPHS = 0.15
FULL_STOPS = 0.06
CAPITALS = 0.04
HEADLINE = 0.08
# How many of an article's organisations and places go, where it is swapped. Some stay as anchors.
OTHERS = 0.6

Words = tuple[str, ...]
# Opening and closing marks of each style. The two last are how typewriters and tokenised corpora write them.
STYLES: tuple[tuple[str, str], ...] = (("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»"), ("``", "''"))
STYLE_WEIGHTS = (6, 6, 3, 2, 1, 1)
_DOUBLE = frozenset('“”"„«»') | {"``", "''"}
_OPENS, _CLOSES = frozenset({"“", "„", "«", "``"}), frozenset({"”", "»", "''"})
_CURLY, _STRAIGHT = re.compile(r"(?<=\w)’|’(?=\w)"), re.compile(r"(?<=\w)'|'(?=\w)")
_DATA = Path(__file__).parents[1] / "attribution" / "data"


def _table(path: Path) -> list[list[str]]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf8").splitlines() if line and line[0] != "#"]
    return rows[1:]


@cache
def _parties() -> dict[str, tuple[int, int]]:
    """Word -> its row and column; one that stands in several columns counts as the adjective of its party."""
    rows = _table(Path(__file__).with_name("parties.tsv"))
    return {word: (number, column) for number, row in enumerate(rows) for column, word in enumerate(row[:3])}


@cache
def _given() -> frozenset[str]:
    return frozenset(row[0] for row in _table(_DATA / "given_names.tsv"))


@dataclass(frozen=True)
class Pools:
    """Names to swap in: words of persons' names, and whole names of organisations and places, each apart by whether
    "the" stands before them."""

    given: Words
    family: Words
    others: dict[tuple[str, bool], tuple[Words, ...]]

    @classmethod
    def collect(cls, documents: Iterable[Document]) -> Pools:
        """From the names that documents annotate, and the tables of given names and of places."""
        given, family = set(_given()), set()
        others: dict[tuple[str, bool], set[Words]] = {
            (kind, the): set() for kind in ("ORG", "LOC") for the in (False, True)
        }
        others["LOC", False] |= {tuple(row[0].split()) for row in _table(_DATA / "places.tsv")}
        for document in documents:
            for first, end, kind in document.names or ():
                words = document.words[first:end]
                if kind == "PER" and len(words) > 1 and all(map(_plain, (words[0], words[-1]))):
                    given.add(words[0])
                    family.add(words[-1])
                elif kind in ("ORG", "LOC") and words[0][:1].isupper() and len(words) <= 6:
                    the = first > 0 and document.words[first - 1].lower() == "the"
                    others[kind, the].add(tuple(words))
        return cls(
            tuple(sorted(given)), tuple(sorted(family)), {key: tuple(sorted(found)) for key, found in others.items()}
        )


def _plain(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word[0].isupper() and not word.isupper()


def augment(document: Document, rng: random.Random, pools: Pools) -> Document:
    """One window of running text, changed in some ways that the generator chooses."""
    if document.names is not None and document.tags is None and rng.random() < SWAP:
        document = swap_names(document, rng, pools)
    if rng.random() < MARKS:
        document = change_marks(document, rng)
    if rng.random() < PARAGRAPHS:
        document = change_paragraphs(document, rng)
    if document.tags is None and rng.random() < FULL_STOPS:
        document = drop_full_stops(document)
    if rng.random() < CAPITALS:
        document = capitals(document, 0, len(document.words))
    elif document.paragraphs[:1] == [0] and rng.random() < HEADLINE:
        document = capitals(document, 0, document.sentence_ranges()[0][1])
    return document


def swap_names(document: Document, rng: random.Random, pools: Pools) -> Document:
    """Other names of the same kind, the same one throughout. Words of persons' names are swapped one by one, wherever
    they stand, so that "Ann Lee", "Ms. Lee" and a "Lee" that nobody tagged go together; the rest as wholes."""
    names = document.names or []
    words = document.words
    persons: dict[str, str] = {}
    places = [name for name in names if name[2] in ("ORG", "LOC")]
    if pools.family:
        for first, end, kind in sorted(names, key=lambda name: name[0] - name[1]):
            if kind != "PER":
                continue
            for index in range(first, end):
                word = words[index].capitalize() if words[index].isupper() else words[index]
                if _plain(word) and word not in persons:
                    last = index == end - 1 and (end - first > 1 or word not in _given())
                    persons[word] = rng.choice(pools.family if last else pools.given)
    other: dict[Words, Words] = {}
    edits: list[tuple[int, int, list[str]]] = []
    taken: set[int] = set()
    for first, end, kind in places:
        the = first > 0 and words[first - 1].lower() == "the"
        pool = pools.others.get((kind, the))
        string = tuple(words[first:end])
        if not pool or not words[first][:1].isupper():
            continue
        if string not in other:
            other[string] = rng.choice(pool) if rng.random() < OTHERS else string
        if other[string] != string and taken.isdisjoint(range(first, end)):
            edits.append((first, end, list(other[string])))
            taken.update(range(first, end))
    parties = _parties()
    rows = sorted({number for number, _ in parties.values()})
    shuffled = dict(zip(rows, rng.sample(rows, len(rows)), strict=True))
    spelling = {place: word for word, place in parties.items()}
    swap_parties = rng.random() < OTHERS
    persons_at = {index for first, end, kind in names if kind == "PER" for index in range(first, end)}
    starts = set(document.sentences)
    for index, word in enumerate(words):
        if index in taken:
            continue
        plain = word.capitalize() if word.isupper() and len(word) > 1 else word
        new = None
        if plain in persons and (index in persons_at or index not in starts):
            new = persons[plain]
        elif swap_parties and word in parties:
            number, column = parties[word]
            new = spelling.get((shuffled[number], column)) or spelling.get((shuffled[number], 2))
        if new is not None:
            edits.append((index, index + 1, [new.upper() if plain != word else new]))
    return edit(document, sorted(edits))


def change_marks(document: Document, rng: random.Random) -> Document:
    """Another style of quotation marks and apostrophes. Straight ones are told apart by turns within a paragraph."""
    style = rng.choices(STYLES, STYLE_WEIGHTS)[0]
    none = document.tags is None and rng.random() < NO_MARKS
    straight = style[0] in ('"', "'", "``")
    opened = False
    paragraphs = set(document.paragraphs)
    edits: list[tuple[int, int, list[str]]] = []
    for index, word in enumerate(document.words):
        if index in paragraphs:
            opened = False
        if word in _DOUBLE:
            opens = word in _OPENS or (word not in _CLOSES and not opened)
            opened = opens
            edits.append((index, index + 1, [] if none else [style[0] if opens else style[1]]))
        elif not none and ("’" in word or "'" in word) and len(word) > 1:
            new = _CURLY.sub("'", word) if straight else _STRAIGHT.sub("’", word)
            if new != word:
                edits.append((index, index + 1, [new]))
    changed = edit(document, edits)
    return changed if changed.words else document


def change_paragraphs(document: Document, rng: random.Random) -> Document:
    """No breaks at all, one at every sentence, or some of them lost."""
    way = rng.random()
    if way < 0.4:
        paragraphs = document.paragraphs[:1]
    elif way < 0.7:
        paragraphs = list(document.sentences)
    else:
        paragraphs = [start for start in document.paragraphs if rng.random() < 0.5]
    return replace(document, paragraphs=paragraphs)


def drop_full_stops(document: Document) -> Document:
    """Sentences without the full stop at their end, with the marks behind it kept."""
    edits: list[tuple[int, int, list[str]]] = []
    for first, end in document.sentence_ranges():
        last = end - 1
        while last > first and not any(map(str.isalnum, document.words[last])) and document.words[last] != ".":
            last -= 1
        if last > first and document.words[last] == ".":
            edits.append((last, last + 1, []))
    return edit(document, edits)


def capitals(document: Document, first: int, end: int) -> Document:
    """The words [first:end] in capitals; a lemma is reached from them by another script."""
    words = document.words
    upper = [*words[:first], *map(str.upper, words[first:end]), *words[end:]]
    tags = document.tags
    if tags is not None:
        # Lower-case lemmas stay in reach of the same script, which lowers first; the others need one of their own.
        scripts = list(tags.lemma)
        for index in range(first, end):
            if not scripts[index].startswith("L"):
                scripts[index] = lemma_script(upper[index], lemma_of(words[index], scripts[index]))
        tags = replace(tags, lemma=scripts)
    return replace(document, words=upper, tags=tags)


def fragment(document: Document, rng: random.Random, cue_words: frozenset[str]) -> Document | None:
    """A piece of a text as the second reading sees the runs of content: inside one sentence, without the marks and the
    "that" before it. Half are sentences with an attribution in them, read as somebody's words; the others are contents
    in which no word that is often a cue stands, and which so can be taken to hold no attribution. Guidelines differ
    little there: a piece is read by any. None: none was found.
    """
    layer = rng.choice(document.layers or [None])
    if layer is None:
        return None
    ranges: list[tuple[int, int]] = []
    sentences = document.sentence_ranges()
    if rng.random() < 0.5:
        cues = {a for found in layer.attributions if found["source"] and found["content"] for a, _ in found["cue"][:1]}
        whole = [found for found in layer.attributions if all(found.values())]
        for first, end in sentences:
            inside = [f for f in whole if all(first <= a and b <= end for role in f.values() for a, b in role)]
            if inside and sum(first <= cue < end for cue in cues) == len(inside):
                ranges.append((first, end))
    else:
        ends = [end for _, end in sentences]
        at = 0
        for a, b in sorted(span for found in layer.attributions for span in found["content"]):
            while ends[at] <= a:
                at += 1
            stop = min(b, ends[at])
            if not any(word.lower() in cue_words for word in document.words[a:stop]):
                ranges.append((a, stop))
        layer = None
    if not ranges:
        return None
    first, end = rng.choice(ranges)
    words = document.words
    first = inner_start(words, first, end)
    if words[end - 1] == "." and rng.random() < 0.3:
        end -= 1
    if end - first < INNER_WORDS:
        return None
    piece = replace(cut(document, first, end), sentences=[0], paragraphs=[0])
    layers = [Layer([])] if layer is None else cut(replace(document, layers=[layer]), first, end).layers
    words = piece.words
    if words[0][:1].isupper() and words[0][1:].islower() and rng.random() < 0.6 and not _names_first(piece):
        words = [words[0].lower(), *words[1:]]
    return replace(piece, words=words, layers=layers, guidelines=None)


def _names_first(document: Document) -> bool:
    return any(first == 0 for first, _, _ in document.names or ()) or any(first == 0 for first, _ in document.unsure)


def cue_words(documents: Sequence[Document], share: float = 0.2, least: int = 3) -> frozenset[str]:
    """Lower-case words of which a fifth or more of those outside content are cues: "said", "claims", "according"."""
    cue: dict[str, int] = {}
    seen: dict[str, int] = {}
    for document in documents:
        for layer in (document.layers or ())[:1]:
            content = {k for found in layer.attributions for a, b in found["content"] for k in range(a, b)}
            inside = {k for found in layer.attributions for a, b in found["cue"] for k in range(a, b)}
            for index, word in enumerate(document.words):
                if index not in content:
                    seen[word.lower()] = seen.get(word.lower(), 0) + 1
                    cue[word.lower()] = cue.get(word.lower(), 0) + (index in inside)
    return frozenset(
        word for word, count in cue.items() if count >= least and count >= share * seen[word] and word[0].isalpha()
    )
