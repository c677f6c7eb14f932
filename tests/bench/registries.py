"""The registries that are measured: made or given CSV files, imported into SQLite and PostgreSQL."""

import csv
import pathlib
import shutil
import subprocess
import time

from servers import database  # also puts tests/ on the path

import generate

# Seconds that an import may take: the whole run must end.
IMPORT_LIMIT = 600

# The target for importing speaks of this size; beyond, only everything is imported.
PARTIAL_LIMIT = 100_000


def generated(directory, partnerships, seed=1):
    """The generated files of that size; made once and kept in `directory`."""
    files = pathlib.Path(directory) / f"{partnerships}-{seed}"
    if not files.exists():
        unfinished = files.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        generate.generate(unfinished, partnerships, seed)
        unfinished.rename(files)
    return files


def row_count(files):
    count = 0
    for file in files:
        with open(file, encoding="utf-8", newline="") as opened:
            count += sum(1 for _ in csv.reader(opened)) - 1
    return count


class TooSlow(Exception):
    """An import that was not over in time."""


def timed_import(registry, files):
    """Imports the files into the new registry: rows, seconds and rows per second."""
    registry.ctl("init")
    started = time.monotonic()
    try:
        registry.ctl("import", *files, timeout=IMPORT_LIMIT)
    except subprocess.TimeoutExpired:
        raise TooSlow(f"the import of {row_count(files):,} rows was not over after {IMPORT_LIMIT} s") from None
    seconds = time.monotonic() - started
    rows = row_count(files)
    return {"rows": rows, "seconds": seconds, "rows_per_second": rows / seconds}


def timed_export(registry):
    directory = database.reachable_directory("bench-export")
    try:
        started = time.monotonic()
        registry.ctl("export", directory)
        seconds = time.monotonic() - started
        rows = row_count(directory.glob("*.csv"))
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    return {"rows": rows, "seconds": seconds, "rows_per_second": rows / seconds}


class Kind:
    """SQLite or PostgreSQL: new registries of it."""

    def __init__(self, name, new):
        self.name = name
        self.new = new


def sqlite():
    return Kind("sqlite", lambda: database.SqliteRegistry(database.reachable_directory("bench-registry")))


def postgresql(cluster):
    return Kind("postgresql", cluster.create)


PARTIAL = ("places.csv", "partnerships.csv")


def prepare(kind, directory, partnerships):
    """A registry with all files of the directory, and how long importing and exporting took; also
    importing of places and partnerships alone, which the target names."""
    rates = {}
    if partnerships <= PARTIAL_LIMIT:
        scratch = kind.new()
        try:
            rates["import_places_and_partnerships"] = timed_import(scratch, [directory / name for name in PARTIAL])
        finally:
            scratch.remove()
    registry = kind.new()
    try:
        rates["import"] = timed_import(registry, sorted(directory.glob("*.csv")))
        rates["export"] = timed_export(registry)
        settle(kind, registry)
    except BaseException:
        registry.remove()
        raise
    return registry, rates


def settle(kind, registry):
    """What happens to a registry in the minutes after an import."""
    if kind.name == "sqlite":
        registry.sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.give_to_httpd(registry.directory)
    else:
        registry.sql("VACUUM ANALYZE")
