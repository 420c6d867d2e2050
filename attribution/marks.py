"""Marks: the signs of a paragraph that can be quotation marks, each with what its readings cost.

A mark may open a quotation, close one, or do nothing, as an apostrophe, a prime or a slip does. What each of these
costs comes from its shape, its neighbours and the words beside it; `quotation_marks` weighs them together.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from attribution import tables
from attribution.article import Paragraph

# Costs in tenths of a plain contradiction between a mark and its neighbours, weighed by hand against each other and
# against those in quotation_marks.py, on the table in tests/test_quotation_marks.py, the 840 training articles of
# PolNeAR and 168 Wikinews and GUM texts. Only the order of their sums matters: with any one of them moved by 2, at
# most 3 of 368 articles read otherwise, and of the 90 examples those few that stand for its limit.
AGAINST_OPENING = 14  # closes although it stands as an opening mark does: space before, word after
AGAINST_CLOSING = 16  # opens although it stands as a closing mark does: rarer, as tokenisers detach opening marks
AGAINST_CLOSING_SINGLE = 8  # to be added for a single mark: two possessives are no quotation
AGAINST_OPENING_SINGLE = 12  # and two elisions neither
UNDECIDED = 5  # a straight mark with a space on both sides or on neither: its parity decides
UNDECIDED_SHAPED = 1  # a curly mark there: its shape decides
AGAINST_SHAPE = 8  # “ that closes, ” that opens
STRAY = 20  # a double mark that does nothing
INCHES = 6  # a straight double mark after a digit that does nothing
INCHES_DETACHED = 12  # the same with a space between: less than OPEN_AT_END, so that it opens where one closes
PRIME = 1  # a true prime after a digit that does nothing
APOSTROPHE_START_STRAIGHT = 12  # 'word with no quotation: an elision that the table lacks
APOSTROPHE_START_CURLY = 16  # ‘word
APOSTROPHE_START_RIGHT = 3  # ’word: whoever types that means an apostrophe
APOSTROPHE_KNOWN = 1  # 'em, '90s, it 's
APOSTROPHE_POSSESSIVE = 4  # boys' toys
APOSTROPHE_DETACHED = 2  # boys ' toys
APOSTROPHE_END = 10  # any other word', among them a possessive with nothing to possess
APOSTROPHE_PUNCTUATION = 15  # .'
OPENS_KNOWN = 10  # a quotation that begins with a known elision or a year

DOUBLE, SINGLE, _GUILLEMET, _ANGLE = "D", "S", "G", "A"  # families: marks of one close each other
_FAMILIES = {
    **dict.fromkeys('"＂“”„‟″', DOUBLE),
    **dict.fromkeys("'＇‘’‚‛`´′", SINGLE),
    **dict.fromkeys("«»", _GUILLEMET),
    **dict.fromkeys("‹›", _ANGLE),
}
_OPENING_SHAPES, _CLOSING_SHAPES = frozenset("“„‟‘‚‛`«‹"), frozenset("”’»›")
_PRIMES, _STRAIGHT = frozenset("″′"), frozenset('"＂')
_SIBILANTS = frozenset("sSxXzZ")
_DASHES = frozenset("-‐‑‒–—―−")
_BEFORE_OPENING = frozenset("([{<=/|>")
_AFTER_CLOSING = frozenset(".,;:!?)]}>/|")
# A mark between two letters or digits is an apostrophe or feet and inches, 'n' one elision with two apostrophes, the
# one in "U.S.'s" a possessive, and the values in a tag belong to the tag. All of them are taken out before anything
# is weighed.
_SCAN = re.compile(
    r"(?P<skip><[A-Za-z/][^<>]*>|(?<!\w)['’‘`´]\s?[nN]\s?['’´](?!\w)"
    r"|(?<=[^\W_])['＇‘’‛`´′](?=[^\W_])|(?<=\w\.)['’]s(?!\w))"
    "|(?P<run>[\"＂“”„‟″'＇‘’‚‛`´′«»‹›]+)"
)
_DOUBLED = re.compile(r"''+|’’+|‘‘+|``+|´´+|′′+|.", re.DOTALL)
_YEAR = re.compile(r"\d\d(?:s|ers?)?(?![\w,.]*\d)(?!\w)")
_WORD = re.compile(r"[^\W\d_]+|[\d$£€#@]")


def _words(kind: str) -> frozenset[str]:
    """The words of one kind in data/apostrophes.tsv."""
    return tables.words("apostrophes", kind)


class Mark(NamedTuple):
    """A mark that may open or close, with the cost of each reading."""

    start: int
    end: int
    family: str
    opening: int
    closing: int
    nothing: int
    shaped: bool


def marks_of(text: str, paragraph: Paragraph) -> list[Mark]:
    """The marks of one paragraph, apostrophes between letters left out."""
    marks: list[Mark] = []
    for match in _SCAN.finditer(text, paragraph.start, paragraph.end):
        if match.lastgroup == "skip":
            continue
        look = _look(text, paragraph, match.start("run"), match.end("run"))
        for start, end in _pieces(match["run"], match.start("run"), look):
            marks.append(_weigh(text, paragraph, start, end, look))
    return marks


def _pieces(run: str, start: int, look: str) -> list[tuple[int, int]]:
    """Cut a run of marks into marks: two equal single ones are a double one, and an odd one stands inside it."""
    pieces: list[tuple[int, int]] = []
    for match in _DOUBLED.finditer(run):
        first, end = start + match.start(), start + match.end()
        if (end - first) % 2 and end - first > 1:
            odd_first = look != "open"
            pair = first + 1 if odd_first else first
            singles = [(first, pair)] if odd_first else [(end - 1, end)]
            pairs = [(k, k + 2) for k in range(pair, pair + (end - first - 1), 2)]
            pieces += singles + pairs if odd_first else pairs + singles
        elif end - first == 1:
            pieces.append((first, end))
        else:
            pieces += [(k, k + 2) for k in range(first, end, 2)]
    return pieces


def _look(text: str, paragraph: Paragraph, start: int, end: int) -> Literal["open", "close", "undecided"]:
    """What the neighbours of a run of marks say: an opening run has room before it and a word after it."""
    before = text[start - 1] if start > paragraph.start else ""
    after = text[end] if end < paragraph.end else ""
    if not before or not after:
        return "open" if after else "close"
    room_before = before.isspace() or before in _BEFORE_OPENING
    ellipsis = after == "…" or text.startswith("..", end)
    room_after = after.isspace() or (after in _AFTER_CLOSING and not ellipsis)
    if before in _DASHES:
        return "close" if room_after else "open"
    if after in _DASHES:
        return "open" if room_before else "close"
    if room_before != room_after:
        return "open" if room_before else "close"
    # A space before and a full stop after: the mark belongs to the words before it.
    return "close" if room_before and not after.isspace() and before.isspace() else "undecided"


def _weigh(text: str, paragraph: Paragraph, start: int, end: int, look: str) -> Mark:
    """Give one mark the costs of its readings."""
    sign = text[start]
    family = _FAMILIES[sign] if end - start == 1 else DOUBLE
    shape = "open" if sign in _OPENING_SHAPES else "close" if sign in _CLOSING_SHAPES else ""
    if look == "undecided":
        opening = closing = UNDECIDED_SHAPED if shape else UNDECIDED
    else:
        opening, closing = (0, AGAINST_OPENING) if look == "open" else (AGAINST_CLOSING, 0)
    if shape == "open":
        closing += AGAINST_SHAPE
    elif shape == "close":
        opening += AGAINST_SHAPE
    before = text[start - 1] if start > paragraph.start else ""
    nothing = STRAY
    if family == SINGLE:
        nothing, extra = _apostrophe(text, paragraph, start, end, look, shape)
        opening += extra
        closing += AGAINST_OPENING_SINGLE * (look == "open")
    if before.isdigit() and sign in _PRIMES:
        nothing = PRIME
    elif before.isdigit() and (not shape or family == SINGLE):
        nothing = min(nothing, INCHES)
    elif sign in _STRAIGHT and before.isspace() and text[start - 2 : start - 1].isdigit():
        nothing = INCHES_DETACHED
    return Mark(start, end, family, opening, closing, nothing, shape == "open")


def _apostrophe(text: str, paragraph: Paragraph, start: int, end: int, look: str, shape: str) -> tuple[int, int]:
    """The cost of a single mark as an apostrophe, and what is added to its cost as an opening mark."""
    spaced = end < paragraph.end and text[end] == " "
    word = _WORD.match(text, end + 1 if spaced else end, paragraph.end)
    following = word[0].lower() if word else ""
    detached = start > paragraph.start and text[start - 1] == " "
    if detached and following in _words("clitic"):  # "Trump 's", "it ’ s"
        return APOSTROPHE_KNOWN, OPENS_KNOWN
    if not spaced and look == "open" and (following in _words("elision") or _YEAR.match(text, end, paragraph.end)):
        return APOSTROPHE_KNOWN, OPENS_KNOWN
    if look == "open":
        if shape == "close":
            return APOSTROPHE_START_RIGHT, 0
        return (APOSTROPHE_START_CURLY if shape else APOSTROPHE_START_STRAIGHT), 0
    before = text[start - 1] if start > paragraph.start else ""
    if before.isalpha() and spaced and following in _words("clitic"):  # "I' d"
        return APOSTROPHE_KNOWN, OPENS_KNOWN
    against = AGAINST_CLOSING_SINGLE * (look == "close")
    possessive = following and following not in _words("follower")
    if before.isspace() and text[start - 2 : start - 1] in _SIBILANTS and possessive:
        return APOSTROPHE_DETACHED, against
    if not before.isalnum():
        return (APOSTROPHE_END if before.isspace() else APOSTROPHE_PUNCTUATION), against
    return (APOSTROPHE_POSSESSIVE if before in _SIBILANTS and possessive else APOSTROPHE_END), against
