"""text_fragment: a link that opens the live article at the words, `https://…#:~:text=[prefix-,]start[,end][,-suffix]`.

After the WICG's "URL Fragment Text Directives" (https://wicg.github.io/scroll-to-text-fragment/). A browser takes the
first place on the page that fits. Every term has to begin and end with whole words and to stand within one block of the
page, which here is a line of the text; white space in it counts as one space, and case does not matter.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, urlsplit

from attribution.export.known import Known
from attribution.record import Record

# The figures of Chromium's own link generator: a longer text is given by its first and last words, a shorter one never
# stands alone, and context comes three words at a time at first and ten at most.
LONGEST_EXACT = 300
SHORTEST_ALONE = 20
FEWEST_WORDS, MOST_WORDS = 3, 10

# So many places of a run's rarest word are compared; where there are more, the run is taken to be ambiguous. It keeps
# the work linear in texts that repeat themselves.
_MOST_PLACES = 100

# Words as browsers divide text (UAX #29), "don't", "3.5" and "U.S" whole; of "well-known" no part stands alone.
_WORD = re.compile(r"\w+(?:['’.,:·-]\w+)*")
_GOES_ON = re.compile(r"(?:['’.,:·-]?\w)*")
_LONGEST_WORD = 100  # code points; an unbroken stretch of letters that is longer is no word


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text, from its first letter or digit to its last."""

    start: int
    end: int
    key: str  # as words are compared
    line: int


class Text:
    """A text in which terms are looked for. `title` stands on the page too, above the text."""

    def __init__(self, text: str, title: str | None = None) -> None:
        self.text = text
        self._title = title

    def directive(self, start: int, end: int, *, ambiguous: bool = False) -> str | None:
        """What follows `:~:` for the words from code point `start` to `end`; None where there is no word.

        `ambiguous`: the words may stand elsewhere on the page, so that context goes with them in any case.
        """
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if first > last:
            return None
        start, end = self._whole(max(start, self._words[first].start), min(end, self._words[last].end))
        one_line = self._words[first].line == self._words[last].line
        if last == first or (one_line and end - start <= LONGEST_EXACT):
            return self._exact(first, last, start, end, ambiguous or end - start < SHORTEST_ALONE)
        return self._range(first, last, start, end, ambiguous)

    def _exact(self, first: int, last: int, start: int, end: int, ambiguous: bool) -> str:
        before = after = 0
        for count in (0, *range(FEWEST_WORDS, MOST_WORDS + 1)):
            before, after = self._room(first, -1, count), self._room(last, 1, count)
            if not (ambiguous and count == 0) and not self._elsewhere(first - before, last + after):
                break
        return _written(self._prefix(first - before, start), [self._term(start, end)], self._suffix(last + after, end))

    def _range(self, first: int, last: int, start: int, end: int, ambiguous: bool) -> str:
        """The first and the last words; each takes on words until it stands nowhere else, and then context."""
        half = (last - first + 1) // 2  # the two must not overlap
        head = min(self._room(first, 1, MOST_WORDS - 1) + 1, half)
        tail = min(self._room(last, -1, MOST_WORDS - 1) + 1, half)
        head_words = next(
            (n for n in range(min(FEWEST_WORDS, head), head) if not self._elsewhere(first, first + n - 1)), head
        )
        tail_words = next(
            (
                n
                for n in range(min(FEWEST_WORDS, tail), tail)
                if not self._elsewhere(last - n + 1, last, first + head_words)
            ),
            tail,
        )
        before = after = 0
        for count in (0, *range(FEWEST_WORDS, MOST_WORDS + 1)):
            before = self._room(first, -1, count)
            if not (ambiguous and count == 0) and not self._elsewhere(first - before, first + head_words - 1):
                break
        for count in (0, *range(FEWEST_WORDS, MOST_WORDS + 1)):
            after = self._room(last, 1, count)
            if not self._elsewhere(last - tail_words + 1, last + after, first + head_words):
                break
        terms = [
            self._term(start, self._whole(start, self._words[first + head_words - 1].end)[1]),
            self._term(self._whole(self._words[last - tail_words + 1].start, end)[0], end),
        ]
        return _written(self._prefix(first - before, start), terms, self._suffix(last + after, end))

    def _elsewhere(self, first: int, last: int, since: int | None = None) -> bool:
        """Whether the run of words stands at another place too: anywhere, or between word `since` and itself."""
        keys = self._keys[first : last + 1]
        if since is None and _contains(self._title_keys, keys):
            return True
        rarest = min(range(len(keys)), key=lambda at: len(self._places[keys[at]]))
        places = self._places[keys[rarest]]
        if since is not None:
            places = places[bisect_left(places, since + rarest) : bisect_left(places, first + rarest)]
        if len(places) > _MOST_PLACES:
            return True
        begins = (place - rarest for place in places)
        return any(begin != first and self._keys[begin : begin + len(keys)] == keys for begin in begins if begin >= 0)

    def _room(self, at: int, step: int, count: int) -> int:
        """How many words, `count` at most, stand on the line of a word before it (step -1) or after it (1)."""
        found = 0
        while (
            found < count
            and 0 <= at + (found + 1) * step < len(self._words)
            and self._words[at + (found + 1) * step].line == self._words[at].line
        ):
            found += 1
        return found

    def _whole(self, start: int, end: int) -> tuple[int, int]:
        """The stretch with the rest of the words that it begins or ends in."""
        before = _GOES_ON.match(self.text[max(0, start - _LONGEST_WORD) : start][::-1])
        after = _GOES_ON.match(self.text[end : end + _LONGEST_WORD])
        return start - (before.end() if before else 0), end + (after.end() if after else 0)

    def _term(self, start: int, end: int) -> str:
        return " ".join(self.text[start:end].split())

    def _prefix(self, word: int, start: int) -> str:
        return self._term(self._whole(self._words[word].start, start)[0], start)

    def _suffix(self, word: int, end: int) -> str:
        return self._term(end, self._whole(end, self._words[word].end)[1])

    @cached_property
    def _words(self) -> list[_Word]:
        return list(_words(self.text))

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self._words]

    @cached_property
    def _ends(self) -> list[int]:
        return [word.end for word in self._words]

    @cached_property
    def _keys(self) -> list[str]:
        return [word.key for word in self._words]

    @cached_property
    def _title_keys(self) -> list[str]:
        return [word.key for word in _words(self._title or "")]

    @cached_property
    def _places(self) -> Mapping[str, list[int]]:
        places: dict[str, list[int]] = {}
        for at, key in enumerate(self._keys):
            places.setdefault(key, []).append(at)
        return places


def link(record: Record, text: Text | None) -> str | None:
    """The address of the article with the words of the record's content; None without an http(s) address.

    `text` is the article's, with its title; without it the words come from the record, and so does the context, which
    then goes with them always. What interrupts the content is inside the marked stretch.
    """
    url = record.article.url
    try:
        if url is None or urlsplit(url).scheme not in ("http", "https"):
            return None
    except ValueError:  # no address at all: "http://[news"
        return None
    start, end = record.content.fragments[0].start, record.content.fragments[-1].end
    if text is not None:
        directive = text.directive(start, end)
    else:
        directive = _by_itself(record).directive(*_places_of(record, start, end), ambiguous=True)
    base, _, fragment = url.partition("#")
    fragment = fragment.partition(":~:")[0]
    return url if directive is None else f"{base}#{fragment}:~:{directive}"


def _by_itself(record: Record) -> Text:
    """What the record knows of the text, each unknown stretch as a line end, over which no term reaches."""
    return Text("\n".join(words for _, words in Known.of(record, None).stretches), record.article.title)


def _places_of(record: Record, start: int, end: int) -> tuple[int, int]:
    """Where these code points of the article stand in `_by_itself`."""
    shift = 0
    found = []
    for begin, words in Known.of(record, None).stretches:
        found += [shift + at - begin for at in (start, end) if begin <= at <= begin + len(words)]
        shift += len(words) + 1
    return found[0], found[-1]


def _written(prefix: str, terms: list[str], suffix: str) -> str:
    parts = [f"{_encoded(prefix)}-"] if prefix else []
    parts += map(_encoded, terms)
    parts += [f"-{_encoded(suffix)}"] if suffix else []
    return f"text={','.join(parts)}"


def _encoded(term: str) -> str:
    """A term in a fragment: "-", "," and "&" part terms and directives, so they too become %2D, %2C and %26."""
    return quote(term, safe="").replace("-", "%2D")


def _words(text: str) -> Iterator[_Word]:
    line = at = 0
    for match in _WORD.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        yield _Word(at, match.end(), match[0].casefold(), line)


def _contains(keys: list[str], run: list[str]) -> bool:
    return any(keys[at : at + len(run)] == run for at in range(len(keys) - len(run) + 1))
