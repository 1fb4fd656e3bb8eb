"""The network: MiniLM-L6-H384 with spelling features and heads for every task.

The encoder follows BERT (Devlin et al. 2019) as distilled in MiniLM (Wang et al. 2020), written out by hand because the
plain form exports cleanly. Relations between words are scored by a product of two projections plus learned biases
for distance, a plain form of the biaffine scorer of Dozat & Manning (2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ascribe.reading.labels import DISTANCES, HEADS, RELATION_SIZE, RELATIONS, SENTENCES
from ascribe.reading.tokens import FEATURES

VOCABULARY, POSITIONS = 30522, 512


@dataclass(frozen=True)
class Size:
    """The size of the encoder; the default is MiniLM-L6-H384's."""

    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536


class Layer(nn.Module):
    """One transformer block, normalised after each part, as in BERT."""

    def __init__(self, size: Size, dropout: float) -> None:
        super().__init__()
        self.heads, width = size.heads, size.width
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, size.inner)
        self.down = nn.Linear(size.inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, t, width = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        # No dropout on attention weights: on a CPU it would cost more than all the rest.
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype)).transpose(1, 2).reshape(b, t, width)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Network(nn.Module):
    """Encoder and heads. Inputs `ids`, `features`, `mask`: (batch, pieces); CLS and SEP are part of the pieces."""

    def __init__(self, dropout: float = 0.1, size: Size | None = None) -> None:
        super().__init__()
        size = size or Size()
        self.width = size.width
        self.words = nn.Embedding(VOCABULARY, size.width)
        self.positions = nn.Embedding(POSITIONS, size.width)
        self.features = nn.Embedding(FEATURES, size.width)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(size.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(size, dropout) for _ in range(size.layers))
        self.heads = nn.Linear(size.width, sum(HEADS.values()))
        self.rows = nn.Linear(size.width, len(RELATIONS) * RELATION_SIZE)
        self.columns = nn.Linear(size.width, len(RELATIONS) * RELATION_SIZE)
        self.distance = nn.Parameter(torch.zeros(len(RELATIONS), DISTANCES))
        self.sentence = nn.Parameter(torch.zeros(len(RELATIONS), SENTENCES))
        nn.init.constant_(self.sentence, -2.0)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Head scores (batch, pieces, sum of HEADS), row and column vectors (batch, pieces, relations x size)."""
        at = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(at)[None] + self.features(features)
        x = self.dropout(self.norm(x))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        y = self.dropout(x)
        return self.heads(y), self.rows(y), self.columns(y)

    def load_backbone(self, path: Path) -> None:
        """Weights of the pretrained encoder from a safetensors file in the library's naming."""
        from safetensors.torch import load_file

        theirs = load_file(path)
        theirs = {k.removeprefix("bert."): v for k, v in theirs.items()}
        with torch.no_grad():
            self.words.weight.copy_(theirs["embeddings.word_embeddings.weight"])
            kinds = theirs["embeddings.token_type_embeddings.weight"]
            self.positions.weight.copy_(theirs["embeddings.position_embeddings.weight"] + kinds[0])
            _copy(self.norm, theirs, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                base = f"encoder.layer.{i}."
                for j, part in enumerate(("query", "key", "value")):
                    cut = slice(j * self.width, (j + 1) * self.width)
                    layer.qkv.weight[cut] = theirs[f"{base}attention.self.{part}.weight"]
                    layer.qkv.bias[cut] = theirs[f"{base}attention.self.{part}.bias"]
                _copy(layer.out, theirs, base + "attention.output.dense")
                _copy(layer.norm1, theirs, base + "attention.output.LayerNorm")
                _copy(layer.up, theirs, base + "intermediate.dense")
                _copy(layer.down, theirs, base + "output.dense")
                _copy(layer.norm2, theirs, base + "output.LayerNorm")


def _copy(module: nn.Module, theirs: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(theirs[name + ".weight"])
    module.bias.copy_(theirs[name + ".bias"])


def distance_bucket(distance: Tensor) -> Tensor:
    """Bucket of a signed distance in pieces: exact to 4, then by powers of the square root of two."""
    size = distance.abs().float()
    far = 4 + (torch.log2((size / 4).clamp(min=1.0)) * 2).floor()
    near = torch.where(size < 4, size, far).clamp(max=DISTANCES // 2 - 1).long()
    return torch.where(distance < 0, near, near + DISTANCES // 2)
