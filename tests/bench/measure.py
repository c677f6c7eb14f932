"""Measuring one thing: requests per second and delays (wrk), CPU time and memory (/proc)."""

import dataclasses
import json
import math
import os
import pathlib
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).parent
TICK = os.sysconf("SC_CLK_TCK")


@dataclasses.dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    body: bytes


def get(url, headers=None):
    request = urllib.request.Request(url, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return Answer(response.status, dict(response.headers), response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, dict(error.headers), error.read())


def processes():
    """The parent of each process, and the CPU seconds of it and of its ended children."""
    found = {}
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        try:
            text = pathlib.Path(entry.path, "stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        fields = text[text.rindex(")") + 2 :].split()
        found[int(entry.name)] = (int(fields[1]), sum(map(int, fields[11:15])) / TICK)
    return found


def descendants(root, found):
    tree = {root}
    grown = True
    while grown:
        more = {pid for pid, (parent, _) in found.items() if parent in tree} - tree
        tree |= more
        grown = bool(more)
    return tree


def cpu_seconds(roots):
    """CPU time that the processes and all their descendants have taken so far."""
    found = processes()
    return sum(found[pid][1] for root in roots for pid in descendants(root, found) if pid in found)


def private_memory(pid):
    """Bytes that the process alone has written to and its proportional share of all, without memory
    that is shared by intention (a response cache)."""
    private = share = 0
    is_shared = False
    for line in pathlib.Path(f"/proc/{pid}/smaps").read_text().splitlines():
        words = line.split()
        if not words[0].endswith(":"):
            is_shared = words[1].endswith("s")
        elif not is_shared and words[0] == "Private_Dirty:":
            private += int(words[1]) * 1024
        elif not is_shared and words[0] == "Pss:":
            share += int(words[1]) * 1024
    return {"private_dirty": private, "pss": share}


class TooSlow(Exception):
    """A program that was not over in time."""


def program(command, limit=None, text=None):
    """Runs it: its seconds, those of CPU, and its greatest resident memory in bytes. Raises TooSlow after so many seconds."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as told:
        told.write(text or "")
        told.seek(0)
        running = subprocess.Popen(command, stdin=told, stdout=said, stderr=subprocess.STDOUT)
        timer = threading.Timer(limit or 86400, running.kill)
        timer.start()
        _, status, used = os.wait4(running.pid, 0)
        timer.cancel()
        running.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - started
        if running.returncode:
            if limit and seconds >= limit:
                raise TooSlow(f"{command[0]} was not over after {limit} s")
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)} exited {running.returncode}: {said.read()[-2000:]}")
    return {"seconds": seconds, "cpu_seconds": used.ru_utime + used.ru_stime, "peak_bytes": 1024 * used.ru_maxrss}


@dataclasses.dataclass
class Load:
    """What to ask for. `validators` makes the requests conditional; `each` measures the delays of
    each path."""

    url: str
    paths: list
    validators: list = None
    connections: int = 8
    close: bool = False
    each: bool = False

    def file_text(self):
        marks = self.validators or [""] * len(self.paths)
        return "".join(f"{path}\t{mark}\n" if mark else f"{path}\n" for path, mark in zip(self.paths, marks))


def start_wrk(load, seconds, paths_file):
    paths_file.write(load.file_text())
    paths_file.flush()
    environment = {**os.environ, "BENCH_PATHS": paths_file.name}
    if load.close:
        environment["BENCH_CLOSE"] = "1"
    if load.each:
        environment["BENCH_EACH"] = "1"
    threads = load.connections if load.each else 1
    return subprocess.Popen(
        ["wrk", f"-t{threads}", f"-c{load.connections}", f"-d{seconds}s", "--timeout", "20s", "-s", str(HERE / "load.lua"), load.url],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )


def result_of(wrk, seconds):
    text, _ = wrk.communicate(timeout=seconds + 60)
    for line in text.splitlines():
        if line.startswith("MEASURED "):
            return json.loads(line.removeprefix("MEASURED "))
    raise RuntimeError(f"wrk measured nothing:\n{text}")


def run(load, seconds, roots=(), meanwhile=None):
    """One measurement. `meanwhile` is called with the running wrk, to do something beside it."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as paths_file:
        before = cpu_seconds(roots)
        wrk = start_wrk(load, seconds, paths_file)
        try:
            if meanwhile:
                meanwhile(wrk)
            measured = result_of(wrk, seconds)
        finally:
            wrk.kill()
            wrk.wait()
        measured["cpu_seconds"] = cpu_seconds(roots) - before
    measured["per_second"] = measured["requests"] / measured["seconds"]
    measured["cpu_us"] = 1e6 * measured["cpu_seconds"] / max(1, measured["requests"])
    measured["each"] = [[float(delay) for delay in delays.split()] for delays in measured["each"]]
    return measured


def percentile(delays, share):
    return sorted(delays)[max(0, math.ceil(share * len(delays)) - 1)]


def delays_at(number, rounds, first):
    """Of one path, over all rounds. `first`: the delay of each when it was asked alone, which stands for one
    that was not answered within a round."""
    return [delay for measured in rounds for delay in measured["each"][number]] or [first[number]]


def delays_of_each(load, rounds, first):
    """Per path, how many answers there were and how long they took."""
    found = []
    for number, path in enumerate(load.paths):
        delays = delays_at(number, rounds, first)
        found.append({"path": path, "answers": len(delays), "p50_ms": percentile(delays, 0.5), "p99_ms": percentile(delays, 0.99)})
    return found


def medians(rounds):
    """The median of each figure over the rounds; failures are added up."""
    result = {name: statistics.median(r[name] for r in rounds) for name in ("per_second", "p50_ms", "p99_ms", "cpu_us")}
    result["failed"] = sum(r["failed"] + r["refused"] for r in rounds)
    return result
