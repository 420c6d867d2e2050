"""The record: what is written of one attribution. The contract with everybody outside.

The set of keys never changes. Objects and lists are never null, only leaves are; an absent span is
`{"start": null, "end": null, "text": null}`. A record agrees with itself when it is built; `Record.check(text)`
holds it against the article's text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from attribution.article import Span
from attribution.describe.values import Polarity, RoleStatus, SignalKind
from attribution.errors import SpanError
from attribution.find import Kind
from attribution.record.spans import Model, OptionalSpan, QuotedSpan, TextSpan, check
from attribution.resolve.entity import ResolvedBy, SpeakerKind

SCHEMA_VERSION: Literal["1.0"] = "1.0"

# Stands between the fragments of a content or a cue where they are shown as one text. The ellipsis says that words are
# left out, and the spaces keep it apart from an ellipsis that an article itself sets against a word.
JOINT = " … "

ID_DIGITS = 24  # 96 bits: no two of a billion records share an id by chance (odds of about 1 in 10^11)

DECIMALS = 3  # of every confidence: the last bits of a float depend on the processor, and these do not


class ArticleInfo(Model):
    """Where the text came from."""

    id: str = Field(
        min_length=1,
        description="Given with the article, or its path below the folder that was read, "
        "or else the first 16 hex digits of `sha256`.",
    )
    url: str | None = Field(description="Address of the article, as given.")
    title: str | None = Field(description="Headline, as given with the article; never guessed from its text.")
    publisher: str | None = Field(description="Who published it, as given.")
    authors: tuple[str, ...] = Field(description="Who wrote it, as given.")
    published: str | None = Field(description="When it was published, as given.")
    sha256: str = Field(
        pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the text as UTF-8: every span counts into exactly this text."
    )


class Content(Model):
    """What the source is reported to have said."""

    text: str = Field(min_length=1, description=f'The fragments\' texts, joined with "{JOINT}".')
    fragments: tuple[QuotedSpan, ...] = Field(
        min_length=1,
        description="The stretches of content in text order. A new one begins where the article's own words "
        "interrupt, where quotation marks open or close, or where a paragraph ends.",
    )

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        _in_order(self.fragments, "content")
        if self.text != JOINT.join(fragment.text for fragment in self.fragments):
            raise ValueError(f'content.text is not its fragments joined with "{JOINT}"')
        return self


class Cue(Model):
    """The words that report: "told", "according to", a colon. A floating quotation has none."""

    text: str | None = Field(description=f'The fragments\' texts, joined with "{JOINT}"; null where there is no cue.')
    lemma: str | None = Field(description='Base form: "tell", "accord to", ":". Null where there is no cue.')
    class_: str | None = Field(
        validation_alias="class",
        serialization_alias="class",
        description="What kind of reporting: speech, writing, announcement, question, request, promise, denial, "
        "belief, …; null where there is no cue. Keep the classes of speech and leave belief where only what "
        "somebody voiced is wanted.",
    )
    fragments: tuple[TextSpan, ...] = Field(description="The stretches of the cue, in text order.")

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        _in_order(self.fragments, "cue")
        joined = JOINT.join(fragment.text for fragment in self.fragments) or None
        if self.text != joined:
            raise ValueError(f'cue.text is not its fragments joined with "{JOINT}"')
        if not self.fragments and (self.lemma is not None or self.class_ is not None):
            raise ValueError("a cue without fragments has neither lemma nor class")
        return self


class Alternative(Model):
    """Another name that was considered."""

    name: str = Field(min_length=1, description="The name, as `speaker.name` would give it.")
    confidence: float = Field(ge=0, le=1, description="How likely this name is, from 0 to 1.")


class Speaker(Model):
    """Who the source is."""

    name: str | None = Field(
        min_length=1,
        description="The fullest name that the article gives this source, without titles. Null where the article "
        "names nobody or its evidence does not suffice.",
    )
    kind: SpeakerKind = Field(
        description="person; organization; group (an unnamed collective); document (a report, a law, a poll); "
        "anonymous (individuals or officials who are not named); unknown."
    )
    entity: str | None = Field(
        description="Id of the entity in this article's line of articles.jsonl; null where the source is none of them."
    )
    resolved_by: ResolvedBy = Field(
        description="What led to the name: name (the source is one), pronoun, description, carried_over (from the "
        "attribution before), correction (people gave it); none where nothing did."
    )
    evidence: OptionalSpan = Field(
        description="Where the name stands that this rests on; for an unnamed source, the mention. A name that people "
        "gave may stand nowhere in the article."
    )
    alternatives: tuple[Alternative, ...] = Field(description="Other names that were considered, likeliest first.")
    watched: tuple[str, ...] = Field(
        default=(),
        description="Whom of `--speakers` this is, by the names in that file; none for everybody else. Several where "
        "they bear one name and the article does not tell them apart (warning `watched_ambiguous`).",
    )

    @model_validator(mode="after")
    def _names_on_evidence(self) -> Self:
        if self.name is not None and self.resolved_by == "none":
            raise ValueError('a named speaker has been resolved by something: resolved_by is not "none"')
        if self.name is not None and self.evidence.text is None and self.resolved_by != "correction":
            raise ValueError("a named speaker has evidence, or the name from people")
        return self


class Role(Model):
    """What the article says the speaker is."""

    title: str | None = Field(min_length=1, description='Role as written, "acting" and "former" included.')
    organization: str | None = Field(
        min_length=1, description="The body, country or group that the role belongs to, as written."
    )
    status: RoleStatus | None = Field(description="The state of the role in one word; null where no role is stated.")
    evidence: OptionalSpan = Field(description="Where the article says so; it may be far from the attribution.")


class TimeSpan(OptionalSpan):
    """When something was said."""

    iso: str | None = Field(
        pattern=r"^\d{4}-\d{2}-\d{2}$",
        description="The day as YYYY-MM-DD, only where the words themselves state a whole date.",
    )

    @model_validator(mode="after")
    def _dates_words(self) -> Self:
        if self.iso is not None and self.text is None:
            raise ValueError("a date rests on words: iso is null where there is no span")
        return self


class Context(Model):
    """What stands around the attribution."""

    before: str = Field(
        description="Up to 160 code points of the text right before the first word of content, cue or source, "
        "beginning with a whole word where there is one. It may reach into earlier paragraphs."
    )
    after: str = Field(description="The same after the last word.")
    paragraph: int = Field(ge=0, description="Paragraph of the content's first word, counted from 0.")
    sentence: int = Field(ge=0, description="Sentence of the content's first word, counted from 0 over the article.")


class Signal(TextSpan):
    """Words of the content that make it more, or less, of something to check."""

    kind: SignalKind = Field(
        description="quantity, comparison, cause, ranking, time, name; prediction, opinion, experience, question, "
        "promise. docs/checkability.md says what each is."
    )


class Checkability(Model):
    """What to check first: a help to put many records in order, no judgement on what is true or matters."""

    score: float | None = Field(
        ge=0,
        le=1,
        description="From 0 to 1: the higher, the more the content is like those that people called worth checking; it "
        "orders a list and filters none. Null where it was not assessed.",
    )
    kinds: tuple[SignalKind, ...] = Field(description="The kinds of its signals, sorted, each once.")
    signals: tuple[Signal, ...] = Field(description="The words that say so, in text order.")


class Confidence(Model):
    """How sure the decisions are: probabilities from 0 to 1, to three decimals, fitted on annotated articles.

    content × source is the probability that both are right. All are 1 where people decided (`correction`).
    """

    content: float = Field(
        ge=0,
        le=1,
        description="That the content is one attribution's: people who annotate the article mark an attribution whose "
        "content shares half of the words or more (Jaccard index). It says nothing of the exact borders.",
    )
    cue: float = Field(
        ge=0,
        le=1,
        description="That the cue reports: people mark a cue, of whatever attribution, that shares a word with it. "
        "Without a cue: that the content is right and is told without one.",
    )
    source: float = Field(
        ge=0,
        le=1,
        description="That the source is right, given that the content is: people mark a source that shares a word with "
        "it. Without a source: that the attribution names none.",
    )
    speaker: float = Field(ge=0, le=1, description="That the speaker is the right one, given the source.")


CorrectionMark = Literal["none", "accepted", "corrected"]


class Record(Model):
    """One attribution: what a source is reported to have said, who the source is, and how it was said."""

    schema_version: Literal["1.0"] = Field(default=SCHEMA_VERSION, description="Version of this shape.")
    id: str = Field(
        pattern=rf"^[0-9a-f]{{{ID_DIGITS}}}$",
        description="Made from the hash of the text and the spans of content, cue and source: the same on every run, "
        "unique within an article. The same text under two article ids gives the same ids twice.",
    )
    article: ArticleInfo = Field(description="Where the text came from.")
    kind: Kind = Field(
        description="direct (the source's own words: all in quotation marks, or the turn of a transcript), "
        "indirect (the article's words), mixed (both)."
    )
    content: Content = Field(description="What was said.")
    cue: Cue = Field(description="The words that report it.")
    source: OptionalSpan = Field(description="The mention of the source, as written; absent where there is none.")
    speaker: Speaker = Field(description="Who the source is.")
    co_speakers: tuple[Speaker, ...] = Field(description='The others of a joint source ("A and B said").')
    role: Role = Field(description="What the article says the speaker is.")
    addressee: OptionalSpan = Field(description='To whom it was said: "reporters".')
    medium: OptionalSpan = Field(description='In or on what it was said: "a tweet".')
    time: TimeSpan = Field(description='When it was said: "on Sunday".')
    place: OptionalSpan = Field(description="Where it was said.")
    polarity: Polarity = Field(
        description="asserted; denied (the source denies the content); declined (refuses to say); not_said (the "
        "article says that it was not said); asked; hypothetical (it may be said, or will be)."
    )
    hedges: tuple[TextSpan, ...] = Field(description='Words that weaken the report: "reportedly", "allegedly".')
    anonymity: OptionalSpan = Field(
        default=OptionalSpan(start=None, end=None, text=None),
        description='The terms on which a source that the article does not name speaks, as it states them: "on '
        'condition of anonymity", "who asked not to be named because …", "not authorised to speak publicly". It '
        "may stand beside another attribution of the same source.",
    )
    parent: str | None = Field(description="Id of the record, of the same article, in whose content this one stands.")
    context: Context = Field(description="What stands around it.")
    checkability: Checkability = Field(description="What makes it something to check first.")
    confidence: Confidence = Field(description="How sure the decisions are.")
    warnings: tuple[str, ...] = Field(description="What a reader should know, as codes; sorted, each once.")
    correction: CorrectionMark = Field(
        default="none",
        description="What people decided of it (`--corrections`): accepted, corrected, or none where nobody did. What "
        "they rejected is no record.",
    )

    @field_validator("warnings")
    @classmethod
    def _each_once(cls, warnings: tuple[str, ...]) -> tuple[str, ...]:
        if list(warnings) != sorted(set(warnings)):
            raise ValueError("warnings are sorted, each once")
        return warnings

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.parent == self.id:
            raise ValueError("a record is not its own parent")
        return self

    @property
    def extent(self) -> Span:
        """From the first code point of content, cue and source to the last: what `context` stands around."""
        stretches = [*self.content.fragments, *self.cue.fragments]
        pairs = [(span.start, span.end) for span in stretches]
        pairs += [(start, end) for start, end, _ in self.source.stretches()]
        return Span(min(start for start, _ in pairs), max(end for _, end in pairs))

    def spans(self) -> Iterator[tuple[str, TextSpan | OptionalSpan]]:
        """Every span of the record with the name of its field ("content.fragments[0]"), absent ones too."""
        for at, content in enumerate(self.content.fragments):
            yield f"content.fragments[{at}]", content
        for at, cue in enumerate(self.cue.fragments):
            yield f"cue.fragments[{at}]", cue
        yield "source", self.source
        yield "speaker.evidence", self.speaker.evidence
        for at, speaker in enumerate(self.co_speakers):
            yield f"co_speakers[{at}].evidence", speaker.evidence
        yield "role.evidence", self.role.evidence
        yield "addressee", self.addressee
        yield "medium", self.medium
        yield "time", self.time
        yield "place", self.place
        for at, hedge in enumerate(self.hedges):
            yield f"hedges[{at}]", hedge
        yield "anonymity", self.anonymity
        for at, signal in enumerate(self.checkability.signals):
            yield f"checkability.signals[{at}]", signal

    def check(self, text: str) -> Self:
        """Return the record itself, or raise SpanError for the first string that the text does not bear out.

        Holds every span, the context and the words of the role against the article's text (code points). Whether it
        is the right text is `article.sha256`'s to say.
        """
        for where, span in self.spans():
            check(text, span.stretches(), where)
        first, last = self.extent
        check(text, iter([(first - len(self.context.before), first, self.context.before)]), "context.before")
        check(text, iter([(last, last + len(self.context.after), self.context.after)]), "context.after")
        for where, words in (("role.title", self.role.title), ("role.organization", self.role.organization)):
            if words is not None and words not in (self.role.evidence.text or "") and words not in text:
                raise SpanError(f"{where}: {words!a} does not stand in the text")
        return self


def record_id(sha256: str, content: Sequence[Span], cue: Sequence[Span], source: Span | None, twin: int = 0) -> str:
    """The id of a record: 24 hex digits of a SHA-256 over the text's hash and the spans.

    `twin` counts, from 0, the earlier attributions of the article with the very same spans.
    """
    key = [sha256, [list(span) for span in content], [list(span) for span in cue], source and list(source), twin]
    return hashlib.sha256(json.dumps(key).encode()).hexdigest()[:ID_DIGITS]


def _in_order(fragments: Sequence[TextSpan], name: str) -> None:
    for one, two in pairwise(fragments):
        if two.start < one.end:
            raise ValueError(f"the fragments of {name} are not sorted and disjoint")
