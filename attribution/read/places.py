"""Inputs -> the files to read, in an order that depends on nothing but names, and the format of each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from attribution.errors import InputError
from attribution.read import extras

AUTO = "auto"
FORMATS = ("text", "jsonl", "json", "html", "csv", "parquet", "warc")

STANDARD_INPUT = "-"

_SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".warc": "warc",
}

# Formats that articles come in and that nothing here reads: as plain text, their markup would be taken for news. In a
# folder documents are reported, so that no article vanishes; data is passed over, as pictures and the like are.
_DOCUMENTS = frozenset({".doc", ".docx", ".epub", ".mhtml", ".odt", ".pdf", ".rtf"})
_DATA = frozenset({".xml", ".yaml", ".yml"})


@dataclass(frozen=True, slots=True)
class Place:
    """A file to read, how to show its name, and the id of the article in it where it holds one."""

    path: Path | None  # None: standard input
    shown: str
    id: str | None
    format: str | None  # None: its beginning says which
    error: str = ""  # why it cannot be read, where the walk itself found out

    @property
    def unsupported(self) -> str | None:
        """The suffix of a format that nothing here reads."""
        suffix = "" if self.path is None else self.path.suffix.lower()
        return suffix if self.format is None and suffix in _DOCUMENTS | _DATA else None


def check(given: str, format: str) -> None:
    """Raise InputError for an input that cannot be read as a whole, before anything is read.

    It does not exist, or is a folder without articles, or needs an extra that is not installed.
    """
    if given == STANDARD_INPUT:
        extras.require(format, given)
        return
    if not os.path.isdir(given):
        if not os.path.exists(given):
            raise InputError(f"{shown(given)}: there is no such file or folder")
        extras.require(_format(Path(given), format) or "", shown(given))
        return
    empty = True
    for place in places_of(given, format):
        empty = False
        extras.require(place.format or "", place.shown)
    if empty:
        known = ", ".join(_SUFFIXES)
        raise InputError(f"{shown(given)}: no articles in this folder: files ending in {known} are read")


def places_of(given: str, format: str) -> Iterator[Place]:
    """The files that one input stands for, sorted by path. Memory grows with the largest single folder alone."""
    if given == STANDARD_INPUT:
        yield Place(None, STANDARD_INPUT, None, None if format == AUTO else format)
        return
    path = Path(given)
    if not os.path.isdir(path):
        yield Place(path, shown(given), shown(path.name), _format(path, format))
        return
    for name, error in _walk(path):
        found = path / name
        place = Place(found, shown(found), None if error else shown(name), _format(found, format), error)
        if error or place.format is not None or found.suffix.lower() in _DOCUMENTS:
            yield place


def shown(path: str | Path) -> str:
    """A path as it can be printed and written: bytes that are no UTF-8 as \\xNN."""
    return os.fsencode(path).decode("utf8", "backslashreplace")


def _format(path: Path, format: str) -> str | None:
    """What a file's name says that it holds: news.jsonl.gz are compressed JSON Lines."""
    if format != AUTO:
        return format
    name = path.name.lower().removesuffix(".gz")
    return _SUFFIXES.get(os.path.splitext(name)[1])


def _walk(folder: Path) -> Iterator[tuple[str, str]]:
    """Path below a folder, with slashes, of each file in it, and "" or why a folder cannot be opened; in order."""
    waiting = [iter([("", True)])]
    while waiting:
        for name, is_folder in waiting[-1]:
            if not is_folder:
                yield name, ""
                continue
            try:
                waiting.append(iter(_listed(folder, name)))
            except OSError as error:
                yield name, error.strerror or "cannot be opened"
            break
        else:
            waiting.pop()


def _listed(folder: Path, name: str) -> list[tuple[str, bool]]:
    """The files and folders of a folder, hidden ones apart; a folder's name has a slash, which sorts what is in it."""
    with os.scandir(folder / name) as entries:
        found = []
        for entry in entries:
            if not entry.name.startswith("."):
                if entry.is_dir(follow_symlinks=False):
                    found.append((f"{name}{entry.name}/", True))
                elif entry.is_file():
                    found.append((f"{name}{entry.name}", False))
    return sorted(found)
