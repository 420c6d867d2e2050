"""role: a speaker's title and organisation, as the words of the article state them.

A statement ("Iran's special envoy to Afghanistan") is cut into whose it is (possessor, compound, nationality, the
complement of "of" or "at") and what it is (the rest, as far as it stands in one piece). The fullest statement of an
article goes to every record of its speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from attribution.article import Span
from attribution.describe.organization import organization_in
from attribution.describe.serving import listed, served, town
from attribution.describe.setting import Setting
from attribution.describe.title import is_party, left_of, opens_clause, right_of
from attribution.describe.values import Role, RoleStatus
from attribution.find.values import Attribution
from attribution.parse import Parse
from attribution.resolve.entity import Entity, Resolved, RoleStatement, Speaker
from attribution.resolve.lexicon import fold, words
from attribution.resolve.nouns import body_noun, is_rank, party_of, role_at
from attribution.resolve.phrases import start_of
from attribution.resolve.role_phrases import phrase_end
from attribution.resolve.runs import HYPHENS, POSSESSIVE

NOBODY = Role()
_YEAR = re.compile(r"(?:19|20)\d\d")
_PARTED = frozenset({"divorce", "divorced", "split", "separated", "separation", "estranged"})
_SERVED = frozenset({"served", "worked", "acted"})
_ASIDE = frozenset({"in", "from", "since", "until", "during"})  # behind a body: where and when it is led
_DEPUTIES = frozenset({"assistant", "deputy", "associate", "under", "vice", "junior"})
_SOMEBODY = frozenset({"person", "people", "someone", "somebody", "individual"})
# Classes of nouns that say what somebody is to the story, not what office he holds ("victim", "supporter").
_INCIDENTAL = frozenset({"person", "athlete", "member"})


@dataclass(frozen=True, slots=True)
class _Stated:
    title: Span | None
    organization: Span | None
    status: RoleStatus
    evidence: Span
    weight: float
    head: int | None = None  # the token that heads the title
    side: bool = False  # a party, and no post: "Republican of Iowa"


def role_of(
    parse: Parse, attribution: Attribution, speaker: Speaker, resolved: Resolved, setting: Setting | None = None
) -> Role:
    """The fullest role that the article states for a speaker; for an unnamed person, the description itself.

    Organisations, documents and groups of no profession have no role. All spans count code points of `parse.text`.
    `setting` is the article's, read once for all its roles; without it, it is read anew.
    """
    setting = setting or Setting(parse, resolved)
    if speaker.kind == "person" and speaker.entity is not None:
        entity = resolved.entity(speaker.entity)
        return NOBODY if entity is None else _of_entity(parse, entity, setting, _said(parse, attribution, speaker))
    if speaker.name is None and speaker.kind in {"anonymous", "group"} and speaker.evidence is not None:
        return _of_description(parse, attribution, speaker, setting)
    return NOBODY


def _said(parse: Parse, attribution: Attribution, speaker: Speaker) -> str:
    """The title of several words by which an attribution calls its speaker: "THE VICE PRESIDENT"; else empty."""
    if attribution.source is None or speaker.resolved_by != "description":
        return ""
    article, *said = fold(parse.words(attribution.source)).split()
    return " ".join(said) if article == "the" and len(said) > 1 else ""


def _of_entity(parse: Parse, entity: Entity, setting: Setting, said: str) -> Role:
    """The fullest role that is stated; where the source calls its speaker by one of them, that one."""
    stated = [_read(parse, statement, setting.resolved) for statement in entity.roles]
    stated = [one for one in stated if one.weight > 0]
    if not stated:
        return NOBODY
    called = [one for one in stated if said and one.title is not None and fold(parse.words(one.title)) == said]
    best = max(called or stated, key=lambda one: (one.weight, -one.evidence.start))
    organization = best.organization
    if organization is None and best.title is not None:
        post = fold(parse.words(best.title))
        same = (one for one in stated if one.title is not None and _same_post(fold(parse.words(one.title)), post))
        organization = next((one.organization for one in same if one.organization is not None), None)
    if organization is None and best.status == "current":  # "the analyst X, who runs Autoconomy": what no title says
        bare = (one.organization for one in stated if one.organization and (one.title is None or one.side))
        organization = next(bare, None)
    if organization is not None and is_party(parse.tokens[parse.between(*organization).start]):
        # "Republican Rep. X of New York": the seat is the state's, as in "the Republican attorney general of Ohio"
        seats = (one.organization for one in stated if one.title is None and one.organization is not None)
        organization = next((seat for seat in seats if _is_place(parse, seat)), organization)
    title = best.title
    if organization is None and title is not None and best.head is not None and best.status in {"current", "acting"}:
        title, organization = _of_company(parse, title, best.head, setting)
        if organization is None and not setting.names_inside(title, best.head):
            organization = setting.owner(best.head)
    return Role(title, organization, best.status, best.evidence)


def _of_company(parse: Parse, title: Span, head: int, setting: Setting) -> tuple[Span, Span | None]:
    """A title whose organisation is named elsewhere: without the noun that stands for it, where it begins with one.

    "Company executives", "the firm's new president" and "airline spokesman X" ask for a body, whatever the post.
    """
    first = parse.between(*title).start
    noun = body_noun(parse.tokens[first]) if first < head else None
    if noun is None or "company" not in noun.classes:
        return title, None
    organization = setting.body(head)
    return (title, None) if organization is None else (Span(parse.tokens[first + 1].start, title.end), organization)


def _same_post(left: str, right: str) -> bool:
    return left in right or right in left


def _read(parse: Parse, statement: RoleStatement, resolved: Resolved) -> _Stated:
    tokens = parse.tokens
    inside = parse.between(*statement.span)
    head = statement.head
    if party_of(tokens[head].text) and tokens[head].start == statement.span.start:
        return _Stated(None, None, "current", statement.span, -9.0)
    if statement.shape in {"clause", "affiliation"}:  # whose somebody is; a verb ("who heads …") is no title
        named = statement.shape == "affiliation" and parse.name_at(head) is not None  # "NBC's X": no preposition
        past = (at for at in range(head + 2, inside.stop) if fold(tokens[at].text) in _ASIDE and not parse.name_at(at))
        inner = range(head if named else head + 1, next(past, inside.stop))
        owner = organization_in(parse, inner, resolved) if _is_body(parse, inner) else None
        held: RoleStatus = "former" if _past(parse, inside, head, statement.shape) else "current"
        return _Stated(None, owner, held, statement.span, 0.1 if owner is not None else -1.0)
    left, owner = left_of(parse, head, inside.start, resolved)
    owned = owner is not None and tokens[left - 1].text in POSSESSIVE
    right, complement = right_of(parse, head, inside.stop, resolved, owned=owned)
    kin = fold(tokens[head].lemma) in words("kin")
    complement = None if kin else complement
    field = owner is not None and tokens[left - 1].upos == "PROPN" and _is_place(parse, owner)
    if complement is not None and owner is not None and field:
        left, owner = parse.between(*owner).start, None  # "Asia director for the National Security Council"
    if owner is not None and complement is not None and is_party(tokens[parse.between(*owner).start]):
        owner = None  # "the Republican attorney general of Oklahoma"
    left, owner = served(parse, head, left, owner, resolved)
    left = _of_deputy(parse, inside.start, left, owner)
    while left < head and fold(tokens[left].text) in words("indefinite") and tokens[left + 1].text not in HYPHENS:
        left += 1  # "one of several veterans"
    organization = owner if owner is not None else complement
    if organization is None and statement.shape == "before" and not kin:
        organization = town(parse, inside.start)
    if organization is None:  # "787 project manager and Boeing vice president"
        joined = next((index for index in range(head + 1, right) if fold(tokens[index].text) in {"and", "&"}), right)
        names = (parse.name_at(index) for index in range(joined, right))
        organization = next((parse.span(name.first, name.end) for name in names if name and name.kind == "ORG"), None)
    noun = role_at(tokens[head])
    status = "former" if _past(parse, inside, head, statement.shape) else _status(parse, inside, head)
    if not words("doubted_title").isdisjoint(fold(parse.words(parse.span(inside.start, head))).split()):
        return _Stated(None, None, status, statement.span, -1.0)  # "a supposed front-runner"
    title = _title_span(parse, left, right)
    if fold(tokens[head].lemma) in words("contestant"):  # "his Democratic opponent": any post says more
        return _Stated(title, organization, status, statement.span, 0.05, head)
    if left == head == right - 1 and fold(tokens[head].text).removesuffix("s") in words("partisan"):
        return _Stated(title, organization, status, statement.span, 0.1, head, side=True)
    weight = min(right - left, 6) * 0.3 + (1.0 if organization is not None else 0.0)
    weight += 0.0 if is_rank(tokens[head]) else 2.0
    incidental = noun is not None and bool(noun.classes) and noun.classes[0] in _INCIDENTAL
    weight -= 2.0 if incidental else 0.0
    # "is an outspoken supporter", "is the only candidate paying for himself": what he does in this story
    if statement.shape == "copula" and (incidental or _singled_out(parse, range(inside.start, head))):
        return _Stated(None, None, status, statement.span, -1.0)
    if statement.shape == "copula" and organization is None and _is_claimed(parse, head, inside.start):
        return _Stated(None, None, status, statement.span, -1.0)
    if statement.shape == "copula":  # "is a novice politician" judges, "is the senator from" states
        weight -= 0.5 if organization is not None else 1.5
    return _Stated(title, organization, status, statement.span, weight, head)


def _is_body(parse: Parse, inside: range) -> bool:
    """Whether what a verb rules is a body: a name, or a noun for one; "runs an effort for veterans" is none."""
    tokens = parse.tokens
    end = next((at for at in inside if at > inside.start and tokens[at].upos == "ADP"), inside.stop)
    head = max((at for at in range(inside.start, end) if tokens[at].upos in {"NOUN", "PROPN"}), default=inside.start)
    lower = tokens[head].upos == "NOUN" and tokens[head].text.islower() and parse.name_at(head) is None
    return not lower or body_noun(tokens[head]) is not None or tokens[head].xpos == "PRP$"


def _of_deputy(parse: Parse, first: int, left: int, owner: Span | None) -> int:
    """Where a title begins that a body parts: a deputy's office is not his chief's, so the title keeps the body.

    "Assistant U.S. Attorney", "deputy White House press secretary", "Associate Sandia laboratory director".
    """
    tokens = parse.tokens
    while first < left and (tokens[first].upos == "DET" and fold(tokens[first].text) not in _DEPUTIES):
        first += 1
    parted = owner is not None and first < left and owner.start == tokens[min(first + 1, left)].start
    return first if parted and fold(tokens[first].text) in _DEPUTIES else left


def _singled_out(parse: Parse, before: range) -> bool:
    """Whether the words before a noun compare its bearer or judge him: "the only", "the richest", "such a"."""
    tokens = (parse.tokens[index] for index in before)
    return any(fold(token.text) in {"only", "such", "quite", "no"} or token.xpos == "JJS" for token in tokens)


def _is_claimed(parse: Parse, head: int, first: int) -> bool:
    """Whether a predicate without a body is what somebody calls another: "declared X was a leader of the plot"."""
    token = parse.tokens[head]
    indefinite = fold(parse.tokens[first].text) in {"a", "an"}
    return indefinite and token.deprel == "ccomp" and parse.tokens[token.head].upos == "VERB"


def _title_span(parse: Parse, left: int, right: int) -> Span:
    """The code points of a title, with the full stop of an abbreviation that the tokenizer cut off ("Rep|.")."""
    start, end = parse.span(left, right)
    abbreviated = parse.text[end : end + 1] == "." and is_rank(parse.tokens[right - 1])
    return Span(start, end + abbreviated)


def _is_place(parse: Parse, span: Span) -> bool:
    name = parse.name_at(parse.between(*span).start)
    return name is not None and name.kind == "LOC"


def _status(parse: Parse, inside: range, head: int) -> RoleStatus:
    """What the words of a title, or the adverb before it, say of its being held.

    What stands before a possessor's mark is said of the possessor: "the nominee's daughter".
    """
    first = max(inside.start - 1, parse.sentences[parse.tokens[head].sentence].first)
    first = next((index + 1 for index in range(head - 1, first, -1) if parse.tokens[index].text in POSSESSIVE), first)
    found = [fold(token.text) for token in parse.tokens[first : head + 1]]
    found += [part for word in found for part in word.split("-")]
    if words("status_late") & set(found):
        return "late"
    if words("status_acting") & set(found):
        return "acting"
    if words("status_former") & set(found):
        return "former"
    if words("status_candidate") & set(found):
        return "candidate"
    return "current"


def _past(parse: Parse, inside: range, head: int, shape: str) -> bool:
    """Whether a post is over: "served as envoy", "ambassador until May", "chairman from 1990 to 2001"."""
    tokens = parse.tokens
    after = [fold(tokens[index].text) for index in inside if index > head]
    if "until" in after or ("from" in after and {"to", "through"} & set(after[after.index("from") + 2 :][:2])):
        return True
    if inside.start < 2:
        return False
    if fold(tokens[inside.start - 1].text) == "from" and fold(tokens[head].lemma) in words("kin"):
        return fold(tokens[inside.start - 2].text) in _PARTED  # "his divorce from wife X"
    if shape != "copula":
        return False
    if fold(tokens[inside.start - 1].text) in {"was", "were"}:  # "when she was secretary of state"
        reach = range(inside.start, min(inside.stop + 3, len(tokens) - 1))
        if any(fold(tokens[at].text) == "in" and _YEAR.fullmatch(tokens[at + 1].text) for at in reach):
            return True  # "who was undersecretary of state in 2013"
        before = tokens[max(inside.start - 4, parse.sentences[tokens[head].sentence].first) : inside.start - 1]
        return any(fold(token.text) in {"when", "while"} for token in before)
    if fold(tokens[inside.start - 1].text) != "as":
        return False
    has = any(
        fold(tokens[index].text) in {"has", "have"} for index in range(max(inside.start - 4, 0), inside.start - 2)
    )
    return fold(tokens[inside.start - 2].text) in _SERVED and not has


def _of_description(parse: Parse, attribution: Attribution, speaker: Speaker, setting: Setting) -> Role:
    """An unnamed source: the description is its title, less the organisation where that stands apart from it."""
    tokens, resolved = parse.tokens, setting.resolved
    evidence = speaker.evidence
    if evidence is None:
        return NOBODY
    inside = parse.between(*evidence)
    head = _head(parse, inside)
    if head is None:
        return NOBODY
    inner = _partitive(parse, head, attribution)
    head = head if inner is None else inner
    noun = role_at(tokens[head])
    person = fold(tokens[head].lemma) in _SOMEBODY
    if noun is None and not person:
        return NOBODY
    if speaker.kind == "group" and (noun is None or noun.classes[:1] == ("person",) or "critic" in tokens[head].lemma):
        return NOBODY
    end = phrase_end(parse, head, parse.sentences[tokens[head].sentence].end)
    source = attribution.source
    if source is not None and source.start <= tokens[head].start < source.end:
        words_inside = [index for index in parse.between(*source) if index >= head]
        end = words_inside[-1] + 1 if words_inside else end
        aside = (at for at in range(head + 1, end - 1) if tokens[at].text == "," and opens_clause(tokens[at + 1]))
        end = next(aside, end)  # "a person with knowledge of the deal, who was not allowed to speak"
    first = start_of(parse, head)
    floor = parse.between(*source).start if source is not None else first
    opened = listed(parse, head, first, floor) if floor < first else first
    left, owner = left_of(parse, head, first, resolved)
    adjectives = any(token.upos in {"ADJ", "NOUN"} and token.text[:1].islower() for token in tokens[first:left])
    if owner is None or adjectives:
        left, owner = first, None
        while left < head and (
            fold(tokens[left].text) in {"a", "an", "the"}
            or tokens[left].upos == "DET"
            or tokens[left].xpos == "PRP$"
            or fold(tokens[left].text) in words("indefinite")
        ):
            left += 1
    left, owner = served(parse, head, left, owner, resolved)
    if opened < first:
        left, owner = left_of(parse, opened, start_of(parse, opened), resolved)
    right, complement = (end, None) if person else right_of(parse, head, end, resolved)
    if person and left + 1 == right:
        return NOBODY  # "somebody", "an individual": nothing is said of him
    title, organization = parse.span(left, right), owner if owner is not None else complement
    if organization is None:
        title, organization = _of_company(parse, title, head, setting)
    sides = words("partisan") | {"observer"}  # "Republicans", "some observers": a side in the story, and no post
    if speaker.kind == "group" and organization is None and fold(tokens[head].text).removesuffix("s") in sides:
        return NOBODY
    evidence = Span(min(title.start, evidence.start), evidence.end) if opened < first else evidence
    return Role(title, organization, _status(parse, range(first, end), head), evidence)


def _head(parse: Parse, inside: range) -> int | None:
    """The head of a description: the last noun of its first part before a preposition."""
    head = None
    for index in inside:
        token = parse.tokens[index]
        if token.upos == "ADP" and head is not None:
            break
        if head is not None and role_at(parse.tokens[head]) and _opens_another(parse, index, inside.stop):
            break
        if token.upos in {"NOUN", "PROPN"} or role_at(token) is not None or fold(token.lemma) in _SOMEBODY:
            head = index
    return head


def _opens_another(parse: Parse, at: int, end: int) -> bool:
    """Whether "and" joins another description with a determiner of its own: "the nominee and his aides"."""
    tokens = parse.tokens
    if fold(tokens[at].text) not in {"and", "&", "or"} or at + 1 >= end:
        return False
    after = tokens[at + 1]
    return after.upos == "DET" or after.xpos == "PRP$" or fold(after.text) in {"a", "an", "the"}


def _partitive(parse: Parse, head: int, attribution: Attribution) -> int | None:
    """The noun that says what a group consists of: "a group of Washington politicians"."""
    tokens = parse.tokens
    if role_at(tokens[head]) is not None or attribution.source is None:
        return None
    if head + 1 >= len(tokens) or fold(tokens[head + 1].text) not in {"of", "from"}:
        return None
    inside = [index for index in parse.between(*attribution.source) if index > head + 1]
    found = None
    for index in inside:
        if tokens[index].upos == "ADP":
            break
        if role_at(tokens[index]) is not None:
            found = index
    return found
