"""The description of the interface: a linter's, a validator's, and a proxy's that checks every answer against it."""

import json

import pytest
import requests

ROOT = "/sistercities"
FILTERS = ["country=JP", "region=asia", "level=city", "q=ky", "limit=2", "sort=-modified", "lang=ja", "columns=name", "lang=lt&limit=1"]


@pytest.fixture(scope="module")
def description(server, tmp_path_factory):
    file = tmp_path_factory.mktemp("api") / "openapi.json"
    file.write_bytes(server.get(ROOT + "/openapi.json").content)
    return file


@pytest.fixture(scope="module")
def addresses(server, description):
    """Every address as data, each with some parameters; three items of each collection."""
    paths, found = json.loads(description.read_text())["paths"], []
    for path, item in paths.items():
        (collection,) = item["get"]["tags"]
        if "{slug}" in path and not path.startswith("/{slug}"):
            items = server.get(f"{ROOT}/{collection}.json?limit=3").json()["items"]
            found += [path.replace("{slug}", one["slug"]) for one in items]
        elif "{slug}" in path:
            found += [path.replace("{slug}", "places"), path.replace("{slug}", "gifts")]
        else:
            found.append(path)
    return found


def test_redocly_finds_nothing_to_mend(client, description, tmp_path):
    (tmp_path / "redocly.yaml").write_text(
        "extends: [recommended]\nrules:\n  info-license: off\n  security-defined: off\n  operation-4xx-response: error\n")
    done = client("redocly", "lint", description, "--config", tmp_path / "redocly.yaml", "--format", "json")
    problems = json.loads(done.stdout)["problems"]
    assert [(p["ruleId"], p["message"], p["location"][0].get("pointer")) for p in problems] == []


def test_ajv_compiles_every_schema(node, description):
    assert node("schemas.mjs", description) > 15


def test_prism_sees_every_answer_as_it_is_described(server, proxy, description, addresses):
    address = proxy(description, server.url + ROOT)
    wrong = []
    for path in addresses + [f"/{path}?{filters}" for path in ("places.json", "partnerships.json", "partnerships.csv") for filters in FILTERS]:
        if "columns" in path and "partnerships" in path or "level" in path and "openapi" in path:
            path = path.replace("columns=name", "columns=established")
        if path.startswith("/seeking/match"):
            path += "?for=boston-us"
        answer = requests.get(address + path, headers={"Accept": "*/*"}, timeout=60)
        if answer.status_code != 200 or "sl-violations" in answer.headers:
            wrong.append((path, answer.status_code, answer.headers.get("sl-violations", answer.text)[:300]))
    assert len(addresses) > 150 and wrong == []


def test_prism_sees_refusals_as_they_are_described(server, proxy, description):
    address = proxy(description, server.url + ROOT)
    for path, status in ("/places/nowhere.json", 404), ("/places/nowhere/partners.csv", 404):
        answer = requests.get(address + path, timeout=60)
        assert answer.status_code == status and "sl-violations" not in answer.headers, answer.headers
