"""How often the passage of a correction is found again in an article that was edited since, and how often wrongly.

    python -m benchmarks.corrections_moved GOLD.jsonl… [--seed N]

Each annotated attribution of each gold is made a correction of the text as it is. Then the text is edited by chance:
one in ten paragraphs goes, one in seven gets another before it, one in a hundred words goes or gets others behind it,
and parts of one in three paragraphs are quoted below, among other words. Prints how many passages stand after that, and
how many were found there, left alone, or put elsewhere; and the same of those that do not stand.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from attribution.article import Article, Span, paragraphs
from attribution.corrections import Correction
from attribution.corrections.passages import Lost, find_passage
from attribution.record.correction import CONTEXT
from attribution.score.gold import read_gold
from attribution.score.values import GoldAttribution

GONE, NEW, TOUCHED, QUOTED = 0.1, 0.15, 0.01, 0.3  # shares of paragraphs, of words, and of paragraphs
WORDS = ("also", "on Monday", "in a statement", "reportedly")

Edited = list[tuple[str, int | None]]  # each character with its place in the text as it was; None: it is new


def edit(text: str, others: Sequence[str], chance: random.Random) -> Edited:
    """Another version of a text; `others` are paragraphs that may come in."""
    edited: Edited = []
    at = 0
    for start, end in paragraphs(text):
        block = [(text[k], k) for k in range(at, end)]
        at = end
        if chance.random() < GONE:
            continue
        if chance.random() < NEW:
            edited += _new(f"\n\n{chance.choice(others)}")
        edited += _touched(block, chance)
        if chance.random() < QUOTED and end - start > 80:
            first = chance.randrange(start, start + (end - start) // 2)
            last = chance.randrange(first + 20, end)
            edited += _new(f"\n\nEarlier, there was this: {text[first:last]} and so it went.")
    return edited


def _new(text: str) -> Edited:
    return [(character, None) for character in text]


def _touched(block: Sequence[tuple[str, int]], chance: random.Random) -> Edited:
    edited: Edited = []
    dropped = False
    for character, place in block:
        if character == " ":
            dropped = chance.random() < TOUCHED
            if chance.random() < TOUCHED:
                edited += _new(f" {chance.choice(WORDS)}")
        if not dropped:
            edited.append((character, place))
    return edited


def made(text: str, one: GoldAttribution) -> Correction:
    """A decision on an annotated attribution, as the page would save it."""

    def quote(span: Span) -> dict[str, object]:
        start, end = span
        before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
        return {"start": start, "end": end, "text": text[start:end], "before": before, "after": after}

    absent = dict.fromkeys(("start", "end", "text", "before", "after"))
    value = {
        "article": {"id": "a", "sha256": Article(text).sha256},
        "record": "0" * 24,
        "decision": "accepted",
        "target": {
            "content": [quote(span) for span in one.content],
            "cue": [quote(span) for span in one.cue],
            "source": quote(one.source[0]) if one.source else absent,
        },
        "speaker": {"changed": False, "was": None, "name": None, "evidence": absent},
        "content": {"changed": False, "fragments": []},
    }
    return Correction.model_validate(value, strict=False)


def main() -> None:
    """Print a table for each gold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for path in options.gold:
        articles, _ = read_gold(path)
        others = [article.text[start:end] for article in articles for start, end in paragraphs(article.text)]
        chance = random.Random(options.seed)  # noqa: S311 (not for secrets)
        found: Counter[tuple[bool, str]] = Counter()
        for article in articles:
            edited = edit(article.text, others, chance)
            today = "".join(character for character, _ in edited)
            places = {place: at for at, (_, place) in enumerate(edited) if place is not None}
            for one in article.attributions:
                if len(one.source) <= 1:  # a record's source is one span
                    found[_judged(article.text, one, today, places)] += 1
        print(f"{path}: {len(articles)} articles")
        print("| passages | found there | left alone | put elsewhere |\n|---|---|---|---|")
        for stands, label in ((True, "that stand"), (False, "that do not")):
            counts = [found[stands, what] for what in ("there", "alone", "elsewhere")]
            print(f"| {sum(counts)} {label} | {' | '.join(map(str, counts))} |")


def _judged(text: str, one: GoldAttribution, today: str, places: dict[int, int]) -> tuple[bool, str]:
    """Whether a passage stands in the text of today, and what `find_passage` says of it."""
    wanted = []
    for start, end in (*one.content, *one.cue, *one.source):
        at = places.get(start)
        whole = at is not None and all(places.get(start + k) == at + k for k in range(end - start))
        wanted.append(Span(at, at + end - start) if whole and at is not None else None)
    passage = find_passage(today, made(text, one), same=False)
    if isinstance(passage, Lost):
        return None not in wanted, "alone"
    seen = passage.seen
    got = [*seen.content, *seen.cue, *([] if seen.source is None else [seen.source])]
    return None not in wanted, "there" if got == wanted else "elsewhere"


if __name__ == "__main__":
    main()
