"""tally: what is counted, article by article, so that counts add up and articles can be drawn again.

Three shapes of measure: F1 (of two sides that are held against each other), a share, and a calibration error. Each
is a few sums, so that the figure of any selection of articles follows from the articles' sums.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Literal, NamedTuple

Shape = Literal["f1", "share", "calibration"]
Sums = Mapping[tuple[str, str], float]

BINS = 10  # of the reliability table, equally wide


class Measure(NamedTuple):
    """A row of the result: its name in JSON, its shape, the table's section and what the table calls it."""

    name: str
    shape: Shape
    section: str
    label: str

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The names of its sums."""
        parts = {
            "f1": ("right_predicted", "predicted", "right_gold", "gold"),
            "share": ("right", "of"),
            "calibration": tuple(
                f"{part}{bin}" for bin in range(BINS) for part in ("decisions", "confidence", "right")
            ),
        }
        return tuple((self.name, part) for part in parts[self.shape])

    def value(self, sums: Sums) -> float | None:
        """The figure: F1 and shares in per cent, calibration error from 0 to 1; None where there is nothing to ask."""
        if self.shape == "calibration":
            bins = [reliability(self.name, bin, sums) for bin in range(BINS)]
            count = sum(each.decisions for each in bins)
            return sum(abs(each.confidence - each.right) for each in bins) / count if count else None
        if self.shape == "share":
            return _percent(sums, (self.name, "right"), (self.name, "of"))
        precision, recall = self.precision(sums), self.recall(sums)
        if precision is None or recall is None:
            return None if precision is None and recall is None else 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def precision(self, sums: Sums) -> float | None:
        """Of what was predicted, the share that is right, in per cent."""
        return _percent(sums, (self.name, "right_predicted"), (self.name, "predicted"))

    def recall(self, sums: Sums) -> float | None:
        """Of what the gold has, the share that was found, in per cent."""
        return _percent(sums, (self.name, "right_gold"), (self.name, "gold"))


class Reliability(NamedTuple):
    """Sums over the decisions whose confidence falls into one bin."""

    decisions: float
    confidence: float
    right: float


def reliability(name: str, bin: int, sums: Sums) -> Reliability:
    """One bin of a calibration measure."""
    return Reliability(*(sums.get((name, f"{part}{bin}"), 0) for part in ("decisions", "confidence", "right")))


class Tally:
    """The sums of one article."""

    def __init__(self) -> None:
        self.sums: defaultdict[tuple[str, str], float] = defaultdict(float)

    def f1(self, name: str, right: int, predicted: int, gold: int) -> None:
        """Add to both sides of an F1; of `right` things each is one on either side."""
        for part, count in (
            ("right_predicted", right),
            ("predicted", predicted),
            ("right_gold", right),
            ("gold", gold),
        ):
            self.sums[name, part] += count

    def predicted(self, name: str, right: bool) -> None:
        """Add one prediction to an F1."""
        self.sums[name, "predicted"] += 1
        self.sums[name, "right_predicted"] += right

    def gold(self, name: str, right: bool) -> None:
        """Add one thing that the gold has to an F1."""
        self.sums[name, "gold"] += 1
        self.sums[name, "right_gold"] += right

    def share(self, name: str, right: bool) -> None:
        """Add one to a share."""
        self.sums[name, "right"] += right
        self.sums[name, "of"] += 1

    def sure(self, name: str, confidence: float, right: bool) -> None:
        """Add one decision, with its confidence (0 to 1, three decimals), to a calibration."""
        thousandths = round(confidence * 1000)
        bin = min(thousandths * BINS // 1000, BINS - 1)
        self.sums[name, f"decisions{bin}"] += 1
        self.sums[name, f"confidence{bin}"] += confidence
        self.sums[name, f"right{bin}"] += right


def _percent(sums: Sums, right: tuple[str, str], of: tuple[str, str]) -> float | None:
    total = sums.get(of, 0)
    return 100 * sums.get(right, 0) / total if total else None
