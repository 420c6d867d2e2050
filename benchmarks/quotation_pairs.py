"""quotation_pairs: how well `attribution cluster` tells quotations from each other, on pairs that were judged by hand.

python benchmarks/quotation_pairs.py [tests/data/cluster/pairs.tsv] [--wrong]

Precision and recall of each judgement, for the pairs of odd number (on which the thresholds were chosen) and of even
number (held out). `--wrong` lists what was judged otherwise than by hand.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path

from attribution.cluster.candidates import keys
from attribution.cluster.compare import alike, differences
from attribution.cluster.group import likeness
from attribution.cluster.wording import Wording, wording_of
from attribution.resolve.entity import SpeakerKind

LABELS = ("same", "shortened", "altered", "turned", "different_speaker", "other")


def read(path: Path) -> list[dict[str, str]]:
    """The rows of the table."""
    with path.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def wording(text: str) -> Wording:
    """A cell as a wording: what stands in quotation marks is quoted; cells without any are indirect."""
    quoted = [part.strip() for part in re.findall(r"“[^”]+”|\"[^\"]+\"|^'.+'$", text.strip())]
    return wording_of(tuple((part, True) for part in quoted) or ((text, False),))


def judged(row: dict[str, str]) -> str:
    """The program's judgement of one pair, as one of LABELS."""
    one, two = wording(row["one"]), wording(row["two"])
    kinds: list[SpeakerKind] = [
        "organization" if _is_body(row[key]) else "person" for key in ("speaker", "other_speaker")
    ]
    speakers = likeness(row["speaker"] or None, kinds[0], row["other_speaker"] or None, kinds[1])
    if not set(keys(one.folded).tolist()) & set(keys(two.folded).tolist()) or not alike(one, two, speakers):
        return "other"
    if speakers == "different":
        return "different_speaker"
    found = differences(one, two)
    if found.turns:
        return "turned"
    return "shortened" if found.wording == "longer" else found.wording


def _is_body(name: str) -> bool:
    return bool(re.search(r"\b(Authority|Ministry|Council|Bank|Motors|Steel|Air|Rail|Service|Police)\b", name))


def main() -> None:
    """Print the tables."""
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    path = Path(arguments[0]) if arguments else Path(__file__).parents[1] / "tests/data/cluster/pairs.tsv"
    rows = read(path)
    for name, chosen in (("odd", rows[::2]), ("even", rows[1::2])):
        gold, found, right = Counter[str](), Counter[str](), Counter[str]()
        for row in chosen:
            answer = judged(row)
            gold[row["label"]] += 1
            found[answer] += 1
            right[answer] += answer == row["label"]
            if "--wrong" in sys.argv and answer != row["label"]:
                print(f"{row['label']} -> {answer}: {row['one']} | {row['two']}")
        print(f"{name}: {len(chosen)} pairs, {sum(right.values())} right")
        print(f"{'':20}{'pairs':>6}{'precision':>11}{'recall':>8}")
        for label in LABELS:
            shares = [100 * right[label] / total if total else 0.0 for total in (found[label], gold[label])]
            print(f"{label:20}{gold[label]:6}{shares[0]:11.1f}{shares[1]:8.1f}")
        same = [(row["label"] != "other", judged(row) != "other") for row in chosen]
        both = sum(one and two for one, two in same)
        precision, recall = both / sum(two for _, two in same), both / sum(one for one, _ in same)
        print(f"{'same quotation':20}{sum(one for one, _ in same):6}{100 * precision:11.1f}{100 * recall:8.1f}\n")


if __name__ == "__main__":
    main()
