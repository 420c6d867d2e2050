"""What a page says about itself: schema.org's JSON-LD first, then the tags of Open Graph and of HTML.

Values are taken as they are, but for white space: nothing is parsed, completed or guessed. A page's own words about it
are evidence; a date found somewhere in it is not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from lxml.html import HtmlElement

from attribution.read.markup import SPACE

# Types of schema.org that are an article; the more telling ones first, since a page may describe itself as both.
_ARTICLES = (
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "AskPublicNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "Article",
    "BlogPosting",
    "Report",
)

# Names of <meta> (name, property or itemprop), the best first.
_TITLES = ("og:title", "twitter:title", "dc.title", "headline")
_URLS = ("og:url",)
_PUBLISHERS = ("og:site_name", "application-name", "dc.publisher")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author")
_DATES = ("article:published_time", "datepublished", "og:published_time", "dc.date.issued", "dc.date", "date")

_DEEPEST = 50  # levels of JSON-LD that are looked into; real ones have five


class Metadata(NamedTuple):
    """What is known of a page, with None for what it does not say."""

    url: str | None
    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    published: str | None


def metadata_of(tree: HtmlElement) -> Metadata:
    """What a page says about itself."""
    tags = _tags(tree)
    canonical = _address(next(iter(tree.xpath("//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href")), None))
    nodes = list(_nodes(tree))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    article = _article(nodes, canonical or _first(tags, _URLS))
    page = article.get("mainEntityOfPage")
    address = _address(article.get("url")) or _address(page.get("@id") if isinstance(page, Mapping) else page)
    authors = _names(article.get("author"), by_id) or tuple(filter(None, (_first(tags, _AUTHORS),)))
    publisher = next(iter(_names(article.get("publisher"), by_id)), None)
    return Metadata(
        url=canonical or address or _address(_first(tags, _URLS)),
        title=_text(article.get("headline")) or _first(tags, _TITLES) or _text(tree.findtext(".//title")),
        publisher=publisher or _first(tags, _PUBLISHERS),
        authors=authors,
        published=_text(article.get("datePublished")) or _first(tags, _DATES),
    )


def _tags(tree: HtmlElement) -> dict[str, str]:
    """The first content of each <meta>, by its name in lower case."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        content = _text(tag.get("content"))
        for attribute in ("name", "property", "itemprop"):
            name = (tag.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _first(tags: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((tags[name] for name in names if name in tags), None)


def _nodes(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Every object of the page's JSON-LD, those of a @graph and nested ones too, in the order of the page."""
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            try:
                value = json.loads(_bare(script.text or ""), strict=False)  # line ends in strings are common
            except (ValueError, RecursionError):
                continue  # one damaged block says nothing; the others, and the tags, still do
            yield from _objects(value, _DEEPEST)


def _objects(value: object, levels: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list) and levels:
        for each in value:
            yield from _objects(each, levels - 1)


def _bare(script: str) -> str:
    """A script without the comment or CDATA section that old systems hide it in, and without a last semicolon."""
    script = script.strip()
    for opening, closing in (("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>")):
        if script.startswith(opening):
            script = script.removeprefix(opening).removesuffix(closing).strip()
    return script.removesuffix(";")


def _article(nodes: list[Mapping[str, Any]], address: str | None) -> Mapping[str, Any]:
    """The node of the page's own article: the one at the page's address, else the first of the most telling type.

    Pages carry those of related articles, too.
    """
    articles = [node for node in nodes if _types(node) & set(_ARTICLES) and ("headline" in node or "author" in node)]
    for node in articles:
        page = node.get("mainEntityOfPage")
        addresses = (node.get("url"), page, page.get("@id") if isinstance(page, Mapping) else None, node.get("@id"))
        if address is not None and address in addresses:
            return node
    ranked = sorted(articles, key=lambda node: min(map(_ARTICLES.index, _types(node) & set(_ARTICLES))))
    return ranked[0] if ranked else {}


def _types(node: Mapping[str, Any]) -> set[str]:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return {name.rpartition("/")[2] for name in names if isinstance(name, str)}


def _names(value: object, by_id: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The names of people or organisations, which may be strings, objects, or references to objects elsewhere."""
    names = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, Mapping):
            each = each.get("name") or by_id.get(str(each.get("@id")), {}).get("name")
        names += [_text(name) for name in (each if isinstance(each, list) else [each])]
    return tuple(dict.fromkeys(filter(None, names)))


def _text(value: object) -> str | None:
    """A string that says something and can be written; anything else is not known."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        value.encode("utf8")
    except UnicodeEncodeError:
        return None
    return SPACE.sub(" ", value.strip())


def _address(value: object) -> str | None:
    address = _text(value)
    return address if address is not None and address.startswith(("http://", "https://")) else None
