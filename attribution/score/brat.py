"""brat: a folder of brat standoff files (.txt and .ann) -> GoldArticle, in the dialect of PolNeAR and a plainer one.

* `X.ann` belongs to `X.txt` beside it, or to `text/X.txt` beside its own folder (PolNeAR has `attributions/` and
  `text/`). Where neither is there, what follows the last "_" of X names the annotator: `X_4b22.ann` belongs to
  `X.txt`. An article's id is the path of its .txt below the folder that was given.
* `T1<tab>Source 0 9;12 20<tab>words`: types Source, Cue, Content, and Addressee, Medium, Time, in any case. Other
  types, PolNeAR's Attribution among them, are passed over. Offsets count code points of the .txt as it is read, and
  the words must be those of the text, white space apart.
* `E1<tab>Attribution:T4 Content:T3 Cue:T2 Source:T1`: one attribution of everything it names (the trigger, and roles
  with or without numbers, as in Content2:T5); what an entity is, its own type says.
* `R1<tab>Any Arg1:T1 Arg2:T2`: links of two entities. A cue with all that is linked to it is one attribution; content
  that is linked to no cue is one with the sources linked to it. Content that nothing links is an attribution
  without cue and source.
* `A1<tab>Name E1 value` (or M1), on an E line or on an entity that the attribution holds: Kind (direct, indirect,
  mixed), SpeakerKind and Polarity, with a record's values. Discard, without a value, takes the attribution out.
  Other attributes are passed over, and so are notes (#), equivalences (*) and normalisations (N).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, cast, get_args

from attribution.article import Span
from attribution.describe.values import Polarity
from attribution.errors import InputError
from attribution.find import Kind
from attribution.read.failure import Unreadable
from attribution.read.text import decode
from attribution.resolve.entity import SpeakerKind
from attribution.score.values import CIRCUMSTANCES, GoldArticle, GoldAttribution

_TYPES = frozenset({"source", "cue", "content", *CIRCUMSTANCES})
_ENTITY = re.compile(r"(?P<type>\S+) (?P<spans>\d+ \d+(?:;\d+ \d+)*)")
_ATTRIBUTES = {
    "kind": ("kind", get_args(Kind)),
    "speakerkind": ("speaker_kind", get_args(SpeakerKind)),
    "polarity": ("polarity", get_args(Polarity)),
}


@dataclass(slots=True)
class _Annotation:
    """The lines of one .ann file that matter."""

    entities: dict[str, tuple[str, tuple[Span, ...]]] = field(default_factory=dict)  # id -> type, spans
    events: dict[str, tuple[int, list[str]]] = field(default_factory=dict)  # id -> line, what it names
    links: list[tuple[int, str, str]] = field(default_factory=list)
    attributes: list[tuple[int, str, str, str]] = field(default_factory=list)  # line, name, target, value


def read_brat(folder: Path) -> Iterator[dict[str, GoldArticle]]:
    """Each article of a folder, by annotator ("" where the file's name has none), in the order of the texts' paths.

    Raises InputError for a file that is not in the dialect above, naming file, line and remedy.
    """
    texts: dict[Path, dict[str, Path]] = {}
    for annotation in sorted(folder.rglob("*.ann")):
        path, annotator = _text_of(annotation)
        texts.setdefault(path, {})[annotator] = annotation
    for path in sorted(texts):
        id = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
        text = _read(path)
        yield {name: _article(id, text, annotation) for name, annotation in sorted(texts[path].items())}


def _text_of(annotation: Path) -> tuple[Path, str]:
    stem, _, annotator = annotation.stem.rpartition("_")
    for name, who in ((annotation.stem, ""), (stem, annotator)):
        for folder in (annotation.parent, annotation.parent.parent / "text"):
            if name and (folder / f"{name}.txt").is_file():
                return folder / f"{name}.txt", who
    raise InputError(f"{annotation}: there is no text for it; put {annotation.stem}.txt beside it")


def _read(path: Path) -> str:
    try:
        return decode(path.read_bytes())[0]
    except (OSError, Unreadable) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _article(id: str, text: str, path: Path) -> GoldArticle:
    annotation = _Annotation()
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if line.strip() and line[0] in "TERAM":
            _take(annotation, line.split("\t"), text, f"{path}:{number}", number)
    members = _members(annotation, path)
    found = [_attribution(annotation, ids, path) for ids in members]
    kept = [each for each in found if each is not None]
    whole = tuple(sorted((each for each in kept if each.content), key=lambda each: each.content))
    return GoldArticle(id, text, whole, _nests(whole), str(path), len(kept) - len(whole))


def _take(annotation: _Annotation, columns: list[str], text: str, where: str, number: int) -> None:
    """Put one line with its kind."""
    id, body = columns[0], columns[1].strip() if len(columns) > 1 else ""
    match id[0]:
        case "T":
            annotation.entities[id] = _entity(body, columns[2] if len(columns) > 2 else "", text, where)
        case "E" | "R":
            names = [each.rpartition(":")[2] for each in body.split() if ":" in each]
            if id[0] == "E":
                annotation.events[id] = number, names
            elif len(names) == 2:
                annotation.links.append((number, names[0], names[1]))
            else:
                _wrong(where, "a relation links two entities", "write it as R1<tab>Type Arg1:T1 Arg2:T2")
        case _:
            name, target, value = (*body.split(maxsplit=2), "", "", "")[:3]
            annotation.attributes.append((number, name.lower(), target, value.strip().lower()))


def _entity(body: str, words: str, text: str, where: str) -> tuple[str, tuple[Span, ...]]:
    match = _ENTITY.fullmatch(body)
    if match is None:
        _wrong(where, f"{body!a} is no entity", "write it as T1<tab>Type 0 9<tab>words")
    pairs = [tuple(map(int, pair.split())) for pair in match["spans"].split(";")]
    spans = tuple(sorted(Span(*pair) for pair in pairs))
    found = "".join("".join(text[start:end].split()) for start, end in spans)
    if not all(start < end <= len(text) for start, end in spans) or found != "".join(words.split()):
        what = f"the text has {found[:40]!a} there, and the line {''.join(words.split())[:40]!a}"
        _wrong(where, what, "give the .txt that was annotated, with its own line ends (LF)")
    return match["type"].lower(), spans


def _members(annotation: _Annotation, path: Path) -> list[list[str]]:
    """Of each attribution: the ids of its entities, after the id of its event."""
    found = []
    for event, (number, names) in annotation.events.items():
        for name in names:
            if name not in annotation.entities and name not in annotation.events:
                _wrong(f"{path}:{number}", f"{name} is nowhere in the file", "add its T line, or take it out")
        found.append([event, *(name for name in names if name in annotation.entities)])
    linked: dict[str, list[str]] = {}
    for number, one, two in annotation.links:
        for name in (one, two):
            if name not in annotation.entities:
                _wrong(f"{path}:{number}", f"{name} is nowhere in the file", "add its T line, or take it out")
        linked.setdefault(one, []).append(two)
        linked.setdefault(two, []).append(one)
    kinds = {id: kind for id, (kind, _) in annotation.entities.items()}
    used = {name for ids in found for name in ids}
    found += [[id, *linked[id]] for id in linked if kinds[id] == "cue" and id not in used]
    used.update(name for ids in found for name in ids)
    found += [[id, *linked.get(id, ())] for id, kind in kinds.items() if kind == "content" and id not in used]
    return found


def _attribution(annotation: _Annotation, ids: list[str], path: Path) -> GoldAttribution | None:
    parts: dict[str, list[Span]] = {}
    for id in dict.fromkeys(ids):
        kind, spans = annotation.entities.get(id, ("", ()))
        if kind in _TYPES:
            parts.setdefault(kind, []).extend(spans)
    values: dict[str, str] = {}
    for number, name, target, value in annotation.attributes:
        if target not in ids:
            continue
        if name == "discard":
            return None
        if name in _ATTRIBUTES:
            key, choices = _ATTRIBUTES[name]
            if value not in choices:
                _wrong(f"{path}:{number}", f"{name} is {value!a}", f"give one of {', '.join(choices)}")
            values[key] = value
    kind_value = cast("Kind | None", values.pop("kind", None))
    circumstances: Mapping[str, Span | None] = {
        name: Span(min(parts[name]).start, max(parts[name]).end) for name in CIRCUMSTANCES if name in parts
    }
    content, cue, source = (tuple(sorted(parts.get(name, ()))) for name in ("content", "cue", "source"))
    return GoldAttribution(content, cue, source, kind_value, dict(values), circumstances)


def _nests(attributions: tuple[GoldAttribution, ...]) -> bool:
    """Whether one's cue or source stands inside another's content."""
    inside = sorted(span for each in attributions for span in each.content)
    signs = sorted(span for each in attributions for span in (*each.cue, *each.source))
    at = reach = 0
    for sign in signs:
        while at < len(inside) and inside[at].start <= sign.start:
            reach = max(reach, inside[at].end)
            at += 1
        if sign.end <= reach:
            return True
    return False


def _wrong(where: str, what: str, remedy: str) -> NoReturn:
    raise InputError(f"{where}: {what}; {remedy}")
