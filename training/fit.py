"""Fine-tuning in two stages: the corpora first, then what is annotated by our own guidelines.

python -m training.fit corpora --data FOLDER --backbone FOLDER --out FILE
python -m training.fit claims  --data FOLDER --gold FOLDER --start FILE --out FILE
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from . import corpora
from .examples import Example, examples
from .loss import batch, losses
from .network import Network

HERE = Path(__file__).parent
WEIGHTS = {"trigger": 1.0, "factuality": 0.3, "entity": 0.5, "tags": 2.0, "relation": 2.0}


def held_out() -> frozenset[str]:
    """Prefixes of the re3d documents that are measured on and never trained on."""
    lines = (HERE / "held-out.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@dataclass(frozen=True)
class Mix:
    """The labelled texts of a stage: `all` are seen in every pass; of `some`, a share is."""

    all: list[corpora.Labelled]
    some: list[corpora.Labelled]
    share: float

    def texts(self, rng: np.random.Generator) -> list[corpora.Labelled]:
        """What one pass sees."""
        return self.all + [self.some[i] for i in rng.permutation(len(self.some))[: round(self.share * len(self.some))]]


def mix(stage: str, data: Path, annotated: Path | None, share: float) -> Mix:
    """The texts of a stage.

    The second stage keeps a `share` of PolNeAR, so that attribution is not forgotten.
    """
    polnear = list(corpora.polnear(data / "attributions/polnear-train.jsonl"))
    re3d = list(corpora.re3d(data / "entities/re3d.jsonl", held_out()))
    if stage == "corpora":
        wikievents = list(corpora.events(data / "events/wikievents-train.jsonl", "wikievents"))
        rams = list(corpora.events(data / "events/rams-dev.jsonl", "rams"))
        return Mix([*polnear, *wikievents, *rams, *re3d * 3], [], 0)
    ours = [*corpora.own(HERE / "sentences")] * 2 + [*corpora.annotations(HERE / "annotations.jsonl", data)] * 2
    return Mix(ours + re3d + (list(corpora.gold(annotated)) * 3 if annotated else []), polnear, share)


def batches(pool: list[Example], pieces: int, rng: np.random.Generator) -> Iterator[list[Example]]:
    """Batches of about `pieces` word pieces, windows of like length together."""
    order = sorted(range(len(pool)), key=lambda i: len(pool[i].ids) + rng.uniform(0, 60))
    groups, group, longest = [], [], 0
    for i in order:
        longest = max(longest, len(pool[i].ids))
        if group and longest * (len(group) + 1) > pieces:
            groups.append(group)
            group, longest = [], len(pool[i].ids)
        group.append(pool[i])
    groups.append(group)
    for k in rng.permutation(len(groups)):
        yield groups[k]


def _groups(net: Network, rate: float) -> list[dict[str, Any]]:
    """The heads start from nothing and learn eight times as fast as the pretrained encoder."""
    heads = ("heads.", "rows.", "columns.", "distance", "sentence", "features.")
    fresh = [p for n, p in net.named_parameters() if n.startswith(heads)]
    known = [p for n, p in net.named_parameters() if not n.startswith(heads)]
    return [{"params": known, "rate": rate}, {"params": fresh, "rate": 8 * rate}]


def fit(net: Network, texts: Mix, tokenizer: Tokenizer, args: argparse.Namespace) -> None:
    """Trains `net` in place; saves a checkpoint after each pass."""
    rng = np.random.default_rng(args.seed)
    torch.manual_seed(args.seed)
    optimiser = torch.optim.AdamW(_groups(net, args.rate), weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    step, total, started = 0, 0, time.time()
    net.train()
    for one in range(args.passes):
        chosen = texts.texts(rng)
        pool = [
            e for x in chosen for e in examples(x, tokenizer, int(rng.integers(args.window - 64, args.window)), rng)
        ]
        groups = list(batches(pool, args.batch, rng))
        total = total or args.passes * len(groups)
        if not one:
            print(Counter(x.corpus for x in chosen), total, "steps", flush=True)
        sums: Counter[str] = Counter()
        pieces = 0
        for group in groups:
            step += 1
            share = min(1.0, step / total)
            pace = min(1.0, step / (0.06 * total)) * (0.02 + 0.98 * (1 + math.cos(math.pi * share)) / 2)
            for g in optimiser.param_groups:
                g["lr"] = g["rate"] * pace
            parts = losses(net, batch(group))
            loss = sum(WEIGHTS[k] * v for k, v in parts.items())
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            sums.update({k: v.item() for k, v in parts.items()} | {"steps": 1})
            pieces += sum(len(e.ids) for e in group)
            if step % 25 == 0:
                means = "  ".join(f"{k} {v / sums['steps']:.4f}" for k, v in sums.items() if k != "steps")
                speed = pieces / max(1e-9, time.time() - started)
                print(f"{one + 1}/{args.passes}  {step}/{total:.0f}  {means}  {speed:.0f} pieces/s", flush=True)
                sums.clear()
                pieces, started = 0, time.time()
        torch.save(net.state_dict(), args.out)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=["corpora", "claims"])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--backbone", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--start", type=Path, help="checkpoint to go on from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--share", type=float, default=0.2, help="of PolNeAR, that each pass of the second stage sees")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--batch", type=int, default=3000, help="word pieces a step")
    parser.add_argument("--window", type=int, default=320)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    tokenizer = Tokenizer.from_file(str(args.backbone / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    net = Network()
    if args.start:
        net.load_state_dict(torch.load(args.start))
    else:
        net.load_backbone(args.backbone / "model.safetensors")
    fit(net, mix(args.stage, args.data, args.gold, args.share), tokenizer, args)
    return 0


if __name__ == "__main__":
    sys.exit(main())
