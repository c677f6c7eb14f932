"""A reader never sees an outdated page: each shows every change at once, however it came into the registry."""

import subprocess
import time

import pytest

from support import database
from support.editing import Editor

ROOT = "/sistercities"
DATABASES = ["sqlite", "postgresql"]
PARTS = ["", "/partners", "/activities", "/timeline", "/statistics"]
# One for each kind of change, of tables of items and of lists.
CHANGES = [
    "UPDATE partnership_parties SET term = 'Twin' WHERE position = 0",
    "UPDATE place_names SET text = 'Words'",
    "INSERT INTO agreements (slug, partnership_id, kind, date) SELECT 'new', id, 'renewal', '1999' FROM partnerships WHERE slug = 'boston-us-kyoto-jp'",
    "UPDATE agreements SET partnership_id = (SELECT MAX(id) FROM partnerships) WHERE slug = 'new'",
    "INSERT INTO activity_fields (activity_id, position, value) SELECT MIN(id), 90, 'sports' FROM activities",
    "DELETE FROM activity_organizations",
    "UPDATE places SET slug = 'renamed' WHERE slug = 'kyoto-jp'",
    "UPDATE countries SET region = 'africa' WHERE code = 'JP'",
    "DELETE FROM gifts",
    "DELETE FROM stories",
    "DELETE FROM partnerships WHERE slug = 'boston-us-kyoto-jp'",
]


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
    return server.get(ROOT + address, headers={"Host": "127.0.0.1", "Connection": "close"})


def revision(server):
    return page(server, "/revision.json").json()["revision"]


def differing(kept, made, pages):
    """The pages that the one has kept and the other makes otherwise."""
    return [address for address in pages if answer_of(page(kept, address)) != answer_of(page(made, address))]


def answer_of(response):
    return response.status_code, response.headers.get("Location"), response.content


def test_each_page_shows_whatever_is_changed_of_what_is_on_it(both, sample):
    """Of an association's registry on the one database, of a municipality's on the other."""
    home = f"<Location {ROOT}>\nSisterCityHome kaunas-lt\n</Location>\n"
    kept, made = both(home if isinstance(sample, database.PostgresqlRegistry) else "")
    known = addresses(sample)
    for address in known:
        page(kept, address)
    for number, statement in enumerate(CHANGES):
        before = revision(kept)
        sample.change(statement)
        assert revision(kept) != before, statement
        known = sorted({*known, *addresses(sample)})
        assert differing(kept, made, known[number % 8::8]) == [], statement
    assert differing(kept, made, known) == []


def test_an_edit_through_the_module_shows_at_once(both, sample):
    kept, made = both()
    editor = Editor(kept)
    pages = [f"/places/{slug}" for slug in slugs(sample, "places")] + [f"/partnerships/{slug}" for slug in slugs(sample, "partnerships")]
    for path, change in (
        ("/partnerships/boston-us-kyoto-jp.json", {"note": "Note."}),
        ("/agreements/kaunas-yaotsu-2019.json", {"note": "Terms."}),
        ("/activities/kaunas-japanese-days.json", {"title": "Days"}),
        ("/organizations/boston-childrens-museum.json", {"name": "Museum"}),
    ):
        before = editor.get(path)
        done = kept.request("PATCH", f"{ROOT}/admin{path}", auth=("editor", "secret"), headers={"If-Match": before.headers["ETag"]}, json=change)
        assert done.status_code == 200, done.text
        assert differing(kept, made, pages) == [], change


def test_an_import_shows_on_every_page(both, sample, tmp_path):
    kept, made = both()
    pages = addresses(sample)
    for address in pages:
        page(kept, address)
    (tmp_path / "places.csv").write_text("slug,name,country\nvillage-lt,The Village,LT\n")
    (tmp_path / "partnerships.csv").write_text("slug,parties,type,status\nboston-village,boston-us|village-lt,sister,active\n")
    sample.ctl("import", tmp_path)
    if isinstance(sample, database.SqliteRegistry):
        database.give_to_httpd(sample.directory)
    time.sleep(1.1)
    assert differing(kept, made, pages) == []
    assert "The Village" in page(kept, "/places/boston-us").text


def test_a_backup_in_the_place_of_the_registry_is_seen_on_every_page(databases, make_httpd, tmp_path):
    registry = databases.sample("sqlite")
    backup = tmp_path / "backup.db"
    kept = make_httpd(registry, mpm="prefork", configuration="StartServers 3\nMinSpareServers 3\n").start()
    made = make_httpd(registry, configuration="SisterCityCache off\n").start()
    pages = addresses(registry)
    for number in range(2):
        registry.sql(f"UPDATE places SET population = {number + 5} WHERE slug = 'kuji-jp'")
        registry.ctl("backup", backup)
        for part, slug in enumerate(("boston-us", "kyoto-jp", "kaunas-lt")):
            registry.change(f"UPDATE places SET population = {number + 50} WHERE slug = '{slug}'")
            assert differing(kept, made, pages[part::3]) == []
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


def test_an_included_item_at_its_former_address_gives_way_to_a_new_one(both, sample):
    kept, _ = both()
    kept.page("page.shtml", '<!--#sistercity show="place" place="kuji-jp" -->')
    sample.change("UPDATE places SET slug = 'moved-jp' WHERE slug = 'kuji-jp'")
    for _ in range(2):
        assert "Kuji" in kept.get("/page.shtml").text
    sample.change("INSERT INTO places (slug, name, country) VALUES ('kuji-jp', 'Another Town', 'JP')")
    assert "Another Town" in kept.get("/page.shtml").text
