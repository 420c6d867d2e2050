"""time: when something was said ("on Sunday", "earlier this month", "a day before the announcement").

The words that state a date or a time are recognised by small patterns over word classes (data/time_words.tsv, after
the TIMEX3 expressions of TimeML); of those outside the content, the nearest that hangs on the cue is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from attribution.article import Span
from attribution.describe.saying import Saying, lemma, relation
from attribution.describe.values import Time
from attribution.parse import Token
from attribution.tables import kinds, words

# One letter for each class of word. The pattern below is written over a sentence's letters.
_LETTERS = {
    "weekday": "w",
    "month": "m",
    "daypart": "p",
    "unit": "u",
    "relative": "r",
    "edge": "e",  # early, late, mid
    "shift": "l",  # earlier, later
    "ago": "g",
    "deictic": "x",
    "vague": "v",
    "zone": "z",
    "number": "n",
}
_SHAPES = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "v"),
    (re.compile(r"\d{1,2}[:.]\d\d"), "k"),
    (re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"), "d"),
    (re.compile(r"1[5-9]\d\d|20\d\d"), "y"),
    (re.compile(r"\d+"), "n"),
)
_WORDS = {"a": "a", "an": "a", "the": "t", "of": "o", ",": ",", "before": "b", "after": "b"}
_WORDS |= dict.fromkeys(("in", "since", "during", "back"), "i")

_DAY = r"(?:r?w,?)?(?:[el]?md(?:,?y)?|t?do?m(?:,?y)?)"  # Thursday, May 7, 2015; 7 May; the 7th of May 2015
_CLOCK = r"(?:[kdn]z+|k)"  # 16:00 UTC; 9 a.m.
_PATTERN = re.compile(
    "|".join(
        (
            rf"{_CLOCK}(?:x|e?wp?|{_DAY})?",  # 16:00 UTC today
            _DAY,
            r"t?e?m,?y",  # September 2003
            r"[elr]*wp?",  # Sunday; early Friday; last Monday night
            r"[el]?xp?",  # yesterday afternoon; earlier today
            r"t?[el]?r[nd]*(?:w|p|u|m)",  # this week; the same day; earlier this month; the past two years
            r"[er]+m",  # last May, late September
            r"(?:[nda]|no?a?)*u[gl]",  # two days ago; a year earlier
            r"(?:[ndat]*u)?b",  # a day before the announcement; after the vote
            r"(?<=i)[my]",  # in September; in 2007
            r"[mv]",  # a June report; recently
        )
    )
)
# Prepositions that make an expression a term or a length, not the moment of speaking.
_TERMS = ("since", "until", "till", "through", "by", "for", "between", "than")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def time_of(saying: Saying) -> Time | None:
    """When the act of saying took place, None where the cue clause does not say.

    The span leaves out "on", "in" and "at"; "before" and "after" belong to what they state and stay. `iso` is given
    where the words hold day, month and year, and only there.
    """
    found = [words for words in _expressions(saying) if _belongs(saying, words)]
    if saying.head is None or not found:
        return None
    head = saying.head
    # An event ("after the vote") tells the time less exactly than a date beside it.
    first, *_, last = min(([*words, words[-1]] for words in found), key=lambda w: (_letter(w[0]) == "b", _gap(w, head)))
    end = last.end
    if _letter(last) == "b":
        end = saying.phrase(last.head, ("of", "in", "on", "between", "with")).end
    span = Span(first.start, end)
    return Time(span, iso_date(saying.parse.words(span)))


def time_tokens(saying: Saying) -> frozenset[int]:
    """Every token near the cue that is part of a date or a time, the preposition before it included."""
    found: set[int] = set()
    for expression in _expressions(saying):
        found.update(token.index for token in expression)
        before = expression[0].index - 1
        if before >= 0 and relation(saying.parse.tokens[before]) == "case":
            found.add(before)
    return frozenset(found)


def iso_date(text: str) -> str | None:
    """YYYY-MM-DD where words state a day, a month by name and a year of four digits, else None."""
    written = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    month = re.search(rf"(?i)\b({'|'.join(_MONTHS)})[a-z]*\b", text)
    year = re.search(r"\b(1[5-9]\d\d|20\d\d)\b", text)
    day = re.search(r"(?<![\d:.])(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d:])\b", text)
    if written is not None:
        numbers = (int(written[1]), int(written[2]), int(written[3]))
    elif month is not None and year is not None and day is not None:
        numbers = (int(year[1]), _MONTHS.index(month[1].lower()) + 1, int(day[1]))
    else:
        return None
    try:
        return date(*numbers).isoformat()
    except ValueError:  # 31 February is words, not a date
        return None


def _gap(expression: list[Token], head: int) -> int:
    return min(abs(expression[0].index - head), abs(expression[-1].index - head))


def _expressions(saying: Saying) -> Iterator[list[Token]]:
    """The tokens of each date or time near the cue, from left to right; those of one expression stand together."""
    letters, places = [], []
    for at, token in enumerate(saying.tokens):
        if at and saying.tokens[at - 1].index + 1 != token.index:
            letters.append("|")
            places.append(at)
        letters.append(_letter(token))
        places.append(at)
    for match in _PATTERN.finditer("".join(letters)):
        expression = [saying.tokens[at] for at in sorted({places[k] for k in range(*match.span())})]
        if any(_is_title_word(saying, token) for token in expression):
            continue
        if _letter(expression[-1]) != "b" or _states_event(saying, expression[-1]):
            yield expression


def _is_title_word(saying: Saying, token: Token) -> bool:
    """Whether a word of time is part of a name, as the capital inside a sentence shows: "USA Today", "This Morning"."""
    if _letter(token) not in "rxpu" or not token.text[0].isupper():
        return False
    opens = token.index == saying.parse.sentences[token.sentence].first
    before = saying.parse.tokens[token.index - 1] if token.index else None
    return saying.parse.name_at(token.index) is not None or not (
        opens or before is None or before.upos == "PUNCT" or _letter(before) in "wxelr"
    )


def _states_event(saying: Saying, bound: Token) -> bool:
    """Whether "before" or "after" stands before something that happens, not before a body, a person or a clause."""
    event = saying.parse.tokens[bound.head]
    return (
        relation(bound) == "case"
        and event.index > bound.index
        and event.upos == "NOUN"
        and saying.parse.name_at(event.index) is None
        and not saying.in_content(event.index)
        and _is_determined(saying, event)
        and all(lemma(saying.parse.tokens[index]) not in words("addressing", "before") for index in saying.cue)
    )


def _is_determined(saying: Saying, event: Token) -> bool:
    """ "after the vote", "before his trial": headlines tell what led to what without an article ("after defeat")."""
    return any(token.head == event.index and token.deprel in ("det", "nmod:poss") for token in saying.tokens)


def _letter(token: Token) -> str:
    word = token.text.lower()
    if word in _WORDS:
        return _WORDS[word]
    for shape, letter in _SHAPES:
        if shape.fullmatch(word):
            return letter
    kind = kinds("time_words").get(word, ("",))[0]
    capital = token.text[0].isupper()
    if (
        (kind == "month" and (token.upos in ("AUX", "VERB") or not (capital or word.startswith("mid-"))))
        or (kind == "weekday" and not capital)
        or (kind == "unit" and token.upos not in ("NOUN", "PROPN"))
    ):
        return "."
    return _LETTERS.get(kind, ".")


def _belongs(saying: Saying, expression: list[Token]) -> bool:
    tokens = saying.parse.tokens
    inside = {token.index for token in expression}
    alone = len(expression) == 1 and _letter(expression[0]) == "m"
    if alone and not (expression[0].index and _letter(tokens[expression[0].index - 1]) == "i"):
        named = tokens[expression[0].head]
        if named.index <= expression[0].index or not saying.is_medium(named, "document", "event", "finding"):
            return False  # a month without a preposition is a date only in "a June report"
    tops = [token for token in expression if token.head not in inside or token.head == token.index]
    tops = [token for token in tops if token.upos not in ("PUNCT", "ADP")]
    if _letter(expression[-1]) == "b":
        tops.insert(0, tokens[expression[-1].head])
    before = expression[0].index - 1
    cases = [saying.preposition(index) for token in tops for index in (token.index, token.head)]
    prepositions = {lemma(case) for case in cases if case is not None}
    if before >= 0:
        prepositions.add(lemma(tokens[before]))
    if not prepositions.isdisjoint(_TERMS):
        return False
    return not inside.isdisjoint(saying.cue) or any(saying.owned(token.index) for token in tops)
