"""speakers: who speaks in each attribution, on which words that rests, and how sure it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from attribution.article import Span
from attribution.find.values import Attribution, Findings
from attribution.parse import Parse
from attribution.resolve.entities import Names, name_span
from attribution.resolve.entity import Candidate, ResolvedBy, Speaker, SpeakerKind
from attribution.resolve.forms import span_of
from attribution.resolve.lexicon import fold, words
from attribution.resolve.mentions import (
    FIRST_PERSON,
    PERSONAL,
    SECOND_PERSON,
    Source,
    sources_of,
)
from attribution.resolve.phrases import is_definite, is_plural, kind_of, start_of
from attribution.resolve.walk import Referent, Resolution

# Below this confidence the name is withheld and stays among the alternatives. On the annotated articles (142 named
# sources, spans as annotated) 0.3 to 0.6 give 140 names right and 1 wrong; 0.7 gives 137, 0.9 gives 130 and none wrong.
THRESHOLD = 0.5

# Confidence by how a name was reached, where nothing competes with it. Set by hand below what the annotated articles
# give (names 97 of 97, issuers 4 of 4), which they were also tried on.
BY_NAME = 0.97
BY_RELATIVE = 0.93
BY_ISSUER = 0.88
CARRIED = 0.9  # times the confidence of the speaker that is carried over, where `find` saw the link
CARRIED_FAR = 0.7  # times it, where only the typography speaks for it


NOBODY = Speaker(None, "unknown", None, "none", None, 0.0)


@dataclass(slots=True)
class _Reading:
    parse: Parse
    names: Names
    at: dict[int, int]
    ids: Mapping[int, str]
    mentions: Mapping[int, Resolution]
    findings: Findings
    paragraphs: list[int]  # their starts
    speakers: dict[int, tuple[Speaker, ...]] = field(default_factory=dict)
    firsts: dict[int, list[int]] = field(default_factory=dict)  # draft -> first tokens of its mentions


def speaker_kind(kind: str) -> SpeakerKind:
    """PER, ORG, LOC, MISC -> the kind that an entity speaks as: a place speaks as its government."""
    return {"PER": "person", "ORG": "organization", "LOC": "organization"}.get(kind, "organization")  # type: ignore[return-value]


def speakers_of(
    parse: Parse,
    names: Names,
    at: dict[int, int],
    ids: Mapping[int, str],
    mentions: Mapping[int, Resolution],
    findings: Findings,
) -> tuple[tuple[Speaker, ...], ...]:
    """The speakers of each attribution, in parallel to the findings; `ids` maps drafts to entity ids."""
    starts = [paragraph.start for paragraph in parse.paragraphs]
    reading = _Reading(parse, names, at, ids, mentions, findings, starts)
    for index in range(len(findings.attributions)):
        _resolve(reading, index)
    return tuple(reading.speakers[index] for index in range(len(findings.attributions)))


def _resolve(reading: _Reading, index: int) -> None:
    """Resolves one attribution, after those that it carries over or stands inside; a loop, so depth is no matter."""
    chain, seen = [index], {index}
    while chain:
        here = chain[-1]
        if here in reading.speakers:
            chain.pop()
            continue
        attribution = reading.findings.attributions[here]
        needed = [
            other
            for other in (attribution.continues, attribution.parent)
            if other is not None and other not in reading.speakers and other not in seen
        ]
        if needed:
            chain += needed
            seen.update(needed)
            continue
        reading.speakers[here] = _speakers(reading, here, attribution)
        chain.pop()


def _speakers(reading: _Reading, index: int, attribution: Attribution) -> tuple[Speaker, ...]:
    if attribution.source is None:
        return _without_source(reading, index, attribution)
    label = reading.parse.words(attribution.source).rstrip(".").lower()
    if attribution.shape == "transcript" and label in words("turn_label"):
        return (Speaker(None, "unknown", None, "none", attribution.source, 1.0),)
    sources = sources_of(reading.parse, reading.names, reading.at, attribution.source, attribution.source_head)
    if not sources:
        return (Speaker(None, "unknown", None, "none", attribution.source, 0.0),)
    parse = reading.parse
    found: list[Speaker] = []
    for source in sources:
        speaker = _speaker(reading, index, attribution, source)
        if speaker.entity is None or speaker.entity not in {other.entity for other in found}:
            found.append(speaker)
    return (_together(parse, sources, found),) if all(one.name is None for one in found) else tuple(found)


def _together(parse: Parse, sources: list[Source], found: list[Speaker]) -> Speaker:
    """A joint source of which nobody is named is one: "Developers and supporters" a group, "the founder and head" one.

    Two that each have an article of their own are a group as well ("a lawyer and a doctor").
    """
    first = found[0]
    if len(found) == 1:
        return first
    apart = any(_opens_anew(parse, left.head, right.head) for left, right in pairwise(sources))
    plural = any(is_plural(parse, source.head) for source in sources)
    alike = len({one.kind for one in found}) == 1 and (plural or first.kind != "anonymous")
    return first if alike or not (plural or apart) else replace(first, kind="group")


def _opens_anew(parse: Parse, before: int, head: int) -> bool:
    """Whether a joined noun has an article or a possessor of its own."""
    start = start_of(parse, head)
    return start > before and (parse.tokens[start].upos == "DET" or parse.tokens[start].xpos == "PRP$")


def _without_source(reading: _Reading, index: int, attribution: Attribution) -> tuple[Speaker, ...]:
    """A floating quotation carries a speaker over; an agentless passive and "reportedly" name nobody."""
    if attribution.continues is not None and attribution.continues in reading.speakers:
        carried = reading.speakers[attribution.continues]
        return tuple(_carry(speaker, CARRIED) for speaker in carried)
    if attribution.cue or attribution.shape not in {"floating", "clause"}:
        return (NOBODY,)
    before = _quoted_before(reading, index)
    if before is None or before not in reading.speakers:
        return (NOBODY,)
    return tuple(_carry(speaker, CARRIED_FAR) for speaker in reading.speakers[before])


def _quoted_before(reading: _Reading, index: int) -> int | None:
    """The attribution before, where it ends in this paragraph or the one before and has a source or carries one."""
    attribution = reading.findings.attributions[index]
    paragraph = _paragraph(reading, attribution)
    for other in range(index - 1, max(index - 4, -1), -1):
        candidate = reading.findings.attributions[other]
        if candidate.parent != attribution.parent:
            continue
        return other if paragraph - _paragraph(reading, candidate) <= 1 else None
    return None


def _paragraph(reading: _Reading, attribution: Attribution) -> int:
    place = attribution.content[-1].start if attribution.content else attribution.cue[0].start
    return bisect_right(reading.paragraphs, place)


def _carry(speaker: Speaker, factor: float) -> Speaker:
    confidence = speaker.confidence * factor
    if speaker.name is not None and confidence < THRESHOLD:
        return _withhold(replace(speaker, confidence=confidence, resolved_by="carried_over"))
    return replace(speaker, confidence=confidence, resolved_by="carried_over")


def _withhold(speaker: Speaker) -> Speaker:
    """The same speaker without its name, which becomes the first of the alternatives."""
    first = Candidate(speaker.name, speaker.confidence) if speaker.name is not None else None
    return replace(
        speaker,
        name=None,
        entity=None,
        resolved_by="none",
        alternatives=((first,) if first else ()) + speaker.alternatives,
        warnings=(*speaker.warnings, "speaker_below_threshold"),
    )


def _speaker(reading: _Reading, index: int, attribution: Attribution, source: Source) -> Speaker:
    parse = reading.parse
    token = parse.tokens[source.head]
    if source.form == "name" and source.name is not None:
        mention = reading.names.mentions[source.name]
        by: ResolvedBy = "name"
        factor = BY_NAME
        if source.through:
            by = "pronoun" if source.through == "relative" else "description"
            factor = BY_RELATIVE if source.through == "relative" else BY_ISSUER
        led = reading.mentions.get(mention.head, Resolution(()))
        return _named(reading, led, by, factor, span_of(parse, mention), source.head)
    key = fold(token.text)
    if source.form == "pronoun":
        if key in FIRST_PERSON or key in SECOND_PERSON:
            return _conversation(reading, attribution, source, key)
        if key not in PERSONAL:
            return Speaker(None, _pronoun_kind(key), None, "none", _mention_span(parse, source.head), 0.9)
        return _led(reading, attribution, source, "pronoun")
    if fold(token.lemma) in _ISSUED_SELF and is_definite(parse, source.head):
        issuer = _statement_issuer(reading, index)
        if issuer is not None:
            return issuer
    return _led(reading, attribution, source, "description")


_ISSUED_SELF = frozenset({"statement", "release", "announcement", "email", "e-mail", "letter", "memo", "tweet", "post",
                          "message", "note", "communique", "posting", "press release"})  # fmt: skip


def _pronoun_kind(key: str) -> SpeakerKind:
    if key in {"everyone", "everybody", "others", "many", "some", "few", "all", "both", "those", "most", "nobody"}:
        return "group"
    return "anonymous" if key in {"someone", "somebody", "one", "another", "anyone"} else "unknown"


def _conversation(reading: _Reading, attribution: Attribution, source: Source, key: str) -> Speaker:
    """ "I" and "we" in a quotation are its speaker; outside quotation marks "I" is the author, whom no text names."""
    evidence = _mention_span(reading.parse, source.head)
    if attribution.parent is not None and key in FIRST_PERSON:
        speaker = reading.speakers.get(attribution.parent, (NOBODY,))[0]
        if speaker.name is not None:
            carried = _carry(speaker, CARRIED)
            return replace(carried, resolved_by="pronoun") if carried.name is not None else carried
        return replace(speaker, resolved_by="none")
    warning = "first_person_author" if key in FIRST_PERSON else "second_person"
    return Speaker(None, "unknown", None, "none", evidence, 0.5, warnings=(warning,))


def _led(reading: _Reading, attribution: Attribution, source: Source, by: ResolvedBy) -> Speaker:
    """A pronoun or a description, by where the walk led it."""
    led = reading.mentions.get(source.head)
    own = _mention_span(reading.parse, source.head)
    if led is None or led.best is None:
        kind = kind_of(reading.parse, source.head) if by == "description" else "unknown"
        return Speaker(None, kind, None, "none", own, 0.5 if kind == "unknown" else 0.9)
    shares = led.shares
    if attribution.parent is not None and by == "pronoun":
        shares = _not_the_speaker_itself(reading, attribution, source, shares)
    best = shares[0][0] if shares else None
    if best is not None and best[0] == "e":
        factor = 0.98 if source.through != "issuer" else BY_ISSUER
        return _named(reading, Resolution(shares), by, factor, own, source.head)
    target = best[1] if best is not None else source.head
    return _unnamed(reading, target, shares)


def _not_the_speaker_itself(
    reading: _Reading, attribution: Attribution, source: Source, shares: tuple[tuple[Referent, float], ...]
) -> tuple[tuple[Referent, float], ...]:
    """In direct speech nobody calls himself "he": the quotation's own speaker is out, its share goes to the others."""
    parent = reading.findings.attributions[attribution.parent or 0]
    place = reading.parse.tokens[source.head].start
    if not any(part.quoted and part.start <= place < part.end for part in parent.content):
        return shares
    itself = {speaker.entity for speaker in reading.speakers.get(attribution.parent or 0, ())} - {None}
    rest = [(ref, share) for ref, share in shares if ref[0] == "n" or reading.ids.get(ref[1]) not in itself]
    total = sum(share for _, share in rest)
    return tuple((ref, share / total) for ref, share in rest) if total > 0 else ()


def _named(reading: _Reading, led: Resolution, by: ResolvedBy, factor: float, here: Span, head: int) -> Speaker:
    named = [(number, share) for (kind, number), share in led.shares if kind == "e"]
    if not named:
        return Speaker(None, "unknown", None, "none", here, 0.0)
    number, share = named[0]
    draft = reading.names.drafts[number]
    evidence = here if by == "name" else _name_before(reading, number, head)
    others = tuple(
        Candidate(_written(reading, other), round(part * factor, 4)) for other, part in named[1:4] if part >= 0.02
    )
    speaker = Speaker(
        _written(reading, number),
        speaker_kind(draft.kind),
        reading.ids[number],
        by,
        evidence,
        round(share * factor, 4),
        others,
    )
    return speaker if speaker.confidence >= THRESHOLD else _withhold(speaker)


def _unnamed(reading: _Reading, target: int, shares: tuple[tuple[Referent, float], ...]) -> Speaker:
    kind = kind_of(reading.parse, target)
    evidence = _mention_span(reading.parse, target)
    alternatives = tuple(
        Candidate(_written(reading, number), round(share, 4))
        for (what, number), share in shares[:4]
        if what == "e" and share >= 0.02
    )
    confidence = round(sum(share for (what, _), share in shares if what == "n"), 4)
    return Speaker(None, kind, None, "none", evidence, confidence, alternatives)


def _written(reading: _Reading, number: int) -> str:
    return reading.parse.words(name_span(reading.parse, reading.names.drafts[number]))


def _name_before(reading: _Reading, number: int, head: int) -> Span:
    """Where the name stands nearest before a mention, or first after it."""
    draft = reading.names.drafts[number]
    if number not in reading.firsts:
        reading.firsts[number] = [mention.first for mention in draft.mentions]
    at = bisect_right(reading.firsts[number], head) - 1
    return span_of(reading.parse, draft.mentions[max(at, 0)] if draft.mentions else draft.best)


def _mention_span(parse: Parse, head: int) -> Span:
    """The noun phrase with this head: from its first modifier to the end of what hangs on it, within its clause."""
    first = start_of(parse, head) if parse.tokens[head].upos in {"NOUN", "PROPN"} else head
    return parse.span(first, head + 1)


def _statement_issuer(reading: _Reading, index: int) -> Speaker | None:
    """Who issued "the statement": the speaker of the attribution before, in this paragraph or the last."""
    before = _quoted_before(reading, index)
    if before is None or before not in reading.speakers:
        return None
    speaker = reading.speakers[before][0]
    return _carry(replace(speaker, resolved_by="description"), CARRIED) if speaker.name is not None else None
