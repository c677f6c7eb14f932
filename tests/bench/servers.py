"""The servers that are measured: httpds of one configuration, php-fpm, a PostgreSQL cluster."""

import collections
import contextlib
import glob
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from support import database, paths  # noqa: E402

import measure  # noqa: E402

PEERS = HERE / "peers"


def wait_until(is_true, what, seconds=10):
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{what} for {seconds} s")
        time.sleep(0.002)


def end(pid):
    """Ends a process that is not our child, and waits for it."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        for _ in range(500):
            os.kill(pid, 0)
            time.sleep(0.02)
        os.kill(pid, signal.SIGKILL)


class Httpd:
    """An httpd with peers/httpd.conf. `defines` name what it serves: SISTERCITY, PHP or FLASK, and
    their values."""

    def __init__(self, site, defines=None):
        self.directory = database.reachable_directory("bench-httpd")
        self.port = database.free_port()
        self.is_begun = False
        self.defines = {
            "BENCH_ROOT": self.directory,
            "BENCH_PORT": self.port,
            "BENCH_SITE": site,
            "BENCH_MODULES": paths.apxs("libexecdir"),
            "BENCH_BUILD": paths.BUILD,
            "BENCH_CONF": paths.CONF,
            "BENCH_PEERS": PEERS,
            **(defines or {}),
        }
        if paths.is_root():
            self.defines["BENCH_USER"] = "www-data"

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def roots(self):
        return [self.pid]

    @property
    def pid(self):
        return int((self.directory / "httpd.pid").read_text())

    @property
    def log(self):
        file = self.directory / "error.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def run(self, *arguments):
        definitions = [word for name, value in self.defines.items() for word in ("-C", f'Define {name} "{value}"')]
        return subprocess.run(
            [str(paths.httpd_program()), "-f", str(PEERS / "httpd.conf"), "-d", str(self.directory), *definitions, *arguments],
            capture_output=True,
            text=True,
            env={**os.environ, "MALLOC_ARENA_MAX": "2"},
        )

    def start(self, path="/"):
        """Starts it; the seconds until it answered."""
        self.is_begun = True
        started = time.monotonic()
        done = self.run("-k", "start")
        if done.returncode != 0:
            raise RuntimeError(f"httpd did not start:\n{done.stdout}{done.stderr}{self.log[-3000:]}")
        try:
            wait_until(lambda: self.answers(path), "httpd does not answer")
        except RuntimeError as error:
            raise RuntimeError(f"{error}; the end of its log:\n{self.log[-3000:]}") from None
        return time.monotonic() - started

    def answers(self, path):
        try:
            return measure.get(self.url + path).status < 500
        except OSError:
            return False

    def reload(self):
        """A graceful reload; the seconds until the new generation runs."""
        done = "resuming normal operations"
        before = self.log.count(done)
        started = time.monotonic()
        os.kill(self.pid, signal.SIGUSR1)
        wait_until(lambda: self.log.count(done) > before, "httpd did not reload")
        return time.monotonic() - started

    def complaints(self):
        """Lines of level warn or worse, without what differs from line to line, and how often each came."""
        lines = re.findall(r"\[[-\w]*:(?:warn|error|crit|alert|emerg)\] .*", self.log)
        return collections.Counter(re.sub(r"\[(pid|client) [^]]*\] ", "", line) for line in lines)

    def children(self):
        """The processes that httpd started: those that serve requests, and daemons of mod_wsgi."""
        found = measure.processes()
        return sorted(pid for pid, (parent, _) in found.items() if parent == self.pid)

    def stop(self):
        file = self.directory / "httpd.pid"
        if self.is_begun:
            # It writes the file a moment after it has gone into the background.
            with contextlib.suppress(RuntimeError):
                wait_until(lambda: file.exists() and file.read_text().strip(), "httpd has no pid", 2)
        if file.exists():
            end(self.pid)
        shutil.rmtree(self.directory, ignore_errors=True)


def bare_module(directory):
    """peers/mod_bare.c, compiled for the httpd that apxs names."""
    module = directory / "mod_bare.so"
    flags = subprocess.run(["apr-1-config", "--includes", "--cppflags"], check=True, capture_output=True, text=True).stdout.split()
    compiler = ["gcc", "-std=gnu11", "-O2", "-shared", "-fPIC", *flags, f"-I{paths.apxs('INCLUDEDIR')}"]
    subprocess.run([*compiler, "-o", str(module), str(PEERS / "mod_bare.c")], check=True)
    return module


class Nginx:
    """nginx over the same files."""

    def __init__(self, site):
        self.site = site
        self.directory = database.reachable_directory("bench-nginx")
        self.port = database.free_port()
        self.process = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def roots(self):
        return [self.process.pid]

    def start(self, path="/"):
        text = (PEERS / "nginx.conf").read_text()
        user = "user www-data;" if paths.is_root() else ""
        for name, value in {"directory": self.directory, "port": self.port, "site": self.site, "user": user}.items():
            text = text.replace("{" + name + "}", str(value))
        file = self.directory / "nginx.conf"
        file.write_text(text)
        self.process = subprocess.Popen(["nginx", "-c", str(file), "-p", str(self.directory), "-g", "daemon off;"])
        wait_until(self.answers, "nginx does not answer")

    def answers(self):
        try:
            return measure.get(self.url + "/index.html").status == 200
        except OSError:
            return False

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
        shutil.rmtree(self.directory, ignore_errors=True)


def php_fpm_program():
    programs = sorted(glob.glob("/usr/sbin/php-fpm*"))
    if not programs:
        raise RuntimeError("php-fpm is missing: run make bench, which installs it")
    return programs[-1]


class PhpFpm:
    """A private php-fpm on a socket of its own."""

    def __init__(self, registry_file):
        self.directory = database.reachable_directory("bench-php")
        self.socket = self.directory / "fpm.sock"
        text = (PEERS / "php-fpm.conf").read_text()
        owner = "user = www-data\ngroup = www-data\nlisten.owner = www-data\n" if paths.is_root() else ""
        self.file = self.directory / "php-fpm.conf"
        self.file.write_text(
            text.format(directory=self.directory, socket=self.socket, owner=owner, registry=registry_file)
        )
        self.program = php_fpm_program()
        self.process = None

    @property
    def roots(self):
        return [self.process.pid]

    def start(self):
        self.process = subprocess.Popen([self.program, "-F", "-y", str(self.file)], stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
        wait_until(self.socket.exists, "php-fpm did not listen")

    def children(self):
        found = measure.processes()
        return sorted(pid for pid, (parent, _) in found.items() if parent == self.process.pid)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
        shutil.rmtree(self.directory, ignore_errors=True)


class PostgresqlCluster(database.PostgresqlCluster):
    """The tests' private cluster with a production server's care for the disk. Between runs its files rest
    in `kept`, which need not be a place that PostgreSQL's own user can enter, with the registries
    whose names begin with "postgresql"."""

    def __init__(self, kept):
        self.kept = kept
        try:
            super().__init__()
        except BaseException:
            self.abandon()
            raise

    def make(self):
        resting = self.resting()
        if resting.exists():
            subprocess.run(["mv", str(resting), str(self.data)], check=True)
            (self.data / "postmaster.pid").unlink(missing_ok=True)
        else:
            super().make()

    def resting(self):
        return self.kept / f"postgresql-{self.programs.parent.name}"

    def _run(self, *arguments, **options):
        # Of a session of its own, so that Ctrl-C does not end the program that is to end the server.
        return super()._run(*arguments, start_new_session=True, **options)

    def databases(self):
        return self.sql("SELECT datname FROM pg_database").split()

    def stop(self):
        self._run("pg_ctl", "-D", self.data, "-m", "fast", "-t", "120", "-w", "stop")

    def abandon(self):
        """Ends it whatever state it is in; nothing of it is kept."""
        with contextlib.suppress(RuntimeError):
            super().stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def remove(self):
        try:
            is_worth_it = any(name.startswith("postgresql") for name in self.databases())
            self.stop()
        except RuntimeError:
            self.abandon()
            return
        if is_worth_it:
            self.kept.mkdir(parents=True, exist_ok=True)
            subprocess.run(["mv", str(self.data), str(self.resting())], check=True)
        shutil.rmtree(self.directory, ignore_errors=True)

    def start(self):
        settings = (
            f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories='' -c shared_buffers=256MB "
            "-c max_wal_size=2GB"
        )
        self._run("pg_ctl", "-D", self.data, "-l", self.directory / "log", "-o", settings, "-w", "start")

    @property
    def roots(self):
        return [int((self.data / "postmaster.pid").read_text().split()[0])]


def sistercity(site, registry, cache=None, one_child=False, **more):
    """An httpd over the registry with the module of the build that made it. `cache` is the value of
    SisterCityCache, None to leave the directive out. `one_child`: with a single process, of 25 threads.
    `more` is defined, too."""
    build = registry.program.parent
    defines = {
        "BENCH_SISTERCITY": "on",
        "BENCH_BUILD": build,
        "BENCH_CONF": paths.CONF if build == paths.BUILD else build.parent / "conf",
        "SISTERCITY_DRIVER": registry.driver,
        "SISTERCITY_DATABASE": registry.params,
        "SISTERCITY_USERS": os.devnull,
    }
    if cache:
        defines["BENCH_CACHE"] = cache
    if one_child:
        defines["BENCH_ONE_CHILD"] = "on"
    return Httpd(site, {**defines, **more})
