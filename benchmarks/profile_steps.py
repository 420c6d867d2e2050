"""Where the time goes: processor time of each step from loading to the lines of JSON, on one core.

    python benchmarks/profile_steps.py ARTICLES.jsonl [--articles 60] [--repeat 3] [--precision auto]

Takes articles spread evenly over the file. A step's time is its own, without that of the steps inside it; of several
rounds the one in which all of them took least is shown. Words are those between white space.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

# Step, module, function or method. Where a function is imported by name, it is wrapped where it is called.
STEPS = [
    ("paragraphs", "attribution.language.pipeline", "paragraphs"),
    ("tokenizer: characters to arrays", "attribution.language.tokenizer", "Tokenizer._characters"),
    ("tokenizer: network", "attribution.language.tokenizer", "Tokenizer._predict"),
    ("tokenizer: labels to words", "attribution.language.tokenizer", "_decode"),
    ("sentences and Documents", "attribution.language.sentences", "document"),
    ("word pieces", "attribution.language.processor", "AttributionProcessor._pieces"),
    ("windows and batches", "attribution.language.processor", "AttributionProcessor._read"),
    ("encoder: linear layers, norms", "attribution.language.encoder", "Encoder.packed"),
    ("encoder: attention", "attribution.language.encoder", "_attention"),
    ("mix of layers", "attribution.language.network", "Network.packed"),
    ("heads", "attribution.language.network", "Network.score"),
    ("frames", "attribution.language.network", "Network.frames"),
    ("labels, arcs", "attribution.language.processor", "AttributionProcessor._tell"),
    ("frames into readings", "attribution.language.frames", "Readings.add_frame"),
    ("labels, arcs and frames to readings", "attribution.language.frames", "Readings.rows"),
    ("mentions", "attribution.language.processor", "_Mentions.read"),
    ("tags, relations", "attribution.language.processor", "_Syntax.read"),
    ("trees", "attribution.language.processor", "tree"),
    ("syntax and names into Documents", "attribution.language.processor", "_Syntax.write"),
    ("rest of the processor", "attribution.language.processor", "AttributionProcessor.bulk_process"),
    ("Documents to Parse", "attribution.language.convert", "to_parse"),
    ("rest of parse", "attribution.language.pipeline", "Language.parse"),
    ("find", "attribution.analyze", "find"),
    ("resolve", "attribution.analyze", "resolve"),
    ("describe", "attribution.analyze", "describe"),
    ("records", "attribution.analyze", "build"),
]
REST = "lines of JSON, and the rest"
GARBAGE = "garbage collection"


class Clock:
    """Processor time of nested steps, each without what is inside it."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._open: list[str] = [REST]
        self._since = time.process_time()

    def switch(self, step: str | None) -> None:
        """A step begins, or with None the innermost ends."""
        now = time.process_time()
        self.seconds[self._open[-1]] += now - self._since
        self._since = now
        if step is None:
            self._open.pop()
        else:
            self._open.append(step)

    def collected(self, phase: str, _: dict[str, Any]) -> None:
        """What gc.callbacks calls."""
        self.switch(GARBAGE if phase == "start" else None)

    def wrap(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with its time counted for the step."""

        def timed(*arguments: Any, **named: Any) -> Any:
            self.switch(step)
            try:
                return function(*arguments, **named)
            finally:
                self.switch(None)

        return timed

    def watch(self) -> None:
        """Wrap all steps."""
        for step, module, path in STEPS:
            owner: Any = import_module(module)
            *outer, name = path.split(".")
            for part in outer:
                owner = getattr(owner, part)
            setattr(owner, name, self.wrap(step, getattr(owner, name)))
        gc.callbacks.append(self.collected)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", help="JSON lines with a text")
    parser.add_argument("--articles", type=int, default=60, dest="number", help="how many of them")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--precision", choices=["auto", "float32", "bfloat16"], default="auto")
    options = parser.parse_args()
    with open(options.articles, encoding="utf8") as file:
        texts = [json.loads(line)["text"] for line in file]
    number = min(options.number, len(texts))
    texts = [texts[k * len(texts) // number] for k in range(number)]

    start, wall = time.process_time(), time.perf_counter()
    from attribution.analyze import Analyzer
    from attribution.article import Article

    analyzer = Analyzer(precision=options.precision)
    loading, loading_wall = time.process_time() - start, time.perf_counter() - wall
    analyzer.analyze(Article(texts[0]))
    gc.collect()
    gc.freeze()
    gc.disable()

    clock = Clock()
    clock.watch()
    best: dict[str, float] = {}
    for _ in range(options.repeat):
        clock.seconds.clear()
        clock.switch(REST)
        for text in texts:
            for record in analyzer.analyze(Article(text)).records:
                record.model_dump_json(by_alias=True)
            gc.collect()  # as a worker does
        clock.switch(None)
        if not best or sum(clock.seconds.values()) < sum(best.values()):
            best = dict(clock.seconds)
    _print(best, sum(len(text.split()) for text in texts), len(texts))
    print(f"loading: {loading:.1f} s of processor time, {loading_wall:.1f} s by the clock")
    unit = 1 if sys.platform == "darwin" else 1024
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6:.0f} MB")


def _print(seconds: dict[str, float], words: int, articles: int) -> None:
    total = sum(seconds.values())
    print(f"{articles} articles, {words} words")
    print("| step | ms per 1,000 words | % |\n|---|---|---|")
    for step in [*(name for name, _, _ in STEPS), REST, GARBAGE]:
        took = seconds.get(step, 0.0)
        print(f"| {step} | {1e6 * took / words:.2f} | {100 * took / total:.1f} |")
    after = ("find", "resolve", "describe", "records", REST)
    parse = total - sum(seconds.get(step, 0.0) for step in after)
    for name, took in (
        ("parse", parse),
        ("parse and find", parse + seconds.get("find", 0.0)),
        ("the whole job", total),
    ):
        print(f"| **{name}** | **{1e6 * took / words:.0f}**, {words / took:.0f} words/s a core | |")


if __name__ == "__main__":
    main()
