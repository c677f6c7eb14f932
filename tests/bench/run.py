#!/usr/bin/python3
"""Measures the module beside its peers, on this machine, in alternating rounds; `make bench` runs it.

Options come from the environment: SIZES, ROUNDS, SECONDS, DATABASES, DATA, BASELINE. README.md explains them
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
import threading
import time
import traceback

import cases
import generate
import lifecycle
import measure
import registries
import report
import servers

from servers import database, paths

OUT = paths.BUILD / "bench"
RESULT = paths.BUILD / "bench.json"


DATABASES = ("sqlite", "postgresql")


class Options:
    def __init__(self, environment):
        try:
            self.sizes = [int(size) for size in (environment.get("SIZES") or "4000,35000,400000").split(",")]
            self.rounds = int(environment.get("ROUNDS") or 3)
            self.seconds = int(environment.get("SECONDS") or 2)
        except ValueError as error:
            sys.exit(f"SIZES are numbers with commas between them, ROUNDS and SECONDS one number each: {error}")
        if self.rounds < 1 or self.seconds < 1 or min(self.sizes) < generate.LEAST:
            sys.exit(f"ROUNDS and SECONDS must be at least 1, each of SIZES at least {generate.LEAST}")
        self.databases = (environment.get("DATABASES") or ",".join(DATABASES)).split(",")
        if not set(self.databases) <= set(DATABASES):
            sys.exit(f"DATABASES are {' and '.join(DATABASES)}, with a comma between them")
        self.data = environment.get("DATA")
        if self.data:
            self.data = pathlib.Path(self.data).resolve()
            if not (self.data / "partnerships.csv").exists():
                sys.exit(f"DATA is to be a directory with partnerships.csv; {self.data} has none")
        self.baseline = environment.get("BASELINE")
        if self.baseline:
            self.baseline = pathlib.Path(self.baseline).resolve()
            if not self.baseline_program.exists():
                sys.exit(f"BASELINE is to be a checkout in which make has run; {self.baseline} has no build/sistercityctl")

    @property
    def baseline_program(self):
        return self.baseline / "build" / "sistercityctl"


STARTED = time.monotonic()


def say(text):
    print(text, flush=True)


def say_when(text):
    passed = int(time.monotonic() - STARTED)
    say(f"[{passed // 60}:{passed % 60:02}] {text}")


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


# SisterCityCache of the servers with the module.
CACHES = {"uncached": "off", "cached": "shmcb"}


class Stage:
    """The servers of one registry, side by side; ends them all."""

    def __init__(self):
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

    def add_module(self, registry, more_roots=(), suffix=""):
        """The module without and with its cache."""
        for name, cache in CACHES.items():
            self.add(name + suffix, servers.sistercity(self.site, registry, cache), lifecycle.REVISION, more_roots)

    def add_baseline(self, kind, directory, size, options, more_roots=()):
        """The same of an earlier build, over a registry that it has made of the same files. Returns the registry."""
        registry, _ = registries.prepare(kind, directory, size, not options.data)
        self._exit.callback(registry.remove)
        self.add_module(registry, more_roots, cases.BASELINE)
        return registry

    def add_peers(self, registry):
        """The file server, PHP and Flask, over the same SQLite file."""
        peers = self.directory / "peers"
        shutil.copytree(servers.PEERS, peers, ignore=shutil.ignore_patterns("__pycache__"))
        (peers / "registry.path").write_text(str(registry.file))
        self.add("static", servers.Httpd(self.site))
        self.add("nginx", servers.Nginx(self.site))
        self.fpm = servers.PhpFpm(registry.file)
        self.fpm.start()
        self._exit.callback(self.fpm.stop)
        self.add("php", servers.Httpd(self.site, {"BENCH_PHP": "on", "BENCH_PEERS": peers, "BENCH_SOCKET": self.fpm.socket}), more_roots=self.fpm.roots)
        self.add("flask", servers.Httpd(self.site, {"BENCH_FLASK": "on", "BENCH_PEERS": peers}), path="/none")

    def add_bare(self):
        """Behind cases.write_files, whose files it reads as it starts."""
        module = servers.bare_module(self.directory)
        self.add("bare", servers.Httpd(self.site, {"BENCH_BARE": module}))

    def serving(self):
        """The processes of each server that answer requests."""
        found = {name: server.children() for name, server in self.running.items() if "cached" in name or name == "static"}
        found["php-fpm"] = self.fpm.children()
        found["flask"] = self.running["flask"].children()
        return found


def measure_cases(stage, chosen, subjects, options, left_out):
    """Every case once per round, the rounds one after the other: what disturbs the machine for a
    while disturbs all alike."""
    prepared, rounds = {}, {}
    for case in chosen:
        try:
            prepared[case] = cases.prepare(case, stage.running[case.server], subjects)
        except (cases.LeftOut, RuntimeError, OSError) as reason:
            left_out[case.name] = f"{case.label}: {reason}"
            say(f"  Left out: {left_out[case.name]}")
            continue
        if not case.group:
            measure.run(prepared[case].load, 1)
    for _ in range(options.rounds):
        for case, ready in prepared.items():
            # There are many kinds of a group, and their delays are long enough to be seen sooner.
            seconds = max(1, options.seconds // 2) if case.group else options.seconds
            rounds.setdefault(case, []).append(measure.run(ready.load, seconds, stage.roots[case.server]))
    return {case.name: figures_of(case, ready, rounds[case]) for case, ready in prepared.items()}


def figures_of(case, ready, rounds):
    figures = {
        "label": case.label,
        "server": case.server,
        "bytes": ready.bytes,
        "connections": case.connections,
        "rounds": [{name: value for name, value in measured.items() if name != "each"} for measured in rounds],
        **measure.medians(rounds),
    }
    if case.group:
        addresses = measure.delays_of_each(ready.load, rounds, ready.first_ms)
        for address, total in zip(addresses, ready.totals):
            address["total"] = total
        delays = [delay for number in range(len(addresses)) for delay in measure.delays_at(number, rounds, ready.first_ms)]
        figures |= {
            "group": case.group,
            "addresses": addresses,
            "p50_ms": measure.percentile(delays, 0.5),
            "p99_ms": measure.percentile(delays, 0.99),
        }
    return figures


def measure_memory(stage, registry, subjects, seconds, chosen, suffix=""):
    """With all threads of a process busy with everything there is."""
    paths = [path for case in chosen if case.server == "uncached" for path in case.paths(subjects)[:3]]
    found = {
        f"{name}{suffix}, all threads busy": lifecycle.busy_memory(stage.site, registry, subjects, cache, paths, seconds)
        for name, cache in CACHES.items()
    }
    return found


def measure_sqlite(directory, size, options, result):
    title = f"SQLite, {size:,} partnerships"
    kind = registries.Sqlite()
    registry, result["rates"] = registries.prepare(kind, directory, size, not options.data)
    try:
        result["bytes"] = {"": kind.size(registry)}
        say(report.rates_table(title, result["rates"]))
        with Stage() as stage:
            if not options.data:
                generate.generate_searches(stage.directory, directory / "places.csv")
                registry.ctl("import", "--merge", stage.directory / "seeking.csv")
            subjects = cases.Subjects.of(registry)
            stage.add_module(registry)
            stage.add_peers(registry)
            earlier = None
            if options.baseline:
                earlier = stage.add_baseline(registries.Sqlite(options.baseline_program), directory, size, options)
                result["bytes"][cases.BASELINE] = kind.size(earlier)
            cases.write_ssi_page(stage.site, subjects)
            cases.write_files(stage.site, subjects, stage.running["cached"].url)
            stage.add_bare()
            cases.check_peers(stage.running, subjects)
            result["cases"] = measure_cases(stage, cases.beside_baseline(cases.CASES, earlier), subjects, options, result["left_out"])
            say(report.cases_table(title, result["cases"]))
            say(report.kinds_table(f"{title}: uncached, two at once", result["cases"]))
            say_when("Starting, reloading, editing, memory")
            busy = max(3, options.seconds)
            chosen = [case for case in cases.CASES if case.name in result["cases"]]
            before = measure_memory(stage, earlier, subjects, busy, chosen, cases.BASELINE) if earlier else {}
            result["lifecycle"] = {
                "memory": {
                    **lifecycle.memory(stage.serving()),
                    **measure_memory(stage, registry, subjects, busy, chosen),
                    **before,
                },
                "start": lifecycle.start_and_reload(stage.site, registry, options.rounds),
                "mixed_load": lifecycle.mixed_load(stage.running["cached"], registry, subjects, options.rounds),
                "edits": lifecycle.edits(stage.site, registry, subjects),
                "streams": lifecycle.streams(stage.site, registry),
                "wire_bytes": lifecycle.wire_bytes(stage.site, registry, subjects),
                "reload_under_load": lifecycle.reload_under_load(stage.running["cached"], subjects, 5),
            }
            say(report.lifecycle_table(f"{title}: life of the server", result["lifecycle"]))
    finally:
        registry.remove()


def measure_postgresql(cluster, directory, size, options, result):
    title = f"PostgreSQL, {size:,} partnerships"
    kind = registries.Postgresql(cluster)
    registry, result["rates"] = registries.prepare(kind, directory, size, not options.data)
    try:
        result["bytes"] = {"": kind.size(registry)}
        say(report.rates_table(title, result["rates"]))
        with Stage() as stage:
            subjects = cases.Subjects.of(registry)
            stage.add_module(registry, cluster.roots)
            earlier = None
            if options.baseline:
                kind = registries.Postgresql(cluster, options.baseline_program)
                earlier = stage.add_baseline(kind, directory, size, options, cluster.roots)
                result["bytes"][cases.BASELINE] = kind.size(earlier)
            result["statements"] = lifecycle.statements(stage.running["uncached"], cluster, registry, subjects)
            say(report.statements_table(title, result["statements"]))
            chosen = cases.beside_baseline(cases.ON_POSTGRESQL, earlier)
            result["cases"] = measure_cases(stage, chosen, subjects, options, result["left_out"])
            say(report.cases_table(f"{title}; its processes count", result["cases"]))
            say(report.kinds_table(f"{title}: uncached, two at once", result["cases"]))
    finally:
        registry.remove()


def sources(options):
    """The directories of CSV files to measure with, and their numbers of partnerships."""
    if options.data:
        return [(registries.row_count([options.data / "partnerships.csv"]), options.data)]
    say("")
    say_when("Generating what is not there yet")
    found = []
    for size in options.sizes:
        found.append((size, registries.generated(OUT, size)))
    return found


def measure_all(options, runs):
    """Appends to the runs as they begin, so that what was measured before a failure is not lost."""
    with contextlib.ExitStack() as stack:
        ways = {"sqlite": measure_sqlite}
        if "postgresql" in options.databases:
            cluster = servers.PostgresqlCluster(registries.KEPT)
            stack.callback(cluster.remove)
            ways["postgresql"] = lambda *arguments: measure_postgresql(cluster, *arguments)
        for size, directory in sources(options):
            for name in options.databases:
                result = {"size": size, "database": name, "left_out": {}}
                runs.append(result)
                say("")
                say_when(f"{name}, {size:,} partnerships")
                measure_one(ways[name], directory, size, options, result)


# Set when the run is to end; what fails from then on is no finding.
ending = threading.Event()


def measure_one(way, directory, size, options, result):
    started = time.monotonic()
    try:
        way(directory, size, options, result)
    except Exception as failure:
        if ending.is_set():
            raise
        result["failure"] = str(failure) or type(failure).__name__
        say(f"Left out, all that is not shown above: {result['failure']}")
        if not isinstance(failure, measure.TooSlow):
            traceback.print_exc()
    result["seconds"] = time.monotonic() - started


def end_in_order(*_):
    """Being told to end ends the servers too; being told again while they end does not leave some."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    ending.set()
    sys.exit("Ended before everything was measured.")


def write_result(options, made_with, runs, judged):
    result = {
        "machine": made_with,
        "options": {name: str(value) if isinstance(value, pathlib.Path) else value for name, value in vars(options).items()},
        "seconds": time.monotonic() - STARTED,
        "runs": runs,
        "targets": judged,
    }
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end_in_order)
    options = Options(os.environ)
    OUT.mkdir(parents=True, exist_ok=True)
    made_with = machine()
    for name, value in made_with.items():
        say(f"{name:12} {value}")
    runs = []
    measure_all(options, runs)
    judged = report.judge(runs)
    say(report.targets_table(judged))
    left_out = report.left_out(runs)
    if left_out:
        say("\nLeft out:\n" + "\n".join(left_out))
    write_result(options, made_with, runs, judged)
    say("")
    say_when(f"All figures, every round: {RESULT}")
    if any("failure" in run for run in runs):
        sys.exit(1)


if __name__ == "__main__":
    main()
