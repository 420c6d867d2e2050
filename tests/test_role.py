"""role: title, organisation and status, cut out of the article's own words."""

from __future__ import annotations

import pytest

from attribution.describe.role import role_of
from attribution.describe.values import Role
from attribution.resolve import resolve
from tests.sources import story


def roles(line: str, names: dict[str, list[str]]) -> list[tuple[str | None, str | None, str | None]]:
    """Title, organisation and status of the first speaker of each attribution."""
    parse, findings = story(line, **names)
    resolved = resolve(parse, findings)
    found: list[tuple[str | None, str | None, str | None]] = []
    for attribution, speakers in zip(findings.attributions, resolved.speakers, strict=True):
        role = role_of(parse, attribution, speakers[0], resolved)
        title, organization = (parse.words(span) if span else None for span in (role.title, role.organization))
        found.append((title, organization, role.status))
    return found


# Each row: what the row shows, the story, what the tagger saw; title, organisation and status of each bracket.
ROLES = [
    # Before the name.
    ("possessor and complement", "[Iran 's special envoy to Afghanistan Hassan Rezai] said it rained .",
     {"PER": ["Hassan Rezai"], "LOC": ["Iran", "Afghanistan"]}, [("special envoy to Afghanistan", "Iran", "current")]),
    ("compound", "[Taliban spokesman Zabihullah Mujahid] said it rained .",
     {"PER": ["Zabihullah Mujahid"], "ORG": ["Taliban"]}, [("spokesman", "Taliban", "current")]),
    ("capitals", "[Alabama Governor Bob Riley] said it rained .", {"PER": ["Bob Riley"], "LOC": ["Alabama"]},
     [("Governor", "Alabama", "current")]),
    ("country of a nationality",
     "Afghanistan left . [Afghan Ambassador to the United States Hamdullah Mohib] said it rained .",
     {"PER": ["Hamdullah Mohib"], "LOC": ["Afghanistan", "United States"]},
     [("Ambassador to the United States", "Afghanistan", "current")]),
    ("nationality where no country is named", "[German economy minister Rainer Bruederle] said it rained .",
     {"PER": ["Rainer Bruederle"]}, [("economy minister", "German", "current")]),
    ("complement of of", "[President of the United States Barack Obama] said it rained .",
     {"PER": ["Barack Obama"], "LOC": ["United States"]}, [("President", "United States", "current")]),
    ("two titles", "[Apple CEO and founder Steve Jobs] said it rained .", {"PER": ["Steve Jobs"], "ORG": ["Apple"]},
     [("CEO and founder", "Apple", "current")]),
    ("rank after a post",
     "[Civil_PROPN Defense_PROPN Authority_PROPN director General Suleiman al-Amr] said it rained .",
     {"PER": ["Suleiman al-Amr"], "ORG": ["Civil Defense Authority"]},
     [("director", "Civil Defense Authority", "current")]),
    ("rank alone", "[General Arthur Lichte] said it rained .",
     {"PER": ["Arthur Lichte"]}, [("General", None, "current")]),
    ("chief of staff", "[USAF 's chief of staff General Duncan McNab] said it rained .",
     {"PER": ["Duncan McNab"], "ORG": ["USAF"]}, [("chief of staff", "USAF", "current")]),
    ("organisation that goes by a noun",
     "General_PROPN Motors left . [the company 's vice president John Smith] said it rained .",
     {"PER": ["John Smith"], "ORG": ["General Motors"]}, [("vice president", "General Motors", "current")]),
    ("organisation with a title word", "[the White House press_NOUN secretary Josh Earnest] said it rained .",
     {"PER": ["Josh Earnest"], "ORG": ["White House"]}, [("press secretary", "White House", "current")]),
    ("honorific behind the comma", "[the transport_NOUN secretary , Sir Alan Whitcombe ,] said it rained .",
     {"PER": ["Alan Whitcombe"]}, [("transport secretary", None, "current")]),
    ("Dame behind the comma", "[the chief executive , Dame Ann Lee ,] said it rained .",
     {"PER": ["Ann Lee"]}, [("chief executive", None, "current")]),
    ("Dr. behind the comma", "[the museum 's director , Dr. Ann Lee ,] said it rained .",
     {"PER": ["Ann Lee"]}, [("director", None, "current")]),
    # After the name.
    ("apposition with of", "[Steve Jobs , the chief executive officer of Apple Inc. ,] said it rained .",
     {"PER": ["Steve Jobs"], "ORG": ["Apple Inc."]}, [("chief executive officer", "Apple Inc.", "current")]),
    ("apposition with for", "[Steve Whitmore , a representative for the LA Sheriff 's office ,] said it rained .",
     {"PER": ["Steve Whitmore"]}, [("representative", "LA Sheriff's office", "current")]),
    ("at large at", "[Khaled Al-Maeena , editor at large_ADJ at the Saudi Gazette ,] said it rained .",
     {"PER": ["Khaled Al-Maeena"], "ORG": ["Saudi Gazette"]}, [("editor at large", "Saudi Gazette", "current")]),
    ("possessor in an apposition", "[Ralph Crosby , EADS 's North America CEO ,] said it rained .",
     {"PER": ["Ralph Crosby"], "ORG": ["EADS"], "LOC": ["North America"]}, [("North America CEO", "EADS", "current")]),
    ("place in an apposition", "[Todd Tiahrt , a Kansas representative ,] said it rained .",
     {"PER": ["Todd Tiahrt"], "LOC": ["Kansas"]}, [("representative", "Kansas", "current")]),
    ("field of a director", "[Paul Nolte , the director of investments at Hinsdale Associates ,] said it rained .",
     {"PER": ["Paul Nolte"], "ORG": ["Hinsdale Associates"]},
     [("director of investments", "Hinsdale Associates", "current")]),
    ("age before the apposition", "[Steve Jobs , 49 , chairman of Pixar ,] said it rained .",
     {"PER": ["Steve Jobs"], "ORG": ["Pixar"]}, [("chairman", "Pixar", "current")]),
    ("second role in an apposition",
     "[Michael McFaul , a fellow at the Hoover Institution and a former ambassador to Russia ,] said it rained .",
     {"PER": ["Michael McFaul"], "ORG": ["Hoover Institution"], "LOC": ["Russia"]},
     [("fellow", "Hoover Institution", "current")]),
    # Before the name, with a comma.
    ("apposition before", "[the general secretary of the British union Unite , Tony Woodley ,] said it rained .",
     {"PER": ["Tony Woodley"], "ORG": ["Unite"]}, [("general secretary", "Unite", "current")]),
    ("possessor before a comma", "[Apple 's chief executive , Tim Cook ,] said it rained .",
     {"PER": ["Tim Cook"], "ORG": ["Apple"]}, [("chief executive", "Apple", "current")]),
    ("after the verb", "it rained , said [chief investment officer at Solaris , Tim Ghriskey] .",
     {"PER": ["Tim Ghriskey"], "ORG": ["Solaris"]}, [("chief investment officer", "Solaris", "current")]),
    # Clauses and copulas.
    ("who heads", "[Sebastian Vladescu , who heads the State Agency ,] said it rained .",
     {"PER": ["Sebastian Vladescu"], "ORG": ["State Agency"]}, [("heads", "State Agency", "current")]),
    ("who is", "[Sebastian Vladescu , who is head of the State Agency ,] said it rained .",
     {"PER": ["Sebastian Vladescu"], "ORG": ["State Agency"]}, [("head", "State Agency", "current")]),
    ("who served as", "[Victor Cha , who served as director for the Security Council ,] said it rained .",
     {"PER": ["Victor Cha"], "ORG": ["Security Council"]}, [("director", "Security Council", "current")]),
    ("is", "Mary Barra is the head of General_PROPN Motors . [Barra] said it rained .",
     {"PER": ["Mary Barra", "Barra"], "ORG": ["General Motors"]}, [("head", "General Motors", "current")]),
    # Status.
    ("acting", "[Afghanistan 's acting second deputy prime minister Abdul Hanafi] said it rained .",
     {"PER": ["Abdul Hanafi"], "LOC": ["Afghanistan"]},
     [("acting second deputy prime minister", "Afghanistan", "acting")]),
    ("former", "[former first lady Laura Bush] said it rained .", {"PER": ["Laura Bush"]},
     [("former first lady", None, "former")]),
    ("formerly, before an article", "[Mark Papermaster , formerly an Apple executive ,] said it rained .",
     {"PER": ["Mark Papermaster"], "ORG": ["Apple"]}, [("executive", "Apple", "former")]),
    ("former, before an organisation", "[former Apple executive Mark Papermaster] said it rained .",
     {"PER": ["Mark Papermaster"], "ORG": ["Apple"]}, [("executive", "Apple", "former")]),
    ("nominee", "[Republican_ADJ nominee Donald Trump] said it rained .", {"PER": ["Donald Trump"]},
     [("Republican nominee", None, "candidate")]),
    # The fullest statement goes to every record.
    ("stated once", "Iran 's deputy ambassador Hassan Mortazavi arrived . [Mortazavi] said it rained . [He] left .",
     {"PER": ["Hassan Mortazavi"], "LOC": ["Iran"]}, [("deputy ambassador", "Iran", "current")] * 2),
    ("stated after", "[Kudrin] said it rained . Finance minister Alexei Kudrin left .",
     {"PER": ["Kudrin", "Alexei Kudrin"]},
     [("Finance minister", None, "current")]),
    ("post over rank", "[General Arthur Lichte] said it rained . Arthur Lichte , head of the Mobility Command , left .",
     {"PER": ["Arthur Lichte"], "ORG": ["Mobility Command"]}, [("head", "Mobility Command", "current")]),
    ("somebody else's title", "[An aide for Kirk Kerkorian] said it rained . [Kerkorian] left .",
     {"PER": ["Kirk Kerkorian", "Kerkorian"]}, [("aide", "Kirk Kerkorian", "current"), (None, None, None)]),
    ("the next subject is no apposition", "According_VERB to [Mark Rathbun] , a detective was told .",
     {"PER": ["Mark Rathbun"]},
     [(None, None, None)]),
    # What a quoted person calls somebody is not stated.
    ("greeting in a quotation",
     "Ann Lee left . [Bob Ray] said <“ thank you , President Lee , it rained ” > . [Lee] left .",
     {"PER": ["Ann Lee", "Bob Ray", "Lee"]}, [(None, None, None)] * 2),
    ("apposition in a quotation", "[Bob Ray] said <“ our senator , Ann Lee , left ” > . [Ann Lee] said it rained .",
     {"PER": ["Ann Lee", "Bob Ray"]}, [(None, None, None)] * 2),
    ("copula in a quotation", "[Bob Ray] said <“ Ann Lee is the president of Apple ” > . [Ann Lee] said it rained .",
     {"PER": ["Ann Lee", "Bob Ray"], "ORG": ["Apple"]}, [(None, None, None)] * 2),
    ("stated outside as well",
     "Senator Ann Lee left . [Bob Ray] said <“ President Lee left ” > . [Lee] said it rained .",
     {"PER": ["Ann Lee", "Bob Ray", "Lee"]}, [(None, None, None), ("Senator", None, "current")]),
    # Ranks of several words.
    ("lieutenant general", "[Retired_ADJ Lt. Gen. Ron Flynn] said it rained .", {"PER": ["Ron Flynn"]},
     [("Retired Lt. Gen.", None, "former")]),
    ("major general",
     "[Maj. Gen. Ron Flynn] said it rained .", {"PER": ["Ron Flynn"]}, [("Maj. Gen.", None, "current")]),
    ("lieutenant colonel", "[Lt. Col. Ron Flynn] said it rained .", {"PER": ["Ron Flynn"]},
     [("Lt. Col.", None, "current")]),
    ("general of a force", "[Air_PROPN Force Gen. Ron Flynn] said it rained .",
     {"PER": ["Ron Flynn"], "ORG": ["Air Force"]}, [("Gen.", "Air Force", "current")]),
    ("attorney general", "[Attorney General Ron Flynn] said it rained .", {"PER": ["Ron Flynn"]},
     [("Attorney General", None, "current")]),
    ("secretary general", "[Secretary General Ron Flynn] said it rained .", {"PER": ["Ron Flynn"]},
     [("Secretary General", None, "current")]),
    # Titles end before a clause, and a date is no organisation.
    ("participle", "[leaders of the Senate opposing_VERB the programme] said it rained .", {"ORG": ["Senate"]},
     [("leaders", "Senate", "current")]),
    ("relative clause", "[Ann Lee , a longtime adviser to the Lee family who oversees the fund ,] said it rained .",
     {"PER": ["Ann Lee"]}, [("longtime adviser to the Lee family", None, "current")]),
    ("finite verb", "[leaders of parties who have been opponents] said it rained .", {},
     [("leaders of parties", None, "current")]),
    ("month", "[federal_ADJ prosecutors in April] said it rained .", {}, [("federal prosecutors", None, "current")]),
    ("weekday", "[investigators on Monday] said it rained .", {}, [("investigators", None, "current")]),
    ("year", "[Ann Lee , a chairman from 2012 ,] said it rained .", {"PER": ["Ann Lee"]},
     [("chairman", None, "current")]),
    # Organisations, whole and without the words before them.
    ("ampersand", "[Ann Lee , a lawyer at Bailey & Glasser ,] said it rained .",
     {"PER": ["Ann Lee"], "ORG": ["Bailey"]}, [("lawyer", "Bailey & Glasser", "current")]),
    ("council on", "[Ann Lee , a fellow at the European_PROPN Council on Foreign_PROPN Relations ,] said it rained .",
     {"PER": ["Ann Lee"], "ORG": ["European Council"]},
     [("fellow", "European Council on Foreign Relations", "current")]),
    ("adjective before it", "[Ann Lee , head of the centrist_ADJ Tax Policy Center ,] said it rained .",
     {"PER": ["Ann Lee"], "ORG": ["Tax Policy Center"]}, [("head", "Tax Policy Center", "current")]),
    ("body of two words", "[Homeland Security Secretary Ann Lee] said it rained .",
     {"PER": ["Ann Lee"], "ORG": ["Homeland Security"]}, [("Secretary", "Homeland Security", "current")]),
    ("White House", "[White House Press Secretary Ann Lee] said it rained .",
     {"PER": ["Ann Lee"], "LOC": ["White House"]}, [("Press Secretary", "White House", "current")]),
    ("field of a secretary",
     "[Assistant_PROPN Secretary of the Air_PROPN Force for Acquisition Ann Lee] said it rained .",
     {"PER": ["Ann Lee"], "ORG": ["Air Force"]},
     [("Assistant Secretary of the Air Force for Acquisition", "Air Force", "current")]),
    ("full stop of the sentence", "it rained , said [Ann Lee , head of research at GM.] // It rained .",
     {"PER": ["Ann Lee"], "ORG": ["GM."]}, [("head of research", "GM", "current")]),
    ("function words that the tagger missed",
     "[Ann Lee , director of_NOUN the_NOUN Tax Policy Center ,] said it rained .",
     {"PER": ["Ann Lee"], "ORG": ["Tax Policy Center"]}, [("director", "Tax Policy Center", "current")]),
    ("somebody's worker", "a worker for Mrs. Lee left . Ann Lee left . [Mrs. Lee] said it rained .",
     {"PER": ["Lee", "Ann Lee"]}, [(None, None, None)]),
    ("joined to a head", "The head of Sony and Dr. Lee left . Ann Lee left . [Dr. Lee] said it rained .",
     {"PER": ["Lee", "Ann Lee"], "ORG": ["Sony"]}, [(None, None, None)]),
    # The title by which a source is called.
    ("called by a title", "Vice_PROPN President Ann Lee , chair of the Space Council , left . "
     "[the vice president] said it rained .",
     {"PER": ["Ann Lee"], "ORG": ["Space Council"]}, [("Vice President", None, "current")]),
    # Sources without a name.
    ("description", "[a senior official] said it rained .", {}, [("senior official", None, "current")]),
    ("officials of a country", "[U.S. officials] said it rained .",
     {"LOC": ["U.S."]}, [("officials", "U.S.", "current")]),
    ("country inside the description", "[the top Afghan official] said it rained .", {},
     [("top Afghan official", None, "current")]),
    ("spokesman for", "[a spokesman for Boeing] said it rained .",
     {"ORG": ["Boeing"]}, [("spokesman", "Boeing", "current")]),
    ("people in the know", "[people familiar_ADJ with the matter] said it rained .", {},
     [("people familiar with the matter", None, "current")]),
    ("scientists", "[The scientists] found it rained .", {}, [("scientists", None, "current")]),
    ("critics", "[critics] said it rained .", {}, [(None, None, None)]),
    ("organisation", "[Apple] said it rained .", {"ORG": ["Apple"]}, [(None, None, None)]),
    ("document", "[a report] said it rained .", {}, [(None, None, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "names", "expected"), [row[1:] for row in ROLES], ids=[row[0] for row in ROLES])
def test_roles(
    line: str, names: dict[str, list[str]], expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    """Title and organisation are cut from the article's words, each in one piece; the status says how it is held."""
    assert expected == roles(line, names)


def test_evidence_is_the_whole_statement() -> None:
    """The evidence of a role is the phrase as written, whose it is included."""
    parse, findings = story("[Taliban spokesman Zabihullah Mujahid] said it rained .", PER=["Zabihullah Mujahid"])
    resolved = resolve(parse, findings)

    role = role_of(parse, findings.attributions[0], resolved.speakers[0][0], resolved)

    assert role.evidence is not None
    assert "Taliban spokesman" == parse.words(role.evidence)


def test_no_role_is_an_empty_role() -> None:
    """Where the article states nothing of a speaker, all fields of the role are None."""
    parse, findings = story("[John Smith] said it rained .", PER=["John Smith"])
    resolved = resolve(parse, findings)

    assert Role() == role_of(parse, findings.attributions[0], resolved.speakers[0][0], resolved)
