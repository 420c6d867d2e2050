"""evidence: what speaks for a finished draft, as numbers that a confidence is made of.

Nothing here decides anything: `attribution/calibration.py` turns the numbers into probabilities.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from attribution.find.clauses import clauses, subject
from attribution.find.draft import Draft
from attribution.find.values import Evidence
from attribution.parse import LABELS, Parse, Reading, Token
from attribution.quotation_marks import QuotationIndex

SOURCE, CUE, CONTENT = (LABELS.index(label) for label in ("source", "cue", "content"))


class Witness:
    """Reads the evidence for the drafts of one article. Linear in its words and in those of the drafts."""

    def __init__(self, parse: Parse, marks: QuotationIndex) -> None:
        self._parse = parse
        self._marks = marks
        pointing: defaultdict[int, set[int]] = defaultdict(set)
        for token in parse.tokens:
            for reading in (token.reading, token.inner):
                for arc in reading.arcs:
                    pointing[arc.to].add(token.index)
        self._pointing = pointing

    def of(self, draft: Draft) -> Evidence:
        """The evidence for one draft, whose content has a word."""
        tokens = self._parse.tokens
        words = [k for k in sorted(draft.content) if any(map(str.isalnum, tokens[k].text))] or sorted(draft.content)
        cue = frozenset(draft.cue)
        near = {index for word in cue for index in self._pointing[word]} - cue
        pulls = {k: _pulls(tokens[k], cue) for k in near.union(words, draft.source)}
        content = [_part(tokens[k], CONTENT) for k in words]
        elsewhere = near.difference(draft.source, draft.content)
        return Evidence(
            words=len(words),
            quoted=_mean(self._marks.outermost(tokens[k].start) is not None for k in words),
            content=_mean(content),
            content_low=min(content),
            arcs=_mean(max(pull for _, pull in pulls[k]) for k in words),
            overlap=_overlap(words, near, pulls, CONTENT),
            border=self._border(words),
            clause=self._clause(draft, words),
            cue=_part(tokens[draft.head], CUE) if cue else 0.0,
            cue_mean=_mean(_part(tokens[k], CUE) for k in draft.cue),
            source=_mean(_part(tokens[k], SOURCE) for k in draft.source),
            source_arcs=_mean(max(pull for _, pull in pulls[k]) for k in draft.source),
            source_overlap=_overlap(draft.source, near, pulls, SOURCE),
            source_elsewhere=max((_belongs(pulls[k], SOURCE) for k in elsewhere), default=0.0),
            subject=self._subject(draft),
        )

    def _border(self, words: list[int]) -> float:
        """How sharply the content begins and ends for the network: the smaller of the two steps of its probability
        from the word outside to the word inside, within a sentence; 1 where a sentence begins or ends there."""
        tokens = self._parse.tokens
        steps = [1.0]
        for inner, step in ((words[0], -1), (words[-1], 1)):
            outer = inner + step
            while 0 <= outer < len(tokens) and tokens[outer].upos == "PUNCT":
                outer += step
            if 0 <= outer < len(tokens) and tokens[outer].sentence == tokens[inner].sentence:
                steps.append(max(0.0, _part(tokens[inner], CONTENT) - _part(tokens[outer], CONTENT)))
        return min(steps)

    def _clause(self, draft: Draft, words: list[int]) -> float:
        """How well the content in the cue's sentence agrees with a clause that hangs on the cue: the best Jaccard
        index in words; 0 without a cue."""
        if not draft.cue:
            return 0.0
        sentence = self._parse.tokens[draft.head].sentence
        said = {k for k in words if self._parse.tokens[k].sentence == sentence}
        own = {*draft.cue, *draft.source}
        best = 0.0
        for clause in clauses(self._parse, draft.head):
            other = {k for k in clause.words - own if any(map(str.isalnum, self._parse.tokens[k].text))}
            if other:
                best = max(best, len(said & other) / len(said | other))
        return best

    def _subject(self, draft: Draft) -> bool:
        """Whether the syntax has the source for the subject of the cue, or for what stands in a subject's place."""
        found = subject(self._parse, draft.head) if draft.cue else None
        return found is not None and found.index in draft.source


Pulls = tuple[tuple[Reading, float], tuple[Reading, float]]


def _pulls(token: Token, cue: Collection[int]) -> Pulls:
    """The two readings of a word, each with the probability that its arc leads to the cue."""
    return (token.reading, _pull(token.reading, cue)), (token.inner, _pull(token.inner, cue))


def _pull(reading: Reading, cue: Collection[int]) -> float:
    total = 0.0
    for to, probability in reading.arcs:
        if to in cue:
            total += probability
    return total


def _part(token: Token, part: int) -> float:
    """The probability of a label, in the reading that has more of it."""
    return max(token.reading.scores[part], token.inner.scores[part])


def _belongs(pulls: Pulls, part: int) -> float:
    """The probability that a word is source, or content, of this cue, in the reading that has more of it."""
    (outer, one), (inner, two) = pulls
    return max(outer.scores[part] * one, inner.scores[part] * two)


def _overlap(words: Collection[int], near: Collection[int], pulls: Mapping[int, Pulls], part: int) -> float:
    """The Jaccard index of a part and the words that belong to this cue, where each belongs by its probability; words
    outside `near` point elsewhere."""
    inside = frozenset(words)
    shared = sum(_belongs(pulls[k], part) for k in sorted(inside))
    either = len(inside) + sum(_belongs(pulls[k], part) for k in sorted(near) if k not in inside)
    return shared / either if either else 0.0


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
