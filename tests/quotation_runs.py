"""Runs of made-up news articles for the tests of clusters: finished folders, without models.

An article's text has its attributions in the form of tests/stub_analyzer.py: `"words," said NAME.`
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from attribution.article import Article
from tests.stub_analyzer import Stub

# What stands around the quotation in reports that nobody copied from another.
LEADS = (
    "The council met behind closed doors on Monday night to hear what engineers had found under the deck of the old "
    "bridge across the river. Residents had asked for months why the southern lane was closed, and some of them waited "
    "in the rain until the doors opened. ",
    "Drivers will have to be patient for a little longer after a second inspection of the crossing turned up nothing "
    "new, according to papers seen by this newspaper. Shops on the eastern bank say that they have lost a third of "
    "their customers since the spring, and they want the town to pay for it. ",
    "A long dispute over repairs to the town's best-known landmark took another turn this week when a report that had "
    "been kept in a drawer for half a year was read out in public. Its authors had warned that rust would spread if "
    "nobody painted the girders before the winter came. ",
)


def article(id: str, said: str, lead: int = 0, **known: str) -> Article:
    """A report with one quotation or more, in the form of the stub, between sentences of its own."""
    return Article(f"{LEADS[lead]}{said} Work goes on.", id=id, **known)  # type: ignore[arg-type]


def write(folder: Path, articles: Iterable[Article], *, texts: bool = True) -> Path:
    """A finished run; with `texts`, its input lies beside it and run.json names it."""
    folder.mkdir(parents=True)
    stub = Stub()
    articles = list(articles)
    found = [(each, stub.analyze(each)) for each in articles]
    _lines(folder / "attributions.jsonl", (one.as_dict() for _, each in found for one in each.records))
    _lines(folder / "articles.jsonl", (each.article.as_dict() for _, each in found))
    place = folder.with_suffix(".input.jsonl")
    if texts:
        _lines(place, ({"id": each.id, "text": each.text, "url": each.url} for each in articles))
    (folder / "run.json").write_text(json.dumps({"inputs": [str(place)], "options": {}}), encoding="utf8")
    return folder


def _lines(path: Path, values: Iterable[object]) -> None:
    path.write_text("".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values), encoding="utf8")
