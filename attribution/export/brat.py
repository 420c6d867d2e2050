"""brat: an article with its records -> brat standoff, as the brat annotation tool and `attribution score` read it.

A `.txt` and an `.ann` for each article, and `annotation.conf`, with which brat shows and edits them. Offsets count code
points, as brat's do. A record becomes

    T1  Content 0 9;25 40   the words        one entity of as many pieces as needed; no piece holds a line end
    T2  Cue 10 14           said             likewise Source, Addressee, Medium, Time, Place, where they are
    T3  Attribution 10 14   said             what the event hangs on: the cue, else the content's first piece
    E1  Attribution:T3 Content:T1 Cue:T2     with Inside:E7 where it stands inside another
    A1  Kind E1 direct                       likewise SpeakerKind and Polarity, with the record's values
    #1  AnnotatorNotes E1   {"id": …}        the record's id, the speaker, the role, warnings

(https://brat.nlplab.org/standoff.html)
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import get_args
from urllib.parse import quote

from attribution.describe.values import Polarity
from attribution.export.source import Told
from attribution.find import Kind
from attribution.record import Record
from attribution.resolve.entity import SpeakerKind

PARTS = ("Content", "Cue", "Source", "Addressee", "Medium", "Time", "Place")

CONFIGURATION = "\n".join(
    (
        "[entities]",
        *PARTS,
        "",
        "[relations]",
        "",
        "[events]",
        "Attribution\tContent:Content, Cue?:Cue, Source?:Source, Addressee?:Addressee, Medium?:Medium, Time?:Time, "
        "Place?:Place, Inside?:Attribution",
        "",
        "[attributes]",
        f"Kind\tArg:Attribution, Value:{'|'.join(get_args(Kind))}",
        f"SpeakerKind\tArg:Attribution, Value:{'|'.join(get_args(SpeakerKind))}",
        f"Polarity\tArg:Attribution, Value:{'|'.join(get_args(Polarity))}",
        "",
    )
)

# What a line of an .ann file cannot hold: what parts columns, and everything that one reader or another (brat's own
# among them) takes for a line end.
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")

# Readers turn CRLF into LF and drop a byte-order mark, and both would shift what follows.
_SHIFTING = re.compile(r"\A\ufeff|[\r\0]")

_PIECE = re.compile(r"[^\n]+")

# A folder or a file on every system: letters, digits, and what does no harm.
_PLAIN = re.compile(r"\w(?:[\w .,'()&+=@-]*[\w)'])?")
_LONGEST_NAME = 180  # bytes; file systems take 255, and suffixes are to come


def text_file(text: str) -> str:
    """The text as it is written: with a space for each carriage return and a leading byte-order mark, so that every
    offset holds for every reader."""
    return _SHIFTING.sub(" ", text)


def lines(told: Told) -> Iterator[str]:
    """The lines of the .ann file, each with its line end; the article must have its text."""
    text = text_file(told.text or "")
    events = {record.id: f"E{at}" for at, record in enumerate(told.records, start=1)}
    entities = attributes = 0
    for record in told.records:
        event = events[record.id]
        named = []
        for part, stretches in _parts(record):
            pieces = _pieces(text, stretches)
            entities += 1
            named.append((part, f"T{entities}", pieces))
            yield _entity(entities, part, pieces, text)
        entities += 1
        pieces = next((pieces for part, _, pieces in named if part == "Cue"), named[0][2][:1])
        yield _entity(entities, "Attribution", pieces, text)
        arguments = [f"Attribution:T{entities}", *(f"{part}:{id}" for part, id, _ in named)]
        if record.parent in events:
            arguments.append(f"Inside:{events[record.parent]}")
        yield f"{event}\t{' '.join(arguments)}\n"
        for name, value in (
            ("Kind", record.kind),
            ("SpeakerKind", record.speaker.kind),
            ("Polarity", record.polarity),
        ):
            attributes += 1
            yield f"A{attributes}\t{name} {event} {value}\n"
        yield f"#{event[1:]}\tAnnotatorNotes {event}\t{_note(record)}\n"


class Paths:
    """The path of each article's files below the folder, without the suffix.

    It is the id itself where that is a plain relative path, less ".txt": `attribution score` finds the id again. Other
    ids are percent-encoded. No path leads out of the folder, and no two are equal, upper and lower case apart.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, id: str) -> PurePosixPath:
        """The path for one more article."""
        path = _path(id.removesuffix(".txt") or id)
        if str(path).casefold() in self._taken:
            path = path.with_name(f"{path.name}-{_digest(id)}")
        self._taken.add(str(path).casefold())
        return path


def _path(id: str) -> PurePosixPath:
    parts = id.split("/")
    if all(_PLAIN.fullmatch(part) and len(part.encode()) <= _LONGEST_NAME for part in parts):
        return PurePosixPath(*parts)
    name = quote(id, safe=" '()+,;=@").replace(".", "%2E")
    return PurePosixPath(name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 13]}-{_digest(id)}")


def _digest(id: str) -> str:
    return hashlib.sha256(id.encode("utf8", "surrogatepass")).hexdigest()[:12]


def _parts(record: Record) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    spans = (record.addressee, record.medium, record.time, record.place)
    stretches = (
        [(part.start, part.end) for part in record.content.fragments],
        [(part.start, part.end) for part in record.cue.fragments],
        *([(start, end) for start, end, _ in span.stretches()] for span in (record.source, *spans)),
    )
    yield from ((part, found) for part, found in zip(PARTS, stretches, strict=True) if found)


def _pieces(text: str, stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches without line ends and the white space at their edges; those that touch become one."""
    pieces: list[tuple[int, int]] = []
    for start, end in stretches:
        if pieces and pieces[-1][1] == start and not text[start].isspace():
            start = pieces.pop()[0]
        for line in _PIECE.finditer(text, start, end):
            words = line[0].strip()
            if words:
                begin = line.start() + line[0].index(words)
                pieces.append((begin, begin + len(words)))
    return pieces or list(stretches)


def _entity(number: int, part: str, pieces: list[tuple[int, int]], text: str) -> str:
    places = ";".join(f"{start} {end}" for start, end in pieces)
    words = " ".join(text[start:end] for start, end in pieces)
    return f"T{number}\t{part} {places}\t{_BREAKS.sub(' ', words)}\n"


def _note(record: Record) -> str:
    note = {
        "id": record.id,
        "speaker": record.speaker.name,
        "co_speakers": [speaker.name for speaker in record.co_speakers],
        "role": record.role.title,
        "organization": record.role.organization,
        "warnings": list(record.warnings),
    }
    return _BREAKS.sub(" ", json.dumps({key: value for key, value in note.items() if value}, ensure_ascii=False))
