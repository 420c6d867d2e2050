"""lemmas: by dictionary, and by the network's edit scripts for the forms that no dictionary has."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain
from pathlib import Path


class Lemmas:
    """Lemmas by dictionary, and by the network's edit scripts for forms that no dictionary has."""

    def __init__(self, path: Path) -> None:
        self._known: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf8"))
        self._lemmas = {tag: frozenset(forms.values()) for tag, forms in self._known.items()}

    def lemma(self, text: str, tag: str, scripts: Iterable[str]) -> str:
        """The lemma of a word with this UPOS. `scripts` are the network's choices, best first: of those that change the
        word, the first that leads to a known lemma of this tag is taken, and the very first where none does."""
        known = self._known.get(tag)
        form = text.lower().replace("’", "'")
        if known is not None and form in known:
            return known[form]
        edited = (edit(text, script) for script in scripts)
        first = next(edited)
        if known is None or first.lower() == form:  # it takes the word for uninflected, which it seldom gets wrong
            return first
        return next((lemma for lemma in chain([first], edited) if lemma in self._lemmas[tag]), first)


def edit(text: str, script: str) -> str:
    """Apply an edit script: case rule (L lower, C capitalised, = as it is) | characters to cut | suffix to add."""
    case, cut, suffix = script.split("|", 2)
    text = text.lower() if case == "L" else text.capitalize() if case == "C" else text
    return (text[: max(0, len(text) - int(cut))] + suffix) or text
