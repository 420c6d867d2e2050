"""The command: exit statuses, what goes where, help, and errors in one line."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from attribution import __version__, batch, cli, manual
from attribution.errors import ModelError
from tests import stub_analyzer

ROOT = Path(__file__).parents[1]
COMMANDS = [name.split()[1:] for name, _ in manual.commands()]


@pytest.fixture(autouse=True)
def _stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every extraction uses the stub instead of the models."""
    monkeypatch.setattr(batch, "_build", _build)


def _build(_: Any) -> Any:
    return stub_analyzer.build()


def _build_none(_: Any) -> Any:
    return stub_analyzer.build_none()


def run(*arguments: object, stdin: str | None = None) -> Any:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text('"We lost" said Ann Brown. "Why?" asked nobody.', encoding="utf8")
    return path


def test_nothing_heavy_is_imported() -> None:
    """The command's module imports no model, no network library, and nothing else that takes its time."""
    code = "import sys, attribution.cli; print([name for name in sys.argv[1:] if name in sys.modules])"
    heavy = ["torch", "stanza", "transformers", "pydantic", "rich.console", "jsonlines", "numpy", "multiprocessing"]
    found = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True, cwd=ROOT)

    assert "[]\n" == found.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help(command: list[str]) -> None:
    """Every command has a help text, and each of its options too."""
    result = run(*command, "--help")

    assert 0 == result.exit_code
    assert "Usage: " in result.output


@pytest.mark.parametrize("command", [[], ["extract"]], ids=["attribution", "extract"])
def test_help_is_quick(command: list[str]) -> None:
    """Help answers in under half a second of processor time."""
    code = (
        "import resource, sys\n"
        "from attribution.cli import main\n"
        "try: main()\n"
        "finally: print(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]), file=sys.stderr)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, *command, "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert float(found.stderr) < 0.5


def test_commands_page() -> None:
    """docs/commands.md is what the help texts say: python -m attribution.manual docs/commands.md."""
    assert manual.page() == (ROOT / "docs" / "commands.md").read_text(encoding="utf8")


def test_everything_has_help() -> None:
    """No command, argument or option is without a word of help."""
    silent = [
        (name, parameter.name)
        for name, command in manual.commands()
        for parameter in command.params
        if not parameter.help and parameter.name != "help"
    ]
    assert [] == silent
    assert all(command.help for _, command in manual.commands())


def test_version() -> None:
    """--version says which."""
    assert f"attribution {__version__}\n" == run("--version").stdout


def test_extract_to_standard_output(article: Path) -> None:
    """Without --out, records go to standard output and nothing else does; the summary goes to standard error."""
    result = run("extract", article)

    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert 0 == result.exit_code
    assert ["Ann Brown", None] == [record["speaker"]["name"] for record in records]
    assert "1 article: 2 attributions, 1 of a named speaker.\n" == result.stderr


def test_extract_to_a_folder(article: Path, tmp_path: Path) -> None:
    """A folder gets four files, standard output nothing."""
    result = run("extract", article, "-o", tmp_path / "out", "--workers", 1)

    assert 0 == result.exit_code
    assert "" == result.stdout
    assert f"Written to {tmp_path / 'out'}." in result.stderr
    assert 4 == len(list((tmp_path / "out").iterdir()))


def test_extract_with_errors(article: Path, tmp_path: Path) -> None:
    """Exit status 3 says that some articles are in errors.jsonl, and the summary says how many."""
    (tmp_path / "b.txt").write_text("")

    result = run("extract", article, tmp_path / "b.txt", "-o", tmp_path / "out")

    assert 3 == result.exit_code
    assert f"1 error (in {tmp_path / 'out' / 'errors.jsonl'})" in result.stderr


@pytest.mark.parametrize("out", ["-", "x.jsonl"])
def test_errors_without_a_folder(out: str, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no errors.jsonl, each error is a line of standard error, also with --quiet."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.txt").write_text("")

    result = run("extract", "a.txt", "b.txt", "-o", out, "--quiet")

    assert 3 == result.exit_code
    assert 1 == len(result.stderr.splitlines())
    assert "attribution: b.txt: the text is empty" in result.stderr


@pytest.mark.parametrize(
    "fields",
    [["--fields", "text=body,id=meta.guid"], ["--field", "text=body", "--field", "id=meta.guid"]],
)
def test_fields(fields: list[str], tmp_path: Path) -> None:
    """--fields reads the text and the rest from other keys, several at once or one at a time."""
    (tmp_path / "a.jsonl").write_text('{"body": "\\"No\\" said Ann.", "meta": {"guid": "x"}}\n')

    (record,) = run("extract", tmp_path / "a.jsonl", *fields).stdout.splitlines()
    assert "x" == json.loads(record)["article"]["id"]


def test_a_key_may_hold_a_comma(tmp_path: Path) -> None:
    """A comma parts two fields only where a name and an equals sign follow it."""
    (tmp_path / "a.csv").write_text('"body, plain",guid\n"""No"" said Ann.",7\n')

    (record,) = run("extract", tmp_path / "a.csv", "--fields", "text=body, plain,id=guid").stdout.splitlines()
    assert "7" == json.loads(record)["article"]["id"]


def test_limits(article: Path, tmp_path: Path) -> None:
    """--limit and --max-words leave out what is beyond them; --max-errors stops with status 4 and says how to go on."""
    texts = [article, tmp_path / "b.txt", tmp_path / "c.txt"]
    texts[1].write_text("One two three.")
    texts[2].write_text("")

    assert 0 == run("extract", *texts, "--limit", 2, "--max-words", 9).exit_code
    assert 3 == run("extract", article, "--max-words", 7).exit_code
    stopped = run("extract", *texts, "-o", tmp_path / "run.jsonl", "--max-errors", 0, "--quiet")
    assert 4 == stopped.exit_code
    assert "attribution: stopped: 1 error, and --max-errors is 0; they are in" in stopped.stderr
    assert 1 == len(stopped.stderr.splitlines())


def test_formats() -> None:
    """The formats that the command offers are the ones that can be read."""
    from attribution.read import AUTO, FORMATS

    assert [AUTO, *FORMATS] == [each.value for each in cli.InputFormat]


def test_format(tmp_path: Path) -> None:
    """--format reads a file as what it is, whatever its name."""
    (tmp_path / "a.txt").write_text('{"text": "\\"No\\" said Ann."}\n')

    assert 1 == len(run("extract", tmp_path / "a.txt", "--format", "jsonl").stdout.splitlines())


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """ "-" reads standard input."""
    assert 1 == len(run("extract", "-", stdin='"No" said Ann.').stdout.splitlines())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["extract"], "INPUT"),
        (["extract", "a", "--fields", "text"], "NAME=KEY"),
        (["extract", "a", "--format", "pdf"], "pdf"),
        (["extract", "a", "--workers", "0"], "--workers"),
        (["extract", "a", "--precision", "half"], "half"),
        (["extract", "a", "-o", "x.json"], "x.json"),
        (["schema", "poem"], "poem"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str) -> None:
    """Wrong usage ends with status 2 and says what is wrong, on standard error."""
    result = run(*arguments)

    assert 2 == result.exit_code
    assert words in result.stderr
    assert "" == result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["extract", "none.txt"], "none.txt: there is no such file"),
        (["extract", "empty"], "empty: no articles in this folder"),
        (["extract", "a.txt", "-o", "a.txt"], "cannot write to a.txt"),
        (["extract", "a.txt", "--field", "poem=body"], "poem"),
        (["inspect", "none"], "none"),
        (["validate", "none"], "none: there is no such file"),
    ],
)
def test_what_cannot_run(
    arguments: list[str], words: str, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot run ends with status 1 and one line on standard error, without a traceback."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()

    result = run(*arguments)

    assert 1 == result.exit_code
    assert result.stderr.startswith("attribution: ")
    assert 1 == len(result.stderr.splitlines())
    assert words in result.stderr


def test_missing_models(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error from inside a worker process reaches the user as the same one line."""
    monkeypatch.setattr(batch, "_build", _build_none)

    result = run("extract", article)

    assert 1 == result.exit_code
    assert result.stderr.startswith("attribution: models/en/tokenize/news.pt: the file of weights is missing")


def test_uncalibrated_models(article: Path, tmp_path: Path) -> None:
    """Of models without a map for their confidences, the summary says so, and where one would be."""
    result = run("extract", article, "--models", tmp_path / "other")

    assert f"The confidences are not calibrated ({tmp_path / 'other' / 'en' / 'calibration.json'} does not exist)." in (
        result.stderr.splitlines()
    )
    assert "calibrated" not in run("extract", article).stderr


def test_message_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """A file name with an escape sequence is shown escaped."""
    result = run("extract", tmp_path / "\x1b[2Jnone\n.txt")

    assert "\x1b" not in result.stderr
    assert 1 == len(result.stderr.splitlines())


def test_interrupt(article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with status 130 and says what is safe."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "_run", interrupt)

    result = run("extract", article, "-o", tmp_path / "out")

    assert 130 == result.exit_code
    assert "interrupted before the first articles were written" in result.stderr


def test_closed_pipe(article: Path) -> None:
    """A reader that has enough (`| head`) is no error."""
    code = "from tests import test_cli; from attribution import batch, cli; batch._build = test_cli._build; cli.main()"
    read, write = os.pipe()
    os.close(read)
    found = subprocess.run(
        [sys.executable, "-c", code, "extract", str(article), "--quiet"],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        cwd=ROOT,
    )
    os.close(write)

    assert ("", 0) == (found.stderr, found.returncode)


def test_inspect(article: Path, tmp_path: Path) -> None:
    """inspect prints the view, without colours where standard output is no terminal."""
    run("extract", article, "-o", tmp_path / "out")

    result = run("inspect", tmp_path / "out")

    assert 0 == result.exit_code
    assert '"[1|We lost|1]" said Ann Brown.' in result.stdout
    assert "\x1b" not in result.stdout


def test_validate(article: Path, tmp_path: Path) -> None:
    """validate ends with 0 for a whole run, and with 1 and the problems on standard output for a damaged one."""
    run("extract", article, "-o", tmp_path / "out")
    whole = run("validate", tmp_path / "out", "--input", article)
    with (tmp_path / "out" / "attributions.jsonl").open("a") as file:
        file.write("{}\n")
    damaged = run("validate", tmp_path / "out")

    assert (0, "") == (whole.exit_code, whole.stdout)
    assert "2 attributions, 1 article, 1 text: no problems" in whole.stderr
    assert 1 == damaged.exit_code
    assert "attributions.jsonl:3" in damaged.stdout


def test_schema() -> None:
    """schema lists the schemas, and prints one."""
    names = run("schema").stdout.split()

    assert ["record", "article", "error", "run", "cluster", "correction"] == names
    for name in names:
        assert "https://json-schema.org/draft/2020-12/schema" == json.loads(run("schema", name).stdout)["$schema"]


def test_models_show() -> None:
    """models show lists every embedded file with its hash."""
    from attribution.language.pipeline import embedded

    assert [f"{digest}  {name}" for name, digest in embedded().items()] == run("models", "show").stdout.splitlines()


def test_models_fetch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """models fetch hands the directory on, and its failure is one line."""
    from attribution.language import pipeline

    fetched: list[Path] = []
    monkeypatch.setattr(pipeline, "fetch", fetched.append)
    assert 0 == run("models", "fetch", tmp_path).exit_code
    assert [tmp_path] == fetched

    def fail(directory: Path) -> None:
        raise ModelError(f"{directory}: no network")

    monkeypatch.setattr(pipeline, "fetch", fail)
    result = run("models", "fetch", tmp_path)
    assert (1, f"attribution: {tmp_path}: no network\n") == (result.exit_code, result.stderr)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_on_a_terminal(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal there is a bar with articles and words per second; errors stand on lines of their own."""
    from attribution.batch import Settings
    from attribution.progress import shown

    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with shown([str(article)], Settings(), quiet=False) as progress:
        progress.update({"words": 0})
        progress.say("attribution: [b.txt] is empty")
        progress.update({"articles": 1, "errors": 1, "words": 90, "characters": 46})

    assert "attribution: [b.txt] is empty" in terminal.getvalue()
    assert "2 articles, 1 error" in terminal.getvalue()
    assert "words/s" in terminal.getvalue()


@pytest.mark.parametrize(
    ("limit", "suffixes", "expected"),
    [(None, "tt", (92, ("characters",))), (1, "tt", (46, ("characters",))), (None, "th", (2, ("articles", "errors")))],
)
def test_how_much_there_is(
    limit: int | None, suffixes: str, expected: tuple[int, tuple[str, ...]], article: Path
) -> None:
    """The time left goes by characters, of the first articles alone with a limit, and by articles with pages."""
    from attribution.batch import Settings
    from attribution.progress import Bar, measure

    told: list[Any] = []

    class Told(Bar):
        def total(self, total: int, measure: tuple[str, ...] = ()) -> None:
            told.append((total, measure))

    second = article.with_name("b.html" if suffixes[1] == "h" else "b.txt")
    second.write_bytes(article.read_bytes())
    measure([str(article.parent)], Settings(), limit, Told())

    assert [expected] == told


def test_quiet_progress_says_errors_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal there is no bar."""
    from attribution.batch import Settings
    from attribution.progress import shown

    with shown(["-"], Settings(), quiet=True) as progress:
        progress.update({"articles": 1})
        progress.say("one line")

    assert ("", "one line\n") == tuple(capsys.readouterr())
