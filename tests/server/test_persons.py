"""People for their public offices, and what was awarded to them, to places and to partnerships."""

import html
import re

import pytest

from support.editing import Editor, errors

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"
TIE = "boston-us-kyoto-jp"
MAYOR = {"kind": "mayor", "place": "kaunas-lt", "from": "2010", "to": "2018-05-01"}


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


@pytest.fixture(scope="module")
def person(editor):
    editor.make("persons", slug="ona-onaite", name="Ona Onaitė", names=[{"lang": "ja", "text": "オナ・オナイテ"}], offices=[
        MAYOR, {"kind": "councilor", "place": "kaunas-lt", "from": "2018-05-01"}, {"kind": "founder", "partnership": TIE},
        {"kind": "honorary_citizen", "place": "hiratsuka-jp", "from": "2012"}, {"kind": "chair", "organization": "clair", "from": "2015", "to": "2016"}],
        email="ona@example.org", source="Minutes")
    return "ona-onaite"


@pytest.fixture(scope="module")
def award(editor, person):
    editor.make("awards", slug="prize", name="Europe Prize", date="1991", awarded_by="Council of Europe", place="kaunas-lt",
                partnership=TIE, person=person, note="For *sixty* years.", source="List of winners")
    return "prize"


def words(answer):
    assert answer.status_code == 200, answer.text
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def listed(server, collection, **asked):
    return {item["slug"] for item in server.get(f"{ROOT}/{collection}.json", params=asked).json()["items"]}


def office(kind, **fields):
    return {"kind": kind, **fields}


def test_a_person_is_shown_with_offices_agreements_and_awards(server, person, award):
    page = words(server.get(f"{ROOT}/persons/{person}?lang=en"))
    assert "Mayor · Kaunas · 2010" in page
    assert "Founder of the partnership" in page and "Boston – Kyoto" in page
    assert "Chair of an organization · Council of Local Authorities for International Relations (CLAIR)" in page
    assert "Europe Prize" in page and "1991" in page and "Council of Europe" in page
    assert "ona@example.org" not in page, "a contact is private until somebody publishes it"
    signed = words(server.get(f"{ROOT}/persons/martin-j-walsh?lang=en"))
    assert "Agreements signed" in signed and "Renewal" in signed and "Boston – Kyoto" in signed
    assert [a["slug"] for a in server.get(f"{ROOT}/persons/martin-j-walsh.json").json()["agreements"]] == ["boston-kyoto-2019"]
    assert [a["slug"] for a in server.get(f"{ROOT}/persons/{person}.json").json()["awards"]] == [award]


def test_a_person_is_named_where_they_signed_and_on_the_pages_of_place_and_partnership(server, person):
    agreement = server.get(f"{ROOT}/agreements/boston-kyoto-2019").text
    assert f'href="{ROOT}/persons/martin-j-walsh">Martin J. Walsh</a>' in agreement
    tie = words(server.get(f"{ROOT}/partnerships/{TIE}?lang=en"))
    assert all(name in tie[tie.index("People"):] for name in ("Daisaku Kadokawa", "Kazuhiro Terada", "Martin J. Walsh", "Ona Onaitė"))
    place = words(server.get(f"{ROOT}/places/kaunas-lt?lang=en"))
    assert "Visvaldas Matijošaitis Mayor · in office: 25 November 2023" in place
    assert "Honorary citizen" not in place[place.index("People"):], "an honor of another place is told there"
    item = server.get(f"{ROOT}/partnerships/{TIE}.json").json()
    assert {one["slug"] for one in item["persons"]} == {"daisaku-kadokawa", "kazuhiro-terada", "martin-j-walsh", person}
    assert {one["slug"] for one in server.get(f"{ROOT}/places/hiratsuka-jp.json").json()["persons"]} == {"katsuhiro-ochiai", person}


@pytest.mark.parametrize("asked, found", [
    ({"place": "kaunas-lt"}, {"visvaldas-matijosaitis", "ona-onaite"}),
    ({"partnership": TIE, "office": "mayor"}, {"daisaku-kadokawa", "martin-j-walsh", "ona-onaite"}),
    ({"country": "JP", "office": "council_chair"}, {"kazuhiro-terada"}),
    ({"q": "onaite"}, {"ona-onaite"}), ({"q": "オナイ"}, {"ona-onaite"}), ({"q": "matijosaitis"}, {"visvaldas-matijosaitis"}),
])
def test_persons_are_found(server, person, asked, found):
    assert listed(server, "persons", **asked) == found
    assert server.get(f"{ROOT}/persons", params=asked).status_code == 200


def test_who_was_in_office_on_a_day(server, editor):
    assert editor.create("persons", slug="past", name="Past One", offices=[office("mayor", place="padua-it", **{"from": "1980", "to": "1984"})]).status_code == 201
    assert "past" in listed(server, "persons", as_of="1983", place="padua-it")
    assert "past" not in listed(server, "persons", as_of="1990", place="padua-it")


@pytest.mark.parametrize("name", ["persons", "awards"])
def test_a_bad_parameter_is_named_in_every_form(server, name):
    bad = "as_of=yesterday" if name == "persons" else "country=XXX"
    for suffix in ("", ".json", ".csv", ".jsonl", ".jsonld"):
        assert server.get(f"{ROOT}/{name}{suffix}?{bad}").status_code == 400, suffix
    assert "<html" not in server.get(f"{ROOT}/{name}?{bad}&view=fragment").text
    assert server.get(f"{ROOT}/{name}/nobody").status_code == 404
    assert server.get(f"{ROOT}/{name}.ics").status_code == 404
    assert server.get(f"{ROOT}/persons.json?office=king").status_code == 400


@pytest.mark.parametrize("offices, field", [
    ([], "offices"),
    ([MAYOR, office("governor", place="osaka-prefecture-jp", **{"from": "2014", "to": "2016"})], "offices[1].kind"),
    ([MAYOR, office("mayor", place="boston-us", held="2015-06")], "offices[1].kind"),
    ([MAYOR, {**MAYOR, "from": "2012"}], "offices[1].kind"),
    ([{**MAYOR, "to": "2009"}], "offices[0].to"),
    ([office("king")], "offices[0].kind"),
])
def test_offices_that_nobody_can_hold_are_refused(editor, offices, field):
    refused = editor.create("persons", name="Nobody", offices=offices)
    assert refused.status_code == 422
    assert list(errors(refused)) == [field]


@pytest.mark.parametrize("other, is_told", [
    (office("council_chair", place="kaunas-lt", **{"from": "2012", "to": "2014"}), True),
    (office("mayor", place="boston-us", **{"from": "2015"}), True),
    (office("council_chair", place="kaunas-lt", **{"from": "2018-05-01", "to": "2020"}), False),
    (office("governor", place="osaka-prefecture-jp", **{"from": "2018", "to": "2019"}), False),
    (office("honorary_citizen", place="kyoto-jp", **{"from": "2012"}), False),
])
def test_two_offices_at_once_are_shown_with_a_warning_where_it_may_be_so(server, editor, other, is_told):
    made = editor.make("persons", name=f"Two {other['kind']} {other['from']}", offices=[MAYOR, other])
    slug = made.json()["slug"]
    assert ("Some of these offices are recorded for the same time." in words(server.get(f"{ROOT}/persons/{slug}?lang=en"))) == is_told
    findings = editor.get("/check.json").json()["findings"]
    assert any(one["slug"] == slug and one["code"] == "two_offices" for one in findings) == is_told
    assert editor.withdraw(f"/persons/{slug}").status_code < 300


def test_two_mayors_of_one_place_at_a_time_are_named_by_the_check(editor):
    for name in ("Ada First", "Bea Second"):
        editor.make("persons", name=name, offices=[office("mayor", place="praia-cv", **{"from": "2001", "to": "2004"})])
    assert "Ada First is recorded in the same office of Praia for the same time" in words(editor.get("/check?lang=en"))


def test_the_office_s_navigation_leads_to_awards(editor, award):
    ways = editor.get("/history?lang=en").text.partition('class="sistercity-admin__ways"')[2].partition("</nav>")[0]
    assert re.search(r'/awards(\?[^"]*)?">Awards<', ways) and "Europe Prize" in editor.get("/awards?lang=en").text


def test_awards_are_told_by_whom_to_whom_and_when(server, award):
    page = words(server.get(f"{ROOT}/awards/{award}?lang=en"))
    assert "Europe Prize" in page and "Council of Europe" in page and "Kaunas" in page and "Ona Onaitė" in page and "Boston – Kyoto" in page
    listing = words(server.get(f"{ROOT}/awards?lang=en&view=fragment"))
    assert "Europe Prize" in listing and "Ona Onaitė" in listing and "Boston – Kyoto" in listing
    for path in ("places/kaunas-lt", f"partnerships/{TIE}", "places/kyoto-jp"):
        assert "Awards Europe Prize 1991 · Council of Europe" in words(server.get(f"{ROOT}/{path}?lang=en")), path
        assert [one["slug"] for one in server.get(f"{ROOT}/{path}.json").json()["awards"]] == [award], path
    for place, found in {"kaunas-lt": {award}, "kyoto-jp": {award}, "padua-it": set()}.items():
        assert listed(server, "awards", place=place) == found
    assert listed(server, "awards", q="europe") == {award}
    assert "Europe Prize" in words(server.get(f"{ROOT}/search?q=europe+prize&lang=en"))


@pytest.mark.parametrize("fields, field", [
    ({"awarded_by": "Somebody"}, None),
    ({"place": "kaunas-lt"}, "awarded_by"),
    ({"awarded_by": "Somebody", "place": "nowhere"}, "place"),
    ({"awarded_by": "Somebody", "person": "nobody-there"}, "person"),
])
def test_an_award_needs_who_gives_it_and_who_gets_it(editor, fields, field):
    refused = editor.create("awards", name="Another prize", **fields)
    assert refused.status_code == 422
    assert [error.get("field") for error in refused.json()["errors"]] == [field]


def test_removing_a_name_takes_it_out_of_persons_awards_and_signatures(server, editor):
    name = "Zigmas Zigmantaitis"
    editor.make("persons", slug="zz", name=name, offices=[office("mayor", place="kaunas-lt", held="1999", title=f"Mayor {name}")],
                note=f"{name} signed.", email="z@example.org")
    given = editor.create("awards", slug="zz-award", name="Medal", awarded_by="City", person="zz", note=f"To {name}.")
    assert given.status_code == 201, given.text
    page = editor.form("/redact").fill(name=name).send("look")
    done = editor.form(page).fill(change_note="asked by letter").send("redact")
    assert "The name was removed from" in words(done)
    for path in ("persons/zz.json", "awards/zz-award.json", "persons/zz", "places/kaunas-lt"):
        assert "Zigmantaitis" not in server.get(f"{ROOT}/{path}").text, path
    assert "z@example.org" not in editor.get("/persons/zz").text
    assert "Zigmantaitis" not in editor.get("/history").text
    assert listed(server, "persons", q="zigmantaitis") == set()


def test_contacts_of_persons_are_removed_when_their_time_is_over(server, editor):
    editor.make("persons", slug="cc", name="Cecilia Contact", offices=[office("coordinator", partnership=TIE)], email="cc@example.org",
                phone="+1 617 000", contact_published=True, contact_until="2020-01-01")
    assert "cc@example.org" not in server.get(f"{ROOT}/persons/cc").text, "withheld after its last day"
    assert "Cecilia Contact" in editor.get("/contacts").text
    assert editor.form("/contacts").send("purge").status_code == 303
    assert "cc@example.org" not in editor.get("/persons/cc").text and "Cecilia Contact" not in editor.get("/contacts").text


def test_people_and_awards_can_be_parts_of_a_city_s_page(server, person, award):
    for element, said in {
        'show="persons" place="kaunas-lt"': "Visvaldas Matijošaitis", 'show="person" person="ona-onaite"': "Ona Onaitė",
        'show="awards" place="kaunas-lt"': "Europe Prize", 'show="award" award="prize"': "Council of Europe",
        'show="network" network="east-asia-economic-development"': "Fukuoka",
    }.items():
        server.page("people.shtml", f"<main><!--#sistercity {element} --></main>")
        text = server.get("/people.shtml").text
        assert said in text and text.count("<section ") >= 1 and "<form" not in text and "an error occurred" not in text, element
