"""find: Parse -> attributions, each with its cue, source and content spans.

The network's labels say where cues are and roughly what belongs to them; syntax and quotation marks say where a source
and a content begin and end. Nothing here asks who the source is.
"""

from __future__ import annotations

from collections.abc import Sequence

from attribution.find import spans
from attribution.find.assemble import build, nest
from attribution.find.beside import unlabelled
from attribution.find.chains import cited, is_citing
from attribution.find.clauses import SAID, SUBJECTS, is_passive
from attribution.find.cues import VOICED, class_of, complete, head_of_cue, phrase, tidy, topical
from attribution.find.cues import words as word_list
from attribution.find.decoding import ReadingOf, decode
from attribution.find.draft import Draft
from attribution.find.guidelines import GUIDELINES, POLNEAR, RECORDS, Guidelines
from attribution.find.quotes import take_up
from attribution.find.turns import keep_inside, turns
from attribution.find.values import Attribution, Findings, Fragment, Kind, Unattributed
from attribution.parse import Parse, Reading, Token
from attribution.quotation_marks import QuotationIndex, quotations

__all__ = [
    "GUIDELINES",
    "POLNEAR",
    "RECORDS",
    "Attribution",
    "Findings",
    "Fragment",
    "Guidelines",
    "Kind",
    "Unattributed",
    "find",
]

# Mean probability of "cue" from which a cue of no known class is believed with nothing quoted. 0.9 finds 0.7 points
# of F1 more on PolNeAR dev, which annotates acts as well, and loses 0.6 to 0.9 on the two annotated sets of Wikinews.
UNKNOWN_CUE = 0.97
# Probability of "cue" from which one with a source is sure of itself. Tried with LONE_SUPPORT: 0.7, 0.85.
SURE_CUE = 0.7
# The same under guidelines that count acts, whatever the class of the cue, and where something is quoted.
# Tried on PolNeAR dev: 0 to 0.7.
ACT, QUOTED_ACT = 0.5, 0.4
# Words of an unquoted content: a single one ("which", "so", "anonymous") names nothing that was said, but "denied it".
WORDS = 2
# Quoted words from which a cue of belief or of no known class is believed: fewer are a name ("known as "swap lines"").
QUOTED = 3


def find(parse: Parse, guidelines: Guidelines = RECORDS) -> Findings:
    """Find all attributions of an article, as some guidelines have them, and list the quoted passages that belong to
    none.

    Deterministic, and linear in the number of tokens but for the depth of nesting.
    """
    marks = QuotationIndex(quotations(parse.text, parse.paragraphs))
    told = turns(parse)
    drafts = _refine(parse, decode(parse, range(len(parse.tokens)), _outer), marks, _outer, guidelines)
    drafts = cited(parse, keep_inside(drafts, told))
    known = {index for draft in drafts for index in (draft.head, *draft.cue)}
    for draft in list(drafts) + told:
        for stretch in spans.stretches(draft.content):
            for child in _refine(parse, decode(parse, stretch, _inner), marks, _inner, guidelines):
                if child.head not in known and child.source and class_of(parse, child.head) in VOICED:
                    known.update(child.cue)
                    drafts.append(child)
    known |= {index for draft in [*drafts, *told] for index in (*draft.cue, *draft.source)}
    taken = {index for draft in drafts for index in draft.content}
    drafts += _settle(parse, unlabelled(parse, known, taken, marks), marks)
    drafts = [d for d in nest(parse, [*told, *drafts], marks) if d.parent is None or class_of(parse, d.head) in VOICED]
    left = take_up(parse, drafts, marks)
    return Findings(build(parse, drafts, marks), tuple(left))


def _outer(token: Token) -> Reading:
    return token.reading


def _inner(token: Token) -> Reading:
    return token.inner


def _refine(
    parse: Parse, drafts: Sequence[Draft], marks: QuotationIndex, reading_of: ReadingOf, guidelines: Guidelines
) -> list[Draft]:
    """Give each draft the head of its cue, whole clauses and quotations, and a whole source; drop what has no
    content."""
    found = []
    for draft in drafts:
        draft.cue = complete(parse, draft.cue)
        cue = set(draft.cue)  # what the arcs point at: the first word may be one that is tidied away
        draft.head = head_of_cue(parse, draft.cue)
        if not guidelines.modifiers:
            draft.cue = tidy(parse, draft.cue, draft.head)

        def support(index: int, cue: set[int] = cue) -> float:
            reading = reading_of(parse.tokens[index])
            return reading.scores[3] * sum(arc.probability for arc in reading.arcs if arc.to in cue)

        sure = bool(draft.source) and reading_of(parse.tokens[draft.head]).scores[2] >= SURE_CUE
        sure = sure and class_of(parse, draft.head) in VOICED
        spans.close_clauses(parse, draft, support, sure)
        spans.close_quotations(parse, draft, marks)
        spans.cut_clause(parse, draft, marks)
        spans.cut_sentences(parse, draft, marks)
        spans.fill(parse, draft)
        if not guidelines.addressees:
            spans.cut_lead(parse, draft, marks, class_of(parse, draft.head) in ("request", "question"))
        spans.cut_coordinated(parse, draft, marks, support)
        spans.find_source(parse, draft, reading_of)
        spans.close_source(parse, draft, reading_of, guidelines.relatives)
        draft.content -= {*draft.cue, *draft.source}
        if draft.content:
            spans.cut_dateline(parse, draft)
            spans.cut_edges(parse, draft, marks)
        spans.trim(parse, draft)
        believed = _shown if guidelines.acts else _believed
        if is_citing(parse, draft) or (draft.content and believed(parse, draft, marks, reading_of)):
            found.append(draft)
    heads = {index: draft for draft in found for index in draft.cue if len(draft.cue) > 1}
    return [draft for draft in found if heads.get(draft.head, draft) is draft]


def _settle(parse: Parse, drafts: list[Draft], marks: QuotationIndex) -> list[Draft]:
    """Whole sources and trimmed contents for drafts that no label gave."""
    for draft in drafts:
        spans.close_source(parse, draft, _outer)
        spans.close_quotations(parse, draft, marks)
        draft.content -= {*draft.cue, *draft.source}
        spans.trim(parse, draft)
    return [draft for draft in drafts if draft.content and _believed(parse, draft, marks, _outer)]


def _shown(parse: Parse, draft: Draft, marks: QuotationIndex, reading_of: ReadingOf) -> bool:
    """Whether a draft reports what somebody said or showed, as far as the network is sure of its cue."""
    scores = [reading_of(parse.tokens[index]).scores[2] for index in draft.cue]
    quoted = any(marks.outermost(parse.tokens[index].start) is not None for index in draft.content)
    return sum(scores) / len(scores) >= (QUOTED_ACT if quoted else ACT)


def _believed(parse: Parse, draft: Draft, marks: QuotationIndex, reading_of: ReadingOf) -> bool:
    """Whether a draft reports what somebody said, as far as its cue shows."""
    words = [index for index in draft.content if any(map(str.isalnum, parse.tokens[index].text))]
    around = marks.outermost(parse.tokens[draft.head].start)  # a cue that is quoted itself stands inside other words
    quoted = sum(marks.outermost(parse.tokens[index].start) not in (None, around) for index in words)
    kind = class_of(parse, draft.head)
    head = parse.tokens[draft.head]
    named = head.deprel == "acl" and head.lemma.lower() in word_list("naming")  # "a ship called "Hope""
    if quoted >= (QUOTED if kind in (None, "belief") or named else 1):
        return True
    if kind == "belief":
        return False
    governor = parse.tokens[head.head]
    if _infinitive(parse, head) and governor.upos == "ADJ" and [parse.tokens[k].lemma for k in draft.source] == ["it"]:
        return False  # "it was too early to tell whether …"
    if len(words) < (1 if kind == "denial" else WORDS) or (not draft.source and not _sourceless(parse, draft, kind)):
        return False
    if kind in (None, "finding") and not parse.children(head.index, *SUBJECTS) and _infinitive(parse, head):
        return False  # "enough to fear that …"
    if kind is None:
        scores = [reading_of(parse.tokens[index]).scores[2] for index in draft.cue]
        return sum(scores) / len(scores) >= UNKNOWN_CUE
    if head.lemma.lower() in topical() or phrase(parse, draft.head) in topical():
        return any(child.deprel in SAID for child in parse.children(draft.head))
    return True


def _infinitive(parse: Parse, token: Token) -> bool:
    return any(child.deprel == "mark" and child.lemma == "to" for child in parse.children(token.index))


def _sourceless(parse: Parse, draft: Draft, kind: str | None) -> bool:
    """Whether a cue attributes without a source: a passive ("it was announced that"), a noun ("the claim that"), an
    adverb ("reportedly"). An active verb without a subject ("it is of interest to note that") has nobody who says
    it, and a belief that nobody holds is no report."""
    head = parse.tokens[draft.head]
    passive = is_passive(parse, head) or head.feature("Voice") == "Pass"
    return kind not in (None, "belief", "finding") and (passive or head.upos not in ("VERB", "AUX"))
