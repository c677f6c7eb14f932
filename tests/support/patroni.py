"""Two PostgreSQL servers that Patroni keeps: one is the primary, the other takes its place when it is gone. What they
agree on is in an etcd of one member. All on 127.0.0.1."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import time

import requests

from . import database, paths


def as_postgres(command):
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command] if paths.is_root() else command


class Member(database.PostgresqlServer):
    def __init__(self, name, etcd_port):
        super().__init__()
        self.name, self.api = name, database.free_port()
        here = "127.0.0.1"
        trusted = [f"host {what} all {here}/32 trust" for what in ("all", "replication")]
        # JSON is YAML, too.
        (self.directory / "patroni.yml").write_text(json.dumps({
            "scope": "sistercity", "name": name,
            "restapi": {"listen": f"{here}:{self.api}", "connect_address": f"{here}:{self.api}"},
            "etcd3": {"host": f"{here}:{etcd_port}"},
            "bootstrap": {
                # The least that Patroni allows: a primary that is gone is replaced after ttl.
                "dcs": {"ttl": 20, "loop_wait": 1, "retry_timeout": 3, "synchronous_mode": True, "postgresql": {"use_pg_rewind": True}},
                "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "no-sync"],
            },
            "postgresql": {
                "listen": f"{here}:{self.port}", "connect_address": f"{here}:{self.port}", "bin_dir": str(self.programs),
                "data_dir": str(self.data), "pgpass": str(self.directory / "pgpass"), "pg_hba": trusted,
                "authentication": {"superuser": {"username": "postgres"}, "replication": {"username": "replicator"}},
                "parameters": {"unix_socket_directories": "", "shared_buffers": "32MB", "wal_log_hints": "on"},
            },
        }))
        self.process = None

    def start(self):
        with open(self.directory / "patroni.log", "ab") as log:
            self.process = subprocess.Popen(as_postgres(["patroni", str(self.directory / "patroni.yml")]), cwd=self.directory,
                                            env=self.environment, stdout=log, stderr=log, start_new_session=True)

    def answers(self, role):
        """Whether it has the role, as balancers ask it: "primary", "synchronous"."""
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"http://127.0.0.1:{self.api}/{role}", timeout=2).status_code == 200
        return False

    @property
    def is_primary(self):
        return self.answers("primary")

    def kill(self):
        """As if its machine had lost its power: Patroni and PostgreSQL end in the same moment."""
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def remove(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=60)
        if self.is_running:
            self.kill()
        shutil.rmtree(self.directory, ignore_errors=True)


class Patroni:
    def __init__(self):
        self.directory = database.reachable_directory("etcd")
        peers, port = database.free_port(), database.free_port()
        urls = [f"http://127.0.0.1:{peers}", f"http://127.0.0.1:{port}"]
        with open(self.directory / "log", "wb") as log:
            self.etcd = subprocess.Popen(
                ["etcd", "--data-dir", str(self.directory / "data"), "--listen-peer-urls", urls[0], "--initial-advertise-peer-urls", urls[0],
                 "--initial-cluster", f"default={urls[0]}", "--listen-client-urls", urls[1], "--advertise-client-urls", urls[1]],
                stdout=log, stderr=log)
        self.members = [Member(name, port) for name in ("north", "south")]
        self.members[0].start()
        self.wait_for_primary(self.members[:1])
        self.members[1].start()
        self.wait_for_standby()

    def wait(self, what, truth, seconds=90):
        deadline = time.monotonic() + seconds
        while not truth():
            if time.monotonic() > deadline:
                logs = "".join((member.directory / "patroni.log").read_text()[-3000:] for member in self.members if member.process)
                raise AssertionError(f"{what}\n{logs}")
            time.sleep(0.1)

    def wait_for_primary(self, among=None):
        self.wait("no primary", lambda: any(member.is_primary for member in among or self.members))
        return self.primary

    def wait_for_standby(self):
        """Until what the primary acknowledges is on the standby, too."""
        self.wait("no standby", lambda: any(member.answers("synchronous") and not member.is_primary for member in self.members))

    @property
    def primary(self):
        return next(member for member in self.members if member.is_primary)

    def switch_over(self):
        """As an administrator does before work on the machine of the primary."""
        leader = self.primary
        other = next(member for member in self.members if member is not leader)
        done = requests.post(f"http://127.0.0.1:{leader.api}/switchover", json={"leader": leader.name, "candidate": other.name}, timeout=60)
        if done.status_code != 200:
            raise AssertionError(done.text)
        self.wait_for_primary([other])

    def remove(self):
        try:
            for member in reversed(self.members):
                member.remove()
        finally:
            self.etcd.terminate()
            self.etcd.wait()
            shutil.rmtree(self.directory, ignore_errors=True)
