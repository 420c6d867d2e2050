"""reports: whether a draft reports what somebody said, by its cue, its source and the shape of its content.

Many verbs report with a clause or a quotation and only tell of an act or an attitude without ("signed the bill").
"""

from __future__ import annotations

from attribution.find.clauses import INSERTED, SAID, SUBJECTS, is_passive
from attribution.find.cues import class_of, phrase, topical
from attribution.find.cues import words as word_list
from attribution.find.decoding import ReadingOf
from attribution.find.draft import Draft
from attribution.parse import Parse, Token
from attribution.quotation_marks import QuotationIndex

# Mean probability of "cue" from which a cue of no known class is believed with nothing quoted. 0.9 finds 0.7 points
# of F1 more on PolNeAR dev, which annotates acts as well, and loses 0.6 to 0.9 on the two annotated sets of Wikinews.
UNKNOWN_CUE = 0.97
# The same under guidelines that count acts, whatever the class of the cue, and where something is quoted.
# Tried on PolNeAR dev: 0 to 0.7.
ACT, QUOTED_ACT = 0.5, 0.4
# Words of an unquoted content: a single one ("which", "so", "anonymous") names nothing that was said, but "denied it".
WORDS = 2
# Quoted words from which a cue of belief or of no known class is believed: fewer are a name ("known as "swap lines"").
QUOTED = 3
# Sources that stand for no one who has spoken.
ANYBODY = frozenset({"anyone", "anybody"})


def shown(parse: Parse, draft: Draft, marks: QuotationIndex, reading_of: ReadingOf) -> bool:
    """Whether a draft reports what somebody said or showed, as far as the network is sure of its cue."""
    scores = [reading_of(parse.tokens[index]).scores[2] for index in draft.cue]
    quoted = any(marks.outermost(parse.tokens[index].start) is not None for index in draft.content)
    return sum(scores) / len(scores) >= (QUOTED_ACT if quoted else ACT)


def believed(parse: Parse, draft: Draft, marks: QuotationIndex, reading_of: ReadingOf) -> bool:
    """Whether a draft reports what somebody said, as far as its cue shows."""
    words = [index for index in draft.content if any(map(str.isalnum, parse.tokens[index].text))]
    around = marks.outermost(parse.tokens[draft.head].start)  # a cue that is quoted itself stands inside other words
    quoted = sum(marks.outermost(parse.tokens[index].start) not in (None, around) for index in words)
    kind = class_of(parse, draft.head)
    head = parse.tokens[draft.head]
    named = head.deprel == "acl" and head.lemma.lower() in word_list("naming")  # "a ship called "Hope""
    if any(parse.tokens[k].lemma.lower() in ANYBODY for k in draft.source[:1]):
        return False  # "if anyone says that …": a case that is thought of
    if quoted >= (QUOTED if kind in (None, "belief") or named else 1):
        return True
    if kind == "belief":
        return False
    said = any(child.deprel in SAID for child in parse.children(draft.head))
    if kind == "praise" and head.deprel == "acl" and not said:
        return False  # "groups backing Mr. Cruz": tells which groups
    governor = parse.tokens[head.head]
    if _infinitive(parse, head) and governor.upos == "ADJ" and [parse.tokens[k].lemma for k in draft.source] == ["it"]:
        return False  # "it was too early to tell whether …"
    if len(words) < (1 if kind == "denial" else WORDS) or (not draft.source and not _sourceless(parse, draft, kind)):
        return False
    if kind in (None, "finding") and not parse.children(head.index, *SUBJECTS) and _infinitive(parse, head):
        return False  # "enough to fear that …"
    if kind is None:
        if not said and head.deprel not in INSERTED and not _complement(parse, draft):
            return False  # "nominated the senator", "booed the mention of her name"
        if [parse.tokens[k].lemma.lower() for k in draft.source] in (["it"], ["this"], ["that"]):
            return False  # "it amazes me that …": what moves somebody, and nobody's words
        scores = [reading_of(parse.tokens[index]).scores[2] for index in draft.cue]
        return sum(scores) / len(scores) >= UNKNOWN_CUE
    if head.lemma.lower() in topical() or phrase(parse, draft.head) in topical():
        return said
    return True


def _complement(parse: Parse, draft: Draft) -> bool:
    """Whether a clause hangs on some word of the cue."""
    return any(child.deprel in ("xcomp", *SAID) for index in draft.cue for child in parse.children(index))


def _infinitive(parse: Parse, token: Token) -> bool:
    return any(child.deprel == "mark" and child.lemma == "to" for child in parse.children(token.index))


def _sourceless(parse: Parse, draft: Draft, kind: str | None) -> bool:
    """Whether a cue attributes without a source: a passive ("it was announced that"), a noun ("the claim that"), an
    adverb ("reportedly"). An active verb without a subject ("it is of interest to note that") has nobody who says
    it, and a belief that nobody holds is no report."""
    head = parse.tokens[draft.head]
    passive = is_passive(parse, head) or head.feature("Voice") == "Pass"
    return kind not in (None, "belief", "finding") and (passive or head.upos not in ("VERB", "AUX"))
