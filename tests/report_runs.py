"""Runs for the tests of the page: finished ones, as `extract` leaves them, of records that a test makes up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from attribution.article import Article
from attribution.cluster.compare import differences
from attribution.cluster.wording import Wording, wording_of
from attribution.record import Record
from attribution.record.cluster import Cluster
from tests import stub_analyzer

# Markup that runs a script, opens an element, ends ours, or loads something, wherever it is taken for markup.
MARKUP = (
    "</script></title><!--<script>hacked=1</script><img src=x onerror=hacked=1>&quot;&lt;\u2028\u2029'\"${hacked=1}"
)


def write_run(folder: Path, articles: Iterable[tuple[Article, Sequence[Record]]], errors: Sequence[Any] = ()) -> Path:
    """A finished run in a folder, with its input beside it."""
    run = folder / "run"
    run.mkdir(parents=True)
    inputs, lines, records = [], [], []
    for article, found in articles:
        fields = ("id", "text", "title", "url", "publisher", "authors", "published")
        inputs.append({name: getattr(article, name) for name in fields})
        lines.append(stub_analyzer.Stub().analyze(article).article.as_dict())
        records += [record.as_dict() for record in found]
    _write(folder / "in.jsonl", inputs)
    _write(run / "articles.jsonl", lines)
    _write(run / "attributions.jsonl", records)
    _write(run / "errors.jsonl", errors)
    options = {"max_characters": 20_000_000}
    (run / "run.json").write_text(json.dumps({"inputs": [str(folder / "in.jsonl")], "options": options}))
    return run


def found(text: str, **fields: Any) -> tuple[Article, Sequence[Record]]:
    """An article and the records that the stub finds in it: `"words" said NAME.`"""
    article = Article(text, **fields)
    return article, stub_analyzer.Stub().analyze(article).records


def changed(one: tuple[Article, Sequence[Record]], **fields: Any) -> tuple[Article, Sequence[Record]]:
    """The same, with whole fields of its first record replaced."""
    article, records = one
    first = Record.model_validate_json(json.dumps({**records[0].as_dict(), **fields}))
    return article, [first, *records[1:]]


def span(text: str, words: str, start: int = 0) -> dict[str, Any]:
    """Where words stand in a text, first from `start` on."""
    at = text.index(words, start)
    return {"start": at, "end": at + len(words), "text": words}


def hostile() -> tuple[Article, Sequence[Record]]:
    """An article with markup in every field that can hold any: the text, where it came from, and its record."""
    text = f'"{MARKUP} was said" said Ann Brown. She is {MARKUP}, of {MARKUP}, and "{MARKUP}" is nobody\'s.'
    text = text.replace(f'"{MARKUP} was said"', f'"{MARKUP.replace(chr(34), "")} was said"')
    info = {name: f"{name} {MARKUP}" for name in ("id", "title", "url", "publisher", "published")}
    one = found(text, authors=(f"authors {MARKUP}",), **info)
    place = span(text, MARKUP)
    speaker = {
        "name": MARKUP,
        "kind": "person",
        "entity": MARKUP,
        "resolved_by": "name",
        "evidence": place,
        "alternatives": [{"name": f"alternative {MARKUP}", "confidence": 0.2}],
        "watched": [MARKUP],
    }
    cue = one[1][0].cue.as_dict()
    return changed(
        one,
        speaker=speaker,
        co_speakers=[{**speaker, "name": f"other {MARKUP}"}],
        role={"title": MARKUP, "organization": MARKUP, "status": "former", "evidence": place},
        addressee=place,
        medium=place,
        time={**place, "iso": "2026-01-02"},
        place=place,
        hedges=[place],
        cue={**cue, "lemma": MARKUP, "class": MARKUP},
        checkability={"score": 0.5, "kinds": ["name"], "signals": [{**place, "kind": "name"}]},
        warnings=[MARKUP],
        correction="corrected",
    )


def appeared(reference: Wording, here: Wording, record: Record) -> dict[str, Any]:
    """An appearance of a wording, as `attribution cluster` writes it: held against a reference, and of this record."""
    compared = differences(reference, here)
    changes = [
        {
            **{name: getattr(each, name) for name in ("operation", "position", "quoted", "marked")},
            "reference": reference.cut(*each.reference) or None,
            "here": here.cut(*each.here) or None,
        }
        for each in compared.differences
    ]
    return {
        "run": "run",
        "article": record.article.as_dict(),
        "outlet": record.article.publisher,
        "copy_of": None,
        "record": record.id,
        "kind": record.kind,
        "polarity": record.polarity,
        "speaker": {"name": record.speaker.name, "kind": record.speaker.kind},
        "text": here.text,
        "wording": compared.wording,
        "changes": changes,
        "turns": list(compared.turns),
        "notes": list(compared.notes),
    }


def write_clusters(path: Path, groups: Iterable[Sequence[Record]]) -> Path:
    """A file of clusters, one for each group of records of different articles; the first has the reference."""
    lines = []
    for at, records in enumerate(groups):
        words = [wording_of(((record.content.text, True),)) for record in records]
        counts = ("appearances", "articles", "outlets", "sources", "wordings", "speakers")
        lines.append(
            {
                "schema_version": "1.0",
                "id": f"{at:024x}",
                "reference": words[0].text,
                "signals": ["altered", "shortened"],
                "counts": dict.fromkeys(counts, len(records)),
                "earliest": {"published": None, "articles": [], "undated": len(records)},
                "outlets": [],
                "speakers": [{"name": record.speaker.name, "kind": "person", "articles": 1} for record in records],
                "appearances": [appeared(words[0], here, record) for here, record in zip(words, records, strict=True)],
            }
        )
    _write(path, lines)
    return path


def hostile_clusters(path: Path, record: Record) -> Path:
    """A file with one cluster, of this record and of an article elsewhere, with markup wherever there can be any."""
    elsewhere = dict.fromkeys(("id", "title", "publisher", "published"), MARKUP)
    article = {**elsewhere, "url": "javascript:hacked=1", "authors": [MARKUP], "sha256": "0" * 64}
    change = {"position": "middle", "quoted": True, "marked": False}
    appearance = {
        "run": MARKUP,
        "article": article,
        "outlet": MARKUP,
        "copy_of": MARKUP,
        "record": "0" * 24,
        "kind": "direct",
        "polarity": "denied",
        "speaker": {"name": MARKUP, "kind": "person"},
        "text": f"one {MARKUP}",
        "wording": "altered",
        "changes": [{**change, "operation": "replaced", "reference": MARKUP, "here": f"one {MARKUP}"}],
        "turns": [MARKUP, "negation_dropped"],
        "notes": [MARKUP],
    }
    cluster = {
        "id": "0" * 24,
        "reference": f"{MARKUP} was said",
        "signals": [MARKUP, "altered", "sense_may_turn"],
        "counts": {"appearances": 2, "articles": 2, "outlets": 2, "sources": 2, "wordings": 2, "speakers": 2},
        "earliest": {"published": MARKUP, "articles": [record.article.id, MARKUP], "undated": 1},
        "outlets": [{"name": MARKUP, "articles": 2}],
        "speakers": [{"name": MARKUP, "kind": "person", "articles": 2}],
        "appearances": [
            {
                **appearance,
                "article": record.article.as_dict(),
                "record": record.id,
                "copy_of": None,
                "wording": "reference",
                "changes": [],
            },
            appearance,
        ],
    }
    _write(path, [Cluster.model_validate_json(json.dumps({"schema_version": "1.0", **cluster})).as_dict()])
    return path


def _write(path: Path, values: Iterable[Any]) -> None:
    path.write_text("".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values), encoding="utf8")
