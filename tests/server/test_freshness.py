"""Answers that the cache has outlive the changes of others: each page shows every change of what is on it at once,
and is not made anew for any other."""

import datetime
import random
import subprocess
import time

import pytest

from support import database
from support.editing import Editor
from test_cache import counters

ROOT = "/sistercities"
DATABASES = ["sqlite", "postgresql"]
# Of the sample: items on whose pages the others stand, or do not.
PLACES = ["kaunas-lt", "hiratsuka-jp", "yaotsu-jp", "klaipeda-lt", "kuji-jp", "boston-us", "kyoto-jp", "strasbourg-fr"]
PARTNERSHIPS = ["kaunas-lt-hiratsuka-jp", "kaunas-lt-yaotsu-jp", "klaipeda-lt-kuji-jp", "boston-us-kyoto-jp"]
PARTS = ["", "/partners", "/partners?country=JP", "/activities", "/timeline", "/statistics"]
EDITS = 20
SEED = 1955


@pytest.fixture(params=DATABASES)
def sample(request, databases):
    made = databases.sample(request.param)
    yield made
    made.remove()


@pytest.fixture
def both(sample, make_httpd):
    """An httpd that keeps answers, with several processes, and one that makes each anew."""

    def make(configuration=""):
        kept = make_httpd(sample, mpm="prefork", configuration="StartServers 3\nMinSpareServers 3\n" + configuration)
        made = make_httpd(sample, configuration="SisterCityCache off\n" + configuration)
        return kept.start(), made.start()

    return make


def addresses(registry):
    """The pages of all items that there are now."""
    found = [f"/places/{slug}{part}" for slug in slugs(registry, "places") for part in PARTS]
    for collection in "partnerships", "agreements", "activities", "organizations":
        found += [f"/{collection}/{slug}" for slug in slugs(registry, collection)]
    return found


def slugs(registry, table):
    return registry.sql(f"SELECT slug FROM {table} ORDER BY id").split()


def page(server, address):
    """Asked on a connection of its own, so that another process may answer."""
    return server.get(ROOT + address, headers={"Host": "www.example.org", "Connection": "close"})


def differing(kept, made, pages):
    """The pages that the one has kept and the other makes otherwise."""
    return [address for address in pages if answer_of(page(kept, address)) != answer_of(page(made, address))]


def answer_of(response):
    return response.status_code, response.headers.get("Location"), response.content


class Typist:
    """Types one random change after the other, each of one table."""

    TEXTS = {
        "places": ["name", "subdivision", "website"], "place_names": ["text"], "organizations": ["name", "website", "contact"],
        "partnerships": ["name", "note", "origin", "source"], "partnership_parties": ["term"], "agreements": ["title", "note", "place"],
        "agreement_signatories": ["person", "office"], "agreement_documents": ["title"], "approvals": ["body", "decision"],
        "steps": ["body", "reason"], "activities": ["title", "outcome", "place"], "gifts": ["object", "donor", "note"],
        "sources": ["title", "states"], "claims": ["source"], "activity_participants": ['"group"'],
    }
    DATES = {"partnerships": "established", "agreements": "date", "activities": "start", "gifts": "date", "steps": "date"}
    REFERENCES = {
        "agreements": ("partnership_id", "partnerships"), "approvals": ("partnership_id", "partnerships"),
        "steps": ("partnership_id", "partnerships"), "activities": ("partnership_id", "partnerships"),
        "gifts": ("donor_place_id", "places"), "sources": ("partnership_id", "partnerships"), "claims": ("partner_id", "places"),
        "organizations": ("place_id", "places"), "partnership_parties": ("place_id", "places"),
        "agreement_signatories": ("place_id", "places"), "approvals": ("place_id", "places"),
    }
    ADDITIONS = [
        "INSERT INTO partnerships (id, slug, type, status) VALUES ({n}, 'new-{n}', 'sister', 'active'); "
        "INSERT INTO partnership_parties (partnership_id, position, place_id) SELECT {n}, id, id FROM places WHERE id IN ({place}, {other})",
        "INSERT INTO partnership_parties (partnership_id, position, place_id) VALUES ({partnership}, {n}, {place})",
        "INSERT INTO agreements (slug, partnership_id, kind, date) VALUES ('new-{n}', {partnership}, 'renewal', '1999')",
        "INSERT INTO approvals (slug, partnership_id, place_id, body) VALUES ('new-{n}', {partnership}, {place}, 'City Council')",
        "INSERT INTO steps (slug, partnership_id, status, date) VALUES ('new-{n}', {partnership}, 'paused', '2001')",
        "INSERT INTO activities (slug, partnership_id, title, start) VALUES ('new-{n}', {partnership}, 'Visit {n}', '2020')",
        "INSERT INTO gifts (slug, partnership_id, object, recipient_place_id) VALUES ('new-{n}', {partnership}, 'Clock {n}', {place})",
        "INSERT INTO claims (slug, place_id, partner_id, source) VALUES ('new-{n}', {place}, {other}, 'A list')",
        "INSERT INTO claims (slug, place_id, number, source) VALUES ('new-{n}', {place}, {n}, 'A list')",
        "INSERT INTO sources (slug, place_id, field, title) VALUES ('new-{n}', {place}, 'name', 'Title {n}')",
        "INSERT INTO organizations (slug, name, place_id) VALUES ('new-{n}', 'Society {n}', {place})",
        "INSERT INTO activity_organizations (activity_id, position, target_id) VALUES ({activity}, {n}, {organization})",
        "INSERT INTO activity_fields (activity_id, position, value) VALUES ({activity}, {n}, 'sports')",
        "INSERT INTO partnership_fields (partnership_id, position, value) VALUES ({partnership}, {n}, 'culture')",
        "INSERT INTO place_predecessors (place_id, position, target_id) VALUES ({place}, {n}, {other})",
        "INSERT INTO place_names (place_id, position, lang, text, kind) VALUES ({place}, {n}, 'en', 'Newtown {n}', 'official')",
    ]
    REMOVALS = ["DELETE FROM {table} WHERE id = {item}"]
    OTHERS = [
        "UPDATE places SET country = 'LV' WHERE id = {place}", "UPDATE places SET level = 'town' WHERE id = {place}",
        "UPDATE places SET slug = 'renamed-{n}' WHERE id = {place}", "UPDATE partnerships SET slug = 'renamed-{n}' WHERE id = {partnership}",
        "UPDATE partnerships SET status = 'dormant' WHERE id = {partnership}", "UPDATE places SET population = {n} WHERE id = {place}",
        "UPDATE partnership_fields SET partnership_id = {partnership}, position = {n} WHERE position = 0 AND partnership_id = "
        "(SELECT MIN(partnership_id) FROM partnership_fields)",
        "DELETE FROM partnership_parties WHERE partnership_id = {partnership} AND position > 1",
        "DELETE FROM activity_organizations WHERE activity_id = {activity}", "DELETE FROM place_predecessors WHERE place_id = {place}",
        "UPDATE countries SET region = region WHERE code = 'JP'; UPDATE places SET area_km2 = {n} WHERE id = {place}",
    ]

    def __init__(self, registry, seed):
        self.registry = registry
        self.chance = random.Random(seed)
        self.number = 1000

    def one_of(self, table, column="id"):
        return self.chance.choice(self.registry.sql(f"SELECT {column} FROM {table} ORDER BY 1").split())

    def text(self):
        table = self.chance.choice(sorted(self.TEXTS))
        column = self.chance.choice(self.TEXTS[table])
        owner = {"place_names": "place_id", "partnership_parties": "partnership_id", "agreement_signatories": "agreement_id",
                 "agreement_documents": "agreement_id", "activity_participants": "activity_id"}.get(table, "id")
        return f"UPDATE {table} SET {column} = 'Words {self.number}' WHERE {owner} = (SELECT MIN({owner}) + {self.number} % 7 FROM {table})"

    def date(self):
        table, column = self.chance.choice(sorted(self.DATES.items()))
        return f"UPDATE {table} SET {column} = '{1950 + self.number % 60}' WHERE id = {self.one_of(table)}"

    def reference(self):
        table, (column, target) = self.chance.choice(sorted(self.REFERENCES.items()))
        owner = {"partnership_parties": "partnership_id", "agreement_signatories": "agreement_id"}.get(table, "id")
        return f"UPDATE {table} SET {column} = {self.one_of(target)} WHERE {owner} = (SELECT MAX({owner}) - {self.number} % 5 FROM {table})"

    def statement(self):
        self.number += 1
        pattern = self.chance.choice([None, None, None, None, *self.ADDITIONS, *self.OTHERS, *self.REMOVALS * 4])
        if pattern is None:
            return self.chance.choice([self.text, self.text, self.date, self.reference])()
        table = self.chance.choice(["agreements", "approvals", "steps", "activities", "gifts", "sources", "claims", "partnerships"])
        if not self.registry.sql(f"SELECT id FROM {table}"):
            table = "partnerships"
        place, other = self.chance.sample(self.registry.sql("SELECT id FROM places ORDER BY id").split(), 2)
        return pattern.format(
            n=self.number, table=table, item=self.one_of(table), place=place, other=other, partnership=self.one_of("partnerships"),
            activity=self.one_of("activities"), organization=self.one_of("organizations"))


def test_each_page_shows_whatever_is_changed_of_what_is_on_it(both, sample):
    """Of an association's registry on the one database, of a municipality's on the other."""
    home = f"<Location {ROOT}>\nSisterCityHome kaunas-lt\n</Location>\n"
    kept, made = both(home if isinstance(sample, database.PostgresqlRegistry) else "")
    typist = Typist(sample, SEED)
    known = addresses(sample)
    for address in known:
        page(kept, address)
    read = 0
    for _ in range(EDITS):
        statement = typist.statement()
        sample.change(statement)
        known = sorted({*known, *addresses(sample)})
        some = typist.chance.sample(known, len(known) // 2)
        assert differing(kept, made, some) == [], statement
        read += len(some)
    assert counters(kept)["CacheOutlived"] > read / 2


def test_a_change_leaves_the_pages_that_do_not_show_it_as_they_are(both, sample):
    kept, _ = both()
    others = ["/places/boston-us", "/places/klaipeda-lt/partners", "/partnerships/klaipeda-lt-kuji-jp", "/places/kyoto-jp/statistics"]
    shown = ["/partnerships/kaunas-lt-yaotsu-jp", "/places/kaunas-lt", "/places/yaotsu-jp", "/places/yaotsu-jp/partners"]
    page(kept, others[0])
    sample.change("UPDATE partnerships SET note = 'Before.' WHERE slug = 'kaunas-lt-yaotsu-jp'")
    before = {address: page(kept, address) for address in others + shown}
    known = counters(kept)
    sample.change("UPDATE partnerships SET note = 'Quite new.' WHERE slug = 'kaunas-lt-yaotsu-jp'")
    for address in others:
        after = page(kept, address)
        assert after.content == before[address].content
        for name in "ETag", "Last-Modified":
            assert after.headers[name] == before[address].headers[name]
    seen = counters(kept)
    assert seen["CacheMisses"] == known["CacheMisses"]
    assert seen["CacheOutlived"] == known["CacheOutlived"] + len(others)
    for address in shown:
        assert page(kept, address).headers["ETag"] != before[address].headers["ETag"]
    assert "Quite new." in page(kept, shown[0]).text
    assert counters(kept)["CacheMisses"] == seen["CacheMisses"] + len(shown)


def test_a_new_name_shows_on_the_pages_of_all_partners(both, sample):
    kept, _ = both()
    pages = ["/places/hiratsuka-jp", "/places/hiratsuka-jp/partners", "/places/kaunas-lt", "/places/yaotsu-jp", "/partnerships/kaunas-lt-yaotsu-jp"]
    for address in pages:
        assert "New Kaunas" not in page(kept, address).text
    before = counters(kept)
    sample.change("UPDATE place_names SET text = 'New Kaunas' WHERE lang = 'en' AND text = 'Kaunas'")
    for address in pages:
        assert "New Kaunas" in page(kept, address).text, address
    assert counters(kept)["CacheMisses"] == before["CacheMisses"] + len(pages)


def test_who_has_a_page_is_not_sent_it_again_for_a_change_elsewhere(both, sample):
    kept, _ = both()
    address = ROOT + "/places/boston-us"
    kept.get(address)
    sample.change("UPDATE places SET population = 1 WHERE slug = 'kuji-jp'")
    had = kept.get(address)
    tag, date = had.headers["ETag"], had.headers["Last-Modified"]
    sample.change("UPDATE places SET population = 2 WHERE slug = 'kuji-jp'")
    for conditions in {"If-None-Match": tag}, {"If-Modified-Since": date}, {"If-None-Match": f'"x", {tag}'}:
        same = kept.get(address, headers=conditions)
        assert same.status_code == 304
        assert same.headers["ETag"] == tag
    assert kept.get(address, headers={"If-Match": tag}).status_code == 200
    assert kept.get(address, headers={"If-Match": tag, "If-None-Match": '"x"'}).status_code == 200
    assert kept.get(address, headers={"If-Match": '"x"'}).status_code == 412
    assert kept.get(address, headers={"If-Unmodified-Since": date}).status_code == 200
    sample.change("UPDATE places SET population = 3 WHERE slug = 'boston-us'")
    assert kept.get(address, headers={"If-None-Match": tag}).status_code == 200
    assert kept.get(address, headers={"If-Modified-Since": date}).status_code == 200
    assert kept.get(address, headers={"If-Match": tag}).status_code == 412


def test_an_edit_through_the_module_shows_at_once_and_elsewhere_nothing_is_made_anew(both, sample):
    kept, made = both()
    editor = Editor(kept)
    pages = [*(f"/places/{slug}" for slug in PLACES), *(f"/partnerships/{slug}" for slug in PARTNERSHIPS)]
    for number in range(4):
        for path, change in (
            ("/partnerships/boston-us-kyoto-jp.json", {"note": f"Note {number}."}),
            ("/agreements/kaunas-yaotsu-2019.json", {"note": f"Terms {number}."}),
            ("/places/kuji-jp.json", {"subdivision": f"Province {number}"}),
            ("/activities/kaunas-japanese-days.json", {"title": f"Days {number}"}),
            ("/organizations/boston-childrens-museum.json", {"name": f"Museum {number}"}),
        ):
            before = editor.get(path)
            done = kept.request("PATCH", f"{ROOT}/admin{path}", auth=("editor", "secret"),
                                headers={"If-Match": before.headers["ETag"]}, json=change)
            assert done.status_code == 200, done.text
            assert differing(kept, made, pages) == [], change
    seen = counters(kept)
    assert seen["CacheOutlived"] > seen["CacheMisses"]


def test_an_import_shows_on_every_page(both, sample, tmp_path):
    kept, made = both()
    pages = addresses(sample)
    for number in range(2):
        for address in pages:
            page(kept, address)
        names = "".join(f"village-{number}-{i},Village {number}-{i},LT\n" for i in range(600 if number else 3))
        (tmp_path / "places.csv").write_text("slug,name,country\n" + names)
        (tmp_path / "partnerships.csv").write_text(
            f"slug,parties,type,status\nboston-village-{number},boston-us|village-{number}-1,sister,active\n")
        sample.ctl("import", tmp_path)
        if isinstance(sample, database.SqliteRegistry):
            database.give_to_httpd(sample.directory)
        time.sleep(1.1)
        assert differing(kept, made, pages) == []
        assert f"Village {number}-1" in page(kept, "/places/boston-us").text


def test_what_the_database_has_forgotten_counts_as_a_change_of_all(both, sample):
    kept, made = both()
    pages = [f"/places/{slug}" for slug in PLACES]
    for number, forget in enumerate((
        "DELETE FROM touched_pages", "UPDATE registry SET revision = revision + 5000", "UPDATE registry SET revision = 3",
        "DELETE FROM touched_pages WHERE revision = (SELECT MAX(revision) FROM touched_pages)",
        "UPDATE touched_pages SET modified = '2020-02-02T02:02:02Z'",
    )):
        for address in pages:
            page(kept, address)
        before = counters(kept)
        sample.change(f"UPDATE places SET population = {number + 5} WHERE slug = 'kuji-jp'; {forget}")
        assert differing(kept, made, pages) == []
        assert counters(kept)["CacheOutlived"] == before["CacheOutlived"], forget


def test_a_backup_in_the_place_of_the_registry_is_seen_on_every_page(databases, make_httpd, tmp_path):
    registry = databases.sample("sqlite")
    backup = tmp_path / "backup.db"
    kept = make_httpd(registry, mpm="prefork", configuration="StartServers 3\nMinSpareServers 3\n").start()
    made = make_httpd(registry, configuration="SisterCityCache off\n").start()
    pages = addresses(registry)
    for number in range(3):
        registry.sql(f"UPDATE places SET population = {number + 5} WHERE slug = 'kuji-jp'")
        registry.ctl("backup", backup)
        for slug in ("boston-us", "kyoto-jp", "kaunas-lt"):
            registry.change(f"UPDATE places SET population = {number + 50} WHERE slug = '{slug}'")
            assert differing(kept, made, pages) == []
        restore(registry, backup)
        for edit in range(5 * number):
            registry.sql(f"UPDATE partnerships SET note = 'Other {edit}' WHERE id = {edit + 1}")
        time.sleep(1.1)
        assert differing(kept, made, pages) == []
        backup.unlink()
    registry.remove()


def restore(registry, backup):
    """The file stays, what is in it does not."""
    subprocess.run(["sqlite3", str(registry.file), f".restore {backup}"], check=True)
    database.give_to_httpd(registry.directory)


def test_pages_tell_of_the_registry_s_last_change_on_another_day(both, sample):
    kept, made = both()
    old = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=3)).strftime("%Y-%m-%dT12:00:00Z")
    sample.change("UPDATE places SET population = 5 WHERE slug = 'kuji-jp'")
    sample.change(f"UPDATE registry SET modified = '{old}'; UPDATE touched_pages SET modified = '{old}'")
    assert differing(kept, made, ["/places/boston-us"]) == []
    sample.change("UPDATE places SET population = 6 WHERE slug = 'kuji-jp'")
    assert differing(kept, made, ["/places/boston-us"]) == []


def test_an_included_item_at_its_former_address_gives_way_to_a_new_one(both, sample):
    kept, _ = both()
    kept.page("page.shtml", '<!--#sistercity show="place" place="kuji-jp" -->')
    sample.change("UPDATE places SET slug = 'moved-jp' WHERE slug = 'kuji-jp'")
    for _ in range(2):
        assert "Kuji" in kept.get("/page.shtml").text
    sample.change("INSERT INTO places (slug, name, country) VALUES ('kuji-jp', 'Another Town', 'JP')")
    assert "Another Town" in kept.get("/page.shtml").text
