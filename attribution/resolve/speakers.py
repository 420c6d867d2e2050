"""speakers: who speaks in each attribution, on which words that rests, and how sure it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from attribution.article import Span
from attribution.find.values import Attribution, Findings
from attribution.parse import Parse
from attribution.resolve.documents import issuers
from attribution.resolve.entities import Names, name_span
from attribution.resolve.entity import Candidate, Resolved, ResolvedBy, Speaker, SpeakerKind
from attribution.resolve.forms import span_of
from attribution.resolve.joint import Pair, kind_of_pair, pair_of, pair_with, pairs
from attribution.resolve.lexicon import fold, words
from attribution.resolve.mentions import (
    FIRST_PERSON,
    PERSONAL,
    SECOND_PERSON,
    Source,
    sources_of,
)
from attribution.resolve.phrases import is_definite, is_plural, kind_of, start_of
from attribution.resolve.targets import is_addressed, is_target, quoted_by_source
from attribution.resolve.walk import Referent, Resolution

# Below this confidence a name is withheld and stays among the alternatives, where nobody says otherwise: the curve in
# docs/accuracy.md shows what that does to precision and coverage.
THRESHOLD = 0.5
EVEN = 0.5  # above it more of the evidence speaks for a name than against it

# Confidence by how a name was reached, where nothing competes with it. Set by hand below what the annotated articles
# give (names 97 of 97, issuers 4 of 4), which they were also tried on.
BY_NAME = 0.97
BY_RELATIVE = 0.93
BY_ISSUER = 0.88
BY_PAIR = 0.85
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
    pairs: list[Pair]
    issuers: Mapping[int, Source]  # head tokens of documents -> their issuers
    speakers: dict[int, tuple[Speaker, ...]] = field(default_factory=dict)
    firsts: dict[int, list[int]] = field(default_factory=dict)  # draft -> first tokens of its mentions


# What names of laws hold: "the 13th Amendment", "the Gold Reserve Act of 1934", "the U.N. Charter".
_LAWS = frozenset({"amendment", "act", "charter", "constitution", "treaty"})


def speaker_kind(kind: str, form: tuple[str, ...] = ()) -> SpeakerKind:
    """PER, ORG, LOC, MISC -> the kind that an entity speaks as: a place speaks as its government, a law (by the words
    of its name) as a document."""
    law = form[:-2] if form[-2:-1] == ("of",) and form[-1].isdigit() else form
    if kind in {"ORG", "MISC"} and len(law) > 1 and law[-1] in _LAWS:
        return "document"
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
    joint, documents = pairs(parse, names, at), issuers(parse, names, at)
    reading = _Reading(parse, names, at, ids, mentions, findings, starts, joint, documents)
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
    if is_target(reading.parse, attribution) or is_addressed(reading.parse, attribution):
        return (Speaker(None, "unknown", None, "none", attribution.source, EVEN),)
    span, head = attribution.source, attribution.source_head
    quoted = quoted_by_source(reading.parse, attribution)
    if quoted is not None:
        span, head = reading.parse.span(start_of(reading.parse, quoted), quoted + 1), quoted
    sources = sources_of(reading.parse, reading.names, reading.at, span, head)
    if not sources:
        return (Speaker(None, "unknown", None, "none", attribution.source, 0.0),)
    parse = reading.parse
    joint = _joint(reading, sources)
    if joint:
        return joint
    found: list[Speaker] = []
    for source in sources:
        speaker = _speaker(reading, index, attribution, source)
        if speaker.entity is None or speaker.entity not in {other.entity for other in found}:
            found.append(speaker)
    return (_together(parse, sources, found),) if all(one.name is None for one in found) else tuple(found)


def _joint(reading: _Reading, sources: list[Source]) -> tuple[Speaker, ...]:
    """The two whom one source means, "both" or "they"; empty where it does not mean two."""
    source = sources[0]
    if len(sources) > 1 or source.form == "name" or source.through:
        return ()
    key = fold(reading.parse.tokens[source.head].text)
    two = pair_of(reading.parse, reading.pairs, source.head)
    if key == "they":
        best = reading.mentions.get(source.head, Resolution(())).best
        if best is not None and best[0] == "e":
            two = pair_with(reading.parse, reading.pairs, source.head, best[1])
    if two is None:
        return ()
    by: ResolvedBy = "pronoun" if key in {"both", "they"} else "description"
    own = _mention_span(reading.parse, source.head)
    return tuple(_named(reading, Resolution(((("e", number), 1.0),)), by, BY_PAIR, own, source.head) for number in two)


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
    return replace(speaker, confidence=speaker.confidence * factor, resolved_by="carried_over")


def withhold(resolved: Resolved, threshold: float) -> Resolved:
    """The same speakers without the names whose confidence is below a threshold (0 to 1); each such name becomes the
    first of its alternatives. A joint source of which nobody keeps a name is one."""
    found = []
    for speakers in resolved.speakers:
        kept = tuple(_withheld(speaker, threshold) for speaker in speakers)
        lost = kept != speakers and all(speaker.name is None for speaker in kept)
        found.append(kept[:1] if lost else kept)
    return replace(resolved, speakers=tuple(found))


def _withheld(speaker: Speaker, threshold: float) -> Speaker:
    if speaker.name is None or speaker.confidence >= threshold:
        return speaker
    return replace(
        speaker,
        name=None,
        entity=None,
        resolved_by="none",
        alternatives=(Candidate(speaker.name, speaker.confidence), *speaker.alternatives),
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
            factor = BY_ISSUER if source.through == "issuer" else BY_RELATIVE
        led = reading.mentions.get(mention.head, Resolution(()))
        return _named(reading, led, by, factor, span_of(parse, mention), source.head)
    key = fold(token.text)
    if source.form == "pronoun":
        if key in FIRST_PERSON or key in SECOND_PERSON:
            return _conversation(reading, attribution, source, key)
        if key not in PERSONAL:
            part = source.head + 1 < len(parse.tokens) and fold(parse.tokens[source.head + 1].text) == "of"
            kind = kind_of(parse, source.head) if part else _pronoun_kind(key)
            if not part and kind_of_pair(parse, reading.pairs, source.head) == "ORG":
                kind = "organization"  # "Both will offer the deal", of two companies
            return Speaker(None, kind, None, "none", _mention_span(parse, source.head), 0.9)
        speaker = _led(reading, attribution, source, "pronoun")
        if speaker.name is None and source.through == "issuer":
            return replace(speaker, kind="document")  # "Their projections", whoever they are
        return speaker
    document = reading.issuers.get(source.head)
    if document is not None and not source.through:
        author = _speaker(reading, index, attribution, document)
        if author.name is not None and author.confidence >= EVEN:
            return author
    if fold(token.lemma) in _ISSUED_SELF and is_definite(parse, source.head):
        issuer = _statement_issuer(reading, index)
        if issuer is not None:
            return issuer
    speaker = _led(reading, attribution, source, "description")
    if speaker.name is None and source.through == "issuer":
        return replace(speaker, kind="document")  # "a study by a group of researchers"
    return speaker


_ISSUED_SELF = frozenset({"statement", "release", "announcement", "email", "e-mail", "letter", "memo", "tweet", "post",
                          "message", "note", "communique", "posting", "press release",
                          "invitation"})  # fmt: skip


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
            return replace(_carry(speaker, CARRIED), resolved_by="pronoun")
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
    return Speaker(
        _written(reading, number),
        speaker_kind(draft.kind, draft.form),
        reading.ids[number],
        by,
        evidence,
        round(share * factor, 4),
        others,
    )


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
