"""Page: a page of HTML as it was found, and what opens it: in this process, or wherever somebody wants it opened.

Nothing heavy is imported before a page is opened.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from attribution.article import Article
from attribution.read import extras
from attribution.read.failure import Unreadable

# A page is about ten times its article, scripts and styles included; larger ones are no articles.
_BYTES_PER_CHARACTER = 16
_AT_LEAST = 1 << 22


@dataclass(frozen=True, slots=True)
class Page:
    """A page in which the article is still to be found.

    `url` is where it was fetched, `charset` what the server said of its encoding; `notes` go behind the article's.
    """

    data: bytes
    id: str | None
    url: str | None = None
    charset: str | None = None
    notes: tuple[str, ...] = ()


class Found(NamedTuple):
    """What stands at one place of the inputs.

    `input` is the file as it is shown, `number` the line or record in it (`unit` says which; None in a file of one
    article).
    """

    input: str
    unit: str
    number: int | None
    what: Article | Page | Unreadable


def longest(max_characters: int) -> int:
    """How many bytes a page may have for a text of so many characters."""
    return max(_AT_LEAST, _BYTES_PER_CHARACTER * max_characters)


def opened(found: Found, max_characters: int) -> Found:
    """The same with the article of its page, or what is wrong with that; anything else as it is."""
    if not isinstance(found.what, Page):
        return found
    return found._replace(what=_article(found.what, max_characters))


def _article(page: Page, max_characters: int) -> Article | Unreadable:
    try:
        article: Article = extras.reader("html").article_of(
            page.data, page.id, max_characters, url=page.url, charset=page.charset
        )
    except Unreadable as error:
        error.id = page.id
        return error
    except Exception as error:  # a bug that one page meets must not cost the others
        message = f"{type(error).__name__}: {error} (a bug of this program: please report it with the page)"
        return Unreadable("no_article_text", message, page.id)
    return replace(article, notes=(*article.notes, *page.notes))
