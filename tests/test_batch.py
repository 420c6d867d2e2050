"""Many articles: every line in order, none lost, the same bytes whatever happens on the way."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from attribution import batch
from attribution.article import Article
from attribution.batch import Settings, Summary, extract
from attribution.errors import AttributionError, ErrorLimitError, InputError, ModelError, OutputError
from attribution.ledger import STREAMS, Ledger
from attribution.record import FILES, ErrorLine, RunInfo
from attribution.resolve import THRESHOLD
from attribution.validate import validate
from attribution.workers import Workers
from tests import stub_analyzer

CHUNK_ARTICLES = 8
ARTICLES = 3 * CHUNK_ARTICLES + 2
PLACES = {"attributions.jsonl", "articles.jsonl", "errors.jsonl", "run.json"}


def line(number: int, text: str | None = None) -> str:
    spoken = f'"It is claim {number}," said Speaker{chr(65 + number % 26)}. The "fix" failed.'.replace(
        "Speaker", "Ann B"
    )
    return json.dumps({"id": f"a{number}", "text": text or spoken.replace(',"', '"')})


def stub_text(number: int) -> str:
    text: str = json.loads(line(number))["text"]
    return text


def write(folder: Path, *texts: str | None) -> str:
    """A JSONL file of articles: a text of its own for each None."""
    path = folder / "articles.jsonl"
    path.write_text("".join(f"{line(number, text)}\n" for number, text in enumerate(texts)), encoding="utf8")
    return str(path)


def run(source: str, out: Any, **options: Any) -> Summary:
    options.setdefault("workers", 1)
    options.setdefault("build", stub_analyzer.build)
    return extract([source], out, **options)


def lines(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in STREAMS}


def errors(out: Path) -> list[ErrorLine]:
    return [ErrorLine.model_validate_json(text) for text in (out / STREAMS[2]).read_bytes().splitlines()]


@pytest.fixture(autouse=True)
def _same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small chunks, and the tests of resuming apart from edits to the package while they run."""
    monkeypatch.setattr(batch, "code_hash", lambda: "c" * 64)
    monkeypatch.setattr(batch, "CHUNK_ARTICLES", CHUNK_ARTICLES)


@pytest.fixture
def source(tmp_path: Path) -> str:
    """Articles for three chunks and a bit, one of them without a text and one that raises."""
    texts: list[str | None] = [None] * ARTICLES
    texts[5], texts[11] = " ", "RAISE"
    return write(tmp_path, *texts)


@pytest.fixture
def expected(source: str, tmp_path: Path) -> dict[str, bytes]:
    run(source, tmp_path / "expected")
    return lines(tmp_path / "expected")


def test_streams_are_named_as_the_schemas_say() -> None:
    """The files that a run, `cluster` and the page write are the ones that the schemas describe."""
    assert [*STREAMS, "run.json", "clusters.jsonl", "corrections.jsonl"] == [file for file, _ in FILES.values()]


def test_folder(source: str, tmp_path: Path) -> None:
    """A folder gets every line in the order of the inputs, and run.json, and nothing else."""
    summary = run(source, tmp_path / "out")

    written = lines(tmp_path / "out")
    info = RunInfo.model_validate_json((tmp_path / "out" / "run.json").read_bytes())
    ids = [json.loads(text)["article"]["id"] for text in written["articles.jsonl"].splitlines()]
    assert PLACES == {path.name for path in (tmp_path / "out").iterdir()}
    assert [f"a{number}" for number in range(ARTICLES) if number not in (5, 11)] == ids
    assert (ARTICLES - 2, ARTICLES - 2, 2) == (summary.articles, summary.attributions, summary.errors)
    assert (ARTICLES - 2, 2) == (info.counts.articles, info.counts.errors)
    assert (source,) == info.inputs


@pytest.mark.parametrize("workers", [2, 3])
def test_same_bytes_for_any_number_of_workers(
    workers: int, source: str, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """The number of worker processes does not show in the lines."""
    run(source, tmp_path / "out", workers=workers)

    assert expected == lines(tmp_path / "out")


@pytest.mark.parametrize("articles", [1, 5, 100])
def test_same_bytes_for_any_chunk(
    articles: int, source: str, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How articles are grouped does not show in the lines."""
    monkeypatch.setattr(batch, "CHUNK_ARTICLES", articles)

    run(source, tmp_path / "out")

    assert expected == lines(tmp_path / "out")


def test_error_lines(source: str, tmp_path: Path) -> None:
    """What cannot be read and what raises both become error lines that say where and why."""
    run(source, tmp_path / "out")

    read, raised = errors(tmp_path / "out")
    assert ("read", "empty", "a5") == (read.step, read.error, read.article_id)
    assert ("analyze", "KeyError", "a11") == (raised.step, raised.error, raised.article_id)
    assert (source, 6, source, 12) == (read.input, read.line, raised.input, raised.line)
    assert "'head'" in raised.message


def test_refused_article_is_no_bug(tmp_path: Path) -> None:
    """An error of this package's own keeps its words and asks for no bug report."""
    run(write(tmp_path, "REFUSE"), tmp_path / "out")

    assert ["the text is refused: give another"] == [error.message for error in errors(tmp_path / "out")]


def test_long_message_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that quotes the whole article does not put it into errors.jsonl."""
    from attribution.article import Article
    from attribution.lines import lines as lines_of

    def fail(_: object, article: Article) -> None:
        raise ValueError(article.text)

    monkeypatch.setattr(stub_analyzer.Stub, "analyze", fail)

    found = lines_of(stub_analyzer.Stub(), Article("x" * 100_000))

    assert len(found.streams[STREAMS[2]]) < 1_000


def test_article_that_kills_its_process(tmp_path: Path) -> None:
    """The killer becomes an error line, and its neighbours in the chunk their own records."""
    texts: list[str | None] = [None] * (CHUNK_ARTICLES + 1)
    texts[2] = "DIE"

    summary = run(write(tmp_path, *texts), tmp_path / "out", workers=2)

    assert (CHUNK_ARTICLES, 1) == (summary.articles, summary.errors)
    assert [("process_died", "a2")] == [(error.error, error.article_id) for error in errors(tmp_path / "out")]


def test_chunk_of_killers(tmp_path: Path) -> None:
    """A run of nothing but killers ends, with an error line for each."""
    summary = run(write(tmp_path, "DIE 1", "DIE 2", "DIE 3"), tmp_path / "out")

    assert (0, 3) == (summary.articles, summary.errors)


def test_jsonl_file(source: str, expected: dict[str, bytes], tmp_path: Path) -> None:
    """A .jsonl file gets the attributions alone, errors go to the caller, and nothing else is left."""
    (tmp_path / "out").mkdir()
    complaints: list[str] = []

    run(source, tmp_path / "out" / "x.jsonl", complain=complaints.append)

    assert ["x.jsonl"] == [path.name for path in (tmp_path / "out").iterdir()]
    assert expected["attributions.jsonl"] == (tmp_path / "out" / "x.jsonl").read_bytes()
    assert 2 == len(complaints)


def test_stream(source: str, expected: dict[str, bytes]) -> None:
    """An open file gets the attributions as they come."""
    stream = io.BytesIO()

    run(source, stream, complain=lambda message: None)

    assert expected["attributions.jsonl"] == stream.getvalue()


def test_finished_run_stays(source: str, tmp_path: Path) -> None:
    """A finished run is replaced only when that is asked for."""
    run(source, tmp_path / "out")
    before = lines(tmp_path / "out")
    other = write(tmp_path, None)

    with pytest.raises(OutputError, match="--overwrite"):
        run(other, tmp_path / "out")

    assert before == lines(tmp_path / "out")
    assert 1 == run(other, tmp_path / "out", overwrite=True).articles
    assert 1 == len(lines(tmp_path / "out")["articles.jsonl"].splitlines())


def test_unwritable_output(source: str, tmp_path: Path) -> None:
    """A place that cannot be written to is told before any model is loaded."""
    (tmp_path / "file").write_text("")

    for out in (tmp_path / "file" / "out", tmp_path / "file", Path("/proc/out")):
        with pytest.raises(OutputError, match="cannot write to"):
            run(source, out, build=stub_analyzer.build_none)


def test_output_inside_input(tmp_path: Path) -> None:
    """A folder that would be read as its own input is refused."""
    write(tmp_path, None)

    with pytest.raises(OutputError, match="inside the input folder"):
        run(str(tmp_path), tmp_path / "out")


def test_missing_input_leaves_nothing_behind(tmp_path: Path) -> None:
    """A run that cannot start leaves no folder."""
    with pytest.raises(InputError, match=r"none\.txt"):
        run(str(tmp_path / "none.txt"), tmp_path / "out")
    with pytest.raises(ModelError, match=r"news\.pt"):
        run(write(tmp_path, None), tmp_path / "out", build=stub_analyzer.build_none)

    assert not (tmp_path / "out").exists()


def test_worker_that_cannot_load(source: str, tmp_path: Path) -> None:
    """A process that dies while it loads ends the run with a message, not in a loop."""
    with pytest.raises(AttributionError, match="status 7 while it was loading"):
        run(source, tmp_path / "out", build=stub_analyzer.build_dead)


def test_progress_reaches_the_end(source: str, tmp_path: Path) -> None:
    """Progress begins when the models are loaded and ends with the counts of the run."""
    seen: list[dict[str, int]] = []

    run(source, tmp_path / "out", progress=lambda counts: seen.append(dict(counts)))

    assert 0 == seen[0].get("articles", 0)
    assert ARTICLES - 2 == seen[-1]["articles"]


# Limits


@pytest.mark.parametrize("limit", [1, 7, CHUNK_ARTICLES, 12, ARTICLES, 1000])
def test_limit(limit: int, source: str, expected: dict[str, bytes], tmp_path: Path) -> None:
    """The first articles, those with errors counted, have the bytes that they have among all."""
    summary = run(source, tmp_path / "out", limit=limit)

    assert min(limit, ARTICLES) == summary.articles + summary.errors
    for name, written in lines(tmp_path / "out").items():
        assert expected[name].startswith(written)
    assert () == validate(tmp_path / "out", [source]).problems
    assert limit == RunInfo.model_validate_json((tmp_path / "out" / "run.json").read_bytes()).options["limit"]


def test_limit_reads_no_further(tmp_path: Path) -> None:
    """What stands behind the last article that was asked for is not looked at."""
    articles = iter([Article(stub_text(number), id=str(number)) for number in range(10)])

    run("articles", io.BytesIO(), limit=3, items=articles)

    assert "3" == next(articles).id


@pytest.mark.parametrize(("first", "then"), [(12, 14), (12, None), (None, 20), (20, 18)])
def test_another_limit(
    first: int | None, then: int | None, source: str, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """An unfinished run is taken up with another limit, though it cuts its chunks elsewhere."""
    with pytest.raises(StopError):
        run(source, tmp_path / "out", limit=first, progress=stop_after(2))

    summary = run(source, tmp_path / "out", limit=then)

    assert min(first or ARTICLES, 2 * CHUNK_ARTICLES) == summary.resumed
    assert (then or ARTICLES) == summary.articles + summary.errors
    assert expected["articles.jsonl"].startswith(lines(tmp_path / "out")["articles.jsonl"])


def test_limit_below_what_is_written(stopped: Path, source: str) -> None:
    """A limit below what an unfinished run has is refused with what to do, and nothing is lost."""
    with pytest.raises(OutputError, match="more articles than --limit 10 asks for: raise the limit"):
        run(source, stopped, limit=10)

    assert 2 * CHUNK_ARTICLES == run(source, stopped).resumed


def test_max_words(tmp_path: Path) -> None:
    """An article with more words than are asked for is an error that says so; its id and its text are as if unseen."""
    texts = ["One two three four.", 'It\'s "a well-known thing" said Ann', "One two three four."]

    summary = run(write(tmp_path, *texts), tmp_path / "out", settings=Settings(max_words=4))

    assert (2, 1) == (summary.articles, summary.errors)
    assert [("read", "too_long", "a1", 2)] == [
        (error.step, error.error, error.article_id, error.line) for error in errors(tmp_path / "out")
    ]
    assert "6 words, and the limit is 4; give one article at a time, or raise the limit (--max-words)" in (
        errors(tmp_path / "out")[0].message
    )


def test_max_errors(source: str, expected: dict[str, bytes], tmp_path: Path) -> None:
    """A run stops behind the chunk with one error too many, and goes on with a higher number, or with none."""
    out = tmp_path / "out"
    for most, safe in ((0, CHUNK_ARTICLES), (0, CHUNK_ARTICLES), (1, 2 * CHUNK_ARTICLES)):
        with pytest.raises(ErrorLimitError, match=rf"--max-errors is {most}; .* {safe} articles are safe"):
            run(source, out, max_errors=most)

    summary = run(source, out, max_errors=2)

    assert 2 * CHUNK_ARTICLES == summary.resumed
    assert expected == lines(out)


def test_max_errors_of_a_stream(source: str) -> None:
    """A stream gets what was written before there were too many errors."""
    stream = io.BytesIO()
    with pytest.raises(ErrorLimitError, match=r"stopped: 1 error, and --max-errors is 0$"):
        run(source, stream, complain=lambda _: None, max_errors=0)

    assert CHUNK_ARTICLES - 1 == len(stream.getvalue().splitlines())


# Interrupted runs


class StopError(Exception):
    """Ends a run from inside, like a kill does, but in this process."""


def stop_after(chunks: int) -> Callable[[Any], None]:
    left = [chunks + 1]  # the first call says that the models are loaded

    def progress(_: Any) -> None:
        left[0] -= 1
        if not left[0]:
            raise StopError

    return progress


@pytest.fixture
def stopped(source: str, tmp_path: Path) -> Path:
    """A run that ended after two chunks."""
    with pytest.raises(StopError):
        run(source, tmp_path / "out", progress=stop_after(2))
    return tmp_path / "out"


def test_resume(stopped: Path, source: str, expected: dict[str, bytes]) -> None:
    """The same call goes on behind the last whole chunk and ends with the same bytes."""
    summary = run(source, stopped)

    assert expected == lines(stopped)
    assert 2 * CHUNK_ARTICLES == summary.resumed
    assert PLACES == {path.name for path in stopped.iterdir()}


@pytest.mark.parametrize("torn", [b'{"chunk":"12', b"\xff\x00", b"\n", b'{"chunk": "0"}\n'])
def test_torn_ledger(torn: bytes, stopped: Path, source: str, expected: dict[str, bytes]) -> None:
    """What a kill or a power failure left behind the last whole line is cut off."""
    for name in (*STREAMS, "ledger.jsonl"):
        with (stopped / ".unfinished" / name).open("ab") as file:
            file.write(torn)

    run(source, stopped)

    assert expected == lines(stopped)


def test_other_inputs(stopped: Path, source: str, tmp_path: Path) -> None:
    """A run is not taken up with texts that have changed since."""
    write(tmp_path, *["Another text."] * ARTICLES)

    with pytest.raises(OutputError, match="inputs have changed"):
        run(source, stopped)


def test_the_default_threshold_is_that_of_resolve() -> None:
    """What the command line says of its default is what `resolve` does without it."""
    assert THRESHOLD == Settings().threshold


@pytest.mark.parametrize(
    ("options", "differing"),
    [
        ({"settings": Settings(max_characters=77)}, "options"),
        ({"settings": Settings(threshold=0.7)}, "options"),
        ({"build": stub_analyzer.build_other}, "weights"),
    ],
)
def test_other_settings(options: dict[str, Any], differing: str, stopped: Path, source: str) -> None:
    """A run is not taken up with other options or weights; the message says which, and nothing is lost."""
    with pytest.raises(OutputError, match=rf"{differing} was .*--overwrite"):
        run(source, stopped, **options)

    assert 2 * CHUNK_ARTICLES == run(source, stopped).resumed


def test_overwrite_starts_afresh(stopped: Path, source: str, expected: dict[str, bytes]) -> None:
    """Overwriting takes nothing over from an unfinished run."""
    assert 0 == run(source, stopped, overwrite=True).resumed
    assert expected == lines(stopped)


def test_shortened_stream(stopped: Path, source: str) -> None:
    """A stream that lost bytes which its ledger counts is not built upon."""
    (stopped / ".unfinished" / STREAMS[0]).write_bytes(b"")

    with pytest.raises(OutputError, match="shorter than its ledger"):
        run(source, stopped)


@pytest.mark.parametrize("moved", range(5))
def test_killed_while_moving(
    moved: int, source: str, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that was killed between two of its last renames is completed by the same call."""
    replace, left = os.replace, [moved]

    def stop(old: Any, new: Any) -> None:
        if not left[0]:
            raise StopError
        left[0] -= 1
        replace(old, new)

    def stop_removing(path: Any) -> None:
        raise StopError

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", stop)
        patch.setattr("shutil.rmtree", stop_removing)
        with pytest.raises(StopError):
            run(source, tmp_path / "out")

    summary = run(source, tmp_path / "out")

    assert expected == lines(tmp_path / "out")
    assert PLACES == {path.name for path in (tmp_path / "out").iterdir()}
    assert ARTICLES == summary.resumed


def test_one_process_at_a_time(tmp_path: Path) -> None:
    """Two runs never write to one place."""
    with Ledger(tmp_path / "out"), pytest.raises(OutputError, match="another process"), Ledger(tmp_path / "out"):
        pass


# Workers


def doubling() -> tuple[str, Callable[[int], int]]:
    return "ready", _double


def _double(number: int) -> int:
    if number < 0:
        os._exit(-number)
    time.sleep(0.02 if number % 7 == 0 else 0)
    return 2 * number


def test_workers_keep_the_order_of_tasks() -> None:
    """Results come in the order of the tasks, however long each takes."""
    tasks = [list(range(first, first + 3)) for first in range(0, 60, 3)]
    with Workers(doubling, 3) as workers:
        assert "ready" == workers.hello()
        assert [[2 * number for number in task] for task in tasks] == list(workers.map(tasks, lambda *_: 0))


def test_workers_report_who_died_of_what() -> None:
    """An item that ends its process twice is given to `died` with the exit status; the others have their results."""
    with Workers(doubling, 2) as workers:
        found = list(workers.map([[1, -3, 2], [4], [-5]], lambda item, status: 1000 * item - status))

    assert [[2, -3003, 4], [8], [-5005]] == found


def test_workers_read_no_further_than_they_must() -> None:
    """Tasks are taken from the iterator a few at a time: memory stays flat."""
    taken = 0

    def tasks() -> Any:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield [number]

    with Workers(doubling, 2) as workers:
        for done, _ in enumerate(workers.map(tasks(), lambda *_: 0), start=1):
            assert taken - done <= 8
            if done == 100:
                break


def test_workers_read_ahead() -> None:
    """While every process is at work the task after theirs is read, so that none waits for it."""
    read: list[int] = []

    def tasks() -> Any:
        for number in (7, 14, 21, 28):
            read.append(number)
            yield [number]

    with Workers(doubling, 1) as workers:
        results = workers.map(tasks(), lambda *_: 0)
        assert [14] == next(results)
        assert [7, 14] == read
        assert [[28], [42], [56]] == list(results)


def dying_once(mark: str) -> tuple[str, Callable[[int], int]]:
    try:
        Path(mark).unlink()
    except FileNotFoundError:
        return doubling()
    os._exit(7)


def test_worker_that_dies_while_it_loads(tmp_path: Path) -> None:
    """It is replaced, be it the first or a later one, and costs nothing."""
    (tmp_path / "mark").touch()
    with Workers(partial(dying_once, str(tmp_path / "mark")), 1) as workers:
        assert "ready" == workers.hello()
        (tmp_path / "mark").touch()
        assert [[2, -3003], [8]] == list(workers.map([[1, -3], [4]], lambda item, status: 1000 * item - status))

    assert not (tmp_path / "mark").exists()


def test_idle_worker_that_died() -> None:
    """A process that dies between two tasks is replaced; the next task is not blamed for it."""
    with Workers(doubling, 1) as workers:
        results = workers.map([[1], [2], [3]], lambda *_: -1)
        assert [2] == next(results)
        workers._workers[0].process.kill()
        workers._workers[0].process.join()
        assert [[4], [6]] == list(results)


def test_map_that_was_given_up() -> None:
    """What a map leaves behind does not come out of the next one."""
    with Workers(doubling, 2) as workers:
        assert [2] == next(workers.map([[1], [7], [14], [21]], lambda *_: 0))
        assert [[6], [8]] == list(workers.map([[3], [4]], lambda *_: 0))


def tying() -> tuple[str, Callable[[int], int]]:
    return "ready", _tie


class _Knot:
    """An object that refers to itself, so that only a search for cycles ends it."""

    alive = 0

    def __init__(self) -> None:
        self.itself = self
        _Knot.alive += 1

    def __del__(self) -> None:
        _Knot.alive -= 1


def _tie(number: int) -> int:
    for _ in range(number):
        _Knot()
    return _Knot.alive


def test_workers_drop_cycles() -> None:
    """Objects that refer to each other do not pile up from item to item, be they many in one or few in each."""
    with Workers(tying, 1) as workers:
        many, few = workers.map([[20_000, 1, 1], [100] * 1_000], lambda *_: -1)

    assert [20_000, 1, 2] == many
    assert max(few) < 20_000


def test_nothing_of_a_worker_reaches_standard_output(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What a library prints inside a worker does not end up among the data."""
    run(write(tmp_path, "PRINT"), tmp_path / "out")

    assert "" == capfd.readouterr().out
