"""letter_case: a paragraph in capitals as the tokenizer should see it.

The tokenizer learned from text in ordinary letters and ends few sentences of one in capitals. It is shown the same text
in lower case, sign by sign, with a capital where a sentence can begin; all that follows it reads the text as it is.
"""

from __future__ import annotations

import re

# Three of these in a row are a word in ordinary letters; "McCAIN" and "20th" have fewer. They stand in the first word
# or two of nearly every paragraph, so that looking takes no time.
_ORDINARY = re.compile(r"[a-zß-öø-ÿ]{3}")
# Share of capitals among the letters of a paragraph in capitals; without it, a paragraph of short words, or in a script
# that has no capitals, would count.
_SHARE = 0.9
# Capitals that stay: an initial, a dotted name, "I", and the first letter of the paragraph or behind a sentence end.
_KEPT = re.compile(
    r"(?<!\w)(?:[^\W\d_]\.)+|(?<!\w)I(?![\w.])|^\W*[^\W\d_]|(?<=[.!?])[\"'”’»)\]]*\s+[\"'“‘«(\[]*[^\W\d_]"
)


def lowered(text: str) -> str:
    """A text of the same length; the text itself where it is not in capitals."""
    if _ORDINARY.search(text):
        return text
    letters = [sign for sign in text if sign.isalpha()]
    if not letters or sum(map(str.isupper, letters)) < _SHARE * len(letters):
        return text
    low = [sign.lower() if len(sign.lower()) == 1 else sign for sign in text]
    for match in _KEPT.finditer(text):
        low[match.start() : match.end()] = match[0]
    return "".join(low)
