"""measures: every figure, each defined in the docstring of the function that counts it.

Gold attributions and records are compared as sets of words (see `words`), and paired one to one by `match`. MEASURES
lists the rows in the order of the table; docs/measures.md is the same for readers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from attribution.article import Span, paragraphs
from attribution.find import Kind
from attribution.quotation_marks import quotations
from attribution.record import OptionalSpan, Record
from attribution.resolve.entity import ResolvedBy
from attribution.score.speech import is_speech
from attribution.score.tally import Measure, Shape, Tally
from attribution.score.values import CIRCUMSTANCES, GoldAttribution, Pair
from attribution.score.words import Words, WordSet, normal, segments

PARTS = ("source", "cue", "content")
KINDS = get_args(Kind)
CUES = ("speech", "other")
NAMED_BY = tuple(each for each in get_args(ResolvedBy) if each != "none")

FOUND = 0.5  # Jaccard index of the content's words from which an attribution counts as found


def _rows() -> Iterator[Measure]:
    f1: Shape = "f1"
    share: Shape = "share"
    for part in PARTS:
        yield Measure(f"segments.{part}", f1, "Segments, exact", part)
    yield Measure("attributions.found", f1, "Attributions", "found")
    yield Measure("attributions.source", f1, "Attributions", "found, source overlaps")
    yield Measure("attributions.exact", f1, "Attributions", "all three exact")
    for kind in KINDS:
        yield Measure(f"kind.{kind}", f1, "Found, by kind", kind)
    for cue in CUES:
        yield Measure(f"cue.{cue}", f1, "Found, by cue", "speech verb" if cue == "speech" else "none, or another")
    yield Measure("quoted.found", share, "Found, fully quoted", "recall")
    for part in PARTS:
        yield Measure(f"tokens.{part}", f1, "Words", part)
    for name, label in (
        ("right", "name right"),
        ("wrong", "name wrong"),
        ("unresolved", "left unresolved"),
        ("precision", "names that are right"),
    ):
        yield Measure(f"speakers.{name}", share, "Speakers, where found", label)
    for how in NAMED_BY:
        yield Measure(f"speakers.by_{how}", share, "Speakers, where found", f"right by {how.replace('_', ' ')}")
    yield Measure("speakers.unnamed", share, "Speakers, where found", "unnamed left unnamed")
    yield Measure("speakers.kind", share, "Speakers, where found", "kind right")
    for role in ("title", "organization"):
        yield Measure(f"roles.{role}", f1, "Roles, where found", role)
    yield Measure("circumstances.polarity", share, "Circumstances, where found", "polarity right")
    for name in CIRCUMSTANCES:
        yield Measure(f"circumstances.{name}", f1, "Circumstances, where found", f"{name}, overlaps")
        yield Measure(f"circumstances.{name}_exact", f1, "Circumstances, where found", f"{name}, exact")
    for name, label in (
        ("content", "content: found"),
        ("cue", "cue: overlaps one"),
        ("source", "source: overlaps"),
        ("speaker", "speaker: name right"),
    ):
        yield Measure(f"calibration.{name}", "calibration", "Calibration error", label)


MEASURES = tuple(_rows())


@dataclass(frozen=True, slots=True)
class Side:
    """An attribution, of either side, as sets of words."""

    content: WordSet
    cue: WordSet
    source: WordSet
    kind: Kind
    speech: bool

    def part(self, name: str) -> WordSet:
        """The words of source, cue or content."""
        words: WordSet = getattr(self, name)
        return words


@dataclass(frozen=True, slots=True)
class Comparison:
    """One article: both sides, and what was matched. `counted` are the records that can be wrong."""

    gold: tuple[tuple[GoldAttribution, Side], ...]
    records: tuple[tuple[Record, Side], ...]
    matched: Mapping[int, int]  # index into gold -> index into records
    counted: tuple[int, ...]  # indices into records
    quoted: frozenset[int]  # indices into gold whose content stands in quotation marks as a whole
    words: Words
    forgiving: bool  # whether a nested record that matches nothing is not counted

    def pairs(self) -> Iterator[tuple[GoldAttribution, Side, Record, Side]]:
        """What was matched, in the order of the gold."""
        for at in sorted(self.matched):
            yield (*self.gold[at], *self.records[self.matched[at]])


def compare(pair: Pair, forgive_nested: bool) -> Comparison:
    """Both sides of one article as words, and the matching.

    With `forgive_nested`, records with a parent that match nothing are not counted: of a gold that has no nested
    attribution it says nothing whether they are right.
    """
    text = pair.gold.text
    words = Words(text)
    marked = words.of(Span(each.start, each.end) for each in quotations(text, paragraphs(text)))
    gold = tuple((each, gold_side(each, words, marked)) for each in pair.gold.attributions)
    records = tuple((each, _record_side(each, words)) for each in pair.records)
    matched = match([side for _, side in gold], [side for _, side in records])
    hit = set(matched.values())
    counted = tuple(
        at for at, (record, _) in enumerate(records) if at in hit or record.parent is None or not forgive_nested
    )
    quoted = frozenset(at for at, (_, side) in enumerate(gold) if side.content <= marked)
    return Comparison(gold, records, matched, counted, quoted, words, forgive_nested)


def match(gold: list[Side], records: list[Side]) -> dict[int, int]:
    """Gold attributions to records, one to one, by the words of their content.

    Candidates have a Jaccard index (shared words by words of either) of 0.5 or more. Taken first is what has the
    highest index, 0.5 added where the cues share a word, which keeps two attributions of the same words apart (nested
    ones); on a tie the first in the gold, then the first record. Linear in the words but for the depth of nesting.
    """
    holders: dict[int, list[int]] = {}
    for at, side in enumerate(gold):
        for word in side.content:
            holders.setdefault(word, []).append(at)
    candidates = []
    for other, side in enumerate(records):
        shared = Counter(at for word in side.content for at in holders.get(word, ()))
        for at, count in shared.items():
            jaccard = count / (len(side.content) + len(gold[at].content) - count)
            if jaccard >= FOUND:
                same_cue = bool(gold[at].cue & side.cue)
                candidates.append((-(jaccard + 0.5 * same_cue), not same_cue, at, other))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for *_, at, other in sorted(candidates):
        if at not in found and other not in taken:
            found[at] = other
            taken.add(other)
    return found


def count(comparison: Comparison) -> Tally:
    """All sums of one article."""
    tally = Tally()
    segments_exact(comparison, tally)
    attributions(comparison, tally)
    by_class(comparison, tally)
    tokens(comparison, tally)
    speakers(comparison, tally)
    roles(comparison, tally)
    circumstances(comparison, tally)
    calibration(comparison, tally)
    return tally


def segments_exact(comparison: Comparison, tally: Tally) -> None:
    """`segments.source`, `.cue`, `.content`: F1 of segments.

    A segment is a longest run of neighbouring words in one part of one attribution; it is right where the other side
    has the very same one. Punctuation and quotation marks neither belong to it nor end it, and the matching of
    attributions plays no part. Each attribution brings its own: a source of two counts twice.
    """
    for part in PARTS:
        gold = Counter(run for _, side in comparison.gold for run in segments(side.part(part)))
        found = Counter(run for at in comparison.counted for run in segments(comparison.records[at][1].part(part)))
        tally.f1(f"segments.{part}", (gold & found).total(), found.total(), gold.total())


def attributions(comparison: Comparison, tally: Tally) -> None:
    """`attributions.found`, `.source`, `.exact`: F1 of whole attributions.

    found: matched (see `match`). source: found, and the sources share a word or neither side has one. exact: found,
    and source, cue and content each hold the same words.
    """
    pairs = [(gold, side) for _, gold, _, side in comparison.pairs()]
    right = {
        "found": len(pairs),
        "source": sum(overlap(gold.source, side.source) for gold, side in pairs),
        "exact": sum(all(gold.part(part) == side.part(part) for part in PARTS) for gold, side in pairs),
    }
    for name, number in right.items():
        tally.f1(f"attributions.{name}", number, len(comparison.counted), len(comparison.gold))


def by_class(comparison: Comparison, tally: Tally) -> None:
    """`kind.*`, `cue.*`: F1 of found, and `quoted.found`: recall of found, over part of the attributions.

    Recall is over the gold attributions of a class, precision over the records that say they are of it. Kind is what
    the gold says, else direct where all words of the content stand in quotation marks, indirect where none does.
    The cue is one of speech by its words (see `speech`), on both sides. quoted: gold attributions all of whose words
    stand in quotation marks, whatever kind the gold says.
    """
    for at, (_, side) in enumerate(comparison.gold):
        found = at in comparison.matched
        tally.gold(f"kind.{side.kind}", found)
        tally.gold(f"cue.{_cue(side)}", found)
        if at in comparison.quoted:
            tally.share("quoted.found", found)
    hit = set(comparison.matched.values())
    for at in comparison.counted:
        side = comparison.records[at][1]
        tally.predicted(f"kind.{side.kind}", at in hit)
        tally.predicted(f"cue.{_cue(side)}", at in hit)


def tokens(comparison: Comparison, tally: Tally) -> None:
    """`tokens.source`, `.cue`, `.content`: F1 of single words that stand in that part of any attribution."""
    for part in PARTS:
        gold = {word for _, side in comparison.gold for word in side.part(part)}
        found = {word for at in comparison.counted for word in comparison.records[at][1].part(part)}
        tally.f1(f"tokens.{part}", len(gold & found), len(found), len(gold))


def speakers(comparison: Comparison, tally: Tally) -> None:
    """`speakers.*`: shares, over gold attributions that were found and say who speaks.

    right, wrong, unresolved: of those whom the gold names, the record gives this name (normalised: see
    `words.normal`), gives others, gives none. Of a joint source the gold names one; the record's speaker or a
    co-speaker must be it. precision: of all that the record names, right ones; whoever the gold leaves unnamed is a
    wrong one. by_*: the same, by how the record says that it found the name. unnamed: of those whom the gold does
    not name, the share that the record does not name. kind: the speaker's kind is the gold's.

    Coverage, the share of the named for whom there is an answer, is right and wrong together; recall is right.
    """
    for gold, _, record, _ in comparison.pairs():
        if "speaker_kind" in gold.names:
            tally.share("speakers.kind", record.speaker.kind == gold.names["speaker_kind"])
        if "speaker" not in gold.names:
            continue
        named, right = record.speaker.name is not None, _name_right(gold, record)
        if normal(gold.names["speaker"]) is None:
            tally.share("speakers.unnamed", not named)
        else:
            tally.share("speakers.right", right)
            tally.share("speakers.wrong", named and not right)
            tally.share("speakers.unresolved", not named)
        if named:
            tally.share("speakers.precision", right)
            tally.share(f"speakers.by_{record.speaker.resolved_by}", right)


def roles(comparison: Comparison, tally: Tally) -> None:
    """`roles.title`, `.organization`: F1 of the strings, normalised, over gold attributions that were found."""
    for gold, _, record, _ in comparison.pairs():
        for name, predicted in (("title", record.role.title), ("organization", record.role.organization)):
            if name in gold.names:
                wanted, given = normal(gold.names[name]), normal(predicted)
                right = wanted is not None and wanted == given
                tally.f1(f"roles.{name}", right, given is not None, wanted is not None)


def circumstances(comparison: Comparison, tally: Tally) -> None:
    """`circumstances.*`, over gold attributions that were found and say it.

    polarity: share that is the gold's. addressee, medium, time: F1 of spans that share a word; *_exact: of spans that
    hold the same words.
    """
    for gold, _, record, _ in comparison.pairs():
        if gold.names.get("polarity") is not None:
            tally.share("circumstances.polarity", record.polarity == gold.names["polarity"])
        for name, span in gold.circumstances.items():
            wanted = comparison.words.of([span] if span else [])
            given = comparison.words.of(_stretches(getattr(record, name)))
            for row, right in ((name, wanted & given), (f"{name}_exact", wanted and wanted == given)):
                tally.f1(f"circumstances.{row}", bool(right), bool(given), bool(wanted))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether what a record is confident of came true: the events that `Confidence` describes field by field."""

    record: int  # index into Comparison.records
    content: bool
    cue: bool
    source: bool | None  # None where it is not asked: the content is wrong
    speaker: bool | None  # None where it is not asked: the source is wrong, there is no name, or the gold says nothing


def outcomes(comparison: Comparison) -> Iterator[Outcome]:
    """The outcome of each record of an article, as far as its gold can tell.

    Where the gold has no nested attributions (`forgiving`), a record that stands inside another is left out whether
    it was matched or not: to keep those alone that were matched would show every nested record to be right.

    content: the record is matched. cue: it shares a word with the cue of an attribution of the gold, any one; a
    record without a cue is right where it is matched with an attribution without one. source: of matched records,
    shares a word with the gold's, or neither side has one. speaker: of those whose source is right and that name
    somebody, the name is right.
    """
    back = {other: at for at, other in comparison.matched.items()}
    cues: frozenset[int] = frozenset().union(*(side.cue for _, side in comparison.gold))
    for other, (record, side) in enumerate(comparison.records):
        if comparison.forgiving and record.parent is not None:
            continue
        attribution, gold = comparison.gold[back[other]] if other in back else (None, None)
        cue = bool(side.cue & cues) if side.cue else gold is not None and not gold.cue
        source = None if gold is None else overlap(gold.source, side.source)
        speaker = None
        if attribution is not None and source and record.speaker.name is not None and "speaker" in attribution.names:
            speaker = _name_right(attribution, record)
        yield Outcome(other, gold is not None, cue, source, speaker)


def calibration(comparison: Comparison, tally: Tally) -> None:
    """`calibration.*`: expected calibration error (Naeini et al. 2015) over ten bins of equal width.

    The mean over decisions of how far the mean confidence of their bin is from the share that is right in it: content,
    cue, source and speaker, each the confidence of that name, by what `outcomes` says of it.
    """
    for outcome in outcomes(comparison):
        confidence = comparison.records[outcome.record][0].confidence
        tally.sure("calibration.content", confidence.content, outcome.content)
        tally.sure("calibration.cue", confidence.cue, outcome.cue)
        if outcome.source is not None:
            tally.sure("calibration.source", confidence.source, outcome.source)
        if outcome.speaker is not None:
            tally.sure("calibration.speaker", confidence.speaker, outcome.speaker)


def gold_side(gold: GoldAttribution, words: Words, marked: WordSet) -> Side:
    """An annotated attribution as sets of words; `marked` are the words in quotation marks."""
    content, cue = words.of(gold.content), words.of(gold.cue)
    kind: Kind = "direct" if content <= marked else "mixed" if content & marked else "indirect"
    return Side(content, cue, words.of(gold.source), gold.kind or kind, is_speech(words.texts(cue)))


def _record_side(record: Record, words: Words) -> Side:
    content = words.of(Span(each.start, each.end) for each in record.content.fragments)
    cue = words.of(Span(each.start, each.end) for each in record.cue.fragments)
    source = words.of(_stretches(record.source))
    return Side(content, cue, source, record.kind, is_speech(words.texts(cue)))


def _stretches(span: OptionalSpan) -> list[Span]:
    return [Span(start, end) for start, end, _ in span.stretches()]


def _cue(side: Side) -> str:
    return "speech" if side.speech else "other"


def overlap(one: WordSet, two: WordSet) -> bool:
    """Whether two sources share a word, or neither is there."""
    return bool(one & two) or not (one or two)


def _name_right(gold: GoldAttribution, record: Record) -> bool:
    wanted = normal(gold.names["speaker"])
    given = {normal(each.name) for each in (record.speaker, *record.co_speakers)}
    return wanted is not None and wanted in given
