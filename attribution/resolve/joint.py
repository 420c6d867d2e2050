"""joint: two who are named together and spoken of together again.

"GM and Chrysler … Both will offer the deal", "Ron Gettelfinger and Al Bantom … the two said", "Ann Lee and President
Bob Ray … they said". Each of the two is a speaker of what they say.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from attribution.parse import Parse
from attribution.resolve.entities import Names
from attribution.resolve.lexicon import fold, words
from attribution.resolve.nouns import body_noun, role_at
from attribution.resolve.phrases import is_plural
from attribution.resolve.runs import is_title

_REACH = 3  # sentences from the two names on in which "both" still means them
_MODIFIERS = 3  # words before a noun among which "both" and "the two" are looked for
_NEAR = 1  # and in which "they" does
_KIND_REACH = 8  # and in which they still say whether "both" are people or companies


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names joined by "and", and no third: `drafts` are numbers in Names.drafts."""

    first: int  # token
    sentence: int
    kind: str
    drafts: tuple[int, int]


def pairs(parse: Parse, names: Names, at: dict[int, int]) -> list[Pair]:
    """All pairs of an article, in text order."""
    tokens = parse.tokens
    found = []
    for index, mention in enumerate(names.mentions):
        after = mention.end
        if after + 2 < len(tokens) and tokens[after].text == "(" and tokens[after + 2].text == ")":
            after += 3  # "General Motors (GM) and Chrysler"
        before = mention.first - 1
        listed = before > 0 and tokens[before].text in {",", "and"} and before - 1 in at
        if listed or after >= len(tokens) or fold(tokens[after].text) not in {"and", "&"}:
            continue
        after += 1
        while after < len(tokens) and after not in at and (tokens[after].upos == "DET" or is_title(tokens[after])):
            after += 1
        if after not in at or tokens[after].sentence != tokens[mention.first].sentence:
            continue
        after = bearer_of(parse, names, at, after)
        left, right = names.choices[index], names.choices[at[after]]
        kind = names.drafts[left[0]].kind
        alone = len(left) == len(right) == 1 and left != right and names.drafts[right[0]].kind == kind
        if alone and kind in {"PER", "ORG"}:
            found.append(Pair(mention.first, tokens[mention.first].sentence, kind, (left[0], right[0])))
    return found


def bearer_of(parse: Parse, names: Names, at: dict[int, int], index: int) -> int:
    """The name of the person whose title the name at this token opens: "House Speaker Paul Ryan", "Apple CEO Tim Cook";
    the token itself where it opens none."""
    end = names.mentions[at[index]].end
    title = end
    while title < len(parse.tokens) and title not in at and (is_title(parse.tokens[title]) or title > end):
        if parse.tokens[title].text not in {"."} and not is_title(parse.tokens[title]):
            return index
        title += 1
    person = title > end and title in at and names.drafts[names.choices[at[title]][0]].kind == "PER"
    return title if person and names.drafts[names.choices[at[index]][0]].kind != "PER" else index


def pair_of(parse: Parse, found: list[Pair], head: int) -> tuple[int, int] | None:
    """The two whom "both", "the two", "the pair", "the two companies" or "both men" means; None where nobody fits.

    The last pair of the right kind before it, within a few sentences.
    """
    token = parse.tokens[head]
    first = max(head - _MODIFIERS, parse.sentences[token.sentence].first)
    before = [fold(word.text) for word in parse.tokens[first:head]]
    alone = fold(token.text) in {"both", "two", "pair", "duo"}
    if alone and fold(token.text) != "both" and before[-1:] != ["the"]:
        return None
    if alone and head + 1 < len(parse.tokens) and fold(parse.tokens[head + 1].text) in {"of", "and"}:
        return None
    counted = is_plural(parse, head) and ("both" in before[-2:] or "the two" in " ".join(before))
    if not alone and not counted:
        return None
    kinds = {"PER", "ORG"} if alone else {"PER"} if role_at(token) is not None or _is_people(token.lemma) else set()
    if not alone and body_noun(token) is not None:
        kinds = {"ORG"}
    return _last(found, head, token.sentence - _REACH, kinds)


def pair_with(parse: Parse, found: list[Pair], head: int, draft: int) -> tuple[int, int] | None:
    """The two whom "they" means where it was led to one of them, in the same sentence or the one before."""
    last = _last(found, head, parse.tokens[head].sentence - _NEAR, {"PER", "ORG"})
    return last if last is not None and draft in last else None


def kind_of_pair(parse: Parse, found: list[Pair], head: int) -> str:
    """PER or ORG for what "both", "neither" or "either" alone means, by the last pair; empty where none is near."""
    sentence = parse.tokens[head].sentence
    at = bisect_left(found, head, key=lambda pair: pair.first)
    near = at > 0 and fold(parse.tokens[head].text) in {"both", "neither", "either"}
    return found[at - 1].kind if near and sentence - found[at - 1].sentence <= _KIND_REACH else ""


def _last(found: list[Pair], head: int, sentence: int, kinds: set[str]) -> tuple[int, int] | None:
    at = bisect_left(found, head, key=lambda pair: pair.first) - 1
    while at >= 0 and found[at].sentence >= sentence:
        if found[at].kind in kinds:
            return found[at].drafts
        at -= 1
    return None


def _is_people(lemma: str) -> bool:
    return fold(lemma) in words("people")
