"""Batches of windows, and the loss of the network on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ascribe.reading.labels import HEADS, RELATION_SIZE, RELATIONS, SENTENCES

from .examples import UNKNOWN, Example
from .network import Network, distance_bucket

CLS, SEP, PAD = 101, 102, 0


def batch(items: Sequence[Example]) -> dict[str, Tensor]:
    """Padded arrays; CLS is put before each window and SEP behind it, unlabelled."""
    longest = max(len(e.ids) for e in items) + 2
    shape = (len(items), longest)
    out = {
        "ids": np.full(shape, PAD), "features": np.zeros(shape, dtype=np.int64), "mask": np.zeros(shape, np.int64),
        "sentence": np.zeros(shape, dtype=np.int64), "weight": np.zeros(shape, dtype=np.float32),
        "allowed": np.ones((*shape, HEADS["trigger"]), dtype=bool),
        "factuality": np.full(shape, UNKNOWN), "entity": np.full(shape, UNKNOWN),
        "tags": np.full((*shape, HEADS["tags"]), UNKNOWN),
    }  # fmt: skip
    for i, e in enumerate(items):
        n = len(e.ids)
        out["ids"][i, 0], out["ids"][i, n + 1] = CLS, SEP
        out["mask"][i, : n + 2] = 1
        for name in ("ids", "features", "sentence", "weight", "allowed", "factuality", "entity", "tags"):
            out[name][i, 1 : n + 1] = getattr(e, name)
    rows = [(i, r) for i, e in enumerate(items) for r in e.rows]
    pick = np.zeros((len(rows), longest), dtype=np.float32)
    columns = np.full((len(rows), longest), UNKNOWN, dtype=np.int8)
    for k, (_, r) in enumerate(rows):
        pick[k, 1 + r.begin : 1 + r.end] = 1.0 / (r.end - r.begin)
        columns[k, 1 : 1 + len(r.columns)] = r.columns
    out |= {
        "row_item": np.array([i for i, _ in rows], dtype=np.int64),
        "row_relation": np.array([r.relation for _, r in rows], dtype=np.int64),
        "row_at": np.array([1 + r.begin for _, r in rows], dtype=np.int64),
        "row_weight": np.array([r.weight for _, r in rows], dtype=np.float32),
        "row_pick": pick, "row_columns": columns,
    }  # fmt: skip
    return {k: torch.from_numpy(v) for k, v in out.items()}


def relation_scores(net: Network, b: dict[str, Tensor], rows: Tensor, columns: Tensor) -> Tensor:
    """Scores (rows, pieces) of every supervised relation of a batch."""
    item, relation = b["row_item"], b["row_relation"]
    shape = (*rows.shape[:2], len(RELATIONS), RELATION_SIZE)
    left = torch.einsum("kt,ktd->kd", b["row_pick"], rows.view(shape)[item, :, relation].float())
    right = columns.view(shape)[item, :, relation].float()
    scores = torch.einsum("kd,ktd->kt", left, right) / RELATION_SIZE**0.5
    away = torch.arange(b["ids"].shape[1])[None] - b["row_at"][:, None]
    sentence = b["sentence"][item]
    apart = (sentence - sentence.gather(1, b["row_at"][:, None])).clamp(-3, 3) + SENTENCES // 2
    near = net.distance[relation].gather(1, distance_bucket(away))
    return scores + near + net.sentence[relation].gather(1, apart)


def losses(net: Network, b: dict[str, Tensor]) -> dict[str, Tensor]:
    """The mean loss of each task on a batch; tasks that the batch does not label are 0."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        heads, rows, columns = net(b["ids"], b["features"], b["mask"])
    trigger, factuality, entity, tags = heads.float().split(list(HEADS.values()), dim=-1)
    # Marginal likelihood: a piece whose type is known only as one of several is right with any of them.
    chosen = trigger.log_softmax(-1).masked_fill(~b["allowed"], -1e4).logsumexp(-1)
    weight = b["weight"]
    known = b["factuality"] != UNKNOWN
    out = {
        "trigger": -(chosen * weight).sum() / weight.sum().clamp(min=1),
        "factuality": _cross(factuality, b["factuality"], known),
        "entity": _cross(entity, b["entity"], b["entity"] != UNKNOWN),
        "tags": _binary(tags, b["tags"]),
    }
    if len(b["row_item"]):
        scores = relation_scores(net, b, rows, columns)
        target = b["row_columns"]
        each = F.binary_cross_entropy_with_logits(scores, target.clamp(min=0).float(), reduction="none")
        # Most columns are no fillers; the sum over a row, not its mean, keeps the few that are from drowning.
        row = (each * (target != UNKNOWN)).sum(1) * b["row_weight"]
        out["relation"] = row.sum() / b["row_weight"].sum().clamp(min=1) / 5
    return out


def _cross(scores: Tensor, target: Tensor, known: Tensor) -> Tensor:
    if not known.any():
        return scores.sum() * 0
    return F.cross_entropy(scores[known], target[known])


def _binary(scores: Tensor, target: Tensor) -> Tensor:
    known = target != UNKNOWN
    if not known.any():
        return scores.sum() * 0
    return F.binary_cross_entropy_with_logits(scores[known], target[known].float())
