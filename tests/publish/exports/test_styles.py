"""Files in the styles of others: the codebooks' columns, what they may hold, and their own libraries' word on it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import geopandas
import hxl
import pandas as pd
import pytest
from followthemoney import model

from ascribe.case import Case
from ascribe.incidents.model import Incident
from ascribe.publish.exports.codes import code_of
from ascribe.publish.profiles import packaged
from ascribe.publish.view import View, view
from ascribe.reading.crosswalk import table

from ...case.conftest import BY, put
from ..conftest import put_far
from .conftest import AS_OF, killed, written

# The columns as each project publishes them, in order.
ACLED_COLUMNS = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 "
    "actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location "
    "latitude longitude geo_precision source source_scale notes fatalities tags timestamp"
)
UCDP_COLUMNS = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high "
    "low gwnoa gwnob"
)


@pytest.mark.parametrize(("name", "columns"), [("acled.csv", ACLED_COLUMNS), ("ucdp.csv", UCDP_COLUMNS)])
def test_the_codebooks_columns_come_first_and_ours_beside_them(
    shown: View, tmp_path: Path, name: str, columns: str
) -> None:
    path = written(shown, tmp_path, name)
    with path.open(encoding="utf-8", newline="") as stream:
        head = next(csv.reader(stream))
    theirs = columns.split()
    assert head[: len(theirs)] == theirs
    assert all(column.startswith("ascribe_") for column in head[len(theirs) :])
    assert {"ascribe_said_by", "ascribe_killed_highest", "ascribe_grade"} <= set(head)


@pytest.mark.parametrize(
    ("name", "project"), [("acled.csv", "ACLED"), ("ucdp.csv", "UCDP"), ("plover.jsonl", "PLOVER")]
)
def test_a_header_file_says_who_made_it(shown: View, tmp_path: Path, name: str, project: str) -> None:
    path = written(shown, tmp_path, name)
    said = path.with_name(f"{name}.readme.txt").read_text(encoding="utf-8")
    assert project in said
    assert "a program" in said
    assert path.with_name(f"{name}.readme.txt").name in json.loads(
        path.with_name(f"{name}.manifest.json").read_text(encoding="utf-8"))["files"]  # fmt: skip


def test_acled_codes_are_the_codebooks(shown: View, incidents: list[Incident], tmp_path: Path) -> None:
    frame = pd.read_csv(written(shown, tmp_path, "acled.csv"))
    codes = {f"ASCRIBE-{one.id}": code_of(one, shown.told(one)) for one in incidents}
    coded = {id: code for id, code in codes.items() if code.event_type or code.note}
    assert list(frame["event_id_cnty"]) == [id for id in codes if id in coded]
    assert len(frame) > 5
    book = table("codebooks.toml")["acled"]
    for id, event_type, sub in zip(frame["event_id_cnty"], frame["event_type"], frame["sub_event_type"], strict=True):
        assert (event_type if isinstance(event_type, str) else None) == coded[id].event_type
        assert event_type in book or (pd.isna(event_type) and coded[id].note)
        assert pd.isna(sub) or sub in book[event_type]
    assert set(frame["time_precision"].dropna()) <= {1, 2, 3}
    assert set(frame["geo_precision"].dropna()) <= {1, 2, 3}
    rows = [one for one in incidents if f"ASCRIBE-{one.id}" in coded]
    lowest = sum(f.now_lowest or 0 for one in rows for f in one.figures if f.of == "killed")
    assert frame["fatalities"].sum() == lowest


def test_a_code_is_that_of_claims_which_carry_it(shown: View, tmp_path: Path) -> None:
    frame = pd.read_csv(written(shown, tmp_path, "acled.csv"))
    claims = {f.claim.id: f.claim for f in shown.claims()}
    for event_type, ids in zip(frame["event_type"], frame["ascribe_code_claims"], strict=True):
        carried = [] if pd.isna(ids) else [claims[id].acled for id in ids.split("; ")]
        assert {code and code["event_type"] for code in carried} == (set() if pd.isna(event_type) else {event_type})


def test_ucdp_rows_are_the_incidents_with_dead(shown: View, incidents: list[Incident], tmp_path: Path) -> None:
    frame = pd.read_csv(written(shown, tmp_path, "ucdp.csv"))
    deadly = [f for one in incidents for f in one.figures if f.of == "killed" and (f.now_highest or 0) >= 1]
    assert len(frame) == len(deadly) > 0
    assert frame["high"].sum() == sum(f.now_highest or 0 for f in deadly)
    assert frame["low"].sum() == sum(f.now_lowest or 0 for f in deadly)
    assert (frame["low"] <= frame["high"]).all()
    for low, best, high in zip(frame["low"], frame["best"], frame["high"], strict=True):
        assert pd.isna(best) == (low != high)


def test_ucdp_tells_place_region_and_cell(tmp_path: Path) -> None:
    with Case.create(str(tmp_path / "two.case"), author=BY) as case:
        put(case, "Rebels killed 12 civilians in Raqqa on 2017-07-05, the Monitor said.")
        put_far(case, killed=4)
        frame = pd.read_csv(written(view(case, packaged("team"), AS_OF), tmp_path, "ucdp.csv"))
    rows = frame.set_index("where_coordinates")[["country", "region", "priogrid_gid", "best"]]
    assert rows.loc["Raqqa"].to_list() == ["Syria", "Middle East", 181159, 12]
    assert rows.loc["Goma"].to_list() == ["Democratic Republic of the Congo", "Africa", 127139, 4]


def test_reporters_are_named_as_they_call_themselves(shown: View, tmp_path: Path) -> None:
    outlets = {name for e in shown.documents() for name in (e.outlet, e.origin)}
    told = {
        n for cell in pd.read_csv(written(shown, tmp_path, "acled.csv"))["source"].dropna() for n in cell.split("; ")
    }
    assert told
    assert told <= outlets


def test_libhxl_finds_nothing_wrong(shown: View, incidents: list[Incident], tmp_path: Path) -> None:
    path = str(written(shown, tmp_path, "hxl.csv"))
    found: list[object] = []
    source = hxl.data(path, hxl.InputOptions(allow_local=True))
    assert source.validate(callback=found.append), found
    rows = list(hxl.data(path, hxl.InputOptions(allow_local=True)))
    assert len(rows) == len(incidents)
    assert sum(float(row.get("#affected+killed+max") or 0) for row in rows) == killed(incidents)


def test_geopandas_reads_every_incident(shown: View, incidents: list[Incident], tmp_path: Path) -> None:
    frame = geopandas.read_file(written(shown, tmp_path, "case.geojson"))
    assert len(frame) == len(incidents)
    assert frame["killed_highest"].sum() == killed(incidents)
    assert frame.crs == "EPSG:4326"
    places = {one.id: one.place for one in incidents}
    for id, shape in zip(frame["incident"], frame.geometry, strict=True):
        place = places[id]
        if place is None or place.precision in ("country", "unknown"):
            assert shape is None
        else:
            assert shape.is_valid
            assert (shape.x, shape.y) == (place.longitude, place.latitude)
    assert frame.geometry.notna().any()
    assert frame.geometry.isna().any()


def test_followthemoney_takes_every_entity(shown: View, incidents: list[Incident], tmp_path: Path) -> None:
    lines = written(shown, tmp_path, "ftm.jsonl").read_text(encoding="utf-8").splitlines()
    entities = [model.get_proxy(json.loads(line)) for line in lines]
    ids = {e.id for e in entities}
    assert len(ids) == len(entities)
    for entity in entities:
        entity.schema.validate(entity.to_dict())
        for prop, value in entity.itervalues():
            assert prop.type.clean(value, proxy=entity) == value
            assert prop.type.name != "entity" or value in ids
    by_schema = [e.schema.name for e in entities]
    assert by_schema.count("Event") == len(incidents)
    assert by_schema.count("Article") == sum(1 for _ in shown.documents())
    assert any(e.get("involved") for e in entities if e.schema.name == "Event")


def test_plover_events_are_the_coded_claims(shown: View, tmp_path: Path) -> None:
    lines = written(shown, tmp_path, "plover.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    coded = {f"ASCRIBE-{f.claim.id}": f.claim.plover for f in shown.claims() if f.claim.plover}
    assert {e["id"]: (e["event"], e.get("mode")) for e in events} == {
        id: (code["event"], code["mode"]) for id, code in coded.items()
    }
    book = table("codebooks.toml")["plover"]
    assert all(e["event"] in book and e.get("mode", "") in book[e["event"]] for e in events)
    assert any(actor.get("code") for e in events for actor in e.get("source", []))


def test_hostile_text_stays_text_in_json(hostile: View, tmp_path: Path) -> None:
    for name in ("case.geojson", "case.jsonl", "ftm.jsonl"):
        text = written(hostile, tmp_path / "out", name).read_text(encoding="utf-8")
        assert not any(hidden in text for hidden in "\x1b\u202e")
        found = [json.loads(part) for part in ([text] if name.endswith("geojson") else text.splitlines())]
        assert "Raqqa" in json.dumps(found)
