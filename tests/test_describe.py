"""describe: addressee, medium, time, place, polarity and hedges, each over a table of sentences.

A sentence is written with its attribution: {cue}, [source], <content>. Its syntax stands in data/describe_parses.tsv.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from attribution.article import Span
from attribution.describe import Description, Role, describe
from attribution.describe.addressee import addressee_of
from attribution.describe.hedges import hedges_of
from attribution.describe.medium import medium_of
from attribution.describe.place import place_of
from attribution.describe.polarity import polarity_of
from attribution.describe.saying import Saying
from attribution.describe.time import iso_date, time_of
from attribution.find import Attribution, Findings, Fragment
from attribution.parse import Parse
from attribution.resolve import Resolved, Speaker
from attribution.tables import table
from tests.factories import parse_of, span_of

PARSES = Path(__file__).parent / "data" / "describe_parses.tsv"
OPEN, CLOSE = "[{<", "]}>"

ADDRESSEE = [
    ("[She] {told} reporters in Brussels on Sunday that <the plan had failed>.", "reporters"),
    ('"<We are ready>," [the coach] {told} the press.', "the press"),
    ("[The minister] {said} to the general public that <the worst was over>.", "the general public"),
    ("[Jobs] {asked} Tim Cook <to run the company>.", "Tim Cook"),
    ("[The committee] {urged} Congress <to act quickly>.", "Congress"),
    ("[Residents] {were told} by police <to stay indoors>.", None),
    ("People {were encouraged} <to submit their designs>.", "People"),
    ("[The union] {wrote} in a letter to the minister that <jobs were at risk>.", "the minister"),
    ("[The general], in remarks to state television, {said} <the attack was over>.", "state television"),
    (
        "[He] {thanked} the governments of Canada and Ontario <for their support>.",
        "the governments of Canada and Ontario",
    ),
    ("[The president] {called} on lawmakers <to pass the bill>.", "lawmakers"),
    ("Speaking to students at the university, [she] {said} <the law was wrong>.", "students"),
    ("[The director] {warned} staff <that cuts would follow>.", "staff"),
    ("[He] {pointed} to the report and {said} <the figures were wrong>.", None),
    ("[She] {told} a lie, <he had never left>.", None),
    ("[The envoy] {told} the Security Council on Monday that <talks would resume>.", "the Security Council"),
    ("[The witness] {testified} before the committee that <he saw nothing>.", "the committee"),
    ("In an interview with the BBC, [the author] {said} <the book was finished>.", "the BBC"),
]

MEDIUM = [
    ("[The spokesman] {announced} in a tweet that <the ministers had met>.", "a tweet"),
    (
        "In a July 16 press conference, [Jobs] {said} that <buyers would receive a free case>.",
        "a July 16 press conference",
    ),
    ("[A statement from the company] {said} that <sales had fallen>.", "A statement"),
    ('[A group of senators] released a joint statement {saying} "<We will ask tough questions>."', "a joint statement"),
    ('"<It is over>," [she] {wrote} on Twitter.', "Twitter"),
    ("[The mayor] {said} by phone that <the bridge was safe>.", "phone"),
    ("[The bank] {stated} on its website that <the service was down>.", "its website"),
    ("[The company] {announced} Monday in an internal memo that <its chief would step down>.", "an internal memo"),
    ("{According to} [a review by a magazine], <the screen is too small>.", "a review"),
    ("[The survey] {found} that <most people agreed>.", None),
    ("[The newspaper] {reported} that <the minister had resigned>.", None),
    ("During the debate, [the senator] {accused} <his opponent of lying>.", "the debate"),
    ("[Clinton] {said} at a rally in Ohio on Friday that <the tax was unfair>.", "a rally"),
    ("[He] {described} the plan in a post on Facebook as <a mistake>.", "a post on Facebook"),
    ("[The lawyer] {said} on CNN that <the case was closed>.", "CNN"),
    ("[The agency] {commented} on Google, {saying} <its search was fair>.", None),
    ("In her opening remarks, [the director] {noted} that <the museum was full>.", "her opening remarks"),
]

TIME = [
    ("On Tuesday, [the government] {announced} <the start of a public process>.", "Tuesday", None),
    ("[The group] {announced} <the formation of a government> on September 7.", "September 7", None),
    (
        "A day before the announcement, [the firm] {said} <it was cancelling the deal>.",
        "A day before the announcement",
        None,
    ),
    ("[The court] {ruled} on May 7, 2015 that <the law was void>.", "May 7, 2015", "2015-05-07"),
    ("[The ministry] {said} on 14 November 2022 that <the road was open>.", "14 November 2022", "2022-11-14"),
    ("[The bank] {said} last week that <rates would rise>.", "last week", None),
    ("Earlier this month, [the regulator] {warned} that <banks were exposed>.", "Earlier this month", None),
    ("[Officials] {said} two days ago that <the search had ended>.", "two days ago", None),
    ('"<We won>," [he] {said} late Monday night.', "late Monday night", None),
    ("In September 2003, [the company] {claimed} that <its rival broke the agreement>.", "September 2003", None),
    ("[The chairman] {said} in 2007 that <the merger was off>.", "2007", None),
    ("After the vote, [the leader] {said} <the party was united>.", "After the vote", None),
    ("[She] {said} <the office would close on Friday>.", None, None),
    ("[Turkey] {has denied} since 2010 that <it closed the border>.", None, None),
    ("At 16:00 UTC today, [the president] {presented} <a new plan>.", "16:00 UTC today", None),
    ("[The players] {told} USA Today that <the field was wet>.", None, None),
    ("[The report], published on Thursday, {says} that <prices will rise>.", "Thursday", None),
]

PLACE = [
    ("[The minister] {said} in Brussels that <the deal was close>.", "Brussels"),
    ('"<I did nothing>," [he] {said} outside the court.', "the court"),
    ("[The president] {told} a news conference in Jakarta that <the ban must go>.", "Jakarta"),
    ("[The minister in Berlin] {said} <the talks had failed>.", None),
    ("[She] {said} <the fighting in Syria would end>.", None),
    ("[The chairman] {said} at a meeting in Islamabad, Pakistan that <aid was needed>.", "Islamabad, Pakistan"),
    ("During his years in office, [the president] {said} <nothing had changed>.", None),
    ("[The pilot] {told} reporters at the airport that <the engine had failed>.", "the airport"),
    ("In a speech from the White House, [the president] {said} <the war was over>.", "the White House"),
    ("[Witnesses] at the scene {said} <they heard a blast>.", None),
    ("Speaking in Tokyo, [the minister] {said} <the yen was too strong>.", "Tokyo"),
    ("[The curator] {said} inside the museum that <the paintings were safe>.", "the museum"),
    ('"<We will rebuild>," [the farmer] {said} near the border.', "the border"),
    ("[The chancellor] {spoke} on <Iran>.", None),
    ("[The players] {said} in an interview at the stadium that <they were tired>.", "the stadium"),
    ("At a summit in Madrid, [leaders] {agreed} <to cut emissions>.", "Madrid"),
    ("[She] {told} reporters in Brussels on Sunday that <the plan had failed>.", "Brussels"),
    ("Speaking to students at the university, [she] {said} <the law was wrong>.", "the university"),
    ("[Clinton] {said} at a rally in Ohio on Friday that <the tax was unfair>.", "Ohio"),
]

POLARITY = [
    ("[The company] {denied} that <it had broken the law>.", "denied"),
    ("[The governor] {rejected} <the allegation that he took money>.", "denied"),
    ("[The party] {rejected} <the proposal>.", "asserted"),
    ("[The ministry] {dismissed} <the report> as false.", "denied"),
    ("[The senator] {disputes} <the claim>.", "denied"),
    ("[He] {does not believe} that <the plan will work>.", "denied"),
    ("[The spokesman] {declined to comment on} <the report>.", "declined"),
    ("[The company] {would not say} <how many people had left>.", "declined"),
    ("[She] {refused to answer} <questions about the trip>.", "declined"),
    ("[The envoy] {declined} <to say whether talks would resume>.", "declined"),
    ("[The bank] {had no comment}.", "declined"),
    ("[The ministry] {could neither confirm} nor deny <the deaths>.", "declined"),
    ("[Apple] {did not say} <whether he was forced out>.", "not_said"),
    ("[He] {has not mentioned} <what prompted his decision>.", "not_said"),
    ("[The campaign] {did not respond to} <a request for comment>.", "not_said"),
    ("[The police] {never said} that <the man was armed>.", "not_said"),
    ("[She] left without {saying} <where she would go>.", "not_said"),
    ("[Trump] stopped short of {calling} <the shooting a crime>.", "not_said"),
    ("[She] shied away from {saying} that <the plan had failed>.", "not_said"),
    ("[The mayor] refrained from {blaming} <the police>.", "not_said"),
    ("[He] avoided {saying} <who would pay>.", "not_said"),
    ("[She] resisted {calling} <him a liar>.", "not_said"),
    ("[The report] failed to {mention} <the fire>.", "not_said"),
    ("[He] did not shy away from {saying} that <he was angry>.", "asserted"),
    ("[She] did not fail to {mention} <the fire>.", "asserted"),
    ("[Nobody] {has said} that <the bridge is safe>.", "not_said"),
    ("[He] not only {said} that <he would stay>.", "asserted"),
    ("[The police] {did not rule out} that <the fire was set>.", "asserted"),
    ("[The party] {did not object to} <the plan>.", "asserted"),
    ("[The union] {does not oppose} <the merger>.", "asserted"),
    ("[The lawyers] {did not dispute} that <the man was armed>.", "asserted"),
    ("[Nobody] {disputes} that <the bridge is safe>.", "asserted"),
    ("[The minister] {did not refuse to answer} <the question>.", "asserted"),
    ("[No one] {has said} that <the bridge is safe>.", "not_said"),
    ("[Neither company] {made any statement about} <the merger>.", "not_said"),
    ("[No official] {has confirmed} <the report>.", "not_said"),
    ("[Neither side] {would reveal} <what the deal was>.", "declined"),
    ("[Neither firm] {would say} <how much it paid>.", "declined"),
    ("[Neither man] {would confirm} <the report>.", "declined"),
    ("[The senator] {failed to refuse} <the support of the group>.", "not_said"),
    ("[The mayor] {failed to reject} <the claim>.", "not_said"),
    ("[He] {refuses} <to take responsibility for the crash>.", "declined"),
    ("[The president] {refused} <to use the term>.", "declined"),
    ("[The witness] {refused to testify} <about the letter>.", "declined"),
    ("[The coach] {declined} <to take questions about the match>.", "declined"),
    ("[The owner] {refused} <to sell the house>.", "asserted"),
    ("[The author], {going on to say} that <the war was lost>, left the room.", "asserted"),
    ("[She] spoke about taxes before {going on to contrast} <his plan with hers>.", "asserted"),
    ("[He] {is going to say} that <the plan has failed>.", "hypothetical"),
    ("[The mother] {had a question for} <the president>.", "asked"),
    ("[The students] {posed questions to} <the senator>.", "asked"),
    ("[A reporter] {had a question for} <the coach>.", "asked"),
    ("[The report] {raised questions about} <the deal>.", "asserted"),
    ("[The lawyer] {asked for} <a sentence of three years>.", "asserted"),
    ("[The family] {asked for} <help>.", "asserted"),
    ("[The minister] {asked that} <the man be freed>.", "asserted"),
    ("[The newspaper] {asked for} <an explanation of the delay>.", "asked"),
    ("[Reporters] {asked} whether <the plan was final>.", "asked"),
    ('"<Where are they>?" {asked} [the mother].', "asked"),
    ("[She] {wondered} why <nobody had called>.", "asked"),
    ("[The president] {asked} the council <to help the girls>.", "asserted"),
    ("[Critics] {questioned} <the result>.", "asserted"),
    ("[Critics] {questioned} <whether the result was right>.", "asked"),
    ("[The company] {will announce} <its results>.", "hypothetical"),
    ("[The minister] {is expected to say} that <taxes will fall>.", "hypothetical"),
    ("[Opponents] {could argue} that <the law is void>.", "hypothetical"),
    ("If [he] {says} <he is sorry>, they will forgive him.", "hypothetical"),
    ("[The firm] {plans to present} <details of the offer>.", "hypothetical"),
    ("[I] {would say} that <the team did well>.", "asserted"),
    ("[My father] {would often say} that <work comes first>.", "asserted"),
    ("[The group] {threatened} <to leave the talks>.", "asserted"),
]

HEDGES = [
    ("[The minister] {reportedly said} that <the fund was empty>.", ("reportedly",)),
    ("[The man] {allegedly told} friends that <he had a gun>.", ("allegedly",)),
    ("[He] {appeared to suggest} that <the vote was rigged>.", ("appeared to",)),
    ("[The prince] {is said to have told} friends that <he would leave>.", ("is said to",)),
    ("[The deal] {seems to show} that <prices will rise>.", ("seems to",)),
    ("[She] {said} <the money was allegedly stolen>.", ()),
    ("Apparently, [the team] {told} him <to wait>.", ("Apparently",)),
    ("[The general] {purportedly ordered} <the attack>.", ("purportedly",)),
    ("[The bank] {supposedly warned} clients that <rates would rise>.", ("supposedly",)),
    ("[A source] {said} that <it was perhaps too late>.", ()),
    ("Perhaps [they] {said} that <the plan was late>.", ("Perhaps",)),
    ("[The firm] {has apparently admitted} that <data was lost>.", ("apparently",)),
    ("[The guards] {were reported to have said} that <the gate was open>.", ("were reported to",)),
    ("[The spokesman] {said} that <it seems to be true>.", ()),
    ("[The leader] {presumably knew} that <help was coming>.", ("presumably",)),
]


@cache
def parses() -> dict[str, Parse]:
    """Sentence -> its parse, from data/describe_parses.tsv."""
    found = {}
    for block in PARSES.read_text(encoding="utf8").split("\n\n")[1:]:
        title, *lines = block.strip().split("\n")
        cells = [line.split("\t") + [""] * 2 for line in lines]
        names = dict(row[6].split("=") for row in cells if row[6])
        rows = [" ".join(cell for cell in row[:6] if cell) for row in cells]
        text = title.removeprefix("# ")
        found[text] = parse_of(text, rows, names)
    return found


def saying_of(marked: str, **fields: str) -> Saying:
    """The saying of a sentence with marked cue, source and content."""
    text, opened, spans = "", {}, {mark: [] for mark in OPEN}
    for character in marked:
        if character in OPEN:
            opened[character] = len(text)
        elif character in CLOSE:
            mark = OPEN[CLOSE.index(character)]
            spans[mark].append(Span(opened[mark], len(text)))
        else:
            text += character
    attribution = Attribution(
        content=tuple(Fragment(start, end, False) for start, end in spans["<"]),
        cue=tuple(spans["{"]),
        source=spans["["][0] if spans["["] else None,
        kind="indirect",
        **fields,
    )
    return Saying(parses()[text], attribution)


def words_of(saying: Saying, find: Callable[[Saying], Span | None]) -> str | None:
    span = find(saying)
    return None if span is None else saying.parse.words(span)


@pytest.mark.parametrize(("marked", "expected"), ADDRESSEE)
def test_addressee(marked: str, expected: str | None) -> None:
    """The listener is the object or the "to" phrase of a verb of telling, whole and without its preposition."""
    actual = words_of(saying_of(marked), addressee_of)

    assert expected == actual


@pytest.mark.parametrize(("marked", "expected"), MEDIUM)
def test_medium(marked: str, expected: str | None) -> None:
    """The medium is the noun phrase of what carried the words, without preposition, author, listener or date."""
    actual = words_of(saying_of(marked), medium_of)

    assert expected == actual


@pytest.mark.parametrize(("marked", "expected", "iso"), TIME)
def test_time(marked: str, expected: str | None, iso: str | None) -> None:
    """The time is that of the saying, not of what is said; a date in numbers only where day, month and year stand."""
    saying = saying_of(marked)

    time_said = time_of(saying)

    actual = (None, None) if time_said is None else (saying.parse.words(time_said.span), time_said.iso)
    assert (expected, iso) == actual


@pytest.mark.parametrize(("marked", "expected"), PLACE)
def test_place(marked: str, expected: str | None) -> None:
    """The place is where the words were said, not where the source comes from or what the words are about."""
    actual = words_of(saying_of(marked), place_of)

    assert expected == actual


@pytest.mark.parametrize(("marked", "expected"), POLARITY)
def test_polarity(marked: str, expected: str) -> None:
    """The polarity says whether the words were said, denied, asked, withheld, left unsaid or only imagined."""
    actual = polarity_of(saying_of(marked))

    assert expected == actual


@pytest.mark.parametrize(("marked", "expected"), HEDGES)
def test_hedges(marked: str, expected: tuple[str, ...]) -> None:
    """A hedge stands in the cue clause; what hedges the content is the source's own."""
    saying = saying_of(marked)

    actual = tuple(saying.parse.words(span) for span in hedges_of(saying))

    assert expected == actual


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("May 7, 2015", "2015-05-07"),
        ("Thursday, Sept. 3, 2009", "2009-09-03"),
        ("the 7th of May 2015", "2015-05-07"),
        ("14 November 2022", "2022-11-14"),
        ("2021-12-19", "2021-12-19"),
        ("September 7", None),
        ("September 2003", None),
        ("Tuesday", None),
        ("31 February 2020", None),
        ("2021-13-40", None),
    ],
)
def test_iso_date(words: str, expected: str | None) -> None:
    """A date becomes numbers only where its words state a whole day that exists."""
    actual = iso_date(words)

    assert expected == actual


@pytest.mark.parametrize(
    ("label", "words", "expected"),
    [
        ("Q", "It rained.", "asked"),
        ("QUESTION", "It rained.", "asked"),
        ("Reporter", "It rained.", "asked"),
        ("PENCE", "It rained.", "asserted"),
        ("WALLACE", "Who pays?", "asked"),
        ("RAMOS", "It rained. Did you lie to them?", "asked"),
        ("PENCE", "Who pays? We all do.", "asserted"),
    ],
)
def test_transcript_turn(label: str, words: str, expected: str) -> None:
    """A turn of a transcript is a question where its label says so or its last sentence is one."""
    text = f"{label}: {words}"
    parse = parse_of(text)
    attribution = Attribution(
        content=(Fragment(len(label) + 2, len(text), False),),
        cue=(Span(len(label), len(label) + 1),),
        source=Span(0, len(label)),
        kind="direct",
        shape="transcript",
    )

    actual = polarity_of(Saying(parse, attribution))

    assert expected == actual


def test_every_parse_is_used() -> None:
    """The file of parses holds the sentences of the tables and no other."""
    tables = (ADDRESSEE, MEDIUM, TIME, PLACE, POLARITY, HEDGES)
    sentences = {row[0].translate(dict.fromkeys(map(ord, OPEN + CLOSE))) for rows in tables for row in rows}

    assert sentences == set(parses())


def test_describe_is_parallel() -> None:
    """describe gives one description for each attribution; a floating quotation has no circumstances."""
    told = saying_of(ADDRESSEE[0][0])
    floating = Attribution(content=(Fragment(38, 57, True),), cue=(), source=None, kind="direct", shape="floating")
    nobody = Speaker(None, "unknown", None, "none", None, 0.0)
    findings = Findings((told.attribution, floating), ())

    first, second = describe(told.parse, findings, Resolved((), ((nobody,), (nobody,))))

    expected = Description(Role(), None, None, None, None, "asserted", ())
    assert expected == replace(second, checked=None)
    assert first.addressee == span_of(told.parse.text, "reporters")


def test_nested_saying_stays_inside_its_content() -> None:
    """What the outer clause says of time belongs to the outer attribution alone."""
    text = "On Monday she said that he told friends on Sunday that it rained."
    parse = parse_of(
        text,
        """
        On      on      ADP   2  case
        Monday  Monday  PROPN 4  obl
        she     she     PRON  4  nsubj
        said    say     VERB  0  root
        that    that    SCONJ 7  mark
        he      he      PRON  7  nsubj
        told    tell    VERB  4  ccomp
        friends friend  NOUN  7  iobj
        on      on      ADP   10 case
        Sunday  Sunday  PROPN 7  obl
        that    that    SCONJ 13 mark
        it      it      PRON  13 nsubj
        rained  rain    VERB  7  ccomp
        .       .       PUNCT 4  punct
        """,
    )
    outer = Attribution((Fragment(19, 64, False),), (Span(14, 18),), Span(10, 13), "indirect")
    inner = Attribution((Fragment(50, 64, False),), (Span(27, 31),), Span(24, 26), "indirect", parent=0)
    sayings = (Saying(parse, outer), Saying(parse, inner, outer))

    times = [time_said and parse.words(time_said.span) for time_said in map(time_of, sayings)]

    expected = ["Monday", "Sunday"]
    assert expected == times


def test_time_grows_with_length() -> None:
    """A sentence of thousands of attributions is described in a time that grows with its length."""
    clause = "he said on Monday it rained and "
    rows = [
        "he he PRON {0} nsubj",
        "said say VERB {up} conj",
        "on on ADP {1} case",
        "Monday Monday PROPN {0} obl",
        "it it PRON {2} nsubj",
        "rained rain VERB {0} ccomp",
        "and and CCONJ {0} cc",
    ]
    count = 3000
    lines = []
    for at in range(count):
        base = 7 * at
        numbers = (base + 2, base + 4, base + 6)
        lines += [row.format(*numbers, up=0 if at == 0 else 2) for row in rows]
    parse = parse_of(clause * count, lines)
    width = len(clause)
    attributions = [
        Attribution((Fragment(k + 18, k + 27, False),), (Span(k + 3, k + 7),), Span(k, k + 2), "indirect")
        for k in range(0, width * count, width)
    ]
    started = time.perf_counter()

    found = [time_of(Saying(parse, attribution)) for attribution in attributions]

    elapsed = time.perf_counter() - started
    assert count == sum(time_said is not None for time_said in found)
    assert elapsed < 30  # two seconds where it grows with the length, minutes where it grows with the square


@pytest.mark.parametrize(
    "name",
    ["addressing", "not_addressees", "media", "time_words", "venues", "polarity", "hedges", "saying_verbs"],
)
def test_tables_name_their_sources(name: str) -> None:
    """Every row of a word list says where it comes from, and no row stands twice."""
    rows = table(name)

    assert all(len(row) == 3 and all(row) for row in rows)
    assert len(rows) == len({row[:2] for row in rows})
