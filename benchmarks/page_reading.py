"""page_reading: processor time that finding the article in a page takes, beside that of analyzing it.

python benchmarks/page_reading.py [ARTICLES.jsonl] [--analyze N]

Each article is put in pages that carry more and more around it: navigation, teasers, scripts. The last column is how
many workers one process that opens pages keeps at work (docs/decisions/0008-pages-are-opened-in-processes.md).
--analyze is how many articles are analyzed, to know their speed.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from attribution import Analyzer, Article
from attribution.read import html

GOLD = Path(__file__).parents[1] / "tests" / "data" / "gold" / "gold.jsonl"
WEIGHTS = (1, 4, 12)  # times what surrounds the article


def page(text: str, weight: int) -> bytes:
    """A page with an article, and around it what news sites have, so many times over."""
    paragraphs = "".join(f'<p class="body">{each}</p>' for each in text.split("\n") if each.strip())
    links = "".join(
        f'<li class="item"><a href="/s/{at}" title="Section {at}">Section number {at} of the news</a></li>'
        for at in range(120 * weight)
    )
    teasers = "".join(
        f'<div class="card"><a href="/n/{at}"><img src="/i/{at}.jpg" alt=""><h3>Another headline, number {at}</h3></a>'
        f"<p>A short teaser, number {at}.</p></div>"
        for at in range(60 * weight)
    )
    script = f"<script>var numbers = {json.dumps(list(range(8000 * weight)))};</script>"
    return (
        f"<html><head><title>News</title>{script}</head><body><nav><ul>{links}</ul></nav><main><article>"
        f"<h1>A headline</h1>{paragraphs}</article><aside>{teasers}</aside></main><footer><ul>{links}</ul></footer>"
        "</body></html>"
    ).encode()


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path, nargs="?", default=GOLD)
    parser.add_argument("--analyze", type=int, default=10)
    given = parser.parse_args()
    texts = [json.loads(line)["text"] for line in given.articles.open(encoding="utf8")]
    analyzer = Analyzer()
    analyzer.analyze(texts[0])
    before, words = time.process_time(), 0
    for text in texts[: given.analyze]:
        words += analyzer.analyze(Article(text)).article.counts.words
    each_word = (time.process_time() - before) / words
    print(f"analyzing: {1 / each_word:,.0f} words a second of processor time\n")
    print("| a page has | ms a page | words a second | workers that one such process feeds |\n|---|---|---|---|")
    html.article_of(page(texts[0], 1), "a", 1_000_000)  # what is loaded at the first page
    for weight in WEIGHTS:
        pages = [page(text, weight) for text in texts]
        before, found = time.process_time(), 0
        for data in pages:
            found += len(html.article_of(data, "a", 1_000_000).text.split())
        seconds = time.process_time() - before
        size = sum(map(len, pages)) / len(pages) / 1000
        print(
            f"| {size:,.0f} kB | {1000 * seconds / len(pages):.1f} | {found / seconds:,.0f} | "
            f"{found / seconds * each_word:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    _main()
