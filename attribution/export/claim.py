"""claim: a record -> a schema.org Claim (JSON-LD). Never a ClaimReview: nobody has judged it.

Only what a source is reported to assert is a claim of theirs; denials, refusals, questions, and what was not said or
may be said have no form in schema.org that would not turn them into assertions, so they are left out.

* Direct: the claim appears in a Quotation, which is part of the article.
* Indirect: it appears in the article, and the outlet, whose words they are, is the `claimInterpreter`.
* Mixed: it appears in a Quotation for each passage in quotation marks, and the outlet is the `claimInterpreter`.

(https://schema.org/Claim, https://schema.org/Quotation)
"""

from __future__ import annotations

import re
from typing import Any

from attribution.export.text_fragment import Text, link
from attribution.record import ArticleInfo, Record, Speaker

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_TYPES = {"person": "Person", "organization": "Organization", "group": "Organization"}

Node = dict[str, Any]


def claim(record: Record, text: Text | None) -> Node | None:
    """The claim; None where the record is no assertion. `text`, the article's, makes the links exact."""
    if record.polarity != "asserted":
        return None
    article = _article(record.article)
    outlet = None if record.kind == "direct" else article.get("publisher")
    return _without_nulls(
        {
            "@context": "https://schema.org",
            "@type": "Claim",
            "identifier": record.id,
            "text": record.content.text,
            **_credit(record),
            "claimInterpreter": outlet,
            "dateCreated": record.time.iso,
            "url": link(record, text),
            "appearance": _appearance(record, article),
        }
    )


def _appearance(record: Record, article: Node) -> Node | list[Node]:
    """Where the claim stands: quotations in the article, or the article itself."""
    if record.kind == "indirect":
        return article
    quoted = [part.text for part in record.content.fragments if part.quoted]
    texts = quoted if record.kind == "mixed" and quoted else [record.content.text]
    quotations = [{"@type": "Quotation", "text": words, **_credit(record), "isPartOf": article} for words in texts]
    return quotations[0] if len(quotations) == 1 else quotations


def _credit(record: Record) -> Node:
    """Whose words they are: an author where the article names one, else the source as it is written.

    A report or a law is no author in schema.org; what it says is based on it.
    """
    speakers = [speaker for speaker in (record.speaker, *record.co_speakers) if speaker.name is not None]
    authors = [_author(speaker, record) for speaker in speakers if speaker.kind in _TYPES]
    works = [{"@type": "CreativeWork", "name": speaker.name} for speaker in speakers if speaker.kind == "document"]
    return _without_nulls(
        {
            "author": _one_or_all(authors),
            "isBasedOn": _one_or_all(works),
            "creditText": None if authors or works else record.speaker.name or record.source.text,
        }
    )


def _author(speaker: Speaker, record: Record) -> Node:
    author: Node = {"@type": _TYPES[speaker.kind], "name": speaker.name}
    # The role is the first speaker's; what somebody was before is in the title's own words ("former minister").
    if speaker is record.speaker and speaker.kind == "person":
        author["jobTitle"] = record.role.title
        if record.role.organization is not None and record.role.status != "former":
            author["affiliation"] = {"@type": "Organization", "name": record.role.organization}
    return _without_nulls(author)


def _article(article: ArticleInfo) -> Node:
    published = article.published if article.published and _DATE.fullmatch(article.published) else None
    publisher = {"@type": "Organization", "name": article.publisher} if article.publisher else None
    return _without_nulls(
        {
            "@type": "NewsArticle",
            "identifier": article.id,
            "url": article.url,
            "headline": article.title,
            "publisher": publisher,
            "creditText": ", ".join(article.authors) or None,
            "datePublished": published,
        }
    )


def _one_or_all(nodes: list[Node]) -> Node | list[Node] | None:
    return (nodes[0] if len(nodes) == 1 else nodes) or None


def _without_nulls(node: Node) -> Node:
    return {key: value for key, value in node.items() if value is not None}
