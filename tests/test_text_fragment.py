"""Links to the words: they are found again by the algorithm of the specification, and nowhere else first."""

from __future__ import annotations

import re
import time
from urllib.parse import unquote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from attribution.article import Article
from attribution.export.text_fragment import Text, link
from attribution.find import Attribution, Fragment
from attribution.record import Record
from tests.factories import built, span_of


def page_of(text: str) -> str:
    """The text as a page shows it: each line a block, white space as one space."""
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


def found(page: str, directive: str) -> str | None:
    """The words that a browser marks: the first place that fits, after "find a range from a text directive"."""
    terms = [unquote(term) for term in directive.removeprefix("text=").replace(",-", ",\0").split(",")]
    prefix = (
        unquote(terms.pop(0)).removesuffix("-") if directive.removeprefix("text=").split(",")[0].endswith("-") else ""
    )
    suffix = terms.pop()[1:] if terms[-1].startswith("\0") else ""
    start, end = terms[0], (terms[1] if len(terms) > 1 else "")
    at = 0
    while True:
        if prefix:
            before = _search(page, prefix, at, ends=False)
            if before is None:
                return None
            begin = before[1] + len(page[before[1] :]) - len(page[before[1] :].lstrip())
            at = before[0] + 1
            if not page[begin:].casefold().startswith(start.casefold()):
                continue
        else:
            match = _search(page, start, at, ends=bool(end or not suffix))
            if match is None:
                return None
            begin = match[0]
            at = begin + 1
        stop = begin + len(start)
        while end:
            match = _search(page, end, stop, ends=not suffix)
            if match is None:
                return None
            stop = match[1]
            if page[stop:].lstrip().casefold().startswith(suffix.casefold()):
                return page[begin:stop]
        if page[stop:].lstrip().casefold().startswith(suffix.casefold()):
            return page[begin:stop]


def _search(page: str, term: str, since: int, ends: bool) -> tuple[int, int] | None:
    """A term that begins, and where `ends`, ends with whole words."""
    pattern = r"(?:(?<!\w)|(?!\w))" + re.escape(term) + (r"(?:(?!\w)|(?<!\w))" if ends else "")
    match = re.compile(pattern, re.IGNORECASE).search(page, since)
    return match.span() if match else None


def record_of(text: str, *content: str, url: str | None = "https://news.example/a", title: str | None = None) -> Record:
    article = Article(text, id="a", url=url, title=title)
    parts = tuple(Fragment(*span_of(text, words), quoted=False) for words in content)
    return built(article, [Attribution(parts, (), None, "indirect")])[0][0]


LONG = " ".join(f"word{number}" for number in range(100))
CASES = {
    "plain": (
        "He said the bridge is safe and sound.",
        "the bridge is safe and sound",
        "text=the%20bridge%20is%20safe%20and%20sound",
    ),
    "signs": (
        "She: “A-b, c & d – 5% of it, all the same” she said.",
        "“A-b, c & d – 5% of it, all the same”",
        "text=A%2Db%2C%20c%20%26%20d%20%E2%80%93%205%25%20of%20it%2C%20all%20the%20same",
    ),
    "short": (
        "Ann Brown said that it rained on Monday.",
        "it rained",
        "text=Brown%20said%20that-,it%20rained,-on%20Monday",
    ),
    "twice": (
        "Carl said that it was very close indeed. Ann said that it was very close indeed.",
        "it was very close indeed",
        "text=Carl%20said%20that-,it%20was%20very%20close%20indeed,-.%20Ann%20said%20that",
    ),
    "long": (f"Ann said {LONG}.", LONG, "text=word0%20word1%20word2,word97%20word98%20word99"),
    "two lines": (
        "Ann said that it rained all day\nand that the river rose by a metre.",
        "it rained all day\nand that the river rose",
        "text=it%20rained%20all,the%20river%20rose",
    ),
    "inside a word": (
        "They called Trump's wall the greatest wall ever.",
        "Trump",
        "text=They%20called-,Trump%27s,-wall%20the%20greatest",
    ),
}


@pytest.mark.parametrize(("text", "words", "expected"), CASES.values(), ids=CASES)
def test_directive(text: str, words: str, expected: str) -> None:
    """Long words go by first and last, short or repeated ones with context, and signs are percent-encoded."""
    directive = Text(text).directive(*span_of(text, words))

    assert expected == directive


def test_title_stands_on_the_page_too() -> None:
    """Words that the headline has as well go with what stands around them."""
    text = "The mayor said that the count was wrong by far."
    span = span_of(text, "the count was wrong by far")

    assert "text=the%20count%20was%20wrong%20by%20far" == Text(text, "Mayor resigns").directive(*span)
    assert "text=mayor%20said%20that-,the%20count%20was%20wrong%20by%20far" == Text(
        text, "“The count was wrong by far”"
    ).directive(*span)


WORDS = st.lists(
    st.sampled_from(["the", "vote", "was", "lost", "Ann-Lee", "don’t", "5%", "“so", "it,", "…", "\n"]), max_size=60
)


@given(WORDS, st.integers(0, 59), st.integers(1, 60))
def test_first_place_found_is_the_right_one(words: list[str], first: int, count: int) -> None:
    """In texts that repeat themselves, where ten words on a line tell two places apart, the link leads to the words."""
    places, text = [], ""
    for word in words:
        places.append((len(text), len(text) + len(word)))
        text += f"{word} "
    chosen = places[first : first + count]
    assume(chosen)
    start, end = chosen[0][0], chosen[-1][1]
    lines = text[start:end].split("\n")
    assume(re.search(r"\w", lines[0]) and re.search(r"\w", lines[-1]))
    text = f"{text[:start]}\nBEFORE {text[start:end]} AFTER\n{text[end:]}"
    start, end = start + 8, end + 8

    directive = Text(text).directive(start, end, ambiguous=True)

    assert directive is not None
    inner = page_of(text[start:end])
    marked = found(page_of(text), directive)
    assert marked is not None
    assert re.findall(r"\w+", inner) == re.findall(r"\w+", marked)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (None, None),
        ("", None),
        ("javascript:alert(1)", None),
        ("/a", None),
        ("http://[a", None),
        ("http://a.example/b?c=d", "http://a.example/b?c=d#:~:text="),
        ("https://a.example/b#c", "https://a.example/b#c:~:text="),
        ("https://a.example/b#:~:text=old", "https://a.example/b#:~:text="),
        ("https://a.example/b#c:~:text=old", "https://a.example/b#c:~:text="),
    ],
)
def test_address(url: str | None, expected: str | None) -> None:
    """A fragment of the address stays, a directive is replaced, and what is no web address gives no link."""
    text = "He said the bridge is safe and sound."
    record = record_of(text, "the bridge is safe and sound", url=url)

    found_link = link(record, Text(text))

    assert (expected and f"{expected}the%20bridge%20is%20safe%20and%20sound") == found_link


def test_interrupted_content() -> None:
    """A content that is interrupted is marked from its first word to its last."""
    text = "“We lost,” Ann Brown said at last, “and we lost it badly.” Nobody answered her."
    record = record_of(text, "“We lost,”", "“and we lost it badly.”")

    directive = (link(record, Text(text)) or "").partition(":~:")[2]

    assert "We lost,” Ann Brown said at last, “and we lost it badly" == found(page_of(text), directive)


def test_without_the_text() -> None:
    """Where the text was not found, words and context come from the record, and no term goes over what is unknown."""
    text = f"{LONG} He said at noon: “We lost,” Ann Brown said, “and we lost it badly.” {LONG}"
    record = record_of(text, "“We lost,”", "“and we lost it badly.”")

    directive = (link(record, None) or "").partition(":~:")[2]

    assert "text=said%20at%20noon%3A%20%E2%80%9C-,We%20lost,lost%20it%20badly" == directive.partition(",-")[0]
    assert "We lost,” Ann Brown said, “and we lost it badly" == found(page_of(text), directive)


def test_words_that_stand_everywhere_take_linear_time() -> None:
    """A hundred thousand words, all the same, and a thousand links into them."""
    text = Text("again and " * 50_000)

    begin = time.process_time()
    for at in range(1_000):
        text.directive(at * 100, at * 100 + 29)

    assert time.process_time() - begin < 10
