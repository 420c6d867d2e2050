"""polarity: whether the article says that something was said, denied, asked, withheld, left unsaid or only imagined.

* `declined`: the source refuses to say ("declined to comment", "would not say whether", "refused to answer").
* `not_said`: it was not said ("did not mention", "stopped short of calling", "did not respond to a request").
* `hypothetical`: it may yet be said ("will announce", "is expected to say", "could argue", "if he says").
* `denied`: the source denies the content ("denied that", "rejected the allegation", "does not believe that").
* `asked`: a question or a request for information ("asked whether", "wondered why", "had a question for", the turn of a
  transcript that ends with one); "asked him to leave" and "asked for a sentence of three years" are asserted.
* `asserted`: everything else.

They are tried in this order, over the cue, the words that govern it and its own auxiliaries and negations
(data/polarity.tsv).
"""

from __future__ import annotations

from itertools import islice

from attribution.describe.saying import Saying, lemma, relation
from attribution.describe.values import Polarity
from attribution.parse import Token
from attribution.tables import words

_FIRST_PERSON = frozenset({"i", "we"})
_FROM = frozenset({"of", "from", "on"})
_HOLDING = 6  # tokens from a verb to the gerund that it holds back ("stopped just short of publicly calling")
_REPORTERS = frozenset({"q", "question", "questioner", "reporter", "interviewer", "moderator"})


def polarity_of(saying: Saying) -> Polarity:
    """The polarity of one attribution; a passage without a cue is asserted."""
    if saying.head is None:
        return "asserted"
    if saying.attribution.shape == "transcript":
        return "asked" if _is_question_label(saying) or _ends_asking(saying) else "asserted"
    if saying.attribution.shape == "according_to":
        return "asserted"
    reading = _Reading(saying, saying.head)
    if reading.declined():
        return "declined"
    if reading.not_said():
        return "not_said"
    if reading.hypothetical():
        return "hypothetical"
    if reading.denied():
        return "denied"
    return "asked" if reading.asked() else "asserted"


class _Reading:
    """The words that decide a polarity, gathered once."""

    def __init__(self, saying: Saying, head: int) -> None:
        self._saying = saying
        tokens = saying.parse.tokens
        self.head = tokens[head]
        self.cue = [tokens[index] for index in saying.cue] or [self.head]
        self.chain = [tokens[index] for index in sorted(saying.governors)]
        # What hangs on the cue or its governors: auxiliaries, negations, subjects, objects.
        self.near = [token for token in saying.tokens if token.head in saying.governors and token.head != token.index]
        self.complement = self._complement()

    def declined(self) -> bool:
        around = {token.index: token for token in (*self.chain, *self.cue)}.values()
        refusers = [token for token in around if lemma(token) in words("polarity", "refuse")]
        if refusers and (self._negated() or self._omits()):
            return False  # "did not decline to answer", "failed to refuse the support": nothing was refused
        if refusers:
            # "declined" alone, with what was not said as its content or object, is a refusal to say.
            verb = self.complement
            return verb is None or lemma(verb) in words("polarity", "tell") or self._takes_words(verb)
        telling = [token for token in self.cue if lemma(token) in words("polarity", "tell")]
        withheld = self._negated() or self._neither()
        if telling and withheld and self._modal("will", "wo", "would", "’d", "'d", "’ll", "'ll"):
            return True
        neither = any(lemma(token) == "neither" for token in self._saying.tokens)
        if neither and any(lemma(token) == "confirm" for token in self._saying.tokens):
            return True
        return self._has_no("comment") and any(
            lemma(token) in ("have", "say") and token.upos == "VERB" for token in self.chain
        )

    def not_said(self) -> bool:
        if self._omits():
            return not self._negated()  # "did not fail to mention" tells what was said
        held_back = self._held_back()
        if held_back is not None:
            return held_back
        if lemma(self.head) in words("polarity", "omit") and self.complement is not None:
            return lemma(self.complement) in words("polarity", "tell")
        if any(self._is_nobody(token) for token in self.near if relation(token) == "nsubj"):
            return not self._ruled_out()  # "nobody disputes that"
        if any(lemma(token) == "without" and relation(token) in ("mark", "case") for token in self.near):
            return True
        around = [lemma(token) for token in (*self.cue, *self.near)]
        if any(self._has_no(noun) for noun in around if noun in words("polarity", "utterance")):
            return True
        opinion = any(lemma(token) in words("polarity", "opinion") for token in self.cue)
        if not self._is_voiced():
            return False  # "was not convinced", "does not know": a state of mind, no words withheld
        open_still = self._future_negated() or self._modal("may", "might", "should", "shall", "must")
        return self._negated() and not opinion and not self._ruled_out() and not open_still

    def hypothetical(self) -> bool:
        if any(lemma(token) == "if" and relation(token) == "mark" for token in self.near):
            return True
        performing = any(lemma(token) in _FIRST_PERSON for token in self.near if relation(token) == "nsubj")
        if self._modal(*words("polarity", "modal")):
            habit = any(lemma(token) in words("polarity", "habit") for token in self.near)
            compelled = self._negated() and self._ruled_out()  # "could not resist pointing out"
            return not (performing or habit or compelled)
        governors = [token for token in self.chain if _is_prospect(token) and not self._goes_on(token)]
        return any(self._governs_infinitive(token) for token in governors)

    def denied(self) -> bool:
        if self._negated() or any(self._is_nobody(token) for token in self.near if relation(token) == "nsubj"):
            return any(lemma(token) in words("polarity", "opinion") for token in self.cue)
        if any(lemma(token) in words("polarity", "deny") for token in self.cue):
            return True
        if any(lemma(token) in words("polarity", "reject") for token in self.cue):
            objects = [token for token in self._content_opening() if token.upos in ("NOUN", "SCONJ", "PRON")]
            claim = any(lemma(token) in words("polarity", "claim") or lemma(token) == "that" for token in objects)
            return claim or any(lemma(token) in words("polarity", "falsity") for token in self._saying.tokens)
        return False

    def asked(self) -> bool:
        if self._opens_infinitive():
            return False
        if self._has_question():
            return True
        verbs = [token for token in self.cue if token.upos == "VERB" or token.index == self.head.index]
        asking = [token for token in verbs if lemma(token) in words("polarity", "ask")]
        if any(lemma(token) in words("polarity", "doubt") for token in asking):
            # "questioned the results" and "questions about" throw doubt; a question proper has a question for content.
            return self._is_interrogative()
        return bool(asking) or self._saying.attribution.cue_class == "question"

    def _omits(self) -> bool:
        """Whether a verb above the saying, or before another one in the cue, leaves it undone: "failed to mention"."""
        return any(
            lemma(token) in words("polarity", "omit")
            for token in (*self.chain, *self.cue)
            if token.index != self.head.index or (self.complement is not None and _refuses(self.complement))
        )

    def _takes_words(self, verb: Token) -> bool:
        """Whether what is refused is to take, use or make something that is said: "refused to take questions"."""
        if lemma(verb) not in words("polarity", "light"):
            return False
        after = [token for token in (*self.cue, *self._content_opening()) if verb.index < token.index <= verb.index + 4]
        return any(lemma(token) in words("polarity", "said_thing") for token in after)

    def _is_nobody(self, subject: Token) -> bool:
        """Whether a subject is nobody: "nobody", "no one", "neither company", "none of the officials"."""
        if lemma(subject) in words("polarity", "nobody"):
            return True
        dets = self._saying.parse.children(subject.index, "det")
        return any(lemma(token) in ("no", "neither") for token in dets)

    def _neither(self) -> bool:
        """Whether each of two or more kept silent: "neither side would say", "none of them would confirm"."""
        return any(
            self._is_nobody(token) and lemma(token) not in ("nobody", "one", "no-one")
            for token in self.near
            if relation(token) == "nsubj"
        )

    def _goes_on(self, token: Token) -> bool:
        """Whether "going" belongs to "going on to say", which tells what was said next."""
        tokens = self._saying.parse.tokens
        after = tokens[token.index + 1].text.lower() if token.index + 1 < len(tokens) else ""
        return lemma(token) == "go" and after == "on"

    def _has_question(self) -> bool:
        """Whether somebody puts a question to another: "had a question for the president", "posed questions to him"."""
        noun = next((token for token in self.cue if token.upos == "NOUN" and lemma(token) == "question"), None)
        if noun is None:
            return False
        tokens = self._saying.parse.tokens
        put = any(lemma(token) in words("polarity", "puts") for token in self.chain)
        return put and noun.index + 1 < len(tokens) and tokens[noun.index + 1].text.lower() in ("for", "to")

    def _held_back(self) -> bool | None:
        """Whether a verb holds the cue's gerund back: "stopped short of calling", "refrained from saying".

        None where none does; False where that verb is negated ("did not shy away from saying").
        """
        above = self._saying.parse.tokens[self.head.head]
        if not self.head.text.lower().endswith("ing") or not 0 < self.head.index - above.index <= _HOLDING:
            return None
        between = self._saying.parse.tokens[above.index + 1 : self.head.index]
        if not any(token.text.lower() in _FROM for token in between):
            return None
        phrases = {f"{lemma(above)} {lemma(token)}" for token in between}
        if lemma(above) not in words("polarity", "omit") and phrases.isdisjoint(words("polarity", "hold_back")):
            return None
        around = self._saying.parse.children(above.index, "advmod")
        return all(words("polarity", "negation").isdisjoint((lemma(token), token.text.lower())) for token in around)

    def _is_voiced(self) -> bool:
        """Whether the cue is an act of saying, by its class or, where it has none, by the table of such verbs."""
        kind = self._saying.attribution.cue_class
        if kind:
            return kind not in ("belief", "finding")
        classes = ("tell", "utterance", "respond", "ask", "deny", "claim")
        return any(lemma(token) in words("polarity", name) for token in self.cue for name in classes)

    def _negated(self) -> bool:
        negations = [
            token
            for token in (*self.near, *self.cue)
            if token.upos in ("PART", "ADV")
            and not words("polarity", "negation").isdisjoint((lemma(token), token.text.lower()))
        ]
        return any(not self._is_partial(token) for token in negations)

    def _is_partial(self, negation: Token) -> bool:
        """ "not only said": the negation is of the adverb, not of the saying."""
        after = negation.index + 1
        tokens = self._saying.parse.tokens
        return after < len(tokens) and lemma(tokens[after]) in words("polarity", "partial")

    def _modal(self, *lemmas: str) -> bool:
        wanted = frozenset(lemmas)
        return any(
            (lemma(token) in wanted or token.text.lower() in wanted) and relation(token) == "aux"
            for token in (*self.near, *self.cue)
        )

    def _ruled_out(self) -> bool:
        """ "did not rule out that": a negated exclusion says something."""
        return any(lemma(token) in words("polarity", "litotes") for token in self.chain)

    def _future_negated(self) -> bool:
        """ "is not expected to announce": still only a prospect."""
        return any(_is_prospect(token) for token in self.chain)

    def _has_no(self, noun: str) -> bool:
        tokens = self._saying.tokens
        nouns = {token.index for token in tokens if lemma(token) == noun}
        return any(token.head in nouns and lemma(token) == "no" for token in tokens)

    def _governs_infinitive(self, governor: Token) -> bool:
        return any(
            lemma(token) == "to" and relation(token) in ("mark", "aux") and token.index > governor.index
            for token in (*self.near, *self.cue)
        )

    def _complement(self) -> Token | None:
        """The verb that a refusal governs: in the cue ("declined to comment") or first in the content."""
        after = [token for token in self.cue if token.index > self.head.index and token.upos == "VERB"]
        if after:
            return after[0]
        opening = self._content_opening()
        if opening and lemma(opening[0]) == "to":
            return next((token for token in opening if token.upos == "VERB"), None)
        return None

    def _content_opening(self) -> list[Token]:
        """The first words of the content that follows the cue."""
        parse = self._saying.parse
        parts = [part for part in self._saying.attribution.content if part.start >= self.head.start]
        opening = (parse.tokens[index] for part in parts for index in parse.overlapping(part.start, part.end))
        return list(islice(opening, 10))

    def _is_interrogative(self) -> bool:
        opening = [token.text.lower() for token in self._content_opening() if token.upos != "PUNCT"]
        ends = [part.end for part in self._saying.attribution.content]
        asks = any("?" in self._saying.parse.text[end - 2 : end + 1] for end in ends)
        return asks or (bool(opening) and opening[0] in words("polarity", "interrogative"))

    def _begs(self, opening: list[Token]) -> bool:
        """Whether a thing or an act is asked for: "asked for a sentence of three years", "asked that he be freed".

        What is said is asked for as words are: "asked for comment", "asked for an explanation".
        """
        if lemma(self.head) != "ask":
            return False
        last = self.cue[-1]
        if "that" in (opening[0].text.lower(), last.text.lower()):
            return True
        said = any(lemma(token) in words("polarity", "utterance") for token in opening[:4])
        return last.index > self.head.index and last.text.lower() == "for" and not said

    def _opens_infinitive(self) -> bool:
        """ "asked to help", "asked the crowd to welcome her", "asked for help": a request to act, no question."""
        opening = [token for token in self._content_opening() if token.upos != "PUNCT"]
        if not opening or opening[0].text.lower() in words("polarity", "interrogative"):
            return False
        if self._begs(opening):
            return True
        quoted = opening[0].index and self._saying.parse.tokens[opening[0].index - 1].upos == "PUNCT"
        marks = opening[:1] if quoted else opening
        return opening[0].text.lower() == "for" or any(
            lemma(token) == "to" and token.upos == "PART" and token.deprel == "mark" for token in marks
        )


def _refuses(token: Token) -> bool:
    """Whether a verb is a no: "refuse", "reject", "deny"."""
    return any(lemma(token) in words("polarity", kind) for kind in ("refuse", "reject", "deny"))


def _is_prospect(token: Token) -> bool:
    """A word that makes its infinitive a matter of the future: "expects to", "is going to" (but not "went on to")."""
    return not words("polarity", "future").isdisjoint((lemma(token), token.text.lower()))


def _ends_asking(saying: Saying) -> bool:
    """Whether a turn of a transcript ends with a question, as an interviewer's does."""
    parts = saying.attribution.content
    last = saying.parse.text[parts[-1].start : parts[-1].end] if parts else ""
    return last.rstrip(" \n\"'”’)").endswith("?")


def _is_question_label(saying: Saying) -> bool:
    span = saying.attribution.source
    if span is None:
        return False
    return saying.parse.words(span).strip(" .:[]()").lower() in _REPORTERS
