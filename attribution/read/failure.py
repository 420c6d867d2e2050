"""Failure: an article that could not be read, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """One article that could not be read, or the rest of a damaged file.

    `input` is the file as given or found ("-": standard input), `line` counts from 1 in a file of many articles (in
    JSON, Parquet and WARC, records), `id` is the article's where it is known. `error` is a code that stays the same:
    empty, not_text, bad_encoding, lone_surrogate, bad_json, bad_row, missing_field, wrong_type, duplicate_id, too_long,
    no_article_text, damaged, unreadable, unsupported, missing_extra, process_died. `message` names the file, the line
    and the remedy.
    """

    input: str
    line: int | None
    id: str | None
    error: str
    message: str


class Unreadable(Exception):  # noqa: N818 (it never leaves the package: the reader turns it into a Failure)
    """What is wrong with one article, before anybody says where it came from."""

    def __init__(self, error: str, message: str, id: str | None = None) -> None:
        super().__init__(message)
        self.error, self.message, self.id = error, message, id

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str, str | None]]:
        return type(self), (self.error, self.message, self.id)  # it travels between processes
