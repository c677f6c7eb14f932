"""Partners that are suggested to a place, by reasons that add up."""

import datetime
import html
import math
import re
import time

import pytest

from support.editing import Editor

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"
MATCH = f"{ROOT}/seeking/match"


def day(days):
    return (datetime.date.today() + datetime.timedelta(days=days)).isoformat()


PLACES = {
    "own-lt": {"country": "LT", "population": 300_000, "latitude": 55, "longitude": 24},
    "near-pl": {"country": "PL", "population": 600_000, "latitude": 52, "longitude": 21},
    "far-jp": {"country": "JP", "population": 150_000, "latitude": 35, "longitude": 139},
    "bare-fr": {"country": "FR"},
    "late-de": {"country": "DE"},
    "tied-jp": {"country": "JP"},
    "common-us": {"country": "US"},
    "past-jp": {"country": "JP"},
}
SEARCHES = {
    "own": {"place": "own-lt", "countries": ["JP", "PL"], "fields": ["culture", "sports", "youth"], "languages": ["en", "lt"],
            "population_from": 100_000},
    "near": {"place": "near-pl", "fields": ["sports", "arts"], "languages": ["pl"], "population_to": 200_000},
    "far": {"place": "far-jp", "countries": ["LT"], "fields": ["culture", "sports"], "languages": ["en", "ja"]},
    "bare": {"place": "bare-fr"},
    "late": {"place": "late-de", "countries": ["LT"], "valid_until": day(-1)},
    "tied": {"place": "tied-jp", "countries": ["LT"]},
    "past": {"place": "past-jp", "countries": ["LT"]},
    "common": {"place": "common-us", "countries": ["LT"]},
}
WEIGHTS = {"desired_country": 0.25, "shared_fields": 0.2, "similar_size": 0.15, "common_partners": 0.15, "shared_language": 0.1,
           "existing_networks": 0.1, "distance": 0.05}


def nearness(one, other):
    a, b = (math.radians(PLACES[slug]["latitude"]) for slug in (one, other))
    along = math.radians(PLACES[one]["longitude"] - PLACES[other]["longitude"])
    angle = math.acos(math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(along))
    return 1 - 6371 * angle / 20015


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


@pytest.fixture(scope="module", autouse=True)
def searches(editor):
    def make(collection, **fields):
        editor.make(collection, **fields)

    for slug, fields in PLACES.items():
        make("places", slug=slug, name=slug.split("-")[0].title(), level="city", **fields)
    for slug, fields in SEARCHES.items():
        make("seeking", slug=slug, **fields)
    for one, other, status in (("own-lt", "tied-jp", "active"), ("own-lt", "common-us", "active"), ("far-jp", "common-us", "active"),
                               ("own-lt", "past-jp", "terminated")):
        make("partnerships", parties=[{"place": one}, {"place": other}], type="sister", status=status)
    make("networks", slug="ring", name="Ring of Rivers")
    for place, left in (("own-lt", None), ("near-pl", None), ("far-jp", "2001")):
        make("memberships", network="ring", place=place, **({"left": left} if left else {}))


def suggested(server, place="own-lt", more=""):
    answer = server.get(f"{MATCH}.json?for={place}{more}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def reasons(server, slug):
    item = next(one for one in suggested(server)["items"] if one["place"]["slug"] == slug)
    return {one["reason"]: one for one in item["reasons"]}


def test_those_who_look_now_are_ranked_and_partners_the_place_itself_and_what_expired_are_left_out(server):
    found = suggested(server)
    assert found["for"] == "own-lt"
    assert [item["place"]["slug"] for item in found["items"]] == ["far-jp", "near-pl", "past-jp"], "of a tie that is over another may be made"
    assert found["items"][0]["place"]["country"] == {"code": "JP", "name": "Japan"}
    scores = [item["score"] for item in found["items"]]
    assert scores == sorted(scores, reverse=True) and 0 < scores[-1] and scores[0] <= 1


def test_every_score_is_the_sum_of_its_reasons(server):
    for item in suggested(server)["items"]:
        assert item["score"] == pytest.approx(sum(one["weight"] * one["value"] for one in item["reasons"]), abs=1e-6)
        for one in item["reasons"]:
            assert one["weight"] == WEIGHTS[one["reason"]] and 0 < one["value"] <= 1 and one["detail"]
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_each_reason_is_worth_what_the_registry_says(server):
    far, near = reasons(server, "far-jp"), reasons(server, "near-pl")
    values = {name: one["value"] for name, one in far.items()}
    assert values == {
        "desired_country": 1, "shared_fields": pytest.approx(2 / 3, abs=1e-4), "similar_size": 0.5, "common_partners": pytest.approx(1 / 3, abs=1e-4),
        "shared_language": 1, "distance": pytest.approx(nearness("own-lt", "far-jp"), abs=2e-4)}, "it has left the network in 2001"
    assert {name: one["value"] for name, one in near.items()} == {
        "desired_country": 0.5, "shared_fields": 0.25, "existing_networks": 0.5,
        "distance": pytest.approx(nearness("own-lt", "near-pl"), abs=2e-4)}, "one names the other's country; it looks for smaller cities"
    assert "Common" in far["common_partners"]["detail"] and "300,000 and 150,000" in far["similar_size"]["detail"]
    assert "Ring of Rivers" in near["existing_networks"]["detail"] and "English" in far["shared_language"]["detail"]


def test_reasons_are_told_in_the_readers_language(server):
    item = suggested(server, more="&lang=lt")["items"][0]
    assert "anglų" in next(one["detail"] for one in item["reasons"] if one["reason"] == "shared_language")


def test_the_office_for_the_country_is_named(server):
    found = suggested(server)
    assert [one["slug"] for one in suggested(server, "boston-us")["intermediaries"]] == ["clair-new-york"]
    assert found["intermediaries"] == [], "there is none for Lithuania"
    american = next(item for item in suggested(server, "kaunas-lt")["items"] if item["place"]["slug"] == "common-us")
    assert [(one["slug"], one["country"]) for one in american["intermediaries"]] == [("clair-new-york", "US")]
    page = server.get(f"{MATCH}?for=boston-us").text
    assert "/organizations/clair-new-york" in page


def test_a_place_that_has_said_nothing_is_known_by_what_it_does(server):
    found = suggested(server, "kaunas-lt")
    far = next(item for item in found["items"] if item["place"]["slug"] == "far-jp")
    assert {one["reason"]: one["value"] for one in far["reasons"]}["desired_country"] == 0.5
    assert "shared_fields" in {one["reason"] for one in far["reasons"]}, "by the fields of its partnerships"


def test_the_page_has_the_same_and_includes_as_a_part(server):
    page = server.get(f"{MATCH}?for=own-lt&lang=en")
    assert page.status_code == 200
    text = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page.text)).split())
    assert "Partners suggested for Own" in text and "Far" in text and "0.25 × 1" in text
    part = server.get(f"{MATCH}?for=own-lt&view=fragment&heading=3").text
    assert part.count("<section") == 1 and "<h3" in part and "<html" not in part
    assert "/seeking/match?for=own-lt" in server.get(f"{ROOT}/seeking/own").text


@pytest.mark.parametrize("arguments, status, field", [
    ("", 400, "for"), ("?for=", 400, "for"), ("?for=BAD!", 400, "for"), ("?for=own-lt&limit=none", 400, "limit"),
    ("?for=own-lt&country=JP", 400, "country"), ("?for=nowhere-xx", 404, None)])
def test_a_bad_question_is_told_what_is_wrong(server, arguments, status, field):
    answer = server.get(f"{MATCH}.json{arguments}")
    assert answer.status_code == status
    assert field is None or [one["field"] for one in answer.json()["errors"]] == [field]
    assert server.get(f"{MATCH}.csv?for=own-lt").status_code == 404


def test_a_bad_question_leaves_a_part_polite(server):
    server.expect_log("SC0")
    part = server.get(f"{MATCH}?for=BAD!&view=fragment").text
    assert "<section" in part or "<p" in part
    assert "[an error" not in part


@pytest.mark.parametrize("path", ["/seeking/match?for=own-lt", "/statistics?country=JP"])
def test_the_address_to_cite_leads_to_what_was_read(server, path):
    page = server.get(f"{ROOT}{path}&lang=en").text
    address = html.unescape(re.search(r'<span class="sistercity__address">([^<]*)', page)[1])
    assert re.search("<h1[^>]*>.*?</h1>", server.get(address.partition(str(server.port))[2] + "&lang=en").text)[0] == re.search("<h1[^>]*>.*?</h1>", page)[0]
    assert address.endswith(path)


def test_a_limit_keeps_the_best(server):
    assert [item["place"]["slug"] for item in suggested(server, more="&limit=1")["items"]] == ["far-jp"]


def test_thousands_of_searches_are_weighed_within_a_moment(registry, server, tmp_path):
    many = 4000
    (tmp_path / "places.csv").write_text(
        "slug,name,country,latitude,longitude,population\n" + "".join(
            f"town-{i},Town {i},{'JP' if i % 3 else 'FR'},{i % 60},{i % 170},{1000 + i}\n" for i in range(many)), encoding="utf-8")
    (tmp_path / "seeking.csv").write_text(
        "slug,place,countries,fields,languages\n" + "".join(f"search-{i},town-{i},{'LT' if i % 100 == 0 else 'PL'},culture,en\n" for i in range(many)),
        encoding="utf-8")
    registry.ctl("import", "--merge", *sorted(tmp_path.glob("*.csv")))
    found = suggested(server, more="&limit=5")
    assert found["weighed"] == 300 and len(found["items"]) == 5
    assert found["items"][0]["place"]["slug"] == "far-jp"
    taken = []
    for number in range(5):
        start = time.perf_counter()
        suggested(server, more=f"&limit={6 + number}")
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.2
