"""medium: what the words were carried by ("in a tweet", "at a press conference", "by phone", "A statement … said").

Nouns that carry words are in data/media.tsv: documents, events, channels and means. They are read where they hang on
the cue with a fitting preposition, where somebody issues them ("released a statement saying"), and where the source
itself is a document.
"""

from __future__ import annotations

from attribution.article import Span
from attribution.describe.saying import Saying, lemma, relation
from attribution.describe.time import time_tokens
from attribution.parse import Token
from attribution.tables import words

_PREPOSITIONS = {
    "finding": frozenset({"in"}),
    "document": frozenset({"in", "on", "via", "through", "with", "by"}),
    "event": frozenset({"in", "at", "during", "on", "over", "via", "through", "from"}),
    "channel": frozenset({"on", "in", "via", "through", "over"}),
    "means": frozenset({"by", "via", "over", "through", "on"}),
}
# Cues whose "on" opens the topic: a name after it is no broadcaster ("commented on Google").
_TOPICAL = frozenset(
    {"comment", "call", "focus", "report", "insist", "touch", "elaborate", "speculate", "base", "press"}
)


def medium_of(saying: Saying) -> Span | None:
    """The noun phrase of what carried the words, without preposition, addressee, author or date; None if unstated."""
    head = saying.head
    if head is None:
        return None
    times = time_tokens(saying)
    found = [token for token in saying.tokens if _carries(saying, token)]
    if found:
        token = min(found, key=lambda token: (saying.in_source(token.index), abs(token.index - head), token.index))
        return medium_phrase(saying, token, times)
    return None


def medium_phrase(saying: Saying, token: Token, times: frozenset[int]) -> Span:
    """The phrase of a medium's noun: "an interview on CNN", "a tweet", "a July 16 press conference"."""
    dates_after = frozenset(index for index in times if index > token.index)
    span = saying.phrase(token.index, ("of",), stop=dates_after)
    end = saying.parse.between(span.start, span.end).stop
    tokens = saying.parse.tokens
    for follower in saying.tokens:
        if follower.index < end or follower.index > end + 6 or follower.head != token.index:
            continue
        case = saying.preposition(follower.index)
        if case is not None and case.index == end and lemma(case) in ("on", "in") and _is_outlet(saying, follower):
            return Span(span.start, max(span.end, saying.phrase(follower.index, ("of",), stop=dates_after).end))
    if tokens[token.index].end > span.end:
        return Span(span.start, tokens[token.index].end)
    return span


def _carries(saying: Saying, token: Token) -> bool:
    if token.upos not in ("NOUN", "PROPN") or saying.in_content(token.index):
        return False
    if saying.in_source(token.index):
        return _is_source(saying, token)
    case = saying.preposition(token.index)
    if case is None:
        return _is_issued(saying, token)
    if not (saying.owned(token.index) or token.index in saying.chain):
        return False
    if any(
        lemma(case) in prepositions and saying.is_medium(token, kind) for kind, prepositions in _PREPOSITIONS.items()
    ):
        return relation(token) in ("obl", "nmod", "obj", "conj", "root") or token.index in saying.cue
    return lemma(case) == "on" and _is_broadcaster(saying, token)


def _is_source(saying: Saying, token: Token) -> bool:
    """A document that speaks itself: it heads the source ("A statement from Apple Computer stated")."""
    span = saying.attribution.source
    if span is None or not saying.is_medium(token, "document") or saying.parse.name_at(token.index) is not None:
        return False
    above = saying.parse.tokens[token.head]
    if saying.in_source(above.index) and above.index != token.index:
        # "results, published in a paper by …, show"
        return relation(above) == "acl" and lemma(above) in words("saying_verbs", "issue")
    return True


def _is_issued(saying: Saying, token: Token) -> bool:
    """What somebody issues and the cue then quotes: "released a statement saying", "gave a speech in which"."""
    if not saying.is_medium(token, "document", "event") or relation(token) not in ("obj", "nsubj", "obl"):
        return False
    if relation(token) == "nsubj" and not token.deprel.endswith("pass"):
        return False
    tokens = saying.parse.tokens
    if saying.head is not None and tokens[saying.head].head == token.index and relation(tokens[saying.head]) == "acl":
        return True
    above = tokens[token.head]
    beside = above.index in saying.chain or (relation(above) == "advcl" and above.head in saying.chain)
    return beside and lemma(above) in words("saying_verbs", "issue")


def _is_broadcaster(saying: Saying, token: Token) -> bool:
    """A network or a programme after "on": a name that is no place and no person ("said on CNN")."""
    name = saying.parse.name_at(token.index)
    topical = any(lemma(saying.parse.tokens[index]) in _TOPICAL for index in saying.cue)
    return name is not None and name.kind in ("ORG", "MISC") and relation(token) == "obl" and not topical


def _is_outlet(saying: Saying, token: Token) -> bool:
    """Where a document or an event appeared: "a post on Twitter", "an op-ed in The New York Times"."""
    name = saying.parse.name_at(token.index)
    return saying.is_medium(token, "channel", "document") or (name is not None and name.kind in ("ORG", "MISC"))
