"""Prepare: the data sets, read, tokenised and tagged, as files of Documents that training and evaluation load.

    python -m training.prepare DATA -o WORK

DATA holds any of these, in the formats that training/formats.py names; what is missing is passed over, with a line:

    ud/train.conllu            syntax; names, mentions and coreference where it has GUM's `Entity=`
    ud/dev-ewt.conllu          syntax, to measure
    ud/dev-gum-news.conllu     coreference, to measure; without it every 12th GUM document of train is held out
    wikigold/wikigold.conll.txt, uner/en_ewt-ud-test.iob2      names
    uner/en_ewt-ud-dev.iob2    names, to measure
    polnear/train.jsonl, polnear/dev.jsonl                     attributions, tokenised by the embedded tokenizer
    silver-ner/train.jsonl     names of the attribution articles, by machine

Beside DATA it reads what this project annotated itself, by the guidelines of the records: training/wikinews.jsonl,
whole, and training/polnear.jsonl, spans into articles of polnear/train.jsonl.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from attribution.article import Article
from attribution.parse import Parse
from training.documents import Document, read, write
from training.formats import articles, columns, conllu, records

# Where no held-out GUM documents are at hand: every 12th of those in train, in the order of the file.
HELD_OUT = 12
# Lemma scripts and feature sets seen less often are left unlearnt; they are under 1 % of the words of EWT dev.
RARE = 3
HERE = Path(__file__).parent
KINDS = ("PER", "ORG", "LOC", "MISC")
ROLES = ("source", "cue", "content")


def prepare(data: Path, work: Path, parse: Callable[[Article], Parse], own: Path = HERE) -> list[str]:
    """Write WORK/*.jsonl and WORK/labels.json from the data sets found under `data`. Returns lines that say what was
    found. An attribution file is tokenised once: its result stays until it is deleted. `own`: the folder with the
    articles that this project annotated."""
    work.mkdir(parents=True, exist_ok=True)
    report: list[str] = []

    def keep(name: str, documents: list[Document]) -> None:
        write(work / f"{name}.jsonl", documents)
        report.append(f"{name}: {len(documents)} documents, {sum(len(d.words) for d in documents)} words")

    def source(*path: str) -> Path | None:
        file = data.joinpath(*path)
        if file.exists():
            return file
        report.append(f"{file}: not found, passed over")
        return None

    train = source("ud", "train.conllu")
    if train is not None:
        documents = conllu(train)
        keep("ewt.train", [document for document in documents if document.mentions is None])
        gum = [document for document in documents if document.mentions is not None]
        held_out = source("ud", "dev-gum-news.conllu")
        if held_out is None:
            keep("gum.dev", gum[::HELD_OUT])
            gum = [document for index, document in enumerate(gum) if index % HELD_OUT]
        else:
            keep("gum.dev", conllu(held_out))
        keep("gum.train", gum)
        (work / "labels.json").write_text(json.dumps(labels(documents), ensure_ascii=False, indent=1), encoding="utf8")
    if (file := source("ud", "dev-ewt.conllu")) is not None:
        keep("ewt.dev", conllu(file))
    if (file := source("wikigold", "wikigold.conll.txt")) is not None:
        keep("wikigold.train", columns(file, 0, 1, misc=True))
    for split, name in (("test", "uner.train"), ("dev", "uner.dev")):
        if (file := source("uner", f"en_ewt-ud-{split}.iob2")) is not None:
            keep(name, columns(file, 1, 2, misc=False))
    for split in ("dev", "train"):
        if (file := source("polnear", f"{split}.jsonl")) is not None:
            done = work / f"attribution.{split}.jsonl"
            if done.exists():
                keep(done.stem, read(done))
            else:
                silver = data / "silver-ner" / f"{split}.jsonl"
                keep(done.stem, list(_shown(done.stem, articles(file, silver, parse))))
    inner: list[Document] = []
    for annotated, name in ((own / "wikinews.jsonl", "wikinews.train"), (own / "polnear.jsonl", "relabelled.train")):
        if annotated.exists():
            texts, silver = data / "polnear" / "train.jsonl", data / "silver-ner" / "train.jsonl"
            read_ = list(records(annotated, parse, texts, silver))
            keep(name, [document for document, _ in read_])
            inner += [content for _, contents in read_ for content in contents]
    keep("inner.train", inner)
    return report


def _shown(name: str, documents: Iterable[Document]) -> Iterator[Document]:
    """The same documents, with a line on standard error for every hundred of them."""
    for number, document in enumerate(documents, 1):
        if number % 100 == 0:
            sys.stderr.write(f"{name}: {number} articles read\n")
        yield document


def labels(documents: list[Document]) -> dict[str, list[str]]:
    """What each head's outputs stand for, the most frequent first."""
    found: dict[str, list[str]] = {}
    for key in ("upos", "xpos", "feats", "lemma", "relation"):
        counts = Counter(value for document in documents if document.tags for value in getattr(document.tags, key))
        least = RARE if key in ("feats", "lemma") and max(counts.values()) >= RARE else 1
        found[key] = [value for value, count in counts.most_common() if count >= least]
    found["entity"] = ["O", *(f"{place}-{kind}" for kind in KINDS for place in "BI")]
    found["attribution"] = ["O", *(f"I-{role}" for role in ROLES), *(f"B-{role}" for role in ROLES)]
    return found


def main() -> None:
    """Read the paths from the command line and prepare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="WORK")
    arguments = parser.parse_args()

    from attribution.language.pipeline import Language

    for line in prepare(arguments.data, arguments.out, Language().parse):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
