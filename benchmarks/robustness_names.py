"""robustness_names: an article's persons, companies and countries under other names, the same one throughout.

What a name is comes from tables and from the gold's speakers, never from a model, so that the texts stay the same
whatever the weights.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from attribution.score.values import GoldArticle
from attribution.tables import records, table
from benchmarks.robustness_edits import Change, Edit

_NAME = r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:[-’'][A-ZÀ-ÖØ-Þ][^\W\d_]+)*"
_FULL = re.compile(rf"({_NAME})((?: (?:[A-Z]\.|{_NAME})){{1,3}})")
_ONE = re.compile(_NAME)
# Given names that are words, places or months too are no sign of a person unless the gold says so.
_DOUBTFUL = frozenset(
    {"Will", "Mark", "Bill", "Pat", "Rose", "Rob", "Grant", "May", "April", "June", "Jordan", "Virginia"}
)
_DOUBTFUL_LAST = frozenset({"University", "College", "School", "Hospital", "County", "Center", "Street", "Avenue"})


Row = TypeVar("Row")


class Name(NamedTuple):
    """A row of the table of names."""

    kind: str
    full: str
    short: str
    given: str
    gender: str
    origin: str


@cache
def names() -> tuple[Name, ...]:
    """The table of names to swap in."""
    with Path(__file__).with_suffix(".tsv").open(encoding="utf8", newline="") as file:
        rows = csv.reader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(Name(*row) for row in rows)[1:]


def swap(article: GoldArticle) -> Change:
    """Edits that give the article's names to others, and the same done to a string beside the text."""
    seed = int.from_bytes(hashlib.sha256(article.id.encode("utf8", "surrogatepass")).digest()[:4])
    new = _persons(article, seed) | _countries(article.text, seed)
    new |= {old: name for old, name in _companies(article, seed).items() if old not in new}
    new |= {old.upper(): name.upper() for old, name in new.items() if len(old) > 3 and old.upper() not in new}
    if not new:
        return Change(())
    # The longest first: "Ann Lee" before "Lee".
    pattern = re.compile(
        rf"(?<![\w-])(?:{'|'.join(re.escape(old) for old in sorted(new, key=lambda old: (-len(old), old)))})(?![\w-])"
    )
    edits = [Edit(m.start(), m.end(), new[m[0]]) for m in pattern.finditer(article.text)]
    return Change(edits, lambda string: pattern.sub(lambda m: new[m[0]], string))


def _persons(article: GoldArticle, seed: int) -> dict[str, str]:
    """Old names of persons to new ones: full, without initials, family name and given name."""
    genders = {row["name"]: row["gender"] for row in records("given_names")}
    found = Counter(_full_names(article, genders))
    people = sorted({tuple(name.split()) for name in found}, key=lambda words: (words[-1], words))
    families = Counter(words[-1] for words in people)
    free = {gender: _turned([n for n in names() if n.kind == "person" and n.gender == gender], seed) for gender in "mf"}
    new: dict[str, str] = {}
    chosen: dict[str, Name] = {}
    for words in people:
        gender = genders.get(words[0]) or "mf"[(seed + len(words[0])) % 2]
        name = next(free[gender])
        if families[words[-1]] > 1:
            while name.given == name.short or name.given not in name.full:
                name = next(free[gender])
            relative = chosen.setdefault(words[-1], name)
            name = name._replace(full=relative.full.replace(relative.given, name.given, 1), short=relative.short)
        new[" ".join(words)] = name.full
        new.setdefault(words[-1], name.short)
        new.setdefault(words[0], name.given)
    # A given name that is another's family name stands for the family: it is the commoner mention.
    return new | {words[-1]: new[words[-1]] for words in people}


def _full_names(article: GoldArticle, genders: Mapping[str, str]) -> Iterator[str]:
    for match in _FULL.finditer(article.text):
        words = match[0].split()
        if words[0] in genders and words[0] not in _DOUBTFUL and words[-1] not in _DOUBTFUL_LAST:
            yield match[0]
    for each in article.attributions:
        name = each.names.get("speaker")
        if name and each.names.get("speaker_kind") == "person" and _FULL.fullmatch(name):
            yield name


def _companies(article: GoldArticle, seed: int) -> dict[str, str]:
    """The names of organisations that speak in the gold, where they are no words of the language or places."""
    places = {row[0] for row in table("places")}
    old = sorted(
        {
            name
            for each in article.attributions
            if each.names.get("speaker_kind") == "organization" and (name := each.names.get("speaker"))
            if _ONE.fullmatch(name) and name not in places and name in article.text
        }
    )
    free = _turned([name for name in names() if name.kind == "organization"], seed)
    return {name: next(free).full for name in old}


def _countries(text: str, seed: int) -> dict[str, str]:
    """Names, first adjectives and capitals of the countries that need no "the"."""
    rows = [row for row in records("places") if row["kind"] == "country" and _ONE.fullmatch(row["name"])]
    rows = [row for row in rows if row["adjectives"] and row["capital"]]
    here = [row for row in rows if re.search(rf"\b{re.escape(row['name'])}\b", text)]
    elsewhere = _turned([row for row in rows if row not in here], seed)
    new: dict[str, str] = {}
    for row in here:
        other = next(elsewhere)
        for key in ("name", "capital", "adjectives"):
            new[row[key].split(",")[0]] = other[key].split(",")[0]
    return new


def _turned(rows: Sequence[Row], seed: int) -> Iterator[Row]:
    """The rows over and over, from one that the seed chooses."""
    at = seed % len(rows)
    while True:
        yield rows[at % len(rows)]
        at += 1
