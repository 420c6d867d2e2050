"""setting: whose a title is that stands alone ("Spokeswoman Sandy Angers", "Finance Minister Alexei Kudrin").

The organisation is then elsewhere in the article. It is taken only where the kind of title asks for one kind of body
(who speaks for or runs something: a company or body; who governs: a country) and one candidate is left:

* a body that at least two of three signs point to, none of them to another: it is named first of all bodies, it is
  spoken of most, and it is the last spoken of before the title, in its sentence or the one before;
* a country that is spoken of first and last before the title, and in the whole article twice as often as any other,
  where nobody else is said to hold the same office.

Everybody else's organisation (a senator's, a judge's, an analyst's) stays open: his title does not say of what kind
it is, or the article is about something else than his employer.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from attribution.article import Span
from attribution.parse import Parse
from attribution.resolve.entity import Entity, Mention, Resolved
from attribution.resolve.lexicon import country, fold, places, words
from attribution.resolve.nouns import role_at, role_word
from attribution.tables import records

OFTEN = 2  # how often a country is spoken of at least, and how many times as often as the next
_MODEL = re.compile(r"\d{2,}[\w-]*$")  # "Airbus A330", "737": what a body makes
FEW = 2  # a body that is spoken of less often than this rivals nobody


@dataclass(frozen=True)
class Setting:
    """The bodies and countries that an article speaks of, read once for all its titles. Positions are token indices."""

    parse: Parse
    resolved: Resolved

    def owner(self, head: int) -> Span | None:
        """The name of the body or country that a title with this head, which states neither, can only belong to."""
        token = self.parse.tokens[head]
        keys = {fold(token.lemma), fold(token.text), role_word(token)}
        if keys & words("state_post"):
            return self._country(head)
        if keys & words("body_post"):
            return self.body(head)
        return None

    def names_inside(self, title: Span, head: int) -> bool:
        """Whether a name that the article has elsewhere stands in a title before its head: "Apple Watch chief X".

        Such a title does not stand alone.
        """
        before = (self.parse.tokens[index] for index in self.parse.between(*title) if index < head)
        return any(
            token.text[:1].isupper()
            and role_at(token) is None
            and fold(token.text) not in words("title_modifier")
            and self.resolved.is_name(token.text)
            for token in before
        )

    def body(self, head: int) -> Span | None:
        """The company or body that the article leaves no doubt about at this token; None where there is doubt."""
        near = self._before(self._spoken, head)
        votes = Counter(entity for entity in (near, self._first, self._most) if entity is not None)
        if not votes:
            return None
        entity, count = votes.most_common(1)[0]
        if count < 2 or (near is not None and near != entity):
            return None
        return self._name(self._bodies[entity], head)

    @cached_property
    def _bodies(self) -> dict[str, Entity]:
        """Those organisations that the tagger saw as such: no places, no people, no models of aircraft."""
        return {
            entity.id: entity
            for entity in self.resolved.entities
            if entity.kind == "organization"
            and fold(entity.name) not in places()
            and not _MODEL.search(entity.name)
            and any(mention.form == "name" and self._tagged(mention.head) for mention in entity.mentions)
        }

    def _tagged(self, head: int) -> bool:
        name = self.parse.name_at(head)
        return name is not None and name.kind == "ORG"

    @cached_property
    def _spoken(self) -> list[tuple[int, str]]:
        """Where each body is spoken of, by whatever words; those that are but touched upon are left out."""
        return sorted(
            (mention.head, entity.id)
            for entity in self._bodies.values()
            if len(entity.mentions) >= FEW
            for mention in entity.mentions
        )

    @cached_property
    def _first(self) -> str | None:
        named = (
            (mention.head, entity.id)
            for entity in self._bodies.values()
            for mention in entity.mentions
            if mention.form == "name"
        )
        return min(named, default=(0, None))[1]

    @cached_property
    def _most(self) -> str | None:
        """The body that is called by a name or a noun most often: what "it" means is seldom sure enough to count."""
        counts = {
            entity.id: sum(mention.form != "pronoun" for mention in entity.mentions) for entity in self._bodies.values()
        }
        ranked = sorted(((count, id) for id, count in counts.items()), reverse=True)
        alone = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][0] > ranked[1][0])
        return ranked[0][1] if ranked and alone and ranked[0][0] >= FEW else None

    def _before(self, spoken: Sequence[tuple[int, str]], head: int) -> str | None:
        """What is spoken of last before a token, in its sentence or the one before."""
        sentence = self.parse.tokens[head].sentence
        at = bisect_left(spoken, (head, "")) - 1
        if at < 0 or self.parse.tokens[spoken[at][0]].sentence < sentence - 1:
            return None
        return spoken[at][1]

    def _country(self, head: int) -> Span | None:
        token = self.parse.tokens[head]
        if not token.text[:1].isupper():
            return None  # "president Ann Lee" presides over anything
        land = self._land
        if land is None:
            return None
        before = bisect_left(self._lands, (head, ""))
        signs = {land, self._lands[0][1], self._lands[before - 1][1] if before else None}
        if len(signs) > 1 or len(self._holders.get(role_word(token), ())) > 1:
            return None
        entity = self.resolved.country(land)
        return self._name(entity, head) if entity is not None else None

    @cached_property
    def _land(self) -> str | None:
        """The country that is spoken of often, and much more often than any other."""
        ranked = Counter(place for _, place in self._lands).most_common(2)
        next_often = ranked[1][1] if len(ranked) > 1 else 0
        return ranked[0][0] if ranked and ranked[0][1] >= OFTEN * max(next_often, 1) else None

    @cached_property
    def _lands(self) -> list[tuple[int, str]]:
        """Where countries are spoken of: by name, by adjective, by their capital; "US$" is money."""
        found: dict[int, str] = {}
        for entity in self.resolved.entities:
            place = country(entity.name)
            if entity.kind != "person" and place in _countries():
                found.update((mention.head, place) for mention in entity.mentions if mention.form == "name")
        for token in self.parse.tokens:
            if token.text[:1].isupper() and token.index not in found:
                place = country(token.text)
                if place in _countries():
                    found[token.index] = place
        tokens = self.parse.tokens
        money = {index for index in found if index + 1 < len(tokens) and tokens[index + 1].text[:1] in set("$€£¥")}
        return sorted((index, place) for index, place in found.items() if index not in money)

    @cached_property
    def _holders(self) -> dict[str, set[str]]:
        """Office -> the people whom the article gives it, by entity."""
        found: dict[str, set[str]] = {}
        for entity in self.resolved.entities:
            for statement in entity.roles:
                found.setdefault(role_word(self.parse.tokens[statement.head]), set()).add(entity.id)
        return found

    def _name(self, entity: Entity, head: int) -> Span | None:
        """Where the entity's full name stands, nearest before the title, or else first after it."""
        names = self._full[entity.id]
        at = bisect_left(names, head, key=lambda mention: mention.head) - 1
        return names[max(at, 0)].span if names else None

    @cached_property
    def _full(self) -> dict[str, list[Mention]]:
        """Entity -> where it is named in full, in text order; where it never is, where it is named at all."""
        found = {}
        for entity in self.resolved.entities:
            names = [mention for mention in entity.mentions if mention.form == "name"]
            found[entity.id] = [each for each in names if self.parse.words(each.span) == entity.name] or names
        return found


@cache
def _countries() -> frozenset[str]:
    return frozenset(row["name"] for row in records("places") if row["kind"] == "country")
