"""The figures of docs/evaluation.md: reads what is measured on with `ascribe read`, and scores it.

python -m training.measure --data FOLDER --gold FOLDER --tools FOLDER [LAYER ...] [--errors N] [--model FOLDER]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from .fit import held_out

LAYERS = {
    "claims": None,
    "attributions": "attributions/polnear-dev.jsonl",
    "events": "events/wikievents-dev.jsonl",
    "entities": "entities/re3d.jsonl",
    "times": "times/timebank.jsonl",
    "places": "places/lgl.jsonl",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("layers", nargs="*", choices=[*LAYERS, []], metavar="LAYER", help=", ".join(LAYERS))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--tools", type=Path, required=True, help="folder with score_claims.py and score_layers.py")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--model", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        for layer in args.layers or LAYERS:
            print(f"== {layer}", flush=True)
            if layer == "claims":
                _claims(args, Path(scratch))
            else:
                _layer(args, layer, Path(scratch))
    return 0


def _claims(args: argparse.Namespace, scratch: Path) -> None:
    out = scratch / "claims"
    out.mkdir()
    for path in sorted(args.gold.glob("*.txt")):
        _read(args, path, "json", out / f"{path.stem}.json")
    _run(str(args.tools / "score_claims.py"), str(args.gold), str(out), "--errors", str(args.errors))


def _layer(args: argparse.Namespace, layer: str, scratch: Path) -> None:
    corpus = args.data / str(LAYERS[layer])
    if layer == "entities":
        corpus = _held_out_part(corpus, scratch / "held-out.jsonl")
    readings = scratch / f"{layer}.jsonl"
    _read(args, corpus, "jsonl", readings)
    _run(str(args.tools / "score_layers.py"), layer, str(corpus), str(readings))


def _held_out_part(corpus: Path, out: Path) -> Path:
    """The documents that no training saw (training/held-out.txt)."""
    lines = corpus.read_text(encoding="utf-8").splitlines(keepends=True)
    out.write_text("".join(x for x in lines if json.loads(x)["id"].startswith(tuple(held_out()))), encoding="utf-8")
    return out


def _read(args: argparse.Namespace, path: Path, format: str, out: Path) -> None:
    model = ["--model", str(args.model)] if args.model else []
    _run("-m", "ascribe", "read", str(path), "--format", format, "--output", str(out), *model)


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main())
