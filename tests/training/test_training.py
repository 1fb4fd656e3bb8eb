"""The path from labelled sentences to a reading, walked with a tiny network in seconds."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pytest

from ascribe.documents import from_text
from ascribe.reading.encoder import Encoder, bucket
from ascribe.reading.pipeline import Reader

torch = pytest.importorskip("torch", reason="training extras are not installed")

from training import corpora, fit  # noqa: E402
from training.export import export  # noqa: E402
from training.markup import parse  # noqa: E402
from training.network import Network, Size, distance_bucket  # noqa: E402

REPORTS = """
## one | wire | nowhere
Rebels shelled the town on Monday, the army said.
- shelling shelled | agent: Rebels | target: town | time: Monday | source: army

## two | wire | nowhere
Soldiers killed four farmers, a doctor said.
- killing killed | agent: Soldiers | target: four farmers | killed: four | source: doctor
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network of one narrow layer that has learned two sentences by heart, exported."""
    folder = tmp_path_factory.mktemp("tiny")
    (folder / "sentences").mkdir()
    (folder / "sentences" / "a.txt").write_text(REPORTS, encoding="utf-8")
    tokenizer = Encoder().tokenizer
    torch.manual_seed(1)
    net = Network(0.0, Size(width=96, layers=1, heads=4, inner=192))
    texts = fit.Mix(list(corpora.own(folder / "sentences")), [], 0)
    args = argparse.Namespace(seed=1, rate=4e-3, passes=120, batch=600, window=128, out=folder / "tiny.pt", threads=1)
    fit.fit(net, texts, tokenizer, args)
    export(net, tokenizer, folder / "weights")
    return folder / "weights"


def test_a_tiny_network_learns_and_the_reader_reads_with_it(tiny: Path) -> None:
    reading = Reader(Encoder(tiny, threads=1)).read(from_text("Rebels shelled the town on Monday, the army said."))
    (claim,) = reading.claims
    assert claim.type == "shelling"
    assert [m.text for m in claim.agent] == ["Rebels"]
    assert [m.text for m in claim.target] == ["town"]
    assert claim.attribution is not None
    assert [m.text for m in claim.attribution.source] == ["army"]


def test_both_sides_bucket_distances_alike() -> None:
    distances = np.arange(-400, 401)
    assert bucket(distances).tolist() == distance_bucket(torch.from_numpy(distances)).tolist()


def test_our_own_sentences_are_as_many_and_as_varied_as_promised() -> None:
    files = sorted((Path(fit.HERE) / "sentences").glob("*.txt"))
    reports = [r for f in files for r in parse(f)]
    claims = [c for r in reports for c in r.claims]
    by_type = {t: sum(c.type == t for c in claims) for t in {c.type for c in claims}}
    assert len(by_type) == 28
    assert min(by_type.values()) >= 40
    assert sum(c.factuality != "asserted" for c in claims) >= 0.28 * len(claims)
    assert sum("source" in c.slots for c in claims) >= 0.4 * len(claims)
