"""runs: stretches of capitalised words in a sentence, and where a title in them shows that the name begins later."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attribution.parse import Parse, Token
from attribution.resolve import lexicon
from attribution.resolve.lexicon import fold, role_noun, titles, words

QUOTES = frozenset("\"“”'‘’«»") | {"``", "''"}
HYPHENS = frozenset("-‐‑–")
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]\.?")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_WITHIN = frozenset(
    {"of", "and", "for", "the", "on", "to", "against", "in", "with"}
)  # small words inside a body's name
_MARKUP = re.compile(r"\d+px")  # the size of a picture that a wiki's markup left in the text
LONGEST = 12  # tokens; a longer run of capitals is a heading, or a list that lost its commas


def is_capital(token: Token) -> bool:
    """Whether a word is written as a name's word is: with a capital, or with a digit and tagged as a name."""
    if token.text[:1].isdigit():
        return token.upos == "PROPN" and not _MARKUP.fullmatch(token.text)
    return token.text[:1].isupper()


def is_namelike(parse: Parse, index: int) -> bool:
    """Whether a token can be a word of a name by itself."""
    token = parse.tokens[index]
    if not is_capital(token) or token.text.endswith("$"):
        return False
    if fold(token.text) in words("calendar") and not _inside_person(parse, index):
        return False
    after = parse.tokens[index + 1].text if index + 1 < len(parse.tokens) else ""
    if after == ":" and fold(token.text) in words("caption"):
        return False
    glued = index > 0 and parse.tokens[index - 1].end == token.start
    if glued and parse.tokens[index - 1].text[-1:].islower() and not _capital_noun(parse, index - 1):
        return False  # the rest of a word that the tokenizer cut: "i|Phone", but "Daimler|Chrysler"
    if token.upos == "PROPN" or (token.upos != "ADJ" and token.xpos in {"NNP", "NNPS"}):
        return True
    if token.upos in {"PRON", "DET", "AUX", "VERB", "ADV", "SCONJ", "CCONJ", "INTJ"} and len(token.text) < 3:
        return False
    if parse.name_at(index) is not None and token.upos not in {"DET", "PRON", "ADP", "SCONJ", "CCONJ", "ADV", "PART"}:
        return True
    opens = index == 0 or parse.tokens[index - 1].sentence != token.sentence
    return (
        not opens
        and token.upos in {"NOUN", "ADJ"}
        and (_capital_noun(parse, index - 1) or _capital_noun(parse, index + 1 + (after in HYPHENS)))
    )


def _inside_person(parse: Parse, index: int) -> bool:
    """Whether a word is part of a person's name of several words for the tagger: "Theresa May", "April Ryan"."""
    name = parse.name_at(index)
    return name is not None and name.kind == "PER" and name.end - name.first > 1


def _capital_noun(parse: Parse, index: int) -> bool:
    if not 0 <= index < len(parse.tokens):
        return False
    token = parse.tokens[index]
    return token.upos == "PROPN" and is_capital(token)


def runs(parse: Parse, first: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs of name words in a sentence, joined over particles, hyphens, nicknames, "of" after an organisation word."""
    index = first
    while index < end:
        if not is_namelike(parse, index):
            index += 1
            continue
        start = index - 1 if index > first and _counts(parse, index - 1) else index
        index += 1
        while index < min(end, start + LONGEST):
            if is_namelike(parse, index):
                index += 1
                continue
            joint = _joint(parse, start, index, end)
            if not joint:
                break
            index += joint
        yield start, index


def _counts(parse: Parse, index: int) -> bool:
    """Whether a word is the number that a name opens with: "13th Amendment", "9th Circuit", "82nd Airborne".

    The number of a day is none: "On the 13th Trump spoke".
    """
    name = parse.name_at(index + 1)
    head = parse.tokens[index].head
    noun = parse.tokens[index + 1].upos == "PROPN" and (name is None or name.kind != "PER")
    return noun and head > index and _ORDINAL.fullmatch(parse.tokens[index].text) is not None


def _joint(parse: Parse, start: int, index: int, end: int) -> int:
    """How many tokens from `index` on join the run before them to a name word after them; 0: the run ends."""
    tokens = parse.tokens
    text, key = tokens[index].text, fold(tokens[index].text)

    def named(at: int) -> bool:
        return at < end and is_namelike(parse, at)

    glued = tokens[index - 1].end == tokens[index].start
    spaced = text in HYPHENS and named(index + 1) and _compound_adjective(parse, index)
    if spaced:
        return 2
    if text in HYPHENS and glued and index + 1 < end and tokens[index].end == tokens[index + 1].start:
        return 2 if named(index + 1) or _is_syllable(parse, index + 1) else 0
    if glued and tokens[index - 1].text[-1:] in HYPHENS and _is_syllable(parse, index):
        return 1
    if text == "&" and named(index + 1):
        return 2
    if text == "." and INITIALS.fullmatch(tokens[index - 1].text) and named(index + 1):
        return 2
    if key in words("particle") and tokens[index].upos != "ADP":
        step = 1 + (index + 1 < end and fold(tokens[index + 1].text) in words("particle"))
        hyphen = index + step < end and tokens[index + step].text in HYPHENS
        return step + hyphen + 1 if named(index + step + hyphen) else 0
    if key in words("particle") and named(index + 1) and key not in {"la", "le", "e", "y"}:
        return 2
    opener = fold(tokens[index - 1].text) in words("organization_word")
    many = tokens[index - 1].xpos == "NNPS" and not names_people(tokens[index - 1])
    campaign = key in {"for", "of"} and many  # "Citizens for Tax Justice", "Veterans of America"
    within = key == "of" and _crossed(parse, start, index)  # "Council for the Welfare of Immigrants"
    if (key in {"of", "for", "on"} and opener) or campaign or within:
        step = 2 if index + 1 < end and fold(tokens[index + 1].text) in {"the", "a", "an"} else 1
        return step + 1 if named(index + step) else 0
    if key == "and" and named(index + 1) and _one_body(parse, start, index, end):
        return 2
    name = parse.name_at(index)
    if key == "to" and opener and named(index + 1) and tokens[index + 1].lemma.islower():
        return 2  # "Alliance to Reclaim Our Schools", "Coalition to Stop Gun Violence": its purpose, no place
    if name is not None and name == parse.name_at(index - 1) and key in _WITHIN:
        rest = next((at for at in range(index + 1, min(name.end, end)) if is_namelike(parse, at)), None)
        return 0 if rest is None else rest - index + 1
    if text in QUOTES and index + 2 < end and named(index + 1) and tokens[index + 2].text in QUOTES:
        return 4 if named(index + 3) else 0
    return 0


def _compound_adjective(parse: Parse, index: int) -> bool:
    """Whether a hyphen with spaces joins two capitalised adjectives ("American - Islamic Relations")."""
    before, after = parse.tokens[index - 1], parse.tokens[index + 1]
    return parse.tokens[index].text != "–" and before.upos == after.upos == "ADJ" and before.xpos == after.xpos == "NNP"


def _is_syllable(parse: Parse, index: int) -> bool:
    """Whether a small word after a hyphen belongs to a name: "Park Geun-hye", "Ban Ki-moon", not "a NASA T-shirt"."""
    token, before = (
        parse.tokens[index],
        parse.tokens[index - 2 if parse.tokens[index - 1].text in HYPHENS else index - 1],
    )
    if not token.text[:1].islower():
        return False
    return token.upos == "PROPN" or (token.deprel == "flat" and before.deprel == "flat")


def _crossed(parse: Parse, start: int, index: int) -> bool:
    """Whether tokens[start:index] hold an organisation's word and its complement ("Council for the …")."""
    return any(
        fold(parse.tokens[at].text) in {"of", "for", "on"}
        and fold(parse.tokens[at - 1].text) in words("organization_word")
        for at in range(start + 1, index)
    )


def _one_body(parse: Parse, start: int, index: int, end: int) -> bool:
    """Whether "and" at this token joins words of one organisation's name and not two names.

    "Citizenship and Immigration Services", "Iraq and Afghanistan Veterans", "Ministry of Culture and Sports": what
    stands before it is no name by itself, and the name ends in an organisation's word or in a plural.
    """
    last = index + 1
    while last + 1 < end and last - index < 4 and is_namelike(parse, last + 1):
        last += 1
    token = parse.tokens[last]
    body = fold(token.text) in words("organization_word")
    plural = token.xpos == "NNPS" and not names_people(token)
    left, right = parse.name_at(index - 1), parse.name_at(index + 1)
    if left is None or _crossed(parse, start, index):
        return (body or plural) and (right is None or right.kind in {"ORG", "MISC"})
    places = left.kind == "LOC" and right is not None and right.kind == "LOC"
    return places and plural and last > index + 1 and parse.name_at(last) != right


def names_people(token: Token) -> bool:
    """Whether a plural names people by party or nation, and so names nobody: "Republicans", "Britons"."""
    plural = token.xpos in {"NNPS", "NNS"} or token.feature("Number") == "Plur"
    key = fold(token.text)
    return (
        plural
        and key.endswith("s")
        and (key[:-1] in words("partisan") or key[:-1] in lexicon.nationalities() or key in words("nationals"))
    )


def is_title(token: Token) -> bool:
    """Whether a word is a title or a role noun that can stand before a name, and no given name ("Dean")."""
    key = fold(token.text).rstrip(".")
    if key in lexicon.given_names() and token.text[:1].isupper():
        return False
    return key in titles() or role_noun(key) is not None or role_noun(fold(token.lemma)) is not None


def cut(parse: Parse, first: int, end: int, organizations: frozenset[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """The names in one run: "Alabama Governor Bob Riley" holds "Alabama" and "Bob Riley"."""
    tokens = parse.tokens
    at = None
    for index in range(first, end - 1):
        pair = fold(tokens[index].text), fold(tokens[index + 1].text)
        many = tokens[index].xpos == "NNPS" and pair[1] in {"of", "for"}  # "Veterans of America"
        if is_title(tokens[index]) and not many and pair not in organizations and tokens[index + 1].text not in HYPHENS:
            name = parse.name_at(index)
            solid = name is not None and name.kind == "ORG" and name.end > index + 1 and name.first < index
            if not solid and not organization_ends(parse, index + 1, end) and not _is_surname(parse, first, index):
                at = index
    if at is not None:
        left = at
        while left > first and (is_title(tokens[left - 1]) or fold(tokens[left - 1].text) in words("title_modifier")):
            body = parse.name_at(left - 1)
            whole = (
                body is not None and body.kind in {"ORG", "LOC"} and first <= body.first < left - 1 < body.end == left
            )
            if whole and fold(tokens[left - 1].text) in words("organization_word"):
                break  # "Homeland Security" before "Secretary"
            left -= 1
        if left > first:
            yield from cut(parse, first, left, organizations)
        right = at + 1
        if fold(tokens[right].text) in {"of", "for"}:  # "Secretary of State Hillary Clinton"
            right = min(right + 2, end)
        if right < end:
            yield from cut(parse, right, end, organizations)
        return
    split = _place_before_person(parse, first, end) or _body_before_person(parse, first, end)
    while split:  # "Air Force for|Acquisition|Darleen Druyun" is cut twice
        yield first, split
        first = split
        split = _place_before_person(parse, first, end)
    split = _thing_after_person(parse, first, end)
    if split:
        yield first, split
        first = split
    yield first, end


def _body_before_person(parse: Parse, first: int, end: int) -> int:
    """Where a person's name begins after an organisation's: "Council on American-Islamic Relations Alia Salem"."""
    for middle in range(end - 2, first + 2, -1):
        name = parse.name_at(middle)
        person = name is not None and name.kind == "PER" and name.first == middle and name.end == end
        if person and _crossed(parse, first, middle) and parse.name_at(middle - 1) is not None:
            return middle
    return 0


def _thing_after_person(parse: Parse, first: int, end: int) -> int:
    """Where a run goes on after a person's name with what the tagger takes for another: "Larry King|Live"."""
    name = parse.name_at(first)
    if name is None or name.kind != "PER" or name.first != first or not first + 1 < name.end < end:
        return 0
    other = parse.name_at(name.end)
    if other is None or other.kind == "PER" or fold(parse.tokens[name.end].text) in words("suffix"):
        return 0
    return 0 if organization_ends(parse, first, end) else name.end


def _is_one_body(parse: Parse, first: int, middle: int) -> bool:
    """Whether the tagger sees one organisation's name from before `middle` to behind it.

    "of the U.S.|Court of Appeals", "to the Communications|Workers of America", "for the U.S.|Chamber of Commerce".
    """
    name = parse.name_at(middle)
    return name is not None and name.kind == "ORG" and name.first <= first and parse.name_at(middle - 1) == name


def _is_surname(parse: Parse, first: int, index: int) -> bool:
    """Whether a rank or royal title is a surname, for the given name before it: "Martin King", not "Virginia King"."""
    if index == first:
        return False
    title = titles().get(fold(parse.tokens[index].text).rstrip("."))
    given = fold(parse.tokens[index - 1].text)
    ranked = title is not None and title.kind in {"royal", "rank"}
    return ranked and given in lexicon.given_names() and given not in lexicon.places()


def organization_ends(parse: Parse, first: int, end: int) -> bool:
    """Whether the last of tokens[first:end] is one that organisations' names end in ("Motors", "Ministry")."""
    return fold(parse.tokens[end - 1].text) in words("organization_word") | words("corporate")


def _place_before_person(parse: Parse, first: int, end: int) -> int:
    """Where a person's name begins in a run that opens with the complement of a role: "to Afghanistan Hassan Rezai"."""
    tokens = parse.tokens
    opening = parse.name_at(first)
    body = organization_ends(parse, first, end) and fold(tokens[end - 2].text) not in lexicon.given_names()
    if body and not (end - first == 2 and opening is not None and opening.kind == "LOC" and opening.end < end):
        return 0  # "Chicago Police Department", "A. Philip Randolph Institute"
    before = first - 1
    while before >= 0 and tokens[before].upos in {"DET", "ADJ"}:
        before -= 1
    after_preposition = before >= 0 and fold(tokens[before].text) in {"to", "of", "for", "at", "in"}
    for middle in range(min(first + 4, end - 1), first, -1):
        if not is_capital(tokens[middle]) or _is_one_body(parse, first, middle):
            continue
        left = " ".join(fold(token.text) for token in tokens[first:middle])
        field = all(fold(token.text) in words("title_modifier") for token in tokens[first:middle])
        if after_preposition and end - middle >= 2 and (left in lexicon.places() or field):
            return middle
        company = fold(tokens[middle - 1].text) in words("corporate") and end - middle >= 2
        if company and fold(tokens[middle].text) in lexicon.given_names():
            return middle  # "chairman of Chrysler LLC Jim Press"
        here, there = parse.name_at(middle - 1), parse.name_at(middle)
        beyond = parse.name_at(there.end) if there is not None and there.end < end else None
        if beyond is not None and beyond.kind in {"ORG", "MISC"}:
            continue  # "National Organization of Black Law|Enforcement Executives": no person's name to the end
        begins = there is not None and there.kind == "PER" and there.first == middle
        if begins and here is None and end - middle >= 2 and after_preposition and is_title(tokens[before - 1]):
            return middle  # "Commissioner for Competition Neelie Kroes"
        if (
            there is not None
            and there.kind == "PER"
            and there.first == middle
            and here is not None
            and (here.kind == "ORG" or (here.kind == "LOC" and bool(lexicon.country(left))))
            and (end - middle >= 2 or after_preposition)
        ):
            return middle
    return 0
