"""The registry in numbers, on every database: true to the lists, whoever changes what."""

import collections
import csv
import datetime
import html
import io
import re
import time
import xml.etree.ElementTree as ElementTree

import pytest

from support import paths
from support.editing import Editor

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"


def statistics(server, path="/statistics", arguments=""):
    return server.get(f"{ROOT}{path}.json?{arguments}").json()


def counts(tallies, key):
    return {t[key]: t["count"] for t in tallies if key in t}


@pytest.mark.parametrize("collection", ["places", "partnerships", "agreements", "activities"])
def test_totals_are_those_of_the_lists(server, collection):
    assert statistics(server)[collection] == server.get(f"{ROOT}/{collection}.json").json()["total"] > 0


@pytest.mark.parametrize("statistic", ["status", "type", "region", "country", "field"])
def test_each_number_is_the_total_of_the_list_that_it_stands_for(server, statistic):
    found = counts(statistics(server)[f"by_{statistic}"], statistic)
    assert found
    for word, count in found.items():
        assert server.get(f"{ROOT}/partnerships.json?{statistic}={word}").json()["total"] == count, word


SELECTIONS = ["", "as_of=1990", "as_of=2003-04", "country=JP", "country=JP&as_of=1999", "region=europe&status=active", "type=sister&field=culture",
              "country=JP&partner_country=US", "country=JP&country=US&partner_country=JP", "level=prefecture", "exchange=sports"]


def rows_with_links(page):
    """(statistic's caption, number, link) of each row of the tables that leads somewhere."""
    for table in page.split("<table")[1:]:
        caption = re.search(r"<caption[^>]*>(.*?)</caption>", table, re.S)[1]
        for link, count in re.findall(r'<th scope="row"><a href="([^"]+)">.*?sistercity__count">([\d,]+)<', table, re.S):
            yield re.sub(r"<[^>]+>", "", caption), int(count.replace(",", "")), html.unescape(link)


@pytest.mark.parametrize("path, selection", [("/statistics", s) for s in SELECTIONS] + [
    (f"/places/{slug}/statistics", s) for slug in ("kaunas-lt", "osaka-prefecture-jp", "hiratsuka-jp") for s in ("", "as_of=1990", "country=JP")])
def test_each_number_is_that_of_the_list_it_leads_to(server, path, selection):
    page = server.get(f"{ROOT}{path}?lang=en&{selection}").text
    rows = list(rows_with_links(page))
    assert rows or "Nothing on record fits" in page
    for caption, count, link in rows:
        if "Places with the most" in caption:
            continue
        path, _, arguments = link.partition("?")
        assert server.get(f"{path}.json?{arguments.replace('lang=en', '').strip('&')}").json()["total"] == count, (caption, link)


@pytest.mark.parametrize("selection", SELECTIONS)
def test_totals_and_what_was_in_force_are_those_of_the_lists_of_the_same_filters(server, selection):
    data = statistics(server, "/statistics", selection)
    for collection in ("partnerships", "agreements", "activities"):
        assert data[collection] == server.get(f"{ROOT}/{collection}.json?{selection}").json()["total"]
    today = selection if "as_of" in selection else f"{selection}&as_of={datetime.date.today()}"
    assert data["in_force"] == server.get(f"{ROOT}/partnerships.json?{today}").json()["total"]
    assert ("places" in data) == all(word in ("", "country=JP", "level=prefecture") for word in selection.split("&"))


def test_clairs_figures_are_answered(server):
    """The share of each partner's country among those of Japan, and how many have educational or administrative exchange."""
    data = statistics(server, "/statistics", "country=JP")
    partners = counts(data["by_country"], "country")
    listed = server.get(f"{ROOT}/partnerships.json?country=JP&limit=1000").json()["items"]
    for country, count in partners.items():
        found = [i for i in listed if country in [p["country"]["code"] for p in i["parties"]][1:] + [p["country"]["code"] for p in i["parties"]][:-1]
                 and (country != "JP" or [p["country"]["code"] for p in i["parties"]].count("JP") > 1)]
        assert count == len(found), country
    us = next(t for t in data["by_country"] if t.get("country") == "US")
    assert us["share"] == round(us["count"] / len(listed), 4)
    fields = {}
    for item in listed:
        whole = server.get(f"{ROOT}/partnerships/{item['slug']}.json").json()
        fields[item["slug"]] = set(whole.get("fields", [])).union(*(a.get("fields", []) for a in whole["activities"]))
    with_any = [f for f in fields.values() if f]
    these = [f for f in with_any if f & {"education", "administration"}]
    told = next(t for t in data["by_exchange"] if t.get("exchange") == "educational_or_administrative")
    assert told["count"] == len(these) and told["share"] == round(len(these) / len(with_any), 4)
    rows = list(csv.DictReader(io.StringIO(server.get(f"{ROOT}/statistics.csv?country=JP").text)))
    assert next(r for r in rows if r["value"] == "educational_or_administrative")["share"] == f"{told['share']:.4f}"


REGIONS = {code: region for region, codes in re.findall(r"^(\w+):((?: +[A-Z]{2}\b|\n)+)", (paths.TOP / "sql" / "countries.txt").read_text(), re.M)
           for code in codes.split()}
OF_ACTIVITIES = {"activity_year": lambda row: row["start"][:4], "activity_direction": lambda row: row["direction"], "activity_form": lambda row: row["form"]}


def sort_of_exchange(fields):
    return ("educational_or_administrative" if {"education", "administration"} & fields else "other") if fields else ""


def counted(tables, home):
    """What the tables of an export give, by statistic: of all partnerships, or of those with a party in a country."""
    places = {row["slug"]: row for row in tables["places"]}
    by, fields = collections.defaultdict(collections.Counter), {}
    for row in tables["partnerships"]:
        slugs = [party.split(";")[0] for party in row["parties"].split("|")]
        countries = [places[slug]["country"] for slug in slugs if places[slug]["country"]]
        if home and home not in countries:
            continue
        fields[row["slug"]] = set(filter(None, row["fields"].split("|")))
        regions = [REGIONS[country] for country in countries if country in REGIONS]
        by["total"][""] += 1
        by["type"][row["type"]] += 1
        by["status"][row["status"]] += 1
        by["decade"][row["established"][:3] + "X" if row["established"] else ""] += 1
        by["country"].update(country for country in set(countries) if country != home or countries.count(country) > 1)
        by["region"].update(region for region in set(regions) if not home or region != REGIONS[home] or regions.count(region) > 1)
        by["field"].update(fields[row["slug"]])
        by["place"].update(slug for slug in set(slugs) if not home or places[slug]["country"] == home)
        if len(slugs) == 2 and all(places[slug]["level"] for slug in slugs):
            by["levels"][" ".join(sorted(places[slug]["level"] for slug in slugs))] += 1
    for row in tables["agreements"]:
        by["agreement_kind"][row["kind"]] += row["partnership"] in fields
    for row in tables["activities"]:
        if row["partnership"] in fields:
            of_it = set(filter(None, row["fields"].split("|")))
            fields[row["partnership"]] |= of_it
            by["activity_field"].update(of_it)
            for name, value in OF_ACTIVITIES.items():
                by[name][value(row)] += 1
    by["exchange"].update(sort_of_exchange(these) for these in fields.values())
    return by


KEYS = {"agreement_kind": "kind", "activity_year": "year", "activity_direction": "direction", "activity_form": "form", "activity_field": "field"}
COUNTED = ["type", "status", "decade", "country", "region", "field", "exchange", "levels", "agreement_kind", *OF_ACTIVITIES, "activity_field"]


def differing(data, by):
    """The statistics whose numbers are not those counted; of the places with the most, the numbers of those that are named."""
    found = {name: +collections.Counter({t.get(KEYS.get(name, name), ""): t["count"] for t in data.get(f"by_{name}", [])}) for name in COUNTED}
    wrong = [name for name in COUNTED if found[name] != +by[name]]
    most = [t["count"] for t in data["by_place"]]
    is_most = all(by["place"][t["slug"]] == t["count"] for t in data["by_place"]) and most == sorted(by["place"].values(), reverse=True)[:len(most)]
    return wrong + ([] if is_most else ["place"])


@pytest.mark.parametrize("home", ["", "JP", "US", "LT"])
def test_the_numbers_are_those_that_somebody_else_counts_in_the_tables_of_an_export(server, registry, tmp_path, home):
    registry.ctl("export", tmp_path)
    by = counted({file.stem: list(csv.DictReader(file.open(encoding="utf-8"))) for file in tmp_path.glob("*.csv")}, home)
    data = statistics(server, "/statistics", f"country={home}" if home else "")
    assert data["partnerships"] == by["total"][""] > 0
    assert differing(data, by) == []


def test_the_median_age_is_that_of_what_was_in_force(server):
    ages = sorted(1990 - int(i["established"][:4]) - (len(i["established"]) > 4 and i["established"][5:7] > "12")
                  for i in server.get(f"{ROOT}/partnerships.json?as_of=1990&limit=1000").json()["items"] if i.get("established"))
    assert statistics(server, "/statistics", "as_of=1990")["median_age"] == ages[(len(ages) - 1) // 2]


def test_every_partnership_began_in_one_decade_or_at_an_unknown_time(server):
    data = statistics(server)
    assert sum(t["count"] for t in data["by_decade"]) == data["partnerships"]
    assert counts(data["by_decade"], "decade")["195X"] >= 2
    assert "decade" not in data["by_decade"][-1]


def test_levels_of_two_places_stand_together(server):
    assert counts(statistics(server)["by_levels"], "levels")["city prefecture"] >= 1


def test_activities_are_counted_by_year_form_and_field(server):
    data = statistics(server)
    assert sum(t["count"] for t in data["by_activity_year"]) == data["activities"]
    assert sum(t["count"] for t in data["by_activity_form"]) == data["activities"]
    assert data["by_activity_field"]


def test_the_place_with_the_most_partnerships_is_first(server):
    first = statistics(server)["by_place"][0]
    assert first["slug"] == "boston-us" and first["count"] == 10
    assert first["url"] == f"{server.url}{ROOT}/places/boston-us"


def test_a_place_has_statistics_of_its_own(server):
    data = statistics(server, "/places/boston-us/statistics")
    assert data["partnerships"] == 10
    assert counts(data["by_country"], "country")["JP"] == 1
    assert "US" not in counts(data["by_country"], "country")
    assert "by_place" not in data and "places" not in data


def test_sql_typed_by_hand_is_counted(server, registry):
    before = statistics(server)
    registry.sql("UPDATE partnerships SET status = 'dormant' WHERE slug = (SELECT MIN(slug) FROM partnerships WHERE status = 'active')")
    after = before
    while after["revision"] == before["revision"]:
        time.sleep(0.1)
        after = statistics(server)
    assert after["partnerships"] == before["partnerships"]
    assert counts(after["by_status"], "status")["active"] == counts(before["by_status"], "status")["active"] - 1


@pytest.mark.parametrize("path", ["/statistics", "/places/kaunas-lt/statistics"])
def test_a_table_for_spreadsheets_has_the_same_numbers(server, path):
    rows = list(csv.DictReader(io.StringIO(server.get(ROOT + path + ".csv").text)))
    data = statistics(server, path)
    assert {r["statistic"] for r in rows} == {k[3:] for k in data if k.startswith("by_")}
    by_status = {r["value"]: int(r["count"]) for r in rows if r["statistic"] == "status"}
    assert by_status == counts(data["by_status"], "status")


@pytest.mark.parametrize("path", ["/statistics", "/places/boston-us/statistics"])
def test_each_chart_is_a_click_away_from_its_data(server, path):
    page, everything = server.get(ROOT + path + "?lang=en").text, statistics(server, path)
    assert page.index("<figure") < page.index("<table"), "pictures come first"
    for caption in re.findall(r"<(?:caption|figcaption)[^>]*>([^<]+)<", page):
        forms = {form: html.unescape(link) for link, form in re.findall(rf'<a href="([^"]+)"[^>]*aria-label="{caption}: (\w+)"', page)}
        if caption != "Partnerships begun by the end of each decade":
            assert set(forms) == {"JSON", "CSV", "SVG"}, caption
            only = [key for key in server.get(forms["JSON"]).json() if key.startswith("by_")]
            assert len(only) == 1 and server.get(forms["JSON"]).json()[only[0]] == everything[only[0]]
            assert {row["statistic"] for row in csv.DictReader(io.StringIO(server.get(forms["CSV"]).text))} == {only[0][3:]}
            assert caption in server.get(forms["SVG"]).text


@pytest.mark.parametrize("path, caption", [("/map", "by the countries"), ("/statistics", "Partnerships by country")])
def test_countries_of_one_number_are_found_by_their_names(server, path, caption):
    table = next(t for t in server.get(ROOT + path + "?lang=en").text.split("<table")[1:] if caption in t)
    rows = re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>.*?>(\d+)<', table)
    assert len({number for _, number in rows}) < len(rows) - 3, "several of one number"
    assert rows == sorted(rows, key=lambda row: (-int(row[1]), row[0]))


@pytest.mark.parametrize("path", ["/statistics", "/places/kaunas-lt/statistics"])
def test_people_read_numbers_in_tables_with_captions(server, path):
    page = server.get(ROOT + path + "?lang=en").text
    for table in page.split("<table")[1:]:
        assert "<caption" in table and 'scope="row"' in table
    assert "Partnerships by status" in page and "style=" not in page
    fragment = server.get(ROOT + path + "?lang=en&view=fragment&heading=3").text
    assert fragment.startswith('<section class="sistercity sistercity-statistics"')
    assert "<h3" in fragment and "<html" not in fragment


def test_an_unknown_place_has_no_statistics(server):
    assert server.get(ROOT + "/places/nowhere-xx/statistics.json").status_code == 404


@pytest.mark.parametrize("page, path", [("/", "/statistics"), ("/partnerships", "/statistics"),
                                        ("/places/boston-us", "/places/boston-us/statistics")])
def test_readers_find_their_way_to_the_numbers(server, page, path):
    assert f'href="{ROOT}{path}"' in server.get(ROOT + page).text


def test_what_the_office_withdraws_is_in_no_list_and_no_number_any_more(server, registry):
    registry.sql("DELETE FROM stories")  # what a story tells of stays
    registry.ctl("reindex")  # nothing waits to be read anew
    before = statistics(server)["activities"]
    form = server.get(f"{ROOT}/activities.json").json()["items"]
    slug = form[0]["slug"]
    editor = Editor(server)
    _, tag = editor.item(f"/activities/{slug}")
    assert editor.withdraw(f"/activities/{slug}", tag).status_code == 204
    found = server.get(f"{ROOT}/activities.json?type=sister&limit=1000").json()
    assert found["total"] == len(found["items"])
    assert slug not in {item["slug"] for item in found["items"]}
    assert statistics(server)["activities"] == before - 1 == server.get(f"{ROOT}/activities.json").json()["total"]


def test_a_timeline_as_data_has_the_events_that_were_chosen(server):
    chosen = server.get(f"{ROOT}/places/boston-us/timeline.json?events=gifts").json()
    assert chosen["items"] and chosen["total"] == len(chosen["items"])
    assert {item["event"] for item in chosen["items"]} <= {"gift"}


# Charts

CHARTS = ["decade", "growth", "status", "type", "region", "country", "field", "exchange", "activity_year", "activity_direction", "place"]


def chart(server, arguments, path="/statistics"):
    answer = server.get(f"{ROOT}{path}.svg?{arguments}")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/svg+xml"
    return ElementTree.fromstring(answer.content)


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_a_picture_that_tells_its_numbers(server, name):
    svg = chart(server, f"chart={name}&lang=en")
    assert svg.get("role") == "img" and re.search(r": .+ \d", svg.get("aria-label"))
    assert not re.search(r" style=|<script|var\(", server.get(f"{ROOT}/statistics.svg?chart={name}").text)


@pytest.mark.parametrize("name", ["status", "type", "region", "country", "field"])
def test_a_chart_has_the_numbers_of_the_data(server, name):
    told = chart(server, f"chart={name}&lang=en").get("aria-label").split(": ", 1)[1].split(" · ")[0]
    known = [t["count"] for t in statistics(server)[f"by_{name}"] if name in t]
    assert [int(part.rsplit(" ", 1)[1]) for part in told.split(";")] == known


def test_decades_of_which_there_is_nothing_are_shown_and_what_is_not_recorded_stands_beside(server):
    editor = Editor(server)
    editor.create("partnerships", slug="old-one", parties=[{"place": "boston-us"}, {"place": "hiratsuka-jp"}],
                  type="friendship", status="active", established="1911")
    editor.create("partnerships", slug="undated-one", parties=[{"place": "kyoto-jp"}, {"place": "hiratsuka-jp"}], type="friendship", status="active")
    try:
        label = chart(server, "chart=decade&lang=en").get("aria-label")
        for decade in range(1910, 2020, 10):
            assert f"{decade}s " in label
        assert "1930s 0" in label and re.search(r"Not recorded: [1-9]", label)
        numbers = [int(n) for n in re.findall(r"\d{4}s (\d+)", chart(server, "chart=growth&lang=en").get("aria-label"))]
        dated = sum(t["count"] for t in statistics(server)["by_decade"] if "decade" in t)
        assert numbers == sorted(numbers) and numbers[-1] == dated
        page = server.get(f"{ROOT}/statistics?lang=en").text
        assert page.count('class="sistercity__plot"') >= 2 and "1930s" in page and "Not recorded: " in page
        assert not re.search(r"<tr><th[^>]*>not recorded", page)
    finally:
        editor.withdraw("/partnerships/old-one")
        editor.withdraw("/partnerships/undated-one")


def test_a_place_has_charts_of_its_own(server):
    assert "1950s 1" in chart(server, "chart=decade&lang=en", "/places/boston-us/statistics").get("aria-label")


@pytest.mark.parametrize("arguments, field", [("chart=pie", "chart"), ("chart=decade&chart=field", "chart"), ("limit=5", "limit"), ("color=red", "color")])
def test_a_bad_parameter_of_a_chart_is_named(server, arguments, field):
    answer = server.get(f"{ROOT}/statistics.svg?{arguments}")
    assert answer.status_code == 400 and [e["field"] for e in answer.json()["errors"]] == [field]
