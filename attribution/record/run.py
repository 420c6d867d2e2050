"""What a run writes beside its records: a line for each article, a line for each failure, and what the run was."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, JsonValue

from attribution.errors import SpanError
from attribution.record.correction import Verdict
from attribution.record.models import SCHEMA_VERSION, ArticleInfo
from attribution.record.spans import Model, TextSpan, check
from attribution.resolve.entity import SpeakerKind

Step = Literal["read", "analyze", "write"]
LostReason = Literal["article_missing", "words_missing", "context_changed", "ambiguous", "no_words"]


class Counts(Model):
    """How much there is of everything in one article."""

    characters: int = Field(ge=0, description="Unicode code points of the text.")
    words: int = Field(ge=0, description="Tokens with at least one letter or digit.")
    paragraphs: int = Field(ge=0, description="Paragraphs with at least one visible character.")
    sentences: int = Field(ge=0, description="Sentences.")
    attributions: int = Field(ge=0, description="Records of this article.")


class EntityInfo(Model):
    """Somebody or something that the article names."""

    id: str = Field(description='Name of the entity inside this article ("e1"), as `speaker.entity` gives it.')
    name: str = Field(min_length=1, description="The fullest form that stands in the article, without titles.")
    kind: SpeakerKind = Field(description="What it is.")
    mentions: int = Field(ge=0, description="How often the article mentions it: names, descriptions and pronouns.")
    roles: tuple[TextSpan, ...] = Field(description="The places where the article says what it is, in text order.")


class UnattributedSpan(TextSpan):
    """A passage in quotation marks that no record took up."""

    reason: str = Field(
        min_length=1, description="Why it is no record, in one word: scare_quote, title, nickname, term, …"
    )


class ArticleLine(Model):
    """One article that was read, also where nothing in it is attributed to anybody."""

    schema_version: Literal["1.0"] = Field(default=SCHEMA_VERSION, description="Version of this shape.")
    article: ArticleInfo = Field(description="Where the text came from.")
    counts: Counts = Field(description="How much there is of everything.")
    entities: tuple[EntityInfo, ...] = Field(description="Whom and what the article names, in order of first mention.")
    unattributed: tuple[UnattributedSpan, ...] = Field(
        description="Passages in quotation marks that were left without a source, in text order."
    )
    notes: tuple[str, ...] = Field(
        description="What the reader did before anybody counted into the text, as codes (docs/input.md): its encoding "
        "where that was not UTF-8, line ends converted, text found in a page, …"
    )
    duplicate_of: str | None = Field(
        default=None,
        description="Id of the first article of the run with the very same text, which has the records, the entities "
        "and the counts of words, paragraphs and sentences; null for an article of its own.",
    )

    def check(self, text: str) -> Self:
        """Return the line itself, or raise SpanError for a span that the text does not slice to."""
        if len(text) != self.counts.characters:
            raise SpanError(f"the text has {len(text)} code points, and the line says {self.counts.characters}")
        for at, passage in enumerate(self.unattributed):
            check(text, passage.stretches(), f"unattributed[{at}]")
        for entity in self.entities:
            for role in entity.roles:
                check(text, role.stretches(), f"roles of {entity.id}")
        return self


class ErrorLine(Model):
    """Something that could not be processed, where, and why."""

    schema_version: Literal["1.0"] = Field(default=SCHEMA_VERSION, description="Version of this shape.")
    input: str = Field(description='The file as it was given or found; "-" is standard input.')
    line: int | None = Field(
        ge=1,
        description="Line of that file, counted from 1 (in JSON, Parquet and WARC, the record); null for a file of one "
        "article.",
    )
    article_id: str | None = Field(description="The article's id, where it was known by then.")
    step: Step = Field(description="Where it happened: while reading, analyzing or writing.")
    error: str = Field(min_length=1, description="What happened, as a code that stays the same (empty, bad_json, …).")
    message: str = Field(min_length=1, description="What happened and what can be done about it, in words.")


class RunCounts(Model):
    """How much a run read and wrote."""

    articles: int = Field(ge=0, description="Lines of articles.jsonl.")
    attributions: int = Field(ge=0, description="Lines of attributions.jsonl.")
    errors: int = Field(ge=0, description="Lines of errors.jsonl.")
    characters: int = Field(ge=0, description="Unicode code points of all articles.")
    words: int = Field(ge=0, description="Tokens with at least one letter or digit, of all articles.")


class LostCorrection(Model):
    """A correction that was not applied: its words are not, or not surely, in the article of this run."""

    file: str = Field(description="The file of corrections, as it was given.")
    line: int = Field(ge=1, description="Line of that file, counted from 1.")
    article: str = Field(min_length=1, description="Id of the article, as the correction has it.")
    record: str = Field(description="Id of the record that people saw.")
    decision: Verdict = Field(description="What they decided.")
    reason: LostReason = Field(
        description="article_missing (no article of the run has its id or its text), words_missing (a part of it "
        "stands there no more), context_changed (the words stand there, among others than before), ambiguous (they "
        "stand in several places, and what is around them does not tell which), no_words (a part has no word in it)."
    )
    message: str = Field(min_length=1, description="The same in words, with the part that was not found.")


class CorrectionsInfo(Model):
    """What became of the corrections that a run was given."""

    given: int = Field(ge=0, description="Lines of all files.")
    superseded: int = Field(ge=0, description="Those that a later line on the same record takes the place of.")
    accepted: int = Field(ge=0, description="Records that were accepted, and found again.")
    rejected: int = Field(ge=0, description="Attributions that were rejected, and whose words were found again.")
    corrected: int = Field(ge=0, description="Records that were corrected, and found again.")
    added: int = Field(ge=0, description="Records, of those accepted and corrected, that the program does not find.")
    left_out: int = Field(ge=0, description="Records, of those rejected, that the program finds and that are left out.")
    not_applied: tuple[LostCorrection, ...] = Field(
        description="All others, in the order in which they were given: those that fit no more."
    )


class RunInfo(Model):
    """What was run, on what, and how long it took. The only file with a clock."""

    schema_version: Literal["1.0"] = Field(default=SCHEMA_VERSION, description="Version of this shape.")
    version: str = Field(description="Version of news-attribution.")
    versions: dict[str, str] = Field(description="Versions of python, stanza, torch and what else has a say.")
    code_sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Hash of the package's own source files.")
    models: dict[str, str] = Field(description="Name of each weight file and its SHA-256.")
    inputs: tuple[str, ...] = Field(description="The inputs as they were given.")
    options: dict[str, JsonValue] = Field(description="The options that the run had.")
    counts: RunCounts = Field(description="How much was read and written.")
    corrections: CorrectionsInfo = Field(
        default=CorrectionsInfo(
            given=0, superseded=0, accepted=0, rejected=0, corrected=0, added=0, left_out=0, not_applied=()
        ),
        description="What became of the corrections that it was given.",
    )
    started: str = Field(description="When the run started: ISO 8601, UTC.")
    finished: str = Field(description="When it ended: ISO 8601, UTC.")
    seconds: dict[str, float] = Field(description="Seconds of wall clock by step; `total` is the whole run.")
