"""Faults beneath a running httpd: the database's file is replaced, its rights are mended, the clock is set."""

import concurrent.futures
import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import threading
import time

import pytest

from support import database, paths
from support.editing import Editor

ROOT = "/sistercities"
ITEM = ROOT + "/partnerships/boston-us-kyoto-jp.json"
EDITOR = ("editor", "secret")


def change(server, note):
    address = ROOT + "/admin/partnerships/boston-us-kyoto-jp.json"
    before = server.get(address, auth=EDITOR)
    if before.status_code != 200:
        return before
    return server.request("PATCH", address, auth=EDITOR, headers={"If-Match": before.headers["ETag"]}, json={"note": note})


def note_of(registry):
    return registry.sql("SELECT note FROM partnerships WHERE slug = 'boston-us-kyoto-jp'")


def put_in_place(registry):
    """A copy of the registry as it is now, in its place: by renaming, with what SQLite keeps beside the old one left."""
    copy = registry.directory / "copy.db"
    copy.unlink(missing_ok=True)
    registry.sql(f"VACUUM INTO '{copy}'")
    database.give_to_httpd(registry.directory)
    return lambda: os.replace(copy, registry.file)


def serious(server, tag):
    return [line for line in server.log_text().splitlines() if tag in line]


def test_a_file_that_was_replaced_is_opened_anew_and_no_edit_goes_into_the_old_one(databases, make_httpd):
    registry = databases.sample("sqlite")
    server = make_httpd(registry).start()
    server.expect_log("SC0309|SC0303|SC0501")
    original = server.get(ITEM).json()
    replace = put_in_place(registry)
    assert change(server, "before").status_code == 200
    assert server.get(ITEM).json()["note"] == "before"
    replace()
    time.sleep(1.1)
    assert server.get(ITEM).json() == original
    assert change(server, "after").status_code == 200
    assert server.get(ITEM).json()["note"] == note_of(registry) == "after"
    assert registry.sql("PRAGMA integrity_check") == "ok"
    assert len(serious(server, "SC0309")) == 1
    registry.remove()


def test_a_file_that_was_removed_takes_no_edit_and_the_log_names_it(databases, make_httpd):
    registry = databases.sample("sqlite")
    server = make_httpd(registry).start()
    server.expect_log(r"SC\d+")
    replace = put_in_place(registry)
    assert change(server, "before").status_code == 200
    registry.file.unlink()
    assert change(server, "lost").status_code == 503
    assert f"there is no file {registry.file}" in server.log_text() and " restore FILE" in server.log_text()
    assert not registry.file.exists()
    replace()
    time.sleep(1.1)
    assert change(server, "after").status_code == 200
    assert note_of(registry) == "after" and registry.sql("PRAGMA integrity_check") == "ok"
    registry.remove()


def test_a_copy_is_restored_while_httpd_serves_and_people_edit(databases, make_httpd, tmp_path):
    registry, copy = databases.sample("sqlite"), tmp_path / "copy.db"
    server = make_httpd(registry).start()
    server.expect_log("SC0501")
    original = server.get(ITEM).json()
    registry.ctl("backup", copy)
    ended, codes = threading.Event(), []

    def work(ask):
        while not ended.is_set():
            codes.append(ask().status_code)

    workers = [threading.Thread(target=work, args=(ask,)) for ask in (
        lambda: change(server, "a note"), lambda: server.get(ITEM), lambda: server.get(ROOT + f"/places.json?limit={len(codes) % 99 + 1}"))]
    for worker in workers:
        worker.start()
    for _ in range(4):
        time.sleep(0.3)
        registry.ctl("restore", copy)
    ended.set()
    for worker in workers:
        worker.join()
    assert set(codes) <= {200, 412}
    registry.ctl("restore", copy)
    time.sleep(1.1)
    assert {**server.get(ITEM).json(), "revision": 0} == {**original, "revision": 0}
    assert change(server, "after").status_code == 200 and note_of(registry) == "after"
    registry.remove()


def test_edits_that_were_acknowledged_are_in_the_file_however_often_it_is_replaced(databases, make_httpd):
    registry = databases.sample("sqlite")
    server = make_httpd(registry).start()
    server.expect_log(r"SC\d+")
    ended = threading.Event()
    acknowledged = []

    def edit(editor):
        number = 0
        while not ended.is_set():
            number += 1
            text = f"{editor}-{number}"
            answer = server.request("POST", ROOT + "/admin/places", auth=EDITOR, json={"name": text, "slug": text, "level": "city"})
            if answer.status_code == 201:
                acknowledged.append((time.monotonic(), text))

    editors = [threading.Thread(target=edit, args=(name,)) for name in ("ab", "cd")]
    for editor in editors:
        editor.start()
    for _ in range(6):
        time.sleep(0.3)
        replace = put_in_place(registry)
        replaced = time.monotonic()
        replace()
    time.sleep(1.5)
    ended.set()
    for editor in editors:
        editor.join()
    stored = set(registry.sql("SELECT slug FROM places").split())
    late = [text for moment, text in acknowledged if moment > replaced + 0.2]
    assert len(late) > 5 and set(late) <= stored
    assert registry.sql("PRAGMA integrity_check") == "ok"
    registry.remove()


@pytest.mark.parametrize("whole", [False, True])
def test_editing_goes_on_once_the_rights_of_the_file_are_mended(databases, make_httpd, whole):
    registry = databases.sample("sqlite")
    for path in [registry.directory] * whole + [registry.file]:
        path.chmod(0o555)
        if paths.is_root():
            os.chown(path, 0, 0)
    server = make_httpd(registry).start()
    server.expect_log(r"SC\d+")
    assert change(server, "refused").status_code == 503
    registry.directory.chmod(0o755)
    for path in registry.directory.iterdir():
        path.chmod(0o644)
    database.give_to_httpd(registry.directory)
    assert change(server, "mended").status_code == 200
    assert note_of(registry) == "mended"
    registry.remove()


@contextlib.contextmanager
def another_writer(registry):
    """Another program that keeps the registry for itself."""
    if registry.driver == "pgsql":
        with registry.transaction("DO 'BEGIN PERFORM pg_advisory_xact_lock(7310573); END'"):
            yield
        return
    other = sqlite3.connect(registry.file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_save_waits_for_another_writer_and_keeps_no_connection_from_readers(databases, make_httpd, kind):
    registry = databases.sample(kind)
    server = make_httpd(registry, configuration="SisterCityCache off\nDBDMax 1\nDBDKeep 1\n").start()
    editor = Editor(server)
    form = editor.form("/partnerships/boston-us-kyoto-jp").set("note", "patient, too")
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        with another_writer(registry):
            saves = [pool.submit(editor.create, "places", slug=f"patient-{n}", name="Patient", country="LT") for n in range(5)]
            saves.append(pool.submit(form.send, "save"))
            end = time.monotonic() + 6
            while time.monotonic() < end:
                assert server.get(ROOT + "/places/kuji-jp", timeout=4).status_code == 200
                assert not any(save.done() for save in saves)
        assert sorted(save.result().status_code for save in saves) == [201] * 5 + [303]
    assert note_of(registry) == "patient, too"
    assert registry.sql("SELECT count(*) FROM places WHERE slug LIKE 'patient-%'") == "5"
    registry.remove()


CLOCKS = r"""
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
/* As many seconds off as the file says that the variable names. No memory is taken: sanitizers look at the clock while they give some. */
static long off(const char *variable)
{
    const char *path = getenv(variable);
    char seconds[32] = "0";
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file >= 0) { if (read(file, seconds, sizeof(seconds) - 1) < 0) seconds[0] = '0'; close(file); }
    return atol(seconds);
}
int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
    struct timespec now;
    (void)zone;
    syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec + off("TIME_OF_DAY");
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}
int clock_gettime(clockid_t id, struct timespec *now)
{
    int rc = (int)syscall(SYS_clock_gettime, id, now);
    now->tv_sec += id == CLOCK_MONOTONIC ? off("RUNNING_TIME") : 0;
    return rc;
}
"""


def set_clock(server, which, monkeypatch):
    """The file that says how many seconds one of its clocks is off: TIME_OF_DAY, RUNNING_TIME."""
    library, clock = server.directory / "clocks.so", server.directory / "clock"
    subprocess.run(["gcc", "-shared", "-fPIC", "-x", "c", "-", "-o", library], input=CLOCKS, text=True, check=True)
    clock.write_text("0")
    usual = server.environment()
    preloaded = ":".join(filter(None, [usual.get("LD_PRELOAD"), str(library)]))
    monkeypatch.setattr(server, "environment", lambda: {**usual, "LD_PRELOAD": preloaded, which: str(clock)})
    return clock


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_save_that_waits_in_vain_for_half_a_minute_hears_of_it_and_keeps_what_was_typed(databases, make_httpd, monkeypatch, kind):
    registry = databases.sample(kind)
    server = make_httpd(registry)
    running_time = set_clock(server, "RUNNING_TIME", monkeypatch)
    server.start()
    server.expect_log("SC0303")
    editor, note = Editor(server), note_of(registry)
    form = editor.form("/partnerships/boston-us-kyoto-jp").set("note", "in vain")
    with concurrent.futures.ThreadPoolExecutor(2) as pool, another_writer(registry):
        saves = [pool.submit(form.send, "save"), pool.submit(editor.create, "places", slug="in-vain", name="In vain", country="LT")]
        concurrent.futures.wait(saves, timeout=1)
        running_time.write_text("25")
        assert not concurrent.futures.wait(saves, timeout=1.5).done, "25 seconds are no half a minute"
        running_time.write_text("31")
        page, data = [save.result(timeout=20) for save in saves]
    assert (page.status_code, data.status_code) == (503, 503)
    assert int(page.headers["Retry-After"]) == int(data.headers["Retry-After"]) == 30
    assert data.headers["Content-Type"] == "application/problem+json"
    assert "nothing has been stored" in page.text and "in vain" in page.text, "what was typed is there"
    assert note_of(registry) == note and registry.sql("SELECT count(*) FROM places WHERE slug = 'in-vain'") == "0"
    assert "another program keeps the registry for itself" in server.log_text()
    assert editor.form(page).send("save").status_code == 303 and note_of(registry) == "in vain"
    registry.remove()


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_a_clock_that_is_set_hides_no_change_of_the_registry(databases, make_httpd, monkeypatch, seconds):
    registry = databases.sample("sqlite")
    server = make_httpd(registry)
    clock = set_clock(server, "TIME_OF_DAY", monkeypatch)
    server.start()
    before = server.get(ITEM)
    date = before.headers["Date"]
    clock.write_text(str(seconds))
    for number in range(3):
        registry.change(f"UPDATE partnerships SET note = 'note {number}' WHERE slug = 'boston-us-kyoto-jp'")
        after = server.get(ITEM)
        assert after.json()["note"] == f"note {number}" and after.headers["ETag"] != before.headers["ETag"]
    assert after.headers["Date"][17:19] != date[17:19], "the clock was not set"
    registry.remove()


def test_the_log_is_not_flooded_while_postgresql_is_stopped_and_names_its_remedy_only(databases, make_httpd):
    cluster = database.PostgresqlCluster()
    try:
        registry = cluster.create()
        registry.ctl("init")
        server = make_httpd(registry).start()
        assert server.get(ROOT + "/places").status_code == 200
        cluster.stop()
        server.expect_log(r"SC\d+|AH006\d\d|DBD")
        server.new_log_lines()
        began, asked = time.monotonic(), 0
        while time.monotonic() - began < 6:
            asked += 1
            assert server.get(f"{ROOT}/places?limit={asked % 999 + 1}").status_code == 503
        lines = server.new_log_lines()
        assert asked > 100 and len(lines) < 200 < asked, lines
        assert "SC0301" in "".join(lines) and "SQLite" not in "".join(lines) and "is its server running" in "".join(lines)
        cluster.start()
        began = time.monotonic()
        while server.get(ROOT + "/places").status_code != 200:
            assert time.monotonic() - began < 8
            time.sleep(0.1)
        server.stop()
    finally:
        cluster.remove()


def test_what_is_wrong_is_said_once_a_minute_and_how_often_it_happened_since(databases, make_httpd, monkeypatch):
    registry = databases.uninitialized("postgresql")
    server = make_httpd(registry, configuration="ServerLimit 1\nMaxRequestWorkers 8\n")
    running_time = set_clock(server, "RUNNING_TIME", monkeypatch)
    server.start()
    server.expect_log("SC0304")
    for off, lines in ("0", 1), ("55", 1), ("61", 2):
        running_time.write_text(off)
        assert {server.get(ROOT + "/places").status_code for _ in range(3)} == {503}
        assert len(serious(server, "SC0304")) == lines, server.log_text()
    assert re.search(r"\(and \d+ times more since\)$", serious(server, "SC0304")[1]) and not serious(server, "SC0303")
    registry.remove()


class Pooler:
    """A PgBouncer in front of the cluster."""

    def __init__(self, cluster, mode):
        self.directory, self.port = database.reachable_directory("pgbouncer"), database.free_port()
        (self.directory / "ini").write_text(
            f"[databases]\n* = host=127.0.0.1 port={cluster.port} user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
            f"listen_port = {self.port}\nauth_type = any\nunix_socket_dir =\npool_mode = {mode}\ndefault_pool_size = 6\n")
        self.start()

    def start(self):
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if paths.is_root() else []
        self.process = subprocess.Popen([*user, "pgbouncer", "-q", self.directory / "ini"], stderr=subprocess.DEVNULL)

    def in_front_of(self, registry):
        return database.Registry("pgsql", registry.params.replace(f"port={registry.cluster.port}", f"port={self.port}"))

    def stop(self):
        """At once: told to end, 1.24 waits for its clients, and httpd keeps its connections."""
        self.process.kill()
        self.process.wait()

    def remove(self):
        self.stop()
        shutil.rmtree(self.directory)


@pytest.mark.parametrize("mode", ["session", "transaction"])
def test_behind_a_pooler_everybody_gets_the_right_rows_or_503(databases, make_httpd, mode):
    registry = databases.sample("postgresql")
    pooler = Pooler(databases.cluster, mode)
    server = make_httpd(pooler.in_front_of(registry), configuration="SisterCityCache off\nDBDMax 6\n")
    try:
        server.expect_log(r"SC\d+|AH006\d\d|DBD")
        server.start()
        direct = make_httpd(registry).start()
        addresses = [ROOT + path for path in (
            "/places/boston-us.json", "/partnerships.json", "/activities.json", "/places/kyoto-jp", "/statistics.json", "/agreements.csv",
            "/places?q=ky", "/revision.json")]
        right = [direct.get(address).content for address in addresses]
        wrong, codes = [], []

        def read(first):
            for number in range(first, first + 40):
                answer = server.get(addresses[number % len(addresses)])
                codes.append(answer.status_code)
                if answer.status_code != 503 and answer.content.replace(server.url.encode(), direct.url.encode()) != right[number % len(right)]:
                    wrong.append((answer.status_code, answer.text))

        readers = [threading.Thread(target=read, args=(first,)) for first in range(6)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        assert wrong == [] and len(codes) == 240
        if mode == "session":
            assert set(codes) == {200}
            pooler.stop()
            assert server.get(addresses[0]).status_code == change(server, "in vain").status_code == 503
            pooler.start()
            deadline = time.monotonic() + 10
            while server.get(addresses[0]).status_code != 200:
                assert time.monotonic() < deadline
                time.sleep(0.1)
            read(0)
            assert wrong == [] and set(codes) == {200}
            assert change(server, "through the pooler").status_code == 200 and note_of(registry) == "through the pooler"
        else:
            assert 503 in codes and "pool_mode = session" in server.log_text()
        assert "exit signal" not in server.log_text()
    finally:
        server.stop()
        pooler.remove()
    direct.stop()
    registry.remove()


def test_a_large_list_goes_in_through_the_browser_within_seconds_and_stands_in_the_history(databases, make_httpd):
    registry = databases.empty("postgresql")
    server = make_httpd(registry).start()
    editor = Editor(server)
    # 奥 has the same byte twice.
    rows = "".join(f"Testham {i},LT,ja=奥{i}\n" for i in range(6000)).encode()
    sent = editor.request("POST", "/import", params={"name": "places.csv"}, data=b"name,country,names\n" + rows,
                          headers={"Content-Type": "text/csv"}, allow_redirects=False)
    form = editor.form(sent.headers["Location"].split("/sistercities/admin")[1])
    began = time.monotonic()
    answer = form.send("apply")
    assert answer.status_code == 303
    while "/history/" not in answer.headers.get("Location", ""):
        assert time.monotonic() - began < 10
        time.sleep(0.05)
        answer = editor.get(form.action + "?waiting=1", allow_redirects=False)
    assert registry.sql("SELECT count(*), max(version), min(version) FROM places") == "6000|1|1"
    assert registry.sql("SELECT count(*), count(DISTINCT batch), max(items) FROM changes") == "6001|1|6000"
    assert [place["slug"] for place in server.get(ROOT + "/places.json?q=奥42").json()["items"]][0] == "testham-42-lt"
    history = editor.request("GET", "/places/testham-42-lt/history").text
    assert "import" in history.lower()
    registry.remove()
