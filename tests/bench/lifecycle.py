"""What happens beside reading: starting, reloading under load, edits, memory."""

import statistics
import time

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


def mixed_load(server, registry, subjects, seconds, rounds):
    """Reading, without and with one edit a second by SQL typed by hand, in turn."""
    load = mixture(server, subjects)
    last = int(registry.sql("SELECT MAX(id) FROM partnerships"))
    edits = 0
    measure.run(load, 1)

    quiet, edited = [], []
    with typist.typist(registry) as type_sql:

        def edit(wrk):
            nonlocal edits
            while wrk.poll() is None:
                due = time.monotonic() + 1
                edits += 1
                type_sql(f"UPDATE partnerships SET note = 'Edit {edits}' WHERE id = {1 + edits * 7919 % last}")
                time.sleep(max(0, due - time.monotonic()))

        for _ in range(rounds):
            quiet.append(measure.run(load, seconds, server.roots))
            edited.append(measure.run(load, seconds, server.roots, edit))
    return {"without_edits": measure.medians(quiet), "with_edits": measure.medians(edited), "edits": edits}


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
