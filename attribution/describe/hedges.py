"""hedges: words of the cue clause by which the article keeps its distance from the report itself.

The class is narrow: adverbs of hearsay and appearance ("reportedly", "apparently") and of uncertainty ("perhaps") that
hang on the cue, and the verb phrases that make a cue a rumour ("is said to", "appeared to suggest"). A hedge inside
the content is the source's own and belongs to the content.
"""

from __future__ import annotations

from functools import cache

from attribution.article import Span
from attribution.describe.saying import Saying, lemma
from attribution.tables import words


def hedges_of(saying: Saying) -> tuple[Span, ...]:
    """The hedging words and phrases as written, in text order."""
    tokens = saying.tokens
    lemmas = tuple(map(lemma, tokens))
    adverbs, phrases = words("hedges", "word"), _phrases()
    found: list[Span] = []
    for at, token in enumerate(tokens):
        if token.upos == "ADV" and token.text.lower() in adverbs and _on_cue(saying, token.index):
            found.append(Span(token.start, token.end))
        for phrase in phrases.get(lemmas[at], ()):
            part = tokens[at : at + len(phrase)]
            if lemmas[at : at + len(phrase)] == phrase and any(_on_cue(saying, word.index) for word in part):
                found.append(Span(part[0].start, part[-1].end))
    return tuple(sorted(set(found)))


def _on_cue(saying: Saying, index: int) -> bool:
    if index in saying.chain:
        return True
    above = saying.parse.tokens[index].head
    return above in saying.chain and not saying.in_source(index)


@cache
def _phrases() -> dict[str, list[tuple[str, ...]]]:
    """First lemma -> the phrases that begin with it."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(words("hedges", "phrase")):
        lemmas = tuple(phrase.split())
        found.setdefault(lemmas[0], []).append(lemmas)
    return found
