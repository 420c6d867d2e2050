"""training.tokenizer: texts, changes, batches, measures, and a training from prepare to export, on tiny data."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import torch

from training import tokenizer
from training.tokenizer import Plan, Sampler, Training, export, main, start, vocabulary
from training.tokenizer_augment import STYLES, abbreviate, augment, capitals, change_marks, full_names, quote, restyle
from training.tokenizer_data import (
    INSIDE,
    SENTENCE,
    WORD,
    Marked,
    Paragraph,
    Text,
    Word,
    conllu,
    labels,
    marked,
    prepare,
    read,
    read_marked,
    surface,
    write,
)
from training.tokenizer_evaluate import Share, Tokenize, at_marks, closing_marks, f_score, press, words_and_sentences

CONLLU = """\
# newdoc id = one
# newpar
1	"	"	PUNCT	``	_	0	root	_	SpaceAfter=No
2-3	Don't	_	_	_	_	_	_	_	_
2	Do	do	AUX	VB	_	0	root	_	_
3	n't	not	PART	RB	_	2	advmod	_	_
4	call	call	VERB	VB	_	2	xcomp	_	SpaceAfter=No
5	.	.	PUNCT	.	_	2	punct	_	SpaceAfter=No
6	"	"	PUNCT	''	_	2	punct	_	_

1	Ann	Ann	PROPN	NNP	_	0	root	_	_
2	Lee	Lee	PROPN	NNP	_	1	flat	_	_
2.1	was	be	AUX	VBD	_	_	_	_	_
3	home	home	ADV	RB	_	1	advmod	_	SpaceAfter=No
4	.	.	PUNCT	.	_	1	punct	_	_

# newpar
1	Bye	bye	INTJ	UH	_	0	root	_	_

# newdoc id = two
1	She	she	PRON	PRP	_	2	nsubj	_	_
2	left	leave	VERB	VBD	_	0	root	_	_
3	Rome	Rome	PROPN	NNP	_	2	obj	_	SpaceAfter=No
4	.	.	PUNCT	.	_	2	punct	_	_
"""


def _words(line: str) -> list[Word]:
    """Words as "form/TAG"; "+" before one glues it to the word before it."""
    found: list[Word] = []
    for item in line.split():
        form, _, tag = item.rpartition("/")
        if form.startswith("+") and found:
            form = form[1:]
            found[-1] = found[-1]._replace(space=False)
        found.append(Word(form, True, tag))
    return found


def _paragraph(*lines: str) -> Paragraph:
    return [_words(line) for line in lines]


QUOTED = _paragraph("\"/`` +Go/VB +!/. +\"/'' Ann/NNP Lee/NNP said/VBD +./.", "He/PRP went/VBD +./.")


def _shown(paragraph: Paragraph) -> list[str]:
    """The sentences of a paragraph as they stand in its text."""
    text, spans = surface(paragraph)
    return [text[sentence[0][0] : sentence[-1][1]] for sentence in spans]


@pytest.fixture
def texts(tmp_path: Path) -> list[Text]:
    path = tmp_path / "tiny.conllu"
    path.write_text(CONLLU, encoding="utf8")
    return conllu(path)


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Prepared tiny data, and batches small enough for a test."""
    monkeypatch.setattr(tokenizer, "ROWS", 2)
    monkeypatch.setattr(tokenizer, "ROW", 64)
    (tmp_path / "data" / "ud").mkdir(parents=True)
    (tmp_path / "data" / "polnear").mkdir()
    for name in ("train", "dev-ewt"):
        (tmp_path / "data" / "ud" / f"{name}.conllu").write_text(CONLLU * 4, encoding="utf8")
    article = {"text": "“We won,” she said.\n\n“They lost.” He left early."}
    (tmp_path / "data" / "polnear" / "dev.jsonl").write_text(json.dumps(article) + "\n", encoding="utf8")
    prepare(tmp_path / "data", tmp_path / "work")
    return tmp_path / "work"


# Texts


def test_conllu(texts: list[Text]) -> None:
    """Documents and paragraphs open where the file says so; the text stands as it was, without empty nodes."""
    assert ["one", "two"] == [text.name for text in texts]
    assert [['"Don\'t call."', "Ann Lee home."], ["Bye"]] == [_shown(p) for p in texts[0].paragraphs]


def test_multi_word_tokens(texts: list[Text]) -> None:
    """A multi-word token is cut into its words, and the white space behind it is behind the last of them."""
    assert [("Do", False), ("n't", True)] == [(w.form, w.space) for w in texts[0].paragraphs[0][0][1:3]]


def test_words_that_are_no_pieces(tmp_path: Path) -> None:
    """A multi-word token whose words are not its pieces is refused, with the file and the sentence."""
    path = tmp_path / "bad.conllu"
    path.write_text(CONLLU.replace("\tn't\t", "\tnot\t"), encoding="utf8")

    with pytest.raises(ValueError, match=r"bad\.conllu: sentence 1: the words of \"Don't\""):
        conllu(path)


def test_labels(texts: list[Text]) -> None:
    """A character is labelled by what ends with it: nothing, a word, or a sentence."""
    found = labels(*surface(texts[1].paragraphs[0]))

    assert "She left Rome." == surface(texts[1].paragraphs[0])[0]
    assert [INSIDE, INSIDE, WORD, INSIDE, INSIDE, INSIDE, INSIDE, WORD] == found[:8]
    assert [INSIDE, WORD, SENTENCE] == found[-3:]


def test_write_and_read(texts: list[Text], tmp_path: Path) -> None:
    """What is written is read again as it was."""
    write(tmp_path / "texts.jsonl", texts)

    assert texts == read(tmp_path / "texts.jsonl")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won,” Ann said.", [(8, False)]),
        ("He called it “a win” on Monday.", [(19, False)]),
        ('"We won early." He left.', [(14, True)]),
        ("“We won.” “They lost.” He left.", [(8, True), (21, True)]),
        # neither the stop of a title nor a question settles it, and the end of a paragraph settles nothing
        ("“the rev.” Lee spoke.", []),
        ("“Did we win?” Ann asked.", []),
        ("He said “we won.”", []),
    ],
)
def test_marked(text: str, expected: list[tuple[int, bool]]) -> None:
    """Closing marks are taken from running text where their neighbours settle whether a sentence ends, nowhere else."""
    assert expected == [mark for paragraph in marked(text) for mark in paragraph.marks]


# Changes


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (0, "“Go!” Ann Lee said."),
        (2, "‘Go!’ Ann Lee said."),
        (4, "«Go!» Ann Lee said."),
        (5, "``Go!'' Ann Lee said."),
    ],
)
def test_restyle(style: int, expected: str) -> None:
    """Marks are turned by their tags into those of another style, in the same places."""
    assert [expected, "He went."] == _shown(restyle(QUOTED, style))


def test_possessive_is_no_mark() -> None:
    """An apostrophe that stands alone changes with the apostrophes, and not with the quotation marks."""
    paragraph = _paragraph("the/DT workers/NNS +'/POS '/`` +win/NN +'/''")

    assert ["the workers’ «win»"] == _shown(restyle(paragraph, 4))


def test_stop_outside_the_mark() -> None:
    """Where a British style sets the stop outside, the sentence still ends behind both."""
    paragraph = _paragraph("We/PRP \"/`` +won/VBD +./. +\"/''")
    found = {_shown(change_marks(paragraph, random.Random(seed)))[0] for seed in range(80)}

    assert {"We ‘won’.", "We ‘won.’", "We “won.”"} <= found
    assert not any(shown.endswith(("”.", '".', "».")) for shown in found)


def test_capitals() -> None:
    """Capitals leave each word as long as it was."""
    assert [Word("STRAßE", True, "NN")] == capitals([Word("Straße", True, "NN")])


def test_abbreviations() -> None:
    """Abbreviations come with their full stop, and one at the end of a sentence ends it with that stop alone."""
    sentence = _words("In/IN March/NNP 3/CD Ann/NNP Lee/NNP left/VBD Rome/NNP +./.")
    found = [abbreviate(sentence, random.Random(seed)) for seed in range(300)]
    shown = {_shown([changed])[0] for changed in found}

    assert any(" Mar. 3 " in text for text in shown)
    assert any("Gov. Ann Lee" in text for text in shown)
    assert any(text.endswith("left U.S.") for text in shown)
    assert any(text.endswith("Rome Inc.") for text in shown)
    assert not any(".." in text for text in shown)


def test_names() -> None:
    """Names for reporting clauses are those of just two words."""
    sentence = _words("Ann/NNP Lee/NNP met/VBD Jo/NNP Van/NNP Dam/NNP")

    assert ([Word("Ann", True, "NNP"), Word("Lee", True, "NNP")],) == full_names([[sentence]])


def test_quote() -> None:
    """A quotation takes its marks and its clause into its sentences: no sentence is lost, none begins with a clause."""
    paragraph = _paragraph("We/PRP won/VBD it/PRP +./.", "Did/VBD they/PRP lose/VB +?/.", "No/UH +./.")
    names = ([Word("Ann", True, "NNP"), Word("Lee", True, "NNP")],)
    found = [_shown(quote(paragraph, random.Random(seed), names)) for seed in range(300)]

    assert {3} == set(map(len, found))
    assert any('"We won it,"' in shown[0] and shown[0].endswith("said.") for shown in found)
    assert any(shown[1].startswith('Did they lose?" ') for shown in found)
    assert any('Ann Lee said, "We won it.' in shown[0] for shown in found)


@pytest.mark.parametrize("seed", range(40))
def test_changes_keep_the_text_whole(seed: int) -> None:
    """Whatever is changed, words cover the text but for its white space, in order, and each sentence has one."""
    text, spans = surface(augment(QUOTED, random.Random(seed), full_names([QUOTED])))

    assert all(spans)
    assert "".join(text.split()) == "".join(text[start:end] for sentence in spans for start, end in sentence)


# Batches


def _sampler(work: Path) -> Sampler:
    found = read(work / "tokenizer.train.jsonl")
    vocab = vocabulary(found)
    plan = Plan(steps=4, hidden=8)
    return Sampler(found, plan.config(vocab), vocab, plan)


def test_batch_depends_on_the_step_alone(work: Path) -> None:
    """The batch of a step is the same whatever was drawn before, and that of another step another."""
    one, other = _sampler(work), _sampler(work)
    one(0)

    assert all(map(torch.equal, one(3), other(3)))
    assert not torch.equal(one(3)[0], other(2)[0])


def test_rows_are_filled_with_paragraphs(work: Path) -> None:
    """Rows hold whole paragraphs, each with a blank without a label behind it, and each ends with its sentence."""
    sampler = _sampler(work)
    units, gold, features = sampler(1)

    assert (len(units), tokenizer.ROW) == tuple(units.shape)
    assert torch.equal(gold == -1, units == sampler.blank)
    last = features[:, :, tokenizer.FEATURES.index("end_of_para")] == 1
    assert last.sum() > 1
    assert {SENTENCE} == set(gold[last].tolist())
    assert bool((units[:, -1] == sampler.blank).all())


def test_vocabulary() -> None:
    """Rare characters are unknown; the marks of every style are known though no text has them."""
    vocab = vocabulary([Text("t", [_paragraph(*["aa/X"] * 3, "é/X")])])

    assert "a" in vocab
    assert "é" not in vocab
    assert all(sign in vocab for style in STYLES for mark in style for sign in mark)


# From prepare to export


def test_training_that_was_stopped(work: Path, tmp_path: Path) -> None:
    """A training that was stopped gives the file, byte for byte, of one that was not."""
    command = ["train", str(work), "--steps", "4", "--hidden", "8", "-o"]
    main([*command, str(tmp_path / "whole")])
    main([*command, str(tmp_path / "parts"), "--stop-at", "1"])
    main([*command, str(tmp_path / "parts"), "--stop-at", "3"])
    main([*command, str(tmp_path / "parts")])
    for run in ("whole", "parts"):
        main(["export", str(tmp_path / run), "-o", str(tmp_path / f"{run}.pt")])

    assert (tmp_path / "whole.pt").read_bytes() == (tmp_path / "parts.pt").read_bytes()


def test_plan_is_kept(work: Path, tmp_path: Path) -> None:
    """A training that goes on goes on as it was begun."""
    training, _ = start(work, tmp_path / "run", Plan(steps=3, hidden=8))
    training.save(tmp_path / "run" / "checkpoint.pt")

    assert 3 == start(work, tmp_path / "run", Plan(steps=9, hidden=16))[0].plan.steps


def test_training_without_prepared_texts(tmp_path: Path) -> None:
    """Where nothing was prepared, the command to do so is named."""
    with pytest.raises(SystemExit, match=r"training\.tokenizer prepare"):
        main(["train", str(tmp_path), "-o", str(tmp_path / "run")])


def test_loss_falls(work: Path) -> None:
    """A few steps on one batch bring its loss down."""
    sampler = _sampler(work)
    training = Training(Plan(steps=20, hidden=8, dropout=0.0), vocabulary(read(work / "tokenizer.train.jsonl")))
    found = [training.advance(sampler(0)) for _ in range(10)]

    assert found[-1] < found[0]


def test_exported_file(work: Path, tmp_path: Path) -> None:
    """Stanza loads the file that is exported; its words cover each paragraph that it is given."""
    main(["train", str(work), "-o", str(tmp_path / "run"), "--steps", "2", "--hidden", "8"])
    export(tmp_path / "run", tmp_path / "news.pt")
    texts = ["Ann Lee left.", "«Bye» – said \U0001f600 she", "x"]
    found = Tokenize(tmp_path / "news.pt")(texts)

    assert 3 == len(found)
    for text, spans in zip(texts, found, strict=True):
        assert "".join(text.split()) == "".join(
            text[start:end].replace(" ", "") for sentence in spans for start, end in sentence
        )
    assert str(tmp_path) not in json.dumps(torch.load(tmp_path / "news.pt", weights_only=True)["config"])


def test_evaluate(work: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The report has each measure whose texts are there, and names those that are missing."""
    main(["train", str(work), "-o", str(tmp_path / "run"), "--steps", "2", "--hidden", "8"])
    capsys.readouterr()
    main(["evaluate", str(tmp_path / "run"), str(work)])
    report = capsys.readouterr().out

    assert "ewt: words " in report
    assert "ewt, closing marks, all styles: " in report
    assert "of 24); inside paragraphs " in report
    assert "tokenizer.news.jsonl: not found" in report
    assert "press, closing marks inside paragraphs: " in report


# Measures


def test_f_score() -> None:
    """F1 is counted by hand for two of three found among four."""
    assert pytest.approx(200 * 2 / 7) == f_score({1, 2, 3}, {2, 3, 4, 5})
    assert 0.0 == f_score({1}, {2})


def test_words_and_sentences() -> None:
    """A word that is cut in two and a sentence that is torn cost both of their sides; gold against itself has all."""
    gold = [[[(0, 2), (3, 6), (6, 7)]], [[(0, 4)]]]
    torn = [[[(0, 2)], [(3, 6), (6, 7)]], [[(0, 1), (1, 4)]]]

    assert (100.0, 100.0) == words_and_sentences(gold, gold)
    assert (pytest.approx(200 * 3 / 9), pytest.approx(200 * 1 / 5)) == words_and_sentences(gold, torn)


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ([[(0, 1), (1, 3), (3, 4), (4, 5)], [(6, 8), (8, 9)]], 1),
        # the mark begins the next sentence; no sentence ends; the stop is torn off
        ([[(0, 1), (1, 3), (3, 4)], [(4, 5), (6, 8), (8, 9)]], 0),
        ([[(0, 1), (1, 3), (3, 4), (4, 5), (6, 8), (8, 9)]], 0),
        ([[(0, 1), (1, 3)], [(3, 4), (4, 5)], [(6, 8), (8, 9)]], 0),
        # what happens elsewhere does not count
        ([[(0, 1), (1, 3), (3, 4), (4, 5)], [(6, 8)], [(8, 9)]], 1),
    ],
)
def test_decision_at_a_mark(found: list[list[tuple[int, int]]], right: int) -> None:
    """At a closing mark sentences have to end in the very places where they end in the gold."""
    paragraph = _paragraph("\"/`` +Go/VB +./. +\"/''", "He/PRP +./.")
    text, gold = surface(paragraph)

    assert '"Go." He.' == text
    assert [4] == closing_marks(paragraph)
    assert (Share(right, 1), Share(right, 1)) == at_marks(text, gold, found, [4])


def test_mark_at_the_end_of_a_paragraph() -> None:
    """A mark that ends its paragraph is counted among all marks, not among those inside."""
    text, gold = surface(_paragraph("\"/`` +Go/VB +./. +\"/''"))

    assert (Share(1, 1), Share(0, 0)) == at_marks(text, gold, gold, [4])


def test_press() -> None:
    """Decisions that spelling settles are right where a sentence ends behind the mark, or none does around it."""
    paragraphs = [Marked("“Go.” He.", [(4, True)]), Marked("“Go,” he.", [(4, False)])]

    assert Share(1, 2) == press(paragraphs, lambda _: [[[(0, 5)], [(6, 9)]]] * 2)


def test_read_marked(work: Path) -> None:
    """The settled marks of the articles are prepared with the texts."""
    assert [Marked("“We won,” she said.", [(8, False)]), Marked("“They lost.” He left early.", [(11, True)])] == (
        read_marked(work / "tokenizer.press.jsonl")
    )
