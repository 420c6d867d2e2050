"""lexicon: the tables of words that names, descriptions and roles turn on, each read once.

Every table lies under `attribution/data/` as tab-separated text: lines that open with "#" say what it is, the first
other line names its columns, the last column says where each row comes from.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

from attribution.tables import records


class Noun(NamedTuple):
    """What one noun says of the source it heads: kind is role, body, document or collective."""

    kind: str
    classes: tuple[str, ...]  # hypernyms, nearest first
    gender: str  # m, f or empty


class Title(NamedTuple):
    """A word before a name that is no part of it: kind is honorific, rank, post or royal."""

    kind: str
    noun: str  # the role noun that it stands for; empty for an honorific
    gender: str


def fold(word: str) -> str:
    """A word for comparison: no case, no accents, straight apostrophes."""
    if word.isascii():
        return word.lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return plain.casefold().replace("’", "'").replace("‘", "'").replace("‐", "-").replace("‑", "-")


@cache
def nouns() -> dict[str, Noun]:
    """Lemma (or lemma of several words) -> what it says of a source."""
    return {
        row["lemma"]: Noun(row["kind"], tuple(filter(None, row["classes"].split(","))), row["gender"])
        for row in records("nouns")
    }


@cache
def titles() -> dict[str, Title]:
    """Form without its full stop, lower case -> title."""
    return {row["form"]: Title(row["kind"], row["noun"], row["gender"]) for row in records("titles")}


@cache
def words(kind: str) -> frozenset[str]:
    """All words of one kind in name_words.tsv."""
    return frozenset(row["word"] for row in records("name_words") if row["kind"] == kind)


@cache
def places() -> dict[str, str]:
    """Folded name or alias of a place -> its main name."""
    found: dict[str, str] = {}
    for row in records("places"):
        forms = [row["name"]]
        if row["kind"] != "state":
            forms += filter(None, row["aliases"].split(","))
        for form in forms:
            found.setdefault(fold(form), row["name"])
    return found


@cache
def nationalities() -> dict[str, str]:
    """Folded adjective ("afghan", "new zealander") -> main name of the country or state."""
    return {
        fold(adjective): row["name"]
        for row in records("places")
        for adjective in row["adjectives"].split(",")
        if adjective
    }


@cache
def capitals() -> dict[str, str]:
    """Folded name of a seat of government -> the country that it speaks for."""
    return {fold(capital): row["name"] for row in records("places") for capital in row["capital"].split(",") if capital}


@cache
def given_names() -> dict[str, str]:
    """Folded given name -> m, f or empty."""
    return {fold(row["name"]): row["gender"] for row in records("given_names")}


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Folded short form -> the folded given names that it can stand for."""
    found: dict[str, set[str]] = {}
    for row in records("nicknames"):
        for short in row["short_forms"].split(","):
            found.setdefault(fold(short), set()).add(fold(row["name"]))
    return {short: frozenset(names) for short, names in found.items()}


@cache
def _states() -> dict[str, str]:
    """Folded name or postal abbreviation of a state -> its main name."""
    rows = [row for row in records("places") if row["kind"] == "state"]
    return {fold(form): row["name"] for row in rows for form in (row["name"], *row["aliases"].split(",")) if form}


def state(word: str) -> str:
    """The state that a name or an abbreviation stands for: "Utah", "S.C.", "KY", "Wis."; empty where it is none."""
    key = fold(word).replace(".", "")
    if key in _states():
        return _states()[key]
    cut = {name for form, name in _states().items() if len(key) >= _SHORTEST_CUT and form.startswith(key)}
    return cut.pop() if len(cut) == 1 else ""


def country(word: str) -> str:
    """The main name of the place that a name, an alias, an adjective or a capital stands for; empty if for none."""
    key = fold(word)
    return places().get(key) or nationalities().get(key) or capitals().get(key) or ""


_SHORTEST_CUT = 3  # letters of the start of a state's name that stand for it: "Ore."
_SUFFIXES = ("woman", "man", "person", "ist", "logist", "ician", "ologist", "grapher", "crat")


def role_noun(lemma: str, *, guess: bool = False) -> Noun | None:
    """What a noun says of a person, None where it names no role. `guess` takes unknown nouns by their ending."""
    noun = nouns().get(lemma)
    if noun is not None:
        return noun if noun.kind == "role" else None
    title = titles().get(lemma.rstrip("."))
    if title is not None and title.noun:
        known = nouns().get(title.noun)
        return Noun("role", (title.noun, *(known.classes if known else ())), title.gender)
    if lemma.startswith(("ex-", "vice-", "co-")) or "-" in lemma:
        return role_noun(lemma.rsplit("-", 1)[1], guess=guess)
    if guess and len(lemma) > 5 and lemma.endswith(_SUFFIXES):
        gender = "f" if lemma.endswith("woman") else "m" if lemma.endswith("man") else ""
        return Noun("role", ("person",), gender)
    return None
