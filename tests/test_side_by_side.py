"""The benchmark beside other systems: texts of the wanted length, time that is kept to, and tables of what was done."""

from __future__ import annotations

import json
import time
from itertools import islice
from typing import Any

import pytest

from attribution.article import paragraphs
from benchmarks import side_by_side
from benchmarks import side_by_side_process as process
from benchmarks import side_by_side_texts as texts


def part(name: str, words: int, seconds: float, *, articles: int = 1, whole: bool = True) -> dict[str, Any]:
    return {
        "name": name,
        "articles": articles,
        "words": words,
        "processor": seconds,
        "clock": 2 * seconds,
        "memory": 800.4,
        "whole": whole,
    }


@pytest.mark.parametrize("words", [100, 5_000])
def test_mixes(words: int) -> None:
    """Mixes have exactly the words that are wanted, are the same in every run, and are no article's twin."""
    first, second = islice(texts.mixes(words), 2), islice(texts.mixes(words), 2)
    mixed = list(first)

    assert [words, words] == [texts.words(text) for text in mixed]
    assert list(second) == mixed
    assert mixed[0] != mixed[1]
    assert len(paragraphs(mixed[0])) == mixed[0].count("\n\n") + 1


def test_time_is_kept() -> None:
    """No article is begun after the processor time that was given, and the part says that it is not whole."""

    def read(batch: object) -> None:
        until = time.process_time() + 0.02
        while time.process_time() < until:
            pass

    done = process.Part("")
    process.measure(read, done, ["a b c"] * 100, 0.05, batch_words=1)

    assert (3, 9, False) == (done.articles, done.words, done.whole)


def test_counts_end_with_the_time() -> None:
    """A part for which no time is left is not begun: the part before it was the last."""

    def use_all(part: process.Part, articles: object, seconds: float) -> None:
        part.articles, part.words, part.processor = 100, 10_000, seconds

    assert ["100"] == [part.name for part in process._count(use_all, 5.0)]


def test_batches() -> None:
    """A batch is full when it has the words that are wanted, and nothing is lost at the end."""
    sizes: list[int] = []
    done = process.Part("")
    process.measure(lambda batch: sizes.append(len(batch)), done, ["a b c"] * 5, 60, batch_words=6)

    assert [2, 2, 1] == sizes
    assert (5, 15, True) == (done.articles, done.words, done.whole)


def test_tables() -> None:
    """Ratios are to the first system; what there was no time for is a dash, what was cut short says where."""
    loading = {"processor": 2.04, "clock": 3.0}
    measured = {
        "job": {
            "loading": loading,
            "parts": [part("100", 4_000, 2.0, articles=100), part("1,000", 900, 0.5, articles=9)],
        },
        "stanza": {"loading": loading, "parts": [part("100", 500, 2.5, articles=5, whole=False)]},
    }
    name = side_by_side.SYSTEMS["stanza"][0]

    assert (
        f"| {name} | 200 | 0.10 | 100 | 2.0, 3.0 | 800 | 500 |" == side_by_side.speed_table(measured).splitlines()[-1]
    )
    assert [
        "| articles | 100 | 1,000 |",
        "| --- | --- | --- |",
        f"| {side_by_side.SYSTEMS['job'][0]} | 2,000; 800 | 1,800; 800 |",
        f"| {name} | 200; 800 (at 5) | – |",
    ] == side_by_side.growth_table("articles", ["100", "1,000"], measured, counted=True).splitlines()


def test_what_is_not_installed_is_left_out(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the extra `bench` the other systems are measured, and a line says what is missing."""
    asked: list[str] = []

    def run(module: str, *arguments: str) -> str:
        asked.append(arguments[0])
        return json.dumps({"loading": {"processor": 1, "clock": 1}, "parts": [part("100", 10, 1.0)]})

    monkeypatch.setattr(side_by_side, "find_spec", lambda name: None)
    monkeypatch.setattr(side_by_side, "run", run)
    side_by_side.main(["--only", "job", "--only", "spacy", "--seconds", "1"])

    assert {"job"} == set(asked)
    assert "spacy is left out: pip install 'news-attribution[bench]'\n" in capsys.readouterr().err
