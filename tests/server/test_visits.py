"""A visit that is planned: an activity to come with a direction, a program, what is to be done, and what it costs."""

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
TIE = "kaunas-lt-hiratsuka-jp"
CONFIGURATION = "SisterCityHome kaunas-lt\n"


def day(ahead):
    return (datetime.date.today() + datetime.timedelta(days=ahead)).isoformat()


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


@pytest.fixture(scope="module")
def visit(editor):
    made = editor.make(
        "activities", slug="delegation", partnership=TIE, title="Delegation to Hiratsuka", start=day(40), end=day(44), direction="sent",
        form="delegation", participants=[{"group": "council", "count": 5}, {"group": "pupils", "count": 12}], hosts=["clair"],
        program=[{"what": "Reception at the town hall", "day": day(40), "time": "14:30", "place": "Town hall"}, {"what": "Tour"}],
        tasks=[{"what": "Send the list of guests", "days_before": 30, "who": "Rūta"}, {"what": "Book flights", "days_before": 60},
               {"what": "Ask for visas", "days_before": 50, "done": True}, {"what": "Write thanks", "days_before": -14}],
        budget=12000, cost=9500.5, currency="EUR")
    return made.json()["slug"]


def words(answer):
    assert answer.status_code == 200, answer.text
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def dues(editor, within):
    return [one for one in editor.get(f"/due.json?within={within}").json()["dues"] if one["kind"] == "task"]


def test_readers_see_who_goes_where_and_who_receives_them_and_not_what_is_the_offices(server, visit):
    page = words(server.get(f"{ROOT}/activities/{visit}?lang=en"))
    assert "from Kaunas to Hiratsuka" in page and "pupils: 12" in page
    assert "Hosts Council of Local Authorities for International Relations (CLAIR)" in page
    for suffix in ("", ".json", ".csv", ".jsonld"):
        text = server.get(f"{ROOT}/activities/{visit}{suffix}").text
        assert not any(secret in text for secret in ("Reception at the town hall", "Book flights", "12000", "9500")), suffix
    assert "Book flights" not in server.get(f"{ROOT}/activities.csv").text


def test_the_calendar_has_planned_visits(server, visit):
    calendar = server.get(f"{ROOT}/activities.ics?lang=en").text.replace("\r\n ", "")
    event = next(part for part in calendar.split("BEGIN:VEVENT") if "Delegation to Hiratsuka" in part)
    assert f"DTSTART;VALUE=DATE:{day(40).replace('-', '')}" in event and "STATUS:TENTATIVE" in event


def test_editors_see_program_tasks_and_budget_and_they_survive_export(editor, visit):
    item, _ = editor.item(f"/activities/{visit}")
    assert [one["what"] for one in item["program"]] == ["Reception at the town hall", "Tour"] and item["program"][0]["time"] == "14:30"
    assert [one.get("days_before") for one in item["tasks"]] == [30, 60, 50, -14] and item["tasks"][2]["done"] is True
    assert (item["budget"], item["cost"], item["currency"]) == (12000, 9500.5, "EUR")
    form = editor.form(f"/activities/{visit}")
    assert any(name.startswith("tasks[0]") or name.startswith("tasks.0") for name in form.names())


def test_what_is_due_for_a_visit_stands_on_the_desk_until_it_is_done(editor, visit, registry):
    assert [(one["detail"], one["date"], one["activity"]) for one in dues(editor, "15d")] == [
        ("Book flights – Delegation to Hiratsuka", day(-20), visit), ("Send the list of guests – Delegation to Hiratsuka", day(10), visit)]
    assert len(dues(editor, "5d")) == 1 and len(dues(editor, "90d")) == 3
    page = words(editor.get("/due?within=15d&lang=en"))
    assert "overdue: Book flights – Delegation to Hiratsuka" in page and "to do: Send the list of guests" in page and "Ask for visas" not in page
    assert "Book flights" in words(editor.get("/?lang=en"))
    told = json.loads(registry.ctl("--json", "due", "--within", "15d").stdout)["due"]
    assert [(one["detail"], one["date"], one["activity"]) for one in told if one["kind"] == "task"][1:] == [
        ("Send the list of guests – Delegation to Hiratsuka", day(10), visit)]
    mail = registry.ctl("due", "--within", "15d", "--mail").stdout
    assert "overdue: Book flights – Delegation to Hiratsuka" in mail and "to do: Send the list of guests" in mail
    item, _ = editor.item(f"/activities/{visit}")
    item["tasks"][1]["done"] = True
    assert editor.change(f"/activities/{visit}", {"tasks": item["tasks"]}).status_code == 200
    assert "Book flights" not in words(editor.get("/due?within=15d&lang=en"))


def test_the_councils_report_counts_people_sent_and_received_and_the_cost(editor):
    for slug, direction, people, money in (("out", "sent", 7, {"cost": 100, "currency": "EUR"}), ("in", "received", 4, {"cost": 50.5, "currency": "EUR"}),
                                           ("both", "joint", 99, {"cost": 900, "currency": "JPY"})):
        editor.make("activities", slug=f"of-2017-{slug}", partnership=TIE, title=f"Of 2017 {slug}", start="2017-05", direction=direction,
                    participants=[{"group": "all", "count": people}], **money)
    totals = editor.get("/report.json?year=2017").json()["totals"]
    assert (totals["sent"], totals["received"], totals["participants"]) == (7, 4, 110)
    assert {one["currency"]: float(one["amount"]) for one in totals["costs"]} == {"EUR": 150.5, "JPY": 900}
    other = editor.get("/report.json?year=2017&place=hiratsuka-jp").json()["totals"]
    assert (other["sent"], other["received"]) == (4, 7), "the partner sent whom the home received"
    rows = list(csv.DictReader(io.StringIO(editor.get("/report.csv?year=2017").text)))
    for row in (next(row for row in rows if row["partnership"] == TIE), rows[-1]):
        assert (row["sent"], row["received"]) == ("7", "4")
        assert dict(zip(row["cost_currency"].split("|"), row["cost"].split("|"))) == {"EUR": "150.5", "JPY": "900"}
    page = words(editor.get("/report?year=2017&lang=en"))
    assert "People sent 7" in page and "People received 4" in page and "€150.50" in page and "¥900" in page


def test_a_cost_above_the_budget_is_named_by_the_check(editor):
    editor.make("activities", slug="dear", partnership=TIE, title="Dear visit", budget=10, cost=11, currency="EUR")
    assert any(one["code"] == "over_budget" and one["slug"] == "dear" for one in editor.get("/check.json").json()["findings"])


@pytest.mark.parametrize("fields, field", [
    ({"tasks": [{"what": "Late", "days_before": 5000}]}, "tasks[0].days_before"),
    ({"tasks": [{"days_before": 5}]}, "tasks[0].what"),
    ({"program": [{"what": "Tour", "day": "2024-13"}]}, "program[0].day"),
    ({"hosts": ["nobody-there"]}, "hosts[0]"),
    ({"budget": -1}, "budget"),
    ({"currency": "EURO"}, "currency"),
])
def test_wrong_plans_are_refused_where_they_are_wrong(editor, fields, field):
    refused = editor.create("activities", partnership=TIE, title="Wrong plan", **fields)
    assert refused.status_code == 422, refused.text
    assert list(errors(refused)) == [field]
