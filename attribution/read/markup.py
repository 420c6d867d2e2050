"""Markup -> text: a paragraph for each block, and quotation marks for `<q>`, which browsers draw and no text has.

Needs lxml, which the extra `html` brings.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from attribution.read.failure import Unreadable

# What ends a paragraph, by the names of HTML and by those that trafilatura gives them in its results.
BLOCKS = frozenset(
    """
    address article aside blockquote body caption cell center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html item legend li list main
    menu nav ol p pre quote row section summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905 (a list of words is easier to read)
)
_LINE_BREAKS = frozenset({"br", "lb"})
_UNSEEN = frozenset({"iframe", "noscript", "object", "script", "style", "svg", "template", "title"})
_AS_WRITTEN = frozenset({"pre", "textarea", "script", "style"})

# Outer and inner marks of a quotation, as HTML's own style sheet has them for English.
_MARKS = (("“", "”"), ("‘", "’"))
_OPENING = ("“", "‘", "«", "„", "‚", "‹", '"', "'")
_CLOSING = ("”", "’", "»", "“", "‘", "›", '"', "'")

# What HTML shows as one space; a no-break space and the others of Unicode are characters like any other.
_WHITE = " \t\n\r\f"
SPACE = re.compile(rf"[{_WHITE}]+")

_SPACES = re.compile(r" {2,}")  # where two elements meet that have one each

# libxml2 takes a zero for the end of the page; XML forbids the others, and so does trafilatura.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")


def parse(source: str) -> HtmlElement:
    """The tree of a page or of a piece of one, however broken; raises Unreadable where there is nothing in it."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = document_fromstring(_FORBIDDEN.sub("", source).encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise Unreadable("empty", "the page is empty; leave it out, or fetch it again") from None
    _collapse_spaces(tree)
    _write_quotation_marks(tree)
    _split_at_blank_lines(tree)
    return tree


def text_of(tree: HtmlElement) -> str:
    """All text of a tree that a reader sees: a blank line between two blocks, a line end for a line break."""
    blocks: list[str] = []
    words: list[str] = []

    def end_block() -> None:
        lines = [_SPACES.sub(" ", line).strip(_WHITE) for line in "".join(words).split("\n")]
        if block := re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip("\n"):
            blocks.append(block)
        words.clear()

    unseen = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if tag in BLOCKS:
            end_block()
        elif tag in _LINE_BREAKS and event == "start":
            words.append("\n")
        elif tag in _UNSEEN:
            unseen += 1 if event == "start" else -1
        text = element.text if event == "start" else element.tail
        if text and not unseen and (event == "start" or element is not tree):
            words.append(text)
    end_block()
    return "\n\n".join(blocks)


def _collapse_spaces(tree: HtmlElement) -> None:
    """White space as HTML shows it: a line end of the source is none of the text."""
    as_written = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _AS_WRITTEN:
            as_written += 1 if event == "start" else -1
        if as_written:
            continue
        if event == "start" and element.text:
            element.text = SPACE.sub(" ", element.text)
        elif event == "end" and element.tail:
            element.tail = SPACE.sub(" ", element.tail)


def _split_at_blank_lines(tree: HtmlElement) -> None:
    """Make paragraphs of what two line breaks in a row hold apart: trafilatura takes a row of them for one."""
    parents = [br.getparent() for br in tree.iter("br") if _is_break(br.getnext()) and not (br.tail or "").strip()]
    for parent in dict.fromkeys(parents):
        paragraphs = [_paragraph(parent.text)]
        children = deque(parent)
        parent.text = None
        while children:
            child = children.popleft()
            row = [child]
            while _is_break(row[-1]) and not (row[-1].tail or "").strip() and children and _is_break(children[0]):
                row.append(children.popleft())
            if len(row) > 1:
                paragraphs.append(_paragraph(row[-1].tail))
            elif child.tag in BLOCKS:
                tail, child.tail = child.tail, None
                paragraphs += [child, _paragraph(tail)]
            else:
                paragraphs[-1].append(child)
        parent[:] = [each for each in paragraphs if len(each) or (each.text or "").strip()]
        _hold_paragraphs(parent)


def _hold_paragraphs(element: HtmlElement) -> None:
    """Make containers of what cannot hold paragraphs: `<p>`, and whatever stands inside a line."""
    for each in (element, *element.iterancestors()):
        line = each.tag not in BLOCKS
        if line or each.tag == "p":
            each.tag = "div"
        if not line:
            return


def _paragraph(text: str | None) -> Any:
    paragraph = etree.Element("p")
    paragraph.text = text
    return paragraph


def _is_break(element: Any) -> bool:
    return element is not None and element.tag == "br"


def _write_quotation_marks(tree: HtmlElement) -> None:
    """Write the marks of every `<q>` into the text, and take the element away."""
    depth = 0
    found: list[tuple[HtmlElement, int]] = []
    for event, element in etree.iterwalk(tree, events=("start", "end"), tag="q"):
        depth += 1 if event == "start" else -1
        if event == "end":
            found.append((element, depth))
    for quotation, inside in found:
        _write_marks(quotation, *_MARKS[inside % len(_MARKS)])
    etree.strip_tags(tree, "q")


def _write_marks(quotation: HtmlElement, opening: str, closing: str) -> None:
    blocks = list(_slots_by_block(quotation))
    if not blocks:
        return
    if len(blocks) > 1 and next(quotation.iterancestors("p"), None) is not None:
        # It was never closed: a browser ends it with its paragraph, and libxml2 draws it over those that follow.
        del blocks[1:]
    if _has_marks(quotation, _get(blocks[0][0]), _get(blocks[-1][-1])):
        return
    for block in blocks:  # each paragraph of a long quotation opens anew, and the last one closes it
        text = _get(block[0])
        at = len(text) - len(text.lstrip())
        _set(block[0], text[:at] + opening + text[at:])
    text = _get(blocks[-1][-1])
    at = len(text.rstrip())
    _set(blocks[-1][-1], text[:at] + closing + text[at:])


def _slots_by_block(element: HtmlElement) -> Iterator[list[tuple[Any, str]]]:
    """The places of text that is not blank inside an element, in order, block by block."""
    slots: list[tuple[Any, str]] = []
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if each.tag in BLOCKS and slots:
            yield slots
            slots = []
        slot = (each, "text" if event == "start" else "tail")
        if (event == "start" or each is not element) and _get(slot).strip():
            slots.append(slot)
    if slots:
        yield slots


def _get(slot: tuple[Any, str]) -> str:
    return getattr(*slot) or ""


def _set(slot: tuple[Any, str], text: str) -> None:
    setattr(*slot, text)


def _has_marks(quotation: HtmlElement, first: str, last: str) -> bool:
    """Whether somebody wrote the marks as well, inside the element or around it."""
    previous, parent = quotation.getprevious(), quotation.getparent()
    before = (parent.text if previous is None else previous.tail) if parent is not None else None
    outside = (before or "").rstrip().endswith(_OPENING) and (quotation.tail or "").lstrip().startswith(_CLOSING)
    return outside or (first.lstrip().startswith(_OPENING) and last.rstrip().endswith(_CLOSING))
