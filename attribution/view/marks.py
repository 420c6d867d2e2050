"""marks: an article's text with the passages painted and marked so that they can be read without colour too."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.text import Text

# Of a longer text, only what stands around the marks is shown: this many code points on either side.
WHOLE_TEXT = 20_000
AROUND = 400

# Joiners shape the letters and emoji on either side of them. Every other invisible character could steer the terminal
# or turn the direction of the line, and is shown as an escape.
_SHAPING = "\u200c\u200d"
_STEERING = ("Cc", "Cf", "Cs", "Zl", "Zp")


class Passage(NamedTuple):
    """A stretch of text to mark: `[3| … |3]` where it has a number, `{?| … |?}` where that is 0. Code points."""

    start: int
    end: int
    number: int
    style: str

    @property
    def opening(self) -> str:
        """What stands before the passage."""
        return f"[{self.number}|" if self.number else "{?|"

    @property
    def closing(self) -> str:
        """What stands after the passage."""
        return f"|{self.number}]" if self.number else "|?}"


class Paint(NamedTuple):
    """A stretch of text to paint without marks (a source, a cue)."""

    start: int
    end: int
    style: str


def escape(text: str) -> str:
    """A text without any character that a terminal would obey: controls and direction marks as visible escapes."""
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character == "\n" or character in _SHAPING:
        return character
    if character == "\t":
        return "    "
    if unicodedata.category(character) in _STEERING:
        return character.encode("unicode_escape").decode()
    return character


def lay_out(text: str, passages: Sequence[Passage], paints: Sequence[Paint]) -> Iterator[Text]:
    """The text, marked, with a line for each stretch that is left out.

    Takes time linear in the text and the borders, however many there are: the text is cut at every border once.
    """
    paints = [*(Paint(passage.start, passage.end, passage.style) for passage in passages), *paints]
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for index, paint in enumerate(paints):
        begins.setdefault(paint.start, []).append(index)
        ends.setdefault(paint.end, []).append(index)
    marks = _marks(passages)
    borders = iter(sorted({*begins, *ends}))
    border = next(borders, None)
    active: dict[int, str] = {}
    done = 0
    for first, last in _stretches(text, paints):
        if first > done:
            yield _left_out(first - done)
        painted, at = Text(), first
        while border is not None and border <= last:
            painted.append(escape(text[at:border]), style=" ".join(active.values()))
            for index in ends.get(border, ()):
                active.pop(index)
            for mark, style in marks.get(border, ()):
                painted.append(mark, style=f"bold {style}")
            active.update((index, paints[index].style) for index in begins.get(border, ()))
            at, border = border, next(borders, None)
        painted.append(escape(text[at:last]), style=" ".join(active.values()))
        yield painted
        done = last
    if done < len(text):
        yield _left_out(len(text) - done)


def _marks(passages: Sequence[Passage]) -> dict[int, list[tuple[str, str]]]:
    """Marks and their styles at each place: what closes comes before what opens, the inner inside the outer."""
    marks: dict[int, list[tuple[str, str]]] = {}
    for passage in sorted(passages, key=lambda one: (one.end, -one.start, -one.number)):
        marks.setdefault(passage.end, []).append((passage.closing, passage.style))
    for passage in sorted(passages, key=lambda one: (one.start, -one.end, one.number)):
        marks.setdefault(passage.start, []).append((passage.opening, passage.style))
    return marks


def _stretches(text: str, paints: Sequence[Paint]) -> list[tuple[int, int]]:
    """What is shown of the text: all of it, or what stands around the marks, beginning and ending at white space."""
    if len(text) <= WHOLE_TEXT:
        return [(0, len(text))]
    stretches: list[tuple[int, int]] = []
    for paint in sorted(paints):
        first, last = max(0, paint.start - AROUND), min(len(text), paint.end + AROUND)
        first = 0 if first == 0 else max(first, text.find(" ", first, paint.start) + 1)
        last = len(text) if last == len(text) else max(paint.end, text.rfind(" ", paint.end, last))
        if stretches and first <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(last, stretches[-1][1]))
        else:
            stretches.append((first, last))
    return stretches


def _left_out(characters: int) -> Text:
    return Text(f"\n⋯ {characters:,} characters without an attribution ⋯\n", style="dim")
