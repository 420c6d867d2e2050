"""pairs: a run's records, article by article, beside the gold articles that they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from attribution.article import Article
from attribution.errors import InputError, SpanError
from attribution.ledger import STREAMS
from attribution.record import ArticleLine, Record
from attribution.record.spans import Model
from attribution.score.values import GoldArticle, Pair

M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class _Article:
    """One article of the run: the hash of its text, and its records with their places."""

    sha256: str
    records: list[Record] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Paired:
    """Pairs in the order of the gold; `missing` are gold articles that the run has not, `spare` the other way round.

    `pairs` holds the missing ones too, without records.
    """

    pairs: tuple[Pair, ...]
    missing: tuple[str, ...]
    spare: tuple[str, ...]


def pair(gold: Sequence[GoldArticle], run: Path) -> Paired:
    """Read the records of a run (its folder, or a .jsonl file) and find the gold article of each.

    An article is found by its id where the text is the same, else by the hash of its text. In a .jsonl file an
    article without a record cannot be told from one that nobody read: both are missing.

    Raises InputError for what cannot be read, for a record that its text does not bear out, and where nothing matches.
    """
    articles = _read(run)
    by_hash: dict[str, list[str]] = {}
    for id, article in articles.items():
        by_hash.setdefault(article.sha256, []).append(id)
    hashes = [Article(each.text).sha256 for each in gold]
    taken = {
        each.id: each.id
        for each, digest in zip(gold, hashes, strict=True)
        if each.id in articles and articles[each.id].sha256 == digest
    }
    used = set(taken)
    for each, digest in zip(gold, hashes, strict=True):
        free = next((id for id in by_hash.get(digest, ()) if id not in used), None)
        if each.id not in taken and free is not None:
            taken[each.id] = free
            used.add(free)
    if not taken:
        same = any(each.id in articles for each in gold)
        why = "the ids are the same, the texts are not" if same else "neither ids nor texts are the same"
        raise InputError(f"{run}: no article of the gold is in this run ({why}); run extract on the texts of the gold")
    pairs = tuple(Pair(each, tuple(_checked(articles, taken.get(each.id), each.text))) for each in gold)
    return Paired(
        pairs, tuple(each.id for each in gold if each.id not in taken), tuple(id for id in articles if id not in used)
    )


def _checked(articles: dict[str, _Article], id: str | None, text: str) -> Iterator[Record]:
    if id is None:
        return
    for record, place in zip(articles[id].records, articles[id].places, strict=True):
        try:
            yield record.check(text)
        except SpanError as error:
            raise InputError(f"{place}: {error}; `attribution validate --input` says more") from error


def _read(run: Path) -> dict[str, _Article]:
    """The run's articles by id, in the order of the run."""
    if not run.exists():
        raise InputError(f"{run}: there is no such file or folder; give what extract wrote")
    records, lines = (run / STREAMS[0], run / STREAMS[1]) if run.is_dir() else (run, None)
    articles: dict[str, _Article] = {}
    if lines is not None and lines.exists():
        for _, line in _lines(lines, ArticleLine):
            articles[line.article.id] = _Article(line.article.sha256)
    for place, record in _lines(records, Record):
        article = articles.setdefault(record.article.id, _Article(record.article.sha256))
        if article.sha256 != record.article.sha256:
            what = f"article {record.article.id!a} has two texts"
            raise InputError(f"{place}: {what}; score one run at a time")
        article.records.append(record)
        article.places.append(place)
    return articles


def _lines(path: Path, model: type[M]) -> Iterator[tuple[str, M]]:
    """Place ("file:3") and value of each line."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                try:
                    yield f"{path}:{number}", model.model_validate_json(line)
                except ValidationError as error:
                    first = error.errors(include_url=False, include_input=False)[0]
                    where = ".".join(map(str, first["loc"]))
                    what = f"{where}: {first['msg']}" if where else first["msg"]
                    raise InputError(f"{path}:{number}: {what}; `attribution validate` says more") from error
    except OSError as error:
        remedy = "give the folder or the .jsonl file that extract wrote"
        raise InputError(f"{path}: {error.strerror}; {remedy}") from error
