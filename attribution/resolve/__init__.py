"""resolve: Parse and Findings -> who is spoken of in an article, and who speaks in each attribution."""

from __future__ import annotations

from collections import defaultdict

from attribution.find.values import Findings
from attribution.parse import Parse
from attribution.quotation_marks import QuotationIndex, quotations
from attribution.resolve.antecedents import resolve_mentions
from attribution.resolve.entities import Names, group, name_span
from attribution.resolve.entity import (
    Candidate,
    Entity,
    Mention,
    Resolved,
    RoleStatement,
    Speaker,
    SpeakerKind,
)
from attribution.resolve.forms import span_of
from attribution.resolve.lexicon import fold, words
from attribution.resolve.mentions import PERSONAL, name_index, sources_of
from attribution.resolve.names import find_names
from attribution.resolve.roles import RolesOf, predicates, statements
from attribution.resolve.speakers import EVEN, THRESHOLD, speaker_kind, speakers_of, withhold
from attribution.resolve.walk import Resolution

__all__ = ["THRESHOLD", "Candidate", "Entity", "Mention", "Resolved", "RoleStatement", "Speaker", "resolve", "withhold"]


Mentions = dict[int, Resolution]

# Confidence from which what is said of a pronoun is said of the person it means: a wrong role goes to all of a person's
# records. 0.7 and 0.85 give the same roles on the annotated articles.
SURE_PRONOUN = 0.85


def resolve(parse: Parse, findings: Findings, threshold: float = THRESHOLD) -> Resolved:
    """The entities of an article and the speakers of its attributions, one tuple for each attribution.

    Names whose share of the evidence is below `threshold` (0 to 1) are withheld.
    """
    names = group(parse, find_names(parse))
    at = name_index(names)
    marks = _speech_marks(parse, findings)
    roles = _roles(parse, names, marks, _cues(parse, findings))
    direct = frozenset(number for number, one in enumerate(findings.attributions) if one.kind == "direct")
    spoken = _spoken(parse, names, at, findings)
    mentions = resolve_mentions(parse, names, roles, _quoted(parse, findings), spoken, direct)
    _predicate_roles(parse, names, at, mentions, roles, marks)
    ids = {number: f"e{number + 1}" for number in range(len(names.drafts))}
    speakers = speakers_of(parse, names, at, ids, mentions, findings)
    return withhold(Resolved(_entities(parse, names, mentions, roles, ids), speakers), threshold)


def _speech_marks(parse: Parse, findings: Findings) -> QuotationIndex:
    """The quotations whose words are somebody's, not the article's.

    Where a cue stands inside marks and what it introduces outside, the marks were paired the wrong way round (text
    rebuilt from tokens, a mark left out), and what they hold is the article's own.
    """
    found = quotations(parse.text, parse.paragraphs)
    index = QuotationIndex(found)
    turned: set[int] = set()
    for attribution in findings.attributions:
        for cue in attribution.cue:
            at = index.outermost(cue.start)
            if at is not None and any(
                not found[at].start <= part.start < found[at].end for part in attribution.content
            ):
                turned.add(at)
    outer = [quotation for at, quotation in enumerate(found) if quotation.level == 0 and at not in turned]
    return QuotationIndex(outer)


def _cues(parse: Parse, findings: Findings) -> list[int]:
    """The tokens of all cues that stand outside their sources, in text order."""
    found: set[int] = set()
    for attribution in findings.attributions:
        source = parse.between(*attribution.source) if attribution.source is not None else range(0)
        found.update(index for cue in attribution.cue for index in parse.overlapping(*cue) if index not in source)
    return sorted(found)


def _roles(parse: Parse, names: Names, marks: QuotationIndex, cues: list[int]) -> RolesOf:
    """What the article says beside the name of each person, outside quotation marks."""
    people = frozenset(
        mention.first
        for mention, choice in zip(names.mentions, names.choices, strict=True)
        if names.drafts[choice[0]].kind == "PER"
    )
    roles = RolesOf()
    for mention, choice in zip(names.mentions, names.choices, strict=True):
        if mention.first in people and len(choice) == 1:
            for statement in statements(parse, mention.first, mention.end, people, cues):
                quoted = marks.outermost(parse.tokens[statement.head].start) is not None
                roles.add(parse, choice[0], statement, quoted=quoted)
    return roles


def _predicate_roles(
    parse: Parse, names: Names, at: dict[int, int], mentions: Mentions, roles: RolesOf, marks: QuotationIndex
) -> None:
    """What copulas say of people, by name or by way of a pronoun that surely means one: "She is the head of …"."""
    for subject, statement in predicates(parse):
        head = names.mentions[at[subject]].head if subject in at else subject
        led = mentions.get(head)
        best = led.best if led is not None else None
        if led is None or best is None or best[0] != "e" or led.confidence < SURE_PRONOUN:
            continue
        token = parse.tokens[statement.head]
        if marks.outermost(token.start) is not None or fold(token.text) in words("partisan"):
            continue  # "has been a registered Republican since 2003" is no office
        if names.drafts[best[1]].kind == "PER":
            roles.add(parse, best[1], statement)


def _quoted(parse: Parse, findings: Findings) -> dict[int, int]:
    """Token -> the attribution whose quoted content it stands in (the innermost, which comes last)."""
    found: dict[int, int] = {}
    for number, attribution in enumerate(findings.attributions):
        for part in attribution.content:
            if part.quoted:
                found.update(dict.fromkeys(parse.overlapping(part.start, part.end), number))
    return found


def _spoken(parse: Parse, names: Names, at: dict[int, int], findings: Findings) -> dict[int, int]:
    """Head token of each source -> its attribution."""
    found: dict[int, int] = {}
    for number, attribution in enumerate(findings.attributions):
        if attribution.source is not None:
            for source in sources_of(parse, names, at, attribution.source, attribution.source_head):
                found.setdefault(source.head, number)
    return found


def _entity_kind(kind: str, form: tuple[str, ...]) -> SpeakerKind:
    spoken = speaker_kind(kind, form)
    return "unknown" if kind == "MISC" and spoken != "document" else spoken


def _entities(
    parse: Parse,
    names: Names,
    mentions: Mentions,
    roles: RolesOf,
    ids: dict[int, str],
) -> tuple[Entity, ...]:
    found: dict[int, list[Mention]] = defaultdict(list)
    at = {mention.head: mention for mention in names.mentions}
    for index, led in mentions.items():
        best = led.best
        if best is None or best[0] != "e" or led.confidence < EVEN:
            continue
        if index in at:
            found[best[1]].append(Mention(span_of(parse, at[index]), index, "name"))
        else:
            form = "pronoun" if fold(parse.tokens[index].text) in PERSONAL else "nominal"
            found[best[1]].append(Mention(parse.span(index, index + 1), index, form))  # type: ignore[arg-type]
    return tuple(
        Entity(
            ids[number],
            parse.words(name_span(parse, draft)),
            _entity_kind(draft.kind, draft.form),
            {"m": "masculine", "f": "feminine"}.get(draft.gender()),  # type: ignore[arg-type]
            tuple(sorted(found[number], key=lambda mention: mention.span)),
            tuple(sorted(roles.stated.get(number, ()), key=lambda statement: (statement.span, statement.shape))),
        )
        for number, draft in enumerate(names.drafts)
    )
