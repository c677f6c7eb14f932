"""The cache of rendered answers: off, in shared memory, in memcached, in Redis."""

import contextlib
import datetime
import os
import pathlib
import re
import signal
import socket
import subprocess
import threading
import time

import pytest
import requests

from support import database, paths
from support.store import Store

ROOT = "/sistercities"
PAGES = ["/places/boston-us", "/places/boston-us/partners?view=fragment", "/partnerships?limit=3", "/places.json", "/partnerships.csv?limit=20"]


def counters(server):
    """What mod_status says of us."""
    text = server.get("/server-status?auto").text
    return {name: int(number) for name, number in re.findall(r"^Sistercity(\w+): (\d+)$", text, re.M)}


@pytest.fixture
def make_store():
    made = []

    def make(kind):
        made.append(Store(kind))
        return made[-1]

    yield make
    for store in made:
        store.remove()


@pytest.fixture(params=["off", "default", "shmcb", "memcache", "redis"])
def cached(request, databases, make_httpd, make_store):
    """An httpd with the cache of one kind."""
    kind = request.param
    directive = {"off": "SisterCityCache off\n", "default": "", "shmcb": "SisterCityCache shmcb:mine(2000000)\n"}.get(kind)
    if directive is None:
        directive = make_store(kind).directive
    registry = databases.sample("sqlite")
    server = make_httpd(registry, configuration=directive, modules=["socache_memcache", "socache_redis"]).start()
    server.kind = kind
    yield server
    registry.remove()


def test_the_second_answer_is_the_first_one(cached):
    for page in PAGES:
        first, second = (cached.get(ROOT + page) for _ in range(2))
        assert first.status_code == second.status_code == 200
        assert first.content == second.content
        for answer in first, second:
            answer.headers.pop("Date")
            answer.headers.pop("Keep-Alive", None)
            age = answer.headers.pop("Cache-Control")
            assert "public" in age
        assert first.headers == second.headers
        assert "Age" not in second.headers
    seen = counters(cached)
    assert seen["CacheHits"] == (0 if cached.kind == "off" else len(PAGES))
    assert seen["CacheStored"] == (0 if cached.kind == "off" else len(PAGES))


def test_head_and_conditions_are_answered_as_without_a_cache(cached):
    for _ in range(2):
        page = cached.get(ROOT + "/partnerships")
        head = cached.request("HEAD", ROOT + "/partnerships")
        assert head.headers["Content-Length"] == str(len(page.content))
        assert head.headers["ETag"] == page.headers["ETag"] and head.text == ""
        same = cached.get(ROOT + "/partnerships", headers={"If-None-Match": page.headers["ETag"]})
        assert same.status_code == 304
        since = cached.get(ROOT + "/partnerships", headers={"If-Modified-Since": page.headers["Last-Modified"]})
        assert since.status_code == 304
        assert cached.get(ROOT + "/partnerships", headers={"If-Match": '"other"'}).status_code == 412


def test_whatever_decides_on_an_answer_tells_it_from_others(cached):
    asked = [
        ("/places/boston-us", {}), ("/places/boston-us?view=fragment", {}), ("/places/boston-us?view=fragment&heading=4", {}),
        ("/places/boston-us?lang=lt", {}), ("/places/boston-us?lang=ja", {}), ("/places/boston-us", {"Accept-Language": "lt"}),
        ("/places/boston-us.json", {}), ("/places/boston-us", {"Accept": "application/json"}), ("/places/boston-us?limit=1", {}),
        ("/places/boston-us", {"Host": "other.example.org"}), ("/places/kyoto-jp", {}), ("/partnerships", {}),
        ("/partnerships?limit=2", {}), ("/partnerships?limit=2&sort=-established", {}), ("/partnerships?country=JP", {}),
    ]
    first = [cached.get(ROOT + path, headers=headers) for path, headers in asked]
    again = [cached.get(ROOT + path, headers=headers) for path, headers in asked]
    assert [a.content for a in first] == [a.content for a in again]
    assert [a.headers.get("Content-Language") for a in first] == [a.headers.get("Content-Language") for a in again]
    tags = [a.headers["ETag"] for a in first]
    assert tags == [a.headers["ETag"] for a in again]
    for i, one in enumerate(first):
        for other in first[i + 1:]:
            if one.content != other.content:
                assert one.headers["ETag"] != other.headers["ETag"]


def test_one_order_of_parameters_is_as_good_as_another(cached):
    cached.get(ROOT + "/partnerships?country=JP&status=active&utm_source=x")
    before = counters(cached)
    cached.get(ROOT + "/partnerships?status=active&country=jp")
    after = counters(cached)
    assert after["CacheHits"] - before["CacheHits"] == (0 if cached.kind == "off" else 1)


def test_an_outside_change_is_seen_within_a_second(cached):
    for number in range(2):
        cached.get(ROOT + "/places/kuji-jp.json")
        cached.registry.change(f"UPDATE places SET subdivision = 'By the sea {number}' WHERE slug = 'kuji-jp'")
        assert cached.get(ROOT + "/places/kuji-jp.json").json()["subdivision"] == f"By the sea {number}"


def test_refusals_and_the_desk_are_not_kept(cached):
    for _ in range(2):
        assert cached.get(ROOT + "/places/nowhere").status_code == 404
        assert cached.get(ROOT + "/partnerships?country=XX").status_code == 400
        assert cached.get(ROOT + "/admin/", auth=("editor", "secret")).status_code == 200
        assert cached.get(ROOT + "/admin/").status_code == 401
    assert counters(cached)["CacheStored"] == 0


def test_a_place_behind_a_password_stays_behind_it(databases, make_httpd):
    registry = databases.sample("sqlite")
    server = make_httpd(registry)
    server.configuration = f"""
<Location "{ROOT}">
AuthType Basic
AuthName "x"
AuthBasicProvider file
AuthUserFile "{server.users}"
Require valid-user
AuthMerging Off
</Location>
"""
    server.start()
    for _ in range(2):
        assert server.get(ROOT + "/places", auth=("editor", "secret")).status_code == 200
        assert server.get(ROOT + "/places").status_code == 401
    registry.remove()


@pytest.mark.parametrize("kind", ["shmcb", "memcache", "redis"])
def test_hits_ask_the_database_for_nothing(databases, make_httpd, make_store, kind):
    registry = databases.sample("postgresql")
    cluster = databases.cluster
    cluster.sql(f"ALTER DATABASE {registry.name} SET log_statement = 'all'")
    directive = "" if kind == "shmcb" else make_store(kind).directive
    server = make_httpd(registry, configuration=directive + "AddOutputFilterByType DEFLATE text/html application/json text/csv\n",
                        modules=["socache_memcache", "socache_redis"]).start()
    server.page("page.shtml", "".join(f'<!--#sistercity show="partners" place="{place}" -->' for place in ("boston-us", "kyoto-jp")))
    addresses = [*(ROOT + page for page in PAGES), "/page.shtml"]
    for address in addresses:
        assert server.get(address).status_code == 200

    def statements():
        return len(re.findall(r"LOG: .*(?:execute|statement)", (cluster.directory / "log").read_text()))

    before = statements()
    assert before > len(addresses)
    began = time.monotonic()
    for _ in range(40):
        for address in addresses:
            plain = server.get(address, headers={"Accept-Encoding": "identity"})
            packed = server.get(address, headers={"Accept-Encoding": "gzip"})
            assert packed.headers["Content-Encoding"] == "gzip" and packed.content == plain.content
            assert server.request("HEAD", address).status_code == 200
            for tag in (answer.headers["ETag"] for answer in (plain, packed) if "ETag" in answer.headers):
                assert server.get(address, headers={"Accept-Encoding": "gzip", "If-None-Match": tag}).status_code == 304
    # The revision, once a second; a connection that is new prepares and sets a little more.
    assert statements() - before <= 3 * (time.monotonic() - began + 2)
    registry.remove()


@pytest.mark.parametrize("cache", ["", "SisterCityCache off\n"], ids=["cached", "uncached"])
def test_readers_who_stop_reading_keep_no_connection(databases, make_httpd, cache):
    registry = databases.sample("sqlite")
    registry.sql(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) "
        "INSERT INTO places (slug, name, country) SELECT 'village-' || i, 'Village ' || i || hex(zeroblob(50)), 'LT' FROM n")
    server = make_httpd(registry, configuration=cache + "DBDMax 2\nDBDKeep 2\nSendBufferSize 4096\n").start()
    server.page("page.shtml", '<!--#include virtual="/sistercities/places?limit=900" -->')
    slow = []
    try:
        for address in ("/sistercities/places.json?limit=900", "/page.shtml", "/sistercities/places?limit=900") * 2:
            server.get(address)
            reader = socket.socket()
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            reader.connect(("127.0.0.1", server.port))
            reader.sendall(f"GET {address} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert reader.recv(15) == b"HTTP/1.1 200 OK"
            slow.append(reader)
        for number in range(3):
            assert server.get(f"{ROOT}/places?limit={number + 1}", timeout=10).status_code == 200
    finally:
        for reader in slow:
            reader.close()
        registry.remove()


@contextlib.contextmanager
def stopped(registry):
    registry.cluster.stop()
    try:
        yield
    finally:
        registry.cluster.start()


@contextlib.contextmanager
def out_of_connections(registry):
    """As where others have all that max_connections allows."""
    registry.cluster.sql("ALTER ROLE visitor CONNECTION LIMIT 0")
    registry.cluster.end_sessions(registry.name)
    try:
        yield
    finally:
        registry.cluster.sql("ALTER ROLE visitor CONNECTION LIMIT -1")


@pytest.mark.parametrize("away", [stopped, out_of_connections])
def test_the_last_good_answer_serves_while_the_database_is_away(databases, make_httpd, away):
    registry = databases.sample("postgresql")
    registry.sql("CREATE ROLE visitor LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO visitor")
    registry.params = registry.params.replace("user=postgres", "user=visitor")
    server = make_httpd(registry, configuration=f"""
<Location "{ROOT}/places">
SisterCityStaleIfError 0
</Location>
""").start()
    good = server.get(ROOT + "/partnerships")
    assert server.get(ROOT + "/places").status_code == 200
    server.expect_log(r"SC03|AH006\d\d|AH00629|dbd|DBD")
    with away(registry):
        time.sleep(1.1)
        for _ in range(3):
            old = server.get(ROOT + "/partnerships")
            assert old.status_code == 200 and old.content == good.content
            assert old.headers["ETag"] == good.headers["ETag"]
            assert 1 <= int(old.headers["Age"]) < 60
        same = server.get(ROOT + "/partnerships", headers={"If-None-Match": good.headers["ETag"]})
        assert same.status_code == 304
        for page in "/partnerships?limit=7", "/places", "/admin/":
            assert server.get(ROOT + page, auth=("editor", "secret")).status_code == 503
        assert counters(server)["CacheStale"] == 3
    deadline = time.monotonic() + 20
    while "Age" in server.get(ROOT + "/partnerships").headers or server.get(ROOT + "/places").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    registry.remove()
    registry.cluster.sql("DROP ROLE visitor")


def test_what_many_wait_for_is_made_once(databases, make_httpd):
    registry = databases.sample("sqlite")
    server = make_httpd(registry).start()
    server.get(ROOT + "/revision.json")
    for limit in range(100, 108):
        before = counters(server)
        barrier = threading.Barrier(12)
        answers = []

        def ask():
            barrier.wait()
            answers.append(server.get(f"{ROOT}/partnerships?limit={limit}").status_code)

        threads = [threading.Thread(target=ask) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [200] * 12
        assert counters(server)["CacheMisses"] - before["CacheMisses"] == 1
    registry.remove()


def worker_of(server, port):
    """The process of the server that has a connection from the local port, or None."""
    lines = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]]
    # Others may have the same port to somewhere else, or have just had it.
    sockets = {f"socket:[{line[9]}]" for line in lines if int(line[1].split(":")[1], 16) == port}
    # Not all processes of the machine: what holds the lock does so for two seconds only.
    for child in server.children():
        for link in pathlib.Path(f"/proc/{child}/fd").iterdir():
            if os.readlink(link) in sockets:
                return child
    return None


def test_a_process_that_dies_at_work_does_not_stop_those_who_wait_for_it(databases, make_httpd):
    registry = databases.sample("postgresql")
    server = make_httpd(registry, mpm="prefork", configuration="StartServers 6\nMinSpareServers 6\n").start()
    assert server.get(ROOT + "/revision.json").status_code == 200
    # What holds the table holds whoever makes a page of it.
    holder = subprocess.Popen(
        [databases.cluster.programs / "psql", "-X", "-q", "-h", "127.0.0.1", "-p", str(databases.cluster.port), "-U", "postgres", registry.name],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    holder.stdin.write("BEGIN; LOCK TABLE partnerships;\n\\echo held\n")
    holder.stdin.flush()
    assert holder.stdout.readline() == "held\n"
    answers = []

    def ask():
        try:
            answers.append(server.get(ROOT + "/partnerships?limit=9", headers={"Connection": "close"}).status_code)
        except requests.ConnectionError:
            answers.append(None)

    def blocked():
        return registry.cluster.sql("SELECT client_port FROM pg_stat_activity WHERE wait_event_type = 'Lock'").split()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    threads[0].start()
    deadline = time.monotonic() + 10
    victim = None
    while not victim:
        assert time.monotonic() < deadline
        victim = next((worker_of(server, int(port)) for port in blocked()), None)
    for thread in threads[1:]:
        thread.start()
    os.kill(victim, signal.SIGKILL)
    threads[0].join(timeout=10)
    assert answers == [None]
    holder.communicate("ROLLBACK;\n")
    for thread in threads:
        thread.join(timeout=10)
    assert answers == [None, 200, 200, 200]
    assert server.get(ROOT + "/partnerships?limit=9").status_code == 200
    registry.remove()


def test_a_new_day_has_its_own_pages(databases, make_httpd):
    """Years count up at midnight, and who may no longer be named disappears, though nobody edits."""
    registry = databases.sample("sqlite")
    server = make_httpd(registry)
    now = datetime.datetime.now(datetime.timezone.utc)
    midnight = now + datetime.timedelta(seconds=8)
    # A time zone in which that is midnight, ahead of UTC by so many seconds.
    ahead = -(midnight.hour * 3600 + midnight.minute * 60 + midnight.second) % 86400
    environment = {**server.environment(), "TZ": f"XXX-{ahead // 3600}:{ahead // 60 % 60:02}:{ahead % 60:02}"}
    server.environment = lambda: environment
    tomorrow = (midnight + datetime.timedelta(seconds=ahead)).date()
    registry.sql(f"UPDATE partnerships SET established = '1960-{tomorrow:%m-%d}' WHERE slug = 'boston-us-kyoto-jp'")
    server.start()
    server.page("page.shtml", '<!--#sistercity show="partnership" partnership="boston-us-kyoto-jp" -->')
    addresses = [ROOT + "/partnerships/boston-us-kyoto-jp", "/page.shtml"]
    registry.sql(f"UPDATE partnerships SET established = '{tomorrow}' WHERE slug = 'boston-us-padua-it'")
    begins = ROOT + "/partnerships/boston-us-padua-it.json"
    assert [server.get(begins).json()["status"] for _ in range(2)] == ["forming", "forming"]
    years = tomorrow.year - 1960
    old = [server.get(address) for address in addresses for _ in range(2)]
    assert all(f"{years - 1} years" in page.text and f"{years} years" not in page.text for page in old)
    assert counters(server)["CacheHits"] == 3
    remaining = (midnight - datetime.datetime.now(datetime.timezone.utc)).total_seconds()
    assert 0 < remaining and int(old[0].headers["Cache-Control"].split("max-age=")[1]) <= 9
    time.sleep(remaining + 1)
    tag = old[0].headers["ETag"]
    for address in addresses:
        page = server.get(address, headers={"If-None-Match": tag})
        assert page.status_code == 200 and f"{years} years" in page.text and f"{years - 1} years" not in page.text
    assert server.get(addresses[0]).headers["ETag"] != tag
    assert server.get(begins).json()["status"] == "active", "what was planned has begun, though nobody edited anything"
    registry.remove()


def test_hosts_with_databases_of_their_own_never_mix_them(databases, make_httpd):
    """Not even if both have one name, one for each network, and the registries are in the same state."""
    port = database.free_port()
    addresses = [f"127.0.0.1:{port}", f"127.0.0.2:{port}"]
    registries = [databases.sample("sqlite") for _ in addresses]
    for number, registry in enumerate(registries):
        registry.sql(f"UPDATE places SET subdivision = 'Province {number}' WHERE slug = 'kuji-jp'")
        registry.sql("UPDATE registry SET revision = 4711, modified = '2026-01-02T03:04:05Z'")
    hosts = "".join(f"""
Listen {address}
<VirtualHost {address}>
ServerName www.example.org
DBDriver sqlite3
DBDParams "{registry.params}"
<Location {ROOT}>
SetHandler sistercity
Require all granted
</Location>
</VirtualHost>
""" for address, registry in zip(addresses, registries))
    server = make_httpd(include_conf=False, configuration=hosts).start()
    for _ in range(2):
        for number, address in enumerate(addresses):
            answer = requests.get(f"http://{address}{ROOT}/places/kuji-jp.json", headers={"Host": "www.example.org"}, timeout=20)
            assert answer.json()["subdivision"] == f"Province {number}"
    assert counters(server)["CacheHits"] == 2
    for registry in registries:
        registry.remove()


def test_long_answers_are_kept_like_short_ones(cached):
    """Data that is longer than what is read from the cache at first."""
    cached.registry.sql(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) "
        "INSERT INTO places (slug, name, country) SELECT 'village-' || i, 'Village ' || i, 'LT' FROM n")
    time.sleep(1.1)
    first, second = (cached.get(ROOT + "/places.json?limit=200") for _ in range(2))
    assert 33_000 < len(first.content) < 60_000 and first.content == second.content
    assert counters(cached)["CacheHits"] == (0 if cached.kind == "off" else 1)


def test_an_answer_that_is_too_large_is_made_each_time(databases, make_httpd):
    registry = databases.sample("sqlite")
    server = make_httpd(registry, configuration="SisterCityCache shmcb:small(60000)\n").start()
    pages = [server.get(ROOT + "/partnerships?limit=200") for _ in range(3)]
    assert len({page.content for page in pages}) == 1
    seen = counters(server)
    assert seen["CacheMisses"] == 3 and seen["CacheHits"] == 0
    registry.remove()


def flipped(item):
    return item[:-200] + bytes([item[-200] ^ 1]) + item[-199:]


ALTERED = {
    "one bit": lambda item, other: flipped(item), "cut off": lambda item, other: item[:-1], "longer": lambda item, other: item + b"x",
    "of another page": lambda item, other: other, "empty": lambda item, other: b"", "its beginning": lambda item, other: item[:60],
    "nothing that we know": lambda item, other: os.urandom(len(item)), "another state": lambda item, other: item[:48] + os.urandom(16) + item[64:],
}


@pytest.mark.parametrize("kind", ["memcache", "redis"])
def test_what_the_cache_s_server_gives_back_otherwise_than_it_got_it_is_made_anew(databases, make_httpd, make_store, kind):
    store, registry = make_store(kind), databases.sample("sqlite")
    server = make_httpd(registry, configuration=store.directive, modules=["socache_memcache", "socache_redis"]).start()
    true = [server.get(ROOT + page) for page in PAGES]
    kept = store.items()
    assert len(kept) == len(PAGES)
    for what, alter in ALTERED.items():
        for key, other in zip(kept, [*list(kept)[1:], *kept]):
            store.set(key, alter(kept[key], kept[other]))
        before = counters(server)
        for page, first in zip(PAGES, true):
            again = server.get(ROOT + page)
            assert (again.status_code, again.content, again.headers["ETag"]) == (200, first.content, first.headers["ETag"]), (what, page)
        after = counters(server)
        assert (after["CacheHits"], after["CacheMisses"]) == (before["CacheHits"], before["CacheMisses"] + len(PAGES)), what
    assert set(store.items()) == set(kept)
    registry.remove()


@pytest.mark.parametrize("kind", ["memcache", "redis"])
def test_a_cache_s_server_that_stands_still_hangs_no_site_and_is_asked_again_when_it_goes_on(databases, make_httpd, make_store, kind):
    store, registry = make_store(kind), databases.sample("sqlite")
    server = make_httpd(registry, configuration=store.directive, modules=["socache_memcache", "socache_redis"])
    server.expect_log("SC0402|AH00791|AH03479|AH00790|AH03478")
    server.start()
    assert server.get(ROOT + "/places").status_code == 200
    codes = []
    readers = [threading.Thread(target=lambda n=n: codes.append(server.get(f"{ROOT}/places?limit={n}", timeout=10).status_code)) for n in range(1, 41)]
    os.kill(store.process.pid, signal.SIGSTOP)
    try:
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        assert codes == [200] * len(readers), "more than httpd has threads"
        began = time.monotonic()
        for n in range(41, 61):
            assert server.get(f"{ROOT}/places?limit={n}").status_code == 200
        assert time.monotonic() - began < 6, "one waits again at most"
        assert server.get("/server-status?auto", timeout=5).status_code == 200
    finally:
        os.kill(store.process.pid, signal.SIGCONT)
    before, deadline = counters(server)["CacheHits"], time.monotonic() + 20
    while counters(server)["CacheHits"] == before:
        assert server.get(ROOT + "/places").status_code == 200 and time.monotonic() < deadline
        time.sleep(0.05)
    assert "does not answer; it is left alone" in server.log_text()
    registry.remove()


def test_pages_come_without_the_cache_s_server(databases, make_httpd, make_store):
    store = make_store("memcache")
    registry = databases.sample("sqlite")
    server = make_httpd(registry, configuration=store.directive, modules=["socache_memcache"]).start()
    assert server.get(ROOT + "/partnerships").status_code == 200
    store.process.terminate()
    store.process.wait(timeout=10)
    server.expect_log(r"SC0402|AH0079\d|scache_mc")
    for page in PAGES:
        assert server.get(ROOT + page).status_code == 200
    registry.remove()


def test_a_cache_that_httpd_does_not_have_is_reported(databases, make_httpd):
    registry = databases.sample("sqlite")
    for value in "nonsense", "memcache:127.0.0.1:11211", "dbm:/tmp/x":
        server = make_httpd(registry, configuration=f"SisterCityCache {value}\n", modules=["socache_dbm"])
        code, text = server.test_configuration()
        assert code != 0 and "SisterCityCache" in text and "line" in text
    registry.remove()


def test_without_the_default_s_module_the_log_says_so_and_pages_come(databases, make_httpd):
    registry = databases.sample("sqlite")
    server = make_httpd(registry)
    server.modules.remove("socache_shmcb")
    server.start()
    assert server.get(ROOT + "/places").status_code == 200
    assert server.log_text().count("SC0106") == 1
    registry.remove()


def test_mod_status_tells_of_the_cache(server):
    server.get(ROOT + "/places")
    server.get(ROOT + "/places")
    page = server.get("/server-status").text
    assert "Answers that the cache had" in page and "SHMCB" in page
    assert counters(server)["CacheStoredBytes"] > 1000
