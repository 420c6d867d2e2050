"""Formats: what the data sets are written in, read as Documents.

CoNLL-U with GUM's `Entity=` (https://gucorpling.org/gum/), IOB columns (WikiGold, Universal NER), and attribution JSONL
(`{"id","text","annotators":[{"attributions":[{"source":[[start,end]…],"cue":[…],"content":[…]}]}]}`, code points).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from attribution.article import Article, paragraphs
from attribution.language.windows import INNER_WORDS, inner_start
from attribution.parse import Parse
from attribution.quotation_marks import quotations
from training.documents import ROLES, Document, Layer, Range, Tags, cut

# A quotation of this many words in which an annotator marked nothing may have been overlooked: PolNeAR's annotators
# missed whole quotations now and then. It is left out of the loss, not taken for speech.
OVERLOOKED = 10
# Types of GUM's mentions; one of another type (a time, a plant) is no name here, whatever its part of speech.
GUM_KINDS = {
    "person": "PER",
    "organization": "ORG",
    "place": "LOC",
    "object": "MISC",
    "event": "MISC",
    "abstract": "MISC",
}
TITLES = frozenset(
    line.split("\t")[0].rstrip(".").lower()
    for line in (Path(__file__).parents[1] / "attribution/data/titles.tsv").read_text(encoding="utf8").splitlines()
    if line and not line.startswith("#")
)
_BRACKET = re.compile(r"\(([^()]+)\)?|([^()]+)\)")


def conllu(path: Path) -> list[Document]:
    """Read the documents of a CoNLL-U file. Clitics are words of their own; ranges and empty nodes are passed over."""
    found: list[Document] = []
    rows: list[list[str]] = []
    sentences: list[int] = []
    opens: list[int] = []
    name = path.stem
    open_paragraph = True

    def finish() -> None:
        if rows:
            found.append(_syntax(name, rows, sentences, opens))

    with path.open(encoding="utf8") as file:
        fresh = True
        for line in file:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                finish()
                rows, sentences, opens = [], [], []
                name, open_paragraph = line.partition("= ")[2] or name, True
            elif line.startswith("# newpar"):
                open_paragraph = True
            elif not line:
                fresh = True
            elif not line.startswith("#"):
                fields = line.split("\t")
                if fields[9] != "_" and "NewPar=Yes" in fields[9].split("|"):
                    open_paragraph = True
                if not fields[0].isdigit():
                    continue
                if fresh:
                    sentences.append(len(rows))
                    fresh = False
                if open_paragraph:
                    opens.append(len(rows))
                    open_paragraph = False
                rows.append(fields)
    finish()
    return found


def _syntax(name: str, rows: list[list[str]], sentences: list[int], opens: list[int]) -> Document:
    starts = [
        start for start, end in zip(sentences, [*sentences[1:], len(rows)], strict=True) for _ in range(start, end)
    ]
    heads = [index if row[6] == "0" else starts[index] + int(row[6]) - 1 for index, row in enumerate(rows)]
    words = [row[1] for row in rows]
    document = Document(
        name,
        words,
        sentences,
        opens,
        tags=Tags(
            upos=[row[3] for row in rows],
            xpos=[row[4] for row in rows],
            feats=[row[5] for row in rows],
            lemma=[lemma_script(row[1], row[2]) for row in rows],
            head=heads,
            relation=[row[7] for row in rows],
        ),
    )
    if not any("Entity=" in row[9] for row in rows):
        return document
    mentions: dict[int, list[str]] = defaultdict(list)
    names: list[tuple[int, int, str]] = []
    for first, end, group, kind, marked in _gum_mentions(rows, starts):
        inside = [first + k for k in marked if first + k < end] or list(range(first, end))
        head = next((k for k in inside if not first <= heads[k] < end or heads[k] == k), inside[0])
        mentions[head].append(group)
        if rows[head][3] == "PROPN" and kind in GUM_KINDS:
            names.append(_gum_name(rows, heads, first, end, head, kind))
    unsure = [(k, k + 1) for k, row in enumerate(rows) if row[3] == "ADJ" and row[1][:1].isupper() and row[1] != row[2]]
    unsure += [(k, k + 1) for k, row in enumerate(rows) if row[3] == "ADJ" and row[2][:1].isupper()]
    return Document(
        **{
            **vars(document),
            "mentions": sorted(mentions.items()),
            "names": _outermost(names),
            "unsure": sorted(set(unsure)),
        }
    )


def _gum_mentions(rows: list[list[str]], starts: list[int]) -> Iterator[tuple[int, int, str, str, list[int]]]:
    """First word, end, group, entity type and the offsets of the head's words of each mention."""
    opened: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
    for index, row in enumerate(rows):
        value = next((part[7:] for part in row[9].split("|") if part.startswith("Entity=")), "")
        for match in _BRACKET.finditer(value):
            parts = (match[1] or match[2]).split("-")
            if match[1] is not None and not match[0].endswith(")"):
                opened[parts[0]].append((index, parts))
                continue
            start, parts = (index, parts) if match[1] is not None else (opened[parts[0]] or [(index, [])]).pop()
            if len(parts) >= 6 and starts[start] == starts[index]:
                marked = [int(k) - 1 for k in parts[5].split(",") if k.isdigit()]
                yield start, index + 1, parts[0], parts[1], marked


def _gum_name(
    rows: list[list[str]], heads: list[int], first: int, end: int, head: int, kind: str
) -> tuple[int, int, str]:
    """The proper nouns around a mention's head, without a title before them; a name may hold "of" and "the"."""
    a, b = head, head + 1
    while a > first and (rows[a - 1][3] == "PROPN" or (rows[a - 1][3] == "ADJ" and rows[a - 1][1][:1].isupper())):
        a -= 1
    while b < end:
        stop = b
        while stop < end and rows[stop][3] in ("ADP", "DET") and rows[stop][1].lower() in ("of", "the", "for"):
            stop += 1
        if stop == end or rows[stop][3] not in ("PROPN", "NUM") or (stop > b and kind == "person"):
            break
        b = stop + 1
    while kind == "person" and a < head and rows[a][1].rstrip(".").lower() in TITLES:
        a += 1
    return a, b, GUM_KINDS[kind]


def _outermost(names: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for name in sorted(set(names), key=lambda name: (name[0], -name[1], name[2])):
        if not kept or name[0] >= kept[-1][1]:
            kept.append(name)
    return kept


def lemma_script(word: str, lemma: str) -> str:
    """The shortest edit script from a word to its lemma: case (L lower, = as it is, C capitalised) | cut | suffix."""
    best: tuple[int, str] | None = None
    for case, base in (("L", word.lower()), ("=", word), ("C", word.capitalize())):
        same = 0
        while same < min(len(base), len(lemma)) and base[same] == lemma[same]:
            same += 1
        cost = len(base) - same + len(lemma) - same
        if best is None or cost < best[0]:
            best = cost, f"{case}|{len(base) - same}|{lemma[same:]}"
    return "" if best is None else best[1]


def columns(path: Path, word: int, tag: int, misc: bool) -> list[Document]:
    """Read names from columns apart by white space, in IOB1 or IOB2, sentences apart by blank lines.

    A file that marks no paragraphs has one begin with each document, or with every third sentence where it marks no
    documents either: a network that never saw a paragraph begin would be at a loss there.
    """
    found: list[Document] = []
    words: list[str] = []
    tags: list[str] = []
    sentences: list[int] = []
    opens: list[int] = []
    name = path.stem

    def finish() -> None:
        if words:
            found.append(
                Document(name, words, sentences, opens or sentences[::3], names=_iob(tags, sentences), misc=misc)
            )

    fresh = True
    for line in path.read_text(encoding="utf8").splitlines():
        fields = line.split("\t") if "\t" in line else line.split(" ")
        if line.startswith("# newdoc"):
            finish()
            words, tags, sentences, opens = [], [], [], [0]
            name = line.partition("= ")[2]
        elif line.startswith("# newpar") and words:
            opens.append(len(words))
        elif len(line.split()) < 2:
            fresh = True
        elif not (line.startswith("# ") and len(fields) == 1) and not line.startswith("# "):
            if fresh:
                sentences.append(len(words))
                fresh = False
            words.append(fields[word])
            tags.append(fields[tag])
    finish()
    return found


def _iob(tags: list[str], sentences: list[int]) -> list[tuple[int, int, str]]:
    starts = set(sentences)
    names: list[tuple[int, int, str]] = []
    for index, tag in enumerate(tags):
        kind = tag[2:]
        if not kind or kind not in ("PER", "ORG", "LOC", "MISC"):
            continue
        if tag[0] == "I" and index not in starts and names and names[-1][1] == index and names[-1][2] == kind:
            names[-1] = (names[-1][0], index + 1, kind)
        else:
            names.append((index, index + 1, kind))
    return names


def articles(path: Path, silver: Path | None, parse: Callable[[Article], Parse]) -> Iterator[Document]:
    """Read attribution JSONL, tokenised by `parse`; names from JSONL of `{"id","entities":[[start,end,kind]…]}`."""
    entities = _by_id(silver)
    with path.open(encoding="utf8") as file:
        for line in file:
            row = json.loads(line)
            read = parse(Article(row["text"], id=row["id"]))
            if not read.tokens:
                continue
            document = _bare(row["id"], read)
            if row["id"] in entities:
                document = _with_machine_names(document, read, entities[row["id"]]["entities"])
            layers = [_layer(read, annotator["attributions"]) for annotator in row["annotators"]]
            yield replace(document, layers=layers, guidelines="polnear")


def _by_id(path: Path | None) -> dict[str, dict[str, Any]]:
    if path is None or not path.exists():
        return {}
    with path.open(encoding="utf8") as file:
        return {row["id"]: row for row in map(json.loads, file)}


def _bare(name: str, parse: Parse) -> Document:
    opens: dict[int, int] = {}
    for token in parse.tokens:
        opens.setdefault(token.paragraph, token.index)
    words = [token.text for token in parse.tokens]
    return Document(name, words, [sentence.first for sentence in parse.sentences], list(opens.values()))


def _with_machine_names(document: Document, parse: Parse, entities: Iterable[tuple[int, int, str]]) -> Document:
    tagged = [(*_words(parse, start, end), kind) for start, end, kind in entities]
    names, unsure = agree(document.words, [name for name in tagged if name[0] < name[1]])
    return replace(document, names=names, unsure=unsure)


def records(
    path: Path, parse: Callable[[Article], Parse], texts: Path | None = None, silver: Path | None = None
) -> Iterator[tuple[Document, list[Document]]]:
    """Read articles annotated by the records' guidelines, tokenised by `parse`: JSONL as `attribution score` reads it,
    with `names` as `[start, end, kind]`. Where it has `id_sha256` alone, text and names are those of the id with this
    hash in `texts` and `silver`, in the formats of `articles`; what `texts` lacks is passed over.

    Each comes as the article with the attributions that stand in no content of another, and as those contents, cut as
    the second reading cuts them, with the attributions inside."""
    known = {hashlib.sha256(name.encode()).hexdigest(): row for name, row in _by_id(texts).items()}
    entities = _by_id(silver)
    with path.open(encoding="utf8") as file:
        for line in file:
            row = json.loads(line)
            source = row if "text" in row else known.get(row["id_sha256"])
            if source is None:
                continue
            name = source["id"]
            read = parse(Article(source["text"], id=name))
            document = _bare(name, read)
            if "names" in row:
                names = [(*_words(read, start, end), kind) for start, end, kind in row["names"]]
                document = replace(document, names=[name for name in names if name[0] < name[1]])
            elif name in entities:
                document = _with_machine_names(document, read, entities[name]["entities"])
            marked = [{role: _fragments(each[role]) for role in ROLES} for each in row["attributions"]]
            words = [{role: _all_words(read, each[role]) for role in ("cue", "content")} for each in marked]
            hosts = [
                next((b for b, other in enumerate(words) if a != b and _stands_in(each, other)), None)
                for a, each in enumerate(words)
            ]
            outer = _groups(read, (each for each, host in zip(marked, hosts, strict=True) if host is None))
            document = replace(document, layers=[Layer(outer)], guidelines="records")
            inside = _groups(read, (each for each, host in zip(marked, hosts, strict=True) if host is not None))
            yield document, list(_contents(document, outer, inside))


def _fragments(spans: Any) -> list[Range]:
    """A part of an attribution, given as one span, as several, or as null."""
    if not spans:
        return []
    return [(spans[0], spans[1])] if isinstance(spans[0], int) else [(start, end) for start, end in spans]


def _all_words(parse: Parse, spans: Iterable[Sequence[int]]) -> set[int]:
    return {word for start, end in spans for word in range(*_words(parse, start, end))}


def _stands_in(inner: dict[str, set[int]], outer: dict[str, set[int]]) -> bool:
    """Whether an attribution stands inside the content of another: its cue, or all of it where it has none."""
    within = inner["cue"] or inner["content"]
    return within <= outer["content"] and (bool(inner["cue"]) or inner["content"] < outer["content"])


def _contents(
    document: Document, outer: list[dict[str, list[Range]]], inside: list[dict[str, list[Range]]]
) -> Iterator[Document]:
    """The contents of the outer attributions as documents of their own: the part in each sentence, without the marks
    and the complementizer before it, with the attributions whose cue stands there."""
    parts = {
        (max(first, a), min(end, b))
        for found in outer
        for a, b in found["content"]
        for first, end in document.sentence_ranges()
    }
    for first, end in sorted(parts):
        first = inner_start(document.words, first, end)
        if end - first < INNER_WORDS:
            continue
        here = [found for found in inside if found["cue"] and all(first <= a and b <= end for a, b in found["cue"])]
        piece = cut(replace(document, layers=[Layer(here)]), first, end)
        yield replace(piece, sentences=[0], paragraphs=[0])


def _words(parse: Parse, start: int, end: int) -> Range:
    words = parse.overlapping(start, end)
    return words.start, max(words.start, words.stop)


def _layer(parse: Parse, attributions: list[dict[str, list[Range]]]) -> Layer:
    """One annotator's ranges as words, and the long quotations that the annotator overlooked."""
    found = _groups(parse, attributions)
    taken = {word for each in found for role in ROLES for a, b in each[role] for word in range(a, b)}
    unsure = []
    for quotation in quotations(parse.text, paragraphs(parse.text)):
        words = parse.overlapping(quotation.inner_start, quotation.inner_end)
        if not quotation.level and len(words) >= OVERLOOKED and taken.isdisjoint(words):
            unsure.append((words.start, words.stop))
    return Layer(found, unsure)


def _groups(parse: Parse, attributions: Iterable[dict[str, list[Range]]]) -> list[dict[str, list[Range]]]:
    """Attributions' ranges as words. No word has two roles: the first range that takes it keeps it."""
    taken: set[int] = set()
    found: list[dict[str, list[Range]]] = []
    for attribution in attributions:
        here: dict[str, list[Range]] = {role: [] for role in ROLES}
        for role in ("cue", "source", "content"):
            for start, end in sorted(map(tuple, attribution[role])):
                first, stop = _words(parse, start, end)
                while first < stop and first in taken:
                    first += 1
                inside = [k for k in range(first, stop) if k not in taken]
                if inside:
                    here[role].append((first, inside[-1] + 1))
                    taken.update(inside)
        if any(here.values()):
            found.append(here)
    return found


def agree(words: list[str], names: list[tuple[int, int, str]]) -> tuple[list[tuple[int, int, str]], list[Range]]:
    """Clean machine-made names by agreement over an article: what one name is called, it is called throughout.

    A string takes the kind that three quarters of its names have; without such a majority its words are left unsure, as
    is every further place where the string stands outside a name. A single capitalised word that is the first or the
    last word of a person's longer name is that person's. Returns names and unsure ranges.
    """
    kinds: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for first, end, kind in names:
        kinds[tuple(words[first:end])].append(kind)
    parts = {
        word
        for string, found in kinds.items()
        if len(string) > 1 and 4 * found.count("PER") >= 3 * len(found)
        for word in (string[0], string[-1])
        if word[:1].isupper() and word.isalpha()
    }
    decided: dict[tuple[str, ...], str | None] = {}
    for string, found in kinds.items():
        best = max(sorted(set(found)), key=found.count)
        decided[string] = best if 4 * found.count(best) >= 3 * len(found) else None
        if len(string) == 1 and string[0] in parts:
            decided[string] = "PER"
    for part in parts:
        decided.setdefault((part,), "PER")
    kept: list[tuple[int, int, str]] = []
    unsure: list[Range] = []
    inside: set[int] = set()
    for first, end, _ in names:
        if inside.isdisjoint(range(first, end)):
            inside.update(range(first, end))
            agreed = decided[tuple(words[first:end])]
            if agreed is None:
                unsure.append((first, end))
            else:
                kept.append((first, end, agreed))
    longest = max(map(len, decided), default=0)
    at = 0
    while at < len(words):
        size = next((n for n in range(min(longest, len(words) - at), 0, -1) if tuple(words[at : at + n]) in decided), 0)
        if not size or at in inside or not words[at][:1].isupper() or not inside.isdisjoint(range(at, at + size)):
            at += 1
            continue
        if decided[tuple(words[at : at + size])] == "PER":
            kept.append((at, at + size, "PER"))
        else:
            unsure.append((at, at + size))
        at += size
    return sorted(kept), sorted(unsure)
