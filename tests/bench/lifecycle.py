"""What happens beside reading: starting, reloading under load, edits, memory."""

import base64
import contextlib
import functools
import hashlib
import json
import re
import statistics
import subprocess
import time
import urllib.request

import cases
import measure
import servers
import typist

REVISION = "/sistercities/revision.json"


def start_and_reload(site, registry, rounds):
    starts, reloads = [], []
    for _ in range(rounds):
        server = servers.sistercity(site, registry)
        try:
            starts.append(server.start(REVISION))
            reloads.append(server.reload())
        finally:
            server.stop()
    return {"start_seconds": statistics.median(starts), "reload_seconds": statistics.median(reloads)}


def reload_under_load(server, subjects, seconds):
    """Reloads once a second while requests come, each on a connection of its own: on a kept connection
    a client may meet the closing by the server with any httpd."""
    times = []

    def reload(wrk):
        while wrk.poll() is None:
            time.sleep(1)
            if wrk.poll() is None:
                times.append(server.reload())

    load = measure.Load(server.url, cases.partner_list(subjects), close=True)
    result = measure.run(load, seconds, server.roots, reload)
    return {
        "requests": result["requests"],
        "failed": result["failed"] + result["refused"],
        "complaints": dict(server.complaints()),
        "reloads": len(times),
        "reload_seconds": statistics.median(times),
    }


def mixture(server, subjects):
    """Mostly partner lists, some whole pages, data and searches."""
    lists, pages = cases.partner_list(subjects), cases.place_page(subjects)
    words = cases.searches(subjects)
    paths = []
    for number in range(40):
        kind = number % 10
        if kind < 6:
            paths.append(lists[number % len(lists)])
        elif kind < 8:
            paths.append(pages[number % len(pages)])
        elif kind == 8:
            paths.append(cases.json_list(subjects)[0])
        else:
            paths.append(words[number % len(words)])
    return measure.Load(server.url, paths)


# Seconds from one edit to the next: an office at work, and one that nobody has seen yet.
EDITS_EVERY = {"ten_a_minute": 6, "one_a_second": 1}


def mixed_load(server, registry, subjects, rounds):
    """Reading, without edits and with some by SQL typed by hand, in turn: for as long that each round has two."""
    load = mixture(server, subjects)
    last = int(registry.sql("SELECT MAX(id) FROM partnerships"))
    seconds = 2 * max(EDITS_EVERY.values())
    edits = 0
    measure.run(load, 1)

    found = {"without_edits": []}
    with typist.typist(registry) as type_sql:

        def edit(wrk, every):
            nonlocal edits
            while wrk.poll() is None:
                edits += 1
                type_sql(f"UPDATE partnerships SET note = 'Edit {edits}' WHERE id = {1 + edits * 7919 % last}")
                with contextlib.suppress(subprocess.TimeoutExpired):
                    wrk.wait(every)

        for _ in range(rounds):
            found["without_edits"].append(measure.run(load, seconds, server.roots))
            for name, every in EDITS_EVERY.items():
                found.setdefault(name, []).append(measure.run(load, seconds, server.roots, functools.partial(edit, every=every)))
    return {name: measure.medians(measured) for name, measured in found.items()}


def memory(running):
    """The greatest private memory of a process that serves requests, per server."""
    result = {}
    for name, pids in running.items():
        figures = [measure.private_memory(pid) for pid in pids]
        result[name] = max(figures, key=lambda figure: figure["private_dirty"])
    return result


# The threads of a process, as peers/httpd.conf says.
THREADS = 25


def busy_memory(site, registry, subjects, cache, paths, seconds):
    """Private memory of the only process of an httpd whose threads are all busy with the paths."""
    server = servers.sistercity(site, registry, cache, one_child=True)
    try:
        server.start(REVISION)
        measure.run(measure.Load(server.url, paths, connections=THREADS), seconds)
        return memory({"only": server.children()})["only"]
    finally:
        server.stop()


EDITS = 100


def edits(site, registry, subjects):
    """Changes of one item each, to the answer behind the commit, by the same address a program would use."""
    users = site.parent / "users"
    users.write_text("bench:{SHA}" + base64.b64encode(hashlib.sha1(b"bench").digest()).decode() + "\n")
    server = servers.sistercity(site, registry, SISTERCITY_USERS=users)
    signed = {"Authorization": "Basic " + base64.b64encode(b"bench:bench").decode()}
    delays = []
    try:
        server.start(REVISION)
        slugs = registry.sql(f"SELECT slug FROM partnerships ORDER BY id LIMIT {EDITS}").split()
        for number, slug in enumerate(slugs):
            url = f"{server.url}/sistercities/admin/partnerships/{slug}.json"
            version = measure.get(url, signed).headers["ETag"]
            request = urllib.request.Request(
                url,
                json.dumps({"note": f"Edit {number}"}).encode(),
                {**signed, "If-Match": version, "Content-Type": "application/json"},
                method="PATCH",
            )
            started = time.monotonic()
            with urllib.request.urlopen(request, timeout=60) as response:
                response.read()
            delays.append(1000 * (time.monotonic() - started))
    finally:
        server.stop()
    return {"edits": len(delays), "p50_ms": measure.percentile(delays, 0.5), "p99_ms": measure.percentile(delays, 0.99)}


STREAMED = ("places", "partnerships", "agreements", "activities", "gifts", "steps")


def streams(site, registry):
    """All of the registry by its CSV addresses: bytes per second, and the private memory of the only process beyond
    what it had after its first answers."""
    server = servers.sistercity(site, registry, one_child=True)

    def private():
        return memory({"only": server.children()})["only"]["private_dirty"]

    length = 0
    try:
        server.start(REVISION)
        measure.get(f"{server.url}/sistercities/partnerships.json")
        idle = greatest = private()
        used, started = measure.cpu_seconds(server.roots), time.monotonic()
        for name in STREAMED:
            with urllib.request.urlopen(f"{server.url}/sistercities/{name}.csv", timeout=600) as response:
                while piece := response.read(1 << 22):
                    length += len(piece)
                    greatest = max(greatest, private())
        seconds, used = time.monotonic() - started, measure.cpu_seconds(server.roots) - used
    finally:
        server.stop()
    return {"bytes": length, "seconds": seconds, "cpu_seconds": used, "bytes_per_second": length / seconds, "memory": greatest - idle}


def wire_bytes(site, registry, subjects):
    """A place's page and the style sheet that it names, as brotli makes them."""
    server = servers.sistercity(site, registry, BENCH_BROTLI="on")
    coded = {"Accept-Encoding": "br"}
    try:
        server.start(REVISION)
        path = cases.place_page(subjects)[0]
        sheet = re.search(r'href="(/sistercities/sistercity\.css[^"]*)"', measure.get(server.url + path).body.decode())[1]
        answers = [measure.get(server.url + address, coded) for address in (path, sheet)]
        if any(answer.headers.get("Content-Encoding") != "br" for answer in answers):
            raise RuntimeError("httpd does not compress")
        return sum(len(answer.body) for answer in answers)
    finally:
        server.stop()


def statements(server, cluster, registry, subjects):
    """How many statements an uncached page sends to PostgreSQL, the one that ends its transaction among them."""
    partnership = registry.sql("SELECT slug FROM partnerships ORDER BY id LIMIT 1")
    pages = {
        "place": cases.place_page(subjects)[0],
        "partner list": cases.partner_list(subjects)[0],
        "partnership": f"/sistercities/partnerships/{partnership}?lang=en",
        "JSON list of 50": cases.json_list(subjects)[0],
    }
    for path in pages.values():
        measure.run(measure.Load(server.url, [path]), 1)  # prepared on all connections
    cluster.sql("ALTER SYSTEM SET log_statement = 'all'")
    cluster.sql("SELECT pg_reload_conf()")
    time.sleep(1)
    counts = {}
    try:
        for name, path in pages.items():
            before = cluster.log.stat().st_size
            measure.get(server.url + path)
            time.sleep(0.2)
            counts[name] = len(re.findall(r"LOG:  (?:statement|execute)", cluster.log.read_text(errors="replace")[before:]))
    finally:
        cluster.sql("ALTER SYSTEM RESET log_statement")
        cluster.sql("SELECT pg_reload_conf()")
    return counts
