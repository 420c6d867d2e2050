"""Corrections for tests, made on records as the page makes them, and a small language whose articles find reads.

`Small` parses paragraphs of sentences. In `[Title] NAME said WORDS.` it labels the name as a source, "said" as a cue
and the words as content, with the syntax of a clause that is said; all other sentences are words without labels. Words
with a capital are proper nouns, and runs of them before "said" and behind "met" are people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from attribution.analyze import Analyzer
from attribution.article import Article
from attribution.corrections import Correction, Corrections, Entry
from attribution.parse import Parse
from attribution.record import Record
from tests.factories import parse_of

CONTEXT = 32
NO_QUOTE = dict.fromkeys(("start", "end", "text", "before", "after"))
_SENTENCE = re.compile(r"[^.\n]+\.")
_WORD = re.compile(r"\w+|[^\w\s]")
_TITLE = "Mayor"


class Small:
    """The language; with `deaf`, "said" is a word like others, and find has nothing to find."""

    def __init__(self, deaf: bool = False) -> None:
        self.deaf = deaf

    def parse(self, article: Article) -> Parse:
        """A parse with one sentence for each full stop."""
        text = article.text
        sentences = [_WORD.findall(match[0]) for match in _SENTENCE.finditer(text)]
        if not sentences or "".join(chain.from_iterable(sentences)) != "".join(_WORD.findall(text)):
            return parse_of(text)
        table: list[str] = []
        names: dict[str, str] = {}
        for words in sentences:
            table += [*_rows(words, self.deaf), ""]
            for cue in (at for at, word in enumerate(words) if word in {"said", "met"}):
                run = _run(words, cue) if words[cue] == "said" else _run(words, len(words) - 1)
                names.update({" ".join(words[slice(*run)]): "PER"} if run[0] < run[1] else {})
        return parse_of(text, table, names)


def _run(words: Sequence[str], end: int) -> tuple[int, int]:
    """The words with a capital right before a place, less a title."""
    first = end
    while first and words[first - 1][:1].isupper():
        first -= 1
    return first + (first < end and words[first] == _TITLE), end


def _rows(words: Sequence[str], deaf: bool) -> list[str]:
    cue = words.index("said") if "said" in words and not deaf else None
    rows = []
    for at, word in enumerate(words):
        tag = "PROPN/NNP" if word[:1].isupper() else "PUNCT" if not word.isalnum() else "X"
        if cue is None:
            rows.append(f"{word} {word.lower()} {tag} {min(at, 1)} {'dep' if at else 'root'}")
            continue
        first, end = _run(words, cue)
        verb = len(words) - 2
        if at == cue:
            rows.append(f"{word} say VERB/VBD 0 root cue Tense=Past|VerbForm=Fin")
        elif first <= at < end:
            rows.append(f"{word} {word} PROPN/NNP {cue + 1 if at == first else first + 1} "
                        f"{'nsubj' if at == first else 'flat'} source {cue + 1} Number=Sing")  # fmt: skip
        elif at < first:
            rows.append(f"{word} {word} {tag} {first + 1} compound")
        elif at < verb:
            rows.append(f"{word} {word} NOUN/NN {verb + 1} nsubj content {cue + 1}")
        elif at == verb:
            rows.append(f"{word} {word} VERB/VBD {cue + 1} ccomp content {cue + 1} Tense=Past|VerbForm=Fin")
        else:
            rows.append(f"{word} {word} PUNCT {cue + 1} punct")
    return rows


def analyzed(text: str, *corrections: Correction, id: str = "a1", deaf: bool = False) -> Any:
    """The analysis of a text, with corrections applied."""
    return Analyzer(language=Small(deaf), corrections=given(*corrections)).analyze(Article(text, id=id))


def given(*corrections: Correction) -> Corrections:
    """Corrections as from a file of these lines."""
    entries = (Entry(at, "c.jsonl", at + 1, one) for at, one in enumerate(corrections))
    return Corrections(tuple(entries), (("c.jsonl", "0" * 64),))


def build(corrections: Corrections | None, deaf: bool = False) -> tuple[Mapping[str, str], Analyzer]:
    """What a worker begins with."""
    versions = {"weights": "0" * 64, "models": "embedded", "stanza": "1.15.0"}
    return versions, Analyzer(language=Small(deaf), corrections=corrections)


def quote(text: str, words: str, nth: int = 1) -> dict[str, Any]:
    """The nth place (from 1) of some words, with what is around them."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return around(text, start, start + len(words))


def around(text: str, start: int, end: int) -> dict[str, Any]:
    """A span with what is around it."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return {"start": start, "end": end, "text": text[start:end], "before": before, "after": after}


def correction(text: str, record: Record, decision: str, **changes: Any) -> Correction:
    """A decision on a record of a text. `changes`: name, evidence, content, cue, source, the latter as quotes."""
    target = {
        "content": [around(text, part.start, part.end) for part in record.content.fragments],
        "cue": [around(text, part.start, part.end) for part in record.cue.fragments],
        "source": next((around(text, start, end) for start, end, _ in record.source.stretches()), NO_QUOTE),
    }
    name = changes.get("name", record.speaker.name)
    value = {
        "article": {"id": record.article.id, "sha256": record.article.sha256},
        "record": record.id,
        "decision": decision,
        "target": target,
        "speaker": {
            "changed": name != record.speaker.name,
            "was": record.speaker.name,
            "name": name,
            "evidence": changes.get("evidence", NO_QUOTE),
        },
        "content": {"changed": "content" in changes, "fragments": changes.get("content", ())},
        "cue": {"changed": "cue" in changes, "fragments": changes.get("cue", ())},
        "source": {"changed": "source" in changes, "span": changes.get("source", NO_QUOTE)},
    }
    return Correction.model_validate(value, strict=False)
