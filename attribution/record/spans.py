"""Spans as they stand in records: a range of code points together with the words that it slices to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from attribution.article import Span
from attribution.errors import SpanError

START = "First code point of the span, counted from 0 into the article's text."
END = "First code point after the span: `text[start:end]` is the span."
TEXT = "The words of the span, exactly as they stand in the article."


class Model(BaseModel):
    """Base of everything that is written: frozen, strict, and closed to unknown keys."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        populate_by_name=True,
        serialize_by_alias=True,
    )

    def as_dict(self) -> dict[str, object]:
        """The object as it is written: plain values, keys as in the schema and always in the same order."""
        return self.model_dump(mode="json", by_alias=True)


class TextSpan(Model):
    """A stretch of the article's text."""

    start: int = Field(ge=0, description=START)
    end: int = Field(gt=0, description=END)
    text: str = Field(min_length=1, description=TEXT)

    @model_validator(mode="after")
    def _has_its_length(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"{self.start}:{self.end} is not the range of a text of {len(self.text)} code points")
        return self

    @classmethod
    def of(cls, text: str, span: Span) -> Self:
        """The span with its words, cut out of the article's text."""
        return cls(start=span.start, end=span.end, text=text[span.start : span.end])

    def stretches(self) -> Iterator[tuple[int, int, str]]:
        """Start, end and words."""
        yield self.start, self.end, self.text


class QuotedSpan(TextSpan):
    """A stretch of content."""

    quoted: bool = Field(description="Whether the stretch stands inside quotation marks.")


class OptionalSpan(Model):
    """A stretch of the article's text, or three nulls where there is none."""

    start: int | None = Field(ge=0, description=START + " Null where there is none.")
    end: int | None = Field(gt=0, description=END + " Null where there is none.")
    text: str | None = Field(min_length=1, description=TEXT + " Null where there is none.")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.start is None and self.end is None and self.text is None:
            return self
        if self.start is None or self.end is None or self.text is None:
            raise ValueError("start, end and text are all null or none of them is")
        if self.end - self.start != len(self.text):
            raise ValueError(f"{self.start}:{self.end} is not the range of a text of {len(self.text)} code points")
        return self

    @classmethod
    def of(cls, text: str, span: Span | None) -> Self:
        """The span with its words, cut out of the article's text; None gives the absent span."""
        if span is None:
            return cls(start=None, end=None, text=None)
        return cls(start=span.start, end=span.end, text=text[span.start : span.end])

    def stretches(self) -> Iterator[tuple[int, int, str]]:
        """Start, end and words, where the span is there."""
        if self.start is not None and self.end is not None and self.text is not None:
            yield self.start, self.end, self.text


def check(text: str, stretches: Iterator[tuple[int, int, str]], where: str) -> None:
    """Raise SpanError for the first stretch that the article's text does not slice to."""
    for start, end, words in stretches:
        if text[start:end] != words:
            raise SpanError(
                f"{where}: text[{start}:{end}] is {_short(text[start:end])}, and the record says {_short(words)}; "
                "was it made from another version of the text?"
            )


def _short(words: str) -> str:
    return ascii(words if len(words) <= 60 else words[:57] + "…")
