"""Runs for the tests of the page: finished ones, as `extract` leaves them, of records that a test makes up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from attribution.article import Article
from attribution.record import Record
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
    )


def _write(path: Path, values: Iterable[Any]) -> None:
    path.write_text("".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values), encoding="utf8")
