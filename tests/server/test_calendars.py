"""Calendars: which events there are, on which days, and how they are written."""

import datetime

import pytest

icalendar = pytest.importorskip("icalendar")

from support.editing import Editor, errors  # noqa: E402

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"
HUB = "calendar-de"
LONG = "Ąžuolų, beržų; liepų \\ klevų ir dar daugelio kitų medžių miestas prie upės 平塚市 " * 2


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


@pytest.fixture(scope="module", autouse=True)
def hub(editor):
    assert editor.create("places", slug=HUB, name="Kalender", country="DE").status_code == 201
    for slug, name in (("long-lt", LONG.strip()), ("short-lt", "Kelmė")):
        assert editor.create("places", slug=slug, name=name, country="LT").status_code == 201
    for slug, established, status in (("day", "1979-04-22", "active"), ("leap", "2004-02-29", "active"), ("month", "1989-12", "active"),
                                      ("year", "1959", "active"), ("resting", "1969-03-03", "suspended")):
        editor.make("partnerships", slug=f"calendar-{slug}", type="sister", established=established, status=status,
                    parties=[{"place": HUB}, {"place": "long-lt" if slug == "day" else "short-lt"}])
    for slug, fields in {"past": {"start": "2019-04-27", "end": "2019-04-28", "form": "festival", "fields": ["culture", "sports"]},
                         "planned": {"start": "2999-12-30", "end": "2999-12-31", "place": "Kelmė, aikštė"}, "month": {"start": "2018-02"},
                         "year": {"start": "2017"}, "about": {"start": "2016-05-01~"}, "never": {}}.items():
        editor.make("activities", slug=f"calendar-{slug}", title=f"Visit: {slug}, one; two", partnership="calendar-day", **fields)


def calendar(server, address):
    answer = server.get(ROOT + address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content)


def events(server, address):
    """SUMMARY and the days from and before which it lasts, by UID without the host."""
    found = {}
    for event in calendar(server, address).walk("VEVENT"):
        uid = event["UID"].split("@")[0]
        assert uid not in found, "each has a UID of its own"
        found[uid] = (str(event["SUMMARY"]), event["DTSTART"].dt.isoformat(), event["DTEND"].dt.isoformat())
    return found


def test_every_anniversary_is_an_event_on_the_day_that_is_known(server):
    found = events(server, f"/places/{HUB}/anniversaries.ics?since=2028&until=2034")
    assert found["anniversary-50-calendar-day"][1:] == ("2029-04-22", "2029-04-23")
    assert found["anniversary-25-calendar-leap"][1:] == ("2029-02-28", "2029-03-01")
    assert found["anniversary-30-calendar-leap"][1:] == ("2034-02-28", "2034-03-01")
    leap = events(server, f"/places/{HUB}/anniversaries.ics?since=2044&until=2044")
    assert leap["anniversary-40-calendar-leap"][1:] == ("2044-02-29", "2044-03-01")
    assert found["anniversary-50-calendar-day"][0] == f"Kalender – {LONG.strip()}: 50 years of partnership"


def test_what_is_known_to_the_month_lasts_all_of_it_and_says_so(server):
    found = events(server, f"/places/{HUB}/anniversaries.ics?since=2029&until=2029")
    assert found["anniversary-40-calendar-month"] == ("Kalender – Kelmė: 40 years of partnership (December 2029)", "2029-12-01", "2030-01-01")
    activities = events(server, f"/places/{HUB}/activities.ics")
    assert activities["activity-calendar-month"][1:] == ("2018-02-01", "2018-03-01")


def test_no_day_is_invented_for_what_is_known_to_the_year_and_the_calendar_says_so(server):
    for address, left_out in ((f"/places/{HUB}/anniversaries.ics?since=2029&until=2029", 1), (f"/places/{HUB}/activities.ics", 3)):
        whole = calendar(server, address)
        assert not [event for event in whole.walk("VEVENT") if "year" in event["UID"].split("@")[0] or "about" in event["UID"]]
        assert whole["X-WR-CALDESC"].startswith(f"{left_out} date") and "is on record" in whole["X-WR-CALDESC"]
        assert whole["X-WR-CALDESC"].endswith(ROOT + address.split(".ics")[0])
    assert "X-WR-CALDESC" not in calendar(server, f"/places/{HUB}/anniversaries.ics?since=2044&until=2044")


def test_planned_activities_are_tentative_and_all_have_their_place_and_page(server):
    found = {event["UID"].split("@")[0]: event for event in calendar(server, f"/places/{HUB}/activities.ics").walk("VEVENT")}
    planned, past = found["activity-calendar-planned"], found["activity-calendar-past"]
    assert (planned["STATUS"], past["STATUS"]) == ("TENTATIVE", "CONFIRMED")
    assert planned["DTEND"].dt == datetime.date(3000, 1, 1) and past["DTEND"].dt == datetime.date(2019, 4, 29)
    assert planned["LOCATION"] == "Kelmė, aikštė" and planned["SUMMARY"] == "Visit: planned, one; two"
    assert past["URL"] == f"{server.url}{ROOT}/activities/calendar-past" and "Kalender" in past["DESCRIPTION"]
    assert [str(one) for one in past["CATEGORIES"].cats] == ["Festival", "Culture", "Sports"]


def test_a_suspended_partnership_s_anniversary_says_so(server):
    event, = calendar(server, f"/places/{HUB}/anniversaries.ics?since=2029-03-01&until=2029-03-31").walk("VEVENT")
    assert "suspended" in event["DESCRIPTION"]


@pytest.mark.parametrize("address", [f"/places/{HUB}/anniversaries.ics?since=2028&until=2034", f"/places/{HUB}/activities.ics",
                                     "/anniversaries.ics?lang=ja&since=2027&until=2036", "/activities.ics?lang=lt"])
def test_lines_are_folded_between_characters_and_end_as_they_must(server, address):
    body = server.get(ROOT + address).content
    assert body.endswith(b"END:VCALENDAR\r\n") and b"\n" not in body.replace(b"\r\n", b"")
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")
    assert b"RRULE" not in body and b"RDATE" not in body


def test_a_calendar_has_its_name_twice_and_says_when_to_look_again(server):
    whole = calendar(server, f"/places/{HUB}/anniversaries.ics?lang=lt")
    assert whole["NAME"] == whole["X-WR-CALNAME"] == "Kalender ir partneriai: sukaktys"
    assert server.get(f"{ROOT}/places/{HUB}/anniversaries.ics").text.count("REFRESH-INTERVAL;VALUE=DURATION:P1D") == 1


def test_no_line_changes_but_the_stamp_where_nothing_changed_that_shows(server, editor):
    def lines():
        return [line for line in server.get(f"{ROOT}/places/{HUB}/anniversaries.ics?since=2029&until=2029").text.splitlines() if not line.startswith("DTSTAMP")]

    before = lines()
    assert editor.change("/partnerships/calendar-day", {"note": "Nothing that a calendar shows"}).status_code == 200
    assert lines() == before


def test_filters_and_bad_values_are_those_of_the_page(server):
    assert events(server, "/activities.ics?place=" + HUB) == events(server, f"/places/{HUB}/activities.ics")
    assert set(events(server, "/activities.ics?field=sports&place=" + HUB)) == {"activity-calendar-past"}
    for address, field in (("/activities.ics?since=x", "since"), ("/anniversaries.ics?since=1900&until=2100", "until"), ("/activities.ics?limit=0", "limit"),
                           ("/activities.ics?colour=1", "colour")):
        answer = server.get(ROOT + address)
        assert answer.status_code == 400 and field in errors(answer)
    assert server.get(f"{ROOT}/places/nowhere/activities.ics").status_code == 404
    assert server.get(f"{ROOT}/organizations.ics").status_code == 404
    assert server.get(f"{ROOT}/anniversaries", headers={"Accept": "text/calendar"}).headers["Content-Type"].startswith("text/calendar")


@pytest.mark.parametrize("page", ["/anniversaries", "/activities", f"/places/{HUB}", f"/places/{HUB}/anniversaries", f"/places/{HUB}/activities"])
def test_pages_lead_to_their_calendar(server, page):
    text = server.get(ROOT + page + "?lang=en").text
    address = text.split(' type="text/calendar">Add to your calendar')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert ".ics" in address and server.get(address).headers["Content-Type"].startswith("text/calendar")
