"""CLAIR's three conditions: who sees them, with what evidence, and the lists that are narrowed by them."""

import csv
import html
import io
import re

import pytest

from support.editing import Editor

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"
CONDITIONS = ("agreement", "fields", "budget")
ANSWERS = ("met", "not_met", "unknown")
BINDING = {"memorandum", "protocol", "friendship", "sister", "cooperation", "succession", "renewal", "extension", "reaffirmation"}

# Parties, and what is on record of each.
TIES = {
    "signed": {"fields": ["culture", "sports"]},
    "one-sided": {"scope": "named_fields", "fields": ["economy"]},
    "planned": {"status": "forming", "scope": "general"},
    "intended": {"status": "forming"},
    "loose": {"type": "project", "fields": ["culture"]},
    "busy": {"fields": ["culture"]},
}
BELONGINGS = [
    ("agreements", {"partnership": "signed", "kind": "sister", "date": "2001-05", "signatories": [
        {"person": "A", "place": "kaunas-lt"}, {"person": "B", "place": "kyoto-jp", "role": "signatory"}]}),
    ("agreements", {"partnership": "one-sided", "kind": "sister", "signatories": [
        {"person": "A", "place": "kaunas-lt"}, {"person": "B", "place": "kyoto-jp", "role": "witness"}]}),
    ("agreements", {"partnership": "intended", "kind": "letter_of_intent", "signatories": [
        {"person": "A", "place": "kaunas-lt"}, {"person": "B", "place": "kyoto-jp"}]}),
    ("approvals", {"partnership": "signed", "slug": "granted", "body": "City Assembly", "result": "approved", "date": "2002-03",
                   "budget_amount": 1200000, "budget_currency": "JPY", "fiscal_year": "2002"}),
    ("approvals", {"partnership": "signed", "body": "City Assembly", "result": "rejected", "budget_amount": 5}),
    ("approvals", {"partnership": "one-sided", "body": "City Assembly", "result": "rejected", "budget_amount": 5}),
    ("approvals", {"partnership": "planned", "body": "City Assembly", "result": "approved"}),
    ("approvals", {"partnership": "loose", "body": "City Assembly", "budget_amount": 0}),
    ("activities", {"partnership": "busy", "title": "Visit", "fields": ["culture", "education"]}),
    ("activities", {"partnership": "loose", "title": "Concert", "fields": ["culture"]}),
]


@pytest.fixture(scope="module", autouse=True)
def editor(server):
    editor = Editor(server)
    for slug, fields in TIES.items():
        editor.make("partnerships", **{"slug": slug, "name": slug, "type": "sister", "status": "active", "parties": [
            {"place": "kaunas-lt"}, {"place": "kyoto-jp"}], **fields})
    for collection, fields in BELONGINGS:
        editor.make(collection, **fields)
    return editor


def listed(server, arguments, collection="partnerships"):
    answer = server.get(f"{ROOT}/{collection}.json?limit=1000&{arguments}")
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] == len(answer.json()["items"])
    return {item["slug"] for item in answer.json()["items"]}


def judged(item):
    """The conditions as the documentation says them, of what a partnership's JSON has."""
    signed = any(len({s.get("place") for s in a.get("signatories", []) if s.get("role") != "witness"} - {None}) > 1
                 for a in item["agreements"] if a["kind"] in BINDING)
    early = not item["agreements"] and (item["status"] == "forming" or item["type"] == "project")
    fields = set(item.get("fields", [])).union(*(a.get("fields", []) for a in item["activities"]))
    results = [a.get("result") for a in item["approvals"] if "budget_amount" in a]
    return {
        "agreement": "met" if signed else "not_met" if early else "unknown",
        "fields": "met" if item.get("scope") == "general" or len(fields) > 1 else
                  "not_met" if item.get("scope") == "named_fields" and len(fields) == 1 else "unknown",
        "budget": "met" if any(r != "rejected" for r in results) else "not_met" if results else "unknown"}


def words(text):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def section(server, slug, arguments=""):
    page = server.get(f"{ROOT}/partnerships/{slug}?{arguments}").text
    return page.partition("Conditions for a sister city relationship")[2].partition("</ul>")[0]


def test_each_partnership_is_judged_by_what_is_on_record_and_found_by_it(server):
    items = {slug: server.get(f"{ROOT}/partnerships/{slug}.json").json() for slug in listed(server, "")}
    assert all(item["conditions"] == judged(item) for item in items.values())
    assert {slug: items[slug]["conditions"] for slug in ("signed", "one-sided", "planned")} == {
        "signed": {"agreement": "met", "fields": "met", "budget": "met"},
        "one-sided": {"agreement": "unknown", "fields": "not_met", "budget": "not_met"},
        "planned": {"agreement": "not_met", "fields": "met", "budget": "unknown"}}
    for condition in CONDITIONS:
        for answer in ANSWERS:
            expected = {slug for slug, item in items.items() if judged(item)[condition] == answer}
            assert expected and listed(server, f"condition_{condition}={answer}") == expected


def test_several_answers_are_alternatives_and_several_conditions_hold_together(server):
    both = listed(server, "condition_budget=met&condition_budget=not_met")
    assert both == {"signed", "one-sided", "loose"}
    assert listed(server, "condition_budget=met&condition_budget=not_met&condition_agreement=not_met") == {"loose"}
    rows = csv.DictReader(io.StringIO(server.get(f"{ROOT}/partnerships.csv?condition_budget=met&condition_fields=met").text))
    assert [row["slug"] for row in rows] == ["signed"]
    assert {a["partnership"] for a in server.get(f"{ROOT}/agreements.json?condition_budget=not_met").json()["items"]} == {"one-sided"}


def test_what_changes_on_record_changes_the_lists_at_once(server, editor):
    made = editor.create("approvals", partnership="busy", body="City Assembly", budget_amount=9)
    assert "busy" in listed(server, "condition_budget=met")
    path = made.headers["Location"].split("/admin")[1]
    assert editor.request("DELETE", path, headers={"If-Match": editor.get(path, headers={"Accept": "application/json"}).headers["ETag"]}
                          ).status_code < 300
    assert "busy" not in listed(server, "condition_budget=met")


@pytest.mark.parametrize("value", ["yes", "met,met", "%00", "MET"])
def test_another_answer_is_named_as_wrong(server, value):
    answer = server.get(f"{ROOT}/partnerships.json?condition_agreement={value}")
    assert answer.status_code == 400 and "condition_agreement" in answer.text


def test_the_description_names_the_filters(server):
    parameters = server.get(f"{ROOT}/openapi.json").json()["paths"]["/partnerships.json"]["get"]["parameters"]
    assert {f"condition_{c}" for c in CONDITIONS} <= {p.get("name") or p["$ref"].rsplit("/", 1)[1] for p in parameters}


def test_a_reader_sees_what_shows_each_condition_and_can_follow_it(server):
    told = section(server, "signed")
    assert re.search(r'href="/sistercities/agreements/[^"]+"', told)
    anchor = re.search(r'href="/sistercities/partnerships/signed#([^"]+)"', told)[1]
    assert f'id="{anchor}"' in server.get(f"{ROOT}/partnerships/signed").text
    assert "¥1,200,000 (fiscal year 2002), March 2002" in words(told) and "culture and sports" in words(told)


def test_by_default_readers_see_them_where_a_party_is_in_japan(server):
    assert section(server, "boston-us-kyoto-jp") and not section(server, "boston-us-strasbourg-fr")
    assert "conditions" in server.get(f"{ROOT}/partnerships/boston-us-strasbourg-fr.json").json()


def test_readers_are_not_told_of_a_test_that_nobody_has_anything_for(server, editor):
    """None of the three met, and nothing known, reads like a failure."""
    editor.make("partnerships", slug="bare", name="bare", type="sister", status="active", parties=[{"place": "kaunas-lt"}, {"place": "kyoto-jp"}])
    assert judged(server.get(f"{ROOT}/partnerships/bare.json").json()) == {"agreement": "unknown", "fields": "unknown", "budget": "unknown"}
    for lang, zero in ("en", "0 of 3"), ("lt", "0 iš 3"), ("ja", "0件"):
        page = server.get(f"{ROOT}/partnerships/bare?lang={lang}").text
        assert "CLAIR" not in page and zero not in page
    assert "CLAIR" in editor.get("/partnerships/bare/workbench").text, "the office sees what is missing"
    assert "1 of 3" in words(server.get(f"{ROOT}/partnerships/planned").text) or "CLAIR" in server.get(f"{ROOT}/partnerships/planned").text


def test_an_editor_sees_them_with_links_to_the_forms(editor):
    page = editor.get("/partnerships/signed/workbench").text
    assert "/sistercities/admin/approvals/granted" in page.partition("Conditions for a sister")[2].partition("</ul>")[0]


@pytest.mark.parametrize("value, slugs", [("on", {"boston-us-kyoto-jp", "boston-us-strasbourg-fr"}), ("off", set())])
def test_a_site_shows_them_of_all_or_of_none(make_httpd, registry, value, slugs):
    server = make_httpd(registry, configuration=f"<Location /sistercities>\nSisterCityConditions {value}\n</Location>\n").start()
    for slug in ("boston-us-kyoto-jp", "boston-us-strasbourg-fr"):
        assert bool(section(server, slug)) == (slug in slugs)
        assert ("conditions" in server.get(f"{ROOT}/partnerships/{slug}.json").json()) == (slug in slugs)
    assert ('name="condition_budget"' in server.get(f"{ROOT}/partnerships").text) == bool(slugs)
