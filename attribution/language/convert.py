"""Stanza Documents -> Parse: the last place that knows Stanza's objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attribution.article import Article, Paragraph
from attribution.parse import NO_READING, Arc, Name, Parse, Reading, Sentence, Token

# Entity types of the official English packages (OntoNotes' 18, CoNLL-2003's 4) as ours.
# Numbers, dates and amounts of OntoNotes are no names and are left out.
ENTITY_KINDS = {
    "PER": "PER",
    "PERSON": "PER",
    "ORG": "ORG",
    "LOC": "LOC",
    "GPE": "LOC",
    "FAC": "LOC",
    "MISC": "MISC",
    "NORP": "MISC",
    "EVENT": "MISC",
    "LAW": "MISC",
    "PRODUCT": "MISC",
    "WORK_OF_ART": "MISC",
    "LANGUAGE": "MISC",
}


CLITICS = frozenset({"'s", "’s", "'", "’"})


def to_parse(article: Article, paragraphs: Sequence[Paragraph], docs: Sequence[Any]) -> Parse:
    """One Document for each paragraph, in order -> Parse. Offsets are shifted to the article's own text."""
    spans = _spans(article.text, paragraphs, docs)
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    names: list[Name] = []
    for number, doc in enumerate(docs):
        for sentence in doc.sentences:
            first = len(tokens)
            words = sentence.words
            for offset, word in enumerate(words):
                index = first + offset
                start, end = spans[index]
                tokens.append(
                    Token(
                        index=index,
                        start=start,
                        end=end,
                        text=article.text[start:end],
                        lemma=word.lemma or word.text,
                        upos=word.upos or "X",
                        xpos=word.xpos or "",
                        feats=word.feats or "",
                        head=index if not word.head else first + word.head - 1,
                        deprel=word.deprel or "dep",
                        sentence=len(sentences),
                        paragraph=number,
                        reading=_reading(word.reading),
                        inner=_reading(word.inner),
                        mention=word.mention or 0.0,
                        antecedents=tuple(map(Arc._make, word.antecedents or ())),
                    )
                )
            sentences.append(Sentence(len(sentences), first, len(tokens), number))
            names += _names(sentence, first)
    return Parse(article.text, tuple(paragraphs), tuple(sentences), tuple(tokens), tuple(names))


def _reading(value: Any) -> Reading:
    if value is None:
        return NO_READING
    scores, begins, arcs = value
    return Reading(scores, begins, tuple(map(Arc._make, arcs)))


def _spans(text: str, paragraphs: Sequence[Paragraph], docs: Sequence[Any]) -> list[tuple[int, int]]:
    """The code points of every word. A word inside a multi-word token may come without offsets, or with one that it is
    not a substring of ("au" = "à le"): the token's characters are then shared out from left to right."""
    spans: list[tuple[int, int]] = []
    for paragraph, doc in zip(paragraphs, docs, strict=True):
        for sentence in doc.sentences:
            for token in sentence.tokens:
                start, end = paragraph.start + token.start_char, paragraph.start + token.end_char
                if len(token.words) == 1:
                    spans.append((start, end))
                    continue
                at = start
                for number, word in enumerate(token.words):
                    last = number == len(token.words) - 1
                    left = len(token.words) - 1 - number
                    size = len(word.text) if text[at:end].startswith(word.text) else max(1, (end - at) // (left + 1))
                    stop = end if last else min(at + size, end - left)
                    spans.append((min(at, end - 1), max(stop, at + 1) if at < end else end))
                    at = max(stop, at)
    return spans


def _names(sentence: Any, first: int) -> list[Name]:
    names: list[Name] = []
    for entity in sentence.ents:
        kind = ENTITY_KINDS.get(entity.type)
        words = [word for token in entity.tokens for word in token.words]
        while len(words) > 1 and words[-1].text in CLITICS:  # an entity is made of whole tokens: "Iran's" is one
            words.pop()
        if kind is None or not words:
            continue
        start, end = first + words[0].id - 1, first + words[-1].id
        scores = [word.entity_score for word in words]
        known = [score for score in scores if score is not None]
        # An official package tells no probability: 0.9 is about the precision of its names on news (OntoNotes F 88.8).
        confidence = round(sum(known) / len(known), 4) if len(known) == len(scores) else 0.9
        before = names[-1] if names else None
        opening = words[0]
        if (
            before
            and before.end == start
            and opening.deprel == "flat"
            and opening.head + first - 1 in range(*before[:2])
        ):
            # "Enver | Solomon": the syntax has one name where the tagger has two, and its first word says whose it is
            names[-1] = Name(before.first, end, before.kind, round((before.confidence + confidence) / 2, 4))
        else:
            names.append(Name(start, end, kind, confidence))
    return names
