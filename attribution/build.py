"""build: what find, resolve and describe say of an article -> its records and its line of articles.jsonl.

Every span is cut out of the article's text here, and every record is held against that text before anybody sees it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from attribution.article import Article, Span
from attribution.describe.values import Checked, Description
from attribution.describe.values import Role as FoundRole
from attribution.describe.values import Time as FoundTime
from attribution.find import Attribution, Findings
from attribution.parse import Parse
from attribution.record import (
    DECIMALS,
    JOINT,
    Alternative,
    ArticleInfo,
    ArticleLine,
    Checkability,
    Confidence,
    Content,
    Context,
    Counts,
    Cue,
    EntityInfo,
    OptionalSpan,
    QuotedSpan,
    Record,
    Role,
    Signal,
    Speaker,
    TextSpan,
    TimeSpan,
    UnattributedSpan,
    record_id,
)
from attribution.resolve.entity import Resolved
from attribution.resolve.entity import Speaker as FoundSpeaker

# Two or three lines of print on either side: enough to see the sentence before, and small beside the record itself.
CONTEXT = 160

# What the reader had to guess may be wrong in every record of the article, so each of them says so.
GUESSES = frozenset({"encoding_guessed"})


def build(
    article: Article, parse: Parse, findings: Findings, resolved: Resolved, descriptions: Sequence[Description]
) -> tuple[Record, ...]:
    """The records of an article, in the order of `findings.attributions`.

    Raises SpanError where a record does not slice to the article's text, and pydantic's ValidationError (a
    ValueError) where it does not agree with itself: both are faults of a step before, never of the article.
    """
    places = _Places(parse)
    info = article_info(article)
    guesses = GUESSES.intersection(article.notes)
    ids = _ids(article.sha256, findings.attributions)
    records = []
    for attribution, id, speakers, description in zip(
        findings.attributions, ids, resolved.speakers, descriptions, strict=True
    ):
        speaker, *others = speakers
        content = tuple(
            QuotedSpan(start=part.start, end=part.end, text=article.text[part.start : part.end], quoted=part.quoted)
            for part in attribution.content
        )
        warnings = {*attribution.warnings, *guesses, *(code for each in speakers for code in each.warnings)}
        record = Record(
            id=id,
            article=info,
            kind=attribution.kind,
            content=Content(text=JOINT.join(part.text for part in content), fragments=content),
            cue=_cue(article.text, attribution),
            source=OptionalSpan.of(article.text, attribution.source),
            speaker=_speaker(article.text, speaker),
            co_speakers=tuple(_speaker(article.text, other) for other in others),
            role=_role(article.text, description.role),
            addressee=OptionalSpan.of(article.text, description.addressee),
            medium=OptionalSpan.of(article.text, description.medium),
            time=_time(article.text, description.time),
            place=OptionalSpan.of(article.text, description.place),
            polarity=description.polarity,
            hedges=tuple(TextSpan.of(article.text, hedge) for hedge in description.hedges),
            anonymity=OptionalSpan.of(article.text, description.anonymity),
            parent=None if attribution.parent is None else ids[attribution.parent],
            context=_context(article.text, _extent(attribution), places, content[0].start),
            checkability=_checkability(article.text, description.checked),
            confidence=Confidence(
                content=_rounded(attribution.confidence),
                cue=_rounded(attribution.cue_confidence),
                source=_rounded(attribution.source_confidence),
                speaker=_rounded(speaker.confidence),
            ),
            warnings=tuple(sorted(warnings)),
        )
        records.append(record.check(article.text))
    return tuple(records)


def article_line(article: Article, parse: Parse, findings: Findings, resolved: Resolved) -> ArticleLine:
    """The article's line of articles.jsonl."""
    text = article.text
    return ArticleLine(
        article=article_info(article),
        counts=Counts(
            characters=len(text),
            words=sum(any(map(str.isalnum, token.text)) for token in parse.tokens),
            paragraphs=len(parse.paragraphs),
            sentences=len(parse.sentences),
            attributions=len(findings.attributions),
        ),
        entities=tuple(
            EntityInfo(
                id=entity.id,
                name=entity.name,
                kind=entity.kind,
                mentions=len(entity.mentions),
                roles=tuple(TextSpan.of(text, role.span) for role in entity.roles),
            )
            for entity in resolved.entities
        ),
        unattributed=tuple(
            UnattributedSpan(start=left.start, end=left.end, text=text[left.start : left.end], reason=left.reason)
            for left in findings.unattributed
        ),
        notes=article.notes,
    ).check(text)


def duplicate_line(article: Article) -> ArticleLine:
    """The line of an article whose very text came before under another id: nothing in it is told twice."""
    return ArticleLine(
        article=article_info(article),
        counts=Counts(characters=len(article.text), words=0, paragraphs=0, sentences=0, attributions=0),
        entities=(),
        unattributed=(),
        notes=article.notes,
        duplicate_of=article.duplicate_of,
    )


def article_info(article: Article) -> ArticleInfo:
    """Where the text came from, as every record of it says."""
    return ArticleInfo(
        id=article.identity,
        url=article.url,
        title=article.title,
        publisher=article.publisher,
        authors=article.authors,
        published=article.published,
        sha256=article.sha256,
    )


def _ids(sha256: str, attributions: Sequence[Attribution]) -> list[str]:
    seen: Counter[object] = Counter()
    ids = []
    for one in attributions:
        content = tuple(Span(part.start, part.end) for part in one.content)
        key = (content, one.cue, one.source)
        ids.append(record_id(sha256, content, one.cue, one.source, seen[key]))
        seen[key] += 1
    return ids


def _cue(text: str, attribution: Attribution) -> Cue:
    fragments = tuple(TextSpan.of(text, span) for span in attribution.cue)
    return Cue(
        text=JOINT.join(part.text for part in fragments) or None,
        lemma=(attribution.cue_lemma or None) if fragments else None,
        class_=(attribution.cue_class or None) if fragments else None,
        fragments=fragments,
    )


def _speaker(text: str, speaker: FoundSpeaker) -> Speaker:
    return Speaker(
        name=speaker.name,
        kind=speaker.kind,
        entity=speaker.entity,
        resolved_by=speaker.resolved_by,
        evidence=OptionalSpan.of(text, speaker.evidence),
        alternatives=tuple(
            Alternative(name=other.name, confidence=_rounded(other.confidence)) for other in speaker.alternatives
        ),
    )


def _role(text: str, role: FoundRole) -> Role:
    return Role(
        title=None if role.title is None else text[role.title.start : role.title.end],
        organization=None if role.organization is None else text[role.organization.start : role.organization.end],
        status=role.status,
        evidence=OptionalSpan.of(text, role.evidence),
    )


def _time(text: str, time: FoundTime | None) -> TimeSpan:
    if time is None:
        return TimeSpan(start=None, end=None, text=None, iso=None)
    return TimeSpan(start=time.span.start, end=time.span.end, text=text[time.span.start : time.span.end], iso=time.iso)


def _checkability(text: str, checked: Checked | None) -> Checkability:
    if checked is None:
        return Checkability(score=None, kinds=(), signals=())
    signals = tuple(
        Signal(start=span.start, end=span.end, text=text[span.start : span.end], kind=kind)
        for kind, span in checked.signals
    )
    kinds = tuple(sorted({signal.kind for signal in signals}))
    return Checkability(score=_rounded(checked.score), kinds=kinds, signals=signals)


def _rounded(confidence: float) -> float:
    return round(confidence, DECIMALS)


def _extent(attribution: Attribution) -> Span:
    spans = [Span(part.start, part.end) for part in attribution.content]
    spans += attribution.cue
    if attribution.source is not None:
        spans.append(attribution.source)
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _context(text: str, extent: Span, places: _Places, first: int) -> Context:
    return Context(
        before=_before(text, extent.start),
        after=_after(text, extent.end),
        paragraph=places.paragraph(first),
        sentence=places.sentence(first),
    )


def _before(text: str, end: int) -> str:
    """At most CONTEXT code points that end at `end`, less a word that the limit cuts in two."""
    start = max(0, end - CONTEXT)
    if start > 0 and not text[start - 1].isspace():
        start = next((at for at in range(start, end) if text[at].isspace()), start)
    return text[start:end]


def _after(text: str, start: int) -> str:
    """At most CONTEXT code points from `start` on, less a word that the limit cuts in two."""
    end = min(len(text), start + CONTEXT)
    if end < len(text) and not text[end].isspace():
        end = next((at for at in range(end, start, -1) if text[at - 1].isspace()), end)
    return text[start:end]


class _Places:
    """In which paragraph and sentence a code point stands; between two, in the one before."""

    def __init__(self, parse: Parse) -> None:
        self._paragraphs = [paragraph.start for paragraph in parse.paragraphs]
        self._sentences = [parse.tokens[sentence.first].start for sentence in parse.sentences]

    def paragraph(self, at: int) -> int:
        return max(0, bisect_right(self._paragraphs, at) - 1)

    def sentence(self, at: int) -> int:
        return max(0, bisect_right(self._sentences, at) - 1)
