"""A private httpd on a free loopback port, whose error log is watched."""

import functools
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time
import zlib

import requests

from . import database, paths

MODULES = (
    "authn_core authn_file authz_core authz_user auth_basic mime dir filter deflate headers include "
    "dbd status info alias socache_shmcb"
).split()

BASE = """
ServerRoot "{root}"
ServerName 127.0.0.1
Listen {address}:{port}
PidFile "{root}/httpd.pid"
ErrorLog "{root}/error.log"
ErrorLogFormat "%{{u}}t [%-m:%l] [pid %P] %M"
LogLevel info
<IfModule !mpm_prefork_module>
  ServerLimit 4
</IfModule>
StartServers 1
<IfModule mpm_event_module>
  ThreadsPerChild 8
  MaxRequestWorkers 32
  MinSpareThreads 1
  MaxSpareThreads 32
</IfModule>
<IfModule mpm_worker_module>
  ThreadsPerChild 8
  MaxRequestWorkers 32
  MinSpareThreads 1
  MaxSpareThreads 32
</IfModule>
{user}
TypesConfig /dev/null
AddType text/html .html .shtml
AddType text/css .css
AddCharset utf-8 .html .shtml .css
DirectoryIndex index.shtml index.html
DocumentRoot "{root}/site"
<Directory "{root}/site">
  Require all granted
  Options IncludesNOEXEC
  <IfModule include_module>
    AddOutputFilter INCLUDES .shtml
  </IfModule>
</Directory>
<Location "/server-status">
  SetHandler server-status
</Location>
<Location "/server-info">
  SetHandler server-info
</Location>
"""

# Who can sign in, all with the password "secret".
USERS = ["editor", "anna", "jonas", "ruta", "stranger"]

# Lines of httpd itself that every start and stop writes above level notice.
ORDINARY = re.compile(r"AH00558|AH02282|AH00112")


@functools.cache
def encrypted_password():
    return subprocess.run(["openssl", "passwd", "-apr1", "secret"], capture_output=True, text=True, check=True).stdout


def sanitizers():
    """What a program that loads libraries made with sanitizers needs in its environment: make asan says it in SISTERCITY_HTTPD_ENV."""
    pairs = os.environ.get("SISTERCITY_HTTPD_ENV", "").split()
    return dict(pair.split("=", 1) for pair in pairs)


def ask(prepared, address, port, timeout):
    """The answer as requests gives it, in a third of the time that its own connections take."""
    connection = http.client.HTTPConnection(address, port, timeout=timeout)
    try:
        try:
            connection.request(prepared.method, prepared.path_url, prepared.body, prepared.headers,
                               encode_chunked="Transfer-Encoding" in prepared.headers)
        except BrokenPipeError:
            pass  # it was refused before all of it was sent
        came = connection.getresponse()
        content = came.read()
    except TimeoutError as problem:
        raise requests.ReadTimeout(problem, request=prepared) from problem
    except (OSError, http.client.HTTPException) as problem:
        raise requests.ConnectionError(problem, request=prepared) from problem
    finally:
        connection.close()
    answer = requests.Response()
    answer.request, answer.url, answer.status_code, answer.reason = prepared, prepared.url, came.status, came.reason
    for name in came.headers:
        answer.headers[name] = ", ".join(came.headers.get_all(name))
    if content and answer.headers.get("Content-Encoding") == "gzip":
        content = zlib.decompress(content, zlib.MAX_WBITS | 16)
    answer.encoding = requests.utils.get_encoding_from_headers(answer.headers) or "utf-8"
    answer._content = content
    return answer


class Httpd:
    """One httpd. `configuration` comes after the common part; `registry` is what conf/sistercity.conf
    serves, unless include_conf is off."""

    def __init__(self, registry=None, configuration="", mpm="event", include_conf=True, modules=()):
        self.directory = database.reachable_directory("httpd")
        self.address = "127.0.0.1"
        self.port = database.free_port()
        self.registry = registry
        self.mpm = mpm
        self.include_conf = include_conf
        self.modules = [*MODULES, *modules]
        self.configuration = configuration
        self.loads_sistercity = True
        self.module = paths.BUILD / "mod_sistercity.so"
        self.log = self.directory / "error.log"
        self._read = 0
        self._expected = []
        self.site = self.directory / "site"
        self.site.mkdir()
        self.users = self.directory / "users"
        self.users.write_text("".join(f"{user}:{encrypted_password()}" for user in USERS))

    @property
    def url(self):
        return f"http://{self.address}:{self.port}"

    def write_configuration(self):
        user = "User www-data\nGroup www-data\n" if paths.is_root() else ""
        libexec = paths.apxs("libexecdir")
        lines = [f"LoadModule mpm_{self.mpm}_module {libexec}/mod_mpm_{self.mpm}.so"]
        lines += [f"LoadModule {m}_module {libexec}/mod_{m}.so" for m in self.modules]
        if self.loads_sistercity:
            lines.append(f"LoadModule sistercity_module {self.module}")
        lines.append(BASE.format(root=self.directory, address=self.address, port=self.port, user=user))
        if self.include_conf and self.loads_sistercity:
            lines += [
                f"Define SISTERCITY_DRIVER {self.registry.driver}",
                f'Define SISTERCITY_DATABASE "{self.registry.params}"',
                f'Define SISTERCITY_USERS "{self.users}"',
                f'Include "{paths.CONF}/sistercity.conf"',
            ]
        lines.append(self.configuration)
        file = self.directory / "httpd.conf"
        file.write_text("\n".join(lines))
        return file

    def _httpd(self, *arguments, timeout=None):
        file = self.write_configuration()
        return subprocess.run(
            [str(paths.httpd_program()), "-f", str(file), "-d", str(self.directory), *arguments],
            capture_output=True,
            text=True,
            env={**os.environ, **self.environment()},
            timeout=timeout,
        )

    def environment(self):
        """More environment for httpd; tests put theirs in its place."""
        return sanitizers()

    def test_configuration(self, timeout=None):
        """What `httpd -t` says: (exit code, text)."""
        done = self._httpd("-t", timeout=timeout)
        return done.returncode, done.stdout + done.stderr

    def start(self):
        done = self._httpd("-k", "start")
        if done.returncode != 0:
            raise AssertionError(f"httpd did not start:\n{done.stdout}{done.stderr}{self.log_text()}")
        self.wait_until_it_answers()
        return self

    def wait_until_it_answers(self, seconds=20):
        """Until it listens, has its children, and its pid is known."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                socket.create_connection((self.address, self.port), timeout=5).close()
                if self.running and "resuming normal operations" in self.log_text():
                    return
            except OSError:
                pass
            time.sleep(0.02)
        raise AssertionError(f"httpd does not answer:\n{self.log_text()}")

    @property
    def pid(self):
        return int((self.directory / "httpd.pid").read_text())

    @property
    def running(self):
        return (self.directory / "httpd.pid").exists()

    def reload(self):
        """A graceful reload with the configuration as it is now; returns when it is done."""
        before = self.log_text().count("resuming normal operations")
        self.write_configuration()
        os.kill(self.pid, signal.SIGUSR1)
        deadline = time.monotonic() + 20
        while self.log_text().count("resuming normal operations") == before:
            if time.monotonic() > deadline:
                raise AssertionError(f"the reload did not finish:\n{self.log_text()}")
            time.sleep(0.02)
        self.wait_until_it_answers()

    def stop(self):
        pidfile = self.directory / "httpd.pid"
        if not pidfile.exists():
            return
        pid = self.pid
        # The event MPM may crash when it is told to stop while a connection is just being closed.
        time.sleep(0.1)
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 20
        while pidfile.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        if pidfile.exists():
            os.kill(pid, signal.SIGKILL)
            raise AssertionError("httpd did not stop")

    def children(self):
        return [int(pid) for pid in pathlib.Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def remove(self):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.directory, ignore_errors=True)

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def request(self, method, path, timeout=20, allow_redirects=False, headers=None, **options):
        """What httpd answers, on a connection of its own."""
        headers = {name: value for name, value in {**requests.utils.default_headers(), **(headers or {})}.items() if value is not None}
        if not allow_redirects:
            return ask(requests.Request(method, self.url + path, headers=headers, **options).prepare(), self.address, self.port, timeout)
        with requests.Session() as session:
            session.trust_env = False
            return session.request(method, self.url + path, timeout=timeout, headers=headers, **options)

    def page(self, name, text):
        """Puts a page of the site's own under the document root."""
        file = self.site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def log_text(self):
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def new_log_lines(self):
        lines = self.log_text().splitlines()
        fresh, self._read = lines[self._read :], len(lines)
        return fresh

    def expect_log(self, pattern):
        """Lines of level warn or worse that match are part of the test now running."""
        self._expected.append(re.compile(pattern))

    def unexpected_log_lines(self):
        """Lines of level warn or worse since the last call that no test said it expects."""
        serious = re.compile(r"\[[-\w]*:(warn|error|crit|alert|emerg)\]")
        lines = [
            line
            for line in self.new_log_lines()
            if (serious.search(line) or "Segmentation fault" in line or "AddressSanitizer" in line or "ThreadSanitizer" in line or "runtime error:" in line)
            and not ORDINARY.search(line)
            and not any(expected.search(line) for expected in self._expected)
        ]
        self._expected = []
        return lines
