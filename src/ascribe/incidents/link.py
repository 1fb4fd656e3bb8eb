"""Claims to incidents: groups in a document, pairs across documents, clusters, then sentences moved; step by step."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..errors import InputError
from ..model import FiledClaim
from .cluster import Ids, clusters
from .compare import Pair, compare
from .records import Record, facts, record
from .refine import Unit, refine, units_of
from .weights import Weights, default_weights
from .within import groups, happenings


@dataclass(frozen=True)
class Linked:
    """One incident: the claims about it, sorted. `id` is the smallest claim id of its incident.

    Any claim id of an incident leads to it (`Links.incident_of`), so an id that was given out stays good when a
    document that is added brings a smaller one.
    """

    id: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Links:
    """What linking found, and what it needs to go on from there.

    Attributes:
        incidents: by id; each claim stands in one of them at most.
        records: the key of each group of claims of one document, with its claims, by key.
        pairs: the scored pairs of records, by key.
        weights: digest of the weights that the pairs were scored with.
        refused: pairs of claims that a person put together and that another decision holds apart.
    """

    incidents: tuple[Linked, ...]
    records: Mapping[str, tuple[str, ...]]
    pairs: tuple[Pair, ...]
    weights: str
    refused: tuple[Ids, ...] = ()

    def incident_of(self, claim: str) -> str | None:
        """The id of the incident that a claim belongs to; None where it belongs to none."""
        return self._home.get(claim)

    @cached_property
    def _home(self) -> dict[str, str]:
        return {c: i.id for i in self.incidents for c in i.claims}

    def to_jsonl(self) -> Iterator[str]:
        """The links as lines of JSON, for a store."""
        yield _line("links", weights=self.weights, refused=self.refused)
        for incident in self.incidents:
            yield _line("incident", id=incident.id, claims=incident.claims)
        for key, claims in self.records.items():
            yield _line("record", key=key, claims=claims)
        for pair in self.pairs:
            yield _line("pair", **pair._asdict())

    @staticmethod
    def from_jsonl(lines: Iterable[str]) -> Links:
        """The links of `to_jsonl`.

        Raises:
            InputError: a line is none of its.
        """
        found: dict[str, list[dict[str, object]]] = {"links": [], "incident": [], "record": [], "pair": []}
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                found[row.pop("is")].append(row)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise InputError(
                    f"Stored links, line {number}: not as they were written. Link the case anew."
                ) from error
        try:
            return _links(found)
        except (KeyError, IndexError, TypeError) as error:
            raise InputError("Stored links: incomplete. Link the case anew.") from error


def link(
    claims: Iterable[FiledClaim],
    *,
    weights: Weights | None = None,
    together: Iterable[Ids] = (),
    apart: Iterable[Ids] = (),
    known: Links | None = None,
) -> Links:
    """The incidents that claims tell of; the same whatever their order, from scratch or from what is known.

    Rejected claims, states, threats, forecasts and hypothetical claims are left out.

    Args:
        claims: all claims of the case.
        weights: what evidence is worth; None for the package's.
        together: pairs of ids of claims that people said are about one happening.
        apart: pairs of ids of claims that people said are about two; they bind before `together`.
        known: links found before: pairs of records that have not changed are not scored again.
    Returns:
        Incidents, records and pairs.
    """
    weights = weights or default_weights()
    apart = sorted({(min(p), max(p)) for p in apart})
    together = sorted({(min(p), max(p)) for p in together})
    found, units = told_by(claims, weights, apart)
    keys = {r.key for r in found}
    reuse = known is not None and known.weights == weights.digest
    old = set(known.records) & keys if known and reuse else set()
    pairs = compare([r for r in found if r.key not in old], [r for r in found if r.key in old], weights)
    if known and reuse:
        pairs = sorted(pairs + [p for p in known.pairs if p.a in old and p.b in old])
    home = {c: r.id for r in found for c in r.claims}
    grouped, refused = clusters(
        found, pairs, weights, together=of_records(together, home), apart=of_records(apart, home)
    )
    incidents = refine(
        units,
        {c: group[0].id for group in grouped for r in group for c in r.claims},
        _near(grouped, pairs),
        weights,
        fixed={c for p in (*together, *apart) for c in p},
    )
    barred = set(refused)
    return Links(
        incidents=tuple(sorted((Linked(c[0], c) for c in incidents), key=lambda i: i.id)),
        records={r.key: r.claims for r in sorted(found, key=lambda r: r.key)},
        pairs=tuple(pairs),
        weights=weights.digest,
        refused=tuple(p for p in together if set(of_records([p], home)) & barred),
    )


def records(claims: Iterable[FiledClaim], weights: Weights, apart: Sequence[Ids] = ()) -> list[Record]:
    """The groups of claims that tell of one happening in one document, by id; see `within.groups`."""
    return told_by(claims, weights, apart)[0]


def told_by(
    claims: Iterable[FiledClaim], weights: Weights, apart: Sequence[Ids] = ()
) -> tuple[list[Record], list[Unit]]:
    """The records of `records`, and the units of all documents, which make them up."""
    documents: dict[str, dict[str, FiledClaim]] = {}
    for filed in claims:
        if _takes_part(filed, weights):
            documents.setdefault(filed.document, {})[filed.claim.id] = filed
    both = {p for a, b in apart for p in ((a, b), (b, a))}
    found: list[Record] = []
    units: list[Unit] = []
    for document, told in documents.items():
        home = facts(told.values(), weights)
        sentences = happenings(home, weights, both)
        found += [record(document, group, home, weights) for group in groups(sentences, weights, both)]
        units += units_of(document, sentences, home, weights)
    return sorted(found, key=lambda r: r.id), units


def _near(grouped: Sequence[Sequence[Record]], pairs: Iterable[Pair]) -> dict[str, set[str]]:
    """For each document, the incidents that a stored pair leads to from one of its records."""
    of = {r.key: (r.document, group[0].id) for group in grouped for r in group}
    found: dict[str, set[str]] = {}
    for pair in pairs:
        for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
            found.setdefault(of[one][0], set()).add(of[other][1])
    return found


def _takes_part(filed: FiledClaim, weights: Weights) -> bool:
    told = filed.claim.factuality not in ("future", "hypothetical")
    return told and filed.standing != "rejected" and filed.claim.type not in weights.kinds["left_out"]


def of_records(pairs: Iterable[Ids], home: Mapping[str, str]) -> list[Ids]:
    """Pairs of claims as pairs of records; those of claims that take no part, and of one record, fall away."""
    ids = ((home.get(a), home.get(b)) for a, b in pairs)
    return sorted({(min(a, b), max(a, b)) for a, b in ids if a and b and a != b})


def _line(kind: str, **row: object) -> str:
    return json.dumps({"is": kind, **row}, separators=(",", ":"))


def _links(found: dict[str, list[dict[str, object]]]) -> Links:
    head = found["links"][0]
    pairs = [Pair(str(p["a"]), str(p["b"]), int(str(p["weight"])), str(p["levels"])) for p in found["pair"]]
    return Links(
        incidents=tuple(Linked(str(i["id"]), _strings(i["claims"])) for i in found["incident"]),
        records={str(r["key"]): _strings(r["claims"]) for r in found["record"]},
        pairs=tuple(pairs),
        weights=str(head["weights"]),
        refused=tuple((a, b) for a, b in map(_strings, _rows(head["refused"]))),
    )


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(x) for x in _rows(value))


def _rows(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value
