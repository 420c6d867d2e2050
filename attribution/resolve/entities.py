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
from attribution.resolve.forms import NameMention, core_of, span_of
from attribution.resolve.lexicon import fold, role_noun, titles, words
from attribution.resolve.roles import title_before
from attribution.resolve.runs import is_title

Form = tuple[str, ...]

# How much each sign speaks for a kind of name. Set by hand on the training articles: the tagger calls about one name
# in eight of these kinds by a wrong one, the other signs are wrong less often and are worth more than one tag.
TAG_VOTE = 2.0
SURE_SIGN = 3.0
SIGN = 1.5

_SITES = (".com", ".org", ".net", ".co.uk")  # "CNNMoney" for "CNNMoney.com"

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
    kinds = {form: _kind(parse, form, found) for form, found in by_form.items()}
    _first_words(parse, by_form, kinds)
    people = _people(by_form, kinds)
    others = _others(parse, by_form, kinds, people)
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
    choices = []
    for mention in mentions:
        choice = tuple(number[root] for root in owners[mention.form])
        choices.append(choice)
        if len(choice) == 1:
            drafts[choice[0]].mentions.append(mention)
    return Names(drafts, mentions, choices)


def _fullest(
    root: Form,
    forms: list[Form],
    by_form: dict[Form, list[NameMention]],
    owners: dict[Form, tuple[Form, ...]],
    kinds: dict[Form, str],
) -> Form:
    """The fullest form, less a word before a full name that stands without it at least as often ("Crooked X Y")."""
    best = root
    for form in sorted(forms, key=lambda form: (-len(form), by_form[form][0].first)):
        own = kinds[root] == "PER" and owners[form] == (root,) and 2 <= len(form) < len(best)
        ends = own and best[-len(form) :] == form and form[0] in lexicon.given_names()
        if ends and len(by_form[form]) >= len(by_form[best]):
            best = form
    return best


def name_span(parse: Parse, draft: Draft) -> Span:
    """Where the fullest form of a name stands, without titles and possessive endings."""
    return span_of(parse, draft.best)


def _kind(parse: Parse, form: Form, mentions: list[NameMention]) -> str:
    votes = {"PER": 0.0, "ORG": 0.0, "LOC": 0.0, "MISC": 0.0}
    for mention in mentions:
        if mention.tag:
            votes[mention.tag] += TAG_VOTE * mention.confidence / len(mentions)
    text = " ".join(form)
    tokens = parse.tokens
    if lexicon.country(text) and text not in lexicon.nationalities():
        votes["LOC"] += SURE_SIGN
    personal = len(form) == 2 and form[0] in lexicon.given_names()  # "Jim Press"
    ends = (form[-1] in words("organization_word") or form[-1] in words("corporate")) and not personal
    if "&" in form or (len(form) == 1 and form[0] in words("outlet")):
        votes["ORG"] += SURE_SIGN
    opens = "of" in form and any(word in words("organization_word") for word in form[:-1])
    noun = lexicon.nouns().get(form[-1])
    body = noun is not None and noun.kind == "body" and "unique" in noun.classes  # "Belgian government"
    if len(form) > 1 and (ends or opens or body):
        votes["ORG"] += SURE_SIGN
    written = tokens[mentions[0].first].text
    if len(form) == 1 and written.isupper() and 2 <= len(written) <= 5 and written.isalpha():
        votes["ORG"] += TAG_VOTE
    if form[0] in lexicon.given_names() and form[-1] not in words("organization_word"):
        votes["PER"] += SIGN if len(form) > 1 else 0.5
    if len(form) > 2 and len(form[1].rstrip(".")) == 1:
        votes["PER"] += SIGN
    if 2 <= len(form) <= 3:
        votes["PER"] += 0.3
    signs = [_context(parse, mention) for mention in mentions]
    votes["PER"] += SURE_SIGN * signs.count("PER") / len(signs) + (SIGN if "PER" in signs else 0.0)
    if "EMPLOYER" in signs and "PER" not in signs and votes["LOC"] < SURE_SIGN:
        votes["ORG"] += SIGN
        votes["PER"] -= SIGN if form[0] not in lexicon.given_names() else 0.0
    votes["ORG"] += SIGN * signs.count("ORG") / len(signs)
    votes["PER"] -= SIGN * signs.count("ORG") / len(signs)
    best = max(votes, key=lambda kind: votes[kind])
    return best if votes[best] > 0 else "MISC"


def _first_words(parse: Parse, by_form: dict[Form, list[NameMention]], kinds: dict[Form, str]) -> None:
    """A word that opens an organisation's name and ends no person's is that organisation ("Northrop")."""
    openers = {form[0] for form in by_form if len(form) > 1 and kinds[form] == "ORG"}
    surnames = {core_of(form)[-1] for form in by_form if len(form) > 1 and kinds[form] == "PER"}
    for form, found in by_form.items():
        if len(form) > 1 or kinds[form] != "PER" or form[0] not in openers or form[0] in surnames:
            continue
        if form[0] not in lexicon.given_names() and not any(_context(parse, mention) == "PER" for mention in found):
            kinds[form] = "ORG"


def _context(parse: Parse, mention: NameMention) -> str:
    """What the words around one mention say: PER after a title or before an age, ORG after "the"."""
    tokens = parse.tokens
    before = tokens[mention.first - 1] if mention.first else None
    if before is not None and before.sentence == tokens[mention.first].sentence:
        key = fold(before.text).rstrip(".")
        noun = role_noun(key)
        office = noun is not None and noun.classes[:1] != ("person",)  # "spokesman", not "rival": Airbus is one
        if key in titles() or (office and is_title(before) and _is_title_noun(parse, mention)):
            return "PER"
        if key == "the":
            return "ORG"
        sentence = parse.sentences[before.sentence]
        if mention.form[0] in lexicon.given_names() and title_before(parse, mention.first, sentence.first) is not None:
            return "PER"  # "the chairman of Chrysler LLC Jim Press"
    after = tokens[mention.end : mention.end + 3]
    if after and after[0].sentence == tokens[mention.first].sentence and after[0].text not in {"'s", "’s"}:
        noun = role_noun(fold(after[0].text))
        if noun is not None and not {"person", "member"} & set(noun.classes):
            return "EMPLOYER"  # "Northrop Grumman CEO", "UBS analyst"
    if len(after) == 3 and after[0].text == "," and after[1].text.isdigit() and after[2].text in {",", "."}:
        return "PER" if 1 <= len(after[1].text) <= 3 else ""
    return ""


def _is_title_noun(parse: Parse, mention: NameMention) -> bool:
    """Whether the role noun before a name hangs together with it ("spokesman Zabihullah Mujahid")."""
    noun, name = parse.tokens[mention.first - 1], range(mention.first, mention.end)
    return noun.head in name or any(parse.tokens[index].head == noun.index for index in name)


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


def _others(
    parse: Parse, by_form: dict[Form, list[NameMention]], kinds: dict[Form, str], people: dict[Form, tuple[Form, ...]]
) -> dict[Form, tuple[Form, ...]]:
    """Each form that is no person's -> the fullest form of the same organisation, place or thing."""
    forms = sorted(
        (form for form in by_form if form not in people), key=lambda form: (-len(form), by_form[form][0].first)
    )
    owners: dict[Form, Form] = {}
    spelled = _spelled_out(parse, by_form)
    by_initials: dict[str, Form] = {}
    by_first: dict[str, list[Form]] = defaultdict(list)
    by_last: dict[str, list[Form]] = defaultdict(list)
    by_place: dict[str, Form] = {}
    for form in forms:
        place = lexicon.places().get(" ".join(form)) or lexicon.places().get(" ".join(form).rstrip(".") + ".")
        owner: Form | None = None
        if place:
            owner = by_place.get(place)
            by_place.setdefault(place, form)
        elif form in spelled:
            owner = spelled[form]
        elif len(form) == 1 and _is_acronym(parse, by_form[form][0]):
            owner = by_initials.get(form[0].replace(".", ""))
        elif len(form) == 1 and kinds[form] != "LOC":
            owner = next((site for end in _SITES if (site := (form[0] + end,)) in by_form and site not in people), None)
        if owner is None and not place and kinds[form] != "LOC":
            owner = next((root for root in by_first[form[0]] if _is_longer(form, root, kinds, by_form)), None)
            if owner is None and (len(form) > 1 or form[-1] in words("organization_word")):
                owner = next((root for root in by_last[form[-1]] if root[-len(form) :] == form), None)
        while owner is not None and owners.get(owner, owner) != owner:
            owner = owners[owner]
        owners[form] = form if owner is None or owner not in by_form else owner
        if owners[form] == form and not place:
            by_initials.setdefault("".join(word[0] for word in form if word not in {"of", "the", "and", "for"}), form)
            by_initials.setdefault("".join(word[0] for word in form), form)
            by_first[form[0]].append(form)
            by_last[form[-1]].append(form)
    return {form: (owner,) for form, owner in owners.items()}


def _is_acronym(parse: Parse, mention: NameMention) -> bool:
    text = parse.tokens[mention.first].text.replace(".", "")
    return 2 <= len(text) <= 7 and sum(letter.isupper() for letter in text) >= 2


def _is_longer(form: Form, root: Form, kinds: dict[Form, str], by_form: dict[Form, list[NameMention]]) -> bool:
    """Whether `root` is the full name of the organisation that `form` calls by its first words.

    A word that designates no company is taken for part of the name only where the full name comes first, as in
    "Northrop Grumman … Northrop"; "Chrysler … Chrysler Aspen" are two.
    """
    rest = root[len(form) :]
    if not rest or root[: len(form)] != form:
        return False
    thing = lexicon.nouns().get(rest[-1])
    if thing is not None and thing.kind == "document":
        return False  # "U.N.", "U.N. Charter"
    if all(word in words("corporate") for word in rest):
        return True
    plain = len(rest) == 1 and rest[0] not in words("organization_word") and not any(c.isdigit() for c in rest[0])
    introduced = by_form[root][0].first < by_form[form][0].first
    return kinds[form] == kinds[root] == "ORG" and plain and introduced


def _spelled_out(parse: Parse, by_form: dict[Form, list[NameMention]]) -> dict[Form, Form]:
    """Acronyms that the article explains: "Organization of Islamic Cooperation (OIC)"."""
    ending = {mention.end: form for form, found in by_form.items() for mention in found}
    spelled: dict[Form, Form] = {}
    for form in sorted(by_form, key=lambda form: by_form[form][0].first):
        for mention in by_form[form]:
            first = mention.first
            if len(form) != 1 or first < 2 or parse.tokens[first - 1].text != "(" or not _is_acronym(parse, mention):
                continue
            before = ending.get(first - 1) or ending.get(first - 2)
            letters = form[0].replace(".", "")
            if before is not None and before != form and before[0][0] == letters[0]:
                spelled[form] = before
                break
    return spelled


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
