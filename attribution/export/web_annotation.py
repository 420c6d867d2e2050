"""web_annotation: a record -> a W3C Web Annotation (JSON-LD), to be shown over the article or kept in a triple store.

The targets are the passages of the content. The bodies say who said it (`describing`), tag kind, polarity and class of
cue (`tagging`), and point at the words that it rests on: source and evidence (`identifying`), cue (`describing`).

Each passage has two selectors. A TextQuoteSelector, with up to 32 characters on either side, finds the words on the
live page. A TextPositionSelector counts Unicode code points, as the model demands, from the beginning of the text that
was read, which is not the page's HTML: the target's state is a TimeState whose `cached` copy is that text, named by its
hash (RFC 6920: "ni:///sha-256;…" of the text as UTF-8).

(https://www.w3.org/TR/annotation-model/)
"""

from __future__ import annotations

import base64
import re
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from attribution import __version__
from attribution.export.known import Known
from attribution.record import ArticleInfo, OptionalSpan, Record

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")  # absolute, and without what RFC 3987 shuts out

AROUND = 32  # characters of prefix and suffix, as Hypothesis and others keep them


def annotation(record: Record, text: str | None) -> dict[str, Any]:
    """The annotation of a record. Without the article's text, context comes from the record as far as it has it."""
    known = Known.of(record, text)

    def passage(start: int, end: int, words: str) -> dict[str, Any]:
        prefix, suffix = known.around(start, end, AROUND)
        quoted = {"type": "TextQuoteSelector", "exact": words, "prefix": prefix, "suffix": suffix}
        if not known.whole:
            # An empty prefix says that nothing stands before; what is not known is left out.
            quoted = {key: value for key, value in quoted.items() if value}
        return {
            "type": "SpecificResource",
            "source": _source(record.article),
            "state": {"type": "TimeState", "cached": content_name(record.article.sha256)},
            "selector": [{"type": "TextPositionSelector", "start": start, "end": end}, quoted],
        }

    def pointers(span: OptionalSpan, purpose: str) -> list[dict[str, Any]]:
        return [{**passage(*stretch), "purpose": purpose} for stretch in span.stretches()]

    bodies = [_textual("describing", _description(record))]
    bodies += [_textual("tagging", tag) for tag in (record.kind, record.polarity, record.cue.class_) if tag]
    bodies += pointers(record.source, "identifying")
    if record.speaker.evidence != record.source:
        bodies += pointers(record.speaker.evidence, "identifying")
    for fragment in record.cue.fragments:
        bodies += [{**passage(*stretch), "purpose": "describing"} for stretch in fragment.stretches()]
    if record.parent is not None:
        parent = {"type": "SpecificResource", "source": _id(record.article, record.parent), "purpose": "linking"}
        bodies.append(parent)
    return {
        "@context": CONTEXT,
        "id": _id(record.article, record.id),
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"type": "Software", "name": f"news-attribution {__version__}"},
        "dcterms:identifier": record.id,
        "body": bodies,
        "target": [passage(*stretch) for fragment in record.content.fragments for stretch in fragment.stretches()],
    }


def content_name(sha256: str) -> str:
    """The name of a text by its hash (64 hex digits), after RFC 6920."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def _source(article: ArticleInfo) -> str:
    """The article's address; an article without one, or with what is no IRI, is the text itself, by its name."""
    url = article.url or ""
    return url if _IRI.fullmatch(url) else content_name(article.sha256)


def _id(article: ArticleInfo, record: str) -> str:
    """The same on every run, and another for the same text under another article id."""
    return uuid5(NAMESPACE_URL, f"{content_name(article.sha256)}#{article.id}#{record}").urn


def _textual(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _description(record: Record) -> str:
    """ "Ann Lee (mayor, Springfield): told"; words of the article, and what is not named as what kind it is."""
    speaker = record.speaker.name or record.source.text or record.speaker.kind
    names = [speaker, *(other.name for other in record.co_speakers if other.name is not None)]
    role = ", ".join(filter(None, (record.role.title, record.role.organization)))
    said = f": {record.cue.text}" if record.cue.text else ""
    return f"{', '.join(names)}{f' ({role})' if role else ''}{said}"
