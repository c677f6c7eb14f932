"""Whom to write to: the contacts of organizations and persons, for editors only."""

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


@pytest.fixture(scope="module")
def book(editor):
    for collection, fields in {
        "organizations": {"slug": "choir", "name": "Žalgiris Choir", "place": "kaunas-lt", "contact": "=Ona Private", "email": "ona@example.org"},
        "persons": {"slug": "mayor-x", "name": "Xaver Mayor", "offices": [{"kind": "mayor", "place": "padua-it"}], "phone": "+39 049",
                    "contact_published": True, "contact_until": "2099"},
    }.items():
        editor.make(collection, **fields)
    assert editor.create("organizations", name="Without Contact").status_code == 201


def words(answer):
    assert answer.status_code == 200, answer.text
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def test_the_contact_book_has_organizations_and_persons_with_contacts(editor, book):
    page = words(editor.get("/contact-book?lang=en"))
    assert "Xaver Mayor" in page and "+39 049" in page and "yes" in page
    assert "Žalgiris Choir · Kaunas =Ona Private ona@example.org" in page and "Without Contact" not in page
    found = words(editor.get("/contact-book?q=zalgiris&lang=en"))
    assert "Žalgiris Choir" in found and "Xaver Mayor" not in found


def test_programs_get_the_contact_book_as_data(editor, book):
    data = editor.get("/contact-book.json").json()
    assert data["total"] == len(data["items"]) == 3
    assert {(one["collection"], one["slug"], one["contact_published"]) for one in data["items"]} == {
        ("organizations", "clair", True),
        ("organizations", "choir", False), ("persons", "mayor-x", True)}
    rows = {row["slug"]: row for row in csv.DictReader(io.StringIO(editor.get("/contact-book.csv").text))}
    assert rows["choir"]["contact"] == "'=Ona Private", "no spreadsheet runs it"
    assert rows["mayor-x"]["phone"] == "'+39 049" and rows["mayor-x"]["contact_until"] == "2099"


def test_readers_get_no_contact_book(server, book):
    for suffix in ("", ".json", ".csv"):
        assert server.get(f"/sistercities/contact-book{suffix}").status_code == 404
        assert server.get(f"/sistercities/admin/contact-book{suffix}").status_code in (401, 403)
    for path in ("organizations/choir", "organizations.csv", "organizations.json", "search?q=ona"):
        assert "ona@example.org" not in server.get(f"/sistercities/{path}").text
