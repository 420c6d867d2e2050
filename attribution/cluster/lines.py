"""lines: a group of quotations -> its line of clusters.jsonl."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from attribution.cluster.compare import Comparison, differences
from attribution.cluster.copies import is_copy
from attribution.cluster.gather import Quote, Source
from attribution.cluster.group import Group, likeness
from attribution.cluster.wording import Wording, wording_of
from attribution.record.cluster import (
    Appearance,
    Change,
    Cluster,
    ClusterCounts,
    Earliest,
    GivenTo,
    GivenToHere,
    Outlet,
)
from attribution.record.models import ID_DIGITS
from attribution.resolve.entity import SpeakerKind

# Copies are looked for among the first of this many sources, so that a quotation that everybody has takes linear time.
MOST_COMPARED = 200


def line(group: Group) -> Cluster:
    """The line of one group."""
    quotes = sorted(group.quotes, key=_order)
    members = [(wording_of(quote.pieces), quote) for quote in quotes]
    reference, first = _reference(group, members)
    sources = list({quote.source.number: quote.source for _, quote in members}.values())
    copy_of = _copies(sources)
    appearances = tuple(
        _appearance(reference, first, wording, quote, copy_of.get(quote.source.number)) for wording, quote in members
    )
    speakers = _speakers(members)
    outlets = Counter(source.outlet for source in sources if source.outlet is not None)
    key = "\n".join(sorted(f"{quote.source.info.sha256} {quote.source.info.id} {quote.record}" for _, quote in members))
    return Cluster(
        id=hashlib.sha256(key.encode("utf8", "surrogatepass")).hexdigest()[:ID_DIGITS],
        reference=reference.text,
        signals=_signals(appearances, members),
        counts=ClusterCounts(
            appearances=len(members),
            articles=len(sources),
            outlets=len(outlets),
            sources=len(sources) - len(copy_of),
            wordings=len({wording.folded for wording, _ in members}),
            speakers=sum(speaker.name is not None for speaker in speakers),
        ),
        earliest=_earliest(sources),
        outlets=tuple(Outlet(name=name, articles=count) for name, count in outlets.items()),
        speakers=speakers,
        appearances=appearances,
    )


def _order(quote: Quote) -> tuple[bool, float, int, str]:
    moment = quote.source.moment
    return moment is None, 0.0 if moment is None else moment.first.timestamp(), quote.source.number, quote.record


def _reference(group: Group, members: Sequence[tuple[Wording, Quote]]) -> tuple[Wording, Quote]:
    """The centre, as the first article that has it writes it."""
    return next((wording, quote) for wording, quote in members if wording.folded == group.centre)


def _appearance(reference: Wording, first: Quote, wording: Wording, quote: Quote, copy_of: Source | None) -> Appearance:
    is_reference = quote is first
    denied = (first.polarity == "denied", quote.polarity == "denied")
    found = Comparison("same", (), (), ()) if is_reference else differences(reference, wording, denied=denied)
    return Appearance(
        run=quote.source.run,
        article=quote.source.info,
        outlet=quote.source.outlet,
        copy_of=None if copy_of is None else copy_of.info.id,
        record=quote.record,
        kind=quote.kind,
        polarity=quote.polarity,
        speaker=GivenToHere(name=quote.name, kind=quote.speaker_kind),
        text=wording.text,
        wording="reference" if is_reference else found.wording,
        changes=tuple(
            Change(
                operation=change.operation,
                position=change.position,
                reference=reference.cut(*change.reference) or None,
                here=wording.cut(*change.here) or None,
                quoted=change.quoted,
                marked=change.marked,
            )
            for change in found.differences
        ),
        turns=found.turns,
        notes=found.notes,
    )


def _copies(sources: Sequence[Source]) -> dict[int, Source]:
    """Number of each article that is nearly another's text -> the first of them."""
    firsts: list[Source] = []
    found: dict[int, Source] = {}
    for source in sources:
        for first in firsts[:MOST_COMPARED]:
            same = source.info.sha256 == first.info.sha256
            if same or (source.sketch and first.sketch and is_copy(source.sketch, first.sketch)):
                found[source.number] = first
                break
        else:
            firsts.append(source)
    return found


def _earliest(sources: Sequence[Source]) -> Earliest:
    dated = [(source, source.moment) for source in sources if source.moment is not None]
    if not dated:
        return Earliest(published=None, articles=(), undated=len(sources))
    latest_start = min(moment.last for _, moment in dated)
    first = [source for source, moment in dated if moment.first <= latest_start]
    return Earliest(
        published=first[0].info.published,
        articles=tuple(source.info.id for source in first),
        undated=len(sources) - len(dated),
    )


def _speakers(members: Sequence[tuple[Wording, Quote]]) -> tuple[GivenTo, ...]:
    """The speakers, forms of one name taken together under the fullest."""
    articles: dict[tuple[str | None, SpeakerKind], set[int]] = {}
    for _, quote in members:
        articles.setdefault((quote.name, quote.speaker_kind), set()).add(quote.source.number)
    found: list[tuple[str | None, SpeakerKind, set[int]]] = []
    for (name, kind), numbers in sorted(articles.items(), key=lambda one: -len((one[0][0] or "").split())):
        for known, other, together in found:
            if kind == other and (name == known or likeness(name, kind, known, other) == "same"):
                together |= numbers
                break
        else:
            found.append((name, kind, set(numbers)))
    found.sort(key=lambda one: (-len(one[2]), min(one[2]), one[0] or ""))
    return tuple(GivenTo(name=name, kind=kind, articles=len(numbers)) for name, kind, numbers in found)


def _signals(appearances: Sequence[Appearance], members: Sequence[tuple[Wording, Quote]]) -> tuple[str, ...]:
    found = set()
    for each in appearances:
        if any(change.quoted and not change.marked and change.operation != "omitted" for change in each.changes):
            found.add("altered")
        if each.wording == "shortened":
            found.add("shortened")
        if each.turns:
            found.add("sense_may_turn")
    people = dict.fromkeys(quote.name for _, quote in members if quote.name and quote.speaker_kind == "person")
    names = list(people)
    if any(likeness(names[0], "person", name, "person") == "different" for name in names[1:]):
        found.add("different_speakers")
    denied = {each.polarity == "denied" for each in appearances}
    if len(denied) > 1:
        found.add("different_polarity")
    return tuple(sorted(found))
