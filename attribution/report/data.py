"""data: what the page shows of runs: articles with their texts, paragraphs and records, and what went wrong.

Everything is checked before it is shown: a page whose marks stand beside the words would be worse than none.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from attribution.article import paragraphs
from attribution.errors import InputError, SpanError
from attribution.ledger import STREAMS
from attribution.record import ArticleInfo, ErrorLine, Record, UnattributedSpan
from attribution.record.spans import check
from attribution.report.problems import first_problem
from attribution.view import Choice, Page, load

# Said once for each article, or of no use to a reader.
_ELSEWHERE = frozenset({"article", "schema_version"})


@dataclass(frozen=True)
class Contents:
    """What the page holds. `data` is its JSON value; `notice` is what whoever made the page should know."""

    title: str
    data: Mapping[str, Any]
    articles: int
    attributions: int
    clusters: int
    notice: str | None


def gather(*runs: Path, inputs: Sequence[str] | None = None, clusters: Path | None = None) -> Contents:
    """Read finished runs: folders, or .jsonl files of records. An article that is in several counts once.

    The texts are looked for in `inputs`; without them, in those that run.json names. An article whose text is not
    found is shown by the context that its records hold. `clusters`: a file that `attribution cluster` wrote. Raises
    InputError where a run cannot be read, or where a line is not what `extract` or `cluster` writes.
    """
    known = hashlib.sha256()
    articles: list[dict[str, Any]] = []
    notices: list[str] = []
    seen: set[tuple[str, str, str | None]] = set()
    for run in runs:
        selection = load(run, Choice(limit=sys.maxsize), inputs)
        if selection.notice:
            notices.append(selection.notice if len(runs) == 1 else f"{run.name}: {selection.notice}")
        for page in selection.pages:
            try:
                article = _article(page)
            except (ValidationError, SpanError) as error:
                raise InputError(
                    f"{run}: article {page.article['id']!a}: {first_problem(error)}; "
                    "`attribution validate` lists all that is wrong"
                ) from error
            key = article["id"], article["sha256"], article["url"]
            if key in seen:
                continue
            seen.add(key)
            articles.append(article)
            known.update("\n".join((article["id"], *(one["id"] for one in article["records"]), "")).encode())
    elsewhere = _clusters(clusters, articles, notices)
    title = ", ".join(run.resolve().name for run in runs)
    notice = " ".join(notices) or None
    data = {
        "title": title,
        # Decisions are kept in the browser under this: it stays the same as long as the records do.
        "digest": known.hexdigest(),
        "notice": notice,
        "errors": [error for run in runs for error in _errors(run)],
        "articles": articles,
        "clusters": elsewhere,
    }
    return Contents(
        title, data, len(articles), sum(len(article["records"]) for article in articles), len(elsewhere), notice
    )


def _clusters(path: Path | None, articles: Sequence[Mapping[str, Any]], notices: list[str]) -> list[dict[str, Any]]:
    if path is None:
        return []
    from attribution.report.clusters import clusters_of

    found = clusters_of(path, articles)
    if not found:
        notices.append(
            f"{path.name} has no quotation of these records: `attribution cluster` makes it of the same runs."
        )
    return found


def _article(page: Page) -> dict[str, Any]:
    info = ArticleInfo.model_validate(page.article, strict=False)
    text = page.text
    records = [Record.model_validate(line, strict=False) for line in page.records]
    if text is not None:
        for record in records:
            record.check(text)
    for at, line in enumerate(page.unattributed):
        passage = UnattributedSpan.model_validate(line, strict=False)
        if text is not None:
            check(text, passage.stretches(), f"unattributed[{at}]")
    return {
        **info.as_dict(),
        "text": text,
        "characters": None if text is None else len(text),
        # Start and end of each, one after the other: a long text has many thousands.
        "paragraphs": [] if text is None else [at for paragraph in paragraphs(text) for at in paragraph],
        "unattributed": list(page.unattributed),
        # Whole, so that the keys of later versions are there for an older run, too.
        "records": [{key: v for key, v in record.as_dict().items() if key not in _ELSEWHERE} for record in records],
    }


def _errors(run: Path) -> Iterator[dict[str, Any]]:
    """Place and message of everything that could not be processed."""
    path = run / STREAMS[2]
    if not run.is_dir() or not path.exists():
        return
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                try:
                    error = ErrorLine.model_validate_json(line)
                except ValidationError as wrong:
                    raise InputError(f"{path}:{number}: {first_problem(wrong)}; run extract again") from wrong
                yield {"input": error.input, "line": error.line, "message": error.message}
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}: make it readable") from error
