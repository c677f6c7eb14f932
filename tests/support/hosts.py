"""Several httpds with one configuration, the one that README.md shows under "More than one host"."""

import contextlib
import os
import shutil
import subprocess

from . import database, httpd, paths, readme

HEADING = "More than one host"
READERS, EDITORS = "www.example.org", "edit.example.org"


class Site:
    """One virtual host of an httpd."""

    def __init__(self, server, name):
        self.server, self.name = server, name

    def request(self, method, path, headers=(), **options):
        return self.server.request(method, path, headers={"Host": self.name, **dict(headers)}, **options)

    def get(self, path, **options):
        return self.request("GET", path, **options)


class Host(httpd.Httpd):
    """One of the hosts, on a loopback address of its own, with what readers and what editors see."""

    def __init__(self, directory, number, port, **options):
        super().__init__(include_conf=False, configuration=f'Include "{directory}/sistercity.conf"\n', **options)
        self.address, self.port = f"127.0.0.{number}", port
        self.directory_of_all = directory
        self.readers, self.editors = Site(self, READERS), Site(self, EDITORS)


class Hosts:
    """What all hosts have in common: their configuration, key and users."""

    def __init__(self, primary, standby, caches=()):
        self.directory = database.reachable_directory("hosts")
        self.port = database.free_port()
        self.hosts = []
        (self.directory / "secret").write_text("k" * 64)
        (self.directory / "secret").chmod(0o640)
        self.write(primary, standby, caches)

    def write(self, primary, standby, caches):
        """README's lines with the names that they have here."""
        (text,) = readme.blocks(HEADING, "apache")
        here = "127.0.0.1"
        names = {
            "host=127.0.0.1,primary.example.org": f"host={here},{here} port={standby.port},{primary.port}",
            "host=primary.example.org,standby.example.org": f"host={here},{here} port={primary.port},{standby.port}",
            "modules/": f"{paths.apxs('libexecdir')}/",
            "*:443": f"*:{self.port}",
            "/etc/sistercity/": f"{self.directory}/",
        }
        for number, cache in enumerate(caches, 1):
            names[f"cache{number}.example.org:11211"] = f"{here}:{cache.port}"
            names["memcache"] = cache.kind
        for there, replacement in names.items():
            assert there in text, there
            text = text.replace(there, replacement)
        if not caches:
            text = text.replace("SisterCityCache memcache", "#SisterCityCache memcache")
        (self.directory / "sistercity.conf").write_text(text)

    def make(self, **options):
        host = Host(self.directory, len(self.hosts) + 1, self.port, **options)
        shutil.copy(host.users, self.directory / "users")
        self.hosts.append(host)
        return host

    def remove(self):
        try:
            for host in self.hosts:
                host.remove()
        finally:
            shutil.rmtree(self.directory, ignore_errors=True)


@contextlib.contextmanager
def registry_on(primary, lasts=True):
    """The registry that README's commands make; `lasts` says that the server is there when it is to be removed."""
    type_commands(0, primary, paths.SAMPLE)
    try:
        yield
    finally:
        if not lasts:
            return
        primary.sql("DROP DATABASE sistercity WITH (FORCE)")
        primary.sql("DROP ROLE reader; DROP ROLE editor")


def type_commands(number, primary, directory):
    """Runs the commands of README's block with that number, the way people type them."""
    text = readme.blocks(HEADING, "sh")[number].replace("host=primary.example.org", f"host=127.0.0.1 port={primary.port}")
    programs = primary.directory / "programs"
    programs.mkdir(exist_ok=True)
    sudo = programs / "sudo"
    sudo.write_text('#!/bin/sh\n[ "$1" = -u ] && shift 2\nexec "$@"\n')
    sudo.chmod(0o755)
    path = f"{programs}:{primary.programs}:{paths.CTL.parent}:{os.environ['PATH']}"
    done = subprocess.run(["sh", "-eu", "-c", text], cwd=directory, capture_output=True, text=True,
                          env={**primary.environment, "PATH": path})
    if done.returncode != 0:
        raise AssertionError(done.stdout + done.stderr)
    return done.stdout
