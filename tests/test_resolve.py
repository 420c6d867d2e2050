"""resolve: names grouped, kinds told apart, and each source led to whoever speaks."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from attribution.article import Span
from attribution.find.values import Attribution, Findings
from attribution.parse import Parse
from attribution.resolve import Resolved, resolve
from attribution.resolve.speakers import THRESHOLD
from tests.factories import parse_of
from tests.sources import story


def said(resolved: Resolved) -> list[str]:
    """Each attribution's speakers: names joined by "+", an unnamed one as its kind in brackets."""
    return [" + ".join(speaker.name or f"({speaker.kind})" for speaker in speakers) for speakers in resolved.speakers]


# Each row: what the row shows, the story, what the tagger saw, and who speaks in each bracket.
SPEAKERS = [
    # A name again by its surname, with and without a title.
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
    # Initials, middle names, short forms.
    ("middle initial", "Timothy D. Cook left . [Tim Cook] said it rained .", {"PER": ["Timothy D. Cook", "Tim Cook"]},
     ["Timothy D. Cook"]),
    ("initial for a given name", "George Bush left . [G. Bush] said it rained .", {"PER": ["George Bush", "G. Bush"]},
     ["George Bush"]),
    ("short form", "Robert Dole left . [Bob Dole] said it rained .", {"PER": ["Robert Dole", "Bob Dole"]},
     ["Robert Dole"]),
    ("given name alone", "Steve Jobs spoke . [Steve] said it rained .", {"PER": ["Steve Jobs", "Steve"]},
     ["Steve Jobs"]),
    # Particles, hyphens, suffixes, several surnames.
    ("Arabic article", "General Suleiman al-Amr spoke . [al-Amr] said it rained .",
     {"PER": ["Suleiman al-Amr", "al-Amr"]},
     ["Suleiman al-Amr"]),
    ("particles", "Ursula von_X der_X Leyen spoke . [von_X der_X Leyen] said it rained .",
     {"PER": ["Ursula von der Leyen", "Leyen"]}, ["Ursula von der Leyen"]),
    ("suffix", "Martin King Jr. spoke . [King] said it rained .", {"PER": ["Martin King Jr.", "King"]},
     ["Martin King Jr."]),
    ("first of two surnames", "Gabriel García Márquez wrote . [García] said it rained .",
     {"PER": ["Gabriel García Márquez", "García"]}, ["Gabriel García Márquez"]),
    ("last two names", "Aung San Suu Kyi spoke . [Suu Kyi] said it rained .", {"PER": ["Aung San Suu Kyi", "Suu Kyi"]},
     ["Aung San Suu Kyi"]),
    # Two people of one surname stay two.
    ("two Clintons by title", "Bill Clinton met Hillary Clinton . [Mrs. Clinton] said it rained . [Mr. Clinton] left .",
     {"PER": ["Bill Clinton", "Hillary Clinton", "Clinton"]}, ["Hillary Clinton", "Bill Clinton"]),
    ("two Johnsons by role", "Governor Gary Johnson met Secretary Jeh Johnson . [Secretary Johnson] said it rained .",
     {"PER": ["Gary Johnson", "Jeh Johnson", "Johnson"]}, ["Jeh Johnson"]),
    ("two Smiths by given name", "John Smith met Ann Smith . [Ann] said it rained . [John Smith] denied it .",
     {"PER": ["John Smith", "Ann Smith", "Ann"]}, ["Ann Smith", "John Smith"]),
    # Titles before a name are no part of it.
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
    # A name beside its title or apposition.
    ("apposition after", "[Steve Whitmore , a representative for the office ,] said it rained .",
     {"PER": ["Steve Whitmore"]},
     ["Steve Whitmore"]),
    ("apposition before", "[the team 's coach , Alireza Mehraban ,] said it rained .", {"PER": ["Alireza Mehraban"]},
     ["Alireza Mehraban"]),
    ("possessor is not the source", "[Fox News 's Megyn Kelly] said it rained .",
     {"PER": ["Megyn Kelly"], "ORG": ["Fox News"]},
     ["Megyn Kelly"]),
    ("bare apostrophe", "[Fox News ' Megyn Kelly] said it rained .", {"PER": ["Megyn Kelly"], "ORG": ["Fox News"]},
     ["Megyn Kelly"]),
    # Organisations and places.
    ("acronym in brackets", "The Organization of Islamic_PROPN Cooperation ( OIC ) met . [The OIC] said it rained .",
     {"ORG": ["Organization of Islamic Cooperation", "OIC"]}, ["Organization of Islamic Cooperation"]),
    ("acronym by its letters", "General_PROPN Motors left . [GM] said it rained .", {"ORG": ["General Motors", "GM"]},
     ["General Motors"]),
    ("company designation", "Apple Inc. left . [Apple] said it rained .",
     {"ORG": ["Apple Inc.", "Apple"]}, ["Apple Inc."]),
    ("acronym over and", "The European Aeronautic Defence and Space Company ( EADS ) left . [EADS] said it rained .",
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
    ("government of a nationality", "[the Belgian_ADJ government] said it rained . [the Belgian_ADJ government] left .",
     {},
     ["Belgian government"] * 2),
    ("ministry of a possessor", "[Turkey 's foreign ministry] said it rained .", {"LOC": ["Turkey"]},
     ["Turkey's foreign ministry"]),
    ("ministry with a name of its own", "[the Greek Ministry_PROPN of Culture] said it rained .",
     {"ORG": ["Ministry of Culture"]}, ["Greek Ministry of Culture"]),
    ("noun before an organisation", "[the carmaker General_PROPN Motors] said it rained .", {"ORG": ["General Motors"]},
     ["General Motors"]),
    # Pronouns.
    ("he, the subject before", "John Smith resigned . [He] said it rained .", {"PER": ["John Smith"]}, ["John Smith"]),
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
    # First and second person.
    ("the author", "[I] said it rained .", {}, ["(unknown)"]),
    ("I in a quotation", "[John Smith] said <“ [I] told him it rained ” > .",
     {"PER": ["John Smith"]}, ["John Smith"] * 2),
    ("we in a quotation", "[Apple] said <“ [We] warned that it rained ” > .", {"ORG": ["Apple"]}, ["Apple"] * 2),
    ("he in a quotation is another", "John Smith met Paul Jones . [Jones] said <“ [He] told me it rained ” > .",
     {"PER": ["John Smith", "Paul Jones", "Jones"]}, ["Paul Jones", "John Smith"]),
    ("you", "[You] said it rained .", {}, ["(unknown)"]),
    # Descriptions that lead to a name.
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
    # Descriptions that lead to nobody.
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
    # Who issued a text.
    ("statement from", "[A statement from Apple] said it rained .", {"ORG": ["Apple"]}, ["Apple"]),
    ("possessor of an email", "[Jobs 's email] reads it rained . Steve Jobs left .", {"PER": ["Jobs", "Steve Jobs"]},
     ["Steve Jobs"]),
    ("the statement again", "[Boeing] said it rained . [The statement] added it rained .", {"ORG": ["Boeing"]},
     ["Boeing", "Boeing"]),
    ("seen by is not issued by", "[A letter seen_VERB by Sky News] said it rained .",
     {"ORG": ["Sky News"]}, ["(document)"]),
    ("review by", "[a review by PC_PROPN World] found it rained .", {"ORG": ["PC World"]}, ["PC World"]),
    # Joint sources.
    ("two surnames", "Ron Gettelfinger met Al Bantom . [Gettelfinger and Bantom] said it rained .",
     {"PER": ["Ron Gettelfinger", "Al Bantom", "Gettelfinger", "Bantom"]}, ["Ron Gettelfinger + Al Bantom"]),
    ("three names with states",
     "[Jeff Merkley ( D-Ore. ) , Sherrod Brown ( D-Ohio ) and Robert Menendez ( D-N.J. )] said it rained .",
     {"PER": ["Jeff Merkley", "Sherrod Brown", "Robert Menendez"]}, ["Jeff Merkley + Sherrod Brown + Robert Menendez"]),
    ("titles joined are one source", "[Apple CEO and founder Steve Jobs] said it rained .",
     {"PER": ["Steve Jobs"], "ORG": ["Apple"]}, ["Steve Jobs"]),
    ("names in text order",
     "[Ann Lee , Bob Ray and Cy Fox] said it rained .", {"PER": ["Ann Lee", "Bob Ray", "Cy Fox"]},
     ["Ann Lee + Bob Ray + Cy Fox"]),
    # A name inside a phrase that another noun heads.
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
    # People named by party or nation.
    ("some of a party", "Virginia Democrats_PROPNS left . [some Democrats_PROPNS] said it rained .",
     {"LOC": ["Virginia"], "ORG": ["Democrats"]}, ["(group)"]),
    ("a party's members", "[Republicans_PROPNS] said it rained .", {"ORG": ["Republicans"]}, ["(group)"]),
    ("a party in a committee", "[Oversight Committee Republicans_PROPNS] said it rained .",
     {"ORG": ["Oversight Committee"], "MISC": ["Republicans"]}, ["(group)"]),
    ("a nation", "[Britons_PROPNS] said it rained .", {"PER": ["Britons"]}, ["(group)"]),
    # Names that the tagger or the tokenizer cut, or glued.
    ("article inside a name", "[The Committee for a Responsible_ADJ Federal_ADJ Budget] said it rained .",
     {"ORG": ["Committee", "Responsible Federal Budget"]}, ["Committee for a Responsible Federal Budget"]),
    ("two complements", "[the Joint Council for the Welfare of Immigrants] said it rained .",
     {"ORG": ["Joint Council"]}, ["Joint Council for the Welfare of Immigrants"]),
    ("council on", "[the European Council on Foreign_ADJ Relations_PROPNS] said it rained .",
     {"ORG": ["European Council", "Foreign Relations"]}, ["European Council on Foreign Relations"]),
    ("services over and", "[United States Citizenship and Immigration Services] said it rained .",
     {"LOC": ["United States"], "ORG": ["Services"]}, ["United States Citizenship and Immigration Services"]),
    ("two organisations over and", "[Apple and General Motors] said it rained .", {"ORG": ["Apple", "General Motors"]},
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
    # A vice president is no president.
    ("vice president",
     "President Joe Biden met Vice_PROPN President Kamala Harris . [the vice president] said it rained .",
     {"PER": ["Joe Biden", "Kamala Harris"]}, ["Kamala Harris"]),
    ("president", "Vice_PROPN President Kamala Harris met President Joe Biden . [the president] said it rained .",
     {"PER": ["Joe Biden", "Kamala Harris"]}, ["Joe Biden"]),
    ("deputy minister", "minister Ali Rezai met deputy minister Ali Karimi . [the deputy minister] said it rained .",
     {"PER": ["Ali Rezai", "Ali Karimi"]}, ["Ali Karimi"]),
    # A surname that is something else as well.
    ("country", "Jim Jordan left . [Jordan] said it rained .", {"PER": ["Jim Jordan", "Jordan"]}, ["Jim Jordan"]),
    ("country, tagged as one", "Jim Jordan left . // [Jordan] said it rained .",
     {"PER": ["Jim Jordan"], "LOC": ["Jordan"]}, ["Jordan"]),
    ("title that is another bearer's", "First lady Michelle Obama met Barack Obama . "
     "[President Obama] said it rained .",
     {"PER": ["Michelle Obama", "Barack Obama", "Obama"]}, ["Barack Obama"]),
    # Carried over, or nobody.
    ("floating after a quotation", "[John Smith] said <“ it rained ” > . [] <2:“ it rained ” > .",
     {"PER": ["John Smith"]},
     ["John Smith", "John Smith"]),
    ("floating in the next paragraph", "[John Smith] said <“ it rained ” > . // [] <2:“ it rained ” > .",
     {"PER": ["John Smith"]}, ["John Smith", "John Smith"]),
    ("passive without an agent", "John Smith left . [-] it was said .", {"PER": ["John Smith"]}, ["(unknown)"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "names", "expected"), [row[1:] for row in SPEAKERS], ids=[row[0] for row in SPEAKERS])
def test_speakers(line: str, names: dict[str, list[str]], expected: list[str]) -> None:
    """Each source leads to the name that the article gives it, and to none where it gives none."""
    actual = said(resolve(*story(line, **names)))

    assert expected == actual


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
]  # fmt: skip


@pytest.mark.parametrize(("line", "names", "expected"), KINDS)
def test_kinds(line: str, names: dict[str, list[str]], expected: dict[str, str]) -> None:
    """The kind of a name follows its words and its surroundings, and the tagger only where they are silent."""
    parse, findings = story(line, **names)

    actual = {entity.name: entity.kind for entity in resolve(parse, findings).entities}

    assert expected == actual


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
