"""A line of clusters.jsonl: one quotation, and all the articles of one or more runs that have it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from attribution.describe.values import Polarity
from attribution.find import Kind
from attribution.record.models import ID_DIGITS, SCHEMA_VERSION, ArticleInfo
from attribution.record.spans import Model
from attribution.resolve.entity import SpeakerKind

Comparison = Literal["reference", "same", "shortened", "longer", "altered"]


class ClusterCounts(Model):
    """How much there is of everything."""

    appearances: int = Field(ge=2, description="Records that have the quotation.")
    articles: int = Field(ge=2, description="Articles that have it.")
    outlets: int = Field(ge=0, description="Outlets that are known and have it.")
    sources: int = Field(
        ge=1, description="Articles, but copies of one text (a wire story in many papers) counted as one."
    )
    wordings: int = Field(ge=1, description="Wordings that differ in more than case, punctuation and contractions.")
    speakers: int = Field(ge=0, description="Named speakers it is given to; forms of one name are one.")


class Earliest(Model):
    """The first that is known to have it."""

    published: str | None = Field(description="When, as the article gives it; null where no article has a date.")
    articles: tuple[str, ...] = Field(
        description="Ids of the articles that may be the first: several where their dates do not tell them apart (a "
        "day without a time may be any time of that day)."
    )
    undated: int = Field(ge=0, description="Articles without a date that can be read: they may be earlier.")


class Outlet(Model):
    """One that published it."""

    name: str = Field(min_length=1, description="The publisher, or the host of the address where none is given.")
    articles: int = Field(ge=1, description="How many of its articles have it.")


class GivenTo(Model):
    """One speaker to whom it is given."""

    name: str | None = Field(description="The fullest form of the name in these articles; null: nobody is named.")
    kind: SpeakerKind = Field(description="What the speaker is.")
    articles: int = Field(ge=1, description="How many articles give it to this speaker.")


class Change(Model):
    """One stretch of words that differs from the reference."""

    operation: Literal["omitted", "added", "replaced"] = Field(description="What was done to the reference's words.")
    position: Literal["beginning", "middle", "end"] = Field(description="Before, between or after what both have.")
    reference: str | None = Field(description="The words of the reference, as written there; null where added.")
    here: str | None = Field(description="The words of this article, as written; null where omitted.")
    quoted: bool = Field(description="Whether both articles have quotation marks there: both claim the very words.")
    marked: bool = Field(description="Whether an ellipsis or square brackets tell the reader.")


class GivenToHere(Model):
    """The speaker in one article."""

    name: str | None = Field(description="As in the record; null where nobody is named.")
    kind: SpeakerKind = Field(description="As in the record.")


class Appearance(Model):
    """The quotation in one article."""

    run: str = Field(description="The run, as it was given.")
    article: ArticleInfo = Field(description="The article.")
    outlet: str | None = Field(description="As in `outlets`; null where neither publisher nor address is known.")
    copy_of: str | None = Field(
        description="Id of the first article of these with nearly the same text: the two are one source. Null where "
        "this is the first, or stands alone."
    )
    record: str = Field(
        pattern=rf"^[0-9a-f]{{{ID_DIGITS}}}$",
        description="Id of the record. An article that is the copy of another and has no records itself has those of "
        "the other.",
    )
    kind: Kind = Field(description="As in the record: direct, indirect or mixed.")
    polarity: Polarity = Field(description="As in the record.")
    speaker: GivenToHere = Field(description="To whom this article gives it.")
    text: str = Field(min_length=1, description="The words that are compared: the content, less what it hands on.")
    wording: Comparison = Field(
        description="Beside the reference: reference (it is this one); same; shortened (nothing but words left out, "
        "whole sentences too); longer (words before or after); altered (words in it replaced or added)."
    )
    changes: tuple[Change, ...] = Field(description="What differs, in order. Whole sentences left out are not listed.")
    turns: tuple[str, ...] = Field(
        description="Why the sense may have turned: negation, hedge, condition, contrast, report or limit, each "
        "_dropped or _added; number_changed; question_dropped. docs/clusters.md says what each is."
    )
    notes: tuple[str, ...] = Field(
        description="How it was cut: cut_beginning, cut_end (inside a sentence), ellipsis (words left out, marked), "
        "silent_omission (left out inside quotation marks, unmarked), omission (outside them), brackets."
    )


class Cluster(Model):
    """One quotation and where it appears. Nothing here says which wording is the right one."""

    schema_version: Literal["1.0"] = Field(default=SCHEMA_VERSION, description="Version of this shape.")
    id: str = Field(pattern=rf"^[0-9a-f]{{{ID_DIGITS}}}$", description="Made from the articles' hashes and records.")
    reference: str = Field(
        min_length=1,
        description="The fullest wording in quotation marks, the earliest of equal ones; what others are "
        "held against. It is not the true one, only the longest.",
    )
    signals: tuple[str, ...] = Field(
        description="What to look at, sorted: altered (words changed where both have quotation marks), shortened, "
        "sense_may_turn, different_speakers (people whose names cannot be one's), different_polarity (asserted here, "
        "denied there)."
    )
    counts: ClusterCounts = Field(description="How much there is of everything.")
    earliest: Earliest = Field(description="Where it appeared first.")
    outlets: tuple[Outlet, ...] = Field(description="Who published it, by first appearance.")
    speakers: tuple[GivenTo, ...] = Field(description="To whom it is given, most articles first.")
    appearances: tuple[Appearance, ...] = Field(description="All of them, by date; without one, last.")
