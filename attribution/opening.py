"""opening: pages of HTML opened in processes of their own, and handed on in the order in which they were found.

Finding the article in a page takes as long as analyzing it does where much stands around it: one process that did it
for all would let the workers wait. What is known only in order, ids and duplicates, is seen behind it, where all pages
come together again (docs/decisions/0008-pages-are-opened-in-processes.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby

from attribution.read.failure import Unreadable
from attribution.read.page import Found, Page, opened
from attribution.workers import Workers

# What a process gets at a time: it goes on by itself while the one that hands out the work is busy with something else.
TASK_PAGES = 8
TASK_BYTES = 1 << 20


def opener(max_characters: int) -> tuple[None, Callable[[Found], Found]]:
    """The beginning of a process that opens pages, for `Workers`."""
    return None, partial(opened, max_characters=max_characters)


def in_processes(pool: Workers[Found, Found], found: Iterable[Found]) -> Iterator[Found]:
    """All that was found, in order, with the articles of its pages. A process is started when there is a page."""
    for is_page, group in groupby(found, key=lambda each: isinstance(each.what, Page)):
        if is_page:
            for results in pool.map(_tasks(group), _died):
                yield from results
        else:
            yield from group


def _tasks(pages: Iterable[Found]) -> Iterator[list[Found]]:
    task: list[Found] = []
    size = 0
    for found in pages:
        task.append(found)
        size += len(found.what.data) if isinstance(found.what, Page) else 0
        if len(task) == TASK_PAGES or size >= TASK_BYTES:
            yield task
            task, size = [], 0
    if task:
        yield task


def _died(found: Found, status: int) -> Found:
    """What stands for a page that ended the process that opened it, and then a second one."""
    cause = f"signal {-status}" if status < 0 else f"status {status}"
    message = f"the process that opened this page ended with {cause}, twice: is the page very large, memory short?"
    id = found.what.id if isinstance(found.what, Page) else None
    return found._replace(what=Unreadable("process_died", message, id))
