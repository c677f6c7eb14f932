"""Linked data: items and lists as JSON-LD, the words they use, and the catalog for data portals."""

import re

import pytest

ROOT = "/sistercities"
COLLECTIONS = ["places", "partnerships", "agreements", "activities", "organizations", "networks", "memberships", "gifts", "steps", "sources", "claims"]
CONFIGURATION = '<Location "/sistercities">\n  SisterCityLicense https://creativecommons.org/licenses/by/4.0/\n</Location>\n'


def ld(server, path, **options):
    answer = server.get(ROOT + path, **options)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/ld+json"
    return answer.json()


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_item_and_list_is_linked_data(server, collection):
    items = server.get(f"{ROOT}/{collection}.json?limit=1000").json()
    listed = ld(server, f"/{collection}.jsonld?limit=1000")
    assert listed["total"] == items["total"] and [item["slug"] for item in listed["items"]] == [item["slug"] for item in items["items"]]
    for item in listed["items"][:10]:
        assert item["@id"] == f"{server.url}{ROOT}/{collection}/{item['slug']}"
        alone = ld(server, f"/{collection}/{item['slug']}.jsonld")
        assert alone.pop("@context") == listed["@context"] == f"{server.url}{ROOT}/context.jsonld"
        assert alone == item
        assert server.get(item["@id"].removeprefix(server.url), headers={"Accept": "application/ld+json"}).json()["@id"] == item["@id"]


def test_pages_of_a_list_follow_each_other(server):
    seen, path = [], "/partnerships.jsonld?limit=7"
    while path:
        page = ld(server, path)
        seen += [item["@id"] for item in page["items"]]
        path = page["next"]["@id"].removeprefix(server.url + ROOT) if "next" in page else None
    assert len(seen) == len(set(seen)) == page["total"] > 7


def test_dates_have_their_first_and_last_day(server):
    spans = {item["established"]: (item["established_from"], item["established_to"])
             for item in ld(server, "/partnerships.jsonld?limit=1000")["items"] if "established" in item}
    assert spans["1959"] == ("1959-01-01", "1959-12-31")
    (month,) = [date for date in spans if re.fullmatch(r"\d{4}-\d\d", date)][:1]
    assert spans[month][0] == f"{month}-01" and spans[month][1][:7] == month
    context = ld(server, "/context.jsonld")["@context"]
    assert context["established_from"]["@type"] == context["start_to"]["@type"] == "xsd:date"


def test_numbers_that_are_not_whole_are_typed_texts_and_language_keys_lower_case(server):
    context = ld(server, "/context.jsonld")["@context"]
    assert context["latitude"]["@type"] == context["area_km2"]["@type"] == "xsd:decimal"
    assert context["name"] == {"@id": "schema:name", "@container": "@language"}
    places = {place["slug"]: place for place in ld(server, "/places.jsonld?limit=1000")["items"]}
    assert places["boston-us"]["latitude"] == "42.36"
    assert all(key == key.lower() for place in places.values() for key in place["name"])
    assert places["kyoto-jp"]["name"]["ja"] == "京都市" and places["kyoto-jp"]["@type"] == ["Place", "schema:City"]


def test_every_word_is_explained_in_the_readers_language(server):
    meanings = {node["@id"]: node for node in ld(server, "/context.jsonld?lang=lt")["@graph"]}
    assert meanings["urn:mod-sistercity:population"]["rdfs:label"].startswith("Gyvento")
    assert {"urn:mod-sistercity:Partnership", "urn:mod-sistercity:established", "urn:mod-sistercity:parties"} <= set(meanings)


def test_pages_link_to_it(server):
    for path in "places/kyoto-jp", "partnerships/boston-us-kyoto-jp", "places":
        page = server.get(f"{ROOT}/{path}").text
        assert f'<link rel="alternate" type="application/ld+json" href="{ROOT}/{path}.jsonld">' in page


def test_nobody_reads_there_what_is_not_public(server):
    for collection in COLLECTIONS:
        for item in ld(server, f"/{collection}.jsonld?limit=1000")["items"]:
            public = server.get(f"{ROOT}/{collection}/{item['slug']}.json").json()
            for field in "contact", "email", "phone", "contact_until", "contact_published":
                assert (field in item) <= (field in public)


@pytest.mark.parametrize("address, status", [
    ("places/nowhere.jsonld", 404), ("places.jsonld?limit=0", 400), ("places/kyoto-jp.jsonld?x=1", 400), ("statistics.jsonld", 404),
    ("context.json", 404), ("catalog.json", 404), ("catalog.jsonld?x=1", 400), ("context.jsonld?limit=1", 400)])
def test_what_is_wrong_is_refused(server, address, status):
    answer = server.get(f"{ROOT}/{address}")
    assert answer.status_code == status and answer.headers["Content-Type"].startswith(("application/problem+json", "text/html"))


def test_the_catalog_names_every_collection_and_where_all_of_it_is(server):
    catalog = ld(server, "/catalog.jsonld")
    package = server.get(f"{ROOT}/datapackage.json").json()
    files = [distribution["dcat:downloadURL"]["@id"] for dataset in catalog["dcat:dataset"] for distribution in dataset["dcat:distribution"]]
    assert files == [f"{server.url}{ROOT}/{resource['name']}.{suffix}" for resource in package["resources"] for suffix in ("csv", "jsonl")]
    for file in files:
        answer = server.request("HEAD", file.removeprefix(server.url))
        assert answer.status_code == 200
    for dataset in catalog["dcat:dataset"]:
        for distribution in dataset["dcat:distribution"]:
            assert distribution["dct:license"]["@id"] == "https://creativecommons.org/licenses/by/4.0/"
    assert catalog["dct:modified"]["@type"] == "xsd:dateTime"
    assert ld(server, "/catalog.jsonld?lang=ja")["dct:title"] == {"@value": "姉妹都市", "@language": "ja"}
