"""robustness_variants: the same article as another newspaper, another country or a careless copy would have it.

VARIANTS names them all, in the order of the table: each makes of a gold article the same one in another form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from attribution.article import paragraphs
from attribution.quotation_marks import quotations
from attribution.score.values import GoldArticle
from attribution.tables import table
from benchmarks.robustness_edits import Change, Edit, carry
from benchmarks.robustness_names import swap

WIDTH = 72  # columns: the usual width of wrapped mail and news wires

Style = tuple[tuple[str, str], tuple[str, str]]  # opening and closing mark, of an outer and of an inner quotation
CURLY: Style = (("“", "”"), ("‘", "’"))
BRITISH: Style = (("‘", "’"), ("“", "”"))
GUILLEMETS: Style = (("«", "»"), ("‹", "›"))
GERMAN: Style = (("„", "“"), ("‚", "‘"))

_STRAIGHT = {
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‘’‚‛‹›", "'"),
}
_APOSTROPHE = re.compile(r"(?<=\w)'|'(?=\w)")
_FULL_STOP = re.compile(r"(?<![.\s])\.(?=[\"'”’»)\]]*(?:\s+[\"'“‘«(\[]*[A-ZÀ-ÖØ-Þ0-9]|\s*$))", re.MULTILINE)
_LAST_STOP = re.compile(r"(?<![.\s])\.(?=[\"'”’»)\]]*[^\S\n]*$)", re.MULTILINE)
_WORD_BEFORE = re.compile(r"[^\s(\[\"“‘'-]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


@dataclass(frozen=True)
class Variant:
    """One way to write an article: its row's name, what is done, and how far below plain F1 may lie, in points."""

    name: str
    change: Callable[[GoldArticle], Change]
    allowed: float = 3.0

    def make(self, article: GoldArticle) -> GoldArticle:
        """The article in this form, with its gold spans carried along."""
        return carry(article, self.change(article))


def plain(article: GoldArticle) -> Change:
    """The article as it is."""
    return Change(())


def straight(article: GoldArticle) -> Change:
    """All quotation marks and apostrophes as a typewriter has them."""
    edits = [Edit(at, at + 1, _STRAIGHT[sign]) for at, sign in enumerate(article.text) if sign in _STRAIGHT]
    return Change(edits)


def marked(style: Style) -> Callable[[GoldArticle], Change]:
    """Quotation marks of one style, outer and inner, and curly apostrophes. A mark that quotes nothing stays."""

    def change(article: GoldArticle) -> Change:
        text = article.text
        edits: dict[int, Edit] = {}
        for each in quotations(text, paragraphs(text)):
            opening, closing = style[each.level % 2]
            if each.mark:
                edits[each.start] = Edit(each.start, each.start + len(each.mark), opening)
            if each.closed:
                end = (
                    each.inner_end
                    + len(text[each.inner_end : each.end])
                    - len(text[each.inner_end : each.end].lstrip())
                )
                edits[end] = Edit(end, each.end, closing)
        taken = {at for edit in edits.values() for at in range(edit.start, edit.end)}
        for match in _APOSTROPHE.finditer(text):
            if match.start() not in taken:
                edits[match.start()] = Edit(match.start(), match.end(), "’")
        return Change(edits.values())

    return change


def capitals(article: GoldArticle) -> Change:
    """All letters in capitals."""
    edits = [Edit(at, at + 1, sign.upper()) for at, sign in enumerate(article.text) if sign.upper() != sign]
    return Change(edits, str.upper)


def capital_headline(article: GoldArticle) -> Change:
    """The first line in capitals."""
    first = article.text.split("\n", 1)[0]
    return Change([Edit(at, at + 1, sign.upper()) for at, sign in enumerate(first) if sign.upper() != sign])


def wrapped(article: GoldArticle) -> Change:
    """Lines of 72 columns at most, with a blank line between those that were one before."""
    text = article.text
    ends = [Edit(m.start(), m.end(), "\n\n") for m in re.finditer(r"(?<!\n)\n(?!\n)", text.strip("\n"))]
    return Change([*ends, *_folds(text)])


def wrapped_close(article: GoldArticle) -> Change:
    """Lines of 72 columns at most, and no blank lines."""
    text = article.text
    inside = text.rstrip("\n")
    ends = [Edit(m.start(), m.end(), "\n") for m in re.finditer(r"\n{2,}", inside)]
    return Change([*ends, *_folds(text)])


def _folds(text: str) -> Iterator[Edit]:
    """A line end in the place of the last white space before the line is too long; a longer word stays whole."""
    for line in re.finditer(r"[^\n]+", text):
        first = line.start()
        words = list(re.finditer(r"\S+", line[0]))
        for before, word in pairwise(words):
            if line.start() + word.end() - first > WIDTH:
                yield Edit(line.start() + before.end(), line.start() + word.start(), "\n")
                first = line.start() + word.start()


def no_full_stops(article: GoldArticle) -> Change:
    """No full stop at the end of any sentence; those of abbreviations stay."""
    return Change(list(_stops(article.text, _FULL_STOP)))


def no_last_stops(article: GoldArticle) -> Change:
    """No full stop at the end of any line."""
    return Change(list(_stops(article.text, _LAST_STOP)))


def _stops(text: str, pattern: re.Pattern[str]) -> Iterator[Edit]:
    known = {row[0] for row in table("abbreviations")}
    for match in pattern.finditer(text):
        before = _WORD_BEFORE.search(text, max(0, match.start() - 40), match.start())
        word = before[0] if before else ""
        if word.lower() not in known and not _INITIALS.fullmatch(word):
            yield Edit(match.start(), match.end(), "")


def other_names(article: GoldArticle) -> Change:
    """Persons, companies and countries under other names."""
    return swap(article)


VARIANTS: Mapping[str, Variant] = {
    each.name: each
    for each in (
        Variant("plain", plain),
        Variant("straight marks", straight),
        Variant("curly marks", marked(CURLY)),
        Variant("British single quotes", marked(BRITISH)),
        Variant("guillemets", marked(GUILLEMETS)),
        Variant("German marks", marked(GERMAN)),
        Variant("names from elsewhere", other_names),
        Variant("all capitals", capitals, allowed=8.0),
        Variant("headline in capitals", capital_headline),
        Variant("wrapped, blank lines", wrapped),
        Variant("wrapped, no blank lines", wrapped_close),
        Variant("no full stop ends a line", no_last_stops),
        Variant("no full stop ends a sentence", no_full_stops),
    )
}
