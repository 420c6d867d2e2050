"""analyze: the way of the data, from a text to its records, in one screen.

`analyze(text)` is the one line for the common case; `Analyzer` holds what is expensive to load, for everything else.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Literal, Protocol

from attribution.article import Article
from attribution.build import article_line, build
from attribution.calibration import IDENTITY, Calibration
from attribution.corrections import Corrections, Entry, Outcome, decide
from attribution.describe import describe
from attribution.errors import InputError
from attribution.find import GUIDELINES, RECORDS, Guidelines, find
from attribution.parse import Parse
from attribution.read import MAX_CHARACTERS
from attribution.read.failure import Unreadable
from attribution.read.text import check
from attribution.record import ArticleLine, Record
from attribution.resolve import THRESHOLD, resolve, withhold
from attribution.watch import WatchList, mark


class Parser(Protocol):
    """Whatever reads an article's language: `attribution.language.pipeline.Language` does."""

    def parse(self, article: Article) -> Parse:
        """Tokens, syntax, names, coreference and attribution labels of one article."""
        ...


@dataclass(frozen=True)
class Analysis:
    """What an article says who said: its records in the order of their first word, and its line of articles.jsonl.

    `corrections` is what became of the corrections that are the article's.
    """

    records: tuple[Record, ...]
    article: ArticleLine
    corrections: tuple[Outcome, ...] = ()


class Analyzer:
    """The loaded models and the steps that follow them. Analyzing is a pure function of the article.

    `models` is a Stanza resources directory, None the embedded weights; `device` a torch device; `precision` auto,
    float32 or bfloat16; `language` a parser to use instead of all these; `guidelines` whose idea of an attribution is
    followed (`attribution.find.guidelines`); `threshold` the confidence (0 to 1) below which a name is withheld;
    `watch` whom to mark among the speakers (`attribution.watch.read`); `corrections` what people decided on records of
    earlier runs (`attribution.corrections.read`).
    Raises ModelError where weights are missing or damaged.
    """

    def __init__(
        self,
        models: Path | None = None,
        *,
        device: str = "cpu",
        precision: Literal["auto", "float32", "bfloat16"] = "auto",
        max_characters: int = MAX_CHARACTERS,
        language: Parser | None = None,
        guidelines: Literal["records", "polnear"] = "records",
        threshold: float = THRESHOLD,
        watch: WatchList | None = None,
        corrections: Corrections | None = None,
    ) -> None:
        if language is None:
            # Stanza and torch take seconds to import: only who loads models waits for them.
            from attribution.language.pipeline import Language

            language = Language(models, device=device, precision=precision, guidelines=guidelines)
        self.language = language
        # A parser that somebody brings along may have no map for its probabilities: its confidences stay raw.
        self.calibration: Calibration = getattr(language, "calibration", IDENTITY)
        self.max_characters = max_characters
        self.guidelines = GUIDELINES[guidelines]
        self.threshold = threshold
        self.watch = watch
        self.corrections = corrections

    def analyze(self, article: Article | str) -> Analysis:
        """All records of one article. Raises InputError for a text that is empty, too long, or cannot be written."""
        article = Article(article) if isinstance(article, str) else article
        try:
            check(article.text, self.max_characters)
        except Unreadable as error:
            raise InputError(f"article {article.identity}: {error.message}") from None
        entries = self.corrections.of(article.identity, article.sha256) if self.corrections else ()
        parse = self.language.parse(article)
        analysis = interpret(article, parse, self.calibration, self.guidelines, entries, self.threshold)
        if self.watch is None:
            return analysis
        return replace(analysis, records=mark(self.watch, analysis.records, analysis.article))


def interpret(
    article: Article,
    parse: Parse,
    calibration: Calibration = IDENTITY,
    guidelines: Guidelines = RECORDS,
    corrections: Sequence[Entry] = (),
    threshold: float = THRESHOLD,
) -> Analysis:
    """From what the language step says of an article to its records: every step reads only what came before it."""
    decided = decide(article, parse, calibration.apply(find(parse, guidelines)), corrections)
    findings = decided.findings
    resolved = withhold(calibration.speakers(resolve(parse, findings, 0)), threshold)
    resolved = decided.named(parse, resolved)
    descriptions = describe(parse, findings, resolved)
    records = decided.marked(build(article, parse, findings, resolved, descriptions))
    return Analysis(records, article_line(article, parse, findings, resolved), decided.outcomes)


def analyze(text: str) -> list[Record]:
    """The records of one text, with the embedded models; they are loaded at the first call and kept.

    Raises InputError for a text that is empty, longer than 1,000,000 code points, or cannot be written as UTF-8.
    """
    return list(_default().analyze(text).records)


@cache
def _default() -> Analyzer:
    return Analyzer()


class _Callable(ModuleType):
    """This module, which answers a call as the function `analyze` does.

    Function and module share a name, and importing the module puts it in the package in place of the function:
    `from attribution import analyze` gives something to call whichever of the two it meets.
    """

    def __call__(self, text: str) -> list[Record]:
        return analyze(text)


sys.modules[__name__].__class__ = _Callable
