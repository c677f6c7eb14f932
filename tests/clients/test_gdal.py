"""GeoJSON in GDAL, which QGIS, R and most map programs read by: nothing is lost on the way through another format."""

import json
import subprocess

import pytest

ROOT = "/sistercities"


def ran(*arguments):
    return subprocess.run([*map(str, arguments)], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def download(server, tmp_path):
    def get(path, name):
        file = tmp_path / f"{name}.geojson"
        file.write_bytes(server.get(ROOT + path).content)
        return file
    return get


def columns(file):
    lines = ran("ogrinfo", "-ro", "-al", "-so", file).splitlines()
    return dict(line.split(": ", 1) for line in lines if line.endswith("(0.0)"))


def test_stated_dates_are_texts_and_their_days_dates_and_years_numbers(download):
    found = columns(download("/partnerships.geojson?limit=1000", "ties"))
    assert found["established"].startswith("String")
    assert found["established_from"].startswith("Date") and found["established_to"].startswith("Date")
    assert found["established_year"].startswith("Integer")


@pytest.mark.parametrize("format, options", [("GPKG", ()), ("FlatGeobuf", ("-mapFieldType", "StringList=String", "-lco", "SPATIAL_INDEX=NO"))])
def test_partial_dates_and_names_survive_a_round_trip(download, tmp_path, format, options):
    source = download("/partnerships.geojson?limit=1000&lang=ja", "ties")
    ran("ogr2ogr", "-f", format, *options, tmp_path / "ties", source)
    ran("ogr2ogr", "-f", "GeoJSON", tmp_path / "back.geojson", tmp_path / "ties")
    before, after = (json.loads(f.read_text())["features"] for f in (source, tmp_path / "back.geojson"))
    assert len(before) == len(after) > 10
    assert {len(f["properties"].get("established", "")) for f in before} >= {4, 7, 10}
    for one, other in zip(before, after):
        for name in "slug", "established", "status", "type":
            assert one["properties"].get(name) == other["properties"].get(name)


@pytest.mark.parametrize("path, kind, least", [("/places.geojson?limit=1000", "Point", 20), ("/map.geojson", "Multi Polygon", 5),
                                               ("/places/boston-us/map.geojson", "Unknown", 11)])
def test_features_have_their_kind_and_lie_on_the_earth(download, path, kind, least):
    text = ran("ogrinfo", "-ro", "-al", "-so", download(path, "layer"))
    facts = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
    assert facts["Geometry"].startswith(kind) and int(facts["Feature Count"]) >= least
    west, south, east, north = (float(n) for n in facts["Extent"].replace("(", "").replace(")", "").replace(" - ", ", ").split(", "))
    assert -180 <= west <= east <= 180 and -90 <= south <= north <= 90


def test_outlines_of_countries_are_valid_shapes(download):
    file = download("/map.geojson", "countries")
    text = ran("ogrinfo", "-ro", file, "-dialect", "sqlite", "-sql", "SELECT country FROM countries WHERE ST_IsValid(geometry) = 0")
    assert "Feature Count: 0" in text or "country (String) =" not in text
