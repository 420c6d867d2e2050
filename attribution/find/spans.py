"""spans: makes a draft's source a whole noun phrase and its content whole clauses and whole quotations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from attribution.find.clauses import ACCORDING, SAID, SUBJECTS, clauses, is_passive, subject
from attribution.find.cues import words as words_of
from attribution.find.decoding import ReadingOf
from attribution.find.draft import Draft
from attribution.parse import Parse, Token
from attribution.quotation_marks import Quotation, QuotationIndex

# Share of a quotation's words that must be content before all of it is. Tried on PolNeAR dev: 0.3, 0.5, 0.7.
QUOTED_SHARE = 0.5
# The same where the quotation's first word is content: the network loses the end of long ones. Tried: 0.1, 0.3.
OPENED_SHARE = 0.1
# Share of a noun phrase that may be content by the labels.
CONTENT_IN_SOURCE = 0.5
# Overlap (intersection over union, in words) from which a stretch of content is taken for a clause of the parse. Tried
# on PolNeAR dev and the annotated Wikinews articles, as were the four below: 0.3, 0.45, 0.6, 0.75.
CLAUSE_OVERLAP = 0.3
# Mean probability of content below which a part at the edge of such a clause is left out. Tried: 0.05 to 0.3.
DENIED = 0.1
# Relations by which such a part hangs on the clause, and the words that it has at least.
PARTS = frozenset({"advcl", "parataxis", "conj", "acl", "acl:relcl", "obl", "nmod", "obl:unmarked", "advmod", "appos"})
PART_WORDS = 2
# Mean probability of content from which a clause that is certainly said is taken whole. Tried: 0.05, 0.2, 0.4.
SAID_SUPPORT = 0.05
# The same for a phrase that may be said, where the labels gave the cue no content: for a cue that is sure of itself and
# of its source, twice as much for others. Tried: 0.15 to 0.6.
LONE_SUPPORT = 0.25
# Share of the content in the cue's sentence that the clause must cover. Tried: 0.3, 0.6, without a difference.
COVERED = 0.6
# Words that a hole in the middle of content may have. Tried on PolNeAR dev and both annotated sets of Wikinews: 0, 2,
# 3, 5, 10, 20; from 3 on, whole attributions are lost on PolNeAR and on the second set.
HOLE = 2
# Mean probability of content below which a clause that is coordinated with the cue is no part of the content.
COORDINATED_SUPPORT = 0.5
# "TEHRAN -- ", "WASHINGTON, March 3 (Reuters) — ", "New York — ": a place in capitals, or up to four words, and a dash.
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.’' ]{2,}[A-Z.](?:,? [\w. ]{1,20}){0,2}|(?:[A-Z][\w.]+,? ){1,4}?)"
    r"(?: ?\([^()\n]{1,30}\))? ?(?:--|[–—―]) ?"
)
# Words that are nobody by themselves: "| If | anyone wonders", "| the | demand for".
NO_SOURCE = frozenset({"ADP", "ADV", "AUX", "CCONJ", "PART", "PUNCT", "SCONJ"})
ARTICLES = frozenset({"a", "an", "the"})
WH = frozenset({"WDT", "WP", "WP$", "WRB"})
# Marks that close a quotation and stand as a word of their own.
CLOSING = frozenset({'"', "”", "''", "’", "'", "»"})
HYPHENS = frozenset("-‐‑")
RELATIVE = frozenset({"who", "whom", "which", "whose", "that"})
# Below these a noun phrase does not go on: what follows says something new.
NO_PART_OF_NAME = frozenset({"parataxis", "advcl", "discourse", "dep", "cc", "conj", "punct", "acl:relcl"})


def head_of(parse: Parse, words: Iterable[int]) -> int:
    """The word of a stretch whose head lies outside it; of several the one that is nearest to the root."""
    inside = set(words)
    heads = [index for index in sorted(inside) if parse.tokens[index].head not in inside or _is_root(parse, index)]
    return min(heads or sorted(inside), key=lambda index: (sum(1 for _ in parse.ancestors(index)), index))


def close_source(parse: Parse, draft: Draft, reading_of: ReadingOf, relatives: bool = False) -> None:
    """Complete the source to the noun phrase that the parse sees around it, without touching cue and content.

    A relative pronoun gives way to the noun that its clause describes ("Devocht, who had told Montalvo that …"), unless
    `relatives` are sources themselves.
    """
    if not draft.source:
        return
    taken = set(draft.cue) | draft.content
    head = head_of(parse, draft.source)
    described = _described(parse, head)
    if described is not None and relatives:
        return
    if described is not None and described not in taken:
        head, draft.source = described, [described]
    phrase = noun_phrase(parse, head)
    # A phrase of which the network takes much for content is a damaged parse ("That's a small fraction … experts say").
    if sum(reading_of(parse.tokens[k]).label == "content" for k in phrase) > CONTENT_IN_SOURCE * len(phrase):
        phrase = set()
    keep = set(draft.source) | phrase
    first = last = head
    while first - 1 in keep and first - 1 not in taken:
        first -= 1
    while last + 1 in keep and last + 1 not in taken:
        last += 1
    words = _without_edges(parse, list(range(first, last + 1)))
    while words[-1] + 1 not in taken and _glued(parse, words[-1]):
        words.append(words[-1] + 1)
    while words[0] - 1 not in taken and words[0] > 0 and _glued(parse, words[0] - 1):
        words.insert(0, words[0] - 1)
    draft.source = words


def _described(parse: Parse, head: int) -> int | None:
    """The noun that a relative pronoun stands for, None where the word is no relative pronoun."""
    token = parse.tokens[head]
    if token.text.lower() not in ("who", "which", "that") or token.feature("PronType") not in ("Rel", None):
        return None
    for ancestor in parse.ancestors(head):
        if ancestor.deprel.startswith("acl") and ancestor.index > ancestor.head < head:
            return ancestor.head
    return None


def _glued(parse: Parse, index: int) -> bool:
    """Whether a token and the next are parts of one hyphenated word ("Kazemi|-|Qomi")."""
    if index + 1 >= len(parse.tokens):
        return False
    token, following = parse.tokens[index], parse.tokens[index + 1]
    if token.end != following.start:
        return False
    return following.text in HYPHENS or (
        token.text in HYPHENS and index > 0 and parse.tokens[index - 1].end == token.start
    )


def cut_edges(parse: Parse, draft: Draft, marks: QuotationIndex) -> None:
    """Leave out what stands between the cue and unquoted content right behind it: a day ("said Tuesday the talks …"),
    and a preposition, which belongs to the cue ("pointing | to different causes")."""
    last = max(draft.cue)
    first = parse.tokens[last + 1] if last + 1 in draft.content else None
    if first is None or len(draft.content) < 2 or marks.outermost(first.start) is not None:
        return
    if first.text.lower() in words_of("date"):
        draft.content.discard(first.index)
    noun = parse.tokens[first.head]
    if first.deprel == "case" and noun.head in draft.cue and noun.deprel.split(":")[0] in ("obl", "nmod"):
        draft.content.discard(first.index)
        draft.cue.append(first.index)


def cut_dateline(parse: Parse, draft: Draft) -> None:
    """Leave out a dateline before the first words of a paragraph: "WASHINGTON — The talks failed, he said"."""
    first = parse.tokens[min(draft.content)]
    paragraph = parse.paragraphs[first.paragraph]
    if first.start > paragraph.start + 1:
        return
    match = _DATELINE.match(parse.text, paragraph.start, paragraph.end)
    if match:
        draft.content -= set(parse.overlapping(paragraph.start, match.end()))


def noun_phrase(parse: Parse, head: int) -> set[int]:
    """A noun's phrase: all that hangs below it but for its preposition, relative clauses and what begins anew."""
    found = {head}
    todo = [head]
    while todo:
        for child in parse.children(todo.pop()):
            base = child.deprel.split(":")[0]
            before = base == "case" and child.head == head and child.index < head  # "of the minister": "the minister"
            before = before or (child.head == head and _circumstance(parse, child))
            hyphen = child.text in HYPHENS and _glued(parse, child.index - 1)  # "a just|-|released poll"
            if before or (child.deprel in NO_PART_OF_NAME and not hyphen) or base in ("parataxis", "advcl"):
                continue
            found.add(child.index)
            todo.append(child.index)
    return found


def _circumstance(parse: Parse, child: Token) -> bool:
    """Whether a phrase that hangs on a name tells when, or of a person where ("Stumpf in a televised interview")."""
    name = parse.name_at(child.head)
    cases = {case.text.lower() for case in parse.children(child.index, "case")}
    if name is None or not cases & words_of("circumstance"):
        return False
    return name.kind == "PER" or _is_date(parse, child)


def close_quotations(parse: Parse, draft: Draft, marks: QuotationIndex) -> None:
    """Take in the whole of each quotation of which the content holds the better part."""
    if not draft.content:
        return
    own = set(draft.cue) | set(draft.source)
    first, last = parse.tokens[min(draft.content)], parse.tokens[max(draft.content)]
    for number in marks.overlapping(first.start, last.end):
        quotation = marks.quotations[number]
        words = parse.overlapping(quotation.start, quotation.end)
        inner = [index for index in words if parse.tokens[index].upos != "PUNCT"]
        if not inner or (not quotation.closed and number not in marks.continued):
            continue  # where a mark never closes, typography does not say where the words end
        if quotation.start <= parse.tokens[draft.head].start < quotation.end:
            continue  # the cue is quoted itself: these are the marks of the words around it
        share = sum(index in draft.content for index in inner) / len(inner)
        if share >= QUOTED_SHARE or (inner[0] in draft.content and share >= OPENED_SHARE):
            draft.content.update(index for index in words if index not in own)


def close_clauses(parse: Parse, draft: Draft, support: Callable[[int], float], sure: bool) -> None:
    """Take the clause that the syntax hangs on the cue for the content where the network's words agree with it.

    `support` is the probability that a word is content of this cue. A clause that is certainly said ("said that …")
    needs little support, one that only may be said needs nearly all of the content to lie in it, or some support where
    there is none and cue and source are `sure`.
    """
    head = draft.head
    own = set(draft.cue) | set(draft.source)
    sentence = parse.tokens[head].sentence
    same = {index for index in draft.content if parse.tokens[index].sentence == sentence}
    best: tuple[float, set[int]] | None = None
    verbs = [index for index in draft.cue if index != head and parse.tokens[index].upos == "VERB"]
    for clause in (clause for word in (head, *verbs) for clause in clauses(parse, word)):
        words = {index for index in clause.words if index not in own}
        if not words or len(words) < len(clause.words) - len(own & clause.words):
            continue
        mean = sum(support(index) for index in words) / len(words)
        overlap = len(words & same) / len(words | same)
        agreed = (
            mean >= SAID_SUPPORT
            if clause.said
            else overlap >= CLAUSE_OVERLAP or (not same and mean >= (LONE_SUPPORT if sure else 2 * LONE_SUPPORT))
        )
        covered = len(words & same) >= COVERED * len(same)
        if agreed and covered and (best is None or (overlap or mean) > best[0]):
            best = (overlap or mean, words)
    if best is not None:
        draft.content |= _undenied(parse, best[1], support)


def _undenied(parse: Parse, clause: set[int], support: Callable[[int], float]) -> set[int]:
    """A clause without the parts at its edges that the network takes for nobody's words, whatever the syntax hangs them
    on: "“It is over,” she said, and the balloons came down"."""
    words = set(clause)
    for index in sorted(clause):
        token = parse.tokens[index]
        if index not in words or token.head not in words or token.deprel not in PARTS:
            continue
        part = words.intersection(parse.subtree(index))
        if not PART_WORDS <= len(part) < len(words):
            continue
        at_an_edge = min(part) == min(words) or max(part) == max(words)
        if at_an_edge and sum(map(support, part)) / len(part) < DENIED:
            words -= part
    return words


def cut_lead(parse: Parse, draft: Draft, marks: QuotationIndex, requested: bool) -> None:
    """Leave out what stands between the cue and the clause that it says: addressee, medium, time ("told reporters in a
    statement that …"; of a request also "asked the council to help", whose content is what is to be done)."""
    for child in parse.children(draft.head, "ccomp", "xcomp"):
        clause = set(parse.subtree(child.index)) & draft.content
        if child.index < draft.head or not clause or (child.deprel == "xcomp" and not requested):
            continue
        opening = parse.tokens[min(clause)]
        if not any(c.deprel == "mark" for c in parse.children(child.index)) and opening.xpos not in WH:
            continue
        for other in parse.children(draft.head, "obj", "iobj", "obl", "advmod"):
            words = set(parse.subtree(other.index)) & draft.content
            if words and max(words) < min(clause) and marks.outermost(parse.tokens[other.index].start) is None:
                draft.content -= words


def cut_clause(parse: Parse, draft: Draft, marks: QuotationIndex) -> None:
    """Leave out what follows a relative clause, or a clause that comes before its main clause: "the witness, who told
    reporters that he saw a man, left the court"; "although he told her that he knew, he did nothing"."""
    head = parse.tokens[draft.head]
    fronted = head.deprel == "advcl" and head.head > head.index and parse.children(head.index, "mark", *SUBJECTS)
    if not (head.deprel.startswith("acl") or fronted) or not parse.children(draft.head, *SAID):
        return
    clause = parse.subtree(draft.head)
    sentence = parse.tokens[draft.head].sentence
    draft.content -= {
        index
        for index in draft.content
        if index > clause[-1]
        and parse.tokens[index].sentence == sentence
        and marks.outermost(parse.tokens[index].start) is None
    }


def cut_sentences(parse: Parse, draft: Draft, marks: QuotationIndex) -> None:
    """Leave out the words of other sentences than the cue's that are not quoted, and the quoted ones as well where
    nothing in the cue's own sentence is quoted: a quotation behind indirect speech has no cue of its own."""
    sentence = parse.tokens[draft.head].sentence
    far = {index for index in draft.content if parse.tokens[index].sentence != sentence}
    if not far or len(far) == len(draft.content):
        return
    quoted = {index for index in far if marks.outermost(parse.tokens[index].start) is not None}
    draft.content -= far - quoted
    near = {marks.outermost(parse.tokens[index].start) for index in draft.content - far} - {None}
    if not near:
        draft.content -= quoted


def cut_coordinated(parse: Parse, draft: Draft, marks: QuotationIndex, support: Callable[[int], float]) -> None:
    """Leave out what is coordinated with the cue and has a subject of its own: "announced X, but their efforts …".

    Also what tells the time of the saying at the edge of the content ("announced X on Monday").
    """
    sentence = parse.tokens[draft.head].sentence
    said = {index for child in parse.children(draft.head, *SAID) for index in parse.subtree(child.index)}
    for child in parse.children(draft.head, "advcl") if said else []:
        words = set(parse.subtree(child.index)) - said
        if child.index < draft.head and not any(marks.outermost(parse.tokens[k].start) is not None for k in words):
            draft.content -= words  # "Citing privacy rules, officials have not said why …"
    before = any(index < draft.head and parse.tokens[index].sentence == sentence for index in draft.content)
    for child in parse.children(draft.head, "conj", "parataxis", "advcl"):
        words = set(parse.subtree(child.index)) - said
        common = words & draft.content
        if child.index < draft.head or any(marks.outermost(parse.tokens[k].start) is not None for k in common):
            continue
        if before and child.deprel == "advcl" and min(words) > draft.head:
            draft.content -= words  # "“…,” she said, referring to the bank's drive to …"
            continue
        if not common or not parse.children(child.index, "nsubj"):
            continue
        contrast = any(c.lemma.lower() in words_of("contrast") for c in parse.children(child.index))
        if contrast or sum(map(support, common)) / len(common) < COORDINATED_SUPPORT:
            draft.content -= {index for index in draft.content if index >= min(words)}
    _cut_date(parse, draft, marks)


def _cut_date(parse: Parse, draft: Draft, marks: QuotationIndex) -> None:
    """Leave out a date at the end of a noun phrase that was announced: it dates the announcement."""
    last = max(draft.content, default=-1)
    if last < draft.head or parse.children(draft.head, *SAID) or marks.outermost(parse.tokens[last].start) is not None:
        return
    phrase = next(
        (t for t in (parse.tokens[last], *parse.ancestors(last)) if t.deprel in ("obl", "nmod", "obl:unmarked")), None
    )
    if phrase is None or phrase.index not in draft.content or not _is_date(parse, phrase):
        return
    words = set(parse.subtree(phrase.index))
    if max(words) == last and len(words & draft.content) < len(draft.content):
        draft.content -= words


def _is_date(parse: Parse, token: Token) -> bool:
    return token.text.lower() in words_of("date") or any(
        parse.tokens[index].text.lower() in words_of("date") for index in parse.subtree(token.index)[:3]
    )


def find_source(parse: Parse, draft: Draft, reading_of: ReadingOf) -> None:
    """Give a draft without a source the one that the syntax shows: subject, agent, "according to …", possessor.

    It also takes the place of a source that can be none: an adverbial ("several times"), behind "according to" anything
    but what the preposition governs, and the subject of a passive, who is told and tells nothing ("was warned that"),
    but for "was quoted as saying".
    """
    cue = parse.tokens[draft.head]
    if cue.upos == "ADV":  # "reportedly": nobody is named as the one who reports
        draft.source = []
        return
    found = subject(parse, draft.head)
    if all(parse.tokens[k].upos in NO_SOURCE or parse.tokens[k].lemma.lower() in ARTICLES for k in draft.source):
        draft.source = []
    if draft.source:
        head = parse.tokens[head_of(parse, draft.source)]
        passive = is_passive(parse, cue) and cue.lemma.lower() not in words_of("said_of")
        if passive and ((head.deprel == "nsubj:pass" and head.head == cue.index) or cue.deprel == "advcl"):
            draft.source = []
        elif head.deprel not in ("obl:unmarked", "advmod", "obl:tmod") and cue.lemma.lower() not in ACCORDING:
            return
    elif found is None and not is_passive(parse, cue):
        draft.source = _beside(parse, draft, reading_of)
    if found is not None and found.index not in draft.content and found.index not in draft.cue:
        draft.source = [found.index]


def _beside(parse: Parse, draft: Draft, reading_of: ReadingOf) -> list[int]:
    """The word that the network takes for a source right before or behind the cue, whosever it takes it for: of
    "the nominee outlined A and vowed B" it gives the source to the second cue alone."""
    for step, index in ((-1, min(draft.cue) - 1), (1, max(draft.cue) + 1)):
        while 0 <= index < len(parse.tokens) and parse.tokens[index].upos in ("ADV", "AUX", "PART"):
            index += step
        if not 0 <= index < len(parse.tokens) or index in draft.content:
            continue
        token = parse.tokens[index]
        if token.sentence == parse.tokens[draft.head].sentence and reading_of(token).label == "source":
            return [index]
    return []


def fill(parse: Parse, draft: Draft) -> None:
    """Fill the holes between stretches of content on one side of the cue in its sentence: nothing is left out from the
    middle of what somebody said."""
    own = {*draft.cue, *draft.source}
    sentence = parse.tokens[draft.head].sentence
    near = [index for index in sorted(draft.content) if parse.tokens[index].sentence == sentence]
    for before, after in pairwise(near):
        hole = range(before + 1, after)
        if 0 < len(hole) <= HOLE and not own & set(hole):
            draft.content.update(hole)


def trim(parse: Parse, draft: Draft, marks: QuotationIndex) -> None:
    """Leave out punctuation at the edges of each stretch of content, but for marks that close what they opened: the
    mark that closes the words around a quoted cue is none of its content's ("“He says we'll win|,”")."""
    number = marks.outermost(parse.tokens[draft.head].start)
    for stretch in stretches(draft.content):
        while stretch and _loose(parse.tokens[stretch[0]]):
            draft.content.discard(stretch.pop(0))
        if number is not None and _closes_around(parse, stretch, marks.quotations[number]):
            draft.content.discard(stretch.pop())
        while stretch and (_loose(parse.tokens[stretch[-1]]) or _unfinished(parse, stretch)):
            draft.content.discard(stretch.pop())


def _closes_around(parse: Parse, stretch: list[int], around: Quotation) -> bool:
    """Whether a stretch inside a quotation ends with the mark that closes it, having opened none of its sort."""
    if len(stretch) < 2:
        return False
    last = parse.tokens[stretch[-1]]
    alone = last.text in CLOSING and last.end == around.end
    return alone and around.mark not in {parse.tokens[index].text for index in stretch[:-1]}


def stretches(words: Iterable[int]) -> list[list[int]]:
    """Indices as unbroken runs."""
    found: list[list[int]] = []
    for index in sorted(words):
        if found and found[-1][-1] == index - 1:
            found[-1].append(index)
        else:
            found.append([index])
    return found


def _is_root(parse: Parse, index: int) -> bool:
    return parse.tokens[index].head == index


def _without_edges(parse: Parse, words: list[int]) -> list[int]:
    while len(words) > 1 and parse.tokens[words[0]].upos in ("PUNCT", "ADP", "CCONJ"):
        words = words[1:]
    while len(words) > 1 and _dangles(parse.tokens[words[-1]]):
        words = words[:-1]
    return words


def _dangles(token: Token) -> bool:
    """Whether a noun phrase cannot end with a word."""
    return (token.upos == "PUNCT" and token.text not in ")]”’\"'") or token.text.lower() in RELATIVE


def _unfinished(parse: Parse, stretch: list[int]) -> bool:
    """Whether a stretch ends with a word that needs the next one, which is no part of it ("the rules to the")."""
    token = parse.tokens[stretch[-1]]
    return token.deprel in ("case", "det", "cc", "mark") and token.head > token.index


def _loose(token: Token) -> bool:
    return token.text in (",", ";", ":", ".", "—", "–", "-", "--")
