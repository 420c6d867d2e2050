"""quotes: quotations that no cue took up. They go on with one that has a speaker, float, or are no speech at all."""

from __future__ import annotations

from collections.abc import Sequence

from attribution.find.cues import words as words_of
from attribution.find.draft import Draft
from attribution.find.values import Unattributed
from attribution.parse import Parse
from attribution.quotation_marks import Quotation, QuotationIndex

# Words from which a quotation without a cue can be speech. PolNeAR train: of quotations of 1 to 4 words that are in no
# content, under one in ten is speech; of 5 or more, most are.
SPEECH_WORDS = 5


def take_up(parse: Parse, drafts: list[Draft], marks: QuotationIndex) -> list[Unattributed]:
    """Give the outermost quotations outside all content to a draft, make them drafts of their own, or list them.

    A quotation that goes on from one with a speaker (the same paragraph, or the next one with a reopened mark or with
    nothing but the quotation) belongs to its draft; one that follows anything else stands alone, and `continues` then
    names the draft before it in the paragraph or the one that ended the paragraph before.
    """
    left: list[Unattributed] = []
    owner = {index: draft for draft in drafts for index in draft.content}
    said = {index for draft in drafts for index in (*draft.cue, *draft.source)}
    ends = sorted(
        ((max((*draft.content, *draft.cue, *draft.source)), number) for number, draft in enumerate(drafts)),
    )
    pending = 0
    recent: Draft | None = None
    last = -1  # the last word of the recent draft
    taken: dict[int, Draft] = {}
    for number, quotation in enumerate(marks.quotations):
        if quotation.level:
            continue
        words = parse.overlapping(quotation.inner_start, quotation.inner_end)
        if not words:
            left.append(Unattributed(quotation.start, quotation.end, "no_words"))
            continue
        while pending < len(ends) and ends[pending][0] < words[0]:
            last, recent = ends[pending][0], drafts[ends[pending][1]]
            pending += 1
        covered = next((owner[index] for index in words if index in owner), None)
        if covered is not None:
            taken[number] = covered
            continue
        if not quotation.closed and number not in marks.continued:
            left.append(Unattributed(quotation.start, quotation.end, "never_closed"))
            continue
        if quotation.continues is not None and quotation.continues in taken:
            draft = taken[quotation.continues]
        elif not speech(parse, quotation, words):
            left.append(Unattributed(quotation.start, quotation.end, reason(parse, quotation, words)))
            continue
        elif any(index in said for index in words):
            left.append(Unattributed(quotation.start, quotation.end, "holds_a_cue"))
            continue
        else:
            near = recent is not None and parse.tokens[words[0]].paragraph - parse.tokens[last].paragraph <= 1
            before = recent if near else None
            if before is not None and _goes_on(parse, before, last, words[0], marks):
                draft = before
            else:
                draft = Draft(cue=[], shape="floating", continues=before)
                drafts.append(draft)
        draft.content.update(parse.overlapping(quotation.start, quotation.end))
        recent, last = draft, words[-1]
        taken[number] = draft
    return left


def speech(parse: Parse, quotation: Quotation, words: Sequence[int]) -> bool:
    """Whether a quotation can be somebody's words: long enough, and a sentence or most of one."""
    spoken = [parse.tokens[index] for index in words if parse.tokens[index].upos != "PUNCT"]
    if len(spoken) < SPEECH_WORDS:
        return False
    finite = any(token.feature("VerbForm") == "Fin" or token.upos == "AUX" for token in spoken)
    return finite and reason(parse, quotation, words) not in ("title", "name")


def reason(parse: Parse, quotation: Quotation, words: Sequence[int]) -> str:
    """Why a quotation is no speech: title (of a work), name (given or taken), nickname, term, scare_quote, unclear."""
    first, last = words[0], words[-1]
    spoken = [parse.tokens[index] for index in words if parse.tokens[index].upos != "PUNCT"]
    before = _word(parse, first - 1, -1)
    after = _word(parse, last + 1, 1)
    title_case = all(token.text[:1].isupper() or token.upos in ("ADP", "DET", "CCONJ", "PART") for token in spoken)
    if before is not None and (
        {parse.tokens[before].lemma.lower(), parse.tokens[before].text.lower()} & words_of("naming")
    ):
        return "name"
    name_before = before is not None and parse.tokens[before].upos == "PROPN" and before >= first - 2
    name_after = after is not None and parse.tokens[after].upos == "PROPN" and after <= last + 2
    if len(spoken) <= 3 and title_case and name_before and name_after:
        return "nickname"
    nearby = {parse.tokens[k].lemma.lower() for k in range(max(0, first - 6), first)}
    if title_case and spoken and (nearby & words_of("work") or len(spoken) > 1):
        return "title"
    if len(spoken) < SPEECH_WORDS:
        return "term" if spoken and all(token.upos in ("NOUN", "PROPN") for token in spoken) else "scare_quote"
    return "unclear"


def _word(parse: Parse, index: int, step: int) -> int | None:
    """The nearest token that is no punctuation, from an index on in one direction, within the sentence."""
    while 0 <= index < len(parse.tokens):
        if parse.tokens[index].upos != "PUNCT":
            return index
        index += step
    return None


def _goes_on(parse: Parse, draft: Draft, last: int, first: int, marks: QuotationIndex) -> bool:
    """Whether a quotation goes straight on with a draft's own quoted words, with nothing but its cue clause between.

    `last` is the draft's last word, `first` the quotation's.
    """
    if not draft.cue:
        return False
    clause = {*draft.cue, *draft.source}
    end = last
    if last in clause:  # "…," he said. "…"
        sentence = parse.sentences[parse.tokens[last].sentence]
        quoted = [k for k in range(sentence.first, min(clause)) if k in draft.content]
        if not quoted:
            return False
        end = quoted[-1]
    if marks.outermost(parse.tokens[end].start) is None:
        return False
    between = [index for index in range(end + 1, first) if parse.tokens[index].upos != "PUNCT"]
    return not between or (bool(clause & set(between)) and len({parse.tokens[k].sentence for k in between}) == 1)
