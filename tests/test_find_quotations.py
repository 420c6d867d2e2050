"""find over tables of short examples with quotation marks: whose words they are, and which are nobody's."""

from __future__ import annotations

import pytest

from attribution.find import find
from tests.saying import Says, found, left, parse_of_example, rows_of, says

EXAMPLES = {
    "direct": [
        (
            '"We will not give up," said the coach.',
            says("direct", "the coach", "said", '"We will not give up,"'),
        ),
        (
            'The mayor said, "Nobody was hurt in the fire."',
            says("direct", "The mayor", "said", '"Nobody was hurt in the fire."'),
        ),
        (
            '"The trade deal," the minister said, "is good for both countries."',
            says("direct", "the minister", "said", '"The trade deal,"', '"is good for both countries."'),
        ),
        (
            '"Where is the money?" asked Senator Diaz.',
            says("direct", "Senator Diaz", "asked", '"Where is the money?"'),
        ),
    ],
    "mixed": [
        (
            'The minister said the plan was "a disaster for the whole country" and should be withdrawn.',
            says(
                "mixed",
                "The minister",
                "said",
                'the plan was "a disaster for the whole country" and should be withdrawn',
            ),
        ),
        (
            'Officials described the blast as "an act of terror".',
            says("mixed", "Officials", "described", 'the blast as "an act of terror"'),
        ),
        (
            'She told the court that her brother "never owned a gun".',
            says("mixed", "She", "told", 'that her brother "never owned a gun"'),
        ),
        (
            'According to the report, the engine was "in very poor condition" before the flight.',
            says(
                "mixed",
                "the report",
                "According to",
                'the engine was "in very poor condition" before the flight',
            ),
        ),
    ],
    "one quoted word is a term": [
        (
            'The doctor said the results were "promising".',
            says("indirect", "The doctor", "said", 'the results were "promising"'),
        ),
        (
            'Police said the "hooligans" had fled before noon.',
            says("indirect", "Police", "said", 'the "hooligans" had fled before noon'),
        ),
        (
            'The bank said that its "bailout" would cost 4 billion euros.',
            says("indirect", "The bank", "said", 'that its "bailout" would cost 4 billion euros'),
        ),
    ],
    "colon": [
        (
            'Muller said: "The offer is not serious."',
            says("direct", "Muller", "said", '"The offer is not serious."'),
        ),
        (
            'The statement reads: "All flights are cancelled until further notice."',
            says("direct", "The statement", "reads", '"All flights are cancelled until further notice."'),
        ),
        (
            'She continued: "The building was never safe."',
            says("direct", "She", "continued", '"The building was never safe."'),
        ),
    ],
    "goes on behind the cue": [
        (
            '"We lost everything," he said. "The water came in the night."',
            says("direct", "he", "said", '"We lost everything,"', '"The water came in the night."'),
        ),
        (
            '"I am very proud of this team," Lindqvist said. "They have worked hard for years."',
            says(
                "direct",
                "Lindqvist",
                "said",
                '"I am very proud of this team,"',
                '"They have worked hard for years."',
            ),
        ),
        (
            '"It is a good law," said the senator. "It will save lives. It will save money."',
            says(
                "direct",
                "the senator",
                "said",
                '"It is a good law,"',
                '"It will save lives. It will save money."',
            ),
        ),
    ],
    "several sentences": [
        (
            '"The house was burning. We ran into the street. Nobody came to help us," the widow said.',
            says(
                "direct",
                "the widow",
                "said",
                '"The house was burning. We ran into the street. Nobody came to help us,"',
            ),
        ),
        (
            'The director wrote, "We are closing the shop. It was a hard decision. We thank our customers."',
            says(
                "direct",
                "The director",
                "wrote",
                '"We are closing the shop. It was a hard decision. We thank our customers."',
            ),
        ),
        (
            'Okafor added: "I saw the smoke. Then I heard the siren."',
            says("direct", "Okafor", "added", '"I saw the smoke. Then I heard the siren."'),
        ),
    ],
    "several paragraphs": [
        (
            'The bishop said: "We have prayed for peace for many years. // "We will go on praying until it comes."',
            says(
                "direct",
                "The bishop",
                "said",
                '"We have prayed for peace for many years.',
                '"We will go on praying until it comes."',
            ),
        ),
        (
            "“The river rose too fast,” Tanaka said. “We had no time to leave. // “My neighbour was "
            "carried away by the water.”",
            says(
                "direct",
                "Tanaka",
                "said",
                "“The river rose too fast,”",
                "“We had no time to leave.",
                "“My neighbour was carried away by the water.”",
            ),
        ),
        (
            "The letter said: ‘Your contract ends in June. // ‘Please return all keys to the office. // "
            "‘We wish you well.’",
            says(
                "direct",
                "The letter",
                "said",
                "‘Your contract ends in June.",
                "‘Please return all keys to the office.",
                "‘We wish you well.’",
            ),
        ),
    ],
    "floating": [
        (
            'The village has been empty since the flood. "We have nowhere to go and nobody helps us."',
            says("direct", None, "", '"We have nowhere to go and nobody helps us."'),
        ),
        (
            'Brown said the strike would go on. "We are not afraid of losing our jobs."',
            says("indirect", "Brown", "said", "the strike would go on"),
            says("direct", None, "", '"We are not afraid of losing our jobs."'),
        ),
        (
            'Why did she come to the show? "He is the best painter that I have ever seen."',
            says("direct", None, "", '"He is the best painter that I have ever seen."'),
        ),
    ],
    "straight marks": [
        ('"The law is unfair," she said.', says("direct", "she", "said", '"The law is unfair,"')),
        ("'The law is unfair,' she said.", says("direct", "she", "said", "'The law is unfair,'")),
        ("''The law is unfair,'' she said.", says("direct", "she", "said", "''The law is unfair,''")),
        ("``The law is unfair,'' she said.", says("direct", "she", "said", "``The law is unfair,''")),
    ],
    "shaped marks": [
        ("“The law is unfair,” she said.", says("direct", "she", "said", "“The law is unfair,”")),
        ("‘The law is unfair,’ she said.", says("direct", "she", "said", "‘The law is unfair,’")),
        ("«The law is unfair», she said.", says("direct", "she", "said", "«The law is unfair»")),
        ("„The law is unfair“, she said.", says("direct", "she", "said", "„The law is unfair“")),
    ],
    "nested marks": [
        (
            "“My boss told me, ‘You are fired,’ and I left,” the cook said.",
            says("direct", "the cook", "said", "“My boss told me, ‘You are fired,’ and I left,”"),
            says("direct", "My boss", "told", "‘You are fired,’", inside=0),
        ),
        (
            "\"The president said, 'I will not sign it,' and he kept his word,\" Reyes recalled.",
            says(
                "direct",
                "Reyes",
                "recalled",
                "\"The president said, 'I will not sign it,' and he kept his word,\"",
            ),
            says("direct", "The president", "said", "'I will not sign it,'", inside=0),
        ),
        (
            "‘The guard shouted “stop right there” and we ran,’ the boy told police.",
            says("direct", "the boy", "told", "‘The guard shouted “stop right there” and we ran,’"),
            says("direct", "The guard", "shouted", "“stop right there”", inside=0),
        ),
    ],
    "never closed": [
        (
            'The captain said, "The ship is safe and all are well!',
            says("direct", "The captain", "said", '"The ship is safe and all are well!'),
        ),
        (
            "Nguyen asked: “When will the schools open again?",
            says("direct", "Nguyen", "asked", "“When will the schools open again?"),
        ),
        (
            '"The bank is safe, the minister said. // He left the room.',
            says("direct", "the minister", "said", '"The bank is safe'),
        ),
    ],
    "apostrophes": [
        (
            "The workers' leader said the '90s were better for miners.",
            says("indirect", "The workers' leader", "said", "the '90s were better for miners"),
        ),
        (
            "'It's the players' fault,' O'Brien said.",
            says("direct", "O'Brien", "said", "'It's the players' fault,'"),
        ),
        (
            "‘Don’t wait for the mayor’s answer,’ the widow’s lawyer said.",
            says("direct", "the widow’s lawyer", "said", "‘Don’t wait for the mayor’s answer,’"),
        ),
        (
            "The officer, who is 6'2\" tall, said the door was only 5'10\" high.",
            says("indirect", "The officer, who is 6'2\" tall", "said", "the door was only 5'10\" high"),
        ),
    ],
    "transcript": [
        (
            "PENCE: Well, look, I am proud of our plan. // KAINE: That is not an answer. // PENCE: It is my answer.",
            says("direct", "PENCE", ":", "Well, look, I am proud of our plan."),
            says("direct", "KAINE", ":", "That is not an answer."),
            says("direct", "PENCE", ":", "It is my answer."),
        ),
        (
            "Q: When will the bridge open? // A: In spring, I think. // Q: Who will pay for it? // A: The city will.",
            says("direct", "Q", ":", "When will the bridge open?"),
            says("direct", "A", ":", "In spring, I think."),
            says("direct", "Q", ":", "Who will pay for it?"),
            says("direct", "A", ":", "The city will."),
        ),
        (
            "Karin Holt: I came here in 1990. // Reporter: Why did you stay? // Karin Holt: I liked the sea.",
            says("direct", "Karin Holt", ":", "I came here in 1990."),
            says("direct", "Reporter", ":", "Why did you stay?"),
            says("direct", "Karin Holt", ":", "I liked the sea."),
        ),
        (
            "THE PRESIDENT: Good evening. // It is a great day for science. // THE VICE PRESIDENT: Thank you all.",
            says("direct", "THE PRESIDENT", ":", "Good evening.", "It is a great day for science."),
            says("direct", "THE VICE PRESIDENT", ":", "Thank you all."),
        ),
        (
            "MARIA SOTO, CNN: Did you know about the letter? // GOV. HALE (R): I did not. // SOTO: Thank you.",
            says("direct", "MARIA SOTO, CNN", ":", "Did you know about the letter?"),
            says("direct", "GOV. HALE", ":", "I did not."),
            says("direct", "SOTO", ":", "Thank you."),
        ),
    ],
    "transcript in prose": [
        (
            "The debate grew loud on Tuesday night in the town hall, where the two candidates met for the first time "
            "in a year and spoke about taxes. // “HALL: You never answered the question. // "
            "REED: I answered it twice.” // The crowd laughed at both of them.",
            says("direct", "HALL", ":", "You never answered the question."),
            says("direct", "REED", ":", "I answered it twice.”"),
        ),
        (
            "The tape of the call was played in court on Monday before a full room, and the jury listened to it in "
            "silence for several minutes. // CALLER: There is a fire in the house. // DISPATCHER: Where are you? // "
            "The jury will meet again on Friday.",
            says("direct", "CALLER", ":", "There is a fire in the house."),
            says("direct", "DISPATCHER", ":", "Where are you?"),
        ),
        (
            "The hearing went on for two hours in a small room under the roof of the old court, and only once did "
            "the judge lose her patience with the lawyers. // JUDGE WEST: Sit down, please. // "
            "MR. COLE: I am sitting, your honour. // Both of them laughed at the end of the day.",
            says("direct", "JUDGE WEST", ":", "Sit down, please."),
            says("direct", "MR. COLE", ":", "I am sitting, your honour."),
        ),
    ],
    "labels that are none": [
        ("UPDATE: The road is open again. // CORRECTION: The road has two lanes.",),
        ("Note: Prices may change. // Date: Monday, 3 May. // Place: Town hall, Oslo.",),
        ("JAKARTA: Heavy rain fell on Sunday. // The river rose by two metres.",),
        ("Correction: The match ended in a draw. // Photo: The stadium in Turin.",),
    ],
    "nothing said": [
        ('The film "The Last Summer" opens on Friday.',),
        ('Robert "Bob" Miller won the race.',),
        ('The so-called "green zone" was closed.',),
        ('The word "freedom" stands above the gate.',),
    ],
}

# A text and its quoted passages that are left unattributed, each with the reason.
LEFT = {
    "title": [
        ('The film "The Last Summer" opens on Friday.', ('"The Last Summer"', "title")),
        ('Her novel "A House by the River" won the prize.', ('"A House by the River"', "title")),
        ('The band played the song "Blue Morning" twice.', ('"Blue Morning"', "title")),
    ],
    "nickname": [
        ('Robert "Bob" Miller won the race.', ('"Bob"', "nickname")),
        ('Joaquin "El Chapo" Guzman was arrested again.', ('"El Chapo"', "nickname")),
        ("Dwayne “The Rock” Johnson came to the opening.", ("“The Rock”", "nickname")),
    ],
    "name": [
        ('The so-called "green zone" was closed.', ('"green zone"', "name")),
        ('The storm, named "Anna", reached the coast.', ('"Anna"', "name")),
        ('His horse, nicknamed "Storm", won the race.', ('"Storm"', "name")),
    ],
    "term": [
        ('The word "freedom" stands above the gate.', ('"freedom"', "term")),
        ('The "housing bubble" burst in 2008.', ('"housing bubble"', "term")),
        ('Banks use "swap lines" in a crisis.', ('"swap lines"', "term")),
    ],
    "scare_quote": [
        ('The firm fired its "very loyal" managers.', ('"very loyal"', "scare_quote")),
        ('They were "helping" the police for a fee.', ('"helping"', "scare_quote")),
        ("The ‘free’ tickets cost ten euros.", ("‘free’", "scare_quote")),
    ],
    "nothing left": [
        ('"We will not give up," said the coach.',),
        ('The doctor said the results were "promising".',),
        ('The village has been empty since the flood. "We have nowhere to go and nobody helps us."',),
    ],
}

TABLES = (EXAMPLES, LEFT)


def texts() -> list[str]:
    """The texts whose parses these tests need."""
    return [text for table in TABLES for rows in table.values() for text, *_ in rows]


@pytest.mark.parametrize(("text", "expected"), rows_of(EXAMPLES))
def test_attributions(text: str, expected: list[Says]) -> None:
    """Find sees in each example exactly what is told there, marks included."""
    assert expected == found(text)


@pytest.mark.parametrize(("text", "expected"), rows_of(LEFT))
def test_left_unattributed(text: str, expected: list[tuple[str, str]]) -> None:
    """A quoted passage that is nobody's words is listed with the reason, and no other passage is."""
    assert expected == left(text)


def test_every_class_has_three_examples() -> None:
    """A rule that holds for a class is shown on three of it."""
    few = [name for table in TABLES for name, rows in table.items() if len(rows) < 3]

    assert [] == few


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The captain said, "The ship is safe and all are well!', ["unclosed_quotation"]),
        ("Nguyen asked: “When will the schools open again?", ["unclosed_quotation"]),
        ('"The bank is safe, the minister said. // He left the room.', ["unclosed_quotation"]),
        ('"We will not give up," said the coach.', []),
        (
            'The bishop said: "We have prayed for peace for many years. // "We will go on praying until it comes."',
            [],
        ),
    ],
)
def test_a_quotation_that_is_never_closed_is_warned_of(text: str, expected: list[str]) -> None:
    """A missing mark is told with the record; one left open for the next paragraph is not missing."""
    warnings = [warning for one in find(parse_of_example(text)).attributions for warning in one.warnings]

    assert expected == warnings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The village has been empty since the flood. "We have nowhere to go and nobody helps us."', [None]),
        ('Brown said the strike would go on. "We are not afraid of losing our jobs."', [None, 0]),
        ('"We lost everything," he said. "The water came in the night."', [None]),
    ],
)
def test_a_floating_quotation_names_what_it_follows(text: str, expected: list[int | None]) -> None:
    """A quotation without a cue says behind which attribution it stands, so that its speaker can be carried over."""
    assert expected == [one.continues for one in find(parse_of_example(text)).attributions]


def test_shapes() -> None:
    """What an attribution looks like is told with it: a turn, a floating quotation, or a clause with a cue."""
    shapes = {}
    for name in ("transcript", "floating", "direct"):
        attributions = find(parse_of_example(EXAMPLES[name][0][0])).attributions
        shapes[name] = {one.shape for one in attributions}

    assert {"transcript": {"transcript"}, "floating": {"floating"}, "direct": {"clause"}} == shapes


def test_quoted_fragments_stand_inside_marks() -> None:
    """`quoted` says of each fragment whether all its words stand inside quotation marks."""
    mixed = find(parse_of_example(EXAMPLES["mixed"][0][0])).attributions[0]
    direct = find(parse_of_example(EXAMPLES["direct"][2][0])).attributions[0]

    assert [False] == [part.quoted for part in mixed.content]
    assert [True, True] == [part.quoted for part in direct.content]
