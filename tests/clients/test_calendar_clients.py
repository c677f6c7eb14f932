"""The calendars in programs that people keep theirs in."""

import datetime
import json
import subprocess

import pytest

from support import paths
from support.editing import Editor

ROOT = "/sistercities"
HUB = "clients-de"
NAME = "Šiauliai, Ąžuolų; 平塚市 " * 6
EVENTS = {  # what the clients are to see: the days from which and before which
    "anniversary-25-clients-leap": ("2029-02-28", "2029-03-01"),
    "anniversary-50-clients-day": ("2029-04-22", "2029-04-23"),
    "anniversary-40-clients-month": ("2029-12-01", "2030-01-01"),
    "anniversary-30-clients-leap": ("2034-02-28", "2034-03-01"),
}


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


@pytest.fixture(scope="module")
def address(server, editor):
    """Of a calendar with events of every sort."""
    for slug, name, country in ((HUB, "Kalender", "DE"), ("clients-lt", NAME.strip(), "LT")):
        assert editor.create("places", slug=slug, name=name, country=country).status_code == 201
    for slug, established in (("day", "1979-04-22"), ("leap", "2004-02-29"), ("month", "1989-12"), ("year", "1959")):
        editor.make("partnerships", slug=f"clients-{slug}", type="sister", established=established, status="active",
                    parties=[{"place": HUB}, {"place": "clients-lt"}])
    editor.make("activities", slug="clients-visit", title="Visit, by many; and all", partnership="clients-day", start="2019-04-27", end="2019-04-28",
                form="festival", fields=["culture"])
    return f"{server.url}{ROOT}/places/{HUB}/anniversaries.ics?since=2028&until=2036"


@pytest.fixture(scope="module")
def file(server, address, tmp_path_factory):
    path = tmp_path_factory.mktemp("calendar") / "anniversaries.ics"
    path.write_bytes(server.get(address.removeprefix(server.url)).content)
    return path


def run(*command, **options):
    done = subprocess.run([*map(str, command)], capture_output=True, timeout=60, **options)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.mark.parametrize("client", ["ical.js", "node-ical"])
def test_programs_for_the_web_see_every_event_on_its_days(server, file, client):
    script = paths.TOP / "tests" / "clients" / "calendars.mjs"
    modules = paths.BUILD / "clients"
    seen = json.loads(run("node", script, modules, input=file.read_bytes()))[client]
    assert {uid.split("@")[0]: (first, behind) for uid, first, behind, *_ in seen} == EVENTS
    assert all(NAME.strip() in summary and categories == ["Anniversary"] for *_, summary, categories in seen)
    activities = server.get(f"{ROOT}/places/{HUB}/activities.ics").content
    (uid, first, behind, summary, categories), = json.loads(run("node", script, modules, input=activities))[client]
    assert (first, behind, summary, categories) == ("2019-04-27", "2019-04-29", "Visit, by many; and all", ["Festival", "Culture"])


def test_khal_shows_them(file, tmp_path):
    (tmp_path / "events").mkdir()
    (tmp_path / "config").write_text(f"[calendars]\n[[sister]]\npath = {tmp_path}/events\n[locale]\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
                                     f"timeformat = %H:%M\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
                                     f"[sqlite]\npath = {tmp_path}/khal.db\n[default]\ndefault_calendar = sister\n")
    khal = ("khal", "-c", tmp_path / "config")
    run(*khal, "import", "--batch", file)
    for day, years in (("2029-02-28", 25), ("2029-04-22", 50), ("2029-12-15", 40), ("2034-02-28", 30)):
        shown = run(*khal, "list", "--format", "{title}", day, "1d")
        assert f"{years} years of partnership" in shown and NAME.strip() in shown
    for day in ("2029-02-27", "2029-03-01", "2029-04-23", "2030-01-01"):
        assert "years of partnership" not in run(*khal, "list", "--format", "{title}", day, "1d")


def test_calcurse_shows_them(file, tmp_path):
    run("calcurse", "-D", tmp_path, "-i", file)
    for day, years in (("2029-02-28", 25), ("2029-04-22", 50), ("2034-02-28", 30)):
        shown = run("calcurse", "-D", tmp_path, "--input-datefmt", "4", "-Q", "--from", day, "--days", "1")
        assert f"{years} years of partnership" in shown and NAME.strip() in shown
    assert "years of partnership" not in run("calcurse", "-D", tmp_path, "--input-datefmt", "4", "-Q", "--from", "2029-03-01", "--days", "1")


def test_vdirsyncer_touches_no_event_that_did_not_change(server, editor, address, tmp_path):
    (tmp_path / "events").mkdir()
    (tmp_path / "config").write_text(f'[general]\nstatus_path = "{tmp_path}/status"\n[pair sister]\na = "site"\nb = "disk"\ncollections = null\n'
                                     f'[storage site]\ntype = "http"\nurl = "{address}"\n[storage disk]\ntype = "filesystem"\npath = "{tmp_path}/events"\nfileext = ".ics"\n')

    def sync():
        run("vdirsyncer", "-c", tmp_path / "config", "sync", env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "no_proxy": "*"})
        return {path.name: path.stat().st_mtime_ns for path in (tmp_path / "events").iterdir()}

    run("vdirsyncer", "-c", tmp_path / "config", "discover", input=b"y\n",
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "no_proxy": "*"})
    first = sync()
    assert len(first) == len(EVENTS)
    assert editor.change("/partnerships/clients-day", {"note": "Nothing that shows"}).status_code == 200
    assert sync() == first
    assert editor.change("/partnerships/clients-day", {"established": "1979-04-23"}).status_code == 200
    second = sync()
    assert len(set(first) & set(second)) == len(EVENTS) - 1 == len(second) - 1


def test_days_are_those_of_the_calendar_whatever_the_zone(file):
    """node-ical makes moments of days: they must not slip across midnight."""
    for zone in ("America/Los_Angeles", "Pacific/Kiritimati"):
        seen = json.loads(run("node", paths.TOP / "tests" / "clients" / "calendars.mjs", paths.BUILD / "clients", input=file.read_bytes(),
                              env={"PATH": "/usr/local/bin:/usr/bin:/bin", "TZ": zone}))
        for events in seen.values():
            assert {uid.split("@")[0]: first for uid, first, *_ in events} == {uid: first for uid, (first, _) in EVENTS.items()}
    assert datetime.date.fromisoformat(EVENTS["anniversary-25-clients-leap"][0]).month == 2
