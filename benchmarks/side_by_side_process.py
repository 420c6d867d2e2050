"""One system of `side_by_side` in this process: loads it, feeds it articles, and says how long it took.

    python -m benchmarks.side_by_side_process SYSTEM articles|count|length SECONDS MODELS

articles: the free ones of this repository, again and again; count: 10,000 mixes of 100 words; length: mixes of 200,
2,000 and 20,000 words; until SECONDS of processor time are used up. MODELS is the Stanza resources directory of the
system `stanza`. Prints JSON. Words are those between white space, for every system.
"""

from __future__ import annotations

import gc
import io
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import side_by_side_texts as texts

WARM_UP = 200  # words, before the clock runs

COUNTS, COUNTED_WORDS = (100, 1_000, 10_000), 100  # articles, and words of each
LENGTHS = (200, 2_000, 20_000)  # words

PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")  # of Stanza, where the directory has them

Read = Callable[[Sequence[str]], object]


class System(NamedTuple):
    """How a system is loaded, and how many words of several articles it gets at once where that is faster."""

    load: Callable[[Path], Read]  # from a folder with models, for those that have none of their own
    batch_words: int = 1


@dataclass
class Part:
    """What was read, in seconds of processor time and by the clock, and MB that were held at the most up to here.

    `whole` says whether there was time for all that was wanted.
    """

    name: str
    articles: int = 0
    words: int = 0
    processor: float = 0.0
    clock: float = 0.0
    memory: float = 0.0
    whole: bool = True


def _job(precision: str) -> Read:
    from attribution.analyze import Analyzer
    from attribution.article import Article
    from attribution.lines import lines

    analyzer = Analyzer(precision=precision)  # type: ignore[arg-type]
    out = io.BytesIO()

    def read(batch: Sequence[str]) -> None:
        for text in batch:
            out.seek(0)
            for stream in lines(analyzer, Article(text)).streams.values():
                out.write(stream)

    return read


def _parse(models: Path) -> Read:
    from attribution.article import Article
    from attribution.language.pipeline import Language

    language = Language()
    return lambda batch: [language.parse(Article(text)) for text in batch]


def _stanza(models: Path) -> Read:
    import stanza
    from stanza.models.common.doc import Document

    index = json.loads((models / "resources.json").read_text(encoding="utf8"))
    known = index["en"]["packages"]["default"]
    pipeline = stanza.Pipeline(
        "en",
        dir=str(models),
        processors=",".join(name for name in PROCESSORS if name in known),
        download_method=None,
        use_gpu=False,
        logging_level="ERROR",
    )
    return lambda batch: pipeline.process([Document([], text=text) for text in batch])


def _spacy(models: Path) -> Read:
    from benchmarks.side_by_side_spacy import load

    pipeline = load()
    return lambda batch: list(pipeline.pipe(batch))


def _textacy(models: Path) -> Read:
    from textacy.extract.triples import direct_quotations

    from benchmarks.side_by_side_spacy import is_official, load

    pipeline = load()
    if not is_official():  # random weights make a sentence of every word, and the rules ask each for its quotations
        pipeline.add_pipe("sentencizer", config={"overwrite": True})

    def read(batch: Sequence[str]) -> None:
        for doc in pipeline.pipe(batch):
            try:
                list(direct_quotations(doc))
            except ValueError:  # an odd number of quotation marks: it gives none of the article's
                continue

    return read


SYSTEMS = {
    "job": System(lambda models: _job("auto")),
    "job32": System(lambda models: _job("float32")),
    "parse": System(_parse),
    # All sentences of a batch are padded to the longest: 2,400 words at once take as long as 600, and 1 GB more.
    "stanza": System(_stanza, batch_words=600),
    "spacy": System(_spacy, batch_words=10_000),
    "textacy": System(_textacy, batch_words=10_000),
}


def measure(read: Read, part: Part, articles: Iterable[str], seconds: float, *, batch_words: int) -> None:
    """Read articles until there are no more, or so much processor time is used up; the part says what was done."""
    for batch in _batches(articles, batch_words):
        if part.processor >= seconds:
            part.whole = False
            break
        clock, processor = time.perf_counter(), time.process_time()
        read(batch)
        part.processor += time.process_time() - processor
        part.clock += time.perf_counter() - clock
        part.articles += len(batch)
        part.words += sum(map(texts.words, batch))
    part.memory = _peak()


def _batches(articles: Iterable[str], batch_words: int) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in articles:
        batch.append(text)
        size += texts.words(text)
        if size >= batch_words:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _peak() -> float:
    """MB that the process has held at the most."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def run(name: str, what: str, seconds: float, models: Path) -> dict[str, Any]:
    """Load a system and measure it."""
    load, batch_words = SYSTEMS[name]
    clock, processor = time.perf_counter(), time.process_time()
    read = load(models)
    loading = {"processor": time.process_time() - processor, "clock": time.perf_counter() - clock}
    read([next(texts.mixes(WARM_UP))])
    gc.collect()
    gc.freeze()  # what was loaded is not gone through again and again: `attribution` does so, and it is good for all
    measured = _MODES[what](partial(measure, read, batch_words=batch_words), seconds)
    return {"loading": loading, "parts": [asdict(part) for part in measured]}


Measure = Callable[[Part, Iterable[str], float], None]


def _articles(measure: Measure, seconds: float) -> list[Part]:
    known = texts.articles()
    part = Part("")
    measure(part, cycle(known), seconds)
    part.whole = part.articles >= len(known)
    return [part]


def _count(measure: Measure, seconds: float) -> list[Part]:
    parts: list[Part] = []
    endless = texts.mixes(COUNTED_WORDS)
    for before, count in pairwise((0, *COUNTS)):
        parts.append(part := Part(f"{count:,}"))
        measure(part, islice(endless, count - before), seconds)
        seconds -= part.processor
        if not part.whole or seconds <= 0:
            break
    return parts


def _length(measure: Measure, seconds: float) -> list[Part]:
    parts: list[Part] = []
    share = seconds / len(LENGTHS)
    for length in LENGTHS:
        # An article that would take far longer than there is time for is not begun.
        if parts and length * parts[-1].processor / parts[-1].words > 3 * share:
            break
        parts.append(part := Part(f"{length:,}"))
        measure(part, texts.mixes(length), share)
    return parts


_MODES = {"articles": _articles, "count": _count, "length": _length}


if __name__ == "__main__":
    out = sys.stdout
    sys.stdout = sys.stderr  # what a library prints
    system, mode, budget, folder = sys.argv[1:]
    json.dump(run(system, mode, float(budget), Path(folder)), out)
