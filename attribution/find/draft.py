"""Draft: an attribution while it is being found, as sets of token indices."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Draft:
    """Token indices of cue, source and content; the steps of `find` refine one after the other."""

    cue: list[int]
    head: int = -1  # the word that heads the cue
    source: list[int] = field(default_factory=list)
    content: set[int] = field(default_factory=set)
    shape: str = "clause"
    parent: Draft | None = None
    continues: Draft | None = None
