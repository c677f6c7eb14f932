#!/usr/bin/python3
"""A city's site on many hosts, all on 127.0.0.x: haproxy before two httpds, PostgreSQL with a hot standby, memcached or
Redis. `make cluster` starts it, lets readers and an editor work while one thing after the other is taken away, and prints
what they saw; STAY=1 starts it and leaves it to you. DRILLS= names some of the drills, CACHE=redis the other cache.

It exits with 1 if somebody saw what README.md's table does not name, or if an edit that was acknowledged is not there.
"""

import collections
import contextlib
import functools
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

import requests  # noqa: E402

from support import database, hosts, paths, patroni  # noqa: E402
from support.editing import Editor  # noqa: E402
from support.line import Line  # noqa: E402
from support.store import Store  # noqa: E402

ROOT = "/sistercities"
READERS = 3
# {} makes of each of these pages that nobody has asked for before.
PAGES = ["/", "/places", "/places/boston-us", "/places/boston-us/partners", "/partnerships.json", "/partnerships?limit={}", "/places.json?limit={}",
         "/search?q=drill{}", "/activities?limit={}"]
AWAY = {503}


class DurablePrimary(database.PostgresqlCluster):
    DURABILITY = "-c synchronous_commit=on"


class Balancer:
    """haproxy with conf/balancer/haproxy.cfg, before both hosts."""

    def __init__(self, group):
        self.address, self.port = "127.0.0.1", database.free_port()
        self.directory = database.reachable_directory("haproxy")
        text = (paths.CONF / "balancer/haproxy.cfg").read_text()
        names = {"bind :80": f"bind 127.0.0.1:{self.port}"}
        names.update({f"host{number}.example.org:80": f"{host.address}:{host.port}" for number, host in enumerate(group, 1)})
        for there, here in names.items():
            assert there in text, there
            text = text.replace(there, here)
        (self.directory / "haproxy.cfg").write_text(text)
        self.process = subprocess.Popen(["haproxy", "-db", "-f", str(self.directory / "haproxy.cfg")],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def request(self, method, path, **options):
        options.setdefault("timeout", 30)
        return requests.request(method, f"http://{self.address}:{self.port}{path}", allow_redirects=False, **options)

    def remove(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.directory)


class Load:
    """Readers and an editor, through the balancer, and what each was answered."""

    def __init__(self, balancer):
        self.readers, self.editors = hosts.Site(balancer, hosts.READERS), hosts.Site(balancer, hosts.EDITORS)
        self.read, self.edited, self.slowest = collections.Counter(), collections.Counter(), 0.0
        self.acknowledged, self.problems, self.number = [], [], 0
        self.is_over = False
        self.threads = [threading.Thread(target=self.guarded, args=(work,)) for work in [self.look] * READERS + [self.edit]]

    def guarded(self, work):
        try:
            while not self.is_over:
                work()
        except Exception:
            self.problems.append(traceback.format_exc())

    def look(self):
        page = ROOT + random.choice(PAGES).format(random.randrange(1, 1000))
        began = time.monotonic()
        try:
            self.read[self.readers.get(page).status_code] += 1
        except requests.RequestException as problem:
            self.read[type(problem).__name__] += 1
        self.slowest = max(self.slowest, time.monotonic() - began)

    def edit(self):
        self.number += 1
        slug = f"drill-{os.getpid()}-{time.time_ns()}"
        try:
            status = Editor(self.editors).create("places", slug=slug, name=f"Drill {self.number}", country="LT").status_code
        except requests.RequestException as problem:
            status = type(problem).__name__
        self.edited[status] += 1
        if status == 201:
            self.acknowledged.append(slug)
        time.sleep(0.05)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.is_over = True
        for thread in self.threads:
            thread.join()


def wait_until(truth, what, seconds=60):
    deadline = time.monotonic() + seconds
    while not truth():
        if time.monotonic() > deadline:
            raise AssertionError(what)
        time.sleep(0.1)


class City:
    """The whole of it over a primary and a standby, with one cache."""

    def __init__(self, primary, standby, cache, lines=None):
        """@param lines ways to both databases that can be cut, in their place"""
        self.primary, self.standby, self.lines = primary, standby, lines
        self.cache = Store(cache)
        self.group = hosts.Hosts(*(lines or (primary, standby)), [self.cache])
        text = (self.group.directory / "sistercity.conf")
        # One cache of the two that README's lines name.
        text.write_text(text.read_text().replace(",cache2.example.org:11211", ""))
        self.both = [self.group.make() for _ in range(2)]
        for host in self.both:
            host.page("alive.html", "<!DOCTYPE html><title>alive</title>")
            host.start()
        self.balancer = Balancer(self.both)
        self.site = hosts.Site(self.balancer, hosts.READERS)
        wait_until(self.is_read, "the site does not answer")

    def is_read(self):
        with contextlib.suppress(requests.RequestException):
            return self.site.get(ROOT + "/revision.json").status_code == 200
        return False

    def is_edited(self):
        with contextlib.suppress(requests.RequestException):
            editor = Editor(hosts.Site(self.balancer, hosts.EDITORS))
            return editor.create("places", slug=f"again-{time.time_ns()}", name="Again", country="LT").status_code == 201
        return False

    def heals(self):
        wait_until(lambda: self.is_read() and self.is_edited(), "it did not heal")

    def restart(self, host):
        """Gracefully ended, and started again: with a copy of the module, as an upgrade brings it."""
        pid = host.pid
        os.kill(pid, signal.SIGWINCH)
        wait_until(lambda: not host.running, "httpd did not end")
        wait_until(lambda: not pathlib.Path(f"/proc/{pid}").exists(), "httpd did not end")
        module = host.directory / f"mod_sistercity-{time.time_ns()}.so"
        shutil.copy(host.module, module)
        host.module = module
        host.log.write_text("")
        host.start()
        time.sleep(1)

    # The drills: what is done, under load. Each returns when all is well again.

    def nothing(self):
        time.sleep(3)

    def cache_lost(self):
        self.cache.stop()
        time.sleep(3)
        self.cache.start()
        time.sleep(2)

    def cache_frozen(self):
        """Its process stands still, with every connection to it open."""
        self.cache.process.send_signal(signal.SIGSTOP)
        time.sleep(5)
        self.cache.process.send_signal(signal.SIGCONT)
        self.heals()

    def clocks_apart(self):
        """The second host is five minutes ahead; a form of one is sent to the other, both ways."""
        ahead = self.both[1]
        usual = ahead.environment()
        library = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
        # Only the time of day: what measures spans of time goes on as it is.
        ahead.environment = lambda: {**usual, "LD_PRELOAD": str(library), "FAKETIME": "+300s", "DONT_FAKE_MONOTONIC": "1"}
        self.restart(ahead)
        first, second = (hosts.Site(host, hosts.READERS).get(ROOT + "/places").headers["Date"] for host in self.both)
        assert first[17:22] != second[17:22], "the clocks are not apart"
        for here, there in (self.both, self.both[::-1]):
            form = Editor(here.editors).form("/places/kuji-jp").fill(population=str(700_000 + time.time_ns() % 1000))
            form.editor = Editor(there.editors)
            assert form.send().status_code == 303, "a form of one host was refused by the other"
        time.sleep(3)
        ahead.environment = lambda: usual
        self.restart(ahead)

    def replica_lags(self):
        self.standby.pause()
        time.sleep(4)
        self.standby.resume()
        self.standby.catch_up()

    def replica_away(self):
        self.standby.stop()
        time.sleep(4)
        self.standby.start()
        self.heals()

    def upgrade(self):
        for host in self.both:
            self.restart(host)
            time.sleep(1)

    def primary_away(self):
        self.primary.stop()
        time.sleep(4)
        self.primary.start()
        self.heals()

    def all_away(self):
        self.primary.stop()
        self.standby.stop()
        time.sleep(4)
        self.primary.start()
        self.standby.start()
        self.heals()

    def frozen(self):
        """The replica's processes stand still, with every connection to them open."""
        with self.standby.frozen():
            time.sleep(12)
        self.heals()

    def packets_lost(self, lines):
        for line in lines:
            line.cut()
        time.sleep(12)
        for line in lines:
            line.mend()
        self.heals()

    def packets_to_replica_lost(self):
        self.packets_lost(self.lines[1:])

    def packets_to_all_lost(self):
        self.packets_lost(self.lines)

    def promotion(self):
        self.primary.stop()
        time.sleep(2)
        self.standby.promote()
        self.heals()

    def switch_over(self):
        self.kept.switch_over()
        self.kept.wait_for_standby()
        self.heals()

    def primary_killed(self):
        """With its Patroni: the other one takes over, and this one comes back as its standby."""
        gone = self.kept.primary
        gone.kill()
        self.kept.wait_for_primary([member for member in self.kept.members if member is not gone])
        self.heals()
        gone.start()
        self.kept.wait_for_standby()

    def remove(self):
        for part in self.balancer, self.group, self.cache:
            part.remove()


# Name, what is done, what readers and editors may see beside 200 and 201.
PLAIN = [
    ("nothing is wrong", City.nothing, set(), set()),
    ("the cache is lost and comes back empty", City.cache_lost, set(), set()),
    ("the cache stands still", City.cache_frozen, set(), set()),
    ("the clocks of the hosts are five minutes apart", City.clocks_apart, set(), set()),
    ("the replica lags by four seconds", City.replica_lags, set(), set()),
    ("the replica stands still", City.frozen, set(), set()),
    ("the replica is away", City.replica_away, set(), set()),
    ("httpds are upgraded, one after the other", City.upgrade, set(), set()),
    ("the primary is away", City.primary_away, set(), AWAY),
    ("all databases are away", City.all_away, AWAY, AWAY),
    ("the primary is away and the standby promoted", City.promotion, set(), AWAY),
]
LOSSY = [
    ("packets to the replica are lost", City.packets_to_replica_lost, set(), set()),
    ("packets to all databases are lost", City.packets_to_all_lost, AWAY, AWAY),
]
KEPT = [
    ("Patroni: a planned switch", City.switch_over, set(), AWAY),
    ("Patroni: the primary is killed", City.primary_killed, set(), AWAY),
]


def words(counter):
    return ", ".join(f"{count} × {name}" for name, count in sorted(counter.items(), key=str))


def drill(city, name, act, for_readers, for_editors):
    with Load(city.balancer) as load:
        time.sleep(1)
        began = time.monotonic()
        try:
            act(city)
        except Exception:
            load.problems.append(traceback.format_exc())
        took = time.monotonic() - began
        time.sleep(1)
    primary = city.kept.primary if hasattr(city, "kept") else city.standby if act is City.promotion else city.primary
    stored = set(primary.sql("SELECT slug FROM places WHERE slug LIKE 'drill-%'", "sistercity").split())
    lost = len(set(load.acknowledged) - stored)
    good = not load.problems and set(load.read) <= {200} | for_readers and set(load.edited) <= {201} | for_editors and not lost
    print(f"{'ok  ' if good else 'BAD '} {name} ({took:.0f} s): readers {words(load.read)}, slowest {load.slowest:.1f} s; "
          f"editors {words(load.edited)}; acknowledged {len(load.acknowledged)}, lost {lost}", *load.problems, sep="\n", flush=True)
    return good


def end(city):
    """Whether no process of httpd ended but when it was told to."""
    crashes = sum("exit signal" in host.log_text() for host in city.both)
    if crashes:
        print(f"BAD  processes of httpd ended by a signal on {crashes} hosts")
    return not crashes


def stay(city):
    print(f"Readers: curl -H 'Host: {hosts.READERS}' http://127.0.0.1:{city.balancer.port}{ROOT}")
    print(f"Editors: curl -u editor:secret -H 'Host: {hosts.EDITORS}' http://127.0.0.1:{city.balancer.port}{ROOT}/admin/")
    for number, host in enumerate(city.both, 1):
        print(f"httpd {number}: {host.url}, {host.directory}")
    print(f"primary: port {city.primary.port}; standby: port {city.standby.port}; {city.cache.kind}: port {city.cache.port}. Ctrl-C ends all.", flush=True)
    signal.sigwait({signal.SIGINT, signal.SIGTERM})
    return True


@contextlib.contextmanager
def plain(cache, is_lossy=False):
    with contextlib.ExitStack() as stack:
        primary = DurablePrimary()
        stack.callback(primary.remove)
        stack.enter_context(hosts.registry_on(primary, lasts=False))
        standby = primary.standby()
        stack.callback(standby.remove)
        lines = [Line(one.port) for one in (primary, standby)] if is_lossy else None
        for line in lines or []:
            stack.callback(line.close)
        city = City(primary, standby, cache, lines)
        stack.callback(city.remove)
        yield city


@contextlib.contextmanager
def kept(cache):
    with contextlib.ExitStack() as stack:
        pair = patroni.Patroni()
        stack.callback(pair.remove)
        stack.enter_context(hosts.registry_on(pair.primary, lasts=False))
        city = City(pair.members[0], pair.members[1], cache)
        city.kept = pair
        stack.callback(city.remove)
        yield city


def main():
    cache = os.environ.get("CACHE") or "memcache"
    wanted = os.environ.get("DRILLS", "").split(",")
    good = True
    if os.environ.get("STAY"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        with plain(cache) as city:
            return 0 if stay(city) else 1
    for begin, drills in (plain, PLAIN), (functools.partial(plain, is_lossy=True), LOSSY), (kept, KEPT):
        chosen = [one for one in drills if any(word in one[0] for word in wanted)]
        if chosen:
            with begin(cache) as city:
                for one in chosen:
                    good &= drill(city, *one)
                good &= end(city)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
