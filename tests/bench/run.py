#!/usr/bin/python3
"""Measures the module beside its peers, on this machine, in alternating rounds; `make bench` runs it.

Options come from the environment: SIZES, ROUNDS, SECONDS, DATABASES, DATA. README.md explains them
and what each figure means.
"""

import contextlib
import json
import os
import pathlib
import platform
import shutil
import signal
import subprocess
import sys
import time

import cases
import lifecycle
import measure
import registries
import report
import servers

from servers import database, paths

OUT = paths.BUILD / "bench"
RESULT = paths.BUILD / "bench.json"


class Options:
    def __init__(self, environment):
        self.sizes = [int(size) for size in environment.get("SIZES", "4000,35000,400000").split(",")]
        self.rounds = int(environment.get("ROUNDS", "3"))
        self.seconds = int(environment.get("SECONDS", "2"))
        self.databases = environment.get("DATABASES", "sqlite,postgresql").split(",")
        self.data = environment.get("DATA")
        if self.data:
            self.data = pathlib.Path(self.data).resolve()


def say(text):
    print(text, flush=True)


def version_of(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stdout + done.stderr).strip().splitlines()[0]


def machine():
    """What the figures were measured with."""
    cpu = next((x.split(":")[1].strip() for x in open("/proc/cpuinfo") if x.startswith("model name")), platform.machine())
    memory = next(int(x.split()[1]) for x in open("/proc/meminfo") if x.startswith("MemTotal"))
    postgres = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"))[-1]
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "memory_mb": memory // 1024,
        "kernel": platform.release(),
        "load_before": os.getloadavg()[0],
        "httpd": version_of(str(paths.httpd_program()), "-v"),
        "php": version_of(servers.php_fpm_program(), "-v"),
        "python": platform.python_version(),
        "sqlite": version_of("sqlite3", "--version").split()[0],
        "postgresql": version_of(str(postgres), "--version"),
        "wrk": version_of("wrk", "-v"),
        "commit": version_of("git", "-C", str(paths.TOP), "rev-parse", "HEAD"),
    }


class Stage:
    """The servers of one registry, side by side; ends them all."""

    def __init__(self, has_cache):
        self.has_cache = has_cache
        self.running = {}
        self.roots = {}
        self._exit = contextlib.ExitStack()

    def __enter__(self):
        self.directory = database.reachable_directory("bench-site")
        self._exit.callback(shutil.rmtree, self.directory, ignore_errors=True)
        self.site = self.directory / "site"
        self.site.mkdir()
        (self.site / "index.html").write_text("<!DOCTYPE html><title>Bench</title>\n")
        return self

    def __exit__(self, *_):
        self._exit.close()

    def add(self, name, server, path="/index.html", more_roots=()):
        self._exit.callback(server.stop)
        server.start(path)
        self.running[name] = server
        self.roots[name] = [*server.roots, *more_roots]

    def add_module(self, registry, more_roots=()):
        self.add("uncached", servers.sistercity(self.site, registry, "off" if self.has_cache else None), lifecycle.REVISION, more_roots)

    def add_cached(self, registry):
        self.add("cached", servers.sistercity(self.site, registry, "shmcb" if self.has_cache else None), lifecycle.REVISION)

    def add_peers(self, registry):
        """The file server, PHP and Flask, over the same SQLite file."""
        peers = self.directory / "peers"
        shutil.copytree(servers.PEERS, peers, ignore=shutil.ignore_patterns("__pycache__"))
        (peers / "registry.path").write_text(str(registry.file))
        self.add("static", servers.Httpd(self.site))
        self.fpm = servers.PhpFpm(registry.file)
        self.fpm.start()
        self._exit.callback(self.fpm.stop)
        self.add("php", servers.Httpd(self.site, {"BENCH_PHP": "on", "BENCH_PEERS": peers, "BENCH_SOCKET": self.fpm.socket}), more_roots=self.fpm.roots)
        self.add("flask", servers.Httpd(self.site, {"BENCH_FLASK": "on", "BENCH_PEERS": peers}), path="/none")

    def serving(self):
        """The processes of each server that answer requests."""
        found = {name: self.running[name].children() for name in ("cached", "uncached", "static")}
        found["php-fpm"] = self.fpm.children()
        found["flask"] = self.running["flask"].children()
        return found


def measure_cases(stage, chosen, subjects, options):
    """Every case once per round, the rounds one after the other: what disturbs the machine for a
    while disturbs all alike."""
    loads, sizes, rounds = {}, {}, {}
    for case in chosen:
        loads[case], sizes[case] = cases.load_of(case, stage.running[case.server], subjects)
        if loads[case] is None:
            say(f"  {case.label}: this build does not have the address; left out")
            del loads[case]
            continue
        measure.run(loads[case], 1)
    for _ in range(options.rounds):
        for case, load in loads.items():
            rounds.setdefault(case, []).append(measure.run(load, options.seconds, stage.roots[case.server]))
    return {
        case.name: {
            "label": case.label,
            "server": case.server,
            "bytes": sizes[case],
            "connections": case.connections,
            "rounds": rounds[case],
            **measure.medians(rounds[case]),
        }
        for case in loads
    }


def measure_sqlite(directory, size, options, has_cache):
    say(f"\nSQLite, {size:,} partnerships: importing")
    registry, rates = registries.prepare(registries.sqlite(), directory, size)
    try:
        say(report.rates_table(f"SQLite, {size:,} partnerships", rates))
        with Stage(has_cache) as stage:
            subjects = cases.Subjects.of(registry)
            stage.add_module(registry)
            stage.add_cached(registry)
            stage.add_peers(registry)
            cases.write_ssi_page(stage.site, subjects)
            cases.write_files(stage.site, subjects, stage.running["cached"].url)
            cases.check_peers(stage.running, subjects)
            figures = measure_cases(stage, cases.CASES, subjects, options)
            say(report.cases_table(f"SQLite, {size:,} partnerships", figures))
            life = {
                "memory": lifecycle.memory(stage.serving()),
                "start": lifecycle.start_and_reload(stage.site, registry, options.rounds),
                "mixed_load": lifecycle.mixed_load(stage.running["cached"], registry, subjects, max(3, options.seconds), options.rounds),
                "reload_under_load": lifecycle.reload_under_load(stage.running["cached"], subjects, 5),
            }
            say(report.lifecycle_table(f"SQLite, {size:,} partnerships: life of the server", life))
    finally:
        registry.remove()
    return {"size": size, "database": "sqlite", "rates": rates, "cases": figures, "lifecycle": life}


def measure_postgresql(cluster, directory, size, options, has_cache):
    say(f"\nPostgreSQL, {size:,} partnerships: importing")
    registry, rates = registries.prepare(registries.postgresql(cluster), directory, size)
    try:
        say(report.rates_table(f"PostgreSQL, {size:,} partnerships", rates))
        with Stage(has_cache) as stage:
            subjects = cases.Subjects.of(registry)
            stage.add_module(registry, cluster.roots)
            chosen = [case for case in cases.CASES if case.name in cases.ON_POSTGRESQL]
            figures = measure_cases(stage, chosen, subjects, options)
            say(report.cases_table(f"PostgreSQL, {size:,} partnerships; its processes count", figures))
    finally:
        registry.remove()
    return {"size": size, "database": "postgresql", "rates": rates, "cases": figures}


def sources(options):
    """The directories of CSV files to measure with, and their numbers of partnerships."""
    if options.data:
        return [(registries.row_count([options.data / "partnerships.csv"]), options.data)]
    found = []
    for size in options.sizes:
        say(f"Generating {size:,} partnerships")
        found.append((size, registries.generated(OUT, size)))
    return found


def measure_all(options, has_cache):
    runs, left_out = [], []
    with contextlib.ExitStack() as stack:
        cluster = None
        if "postgresql" in options.databases:
            cluster = servers.PostgresqlCluster()
            stack.callback(cluster.remove)
        ways = {
            "sqlite": measure_sqlite,
            "postgresql": lambda *arguments: measure_postgresql(cluster, *arguments),
        }
        for size, directory in sources(options):
            for name in options.databases:
                try:
                    runs.append(ways[name](directory, size, options, has_cache))
                except registries.TooSlow as slow:
                    left_out.append(f"{name}, {size:,} partnerships: {slow}")
                    say(f"Left out: {left_out[-1]}")
    return runs, left_out


def end_in_order(*_):
    """Being told to end ends the servers too."""
    sys.exit("ended before everything was measured")


def main():
    signal.signal(signal.SIGTERM, end_in_order)
    signal.signal(signal.SIGHUP, end_in_order)
    options = Options(os.environ)
    OUT.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    made_with = machine()
    for name, value in made_with.items():
        say(f"{name:12} {value}")
    with Stage(False) as stage:
        has_cache = servers.has_cache(stage.site)
    if not has_cache:
        say("\nThis build has no response cache: what is called cached below is not.")
    runs, left_out = measure_all(options, has_cache)
    judged = report.judge(runs, has_cache)
    say(report.targets_table(judged))
    result = {
        "machine": made_with,
        "options": {**vars(options), "data": str(options.data) if options.data else None},
        "has_cache": has_cache,
        "seconds": time.monotonic() - started,
        "runs": runs,
        "left_out": left_out,
        "targets": judged,
    }
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    say(f"\nAll figures, every round: {RESULT}")


if __name__ == "__main__":
    main()
