"""Language: builds the stanza.Pipeline and reads articles with it. No network, ever, but in `fetch`."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import re
import warnings
from collections.abc import Iterator
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from attribution import calibration
from attribution.article import Article, paragraphs
from attribution.errors import ModelError
from attribution.parse import Parse

EMBEDDED = Path(__file__).parent / "models"
# The official packages that `--models DIR` uses, in Stanza's own order.
OFFICIAL = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")
# Characters that Stanza's tokenizer takes for the end of a paragraph or drops: each is shown to it as a space, so that
# its offsets stay those of the text. \x80-\x9f are the C1 controls.
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

# Stanza's tokenizer needs time quadratic in an unbroken run of signs (127 s for 100,000). Every 2,000th sign of one is
# shown to it as a space, and is then in no token; no word of any language is as long.
_ENDLESS = re.compile(r"\S{2000}")

# How many compiled operations oneDNN and torch keep, each for one shape of its input: 1,024 if nobody says otherwise.
# After 30 articles of as many lengths a process had taken 1,340 MB with that and 680 MB with 64, and was no slower.
_CACHES = ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY")

Precision = Literal["auto", "float32", "bfloat16"]


class Language:
    """Everything that is loaded once: the pipeline, its weights and their hashes.

    `models`: None for the embedded weights, or a Stanza resources directory with the official English packages
    (tokenize, mwt, pos, lemma, depparse, ner), to which ours adds attribution and coreference only.
    `precision`: "auto" computes in bfloat16 where the processor has instructions for it and in float32 elsewhere.
    `guidelines`: whose idea of an attribution the network is asked for (`attribution.find.guidelines`).

    Raises ModelError, which names the file, where weights are missing or damaged.
    """

    def __init__(
        self,
        models: Path | None = None,
        device: str = "cpu",
        precision: Precision = "auto",
        guidelines: Literal["records", "polnear"] = "records",
    ) -> None:
        self.models = models
        self.device = device
        _check(EMBEDDED)
        self.calibration = calibration.read(EMBEDDED if models is None else models, embedded())
        if models is not None:
            _check_directory(models)
        for name in _CACHES:
            os.environ.setdefault(name, "64")
        import stanza
        import torch

        import attribution.language.processor  # noqa: F401  (registers the processor)
        from attribution.language.tokenizer import Tokenizer

        self.precision = choose_precision(precision, device)
        self._torch = torch
        ours: dict[str, Any] = {
            "attribution_model_path": str(EMBEDDED / "en" / "attribution"),
            "attribution_syntax": models is None,
            "attribution_bfloat16": self.precision == "bfloat16",
            "attribution_guidelines": guidelines,
        }
        try:
            with _offline(), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._pipeline = stanza.Pipeline(
                    "en",
                    dir=str(EMBEDDED if models is None else models),
                    package=None if models is None else "default",
                    processors={"tokenize": "news", "attribution": "default"}
                    if models is None
                    else {**dict.fromkeys(OFFICIAL, "default"), "attribution": "default"},
                    download_method=None,
                    device=device,
                    logging_level="ERROR",
                    **ours,
                )
            self._tokenizer = Tokenizer(self._pipeline.processors["tokenize"].trainer) if models is None else None
        except ModelError:
            raise
        except Exception as error:
            where = EMBEDDED if models is None else models
            raise ModelError(
                f"{where}: the models could not be loaded: {_name_file(error)}. "
                + (
                    "The installation is damaged: install news-attribution again."
                    if models is None
                    else "Fetch the directory again with `attribution models fetch`, or leave --models out."
                )
            ) from error

    def parse(self, article: Article) -> Parse:
        """Read one article. Its result depends on nothing but the text, the weights and the precision.

        The article's own windows form its batches, and one thread computes them: another number of threads, or another
        article in the batch, could change the last bits of a sum, and with it a decision.
        """
        from stanza.models.common.doc import Document

        from attribution.language.convert import to_parse
        from attribution.language.letter_case import lowered
        from attribution.language.sentences import document, reshape

        spans = paragraphs(article.text)
        shown = _ENDLESS.sub(lambda run: run[0][:-1] + " ", _HIDDEN.sub(" ", article.text))
        kept = [span for span in spans if shown[span.start : span.end].strip()]
        docs = [Document([], text=shown[span.start : span.end]) for span in kept]
        with _one_thread(self._torch), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if docs:
                if self._tokenizer is None:
                    docs = self._pipeline.process(docs, processors=["tokenize", "mwt"])
                    for doc in docs:
                        reshape(doc)
                else:
                    texts = [doc.text for doc in docs]
                    shapes = [lowered(text) for text in texts]
                    cut = self._tokenizer.sentences(shapes)
                    docs = [document(*parts) for parts in zip(texts, shapes, cut, strict=True)]
                docs = self._pipeline.process(docs, processors=[*OFFICIAL[2:], "attribution"])
        return to_parse(article, kept, docs)

    @cached_property
    def fingerprint(self) -> dict[str, str]:
        """What a result depends on beside the text: versions, precision, and a hash over all files of weights."""
        return {
            "weights": _digest(EMBEDDED),
            "models": "embedded" if self.models is None else _digest(self.models),
            "precision": self.precision,
            "device": self.device,
            "calibration": self.calibration.status,
            "stanza": version("stanza"),
            "torch": version("torch"),
            "machine": platform.machine(),
        }


def fetch(directory: Path) -> None:
    """Download the official English packages into a Stanza resources directory. Needs a network.

    Raises ModelError where that fails.
    """
    import stanza

    try:
        stanza.download("en", model_dir=str(directory), processors=",".join(OFFICIAL), logging_level="ERROR")
    except Exception as error:
        raise ModelError(
            f"{directory}: the official English packages could not be downloaded ({_name_file(error)}). "
            "This one command needs a network; run it where there is one and copy the directory."
        ) from error


def embedded() -> dict[str, str]:
    """The embedded files of weights, by name, with their SHA-256."""
    manifest: dict[str, str] = json.loads((EMBEDDED / "weights.json").read_text(encoding="utf8"))["files"]
    return manifest


def _check(directory: Path) -> None:
    """Raise ModelError where an embedded file is missing or is not what weights.json says."""
    for name, digest in embedded().items():
        path = directory / name
        if not path.is_file():
            raise ModelError(f"{path}: the file of weights is missing. Install news-attribution again.")
        if _sha256(path) != digest:
            raise ModelError(f"{path}: the file of weights is damaged. Install news-attribution again.")


def _check_directory(directory: Path) -> None:
    """Raise ModelError where a Stanza resources directory lacks its index, or a model that the index promises is
    missing or damaged. Stanza itself never compares the hashes of models that it did not just download."""
    index = directory / "resources.json"
    if not index.is_file():
        raise ModelError(
            f"{index}: not found, so {directory} is no Stanza resources directory. "
            "Make one with `attribution models fetch DIR` on a machine with network."
        )
    try:
        english = json.loads(index.read_text(encoding="utf8"))["en"]
        todo = [(processor, english["packages"]["default"].get(processor)) for processor in OFFICIAL]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{index}: damaged, or without an English default package ({error!r}).") from error
    seen: set[tuple[str, str]] = set()
    while todo:
        processor, package = todo.pop()
        if package is None:
            raise ModelError(f"{index}: no English {processor} package. Fetch {', '.join(OFFICIAL)}.")
        entry = english.get(processor, {}).get(package, {})
        path = directory / "en" / processor / f"{package}.pt"
        if (processor, package) in seen or package == "identity":
            continue
        seen.add((processor, package))
        remedy = f"Fetch it with `attribution models fetch {directory}`."
        if not path.is_file():
            raise ModelError(f"{path}: the model is missing. {remedy}")
        if entry.get("md5") and hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest() != entry["md5"]:
            raise ModelError(f"{path}: the model is damaged: it is not the file that {index.name} names. {remedy}")
        todo += [(needed["model"], needed["package"]) for needed in entry.get("dependencies", [])]


def choose_precision(precision: Precision, device: str) -> str:
    """float32 or bfloat16; for "auto" what the device computes faster."""
    import torch

    if precision != "auto":
        return precision
    if device.startswith("cuda"):
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float32"
    # Without these instructions bfloat16 is emulated and several times slower than float32.
    has = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: False)
    return "bfloat16" if has() else "float32"


@contextlib.contextmanager
def _one_thread(torch: Any) -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


@contextlib.contextmanager
def _offline() -> Iterator[None]:
    """Keep every library that might ask a hub from asking it while models load."""
    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _name_file(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(directory: Path) -> str:
    """One hash over the names and the contents of all files in a directory of models."""
    total = hashlib.sha256()
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        total.update(path.relative_to(directory).as_posix().encode())
        total.update(bytes.fromhex(_sha256(path)))
    return total.hexdigest()
