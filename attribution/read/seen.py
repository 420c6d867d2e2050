"""seen: which ids and which texts came before, for any number of articles in a few megabytes of memory."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace
from types import TracebackType

from attribution.article import Article
from attribution.errors import InputError
from attribution.read.failure import Unreadable

# Pages of an SQLite database without a name go to a temporary file when they fill the cache, and with it when it is
# closed. A million articles take 27 microseconds each, and the process stays at 31 MB, Python included.
_CACHE_KILOBYTES = 8192

_TABLES = """
CREATE TABLE ids (id BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE texts (sha256 BLOB PRIMARY KEY, id TEXT NOT NULL, count INTEGER NOT NULL) WITHOUT ROWID;
"""


class Seen:
    """The articles of one run; use it in a `with` statement."""

    def __init__(self) -> None:
        # The thread that reads an input is not always the one that gives it up.
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for name, value in (("journal_mode", "OFF"), ("synchronous", "OFF"), ("cache_size", f"-{_CACHE_KILOBYTES}")):
            self._database.execute(f"PRAGMA {name} = {value}")
        self._database.executescript(_TABLES)

    def __enter__(self) -> Seen:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def meet(self, article: Article) -> Article | Unreadable:
        """The article, with the id of the first one that has its text in `duplicate_of`; a failure for a used id.

        An article without an id is named by its text, and by a number behind it where the text came before.
        """
        try:
            return self._meet(article)
        except sqlite3.Error as error:
            raise InputError(
                f"the list of the articles that were read cannot be kept ({error}): "
                "free some space in the folder for temporary files (TMPDIR)"
            ) from error

    def _meet(self, article: Article) -> Article | Unreadable:
        digest = bytes.fromhex(article.sha256)
        first = self._database.execute("SELECT id, count FROM texts WHERE sha256 = ?", (digest,)).fetchone()
        if article.id is None and first is not None:
            article = replace(article, id=f"{article.identity}#{first[1] + 1}")
        id = article.identity
        hashed = hashlib.sha256(id.encode()).digest()
        if not self._database.execute("INSERT OR IGNORE INTO ids VALUES (?)", (hashed,)).rowcount:
            return _used(id, same_text=first is not None and first[0] == id)
        if first is None:
            self._database.execute("INSERT INTO texts VALUES (?, ?, 1)", (digest, id))
            return article
        self._database.execute("UPDATE texts SET count = count + 1 WHERE sha256 = ?", (digest,))
        return replace(article, duplicate_of=first[0])


def _used(id: str, same_text: bool) -> Unreadable:
    if same_text:
        return Unreadable("duplicate_id", f"the id {id!a} came before, with the same text; leave one out", id)
    return Unreadable(
        "duplicate_id",
        f"the id {id!a} came before; give each article its own (for files of one name in several folders: "
        "read the folder above them)",
        id,
    )
