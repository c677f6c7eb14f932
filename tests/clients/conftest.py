"""The registry as other people's tools read it: `make clients` installs them, at the versions of package.json, and runs these tests."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

import pytest

from support import database, paths

HERE = pathlib.Path(__file__).parent
CLIENTS = paths.BUILD / "clients"


@pytest.fixture(scope="session")
def node():
    """Runs a program of ours among the installed clients: node("name.mjs", argument, …) is what it prints as JSON."""
    assert (CLIENTS / "node_modules").exists(), "make clients installs the clients"

    def run(program, *arguments, input=None):
        # A program finds the clients from where it stands.
        shutil.copy(HERE / program, CLIENTS / program)
        done = subprocess.run(["node", CLIENTS / program, *map(str, arguments)], capture_output=True, text=True, input=input, timeout=300)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def client():
    """Runs an installed program by its name."""

    def run(name, *arguments):
        return subprocess.run([CLIENTS / "node_modules/.bin" / name, *map(str, arguments)], capture_output=True, text=True, timeout=300,
                              env={**os.environ, "REDOCLY_TELEMETRY": "off", "CI": "1", "CHROME_PATH": "/usr/bin/chromium"})

    return run


@pytest.fixture
def proxy():
    """A proxy that checks every answer: proxy(description, upstream) is its address."""
    running = []

    def start(description, upstream):
        port = database.free_port()
        running.append(subprocess.Popen([CLIENTS / "node_modules/.bin/prism", "proxy", str(description), upstream, "--port", str(port)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True))
        deadline = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return f"http://127.0.0.1:{port}"
            except OSError:
                assert time.monotonic() < deadline and running[-1].poll() is None, "the proxy does not answer"
                time.sleep(0.2)

    yield start
    for one in running:
        os.killpg(one.pid, signal.SIGTERM)
        one.wait(timeout=20)
