"""lemmas: by dictionary, and by the network's edit scripts for the forms that no dictionary has."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path


class Lemmas:
    """Lemmas by dictionary, and by the network's edit scripts for forms that no dictionary has."""

    def __init__(self, path: Path) -> None:
        self._known: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf8"))
        self._lemmas = {tag: frozenset(forms.values()) for tag, forms in self._known.items()}

    def lemma(self, text: str, tag: str, scripts: Sequence[str]) -> str:
        """The lemma of a word with this UPOS. `scripts` are the network's choices, best first: of those that change the
        word, the first that leads to a known lemma of this tag is taken, and the very first where none does."""
        known = self._known.get(tag)
        if known is None:
            return edit(text, scripts[0])
        form = text.lower().replace("’", "'")
        if form in known:
            return known[form]
        edited = [edit(text, script) for script in scripts]
        if edited[0].lower() == form:  # it takes the word for uninflected, which it seldom gets wrong
            return edited[0]
        return next((lemma for lemma in edited if lemma in self._lemmas[tag]), edited[0])


def edit(text: str, script: str) -> str:
    """Apply an edit script: case rule (L lower, C capitalised, = as it is) | characters to cut | suffix to add."""
    case, cut, suffix = script.split("|", 2)
    text = text.lower() if case == "L" else text.capitalize() if case == "C" else text
    return (text[: max(0, len(text) - int(cut))] + suffix) or text
