"""Linked data in the tools that read it."""

import pathlib

import pytest
import rdflib

ROOT = "/sistercities"
SHAPES = sorted((pathlib.Path(__file__).parent / "profiles").glob("dcat-ap-*.ttl"))
PREFIXES = """PREFIX sc: <urn:mod-sistercity:> PREFIX schema: <https://schema.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
# Each with what it selects, whatever tool is asked.
BEFORE_1960 = PREFIXES + 'SELECT ?slug { ?p sc:established_to ?last ; sc:slug ?slug FILTER(?last < "1960-01-01"^^xsd:date) } ORDER BY ?slug'
IN_KANA = PREFIXES + 'SELECT ?name { ?p sc:slug "kyoto-jp" ; schema:name ?name FILTER(LANG(?name) = "ja-hira") }'
NORTH = PREFIXES + 'SELECT ?slug { ?p schema:latitude ?north ; sc:slug ?slug FILTER(?north > 54.5) } ORDER BY ?slug'
PARTNERS = PREFIXES + 'SELECT ?name { ?p sc:parties/sc:place ?a, ?b . ?a sc:slug "boston-us" . ?b sc:slug "kyoto-jp" ; schema:name ?name FILTER(LANG(?name) = "ja") }'


@pytest.fixture(scope="module")
def addresses(server):
    return [f"{server.url}{ROOT}/{name}.jsonld?limit=1000" for name in ("places", "partnerships")]


@pytest.fixture(scope="module")
def expected(server):
    places = server.get(ROOT + "/places.json?limit=1000").json()["items"]
    partnerships = server.get(ROOT + "/partnerships.json?limit=1000").json()["items"]
    made = {
        BEFORE_1960: sorted([p["slug"]] for p in partnerships if p.get("established", "9")[:4] < "1960"),
        IN_KANA: [["きょうとし"]],
        NORTH: sorted([p["slug"]] for p in places if p.get("latitude", 0) > 54.5),
        PARTNERS: [["京都市"]],
    }
    assert all(made.values())
    return made


def test_jsonld_js_and_oxigraph_compare_days_numbers_and_languages(node, addresses, expected):
    for query, answer in expected.items():
        assert node("ask.mjs", query, *addresses) == answer, query


def test_rdflib_compares_days_numbers_and_languages(addresses, expected):
    graph = rdflib.Graph()
    for address in addresses:
        graph.parse(address, format="json-ld")
    for query, answer in expected.items():
        assert [[str(value) for value in row] for row in graph.query(query)] == answer, query


def test_rdflib_reads_every_item_and_the_vocabulary_explains_its_words(server):
    explained = rdflib.Graph().parse(f"{server.url}{ROOT}/context.jsonld", format="json-ld")
    words = {str(subject) for subject in explained.subjects(rdflib.RDF.type)} | {f"urn:mod-sistercity:{date}" for date in ("start", "end")}
    for collection in "places", "partnerships", "agreements", "activities", "organizations", "gifts", "steps", "sources", "claims":
        for item in server.get(f"{ROOT}/{collection}.json?limit=3").json()["items"]:
            graph = rdflib.Graph().parse(f"{server.url}{ROOT}/{collection}/{item['slug']}.jsonld", format="json-ld")
            subject = rdflib.URIRef(f"{server.url}{ROOT}/{collection}/{item['slug']}")
            assert (subject, rdflib.URIRef("urn:mod-sistercity:slug"), rdflib.Literal(item["slug"])) in graph
            used = {str(p) for p in graph.predicates() if str(p).startswith("urn:")} | {str(o) for o in graph.objects(None, rdflib.RDF.type) if "urn:" in str(o)}
            assert {word.removesuffix("_from").removesuffix("_to") for word in used} - words == set()


def test_the_catalog_conforms_to_dcat_ap(server, node):
    seen = node("shapes.mjs", f"{server.url}{ROOT}/catalog.jsonld", *SHAPES)
    assert len(SHAPES) == 3 and seen["triples"] > 150 and seen["violations"] == []
