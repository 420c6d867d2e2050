"""quotes: quotations that no cue took up. They go on with one that has a speaker, float, or are no speech at all."""

from __future__ import annotations

from collections.abc import Sequence

from attribution.find.draft import Draft
from attribution.find.values import Unattributed
from attribution.parse import Parse
from attribution.quotation_marks import Quotation, QuotationIndex

# Words from which a quotation without a cue can be speech. PolNeAR train: of quotations of 1 to 4 words that are in no
# content, under one in ten is speech; of 5 or more, most are.
SPEECH_WORDS = 5
# Nouns before a quotation that make it the title of a work.
WORKS = frozenset(
    ["album", "article", "ballad", "blog", "book", "chapter", "comedy", "column", "documentary", "drama", "editorial", "episode", "essay", "exhibition", "film", "game", "hit", "hymn", "magazine", "memoir", "movie", "musical", "novel", "op-ed", "opera", "painting", "paper", "play", "podcast", "poem", "program", "programme", "report", "section", "series", "show", "single", "sitcom", "skit", "song", "story", "study", "symphony", "thriller", "track", "trilogy", "video"]
)
# Words before a quotation that give somebody or something a name or a term.
NAMING = frozenset(["call", "dub", "name", "nickname", "know", "title", "entitle", "label", "brand", "term", "style", "refer", "codename", "christen"])
SO_CALLED = frozenset({"so-called", "called", "dubbed", "nicknamed", "named", "known", "titled", "entitled"})


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
    taken: dict[int, Draft] = {}
    for number, quotation in enumerate(marks.quotations):
        if quotation.level:
            continue
        words = parse.overlapping(quotation.inner_start, quotation.inner_end)
        if not words:
            left.append(Unattributed(quotation.start, quotation.end, "no_words"))
            continue
        while pending < len(ends) and ends[pending][0] < words[0]:
            recent = drafts[ends[pending][1]]
            pending += 1
        covered = next((owner[index] for index in words if index in owner), None)
        if covered is not None:
            taken[number] = covered
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
            before = _before(parse, words[0], recent)
            if before is not None and _goes_on(parse, before, words[0], marks):
                draft = before
            else:
                draft = Draft(cue=[], shape="floating", continues=before)
                drafts.append(draft)
        draft.content.update(parse.overlapping(quotation.start, quotation.end))
        recent = taken[number] = draft
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
        parse.tokens[before].lemma.lower() in NAMING or parse.tokens[before].text.lower() in SO_CALLED
    ):
        return "name"
    name_before = before is not None and parse.tokens[before].upos == "PROPN" and before >= first - 2
    name_after = after is not None and parse.tokens[after].upos == "PROPN" and after <= last + 2
    if len(spoken) <= 3 and title_case and name_before and name_after:
        return "nickname"
    nearby = {parse.tokens[k].lemma.lower() for k in range(max(0, first - 6), first)}
    if title_case and spoken and (nearby & WORKS or len(spoken) > 1):
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


def _before(parse: Parse, first: int, recent: Draft | None) -> Draft | None:
    """The draft whose words end last before a quotation, where that is in its paragraph or in the one before."""
    if recent is None:
        return None
    last = max((*recent.content, *recent.cue, *recent.source))
    return recent if parse.tokens[first].paragraph - parse.tokens[last].paragraph <= 1 else None


def _goes_on(parse: Parse, draft: Draft, first: int, marks: QuotationIndex) -> bool:
    """Whether a quotation goes straight on with a draft's own quoted words, with nothing but its cue clause between."""
    quoted = [index for index in draft.content if marks.outermost(parse.tokens[index].start) is not None]
    if not quoted or (not draft.cue and draft.continues is None):
        return False
    last = max(draft.content)
    if last not in quoted and parse.tokens[last].upos != "PUNCT":
        return False
    clause = set(draft.cue) | set(draft.source)
    between = [index for index in range(last + 1, first) if parse.tokens[index].upos != "PUNCT"]
    if not between:
        return True
    sentences = {parse.tokens[index].sentence for index in between}
    return bool(clause & set(between)) and len(sentences) == 1
