"""nouns: what one word of a parse says of a source, by its lemma or its form: a role, a rank, a body, a party."""

from __future__ import annotations

from attribution.parse import Token
from attribution.resolve.lexicon import Noun, fold, nouns, role_noun, titles, words

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
# Words that are no nouns, whatever their tag says.
FUNCTION_WORDS = frozenset({
    "a", "an", "the", "and", "or", "but", "of", "at", "in", "on", "for", "from", "by", "with", "to", "as",
    "who", "whom", "whose", "which", "that", "when", "where", "while", "after",
})  # fmt: skip
_PARTIES = {"r": "republican", "d": "democrat"}


def role_at(token: Token, *, guess: bool = True) -> Noun | None:
    """What a word says of the person whom it heads the description of; None where it is no role noun."""
    nominal = token.upos in {"NOUN", "PROPN", "ADJ", "X"} or token.xpos.startswith("NN")
    if not nominal and fold(token.text).rstrip(".") not in titles():
        return None
    key = fold(token.lemma)
    return (
        role_noun(key, guess=guess and token.upos == "NOUN")
        or role_noun(fold(token.text))
        or (role_noun(key[:-1]) if key.endswith("s") else None)
        or (role_noun(fold(token.text)[:-1]) if token.text.endswith("s") else None)
    )


def is_nominal(token: Token) -> bool:
    """Whether a word can stand inside a title: by either tag, since each misses some ("United" as a verb)."""
    key = fold(token.text)
    if key in FUNCTION_WORDS:
        return False
    return token.upos in _NOMINAL or token.xpos in {"NNP", "NNPS", "JJ"} or key in words("title_modifier")


def is_rank(token: Token) -> bool:
    """Whether a word is a rank, an honorific or a short title ("Sen."), which any post beside it outranks."""
    title = titles().get(fold(token.text).rstrip("."))
    if title is None or not token.text[:1].isupper():
        return False
    return title.kind in {"rank", "honorific"} or (title.kind == "post" and len(token.text) <= 5)


def is_honorific(token: Token) -> bool:
    """Whether a word before a name states no role: "Mr.", "Mrs."."""
    title = titles().get(fold(token.text).rstrip("."))
    return title is not None and title.kind == "honorific" and token.text[:1].isupper()


def is_general_post(first: Token, second: Token) -> bool:
    """Whether two words are one post of the sort that is named with "general" behind: "Attorney General"."""
    return fold(second.text) == "general" and fold(first.text) in words("general_post")


def is_abbreviated(token: Token) -> bool:
    """Whether a word is a title that a full stop can follow without ending the sentence ("Rep|.")."""
    return fold(token.text) in titles()


def party_of(word: str) -> str:
    """The party that a bracket's letter stands for ("R-IN" -> "republican"), empty where it is none."""
    return _PARTIES.get(fold(word).split("-")[0].rstrip(".,"), "")


def role_word(token: Token) -> str:
    """The noun that a title stands for: "senator" for "Sen." and for "senator"."""
    title = titles().get(fold(token.text).rstrip("."))
    return title.noun if title is not None and title.noun else fold(token.lemma)


def classes_of(token: Token) -> frozenset[str]:
    """The lemma of a role noun and all its hypernyms."""
    noun = role_at(token)
    party = party_of(token.text)
    own = {fold(token.lemma), fold(token.text), role_word(token)} | ({party} if party else set())
    return frozenset(own | set(noun.classes if noun else ()))


def body_noun(token: Token) -> Noun | None:
    """What a common noun says of an organisation or a document, None where it names neither."""
    noun = noun_at(token)
    return noun if noun is not None and noun.kind != "role" else None


def noun_at(token: Token) -> Noun | None:
    """The table's row for a word by its lemma, its form or its form without a plural ending."""
    table = nouns()
    text = fold(token.text)
    return table.get(fold(token.lemma)) or table.get(text) or (table.get(text[:-1]) if text.endswith("s") else None)
