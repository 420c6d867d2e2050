"""render: pages as rich renderables: the marked text, who said what, and what is nobody's.

A passage has its speaker's colour and stands between the number of its attribution, `[3| … |3]`; one in quotation
marks that is nobody's stands between `{?| … |?}`; a source is bold, a cue underlined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from attribution.view.marks import Paint, Passage, escape, lay_out
from attribution.view.pages import Line, Page, Selection

# Foregrounds that keep apart on dark and on light ground; red is kept for who has no name.
PALETTE = ("cyan", "magenta", "green", "blue", "yellow", "bright_cyan", "bright_magenta", "bright_green", "bright_blue")
UNNAMED = "red"
NOBODY = "dim"

_SHORT = 240  # code points of a content in the list: three lines of it on a terminal of 120 columns


def render(selection: Selection) -> Iterator[RenderableType]:
    """Everything to print, in order: a notice, the articles, and where to go on."""
    if selection.notice:
        yield Text(f"Note: {escape(selection.notice)}\n", style="yellow")
    first = selection.choice.offset + 1
    for number, page in enumerate(selection.pages, start=first):
        yield Rule(_title(page, number, selection.total), style="dim")
        yield from _article(page, selection)
    last = selection.choice.offset + len(selection.pages)
    if last < selection.total:
        yield Text(f"Articles {first} to {last} of {selection.total}: --offset {last} shows the next.", style="dim")


def _title(page: Page, number: int, total: int) -> Text:
    return Text(f"{number} of {total}: {_flat(page.article['title'] or page.article['id'])}", style="bold")


def _article(page: Page, selection: Selection) -> Iterator[RenderableType]:
    keys = ("id", "publisher", "published", "url") if page.article["title"] else ("publisher", "published", "url")
    yield Text(" · ".join(_flat(page.article[key]) for key in keys if page.article[key]), style="dim")
    styles = _styles(page.records)
    if page.text is None:
        yield from _contexts(page, styles)
    else:
        yield from lay_out(page.text, *_painted(page, page.text, styles))
    yield Text()
    yield from _who_said_what(page, selection, styles)
    if page.unattributed:
        yield Text("In quotation marks, and nobody's words:", style="bold")
        for passage in page.unattributed:
            line = Text.assemble(("  {?} ", NOBODY), _cut(_flat(passage["text"])))
            yield line.append(f"  ({passage['reason'].replace('_', ' ')})", style="dim italic")
        yield Text()


def _styles(records: Sequence[Line]) -> dict[str, str]:
    """A colour for each record's id, by speaker in the order of appearance."""
    speakers: dict[str, str] = {}
    styles = {}
    for record in records:
        name = record["speaker"]["name"]
        if name is not None:
            speakers.setdefault(name, PALETTE[len(speakers) % len(PALETTE)])
        styles[record["id"]] = UNNAMED if name is None else speakers[name]
    return styles


def _painted(page: Page, text: str, styles: Mapping[str, str]) -> tuple[list[Passage], list[Paint]]:
    passages, paints = [], []
    for number, record in enumerate(page.records, start=1):
        style = styles[record["id"]]
        fragments = [(span["start"], span["end"]) for span in record["content"]["fragments"]]
        passages += [Passage(start, end, number, style) for start, end in _joined(fragments, text)]
        paints += [Paint(span["start"], span["end"], "underline") for span in record["cue"]["fragments"]]
        source = record["source"]
        if source["start"] is not None:
            paints.append(Paint(source["start"], source["end"], f"bold {style}"))
    passages += [Passage(one["start"], one["end"], 0, NOBODY) for one in page.unattributed]
    return passages, paints


def _joined(fragments: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Fragments of one paragraph with no word between them as one stretch: where marks open or close inside it."""
    joined: list[tuple[int, int]] = []
    for start, end in fragments:
        if joined and not any(one.isalnum() or one == "\n" for one in text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _contexts(page: Page, styles: Mapping[str, str]) -> Iterator[Text]:
    """Each record's words between the context before and after it, for want of the text."""
    for number, record in enumerate(page.records, start=1):
        style = styles[record["id"]]
        said = " ".join(_flat(words) for words in (record["source"]["text"], record["cue"]["text"]) if words)
        yield Text.assemble(
            (f"… {_flat(record['context']['before'])} ", "dim"),
            (f"({said}) " if said else "", "bold"),
            (f"[{number}|", f"bold {style}"),
            (_flat(record["content"]["text"]), style),
            (f"|{number}]", f"bold {style}"),
            (f" {_flat(record['context']['after'])} …", "dim"),
        )


def _who_said_what(page: Page, selection: Selection, styles: Mapping[str, str]) -> Iterator[RenderableType]:
    if not page.records:
        yield Text("Nothing in this article is attributed to anybody.\n", style="italic")
        return
    numbers = {record["id"]: number for number, record in enumerate(page.records, start=1)}
    table = Table(box=None, padding=(0, 2, 1, 0), expand=True, header_style="bold")
    table.add_column("#", justify="right", no_wrap=True)
    for heading, share in (("who", 3), ("how", 2), ("what", 6)):
        table.add_column(heading, ratio=share, overflow="fold")
    for record in filter(selection.choice.speaks, page.records):
        style = styles[record["id"]]
        number = Text(str(numbers[record["id"]]), style=f"bold {style}")
        table.add_row(number, _who(record, style), _how(record, numbers), Text(_cut(_flat(record["content"]["text"]))))
    yield table


def _who(record: Line, style: str) -> Text:
    speaker, role = record["speaker"], record["role"]
    who = Text()
    if speaker["name"] is not None:
        who.append(_flat(speaker["name"]), style=f"bold {style}")
    else:
        mention = record["source"]["text"]
        kind = "" if speaker["kind"] == "unknown" else f" ({speaker['kind']})"
        who.append(f"not named{kind}: {_flat(mention) if mention else 'no source stated'}", style=f"italic {style}")
    for other in record["co_speakers"]:
        who.append(f"\nand {_flat(other['name'] or 'somebody not named')}", style=style)
    if described := ", ".join(_flat(part) for part in (role["title"], role["organization"]) if part):
        who.append(f"\n{described}", style="dim")
    if alternatives := ", ".join(_flat(other["name"]) for other in speaker["alternatives"]):
        who.append(f"\nor {alternatives}?", style="dim italic")
    return who


def _how(record: Line, numbers: Mapping[str, int]) -> Text:
    how = Text(record["kind"])
    if record["polarity"] != "asserted":
        how.append(f", {record['polarity'].replace('_', ' ')}", style="bold")
    cue = record["cue"]["text"]
    how.append("\n").append(_flat(cue) if cue else "no cue", style="underline" if cue else "dim")
    for name, shown in (("addressee", "to"), ("medium", "medium:"), ("time", "time:"), ("place", "place:")):
        if words := record[name]["text"]:
            how.append(f"\n{shown} {_flat(words)}", style="dim")
    if record["parent"] in numbers:
        how.append(f"\ninside {numbers[record['parent']]}", style="dim")
    return how


def _flat(text: str) -> str:
    """On one line, and safe for a terminal."""
    return escape(" ".join(text.split()))


def _cut(text: str) -> str:
    if len(text) <= _SHORT:
        return text
    space = text.rfind(" ", _SHORT // 2, _SHORT)
    return f"{text[: space if space > 0 else _SHORT]} …"
