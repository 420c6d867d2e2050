"""The page as a file: nothing of an article is markup, the same run gives the same bytes, and a bad run is refused."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from attribution import cli
from attribution.cluster import cluster
from attribution.cluster.compare import alike
from attribution.cluster.wording import Wording
from attribution.errors import InputError, OutputError
from attribution.record.cluster import Appearance, Cluster
from attribution.report import Correction, gather, render, write
from attribution.report.clusters import segments
from attribution.report.page import SCRIPTS
from benchmarks.quotation_pairs import read, wording
from tests.report_runs import MARKUP, appeared, changed, found, hostile, hostile_clusters, write_run

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "attribution" / "report" / "assets"
PAIRS = ROOT / "tests" / "data" / "cluster" / "pairs.tsv"
TEXT = '"We lost the vote" said Ann Brown. "Was it fair?" asked nobody. His "friends" left.'


class Parsed(HTMLParser):
    """The elements of a page, and what its scripts and styles hold."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.contents: list[tuple[str, str]] = []
        self.raw: tuple[str, list[str]] | None = None
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style", "title"):
            self.raw = (tag, [])

    def handle_data(self, data: str) -> None:
        if self.raw:
            self.raw[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if self.raw and self.raw[0] == tag:
            self.contents.append((tag, "".join(self.raw[1])))
            self.raw = None

    def data(self) -> Any:
        """The value of the element that holds it."""
        kinds = [attributes for tag, attributes in self.elements if tag == "script"]
        scripts = [content for tag, content in self.contents if tag == "script"]
        [value] = [content for kind, content in zip(kinds, scripts, strict=True) if "type" in kind]
        return json.loads(value)


def page_of(run: Path, **more: Any) -> bytes:
    contents = gather(run, **more)
    return render(contents.title, contents.data)


def test_markup_stays_text(tmp_path: Path) -> None:
    """Markup in any field of an article, a record or an error adds no element and ends none of ours."""
    plain = Parsed(page_of(write_run(tmp_path / "plain", [found(TEXT)])))
    error = {"schema_version": "1.0", "input": MARKUP, "line": 1, "article_id": MARKUP, "step": "read"}
    one = hostile()
    run = write_run(tmp_path / "hostile", [one], [{**error, "error": "empty", "message": MARKUP}])
    clusters = hostile_clusters(tmp_path / "clusters.jsonl", one[1][0])
    parsed = Parsed(page_of(run.rename(run.with_name("<b>run")), clusters=clusters))

    assert plain.elements[5:] == parsed.elements[5:]
    assert len(SCRIPTS) + 1 == sum(tag == "script" for tag, _ in parsed.elements)
    assert ("title", "Who said what: <b>run") in parsed.contents


def test_markup_travels_whole(tmp_path: Path) -> None:
    """What is escaped on the way arrives as it was."""
    article, records = hostile()
    data = Parsed(page_of(write_run(tmp_path, [(article, records)]))).data()

    [shown] = data["articles"]
    assert article.text == shown["text"]
    assert f"title {MARKUP}" == shown["title"]
    assert MARKUP == shown["records"][0]["speaker"]["name"]
    assert records[0].as_dict().keys() - {"article", "schema_version"} == shown["records"][0].keys()


@pytest.mark.parametrize("character", ["<", ">", "&", "\u2028", "\u2029", "\ud800", "\0", "\r"])
def test_data_is_escaped(character: str) -> None:
    """No character that HTML, JavaScript or UTF-8 would trip over stands in the data as itself."""
    page = render("", {"articles": [f"one{character}two"]}).decode()

    start = page.index('id="data">')
    assert character not in page[start + 10 : page.index("</script>", start)]
    assert f"one{character}two" == Parsed(page.encode()).data()["articles"][0]


def test_policy_names_every_script(tmp_path: Path) -> None:
    """The policy allows the page's own scripts and style by their hashes, and no load at all."""
    parsed = Parsed(page_of(write_run(tmp_path, [found(TEXT)])))
    [policy] = [a["content"] for t, a in parsed.elements if a.get("http-equiv") == "Content-Security-Policy"]
    hashes = re.findall(r"'sha256-([^']+)'", policy or "")
    sources = [content for tag, content in parsed.contents if tag in ("script", "style")]
    data = json.dumps(gather(tmp_path / "run").data, ensure_ascii=False, separators=(",", ":"))
    wanted = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in sources if s != data]

    assert sorted(wanted) == sorted(hashes)
    assert "default-src 'none'" in (policy or "")
    assert "unsafe" not in (policy or "")


def test_nothing_is_loaded(tmp_path: Path) -> None:
    """No element has an address to load from."""
    parsed = Parsed(page_of(write_run(tmp_path, [found(TEXT)])))

    assert not [(tag, a) for tag, a in parsed.elements if {"src", "href", "action", "data", "style"} & set(a)]
    assert not {"img", "link", "iframe", "object"} & {tag for tag, _ in parsed.elements}


def test_scripts_set_text_only() -> None:
    """No script of the page parses a string as markup or as code, or opens a connection."""
    sinks = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|fetch\(|XMLHttpRequest|WebSocket"
    )
    for path in ASSETS.glob("*.js"):
        assert not re.search(sinks, path.read_text(encoding="utf8"))
        assert "</script" not in path.read_text(encoding="utf8")
    assert {f"{name}.js" for name in SCRIPTS} == {path.name for path in ASSETS.glob("*.js")}


def test_same_run_same_bytes(tmp_path: Path) -> None:
    """The page depends on the run alone."""
    one = write_run(tmp_path / "one", [found(TEXT)])
    other = write_run(tmp_path / "other", [found(TEXT)])

    assert page_of(one) == page_of(one) == page_of(other)


def test_decisions_belong_to_records(tmp_path: Path) -> None:
    """What people decided is found again while the records have the same spans, and not on others."""
    one = found(TEXT)
    surer = changed(one, confidence={"content": 0.5, "cue": 0.5, "source": 0.5, "speaker": 0.5})
    less = (one[0], one[1][:1])
    runs = [write_run(tmp_path / str(at), [each]) for at, each in enumerate((one, surer, less))]
    digests = [gather(run).data["digest"] for run in runs]

    assert digests[0] == digests[1] != digests[2]


def test_runs_of_older_versions(tmp_path: Path) -> None:
    """A run that was written before records had all their keys has them on the page, as if nothing was decided."""
    run = write_run(tmp_path, [found(TEXT)])
    lines = [json.loads(line) for line in (run / "attributions.jsonl").read_text(encoding="utf8").splitlines()]
    for line in lines:
        del line["correction"], line["speaker"]["watched"]
    (run / "attributions.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf8")

    [article] = gather(run).data["articles"]
    assert ["none", "none"] == [record["correction"] for record in article["records"]]
    assert [[], []] == [record["speaker"]["watched"] for record in article["records"]]


def test_several_runs_on_one_page(tmp_path: Path) -> None:
    """An article that is in two runs counts once, and what went wrong in both is told."""
    error = {"schema_version": "1.0", "line": None, "article_id": None, "step": "read", "error": "empty"}
    one = write_run(tmp_path / "one", [found(TEXT, id="a")], [{**error, "input": "x", "message": "bad"}])
    shared = [found(TEXT, id="a"), found(TEXT + " End.", id="b")]
    two = write_run(tmp_path / "two", shared, [{**error, "input": "y", "message": "bad"}])
    contents = gather(one, two)

    assert (2, 4, "run, run") == (contents.articles, contents.attributions, contents.title)
    assert ["a", "b"] == [article["id"] for article in contents.data["articles"]]
    assert ["x", "y"] == [error["input"] for error in contents.data["errors"]]


FULL = '"I do not believe that the bridge is safe for heavy trucks before the girders are painted" said Ann Brown.'
TURNED = '"I believe that the bridge is safe for heavy trucks before the girders are painted" said Ann Brown.'


def clustered(folder: Path) -> tuple[Path, Path]:
    """A run of three articles, of which two quote the same words, and the file of their clusters."""
    run = write_run(folder, [found(TEXT, id="other"), found(FULL, id="full"), found(TURNED, id="turned")])
    cluster([run], folder / "clusters.jsonl")
    return run, folder / "clusters.jsonl"


def test_clusters_lead_to_the_records(tmp_path: Path) -> None:
    """Each appearance says where it is on the page, and what differs stands between the words where it was."""
    run, clusters = clustered(tmp_path)

    [line] = gather(run, clusters=clusters).data["clusters"]
    assert [(1, 0, None), (2, 0, None)] == [(one["at"], one["place"], one["article"]) for one in line["appearances"]]
    assert [("same", "I ", False), ("del", "do not", True)] == line["appearances"][1]["diff"][:2]
    assert line["appearances"][1]["diff"][2][1].startswith("believe that the bridge")


def test_clusters_of_other_articles(tmp_path: Path) -> None:
    """An appearance that is not on the page keeps its article; a file without any that is on it is told of."""
    _, clusters = clustered(tmp_path / "one")
    alone = write_run(tmp_path / "alone", [found(FULL, id="full")])
    none = write_run(tmp_path / "none", [found(TEXT, id="other")])

    [line] = gather(alone, clusters=clusters).data["clusters"]
    assert [None, "turned"] == [one["article"] and one["article"]["id"] for one in line["appearances"]]
    nothing = gather(none, clusters=clusters)
    assert [] == nothing.data["clusters"]
    assert "clusters.jsonl has no quotation of these records" in (nothing.notice or "")


ALIKE = [
    (one, two)
    for one, two in ((wording(row["one"]), wording(row["two"])) for row in read(PAIRS))
    if alike(one, two, "same")
]


@pytest.mark.parametrize(("one", "two"), ALIKE, ids=[two.text[:40] for _, two in ALIKE])
def test_no_word_of_an_appearance_is_lost(one: Wording, two: Wording) -> None:
    """What both have and what this one alone has is its text, and the rest is what was found to be changed."""
    appearance = Appearance.model_validate_json(json.dumps(appeared(one, two, found(TEXT)[1][0])))
    diff = segments(one.text, appearance)
    parts = {what: [text for kind, text, _ in diff if kind == what] for what in ("del", "ins")}

    assert two.text == "".join(text for what, text, _ in diff if what != "del")
    assert [each.reference for each in appearance.changes if each.reference] == parts["del"]
    assert [each.here for each in appearance.changes if each.here] == parts["ins"]


def test_changes_that_are_not_found_again(tmp_path: Path) -> None:
    """Where a file says that other words were changed than the program sees, one wording stands for the other."""
    _, clusters = clustered(tmp_path)
    line = json.loads(clusters.read_text(encoding="utf8"))
    line["appearances"][1]["changes"][0]["reference"] = "never"
    strange = Cluster.model_validate_json(json.dumps(line))

    found = segments(strange.reference, strange.appearances[1])
    assert [("del", strange.reference, False), ("ins", strange.appearances[1].text, False)] == found


@pytest.mark.parametrize(("text", "message"), [("{}", "clusters.jsonl:2: id: Field required"), (None, "No such file")])
def test_damaged_clusters_are_refused(text: str | None, message: str, tmp_path: Path) -> None:
    """The message names the file, the line and the option."""
    run, clusters = clustered(tmp_path)
    clusters.unlink() if text is None else clusters.write_text(f"{clusters.read_text(encoding='utf8')}{text}\n")

    with pytest.raises(InputError, match=r"give --clusters") as raised:
        gather(run, clusters=clusters)
    assert message in str(raised.value)


def test_text_that_is_not_found(tmp_path: Path) -> None:
    """Without its text an article is shown by the context of its records, and the reader is told."""
    run = write_run(tmp_path, [found(TEXT)])
    (tmp_path / "in.jsonl").unlink()
    contents = gather(run)

    assert contents.data["articles"][0]["text"] is None
    assert "the text of 1 of 1 articles" in (contents.notice or "")
    assert contents.notice == contents.data["notice"]


def test_paragraphs_are_those_of_the_program(tmp_path: Path) -> None:
    """The page breaks a text where the rest of the program does: not at the line ends of hard-wrapped text."""
    lines = ["the committee met for the third time on Monday and", "heard from people who had been there when it"]
    text = "\n".join([*lines * 3, "ended."]) + '\n\n"We met" said Ann Brown.'
    shown = gather(write_run(tmp_path, [found(text)])).data["articles"][0]

    assert [0, text.index("\n\n"), text.index('"We'), len(text)] == shown["paragraphs"]


def test_errors_are_shown(tmp_path: Path) -> None:
    """What could not be processed is on the page."""
    line = {"schema_version": "1.0", "input": "b.txt", "line": None, "article_id": None, "step": "read"}
    run = write_run(tmp_path, [found(TEXT)], [{**line, "error": "empty", "message": "there is nothing in it"}])

    assert [{"input": "b.txt", "line": None, "message": "there is nothing in it"}] == gather(run).data["errors"]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("attributions.jsonl", '"kind": "direct"', '"kind": "shouted"', "kind: Input should be 'direct', 'indirect'"),
        ("attributions.jsonl", '"text": "said"', '"text": "sang"', "cue.text is not its fragments joined"),
        ("attributions.jsonl", '"text": "Ann Brown"', '"text": "Ann Green"', "is 'Ann Brown', and the record says"),
        ("articles.jsonl", '"text": "\\"friends\\""', '"text": "\\"enemies\\""', "unattributed[0]: text[68:77] is"),
    ],
)
def test_damaged_run_is_refused(name: str, old: str, new: str, message: str, tmp_path: Path) -> None:
    """A page never shows what does not stand in the text: the message says which article, and who says more."""
    path = write_run(tmp_path, [found(TEXT, id="a1")]) / name
    text = path.read_text(encoding="utf8")
    assert old in text
    path.write_text(text.replace(old, new, 1) if "said" in old else text.replace(old, new), encoding="utf8")

    with pytest.raises(InputError, match=r"article 'a1': .*`attribution validate` lists all") as raised:
        gather(path.parent)
    assert message in str(raised.value)


def test_command_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`report RUN` writes report.html, which it replaces, and says on standard error what is in it."""
    run = write_run(tmp_path, [found(TEXT)])
    monkeypatch.chdir(tmp_path)
    results = [CliRunner().invoke(cli.app, ["report", str(run)]) for _ in range(2)]
    piped = CliRunner().invoke(cli.app, ["report", str(run), "-o", "-"])

    assert [0, 0, 0] == [result.exit_code for result in (*results, piped)]
    assert page_of(run) == (tmp_path / "report.html").read_bytes() == piped.stdout_bytes
    assert "1 article, 2 attributions. Written to report.html: open it in a browser.\n" == results[1].stderr
    assert {"run", "in.jsonl", "report.html"} == {path.name for path in tmp_path.iterdir()}


def test_command_shows_clusters(tmp_path: Path) -> None:
    """`report RUN --clusters FILE` says how many quotations stand in several articles."""
    run, clusters = clustered(tmp_path)
    arguments = ["report", str(run), "--clusters", str(clusters), "-o", str(tmp_path / "page.html")]
    result = CliRunner().invoke(cli.app, arguments)

    assert 0 == result.exit_code
    assert "3 articles, 4 attributions, 1 quotation in several articles." in result.stderr
    assert page_of(run, clusters=clusters) == (tmp_path / "page.html").read_bytes()


def test_place_that_cannot_be_written(tmp_path: Path) -> None:
    """Where the page cannot be written, the message names the place and nothing is left behind."""
    contents = gather(write_run(tmp_path, [found(TEXT)]))
    before = sorted(tmp_path.iterdir())

    with pytest.raises(OutputError, match=r"run: .*give --out another place"):
        write(contents, tmp_path / "run")
    assert before == sorted(tmp_path.iterdir())


QUOTE = {"start": 1, "end": 3, "text": "We", "before": '"', "after": " lost"}
NO_QUOTE = dict.fromkeys(("start", "end", "text", "before", "after"))
CORRECTION: dict[str, Any] = {
    "schema_version": "1.0",
    "article": {"id": "a1", "sha256": "0" * 64},
    "record": "0" * 24,
    "decision": "corrected",
    "target": {"content": [QUOTE], "cue": [], "source": NO_QUOTE},
    "speaker": {"changed": True, "was": "Ann Brown", "name": None, "evidence": NO_QUOTE},
    "content": {"changed": False, "fragments": []},
    "cue": {"changed": False, "fragments": []},
    "source": {"changed": False, "span": NO_QUOTE},
}


def test_correction_round_trip() -> None:
    """A line of corrections.jsonl keeps all its keys."""
    assert CORRECTION == Correction.model_validate_json(json.dumps(CORRECTION)).as_dict()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"decision": "accepted"}, "where the decision is corrected"),
        ({"decision": "maybe"}, "Input should be 'accepted', 'rejected' or 'corrected'"),
        ({"speaker": {**CORRECTION["speaker"], "changed": False}}, "where the name differs"),
        ({"content": {"changed": True, "fragments": []}}, "where it was changed"),
        ({"target": {**CORRECTION["target"], "content": []}}, "at least 1 item"),
        ({"target": {**CORRECTION["target"], "source": {**NO_QUOTE, "after": ""}}}, "null where the span is"),
        ({"target": {**CORRECTION["target"], "content": [{**QUOTE, "end": 4}]}}, "not the range of a text"),
    ],
)
def test_correction_agrees_with_itself(changes: dict[str, Any], message: str) -> None:
    """A line that contradicts itself is no correction."""
    with pytest.raises(ValidationError, match=message):
        Correction.model_validate_json(json.dumps({**CORRECTION, **changes}))


def test_correction_in_the_documentation() -> None:
    """The line that docs/corrections.md shows is one, and its spans stand in the article with what is around them."""
    page = (ROOT / "docs" / "corrections.md").read_text(encoding="utf8")
    [example] = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    correction = Correction.model_validate_json(example)
    text = (ROOT / "seeds" / correction.article.id).read_text(encoding="utf8")
    target = correction.target
    quotes = [*target.content, *target.cue, target.source, correction.speaker.evidence]

    assert hashlib.sha256(text.encode()).hexdigest() == correction.article.sha256
    assert [(q.text, q.before, q.after) for q in quotes] == [
        (text[q.start : q.end], text[q.start - 32 : q.start], text[q.end : q.end + 32]) for q in quotes
    ]
