"""beside: a verb of saying right beside a quotation, which the network did not label ("“It was dark,” explained the
pilot")."""

from __future__ import annotations

from collections.abc import Collection

from attribution.find.clauses import subject
from attribution.find.cues import VERBAL, VOICED, class_of
from attribution.find.draft import Draft
from attribution.parse import Parse, Token
from attribution.quotation_marks import QuotationIndex

# Probability of "cue", in either reading, from which such a verb is believed. Tried on PolNeAR dev and both annotated
# sets of Wikinews: 0, 0.02, 0.1, without a wrong one. For verbs with a clause ("said that …") such a rule found as many
# wrong ones as right ones at 0.02, 0.1, 0.2 and 0.4.
QUOTED_CUE = 0.02
# Words that may stand between the quotation and the clause of the verb.
NEAR = 3
# Words of a quotation that can be said. One is a name or a term.
QUOTED_WORDS = 2


def unlabelled(parse: Parse, known: Collection[int], taken: Collection[int], marks: QuotationIndex) -> list[Draft]:
    """Drafts for verbs of a voiced class that have a subject and a quotation right before or behind them.

    `known` are the words of cues and sources, `taken` those that are content already.
    """
    found = []
    for token in parse.tokens:
        if token.upos != "VERB" or token.index in known or class_of(parse, token.index) not in VOICED:
            continue
        if max(token.reading.scores[2], token.inner.scores[2]) < QUOTED_CUE:
            continue
        source = subject(parse, token.index)
        if source is None or source.index in known:
            continue
        content = _quoted(parse, token, source, taken, marks)
        if content and not {token.index, source.index} & content:
            found.append(Draft(cue=_cue(parse, token), head=token.index, source=[source.index], content=content))
    return found


def _cue(parse: Parse, token: Token) -> list[int]:
    """A verb with its auxiliaries and its negation right before it."""
    cue = [token.index]
    own = {child.index for child in parse.children(token.index, "aux")}
    own |= {c.index for c in parse.children(token.index, "advmod") if c.lemma.lower() in ("not", "n't", "never")}
    while cue[0] - 1 in own:
        cue.insert(0, cue[0] - 1)
    return cue


def _quoted(parse: Parse, token: Token, source: Token, taken: Collection[int], marks: QuotationIndex) -> set[int]:
    """The quotation right before or right behind the clause of a verb and its subject, else nothing."""
    first, last = min(token.index, source.index), max(token.index, source.index)
    if marks.outermost(token.start) is not None or last - first > 2 * NEAR:
        return set()
    for start, step in ((first - 1, -1), (last + 1, 1)):
        for index in range(start, start + step * (NEAR + 1), step):
            if not 0 <= index < len(parse.tokens) or parse.tokens[index].paragraph != token.paragraph:
                break
            number = marks.outermost(parse.tokens[index].start)
            if number is not None:
                quotation = marks.quotations[number]
                words = parse.overlapping(quotation.start, quotation.end)
                spoken = [k for k in words if any(map(str.isalnum, parse.tokens[k].text))]
                if quotation.closed and len(spoken) >= QUOTED_WORDS and not any(k in taken for k in spoken):
                    return set(words)
                break
            if parse.tokens[index].upos in VERBAL or parse.tokens[index].text in (".", "!", "?"):
                break
    return set()
