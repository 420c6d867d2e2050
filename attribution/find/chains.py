"""chains: "Reuters reported, citing two officials, that …" tells two sources for the same words."""

from __future__ import annotations

from collections.abc import Sequence

from attribution.find.cues import words
from attribution.find.draft import Draft
from attribution.find.spans import close_source
from attribution.parse import NO_READING, Parse, Token


def cited(parse: Parse, drafts: Sequence[Draft]) -> list[Draft]:
    """Give "citing X" beside another cue the content of that cue, with X as its source; without a voice that is cited,
    leave it out: "citing privacy rules" gives a reason and no source."""
    by_head = {draft.head: draft for draft in drafts}
    found = []
    for draft in drafts:
        head = parse.tokens[draft.head]
        if not is_citing(parse, draft):
            found.append(draft)
            continue
        voice = next(iter(parse.children(head.index, "obj")), None)
        host = by_head.get(head.head)
        if voice is None or host is None or not host.content or not _has_voice(parse, voice):
            continue
        draft.source = [voice.index]
        draft.content = set(host.content)
        close_source(parse, draft, lambda _: NO_READING)
        host.content -= {*draft.cue, *draft.source}
        draft.content -= {*draft.cue, *draft.source}
        found.append(draft)
    return found


def is_citing(parse: Parse, draft: Draft) -> bool:
    """Whether a cue is the "citing" of a clause that hangs on another."""
    head = parse.tokens[draft.head]
    return head.lemma.lower() == "cite" and head.deprel == "advcl" and head.feature("VerbForm") in ("Part", "Ger")


def _has_voice(parse: Parse, token: Token) -> bool:
    name = parse.name_at(token.index)
    return token.lemma.lower() in words("voice") or (name is not None and name.kind in ("PER", "ORG"))
