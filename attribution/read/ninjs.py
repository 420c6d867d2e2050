"""An item of IPTC's ninjs, the news agencies' JSON, in its versions 1, 2 and 3 -> an article.

https://iptc.org/std/ninjs/: version 1 has `body_NAME` and `headline`, version 2 lists of `bodies` and `headlines` with
a role each, version 3 the same with other capitals (`contentType`, `versionCreated`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from attribution.article import Article
from attribution.read import extras, fields
from attribution.read.failure import Unreadable
from attribution.read.text import check_encodable

MARKUP = "markup_converted"  # code for Article.notes


class _Body(NamedTuple):
    role: str
    type: str
    value: str


def is_item(row: Mapping[str, object]) -> bool:
    """Whether a JSON object is a ninjs item and not an article under our own names."""
    if "text" in row or "uri" not in row:
        return False
    keys = {key.lower() for key in row}
    return bool(keys & {"bodies", "versioncreated"}) or any(key.startswith("body_") for key in keys)


def article(row: Mapping[str, object], max_characters: int) -> Article:
    """The article of an item; raises Unreadable.

    Of several bodies, one in HTML is read before a plain one, which has no paragraphs as often as not, and the main
    one before the others.
    """
    lower = {key.lower(): value for key, value in row.items()}
    uri = row["uri"]
    bodies = list(_bodies(lower))
    if not bodies:
        kind = f" (its type is {lower['type']!a})" if "type" in lower else ""
        message = f"this ninjs item has no body{kind}; leave it out, or name the key of its text with --fields text=KEY"
        raise Unreadable("missing_field", message, uri if isinstance(uri, str) else None)
    body = min(bodies, key=lambda each: (not _is_markup(each), each.role not in ("main", "richtext", "text")))
    text, notes = body.value, tuple[str, ...]()
    if _is_markup(body):
        check_encodable(text, f"the body {body.role!a}", uri if isinstance(uri, str) else None)
        text, notes = _plain(text), (MARKUP,)
    values = {
        "id": uri,
        "text": text,
        "url": uri if isinstance(uri, str) and uri.startswith(("http://", "https://")) else None,
        "title": _main(lower, "headlines", "headline"),
        "publisher": lower.get("copyrightholder"),
        "authors": lower.get("by", lower.get("byline")),
        "published": lower.get("versioncreated", lower.get("firstcreated")),
    }
    return fields.article(values, {}, max_characters, notes)


def _bodies(item: Mapping[str, object]) -> Iterator[_Body]:
    listed = item.get("bodies")
    for body in listed if isinstance(listed, list) else []:
        if isinstance(body, Mapping):
            known = {key.lower(): value for key, value in body.items()}
            if isinstance(known.get("value"), str):
                yield _Body(str(known.get("role") or "main"), str(known.get("contenttype") or ""), str(known["value"]))
    for key, value in item.items():
        if key.startswith("body_") and isinstance(value, str):
            yield _Body(key.removeprefix("body_"), "", value)


def _is_markup(body: _Body) -> bool:
    """Whether a body is HTML: by its type, by its name where version 1 has none, or where it plainly looks so."""
    if body.type:
        return "html" in body.type.lower()
    return body.role in ("html", "xhtml", "richtext") or body.value.lstrip().lower().startswith(("<p", "<div", "<html"))


def _main(item: Mapping[str, object], several: str, one: str) -> object:
    """The main one of `headlines`, or the only one of version 1."""
    listed = item.get(several)
    values = [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
    main = [each.get("value") for each in values if each.get("role") in (None, "main")]
    return next(iter(main or [each.get("value") for each in values]), item.get(one, item.get(f"{one}_main")))


def _plain(markup: str) -> str:
    extras.reader("html")
    from attribution.read.markup import parse, text_of

    return text_of(parse(markup))
