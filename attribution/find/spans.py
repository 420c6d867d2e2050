"""spans: makes a draft's source a whole noun phrase and its content whole clauses and whole quotations."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attribution.find.clauses import SAID, clauses, subject
from attribution.find.draft import Draft
from attribution.parse import Parse, Token
from attribution.quotation_marks import QuotationIndex

# Share of a quotation's words that must be content before all of it is. Tried on PolNeAR dev: 0.3, 0.5, 0.7.
QUOTED_SHARE = 0.5
# The same where the quotation's first word is content: the network loses the end of long ones.
OPENED_SHARE = 0.1
OPENED = True
# Overlap (intersection over union, in words) from which a stretch of content is taken for a clause of the parse.
CLAUSE_OVERLAP = 0.45
# Mean probability of content from which a clause that is certainly said is taken whole.
SAID_SUPPORT = 0.05
# Share of the content in the cue's sentence that the clause must cover.
COVERED = 0.6
# Mean probability of content below which a clause that is coordinated with the cue is no part of the content.
COORDINATED_SUPPORT = 0.5
DATES = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "yesterday", "today", "tomorrow", "tonight"]
)
# Below these a noun phrase does not go on: what follows says something new.
NO_PART_OF_NAME = frozenset({"parataxis", "advcl", "discourse", "dep", "cc", "conj", "punct", "acl:relcl"})


def head_of(parse: Parse, words: Iterable[int]) -> int:
    """The word of a stretch whose head lies outside it; of several the one that is nearest to the root."""
    inside = set(words)
    heads = [index for index in sorted(inside) if parse.tokens[index].head not in inside or _is_root(parse, index)]
    return min(heads or sorted(inside), key=lambda index: (sum(1 for _ in parse.ancestors(index)), index))


def close_source(parse: Parse, draft: Draft) -> None:
    """Complete the source to the noun phrase that the parse sees around it, without touching cue and content."""
    if not draft.source:
        return
    taken = set(draft.cue) | draft.content
    head = head_of(parse, draft.source)
    keep = set(draft.source) | noun_phrase(parse, head)
    first = last = head
    while first - 1 in keep and first - 1 not in taken:
        first -= 1
    while last + 1 in keep and last + 1 not in taken:
        last += 1
    draft.source = _without_edges(parse, list(range(first, last + 1)))


def noun_phrase(parse: Parse, head: int) -> set[int]:
    """A noun's phrase: all that hangs below it but for its preposition, relative clauses and what begins anew."""
    found = {head}
    todo = [head]
    while todo:
        for child in parse.children(todo.pop()):
            relation = child.deprel
            if (
                relation in NO_PART_OF_NAME
                or (relation.split(":")[0] in ("parataxis", "advcl", "case")
                and (relation != "case" or (child.index < head and parse.tokens[child.index].head == head)))
            ):
                continue
            found.add(child.index)
            todo.append(child.index)
    return found


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
        if not inner:
            continue
        share = sum(index in draft.content for index in inner) / len(inner)
        if share >= QUOTED_SHARE or (OPENED and inner[0] in draft.content and share >= OPENED_SHARE):
            draft.content.update(index for index in words if index not in own)


def close_clauses(parse: Parse, draft: Draft, support: Callable[[int], float]) -> None:
    """Take the clause that the syntax hangs on the cue for the content where the network's words agree with it.

    `support` is the probability that a word is content of this cue. A clause that is certainly said ("said that …")
    needs little support, one that only may be said needs nearly all of the content to lie in it.
    """
    head = draft.head
    own = set(draft.cue) | set(draft.source)
    sentence = parse.tokens[head].sentence
    same = {index for index in draft.content if parse.tokens[index].sentence == sentence}
    best: tuple[float, set[int]] | None = None
    for clause in clauses(parse, head):
        words = {index for index in clause.words if index not in own}
        if not words or len(words) < len(clause.words) - len(own & clause.words):
            continue
        mean = sum(support(index) for index in words) / len(words)
        overlap = len(words & same) / len(words | same)
        agreed = mean >= SAID_SUPPORT if clause.said else overlap >= CLAUSE_OVERLAP
        covered = len(words & same) >= COVERED * len(same)
        if agreed and covered and (best is None or overlap > best[0]):
            best = (overlap, words)
    if best is not None:
        draft.content |= best[1]


def cut_sentences(parse: Parse, draft: Draft, marks: QuotationIndex) -> set[int]:
    """Leave out the words of other sentences than the cue's that are not quoted, and return the quoted ones among them
    where nothing in the cue's own sentence is quoted: a quotation behind indirect speech has no cue of its own."""
    sentence = parse.tokens[draft.head].sentence
    far = {index for index in draft.content if parse.tokens[index].sentence != sentence}
    if not far or len(far) == len(draft.content):
        return set()
    quoted = {index for index in far if marks.outermost(parse.tokens[index].start) is not None}
    draft.content -= far - quoted
    near = {marks.outermost(parse.tokens[index].start) for index in draft.content - far} - {None}
    if quoted and not near:
        draft.content -= quoted
        return quoted
    return set()


def cut_coordinated(parse: Parse, draft: Draft, marks: QuotationIndex, support: Callable[[int], float]) -> None:
    """Leave out what is coordinated with the cue and has a subject of its own: "announced X, but their efforts …".

    Also what tells the time of the saying at the edge of the content ("announced X on Monday").
    """
    said = {index for child in parse.children(draft.head, *SAID) for index in parse.subtree(child.index)}
    for child in parse.children(draft.head, "conj", "parataxis", "advcl"):
        if child.index < draft.head or not parse.children(child.index, "nsubj"):
            continue
        words = set(parse.subtree(child.index)) - said
        common = words & draft.content
        if not common or any(marks.outermost(parse.tokens[index].start) is not None for index in common):
            continue
        contrast = any(c.lemma in ("but", "although", "though", "while", "whereas") for c in parse.children(child.index))
        if contrast or sum(map(support, common)) / len(common) < COORDINATED_SUPPORT:
            draft.content -= {index for index in draft.content if index >= min(words)}
    for child in parse.children(draft.head, "obl", "nmod"):
        words = set(parse.subtree(child.index)) & draft.content
        after = {index for index in draft.content if index > max(words, default=0)}
        if words and child.index > draft.head and _is_date(parse, child) and not after and len(words) < len(draft.content):
            draft.content -= words


def _is_date(parse: Parse, token: Token) -> bool:
    return token.text.lower() in DATES or any(
        parse.tokens[index].text.lower() in DATES for index in parse.subtree(token.index)[:3]
    )


def find_source(parse: Parse, draft: Draft) -> None:
    """Give a draft without a source the one that the syntax shows: subject, agent, "according to …", possessor."""
    if draft.source:
        return
    found = subject(parse, draft.head)
    if found is not None and found.index not in draft.content and found.index not in draft.cue:
        draft.source = [found.index]


def trim(parse: Parse, draft: Draft) -> None:
    """Leave out punctuation at the edges of each stretch of content, but for marks that close what they opened."""
    for stretch in stretches(draft.content):
        while stretch and _loose(parse.tokens[stretch[0]], opening=True):
            draft.content.discard(stretch.pop(0))
        while stretch and _loose(parse.tokens[stretch[-1]], opening=False):
            draft.content.discard(stretch.pop())


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
    while len(words) > 1 and parse.tokens[words[-1]].upos == "PUNCT" and parse.tokens[words[-1]].text not in ")]":
        words = words[:-1]
    return words


def _loose(token: Token, opening: bool) -> bool:
    return token.text in (",;:.—–-" if opening else ",;:.—–-")
