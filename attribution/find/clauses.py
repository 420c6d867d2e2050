"""clauses: what the syntax offers as source and content of a cue."""

from __future__ import annotations

from typing import NamedTuple

from attribution.parse import Parse, Token

# Relations by which a clause that is said hangs on its cue, and those that a phrase may hang on it by.
SAID = frozenset({"ccomp", "csubj"})
MAYBE = frozenset(
    {"xcomp", "parataxis", "obj", "advcl", "acl", "obl", "nmod", "dep", "nsubj:pass", "acl:relcl", "root"}
)
SUBJECTS = ("nsubj", "csubj")
# "he said" inside or behind what he said hangs on it by one of these.
INSERTED = frozenset({"parataxis", "discourse", "advcl", "dep", "obl", "ccomp"})


ACCORDING = frozenset({"accord", "according"})


class Clause(NamedTuple):
    """Words that may be the content of a cue; `said` where the syntax leaves little doubt."""

    words: frozenset[int]
    said: bool


def clauses(parse: Parse, cue: int) -> list[Clause]:
    """Candidates for the content of a cue that a word heads, within its sentence."""
    found: list[Clause] = []
    own = frozenset(parse.subtree(cue))
    for child in parse.children(cue):
        if child.deprel in SAID:
            found.append(Clause(frozenset(parse.subtree(child.index)), True))
        elif child.deprel in MAYBE or child.deprel.split(":")[0] in MAYBE:
            found.append(Clause(frozenset(parse.subtree(child.index)), False))
    token = parse.tokens[cue]
    if token.lemma.lower() in ACCORDING:
        return _accorded(parse, token)
    if token.upos == "ADV" and token.deprel == "advmod":  # "reportedly": the clause that it stands in
        return [Clause(frozenset(parse.subtree(token.head)) - own, True)]
    if token.deprel in INSERTED or token.deprel.split(":")[0] in INSERTED:
        host = frozenset(parse.subtree(token.head)) - own
        found.append(Clause(host, token.deprel in ("parataxis", "discourse")))
    return found


def _accorded(parse: Parse, token: Token) -> list[Clause]:
    """What "according to X" says: the rest of the sentence where the phrase opens it, else the rest of the nearest
    clause around it that has a subject of its own ("A did B, killing C, according to X" is all of it)."""
    noun = _according(parse, token) or token
    phrase = frozenset(parse.subtree(noun.index)) | frozenset(parse.subtree(token.index))
    sentence = parse.sentences[token.sentence]
    top = noun if noun.index not in parse.subtree(token.index) else token
    opens = not any(
        parse.tokens[index].upos not in ("PUNCT", "CCONJ", "ADV") for index in range(sentence.first, min(phrase))
    )
    if opens or top.head == top.index:
        return [Clause(frozenset(range(sentence.first, sentence.end)) - phrase, True)]
    host = parse.tokens[top.head]
    while host.head != host.index and not parse.children(host.index, *SUBJECTS):
        host = parse.tokens[host.head]
    return [Clause(frozenset(parse.subtree(host.index)) - phrase, True)]


def subject(parse: Parse, cue: int) -> Token | None:
    """The word that heads the source of a cue by syntax: its subject, the agent of a passive, the noun behind
    "according to", the possessor of a nominal cue; for a participle or an infinitive, the subject of the clause that
    it hangs on."""
    token = parse.tokens[cue]
    if token.lemma.lower() in ACCORDING:
        return _according(parse, token)
    if token.upos not in ("VERB", "AUX"):
        own = parse.children(cue, "nmod:poss")
        return own[0] if own else None
    if is_passive(parse, token):
        return _agent(parse, token)
    for _ in range(5):
        direct = parse.children(token.index, *SUBJECTS)
        if direct:
            return direct[0]
        if token.deprel == "acl" and token.feature("VerbForm") in ("Part", "Ger"):
            return _agent(parse, token) if token.feature("Voice") == "Pass" else parse.tokens[token.head]
        relation = token.deprel.split(":")[0]
        if relation not in ("conj", "xcomp", "advcl") or token.head == token.index:
            return None
        token = parse.tokens[token.head]
        # "She was joined by Franken and joked that …": the one to whom it was done speaks.
        # "People were asked to suggest …": they have said nothing.
        if relation == "xcomp" and is_passive(parse, token):
            return _agent(parse, token)
    return None


def is_passive(parse: Parse, token: Token) -> bool:
    """Whether a verb is passive: "was asked", or as a participle before its clause "Asked whether …, the spokesman"."""
    if any(child.deprel in ("aux:pass", "nsubj:pass") for child in parse.children(token.index)):
        return True
    participle = token.feature("VerbForm") == "Part" and token.feature("Tense") == "Past"
    return participle and token.deprel == "advcl" and not parse.children(token.index, "aux", *SUBJECTS)


def _according(parse: Parse, token: Token) -> Token | None:
    head = parse.tokens[token.head]
    if token.deprel in ("case", "fixed", "mark") and head.index != token.index:
        return head
    return next(iter(parse.children(token.index, "obl", "nmod", "obj", "pobj")), None)


def _agent(parse: Parse, token: Token) -> Token | None:
    for child in parse.children(token.index, "obl", "nmod"):
        if child.deprel.endswith(":agent") or any(c.lemma == "by" for c in parse.children(child.index, "case")):
            return child
    return None
