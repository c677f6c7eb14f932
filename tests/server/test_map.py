"""Maps of a place's partners and of the registry, as pages, pictures and data, on every database."""

import csv
import io
import re
import xml.etree.ElementTree as ElementTree

import pytest

from support import paths
from support.editing import Editor

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"
SVG = "{http://www.w3.org/2000/svg}"
OUTLINES = paths.TOP / "mod_sistercity/present/picture/outlines.txt"


def get(server, path, status=200):
    answer = server.get(ROOT + path)
    assert answer.status_code == status, answer.text[:500]
    return answer


def picture(server, path):
    answer = get(server, path)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    return ElementTree.fromstring(answer.content)


def of_class(svg, name):
    return [e for e in svg.iter() if e.get("class") == name]


def numbers(element):
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", element)]


def test_each_partner_of_a_place_has_an_arc_and_a_dot_within_the_picture(server):
    svg = picture(server, "/places/boston-us/map.svg")
    partners = get(server, "/places/boston-us/map.json").json()["items"]
    assert len(of_class(svg, "arc")) == len(of_class(svg, "dot")) == len(partners) == 10
    _, _, width, height = numbers(svg.get("viewBox"))
    for dot in of_class(svg, "dot") + of_class(svg, "home"):
        assert 0 < float(dot.get("cx")) < width and 0 < float(dot.get("cy")) < height


def test_a_picture_says_in_words_what_it_shows(server):
    svg = picture(server, "/places/boston-us/map.svg?lang=lt")
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby").split() == [svg.find(SVG + "title").get("id"), svg.find(SVG + "desc").get("id")]
    assert "Boston" in svg.find(SVG + "title").text
    for partner in get(server, "/places/boston-us/map.json?lang=lt").json()["items"]:
        assert f"{partner['name']} ({partner['country']['name']})" in svg.find(SVG + "desc").text


@pytest.mark.parametrize("path", ["/map.svg", "/places/boston-us/map.svg", "/places/kaunas-lt/map.svg?lang=ja"])
def test_a_picture_carries_plain_attributes_and_no_script(server, path):
    text = get(server, path).text
    assert not re.search(r"<script| style=|\son\w+=|var\(|url\(|href", text)
    assert re.search(r'class="sea" fill="#', text) and "prefers-color-scheme:dark" in text
    assert len(text) < 60000


def test_what_is_not_in_force_is_dashed(server):
    editor = Editor(server)
    editor.create("partnerships", slug="boston-hiratsuka", parties=[{"place": "boston-us"}, {"place": "hiratsuka-jp"}],
                  type="friendship", status="terminated", established="1960", ended="1970")
    try:
        arcs = of_class(picture(server, "/places/boston-us/map.svg"), "arc")
        assert [a.get("stroke-dasharray") is not None for a in arcs].count(True) == 1 and len(arcs) == 11
        arcs = of_class(picture(server, "/places/boston-us/map.svg?as_of=1965"), "arc")
        assert arcs and all(a.get("stroke-dasharray") is None for a in arcs)
    finally:
        editor.withdraw("/partnerships/boston-hiratsuka")


def test_a_hub_of_many_partners_is_shown_by_country_in_a_small_picture(databases, database_kind, make_httpd, tmp_path):
    made = databases.empty(database_kind)
    countries = "DE FR IT ES PL US CA BR JP AU".split()
    places = [f"town-{n},Town {n},{countries[n % 10]},{n % 80 - 40},{n % 170 - 85}" for n in range(1000)]
    (tmp_path / "places.csv").write_text("slug,name,country,latitude,longitude\nhub,Hub,LT,54.9,23.9\n" + "\n".join(places))
    (tmp_path / "partnerships.csv").write_text("slug,parties,type,status\n" + "\n".join(f",hub|town-{n},sister,active" for n in range(1000)))
    made.ctl("import", tmp_path / "places.csv", tmp_path / "partnerships.csv")
    server = make_httpd(made).start()
    try:
        svg = picture(server, "/places/hub/map.svg")
        assert not of_class(svg, "arc") and len(of_class(svg, "home")) == 1
        # All ten countries have as many: one shade beside plain land.
        assert len([p for g in of_class(svg, "land") for p in g if p.get("class") != "s0"]) > 1
        assert len(get(server, "/places/hub/map.svg").text) < 60000
        assert get(server, "/places/hub/map.json").json()["total"] == 1000
        assert 'src="/sistercities/places/hub/map.svg"' in get(server, "/places/hub").text
    finally:
        server.stop()
        made.remove()


def test_a_country_is_shaded_by_the_total_of_the_list_that_it_stands_for(server):
    data = get(server, "/map.json").json()
    assert data["total"] == len(data["items"]) > 5
    for item in data["items"]:
        listed = get(server, f"/partnerships.json?country={item['country']['code']}").json()
        assert item["partnerships"] == listed["total"]
    assert data["partnerships"] == get(server, "/partnerships.json").json()["total"]


@pytest.mark.parametrize("filters", ["status=active", "type=sister&region=asia", "place=boston-us", "since=1980&until=2000", "as_of=1990"])
def test_filters_of_partnerships_apply(server, filters):
    data = get(server, f"/map.json?{filters}").json()
    assert data["partnerships"] == get(server, f"/partnerships.json?{filters}").json()["total"]
    for item in data["items"]:
        if "country=" not in filters and "place=" not in filters:
            listed = get(server, f"/partnerships.json?{filters}&country={item['country']['code']}").json()
            assert item["partnerships"] == listed["total"]
    assert get(server, f"/map.svg?{filters}") and get(server, f"/map?{filters}")


def test_filters_of_partnerships_apply_to_a_place(server):
    everything = get(server, "/places/boston-us/map.json").json()["total"]
    some = get(server, "/places/boston-us/map.json?country=JP").json()
    assert some["total"] == 1 < everything and some["items"][0]["country"]["code"] == "JP"
    assert len(of_class(picture(server, "/places/boston-us/map.svg?country=JP"), "arc")) == 1


def test_numbers_by_country_are_the_same_as_csv(server):
    rows = list(csv.DictReader(io.StringIO(get(server, "/map.csv").text)))
    items = get(server, "/map.json").json()["items"]
    assert [(r["country"], r["name"], int(r["partnerships"])) for r in rows] == [
        (i["country"]["code"], i["country"]["name"], i["partnerships"]) for i in items]


def test_pages_list_all_that_their_maps_show(server):
    page = get(server, "/map").text
    for item in get(server, "/map.json").json()["items"]:
        assert f"country={item['country']['code']}" in page and item["country"]["name"] in page
    page = get(server, "/places/boston-us/map").text
    for item in get(server, "/places/boston-us/map.json").json()["items"]:
        assert item["name"] in page and f"{item['distance_km']:,} km" in page


def test_distances_are_along_great_circles(server):
    items = {i["slug"]: i for i in get(server, "/places/boston-us/map.json").json()["items"]}
    assert 10900 < items["kyoto-jp"]["distance_km"] < 11050
    assert 5850 < items["strasbourg-fr"]["distance_km"] < 5950


def test_a_place_opens_with_its_sentence_its_map_and_its_partners(server):
    page = get(server, "/places/boston-us").text
    order = [page.index(f"sistercity__{part}") for part in ("lead", "map", "table", "facts")]
    assert order == sorted(order)
    assert re.search(r'<img src="/sistercities/places/boston-us/map\.svg" width="\d+" height="\d+" alt="Map of Boston and its 10 partners"', page)


def test_a_list_of_one_country_tells_of_the_ties_with_it(server):
    page = server.get(ROOT + "/partnerships?country=JP&lang=en").text
    lead = re.sub(r"<[^>]+>", "", page.split('sistercity__lead">')[1].split("</p>")[0])
    total, shown = server.get(ROOT + "/partnerships.json?country=JP").json()["total"], page.split("<table")[1]
    assert lead.startswith(f"Japan: {total} partnerships") and "The oldest with a date on record is Nagasaki – Saint Paul, since December 1955." in lead
    assert shown.count('scope="row"') == total
    assert f'{ROOT}/map.svg?country=JP' in page and server.get(ROOT + "/map.svg?country=JP").status_code == 200
    newest = server.get(ROOT + "/activities.json?country=JP&sort=-start&limit=1&lang=en").json()["items"][0]["title"]
    assert newest in page.split("Recent activities")[1]


@pytest.mark.parametrize("arguments", ["?country=JP&country=US", "?country=JP&q=kaunas", "?type=sister", "?country=TV", "?country=JP&view=fragment"])
def test_no_other_list_tells_of_a_country(server, arguments):
    assert "sistercity__lead" not in server.get(ROOT + "/partnerships" + arguments).text


def test_a_map_can_be_included_in_a_page(server):
    server.page("map.shtml", '<!DOCTYPE html><html lang="en"><title>x</title><!--#sistercity show="map" place="boston-us" -->'
                             '<!--#sistercity show="map" -->')
    page = server.get("/map.shtml").text
    assert page.count('class="sistercity sistercity-map"') == 2
    assert "/sistercities/places/boston-us/map.svg" in page and "/sistercities/map.svg" in page


@pytest.mark.parametrize("path, field", [
    ("/map.svg?limit=5", "limit"), ("/map.json?sort=name", "sort"), ("/map.svg?country=Q1", "country"), ("/map.geojson?color=red", "color"),
    ("/places/boston-us/map.svg?place=kyoto-jp", "place"), ("/map.csv?as_of=yesterday", "as_of"), ("/map.svg?q=" + "x" * 2000, "q"),
])
def test_a_bad_parameter_is_named(server, path, field):
    answer = get(server, path, 400)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [e["field"] for e in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("path", ["/map.ics", "/places/boston-us/map.csv", "/places/nowhere/map.svg", "/places/nowhere/map", "/partnerships.svg"])
def test_what_is_not_offered_is_not_found(server, path):
    get(server, path, 404)


def test_a_registry_without_a_position_has_a_page_and_a_picture_all_the_same(server):
    editor = Editor(server)
    editor.create("places", slug="nowhere-town", name="Nowhere")
    editor.create("partnerships", slug="nowhere-boston", parties=[{"place": "nowhere-town"}, {"place": "boston-us"}], type="sister", status="active")
    try:
        assert "<img" not in get(server, "/places/nowhere-town").text
        assert "Boston" in get(server, "/places/nowhere-town/map").text
        assert of_class(picture(server, "/places/nowhere-town/map.svg"), "arc") == []
        features = get(server, "/places/nowhere-town/map.geojson").json()["features"]
        assert features[0]["geometry"] is None and features[1]["geometry"]["type"] == "Point"
        assert get(server, "/map.json?place=nowhere-town").json()["partnerships"] == 1
    finally:
        editor.withdraw("/partnerships/nowhere-boston")
        editor.withdraw("/places/nowhere-town")


# GeoJSON


def positions(geometry):
    def walk(value):
        if isinstance(value[0], (int, float)):
            yield value
        else:
            for inner in value:
                yield from walk(inner)
    return list(walk(geometry["coordinates"])) if geometry else []


def lines(geometry):
    return {"LineString": [geometry["coordinates"]], "MultiLineString": geometry["coordinates"]}.get(geometry["type"], [])


@pytest.mark.parametrize("path", ["/places.geojson", "/partnerships.geojson?limit=1000", "/places/boston-us/map.geojson", "/activities.geojson"])
def test_features_lie_on_the_earth_and_lines_are_cut_at_the_date_line(server, path):
    answer = get(server, path)
    assert answer.headers["Content-Type"] == "application/geo+json"
    data = answer.json()
    assert data["type"] == "FeatureCollection" and data["features"]
    assert data["revision"] == get(server, "/revision.json").json()["revision"]
    for feature in data["features"]:
        assert feature["type"] == "Feature" and feature["properties"]["slug"]
        for longitude, latitude in positions(feature["geometry"]):
            assert -180 <= longitude <= 180 and -90 <= latitude <= 90
        for line in lines(feature["geometry"] or {"type": ""}) if feature["geometry"] else []:
            assert all(abs(a[0] - b[0]) <= 180 for a, b in zip(line, line[1:]))


def test_a_line_over_the_pacific_is_cut_in_two(server):
    features = {f["properties"]["slug"]: f for f in get(server, "/partnerships.geojson?limit=1000").json()["features"]}
    geometry = features["boston-us-kyoto-jp"]["geometry"]
    assert geometry["type"] == "MultiLineString"
    west, east = geometry["coordinates"]
    assert (west[-1][0], east[0][0]) == (-180, 180) and west[-1][1] == east[0][1]
    assert features["kaunas-lt-hiratsuka-jp"]["geometry"]["type"] == "LineString"


def test_dates_are_texts_with_their_days_and_years_beside_and_nothing_is_null(server):
    for feature in get(server, "/partnerships.geojson?limit=1000").json()["features"]:
        properties = feature["properties"]
        assert None not in properties.values() and "" not in properties.values()
        if "established" in properties:
            assert isinstance(properties["established"], str)
            assert properties["established_from"] <= properties["established_to"]
            assert properties["established_from"].startswith(properties["established"][:4].replace("X", "0"))
            assert isinstance(properties.get("established_year", 0), int)


def test_a_list_as_geojson_has_the_items_of_the_list(server):
    for collection in "places", "partnerships", "agreements", "activities", "organizations":
        listed = get(server, f"/{collection}.json?limit=7").json()
        mapped = get(server, f"/{collection}.geojson?limit=7").json()
        assert [f["properties"]["slug"] for f in mapped["features"]] == [i["slug"] for i in listed["items"]]
        assert mapped["total"] == listed["total"] and ("next" in mapped) == ("next" in listed)


def test_the_registry_s_map_as_geojson_is_the_countries_with_their_numbers(server):
    data = get(server, "/map.geojson").json()
    assert {f["properties"]["country"]: f["properties"]["partnerships"] for f in data["features"]} == {
        i["country"]["code"]: i["partnerships"] for i in get(server, "/map.json").json()["items"]}
    for feature in data["features"]:
        assert feature["geometry"]["type"] == "MultiPolygon"
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                assert ring[0] == ring[-1] and len(ring) >= 4
                assert all(abs(a[0] - b[0]) <= 180 and -180 <= a[0] <= 180 for a, b in zip(ring, ring[1:]))


# Outlines


def test_no_country_vanishes_from_the_outlines():
    known = set(re.findall(r"\b[A-Z]{2}\b", (paths.TOP / "sql/countries.txt").read_text()))
    drawn = {line[:2] for line in OUTLINES.read_text().splitlines()}
    # Islands where nobody governs a municipality.
    assert known - drawn <= {"AQ", "BV", "UM"}
    assert OUTLINES.stat().st_size <= 120_000


def test_no_ring_covers_more_than_a_hemisphere():
    for line in OUTLINES.read_text().splitlines():
        steps = [int(n) for n in line.split()[1:]]
        x, longitudes = 0, []
        for step in steps[::2]:
            x += step
            longitudes.append(x)
        assert max(longitudes) - min(longitudes) <= 18000 and -32000 < min(longitudes) and max(longitudes) < 32000, line[:20]


OWN = """{"type": "FeatureCollection", "source": "The city's own atlas", "features": [
 {"type": "Feature", "properties": {"country": "US"}, "geometry": {"type": "Polygon", "coordinates": [[[-125, 25], [-67, 25], [-67, 49], [-125, 49], [-125, 25]]]}},
 {"type": "Feature", "properties": {"ISO_A2": "FJ"}, "geometry": {"type": "Polygon", "coordinates": [[[177, -19], [-178, -19], [-178, -15], [177, -15], [177, -19]]]}},
 {"type": "Feature", "properties": {"country": "JP"}, "geometry": {"type": "Point", "coordinates": [138, 36]}}]}"""


def configured(make_httpd, registry, value):
    return make_httpd(registry, configuration=f"<Location /sistercities>\nSisterCityMap {value}\n</Location>\n")


def test_a_site_can_draw_its_own_outlines(registry, make_httpd):
    server = configured(make_httpd, registry, "on")
    file = server.directory / "own.json"
    file.write_text(OWN)
    server.configuration = f'<Location /sistercities>\nSisterCityMap "{file}"\n</Location>\n'
    server.start()
    page = server.get(ROOT + "/map").text
    assert "Outlines: The city&#39;s own atlas." in page or "Outlines: The city's own atlas." in page
    assert "in fact" not in page
    assert len(server.get(ROOT + "/map.svg").text) < 6000
    for feature in server.get(ROOT + "/map.geojson").json()["features"]:
        expected = {"US": "MultiPolygon", "JP": "MultiPoint"}.get(feature["properties"]["country"])
        assert (feature["geometry"] or {}).get("type") == expected


def test_a_site_can_do_without_maps(registry, make_httpd):
    server = configured(make_httpd, registry, "off").start()
    for path in "/map", "/map.svg", "/places/boston-us/map", "/places/boston-us/map.geojson":
        assert server.get(ROOT + path).status_code == 404
    for path in "/", "/places/boston-us":
        page = server.get(ROOT + path).text
        assert "<img" not in page and "/map" not in page
    assert server.get(ROOT + "/places.geojson").status_code == 200


@pytest.mark.parametrize("text, said", [
    ("{", "it is not JSON: line 1"), ("{}", "it is not a FeatureCollection"), ('{"features": []}', "it is not a FeatureCollection"),
    ('{"features": [{"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 95], [1, 1], [0, 0]]]}}]}', "feature 1 is not"),
    ('{"features": [{"geometry": {"type": "Polygon", "coordinates": [[["a", 0], [1, 5], [1, 1], [0, 0]]]}}]}', "feature 1 is not"),
    ('{"features": [{"geometry": {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}}]}', "feature 1 is not"),
    ('{"features": [7]}', "feature 1 is not"), ('{"features": [], "features": []}', "it is not JSON"), (None, "it cannot be read"),
])
def test_outlines_that_are_none_are_reported(registry, make_httpd, text, said):
    server = make_httpd(registry)
    file = server.directory / "bad.json"
    if text is not None:
        file.write_text(text)
    server.configuration = f'<Location /sistercities>\nSisterCityMap "{file}"\n</Location>\n'
    code, told = server.test_configuration()
    assert code != 0 and "SisterCityMap" in told and said in told, told


def test_lists_of_an_item_are_the_same_in_geojson_and_json(server):
    made = Editor(server).create("seeking", place=get(server, "/places.json?limit=1").json()["items"][0]["slug"], countries=["JP", "DE"], languages=["en"], fields=["sports"])
    assert made.status_code == 201, made.text
    (item,) = get(server, "/seeking.json").json()["items"]
    (feature,) = get(server, "/seeking.geojson").json()["features"]
    for name in "countries", "languages", "fields":
        assert feature["properties"][name] == item[name]
