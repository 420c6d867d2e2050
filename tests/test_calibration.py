"""Confidences: the evidence, the map that makes probabilities of it, how it is fitted, and the table of figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from attribution import calibration
from attribution.analyze import interpret
from attribution.article import Article, Span
from attribution.calibration import (
    FILE,
    FITTED,
    FITTED_FOR,
    IDENTITY,
    MOST,
    TARGETS,
    Calibration,
    Curve,
    Factors,
    features,
    log_odds,
)
from attribution.errors import ModelError
from attribution.find import Attribution, Findings, Fragment, find
from attribution.find.values import Evidence
from attribution.language.pipeline import EMBEDDED, embedded
from attribution.parse import Parse
from attribution.resolve import Resolved, Speaker
from attribution.score.gold import read_gold
from tests.factories import LABEL_PROBABILITY, parse_of, span_of
from training import blocks, calibrate, score
from training.calibrate import Example

TEXT = "“It rained,” she said. Nobody knew that it had rained."
TABLE = """
“       “       PUNCT     3 punct
It      it      PRON/PRP  3 nsubj    content 6 Number=Sing
rained  rain    VERB/VBD  7 ccomp    content 6 Tense=Past|VerbForm=Fin
,       ,       PUNCT     7 punct
”       ”       PUNCT     3 punct
she     she     PRON/PRP  7 nsubj    source 7 Gender=Fem
said    say     VERB/VBD  0 root     cue Tense=Past|VerbForm=Fin
.       .       PUNCT     7 punct

Nobody  nobody  PRON/NN   2 nsubj    source 2
knew    know    VERB/VBD  0 root     cue Tense=Past|VerbForm=Fin
that    that    SCONJ/IN  6 mark     content 2
it      it      PRON/PRP  6 nsubj    content 2
had     have    AUX/VBD   6 aux      content 2
rained  rain    VERB/VBN  2 ccomp    content 2
.       .       PUNCT     2 punct
"""
MISLED = TABLE  # the arcs of what is quoted lead to the source
AIMED = TABLE.replace("content 6", "content 7")

EVIDENCE = Evidence(
    words=4,
    quoted=0.5,
    content=0.5,
    content_low=0.5,
    arcs=0.5,
    overlap=0.5,
    border=0.0,
    clause=0.0,
    cue=0.9,
    cue_mean=0.5,
    source=0.5,
    source_arcs=0.5,
    source_overlap=0.5,
    source_elsewhere=0.5,
    subject=True,
)
FOUND = Attribution((Fragment(0, 4, False),), (Span(5, 6),), None, "indirect", cue_class="speech", evidence=EVIDENCE)


def evidence_of(table: str, at: int = 0) -> Evidence:
    """The evidence of the first attribution that is found in TEXT, or of another."""
    evidence = find(parse_of(TEXT, table)).attributions[at].evidence
    assert evidence is not None
    return evidence


def test_evidence() -> None:
    """The evidence for a quotation with a verb and a subject is what network, marks and syntax say of these words."""
    evidence = evidence_of(AIMED)

    assert (2, 1.0, True) == (evidence.words, evidence.quoted, evidence.subject)
    assert [pytest.approx(LABEL_PROBABILITY)] * 5 == [
        evidence.content,
        evidence.content_low,
        evidence.arcs,
        evidence.cue,
        evidence.source,
    ]
    # Two words that belong to the cue by 0.81 each; of what is left out, the source belongs to it by 0.9 of 0.1 / 3.
    assert pytest.approx(1.62 / 2.03) == evidence.overlap
    assert 1.0 == evidence.clause


def test_evidence_against() -> None:
    """Arcs that lead past the cue leave a content as it is and speak against it."""
    aimed, misled = evidence_of(AIMED), evidence_of(MISLED)

    assert (0.0, 0.0) == (misled.arcs, misled.overlap)
    assert aimed.content == misled.content


def test_evidence_is_a_share() -> None:
    """Every number but the count of words is from 0 to 1, also where parts are missing."""
    for table in (AIMED, MISLED, None):
        for one in find(parse_of(TEXT, table)).attributions:
            assert one.evidence is not None
            values = asdict(one.evidence)
            assert values.pop("words") >= 1
            assert all(0 <= value <= 1 for value in values.values())


def test_a_curve() -> None:
    """A curve is a logistic regression; a feature that it has no weight for has no say."""
    curve = Curve(-1.0, (("cue", 2.0), ("absent", 5.0)))

    assert 0.5 == curve({"cue": 0.5, "other": 100.0})
    assert pytest.approx(1 / (1 + 2.718281828459045)) == curve({})
    assert 1.0 >= curve({"absent": 1e9}) > 0.999


def test_a_curve_with_knots() -> None:
    """Between its knots a curve is a straight line, and beyond the outermost it is level."""
    curve = Curve(0.0, (("x", 1.0),), ((0.4, 0.2), (0.5, 0.6), (0.9, 0.7)))

    assert [0.2, 0.6, 0.7] == [curve({"x": value}) for value in (-100.0, 0.0, 100.0)]
    assert pytest.approx(0.65) == curve({"x": log_odds(0.7)})


def test_calibrated_findings() -> None:
    """Each confidence comes from its own curve; an attribution that brings no evidence keeps what it says."""
    curves = tuple((target, Curve(log_odds(p), ())) for target, p in zip(TARGETS, (0.9, 0.8, 0.7), strict=True))
    bare = replace(FOUND, evidence=None, confidence=0.123)

    one, two = Calibration(FITTED, curves).apply(Findings((FOUND, bare), ())).attributions

    assert [pytest.approx(0.9), pytest.approx(0.8), pytest.approx(0.7)] == [
        one.confidence,
        one.cue_confidence,
        one.source_confidence,
    ]
    assert bare == two


def test_the_confidence_of_a_name() -> None:
    """A name's share of the evidence is multiplied by the factor of its way, and never certain; who has no name keeps
    what there is."""
    speakers = (
        Speaker("Ann Lee", "person", "e1", "pronoun", None, 0.5),
        Speaker("Ann Lee", "person", "e1", "name", None, 0.98),
        Speaker(None, "unknown", None, "none", None, 0.7),
    )
    resolved = Resolved((), tuple((speaker,) for speaker in speakers))
    factors = Factors((("by name", 1.1), ("by pronoun", 0.9)))

    found = Calibration(FITTED, (), factors).speakers(resolved)

    assert [pytest.approx(0.45), MOST, 0.7] == [one.confidence for (one,) in found.speakers]
    assert resolved == IDENTITY.speakers(resolved)


def test_factors_are_what_comes_true() -> None:
    """Of names with one share the factor brings it to the part that is right; a way with few examples leans on all."""
    rows = [("by name", at % 10 > 0) for at in range(400)] + [("by pronoun", False)]
    found = [
        Example("g", f"a{at}", {"speaker": {"share": 0.5, way: 1.0}}, {"speaker": 0.5}, {"speaker": right})
        for at, (way, right) in enumerate(rows)
    ]

    factors = calibrate.factors(found)

    assert pytest.approx(0.9, abs=0.01) == factors({"share": 0.5, "by name": 1.0})
    assert 0.8 < factors({"share": 0.5, "by pronoun": 1.0}) < 0.9


def test_without_a_map_confidences_are_raw() -> None:
    """A parser without a map gets the means of the network's probabilities."""
    parse = parse_of(TEXT, AIMED)
    (record, *_) = interpret(Article(TEXT, id="a"), parse, IDENTITY).records

    assert [LABEL_PROBABILITY] * 3 == [record.confidence.content, record.confidence.cue, record.confidence.source]


def test_a_map_makes_the_round_trip(tmp_path: Path) -> None:
    """What is written is read again, with what it says of its quality."""
    (tmp_path / "en").mkdir()
    weights = {FITTED_FOR: "abc"}
    curves = {target: Curve(0.5, (("cue", 1.5),), ((0.1, 0.2), (0.9, 0.8))) for target in TARGETS}
    factors = Factors((("by name", 1.02), ("by pronoun", 0.9)))
    calibration.write(tmp_path / FILE, curves, factors, weights, {"folds": 10})

    found = calibration.read(tmp_path, weights)

    assert Calibration(FITTED, tuple(curves.items()), factors, {"folds": 10}) == found


def test_a_map_belongs_to_its_weights(tmp_path: Path) -> None:
    """A map that is missing or was fitted for other weights is not used, and the status says why."""
    (tmp_path / "en").mkdir()
    assert (f"{tmp_path / FILE} does not exist", ()) == (
        calibration.read(tmp_path, {}).status,
        calibration.read(tmp_path, {}).curves,
    )
    calibration.write(tmp_path / FILE, dict.fromkeys(TARGETS, Curve(0.0, ())), Factors(()), {FITTED_FOR: "abc"}, {})

    found = calibration.read(tmp_path, {FITTED_FOR: "def"})

    assert (f"{tmp_path / FILE} was fitted for other weights", ()) == (found.status, found.curves)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"content": 1}'])
def test_a_damaged_map_is_an_error(tmp_path: Path, text: str) -> None:
    """A map that cannot be read is named, with the remedy."""
    (tmp_path / "en").mkdir()
    (tmp_path / FILE).write_text(text, encoding="utf8")

    with pytest.raises(ModelError, match=r"calibration\.json: damaged .* fit it again"):
        calibration.read(tmp_path, {})


def test_the_embedded_map() -> None:
    """The map that ships was fitted for the weights that ship, by features that the code still makes, and its errors
    on held-out articles are at most 0.03. Where this fails, run `python -m training.calibrate`."""
    embedded_map = calibration.read(EMBEDDED, embedded())

    assert FITTED == embedded_map.status
    assert FILE.as_posix() in embedded()
    made = features(FOUND)
    for target, curve in embedded_map.curves:
        known = {name for name in made[target] if " " not in name or name.split()[0] not in ("class", "shape")}
        assert known >= {name for name, _ in curve.weights if name.split()[0] not in ("class", "shape")}
        assert sorted(curve.knots) == list(curve.knots)
        assert embedded_map.measured[score.DEV][target]["error"] <= 0.03


def example(article: str, value: float, right: bool, *targets: str) -> Example:
    """An example with one feature, the same for each target."""
    names = targets or TARGETS
    return Example(
        "gold", article, {name: {"x": value} for name in names}, dict.fromkeys(names, 0.5), dict.fromkeys(names, right)
    )


def test_logistic_regression() -> None:
    """The more of a feature, the likelier; on the whole, the mean of what is said is the share that is right."""
    values = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0] * 50
    right = [False, False, True, True, True, True, True, False] * 50
    curve = calibrate.logistic([{"x": value, "same": 1.0} for value in values], right)

    low, high = curve({"x": 0.0}), curve({"x": 1.0})

    assert 1 / 3 < low < high < 4 / 5  # the penalty draws both to the middle
    assert pytest.approx(sum(right) / len(right), abs=1e-3) == (3 * low + 5 * high) / 8
    assert ["x"] == [name for name, _ in curve.weights]


@pytest.mark.parametrize("right", [[], [True, True], [False]])
def test_nothing_to_learn(right: list[bool]) -> None:
    """Without right and wrong ones there is no curve, and the error says so."""
    with pytest.raises(ValueError, match="right ones and wrong ones"):
        calibrate.logistic([{"x": 1.0}] * len(right), right)


def test_pools() -> None:
    """Neighbours whose shares fall are pooled until they rise: a right one (added), two wrong ones | a right one, a
    wrong one | two right ones, a wrong one (added)."""
    said, right = [0.1, 0.2, 0.4, 0.6, 0.8, 0.9], [False, False, True, False, True, True]

    assert ((0.1333, 0.3333), (0.5, 0.5), (0.8667, 0.6667)) == calibrate.isotonic(said, right, least=1)


def test_pools_of_some_size() -> None:
    """Each knot rests on enough examples: of forty wrong and forty right ones there are two, short of certainty."""
    knots = calibrate.isotonic([0.2] * 40 + [0.8] * 40, [False] * 40 + [True] * 40, least=40)

    assert ((0.2, round(1 / 41, 4)), (0.8, round(40 / 41, 4))) == knots


def test_no_article_judges_itself() -> None:
    """The curves that judge an article have been fitted without any example of it."""
    found = [example(f"a{at // 3}", float(at % 3), at % 2 == 0) for at in range(60)]
    fitted: list[set[str]] = []

    def fit(examples: Sequence[Example]) -> dict[str, Curve]:
        fitted.append({each.article for each in examples})
        return dict.fromkeys(TARGETS, Curve(len(fitted) / 10, ()))

    confidences = calibrate.out_of_fold(found, fit)

    assert calibrate.FOLDS == len(fitted)
    for each, sure in zip(found, confidences, strict=True):
        assert each.article not in fitted[round(10 * log_odds(sure["content"])) - 1]


def test_confidences_out_of_fold_are_calibrated() -> None:
    """Where right depends on one feature and chance alone, the error out of fold is small, and what is measured says
    how many examples it is over."""
    found = [example(f"a{at // 5}", at % 7 / 7, at * 7919 % 100 < 30 + 60 * (at % 7) / 7) for at in range(700)]
    found += [example("a0", 0.0, True, "content")]

    confidences = calibrate.out_of_fold(found)
    measured = calibrate.measure(found, confidences)

    assert (701, 700) == (measured["all"]["content"]["records"], measured["all"]["source"]["records"])
    assert measured["all"]["content"]["error"] <= 0.03
    assert pytest.approx(0.5, abs=0.2) == measured["gold"]["cue"]["right"]
    assert "| all | content | 701 |" in calibrate.report(found, confidences, measured)


def gold_file(folder: Path) -> Path:
    """TEXT with its first attribution annotated, and one that nobody finds."""
    attributions = [
        {
            "content": [list(span_of(TEXT, "It rained"))],
            "cue": [list(span_of(TEXT, "said"))],
            "source": list(span_of(TEXT, "she")),
        },
        {"content": [list(span_of(TEXT, "had"))], "cue": [list(span_of(TEXT, "knew"))], "source": None},
    ]
    path = folder / "gold.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT, "attributions": attributions}) + "\n", encoding="utf8")
    return path


class Known:
    """A parser that knows TEXT alone."""

    calibration = Calibration(FITTED, tuple((target, Curve(log_odds(0.75), ())) for target in TARGETS))

    def parse(self, article: Article) -> Parse:
        return parse_of(article.text, AIMED)


def test_examples_are_judged_by_the_gold(tmp_path: Path) -> None:
    """An example says what was found and whether content, cue and source are right; of a wrong content the source is
    not asked."""
    articles, _ = read_gold(gold_file(tmp_path))

    found = calibrate.examples("mine", articles, Known().parse)

    assert [("mine", "a")] * len(found) == [(each.gold, each.article) for each in found]
    assert {"content": True, "cue": True, "source": True} == found[0].right
    assert all("source" not in each.right for each in found if not each.right["content"])
    assert all(each.features.keys() == each.raw.keys() == each.right.keys() for each in found)


def test_a_run_is_scored_as_it_ships(tmp_path: Path) -> None:
    """The table is made of calibrated records, and words are counted that somebody read."""
    run = score.run(gold_file(tmp_path), Known())

    assert 100.0 == run.score["quoted.found"].value
    assert {0.7} == {each.low for each in run.score.reliability if each.measure == "calibration.cue" and each.count}
    assert 10 == run.words
    assert run.seconds > 0


def test_the_rows_of_the_table(tmp_path: Path) -> None:
    """Every measure has its row and its goal, also where nothing was measured; what was has a figure."""
    run = score.run(gold_file(tmp_path), Known())
    rows = [*score.attribution_rows(run.score, run.score), *score.network_rows({"syntax, EWT dev": {"las": 88.42}})]
    rows += [*score.tokenizer_rows({}), score.speed_row({"a": replace(run, words=7000, seconds=1.0)})]
    rows += score.calibration_rows(run.score, IDENTITY)
    cells = {row.measure: row.cells() for row in rows}

    assert 22 == len(cells)
    assert all(row.goal[0] in "≥≤" for row in rows)
    assert ["88.4", "–", "≥ 88.5", ""] == cells["LAS, EWT dev, gold tokens"][1:]
    assert ["14,000", "–", "≥ 7,000", ""] == cells["words per second, parse and find, 2 cores"][1:]
    found = cells["attributions found, Jaccard ≥ 0.5, F1"]
    assert found[1] == found[4]
    assert "–" == cells["tokenizer: words, raw text, EWT dev, F1"][1]
    assert "–" == cells["calibration error of cue, out of fold"][1]
    assert "–" != cells["calibration error of cue, as shipped"][1]


def test_tokenizer_figures(tmp_path: Path) -> None:
    """Words and sentences are measured on raw text, and what the data has not is left out."""
    assert {} == score.tokenizer_figures(lambda texts: [[] for _ in texts], tmp_path)
    (tmp_path / "ud").mkdir()
    rows = [f"{at}\t{word}\t_\tX\tX\t_\t0\troot\t_\t_" for at, word in enumerate(("It", "rained", "here"), 1)]
    lines = [
        "# newdoc id = a",
        "# text = It rained here",
        *rows,
        "",
        "# text = Yes",
        "1\tYes\t_\tX\tX\t_\t0\troot\t_\t_",
        "",
    ]
    (tmp_path / "ud" / "dev-ewt.conllu").write_text("\n".join(lines) + "\n", encoding="utf8")

    figures = score.tokenizer_figures(lambda texts: [[[(0, 2), (3, 14)], [(15, 18)]] for _ in texts], tmp_path)

    # Of four words two are right and three were said; both sentences end where they should.
    assert {"words": pytest.approx(200 * 2 / 7), "sentences": 100.0} == figures


def test_the_golds_side_by_side(tmp_path: Path) -> None:
    """A gold is a column; what it does not say is a dash."""
    run = score.run(gold_file(tmp_path), Known())

    lines = score.gold_table({"mine": run, "again": run}).splitlines()

    assert "| measure (95 % interval) | mine | again |" == lines[0]
    assert "|  | 1 articles, 2 attributions | 1 articles, 2 attributions |" == lines[2]
    assert "| speakers: name right | – | – |" in lines


def test_a_block_is_replaced(tmp_path: Path) -> None:
    """What a command writes goes between the marks of its block, again and again, and the rest of the page stays."""
    page = tmp_path / "page.md"
    page.write_text("# A\n<!-- begin figures: by x -->\nold\n<!-- end figures -->\n\nB\n", encoding="utf8")

    for text in ("one \\1 two", "last"):
        blocks.update(page, "figures", text)

    expected = "# A\n<!-- begin figures: by x -->\n\nlast\n\n<!-- end figures -->\n\nB\n"
    assert expected == page.read_text(encoding="utf8")
    with pytest.raises(ValueError, match="0 blocks 'calibration'"):
        blocks.update(page, "calibration", "x")


def test_the_card_has_both_blocks() -> None:
    """The model card has a place for what the two commands write."""
    page = (Path(__file__).parents[1] / "docs" / "models.md").read_text(encoding="utf8")

    for name in ("figures", "calibration"):
        assert 1 == page.count(f"<!-- begin {name}: ")
        assert 1 == page.count(f"<!-- end {name} -->")
