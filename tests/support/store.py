"""A cache that several httpds share: a memcached or Redis of our own on a free loopback port."""

import shutil
import socket
import subprocess
import time

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

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=10)

    def remove(self):
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)
