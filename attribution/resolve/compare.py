"""compare: whether two names, each by itself, can be the same person's or the same body's.

Inside an article `entities` groups the mentions of one name. Here the names come from elsewhere (another article, an
editor's list), so nothing but their words speaks for them: "Mike Sears" and "Michael M. Sears" are the same, "Sears" is
only part of either, and whoever asks decides what that is worth.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from attribution.resolve import lexicon
from attribution.resolve.entities import same_person, surnames_of
from attribution.resolve.forms import core_of
from attribution.resolve.lexicon import fold, titles, words

Form = tuple[str, ...]
Likeness = Literal["same", "part", "different"]

_EDGES = "\"'“”‘’«»,;:()[]"
_SMALL = frozenset({"the", "of", "and", "for", "&", "a", "an"})
_SHORTEST_ACRONYM = 3  # letters: two are too many bodies' initials


@lru_cache(maxsize=1 << 16)
def form_of(name: str) -> Form:
    """The folded words of a name, without titles before it and quotation marks around its parts."""
    found = [fold(word.strip(_EDGES)) for word in name.split()]
    found = [word[:-2] if word.endswith("'s") else word for word in found if word]
    while len(found) > 1 and found[0].rstrip(".") in titles():
        del found[0]
    return tuple(found)


@lru_cache(maxsize=1 << 16)
def people(left: str, right: str) -> Likeness:
    """Whether two names can be one person's. "part": one is a surname or a given name of the other, and no more."""
    one, two = form_of(left), form_of(right)
    if not one or not two:
        return "different"
    if _plain(one) == _plain(two) or same_person(one, two) or same_person(_apart(one), _apart(two)):
        return "same"
    if two in surnames_of(one) or one in surnames_of(two):
        return "part"
    short, long = sorted((core_of(one), core_of(two)), key=len)
    return "part" if len(short) == 1 < len(long) and short[0] == long[0] else "different"


@lru_cache(maxsize=1 << 16)
def bodies(left: str, right: str) -> Likeness:
    """Whether two names can be one body's: the same but for articles and company forms, or its initials."""
    one, two = _bare(form_of(left)), _bare(form_of(right))
    if not one or not two:
        return "different"
    place = lexicon.country(" ".join(one))
    if one == two or (place and place == lexicon.country(" ".join(two))):
        return "same"
    short, long = sorted((one, two), key=len)
    letters = short[0].replace(".", "")
    initials = {"".join(word[0] for word in long), "".join(word[0] for word in long if word not in _SMALL)}
    if len(short) == 1 and len(long) > 1 and len(letters) >= _SHORTEST_ACRONYM and letters in initials:
        return "same"
    return "part" if long[: len(short)] == short else "different"


def _plain(form: Form) -> str:
    """A name in one string, hyphens and full stops aside: "Kazemi-Qomi" is "Kazemi Qomi", "J. R." is "JR"."""
    return "".join(form).replace("-", "").replace(".", "")


def _apart(form: Form) -> Form:
    """A name with each half of a double name as a word: "Ann Lee-Novak" can be called "Ann Lee"."""
    return tuple(part for word in form for part in word.split("-") if part)


def _bare(form: Form) -> Form:
    bare = [word for word in form if word not in words("corporate")]
    while bare and bare[0] in {"the", "a", "an"}:
        del bare[0]
    return tuple(bare) or form
