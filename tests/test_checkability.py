"""Checkability: signals stand where the words stand, and the score orders what people would order so."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from attribution.article import Article, Span
from attribution.describe.checkability import CUES, checkability_of, features
from attribution.describe.signals import signals_of
from attribution.describe.values import Checked, Description, Role
from attribution.find import Attribution
from attribution.find.values import Fragment
from attribution.parse import Parse
from attribution.tables import table
from benchmarks.checkability import average_precision, fit
from tests.factories import built, parse_of, span_of

DATA = Path(__file__).parent / "data"

FIGURES = parse_of(
    "Exports rose 12 percent to $4 billion in 2014 because Arland Steel sold more than its largest rival.",
    """
    Exports export NOUN 2 nsubj Number=Plur
    rose rise VERB 0 root Mood=Ind|Tense=Past|VerbForm=Fin
    12 12 NUM 4 nummod NumType=Card
    percent percent NOUN 2 obj
    to to ADP 7 case
    $ $ SYM 7 compound
    4 4 NUM 2 obl NumType=Card
    billion billion NUM 7 flat NumType=Card
    in in ADP 10 case
    2014 2014 NUM 2 obl NumType=Card
    because because SCONJ 14 mark
    Arland Arland PROPN 14 nsubj
    Steel Steel PROPN 12 flat
    sold sell VERB 2 advcl Mood=Ind|Tense=Past|VerbForm=Fin
    more more ADJ 14 obj Degree=Cmp
    than than ADP 19 case
    its its PRON 19 nmod:poss
    largest large ADJ 19 amod Degree=Sup
    rival rival NOUN 15 obl
    . . PUNCT 2 punct
    """,
    names={"Arland Steel": "ORG"},
)
HOPE = parse_of(
    "I think we will love our beautiful stadium, and we hope it could open soon.",
    """
    I I PRON 2 nsubj
    think think VERB 0 root Mood=Ind|Tense=Pres|VerbForm=Fin
    we we PRON 5 nsubj
    will will AUX 5 aux VerbForm=Fin
    love love VERB 2 ccomp VerbForm=Inf
    our our PRON 8 nmod:poss
    beautiful beautiful ADJ 8 amod Degree=Pos
    stadium stadium NOUN 5 obj
    , , PUNCT 12 punct
    and and CCONJ 12 cc
    we we PRON 12 nsubj
    hope hope VERB 2 conj Mood=Ind|Tense=Pres|VerbForm=Fin
    it it PRON 15 nsubj
    could could AUX 15 aux VerbForm=Fin
    open open VERB 12 ccomp VerbForm=Inf
    soon soon ADV 15 advmod
    . . PUNCT 2 punct
    """,
)


def whole(parse: Parse) -> list[Span]:
    return [Span(0, len(parse.text))]


def words(parse: Parse) -> set[tuple[str, str]]:
    return {(signal.kind, parse.words(signal.span)) for signal in signals_of(parse, parse.tokens)}


def test_signals_of_a_claim() -> None:
    """Figures with currency and unit, trends, years, causes, names, comparatives and superlatives, as written."""
    assert {
        ("comparison", "rose"),
        ("quantity", "12 percent"),
        ("quantity", "$4 billion"),
        ("time", "2014"),
        ("cause", "because"),
        ("name", "Arland Steel"),
        ("comparison", "more than"),
        ("ranking", "largest"),
    } == words(FIGURES)


def test_signals_of_a_hope() -> None:
    """Opinion, prediction, a first person's promise and experience; "hope" is the source's own only after I or we."""
    found = words(HOPE)

    assert {("opinion", "think"), ("opinion", "beautiful"), ("promise", "will"), ("prediction", "could")} <= found
    assert ("experience", "hope") in found
    assert not {kind for kind, _ in found} & {"quantity", "cause", "ranking", "comparison"}


@pytest.mark.parametrize(
    ("text", "rows", "kind", "expected"),
    [
        ("at least four", "at at ADP 3 case\nleast least ADJ 3 nmod Degree=Sup\nfour four NUM 0 root", "ranking", []),
        ("the 1st win", "the the DET 3 det\n1st 1st ADJ 3 amod\nwin win NOUN 0 root", "ranking", ["1st"]),
        ("the 1st win", "the the DET 3 det\n1st 1st ADJ 3 amod\nwin win NOUN 0 root", "quantity", []),
        ("Flight 447", "Flight Flight PROPN 0 root\n447 447 NUM 1 nummod", "quantity", []),
        ("on May 7", "on on ADP 2 case\nMay May PROPN 0 root\n7 7 NUM 2 nummod", "quantity", []),
        ("on May 7", "on on ADP 2 case\nMay May PROPN 0 root\n7 7 NUM 2 nummod", "time", ["May"]),
        ("it may rain", "it it PRON 3 nsubj\nmay may AUX 3 aux\nrain rain VERB 0 root", "time", []),
        ("two years ago", "two two NUM 2 nummod\nyears year NOUN 3 obl\nago ago ADV 0 root", "time", ["years ago"]),
        ("who pays ?", "who who PRON 2 nsubj\npays pay VERB 0 root\n? ? PUNCT 2 punct", "question", ["?"]),
    ],
)
def test_numbers_and_times(text: str, rows: str, kind: str, expected: list[str]) -> None:
    """Dates, ordinals and the numbers of things are no quantities, and a modal verb is no month."""
    parse = parse_of(text, rows)

    assert expected == [part for name, part in sorted(words(parse)) if name == kind]


def test_a_claim_comes_before_a_hope() -> None:
    """The score orders; a request for it scores less than a statement of it."""
    claim, hope = checkability_of(FIGURES, whole(FIGURES)), checkability_of(HOPE, whole(HOPE))

    assert 0 < hope.score < 0.3 < 0.7 < claim.score < 1
    assert checkability_of(FIGURES, whole(FIGURES), "request").score < claim.score


def test_only_the_content_counts() -> None:
    """Words outside the content's spans give no signals."""
    start = FIGURES.text.index("because")

    assert {"cause", "name", "comparison", "ranking"} == {
        kind for kind, _ in checkability_of(FIGURES, [Span(start, len(FIGURES.text))]).signals
    }
    assert () == checkability_of(FIGURES, []).signals


def test_a_record_shows_its_signals() -> None:
    """Kinds are sorted, each once, and the signals slice to the article's text; without an assessment all is empty."""
    text = "Ann Lee said it rose 4 percent."
    content = span_of(text, "it rose 4 percent")
    attribution = Attribution((Fragment(*content, quoted=False),), (span_of(text, "said"),), None, "indirect")
    start = text.index("4 percent")
    checked = Checked(0.75, (("quantity", Span(start, start + 9)),))
    description = Description(Role(), None, None, None, None, "asserted", (), checked)

    (record,), _ = built(Article(text), [attribution], descriptions=[description])

    assert (0.75, ("quantity",)) == (record.checkability.score, record.checkability.kinds)
    assert "4 percent" == record.checkability.signals[0].text
    assert "checkability.signals[0]" in dict(record.spans())


def test_every_feature_with_a_weight_exists() -> None:
    """A weight for what is never counted would be a slip of the pen."""
    known = {"intercept", "finite", "past", "first_person", "short", *(f"cue_{name}" for name in CUES)}
    known |= {row[1] for row in table("checkability")} | {"time", "name", "question"}

    assert known >= {row[0] for row in table("checkability_weights")}
    assert known >= set(features(HOPE, HOPE.tokens, signals_of(HOPE, HOPE.tokens), "request"))


def test_the_annotation_fits_its_articles() -> None:
    """At least 150 contents, each at the place and in the order of the gold, both answers with their own reasons."""
    gold = [json.loads(line) for line in (DATA / "gold" / "gold.jsonl").read_text(encoding="utf8").splitlines()]
    texts = {article["id"]: article["text"] for article in gold}
    lines = [
        json.loads(line) for line in (DATA / "checkability" / "worth.jsonl").read_text(encoding="utf8").splitlines()
    ]

    assert len(lines) >= 150
    assert [one["content"] for article in gold for one in article["attributions"]] == [
        line["content"] for line in lines
    ]
    for line in lines:
        assert line["text"] == " … ".join(texts[line["article"]][start:end] for start, end in line["content"])
    reasons = Counter((line["reason"], line["worth_checking"]) for line in lines)
    assert len(reasons) == len({reason for reason, _ in reasons})


def test_average_precision() -> None:
    """Hand-counted: right at 1 and 3 of 3 gives (1 + 2/3) / 2; equal scores share their places."""
    np = pytest.importorskip("numpy")

    assert pytest.approx((1 + 2 / 3) / 2) == average_precision(np.array([3.0, 2.0, 1.0]), np.array([1.0, 0.0, 1.0]))
    assert pytest.approx(0.5) == average_precision(np.zeros(4), np.array([1.0, 0.0, 1.0, 0.0]))


def test_a_sign_that_makes_no_sense_is_not_fitted() -> None:
    """A figure may never speak against checking, whatever a small set happens to say."""
    np = pytest.importorskip("numpy")
    x = np.array([[1.0, 1.0], [1.0, 1.0], [1.0, 0.0], [1.0, 0.0]])

    assert 0.0 == fit(x, np.array([0.0, 0.0, 1.0, 1.0]), ["intercept", "quantity"])[1]
    assert fit(x, np.array([1.0, 1.0, 0.0, 0.0]), ["intercept", "quantity"])[1] > 0.2
