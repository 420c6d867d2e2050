"""hedges: words of the cue clause by which the article keeps its distance from the report itself.

The class is narrow: adverbs of hearsay and appearance ("reportedly", "apparently") and of uncertainty ("perhaps") that
hang on the cue, and the verb phrases that make a cue a rumour ("is said to", "appeared to suggest"). A hedge inside
the content is the source's own and belongs to the content.
"""

from __future__ import annotations

from attribution.article import Span
from attribution.describe.saying import Saying, lemma
from attribution.tables import words


def hedges_of(saying: Saying) -> tuple[Span, ...]:
    """The hedging words and phrases as written, in text order."""
    tokens = saying.tokens
    found: list[Span] = []
    for at, token in enumerate(tokens):
        if token.text.lower() in words("hedges", "word") and token.upos == "ADV" and _on_cue(saying, token.index):
            found.append(Span(token.start, token.end))
        for phrase in _phrases():
            part = tokens[at : at + len(phrase)]
            if tuple(map(lemma, part)) == phrase and any(_on_cue(saying, word.index) for word in part):
                found.append(Span(part[0].start, part[-1].end))
    return tuple(sorted(set(found)))


def _on_cue(saying: Saying, index: int) -> bool:
    if index in saying.chain:
        return True
    above = saying.parse.tokens[index].head
    return above in saying.chain and not saying.in_source(index)


def _phrases() -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(tuple(phrase.split()) for phrase in words("hedges", "phrase")))
