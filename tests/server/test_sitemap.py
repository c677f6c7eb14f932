"""What search engines are told: the sitemap, and the heads of pages."""

import html
import re
import xml.etree.ElementTree as ElementTree

import pytest

from support.editing import Editor, errors

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
COLLECTIONS = ["places", "partnerships", "agreements", "activities", "organizations", "networks", "terms"]


def sitemap(server, address=f"{ROOT}/sitemap.xml"):
    answer = server.get(address.removeprefix(server.url))
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/xml"
    return ElementTree.fromstring(answer.content)


def addresses(urlset):
    return [url.find(MAP + "loc").text for url in urlset.findall(MAP + "url")]


def head(server, address):
    return server.get(address).text.split("</head>")[0]


def test_every_item_stands_in_it_in_every_language(server):
    found = addresses(sitemap(server))
    assert len(found) == len(set(found))
    for collection in COLLECTIONS:
        for item in server.get(f"{ROOT}/{collection}.json?limit=1000").json()["items"]:
            for lang in ("en", "lt", "ja"):
                assert f"{item['url']}?lang={lang}" in found


def test_pages_of_no_item_stand_in_it_too(server):
    found = addresses(sitemap(server))
    for path in ["/", "/anniversaries", "/statistics", *(f"/{collection}" for collection in COLLECTIONS)]:
        assert f"{server.url}{ROOT}{path}?lang=ja" in found


def test_every_address_in_it_answers_and_calls_itself_canonical(server):
    found = addresses(sitemap(server))
    for address in found[::7]:
        text = head(server, address.removeprefix(server.url))
        assert f'<link rel="canonical" href="{html.escape(address)}">' in text
        assert "noindex" not in text


def test_all_languages_are_named_and_the_time_of_the_last_change(server):
    for url in sitemap(server).findall(MAP + "url")[::11]:
        links = {link.get("hreflang"): link.get("href") for link in url.findall(LINK)}
        assert set(links) == {"en", "lt", "ja", "x-default"}
        assert url.find(MAP + "loc").text in links.values() and "?" not in links["x-default"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", url.find(MAP + "lastmod").text)


def test_a_large_registry_has_parts_that_together_have_everything(databases, make_httpd, database_kind):
    registry = databases.sample(database_kind)
    registry.sql("INSERT INTO \"places\" (\"id\", \"slug\", \"name\", \"country\") WITH RECURSIVE n (i) AS (SELECT 2000 UNION ALL SELECT i + 1 FROM n WHERE i < 4500) "
                 "SELECT i, 'many-' || i, 'Many ' || i, 'DE' FROM n")
    server = make_httpd(registry)
    server.start()
    index = sitemap(server)
    assert index.tag == MAP + "sitemapindex"
    parts = [part.text for part in index.iter(MAP + "loc")]
    found = []
    for part in parts:
        here = addresses(sitemap(server, part))
        assert 0 < len(here) <= 3000, "a thousand pages in three languages"
        found += [address.removesuffix("?lang=en") for address in here if address.endswith("?lang=en")]
    assert len(found) == len(set(found))
    assert f"{server.url}{ROOT}/places/many-4500" in found and f"{server.url}{ROOT}/places/kaunas-lt" in found and f"{server.url}{ROOT}/places" in found
    total = server.get(f"{ROOT}/places.json?limit=1").json()["total"]
    assert len([address for address in found if "/places/" in address]) == total > 2500
    registry.remove()


@pytest.mark.parametrize("after", ["x", "places", "places.", "places.x", "gifts.0", "places.9999999999", "collections.1", "%00"])
def test_a_part_that_is_none_is_refused(server, after):
    answer = server.get(f"{ROOT}/sitemap.xml?after={after}")
    assert answer.status_code == 400 and "after" in errors(answer)
    assert server.get(f"{ROOT}/sitemap.json").status_code == 404


@pytest.mark.parametrize("lang", ["en", "lt", "ja"])
def test_a_page_calls_the_address_in_its_own_language_canonical(server, lang):
    for options in ({"params": {"lang": lang}}, {"headers": {"Accept-Language": lang}}):
        text = server.get(f"{ROOT}/places/boston-us", **options).text
        assert f'<link rel="canonical" href="{server.url}{ROOT}/places/boston-us?lang={lang}">' in text
        assert f'<meta property="og:url" content="{server.url}{ROOT}/places/boston-us?lang={lang}">' in text
        assert f'<meta property="og:locale" content="{lang}">' in text


@pytest.mark.parametrize("address, words", [
    ("/places/boston-us", "Boston has 10 sister cities on record."), ("/partnerships/boston-us-kyoto-jp", "since 1959"), ("/places", "places"),
    ("/", "Partnerships on record: 20 · of them in force: 20 · Places: 31"), ("/anniversaries", "anniversaries from"), ("/activities/boston-japan-festival-2019", "2019")])
def test_a_page_describes_itself_in_plain_words(server, address, words):
    text = head(server, f"{ROOT}{address}?lang=en")
    description = html.unescape(re.search(r'<meta name="description" content="([^"]*)">', text)[1])
    assert words in description and "<" not in description and not re.search(r"\s\s", description)
    assert description == html.unescape(re.search(r'<meta property="og:description" content="([^"]*)">', text)[1])
    assert re.search(r'<meta property="og:title" content="[^"]+">', text)


def test_pages_with_a_calendar_name_it(server):
    for address in ("/anniversaries", "/activities", "/places/boston-us/anniversaries"):
        assert re.search(r'<link rel="alternate" type="text/calendar" href="[^"]*\.ics', head(server, ROOT + address))


def test_hostile_words_stay_words_in_the_head(server):
    assert Editor(server).create("places", slug="hostile-de", name='X"><script>alert(1)</script>', country="DE").status_code == 201
    text = head(server, f"{ROOT}/places/hostile-de?lang=en")
    assert "<script" not in text and "&quot;&gt;&lt;script&gt;" in text


def test_filtered_lists_stay_out(server):
    text = head(server, f"{ROOT}/places?country=JP")
    assert "noindex" in text and "og:url" not in text
