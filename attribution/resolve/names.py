"""names: where proper names stand in a parse, and what is part of each.

Entity tags miss first names and cut names short; capitalised runs of proper nouns miss little and know no kinds. A
name mention here is the run, cut where a title, a role noun or a place complement shows that the name begins later,
with the tag as one vote on its kind.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import partial

from attribution.parse import Name, Parse, Token
from attribution.resolve import lexicon
from attribution.resolve.forms import NameMention, core_of, form_of
from attribution.resolve.governments import chapters, governments
from attribution.resolve.lexicon import fold, titles, words
from attribution.resolve.runs import (
    HYPHENS,
    INITIALS,
    QUOTES,
    cut,
    is_capital,
    is_title,
    names_people,
    organization_ends,
    runs,
)

Form = tuple[str, ...]

_JOINTS = frozenset({"of", "for", "on", "and", "the", "a", "an", "&"})
# Small words between those whose initials an acronym takes. The latter stand between names, too ("Rome to Oslo"), and
# count only where the initials are the acronym to the letter: "Alliance to Reclaim Our Schools (AROS)".
_BETWEEN = frozenset({"of", "and", "for", "the", "&", "on", "."})
_PURPOSE = frozenset({"to", "in", "with", "against", "by", "from"})
_PARTY = re.compile(r"[RDI]\s?[-–‑]\s?[A-Z][\w.]*")  # a politician's party and state: "R-Ky."


def find_names(parse: Parse) -> list[NameMention]:
    """All name mentions of an article, in text order, none overlapping another."""
    headlines = _headlines(parse)
    organizations = _titled_organizations(parse)
    mentions: list[NameMention] = []
    for sentence in parse.sentences:
        if sentence.paragraph in headlines:
            continue
        for first, end in runs(parse, sentence.first, sentence.end):
            for piece in cut(parse, first, end, organizations):
                mention = _mention(parse, *piece)
                if mention is not None:
                    mentions.append(mention)
    mentions = chapters(parse, governments(parse, _widened(parse, _spelled_out(parse, mentions))))
    surnames = {core_of(mention.form)[-1] for mention in mentions if len(mention.form) > 1}
    mentions = [
        mention
        for mention in mentions
        if not _is_plural(parse, mention)
        or (mention.form[0] in surnames and not names_people(parse.tokens[mention.first]))
    ]
    return sorted([*mentions, *_known_again(parse, mentions, headlines)], key=lambda mention: mention.first)


def _widened(parse: Parse, mentions: list[NameMention]) -> list[NameMention]:
    """Names that lost their first word, taken for a common one where it opens a sentence ("General|Motors said")."""
    known = {mention.form for mention in mentions}
    taken = {index for mention in mentions for index in range(mention.first, mention.end)}
    found = []
    for mention in mentions:
        before = mention.first - 1
        if before >= 0 and before not in taken and is_capital(parse.tokens[before]):
            form = form_of(parse, before, mention.end)
            if form in known and parse.tokens[before].sentence == parse.tokens[mention.first].sentence:
                mention = replace(mention, first=before, form=form)
        found.append(mention)
    return found


def _known_again(parse: Parse, mentions: list[NameMention], headlines: frozenset[int]) -> list[NameMention]:
    """Names met elsewhere in the article, where the tagger took them for common words or a headline hides them.

    A headline in which every word has a capital shows no names by itself: it yields those that the body knows, the
    longest first, and what is tagged besides.
    """
    tokens = parse.tokens
    lengths: dict[str, set[int]] = {}
    forms = {mention.form for mention in mentions}
    forms |= {core_of(mention.form)[-1:] for mention in mentions if len(mention.form) > 1 and mention.tag == "PER"}
    for form in forms:
        lengths.setdefault(form[0], set()).add(len(form))
    taken = {index for mention in mentions for index in range(mention.first, mention.end)}
    lower = {token.text for token in tokens if token.text.islower()}
    found: list[NameMention] = []
    for sentence in parse.sentences:
        headline = sentence.paragraph in headlines
        index = sentence.first
        while index < sentence.end:
            step = 1
            word = fold(tokens[index].text)
            if index not in taken and is_capital(tokens[index]) and word in lengths:
                step = _longest(parse, index, sentence.end, lengths[word], forms, taken) or 1
                form = form_of(parse, index, index + step)
                if form in forms and (headline or step > 1 or _surely_again(parse, index, sentence.first, lower)):
                    found.append(NameMention(index, index + step, "", 0.0, form))
                    taken.update(range(index, index + step))
            index += step
        if headline:
            for name in map(partial(_without_verb, parse), _tagged(parse, sentence.first, sentence.end)):
                if not taken & set(range(name.first, name.end)):
                    form = form_of(parse, name.first, name.end)
                    if form and not all(is_title(token) for token in tokens[name.first : name.end]):
                        found.append(NameMention(name.first, name.end, name.kind, name.confidence, form))
                        taken.update(range(name.first, name.end))
    return found


def _longest(
    parse: Parse, first: int, limit: int, lengths: set[int], forms: set[tuple[str, ...]], taken: set[int]
) -> int:
    """How many tokens from `first` on spell a known name, the longest; 0 for none. Hyphens count as tokens."""
    best = 0
    for size in range(1, 2 * max(lengths) + 1):
        end = first + size
        if end > limit or end - 1 in taken:
            break
        form = form_of(parse, first, end)
        if form in forms and parse.tokens[end - 1].text not in HYPHENS:
            best = size
        elif len(form) > max(lengths):
            break
    return best


def _surely_again(parse: Parse, index: int, opening: int, lower: set[str]) -> bool:
    """Whether a capitalised word is a known surname again, and no common word that opens its sentence."""
    tokens = parse.tokens
    token = tokens[index]
    if token.upos in {"DET", "ADP", "SCONJ", "CCONJ", "AUX"} or (index and fold(tokens[index - 1].text) == "the"):
        return False
    if index > opening:
        return tokens[index - 1].text not in HYPHENS
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return (
        fold(token.text) not in lower
        and following is not None
        and (following.upos in {"VERB", "AUX", "ADV"} or following.text in {",", "'s", "’s", ":"})
    )


def _without_verb(parse: Parse, name: Name) -> Name:
    """A name in a headline without the verb, adverb or small word that its capital made part of it.

    "Benghazi Investigation Helped Reveal", "Trump As President", "Fox Right Before Debate".
    """
    end = name.end
    while end - name.first > 1 and _runs_on(parse.tokens[end - 1]):
        end -= 1
    return name if end == name.end else name._replace(end=end)


def _runs_on(token: Token) -> bool:
    """Whether a word with a capital is an adverb, a small word or an inflected verb, with which no name ends."""
    inflected = token.upos in {"VERB", "AUX"} and fold(token.lemma) != fold(token.text)
    return inflected or token.upos in {"ADV", "ADP", "SCONJ"}


def _tagged(parse: Parse, first: int, end: int) -> list[Name]:
    """The entities that begin in tokens[first:end]."""
    found: list[Name] = []
    for index in range(first, end):
        name = parse.name_at(index)
        if name is not None and name.first == index:
            found.append(name)
    return found


def _spelled_out(parse: Parse, mentions: list[NameMention]) -> list[NameMention]:
    """Names before their acronym in brackets, widened to the words that its letters stand for.

    "European Aeronautic Defence and Space Company (EADS)": the tagger stops at "and"; the letters show where the
    name begins.
    """
    tokens = parse.tokens
    merged: list[NameMention] = []
    for mention in mentions:
        bracket = mention.first - 1
        acronym = len(mention.form) == 1 and bracket > 0 and tokens[bracket].text == "("
        letters = mention.form[0].replace(".", "") if acronym else ""
        near = bool(merged) and bracket - merged[-1].end <= (tokens[bracket - 1].text == ".")
        if 2 < len(letters) <= 8 and tokens[mention.first].text[1:2].isupper() and near:
            first = _initials_start(parse, letters, bracket)
            if first is not None and first < merged[-1].first:
                while merged and merged[-1].first >= first:
                    merged.pop()
                merged.append(NameMention(first, bracket, "ORG", 0.9, form_of(parse, first, bracket)))
        merged.append(mention)
    return merged


def _initials_start(parse: Parse, letters: str, end: int) -> int | None:
    """Where a name ending at `end` begins, if the capitals of its words hold the letters in order; None if not."""
    tokens = parse.tokens
    floor = max(parse.sentences[tokens[end - 1].sentence].first, end - len(letters) - 8)
    for first in range(end - 2, floor - 1, -1):
        token = tokens[first]
        if not is_capital(token) and fold(token.text) not in _BETWEEN | _PURPOSE:
            return None
        if not is_capital(token) or fold(token.text[0]) != letters[0]:
            continue
        capitals = "".join(fold(word.text[0]) for word in tokens[first:end] if is_capital(word))
        if any(fold(word.text) in _PURPOSE for word in tokens[first:end]) and capitals != letters:
            continue
        rest = iter(capitals)
        if all(letter in rest for letter in letters):
            return first
    return None


def _headlines(parse: Parse) -> frozenset[int]:
    """Paragraphs in which capitals say nothing: most longer words have one, and no full stop ends them."""
    found: set[int] = set()
    long: Counter[int] = Counter()
    capital: Counter[int] = Counter()
    last: dict[int, str] = {}
    for token in parse.tokens:
        last[token.paragraph] = token.text
        if len(token.text) > 3 and token.text[0].isalpha():
            long[token.paragraph] += 1
            capital[token.paragraph] += token.text[0].isupper()
    for paragraph, count in long.items():
        if count >= 3 and capital[paragraph] >= 0.75 * count and last[paragraph] not in {".", "”", '"'}:
            found.add(paragraph)
    bodies = {sentence.paragraph for sentence in parse.sentences} - found
    return frozenset(found) if bodies else frozenset()


def _titled_organizations(parse: Parse) -> frozenset[tuple[str, str]]:
    """First two words of names that open with a title word and yet are tagged as no person ("General Motors")."""
    votes: Counter[tuple[str, str]] = Counter()
    for name in parse.names:
        if name.end - name.first >= 2:
            pair = fold(parse.tokens[name.first].text), fold(parse.tokens[name.first + 1].text)
            votes[pair] += 1 if name.kind in {"ORG", "LOC", "MISC"} else -1
    return frozenset(pair for pair, vote in votes.items() if vote > 0)


def _is_description(parse: Parse, index: int) -> bool:
    """Whether a capitalised word only says what the name after it is: a title, or a noun that opens a sentence."""
    token = parse.tokens[index]
    if fold(token.text).rstrip(".") in titles():
        return True
    opens = index == 0 or parse.tokens[index - 1].sentence != token.sentence
    noun = lexicon.nouns().get(fold(token.text))
    return (
        opens
        and noun is not None
        and noun.kind in {"role", "body"}
        and parse.name_at(index) != parse.name_at(index + 1)
    )


def _after_honorific(parse: Parse, index: int) -> bool:
    """Whether a word stands after "Mr." or its like, and so is a name whatever else it can be ("Mr. King")."""
    before = index - 1
    if before >= 0 and parse.tokens[before].text == ".":
        before -= 1
    title = titles().get(fold(parse.tokens[before].text).rstrip(".")) if before >= 0 else None
    short = len(parse.tokens[before].text.rstrip(".")) <= 4
    return title is not None and (title.kind == "honorific" or (title.kind == "post" and short))


def _is_plural(parse: Parse, mention: NameMention) -> bool:
    """Whether a word names people by what they are ("Muslims", "Republicans"), or a number stands before bodies of one
    kind ("two House Committees", "three Senate Committees"): neither names anybody."""
    token = parse.tokens[mention.first]
    plural = token.xpos == "NNPS" or token.feature("Number") == "Plur"
    if len(mention.form) == 1:
        return plural and (mention.tag != "ORG" or names_people(token))
    last, before = parse.tokens[mention.head], parse.tokens[mention.first - 1] if mention.first else None
    several = before is not None and before.sentence == token.sentence and before.upos == "NUM"
    singular = {fold(last.lemma), fold(last.text).removesuffix("s")}
    return several and last.xpos in {"NNPS", "NNS"} and bool(singular & words("organization_word"))


def _stays_whole(parse: Parse, first: int, end: int) -> bool:
    """Whether a run that ends in a title word is one name: "Council of Foreign Ministers", "Martin Luther King"."""
    tokens = parse.tokens
    if any(fold(token.text) in {"of", "for"} for token in tokens[first : end - 1]):
        return True
    name = parse.name_at(end - 1)
    given = fold(tokens[first].text) in lexicon.given_names()
    return (given and end - first <= 3) or (name is not None and name.kind == "PER" and name.first == first)


def _mention(parse: Parse, first: int, end: int) -> NameMention | None:
    tokens = parse.tokens
    while first < end and fold(tokens[first].text) in _JOINTS:
        first += 1  # what a cut left before a name: "of|America"
    while end > first and fold(tokens[end - 1].text) in _JOINTS:
        end -= 1
    if first == end:
        return None
    while end - first > 1 and not organization_ends(parse, first, end) and _is_description(parse, first):
        name = parse.name_at(first)
        if name is not None and name.kind == "ORG" and name.end >= end:
            break
        first += 1
    while end - first > 1 and (
        tokens[end - 1].text in HYPHENS
        or tokens[end - 1].text[-1:] in HYPHENS
        or tokens[end - 1].text in QUOTES
        or _runs_on(tokens[end - 1])
        or _opens_compound(parse, end - 1)
        or ((names_people(tokens[end - 1]) or _is_partisan(parse, first, end)) and _tagged_apart(parse, end - 1))
        or (is_title(tokens[end - 1]) and tokens[end - 1].xpos != "NNPS" and not _stays_whole(parse, first, end))
    ):
        end -= 1
    if end - first > 1 and tokens[end - 1].text == "Poll":
        end -= 1  # "a Gallup Poll", "the Quinnipiac University Poll": the pollster's name and what he makes
    form = form_of(parse, first, end)
    if not form or all(word in words("calendar") for word in form):
        return None
    if tokens[end - 1].text[-1:] in HYPHENS or _PARTY.fullmatch(parse.words(parse.span(first, end))):
        return None
    if len(form) == 1 and INITIALS.fullmatch(tokens[first].text) and _tag_at(parse, first) == "PER":
        return None  # initials whose surname the tagger lost
    if len(form) == 1 and (
        (form[0].rstrip("s") in lexicon.nationalities() and form[0].endswith("s"))
        or (form[0] in lexicon.nationalities() and tokens[first].upos != "PROPN")
        or (is_title(tokens[first]) and parse.name_at(first) is None and not _after_honorific(parse, first))
        or form[0] in {"i", "mr", "mrs", "ms"}
    ):
        return None
    if not _after_honorific(parse, first) and all(
        is_title(token) or fold(token.text) in words("title_modifier") | words("title_participle")
        for token in tokens[first:end]
    ):
        name = parse.name_at(first)
        if is_title(tokens[end - 1]) or name is None or name.kind != "ORG":  # "the Prime Minister", not "the Senate"
            return None
    votes: dict[str, float] = {}
    for index in range(first, end):
        name = parse.name_at(index)
        if name is not None:
            votes[name.kind] = votes.get(name.kind, 0.0) + name.confidence
    if not votes:
        return NameMention(first, end, "", 0.0, form)
    tag = max(sorted(votes), key=lambda kind: votes[kind])
    return NameMention(first, end, tag, min(1.0, votes[tag] / (end - first)), form)


def _opens_compound(parse: Parse, index: int) -> bool:
    """Whether a letter belongs to the noun behind its hyphen: "NASA T-shirt", "a Boston X-ray", "a Reuters e-mail"."""
    letter, *after = parse.tokens[index : index + 3]
    if len(letter.text) > 1 or not letter.text.isalpha() or len(after) < 2:
        return False
    hyphen, noun = after
    return hyphen.text in HYPHENS and letter.end == hyphen.start and hyphen.end == noun.start and noun.text.islower()


def _is_partisan(parse: Parse, first: int, end: int) -> bool:
    """Whether a place and a party say who somebody is: "the South Carolina Republican", "an Ohio Democrat"."""
    place = " ".join(fold(token.text) for token in parse.tokens[first : end - 1])
    return fold(parse.tokens[end - 1].text) in words("partisan") and (
        place in lexicon.places() or place in lexicon.nationalities()
    )


def _tagged_apart(parse: Parse, index: int) -> bool:
    """Whether the tagger sees no longer name that ends in this word ("College Republicans")."""
    name = parse.name_at(index)
    return name is None or name.first == index


def _tag_at(parse: Parse, index: int) -> str:
    name = parse.name_at(index)
    return name.kind if name is not None else ""
