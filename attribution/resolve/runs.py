"""runs: stretches of capitalised words in a sentence, and where a title in them shows that the name begins later."""

from __future__ import annotations

from collections.abc import Iterator

from attribution.parse import Parse, Token
from attribution.resolve import lexicon
from attribution.resolve.lexicon import fold, role_noun, titles, words

QUOTES = frozenset("\"“”'‘’«»") | {"``", "''"}
HYPHENS = frozenset("-‐‑–")
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
LONGEST = 12  # tokens; a longer run of capitals is a heading, or a list that lost its commas


def is_capital(token: Token) -> bool:
    """Whether a word is written as a name's word is: with a capital, or with a digit and tagged as a name."""
    return token.text[:1].isupper() or (token.text[:1].isdigit() and token.upos == "PROPN")


def is_namelike(parse: Parse, index: int) -> bool:
    """Whether a token can be a word of a name by itself."""
    token = parse.tokens[index]
    if not is_capital(token) or fold(token.text) in words("calendar") or token.text.endswith("$"):
        return False
    after = parse.tokens[index + 1].text if index + 1 < len(parse.tokens) else ""
    if after == ":" and fold(token.text) in words("caption"):
        return False
    if index and parse.tokens[index - 1].end == token.start and parse.tokens[index - 1].text[-1:].islower():
        return False  # the rest of a word that the tokenizer cut: "i|Phone"
    if token.upos == "PROPN" or (token.upos != "ADJ" and token.xpos in {"NNP", "NNPS"}):
        return True
    if token.upos in {"PRON", "DET", "AUX", "VERB", "ADV", "SCONJ", "CCONJ", "INTJ"} and len(token.text) < 3:
        return False
    if parse.name_at(index) is not None and token.upos not in {"DET", "PRON", "ADP", "SCONJ", "CCONJ"}:
        return True
    opens = index == 0 or parse.tokens[index - 1].sentence != token.sentence
    return (
        not opens
        and token.upos in {"NOUN", "ADJ"}
        and (_capital_noun(parse, index - 1) or _capital_noun(parse, index + 1 + (after in HYPHENS)))
    )


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
        start = index
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


def _joint(parse: Parse, start: int, index: int, end: int) -> int:
    """How many tokens from `index` on join the run before them to a name word after them; 0: the run ends."""
    tokens = parse.tokens
    text, key = tokens[index].text, fold(tokens[index].text)

    def named(at: int) -> bool:
        return at < end and is_namelike(parse, at)

    if text in HYPHENS and named(index + 1) and tokens[index - 1].end == tokens[index].start:
        return 2 if tokens[index].end == tokens[index + 1].start else 0
    if text == "&" and named(index + 1):
        return 2
    if text == "." and len(tokens[index - 1].text) == 1 and named(index + 1):
        return 2
    if key in words("particle") and tokens[index].upos != "ADP":
        step = 1 + (index + 1 < end and fold(tokens[index + 1].text) in words("particle"))
        hyphen = index + step < end and tokens[index + step].text in HYPHENS
        return step + hyphen + 1 if named(index + step + hyphen) else 0
    if key in words("particle") and named(index + 1) and key not in {"la", "le", "e", "y"}:
        return 2
    opener = fold(tokens[index - 1].text) in words("organization_word")
    campaign = key == "for" and tokens[index - 1].xpos == "NNPS"  # "Citizens for Tax Justice"
    if (key in {"of", "for", "on"} and opener) or campaign:
        step = 2 if index + 1 < end and fold(tokens[index + 1].text) == "the" else 1
        return step + 1 if named(index + step) else 0
    name = parse.name_at(index)
    if name is not None and name == parse.name_at(index - 1) and key in {"of", "and", "for", "the", "on"}:
        rest = next((at for at in range(index + 1, min(name.end, end)) if is_namelike(parse, at)), None)
        return 0 if rest is None else rest - index + 1
    if text in QUOTES and index + 2 < end and named(index + 1) and tokens[index + 2].text in QUOTES:
        return 4 if named(index + 3) else 0
    return 0


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
        if is_title(tokens[index]) and pair not in organizations and tokens[index + 1].text not in HYPHENS:
            name = parse.name_at(index)
            solid = name is not None and name.kind == "ORG" and name.end > index + 1 and name.first < index
            if not solid and not organization_ends(parse, index + 1, end) and not _is_surname(parse, first, index):
                at = index
    if at is not None:
        left = at
        while left > first and (is_title(tokens[left - 1]) or fold(tokens[left - 1].text) in words("title_modifier")):
            left -= 1
        if left > first:
            yield from cut(parse, first, left, organizations)
        right = at + 1
        if fold(tokens[right].text) in {"of", "for"}:  # "Secretary of State Hillary Clinton"
            right = min(right + 2, end)
        if right < end:
            yield from cut(parse, right, end, organizations)
        return
    split = _place_before_person(parse, first, end)
    if split:
        yield first, split
        first = split
    yield first, end


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
    before = first - 1
    while before >= 0 and tokens[before].upos in {"DET", "ADJ"}:
        before -= 1
    after_preposition = before >= 0 and fold(tokens[before].text) in {"to", "of", "for", "at", "in"}
    for middle in range(min(first + 4, end - 1), first, -1):
        left = " ".join(fold(token.text) for token in tokens[first:middle])
        field = all(fold(token.text) in words("title_modifier") for token in tokens[first:middle])
        if after_preposition and end - middle >= 2 and (left in lexicon.places() or field):
            return middle
        company = fold(tokens[middle - 1].text) in words("corporate") and end - middle >= 2
        if company and fold(tokens[middle].text) in lexicon.given_names():
            return middle  # "chairman of Chrysler LLC Jim Press"
        here, there = parse.name_at(middle - 1), parse.name_at(middle)
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
