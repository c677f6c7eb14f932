"""Registries in databases: SQLite files, and databases in a private PostgreSQL cluster."""

import contextlib
import functools
import glob
import itertools
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid

from . import paths


# Which no system gives to clients by itself; each process of tests begins elsewhere.
_PORTS = range(10_000, 32_000)
_ports = itertools.count(os.getpid() * 101)


def free_port():
    """A port that nobody listens on, and that no test of another process is about to take."""
    for number in _ports:
        port = _PORTS[number % len(_PORTS)]
        with contextlib.suppress(OSError), socket.socket() as s:
            s.bind(("", port))
            return port


@functools.cache
def place_for_files():
    """Memory where there is plenty of it and programs may lie there: to make and remove the thousand files of a PostgreSQL database
    on a disk takes longer than what most tests do with it."""
    memory = "/dev/shm"
    with contextlib.suppress(OSError):
        room = os.statvfs(memory)
        if room.f_bavail * room.f_frsize >= os.cpu_count() * (2 << 30) and not room.f_flag & os.ST_NOEXEC:
            return memory
    return tempfile.gettempdir()


def reachable_directory(prefix):
    """A new directory that httpd's and PostgreSQL's own users can enter."""
    directory = pathlib.Path(tempfile.mkdtemp(prefix=f"sistercity-{prefix}-", dir=place_for_files()))
    directory.chmod(0o755)
    return directory


def give_to_httpd(path):
    """Makes the directory and what is in it the property of httpd's user, when tests run as root."""
    if paths.is_root():
        for one in [path, *pathlib.Path(path).rglob("*")]:
            with contextlib.suppress(FileNotFoundError):  # SQLite's journals come and go
                shutil.chown(one, "www-data", "www-data")


def ctl(database, *arguments, check=True, program=paths.CTL, **options):
    """Runs sistercityctl on a database ("DRIVER:PARAMS")."""
    done = subprocess.run(
        [str(program), "--database", database, *map(str, arguments)],
        capture_output=True,
        text=True,
        **options,
    )
    if check and done.returncode != 0:
        raise AssertionError(f"sistercityctl {arguments} exited {done.returncode}:\n{done.stdout}{done.stderr}")
    return done


class Registry:
    """One registry: what httpd's DBDriver and DBDParams say, and how SQL is typed by hand."""

    program = paths.CTL  # the sistercityctl that it is made with

    def __init__(self, driver, params):
        self.driver = driver
        self.params = params

    @property
    def url(self):
        return f"{self.driver}:{self.params}"

    def ctl(self, *arguments, **options):
        return ctl(self.url, *arguments, program=self.program, **options)

    def change(self, text):
        """SQL typed by hand, and the second after which every process sees what it changed."""
        self.sql(text)
        time.sleep(1.1)


class SqliteRegistry(Registry):
    def __init__(self, directory):
        self.directory = directory
        self.file = directory / "registry.db"
        super().__init__("sqlite3", str(self.file))

    def sql(self, text):
        done = subprocess.run(
            ["sqlite3", "-bail", "-cmd", ".timeout 5000", str(self.file)],
            input=f"PRAGMA foreign_keys=ON; {text};",
            capture_output=True,
            text=True,
        )
        give_to_httpd(self.directory)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return done.stdout.strip()

    def remove(self):
        shutil.rmtree(self.directory, ignore_errors=True)


class PostgresqlRegistry(Registry):
    def __init__(self, cluster, name):
        self.cluster = cluster
        self.name = name
        super().__init__("pgsql", f"host=127.0.0.1 port={cluster.port} dbname={name} user=postgres")

    def sql(self, text):
        return self.cluster.sql(text, self.name)

    @contextlib.contextmanager
    def transaction(self, text):
        """A transaction typed by hand that does not come to its end; it is given up in the end."""
        command = [str(self.cluster.programs / "psql"), "-X", "-q", "-A", "-t", "-d", self.name]
        typist = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=self.cluster.environment)
        typist.stdin.write(f"BEGIN;\n{text};\nSELECT 'held';\n")
        typist.stdin.flush()
        assert typist.stdout.readline() == "held\n"
        try:
            yield
        finally:
            typist.communicate("ROLLBACK;\n")

    def remove(self):
        self.cluster.sql(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


class PostgresqlServer:
    """A PostgreSQL server of our own on a free loopback port; made for tests, so without fsync."""

    DURABILITY = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"

    def __init__(self):
        programs = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda p: int(re.findall(r"\d+", p)[0]))
        if not programs:
            raise RuntimeError("PostgreSQL's server programs are missing: run make test, which installs them")
        self.programs = pathlib.Path(programs[-1]).parent
        self.directory = reachable_directory("postgresql")
        self.port = free_port()
        if paths.is_root():
            shutil.chown(self.directory, "postgres", "postgres")

    @property
    def data(self):
        return self.directory / "data"

    @property
    def log(self):
        return self.directory / "log"

    @property
    def environment(self):
        """What makes PostgreSQL's programs work on this server."""
        return {**os.environ, "HOME": str(self.directory), "PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGUSER": "postgres"}

    def _run(self, program, *arguments, **options):
        command = [str(self.programs / program), *map(str, arguments)]
        if paths.is_root() and program != "psql":
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.directory,
            env=self.environment,
            **options,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stdout}")
        return done.stdout

    def start(self):
        settings = (
            f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories='' "
            f"{self.DURABILITY} -c shared_buffers=32MB -c max_wal_size=256MB -c autovacuum=off"
        )
        self._run("pg_ctl", "-D", self.data, "-l", self.log, "-o", settings, "-w", "start")

    def stop(self):
        """At once, as a crash stops it; but what was committed a moment ago, without waiting for the disk, stays."""
        with contextlib.suppress(RuntimeError):  # a replica writes nothing, and one that is ill does not answer
            self.sql("SET synchronous_commit = on; SELECT pg_logical_emit_message(true, 'test', 'stop')")
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    @property
    def is_running(self):
        return (self.data / "postmaster.pid").exists()

    def sql(self, text, database="postgres"):
        return self._run("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", database, "-c", text).strip()

    def end_sessions(self, name):
        """Ends all sessions on the database, as an administrator does."""
        self.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

    def session_count(self, name):
        return int(self.sql(f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'"))

    @contextlib.contextmanager
    def frozen(self):
        """All its processes stand still, and the system goes on taking what is sent to them."""
        parent = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(parent, signal.SIGSTOP)
        children = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True).stdout.split()
        for pid in map(int, children):
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in [*map(int, children), parent]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def remove(self):
        if self.is_running:
            self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)


class PostgresqlCluster(PostgresqlServer):
    """A server with databases of its own."""

    def __init__(self):
        super().__init__()
        self.make()
        self.start()

    def make(self):
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")

    def create(self, template=None):
        name = "r" + uuid.uuid4().hex[:12]
        self.sql(f"CREATE DATABASE {name}" + (f" TEMPLATE {template} STRATEGY FILE_COPY" if template else ""))
        return PostgresqlRegistry(self, name)

    def standby(self):
        return PostgresqlStandby(self)


class PostgresqlStandby(PostgresqlServer):
    """A server that follows another and can only be read, until it is promoted."""

    def __init__(self, primary):
        super().__init__()
        self.primary = primary
        source = f"host=127.0.0.1 port={primary.port} user=postgres"
        self._run("pg_basebackup", "-d", source, "-D", self.data, "-R", "-X", "stream", "-c", "fast", "--no-sync")
        self.start()

    def pause(self):
        """Lets it fall behind."""
        self.sql("SELECT pg_wal_replay_pause()")

    def resume(self):
        self.sql("SELECT pg_wal_replay_resume()")

    def catch_up(self, seconds=30):
        """Returns when all that the primary has is there."""
        # A commit that waits for the disk takes all before it along.
        position = self.primary.sql("SET synchronous_commit = on; SELECT pg_logical_emit_message(true, 'test', 'here')")
        deadline = time.monotonic() + seconds
        while self.sql(f"SELECT pg_last_wal_replay_lsn() >= '{position}'") != "t":
            if time.monotonic() > deadline:
                raise AssertionError("the standby does not follow its primary")
            time.sleep(0.05)

    def promote(self):
        self._run("pg_ctl", "-D", self.data, "-w", "promote")


class Databases:
    """Hands out registries that hold the sample or are empty: each made once, then copied."""

    def __init__(self):
        self._cluster = None
        self._originals = {}

    @property
    def cluster(self):
        if self._cluster is None:
            self._cluster = PostgresqlCluster()
        return self._cluster

    def uninitialized(self, kind):
        if kind == "postgresql":
            return self.cluster.create()
        return SqliteRegistry(reachable_directory("registry"))

    def empty(self, kind):
        if (kind, "empty") not in self._originals:
            self._originals[kind, "empty"] = self.uninitialized(kind)
            self._originals[kind, "empty"].ctl("init")
        return self._copy(kind, self._originals[kind, "empty"])

    def sample(self, kind):
        if (kind, "sample") not in self._originals:
            self._originals[kind, "sample"] = self.empty(kind)
            self._originals[kind, "sample"].ctl("import", paths.SAMPLE)
        return self._copy(kind, self._originals[kind, "sample"])

    def _copy(self, kind, original):
        if kind == "postgresql":
            return self.cluster.create(template=original.name)
        copy = self.uninitialized(kind)
        original.sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(original.file, copy.file)
        give_to_httpd(copy.directory)
        return copy

    def close(self):
        for registry in self._originals.values():
            if isinstance(registry, SqliteRegistry):
                registry.remove()
        if self._cluster is not None:
            self._cluster.remove()
