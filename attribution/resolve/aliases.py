"""aliases: which names of organisations, places and things are short for which, an acronym for its words included.

"Apple" for "Apple Inc.", "Ford" for "Ford Motor Company", "US Treasury" for "U.S. Treasury Department", "OIC" for
"Organization of Islamic Cooperation", "SIA" for "Singapore Airlines".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from attribution.parse import Parse
from attribution.resolve import lexicon
from attribution.resolve.forms import NameMention
from attribution.resolve.lexicon import words

Form = tuple[str, ...]

_SITES = (".com", ".org", ".net", ".co.uk")  # "CNNMoney" for "CNNMoney.com"
_SMALL = frozenset({"of", "the", "and", "for"})
_JOINTS = frozenset({"and", "&", "of"})
_OFFICES = (("department",), ("ministry",))  # what a body is called besides, and no part of it
_SHORTEST_BLEND = 3  # letters of an acronym that takes more than one from a word: two would fit too many names
_SHORTEST_STEM = 4  # letters to which a headline may cut a word: "Penske Auto" for "Penske Automotive Group"
_MANY = 20  # names by one letter that an acronym is compared with; bounds the work


def aliases(
    parse: Parse, by_form: dict[Form, list[NameMention]], kinds: dict[Form, str], people: dict[Form, tuple[Form, ...]]
) -> dict[Form, tuple[Form, ...]]:
    """Each form that is no person's -> the fullest form of the same organisation, place or thing."""
    forms = sorted(
        (form for form in by_form if form not in people), key=lambda form: (-len(form), by_form[form][0].first)
    )
    owners: dict[Form, Form] = {}
    spelled = _spelled_out(parse, by_form)
    by_initials: dict[str, Form] = {}
    by_letter: dict[str, list[Form]] = defaultdict(list)
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
            letters = form[0].replace(".", "")
            owner = by_initials.get(letters) or _blended(letters, by_letter[letters[0]][-_MANY:], kinds)
        elif len(form) == 1 and kinds[form] != "LOC":
            owner = next((site for end in _SITES if (site := (form[0] + end,)) in by_form and site not in people), None)
        if owner is None and not place and kinds[form] != "LOC":
            longer = [root for root in by_first[_plain(form[0])] if _is_longer(form, root, kinds, by_form)]
            owner = min(longer, key=lambda root: by_form[root][0].first, default=None)
            if owner is None and (len(form) > 1 or form[-1] in words("organization_word")):
                owner = next((root for root in by_last[form[-1]] if root[-len(form) :] == form), None)
        while owner is not None and owners.get(owner, owner) != owner:
            owner = owners[owner]
        owners[form] = form if owner is None or owner not in by_form else owner
        if owners[form] == form and not place:
            by_initials.setdefault("".join(word[0] for word in form if word not in _SMALL), form)
            by_initials.setdefault("".join(word[0] for word in form), form)
            by_letter[form[0][0]].append(form)
            by_first[_plain(form[0])].append(form)
            by_last[form[-1]].append(form)
    return {form: (owner,) for form, owner in owners.items()}


def _plain(word: str) -> str:
    """A word without full stops: "U.S." is "US"."""
    return word.replace(".", "")


def _is_acronym(parse: Parse, mention: NameMention) -> bool:
    text = parse.tokens[mention.first].text.replace(".", "")
    return 2 <= len(text) <= 7 and sum(letter.isupper() for letter in text) >= 2


def _blended(letters: str, roots: list[Form], kinds: dict[Form, str]) -> Form | None:
    """The one organisation whose words begin with these letters, each word with one or more of them.

    "SIA" for "Singapore Airlines", "FedEx" for "Federal Express", "BofA" for "Bank of America", "AmEx" for "American
    Express". Where two organisations fit, neither is meant for sure.
    """
    if len(letters) < _SHORTEST_BLEND:
        return None
    found = [root for root in roots if len(root) > 1 and kinds[root] == "ORG" and _spells(letters, root)]
    return found[0] if len(found) == 1 else None


def _spells(letters: str, form: Form) -> bool:
    """Whether letters are made of one or more opening letters of each word of a name, small words at will."""
    rests = {letters}
    for word in form:
        after = {rest[size:] for rest in rests for size in _openings(rest, word)}
        rests = after | rests if word in _SMALL else after
    return "" in rests


def _openings(letters: str, word: str) -> Iterator[int]:
    """How many of these letters a word can have given, from one on."""
    for size in range(1, min(len(letters), len(word)) + 1):
        if letters[size - 1] != word[size - 1]:
            return
        yield size


def _is_longer(form: Form, root: Form, kinds: dict[Form, str], by_form: dict[Form, list[NameMention]]) -> bool:
    """Whether `root` is the full name of the organisation that `form` calls by its first words.

    A word that designates no company is taken for part of the name only where the full name comes first, as in
    "Northrop Grumman … Northrop"; "Chrysler … Chrysler Aspen" are two.
    """
    rest = root[len(form) :]
    if not rest or not _opens(form, root):
        return False
    thing = lexicon.nouns().get(rest[-1])
    if thing is not None and thing.kind == "document":
        return False  # "U.N.", "U.N. Charter"
    if all(word in words("corporate") for word in rest):
        return True
    trade = words("industry") | words("corporate") | _JOINTS
    if kinds[root] == "ORG" and rest[-1] in words("corporate") and all(word in trade for word in rest):
        return True  # "Ford" and "Ford Motor Company", "Goodyear" and "Goodyear Tire", not "Ford Motor Credit"
    body = lexicon.nouns().get(form[-1])
    unique = body is not None and body.kind == "body" and "unique" in body.classes
    if rest in _OFFICES and unique:
        return True  # "US Treasury" and "U.S. Treasury Department", not "U.S. Senate" and "U.S. Senate Committee"
    plain = len(rest) == 1 and rest[0] not in words("organization_word") and not any(c.isdigit() for c in rest[0])
    introduced = by_form[root][0].first < by_form[form][0].first
    return kinds[form] == kinds[root] == "ORG" and plain and introduced


def _opens(form: Form, root: Form) -> bool:
    """Whether a name begins with these words, full stops aside; the last of several may be cut to its stem."""
    *same, last = zip(form, root, strict=False)
    if any(_plain(short) != _plain(long) for short, long in same):
        return False
    short, long = _plain(last[0]), _plain(last[1])
    stem = len(form) > 1 and len(short) >= _SHORTEST_STEM and long.startswith(short) and len(root) > len(form)
    return short == long or (stem and last[1] in words("industry"))


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
