"""Changes to what a tokenizer learns from: other marks, abbreviations, capitals, quotations with a reporting clause.

Every function takes paragraphs of training/tokenizer_data.py and a random generator; what it returns is cut into words
and sentences as Universal Dependencies would cut it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from functools import cache

from attribution.tables import words as table_words
from training.tokenizer_data import CLOSING, OPENING, Paragraph, Sentence, Word

# How often each is done to a paragraph. Not tuned: training/README.md has what they give together.
MARKS = 0.6
QUOTE = 0.12
ABBREVIATE = 0.25
CAPITALS = 0.03
HEADLINE = 0.03
JOIN = 0.15  # with the paragraph behind it, as text without its line ends has it

# Opening and closing marks of each style, with the apostrophe that goes with them.
STYLES = (("“", "”", "’"), ('"', '"', "'"), ("‘", "’", "’"), ("'", "'", "'"), ("«", "»", "’"), ("``", "''", "'"))
STYLE_WEIGHTS = (6, 5, 3, 2, 2, 1)
# British printers set the full stop outside the mark where the quotation is a piece of the sentence.
STOP_OUTSIDE = 0.3
_APOSTROPHE = re.compile(r"['’]")
_MONTHS = {
    "January": "Jan.",
    "February": "Feb.",
    "March": "Mar.",
    "April": "Apr.",
    "August": "Aug.",
    "September": "Sept.",
    "October": "Oct.",
    "November": "Nov.",
    "December": "Dec.",
}
_DOTTED = ("U.S.", "U.N.", "U.K.", "D.C.", "E.U.", "L.A.", "N.Y.", "N.J.", "U.S.A.", "U.A.E.")
_COMPANY = ("Inc.", "Corp.", "Co.", "Ltd.", "Jr.", "Sr.", "Bros.", "L.P.", "LLC", "PLC")
_VERBS = ("said", "asked", "added", "told reporters", "wrote", "replied", "warned", "tweeted", "insisted", "says")
_PRONOUNS = ("he", "she", "they", "it")


@cache
def _titles() -> tuple[str, ...]:
    return tuple(sorted(word.capitalize() + "." for word in table_words("abbreviations", "title")))


def augment(paragraph: Paragraph, rng: random.Random, names: tuple[Sentence, ...]) -> Paragraph:
    """One paragraph, changed in some ways that the generator chooses. `names`: full names, for reporting clauses."""
    if rng.random() < ABBREVIATE:
        paragraph = [abbreviate(sentence, rng) for sentence in paragraph]
    if rng.random() < QUOTE and names:
        paragraph = quote(paragraph, rng, names)
    if rng.random() < MARKS:
        paragraph = change_marks(paragraph, rng)
    if rng.random() < CAPITALS:
        paragraph = [capitals(sentence) for sentence in paragraph]
    elif rng.random() < HEADLINE:
        paragraph = [capitals(paragraph[0]), *paragraph[1:]]
    return paragraph


def change_marks(paragraph: Paragraph, rng: random.Random) -> Paragraph:
    """Another style of quotation marks and apostrophes throughout."""
    opening, closing, apostrophe = rng.choices(STYLES, STYLE_WEIGHTS)[0]
    outside = opening in "‘'" and rng.random() < STOP_OUTSIDE
    return [_restyle(sentence, opening, closing, apostrophe, outside) for sentence in paragraph]


def _restyle(sentence: Sentence, opening: str, closing: str, apostrophe: str, outside: bool) -> Sentence:
    found: Sentence = []
    for word in sentence:
        if word.tag == OPENING:
            found.append(word._replace(form=opening))
        elif word.tag == CLOSING:
            if outside and found and found[-1].form in (".", ",") and not found[-1].space:
                found[-1:] = [Word(closing, False, CLOSING), found[-1]._replace(space=word.space)]
            else:
                found.append(word._replace(form=closing))
        elif word.form != "'" or word.tag == "POS":
            found.append(word._replace(form=_APOSTROPHE.sub(apostrophe, word.form)))
        else:
            found.append(word)
    return found


def restyle(paragraph: Paragraph, style: int) -> Paragraph:
    """A paragraph with the marks of one of STYLES, the full stops where they were."""
    opening, closing, apostrophe = STYLES[style]
    return [_restyle(sentence, opening, closing, apostrophe, False) for sentence in paragraph]


def capitals(sentence: Sentence) -> Sentence:
    """A sentence in capitals; a sign that has no capital of its own length ("ß") stays."""
    return [
        word._replace(form="".join(sign.upper() if len(sign.upper()) == 1 else sign for sign in word.form))
        for word in sentence
    ]


def _full(word: Word) -> bool:
    return word.tag == "NNP" and word.form.isalpha() and word.form.istitle() and len(word.form) > 1


def full_names(paragraphs: Iterable[Paragraph]) -> tuple[Sentence, ...]:
    """The names of just two words, in the order of the text, each with white space behind it."""
    return tuple(
        [sentence[at], sentence[at + 1]._replace(space=True)]
        for paragraph in paragraphs
        for sentence in paragraph
        for at in range(len(sentence))
        if _full_name(sentence, at)
    )


def _full_name(sentence: Sentence, at: int) -> bool:
    """Whether a name of just two words in ordinary spelling begins at a word of a sentence."""
    return (
        _full(sentence[at])
        and sentence[at].space
        and at + 1 < len(sentence)
        and _full(sentence[at + 1])
        and (at + 2 == len(sentence) or not sentence[at + 2].tag.startswith("NNP"))
        and (at == 0 or not sentence[at - 1].tag.startswith("NNP"))
    )


def abbreviate(sentence: Sentence, rng: random.Random) -> Sentence:
    """Titles, initials, months, dotted names and forms of company where a sentence has room for them."""
    found: Sentence = []
    for at, word in enumerate(sentence):
        following = sentence[at + 1] if at + 1 < len(sentence) else None
        if word.form in _titles() and word.tag == "NNP":
            word = word._replace(form=rng.choice(_titles()))
        elif word.form in _MONTHS and following is not None and following.tag == "CD" and rng.random() < 0.7:
            word = word._replace(form=_MONTHS[word.form])
        elif _full_name(sentence, at):
            way = rng.random()
            if way < 0.25:
                found.append(Word(rng.choice(_titles()), True, "NNP"))
            elif way < 0.35:
                found.append(Word(rng.choice(_DOTTED), True, "NNP"))
            elif way < 0.55:
                found += [word, Word(_initial(rng), True, "NNP")]
                continue
            elif way < 0.65:
                word = word._replace(form=_initial(rng))
        elif following is not None and _full(word) and not following.tag.startswith("NNP") and rng.random() < 0.12:
            found += _abbreviated(word, following, rng)
            continue
        found.append(word)
    return _one_stop(found)


def _initial(rng: random.Random) -> str:
    return f"{chr(rng.randrange(ord('A'), ord('Z') + 1))}."


def _abbreviated(word: Word, following: Word, rng: random.Random) -> Sentence:
    """A name at its end: with a form of company behind it, or a dotted name in its stead."""
    if rng.random() < 0.5:
        return [Word(word.form, True, "NNP"), Word(rng.choice(_COMPANY), word.space, "NNP")]
    return [Word(rng.choice(_DOTTED), word.space, "NNP")]


def _one_stop(sentence: Sentence) -> Sentence:
    """A full stop right behind that of an abbreviation is not written; the abbreviation ends the sentence."""
    if len(sentence) > 1 and sentence[-1].form == "." and sentence[-2].form.endswith(".") and not sentence[-2].space:
        return [*sentence[:-2], sentence[-2]._replace(space=sentence[-1].space)]
    return sentence


def quote(paragraph: Paragraph, rng: random.Random, names: tuple[Sentence, ...]) -> Paragraph:
    """Turn one sentence or two in a row into a quotation: alone, or with a reporting clause behind or before it."""
    able = [at for at, sentence in enumerate(paragraph) if _quotable(sentence)]
    if not able:
        return paragraph
    first = rng.choice(able)
    last = first + 1 if first + 1 in able and rng.random() < 0.5 else first
    before, after = paragraph[:first], paragraph[last + 1 :]
    quoted = [list(sentence) for sentence in paragraph[first : last + 1]]
    space = quoted[-1][-1].space or not after
    opening, closing = Word('"', False, OPENING), Word('"', True, CLOSING)
    quoted[-1][-1] = quoted[-1][-1]._replace(space=False)
    way = rng.random()
    name = list(rng.choice(names)) if rng.random() < 0.6 else [Word(rng.choice(_PRONOUNS), True, "PRP")]
    verb = [Word(form, True, "VBD") for form in rng.choice(_VERBS).split()]
    stop = Word(".", space, ".")
    if way < 0.3:  # “Content.”
        quoted[0].insert(0, opening)
        quoted[-1].append(closing._replace(space=space))
    elif way < 0.75:  # “Content,” Name said.
        clause = [*name, *verb] if rng.random() < 0.7 else [*verb, *name]
        clause[-1] = clause[-1]._replace(space=False)
        if quoted[-1][-1].form == ".":
            quoted[-1][-1] = Word(",", False, ",")
        quoted[0].insert(0, opening)
        quoted[-1] += [closing, *clause, stop]
    else:  # Name said, “Content.”
        if name[0].tag == "PRP":
            name = [name[0]._replace(form=name[0].form.capitalize())]
        lead = [*name, *verb]
        lead[-1] = lead[-1]._replace(space=False)
        quoted[0] = [*lead, Word(rng.choice(",,:"), True, ","), opening, *quoted[0]]
        quoted[-1].append(closing._replace(space=space))
    return [*before, *quoted, *after]


def _quotable(sentence: Sentence) -> bool:
    """A sentence of some length that ends with a stop and has no marks of its own."""
    return (
        len(sentence) >= 4
        and sentence[-1].form in (".", "?", "!")
        and not sentence[-2].space
        and sentence[0].form[:1].isupper()
        and not any(word.tag in (OPENING, CLOSING) for word in sentence)
    )
