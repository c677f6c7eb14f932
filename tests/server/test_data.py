"""JSON and CSV of the sample registry, on every database."""

import csv
import io
import re

import pytest

from support.editing import Editor

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"
EDTF = re.compile(r"\d{3}[\dX](-\d\d(-\d\d)?)?[?~%]?")


def walk(value, path=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, path + "[]")
    else:
        yield path, value


COLLECTIONS = ["places", "partnerships", "agreements", "activities", "organizations"]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_list_has_items_an_exact_total_and_the_revision(server, collection):
    data = server.get(f"{ROOT}/{collection}.json?limit=1000").json()
    assert data["total"] == len(data["items"]) > 0
    assert data["revision"] == server.get(ROOT + "/revision.json").json()["revision"]
    assert "next" not in data and "previous" not in data


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_item_has_an_address_that_answers_in_full(server, collection):
    for item in server.get(f"{ROOT}/{collection}.json?limit=7").json()["items"]:
        assert {"slug", "url", "version"} <= set(item)
        assert item["url"] == f"{server.url}{ROOT}/{collection}/{item['slug']}"
        whole = server.get(f"{ROOT}/{collection}/{item['slug']}.json").json()
        assert whole["slug"] == item["slug"] and whole["version"] == item["version"]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_nothing_is_null_or_empty(server, collection):
    for item in server.get(f"{ROOT}/{collection}.json?limit=1000").json()["items"]:
        whole = server.get(f"{ROOT}/{collection}/{item['slug']}.json").json()
        for path, value in walk(whole):
            assert value is not None and value != "", (item["slug"], path)
            assert re.fullmatch(r"[a-z0-9_.\[\]]+", path), path


@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("limit", [1, 3, 7])
def test_pages_neither_repeat_nor_lose_an_item(server, collection, limit):
    everything = [i["slug"] for i in server.get(f"{ROOT}/{collection}.json?limit=1000").json()["items"]]
    seen, address = [], f"{server.url}{ROOT}/{collection}.json?limit={limit}"
    while address:
        data = server.get(address.removeprefix(server.url)).json()
        assert len(data["items"]) <= limit and data["total"] == len(everything)
        seen += [i["slug"] for i in data["items"]]
        last, address = data, data.get("next")
    assert seen == everything
    back = [i["slug"] for i in last["items"]]
    while "previous" in last:
        last = server.get(last["previous"].removeprefix(server.url)).json()
        back = [i["slug"] for i in last["items"]] + back
    assert back == everything


def test_a_list_is_the_same_as_csv(server):
    for collection in COLLECTIONS:
        slugs = [i["slug"] for i in server.get(f"{ROOT}/{collection}.json?limit=1000").json()["items"]]
        text = server.get(f"{ROOT}/{collection}.csv?limit=1000").content.decode("utf-8")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        assert [row["slug"] for row in rows] == slugs


def rows_of(answer):
    if answer.headers["Content-Type"].startswith("application/json"):
        return [item["slug"] for item in answer.json()["items"]]
    return [row["slug"] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))]


@pytest.mark.parametrize("suffix", ["csv", "json"])
@pytest.mark.parametrize("path", ["places", "partnerships", "activities", "places/boston-us/partners", "partnerships?q=boston"])
def test_following_the_link_header_yields_every_row_once(server, path, suffix):
    """Twice: the second time from the cache."""
    path, _, filters = path.partition("?")
    total = server.get(f"{ROOT}/{path}.json?{filters}").json()["total"]
    for _ in range(2):
        seen, pages = [], 0
        address = f"{server.url}{ROOT}/{path}.{suffix}?{filters}&limit=4"
        while address:
            answer = server.get(address.removeprefix(server.url))
            assert answer.status_code == 200 and ("prev" in answer.links) == (pages > 0)
            seen += rows_of(answer)
            address = answer.links.get("next", {}).get("url")
            pages += 1
        assert len(seen) == len(set(seen)) == total > 4


def test_a_list_in_one_piece_has_no_link_header(server):
    assert "Link" not in server.get(ROOT + "/places.csv?limit=1000").headers


@pytest.mark.parametrize("part", ["partners", "activities"])
def test_a_places_part_offers_all_of_itself_as_data(server, part):
    page = server.get(f"{ROOT}/places/boston-us/{part}?type=sister&limit=2").text
    for suffix, arguments in ("json", "limit=1000&amp;type=sister"), ("csv", "type=sister"), ("jsonl", "type=sister"):
        assert f'href="{ROOT}/places/boston-us/{part}.{suffix}?{arguments}"' in page


def test_the_first_columns_are_the_promised_ones(server):
    def heading(collection):
        return server.get(f"{ROOT}/{collection}.csv").text.splitlines()[0]

    assert heading("places").startswith(
        "slug,name,level,country,subdivision,latitude,longitude,population,population_year,wikidata,website,names")
    assert heading("partnerships").startswith("slug,parties,type,status,established,ended,fields,source")


def place(server, slug, lang="en"):
    return server.get(f"{ROOT}/places/{slug}.json?lang={lang}").json()


def partnership(server, *slugs):
    items = server.get(f"{ROOT}/places/{slugs[0]}/partners.json?limit=1000").json()["items"]
    found = [i for i in items if {p["slug"] for p in i["parties"]} == set(slugs)]
    assert len(found) == 1
    return server.get(f"{ROOT}/partnerships/{found[0]['slug']}.json").json()


def test_boston_claims_eleven_and_lists_ten(server):
    boston = place(server, "boston-us")
    assert boston["claimed_partners"]["number"] == 11
    assert boston["claimed_partners"]["source"]
    assert boston["listed_partners"] == 10
    assert server.get(f"{ROOT}/places/boston-us/partners.json").json()["total"] == 10


@pytest.mark.parametrize("partner, since", [
    ("kyoto-jp", "1959"), ("strasbourg-fr", "1960"), ("barcelona-es", "1980"), ("hangzhou-cn", "1982"), ("padua-it", "1983"),
    ("melbourne-au", "1985"), ("taipei-tw", "1996"), ("sekondi-takoradi-gh", "2001"), ("belfast-gb", "2014"), ("praia-cv", "2015")])
def test_bostons_partners_since_the_year_and_no_more_precisely(server, partner, since):
    assert partnership(server, "boston-us", partner)["established"] == since


@pytest.mark.parametrize("parties, since", [
    (("nagasaki-jp", "saint-paul-us"), "1955-12"), (("kochi-jp", "surabaya-id"), "1997-04"),
    (("osaka-prefecture-jp", "dubai-ae"), "2002-10"), (("kaunas-lt", "yaotsu-jp"), "2019"),
    (("kaunas-lt", "hiratsuka-jp"), "2023-11-25")])
def test_other_seed_partnerships_since_their_date(server, parties, since):
    assert partnership(server, *parties)["established"] == since


@pytest.mark.parametrize("parties", [
    ("klaipeda-lt", "kuji-jp"), ("panevezys-lt", "toyohashi-jp"), ("birstonas-lt", "kaga-jp"), ("ehime-prefecture-jp", "dalian-cn")])
def test_an_unknown_date_is_absent(server, parties):
    assert "established" not in partnership(server, *parties)


def test_fixed_terms_are_chained(server):
    assert partnership(server, "kochi-jp", "surabaya-id")["fixed_term"] == {"until": "2007-04", "renewals": 1}
    assert partnership(server, "osaka-prefecture-jp", "dubai-ae")["fixed_term"] == {"until": "2008-10", "renewals": 1}
    assert "fixed_term" not in partnership(server, "boston-us", "kyoto-jp")
    listed = {i["slug"]: i.get("fixed_term") for i in server.get(f"{ROOT}/partnerships.json?limit=1000").json()["items"]}
    assert {slug: term for slug, term in listed.items() if term} == {
        "kochi-jp-surabaya-id": {"until": "2007-04", "renewals": 1},
        "osaka-prefecture-jp-dubai-ae": {"until": "2008-10", "renewals": 1}}


def test_conditions_are_met_not_met_or_unknown(server):
    conditions = partnership(server, "kaunas-lt", "hiratsuka-jp")["conditions"]
    assert conditions == {"agreement": "met", "fields": "met", "budget": "unknown"}


def test_an_agreement_names_who_signed(server):
    agreements = partnership(server, "boston-us", "kyoto-jp")["agreements"]
    people = {s["person"]: s for a in agreements for s in a.get("signatories", [])}
    assert people["Martin J. Walsh"]["place"] == "boston-us"
    assert "Daisaku Kadokawa" in people
    kaunas = partnership(server, "kaunas-lt", "hiratsuka-jp")["agreements"]
    assert {"Katsuhiro Ochiai", "Visvaldas Matijošaitis"} <= {s["person"] for a in kaunas for s in a.get("signatories", [])}


def test_gifts_say_from_whom_to_whom(server):
    gifts = partnership(server, "kaunas-lt", "hiratsuka-jp")["gifts"]
    assert len(gifts) == 3
    assert {(g.get("donor_place"), g.get("recipient_place")) for g in gifts} == {
        ("kaunas-lt", "hiratsuka-jp"), ("hiratsuka-jp", "kaunas-lt")}
    assert any("KINPAKU" in g["object"] for g in gifts)


def test_names_come_in_the_asked_language_and_all_of_them_with_tags(server):
    hiratsuka = place(server, "hiratsuka-jp", "ja")
    assert hiratsuka["name"] == "平塚市"
    assert {"text": "平塚市", "lang": "ja"}.items() <= next(n for n in hiratsuka["names"] if n["text"] == "平塚市").items()
    assert place(server, "hiratsuka-jp")["name"] == "Hiratsuka"
    assert place(server, "hiratsuka-jp")["country"] == {"code": "JP", "name": "Japan"}


def test_dates_are_edtf_everywhere(server):
    for item in server.get(f"{ROOT}/partnerships.json?limit=1000").json()["items"]:
        whole = server.get(f"{ROOT}/partnerships/{item['slug']}.json").json()
        for path, value in walk(whole):
            if path.rsplit(".", 1)[-1] in {"established", "ended", "date", "start", "end", "seen", "until", "effective_from", "effective_until"}:
                assert EDTF.fullmatch(value), (item["slug"], path, value)


def test_sources_say_what_they_state(server):
    sources = partnership(server, "kaunas-lt", "hiratsuka-jp")["sources"]
    assert any(s.get("field") == "established" and s.get("states") == "2023-11-25" for s in sources)


@pytest.mark.parametrize("query, found", [
    ("klaipeda", "klaipeda-lt"), ("KLAIPĖDA", "klaipeda-lt"), ("平塚", "hiratsuka-jp"), ("hiratsuka", "hiratsuka-jp"),
    ("ひらつか", "hiratsuka-jp"), ("takoradi", "sekondi-takoradi-gh"), ("kiot", "kyoto-jp"), ("saint paul", "saint-paul-us"), ("paul", "saint-paul-us")])
def test_a_place_is_found_by_what_people_type(server, query, found):
    items = server.get(f"{ROOT}/places.json", params={"q": query}).json()["items"]
    assert found in [i["slug"] for i in items]


def test_a_search_without_a_match_is_an_empty_list(server):
    data = server.get(f"{ROOT}/places.json?q=zzzz").json()
    assert data["items"] == [] and data["total"] == 0


@pytest.mark.parametrize("filters, total", [
    ("place=boston-us", 10), ("place=kaunas-lt", 2), ("country=GH", 1), ("country=LT", 5), ("since=2014&until=2015", 2),
    ("since=1955&until=1959-12-31", 2), ("until=1955-11", 0), ("type=economic", 1), ("place=boston-us&region=asia", 3), ("q=takoradi", 1),
    ("level=prefecture", 2), ("place=boston-us&as_of=1981", 3)])
def test_filters_select_what_they_say(server, filters, total):
    data = server.get(f"{ROOT}/partnerships.json?limit=1000&{filters}").json()
    assert data["total"] == len(data["items"])
    if "as_of" not in filters:
        assert data["total"] == total
    else:
        assert data["total"] <= total + 1


def test_a_reader_chooses_columns(server):
    text = server.get(f"{ROOT}/partnerships.csv?columns=slug,established&limit=2").text
    assert text.splitlines()[0] == "slug,established"
    data = server.get(f"{ROOT}/partnerships.json?columns=established&country=GH&limit=1").json()
    assert set(data["items"][0]) == {"slug", "url", "version", "established"}
    page = server.get(f"{ROOT}/places/boston-us/partners?columns=country&view=fragment").text
    assert "Japan" in page and "1959" not in page
    assert [e["field"] for e in server.get(f"{ROOT}/places.json?columns=name,shoes").json()["errors"]] == ["columns"]


@pytest.mark.parametrize("collection, column, words", [
    ("partnerships", "established", "When these partnerships began is not recorded."), ("agreements", "date", "date not recorded"),
    ("activities", "start", "date not recorded")])
def test_a_page_without_any_date_says_so_once(databases, make_httpd, collection, column, words):
    registry = databases.sample("sqlite")
    registry.sql(f"UPDATE {collection} SET {column} = NULL" + (', "end" = NULL' if collection == "activities" else ""))
    page = make_httpd(registry).start().get(f"{ROOT}/{collection}?lang=en").text
    assert page.count(words) == 1 and "sistercity__unknown\">date not recorded" not in page
    registry.remove()


def test_partners_whose_country_is_not_recorded_come_behind_all_countries(databases, make_httpd, tmp_path):
    registry = databases.empty("sqlite")
    towns = [f"t{number}" for number in range(40)]
    (tmp_path / "places.csv").write_text("slug,name,level,country\nhub,Hub,city,DE\n" + "".join(
        f"{town},{town.title()},city,{'' if town == 't0' else ['FR', 'PL'][number % 2]}\n" for number, town in enumerate(towns)))
    (tmp_path / "partnerships.csv").write_text("slug,parties,type,status\n" + "".join(f"hub-{town},hub|{town},sister,active\n" for town in towns))
    registry.ctl("import", tmp_path)
    page = make_httpd(registry).start().get(f"{ROOT}/places/hub?lang=en").text
    assert page.index("France") < page.index("Poland") < page.index("Country not recorded")
    registry.remove()


def test_sorting_by_date_puts_unknown_dates_last_both_ways(server):
    for sort in "established", "-established":
        items = server.get(f"{ROOT}/partnerships.json?limit=1000&sort={sort}").json()["items"]
        dates = [i.get("established") for i in items]
        known = [d for d in dates if d]
        assert dates[len(known):] == [None] * (len(dates) - len(known))
        assert known == sorted(known, reverse=sort.startswith("-"))


ACTIVITY_FILTERS = [
    "", "since=2019-04", "until=2018", "since=2018&until=2019", "q=planting", "q=kyoto", "field=culture", "field=youth", "country=JP",
    "country=US", "region=europe", "level=municipality", "type=sister", "status=active", "as_of=2019-01-01", "limit=2", "sort=title",
    "partnership=boston-us-kyoto-jp"]


@pytest.mark.parametrize("filters", ACTIVITY_FILTERS)
@pytest.mark.parametrize("place", ["boston-us", "kaunas-lt", "kyoto-jp"])
def test_a_places_activities_are_the_same_as_a_page_and_as_data(server, place, filters):
    address = f"{ROOT}/places/{place}/activities"
    items = [item["slug"] for item in server.get(f"{address}.json?{filters}").json()["items"]]
    page = server.get(f"{address}?{filters}").text
    assert re.findall(rf'class="sistercity__entry-title" href="{ROOT}/activities/([^"?]+)', page) == items


@pytest.mark.parametrize("filters, total", [("since=2019-04", 5), ("q=planting", 1), ("country=JP&field=youth&until=1950", 0)])
def test_filters_narrow_a_places_activities(server, filters, total):
    assert server.get(f"{ROOT}/places/boston-us/activities.json?{filters}").json()["total"] == total


@pytest.mark.parametrize("filters", [
    "", "country=US", "country=JP", "country=FR", "region=europe", "region=americas", "level=municipality", "level=prefecture", "type=sister",
    "type=network", "status=active", "status=suspended", "field=culture", "since=1980", "until=1970", "q=kyoto", "as_of=1970-01-01",
    "country=JP&type=sister"])
@pytest.mark.parametrize("place", ["boston-us", "kaunas-lt"])
def test_a_places_partners_are_the_same_as_a_page_and_as_data(server, place, filters):
    address = f"{ROOT}/places/{place}/partners"
    items = [item["slug"] for item in server.get(f"{address}.json?{filters}").json()["items"]]
    page = server.get(f"{address}?{filters}").text
    assert sorted(re.findall(rf'class="sistercity__partner" href="{ROOT}/partnerships/([^"?]+)', page)) == sorted(items)


@pytest.mark.parametrize("filters, total", [("country=US", 0), ("country=JP", 1), ("region=americas", 0), ("", 10)])
def test_filters_of_a_places_partners_mean_the_partners(server, filters, total):
    assert server.get(f"{ROOT}/places/boston-us/partners.json?{filters}").json()["total"] == total
    assert server.get(f"{ROOT}/partnerships.json?place=boston-us&{filters}").json()["total"] == total


def test_names_are_found_however_readers_spell_them(server):
    editor = Editor(server)
    for name, country, names in (("Köln", "DE", []), ("Düsseldorf", "DE", []), ("Zürich", "CH", []), ("Kyiv", "UA", []),
                                 ("Ōsaka", "JP", []), ("Århus", "DK", []), ("Gießen", "DE", []),
                                 ("Ōiso", "JP", [{"lang": "ja-Hira", "text": "おおいそ", "kind": "reading"}])):
        assert editor.create("places", name=name, country=country, names=names).status_code == 201
    for typed, found in (("koeln", "Köln"), ("koln", "Köln"), ("köln", "Köln"), ("duesseldorf", "Düsseldorf"), ("zuerich", "Zürich"),
                         ("kiev", "Kyiv"), ("kyiv", "Kyiv"), ("oosaka", "Ōsaka"), ("aarhus", "Århus"), ("giessen", "Gießen"),
                         ("ヒラツカ", "Hiratsuka"), ("hiratsuka", "Hiratsuka"), ("オオイソ", "Ōiso"), ("kyouto", "Kyoto")):
        items = server.get(f"{ROOT}/places.json", params={"q": typed}).json()["items"]
        assert found in [item["name"] for item in items], typed
    assert server.get(f"{ROOT}/places.json?q=boo").json()["items"] == [], "what nobody is called by is not found"


def test_csv_begins_with_a_byte_order_mark_where_excel_is_to_read_it(server):
    plain = server.get(f"{ROOT}/places.csv?limit=3").content
    assert server.get(f"{ROOT}/places.csv?limit=3&bom=1").content == b"\xef\xbb\xbf" + plain
    assert server.get(f"{ROOT}/places.csv?limit=3&bom=0").content == plain
    assert not server.get(f"{ROOT}/places.json?bom=1").content.startswith(b"\xef")
    assert Editor(server).get("/report.csv?year=2019&bom=1").content.startswith(b"\xef\xbb\xbf")
    assert "bom=1" in server.get(f"{ROOT}/places").text, "and pages offer it"
    assert server.get(f"{ROOT}/places.csv?bom=please").status_code == 400
