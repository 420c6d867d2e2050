"""Pages: the article of each as a reader sees it, quotation marks and paragraphs included, and what the page says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from attribution.article import Article
from attribution.read import html, read
from attribution.read.failure import Unreadable
from attribution.read.markup import parse, text_of
from tests.inputs import INPUT, SAID, articles, failure, page

LONG = SAID.format(name="Ann Brown")


def text(markup: str) -> str:
    return text_of(parse(markup))


def test_a_page_with_everything() -> None:
    """Marks for `<q>`, no-break spaces, line breaks and list items come through; navigation and scripts do not."""
    (article,) = articles(INPUT / "graph.html")

    assert article.text == (
        "Bridge stays closed until spring\n\n"
        "The harbour bridge will stay closed until spring, the mayor said on Tuesday, after engineers found cracks in "
        "two of its six pillars and asked for more time.\n\n"
        "“Nobody is in danger,” Ann Brown told reporters. “But I was told that ‘we must not wait’, and we will "
        "not.”\n\n"
        "Her deputy, Carl Diaz, said that the repairs would cost\u00a0£4m — “a lot of money”, as he put\u00a0it.\n"
        "The council votes on Thursday.\n\n"
        "Two pillars have to be rebuilt.\n\n"
        "Ferries will run every ten minutes."
    )
    assert ("html_extracted",) == article.notes


def test_the_graph_of_a_page() -> None:
    """Of several articles in a @graph the page's own one counts, and names are looked up where they are referred to."""
    (article,) = articles(INPUT / "graph.html")

    assert ("graph.html", "https://post.example/2021/09/bridge") == (article.id, article.url)
    assert ("Bridge stays closed until spring", "The Harbour Post") == (article.title, article.publisher)
    assert (("Dana Lee", "Sam Ortiz"), "2021-09-07T18:30:00+02:00") == (article.authors, article.published)


def test_an_old_page() -> None:
    """Paragraphs that two line breaks hold apart stay apart, and ISO-8859-1 means Windows-1252."""
    (article,) = articles(INPUT / "old.html")

    assert [
        "Ferry strike enters third day",
        "Ferry crews stayed ashore for a third day on Tuesday, and the company said that it would not talk before they "
        "were back at work.",
        "“We have nothing to lose,” said Max Stone, who speaks for the crews. He added that the offer was “a joke”.",
        "The company’s Eva Marsh told the radio that the pay was fair, and that nobody would be dismissed for "
        "striking.",
    ] == article.text.split("\n\n")[-4:]
    assert ("encoding:cp1252", "html_extracted") == article.notes
    assert ("Ferry strike", ("Jo Park",), "1999-03-02") == (article.title, article.authors, article.published)


def test_broken_markup() -> None:
    """What is never closed, closed twice, crossed or unknown costs no word."""
    (article,) = articles(INPUT / "broken.html")

    assert [
        "The court freed all three men on Monday, their lawyer said, because the police had lost the only recording of "
        "the night in question.",
        '"They have waited nine years for this," Lena Voss said outside the court.',
        "We respect the ruling, and will study it.",
        "The ministry said in a statement that it would not appeal against the ruling.",
        "One of them, Omar Faye, said that he wanted to go home & sleep & see his mother.",
    ] == article.text.split("\n\n")


def test_damaged_metadata() -> None:
    """One damaged block of JSON-LD costs no other; marks that the author wrote as well as `<q>` are not doubled."""
    (article,) = articles(INPUT / "body.html")

    assert ("Budget passes after long night", "Day & Night", ("Kim Wolf",), "2020-01-31") == (
        article.title,
        article.publisher,
        article.authors,
        article.published,
    )
    assert "https://day.example/budget" == article.url
    assert "said “this is theft” and" in article.text
    assert "First!" not in article.text


def test_a_page_without_an_article() -> None:
    """A page of links is a failure, not an article of headlines."""
    assert "no_article_text" == failure(INPUT / "navigation.html").error


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>He said <q>we are <q>not</q> ready</q>.", "He said “we are ‘not’ ready”."),
        ("<p>A <q> b </q>c", "A “b” c"),
        ("<p>A <q><b>b</b> <i>c</i></q>.", "A “b c”."),
        ("<p>“<q>a</q>” <q>“b”</q> <q>‘c’</q>", "“a” “b” ‘c’"),
        ("<p>A<q></q>b <q> <br></q>c", "Ab\nc"),
        ("<q><p>One.<p>Two.</q>", "“One.\n\n“Two.”"),
        ("<p>A <q>b<p>c</p>", "A “b”\n\nc"),
        ("<p>A <Q CITE='x'>b</Q>.", "A “b”."),
    ],
)
def test_quotation_marks_of_q(markup: str, expected: str) -> None:
    """`<q>` gets the marks that a browser draws, inner ones inside; long quotations open anew with each paragraph."""
    assert expected == text(markup)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<div>a\n b<br>c<br><br>d<br>\n<br><br>e", "a b\nc\n\nd\n\ne"),
        ("<p><font>a<br><br>b</font></p>", "a\n\nb"),
        ("<div>a<br><br><p>b</p>c<br>\u00a0<br>d", "a\n\nb\n\nc\n\nd"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a\n\nb\n\nc"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("e\u0301 \u00a0\u2009 ﬁ ’ \x00x\x0b", "e\u0301 \u00a0\u2009 ﬁ ’ x"),
        ("a<script>b</script><style>c</style><noscript>d</noscript><!-- e -->f", "af"),
    ],
)
def test_text_of_markup(markup: str, expected: str) -> None:
    """White space is HTML's; every other character, composed or not, stays as it is."""
    assert expected == text(markup)


@pytest.mark.parametrize(
    ("data", "charset", "expected", "notes"),
    [
        ("“é”".encode(), None, "“é”", ()),
        ("“é”".encode("cp1252"), None, "“é”", ("encoding:cp1252", "encoding_guessed")),
        ("“é”".encode("cp1252"), "ISO-8859-1", "“é”", ("encoding:cp1252",)),
        ("“é”".encode(), "iso-8859-1", "“é”", ("encoding_declared_wrong",)),
        (b"\xff\xfe" + "“é”".encode("utf-16-le"), "utf-8", "“é”", ("encoding:utf-16", "byte_order_mark_removed")),
        (b"<meta charset=windows-1251>" + "мэр".encode("cp1251"), None, "мэр", ("encoding:cp1251",)),
        (b"<meta charset='Shift_JIS'>" + "首相".encode("cp932"), None, "首相", ("encoding:cp932",)),
        (b"<meta charset=utf-8>" + "首相".encode("cp932"), "x-sjis", "首相", ("encoding:cp932",)),
        (b"<?xml version='1.0' encoding='koi8-r'?>" + "мэр".encode("koi8-r"), None, "мэр", ("encoding:koi8-r",)),
        (b"<meta charset=utf-8>" + "“é”".encode() + b"\xe2\x80", None, "“é”\ufffd", ("undecodable_bytes_replaced",)),
        (
            b"<meta charset=utf-8>\x93\xe9\x94",
            None,
            "“é”",
            ("encoding:cp1252", "encoding_guessed", "encoding_declared_wrong"),
        ),
        (b"<meta charset=rot13>a", None, "a", ()),
        (b"a\x00b", None, "ab", ()),
    ],
)
def test_encodings_of_pages(data: bytes, charset: str | None, expected: str, notes: tuple[str, ...]) -> None:
    """A mark, the server, the page, UTF-8 and a guess, in this order; UTF-8 under another name is UTF-8."""
    source, found = html.decode(data, charset)

    assert expected == source.rpartition(">")[2]
    assert notes == found


@pytest.mark.parametrize(
    "head",
    [
        "<script type='application/ld+json'>[[[{'@type': 'NewsArticle'}]]</script>",
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": 5, "author": {"name": ["\\ud800"]}, '
        '"publisher": [null, {}], "datePublished": {"@value": "x"}, "url": ["a"], "mainEntityOfPage": 3}</script>',
        '<script type="application/ld+json">null</script><script type="application/ld+json"></script>',
        "<meta name=author><meta property='og:title' content=' '>",
    ],
)
def test_metadata_that_says_nothing(head: str) -> None:
    """Values of other types, lone surrogates and damaged JSON-LD are as if they were not there."""
    article = html.article_of(page(LONG, head).encode(), "a", 1000)

    assert Article(LONG, "a", notes=("html_extracted",)) == article


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        (b"", "empty"),
        (b"<!-- -->", "empty"),
        (b"<html><body></body></html>", "no_article_text"),
        (b"<p>", "no_article_text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 32)) * 9, "not_text"),
        (page("No. " + "a" * 100).encode(), "too_long"),
    ],
)
def test_what_is_no_page(markup: bytes, error: str) -> None:
    """A file that holds no article text gives a failure with the page's id."""
    with pytest.raises(Unreadable) as raised:
        html.article_of(markup, "x", 100)

    assert (error, "x") == (raised.value.error, raised.value.id)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + LONG,
        "<q>" * 20_000 + LONG,
        f"<p>{LONG}" * 5_000,
        "<!--" * 50_000,
        "<q" * 50_000,
        f"{LONG}<br>" * 10_000,
        "&" * 500_000,
    ],
    ids=["nested", "unclosed q", "paragraphs", "comments", "tags", "breaks", "entities"],
)
def test_monstrous_pages_end(markup: str) -> None:
    """A page that is made to be slow is read, or is a failure, in seconds; so this runs in a process of its own."""
    code = (
        "import sys; from attribution.read import html; from attribution.read.failure import Unreadable\n"
        "try: html.article_of(sys.stdin.buffer.read(), 'a', 10_000_000)\n"
        "except Unreadable: pass\n"
        "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_utime < 20)"
    )
    found = subprocess.run([sys.executable, "-c", code], input=markup.encode(), capture_output=True, check=True)

    assert b"True" == found.stdout.strip()


def test_pages_say_nothing_on_standard_error(tmp_path: Path) -> None:
    """trafilatura's own warnings do not reach the user: the failure says what there is to say."""
    (tmp_path / "a.html").write_text("<html><body><p></p></body></html>", encoding="utf8")
    code = f"from attribution.read import read; print(len(list(read([{str(tmp_path)!r}]))))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ("1\n", "") == (found.stdout, found.stderr)


def test_the_same_page_reads_the_same() -> None:
    """What was read before does not show: no cache of an extractor changes the next page."""
    first = [list(read([path])) for path in sorted(INPUT.glob("*.html"))]
    second = [list(read([path])) for path in sorted(INPUT.glob("*.html"), reverse=True)]

    assert first == second[::-1]
