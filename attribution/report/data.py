"""data: what the page shows of a run: articles with their texts, paragraphs and records, and what went wrong.

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
    notice: str | None


def gather(run: Path, inputs: Sequence[str] | None = None) -> Contents:
    """Read a finished run: a folder, or a .jsonl file of records.

    The texts are looked for in `inputs`; without them, in those that run.json names. An article whose text is not
    found is shown by the context that its records hold. Raises InputError where the run cannot be read, or where a
    line of it is not what `extract` writes.
    """
    selection = load(run, Choice(limit=sys.maxsize), inputs)
    known = hashlib.sha256()
    articles = []
    for page in selection.pages:
        try:
            articles.append(_article(page))
        except (ValidationError, SpanError) as error:
            what = _first(error)
            raise InputError(
                f"{run}: article {page.article['id']!a}: {what}; `attribution validate` lists all that is wrong"
            ) from error
        known.update("\n".join((page.article["id"], *(record["id"] for record in page.records), "")).encode())
    title = run.resolve().name
    data = {
        "title": title,
        # Decisions are kept in the browser under this: it stays the same as long as the records do.
        "digest": known.hexdigest(),
        "notice": selection.notice,
        "errors": list(_errors(run)),
        "articles": articles,
    }
    return Contents(title, data, len(articles), sum(len(page.records) for page in selection.pages), selection.notice)


def _article(page: Page) -> dict[str, Any]:
    info = ArticleInfo.model_validate(page.article, strict=False)
    text = page.text
    for line in page.records:
        record = Record.model_validate(line, strict=False)
        if text is not None:
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
        "records": [{key: value for key, value in record.items() if key not in _ELSEWHERE} for record in page.records],
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
                    raise InputError(f"{path}:{number}: {_first(wrong)}; run extract again") from wrong
                yield {"input": error.input, "line": error.line, "message": error.message}
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}: make it readable") from error


def _first(error: ValidationError | SpanError) -> str:
    """What is wrong, on one line: the first of pydantic's many."""
    if isinstance(error, SpanError):
        return str(error)
    found = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, found["loc"]))
    return f"{where}: {found['msg']}" if where else found["msg"]
