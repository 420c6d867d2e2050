"""calibration: from the evidence for an attribution to the probabilities that its record states.

A `Calibration` is read from a small file beside the weights that it was fitted with (`python -m training.calibrate`).
Each confidence is a logistic regression (as Platt 2000, with more than one score) on the numbers of `features`, and a
rising line through a few knots (as isotonic regression, Zadrozny and Elkan 2002) over what it says; that of a speaker
is the share of the evidence that speaks for the name, times a factor. What each is the probability of stands at
`attribution.record.Confidence`, and `attribution.score.measures.outcomes` counts it.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from operator import itemgetter
from pathlib import Path
from typing import Any

from attribution.errors import ModelError
from attribution.find.values import Attribution, Findings
from attribution.resolve.entity import Resolved, Speaker

TARGETS = ("content", "cue", "source")
SPEAKER = "speaker"
FILE = Path("en", "calibration.json")  # below a directory of models
# The weights whose probabilities the evidence is made of: a map for others says nothing.
FITTED_FOR = "en/attribution/encoder.safetensors"

# Probabilities are kept from 0 and 1 before they become log odds: beyond, the network's own are no guide. Tried out of
# fold on PolNeAR dev and the annotated Wikinews articles: 0.01, 0.02, 0.05, 0.1, 0.2. The errors differ by less than
# 0.005, and from 0.05 on right and wrong are told apart less well.
EDGE = 0.02
MOST = 0.99  # no name is surer: a hundredth of those that nothing speaks against are wrong


@dataclass(frozen=True, slots=True)
class Curve:
    """Bias and weights by the names of `features`; a feature without a weight has no say. `knots` are what the
    regression says and what comes true then, both rising; without knots, what it says is left as it is."""

    bias: float
    weights: tuple[tuple[str, float], ...]
    knots: tuple[tuple[float, float], ...] = ()

    def __call__(self, values: Mapping[str, float]) -> float:
        """The probability, 0 to 1, for the features of an attribution."""
        odds = self.bias + sum(weight * values.get(name, 0.0) for name, weight in self.weights)
        return self._settle(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))))

    def _settle(self, said: float) -> float:
        """The line through the knots; level before the first and behind the last."""
        at = bisect_right(self.knots, said, key=itemgetter(0))
        if not 0 < at < len(self.knots):
            return said if not self.knots else self.knots[min(at, len(self.knots) - 1)][1]
        (left, low), (right, high) = self.knots[at - 1], self.knots[at]
        return low + (high - low) * (said - left) / (right - left)


@dataclass(frozen=True, slots=True)
class Factors:
    """What the share of the evidence for a name is multiplied with, by how the name was reached.

    A curve would be level here: of the names in the annotated articles nearly all are right, and next to none of them
    has a rival. What to think of two that are equally near, only their shares say.
    """

    by: tuple[tuple[str, float], ...]

    def __call__(self, values: Mapping[str, float]) -> float:
        """The probability, from 0 to MOST, for the features of a speaker."""
        factor = sum(value for name, value in self.by if name in values)
        return min(MOST, values["share"] * factor)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A curve for each confidence; without curves, confidences stay the raw means of the network's probabilities.

    `status` is FITTED, or says why there are no curves. `measured` is what the file tells of its own quality.
    """

    status: str
    curves: tuple[tuple[str, Curve], ...] = ()
    factors: Factors | None = None
    measured: Mapping[str, Any] = field(default_factory=dict)

    def apply(self, findings: Findings) -> Findings:
        """The same findings with calibrated confidences. Attributions without evidence keep theirs."""
        if not self.curves:
            return findings
        return replace(findings, attributions=tuple(map(self._apply, findings.attributions)))

    def _apply(self, attribution: Attribution) -> Attribution:
        if attribution.evidence is None:
            return attribution
        values = features(attribution)
        sure = {target: curve(values[target]) for target, curve in self.curves}
        return replace(
            attribution,
            confidence=sure["content"],
            cue_confidence=sure["cue"],
            source_confidence=sure["source"],
        )

    def speakers(self, resolved: Resolved) -> Resolved:
        """The same speakers with calibrated confidences, where they have a name."""
        if self.factors is None:
            return resolved
        found = tuple(tuple(_sure(self.factors, speaker) for speaker in speakers) for speakers in resolved.speakers)
        return replace(resolved, speakers=found)


FITTED = "fitted"
IDENTITY = Calibration("there is no map")


def features(attribution: Attribution) -> dict[str, dict[str, float]]:
    """What each confidence is made of, by its name. Raises ValueError for an attribution without evidence."""
    evidence = attribution.evidence
    if evidence is None:
        raise ValueError("only an attribution that `find` made has evidence")
    common = {
        f"class {attribution.cue_class}": 1.0,
        f"shape {attribution.shape}": 1.0,
        "content": log_odds(evidence.content),
        "overlap": log_odds(evidence.overlap),
        "arcs": log_odds(evidence.arcs),
        "clause": evidence.clause,
        "quoted": evidence.quoted,
        "cue": log_odds(evidence.cue),
        "source": log_odds(evidence.source),
        "has source": float(attribution.source is not None),
    }
    return {
        "content": {
            **common,
            "content, lowest": log_odds(evidence.content_low),
            "border": evidence.border,
            "words": math.log(evidence.words),
        },
        "cue": {**common, "cue, mean": log_odds(evidence.cue_mean)},
        "source": {
            **{name: value for name, value in common.items() if name not in ("content", "overlap", "arcs", "clause")},
            "source, arcs": log_odds(evidence.source_arcs),
            "source, overlap": log_odds(evidence.source_overlap),
            "source elsewhere": log_odds(evidence.source_elsewhere),
            "subject": float(evidence.subject),
        },
    }


def speaker_features(speaker: Speaker) -> dict[str, float]:
    """What the confidence of a name is made of; `speaker.confidence` is still the share of the evidence."""
    return {"share": speaker.confidence, f"by {speaker.resolved_by}": 1.0}


def _sure(factors: Factors, speaker: Speaker) -> Speaker:
    return speaker if speaker.name is None else replace(speaker, confidence=factors(speaker_features(speaker)))


def log_odds(probability: float) -> float:
    """Natural logarithm of the odds, of a probability that is kept EDGE away from 0 and 1."""
    kept = min(max(probability, EDGE), 1 - EDGE)
    return math.log(kept / (1 - kept))


def read(models: Path, weights: Mapping[str, str]) -> Calibration:
    """The calibration in a directory of models, for weights with these hashes (file name -> SHA-256).

    Without a file, or with one that was fitted for other weights, there are no curves, and `status` says so. Raises
    ModelError for a damaged file.
    """
    path = models / FILE
    if not path.is_file():
        return Calibration(f"{path} does not exist")
    try:
        value = json.loads(path.read_text(encoding="utf8"))
        curves = tuple((target, _curve(value[target])) for target in TARGETS)
        factors = Factors(tuple(sorted((str(name), float(one)) for name, one in value[SPEAKER].items())))
        fitted_for, measured = value["fitted_for"], value["measured"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: damaged ({error!r}). Install news-attribution again, or fit it again.") from error
    if fitted_for != weights.get(FITTED_FOR):
        return Calibration(f"{path} was fitted for other weights")
    return Calibration(FITTED, curves, factors, measured)


def _curve(value: Mapping[str, Any]) -> Curve:
    weights = tuple(sorted((str(name), float(weight)) for name, weight in value["weights"].items()))
    return Curve(float(value["bias"]), weights, tuple((float(said), float(true)) for said, true in value["knots"]))


def write(
    path: Path, curves: Mapping[str, Curve], factors: Factors, weights: Mapping[str, str], measured: Mapping[str, Any]
) -> None:
    """Write what `read` reads, in one move."""
    value = {
        "fitted_for": weights[FITTED_FOR],
        "measured": measured,
        **{
            target: {
                "bias": curves[target].bias,
                "weights": dict(curves[target].weights),
                "knots": curves[target].knots,
            }
            for target in TARGETS
        },
        SPEAKER: dict(factors.by),
    }
    part = path.with_suffix(".part")
    part.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
    part.replace(path)
