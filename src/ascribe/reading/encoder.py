"""The trained encoder: one ONNX pass a window gives the scores of all tasks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ..errors import ModelError
from .labels import DISTANCES, HEADS, RELATION_SIZE, RELATIONS, SENTENCES
from .spans import mean
from .tokens import Tokens, Window, tokenize, windows

Floats = NDArray[np.float32]
CLS, SEP = 101, 102


@dataclass(frozen=True)
class Scores:
    """What the encoder says of one window; `offset` is the document's index of its first piece.

    Head arrays have shape (pieces, classes of the head) and hold probabilities; `rows` and `columns` have shape
    (pieces, relations, RELATION_SIZE).
    """

    window: Window
    trigger: Floats
    factuality: Floats
    entity: Floats
    tags: Floats
    rows: Floats
    columns: Floats


class Encoder:
    """The model of one folder (reader.onnx, relations.npz, tokenizer.json).

    Args:
        folder: where the model is; by default the one that ships with the package.
        threads: threads of the encoder.
        size, overlap: word pieces of a window, and how many of them neighbours share.
    Raises:
        ModelError: on first use, if a file is missing or does not fit.
    """

    def __init__(self, folder: Path | None = None, *, threads: int = 2, size: int = 320, overlap: int = 80) -> None:
        self.folder = folder or Path(str(resources.files("ascribe.reading").joinpath("weights")))
        self.threads, self.size, self.overlap = threads, min(size, 510), overlap

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        # Windows differ in length: an arena and patterns kept for each would only grow.
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        options.log_severity_level = 3
        try:
            return onnxruntime.InferenceSession(self._file("reader.onnx"), options, ["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises many kinds, none of them documented
            raise ModelError(f"{self.folder / 'reader.onnx'} cannot be loaded: {error}. Reinstall ascribe.") from error

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The model's tokenizer, neither truncating nor padding."""
        return Tokenizer.from_file(self._file("tokenizer.json"))

    @cached_property
    def _relations(self) -> tuple[Floats, Floats]:
        with np.load(self._file("relations.npz")) as stored:
            distance, sentence = stored["distance"], stored["sentence"]
        if distance.shape != (len(RELATIONS), DISTANCES) or sentence.shape != (len(RELATIONS), SENTENCES):
            raise ModelError(f"{self.folder}: the model was trained for other relations. Reinstall ascribe.")
        return distance, sentence

    @cached_property
    def name(self) -> str:
        """The model's name and version, as it stands in its model.json."""
        with open(self._file("model.json"), encoding="utf-8") as stored:
            card = json.load(stored)
        return f"{card['name']} {card['version']}"

    def _file(self, name: str) -> str:
        path = self.folder / name
        if not path.is_file():
            raise ModelError(f"{path} is missing: the model did not come with this installation. Reinstall ascribe.")
        return str(path)

    def tokenize(self, text: str) -> Tokens:
        """Word pieces of `text`, as this model cuts them."""
        return tokenize(text, self.tokenizer)

    def scores(self, tokens: Tokens) -> Iterator[Scores]:
        """The scores of each window in turn; one window's arrays are held at a time."""
        for window in windows(tokens, self.size, self.overlap):
            heads, rows, columns = self._run(tokens, window)
            cuts = np.cumsum(list(HEADS.values()))[:-1]
            trigger, factuality, entity, tags = np.split(heads, cuts, axis=1)
            shape = (len(rows), len(RELATIONS), RELATION_SIZE)
            yield Scores(
                window, softmax(trigger), softmax(factuality), softmax(entity), sigmoid(tags),
                rows.reshape(shape), columns.reshape(shape),
            )  # fmt: skip

    def _run(self, tokens: Tokens, window: Window) -> tuple[Floats, Floats, Floats]:
        cut = slice(window.begin, window.end)
        ids = np.concatenate([[CLS], tokens.ids[cut], [SEP]])[None]
        features = np.pad(tokens.features[cut], 1)[None]
        feed = {"ids": ids, "features": features, "mask": np.ones_like(ids)}
        heads, rows, columns = self._session.run(None, feed)
        return heads[0, 1:-1], rows[0, 1:-1], columns[0, 1:-1]

    def relate(
        self, scores: Scores, tokens: Tokens, rows: Sequence[tuple[int, int]], relations: Sequence[str]
    ) -> Floats:
        """How probably each piece of the window fills each relation of each row.

        Args:
            rows: (begin, end) pieces of the window, at least one; a row's vector is the mean over its pieces.
            relations: names from `RELATIONS`.
        Returns:
            Probabilities, shape (relations, rows, pieces).
        """
        chosen, n = [RELATIONS.index(r) for r in relations], len(scores.columns)
        distance, sentence = (biases[chosen] for biases in self._relations)
        vectors = np.stack([mean(scores.rows, b, e) for b, e in rows], axis=1)[chosen]
        raw = vectors @ scores.columns.transpose(1, 2, 0)[chosen] / RELATION_SIZE**0.5
        first = [b for b, _ in rows]
        away = distance[:, bucket(np.arange(-n, n))]
        raw += np.stack([away[:, n - b : 2 * n - b] for b in first], axis=1)
        of = tokens.sentence[scores.window.begin : scores.window.end]
        apart = np.clip(of[None] - of[first][:, None], -(SENTENCES // 2), SENTENCES // 2) + SENTENCES // 2
        raw += np.take(sentence, apart, axis=1)
        return sigmoid(raw)


def bucket(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """Bucket of a signed distance in pieces: exact to 4, then by powers of the square root of two."""
    size = np.abs(distance)
    far = 4 + np.floor(np.log2(np.maximum(size / 4, 1.0)) * 2)
    near = np.minimum(np.where(size < 4, size, far), DISTANCES // 2 - 1).astype(np.int64)
    return np.where(distance < 0, near, near + DISTANCES // 2)


def softmax(x: Floats) -> Floats:
    """Probabilities over the last axis."""
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True), dtype=np.float32)


def sigmoid(x: Floats) -> Floats:
    """Probabilities of independent scores."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -30, 30))), dtype=np.float32)
