"""mentions: what a noun phrase is before anybody asks whom it means.

A source span becomes one or more sources (joint sources split), each a name, a pronoun or a description; a
description knows whether it is definite, whether it is plural, and of what kind an unnamed source it would be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from attribution.article import Span
from attribution.parse import Parse, Token
from attribution.resolve import lexicon
from attribution.resolve.entities import Names
from attribution.resolve.entity import SpeakerKind
from attribution.resolve.lexicon import fold, words
from attribution.resolve.nouns import body_noun, noun_at, role_at
from attribution.resolve.roles import leftmost, title_before, title_floor
from attribution.resolve.runs import POSSESSIVE, is_title

Form = Literal["name", "pronoun", "nominal"]

PERSONAL = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
    "they": "p", "them": "p", "their": "p", "theirs": "p", "themselves": "p",
    "it": "n", "its": "n", "itself": "n",
}  # fmt: skip
FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our", "mine", "ours", "myself", "ourselves"})
SECOND_PERSON = frozenset({"you", "your", "yours", "yourself", "yourselves"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_SINGLE = frozenset({"someone", "somebody", "one", "anyone", "anybody", "another"})
_PARTITIVE = frozenset({"group", "number", "series", "handful", "pair", "couple", "dozen", "score", "spate", "majority",
                        "member", "crowd", "panel", "team", "coalition"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One source: `head` is its head token, `name` an index into Names.mentions where it is a name."""

    head: int
    form: Form
    name: int | None = None
    through: Literal["", "relative", "issuer"] = ""  # how the source was led to from what stands in the text


def name_index(names: Names) -> dict[int, int]:
    """Token -> index of the name mention that it belongs to."""
    return {token: at for at, name in enumerate(names.mentions) for token in range(name.first, name.end)}


def sources_of(parse: Parse, names: Names, at: dict[int, int], span: Span, head: int | None) -> list[Source]:
    """The sources in one source span, the one that heads it first; empty where the span holds no word."""
    inside = [index for index in parse.overlapping(*span) if parse.tokens[index].upos != "PUNCT"]
    if not inside:
        return []
    if head is None or head not in inside:
        head = next((index for index in inside if parse.tokens[index].head not in inside), inside[0])
        head = next((index for index in inside if parse.tokens[index].head == index), head)
    scope = range(inside[0], inside[-1] + 1)
    if parse.tokens[head].upos in {"ADJ", "ADV", "ADP", "NUM", "VERB"} and head not in at:
        head = _last_noun(parse, scope) or head  # "more voters", "from the committee": the parse hung them wrongly
    first = _one(parse, names, at, head, scope)
    found = [first]
    done = {first.head, head} | ({*_words(names, first)} if first.name is not None else set())
    for index in scope:
        token = parse.tokens[index]
        if index in done or token.deprel.split(":")[0] != "conj" or token.upos not in {"NOUN", "PROPN", "PRON"}:
            continue
        if not _joined_to(parse, index, done):
            continue
        if first.name is not None and index < names.mentions[first.name].first:
            continue  # "chairman and chief executive X": two titles, one source
        second = _one(parse, names, at, index, range(index, scope.stop))
        apposed = first.name is not None and parse.tokens[names.mentions[first.name].end].text in {",", "("}
        if second.form == "nominal" and first.form == "name" and (apposed or not _opens_phrase(parse, second.head)):
            continue  # "X, president and chief executive": a second title again
        found.append(second)
        done |= {index, second.head} | ({*_words(names, second)} if second.name is not None else set())
    if first.name is not None:
        known = {source.name for source in found}
        found += [
            Source(names.mentions[index].head, "name", index)
            for index in _listed(parse, names, at, first.name, scope)
            if index not in known
        ]
    return found


def _listed(parse: Parse, names: Names, at: dict[int, int], name: int, scope: range) -> list[int]:
    """The names that a list goes on with: "Jeff Merkley (D-Ore.), Sherrod Brown (D-Ohio) and Robert Menendez"."""
    listed: list[int] = []
    here = name
    closed = False
    while not closed:
        index = names.mentions[here].end
        joints = ""
        while index in scope and index not in at:
            token = parse.tokens[index]
            if token.text == "(":
                while index in scope and parse.tokens[index].text != ")":
                    index += 1
            elif token.text in {",", "and", "&"}:
                joints += token.text
            elif role_at(token, guess=False) is None and token.text != ".":
                return []
            index += 1
        if index not in scope or index not in at or not joints:
            return []
        here = at[index]
        listed.append(here)
        closed = joints != ","
    return listed


def _words(names: Names, source: Source) -> range:
    mention = names.mentions[source.name or 0]
    return range(mention.first, mention.end)


def _joined_to(parse: Parse, index: int, done: set[int]) -> bool:
    head = parse.tokens[index].head
    return head in done


def _opens_phrase(parse: Parse, head: int) -> bool:
    sentence = parse.sentences[parse.tokens[head].sentence]
    first = leftmost(parse, head, sentence.first)
    token = parse.tokens[first]
    return token.upos == "DET" or token.xpos == "PRP$" or parse.tokens[head].feature("Number") == "Plur"


def _one(parse: Parse, names: Names, at: dict[int, int], head: int, scope: range) -> Source:
    tokens = parse.tokens
    name = _denoting(parse, names, at, head, scope)
    if name is not None:
        return Source(names.mentions[name].head, "name", name)
    key = fold(tokens[head].text)
    if tokens[head].upos in {"PRON", "DET"} or key in PERSONAL or key in FIRST_PERSON:
        if key in RELATIVE and tokens[head].xpos in {"WP", "WDT", "WP$"}:
            led = _relative(parse, names, at, head)
            if led is not None:
                return led
        return Source(head, "pronoun")
    issuer = _issuer(parse, names, at, head, scope)
    return issuer if issuer is not None else Source(head, "nominal")


def _denoting(parse: Parse, names: Names, at: dict[int, int], head: int, scope: range) -> int | None:
    """The name that a noun phrase with this head goes by: its head, or the name beside its title or apposition."""
    tokens = parse.tokens
    if head in at:
        employed = _employed(parse, names, at, head, scope)
        if employed is not None:
            return employed
        after = names.mentions[at[head]].end
        if after + 1 in scope and tokens[after].text in POSSESSIVE and tokens[after].upos in {"PART", "PUNCT"}:
            rest = _last_noun(parse, range(after + 1, scope.stop))  # "Fox News' Megyn Kelly"
            if rest is not None:
                return _denoting(parse, names, at, rest, range(after + 1, scope.stop))
        return at[head]
    inside = list(dict.fromkeys(at[index] for index in scope if index in at))
    for index in inside:
        mention = names.mentions[index]
        if mention.end in scope and mention.end + 1 in scope and tokens[mention.end].text in POSSESSIVE:
            continue
        kind = names.drafts[names.choices[index][0]].kind
        if head < mention.first and all(is_title(token) or token.text == "." for token in tokens[head : mention.first]):
            return index
        if kind == "PER":
            before = title_before(parse, mention.first, min(scope.start, title_floor(parse, mention.first)))
            if before is not None and before.first <= head < mention.first:
                return index
            comma = mention.first - 1
            beside = comma > head and tokens[comma].text == ","
            if beside and role_at(tokens[head]) is not None and _is_apposed(parse, head, comma):
                return index
        apposed = kind == "ORG" and head < mention.first - 1 and tokens[mention.first - 1].text == ","
        if apposed and body_noun(tokens[head]) is not None and _is_apposed(parse, head, mention.first - 1):
            return index  # "the Irish airline, Ryanair"
        opens = mention.first <= scope.start + 2 and head >= mention.end and mention.end < len(tokens)
        bare = all(tokens[k].upos == "DET" for k in range(scope.start, mention.first))
        if opens and bare and tokens[mention.end].text in {",", "("} and kind in {"PER", "ORG"}:
            return index
        such = [fold(token.text) for token in tokens[head + 1 : mention.first]]
        if such in (["such", "as"], ["including"], ["like"]) and kind in {"ORG", "PER", "MISC"}:
            return index
        beside = mention.first == head + 1 or (mention.first == head + 2 and tokens[head + 1].upos == "DET")
        if beside and body_noun(tokens[head]) is not None and kind in {"ORG", "PER", "MISC"}:
            return index
    return None


def _employed(parse: Parse, names: Names, at: dict[int, int], head: int, scope: range) -> int | None:
    """The person whose title a name opens: "Boeing Commercial Airplanes CEO Scott Carson" headed by its first word."""
    own = names.mentions[at[head]]
    if names.drafts[names.choices[at[head]][0]].kind == "PER":
        return None
    for index in scope:
        if index < own.end or index not in at or names.drafts[names.choices[at[index]][0]].kind != "PER":
            continue
        before = title_before(parse, names.mentions[at[index]].first, scope.start)
        return at[index] if before is not None and before.first <= head < before.head else None
    return None


def _is_apposed(parse: Parse, head: int, comma: int) -> bool:
    """Whether a singular noun and the comma of its apposition have nothing but its complement between them."""
    between = parse.tokens[head + 1 : comma]
    plural = parse.tokens[head].feature("Number") == "Plur"
    return not plural and not any(token.text == "," or token.upos in {"VERB", "AUX"} for token in between)


def _last_noun(parse: Parse, inside: range) -> int | None:
    """The last noun before the first preposition or mark."""
    found = None
    for index in inside:
        if parse.tokens[index].upos in {"ADP", "PUNCT", "VERB"} and found is not None:
            break
        if parse.tokens[index].upos in {"NOUN", "PROPN"}:
            found = index
    return found


def _relative(parse: Parse, names: Names, at: dict[int, int], head: int) -> Source | None:
    """The noun or name that a relative pronoun stands for."""
    for above in parse.ancestors(head):
        if above.deprel in {"acl:relcl", "acl"} and above.head != above.index:
            noun = above.head
            found = _one(parse, names, at, noun, range(noun, noun + 1))
            return Source(found.head, found.form, found.name, "relative")
    before = head - 1
    if before >= 0 and parse.tokens[before].text == ",":
        before -= 1
    if before in at:
        return Source(before, "name", at[before], "relative")
    return None


def _issuer(parse: Parse, names: Names, at: dict[int, int], head: int, scope: range) -> Source | None:
    """Whose words "a statement from Apple", "Jobs's email", "her letter" are: a person named in it, else the first."""
    noun = noun_at(parse.tokens[head])
    if noun is None or noun.kind != "document":
        return None
    tokens = parse.tokens
    issued = "issued" in noun.classes
    found: list[Source] = []
    for index in scope:
        token = tokens[index]
        if index == head or token.upos not in {"PROPN", "PRON", "NOUN"}:
            continue
        owned = index + 1 in scope and tokens[index + 1].text in POSSESSIVE
        possessor = index < head and (token.xpos == "PRP$" or token.deprel == "nmod:poss" or owned)
        word = _preposition(parse, index, head)
        by = word in {"by", "from"} or (word == "of" and issued)
        above = tokens[token.head]
        beside = (
            token.head == head or (above.upos == "VERB" and above.head == head) or fold(tokens[head + 1].text) == word
        )
        if not (possessor or by) or not (issued or beside):
            continue
        if index in at or token.upos == "PRON" or role_at(token) is not None or body_noun(token) is not None:
            part = _one(
                parse,
                names,
                at,
                index,
                range(
                    max(leftmost(parse, index, scope.start), head + 1) if by else scope.start,
                    scope.stop if by else index + 1,
                ),
            )
            found.append(Source(part.head, part.form, part.name, "issuer"))
    people = [
        source
        for source in found
        if source.name is not None and names.drafts[names.choices[source.name][0]].kind == "PER"
    ]
    return next(iter(people or found), None)


def _preposition(parse: Parse, index: int, floor: int) -> str:
    """The preposition of the phrase that a noun stands in, where it follows token `floor`; empty without one."""
    for before in range(index - 1, max(floor, index - 8), -1):
        token = parse.tokens[before]
        if token.upos == "ADP":
            verb = parse.tokens[before - 1]
            unissued = before - 1 > floor and {fold(verb.text), fold(verb.lemma)} & words("not_issuing")
            return "" if unissued else fold(token.text)  # "a letter seen by Sky News" is not the channel's
        if token.upos not in {"NOUN", "PROPN", "ADJ", "DET", "PART", "NUM"}:
            break
    return ""


def start_of(parse: Parse, head: int) -> int:
    """The first token of the noun phrase with this head."""
    return leftmost(parse, head, parse.sentences[parse.tokens[head].sentence].first)


def is_plural(parse: Parse, head: int) -> bool:
    """Whether a noun is plural, by its features or its tag."""
    token = parse.tokens[head]
    return token.feature("Number") == "Plur" or token.xpos in {"NNS", "NNPS"}


def is_definite(parse: Parse, head: int) -> bool:
    """Whether a description points to somebody known: "the envoy", "his spokesman", "President" on its own."""
    tokens = parse.tokens
    first = start_of(parse, head)
    before = [fold(token.text) for token in tokens[first:head]]
    if any(word in {"a", "an", "some", "several", "many", "few", "any", "no", "another", "various"} for word in before):
        return False
    if any(word in {"the", "this", "that", "these", "those"} for word in before):
        return True
    if any(token.xpos == "PRP$" or token.text in {"'s", "’s"} for token in tokens[first:head]):
        return True
    capital = tokens[head].text[:1].isupper() and head != parse.sentences[tokens[head].sentence].first
    return capital and not is_plural(parse, head)


def kind_of(parse: Parse, head: int) -> SpeakerKind:
    """The kind of a source that nobody names, by its head noun, its number and its modifiers."""
    tokens = parse.tokens
    token = tokens[head]
    key = fold(token.lemma)
    sentence = parse.sentences[token.sentence]
    first = start_of(parse, head)
    before = {fold(word.text) for word in tokens[first:head]}
    after = {fold(word.text) for word in tokens[head + 1 : min(head + 6, sentence.end)]}
    if before & words("anonymous"):
        return "anonymous"
    if token.text == "%" or key in {"percent", "half", "most"} or token.upos == "NUM":
        inner = _part(parse, head)
        if inner is not None and not is_plural(parse, head):
            return kind_of(parse, inner) if is_plural(parse, inner) else "group"
    if token.upos in {"PRON", "DET", "NUM"}:
        if key in _SINGLE:
            inner = _part(parse, head)
            return "anonymous" if inner is None or kind_of(parse, inner) != "document" else "document"
        return "group"
    noun = noun_at(token) or role_at(token)
    plural = is_plural(parse, head)
    if key in {"person", "people", "someone", "somebody", "those"} and after & words("knowing"):
        return "anonymous"
    if key in _PARTITIVE:
        inner = _part(parse, head)
        if inner is not None and (role_at(tokens[inner]) is not None or is_plural(parse, inner)):
            return "group"
    if noun is None:
        if fold(token.text).rstrip("s") in lexicon.nationalities() or (token.upos == "PROPN" and plural):
            return "group"
        return "group" if plural and token.upos == "NOUN" else "unknown"
    if noun.kind == "document":
        return "document"
    if noun.kind == "body":
        return "group" if plural and "unique" not in noun.classes else "organization"
    if noun.kind == "collective":
        return "group"
    if not plural:
        return "anonymous"
    return "anonymous" if "insider" in noun.classes else "group"


def _part(parse: Parse, head: int) -> int | None:
    """The noun after "of" in "a group of politicians", "one of the officials"."""
    for child in parse.children(head, "nmod"):
        if child.index > head and any(fold(case.text) == "of" for case in parse.children(child.index, "case")):
            return child.index
    limit = parse.sentences[parse.tokens[head].sentence].end
    if head + 1 < limit and fold(parse.tokens[head + 1].text) == "of":
        last = head + 1
        while last + 1 < limit and parse.tokens[last + 1].upos in {"DET", "ADJ", "NOUN", "PROPN", "NUM"}:
            last += 1
        return last if last > head + 1 else None
    return None


def modifiers(parse: Parse, head: int) -> list[Token]:
    """The words before a description's head that say which one is meant, and the names in its complement."""
    tokens = parse.tokens
    found = [
        token
        for token in tokens[start_of(parse, head) : head]
        if token.upos in {"ADJ", "NOUN", "PROPN"} and fold(token.text) not in words("definite")
    ]
    return found + [child for child in parse.children(head, "nmod") if child.index > head and child.upos == "PROPN"]
