"""Parse: what the language step says of one article, as frozen values without Stanza or torch.

`Token`, `Sentence`, `Name` and `Parse` are all that `find`, `resolve` and `describe` ever see.
Every `start`/`end` of a Token is a half-open range of Unicode code points into `Parse.text`; every
`first`/`end` of a Sentence or Name, every `head`, arc and antecedent is an index into `Parse.tokens`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from attribution.article import Paragraph, Span

Label = Literal["none", "source", "cue", "content"]
LABELS: tuple[Label, ...] = ("none", "source", "cue", "content")


class Arc(NamedTuple):
    """One candidate of a word's arc: the index of the token it points to, and its probability (0 to 1)."""

    to: int
    probability: float


class Reading(NamedTuple):
    """What the attribution heads say of one word.

    `scores` are the probabilities of none, source, cue and content, in the order of LABELS; `begins` is the
    probability that the word opens a new span; `arcs` are the likeliest cues that a source or content word
    belongs to (first word of the cue), best first.
    """

    scores: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 0.0)
    begins: float = 0.0
    arcs: tuple[Arc, ...] = ()

    @property
    def label(self) -> Label:
        """The likeliest label; of equally likely ones the first in LABELS."""
        return LABELS[max(range(4), key=lambda k: self.scores[k])]


NO_READING = Reading()


@dataclass(frozen=True, slots=True)
class Token:
    """One syntactic word (UD: clitics apart, "do|n't", "Trump|'s")."""

    index: int
    start: int
    end: int
    text: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int  # the token's own index where it is the root of its sentence
    deprel: str
    sentence: int
    paragraph: int
    reading: Reading = NO_READING
    inner: Reading = NO_READING  # the second reading, of a content as a text of its own: nested attributions
    mention: float = 0.0  # probability that the word heads a mention
    antecedents: tuple[Arc, ...] = ()  # earlier mention heads, best first; an arc to itself: a new referent

    def feature(self, name: str) -> str | None:
        """The value of one UD feature ("Number" -> "Plur"), None where it is absent."""
        for part in self.feats.split("|"):
            key, _, value = part.partition("=")
            if key == name:
                return value
        return None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: tokens[first:end], all in one paragraph."""

    index: int
    first: int
    end: int
    paragraph: int


class Name(NamedTuple):
    """A named entity: tokens[first:end], `kind` is PER, ORG, LOC or MISC, `confidence` 0 to 1."""

    first: int
    end: int
    kind: str
    confidence: float


@dataclass(frozen=True)
class Parse:
    """One article as the language step read it."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]
    names: tuple[Name, ...] = ()

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        children: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                children[token.head].append(token.index)
        return tuple(map(tuple, children))

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def _ends(self) -> list[int]:
        return [token.end for token in self.tokens]

    @cached_property
    def _name_at(self) -> dict[int, Name]:
        return {index: name for name in self.names for index in range(name.first, name.end)}

    def children(self, index: int, *relations: str) -> list[Token]:
        """Dependents of a token in text order; only those of the given relations (subtypes count) where any are."""
        found = (self.tokens[child] for child in self._children[index])
        if not relations:
            return list(found)
        return [token for token in found if token.deprel in relations or token.deprel.split(":")[0] in relations]

    def subtree(self, index: int) -> list[int]:
        """Indices of a token and all that hangs below it, sorted. A damaged tree (a cycle) is read once."""
        seen, todo = {index}, [index]
        while todo:
            for child in self._children[todo.pop()]:
                if child not in seen:
                    seen.add(child)
                    todo.append(child)
        return sorted(seen)

    def ancestors(self, index: int) -> Iterator[Token]:
        """The token's head, its head's head, up to the root of its sentence."""
        seen = {index}
        while (index := self.tokens[index].head) not in seen:
            seen.add(index)
            yield self.tokens[index]

    def name_at(self, index: int) -> Name | None:
        """The named entity that a token belongs to."""
        return self._name_at.get(index)

    def between(self, start: int, end: int) -> range:
        """Indices of the tokens that lie wholly inside a range of code points."""
        return range(bisect_left(self._starts, start), bisect_right(self._ends, end))

    def overlapping(self, start: int, end: int) -> range:
        """Indices of the tokens that share at least one code point with a range."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def span(self, first: int, end: int) -> Span:
        """The code points from the first of tokens[first:end] to the last."""
        return Span(self.tokens[first].start, self.tokens[end - 1].end)

    def words(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]
