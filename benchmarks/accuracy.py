"""accuracy: how good the names are, by how a speaker was resolved, by kind, and by the confidence that a name needs.

    python -m benchmarks.accuracy GOLD… [--update docs/accuracy.md]
    python -m benchmarks.accuracy GOLD… --errors

Reads the articles of each gold with the shipped models and prints Markdown tables of the gold attributions that were
found. They are matched and judged by `attribution.score.measures`, so that the line "all" has the figures that
`attribution score` gives. The last table is the curve: the records are made again with other thresholds below which
names are withheld. With `--update` the tables also go between the marks of the block "accuracy" of a page. `--errors`
prints each attribution that is wrong in its name, kind, title or organisation instead.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from attribution.analyze import Parser, interpret
from attribution.article import Article
from attribution.calibration import IDENTITY, Calibration
from attribution.parse import Parse
from attribution.record import Record
from attribution.resolve import THRESHOLD
from attribution.resolve.entity import ResolvedBy, SpeakerKind
from attribution.score import measures
from attribution.score.gold import read_gold
from attribution.score.measures import MEASURES, Comparison
from attribution.score.tally import Sums, Tally
from attribution.score.values import GoldArticle, GoldAttribution, Pair
from attribution.score.words import normal
from training.blocks import table, update

THRESHOLDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
ALL = "all"
NOTHING = "–"
_BY_NAME = {measure.name: measure for measure in MEASURES}


@dataclass(frozen=True)
class Read:
    """A gold article with what the language step says of it; `calibration` makes its probabilities confidences."""

    gold: GoldArticle
    parse: Parse
    calibration: Calibration

    def compared(self, threshold: float = THRESHOLD) -> Comparison:
        """The records that `find`, `resolve` and `describe` make of it now, with names withheld below a threshold, held
        against its gold."""
        article = Article(self.gold.text, id=self.gold.id)
        records = interpret(article, self.parse, self.calibration, threshold=threshold).records
        return measures.compare(Pair(self.gold, records), not self.gold.nested)


@dataclass(frozen=True)
class Error:
    """One thing that a record of a found attribution has wrong; `what` is name, kind, title or organisation."""

    article: str
    what: str
    gold: str | None
    given: str | None
    record: Record

    def cells(self) -> list[str]:
        """Its row in the table of errors."""
        shown = [self.gold or NOTHING, self.given or NOTHING, self.record.speaker.resolved_by]
        shown += [self.record.source.text or NOTHING, self.record.content.text[:60]]
        return [" ".join(cell.replace("|", "/").split()) for cell in (self.article, self.what, *shown)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables of each gold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path, help="annotated articles: .jsonl, or a folder of brat files")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--errors", action="store_true", help="print each error instead of the tables")
    what.add_argument("--update", type=Path, help="a page whose block 'accuracy' the tables go into")
    options = parser.parse_args(arguments)

    from attribution.language.pipeline import Language  # takes seconds, and the functions below need none of it

    language = Language()
    golds = [read(path, language) for path in options.gold]
    text = "\n".join(errors_report(golds) if options.errors else report(golds))
    print(text)
    if options.update:
        update(options.update, "accuracy", text)
    return 0


def read(gold: Path, language: Parser) -> list[Read]:
    """The articles of a gold, parsed. Raises InputError for a gold that cannot be read."""
    calibration: Calibration = getattr(language, "calibration", IDENTITY)
    articles, _ = read_gold(gold)
    return [Read(each, language.parse(Article(each.text, id=each.id)), calibration) for each in articles]


def report(golds: Sequence[Sequence[Read]]) -> Iterator[str]:
    """The lines of each gold's section, and of the curve of all golds together."""
    curves = []
    for articles in golds:
        compared = [each.compared() for each in articles]
        by = groups(compared, lambda gold, record: record.speaker.resolved_by, get_args(ResolvedBy))
        kinds = groups(compared, lambda gold, record: gold.names.get("speaker_kind"), get_args(SpeakerKind))
        curves.append(curve(articles))
        yield heading(compared)
        yield names_table("resolved by", by) + "\n"
        yield names_table("kind in the gold", kinds) + "\n"
        yield roles_table("resolved by", by) + "\n"
        yield curve_table(curves[-1]) + "\n"
    if len(golds) > 1:
        yield f"### All {sum(map(len, golds))} articles\n"
        yield curve_table({value: _sum(each[value] for each in curves) for value in curves[0]}) + "\n"


def errors_report(golds: Sequence[Sequence[Read]]) -> Iterator[str]:
    """The lines of each gold's table of errors."""
    for articles in golds:
        compared = [each.compared() for each in articles]
        head = ["article", "what", "gold", "record", "resolved by", "source", "content"]
        yield heading(compared)
        yield table(head, [each.cells() for each in errors(compared)]) + "\n"


def heading(compared: Sequence[Comparison]) -> str:
    """What a section is about."""
    total, found = sum(len(each.gold) for each in compared), sum(len(each.matched) for each in compared)
    return f"### {len(compared)} articles, {total} attributions, {found} of them found\n"


def groups(
    compared: Iterable[Comparison], key: Callable[[GoldAttribution, Record], str | None], order: Sequence[str]
) -> dict[str, Sums]:
    """The sums of speakers and roles for each group of found attributions, in this order, and for all of them.

    What has no group counts in "all" alone; a group that nothing is in is left out.
    """
    tallies = {name: Tally() for name in (*order, ALL)}
    for each in compared:
        parts: dict[str, dict[int, int]] = {ALL: dict(each.matched)}
        for at, other in each.matched.items():
            group = key(each.gold[at][0], each.records[other][0])
            if group is not None:
                parts.setdefault(group, {})[at] = other
        for name, matched in parts.items():
            part = replace(each, matched=matched)
            measures.speakers(part, tallies[name])
            measures.roles(part, tallies[name])
    return {name: tally.sums for name, tally in tallies.items() if tally.sums}


def names_table(head: str, by: Mapping[str, Sums]) -> str:
    """Right, wrong and unresolved among those whom the gold names, unnamed among those whom it does not, and kinds."""
    columns = [head, "named in the gold", "right", "wrong", "unresolved", "not named in the gold", "left unnamed"]
    rows = []
    for name, sums in by.items():
        row = [name.replace("_", " "), _count(sums, "speakers.right")]
        row += [_share(sums, f"speakers.{part}") for part in ("right", "wrong", "unresolved")]
        row += [_count(sums, "speakers.unnamed"), _share(sums, "speakers.unnamed"), _share(sums, "speakers.kind")]
        rows.append(row)
    return table([*columns, "kind right"], rows)


def roles_table(head: str, by: Mapping[str, Sums]) -> str:
    """Titles and organisations: how many the gold has and the records give, how many are right, and F1."""
    columns = [head]
    columns += [
        f"{what}{part}" for what in ("title", "organisation") for part in (": gold", ", given", ", right", ", F1")
    ]
    rows = []
    for name, sums in by.items():
        row = [name.replace("_", " ")]
        for what in ("roles.title", "roles.organization"):
            row += [f"{sums.get((what, part), 0):.0f}" for part in ("gold", "predicted", "right_gold")]
            row.append(_figure(_BY_NAME[what].value(sums)))
        rows.append(row)
    return table(columns, rows)


def curve(articles: Sequence[Read], thresholds: Iterable[float] = THRESHOLDS) -> dict[float, Sums]:
    """Threshold -> the sums of all found attributions when names are withheld below it."""
    return {
        value: groups([each.compared(value) for each in articles], lambda gold, record: None, ())[ALL]
        for value in thresholds
    }


def curve_table(found: Mapping[float, Sums]) -> str:
    """Precision of all names given, coverage of the named (right or wrong), and unnamed left unnamed, by threshold."""
    rows = []
    for value, sums in found.items():
        of = sums.get(("speakers.right", "of"), 0)
        answered = sums.get(("speakers.right", "right"), 0) + sums.get(("speakers.wrong", "right"), 0)
        row = [f"{value:g}" + (" (default)" if value == THRESHOLD else "")]
        row += [f"{sums.get(('speakers.precision', part), 0):.0f}" for part in ("of", "right")]
        row += [_figure(_BY_NAME["speakers.precision"].value(sums)), _figure(100 * answered / of if of else None)]
        rows.append([*row, _share(sums, "speakers.right"), _share(sums, "speakers.unnamed")])
    return table(["threshold", "names given", "right", "precision", "coverage", "named: right", "left unnamed"], rows)


def errors(compared: Iterable[Comparison]) -> Iterator[Error]:
    """What the records of found attributions have wrong, in the order of the gold."""
    for each in compared:
        for at in sorted(each.matched):
            gold, record = each.gold[at][0], each.records[each.matched[at]][0]
            alone = replace(each, matched={at: each.matched[at]})
            tally = Tally()
            measures.speakers(alone, tally)
            failed = any(tally.sums.get(("speakers." + part, "right"), 1) == 0 for part in ("right", "unnamed"))
            given = {
                "kind": ("speaker_kind", record.speaker.kind),
                "title": ("title", record.role.title),
                "organisation": ("organization", record.role.organization),
            }
            if failed:
                yield Error(record.article.id, "name", gold.names["speaker"], record.speaker.name, record)
            for what, (key, value) in given.items():
                if key in gold.names and normal(gold.names[key]) != normal(value):
                    yield Error(record.article.id, what, gold.names[key], value, record)


def _sum(several: Iterable[Sums]) -> Sums:
    total = Tally().sums
    for sums in several:
        for key, value in sums.items():
            total[key] += value
    return total


def _count(sums: Sums, name: str) -> str:
    return f"{sums.get((name, 'of'), 0):.0f}"


def _share(sums: Sums, name: str) -> str:
    """How many, and per cent in brackets."""
    value = _BY_NAME[name].value(sums)
    return NOTHING if value is None else f"{sums[name, 'right']:.0f} ({value:.1f})"


def _figure(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.1f}"


if __name__ == "__main__":
    sys.exit(main())
