"""passages: where the words of a correction stand in an article, by their own words and those around them.

In the very text that people saw, the offsets say it. In another version of it the longest fragment of the content is
looked for first, in the whole text: where all parts of the attribution stand around it as they did, else where its
surroundings do. The other parts stand where the passage has moved to, or near it. Only surroundings may differ, never
the words of a part (quotes with context as in the W3C Web Annotation model).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from attribution.article import Span
from attribution.record import Correction
from attribution.record.correction import Quote
from attribution.record.run import LostReason

# Tried on the attributions of tests/data/gold and of PolNeAR dev, in articles that were edited by chance
# (benchmarks/corrections_moved.py): STANDING 12, 24 and 40, LEAD 2 to 16, BETWEEN 60 to 1,000. They differ by 5 of
# 1,550 passages that stand, but for STANDING 40, which loses 15 more. What is put in a wrong place is a copy, word for
# word.
#
# Code points of a passage, or of a span and its surroundings in one piece, that stand as they did: some four words.
# With fewer, the words may be somebody else's. Surroundings that stand as a whole are enough from SURROUNDINGS on.
STANDING = 24
SURROUNDINGS = 16
# Code points by which the surroundings of one place must agree better than those of any other: a word or two.
LEAD = 8
# Code points that may have come, or gone, between two parts that follow each other: a clause.
BETWEEN = 120
_SHOWN = 60  # code points of a quote in a message

Places = dict[tuple[int, str], Span]  # start and words of a part, as people saw it -> where it stands


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a correction cannot be applied to a text."""

    reason: LostReason
    message: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The spans of an attribution."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: Span | None

    @property
    def extent(self) -> Span:
        """From the first code point to the last."""
        spans = [*self.content, *self.cue, *([] if self.source is None else [self.source])]
        return Span(min(span.start for span in spans), max(span.end for span in spans))


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a correction belongs: the attribution as people saw it, as they want it, and where the name stands."""

    seen: Parts
    wanted: Parts
    evidence: Span | None


def find_passage(text: str, correction: Correction, same: bool) -> Passage | Lost:
    """Where the words of a correction stand in a text; `same`: the text is the one that people saw."""
    target = correction.target
    seen = [*target.content, *target.cue]
    if (source := target.source.quote()) is not None:
        seen.append(source)
    wanted = [*correction.content.fragments, *correction.cue.fragments]
    if (new_source := correction.source.span.quote()) is not None:
        wanted.append(new_source)
    parts = sorted((*seen, *wanted), key=lambda quote: (quote.start, quote.end))
    places = _as_before(text, parts) if same else None
    if places is None:
        found = _moved(text, max(target.content, key=lambda quote: len(quote.text)), parts)
        if isinstance(found, Lost):
            return found
        places = found

    def spans(quotes: Sequence[Quote]) -> tuple[Span, ...]:
        return tuple(places[_key(quote)] for quote in quotes)

    was = Parts(spans(target.content), spans(target.cue), None if source is None else spans([source])[0])
    now = Parts(
        spans(correction.content.fragments) if correction.content.changed else was.content,
        spans(correction.cue.fragments) if correction.cue.changed else was.cue,
        (None if new_source is None else spans([new_source])[0]) if correction.source.changed else was.source,
    )
    return Passage(was, now, _evidence(text, correction, same, now.content[0].start))


def _as_before(text: str, parts: Sequence[Quote]) -> Places | None:
    """The places as they were; None where one of them has other words, as in a file that somebody wrote by hand."""
    if any(text[quote.start : quote.end] != quote.text for quote in parts):
        return None
    return {_key(quote): Span(quote.start, quote.end) for quote in parts}


def _moved(text: str, anchor: Quote, parts: Sequence[Quote]) -> Places | Lost:
    """The places of the parts of a passage (in their order as it was) in another version of the text."""
    candidates = list(_occurrences(text, anchor, 0, len(text)))
    unbroken = [
        at for at in candidates if all(_stands(text, quote, at + quote.start - anchor.start) for quote in parts)
    ]
    start = _choose(text, anchor, unbroken or candidates, sum(len(quote.text) for quote in parts) if unbroken else 0)
    if isinstance(start, Lost):
        return start
    places = {_key(anchor): Span(start, start + len(anchor.text))}
    reach = BETWEEN * len(parts)
    before: Quote | None = None
    for quote in parts:
        at = start + quote.start - anchor.start
        if _key(quote) not in places:
            near = _occurrences(text, quote, at - reach, at + len(quote.text) + reach)
            found = at if _stands(text, quote, at) else _choose(text, quote, list(near))
            if isinstance(found, Lost):
                return found
            places[_key(quote)] = Span(found, found + len(quote.text))
        if before is not None:
            was, now = quote.start - before.start, places[_key(quote)].start - places[_key(before)].start
            if abs(now - was) > BETWEEN or (now > 0) != (was > 0):
                message = f"{_shown(before.text)} and {_shown(quote.text)} stand there, but no longer side by side"
                return Lost("context_changed", message)
        before = quote
    return places


def _key(quote: Quote) -> tuple[int, str]:
    return quote.start, quote.text


def _evidence(text: str, correction: Correction, same: bool, near: int) -> Span | None:
    """Where the name that holds stands: the place that people gave, else the one nearest to the attribution."""
    name, quote = correction.speaker.name, correction.speaker.evidence.quote()
    if name is None:
        return None
    if quote is not None:
        if same and text[quote.start : quote.end] == quote.text:
            return Span(quote.start, quote.end)
        at = _choose(text, quote, list(_occurrences(text, quote, 0, len(text))))
        if not isinstance(at, Lost):
            return Span(at, at + len(quote.text))
    bare = Quote(start=0, end=len(name), text=name, before="", after="")
    found = min(_occurrences(text, bare, 0, len(text)), key=lambda at: (abs(at - near), at), default=None)
    return None if found is None else Span(found, found + len(name))


def _choose(text: str, quote: Quote, candidates: Sequence[int], standing: int = 0) -> int | Lost:
    """The one of some places of a quote that people meant; `standing`: code points of the passage that stand there in
    any of them, if these are more than the quote."""
    places = sorted(((_agreement(text, quote, at), at) for at in candidates), key=lambda place: (-place[0], place[1]))
    shown = _shown(quote.text)
    if not places:
        return Lost("words_missing", f"{shown} does not stand there")
    best, at = places[0]
    whole = best == len(quote.before) + len(quote.after) >= SURROUNDINGS
    if not whole and max(standing, len(quote.text)) + best < STANDING:
        return Lost("context_changed", f"{shown} stands there, but not among the words that were around it")
    second = places[1][0] if len(places) > 1 else -LEAD
    if second == best or (not whole and best - second < LEAD):
        return Lost("ambiguous", f"{shown} stands there {len(places)} times, and what is around it does not tell which")
    return at


def _stands(text: str, quote: Quote, at: int) -> bool:
    """Whether the words of a quote stand at a place."""
    return at in _occurrences(text, quote, at, at + len(quote.text))


def _occurrences(text: str, quote: Quote, low: int, high: int) -> Iterator[int]:
    """Where the words of a quote stand in text[low:high]; no part of a longer word, unless the quote was one."""
    words = quote.text
    opens = words[0].isalnum() and not quote.before[-1:].isalnum()
    closes = words[-1].isalnum() and not quote.after[:1].isalnum()
    at = text.find(words, max(low, 0), max(high, 0))
    while at >= 0:
        end = at + len(words)
        if not (opens and text[max(at - 1, 0) : at].isalnum()) and not (closes and text[end : end + 1].isalnum()):
            yield at
        at = text.find(words, at + 1, max(high, 0))


def _agreement(text: str, quote: Quote, at: int) -> int:
    """How many code points right before and right after a place are those that were around the quote."""
    return _shared(reversed(quote.before), reversed(text[max(at - len(quote.before), 0) : at])) + _shared(
        iter(quote.after), iter(text[at + len(quote.text) : at + len(quote.text) + len(quote.after)])
    )


def _shared(one: Iterator[str], two: Iterator[str]) -> int:
    count = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        count += 1
    return count


def _shown(words: str) -> str:
    words = " ".join(words.split())
    return f'"{words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"}"'
