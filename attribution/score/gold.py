"""gold: files of annotated articles -> GoldArticle. JSON Lines here, brat standoff in `brat`.

A line of JSON Lines has "text", "id" as extract reads it, and either "attributions" (the project's own format) or
"annotators": a list of {"id", "attributions"} (PolNeAR as JSON Lines). "source", "cue" and "content" are lists of
[start, end], or one [start, end], or null. The first format may add, to each attribution, "type" (direct, indirect,
mixed), "speaker", "kind" (of the speaker), "role", "organization", "polarity" (strings or null), "addressee", "medium"
and "when" (one [start, end] or null). What is left out of an attribution is not scored.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast, get_args

from attribution.article import Article, Span
from attribution.describe.values import Polarity
from attribution.errors import InputError
from attribution.find import Kind
from attribution.resolve.entity import SpeakerKind
from attribution.score.brat import read_brat
from attribution.score.values import GoldArticle, GoldAttribution

_NAMES = {
    "speaker": "speaker",
    "kind": "speaker_kind",
    "role": "title",
    "organization": "organization",
    "polarity": "polarity",
}
_CIRCUMSTANCES = {"addressee": "addressee", "medium": "medium", "when": "time"}
_HYPOTHETICAL = "future_or_hypothetical"  # the annotators' word for the record's "hypothetical"
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "type": get_args(Kind),
    "kind": get_args(SpeakerKind),
    "polarity": (*get_args(Polarity), _HYPOTHETICAL),
}


class GoldError(InputError):
    """A gold file that is not what it should be."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")


def read_gold(path: Path, annotator: str | None = None) -> tuple[list[GoldArticle], list[str]]:
    """The articles of a gold, a .jsonl file or a folder of brat files, and the ids of those that `annotator` left out.

    Where several people annotated an article, `annotator` says whose annotation is read; None takes the first.

    Raises InputError, which names file, line and remedy, for what cannot be read.
    """
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder; give the annotated articles")
    articles, left_out, known = [], [], dict[str, None]()
    seen: dict[str, str] = {}
    found = read_brat(path) if path.is_dir() else _lines(path)
    for versions in found:
        known.update(dict.fromkeys(versions))
        name = next(iter(versions)) if annotator is None else annotator
        article = next(iter(versions.values()))
        if article.id in seen:
            raise GoldError(article.where, f"article {article.id!a} stands at {seen[article.id]} too", "keep one")
        seen[article.id] = article.where
        if name in versions:
            articles.append(versions[name])
        else:
            left_out.append(article.id)
    if path.is_dir() and any(article.nested for article in articles):
        articles = [replace(article, nested=True) for article in articles]
    if not articles:
        if annotator is not None and known.keys() - {""}:
            raise InputError(f"{path}: nothing by annotator {annotator!a}; there are {', '.join(filter(None, known))}")
        raise InputError(f"{path}: no annotated articles; give .jsonl lines or a folder of .ann files")
    return articles, left_out


def _lines(path: Path) -> Iterator[dict[str, GoldArticle]]:
    """The versions of each line's article, by annotator; "" where the format names none."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _article(line, f"{path}:{number}")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; make it readable") from error


def _article(line: bytes, where: str) -> dict[str, GoldArticle]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise GoldError(where, f"this is no JSON: {error}", "mend the line, or give .jsonl") from None
    if not isinstance(value, dict):
        raise GoldError(where, "this is no JSON object", "give one annotated article to a line")
    text = _string(value, "text", where)
    id = _id(value, text, where)
    if "annotators" in value:
        people = value["annotators"]
        if not isinstance(people, list) or not people or not all(isinstance(each, dict) for each in people):
            raise GoldError(where, "annotators is no list of objects", 'give [{"id": …, "attributions": […]}]')
        return {
            _string(each, "id", f"{where}: annotators[{at}]"): _annotated(
                id, text, each, False, where, f"annotators[{at}].attributions"
            )
            for at, each in enumerate(people)
        }
    if "attributions" not in value:
        raise GoldError(where, "neither attributions nor annotators", "give the line what was annotated")
    return {"": _annotated(id, text, value, True, where, "attributions")}


def _annotated(id: str, text: str, holder: Mapping[str, Any], nested: bool, where: str, name: str) -> GoldArticle:
    values = holder.get("attributions")
    if not isinstance(values, list):
        raise GoldError(where, f"{name} is no list", "give a list, empty where there are none")
    found = [_attribution(each, text, where, f"{name}[{at}]") for at, each in enumerate(values)]
    whole = tuple(each for each in found if each.content)
    return GoldArticle(id, text, whole, nested, where, len(found) - len(whole))


def _attribution(value: object, text: str, where: str, name: str) -> GoldAttribution:
    if not isinstance(value, dict):
        raise GoldError(where, f"{name} is no JSON object", "mend it")
    content, cue, source = (
        _spans(value.get(key), text, where, f"{name}.{key}") for key in ("content", "cue", "source")
    )
    for key, choices in _CHOICES.items():
        if value.get(key) is not None and value[key] not in choices:
            raise GoldError(where, f"{name}.{key} is {value[key]!a}", f"give one of {', '.join(choices)}")
    names = {ours: _name(value[key], where, f"{name}.{key}") for key, ours in _NAMES.items() if key in value}
    if names.get("polarity") == _HYPOTHETICAL:
        names["polarity"] = "hypothetical"
    circumstances = {}
    for key, ours in _CIRCUMSTANCES.items():
        if key in value:
            spans = _spans(value[key], text, where, f"{name}.{key}")
            circumstances[ours] = Span(spans[0].start, spans[-1].end) if spans else None
    return GoldAttribution(content, cue, source, cast("Kind | None", value.get("type")), names, circumstances)


def _spans(value: object, text: str, where: str, name: str) -> tuple[Span, ...]:
    """Spans from a list of pairs, one pair, or null; sorted."""
    pairs = [] if value is None else value
    if isinstance(pairs, list) and pairs and not isinstance(pairs[0], list):
        pairs = [pairs]
    if not isinstance(pairs, list):
        raise GoldError(where, f"{name} is no list of [start, end]", "give code points, or null")
    found = []
    for pair in pairs:
        whole = isinstance(pair, list) and len(pair) == 2 and all(type(end) is int for end in pair)
        if not whole or not 0 <= pair[0] < pair[1] <= len(text):
            what = f"{name} has {json.dumps(pair)[:60]}, which is no range in a text of {len(text)} code points"
            raise GoldError(where, what, "give [start, end] counted in code points of exactly this text")
        found.append(Span(*pair))
    return tuple(sorted(found))


def _string(value: Mapping[str, Any], key: str, where: str) -> str:
    found = value.get(key)
    if not isinstance(found, str) or not found:
        raise GoldError(where, f"{key} is missing or no string", "give it as a string")
    return found


def _id(value: Mapping[str, Any], text: str, where: str) -> str:
    """The article's id as extract gives it: a whole number as a string, the hash's beginning where there is none."""
    if value.get("id") is None:
        return Article(text).identity
    return str(value["id"]) if type(value["id"]) is int else _string(value, "id", where)


def _name(value: object, where: str, name: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise GoldError(where, f"{name} is no string", "give a string or null")
    return value or None
