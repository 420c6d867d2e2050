"""resolve: names grouped, kinds told apart, and each source led to whoever speaks."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from attribution.article import Span
from attribution.find.values import Attribution, Findings, Fragment
from attribution.parse import Arc, Parse
from attribution.resolve import THRESHOLD, Resolved, resolve
from attribution.resolve.names import find_names
from tests.factories import parse_of
from tests.sources import story


def said(resolved: Resolved) -> list[str]:
    """Each attribution's speakers: names joined by "+", an unnamed one as its kind in brackets."""
    return [" + ".join(speaker.name or f"({speaker.kind})" for speaker in speakers) for speakers in resolved.speakers]


Row = tuple[str, str, dict[str, list[str]], list[str]]

# By class of construction; each row: what it shows, the story, what the tagger saw, and who speaks in each bracket.
SPEAKERS: dict[str, list[Row]] = {
    "A name again by its surname, with and without a title": [
        ("surname alone", "Hassan Kazemi-Qomi spoke . [Kazemi-Qomi] said it rained .", {"PER": ["Hassan Kazemi-Qomi"]},
         ["Hassan Kazemi-Qomi"]),
        ("title and surname", "Hamdullah Mohib spoke . [Ambassador Mohib] said it rained .",
         {"PER": ["Hamdullah Mohib", "Mohib"]},
         ["Hamdullah Mohib"]),
        ("honorific and a surname that is a title", "Larry King spoke . [Mr. King] said it rained .",
         {"PER": ["Larry King"]},
         ["Larry King"]),
        ("surname that the tagger missed", "Mark Rathbun spoke . [Rathbun] said it rained .", {"PER": ["Mark Rathbun"]},
         ["Mark Rathbun"]),
    ],
    "Initials, middle names, short forms": [
        ("middle initial", "Timothy D. Cook left . [Tim Cook] said it rained .",
         {"PER": ["Timothy D. Cook", "Tim Cook"]},
         ["Timothy D. Cook"]),
        ("initial for a given name", "George Bush left . [G. Bush] said it rained .",
         {"PER": ["George Bush", "G. Bush"]},
         ["George Bush"]),
        ("short form", "Robert Dole left . [Bob Dole] said it rained .", {"PER": ["Robert Dole", "Bob Dole"]},
         ["Robert Dole"]),
        ("given name alone", "Steve Jobs spoke . [Steve] said it rained .", {"PER": ["Steve Jobs", "Steve"]},
         ["Steve Jobs"]),
    ],
    "Particles, hyphens, suffixes, several surnames": [
        ("Arabic article", "General Suleiman al-Amr spoke . [al-Amr] said it rained .",
         {"PER": ["Suleiman al-Amr", "al-Amr"]},
         ["Suleiman al-Amr"]),
        ("particles", "Ursula von_X der_X Leyen spoke . [von_X der_X Leyen] said it rained .",
         {"PER": ["Ursula von der Leyen", "Leyen"]}, ["Ursula von der Leyen"]),
        ("suffix", "Martin King Jr. spoke . [King] said it rained .", {"PER": ["Martin King Jr.", "King"]},
         ["Martin King Jr."]),
        ("first of two surnames", "Gabriel García Márquez wrote . [García] said it rained .",
         {"PER": ["Gabriel García Márquez", "García"]}, ["Gabriel García Márquez"]),
        ("last two names", "Aung San Suu Kyi spoke . [Suu Kyi] said it rained .",
         {"PER": ["Aung San Suu Kyi", "Suu Kyi"]},
         ["Aung San Suu Kyi"]),
    ],
    "Two people of one surname stay two": [
        ("two Clintons by title",
         "Bill Clinton met Hillary Clinton . [Mrs. Clinton] said it rained . [Mr. Clinton] left .",
         {"PER": ["Bill Clinton", "Hillary Clinton", "Clinton"]}, ["Hillary Clinton", "Bill Clinton"]),
        ("two Johnsons by role",
         "Governor Gary Johnson met Secretary Jeh Johnson . [Secretary Johnson] said it rained .",
         {"PER": ["Gary Johnson", "Jeh Johnson", "Johnson"]}, ["Jeh Johnson"]),
        ("two Smiths by given name", "John Smith met Ann Smith . [Ann] said it rained . [John Smith] denied it .",
         {"PER": ["John Smith", "Ann Smith", "Ann"]}, ["Ann Smith", "John Smith"]),
    ],
    "Titles before a name are no part of it": [
        ("title in a run of capitals", "[Alabama Governor Bob Riley] said it rained .",
         {"PER": ["Bob Riley"], "LOC": ["Alabama"]},
         ["Bob Riley"]),
        ("place complement before a name", "[Ambassador to the United States Hamdullah Mohib] said it rained .",
         {"PER": ["Hamdullah Mohib"], "LOC": ["United States"]}, ["Hamdullah Mohib"]),
        ("field before a name", "[Secretary of State Hillary Clinton] said it rained .", {"PER": ["Hillary Clinton"]},
         ["Hillary Clinton"]),
        ("abbreviated title", "[Sen. Elizabeth Warren] said it rained .",
         {"PER": ["Elizabeth Warren"]}, ["Elizabeth Warren"]),
        ("employer that heads the phrase", "[Boeing Commercial Airplanes CEO Scott Carson] said it rained .",
         {"PER": ["Scott Carson"], "ORG": ["Boeing Commercial Airplanes"]}, ["Scott Carson"]),
        ("company before a person", "[the chairman of Chrysler LLC Jim Press] said it rained .",
         {"ORG": ["Chrysler LLC", "Jim Press"]},
         ["Jim Press"]),
        ("employer before a title", "[Northrop Grumman CEO Ron Sugar] said it rained .",
         {"PER": ["Ron Sugar"], "ORG": ["Northrop Grumman"]}, ["Ron Sugar"]),
    ],
    "A name beside its title or apposition": [
        ("apposition after", "[Steve Whitmore , a representative for the office ,] said it rained .",
         {"PER": ["Steve Whitmore"]},
         ["Steve Whitmore"]),
        ("apposition before", "[the team 's coach , Alireza Mehraban ,] said it rained .",
         {"PER": ["Alireza Mehraban"]},
         ["Alireza Mehraban"]),
        ("possessor is not the source", "[Fox News 's Megyn Kelly] said it rained .",
         {"PER": ["Megyn Kelly"], "ORG": ["Fox News"]},
         ["Megyn Kelly"]),
        ("bare apostrophe", "[Fox News ' Megyn Kelly] said it rained .", {"PER": ["Megyn Kelly"], "ORG": ["Fox News"]},
         ["Megyn Kelly"]),
    ],
    "Organisations and places": [
        ("acronym in brackets",
         "The Organization of Islamic_PROPN Cooperation ( OIC ) met . [The OIC] said it rained .",
         {"ORG": ["Organization of Islamic Cooperation", "OIC"]}, ["Organization of Islamic Cooperation"]),
        ("acronym by its letters", "General_PROPN Motors left . [GM] said it rained .",
         {"ORG": ["General Motors", "GM"]},
         ["General Motors"]),
        ("company designation", "Apple Inc. left . [Apple] said it rained .",
         {"ORG": ["Apple Inc.", "Apple"]}, ["Apple Inc."]),
        ("acronym over and",
         "The European Aeronautic Defence and Space Company ( EADS ) left . [EADS] said it rained .",
         {"ORG": ["European Aeronautic Defence", "Space Company", "EADS"]},
         ["European Aeronautic Defence and Space Company"]),
        ("article left out", "[The Taliban] said it rained .", {"ORG": ["Taliban"]}, ["Taliban"]),
        ("capital for a government", "[Washington] said it rained .", {"LOC": ["Washington"]}, ["Washington"]),
        ("newspaper", "According_VERB to [the New Zealand Herald] it rained .", {"ORG": ["New Zealand Herald"]},
         ["New Zealand Herald"]),
        ("campaign for", "[Citizens_PROPNS for Tax Justice] said it rained .", {"ORG": ["Citizens for Tax Justice"]},
         ["Citizens for Tax Justice"]),
        ("government of a country", "[the New Zealand government] said it rained .", {"LOC": ["New Zealand"]},
         ["New Zealand government"]),
        ("government of a nationality",
         "[the Belgian_ADJ government] said it rained . [the Belgian_ADJ government] left .",
         {},
         ["Belgian government"] * 2),
        ("ministry of a possessor", "[Turkey 's foreign ministry] said it rained .", {"LOC": ["Turkey"]},
         ["Turkey's foreign ministry"]),
        ("ministry with a name of its own", "[the Greek Ministry_PROPN of Culture] said it rained .",
         {"ORG": ["Ministry of Culture"]}, ["Greek Ministry of Culture"]),
        ("noun before an organisation", "[the carmaker General_PROPN Motors] said it rained .",
         {"ORG": ["General Motors"]},
         ["General Motors"]),
    ],
    "Pronouns": [
        ("he, the subject before", "John Smith resigned . [He] said it rained .",
         {"PER": ["John Smith"]}, ["John Smith"]),
        ("she, by gender", "John Smith met Mary Jones . [She] said it rained .", {"PER": ["John Smith", "Mary Jones"]},
         ["Mary Jones"]),
        ("he, by title", "Mr. Lee met Mrs. Park . [He] said it rained .", {"PER": ["Lee", "Park"]}, ["Lee"]),
        ("it, the company", "John Smith left Apple . [It] said it rained .",
         {"PER": ["John Smith"], "ORG": ["Apple"]}, ["Apple"]),
        ("they, the officials", "Several officials met John Smith . [They] said it rained .", {"PER": ["John Smith"]},
         ["(anonymous)"]),
        ("relative pronoun", "John Smith , [who] said it rained , left .", {"PER": ["John Smith"]}, ["John Smith"]),
        ("he, who spoke before", "[John Smith] said it rained . [He] added it rained . [He] warned it rained .",
         {"PER": ["John Smith"]}, ["John Smith"] * 3),
    ],
    "First and second person": [
        ("the author", "[I] said it rained .", {}, ["(unknown)"]),
        ("I in a quotation", "[John Smith] said <“ [I] told him it rained ” > .",
         {"PER": ["John Smith"]}, ["John Smith"] * 2),
        ("we in a quotation", "[Apple] said <“ [We] warned that it rained ” > .", {"ORG": ["Apple"]}, ["Apple"] * 2),
        ("he in a quotation is another", "John Smith met Paul Jones . [Jones] said <“ [He] told me it rained ” > .",
         {"PER": ["John Smith", "Paul Jones", "Jones"]}, ["Paul Jones", "John Smith"]),
        ("you", "[You] said it rained .", {}, ["(unknown)"]),
    ],
    "Descriptions that lead to a name": [
        ("same role word", "Iran 's special envoy to Afghanistan Hassan Rezai arrived . [The envoy] said it rained .",
         {"PER": ["Hassan Rezai"], "LOC": ["Iran", "Afghanistan"]}, ["Hassan Rezai"]),
        ("of two, by role",
         "Taliban spokesman Zabihullah Mujahid met minister Amir Muttaqi . [the spokesman] said it rained .",
         {"PER": ["Zabihullah Mujahid", "Amir Muttaqi"], "ORG": ["Taliban"]}, ["Zabihullah Mujahid"]),
        ("hypernym and country",
         "Iran 's ambassador Hassan Mortazavi met Afghanistan 's prime minister Abdul Hanafi . "
         "[the top Afghan official] said it rained .",
         {"PER": ["Hassan Mortazavi", "Abdul Hanafi"], "LOC": ["Iran", "Afghanistan"]}, ["Abdul Hanafi"]),
        ("hypernym of a senator", "Sen. Elizabeth Warren arrived . [The lawmaker] said it rained .",
         {"PER": ["Elizabeth Warren"]},
         ["Elizabeth Warren"]),
        ("group beside its name", "The Taliban group arrived . [The group] said it rained .",
         {"ORG": ["Taliban"]}, ["Taliban"]),
        ("the one company", "Boeing left . Boeing arrived . [The company] said it rained .",
         {"ORG": ["Boeing"]}, ["Boeing"]),
        ("bank by its name", "Deutsche Bank left . John Smith arrived . [The bank] said it rained .",
         {"ORG": ["Deutsche Bank"], "PER": ["John Smith"]}, ["Deutsche Bank"]),
    ],
    "Descriptions that lead to nobody": [
        ("indefinite", "John Smith , a senior official , left . [A senior official] said it rained .",
         {"PER": ["John Smith"]},
         ["(anonymous)"]),
        ("plural insiders", "[U.S. officials] said it rained .", {"LOC": ["U.S."]}, ["(anonymous)"]),
        ("critics", "[critics] said it rained .", {}, ["(group)"]),
        ("residents", "[Several residents] said it rained .", {}, ["(group)"]),
        ("everyone", "[Everyone] said it rained .", {}, ["(group)"]),
        ("group of politicians", "[A group of politicians] said it rained .", {}, ["(group)"]),
        ("people in the know", "[people familiar_ADJ with the matter] said it rained .", {}, ["(anonymous)"]),
        ("anonymous individual", "[an anonymous individual] said it rained .", {}, ["(anonymous)"]),
        ("spokesman for a company", "[a spokesman for Boeing] said it rained .", {"ORG": ["Boeing"]}, ["(anonymous)"]),
        ("report", "[a report] said it rained .", {}, ["(document)"]),
        ("findings", "[the findings] said it rained .", {}, ["(document)"]),
        ("poll", "[a new poll] found it rained .", {}, ["(document)"]),
        ("court", "[Greek court] said it rained .", {}, ["(organization)"]),
        ("plural people by faith", "[Muslims_PROPNS] said it rained .", {}, ["(group)"]),
        ("officials of a named body", "[Scientology officials] said it rained .",
         {"ORG": ["Scientology"]}, ["(anonymous)"]),
    ],
    "Who issued a text": [
        ("statement from", "[A statement from Apple] said it rained .", {"ORG": ["Apple"]}, ["Apple"]),
        ("possessor of an email", "[Jobs 's email] reads it rained . Steve Jobs left .",
         {"PER": ["Jobs", "Steve Jobs"]},
         ["Steve Jobs"]),
        ("the statement again", "[Boeing] said it rained . [The statement] added it rained .", {"ORG": ["Boeing"]},
         ["Boeing", "Boeing"]),
        ("seen by is not issued by", "[A letter seen_VERB by Sky News] said it rained .",
         {"ORG": ["Sky News"]}, ["(document)"]),
        ("uncovered by is not issued by", "[A letter uncovered_VERB by Sky News] said it rained .",
         {"ORG": ["Sky News"]}, ["(document)"]),
        ("acquired by is not issued by", "[A memo acquired_VERB by Sky News] said it rained .",
         {"ORG": ["Sky News"]}, ["(document)"]),
        ("review by", "[a review by PC_PROPN World] found it rained .", {"ORG": ["PC World"]}, ["PC World"]),
    ],
    "Joint sources": [
        ("two surnames", "Ron Gettelfinger met Al Bantom . [Gettelfinger and Bantom] said it rained .",
         {"PER": ["Ron Gettelfinger", "Al Bantom", "Gettelfinger", "Bantom"]}, ["Ron Gettelfinger + Al Bantom"]),
        ("three names with states",
         "[Jeff Merkley ( D-Ore. ) , Sherrod Brown ( D-Ohio ) and Robert Menendez ( D-N.J. )] said it rained .",
         {"PER": ["Jeff Merkley", "Sherrod Brown", "Robert Menendez"]},
         ["Jeff Merkley + Sherrod Brown + Robert Menendez"]),
        ("titles joined are one source", "[Apple CEO and founder Steve Jobs] said it rained .",
         {"PER": ["Steve Jobs"], "ORG": ["Apple"]}, ["Steve Jobs"]),
        ("names in text order",
         "[Ann Lee , Bob Ray and Cy Fox] said it rained .", {"PER": ["Ann Lee", "Bob Ray", "Cy Fox"]},
         ["Ann Lee + Bob Ray + Cy Fox"]),
    ],
    "A name inside a phrase that another noun heads": [
        ("campaign of a person", "Ann Clinton left . [The Clinton campaign] said it rained .",
         {"PER": ["Ann Clinton", "Clinton"]}, ["Clinton campaign"]),
        ("administration of a person", "Ron Obama left . [the Obama administration] said it rained .",
         {"PER": ["Ron Obama", "Obama"]}, ["Obama administration"]),
        ("supporters of a person", "Ron Trump left . [Trump supporters] said it rained .",
         {"PER": ["Ron Trump", "Trump"]}, ["(group)"]),
        ("camp of a person", "Ron Trump left . [the Trump team] said it rained .",
         {"PER": ["Ron Trump", "Trump"]}, ["(organization)"]),
        ("manager of a campaign", "Ron Trump left . [Trump 's campaign manager] said it rained .",
         {"PER": ["Ron Trump", "Trump"]}, ["(anonymous)"]),
        ("senator of a state", "[the Vermont senator] said it rained .", {"LOC": ["Vermont"]}, ["(anonymous)"]),
        ("candidate of a party", "[The GOP candidate] said it rained .", {"ORG": ["GOP"]}, ["(anonymous)"]),
        ("spokeswoman of a person, named", "Jill Stein left . [Stein spokeswoman Ann Lee] said it rained .",
         {"PER": ["Jill Stein", "Stein", "Ann Lee"]}, ["Ann Lee"]),
        ("manager of a campaign, named", "Ann Clinton left . [Clinton campaign manager Rob Mook] said it rained .",
         {"PER": ["Ann Clinton", "Clinton", "Rob Mook"]}, ["Rob Mook"]),
        ("title between comma and name", "[Trump 's running mate , Indiana Gov. Mike Pence ,] said it rained .",
         {"PER": ["Trump", "Mike Pence"], "LOC": ["Indiana"]}, ["Mike Pence"]),
        ("honorific between comma and name", "[The minister of the economy , Mr. Rubio ,] said it rained .",
         {"PER": ["Rubio"]}, ["Rubio"]),
        ("niece and state office", "[Scott 's niece , state Del. Ann Price ,] said it rained .",
         {"PER": ["Scott", "Ann Price"]}, ["Ann Price"]),
    ],
    "People named by party or nation": [
        ("some of a party", "Virginia Democrats_PROPNS left . [some Democrats_PROPNS] said it rained .",
         {"LOC": ["Virginia"], "ORG": ["Democrats"]}, ["(group)"]),
        ("a party's members", "[Republicans_PROPNS] said it rained .", {"ORG": ["Republicans"]}, ["(group)"]),
        ("a party in a committee", "[Oversight Committee Republicans_PROPNS] said it rained .",
         {"ORG": ["Oversight Committee"], "MISC": ["Republicans"]}, ["(group)"]),
        ("a nation", "[Britons_PROPNS] said it rained .", {"PER": ["Britons"]}, ["(group)"]),
    ],
    "Names that the tagger or the tokenizer cut, or glued": [
        ("article inside a name", "[The Committee for a Responsible_ADJ Federal_ADJ Budget] said it rained .",
         {"ORG": ["Committee", "Responsible Federal Budget"]}, ["Committee for a Responsible Federal Budget"]),
        ("two complements", "[the Joint Council for the Welfare of Immigrants] said it rained .",
         {"ORG": ["Joint Council"]}, ["Joint Council for the Welfare of Immigrants"]),
        ("council on", "[the European Council on Foreign_ADJ Relations_PROPNS] said it rained .",
         {"ORG": ["European Council", "Foreign Relations"]}, ["European Council on Foreign Relations"]),
        ("services over and", "[United States Citizenship and Immigration Services] said it rained .",
         {"LOC": ["United States"], "ORG": ["Services"]}, ["United States Citizenship and Immigration Services"]),
        ("two organisations over and", "[Apple and General Motors] said it rained .",
         {"ORG": ["Apple", "General Motors"]},
         ["Apple + General Motors"]),
        ("place that opens a body's name",
         "They spoke to the Chicago Police Department . [The department] said it rained .",
         {"ORG": ["Chicago Police Department"]}, ["Chicago Police Department"]),
        ("person that opens a body's name", "[the A. Philip Randolph Institute] said it rained .",
         {"PER": ["Philip Randolph"], "ORG": ["A.", "Institute"]}, ["A. Philip Randolph Institute"]),
        ("person after a body",
         "[Executive director of the Council on American_PROPN Relations Alia Salem] said it rained .",
         {"ORG": ["Council"], "MISC": ["American Relations"], "PER": ["Alia Salem"]}, ["Alia Salem"]),
        ("show named after a person", "Larry King Now left . [Mr. King] said it rained .",
         {"PER": ["Larry King"], "MISC": ["Now"]}, ["Larry King"]),
        ("day after a person", "Barry Obama Election Day left . [Mr. Obama] said it rained .",
         {"PER": ["Barry Obama"], "MISC": ["Election"]}, ["Barry Obama"]),
        ("word after a person in a headline", "Ron Trump As_ADV left . [Trump] said it rained .",
         {"PER": ["Ron Trump", "Trump"], "ORG": ["As"]}, ["Ron Trump"]),
        ("small syllable after a hyphen", "[Park Geun-hye_PROPN] said it rained .", {"PER": ["Park Geun"]},
         ["Park Geun-hye"]),
        ("initials", "[G.K. Chesterton] said it rained .", {"PER": ["Chesterton"]}, ["G.K. Chesterton"]),
        ("month as a surname", "[Theresa May] said it rained .", {"PER": ["Theresa May"]}, ["Theresa May"]),
        ("month as a given name", "[April Ryan] said it rained .", {"PER": ["April Ryan"]}, ["April Ryan"]),
        ("party and state are no name", "[Paul Ryan , R-Wis.] said it rained .", {"PER": ["Paul Ryan"]}, ["Paul Ryan"]),
        ("website called without its ending", "CNNMoney.com left . [CNNMoney] said it rained .",
         {"ORG": ["CNNMoney.com", "CNNMoney"]}, ["CNNMoney.com"]),
        ("treaty of an organisation", "The U.N. Charter left . [The U.N.] said it rained .",
         {"ORG": ["U.N. Charter", "U.N."]}, ["U.N."]),
    ],
    "A vice president is no president": [
        ("vice president",
         "President Joe Biden met Vice_PROPN President Kamala Harris . [the vice president] said it rained .",
         {"PER": ["Joe Biden", "Kamala Harris"]}, ["Kamala Harris"]),
        ("president", "Vice_PROPN President Kamala Harris met President Joe Biden . [the president] said it rained .",
         {"PER": ["Joe Biden", "Kamala Harris"]}, ["Joe Biden"]),
        ("deputy minister",
         "minister Ali Rezai met deputy minister Ali Karimi . [the deputy minister] said it rained .",
         {"PER": ["Ali Rezai", "Ali Karimi"]}, ["Ali Karimi"]),
    ],
    "A surname that is something else as well": [
        ("country", "Jim Jordan left . [Jordan] said it rained .", {"PER": ["Jim Jordan", "Jordan"]}, ["Jim Jordan"]),
        ("country, tagged as one", "Jim Jordan left . // [Jordan] said it rained .",
         {"PER": ["Jim Jordan"], "LOC": ["Jordan"]}, ["Jordan"]),
        ("title that is another bearer's", "First lady Michelle Obama met Barack Obama . "
         "[President Obama] said it rained .",
         {"PER": ["Michelle Obama", "Barack Obama", "Obama"]}, ["Barack Obama"]),
    ],
    "Carried over, or nobody": [
        ("floating after a quotation", "[John Smith] said <“ it rained ” > . [] <2:“ it rained ” > .",
         {"PER": ["John Smith"]},
         ["John Smith", "John Smith"]),
        ("floating in the next paragraph", "[John Smith] said <“ it rained ” > . // [] <2:“ it rained ” > .",
         {"PER": ["John Smith"]}, ["John Smith", "John Smith"]),
        ("passive without an agent", "John Smith left . [-] it was said .", {"PER": ["John Smith"]}, ["(unknown)"]),
    ],
    "An organisation called by part of its name": [
        ("trade and company form fall away", "Ford Motor Company left . [Ford] said it rained .",
         {"ORG": ["Ford Motor Company", "Ford"]}, ["Ford Motor Company"]),
        ("the short name first", "Samsung left . Samsung Electronics Co. arrived . [Samsung] said it rained .",
         {"ORG": ["Samsung", "Samsung Electronics Co."]}, ["Samsung Electronics Co."]),
        ("a word cut in a headline", "The Penske Automotive Group left . [Penske Auto] said it rained .",
         {"ORG": ["Penske Automotive Group", "Penske Auto"]}, ["Penske Automotive Group"]),
        ("department of a treasury", "The U.S. Treasury Department left . [The US Treasury] said it rained .",
         {"ORG": ["U.S. Treasury Department", "US Treasury"]}, ["U.S. Treasury Department"]),
        ("a subsidiary is another", "Ford Motor Credit Company left . [Ford] said it rained .",
         {"ORG": ["Ford Motor Credit Company", "Ford"]}, ["Ford"]),
        ("a committee is no senate", "The U.S. Senate Committee left . [The U.S. Senate] said it rained .",
         {"ORG": ["U.S. Senate Committee", "U.S. Senate"]}, ["U.S. Senate"]),
    ],
    "An acronym that takes several letters from a word": [
        ("two of the first", "Singapore Airlines left . [SIA] said it rained .", {"ORG": ["Singapore Airlines", "SIA"]},
         ["Singapore Airlines"]),
        ("in two cases", "Federal Express left . [FedEx] said it rained .", {"ORG": ["Federal Express", "FedEx"]},
         ["Federal Express"]),
        ("over a small word", "The Bank of America left . [BofA] said it rained .",
         {"ORG": ["Bank of America", "BofA"]}, ["Bank of America"]),
        ("two that fit", "Singapore Airlines met Siberia Airlines . [SIA] said it rained .",
         {"ORG": ["Singapore Airlines", "Siberia Airlines", "SIA"]}, ["SIA"]),
    ],
    "The company that is spoken of": [
        ("no central bank", "The Federal Reserve met Bear Stearns . [the company] said it rained .",
         {"ORG": ["Federal Reserve", "Bear Stearns"]}, ["Bear Stearns"]),
        ("no stock index", "General_PROPN Motors met the Nasdaq Composite . [the firm] said it rained .",
         {"ORG": ["General Motors", "Nasdaq Composite"]}, ["General Motors"]),
        ("trade by its stem",
         "The automobile manufacturer General_PROPN Motors met Citigroup . [the auto firm] said it rained .",
         {"ORG": ["General Motors", "Citigroup"]}, ["General Motors"]),
        ("statement on a site",
         "Delta left . Delta arrived . In a statement on the Airbus~nmod@statement website , [the company] said so .",
         {"ORG": ["Delta", "Airbus"]}, ["Airbus"]),
        ("another trade", "The airline Ryanair left . [the bank] said it rained .",
         {"ORG": ["Ryanair"]}, ["(organization)"]),
        ("two alike", "Boeing~nsubj@left and Airbus left . [the company] said it rained .",
         {"ORG": ["Boeing", "Airbus"]}, ["(organization)"]),
    ],
    "A name whose apposition was taken alone": [
        ("maker", "Chrysler , [another_DET car maker~appos@Chrysler] , said it rained .", {"ORG": ["Chrysler"]},
         ["Chrysler"]),
        ("firm", "NPD , [a research firm~appos@NPD] , said it rained .", {"ORG": ["NPD"]}, ["NPD"]),
        ("analyst", "Ann Lee , [an analyst~appos@Lee] , said it rained .", {"PER": ["Ann Lee"]}, ["Ann Lee"]),
        ("a firm is no person's apposition", "Ann Lee , [a research firm~appos@Lee] , said it rained .",
         {"PER": ["Ann Lee"]}, ["(organization)"]),
    ],
    "A title of several words": [
        ("hyphen and complement",
         "[Apple 's vice-president of marketing for the iPod , Greg Joswiak ,] said it rained .",
         {"PER": ["Greg Joswiak"], "ORG": ["Apple"]}, ["Greg Joswiak"]),
        ("list of fields",
         "[GM 's sales , service and marketing president~conj@sales] said it rained .", {"ORG": ["GM"]},
         ["(anonymous)"]),
        ("two fields", "[The research and development chief_NOUN~conj@research] said it rained .", {},
         ["(anonymous)"]),
        ("co-founder",
         "[The paper 's co-founder , Ann Lee ,] said it rained .", {"PER": ["Ann Lee"]}, ["Ann Lee"]),
    ],
    "The field of an office before a name": [
        ("competition", "[European Commissioner for Competition Neelie Kroes] said it rained .",
         {"PER": ["Competition Neelie Kroes"], "MISC": ["European"]}, ["Neelie Kroes"]),
        ("trade", "[Minister of Trade Ann Lee] said it rained .", {"PER": ["Trade Ann Lee"]}, ["Ann Lee"]),
        ("acquisition after a body",
         "[Undersecretary of the Air Force for Acquisition Darleen Druyun] said it rained .",
         {"ORG": ["Air Force for"], "PER": ["Acquisition Darleen Druyun"]}, ["Darleen Druyun"]),
    ],
    "A body named by whose it is": [
        ("administration", "[President Barack Obama 's administration] said it rained .", {"PER": ["Barack Obama"]},
         ["Barack Obama's administration"]),
        ("campaign", "Ann Clinton left . [Clinton 's campaign] said it rained .",
         {"PER": ["Ann Clinton", "Clinton"]}, ["Clinton's campaign"]),
        ("the person is needed for a surname",
         "Barack Obama 's administration left . [Obama] said it rained .", {"PER": ["Barack Obama", "Obama"]},
         ["Barack Obama"]),
    ],
    "A source that a name is said to be": [
        ("one of the firms",
         "Subaru~nsubj@one was~cop@one one of [the few_ADJ firms~nmod@one] that~nsubj@gained gained~acl:relcl@firms .",
         {"ORG": ["Subaru"]}, ["Subaru"]),
        ("a doctor", "Lee~nsubj@doctor is~cop@doctor [a doctor] who~nsubj@warned warned~acl:relcl@doctor .",
         {"PER": ["Lee"]}, ["Lee"]),
        ("two of the senators",
         "Lee~nsubj@two and Ray were~cop@two two of [the senators~nmod@two] who~nsubj@met met~acl:relcl@senators .",
         {"PER": ["Lee", "Ray"]}, ["Lee + Ray"]),
        ("no clause, no speech", "Lee~nsubj@doctor is~cop@doctor [a doctor] .", {"PER": ["Lee"]}, ["(anonymous)"]),
    ],
    "Two who are spoken of together again": [
        ("both", "GM and Chrysler left . [Both] said it rained .", {"ORG": ["GM", "Chrysler"]}, ["GM + Chrysler"]),
        ("the two", "Ron Gettelfinger and Al Bantom left . [The two] said it rained .",
         {"PER": ["Ron Gettelfinger", "Al Bantom"]}, ["Ron Gettelfinger + Al Bantom"]),
        ("the two firms", "Ann Lee and Bob Ray met Apple and Boeing . [The two firms] said it rained .",
         {"PER": ["Ann Lee", "Bob Ray"], "ORG": ["Apple", "Boeing"]}, ["Apple + Boeing"]),
        ("over a title and an acronym",
         "General_PROPN Motors ( GM ) and the Ford Company left . [Both] said it rained .",
         {"ORG": ["General Motors", "GM", "Ford Company"]}, ["General Motors + Ford Company"]),
        ("not of three", "Apple , Boeing and Ford left . [Both] said it rained .", {"ORG": ["Apple", "Boeing", "Ford"]},
         ["(group)"]),
        ("long ago, the kind alone",
         "GM and Chrysler left . it rained . it rained . it rained . it rained . [Both] said it rained .",
         {"ORG": ["GM", "Chrysler"]}, ["(organization)"]),
    ],
    "A document again": [
        ("those figures", "figures~nsubj@left by~case@NPD NPD~nmod@figures left . [those figures] said it rained .",
         {"ORG": ["NPD"]}, ["NPD"]),
        ("the study", "A study~nsubj@left by~case@Harvard Harvard~nmod@study left . [The study] found it rained .",
         {"ORG": ["Harvard"]}, ["Harvard"]),
        ("the letter",
         "A letter~nsubj@left from~case@Lee Ann~compound@Lee Lee~nmod@letter left . [The letter] said it rained .",
         {"PER": ["Ann Lee"]}, ["Ann Lee"]),
        ("another study", "A study~nsubj@left by~case@Harvard Harvard~nmod@study left . [A study] found it rained .",
         {"ORG": ["Harvard"]}, ["(document)"]),
        ("a bill speaks for itself",
         "A bill~nsubj@left by~case@Harvard Harvard~nmod@bill left . [The bill] said it rained .",
         {"ORG": ["Harvard"]}, ["(document)"]),
    ],
    "Where a document stands": [
        ("report in a paper", "[a report in Ars_PROPN Technica] said it rained .", {"ORG": ["Ars Technica"]},
         ["Ars Technica"]),
        ("memo at a company", "[an_DET internal_ADJ memo at Apple] said it rained .", {"ORG": ["Apple"]}, ["Apple"]),
        ("story on a channel", "[a story on CNN] said it rained .", {"ORG": ["CNN"]}, ["CNN"]),
        ("study in a journal is its authors'", "[a study in Nature] found it rained .", {"ORG": ["Nature"]},
         ["(document)"]),
        ("report on a company is about it", "[a report on Boeing] said it rained .", {"ORG": ["Boeing"]},
         ["(document)"]),
    ],
    "A description before its name": [
        ("country of the office", "[Indonesia 's transport minister] warned it rained . "
         "Jusman Djamal , transport minister of Indonesia , left .",
         {"PER": ["Jusman Djamal"], "LOC": ["Indonesia"]}, ["Jusman Djamal"]),
        ("no mark that agrees", "[The minister] warned it rained . Jusman Djamal , minister of Indonesia , left .",
         {"PER": ["Jusman Djamal"], "LOC": ["Indonesia"]}, ["(anonymous)"]),
        ("another country", "[Iran 's minister] warned it rained . Jusman Djamal , minister of Indonesia , left .",
         {"PER": ["Jusman Djamal"], "LOC": ["Indonesia", "Iran"]}, ["(anonymous)"]),
    ],
    "One or none of several bodies": [
        ("neither", "[neither_PRON of the firms] said it rained .", {}, ["(organization)"]),
        ("both of them", "[both_PRON of the banks] said it rained .", {}, ["(organization)"]),
        ("some of several people", "[some of the residents] said it rained .", {}, ["(group)"]),
    ],
    "Insiders of a company": [
        ("executives", "[Executives_NOUN from several firms] said it rained .", {}, ["(anonymous)"]),
        ("of one", "[Company_NOUN executives] said it rained .", {}, ["(anonymous)"]),
        ("one of them", "[a senior executive] said it rained .", {}, ["(anonymous)"]),
    ],
    "The only bearer of a role": [
        ("the governor, long after", "Gov. Ann Lee left . it rained . it rained . it rained . it rained . it rained . "
         "[The governor] said it rained .", {"PER": ["Ann Lee"]}, ["Ann Lee"]),
        ("by a hypernym of the post", "Justice Ann Lee left . it rained . it rained . it rained . it rained . "
         "[The judge] said it rained .", {"PER": ["Ann Lee"]}, ["Ann Lee"]),
        ("past another person", "Mayor Ann Lee left . Bob Ray spoke . it rained . it rained . it rained . it rained . "
         "[The mayor] said it rained .", {"PER": ["Ann Lee", "Bob Ray"]}, ["Ann Lee"]),
        ("not where somebody else's", "Kim Park 's lawyer Ann Lee left . Bob Ray spoke . it rained . it rained . "
         "it rained . it rained . [His lawyer] said it rained .", {"PER": ["Ann Lee", "Bob Ray", "Kim Park"]},
         ["(anonymous)"]),
        ("not of another party", "Libertarian_ADJ candidate Bob Ray left . it rained . it rained . it rained . "
         "it rained . [The Democratic_ADJ candidate] said it rained .", {"PER": ["Bob Ray"]}, ["(anonymous)"]),
    ],
    "A relative of the same surname": [
        ("wife", "Mr. Bob Ray left . Ray 's wife Ann Ray left . it rained . it rained . Bob Ray spoke . "
         "[His~nmod:poss@wife wife] said it rained .", {"PER": ["Bob Ray", "Ann Ray"]}, ["Ann Ray"]),
        ("husband", "Mrs. Ann Ray left . her husband Bob Ray left . it rained . it rained . Ann Ray spoke . "
         "[Her~nmod:poss@husband husband] said it rained .", {"PER": ["Bob Ray", "Ann Ray"]}, ["Bob Ray"]),
        ("daughter", "Mr. Bob Ray left . his daughter Ann Ray left . it rained . it rained . it rained . "
         "Bob Ray spoke . [His~nmod:poss@daughter daughter] said it rained .",
         {"PER": ["Bob Ray", "Ann Ray"]}, ["Ann Ray"]),
        ("not of another family", "Mr. Bob Ray left . his daughter Ann Ray left . Tim Hess left . it rained . "
         "it rained . it rained . it rained . Tim Hess spoke . [His~nmod:poss@daughter daughter] said it rained .",
         {"PER": ["Bob Ray", "Ann Ray", "Tim Hess"]}, ["(anonymous)"]),
    ],
    "A lawmaker by the state in the bracket": [
        ("full stops", "Sen. Lindsey Graham ( R-S.C. ) left . it rained . it rained . [the South Carolina senator] "
         "said it rained .", {"PER": ["Lindsey Graham"], "LOC": ["South Carolina"]}, ["Lindsey Graham"]),
        ("cut short", "Sen. Ann Lee ( D-Wis. ) left . it rained . it rained . [the Wisconsin senator] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Wisconsin"]}, ["Ann Lee"]),
        ("in full", "Sen. Ann Lee ( D-Ohio ) left . it rained . it rained . [the Ohio senator] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Ohio"]}, ["Ann Lee"]),
        ("another state", "Sen. Ann Lee ( D-Ohio ) left . it rained . it rained . [the Iowa senator] said it rained .",
         {"PER": ["Ann Lee"], "LOC": ["Iowa"]}, ["(anonymous)"]),
    ],
    "An age is of somebody introduced": [
        ("mother", "spokeswoman Ann Lee left . [the 34-year-old mother] said it rained .", {"PER": ["Ann Lee"]},
         ["Ann Lee"]),
        ("man", "Mr. Bob Ray left . [the 50-year-old man] said it rained .", {"PER": ["Bob Ray"]}, ["Bob Ray"]),
        ("father, no woman", "spokeswoman Ann Lee left . [the 34-year-old father] said it rained .",
         {"PER": ["Ann Lee"]}, ["(anonymous)"]),
    ],
    "Nobody is he or she in his own words": [
        ("before the words", "Ann Lee left . Kim Park left . [Kim Park] said <“ it rained . [she] said it rained ” > .",
         {"PER": ["Ann Lee", "Kim Park"]}, ["Kim Park", "Ann Lee"]),
        ("a chain of pronouns",
         "Ann Lee left . Kim Park left . [Kim Park] said <“ She left . her plan left . [she] said it rained ” > .",
         {"PER": ["Ann Lee", "Kim Park"]}, ["Kim Park", "Ann Lee"]),
        ("he", "Bob Ray left . [Tim Hess] said <“ He left . [he] said it rained ” > .",
         {"PER": ["Bob Ray", "Tim Hess"]}, ["Tim Hess", "Bob Ray"]),
    ],
    "A text that ends with a document's noun": [
        ("no stop", "[Boeing 's report]", {"ORG": ["Boeing"]}, ["Boeing"]),
        ("a name before", "Ann Lee read [the letter]", {"PER": ["Ann Lee"]}, ["(document)"]),
        ("a noun before", "a lawyer read [the study]", {}, ["(document)"]),
    ],
    "Whose a document is that comes from another": [
        ("return", "Bob Ray left . [documents from his tax_NOUN return] said it rained .", {"PER": ["Bob Ray"]},
         ["(document)"]),
        ("diary", "Bob Ray left . [a report from his diary] said it rained .", {"PER": ["Bob Ray"]}, ["(document)"]),
        ("his own", "Bob Ray left . [his~nmod:poss@report report] said it rained .", {"PER": ["Bob Ray"]},
         ["Bob Ray"]),
        ("a party's brief", "Ann Lee left . [Ann Lee 's brief] said it rained .", {"PER": ["Ann Lee"]}, ["Ann Lee"]),
        ("by people not named", "[A study by researchers] found it rained .", {}, ["(document)"]),
        ("many of them", "[A number of reports] said it rained .", {}, ["(document)"]),
    ],
    "Honorifics in a list": [
        ("two", "Ann Lee left . Bob Ray left . [Mr. Ray and Ms. Lee] said it rained .",
         {"PER": ["Ann Lee", "Bob Ray", "Lee", "Ray"]}, ["Bob Ray + Ann Lee"]),
        ("three", "Ann Lee left . Bob Ray left . Kim Park left . [Mr. Ray , Ms. Lee and Dr. Park] said it rained .",
         {"PER": ["Ann Lee", "Bob Ray", "Kim Park", "Lee", "Ray", "Park"]}, ["Bob Ray + Ann Lee + Kim Park"]),
        ("the second alone", "Ann Lee left . [Bob Ray and Mrs. Lee] said it rained .",
         {"PER": ["Ann Lee", "Bob Ray", "Lee"]}, ["Bob Ray + Ann Lee"]),
    ],
    "A surname alone beside one named in full": [
        ("the first", "Bob Trump left . Ann Trump left . Ann Trump arrived . Ann Trump spoke . [Trump] "
         "said it rained .", {"PER": ["Bob Trump", "Ann Trump", "Trump"]}, ["Bob Trump"]),
        ("for a possessor", "Bob Ray left . Ann Ray left . Ann Ray arrived . Ann Ray spoke . [Ray 's letter] "
         "said it rained .", {"PER": ["Bob Ray", "Ann Ray", "Ray"]}, ["Bob Ray"]),
        ("a title says more", "Bob Ray left . Mrs. Ann Ray left . Ann Ray arrived . Ann Ray spoke . [Mrs. Ray] "
         "said it rained .", {"PER": ["Bob Ray", "Ann Ray", "Ray"]}, ["Ann Ray"]),
    ],
    "Numbers and laws": [
        ("amendment", "[the 13th_ADJ~amod@Amendment Amendment] said it rained .", {"MISC": ["Amendment"]},
         ["13th Amendment"]),
        ("court", "[the 9th_ADJ~amod@Circuit Circuit] said it rained .", {"ORG": ["Circuit"]}, ["9th Circuit"]),
        ("a day is none", "on the 13th_NOUN [Trump] said it rained .", {"PER": ["Trump"]}, ["Trump"]),
    ],
    "A country in the words of the article": [
        ("America", "America left . the U.S. left . America left . [America] said it rained .",
         {"LOC": ["America", "U.S."]}, ["America"]),
        ("the abbreviation first", "the U.S. left . America left . [America] said it rained .",
         {"LOC": ["America", "U.S."]}, ["America"]),
        ("more often abbreviated", "the U.S. left . the U.S. left . the U.S. left . [America] said it rained .",
         {"LOC": ["America", "U.S."]}, ["U.S."]),
    ],
    "The agency is a public one": [
        ("office, not centre", "Policy Center left . Budget Office left . [the agency] said it rained .",
         {"ORG": ["Policy Center", "Budget Office"]}, ["Budget Office"]),
        ("department", "Policy Center left . Labor Department left . [The agency] said it rained .",
         {"ORG": ["Policy Center", "Labor Department"]}, ["Labor Department"]),
        ("bureau", "Policy Center left . Census Bureau left . [the agency] said it rained .",
         {"ORG": ["Policy Center", "Census Bureau"]}, ["Census Bureau"]),
    ],
    "A body named for its purpose": [
        ("acronym with its verb", "[the organizer Alliance to_ADP Reclaim_PROPN Our Schools ( AROS )] said it rained . "
         "[AROS] left . [The alliance] said it rained .", {"ORG": ["Alliance", "Reclaim Our Schools", "AROS"]},
         ["Alliance to Reclaim Our Schools"] * 3),
        ("one tag", "[the Committee to_ADP Protect Journalists] said it rained .",
         {"ORG": ["Committee to Protect Journalists"]}, ["Committee to Protect Journalists"]),
        ("against", "[the Campaign against Arms Trade] said it rained .", {"ORG": ["Campaign against Arms Trade"]},
         ["Campaign against Arms Trade"]),
        ("a journey is none", "Ann Lee left the Senate to_ADP Rome . [the Senate] said it rained .",
         {"ORG": ["Senate"], "LOC": ["Rome"], "PER": ["Ann Lee"]}, ["Senate"]),
    ],
    "A body's name that opens with a place or a field": [
        ("court", "According_VERB to [the U.S. Court of Appeals] it rained .", {"ORG": ["U.S. Court of Appeals"]},
         ["U.S. Court of Appeals"]),
        ("union", "According_VERB to [the Communications Workers_PROPNS of America] it rained .",
         {"ORG": ["Communications Workers of America"]}, ["Communications Workers of America"]),
        ("chamber", "According_VERB to [the U.S. Chamber of Commerce] it rained .",
         {"ORG": ["U.S. Chamber of Commerce"]}, ["U.S. Chamber of Commerce"]),
    ],
    "A name that runs on into the next word": [
        ("adverb", "Demand to_ADP Fox Right_ADV left . [Fox] said it rained .", {"ORG": ["Fox Right"]}, ["Fox"]),
        ("preposition", "Delta Against_ADP left . [Delta] said it rained .", {"ORG": ["Delta Against"]}, ["Delta"]),
        ("small word", "Ann Lee As_SCONJ left . [Lee] said it rained .", {"PER": ["Ann Lee As", "Lee"]}, ["Ann Lee"]),
        ("a pollster's poll", "[A Gallup Poll_NOUN] said it rained . [Gallup] left .", {"ORG": ["Gallup Poll"]},
         ["Gallup"] * 2),
    ],
    "A number of bodies, and a party's member by his state": [
        ("two committees", "Two_NUM [House Committees_PROPNS] said it rained .", {"ORG": ["House Committees"]},
         ["(group)"]),
        ("three committees", "Three_NUM [Senate Committees_PROPNS] said it rained .", {"ORG": ["Senate Committees"]},
         ["(group)"]),
        ("more of a party", "Virginia Republicans_PROPNS left . more_ADJ [Republicans_PROPNS] said it rained .",
         {"LOC": ["Virginia"], "MISC": ["Republicans"]}, ["(group)"]),
        ("a Republican", "[The Ohio Republican] said it rained .", {"LOC": ["Ohio"], "MISC": ["Republican"]},
         ["(anonymous)"]),
        ("a Democrat", "[The South Carolina Democrat] said it rained .",
         {"LOC": ["South Carolina"], "MISC": ["Democrat"]}, ["(anonymous)"]),
    ],
    "Joined names with the office between": [
        ("two speakers", "[Ron Trump and House Speaker Paul Ryan~conj@Trump] said it rained .",
         {"PER": ["Ron Trump", "Paul Ryan"], "ORG": ["House"]}, ["Ron Trump + Paul Ryan"]),
        ("the office by its body", "[Ron Trump and Apple~conj@Trump CEO Ann Lee] said it rained .",
         {"PER": ["Ron Trump", "Ann Lee"], "ORG": ["Apple"]}, ["Ron Trump + Ann Lee"]),
        ("spoken of together again", "Bob Ray and House Speaker Paul Ryan left . [The two] said it rained .",
         {"PER": ["Bob Ray", "Paul Ryan"], "ORG": ["House"]}, ["Bob Ray + Paul Ryan"]),
        ("a body that is one", "[Apple and Boeing] said it rained .", {"ORG": ["Apple", "Boeing"]},
         ["Apple + Boeing"]),
    ],
    "Whose lawyer or spokesman somebody is": [
        ("attorney for", "Bob Ray left . [His~nmod:poss@attorney attorney] said it rained . it rained . "
         "An attorney for Ray , Ann Lee , left .", {"PER": ["Bob Ray", "Ray", "Ann Lee"]}, ["Ann Lee"]),
        ("lawyer by name", "Kim Park , a lawyer for Bob Ray , left . it rained . it rained . it rained . it rained . "
         "it rained . [Ray~nmod:poss@lawyer 's lawyer] said it rained .", {"PER": ["Bob Ray", "Ray", "Kim Park"]},
         ["Kim Park"]),
        ("spokeswoman of a company", "Ann Lee , a spokeswoman for Boeing , left . Kim Park left . it rained . "
         "it rained . it rained . it rained . [Boeing~nmod:poss@spokeswoman 's spokeswoman] said it rained .",
         {"PER": ["Ann Lee", "Kim Park"], "ORG": ["Boeing"]}, ["Ann Lee"]),
        ("somebody else's", "Kim Park , a lawyer for Tim Hess , left . Bob Ray left . it rained . it rained . "
         "it rained . it rained . [Ray~nmod:poss@lawyer 's lawyer] said it rained .",
         {"PER": ["Bob Ray", "Ray", "Kim Park", "Tim Hess"]}, ["(anonymous)"]),
        ("two of them", "Kim Park , a lawyer for Bob Ray , left . Ann Lee , a lawyer for Ray , left . it rained . "
         "it rained . it rained . it rained . [Ray~nmod:poss@lawyer 's lawyer] said it rained .",
         {"PER": ["Bob Ray", "Ray", "Kim Park", "Ann Lee"]}, ["(anonymous)"]),
    ],
    "What an organisation has counted or looked into": [
        ("poll", "[A new Gallup poll] found it rained .", {"ORG": ["Gallup"]}, ["Gallup"]),
        ("average", "According_VERB to [a RealClearPolitics average of polls] it rained .",
         {"ORG": ["RealClearPolitics"]}, ["RealClearPolitics"]),
        ("reporting", "[Reuters~nmod:poss@reporting 's reporting] found it rained .", {"ORG": ["Reuters"]},
         ["Reuters"]),
        ("two, the first", "[A Reuters / Ipsos poll] found it rained .", {"ORG": ["Reuters", "Ipsos"]}, ["Reuters"]),
        ("a report may be on it", "[The Boeing report] found it rained .", {"ORG": ["Boeing"]}, ["(document)"]),
    ],
    "A part of a body by its place": [
        ("chapter", "[The Ohio chapter of the NAACP] said it rained .", {"LOC": ["Ohio"], "ORG": ["NAACP"]},
         ["Ohio chapter of the NAACP"]),
        ("affiliate", "[the Texas affiliate of Planned Parenthood] said it rained .",
         {"LOC": ["Texas"], "ORG": ["Planned Parenthood"]}, ["Texas affiliate of Planned Parenthood"]),
        ("branch", "[the New York branch of the Sierra Club] said it rained .",
         {"LOC": ["New York"], "ORG": ["Sierra Club"]}, ["New York branch of the Sierra Club"]),
        ("represented by another",
         "[The Ohio chapter of the NAACP , represented_VERB~acl@chapter by Demos] said it rained .",
         {"LOC": ["Ohio"], "ORG": ["NAACP", "Demos"]}, ["Ohio chapter of the NAACP"]),
    ],
    "A surname that cannot be its only bearer's": [
        ("wife by title", "Bill Clinton left . [Mrs. Clinton] said it rained .", {"PER": ["Bill Clinton", "Clinton"]},
         ["Clinton"]),
        ("husband by title", "Mary Ray left . [Mr. Ray] said it rained . [Mrs. Ray] left .",
         {"PER": ["Mary Ray", "Ray"]}, ["Ray", "Mary Ray"]),
        ("the title agrees", "Bill Clinton left . [Mr. Clinton] said it rained .",
         {"PER": ["Bill Clinton", "Clinton"]}, ["Bill Clinton"]),
    ],
    "A body that is named next": [
        ("appeals court", "[A federal_ADJ appeals court] ruled_VERB so . A panel left the U.S. Court of Appeals .",
         {"ORG": ["U.S. Court of Appeals"]}, ["U.S. Court of Appeals"]),
        ("committee", "[A Senate committee] said it rained . The Senate Intelligence Committee left .",
         {"ORG": ["Senate Intelligence Committee"]}, ["Senate Intelligence Committee"]),
        ("elections board", "[An_DET elections_NOUN board] said it rained . The Ohio Board of Elections left .",
         {"ORG": ["Ohio Board of Elections"]}, ["Ohio Board of Elections"]),
        ("nothing agrees", "[A local_ADJ court] ruled_VERB so . The Supreme Court left .", {"ORG": ["Supreme Court"]},
         ["(organization)"]),
    ],
    "Whom the opening does not name yet": [
        ("judge", "[A local_ADJ judge] ruled_VERB so . // Justice Frank Nervo left .", {"PER": ["Frank Nervo"]},
         ["Frank Nervo"]),
        ("mayor", "[A young mayor] said it rained . // Mayor Ann Lee left .", {"PER": ["Ann Lee"]}, ["Ann Lee"]),
        ("congressman", "[A congressman] said it rained . // congressman Bob Ray left .", {"PER": ["Bob Ray"]},
         ["Bob Ray"]),
        ("another party", "[A Republican_ADJ senator] said it rained . // Senator Ann Lee left .",
         {"PER": ["Ann Lee"]}, ["(anonymous)"]),
        ("two of them", "[A judge] ruled_VERB so . // Judge Frank Nervo met Judge Ann Lee .",
         {"PER": ["Frank Nervo", "Ann Lee"]}, ["(anonymous)"]),
        ("later it is another", "it rained . // it rained . // it rained . // it rained . // "
         "[A judge] ruled_VERB so . // Judge Frank Nervo left .", {"PER": ["Frank Nervo"]}, ["(anonymous)"]),
    ],
    "An office of which the article says nobody is its bearer": [
        ("nominee", "[Ron Trump] said it rained . [Trump] left . [The Republican_ADJ nominee] said it rained .",
         {"PER": ["Ron Trump", "Trump"]}, ["Ron Trump", "Ron Trump", "(anonymous)"]),
        ("senator of a state", "[Bernie Sanders] said it rained . [Sanders] left . [the Vermont senator] added so .",
         {"PER": ["Bernie Sanders", "Sanders"], "LOC": ["Vermont"]},
         ["Bernie Sanders", "Bernie Sanders", "(anonymous)"]),
        ("member of a party", "Rep. Trey Gowdy met Ann Lee . [Gowdy] said it rained . "
         "[The South Carolina Republican] added so .",
         {"PER": ["Trey Gowdy", "Gowdy", "Ann Lee"], "LOC": ["South Carolina"], "MISC": ["Republican"]},
         ["Trey Gowdy", "(anonymous)"]),
    ],
    "A campaign by its owner": [
        ("possessive pronoun", "Ann Lee met Bob Ray . [The Lee campaign] said it rained . Lee left . "
         "[his~nmod:poss@campaign campaign] added so .",
         {"PER": ["Ann Lee", "Lee", "Bob Ray"]}, ["Lee campaign", "Lee campaign"]),
        ("full name in the possessive", "[Ann~nmod:poss@campaign Lee~flat@Ann 's campaign] said it rained . "
         "[The Lee campaign] added so . Lee left .",
         {"PER": ["Ann Lee", "Lee"]}, ["Lee campaign", "Lee campaign"]),
        ("full name and an adjective", "Ann Lee left . [The Ann~compound@campaign Lee~flat@Ann "
         "presidential_ADJ~amod@campaign campaign] said it rained . [The Lee campaign] added so . Lee left .",
         {"PER": ["Ann Lee", "Lee"]}, ["Lee campaign", "Lee campaign"]),
        ("another campaign of the same person", "Ann Lee left . [Ann~nmod:poss@campaign Lee~flat@Ann 's "
         "Senate_NOUN~compound@campaign campaign] said it rained . [The Lee campaign] added so . Lee left .",
         {"PER": ["Ann Lee", "Lee"]}, ["(organization)", "Lee campaign"]),
        ("two of one surname", "Ann Lee spoke . [Bob~nmod:poss@campaign Lee~flat@Bob 's campaign] said it "
         "rained . [The Lee campaign] added so .",
         {"PER": ["Ann Lee", "Bob Lee", "Lee"]}, ["(organization)", "Lee campaign"]),
    ],
    "A given name that is a common noun": [
        ("after a title", "[Chief strategist Guy Cecil] said it rained .", {"PER": ["Guy Cecil"]}, ["Guy Cecil"]),
        ("after a body and a title", "[Boeing spokesman Guy Lee] said it rained .",
         {"PER": ["Guy Lee"], "ORG": ["Boeing"]}, ["Guy Lee"]),
        ("inside a sentence", "On Monday [Guy Benson] said it rained . [Benson] added so .",
         {"PER": ["Guy Benson", "Benson"]}, ["Guy Benson", "Guy Benson"]),
    ],
    "Who is named within a quotation does not speak it": [
        ("she", "[Liz Cheney] said <“ We won ”> . // <2:“ Hillary Clinton lost badly_ADV , ”> [she] said .",
         {"PER": ["Liz Cheney", "Hillary Clinton"]}, ["Liz Cheney", "Liz Cheney"]),
        ("he", "[Ted Cruz] said <“ We won ”> . // <2:“ Somebody told Donald Trump about it , ”> [he] said .",
         {"PER": ["Ted Cruz", "Donald Trump"]}, ["Ted Cruz", "Ted Cruz"]),
        ("twice", "[Liz Cheney] said <“ We won ”> . // <2:“ Hillary Clinton lost , ”> [she] said . // "
         "<3:“ Clinton left , ”> [she] added .",
         {"PER": ["Liz Cheney", "Hillary Clinton", "Clinton"]}, ["Liz Cheney", "Liz Cheney", "Liz Cheney"]),
        ("his own name", "[Bob Dole] said <“ We won ”> . // <2:“ Bob Dole never lost , ”> [he] said .",
         {"PER": ["Bob Dole"]}, ["Bob Dole", "Bob Dole"]),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "names", "expected"),
    [row[1:] for rows in SPEAKERS.values() for row in rows],
    ids=[f"{name}: {row[0]}" for name, rows in SPEAKERS.items() for row in rows],
)
def test_speakers(line: str, names: dict[str, list[str]], expected: list[str]) -> None:
    """Each source leads to the name that the article gives it, and to none where it gives none."""
    actual = said(resolve(*story(line, **names)))

    assert expected == actual


@pytest.mark.parametrize(
    ("tags", "tagged", "expected"),
    [
        ("a_DET NASA_PROPN T_PROPN -_PUNCT shirt_NOUN", "NASA T", "NASA"),
        ("the_DET Boston_PROPN X_PROPN -_PUNCT ray_NOUN", "Boston X", "Boston"),
        ("a_DET Reuters_PROPN E_PROPN -_PUNCT mail_NOUN", "Reuters E", "Reuters"),
        ("a_DET Vitamin_PROPN C_PROPN campaign_NOUN", "Vitamin C", "Vitamin C"),
    ],
)
def test_letter_of_a_compound(tags: str, tagged: str, expected: str) -> None:
    """A letter that a hyphen joins to a noun is no part of the name before it."""
    words = [word.split("_") for word in tags.split()]
    text = " ".join(word for word, _ in words).replace(" - ", "-")
    parse = parse_of(text, "\n".join(f"{word} {word} {tag} 0 dep" for word, tag in words), names={tagged: "ORG"})
    found = find_names(parse)[0]

    assert expected == parse.words(parse.span(found.first, found.end))


def test_every_class_has_three_examples() -> None:
    """A rule that fits fewer than three constructions is made for a sentence, so each class shows three or more."""
    assert [] == [name for name, rows in SPEAKERS.items() if len(rows) < 3]


# Two nouns joined by "and", each with its determiner and its tag, and who they are together.
JOINT = [
    ("Developers_NNS and supporters_NNS", {}, ["(group)"]),
    ("World leaders_NNS and diplomats_NNS", {}, ["(group)"]),
    ("regulators_NNS and advisers_NNS", {}, ["(group)"]),
    ("A lawyer_NN and a doctor_NN", {}, ["(group)"]),
    ("The founder_NN and director_NN", {}, ["(anonymous)"]),
    ("The senator_NN and his aides_NNS", {}, ["(anonymous)"]),
    ("Cruz_NNP and his aides_NNS", {"Cruz": "PER"}, ["Cruz + (anonymous)"]),
    ("Apple_NNP and its critics_NNS", {"Apple": "ORG"}, ["Apple + (group)"]),
]


@pytest.mark.parametrize(("source", "names", "expected"), JOINT)
def test_a_joint_source_without_names_is_one(source: str, names: dict[str, str], expected: list[str]) -> None:
    """A joint source of which nobody is named has one speaker; one of whom somebody is named has co-speakers."""
    assert expected == said(resolve(*joint(source, names)))


def joint(source: str, names: dict[str, str]) -> tuple[Parse, Findings]:
    """A sentence with a joint source: its tagged words are the subject and what is joined to it."""
    words = [piece.partition("_")[::2] for piece in source.split()]
    heads = [at for at, (_, tag) in enumerate(words, 1) if tag]
    rows = []
    for at, (word, tag) in enumerate(words, 1):
        head = next(other for other in heads if other >= at)
        if tag:
            upos = "PROPN" if tag == "NNP" else "NOUN"
            lemma = word.lower().removesuffix("s") if tag == "NNS" else word
            number = "Number=Plur" if tag == "NNS" else "Number=Sing"
            relation = "nsubj" if at == heads[0] else "conj"
            rows.append(
                f"{word} {lemma} {upos}/{tag} {len(words) + 1 if at == heads[0] else heads[0]} {relation} {number}"
            )
        else:
            upos = {"and": "CCONJ/CC", "his": "PRON/PRP$", "its": "PRON/PRP$", "world": "NOUN/NN"}.get(
                word.lower(), "DET/DT"
            )
            rows.append(f"{word} {word.lower()} {upos} {head} dep")
    rows.append(f"said say VERB/VBD 0 root\nso so ADV {len(words) + 1} advmod")
    plain = " ".join(word for word, _ in words)
    parse = parse_of(f"{plain} said so", "\n".join(rows), names)
    place = Span(0, len(plain))
    attribution = Attribution(
        content=(), cue=(place,), source=place, kind="indirect", source_head=heads[0] - 1, parent=None, shape="clause"
    )
    return parse, Findings((attribution,), ())


KINDS = [
    ("John Smith left .", {"PER": ["John Smith"]}, {"John Smith": "person"}),
    ("Paul_PROPN Newman , 49 , left .", {}, {"Paul Newman": "person"}),
    ("The Interior_PROPN Ministry left .", {}, {"Interior Ministry": "organization"}),
    ("UBS analyst David Strauss left .",
     {"PER": ["UBS", "David Strauss"]}, {"UBS": "organization", "David Strauss": "person"}),
    ("Kabul left .", {"PER": ["Kabul"]}, {"Kabul": "organization"}),
    # A noun right before the name, an apposition or a predicate after it.
    ("The magazine Der Spiegel left .", {"PER": ["Der Spiegel"]}, {"Der Spiegel": "organization"}),
    ("The carmaker Ford left .", {"PER": ["Ford"]}, {"Ford": "organization"}),
    ("NPD , a research firm~appos@NPD , left .", {"PER": ["NPD"]}, {"NPD": "organization"}),
    ("Ford~nsubj@automaker is~cop@automaker an automaker .", {"PER": ["Ford"]}, {"Ford": "organization"}),
    # What only companies have, and who works there.
    ("Ford 's shares left .", {"PER": ["Ford"]}, {"Ford": "organization"}),
    ("Ford dealers left .", {"PER": ["Ford"]}, {"Ford": "organization"}),
    ("The director at~case@Ford Ford~nmod@director left .", {"PER": ["Ford"]}, {"Ford": "organization"}),
    # A site's address.
    ("Detik.com left .", {"PER": ["Detik.com"]}, {"Detik.com": "organization"}),
    ("Bild.de left .", {"PER": ["Bild.de"]}, {"Bild.de": "organization"}),
    ("News.co.uk left .", {"PER": ["News.co.uk"]}, {"News.co.uk": "organization"}),
    # A journalist after a programme, and who makes polls.
    ("Sky News Anchor DeMarco~dep@left Morgan~dep@left left .",
     {"ORG": ["Sky News", "DeMarco Morgan"]}, {"Sky News": "organization", "DeMarco Morgan": "person"}),
    ("Sky News Reporter DeMarco~dep@left Morgan~dep@left left .",
     {"ORG": ["Sky News", "DeMarco Morgan"]}, {"Sky News": "organization", "DeMarco Morgan": "person"}),
    ("Sky News Correspondent DeMarco~dep@left Morgan~dep@left left .",
     {"ORG": ["Sky News", "DeMarco Morgan"]}, {"Sky News": "organization", "DeMarco Morgan": "person"}),
    ("Gallup poll left .", {"PER": ["Gallup"]}, {"Gallup": "organization"}),
    ("Harris survey left .", {"PER": ["Harris"]}, {"Harris": "organization"}),
    ("Trump poll numbers left .", {"PER": ["Trump"]}, {"Trump": "person"}),
    # The label of a turn in a transcript.
    ("RAMOS : it rained .", {"PER": ["RAMOS"]}, {"RAMOS": "person"}),
    ("BLITZ : it rained . BLITZ : it rained .", {"PER": ["BLITZ"]}, {"BLITZ": "person"}),
    ("KELLY : it rained .", {"PER": ["KELLY"]}, {"KELLY": "person"}),
    ("DOBBS left .", {"PER": ["DOBBS"]}, {"DOBBS": "organization"}),
    # A person whom a company's noun stands beside.
    ("Tim Hess , a developer~appos@Tim , left .", {"PER": ["Tim Hess"]}, {"Tim Hess": "person"}),
    ("The company Hess~nsubj@founded founded_VERB~acl:relcl@company left .", {"PER": ["Hess"]}, {"Hess": "person"}),
    ("The developer Tim Hess left .", {"PER": ["Tim Hess"]}, {"Tim Hess": "person"}),
]  # fmt: skip


@pytest.mark.parametrize(("line", "names", "expected"), KINDS)
def test_kinds(line: str, names: dict[str, list[str]], expected: dict[str, str]) -> None:
    """The kind of a name follows its words and its surroundings, and the tagger only where they are silent."""
    parse, findings = story(line, **names)

    actual = {entity.name: entity.kind for entity in resolve(parse, findings).entities}

    assert expected == actual


def test_it_is_no_person() -> None:
    """A name to which "it" and "its" lead is no person's, whatever the tagger takes it for."""
    parse, findings = story("Lockheed left . It left . its plan left .", PER=["Lockheed"])
    tokens = [
        replace(token, antecedents=(Arc(0, 1.0),)) if token.text in {"It", "its"} else token for token in parse.tokens
    ]

    (entity,) = resolve(replace(parse, tokens=tuple(tokens)), findings).entities

    assert "person" != entity.kind


GENDERS = [
    ("Mr. Lee left .", {"PER": ["Lee"]}, "masculine"),
    ("spokeswoman Kim Park left .", {"PER": ["Kim Park"]}, "feminine"),
    ("Pat Lee left . She said it rained . She left .", {"PER": ["Pat Lee"]}, "feminine"),
    ("Pat Lee left .", {"PER": ["Pat Lee"]}, None),
    ("Mary Lee left .", {"PER": ["Mary Lee"]}, None),
]  # fmt: skip


@pytest.mark.parametrize(("line", "names", "expected"), GENDERS)
def test_gender(line: str, names: dict[str, list[str]], expected: str | None) -> None:
    """A gender is stated by titles and pronouns; a given name alone states none."""
    parse, findings = story(line, **names)

    (entity,) = resolve(parse, findings).entities

    assert expected == entity.gender


TARGETS = [
    ("Lee", "faced", "face", "obj", "criticism", None),
    ("Lee", "drew", "draw", "obj", "praise", None),
    ("Lee", "came", "come", "obl", "fire", None),
    ("Lee", "voiced", "voice", "obj", "criticism", "Lee"),
    ("Lee", "drew", "draw", "obj", "conclusion", "Lee"),
]


@pytest.mark.parametrize(("source", "verb", "lemma", "relation", "noun", "expected"), TARGETS)
def test_a_target_is_no_speaker(
    source: str, verb: str, lemma: str, relation: str, noun: str, expected: str | None
) -> None:
    """Whoever meets with criticism, praise or fire has not said it."""
    text = f"{source} {verb} {noun}"
    rows = f"{source} {source} PROPN/NNP 2 nsubj\n{verb} {lemma} VERB/VBD 0 root\n{noun} {noun} NOUN/NN 2 {relation}"
    cue = Span(text.index(noun), len(text))
    attribution = Attribution(
        content=(), cue=(cue,), source=Span(0, len(source)), kind="indirect", source_head=0, parent=None, shape="clause"
    )

    ((speaker,),) = resolve(parse_of(text, rows, {source: "PER"}), Findings((attribution,), ())).speakers

    assert expected == speaker.name


ADDRESSED = [
    ("tell", "VB", ",", None),
    ("explain", "VB", ",", None),
    ("remember", "VB", ",", None),
    ("tells", "VBZ", ",", "Lee"),
    ("tell", "VB", "", "Lee"),
]


@pytest.mark.parametrize(("verb", "tag", "comma", "expected"), ADDRESSED)
def test_whoever_is_addressed_does_not_speak(verb: str, tag: str, comma: str, expected: str | None) -> None:
    """A name, a comma and a verb's base form call on somebody, and report nothing of his."""
    text = f"Lee{comma} {verb} us"
    at = 3 if comma else 2
    rows = f"Lee Lee PROPN/NNP {at} nsubj\n" + (f", , PUNCT {at} punct\n" if comma else "")
    rows += f"{verb} {verb} VERB/{tag} 0 root\nus we PRON {at} iobj"
    cue = Span(text.index(verb), text.index(verb) + len(verb))
    attribution = Attribution(
        content=(), cue=(cue,), source=Span(0, 3), kind="indirect", source_head=0, parent=None, shape="clause"
    )

    ((speaker,),) = resolve(parse_of(text, rows, {"Lee": "PER"}), Findings((attribution,), ())).speakers

    assert expected == speaker.name


@pytest.mark.parametrize(
    ("verb", "lemma", "end", "expected"),
    [
        ("quoted", "quote", "as saying", "Lee"),
        ("cited", "cite", "as saying", "Lee"),
        ("quotes", "quote", "as saying", "Lee"),
        ("quoted", "quote", "in part", "Bild"),
        ("told", "tell", "as saying", "Bild"),
    ],
)
def test_words_are_whose_they_are_quoted_as(verb: str, lemma: str, end: str, expected: str) -> None:
    """Words that a medium quotes somebody as saying are his, though the medium was taken for their source."""
    text = f"It rained Bild {verb} Lee {end}"
    one, two = end.split()
    rows = (
        "It it PRON 2 nsubj\nrained rain VERB 4 ccomp\nBild Bild PROPN/NNP 4 nsubj\n"
        f"{verb} {lemma} VERB 0 root\nLee Lee PROPN/NNP 4 obj\n{one} {one} SCONJ 7 mark\n{two} {two} VERB 4 advcl"
    )
    place, cue = text.index("Bild"), text.index(verb)
    attribution = Attribution(
        content=(Fragment(0, 9, True),),
        cue=(Span(cue, cue + len(verb)),),
        source=Span(place, place + 4),
        kind="direct",
        source_head=2,
        parent=None,
        shape="clause",
    )

    parse = parse_of(text, rows, {"Bild": "ORG", "Lee": "PER"})
    ((speaker,),) = resolve(parse, Findings((attribution,), ())).speakers

    assert expected == speaker.name


@pytest.mark.parametrize(
    ("noun", "expected"), [("poll", "document"), ("survey", "document"), ("study", "document"), ("Office", "person")]
)
def test_figures_say_what_they_show(noun: str, expected: str) -> None:
    """ "Lee leads in the poll": the poll says so, and not he; "Lee said in the Office" is his word."""
    text = f"Lee leads in the {noun}"
    tag = "PROPN/NNP" if noun[0].isupper() else "NOUN/NN"
    rows = (
        "Lee Lee PROPN/NNP 2 nsubj\nleads lead VERB/VBZ 0 root\nin in ADP 5 case\nthe the DET 5 det\n"
        f"{noun} {noun} {tag} 2 obl"
    )
    attribution = Attribution(
        content=(),
        cue=(Span(4, 9),),
        source=Span(13, len(text)),
        kind="indirect",
        source_head=4,
        parent=None,
        shape="clause",
    )

    parse = parse_of(text, rows, {"Lee": "PER"})
    ((speaker,),) = resolve(parse, Findings((attribution,), ())).speakers

    assert expected == speaker.kind


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[Clinton] left . She left . she left . President Bill Clinton left .", "Clinton"),
        ("[Clinton] left . He left . he left . President Bill Clinton left .", "Bill Clinton"),
        ("President Bill Clinton left . [Clinton] left . She left . she left .", "Bill Clinton"),
        ("[Clinton] left . President Bill Clinton left .", "Bill Clinton"),
    ],
)
def test_surname_before_a_full_name_of_the_other_gender(line: str, expected: str) -> None:
    """A surname to which only "she" leads is not the man's whom the article names in full later."""
    parse, findings = story(line, PER=["Bill Clinton", "Clinton"])
    at = [token.index for token in parse.tokens if token.text == "Clinton"]
    bare = next(index for index in at if parse.tokens[index - 1].text != "Bill" or not index)
    tokens = [
        replace(token, antecedents=(Arc(bare, 0.9),)) if token.text.lower() in {"he", "she"} else token
        for token in parse.tokens
    ]

    assert [expected] == said(resolve(replace(parse, tokens=tuple(tokens)), findings))


@pytest.mark.parametrize(("preposition", "place"), [("in", "Office"), ("at", "Capitol"), ("on", "Twitter")])
def test_where_it_was_said_is_no_speaker(preposition: str, place: str) -> None:
    """A place or a site that was taken for the source leaves the word to the subject of the verb."""
    text = f"Lee said {preposition} {place}"
    rows = (
        "Lee Lee PROPN/NNP 2 nsubj\nsaid say VERB/VBD 0 root\n"
        f"{preposition} {preposition} ADP 4 case\n{place} {place} PROPN/NNP 2 obl"
    )
    source = Span(text.index(place), len(text))
    attribution = Attribution(
        content=(), cue=(Span(4, 8),), source=source, kind="indirect", source_head=3, parent=None, shape="clause"
    )

    ((speaker,),) = resolve(parse_of(text, rows, {"Lee": "PER", place: "ORG"}), Findings((attribution,), ())).speakers

    assert "Lee" == speaker.name


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("He left . he left .", "Ann Park"),
        ("His plan left . he left .", "Ann Park"),
        ("It rained .", "Chris Lee"),
        ("She left . He left .", "Chris Lee"),
    ],
)
def test_gender_from_the_whole_article(later: str, expected: str) -> None:
    """Where later sentences call somebody "he", an earlier "she" is not his, however sure its arc is."""
    line = f"Ann Park left . Chris Lee left . [she] said it rained . {later}"
    parse, findings = story(line, PER=["Ann Park", "Chris Lee"])
    chris = next(token.index for token in parse.tokens if token.text == "Chris")
    tokens = [
        replace(token, antecedents=(Arc(chris, 0.9),)) if token.text.lower() in {"he", "his", "she"} else token
        for token in parse.tokens
    ]

    assert [expected] == said(resolve(replace(parse, tokens=tuple(tokens)), findings))


def test_no_evidence_no_name() -> None:
    """Whoever is named has a span of evidence that holds a form of the name, before or after the source."""
    parse, findings = story(
        "Iran 's envoy Hassan Rezai arrived . [The envoy] said it rained . [He] left .",
        PER=["Hassan Rezai"],
        LOC=["Iran"],
    )

    for speakers in resolve(parse, findings).speakers:
        assert speakers[0].evidence is not None
        assert "Hassan Rezai" == parse.words(speakers[0].evidence)


def test_a_tie_gives_alternatives_and_no_name() -> None:
    """Where two people of one gender are equally near, the name is withheld and both stay as alternatives."""
    parse, findings = story(
        "John Smith and Paul Jones left . It rained . [The man] said it rained .", PER=["John Smith", "Paul Jones"]
    )

    ((speaker,),) = resolve(parse, findings).speakers

    assert speaker.name is None
    assert {"John Smith", "Paul Jones"} == {candidate.name for candidate in speaker.alternatives}
    assert all(candidate.confidence < THRESHOLD for candidate in speaker.alternatives)


def test_a_lower_threshold_names_the_likelier() -> None:
    """A threshold is the caller's: with none the first of two is named, with the highest nobody is, and a name that is
    withheld comes first among the alternatives, with a warning."""
    parse, findings = story("John Smith met Paul Jones . [He] said it rained .", PER=["John Smith", "Paul Jones"])

    (((named,),), ((withheld,),)) = (resolve(parse, findings, value).speakers for value in (0.0, 1.0))

    assert named.name is not None
    assert named.name == withheld.alternatives[0].name
    assert (None, "none", ("speaker_below_threshold",)) == (withheld.name, withheld.resolved_by, withheld.warnings)


def test_a_first_person_source_outside_quotations_is_the_author() -> None:
    """ "I" outside quotation marks is the author, whom the text does not name; a warning says so."""
    parse, findings = story("[I] said it rained .")

    ((speaker,),) = resolve(parse, findings).speakers

    assert ("first_person_author",) == speaker.warnings


def test_an_article_without_names() -> None:
    """No names, no entities; no attributions, no speakers."""
    parse, _ = story("it rained .")

    assert Resolved((), ()) == resolve(parse, Findings((), ()))


def test_ids_count_in_the_order_of_first_mention() -> None:
    """Entity ids are e1, e2, … in the order in which the article first mentions each."""
    parse, findings = story(
        "Smith met Apple . John Smith left Iran .", PER=["Smith", "John Smith"], ORG=["Apple"], LOC=["Iran"]
    )

    resolved = resolve(parse, findings)

    assert [("e1", "John Smith"), ("e2", "Apple"), ("e3", "Iran")] == [(one.id, one.name) for one in resolved.entities]


def test_the_work_grows_with_the_length() -> None:
    """An article eight times as long takes about eight times as long, not sixty-four."""
    paragraph = "Iran 's envoy Hassan Rezai arrived . [The envoy] said it rained . [He] added <“ it rained ” > . "

    def seconds(times: int) -> float:
        parse, findings = story(paragraph * times, PER=["Hassan Rezai"], LOC=["Iran"])
        start = time.perf_counter()
        resolve(parse, findings)
        return time.perf_counter() - start

    seconds(20)

    assert seconds(1600) < 24 * seconds(200)


@pytest.mark.parametrize("label", ["Q", "A", "QUESTION", "REPORTER", "Q."])
def test_label_of_a_part(label: str) -> None:
    """A transcript's label that says which part somebody has, and not who it is, names nobody, whatever it is taken
    for."""
    parse, findings = story(f"[{label}] said it rained .", ORG=[label])
    turn = replace(findings.attributions[0], shape="transcript")
    speaker = resolve(parse, Findings((turn,), ())).speakers[0][0]

    assert (None, "unknown", "none") == (speaker.name, speaker.kind, speaker.resolved_by)


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("[Trump] said he rained .", "Donald Trump"),
        ("[Trump] said she rained .", "Melania Trump"),
        ("[Trump] said his plan rained .", "Donald Trump"),
    ],
)
def test_surname_of_two(clause: str, expected: str) -> None:
    """A surname that two people share is the one whose gender a pronoun of its clause has, however long ago named."""
    line = f"Mr. Donald Trump left . He left . Mrs. Melania Trump arrived . She left . {clause}"
    parse, findings = story(line, PER=["Donald Trump", "Melania Trump", "Trump"])
    sentence = parse.sentences[-1]
    tokens = list(parse.tokens)
    for index in range(sentence.first, sentence.end):
        if tokens[index].text == "his":
            tokens[index] = replace(tokens[index], deprel="nmod:poss", head=index + 1)
        elif tokens[index].text in {"he", "she"}:
            tokens[index] = replace(tokens[index], deprel="nsubj")

    assert [expected] == said(resolve(replace(parse, tokens=tuple(tokens)), findings))
