"""documents: whose words a report, a statement or figures are, where only an earlier mention of it says so.

"figures released by NPD Group … those figures", "a study by Harvard … the study", "a letter from the minister … the
letter": what is the same document has the same issuer.
"""

from __future__ import annotations

from itertools import islice

from attribution.parse import Parse
from attribution.resolve.entities import Names
from attribution.resolve.lexicon import fold, words
from attribution.resolve.mentions import Source, issuer_of
from attribution.resolve.nouns import noun_at
from attribution.resolve.phrases import is_definite, start_of

_REACH = 12  # sentences in which a document's issuer is remembered
_LONGEST = 15  # tokens behind a noun that are searched for its issuer
_DEEPEST = 6  # steps up the tree from such a token to the noun


def issuers(parse: Parse, names: Names, at: dict[int, int]) -> dict[int, Source]:
    """Head token of each document that has an issuer -> the issuer, of its own phrase or of an earlier mention."""
    known: dict[str, tuple[int, Source | None]] = {}  # lemma -> sentence and issuer of the last document called so
    found: dict[int, Source] = {}
    for token in parse.tokens:
        noun = noun_at(token) if token.upos == "NOUN" and token.deprel != "compound" else None
        key = fold(token.lemma)
        if noun is None or not ("issued" in noun.classes or (noun.kind == "document" and key in words("findings"))):
            continue  # a bill or a decision speaks for itself
        source = issuer_of(parse, names, at, token.index, _phrase(parse, token.index))
        if source is None and is_definite(parse, token.index) and key in known:
            sentence, earlier = known[key]
            source = earlier if token.sentence - sentence <= _REACH else None
        known[key] = (token.sentence, source)
        if source is not None:
            found[token.index] = source
    return found


def _phrase(parse: Parse, head: int) -> range:
    """The noun's modifiers and what hangs on it behind it, as far as an issuer is looked for."""
    end = head + 1
    limit = min(parse.sentences[parse.tokens[head].sentence].end, end + _LONGEST)
    while end < limit and any(above.index == head for above in islice(parse.ancestors(end), _DEEPEST)):
        end += 1
    return range(start_of(parse, head), end)
