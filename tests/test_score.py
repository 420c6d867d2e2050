"""The measures: hand-counted cases, every gold format, intervals, and what is said where two sides do not fit."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from attribution import cli
from attribution.article import Article, Span
from attribution.describe.values import Description, Role, Time
from attribution.errors import InputError
from attribution.find import Attribution, Fragment
from attribution.record import ArticleLine, Record
from attribution.resolve.entity import Speaker
from attribution.score import MEASURES, Score, score
from attribution.score.measures import Side, match
from attribution.score.speech import is_speech
from attribution.score.table import show
from attribution.score.words import Words, normal, segments
from tests.factories import built, span_of

ROOT = Path(__file__).parents[1]

TEXT = (
    'Mayor Ann Brown of Riverside said on Sunday that the bridge is safe. "We checked it twice," she told reporters. '
    'Critics say she "is wrong about it". According to a report, rust is everywhere. '
    "Drivers believe that nothing changed."
)


@dataclass(frozen=True)
class Told:
    """An attribution by its words, for the gold and for the records: `more` goes into the gold as it stands."""

    content: Sequence[str]
    cue: str = ""
    source: str = ""
    kind: Any = "indirect"
    speaker: str | None = None
    speaker_kind: Any = "unknown"
    by: Any = "name"
    title: str | None = None
    organization: str | None = None
    polarity: Any = "asserted"
    addressee: str | None = None
    medium: str | None = None
    time: str | None = None
    parent: int | None = None
    confidence: float = 1.0
    keys: tuple[str, ...] = field(default=())  # the gold's, where it has only these

    def gold(self, text: str) -> dict[str, Any]:
        def span(words: str | None) -> list[int] | None:
            return list(span_of(text, words)) if words else None

        whole = {
            "content": [span(words) for words in self.content],
            "cue": [span(self.cue)] if self.cue else [],
            "source": span(self.source),
            "type": self.kind,
            "speaker": self.speaker,
            "kind": self.speaker_kind,
            "role": self.title,
            "organization": self.organization,
            "polarity": self.polarity,
            "addressee": span(self.addressee),
            "medium": span(self.medium),
            "when": span(self.time),
        }
        return {key: whole[key] for key in self.keys} if self.keys else whole

    def attribution(self, text: str) -> Attribution:
        fragments = [Fragment(*span_of(text, words), quoted=words.startswith('"')) for words in self.content]
        return Attribution(
            content=tuple(fragments),
            cue=(span_of(text, self.cue),) if self.cue else (),
            source=span_of(text, self.source) if self.source else None,
            kind=self.kind,
            parent=self.parent,
            confidence=self.confidence,
            cue_confidence=self.confidence,
            source_confidence=self.confidence,
        )

    def said_by(self, text: str) -> tuple[Speaker, ...]:
        if self.speaker is None:
            return (Speaker(None, self.speaker_kind, None, "none", None, 0.0),)
        evidence = span_of(text, self.speaker)
        return (Speaker(self.speaker, self.speaker_kind, None, self.by, evidence, self.confidence),)

    def described(self, text: str) -> Description:
        def span(words: str | None) -> Span | None:
            return span_of(text, words) if words else None

        role = Role(span(self.title), span(self.organization), evidence=span(self.title or self.organization))
        at = span(self.time)
        return Description(
            role, span(self.addressee), span(self.medium), Time(at) if at else None, None, self.polarity, ()
        )


MAYOR = Told(
    ["that the bridge is safe"],
    "said",
    "Mayor Ann Brown of Riverside",
    speaker="Ann Brown",
    speaker_kind="person",
    title="Mayor",
    organization="Riverside",
    time="Sunday",
)
SHE = Told(
    ['"We checked it twice,"'],
    "told",
    "she",
    "direct",
    speaker="Ann Brown",
    speaker_kind="person",
    by="pronoun",
    title="Mayor",
    organization="Riverside",
    addressee="reporters",
)
CRITICS = Told(["she ", '"is wrong about it"'], "say", "Critics", "mixed", speaker_kind="group", polarity="denied")
REPORT = Told(["rust is everywhere"], "According to", "a report", speaker_kind="document", medium="a report")
DRIVERS = Told(["that nothing changed"], "believe", "Drivers", speaker_kind="group")
ALL = [MAYOR, SHE, CRITICS, REPORT, DRIVERS]


def write(path: Path, rows: Sequence[object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")
    return path


def own_gold(path: Path, attributions: Sequence[Told], text: str = TEXT, id: str = "a") -> Path:
    return write(path, [{"id": id, "text": text, "attributions": [each.gold(text) for each in attributions]}])


def polnear(path: Path, people: dict[str, Sequence[Told]], text: str = TEXT, id: str = "a") -> Path:
    annotators = []
    for name, told in people.items():
        values = [each.gold(text) for each in told]
        parts = [
            {"content": each["content"], "cue": each["cue"], "source": [each["source"]] if each["source"] else []}
            for each in values
        ]
        annotators.append({"id": name, "attributions": parts})
    return write(path, [{"id": id, "text": text, "annotators": annotators}])


def made(
    attributions: Sequence[Told], text: str = TEXT, id: str | None = "a"
) -> tuple[tuple[Record, ...], ArticleLine]:
    return built(
        Article(text, id=id),
        [each.attribution(text) for each in attributions],
        [each.said_by(text) for each in attributions],
        [each.described(text) for each in attributions],
    )


def run_of(folder: Path, *articles: tuple[tuple[Record, ...], ArticleLine]) -> Path:
    folder.mkdir(exist_ok=True)
    write(folder / "attributions.jsonl", [record.as_dict() for records, _ in articles for record in records])
    write(folder / "articles.jsonl", [line.as_dict() for _, line in articles])
    return folder


def scored(tmp_path: Path, gold: Sequence[Told], records: Sequence[Told], text: str = TEXT, **options: Any) -> Score:
    options.setdefault("resamples", 0)
    return score(
        own_gold(tmp_path / "gold.jsonl", gold, text), run_of(tmp_path / "run", made(records, text)), **options
    )


def counts(result: Score, name: str) -> tuple[int, int | None, int]:
    """Right, predicted and gold of an F1."""
    figure = result[name]
    return round((figure.recall or 0) * figure.gold / 100), figure.predicted, figure.gold


def test_gold_against_itself(tmp_path: Path) -> None:
    """A run that says what the gold says has 100 in everything, nothing wrong or unresolved, and no error."""
    result = scored(tmp_path, ALL, ALL)

    best = {"speakers.wrong": 0.0, "speakers.unresolved": 0.0}
    best |= {measure.name: 0.0 for measure in MEASURES if measure.shape == "calibration"}
    unasked = {"speakers.by_description", "speakers.by_carried_over", "speakers.by_correction"}
    for figure in result.figures:
        expected = None if figure.name in unasked else best.get(figure.name, 100.0)
        assert (figure.name, expected) == (figure.name, figure.value)
    assert (1, 5, 5, 0) == (result.articles, result.attributions, result.records, result.not_counted)


def test_polnear_against_itself(tmp_path: Path) -> None:
    """A gold of spans alone has 100 in all that it can ask, kinds included, and asks nothing of speakers."""
    gold = polnear(tmp_path / "gold.jsonl", {"x": ALL})

    result = score(gold, run_of(tmp_path / "run", made(ALL)), resamples=0)

    for figure in result.figures:
        group = figure.name.partition(".")[0]
        if group in ("speakers", "roles", "circumstances") or figure.name == "calibration.speaker":
            assert (figure.name, None) == (figure.name, figure.value)
        elif group != "calibration":
            assert (figure.name, 100.0) == (figure.name, figure.value)


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_any_gold_against_itself(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever the spans, spans against themselves are all found and all exact."""
    words = [f"w{number}x" for number in range(30)]
    text = " ".join(words)
    borders = sorted(data.draw(st.sets(st.integers(0, 29), min_size=2)))
    told = [Told([text[text.index(words[i]) : text.index(words[j]) - 1]]) for i, j in pairwise(borders)]

    result = scored(tmp_path_factory.mktemp("any"), told, told, text)

    assert [100.0, 100.0, 100.0] == [
        result[name].value for name in ("attributions.found", "attributions.exact", "segments.content")
    ]


BRIDGE = "Ann Brown said that the bridge is safe and Carl Diaz said that the tunnel was shut."
ANN = Told(["that the bridge is safe"], "said", "Ann Brown")
CARL = Told(["that the tunnel was shut"], "said", "Carl Diaz")
CASES = {
    # name: gold, records, then right, predicted, gold of found, of found with source, of exact, of content segments
    "nothing is found": ([ANN], [], (0, 0, 1), (0, 0, 1), (0, 0, 1), (0, 0, 1)),
    "nothing is there": ([], [ANN], (0, 1, 0), (0, 1, 0), (0, 1, 0), (0, 1, 0)),
    "shifted by two words of five: 3/5 are shared": (
        [ANN],
        [Told(["bridge is safe"], "said", "Ann Brown")],
        (1, 1, 1),
        (1, 1, 1),
        (0, 1, 1),
        (0, 1, 1),
    ),
    "shifted too far: 3 of 7 words are shared": (
        [ANN],
        [Told(["bridge is safe and Carl"], "said", "Ann Brown")],
        (0, 1, 1),
        (0, 1, 1),
        (0, 1, 1),
        (0, 1, 1),
    ),
    "split in two: the larger half is found, the other is wrong": (
        [ANN],
        [Told(["that the bridge"], "said", "Ann Brown"), Told(["is safe"], "said", "Ann Brown")],
        (1, 2, 1),
        (1, 2, 1),
        (0, 2, 1),
        (0, 2, 1),
    ),
    "split in fragments of one record: the same words": (
        [ANN],
        [Told(["that the ", "bridge is safe"], "said", "Ann Brown")],
        (1, 1, 1),
        (1, 1, 1),
        (1, 1, 1),
        (1, 1, 1),
    ),
    "a merged pair: 5 of 10 words are the one's, the other is missed": (
        [ANN, CARL],
        [Told(["that the bridge is safe", "that the tunnel was shut"], "said", "Ann Brown")],
        (1, 1, 2),
        (1, 1, 2),
        (0, 1, 2),
        (2, 2, 2),
    ),
    "another source": (
        [ANN],
        [Told(["that the bridge is safe"], "said", "Carl Diaz")],
        (1, 1, 1),
        (0, 1, 1),
        (0, 1, 1),
        (1, 1, 1),
    ),
    "part of the source": (
        [ANN],
        [Told(["that the bridge is safe"], "said", "Brown")],
        (1, 1, 1),
        (1, 1, 1),
        (0, 1, 1),
        (1, 1, 1),
    ),
    "no source where there is one": (
        [ANN],
        [Told(["that the bridge is safe"], "said")],
        (1, 1, 1),
        (0, 1, 1),
        (0, 1, 1),
        (1, 1, 1),
    ),
    "no source on either side": (
        [Told(["that the bridge is safe"], "said")],
        [Told(["that the bridge is safe"], "said")],
        (1, 1, 1),
        (1, 1, 1),
        (1, 1, 1),
        (1, 1, 1),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_hand_counted(case: Any, tmp_path: Path) -> None:
    """Found, found with its source, exact, and segments are as counted by hand."""
    gold, records, *expected = case

    result = scored(tmp_path, gold, records, BRIDGE)

    names = ("attributions.found", "attributions.source", "attributions.exact", "segments.content")
    assert expected == [counts(result, name) for name in names]


def test_figures_follow_from_counts(tmp_path: Path) -> None:
    """Two records of which one is right, over three gold attributions, give 1/2, 1/3 and 0.4."""
    gold = [ANN, CARL, Told(["and"])]

    figure = scored(tmp_path, gold, [ANN, Told(["tunnel"])], BRIDGE)["attributions.found"]

    assert (50.0, 33.3333, 40.0) == (figure.precision, figure.recall, figure.value)


NESTED_TEXT = "Reuters reported that Ann Brown said the bridge is safe."
OUTER = Told(["that Ann Brown said the bridge is safe"], "reported", "Reuters")
INNER = Told(["the bridge is safe"], "said", "Ann Brown", parent=0)


def test_nested_pair(tmp_path: Path) -> None:
    """Where the gold has nested attributions, both are asked for, and both are found."""
    both = scored(tmp_path, [OUTER, INNER], [OUTER, INNER], NESTED_TEXT)
    outer = scored(tmp_path, [OUTER, INNER], [OUTER], NESTED_TEXT)
    false = scored(tmp_path, [OUTER], [OUTER, INNER], NESTED_TEXT)

    assert (2, 2, 2) == counts(both, "attributions.exact")
    assert (1, 1, 2) == counts(outer, "attributions.found")
    assert (1, 2, 1) == counts(false, "attributions.found")


@pytest.mark.parametrize(("nested", "predicted"), [("auto", 1), ("forgive", 1), ("count", 2)])
def test_nested_in_a_gold_without(nested: Any, predicted: int, tmp_path: Path) -> None:
    """PolNeAR has no nested attributions: a nested record that matches nothing is not counted, unless asked for."""
    gold = polnear(tmp_path / "gold.jsonl", {"x": [OUTER]}, NESTED_TEXT)
    run = run_of(tmp_path / "run", made([OUTER, INNER], NESTED_TEXT))

    result = score(gold, run, nested=nested, resamples=0)

    assert (1, predicted, 1) == counts(result, "attributions.found")
    assert (1, predicted, 1) == counts(result, "segments.cue")
    assert 2 - predicted == result.not_counted


def test_nested_that_matches_counts(tmp_path: Path) -> None:
    """Where the gold has the inner one of a nested pair, the outer record is wrong and the inner one right."""
    gold = polnear(tmp_path / "gold.jsonl", {"x": [INNER]}, NESTED_TEXT)
    run = run_of(tmp_path / "run", made([OUTER, INNER], NESTED_TEXT))

    assert (1, 2, 1) == counts(score(gold, run, resamples=0), "attributions.exact")


def test_cue_decides_between_equal_contents() -> None:
    """Of two attributions of the same words, each record goes to the one whose cue it shares."""

    def side(cue: int) -> Side:
        return Side(frozenset({1, 2, 3}), frozenset({cue}), frozenset(), "indirect", False)

    assert {0: 1, 1: 0} == match([side(7), side(8)], [side(8), side(7)])


def test_matching_is_linear() -> None:
    """40,000 attributions of one article are matched in seconds."""
    sides = [
        Side(frozenset(range(at * 5, at * 5 + 5)), frozenset(), frozenset(), "indirect", False) for at in range(40_000)
    ]
    start = time.process_time()

    assert 40_000 == len(match(sides, sides))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 4)], {0}),  # the opening quotation mark belongs to no word
        ([(0, 6)], {0}),
        ([(2, 3)], {0}),  # a part of a word is the word
        ([(4, 7)], {-5, -6}),  # no word at all: the visible signs
        ([(0, 4), (7, 9)], {0, 1}),
        ([], set()),
    ],
)
def test_words_of_spans(spans: list[tuple[int, int]], expected: set[int]) -> None:
    """A span holds the words that it touches; without a word, its signs."""
    assert expected == Words('"Yes," we').of(Span(*span) for span in spans)


def test_punctuation_ends_no_segment(tmp_path: Path) -> None:
    """Neighbouring words are one segment over punctuation, quotation marks and fragments; other words end it."""
    assert [(0, 2), (4, 4)] == segments(frozenset({0, 1, 2, 4}))
    text = 'It was "very sad, indeed", she said.'
    gold = [Told(['It was "very sad, indeed"'], "said", "she", "mixed")]
    records = [Told(["It was", '"very sad', "indeed"], "said", "she", "mixed")]
    assert (1, 1, 1) == counts(scored(tmp_path, gold, records, text), "segments.content")


def test_a_colon_is_a_cue(tmp_path: Path) -> None:
    """A cue of signs alone is compared by its signs: a colon is neither no cue nor a word."""
    text = "PENCE: Well, look at it."
    gold = [Told(["Well, look at it"], ":", "PENCE")]

    assert (1, 1, 1) == counts(scored(tmp_path, gold, gold, text), "segments.cue")
    assert (0, 1, 1) == counts(
        scored(tmp_path, gold, [Told(["Well, look at it"], "", "PENCE")], text), "attributions.exact"
    )


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("said", True),
        ("was quoted as saying", True),
        ("has repeatedly denied", False),
        ("denies", False),
        ("replied", True),
        ("points out", True),
        ("compelled to", False),
        ("quipped", True),
        ("according to", True),
        ("wanted", False),
        ("believes", False),
        (":", True),
        ("", False),
    ],
)
def test_speech_by_the_words_alone(cue: str, expected: bool) -> None:
    """A cue is one of speech where it has a form of a word or phrase of that class."""
    assert expected == is_speech(cue.split())


def test_by_kind_and_cue(tmp_path: Path) -> None:
    """Recall goes by the gold's class, precision by the record's; fully quoted goes by the marks."""
    wants = Told(["rust is everywhere"], "report", "a report")
    found = scored(tmp_path, [MAYOR, SHE, CRITICS, REPORT], [MAYOR, wants, Told(['"is wrong'], "say", kind="direct")])

    speech, other = found["cue.speech"], found["cue.other"]
    assert (50.0, 2, 50.0, 4) == (speech.precision, speech.predicted, speech.recall, speech.gold)
    assert (100.0, 1, None, 0) == (other.precision, other.predicted, other.recall, other.gold)
    assert (0, 1, 1) == counts(found, "kind.direct")
    assert (2, 2, 2) == counts(found, "kind.indirect")
    assert (0.0, 1) == (found["quoted.found"].value, found["quoted.found"].gold)


def test_speakers(tmp_path: Path) -> None:
    """Right, wrong and unresolved are of the named; a name for somebody whom the gold leaves unnamed is wrong too."""
    wrong = Told(SHE.content, "told", "she", "direct", speaker="Riverside", speaker_kind="person", by="pronoun")
    named = Told(CRITICS.content, "say", "Critics", "mixed", speaker="Ann Brown", by="carried_over")
    gold = [MAYOR, SHE, CRITICS, Told(["rust is everywhere"], "According to", "a report", speaker="Riverside")]

    result = scored(tmp_path, gold, [MAYOR, wrong, named, REPORT])

    shares = {name: (result[f"speakers.{name}"].value, result[f"speakers.{name}"].gold) for name in (
        "right", "wrong", "unresolved", "precision", "by_name", "by_pronoun", "by_carried_over", "unnamed", "kind"
    )}  # fmt: skip
    assert {
        "right": (33.3333, 3),
        "wrong": (33.3333, 3),
        "unresolved": (33.3333, 3),
        "precision": (33.3333, 3),
        "by_name": (100.0, 1),
        "by_pronoun": (0.0, 1),
        "by_carried_over": (0.0, 1),
        "unnamed": (0.0, 1),
        "kind": (50.0, 4),
    } == shares


@pytest.mark.parametrize(
    ("one", "two"),
    [("The Taliban", "Taliban"), ("Ann  O’Neil", "ann o'neil"), ("“Acme”,", "Acme"), ("an envoy", "envoy"), ("", None)],
)
def test_names_are_compared_normalised(one: str, two: str | None) -> None:
    """Case, articles, spaces, edge punctuation and the shape of apostrophes make no difference."""
    assert normal(one) == normal(two)


def test_roles_and_circumstances(tmp_path: Path) -> None:
    """A role that is other words counts on both sides; a span that is longer overlaps and is not exact."""
    other = Told(MAYOR.content, "said", MAYOR.source, speaker="Ann Brown", title="Mayor Ann", time="on Sunday")

    result = scored(tmp_path, [MAYOR, SHE], [other, SHE])

    assert (1, 2, 2) == counts(result, "roles.title")
    assert (1, 1, 2) == counts(result, "roles.organization")
    assert (1, 1, 1) == counts(result, "circumstances.time")
    assert (0, 1, 1) == counts(result, "circumstances.time_exact")


def test_what_the_gold_leaves_out_is_not_scored(tmp_path: Path) -> None:
    """A key that an attribution of the gold lacks was not annotated: nothing is asked of it."""
    spare = Told(MAYOR.content, "said", MAYOR.source, speaker="Ann Brown", keys=("content", "cue", "source", "speaker"))

    result = scored(tmp_path, [spare], [MAYOR])

    assert (100.0, None, None) == tuple(
        result[name].value for name in ("speakers.right", "speakers.kind", "roles.title")
    )


def test_calibration(tmp_path: Path) -> None:
    """Two decisions at 0.9 of which one is right, and one at 0.3 that is wrong: (2 · 0.4 + 0.3) / 3."""
    sure = Told(["that the bridge is safe"], "said", "Ann Brown", confidence=0.9)
    wrong = Told(["Carl Diaz"], confidence=0.9)
    unsure = Told(["was shut"], confidence=0.3)

    result = scored(tmp_path, [ANN, CARL], [sure, wrong, unsure], BRIDGE)

    assert 0.3667 == result["calibration.content"].value
    assert 0.1 == result["calibration.source"].value
    filled = [each for each in result.reliability if each.measure == "calibration.content" and each.count]
    assert [(0.3, 1, 0.3, 0.0), (0.9, 2, 0.9, 0.5)] == [
        (each.low, each.count, each.confidence, each.right) for each in filled
    ]


def test_what_confidences_are_of(tmp_path: Path) -> None:
    """A cue is right where it shares a word with anyone's; a source is asked of what was found, absent ones too; and
    without nested attributions in the gold, what stands inside another is not judged."""
    other_content = Told(["Carl Diaz"], "said", confidence=0.9)
    no_source = Told(ANN.content, ANN.cue, confidence=0.9)
    inside = Told(["is safe"], parent=1, confidence=0.9)

    result = scored(tmp_path, [ANN, CARL], [other_content, no_source, inside], BRIDGE, nested="forgive")

    assert (2, 2, 1) == tuple(result[f"calibration.{name}"].gold for name in ("content", "cue", "source"))
    shares = {each.measure: each.right for each in result.reliability if each.low == 0.9}
    assert (0.5, 1.0, 0.0) == tuple(shares[f"calibration.{name}"] for name in ("content", "cue", "source"))


def test_intervals_are_the_same_every_time(tmp_path: Path) -> None:
    """The bootstrap draws the same articles on every run, and its interval holds the figure."""
    texts = [BRIDGE + f" {number}" for number in range(8)]
    golds = [
        {"id": f"{at}", "text": text, "attributions": [ANN.gold(text), CARL.gold(text)]}
        for at, text in enumerate(texts)
    ]
    gold = write(tmp_path / "gold.jsonl", golds)
    run = run_of(tmp_path / "run", *(made([ANN, CARL][: at % 3], text, f"{at}") for at, text in enumerate(texts)))

    one, two = (score(gold, run, resamples=200) for _ in range(2))

    found = one["attributions.found"]
    assert one == two
    assert found.low is not None
    assert found.high is not None
    assert found.low < (found.value or 0) < found.high
    assert None is scored(tmp_path, [ANN], [ANN], BRIDGE, resamples=200)["attributions.found"].low


def test_json_round_trip(tmp_path: Path) -> None:
    """A score goes to JSON and comes back the same."""
    result = scored(tmp_path, ALL, [MAYOR, CRITICS])

    assert result == Score.model_validate_json(result.model_dump_json())


def test_articles_of_one_side_are_reported(tmp_path: Path) -> None:
    """A gold article that the run lacks counts as missed unless it is skipped; both sides' spare ones are listed."""
    lines = [{"id": id, "text": BRIDGE + id, "attributions": [ANN.gold(BRIDGE)]} for id in ("a", "b")]
    gold = write(tmp_path / "gold.jsonl", lines)
    run = run_of(tmp_path / "run", made([ANN], BRIDGE + "a", "a"), made([ANN], BRIDGE + "c", "c"))

    missed, skipped = (score(gold, run, skip_missing=skip, resamples=0) for skip in (False, True))

    assert (("b",), ("c",)) == (missed.missing, missed.spare)
    assert ((1, 1, 2), 2) == (counts(missed, "attributions.found"), missed.articles)
    assert ((1, 1, 1), 1) == (counts(skipped, "attributions.found"), skipped.articles)


def test_articles_are_found_by_their_text(tmp_path: Path) -> None:
    """Where the ids differ, the text decides; where the text differs, the same id does not help."""
    gold = own_gold(tmp_path / "gold.jsonl", [ANN], BRIDGE, "a")

    by_text = score(gold, run_of(tmp_path / "run", made([ANN], BRIDGE, "z.txt")), resamples=0)

    assert ((), ()) == (by_text.missing, by_text.spare)
    with pytest.raises(InputError, match="the ids are the same, the texts are not"):
        score(gold, run_of(tmp_path / "run", made([ANN], BRIDGE + " ", "a")))


@pytest.mark.parametrize(("given", "expected"), [(7, "7"), (None, Article(BRIDGE).identity)])
def test_ids_are_read_as_extract_reads_them(given: int | None, expected: str, tmp_path: Path) -> None:
    """A whole number is an id, and an article without one goes by its hash."""
    gold = write(tmp_path / "gold.jsonl", [{"id": given, "text": BRIDGE, "attributions": [ANN.gold(BRIDGE)]}])
    spare = made([], BRIDGE + "x", "x")

    result = score(gold, run_of(tmp_path / "run", spare, made([ANN], BRIDGE, expected)), resamples=0)

    assert ((), ("x",)) == (result.missing, result.spare)


def test_records_alone(tmp_path: Path) -> None:
    """A .jsonl file of records is a run too."""
    gold = own_gold(tmp_path / "gold.jsonl", [ANN], BRIDGE)
    run = run_of(tmp_path / "run", made([ANN], BRIDGE)) / "attributions.jsonl"

    assert 100.0 == score(gold, run, resamples=0)["attributions.exact"].value


def test_annotators(tmp_path: Path) -> None:
    """The first annotator counts unless another is chosen; articles without that one are left out and listed."""
    lines = [
        json.loads(polnear(tmp_path / "x", {"p": [ANN], "q": [CARL]}, BRIDGE, "a").read_text()),
        json.loads(polnear(tmp_path / "x", {"p": [ANN]}, BRIDGE + " ", "b").read_text()),
    ]
    gold = write(tmp_path / "gold.jsonl", lines)
    run = run_of(tmp_path / "run", made([ANN], BRIDGE, "a"), made([ANN], BRIDGE + " ", "b"))

    first, chosen = (score(gold, run, annotator=name, resamples=0) for name in (None, "q"))

    assert ((2, 2, 2), ()) == (counts(first, "attributions.exact"), first.left_out)
    assert ((0, 1, 1), ("b",)) == (counts(chosen, "attributions.found"), chosen.left_out)
    with pytest.raises(InputError, match="nothing by annotator 'r'; there are p, q"):
        score(gold, run, annotator="r")


def ann(text: str, *lines: str) -> str:
    """A .ann file: {words} of a T line becomes its offsets and the words themselves."""
    found = []
    for line in lines:
        if "{" in line:
            head, _, words = line.rstrip("}").partition("{")
            spans = [span_of(text, each) for each in words.split("|")]
            offsets = ";".join(f"{span.start} {span.end}" for span in spans)
            line = f"{head}{offsets}\t{words.replace('|', ' ')}"
        found.append(line)
    return "\n".join(found) + "\n"


ENTITIES = (
    "T1\tSource {Ann Brown}",
    "T2\tCue {said}",
    "T3\tContent {that the bridge|is safe}",
    "T4\tContent {the tunnel was shut}",
    "T5\tAttribution {said}",
)
DIALECTS = {
    "an event": ("E1\tAttribution:T5 Content:T3 Cue:T2 Source:T1", "#1\tAnnotatorNotes E1\tsure?"),
    "the cue as the trigger": ("E1\tCue:T2 Content1:T3 Source:T1",),
    "links to the cue": ("R1\tSays Arg1:T1 Arg2:T2", "R2\tSays Arg1:T2 Arg2:T3"),
}


@pytest.mark.parametrize("lines", DIALECTS.values(), ids=DIALECTS)
def test_brat(lines: tuple[str, ...], tmp_path: Path) -> None:
    """Events and links both make attributions, and content that nothing links is one without cue and source."""
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.txt").write_text(BRIDGE, encoding="utf8")
    (tmp_path / "gold" / "a.ann").write_text(ann(BRIDGE, *ENTITIES, *lines, "A1\tKind E1 mixed"), encoding="utf8")
    run = run_of(tmp_path / "run", made([ANN, Told(["the tunnel was shut"])], BRIDGE, "other"))

    result = score(tmp_path / "gold", run, resamples=0)

    assert (2, 2, 2) == counts(result, "attributions.exact")
    assert (1 if lines[0].startswith("E") else 0) == result["kind.mixed"].gold


def test_brat_attributes(tmp_path: Path) -> None:
    """Kind, polarity and the speaker's kind come from attributes, circumstances from entities; Discard takes out."""
    lines = (
        *ENTITIES,
        "T6\tTime {and}",
        "E1\tCue:T2 Content:T3 Source:T1 Time:T6",
        "E2\tContent:T4",
        "A1\tPolarity E1 Denied",
        "M2\tSpeakerKind T1 person",
        "A3\tDiscard E2",
        "A4\tDiscuss E1",
    )
    (tmp_path / "a.txt").write_text(BRIDGE, encoding="utf8")
    (tmp_path / "a.ann").write_text(ann(BRIDGE, *lines), encoding="utf8")
    told = Told(ANN.content, "said", "Ann Brown", polarity="denied", speaker_kind="person", time="and")

    result = score(tmp_path, run_of(tmp_path / "run", made([told], BRIDGE, "a.txt")), resamples=0)

    assert 1 == result.attributions
    asked = ("circumstances.polarity", "circumstances.time_exact", "speakers.kind", "attributions.exact")
    assert [100.0] * 4 == [result[name].value for name in asked]


def test_brat_as_polnear_has_it(tmp_path: Path) -> None:
    """Texts in text/, annotations in attributions/, the annotator behind the last "_": no nested ones, so forgiven."""
    for folder in ("text", "attributions"):
        (tmp_path / "gold" / folder).mkdir(parents=True)
    (tmp_path / "gold" / "text" / "a_b.txt").write_text(NESTED_TEXT, encoding="utf8")
    entities = ("T1\tSource {Reuters}", "T2\tCue {reported}", "T3\tContent {that Ann Brown said the bridge is safe}")
    event = "E1\tAttribution:T2 Content:T3 Cue:T2 Source:T1"
    for name, lines in (("p", (*entities, event)), ("q", entities[:2])):
        (tmp_path / "gold" / "attributions" / f"a_b_{name}.ann").write_text(ann(NESTED_TEXT, *lines), encoding="utf8")
    run = run_of(tmp_path / "run", made([OUTER, INNER], NESTED_TEXT, "a_b.txt"))

    first, second = (score(tmp_path / "gold", run, annotator=name, resamples=0) for name in (None, "q"))

    assert ((1, 1, 1), 1) == (counts(first, "attributions.exact"), first.not_counted)
    assert 0 == second.attributions


def test_brat_with_nested_ones(tmp_path: Path) -> None:
    """A brat gold with one attribution inside another asks for nested ones in all its articles."""
    entities = (
        "T1\tCue {reported}",
        "T2\tContent {that Ann Brown said the bridge is safe}",
        "T3\tCue {said}",
        "T4\tContent {the bridge is safe}",
    )
    links = ("R1\tIs Arg1:T1 Arg2:T2", "R2\tIs Arg1:T3 Arg2:T4")
    for name, lines in (("a", (*entities, *links)), ("b", (*entities[:2], links[0]))):
        (tmp_path / f"{name}.txt").write_text(NESTED_TEXT + name, encoding="utf8")
        (tmp_path / f"{name}.ann").write_text(ann(NESTED_TEXT, *lines), encoding="utf8")
    articles = [made([OUTER, INNER], NESTED_TEXT + name, name) for name in "ab"]

    result = score(tmp_path, run_of(tmp_path / "run", *articles), resamples=0)

    assert (3, 4, 3) == counts(result, "attributions.found")


BAD_LINES = {
    "no JSON": ("{", "gold.jsonl:2: this is no JSON"),
    "a list": ("[]", "gold.jsonl:2: this is no JSON object"),
    "no text": ('{"id": "b"}', "gold.jsonl:2: text is missing"),
    "no annotations": ('{"id": "b", "text": "x"}', "gold.jsonl:2: neither attributions nor annotators"),
    "an id twice": ('{"id": "a", "text": "x", "attributions": []}', "gold.jsonl:2: article 'a' stands at"),
    "a span behind the end": (
        '{"id": "b", "text": "xyz", "attributions": [{"content": [[1, 4]]}]}',
        "gold.jsonl:2: attributions\\[0\\].content has \\[1, 4\\].* 3 code points; give",
    ),
    "half a span": ('{"id": "b", "text": "xyz", "attributions": [{"source": [1]}]}', "attributions\\[0\\].source has"),
    "a kind of its own": (
        '{"id": "b", "text": "xyz", "attributions": [{"content": [], "type": "other"}]}',
        "type is 'other'; give one of direct, indirect, mixed",
    ),
    "no list of people": ('{"id": "b", "text": "xyz", "annotators": {}}', "annotators is no list of objects"),
}


@pytest.mark.parametrize("case", BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_gold_line_is_named(case: tuple[str, str], tmp_path: Path) -> None:
    """What is wrong with a gold is said with file, line and remedy."""
    line, message = case
    gold = own_gold(tmp_path / "gold.jsonl", [ANN], BRIDGE)
    with gold.open("a") as file:
        file.write(line + "\n")

    with pytest.raises(InputError, match=message):
        score(gold, run_of(tmp_path / "run", made([ANN], BRIDGE)))


BAD_ANN = {
    "other words": ("T9\tSource 0 3\tBob", "a.ann:6: the text has 'Ann' there, and the line 'Bob'; give"),
    "no entity": ("T9\tSource 0-3\tAnn", "a.ann:6: 'Source 0-3' is no entity; write it as"),
    "an unknown argument": ("E1\tCue:T2 Content:T77", "a.ann:6: T77 is nowhere in the file"),
    "an unknown end": ("R1\tIs Arg1:T2 Arg2:T77", "a.ann:6: T77 is nowhere in the file"),
    "half a relation": ("R1\tIs Arg1:T2", "a.ann:6: a relation links two entities"),
    "an unknown value": ("A1\tPolarity T4 perhaps", "a.ann:6: polarity is 'perhaps'; give one of asserted"),
}


@pytest.mark.parametrize("case", BAD_ANN.values(), ids=BAD_ANN)
def test_a_bad_brat_line_is_named(case: tuple[str, str], tmp_path: Path) -> None:
    """What is wrong with a .ann file is said with file, line and remedy."""
    line, message = case
    (tmp_path / "a.txt").write_text(BRIDGE, encoding="utf8")
    (tmp_path / "a.ann").write_text(ann(BRIDGE, *ENTITIES, line), encoding="utf8")

    with pytest.raises(InputError, match=message):
        score(tmp_path, tmp_path / "run")


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    """A gold or a run that is missing, empty, or of something else is one clear error."""
    gold = own_gold(tmp_path / "gold.jsonl", [ANN], BRIDGE)
    (tmp_path / "empty").mkdir()
    (tmp_path / "lonely").mkdir()
    (tmp_path / "lonely" / "a.ann").write_text("")
    for arguments, message in (
        ((tmp_path / "none", tmp_path), "there is no such file or folder; give the annotated articles"),
        ((gold, tmp_path / "none"), "there is no such file or folder; give what extract wrote"),
        ((tmp_path / "empty", tmp_path), "no annotated articles"),
        ((tmp_path / "lonely", tmp_path), "a.ann: there is no text for it"),
        ((gold, gold), "gold.jsonl:1: .*; `attribution validate` says more"),
        ((gold, run_of(tmp_path / "run", made([ANN], BRIDGE + "x", "x"))), "neither ids nor texts are the same"),
    ):
        with pytest.raises(InputError, match=message):
            score(*arguments)


def test_a_record_that_the_text_does_not_bear_out(tmp_path: Path) -> None:
    """A record whose words do not stand at its offsets is an error with its line."""
    gold = own_gold(tmp_path / "gold.jsonl", [ANN], BRIDGE)
    run = run_of(tmp_path / "run", made([ANN], BRIDGE))
    path = run / "attributions.jsonl"
    path.write_text(path.read_text().replace("bridge is safe", "bridge is SAFE"))

    with pytest.raises(InputError, match=r"attributions.jsonl:1: content.fragments\[0\]"):
        score(gold, run)


def test_command(tmp_path: Path) -> None:
    """The table goes to standard output without colours, what else is to be known to standard error."""
    gold = own_gold(tmp_path / "gold.jsonl", ALL)
    run = run_of(tmp_path / "run", made(ALL), made([ANN], BRIDGE, "spare"))

    result = CliRunner().invoke(cli.app, ["score", str(gold), str(run)])

    assert 0 == result.exit_code
    assert "  all three exact" in result.stdout
    assert "Reliability, content: found" in result.stdout
    assert "\x1b" not in result.stdout
    assert "1 articles of the run that the gold has not are left out: spare" in result.stderr


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_table_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal gets the same rows, with sections in bold."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal, file = _Terminal(), io.StringIO()
    result = scored(tmp_path, ALL, ALL)

    show(result, terminal)
    show(result, file)

    assert "\x1b[1m" in terminal.getvalue()
    plain = re.sub(r"\x1b\[[\d;]*m", "", terminal.getvalue())
    assert file.getvalue().split() == plain.split()


def test_command_with_json(tmp_path: Path) -> None:
    """--json prints the score and nothing else."""
    gold = own_gold(tmp_path / "gold.jsonl", ALL)
    run = run_of(tmp_path / "run", made(ALL))

    result = CliRunner().invoke(cli.app, ["score", str(gold), str(run), "--json", "--resamples", "50"])

    assert score(gold, run, resamples=50) == Score.model_validate_json(result.stdout)


def test_command_with_errors(tmp_path: Path) -> None:
    """What cannot be scored is one line on standard error, and the exit status is 1."""
    result = CliRunner().invoke(cli.app, ["score", str(tmp_path / "none"), str(tmp_path)])

    assert 1 == result.exit_code
    assert result.stderr.startswith("attribution: ")
    assert "" == result.stdout


def test_every_measure_stands_in_the_docs() -> None:
    """docs/measures.md defines every figure by the name that it has in JSON."""
    page = (ROOT / "docs" / "measures.md").read_text(encoding="utf8")

    assert [] == [measure.name for measure in MEASURES if f"`{measure.name}`" not in page]
