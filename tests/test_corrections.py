"""What people decided comes out of every later run where the words still stand, and is told of where they do not."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from attribution import batch
from attribution.article import Article, Span
from attribution.batch import Interrupted, Settings, Summary, extract
from attribution.cli import app
from attribution.corrections import Correction, decide, gather, read
from attribution.corrections.passages import Lost, find_passage
from attribution.errors import InputError, OutputError
from attribution.find import Attribution, Findings, Fragment, Unattributed
from attribution.ledger import STREAMS
from attribution.record import Record, RunInfo, schemas
from attribution.score import score_corrections
from attribution.validate import validate
from tests.corrected import NO_QUOTE, Small, analyzed, around, build, correction, given, quote
from tests.factories import parse_of, span_of

TEXT = "Mayor Ann Lee met Carl Roe.\n\nBo Day said the talks failed.\n\nAnn Lee said the town waited."
MORE = "A storm came over the hills.\n\n"
FIRST, SECOND = analyzed(TEXT).records
CONTENT, CUE, SOURCE = "the talks failed", "said", "Bo Day"


def told(record: Record) -> tuple[Any, ...]:
    """What a record says in short."""
    return record.content.text, record.cue.text, record.source.text, record.speaker.name, record.correction


AS_FOUND = (CONTENT, CUE, SOURCE, "Bo Day", "none")
OTHER = ("the town waited", "said", "Ann Lee", "Ann Lee", "none")


# What a decision does


def test_nothing_is_decided_without_corrections() -> None:
    """Every record has the mark, and it is "none"."""
    assert [AS_FOUND, OTHER] == [told(record) for record in analyzed(TEXT).records]
    assert "none" == FIRST.as_dict()["correction"]


def test_accepted_record_is_kept_and_marked() -> None:
    """An accepted record is as the program has it, but for the mark and the confidences: nobody guesses there."""
    analysis = analyzed(TEXT, correction(TEXT, FIRST, "accepted"))

    sure = dict.fromkeys(("content", "cue", "source", "speaker"), 1.0)
    assert {**FIRST.as_dict(), "correction": "accepted", "confidence": sure} == analysis.records[0].as_dict()
    assert SECOND == analysis.records[1]
    assert [(None, False)] == [(outcome.reason, outcome.added) for outcome in analysis.corrections]


def test_rejected_record_is_left_out() -> None:
    """A rejected attribution is no record, and the article's count says so."""
    analysis = analyzed(TEXT, correction(TEXT, FIRST, "rejected"))

    assert [OTHER] == [told(record) for record in analysis.records]
    assert 1 == analysis.article.counts.attributions
    assert [True] == [outcome.left_out for outcome in analysis.corrections]


def test_rejected_where_the_program_finds_nothing() -> None:
    """A rejection holds also where there is nothing to leave out."""
    analysis = analyzed(TEXT, correction(TEXT, FIRST, "rejected"), deaf=True)

    assert ((), [(None, False)]) == (analysis.records, [(o.reason, o.left_out) for o in analysis.corrections])


def test_renamed_speaker_is_the_entity_of_that_name() -> None:
    """The entity of the name that people gave brings its kind and its roles; the evidence is the place they gave."""
    change = {"name": "Ann Lee", "evidence": quote(TEXT, "Ann Lee")}
    record = analyzed(TEXT, correction(TEXT, FIRST, "corrected", **change)).records[0]

    assert (CONTENT, CUE, SOURCE, "Ann Lee", "corrected") == told(record)
    assert ("person", SECOND.speaker.entity, "correction") == (
        record.speaker.kind,
        record.speaker.entity,
        record.speaker.resolved_by,
    )
    assert span_of(TEXT, "Ann Lee") == (record.speaker.evidence.start, record.speaker.evidence.end)
    assert ("Mayor", 1.0, ()) == (record.role.title, record.confidence.speaker, record.speaker.alternatives)


@pytest.mark.parametrize(
    ("name", "kind", "evidence", "entity"),
    [
        ("Ann Lee", "person", "Ann Lee", True),  # the nearest place of the name
        ("Ann M. Lee", "person", "Ann Lee", True),  # another form of an entity's name
        ("town", "person", "town", False),  # stands there, and is no entity: a name set right
        ("Dora Poe", "person", None, False),  # stands nowhere
    ],
)
def test_renamed_speaker_without_evidence(name: str, kind: str, evidence: str | None, entity: bool) -> None:
    """A name that people gave without a place is kept; it rests on words of the article only where they are its own."""
    record = analyzed(TEXT, correction(TEXT, FIRST, "corrected", name=name)).records[0]

    assert (name, kind, evidence, entity, "correction") == (
        record.speaker.name,
        record.speaker.kind,
        record.speaker.evidence.text,
        record.speaker.entity is not None,
        record.speaker.resolved_by,
    )
    assert ("Mayor" if entity else None) == record.role.title


def test_name_taken_away() -> None:
    """Without a name the speaker is what the mention says, and nothing is left of the name that was wrong."""
    record = analyzed(TEXT, correction(TEXT, SECOND, "corrected", name=None)).records[1]

    assert (*OTHER[:3], None, "corrected") == told(record)
    assert ("unknown", None, "none", "Ann Lee", ()) == (
        record.speaker.kind,
        record.speaker.entity,
        record.speaker.resolved_by,
        record.speaker.evidence.text,
        record.speaker.alternatives,
    )
    assert (None, None) == (record.role.title, record.role.evidence.text)


@pytest.mark.parametrize(
    ("changes", "content", "cue", "source"),
    [
        ({"content": (quote(TEXT, "talks failed"),)}, "talks failed", CUE, SOURCE),
        ({"content": (quote(TEXT, "the talks"), quote(TEXT, "failed."))}, "the talks … failed.", CUE, SOURCE),
        ({"content": (quote(TEXT, "he talks fai"),)}, "he talks fai", CUE, SOURCE),
        ({"cue": (quote(TEXT, "Day said"),)}, CONTENT, "Day said", SOURCE),
        ({"cue": ()}, CONTENT, None, SOURCE),
        ({"source": quote(TEXT, "Day")}, CONTENT, CUE, "Day"),
        ({"source": NO_QUOTE}, CONTENT, CUE, None),
        ({"content": (quote(TEXT, "failed"),), "source": quote(TEXT, "Bo")}, "failed", CUE, "Bo"),
    ],
)
@pytest.mark.parametrize("deaf", [False, True])
def test_moved_boundaries(changes: Any, content: str, cue: str | None, source: str | None, deaf: bool) -> None:
    """Content, cue and source are as people set them, to the character, whether the program finds anything or not;
    the name that they left holds."""
    record = analyzed(TEXT, correction(TEXT, FIRST, "corrected", **changes), deaf=deaf).records[0]

    assert (content, cue, source, "Bo Day", "corrected") == told(record)
    assert (None if cue is None else "say") == (record.cue.lemma and "say")
    assert 1.0 == record.confidence.content == record.confidence.source


@pytest.mark.parametrize("decision", ["accepted", "corrected"])
def test_decision_outlives_the_program(decision: str) -> None:
    """What the program finds no more comes out all the same, with all that follows from the words."""
    changes: Any = {"name": "Ann Lee"} if decision == "corrected" else {}
    name = changes.get("name", "Bo Day")
    analysis = analyzed(TEXT, correction(TEXT, FIRST, decision, **changes), deaf=True)

    (record,) = analysis.records
    assert (CONTENT, CUE, SOURCE, name, decision) == told(record)
    assert ("said", "indirect", "asserted") == (record.cue.lemma, record.kind, record.polarity)
    assert [True] == [outcome.added for outcome in analysis.corrections]
    assert FIRST.id == record.id


def test_accepted_name_holds_where_the_program_finds_another() -> None:
    """People accepted a name; a program that reads another one today is not asked."""
    seen = FIRST.model_copy(update={"speaker": FIRST.speaker.model_copy(update={"name": "Carl Roe"})})
    record = analyzed(TEXT, correction(TEXT, seen, "accepted")).records[0]

    assert (CONTENT, CUE, SOURCE, "Carl Roe", "accepted") == told(record)
    assert ("correction", "Carl Roe") == (record.speaker.resolved_by, record.speaker.evidence.text)


def test_correction_of_a_corrected_record() -> None:
    """A file made on a run with corrections is applied on top of the one that this run had."""
    first = correction(TEXT, FIRST, "corrected", content=(quote(TEXT, "talks failed"),))
    between = analyzed(TEXT, first).records[0]
    second = correction(TEXT, between, "corrected", name="Ann Lee")

    expected = ("talks failed", CUE, SOURCE, "Ann Lee", "corrected")
    assert expected == told(analyzed(TEXT, first, second).records[0])
    assert expected == told(analyzed(TEXT, second).records[0])
    assert [OTHER] == [told(r) for r in analyzed(TEXT, first, correction(TEXT, between, "rejected")).records]
    assert "corrected" == analyzed(TEXT, first, correction(TEXT, between, "accepted")).records[0].correction


def test_last_decision_on_a_record_counts() -> None:
    """A later line on the same record takes the place of an earlier one."""
    corrections = given(correction(TEXT, FIRST, "rejected"), correction(TEXT, FIRST, "accepted"))
    analysis = analyzed(TEXT, *(entry.correction for entry in corrections.entries))

    assert (*AS_FOUND[:4], "accepted") == told(analysis.records[0])
    info = gather(corrections, (outcome.as_line() for outcome in analysis.corrections))
    assert (2, 1, 1, 0) == (info.given, info.superseded, info.accepted, info.rejected)


# Where the words stand


def test_inserted_paragraph() -> None:
    """Offsets have moved: the words are found by themselves."""
    moved = MORE + TEXT
    change = {"name": "Ann Lee", "evidence": quote(TEXT, "Ann Lee")}
    analysis = analyzed(moved, correction(TEXT, FIRST, "corrected", **change))

    assert (CONTENT, CUE, SOURCE, "Ann Lee", "corrected") == told(analysis.records[0])
    assert span_of(moved, "Ann Lee") == (analysis.records[0].speaker.evidence.start, len(MORE) + 13)


@pytest.mark.parametrize(
    ("old", "new", "reason", "part"),
    [
        ("talks failed", "talks have failed", "words_missing", '"the talks failed"'),
        ("Bo Day said", "Bo Day added", "context_changed", '"said"'),
        ("Bo Day said", "He said", "words_missing", '"Bo Day"'),
        ("the talks failed", "the tour ended", "words_missing", '"the talks failed"'),
        (TEXT, "Carl met Dora. The talks failed, the talks failed.", "context_changed", '"the talks failed"'),
    ],
)
def test_altered_words(old: str, new: str, reason: str, part: str) -> None:
    """Where a part does not stand there any more nothing is applied, and the outcome says which."""
    changed = TEXT.replace(old, new)
    analysis = analyzed(changed, correction(TEXT, FIRST, "corrected", name="Ann Lee"))

    assert [(reason, True)] == [(outcome.reason, part in outcome.message) for outcome in analysis.corrections]
    assert {"none"} >= {record.correction for record in analysis.records}


def test_two_places_are_told_apart_by_what_is_around() -> None:
    """The same words twice: the place counts whose surroundings are those that people saw."""
    text = "Bo Day said the talks failed.\n\nA storm came over the hills.\n\nBo Day said the talks failed."
    _, second = analyzed(text).records
    records = analyzed("The day was long.\n\n" + text, correction(text, second, "corrected", name="Carl Roe")).records

    assert [("Bo Day", "none"), ("Carl Roe", "corrected")] == [(r.speaker.name, r.correction) for r in records]


def test_ambiguous_words_are_left_alone() -> None:
    """The same words with the same surroundings twice, in another version of the text: nobody knows which is meant."""
    block = (
        "The wind blew over all of the hills. Bo Day said the talks failed. The rain came over all of the hills.\n\n"
    )
    seen = block * 2 + TEXT
    record = analyzed(seen).records[1]
    decision = correction(seen, record, "rejected")

    assert 3 == len(analyzed(seen, decision).records)
    analysis = analyzed(MORE + seen, decision)
    assert (4, ["ambiguous"]) == (len(analysis.records), [outcome.reason for outcome in analysis.corrections])


def test_short_words_need_their_surroundings() -> None:
    """A word or two that stand elsewhere, among others, are not what people saw."""
    seen = "A storm came over the hills. Bo Day said no way."
    record = analyzed(seen).records[0]
    elsewhere = "Later that week the answer was no way. Nobody said so."

    found = find_passage(elsewhere, correction(seen, record, "accepted"), same=False)
    assert isinstance(found, Lost)
    assert "context_changed" == found.reason


def test_parts_of_longer_words_are_no_place() -> None:
    """A name inside a longer word is another word."""
    record = analyzed(TEXT, correction(TEXT, FIRST, "corrected", name="tal")).records[0]

    assert ("tal", None) == (record.speaker.name, record.speaker.evidence.text)


@pytest.mark.parametrize(
    ("id", "text", "applied"),
    [
        ("a1", TEXT, True),  # the same id, the same text
        ("a1", MORE + TEXT, True),  # the same id, another text
        ("b2", TEXT, True),  # another id, the same text
        ("b2", MORE + TEXT, False),  # another article that has the same words: nobody decided on it
    ],
)
def test_which_article(id: str, text: str, applied: bool) -> None:
    """A correction belongs to the article with its id, and to its very text under any id, and to no other."""
    corrections = given(correction(TEXT, FIRST, "accepted"))
    analysis = analyzed(text, corrections.entries[0].correction, id=id)

    assert applied == ("accepted" in {record.correction for record in analysis.records})
    info = gather(corrections, (outcome.as_line() for outcome in analysis.corrections))
    assert ((1, []) if applied else (0, ["article_missing"])) == (
        info.accepted,
        [lost.reason for lost in info.not_applied],
    )


def test_text_cut_by_hand() -> None:
    """Offsets that are wrong for the very text that they name do not lead astray: the words count."""
    value = correction(TEXT, FIRST, "accepted").as_dict()
    target: Any = value["target"]
    for part in (*target["content"], *target["cue"], target["source"]):
        part["start"], part["end"] = part["start"] + 3, part["end"] + 3

    analysis = analyzed(TEXT, Correction.model_validate(value, strict=False))
    assert (*AS_FOUND[:4], "accepted") == told(analysis.records[0])


# Attributions inside others, and quotations that are nobody's

NESTED = 'Ann said that "Bo told us it rained" and "left".'


def nested() -> tuple[Article, Findings]:
    """An attribution inside another, and a quotation that is nobody's."""

    def one(content: str, cue: str, source: str, **changes: Any) -> Attribution:
        spans = (span_of(NESTED, cue),), span_of(NESTED, source)
        return Attribution((Fragment(*span_of(NESTED, content), True),), *spans, "direct", **changes)

    outer, inner = one('"Bo told us it rained"', "said", "Ann"), one("it rained", "told", "Bo", parent=0)
    left = Unattributed(*span_of(NESTED, '"left"'), "scare_quote")
    return Article(NESTED, id="n"), Findings((outer, inner), (left,))


def decision(content: str, cue: str, source: str, verdict: str, moved: str | None = None) -> Correction:
    """A decision on an attribution of NESTED."""
    change = {"changed": moved is not None, "fragments": () if moved is None else (quote(NESTED, moved),)}
    value = {
        "article": {"id": "n", "sha256": Article(NESTED).sha256},
        "record": "0" * 24,
        "decision": verdict,
        "target": {
            "content": [quote(NESTED, content)],
            "cue": [quote(NESTED, cue)],
            "source": quote(NESTED, source),
        },
        "speaker": {"changed": False, "was": None, "name": None, "evidence": NO_QUOTE},
        "content": change,
    }
    return Correction.model_validate(value, strict=False)


def shape(findings: Findings) -> list[tuple[str, int | None]]:
    """Content and parent of each attribution."""
    return [
        (" ".join(NESTED[part.start : part.end] for part in each.content), each.parent)
        for each in findings.attributions
    ]


def outcome_of(findings: Findings, *corrections: Correction) -> Findings:
    article, _ = nested()
    return decide(article, parse_of(NESTED), findings, given(*corrections).entries).findings


def test_rejected_outer_attribution() -> None:
    """What stands in a rejected attribution stays and stands alone; its quotation is nobody's."""
    _, findings = nested()
    found = outcome_of(findings, decision('"Bo told us it rained"', "said", "Ann", "rejected"))

    assert [("it rained", None)] == shape(found)
    assert ["scare_quote"] == [left.reason for left in found.unattributed]
    found = outcome_of(found, decision("it rained", "told", "Bo", "rejected"))
    assert [('"Bo told us it rained"', "rejected"), ('"left"', "scare_quote")] == [
        (NESTED[left.start : left.end], left.reason) for left in found.unattributed
    ]


def test_restored_outer_attribution() -> None:
    """An attribution that people keep takes in what stands in it."""
    _, findings = nested()
    alone = Findings((Attribution(**{**vars_of(findings.attributions[1]), "parent": None}),), findings.unattributed)
    found = outcome_of(alone, decision('"Bo told us it rained"', "said", "Ann", "accepted"))

    assert [('"Bo told us it rained"', None), ("it rained", 0)] == shape(found)


def vars_of(attribution: Attribution) -> dict[str, Any]:
    return {name: getattr(attribution, name) for name in Attribution.__dataclass_fields__}


def test_restored_inner_attribution() -> None:
    """One that stands in another has it as its parent."""
    _, findings = nested()
    alone = Findings(findings.attributions[:1], findings.unattributed)
    found = outcome_of(alone, decision("it rained", "told", "Bo", "accepted"))

    assert [('"Bo told us it rained"', None), ("it rained", 0)] == shape(found)


def test_moved_boundaries_leave_what_they_held() -> None:
    """A content that is cut short holds no more what it held, and one that grows takes up a quotation that was
    nobody's."""
    _, findings = nested()
    short = decision('"Bo told us it rained"', "said", "Ann", "corrected", moved="Bo told us")
    long = decision('"Bo told us it rained"', "said", "Ann", "corrected", moved='"Bo told us it rained" and "left"')

    assert [("Bo told us", None), ("it rained", None)] == shape(outcome_of(findings, short))
    grown = outcome_of(findings, long)
    assert [('"Bo told us it rained" and "left"', None), ("it rained", 0)] == shape(grown)
    assert ((), "mixed") == (grown.unattributed, grown.attributions[0].kind)


def test_spans_without_a_word() -> None:
    """White space is no content; nothing is applied."""
    analysis = analyzed(TEXT, correction(TEXT, FIRST, "corrected", content=(around(TEXT, 27, 29),)))

    assert (AS_FOUND, ["no_words"]) == (told(analysis.records[0]), [o.reason for o in analysis.corrections])


WORDS = st.sampled_from(["Ann", "said", "the", "talks", '"failed', 'now"', "Bo Day", "it", "rained.", "\n\n", "é😀"])


@settings(max_examples=200, deadline=None)
@over(st.lists(WORDS, min_size=3, max_size=30), st.lists(WORDS, max_size=6), st.data())
def test_spans_stand_after_any_correction(words: list[str], more: list[str], data: st.DataObject) -> None:
    """Whatever people decide, and whatever became of the text since: every span slices to its words, every parent is
    a record, and the mark says what was decided."""
    text = " ".join(words).strip() or "x"
    made: list[Correction] = []
    for _ in range(data.draw(st.integers(1, 3))):
        spans = [sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2))) for _ in range(4)]
        quotes = [around(text, start, max(end, start + 1)) for start, end in spans if start < len(text)]
        if len(quotes) < 4:
            continue
        content, cue, source, moved = quotes
        verdict = data.draw(st.sampled_from(["accepted", "rejected", "corrected"]))
        name = data.draw(st.sampled_from(["Ann", "Bo Day", "Nobody Else", None]))
        corrected = verdict == "corrected"
        value = {
            "article": {"id": "a1", "sha256": Article(text).sha256},
            "record": f"{len(made):024x}",
            "decision": verdict,
            "target": {"content": [content], "cue": [cue], "source": source},
            "speaker": {"changed": False, "was": name, "name": name, "evidence": NO_QUOTE},
            "content": {"changed": corrected, "fragments": [moved] if corrected else []},
        }
        made.append(Correction.model_validate(value, strict=False))
    today = data.draw(st.sampled_from([text, f"{' '.join(more)} {text}", f"{text} {' '.join(more)}"]))
    analysis = analyzed(today, *made)

    ids = {record.id for record in analysis.records}
    assert len(made) == len(analysis.corrections)
    assert len(ids) == len(analysis.records) == analysis.article.counts.attributions
    for record in analysis.records:
        assert record is record.check(today)
        assert all(today[start:end] == said for _, span in record.spans() for start, end, said in span.stretches())
        assert record.parent is None or record.parent in ids
        assert Record.model_validate_json(json.dumps(record.as_dict())) == record


# Files


def write(path: Path, *corrections: Correction) -> Path:
    path.write_text("".join(json.dumps(one.as_dict(), ensure_ascii=False) + "\n" for one in corrections), "utf8")
    return path


def test_files_are_read_in_order(tmp_path: Path) -> None:
    """Lines of all files, in their order, with the place of each; blank lines and a byte-order mark are no lines."""
    one, two = correction(TEXT, FIRST, "accepted"), correction(TEXT, SECOND, "rejected")
    first, second = write(tmp_path / "1.jsonl", one), tmp_path / "2.jsonl"
    second.write_bytes(b"\xef\xbb\xbf\n" + json.dumps(two.as_dict()).encode() + b"\r\n\n")

    found = read([first, second])

    assert [(one, "1.jsonl", 1), (two, "2.jsonl", 2)] == [
        (entry.correction, Path(entry.file).name, entry.line) for entry in found.entries
    ]
    assert [str(first), str(second)] == [file for file, _ in found.files]


def test_line_without_cue_and_source() -> None:
    """A line that says nothing of cue and source leaves them as they are."""
    value = correction(TEXT, FIRST, "accepted").as_dict()
    whole = json.loads(json.dumps(value))
    del value["cue"], value["source"]

    assert whole == Correction.model_validate_json(json.dumps(value)).as_dict()


def test_line_and_schema_agree() -> None:
    """What is written is what the schema says."""
    value = correction(TEXT, FIRST, "corrected", cue=(quote(TEXT, "said"),), source=quote(TEXT, "Day")).as_dict()

    Draft202012Validator(schemas()["correction"]).validate(json.loads(json.dumps(value)))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cue": {"changed": False, "fragments": [quote(TEXT, "said")]}}, "cue has fragments where it was changed"),
        ({"source": {"changed": False, "span": quote(TEXT, "Day")}}, "source has a span where it was changed"),
        ({"cue": {"changed": True, "fragments": [quote(TEXT, "said")]}}, "where the decision is corrected"),
        ({"source": {"changed": True, "span": NO_QUOTE}}, "where the decision is corrected"),
        ({"decision": "corrected"}, "where the decision is corrected"),
        ({"more": 1}, "Extra inputs"),
        ({"record": "x"}, "String should match"),
        (None, "Invalid JSON"),
    ],
)
def test_bad_line(tmp_path: Path, changes: dict[str, Any] | None, message: str) -> None:
    """A line that is no correction, or contradicts itself, is named with its file, its place and what to do."""
    good = json.dumps(correction(TEXT, FIRST, "accepted").as_dict())
    bad = "{" if changes is None else json.dumps({**json.loads(good), **changes})
    path = tmp_path / "c.jsonl"
    path.write_text(f"{good}\n\n{bad}\n", "utf8")

    with pytest.raises(InputError, match=message) as raised:
        read([path])
    assert str(raised.value).startswith(f"{path}:3: no correction (")
    assert "save the file from the page again" in str(raised.value)


def test_missing_file(tmp_path: Path) -> None:
    """The option that named it stands in the message."""
    with pytest.raises(InputError, match=r"none\.jsonl: No such file.*--corrections"):
        read([tmp_path / "none.jsonl"])


def test_bad_file_stops_the_command_before_anything_is_read(tmp_path: Path) -> None:
    """Exit status 1, file and line, and no output."""
    path, out = tmp_path / "c.jsonl", tmp_path / "out"
    path.write_text("{}\n", "utf8")
    done = CliRunner().invoke(app, ["extract", str(tmp_path), "--corrections", str(path), "-o", str(out)])

    assert (1, False) == (done.exit_code, out.exists())
    assert "c.jsonl:1: no correction (article: Field required)" in done.stderr


# Runs

ARTICLES = 40


def texts() -> list[str]:
    return [f"Mayor Ann Lee met Carl Roe.\n\nBo Day said the plan {'x' * (at + 1)} failed." for at in range(ARTICLES)]


@pytest.fixture
def source(tmp_path: Path) -> str:
    path = tmp_path / "in.jsonl"
    lines = (json.dumps({"id": f"a{at}", "text": text}) for at, text in enumerate(texts()))
    path.write_text("".join(f"{line}\n" for line in lines), "utf8")
    return str(path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A decision of each sort, over and over, and some for articles that the run does not have."""
    made = []
    for at, text in enumerate([*texts(), TEXT, TEXT, TEXT]):
        seen = text.replace("failed", "ended") if at % 5 == 4 else text  # what stands there no more
        record = analyzed(seen, id=f"a{at}").records[0]
        changes: Any = {"name": "Ann Lee"} if at % 4 == 2 else {}
        if at % 4 < 3:
            made.append(correction(seen, record, ("accepted", "rejected", "corrected")[at % 4], **changes))
    return write(tmp_path / "c.jsonl", *made)


@pytest.fixture(autouse=True)
def _same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tests of resuming apart from edits to the package while they run."""
    monkeypatch.setattr(batch, "code_hash", lambda: "c" * 64)


def run(source: str, file: Path, out: Any, **options: Any) -> Summary:
    corrections = read([file])
    options = {"workers": 1, "build": partial(build, corrections), "complain": lambda _: None, **options}
    return extract([source], out, Settings(corrections=corrections), **options)


def written(out: Path) -> tuple[dict[str, bytes], Any]:
    """The lines of a run, and what run.json says of its corrections."""
    info = RunInfo.model_validate_json((out / "run.json").read_bytes())
    return {name: (out / name).read_bytes() for name in STREAMS}, info.corrections


def test_run_says_what_became_of_corrections(source: str, file: Path, tmp_path: Path) -> None:
    """run.json counts what was applied and lists all that was not; the first few are told of; the run is valid."""
    told: list[str] = []
    summary = run(source, file, tmp_path / "out", complain=told.append)

    lines, info = written(tmp_path / "out")
    marks = [json.loads(line)["correction"] for line in lines[STREAMS[0]].splitlines()]
    assert info == summary.corrections
    assert info.given == info.accepted + info.rejected + info.corrected + len(info.not_applied)
    assert (info.accepted, info.corrected) == (marks.count("accepted"), marks.count("corrected"))
    assert ARTICLES - info.left_out == len(marks)
    assert {"words_missing", "article_missing"} == {lost.reason for lost in info.not_applied}
    assert sorted(lost.line for lost in info.not_applied) == [lost.line for lost in info.not_applied]
    assert batch.FIRST_LOST + 1 == len(told)
    assert (
        f"{len(info.not_applied) - batch.FIRST_LOST} more corrections were not applied: run.json lists them all"
        == told[-1]
    )
    assert {"in.jsonl", "c.jsonl", "out"} == {path.name for path in tmp_path.iterdir()}
    assert {*STREAMS, "run.json"} == {path.name for path in (tmp_path / "out").iterdir()}
    assert () == validate(tmp_path / "out", [source]).problems


@pytest.mark.parametrize(("workers", "articles"), [(1, 1), (2, 7)])
def test_same_bytes_for_any_workers_and_chunks(
    workers: int, articles: int, source: str, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the number of workers nor the size of a chunk shows in the lines or in what became of corrections."""
    run(source, file, tmp_path / "expected")
    monkeypatch.setattr(batch, "CHUNK_ARTICLES", articles)
    run(source, file, tmp_path / "out", workers=workers)

    assert written(tmp_path / "expected") == written(tmp_path / "out")


def stop_after(chunks: int) -> Callable[[Any], None]:
    left = [chunks + 1]  # the first call says that the models are loaded

    def progress(_: Any) -> None:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt

    return progress


def test_interrupted_run_goes_on(source: str, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What became of corrections before a run was stopped is not forgotten; other corrections do not take it up."""
    run(source, file, tmp_path / "expected")
    monkeypatch.setattr(batch, "CHUNK_ARTICLES", 8)
    with pytest.raises(Interrupted):
        run(source, file, tmp_path / "out", progress=stop_after(2))
    other = write(tmp_path / "other.jsonl", correction(TEXT, FIRST, "accepted"))

    with pytest.raises(OutputError, match=r"started differently \(options"):
        run(source, other, tmp_path / "out")
    summary = run(source, file, tmp_path / "out")
    assert 16 == summary.resumed
    assert written(tmp_path / "expected") == written(tmp_path / "out")
    assert [{"file": str(file), "sha256": read([file]).files[0][1]}] == json.loads(
        (tmp_path / "out" / "run.json").read_text("utf8")
    )["options"]["corrections"]


def test_output_without_a_folder_tells_of_all(source: str, file: Path, tmp_path: Path) -> None:
    """Where there is no run.json every correction that was not applied is told of, with file and line."""
    for out in (tmp_path / "x.jsonl", io.BytesIO()):
        told: list[str] = []
        summary = run(source, file, out, complain=told.append)

        assert summary.corrections is not None
        assert [
            f"{one.file}:{one.line}: not applied to {one.article!r}: {one.message}"
            for one in summary.corrections.not_applied
        ] == told


def test_run_without_corrections_says_so(source: str, tmp_path: Path) -> None:
    """The key is in run.json all the same, and counts nothing."""
    summary = extract([source], tmp_path / "out", workers=1, build=partial(build, None))

    assert summary.corrections is None
    assert (0, ()) == (written(tmp_path / "out")[1].given, written(tmp_path / "out")[1].not_applied)


# How much people had to correct


def decisions(tmp_path: Path) -> Path:
    """Two decisions on one article and three on another, one of them superseded."""
    other = MORE + TEXT
    one, two = analyzed(other, id="b2").records
    return write(
        tmp_path / "c.jsonl",
        correction(TEXT, FIRST, "rejected"),
        correction(TEXT, FIRST, "accepted"),
        correction(TEXT, SECOND, "corrected", name=None, content=(quote(TEXT, "town waited"),)),
        correction(other, one, "corrected", name="Carl Roe", cue=()),
        correction(other, two, "rejected"),
    )


def test_score_of_corrections(tmp_path: Path) -> None:
    """Decisions by verdict; of those that are attributions, what was changed; the last decision on a record counts."""
    score = score_corrections([decisions(tmp_path)], resamples=100)

    counts = {figure.name: (figure.count, figure.of) for figure in score.figures}
    assert (4, 1, 2) == (score.decisions, score.superseded, score.articles)
    assert {
        "decisions.accepted": (1, 4),
        "decisions.corrected": (2, 4),
        "decisions.rejected": (1, 4),
        "speaker.changed": (2, 3),
        "speaker.other": (1, 3),
        "speaker.given": (0, 3),
        "speaker.taken": (1, 3),
        "boundaries.moved": (2, 3),
        "boundaries.content": (1, 3),
        "boundaries.cue": (1, 3),
        "boundaries.source": (0, 3),
    } == counts
    assert (50.0, 50.0, 50.0) == tuple(score.model_dump()["figures"][1][key] for key in ("value", "low", "high"))
    assert 25.0 == score["decisions.rejected"].value


def test_score_command(tmp_path: Path) -> None:
    """The table and JSON say the same; GOLD and --corrections exclude each other, and one of them is needed."""
    path = str(decisions(tmp_path))
    invoke = CliRunner().invoke
    table, value = (
        invoke(app, ["score", "--corrections", path]),
        invoke(app, ["score", "--corrections", path, "--json"]),
    )
    both, none = invoke(app, ["score", path, path, "--corrections", path]), invoke(app, ["score"])

    assert [0, 0, 2, 2] == [done.exit_code for done in (table, value, both, none)]
    assert "4 decisions on records of 2 articles" in table.stderr
    rows = [line.split() for line in table.stdout.splitlines()]
    assert ["rejected:", "no", "attribution", "25.0", "0.0", "to", "50.0", "1", "4"] in rows
    assert 25.0 == {each["name"]: each["value"] for each in json.loads(value.stdout)["figures"]}["decisions.rejected"]


# With the embedded weights


def test_command_on_another_version_of_an_article(tmp_path: Path) -> None:
    """The correction that docs/corrections.md shows is applied by the command to a version of the article with
    another beginning, and counted."""
    root = Path(__file__).parents[1]
    page = (root / "docs" / "corrections.md").read_text("utf8")
    [example] = page.split("```json\n")[1:2]
    value = Correction.model_validate_json(example.split("```")[0])
    write(tmp_path / "c.jsonl", value)
    text = (root / "seeds" / value.article.id).read_text("utf8")
    inside = text.index(value.target.content[0].text)
    (tmp_path / value.article.id).write_text(MORE + text[inside - 800 : inside + 300], "utf8")
    out = tmp_path / "out"
    command = ["extract", str(tmp_path / value.article.id), "--corrections", str(tmp_path / "c.jsonl"), "-o", str(out)]

    done = CliRunner().invoke(app, [*command, "--workers", "1"])

    records = [Record.model_validate_json(line) for line in (out / STREAMS[0]).read_bytes().splitlines()]
    assert (0, True) == (done.exit_code, "by people: 0 accepted, 1 corrected, 0 rejected" in done.stderr)
    assert [value.speaker.name] == [record.speaker.name for record in records if record.correction == "corrected"]


def test_small_language_reads_what_it_should() -> None:
    """The language of these tests gives find something to find, and a deaf one nothing."""
    assert [2, 0] == [len(analyzed(TEXT, deaf=deaf).records) for deaf in (False, True)]
    assert Span(0, 5) == Small().parse(Article(TEXT)).span(0, 1)
