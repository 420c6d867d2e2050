"""Pages are opened in processes of their own: in order, each once, and one that kills its process costs no other."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from attribution import opening
from attribution.article import Article
from attribution.opening import in_processes, opener
from attribution.read import Failure, read
from attribution.read.page import Found, Page, opened
from attribution.workers import Workers
from tests.inputs import SAID, page


def deadly() -> tuple[None, Callable[[Found], Found]]:
    return None, _deadly


def _deadly(found: Found) -> Found:
    if isinstance(found.what, Page) and b"DIE" in found.what.data:
        os._exit(9)
    return opened(found, 100_000)


def write(folder: Path, names: list[str]) -> None:
    """A file each: pages, and texts where a name ends so; of the same text where names begin with the same letter."""
    for number, name in enumerate(names):
        text = SAID.format(name=name[0])
        (folder / f"{number:02}.{name[2:]}").write_text(text if name.endswith("txt") else page(text))


def test_the_same_as_here(tmp_path: Path) -> None:
    """What processes open is what is opened here: texts between pages, duplicates, errors and all, in order."""
    write(tmp_path, ["A.html", "B.html", "A.txt", "C.txt", "C.html", "D.html", "B.html", *["E.html"] * 9, "F.html"])
    (tmp_path / "03x.html").write_text("<p>no sentence")
    (tmp_path / "04x.html").write_bytes(b"\x89PNG\x00\x01\x02\x03")

    with Workers(partial(opener, 100_000), 2) as pool:
        found = list(read([tmp_path], max_characters=100_000, open_pages=partial(in_processes, pool)))

    assert list(read([tmp_path], max_characters=100_000)) == found
    assert 19 == len(found)
    assert 2 == sum(isinstance(each, Failure) for each in found)


def test_page_that_kills_its_process(tmp_path: Path) -> None:
    """It is an error with its place and id, and its neighbours are read."""
    write(tmp_path, ["A.html", "B.html", "C.html"])
    (tmp_path / "01.html").write_text("DIE")

    with Workers(deadly, 1) as pool:
        one, died, three = read([tmp_path], open_pages=partial(in_processes, pool))

    assert isinstance(one, Article)
    assert isinstance(three, Article)
    assert isinstance(died, Failure)
    assert ("process_died", "01.html", str(tmp_path / "01.html")) == (died.error, died.id, died.input)
    assert "ended with status 9, twice" in died.message


def test_no_page_no_process(tmp_path: Path) -> None:
    """Without a page no process is started, and nothing is held back."""
    write(tmp_path, ["A.txt", "B.txt"])

    with Workers(deadly, 1) as pool:
        assert 2 == len(list(read([tmp_path], open_pages=partial(in_processes, pool))))
        assert [] == pool._workers


def test_large_pages_travel_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task is full with so many pages or so many bytes, whichever comes first."""
    monkeypatch.setattr(opening, "TASK_PAGES", 3)
    monkeypatch.setattr(opening, "TASK_BYTES", 10)
    sizes = [1, 1, 1, 1, 9, 20, 1]
    pages = [Found("", "line", None, Page(b"x" * size, None)) for size in sizes]

    assert [3, 2, 1, 1] == [len(task) for task in opening._tasks(pages)]


def test_a_bug_costs_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that a page raises is a failure of that page."""
    from attribution.read import html

    def fail(*_: object, **__: object) -> None:
        raise ValueError("head")

    monkeypatch.setattr(html, "article_of", fail)
    found = opened(Found("", "line", None, Page(b"", "a")), 100).what

    assert ("no_article_text", "a") == (found.error, found.id)  # type: ignore[union-attr]
    assert "ValueError: head (a bug" in found.message  # type: ignore[union-attr]
