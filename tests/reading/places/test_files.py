"""Gazetteers of the user's own: each format, with bad rows named and the rest used."""

from __future__ import annotations

import json
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ascribe.errors import InputError
from ascribe.reading.places import Gazetteer, add_gazetteer, find_places
from ascribe.reading.places.index import opened

CSV = "Name,Lat,Lon,Country,Kind,Population,Other_names\nTell Qarat,36.5,38.1,SY,village,900,Tal Karat|Qarat\n"


def dump(ref: str, name: str, latitude: str, group: str, code: str) -> str:
    fields = [ref, name, name, "Kherbet,Khirbat", latitude, "38.25", group, code, "SY", "", "09", "", "", "", "120"]
    return "\t".join([*fields, "", "", "Asia/Damascus", "2020-01-01"])


def read(path: Path) -> Gazetteer:
    return Gazetteer([opened(path)])


def test_csv_with_bad_rows(tmp_path: Path) -> None:
    file = tmp_path / "My places.csv"
    bad = [
        "Nowhere,95,10,SY,village,,",
        ",36,38,SY,village,,",
        "Odd,x,38,SY,,,",
        "Kindless,36,38,SY,moon,,",
        "Far,36,38,Syria,,,",
    ]
    file.write_text(CSV + "\n".join(bad) + "\n", encoding="utf-8")
    added = add_gazetteer(file, folder=tmp_path / "own")
    assert added.places == 1
    assert [b.number for b in added.bad] == [3, 4, 5, 6, 7]
    assert [b.reason.split()[0] for b in added.bad] == ["95.0,", "no", "“x,", "kind", "country"]
    entry = read(added.path).find(["tal karat"])["tal karat"][0]
    assert (entry.source, entry.name, entry.population, entry.kind) == ("my-places", "Tell Qarat", 900, "settlement")


@pytest.mark.parametrize("packed", [False, True])
def test_geonames_dump(tmp_path: Path, packed: bool) -> None:
    lines = [
        dump("1", "Khirbat Ali", "36.1", "P", "PPL"),
        dump("2", "Nahr Ali", "36.2", "H", "STM"),
        dump("3", "Ali Hospital", "36.3", "S", "HSP"),
        "broken\tline",
        dump("4", "Undersea", "36.3", "U", "BSNU"),
    ]
    file = tmp_path / "SY.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    if packed:
        with zipfile.ZipFile(tmp_path / "SY.zip", "w") as archive:
            archive.write(file, "SY.txt")
            archive.writestr("readme.txt", "read me")
        file = tmp_path / "SY.zip"
    added = add_gazetteer(file, folder=tmp_path / "own")
    assert added.places == 3
    assert [(b.number, b.reason) for b in added.bad] == [(4, "2 columns instead of 19")]
    found = read(added.path).find(["khirbat ali", "nahr ali", "ali hospital"])
    assert {k: v[0].kind for k, v in found.items()} == {
        "khirbat ali": "settlement", "nahr ali": "feature", "ali hospital": "point",
    }  # fmt: skip
    assert found["nahr ali"][0].latitude is None


def test_geojson(tmp_path: Path) -> None:
    square = [[[38.0, 36.0], [38.2, 36.0], [38.2, 36.4], [38.0, 36.0]]]
    features = [
        {
            "type": "Feature",
            "id": 7,
            "geometry": {"type": "Point", "coordinates": [38.1, 36.5]},
            "properties": {"name": "Post 7"},
        },
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": square}, "properties": {"name": "Sector 2"}},
        {"type": "Feature", "geometry": None, "properties": {"name": "Nothing"}},
    ]
    file = tmp_path / "posts.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    added = add_gazetteer(file, folder=tmp_path / "own")
    found = read(added.path).find(["post 7", "sector 2"])
    assert (found["post 7"][0].latitude, found["post 7"][0].ref, found["post 7"][0].kind) == (36.5, "7", "point")
    assert (found["sector 2"][0].latitude, found["sector 2"][0].kind) == (36.2, "district")
    assert [(b.number, b.reason) for b in added.bad] == [(3, "no geometry")]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", "name,lat\nx,1\n", "no column longitude"),
        ("a.csv", "name,lat,lon\n", "no usable place"),
        ("a.csv", "name,lat,lon\nx,91,0\n", "row 2: 91.0, 0.0 is not on the earth"),
        ("a.json", "{", "not a readable .json file"),
        ("a.json", "[]", "no GeoJSON FeatureCollection"),
        ("a.zip", "no archive", "not a readable .zip file"),
        ("a.kml", "<kml/>", "“.kml” is no known format"),
    ],
)
def test_unusable_files_say_why_and_leave_nothing(tmp_path: Path, name: str, content: str, says: str) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="^" + str(tmp_path)) as error:
        add_gazetteer(file, folder=tmp_path / "own")
    assert says in str(error.value)
    assert list((tmp_path / "own").iterdir()) == []


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        add_gazetteer(tmp_path / "none.csv", folder=tmp_path)


def test_added_places_are_found_in_reports(
    tmp_path: Path, gazetteer: Gazetteer, request: pytest.FixtureRequest
) -> None:
    file = tmp_path / "own.csv"
    file.write_text(CSV, encoding="utf-8")
    add_gazetteer(file, folder=tmp_path / "own")
    both = Gazetteer.open(cache=Path(request.config.cache.mkdir("gazetteer")), added=tmp_path / "own")
    text = "Shells fell on Tell Qarat in Syria."
    places = find_places(text, [], [(0, len(text))], gazetteer=both)
    assert [(p.text, p.gazetteer, p.latitude) for p in places] == [
        ("Tell Qarat", "own", 36.5),
        ("Syria", "geonames", 35.0),
    ]
    assert [p.text for p in find_places(text, [], [(0, len(text))], gazetteer=gazetteer)] == ["Syria"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.text(max_size=200), ending=st.sampled_from([".csv", ".txt", ".json", ".zip"]))
def test_any_file_is_added_or_refused(tmp_path: Path, content: str, ending: str) -> None:
    file = tmp_path / f"any{ending}"
    file.write_text(content, encoding="utf-8", errors="replace")
    with suppress(InputError):
        assert add_gazetteer(file, folder=tmp_path / "own").places > 0
