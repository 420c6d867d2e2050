"""scale: the job of `attribution extract` as the last step of a datatrove pipeline: on one machine, Slurm or Ray.

datatrove reads (JSON Lines, Parquet, WARC; from a disk or an object store), cuts the input into tasks and runs them;
`AttributionWriter` analyzes a task's documents and writes a folder for each task, with the files of `extract`. Needs
the extra `scale`. docs/scale.md shows how it is run.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

try:
    from datatrove.io import get_datafolder
    from datatrove.pipeline.base import PipelineStep
except ImportError as error:
    raise ImportError("attribution.scale needs datatrove: pip install 'news-attribution[scale]'") from error

from attribution.article import Article
from attribution.batch import Item, Settings, Summary, code_hash, extract, processes
from attribution.errors import InputError, OutputError
from attribution.ledger import RUN, STREAMS
from attribution.lines import Build, Lines
from attribution.opening import in_processes, opener
from attribution.read import extras, fields
from attribution.read.failure import Failure, Unreadable
from attribution.read.page import Found, Page, longest
from attribution.read.seen import Seen
from attribution.read.text import too_long, too_many
from attribution.workers import Workers

if TYPE_CHECKING:
    from datatrove.data import Document
    from datatrove.io import DataFolder, DataFolderLike

TEXT, HTML = "auto", "html"  # formats of a document's text


class AttributionWriter(PipelineStep):  # type: ignore[misc]
    """Write what the documents of each task attribute to whom: the last step of a datatrove pipeline.

    `out` is a folder, or what else datatrove takes for one (s3://…). Task 7 writes out/00007/attributions.jsonl,
    articles.jsonl, errors.jsonl and run.json, as `extract` does; run.json is there when the others are whole.

    A document's text is the article, or with `Settings(format="html")` the source of a page (what datatrove's
    WarcReader gives) from which the article is taken. Its id is the article's; title, URL, publisher, authors and date
    of publication are looked for in its metadata under our names or those of `settings.fields`, in a page on itself.

    The models are loaded once for each process of the executor, in a process of their own: a document that ends it is
    tried again and then recorded in errors.jsonl, as is every other that cannot be read or analyzed. A task that was
    killed goes on after its last chunk. Where `out` is no local folder, a task's files grow in the local folder
    `scratch` and are put there when they are whole. `overwrite` writes a task anew, whatever stands in its folder.

    Raises InputError for settings that no document can be read with. Running a task raises OutputError where its
    folder cannot be written to, and where it, or that of another task, is of a run with other code, weights, options or
    number of tasks; ModelError where weights are missing or damaged.
    """

    name = "💬 Attributions"
    type = "💽 - WRITER"

    def __init__(
        self,
        out: DataFolderLike | Path,
        settings: Settings | None = None,
        *,
        scratch: str | Path | None = None,
        overwrite: bool = False,
        build: Build | None = None,
    ) -> None:
        super().__init__()
        self.out: DataFolder = get_datafolder(str(out) if isinstance(out, Path) else out)
        self.settings = settings = settings or Settings()
        self.overwrite = overwrite
        self.build = build
        self.scratch: Path | None = None
        if settings.format not in (TEXT, HTML):
            raise InputError(
                f"datatrove's reader reads the files: the format of the documents is {TEXT!r} (the article's text) or "
                f"{HTML!r} (the source of a page), not {settings.format!r}"
            )
        extras.require(settings.format, "the documents")
        if not self.out.is_local():
            place = self.out.resolve_paths("")
            if scratch is None:
                raise InputError(f"{place} is no local folder: name one with scratch=…, in which its files can grow")
            self.scratch = Path(scratch) / hashlib.sha256(place.encode()).hexdigest()[:16]

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> tuple[()]:
        """Analyze all documents of a task. It passes none on."""
        name = f"{rank:05}"
        inputs = [f"task {rank} of {world_size}"]
        self._refuse_mixture(name, inputs)
        if self._is_finished(name):
            return ()
        folder = Path(self.out.resolve_paths(name)) if self.scratch is None else self.scratch / name
        if self.overwrite or not _is_whole(folder):
            with self.track_time("task"):
                self._count(self._extract(inputs, folder, data or ()))
        if self.scratch is not None:
            self._put(folder, name)
        return ()

    def _extract(self, inputs: list[str], folder: Path, documents: Iterable[Document]) -> Summary:
        pool = _pool(self.settings, self.build)
        try:
            items = self._items(documents)
            return extract(inputs, folder, self.settings, overwrite=self.overwrite, items=items, pool=pool)
        except BaseException:
            _drop()  # it may be in the middle of a chunk
            raise

    def _items(self, documents: Iterable[Document]) -> Iterator[Item]:
        opening = Workers(partial(opener, self.settings.max_characters), 1)
        with opening, Seen() as seen:
            for found in in_processes(opening, map(self._found, documents)):
                what = self._short(found.what)
                if isinstance(what, Article):
                    what = seen.meet(replace(what, input=found.input or None))
                if isinstance(what, Article):
                    yield what
                elif isinstance(what, Unreadable):
                    yield _failure(found.input, what)

    def _found(self, document: Document) -> Found:
        """A document as the readers of this package give what they find."""
        settings, id = self.settings, str(document.id)
        what: Article | Page | Unreadable
        try:
            if settings.format == HTML:
                what = _page(document, id, settings.max_characters)
            else:
                row = {**document.metadata, "text": document.text, "id": document.id}
                what = fields.article(row, settings.fields, settings.max_characters)
        except Unreadable as error:
            what = Unreadable(error.error, error.message, error.id or id)
        return Found(str(document.metadata.get("file_path") or ""), "document", None, what)

    def _short(self, what: Article | Page | Unreadable) -> Article | Page | Unreadable:
        """The same, or what is wrong with an article that has more words than were asked for."""
        limit = self.settings.max_words
        if limit is None or not isinstance(what, Article) or (words := len(what.text.split())) <= limit:
            return what
        return too_many(words, limit, what.id)

    def _count(self, summary: Summary) -> None:
        for label in ("articles", "attributions", "named", "errors", "words"):
            self.stat_update(label, value=getattr(summary, label), unit="task")

    def _is_finished(self, name: str) -> bool:
        """Whether an earlier run of this task had come to its end, and was killed before datatrove knew of it."""
        if self.overwrite:
            return False
        if self.scratch is None:
            return _is_whole(Path(self.out.resolve_paths(name)))
        return bool(self.out.isfile(f"{name}/{RUN}"))

    def _refuse_mixture(self, name: str, inputs: list[str]) -> None:
        """Raise OutputError where a finished folder, this task's or another's, is of a run that was another one."""
        if self.overwrite:
            return
        self.out.makedirs("", exist_ok=True)
        names = sorted({Path(path).name for path in self.out.ls("", detail=False)} - {name})
        for other in [name, *names]:
            if self.out.isfile(f"{other}/{RUN}"):
                with self.out.open(f"{other}/{RUN}", "rb") as file:
                    before = json.load(file)
                if differing := _differing(before, self.settings, inputs):
                    raise OutputError(
                        f"{self.out.resolve_paths(other)} is of a run that was started differently (other "
                        f"{', '.join(differing)}): go on as it was started, choose another folder, or overwrite it"
                    )
                if other != name:  # one other task is enough: it was compared with the others in its turn
                    return

    def _put(self, folder: Path, name: str) -> None:
        """Put a task's files where they belong, the one that says that the others are whole at the end."""
        self.out.makedirs(name, exist_ok=True)
        for file in (*STREAMS, RUN):
            self.out.put_file(str(folder / file), f"{name}/{file}")
        shutil.rmtree(folder)


def _page(document: Document, id: str, max_characters: int) -> Page:
    """A page whose bytes the reader has decoded; raises Unreadable."""
    data = document.text.encode("utf8", "surrogatepass")
    if len(data) > (limit := longest(max_characters)):
        raise too_long(f"more than {limit:,} bytes on its page", max_characters)
    return Page(data, id, url=document.metadata.get("url"), charset="utf-8")


def _failure(input: str, what: Unreadable) -> Failure:
    where = f"document {what.id}" if input in ("", what.id) else f"{input}, document {what.id}"
    return Failure(input or str(what.id), None, what.id, what.error, f"{where}: {what.message}")


def _is_whole(folder: Path) -> bool:
    """Whether a local folder holds a finished run, and not one that was killed while its files were being moved."""
    return (folder / RUN).is_file() and not (folder / ".unfinished").exists()


def _differing(before: Mapping[str, Any], settings: Settings, inputs: list[str]) -> list[str]:
    """In what a finished run, as its run.json tells of it, was another one than a task of this run."""
    from attribution.language.pipeline import embedded

    options = json.loads(json.dumps(settings.as_json()))
    standing = {name: before["options"].get(name) for name in options}  # it has others, of the machine
    pairs = {
        "code": (before["code_sha256"], code_hash()),
        "weights": ({name: before["models"].get(name) for name in embedded()}, embedded()),
        "options": (standing, options),
        "number of tasks": (before["inputs"][0].partition(" of ")[2], inputs[0].partition(" of ")[2]),
    }
    return [name for name, (was, is_now) in pairs.items() if was != is_now]


class _Kept:
    """The process with the models, from one task of this process to the next."""

    owner: int = 0  # a fork must not talk to its parent's process
    made_for: tuple[Settings, Build | None] | None = None
    pool: Workers[Item, Lines] | None = None


def _pool(settings: Settings, build: Build | None) -> Workers[Item, Lines]:
    if _Kept.pool is None or _Kept.owner != os.getpid() or _Kept.made_for != (settings, build):
        _drop()
        _Kept.pool = processes(settings, 1, build)
        _Kept.owner, _Kept.made_for = os.getpid(), (settings, build)
    return _Kept.pool


def _drop() -> None:
    """End the process with the models."""
    if _Kept.pool is not None and _Kept.owner == os.getpid():
        _Kept.pool.__exit__()
    _Kept.pool = None
