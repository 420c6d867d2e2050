"""saying: the words of a sentence that belong to the act of saying, not to what is said.

Time, place, medium, addressee, polarity and hedges all stand near the cue and outside the content. `Saying` gathers
these words once for each attribution; it looks at a bounded number of words around the cue, so that the cost of an
article grows with its length, whatever its sentences look like.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from attribution.article import Span
from attribution.find import Attribution
from attribution.parse import Parse, Token
from attribution.tables import table, words

# Words looked at on each side of the cue, content left out. The longest cue clause in the Wikinews gold articles
# ("A statement by … given by …") has 11 words beside its cue; 50 leaves room for lists of titles.
REACH = 50
# Steps up the tree from a word to its cue. Deeper words hang in clauses of their own.
CLIMB = 12
# Words of a noun phrase on each side of its head.
PHRASE = 30

_CLAUSES = ("acl", "advcl", "ccomp", "csubj", "parataxis", "xcomp")
_NOT_BEFORE = (*_CLAUSES, "case", "mark", "cc", "discourse", "cop", "nsubj", "aux")
_OWNER = ("ADJ", "DET", "NOUN", "PROPN", "PART", "PRON")
_POSSESSIVE = ("'s", "’s", "'", "’")
_PHRASAL = ("obl", "nmod", "advmod", "advcl", "obj", "nummod", "compound", "dep")
NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
_CLAUSAL = ("ccomp", "advcl", "acl", "parataxis", "csubj", "conj", "xcomp")


def relation(token: Token) -> str:
    """The dependency relation without its subtype ("obl:tmod" -> "obl")."""
    return token.deprel.split(":", 1)[0]


def lemma(token: Token) -> str:
    """The lemma in lower case. Where no table knows it, the regular forms that the word may have are tried as well.

    A statistical lemmatizer makes up lemmas for rare verbs ("deniy", "rejected"), and a table cannot hold them all.
    """
    return _lemma(token.text.lower(), token.lemma.lower(), token.upos)


@cache
def _lemma(form: str, given: str, upos: str) -> str:
    if upos not in ("VERB", "NOUN") or (given in _vocabulary() and given not in words("polarity", "negation")):
        return given
    return next((guess for guess in _regular_lemmas(form) if guess in _vocabulary()), given)


def _regular_lemmas(form: str) -> Iterator[str]:
    for ending, replacements in (("ied", ("y",)), ("ies", ("y",)), ("ed", ("", "e")), ("ing", ("", "e")), ("s", ("",))):
        if form.endswith(ending) and len(form) > len(ending) + 1:
            stem = form[: -len(ending)]
            yield from (stem + replacement for replacement in replacements)
            if stem[-1] == stem[-2:-1]:
                yield stem[:-1]
            if ending == "s" and form.endswith("es"):
                yield form[:-2]
    yield form


@cache
def _vocabulary() -> frozenset[str]:
    names = ("addressing", "not_addressees", "media", "polarity", "saying_verbs")
    return frozenset(row[0] for name in names for row in table(name))


def _reports(token: Token) -> bool:
    return token.upos == "VERB" and (
        "cue" in (token.reading.label, token.inner.label) or lemma(token) in words("saying_verbs", "speak")
    )


class _Ranges:
    """Sorted ranges of token indices, asked which one holds a token."""

    def __init__(self, ranges: Iterable[range]) -> None:
        self._ranges = sorted((r for r in ranges if r), key=lambda r: r.start)
        self._starts = [r.start for r in self._ranges]

    def at(self, index: int) -> range | None:
        place = bisect_right(self._starts, index) - 1
        return self._ranges[place] if place >= 0 and index in self._ranges[place] else None


@dataclass(frozen=True)
class Saying:
    """One attribution with the words around its cue. `within` is the attribution that it is nested in."""

    parse: Parse
    attribution: Attribution
    within: Attribution | None = None

    @cached_property
    def cue(self) -> tuple[int, ...]:
        """Indices of the cue's tokens, in text order."""
        return tuple(
            sorted({index for start, end in self.attribution.cue for index in self.parse.overlapping(start, end)})
        )

    @cached_property
    def head(self) -> int | None:
        """The token that heads the cue: as found, or else the first cue token that hangs on none of the others."""
        if self.attribution.cue_head is not None:
            return self.attribution.cue_head
        own = set(self.cue)
        tokens = self.parse.tokens
        outer = (index for index in self.cue if tokens[index].head == index or tokens[index].head not in own)
        return next((index for index in outer if tokens[index].upos != "PUNCT"), None)

    @cached_property
    def _content(self) -> _Ranges:
        return _Ranges(self.parse.overlapping(part.start, part.end) for part in self.attribution.content)

    @cached_property
    def _outer(self) -> _Ranges | None:
        """The content that the whole act stands in, where it is nested."""
        if self.within is None or self.head is None:
            return None
        ranges = _Ranges(self.parse.overlapping(part.start, part.end) for part in self.within.content)
        return ranges if ranges.at(self.head) else None

    @cached_property
    def _source(self) -> range:
        span = self.attribution.source
        return range(0) if span is None else self.parse.overlapping(span.start, span.end)

    @cached_property
    def _cue_set(self) -> frozenset[int]:
        return frozenset(self.cue)

    @cached_property
    def governors(self) -> frozenset[int]:
        """The cue with the verbs and nouns whose infinitive it is ("declined" of "declined to comment")."""
        found = {*self.cue, *(() if self.head is None else (self.head,))}
        if self.head is None:
            return frozenset(found)
        token = self.parse.tokens[self.head]
        for above in self.parse.ancestors(self.head):
            complement = token.deprel in ("acl", "advcl") and above.upos in ("NOUN", "ADJ")
            infinitive = relation(token) == "xcomp" or (complement and token.feature("VerbForm") == "Inf")
            if len(found) > len(self.cue) + 4 or not infinitive or self.in_content(above.index):
                break
            found.add(above.index)
            token = above
        return frozenset(found)

    def in_content(self, index: int) -> bool:
        """Whether a token belongs to what is said (a cue inside the content range stays cue)."""
        return index not in self._cue_set and self._content.at(index) is not None

    def in_source(self, index: int) -> bool:
        """Whether a token belongs to the source mention."""
        return index in self._source

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words around the cue in its sentence, in text order: cue, source and all that is not content."""
        if self.head is None:
            return ()
        sentence = self.parse.sentences[self.parse.tokens[self.head].sentence]
        found = [self.head, *self._walk(sentence.first, -1), *self._walk(sentence.end - 1, +1)]
        return tuple(self.parse.tokens[index] for index in sorted(found))

    def _walk(self, last: int, step: int) -> list[int]:
        found: list[int] = []
        index = (self.head or 0) + step
        for _ in range(4 * REACH):
            if (index - last) * step > 0 or len(found) == REACH:
                break
            inside = None if index in self._cue_set else self._content.at(index)
            if inside is None:
                if self._outer is None or self._outer.at(index):
                    found.append(index)
                index += step
            elif self.head in inside:
                index += step
            else:
                index = inside.stop if step > 0 else inside.start - 1
        return found

    @cached_property
    def chain(self) -> frozenset[int]:
        """The cue with the words that it completes: "released" and "statement" in "released a statement saying"."""
        found = set(self.cue)
        if self.head is None:
            return frozenset(found)
        found.add(self.head)
        token = self.parse.tokens[self.head]
        for above in self.parse.ancestors(self.head):
            if len(found) > len(self.cue) + 4 or self.in_content(above.index) or not self._extends(token, above):
                break
            found.add(above.index)
            token = above
        return frozenset(found)

    def _extends(self, token: Token, above: Token) -> bool:
        kind = relation(token)
        if kind == "acl":  # "a statement saying"
            return token.deprel != "acl:relcl" and self.is_medium(above, "document", "event")
        if kind in ("obj", "obl"):  # "released a statement saying"
            return self.is_medium(token, "document", "event")
        if kind in ("xcomp", "aux", "cop", "fixed", "case", "mark"):
            return not self.in_source(above.index)
        # "said in a statement that …, adding that …": one act, one set of circumstances
        return kind in ("advcl", "conj", "dep") and token.text.lower().endswith("ing") and _reports(above)

    def owned(self, index: int) -> bool:
        """Whether a word outside the content hangs on the cue.

        A phrase that the parser hung into the content counts too: where it stands outside the content, it can only
        belong to the saying ("announced [the formation of a government] on September 7"). What hangs on the source
        does not ("the minister in Brussels"), unless the source is a text ("a report published on Friday says").
        """
        tokens, token = self.parse.tokens, self.parse.tokens[index]
        inside, document = False, False  # passed through the source; through a text that is the source
        for _ in range(CLIMB):
            above = tokens[token.head]
            if token.index in self.chain or above.index == token.index:
                return token.index in self.chain and inside <= document
            if relation(token) in _CLAUSAL and not self._part_of_saying(token, above):
                return False
            if self.in_source(above.index):
                inside = True
                document |= self.is_medium(above, "document", "finding") and relation(token) in ("acl", "nmod")
            elif self.in_content(above.index):
                return relation(token) in _PHRASAL
            elif above.index not in self.chain and not self._transparent(above):
                return False
            token = above
        return False

    def _transparent(self, token: Token) -> bool:
        """Whether what hangs on a word near the cue tells of the saying, not of that word alone.

        A medium, a place and a listener pass it on ("in a speech on Monday", "told reporters on Monday"); another
        noun keeps it ("after the Monday vote").
        """
        if token.upos not in ("NOUN", "PROPN") or relation(token) in ("obj", "iobj", "conj"):
            return True
        if self.is_medium(token, "document", "event", "channel", "means", "frame"):
            return True
        name = self.parse.name_at(token.index)
        word = lemma(token)
        return (
            (name is not None and name.kind == "LOC")
            or word in words("venues", "place")
            or token.text.lower() in _time_words()
        )

    def _part_of_saying(self, token: Token, above: Token) -> bool:
        verb = lemma(token)
        if relation(token) == "conj":
            return token.upos in NOMINAL
        if relation(token) == "acl" and self.is_medium(above, "document", "event", "finding"):
            return True
        return verb in words("saying_verbs", "speak") and relation(token) in ("advcl", "acl")

    def noun(self, token: Token) -> str:
        """The lemma of a noun, with what a hyphen joins to its front ("op-ed", whose tokens are op, - and ed)."""
        tokens, at, word = self.parse.tokens, token.index, lemma(token)
        if at > 1 and tokens[at - 1].text == "-" and tokens[at - 2].end == tokens[at - 1].start == token.start - 1:
            return f"{lemma(tokens[at - 2])}-{word}"
        return word

    def is_medium(self, token: Token, *kinds_of_media: str) -> bool:
        """Whether a noun names something that words are carried by: a document, an event, a channel."""
        if token.upos not in ("NOUN", "PROPN"):
            return False
        word = self.noun(token)
        return any(word in words("media", kind) for kind in kinds_of_media)

    def preposition(self, index: int) -> Token | None:
        """The preposition of a noun ("in" of "in a statement"), None where it has none.

        It is looked for to the left of the noun, within its phrase.
        """
        tokens = self.parse.tokens
        first = self.parse.sentences[tokens[index].sentence].first
        for at in range(index - 1, max(first, index - PHRASE) - 1, -1):
            token = tokens[at]
            hangs_here = token.head == index or at < token.head < index
            if relation(token) == "case" and lemma(token) not in _POSSESSIVE and (hangs_here or token.head < at):
                # A preposition that the parser hung on the word before it still opens the phrase after it.
                return token
            if self.in_content(at) or not self._path(at, index):
                return None
        return None

    def phrase(self, head: int, after: Iterable[str] = (), stop: frozenset[int] = frozenset()) -> Span:
        """The noun phrase of a word, without its preposition, as one unbroken span of code points.

        What stands before the head comes along; of what follows it, names, coordinated words, and phrases with one of
        the prepositions `after`; no clause. No token of `stop` is taken in.
        """
        tokens = self.parse.tokens
        bounds = self.parse.sentences[tokens[head].sentence]
        barred = frozenset() if head in self._cue_set else self._cue_set
        allowed = frozenset(after)
        first, end = head, head + 1

        def free(index: int) -> bool:
            return index not in stop and index not in barred and not self.in_content(index)

        while first > max(bounds.first, head - PHRASE) and free(first - 1) and self._leads(first - 1, head, first):
            first -= 1
        while end < min(bounds.end, head + PHRASE) and free(end) and self._follows(end, head, allowed):
            end += 1
        if first < head and lemma(tokens[first]) in _POSSESSIVE:
            # "last week's forum": the parser hung the owner elsewhere.
            reach = range(first, max(bounds.first, first - 6), -1)
            first = next((at for at in reach if tokens[at - 1].upos not in _OWNER), first)
        while first < head and tokens[first].upos in ("PUNCT", "CCONJ") and tokens[first].text not in "\"“‘'«":
            first += 1
        while end - 1 > head and tokens[end - 1].upos in ("PUNCT", "CCONJ", "ADP", "DET"):
            end -= 1
        return self.parse.span(first, end)

    def _path(self, index: int, head: int) -> list[Token]:
        """A token and its ancestors below `head`, empty where it does not hang under it."""
        path = [self.parse.tokens[index]]
        for _ in range(CLIMB):
            token = path[-1]
            if token.head == head:
                return path
            if token.head == token.index:
                break
            path.append(self.parse.tokens[token.head])
        return []

    def _leads(self, index: int, head: int, first: int) -> bool:
        path = self._path(index, head)
        if not path:
            return self._same_name(index, first)
        return relation(path[-1]) not in _NOT_BEFORE

    def _follows(self, index: int, head: int, after: frozenset[str]) -> bool:
        path = self._path(index, head)
        if not path:
            return self._same_name(index, index - 1)
        if any(relation(token) in _CLAUSES or token.deprel == "appos" for token in path):
            return False
        token, top = path[0], path[-1]
        if relation(token) == "case" and lemma(token) not in (*after, *_POSSESSIVE):
            return False
        if token.text == "," and not self._inside_list(index, head):
            return False
        kind = relation(top)
        if kind == "nmod":
            case = self.preposition(top.index)
            return case is None or lemma(case) in after
        if kind == "case":
            return lemma(top) in _POSSESSIVE
        if kind == "conj":
            return top.upos in NOMINAL
        if kind == "punct":
            return token.text in ("-", "/", "”", '"', "’", "»", ",")
        if kind == "amod" and top.upos == "VERB":
            return False
        return kind in ("flat", "compound", "fixed", "nummod", "amod", "goeswith", "list")

    def _inside_list(self, comma: int, head: int) -> bool:
        """Whether a comma parts the members of an enumeration."""
        after = comma + 1
        if after >= len(self.parse.tokens):
            return False
        return any(relation(token) == "conj" and token.upos in NOMINAL for token in self._path(after, head))

    def _same_name(self, index: int, beside: int) -> bool:
        """Whether two neighbours belong to one name or to a title and its name, whatever the parser made of them."""
        one, other = self.parse.tokens[index], self.parse.tokens[beside]
        if self.in_source(index) or one.upos not in ("PROPN", "NOUN") or other.upos not in ("PROPN", "NOUN"):
            return False
        if one.upos == other.upos == "PROPN" and one.text[0].isupper() and other.text[0].isupper():
            return one.text.lower() not in _time_words()
        name = self.parse.name_at(index)
        return name is not None and (name == self.parse.name_at(beside) or index in (name.first, name.end - 1))


@cache
def _time_words() -> frozenset[str]:
    return frozenset(row[0] for row in table("time_words"))
