"""Anniversaries: which, when, and where they are told."""

import csv
import datetime
import html
import io
import json
import re

import pytest

from support.editing import Editor, errors

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"
HUB = "jubilee-de"
TOLD = {5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 100, 125}


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


@pytest.fixture(scope="module")
def today(server):
    return server.get(f"{ROOT}/anniversaries.json").json()["since"]


@pytest.fixture(scope="module")
def hub(editor):
    """A place, and what adds a partnership to it that began at a time."""
    assert editor.create("places", slug=HUB, name="Jubilee", country="DE").status_code == 201
    assert editor.create("places", slug="jubilee-jp", name="Kinen", country="JP").status_code == 201

    def begin(slug, established, partner="boston-us", **fields):
        fields = {"status": "active", **fields}
        editor.make("partnerships", slug=slug, type="sister", established=established,
                    parties=[{"place": HUB}, {"place": partner}], **fields)
    return begin


def listed(server, **arguments):
    answer = server.get(f"{ROOT}/places/{HUB}/anniversaries.json", params=arguments)
    assert answer.status_code == 200, answer.text
    return answer.json()


def dates(server, slug, **arguments):
    return [(item["years"], item["date"]) for item in listed(server, **arguments)["items"] if item["partnership"] == slug]


def test_each_is_as_precise_as_the_beginning(server, hub):
    hub("jubilee-year", "1959")
    hub("jubilee-month", "1969-04")
    hub("jubilee-day", "1979-04-22")
    window = {"since": "2029", "until": "2029"}
    assert dates(server, "jubilee-year", **window) == [(70, "2029")]
    assert dates(server, "jubilee-month", **window) == [(60, "2029-04")]
    assert dates(server, "jubilee-day", **window) == [(50, "2029-04-22")]
    assert dates(server, "jubilee-year", since="2029-08-01", until="2029-09") == [(70, "2029")], "it may be then"
    assert dates(server, "jubilee-month", since="2029-08-01", until="2029-09") == []


def test_only_round_years_are_told(server, hub):
    hub("jubilee-round", "1895-06-01")
    seen = []
    for since in range(1895, 2030, 10):
        seen += [years for years, _ in dates(server, "jubilee-round", since=str(since), until=str(since + 9))]
    assert seen == sorted(TOLD)


@pytest.mark.parametrize("year, date", [("2021", "2021-02-28"), ("2026", "2026-02-28"), ("2036", "2036-02-29")])
def test_a_29_february_is_the_last_day_of_any_february(server, hub, editor, year, date):
    if editor.get("/partnerships/jubilee-leap.json").status_code == 404:
        hub("jubilee-leap", "2016-02-29")
    assert dates(server, "jubilee-leap", since=year, until=year) == [(int(year) - 2016, date)]


def test_what_is_over_planned_to_end_or_never_began_has_none(server, hub, editor):
    window = {"since": "2030", "until": "2039"}
    hub("jubilee-over", "2010-05-05", status="terminated", ended="2020")
    hub("jubilee-forming", "2010-05-05", status="forming")
    hub("jubilee-vague", "2010~")
    hub("jubilee-decade", "201X")
    for slug in ("over", "forming", "vague", "decade"):
        assert dates(server, f"jubilee-{slug}", **window) == []
    hub("jubilee-ending", "2010-05-05")
    assert dates(server, "jubilee-ending", **window) == [(20, "2030-05-05"), (25, "2035-05-05")]
    form = editor.form(editor.get("/board/jubilee-ending"))
    form.fill(status="terminated", effective="2033-01-01")
    assert form.send().status_code == 303
    assert dates(server, "jubilee-ending", **window) == [(20, "2030-05-05")]
    assert dates(server, "jubilee-over", since="2015", until="2015") == [(5, "2015-05-05")], "it was not over then"


def test_a_suspended_one_is_told_to_be_suspended(server, hub):
    hub("jubilee-suspended", "2012-05-05", status="suspended", ended="2024")
    item, = [item for item in listed(server, since="2032", until="2032")["items"] if item["partnership"] == "jubilee-suspended"]
    assert item["status"] == "suspended"
    page = server.get(f"{ROOT}/places/{HUB}/anniversaries?since=2032&until=2032").text
    assert "sistercity__badge--suspended" in page


def test_sixty_years_with_a_place_in_japan_are_kanreki(server, hub, editor):
    hub("jubilee-cycle", "1974-03", partner="jubilee-jp")
    hub("jubilee-sixty", "1974-03", partner="boston-us")
    items = {item["partnership"]: item for item in listed(server, since="2034", until="2034")["items"]}
    assert items["jubilee-cycle"]["name"] == "kanreki" and "name" not in items["jubilee-sixty"]
    for lang, words in (("en", "60 years of partnership (kanreki)"), ("ja", "還暦"), ("lt", "60 partnerystės metų („kanreki“)")):
        page = server.get(f"{ROOT}/places/{HUB}/anniversaries?since=2034&until=2034&lang={lang}").text
        assert page.count(words) == 1


def test_the_page_says_which_days_it_shows(server, hub, today):
    answer = server.get(f"{ROOT}/anniversaries.json").json()
    day = datetime.date.fromisoformat(today)
    assert answer["until"][:7] == f"{day.year + 2}-{day.month:02}"
    page = server.get(f"{ROOT}/anniversaries?lang=en").text
    for date in today, answer["until"]:
        assert f'<time datetime="{date}">' in page
    assert f"{answer['total']} anniversar" in page


def test_pages_of_it_neither_repeat_nor_lose_one(server, hub):
    window = {"since": "2029", "until": "2039"}
    everything = [(item["partnership"], item["date"]) for item in listed(server, limit="1000", **window)["items"]]
    assert everything and [date for _, date in everything] == sorted(date for _, date in everything)
    seen, address, back = [], f"{ROOT}/places/{HUB}/anniversaries.json?since=2029&until=2039&limit=3", None
    while address:
        page = server.get(address.removeprefix(server.url)).json()
        assert page["total"] == len(everything) and len(page["items"]) <= 3
        seen += [(item["partnership"], item["date"]) for item in page["items"]]
        back, address = page.get("previous"), page.get("next")
    assert seen == everything
    while back:
        page = server.get(back.removeprefix(server.url)).json()
        back = page.get("previous")
    assert [(item["partnership"], item["date"]) for item in page["items"]] == everything[:3]
    rows = list(csv.DictReader(io.StringIO(server.get(f"{ROOT}/places/{HUB}/anniversaries.csv?since=2029&until=2039").text)))
    assert [(row["partnership"], row["date"]) for row in rows] == everything, "a table has no limit"
    assert {row["parties"] for row in rows} <= {f"{HUB}|boston-us", f"{HUB}|jubilee-jp"}


def test_filters_narrow_and_a_place_has_its_own(server, hub):
    window = "since=2029&until=2039&limit=1000"
    own = listed(server, since="2029", until="2039", limit="1000")["items"]
    assert server.get(f"{ROOT}/anniversaries.json?place={HUB}&{window}").json()["items"] == own
    japanese = server.get(f"{ROOT}/anniversaries.json?country=JP&{window}").json()["items"]
    assert "jubilee-cycle" in {item["partnership"] for item in japanese}
    assert all("JP" in {party["country"]["code"] for party in item["parties"]} for item in japanese)


def test_page_desk_and_tool_know_the_same_ones(server, editor, hub, registry):
    def key(items):
        return {(one["partnership"], one["date"], one["years"]) for one in items if one.get("kind", "anniversary") == "anniversary"}

    told = json.loads(registry.ctl("--json", "due", "--within", "1y").stdout)
    page = server.get(f"{ROOT}/anniversaries.json?until={told['until']}&limit=1000").json()
    assert key(page["items"]) == key(told["due"]) == key(editor.get("/due.json?within=1y").json()["dues"]) != set()


def test_a_part_of_somebody_s_page_has_it_too(server, hub):
    server.page("jubilee.shtml", f'<main><!--#sistercity show="anniversaries" place="{HUB}" since="2029" until="2029" limit="2" --></main>')
    part = server.get("/jubilee.shtml").text
    assert '<section class="sistercity sistercity-anniversaries"' in part and "70 years" in part and "<form" not in part
    assert part.count("<li ") == 2
    server.page("jubilee.shtml", '<main><!--#sistercity show="anniversaries" --></main>')
    assert "sistercity-anniversaries" in server.get("/jubilee.shtml").text


@pytest.mark.parametrize("arguments, field, code", [
    ("since=2029-13", "since", "not_a_date"), ("until=soon", "until", "not_a_date"), ("since=2030&until=2029", "until", "ends_before_it_begins"),
    ("since=1900&until=2100", "until", "too_long"), ("until=9999", "until", "too_long"), ("country=XX", "country", "not_a_country"),
    ("place=A!", "place", "not_a_slug"), ("limit=0", "limit", "out_of_range"), ("after=x", "after", "not_a_token"),
    ("after=2029.1x", "after", "not_a_token"), ("after=.1", "after", "not_a_token"), ("sort=name", "sort", "unknown_parameter")])
def test_a_bad_value_is_named(server, arguments, field, code):
    for suffix in "json", "csv":
        answer = server.get(f"{ROOT}/anniversaries.{suffix}?{arguments}")
        assert answer.status_code == 400 and errors(answer)[field] == code
    if code != "unknown_parameter":
        assert server.get(f"{ROOT}/anniversaries?{arguments}").status_code == 400
        server.expect_log("SC0201")
        polite = server.get(f"{ROOT}/anniversaries?view=fragment&{arguments}")
        assert polite.status_code == 200 and "sistercity-notice" in polite.text


def test_unknown_places_and_forms_are_not_found(server):
    assert server.get(f"{ROOT}/places/nowhere/anniversaries").status_code == 404
    assert server.get(f"{ROOT}/anniversaries.css").status_code == 404
    assert server.get(f"{ROOT}/anniversaries/2029").status_code == 404


def test_readers_find_it_from_the_overview_and_the_place(server, hub):
    assert f'href="{ROOT}/anniversaries"' in server.get(f"{ROOT}/").text
    assert f'href="{ROOT}/places/{HUB}/anniversaries"' in server.get(f"{ROOT}/places/{HUB}").text
    titles = {html.unescape(re.search(r"<title>([^<]*)", server.get(f"{ROOT}/places/{HUB}/anniversaries?lang={lang}").text)[1]) for lang in ("en", "lt", "ja")}
    assert len(titles) == 3
