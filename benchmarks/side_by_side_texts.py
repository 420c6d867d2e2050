"""Texts for `side_by_side` that anybody has: the free articles of this repository, and mixes of their paragraphs.

The articles are those of tests/data/gold (Wikinews) and seeds. A mix is paragraphs drawn from all of them in a random
but fixed order, as many as make up the words that are wanted; it reads like news to a network, and no article is twice
the same.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from attribution.article import paragraphs

ROOT = Path(__file__).parent.parent
GOLD, SEEDS = ROOT / "tests" / "data" / "gold" / "gold.jsonl", ROOT / "seeds"
_SEED = 20_160


def articles() -> list[str]:
    """The free articles as they are."""
    with GOLD.open(encoding="utf8") as lines:
        gold = [json.loads(line)["text"] for line in lines]
    return [*gold, *(path.read_text(encoding="utf8") for path in sorted(SEEDS.glob("*.txt")))]


def mixes(words: int) -> Iterator[str]:
    """Without end: articles of so many words or a few more, the last paragraph being cut behind a word."""
    pool = [text[start:end] for text in articles() for start, end in paragraphs(text)]
    draw = random.Random(_SEED)  # noqa: S311
    order: list[str] = []
    while True:
        chosen: list[str] = []
        missing = words
        while missing > 0:
            if not order:
                order = draw.sample(pool, len(pool))
            parts = order.pop().split()
            chosen.append(" ".join(parts[:missing]))
            missing -= len(parts)
        yield "\n\n".join(chosen)


def words(text: str) -> int:
    """How many words a text has, as `wc -w` counts them: no system's own idea of a word."""
    return len(text.split())
