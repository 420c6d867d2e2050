"""A stand-in for the analyzer: real records without Stanza, torch or weights, and trouble on demand.

Every `"words," said NAME.` of a text becomes a record (NAME "nobody" is left unnamed), every other passage in double
quotation marks is listed as a scare quote. An article whose text holds RAISE raises, DIE ends its process, and
STUB_SECONDS in the environment is how long each article takes.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from attribution.article import Article, Span
from attribution.errors import InputError, ModelError
from attribution.record import ArticleLine, Record, record_id

SAID = re.compile(r'"(?P<content>[^"]+)" (?P<cue>said|asked) (?P<source>[A-Z]\w+(?: [A-Z]\w+)*|nobody)')
ABSENT = {"start": None, "end": None, "text": None}


def _span(text: str, start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "text": text[start:end]}


def info(article: Article) -> dict[str, Any]:
    return {
        "id": article.identity,
        "url": article.url,
        "title": article.title,
        "publisher": article.publisher,
        "authors": list(article.authors),
        "published": article.published,
        "sha256": article.sha256,
    }


def record(article: Article, match: re.Match[str], **changes: Any) -> Record:
    """The record of one match of SAID. `changes` replaces whole fields."""
    text = article.text
    content, cue, source = (match.span(name) for name in ("content", "cue", "source"))
    named = match["source"] != "nobody"
    before, after = text[max(0, content[0] - 40) : content[0]], text[source[1] : source[1] + 40]
    value = {
        "schema_version": "1.0",
        "id": record_id(article.sha256, [Span(*content)], [Span(*cue)], Span(*source)),
        "article": info(article),
        "kind": "direct",
        "content": {"text": text[slice(*content)], "fragments": [{**_span(text, *content), "quoted": True}]},
        "cue": {"text": match["cue"], "lemma": "say", "class": "speech", "fragments": [_span(text, *cue)]},
        "source": _span(text, *source),
        "speaker": {
            "name": match["source"] if named else None,
            "kind": "person" if named else "unknown",
            "entity": None,
            "resolved_by": "name" if named else "none",
            "evidence": _span(text, *source),
            "alternatives": [],
        },
        "co_speakers": [],
        "role": {"title": None, "organization": None, "status": None, "evidence": ABSENT},
        "addressee": ABSENT,
        "medium": ABSENT,
        "time": {**ABSENT, "iso": None},
        "place": ABSENT,
        "polarity": "asserted" if match["cue"] == "said" else "asked",
        "hedges": [],
        "parent": None,
        "context": {"before": before, "after": after, "paragraph": 0, "sentence": 0},
        "checkability": {"score": None, "kinds": [], "signals": []},
        "confidence": {"content": 0.9, "cue": 0.9, "source": 0.9, "speaker": 0.9},
        "warnings": [],
    }
    return Record.model_validate_json(json.dumps({**value, **changes}))


class Stub:
    """Finds records with one regular expression."""

    def analyze(self, article: Article) -> Any:
        text = article.text
        time.sleep(float(os.environ.get("STUB_SECONDS", "0")))
        if "RAISE" in text:
            raise KeyError("head")
        if "REFUSE" in text:
            raise InputError("the text is refused: give another")
        if "DIE" in text:
            os._exit(9)
        if "PRINT" in text:
            print("noise on standard output")
        matches = list(SAID.finditer(text))
        taken = {match.start() for match in matches}
        others = [match.span() for match in re.finditer(r'"[^"]*"', text) if match.start() not in taken]
        line = {
            "schema_version": "1.0",
            "article": info(article),
            "counts": {
                "characters": len(text),
                "words": len(text.split()),
                "paragraphs": 1,
                "sentences": 1,
                "attributions": len(matches),
            },
            "entities": [],
            "unattributed": [{**_span(text, *span), "reason": "scare_quote"} for span in others],
            "notes": list(article.notes),
        }
        return SimpleNamespace(
            records=tuple(record(article, match) for match in matches),
            article=ArticleLine.model_validate_json(json.dumps(line)),
            corrections=(),
        )


def build() -> tuple[Mapping[str, str], Stub]:
    return {"weights": "0" * 64, "models": "embedded", "stanza": "1.15.0"}, Stub()


def build_other() -> tuple[Mapping[str, str], Stub]:
    return {"weights": "1" * 64, "models": "embedded", "stanza": "1.15.0"}, Stub()


def build_none() -> tuple[Mapping[str, str], Stub]:
    raise ModelError("models/en/tokenize/news.pt: the file of weights is missing. Install news-attribution again.")


def build_dead() -> tuple[Mapping[str, str], Stub]:
    os._exit(7)
