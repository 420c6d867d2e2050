"""Make tests/data/find_parses.tsv: what the language step says of the examples in tests/test_find*.py.

    python tests/data/make_parses.py [--again WORDS]

Texts that the file has are kept as they stand, with all that was put right in them by hand; texts that no example has
any more are left out, and new ones are read with the embedded weights. --again reads the texts that hold WORDS anew.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from attribution import Article
from attribution.language.pipeline import Language
from attribution.parse import Parse, Reading
from tests.saying import PARSES, blocks, written
from tests.test_find import texts
from tests.test_find_quotations import texts as quotation_texts

HEAD = """\
# Parses of the examples in tests/test_find*.py, read by tests/saying.py and written by tests/data/make_parses.py.
# Read by the project's own network and put right by hand where it went wrong: the examples are about find's rules.
# Columns: number in the sentence, word, lemma, tag, features, head (0: the root), relation, name (B-PER, I-PER),
# reading, reading of a content as a text of its own. A reading holds the scores of source, cue and content (what is
# missing to 1 is none), the probability that a span begins, and arcs to cues (+2: the word two places on).
# A line end in a text stands as " // ", which is a blank line.
"""
LEAST = 0.02  # smaller probabilities change nothing and are left out


def main() -> None:
    """Write the file anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--again", metavar="WORDS", help="read the texts that hold these words anew")
    again = parser.parse_args().again
    kept = dict(blocks(PARSES.read_text(encoding="utf8"))) if PARSES.exists() else {}
    language: Language | None = None
    parts = [HEAD]
    for text in dict.fromkeys([*texts(), *quotation_texts()]):
        rows = kept.get(text)
        if rows is None or (again is not None and again in text):
            language = language or Language(precision="float32")
            rows = rows_of(language.parse(Article(written(text))))
        parts.append("\n".join([f"# {text}", *("\t".join(row) for row in rows)]) + "\n")
    PARSES.write_text("\n".join(parts), encoding="utf8")


def rows_of(parse: Parse) -> list[list[str]]:
    """The rows of one parse."""
    rows = []
    for sentence in parse.sentences:
        for token in parse.tokens[sentence.first : sentence.end]:
            name = parse.name_at(token.index)
            head = 0 if token.head == token.index else token.head - sentence.first + 1
            tag = "" if name is None else f"{'B' if name.first == token.index else 'I'}-{name.kind}"
            row = [str(token.index - sentence.first + 1), token.text, token.lemma, token.upos, token.feats]
            row += [str(head), token.deprel, tag]
            rows.append(row + [cell(reading, token.index) for reading in (token.reading, token.inner)])
    return rows


def cell(reading: Reading, index: int) -> str:
    """A Reading in one cell; empty where it says nothing."""
    spoken = zip(("source", "cue", "content"), reading.scores[1:], strict=True)
    parts = [f"{name}:{score:.2f}" for name, score in spoken if score >= LEAST]
    if not parts:
        return ""
    if reading.begins >= LEAST:
        parts.append(f"begins:{reading.begins:.2f}")
    parts += [f"{arc.to - index:+d}:{arc.probability:.2f}" for arc in reading.arcs if arc.probability >= LEAST]
    return " ".join(parts).replace(":0.", ":.")


if __name__ == "__main__":
    main()
