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
        made = editor.create("activities", partnership="kaunas-lt-hiratsuka-jp", title=title, start="2024-05",
                             participants=[{"group": "guests", "count": count}])
        assert made.status_code == 201
    found = [row for row in rows(editor, "year=2024&place=kaunas-lt") if row["partnership"] == "kaunas-lt-hiratsuka-jp"]
    assert [(row["activities"], row["participants"]) for row in found] == [("2", "35")]


def test_the_totals_of_the_table_are_those_of_the_page(editor):
    *partners, total = rows(editor, "year=2019")
    assert (total["partnership"], total["name"]) == ("", "Total"), "marked: it is no partnership"
    totals = editor.get("/report.json?year=2019").json()["totals"]
    for column in ("activities", "agreements", "gifts"):
        assert int(total[column]) == totals[column] == sum(int(row[column]) for row in partners)
    page = words(editor.get("/report?year=2019"))
    assert f"activities {totals['activities']}" in page and f"agreements {totals['agreements']}" in page


def test_a_formula_in_a_title_is_defused(editor):
    editor.create("activities", partnership="kaunas-lt-hiratsuka-jp", title="=HYPERLINK(1)", start="2022")
    text = editor.get("/report.csv?year=2022").text
    assert "=HYPERLINK" in text and not re.search(r"(^|,)\"?=HYPERLINK", text, re.M)


def test_a_year_without_anything_says_so(editor):
    answer = editor.get("/report?year=1901")
    assert answer.status_code == 200
    assert rows(editor, "year=1901") == []


def test_bad_arguments_are_refused_by_name(editor):
    editor.server.expect_log(r"SC\d+")
    for arguments in ("year=last", "year=99999", "place=No%20Slug"):
        answer = editor.get(f"/report?{arguments}")
        assert answer.status_code == 400, arguments
