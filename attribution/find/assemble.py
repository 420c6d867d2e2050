"""assemble: which draft stands inside which, whose words they are where two claim them, and the final values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from attribution.article import Span
from attribution.find.cues import class_of, phrase
from attribution.find.draft import Draft
from attribution.find.evidence import Witness
from attribution.find.spans import head_of, stretches
from attribution.find.values import Attribution, Fragment, Kind
from attribution.parse import Parse
from attribution.quotation_marks import QuotationIndex

# Share of a draft's content that must lie inside another's for it to stand inside that one.
INSIDE = 0.8
# One quoted word inside unquoted content is a term, two are somebody's words.
TERM = 1


def nest(parse: Parse, drafts: Sequence[Draft], marks: QuotationIndex) -> list[Draft]:
    """Settle the drafts' claims on each other's words, and set `parent` to the smallest draft around each.

    A draft stands inside another whose content holds its cue and nearly all of its content. One whose cue alone lies
    in another's content keeps its words, and the other loses them, unless they are quoted: nothing is taken out of the
    middle of a quotation. Words that two drafts side by side claim go to the
    one whose cue is nearer. A draft that is left without a word is dropped.
    """
    holders: dict[int, list[Draft]] = {}
    for draft in drafts:
        for index in draft.content:
            holders.setdefault(index, []).append(draft)
    for draft in drafts:
        if not draft.cue:
            continue
        around = [other for other in holders.get(draft.head, ()) if other is not draft and draft.head in other.content]
        fitting = []
        for other in around:
            if marks.outermost(parse.tokens[draft.head].start) is not None and draft.content & other.content:
                draft.content &= other.content  # quoted words stay whole: what is said inside them ends with them
            if len(draft.content & other.content) >= INSIDE * len(draft.content):
                fitting.append(other)
            elif marks.outermost(parse.tokens[draft.head].start) is not None:
                draft.content.clear()
                break
            else:
                other.content -= {*draft.cue, *draft.source, *draft.content}
        if fitting:
            draft.parent = min(fitting, key=lambda other: (len(other.content), min(other.content)))
    _share_quotations(parse, holders, marks)
    for index, claims in holders.items():
        rivals = [draft for draft in claims if index in draft.content]
        for draft in rivals:
            for other in rivals:
                claimed = draft is not other and index in other.content and not _related(draft, other)
                if claimed and _distance(draft, index) <= _distance(other, index):
                    other.content.discard(index)
    return [draft for draft in drafts if any(any(map(str.isalnum, parse.tokens[k].text)) for k in draft.content)]


def _share_quotations(parse: Parse, holders: dict[int, list[Draft]], marks: QuotationIndex) -> None:
    """Give each outermost quotation that drafts side by side claim to the one that holds most of it: it has one
    speaker."""
    for quotation in marks.quotations:
        if quotation.level or not quotation.closed:
            continue
        words = parse.overlapping(quotation.start, quotation.end)
        held = Counter(id(d) for k in words for d in holders.get(k, ()) if k in d.content and d.head not in words)
        if len(held) < 2:
            continue
        claims = {id(d): d for k in words for d in holders.get(k, ()) if id(d) in held}
        winner = max(claims.values(), key=lambda draft: (held[id(draft)], -draft.head))
        for draft in claims.values():
            if draft is not winner and not _related(draft, winner):
                draft.content.difference_update(words)


def _related(draft: Draft, other: Draft) -> bool:
    for low, high in ((draft, other), (other, draft)):
        seen = 0
        up = low.parent
        while up is not None and seen < 50:
            if up is high:
                return True
            up, seen = up.parent, seen + 1
    return draft.content == other.content


def _distance(draft: Draft, index: int) -> int:
    return abs(draft.head - index) if draft.cue else 10**6


def build(parse: Parse, drafts: Sequence[Draft], marks: QuotationIndex) -> tuple[Attribution, ...]:
    """Drafts as attributions, in the order of their first word."""
    ordered = sorted(
        drafts, key=lambda d: (min(*d.content, *d.cue, *d.source), -len(d.content), d.head, sorted(d.content))
    )
    number = {id(draft): index for index, draft in enumerate(ordered)}
    witness = Witness(parse, marks)
    found = []
    for draft in ordered:
        evidence = witness.of(draft)
        found.append(
            replace(
                attribution_of(parse, draft, marks),
                parent=number.get(id(draft.parent)) if draft.parent is not None else None,
                continues=number.get(id(draft.continues)) if draft.continues is not None else None,
                evidence=evidence,
                confidence=round(evidence.content, 4),
                cue_confidence=round(evidence.cue, 4),
                source_confidence=round(evidence.source, 4),
            )
        )
    return tuple(found)


def attribution_of(parse: Parse, draft: Draft, marks: QuotationIndex) -> Attribution:
    """One draft as an attribution by itself: without evidence, and without its place among others."""
    fragments = tuple(_fragments(parse, draft, marks))
    cue_class = class_of(parse, draft.head) if draft.cue else None
    return Attribution(
        content=fragments,
        cue=tuple(parse.span(run[0], run[-1] + 1) for run in stretches(draft.cue)),
        source=parse.span(draft.source[0], draft.source[-1] + 1) if draft.source else None,
        kind=_kind(parse, draft, fragments, marks),
        cue_head=draft.head if draft.cue else None,
        cue_lemma=phrase(parse, draft.head) if draft.cue else "",
        cue_class=(cue_class or "other") if draft.cue else "",
        source_head=head_of(parse, draft.source) if draft.source else None,
        shape=_shape(parse, draft),
        warnings=tuple(_warnings(draft, parse, marks)),
    )


def _fragments(parse: Parse, draft: Draft, marks: QuotationIndex) -> list[Fragment]:
    """Content as unbroken stretches, cut at paragraph breaks; `quoted` where no word stands outside the marks."""
    found = []
    for stretch in stretches(draft.content):
        start = 0
        for place in range(1, len(stretch) + 1):
            ended = place == len(stretch)
            if not ended and parse.tokens[stretch[place]].paragraph == parse.tokens[stretch[place - 1]].paragraph:
                continue
            part = stretch[start:place]
            start = place
            words = [index for index in part if any(map(str.isalnum, parse.tokens[index].text))] or part
            quoted = all(marks.outermost(parse.tokens[index].start) is not None for index in words)
            span = parse.span(part[0], part[-1] + 1)
            found.append(Fragment(span.start, span.end, quoted))
    return found


def _kind(parse: Parse, draft: Draft, fragments: Sequence[Fragment], marks: QuotationIndex) -> Kind:
    """direct: every word is quoted (or a turn of a transcript); indirect: none, or one word as a term; else mixed."""
    if draft.shape == "transcript" or all(fragment.quoted for fragment in fragments):
        return "direct"
    around = marks.outermost(parse.tokens[draft.head].start) if draft.cue else None
    quoted = 0
    for index in draft.content:
        token = parse.tokens[index]
        at = marks.outermost(token.start)
        if any(map(str.isalnum, token.text)) and at is not None and at != around:
            quoted += 1
    if any(fragment.quoted for fragment in fragments) or quoted > TERM:
        return "mixed"
    return "indirect"


def _shape(parse: Parse, draft: Draft) -> str:
    if draft.shape != "clause":
        return draft.shape
    head = parse.tokens[draft.head]
    if head.text == ":":
        return "headline"
    if head.lemma.lower() in ("accord", "according", "per"):
        return "according_to"
    if head.upos == "NOUN":
        return "noun"
    if not draft.source:
        return "sourceless"
    return "clause"


def _warnings(draft: Draft, parse: Parse, marks: QuotationIndex) -> list[str]:
    warnings = []
    span = Span(parse.tokens[min(draft.content)].start, parse.tokens[max(draft.content)].end)
    if any(
        not marks.quotations[number].closed and marks.quotations[number].level == 0 and number not in marks.continued
        for number in marks.overlapping(span.start, span.end)
    ):
        warnings.append("unclosed_quotation")
    return warnings
