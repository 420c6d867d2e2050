"""write: a run in one of the formats, to a file, to a stream, or to a folder for brat; an article at a time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from attribution.errors import InputError, OutputError
from attribution.export import brat, claim, csv, label_studio, web_annotation
from attribution.export.source import Told, told
from attribution.export.text_fragment import Text
from attribution.view.pages import inputs_of
from attribution.whole import whole_file


@dataclass(slots=True)
class Exported:
    """What was exported, and what was not."""

    articles: int = 0
    records: int = 0
    without_text: int = 0  # articles whose text was not found
    left_out: int = 0  # … and that the format cannot hold without it
    no_claims: Counter[str] = field(default_factory=Counter)  # records that assert nothing, by polarity
    inputs: Sequence[str] = ()  # where the texts were looked for

    def notes(self) -> Iterator[str]:
        """What the user should know, in sentences."""
        if self.without_text:
            where = f"is not in {', '.join(self.inputs)}" if self.inputs else "cannot be looked up without --input"
            lost = "they are left out" if self.left_out else "contexts come from the records, and are shorter"
            yield (
                f"the text of {self.without_text} of {self.articles} articles {where}: {lost}"
                f"{'; --input says where the texts are' if self.inputs else ''}."
            )
        if self.no_claims:
            counts = ", ".join(f"{count} {polarity}" for polarity, count in sorted(self.no_claims.items()))
            total = sum(self.no_claims.values())
            what = "record asserts nothing and is" if total == 1 else "records assert nothing and are"
            yield f"{total} {what} left out: {counts}."


def export(
    run: str | Path,
    to: str,
    out: Path | BinaryIO,
    inputs: Sequence[str] | None = None,
    *,
    overwrite: bool = False,
) -> Exported:
    """Write a finished run, a folder or a .jsonl file of records, in a format of FORMATS.

    `out` is a file or an open binary stream; for brat it is a folder. Label Studio's labelling interface is written
    beside the file, with the suffix .xml. The texts are looked for in `inputs`; without them, in those that run.json
    names.

    Raises InputError for what is no run, and OutputError where `out` cannot be written to or stands already and
    `overwrite` is false. A file appears when it is whole; a folder is filled as it goes.
    """
    run = Path(run)
    done = Exported(inputs=inputs_of(run, inputs))
    articles = _counted(told(run, inputs), done)
    try:
        if to == "brat":
            if not isinstance(out, Path):
                raise OutputError("brat takes a file for each article: give a folder as --out")
            _folder(out, articles, done, overwrite)
        elif to not in _LINES:
            raise InputError(f"there is no format {to!a}: the formats are {', '.join(FORMATS)}")
        elif isinstance(out, Path):
            if to == "label-studio":
                _file(_interface(out), [label_studio.CONFIGURATION], overwrite)
            _file(out, _LINES[to](articles, done), overwrite)
        else:
            for line in _LINES[to](articles, done):
                out.write(line.encode())
            out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"cannot write to {error.filename or out}: {error.strerror}: choose another --out") from error
    return done


def _counted(articles: Iterable[Told], done: Exported) -> Iterator[Told]:
    for article in articles:
        done.articles += 1
        done.without_text += article.text is None
        yield article


def _file(out: Path, lines: Iterable[str], overwrite: bool) -> None:
    if out.is_dir():
        raise OutputError(f"{out} is a folder: give a file as --out")
    if out.exists() and not overwrite:
        raise OutputError(f"{out} is there already: choose another --out, or --overwrite it")
    out.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(out) as file:
        file.writelines(line.encode() for line in lines)


def _interface(out: Path) -> Path:
    """Where Label Studio's labelling interface goes."""
    if out.suffix == ".xml":
        raise OutputError(f"{out} would be written twice, for the interface is a .xml: give a .json file as --out")
    return out.with_suffix(".xml")


def _folder(out: Path, articles: Iterable[Told], done: Exported, overwrite: bool) -> None:
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out} is a file: give a folder as --out")
    if out.is_dir() and any(out.iterdir()) and not overwrite:
        raise OutputError(f"{out} holds files already: choose another --out, or --overwrite those of the same names")
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "annotation.conf", [brat.CONFIGURATION])
    paths = brat.Paths()
    for article in articles:
        if article.text is None:
            done.left_out += 1
            continue
        path = out / paths.of(article.article.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path.with_name(f"{path.name}.txt"), [brat.text_file(article.text)])
        _write(path.with_name(f"{path.name}.ann"), brat.lines(article))
        done.records += len(article.records)


def _write(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf8", newline="") as file:
        file.writelines(lines)


def _label_studio(articles: Iterable[Told], done: Exported) -> Iterator[str]:
    """A JSON array, a task to a line."""
    separator = "[\n"
    for article in articles:
        if article.text is None:
            done.left_out += 1
            continue
        done.records += len(article.records)
        yield f"{separator}{_json(label_studio.task(article))}"
        separator = ",\n"
    yield "\n]\n" if separator == ",\n" else "[]\n"


def _web_annotation(articles: Iterable[Told], done: Exported) -> Iterator[str]:
    for article in articles:
        for record in article.records:
            done.records += 1
            yield f"{_json(web_annotation.annotation(record, article.text))}\n"


def _claim(articles: Iterable[Told], done: Exported) -> Iterator[str]:
    for article in articles:
        text = _text(article)
        for record in article.records:
            value = claim.claim(record, text)
            if value is None:
                done.no_claims[record.polarity] += 1
            else:
                done.records += 1
                yield f"{_json(value)}\n"


def _csv(articles: Iterable[Told], done: Exported) -> Iterator[str]:
    yield csv.MARK + csv.line(csv.HEADER)
    for article in articles:
        text = _text(article)
        for record in article.records:
            done.records += 1
            yield csv.line(csv.row(record, text))


def _text(article: Told) -> Text | None:
    return None if article.text is None else Text(article.text, article.article.title)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


_LINES: Mapping[str, Callable[[Iterable[Told], Exported], Iterator[str]]] = {
    "label-studio": _label_studio,
    "web-annotation": _web_annotation,
    "claim": _claim,
    "csv": _csv,
}

FORMATS = ("brat", *_LINES)
