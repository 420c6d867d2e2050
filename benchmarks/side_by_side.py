"""This program beside what people would use instead: speed, memory and loading, on the same texts, in one run.

    python -m benchmarks.side_by_side [--seconds 20] [--only SYSTEM] [--stanza DIRECTORY] [--update docs/speed.md]

Each system runs in a process of its own, one after the other, with one thread, for so many seconds of processor time
with each of three kinds of texts (`side_by_side_texts`); slow ones read less of them, and the tables say how much. What
the systems are, and which weights they have: docs/speed.md. With `--update` the tables also go between the marks of the
block "side by side" of a page.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.side_by_side_process import COUNTED_WORDS, COUNTS, LENGTHS
from training.blocks import table, update

# In the order of the tables; the ratios are to the first. What a system is called, and what it needs beside this
# package (the extra `bench`).
SYSTEMS: Mapping[str, tuple[str, str | None]] = {
    "job": ("attribution: the whole job", None),
    "job32": ("… in float32", None),
    "parse": ("… syntax, names, coreference, labels alone", None),
    "stanza": ("Stanza: tokenize, pos, lemma, depparse, ner", None),
    "spacy": ("spaCy: a pipeline of the size of en_core_web_sm", "spacy"),
    "textacy": ("… with textacy's direct quotations", "textacy"),
}
_ONE_THREAD = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS")

Measured = dict[str, Any]


def run(module: str, *arguments: str) -> str:
    """What a module prints, in a process of its own with one thread.

    This process stays small for it: the memory at which a process starts counts in the peak of those that it starts.
    """
    environment = {**os.environ, **dict.fromkeys(_ONE_THREAD, "1")}
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed ({done.returncode}):\n{done.stderr}")
    return done.stdout


def speed_table(measured: Mapping[str, Measured]) -> str:
    """Speed, loading and memory of each system on the articles as they are."""
    first = next(iter(measured.values()))["parts"][0]
    base = first["words"] / first["processor"]
    rows = []
    for system, found in measured.items():
        part, loading = found["parts"][0], found["loading"]
        speed = part["words"] / part["processor"]
        rows.append(
            [
                SYSTEMS[system][0],
                f"{speed:,.0f}",
                f"{speed / base:.2f}",
                f"{part['words'] / part['clock']:,.0f}",
                f"{loading['processor']:.1f}, {loading['clock']:.1f}",
                f"{part['memory']:,.0f}",
                f"{part['words']:,}",
            ]
        )
    head = [
        "system",
        "words a second of processor time",
        "to the first",
        "by the clock",
        "loading, s (processor, clock)",
        "peak MB",
        "words read",
    ]
    return table(head, rows)


def growth_table(head: str, columns: Sequence[str], measured: Mapping[str, Measured], *, counted: bool) -> str:
    """Speed and peak memory of each system in each part; `counted`: how many articles, where it was not all."""
    rows = []
    for system, found in measured.items():
        cells = []
        read = 0
        for part in found["parts"]:
            read += part["articles"]
            cell = f"{part['words'] / part['processor']:,.0f}; {part['memory']:,.0f}"
            cells.append(f"{cell} (at {read:,})" if counted and not part["whole"] else cell)
        rows.append([SYSTEMS[system][0], *cells, *["–"] * (len(columns) - len(cells))])
    return table([head, *columns], rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20.0, help="processor time for each system and kind of text")
    parser.add_argument("--only", action="append", choices=[*SYSTEMS], help="this system; may be repeated")
    parser.add_argument("--stanza", type=Path, help="a Stanza resources directory with official models, if at hand")
    parser.add_argument("--update", type=Path, help="a page whose block 'side by side' the tables go into")
    options = parser.parse_args(arguments)
    chosen = [name for name in SYSTEMS if name in (options.only or SYSTEMS)]
    for name in [name for name in chosen if (needs := SYSTEMS[name][1]) and find_spec(needs) is None]:
        print(f"{name} is left out: pip install 'news-attribution[bench]'", file=sys.stderr)
        chosen.remove(name)

    with tempfile.TemporaryDirectory() as folder:
        models = options.stanza or Path(folder)
        if options.stanza is None and "stanza" in chosen:
            run("benchmarks.side_by_side_stanza", str(models))
        found: dict[str, dict[str, Measured]] = {}
        for what in ("articles", "count", "length"):
            found[what] = {}
            for name in chosen:
                print(f"{what}: {name}", file=sys.stderr)
                said = run("benchmarks.side_by_side_process", name, what, str(options.seconds), str(models))
                found[what][name] = json.loads(said)
    text = "\n\n".join(
        (
            f"{options.seconds:g} seconds of processor time for each system and table.",
            speed_table(found["articles"]),
            f"Words a second of processor time, and peak MB, up to so many articles of {COUNTED_WORDS} words:",
            growth_table("articles", [f"{count:,}" for count in COUNTS], found["count"], counted=True),
            "Words a second of processor time, and peak MB, with so many words in each article:",
            growth_table("words", [f"{length:,}" for length in LENGTHS], found["length"], counted=False),
        )
    )
    print(text)
    if options.update:
        update(options.update, "side by side", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
