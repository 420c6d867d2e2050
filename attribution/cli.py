"""cli: the command `attribution`, a thin skin over the library.

Nothing heavy is imported up here: `--help` answers at once. Data goes to standard output and nothing else does.
"""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attribution import __version__
from attribution.errors import AttributionError, ErrorLimitError

if TYPE_CHECKING:
    from typing import BinaryIO

    from attribution.batch import Settings, Summary
    from attribution.record import CorrectionsInfo

FAILED, USAGE, WITH_ERRORS, TOO_MANY_ERRORS, INTERRUPTED = 1, 2, 3, 4, 130

app = typer.Typer(
    name="attribution",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
models_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The models: what is embedded, and others.")
app.add_typer(models_app, name="models")


class Precision(str, Enum):  # noqa: UP042 (typer shows the values of a plain string)
    """How the network computes."""

    auto = "auto"
    float32 = "float32"
    bfloat16 = "bfloat16"


class WhoseGuidelines(str, Enum):  # noqa: UP042
    """Whose idea of an attribution is followed."""

    records = "records"
    polnear = "polnear"


class InputFormat(str, Enum):  # noqa: UP042
    """What the inputs are."""

    auto = "auto"
    text = "text"
    jsonl = "jsonl"
    json = "json"
    html = "html"
    csv = "csv"
    parquet = "parquet"
    warc = "warc"


class Format(str, Enum):  # noqa: UP042
    """What a run is exported to."""

    brat = "brat"
    label_studio = "label-studio"
    web_annotation = "web-annotation"
    claim = "claim"
    csv = "csv"


class Nested(str, Enum):  # noqa: UP042
    """What is done with records inside others that match nothing."""

    auto = "auto"
    counted = "count"
    forgive = "forgive"


def main() -> None:
    """Run the command with the arguments of the process."""
    app(prog_name="attribution")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"attribution {__version__}")
        raise typer.Exit


@app.callback()
def _attribution(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Who said what: every quotation of a news article, direct or not, with its speaker, as lines of JSON."""


@app.command()
def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Files of text, JSON Lines, JSON, HTML, CSV, Parquet or WARC, folders of them, "
            'or "-" for standard input; docs/input.md says how each is read.',
        ),
    ],
    out: Annotated[
        str,
        typer.Option(
            "--out",
            "-o",
            metavar="OUT",
            help="A folder for everything, a .jsonl file for the attributions alone, "
            'or "-" for the attributions on standard output.',
        ),
    ] = "-",
    format: Annotated[
        InputFormat,
        typer.Option(
            metavar="auto|text|jsonl|json|html|csv|parquet|warc",
            help="What the inputs are; auto goes by their names, and by their beginnings where a name does not say.",
        ),
    ] = InputFormat.auto,
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--fields",
            "--field",
            metavar="NAME=KEY,…",
            help="The keys (in JSON) or columns (in tables) of fields that are not called as ours: "
            "text=body,id=meta.guid. May be repeated.",
        ),
    ] = None,
    max_characters: Annotated[
        int, typer.Option(metavar="N", min=1, help="The longest article that is read, in characters.")
    ] = 1_000_000,
    max_words: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="The longest article that is read, in words, as `wc -w` counts them; a longer one is in errors.jsonl.",
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Read only the first N articles, those with errors counted."),
    ] = None,
    max_errors: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=0,
            help="Stop when there are more errors than this; the same command with a higher number goes on.",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="Processes that share the work; each loads the models. By default one for each core, at most 4.",
        ),
    ] = None,
    models: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Use the Stanza models in this resources directory, not the embedded ones."),
    ] = None,
    device: Annotated[str, typer.Option(metavar="DEVICE", help="Where the network computes: cpu, cuda, …")] = "cpu",
    precision: Annotated[
        Precision,
        typer.Option(
            metavar="auto|float32|bfloat16",
            help="auto computes in bfloat16 where the processor has instructions for it.",
        ),
    ] = Precision.auto,
    guidelines: Annotated[
        WhoseGuidelines,
        typer.Option(
            metavar="records|polnear",
            help="Whose idea of an attribution is followed: the project's own (docs/record.md), or PolNeAR's, in which "
            "acts and attitudes count too and cues keep their adverbs (for comparison with it).",
        ),
    ] = WhoseGuidelines.records,
    threshold: Annotated[
        float,
        typer.Option(
            metavar="P",
            min=0,
            max=1,
            help="Leave a speaker unnamed whose name has a lower confidence.speaker; the name is then the first "
            "of speaker.alternatives. What it does to precision and coverage: docs/accuracy.md.",
        ),
    ] = 0.5,
    speakers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Mark the records of these people and bodies (speaker.watched): CSV, TSV or JSON Lines with name, "
            "aliases and roles; docs/watch.md.",
        ),
    ] = None,
    corrections: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Apply what people decided on records of earlier runs, a corrections.jsonl as the page saves it, "
            "where the words still stand; docs/corrections.md. May be repeated.",
        ),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace what OUT holds: a finished run, or an unfinished one.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary, errors only.")] = False,
) -> None:
    """Find who said what in articles and write a line of JSON for each attribution.

    OUT as a folder gets attributions.jsonl, articles.jsonl, errors.jsonl and run.json. A run that was interrupted goes
    on where it stopped when the same command is given again.

    Exit status: 0 done, 1 could not run, 2 wrong usage, 3 done but some articles could not be processed (they are in
    errors.jsonl, or on standard error), 4 stopped by --max-errors, 130 interrupted (Ctrl-C, or asked to end: SIGTERM).
    """
    from attribution.batch import Settings

    with _reporting():
        from attribution.corrections import read as read_corrections
        from attribution.watch import read as watch_list

        settings = Settings(
            _fields(fields or []),
            format.value,
            max_characters,
            max_words,
            models,
            device,
            precision.value,
            guidelines.value,
            threshold,
            None if speakers is None else watch_list(speakers),
            read_corrections(corrections) if corrections else None,
        )
        summary = _extract(inputs, _place(out), settings, workers, limit, max_errors, overwrite, quiet)
        if not quiet:
            typer.echo(_sentence(summary, out), err=True)
            if models is not None:
                _say_uncalibrated(models)
    if summary.errors:
        raise typer.Exit(WITH_ERRORS)


@app.command()
def inspect(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The folder or the .jsonl file that extract wrote.")],
    article: Annotated[
        str | None, typer.Option(metavar="ID", help="Only articles whose id, URL or title begins so.")
    ] = None,
    speaker: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what this speaker said; part of a name is enough.")
    ] = None,
    input: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="Where the texts are, if not where extract read them. May be repeated."),
    ] = None,
    offset: Annotated[int, typer.Option(metavar="N", min=0, help="Pass over this many articles.")] = 0,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Show at most this many articles.")] = 20,
    pager: Annotated[bool, typer.Option("--pager/--no-pager", help="Page through it on a terminal.")] = True,
) -> None:
    """Show a run on the terminal: the texts with what was said marked in them, and who said it.

    [3| … |3] is what the attribution number 3 reports, in its speaker's colour; {?| … |?} stands in quotation marks
    and is nobody's. A source is bold, and the cue that reports is underlined.
    """
    with _reporting():
        from attribution.view import Choice, load, render
        from attribution.view.pager import show

        show(render(load(run, Choice(article, speaker, offset, limit), input)), page=pager)


@app.command()
def report(
    runs: Annotated[
        list[Path],
        typer.Argument(metavar="RUN", help="The folders or the .jsonl files that extract wrote, all on one page."),
    ],
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="FILE", help='The page to write, or "-" for standard output.')
    ] = "report.html",
    input: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="Where the texts are, if not where extract read them. May be repeated."),
    ] = None,
    clusters: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Show where the same words stand elsewhere, and what differs: a file that `attribution cluster` "
            "wrote of these runs.",
        ),
    ] = None,
) -> None:
    """Make one HTML page of runs, to read, search and correct in a browser. It loads nothing from elsewhere.

    What people accept, reject and correct on the page is kept in their browser, and saved as corrections.jsonl.
    """
    with _reporting():
        from attribution.report import gather, write

        contents = gather(*runs, inputs=input, clusters=clusters)
        write(contents, sys.stdout.buffer if out == "-" else Path(out))
        if contents.notice:
            typer.echo(f"Note: {_safe(contents.notice)}", err=True)
        counts = f"{_number(contents.articles, 'article')}, {_number(contents.attributions, 'attribution')}"
        if clusters is not None:
            counts += f", {_number(contents.clusters, 'quotation')} in several articles"
        typer.echo(f"{counts}{'' if out == '-' else f'. Written to {_safe(out)}: open it in a browser'}.", err=True)


@app.command()
def validate(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The folder or the .jsonl file that extract wrote.")],
    input: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="The texts: every span is held against them. May be repeated."),
    ] = None,
) -> None:
    """Check a run: shapes, ids, references, counts, and with --input every span against its text.

    Exit status: 0 when all is well, 1 when there are problems; they are listed on standard output.
    """
    with _reporting():
        from attribution.validate import validate as check

        report = check(run, input)
        for problem in report.problems:
            typer.echo(_safe(str(problem)))
        if report.further:
            typer.echo(f"and {report.further} more")
        found = "no problems" if report.ok else _number(len(report.problems) + report.further, "problem")
        looked_at = ((report.records, "attribution"), (report.articles, "article"), (report.texts, "text"))
        counts = ", ".join(_number(count, noun) for count, noun in looked_at if count is not None)
        typer.echo(f"{counts}: {found}", err=True)
    if not report.ok:
        raise typer.Exit(FAILED)


@app.command()
def export(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The folder or the .jsonl file that extract wrote.")],
    to: Annotated[
        Format,
        typer.Option(metavar="brat|label-studio|web-annotation|claim|csv", help="The format of what is written."),
    ],
    out: Annotated[
        str,
        typer.Option("--out", "-o", metavar="OUT", help='A file, or "-" for standard output; for brat a folder.'),
    ] = "-",
    input: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="Where the texts are, if not where extract read them. May be repeated."),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace OUT; in a folder, the files of the same names.")
    ] = False,
) -> None:
    """Write a run in the format of another tool; docs/exports.md says what each holds.

    Exit status: 0 done, 1 could not run, 2 wrong usage, 3 done but some articles are left out, for the format needs
    their texts and they were not found.
    """
    with _reporting():
        from attribution.export import export as write

        done = write(run, to.value, sys.stdout.buffer if out == "-" else Path(out), input, overwrite=overwrite)
        for note in done.notes():
            typer.echo(f"attribution: {_safe(note)}", err=True)
        counts = f"{_number(done.articles, 'article')}: {_number(done.records, 'attribution')} exported"
        typer.echo(f"{counts}." if out == "-" else f"{counts} to {out}.", err=True)
    if done.left_out:
        raise typer.Exit(WITH_ERRORS)


@app.command()
def cluster(
    runs: Annotated[
        list[Path],
        typer.Argument(metavar="RUN", help="The folders or the .jsonl files that extract wrote."),
    ],
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="OUT", help='A .jsonl file, or "-" for standard output.')
    ] = "-",
    input: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="Where the texts are, if not where extract read them. May be repeated."),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT.")] = False,
) -> None:
    """Find the same quotation in several articles of one or more runs; docs/clusters.md says what each line holds.

    A line for each quotation: where it appeared first, which outlets have it, how many independent sources there are,
    and where its words were altered, cut so that the sense may turn, or given to somebody else.
    """
    with _reporting():
        from attribution.cluster import cluster as write

        done = write(runs, sys.stdout.buffer if out == "-" else Path(out), input, overwrite=overwrite)
        if done.without_text:
            typer.echo(
                f"Note: the texts of {_number(done.without_text, 'article')} were not found: copies among them are "
                "told by their hash alone; --input says where the texts are.",
                err=True,
            )
        counts = f"{_number(done.articles, 'article')}, {_number(done.quotations, 'quotation')}"
        typer.echo(
            f"{counts}: {_number(done.clusters, 'cluster')}{'' if out == '-' else f'. Written to {out}'}.", err=True
        )


@app.command()
def score(
    gold: Annotated[
        Path | None,
        typer.Argument(metavar="GOLD", help="The annotated articles: JSON Lines, or a folder of brat files."),
    ] = None,
    records: Annotated[
        Path | None,
        typer.Argument(metavar="RECORDS", help="The folder or the .jsonl file that extract wrote for them."),
    ] = None,
    corrections: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Without GOLD and RECORDS: count what people had to correct, in a corrections.jsonl as the page saves "
            "it. May be repeated.",
        ),
    ] = None,
    annotator: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Whose annotation counts where there are several; by default the first."),
    ] = None,
    nested: Annotated[
        Nested,
        typer.Option(
            metavar="auto|count|forgive",
            help="A record inside another that matches nothing counts as wrong, or is forgiven. auto forgives where "
            "the gold has no nested attributions, as PolNeAR has none.",
        ),
    ] = Nested.auto,
    skip_missing: Annotated[
        bool,
        typer.Option(
            "--skip-missing", help="Leave out gold articles that the run has not; else all in them is missed."
        ),
    ] = False,
    resamples: Annotated[
        int, typer.Option(metavar="N", min=0, help="How often articles are drawn for the intervals; 0: no intervals.")
    ] = 1_000,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, not tables.")] = False,
) -> None:
    """Hold a run against articles that people annotated: what was found, how exactly, and whose it is.

    docs/measures.md defines every figure and the formats of GOLD. Articles of one side alone are reported.
    """
    if corrections:
        if gold is not None or records is not None:
            raise typer.BadParameter("give either GOLD and RECORDS, or --corrections")
        _score_corrections(corrections, resamples, as_json)
        return
    if gold is None or records is None:
        raise typer.BadParameter("give GOLD and RECORDS, or --corrections")
    with _reporting():
        from attribution.score import score as scored
        from attribution.score.table import notes, show

        result = scored(
            gold, records, annotator=annotator, nested=nested.value, skip_missing=skip_missing, resamples=resamples
        )
        for note in notes(result):
            typer.echo(_safe(note), err=True)
        if as_json:
            typer.echo(result.model_dump_json(indent=2))
        else:
            show(result, sys.stdout)


def _score_corrections(files: list[Path], resamples: int, as_json: bool) -> None:
    with _reporting():
        from attribution.score import score_corrections
        from attribution.score.table import notes_on_corrections, show_corrections

        result = score_corrections(files, resamples=resamples)
        for note in notes_on_corrections(result):
            typer.echo(_safe(note), err=True)
        if as_json:
            typer.echo(result.model_dump_json(indent=2))
        else:
            show_corrections(result, sys.stdout)


@app.command()
def schema(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Which one; without it, their names.")] = None,
) -> None:
    """Print the JSON Schema (draft 2020-12) of a record, an article, an error, a run, a cluster or a correction."""
    with _reporting():
        import json

        from attribution.record import schemas

        known = schemas()
        if name is None:
            typer.echo("\n".join(known))
        elif name in known:
            typer.echo(json.dumps(known[name], indent=2, ensure_ascii=False))
        else:
            raise typer.BadParameter(f"there is no schema {name!r}: the schemas are {', '.join(known)}")


@models_app.command("show")
def models_show() -> None:
    """List the embedded files of weights with their SHA-256."""
    with _reporting():
        from attribution.language.pipeline import embedded

        for name, digest in embedded().items():
            typer.echo(f"{digest}  {name}")


@models_app.command("fetch")
def models_fetch(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The directory to make, for extract --models.")],
) -> None:
    """Download Stanza's official English models into a directory. This is the one command that needs a network."""
    with _reporting():
        from attribution.language.pipeline import fetch

        fetch(directory)
        typer.echo(f"fetched: attribution extract --models {directory} …", err=True)


@contextmanager
def _reporting() -> Iterator[None]:
    """Errors as one line on standard error and an exit status; a bug alone shows its traceback."""
    try:
        yield
    except AttributionError as error:
        typer.echo(f"attribution: {_safe(str(error))}", err=True)
        raise typer.Exit(TOO_MANY_ERRORS if isinstance(error, ErrorLimitError) else FAILED) from error
    except KeyboardInterrupt as interrupt:
        typer.echo(f"\nattribution: {str(interrupt) or 'interrupted'}", err=True)
        raise typer.Exit(INTERRUPTED) from interrupt
    except BrokenPipeError as closed:
        # Whoever reads has enough (`| head`): no error. What is left in the buffer must not be tried again at exit.
        with suppress(OSError):
            sys.stdout.close()
        raise typer.Exit(0) from closed


@contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """Answer a request to end, as a scheduler or a shutdown sends it, like Ctrl-C: nothing is left behind."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _safe(message: str) -> str:
    """On one line, and with nothing that a terminal would obey: file names and articles may hold anything."""
    from attribution.view.marks import escape

    return escape(" ".join(message.split()))


def _fields(given: list[str]) -> dict[str, str]:
    fields = {}
    for pair in (pair for each in given for pair in re.split(r",(?=\s*\w+=)", each)):
        name, equals, key = pair.strip().partition("=")
        if not (name and equals and key):
            raise typer.BadParameter(f"{pair!r} is not NAME=KEY, as text=body is", param_hint="--fields")
        fields[name] = key
    return fields


def _place(out: str) -> Path | BinaryIO:
    if out == "-":
        return sys.stdout.buffer
    path = Path(out)
    if path.suffix in (".json", ".ndjson", ".gz", ".csv") and not path.is_dir():
        raise typer.BadParameter(f"{out!r} is neither a folder's name nor a .jsonl file's", param_hint="--out")
    return path


def _extract(
    inputs: list[str],
    out: Path | BinaryIO,
    settings: Settings,
    workers: int | None,
    limit: int | None,
    max_errors: int | None,
    overwrite: bool,
    quiet: bool,
) -> Summary:
    from attribution.batch import extract as run
    from attribution.progress import shown

    to_terminal = not isinstance(out, Path) and sys.stdout.isatty()
    with (
        _ended_as_interrupted(),
        shown(inputs, settings, limit, quiet=quiet or to_terminal or not sys.stderr.isatty()) as bar,
    ):
        return run(
            inputs,
            out,
            settings,
            workers=workers,
            limit=limit,
            max_errors=max_errors,
            overwrite=overwrite,
            progress=bar.update,
            complain=lambda message: bar.say(f"attribution: {_safe(message)}"),
        )


def _sentence(summary: Summary, out: str) -> str:
    """What was done, in one line."""
    parts = [
        f"{_number(summary.articles, 'article')}: {_number(summary.attributions, 'attribution')}, "
        f"{summary.named:,} of a named speaker"
    ]
    if summary.errors:
        place = "above" if out == "-" or out.endswith(".jsonl") else f"in {Path(out) / 'errors.jsonl'}"
        parts.append(f"{_number(summary.errors, 'error')} ({place})")
    if summary.corrections is not None:
        parts.append(_applied(summary.corrections))
    if summary.resumed:
        parts.append(f"the first {summary.resumed:,} were there from before")
    return "; ".join(parts) + ("." if out == "-" else f". Written to {out}.")


def _applied(corrections: CorrectionsInfo) -> str:
    """What became of people's corrections."""
    applied = (
        f"{corrections.accepted:,} accepted, {corrections.corrected:,} corrected, {corrections.rejected:,} rejected"
    )
    lost = f", {len(corrections.not_applied):,} not applied" if corrections.not_applied else ""
    return f"by people: {applied}{lost}"


def _say_uncalibrated(models: Path) -> None:
    """Say so where no map from evidence to probabilities was made for these models."""
    from attribution import calibration
    from attribution.language.pipeline import embedded

    status = calibration.read(models, embedded()).status
    if status != calibration.FITTED:
        typer.echo(f"The confidences are not calibrated ({status}).", err=True)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
