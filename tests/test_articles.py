"""The whole way on real articles with the real weights: who says what in seeds/, and the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from attribution import Analyzer, Article, Record
from attribution.lines import lines

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
TEHRAN = ROOT / "seeds" / "tehran-times-daesh-afghanistan.txt"
STANZA = Path(__file__).parent / "data" / "stanza"
# Passages between attributions of one text, short enough to be read in many groupings.
SHORT = [
    'Karin Holt, the mayor of Bergen, said the bridge was safe. "We have tested it twice," she added.',
    "PENCE: Well, look, I am proud of our plan.\n\nKAINE: That is not an answer.\n\nPENCE: It is my answer.",
    "The village is quiet in winter.",
    "The bank denied that it had broken the law, according to its lawyer, Ines Vogel.",
]


@cache
def analyzer() -> Analyzer:
    """One Analyzer with the embedded weights for all tests: it takes seconds to load."""
    return Analyzer()


@cache
def records(path: Path) -> tuple[Record, ...]:
    return analyzer().analyze(Article(path.read_text(encoding="utf8"), id=path.stem)).records


class Told(NamedTuple):
    """What one record says, as far as a table can hold it."""

    kind: str
    speaker: str | None
    speaker_kind: str
    role: str | None
    organization: str | None
    addressee: str | None
    medium: str | None


def told(record: Record) -> Told:
    speaker, role = record.speaker, record.role
    where = record.addressee.text, record.medium.text
    return Told(record.kind, speaker.name, speaker.kind, role.title, role.organization, *where)


KAZEMI = ("Hassan Kazemi-Qomi", "person", "special envoy to Afghanistan", "Iran")
MUJAHID = ("Zabihullah Mujahid", "person", "spokesman", "Taliban")
HANAFI = ("Abdul Salam Hanafi", "person", "acting second deputy prime minister", "Afghanistan")
MORTAZAVI = ("Hassan Mortazavi", "person", "deputy ambassador to Afghanistan", "Iran")

# The beginning of each fragment of content, its cue, its source, and what is told with it.
TOLD = [
    (
        ["the United States has not yet left"],
        "says",
        "Iran’s special envoy to Afghanistan Hassan Kazemi-Qomi",
        Told("indirect", *KAZEMI, None, None),
    ),
    (
        ["that the situation in Afghanistan affects the security"],
        "told",
        "Kazemi-Qomi",
        Told("indirect", *KAZEMI, "reporters", None),
    ),
    (["Tehran’s position on the importance"], "outlined", "The envoy", Told("indirect", *KAZEMI, None, None)),
    (
        ["Such a government", "would subsequently overcome"],
        "said",
        "he",
        Told("indirect", *KAZEMI, None, None),
    ),
    (
        ["that Iran’s Foreign Minister Hussein Amir-Abdollahian met"],
        "announced",
        "Taliban spokesman Zabihullah Mujahid",
        Told("indirect", *MUJAHID, None, "a tweet"),
    ),
    (
        ["the two sides discussed the current security"],
        "According to",
        "the spokesman",
        Told("indirect", *MUJAHID, None, None),
    ),
    (
        ["“Trade, economic and political relations were also discussed,”"],
        "added",
        "he",
        Told("direct", *MUJAHID, None, None),
    ),
    (
        ["the Taliban will never allow"],
        "said",
        "the top Afghan official",
        Told("indirect", *HANAFI, None, "the meeting"),
    ),
    (["Washington is still exerting pressure"], "said", "Hanafi", Told("indirect", *HANAFI, None, None)),
    (["that Iran will continue to provide aid"], "stated", "Mortazavi", Told("indirect", *MORTAZAVI, None, None)),
    (
        ["the formation of a caretaker government"],
        "announced",
        "The group",
        Told("indirect", "Taliban", "organization", None, None, None, None),
    ),
]


@pytest.mark.parametrize(("content", "cue", "source", "expected"), TOLD)
def test_the_tehran_article(content: list[str], cue: str, source: str, expected: Told) -> None:
    """Each passage of the article is one record, with exactly its speaker, role, addressee and medium."""
    found = [record for record in records(TEHRAN) if record.content.text.startswith(content[0])]

    assert [(expected, source, cue)] == [(told(r), r.source.text, r.cue.text) for r in found]
    fragments = found[0].content.fragments
    assert len(content) == len(fragments)
    assert all(part.text.startswith(start) for part, start in zip(fragments, content, strict=True))


def test_the_tehran_article_tells_nothing_else() -> None:
    """What the article does not attribute is no record."""
    assert len(TOLD) == len(records(TEHRAN))


def test_the_tehran_article_shows_its_evidence() -> None:
    """Who is named only by a description is named where the article writes the name."""
    text = TEHRAN.read_text(encoding="utf8")
    for record in records(TEHRAN):
        evidence = record.speaker.evidence
        assert evidence.text is not None
        assert text[evidence.start : evidence.end] == evidence.text
        assert record.speaker.name is not None
        assert record.speaker.name.split()[-1] in evidence.text


# Who speaks in each article of seeds/, among others.
SPEAKERS = {
    "tehran-times-daesh-afghanistan": ["Hassan Kazemi-Qomi", "Hassan Mortazavi", "Zabihullah Mujahid"],
    "whitehouse-webb-telescope": ["Joe Biden"],
    "wikinews-asylum-questionnaire": ["Enver Solomon", "Suella Braverman", "Yvette Cooper"],
    "wikinews-central-banks": ["United States Federal Reserve"],
    "wikinews-texas-clock": ["Barack Obama", "Sehar Memon"],
    "wikinews-warhol-exhibits": [
        "Hilary Braysmith",
        "K.C. Maurer",
        "Kathryn Waters",
        "Kevin Allton",
        "Kristen Wilkins",
    ],
}


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_every_seed_gives_records(path: Path) -> None:
    """Every article that comes with the project names some of its speakers."""
    named = {record.speaker.name for record in records(path) if record.speaker.name}

    assert len(records(path)) >= 3
    assert not set(SPEAKERS[path.stem]) - named


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_every_span_stands_in_the_text(path: Path) -> None:
    """Records are verbatim: each span slices to its own text, and parents are records of the same article."""
    text = path.read_text(encoding="utf8")
    ids = [record.id for record in records(path)]

    assert len(set(ids)) == len(ids)
    for record in records(path):
        assert record.check(text) is record
        assert record.parent is None or record.parent in ids


def test_a_transcript_is_told_in_turns() -> None:
    """In the remarks from the White House, each speaker's turn is one record, paragraphs and all."""
    turns = [record for record in records(ROOT / "seeds" / "whitehouse-webb-telescope.txt") if record.parent is None]
    labels = [record.source.text for record in turns if record.cue.text == ":"]

    assert ["THE VICE PRESIDENT", "THE PRESIDENT"] == labels
    assert all(len(record.content.fragments) > 3 for record in turns if record.cue.text == ":")


def output(article: Article, with_analyzer: Analyzer | None = None) -> dict[str, bytes]:
    """The lines that a run writes for one article."""
    return lines(with_analyzer or analyzer(), article).streams


def grouped(texts: Sequence[str]) -> dict[str, dict[str, bytes]]:
    return {text: output(Article(text)) for text in texts}


def test_the_same_bytes_in_any_grouping() -> None:
    """An article's lines do not depend on the articles before it, nor on how often it is read."""
    alone = {text: output(Article(text)) for text in SHORT}

    assert alone == grouped(SHORT[::-1])
    assert alone == grouped([*SHORT[2:], *SHORT[:2], *SHORT])


def test_the_same_bytes_after_other_texts() -> None:
    """Neither a long article nor a text that cannot be analyzed leaves anything behind in the Analyzer."""
    article = Article(TEHRAN.read_text(encoding="utf8"), id="a")
    before = output(article)
    output(Article(" \n "))
    output(Article('"' * 500))
    output(Article(SEEDS[-1].read_text(encoding="utf8")))

    assert before == output(article)


def test_the_same_bytes_from_another_analyzer() -> None:
    """Loading the weights again changes nothing."""
    again = Analyzer()

    assert grouped(SHORT) == {text: output(Article(text), again) for text in SHORT}


def test_an_article_without_attributions_has_its_line() -> None:
    """What was read is told, also where nobody said anything."""
    streams = output(Article(SHORT[2]))

    assert b"" == streams["attributions.jsonl"]
    assert 1 == streams["articles.jsonl"].count(b"\n")
    assert b"" == streams["errors.jsonl"]


def test_official_packages_take_the_same_way() -> None:
    """With a directory of Stanza's packages the same Analyzer gives valid records, and the same ones twice."""
    official = Analyzer(models=STANZA)
    found = [official.analyze(text) for text in SHORT]

    assert sum(len(analysis.records) for analysis in found) >= 3
    for text, analysis in zip(SHORT, found, strict=True):
        assert all(record.check(text) for record in analysis.records)
        assert analysis == official.analyze(text)
