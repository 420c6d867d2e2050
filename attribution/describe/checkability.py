"""checkability: what to check first. Signals in a content, and a score that orders many contents and filters none.

The score is a logistic regression over which kinds of signals are there and how the content is built. Its weights are
data (data/checkability_weights.tsv), fitted on the contents of tests/data/checkability; docs/checkability.md says how
well it orders them. It says nothing of what is true, and nothing of what matters to whom.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import cache

from attribution.article import Span
from attribution.describe.signals import Signal, signals_of
from attribution.describe.values import Checked
from attribution.parse import Parse, Token
from attribution.tables import table

# Cues of which the class says what is reported: a plan, a demand, a question, more than the words themselves do.
CUES = ("announcement", "promise", "question", "request")
SHORT = 5  # words, below which a content seldom states anything by itself
MOST = 3  # signals of one kind that count: a list of ten figures is not ten times as much to check


def checkability_of(parse: Parse, content: Sequence[Span], cue_class: str = "") -> Checked:
    """Signals and score of a content, given by its spans in code points; `cue_class` as data/cues.tsv has it."""
    tokens = [parse.tokens[index] for start, end in content for index in parse.between(start, end)]
    signals = signals_of(parse, tokens)
    weights = _weights()
    total = weights["intercept"] + sum(
        weights.get(name, 0.0) * value for name, value in features(parse, tokens, signals, cue_class).items()
    )
    return Checked(1 / (1 + math.exp(-total)), tuple((signal.kind, signal.span) for signal in signals))


def features(parse: Parse, tokens: Sequence[Token], signals: Sequence[Signal], cue_class: str) -> dict[str, float]:
    """What the score is made of, by name; what is absent is 0.

    A kind of signal counts 1, 1.58, 2 for one, two, three of them. `finite`: something is stated, by a verb that has a
    tense; `past`: of what was or has been. `cue_…`: the class of the cue, where it is one of CUES.
    """
    counts = Counter(signal.kind for signal in signals)
    found: dict[str, float] = {kind: math.log2(1 + min(count, MOST)) for kind, count in counts.items()}
    finite = [token for token in tokens if token.feature("VerbForm") == "Fin"]
    found["finite"] = float(bool(finite))
    participles = [
        token for token in tokens if token.feature("VerbForm") == "Part" and token.feature("Tense") == "Past"
    ]
    perfect = any(
        child.text.lower() in {"has", "have", "had", "was", "were", "been", "'ve", "’ve"}
        for token in participles
        for child in parse.children(token.index, "aux")
    )
    found["past"] = float(perfect or any(token.feature("Tense") == "Past" for token in finite))
    found["first_person"] = float(any(token.text.lower() in {"i", "we", "my", "our"} for token in tokens))
    found["short"] = float(sum(any(map(str.isalnum, token.text)) for token in tokens) < SHORT)
    if cue_class in CUES:
        found[f"cue_{cue_class}"] = 1.0
    return found


@cache
def _weights() -> dict[str, float]:
    return {row[0]: float(row[1]) for row in table("checkability_weights")}
