"""Quotation marks: what stands between them, in every style of English news."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.article import paragraphs
from attribution.quotation_marks import Quotation, QuotationIndex, quotations


def find(text: str) -> tuple[Quotation, ...]:
    return quotations(text, paragraphs(text))


def quoted(text: str) -> list[str]:
    return [text[quotation.start : quotation.end] for quotation in find(text)]


# A text, and all its quotations, outer before inner; a slash in the text stands for a blank line.
STYLES = [
    ('"We won," he said. "We lost," she said.', ['"We won,"', '"We lost,"']),
    ("“We won,” he said. “We lost,” she said.", ["“We won,”", "“We lost,”"]),
    ("'We won,' he said. 'We lost,' she said.", ["'We won,'", "'We lost,'"]),
    ("‘We won,’ he said. ‘We lost,’ she said.", ["‘We won,’", "‘We lost,’"]),
    ("''We won,'' he said of Trump's ''gender gap.''", ["''We won,''", "''gender gap.''"]),
    ("``We won,'' he said of Trump's ``gender gap.''", ["``We won,''", "``gender gap.''"]),
    ("`We won,' he said of Trump's `gender gap.'", ["`We won,'", "`gender gap.'"]),
    ("„We won,“ he said. „We lost,” she said.", ["„We won,“", "„We lost,”"]),
    ("‚We won,‘ he said.", ["‚We won,‘"]),
    ("«We won», he said. « We lost », she said.", ["«We won»", "« We lost »"]),
    ("»We won«, he said. ‹We lost›, she said. ›No‹.", ["»We won«", "‹We lost›", "›No‹"]),
    ("”We won,” he said.", ["”We won,”"]),
    ("″We won,″ he said.", ["″We won,″"]),
    ("＂We won,＂ he said.", ["＂We won,＂"]),
    ('(“Yes”) ["No"] —"Maybe"—and', ["“Yes”", '"No"', '"Maybe"']),
    ('But I said: "No—" and "—yes" and "...well..."', ['"No—"', '"—yes"', '"...well..."']),
    ('He said "$5" was "#1" and "@me".', ['"$5"', '"#1"', '"@me"']),
    ('The "king"/"queen" and "the end"; "go"!', ['"king"', '"queen"', '"the end"', '"go"']),
]
NESTED = [
    ("“He said ‘no way’ to me,” she said.", ["“He said ‘no way’ to me,”", "‘no way’"]),
    ("‘He said “no way” to me,’ she said.", ["‘He said “no way” to me,’", "“no way”"]),
    ("\"He said 'no way' to me,\" she said.", ["\"He said 'no way' to me,\"", "'no way'"]),
    ("'He said \"no way\" to me,' she said.", ["'He said \"no way\" to me,'", '"no way"']),
    ("''They want 'We'll bomb them,''' he said.", ["''They want 'We'll bomb them,'''", "'We'll bomb them,'"]),
    ("'''Hamilton' is here,'' he said.", ["'''Hamilton' is here,''", "'Hamilton'"]),
    ("“‘Hamilton’ leaves ‘Neverland,’” he said.", ["“‘Hamilton’ leaves ‘Neverland,’”", "‘Hamilton’", "‘Neverland,’"]),
    ("\"It is 'a flight to quality,' \" he said.", ["\"It is 'a flight to quality,' \"", "'a flight to quality,'"]),
    ("« He said “no” to me », she said.", ["« He said “no” to me »", "“no”"]),
    (
        "“He said, ‘She said “go” to me,’ and left.”",
        ["“He said, ‘She said “go” to me,’ and left.”", "‘She said “go” to me,’", "“go”"],
    ),
    ("“He said “no way” to me,” she said.", ["“He said “no way” to me,”", "“no way”"]),
    ('"He said "no way" to me," she said.', ['"He said "no way" to me,"', '"no way"']),
]
MIXED = [
    ('“We won," he said. "We lost,” she said.', ['“We won,"', '"We lost,”']),
    ("The film “Frozen“ and the “old“ books", ["“Frozen“", "“old“"]),
    ("“We won,'' he said, ``and lost.”", ["“We won,''", "``and lost.”"]),
    ("‘We won,' he said. 'We lost,’ she said.", ["‘We won,'", "'We lost,’"]),
    ("“Let’s go.’ He was in the hall for “Trainwreck.”", ["“Let’s go.’", "“Trainwreck.”"]),
    ("‘We won,” he said, and then “We lost.”", ["‘We won,”", "“We lost.”"]),
]
APOSTROPHES = [
    ("We don't know; they've seen O’Neill's plan, y'all.", []),
    ("Jobs' plan, the boys’ toys and Texas' vote", []),
    ("The '90s and ’90s, the summer of '69, iLife '11, ‘08", []),
    ("’tis, 'Tis the season, get 'em, 'cause 'twas 'til now", []),
    ("rock 'n' roll, rock ’n’ roll, rock ‘n’ roll and mac 'n cheese", []),
    ("Lyin' Ted, nothin' doin’ and the runnin' mate", []),
    ("The U.S.'s plan, Jr.’s car and 83 e.v.’s have a split", []),
    ("it ’ s Trump 's plan and they 're here; I' d like", []),
    ("the boys ' toys and the girls ’ school", []),
    ("Hawai‘i and Qur’an and al-Jama'a", []),
    ("'The boys' toys are here,' he said.", ["'The boys' toys are here,'"]),
    ("‘The boys’ toys are here,’ he said.", ["‘The boys’ toys are here,’"]),
    ("‘The voters’ choice is Jobs’ heir,’ he said of ’68.", ["‘The voters’ choice is Jobs’ heir,’"]),
    ("He called it 'the boys' toys' and left.", ["'the boys' toys'"]),
    ("'I don't think they're Jobs' friends,' he said.", ["'I don't think they're Jobs' friends,'"]),
    ("females' $93,000, males' $100,000 and males' share", []),
    ("Voters' views: \"It's the bosses' fault,\" she said.", ["\"It's the bosses' fault,\""]),
    ("He is the 'king' of the '80s, and 'the Fonz' too", ["'king'", "'the Fonz'"]),
]
MEASURES = [
    ('6\'3" tall, a 5\'11" man, 12" wide and 6′ 2″ long', []),
    ('"It was 12" wide," he said.', ['"It was 12" wide,"']),
    ('He bought a 12" record, "Blue Monday", and a 7" one.', ['"Blue Monday"']),
    ("\"I'm 5'11\" and he's 6′3″ tall,\" she said.", ["\"I'm 5'11\" and he's 6′3″ tall,\""]),
    ('Screens of 15" or 17 " come in two colours.', []),
    ('It was "the spirit of 1985" and "Class of 99".', ['"the spirit of 1985"', '"Class of 99"']),
    ("It lies at 40°26′46″ N, “in the west”.", ["“in the west”"]),
]
SPACES = [
    ('" We are here , " he said , " and we stay . "', ['" We are here , "', '" and we stay . "']),
    ("“ We are here , ” he said , “ and stay . ”", ["“ We are here , ”", "“ and stay . ”"]),
    ('it ’ s " We are " said he', ['" We are "']),
    ('It fell below 8,000. "The crash came, "he said. " It did. "', ['"The crash came, "', '" It did. "']),
    ('They spoke about"joint operations" and peace.', ['"joint operations"']),
    ('He said,"We won."', ['"We won."']),
    ("A movie,' High School Musical', is out.", ["' High School Musical'"]),
    ('"Lyin\' " Ted', ['"Lyin\' "']),
]
RECOVERY = [
    ("“We are happy, he said. “We won,” he added.", ["“We are happy, he said.", "“We won,”"]),
    ('"We are happy, he said. "We won," he said. "Yes."', ['"We are happy, he said.', '"We won,"', '"Yes."']),
    ('We are happy," he said. "We won," he said. "Yes."', ['"We won,"', '"Yes."']),
    ("We are happy,” he said. “We won,” he added.", ["“We won,”"]),
    ('He called it "great and left.', ['"great and left.']),
    ('He said "yes./Then "no" and "maybe" came.', ['"yes.', '"no"', '"maybe"']),
    ('Nothing " here/"Yes," he said.', ['"Yes,"']),
    ("He said ‘no,” and “yes.”", ["‘no,”", "“yes.”"]),
    ("'Tudors and 'Stuarts are no quotations", []),
    ('Empty "" and “” are none, and "?" is one.', ['"?"']),
    ('<tweet id="3" by="x">"Hello," he wrote</tweet>', ['"Hello,"']),
    ("", []),
    ('"', []),
    ("“", []),
]
PARAGRAPHS = [
    ("“We fight./“We win.” He left.", ["“We fight.", "“We win.”"]),
    ("'We fight./'We win.' He left.", ["'We fight.", "'We win.'"]),
    ("''We fight./''We go./''We win.'' He left.", ["''We fight.", "''We go.", "''We win.''"]),
    ("“I said ‘no./“‘And no.’” He left.", ["“I said ‘no.", "‘no.", "“‘And no.’”", "‘And no.’"]),
    ("“We fight./We win.” He left.", ["“We fight.", "We win.”"]),
    ("“We fight./We go./We win.” He left.", ["“We fight.", "We go.", "We win.”"]),
    ("“We fight.”/We win.” He left.", ["“We fight.”"]),
]


@pytest.mark.parametrize(
    ("text", "expected"), STYLES + NESTED + MIXED + APOSTROPHES + MEASURES + SPACES + RECOVERY + PARAGRAPHS
)
def test_quotations(text: str, expected: list[str]) -> None:
    """Quotations are what a reader sees between marks, whatever their style, and apostrophes are none."""
    text = text if "</" in text or '/"' in text else text.replace("/", "\n\n")

    actual = quoted(text)

    assert expected == actual


def test_fields() -> None:
    """A quotation knows its marks, its words, its level and what is around it."""
    text = "She: “ He said ‘no’ to me. ” Then “yes"

    outer, inner, last = find(text)

    assert "“ He said ‘no’ to me. ”" == text[outer.start : outer.end]
    assert "He said ‘no’ to me." == text[outer.inner_start : outer.inner_end]
    assert (0, None, "“", True, None) == (outer.level, outer.parent, outer.mark, outer.closed, outer.continues)
    assert ("no", 1, 0, "‘") == (text[inner.inner_start : inner.inner_end], inner.level, inner.parent, inner.mark)
    assert ("“yes", "yes", False) == (text[last.start : last.end], text[last.inner_start : last.inner_end], last.closed)


@pytest.mark.parametrize("marks", ["“”", '""', "‘’", "''", "«»", ("``", "''")])
def test_continued_over_paragraphs(marks: tuple[str, str]) -> None:
    """A paragraph that opens again what the one before left open continues it, each the one before it."""
    opening, closing = marks
    text = f"{opening}We fight.\n\n{opening}We go.\n\n{opening}We win.{closing} {opening}Yes.{closing}"

    found = find(text)

    assert [None, 0, 1, None] == [quotation.continues for quotation in found]
    assert [False, False, True, True] == [quotation.closed for quotation in found]
    assert [0, 1, 2, 2] == [quotation.paragraph for quotation in found]


def test_continued_inner_quotation() -> None:
    """An inner quotation goes on together with the one around it."""
    found = find("“I said ‘no.\n\n“‘And no.’”")

    assert [None, None, 0, 1] == [quotation.continues for quotation in found]


def test_continued_without_marks() -> None:
    """Paragraphs between an opening mark and its closing one belong to the quotation though no mark begins them."""
    found = find("He: “We fight.\n\nWe go.\n\nWe win.” He left.")

    assert [(None, "“"), (0, ""), (1, "")] == [(quotation.continues, quotation.mark) for quotation in found]


@pytest.mark.parametrize(
    "text",
    [
        "“We won,” he said.\n\n“We lost,” she said.",
        "“We won,” he said of “it\n\nNobody “knows” why.",
        "“We fight.\n\n" + "Nobody knows.\n\n" * 5 + "We win.” He left.",
    ],
)
def test_not_continued(text: str) -> None:
    """What was closed, or opens later in its paragraph, or closes far away, continues nothing."""
    assert all(quotation.continues is None for quotation in find(text))


ANY = st.text(st.characters() | st.sampled_from("\"'“”‘’„«»‹›`′″ \n.,sab5"), max_size=300)


@given(ANY)
def test_any_text(text: str) -> None:
    """In any text, quotations are sorted, nested or disjoint, and each inside its paragraph and its parent."""
    parts = paragraphs(text)

    found = quotations(text, parts)

    assert sorted(found, key=lambda quotation: (quotation.start, -quotation.end)) == list(found)
    open_now: list[int] = []
    for index, quotation in enumerate(found):
        paragraph = parts[quotation.paragraph]
        assert paragraph.start <= quotation.start <= quotation.inner_start < quotation.inner_end
        assert quotation.inner_end <= quotation.end <= paragraph.end
        assert text[quotation.start :].startswith(quotation.mark)
        while open_now and found[open_now[-1]].end <= quotation.start:
            open_now.pop()
        assert len(open_now) == quotation.level
        assert (open_now[-1] if open_now else None) == quotation.parent
        assert all(found[around].inner_start <= quotation.start for around in open_now)
        assert all(quotation.end <= found[around].inner_end for around in open_now)
        assert quotation.continues is None or found[quotation.continues].paragraph == quotation.paragraph - 1
        open_now.append(index)


@given(ANY, st.integers(-5, 310), st.integers(0, 40))
def test_index(text: str, start: int, length: int) -> None:
    """The index answers as a look at every quotation would."""
    found = find(text)
    index = QuotationIndex(found)
    around = [k for k, quotation in enumerate(found) if quotation.start <= start < quotation.end]
    overlapping = [k for k, q in enumerate(found) if max(q.start, start) < min(q.end, start + length)]

    assert (around[0] if around else None) == index.outermost(start)
    assert (around[-1] if around else None) == index.innermost(start)
    assert overlapping == index.overlapping(start, start + length)


@pytest.mark.parametrize(
    "unit",
    ['"', "'", "“", "‘", '"a ', "'a ", '"a" ', "“‘", "“‘a’ b” ", '" ', "«‹“‘ ", '"a\n\n', "boys' ", "<a ", "'9 "],
)
def test_a_hundred_thousand_marks(unit: str) -> None:
    """Time is linear in the marks, in one paragraph or in many."""
    marks = sum(not sign.isalnum() and not sign.isspace() for sign in unit)
    text = unit * (100_000 // marks)
    parts = paragraphs(text)

    start = time.process_time()
    index = QuotationIndex(quotations(text, parts))
    for position in range(0, len(text), 10):
        index.outermost(position)

    assert time.process_time() - start < 10
