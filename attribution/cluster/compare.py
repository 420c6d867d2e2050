"""compare: whether two wordings are the same quotation, and what one has done to the other.

`alike` verifies a candidate by alignment of the words (longest common subsequence, RapidFuzz); `differences` says what
differs between a reference and another wording, as a diff of words, and where the sense may turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from rapidfuzz.distance import LCSseq

from attribution.cluster.candidates import is_content
from attribution.cluster.wording import STOPS, Wording
from attribution.tables import table

Likeness = Literal["same", "unknown", "different"]  # of the speakers
Operation = Literal["omitted", "added", "replaced"]
Position = Literal["beginning", "middle", "end"]

# Chosen on the pairs of odd number in tests/data/cluster; docs/clusters.md has the figures of the others beside them.
COVERED = 0.6  # share of the shorter wording's words that must be found in the longer one, in order
COVERED_CONTENT = 0.55  # the same of its content words
LEAST_WORDS = 5  # words found; fewer are anybody's
LEAST_CONTENT = 3  # content words found, formulas aside
LEAST_CONTENT_WHOLE = 2  # the same where one speaker is given all the words of the shorter wording
LONG_RUN = 8  # words in a row by which wordings that overlap at their edges are known, with COVERED_EDGE
COVERED_EDGE = 0.4
# For what different people, or the article's own words, are to have in common: chance explains less.
COVERED_STRICT = 0.85
LEAST_STRICT = 8

MOSTLY = 0.5  # share of words in quotation marks from which a wording claims to be its speaker's

_ISOLATED = 2  # words of a matched stretch at an edge that do not belong where a longer gap parts them from the rest


class Block(NamedTuple):
    """`size` words in a row that both have: from word `ours` on in one, from `theirs` on in the other."""

    ours: int
    theirs: int
    size: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One stretch that differs: words [first, end) of the reference and of the other wording; one may be empty."""

    operation: Operation
    position: Position
    reference: tuple[int, int]
    here: tuple[int, int]
    quoted: bool  # both wordings have quotation marks around it, so that both claim to be verbatim
    marked: bool  # an ellipsis or square brackets tell the reader


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs, and the codes of `turns` and `notes` that `attribution.record.cluster` explains."""

    wording: Literal["same", "shortened", "longer", "altered"]
    differences: tuple[Difference, ...]
    turns: tuple[str, ...]
    notes: tuple[str, ...]


def alike(one: Wording, two: Wording, speakers: Likeness) -> bool:
    """Whether two wordings are the same quotation.

    `speakers`: whether one person can have said both. Where the speakers differ, or both wordings are the articles'
    own, nearly all words have to agree, and every name and number.
    """
    strict = is_strict(one.quoted, two.quoted, speakers)
    return same_words(one.folded, two.folded, speakers, strict=strict) and (not strict or same_figures(one, two))


def is_strict(one: float, two: float, speakers: Likeness) -> bool:
    """Whether more has to agree; of each wording, the share of its words in quotation marks is given."""
    return speakers == "different" or (one < MOSTLY and two < MOSTLY)


def same_words(ours: Sequence[str], theirs: Sequence[str], speakers: Likeness, *, strict: bool) -> bool:
    """Whether enough of the shorter wording's words stand in the longer one, in order."""
    short = ours if len(ours) <= len(theirs) else theirs
    least = max(LEAST_WORDS, int((COVERED_STRICT if strict else COVERED_EDGE) * len(short)))
    if LCSseq.similarity(ours, theirs, score_cutoff=least) < least:
        return False
    found = blocks(ours, theirs)
    matched = [word for block in found for word in ours[block.ours : block.ours + block.size]]
    share = len(matched) / len(short)
    if len(matched) < LEAST_WORDS or share < COVERED_EDGE:
        return False
    if strict and (len(matched) < LEAST_STRICT or share < COVERED_STRICT):
        return False
    wholly = speakers == "same" and len(matched) == len(short)
    if len(_own_content(ours, found)) < (LEAST_CONTENT_WHOLE if wholly else LEAST_CONTENT):
        return False
    run = max(block.size for block in found)
    if run >= LONG_RUN and share >= COVERED_EDGE:
        return True
    content = [word for word in short if is_content(word)]
    covered = sum((Counter(content) & Counter(filter(is_content, matched))).values())
    return share >= COVERED and covered >= COVERED_CONTENT * len(content)


def same_figures(one: Wording, two: Wording) -> bool:
    """Whether no name or number between the first and the last common word is in one wording alone."""
    found = blocks(one.folded, two.folded)
    spans = [(found[0].ours, found[-1].ours + found[-1].size), (found[0].theirs, found[-1].theirs + found[-1].size)]
    sets = [
        Counter(word.text for word in wording.words[first:end] if _is_figure(wording, word.start))
        for wording, (first, end) in zip((one, two), spans, strict=True)
    ]
    return sets[0] == sets[1]


def blocks(ours: Sequence[str], theirs: Sequence[str]) -> list[Block]:
    """The stretches that both have, in order. Small words that happen to agree far outside the rest are left out."""
    found = [
        Block(step.src_start, step.dest_start, step.src_end - step.src_start)
        for step in LCSseq.opcodes(ours, theirs)
        if step.tag == "equal"
    ]
    while len(found) > 1 and _stray(found[0], found[1]):
        del found[0]
    while len(found) > 1 and _stray(found[-1], found[-2]):
        del found[-1]
    return _widened(found, ours, theirs)


def differences(reference: Wording, here: Wording, *, denied: tuple[bool, bool] = (False, False)) -> Comparison:
    """What differs. `denied`: whether each article says that its source denies the words, which negates them once.

    Whole sentences that stand before or after what both have are an excerpt and no difference, but for a sentence
    right after it that takes something back ("But …", "Only if …").
    """
    found = blocks(reference.folded, here.folded)
    scope = _scope(reference, found)
    theirs = (0, len(here.words))
    changes = tuple(_changes(reference, here, found, scope, theirs))
    turns = _turns(reference, here, scope, theirs, changes, denied)
    cut_before, cut_after = found[0].ours > scope[0], found[-1].ours + found[-1].size < scope[1]
    notes = set()
    if cut_before:
        notes.add("cut_beginning")
    if cut_after:
        notes.add("cut_end")
    for change in changes:
        if change.operation == "omitted" and change.position == "middle":
            notes.add("ellipsis" if change.marked else "silent_omission" if change.quoted else "omission")
        elif change.marked:
            notes.add("brackets")
    # An open bracket or a mark of omission says what was done: it alters nothing behind the reader's back.
    silent = [change for change in changes if not change.marked]
    left_out = len(reference.words) > sum(block.size for block in found)
    if any(change.operation != "omitted" and change.position == "middle" for change in silent) or any(
        change.operation == "replaced" for change in silent
    ):
        wording: Literal["same", "shortened", "longer", "altered"] = "altered"
    elif any(change.operation == "added" for change in silent):
        wording = "longer"
    else:
        wording = "shortened" if left_out else "same"
    return Comparison(wording, changes, turns, tuple(sorted(notes)))


def _own_content(ours: Sequence[str], found: Sequence[Block]) -> set[str]:
    """The content words that both have, but for those of formulas."""
    formulaic = _formulaic(ours)
    return {
        ours[at]
        for block in found
        for at in range(block.ours, block.ours + block.size)
        if not formulaic[at] and is_content(ours[at])
    }


def _widened(found: list[Block], ours: Sequence[str], theirs: Sequence[str]) -> list[Block]:
    """The first stretch from where it can begin: a stray word before it may have taken its first word's place."""
    first, end, size = found[0] if found else Block(0, 0, 0)
    while first and end and ours[first - 1] == theirs[end - 1]:
        first, end, size = first - 1, end - 1, size + 1
    return [Block(first, end, size), *found[1:]] if size else []


def _stray(edge: Block, inner: Block) -> bool:
    """Whether a matched stretch at the edge is too small for the gap that parts it from the next one."""
    first, second = sorted((edge, inner))
    gap = max(second.ours - first.ours - first.size, second.theirs - first.theirs - first.size)
    return edge.size <= _ISOLATED and gap > 2 * edge.size


def _scope(reference: Wording, found: Sequence[Block]) -> tuple[int, int]:
    """Words of the reference that the other wording can be held to, around what both have.

    Before it, from the beginning of the sentence: "I do not believe that" governs what follows. After it, the rest of
    the clause, and the next clause or sentence where it takes something back ("but", "if", "only").
    """
    first, end = found[0].ours, found[-1].ours + found[-1].size
    while first > 0 and reference.ends[first - 1] not in STOPS:
        first -= 1
    end = _clause_end(reference, end)
    while end < len(reference.words) and _takes_back(reference, end):
        end = _clause_end(reference, end + 1)
    return first, end


def _clause_end(reference: Wording, end: int) -> int:
    while end < len(reference.words) and not reference.ends[end - 1]:
        end += 1
    return end


def _takes_back(reference: Wording, at: int) -> bool:
    opens = {kind for kind, _ in _phrases_at(reference.folded, at, at + 2)}
    return not opens.isdisjoint({"contrast", "condition"})


def _changes(
    reference: Wording, here: Wording, found: Sequence[Block], scope: tuple[int, int], theirs: tuple[int, int]
) -> Iterator[Difference]:
    ours_at, theirs_at = scope[0], theirs[0]
    stops = [*found, Block(scope[1], theirs[1], 0)]
    for number, block in enumerate(stops):
        gone, come = (ours_at, block.ours), (theirs_at, block.theirs)
        if gone[0] < gone[1] or come[0] < come[1]:
            position: Position = "beginning" if number == 0 else "end" if number == len(found) else "middle"
            operation: Operation = "added" if gone[0] == gone[1] else "omitted" if come[0] == come[1] else "replaced"
            yield Difference(
                operation,
                position,
                gone,
                come,
                _verbatim(reference, *gone) and _verbatim(here, *come),
                _marked(here, operation, come),
            )
        ours_at, theirs_at = block.ours + block.size, block.theirs + block.size


def _verbatim(wording: Wording, first: int, end: int) -> bool:
    """Whether words, or the joint between two words, stand inside one stretch of quotation marks."""
    if first < end:
        return all(word.quoted for word in wording.words[first:end])
    around = wording.words[max(0, first - 1) : first + 1]
    return all(word.quoted for word in around) and len({word.piece for word in around}) == 1


def _marked(here: Wording, operation: Operation, come: tuple[int, int]) -> bool:
    first, end = come
    if operation == "omitted":
        return first < len(here.words) and here.words[first].gap
    return all(word.bracketed for word in here.words[first:end])


def _is_figure(wording: Wording, start: int) -> bool:
    letter = wording.text[start]
    if letter.isdigit():
        return True
    opens = start == 0 or wording.text[:start].rstrip()[-1:] in {*".!?:\"“‘'(…", ""}
    return letter.isupper() and not opens and wording.text[start : start + 2] not in {"I", "I ", "I'", "I’"}


def _turns(
    reference: Wording,
    here: Wording,
    scope: tuple[int, int],
    theirs: tuple[int, int],
    changes: Sequence[Difference],
    denied: tuple[bool, bool],
) -> tuple[str, ...]:
    """The kinds of words that one wording has more of than the other, and changed figures and questions."""
    if not changes and denied[0] == denied[1]:
        return ()
    before, after = _kinds(reference, *scope), _kinds(here, *theirs)
    before["negation"] += denied[0]
    after["negation"] += denied[1]
    found = set()
    for kind in sorted({*before, *after}):
        if before[kind] > after[kind]:
            found.add(f"{kind}_dropped")
        elif before[kind] < after[kind]:
            found.add(f"{kind}_added")
    numbers = [_numbers(reference, *scope), _numbers(here, *theirs)]
    if numbers[0] - numbers[1] and numbers[1] - numbers[0]:
        found.add("number_changed")
    asked = ["?" in wording.ends[first:end] for wording, (first, end) in ((reference, scope), (here, theirs))]
    if asked == [True, False] and any(change.position == "end" for change in changes):
        found.add("question_dropped")
    return tuple(sorted(found))


def _numbers(wording: Wording, first: int, end: int) -> Counter[str]:
    return Counter(word.text for word in wording.words[first:end] if word.text[0].isdigit())


def _kinds(wording: Wording, first: int, end: int) -> Counter[str]:
    return Counter(kind for kind, _ in _phrases_at(wording.folded, first, end))


def _phrases_at(words: Sequence[str], first: int, end: int) -> Iterator[tuple[str, int]]:
    """Kind and length of every listed phrase that begins in words[first:end]; of several at one place the longest."""
    at = first
    while at < min(end, len(words)):
        step = 1
        for phrase, kind in _turning().get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                yield kind, len(phrase)
                step = len(phrase)
                break
        at += step


@cache
def _turning() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word -> the phrases that begin with it, longest first, with their kinds."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, kind, _ in table("turning_words"):
        phrase = tuple(words.split())
        found.setdefault(phrase[0], []).append((phrase, kind))
    return {word: tuple(sorted(phrases, key=lambda one: -len(one[0]))) for word, phrases in found.items()}


@cache
def _formulas() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase, *_ in table("formulas"):
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return {word: tuple(sorted(phrases, key=lambda one: -len(one))) for word, phrases in found.items()}


def _formulaic(words: Sequence[str]) -> list[bool]:
    """For each word whether it is part of a phrase of data/formulas.tsv."""
    marked = [False] * len(words)
    for at, word in enumerate(words):
        for phrase in _formulas().get(word, ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                marked[at : at + len(phrase)] = [True] * len(phrase)
                break
    return marked
