"""read: files of corrections, JSON Lines as the page saves them, and which of them belong to an article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from attribution.errors import InputError
from attribution.record import Correction

_AGAIN = "save the file from the page again, or mend the line (docs/corrections.md says what it holds)"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: its number among all that were given, from 0, and where it stands (lines count from 1)."""

    number: int
    file: str
    line: int
    correction: Correction


@dataclass(frozen=True)
class Corrections:
    """The lines of one or more files, in their order, and what the files were: names and SHA-256 of their bytes.

    A later line on the same record of the same text takes the place of an earlier one.
    """

    entries: tuple[Entry, ...]
    files: tuple[tuple[str, str], ...] = ()

    @cached_property
    def standing(self) -> tuple[Entry, ...]:
        """The entries that no later one takes the place of, in their order."""
        last = {(e.correction.article.id, e.correction.article.sha256, e.correction.record): e for e in self.entries}
        return tuple(sorted(last.values(), key=lambda entry: entry.number))

    @cached_property
    def _by_article(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.standing:
            article = entry.correction.article
            for key in (f"id {article.id}", f"sha256 {article.sha256}"):
                found.setdefault(key, []).append(entry)
        return found

    def of(self, id: str, sha256: str) -> tuple[Entry, ...]:
        """Those of an article, in their order: made on the article with this id, or on this very text under another."""
        found = [*self._by_article.get(f"id {id}", ()), *self._by_article.get(f"sha256 {sha256}", ())]
        return tuple({entry.number: entry for entry in sorted(found, key=lambda entry: entry.number)}.values())


def read(paths: Iterable[Path]) -> Corrections:
    """All corrections of some files.

    Raises InputError, with file, line and remedy, for a file that cannot be read and for the first line that is no
    correction.
    """
    entries: list[Entry] = []
    files = []
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InputError(f"{path}: {error.strerror}: give --corrections a file that can be read") from error
        files.append((str(path), hashlib.sha256(data).hexdigest()))
        for line, correction in _lines(path, data):
            entries.append(Entry(len(entries), str(path), line, correction))
    return Corrections(tuple(entries), tuple(files))


def _lines(path: Path, data: bytes) -> Iterator[tuple[int, Correction]]:
    """Number and correction of each line that is not blank; only a line feed ends one."""
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, Correction.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"]))
            what = f"{where}: {first['msg']}" if where else first["msg"]
            raise InputError(f"{path}:{number}: no correction ({what}): {_AGAIN}") from error
