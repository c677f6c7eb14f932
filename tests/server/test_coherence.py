"""What the cache answers is what the database says, whoever changed it and wherever it is read."""

import random
import time

import pytest

from support.store import Store
from test_cache import counters

ROOT = "/sistercities"
PLACES = ["kuji-jp", "kyoto-jp", "boston-us", "strasbourg-fr"]
PAGES = [
    "/places?limit=20", "/places.csv", "/places.json", "/partnerships", "/partnerships?country=JP", "/revision.json", "/",
    *[f"/places/{slug}{form}" for slug in PLACES for form in ("", ".json", "?view=fragment&lang=lt", "/partners.json")],
]
# Pages of the site that include parts of the registry.
INCLUDING = {
    "elements.shtml": "".join(f'<!--#sistercity show="{show}" place="{slug}" -->' for slug in PLACES for show in ("place", "partners")),
    "languages.shtml": "".join(f'<!--#sistercity show="place" place="kuji-jp" lang="{lang}" heading="3" -->' for lang in ("en", "lt", "ja")),
    "virtual.shtml": '<!--#include virtual="/sistercities/places?limit=20" --><!--#include virtual="/sistercities/partnerships?country=JP" -->',
}
ADDRESSES = [*(ROOT + path for path in PAGES), *(f"/{name}" for name in INCLUDING)]
LANGUAGES = ["en", "lt", "ja, en;q=0.5"]
SEED = 20261122


def edit(chance, registry):
    slug = chance.choice(PLACES)
    number = chance.randrange(1000, 9_000_000)
    registry.change(chance.choice([
        f"UPDATE places SET population = {number} WHERE slug = '{slug}'",
        f"UPDATE places SET subdivision = 'Province {number}' WHERE slug = '{slug}'",
        f"UPDATE partnerships SET established = '{1950 + number % 60}' WHERE slug = 'boston-us-kyoto-jp'",
        f"UPDATE terms SET text = 'word {number}' WHERE slug IN ('sister-jp-ja', 'sister-fr-fr')",
        f"INSERT INTO places (id, slug, name, country) VALUES ({number}, 'village-{number}', 'Village {number}', 'LT')",
    ]))


def assert_same(cached, plain, chance, reads):
    """Each page as the one server keeps it, whichever of its processes answers, and as the other makes it anew."""
    for _ in range(reads):
        address = chance.choice(ADDRESSES)
        headers = {"Host": "127.0.0.1", "Accept-Language": chance.choice(LANGUAGES), "Connection": "close"}
        kept = cached.get(address, headers=headers)
        made = plain.get(address, headers=headers)
        assert kept.status_code == made.status_code == 200
        assert kept.content == made.content, (address, headers)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_random_mixture_of_edits_and_reads_is_answered_as_without_a_cache(databases, make_httpd, kind):
    chance = random.Random(SEED)
    registry = databases.sample(kind)
    plain = make_httpd(registry, configuration="SisterCityCache off\n").start()
    cached = make_httpd(registry, mpm="prefork", configuration="StartServers 4\nMinSpareServers 4\n").start()
    for name, text in INCLUDING.items():
        plain.page(name, text)
        cached.page(name, text)
    for _ in range(6):
        edit(chance, registry)
        assert_same(cached, plain, chance, 60)
    assert counters(cached)["CacheHits"] > 150
    registry.remove()


@pytest.mark.parametrize("kind", ["memcache", "redis"])
def test_two_hosts_with_one_database_and_one_cache_agree(databases, make_httpd, kind):
    chance = random.Random(SEED)
    registry = databases.sample("postgresql")
    store = Store(kind)
    try:
        settings = store.directive + "SisterCityBaseURL https://www.example.org\n"
        modules = ["socache_memcache", "socache_redis"]
        hosts = [make_httpd(registry, configuration=settings, modules=modules).start() for _ in range(2)]
        for _ in range(3):
            edit(chance, registry)
            for path in PAGES:
                assert hosts[0].get(ROOT + path).content == hosts[1].get(ROOT + path).content, path
        first, second = (counters(host) for host in hosts)
        assert first["CacheHits"] == 0 < second["CacheHits"]
    finally:
        store.remove()
        registry.remove()


def test_an_edit_is_seen_in_every_process(databases, make_httpd):
    registry = databases.sample("sqlite")
    server = make_httpd(registry, mpm="prefork", configuration="StartServers 6\nMinSpareServers 6\n").start()
    for number in range(3):
        for _ in range(12):
            server.get(ROOT + "/places/kuji-jp.json", headers={"Connection": "close"})
        registry.change(f"UPDATE places SET subdivision = 'By the sea {number}' WHERE slug = 'kuji-jp'")
        for _ in range(24):
            answer = server.get(ROOT + "/places/kuji-jp.json", headers={"Connection": "close"})
            assert answer.json()["subdivision"] == f"By the sea {number}"
    registry.remove()


def test_an_edit_through_the_module_is_seen_in_every_process_at_once(databases, make_httpd):
    registry = databases.sample("sqlite")
    server = make_httpd(registry, mpm="prefork", configuration="StartServers 6\nMinSpareServers 6\n").start()
    form = ROOT + "/admin/places/kuji-jp.json"
    for number in range(20):
        for _ in range(6):
            server.get(ROOT + "/places/kuji-jp.json", headers={"Connection": "close"})
        before = server.get(form, auth=("editor", "secret"))
        done = server.request("PATCH", form, auth=("editor", "secret"), headers={"If-Match": before.headers["ETag"]},
                              json={"subdivision": f"By the sea {number}"})
        assert done.status_code == 200
        for _ in range(12):
            answer = server.get(ROOT + "/places/kuji-jp.json", headers={"Connection": "close"})
            assert answer.json()["subdivision"] == f"By the sea {number}"
    registry.remove()


def test_the_validator_never_leads_to_an_old_page(databases, make_httpd):
    registry = databases.sample("sqlite")
    server = make_httpd(registry).start()
    seen = {}
    for number in range(3):
        registry.change(f"UPDATE places SET population = {10_000 + number} WHERE slug = 'kuji-jp'")
        page = server.get(ROOT + "/places/kuji-jp")
        assert page.headers["ETag"] not in seen
        for tag in seen:
            assert server.get(ROOT + "/places/kuji-jp", headers={"If-None-Match": tag}).status_code == 200
        seen[page.headers["ETag"]] = page.text
    registry.remove()


def test_reloading_under_load_answers_the_present(databases, make_httpd):
    registry = databases.sample("sqlite")
    server = make_httpd(registry).start()
    for number in range(3):
        server.get(ROOT + "/places/kuji-jp.json")
        registry.sql(f"UPDATE places SET population = {20_000 + number} WHERE slug = 'kuji-jp'")
        server.reload()
        time.sleep(1.1)
        assert server.get(ROOT + "/places/kuji-jp.json").json()["population"] == 20_000 + number
    registry.remove()
