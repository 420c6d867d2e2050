"""Texts for the tokenizer: what stands in a CoNLL-U file as words, sentences and paragraphs with their white space.

`Document` of training/documents.py keeps words alone; a tokenizer learns from what stands between them. Multi-word
tokens ("don't") are split into their words, each of them a piece of the text, as the embedded tokenizer has it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from attribution.article import paragraphs
from attribution.tables import words as table_words

# What a character is to the tokenizer (stanza.models.tokenization.data): inside a word or before one, the last of a
# word, the last of a sentence.
INSIDE, WORD, SENTENCE = 0, 1, 2
# Penn Treebank tags of quotation marks.
OPENING, CLOSING = "``", "''"
# Closing marks of which the next signs tell whether a sentence ends there: not behind a comma nor before a lower-case
# word; behind a word of three letters or more with its full stop, where a capital follows.
_GOES_ON = re.compile(r"""(?<=[\w,])[”"](?=\s+[a-z])|(?<=,)[”"](?=\s)""")
_ENDS = re.compile(r"""(?<![\w.])([a-z]{3,})\.([”"])(?=\s+["“]?[A-Z])""")
_LINE_ENDS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Word(NamedTuple):
    """A word as written, whether white space follows, and its Penn Treebank tag."""

    form: str
    space: bool
    tag: str


Sentence = list[Word]
Paragraph = list[Sentence]  # none is empty
# First and last characters (half open) of the words of each sentence of a paragraph.
Spans = list[list[tuple[int, int]]]


class Text(NamedTuple):
    """A document's name and its paragraphs."""

    name: str
    paragraphs: list[Paragraph]


def conllu(path: Path) -> list[Text]:
    """Read the documents of a CoNLL-U file; `# newdoc` and `# newpar` open paragraphs, empty nodes are passed over.

    Raises ValueError, with file and sentence, where the words of a multi-word token are not the pieces of it: such
    words have no place in the text.
    """
    found: list[Text] = []
    for number, block in enumerate(path.read_text(encoding="utf8").strip().split("\n\n"), 1):
        lines = block.split("\n")
        opens = not found
        for line in lines:
            if line.startswith("# newdoc"):
                found.append(Text(line.partition("= ")[2], []))
                opens = True
            opens = opens or line.startswith("# newpar")
        if not found:
            found.append(Text(path.stem, []))
        rows = [row for line in lines if not line.startswith("#") and "." not in (row := line.split("\t"))[0]]
        sentence = _sentence(rows, f"{path}: sentence {number}")
        if not sentence:
            continue
        if opens or not found[-1].paragraphs:
            found[-1].paragraphs.append([])
        found[-1].paragraphs[-1].append(sentence)
    return found


def _sentence(rows: list[list[str]], place: str) -> Sentence:
    words: Sentence = []
    rest = iter(rows)
    for row in rest:
        space = "SpaceAfter=No" not in row[9].split("|")
        first, _, last = row[0].partition("-")
        if not last:
            words.append(Word(row[1], space, row[4]))
            continue
        inside = [next(rest) for _ in range(int(first), int(last) + 1)]
        if "".join(piece[1] for piece in inside) != row[1]:
            raise ValueError(f"{place}: the words of {row[1]!r} are not pieces of it. Leave the sentence out.")
        words += [Word(piece[1], False, piece[4]) for piece in inside[:-1]]
        words.append(Word(inside[-1][1], space, inside[-1][4]))
    return words


def surface(paragraph: Paragraph) -> tuple[str, Spans]:
    """The text of a paragraph, without white space at its end, and where its words stand."""
    parts: list[str] = []
    spans: Spans = []
    at = 0
    for sentence in paragraph:
        spans.append([])
        for word in sentence:
            spans[-1].append((at, at + len(word.form)))
            parts += [word.form, " "] if word.space else [word.form]
            at += len(word.form) + word.space
    return "".join(parts).rstrip(), spans


def labels(text: str, spans: Spans) -> list[int]:
    """INSIDE, WORD or SENTENCE for each character of a paragraph."""
    found = [INSIDE] * len(text)
    for sentence in spans:
        for _, end in sentence:
            found[end - 1] = WORD
        found[sentence[-1][1] - 1] = SENTENCE
    return found


class Marked(NamedTuple):
    """A paragraph of an article and closing quotation marks in it: where each stands, whether a sentence ends there."""

    text: str
    marks: list[tuple[int, bool]]


def marked(text: str) -> list[Marked]:
    """The paragraphs of an article with closing marks inside them for which spelling alone settles it."""
    found: list[Marked] = []
    abbreviations = table_words("abbreviations", "title") | table_words("abbreviations", "month")
    for span in paragraphs(text):
        shown = _LINE_ENDS.sub(" ", text[span.start : span.end])
        decided = [(match.start(), False) for match in _GOES_ON.finditer(shown)]
        decided += [(match.start(2), True) for match in _ENDS.finditer(shown) if match[1] not in abbreviations]
        if decided:
            found.append(Marked(shown, sorted(decided)))
    return found


def write(path: Path, texts: list[Text]) -> None:
    """Write texts, one JSON list a line: name, paragraphs."""
    with path.open("w", encoding="utf8") as file:
        for text in texts:
            file.write(json.dumps(text, ensure_ascii=False, separators=(",", ":")) + "\n")


def read_marked(path: Path) -> list[Marked]:
    """Read the paragraphs with settled closing marks that `prepare` wrote."""
    with path.open(encoding="utf8") as file:
        return [Marked(text, [(at, end) for at, end in marks]) for text, marks in map(json.loads, file)]


def read(path: Path) -> list[Text]:
    """Read what `write` wrote."""
    return list(_read(path))


def _read(path: Path) -> Iterator[Text]:
    with path.open(encoding="utf8") as file:
        for line in file:
            name, paragraphs = json.loads(line)
            yield Text(
                name, [[[Word(*word) for word in sentence] for sentence in paragraph] for paragraph in paragraphs]
            )


def prepare(data: Path, work: Path) -> list[str]:
    """Write WORK/tokenizer.{train,ewt,news}.jsonl from DATA/ud and WORK/tokenizer.press.jsonl from DATA/polnear.

    Returns lines that say what was found.
    """
    work.mkdir(parents=True, exist_ok=True)
    report: list[str] = []
    for name, source in (("train", "train"), ("ewt", "dev-ewt"), ("news", "dev-gum-news")):
        file = data / "ud" / f"{source}.conllu"
        if not file.exists():
            report.append(f"{file}: not found, passed over")
            continue
        texts = conllu(file)
        write(work / f"tokenizer.{name}.jsonl", texts)
        number = sum(len(text.paragraphs) for text in texts)
        sentences = sum(len(paragraph) for text in texts for paragraph in text.paragraphs)
        report.append(f"tokenizer.{name}: {len(texts)} texts, {number} paragraphs, {sentences} sentences")
    if (file := data / "polnear" / "dev.jsonl").exists():
        with file.open(encoding="utf8") as lines, (work / "tokenizer.press.jsonl").open("w", encoding="utf8") as out:
            found = [paragraph for line in lines for paragraph in marked(json.loads(line)["text"])]
            out.writelines(json.dumps(paragraph, ensure_ascii=False) + "\n" for paragraph in found)
        report.append(f"tokenizer.press: {len(found)} paragraphs, {sum(len(p.marks) for p in found)} closing marks")
    else:
        report.append(f"{file}: not found, passed over")
    return report
