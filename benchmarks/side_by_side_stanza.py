"""A Stanza resources directory whose models have the sizes of the official English package, and random weights.

    python -m benchmarks.side_by_side_stanza DIRECTORY

For `side_by_side`: how long a network takes does not depend on what it has learnt. The sizes are the defaults of
Stanza's own trainers, with a character language model of 1,024 units in each direction, 250,000 word vectors of 100
numbers for tagger and parser and 100,000 of 300 for names. What does depend on training is set to something plain,
mostly at little cost:

- the tokenizer is a trained one, that of `attribution` (Stanza's own network and processor);
- the dictionary of the lemmatizer knows every word of the texts, so that its network is never asked;
- the head of each word is the word before it;
- no word is a name.

Tag sets, characters and the vocabulary of training come from the tiny models of tests/data/stanza.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.side_by_side_texts import articles

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "data" / "stanza" / "en"
TOKENIZER = ROOT / "attribution" / "language" / "models" / "en" / "tokenize" / "news.pt"
PACKAGE = "random"
PROCESSORS = ("tokenize", "pos", "lemma", "depparse", "ner")
VECTORS, NAME_VECTORS = (250_000, 100), (100_000, 300)  # words, numbers for each

# Of OntoNotes, whose names the official package finds, in the scheme that says where each begins and ends.
CLASSES = (
    *("CARDINAL", "DATE", "EVENT", "FAC", "GPE", "LANGUAGE", "LAW", "LOC", "MONEY", "NORP", "ORDINAL", "ORG"),
    *("PERCENT", "PERSON", "PRODUCT", "QUANTITY", "TIME", "WORK_OF_ART"),
)
SURE = 100.0  # a score against which no random one counts


def write(directory: Path, texts: Iterable[str]) -> None:
    """Write the directory; `texts` are those that will be read with it."""
    import torch
    from stanza.models import charlm, lemmatizer, ner_tagger, parser, tagger
    from stanza.models.common.char_model import CharacterLanguageModel
    from stanza.models.common.vocab import CharVocab, CompositeVocab
    from stanza.models.depparse.trainer import GraphTrainer
    from stanza.models.lemma.trainer import Trainer as LemmaTrainer
    from stanza.models.lemma.vocab import MultiVocab as LemmaVocab
    from stanza.models.ner.trainer import Trainer as NameTrainer
    from stanza.models.ner.vocab import MultiVocab as NameVocab
    from stanza.models.pos.trainer import Trainer as Tagger
    from stanza.models.pos.vocab import MultiVocab

    torch.manual_seed(1)
    home = directory / "en"
    for processor in (*PROCESSORS, "pretrain", "forward_charlm", "backward_charlm"):
        (home / processor).mkdir(parents=True, exist_ok=True)
    words = sorted({word for text in texts for word in re.findall(r"\w+|[^\w\s]|\S+", text)})
    shutil.copyfile(TOKENIZER, home / "tokenize" / f"{PACKAGE}.pt")
    vectors = _vectors(home / "pretrain" / f"{PACKAGE}.pt", words, *VECTORS)
    name_vectors = _vectors(home / "pretrain" / "names.pt", words, *NAME_VECTORS)

    names = _tiny("ner")["vocab"]
    characters = {"char": CharVocab.load_state_dict(names["char"])}
    options: list[str] = ["--charlm", "--charlm_shorthand", f"en_{PACKAGE}"]
    for direction in ("forward", "backward"):
        file = home / f"{direction}_charlm" / f"{PACKAGE}.pt"
        sizes = vars(charlm.build_argparse().parse_args(["--direction", direction, "--shorthand", "en"]))
        CharacterLanguageModel(sizes, characters, is_forward_lm=direction == "forward").save(str(file))
        options += [f"--charlm_{direction}_file", str(file)]

    arguments = tagger.parse_args(["--shorthand", "en_random", *options])
    vocabulary = MultiVocab.load_state_dict(_tiny("pos")["vocab"])
    Tagger(arguments, vocabulary, vectors, device="cpu").save(str(home / "pos" / f"{PACKAGE}.pt"))

    arguments = parser.parse_args(["--shorthand", "en_random", *options])
    vocabulary = MultiVocab.load_state_dict(_tiny("depparse")["vocab"])
    graph = GraphTrainer(arguments, vocabulary, vectors, device="cpu")
    with torch.no_grad():
        for scorer, bias in (("unlabeled", 0.0), ("linearization", -SURE), ("distance", -SURE)):
            layer = getattr(graph.model, scorer).scorer.W_bilin
            layer.weight.zero_()
            layer.bias.fill_(bias)
    graph.save(str(home / "depparse" / f"{PACKAGE}.pt"))

    arguments = ner_tagger.parse_args(["--shorthand", "en_random", *options])
    arguments["word_emb_dim"] = NAME_VECTORS[1]
    tags = [("O",), *((f"{place}-{name}",) for name in CLASSES for place in "BIES")]
    vocabulary = NameVocab.load_state_dict(names)
    vocabulary["word"] = name_vectors.vocab
    vocabulary["tag"] = CompositeVocab([tags], "en_random", idx=0, sep=None)
    finder = NameTrainer(arguments, vocabulary, name_vectors, device="cpu")
    with torch.no_grad():
        outside = vocabulary["tag"].unit2id(("O",))
        finder.model.tag_clfs[0].bias[outside] = SURE
    finder.save(str(home / "ner" / f"{PACKAGE}.pt"))

    arguments = lemmatizer.parse_args(["--shorthand", "en_random"])
    vocabulary = LemmaVocab.load_state_dict(_tiny("lemma")["vocab"])
    arguments["vocab_size"], arguments["pos_vocab_size"] = vocabulary["char"].size, vocabulary["pos"].size
    lemmas = LemmaTrainer(arguments, vocabulary, device="cpu")
    lemmas.pos_dict = {"*": {word: word for word in words}}
    lemmas.save(str(home / "lemma" / f"{PACKAGE}.pt"))
    (directory / "resources.json").write_text(json.dumps(_resources(), indent=2), encoding="utf8")


def _tiny(processor: str) -> dict[str, Any]:
    import torch

    file = next((TINY / processor).glob("*.pt"))
    checkpoint: dict[str, Any] = torch.load(file, map_location="cpu", weights_only=True)
    return checkpoint


def _vectors(file: Path, words: list[str], count: int, size: int) -> Any:
    """Random word vectors, of the words and as many others as are wanted, in a file."""
    import torch
    from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab

    known = sorted({word.lower() for word in words})
    units = [*known, *(f"word{number}" for number in range(count - len(known)))]
    vocabulary = PretrainedWordVocab(units)
    state = OrderedDict(vocabulary.state_dict())
    torch.save({"vocab": state, "emb": torch.rand(len(vocabulary), size) - 0.5}, file)
    return Pretrain(str(file))


def _resources() -> dict[str, Any]:
    def needs(vectors: str) -> dict[str, Any]:
        characters = [{"model": f"{direction}_charlm", "package": PACKAGE} for direction in ("forward", "backward")]
        return {PACKAGE: {"dependencies": [{"model": "pretrain", "package": vectors}, *characters]}}

    english = {
        "lang_name": "English",
        "tokenize": {PACKAGE: {}},
        "lemma": {PACKAGE: {}},
        "pos": needs(PACKAGE),
        "depparse": needs(PACKAGE),
        "ner": needs("names"),
        "pretrain": {PACKAGE: {}, "names": {}},
        "forward_charlm": {PACKAGE: {}},
        "backward_charlm": {PACKAGE: {}},
        "packages": {"default": dict.fromkeys(PROCESSORS, PACKAGE)},
    }
    # Nothing is ever served under .invalid (RFC 2606): an attempt to download fails at once.
    url = "https://stanza.invalid/{lang}/v{resources_version}/{filename}"
    return {"en": english, "english": {"alias": "en"}, "url": url}


if __name__ == "__main__":
    write(Path(sys.argv[1]), articles())
