"""describe: in what role, to whom, how, when and where each attribution was said, and in which polarity.

One file for each circumstance. All but the role, the terms of anonymity and what is checkable read the words around
one cue (`saying.Saying`) and nothing else.
"""

from __future__ import annotations

from attribution.article import Span
from attribution.describe.addressee import addressee_of
from attribution.describe.anonymity import anonymities
from attribution.describe.checkability import checkability_of
from attribution.describe.hedges import hedges_of
from attribution.describe.medium import medium_of
from attribution.describe.place import place_of
from attribution.describe.polarity import polarity_of
from attribution.describe.role import role_of
from attribution.describe.saying import Saying
from attribution.describe.setting import Setting
from attribution.describe.time import time_of
from attribution.describe.values import Description, Polarity, Role, RoleStatus, Time
from attribution.find import Findings
from attribution.parse import Parse
from attribution.resolve import Resolved

__all__ = ["Description", "Polarity", "Role", "RoleStatus", "Time", "describe"]


def describe(parse: Parse, findings: Findings, resolved: Resolved) -> tuple[Description, ...]:
    """The circumstances of each attribution, parallel to `findings.attributions`. Spans count code points."""
    descriptions = []
    setting = Setting(parse, resolved)
    terms = anonymities(parse, findings, resolved)
    for attribution, speakers, anonymity in zip(findings.attributions, resolved.speakers, terms, strict=True):
        within = None if attribution.parent is None else findings.attributions[attribution.parent]
        saying = Saying(parse, attribution, within)
        descriptions.append(
            Description(
                role=role_of(parse, attribution, speakers[0], resolved, setting),
                addressee=addressee_of(saying),
                medium=medium_of(saying),
                time=time_of(saying),
                place=place_of(saying),
                polarity=polarity_of(saying),
                hedges=hedges_of(saying),
                checked=checkability_of(
                    parse, [Span(part.start, part.end) for part in attribution.content], attribution.cue_class
                ),
                anonymity=anonymity,
            )
        )
    return tuple(descriptions)
