"""mentions: what a noun phrase is before anybody asks whom it means.

A source span becomes one or more sources (joint sources split), each a name, a pronoun or a description; a
description is left to `phrases` and `descriptions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from attribution.article import Span
from attribution.parse import Parse, Token
from attribution.resolve.entities import Names
from attribution.resolve.joint import bearer_of
from attribution.resolve.lexicon import fold, words
from attribution.resolve.nouns import body_noun, is_honorific, noun_at, role_at
from attribution.resolve.phrases import is_plural
from attribution.resolve.role_phrases import leftmost, title_before, title_floor
from attribution.resolve.runs import HYPHENS, POSSESSIVE, is_title
from attribution.resolve.targets import subject_beside

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


# What an organisation makes of figures or facts, and whose it therefore is.
_COUNTED = frozenset({"analysis", "poll", "survey", "average", "tally", "estimate", "forecast", "projection"})
_LOOKED_INTO = _COUNTED | {"reporting", "investigation", "count", "review"}


@dataclass(frozen=True, slots=True)
class Source:
    """One source: `head` is its head token, `name` an index into Names.mentions where it is a name."""

    head: int
    form: Form
    name: int | None = None
    # How the source was led to from what stands in the text.
    through: Literal["", "relative", "issuer", "apposition", "predicate", "subject"] = ""


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
    saying = subject_beside(parse, head)
    if saying is not None:
        said = _one(parse, names, at, saying, range(saying, saying + 1))
        return [Source(said.head, said.form, said.name, "subject")]
    if head not in at:
        head = _title_end(parse, head, scope)
        subject = _subject_of(parse, at, head)
        if subject is not None:
            name = names.mentions[at[subject]]
            listed = _listed(parse, names, at, at[subject], range(name.first, head))
            return [Source(names.mentions[one].head, "name", one, "predicate") for one in (at[subject], *listed)]
    first = _one(parse, names, at, head, scope)
    found = [first]
    done = {first.head, head} | ({*_words(names, first)} if first.name is not None else set())
    for index in scope:
        token = parse.tokens[index]
        if index in done or token.deprel.split(":")[0] != "conj" or token.upos not in {"NOUN", "PROPN", "PRON"}:
            continue
        if not _joined_to(parse, index, done) or parse.children(index, "case"):
            continue  # "observers in Virginia and around the country"
        if first.name is not None and index < names.mentions[first.name].first:
            continue  # "chairman and chief executive X": two titles, one source
        if index in at:  # "and House Speaker Paul Ryan", by the first word of his title
            index = names.mentions[at[bearer_of(parse, names, at, index)]].head
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
    return [found[0], *sorted(found[1:], key=lambda source: source.head)]


def _subject_of(parse: Parse, at: dict[int, int], head: int) -> int | None:
    """The name of which a source is said to be or to be part, where a clause that follows says what it said.

    "Subaru was one of the few firms that reported gains", "Ann Lee is a doctor who warned", "Bob Ray was among the
    senators who objected".
    """
    tokens = parse.tokens
    if not any(fold(word.text) in RELATIVE for child in parse.children(head, "acl") for word in _opening(parse, child)):
        return None
    top = tokens[head]
    if top.deprel == "nmod" and tokens[top.head].upos in {"NUM", "PRON", "DET"}:
        top = tokens[top.head]  # "one of the firms"
    if not parse.children(top.index, "cop"):
        return None
    return next((child.index for child in parse.children(top.index, "nsubj") if child.index in at), None)


def _opening(parse: Parse, clause: Token) -> list[Token]:
    """The words of a relative clause that hang on its verb before it."""
    return [child for child in parse.children(clause.index) if child.index < clause.index]


def _title_end(parse: Parse, head: int, scope: range) -> int:
    """The noun that heads a title of several words, where the parse took an earlier one for it.

    "vice-president of marketing" by "vice", "editor-in-chief"; "sales, service and marketing vice president", "research
    and development chief" by "sales" and "research".
    """
    tokens = parse.tokens
    if head + 2 in scope and tokens[head + 1].text in HYPHENS and role_at(tokens[head + 2]) is not None:
        return head + 2
    if tokens[head].upos != "NOUN" or role_at(tokens[head], guess=False) is not None:
        return head
    last = head
    for index in range(head + 1, scope.stop):
        token = tokens[index]
        if token.upos not in {"NOUN", "ADJ", "PUNCT", "CCONJ"} or token.text in {"(", ")", ";", ":"}:
            break
        singular = token.feature("Number") != "Plur" and role_at(token, guess=False) is not None
        if singular and tokens[index].deprel.split(":")[0] == "conj" and tokens[index].head == head:
            last = index
    return last


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
            elif role_at(token, guess=False) is None and not is_honorific(token) and token.text != ".":
                return []
            index += 1
        if index not in scope or index not in at or not joints:
            return []
        here = at[bearer_of(parse, names, at, index)]
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
    if head in at:
        head = _noun_after(parse, names, at, head, scope) or _owned(parse, names, at, head, scope) or head
    key = fold(tokens[head].text)
    if tokens[head].upos in {"PRON", "DET"} or key in PERSONAL or key in FIRST_PERSON:
        if key in RELATIVE and tokens[head].xpos in {"WP", "WDT", "WP$"}:
            led = _relative(parse, names, at, head)
            if led is not None:
                return led
        return Source(head, "pronoun")
    issuer = issuer_of(parse, names, at, head, scope)
    if issuer is not None:
        return issuer
    name = _apposed_to(parse, names, at, head, scope)
    return Source(head, "nominal") if name is None else Source(names.mentions[name].head, "name", name, "apposition")


def _apposed_to(parse: Parse, names: Names, at: dict[int, int], head: int, scope: range) -> int | None:
    """The name before a description that is its apposition and was taken for the source alone.

    "Chrysler, [another car maker], said", "Ann Lee, [an analyst at Edmunds], said", "NPD, [a research firm], says".
    """
    tokens = parse.tokens
    comma = scope.start - 1
    if comma - 1 not in at or tokens[comma].text != "," or tokens[comma].sentence != tokens[head].sentence:
        return None
    kind = names.drafts[names.choices[at[comma - 1]][0]].kind
    body = body_noun(tokens[head])
    fits = (kind == "PER" and role_at(tokens[head]) is not None) or (kind == "ORG" and body is not None)
    above = tokens[head].deprel == "appos" and tokens[head].head in at and at[tokens[head].head] == at[comma - 1]
    return at[comma - 1] if fits and above and not is_plural(parse, head) else None


def _denoting(parse: Parse, names: Names, at: dict[int, int], head: int, scope: range) -> int | None:
    """The name that a noun phrase with this head goes by: its head, or the name beside its title or apposition."""
    tokens = parse.tokens
    if head in at:
        employed = _employed(parse, names, at, head, scope)
        if employed is not None:
            return employed
        noun = _noun_after(parse, names, at, head, scope)
        if noun is not None:
            return _denoting(parse, names, at, noun, scope)
        after = names.mentions[at[head]].end
        if after + 1 in scope and tokens[after].text in POSSESSIVE and tokens[after].upos not in {"AUX", "VERB"}:
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
            title = title_before(parse, mention.first, max(scope.start, head + 1)) if head < mention.first else None
            comma = (mention.first if title is None else title.first) - 1
            while comma > head and is_honorific(tokens[comma]):
                comma -= 1
            beside = comma > head and tokens[comma].text == ","
            noun = comma - 1 if beside and role_at(tokens[head]) is None else head  # "running mate" by its first word
            if beside and role_at(tokens[noun]) is not None and _is_apposed(parse, noun, comma):
                return index
            if beside and fold(tokens[head].text) == "one" and fold(tokens[head + 1].text) == "of":
                return index  # "one of the attorneys, Ann Lee"
        apposed = kind == "ORG" and head < mention.first - 1 and tokens[mention.first - 1].text == ","
        if apposed and body_noun(tokens[head]) is not None and _is_apposed(parse, head, mention.first - 1):
            return index  # "the Irish airline, Ryanair"
        opens = mention.first <= scope.start + 2 and head >= mention.end and mention.end < len(tokens)
        bare = all(
            tokens[k].upos == "DET" or is_title(tokens[k]) or tokens[k].text == "."
            for k in range(scope.start, mention.first)
        )
        if opens and bare and tokens[mention.end].text in {",", "("} and kind in {"PER", "ORG"}:
            return index
        such = [fold(token.text) for token in tokens[head + 1 : mention.first]]
        if such in (["such", "as"], ["including"], ["like"]) and kind in {"ORG", "PER", "MISC"}:
            return index
        beside = mention.first == head + 1 or (mention.first == head + 2 and tokens[head + 1].upos == "DET")
        if beside and body_noun(tokens[head]) is not None and kind in {"ORG", "PER", "MISC"}:
            return index
    return None


def _noun_after(parse: Parse, names: Names, at: dict[int, int], head: int, scope: range) -> int | None:
    """The common noun that heads the phrase a name opens: "the Vermont senator", "Trump supporters".

    None where the name is the source: nothing follows it, or a word that only says what it is ("the Reuters agency").
    """
    tokens = parse.tokens
    found = None
    index = names.mentions[at[head]].end
    while index in scope and index not in at and tokens[index].text not in POSSESSIVE:
        token = tokens[index]
        if token.upos not in {"NOUN", "PROPN", "ADJ"} or fold(token.text) in words("calendar"):
            break
        if role_at(token, guess=False) is not None or body_noun(token) is not None or token.xpos == "NNS":
            found = index
        index += 1
    if found is None or tokens[names.mentions[at[head]].end].upos == "ADJ":
        return None
    noun = body_noun(tokens[found])
    apposed = noun is not None and "appositive" in noun.classes and not is_plural(parse, found)
    return None if apposed and names.drafts[names.choices[at[head]][0]].kind == "ORG" else found


def _owned(parse: Parse, names: Names, at: dict[int, int], head: int, scope: range) -> int | None:
    """The person or body whose possessor's name the phrase was taken by: "Donald Trump's presidential campaign".

    What is no speaker of its own ("Politico's average", "her film") leaves the word to the possessor.
    """
    after = names.mentions[at[head]].end
    if after + 1 not in scope or parse.tokens[after].text not in POSSESSIVE:
        return None
    noun = _last_noun(parse, range(after + 1, scope.stop))
    return noun if noun is not None and (role_at(parse.tokens[noun]) or body_noun(parse.tokens[noun])) else None


def _employed(parse: Parse, names: Names, at: dict[int, int], head: int, scope: range) -> int | None:
    """The person whose title a name opens: "Boeing CEO Scott Carson", "Stein spokeswoman Ann Lee" by the first word."""
    own = names.mentions[at[head]]
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


def issuer_of(parse: Parse, names: Names, at: dict[int, int], head: int, scope: range) -> Source | None:
    """Whose words "a statement from Apple", "Jobs's email", "her letter" are: a person named in it, else the first."""
    tokens = parse.tokens
    maker = _maker(parse, names, at, head, scope)
    if maker is not None:
        return maker
    noun = noun_at(tokens[head])
    if noun is None or noun.kind != "document":
        return None
    issued = "issued" in noun.classes
    found: list[Source] = []
    for index in scope:
        token = tokens[index]
        if index == head or token.upos not in {"PROPN", "PRON", "NOUN"} or (index > head and token.xpos == "PRP$"):
            continue  # "documents from his tax return": of what is his, not of him
        owned = index + 1 in scope and tokens[index + 1].text in POSSESSIVE
        possessor = index < head and (token.xpos == "PRP$" or token.deprel == "nmod:poss" or owned)
        word = _preposition(parse, index, head)
        by = word in {"by", "from"} or (word == "of" and issued) or _publishes(names, at, tokens[head], index, word)
        above = tokens[token.head]
        behind = fold(tokens[head + 1].text) if head + 1 < len(tokens) else ""
        beside = token.head == head or (above.upos == "VERB" and above.head == head) or behind == word
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


def _maker(parse: Parse, names: Names, at: dict[int, int], head: int, scope: range) -> Source | None:
    """The organisation whose name stands right before what it has counted or looked into.

    "a USA TODAY analysis", "a Gallup poll", "a RealClearPolitics average of polls"; "USA TODAY's reporting". Not "the
    Boeing report", which may be on Boeing, and no person's ("the Mueller investigation").
    """
    tokens = parse.tokens
    owned = head - 1 in scope and tokens[head - 1].text in POSSESSIVE
    before = head - 1 - owned
    if before not in scope or before not in at:
        return None
    first = names.mentions[at[before]].first
    while first - 2 in scope and first - 2 in at and tokens[first - 1].text in {"/", *HYPHENS}:
        before = first - 2  # "a New York Times/CBS News poll": of two the first
        first = names.mentions[at[before]].first
    if first - 2 in scope and first - 2 in at and tokens[first - 1].text in POSSESSIVE:
        before, owned = first - 2, True  # "POLITICO's Battleground States average"
    choice = names.choices[at[before]]
    made = fold(tokens[head].lemma) in (_LOOKED_INTO if owned else _COUNTED)
    organization = len(choice) == 1 and names.drafts[choice[0]].kind == "ORG"
    return Source(names.mentions[at[before]].head, "name", at[before], "issuer") if made and organization else None


def _publishes(names: Names, at: dict[int, int], noun: Token, index: int, word: str) -> bool:
    """Whether an organisation speaks through what stands "in" or "on" it, or was written "at" it.

    "a report in Ars Technica", "an editorial in The Guardian", "a story on CNN"; "an internal memo at Apple". Not
    "a study in Nature", which is its authors', and not "a report on Boeing".
    """
    if index not in at or names.drafts[names.choices[at[index]][0]].kind != "ORG":
        return False
    key = fold(noun.lemma)
    outlet = word == "in" or (word == "on" and bool(set(names.mentions[at[index]].form) & words("broadcaster")))
    return (outlet and key in words("published")) or (word == "at" and key in words("internal"))


def _preposition(parse: Parse, index: int, floor: int) -> str:
    """The preposition of the phrase that a noun stands in, where it follows token `floor`; empty without one."""
    for before in range(index - 1, max(floor, index - 8), -1):
        token = parse.tokens[before]
        if token.upos == "ADP" or fold(token.text) in {"by", "from", "of"}:
            verb = parse.tokens[before - 1]
            unissued = before - 1 > floor and {fold(verb.text), fold(verb.lemma)} & words("not_issuing")
            return "" if unissued else fold(token.text)  # "a letter seen by Sky News" is not the channel's
        if token.upos not in {"NOUN", "PROPN", "ADJ", "DET", "PART", "NUM"}:
            break
    return ""
