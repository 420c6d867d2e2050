"""What a tokenizer makes of held-out texts: words, sentences, and sentence ends at closing quotation marks.

Texts are given raw and paragraph by paragraph, as the program does. Words and sentences are right where both their ends
are (the measure of the CoNLL 2018 shared task, Zeman et al. 2018, for words that are pieces of the text).

The decision at a closing quotation mark is right where, within the unbroken run of marks and stops that it stands in
(`.”` or `”.` or `?’”`), sentences end in the same places as in the gold, or likewise in none. Decisions are counted
twice: all of them, and those inside a paragraph, where no sentence has to end. A treebank's marks are shown in each
of the styles of training/tokenizer_augment.py.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from stanza.models.tokenization.trainer import Trainer

from attribution.language.tokenizer import Tokenizer
from training.tokenizer_augment import STYLES, restyle
from training.tokenizer_data import CLOSING, Marked, Paragraph, Spans, read, read_marked, surface

_RUN = re.compile(r"[^\w\s]+")


class Tokenize:
    """A tokenizer from its file, as the program reads it."""

    def __init__(self, file: Path) -> None:
        self._tokenizer = Tokenizer(Trainer(model_file=str(file), device="cpu"))
        self.seconds = 0.0  # of processor time, spent in calls

    def __call__(self, texts: Sequence[str]) -> list[Spans]:
        """The words of the sentences of each paragraph; no paragraph is empty or has a blank line in it."""
        began = time.process_time()
        found: list[Spans] = self._tokenizer.sentences(texts)
        self.seconds += time.process_time() - began
        return found


@dataclass(frozen=True)
class Share:
    """Right among all."""

    right: int = 0
    total: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.total + other.total)

    def __str__(self) -> str:
        return f"{100 * self.right / self.total:.1f} ({self.right} of {self.total})" if self.total else "none"


def f_score(gold: Iterable[object], found: Iterable[object]) -> float:
    """F1 of two sets, in per cent; 0 where they have nothing in common."""
    one, other = set(gold), set(found)
    return 200 * len(one & other) / (len(one) + len(other)) if one & other else 0.0


def words_and_sentences(gold: Sequence[Spans], found: Sequence[Spans]) -> tuple[float, float]:
    """F1 of words and of sentences over paragraphs, in per cent."""

    def words(spans: Sequence[Spans]) -> list[object]:
        return [(at, *word) for at, paragraph in enumerate(spans) for sentence in paragraph for word in sentence]

    def sentences(spans: Sequence[Spans]) -> list[object]:
        return [(at, s[0][0], s[-1][1]) for at, paragraph in enumerate(spans) for s in paragraph if s]

    return f_score(words(gold), words(found)), f_score(sentences(gold), sentences(found))


def run_around(text: str, mark: int) -> tuple[int, int]:
    """The unbroken run of marks and stops that the character at `mark` stands in."""
    first = end = mark
    while first > 0 and _RUN.fullmatch(text[first - 1]):
        first -= 1
    while end < len(text) and _RUN.fullmatch(text[end]):
        end += 1
    return first, end


def ends(spans: Spans) -> set[int]:
    """Where sentences end."""
    return {sentence[-1][1] for sentence in spans if sentence}


def at_marks(text: str, gold: Spans, found: Spans, marks: Iterable[int]) -> tuple[Share, Share]:
    """Right decisions at the closing marks of a paragraph: all, and those before its end."""
    every, inside = Share(), Share()
    for mark in marks:
        first, end = run_around(text, mark)
        # The end of the word before the run is one of its places: `word | .”`.
        places = set(range(first, end + 1))
        decision = Share(ends(gold) & places == ends(found) & places, 1)
        every += decision
        if end < len(text):
            inside += decision
    return every, inside


def closing_marks(paragraph: Paragraph) -> list[int]:
    """Where the closing quotation marks of a paragraph stand, by their tags; the first character of each."""
    _, spans = surface(paragraph)
    return [
        start
        for sentence, words in zip(paragraph, spans, strict=True)
        for word, (start, _) in zip(sentence, words, strict=True)
        if word.tag == CLOSING
    ]


Cut = Callable[[Sequence[str]], list[Spans]]


def marks(paragraphs: Sequence[Paragraph], cut: Cut) -> tuple[Share, Share]:
    """Right decisions at the closing marks of gold paragraphs: all, and those before the end of a paragraph."""
    chosen = [paragraph for paragraph in paragraphs if closing_marks(paragraph)]
    surfaces = [surface(paragraph) for paragraph in chosen]
    every, inside = Share(), Share()
    for paragraph, (text, gold), spans in zip(chosen, surfaces, cut([text for text, _ in surfaces]), strict=True):
        one, other = at_marks(text, gold, spans, closing_marks(paragraph))
        every, inside = every + one, inside + other
    return every, inside


def press(paragraphs: Sequence[Marked], cut: Cut) -> Share:
    """Right decisions at closing marks inside paragraphs for which spelling settles whether a sentence ends there."""
    share = Share()
    for marked, spans in zip(paragraphs, cut([marked.text for marked in paragraphs]), strict=True):
        for mark, closes in marked.marks:
            first, last = run_around(marked.text, mark)
            right = ends(spans) & set(range(first, last + 1)) == ({last} if closes else set())
            share += Share(right, 1)
    return share


def evaluate(file: Path, work: Path) -> list[str]:
    """The lines of a report on one tokenizer."""
    tokenize = Tokenize(file)
    report: list[str] = []
    for name in ("ewt", "news"):
        source = work / f"tokenizer.{name}.jsonl"
        if not source.exists():
            report.append(f"{source}: not found, passed over")
            continue
        paragraphs = [paragraph for text in read(source) for paragraph in text.paragraphs]
        texts, gold = zip(*map(surface, paragraphs), strict=True)
        words, sentences = words_and_sentences(gold, tokenize(texts))
        report.append(f"{name}: words {words:.2f}, sentences {sentences:.2f}")
        every, inside = Share(), Share()
        for style, (opening, closing, _) in enumerate(STYLES):
            one, other = marks([restyle(paragraph, style) for paragraph in paragraphs], tokenize)
            report.append(f"{name}, closing marks {opening}…{closing}: {one}; inside paragraphs {other}")
            every, inside = every + one, inside + other
        report.append(f"{name}, closing marks, all styles: {every}; inside paragraphs {inside}")
    source = work / "tokenizer.press.jsonl"
    if source.exists():
        marked = read_marked(source)
        before = tokenize.seconds
        found = press(marked, tokenize)
        signs = sum(len(paragraph.text) for paragraph in marked)
        report.append(f"press, closing marks inside paragraphs: {found}")
        report.append(f"speed: {signs / (tokenize.seconds - before):,.0f} characters a second of one processor")
    else:
        report.append(f"{source}: not found, passed over")
    return report
