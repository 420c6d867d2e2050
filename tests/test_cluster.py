"""The same quotation in several articles: found, dated, counted by source, and held against its fullest wording."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from attribution.cli import app
from attribution.cluster import cluster
from attribution.cluster.candidates import keys, pairs
from attribution.cluster.compare import Comparison, alike, differences
from attribution.cluster.copies import is_copy, sketch
from attribution.cluster.gather import host, moment
from attribution.cluster.group import likeness
from attribution.cluster.wording import Wording, own_pieces, wording_of
from attribution.errors import InputError, OutputError
from attribution.record.cluster import Cluster
from attribution.resolve.compare import bodies, people
from benchmarks.quotation_pairs import LABELS, judged, read
from tests.quotation_runs import article, write
from tests.stub_analyzer import SAID, record

PAIRS = Path(__file__).parent / "data" / "cluster" / "pairs.tsv"

SOUND = "The bridge was inspected in March and found to be sound,"
FULL = "I do not believe that the bridge is safe for heavy trucks before the girders are painted,"


def quoted(text: str) -> Wording:
    return wording_of(((text, True),))


def between(reference: str, here: str) -> Comparison:
    return differences(quoted(reference), quoted(here))


def found(*runs: Path, **options: Any) -> list[dict[str, Any]]:
    out = BytesIO()
    cluster(runs, out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_quotation_of_two_articles_is_a_cluster(tmp_path: Path) -> None:
    """Outlets, speakers and both records are there, in the order of their dates."""
    run = write(
        tmp_path / "run",
        [
            article("late", f'"{SOUND}" said Ann Lee.', 0, publisher="Evening Post", published="2026-03-03"),
            article(
                "early", f'"{SOUND}" said Ann Lee.', 1, url="https://www.courier.example/a", published="2026-03-02"
            ),
        ],
    )

    (line,) = found(run)

    assert ["early", "late"] == [each["article"]["id"] for each in line["appearances"]]
    assert {"published": "2026-03-02", "articles": ["early"], "undated": 0} == line["earliest"]
    assert [("courier.example", 1), ("Evening Post", 1)] == [(one["name"], one["articles"]) for one in line["outlets"]]
    assert [{"name": "Ann Lee", "kind": "person", "articles": 2}] == line["speakers"]
    assert (2, 2, 1, 1) == tuple(line["counts"][name] for name in ("articles", "sources", "wordings", "speakers"))
    assert [] == line["signals"]
    assert ["reference", "same"] == [each["wording"] for each in line["appearances"]]


def test_one_article_is_no_cluster(tmp_path: Path) -> None:
    """Twice in one article, in its lead and in its body, is no second appearance."""
    run = write(tmp_path / "run", [article("a", f'"{SOUND}" said Ann Lee. "{SOUND}" said Ann Lee.')])

    assert [] == found(run)


def test_an_article_in_two_runs_counts_once(tmp_path: Path) -> None:
    """Runs of two days may overlap."""
    one = article("a", f'"{SOUND}" said Ann Lee.')
    other = article("b", f'"{SOUND}" said Ann Lee.', 1)

    assert [] == found(write(tmp_path / "first", [one]), write(tmp_path / "second", [one]))
    (line,) = found(write(tmp_path / "third", [one, other]), write(tmp_path / "fourth", [one]))
    assert 2 == line["counts"]["articles"]


def test_copies_are_one_source(tmp_path: Path) -> None:
    """A wire story in two papers, shortened in one, is one source beside the report that somebody else wrote."""
    story = f'"{SOUND}" said Ann Lee.'
    run = write(
        tmp_path / "run",
        [
            article("wire", story, 0),
            article("paper", f"{story} Readers can send us their pictures of the bridge.", 0),
            article("own", story, 1),
        ],
    )

    (line,) = found(run)

    assert {"wire": None, "paper": "wire", "own": None} == {
        each["article"]["id"]: each["copy_of"] for each in line["appearances"]
    }
    assert 2 == line["counts"]["sources"]


def test_without_texts_only_equal_texts_are_copies(tmp_path: Path) -> None:
    """The hash in the record still tells that two texts are the same, and the count of missing texts is given."""
    story = f'"{SOUND}" said Ann Lee.'
    run = write(
        tmp_path / "run", [article("a", story), article("b", story), article("c", f"{story} More.")], texts=False
    )
    out = BytesIO()

    done = cluster([run], out)

    (line,) = map(json.loads, out.getvalue().splitlines())
    assert 3 == done.without_text
    assert [None, "a", None] == [each["copy_of"] for each in line["appearances"]]


def test_a_duplicate_has_the_records_of_its_first(tmp_path: Path) -> None:
    """extract writes the records of a text once; whoever published it again has the quotation, too."""
    run = write(tmp_path / "run", [article("a", f'"{SOUND}" said Ann Lee.', publisher="Post")])
    line = json.loads((run / "articles.jsonl").read_text(encoding="utf8"))
    line["article"] |= {"id": "b", "publisher": "Courier"}
    line["duplicate_of"] = "a"
    with (run / "articles.jsonl").open("a", encoding="utf8") as file:
        file.write(json.dumps(line) + "\n")

    (line,) = found(run)

    assert ["Post", "Courier"] == [one["name"] for one in line["outlets"]]
    assert 1 == line["counts"]["sources"]


def test_dates_that_do_not_decide_are_all_named(tmp_path: Path) -> None:
    """A day without a time may be before or after a time of that day; without a date, nobody knows."""
    story = f'"{SOUND}" said Ann Lee.'
    run = write(
        tmp_path / "run",
        [
            article("noon", story, 0, published="2026-03-02T12:00:00Z"),
            article("day", story, 1, published="2026-03-02"),
            article("undated", story, 2),
        ],
    )

    (line,) = found(run)

    assert {"day", "noon"} == set(line["earliest"]["articles"])
    assert 1 == line["earliest"]["undated"]
    assert "undated" == line["appearances"][-1]["article"]["id"]


def test_a_turned_sense_is_a_signal(tmp_path: Path) -> None:
    """What one outlet cuts off is shown with the words, and says why the sense may have turned."""
    run = write(
        tmp_path / "run",
        [
            article("full", f'"{FULL}" said Ann Lee.', 0),
            article("cut", '"the bridge is safe for heavy trucks," said Ann Lee.', 1),
        ],
    )

    (line,) = found(run)

    cut = line["appearances"][1]
    assert ["sense_may_turn", "shortened"] == line["signals"]
    assert ["negation_dropped"] == cut["turns"]
    assert ("omitted", "beginning", "I do not believe that") == tuple(
        cut["changes"][0][key] for key in ("operation", "position", "reference")
    )
    assert FULL.rstrip(",") == line["reference"].rstrip(",")


def test_another_speaker_is_a_signal(tmp_path: Path) -> None:
    """The same words of two people; forms of one name are one speaker, and a surname can be its bearer."""
    articles = [
        article("a", f'"{SOUND}" said Ann Lee.', 0),
        article("b", f'"{SOUND}" said Lee.', 1),
        article("c", f'"{SOUND}" said Peter Novak.', 2),
    ]

    (line,) = found(write(tmp_path / "run", articles))
    (same,) = found(write(tmp_path / "same", articles[:2]))

    assert ["different_speakers"] == line["signals"]
    assert [("Ann Lee", 2), ("Peter Novak", 1)] == [(one["name"], one["articles"]) for one in line["speakers"]]
    assert [] == same["signals"]


def test_the_lines_follow_the_schema_and_are_the_same_again(tmp_path: Path) -> None:
    """Every line is a valid Cluster, and a second run gives the same bytes."""
    run = write(
        tmp_path / "run",
        [article("a", f'"{FULL}" said Ann Lee. "{SOUND}" said Bo Dahl.'), article("b", f'"{SOUND}" said Bo Dahl.', 1)]
        + [article(f"c{at}", f'"I do not believe that the bridge is safe," said Ann Lee. {at}', at) for at in range(3)],
    )

    cluster([run], tmp_path / "one.jsonl")
    cluster([run], tmp_path / "two.jsonl")

    written = (tmp_path / "one.jsonl").read_bytes()
    assert written == (tmp_path / "two.jsonl").read_bytes()
    lines = [Cluster.model_validate_json(line) for line in written.splitlines()]
    assert [4, 2] == [line.counts.articles for line in lines]


def test_a_file_that_stands_is_kept(tmp_path: Path) -> None:
    """Unless --overwrite is given; and what is no run is named."""
    run = write(tmp_path / "run", [article("a", f'"{SOUND}" said Ann Lee.')])
    out = tmp_path / "clusters.jsonl"
    out.write_text("mine", encoding="utf8")

    with pytest.raises(OutputError, match="--overwrite"):
        cluster([run], out)
    assert "mine" == out.read_text(encoding="utf8")
    cluster([run], out, overwrite=True)
    assert "" == out.read_text(encoding="utf8")
    with pytest.raises(InputError, match="nowhere"):
        cluster([tmp_path / "nowhere"], out, overwrite=True)


def test_what_a_source_hands_on_is_not_its_own() -> None:
    """The words of a record inside another one are compared as the inner one's alone."""
    story = article("a", f'"Bo told me: {SOUND}" said Ann Lee.')
    match = next(SAID.finditer(story.text))
    outer = record(story, match)
    start = story.text.index(SOUND)
    inner = outer.content.fragments[0].model_copy(update={"start": start, "end": start + len(SOUND), "text": SOUND})

    assert (("Bo told me: ", True),) == own_pieces(outer, [(inner.start, inner.end)])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("We don't know why it can’t be done.", "we do not know why it can not be done"),
        ("We'll see what they’ve found", "We will see what they have found!"),
        ("São Paulo – a city of “firsts”", "Sao Paulo: a city of firsts"),
    ],
)
def test_writing_makes_no_difference(one: str, two: str) -> None:
    """Case, accents, contractions and punctuation are no other wording."""
    assert quoted(one).folded == quoted(two).folded
    assert "same" == between(one, two).wording


@pytest.mark.parametrize(
    ("reference", "here", "turns"),
    [
        ("We never said that the plant would close.", "We said that the plant would close.", "negation_dropped"),
        ("The plant might close in the spring of next year.", "The plant will close in the spring.", "hedge_dropped"),
        ("We will pay if the court agrees with the union.", "We will pay", "condition_dropped"),
        ("It works well, but it costs far too much for us.", "It works well", "contrast_dropped"),
        ("Our critics say that the plant is a danger.", "the plant is a danger", "report_dropped"),
        ("Only some of the workers in the plant fell ill.", "the workers in the plant fell ill", "limit_dropped"),
        ("The plant employs 300 people in the valley.", "The plant employs 30 people in the valley.", "number_changed"),
        ("Is the plant a danger to the people in the valley?", "the plant a danger to the people", "question_dropped"),
    ],
)
def test_each_turn(reference: str, here: str, turns: str) -> None:
    """Every kind of lost word that can turn a sense has its code."""
    assert turns in between(reference, here).turns


@pytest.mark.parametrize(
    ("reference", "here"),
    [
        ("We did not know it, and we never will, said our friends.", "We did not know it, and we never will"),
        ("He has not called. The plant is open. Nobody was hurt.", "The plant is open."),
        ("We have never closed the plant in a winter.", "We have not closed the plant in a winter."),
    ],
)
def test_what_turns_nothing(reference: str, here: str) -> None:
    """Whole sentences left out, other clauses, and another word of the same kind are no turn."""
    assert () == tuple(turn for turn in between(reference, here).turns if turn.startswith("negation"))


def test_a_denial_outside_the_words_is_a_negation() -> None:
    """ "We did not pay" and "denied that they paid" say the same."""
    reference, here = quoted("We did not pay anybody for the contract"), quoted("We did pay anybody for the contract")

    assert ("negation_dropped",) == differences(reference, here).turns
    assert () == differences(reference, here, denied=(False, True)).turns


def test_cuts_are_named() -> None:
    """An ellipsis, brackets and a silent omission inside quotation marks are told from each other."""
    reference = "The old pump failed on Sunday, the new one works and the cellar is dry again."

    assert ("ellipsis",) == between(
        reference, "The old pump failed … the new one works and the cellar is dry again."
    ).notes
    silent = between(reference, "The old pump failed the new one works and the cellar is dry again.")
    assert ("silent_omission",) == silent.notes
    assert "shortened" == silent.wording
    brackets = between(
        reference, "The old pump failed on Sunday, the new one [in the school] works and the cellar is dry again."
    )
    assert ("brackets",) == brackets.notes
    assert "altered" != brackets.wording
    assert ("cut_end",) == between(
        "The old pump failed on Sunday in the cellar.", "The old pump failed on Sunday"
    ).notes


def test_the_articles_words_between_two_fragments_are_no_omission() -> None:
    """“A,” she said. “C.” leaves out what stood between, as every reporter may; it is not called silent."""
    reference = quoted("The pump failed. Nobody saw it. The cellar is full of water up to the door.")
    here = wording_of((("The pump failed,", True), ("The cellar is full of water up to the door.", True)))

    assert ("omission",) == differences(reference, here).notes


def test_a_comma_before_the_cue_may_end_a_sentence() -> None:
    """“A,” she said. “B.” are two sentences, so that whoever prints B alone has cut nothing off."""
    reference = wording_of((("We never saw the report,", True), ("The lane was closed in the autumn.", True)))

    found = differences(reference, quoted("The lane was closed in the autumn."))

    assert ("shortened", (), (), ()) == (found.wording, found.differences, found.turns, found.notes)


@pytest.mark.parametrize("row", read(PAIRS)[::2], ids=lambda row: f"{row['label']}: {row['one'][:30]}")
def test_the_annotated_pairs(row: dict[str, str]) -> None:
    """The pairs on which the thresholds were chosen are judged as by hand; docs/clusters.md has the others."""
    assert row["label"] == judged(row)


def test_the_pairs_have_every_label() -> None:
    """At least sixty pairs, each label among them."""
    rows = read(PAIRS)

    assert len(rows) >= 60
    assert set(LABELS) == {row["label"] for row in rows}


def test_candidates_are_ordered_and_few_in_a_crowd() -> None:
    """Every pair comes once, the fuller first; a phrase that all share does not lead to comparing all with all."""
    few, many = ([keys(tuple(f"at the end of the day w{at}".split())) for at in range(size)] for size in (300, 600))

    candidates = list(pairs(few))

    assert candidates == sorted(set(candidates))
    assert all(one < two for one, two in candidates)
    assert len(list(pairs(many))) < 2.5 * len(candidates)


def test_texts_are_copies_by_most_of_their_words() -> None:
    """A cut of a text is its copy; another report with the same quotation is not; a few words prove nothing."""
    texts = [article("x", f'"{SOUND}" said Ann Lee.', lead).text for lead in (0, 1)]

    assert is_copy(sketch(texts[0]), sketch(texts[0][: len(texts[0]) * 2 // 3]))
    assert not is_copy(sketch(texts[0]), sketch(texts[1]))
    assert not is_copy(sketch("Work goes on."), sketch("Work goes on."))


@pytest.mark.parametrize(
    ("published", "first"),
    [
        ("2026-03-02", "2026-03-02T00:00:00+00:00"),
        ("2026-03-02T12:00:00+02:00", "2026-03-02T10:00:00+00:00"),
        ("Mon, 02 Mar 2026 12:00:00 GMT", "2026-03-02T12:00:00+00:00"),
        ("last Monday", None),
        (None, None),
    ],
)
def test_dates(published: str | None, first: str | None) -> None:
    """ISO 8601 and the dates of feeds are read; nothing is made of other words."""
    at = moment(published)

    assert first == (None if at is None else at.first.isoformat())


def test_hosts() -> None:
    """An outlet without a publisher is the host of its address."""
    assert "post.example" == host("https://www.Post.example:443/a?b")
    assert host("no address") is None
    assert host("http://[broken") is None


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("Hassan Kazemi-Qomi", "Hassan Kazemi Qomi", "same"),
        ("Hassan Kazemi-Qomi", "Hassan Kazemi", "same"),
        ("Michael M. Sears", "Mike Sears", "same"),
        ("Sen. Ann Lee", "Ann Lee", "same"),
        ("Ann Lee", "Lee", "part"),
        ("Ann Lee", "Bo Lee", "different"),
        ("Bill Clinton", "Hillary Clinton", "different"),
    ],
)
def test_names_of_people(one: str, two: str, expected: str) -> None:
    """Names of two articles are compared as the resolver compares names of one."""
    assert expected == people(one, two) == people(two, one)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("The Boeing Company", "Boeing Company", "same"),
        ("Government Accountability Office", "GAO", "same"),
        ("Bank of Arland", "Bank of Norland", "different"),
    ],
)
def test_names_of_bodies(one: str, two: str, expected: str) -> None:
    """Articles and initials make no other body."""
    assert expected == bodies(one, two) == bodies(two, one)


def test_a_body_and_a_person_may_be_one_voice() -> None:
    """A ministry speaks through a spokesman: that is not given out as two speakers."""
    assert "unknown" == likeness("Ministry of Health", "organization", "Ann Lee", "person")
    assert "different" == likeness("Ann Lee", "person", "Bo Dahl", "person")
    assert not alike(quoted("We do not comment on it"), quoted("We do not comment on it"), "different")


def test_the_command_writes_and_says_what_it_found(tmp_path: Path) -> None:
    """Lines go to the file or to standard output, counts to standard error; what is no run is exit status 1."""
    story = f'"{SOUND}" said Ann Lee.'
    run = write(tmp_path / "run", [article("a", story), article("b", story, 1)])
    out = tmp_path / "clusters.jsonl"

    written = CliRunner().invoke(app, ["cluster", str(run), "-o", str(out)])
    shown = CliRunner().invoke(app, ["cluster", str(run)])
    wrong = CliRunner().invoke(app, ["cluster", str(tmp_path / "nowhere")])

    assert (0, "", 0, 1) == (written.exit_code, written.stdout, shown.exit_code, wrong.exit_code)
    assert "2 articles, 2 quotations: 1 cluster. Written to" in written.stderr
    assert out.read_text(encoding="utf8") == shown.stdout
    assert "nowhere" in wrong.stderr
