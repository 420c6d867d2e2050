"""Exports: each format holds what the records hold, and is what its specification or a reader of it demands."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from attribution import cli
from attribution.article import Article
from attribution.errors import InputError, OutputError
from attribution.export import FORMATS, Told, brat, claim, export, label_studio, told, web_annotation
from attribution.export import csv as csv_export
from attribution.export.known import Known
from attribution.export.text_fragment import Text
from attribution.export.web_annotation import content_name
from attribution.find import Attribution, Fragment
from attribution.score import score
from attribution.score.gold import read_gold
from tests import election
from tests.election import SNOW, TEXT, VOTE, vote, write_lines, write_run, write_texts
from tests.export_schemas import LABEL_STUDIO, WEB_ANNOTATION, schema_org_problems
from tests.factories import built

RECORDS, LINE = vote()
LOST, DENIED, DIAZ, CLOSE, FLOATING, REPORT = RECORDS
HERE = Told(LINE.article, RECORDS, TEXT)
UNREAD = Told(LINE.article, RECORDS, None)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_run(tmp_path)


def command(*arguments: object) -> Any:
    return CliRunner().invoke(cli.app, ["export", *map(str, arguments)])


# The run and its texts.


def test_articles_come_with_their_records_and_texts(run: Path) -> None:
    """Every article comes in the order of the run, also one without a record."""
    assert [("vote/day-2.txt", 6, TEXT), ("snow", 0, "Snow fell.")] == [
        (each.article.id, len(each.records), each.text) for each in told(run)
    ]


@pytest.mark.parametrize("order", [[VOTE, SNOW], [SNOW, VOTE]], ids=["same", "reversed"])
def test_texts_in_any_order(order: list[Article], run: Path, tmp_path: Path) -> None:
    """The texts are found by their hash, wherever they stand in the inputs."""
    texts = write_texts(tmp_path / "others.jsonl", [Article("Another.", id="x"), *order])

    assert [TEXT, "Snow fell."] == [each.text for each in told(run, [str(texts)])]


def test_one_text_under_two_ids(tmp_path: Path) -> None:
    """Two articles with the same text both get it."""
    twins = [built(Article("Snow fell.", id=id), []) for id in ("a", "b")]
    run = write_run(tmp_path, twins)

    assert ["Snow fell.", "Snow fell."] == [each.text for each in told(run)]


def test_another_version_of_a_text_is_not_taken(run: Path, tmp_path: Path) -> None:
    """A text that has changed since is as good as missing."""
    write_texts(tmp_path / "articles.jsonl", [Article(f"{TEXT} ", id=VOTE.id), SNOW])

    assert [None, "Snow fell."] == [each.text for each in told(run)]


def test_lines_in_any_order(run: Path) -> None:
    """A file of records that was sorted or filtered since is read all the same."""
    path = run / "attributions.jsonl"
    lines = path.read_text(encoding="utf8").splitlines()
    other = [
        record.as_dict() for record in built(SNOW, [Attribution((Fragment(0, 4, False),), (), None, "indirect")])[0]
    ]
    write_lines(path, [json.loads(lines[4]), *other, json.loads(lines[0])])

    assert [[FLOATING.id, LOST.id], [other[0]["id"]]] == [[record.id for record in each.records] for each in told(run)]
    assert [VOTE.id, SNOW.id] == [each.article.id for each in told(path)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "holds no articles"),
        ("{\n", r":1: not a line of a run"),
        ('{"article": {"id": 1, "sha256": ""}}\n', r":1: not a line of a run"),
        ('{"article": {"id": "a", "sha256": ""}}\n', r":1: not a line of a run"),
    ],
)
def test_damaged_run(content: str, message: str, tmp_path: Path) -> None:
    """What is no run is told by file and line."""
    (tmp_path / "x.jsonl").write_text(content)

    with pytest.raises(InputError, match=message):
        list(told(tmp_path / "x.jsonl"))


def test_record_that_its_text_does_not_bear_out(run: Path) -> None:
    """A record whose words do not stand where it says is told, not exported."""
    path = run / "attributions.jsonl"
    path.write_text(path.read_text(encoding="utf8").replace("was wrong", "was right"), encoding="utf8")

    with pytest.raises(InputError, match=r"record [0-9a-f]{24}: context\.after"):
        list(told(run))


def test_what_records_know_of_a_text() -> None:
    """Without the text, the words around a span are those that the record quotes; where it has none, none."""
    known = Known.of(LOST, None)
    start, end = LOST.content.fragments[1].start, LOST.content.fragments[1].end

    assert ("", "\nBrown") == known.around(start, end, 6)
    assert ("", "") == known.around(start - 2, start - 1, 6)
    assert (TEXT[start - 6 : start], TEXT[end : end + 6]) == Known.of(LOST, TEXT).around(start, end, 6)
    assert ("", "") == known.around(10_000, 10_001, 6)


# brat


def covered(spans: Any) -> set[int]:
    """The code points of spans that hold a visible character."""
    return {at for span in spans for at in range(span.start, span.end) if not TEXT[at].isspace()}


def test_brat_reads_back(run: Path, tmp_path: Path) -> None:
    """What `score` reads from the brat files is what the records say."""
    export(run, "brat", tmp_path / "brat")

    articles, _ = read_gold(tmp_path / "brat")

    gold = {article.id: article for article in articles}
    assert {"vote/day-2.txt": TEXT, "snow.txt": "Snow fell."} == {id: each.text for id, each in gold.items()}
    found = gold["vote/day-2.txt"].attributions
    by_content = sorted(RECORDS, key=lambda record: record.content.fragments[0].start)
    assert [covered(record.content.fragments) for record in by_content] == [covered(each.content) for each in found]
    assert [covered(record.cue.fragments) for record in by_content] == [covered(each.cue) for each in found]
    assert [record.source.text for record in by_content] == [
        "".join(TEXT[span.start : span.end] for span in each.source) or None for each in found
    ]
    assert [(r.kind, r.polarity, r.speaker.kind) for r in by_content] == [
        (each.kind, each.names["polarity"], each.names["speaker_kind"]) for each in found
    ]
    assert {"addressee": election.spans("reporters")[0]} == found[3].circumstances
    assert gold["vote/day-2.txt"].nested


def test_brat_is_a_gold_for_score(run: Path, tmp_path: Path) -> None:
    """A run scored against its own brat files is right in everything."""
    export(run, "brat", tmp_path / "brat")

    result = score(tmp_path / "brat", run, resamples=0)

    for name in ("attributions.exact", "segments.content", "segments.source", "circumstances.polarity"):
        assert 100 == result[name].value


def test_brat_lines() -> None:
    """Entities have no line end in them, an inner event names the outer one, and notes say who speaks."""
    lines = list(brat.lines(HERE))

    assert "T1\tContent 15 34;85 100;102 116\t“We lost the vote,” “and we lost it by two votes.”\n" == lines[0]
    assert "E1\tAttribution:T5 Content:T1 Cue:T2 Source:T3 Time:T4\n" in lines
    inner = next(line for line in lines if line.startswith("E4"))
    assert inner.endswith("Addressee:T17 Inside:E3\n")
    note = next(line for line in lines if line.startswith("#1\t"))
    assert {"id": LOST.id, "speaker": "Ann Brown", "role": "Mayor", "organization": "Riverside"} == json.loads(
        note.split("\t")[2]
    )


def test_brat_configuration_knows_what_is_written() -> None:
    """Every type, role, attribute and value in the files is in annotation.conf."""
    entities, events, attributes = (
        brat.CONFIGURATION.partition(f"[{name}]\n")[2].partition("\n\n")[0]
        for name in ("entities", "events", "attributes")
    )
    for line in brat.lines(HERE):
        kind, body = line[0], line.split("\t")[1]
        if kind == "T":
            assert body.split()[0] in (*entities.splitlines(), "Attribution")
        elif kind == "E":
            assert all(f"{each.partition(':')[0]}" in events for each in body.split())
        elif kind == "A":
            name, _, value = body.split()
            assert re.search(rf"^{name}\tArg:Attribution, Value:.*\b{value}\b", attributes, re.MULTILINE)


ODD = st.text(st.sampled_from("ab 🗳\n\r\t\u2028\x85\ufeff\x1c"), min_size=1, max_size=40).filter(str.strip)


@given(ODD, st.integers(0, 39), st.integers(1, 40))
def test_brat_reads_back_any_text(text: str, start: int, length: int) -> None:
    """Line ends and separators of all kinds, and a byte-order mark, shift nothing; the mark itself is no word."""
    end = min(start + length, len(text))
    if start >= end or not brat.text_file(text)[start:end].strip():
        return
    records, line = built(Article(text, id="a"), [Attribution((Fragment(start, end, False),), (), None, "indirect")])
    written = "".join(brat.lines(Told(line.article, records, text)))

    # As any reader of files in UTF-8 takes it, and brat's own with them: lines end where str.splitlines ends them.
    safe = brat.text_file(text).encode().decode("utf-8-sig")
    entity, *_ = written.splitlines()
    pairs = [tuple(map(int, pair.split())) for pair in entity.split("\t")[1].partition(" ")[2].split(";")]

    assert len(text) == len(safe)
    assert "\r" not in safe
    assert 7 == len(written.splitlines()) == written.count("\n")
    assert all("\n" not in safe[a:b] for a, b in pairs)
    assert safe[start:end].split() == [word for a, b in pairs for word in text[a:b].split()]
    assert entity.split("\t")[2].split() == [word for a, b in pairs for word in safe[a:b].split()]


def test_brat_paths() -> None:
    """An id that is a plain path is one; every other is encoded, and stays in the folder and by itself."""
    long = "x" * 300
    ids = [
        "a.txt",
        "b/c d.txt",
        "A",
        "../../etc/passwd",
        "https://x.example/a?b",
        "/abs",
        "a\\b",
        ".hidden",
        long,
        "ü",
        "a/",
    ]
    paths = brat.Paths()

    found = [str(paths.of(id)) for id in ids]

    assert ["a", "b/c d"] == found[:2]
    assert re.fullmatch(r"A-[0-9a-f]{12}", found[2])
    assert [
        "%2E%2E%2F%2E%2E%2Fetc%2Fpasswd",
        "https%3A%2F%2Fx%2Eexample%2Fa%3Fb",
        "%2Fabs",
        "a%5Cb",
        "%2Ehidden",
    ] == found[3:8]
    assert len(found[8]) < 200
    assert ["ü", "a%2F"] == found[9:]


# Label Studio


def test_label_studio_task_is_what_its_documentation_demands() -> None:
    """Tasks fit the documented JSON, with records and without."""
    for each in (HERE, Told(LINE.article, (), "Snow fell.")):
        jsonschema.validate(label_studio.task(each), LABEL_STUDIO)
    assert [] == label_studio.task(Told(LINE.article, (), "Snow fell."))["predictions"]


def test_label_studio_regions_count_code_points() -> None:
    """Every region has the words of the text between its offsets, behind a character beyond the basic plane too."""
    task = label_studio.task(HERE)
    regions = [each["value"] for each in task["predictions"][0]["result"] if each["type"] == "labels"]

    assert ord(TEXT[0]) > 0xFFFF
    assert [value["text"] for value in regions] == [TEXT[value["start"] : value["end"]] for value in regions]
    assert {"Content", "Cue", "Source", "Addressee", "Medium", "Time"} == {value["labels"][0] for value in regions}


def test_label_studio_interface_knows_every_result() -> None:
    """Controls, labels, choices and relations of the predictions are those of the labelling interface."""
    interface = ElementTree.fromstring(label_studio.CONFIGURATION)
    values = {
        tag.get("name"): {child.get("value") for child in tag}
        for tag in interface.iter()
        if tag.get("toName") == "text"
    }
    relations = {tag.get("value") for tag in interface.iter("Relation")}
    results = label_studio.task(HERE)["predictions"][0]["result"]
    ids = {each["id"] for each in results if each["type"] == "labels"}

    for each in results:
        if each["type"] == "relation":
            assert {each["from_id"], each["to_id"]} <= ids
            assert set(each["labels"]) <= relations
        else:
            assert each["id"] in ids
            assert set(each["value"].get("labels", each["value"].get("choices", ()))) <= values[each["from_name"]]
    assert {"from_id": f"{CLOSE.id}-content", "to_id": f"{DIAZ.id}-content", "labels": ["inside"]}.items() <= next(
        each for each in results if each.get("labels") == ["inside"]
    ).items()


def test_label_studio_accepts_it() -> None:
    """Label Studio's own validator takes interface, task and prediction."""
    interface = pytest.importorskip(
        "label_studio_sdk.label_interface", reason="needs pip install label-studio-sdk (half a gigabyte)"
    )
    own = interface.LabelInterface(label_studio.CONFIGURATION)
    task = label_studio.task(HERE)

    own.validate()
    assert own.validate_task({"data": task["data"]})
    assert [] == own.validate_prediction(task["predictions"][0], return_errors=True)


def test_label_studio_score_is_the_least_sure() -> None:
    """A task is as sure as the record that is least so."""
    assert 0.4 == label_studio.task(HERE)["predictions"][0]["score"]


# Web Annotations


@pytest.mark.parametrize("text", [TEXT, None], ids=["text", "no text"])
def test_web_annotations_fit_the_model(text: str | None) -> None:
    """Every annotation fits the W3C's model, with the article's text and without; all ids differ."""
    annotations = [web_annotation.annotation(record, text) for record in RECORDS]

    for each in annotations:
        jsonschema.validate(each, WEB_ANNOTATION)
    assert 6 == len({each["id"] for each in annotations})


def passages(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in (*annotation["target"], *annotation["body"]) if "selector" in each]


@pytest.mark.parametrize("text", [TEXT, None], ids=["text", "no text"])
def test_web_annotation_selectors_select_the_words(text: str | None) -> None:
    """Positions are code points; quotes have what stands around them, 32 characters where there are so many."""
    for record in RECORDS:
        for each in passages(web_annotation.annotation(record, text)):
            position, quote = each["selector"]
            start, end = position["start"], position["end"]
            prefix, suffix = quote.get("prefix", ""), quote.get("suffix", "")
            assert quote["exact"] == TEXT[start:end]
            assert TEXT[:start].endswith(prefix)
            assert TEXT[end:].startswith(suffix)
            if text is not None:
                assert (min(32, start), min(32, len(TEXT) - end)) == (len(prefix), len(suffix))


def test_web_annotation_says_who_and_where() -> None:
    """An interrupted content has a target for each passage; bodies name the speaker and point at what it rests on."""
    annotation = web_annotation.annotation(LOST, TEXT)

    assert ["“We lost the vote,”", "“and we lost it \nby two votes.”"] == [
        each["selector"][1]["exact"] for each in annotation["target"]
    ]
    assert {"describing": "Ann Brown (Mayor, Riverside): said"}.items() <= {
        each["purpose"]: each.get("value") for each in reversed(annotation["body"])
    }.items()
    assert {"Mayor Ann Brown of Riverside", "Ann Brown"} == {
        each["selector"][1]["exact"] for each in annotation["body"] if each["purpose"] == "identifying"
    }


def test_web_annotation_of_an_inner_record_links_to_the_outer() -> None:
    """A body links to the annotation of the parent."""
    outer, inner = (web_annotation.annotation(record, TEXT) for record in (DIAZ, CLOSE))

    assert [outer["id"]] == [each["source"] for each in inner["body"] if each["purpose"] == "linking"]


@pytest.mark.parametrize("url", [None, "", "no address", "/relative"])
def test_web_annotation_without_an_address(url: str | None) -> None:
    """The source is the text itself, named by its hash after RFC 6920, as the state is in any case."""
    article = Article("Snow fell.", id="s", url=url)
    (record,), _ = built(article, [Attribution((Fragment(0, 4, False),), (), None, "indirect")])

    (target,) = web_annotation.annotation(record, article.text)["target"]

    assert content_name(article.sha256) == target["source"] == target["state"]["cached"]


def test_content_name() -> None:
    """The example of RFC 6920, section 8.1: the hash of "Hello World!"."""
    hello = "7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069"

    assert "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk" == content_name(hello)


# schema.org


@pytest.mark.parametrize("text", [Text(TEXT, VOTE.title), None], ids=["text", "no text"])
def test_claims_use_the_vocabulary(text: Text | None) -> None:
    """Types, properties and values are schema.org's, and nothing is reviewed."""
    claims = [value for record in RECORDS if (value := claim.claim(record, text))]

    assert [] == [problem for value in claims for problem in schema_org_problems(value)]
    assert "Review" not in json.dumps(claims)
    assert {"Claim"} == {value["@type"] for value in claims}


def test_direct_claim_appears_in_a_quotation() -> None:
    """Direct speech is the speaker's own: a quotation in the article, and nobody interprets."""
    value = claim.claim(LOST, Text(TEXT)) or {}

    assert "claimInterpreter" not in value
    assert ("Quotation", LOST.content.text) == (value["appearance"]["@type"], value["appearance"]["text"])
    assert VOTE.url == value["appearance"]["isPartOf"]["url"]
    assert {
        "@type": "Person",
        "name": "Ann Brown",
        "jobTitle": "Mayor",
        "affiliation": {"@type": "Organization", "name": "Riverside"},
    } == value["author"]
    assert "2024-05-04" == value["dateCreated"]


def test_indirect_claim_is_interpreted_by_the_outlet() -> None:
    """Indirect speech appears in the article, whose publisher chose the words."""
    value = claim.claim(DIAZ, None) or {}

    assert {"@type": "Organization", "name": "The Riverside Post"} == value["claimInterpreter"]
    assert ("NewsArticle", "Vote counted", "Eve Fox") == tuple(
        value["appearance"][key] for key in ("@type", "headline", "creditText")
    )


def test_mixed_claim_quotes_what_is_quoted() -> None:
    """Mixed speech appears in a quotation of what stands in marks; a report is no author, but what it is based on."""
    value = claim.claim(REPORT, None) or {}

    assert ("Quotation", "5%") == (value["appearance"]["@type"], value["appearance"]["text"])
    assert "The Riverside Post" == value["claimInterpreter"]["name"]
    assert {"@type": "CreativeWork", "name": "a report"} == value["isBasedOn"]
    assert "author" not in value


def test_claim_of_nobody_has_no_author() -> None:
    """Where nobody is named, no author is made up."""
    value = claim.claim(FLOATING, None) or {}

    assert not {"author", "creditText", "isBasedOn"} & set(value)


def test_what_is_not_asserted_is_no_claim() -> None:
    """A denial would turn into its opposite."""
    assert claim.claim(DENIED, None) is None


# CSV


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_rows(run: Path) -> None:
    """A row for each record: line ends and commas stay in their cells, what is null is empty."""
    stream = io.BytesIO()
    export(run, "csv", stream)
    rows = read_csv(stream.getvalue())

    assert [record.content.text for record in RECORDS] == [csv_export.unguarded(row["content"]) for row in rows]
    assert ["Ann Brown", "Ann Brown", "Carl Diaz", "Ann Brown", "", "a report"] == [row["speaker"] for row in rows]
    assert ("Mayor", "Riverside", "2024-05-04", "15", "116") == tuple(
        rows[0][name] for name in ("role", "organization", "date", "start", "end")
    )
    assert rows[1]["link"].startswith("https://news.example/vote?day=2#live:~:text=that%20the%20count%20was%20wrong")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'Tis so", "'Tis so"),
        ("– so", "– so"),
        ("", ""),
    ],
)
def test_csv_guards_against_formulas(cell: str, expected: str) -> None:
    """Nothing that a spreadsheet could compute begins a cell, and what is harmless stays."""
    assert expected == csv_export.guarded(cell)


@given(st.text(st.sampled_from("'=+-@ \t\nab＝"), max_size=6))
def test_csv_guard_can_be_taken_off(cell: str) -> None:
    """The guarded text is recoverable, whatever it was."""
    assert cell == csv_export.unguarded(csv_export.guarded(cell))
    assert not re.match(r"\s*[=+\-@]", csv_export.guarded(cell))


def test_csv_row_of_a_text_like_a_formula() -> None:
    """A content that begins like a formula is guarded in its row."""
    text = "=HYPERLINK(1) he said"
    (record,), _ = built(Article(text, id="@a"), [Attribution((Fragment(0, 13, False),), (), None, "indirect")])

    cells = dict(zip(csv_export.HEADER, csv_export.row(record, None), strict=True))

    assert ("'=HYPERLINK(1)", "'@a") == (cells["content"], cells["article"])


# The command


READERS: dict[str, Callable[[Path], int]] = {
    "label-studio": lambda path: len(json.loads(path.read_text(encoding="utf8"))),
    "web-annotation": lambda path: len(path.read_text(encoding="utf8").split("\n")) - 1,
    "claim": lambda path: len(path.read_text(encoding="utf8").split("\n")) - 1,
    "csv": lambda path: len(read_csv(path.read_bytes())),
    "brat": lambda path: len(list(path.rglob("*.ann"))),
}


@pytest.mark.parametrize(
    ("to", "expected"), [("label-studio", 2), ("web-annotation", 6), ("claim", 5), ("csv", 6), ("brat", 2)]
)
def test_command(to: str, expected: int, run: Path, tmp_path: Path) -> None:
    """Every format is written to its place, and refuses to replace what is there unless told."""
    out = tmp_path / "made" / "out.json"

    result = command(run, "--to", to, "-o", out)
    again = command(run, "--to", to, "-o", out)
    replaced = command(run, "--to", to, "-o", out, "--overwrite")

    assert (0, 1, 0) == (result.exit_code, again.exit_code, replaced.exit_code), result.output
    assert "choose another --out" in again.output
    assert expected == READERS[to](out)
    assert f"2 articles: {5 if to == 'claim' else 6} attributions exported to " in result.output
    assert not list(out.parent.rglob("*unfinished*"))


def test_every_format_is_a_choice() -> None:
    """The command offers the formats that there are."""
    assert set(FORMATS) == {each.value for each in cli.Format} == set(READERS)


def test_command_to_standard_output(run: Path) -> None:
    """Without --out the lines go to standard output and nothing else does."""
    result = command(run, "--to", "web-annotation")

    assert 6 == len([json.loads(line) for line in result.stdout.splitlines()])
    assert "2 articles: 6 attributions exported.\n" == result.stderr


def test_claims_left_out_are_told(run: Path) -> None:
    """What is no claim is counted by polarity."""
    assert "1 record asserts nothing and is left out: 1 denied." in command(run, "--to", "claim").stderr


@pytest.mark.parametrize(
    ("to", "status"), [("brat", 3), ("label-studio", 3), ("web-annotation", 0), ("claim", 0), ("csv", 0)]
)
def test_without_the_texts(to: str, status: int, run: Path, tmp_path: Path) -> None:
    """Formats that hold texts leave such articles out and say so; the others make do with the records."""
    (tmp_path / "articles.jsonl").unlink()

    result = command(run, "--to", to, "-o", tmp_path / "out.x")

    assert status == result.exit_code
    assert "the text of 2 of 2 articles is not in articles.jsonl" in re.sub(r"\S*/articles", "articles", result.stderr)
    assert ("left out" in result.stderr.partition("records assert")[0].partition("asserts")[0]) == (status == 3)


def test_texts_from_elsewhere(run: Path, tmp_path: Path) -> None:
    """--input says where the texts are."""
    (tmp_path / "articles.jsonl").rename(tmp_path / "moved.jsonl")

    result = command(run, "--to", "label-studio", "--input", tmp_path / "moved.jsonl")

    assert (0, 2) == (result.exit_code, len(json.loads(result.stdout)))


@pytest.mark.parametrize(
    ("to", "out", "message"),
    [
        ("brat", "-", "give a folder"),
        ("csv", ".", "is a folder"),
        ("label-studio", "x.xml", "give a .json file"),
        ("brat", "articles.jsonl", "is a file"),
        ("csv", "articles.jsonl/x.csv", "cannot write to"),
    ],
)
def test_places_that_do_not_do(to: str, out: str, message: str, run: Path, tmp_path: Path) -> None:
    """A place that a format cannot go to is told in one line."""
    result = command(run, "--to", to, "-o", out if out == "-" else tmp_path / out)

    assert 1 == result.exit_code
    assert message in result.output


def test_unknown_format(run: Path) -> None:
    """From Python, a format that there is not is told with those that there are."""
    with pytest.raises(InputError, match="the formats are brat, label-studio, web-annotation, claim, csv"):
        export(run, "xml", io.BytesIO())


def test_damaged_run_leaves_no_file(run: Path, tmp_path: Path) -> None:
    """A file appears only when it is whole."""
    with (run / "attributions.jsonl").open("a") as file:
        file.write('{"article": {"id": "snow", "sha256": ""}}\n')

    with pytest.raises(InputError, match=r"attributions\.jsonl:7"):
        export(run, "csv", tmp_path / "out.csv")
    assert [] == list(tmp_path.glob("*out.csv*"))


def test_output_error_names_the_place(run: Path, tmp_path: Path) -> None:
    """A folder that stands already is not filled up silently."""
    (tmp_path / "brat").mkdir()
    (tmp_path / "brat" / "x.ann").touch()

    with pytest.raises(OutputError, match="holds files already"):
        export(run, "brat", tmp_path / "brat")
