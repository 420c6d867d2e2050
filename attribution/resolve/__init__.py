"""resolve: Parse and Findings -> who is spoken of in an article, and who speaks in each attribution."""

from __future__ import annotations

from collections import defaultdict

from attribution.find.values import Findings
from attribution.parse import Parse
from attribution.resolve.antecedents import Resolution, resolve_mentions
from attribution.resolve.entities import Names, group, name_span
from attribution.resolve.entity import (
    Candidate,
    Entity,
    Mention,
    Resolved,
    RoleStatement,
    Speaker,
)
from attribution.resolve.lexicon import fold
from attribution.resolve.mentions import PERSONAL, name_index, sources_of
from attribution.resolve.names import find_names, span_of
from attribution.resolve.roles import copula, statements
from attribution.resolve.speakers import THRESHOLD, speaker_kind, speakers_of

__all__ = ["Candidate", "Entity", "Mention", "Resolved", "RoleStatement", "Speaker", "resolve"]


def resolve(parse: Parse, findings: Findings) -> Resolved:
    """The entities of an article and the speakers of its attributions, one tuple for each attribution."""
    names = group(parse, find_names(parse))
    at = name_index(names)
    roles = _roles(parse, names)
    mentions = resolve_mentions(parse, names, roles, _quoted(parse, findings), _spoken(parse, names, at, findings))
    _pronoun_roles(parse, mentions, roles)
    ids = {number: f"e{number + 1}" for number in range(len(names.drafts))}
    speakers = speakers_of(parse, names, at, ids, mentions, findings)
    return Resolved(_entities(parse, names, mentions, roles, ids), speakers)


def _roles(parse: Parse, names: Names) -> dict[int, list[RoleStatement]]:
    """What the article says beside the name of each person, by draft."""
    people = frozenset(
        mention.first
        for mention, choice in zip(names.mentions, names.choices, strict=True)
        if names.drafts[choice[0]].kind == "PER"
    )
    roles: dict[int, list[RoleStatement]] = defaultdict(list)
    for mention, choice in zip(names.mentions, names.choices, strict=True):
        if mention.first in people and len(choice) == 1:
            roles[choice[0]] += statements(parse, mention.first, mention.end, people)
    return roles


def _pronoun_roles(parse: Parse, mentions: dict[int, Resolution], roles: dict[int, list[RoleStatement]]) -> None:
    """ "She is the head of …": what a copula says of a person by way of a pronoun that surely means her."""
    for index, led in mentions.items():
        token = parse.tokens[index]
        best = led.best
        if best is None or best[0] != "e" or led.confidence < 0.7 or fold(token.text) not in {"he", "she"}:
            continue
        for statement in copula(parse, index + 1, parse.sentences[token.sentence].end, frozenset()):
            roles[best[1]].append(statement)
    for stated in roles.values():
        stated.sort(key=lambda statement: (statement.span, statement.shape))


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


def _entities(
    parse: Parse,
    names: Names,
    mentions: dict[int, Resolution],
    roles: dict[int, list[RoleStatement]],
    ids: dict[int, str],
) -> tuple[Entity, ...]:
    found: dict[int, list[Mention]] = defaultdict(list)
    at = {mention.head: mention for mention in names.mentions}
    for index, led in mentions.items():
        best = led.best
        if best is None or best[0] != "e" or led.confidence < THRESHOLD:
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
            "unknown" if draft.kind == "MISC" else speaker_kind(draft.kind),
            {"m": "masculine", "f": "feminine"}.get(draft.gender()),  # type: ignore[arg-type]
            tuple(sorted(found[number], key=lambda mention: mention.span)),
            tuple(dict.fromkeys(roles.get(number, ()))),
        )
        for number, draft in enumerate(names.drafts)
    )
