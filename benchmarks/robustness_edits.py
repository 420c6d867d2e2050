"""robustness_edits: changes of a gold article's text, with every gold span carried along exactly.

A change is a list of edits; `carry` makes them. All offsets are half-open ranges of code points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from attribution.article import Span
from attribution.score.values import GoldArticle, GoldAttribution


class Edit(NamedTuple):
    """text[start:end] becomes `new`; start < end."""

    start: int
    end: int
    new: str


class Change(NamedTuple):
    """Edits, disjoint, and what does to a name that stands in the gold alone what they do to the text."""

    edits: Iterable[Edit]
    rename: Callable[[str], str] = str


def carry(article: GoldArticle, change: Change) -> GoldArticle:
    """The article with its text edited and its spans carried along.

    An edit that would leave nothing of a gold span is not made.

    Raises ValueError where two edits overlap or one is empty.
    """
    spans = list(spans_of(article))
    carrier = Carrier(article.text, [edit for edit in sorted(change.edits) if edit.new or not _swallows(edit, spans)])
    attributions = tuple(_carried(each, carrier, change.rename) for each in article.attributions)
    return replace(article, text=carrier.text, attributions=attributions)


class Carrier:
    """An edited text, and where the positions of the one before it went."""

    def __init__(self, text: str, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts = [edit.start for edit in edits]
        self._moved: list[int] = []  # where each edit's new string begins
        pieces: list[str] = []
        at = length = 0
        for edit in edits:
            if not at <= edit.start < edit.end <= len(text):
                raise ValueError(
                    f"{edit} is empty, beyond the text, or overlaps the edit before it, which ends at {at}"
                )
            pieces += (text[at : edit.start], edit.new)
            length += edit.start - at
            self._moved.append(length)
            length += len(edit.new)
            at = edit.end
        self.text = "".join([*pieces, text[at:]])

    def span(self, span: Span) -> Span:
        """Where a span went. A border inside an edit stays at its character where the edit changes no length, and
        else goes outwards, so that the span takes in the whole new string."""
        return Span(self._position(span.start, False), self._position(span.end, True))

    def _position(self, position: int, is_end: bool) -> int:
        at = bisect_right(self._starts, position - 1 if is_end else position) - 1
        if at < 0:
            return position
        edit, moved = self._edits[at], self._moved[at]
        if position >= edit.end:
            return moved + len(edit.new) + position - edit.end
        if len(edit.new) == edit.end - edit.start:
            return moved + position - edit.start
        return moved + len(edit.new) if is_end else moved


def _swallows(edit: Edit, spans: Iterable[Span]) -> bool:
    return any(edit.start <= span.start and span.end <= edit.end for span in spans)


def spans_of(article: GoldArticle) -> Iterator[Span]:
    """All spans of a gold article, in an order that `carry` keeps."""
    for each in article.attributions:
        yield from (*each.content, *each.cue, *each.source)
        yield from (span for span in each.circumstances.values() if span is not None)


def _carried(one: GoldAttribution, carrier: Carrier, rename: Callable[[str], str]) -> GoldAttribution:
    names: Mapping[str, str | None] = {
        # The two others are values of a fixed list.
        key: rename(value) if value is not None and key in ("speaker", "title", "organization") else value
        for key, value in one.names.items()
    }
    return replace(
        one,
        content=tuple(map(carrier.span, one.content)),
        cue=tuple(map(carrier.span, one.cue)),
        source=tuple(map(carrier.span, one.source)),
        names=names,
        circumstances={key: value and carrier.span(value) for key, value in one.circumstances.items()},
    )
