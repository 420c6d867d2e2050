"""validate: is what a run wrote what it says it is? Shapes, ids, references, counts, and spans against the texts.

Bad data never raises: whatever is wrong becomes a `Problem` that names the file, the line and the remedy.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeVar

import jsonlines
from pydantic import ValidationError

from attribution.article import Article, Span
from attribution.errors import InputError, SpanError
from attribution.read import AUTO, MAX_CHARACTERS, Failure, read
from attribution.record import FILES, ArticleInfo, ArticleLine, Counts, ErrorLine, Record, RunInfo, record_id
from attribution.record.spans import Model

RECORDS, ARTICLES, ERRORS, RUN = (FILES[name][0] for name in ("record", "article", "error", "run"))

# So many problems are spelled out; a file that is wrong as a whole would fill the memory with them.
MOST = 1_000

AGAIN = "run extract again"
MIXED = "the files are not of one run: run extract again into an empty folder"

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `line` counts from 1 and is None where the file as a whole is meant."""

    file: str
    line: int | None
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}{'' if self.line is None else f':{self.line}'}: {self.what}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and what is wrong with it: the first problems, and how many more there are."""

    records: int
    articles: int | None  # None: there is no articles.jsonl
    texts: int | None  # articles held against their texts; None: no texts were given
    problems: tuple[Problem, ...]
    further: int

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def validate(
    run: str | Path,
    texts: Sequence[str | Path] | None = None,
    fields: Mapping[str, str] | None = None,
    max_characters: int | None = None,
) -> Report:
    """Check a run's folder, or a .jsonl file of records alone.

    `texts` are the run's inputs, as `attribution.read.read` takes them: with them, every span is held against its
    article's text. `fields` and `max_characters` say how to read them; by default, as run.json says they were read.

    Raises InputError where `run` or one of `texts` does not exist.
    """
    run = Path(run)
    if not run.exists():
        raise InputError(f"{run}: there is no such file or folder")
    check = _Check(run)
    check.articles_file()
    check.records_file()
    check.parents()
    check.counts()
    if texts is not None:
        options = check.run.options if check.run else {}
        fields = fields if fields is not None else _as_fields(options.get("fields"))
        limit = max_characters or options.get("max_characters")
        limit = limit if isinstance(limit, int) and limit > 0 else MAX_CHARACTERS
        words, first = (each if isinstance(each, int) else None for each in map(options.get, ("max_words", "limit")))
        check.against(islice(read(texts, fields, limit, str(options.get("format", AUTO)), words), first))
    return check.report()


@dataclass(frozen=True, slots=True)
class _Known:
    """What articles.jsonl says of one article: its line, that line's first byte, and what records are held against."""

    line: int
    offset: int
    article: ArticleInfo
    counts: Counts
    entities: frozenset[str]


@dataclass(slots=True)
class _Seen:
    """What the records of one article are held against each other by."""

    lines: list[tuple[int, int]] = field(default_factory=list)  # line, and its first byte
    parents: dict[str, tuple[int, str | None]] = field(default_factory=dict)  # id -> line, parent
    twins: Counter[str] = field(default_factory=Counter)  # id of the first with these spans -> how many have them


class _Check:
    """One validation: the files in the order in which they explain each other."""

    def __init__(self, run: Path) -> None:
        folder = run if run.is_dir() else None
        self.records_path = run / RECORDS if folder else run
        self.articles_path = run / ARTICLES if folder else None
        self._problems: list[Problem] = []
        self._further = 0
        self._records = 0
        self._texts: int | None = None
        self._seen: dict[str, _Seen] = {}
        self._articles: dict[str, _Known] | None = None
        self._failed: list[str | None] | None = None  # the article of each line of errors.jsonl
        self._run_path = run / RUN
        self.run: RunInfo | None = None
        if folder and (run / ERRORS).exists():
            self._failed = [error.article_id for _, _, error in self._lines(run / ERRORS, ErrorLine)]
        if folder and self._run_path.exists():
            self.run = self._run_info()

    def report(self) -> Report:
        articles = None if self._articles is None else len(self._articles)
        return Report(self._records, articles, self._texts, tuple(self._problems), self._further)

    def articles_file(self) -> None:
        """Every line of articles.jsonl: its shape, and no article twice."""
        if self.articles_path is None or not self.articles_path.exists():
            return
        self._articles = {}
        for number, offset, line in self._lines(self.articles_path, ArticleLine):
            id = line.article.id
            if id in self._articles:
                what = f"article {id!a} stands on line {self._articles[id].line} too"
                self._wrong(self.articles_path, number, what, AGAIN)
            else:
                self._of_its_first(number, line)
                entities = frozenset(entity.id for entity in line.entities)
                self._articles[id] = _Known(number, offset, line.article, line.counts, entities)

    def _of_its_first(self, number: int, line: ArticleLine) -> None:
        """A duplicate is one of an article before it with the same text, or of one that failed."""
        if line.duplicate_of is None or line.duplicate_of in (self._failed or ()):
            return
        first = (self._articles or {}).get(line.duplicate_of)
        if first is None or first.article.sha256 != line.article.sha256:
            what = f"article {line.duplicate_of!a}, whose text this is said to be, does not come before with that text"
            self._wrong(self.articles_path, number, what, MIXED)

    def records_file(self) -> None:
        """Every record: its shape, its id, and its article."""
        for number, offset, record in self._lines(self.records_path, Record):
            self._records += 1
            seen = self._seen.setdefault(record.article.id, _Seen())
            seen.lines.append((number, offset))
            first_twin = _id(record, 0)
            if record.id != _id(record, seen.twins[first_twin]):
                self._wrong(self.records_path, number, f"id {record.id} does not follow from the spans", AGAIN)
            seen.twins[first_twin] += 1
            if record.id in seen.parents:
                first = seen.parents[record.id][0]
                self._wrong(self.records_path, number, f"id {record.id} stands on line {first} too", AGAIN)
            else:
                seen.parents[record.id] = number, record.parent
            if self._articles is not None:
                self._of_its_article(number, record)

    def _of_its_article(self, number: int, record: Record) -> None:
        known = (self._articles or {}).get(record.article.id)
        if known is None:
            self._wrong(self.records_path, number, f"article {record.article.id!a} is not in {ARTICLES}", MIXED)
            return
        if record.article != known.article:
            self._wrong(self.records_path, number, f"its article differs from line {known.line} of {ARTICLES}", MIXED)
        for speaker in (record.speaker, *record.co_speakers):
            if speaker.entity is not None and speaker.entity not in known.entities:
                what = f"entity {speaker.entity!a} is not one of its article's in {ARTICLES}"
                self._wrong(self.records_path, number, what, MIXED)
        last = max(end for _, span in record.spans() for _, end, _ in span.stretches())
        if last > known.counts.characters:
            what = f"a span ends at {last} in a text of {known.counts.characters} characters"
            self._wrong(self.records_path, number, what, MIXED)

    def parents(self) -> None:
        """Every parent is a record of the same article, and nobody is their own ancestor."""
        for seen in self._seen.values():
            sound: set[str] = set()
            for id, (number, parent) in seen.parents.items():
                if parent is not None and parent not in seen.parents:
                    what = f"parent {parent} is no record of the same article"
                    self._wrong(self.records_path, number, what, AGAIN)
                way: dict[str, None] = {}
                at: str | None = id
                while at is not None and at not in sound and at not in way:
                    way[at] = None
                    at = seen.parents.get(at, (0, None))[1]
                if at is not None and at in way:
                    self._wrong(self.records_path, number, f"record {id} stands inside itself by its parents", AGAIN)
                sound.update(way)

    def counts(self) -> None:
        """The counts of articles.jsonl and run.json are those of the lines."""
        for id, known in (self._articles or {}).items():
            found = len(self._seen[id].lines) if id in self._seen else 0
            if found != known.counts.attributions:
                what = f"article {id!a} has {known.counts.attributions} attributions here and {found} in {RECORDS}"
                self._wrong(self.articles_path, known.line, what, MIXED)
        if self.run is None:
            return
        found_counts = {"attributions": self._records}
        if self._articles is not None:
            found_counts["articles"] = len(self._articles)
            found_counts["characters"] = sum(known.counts.characters for known in self._articles.values())
            found_counts["words"] = sum(known.counts.words for known in self._articles.values())
        if self._failed is not None:
            found_counts["errors"] = len(self._failed)
        for name, found in found_counts.items():
            if (said := getattr(self.run.counts, name)) != found:
                self._wrong(self._run_path, None, f"counts.{name} is {said}, and the lines have {found}", MIXED)

    def against(self, articles: Iterator[Article | Failure]) -> None:
        """Every span against its text, and every text against the lines."""
        self._texts = 0
        missing = {*self._seen, *(self._articles or ())}
        failed = frozenset(self._failed or ())
        for article in articles:
            if isinstance(article, Failure):
                continue
            id = article.identity
            if id in missing:
                self._texts += 1
                missing.discard(id)
                self._against(article)
            elif self._articles is not None and self._failed is not None and id not in failed:
                what = f"article {id!a} of the inputs is neither here nor in {ERRORS}"
                self._wrong(self.articles_path, None, what, AGAIN)
        for id in sorted(missing):
            known = (self._articles or {}).get(id)
            path, line = (self.articles_path, known.line) if known else (self.records_path, self._seen[id].lines[0][0])
            self._wrong(path, line, f"article {id!a} is not among the texts", "give the inputs that the run had")

    def _against(self, article: Article) -> None:
        known = (self._articles or {}).get(article.identity)
        seen = self._seen.get(article.identity)
        if known is not None and self.articles_path is not None:
            self._hold(article, self.articles_path, [(known.line, known.offset)], ArticleLine)
        if seen is not None:
            self._hold(article, self.records_path, seen.lines, Record)

    def _hold(
        self, article: Article, path: Path, lines: Sequence[tuple[int, int]], model: type[Record] | type[ArticleLine]
    ) -> None:
        """Hold lines (number, first byte) of a file against the text that they are about."""
        remedy = "give the texts that the run read, or run extract again"
        with path.open("rb") as stream:
            for number, offset in lines:
                stream.seek(offset)
                line = _parse(stream.readline(), model)
                try:
                    if line.article.sha256 != article.sha256:
                        raise SpanError(f"the text of {article.identity!a} has another sha256")
                    line.check(article.text)
                except SpanError as error:
                    self._wrong(path, number, str(error), remedy)

    def _run_info(self) -> RunInfo | None:
        try:
            return RunInfo.model_validate_json(self._run_path.read_bytes())
        except ValidationError as error:
            self._invalid(self._run_path, None, error)
        except OSError as error:
            self._wrong(self._run_path, None, error.strerror or str(error), "make it readable")
        return None

    def _lines(self, path: Path, model: type[M]) -> Iterator[tuple[int, int, M]]:
        """Number, first byte and value of every line that is what it should be; the others are problems."""
        try:
            stream = path.open("rb")
        except OSError as error:
            self._wrong(path, None, error.strerror or str(error), "give the folder or file that extract wrote")
            return
        offset = 0
        with stream:
            for number, line in enumerate(stream, start=1):
                try:
                    value = _parse(line, model)
                except jsonlines.InvalidLineError as error:
                    self._invalid(path, number, error.__cause__)
                else:
                    yield number, offset, value
                offset += len(line)

    def _invalid(self, path: Path, line: int | None, cause: BaseException | None) -> None:
        if not isinstance(cause, ValidationError):
            self._wrong(path, line, f"this is no JSON in UTF-8: {cause}", AGAIN)
            return
        for error in cause.errors(include_url=False, include_input=False):
            where = _path(error["loc"])
            self._wrong(path, line, f"{where}: {error['msg']}" if where else error["msg"], AGAIN)

    def _wrong(self, path: Path | None, line: int | None, what: str, remedy: str) -> None:
        if len(self._problems) < MOST:
            self._problems.append(Problem(os.fspath(path or ""), line, what, remedy))
        else:
            self._further += 1


def _parse(line: bytes, model: type[M]) -> M:
    value: M = jsonlines.Reader([line], loads=model.model_validate_json).read()
    return value


def _id(record: Record, twin: int) -> str:
    """The id that the record's own spans give."""
    content = [Span(part.start, part.end) for part in record.content.fragments]
    cue = [Span(part.start, part.end) for part in record.cue.fragments]
    source = next((Span(start, end) for start, end, _ in record.source.stretches()), None)
    return record_id(record.article.sha256, content, cue, source, twin)


def _path(location: Sequence[int | str]) -> str:
    """ "content.fragments[0].start" from the parts of a place in a JSON value."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).removeprefix(".")


def _as_fields(value: object) -> dict[str, str] | None:
    return {str(key): str(name) for key, name in value.items()} if isinstance(value, dict) else None
