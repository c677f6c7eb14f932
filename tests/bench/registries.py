"""The registries that are measured: made or given CSV files, imported into SQLite and PostgreSQL."""

import csv
import hashlib
import json
import pathlib
import shutil
import subprocess

from servers import database, paths  # also puts tests/ on the path

import generate
import measure

# Seconds that an import may take: the whole run must end.
IMPORT_LIMIT = 1800

# The target for importing speaks of 35,000. Up to this size everything is imported anew in every run;
# a finished registry of a greater one is kept for the next.
SMALL = 100_000

HERE = pathlib.Path(__file__).parent
KEPT = paths.BUILD / "bench" / "kept"

# What decides the content of a generated registry: while none of it changes, a kept one is as good
# as a new one.
MAKERS = (
    (HERE, ("generate.py", "naming.py")),
    (paths.TOP / "sql", ("**/*.sql",)),
    (paths.TOP / "mod_sistercity", ("model/entities/*.def", "scripts/*.py", "store/*/*.c", "language/*.c")),
)


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


def rate(rows, used):
    return {"rows": rows, "rows_per_second": rows / used["seconds"], **used}


def timed_ctl(registry, *arguments):
    return measure.program([str(registry.program), "--database", registry.url, *map(str, arguments)], IMPORT_LIMIT)


def timed_import(registry, files):
    """Imports the files into the new registry."""
    registry.ctl("init")
    return rate(row_count(files), timed_ctl(registry, "import", *files))


def timed_bare_import(files):
    """The same files by sqlite3's .import, into tables without a type, a key or an index."""
    directory = database.reachable_directory("bench-bare")
    try:
        script = "".join(f'.import --csv "{file}" {file.stem}\n' for file in files)
        return rate(row_count(files), measure.program(["sqlite3", str(directory / "bare.db")], IMPORT_LIMIT, script))
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def timed_export(registry):
    directory = database.reachable_directory("bench-export")
    try:
        used = timed_ctl(registry, "export", directory)
        return rate(row_count(directory.glob("*.csv")), used)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def makers_digest(program):
    digest = hashlib.sha256()
    if program != paths.CTL:
        digest.update(program.read_bytes())
    for directory, patterns in MAKERS:
        for file in sorted({file for pattern in patterns for file in directory.glob(pattern)}):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


class Kind:
    """Makes registries in one kind of database, with the sistercityctl of a build."""

    def __init__(self, program=paths.CTL):
        self.program = program

    def new(self):
        registry = self.create()
        registry.program = self.program
        return registry


class Sqlite(Kind):
    """Registries in SQLite files; kept ones are copied, because measuring changes them."""

    name = "sqlite"

    def create(self):
        return database.SqliteRegistry(database.reachable_directory("bench-registry"))

    def size(self, registry):
        return registry.file.stat().st_size

    def settle(self, registry):
        registry.sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.give_to_httpd(registry.directory)

    def keep(self, registry, key):
        unfinished = KEPT / f"{key}.new"
        copy(registry.file, unfinished)
        unfinished.rename(KEPT / f"{key}.db")
        return registry

    def kept(self, key):
        if not (KEPT / f"{key}.db").exists():
            return None
        registry = self.new()
        copy(KEPT / f"{key}.db", registry.file)
        database.give_to_httpd(registry.directory)
        return registry

    def drop(self, key):
        (KEPT / f"{key}.db").unlink(missing_ok=True)


def copy(source, target):
    """A large file; without copying where the file system can share its blocks."""
    subprocess.run(["cp", "--reflink=auto", str(source), str(target)], check=True)


class Postgresql(Kind):
    """Registries in a private cluster; kept ones stay in it."""

    name = "postgresql"

    def __init__(self, cluster, program=paths.CTL):
        super().__init__(program)
        self.cluster = cluster

    def create(self):
        return self.cluster.create()

    def size(self, registry):
        return int(registry.sql("SELECT pg_database_size(current_database())"))

    def settle(self, registry):
        registry.sql("VACUUM ANALYZE")

    def keep(self, registry, key):
        name = self._name(key)
        self.cluster.sql(f"ALTER DATABASE {registry.name} RENAME TO {name}")
        return self._open(name)

    def _open(self, name):
        registry = KeptPostgresql(self.cluster, name)
        registry.program = self.program
        return registry

    def kept(self, key):
        name = self._name(key)
        return self._open(name) if name in self.cluster.databases() else None

    def drop(self, key):
        self.cluster.sql(f"DROP DATABASE IF EXISTS {self._name(key)}")

    def _name(self, key):
        return key.replace("-", "_")


class KeptPostgresql(database.PostgresqlRegistry):
    def remove(self):
        """Stays for the next run."""


PARTIAL = ("places.csv", "partnerships.csv")


def prepare(kind, directory, partnerships, may_keep):
    """A registry with all files of the directory, and how long importing and exporting took; also
    importing of places and partnerships alone, which the target names."""
    if partnerships > SMALL and may_keep:
        return prepare_kept(kind, directory, partnerships)
    rates = {}
    if partnerships <= SMALL:
        scratch = kind.new()
        try:
            rates["import_places_and_partnerships"] = timed_import(scratch, [directory / name for name in PARTIAL])
        finally:
            scratch.remove()
    registry = prepare_new(kind, directory, rates)
    return registry, rates


def prepare_new(kind, directory, rates):
    registry = kind.new()
    try:
        rates["import"] = timed_import(registry, sorted(directory.glob("*.csv")))
        if kind.name == "sqlite":
            rates["bare_import"] = timed_bare_import(sorted(directory.glob("*.csv")))
        rates["export"] = timed_export(registry)
        kind.settle(registry)
    except BaseException:
        registry.remove()
        raise
    return registry


def prepare_kept(kind, directory, partnerships):
    """The registry of an earlier run, with what that measured; or a new one, kept for the next run."""
    KEPT.mkdir(parents=True, exist_ok=True)
    prefix = f"{kind.name}-{partnerships}-" + ("" if kind.program == paths.CTL else "baseline-")
    key = prefix + makers_digest(kind.program)
    rates_file = KEPT / f"{key}.json"
    registry = kind.kept(key) if rates_file.exists() else None
    if registry:
        rates = json.loads(rates_file.read_text())
        return registry, {name: {**rate, "of_an_earlier_run": True} for name, rate in rates.items()}
    for old in KEPT.glob(f"{prefix}{'?' * 12}.json"):
        kind.drop(old.stem)
        old.unlink()
    rates = {}
    registry = kind.keep(prepare_new(kind, directory, rates), key)
    rates_file.write_text(json.dumps(rates))
    return registry, rates
