"""role: title, organisation and status, cut out of the article's own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attribution.article import Span
from attribution.describe.role import role_of
from attribution.describe.serving import listed
from attribution.describe.values import Role
from attribution.find.values import Attribution, Findings, Fragment
from attribution.resolve import resolve
from tests.factories import parse_of
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


Row = tuple[str, str, dict[str, list[str]], list[tuple[str | None, str | None, str | None]]]

# By class of construction; each row: what it shows, the story, what the tagger saw; title, organisation and status of
# each bracket.
ROLES: dict[str, list[Row]] = {
    "possessor before the name": [
        ("possessor and complement", "[Iran 's special envoy to Afghanistan Hassan Rezai] said it rained .",
         {"PER": ["Hassan Rezai"], "LOC": ["Iran", "Afghanistan"]},
         [("special envoy to Afghanistan", "Iran", "current")]),
        ("chief of staff", "[USAF 's chief of staff General Duncan McNab] said it rained .",
         {"PER": ["Duncan McNab"], "ORG": ["USAF"]}, [("chief of staff", "USAF", "current")]),
        ("organisation that goes by a noun",
         "General_PROPN Motors left . [the company 's vice president John Smith] said it rained .",
         {"PER": ["John Smith"], "ORG": ["General Motors"]}, [("vice president", "General Motors", "current")]),
    ],
    "compound before the name": [
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
    ],
    "complement of the title": [
        ("complement of of", "[President of the United States Barack Obama] said it rained .",
         {"PER": ["Barack Obama"], "LOC": ["United States"]}, [("President", "United States", "current")]),
        ("secretary of a force", "[Secretary of the Air_PROPN Force Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Air Force"]}, [("Secretary", "Air Force", "current")]),
        ("field of a secretary",
         "[Assistant_PROPN Secretary of the Air_PROPN Force for Acquisition Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Air Force"]},
         [("Assistant Secretary of the Air Force for Acquisition", "Air Force", "current")]),
        ("spokesman for", "[a spokesman for Boeing] said it rained .",
         {"ORG": ["Boeing"]}, [("spokesman", "Boeing", "current")]),
    ],
    "two titles": [
        ("two titles", "[Apple CEO and founder Steve Jobs] said it rained .", {"PER": ["Steve Jobs"], "ORG": ["Apple"]},
         [("CEO and founder", "Apple", "current")]),
        ("joined titles of one body", "[Ann Lee , chairman and chief executive of Boeing ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Boeing"]}, [("chairman and chief executive", "Boeing", "current")]),
        ("joined body", "[Ann Lee , project manager and Boeing vice president ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Boeing"]}, [("project manager and Boeing vice president", "Boeing", "current")]),
    ],
    "border between body and title": [
        ("organisation with a title word", "[the White House press_NOUN secretary Josh Earnest] said it rained .",
         {"PER": ["Josh Earnest"], "ORG": ["White House"]}, [("press secretary", "White House", "current")]),
        ("White House", "[White House Press Secretary Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["White House"]}, [("Press Secretary", "White House", "current")]),
        ("title tagged as one name with its body",
         "[White House Press Secretary Ann Lee] said it rained . White House aides left .",
         {"PER": ["Ann Lee"], "ORG": ["White House Press", "White House"]},
         [("Press Secretary", "White House", "current")]),
        ("portfolio tagged as one name with its country", "[US Treasury Secretary Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["US Treasury"]}, [("Treasury Secretary", "US", "current")]),
        ("portfolio after a possessor", "[Ann Lee , the U.S. Treasury Secretary ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["U.S. Treasury"]}, [("Treasury Secretary", "U.S.", "current")]),
        ("Senate", "[Senate Majority_ADJ leader Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Senate"]}, [("Majority leader", "Senate", "current")]),
        ("House", "[House Speaker Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["House"]}, [("Speaker", "House", "current")]),
        ("body of two words", "[Homeland Security Secretary Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Homeland Security"]}, [("Secretary", "Homeland Security", "current")]),
    ],
    "participle of a title": [
        ("presiding", "[Presiding_PROPN Judge Ann Lee] said it rained .",
         {"PER": ["Ann Lee"]}, [("Presiding Judge", None, "current")]),
        ("managing", "[Managing_PROPN Director Ann Lee] said it rained .",
         {"PER": ["Ann Lee"]}, [("Managing Director", None, "current")]),
        ("sitting", "[Sitting_PROPN Justice Ann Lee] said it rained .",
         {"PER": ["Ann Lee"]}, [("Sitting Justice", None, "current")]),
    ],
    "title tagged as adjectives": [
        ("tagged as adjectives", "[Airbus chief executive_ADJ Noel Forgeard] said it rained .",
         {"PER": ["Noel Forgeard"], "ORG": ["Airbus"]}, [("chief executive", "Airbus", "current")]),
        ("chief as an adjective", "[Airbus chief_ADJ Noel Forgeard] said it rained .",
         {"PER": ["Noel Forgeard"], "ORG": ["Airbus"]}, [("chief", "Airbus", "current")]),
        ("minister as an adjective", "[Ghana 's prime minister_ADJ Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Ghana"]}, [("prime minister", "Ghana", "current")]),
    ],
    "ranks": [
        ("rank after a post",
         "[Civil_PROPN Defense_PROPN Authority_PROPN director General Suleiman al-Amr] said it rained .",
         {"PER": ["Suleiman al-Amr"], "ORG": ["Civil Defense Authority"]},
         [("director", "Civil Defense Authority", "current")]),
        ("rank alone", "[General Arthur Lichte] said it rained .",
         {"PER": ["Arthur Lichte"]}, [("General", None, "current")]),
        ("lieutenant general", "[Retired_ADJ Lt. Gen. Ron Flynn] said it rained .", {"PER": ["Ron Flynn"]},
         [("Retired Lt. Gen.", None, "former")]),
        ("major general",
         "[Maj. Gen. Ron Flynn] said it rained .", {"PER": ["Ron Flynn"]}, [("Maj. Gen.", None, "current")]),
        ("lieutenant colonel", "[Lt. Col. Ron Flynn] said it rained .", {"PER": ["Ron Flynn"]},
         [("Lt. Col.", None, "current")]),
        ("general of a force", "[Air_PROPN Force Gen. Ron Flynn] said it rained .",
         {"PER": ["Ron Flynn"], "ORG": ["Air Force"]}, [("Gen.", "Air Force", "current")]),
    ],
    "posts named with general": [
        ("attorney general", "[Attorney General Ron Flynn] said it rained .", {"PER": ["Ron Flynn"]},
         [("Attorney General", None, "current")]),
        ("secretary general", "[Secretary General Ron Flynn] said it rained .", {"PER": ["Ron Flynn"]},
         [("Secretary General", None, "current")]),
        ("called by a title", "Vice_PROPN President Ann Lee , chair of the Space Council , left . "
         "[the vice president] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Space Council"]}, [("Vice President", None, "current")]),
    ],
    "honorific behind the comma": [
        ("honorific behind the comma", "[the transport_NOUN secretary , Sir Alan Whitcombe ,] said it rained .",
         {"PER": ["Alan Whitcombe"]}, [("transport secretary", None, "current")]),
        ("Dame behind the comma", "[the chief executive , Dame Ann Lee ,] said it rained .",
         {"PER": ["Ann Lee"]}, [("chief executive", None, "current")]),
        ("Dr. behind the comma", "[the museum 's director , Dr. Ann Lee ,] said it rained .",
         {"PER": ["Ann Lee"]}, [("director", None, "current")]),
    ],
    "apposition after the name": [
        ("apposition with of", "[Steve Jobs , the chief executive officer of Apple Inc. ,] said it rained .",
         {"PER": ["Steve Jobs"], "ORG": ["Apple Inc."]}, [("chief executive officer", "Apple Inc.", "current")]),
        ("apposition with for", "[Steve Whitmore , a representative for the LA Sheriff 's office ,] said it rained .",
         {"PER": ["Steve Whitmore"]}, [("representative", "LA Sheriff's office", "current")]),
        ("at large at", "[Khaled Al-Maeena , editor at large_ADJ at the Saudi Gazette ,] said it rained .",
         {"PER": ["Khaled Al-Maeena"], "ORG": ["Saudi Gazette"]}, [("editor at large", "Saudi Gazette", "current")]),
        ("possessor in an apposition", "[Ralph Crosby , EADS 's North America CEO ,] said it rained .",
         {"PER": ["Ralph Crosby"], "ORG": ["EADS"], "LOC": ["North America"]},
         [("North America CEO", "EADS", "current")]),
        ("place in an apposition", "[Todd Tiahrt , a Kansas representative ,] said it rained .",
         {"PER": ["Todd Tiahrt"], "LOC": ["Kansas"]}, [("representative", "Kansas", "current")]),
        ("field of a director", "[Paul Nolte , the director of investments at Hinsdale Associates ,] said it rained .",
         {"PER": ["Paul Nolte"], "ORG": ["Hinsdale Associates"]},
         [("director of investments", "Hinsdale Associates", "current")]),
        ("age before the apposition", "[Steve Jobs , 49 , chairman of Pixar ,] said it rained .",
         {"PER": ["Steve Jobs"], "ORG": ["Pixar"]}, [("chairman", "Pixar", "current")]),
    ],
    "second role in an apposition": [
        ("second role in an apposition",
         "[Michael McFaul , a fellow at the Hoover Institution and a former ambassador to Russia ,] said it rained .",
         {"PER": ["Michael McFaul"], "ORG": ["Hoover Institution"], "LOC": ["Russia"]},
         [("fellow", "Hoover Institution", "current")]),
        ("second role with the", "[Ann Lee , a professor at Yale and the editor of a review ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Yale"]}, [("professor", "Yale", "current")]),
        ("the next subject is no apposition", "According_VERB to [Mark Rathbun] , a detective was told .",
         {"PER": ["Mark Rathbun"]},
         [(None, None, None)]),
    ],
    "apposition before the name": [
        ("apposition before", "[the general secretary of the British union Unite , Tony Woodley ,] said it rained .",
         {"PER": ["Tony Woodley"], "ORG": ["Unite"]}, [("general secretary", "Unite", "current")]),
        ("possessor before a comma", "[Apple 's chief executive , Tim Cook ,] said it rained .",
         {"PER": ["Tim Cook"], "ORG": ["Apple"]}, [("chief executive", "Apple", "current")]),
        ("after the verb", "it rained , said [chief investment officer at Solaris , Tim Ghriskey] .",
         {"PER": ["Tim Ghriskey"], "ORG": ["Solaris"]}, [("chief investment officer", "Solaris", "current")]),
    ],
    "body behind its noun": [
        ("body after its noun", "[the secretary of the British_PROPN union Unite , Ann Lee ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Unite"]}, [("secretary", "Unite", "current")]),
        ("state after its noun", "[the premier of the German state of Bavaria , Ann Lee ,] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Bavaria"]}, [("premier", "Bavaria", "current")]),
        ("several firms", "[executives from several auto firms] said it rained .", {},
         [("executives", "auto firms", "current")]),
    ],
    "clauses: a verb is no title": [
        ("who heads", "[Sebastian Vladescu , who heads the State Agency ,] said it rained .",
         {"PER": ["Sebastian Vladescu"], "ORG": ["State Agency"]}, [(None, "State Agency", "current")]),
        ("who runs", "[Ann Lee , who runs the Lee Fund ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Lee Fund"]}, [(None, "Lee Fund", "current")]),
        ("who leads, with a title before", "[analyst Ann Lee , who leads Autoconomy ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Autoconomy"]}, [("analyst", "Autoconomy", "current")]),
    ],
    "copulas": [
        ("who is", "[Sebastian Vladescu , who is head of the State Agency ,] said it rained .",
         {"PER": ["Sebastian Vladescu"], "ORG": ["State Agency"]}, [("head", "State Agency", "current")]),
        ("who served as", "[Victor Cha , who served as director for the Security Council ,] said it rained .",
         {"PER": ["Victor Cha"], "ORG": ["Security Council"]}, [("director", "Security Council", "former")]),
        ("is", "Mary Barra is the head of General_PROPN Motors . [Barra] said it rained .",
         {"PER": ["Mary Barra", "Barra"], "ORG": ["General Motors"]}, [("head", "General Motors", "current")]),
        ("was appointed",
         "Ann Lee was appointed_VERB by the government as both_CCONJ chairman and president of Ford . [Lee] left .",
         {"PER": ["Ann Lee", "Lee"], "ORG": ["Ford"]}, [("chairman and president", "Ford", "current")]),
    ],
    "copulas that state no office": [
        ("the only one", "Ann Lee is the only candidate for the post . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Lee"]}, [(None, None, None)]),
        ("a party's", "Ann Lee left . She has been a Republican since May . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Lee"]}, [(None, None, None)]),
        ("a supporter", "Ann Lee is an outspoken supporter of the plan . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Lee"]}, [(None, None, None)]),
    ],
    "a plural title before several names": [
        ("two senators", "[senators Ann Lee and Bob Roy] left . [Roy] said it rained .",
         {"PER": ["Ann Lee", "Bob Roy", "Roy"]}, [("senators", None, "current"), ("senators", None, "current")]),
        ("with brackets", "Sens. Ann Lee ( D-Mont. ) , Tom Ray ( D-Ohio ) and Bob Roy left . [Roy] said it rained .",
         {"PER": ["Ann Lee", "Tom Ray", "Bob Roy", "Roy"]}, [("Sens.", None, "current")]),
        ("with a party between", "senators Ann Lee , Republican of Iowa , and Bob Roy left . [Roy] said it rained .",
         {"PER": ["Ann Lee", "Bob Roy", "Roy"], "LOC": ["Iowa"]}, [("senators", None, "current")]),
        ("a title of one is the first one's", "Senator Ann Lee and Bob Roy left . [Roy] said it rained .",
         {"PER": ["Ann Lee", "Bob Roy", "Roy"]}, [(None, None, None)]),
    ],
    "a plural noun that two names explain": [
        ("number", "it sued_VERB two_NUM developers , Ann Lee and Bob Roy . [Lee] said it rained . "
         "[Roy] said it rained .",
         {"PER": ["Ann Lee", "Bob Roy"]}, [("developers", None, "current")] * 2),
        ("its", "its founders , Ann Lee and Bob Roy , left . [Lee] said it rained . [Roy] said it rained .",
         {"PER": ["Ann Lee", "Bob Roy"]}, [("founders", None, "current")] * 2),
        ("what they are to the story", "two_NUM victims , Ann Lee and Bob Roy , left . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Bob Roy"]}, [(None, None, None)]),
        ("the first of a list", "doctors , Ann Lee and Bob Roy left . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Bob Roy"]}, [(None, None, None)]),
    ],
    "a party is no post where a post is stated": [
        ("senator", "[Senator Ann Lee , Democrat of California ,] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["California"]}, [("Senator", "California", "current")]),
        ("ranking Democrat", "[Rep. Bob Scott , the top Democrat on the Oversight Committee ,] said it rained .",
         {"PER": ["Bob Scott"], "ORG": ["Oversight Committee"]},
         [("top Democrat", "Oversight Committee", "current")]),
        ("party alone", "[Republican Ann Lee] said it rained .", {"PER": ["Ann Lee"]},
         [("Republican", None, "current")]),
        ("an opponent is less yet", "Rival_NOUN Ann Lee left . [Mayor Ann Lee] said it rained .",
         {"PER": ["Ann Lee"]}, [("Mayor", None, "current")]),
    ],
    "kin and colleagues have no organisation by that": [
        ("daughter of a nominee", "[Ann Lee , the Republican nominee 's eldest_ADJ daughter ,] said it rained .",
         {"PER": ["Ann Lee"]}, [("eldest daughter", None, "current")]),
        ("wife", "[Bob Roy 's wife Ann Lee] said it rained .",
         {"PER": ["Bob Roy", "Ann Lee"]}, [("wife", None, "current")]),
        ("colleague of a body", "[Roy 's NBC News colleague Ann Lee] said it rained .",
         {"PER": ["Roy", "Ann Lee"], "ORG": ["NBC News"]}, [("colleague", "NBC News", "current")]),
    ],
    "a person who is served is no organisation": [
        ("spokesman", "Hillary Clinton left . [Clinton spokesman Bob Roy] said it rained .",
         {"PER": ["Hillary Clinton", "Clinton", "Bob Roy"]}, [("Clinton spokesman", None, "current")]),
        ("lawyer with a possessor", "Donald Trump left . [Trump 's lawyer Bob Roy] said it rained .",
         {"PER": ["Donald Trump", "Trump", "Bob Roy"]}, [("lawyer", None, "current")]),
        ("former aide", "Hillary Clinton left . [Ann Lee , a former Clinton aide ,] said it rained .",
         {"PER": ["Hillary Clinton", "Clinton", "Ann Lee"]}, [("Clinton aide", None, "former")]),
        ("campaign spokesman", "Donald Trump left . [Trump campaign_NOUN spokesman Bob Roy] said it rained .",
         {"PER": ["Donald Trump", "Trump", "Bob Roy"]}, [("spokesman", "Trump campaign", "current")]),
        ("campaign manager", "Donald Trump left . [Trump 's campaign_NOUN manager Bob Roy] said it rained .",
         {"PER": ["Donald Trump", "Trump", "Bob Roy"]}, [("campaign manager", "Trump's campaign", "current")]),
    ],
    "a post that is over": [
        ("served as", "[Ann Lee , who served as envoy for Ghana ,] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Ghana"]}, [("envoy", "Ghana", "former")]),
        ("has served as", "[Ann Lee , who has served as envoy for Ghana ,] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Ghana"]}, [("envoy", "Ghana", "current")]),
        ("until", "[Ann Lee , chairman of Ford until_ADP last year ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Ford"]}, [("chairman", "Ford", "former")]),
        ("from a year to a year", "[Ann Lee , chairman of Ford from 1990_NUM to 1997_NUM ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Ford"]}, [("chairman", "Ford", "former")]),
        ("when she was", "it fell when_ADV Ann Lee was secretary of state . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Lee"]}, [("secretary of state", None, "former")]),
        ("divorced", "his divorce_NOUN from wife Ann Lee ended . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Lee"]}, [("wife", None, "former")]),
        ("the possessor's is not one's own", "[the former president 's spokesman Ann Lee] said it rained .",
         {"PER": ["Ann Lee"]}, [("spokesman", None, "current")]),
    ],
    "what somebody does besides": [
        ("now teaching", "[Ann Lee , a former tax_NOUN aide now_ADV teaching_VERB at Yale ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Yale"]}, [("former tax aide", None, "former")]),
        ("studies at", "[economist Ann Lee , who studies_VERB taxes at the Lee Institute ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Lee Institute"]}, [("economist", "Lee Institute", "current")]),
        ("teaches at", "[economist Ann Lee , who teaches_VERB law at Yale ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Yale"]}, [("economist", "Yale", "current")]),
        ("studied at", "[economist Ann Lee , who studied_VERB law at Yale ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Yale"]}, [("economist", None, "current")]),
    ],
    "whose somebody is without a title": [
        ("NBC's", "[NBC 's Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["NBC"]}, [(None, "NBC", "current")]),
        ("Sierra Club's", "[the Sierra Club 's Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Sierra Club"]}, [(None, "Sierra Club", "current")]),
        ("a person's is nobody's", "[Bob 's Ann Lee] said it rained .",
         {"PER": ["Ann Lee", "Bob"]}, [(None, None, None)]),
    ],
    "a name beside a participle says not for whom somebody works": [
        ("appointed", "[Ann Lee , a Trump - appointed_VERB~amod@judge judge ,] said it rained .",
         {"PER": ["Ann Lee", "Trump"]}, [("judge", None, "current")]),
        ("educated", "[Ann Lee , a Harvard - educated_VERB~amod@lawyer lawyer ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Harvard"]}, [("lawyer", None, "current")]),
        ("bestselling", "[New York Times bestselling_ADJ author Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["New York Times"]}, [("bestselling author", None, "current")]),
    ],
    "town before a title": [
        ("police officer", "it freed_VERB Tulsa , Okla. , police_NOUN officer Ann Lee . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Lee"], "LOC": ["Tulsa", "Okla."]}, [("police officer", "Tulsa", "current")]),
        ("mayor", "it met Flint , Mich. , mayor Ann Lee . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Lee"], "LOC": ["Flint", "Mich."]}, [("mayor", "Flint", "current")]),
        ("where it happened", "in Tulsa , Okla. , officer Ann Lee rained . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Lee"], "LOC": ["Tulsa", "Okla."]}, [("officer", None, "current")]),
    ],
    "one of several": [
        ("closest aides", "[Ann Lee , one of the president 's closest_ADJ aides ,] said it rained .",
         {"PER": ["Ann Lee"]}, [("closest aides", None, "current")]),
        ("one of several veterans", "[Ann Lee , one of several coal_NOUN veterans ,] said it rained .",
         {"PER": ["Ann Lee"]}, [("coal veterans", None, "current")]),
        ("before the name", "[one of the family 's attorneys , Ann Lee ,] said it rained .",
         {"PER": ["Ann Lee"]}, [("attorneys", None, "current")]),
    ],
    "a title in doubt is not stated": [
        ("supposed", "[the supposed_ADJ leader Ann Lee] said it rained .", {"PER": ["Ann Lee"]}, [(None, None, None)]),
        ("so-called", "[so-called_ADJ expert Ann Lee] said it rained .", {"PER": ["Ann Lee"]}, [(None, None, None)]),
        ("alleged", "[the alleged_ADJ spy Ann Lee] said it rained .", {"PER": ["Ann Lee"]}, [(None, None, None)]),
    ],
    "where a title begins": [
        ("based", "[Ann Lee , a Washington - based_VERB~amod@developer developer and spokeswoman for the Lee Fund ,] "
         "said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Washington"], "ORG": ["Lee Fund"]},
         [("developer and spokeswoman", "Lee Fund", "current")]),
        ("a noun before a nationality", "it left in reaction to the news_NOUN European_ADJ Commissioner Ann Lee said . "
         "[Lee] said it rained .", {"PER": ["Ann Lee", "Lee"]}, [("Commissioner", None, "current")]),
        ("to with a verb", "[Bob Roy] left : asking moderator to_PART check_VERB Ann Lee . [Lee] said it rained .",
         {"PER": ["Bob Roy", "Ann Lee", "Lee"]}, [(None, None, None), (None, None, None)]),
    ],
    "affiliation without a title": [
        ("with", "[Ben Reitzes , with Barclays Capital ,] said it rained .",
         {"PER": ["Ben Reitzes"], "ORG": ["Barclays Capital"]}, [(None, "Barclays Capital", "current")]),
        ("of, with a comma", "[Jim Cramer , of CNBC 's Mad Money ,] said it rained .",
         {"PER": ["Jim Cramer"], "ORG": ["CNBC"]}, [(None, "CNBC", "current")]),
        ("in brackets", "[Ann Lee ( from the Sierra Club )] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Sierra Club"]}, [(None, "Sierra Club", "current")]),
        ("it says what no title does", "[analyst Ann Lee , of UBS ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["UBS"]}, [("analyst", "UBS", "current")]),
        ("where somebody stood", "[Ann Lee , at Boeing headquarters ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Boeing"]}, [(None, None, None)]),
        ("whom somebody joined", "Bob Ray joined_VERB Ann Lee at Boeing . [Lee] said it rained .",
         {"PER": ["Bob Ray", "Ann Lee", "Lee"], "ORG": ["Boeing"]}, [(None, None, None)]),
    ],
    "place behind a titled name": [
        ("senator of", "[Senator Ann Lee , of Maine ,] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Maine"]}, [("Senator", "Maine", "current")]),
        ("governor of", "[Gov. Ann Lee , of Ohio ,] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Ohio"]}, [("Gov.", "Ohio", "current")]),
        ("minister of a country", "[Foreign_PROPN Minister Ann Lee , of Ghana ,] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Ghana"]}, [("Foreign Minister", "Ghana", "current")]),
        ("no title, no organisation", "[Ann Lee , of Ohio ,] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Ohio"]}, [(None, None, None)]),
    ],
    "title alone, its body elsewhere": [
        ("spokeswoman",
         "Boeing left . Boeing argued . Airbus left . Boeing met nobody . [Spokeswoman Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Boeing", "Airbus"]}, [("Spokeswoman", "Boeing", "current")]),
        ("chief executive", "Airbus left . Airbus argued . [Chief executive Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Airbus"]}, [("Chief executive", "Airbus", "current")]),
        ("two bodies, each in its way",
         "Ford left . GM left . GM argued . Ford argued . [Spokesman Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Ford", "GM"]}, [("Spokesman", "Ford", "current")]),
        ("another body spoken of last",
         "Ford left . Ford argued . GM left . GM argued . [Spokesman Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Ford", "GM"]}, [("Spokesman", None, "current")]),
        ("manager",
         "Boeing met Apple . Boeing left . Speaking_VERB for Apple , [manager Ann Lee] said it rained . Apple left .",
         {"PER": ["Ann Lee"], "ORG": ["Boeing", "Apple"]}, [("manager", "Apple", "current")]),
        ("an analyst is nobody's", "Boeing left . Boeing argued . [Analyst Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Boeing"]}, [("Analyst", None, "current")]),
        ("former, elsewhere", "Boeing left . Boeing argued . [Former_ADJ spokeswoman Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Boeing"]}, [("Former spokeswoman", None, "former")]),
    ],
    "title alone, its country elsewhere": [
        ("finance minister",
         "Russia left . Russian_ADJ banks closed_VERB . [Finance Minister Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Russia"]}, [("Finance Minister", "Russia", "current")]),
        ("president", "The United States left . American_ADJ banks closed_VERB . [President Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["United States"]}, [("President", "United States", "current")]),
        ("prime minister", "Japan left . Tokyo argued . [Prime_ADJ Minister Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Japan", "Tokyo"]}, [("Prime Minister", "Japan", "current")]),
        ("two countries",
         "Russia left . Russian_ADJ banks closed_VERB . China left . [President Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Russia", "China"]}, [("President", None, "current")]),
        ("two presidents",
         "Russia left . Russian_ADJ banks closed_VERB . President Bob Ray left . [President Ann Lee] said it rained .",
         {"PER": ["Ann Lee", "Bob Ray"], "LOC": ["Russia"]}, [("President", None, "current")]),
        ("a senator may be anybody's",
         "Russia left . Russian_ADJ banks closed_VERB . [Senator Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Russia"]}, [("Senator", None, "current")]),
    ],
    "noun for a company in the title": [
        ("company executives", "Chrysler left . Chrysler argued . [company executives] said it rained .",
         {"ORG": ["Chrysler"]}, [("executives", "Chrysler", "current")]),
        ("airline spokesman", "Qantas left . Qantas argued . [airline spokesman Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Qantas"]}, [("spokesman", "Qantas", "current")]),
        ("company officials, of two",
         "Ford left . Ford argued . GM left . GM argued . [company officials] said it rained .",
         {"ORG": ["Ford", "GM"]}, [("company officials", None, "current")]),
    ],
    "party": [
        ("senator of a party", "[Republican_ADJ Senator Ann Lee] said it rained .", {"PER": ["Ann Lee"]},
         [("Senator", "Republican", "current")]),
        ("leaders of a party", "[Democratic_ADJ leaders] said it rained .", {}, [("leaders", "Democratic", "current")]),
        ("nominee", "[Republican_ADJ nominee Donald Trump] said it rained .", {"PER": ["Donald Trump"]},
         [("nominee", "Republican", "candidate")]),
        ("party and state", "[Ann Lee , the Republican_ADJ attorney_NOUN general of Ohio ,] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Ohio"]}, [("attorney general", "Ohio", "current")]),
        ("party behind a body", "[Senate Republican leader Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Senate"]}, [("Republican leader", "Senate", "current")]),
        ("ideology is no party", "[a conservative_ADJ economist] said it rained .", {},
         [("conservative economist", None, "current")]),
    ],
    "complement behind a possessor: a field": [
        ("for a product", "[Apple 's head of marketing for the iPod , Ann Lee ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Apple"]}, [("head of marketing for the iPod", "Apple", "current")]),
        ("of a matter", "[Mexico 's secretary of the economy , Ann Lee ,] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Mexico"]}, [("secretary of the economy", "Mexico", "current")]),
        ("for a place", "[Google 's director for Europe , Ann Lee ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Google"], "LOC": ["Europe"]}, [("director for Europe", "Google", "current")]),
    ],
    "complement that is a person: no organisation": [
        ("lawyer for", "Ann Lee left . [a lawyer for Ann Lee] said it rained .",
         {"PER": ["Ann Lee"]}, [("lawyer for Ann Lee", None, "current")]),
        ("spokeswoman for", "Ann Lee left . [a spokeswoman for Ann Lee] said it rained .",
         {"PER": ["Ann Lee"]}, [("spokeswoman for Ann Lee", None, "current")]),
        ("adviser of", "Ann Lee left . [an adviser of Ann Lee] said it rained .",
         {"PER": ["Ann Lee"]}, [("adviser of Ann Lee", None, "current")]),
        ("a firm with a person's name", "[Bob Ray , a strategist for Miller Tabak ,] said it rained .",
         {"PER": ["Bob Ray", "Miller Tabak"]}, [("strategist", "Miller Tabak", "current")]),
    ],
    "words of time before a title": [
        ("new", "[Ford 's new chief executive Ann Lee] said it rained .", {"PER": ["Ann Lee"], "ORG": ["Ford"]},
         [("chief executive", "Ford", "current")]),
        ("current",
         "[the current_ADJ chairman of Ford , Ann Lee ,] said it rained .", {"PER": ["Ann Lee"], "ORG": ["Ford"]},
         [("chairman", "Ford", "current")]),
        ("New in a name", "[New York mayor Ann Lee] said it rained .", {"PER": ["Ann Lee"], "LOC": ["New York"]},
         [("mayor", "New York", "current")]),
    ],
    "status": [
        ("acting", "[Afghanistan 's acting second deputy prime minister Abdul Hanafi] said it rained .",
         {"PER": ["Abdul Hanafi"], "LOC": ["Afghanistan"]},
         [("acting second deputy prime minister", "Afghanistan", "acting")]),
        ("former", "[former first lady Laura Bush] said it rained .", {"PER": ["Laura Bush"]},
         [("former first lady", None, "former")]),
        ("formerly, before an article", "[Mark Papermaster , formerly an Apple executive ,] said it rained .",
         {"PER": ["Mark Papermaster"], "ORG": ["Apple"]}, [("executive", "Apple", "former")]),
        ("former, before an organisation", "[former Apple executive Mark Papermaster] said it rained .",
         {"PER": ["Mark Papermaster"], "ORG": ["Apple"]}, [("executive", "Apple", "former")]),
        ("late", "[the late_ADJ senator Ann Lee] said it rained .", {"PER": ["Ann Lee"]},
         [("late senator", None, "late")]),
    ],
    "the fullest statement goes to every record": [
        ("stated once", "Iran 's deputy ambassador Hassan Mortazavi arrived . [Mortazavi] said it rained . [He] left .",
         {"PER": ["Hassan Mortazavi"], "LOC": ["Iran"]}, [("deputy ambassador", "Iran", "current")] * 2),
        ("stated after", "[Kudrin] said it rained . Finance minister Alexei Kudrin left .",
         {"PER": ["Kudrin", "Alexei Kudrin"]},
         [("Finance minister", None, "current")]),
        ("post over rank",
         "[General Arthur Lichte] said it rained . Arthur Lichte , head of the Mobility Command , left .",
         {"PER": ["Arthur Lichte"], "ORG": ["Mobility Command"]}, [("head", "Mobility Command", "current")]),
    ],
    "somebody else's title": [
        ("somebody else's title", "[An aide for Kirk Kerkorian] said it rained . [Kerkorian] left .",
         {"PER": ["Kirk Kerkorian", "Kerkorian"]}, [("aide for Kirk Kerkorian", None, "current"), (None, None, None)]),
        ("somebody's worker", "a worker for Mrs. Lee left . Ann Lee left . [Mrs. Lee] said it rained .",
         {"PER": ["Lee", "Ann Lee"]}, [(None, None, None)]),
        ("joined to a head", "The head of Sony and Dr. Lee left . Ann Lee left . [Dr. Lee] said it rained .",
         {"PER": ["Lee", "Ann Lee"], "ORG": ["Sony"]}, [(None, None, None)]),
    ],
    "what a quoted person calls somebody is not stated": [
        ("greeting in a quotation",
         "Ann Lee left . [Bob Ray] said <“ thank you , President Lee , it rained ” > . [Lee] left .",
         {"PER": ["Ann Lee", "Bob Ray", "Lee"]}, [(None, None, None)] * 2),
        ("apposition in a quotation", "[Bob Ray] said <“ our senator , Ann Lee , left ” > . [Ann Lee] said it rained .",
         {"PER": ["Ann Lee", "Bob Ray"]}, [(None, None, None)] * 2),
        ("copula in a quotation",
         "[Bob Ray] said <“ Ann Lee is the president of Apple ” > . [Ann Lee] said it rained .",
         {"PER": ["Ann Lee", "Bob Ray"], "ORG": ["Apple"]}, [(None, None, None)] * 2),
        ("stated outside as well",
         "Senator Ann Lee left . [Bob Ray] said <“ President Lee left ” > . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Bob Ray", "Lee"]}, [(None, None, None), ("Senator", None, "current")]),
    ],
    "a name that opens a clause has no title in the noun before it": [
        ("the refugees", "the refugees Bob~nsubj@took Roy~flat@Bob took_VERB~acl:relcl@refugees left . "
         "[Roy] said it rained .",
         {"PER": ["Bob Roy", "Roy"]}, [(None, None, None)]),
        ("a remark with a title behind it",
         "it cited_VERB a remark President~nmod:desc@Bob Bob~nsubj@made Roy~flat@Bob made_VERB~acl:relcl@remark . "
         "[Roy] left .", {"PER": ["Bob Roy", "Roy"]}, [("President", None, "current")]),
        ("the workers", "it freed_VERB the workers Bob~nsubj@hired Roy~flat@Bob hired_VERB~acl:relcl@workers . "
         "[Roy] left .", {"PER": ["Bob Roy", "Roy"]}, [(None, None, None)]),
        ("a title whose sentence has such a clause elsewhere",
         "[President Bob Roy] said it rained on the man she met_VERB~acl:relcl@man .",
         {"PER": ["Bob Roy"]}, [("President", None, "current")]),
    ],
    "a phrase that says in what post something was done": [
        ("as secretary", "of her use of a server as_ADP secretary of state , [Ann Lee] on Friday said it rained .",
         {"PER": ["Ann Lee"]}, [(None, None, None)]),
        ("while mayor", "it cited_VERB his debts while_SCONJ mayor of Flint , [Ann Lee] on Friday said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Flint"]}, [(None, None, None)]),
        ("when governor", "for his mail when_SCONJ governor , [Ann Lee] in May said it rained .",
         {"PER": ["Ann Lee"]}, [(None, None, None)]),
    ],
    "a party before a short title": [
        ("Republican Rep. of a state", "[Republican_PROPN Rep. Lee Roy of New York ,] said it rained .",
         {"PER": ["Lee Roy"], "LOC": ["New York"]}, [("Rep.", "New York", "current")]),
        ("Republican Gov.", "[Republican_PROPN Gov. Lee Roy] said it rained .", {"PER": ["Lee Roy"]},
         [("Gov.", "Republican", "current")]),
        ("Democrat Sen. of a state", "[Democrat_PROPN Sen. Lee Roy of Ohio] said it rained .",
         {"PER": ["Lee Roy"], "LOC": ["Ohio"]}, [("Sen.", "Ohio", "current")]),
        ("rival", "[his primary_NOUN rival Sen. Lee Roy] said it rained .", {"PER": ["Lee Roy"]},
         [("Sen.", None, "current")]),
    ],
    "country and party before a title": [
        ("U.S. Democratic", "[U.S. Democratic presidential_ADJ candidate Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["U.S."], "MISC": ["Democratic"]},
         [("Democratic presidential candidate", "U.S.", "candidate")]),
        ("Ohio Republican", "[Ohio Republican senator Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Ohio"], "MISC": ["Republican"]}, [("Republican senator", "Ohio", "current")]),
        ("Senate Democratic", "[the Senate Democratic leader Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Senate Democratic"]}, [("Democratic leader", "Senate", "current")]),
    ],
    "two descriptions side by side": [
        ("running mate", "[his running_NOUN mate presidential_ADJ nominee Ann Lee] said it rained .",
         {"PER": ["Ann Lee"]}, [("presidential nominee", None, "candidate")]),
        ("colleague", "[her colleague deputy_ADJ mayor Ann Lee] said it rained .",
         {"PER": ["Ann Lee"]}, [("deputy mayor", None, "current")]),
        ("friend", "[his friend chief_ADJ economist Ann Lee] said it rained .",
         {"PER": ["Ann Lee"]}, [("chief economist", None, "current")]),
        ("an office of words of titles", "[the opposition foreign secretary Ann Lee] said it rained .",
         {"PER": ["Ann Lee"]}, [("opposition foreign secretary", None, "current")]),
    ],
    "a deputy's title keeps the body in its middle": [
        ("Assistant U.S. Attorney", "[Assistant_DET U.S. Attorney Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["U.S."]}, [("Assistant U.S. Attorney", "U.S.", "current")]),
        ("deputy press secretary", "[deputy White House press_NOUN secretary Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["White House"]},
         [("deputy White House press secretary", "White House", "current")]),
        ("associate director", "[Ann Lee , associate_ADJ NASA director ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["NASA"]}, [("associate NASA director", "NASA", "current")]),
        ("former is no deputy", "[former NASA director Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["NASA"]}, [("director", "NASA", "former")]),
    ],
    "a post of two words behind its city": [
        ("public advocate", "[New York City Public Advocate Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["New York City"], "ORG": ["Public Advocate"]},
         [("Public Advocate", "New York City", "current")]),
        ("mayor", "[Kansas City Mayor Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Kansas City"]}, [("Mayor", "Kansas City", "current")]),
        ("sheriff", "[Orange County Sheriff Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Orange County"]}, [("Sheriff", "Orange County", "current")]),
    ],
    "a body's name is whole": [
        ("over of, before the name", "[Bank_PROPN of America chief executive Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Bank of America"]}, [("chief executive", "Bank of America", "current")]),
        ("university", "[University of Michigan professor Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["University of Michigan"]}, [("professor", "University of Michigan", "current")]),
        ("two names in a row",
         "[University of Texas Arlington Muslim Student Association president Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["University of Texas Arlington", "Muslim Student Association"]},
         [("president", "University of Texas Arlington Muslim Student Association", "current")]),
        ("over a preposition and a mark",
         "[Ann Lee , director of the Council on American - Islamic Relations ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Council on American-Islamic Relations"]},
         [("director", "Council on American-Islamic Relations", "current")]),
        ("before the title", "[Council for the Welfare of Immigrants campaigner Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Council for the Welfare of Immigrants"]},
         [("campaigner", "Council for the Welfare of Immigrants", "current")]),
    ],
    "a body's name begins behind the nouns before it": [
        ("year", "[Ann Lee , a second year USI student ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["USI"]}, [("student", "USI", "current")]),
        ("giant", "[Ann Lee , a vice president at telecom giant Verizon ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Verizon"]}, [("vice president", "Verizon", "current")]),
        ("maker", "[a spokesman for sportswear maker Nike] said it rained .",
         {"ORG": ["Nike"]}, [("spokesman", "Nike", "current")]),
    ],
    "a title with a name in it does not stand alone": [
        ("tagged as a noun", "Twitter left . Twitter argued . Facebook left . "
         "[Facebook_NOUN co-founder_NOUN Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Twitter", "Facebook"]}, [("co-founder", "Facebook", "current")]),
        ("possessor", "Ford left . Ford argued . [Apple_NOUN 's chief executive Ann Lee] said it rained . Apple left .",
         {"PER": ["Ann Lee"], "ORG": ["Ford", "Apple"]}, [("chief executive", "Apple", "current")]),
        ("after the verb", "Ford left . Ford argued . it rained , said [Google_NOUN founder Ann Lee] . Google left .",
         {"PER": ["Ann Lee"], "ORG": ["Ford", "Google"]}, [("founder", "Google", "current")]),
    ],
    "an adjective of a continent is no union's name": [
        ("commissioner", "the EU left . [European_ADJ Commissioner Ann Lee] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["EU"]}, [("Commissioner", None, "current")]),
        ("diplomats", "the EU left . [European_ADJ diplomats] said it rained .", {"ORG": ["EU"]},
         [("European diplomats", None, "current")]),
        ("ministers", "the European Union left . [European_ADJ ministers] said it rained .",
         {"ORG": ["European Union"]}, [("European ministers", None, "current")]),
    ],
    "a person before a post is no organisation, whatever the post": [
        ("director", "Hillary Clinton left . [Clinton communication director Ann Lee] said it rained .",
         {"PER": ["Hillary Clinton", "Clinton", "Ann Lee"]}, [("Clinton communication director", None, "current")]),
        ("critic", "Donald Trump left . [Trump critic Ann Lee] said it rained .",
         {"PER": ["Donald Trump", "Trump", "Ann Lee"]}, [("Trump critic", None, "current")]),
        ("possessor", "Donald Trump left . [Trump 's pollster Ann Lee] said it rained .",
         {"PER": ["Donald Trump", "Trump", "Ann Lee"]}, [("pollster", None, "current")]),
        ("a body behind the person",
         "Barack Obama left . [Obama 's CIA director Ann Lee] said it rained .",
         {"PER": ["Barack Obama", "Obama", "Ann Lee"], "ORG": ["CIA"]}, [("director", "CIA", "current")]),
    ],
    "what a verb rules is a body": [
        ("an effort", "[Ann Lee , who runs an effort for veterans ,] said it rained .",
         {"PER": ["Ann Lee"]}, [(None, None, None)]),
        ("the company", "General_PROPN Motors left . [Ann Lee , who leads the company ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["General Motors"]}, [(None, "General Motors", "current")]),
        ("an inquiry", "[Ann Lee , who heads the inquiry into a death ,] said it rained .",
         {"PER": ["Ann Lee"]}, [(None, None, None)]),
    ],
    "a copula that judges or accuses": [
        ("such", "Ann Lee is such_DET a con_NOUN artist . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Lee"]}, [(None, None, None)]),
        ("declared to be",
         "police declared_VERB Ann Lee was a leader~ccomp@declared of the plot . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Lee"]}, [(None, None, None)]),
        ("said to be, with a body",
         "police declared_VERB Ann Lee was a director~ccomp@declared of Ford . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Lee"], "ORG": ["Ford"]}, [("director", "Ford", "current")]),
        ("no", "Ann Lee is no_DET leader . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Lee"]}, [(None, None, None)]),
    ],
    "a past copula with a year": [
        ("who was", "[Ann Lee , who was undersecretary of state in 2013_NUM ,] said it rained .",
         {"PER": ["Ann Lee"]}, [("undersecretary of state", None, "former")]),
        ("was", "Ann Lee was chairman of Ford in 1999_NUM . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Lee"], "ORG": ["Ford"]}, [("chairman", "Ford", "former")]),
        ("without a year", "Ann Lee was chairman of Ford . [Lee] said it rained .",
         {"PER": ["Ann Lee", "Lee"], "ORG": ["Ford"]}, [("chairman", "Ford", "current")]),
    ],
    "several descriptions of unnamed people": [
        ("nominee and aides", "[the nominee and his aides] said it rained .", {}, [("nominee", None, "candidate")]),
        ("spokesman and lawyer", "[a spokesman and a lawyer] said it rained .", {}, [("spokesman", None, "current")]),
        ("senator and judge", "[the senator and the judge] said it rained .", {}, [("senator", None, "current")]),
        ("one with two posts", "[the chairman and president] said it rained .", {},
         [("chairman and president", None, "current")]),
    ],
    "titles end before a clause": [
        ("what was done to him", "[Ann Lee , a lawyer hired_VBN~acl@lawyer by the town ,] said it rained .",
         {"PER": ["Ann Lee"]}, [("lawyer", None, "current")]),
        ("where he is", "[Ann Lee , a Verizon customer based_VBN~acl@customer in Boston ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Verizon"], "LOC": ["Boston"]}, [("customer", "Verizon", "current")]),
        ("with whom", "[Ann Lee , a reporter embedded_VBN~acl@reporter with the army ,] said it rained .",
         {"PER": ["Ann Lee"]}, [("reporter", None, "current")]),
        ("participle", "[leaders of the Senate opposing_VERB the programme] said it rained .", {"ORG": ["Senate"]},
         [("leaders", "Senate", "current")]),
        ("relative clause", "[Ann Lee , a longtime adviser to the Lee family who oversees the fund ,] said it rained .",
         {"PER": ["Ann Lee"]}, [("longtime adviser to the Lee family", None, "current")]),
        ("finite verb", "[leaders of parties who have been opponents] said it rained .", {},
         [("leaders of parties", None, "current")]),
    ],
    "a date is no organisation": [
        ("month",
         "[federal_ADJ prosecutors in April] said it rained .", {}, [("federal prosecutors", None, "current")]),
        ("weekday", "[investigators on Monday] said it rained .", {}, [("investigators", None, "current")]),
        ("year", "[Ann Lee , a chairman from 2012 ,] said it rained .", {"PER": ["Ann Lee"]},
         [("chairman", None, "current")]),
        ("year in a complement", "[Ann Lee , chairman in 2009 during_ADP a crisis ,] said it rained .",
         {"PER": ["Ann Lee"]}, [("chairman", None, "current")]),
    ],
    "organisations, whole and without the words before them": [
        ("ampersand", "[Ann Lee , a lawyer at Bailey & Glasser ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Bailey"]}, [("lawyer", "Bailey & Glasser", "current")]),
        ("council on",
         "[Ann Lee , a fellow at the European_PROPN Council on Foreign_PROPN Relations ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["European Council"]},
         [("fellow", "European Council on Foreign Relations", "current")]),
        ("adjective before it", "[Ann Lee , head of the centrist_ADJ Tax Policy Center ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Tax Policy Center"]}, [("head", "Tax Policy Center", "current")]),
        ("full stop of the sentence", "it rained , said [Ann Lee , head of research at GM.] // It rained .",
         {"PER": ["Ann Lee"], "ORG": ["GM."]}, [("head of research", "GM", "current")]),
        ("function words that the tagger missed",
         "[Ann Lee , director of_NOUN the_NOUN Tax Policy Center ,] said it rained .",
         {"PER": ["Ann Lee"], "ORG": ["Tax Policy Center"]}, [("director", "Tax Policy Center", "current")]),
    ],
    "descriptions of unnamed people": [
        ("description", "[a senior official] said it rained .", {}, [("senior official", None, "current")]),
        ("officials of a country", "[U.S. officials] said it rained .",
         {"LOC": ["U.S."]}, [("officials", "U.S.", "current")]),
        ("country inside the description", "[the top Afghan official] said it rained .", {},
         [("top Afghan official", None, "current")]),
        ("people in the know", "[people familiar_ADJ with the matter] said it rained .", {},
         [("people familiar with the matter", None, "current")]),
        ("an aside", "[a person with knowledge of the deal , who was tired_ADJ ,] said it rained .", {},
         [("person with knowledge of the deal", None, "current")]),
        ("scientists", "[The scientists] found it rained .", {}, [("scientists", None, "current")]),
    ],
    "sources without a role": [
        ("somebody", "[somebody] said it rained .", {}, [(None, None, None)]),
        ("someone", "[someone] said it rained .", {}, [(None, None, None)]),
        ("individual", "[an individual] said it rained .", {}, [(None, None, None)]),
        ("critics", "[critics] said it rained .", {}, [(None, None, None)]),
        ("a party's members", "[Democrats_PROPNS] said it rained .", {}, [(None, None, None)]),
        ("observers", "[some observers] said it rained .", {}, [(None, None, None)]),
        ("organisation", "[Apple] said it rained .", {"ORG": ["Apple"]}, [(None, None, None)]),
        ("document", "[a report] said it rained .", {}, [(None, None, None)]),
    ],
}  # fmt: skip


ROWS = [pytest.param(*row[1:], id=f"{group}: {row[0]}") for group, rows in ROLES.items() for row in rows]


@pytest.mark.parametrize(("line", "names", "expected"), ROWS)
def test_roles(
    line: str, names: dict[str, list[str]], expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    """Title and organisation are cut from the article's words, each in one piece; the status says how it is held."""
    assert expected == roles(line, names)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ford 's sales_NOUN , service_NOUN , and marketing_NOUN vice president left .", "sales"),
        ("Federal_ADJ and state_NOUN officials left .", "Federal"),
        ("the federal_ADJ , local_ADJ and state_NOUN officials left .", "federal"),
        ("police_NOUN and court_NOUN officials left .", "court"),
        ("doctors and court_NOUN officials left .", "court"),
    ],
)
def test_list_opens_a_title(line: str, expected: str) -> None:
    """A title takes in the list that it opens with; another source before "and" is none of its words."""
    parse, _ = story(line)
    head = next(token.index for token in parse.tokens if token.text in {"president", "officials"})
    first = next(at + 1 for at in range(head, -1, -1) if parse.tokens[at].text == "and")

    assert expected == parse.tokens[listed(parse, head, first, 0)].text


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


@pytest.mark.parametrize("cue", ["claims", "notes", "warns"])
def test_title_does_not_reach_over_the_cue(cue: str) -> None:
    """A verb of saying that the tagger took for a noun is no part of the title behind it."""
    parse, findings = story(f"it rained , {cue} [writer John Ostrower] .", PER=["John Ostrower"])
    said = next(token for token in parse.tokens if token.text == cue)
    attribution = replace(findings.attributions[0], cue=(Span(said.start, said.end),))
    findings = replace(findings, attributions=(attribution,))
    resolved = resolve(parse, findings)

    role = role_of(parse, attribution, resolved.speakers[0][0], resolved)

    assert role.title is not None
    assert "writer" == parse.words(role.title)


@pytest.mark.parametrize("verb", ["named", "appointed", "hired"])
def test_appointer(verb: str) -> None:
    """ "Its" in what a body makes of somebody is that body's, whatever else a sentence speaks of."""
    text = f"America 's maker GM {verb} Ann Lee as its new chairman. Lee said it rained."
    lemma = {"named": "name", "appointed": "appoint", "hired": "hire"}[verb]
    parse = parse_of(
        text,
        f"""
        America America PROPN 3 nmod:poss
        's 's PART 1 case
        maker maker NOUN 5 nsubj
        GM GM PROPN 3 appos
        {verb} {lemma} VERB 0 root
        Ann Ann PROPN 5 obj
        Lee Lee PROPN 6 flat
        as as ADP 11 case
        its its PRON/PRP$ 11 nmod:poss
        new new ADJ 11 amod
        chairman chairman NOUN 5 obl
        . . PUNCT 5 punct

        Lee Lee PROPN 2 nsubj
        said say VERB 0 root
        it it PRON 4 nsubj
        rained rain VERB 2 ccomp
        . . PUNCT 2 punct
        """,
        {"America": "LOC", "GM": "ORG", "Ann Lee": "PER", "Lee": "PER"},
    )
    at = text.index("Lee said")
    content = Fragment(at + 9, at + 18, False)
    attribution = Attribution((content,), (Span(at + 4, at + 8),), Span(at, at + 3), "indirect")
    findings = Findings((replace(attribution, source_head=12),), ())
    resolved = resolve(parse, findings)

    role = role_of(parse, findings.attributions[0], resolved.speakers[0][0], resolved)

    title, organization = (parse.words(span) if span is not None else None for span in (role.title, role.organization))
    assert ("chairman", "GM") == (title, organization)
