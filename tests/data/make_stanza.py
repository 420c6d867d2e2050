"""Make tests/data/stanza: a Stanza resources directory with the layout of the official English packages, but tiny.

Every model comes out of Stanza's own trainers (tokenize, mwt, pos, lemma, depparse, ner) at the smallest sizes that
still learn something, so that a test loads and runs real Stanza models in seconds and without a network:

    python tests/data/make_stanza.py --conllu train.conllu --ner wikigold.conll.txt

--conllu is a UD English file that keeps `# newdoc id`, `# newpar`, SpaceAfter and multi-word tokens; of it only the
documents whose id starts with one of GENRES are read. --ner is WikiGold: a word and its IOB1 tag a line, a blank line
after a sentence. tests/data/stanza/README.md says where to get both and under which licences they stand.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from stanza.models import lemmatizer, mwt_expander, ner_tagger, parser, tagger, tokenizer
from stanza.models.common.pretrain import Pretrain
from stanza.utils.datasets import prepare_tokenizer_data

# Both genres are Wikinews texts (CC BY 2.5) with annotations under CC BY 4.0: weights and dictionaries made of them
# carry no share-alike clause, and quotations with speakers are what the program reads.
GENRES = ("GUM_news_", "GUM_interview_")
DEV_EVERY = 7  # every seventh document chooses the best checkpoint
VECTOR_WORDS, VECTOR_DIM, WINDOW = 1500, 16, 2

# The default English entity package speaks OntoNotes, WikiGold the four classes of CoNLL 2003. The classes are renamed
# so that the program's reading of the OntoNotes names is exercised; the models know no finer distinction than WikiGold.
ENTITY_CLASSES = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE", "MISC": "NORP"}

# The default English package cuts a multi-word token into pieces of its own letters ("do|n't"), and Stanza then knows
# the offsets of both words. Packages made of ParTUT or LinES write the words out instead, and such words have no
# offsets. The dictionary of an expander goes before its network, so these entries bring the second kind in.
WRITTEN_OUT = {f"{short}{mark}t": full for mark in "'’" for short, full in (("won", "will not"), ("can", "can not"))}

PACKAGES = {
    "tokenize": "tiny",
    "mwt": "tiny",
    "pos": "tiny_nocharlm",
    "lemma": "tiny_nocharlm",
    "depparse": "tiny_nocharlm",
    "ner": "tiny_nocharlm",
}
PRETRAIN = "tiny"
NEEDS_PRETRAIN = ("pos", "depparse", "ner")

COMMON = "--shorthand en_gum --save_dir {work} --seed 1234 --cpu"
TREEBANK = " --train_file {work}/train.conllu --eval_file {work}/dev.conllu"
VECTORS = " --wordvec_pretrain_file {work}/pretrain.pt"
LAYERS = (
    " --hidden_dim 32 --num_layers 1 --char_hidden_dim 16 --char_emb_dim 12 --tag_emb_dim 8 --transformed_dim 16"
    " --deep_biaff_hidden_dim 24 --word_emb_dim 0 --word_cutoff 7 --dropout 0.2 --word_dropout 0.1"
)
TRAINERS: dict[str, tuple[ModuleType, str]] = {
    "tokenize": (
        tokenizer,
        " --lang en --txt_file {work}/train.txt --label_file {work}/train.labels --mwt_json_file {work}/train.mwt.json"
        " --dev_txt_file {work}/dev.txt --dev_label_file {work}/dev.labels --dev_conll_gold {work}/dev.conllu"
        " --use_mwt --emb_dim 16 --hidden_dim 24 --dropout 0.1 --unit_dropout 0.1"
        " --max_seqlen 200 --steps 600 --eval_steps 100 --lr0 0.006",
    ),
    "mwt": (
        mwt_expander,
        TREEBANK + " --lang en --gold_file {work}/dev.conllu"
        " --emb_dim 12 --hidden_dim 24 --emb_dropout 0.1 --dropout 0.1 --lr 0.01 --num_epoch 20",
    ),
    "pos": (
        tagger,
        TREEBANK + VECTORS + LAYERS + " --lang en --composite_deep_biaff_hidden_dim 12"
        " --lr 0.01 --max_steps 300 --batch_size 100 --eval_interval 50 --fix_eval_interval",
    ),
    "lemma": (
        lemmatizer,
        TREEBANK + " --emb_dim 12 --hidden_dim 32 --pos_dim 12 --emb_dropout 0.1 --dropout 0.1 --lr 0.01 --num_epoch 2",
    ),
    "depparse": (
        parser,
        TREEBANK + VECTORS + LAYERS + " --lang en --deep_biaff_output_dim 24 --no_checkpoint"
        " --optim adam --no_second_optim --lr 0.006 --max_steps 300 --batch_size 1000 --eval_interval 50",
    ),
    "ner": (
        ner_tagger,
        VECTORS + " --train_file {work}/train.ner.json --eval_file {work}/dev.ner.json"
        " --hidden_dim 32 --char_hidden_dim 16 --char_emb_dim 12 --word_emb_dim 16 --dropout 0.2"
        " --emb_finetune_known_only --optim adam --lr 0.005 --max_steps 900 --eval_interval 100",
    ),
}

Sentence = list[list[str]]  # the ten CoNLL-U columns of every row, multi-word token rows among them


def documents(path: Path) -> Iterator[list[list[Sentence]]]:
    """Each document of GENRES as its paragraphs, each paragraph as its sentences; empty nodes are left out."""
    paragraphs: list[list[Sentence]] = []
    wanted, starts = False, True
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        for line in lines:
            if line.startswith("# newdoc"):
                if wanted and paragraphs:
                    yield paragraphs
                wanted, starts, paragraphs = line.partition("= ")[2].startswith(GENRES), True, []
            starts |= line.startswith("# newpar")
        if wanted:
            if starts:
                paragraphs.append([])
            rows = [line.split("\t") for line in lines if not line.startswith("#")]
            paragraphs[-1].append([row for row in rows if "." not in row[0]])
            starts = False
    if wanted and paragraphs:
        yield paragraphs


def curled(sentence: Sentence) -> Sentence:
    """The sentence with curly quotation marks and apostrophes: GUM has straight ones, most of the press has not."""
    marks = {"``": "\u201c", "''": "\u201d"}

    def form(row: list[str]) -> str:
        return marks.get(row[4], row[1]) if row[1] == '"' else row[1].replace("'", "\u2019")

    return [[row[0], form(row), *row[2:]] for row in sentence]


def surface(sentence: Sentence) -> list[tuple[str, bool]]:
    """The tokens as written, each with whether a space follows; words inside a multi-word token are skipped."""
    tokens, inside = [], 0
    for row in sentence:
        first, _, last = row[0].partition("-")
        if last:
            inside = int(last)
        elif int(first) <= inside:
            continue
        tokens.append((row[1], "SpaceAfter=No" not in row[9]))
    return tokens


def write_treebank(docs: Iterable[list[list[Sentence]]], stem: Path) -> None:
    """Write stem.conllu, stem.txt (running text, blank lines between paragraphs), stem.labels and stem.mwt.json."""
    paragraphs = [paragraph for doc in docs for paragraph in doc]
    with stem.with_suffix(".conllu").open("w", encoding="utf-8") as out:
        for sentence in (sentence for paragraph in paragraphs for sentence in paragraph):
            for row in sentence:
                # Stanza needs the spacing alone of MISC; the rest of it is GUM's entities and discourse marks.
                misc = "SpaceAfter=No" if "SpaceAfter=No" in row[9] else "_"
                out.write("\t".join([*row[:8], "_", misc]) + "\n")
            out.write("\n")
    texts = (
        "".join(word + " " * space for sentence in paragraph for word, space in surface(sentence)).strip()
        for paragraph in paragraphs
    )
    stem.with_suffix(".txt").write_text("\n\n".join(texts) + "\n", encoding="utf-8")
    files = [str(stem.with_suffix(suffix)) for suffix in (".txt", ".conllu", ".labels", ".mwt.json")]
    prepare_tokenizer_data.main([files[0], files[1], "-o", files[2], "-m", files[3]])


def entity_sentences(path: Path) -> list[list[dict[str, str]]]:
    """WikiGold as the list of sentences that ner_tagger reads: IOB1 becomes IOB2, classes are renamed."""
    sentences = []
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        sentence, before = [], "O"
        for line in block.split("\n"):
            text, tag = line.split()
            prefix, _, kind = tag.partition("-")
            starts = prefix == "B" or before.partition("-")[2] != kind
            sentence.append({"text": text, "ner": f"{'B' if starts else 'I'}-{ENTITY_CLASSES[kind]}" if kind else "O"})
            before = tag
        sentences.append(sentence)
    return sentences


def write_vectors(sentences: list[list[str]], path: Path) -> None:
    """Write vectors of the commonest lower-cased words in word2vec's text format.

    A vector is the truncated singular value decomposition of the words' positive pointwise mutual information with
    their neighbours (Levy and Goldberg 2014, "Neural word embedding as implicit matrix factorization").
    """
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts, key=lambda word: (-counts[word], word))[:VECTOR_WORDS]
    index = {word: number for number, word in enumerate(words)}
    pairs = np.zeros((len(words), len(words)))
    for sentence in sentences:
        known = [index.get(word) for word in sentence]
        for place, one in enumerate(known):
            for other in known[max(0, place - WINDOW) : place]:
                if one is not None and other is not None:
                    pairs[one, other] += 1
                    pairs[other, one] += 1
    share = pairs.sum(axis=0) / pairs.sum()
    expected = np.outer(share, share) * pairs.sum()
    association = np.log(np.maximum(pairs, 1e-9) / np.maximum(expected, 1e-9)).clip(min=0)
    left, strength, _ = np.linalg.svd(association)
    vectors = left[:, :VECTOR_DIM] * np.sqrt(strength[:VECTOR_DIM])
    lines = [f"{len(words)} {VECTOR_DIM}"]
    for word, vector in zip(words, vectors, strict=True):
        lines.append(" ".join([word, *(f"{number:.4f}" for number in vector)]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def train(work: Path) -> None:
    """Run Stanza's trainers over the files in `work`; the models stand there as tokenize.pt, mwt.pt and so on."""
    for processor, (trainer, options) in TRAINERS.items():
        arguments = [part.format(work=work) for part in (COMMON + options).split()]
        trainer.main([*arguments, "--save_name", f"{processor}.pt"])


def settled(value: Any) -> Any:
    """A copy of a part of a checkpoint without what differs from run to run: folders, times, the order of sets."""
    if isinstance(value, dict):
        return type(value)((key, settled(part)) for key, part in value.items())
    if isinstance(value, set):
        return sorted(value)
    if isinstance(value, bytes) and value.startswith(b"\x1f\x8b"):
        return value[:4] + bytes(4) + value[8:]  # gzip (RFC 1952) keeps the time of writing in bytes 4 to 7
    if isinstance(value, str) and len(value) > 1 and Path(value).is_absolute():
        return Path(value).name
    return value


def install(work: Path, out: Path) -> None:
    """Copy the models to out/en/PROCESSOR/PACKAGE.pt and write out/resources.json."""
    english: dict[str, Any] = {"lang_name": "English"}
    for processor, package in {**PACKAGES, "pretrain": PRETRAIN}.items():
        checkpoint = torch.load(work / f"{processor}.pt", map_location="cpu", weights_only=True)
        for part in ("config", "vocab", "dicts"):
            if part in checkpoint:
                checkpoint[part] = settled(checkpoint[part])
        if processor == "mwt":
            checkpoint["dict"].update(WRITTEN_OUT)
        target = out / "en" / processor / f"{package}.pt"
        target.parent.mkdir(parents=True, exist_ok=True)
        # Stanza's own files are in the older format, which names tensors by their memory addresses; in this format
        # the same weights are the same bytes.
        torch.save(checkpoint, target)
        entry: dict[str, Any] = {"md5": hashlib.md5(target.read_bytes()).hexdigest()}
        if processor in NEEDS_PRETRAIN:
            entry["dependencies"] = [{"model": "pretrain", "package": PRETRAIN}]
        english[processor] = {package: entry}
    english["packages"] = {"default": PACKAGES}
    # Nothing is ever served under .invalid (RFC 2606): an attempt to download fails at once, network or none.
    url = "https://stanza.invalid/{lang}/v{resources_version}/{filename}"
    resources = {"en": english, "english": {"alias": "en"}, "url": url}
    (out / "resources.json").write_text(json.dumps(resources, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Read the two files, train, and put the models where the tests look for them."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--conllu", type=Path, required=True, help="UD English GUM (CoNLL-U)")
    options.add_argument("--ner", type=Path, required=True, help="WikiGold (word and IOB1 tag a line)")
    options.add_argument("--out", type=Path, default=Path(__file__).parent / "stanza", help="where the models go")
    arguments = options.parse_args()
    torch.set_num_threads(1)  # sums in one order, on a machine of any width
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "training"  # a fixed last name: the checkpoints keep it
        work.mkdir()
        docs = list(documents(arguments.conllu))
        training = [doc for number, doc in enumerate(docs, 1) if number % DEV_EVERY]
        curly = [[[curled(sentence) for sentence in paragraph] for paragraph in doc] for doc in training]
        write_treebank(training + curly, work / "train")
        write_treebank(docs[DEV_EVERY - 1 :: DEV_EVERY], work / "dev")
        entities = entity_sentences(arguments.ner)
        (work / "train.ner.json").write_text(json.dumps([s for n, s in enumerate(entities, 1) if n % DEV_EVERY]))
        (work / "dev.ner.json").write_text(json.dumps(entities[DEV_EVERY - 1 :: DEV_EVERY]))
        words = [[row[1].lower() for row in s if "-" not in row[0]] for doc in docs for par in doc for s in par]
        words += [[token["text"].lower() for token in sentence] for sentence in entities]
        write_vectors(words, work / "vectors.txt")
        Pretrain(str(work / "pretrain.pt"), str(work / "vectors.txt"), max_vocab=-1).load()
        train(work)
        install(work, arguments.out)


if __name__ == "__main__":
    main()
