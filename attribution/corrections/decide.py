"""decide: the corrections of one article, applied between `find` and `resolve`, and to the speakers after it.

People decide on spans and on a name. The spans become findings like any other, so that what follows from them (kind,
class of the cue, role, polarity, time, …) is worked out as it is for what the program found itself. A record that
people accepted or corrected comes out also where the program finds none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from attribution.article import Article, Span
from attribution.corrections.outcomes import Outcome
from attribution.corrections.passages import Lost, Parts, find_passage
from attribution.corrections.read import Entry
from attribution.corrections.speakers import speaker_of
from attribution.find import Attribution, Findings, Fragment, Unattributed
from attribution.find.assemble import INSIDE, attribution_of
from attribution.find.cues import head_of_cue
from attribution.find.draft import Draft
from attribution.parse import Parse
from attribution.quotation_marks import Quotation, QuotationIndex, quotations
from attribution.record import Record
from attribution.record.models import CorrectionMark
from attribution.resolve import Resolved

# Jaccard index of two contents, in code points, from which they are one attribution's whose boundaries differ: the
# share from which a gold attribution counts as found (attribution/score/measures.py).
ALIKE = 0.5
_REJECTED = "rejected"  # reason of a passage in quotation marks that people said is nobody's


@dataclass(frozen=True, slots=True)
class Mark:
    """What people decided on an attribution: the verdict, the name that holds, and where it stands."""

    verdict: CorrectionMark
    name: str | None
    evidence: Span | None


@dataclass(frozen=True)
class Decided:
    """What people decided on an article. `marks` is parallel to `findings.attributions`, or empty where they did not
    decide on any."""

    findings: Findings
    marks: tuple[Mark | None, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    def named(self, parse: Parse, resolved: Resolved) -> Resolved:
        """The same with the speakers that people named; roles follow from the entities that these are."""
        if not any(self.marks):
            return resolved
        found = list(resolved.speakers)
        for at, mark in enumerate(self.marks):
            if mark is not None:
                found[at] = speaker_of(
                    parse, self.findings.attributions[at], resolved, found[at], mark.name, mark.evidence
                )
        return replace(resolved, speakers=tuple(found))

    def marked(self, records: Sequence[Record]) -> tuple[Record, ...]:
        """The records of the findings, those that people accepted or corrected marked as such."""
        if not any(self.marks):
            return tuple(records)
        return tuple(
            record if mark is None else record.model_copy(update={"correction": mark.verdict})
            for record, mark in zip(records, self.marks, strict=True)
        )


def decide(article: Article, parse: Parse, findings: Findings, entries: Sequence[Entry]) -> Decided:
    """Apply corrections, one after the other: a later one may be on what an earlier one made.

    Every entry has its outcome. The findings of an article without entries are left as they are. Takes time in the
    length of the text for each entry, and in the number of its attributions.
    """
    if not entries:
        return Decided(findings)
    work = _Work(parse, findings)
    outcomes = []
    for entry in entries:
        passage = find_passage(article.text, entry.correction, entry.correction.article.sha256 == article.sha256)
        if isinstance(passage, Lost):
            outcomes.append(Outcome(entry.number, passage.reason, passage.message))
            continue
        item = work.find(passage.seen)
        if entry.correction.decision == "rejected":
            if item is not None:
                work.leave_out(item)
            outcomes.append(Outcome(entry.number, left_out=item is not None))
            continue
        drawn = work.draw(passage.wanted, item)
        if drawn is None:
            message = "content, cue or source has no word in it"
            outcomes.append(Outcome(entry.number, "no_words", message))
            continue
        mark = Mark(entry.correction.decision, entry.correction.speaker.name, passage.evidence)
        work.put(drawn, mark, item)
        outcomes.append(Outcome(entry.number, added=item is None))
    return work.decided(outcomes)


@dataclass(slots=True, eq=False)
class _Item:
    """An attribution while people's decisions are applied; `number` is its place among those of the program."""

    attribution: Attribution
    number: int
    parent: _Item | None = None
    continues: _Item | None = None
    mark: Mark | None = None
    moved: bool = False  # whether its spans are others than the program's

    @property
    def extent(self) -> Span:
        return _parts(self.attribution).extent

    @property
    def size(self) -> int:
        return sum(part.end - part.start for part in self.attribution.content)


@dataclass(slots=True)
class _Work:
    """The attributions of an article, with references in place of indices."""

    parse: Parse
    findings: Findings
    items: list[_Item] = field(default_factory=list)
    marks: QuotationIndex = field(init=False)
    added: int = 0
    released: list[Fragment] = field(default_factory=list)  # quoted words that an attribution had and has no more

    def __post_init__(self) -> None:
        self.items = [_Item(attribution, at) for at, attribution in enumerate(self.findings.attributions)]
        for item in self.items:
            parent, continues = item.attribution.parent, item.attribution.continues
            item.parent = None if parent is None else self.items[parent]
            item.continues = None if continues is None else self.items[continues]
        self.marks = QuotationIndex(quotations(self.parse.text, self.parse.paragraphs))

    def find(self, seen: Parts) -> _Item | None:
        """The attribution that people saw: with these spans, or with nearly this content and a cue at this place."""
        best, found = (False, 0.0, False, False, False), None
        extent = seen.extent
        for item in self.items:
            here = _parts(item.attribution)
            if here.extent.end <= extent.start or extent.end <= here.extent.start:
                continue
            alike = _jaccard(here.content, seen.content)
            if alike < ALIKE or (here.cue and seen.cue and not _overlap(here.cue, seen.cue)):
                continue
            # Of two with the very same spans, the one that nobody has decided on.
            rank = here == seen, alike, here.cue == seen.cue, here.source == seen.source, item.mark is None
            if rank > best:
                best, found = rank, item
        return found

    def leave_out(self, item: _Item) -> None:
        """Take an attribution out. What stands in it, or goes on with it, is left to what is around it."""
        self.items.remove(item)
        self.released += [part for part in item.attribution.content if part.quoted]
        for other in self.items:
            if other.parent is item:
                other.parent = item.parent
            if other.continues is item:
                other.continues = item.continues

    def draw(self, wanted: Parts, item: _Item | None) -> Attribution | None:
        """The attribution with these spans; what they leave as it was is as the program has it. None where a span has
        no word."""
        tokens = self.parse.tokens
        content, cue, sources = (
            [list(self.parse.overlapping(*span)) for span in spans]
            for spans in (wanted.content, wanted.cue, [] if wanted.source is None else [wanted.source])
        )
        if not all((*content, *cue, *sources)):
            return None
        words = sorted({index for part in cue for index in part})
        draft = Draft(
            cue=words,
            head=head_of_cue(self.parse, words) if words else -1,
            source=[index for part in sources for index in part],
            content={index for part in content for index in part},
            shape="clause" if words else "floating",
        )
        drawn = attribution_of(self.parse, draft, self.marks)
        fragments = []
        for span, part in zip(wanted.content, content, strict=True):
            spoken = [index for index in part if any(map(str.isalnum, tokens[index].text))] or part
            quoted = all(self.marks.outermost(tokens[index].start) is not None for index in spoken)
            fragments.append(Fragment(*span, quoted))
        drawn = replace(drawn, content=tuple(fragments), cue=wanted.cue, source=wanted.source)
        if item is None:
            return drawn
        before, here = item.attribution, _parts(item.attribution)
        if here.cue == wanted.cue:
            drawn = replace(
                drawn,
                cue_head=before.cue_head,
                cue_lemma=before.cue_lemma,
                cue_class=before.cue_class,
                shape=before.shape,
            )
        if here.source == wanted.source:
            drawn = replace(drawn, source_head=before.source_head)
        if here.content == wanted.content:
            drawn = replace(drawn, content=before.content, kind=before.kind, warnings=before.warnings)
        return drawn

    def put(self, drawn: Attribution, mark: Mark, item: _Item | None) -> None:
        """Put an attribution in the place of another, or beside all. What was corrected once stays so."""
        if item is None:
            item = _Item(drawn, len(self.findings.attributions) + self.added, moved=True)
            self.added += 1
            self.items.append(item)
        elif _parts(item.attribution) != _parts(drawn):
            item.moved = True
            self.released += [part for part in item.attribution.content if part.quoted]
        if item.mark is not None and item.mark.verdict == "corrected":
            mark = replace(mark, verdict="corrected")
        item.attribution, item.mark = drawn, mark

    def decided(self, outcomes: Iterable[Outcome]) -> Decided:
        """The attributions in the order of their first word, with their places in each other."""
        self._nest()
        self.items.sort(key=lambda item: (item.extent.start, item.number))
        at = {id(item): number for number, item in enumerate(self.items)}
        attributions = tuple(
            replace(
                item.attribution,
                parent=None if item.parent is None else at[id(item.parent)],
                continues=None if item.continues is None else at[id(item.continues)],
            )
            for item in self.items
        )
        left = tuple(self._unattributed())
        return Decided(Findings(attributions, left), tuple(item.mark for item in self.items), tuple(outcomes))

    def _nest(self) -> None:
        """Which attributions stand inside those that were moved, and those inside which."""
        moved = [item for item in self.items if item.moved]
        for item in moved:
            around = [other for other in self.items if _holds(other, item) and not _stands_in(other, item)]
            item.parent = min(around, key=lambda other: (other.size, other.number), default=None)
            for other in self.items:
                if _holds(item, other):
                    nearer = other.parent is None or other.parent.size > item.size
                    if nearer and not _stands_in(item, other):
                        other.parent = item
                elif other.parent is item:
                    other.parent = item.parent

    def _unattributed(self) -> list[Unattributed]:
        """The quotations that are nobody's: those that the program left, and those that people took from somebody."""
        taken = [part for item in self.items if item.moved for part in item.attribution.content]
        left = [one for one in self.findings.unattributed if not any(_meet(one, part) for part in taken)]
        if not self.released:
            return left
        held = [part for item in self.items for part in item.attribution.content]
        known = {(one.start, one.end) for one in left}
        for part in self.released:
            for number in self.marks.overlapping(part.start, part.end):
                quotation = self.marks.quotations[number]
                place = quotation.start, quotation.end
                if not (quotation.level or place in known or any(_meet(quotation, other) for other in held)):
                    known.add(place)
                    left.append(Unattributed(*place, _REJECTED))
        return sorted(left, key=lambda one: (one.start, one.end))


def _parts(attribution: Attribution) -> Parts:
    return Parts(tuple(Span(part.start, part.end) for part in attribution.content), attribution.cue, attribution.source)


def _holds(outer: _Item, inner: _Item) -> bool:
    """Whether the content of one attribution holds the cue and nearly all of the content of another, smaller one."""
    if outer is inner or outer.size <= inner.size:
        return False
    content = _parts(outer.attribution).content
    first = inner.attribution.cue[0].start if inner.attribution.cue else inner.attribution.content[0].start
    if not any(span.start <= first < span.end for span in content):
        return False
    return _shared(content, _parts(inner.attribution).content) >= INSIDE * inner.size


def _stands_in(inner: _Item, outer: _Item) -> bool:
    """Whether an attribution stands, at whatever depth, in another by their parents, or is it."""
    at: _Item | None = inner
    while at is not None and at is not outer:
        at = at.parent
    return at is not None


def _jaccard(one: Sequence[Span], two: Sequence[Span]) -> float:
    shared = _shared(one, two)
    return shared / (sum(span.end - span.start for span in (*one, *two)) - shared)


def _shared(one: Sequence[Span], two: Sequence[Span]) -> int:
    """Code points that two lists of disjoint spans share."""
    return sum(max(0, min(left.end, right.end) - max(left.start, right.start)) for left in one for right in two)


def _overlap(one: Sequence[Span], two: Sequence[Span]) -> bool:
    return _shared(one, two) > 0


def _meet(one: Unattributed | Quotation, two: Fragment) -> bool:
    return one.start < two.end and two.start < one.end
