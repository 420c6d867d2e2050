"""speech: whether a cue is one of speech, from its words alone, for no model gives their lemmas here.

A cue is one of speech where it has a form of a word or phrase that data/cues.tsv puts in the class "speech": "said",
"was quoted as saying", "points out", "according to", ":". Forms are made by the regular spelling of English and from
data/irregular_verbs.tsv; of a phrase the first word is inflected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from attribution.find.cues import classes
from attribution.tables import table

_SIGNS = re.compile(r"\w+|[^\w\s]")


def is_speech(words: Sequence[str]) -> bool:
    """Whether a cue, as its words in lower case, is one of speech."""
    forms = _table()
    return any(
        list(words[at + 1 : at + 1 + len(rest)]) == list(rest)
        for at, word in enumerate(words)
        for rest in forms.get(word, ())
    )


@cache
def _table() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Form of a first word -> what may follow it."""
    found: dict[str, dict[tuple[str, ...], None]] = {}
    for lemma, kind in classes().items():
        if kind == "speech":
            first, *rest = _SIGNS.findall(lemma)
            for form in _forms(first):
                found.setdefault(form, {})[tuple(rest)] = None
    return {form: tuple(rests) for form, rests in found.items()}


def _forms(lemma: str) -> Iterator[str]:
    """A word and its inflected forms; a few that nobody writes are among them and do no harm."""
    yield lemma
    yield from _irregular().get(lemma, ())
    yield lemma + "s"
    yield lemma + "ing"
    yield lemma + "ed"
    if lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        yield lemma + "es"
    if lemma.endswith("e"):
        yield lemma + "d"
        yield lemma[:-1] + "ing"
    if lemma.endswith("ie"):
        yield lemma[:-2] + "ying"
    if re.search(r"[^aeiou]y$", lemma):
        yield lemma[:-1] + "ies"
        yield lemma[:-1] + "ied"
    if re.search(r"[aeiou][bdglmnprt]$", lemma):
        yield f"{lemma}{lemma[-1]}ed"
        yield f"{lemma}{lemma[-1]}ing"


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    return {row[0]: tuple(row[1].split()) for row in table("irregular_verbs")}
