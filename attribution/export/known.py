"""known: what is known of an article's text: all of it, or, where it was not found, what its records quote."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from attribution.record import Record


@dataclass(frozen=True, slots=True)
class Known:
    """Disjoint stretches of a text, in order: (first code point, words). Two never touch.

    `whole`: there is one stretch, the text.
    """

    stretches: tuple[tuple[int, str], ...]
    whole: bool

    @classmethod
    def of(cls, record: Record, text: str | None) -> Known:
        """The article's text, or without it the spans of a record and the context around it."""
        if text is not None:
            return cls(((0, text),), True)
        first, last = record.extent
        pieces = [(start, words) for _, span in record.spans() for start, _, words in span.stretches()]
        pieces += [(first - len(record.context.before), record.context.before), (last, record.context.after)]
        merged: list[tuple[int, str]] = []
        for start, words in sorted(piece for piece in pieces if piece[1]):
            if merged and start <= merged[-1][0] + len(merged[-1][1]):
                before, known = merged[-1]
                merged[-1] = before, known + words[before + len(known) - start :]
            else:
                merged.append((start, words))
        return cls(tuple(merged), False)

    def around(self, start: int, end: int, count: int) -> tuple[str, str]:
        """Up to `count` code points before `start` and after `end` (fewer, or none, where they are not known)."""
        return self._before(start, count), self._after(end, count)

    def _before(self, at: int, count: int) -> str:
        begin, words = self._stretch(at - 1)
        return words[max(0, at - begin - count) : at - begin] if at - begin <= len(words) else ""

    def _after(self, at: int, count: int) -> str:
        begin, words = self._stretch(at)
        return words[at - begin : at - begin + count]

    def _stretch(self, at: int) -> tuple[int, str]:
        """The stretch that begins last at or before a code point; an empty one where none does."""
        index = bisect_right(self.stretches, at, key=lambda stretch: stretch[0])
        return self.stretches[index - 1] if index else (0, "")
