"""A year, as an office hands it to its council."""

import csv
import html
import io
import re

import pytest

from support.editing import Editor

DATABASES = ["sqlite", "postgresql"]


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


def words(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def rows(editor, arguments):
    answer = editor.get(f"/report.csv?{arguments}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Cache-Control"] == "no-store"
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_boston_s_year_2019_is_kyoto_s_sixtieth(editor):
    page = editor.get("/report?year=2019&place=boston-us")
    assert page.status_code == 200
    assert "sistercity-report" in page.text
    assert "60" in words(page) and "Kyoto" in words(page)
    document = editor.get("/report.json?year=2019&place=boston-us").json()
    kyoto = next(row for row in document["items"] if "kyoto" in row["partnership"])
    assert kyoto["years"] == 60
    assert kyoto["agreements"] and kyoto["activities"]


def test_participants_are_added_up_per_partner(editor):
    for title, count in (("Choir", 30), ("Mayors", 5)):
        editor.make("activities", partnership="kaunas-lt-hiratsuka-jp", title=title, start="2024-05",
                    participants=[{"group": "guests", "count": count}])
    found = [row for row in rows(editor, "year=2024&place=kaunas-lt") if row["partnership"] == "kaunas-lt-hiratsuka-jp"]
    assert [(row["activities"], row["participants"]) for row in found] == [("2", "35")]


def test_the_totals_of_the_table_are_those_of_the_page(editor):
    *partners, total = rows(editor, "year=2019")
    assert (total["partnership"], total["name"]) == ("", "Total"), "marked: it is no partnership"
    totals = editor.get("/report.json?year=2019").json()["totals"]
    for column in ("activities", "agreements", "gifts"):
        assert int(total[column]) == totals[column] == sum(int(row[column]) for row in partners)
    page = words(editor.get("/report?year=2019"))
    assert re.search(r'<td data-label="2019">\d+</td><td data-label="2018">', editor.get("/report?year=2019").text), "a phone has no heads of columns"
    assert f"Activities {totals['activities']}" in page and f"Agreements {totals['agreements']}" in page


def test_a_formula_in_a_title_is_defused(editor):
    editor.create("activities", partnership="kaunas-lt-hiratsuka-jp", title="=HYPERLINK(1)", start="2022")
    text = editor.get("/report.csv?year=2022").text
    assert "=HYPERLINK" in text and not re.search(r"(^|,)\"?=HYPERLINK", text, re.M)


def test_a_year_without_anything_says_so_under_the_place_s_name(editor):
    answer = editor.get("/report?year=1901&place=boston-us")
    assert answer.status_code == 200
    assert "Boston: partnerships in 1901" in words(answer) and "boston-us:" not in words(answer)
    assert all(row["activities"] == row["agreements"] == "0" for row in rows(editor, "year=1901"))


def test_what_the_council_decided_is_told_with_budget_reason_direction_and_outcome(editor):
    partnership = "kaunas-lt-hiratsuka-jp"
    made = [editor.create("approvals", partnership=partnership, body="Kaunas City Council", date="2018-06-12", result="approved",
                          decision="T-301", budget_amount=15000, budget_currency="EUR"),
            editor.create("approvals", partnership="kaunas-lt-yaotsu-jp", body="Kaunas City Council", date="2018-03",
                          budget_amount=2500, budget_currency="EUR"),
            editor.create("steps", partnership=partnership, status="suspended", date="2018-02-01", body="Council",
                          reason="Budget cuts"),
            editor.create("agreements", partnership=partnership, kind="renewal", date="2018-07", term_months=60),
            editor.create("activities", partnership=partnership, title="Choir to Hiratsuka", start="2018-08", direction="sent",
                          participants=[{"group": "singers", "count": 24}], outcome="Two concerts"),
            editor.create("activities", partnership=partnership, title="Guests", start="2017-08", direction="received")]
    assert [answer.status_code for answer in made] == [201] * 6
    page = words(editor.get("/report?year=2018&place=kaunas-lt"))
    for said in ("Kaunas City Council", "T-301", "€15,000", "Suspended", "Budget cuts", "from Kaunas to Hiratsuka", "singers: 24",
                 "Two concerts", "Budgets approved €17,500", "Activities 1 1"):
        assert said in page, said
    row = next(r for r in rows(editor, "year=2018&place=kaunas-lt") if r["partnership"] == partnership)
    assert (row["approvals"], row["budget"], row["currency"]) == ("Kaunas City Council approved", "15000", "EUR")
    assert (row["steps"], row["until"], row["directions"]) == ("suspended 2018-02-01", "2023-07", "from Kaunas to Hiratsuka")
    assert row["outcomes"] == "Two concerts"
    document = editor.get("/report.json?year=2018&place=kaunas-lt").json()
    assert document["before"]["totals"]["activities"] == 1 and document["totals"]["approvals"] == 2
    silent = editor.get("/report.json?year=2021&place=kaunas-lt").json()["silent"]
    assert "kaunas-lt-yaotsu-jp" in [row["partnership"] for row in silent]
    page = words(editor.get("/report?year=2021&place=kaunas-lt"))
    assert "Yaotsu" in page.partition("Partnerships of which nothing is on record")[2]
    row = next(r for r in rows(editor, "year=2021&place=kaunas-lt") if r["partnership"] == "kaunas-lt-yaotsu-jp")
    assert row["activities"] == "0"


def test_partnerships_are_sorted_as_the_reader_s_language_sorts_them(editor):
    for name, slug in (("Šiauliai", "siauliai-lt"), ("Skuodas", "skuodas-lt"), ("Zarasai", "zarasai-lt")):
        editor.create("places", name=name, slug=slug, country="LT")
        made = editor.create("partnerships", slug=f"x-{slug}", type="sister", status="active", established="2016",
                             parties=[{"place": "birstonas-lt"}, {"place": slug}])
        editor.create("activities", partnership=made.json()["slug"], title="Visit", start="2016")
    text = words(editor.get("/report?year=2016&place=birstonas-lt&lang=lt"))
    assert text.index("Skuodas") < text.index("Šiauliai") < text.index("Zarasai")


def test_no_date_is_followed_by_two_full_stops(editor):
    text = words(editor.get("/report?year=2019&lang=lt"))
    assert " d." in text and "d. ." not in text and "d.." not in text and "m. ." not in text


def test_bad_arguments_are_refused_by_name(editor):
    editor.server.expect_log(r"SC\d+")
    for arguments in ("year=last", "year=99999", "place=No%20Slug"):
        answer = editor.get(f"/report?{arguments}")
        assert answer.status_code == 400, arguments
