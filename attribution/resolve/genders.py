"""genders: what the pronouns of a whole article say of the gender of those whom no title and no given name tells.

"Gov. Chris Christie … she" is decided in the order of reading, before "he" and "his" have come. What the network's
coreference arcs say elsewhere in the article is known from the start. Only other sentences count, so that an arc that
leads astray does not confirm itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from attribution.parse import Parse
from attribution.resolve.entities import Names
from attribution.resolve.lexicon import fold

_GENDER = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_LEAST = 1.0  # probability of all arcs of one gender together from which they count; more than one arc has
_MOST_AGAINST = 0.25  # share of it that the arcs of the other gender may have


@dataclass(slots=True)
class Genders:
    """The probability of the arcs that lead to each draft from pronouns of each gender, in all and by sentence."""

    total: dict[tuple[int, str], float] = field(default_factory=lambda: defaultdict(float))
    by_sentence: dict[tuple[int, str, int], float] = field(default_factory=lambda: defaultdict(float))

    def elsewhere(self, draft: int, sentence: int) -> str:
        """m or f where the pronouns of all other sentences agree on it, else empty."""
        m, f = (self.total.get((draft, g), 0.0) - self.by_sentence.get((draft, g, sentence), 0.0) for g in ("m", "f"))
        if max(m, f) < _LEAST or min(m, f) > _MOST_AGAINST * max(m, f):
            return ""
        return "m" if m > f else "f"


def genders_of(parse: Parse, names: Names, at: dict[int, int]) -> Genders:
    """What the arcs from gendered pronouns straight to names say; names that several people share say nothing."""
    found = Genders()
    for token in parse.tokens:
        gender = _GENDER.get(fold(token.text))
        for arc in token.antecedents if gender is not None else ():
            choice = names.choices[at[arc.to]] if arc.to in at else ()
            if gender is not None and len(choice) == 1:
                found.total[choice[0], gender] += arc.probability
                found.by_sentence[choice[0], gender, token.sentence] += arc.probability
    return found
