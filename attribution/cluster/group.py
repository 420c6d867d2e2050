"""group: quotations -> groups that are the same quotation, each with the wording that the others are held against.

A group is a star: every wording in it has been verified against its centre. Chains (a is like b, b is like c, a and c
share no word) make no group, so two excerpts of a long speech meet only where somebody printed both as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from attribution.cluster.candidates import keys, pairs
from attribution.cluster.compare import Likeness, is_strict, same_figures, same_words
from attribution.cluster.gather import Quote
from attribution.cluster.wording import wording_of
from attribution.resolve.compare import bodies, people
from attribution.resolve.entity import SpeakerKind

FULLY = 0.9  # share of a wording's words in quotation marks from which it can stand for what was said


@dataclass(slots=True)
class _Kept:
    """One wording as one speaker is given it, with all the quotations that have it.

    The words alone are held; their places are found again where they are needed, for they take ten times the memory.
    """

    folded: tuple[str, ...]
    quoted: float
    quotes: list[Quote]

    @property
    def order(self) -> tuple[bool, int, float, int]:
        """The fullest in quotation marks first, then the earliest."""
        first = min(_instant(quote) for quote in self.quotes)
        return self.quoted < FULLY, -len(self.folded), first, self.quotes[0].source.number


@dataclass(frozen=True, slots=True)
class Group:
    """One quotation: the words of the wording at its centre, and all quotations that are like it."""

    centre: tuple[str, ...]
    quotes: tuple[Quote, ...]


def groups(quotes: Sequence[Quote]) -> list[Group]:
    """The quotations that stand in at least two articles, in the order of their fullest wordings."""
    kept = _kept(quotes)
    like: dict[int, list[int]] = {}
    for one, two in pairs(keys(each.folded) for each in kept):
        if _alike(kept[one], kept[two]):
            like.setdefault(one, []).append(two)
    taken = bytearray(len(kept))
    found = []
    for centre, each in enumerate(kept):
        if taken[centre]:
            continue
        taken[centre] = 1
        inside = [centre, *(other for other in like.get(centre, ()) if not taken[other])]
        for other in inside:
            taken[other] = 1
        members = tuple(quote for at in inside for quote in kept[at].quotes)
        if len({quote.source.number for quote in members}) > 1:
            found.append(Group(each.folded, members))
    return found


def _alike(one: _Kept, two: _Kept) -> bool:
    left, right = one.quotes[0], two.quotes[0]
    speakers = likeness(left.name, left.speaker_kind, right.name, right.speaker_kind)
    strict = is_strict(one.quoted, two.quoted, speakers)
    if not same_words(one.folded, two.folded, speakers, strict=strict):
        return False
    return not strict or same_figures(wording_of(left.pieces), wording_of(right.pieces))


def likeness(one: str | None, kind: SpeakerKind, two: str | None, other: SpeakerKind) -> Likeness:
    """Whether two speakers, each named in an article of its own, can be one.

    A surname can be its bearer's here, for the words are the same, too; a body and a person can be one voice.
    """
    if one is None or two is None:
        return "unknown"
    if kind == other:
        found = people(one, two) if kind in {"person", "anonymous", "unknown"} else bodies(one, two)
        return "different" if found == "different" else "same"
    return "same" if people(one, two) != "different" else "unknown"


def _kept(quotes: Sequence[Quote]) -> list[_Kept]:
    found: dict[tuple[object, ...], _Kept] = {}
    words: dict[str, str] = {}  # each word once in memory
    for quote in quotes:
        wording = wording_of(quote.pieces)
        folded = tuple(words.setdefault(word, word) for word in wording.folded)
        key = (folded, tuple(quoted for _, quoted in quote.pieces), quote.name, quote.speaker_kind)
        each = found.get(key)
        if each is None:
            found[key] = _Kept(folded, wording.quoted, [quote])
        else:
            each.quotes.append(quote)
    return sorted(found.values(), key=lambda each: each.order)


def _instant(quote: Quote) -> float:
    moment = quote.source.moment
    return float("inf") if moment is None else moment.last.timestamp()
