"""label_studio: an article with its records -> a Label Studio task with one prediction, for people to correct.

`CONFIGURATION` is the labelling interface that the predictions fit; it goes into the project's settings. Each passage
of a record is a region; what belongs to the whole record (kind, polarity, speaker, role) is asked of its first region
of content, to which the other regions are joined by relations. Offsets count code points: Label Studio's editor counts
so in texts, not in the UTF-16 of its JavaScript.

(https://labelstud.io/guide/predictions, https://labelstud.io/guide/task_format)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args
from xml.sax.saxutils import quoteattr

from attribution import __version__
from attribution.describe.values import Polarity
from attribution.export.source import Told
from attribution.find import Kind
from attribution.record import Record
from attribution.resolve.entity import SpeakerKind

# Colours that people with any colour vision tell apart (Okabe and Ito); the labels carry their names anyway.
_COLOURS = {
    "Content": "#0072b2",
    "Cue": "#e69f00",
    "Source": "#009e73",
    "Addressee": "#cc79a7",
    "Medium": "#56b4e9",
    "Time": "#d55e00",
    "Place": "#f0e442",
}
_CHOICES = {
    "kind": ("Kind", get_args(Kind)),
    "polarity": ("Polarity", get_args(Polarity)),
    "speaker_kind": ("Kind of speaker", get_args(SpeakerKind)),
}
_WRITTEN = {"speaker": "Speaker", "role": "Role", "organization": "Organisation"}
_RELATIONS = ("cue", "source", "addressee", "medium", "time", "place", "continued", "inside")


def _configuration() -> str:
    """The labelling interface, as XML."""
    for_content = 'toName="text" perRegion="true" whenTagName="part" whenLabelValue="Content"'
    labels = [
        f"    <Label value={quoteattr(part)} background={quoteattr(colour)}/>" for part, colour in _COLOURS.items()
    ]
    choices = [
        line
        for name, (title, values) in _CHOICES.items()
        for line in (
            f'  <Header value={quoteattr(title)} size="6"/>',
            f'  <Choices name="{name}" {for_content} choice="single" showInline="true">',
            *(f"    <Choice value={quoteattr(value)}/>" for value in values),
            "  </Choices>",
        )
    ]
    written = [
        f'  <TextArea name="{name}" {for_content} editable="true" maxSubmissions="1" placeholder={quoteattr(title)}/>'
        for name, title in _WRITTEN.items()
    ]
    lines = [
        "<View>",
        "  <Relations>",
        *(f'    <Relation value="{name}"/>' for name in _RELATIONS),
        "  </Relations>",
        '  <Labels name="part" toName="text">',
        *labels,
        "  </Labels>",
        '  <Text name="text" value="$text"/>',
        *choices,
        *written,
        "</View>",
        "",
    ]
    return "\n".join(lines)


CONFIGURATION = _configuration()


def task(told: Told) -> dict[str, Any]:
    """The task; the article must have its text. Without records it has no prediction.

    The prediction's score is the lowest `confidence.content` of the records: sorted by it, the articles that need a
    look most come first.
    """
    predictions = []
    if told.records:
        result = [each for record in told.records for each in _regions(record)]
        known = {record.id for record in told.records}
        result += [
            _relation(_region_id(record, "content"), f"{record.parent}-content", "inside")
            for record in told.records
            if record.parent in known
        ]
        predictions.append(
            {
                "model_version": f"news-attribution {__version__}",
                "score": min(record.confidence.content for record in told.records),
                "result": result,
            }
        )
    article = told.article
    data = {
        "text": told.text,
        "article": article.id,
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "published": article.published,
        "sha256": article.sha256,
    }
    return {"data": data, "predictions": predictions}


def _regions(record: Record) -> Iterator[dict[str, Any]]:
    """The regions of a record, what is asked of it, and its relations."""
    hub = _region_id(record, "content")
    first = record.content.fragments[0]
    place = {"start": first.start, "end": first.end}
    related = []
    for name, stretches in _parts(record):
        for at, (start, end, words) in enumerate(stretches):
            id = _region_id(record, name, at)
            value = {"start": start, "end": end, "text": words, "labels": [name.capitalize()]}
            yield _result(id, "part", "labels", value, score=getattr(record.confidence, name, None))
            if id != hub:
                related.append(_relation(hub, id, "continued" if name == "content" else name))
    chosen = {"kind": record.kind, "polarity": record.polarity, "speaker_kind": record.speaker.kind}
    for name, choice in chosen.items():
        yield _result(hub, name, "choices", {**place, "choices": [choice]})
    names = [speaker.name for speaker in (record.speaker, *record.co_speakers) if speaker.name is not None]
    written: dict[str, list[str | None]] = {
        "speaker": [*names],
        "role": [record.role.title],
        "organization": [record.role.organization],
    }
    for name, texts in written.items():
        if known := [text for text in texts if text is not None]:
            yield _result(hub, name, "textarea", {**place, "text": ["; ".join(known)]})
    yield from related


def _parts(record: Record) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    yield "content", [stretch for fragment in record.content.fragments for stretch in fragment.stretches()]
    yield "cue", [stretch for fragment in record.cue.fragments for stretch in fragment.stretches()]
    for name in ("source", "addressee", "medium", "time", "place"):
        yield name, list(getattr(record, name).stretches())


def _region_id(record: Record, name: str, at: int = 0) -> str:
    return f"{record.id}-{name}{at or ''}"


def _result(id: str, control: str, type: str, value: dict[str, Any], score: float | None = None) -> dict[str, Any]:
    result = {"id": id, "from_name": control, "to_name": "text", "type": type, "origin": "prediction", "value": value}
    return result if score is None else {**result, "score": score}


def _relation(one: str, two: str, label: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": one, "to_id": two, "direction": "right", "labels": [label]}
