"""Factories: small values for tests, written as tables, without Stanza, torch or weights.

`parse_of(text, table, names=…, coref=…)` builds a `Parse`. The table has one token to a line,

    text lemma upos head deprel [label] [arc] [Feature=Value|…]

in columns parted by white space, and a blank line between sentences:

    >>> parse = parse_of(
    ...     "He said it rained. Nobody left.",
    ...     '''
    ...     He      he      PRON/PRP  2 nsubj source  2     Gender=Masc|Number=Sing
    ...     said    say     VERB/VBD  0 root  cue
    ...     it      it      PRON      4 nsubj content 2
    ...     rained  rain    VERB      2 ccomp content 2
    ...     .       .       PUNCT     2 punct
    ...
    ...     Nobody  nobody  PRON      2 nsubj
    ...     left    leave   VERB      0 root  content 1.2
    ...     .       .       PUNCT     2 punct
    ...     ''',
    ... )

* The words are looked for in the text from left to right: offsets never have to be counted by hand.
* `head` counts the words of its sentence from 1, as in CoNLL-U; 0 is the root.
* `upos` may bring its `xpos` after a slash.
* `label` is one of none, source, cue, content; it gets the probability 0.9. `arc` is the cue's first word, counted
  from 1 in the same sentence, or `sentence.word` (both from 1) where the cue stands in another one.
* Columns six and on may stand in any order; a column with "=" holds the features.
* `names` maps words to their kind: {"Hassan Kazemi-Qomi": "PER"}; every place where whole tokens spell them is a name.
* `coref` lists chains of mention heads, each head an index into `Parse.tokens` (from 0): [(0, 7), (3, 9)]. The first
  head of a chain is a new referent, each other points to the one before it.
* A paragraph is a line of the text that holds more than white space, unless `paragraphs` says otherwise.

Without a table, every run of word characters and every other visible character is a token, each paragraph a sentence,
and each token hangs on the first of its sentence: enough for what looks at offsets alone.

`built(article, attributions, …)` makes records and the article's line from hand-made attributions; where no speakers
and descriptions are given, nobody is named and nothing is described.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from attribution.article import Article, Paragraph, Span
from attribution.build import article_line, build
from attribution.describe.values import Description, Role
from attribution.find import Attribution, Findings, Unattributed
from attribution.parse import LABELS, NO_READING, Arc, Name, Parse, Reading, Sentence, Token
from attribution.record import ArticleLine, Record
from attribution.resolve.entity import Entity, Resolved, Speaker

LABEL_PROBABILITY = 0.9


@dataclass(frozen=True)
class _Row:
    text: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    label: str
    arc: str
    feats: str


def span_of(text: str, words: str, nth: int = 1) -> Span:
    """The span of the nth occurrence (from 1) of some words in a text."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def token_of(parse: Parse, words: str, nth: int = 1) -> int:
    """The index of the nth token (from 1) with exactly this text."""
    return [token.index for token in parse.tokens if token.text == words][nth - 1]


def lines_of(text: str) -> tuple[Paragraph, ...]:
    """Each line that holds more than white space, without the white space around it."""
    return tuple(Paragraph(*match.span()) for match in re.finditer(r"\S(?:[^\n]*\S)?", text))


def parse_of(
    text: str,
    table: str | Iterable[str] | None = None,
    names: Mapping[str, str] | None = None,
    coref: Sequence[Sequence[int]] = (),
    paragraphs: Sequence[tuple[int, int]] | None = None,
) -> Parse:
    """A Parse from a compact table: see the top of this file."""
    bounds = lines_of(text) if paragraphs is None else tuple(Paragraph(*pair) for pair in paragraphs)
    blocks = _plain_blocks(text, bounds) if table is None else _blocks(table)
    places = _places(text, [row.text for block in blocks for row in block])
    firsts = [0]
    for block in blocks:
        firsts.append(firsts[-1] + len(block))

    antecedents = {head: chain[max(at - 1, 0)] for chain in coref for at, head in enumerate(chain)}
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for index, block in enumerate(blocks):
        first = firsts[index]
        paragraph = next(k for k, pair in enumerate(bounds) if places[first].start < pair.end)
        sentences.append(Sentence(index, first, first + len(block), paragraph))
        for at, row in enumerate(block, start=first):
            tokens.append(
                Token(
                    index=at,
                    start=places[at].start,
                    end=places[at].end,
                    text=row.text,
                    lemma=row.lemma,
                    upos=row.upos,
                    xpos=row.xpos,
                    feats=row.feats,
                    head=at if row.head == 0 else first + row.head - 1,
                    deprel=row.deprel,
                    sentence=index,
                    paragraph=paragraph,
                    reading=_reading(row, first, firsts),
                    mention=1.0 if at in antecedents else 0.0,
                    antecedents=(Arc(antecedents[at], 1.0),) if at in antecedents else (),
                )
            )
    return Parse(text, bounds, tuple(sentences), tuple(tokens), _names(tokens, names or {}))


NOBODY = Speaker(name=None, kind="unknown", entity=None, resolved_by="none", evidence=None, confidence=0.0)

NOTHING = Description(role=Role(), addressee=None, medium=None, time=None, place=None, polarity="asserted", hedges=())


def built(
    article: Article | str,
    attributions: Sequence[Attribution],
    speakers: Sequence[tuple[Speaker, ...]] | None = None,
    descriptions: Sequence[Description] | None = None,
    entities: Sequence[Entity] = (),
    unattributed: Sequence[Unattributed] = (),
) -> tuple[tuple[Record, ...], ArticleLine]:
    """The records of hand-made attributions, and the article's line."""
    article = Article(article) if isinstance(article, str) else article
    parse = parse_of(article.text)
    findings = Findings(tuple(attributions), tuple(unattributed))
    resolved = Resolved(tuple(entities), tuple(speakers or [(NOBODY,)] * len(attributions)))
    records = build(article, parse, findings, resolved, descriptions or [NOTHING] * len(attributions))
    return records, article_line(article, parse, findings, resolved)


def _blocks(table: str | Iterable[str]) -> list[list[_Row]]:
    lines = table.splitlines() if isinstance(table, str) else list(table)
    blocks: list[list[_Row]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(_row(line))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _row(line: str) -> _Row:
    text, lemma, tag, head, deprel, *rest = line.split()
    feats = [cell for cell in rest if "=" in cell]
    labels = [cell for cell in rest if cell in LABELS]
    arcs = [cell for cell in rest if re.fullmatch(r"\d+(?:\.\d+)?", cell)]
    if len(feats) + len(labels) + len(arcs) != len(rest):
        raise ValueError(f"not a label, an arc or features in: {line.strip()!r}")
    upos, _, xpos = tag.partition("/")
    return _Row(
        text, lemma, upos, xpos, int(head), deprel, "".join(labels) or "none", "".join(arcs), "|".join(feats) or "_"
    )


def _reading(row: _Row, first: int, firsts: list[int]) -> Reading:
    if row.label == "none" and not row.arc:
        return NO_READING
    rest = (1.0 - LABEL_PROBABILITY) / 3
    none, source, cue, content = (LABEL_PROBABILITY if label == row.label else rest for label in LABELS)
    arcs: tuple[Arc, ...] = ()
    if row.arc:
        sentence, _, word = row.arc.rpartition(".")
        base = firsts[int(sentence) - 1] if sentence else first
        arcs = (Arc(base + int(word) - 1, LABEL_PROBABILITY),)
    return Reading((none, source, cue, content), arcs=arcs)


def _plain_blocks(text: str, bounds: Sequence[Paragraph]) -> list[list[_Row]]:
    blocks = []
    for start, end in bounds:
        words = re.findall(r"\w+|[^\w\s]", text[start:end])
        rows = [
            _Row(word, word, "X", "", min(at, 1), "dep" if at else "root", "none", "", "_")
            for at, word in enumerate(words)
        ]
        blocks.append(rows)
    return [block for block in blocks if block]


def _places(text: str, words: Sequence[str]) -> list[Span]:
    places, at = [], 0
    for word in words:
        start = text.find(word, at)
        if start < 0:
            raise ValueError(f"the word {word!r} does not stand in the text after {text[max(0, at - 20) : at]!r}")
        at = start + len(word)
        places.append(Span(start, at))
    return places


def _names(tokens: Sequence[Token], names: Mapping[str, str]) -> tuple[Name, ...]:
    found = []
    for words, kind in names.items():
        wanted = words.replace(" ", "")
        for first in range(len(tokens)):
            end, spelled = first, ""
            while end < len(tokens) and len(spelled) < len(wanted):
                spelled += tokens[end].text
                end += 1
            if spelled == wanted:
                found.append(Name(first, end, kind, 0.99))
    return tuple(sorted(found))
