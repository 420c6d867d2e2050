"""Export: a run's averaged weights as the files that the program loads.

    python -m training.export RUN -o attribution/language/models --name NAME
    python -m training.export RUN RUN FOLDER --shares 0.4 0.3 0.3 -o attribution/language/models --name NAME

Writes MODELS/en/attribution/{encoder.safetensors (float16), encoder.json, labels.json, tokenizer.json}, leaves the
dictionary of lemmas and the tokenizer's weights as they are, and lists every file with its SHA-256 in
MODELS/weights.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from training.start import FILES, load, warm

# What a host of packages takes without question.
LARGEST = 50_000_000


def mean(runs: Sequence[Path], shares: Sequence[float]) -> dict[str, Tensor]:
    """The weights of runs or folders that began from the same weights, averaged: a "soup" (Wortsman et al. 2022,
    arXiv:2203.05482). Shares sum to 1.

    Raises ValueError where they do not.
    """
    if len(runs) != len(shares) or abs(sum(shares) - 1) > 1e-6:
        raise ValueError(f"{len(runs)} runs with shares {', '.join(map(str, shares))}: give each one, 1 in all")
    total: dict[str, Tensor] = {}
    for run, share in zip(runs, shares, strict=True):
        with tempfile.TemporaryDirectory() as scratch:
            network = load(run) if (run / "checkpoint.pt").exists() else warm(run, Path(scratch))
        for key, value in network.state_dict().items():
            total[key] = total.get(key, torch.zeros(())) + share * value.float()
    return total


def export(runs: Sequence[Path], models: Path, name: str, shares: Sequence[float] = (1.0,)) -> dict[str, str]:
    """Write the files and return the list of all of them with their hashes. The first run gives all files but the
    weights.

    Raises ValueError where a weight is no finite float16 number or the file is too large.
    """
    run = runs[0]
    folder = models / "en" / "attribution"
    folder.mkdir(parents=True, exist_ok=True)
    half = {key: value.half().contiguous() for key, value in mean(runs, shares).items()}
    for key, value in half.items():
        if not torch.isfinite(value).all():
            raise ValueError(f"{run}: {key} does not fit float16")
    part = folder / "encoder.part"
    save_file(half, part)
    if part.stat().st_size > LARGEST:
        raise ValueError(f"{part}: {part.stat().st_size} bytes, more than {LARGEST}")
    part.replace(folder / "encoder.safetensors")
    for file in FILES:
        shutil.copyfile(run / file, folder / file)
    if not (folder / "lemmas.json").exists() and (run / "lemmas.json").exists():
        shutil.copyfile(run / "lemmas.json", folder / "lemmas.json")
    files = {}
    for path in sorted((models / "en").rglob("*")):
        if path.suffix in (".pt", ".json", ".safetensors"):  # a card may lie beside them, and is no weight
            with path.open("rb") as opened:
                files[path.relative_to(models).as_posix()] = hashlib.file_digest(opened, "sha256").hexdigest()
    text = json.dumps({"name": name, "files": files}, indent=2)
    (models / "weights.json").write_text(text + "\n", encoding="utf8")
    return files


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, nargs="+", help="a run, or several (folders of weights too) for their mean")
    parser.add_argument("--shares", type=float, nargs="+", default=[1.0], help="of each of several, 1 in all")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="MODELS")
    parser.add_argument("--name", required=True, help="what weights.json calls them")
    given = parser.parse_args()
    export(given.run, given.out, given.name, given.shares)


if __name__ == "__main__":
    main()
