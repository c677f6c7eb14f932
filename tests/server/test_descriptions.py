"""What the registry says of itself, OpenAPI, Data Package and CSV on the Web, is what it does."""

import csv
import io
import re

import jsonschema
import pytest

ROOT = "/sistercities"
LISTS = ["places", "partnerships", "agreements", "activities", "organizations", "steps", "gifts", "sources", "claims", "networks", "persons"]
CONFIGURATION = '<Location "/sistercities">\n  SisterCityLicense CC-BY-4.0\n</Location>\n'


@pytest.fixture(scope="module")
def api(server):
    return server.get(ROOT + "/openapi.json").json()


@pytest.fixture(scope="module")
def slugs(server):
    """The collection's slugs, of those with data."""
    return {name: [item["slug"] for item in server.get(f"{ROOT}/{name}.json?limit=1000").json()["items"]] for name in LISTS}


def addresses(api, slugs, most=3):
    """(path of the description, address) of some items of each."""
    for path, item in api["paths"].items():
        (collection,) = item["get"]["tags"]
        if "{slug}" not in path:
            yield path, path
        elif path.startswith("/{slug}"):
            yield from ((path, path.replace("{slug}", name)) for name in LISTS)
        else:
            yield from ((path, path.replace("{slug}", slug)) for slug in slugs.get(collection, [])[:most])


def asked(address, arguments=""):
    """With what an address cannot do without."""
    needed = ["for=boston-us"] if address.startswith("/seeking/match") else []
    return ROOT + address + "?" + "&".join([*needed, *([arguments] if arguments else [])])


def test_every_address_of_the_description_answers_as_it_says(server, api, slugs):
    walked = list(addresses(api, slugs))
    assert len(walked) > 150
    for path, address in walked:
        described = api["paths"][path]["get"]["responses"]["200"]["content"]
        answer = server.get(asked(address))
        assert answer.status_code == 200, address
        assert answer.headers["Content-Type"].split(";")[0] in described, address


def test_every_address_that_people_know_is_described(api):
    for name in LISTS + ["approvals"]:
        for path in f"/{name}", f"/{name}/{{slug}}":
            assert {f"{path}.json", f"{path}.csv"} <= set(api["paths"]), path
        assert f"/{name}.jsonl" in api["paths"]
    assert {"/", "/index.json", "/places/{slug}/partners.csv", "/statistics.csv", "/revision.json", "/datapackage.json"} <= set(api["paths"])


def test_every_answer_fits_its_schema(server, api, slugs):
    checked = 0
    for path, address in addresses(api, slugs, most=1000):
        content = api["paths"][path]["get"]["responses"]["200"]["content"]
        if list(content) != ["application/json"]:
            continue
        schema = {**content["application/json"]["schema"], "components": api["components"]}
        for arguments in "", "lang=ja":
            errors = list(jsonschema.Draft202012Validator(schema).iter_errors(server.get(asked(address, arguments)).json()))
            assert errors == [], (address, errors[:1])
            checked += 1
    assert checked > 200


def test_what_is_described_of_an_item_is_all_that_it_has(server, api, slugs):
    """So that nothing is added without a word."""
    for name in LISTS:
        for slug in slugs[name]:
            path = f"/{name}/{slug}.json"
            ref = api["paths"][f"/{name}/{{slug}}.json"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
            known = api["components"]["schemas"][ref.rpartition("/")[2]]["properties"]
            assert set(server.get(ROOT + path).json()) <= set(known), path


def test_parameters_are_those_that_are_understood(server, api, slugs):
    every = {name for name in api["components"]["parameters"] if name != "slug"}
    for path, address in addresses(api, slugs, most=1):
        if not re.search(r"\.(json|csv|jsonl)$", path):
            continue
        said = {p.get("name") or p["$ref"].rpartition("/")[2] for p in api["paths"][path]["get"]["parameters"]} - {"slug"}
        answer = server.get(f"{ROOT}{address}?" + "&".join(f"{name}=" for name in sorted(every)))
        refused = {error["field"] for error in answer.json()["errors"]} if answer.status_code == 400 else set()
        assert refused == every - said, path


def test_bad_values_are_those_that_the_description_excludes(server, api):
    for name, value in ("country", "LTU"), ("level", "planet"), ("since", "1959-13"), ("since", "0000"), ("since", "59"), ("place", "A b"), ("limit", "0"):
        schema = api["components"]["parameters"][name]["schema"]
        sent = {"integer": int, "array": lambda one: [one]}.get(schema["type"], str)(value)
        assert list(jsonschema.Draft202012Validator(schema).iter_errors(sent)), (name, value)
        assert server.get(f"{ROOT}/partnerships.json?{name}={value}").status_code == 400
    for value in "1959", "1955-12", "2019-02-22", "1959~", "195X", "19XX?", "0001":
        jsonschema.Draft202012Validator(api["components"]["parameters"]["since"]["schema"]).validate(value)
        assert server.get(f"{ROOT}/partnerships.json?since={value}").status_code == 200


def test_refusals_are_described(server, api):
    problem = {"$ref": "#/components/schemas/problem", "components": api["components"]}
    for address, status in ("/places.json?limit=0", 400), ("/places/nowhere.json", 404):
        answer = server.get(ROOT + address)
        assert answer.status_code == status
        assert str(status) in api["paths"]["/places.json"]["get"]["responses"]
        jsonschema.Draft202012Validator(problem).validate(answer.json())


def test_nothing_optional_has_a_default(api):
    def walk(value):
        if isinstance(value, dict):
            assert "default" not in value
            value = list(value.values())
        if isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(api)


def test_the_data_package_has_every_collection_with_its_columns(server):
    package = server.get(ROOT + "/datapackage.json").json()
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert set(LISTS) | {"approvals"} <= set(resources)
    for name, resource in resources.items():
        answer = server.get(f"{ROOT}/{resource['path']}")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode(resource["encoding"]), newline=""), strict=True))
        fields = resource["schema"]["fields"]
        assert answer.text.splitlines()[0].split(",") == [field["name"] for field in fields], name
        for row in rows:
            for field in fields:
                check_cell(name, field, row[field["name"]])
        for key in resource["schema"].get("foreignKeys", []):
            assert key["reference"]["resource"] in {"", *resources}
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]


def check_cell(name, field, cell):
    bounds = field.get("constraints", {})
    if not cell:
        assert not bounds.get("required"), (name, field["name"])
        return
    assert "pattern" not in bounds or re.search(bounds["pattern"], cell), (name, field["name"], cell)
    assert "enum" not in bounds or cell in bounds["enum"], (name, field["name"], cell)
    if field["type"] in ("integer", "number"):
        assert bounds["minimum"] <= {"integer": int, "number": float}[field["type"]](cell) <= bounds["maximum"]
    if field["type"] == "boolean":
        assert cell in field["trueValues"] + field["falseValues"]


@pytest.mark.parametrize("name", LISTS)
def test_the_metadata_stands_where_its_tools_look_and_names_the_columns(server, name):
    metadata = server.get(f"{ROOT}/{name}.csv-metadata.json").json()
    assert metadata["url"] == f"{name}.csv" and metadata["dc:license"] == {"@id": "https://spdx.org/licenses/CC-BY-4.0"}
    columns = metadata["tableSchema"]["columns"]
    assert server.get(f"{ROOT}/{name}.csv").text.splitlines()[0].split(",") == [column["titles"] for column in columns]
    lists = {column["name"] for column in columns if column.get("separator") == "|"}
    assert lists == {"partnerships": {"parties", "fields", "files", "texts"}, "places": {"names", "predecessors", "files"}}.get(name, lists)


def test_the_words_are_in_the_language_that_was_asked_for(server):
    for path in "openapi.json", "datapackage.json", "places.csv-metadata.json":
        assert "人口" in server.get(f"{ROOT}/{path}?lang=ja").text
        assert "Gyventojų" in server.get(f"{ROOT}/{path}?lang=lt").text


def test_what_is_wrong_is_refused(server):
    for address, status in [
        ("openapi.json?x=1", 400), ("openapi.csv", 404), ("datapackage.json?place=boston-us", 400), ("nothing.csv-metadata.json", 404),
        ("statistics.csv-metadata.json", 404), ("places.csv-metadata.csv", 404), ("places/boston-us.csv-metadata.json", 404),
        ("places.csv-metadata.json?limit=5", 400), ("a.b.csv-metadata.json", 404)]:
        assert server.get(f"{ROOT}/{address}").status_code == status, address


def test_a_change_changes_the_revision_that_the_package_names(server):
    package = server.get(ROOT + "/datapackage.json")
    assert package.json()["version"] == str(server.get(ROOT + "/revision.json").json()["revision"])
    assert server.get(ROOT + "/datapackage.json", headers={"If-None-Match": package.headers["ETag"]}).status_code == 304


def test_pages_name_the_license_beside_their_data(server):
    for page in "places", "places/boston-us", "places/boston-us/partners":
        assert '<a rel="license" href="https://spdx.org/licenses/CC-BY-4.0">CC-BY-4.0</a>' in server.get(f"{ROOT}/{page}").text


@pytest.mark.parametrize("value", ["a license", "http://", "CC BY", "javascript:x"])
def test_a_license_that_cannot_be_looked_up_is_reported(registry, make_httpd, value):
    made = make_httpd(registry, configuration=f'<Location "/sistercities">\n  SisterCityLicense "{value}"\n</Location>\n')
    code, text = made.test_configuration()
    assert code != 0 and "SisterCityLicense" in text
