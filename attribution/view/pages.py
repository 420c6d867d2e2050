"""pages: the articles of a run that are to be shown, each with its records and its text.

Records hold spans only, so the texts come from the inputs again, and only where their hash is the record's. Memory
grows with the chosen articles alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attribution.errors import AttributionError, InputError
from attribution.ledger import RUN, STREAMS

if TYPE_CHECKING:
    from attribution.article import Article

Line = Mapping[str, Any]


@dataclass
class Page:
    """One article, its records, the passages that are nobody's, and its text where it was found."""

    article: Line
    records: list[Line] = field(default_factory=list)
    unattributed: Sequence[Line] = ()
    text: str | None = None


@dataclass(frozen=True)
class Choice:
    """What to show. `article`: whose id, URL or title begins so; `speaker`: words of a name, in any case and order."""

    article: str | None = None
    speaker: str | None = None
    offset: int = 0
    limit: int = 20

    def fits(self, article: Line) -> bool:
        """Whether an article is one that was asked for."""
        wanted = self.article
        return wanted is None or any(str(article[key] or "").startswith(wanted) for key in ("id", "url", "title"))

    def speaks(self, record: Line) -> bool:
        """Whether the speaker that was asked for is one of the record's."""
        words = (self.speaker or "").casefold().split()
        names = [one["name"].casefold() for one in (record["speaker"], *record["co_speakers"]) if one["name"]]
        return self.speaker is None or any(all(word in name for word in words) for name in names)


@dataclass(frozen=True)
class Selection:
    """The pages to show, how many articles fit the choice in all, and what the reader must be told."""

    choice: Choice
    pages: tuple[Page, ...]
    total: int
    notice: str | None


def load(run: Path, choice: Choice, inputs: Sequence[str] | None = None) -> Selection:
    """Find the chosen articles of a run: a folder, or a .jsonl file of records.

    The texts are looked for in `inputs`; without them, in those that run.json names. Raises InputError where the run
    cannot be read or nothing fits the choice.
    """
    pages, total = _choose(run, choice)
    if not pages:
        sought = {"--article": choice.article, "--speaker": choice.speaker}
        asked = " and ".join(f"{name} {value!r}" for name, value in sought.items() if value is not None)
        if total:
            raise InputError(f"{run} has {total} articles to show: --offset {choice.offset} lies behind the last")
        raise InputError(f"{run} has no article for {asked}" if asked else f"{run} holds no articles")
    return Selection(choice, tuple(pages), total, _add_texts(run, pages, inputs))


def _choose(run: Path, choice: Choice) -> tuple[list[Page], int]:
    records = run / STREAMS[0] if run.is_dir() else run
    speaks = None
    if choice.speaker is not None:
        speaks = {record["article"]["id"] for record in _lines(records, _is_record) if choice.speaks(record)}
    pages: dict[str, Page] = {}
    total = 0
    for page in _articles(run, records):
        if choice.fits(page.article) and (speaks is None or page.article["id"] in speaks):
            if choice.offset <= total < choice.offset + choice.limit:
                pages[page.article["id"]] = page
            total += 1
    for record in _lines(records, _is_record):
        if record["article"]["id"] in pages:
            pages[record["article"]["id"]].records.append(record)
    return list(pages.values()), total


def _articles(run: Path, records: Path) -> Iterator[Page]:
    """Every article of a folder, and the first of those with the same text; of a .jsonl file, those with a record."""
    if run.is_dir():
        for line in _lines(run / STREAMS[1], _is_article):
            if line.get("duplicate_of") is None:  # what the others say, the first one shows
                yield Page(line["article"], unattributed=line["unattributed"])
    else:
        for _, group in groupby(_lines(records, _is_record), key=lambda record: record["article"]["id"]):
            yield Page(next(group)["article"])


def _is_article(line: Line) -> bool:
    article = line["article"]
    return {"id", "sha256", "title", "url", "publisher", "published"} <= set(article) and "unattributed" in line


def _is_record(line: Line) -> bool:
    return {"id", "content", "cue", "source", "speaker", "role", "polarity", "context"} <= set(
        line
    ) and "article" in line


def _lines(path: Path, fits: Callable[[Line], bool]) -> Iterator[Line]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                try:
                    value = json.loads(line)
                    if not fits(value):
                        raise KeyError
                except (ValueError, KeyError, TypeError) as error:
                    raise InputError(
                        f"{path}:{number}: not a line of a run; `attribution validate` says more"
                    ) from error
                yield value
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}: give the folder or the .jsonl file of a finished run") from error


def inputs_of(run: Path, inputs: Sequence[str] | None = None) -> list[str]:
    """Where the texts of a run are looked for: in `inputs`, else where run.json says that it read them."""
    info = _run_info(run)
    directory = info.get("options", {}).get("directory")
    return list(inputs or (_place(name, directory) for name in info.get("inputs", ())))


def texts(run: Path, names: Sequence[str]) -> Iterator[Article]:
    """The articles of these inputs, read as the run read them. What was moved or deleted since is passed over."""
    from attribution.article import Article
    from attribution.read import AUTO, MAX_CHARACTERS, read

    options = _run_info(run).get("options", {})
    for name in names:
        if name == "-":
            continue
        try:
            limit, format = options.get("max_characters", MAX_CHARACTERS), options.get("format", AUTO)
            for item in read([name], options.get("fields"), limit, format, options.get("max_words")):
                if isinstance(item, Article):
                    yield item
        except (AttributionError, OSError):
            continue  # whoever asked for a text tells the user which are missing


def _add_texts(run: Path, pages: Sequence[Page], inputs: Sequence[str] | None) -> str | None:
    """Read the inputs until every page has its text. Returns what to tell the reader where one has none."""
    given = inputs_of(run, inputs)
    wanted: dict[str, list[Page]] = {}
    for page in pages:
        wanted.setdefault(page.article["sha256"], []).append(page)
    for article in texts(run, given):
        for page in wanted.pop(article.sha256, ()):
            page.text = article.text
        if not wanted:
            return None
    missing = sum(map(len, wanted.values()))
    where = f"is not in {', '.join(given)} any more" if given else "cannot be looked up without --input"
    return (
        f"the text of {missing} of {len(pages)} articles {where}: what was said is shown in the context that the "
        f"records hold{'; --input says where the texts are' if given else ''}."
    )


def _run_info(run: Path) -> Any:
    try:
        return json.loads((run / RUN).read_text(encoding="utf8")) if run.is_dir() else {}
    except (OSError, ValueError):
        return {}


def _place(name: str, directory: str | None) -> str:
    """An input as it can be found from here: where it was given, else from the folder that the run was started in."""
    return name if name == "-" or directory is None or Path(name).exists() else str(Path(directory) / name)
