"""outcomes: what became of each correction in each article, as lines that a run keeps, and the count of them all."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from attribution.corrections.read import Corrections, Entry
from attribution.record import CorrectionsInfo, LostCorrection
from attribution.record.run import LostReason

_MISSING: LostReason = "article_missing"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a correction in one article.

    `number` is its number among all; `reason` is None where it was applied, else it and `message` say why not.
    `added`: the program does not find the record that people accepted or corrected. `left_out`: it finds the one that
    they rejected.
    """

    number: int
    reason: LostReason | None = None
    message: str = ""
    added: bool = False
    left_out: bool = False

    def as_line(self) -> bytes:
        """The outcome as a line of JSON."""
        return json.dumps(asdict(self), separators=(",", ":")).encode() + b"\n"


def gather(corrections: Corrections, lines: Iterable[bytes]) -> CorrectionsInfo:
    """What became of all corrections, from the outcomes (lines of `Outcome.as_line`) of a run's articles.

    One that was applied in any article counts as applied; one that met no article is missing its article.
    """
    found: dict[int, Outcome] = {}
    added = left_out = 0
    for line in lines:
        outcome = Outcome(**json.loads(line))
        added += outcome.added
        left_out += outcome.left_out
        before = found.get(outcome.number)
        if before is None or (before.reason is not None and outcome.reason is None):
            found[outcome.number] = outcome
    applied = dict.fromkeys(("accepted", "rejected", "corrected"), 0)
    lost = []
    for entry in corrections.standing:
        here = found.get(entry.number, Outcome(entry.number, _MISSING))
        if here.reason is None:
            applied[entry.correction.decision] += 1
        else:
            lost.append(_lost(entry, here.reason, here.message or _no_article(entry)))
    return CorrectionsInfo(
        given=len(corrections.entries),
        superseded=len(corrections.entries) - len(corrections.standing),
        **applied,
        added=added,
        left_out=left_out,
        not_applied=tuple(lost),
    )


def _no_article(entry: Entry) -> str:
    return f"no article of this run has the id {entry.correction.article.id!a}, or the text that it was made on"


def _lost(entry: Entry, reason: LostReason, message: str) -> LostCorrection:
    return LostCorrection(
        file=entry.file,
        line=entry.line,
        article=entry.correction.article.id,
        record=entry.correction.record,
        decision=entry.correction.decision,
        reason=reason,
        message=message,
    )
