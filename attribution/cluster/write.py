"""write: runs -> clusters.jsonl."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import jsonlines

from attribution.cluster.gather import gather
from attribution.cluster.group import groups
from attribution.cluster.lines import line
from attribution.errors import OutputError
from attribution.lines import AS_JSON
from attribution.record.cluster import Cluster
from attribution.whole import whole_file


@dataclass(slots=True)
class Clustered:
    """What was read and written; `without_text`: articles whose copies can only be told by their hash."""

    articles: int
    quotations: int
    clusters: int = 0
    without_text: int = 0


def clusters(runs: Sequence[Path], inputs: Sequence[str] | None = None) -> tuple[Clustered, Iterator[Cluster]]:
    """What is read of runs (folders or .jsonl files of records), and their clusters: most articles first.

    The texts, by which copies are known, are looked for in `inputs`; without them, where run.json says. Raises
    InputError for what is no run.
    """
    sources, quotes = gather(runs, inputs)
    done = Clustered(len(sources), len(quotes), without_text=sum(source.sketch is None for source in sources))
    found = groups(quotes)
    found.sort(key=lambda group: -len({quote.source.number for quote in group.quotes}))
    done.clusters = len(found)
    return done, map(line, found)


def cluster(
    runs: Sequence[Path], out: Path | BinaryIO, inputs: Sequence[str] | None = None, *, overwrite: bool = False
) -> Clustered:
    """Write the clusters of runs to a .jsonl file, which appears when it is whole, or to an open binary file.

    Raises InputError for what is no run, OutputError where `out` cannot be written, or stands already and `overwrite`
    is false.
    """
    if not isinstance(out, Path):
        done, lines = clusters(runs, inputs)
        _write(out, lines)
        return done
    if out.is_dir() or (out.exists() and not overwrite):
        how = "is a folder: give a .jsonl file" if out.is_dir() else "is there already: choose another --out"
        raise OutputError(f"{out} {how}{'' if out.is_dir() else ', or --overwrite it'}")
    done, lines = clusters(runs, inputs)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(out) as file:
            _write(file, lines)
    except OSError as error:
        raise OutputError(f"cannot write to {error.filename or out}: {error.strerror}: choose another --out") from error
    return done


def _write(file: BinaryIO, lines: Iterator[Cluster]) -> None:
    with jsonlines.Writer(file, dumps=AS_JSON) as writer:
        for each in lines:
            writer.write(each.as_dict())
    file.flush()
