"""Who looks for a partner: the list, its filters, its days."""

import datetime
import html
import re

import pytest

from support.editing import Editor, errors

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"


def day(days):
    return (datetime.date.today() + datetime.timedelta(days=days)).isoformat()


PLACES = {
    "alpha-lt": {"country": "LT", "level": "city", "population": 100_000},
    "beta-jp": {"country": "JP", "level": "town", "population": 20_000},
    "gamma-fr": {"country": "FR", "level": "city"},
    "delta-de": {"country": "DE", "level": "city", "population": 900_000},
}
SEARCHES = {
    "alpha": {"place": "alpha-lt", "countries": ["JP", "FR"], "fields": ["culture", "sports"], "population_from": 10_000,
              "population_to": 50_000, "languages": ["en", "lt"], "type": "sister", "text": "We have *castles*.",
              "organization": "clair", "valid_until": day(0)},
    "beta": {"place": "beta-jp", "fields": ["education"], "valid_from": day(-10)},
    "gamma": {"place": "gamma-fr", "countries": ["LT"], "valid_until": day(-1)},
    "delta": {"place": "delta-de", "valid_from": day(1)},
}


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


@pytest.fixture(scope="module", autouse=True)
def searches(editor):
    for slug, fields in PLACES.items():
        assert editor.create("places", slug=slug, name=slug.split("-")[0].title(), **fields).status_code == 201
    for slug, fields in SEARCHES.items():
        editor.make("seeking", slug=slug, **fields)


def words(answer):
    assert answer.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def found(server, arguments=""):
    answer = server.get(f"{ROOT}/seeking.json?{arguments}")
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] == len(answer.json()["items"])
    return {item["slug"] for item in answer.json()["items"]}


def test_the_list_has_the_searches_of_today_and_no_others(server):
    assert found(server) == {"alpha", "beta"}, "one ended yesterday, one begins tomorrow"
    page = words(server.get(f"{ROOT}/seeking"))
    assert "2 searches for a partner" in page and "Alpha" in page and "Gamma" not in page
    assert "10,000 to 50,000" in page and "Japan · France" in page
    rows = server.get(f"{ROOT}/seeking.csv").text.splitlines()
    assert rows[1].startswith("alpha,alpha-lt,JP|FR,culture|sports,10000,50000,en|lt,sister,We have *castles*.,clair,,")


@pytest.mark.parametrize("arguments, expected", [
    ("country=LT", {"alpha"}), ("country=FR", set()), ("seeks=JP", {"alpha", "beta"}), ("seeks=DE", {"beta"}), ("field=culture", {"alpha"}),
    ("type=sister", {"alpha"}), ("level=town", {"beta"}), ("region=asia", {"beta"}), ("population_min=50000", {"alpha"}),
    ("population_max=50000", {"beta"}), ("population_min=20000&population_max=100000", {"alpha", "beta"}), ("place=beta-jp", {"beta"}),
    ("as_of=DAY_BEFORE", {"alpha", "beta", "gamma"}), ("as_of=2999", {"beta", "delta"}),
])
def test_searches_are_found_by_country_field_size_and_day(server, arguments, expected):
    assert found(server, arguments.replace("DAY_BEFORE", day(-1))) == expected


@pytest.mark.parametrize("arguments", [
    "population_min=many", "population_max=-1", "population_min=1e6", "population_min=9999999999", "seeks=Nowhere", "field=cooking",
    "as_of=never", "status=active"])
def test_a_bad_argument_is_refused_by_name_and_a_fragment_stays_polite(server, arguments):
    refused = server.get(f"{ROOT}/seeking.json?{arguments}")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == arguments.split("=")[0]
    if arguments != "status=active":
        server.expect_log("SC0")
        part = server.get(f"{ROOT}/seeking?view=fragment&{arguments}")
        assert part.text.count("<section") <= 1 and "[an error" not in part.text


def test_a_search_shows_what_is_sought_and_whom_to_write_to(server):
    page = words(server.get(f"{ROOT}/seeking/alpha"))
    assert "Alpha looks for a partner" in page and "We have castles ." in page
    assert "Inhabitants 10,000 to 50,000" in page and "Contact Council of Local Authorities" in page
    assert "In these countries anywhere" in words(server.get(f"{ROOT}/seeking/beta"))
    assert "This search has ended" in words(server.get(f"{ROOT}/seeking/gamma")), "an old link still says what became of it"
    assert "This search has not begun" in words(server.get(f"{ROOT}/seeking/delta"))
    assert server.get(f"{ROOT}/seeking/alpha.json").json()["countries"] == ["JP", "FR"]
    assert server.get(f"{ROOT}/seeking/nobody.json").status_code == 404
    assert server.get(f"{ROOT}/seeking.ics").status_code == 404


def test_editors_see_expired_searches_on_due_and_in_the_check(editor, registry):
    assert {item["slug"] for item in editor.get("/seeking.json").json()["items"]} == set(SEARCHES)
    due = editor.get("/due.json").json()
    assert [(one["slug"], one["valid_until"]) for one in due["searches"]] == [("gamma", day(-1)), ("alpha", day(0))]
    page = words(editor.get("/due"))
    assert "Gamma expired on" in page and "Alpha valid until" in page
    assert "search_expired" in registry.ctl("check", "--json", check=False).stdout
    assert "expired on" in registry.ctl("due", "--within", "90d", "--mail").stdout


@pytest.mark.parametrize("fields, field", [
    ({}, "place"),
    ({"place": "east-asia-economic-development"}, "place"),
    ({"place": "alpha-lt", "countries": ["Atlantis"]}, "countries"),
    ({"place": "alpha-lt", "countries": ["LT", "LT"]}, "countries"),
    ({"place": "alpha-lt", "population_from": 10, "population_to": 9}, "population_to"),
    ({"place": "alpha-lt", "valid_from": "2027", "valid_until": "2026"}, "valid_until"),
    ({"place": "alpha-lt", "organization": "nobody"}, "organization"),
])
def test_a_search_that_cannot_be_is_refused_with_the_field(editor, fields, field):
    refused = editor.create("seeking", **fields)
    assert refused.status_code == 422 and field in errors(refused)


def test_a_search_is_written_in_a_form_and_previewed(editor):
    form = editor.form("/seeking/new?place=alpha-lt")
    form.fill(countries="JP", type="friendship", text="Towers and *fountains*", valid_until="2999")
    preview = form.send("preview")
    assert preview.status_code == 200 and "looks for a partner" in preview.text and "<em>fountains</em>" in preview.text
    made = form.send()
    assert made.status_code == 303, made.text
    stored = [one for one in editor.get("/seeking.json").json()["items"] if one.get("valid_until") == "2999"]
    assert [(one["countries"], one["type"]) for one in stored] == [(["JP"], "friendship")]
    path = f"/seeking/{stored[0]['slug']}"
    assert editor.withdraw(path, editor.item(path)[1]).status_code == 204


def test_a_network_is_previewed_with_its_secretariat(editor):
    form = editor.form("/networks/new").fill(name="Ring of Towers", secretariat="clair", seat="alpha-lt")
    preview = form.send("preview")
    assert preview.status_code == 200 and "Ring of Towers" in preview.text and "Council of Local Authorities" in preview.text
