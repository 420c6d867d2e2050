"""The last step of a datatrove pipeline: the lines of `extract` for each task, whatever ends a process on the way."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from datatrove.data import Document
from datatrove.io import DataFolder
from datatrove.pipeline.readers import JsonlReader, ParquetReader, WarcReader

from attribution import batch, scale
from attribution.batch import Settings, extract
from attribution.errors import InputError, OutputError
from attribution.ledger import RUN, STREAMS
from attribution.read import text
from attribution.record import FILES, ErrorLine
from attribution.scale import AttributionWriter
from tests import inputs, stub_analyzer

ROOT = Path(__file__).parent.parent
TASKS = 3
ATTRIBUTIONS, ARTICLES, ERRORS = STREAMS

SCRIPT = """
import sys

from datatrove.executor import LocalPipelineExecutor, RayPipelineExecutor
from datatrove.pipeline.readers import JsonlReader

from attribution.scale import AttributionWriter
from tests import stub_analyzer

if __name__ == "__main__":
    kind, source, out = sys.argv[1:4]
    pipeline = [JsonlReader(source), AttributionWriter(f"{out}/lines", build=stub_analyzer.build)]
    options = {"tasks": 3, "workers": 2, "logging_dir": f"{out}/logs"}
    if kind == "ray":
        import ray

        ray.init(num_cpus=2, include_dashboard=False, _temp_dir=sys.argv[4])
        RayPipelineExecutor(pipeline, mem_per_cpu_gb=0.1, **options).run()
    else:
        LocalPipelineExecutor(pipeline, **options).run()
"""


@pytest.fixture(autouse=True)
def _same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tests apart from edits to the package while they run."""
    for module in (batch, scale):
        monkeypatch.setattr(module, "code_hash", lambda: "c" * 64)


def said(number: int | str) -> str:
    return f'"It is claim {number}" said Ann B. The "fix" failed.'


def documents(*texts: Any, **metadata: Any) -> list[Document]:
    return [Document(text, f"a{number}", metadata=dict(metadata)) for number, text in enumerate(texts)]


def step(out: Any, settings: Settings | None = None, **options: Any) -> AttributionWriter:
    return AttributionWriter(out, settings, **{"build": stub_analyzer.build, **options})


def lines(folder: Path, name: str, task: int = 0) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{task:05}" / name).read_bytes().splitlines()]


def errors(folder: Path) -> list[ErrorLine]:
    return [ErrorLine.model_validate_json(line) for line in (folder / "00000" / ERRORS).read_bytes().splitlines()]


def streams(folder: Path) -> dict[str, bytes]:
    """The bytes of all files but those with a clock, by their path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != RUN
    }


def write_shards(folder: Path, articles: int) -> str:
    folder.mkdir()
    for shard in range(TASKS):
        values = ({"id": f"{shard}-{number}", "text": said(f"{shard}.{number}")} for number in range(articles))
        (folder / f"{shard}.jsonl").write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf8")
    return str(folder)


class Run:
    """A process that runs SCRIPT, and all the processes that it starts."""

    def __init__(self, kind: str, source: str, out: Path, temporary: Path, seconds: float = 0.0) -> None:
        script = temporary / "script.py"
        script.write_text(SCRIPT, encoding="utf8")
        copy_package(temporary)
        self.out = out
        environment = {
            **os.environ,
            "PYTHONPATH": str(temporary),
            "STUB_SECONDS": str(seconds),
            "RAY_USAGE_STATS_ENABLED": "0",
            "RAY_AUTH_MODE": "disabled",
            "RAY_worker_niceness": "0",  # on a busy machine, workers that give way to everything take minutes
        }
        self.log = temporary / "log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(script), kind, source, str(out), str(temporary)],
                env=environment,
                cwd=temporary,  # Ray's workers look for modules there first
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def finish(self) -> None:
        try:
            status = self.process.wait(timeout=240)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        assert 0 == status, self.told()

    def told(self) -> str:
        return self.log.read_text(encoding="utf8", errors="replace")[-3000:]

    def written(self) -> int:
        """Bytes of lines that are in their places or in unfinished folders."""
        return sum(size(path) for path in (self.out / "lines").rglob(ATTRIBUTIONS))

    def kill_after(self, written: int) -> None:
        """Kill the process and all its descendants when so many bytes are written."""
        until = time.monotonic() + 240
        while self.written() < written and self.process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        alive = self.process.poll() is None
        self.kill()
        assert alive, self.told()

    def kill(self) -> None:
        for pid in [*descendants(self.process.pid), self.process.pid]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


def copy_package(folder: Path) -> None:
    """The package and the tests, in a folder where nobody edits them: a job is not taken up by other code."""
    if not (folder / "attribution").exists():
        shutil.copytree(ROOT / "attribution", folder / "attribution", ignore=shutil.ignore_patterns("models"))
        (folder / "attribution" / "language" / "models").symlink_to(ROOT / "attribution" / "language" / "models")
        (folder / "tests").symlink_to(ROOT / "tests")


def size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # it is being moved
        return 0


def descendants(ancestor: int) -> list[int]:
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [ancestor]
    for pid in found:
        found.extend(child for child, parent in parents.items() if parent == pid)
    return found[1:]


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder with a short path: Ray's sockets are in it, and the path of a socket has 107 bytes at most."""
    folder = Path(tempfile.mkdtemp(prefix="ray"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the processes to kill in /proc")
@pytest.mark.parametrize(
    ("kind", "kills"),
    [
        ("local", (0.3, 0.7)),
        pytest.param(
            "ray",
            (0.4,),  # each start of a cluster takes ten seconds
            marks=pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is missing: pip install ray"),
        ),
    ],
)
def test_killed_and_resumed(kind: str, kills: tuple[float, ...], tmp_path: Path, temporary: Path) -> None:
    """A job whose processes are all killed, and then again, ends with the bytes of one that never stopped."""
    source = write_shards(tmp_path / "in", articles=40)
    Run("local", source, tmp_path / "whole", temporary).finish()
    expected = streams(tmp_path / "whole" / "lines")
    total = sum(len(content) for name, content in expected.items() if name.endswith(ATTRIBUTIONS))

    for share in kills:
        Run(kind, source, tmp_path / "killed", temporary, seconds=0.03).kill_after(int(share * total))
    Run(kind, source, tmp_path / "killed", temporary).finish()

    assert TASKS * len(STREAMS) == len(expected)
    assert expected == streams(tmp_path / "killed" / "lines")


def test_finished_tasks_stay_as_they_are(tmp_path: Path) -> None:
    """A task that had come to its end when the job was killed is not analyzed again."""
    step(tmp_path).run(documents(said(1)), 0, 1)
    before = (tmp_path / "00000" / RUN).stat()

    step(tmp_path, build=stub_analyzer.build_none).run(documents(said(1)), 0, 1)

    assert before == (tmp_path / "00000" / RUN).stat()


def test_overwrite(tmp_path: Path) -> None:
    """`overwrite` writes a task anew, and with other options too."""
    step(tmp_path).run(documents(said(1)), 0, 1)
    step(tmp_path, Settings(max_characters=10), overwrite=True).run(documents(said(1)), 0, 1)

    assert ["too_long"] == [error.error for error in errors(tmp_path)]


def test_same_lines_as_extract(tmp_path: Path) -> None:
    """A task's attributions and articles are, byte for byte, those of `extract` over the same file."""
    texts = [*map(said, range(20)), "RAISE", "DIE", said(3), " ", "REFUSE"]
    source = tmp_path / "in" / "news.jsonl"
    source.parent.mkdir()
    rows = [{"id": f"a{n}", "text": text, "title": f"T{n}", "authors": ["A"]} for n, text in enumerate(texts)]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")
    extract([str(source)], tmp_path / "extract", workers=1, build=stub_analyzer.build)

    step(tmp_path / "scale").run(JsonlReader(str(source.parent)).run(), 0, 1)

    ours, theirs = tmp_path / "scale" / "00000", tmp_path / "extract"
    assert (theirs / ATTRIBUTIONS).read_bytes() == (ours / ATTRIBUTIONS).read_bytes()
    assert (theirs / ARTICLES).read_bytes() == (ours / ARTICLES).read_bytes()
    assert ["KeyError", "process_died", "empty", "InputError"] == [error.error for error in errors(tmp_path / "scale")]
    assert {str(source)} == {error.input for error in errors(tmp_path / "scale")}


def test_bad_documents_are_records(tmp_path: Path) -> None:
    """A document that is no article is a line of errors.jsonl with its id, and its neighbours are analyzed."""
    bad = documents(said(1), "", 5, None, "a\ud800b", "x" * 200, "w " * 20, said(2), said(1), file_path="s3://c/1.gz")
    bad[7].id = "a0"
    step(tmp_path, Settings(max_characters=100, max_words=15)).run(bad, 0, 1)

    expected = [
        ("a1", "empty"),
        ("a2", "wrong_type"),
        ("a3", "missing_field"),
        ("a4", "lone_surrogate"),
        ("a5", "too_long"),
        ("a6", "too_long"),
        ("a0", "duplicate_id"),
    ]
    assert expected == [(error.article_id, error.error) for error in errors(tmp_path)]
    assert (
        "s3://c/1.gz, document a1: the text is empty; leave the article out, or give its text"
        == errors(tmp_path)[0].message
    )
    assert [(None, "a0"), ("a0", "a8")] == [
        (line["duplicate_of"], line["article"]["id"]) for line in lines(tmp_path, ARTICLES)
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ("https://p.example", "Storm", ["Ann"], None)),
        ({"published": "date", "title": "meta.head"}, ("https://p.example", "Head", ["Ann"], "2021-09-07")),
    ],
)
def test_metadata(fields: Mapping[str, str], expected: tuple[object, ...], tmp_path: Path) -> None:
    """What is known of an article comes from the document's metadata, under our names or those that are given."""
    metadata = {"url": "https://p.example", "title": "Storm", "authors": "Ann", "date": "2021-09-07"}
    step(tmp_path, Settings(fields=fields)).run(documents(said(1), **metadata, meta={"head": "Head"}), 0, 1)

    article = lines(tmp_path, ARTICLES)[0]["article"]
    assert expected == tuple(article[name] for name in ("url", "title", "authors", "published"))


def test_pages(tmp_path: Path) -> None:
    """With format "html" a document is the source of a page, and one without an article is an error."""
    pages = [inputs.page(inputs.SAID.format(name="Ann B")), inputs.page("Home"), "x" * (1 << 23)]
    settings = Settings(format="html", max_characters=1_000)
    step(tmp_path, settings).run(documents(*pages, url="https://p.example/1"), 0, 1)

    article = lines(tmp_path, ARTICLES)[0]
    assert ["no_article_text", "too_long"] == [error.error for error in errors(tmp_path)]
    assert (len(inputs.SAID.format(name="Ann B")), "https://p.example/1", [text.EXTRACTED]) == (
        article["counts"]["characters"],
        article["article"]["url"],
        article["notes"],
    )


def test_warc_and_parquet(tmp_path: Path) -> None:
    """Archives and tables are read by datatrove's own readers."""
    pytest.importorskip(
        "magic", reason="python-magic needs libmagic (Debian: apt install libmagic1)", exc_type=ImportError
    )
    (tmp_path / "in").mkdir()
    body = inputs.page(inputs.SAID.format(name="Ann B")).encode()
    record = inputs.warc_record("response", 1, inputs.response(body))
    (tmp_path / "in" / "crawl.warc.gz").write_bytes(inputs.archive([record], compressed=True))
    reader = WarcReader(str(tmp_path / "in"), glob_pattern="*.warc.gz")
    step(tmp_path / "pages", Settings(format="html")).run(reader.run(), 0, 1)
    inputs.parquet(tmp_path / "in" / "news.parquet", f"SELECT 'p1' AS id, '{said(1)}' AS text, 'Storm' AS title")
    table = ParquetReader(str(tmp_path / "in"), glob_pattern="*.parquet")
    step(tmp_path / "table").run(table.run(), 0, 1)

    assert ["https://news.example/1"] == [line["article"]["url"] for line in lines(tmp_path / "pages", ARTICLES)]
    assert [("p1", "Storm")] == [
        (line["article"]["id"], line["article"]["title"]) for line in lines(tmp_path / "table", ATTRIBUTIONS)
    ]


def test_models_are_loaded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tasks of one process share a loaded model, also when a document has ended the process that held it."""
    monkeypatch.setenv("BUILDS", str(tmp_path / "builds"))
    for task in range(3):
        step(tmp_path / "out", build=counted).run(documents(said(task)), task, 4)
    assert 1 == (tmp_path / "builds").stat().st_size

    step(tmp_path / "out", build=counted).run(documents(said(3), "DIE", said(4)), 3, 4)

    assert [2] == [len(lines(tmp_path / "out", ATTRIBUTIONS, task=3))]


def counted() -> tuple[Mapping[str, str], stub_analyzer.Stub]:
    """Build the stub, and add a byte to a file."""
    with open(os.environ["BUILDS"], "ab") as file:
        file.write(b"1")
    return stub_analyzer.build()


def test_reader_that_fails(tmp_path: Path) -> None:
    """A task whose reader fails is not finished, and goes on when the reader does."""

    def failing() -> Iterator[Document]:
        yield from documents(*map(said, range(20)))
        raise OSError("connection lost")

    with pytest.raises(OSError, match="connection lost"):
        step(tmp_path).run(failing(), 0, 1)
    assert not (tmp_path / "00000" / RUN).exists()

    step(tmp_path).run(documents(*map(said, range(24))), 0, 1)

    assert 24 == len(lines(tmp_path, ATTRIBUTIONS))


def test_object_store(tmp_path: Path) -> None:
    """Where the output is no local folder, a task's files are put there when they are whole, run.json at the end."""
    folder = DataFolder(f"memory://{tmp_path.name}")
    put: list[str] = []
    folder.put_file = lambda here, there: put.append(there) or type(folder).put_file(folder, here, there)
    step(folder, scratch=tmp_path / "scratch").run(documents(said(1)), 0, 1)
    step(tmp_path / "local").run(documents(said(1)), 0, 1)

    assert [f"00000/{name}" for name in (*STREAMS, RUN)] == put
    assert (tmp_path / "local" / "00000" / ATTRIBUTIONS).read_bytes() == folder.cat_file(f"00000/{ATTRIBUTIONS}")
    assert [] == [path for path in (tmp_path / "scratch").rglob("*") if path.is_file()]


def test_object_store_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that could not put its files is not analyzed again for that."""
    folder = DataFolder(f"memory://{tmp_path.name}")

    def refuse(here: str, there: str) -> None:
        raise OSError("bucket is gone")

    with monkeypatch.context() as patch:
        patch.setattr(folder, "put_file", refuse)
        with pytest.raises(OSError, match="bucket is gone"):
            step(folder, scratch=tmp_path).run(documents(said(1)), 0, 1)
    step(folder, scratch=tmp_path, build=stub_analyzer.build_none).run(documents(said(1)), 0, 1)
    step(folder, scratch=tmp_path, build=stub_analyzer.build_none).run(documents(said(1)), 0, 1)

    assert folder.isfile(f"00000/{RUN}")


@pytest.mark.parametrize(
    ("task", "tasks", "settings", "what"),
    [
        (0, 2, Settings(max_characters=5_000), "options"),
        (1, 2, Settings(max_characters=5_000), "options"),
        (1, 3, Settings(), "number of tasks"),
    ],
)
def test_no_mixture(task: int, tasks: int, settings: Settings, what: str, tmp_path: Path) -> None:
    """A task refuses a folder in which any task was written with other options, or of another number of tasks."""
    step(tmp_path).run(documents(said(1)), 0, 2)

    with pytest.raises(OutputError, match=f"00000 is of a run that was started differently .other {what}."):
        step(tmp_path, settings).run(documents(said(1)), task, tasks)


def test_refusals(tmp_path: Path) -> None:
    """What no document can be read with is refused before a job starts."""
    with pytest.raises(InputError, match=r"the format of the documents is 'auto' .* or 'html' .*, not 'csv'"):
        step(tmp_path, Settings(format="csv"))
    with pytest.raises(InputError, match=r"memory://.* is no local folder: name one with scratch=…"):
        step("memory://news")


def test_missing_extra() -> None:
    """Without datatrove the message is the line that installs it."""
    code = "import sys; sys.modules['datatrove.io'] = None; import attribution.scale"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.stderr.endswith(
        "ImportError: attribution.scale needs datatrove: pip install 'news-attribution[scale]'\n"
    )


def test_runs_of_tasks_are_valid(tmp_path: Path) -> None:
    """Every line of a task's folder is one that the schemas know."""
    step(tmp_path).run(documents(said(1), said(1), "RAISE"), 0, 1)

    for name, model in FILES.values():
        content = (tmp_path / "00000" / name).read_bytes() if (tmp_path / "00000" / name).exists() else b""
        for line in [content] if name == RUN else content.splitlines():
            model.model_validate_json(line)


def test_documented_example(tmp_path: Path) -> None:
    """The first example of docs/scale.md runs as it stands, with the embedded weights."""
    page = (ROOT / "docs" / "scale.md").read_text(encoding="utf8")
    example = re.findall(r"```python\n(.*?)```", page, re.DOTALL)[0]
    (tmp_path / "crawl").mkdir()
    row = {"id": "a1", "text": "“Nobody was hurt,” the mayor, Ann Lee, told reporters."}
    (tmp_path / "crawl" / "1.jsonl").write_text(json.dumps(row) + "\n", encoding="utf8")
    (tmp_path / "job.py").write_text(example.replace("tasks=1000", "tasks=1"), encoding="utf8")
    subprocess.run(
        [sys.executable, "job.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )

    found = lines(tmp_path / "out" / "crawl", ATTRIBUTIONS)
    assert [("Ann Lee", "mayor")] == [(line["speaker"]["name"], line["role"]["title"]) for line in found]
