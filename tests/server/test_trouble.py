"""Databases that are missing, locked, stopped, changed behind the module's back, or of another age."""

import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import threading
import time

import pytest

from support import database, paths
from support.editing import Editor, Form, forms_of
from support.line import Line

ROOT = "/sistercities"
DATABASES = ["sqlite"]


def expect_trouble(server):
    server.expect_log(r"SC\d+|AH006\d\d|AH00629|dbd|DBD")


def assert_polite_503(server):
    expect_trouble(server)
    page = server.get(ROOT + "/places/boston-us")
    assert page.status_code == 503
    assert int(page.headers["Retry-After"]) > 0
    assert "sistercity-notice" in page.text
    data = server.get(ROOT + "/places/boston-us.json")
    assert data.status_code == 503 and data.headers["Content-Type"] == "application/problem+json"
    server.page("page.shtml", f'<p>before</p><!--#include virtual="{ROOT}/places/boston-us/partners" --><p>after</p>')
    outer = server.get("/page.shtml")
    assert outer.status_code == 200
    assert "[an error" not in outer.text and "<p>before</p>" in outer.text and "<p>after</p>" in outer.text
    assert "sistercity-notice" in outer.text


def test_a_registry_that_was_never_made_is_503_and_the_log_names_the_command(databases, make_httpd):
    registry = databases.uninitialized("sqlite")
    sqlite3.connect(registry.file).close()
    database.give_to_httpd(registry.directory)
    server = make_httpd(registry).start()
    assert_polite_503(server)
    assert "sistercityctl" in server.log_text() and " init" in server.log_text()
    registry.ctl("init")
    database.give_to_httpd(registry.directory)
    assert server.get(ROOT + "/places").status_code == 200
    registry.remove()


def test_a_missing_directory_is_503(databases, make_httpd):
    registry = databases.uninitialized("sqlite")
    registry.params = str(registry.directory / "missing" / "registry.db")
    server = make_httpd(registry)
    expect_trouble(server)
    server.start()
    assert_polite_503(server)
    registry.remove()


def refuse_directory(registry):
    if paths.is_root():
        shutil.chown(registry.directory, "root", "root")
        registry.directory.chmod(0o755)
    else:
        registry.directory.chmod(0o555)


def refuse_file(registry):
    if paths.is_root():
        shutil.chown(registry.file, "root", "root")
    registry.file.chmod(0o444)


def change(server):
    """Stores a long text, as an editor."""
    address = ROOT + "/admin/partnerships/boston-us-kyoto-jp.json"
    before = server.get(address, auth=EDITOR)
    return server.request("PATCH", address, auth=EDITOR, headers={"If-Match": before.headers["ETag"]},
                          json={"note": "By the sea. " * 1500, "origin": "By the river. " * 1400})


EDITOR = ("editor", "secret")
WRITABLE = "must be writable for the user that httpd runs as"


def test_a_directory_that_httpd_may_not_write_is_503_and_the_log_says_so(databases, make_httpd):
    registry = databases.sample("sqlite")
    refuse_directory(registry)
    server = make_httpd(registry).start()
    assert_polite_503(server)
    assert "readonly database; a SQLite file and the directory" in server.log_text() and WRITABLE in server.log_text()
    registry.directory.chmod(0o755)
    database.give_to_httpd(registry.directory)
    assert server.get(ROOT + "/places").status_code == 200
    registry.remove()


def test_a_directory_that_httpd_may_not_enter_is_503_and_the_log_says_so(databases, make_httpd):
    registry = databases.sample("sqlite")
    refuse_directory(registry)
    registry.directory.chmod(0o600)
    server = make_httpd(registry)
    expect_trouble(server)
    server.start()
    assert_polite_503(server)
    assert WRITABLE in server.log_text()
    registry.directory.chmod(0o755)
    registry.remove()


def test_a_file_that_httpd_may_not_write_can_be_read_and_the_log_says_why_not_edited(databases, make_httpd):
    registry = databases.sample("sqlite")
    refuse_file(registry)
    server = make_httpd(registry).start()
    expect_trouble(server)
    assert server.get(ROOT + "/places/kuji-jp").status_code == 200
    assert change(server).status_code == 503
    assert WRITABLE in server.log_text()
    registry.remove()


def test_a_connection_that_cannot_be_made_ready_is_not_blamed_on_the_driver(databases, make_httpd):
    registry = databases.sample("postgresql")
    server = make_httpd(registry, configuration='DBDInitSQL "BEGIN"\nDBDInitSQL "SELECT 1 FROM nothing"\n').start()
    assert_polite_503(server)
    assert "SC0303: the database failed: " in server.log_text()
    assert "SC0302" not in server.log_text()
    registry.remove()


def limit_pages(registry):
    """No room as SQLite itself counts it, which needs no rights."""
    pages = int(registry.sql("PRAGMA page_count"))
    return f'DBDInitSQL "PRAGMA max_page_count = {pages}"\n'


def mount_small(registry):
    """No room in a file system."""
    room = registry.directory / "small"
    room.mkdir()
    size = registry.file.stat().st_size + 30_000
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(room)], check=True)
    registry.file = registry.file.rename(registry.directory / "whole.db")
    registry.file = pathlib.Path(shutil.copy(registry.file, room / "registry.db"))
    registry.params = str(registry.file)
    database.give_to_httpd(registry.directory)
    return ""


@pytest.mark.parametrize("fill", [limit_pages] + [mount_small] * paths.is_root())
def test_a_full_disk_refuses_changes_loses_nothing_and_is_named_in_the_log(databases, make_httpd, fill):
    registry = databases.sample("sqlite")
    try:
        server = make_httpd(registry, configuration=fill(registry)).start()
        expect_trouble(server)
        before = server.get(ROOT + "/partnerships/boston-us-kyoto-jp.json").json()
        assert change(server).status_code == 503
        assert "disk is full; make room" in server.log_text()
        assert server.get(ROOT + "/partnerships/boston-us-kyoto-jp.json").json() == before
        assert registry.sql("PRAGMA integrity_check") == "ok"
    finally:
        if fill is mount_small:
            server.stop()
            subprocess.run(["umount", str(registry.directory / "small")], check=True)
        registry.remove()


@pytest.mark.parametrize("kind, statement, user, remedy", [
    ("sqlite", "ALTER TABLE place_names RENAME TO mislaid", None, "no such table.*sistercityctl --database 'sqlite3:PARAMS' restore FILE"),
    ("postgresql", "ALTER TABLE place_names RENAME TO mislaid", None, "does not exist.*pg_restore --clean"),
    ("postgresql", "CREATE ROLE visitor LOGIN", "visitor", "permission denied.*GRANT SELECT")])
def test_a_registry_whose_tables_are_missing_or_forbidden_is_503_and_the_log_names_the_remedy(databases, make_httpd, kind, statement, user, remedy):
    registry = databases.sample(kind)
    registry.sql(statement)
    registry.params = registry.params.replace("user=postgres", f"user={user or 'postgres'}")
    server = make_httpd(registry).start()
    assert_polite_503(server)
    assert re.search(f"SC0303.*{remedy}", server.log_text()), server.log_text()
    registry.remove()
    if user:
        registry.cluster.sql(f"DROP ROLE {user}")


@pytest.mark.parametrize("version, command", [(12, "export DIR"), (12, "import DIR"), (9999, "newer mod_sistercity")])
def test_another_schema_version_is_503_and_the_log_names_the_command(databases, make_httpd, version, command):
    registry = databases.sample("sqlite")
    registry.sql(f"UPDATE registry SET schema_version = {version}")
    server = make_httpd(registry).start()
    assert_polite_503(server)
    assert command in server.log_text()
    registry.remove()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_after_a_migration_readers_are_answered_and_editors_wait_until_httpd_is_restarted(databases, make_httpd, kind):
    registry = databases.sample(kind)
    server = make_httpd(registry).start()
    editor = Editor(server)
    form = editor.form("/places/boston-us").fill(population="650000")
    registry.change('ALTER TABLE places ADD COLUMN motto TEXT; UPDATE registry SET schema_version = schema_version + 1')
    expect_trouble(server)
    for path in "/places/boston-us", "/places/kyoto-jp", "/partnerships.json":
        assert server.get(ROOT + path).status_code == 200, path
    refused = form.send()
    assert refused.status_code == 503 and "Retry-After" in refused.headers
    assert "SC0310" in server.log_text() and "restart httpd" in server.log_text()
    registry.sql("UPDATE registry SET schema_version = schema_version - 1")
    server.stop()
    server.start()
    again = form.send()
    assert "650000" in again.text, "what was typed is there to be sent once more"
    (form,) = [Form(editor, one["action"], one["fields"]) for one in forms_of(again.text) if one["method"] == "post"]
    assert form.send().status_code == 303
    assert server.get(ROOT + "/places/boston-us.json").json()["population"] == 650000
    registry.remove()


@pytest.mark.parametrize("page, said", [(0, "not a database"), (1, "malformed")])
def test_a_corrupt_file_is_503_and_the_log_names_the_command_and_httpd_lives(databases, make_httpd, page, said):
    registry = databases.sample("sqlite")
    server = make_httpd(registry)
    with open(registry.file, "r+b") as file:
        file.seek(page * 4096)
        file.write(b"This was a registry once. " * (registry.file.stat().st_size // 26 - page * 200))
    expect_trouble(server)
    server.start()
    assert_polite_503(server)
    assert re.search(f"{said}.* restore FILE", server.log_text()) and "exit signal" not in server.log_text(), server.log_text()
    registry.remove()


def test_damaged_pages_of_postgresql_are_503_and_the_log_names_the_remedy(databases, make_httpd):
    registry = databases.sample("postgresql")
    registry.sql("CHECKPOINT")  # or the pages would come back from the log
    table = pathlib.Path(registry.sql("SELECT current_setting('data_directory') || '/' || pg_relation_filepath('places')"))
    databases.cluster.stop()
    table.write_bytes(b"?" * table.stat().st_size)
    databases.cluster.start()
    server = make_httpd(registry).start()
    assert_polite_503(server)
    assert re.search("invalid page.*pg_restore --clean", server.log_text()), server.log_text()
    registry.remove()


def test_a_backup_copied_over_a_running_registry_ends_no_process(databases, make_httpd):
    registry = databases.sample("sqlite")
    copy = registry.directory / "copy.db"
    registry.sql(f"VACUUM INTO '{copy}'")
    server = make_httpd(registry).start()
    expect_trouble(server)
    for _ in range(3):
        assert server.get(ROOT + "/places/boston-us").status_code == 200
        with open(registry.file, "r+b") as file:
            file.truncate(0)
            for number in range(6):
                server.get(f"{ROOT}/places/kyoto-jp?limit={number + 1}")
            file.write(copy.read_bytes())
    assert "exit signal" not in server.log_text()
    registry.remove()


def test_the_log_is_not_flooded_while_the_database_is_away(databases, make_httpd):
    registry = databases.uninitialized("sqlite")
    sqlite3.connect(registry.file).close()
    database.give_to_httpd(registry.directory)
    server = make_httpd(registry).start()
    expect_trouble(server)
    for _ in range(60):
        server.get(ROOT + "/places")
    assert len([line for line in server.new_log_lines() if "sistercity" in line.lower() and "SC" in line]) < 20
    registry.remove()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_lists_do_without_bitmaps_that_were_damaged_and_the_log_names_the_command(databases, make_httpd, kind):
    registry = databases.sample(kind)
    server = make_httpd(registry, configuration="SisterCityCache off\n").start()
    lists = ["/partnerships.json?country=JP&status=active", "/activities.json?since=1990", "/places.json?region=asia"]
    good = [server.get(ROOT + path).json() for path in lists]
    registry.change("UPDATE facets SET bitmap = 'damaged'")
    server.expect_log("SC0307")
    for path, before in zip(lists, good):
        assert server.get(ROOT + path).json()["items"] == before["items"] != []
    assert "sistercityctl --database '" in server.log_text() and " reindex" in server.log_text()
    assert len([line for line in server.new_log_lines() if "SC0307" in line]) == 1
    registry.ctl("reindex")
    assert [server.get(ROOT + path).json()["items"] for path in lists] == [before["items"] for before in good]
    assert "SC0307" not in "".join(server.new_log_lines())
    registry.remove()


@pytest.mark.parametrize("statement", [
    "ALTER TABLE places ADD COLUMN extra TEXT", "VACUUM", "ANALYZE", "CREATE INDEX extra_index ON places(extra)"])
def test_maintenance_by_somebody_else_breaks_no_page(server, registry, statement):
    for path in "/places/boston-us", "/partnerships", "/activities":
        assert server.get(ROOT + path).status_code == 200
    registry.sql(statement)
    for _ in range(3):
        for path in "/places/boston-us", "/partnerships", "/activities":
            assert server.get(ROOT + path).status_code == 200


def test_a_writer_that_holds_the_database_stops_no_reader(server, registry):
    connection = sqlite3.connect(registry.file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE places SET population = 1 WHERE slug = 'kuji-jp'")
    try:
        began = time.monotonic()
        assert server.get(ROOT + "/places/kuji-jp").status_code == 200
        assert time.monotonic() - began < 5
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def test_a_writer_that_does_not_come_to_an_end_stops_no_reader_and_editors_are_told(databases, make_httpd):
    registry = databases.sample("postgresql")
    server = make_httpd(registry, configuration="SisterCityCache off\nDBDMax 2\nDBDKeep 2\n").start()
    expect_trouble(server)
    with registry.transaction("UPDATE places SET population = 1 WHERE slug = 'kuji-jp'"):
        answers = []
        editors = [threading.Thread(target=lambda: answers.append(change(server))) for _ in range(3)]
        for editor in editors:
            editor.start()
        assert server.get(ROOT + "/places/kuji-jp").status_code == 200
        for editor in editors:
            editor.join()
    assert [(answer.status_code, int(answer.headers["Retry-After"]) > 0) for answer in answers] == [(503, True)] * 3
    assert "another program keeps the registry for itself" in server.log_text()
    assert change(server).status_code == 200
    registry.remove()


def test_editors_who_wait_for_the_desk_leave_the_connections_to_readers(databases, make_httpd):
    registry = databases.sample("postgresql")
    server = make_httpd(registry, configuration="SisterCityCache off\nDBDMax 2\nDBDKeep 2\n").start()
    expect_trouble(server)
    # Which the desk counts: whoever looks for what there is to do does not come to an end.
    with registry.transaction("LOCK TABLE approvals"):
        editors = [threading.Thread(target=Editor(server).get, args=("/",)) for _ in range(4)]
        for editor in editors:
            editor.start()
        time.sleep(0.5)
        began = time.monotonic()
        assert server.get(ROOT + "/places").status_code == 200
        assert time.monotonic() - began < 1
    for editor in editors:
        editor.join()
    assert Editor(server).get("/").status_code == 200
    registry.remove()


def at_once(server, addresses):
    """Asks for all of them at once. Returns the answers' codes and after how many seconds the last one was there."""
    codes = [None] * len(addresses)

    def ask(number):
        codes[number] = server.get(addresses[number], timeout=60).status_code

    began = time.monotonic()
    readers = [threading.Thread(target=ask, args=(number,)) for number in range(len(addresses))]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return codes, time.monotonic() - began


PLACES = ["boston-us", "kyoto-jp", "kuji-jp", "strasbourg-fr"]
# Pages that nobody has asked for before.
EIGHT_PAGES = [f"{ROOT}/places/{slug}{form}" for slug in PLACES for form in ("", ".json")]


def through(registry, line):
    """The registry as it is reached through the line; libpq gives up on each connection after two seconds."""
    parts = [part for part in registry.params.split() if not part.startswith("port=")]
    return database.Registry("pgsql", " ".join([*parts, f"port={line.port}"]))


@pytest.mark.parametrize("cache", ["", "SisterCityCache off\n"])
def test_a_database_that_never_answers_keeps_nobody_waiting_for_their_turn(databases, make_httpd, cache):
    line = Line()
    server = make_httpd(database.Registry("pgsql", f"host=127.0.0.1 port={line.port} dbname=x user=x"), configuration=cache)
    expect_trouble(server)
    server.start()
    try:
        codes, seconds = at_once(server, EIGHT_PAGES)
        # One after the other they would take twice as many seconds as they are.
        assert codes == [503] * 8 and seconds < 10
        codes, seconds = at_once(server, EIGHT_PAGES)
        assert codes == [503] * 8 and seconds < 8
        began = time.monotonic()
        assert [server.get(address).status_code for address in EIGHT_PAGES] == [503] * 8
        assert time.monotonic() - began < 10
        assert "SC0308" in server.log_text() and "connect_timeout" in server.log_text()
        assert_polite_503(server)
        assert server.get(ROOT + "/admin/", auth=EDITOR).status_code == 503
    finally:
        line.close()


def test_a_database_that_falls_silent_hangs_no_site_and_is_asked_again_when_it_is_back(databases, make_httpd):
    registry = databases.sample("postgresql")
    line = Line(registry.cluster.port)
    server = make_httpd(through(registry, line)).start()
    try:
        kept = server.get(ROOT + "/partnerships")
        assert kept.status_code == 200
        line.cut()
        expect_trouble(server)
        time.sleep(1.1)
        # It takes the connection that is open and waits for what no one will answer.
        first = threading.Thread(target=lambda: server.get(ROOT + "/activities", timeout=60))
        first.start()
        time.sleep(0.5)
        codes, seconds = at_once(server, EIGHT_PAGES)
        assert set(codes) == {503} and seconds < 12
        codes, seconds = at_once(server, EIGHT_PAGES)
        assert set(codes) == {503} and seconds < 8
        stale = server.get(ROOT + "/partnerships")
        assert (stale.status_code, stale.content) == (200, kept.content) and "Age" in stale.headers
        line.mend()
        deadline = time.monotonic() + 20
        while at_once(server, EIGHT_PAGES)[0] != [200] * 8:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        first.join()
    finally:
        line.close()
        server.stop()
        registry.remove()


def test_a_database_that_stands_still_hangs_no_reader_and_no_editor(databases, make_httpd):
    cluster = database.PostgresqlCluster()
    registry = cluster.create()
    registry.ctl("init")
    server = make_httpd(registry).start()
    expect_trouble(server)
    pages = [f"{ROOT}/places?limit={number}" for number in range(1, 9)]
    try:
        kept = [server.get(page).content for page in pages]
        with cluster.frozen():
            time.sleep(1.1)
            # All the connections that there are were open before.
            for _ in range(3):
                codes, seconds = at_once(server, pages)
                assert codes == [200] * 8 and seconds < 15
            assert [server.get(page, timeout=10).content for page in pages] == kept
            codes, seconds = at_once(server, [page + "&sort=name" for page in pages])
            assert codes == [503] * 8 and seconds < 15
            assert server.get(ROOT + "/admin/", auth=EDITOR, timeout=15).status_code == 503
        deadline = time.monotonic() + 20
        while at_once(server, [page + "&sort=-name" for page in pages])[0] != [200] * 8:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        server.stop()
    finally:
        cluster.remove()


def test_postgresql_does_not_compute_on_what_nobody_waits_for_any_more(databases, make_httpd):
    registry = databases.sample("postgresql")
    registry.sql("ALTER TABLE stories RENAME TO kept; CREATE VIEW stories AS SELECT kept.* FROM pg_sleep(60), kept")
    server = make_httpd(registry).start()
    expect_trouble(server)
    assert server.get(f"{ROOT}/stories?limit=3", timeout=30).status_code == 503
    deadline = time.monotonic() + 10
    while registry.sql("SELECT query FROM pg_stat_activity WHERE state = 'active' AND datname = current_database() AND pid <> pg_backend_pid()"):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_slow_readers_hold_no_connection(databases, make_httpd):
    registry = databases.sample("sqlite")
    rows = ",".join(f"({i}, 'village-{i}', 'Village {i} {'x' * 150}', 'LT')" for i in range(1000, 1990))
    registry.sql(f"INSERT INTO places (id, slug, name, country) VALUES {rows}")
    server = make_httpd(registry, configuration="DBDMax 2\nDBDKeep 2\nSendBufferSize 4096\n").start()
    slow = []
    try:
        for _ in range(4):
            reader = socket.create_connection(("127.0.0.1", server.port))
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            reader.sendall(b"GET /sistercities/places.json?limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n")
            slow.append(reader)
        time.sleep(0.5)
        began = time.monotonic()
        assert server.get(ROOT + "/places/boston-us", timeout=10).status_code == 200
        assert time.monotonic() - began < 5
    finally:
        for reader in slow:
            reader.close()
        registry.remove()


def test_a_change_by_hand_is_seen_by_every_process(server, registry):
    for number in range(3):
        registry.change(f"UPDATE places SET subdivision = 'By the sea {number}' WHERE slug = 'kuji-jp'")
        for _ in range(8):
            answer = server.get(ROOT + "/places/kuji-jp.json", headers={"Connection": "close"})
            assert answer.json()["subdivision"] == f"By the sea {number}"


def test_hand_typed_sql_cannot_break_references(registry):
    with pytest.raises(AssertionError):
        registry.sql("DELETE FROM places WHERE slug = 'boston-us'")
    with pytest.raises(AssertionError):
        registry.sql("INSERT INTO agreements (id, slug, partnership_id, kind) VALUES (9999, 'x', 123456, 'sister')")


def test_postgresql_restarted_under_the_module_heals(databases, make_httpd):
    registry = databases.sample("postgresql")
    server = make_httpd(registry).start()
    assert server.get(ROOT + "/places/boston-us").status_code == 200
    cluster = databases.cluster
    cluster.stop()
    expect_trouble(server)
    answer = server.get(ROOT + "/places/kyoto-jp")
    assert answer.status_code == 503
    cluster.start()
    deadline = time.monotonic() + 20
    while server.get(ROOT + "/places/kyoto-jp").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    for _ in range(20):
        assert server.get(ROOT + "/places/boston-us").status_code == 200
    registry.remove()
