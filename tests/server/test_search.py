"""What readers find by words, on every database: in lists, over everything, and in parts of pages."""

import csv
import json

import pytest

from support import languages
from support.editing import Editor

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"
CONFIGURATION = languages.OFFERED
SITE = {
    "find.shtml": '<main><!--#sistercity show="search" heading="3" --></main>',
    "list.shtml": '<main><!--#include virtual="/sistercities/search?view=fragment&amp;$QUERY_STRING" --></main>',
}

# Name, country, names in other languages, how many partnerships it has with a hub.
PLACES = [
    ("paris-fr", "Paris", "FR", "ja=パリ|ru=Париж", 9),
    ("paris-us", "Paris", "US", "", 3),
    ("parisot-fr", "Parisot", "FR", "", 1),
    ("le-touquet-fr", "Le Touquet-Paris-Plage", "FR", "", 12),
    ("vienna-at", "Vienna", "AT", "de=Wien|lt=Viena|ja=ウィーン", 5),
    ("vienna-us", "Vienna", "US", "", 1),
    ("innere-stadt-at", "Innere Stadt Vienna", "AT", "", 8),
    ("moscow-ru", "Moscow", "RU", "ru=Москва|lt=Maskva|ja=モスクワ", 7),
    ("moscow-us", "Moscow", "US", "", 1),
    ("moscow-oblast-ru", "Moscow Oblast", "RU", "", 11),
    ("cologne-de", "Cologne", "DE", "de=Köln|lt=Kelnas", 4),
    ("kolno-pl", "Kolno", "PL", "", 6),
    ("munich-de", "Munich", "DE", "de=München", 4),
    ("zurich-ch", "Zürich", "CH", "", 4),
    ("aarhus-dk", "Aarhus", "DK", "da=Århus", 2),
    ("new-york-us", "New York", "US", "", 5),
    ("york-gb", "York", "GB", "", 1),
    ("hiratsuka-city-jp", "Hiratsuka", "JP", "ja=平塚市", 2),
    ("kyiv-ua", "Kyiv", "UA", "uk=Київ", 4),
    ("osaka-jp", "Osaka", "JP", "ja=大阪市", 4),
    ("saint-petersburg-ru", "Saint Petersburg", "RU", "ru=Санкт-Петербург|en=Leningrad;kind=former", 9),
    ("ho-chi-minh-vn", "Ho Chi Minh City", "VN", "vi=Thành phố Hồ Chí Minh|en=Saigon;kind=former", 2),
    ("san-jose-us", "San José", "US", "", 3),
    ("lodz-pl", "Łódź", "PL", "", 3),
    ("athens-gr", "Athens", "GR", "el=Αθήνα", 3),
]
HUBS = 13

# What a reader types, and the place that is meant.
EXPECTED = {
    "Paris": "paris-fr", "paris": "paris-fr", "PARÍS": "paris-fr", "パリ": "paris-fr", "Париж": "paris-fr", "Paris France": "paris-fr",
    "Vienna": "vienna-at", "wien": "vienna-at", "Viena": "vienna-at", "ウィーン": "vienna-at", "Moscow": "moscow-ru",
    "Москва": "moscow-ru", "maskva": "moscow-ru", "モスクワ": "moscow-ru", "Köln": "cologne-de", "koeln": "cologne-de",
    "koln": "cologne-de", "muenchen": "munich-de", "Muenchen": "munich-de", "zuerich": "zurich-ch", "zurich": "zurich-ch",
    "Århus": "aarhus-dk", "aarhus": "aarhus-dk", "arhus": "aarhus-dk", "newyork": "new-york-us", "new york": "new-york-us",
    "New-York": "new-york-us", "york": "york-gb", "ヒラツカ": "hiratsuka-city-jp", "ひらつか": "hiratsuka-city-jp",
    "平塚": "hiratsuka-city-jp", "Kiev": "kyiv-ua", "Kyiv": "kyiv-ua", "Київ": "kyiv-ua", "oosaka": "osaka-jp", "Ōsaka": "osaka-jp",
    "大阪": "osaka-jp", "leningrad": "saint-petersburg-ru", "saigon": "ho-chi-minh-vn", "San Jose": "san-jose-us",
    "sanjose": "san-jose-us", "lodz": "lodz-pl", "Łódź": "lodz-pl", "αθηνα": "athens-gr",
    "Paris, USA": "paris-us", "Vienna, United States": "vienna-us", "sister cities of Paris": "paris-fr",
    "twin towns of York": "york-gb", "Moscow, Russia": "moscow-ru", "ヒラツカの姉妹都市": "hiratsuka-city-jp", "大阪の姉妹都市": "osaka-jp",
}


@pytest.fixture(scope="module")
def registry(databases, database_kind, tmp_path_factory):
    """The sample, and places of the same or of similar names with different numbers of partnerships."""
    files = tmp_path_factory.mktemp("places")
    places, partnerships = [], []
    for i in range(HUBS):
        places.append((f"hub-{i}", f"Hub {i}", "", ""))
    for slug, name, country, names, count in PLACES:
        places.append((slug, name, country, names))
        partnerships += [(f"{slug}-hub-{i}", f"{slug}|hub-{i}", "sister", "active") for i in range(count)]
    for name, head, rows in (("places", "slug,name,country,names", places), ("partnerships", "slug,parties,type,status", partnerships)):
        with open(files / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([head.split(","), *rows])
    made = databases.sample(database_kind)
    made.ctl("import", files)
    yield made
    made.remove()


def search(server, words, path="/search.json", **parameters):
    answer = server.get(ROOT + path, params={"q": words, **parameters})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("words, place", EXPECTED.items())
def test_the_place_that_is_meant_comes_first(server, words, place):
    found = search(server, words)["items"]
    listed = search(server, words, "/places.json")["items"]
    assert found[0]["collection"] == "places" and found[0]["slug"] == place, found[:3]
    assert listed[0]["slug"] == place


@pytest.mark.parametrize("words", ["Paris", "Vienna", "Moscow", "koeln", "Paris, USA"])
def test_the_office_picks_from_the_same_order(server, words):
    office = Editor(server).get("/places/find.json", params={"q": words}).json()["items"]
    listed = search(server, words, "/places.json", limit=len(office))["items"]
    assert [item["slug"] for item in office] == [item["slug"] for item in listed] and office[0]["slug"] == EXPECTED[words]


def test_exact_names_stand_before_beginnings_before_words(server):
    slugs = [item["slug"] for item in search(server, "paris", "/places.json")["items"]]
    assert slugs[:4] == ["paris-fr", "paris-us", "parisot-fr", "le-touquet-fr"]


def pages_from(server, address, way):
    while address:
        data = server.get(address.removeprefix(server.url)).json()
        yield data
        address = data.get(way)


@pytest.mark.parametrize("collection, words, limit", [("places", "h", 2), ("places", "paris", 1), ("partnerships", "hub", 3), ("partnerships", "paris", 2),
                                                      ("partnerships", "vienna", 4), ("activities", "kyoto", 1), ("persons", "k", 1)])
def test_paging_through_what_is_found_neither_repeats_nor_loses_an_item(server, collection, words, limit):
    """Forward and back: a page is found by the order's index where much passes, by looking all up where little does."""
    everything = [item["slug"] for item in search(server, words, f"/{collection}.json", limit=1000)["items"]]
    forward = list(pages_from(server, f"{server.url}{ROOT}/{collection}.json?q={words}&limit={limit}", "next"))
    assert [item["slug"] for page in forward for item in page["items"]] == everything and len(everything) > limit
    back = list(pages_from(server, forward[-2]["next"], "previous"))
    assert [[item["slug"] for item in page["items"]] for page in reversed(back)] == [[item["slug"] for item in page["items"]] for page in forward]


def test_what_is_found_can_still_be_sorted_by_name(server):
    names = [item["name"] for item in search(server, "paris", "/places.json", sort="name")["items"]]
    assert names == sorted(names, key=str.lower) and names[0].startswith("Le Touquet")
    page = server.get(f"{ROOT}/places?q=paris").text
    assert 'aria-current="true">best match</a>' in page


@pytest.mark.parametrize("words, code", [("Japan", "JP"), ("japonija", "JP"), ("日本", "JP"), ("USA", "US"), ("Holland", "NL")])
def test_a_country_is_found_in_any_language(server, words, code):
    found = search(server, words)
    first = found["items"][0]
    assert first["collection"] == "countries" and first["slug"] == code
    places = server.get(first["url"].removeprefix(server.url).replace("/places?", "/places.json?")).json()
    assert all(item["country"]["code"] == code for item in places["items"])
    page = server.get(ROOT + "/search", params={"q": words}).text
    assert f'href="{ROOT}/partnerships?country={code}"' in page


@pytest.mark.parametrize("language", languages.TAGS)
def test_each_country_is_found_by_its_name_in_each_language_of_the_pages(server, language):
    """Whatever language the reader's page is in."""
    places = server.get(f"{ROOT}/places.json", params={"lang": language, "limit": 1000}).json()["items"]
    countries = {place["country"]["code"]: place["country"]["name"] for place in places if "country" in place}
    assert len(countries) > 10
    for code, name in countries.items():
        first = search(server, name)["items"][0]
        assert (first["collection"], first["slug"]) == ("countries", code), (name, first)


@pytest.mark.parametrize("collection, name", [("persons", "name"), ("gifts", "object"), ("stories", "title"), ("activities", "title"), ("organizations", "name"),
                                              ("networks", "name")])
def test_each_item_is_found_by_its_title(server, collection, name):
    items = server.get(f"{ROOT}/{collection}.json?limit=1000").json()["items"]
    assert items
    for item in items:
        found = [one for one in search(server, item[name], limit=20)["items"] if one["collection"] == collection]
        alike = {other["slug"] for other in items if other[name] == item[name]}
        assert found and found[0]["slug"] in alike, (item[name], found[:2])


def test_a_region_is_found(server):
    assert search(server, "Europe")["items"][0]["slug"] == "europe"


def test_lists_understand_a_country_behind_the_name(server):
    assert [item["slug"] for item in search(server, "Paris, USA", "/places.json")["items"]] == ["paris-us"]
    assert {item["country"]["code"] for item in search(server, "Japan", "/places.json")["items"]} == {"JP"}


@pytest.mark.parametrize("words, collection", [("Sugihara", "partnerships"), ("Tanabata", "gifts")])
def test_people_and_texts_are_found(server, words, collection):
    """Whatever the sample says in running text is found, and the answer shows where."""
    items = search(server, words)["items"]
    assert any(words.lower() in item["matched"]["text"].lower() for item in items), items


def test_each_item_says_what_was_matched_in_which_language(server):
    first = search(server, "wien")["items"][0]
    assert first["title"] == "Vienna" and first["matched"] == {"text": "Wien", "lang": "de"}
    assert first["url"] == f"{server.url}{ROOT}/places/vienna-at"
    page = server.get(f"{ROOT}/search?q=wien").text
    assert '<span lang="de">Wien</span>' in page


def test_totals_are_those_of_the_lists(server):
    data = search(server, "vienna", limit=1)
    for part in data["collections"]:
        address = part.get("url")
        if address:
            assert server.get(address.removeprefix(server.url)).json()["total"] == part["total"]
    assert data["total"] == sum(part["total"] for part in data["collections"])


@pytest.mark.parametrize("words, place", [("Vienan", "vienna-at"), ("Moskow", "moscow-ru"), ("hiratuka", "hiratsuka-city-jp"),
                                          ("sister cities of Koelm", None), ("Saint Petersburk", "saint-petersburg-ru")])
def test_a_slip_of_the_pen_is_asked_about(server, words, place):
    data = search(server, words)
    suggested = [item["slug"] for item in data.get("did_you_mean", [])]
    assert (suggested[:1] == [place]) if place else not suggested
    page = server.get(ROOT + "/search", params={"q": words}).text
    assert ("Did you mean" in page) == bool(place)


@pytest.mark.parametrize("words, collection", [("Sugihera", "persons"), ("Chiune Sugihera", "persons"), ("Exhibitiosn", "activities"), ("Rotery", "organizations")])
def test_a_slip_in_a_name_or_a_title_is_asked_about_where_nothing_is_found(server, words, collection):
    data = search(server, words)
    assert data["total"] == 0 and {item["collection"] for item in data["did_you_mean"]} == {collection}
    page = server.get(ROOT + "/search", params={"q": words}).text
    for item in data["did_you_mean"]:
        assert f'href="{ROOT}/{collection}/{item["slug"]}"' in page[page.index("Did you mean"):] and item["title"] in page
        assert server.get(f"{ROOT}/{collection}/{item['slug']}").status_code == 200


def test_the_page_groups_what_is_found_and_leads_to_the_lists(server):
    page = server.get(f"{ROOT}/search?q=paris").text
    assert page.index(">Places (4)<") < page.index(">Partnerships (25)<")
    assert f'href="{ROOT}/partnerships?q=paris"' in page
    assert f'action="{ROOT}/search"' in page and 'value="paris"' in page


def test_the_overview_and_a_missing_page_have_the_box(server):
    for path in ("/", "/places/nowhere-at-all"):
        assert f'action="{ROOT}/search"' in server.get(ROOT + path).text


@pytest.mark.parametrize("page", ["find.shtml", "list.shtml"])
def test_a_search_in_a_page_stays_on_that_page(server, page):
    text = server.get(f"/{page}?q=wien").text
    assert 'class="sistercity sistercity-search"' in text and "Vienna" in text
    assert "<form" in text and "action=" not in text
    assert "[an error" not in text


@pytest.mark.parametrize("words", ["", " ", "%", "_", "*", "'", '"', "\\", "%%%%", "a'b\"c", "=paris", "\U0010ffff"])
def test_wildcards_are_no_more_than_letters(server, words):
    data = search(server, words)
    assert data["total"] == sum(part["total"] for part in data["collections"])
    if not any(letter.isalnum() for letter in words):
        assert data["total"] == 0


@pytest.mark.parametrize("query", ["q=" + "a" * 10000, "q=" + "a" * 501, "q=%FF%FE", "q=%C3%28", "q=%00", "q=x&limit=0", "q=x&limit=1001",
                                   "q=x&nonsense=1", "q=x&q=y", "q=x&after=abc"])
def test_bad_input_is_refused_with_what_is_wrong(server, query):
    answer = server.get(f"{ROOT}/search.json?{query}")
    if answer.status_code == 414:
        return
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json" and json.loads(answer.text)["errors"]


def test_an_unknown_suffix_is_not_found(server):
    assert server.get(f"{ROOT}/search.csv?q=x").status_code == 404
