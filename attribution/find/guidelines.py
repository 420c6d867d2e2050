"""guidelines: whose idea of an attribution `find` follows.

What counts as one, and how far its parts go, is a convention. The records follow the project's own, which are about
what was said; PolNeAR's annotators (Newell et al. 2018, L18-1524) also marked what people show by what they do, and
cut cues and sources in another way. Who measures on PolNeAR, or wants what it has, asks for its guidelines.
"""

from __future__ import annotations

from typing import NamedTuple


class Guidelines(NamedTuple):
    """Where two sets of guidelines differ. The defaults are the records' own."""

    acts: bool = False  # attitudes, wishes and acts count: "mocked", "attacked", "wants to"
    modifiers: bool = False  # a cue keeps the adverbs, dates and media at its edges: "also said", "said Friday"
    addressees: bool = False  # who is asked belongs to what is asked: "asked | the council to help"
    relatives: bool = False  # the source is the relative pronoun, not what it stands for: "the man who said"


RECORDS = Guidelines()
POLNEAR = Guidelines(acts=True, modifiers=True, addressees=True, relatives=True)
GUIDELINES = {"records": RECORDS, "polnear": POLNEAR}
