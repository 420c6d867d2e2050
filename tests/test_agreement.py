"""agreement: two annotations of the same articles, compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from attribution.errors import InputError
from attribution.score.gold import read_gold
from benchmarks.agreement import report

GOLD = Path(__file__).parent / "data" / "gold"


def test_an_annotation_agrees_with_itself() -> None:
    """Every line of the table says 100 where both annotations are one."""
    second, _ = read_gold(GOLD / "second.jsonl")

    rows = [line.split(" | ") for line in report(second, second).splitlines()[2:]]

    assert {"100.0"} == {row[1] for row in rows}


def test_what_differs_is_counted() -> None:
    """A name that one annotation lacks costs names alone; an attribution that it lacks costs the rest."""
    articles, _ = read_gold(GOLD / "second.jsonl")
    first = articles[0]
    one, *others = first.attributions
    unnamed = replace(first, attributions=(replace(one, names={**one.names, "speaker": None}), *others))
    fewer = replace(first, attributions=tuple(others))

    def agreement(other: list[str]) -> dict[str, str]:
        return {line.split(" | ")[0].strip("| "): line.split(" | ")[1] for line in other[2:]}

    names = agreement(report([first], [unnamed]).splitlines())
    found = agreement(report([first], [fewer]).splitlines())

    assert "100.0" == names["all three exact, F1"]
    assert float(names["speaker's name, of the pairs, %"]) < 100
    assert float(found["found, F1"]) < 100
    assert "100.0" == found["speaker's name, of the pairs, %"]


def test_another_text_is_an_error() -> None:
    """Annotations of other articles are not compared."""
    articles, _ = read_gold(GOLD / "second.jsonl")

    with pytest.raises(InputError, match="not in the first annotation"):
        report(articles[1:], articles[:1])
