"""A line of corrections.jsonl, in which the page saves what people decided on one record.

A correction says where it belongs by words and not by places alone: each span has its text and up to 32 code points
before and after it, as a TextQuoteSelector of the W3C Web Annotation model has. So it can be found again in a later
version of the article, where offsets and ids are others.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from attribution.record.models import ID_DIGITS, SCHEMA_VERSION
from attribution.record.spans import Model, OptionalSpan, TextSpan

CONTEXT = 32  # code points before and after a span

_BEFORE = f"Up to {CONTEXT} code points of the text right before the span; empty where the page had no text."
_AFTER = "The same after it."

Verdict = Literal["accepted", "rejected", "corrected"]


class Quote(TextSpan):
    """A stretch of text and what stands around it."""

    before: str = Field(max_length=CONTEXT, description=_BEFORE)
    after: str = Field(max_length=CONTEXT, description=_AFTER)


class OptionalQuote(OptionalSpan):
    """A stretch of text and what stands around it, or five nulls where there is none."""

    before: str | None = Field(max_length=CONTEXT, description=_BEFORE)
    after: str | None = Field(max_length=CONTEXT, description=_AFTER)

    @model_validator(mode="after")
    def _is_whole_with_context(self) -> Self:
        if (self.before is None, self.after is None) != (self.text is None, self.text is None):
            raise ValueError("before and after are null where the span is, and nowhere else")
        return self

    def quote(self) -> Quote | None:
        """The stretch, where there is one."""
        if self.text is None:
            return None
        return Quote.model_validate(self.as_dict())


class CorrectedArticle(Model):
    """The article that was corrected."""

    id: str = Field(min_length=1, description="Its id, as in the record.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Hash of the text that people saw, as in the record.")


class Target(Model):
    """The attribution as the run had it: where the correction belongs."""

    content: tuple[Quote, ...] = Field(min_length=1, description="The fragments of its content.")
    cue: tuple[Quote, ...] = Field(description="The fragments of its cue.")
    source: OptionalQuote = Field(description="The mention of its source.")


class SpeakerChange(Model):
    """Who it is that speaks, in the end."""

    changed: bool = Field(description="Whether people gave another name, or took the name away.")
    was: str | None = Field(description="The name that the run had; null where it had none.")
    name: str | None = Field(
        min_length=1, description="The name that holds, also where it was not changed; null where nobody is named."
    )
    evidence: OptionalQuote = Field(
        description="Where a changed name stands in the article: the place nearest to the attribution. Absent where "
        "the article does not have the name in these words."
    )

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.changed == (self.was == self.name):
            raise ValueError("a speaker is changed where the name differs, and nowhere else")
        return self


class ContentChange(Model):
    """What was said, in the end."""

    changed: bool = Field(description="Whether people moved a boundary.")
    fragments: tuple[Quote, ...] = Field(description="The fragments that hold; none where nothing was moved.")

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.changed != bool(self.fragments):
            raise ValueError("content has fragments where it was changed, and nowhere else")
        return self


class CueChange(Model):
    """The words that report it, in the end."""

    changed: bool = Field(description="Whether people moved a boundary, or took the cue away.")
    fragments: tuple[Quote, ...] = Field(
        description="The fragments that hold; none where nothing was changed, and where there is no cue."
    )

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.fragments and not self.changed:
            raise ValueError("cue has fragments where it was changed, and nowhere else")
        return self


class SourceChange(Model):
    """The mention of the source, in the end."""

    changed: bool = Field(description="Whether people moved a boundary, gave a mention, or took it away.")
    span: OptionalQuote = Field(
        description="The mention that holds; absent where nothing was changed, and where there is none."
    )

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.span.text is not None and not self.changed:
            raise ValueError("source has a span where it was changed, and nowhere else")
        return self


_ABSENT = OptionalQuote(start=None, end=None, text=None, before=None, after=None)


class Correction(Model):
    """What people decided on one record."""

    schema_version: Literal["1.0"] = Field(default=SCHEMA_VERSION, description="Version of this shape.")
    article: CorrectedArticle = Field(description="The article.")
    record: str = Field(pattern=rf"^[0-9a-f]{{{ID_DIGITS}}}$", description="Id of the record that people saw.")
    decision: Verdict = Field(
        description="accepted (right as it is), rejected (no attribution at all), corrected (right as changed)."
    )
    target: Target = Field(description="The attribution as the run had it.")
    speaker: SpeakerChange = Field(description="The speaker.")
    content: ContentChange = Field(description="The content.")
    cue: CueChange = Field(
        default=CueChange(changed=False, fragments=()),
        description="The cue. A line may lack this key, and the next: unchanged.",
    )
    source: SourceChange = Field(default=SourceChange(changed=False, span=_ABSENT), description="The source.")

    @property
    def changes(self) -> bool:
        """Whether anything at all was changed."""
        return any(part.changed for part in (self.speaker, self.content, self.cue, self.source))

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if (self.decision == "corrected") != self.changes:
            raise ValueError(
                "speaker, content, cue or source is changed where the decision is corrected, and nowhere else"
            )
        if self.cue.changed and not (self.cue.fragments or self.target.cue):
            raise ValueError("a cue is taken away where there was one")
        if self.source.changed and self.source.span.text is None and self.target.source.text is None:
            raise ValueError("a source is taken away where there was one")
        return self
