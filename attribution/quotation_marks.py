"""Quotation marks: which stretches of a text stand between them, nested, never closed, or carried over paragraphs.

`quotations` reads the typography alone and `QuotationIndex` looks its result up. Whether a quotation is speech,
a title or a scare quote is not asked here.

Every mark of a paragraph can open a quotation, close one, or be something else: an apostrophe, a prime for inches,
a slip. Each of these readings has a cost, from the shape of the mark and its neighbours, and so has each thing that
should not happen (a quotation that never closes, one that opens inside another with the same sort of marks). The
cheapest reading of the whole paragraph is taken (Viterbi's algorithm over the stack of open quotations), so that one
stray mark costs once and turns nothing else around. No reading reaches over a paragraph's end, except that a
quotation left open there may go on in the next one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, NamedTuple

from attribution.article import Paragraph
from attribution.marks import DOUBLE, SINGLE, Mark, marks_of

Role = Literal["open", "close", "none"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation; offsets are half-open ranges of code points into the text, inside one paragraph.

    `start`/`end` take in the marks, `inner_start`/`inner_end` leave out the marks and the white space beside them.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    paragraph: int  # index into the paragraphs that were given
    level: int  # 0 for an outermost quotation
    parent: int | None  # index of the quotation right around this one
    mark: str  # the opening mark as written; empty where the paragraph goes on with the quotation before unmarked
    closed: bool  # False: ends with its paragraph, with its parent, or where the next one of its sort opens
    continues: int | None  # index of the quotation in the paragraph before that this one continues


# Costs in tenths of a plain contradiction between a mark and its neighbours; marks.py says how they were found.
OPEN_AT_END = 15  # a quotation that its paragraph leaves open
OPEN_AT_END_SINGLE = 14  # less than a curly single opening mark costs as an apostrophe, more than a straight one
REOPENED = 2  # the same where the next paragraph begins with such a mark
ABANDONED = 18  # a quotation that is still open where the next of its sort begins, or where one around it closes
OTHER_SORT = 20  # a single mark closes what a double one opened, or the other way round
SAME_INSIDE_SAME = 20  # double marks right inside double marks, straight
SAME_INSIDE_SAME_SHAPED = 13  # the same with a curly opening mark, which leaves less doubt
UNMARKED = 8  # goes on from the paragraph before without an opening mark
UNMARKED_PASSED = 4  # and the same for each paragraph between without any mark: two at most, then a STRAY costs less
DEEPEST = 4  # quotations inside each other: news has three at most, and it bounds the work for each mark
BEAM = 5  # readings kept at each mark: 3 to 8 read those articles the same, without bound one of them otherwise


class _Carried(NamedTuple):
    """A quotation that the paragraph before left open."""

    family: str
    place: int  # index of the quotation


def quotations(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Quotation, ...]:
    """All quotations of a text, in the order of their start, outer before inner; nested or disjoint.

    A quotation with nothing between its marks is left out. Takes time linear in the text.
    """
    found: list[Quotation] = []
    carried: list[_Carried] = []
    passed: list[int] = []  # paragraphs without any mark since then
    following = marks_of(text, paragraphs[0]) if paragraphs else []
    for number, paragraph in enumerate(paragraphs):
        marks, following, reopened = following, [], ""
        if number + 1 < len(paragraphs):
            following = marks_of(text, paragraphs[number + 1])
            reopened = _leading(following, paragraphs[number + 1].start)
        if not marks:
            passed.append(number)
            continue
        unmarked = UNMARKED + UNMARKED_PASSED * len(passed)
        opened, moves = _read(marks, reopened, carried[0].family if carried else "", unmarked)
        if passed and opened:
            for between in passed:
                found.append(_whole(text, between, paragraphs[between], carried[0].place))
                carried = [_Carried(opened, len(found) - 1)]
        elif passed:
            carried = []
        passed = []
        builder = _Builder(text, number, paragraph, carried, opened)
        for mark, move in zip(marks, moves, strict=True):
            builder.take(mark, move)
        built, carried = builder.finish(len(found))
        found += built
    return tuple(found)


def _whole(text: str, number: int, paragraph: Paragraph, continues: int) -> Quotation:
    """A paragraph without marks in the midst of a quotation."""
    return Quotation(
        start=paragraph.start,
        end=paragraph.end,
        inner_start=paragraph.start,
        inner_end=paragraph.end,
        paragraph=number,
        level=0,
        parent=None,
        mark="",
        closed=False,
        continues=continues,
    )


def _leading(marks: list[Mark], start: int) -> str:
    """Families of the opening marks that a paragraph begins with, without a gap."""
    families = ""
    for mark in marks:
        if mark.start != start or mark.opening >= min(mark.closing, mark.nothing):
            break
        families, start = families + mark.family, mark.end
    return families


class _Move(NamedTuple):
    """One reading of a mark in one state: what it does, the families that are open after it, what it costs."""

    role: Role
    stack: str
    cost: int


@cache
def _moves(stack: str, family: str, shaped: bool) -> tuple[_Move, ...]:
    """All that a mark may do where `stack` (families, outermost first) is open; the first of equal cost wins."""
    moves: list[_Move] = []
    innermost = stack.rfind(family)
    if innermost >= 0:
        moves.append(_Move("close", stack[:innermost], ABANDONED * (len(stack) - innermost - 1)))
    if len(stack) < DEEPEST and (not stack.endswith(family) or family != SINGLE):
        same = SAME_INSIDE_SAME_SHAPED if shaped else SAME_INSIDE_SAME
        moves.append(_Move("open", stack + family, same * stack.endswith(family)))
    if innermost >= 0:
        moves.append(_Move("open", stack[:innermost] + family, ABANDONED * (len(stack) - innermost)))
    if stack and innermost < 0 and {stack[-1], family} == {DOUBLE, SINGLE}:
        moves.append(_Move("close", stack[:-1], OTHER_SORT))
    moves.append(_Move("none", stack, 0))
    return tuple(moves)


def _read(marks: list[Mark], reopened: str, carried: str, unmarked: int) -> tuple[str, list[_Move]]:
    """The cheapest reading of a paragraph: what is open where it begins, and what each mark does.

    That is `carried`, at the cost `unmarked`, or nothing.
    """
    costs = {"": 0}
    if carried:
        costs[carried] = unmarked
    came: list[dict[str, tuple[str, _Move]]] = []
    for mark in marks:
        role_cost = {"open": mark.opening, "close": mark.closing, "none": mark.nothing}
        reached: dict[str, int] = {}
        best: dict[str, tuple[str, _Move]] = {}
        for before, cost in costs.items():
            for move in _moves(before, mark.family, mark.shaped):
                total = cost + move.cost + role_cost[move.role]
                if total < reached.get(move.stack, total + 1):
                    reached[move.stack] = total
                    best[move.stack] = (before, move)
        if len(reached) > BEAM:
            reached = dict(sorted(reached.items(), key=lambda item: item[1])[:BEAM])
        costs = reached
        came.append(best)
    stack = min(costs, key=lambda final: costs[final] + _left_open(final, reopened))
    moves: list[_Move] = []
    for best in reversed(came):
        stack, move = best[stack]
        moves.append(move)
    return stack, moves[::-1]


def _left_open(stack: str, reopened: str) -> int:
    """What it costs that a paragraph ends with these families open, where the next one begins with `reopened`."""
    cost = 0
    for level, family in enumerate(stack):
        if reopened[level : level + 1] == family:
            cost += REOPENED
        else:
            cost += OPEN_AT_END_SINGLE if family == SINGLE else OPEN_AT_END
    return cost


class _Open(NamedTuple):
    """A quotation under construction: where it opened, and what it will stand inside and continue."""

    family: str
    place: int  # among the paragraph's quotations
    start: int
    inner_start: int
    level: int
    parent: int | None
    continues: int | None


class _Builder:
    """Turns the reading of one paragraph into quotations."""

    def __init__(self, text: str, number: int, paragraph: Paragraph, carried: Sequence[_Carried], opened: str) -> None:
        self._text, self._number, self._paragraph, self._carried = text, number, paragraph, carried
        self._stack: list[_Open] = []
        self._built: list[Quotation | None] = []
        self._leading = paragraph.start  # where a mark must stand to continue a quotation of the paragraph before
        if opened:
            self._open(opened, paragraph.start, paragraph.start)

    def take(self, mark: Mark, move: _Move) -> None:
        """Do what the reading says of one mark."""
        if move.role == "none":
            return
        keep = len(move.stack) - 1 if move.role == "open" else len(move.stack) + 1
        while len(self._stack) > keep:
            self._end(mark.start, mark.start, closed=False)
        if move.role == "open":
            self._open(mark.family, mark.start, mark.end)
        else:
            self._end(mark.start, mark.end, closed=True)

    def finish(self, first: int) -> tuple[list[Quotation], list[_Carried]]:
        """The paragraph's quotations, to be numbered from `first`, and those among them that it leaves open."""
        left = [(opened.family, opened.place) for opened in self._stack]
        while self._stack:
            self._end(self._paragraph.end, self._paragraph.end, closed=False)
        numbers: dict[int, int] = {}
        quotations: list[Quotation] = []
        for place, quotation in enumerate(self._built):
            if quotation is not None:
                numbers[place] = first + len(quotations)
                parent = None if quotation.parent is None else numbers[quotation.parent]
                quotations.append(replace(quotation, parent=parent))
        return quotations, [_Carried(family, numbers[place]) for family, place in left if place in numbers]

    def _open(self, family: str, start: int, end: int) -> None:
        level = len(self._stack)
        continues = None
        if start == self._leading and level < len(self._carried) and self._carried[level].family == family:
            continues, self._leading = self._carried[level].place, end
        parent = self._stack[-1].place if self._stack else None
        self._stack.append(_Open(family, len(self._built), start, end, level, parent, continues))
        self._built.append(None)

    def _end(self, inner_end: int, end: int, closed: bool) -> None:
        opened = self._stack.pop()
        inner = self._text[opened.inner_start : inner_end]
        if not inner.strip():
            return
        inner_start = opened.inner_start + len(inner) - len(inner.lstrip())
        inner_end -= len(inner) - len(inner.rstrip())
        self._built[opened.place] = Quotation(
            start=opened.start,
            end=end if closed else inner_end,
            inner_start=inner_start,
            inner_end=inner_end,
            paragraph=self._number,
            level=opened.level,
            parent=opened.parent,
            mark=self._text[opened.start : opened.inner_start],
            closed=closed,
            continues=opened.continues,
        )


class QuotationIndex:
    """Looks up the quotations of one text; each question takes time logarithmic in their number."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self.quotations = tuple(quotations)
        # Quotations that the next paragraph goes on with: they need no closing mark.
        self.continued = frozenset(q.continues for q in self.quotations if q.continues is not None)
        depth = max((quotation.level for quotation in self.quotations), default=-1) + 1
        # Quotations of one level are disjoint, so that a bisection of their ends and of their starts finds them.
        self._levels: list[list[int]] = [[] for _ in range(depth)]
        for index, quotation in enumerate(self.quotations):
            self._levels[quotation.level].append(index)
        self._starts = [[self.quotations[index].start for index in level] for level in self._levels]
        self._ends = [[self.quotations[index].end for index in level] for level in self._levels]

    def outermost(self, position: int) -> int | None:
        """Index of the outermost quotation whose start <= position < end."""
        return self._at(position, 0) if self._levels else None

    def innermost(self, position: int) -> int | None:
        """Index of the innermost quotation whose start <= position < end."""
        found = None
        for level in range(len(self._levels)):
            at = self._at(position, level)
            if at is None:
                break
            found = at
        return found

    def overlapping(self, start: int, end: int) -> list[int]:
        """Indices, sorted, of the quotations of any level that share a code point with text[start:end]."""
        found: list[int] = []
        if start < end:
            for level, starts, ends in zip(self._levels, self._starts, self._ends, strict=True):
                found += level[bisect_right(ends, start) : bisect_left(starts, end)]
        return sorted(found)

    def _at(self, position: int, level: int) -> int | None:
        k = bisect_right(self._starts[level], position) - 1
        return self._levels[level][k] if k >= 0 and position < self._ends[level][k] else None
