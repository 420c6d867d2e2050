"""sources: articles in one line for the tests of resolve and role, without weights.

`story(line, …)` reads a line of words into a Parse and Findings:

    story("Taliban spokesman Zabihullah Mujahid spoke . [the spokesman] said it rained .", PER=["Zabihullah Mujahid"])

* Words stand apart by blanks; a full stop word ends a sentence, "//" a paragraph.
* Each [bracket] is the source of one attribution, in their order; "<…>" is quoted content of the attribution whose
  source or cue stands nearest before it in the list ("<1:…>" says which one, from 1); "[]" is an attribution without a
  source, "[-]" one with a cue and no source.
* Tags are guessed from the small table below and from capitals; `word_TAG` sets one ("leading_ADJ"; PROPNS is a
  plural name, VBN a past participle).
* Every word hangs on its sentence's verb; the word before the verb is its subject. `word~relation@word` hangs it on
  another of its sentence ("firm~appos@NPD"), `word_TAG~relation@word` with a tag.
* PER, ORG, LOC and MISC list what the tagger is to have seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attribution.article import Span
from attribution.find.values import Attribution, Findings, Fragment
from attribution.parse import Parse
from tests.factories import parse_of

TAGS = {
    "DET": "the a an this that these those some several many no another both",
    "PRON": "he she it they him them i we you who which everyone someone others everybody",
    "PRP$": "his her its their my our your",
    "ADP": "of to for at in on with by from against about after under",
    "CCONJ": "and or but",
    "PUNCT": ', . : ; ( ) “ ” " -- —',
    "PART": "'s ’s ' ’ not",
    "AUX": "is was are were has have had will would be been",
    "VERB": "said says told wrote added spoke asked met denied stated heads leads runs serves served became reads "
    "warned announced reported found overseeing rained left resigned arrived argued released issued",
    "ADJ": "top senior special former acting deputy second prime foreign chief interior general anonymous new young "
    "vice German Afghan Iranian American British French Russian Chinese Israeli Greek military",
    "ADV": "also then later formerly currently reportedly now",
    "NUM": "49 19 two three one",
}  # fmt: skip
_TAG_OF = {word: tag for tag, listed in TAGS.items() for word in listed.split()}
_XPOS = {"PRP$": "PRP$", "VERB": "VBD", "VBN": "VBN", "AUX": "VBD"}
_HYPHENATED = re.compile(r"(?<=\w)-(?=\w)")


def story(line: str, **names: Sequence[str]) -> tuple[Parse, Findings]:
    """A Parse and Findings from one line of words: see the top of this file."""
    words: list[tuple[str, str, bool, str]] = []  # word, tag, whether it ends its paragraph, relation@head
    sources: list[tuple[int, int] | None] = []
    cues: list[bool] = []
    quoted: list[tuple[int, int, int]] = []  # attribution, first word, end word
    source_start = quote_start = quote_of = -1
    for piece in line.split():
        if piece == "//":
            words[-1] = (*words[-1][:2], True, words[-1][3])
            continue
        if piece in {"[]", "[-]"}:
            sources.append(None)
            cues.append(piece == "[-]")
            continue
        if piece.startswith("<"):
            number, mark, rest = piece[1:].rpartition(":")
            quote_start, quote_of, piece = len(words), int(number) - 1 if mark else len(sources) - 1, rest
        closes_quote, piece = piece.endswith(">"), piece.removesuffix(">")
        if piece.startswith("["):
            source_start, piece = len(words), piece[1:]
        closes_source, piece = piece.endswith("]"), piece.removesuffix("]")
        piece, _, hung = piece.partition("~")
        word, _, tag = piece.partition("_")
        parts = [word] if tag else _HYPHENATED.sub(" - ", word).split()
        words += [(part, tag or _guess(part), False, hung) for part in parts]
        if closes_source:
            sources.append((source_start, len(words)))
            cues.append(True)
        if closes_quote:
            quoted.append((quote_of, quote_start, len(words)))
    parse = _parse(words, {name: kind for kind, listed in names.items() for name in listed})
    return parse, Findings(tuple(_attributions(parse, sources, cues, quoted)), ())


def _guess(word: str) -> str:
    if word in _TAG_OF or word.lower() in _TAG_OF:
        return _TAG_OF.get(word) or _TAG_OF[word.lower()]
    if word == "-":
        return "PUNCT"
    return "PROPN" if word[0].isupper() else "NUM" if word.isdigit() else "NOUN"


def _parse(words: Sequence[tuple[str, str, bool, str]], names: dict[str, str]) -> Parse:
    text, glued = "", True
    rows: list[list[str]] = []
    sentence: list[tuple[str, str, str]] = []
    for word, tag, ends, hung in words:
        joined = word in {".", ",", ":", ";", ")", "'s", "’s", "'", "’", "-"}
        text += word if glued or joined else " " + word
        glued = word in {"-", "("}
        sentence.append((word, tag, hung))
        if word == "." or ends:
            rows.append(_rows(sentence))
            sentence = []
        if ends:
            text, glued = text + "\n\n", True
    if sentence:
        rows.append(_rows(sentence))
    table = "\n\n".join("\n".join(block) for block in rows)
    return parse_of(text, table, names)


def _rows(sentence: Sequence[tuple[str, str, str]]) -> list[str]:
    verbs = [at for at, (_, tag, hung) in enumerate(sentence) if tag == "VERB" and not hung]
    root = verbs[0] if verbs else 0
    rows = []
    for at, (word, tag, hung) in enumerate(sentence):
        upos = {"PRP$": "PRON", "VBN": "VERB"}.get(tag, tag)
        xpos = _XPOS.get(tag, "")
        lemma, feats = word, "_"
        if word.lower() in {"is", "was", "are", "were", "be", "been"}:
            lemma = "be"
        elif tag == "NOUN":
            plural = word == "people" or (word.endswith("s") and not word.endswith("ss"))
            lemma = word[:-1] if plural and word.endswith("s") else word
            feats = "Number=Plur" if plural else "Number=Sing"
            xpos = "NNS" if plural else "NN"
        elif tag == "PROPN":
            xpos, feats = "NNP", "Number=Sing"
        elif tag == "PROPNS":
            upos, xpos, feats = "PROPN", "NNPS", "Number=Plur"
        elif word.lower() in {"who", "which"}:
            xpos = "WP"
        elif tag == "VERB" and word.endswith("ing"):
            xpos = "VBG"
        elif tag == "VERB" and word in {"heads", "leads", "runs"}:
            lemma, xpos = word[:-1], "VBZ"
        elif tag == "VERB" and word in {"became", "appointed"}:
            lemma = {"became": "become", "appointed": "appoint"}[word]
        deprel = "root" if at == root else "nsubj" if at == root - 1 and upos in {"NOUN", "PROPN", "PRON"} else "dep"
        head = 0 if at == root else root + 1
        if hung:
            deprel, _, other = hung.partition("@")
            head = [listed for listed, _, _ in sentence].index(other) + 1
        rows.append(f"{word} {lemma} {upos}/{xpos} {head} {deprel} {feats if '=' in feats else ''}")
    return rows


def _attributions(
    parse: Parse,
    sources: Sequence[tuple[int, int] | None],
    cues: Sequence[bool],
    quoted: Iterable[tuple[int, int, int]],
) -> Iterable[Attribution]:
    contents: dict[int, list[Fragment]] = {}
    for number, first, end in quoted:
        contents.setdefault(number, []).append(Fragment(*parse.span(first, end), True))
    for number, (source, cue) in enumerate(zip(sources, cues, strict=True)):
        place = parse.span(*source) if source else Span(0, 1)
        parent = next(
            (
                other
                for other, parts in contents.items()
                if source and other != number and any(part.start <= place.start < part.end for part in parts)
            ),
            None,
        )
        yield Attribution(
            content=tuple(contents.get(number, ())),
            cue=(place,) if cue else (),
            source=place if source else None,
            kind="direct" if number in contents else "indirect",
            source_head=_head(parse, range(*source)) if source else None,
            parent=parent,
            shape="clause" if cue else "floating",
        )


def _head(parse: Parse, inside: range) -> int:
    """The last noun before the first comma or preposition, as a parser would have it."""
    found = None
    for index in inside:
        token = parse.tokens[index]
        if found is not None and (token.upos in {"ADP", "CCONJ"} or token.text in {",", "("}):
            break
        if token.upos in {"NOUN", "PROPN", "PRON"} and token.xpos != "PRP$":
            found = index
    if found is None:  # "the two", "neither of the banks"
        return next((index for index in inside if parse.tokens[index].upos == "NUM"), inside.start)
    return found
