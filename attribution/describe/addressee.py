"""addressee: whom the words were said to ("told reporters", "in a letter to the minister", "urged Congress to").

Two tables decide: data/addressing.tsv names the verbs whose object or prepositional phrase is the listener, and
data/not_addressees.tsv the verbs and nouns with which "to" or an object is something else ("pointed to", "told a lie").
"""

from __future__ import annotations

from attribution.article import Span
from attribution.describe.saying import NOMINAL, Saying, lemma, relation
from attribution.describe.time import time_tokens
from attribution.parse import Token
from attribution.tables import words

_CORRESPONDENCE = ("document", "event", "means")
# Prepositions inside the listener's own noun phrase: "the governments of Canada and Ontario", "reporters from CNN".
_INSIDE = ("of", "from", "behind")
# Verbs whose "for" opens what is asked or thanked for: "thanked the governments for their roles".
_FOR = frozenset({"ask", "beg", "beseech", "petition", "press", "lobby", "thank", "congratulate", "call", "appeal"})


def addressee_of(saying: Saying) -> Span | None:
    """The listener's noun phrase as written, without its preposition; None where the cue clause names nobody."""
    if saying.head is None:
        return None
    head = saying.head
    times = time_tokens(saying)
    found = [token for token in saying.tokens if token.index not in times and _is_listener(saying, token)]
    if not found:
        return None
    # Of two objects the first is the listener ("told the paper its readers …"); else the nearest to the cue.
    token = min(found, key=lambda token: (relation(token) != "iobj", abs(token.index - head), token.index))
    inside = _INSIDE if lemma(saying.parse.tokens[token.head]) in _FOR else (*_INSIDE, "for")
    return saying.phrase(token.index, inside, stop=times)


def _is_listener(saying: Saying, token: Token) -> bool:
    index = token.index
    if token.upos not in NOMINAL or saying.in_content(index) or saying.in_source(index) or index == saying.head:
        return False
    if saying.parse.tokens[token.head].index == index:
        return False
    if lemma(token) in words("not_addressees", "noun") and saying.parse.name_at(index) is None:
        return False  # "told the news", but "told Sky News"
    case = saying.preposition(index) or _particle(saying, token)
    verb = saying.parse.tokens[token.head]
    if case is None:
        return _is_object(saying, token, verb)
    return _is_oblique(saying, token, verb, lemma(case))


def _particle(saying: Saying, token: Token) -> Token | None:
    """The "on" of "called on lawmakers", which parsers take for a particle of the verb."""
    first = saying.parse.between(saying.phrase(token.index).start, token.end).start
    before = saying.parse.tokens[first - 1] if first else token
    return before if before.deprel == "compound:prt" and before.head == token.head else None


def _is_object(saying: Saying, token: Token, verb: Token) -> bool:
    if not _says(saying, verb) or lemma(verb) not in words("addressing", "object"):
        return False
    if relation(token) == "nsubj":
        # The subject of a passive ("people were encouraged"), or a listener taken for the subject of what he is told to
        # do ("asked Tim Cook to run it").
        return token.deprel == "nsubj:pass" or _is_passive(saying, verb) or token.index > verb.index
    return relation(token) in ("obj", "iobj", "obl")


def _is_oblique(saying: Saying, token: Token, verb: Token, case: str) -> bool:
    if relation(token) not in ("obl", "nmod", "obj", "iobj"):
        return False
    medium = verb.index != token.index and saying.is_medium(verb, *_CORRESPONDENCE)
    if medium:
        fits = case in ("to", "with", "before")
        return fits and not saying.in_content(verb.index) and (verb.index in saying.chain or saying.owned(verb.index))
    if not _says(saying, verb):
        return False
    if case == "to":
        speaks = verb.upos == "VERB" and lemma(verb) not in words("not_addressees", "verb")
        return speaks or _is_cue_noun(saying, verb)
    return lemma(verb) in words("addressing", case)


def _says(saying: Saying, verb: Token) -> bool:
    """The cue's own verb, or one that goes with it ("speaking to reporters, she said")."""
    if verb.index in saying.cue or verb.index == saying.head:
        return True
    known = lemma(verb) in words("saying_verbs", "speak") or lemma(verb) in words("addressing", "object")
    return known and (verb.index in saying.chain or saying.owned(verb.index))


def _is_cue_noun(saying: Saying, noun: Token) -> bool:
    """A noun that is itself the cue: "her promise to voters", "a warning to Iran"."""
    return noun.upos == "NOUN" and noun.index == saying.head


def _is_passive(saying: Saying, verb: Token) -> bool:
    return any(token.head == verb.index and token.deprel == "aux:pass" for token in saying.tokens)
