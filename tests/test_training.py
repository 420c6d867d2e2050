"""training: formats, changes to texts, batches, losses, and a training from start to export, on tiny data."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

import training
from attribution.article import Article, paragraphs
from attribution.language.lemmas import edit as lemma_of
from attribution.language.network import Network
from attribution.language.windows import WINDOW
from attribution.parse import Parse, Sentence, Token
from attribution.score.gold import read_gold
from training.augment import (
    Pools,
    augment,
    capitals,
    change_marks,
    change_paragraphs,
    cue_words,
    drop_full_stops,
    fragment,
    swap_names,
)
from training.batches import IGNORE, Pieces, Sampler, batch, index_of, inputs, training_sets
from training.documents import Document, Layer, Tags, cut, edit, join, read, write
from training.evaluate import F, Said, evaluate, grouped, matched, runs
from training.export import export, mean
from training.formats import agree, articles, columns, conllu, lemma_script, records
from training.losses import Shared, coreference, losses
from training.prepare import prepare
from training.score import anew
from training.start import fresh, load, warm
from training.train import Plan, main

CONLLU = """\
# newdoc id = GUM_news_tiny
# newpar
# sent_id = 1
1	Mr.	Mr.	PROPN	NNP	Number=Sing	2	compound	_	Entity=(1-person-new-nnnnn-cf1-2-coref
2	Lee	Lee	PROPN	NNP	Number=Sing	3	nsubj	_	Entity=1)
3-4	didn't	_	_	_	_	_	_	_	_
3	did	do	AUX	VBD	_	0	root	_	_
4	n't	not	PART	RB	_	3	advmod	_	_
5	call	call	VERB	VB	_	3	xcomp	_	_
6	Acme	Acme	PROPN	NNP	Number=Sing	5	obj	_	Entity=(2-organization-new-nnnnn-cf2-1-sgl)|SpaceAfter=No
7	.	.	PUNCT	.	_	3	punct	_	_

# newpar
# sent_id = 2
1	He	he	PRON	PRP	Case=Nom	2	nsubj	_	Entity=(1-person-giv:act-nnnnn-cf1-1-ana)
2	waited	wait	VERB	VBD	_	0	root	_	_
3	on	on	ADP	IN	_	4	case	_	_
4	Friday	Friday	PROPN	NNP	_	2	obl	_	Entity=(3-time-new-nnnnn-cf3-1-sgl)
5	.	.	PUNCT	.	_	2	punct	_	_

# newdoc id = reviews-1
# newpar
# sent_id = 3
1	Great	great	ADJ	JJ	Degree=Pos	2	amod	_	_
2	tacos	taco	NOUN	NNS	Number=Plur	0	root	_	_
3	!	!	PUNCT	.	_	2	punct	_	_

"""
WIKIGOLD = "Ann I-PER\nLee I-PER\nof O\nAcme I-ORG\nspoke O\n. O\n\nThe O\nOslo I-LOC\nparty O\nwon O\n. O\n\n"
UNER = "# newdoc id = a\n# sent_id = 1\n1\tOla\tB-PER\t-\t-\n2\tleft\tO\t-\t-\n3\tRome\tB-LOC\t-\t-\n\n"
TEXT = (
    "The mayor said that the bridge is safe.\n\n“We checked every bolt twice,” Ann Lee told reporters in Oslo.\n\n"
    "Lee, of the Republicans, walked home."
)
ATTRIBUTIONS = [
    {"source": ["The mayor"], "cue": ["said"], "content": ["that the bridge is safe"]},
    {"source": ["Ann Lee"], "cue": ["told reporters"], "content": ["“We checked every bolt twice,”"]},
]
WORDS = sorted(set(re.findall(r"\w+|[^\w\s]", (TEXT + CONLLU + WIKIGOLD + UNER).lower())))


def spans_of(text: str, attributions: list[dict[str, list[str]]]) -> list[dict[str, list[list[int]]]]:
    return [
        {role: [[text.index(s), text.index(s) + len(s)] for s in strings] for role, strings in attribution.items()}
        for attribution in attributions
    ]


def plain_parse(article: Article) -> Parse:
    """Words and marks apart, a sentence for each paragraph."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    found = paragraphs(article.text)
    for number, paragraph in enumerate(found):
        first = len(tokens)
        for match in re.finditer(r"\w+|[^\w\s]", article.text[paragraph.start : paragraph.end]):
            index, start = len(tokens), paragraph.start + match.start()
            text = match[0]
            tokens.append(Token(index, start, start + len(text), text, text, "X", "", "", index, "dep", number, number))
        sentences.append(Sentence(number, first, len(tokens), number))
    return Parse(article.text, found, tuple(sentences), tuple(tokens))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    row = {"id": "a", "text": TEXT, "annotators": [{"id": "1", "attributions": spans_of(TEXT, ATTRIBUTIONS)}]}
    silver = {"id": "a", "entities": [[TEXT.index("Ann Lee"), TEXT.index("Ann Lee") + 7, "PER"]]}
    for name, text in {
        "ud/train.conllu": CONLLU,
        "ud/dev-ewt.conllu": CONLLU[CONLLU.index("# newdoc id = reviews") :],
        "wikigold/wikigold.conll.txt": WIKIGOLD,
        "uner/en_ewt-ud-test.iob2": UNER,
        "uner/en_ewt-ud-dev.iob2": UNER,
        "polnear/train.jsonl": json.dumps(row) + "\n",
        "polnear/dev.jsonl": json.dumps(row) + "\n",
        "silver-ner/train.jsonl": json.dumps(silver) + "\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf8")
    return folder


@pytest.fixture
def work(tmp_path: Path, data: Path) -> Path:
    prepare(data, tmp_path / "work", plain_parse, own=tmp_path)
    return tmp_path / "work"


@pytest.fixture
def start(tmp_path: Path, work: Path) -> Path:
    """A folder of weights for a network of one narrow layer."""
    folder = tmp_path / "start"
    folder.mkdir()
    vocabulary = {piece: k for k, piece in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS])}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "vocab_size": len(vocabulary),
        "hidden_size": 32,
        "num_hidden_layers": 4,
        "num_attention_heads": 2,
        "intermediate_size": 32,
        "attention_probs_dropout_prob": 0.0,
        "hidden_dropout_prob": 0.0,
    }
    (folder / "encoder.json").write_text(json.dumps(config), encoding="utf8")
    (folder / "labels.json").write_text((work / "labels.json").read_text(encoding="utf8"), encoding="utf8")
    torch.manual_seed(3)
    from safetensors.torch import save_file

    save_file(fresh(folder).state_dict(), folder / "encoder.safetensors")
    return folder


def reader(work: Path) -> Callable[[str], list[Document]]:
    return lambda name: read(path) if (path := work / f"{name}.jsonl").exists() else []


def texts(document: Document, ranges: list[tuple[int, int]]) -> list[str]:
    return [" ".join(document.words[a:b]) for a, b in ranges]


def test_conllu(data: Path) -> None:
    """Clitics are words, heads are indices of the document, and a mention's head carries its group."""
    gum, review = conllu(data / "ud/train.conllu")

    assert ["Mr.", "Lee", "did", "n't", "call", "Acme", ".", "He", "waited", "on", "Friday", "."] == gum.words
    assert ([0, 7], [0, 7]) == (gum.sentences, gum.paragraphs)
    assert gum.tags is not None
    assert [1, 2, 2, 2, 2, 4, 2, 8, 8, 10, 8, 8] == gum.tags.head
    assert [(1, ["1"]), (5, ["2"]), (7, ["1"]), (10, ["3"])] == gum.mentions
    assert review.mentions is None
    assert review.names is None


def test_gum_names(data: Path) -> None:
    """A name is the proper noun of a mention without the title before it; a time is none."""
    gum = conllu(data / "ud/train.conllu")[0]

    assert [(1, 2, "PER"), (5, 6, "ORG")] == gum.names


@pytest.mark.parametrize(
    ("word", "lemma", "script"),
    [
        ("the", "the", "L|0|"),
        ("The", "the", "L|0|"),
        ("Trump", "Trump", "=|0|"),
        ("TRUMP", "Trump", "C|0|"),
        ("went", "go", "L|4|go"),
        ("n't", "not", "L|2|ot"),
        ("tacos", "taco", "L|1|"),
    ],
)
def test_lemma_scripts(word: str, lemma: str, script: str) -> None:
    """The shortest script leads from the word to its lemma."""
    assert script == lemma_script(word, lemma)
    assert lemma == lemma_of(word, script)


def test_columns(data: Path) -> None:
    """IOB1 and IOB2 give the same names; a file without paragraphs gets some."""
    (gold,) = columns(data / "wikigold/wikigold.conll.txt", 0, 1, misc=True)
    (uner,) = columns(data / "uner/en_ewt-ud-test.iob2", 1, 2, misc=False)

    assert [(0, 2, "PER"), (3, 4, "ORG"), (7, 8, "LOC")] == gold.names
    assert [(0, 1, "PER"), (2, 3, "LOC")] == uner.names
    assert ([0, 6], [0]) == (gold.sentences, gold.paragraphs)
    assert not uner.misc


def test_articles(data: Path) -> None:
    """Spans in code points become ranges of words, and a name that silver missed elsewhere is added."""
    (article,) = articles(data / "polnear/train.jsonl", data / "silver-ner/train.jsonl", plain_parse)

    assert article.layers is not None
    found = [{role: texts(article, a[role]) for role in a} for a in article.layers[0].attributions]
    assert [
        {"source": ["The mayor"], "cue": ["said"], "content": ["that the bridge is safe"]},
        {"source": ["Ann Lee"], "cue": ["told reporters"], "content": ["“ We checked every bolt twice , ”"]},
    ] == found
    assert ["Ann Lee", "Lee"] == texts(article, [(a, b) for a, b, _ in article.names or ()])


NESTED = "The mayor said that Ann Lee had told him that the bridge is safe. “Yes,” she added."
MARKED = [
    {"source": "The mayor", "cue": "said", "content": "that Ann Lee had told him that the bridge is safe"},
    {"source": "Ann Lee", "cue": "had told", "content": "that the bridge is safe"},
    {"source": "she", "cue": "added", "content": "“Yes,”"},
]


def marked(text: str) -> list[dict[str, object]]:
    """MARKED as the records' guidelines are written down: one span for a source, lists for the rest."""
    spans = [{role: [text.index(s), text.index(s) + len(s)] for role, s in each.items()} for each in MARKED]
    return [{"source": each["source"], "cue": [each["cue"]], "content": [each["content"]]} for each in spans]


def test_nested_attributions_are_read_in_their_content(tmp_path: Path) -> None:
    """An article has the outer attributions; the contents are texts of their own with those that stand inside."""
    path = tmp_path / "wikinews.jsonl"
    row = {"id": "a", "text": NESTED, "names": [[19, 26, "PER"]], "attributions": marked(NESTED)}
    path.write_text(json.dumps(row) + "\n", encoding="utf8")

    ((document, contents),) = records(path, plain_parse)

    assert document.layers is not None
    assert ["said", "added"] == [texts(document, found["cue"])[0] for found in document.layers[0].attributions]
    assert ["Ann Lee"] == texts(document, [(a, b) for a, b, _ in document.names or ()])
    assert ["Ann Lee had told him that the bridge is safe"] == [" ".join(content.words) for content in contents]
    inner = contents[0].layers
    assert inner is not None
    assert [{"source": ["Ann Lee"], "cue": ["had told"], "content": ["that the bridge is safe"]}] == [
        {role: texts(contents[0], found[role]) for role in found} for found in inner[0].attributions
    ]
    assert ["records", "records"] == [document.guidelines, contents[0].guidelines]


def test_annotation_without_its_text(tmp_path: Path, data: Path) -> None:
    """Spans into somebody else's text are joined with it by its id, and passed over where it is not at hand."""
    path = tmp_path / "polnear.jsonl"
    hashes = [hashlib.sha256(name.encode()).hexdigest() for name in ("a", "b")]
    rows = [{"id_sha256": each, "attributions": marked(NESTED)} for each in hashes]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")
    folder = tmp_path / "known.jsonl"
    folder.write_text(json.dumps({"id": "b", "text": NESTED}) + "\n", encoding="utf8")

    found = list(records(path, plain_parse, folder, None))

    assert ["b"] == [document.id for document, _ in found]
    prepare(data, tmp_path / "work", plain_parse, own=tmp_path)
    assert ["a"] == [document.id for document in reader(tmp_path / "work")("relabelled.train")]


def test_articles_annotated_anew_as_a_gold(tmp_path: Path) -> None:
    """Spans and the texts that they are of make a gold; without the texts there is none."""
    spans, texts = tmp_path / "spans.jsonl", tmp_path / "train.jsonl"
    hashes = [hashlib.sha256(name.encode()).hexdigest() for name in ("a", "b")]
    spans.write_text("".join(json.dumps({"id_sha256": h, "attributions": marked(NESTED)}) + "\n" for h in hashes))

    assert anew(spans, texts, tmp_path) is None
    texts.write_text(json.dumps({"id": "c", "text": NESTED}) + "\n", encoding="utf8")
    assert anew(spans, texts, tmp_path) is None
    texts.write_text(json.dumps({"id": "b", "text": NESTED, "annotators": []}) + "\n", encoding="utf8")
    gold = anew(spans, texts, tmp_path)
    assert gold is not None
    articles, _ = read_gold(gold)

    assert [("b", NESTED, len(marked(NESTED)))] == [(a.id, a.text, len(a.attributions)) for a in articles]


def test_what_measures_is_not_trained_on() -> None:
    """No article that was annotated to measure with is among those that were annotated to train on."""
    folder = Path(training.__file__).parent
    measured, trained = (
        [json.loads(line)["id_sha256"] for line in (folder / name).read_text(encoding="utf8").splitlines()]
        for name in ("polnear-dev.jsonl", "polnear.jsonl")
    )

    assert not set(measured) & set(trained)
    assert (len(measured), len(trained)) == (len(set(measured)), len(set(trained)))


def test_guidelines_are_asked_for(start: Path) -> None:
    """A document is read by its own guidelines, and one that says nothing now by these and now by those."""
    labels = json.loads((start / "labels.json").read_text(encoding="utf8"))
    document = Document("d", ["Rome", "left"], [0], [0])
    documents = [replace(document, guidelines=whose) for whose in ("polnear", "records", *[None] * 40)]
    made = batch(documents, Pieces(start / "tokenizer.json"), index_of(labels), random.Random(1))

    assert [0, 1] == made.guidelines[:2].tolist()
    assert {0, 1} == set(made.guidelines[2:].tolist())


def test_guidelines_change_what_is_read(start: Path) -> None:
    """The row of the guidelines that are asked for is added to what the network reads, in training and prediction."""
    from attribution.language.encoder import Block

    network = Network.load(start)
    with torch.no_grad():
        network.guidelines.weight[1] = 1.0
    ids, _, shapes, first = inputs([Document("d", ["Rome", "left"], [0], [0])], Pieces(start / "tokenizer.json"))
    found = [network(ids, torch.ones_like(ids), shapes, first, torch.tensor([k])).attribution for k in range(2)]
    packed = [
        network.score(network.packed(ids[0], shapes[0], [Block(0, 1, ids.size(1))], first, k)).attribution
        for k in range(2)
    ]

    assert not torch.allclose(found[0], found[1])
    for one, other in zip(found, packed, strict=True):
        assert torch.allclose(one, other, atol=1e-5)


def test_a_long_quotation_without_any_mark_is_unsure(tmp_path: Path) -> None:
    """What an annotator may have overlooked is left out of the loss."""
    text = "“One two three four five six seven eight nine ten eleven,” it read. Then “one two” came."
    path = tmp_path / "a.jsonl"
    row = {"id": "a", "text": text, "annotators": [{"id": "1", "attributions": []}]}
    path.write_text(json.dumps(row) + "\n", encoding="utf8")

    (article,) = articles(path, None, plain_parse)

    assert article.layers is not None
    assert ["One two three four five six seven eight nine ten eleven ,"] == texts(article, article.layers[0].unsure)


@pytest.mark.parametrize(
    ("words", "names", "kept", "unsure"),
    [
        ("Ann Lee met Lee", [(0, 2, "PER"), (3, 4, "ORG")], [(0, 2, "PER"), (3, 4, "PER")], []),
        ("Acme and Acme", [(0, 1, "ORG"), (2, 3, "PER")], [], [(0, 1), (2, 3)]),
        ("Acme Acme Acme Acme", [(0, 1, "ORG"), (1, 2, "ORG"), (2, 3, "ORG"), (3, 4, "LOC")], "ORG", []),
        ("Oslo saw Oslo", [(0, 1, "LOC")], [(0, 1, "LOC")], [(2, 3)]),
    ],
)
def test_agreement(
    words: str, names: list[tuple[int, int, str]], kept: list[tuple[int, int, str]] | str, unsure: list[tuple[int, int]]
) -> None:
    """A string is called what three quarters of its places are called, and nothing without such a majority."""
    expected = [(k, k + 1, kept) for k in range(4)] if isinstance(kept, str) else kept

    assert (expected, unsure) == agree(words.split(), names)


def make(words: str, **layers: list[dict[str, list[tuple[int, int]]]]) -> Document:
    found = words.split()
    ends = [k for k, word in enumerate(found) if word == "." or found[k - 1 : k + 1] == [".", "”"]]
    sentences = [0, *(k + 1 for k in ends if k + 1 < len(found) and k + 1 not in ends)]
    return Document("d", found, sentences, [0], layers=[Layer(layer) for layer in layers.values()] or None, names=[])


ATTRIBUTED = make(
    "Ann Lee said : “ It works . ” She left . Lee slept .",
    one=[{"source": [(0, 2)], "cue": [(2, 3)], "content": [(4, 8)]}],
)


def test_edit_moves_ranges() -> None:
    """Ranges widen to the words that replace theirs, and go where all of their words go."""
    changed = edit(ATTRIBUTED, [(0, 2, ["Jo", "de", "Vries"]), (4, 5, []), (7, 8, [])])

    assert changed.layers is not None
    (found,) = changed.layers[0].attributions
    assert ["Jo de Vries"] == texts(changed, found["source"])
    assert ["said"] == texts(changed, found["cue"])
    assert ["It works"] == texts(changed, found["content"])
    assert ["Jo", "She", "Lee"] == [changed.words[k] for k in changed.sentences]


def test_cut_and_join() -> None:
    """A cut keeps what lies in it; a paragraph that began before does not begin again."""
    tail = cut(ATTRIBUTED, 9, len(ATTRIBUTED.words))

    assert (["She", "left", ".", "Lee", "slept", "."], [0, 3], []) == (tail.words, tail.sentences, tail.paragraphs)
    assert tail.layers is not None
    assert [] == tail.layers[0].attributions
    assert [0, 3, 6, 9] == join([tail, tail]).sentences


def test_written_documents_are_read_again(work: Path, tmp_path: Path) -> None:
    """What prepare wrote is read as it was."""
    documents = [d for name in ("gum.dev", "ewt.train", "attribution.train") for d in reader(work)(name)]
    write(tmp_path / "again.jsonl", documents)

    assert documents == read(tmp_path / "again.jsonl")
    assert documents


def test_without_held_out_gum_documents_train_gives_some(work: Path) -> None:
    """Every twelfth GUM document is held out, from the first."""
    assert ["GUM_news_tiny"] == [d.id for d in reader(work)("gum.dev")]
    assert [] == reader(work)("gum.train")


def test_names_are_swapped_throughout() -> None:
    """One name becomes one other, also where nobody tagged it, and the capitals stay as they are."""
    document = replace(make("Ann Lee said no . Then Lee left . Then LEE slept ."), names=[(0, 2, "PER")])
    pools = Pools(("Ola",), ("Berg",), {})

    changed = swap_names(document, random.Random(1), pools)

    assert "Ola Berg said no . Then Berg left . Then BERG slept ." == " ".join(changed.words)
    assert [(0, 2, "PER")] == changed.names


def test_marks_change_together() -> None:
    """Opening and closing marks are of one style, and words without marks stay."""
    styles = set()
    for seed in range(60):
        changed = change_marks(make('He said : " It works . " She left .'), random.Random(seed))
        marks = tuple(word for word in changed.words if not any(map(str.isalnum, word)) and word not in ":.")
        styles.add(marks)
        assert "He said It works She left" == " ".join(word for word in changed.words if word.isalnum())

    assert {("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»"), ("``", "''"), ()} == styles


def test_full_stops_and_paragraphs() -> None:
    """Only full stops at the ends of sentences go; paragraphs begin with sentences only."""
    dropped = drop_full_stops(make("He said : “ It works . ” She left . U.S. talks"))
    broken = [change_paragraphs(ATTRIBUTED, random.Random(seed)).paragraphs for seed in range(20)]

    assert "." not in dropped.words
    assert "U.S." in dropped.words
    assert all(set(paragraphs) <= set(ATTRIBUTED.sentences) for paragraphs in broken)


def test_capitals_keep_lemmas(data: Path) -> None:
    """A word in capitals has the lemma it had."""
    gum = conllu(data / "ud/train.conllu")[0]
    changed = capitals(gum, 0, len(gum.words))

    assert "LEE" == changed.words[1]
    assert gum.tags is not None
    assert changed.tags is not None
    before = [lemma_of(word, script) for word, script in zip(gum.words, gum.tags.lemma, strict=True)]
    assert (
        before[1:]
        == [lemma_of(word, script) for word, script in zip(changed.words, changed.tags.lemma, strict=True)][1:]
    )


def test_changes_keep_annotation_apart() -> None:
    """Whatever is changed, no word gets two roles and every range holds words."""
    pools = Pools(("Ola",), ("Berg",), {("ORG", False): (("Acme",),)})
    for seed in range(200):
        changed = augment(ATTRIBUTED, random.Random(seed), pools)
        assert changed.layers is not None
        taken = [k for f in changed.layers[0].attributions for role in f.values() for a, b in role for k in range(a, b)]
        assert len(taken) == len(set(taken))
        assert all(0 <= k < len(changed.words) for k in taken)
        assert changed.sentences[0] == 0


def test_fragments_look_like_runs_of_content() -> None:
    """A fragment opens a paragraph with a word, and has its sentence's attribution or none at all."""
    document = make(
        "The mayor said that the old bridge is safe . “ We knew about it , ” she said . Rain fell .",
        one=[
            {"source": [(0, 2)], "cue": [(2, 3)], "content": [(3, 9)]},
            {"source": [(17, 18)], "cue": [(18, 19)], "content": [(10, 17)]},
        ],
    )
    found = [fragment(document, random.Random(seed), frozenset({"said"})) for seed in range(60)]

    pieces = {" ".join(piece.words).removesuffix(" .").lower() for piece in found if piece}
    assert {
        "the mayor said that the old bridge is safe",
        "we knew about it , ” she said",
        "the old bridge is safe",
        "we knew about it , ”",
    } == pieces
    for piece in found:
        assert piece is None or [0] == piece.paragraphs == piece.sentences
        assert piece is None or piece.layers is not None
        assert piece is None or ("said" in piece.words) == bool(piece.layers and piece.layers[0].attributions)


def test_cue_words() -> None:
    """A word that is a cue often enough, outside of content, is a cue word."""
    assert frozenset({"said"}) == cue_words([ATTRIBUTED] * 3)


def test_targets(work: Path, start: Path) -> None:
    """Labels begin and go on, and the arc of a source and a content leads to the first word of its cue."""
    (article,) = reader(work)("attribution.train")
    labels = json.loads((start / "labels.json").read_text(encoding="utf8"))
    made = batch([article], Pieces(start / "tokenizer.json"), index_of(labels), random.Random(1))
    names = [labels["attribution"][k] for k in made.targets["attribution"][0]]

    assert ["B-source", "I-source", "B-cue", "B-content", "I-content"] == names[:5]
    assert [2, 2, IGNORE, 2, 2] == made.targets["cue"][0, :5].tolist()


def test_frames_of_targets(work: Path, start: Path) -> None:
    """Each cue's frame has its own source, cue and content, and nothing of other attributions."""
    (article,) = reader(work)("attribution.train")
    layer = Layer(
        [
            {"source": [(0, 2)], "cue": [(2, 3)], "content": [(3, 4)]},
            {"source": [], "cue": [(5, 6)], "content": [(6, 7)]},
        ]
    )
    labels = json.loads((start / "labels.json").read_text(encoding="utf8"))
    made = batch(
        [replace(article, layers=[layer])], Pieces(start / "tokenizer.json"), index_of(labels), random.Random(1)
    )
    assert made.cues is not None
    assert made.frames is not None
    first, second = ([labels["attribution"][k] for k in frame[:8]] for frame in made.frames[0])

    assert [2, 5] == made.cues[0].tolist()
    assert ["B-source", "I-source", "B-cue", "B-content", "O", "O", "O", "O"] == first
    assert ["O", "O", "O", "O", "O", "B-cue", "B-content", "O"] == second


def test_a_decoy_learns_an_empty_frame(work: Path, start: Path) -> None:
    """The frame of a word that is no cue is asked to be empty: where it is full, the loss is high."""
    network = Network.load(start)
    (article,) = reader(work)("attribution.train")
    made = batch(
        [replace(article, layers=[Layer([])])],
        Pieces(start / "tokenizer.json"),
        index_of(network.labels),
        random.Random(1),
    )
    found = []
    with torch.no_grad():
        for label in ("O", "I-content"):
            network.frame.label.bias.zero_()
            network.frame.label.bias[network.labels["attribution"].index(label)] = 20.0
            found.append(float(losses(network, "attribution", made, "cpu", False)["frame"]))

    assert found[0] < 0.1 < 10 < found[1]


def test_weights_without_frames_are_gone_on_from(start: Path, tmp_path: Path) -> None:
    """Weights that lack frames or guidelines start with new ones; weights of another network are refused."""
    from safetensors.torch import load_file, save_file

    weights = load_file(start / "encoder.safetensors")
    old = {k: v for k, v in weights.items() if not k.startswith(("frame.", "guidelines."))}
    save_file(old, start / "encoder.safetensors")
    network = warm(start, tmp_path)

    assert torch.equal(weights["upos.weight"], network.upos.weight)
    save_file({k: v for k, v in weights.items() if not k.startswith("upos.")}, start / "encoder.safetensors")
    with pytest.raises(SystemExit, match=r"upos\.weight"):
        warm(start, tmp_path)


def test_a_window_shares_its_dropout() -> None:
    """All words of a window lose the same features, two windows different ones, and prediction loses none."""
    dropout = Shared(0.5)
    torch.manual_seed(1)
    found = dropout(torch.ones(2, 3, 64))

    assert torch.equal(found[:, 0], found[:, 2])
    assert not torch.equal(found[0], found[1])
    assert {0.0, 2.0} == set(found.unique().tolist())
    assert torch.equal(torch.ones(1, 1, 64), dropout.eval()(torch.ones(1, 1, 64)))


def test_a_window_without_misc_lets_outside_be_either(start: Path) -> None:
    """Where MISC is not annotated, a word called MISC costs no more than one called O."""
    network = Network.load(start)
    pieces, index = Pieces(start / "tokenizer.json"), index_of(network.labels)
    document = Document("d", ["Rome", "left"], [0], [0], names=[(0, 1, "LOC")])
    found = []
    with torch.no_grad():
        network.entity.bias[index["entity"]["B-MISC"]] = 20.0
        for misc in (False, True):
            made = batch([replace(document, misc=misc)], pieces, index, random.Random(1))
            found.append(losses(network, "names", made, "cpu", False)["entity"])
    loose, strict = found

    assert loose < strict - 5


def test_coreference_is_marginal() -> None:
    """Any right antecedent will do; a first mention has itself."""
    mention = torch.tensor([[1, 1, 0, 1]])
    same = torch.zeros(1, 4, 4, dtype=torch.bool)
    same[0, 0, 1] = same[0, 1, 0] = same[0, 0, 3] = same[0, 3, 0] = same[0, 1, 3] = same[0, 3, 1] = True
    scores = torch.zeros(1, 4, 4)
    scores[0, 1, 0] = scores[0, 3, 0] = 50.0
    either = torch.zeros(1, 4, 4)
    either[0, 1, 0] = either[0, 3, 1] = 50.0
    new = torch.zeros(1, 4, 4)
    new[0, 1, 1] = new[0, 3, 3] = 50.0

    assert coreference(scores, mention, same) == pytest.approx(0, abs=1e-5)
    assert coreference(either, mention, same) == pytest.approx(0, abs=1e-5)
    assert coreference(new, mention, same) > 30


def test_batches_depend_on_seed_and_step(work: Path, start: Path) -> None:
    """The batch of a step is the same whatever was drawn before; no window is longer than one may be."""
    labels = json.loads((start / "labels.json").read_text(encoding="utf8"))
    samplers = [Sampler(training_sets(reader(work)), Pieces(start / "tokenizer.json"), labels, 7) for _ in range(2)]
    first = [samplers[0](step) for step in range(12)]

    for step in reversed(range(12)):
        name, made = samplers[1](step)
        assert name == first[step][0]
        assert torch.equal(made.ids, first[step][1].ids)
        assert made.ids.size(1) <= WINDOW + 2
    assert {"attribution", "ewt", "names"} == {name for name, _ in first}


def test_inputs_are_those_of_prediction() -> None:
    """The embedded network says of a text's words what the pipeline says of them."""
    from attribution.language.pipeline import EMBEDDED, Language

    article = Article("The MAYOR said that iPhones aren't safe.\n\n“We knew it,” Ann O’Neill told reporters in Oslo.")
    parse = Language(precision="float32").parse(article)
    opens = [min(t.index for t in parse.tokens if t.paragraph == p) for p in range(2)]
    document = Document("d", [t.text for t in parse.tokens], [s.first for s in parse.sentences], opens)
    folder = EMBEDDED / "en" / "attribution"
    network = Network.load(folder)
    with torch.inference_mode():
        scores = network(*inputs([document], Pieces(folder / "tokenizer.json")), torch.tensor([1]))
    said = scores.mention[0].softmax(-1)[:, 1].tolist()

    assert [token.mention for token in parse.tokens] == pytest.approx(said, abs=1e-3)


def test_the_rate_goes_up_and_down_to_nothing() -> None:
    """The learning rate rises in a line, falls in a line, and is nothing at the end, by steps or by time."""
    plan = Plan(1000, 10.0, 1, 1e-3, 1e-3, False, "x")

    assert plan.rate(0, 0) < 0.05
    assert 0.9 < plan.rate(60, 0) < 1
    assert 0.5 == plan.rate(500, 0)
    assert 0.25 == plan.rate(500, 450)
    assert 0 == plan.rate(1000, 0)


def run(work: Path, out: Path, start: Path, *more: str) -> dict[str, torch.Tensor]:
    threads = torch.get_num_threads()
    main([str(work), "-o", str(out), "--from", str(start), "--steps", "6", *more])
    torch.set_num_threads(threads)
    state: dict[str, torch.Tensor] = torch.load(out / "checkpoint.pt", weights_only=True)["average"]
    return state


def test_a_stopped_training_goes_on(work: Path, start: Path, tmp_path: Path) -> None:
    """Stopped after three of six steps and started again, a training ends where one without a stop does."""
    whole = run(work, tmp_path / "whole", start)
    run(work, tmp_path / "halves", start, "--stop-at", "3")
    halves = run(work, tmp_path / "halves", start)

    assert whole.keys() == halves.keys()
    assert all(torch.equal(whole[key], halves[key]) for key in whole)
    assert not torch.equal(whole["shape.weight"], Network.load(start).state_dict()["shape.weight"])


def test_from_training_to_export(work: Path, start: Path, tmp_path: Path) -> None:
    """A run is measured and exported, and the exported weights are those that were measured, as float16."""
    out = tmp_path / "run"
    run(work, out, start)
    pieces = Pieces(out / "tokenizer.json")
    measured = evaluate(load(out), pieces, work, bfloat16=False)

    files = export([out], tmp_path / "models", "tiny")

    folder = tmp_path / "models" / "en" / "attribution"
    exported = Network.load(folder)
    assert {"encoder.safetensors", "encoder.json", "labels.json", "tokenizer.json"} == {Path(f).name for f in files}
    assert json.loads((tmp_path / "models/weights.json").read_text()) == {"name": "tiny", "files": files}
    assert measured.keys() == evaluate(exported, pieces, work, bfloat16=False).keys()
    for key, value in load(out).state_dict().items():
        assert torch.allclose(value, exported.state_dict()[key], atol=1e-3)


def test_several_runs_are_averaged(work: Path, start: Path, tmp_path: Path) -> None:
    """Runs and folders of weights are averaged by their shares, which are 1 in all."""
    out = tmp_path / "run"
    run(work, out, start)

    found = mean([out, start], [0.25, 0.75])

    ours, theirs = load(out).state_dict(), Network.load(start).state_dict()
    for key, value in found.items():
        assert torch.allclose(value, 0.25 * ours[key] + 0.75 * theirs[key], atol=1e-6)
    with pytest.raises(ValueError, match="1 in all"):
        mean([out, start], [0.5])


def test_training_learns(work: Path, start: Path) -> None:
    """Twenty steps on one batch bring its loss down."""
    from training.train import Training

    network = Network.load(start)
    for parameter in network.parameters():
        parameter.requires_grad_(True)
    training = Training(network, Plan(400, None, 1, 3e-3, 3e-3, False, "x"), "cpu")
    made = batch(
        reader(work)("attribution.train"), Pieces(start / "tokenizer.json"), index_of(network.labels), random.Random(1)
    )
    found = [sum(training.advance("attribution", made).values()) for _ in range(30)]

    assert found[-1] < found[0] - 1


def test_figures() -> None:
    """Counted by hand: spans of labels, runs of words, pairs by their content, F."""
    said = Said(
        {"attribution": ["B-source", "B-cue", "B-content", "I-content", "O", "B-cue"]},
        head=torch.arange(6).numpy(),
        cue=torch.tensor([1, 1, 1, 1, 4, 5]).numpy(),
        mention=torch.zeros(6).bool().numpy(),
        antecedent=torch.arange(6).numpy(),
    )
    ours = grouped(said)
    f = F()
    f.add([1, 2, 3], [2, 3, 4])

    assert [(frozenset({0}), frozenset({1}), frozenset({2, 3}))] == ours
    assert [(0, 0)] == matched(ours, [(frozenset(), frozenset(), frozenset({2, 3, 4}))])
    assert [] == matched(ours, [(frozenset(), frozenset(), frozenset({3, 4}))])
    assert [(1, 2), (3, 4)] == runs(frozenset({0, 1, 3}), ["“", "a", "b", "c"])
    assert 66.67 == f.f


def test_tags_are_carried(data: Path) -> None:
    """A document with syntax takes no edit that changes its number of words, and joins with its arcs."""
    gum, review = conllu(data / "ud/train.conllu")
    both = join([review, review])

    assert isinstance(both.tags, Tags)
    assert [1, 1, 1, 4, 4, 4] == both.tags.head
    with pytest.raises(ValueError, match="keeps its number of words"):
        edit(gum, [(0, 1, [])])
