"""SQL typed by hand, on one connection that stays open: starting a program for each statement would take CPU
time of its own."""

import contextlib
import sqlite3
import subprocess

from servers import database


@contextlib.contextmanager
def on_sqlite(registry):
    connection = sqlite3.connect(registry.file, timeout=5, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("SELECT revision FROM registry").fetchall()
        database.give_to_httpd(registry.directory)
        yield connection.execute
    finally:
        connection.close()


@contextlib.contextmanager
def on_postgresql(registry):
    command = [str(registry.cluster.programs / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", registry.name]
    psql = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=registry.cluster.environment)

    def type_sql(text):
        psql.stdin.write(f"{text};\n\\echo done\n")
        psql.stdin.flush()
        if psql.stdout.readline() != "done\n":
            raise RuntimeError(f"psql refused: {text}")

    try:
        yield type_sql
    finally:
        psql.communicate()


def typist(registry):
    """A context that gives a function for statements, each a transaction."""
    return on_sqlite(registry) if isinstance(registry, database.SqliteRegistry) else on_postgresql(registry)
