"""A registry of any older version becomes one of this version, with the same contents and the same answers."""

import contextlib
import json
import re
import sqlite3
import subprocess
import time

import pytest

from support import httpd, paths

ROOT = "/sistercities"
KINDS = ["sqlite", "postgresql"]
CURRENT = len(list((paths.TOP / "sql" / "sqlite").glob("*.sql")))

# Later migrations add only what is made from these.
FIRST_OF_EDITING = 2
# Made by the first migration itself.
MADE = {"registry", "countries"}

ANSWERS = [
    "/", "/statistics.json", "/places/boston-us.json", "/places/boston-us/partners.json", "/places/boston-us/statistics.json", "/places/kaunas-lt", "/partnerships/boston-us-kyoto-jp.json",
    *[f"/{collection}.json?limit=1000" for collection in ("places", "partnerships", "activities", "agreements", "organizations")],
    *[f"/places.json?limit=1000&{filters}" for filters in ("country=JP", "region=asia", "level=city", "q=ky", "sort=-population")],
    *[f"/partnerships.json?limit=1000&{filters}" for filters in (
        "country=JP", "region=europe&status=active", "type=sister", "field=culture", "since=1960&until=1990", "as_of=2000",
        "place=boston-us", "sort=-established", "q=boston")],
    "/activities.json?limit=1000&country=JP", "/agreements.json?limit=1000&status=active&since=1980",
]


def sql_files(kind):
    return sorted((paths.TOP / "sql" / kind).glob("*.sql"))


def tables():
    """What people have written into a registry, each table behind those that it refers to."""
    text = "".join(file.read_text(encoding="utf-8") for file in sql_files("postgresql")[:FIRST_OF_EDITING])
    return [name for name in re.findall(r'^CREATE TABLE "(\w+)"', text, re.M) if name not in MADE]


def columns(registry, table):
    """The table's columns, quoted; none if it is not there."""
    if registry.driver == "sqlite3":
        found = registry.sql(f"SELECT name FROM pragma_table_info('{table}')")
    else:
        found = registry.sql(f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'")
    return [f'"{name}"' for name in found.split()]


def copy_rows(old, sample, table):
    had = columns(old, table)
    common = ", ".join(column for column in columns(sample, table) if column in had)
    if not common:
        return
    if old.driver == "sqlite3":
        old.sql(f"ATTACH '{sample.file}' AS sample; INSERT INTO main.{table} ({common}) SELECT {common} FROM sample.{table}")
        return
    psql = [str(old.cluster.programs / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1"]
    rows = subprocess.run([*psql, "-d", sample.name, "-c", f"COPY (SELECT {common} FROM {table}) TO STDOUT"],
                          env=old.cluster.environment, capture_output=True, check=True).stdout
    subprocess.run([*psql, "-d", old.name, "-c", f"COPY {table} ({common}) FROM STDIN"], env=old.cluster.environment, input=rows, check=True)


def older(databases, kind, version, sample):
    """A registry as a program of that version made it, with what the sample has that such a registry can hold."""
    old = databases.uninitialized(kind)
    if kind == "sqlite":
        old.sql("PRAGMA journal_mode = WAL")
    for file in sql_files(kind)[:version]:
        old.sql(file.read_text(encoding="utf-8").strip().removesuffix(";"))
    for table in tables():
        copy_rows(old, sample, table)
    return old


def plain(value):
    """Without what tells how often and when something was stored."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if key not in ("version", "modified", "revision")}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def answers(registry):
    server = httpd.Httpd(registry, configuration="SisterCityCache off\nSisterCityBaseURL https://www.example.org\n")
    try:
        server.start()
        pages = {path: server.get(ROOT + path) for path in ANSWERS}
        assert server.unexpected_log_lines() == []
    finally:
        server.remove()
    assert [path for path, page in pages.items() if page.status_code != 200] == []
    return {path: plain(page.json()) if ".json" in path else page.text for path, page in pages.items()}


def exported(registry, directory):
    registry.ctl("export", directory)
    return {file.name: file.read_text(encoding="utf-8") for file in directory.iterdir()}


@pytest.fixture(scope="module", params=KINDS)
def sample(databases, request):
    made = databases.sample(request.param)
    made.kind = request.param
    yield made
    made.remove()


@pytest.fixture(scope="module")
def expected(sample, tmp_path_factory):
    return answers(sample), exported(sample, tmp_path_factory.mktemp("sample")), sample.ctl("check", "--json", check=False).stdout


def assert_as_imported(registry, expected, directory):
    made, files, findings = expected
    assert exported(registry, directory) == files
    assert registry.ctl("check", "--json", check=False).stdout == findings
    given = answers(registry)
    for path in ANSWERS:
        assert given[path] == made[path], path
    assert registry.sql("SELECT COUNT(*) FROM unsettled") == "0"


@pytest.mark.parametrize("version", range(1, CURRENT))
def test_a_registry_of_any_version_answers_after_its_migration_as_one_that_was_just_imported(databases, sample, expected, version, tmp_path):
    old = older(databases, sample.kind, version, sample)
    assert json.loads(old.ctl("--json", "migrate").stdout) == {"schema": CURRENT, "applied": CURRENT - version, "rebuilt": True}
    assert_as_imported(old, expected, tmp_path / "export")
    old.remove()


@contextlib.contextmanager
def held(registry):
    """Another program that writes."""
    if registry.driver == "pgsql":
        with registry.transaction("DO $$ BEGIN PERFORM pg_advisory_xact_lock(7310573); END $$"):
            yield
        return
    connection = sqlite3.connect(registry.file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


def test_migrations_at_once_wait_for_each_other_and_each_is_applied_once(databases, sample, expected, tmp_path):
    old = older(databases, sample.kind, 1, sample)
    command = [str(paths.CTL), "--database", old.url, "--json", "migrate"]
    with held(old):
        migrations = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
        # Longer than a page waits for a lock.
        time.sleep(5)
        assert [migration.poll() for migration in migrations] == [None] * 3
    told = [migration.communicate() for migration in migrations]
    assert [migration.returncode for migration in migrations] == [0] * 3, told
    assert sum(json.loads(out)["applied"] for out, _ in told) == CURRENT - 1
    assert_as_imported(old, expected, tmp_path / "export")
    old.remove()


def test_registries_made_at_once_in_one_database_are_one(databases, sample):
    registry = databases.uninitialized(sample.kind)
    command = [str(paths.CTL), "--database", registry.url, "init"]
    makers = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    told = [maker.communicate() for maker in makers]
    assert sorted(maker.returncode for maker in makers) == [0, 3, 3], told
    assert registry.sql("SELECT schema_version FROM registry") == str(CURRENT)
    registry.remove()


def test_migrate_says_when_it_has_only_made_the_sets_anew(databases, sample):
    registry = databases.sample(sample.kind)
    assert "nothing to do" in registry.ctl("migrate").stdout
    registry.sql("INSERT INTO unsettled (collection, id) "
                 "WITH RECURSIVE n(i) AS (SELECT 100000 UNION ALL SELECT i + 1 FROM n WHERE i < 101500) SELECT 'places', i FROM n")
    told = registry.ctl("migrate").stdout
    assert "nothing to do" not in told and "sets anew" in told
    assert registry.sql("SELECT COUNT(*) FROM unsettled") == "0"
    assert "nothing to do" in registry.ctl("migrate").stdout
    registry.remove()
