"""A small run made by hand, with what exports have to cope with, in the files that `extract` would write.

Two articles: one with an address, a character beyond the basic plane before all that is said, a content that is
interrupted and goes over a line end, one attribution inside another, words without source and cue, a denial, and a
report as the source; and one in which nobody says anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from attribution.article import Article, Span
from attribution.describe.values import Description, Role, Time
from attribution.find import Attribution, Fragment
from attribution.record import ArticleLine, Record
from attribution.resolve.entity import Speaker
from tests.factories import NOBODY, NOTHING, built, span_of

TEXT = (
    "🗳 Vote counted\n"
    "“We lost the vote,” Mayor Ann Brown of Riverside said on 4 May 2024 — “and we lost it \n"
    "by two votes.”\n"
    "Brown denied that the count was wrong.\n"
    "Carl Diaz said that Brown had told reporters “it was close”.\n"
    "“It was close.”\n"
    "=According to a report, turnout fell by 5%.\n"
)

VOTE = Article(
    TEXT,
    id="vote/day-2.txt",
    url="https://news.example/vote?day=2#live",
    title="Vote counted",
    publisher="The Riverside Post",
    authors=("Eve Fox",),
    published="2024-05-05T08:00:00Z",
)
SNOW = Article("Snow fell.", id="snow")


def spans(*words: str | tuple[str, int], text: str = TEXT) -> tuple[Span, ...]:
    return tuple(span_of(text, *(each if isinstance(each, tuple) else (each,))) for each in words)


def fragments(*words: str | tuple[str, int]) -> tuple[Fragment, ...]:
    return tuple(Fragment(*span, quoted=TEXT[span.start] == "“") for span in spans(*words))


def named(name: str, kind: Any = "person", evidence: str | None = None) -> Speaker:
    return Speaker(name, kind, None, "name", span_of(TEXT, evidence or name), 0.9)


def vote() -> tuple[tuple[Record, ...], ArticleLine]:
    """The records and the line of the article VOTE."""
    (lost, said, brown_source) = spans("“We lost the vote,”", "said", "Mayor Ann Brown of Riverside")
    attributions = [
        Attribution(
            (Fragment(*lost, quoted=True), *fragments("“and we lost it \nby two votes.”")),
            (said,),
            brown_source,
            "direct",
            cue_lemma="say",
            cue_class="speech",
        ),
        Attribution(
            fragments("that the count was wrong"),
            spans("denied"),
            span_of(TEXT, "Brown", 2),
            "indirect",
            cue_lemma="deny",
        ),
        Attribution(
            fragments("that Brown had told reporters “it was close”"),
            spans(("said", 2)),
            span_of(TEXT, "Carl Diaz"),
            "indirect",
        ),
        Attribution(
            fragments("“it was close”"), spans("told"), span_of(TEXT, "Brown", 3), "direct", parent=2, confidence=0.4
        ),
        Attribution(fragments("“It was close.”"), (), None, "direct"),
        Attribution(
            (*fragments("turnout fell by "), Fragment(*span_of(TEXT, "5%"), quoted=True)),
            spans("According to"),
            span_of(TEXT, "a report"),
            "mixed",
        ),
    ]
    brown, diaz = named("Ann Brown"), named("Carl Diaz")
    speakers = [(brown,), (brown,), (diaz,), (brown,), (NOBODY,), (named("a report", "document"),)]
    time = Time(span_of(TEXT, "on 4 May 2024"), "2024-05-04")
    mayor = Role(*spans("Mayor", "Riverside"), "current", brown_source)
    descriptions = [
        Description(mayor, None, None, time, None, "asserted", ()),
        Description(mayor, None, None, None, None, "denied", ()),
        NOTHING,
        Description(Role(), span_of(TEXT, "reporters"), None, None, None, "asserted", ()),
        NOTHING,
        Description(Role(), None, span_of(TEXT, "a report"), None, None, "asserted", ()),
    ]
    return built(VOTE, attributions, speakers, descriptions)


def write_lines(path: Path, values: Iterable[object]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(value, ensure_ascii=False)}\n" for value in values), encoding="utf8")
    return path


def write_texts(path: Path, articles: Sequence[Article]) -> Path:
    """The articles as JSON lines that `extract` reads."""
    keys = ("id", "text", "url", "title", "publisher", "authors", "published")
    return write_lines(path, ({key: getattr(article, key) for key in keys} for article in articles))


def write_run(folder: Path, articles: Sequence[tuple[tuple[Record, ...], ArticleLine]] | None = None) -> Path:
    """The run `folder/out/today` over the articles, which stand in `folder/articles.jsonl`."""
    articles = [vote(), built(SNOW, [])] if articles is None else articles
    run = folder / "out" / "today"
    write_lines(run / "attributions.jsonl", (record.as_dict() for records, _ in articles for record in records))
    write_lines(run / "articles.jsonl", (line.as_dict() for _, line in articles))
    (run / "errors.jsonl").touch()
    write_texts(folder / "articles.jsonl", [VOTE, SNOW])
    inputs = {"inputs": ["articles.jsonl"], "options": {"directory": str(folder)}}
    (run / "run.json").write_text(json.dumps(inputs), encoding="utf8")
    return run
