"""Records: verbatim, closed, in agreement with themselves, the same on every run."""

from __future__ import annotations

import io
import json

import jsonlines
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from attribution.article import Article, Span
from attribution.describe.values import Description, Role, Time
from attribution.errors import SpanError
from attribution.find import Attribution, Fragment
from attribution.record import JOINT, Record, record_id
from attribution.record import Cue as CueModel
from attribution.resolve.entity import Candidate, Speaker
from tests.factories import NOBODY, NOTHING, built, span_of

TEXT = (
    "Iran's special envoy Hassan Kazemi-Qomi met reporters in Kabul.\n\n"
    "“Such a government,” he said on September 7, 2021, “would fail.”\n\n"
    "The talks reportedly go on."
)


def fragment(text: str, words: str, quoted: bool = False) -> Fragment:
    return Fragment(*span_of(text, words), quoted)


def spoken(**changes: object) -> Attribution:
    values: dict[str, object] = {
        "content": (fragment(TEXT, "“Such a government,”", True), fragment(TEXT, "“would fail.”", True)),
        "cue": (span_of(TEXT, "said"),),
        "source": span_of(TEXT, "he"),
        "kind": "direct",
        "cue_lemma": "say",
        "cue_class": "speech",
        "confidence": 0.98765,
        "cue_confidence": 0.95,
        "source_confidence": 0.9,
    }
    return Attribution(**{**values, **changes})  # type: ignore[arg-type]


ENVOY = Speaker(
    name="Hassan Kazemi-Qomi",
    kind="person",
    entity="e1",
    resolved_by="pronoun",
    evidence=span_of(TEXT, "Hassan Kazemi-Qomi"),
    confidence=0.912345,
    alternatives=(Candidate("Kabul", 0.1),),
    warnings=("distant",),
)

ALL = Description(
    role=Role(span_of(TEXT, "special envoy"), span_of(TEXT, "Iran"), "current", span_of(TEXT, "Iran's special envoy")),
    addressee=span_of(TEXT, "reporters"),
    medium=None,
    time=Time(span_of(TEXT, "September 7, 2021"), "2021-09-07"),
    place=span_of(TEXT, "Kabul"),
    polarity="asserted",
    hedges=(span_of(TEXT, "reportedly"),),
)


def whole() -> Record:
    """A record in which nothing but the medium is absent."""
    (record,), _ = built(Article(TEXT, id="a1"), [spoken(warnings=("odd",))], [(ENVOY,)], [ALL])
    return record


def test_a_record_says_all_that_was_found() -> None:
    """Every value of find, resolve and describe stands in the record, cut out of the text."""
    record = whole().as_dict()

    assert {
        "text": "“Such a government,” … “would fail.”",
        "fragments": [
            {"start": 65, "end": 85, "text": "“Such a government,”", "quoted": True},
            {"start": 116, "end": 129, "text": "“would fail.”", "quoted": True},
        ],
    } == record["content"]
    assert {
        "text": "said",
        "lemma": "say",
        "class": "speech",
        "fragments": [{"start": 89, "end": 93, "text": "said"}],
    } == record["cue"]
    assert {"start": 86, "end": 88, "text": "he"} == record["source"]
    assert {
        "name": "Hassan Kazemi-Qomi",
        "kind": "person",
        "entity": "e1",
        "resolved_by": "pronoun",
        "evidence": {"start": 21, "end": 39, "text": "Hassan Kazemi-Qomi"},
        "alternatives": [{"name": "Kabul", "confidence": 0.1}],
        "watched": [],
    } == record["speaker"]
    assert {
        "title": "special envoy",
        "organization": "Iran",
        "status": "current",
        "evidence": {"start": 0, "end": 20, "text": "Iran's special envoy"},
    } == record["role"]
    assert {"start": 97, "end": 114, "text": "September 7, 2021", "iso": "2021-09-07"} == record["time"]
    assert [{"start": 141, "end": 151, "text": "reportedly"}] == record["hedges"]
    assert {"content": 0.988, "cue": 0.95, "source": 0.9, "speaker": 0.912} == record["confidence"]
    assert ["distant", "odd"] == record["warnings"]
    assert (1, 1) == (record["context"]["paragraph"], record["context"]["sentence"])  # type: ignore[index]


def test_an_absent_span_is_three_nulls() -> None:
    """Objects and lists are never null: a record of a floating quotation has every key and shape of a full one."""

    def shape(value: object) -> object:
        if isinstance(value, dict):
            return {key: shape(inner) for key, inner in value.items()}
        return list if isinstance(value, list) else None

    bare = spoken(cue=(), source=None, cue_lemma="", cue_class="")
    (record,), _ = built(TEXT, [bare])

    assert shape(whole().as_dict()) == shape(record.as_dict())
    assert {"start": None, "end": None, "text": None} == record.as_dict()["source"]
    assert {"text": None, "lemma": None, "class": None, "fragments": []} == record.as_dict()["cue"]


def test_a_record_comes_back_from_its_json() -> None:
    """Writing a record and reading it again gives an equal record, strict as the model is."""
    record = whole()

    assert record == Record.model_validate_json(record.model_dump_json(by_alias=True))
    assert record == Record.model_validate_json(json.dumps(record.as_dict(), ensure_ascii=False))


def test_a_record_cannot_be_changed() -> None:
    """Records are frozen, all the way down."""
    record = whole()

    with pytest.raises(ValidationError, match="frozen"):
        record.kind = "indirect"
    with pytest.raises(ValidationError, match="frozen"):
        record.content.fragments[0].start = 3
    assert isinstance(record.content.fragments, tuple)


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("nickname", "x", "Extra inputs are not permitted"),
        ("kind", "verbatim", "direct"),
        ("id", "XYZ", "pattern"),
        ("parent", "SELF", "its own parent"),
        ("content.text", "Such a government", "its fragments joined"),
        ("content.fragments.0.start", 64, "not the range"),
        ("content.fragments.0.start", "65", "valid integer"),
        ("content.fragments", [], "at least 1"),
        ("cue.text", None, "its fragments joined"),
        ("cue.fragments", [], "its fragments joined"),
        ("source.text", None, "all null"),
        ("source.text", "she", "not the range"),
        ("speaker.evidence", {"start": None, "end": None, "text": None}, "has evidence"),
        ("speaker.resolved_by", "none", "resolved by something"),
        ("time.iso", "September 7", "pattern"),
        ("medium", None, "an object"),
        ("confidence.speaker", 1.5, "less than or equal to 1"),
        ("warnings", ["odd", "distant"], "sorted"),
        ("warnings", ["odd", "odd"], "sorted"),
        ("schema_version", "2.0", "1.0"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(path: str, value: object, why: str) -> None:
    """No line that breaks the shape, or disagrees with itself, can be read as a record."""
    record = whole().as_dict()
    *parents, last = path.split(".")
    inner: object = record
    for part in parents:
        inner = inner[int(part) if part.isdigit() else part]  # type: ignore[index]
    inner[last] = record["id"] if value == "SELF" else value  # type: ignore[index]

    with pytest.raises(ValidationError, match=why):
        Record.model_validate_json(json.dumps(record))


@pytest.mark.parametrize("key", list(whole().as_dict()))
def test_every_key_is_always_there(key: str) -> None:
    """The set of keys never changes: a line without one of them is no record (three have a default)."""
    record = whole().as_dict()
    del record[key]

    if key in {"schema_version", "anonymity", "correction"}:
        assert whole() == Record.model_validate_json(json.dumps(record))
    else:
        with pytest.raises(ValidationError, match="Field required"):
            Record.model_validate_json(json.dumps(record))


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("would fail", "would fall", r"content.fragments\[1\]"),
        ("said", "says", r"cue.fragments\[0\]"),
        ("” he", "” be", "source"),
        ("Hassan", "Hasson", "speaker.evidence"),
        ("special envoy", "special agent", "role.evidence"),
        ("reporters", "reportera", "addressee"),
        ("2021", "2020", "time"),
        ("Kabul", "Cabul", "place"),
        ("reportedly", "reputedly", "hedges"),
        ("The talks", "The walks", "context.after"),
    ],
)
def test_a_record_is_held_against_its_text(old: str, new: str, where: str) -> None:
    """`Record.check` names the first field that the text does not bear out."""
    record = whole()

    assert record is record.check(TEXT)
    with pytest.raises(SpanError, match=where):
        record.check(TEXT.replace(old, new))


def test_fragments_are_sorted_and_disjoint() -> None:
    """Content whose fragments overlap or run backwards never becomes a record."""
    one, two = spoken().content

    for fragments in ((two, one), (one, one)):
        with pytest.raises(ValidationError, match="sorted and disjoint"):
            built(TEXT, [spoken(content=fragments)])


def test_an_empty_span_is_no_span() -> None:
    """A span has at least one code point, inside the text."""
    for span in (Span(5, 5), Span(len(TEXT), len(TEXT) + 4), Span(9, 4)):
        with pytest.raises(ValidationError):
            built(TEXT, [spoken(source=span)])


def test_a_cue_without_fragments_has_no_lemma() -> None:
    """Where there is no cue, nothing is said about it."""
    with pytest.raises(ValidationError, match="neither lemma nor class"):
        CueModel(text=None, lemma="say", class_=None, fragments=())


def test_the_parent_is_a_record() -> None:
    """An attribution inside another names the outer one's id."""
    outer = spoken()
    inner = spoken(content=(fragment(TEXT, "would fail"),), parent=0, kind="indirect")
    records, _ = built(TEXT, [outer, inner])

    assert [None, records[0].id] == [record.parent for record in records]


def test_the_others_of_a_joint_source_stand_beside_the_first() -> None:
    """The first speaker is the speaker, the rest are co-speakers, and everybody's warnings count."""
    other = Speaker("Iran", "organization", None, "name", span_of(TEXT, "Iran"), 0.5, warnings=("short",))
    (record,), _ = built(TEXT, [spoken()], [(ENVOY, other)], [NOTHING])

    assert ("Hassan Kazemi-Qomi", ["Iran"]) == (record.speaker.name, [each.name for each in record.co_speakers])
    assert ("distant", "short") == record.warnings


@pytest.mark.parametrize(
    ("notes", "expected"), [(("encoding_guessed",), ("encoding_guessed",)), (("line_ends_converted",), ())]
)
def test_a_guess_of_the_reader_is_a_warning(notes: tuple[str, ...], expected: tuple[str, ...]) -> None:
    """What the reader guessed is in every record; what it knows is in the article's line alone."""
    (record,), line = built(Article(TEXT, notes=notes), [spoken()])

    assert (expected, notes) == (record.warnings, line.notes)


def test_ids_depend_on_text_and_spans_alone() -> None:
    """The same text and spans give the same id whatever else is known; another span or text gives another."""
    (one,), _ = built(Article(TEXT, id="a", title="T"), [spoken()], [(ENVOY,)])
    (two,), _ = built(Article(TEXT, id="b"), [spoken(confidence=0.1, cue_class="belief")], [(NOBODY,)])
    (other_source,), _ = built(TEXT, [spoken(source=None)])
    (other_text,), _ = built(TEXT + " ", [spoken()])

    assert one.id == two.id
    assert 3 == len({one.id, other_source.id, other_text.id})
    assert "fdc88373e7ad" == record_id("0" * 64, [Span(0, 3)], [Span(4, 5)], None)[:12]


def test_ids_are_unique_within_an_article() -> None:
    """Two attributions with the very same spans (a joint report) have two ids."""
    records, _ = built(TEXT, [spoken(), spoken(), spoken()])

    assert 3 == len({record.id for record in records})


@pytest.mark.parametrize(
    ("text", "words", "before", "after"),
    [
        ("He left.", "left", "He ", "."),
        ("left", "left", "", ""),
        ("word " * 100 + "left" + " word" * 100, "left", "word " * 32, " word" * 32),
        ("abcdefg " * 100 + "left" + " abcdefg" * 100, "left", "abcdefg " * 20, " abcdefg" * 20),
        ("abcdef " * 100 + "left" + " abcdef" * 100, "left", " " + "abcdef " * 22, " abcdef" * 22 + " "),
        ("x" * 500 + "left" + "y" * 500, "left", "x" * 160, "y" * 160),
        ("First.\n\nThen he left.\n\nLast.", "left", "First.\n\nThen he ", ".\n\nLast."),
    ],
)
def test_context_is_cut_between_words(text: str, words: str, before: str, after: str) -> None:
    """Context is what stands right around, 160 code points at most, less a word that the limit cuts in two."""
    (record,), _ = built(text, [spoken(content=(fragment(text, words),), cue=(), source=None, kind="indirect")])

    assert (before, after) == (record.context.before, record.context.after)


def test_an_article_line_counts_what_there_is() -> None:
    """Words are tokens with a letter or digit; everything is counted from the same parse."""
    _, line = built(Article("“No,” he said.\n\nIt is 5.\n"), [])

    assert {
        "characters": 25,
        "words": 6,
        "paragraphs": 2,
        "sentences": 2,
        "attributions": 0,
    } == line.counts.model_dump()


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, Attribution, Speaker, Description]:
    """Any text that UTF-8 can hold, and spans anywhere in it."""
    awkward = st.sampled_from(
        ["\0", "\u2028", "\r\n", "\ufeff", "e\u0301", "👩‍👩‍👧", "שלום", "“", "𝕏", "\x85", "ﬁ", "…"]
    )
    piece = st.one_of(awkward, st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
    text = "".join(draw(st.lists(piece, min_size=1, max_size=60))) + "."

    def ordered(most: int) -> list[Span]:
        bounds = draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2 * most, unique=True).map(sorted))
        return [Span(*pair) for pair in zip(bounds[::2], bounds[1::2], strict=False)]

    content = tuple(Fragment(*span, draw(st.booleans())) for span in ordered(4))
    (source,), (evidence,), (role,), (when,) = ordered(1), ordered(1), ordered(1), ordered(1)
    attribution = Attribution(content, tuple(ordered(2)), source, "mixed", cue_lemma="say", cue_class="speech")
    speaker = Speaker("A", "person", None, "name", evidence, draw(st.floats(0, 1)))
    description = Description(Role(role, role, "current", role), when, role, Time(when), None, "asserted", (evidence,))
    return text, attribution, speaker, description


@settings(deadline=None, max_examples=200)
@given(texts_with_spans())
def test_every_span_slices_to_its_text_after_a_round_trip(
    case: tuple[str, Attribution, Speaker, Description],
) -> None:
    """Whatever Unicode a text holds, `text[start:end]` is the record's string, also after JSON Lines and back."""
    text, attribution, speaker, description = case
    (record,), _ = built(text, [attribution], [(speaker,)], [description])

    stream = io.StringIO()
    with jsonlines.Writer(stream) as writer:
        writer.write(record.as_dict())
    lines = stream.getvalue().encode().split(b"\n")
    assert [b""] == lines[1:]
    (again,) = jsonlines.Reader([lines[0]], loads=json.loads)

    assert record.as_dict() == again
    checked = Record.model_validate_json(lines[0]).check(text)
    assert checked == record
    for _, span in record.spans():
        for start, end, words in span.stretches():
            assert text[start:end] == words
    assert record.content.text == JOINT.join(text[part.start : part.end] for part in attribution.content)
