"""watch: the people and bodies that an editor follows, and which speakers of an article they are.

`read(path)` gives a WatchList; `mark(list, records, line)` gives the records with `speaker.watched` filled. Names are
compared as the resolver compares them (attribution/resolve/compare.py). A surname alone marks nobody, also where it is
listed as an alias, unless what the article says the speaker is agrees with a role of the list.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attribution.errors import InputError
from attribution.resolve.compare import bodies, form_of, people
from attribution.resolve.lexicon import fold

if TYPE_CHECKING:
    from attribution.record import ArticleLine, Record, Speaker

# Several list entries fit one speaker and the article does not tell them apart: all are in `watched`.
AMBIGUOUS = "watched_ambiguous"
# Only a part of the name fits ("Smith"), and nothing that the article says decides it: `watched` is empty.
UNSURE = "watched_unsure"
# The name fits, and what the article says the speaker is agrees with none of the roles in the list.
OTHER_ROLE = "watched_other_role"

_KEYS = ("name", "aliases", "roles")
_SMALL = frozenset({"the", "of", "for", "to", "and", "a", "an", "in", "former", "acting"})


@dataclass(frozen=True, slots=True)
class Watched:
    """One entry. `roles`: words that tell the bearer from others of the name ("senator", "chair of the board")."""

    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class WatchList:
    """The entries of a file, in its order, and what the file was: its name and the SHA-256 of its bytes."""

    entries: tuple[Watched, ...]
    file: str = ""
    sha256: str = ""

    @cached_property
    def _by_word(self) -> dict[str, tuple[Watched, ...]]:
        found: dict[str, dict[Watched, None]] = {}
        for entry in self.entries:
            for name in (entry.name, *entry.aliases):
                form = form_of(name)
                for word in {*form, *(part for one in form for part in one.split("-")), *_initials(form)}:
                    found.setdefault(word, {})[entry] = None
        return {word: tuple(entries) for word, entries in found.items()}

    def near(self, name: str) -> list[Watched]:
        """The entries that share a word or the initials with a name, in the order of the list."""
        form = form_of(name)
        words = {*form, *(part for one in form for part in one.split("-")), *_initials(form)}
        found = {entry for word in words for entry in self._by_word.get(word, ())}
        return [entry for entry in self.entries if entry in found] if found else []


def read(path: Path) -> WatchList:
    """A list of names, aliases and roles: CSV or TSV with a head line, or JSON Lines, by the ending of the file's name.

    `name` is needed; `aliases` and `roles` are lists in JSON, and parted by ";" or "|" in a table. Raises InputError,
    with file and line, for what cannot be read or has no names.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}: give --speakers a file that can be read") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start}): save it as UTF-8") from error
    rows = _from_json(path, text) if path.suffix in {".jsonl", ".ndjson"} else _from_table(path, text)
    entries = tuple(dict.fromkeys(rows))
    if not entries:
        raise InputError(f"{path}: no names in it: it needs a column or key `name`, and a line for each speaker")
    return WatchList(entries, str(path), hashlib.sha256(data).hexdigest())


def mark(watch: WatchList, records: Sequence[Record], line: ArticleLine) -> tuple[Record, ...]:
    """The records of one article with `watched` filled for each speaker, and warnings where that is not plain."""
    roles = {entity.id: tuple(role.text for role in entity.roles) for entity in line.entities}
    marked = []
    for record in records:
        warnings = set(record.warnings)
        own = tuple(filter(None, (record.role.title, record.role.organization)))
        speaker, *others = (
            _marked(
                watch, one, (*own, *roles.get(one.entity or "", ())) if at == 0 else roles.get(one.entity or "", ())
            )
            for at, one in enumerate((record.speaker, *record.co_speakers))
        )
        warnings.update(*(codes for _, codes in (speaker, *others)))
        changes = {
            "speaker": speaker[0],
            "co_speakers": tuple(one for one, _ in others),
            "warnings": tuple(sorted(warnings)),
        }
        marked.append(record.model_copy(update=changes))
    return tuple(marked)


def find(watch: WatchList, name: str, kind: str, roles: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The entries that a speaker is, by name, and warnings. `roles`: what the article says that the speaker is."""
    whole: list[Watched] = []
    part: list[Watched] = []
    for entry in watch.near(name):
        likeness = _likeness(entry, name, kind)
        if likeness != "different":
            (whole if likeness == "same" else part).append(entry)
    agreeing = [entry for entry in (whole or part) if _agrees(entry, roles)]
    if whole:
        chosen = agreeing or whole
        if len(chosen) > 1:
            return tuple(entry.name for entry in chosen), (AMBIGUOUS,)
        doubtful = roles and chosen[0].roles and not agreeing
        return (chosen[0].name,), (OTHER_ROLE,) if doubtful else ()
    if len(agreeing) == 1:
        return (agreeing[0].name,), ()
    return (), (UNSURE,) if part else ()


def _marked(watch: WatchList, speaker: Speaker, roles: Sequence[str]) -> tuple[Speaker, tuple[str, ...]]:
    if speaker.name is None:
        return speaker, ()
    names, warnings = find(watch, speaker.name, speaker.kind, roles)
    return (speaker.model_copy(update={"watched": names}) if names else speaker), warnings


def _likeness(entry: Watched, name: str, kind: str) -> str:
    """same, part or different: the best that the entry's name and its aliases reach."""
    compare = bodies if kind in {"organization", "group", "document"} else people
    reached = {own: compare(own, name) for own in (entry.name, *entry.aliases)}
    if "same" not in reached.values():
        # "Lee" is part of the listed "Ann Lee"; that a listed "Lee" is part of "Bo Lee" says nothing.
        shorter = any(found == "part" and len(form_of(name)) < len(form_of(own)) for own, found in reached.items())
        return "part" if shorter and compare is people else "different"
    # "Smith", listed as an alias of Ann Smith, is still a surname; "Pelé", which is no part of his name, is his.
    if len(form_of(name)) == 1 and compare is people and people(entry.name, name) == "part":
        return "part"
    return "same"


def _agrees(entry: Watched, roles: Sequence[str]) -> bool:
    """Whether one of the entry's roles has all its words in one thing that the article says the speaker is."""
    said = [_words(role) for role in roles]
    return any(words and any(words <= one for one in said) for words in map(_words, entry.roles))


def _words(role: str) -> frozenset[str]:
    cleaned = (fold(word).strip(",.;:()'’s\"") for word in role.replace("-", " ").split())
    return frozenset(word for word in cleaned if word and word not in _SMALL)


def _initials(form: Sequence[str]) -> set[str]:
    if len(form) < 2:
        return {form[0].replace(".", "")} if form else set()
    return {"".join(word[0] for word in form), "".join(word[0] for word in form if word not in _SMALL)}


def _from_json(path: Path, text: str) -> Iterator[Watched]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                value = json.loads(line)
            except ValueError as error:
                raise InputError(f"{path}:{number}: not JSON ({error}): one object to a line") from error
            if not isinstance(value, dict):
                raise InputError(f"{path}:{number}: not an object with `name`, `aliases` and `roles`")
            yield _entry(path, number, value)


def _from_table(path: Path, text: str) -> Iterator[Watched]:
    separator = "\t" if path.suffix == ".tsv" else ","
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        columns = {(name or "").strip().casefold(): name for name in rows.fieldnames or ()}
        if "name" not in columns:
            raise InputError(f"{path}:1: no column `name`: the head line names the columns name, aliases, roles")
        for row in rows:
            if any(isinstance(cell, str) and cell.strip() for cell in row.values()):
                yield _entry(path, rows.line_num, {key: row.get(columns.get(key, "")) for key in _KEYS})
    except csv.Error as error:
        raise InputError(f"{path}:{rows.line_num}: not a table ({error})") from error


def _entry(path: Path, number: int, value: dict[str, Any]) -> Watched:
    name = value.get("name")
    if not isinstance(name, str) or not form_of(name):
        raise InputError(f"{path}:{number}: no name: `name` is the speaker's full name")
    return Watched(" ".join(name.split()), *(_several(path, number, key, value.get(key)) for key in _KEYS[1:]))


def _several(path: Path, number: int, key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.replace("|", ";").split(";")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise InputError(f"{path}:{number}: `{key}` is neither text nor a list of texts")
    return tuple(" ".join(one.split()) for one in value if one.strip())
