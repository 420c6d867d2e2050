"""anonymity: the terms on which a source that is not named speaks, where the article states them.

"Who asked not to be named because …", "on condition of anonymity", "was not authorised to speak publicly". The words
are looked for in the article's own sentences. They belong to the source that stands nearest before them in their
sentence (or first after them), or, where their sentence has none, to the last one of the sentence before ("… a
diplomat said. He spoke on condition of anonymity."), and to every record whose source is led back to the same mention.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from attribution.article import Span
from attribution.find.values import Findings
from attribution.parse import Parse
from attribution.resolve.entity import Resolved

_NAMED = r"(?:publicly )?(?:be )?(?:named|identified|quoted)"
_PROMISE = r"(?:condition|promise|guarantee|assurance|cover)"
_TERMS = re.compile(
    r"\b(?:"
    # on condition of anonymity; under the cover of anonymity; on the condition that they not be identified
    rf"(?:on|under) (?:the |a )?(?:strict )?{_PROMISE} (?:of (?:strict |complete )?anonymity"
    rf"|that \w+ (?:would )?not {_NAMED})"
    # asked not to be named; wished to remain anonymous; did not want to be identified; declined to be quoted by name
    rf"|(?:ask|beg|request|prefer|wish|want|choose|chose)(?:ed|d|s|ing)? (?:not to|to not) {_NAMED}"
    rf"|(?:declin|refus)(?:e|es|ed|ing) to {_NAMED}"
    rf"|(?:not|n['’]t) (?:want|wish)(?:ing)? (?:(?:his|her|their) names? )?to (?:be )?(?:{_NAMED}|used|published)"
    rf"|(?:ask|wish|want|prefer|choose|chose)(?:ed|d|s|ing)? to (?:remain|stay) (?:anonymous|unnamed|unidentified)"
    rf"|ask(?:ed|s|ing)? that (?:\w+ not {_NAMED}|(?:his|her|their) names? (?:not be \w+|be withheld))"
    # requested anonymity; insisted on anonymity; was granted anonymity
    r"|(?:request|demand|grant|promis|seek|sought|guarante)(?:e|ed|es|s|ing)? anonymity"
    r"|(?:insist|ask)(?:ed|s|ing)? (?:on|for|upon) anonymity"
    r"|(?:speak|spoke|talk|told|brief|comment)\w* (?:\w+ ){0,2}anonymously"
    # was not authorised to speak publicly; were n't allowed to discuss the matter; lacked permission to comment
    r"|(?:not|n['’]t|never)(?: been)? (?:publicly )?(?:authori[sz]ed|cleared|empowered) (?:publicly )?to (?:publicly )?"
    r"(?:speak|talk|comment|discuss|disclose|brief|be quoted|be named|give|release|reveal)"
    # "were not allowed to speak" may be a grievance; "to discuss it", "to speak to the press" is a rule of the house
    r"|(?:not|n['’]t|never) (?:allowed|permitted) to (?:publicly )?"
    r"(?:comment|discuss|disclose|be quoted|be named|(?:speak|talk) (?:publicly|on the record|to|about|with))"
    r"|lack(?:ed|s|ing)? (?:authori[sz]ation|permission|authority) to (?:speak|talk|comment|discuss|disclose)\w*"
    r")\b",
    re.IGNORECASE,
)
# What the span begins with, where it stands a few words before in the same clause.
_OPENERS = frozenset({"who", "speaking", "spoke", "talking", "because", "as", "since"})
_ENDS = frozenset({",", ";", ":", ".", "?", "!", "(", ")", '"', "“", "”", "''", "``", "—", "–", "--"})
LEFT = 6  # words that the opener may stand before the terms
REASON = 40  # words of a reason that are taken in


def anonymities(parse: Parse, findings: Findings, resolved: Resolved) -> list[Span | None]:
    """For each attribution the words that state the terms of its source's anonymity; None where none are stated.

    Spans count code points. A source that the article names has none.
    """
    unnamed = {
        number: speakers[0].evidence
        for number, speakers in enumerate(resolved.speakers)
        if speakers[0].name is None and speakers[0].evidence is not None
    }
    places = sorted(
        (parse.between(*attribution.source).start, number)
        for number, attribution in enumerate(findings.attributions)
        if attribution.source is not None
    )
    stated: dict[Span, Span] = {}
    for terms in _terms(parse, findings):
        number = _whose(parse, places, terms)
        evidence = unnamed.get(number) if number is not None else None
        if evidence is not None:
            stated.setdefault(evidence, parse.span(terms.start, terms.stop))
    return [stated.get(unnamed[number]) if number in unnamed else None for number in range(len(findings.attributions))]


def _terms(parse: Parse, findings: Findings) -> Iterator[range]:
    """The token ranges of all terms that stand outside quoted content, in text order."""
    quoted: set[int] = set()
    cues: set[int] = set()
    for attribution in findings.attributions:
        for part in attribution.content:
            if part.quoted:
                quoted.update(parse.overlapping(part.start, part.end))
        for cue in attribution.cue:
            cues.update(parse.overlapping(*cue))
    for match in _TERMS.finditer(parse.text):
        inside = parse.overlapping(*match.span())
        if not inside or inside[0] in quoted:
            continue
        sentence = parse.sentences[parse.tokens[inside.start].sentence]
        yield range(_start(parse, inside.start, sentence.first), _end(parse, inside.stop, sentence.end, cues))


def _start(parse: Parse, first: int, floor: int) -> int:
    """Where the terms begin: with the word that opens their clause ("who asked …"), where it stands near."""
    for index in range(first - 1, max(first - LEFT, floor) - 1, -1):
        word = parse.tokens[index].text.lower()
        if word in _OPENERS:
            first = index
        if word in _ENDS or (first == index and parse.tokens[index - 1].text.lower() not in _OPENERS):
            break
    return first


def _end(parse: Parse, end: int, limit: int, cues: set[int]) -> int:
    """Where the terms end: behind what may not be spoken of and the reason, before the next mark, cue or main verb."""
    tokens = parse.tokens
    last = min(limit, end + REASON)
    reason = False
    for index in range(end, last):
        token = tokens[index]
        reason = reason or token.text.lower() in {"because", "as", "since", "while", "until", "given"}
        finite = token.upos == "AUX" or (token.upos == "VERB" and token.xpos in {"VBD", "VBZ", "VBP"})
        if token.text in _ENDS or index in cues or (finite and not reason):
            return index
    return last


def _whose(parse: Parse, places: list[tuple[int, int]], terms: range) -> int | None:
    """The attribution whose source the terms belong to; None where none is near."""
    sentence = parse.sentences[parse.tokens[terms.start].sentence]
    at = bisect_left(places, (terms.stop, -1))
    if at and places[at - 1][0] >= sentence.first:
        return places[at - 1][1]
    if at < len(places) and places[at][0] < sentence.end:
        return places[at][1]
    before = parse.sentences[sentence.index - 1].first if sentence.index else 0
    return places[at - 1][1] if at and places[at - 1][0] >= before else None
