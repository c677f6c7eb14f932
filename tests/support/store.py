"""A cache that several httpds share: a memcached or Redis of our own on a free loopback port."""

import re
import shutil
import socket
import subprocess
import time
import urllib.parse

from . import database, paths


class Store:
    def __init__(self, kind):
        self.kind = kind
        self.port = database.free_port()
        self.directive = f"SisterCityCache {kind}:127.0.0.1:{self.port}\n"
        self.directory = database.reachable_directory(kind)
        self.start()

    def start(self):
        program = {
            "memcache": ["memcached", "-l", "127.0.0.1", "-p", str(self.port), "-U", "0", "-m", "16"]
            + (["-u", "nobody"] if paths.is_root() else []),
            "redis": ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"],
        }[self.kind]
        self.process = subprocess.Popen(
            [shutil.which(program[0]), *program[1:]], cwd=self.directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                assert time.monotonic() < deadline, f"{program[0]} does not answer"
                time.sleep(0.05)

    def _ask(self, request, end=b"\r\n"):
        """What it answers, up to the line or lines that end the answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(request)
            answer = b""
            while not answer.endswith(end):
                more = connection.recv(1 << 20)
                assert more, answer
                answer += more
            return answer

    def items(self):
        """All that it keeps, by key."""
        if self.kind == "memcache":
            keys = re.findall(rb"key=(\S+)", self._ask(b"lru_crawler metadump all\r\n", b"END\r\n"))
            return {key: self._ask(b"get " + key + b"\r\n", b"END\r\n").split(b"\r\n", 1)[1][:-len(b"\r\nEND\r\n")] for key in map(urllib.parse.unquote_to_bytes, keys)}
        command = ["redis-cli", "-p", str(self.port)]
        keys = subprocess.run([*command, "KEYS", "*"], capture_output=True, check=True).stdout.split()
        return {key: subprocess.run([*command, "GET", key], capture_output=True, check=True).stdout[:-1] for key in keys}

    def set(self, key, item):
        """Puts another in its place."""
        if self.kind == "memcache":
            answer = self._ask(b"set %b 0 0 %d\r\n%b\r\n" % (key, len(item), item))
            assert answer == b"STORED\r\n", answer
        else:
            subprocess.run(["redis-cli", "-p", str(self.port), "-x", "SET", key], input=item, check=True, capture_output=True)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=10)

    def remove(self):
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)
