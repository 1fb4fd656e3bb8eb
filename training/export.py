"""A checkpoint as the int8 ONNX model that ships with the package.

python -m training.export CHECKPOINT --backbone FOLDER --out src/ascribe/reading/weights
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer

from .network import Network

NAMES = ("ids", "features", "mask"), ("heads", "rows", "columns")


def export(net: Network, tokenizer: Tokenizer, folder: Path) -> Path:
    """Writes reader.onnx (int8, per channel), relations.npz and tokenizer.json into `folder`; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    # The exporter looks at the module's own flag: without this, dropout stays in the graph.
    net = net.float().eval()
    ones = torch.ones(2, 24, dtype=torch.int64)
    axes = {name: {0: "batch", 1: "pieces"} for name in (*NAMES[0], *NAMES[1])}
    with tempfile.TemporaryDirectory() as scratch:
        plain, ready = Path(scratch) / "plain.onnx", Path(scratch) / "ready.onnx"
        torch.onnx.export(
            net, (ones * 7, ones, ones), str(plain), input_names=list(NAMES[0]), output_names=list(NAMES[1]),
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        out = folder / "reader.onnx"
        quantize_dynamic(
            str(ready), str(out), per_channel=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )  # fmt: skip
    onnx.checker.check_model(str(out))
    np.savez(
        folder / "relations.npz",
        distance=net.distance.detach().numpy(),
        sentence=net.sentence.detach().numpy(),
    )
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    version = hashlib.sha256(out.read_bytes()).hexdigest()[:8]
    (folder / "model.json").write_text(json.dumps({"name": "ascribe-en", "version": version}) + "\n")
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--backbone", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    net = Network()
    net.load_state_dict(torch.load(args.checkpoint))
    tokenizer = Tokenizer.from_file(str(args.backbone / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    with tempfile.TemporaryDirectory() as scratch:
        export(net, tokenizer, Path(scratch))
        args.out.mkdir(parents=True, exist_ok=True)
        for path in sorted(Path(scratch).iterdir()):
            shutil.copyfile(path, args.out / path.name)
            print(f"{args.out / path.name}  {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
