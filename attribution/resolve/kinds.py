"""kinds: whether a name is a person's, an organisation's, a place's or a thing's, by all that the article says of it.

The tagger reads one sentence at a time and takes "Ford" for a man wherever nothing near it speaks of cars. Here every
mention of a name votes once with its tag and once with the words around it, and the article decides as a whole.
"""

from __future__ import annotations

import re
from collections import defaultdict

from attribution.parse import Parse, Token
from attribution.resolve import lexicon
from attribution.resolve.forms import NameMention, core_of
from attribution.resolve.lexicon import fold, role_noun, titles, words
from attribution.resolve.nouns import body_noun, role_at
from attribution.resolve.role_phrases import title_before
from attribution.resolve.runs import POSSESSIVE, is_title

Form = tuple[str, ...]

# How much each sign speaks for a kind of name. Set by hand on the training articles: the tagger calls about one name
# in eight of these kinds by a wrong one, the other signs are wrong less often and are worth more than one tag.
TAG_VOTE = 2.0
SURE_SIGN = 3.0
SIGN = 1.5
MOST_ARCS = 2.0  # the weight of all coreference arcs together: they are right in about three of four cases

_COMPLEMENT = frozenset({"of", "to", "against"})  # "Alliance to Reclaim Our Schools", "Campaign Against Arms Trade"
_NO_ROLE = lexicon.Noun("role", (), "")
_SITE = re.compile(r"\w[\w-]*\.(?:com|org|net|edu|gov|info|tv|eu|co\.[a-z]{2}|[a-z]{2})")


def kinds_of(parse: Parse, by_form: dict[Form, list[NameMention]]) -> dict[Form, str]:
    """Each form of a name -> PER, ORG, LOC or MISC."""
    neuter = _neuter_arcs(parse)
    kinds = {form: _kind(parse, form, found, neuter) for form, found in by_form.items()}
    _first_words(parse, by_form, kinds)
    return kinds


def _neuter_arcs(parse: Parse) -> dict[int, float]:
    """Token -> the probability of the coreference arcs that lead to it from "it" and "its"."""
    found: dict[int, float] = defaultdict(float)
    for token in parse.tokens:
        if token.upos == "PRON" and fold(token.text) in {"it", "its", "itself"}:
            for arc in token.antecedents:
                if arc.to != token.index:
                    found[arc.to] += arc.probability
    return found


def _kind(parse: Parse, form: Form, mentions: list[NameMention], neuter: dict[int, float]) -> str:
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
    if "&" in form or (len(form) == 1 and (form[0] in words("outlet") or _SITE.fullmatch(form[0]))):
        votes["ORG"] += SURE_SIGN
    opens = bool(_COMPLEMENT & set(form)) and any(word in words("organization_word") for word in form[:-1])
    noun = lexicon.nouns().get(form[-1])
    # "Belgian government", "Clinton's campaign"
    body = noun is not None and noun.kind == "body" and bool({"unique", "owned"} & set(noun.classes))
    if len(form) > 1 and (ends or opens or body):
        votes["ORG"] += SURE_SIGN
    written = tokens[mentions[0].first].text
    label = all(mention.end < len(tokens) and tokens[mention.end].text == ":" for mention in mentions)
    if len(form) == 1 and written.isupper() and 2 <= len(written) <= 5 and written.isalpha() and not label:
        votes["ORG"] += TAG_VOTE
    if form[0] in lexicon.given_names() and form[-1] not in words("organization_word"):
        votes["PER"] += SIGN if len(form) > 1 else 0.5
    if len(form) > 2 and len(form[1].rstrip(".")) == 1:
        votes["PER"] += SIGN
    if 2 <= len(form) <= 3:
        votes["PER"] += 0.3
    if any(letter.isdigit() for letter in written) and not written[0].isdigit():
        votes["MISC"] += SIGN  # "A380", "F-22": what is numbered is mostly made, and speaks for nobody
    # "U.S. President Barack Obama's administration": the title is the person's, the name the body's
    # "the organizer Alliance to Reclaim Our Schools": an organiser, an owner, a rival can be a body as well
    signs = [
        "" if (body or opens) and sign == "PER" else sign for sign in (_context(parse, mention) for mention in mentions)
    ]
    votes["PER"] += SURE_SIGN * signs.count("PER") / len(signs) + (SIGN if "PER" in signs else 0.0)
    if "EMPLOYER" in signs and "PER" not in signs and votes["LOC"] < SURE_SIGN:
        votes["ORG"] += SIGN
        votes["PER"] -= SIGN if form[0] not in lexicon.given_names() else 0.0
    votes["ORG"] += SIGN * signs.count("ORG") / len(signs)
    votes["PER"] -= SIGN * signs.count("ORG") / len(signs)
    bodies = [_beside_body(parse, mention) for mention in mentions]
    if any(bodies):
        votes["ORG"] += SIGN + SURE_SIGN * bodies.count(True) / len(bodies)
        votes["PER"] -= SIGN if form[0] not in lexicon.given_names() else 0.0
    if "PER" not in signs and form[0] not in lexicon.given_names():
        arcs = sum(neuter.get(index, 0.0) for mention in mentions for index in range(mention.first, mention.end))
        votes["PER"] -= min(arcs, MOST_ARCS)  # nobody calls a person "it"
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
        if fold(after[0].text) in {"poll", "survey"} and not (len(after) > 1 and after[1].upos in {"NOUN", "PROPN"}):
            return "EMPLOYER"  # "a Gallup poll", not "the Trump poll numbers"
    if len(after) == 3 and after[0].text == "," and after[1].text.isdigit() and after[2].text in {",", "."}:
        return "PER" if 1 <= len(after[1].text) <= 3 else ""
    return ""


def _is_title_noun(parse: Parse, mention: NameMention) -> bool:
    """Whether the role noun before a name hangs together with it ("spokesman Zabihullah Mujahid")."""
    noun, name = parse.tokens[mention.first - 1], range(mention.first, mention.end)
    if noun.head in name or any(parse.tokens[index].head == noun.index for index in name):
        return True
    # "CBS This Morning co-Anchor DeMarco Morgan", where both hang on the programme
    full = len(mention.form) > 1 and mention.form[-1] not in words("organization_word") | words("corporate")
    return full and "journalist" in (role_noun(fold(noun.text)) or _NO_ROLE).classes and noun.upos == "PROPN"


def _beside_body(parse: Parse, mention: NameMention) -> bool:
    """Whether the article says beside a name that it is a body's: a company's, a paper's, a group's.

    "the carmaker Ford", "the magazine Der Spiegel"; "NPD, a market research firm"; "Ford is the second largest
    automaker"; "director of sales at Ford", "an analyst with Edmunds"; "Ford's shares", "Ford dealers". What the
    tagger takes for a person's full name needs the noun right before it: "Tim Hess, a developer" is a man.
    """
    tokens = parse.tokens
    inside = range(mention.first, mention.end)
    sentence = parse.sentences[tokens[mention.first].sentence]
    full = len(mention.form) > 1 and mention.tag == "PER"
    before = tokens[mention.first - 1] if mention.first > sentence.first else None
    if before is not None and _is_body(before) and not _is_subject(parse, inside):
        return not (full and fold(before.lemma) in words("trader"))
    if full:
        return False
    for index in inside:
        token = tokens[index]
        if any(_is_body(child) for child in parse.children(index, "appos") if child.index >= mention.end):
            return True
        above = tokens[token.head]
        if token.deprel == "nsubj" and _is_body(above) and parse.children(above.index, "cop"):
            return True
        at = any(fold(case.text) in {"at", "with"} for case in parse.children(index, "case"))
        if at and token.deprel == "nmod" and (role_at(above) is not None or role_at(tokens[above.head]) is not None):
            return True
    return _owns_assets(parse, mention, sentence.end)


def _is_body(token: Token) -> bool:
    """Whether a common noun says that what it stands beside is a company, a paper or a group."""
    noun = body_noun(token) if token.upos == "NOUN" and token.feature("Number") != "Plur" else None
    return noun is not None and noun.kind == "body" and bool({"company", "appositive"} & set(noun.classes))


def _is_subject(parse: Parse, inside: range) -> bool:
    """Whether a name is the subject of a clause that hangs on the noun before it: "the company Jobs founded"."""
    tokens = parse.tokens
    noun = inside.start - 1
    return any(tokens[index].deprel.startswith("nsubj") and tokens[tokens[index].head].head == noun for index in inside)


def _owns_assets(parse: Parse, mention: NameMention, limit: int) -> bool:
    """Whether a name stands before what only companies have: "Ford's shares", "GM dealers", "Delta's second fleet"."""
    index = mention.end
    tokens = parse.tokens
    if index < limit and tokens[index].text in POSSESSIVE:
        index += 1
    while index < min(limit, mention.end + 4) and tokens[index].upos in {"NOUN", "PROPN", "ADJ", "NUM"}:
        if fold(tokens[index].lemma) in words("corporate_asset"):
            return True
        index += 1
    return False
