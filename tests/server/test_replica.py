"""Readers are served from a replica and editors from its primary, set up as README.md says."""

import random
import re
import time

import pytest

from support import database, hosts
from support.editing import Editor

ROOT = "/sistercities"
PAGES = [
    "/", "/places", "/places?q=kyo", "/places?country=JP&sort=-population", "/places/boston-us", "/places/boston-us/partners",
    "/places/boston-us/timeline", "/places/boston-us/activities", "/places/boston-us/statistics", "/partnerships",
    "/partnerships?field=culture&since=1950", "/partnerships/boston-us-kyoto-jp", "/agreements", "/activities", "/organizations",
    "/statistics", "/revision.json", "/places.json", "/places.csv", "/partnerships.csv", "/places/kuji-jp.json", "/places/nowhere",
]
SEED = 20261122


def wait_until(truth, seconds=30):
    deadline = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def primary(databases):
    with hosts.registry_on(databases.cluster):
        yield databases.cluster


@pytest.fixture(scope="module")
def standby(primary):
    made = primary.standby()
    yield made
    made.remove()


@pytest.fixture(scope="module")
def server(primary, standby):
    made = hosts.Hosts(primary, standby)
    yield made.make().start()
    made.remove()


def population(site):
    return site.get(ROOT + "/places/kuji-jp.json").json().get("population")


def population_shown(site):
    found = re.search(r"[1-4],0\d\d", site.get(f"{ROOT}/places/kuji-jp?lang=en&view=fragment").text)
    return int(found[0].replace(",", "")) if found else None


def revision(site):
    return site.get(ROOT + "/revision.json").json()["revision"]


def populate_blindly(server, number):
    """Without asking for the version first."""
    return server.editors.request("PATCH", ROOT + "/admin/places/kuji-jp.json", auth=("editor", "secret"),
                                  headers={"If-Match": '"1"'}, json={"population": number})


def populate(server, number):
    return Editor(server.editors).change("/places/kuji-jp", {"population": number})


def users_of(postgresql):
    return set(postgresql.sql("SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'sistercity'").split())


def errors_of(postgresql):
    return re.findall(r"(?:ERROR|FATAL|PANIC): .*", postgresql.log.read_text())


def expect_trouble(server):
    server.expect_log(r"SC03|AH006\d\d|dbd|DBD")


def test_readers_cause_nothing_but_reading_on_the_replica(server, primary, standby):
    for page in PAGES:
        assert server.readers.get(ROOT + page).status_code in (200, 404), page
    assert users_of(standby) == {"reader"}
    assert "reader" not in users_of(primary)
    assert errors_of(standby) == []


def test_an_edit_is_seen_by_editors_at_once_and_by_readers_when_the_replica_has_it(server, standby):
    standby.catch_up()
    wait_until(lambda: revision(server.readers) == revision(server.editors))
    was, seen = population(server.readers), revision(server.readers)
    standby.pause()
    try:
        for number in 1001, 1002:
            assert populate(server, number).status_code == 200
            assert population(server.editors) == number
            time.sleep(1.1)
            assert (population(server.readers), revision(server.readers)) == (was, seen)
    finally:
        standby.resume()
    standby.catch_up()
    time.sleep(1.1)
    assert population(server.readers) == 1002
    assert revision(server.readers) == revision(server.editors)


def test_what_is_kept_for_readers_and_for_editors_never_mixes(server, standby):
    chance = random.Random(SEED)
    seen = {population: 0, population_shown: 0}
    for number in range(2001, 2013):
        assert populate(server, number).status_code == 200
        if chance.random() < 0.4:
            standby.catch_up()
            time.sleep(1.1)
            assert population(server.readers) == population_shown(server.readers) == number
        for read in [population, population_shown] * 3:
            assert read(server.editors) == number
            shown = read(server.readers) or 0
            assert seen[read] <= shown <= number
            seen[read] = shown


def test_editing_against_a_replica_is_refused_politely_and_the_log_says_why(make_httpd, standby):
    registry = database.Registry("pgsql", f"host=127.0.0.1 port={standby.port} dbname=sistercity user=editor")
    standby.catch_up()
    server = make_httpd(registry).start()
    editor = Editor(server)
    expect_trouble(server)
    for page in "/", "/places", "/places/kuji-jp", "/places/kuji-jp/workbench", "/history", "/board", "/report", "/import", "/contacts":
        assert editor.get(page).status_code == 200, page
    refused = editor.change("/places/kuji-jp", {"population": 5})
    assert refused.status_code == 503 and int(refused.headers["Retry-After"]) > 0
    assert refused.headers["Content-Type"] == "application/problem+json"
    refused = editor.form("/places/kuji-jp").fill(population="5").send()
    assert refused.status_code == 503 and int(refused.headers["Retry-After"]) > 0
    assert "a replica can only be read; let DBDParams of the editing side name the primary" in server.log_text()
    assert server.get(ROOT + "/places/kuji-jp").status_code == 200


def test_a_replica_is_checked_and_exported_but_not_changed(standby, tmp_path):
    registry = database.Registry("pgsql", f"host=127.0.0.1 port={standby.port} dbname=sistercity user=reader")
    registry.ctl("export", tmp_path)
    assert (tmp_path / "places.csv").exists()
    registry.ctl("due")
    assert registry.ctl("check", check=False).returncode in (0, 1)
    registry.ctl("import", "--merge", tmp_path / "places.csv")  # which changes nothing
    (tmp_path / "places.csv").write_text("slug,name\nnew-lt,New\n")
    refused = registry.ctl("import", tmp_path / "places.csv", check=False)
    assert refused.returncode == 3 and "name the primary" in refused.stderr


def test_without_its_primary_the_replica_answers_readers_and_editing_waits(server, primary, standby):
    standby.catch_up()
    assert populate(server, 3001).status_code == 200
    primary.stop()
    expect_trouble(server)
    try:
        time.sleep(1.1)
        for page in PAGES + ["/partnerships?limit=7"]:
            answer = server.readers.get(ROOT + page)
            assert answer.status_code in (200, 404) and "Age" not in answer.headers, page
        for refused in populate_blindly(server, 3002), Editor(server.editors).get("/"), Editor(server.editors).get("/places/kuji-jp"):
            assert refused.status_code == 503 and int(refused.headers["Retry-After"]) > 0
    finally:
        primary.start()
    wait_until(lambda: Editor(server.editors).get("/").status_code == 200)
    assert populate(server, 3003).status_code == 200
    wait_until(lambda: population(server.readers) == 3003)


def test_without_its_replica_readers_are_answered_by_the_primary(server, primary, standby):
    known = len(errors_of(primary))
    standby.stop()
    expect_trouble(server)
    try:
        for page in PAGES + ["/partnerships?limit=8"]:
            assert server.readers.get(ROOT + page).status_code in (200, 404), page
        assert "reader" in users_of(primary)
    finally:
        standby.start()
    assert [error for error in errors_of(primary)[known:] if "permission denied" in error] == []


def test_a_replica_that_takes_its_primary_s_place_is_edited_without_a_restart(primary):
    second = primary.standby()
    site = hosts.Hosts(primary, second)
    try:
        server = site.make().start()
        expect_trouble(server)
        assert populate(server, 4001).status_code == 200
        wait_until(lambda: population(server.readers) == 4001)
        primary.stop()
        assert populate_blindly(server, 4002).status_code == 503
        assert population(server.readers) == 4001
        second.promote()
        wait_until(lambda: Editor(server.editors).get("/").status_code == 200)
        assert populate(server, 4003).status_code == 200
        wait_until(lambda: population(server.readers) == 4003)
        assert [error for error in errors_of(second) if "read-only" in error] == []
    finally:
        site.remove()
        second.remove()
        primary.start()
