"""find, step by step: what each of its modules promises, on parses small enough to be read at a glance."""

from __future__ import annotations

import time

import pytest

from attribution.find import find
from attribution.find.assemble import nest
from attribution.find.beside import unlabelled
from attribution.find.clauses import clauses, subject
from attribution.find.cues import class_of, head_of_cue, phrase, tidy
from attribution.find.decoding import decode
from attribution.find.draft import Draft
from attribution.find.quotes import reason, speech
from attribution.find.reports import believed
from attribution.find.spans import cut_clause, find_source, noun_phrase, stretches, trim
from attribution.find.turns import keep_inside, turns
from attribution.parse import Parse
from attribution.quotation_marks import QuotationIndex, quotations
from tests.factories import parse_of, token_of
from tests.saying import parse_of_example, written

INDIRECT = "The mayor said the bridge was safe."
COORDINATED = "The minister said the road was open and added that repairs would begin in May."
PASSIVE = "Residents were told by police that the water was not safe to drink."
ACCORDED = "The average price of a house rose by 4 percent last year, according to the national bank."


def words(parse: Parse, indices: list[int] | set[int] | frozenset[int]) -> str:
    return " ".join(parse.tokens[index].text for index in sorted(indices))


def decoded(parse: Parse) -> list[tuple[str, str, str]]:
    drafts = decode(parse, range(len(parse.tokens)), lambda token: token.reading)
    return [(words(parse, d.cue), words(parse, d.source), words(parse, d.content)) for d in drafts]


# decoding


def test_decode_reads_a_draft_for_each_cue() -> None:
    """Words go to the cue that their arcs point to."""
    lawyer = "The lawyer said that Mr. Khan had told police that the car was stolen."
    expected = [("said", "The lawyer", "that Mr. Khan had told police that the car was stolen")]
    parts = [content for _, _, content in decoded(parse_of_example(COORDINATED))]

    assert expected == decoded(parse_of_example(lawyer))
    assert ["the road was open", "that repairs would begin in May"] == parts


def test_decode_bridges_a_word_that_drops_out() -> None:
    """A single word that the network lost in the middle of a content does not tear it apart."""
    parse = parse_of(
        "He said it had not rained there.",
        """
        He      he    PRON  2 nsubj  source  2
        said    say   VERB  0 root   cue
        it      it    PRON  6 nsubj  content 2
        had     have  AUX   6 aux    content 2
        not     not   PART  6 advmod none    2
        rained  rain  VERB  2 ccomp  content 2
        there   there ADV   6 advmod content 2
        .       .     PUNCT 2 punct
        """,
    )

    assert [("said", "He", "it had not rained there")] == decoded(parse)


def test_decode_takes_neighbouring_cues_apart() -> None:
    """Cue words side by side are one cue, and words between two cues part them."""
    parse = parse_of(
        "She has said he lied and denied the theft.",
        """
        She     she   PRON  3 nsubj source  2
        has     have  AUX   3 aux   cue
        said    say   VERB  0 root  cue     2
        he      he    PRON  5 nsubj content 2
        lied    lie   VERB  3 ccomp content 2
        and     and   CCONJ 7 cc
        denied  deny  VERB  3 conj  cue
        the     the   DET   9 det   content 7
        theft   theft NOUN  7 obj   content 7
        .       .     PUNCT 3 punct
        """,
    )

    assert [("has said", "She", "he lied"), ("denied", "", "the theft")] == decoded(parse)


def test_decode_without_labels() -> None:
    """Words without readings give no drafts."""
    parse = parse_of(INDIRECT)

    assert [] == decoded(parse)
    assert [] == decode(parse, [], lambda token: token.reading)


# cues


@pytest.mark.parametrize(
    ("lemma", "tag", "expected"),
    [
        ("say", "VERB", "speech"),
        ("tweet", "VERB", "writing"),
        ("announce", "VERB", "announcement"),
        ("ask", "VERB", "question"),
        ("demand", "VERB", "request"),
        ("promise", "VERB", "promise"),
        ("deny", "VERB", "denial"),
        ("decline", "VERB", "refusal"),
        ("believe", "VERB", "belief"),
        ("bake", "VERB", None),
    ],
)
def test_class_of(lemma: str, tag: str, expected: str | None) -> None:
    """The class of a cue is that of its lemma in the table."""
    parse = parse_of(lemma, f"{lemma} {lemma} {tag} 0 root")

    assert expected == class_of(parse, 0)


@pytest.mark.parametrize(
    ("form", "lemma", "expected"),
    [
        ("praised", "prais", "praise"),
        ("decried", "decrie", "decry"),
        ("hailing", "hailing", "hail"),
        ("denounce", "denounc", "denounce"),
        ("baked", "bak", "bak"),
    ],
)
def test_a_verb_whose_lemma_is_guessed_wrong(form: str, lemma: str, expected: str) -> None:
    """A verb whose lemma no table has is looked up by its regular form."""
    parse = parse_of(form, f"{form} {lemma} VERB 0 root")

    assert expected == phrase(parse, 0)


def test_phrase_takes_its_particle() -> None:
    """A verb with a particle that the table knows is a cue of its own."""
    table = """
        He      he    PRON 2 nsubj
        pointed point VERB 0 root
        out     out   ADP  2 compound:prt
        it      it    PRON 2 obj
        """
    parse = parse_of("He pointed out it", table)

    assert "point out" == phrase(parse, 1)
    assert "according to" == phrase(parse_of_example(ACCORDED), token_of(parse_of_example(ACCORDED), "according"))


def test_head_of_cue_is_the_word_with_a_class() -> None:
    """An auxiliary does not head a cue."""
    parse = parse_of_example("The ministry has announced that schools will reopen next week.")
    cue = [token_of(parse, "has"), token_of(parse, "announced")]

    assert token_of(parse, "announced") == head_of_cue(parse, cue)


def test_tidy_leaves_adverbs_at_the_edges_out() -> None:
    """ "also said" is "said", and "not" stays: it turns the cue round."""
    parse = parse_of_example("Police also said that two people had been arrested near the station.")
    also, said = token_of(parse, "also"), token_of(parse, "said")
    negated = parse_of_example("The police have not said how the prisoners escaped.")
    whole = [token_of(negated, word) for word in ("have", "not", "said")]

    assert [said] == tidy(parse, [also, said], said)
    assert whole == tidy(negated, whole, whole[-1])


def test_tidy_keeps_a_participle_before_its_noun() -> None:
    """A noun behind a participle is no statement that only holds it: the cue is never empty."""
    parse = parse_of(
        "It is a sign of growing unease about it.",
        """
        It      it     PRON  4 nsubj
        is      be     AUX   4 cop
        a       a      DET   4 det
        sign    sign   NOUN  0 root
        of      of     ADP   7 case
        growing grow   VERB  7 acl
        unease  unease NOUN  4 nmod
        about   about  ADP   9 case
        it      it     PRON  7 nmod
        .       .      PUNCT 4 punct
        """,
    )

    assert [5, 6] == tidy(parse, [5, 6], 5)


# clauses


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        (INDIRECT, "said", "mayor"),
        (PASSIVE, "told", "police"),
        (ACCORDED, "according", "bank"),
        (COORDINATED, "added", "minister"),
        ("It was announced that the festival would be cancelled.", "announced", None),
        ("The coach defended his players, adding that the referee had made mistakes.", "adding", "coach"),
    ],
)
def test_subject(text: str, cue: str, expected: str | None) -> None:
    """The source of a cue by syntax: subject, agent of a passive, noun behind "according to", or that of the clause
    around it."""
    parse = parse_of_example(text)
    found = subject(parse, token_of(parse, cue))

    assert expected == (found and found.text)


@pytest.mark.parametrize(
    ("text", "rows", "cue", "expected"),
    [
        (
            "Silverman was joined by Franken and joked.",
            """
            Silverman Silverman PROPN 3 nsubj:pass
            was       be        AUX   3 aux:pass
            joined    join      VERB  0 root
            by        by        ADP   5 case
            Franken   Franken   PROPN 3 obl:agent
            and       and       CCONJ 7 cc
            joked     joke      VERB  3 conj
            .         .         PUNCT 3 punct
            """,
            "joked",
            "Silverman",
        ),
        (
            "She was driven home, saying little.",
            """
            She    she    PRON  3 nsubj:pass
            was    be     AUX   3 aux:pass
            driven drive  VERB  0 root
            home   home   ADV   3 advmod
            ,      ,      PUNCT 6 punct
            saying say    VERB  3 advcl
            little little ADJ   6 obj
            .      .      PUNCT 3 punct
            """,
            "saying",
            "She",
        ),
        (
            "The bill was signed and he praised it.",
            """
            The     the    DET   2 det
            bill    bill   NOUN  4 nsubj:pass
            was     be     AUX   4 aux:pass
            signed  sign   VERB  0 root
            and     and    CCONJ 7 cc
            he      he     PRON  7 nsubj
            praised praise VERB  4 conj
            it      it     PRON  7 obj
            .       .      PUNCT 4 punct
            """,
            "praised",
            "he",
        ),
        (
            "People were asked to suggest names.",
            """
            People  people  NOUN  3 nsubj:pass
            were    be      AUX   3 aux:pass
            asked   ask     VERB  0 root
            to      to      PART  5 mark
            suggest suggest VERB  3 xcomp
            names   name    NOUN  5 obj
            .       .       PUNCT 3 punct
            """,
            "suggest",
            None,
        ),
        (
            "McConnell was quick to agree and said so.",
            """
            McConnell McConnell PROPN 3 nsubj
            was       be        AUX   3 cop
            quick     quick     ADV   0 root
            to        to        PART  5 mark
            agree     agree     VERB  3 xcomp
            and       and       CCONJ 7 cc
            said      say       VERB  3 conj
            so        so        ADV   7 advmod
            .         .         PUNCT 3 punct
            """,
            "said",
            "McConnell",
        ),
    ],
)
def test_subject_of_a_clause_around(text: str, rows: str, cue: str, expected: str | None) -> None:
    """Who is the subject of a passive may say something in the clause that hangs on it, but not in what they are asked
    to do; and the predicate of that clause may be of any class of words."""
    parse = parse_of(text, rows)
    found = subject(parse, token_of(parse, cue))

    assert expected == (found and found.text)


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        (INDIRECT, "said", "the bridge was safe"),
        ("The suspect fled on foot, police said.", "said", "The suspect fled on foot"),
        ("The storm destroyed 200 homes, the governor announced.", "announced", "The storm destroyed 200 homes"),
        (COORDINATED, "added", "that repairs would begin in May"),
    ],
)
def test_clause_that_is_certainly_said(text: str, cue: str, expected: str) -> None:
    """The clause that the syntax hangs on a cue, before it or behind it, is said."""
    parse = parse_of_example(text)
    said = [words(parse, clause.words) for clause in clauses(parse, token_of(parse, cue)) if clause.said]

    assert expected in said


# spans


def test_noun_phrase_ends_before_what_begins_anew() -> None:
    """A noun phrase has its modifiers and appositions, and no preposition before it."""
    parse = parse_of_example("Hassan Omar, the head of the Kenyan Red Cross, said the camp was full.")
    cross = parse_of_example(ACCORDED)

    assert "Hassan Omar" in words(parse, noun_phrase(parse, token_of(parse, "Hassan")))
    assert "said" not in words(parse, noun_phrase(parse, token_of(parse, "Hassan")))
    assert "according" not in words(cross, noun_phrase(cross, token_of(cross, "bank")))


@pytest.mark.parametrize(
    "text", ["a just - released poll", "the conservative - leaning group", "a well - connected source"]
)
def test_noun_phrase_has_its_hyphenated_modifiers(text: str) -> None:
    """A hyphen inside a word does not cut the noun phrase off from its article."""
    first, one, _, other, noun = text.split()
    table = f"{first} {first} DET 5 det\n{one} {one} ADV 4 advmod\n- - PUNCT 2 punct\n{other} {other} VERB 5 amod\n"
    parse = parse_of(text.replace(" - ", "-"), f"{table}{noun} {noun} NOUN 0 root")

    assert {0, 1, 2, 3, 4} == noun_phrase(parse, 4)


def test_no_source_of_function_words() -> None:
    """A conjunction, a preposition or an article by itself is nobody: the subject takes its place."""
    parse = parse_of(
        "If officials ask the guests",
        """
        If        if       SCONJ 3 mark
        officials official NOUN  3 nsubj
        ask       ask      VERB  0 root
        the       the      DET   5 det
        guests    guest    NOUN  3 obj
        """,
    )
    for given in ([0], [3]):
        one = Draft(cue=[2], head=2, source=given, content={4})
        find_source(parse, one, lambda token: token.reading)

        assert [1] == one.source


def test_content_of_a_fronted_clause_ends_with_it() -> None:
    """The main clause behind a clause with a cue is not what was said."""
    parse = parse_of(
        "Although he said that he knew, they waited",
        """
        Although although SCONJ 3 mark
        he       he       PRON  3 nsubj
        said     say      VERB  9 advcl
        that     that     SCONJ 6 mark
        he       he       PRON  6 nsubj
        knew     know     VERB  3 ccomp
        ,        ,        PUNCT 3 punct
        they     they     PRON  9 nsubj
        waited   wait     VERB  0 root
        """,
    )
    one = Draft(cue=[2], head=2, source=[1], content={3, 4, 5, 6, 7, 8})
    cut_clause(parse, one, NO_MARKS)

    assert "that he knew" == words(parse, one.content).removesuffix(" ,")


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("“ He says we win , ”", 2, "we win"),
        ("“ They say we lost . ”", 2, "we lost"),
        ("“ He says “ we win ” ”", 2, "“ we win ”"),
        ("He says “ we win ”", 1, "“ we win ”"),
    ],
)
def test_trim_leaves_the_outer_mark_out(text: str, cue: int, expected: str) -> None:
    """The mark that closes the words around a quoted cue is no part of what stands inside them."""
    parse = parse_of(text)
    content = set(range(cue + 1, len(parse.tokens) - (text.count("”") - 1)))
    one = Draft(cue=[cue], head=cue, source=[cue - 1], content=content)
    trim(parse, one, QuotationIndex(quotations(parse.text, parse.paragraphs)))

    assert expected == words(parse, one.content)


# reports

# Verb, its tag and relation, subject, relation of what follows, whether it is a report.
REPORTS = [
    ("praised", "praise", "root", "critics", "obj", True),
    ("nominated", "nominate", "root", "delegates", "obj", False),
    ("booed", "boo", "root", "delegates", "obj", False),
    ("featured", "feature", "root", "advertisements", "obj", False),
    ("signed", "sign", "root", "governors", "obj", False),
    ("signalled", "signal", "root", "officials", "ccomp", True),
    ("gushed", "gush", "root", "officials", "ccomp", True),
    ("amazes", "amaze", "root", "it", "ccomp", False),
    ("strikes", "strike", "root", "this", "ccomp", False),
    ("backing", "back", "acl", "groups", "obj", False),
    ("supporting", "support", "acl", "voters", "obj", False),
    ("criticizing", "criticize", "acl", "voters", "obj", True),
    ("said", "say", "root", "anyone", "ccomp", False),
    ("said", "say", "root", "someone", "ccomp", True),
]


@pytest.mark.parametrize(("verb", "lemma", "relation", "source", "what", "expected"), REPORTS)
def test_reports(verb: str, lemma: str, relation: str, source: str, what: str, expected: bool) -> None:
    """A verb of no known class needs a clause and somebody who speaks, a participle of support only describes, and
    what anyone might say has nobody said."""
    heads = ("0 root", "1 acl") if relation == "acl" else ("2 nsubj", "0 root")
    parse = parse_of(
        f"{source} {verb} new plans failed",
        f"""
        {source} {source} NOUN {heads[0]}
        {verb}   {lemma}  VERB {heads[1]} cue
        new      new      ADJ  4 amod content 2
        plans    plan     NOUN {"2 obj" if what == "obj" else "5 nsubj"} content 2
        failed   fail     VERB {"4 acl" if what == "obj" else "2 ccomp"} content 2
        """,
    )
    one = Draft(cue=[1], head=1, source=[0], content={2, 3, 4})

    assert expected is believed(parse, one, NO_MARKS, lambda token: token.reading)


def test_stretches() -> None:
    """Indices in any order come as unbroken runs."""
    assert [[1, 2, 3], [7], [9, 10]] == stretches({3, 9, 1, 2, 10, 7})
    assert [] == stretches([])


# quotes

SPEECH = [
    ('"We have nowhere to go."', True),
    ('"They are coming back tonight."', True),
    ('"Go away."', False),
    ('"A House by the River"', False),
    ('"housing bubble"', False),
]


@pytest.mark.parametrize(("quotation", "expected"), SPEECH)
def test_speech(quotation: str, expected: bool) -> None:
    """A quotation without a cue is speech where it is long enough and has a verb in it."""
    verbs = {"have": "VerbForm=Fin", "are": "VerbForm=Fin", "Go": "Mood=Imp|VerbForm=Fin"}
    rows = []
    for word in quotation.replace('"', ' " ').replace(".", " . ").split():
        tag = "PUNCT" if word in '".' else "AUX" if word in verbs else "NOUN"
        rows.append(f"{word} {word.lower()} {tag} 0 root {verbs.get(word, '')}")
    parse = parse_of(quotation, rows)
    (one,) = quotations(parse.text, parse.paragraphs)

    assert expected == speech(parse, one, parse.overlapping(one.inner_start, one.inner_end))


def test_reason_looks_at_the_words_around() -> None:
    """The same words in marks are a title behind a word for a work, and a name behind a word for naming."""
    reasons = {}
    for before in ("song", "called"):
        text = f'{before} "Blue Morning"'
        rows = [f"{before} {before} NOUN 0 root", '" " PUNCT 1 punct', "Blue blue PROPN 1 dep"]
        parse = parse_of(text, [*rows, "Morning morning PROPN 1 dep", '" " PUNCT 1 punct'])
        (one,) = quotations(parse.text, parse.paragraphs)
        reasons[before] = reason(parse, one, parse.overlapping(one.inner_start, one.inner_end))

    assert {"song": "title", "called": "name"} == reasons


# turns


def turns_of(text: str) -> list[tuple[str, str]]:
    parse = parse_of(written(text))
    return [(words(parse, turn.source), words(parse, turn.content)) for turn in turns(parse)]


TURNS = [
    ("HALL: Yes. // REED: No.", [("HALL", "Yes ."), ("REED", "No .")]),
    ("HALL: Yes.", []),
    ("Anna Holt: Yes. // Reporter: Why? // Anna Holt: Why not?", 3),
    ("Anna Holt: Yes. // Reporter: Why?", []),
    ("Oslo: Rain. // Rome: Sun. // Paris: Snow.", []),
    ("HALL: Yes. // That is all. // REED: No.", [("HALL", "Yes . That is all ."), ("REED", "No .")]),
    ("UPDATE: It rains. // CORRECTION: It snows.", []),
    ("HALL (laughing): Yes. // REED: No.", [("HALL", "Yes ."), ("REED", "No .")]),
    ("REED: It is 10:30. // HALL: At 11:00, then.", [("REED", "It is 10 : 30 ."), ("HALL", "At 11 : 00 , then .")]),
    ("MINISTER OF TRADE: Yes. // HALL: // REED: No.", [("MINISTER OF TRADE", "Yes . HALL :"), ("REED", "No .")]),
]


@pytest.mark.parametrize(("text", "expected"), TURNS)
def test_turns(text: str, expected: list[tuple[str, str]] | int) -> None:
    """Labels that come back, or that are in capitals, make a transcript; a single label does not."""
    found = turns_of(text)

    assert expected == (len(found) if isinstance(expected, int) else found)


def test_keep_inside() -> None:
    """What is said inside a turn ends with it, and a label is nobody's cue."""
    parse = parse_of("HALL: He said no. \nREED: She said yes.")
    told = turns(parse)
    said = token_of(parse, "said")
    over = Draft(cue=[said], head=said, content={said + 1, token_of(parse, "yes")})
    label = Draft(cue=[1], head=1, content={said})

    assert [over] == keep_inside([over, label], told)
    assert {said + 1} == over.content


# assemble


LETTERS = parse_of("a b c d e f g h i j k l")
NO_MARKS = QuotationIndex(())


def draft(head: int, content: range, source: tuple[int, ...] = ()) -> Draft:
    return Draft(cue=[head], head=head, source=list(source), content=set(content))


def test_nest_finds_the_smallest_around() -> None:
    """A draft whose cue and words lie in another's content stands inside it, and the smallest one is its parent."""
    outer, middle, inner = draft(1, range(2, 12)), draft(4, range(5, 12)), draft(7, range(8, 12))

    assert [outer, middle, inner] == nest(LETTERS, [outer, middle, inner], NO_MARKS)
    assert (None, outer, middle) == (outer.parent, middle.parent, inner.parent)
    assert set(range(2, 12)) == outer.content


def test_nest_gives_words_to_the_nearer_cue() -> None:
    """Words that two drafts side by side claim go to the one whose cue is nearer."""
    first, second = draft(1, range(2, 8)), draft(9, range(6, 9))
    nest(LETTERS, [first, second], NO_MARKS)

    assert set(range(2, 6)) == first.content
    assert {6, 7, 8} == second.content


def test_nest_takes_a_cue_out_of_another_content() -> None:
    """A draft that only begins inside another keeps its words, and the other loses them."""
    first, second = draft(1, range(2, 6)), draft(4, range(5, 12), source=(3,))
    nest(LETTERS, [first, second], NO_MARKS)

    assert {2} == first.content
    assert set(range(5, 12)) == second.content
    assert second.parent is None


def test_nest_takes_nothing_out_of_a_quotation() -> None:
    """What is said inside quoted words ends with them: nothing goes missing from the middle of a quotation."""
    parse = parse_of("a b “c d e f g h” i j k l")
    marks = QuotationIndex(quotations(parse.text, parse.paragraphs))
    outer, inner = draft(1, range(2, 10)), draft(5, range(6, 14), source=(4,))
    nest(parse, [outer, inner], marks)

    assert set(range(2, 10)) == outer.content
    assert set(range(6, 10)) == inner.content
    assert outer is inner.parent


def test_nest_gives_a_quotation_to_one() -> None:
    """A quotation that two drafts side by side claim belongs whole to the one that holds most of it."""
    parse = parse_of("a b “c d e f g h” i j k l")
    marks = QuotationIndex(quotations(parse.text, parse.paragraphs))
    first, second = draft(1, range(4, 6)), draft(11, range(2, 10))
    nest(parse, [first, second], marks)

    assert set() == first.content
    assert set(range(2, 10)) == second.content


def test_nest_drops_what_loses_all_its_words() -> None:
    """A draft without content is none."""
    first, second = draft(1, range(2, 4)), draft(9, range(3, 4))

    assert [first] == nest(LETTERS, [first, second], NO_MARKS)
    assert {2, 3} == first.content


# the whole

MANY = {
    "marks": '"' * 100_000,
    "marked words": '"a" ' * 30_000,
    "cues": 'He said "no". ' * 15_000,
    "labels": "A: b\n" * 4_000,
    "nested marks": "(“‘" * 30_000,
}


@pytest.mark.parametrize("name", MANY)
def test_time_grows_with_length(name: str) -> None:
    """100,000 marks take seconds: nothing is quadratic in marks, words or paragraphs."""
    parse = parse_of(MANY[name])
    start = time.perf_counter()
    find(parse)

    assert time.perf_counter() - start < 20


def test_every_mark_is_told_of_once() -> None:
    """A quoted passage is content of an attribution or listed as left, never both and never neither."""
    parse = parse_of('He saw "red" and "blue" and "green".')
    findings = find(parse)
    marks = QuotationIndex(quotations(parse.text, parse.paragraphs))

    assert () == findings.attributions
    assert [(one.start, one.end) for one in marks.quotations] == [(one.start, one.end) for one in findings.unattributed]


UNLABELLED = {
    "behind": (
        "“It was very dark,” explained the pilot.",
        """
        “         “       PUNCT  5 punct
        It        it      PRON   5 nsubj
        was       be      AUX    5 cop
        very      very    ADV    5 advmod
        dark      dark    ADJ    0 root
        ,         ,       PUNCT  5 punct
        ”         ”       PUNCT  5 punct
        explained explain VERB   5 parataxis
        the       the     DET    10 det
        pilot     pilot   NOUN   8 nsubj
        .         .       PUNCT  5 punct
        """,
        ("pilot", "explained", "“ It was very dark , ”"),
    ),
    "before": (
        "The guard had shouted “Stop at once!”",
        """
        The     the   DET   2 det
        guard   guard NOUN  4 nsubj
        had     have  AUX   4 aux
        shouted shout VERB  0 root
        “       “     PUNCT 6 punct
        Stop    stop  VERB  4 ccomp
        at      at    ADP   8 case
        once    once  ADV   6 advmod
        !       !     PUNCT 6 punct
        ”       ”     PUNCT 6 punct
        """,
        ("guard", "had shouted", "“ Stop at once ! ”"),
    ),
    "a term": (
        "The pilot explained the “option” again.",
        """
        The       the     DET   2 det
        pilot     pilot   NOUN  3 nsubj
        explained explain VERB  0 root
        the       the     DET   6 det
        “         “       PUNCT 6 punct
        option    option  NOUN  3 obj
        ”         ”       PUNCT 6 punct
        again     again   ADV   3 advmod
        .         .       PUNCT 3 punct
        """,
        None,
    ),
    "no verb of saying": (
        "“It was very dark,” laughed about the pilot.",
        """
        “       “     PUNCT 5 punct
        It      it    PRON  5 nsubj
        was     be    AUX   5 cop
        very    very  ADV   5 advmod
        dark    dark  ADJ   0 root
        ,       ,     PUNCT 5 punct
        ”       ”     PUNCT 5 punct
        laughed laugh VERB  5 parataxis
        about   about ADP   11 case
        the     the   DET   11 det
        pilot   pilot NOUN  8 obl
        .       .     PUNCT 5 punct
        """,
        None,
    ),
}


@pytest.mark.parametrize("name", UNLABELLED)
def test_unlabelled(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A verb of saying with a subject right beside a quotation is a cue, whatever the labels; a term is no speech."""
    monkeypatch.setattr("attribution.find.beside.QUOTED_CUE", 0.0)
    text, table, expected = UNLABELLED[name]
    parse = parse_of(text, table)
    marks = QuotationIndex(quotations(parse.text, parse.paragraphs))
    drafts = unlabelled(parse, set(), set(), marks)
    told = [(words(parse, [*d.source]), words(parse, d.cue), words(parse, d.content)) for d in drafts]

    assert ([] if expected is None else [expected]) == told
