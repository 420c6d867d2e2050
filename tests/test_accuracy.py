"""accuracy: the tables of names agree with `attribution score`, and the curve withholds names by their confidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from attribution.article import Article
from attribution.parse import Parse
from attribution.resolve import THRESHOLD
from attribution.score import score
from benchmarks import accuracy
from tests.factories import parse_of, span_of

TEXT = (
    "John Smith, Carl Diaz, Max Lee and Paul Jones left. It rained, he said. John Smith said it snowed. "
    "Critics said it froze."
)
TABLE = """
John    John    PROPN/NNP 2 compound
Smith   Smith   PROPN/NNP 12 nsubj    Number=Sing
,       ,       PUNCT     5 punct
Carl    Carl    PROPN/NNP 5 compound
Diaz    Diaz    PROPN/NNP 2 conj      Number=Sing
,       ,       PUNCT     8 punct
Max     Max     PROPN/NNP 8 compound
Lee     Lee     PROPN/NNP 2 conj      Number=Sing
and     and     CCONJ     11 cc
Paul    Paul    PROPN/NNP 11 compound
Jones   Jones   PROPN/NNP 2 conj      Number=Sing
left    leave   VERB/VBD  0 root      Tense=Past|VerbForm=Fin
.       .       PUNCT     12 punct

It      it      PRON/PRP  2 nsubj     content 5 Number=Sing
rained  rain    VERB/VBD  5 ccomp     content 5 Tense=Past|VerbForm=Fin
,       ,       PUNCT     5 punct
he      he      PRON/PRP  5 nsubj     source 5 Gender=Masc|Number=Sing|Person=3
said    say     VERB/VBD  0 root      cue Tense=Past|VerbForm=Fin
.       .       PUNCT     5 punct

John    John    PROPN/NNP 2 compound  source 3
Smith   Smith   PROPN/NNP 3 nsubj     source 3 Number=Sing
said    say     VERB/VBD  0 root      cue Tense=Past|VerbForm=Fin
it      it      PRON/PRP  5 nsubj     content 3 Number=Sing
snowed  snow    VERB/VBD  3 ccomp     content 3 Tense=Past|VerbForm=Fin
.       .       PUNCT     3 punct

Critics critic  NOUN/NNS  2 nsubj     source 2 Number=Plur
said    say     VERB/VBD  0 root      cue Tense=Past|VerbForm=Fin
it      it      PRON/PRP  4 nsubj     content 2 Number=Sing
froze   freeze  VERB/VBD  2 ccomp     content 2 Tense=Past|VerbForm=Fin
.       .       PUNCT     2 punct
"""


class Known:
    """A parser that knows TEXT alone."""

    def parse(self, article: Article) -> Parse:
        return parse_of(
            article.text, TABLE, names=dict.fromkeys(("John Smith", "Carl Diaz", "Max Lee", "Paul Jones"), "PER")
        )


def gold_file(folder: Path, kind: str = "person") -> Path:
    """Three attributions of TEXT: of a man who may be any of four, of one by name, and of an unnamed group."""
    who = [
        ("It rained", "he", "John Smith", kind, 1),
        ("it snowed", "John Smith", "John Smith", "person", 2),
        ("it froze", "Critics", None, "group", 1),
    ]
    attributions = [
        {
            "content": [list(span_of(TEXT, content))],
            "cue": [list(span_of(TEXT, "said", number))],
            "source": list(span_of(TEXT, source, nth)),
            "speaker": speaker,
            "kind": what,
            "role": "Mayor" if speaker else None,
            "organization": None,
        }
        for number, (content, source, speaker, what, nth) in enumerate(who, start=1)
    ]
    path = folder / "gold.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT, "attributions": attributions}) + "\n", encoding="utf8")
    return path


def test_the_figures_are_those_of_score(tmp_path: Path) -> None:
    """The line "all" has what `attribution score` says of the same records."""
    (read,) = accuracy.read(gold_file(tmp_path), Known())
    run = tmp_path / "run.jsonl"
    with run.open("w", encoding="utf8") as file:
        file.writelines(record.model_dump_json(by_alias=True) + "\n" for record, _ in read.compared().records)

    figures = {each.name: each for each in score(tmp_path / "gold.jsonl", run, resamples=0).figures}
    row = accuracy.names_table("x", accuracy.groups([read.compared()], lambda gold, record: None, ())).splitlines()[-1]

    shares = [figures[f"speakers.{name}"].value for name in ("right", "wrong", "unresolved", "unnamed", "kind")]
    assert shares == pytest.approx(
        [float(cell.split("(")[1].rstrip(") ")) for cell in row.split("|") if "(" in cell], abs=0.05
    )


def test_groups_part_what_was_found(tmp_path: Path) -> None:
    """Each found attribution counts in its own group and in all; one without a group counts in all alone."""
    compared = [each.compared() for each in accuracy.read(gold_file(tmp_path), Known())]

    by = accuracy.groups(compared, lambda gold, record: record.speaker.resolved_by, ("pronoun", "name", "none"))
    alone = accuracy.groups(compared, lambda gold, record: gold.names.get("polarity"), ("asserted",))

    assert ["name", "none", "all"] == list(by)
    assert [1, 1, 2] == [sums["speakers.right", "of"] for sums in by.values()]
    assert [1, 0, 1] == [sums["speakers.right", "right"] for sums in by.values()]
    assert ["all"] == list(alone)


def test_the_curve_goes_both_ways(tmp_path: Path) -> None:
    """A lower threshold names the man who may be any of four, a higher one nobody."""
    found = accuracy.curve(accuracy.read(gold_file(tmp_path), Known()), (0.0, THRESHOLD, 0.99))

    assert [2, 1, 0] == [sums.get(("speakers.precision", "of"), 0) for sums in found.values()]
    *_, default, highest = accuracy.curve_table(found).splitlines()
    assert "| 0.5 (default) | 1 | 1 | 100.0 | 50.0 | 1 (50.0) | 1 (100.0) |" == default
    assert "| 0.99 | 0 | 0 | – | 0.0 | 0 (0.0) | 1 (100.0) |" == highest


def test_errors(tmp_path: Path) -> None:
    """Each wrong part of a record is an error of its own, in the order of the gold; what is right is none."""
    found = list(accuracy.errors(each.compared() for each in accuracy.read(gold_file(tmp_path, "group"), Known())))

    assert [
        ("name", "John Smith", None, "he"),
        ("kind", "group", "person", "he"),
        ("title", "Mayor", None, "he"),
        ("title", "Mayor", None, "John Smith"),
    ] == [(each.what, each.gold, each.given, each.record.source.text) for each in found]
    assert ["a", "name", "John Smith", "–", "none", "he", "It rained"] == found[0].cells()


def test_sections(tmp_path: Path) -> None:
    """Each gold has its section with four tables, several golds the curve of all; the errors have a table alone."""
    read = accuracy.read(gold_file(tmp_path), Known())

    sections = "\n".join(accuracy.report([read, read])).split("### ")[1:]
    errors = "\n".join(accuracy.errors_report([read]))

    assert [4, 4, 1] == [section.count("\n\n|") for section in sections]
    assert sections[0] == sections[1]
    assert sections[2].startswith("All 2 articles\n")
    assert "| 0.5 (default) | 2 | 2 | 100.0 | 50.0 | 2 (50.0) | 2 (100.0) |" in sections[2]
    assert "| a | title | Mayor | – | name | John Smith | it snowed |" in errors
