"""forms: a name mention and how it is written: its span, and the folded words by which it is compared."""

from __future__ import annotations

from dataclasses import dataclass

from attribution.article import Span
from attribution.parse import Parse
from attribution.resolve import lexicon
from attribution.resolve.lexicon import fold, titles, words
from attribution.resolve.runs import HYPHENS, POSSESSIVE, QUOTES


@dataclass(frozen=True, slots=True)
class NameMention:
    """One place where a name stands: tokens[first:end], without titles before it and without 's after it."""

    first: int
    end: int
    tag: str  # PER, ORG, LOC, MISC, or empty where the tagger saw no name
    confidence: float  # of the tag
    form: tuple[str, ...]  # folded words, hyphens and quotation marks apart

    @property
    def head(self) -> int:
        """The last token of the name."""
        return self.end - 1


def has_false_stop(parse: Parse, index: int) -> bool:
    """Whether a word ends in the full stop of its sentence and is no abbreviation: "for GM.", not "Apple Inc."."""
    token = parse.tokens[index]
    word = token.text[:-1]
    if token.text[-1:] != "." or len(word) < 2 or "." in word or index + 1 != parse.sentences[token.sentence].end:
        return False
    key = fold(word)
    known = words("suffix") | words("corporate")
    if {key, key + "."} & known or key in titles() or lexicon.country(key + ".") or lexicon.country(key):
        return False
    return word.isupper() or (len(word) > 5 and word.isalpha())


def span_of(parse: Parse, mention: NameMention) -> Span:
    """The code points of a name, without a possessive ending that the tokenizer left on it."""
    start, end = parse.span(mention.first, mention.end)
    text = parse.text[start:end]
    if text[-2:] in ("'s", "’s"):
        end -= 2
    elif has_false_stop(parse, mention.end - 1):
        end -= 1
    return Span(start, end)


def form_of(parse: Parse, first: int, end: int) -> tuple[str, ...]:
    """The folded words of a name: hyphenated parts as one word, particles kept, marks and possessives left out."""
    found: list[str] = []
    glue: str | None = None  # what joins the next word to the one before
    last = -1
    for token in parse.tokens[first:end]:
        if token.text in HYPHENS:
            glue = "-" if found else None
            continue
        if token.text in QUOTES or token.text == "." or token.text in POSSESSIVE:
            continue
        if glue is None and token.start == last and token.text[0].isalpha() and parse.text[last - 1].isalpha():
            glue = ""  # "Daimler|Chrysler", cut by the tokenizer
        last = token.end
        word = fold(token.text)
        if has_false_stop(parse, token.index):
            word = word[:-1]
        if word.endswith("'s") and len(word) > 2:
            word = word[:-2]
        if glue is None:
            found.append(word)
        else:
            found[-1] += glue + word
        glue = None
        if len(found[-1]) > 1 and found[-1][-1] in HYPHENS:  # "Ki-|moon"
            found[-1], glue = found[-1][:-1], "-"
    return tuple(found)


def core_of(form: tuple[str, ...]) -> tuple[str, ...]:
    """A person's name without its suffix ("Jr.", "III")."""
    return tuple(word for word in form if word.rstrip(",") not in words("suffix")) or form
