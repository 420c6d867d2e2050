"""entities: name mentions -> the people, organisations and places that they name.

Long forms found entities, short forms join them: a surname its full name, an acronym its spelled-out form, "Apple" the
"Apple Inc." Two full names that differ are two entities, and a surname that both share is decided mention by mention
(see `antecedents`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from attribution.article import Span
from attribution.parse import Parse
from attribution.resolve import lexicon
from attribution.resolve.aliases import aliases
from attribution.resolve.forms import NameMention, core_of, span_of
from attribution.resolve.kinds import kinds_of
from attribution.resolve.lexicon import fold, role_noun, titles, words

Form = tuple[str, ...]

_LONGEST_INITIALS = 3  # letters: "US", "UAE"
_CERTAIN = 2.0  # weight of a gender that a title states
_LEAST_ARCS = 1.0  # probability of arcs of the other gender from which a surname alone is another's: more than one arc
_MOST_AGAINST = 0.25  # share of it that the arcs of the bearer's own gender may have
_PRONOUNS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
MANY = 20  # bearers of one surname that are told apart; bounds the work for each mention of it


@dataclass(slots=True)
class Draft:
    """An entity while the article is read."""

    kind: str  # PER, ORG, LOC, MISC
    form: Form  # the fullest form
    best: NameMention  # where the fullest form stands first
    mentions: list[NameMention] = field(default_factory=list)
    genders: dict[str, float] = field(default_factory=lambda: {"m": 0.0, "f": 0.0})

    def gender(self, least: float = 1.0) -> str:
        """m or f where pronouns, titles or a given name say so with at least this weight, else empty."""
        masculine, feminine = self.genders["m"], self.genders["f"]
        if max(masculine, feminine) < least or masculine == feminine:
            return ""
        return "m" if masculine > feminine else "f"


@dataclass(slots=True)
class Names:
    """Drafts in the order of first mention, and for each mention the drafts that it can mean (one, mostly)."""

    drafts: list[Draft]
    mentions: list[NameMention]
    choices: list[tuple[int, ...]]


def group(parse: Parse, mentions: list[NameMention]) -> Names:
    """Groups the name mentions of one article; every mention has at least one choice."""
    by_form: dict[Form, list[NameMention]] = defaultdict(list)
    for mention in mentions:
        by_form[mention.form].append(mention)
    kinds = kinds_of(parse, by_form)
    people = _people(by_form, kinds)
    others = aliases(parse, by_form, kinds, people)
    owners: dict[Form, tuple[Form, ...]] = {**people, **others}

    roots = sorted({root for found in owners.values() for root in found}, key=lambda root: by_form[root][0].first)
    members: dict[Form, list[Form]] = {root: [] for root in roots}
    for form, found in owners.items():
        for root in found:
            members[root].append(form)
    first: dict[Form, int] = {
        root: min(by_form[form][0].first for form in forms if owners[form] == (root,) or form == root)
        for root, forms in members.items()
    }
    roots.sort(key=lambda root: (first[root], root))
    drafts: list[Draft] = []
    number: dict[Form, int] = {}
    for root in roots:
        number[root] = len(drafts)
        fullest = _fullest(root, members[root], by_form, owners, kinds)
        draft = Draft(kinds[root], fullest, by_form[fullest][0])
        _note_gender(parse, draft, [by_form[form] for form in members[root] if owners[form] == (root,)])
        drafts.append(draft)
    others_of = _of_other_gender(parse, mentions, owners, {root: drafts[at] for root, at in number.items()})
    choices = []
    for at, mention in enumerate(mentions):
        choice = tuple(number[root] for root in owners[mention.form])
        gender = others_of.get(at)
        if gender:
            key = (*mention.form, gender)
            if key not in number:
                number[key] = len(drafts)
                drafts.append(Draft("PER", mention.form, mention, genders={"m": 0.0, "f": 0.0, gender: _CERTAIN}))
            choice = (number[key],)
        choices.append(choice)
        if len(choice) == 1:
            drafts[choice[0]].mentions.append(mention)
    return Names(drafts, mentions, choices)


def _of_other_gender(
    parse: Parse, mentions: list[NameMention], owners: dict[Form, tuple[Form, ...]], drafts: dict[Form, Draft]
) -> dict[int, str]:
    """Mentions of a surname that cannot be of its only bearer named in full, and the gender of whose they are.

    "Bill Clinton … Mrs. Clinton", "Melania Trump … Mr. Trump": a title of the other gender is somebody else's. So is a
    surname that stands before the full name does, and that the pronouns of the other gender alone lead to, all over
    the article: "Secretary Clinton … she … President Bill Clinton".
    """
    found: dict[int, str] = {}
    arcs = _gendered_arcs(parse)
    led: dict[Form, dict[str, float]] = defaultdict(lambda: {"m": 0.0, "f": 0.0})
    bare: dict[Form, list[int]] = defaultdict(list)
    for at, mention in enumerate(mentions):
        roots = owners[mention.form]
        if len(mention.form) > 1 or len(roots) != 1 or len(core_of(roots[0])) < 2 or drafts[roots[0]].kind != "PER":
            continue
        root = core_of(roots[0])
        known = lexicon.given_names().get(root[0], "")
        if not known or root[-1] != mention.form[0]:
            continue
        title = titles().get(fold(parse.tokens[mention.first - 1].text).rstrip(".")) if mention.first else None
        if title is not None and title.gender:
            if title.gender != known:
                found[at] = title.gender
            continue
        bare[mention.form].append(at)
        for gender in ("m", "f"):
            led[mention.form][gender] += arcs.get((mention.head, gender), 0.0)
    for form, mine in bare.items():
        known = lexicon.given_names()[core_of(owners[form][0])[0]]
        other = "f" if known == "m" else "m"
        before = mentions[mine[0]].first < drafts[owners[form][0]].best.first
        if before and led[form][other] >= _LEAST_ARCS and led[form][known] <= _MOST_AGAINST * led[form][other]:
            found.update(dict.fromkeys(mine, other))
    return found


def _gendered_arcs(parse: Parse) -> dict[tuple[int, str], float]:
    """Token and gender -> the probability of the arcs that lead to it from "he" and "she" and their forms."""
    found: dict[tuple[int, str], float] = defaultdict(float)
    for token in parse.tokens:
        gender = _PRONOUNS.get(fold(token.text)) if token.upos in {"PRON", "DET"} else None
        for arc in token.antecedents if gender is not None else ():
            if gender is not None and arc.to != token.index:
                found[arc.to, gender] += arc.probability
    return found


def _fullest(
    root: Form,
    forms: list[Form],
    by_form: dict[Form, list[NameMention]],
    owners: dict[Form, tuple[Form, ...]],
    kinds: dict[Form, str],
) -> Form:
    """The fullest form, less a word before a full name that stands without it at least as often ("Crooked X Y").

    A country is called by an abbreviation only where that is the commoner: "America" rather than "U.S.".
    """
    best = root
    if kinds[root] == "LOC" and "." in root[0]:
        spelled = [form for form in forms if "." not in form[0] and len(form[0]) > _LONGEST_INITIALS]
        often = [form for form in spelled if len(by_form[form]) >= len(by_form[root])]
        return max(often, key=lambda form: (len(form), -by_form[form][0].first), default=root)
    for form in sorted(forms, key=lambda form: (-len(form), by_form[form][0].first)):
        own = kinds[root] == "PER" and owners[form] == (root,) and 2 <= len(form) < len(best)
        ends = own and best[-len(form) :] == form and form[0] in lexicon.given_names()
        if ends and len(by_form[form]) >= len(by_form[best]):
            best = form
    return best


def name_span(parse: Parse, draft: Draft) -> Span:
    """Where the fullest form of a name stands, without titles and possessive endings."""
    return span_of(parse, draft.best)


def _suffix(form: Form) -> str:
    return next((word.rstrip(".") for word in form if word in words("suffix")), "")


def surnames_of(form: Form) -> set[Form]:
    """The short forms by which a full name can be called again, without the given name alone."""
    core = core_of(form)
    found: set[Form] = set()
    for start in range(1, len(core)):
        found.add(core[start:])
    if len(core) >= 3 and core[1] not in words("particle") and len(core[1].rstrip(".")) > 1:
        found.add((core[1],))  # the first of two surnames: "López" for "Andrés López Obrador"
    for tail in list(found):
        bare = tuple(word for word in tail if word not in words("particle"))
        if bare:
            found.add(bare)
        last = tail[-1]
        if last.startswith(("al-", "el-")) and len(tail) == 1:
            found.add((last[3:],))
        if "-" in last and len(tail) == 1:
            found.add(tuple(last.split("-")))
            found.add((last.replace("-", ""),))
    return found


def _same_given(left: str, right: str) -> bool:
    left, right = left.rstrip("."), right.rstrip(".")
    if left == right or (min(len(left), len(right)) == 1 and left[0] == right[0]):
        return True
    known = lexicon.nicknames()
    return (
        right in known.get(left, ())
        or left in known.get(right, ())
        or bool(known.get(left, frozenset()) & known.get(right, frozenset()))
    )


def same_person(left: Form, right: Form) -> bool:
    """Whether two full names can be one person's: "Michael M. Sears" and "Mike Sears", not "Bill" and "Hillary"."""
    one, two = core_of(left), core_of(right)
    if len(one) < 2 or len(two) < 2 or (_suffix(left) and _suffix(right) and _suffix(left) != _suffix(right)):
        return False
    if one[-1] == two[-1]:
        return _same_given(one[0], two[0]) or (len(one) != len(two) and (one[0] in two[1:-1] or two[0] in one[1:-1]))
    short, long = sorted((one, two), key=len)
    return 2 <= len(short) == len(long) - 1 and long[:-1] == short  # "Gabriel García" and "Gabriel García Márquez"


def _people(by_form: dict[Form, list[NameMention]], kinds: dict[Form, str]) -> dict[Form, tuple[Form, ...]]:
    """Each person form -> the full forms that it can stand for."""
    full = sorted(
        (form for form in by_form if kinds[form] == "PER" and len(core_of(form)) > 1),
        key=lambda form: (-len(form), by_form[form][0].first),
    )
    roots: list[Form] = []
    by_word: dict[str, list[Form]] = defaultdict(list)  # roots by each of their words: keeps this linear
    owners: dict[Form, tuple[Form, ...]] = {}
    for form in full:
        near = dict.fromkeys(root for word in core_of(form) for root in by_word[word][-MANY:])
        same = [root for root in near if same_person(form, root)]
        if not same:
            same = [root for root in near if form in surnames_of(root)]
        if same:
            owners[form] = (same[0],)
            continue
        roots.append(form)
        owners[form] = (form,)
        for word in dict.fromkeys(core_of(form)):
            by_word[word].append(form)
    called: dict[Form, list[Form]] = defaultdict(list)
    given: dict[str, list[Form]] = defaultdict(list)
    for root in roots:
        for tail in sorted(surnames_of(root)):
            called[tail].append(root)
        first = core_of(root)[0]
        given[first].append(root)
    for form in sorted((form for form in by_form if form not in owners), key=lambda form: by_form[form][0].first):
        if kinds[form] == "LOC" and lexicon.country(" ".join(form)) and not _is_surname(form, called, by_form):
            continue
        found = called.get(core_of(form), [])
        if not found and len(form) == 1:
            found = given.get(form[0], []) or [
                root for name in sorted(lexicon.nicknames().get(form[0], ())) for root in given.get(name, [])
            ]
            if kinds[form] in {"ORG", "LOC"}:
                found = []
        if found:
            owners[form] = tuple(dict.fromkeys(found))[:MANY]
        elif kinds[form] == "PER":
            owners[form] = (form,)
    return owners


def _is_surname(form: Form, called: dict[Form, list[Form]], by_form: dict[Form, list[NameMention]]) -> bool:
    """Whether a place's name is a person's surname here: "Jordan" after "Jim Jordan", where no tag says place."""
    return form in called and all(mention.tag == "PER" for mention in by_form[form])


def _note_gender(parse: Parse, draft: Draft, groups: list[list[NameMention]]) -> None:
    """Titles and role nouns before a name speak for a gender; its given name whispers."""
    if draft.kind != "PER":
        return
    core = core_of(draft.form)
    if len(core) > 1:
        guess = lexicon.given_names().get(core[0], "")
        if guess:
            draft.genders[guess] += 0.6
    for mention in (mention for found in groups for mention in found):
        for index in range(mention.first - 1, max(mention.first - 3, -1), -1):
            token = parse.tokens[index]
            if token.upos == "PUNCT" and token.text != ".":
                break
            title = titles().get(fold(token.text).rstrip("."))
            noun = role_noun(fold(token.lemma)) or role_noun(fold(token.text))
            gender = (title.gender if title else "") or (noun.gender if noun else "")
            if gender and token.sentence == parse.tokens[mention.first].sentence:
                draft.genders[gender] += 2.0
