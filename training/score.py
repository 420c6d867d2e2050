"""Score: every figure of the embedded weights in one table, each beside its goal. `make score DATA=…` is the same.

    python -m training.score [DATA] [--update docs/models.md]

DATA is the folder that training/prepare.py describes. Without it only the annotated articles of the project itself,
tests/data/gold, are scored; what DATA has not is passed over, with a line on standard error. The tables are Markdown,
on standard output; with --update they also go between the marks of the block "figures" of a page.

PolNeAR dev and the annotated articles: the whole program (`attribution.analyze`), scored as `attribution score` does;
PolNeAR dev twice, as `attribution extract --guidelines polnear` writes it and as the records' own guidelines have it;
"PolNeAR anew" are articles that were annotated by these guidelines (training/polnear-dev.jsonl).
Syntax, pronouns and entities: the network alone, as training/evaluate.py measures it. Tokenizer: as
training/tokenizer_evaluate.py measures it. The attributions of PolNeAR
and of the annotated articles are what the confidences were fitted on: the errors that say "out of fold" come from
`python -m training.calibrate`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch

from attribution.analyze import Parser, interpret
from attribution.article import Article
from attribution.calibration import FITTED, IDENTITY, TARGETS, Calibration
from attribution.find import POLNEAR, RECORDS, Guidelines, find
from attribution.score import Figure, Score, score
from attribution.score.gold import read_gold
from training.batches import Pieces
from training.blocks import table, update
from training.calibrate import OWN_GOLD, golds
from training.evaluate import evaluate
from training.prepare import prepare
from training.start import load
from training.tokenizer_data import conllu, marked, surface
from training.tokenizer_evaluate import Cut, Tokenize, press, words_and_sentences
from training.train import fast_bfloat16

DEV = "PolNeAR dev"
ANEW = Path(__file__).parent / "polnear-dev.jsonl"
NOTHING = "–"
CORES = 2  # that the goal for the speed speaks of
# What the network is measured on, of the files that training/prepare.py reads.
HELD_OUT = ("ud/train.conllu", "ud/dev-ewt.conllu", "ud/dev-gum-news.conllu", "uner/en_ewt-ud-dev.iob2")


@dataclass(frozen=True)
class Row:
    """One line of the table: figures are shown with as many decimals; without one, there is a dash. `own` is the figure
    with the records' own guidelines where that differs."""

    measure: str
    figure: float | None
    goal: str
    decimals: int = 1
    low: float | None = None
    high: float | None = None
    own: float | None = None

    def cells(self) -> list[str]:
        """Measure, figure, interval, goal, and the figure with the records' own guidelines."""
        interval = NOTHING if self.low is None else f"{self.shown(self.low)} to {self.shown(self.high)}"
        return [
            self.measure,
            self.shown(self.figure),
            interval,
            self.goal,
            "" if self.own is None else self.shown(self.own),
        ]

    def shown(self, value: float | None) -> str:
        """A number with the row's decimals."""
        return NOTHING if value is None else f"{value:,.{self.decimals}f}"


@dataclass(frozen=True)
class Run:
    """A gold and what was found in its articles; `words` were read in `seconds` of one processor core."""

    score: Score
    words: int
    seconds: float


def run(gold: Path, language: Parser, guidelines: Guidelines = RECORDS) -> Run:
    """Analyze the articles of a gold and score the records. Seconds are those of parse and find together."""
    calibration: Calibration = getattr(language, "calibration", IDENTITY)
    words, seconds = 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.jsonl"
        with path.open("w", encoding="utf8") as file:
            for annotated in read_gold(gold)[0]:
                article = Article(annotated.text, id=annotated.id)
                started = time.process_time()
                parse = language.parse(article)
                find(parse, guidelines)
                seconds += time.process_time() - started
                words += sum(any(map(str.isalnum, token.text)) for token in parse.tokens)
                for record in interpret(article, parse, calibration, guidelines).records:
                    file.write(record.model_dump_json(by_alias=True) + "\n")
        return Run(score(gold, path), words, seconds)


def anew(spans: Path, texts: Path, folder: Path) -> Path | None:
    """A gold of articles of PolNeAR that were annotated anew, written into a folder: spans by hashes of the articles'
    ids, put together with their texts. None where the texts are not at hand."""
    if not texts.exists():
        return None
    with texts.open(encoding="utf8") as lines:
        known = {hashlib.sha256(row["id"].encode()).hexdigest(): row for row in map(json.loads, lines)}
    gold = folder / "anew.jsonl"
    with spans.open(encoding="utf8") as lines, gold.open("w", encoding="utf8") as file:
        for row in map(json.loads, lines):
            if (article := known.get(row["id_sha256"])) is not None:
                joined = {name: article[name] for name in ("id", "text")} | {"attributions": row["attributions"]}
                file.write(json.dumps(joined) + "\n")
    return gold if gold.stat().st_size else None


def attribution_rows(found: Score | None, own: Score | None) -> Iterator[Row]:
    """The figures of PolNeAR dev, by PolNeAR's guidelines and by the records' own."""

    def row(measure: str, name: str, goal: str, recall: bool = False) -> Row:
        figure = None if found is None else found[name]
        if figure is None:
            return Row(measure, None, goal)
        also = None if own is None else own[name]
        # The intervals are those of F1, so that the recall of one has none.
        if recall:
            return Row(measure, figure.recall, goal, own=None if also is None else also.recall)
        return Row(measure, figure.value, goal, 1, *_ends(figure), own=None if also is None else also.value)

    yield row("attributions found, Jaccard ≥ 0.5, F1", "attributions.found", "≥ 80")
    yield row("found and source overlaps, F1", "attributions.source", "≥ 76")
    yield row("all three exact, F1", "attributions.exact", "≥ 60")
    for part, goal in (("source", 84), ("cue", 77), ("content", 75)):
        yield row(f"segments exact, {part}, F1", f"segments.{part}", f"≥ {goal}")
    yield row("found among those with a speech verb as cue, recall", "cue.speech", "≥ 94", recall=True)
    yield row("fully quoted found, recall", "quoted.found", "≥ 97")


def network_rows(found: Mapping[str, Any]) -> Iterator[Row]:
    """The figures of training/evaluate.py."""
    syntax = found.get("syntax, EWT dev", {})
    yield Row("LAS, EWT dev, gold tokens", syntax.get("las"), "≥ 88.5")
    yield Row("UPOS, EWT dev, gold tokens", syntax.get("upos"), "≥ 97.2")
    yield Row("pronoun → right antecedent, GUM", found.get("coreference, GUM dev", {}).get("antecedents"), "≥ 84")
    entities = found.get("names, Universal NER EWT dev, F")
    yield Row("entities PER, ORG, LOC, Universal NER EWT dev, F1", entities, "≥ 75")


def tokenizer_rows(found: Mapping[str, float]) -> Iterator[Row]:
    """What `tokenizer_figures` says."""
    yield Row("tokenizer: words, raw text, EWT dev, F1", found.get("words"), "≥ 98.8")
    yield Row("tokenizer: sentences, raw text, EWT dev, F1", found.get("sentences"), "≥ 90")
    yield Row("tokenizer: sentence ends at closing quotation marks, PolNeAR dev", found.get("closing_marks"), "≥ 97")


def speed_row(runs: Mapping[str, Run]) -> Row:
    """Words per second of processor time, by all that was read, as if each core of two did the same."""
    words, seconds = sum(each.words for each in runs.values()), sum(each.seconds for each in runs.values())
    speed = words / seconds * CORES if seconds else None
    return Row(f"words per second, parse and find, {CORES} cores", speed, "≥ 7,000", 0)


def calibration_rows(found: Score | None, calibration: Calibration) -> Iterator[Row]:
    """The errors on PolNeAR dev, of curves that had not seen the article, and of the ones that ship."""
    for target in TARGETS:
        measured = calibration.measured.get(DEV, {}).get(target, {})
        yield Row(f"calibration error of {target}, out of fold", measured.get("error"), "≤ 0.03", 3)
    for target in TARGETS:
        figure = None if found is None else found[f"calibration.{target}"]
        shipped = None if figure is None else figure.value
        yield Row(f"calibration error of {target}, as shipped", shipped, "≤ 0.03", 3, *_ends(figure))


def gold_table(runs: Mapping[str, Run]) -> str:
    """The golds side by side: what was found, and who said it where the gold tells."""
    names = list(runs)
    measures = (
        ("attributions found, F1", "attributions.found"),
        ("found and source overlaps, F1", "attributions.source"),
        ("all three exact, F1", "attributions.exact"),
        ("found among those with a speech verb, F1", "cue.speech"),
        ("fully quoted found, recall", "quoted.found"),
        ("speakers: name right", "speakers.right"),
        ("speakers: name wrong", "speakers.wrong"),
        ("speakers: left unresolved", "speakers.unresolved"),
        ("unnamed sources left unnamed", "speakers.unnamed"),
        ("kind of speaker right", "speakers.kind"),
        ("role: title, F1", "roles.title"),
        ("role: organisation, F1", "roles.organization"),
        ("polarity right", "circumstances.polarity"),
    )
    rows = []
    for label, name in measures:
        cells = []
        for each in runs.values():
            figure = each.score[name]
            row = Row(label, figure.value, "", 1, *_ends(figure))
            cells.append(row.shown(row.figure) + ("" if row.low is None else f" ({row.cells()[2]})"))
        rows.append([label, *cells])
    counts = [f"{each.score.articles} articles, {each.score.attributions:,} attributions" for each in runs.values()]
    return table(["measure (95 % interval)", *names], [["", *counts], *rows])


def _ends(figure: Figure | None) -> tuple[float | None, float | None]:
    return (None, None) if figure is None else (figure.low, figure.high)


def network_figures(data: Path, weights: Path, parse: Callable[[Article], Any]) -> dict[str, Any]:
    """What training/evaluate.py says of the files of HELD_OUT, prepared as for training."""
    with tempfile.TemporaryDirectory() as folder:
        chosen, work = Path(folder, "data"), Path(folder, "work")
        for name in HELD_OUT:
            if (data / name).exists():
                (chosen / name).parent.mkdir(parents=True, exist_ok=True)
                (chosen / name).symlink_to((data / name).resolve())
            else:
                sys.stderr.write(f"{data / name}: not found, passed over\n")
        prepare(chosen, work, parse)
        return evaluate(load(weights), Pieces(weights / "tokenizer.json"), work, fast_bfloat16("cpu"))


def tokenizer_figures(cut: Cut, data: Path) -> dict[str, float]:
    """F of "words" and "sentences" of EWT dev, and the share of "closing_marks" in the articles of PolNeAR dev at which
    sentences end as they should, in per cent. `cut` is a tokenizer for paragraphs."""
    found: dict[str, float] = {}
    if (file := data / "ud" / "dev-ewt.conllu").exists():
        pairs = [surface(paragraph) for text in conllu(file) for paragraph in text.paragraphs]
        said = cut([text for text, _ in pairs])
        found["words"], found["sentences"] = words_and_sentences([gold for _, gold in pairs], said)
    if (file := data / "polnear" / "dev.jsonl").exists():
        share = press([paragraph for article in read_gold(file)[0] for paragraph in marked(article.text)], cut)
        if share.total:
            found["closing_marks"] = 100 * share.right / share.total
    return found


def origin(models: Path, calibration: Calibration, precision: str) -> str:
    """Which weights and versions the figures belong to."""
    manifest = json.loads((models / "weights.json").read_text(encoding="utf8"))
    versions = ", ".join(f"{package} {version(package)}" for package in ("torch", "stanza"))
    encoder = manifest["files"]["en/attribution/encoder.safetensors"][:12]
    fitted = "" if calibration.status == FITTED else f" Confidences are not calibrated: {calibration.status}."
    return f"Weights “{manifest['name']}” (encoder {encoder}…), {precision}, {versions}: `make score DATA=…`.{fitted}"


def main() -> None:
    """Read the command line and print the tables."""
    from attribution.language.pipeline import EMBEDDED, Language

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", metavar="DATA")
    parser.add_argument("--update", type=Path, metavar="PAGE", help="put the tables into this page")
    given = parser.parse_args()
    if given.data is not None and not given.data.is_dir():
        parser.error(f"{given.data}: there is no such folder; give one that training/README.md describes, or none")
    torch.set_num_threads(1)
    language = Language()
    language.parse(Article("“It is warm,” she said."))  # what the first article alone would pay for
    runs: dict[str, Run] = {}
    polnear: Score | None = None
    for name, path in golds(given.data).items() if given.data else {"tests/data/gold": OWN_GOLD}.items():
        if path.exists():
            sys.stderr.write(f"{name}: {path}\n")
            runs[name] = run(path, language)
            if name == DEV:
                polnear = run(path, Language(guidelines="polnear"), POLNEAR).score
        else:
            sys.stderr.write(f"{path}: not found, passed over\n")
    if given.data is not None:
        with tempfile.TemporaryDirectory() as folder:
            gold = anew(ANEW, given.data / "polnear" / "train.jsonl", Path(folder))
            if gold is not None:
                sys.stderr.write(f"PolNeAR anew: {ANEW}\n")
                runs["PolNeAR anew"] = run(gold, language)
    network: Mapping[str, Any] = {}
    words: Mapping[str, float] = {}
    if given.data is None:
        sys.stderr.write(
            "The data is no part of this project: `make score DATA=folder` measures the rest (training/README.md says "
            "which files it reads).\n"
        )
    else:
        sys.stderr.write("the network, on held-out sentences\n")
        network = network_figures(given.data, EMBEDDED / "en" / "attribution", language.parse)
        words = tokenizer_figures(Tokenize(EMBEDDED / "en" / "tokenize" / "news.pt"), given.data)
    dev = runs[DEV].score if DEV in runs else None
    rows = [
        *attribution_rows(polnear, dev),
        *network_rows(network),
        *tokenizer_rows(words),
        speed_row(runs),
        *calibration_rows(dev, language.calibration),
    ]
    goals = table(
        ["measure", "figure", "95 % interval", "goal", "records' own guidelines"], [row.cells() for row in rows]
    )
    text = "\n\n".join((origin(EMBEDDED, language.calibration, language.precision), goals, gold_table(runs)))
    sys.stdout.write(text + "\n")
    if given.update is not None:
        update(given.update, "figures", text)


if __name__ == "__main__":
    main()
