"""The language step: windows, abbreviations, lemmas, loading, and the real pipeline on the embedded weights."""

import json
import pickle
import shutil
import socket
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attribution.article import Article
from attribution.errors import ModelError
from attribution.language.sentences import document
from attribution.language.windows import WINDOW, units, windows
from attribution.parse import Parse

STANZA = Path(__file__).parent / "data" / "stanza"


@pytest.fixture(scope="module")
def language():
    from attribution.language.pipeline import Language

    return Language()


@pytest.fixture(scope="module")
def stanza_language():
    from attribution.language.pipeline import Language

    return Language(models=STANZA)


# Windows


def test_short_article_is_one_window():
    """An article that fits into a window is read at once, and all of it belongs to that window."""
    cuts = units([(0, 10), (10, 25)], [1] * 25)

    assert [(0, 25, 0, 25)] == [tuple(window) for window in windows(cuts)]


@given(st.lists(st.lists(st.integers(1, 40), min_size=1, max_size=60), min_size=1, max_size=40))
def test_windows_own_every_word_once(sizes):
    """Whatever the sentences are, each word is owned by one window that reads it, and no window is too large."""
    pieces = [piece for sentence in sizes for piece in sentence]
    ends = [0]
    for sentence in sizes:
        ends.append(ends[-1] + len(sentence))
    found = windows(units(list(pairwise(ends)), pieces))

    assert list(range(len(pieces))) == [word for w in found for word in range(w.own_first, w.own_end)]
    assert all(w.first <= w.own_first and w.own_end <= w.end for w in found)
    assert all(sum(pieces[w.first : w.end]) <= WINDOW for w in found)


def test_windows_overlap():
    """A sentence in the middle of a long article is taken from a window that reads something on both sides of it."""
    cuts = units([(k * 40, k * 40 + 40) for k in range(30)], [1] * 1200)

    for window in windows(cuts)[1:-1]:
        assert window.first < window.own_first
        assert window.own_end < window.end


def test_torn_sentence():
    """A sentence of more pieces than a window is cut into units that fit."""
    cuts = units([(0, 1000)], [1] * 1000)

    assert [WINDOW, WINDOW, WINDOW, 40] == [unit.pieces for unit in cuts]


def test_content_run_fits_a_window():
    """The second reading of an endless content stops where a window is full, however many pieces its words have."""
    import numpy as np

    from attribution.language.processor import _content_runs

    labels = ["O", "I-source", "I-cue", "I-content", "B-source", "B-cue", "B-content"]
    scores = np.eye(7, dtype=np.float32)[[6, *[3] * 99]]
    (run,) = _content_runs(scores, labels, [(0, 100)], ["word"] * 100, [32] * 100)

    assert (0, WINDOW // 32) == (run.first, run.end)


# Abbreviations


@pytest.mark.parametrize(
    "sentences",
    [
        # a title before a name
        ["said Gov. Mike Pence ."],
        ["Mr. Trump left ."],
        ["so said Rep. Elijah Cummings ."],
        # a month before a day, a number
        ["On Sept. 11 they met ."],
        ["on Nov. 8"],
        ["No. 2 won ."],
        # dotted names
        ["the U.S. Air Force"],
        ["the D.C. Circuit ruled"],
        ["G.K. Butterfield spoke ."],
        # states and firms inside a sentence
        ["of Richmond , Va. , said"],
        ["Apple Inc. said"],
        # nothing ends a sentence there
        ["Minister Theresa May left ."],
        ["a Reuters / Ipsos poll"],
        ["improve Muslim relations ."],
        # ends of sentences stay
        ["in the U.S.", "The talks failed ."],
        ["met Trump .", "Clinton left ."],
        ["he said no .", "Nobody left ."],
        # a mark is a word of its own
        ["“ HALL : We won ."],
    ],
)
def test_abbreviations(language, sentences):
    """A full stop goes to its abbreviation, and ends a sentence only where one ends."""
    text = " ".join(sentences)
    for loose, tight in ((" .", "."), (" ,", ","), ("“ ", "“"), (" :", ":"), (" / ", "/")):
        text = text.replace(loose, tight)
    parse = language.parse(Article(text))

    assert sentences == [" ".join(t.text for t in parse.tokens[s.first : s.end]) for s in parse.sentences]


def test_long_sentences_are_cut(stanza_language):
    """Behind official packages no sentence is longer than their parser can bear, and every word keeps its place."""
    from attribution.language.sentences import LONGEST

    text = "they don’t and she won't " * 200
    parse = stanza_language.parse(Article(text))

    assert max(sentence.end - sentence.first for sentence in parse.sentences) <= 2 * LONGEST
    assert "".join(text.split()) == "".join(token.text for token in parse.tokens)


def test_endless_run(language):
    """A run of signs without any space is read in bounded time; at most a sign in 2,000 of it is in no token."""
    text = "x" * 10_000
    tokens = language.parse(Article(text)).tokens

    assert 10_000 - 5 <= sum(len(token.text) for token in tokens) <= 10_000


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Kazemi", "-Qomi"], ["Kazemi", "-", "Qomi"]),
        (["Kazemi-", "Qomi"], ["Kazemi", "-", "Qomi"]),
        (["cross", "‐country"], ["cross", "‐", "country"]),
        # a minus, a dash, a word that is cut off
        (["at", " ", "-5"], ["at", "-5"]),
        (["x", "-5"], ["x", "-5"]),
        (["mid-", " ", "and"], ["mid-", "and"]),
    ],
)
def test_hyphens_are_words(words, expected):
    """A hyphen between two words is a word, on whichever side the tokenizer left it."""
    text, at, spans = "".join(words), 0, []
    for word in words:
        if word.strip():
            spans.append((at, at + len(word)))
        at += len(word)
    doc = document(text, text, [spans])

    assert expected == [word.text for sentence in doc.sentences for word in sentence.words]


# Lemmas


@pytest.mark.parametrize(
    ("text", "tag", "scripts", "expected"),
    [
        ("told", "VERB", ["L|3|y"], "tell"),  # the dictionary knows it
        ("Said", "VERB", ["L|0|"], "say"),
        ("absorbed", "VERB", ["L|1|", "L|2|"], "absorb"),  # the first script that leads to a known lemma
        ("grmphed", "VERB", ["L|1|", "L|2|"], "grmphe"),  # nobody knows it: the network's word
        ("Tehran", "PROPN", ["=|0|"], "Tehran"),  # a name is its own lemma
        ("I", "PRON", ["L|0|"], "I"),
        ("don’t", "AUX", ["L|0|"], "don’t"),
    ],
)
def test_lemmas(language, text, tag, scripts, expected):
    """A lemma comes from the dictionary, else from the best edit script that leads to a word that it knows."""
    lemmas = language._pipeline.processors["attribution"].lemmas

    assert expected == lemmas.lemma(text, tag, scripts)


# The real pipeline


def _check(parse: Parse, text: str) -> None:
    assert parse.text == text
    ends = [0]
    for token in parse.tokens:
        assert token.text == text[token.start : token.end]
        assert ends[-1] <= token.start < token.end
        assert 0 <= token.head < len(parse.tokens)
        assert parse.tokens[token.head].sentence == token.sentence
        assert all(0 <= arc.to < len(parse.tokens) for arc in (*token.reading.arcs, *token.inner.arcs))
        assert all(arc.to <= token.index for arc in token.antecedents)
        ends.append(token.end)
    for sentence in parse.sentences:
        roots = [t for t in parse.tokens[sentence.first : sentence.end] if t.head == t.index]
        assert len(roots) == 1
        assert list(range(sentence.first, sentence.end)) == parse.subtree(roots[0].index)
    for name in parse.names:
        assert 0 <= name.first < name.end <= len(parse.tokens)


TEXTS = [
    "“Trade was also discussed,” he added.",
    "",
    " \n\t\n ",
    "a",
    "😀 said “👩‍👩‍👧‍👦 é is e\u0301”, 𝒻𝒶𝓃𝒸𝓎.",
    "قال الرئيس: “نعم”. He said ‏yes‏.",
    "NUL\x00inside, \x01controls\x1f, BEL\x07 and DEL\x7f, C1 \x85 and \x9f.",
    "one\r\ntwo\rthree\u2028four\u2029five\x0bsix\x0cseven",
    "first paragraph\n\nsecond paragraph\n \n \t third",
    "\ufeffA byte-order mark, a soft\u00adhyphen, a zero\u200bwidth space and a no\u00a0break one.",
    "x" * 3000,
    "A." * 2000,
    "word " * 2000,
    '"' * 2000,
    "。」「 日本語の文章です。彼は「はい」と言った。",
    "\ud83d lone surrogate",
    ".\n.\n.\n",
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_text(language, text):
    """Whatever the text is, each token slices to its own words and each sentence is one tree."""
    _check(language.parse(Article(text)), text)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec=None), max_size=200))
def test_arbitrary_unicode(language, text):
    """Any string of code points gives tokens inside it."""
    _check(language.parse(Article(text)), text)


def test_alone_or_among_others(language):
    """An article's parse does not depend on what was read before it, or on the threads of the process."""
    import torch

    texts = [path.read_text(encoding="utf8") for path in sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))]
    first = language.parse(Article(texts[0]))
    for text in texts[1:]:
        language.parse(Article(text))
    threads = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        again = language.parse(Article(texts[0]))

        assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(threads)

    assert pickle.dumps(first.tokens) == pickle.dumps(again.tokens)
    assert first.names == again.names


def test_what_it_reads(language):
    """The embedded weights find words, syntax, names, cues and antecedents of a plain sentence."""
    parse = language.parse(Article("Angela Merkel arrived in Paris. She said that the talks had failed."))
    by_text = {token.text: token for token in parse.tokens}
    said = by_text["said"]

    assert ("say", "VERB", "root", "cue") == (said.lemma, said.upos, said.deprel, said.reading.label)
    assert said.index == by_text["She"].head
    assert "source" == by_text["She"].reading.label
    assert "content" == by_text["failed"].reading.label
    assert said.index == by_text["failed"].reading.arcs[0].to
    assert by_text["Angela"].index == by_text["She"].antecedents[0].to
    assert [("PER", "Angela Merkel"), ("LOC", "Paris")] == [
        (name.kind, parse.words(parse.span(name.first, name.end))) for name in parse.names
    ]


def test_no_network(monkeypatch):
    """Loading and reading open no connection."""
    from attribution.language.pipeline import Language

    def refuse(*_):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    for models in (None, STANZA):
        assert Language(models=models).parse(Article("He said yes.")).tokens


# Any Stanza resources directory


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_text_with_official_packages(stanza_language, text):
    """With models of the official layout the same holds, multi-word tokens and endless sentences included."""
    _check(stanza_language.parse(Article(text)), text)


def test_multi_word_tokens(stanza_language):
    """Each word of a multi-word token is a substring of it, also where Stanza gives it no offsets."""
    text = "They don’t know. He won't go, and she can’t. It's Iran’s."
    words = [token.text for token in stanza_language.parse(Article(text)).tokens]

    for pair in (["do", "n’t"], ["wo", "n't"], ["can", "’t"], ["It", "'s"], ["Iran", "’s"]):
        assert pair in [list(two) for two in pairwise(words)]


def test_official_packages_write_the_syntax(stanza_language):
    """With --models the directory's packages fill the syntax, and ours add attribution and coreference alone."""
    parse = stanza_language.parse(Article("Hassan told Apple that he left."))
    by_text = {token.text: token for token in parse.tokens}

    assert "cue" == by_text["told"].reading.label
    assert {0.9} == {name.confidence for name in parse.names}
    assert "embedded" != stanza_language.fingerprint["models"]


# What is missing or damaged


def test_missing_embedded_weights(monkeypatch, tmp_path):
    """A file of weights that is missing is named."""
    from attribution.language import pipeline

    copied = shutil.copytree(pipeline.EMBEDDED, tmp_path / "models")
    (copied / "en" / "tokenize" / "news.pt").unlink()
    monkeypatch.setattr(pipeline, "EMBEDDED", copied)

    with pytest.raises(ModelError, match=r"news\.pt: the file of weights is missing"):
        pipeline.Language()


def test_damaged_embedded_weights(monkeypatch, tmp_path):
    """A file of weights of which a single bit fell over is named."""
    from attribution.language import pipeline

    copied = shutil.copytree(pipeline.EMBEDDED, tmp_path / "models")
    path = copied / "en" / "attribution" / "encoder.safetensors"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    monkeypatch.setattr(pipeline, "EMBEDDED", copied)

    with pytest.raises(ModelError, match=r"encoder\.safetensors: the file of weights is damaged"):
        pipeline.Language()


def _directory(tmp_path: Path) -> Path:
    return shutil.copytree(STANZA, tmp_path / "stanza")


def _remove(name):
    return lambda directory: (directory / name).unlink()


def _flip(name):
    def change(directory):
        path = directory / name
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)

    return change


def _without_package(directory):
    path = directory / "resources.json"
    resources = json.loads(path.read_text(encoding="utf8"))
    del resources["en"]["packages"]["default"]["ner"]
    path.write_text(json.dumps(resources), encoding="utf8")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_remove("resources.json"), r"resources\.json: not found.*attribution models fetch"),
        (_remove("en/pos/tiny_nocharlm.pt"), r"tiny_nocharlm\.pt: the model is missing.*models fetch"),
        (_remove("en/pretrain/tiny.pt"), r"pretrain/tiny\.pt: the model is missing"),
        (_flip("en/depparse/tiny_nocharlm.pt"), r"depparse/tiny_nocharlm\.pt: the model is damaged"),
        (lambda directory: (directory / "resources.json").write_text("{"), r"resources\.json: damaged"),
        (_without_package, r"resources\.json: no English ner package"),
    ],
    ids=["no index", "no model", "no vectors", "damaged model", "damaged index", "no package"],
)
def test_bad_resources_directory(tmp_path, change, message):
    """What is wrong with a Stanza resources directory is said with the file's name and the remedy."""
    from attribution.language.pipeline import Language

    directory = _directory(tmp_path)
    change(directory)

    with pytest.raises(ModelError, match=message):
        Language(models=directory)


def test_manifest():
    """The embedded files are those that weights.json names, no more and no less, and each is under 50 MB."""
    from attribution.language.pipeline import EMBEDDED, embedded

    files = {path.relative_to(EMBEDDED).as_posix() for path in (EMBEDDED / "en").rglob("*") if path.is_file()}

    assert set(embedded()) == {name for name in files if not name.endswith(".md")}
    assert all((EMBEDDED / name).stat().st_size < 50_000_000 for name in files)
