"""A line to a database that can be cut so that nobody hears of it: packets are lost, and no connection is refused."""

import contextlib
import select
import socket
import threading


class Line:
    """A loopback port that leads to another, or to nowhere."""

    def __init__(self, port=None):
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listener.getsockname()[1]
        self._pairs = {}
        self._is_whole = threading.Event()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        if port:
            self._is_whole.set()
            self._thread.start()

    def cut(self):
        self._is_whole.clear()

    def mend(self):
        self._is_whole.set()

    def close(self):
        self._is_over.set()
        self._is_whole.set()
        if self._thread.is_alive():
            self._thread.join()
        for end in [self._listener, *self._pairs]:
            end.close()

    def _carry(self):
        while not self._is_over.is_set():
            self._is_whole.wait()
            for end in select.select([self._listener, *self._pairs], [], [], 0.05)[0]:
                # What has arrived since is not delivered either.
                if self._is_whole.is_set():
                    self._meet() if end is self._listener else self._pass_on(end)

    def _meet(self):
        near = self._listener.accept()[0]
        try:
            far = socket.create_connection(("127.0.0.1", self._to))
        except OSError:
            near.close()  # nobody is there
            return
        self._pairs.update({near: far, far: near})

    def _pass_on(self, end):
        other = self._pairs.get(end)
        data = b""
        with contextlib.suppress(OSError):
            data = end.recv(65536)
            if data:
                other.sendall(data)
                return
        for one in (end, other):
            self._pairs.pop(one, None)
            if one:
                one.close()
