"""What each step of `find` is worth: the figures of a gold with one step left out at a time.

    python benchmarks/find_steps.py GOLD.jsonl…

Each article is read by the network once; then `find` and all that follows it run anew for each row.
"""

import sys
import tempfile
from pathlib import Path

import jsonlines

import attribution.find
from attribution.analyze import interpret
from attribution.article import Article
from attribution.find import spans
from attribution.language.pipeline import Language
from attribution.score import score


def _true(*_: object, **__: object) -> bool:
    return True


def _second(_: object, kept: object, *__: object) -> object:
    return kept


# Module, name, what it does in words of docs/decisions/0003, what stands in for it when it is left out.
STEPS = [
    (spans, "close_clauses", "whole clauses", _true),
    (spans, "_undenied", "but for parts that the labels deny", _second),
    (spans, "close_quotations", "whole quotations", _true),
    (spans, "find_source", "the source that syntax shows", _true),
    (spans, "close_source", "whole noun phrases", _true),
    (spans, "cut_sentences", "no unquoted words of other sentences", _true),
    (spans, "cut_clause", "relative clauses end", _true),
    (spans, "cut_lead", "no addressee before the clause", _true),
    (spans, "cut_coordinated", "no coordinated clauses", _true),
    (spans, "cut_dateline", "no dateline", _true),
    (spans, "cut_edges", "no day or preposition behind the cue", _true),
    (spans, "fill", "filled holes", _true),
    (spans, "trim", "no loose punctuation", _true),
    (attribution.find, "complete", "whole cues", _second),
    (attribution.find, "tidy", "cues without adverbs, medium, time", _second),
    (attribution.find, "believed", "doubt about cues that report no speech", _true),
]
SHOWN = ("attributions.found", "attributions.source", "attributions.exact")


def main(paths: list[str]) -> None:
    """Print a table for each gold."""
    language = Language()
    for path in paths:
        with jsonlines.open(path) as lines:
            articles = [Article(line["text"], id=line["id"]) for line in lines]
        parses = [language.parse(article) for article in articles]
        print(f"{path}: {len(articles)} articles")
        print(f"{'left out':60}" + "".join(f"{name:>22}" for name in SHOWN))
        for module, name, words, instead in [(None, "", "nothing", _true), *STEPS]:
            if module is None:
                _row(words, path, articles, parses)
                continue
            kept = getattr(module, name)
            setattr(module, name, instead)
            _row(f"{words} ({name})", path, articles, parses)
            setattr(module, name, kept)


def _row(words: str, gold: str, articles: list[Article], parses: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "attributions.jsonl"
        with run.open("w", encoding="utf8") as file:
            for article, parse in zip(articles, parses, strict=True):
                for record in interpret(article, parse).records:
                    file.write(record.model_dump_json(by_alias=True) + "\n")
        figures = {figure.name: figure.value for figure in score(gold, run, resamples=0).figures}
    print(f"{words:60}" + "".join(f"{figures[name]:22.1f}" for name in SHOWN), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
