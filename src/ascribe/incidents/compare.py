"""Across documents: pairs of records and their match weights, computed by Splink on DuckDB.

Fellegi, I. P., Sunter, A. B. (1969), A theory for record linkage; as Splink implements it. A pair's weight depends on
its two records and the weights file alone, never on other records, so that stored pairs stay true when documents are
added.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .records import Record
from .weights import LEVELS, Weights

_KM = (
    "12742 * asin(sqrt(least(1, pow(sin(radians(latitude_r - latitude_l) / 2), 2) + cos(radians(latitude_l))"
    " * cos(radians(latitude_r)) * pow(sin(radians(longitude_r - longitude_l) / 2), 2))))"
)
_LEAST = "least(len(words_l), len(words_r))"
_COMMON = "len(list_intersect(words_l, words_r))"
# For each comparison, when it cannot be made, and when each level but the last holds; the first that holds counts.
_SQL: dict[str, tuple[str, dict[str, str]]] = {
    "type": (
        "FALSE",
        {"same": "list_has_any(means_l, means_r)", "open": "len(means_l) = 0 OR len(means_r) = 0"},
    ),
    "place": (
        "NOT (own_l AND own_r) AND NOT list_has_any(around_l || names_l, around_r || names_r)",
        {"same": f"CASE WHEN own_l AND own_r THEN {_KM} < 3 OR list_has_any(towns_l, towns_r)"
                 f" OR list_has_any(names_l, names_r) AND {_KM} <= radius_l + radius_r"
                 " ELSE list_has_any(names_l, names_r) END",
         "near": f"NOT (own_l AND own_r) OR {_KM} <= radius_l + radius_r",
         "neighbouring": f"{_KM} <= radius_l + radius_r + 40"},
    ),
    "time": (
        "last_l IS NULL OR last_r IS NULL",
        {"same_day": "exact_l AND exact_r AND first_l <= last_r AND first_r <= last_l",
         "next_day": "exact_l AND exact_r AND first_l <= last_r + 1 AND first_r <= last_l + 1",
         "overlap": "NOT (exact_l AND exact_r) AND coalesce(first_l, last_l - 10) <= last_r"
                    " AND coalesce(first_r, last_r - 10) <= last_l",
         "before": "first_l IS NULL AND first_r IS NULL OR first_l IS NULL AND first_r <= last_l"
                   " OR first_r IS NULL AND first_l <= last_r"},
    ),
    "actors": (
        "len(agents_l) = 0 OR len(agents_r) = 0",
        {"same": "list_has_any(agents_l, agents_r)", "allied": "list_has_any(circle_l, circle_r)"},
    ),
    "sites": ("len(sites_l) = 0 OR len(sites_r) = 0", {"same": "list_has_any(sites_l, sites_r)"}),
    "figures": (
        "len(figures_l) = 0 AND killed_l IS NULL OR len(figures_r) = 0 AND killed_r IS NULL",
        {"same": "list_has_any(figures_l, figures_r)",
         "like": "killed_l IS NULL OR killed_r IS NULL"
                 " OR greatest(killed_l, killed_r) <= 2.5 * least(killed_l, killed_r) + 3"},
    ),
    "words": (
        "FALSE",
        {"many": f"{_COMMON} >= 4 AND {_COMMON} >= 0.4 * {_LEAST}",
         "some": f"{_COMMON} >= 3 AND {_COMMON} >= 0.2 * {_LEAST}", "few": f"{_COMMON} >= 1"},
    ),
    "document": ("FALSE", {"same": "document_l = document_r"}),
}  # fmt: skip
_DAYS = 30
"""Days of a block in time; a vague time stands in several, at most `_MOST` of them."""
_MOST = 14
_BACK = 120
"""Days before a document's date in which a happening of no stated time is looked for."""


class Pair(NamedTuple):
    """Two records compared: keys with a < b, the weight in thousandths of a bit, a letter for each comparison's level.

    In `levels`, "0" stands for the first level of the comparison in `LEVELS`, "-" for one that could not be compared.
    """

    a: str
    b: str
    weight: int
    levels: str


def compare(new: Sequence[Record], old: Sequence[Record], weights: Weights) -> list[Pair]:
    """The pairs of new records among themselves and with old ones, within blocks, of `weights.link.kept` bits or more.

    Args:
        new: records that were not compared before.
        old: records whose pairs among themselves are known.
        weights: levels' probabilities and the prior.
    """
    if not new or len(new) + len(old) < 2:
        return []
    return _predict(
        [_table(new, {r.key: blocks(r) for r in new}), _table(old, {r.key: blocks(r) for r in old})], weights
    )


def compare_these(pairs: Sequence[tuple[Record, Record]], weights: Weights) -> list[Pair]:
    """The given pairs, whatever their blocks and bits; each pair once, records by key."""
    shared: dict[str, list[str]] = {}
    records: dict[str, Record] = {}
    for number, pair in enumerate(pairs):
        for record in pair:
            records[record.key] = record
            shared.setdefault(record.key, []).append(str(number))
    if not pairs:
        return []
    return _predict([_table([records[k] for k in sorted(records)], shared)], weights, every=True)


def _predict(tables: Sequence[Any], weights: Weights, *, every: bool = False) -> list[Pair]:
    """Pairs within the first table, and between it and the second."""
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.WARNING)  # it says how long each query took
    api = DuckDBAPI()
    try:
        fresh, *known = (api.register(t) for t in tables if t.num_rows)
        infer = Linker(fresh, _settings(weights), log_level=None, validate_settings=False).inference
        kept = None if every else weights.link.kept
        results = [infer.predict_within(fresh, threshold_match_weight=kept, warning_mode="never")]
        results += [infer.predict_between(fresh, k, threshold_match_weight=kept, warning_mode="never") for k in known]
        return sorted(pair for result in results for pair in _fetch(result))
    finally:
        api.duckdb_con.close()


def blocks(record: Record) -> list[str]:
    """The blocks that a record stands in: family, stretch of days and square of the map (or name of the place).

    A stated day also makes blocks with the parties and the sites, for a report that names no place, or a wrong one.
    """
    if record.last is None:
        return []
    first = record.first if record.first is not None else record.last - _BACK
    whens = range((first - 2) // _DAYS, (record.last + 2) // _DAYS + 1)
    if len(whens) > _MOST:
        return []
    # where a record stands is told by what its document speaks of only if it names no place itself: those are many
    wheres = {f"name {n}" for n in (*record.names, *(() if record.own else record.around))}
    if record.latitude is not None and record.longitude is not None and (record.radius or 0) <= 100:
        # squares of a degree, and their neighbours where the border is nearer than a third of one
        wheres |= {
            f"{math.floor(record.latitude + y)} {math.floor(record.longitude + x)}"
            for x in (-0.3, 0.3)
            for y in (-0.3, 0.3)
        }
    found = {f"{f} {t} {p}" for f in record.families for t in whens for p in wheres}
    if record.exact and record.first is not None:
        others = [f"site {s}" for s in record.sites] + [f"party {a}" for a in record.agents]
        found |= {f"{f} day {d} {o}" for f in record.families for d in (record.first, record.last) for o in others}
    return sorted(found)


def _table(records: Sequence[Record], blocks: Mapping[str, Sequence[str]]) -> Any:
    import pyarrow as pa

    lists = ("means", "names", "around", "towns", "agents", "circle", "sites", "figures", "words")
    columns: dict[str, Any] = {"unique_id": pa.array([r.key for r in records])}
    columns["blocks"] = pa.array([list(blocks[r.key]) for r in records], pa.list_(pa.string()))
    columns["document"] = pa.array([r.document for r in records])
    for name in lists:
        columns[name] = pa.array([list(getattr(r, name)) for r in records], pa.list_(pa.string()))
    for name in ("first", "last"):
        columns[name] = pa.array([getattr(r, name) for r in records], pa.int32())
    for name in ("latitude", "longitude", "radius", "killed"):
        columns[name] = pa.array([getattr(r, name) for r in records], pa.float64())
    for name in ("exact", "own"):
        columns[name] = pa.array([getattr(r, name) for r in records], pa.bool_())
    return pa.table(columns)


def _settings(weights: Weights) -> Any:
    from splink import SettingsCreator

    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=weights.link.prior,
        blocking_rules_to_generate_predictions=[
            {"blocking_rule": "l.blocks = r.blocks", "arrays_to_explode": ["blocks"]}
        ],
        comparisons=[_comparison(name, weights) for name in LEVELS],
        retain_matching_columns=True,
        linker_uid="ascribe",
    )


def _comparison(name: str, weights: Weights) -> dict[str, Any]:
    missing, conditions = _SQL[name]
    levels: list[dict[str, Any]] = [{"sql_condition": missing, "label_for_charts": "-", "is_null_level": True}]
    for level in weights.comparisons[name]:
        condition = conditions.get(level.level, "ELSE")
        levels.append(
            {"sql_condition": condition, "label_for_charts": level.level, "m_probability": level.m,
             "u_probability": level.u}
        )  # fmt: skip
    return {"output_column_name": name, "comparison_levels": levels}


def _fetch(result: Any) -> list[Pair]:
    # Splink counts levels from the last, 0, upwards, and writes -1 for what could not be compared
    letters = " || ".join(
        f"CASE WHEN gamma_{name} < 0 THEN '-' ELSE ({len(levels) - 1} - gamma_{name})::VARCHAR END"
        for name, levels in LEVELS.items()
    )
    rows = result.as_duckdbpyrelation().project(
        "least(unique_id_l, unique_id_r), greatest(unique_id_l, unique_id_r), round(match_weight * 1000)::INT,"
        f" {letters}"
    )
    return [Pair(*row) for row in rows.fetchall()]
