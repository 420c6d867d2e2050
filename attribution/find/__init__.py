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
from attribution.find.cues import VOICED, class_of, complete, head_of_cue, tidy
from attribution.find.decoding import ReadingOf, decode
from attribution.find.draft import Draft
from attribution.find.guidelines import GUIDELINES, POLNEAR, RECORDS, Guidelines
from attribution.find.quotes import take_up
from attribution.find.reports import believed, shown
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

# Probability of "cue" from which one with a source is sure of itself. Tried with LONE_SUPPORT: 0.7, 0.85.
SURE_CUE = 0.7


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
        spans.trim(parse, draft, marks)
        reports = shown if guidelines.acts else believed
        if is_citing(parse, draft) or (draft.content and reports(parse, draft, marks, reading_of)):
            found.append(draft)
    heads = {index: draft for draft in found for index in draft.cue if len(draft.cue) > 1}
    return [draft for draft in found if heads.get(draft.head, draft) is draft]


def _settle(parse: Parse, drafts: list[Draft], marks: QuotationIndex) -> list[Draft]:
    """Whole sources and trimmed contents for drafts that no label gave."""
    for draft in drafts:
        spans.close_source(parse, draft, _outer)
        spans.close_quotations(parse, draft, marks)
        draft.content -= {*draft.cue, *draft.source}
        spans.trim(parse, draft, marks)
    return [draft for draft in drafts if draft.content and believed(parse, draft, marks, _outer)]
