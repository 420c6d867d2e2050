"""anonymity: the terms on which an unnamed source speaks, with the source that they belong to."""

from __future__ import annotations

import pytest

from attribution.describe import describe
from attribution.resolve import resolve
from tests.sources import story


def terms(line: str, names: dict[str, list[str]]) -> list[str | None]:
    """The terms of each attribution's source, as written."""
    parse, findings = story(line, **names)
    described = describe(parse, findings, resolve(parse, findings))
    return [parse.words(one.anonymity) if one.anonymity is not None else None for one in described]


Row = tuple[str, str, dict[str, list[str]], list[str | None]]

# By class of construction; each row: what it shows, the story, what the tagger saw; the terms of each bracket.
ANONYMITY: dict[str, list[Row]] = {
    "on condition of anonymity": [
        ("who spoke", "[an official] who spoke on condition of anonymity said it rained .", {},
         ["who spoke on condition of anonymity"]),
        ("speaking", "[an official] , speaking on the condition of anonymity , said it rained .", {},
         ["speaking on the condition of anonymity"]),
        ("bare, after the cue", "[an official] said it rained , on condition of anonymity .", {},
         ["on condition of anonymity"]),
        ("condition in a clause", "[an official] said it rained , on condition that he not be named .", {},
         ["on condition that he not be named"]),
    ],
    "asked not to be named": [
        ("asked", "[a diplomat] who asked not to be named said it rained .", {}, ["who asked not to be named"]),
        ("declined", "[a diplomat] who declined to be identified said it rained .", {},
         ["who declined to be identified"]),
        ("did not want", "[a diplomat] who did not want to be quoted said it rained .", {},
         ["who did not want to be quoted"]),
        ("wished to remain", "[a diplomat] who wished to remain anonymous said it rained .", {},
         ["who wished to remain anonymous"]),
    ],
    "anonymity as a noun or an adverb": [
        ("requested", "[an executive] who requested anonymity said it rained .", {}, ["who requested anonymity"]),
        ("insisted on", "[an executive] who insisted on anonymity said it rained .", {}, ["who insisted on anonymity"]),
        ("anonymously", "[an executive] who spoke anonymously said it rained .", {}, ["who spoke anonymously"]),
    ],
    "not authorised to speak": [
        ("American spelling", "[an aide] who was not authorized to speak publicly said it rained .", {},
         ["who was not authorized to speak publicly"]),
        ("British spelling", "[an aide] said it rained , because she was not authorised to discuss it .", {},
         ["because she was not authorised to discuss it"]),
        ("not allowed", "[an aide] who was not allowed to speak to reporters said it rained .", {},
         ["who was not allowed to speak to reporters"]),
        ("lacked permission", "[an aide] who lacked permission to comment said it rained .", {},
         ["who lacked permission to comment"]),
    ],
    "the reason comes along": [
        ("because", "[an official] , who asked not to be named because talks continued , said it rained .", {},
         ["who asked not to be named because talks continued"]),
        ("for fear", "[an official] , who declined to be named for fear of trouble , said it rained .", {},
         ["who declined to be named for fear of trouble"]),
        ("to discuss", "[an official] , who requested anonymity to discuss plans , said it rained .", {},
         ["who requested anonymity to discuss plans"]),
    ],
    "whose terms they are": [
        ("of the sentence before", "[an official] said it rained . The official spoke on condition of anonymity .", {},
         ["spoke on condition of anonymity"]),
        ("the nearest before", "[critics] argued it rained , [an aide] who requested anonymity said it rained .", {},
         [None, "who requested anonymity"]),
        ("two sentences before",
         "[an official] said it rained . Rain fell . The aide spoke on condition of anonymity .",
         {}, [None]),
    ],
    "no terms of anonymity": [
        ("a named source",
         "[Ann Lee] said it rained . Lee asked not to be named .", {"PER": ["Ann Lee", "Lee"]}, [None]),
        ("in a quotation", "[a voter] said <“ they were not authorized to speak ” > .", {}, [None]),
        ("a grievance", "[a voter] said it rained . She was not allowed to speak at the rally .", {}, [None]),
    ],
}  # fmt: skip
ROWS = [pytest.param(*row[1:], id=f"{group}: {row[0]}") for group, rows in ANONYMITY.items() for row in rows]


@pytest.mark.parametrize(("line", "names", "expected"), ROWS)
def test_terms(line: str, names: dict[str, list[str]], expected: list[str | None]) -> None:
    """The words by which the article says why a source is not named stand in its record, as written."""
    assert expected == terms(line, names)


def test_terms_go_to_every_record_of_the_source() -> None:
    """A pronoun that leads back to the unnamed source has its terms as well."""
    line = "[an official] who requested anonymity said it rained . [the official] said it snowed ."
    expected = ["who requested anonymity"] * 2

    assert expected == terms(line, {})
