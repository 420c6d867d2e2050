"""signals: words of a content that make it more, or less, of something to check (data/checkability.tsv, and syntax).

Kinds that can be held against evidence: quantity, comparison, cause, ranking, time, name. Kinds that cannot, or not
yet: prediction, opinion, experience (of the source itself), question, promise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from attribution.article import Span
from attribution.describe.saying import lemma
from attribution.describe.values import SignalKind
from attribution.parse import Parse, Token
from attribution.tables import kinds, table

_FIGURE = re.compile(r"[#№]?\d[\d.,]*(?:st|nd|rd|th)?")
_MONEY = re.compile(r"[A-Z]{0,3}[$€£¥]|USD|EUR|GBP")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)|#\d+")
_FIRST_PERSON = frozenset({"i", "we"})
_SMALL_NUMBERS = frozenset({"one", "1"})  # "the one", "one of them": mostly no count
_TIMES = frozenset({"weekday", "month", "unit", "relative", "edge", "shift", "ago", "deictic", "vague", "daypart"})
# Classes of time words that state a time by themselves; the others only beside one of these, or in pairs.
_ALONE = frozenset({"weekday", "ago", "deictic", "vague"})
_PAIRED = frozenset({"unit", "relative"})


@dataclass(frozen=True, slots=True)
class Signal:
    """Some words and what they make of the content; the span counts code points."""

    kind: SignalKind
    span: Span


def signals_of(parse: Parse, tokens: Sequence[Token]) -> tuple[Signal, ...]:
    """The signals of a content, given by its tokens in text order; sorted, each once."""
    inside = frozenset(token.index for token in tokens)
    names = {name for token in tokens if (name := parse.name_at(token.index)) is not None}
    whole = [name for name in names if all(index in inside for index in range(name.first, name.end))]
    named = frozenset(index for name in whole for index in range(name.first, name.end))
    found = {Signal("name", parse.span(name.first, name.end)) for name in whole}
    found.update(_listed(parse, tokens, named))
    found.update(_quantities(parse, tokens, named))
    found.update(_degrees(tokens))
    found.update(_times(parse, tokens, named))
    found.update(_promises(parse, tokens))
    found.update(Signal("question", Span(token.start, token.end)) for token in tokens if token.text.endswith("?"))
    return tuple(sorted(_outermost(found), key=lambda signal: (signal.span, signal.kind)))


def _listed(parse: Parse, tokens: Sequence[Token], named: frozenset[int]) -> Iterator[Signal]:
    """Words and phrases of the table; those of experience only where the source speaks of itself."""
    for at, token in enumerate(tokens):
        if token.index in named:
            continue
        for phrase, kind, tags in _phrases().get(_key(token), ()):
            part = tokens[at : at + len(phrase)]
            fits = tuple(map(_key, part)) == phrase and (not tags or token.upos in tags)
            if fits and (kind != "experience" or _is_own(parse, token)):
                yield Signal(kind, Span(part[0].start, part[-1].end))


def _key(token: Token) -> str:
    word = token.text.lower()
    return word if token.upos in {"AUX", "ADV", "ADJ"} and word != "be" and lemma(token) != "be" else lemma(token)


def _is_own(parse: Parse, token: Token) -> bool:
    """Whether "I" or "we" is the subject of a word or of what it hangs on."""
    for one in (token, parse.tokens[token.head]):
        if any(child.text.lower() in _FIRST_PERSON for child in parse.children(one.index, "nsubj")):
            return True
    return lemma(token) == "hopefully"


def _quantities(parse: Parse, tokens: Sequence[Token], named: frozenset[int]) -> Iterator[Signal]:
    """Numerals with their currency and unit, but for years, dates, ordinals, and numbers that are part of a name."""
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and tokens[end].index == tokens[at].index + end - at and _is_number(parse, tokens[end]):
            end += 1
        run = tokens[at:end]
        figures = [token for token in run if _is_figure(token)]
        if figures and not (named & {token.index for token in run}) and not _is_date(parse, run):
            last = run[-1]
            after = tokens[end] if end < len(tokens) else None
            if after is not None and (after.text == "%" or lemma(after) in {"percent", "percentage"}):
                last = after
            yield Signal("quantity", Span(run[0].start, last.end))
        at = max(end, at + 1)


def _is_number(parse: Parse, token: Token) -> bool:
    if _ORDINAL.fullmatch(token.text):
        return False
    return token.upos == "NUM" or bool(_MONEY.fullmatch(token.text)) or bool(_FIGURE.fullmatch(token.text))


def _is_figure(token: Token) -> bool:
    return token.text.lower() not in _SMALL_NUMBERS and not _MONEY.fullmatch(token.text)


def _is_date(parse: Parse, run: Sequence[Token]) -> bool:
    """Whether a number is a year, the day of a month, or a model's number after a name ("Flight 447")."""
    first = run[0]
    beside = parse.tokens[max(0, first.index - 1) : first.index] + parse.tokens[run[-1].index + 1 : run[-1].index + 2]
    if len(run) == 1 and (_YEAR.fullmatch(first.text) or any("month" in _time_kinds(token) for token in beside)):
        return True
    above = parse.tokens[first.head]
    return len(run) == 1 and above.upos == "PROPN" and above.index == first.index - 1


def _degrees(tokens: Sequence[Token]) -> Iterator[Signal]:
    """Superlatives, ordinals and comparatives."""
    before = ""
    for token in tokens:
        degree = token.feature("Degree")
        bounded, before = before == "at", token.text.lower()  # "at least", "at best" rank nothing
        if (degree == "Sup" and not bounded) or _ORDINAL.fullmatch(token.text):
            yield Signal("ranking", Span(token.start, token.end))
        elif degree == "Cmp" and token.upos in {"ADJ", "ADV"}:
            yield Signal("comparison", Span(token.start, token.end))


def _times(parse: Parse, tokens: Sequence[Token], named: frozenset[int]) -> Iterator[Signal]:
    """Days, months, years, and how long ago: words of data/time_words.tsv that stand together."""
    at = 0
    while at < len(tokens):
        end, classes = at, set[str]()
        while end < len(tokens) and tokens[end].index == tokens[at].index + end - at:
            here = _time_kinds(tokens[end])
            if not here or tokens[end].index in named:
                break
            classes |= here
            end += 1
        if (
            classes & _ALONE
            or classes >= _PAIRED
            or "year" in classes
            or ("month" in classes and _is_month(tokens[at]))
        ):
            yield Signal("time", Span(tokens[at].start, tokens[end - 1].end))
        at = max(end, at + 1)


def _time_kinds(token: Token) -> frozenset[str]:
    if _YEAR.fullmatch(token.text):
        return frozenset({"year"})
    return frozenset(kinds("time_words").get(token.text.lower(), ())) & _TIMES


def _is_month(token: Token) -> bool:
    return token.text[0].isupper() and token.upos == "PROPN"


def _promises(parse: Parse, tokens: Sequence[Token]) -> Iterator[Signal]:
    """What the source says that it will do itself: "we will", "I am going to"."""
    for token in tokens:
        if token.text.lower() in {"will", "wo", "shall", "'ll", "’ll"} or lemma(token) == "go":
            head = parse.tokens[token.head] if token.upos == "AUX" else token
            future = token.upos == "AUX" or (
                token.text.lower() == "going" and any(child.deprel == "xcomp" for child in parse.children(token.index))
            )
            subjects = parse.children(head.index, "nsubj")
            if future and any(child.text.lower() in _FIRST_PERSON for child in subjects):
                yield Signal("promise", Span(token.start, token.end))


def _outermost(found: set[Signal]) -> Iterator[Signal]:
    """The signals without those that lie inside another one of their kind."""
    by_kind: dict[str, list[Span]] = {}
    for signal in sorted(found, key=lambda signal: (signal.span.start, -signal.span.end)):
        taken = by_kind.setdefault(signal.kind, [])
        if not taken or signal.span.end > taken[-1].end:
            taken.append(signal.span)
            yield signal


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], SignalKind, frozenset[str]], ...]]:
    """First word -> phrase, kind and tags."""
    found: dict[str, list[tuple[tuple[str, ...], SignalKind, frozenset[str]]]] = {}
    for words, kind, tags, _ in table("checkability"):
        phrase = tuple(words.split())
        found.setdefault(phrase[0], []).append((phrase, kind, frozenset(filter(None, tags.split(",")))))  # type: ignore[arg-type]
    return {word: tuple(phrases) for word, phrases in found.items()}
