"""walk: the state of one reading of an article, and the signs that pronouns, names and descriptions share."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from attribution.parse import Parse, Token
from attribution.resolve.entities import Names
from attribution.resolve.entity import RoleStatement
from attribution.resolve.genders import Genders
from attribution.resolve.lexicon import fold
from attribution.resolve.mentions import PERSONAL
from attribution.resolve.nouns import classes_of
from attribution.resolve.phrases import is_plural

Referent = tuple[str, int]  # ("e", number of a draft) or ("n", head token of a description that nobody names)

# Classes too wide for two nouns to mean one person by sharing them.
VAGUE = frozenset({"official", "insider", "expert", "person", "leader", "officer", "executive", "artist"})
SOMEBODY = frozenset({"someone", "somebody"})
INFORMANTS = frozenset({"source", "insider", "individual", "person"})  # what an unnamed informant is called again

REACH = 40  # mentions behind the one at hand that are in reach of a pronoun
PEERS = 40  # people with one role word that a description is compared with, the last named first
INTRODUCED_WITHIN = 3  # sentences in which a person is named whose role a description before has stated
SENTENCES = 4  # and the distance in sentences beyond which a pronoun leads nowhere without a coreference arc
FARTHEST = 8  # sentences from which on all are equally far
ONLY_WITHIN = 2  # sentences from which on the one bearer of a role is no farther, however long ago he was spoken of

TIE = 0.5  # share of confidence: a surname that leads to two bearers alike is no mention of either

# Weights of the signs, in units of log odds. Set by hand so that two soft signs outweigh the network where its best arc
# has less than half of the probability (its arcs from pronouns are right in about 77 % of cases), and checked on 121
# annotated articles, weight by weight: halving or doubling ARC renames at most seven of the 605 attributions that are
# found in them, any other weight at most five.
ARC = 4.0  # times the probability of the coreference arcs that lead to the referent
SUBJECT = 0.8  # the referent was a subject when last mentioned
SPOKE_LAST = 1.4  # the referent is the source of the attribution before, and a pronoun is the source of this one
TAKES_OVER = 0.3  # the same for a description, which more often marks a change of speaker
DISTANCE = 0.6  # off for each sentence between
QUOTED = 1.3  # off where the referent stands in quoted words and the mention does not
OWN_WORDS = 3.0  # off more where it stands in the very quotation whose speaker is asked for: nobody names himself there
POSSESSOR = 0.5  # off where the referent was only a possessor or a modifier
KNOWN_GENDER = 0.7  # the gender agrees
ONLY_BEARER = 2.0  # "the governor" where the article says of one person alone that he is one
OWNED = 3.0  # "his lawyer" for the one who is said to be it, over somebody new
AGED = 1.5  # off for somebody new where a definite description states an age: "the 34-year-old mother"
IN_FULL = 6.0  # off for a surname alone where this bearer goes on being named in full, and another does not
CLASH = 6.0  # off where a title's gender clashes with that of a bearer of the surname
ODD = 1.6  # off where they agree only loosely ("they" for a person or a place)
ROLE_WORD = 2.6  # the description's noun is the referent's role as written
BOUND = 3.0  # a "his" or "she" in the clause of a surname agrees with a bearer's gender, or does not
OTHER_ROLE = 5.0  # off where a title before a shared surname is none that the article states of this bearer
ROLE_CLASS = 1.6  # or a hypernym of it ("official" for a minister)
MODIFIER = 1.4  # a modifier agrees with the role's words
COUNTRY = 2.8  # or with its country ("the Afghan official", "Afghanistan's minister")
LESSER = 2.5  # off where one of description and role says "vice" or "deputy" and the other does not
FOREIGN = 2.0  # off where the modifier is another country
AHEAD = 1.5  # for the one person who is named with role and country just after, over somebody never named
NAMED_SINCE = 2.5  # off for "a judge" where a judge has been named after it
NEW = 1.0  # the description is nobody named before
KNOWN_COMPANY = 1.5  # off that for "the company" alone, which says nothing that would tell a new one from others
BODY = 1.0  # the description is of a body, and the referent is one
COMPANY = 0.8  # and the article has called it a company or one of its kind
OTHER_TRADE = 4.0  # off where it is called a company of another trade ("the bank" for an "airline")
TOPIC = 1.5  # times the referent's share of the mentions of all bodies in reach that the description can mean
ISSUER = 2.5  # its statement or site has been named in the sentence ("In a statement on the Airbus website, …")


@dataclass(slots=True)
class Resolution:
    """Where one mention leads: referents with their share of confidence, best first; they sum to 1 or less."""

    shares: tuple[tuple[Referent, float], ...]

    @property
    def best(self) -> Referent | None:
        """The likeliest referent, None where there is none in reach."""
        return self.shares[0][0] if self.shares else None

    @property
    def confidence(self) -> float:
        """The share of the likeliest referent, 0 to 1."""
        return self.shares[0][1] if self.shares else 0.0


@dataclass(slots=True)
class Trace:
    """The latest mention of a referent."""

    token: int
    sentence: int
    subject: bool
    modifier: bool
    quoted: int


@dataclass(slots=True)
class Walk:
    """Everything that is known while an article is read from its first token to its last."""

    parse: Parse
    names: Names
    roles: Mapping[int, Sequence[RoleStatement]]  # by draft
    titled: Mapping[int, int]  # token of a title or apposition -> draft
    quoted: Mapping[int, int]  # token -> attribution whose quoted content it stands in
    spoken: Mapping[int, int]  # head token of a source -> attribution
    at: Mapping[int, int]  # token -> index of the name mention that it belongs to
    found: dict[int, Resolution] = field(default_factory=dict)
    traces: dict[Referent, Trace] = field(default_factory=dict)
    recent: deque[Referent] = field(default_factory=lambda: deque(maxlen=REACH))
    counts: dict[Referent, int] = field(default_factory=lambda: defaultdict(int))
    plural: dict[Referent, bool] = field(default_factory=dict)
    last_speaker: Referent | None = None
    by_class: dict[str, list[int]] = field(default_factory=dict)  # role noun or hypernym -> drafts
    genders: Genders = field(default_factory=Genders)
    sources: Mapping[int, Sequence[int]] = field(default_factory=dict)  # attribution in direct speech -> its sources

    def __post_init__(self) -> None:
        for draft, stated in self.roles.items():
            for name in sorted({name for one in stated for name in classes_of(self.parse.tokens[one.head])}):
                self.by_class.setdefault(name, []).append(draft)


def note(walk: Walk, index: int, resolution: Resolution) -> None:
    """Takes down where the mention with this head token led, and what that says of the referent."""
    walk.found[index] = resolution
    best = resolution.best
    if best is None or (index in walk.at and resolution.confidence <= TIE):
        return
    token = walk.parse.tokens[index]
    mention = walk.names.mentions[walk.at[index]] if index in walk.at else None
    span = range(mention.first, mention.end) if mention else range(index, index + 1)
    relations = {walk.parse.tokens[k].deprel for k in span if walk.parse.tokens[k].head not in span}
    before = walk.traces.get(best)
    kept = before is not None and before.sentence == token.sentence and before.subject
    walk.traces[best] = Trace(
        index,
        token.sentence,
        kept or any(relation.startswith("nsubj") for relation in relations) or index in walk.spoken,
        bool(relations & {"nmod:poss", "compound", "nmod"}),
        walk.quoted.get(index, -1),
    )
    walk.counts[best] += 1
    walk.recent.append(best)
    if index in walk.spoken:
        walk.last_speaker = best
    key = fold(token.text)
    if PERSONAL.get(key) in {"m", "f"} and best[0] == "e" and resolution.confidence >= 0.6:
        walk.names.drafts[best[1]].genders[PERSONAL[key]] += resolution.confidence
    if best[0] == "n" and best not in walk.plural:
        walk.plural[best] = is_plural(walk.parse, index)


def softmax(scores: Mapping[Referent, float]) -> Resolution:
    """Scores in log odds -> shares of confidence, best first, the six likeliest."""
    if not scores:
        return Resolution(())
    top = max(scores.values())
    weights = {referent: math.exp(score - top) for referent, score in scores.items()}
    total = sum(weights.values())
    ranked = sorted(weights, key=lambda referent: (-weights[referent], referent))
    return Resolution(tuple((referent, weights[referent] / total) for referent in ranked[:6]))


def arcs_to(walk: Walk, span: range) -> dict[Referent, float]:
    """How much probability the network's arcs from these tokens put on each referent."""
    found: dict[Referent, float] = defaultdict(float)
    for index in span:
        for arc in walk.parse.tokens[index].antecedents:
            if arc.to in span:
                continue
            target = arc.to
            if target in walk.at:
                target = walk.names.mentions[walk.at[target]].head
            led = walk.found.get(target)
            if led is None:  # the title or apposition of a named person
                led = next((walk.found[k] for k in _titled(walk, target) if k in walk.found), None)
            if led is not None:
                for referent, share in led.shares[:2]:
                    if referent in walk.traces:
                        found[referent] += arc.probability * share
    return found


def _titled(walk: Walk, target: int) -> list[int]:
    """Heads of names that stand right beside a role noun in its phrase."""
    beside = walk.parse.children(target, "appos", "flat", "nmod")
    return [walk.names.mentions[walk.at[child.index]].head for child in beside if child.index in walk.at]


def order(walk: Walk, referent: Referent, token: Token) -> float:
    """What order, grammar and the conversation say, the same for pronouns and descriptions."""
    trace = walk.traces[referent]
    score = -DISTANCE * min(token.sentence - trace.sentence, FARTHEST)
    score += SUBJECT if trace.subject else 0.0
    score -= POSSESSOR if trace.modifier else 0.0
    if trace.quoted >= 0 and trace.quoted != walk.quoted.get(token.index, -1):
        score -= QUOTED
        own = walk.spoken.get(token.index) == trace.quoted and trace.quoted in walk.sources
        score -= OWN_WORDS if own and referent != walk.last_speaker else 0.0
    if referent == walk.last_speaker and token.index in walk.spoken:
        score += SPOKE_LAST if token.upos in {"PRON", "DET"} else TAKES_OVER
    return score + 0.1 * min(walk.counts[referent], 5)


def in_reach(walk: Walk, token: Token) -> list[Referent]:
    """The referents of the last mentions, latest first."""
    return [
        referent
        for referent in dict.fromkeys(reversed(walk.recent))
        if token.sentence - walk.traces[referent].sentence <= SENTENCES
    ]
