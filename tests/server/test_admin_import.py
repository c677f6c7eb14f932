"""Files of other people, brought in by a browser: nothing is guessed, nothing is stored unseen."""

import collections
import concurrent.futures
import datetime
import html
import json
import os
import pathlib
import re
import signal
import socket
import time
import urllib.parse

import pytest
import requests

from support import workbooks
from support.editing import Editor

DATABASES = ["sqlite", "postgresql"]

CONFIGURATION = """
<Location "/sistercities/admin">
    SisterCityRole admin "%{REMOTE_USER} in { 'editor', 'anna' }"
    SisterCityRole reviewer "%{REMOTE_USER} == 'jonas'"
    SisterCityRole editor "%{REMOTE_USER} == 'ruta'"
    SisterCityBodyLimit 100000
</Location>
"""


class Browser(Editor):
    """Goes where it is sent."""

    def request(self, method, path, **options):
        return super().request(method, path, **{"allow_redirects": True, **options})


@pytest.fixture(scope="module")
def editor(server):
    return Browser(server)


def words(answer):
    """What the page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def numbers(answer):
    """added, changed, as they are, rejected."""
    return [int(n) for n in re.findall(r"<dd>(\d+)</dd>", answer.text)][:4]


def send(editor, content, media_type="text/csv", **arguments):
    """Sends a file as the script does, and returns the address of its preview."""
    if isinstance(content, str):
        content = content.encode()
    answer = editor.request("POST", "/import", params=arguments, data=content, headers={"Content-Type": media_type},
                            allow_redirects=False)
    assert answer.status_code == 303, words(answer)
    return answer.headers["Location"].split("/sistercities/admin")[1]


def look(editor, path, **choices):
    """Makes choices in the form of the preview, and returns the next preview."""
    form = editor.form(path)
    for name, value in choices.items():
        form.set(name, value)
    return form.send("look")


def settled(editor, answer):
    """What the page that says how far an import is leads to in the end."""
    deadline = time.monotonic() + 120
    while "data-storing" in answer.text:
        assert time.monotonic() < deadline, words(answer)
        time.sleep(0.05)
        answer = editor.get(re.search(r'data-storing.*?href="([^"]*)"', answer.text, re.DOTALL).group(1))
    return answer


def undo(editor, answer):
    change = re.search(r"/history/(\d+)", answer.url).group(1)
    return editor.form(f"/history/{change}/undo").send("undo")


def test_pasted_rows_are_shown_before_they_are_stored_and_undone_as_one(editor):
    form = editor.form("/import").fill(text="name\tcountry\nVilnius\tLT\nTrakai\tLT\n", collection="places")
    preview = form.send("look")
    assert preview.status_code == 200
    assert numbers(preview)[:2] == [2, 0], words(preview)
    assert editor.server.get("/sistercities/places/vilnius-lt.json").status_code == 404
    stored = editor.form(preview).fill(change_note="from the ministry's list").send("apply")
    assert stored.status_code == 200 and "/history/" in stored.url, words(stored)
    assert "from the ministry's list" in words(stored)
    assert editor.server.get("/sistercities/places/vilnius-lt.json").status_code == 200
    assert undo(editor, stored).status_code == 200
    assert editor.server.get("/sistercities/places/vilnius-lt.json").status_code == 410


def test_an_import_that_is_sent_twice_is_stored_once_and_both_times_leads_to_its_change(editor):
    path = send(editor, "name,country\nSilute,LT\n", name="places.csv")
    form = editor.form(path)
    first = form.send("apply")
    second = form.send("apply")
    assert second.status_code == 200 and "stored already" in words(second)
    assert second.url.split("?")[0] == first.url.split("?")[0], "the same change of the history"
    assert editor.server.get("/sistercities/places/silute-lt-2.json").status_code == 404
    back = editor.get(path)
    assert back.status_code == 200 and "stored already" in words(back), "also for whoever goes back to the preview"
    assert undo(editor, first).status_code == 200


def test_an_import_that_is_sent_twice_at_the_same_moment_is_stored_once(editor):
    rows = "".join(f"Village {n},LT\n" for n in range(400))
    form = editor.form(send(editor, "name,country\n" + rows, name="places.csv"))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: form.send("apply"), range(4)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    stored = [answer for answer in answers if "The import is done" in words(answer)]
    assert len(stored) == 1, [words(answer)[:200] for answer in answers]
    assert editor.server.get("/sistercities/places/village-1-lt.json").status_code == 200
    assert editor.server.get("/sistercities/places/village-1-lt-2.json").status_code == 404
    assert undo(editor, stored[0]).status_code == 200


def test_a_first_fill_of_a_registry_goes_in_at_once(editor):
    """More rows than are counted one by one, on a connection that has answered before."""
    path = send(editor, "name,country\n" + "".join(f"Testham {i},LT\n" for i in range(1, 601)), collection="places")
    assert numbers(look(editor, path)) == [600, 0, 0, 0]
    stored = editor.form(path).send("apply")
    assert stored.status_code == 200, words(stored)
    assert editor.server.get("/sistercities/places/testham-600-lt.json").json()["name"] == "Testham 600"
    assert undo(editor, stored).status_code == 200
    assert editor.server.get("/sistercities/places/testham-600-lt.json").status_code == 410


def test_a_large_file_is_looked_at_as_often_as_somebody_wants(databases, make_httpd):
    registry = databases.sample("sqlite")
    editor = Browser(make_httpd(registry).start())
    rows = "".join(f"Village {n},LT,54.{n % 100:02},23.{n % 77:02},{n + 1}\n" for n in range(25_000))
    path = send(editor, "name,country,latitude,longitude,population\n" + rows, name="places.csv")
    assert [editor.get(path).status_code for _ in range(3)] == [200] * 3
    registry.remove()


def test_others_save_while_a_large_import_is_stored(databases, database_kind, make_httpd):
    """IMPORT_ROWS=22924 is as many as somebody had; how long it took is told."""
    count = int(os.environ.get("IMPORT_ROWS", 1500))
    registry = databases.sample(database_kind)
    server = make_httpd(registry).start()
    editor = Browser(server)
    rows = "".join(f"Village {n},LT,lt=Kaimas {n}\n" for n in range(count))
    form = editor.form(editor.get(send(editor, "name,country,names\n" + rows, name="places.csv"), timeout=120))
    answers, slowest = collections.Counter(), collections.Counter()

    def ask(what, work):
        began = time.monotonic()
        answers[what, work().status_code] += 1
        slowest[what] = max(slowest[what], round(time.monotonic() - began, 1))

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        stored = pool.submit(lambda: settled(editor, form.send("apply", timeout=300)))
        began = time.monotonic()
        while not stored.done():
            n = sum(answers.values())
            others = [pool.submit(ask, "save", lambda n=n, i=i: editor.create("places", slug=f"other-{n}-{i}", name="Other", country="LT"))
                      for i in range(2)]
            ask("read", lambda n=n: server.get(f"/sistercities/places?limit={n % 900 + 1}"))
            concurrent.futures.wait([stored, *others], return_when="FIRST_COMPLETED")
        took = time.monotonic() - began
    assert stored.result().status_code == 200, words(stored.result())
    print(f"{count} rows in {took:.1f} s; {dict(answers)}; slowest {dict(slowest)}")
    assert set(answers) == {("save", 201), ("read", 200)}
    assert registry.sql("SELECT count(*) FROM places WHERE slug LIKE 'village-%'") == str(count)
    assert registry.sql("SELECT count(*) FROM places WHERE slug LIKE 'other-%'") == str(answers["save", 201])
    registry.remove()


LARGE = 5000


@pytest.fixture
def busy(databases, database_kind, make_httpd):
    """A registry into which a large file is about to be stored, and the form that has it stored."""
    registry = databases.sample(database_kind)
    editor = Browser(make_httpd(registry).start())
    rows = "name,slug,country,population\nKuji,kuji-jp,JP,32000\n" + "".join(f"Largeham {n},,LT,\n" for n in range(LARGE - 1))
    form = editor.form(editor.get(send(editor, rows, name="places.csv", mode="merge"), timeout=120))
    yield registry, editor, form
    registry.remove()


def stored_once(registry):
    return registry.sql("SELECT count(*) FROM places WHERE slug LIKE 'largeham-%'") == str(LARGE - 1) and \
        registry.sql("SELECT count(DISTINCT coalesce(batch, id)) FROM changes WHERE who = 'editor' AND collection IS NULL") == "1"


def test_how_far_a_large_import_is_can_be_seen_by_whoever_sent_it_and_by_others_on_any_host(busy, make_httpd):
    registry, editor, form = busy
    elsewhere = make_httpd(registry).start() if registry.driver == "pgsql" else editor.server
    answer = form.send("apply", allow_redirects=False)
    assert answer.status_code == 303 and answer.headers["Location"].endswith("?waiting=1")
    for server in (elsewhere, editor.server):
        page = Browser(server).get(answer.headers["Location"])
        assert page.status_code == 200 and f'<progress max="{LARGE}"' in page.text and f" of {LARGE:,}" in words(page)
        others = Browser(server, "anna").get("/places/kuji-jp")
        assert re.search(rf"editor is storing a large import \(rows: [\d,]+ of {LARGE:,}\)", words(others)), words(others)
    again = form.send("apply", allow_redirects=False)
    assert again.status_code == 303, "it is not stored twice"
    done = settled(editor, page)
    assert "/history/" in done.url and "The import is done." in words(done)
    assert stored_once(registry)
    assert "is storing a large import" not in words(Browser(editor.server, "anna").get("/places/kuji-jp"))
    assert "stored already" in words(form.send("apply")) and stored_once(registry)


def test_a_large_import_goes_on_when_whoever_sent_it_leaves(busy):
    registry, editor, form = busy
    body = urllib.parse.urlencode([*form.fields, ("act", "apply")]).encode()
    head = requests.Request("POST", "http://x", auth=editor.auth).prepare().headers["Authorization"]
    with socket.create_connection(("127.0.0.1", editor.server.port)) as connection:
        connection.sendall(f"POST {form.action} HTTP/1.1\r\nHost: 127.0.0.1:{editor.server.port}\r\nAuthorization: {head}\r\n"
                           f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        connection.recv(1)
    done = settled(editor, editor.get(form.action + "?waiting=1"))
    assert "/history/" in done.url and "The import is done." in words(done)
    assert stored_once(registry)


def test_a_large_import_that_comes_to_nothing_says_so_where_its_progress_was(busy):
    registry, editor, form = busy
    assert editor.change("/places/kuji-jp", {"population": 31000}).status_code == 200
    refused = settled(editor, form.send("apply"))
    assert refused.status_code == 200 and "The registry has been changed since you looked." in words(refused)
    assert not stored_once(registry) and 'value="apply"' in refused.text
    assert "/history/" in settled(editor, editor.form(refused).send("apply")).url and stored_once(registry)


def test_a_large_import_whose_process_is_killed_says_so_where_its_progress_was_and_is_stored_when_asked_again(busy):
    registry, editor, form = busy
    editor.server.expect_log("exit signal Killed")
    page = editor.get(form.send("apply", allow_redirects=False).headers["Location"])
    assert "data-storing" in page.text
    for child in editor.server.children():
        os.kill(child, signal.SIGKILL)
    said = settled(editor, page)
    assert said.status_code == 200 and "This import could not be stored, and nothing of it was." in words(said)
    assert "is storing a large import" not in words(said) and not stored_once(registry)
    assert "/history/" in settled(editor, editor.form(said).send("apply")).url and stored_once(registry)


DAMAGES = ["UPDATE upload_pieces SET content = content || content", "DELETE FROM upload_pieces WHERE position = 1",
           "UPDATE upload_pieces SET position = position + 7", "UPDATE upload_pieces SET content = 'no base64'", "UPDATE uploads SET choices = '[1]'"]


def test_a_file_of_which_the_database_gives_something_else_back_is_not_imported(databases, database_kind, make_httpd):
    registry = databases.sample(database_kind)
    editor = Browser(make_httpd(registry).start())
    editor.server.expect_log("SC0303")
    rows = "name,country,website\n" + "".join(f"Brokenham {n},LT,https://x.example/{'x' * 700}\n" for n in range(300))
    for damage in DAMAGES:
        form = editor.form(send(editor, rows, name="places.csv"))
        registry.sql(damage)
        assert editor.get(form.action).status_code == form.send("apply").status_code == 503, damage
        registry.sql("DELETE FROM uploads")
    assert registry.sql("SELECT count(*) FROM places WHERE slug LIKE 'brokenham-%'") == "0"
    registry.remove()


def test_a_bad_import_is_undone_long_after_and_what_others_did_meanwhile_stays(editor):
    slugs = [f"wrongham-{n}-lt" for n in range(1, 31)]
    stored = editor.form(send(editor, "name,country\n" + "".join(f"Wrongham {n},LT\n" for n in range(1, 31)), name="places.csv")).send("apply")
    for n in range(8):
        editor.make("places", slug=f"meanwhile-{n}-lt", name=f"Meanwhile {n}", country="LT")
        assert editor.change("/places/kuji-jp", {"population": 30000 + n}).status_code == 200
    other = editor.form(send(editor, "name,country\nGoodham,LT\n", name="places.csv")).send("apply")
    undone = undo(editor, stored)
    assert undone.status_code == 200, words(undone)
    assert {editor.server.get(f"/sistercities/places/{slug}").status_code for slug in slugs} == {410}
    assert editor.server.get("/sistercities/places/kuji-jp.json").json()["population"] == 30007
    assert {editor.server.get(f"/sistercities/places/{slug}").status_code for slug in ("meanwhile-7-lt", "goodham-lt")} == {200}
    assert undo(editor, other).status_code == 200


def partner_table(editor, rows):
    """The preview of a table of partners of Kaunas: their towns are to be added."""
    path = send(editor, "Partner,Country,Since\n" + "".join(f"{name},Germany,{year}\n" for name, year in rows), collection="partnerships")
    return look(editor, path, own="kaunas-lt", places="make", **{"fill.type": "sister", "fill.status": "active"})


def test_a_place_is_found_however_many_begin_with_the_same_word(editor, registry, tmp_path):
    names = tmp_path / "places.csv"
    names.write_text("slug,name,country\n" + "".join(f"sankt-{i:04d}-de,Sankt {i:04d},DE\n" for i in range(2100)), encoding="utf-8")
    registry.ctl("import", names)
    preview = partner_table(editor, [("Sankt 2099", 1990), ("Sankt 0001", 1991), ("Sankt", 1992)])
    assert numbers(preview)[:2] == [4, 0], words(preview)
    assert "sankt-2099-de-2" not in preview.text and "Added: Sankt " in words(preview)
    asked = editor.form(preview).set("places", "").send("look")
    assert "Perhaps one of these is meant: sankt-0000-de, sankt-0001-de, sankt-0002-de …" in words(asked), words(asked)
    editor.form(asked).send("discard")


def test_a_large_import_is_undone_and_made_again_as_one(editor):
    rows = [(f"Grossdorf {i}", 1950 + i % 70) for i in range(700)]
    stored = editor.form(partner_table(editor, rows)).send("apply")
    change = re.search(r"/history/(\d+)", stored.url).group(1)
    totals = "/sistercities/places.json?q=Grossdorf&limit=1", "/sistercities/partnerships.json?q=Grossdorf&limit=1"

    def count():
        return [editor.server.get(path).json()["total"] for path in totals]

    def undone(of):
        return editor.request("POST", f"/history/{of}/undo", json={})

    assert count() == [700, 700]
    assert editor.change("/places/grossdorf-5-de", {"population": 5}).status_code == 200
    agreement = editor.make("agreements", partnership="kaunas-lt-grossdorf-7-de", kind="memorandum").json()["slug"]
    refused = undone(change)
    assert refused.status_code == 409 and count() == [700, 700], "all or nothing"
    told = {error.get("field", "").split(".")[0] for error in refused.json()["errors"]}
    assert told >= {"places/grossdorf-5-de", f"agreements/{agreement}"}, refused.text
    last = editor.item("/places/grossdorf-5-de/history")[0]["items"][0]["id"]
    assert undone(last).status_code == 200
    assert editor.withdraw(f"/agreements/{agreement}").status_code in (200, 204)
    assert editor.withdraw("/partnerships/kaunas-lt-grossdorf-9-de").status_code in (200, 204)
    first = undone(change)
    assert first.status_code == 200 and count() == [0, 0], first.text
    assert editor.server.get("/sistercities/places/grossdorf-8-de").status_code == 410
    again = undone(first.json()["change"])
    assert again.status_code == 200 and count() == [700, 699], "what somebody else withdrew stays so"
    item = editor.item("/partnerships/kaunas-lt-grossdorf-8-de")[0]
    assert (item["established"], item["version"]) == ("1958", 2)
    history = editor.get("/partnerships/kaunas-lt-grossdorf-8-de/history.json").json()["items"]
    assert [(one["action"], "undone" in one) for one in history] == [("restore", False), ("withdraw", True), ("create", False)], history
    assert undone(again.json()["change"]).status_code == 200 and count() == [0, 0]


def test_many_changes_are_stored_and_undone_as_one(editor):
    """More than are read at once, some of them in what lists are filtered, found and sorted by."""
    assert "/history/" in editor.form(partner_table(editor, [(f"Kleindorf {i}", 1950) for i in range(230)])).send("apply").url
    slugs = [f"kleindorf-{i}-de" for i in range(230)]
    changed = {slug: editor.item(f"/places/{slug}")[0]["version"] for slug in slugs}
    names = editor.form(send(editor, "slug,name,population\n" + "".join(
        f"{slug},{'Ödhausen' if n == 210 else f'Kleindorf {n}'},{n + 1}\n" for n, slug in enumerate(slugs)), name="places.csv", mode="merge"))
    ties = editor.form(send(editor, "slug,established,parties\n" + "".join(
        f"kaunas-lt-{slug},1977,kaunas-lt|{slug}{'|boston-us' if n == 220 else ''}\n" for n, slug in enumerate(slugs)), name="partnerships.csv", mode="merge"))
    server = editor.server
    stored = [form.send("apply") for form in (names, ties)]
    assert all("/history/" in one.url for one in stored), [words(one)[:500] for one in stored]

    def seen():
        totals = [server.get(f"/sistercities/{of}&limit=1").json()["total"] for of in (
            "places.json?q=Odhausen", "partnerships.json?q=Odhausen", "partnerships.json?since=1977&until=1977&place=kaunas-lt&country=DE",
            "partnerships.json?place=boston-us&country=DE")]
        items = [editor.item(f"/places/{slug}")[0] for slug in (slugs[0], slugs[210], slugs[229])]
        return totals, [item.get("population") for item in items], [item["version"] - changed[item["slug"]] for item in items]

    assert seen() == ([1, 1, 230, 1], [1, 211, 230], [1, 1, 1])
    assert server.get("/sistercities/partnerships.json?place=kaunas-lt&country=DE&sort=-name&limit=1").json()["items"][0]["slug"] == f"kaunas-lt-{slugs[210]}"
    assert editor.change(f"/places/{slugs[5]}", {"population": 55}).status_code == 200
    refused = editor.request("POST", f"/history/{re.search(r'/history/([0-9]+)', stored[0].url)[1]}/undo", json={})
    assert refused.status_code == 409 and [error["field"] for error in refused.json()["errors"]] == [f"places/{slugs[5]}.population"]
    assert editor.change(f"/places/{slugs[5]}", {"population": 6}).status_code == 200
    assert [undo(editor, one).status_code for one in stored] == [200, 200]
    assert seen() == ([0, 0, 0, 0], [None] * 3, [2] * 3)
    history = editor.get(f"/places/{slugs[210]}/history.json").json()["items"]
    assert [(one["action"], "undone" in one) for one in history] == [("change", False), ("change", True), ("create", False)]


def test_what_would_change_is_shown_field_by_field(editor):
    path = send(editor, "slug,population\nkyoto-jp,1463723\n", name="places.csv")
    preview = editor.get(path)
    assert numbers(preview)[:2] == [0, 1], words(preview)
    assert "1,463,723" in words(preview)
    editor.form(preview).send("discard")
    assert editor.get(path).status_code == 404


def test_a_table_with_foreign_headings_goes_in_as_somebody_says(editor):
    table = "Partnerstadt;Land;Art;seit\nAntalya;Türkei;Städtepartnerschaft;24.05.1997\nGera;Deutschland;Städtefreundschaft;1990\n"
    path = send(editor, table.encode("cp1252"), name="liste.csv", collection="partnerships")
    first = editor.get(path)
    assert "WINDOWS-1252" in first.text and "would be added" not in words(first), "nothing before it is confirmed"
    assert "semicolons" in words(first) and "a proposal" in words(first)
    form = editor.form(first)
    assert form["encoding"] == "WINDOWS-1252", "proposed"
    assert [form[f"column[{n}]"] for n in range(4)] == ["partner", "partner_country", "type", "established"]
    assert form["read[3]"] == "day_first", "24.05.1997 can be read in one order only"
    assert "24.05.1997 becomes 1997-05-24" in words(first)
    second = form.fill(own="boston-us", places="make", **{"fill.status": "active"}).send("look")
    assert numbers(second) == [4, 0, 0, 0], words(second)
    stored = editor.form(second).send("apply")
    item = editor.server.get("/sistercities/partnerships/boston-us-antalya-tr.json").json()
    assert (item["established"], item["type"]) == ("1997-05-24", "sister")
    other = editor.server.get("/sistercities/partnerships/boston-us-gera-de-friendship.json").json()
    assert other["type"] == "friendship"
    assert undo(editor, stored).status_code == 200
    assert editor.server.get("/sistercities/places/antalya-tr.json").status_code == 410


def test_every_bad_row_is_told_with_its_reason_and_the_good_ones_can_go_in_alone(editor):
    path = send(editor, "name,country\nTaurage,LT\nNowhere,Atlantis\nBirzai,LT,too many\n", name="places.csv")
    preview = editor.get(path)
    assert "line 3, column 2" in words(preview) and "line 4" in words(preview)
    assert 'value="apply"' not in preview.text, "all or nothing is nothing here"
    stored = editor.form(preview).send("apply_good")
    assert "/history/" in stored.url, words(stored)
    assert editor.server.get("/sistercities/places/taurage-lt.json").status_code == 200
    assert undo(editor, stored).status_code == 200


def test_all_of_a_file_with_bad_rows_is_refused(editor):
    path = send(editor, "name,country\nTaurage,LT\nNowhere,Atlantis\n", name="places.csv")
    editor.server.expect_log(r"SC\d+")
    answer = editor.form(path).send("apply")
    assert answer.status_code == 422
    assert editor.server.get("/sistercities/places/nowhere.json").status_code == 404
    editor.form(path).send("discard")


@pytest.mark.parametrize("headings, collection", [
    ("Partner,Country,Date", "partnerships"), ("Our list\nPartnerstadt,Land,seit", "partnerships"), ("Partner,Title,Began,Form", "activities"),
    ("Miestas,Gyventojai,Platuma", "places"), ("name,country", "places"), ("City,Country", ""), ("Aheim,Germany,1989", ""), ("a,b,c", "")])
def test_what_a_table_is_about_is_proposed_where_its_headings_tell_and_is_not_taken_as_said(editor, headings, collection):
    path = send(editor, headings + "\nAheim,Germany,1990\n", name="list.csv")
    form = editor.form(path)
    assert form["collection"] == collection and ("column[0]" in form.names()) == bool(collection)
    assert "would be added" not in words(editor.get(path))
    form.send("discard")


@pytest.mark.parametrize("cells, column", [(("Francia", "Lituania"), "partner_country"), (("attivo", "sospeso"), "status")])
def test_a_heading_that_means_two_things_is_proposed_as_its_cells_have_it(editor, cells, column):
    form = editor.form(send(editor, "Città,Stato\n" + "".join(f"A{n},{cell}\n" for n, cell in enumerate(cells)), collection="partnerships"))
    assert form["column[1]"] == column
    form.send("discard")


def test_turkish_names_of_the_spreadsheet_kind(editor):
    table = "KARDEŞ KENTİN Adı;Ülkesi;Meclis Karar Tarihi\nSCHWÄBISCH HALL;ALMANYA;05.04.2006\nROXAS;FİLİPİNLER;07.02.1997\n"
    path = send(editor, table.encode("cp1254"), collection="partnerships")
    preview = look(editor, path, encoding="WINDOWS-1254")
    assert "KARDEŞ KENTİN Adı" in words(preview)
    preview = editor.form(preview).fill(own="boston-us", places="make", **{
        "column[0]": "partner", "column[1]": "partner_country", "read[1]": "names", "column[2]": "established",
        "read[2]": "", "fill.type": "sister", "fill.status": "active"}).send("look")
    assert "05.04.2006" in words(preview) and "is not" in words(preview), "a foreign date is no date until its order is said"
    preview = editor.form(preview).set("read[2]", "day_first").send("look")
    assert numbers(preview) == [4, 0, 0, 0], words(preview)
    assert "2006-04-05" in preview.text
    editor.form(preview).send("discard")


def test_in_another_encoding_the_columns_are_proposed_anew(editor):
    path = send(editor, "Miestas,Šalis,Data\nŠiauliai,Lietuva,1985 m. gegužės 17 d.\n".encode("cp1257"), collection="partnerships")
    form = editor.form(path)
    assert form["column[1]"] == "", "in a wrong encoding it is not known"
    form = editor.form(form.set("encoding", "WINDOWS-1257").send("look"))
    assert (form["column[1]"], form["column[2]"], form["read[2]"]) == ("partner_country", "established", "year_first")
    form.send("discard")


def test_numbers_that_can_be_read_two_ways_are_asked_about(editor):
    table = "Ort;Land;Einwohner;Breite;Länge\nAheim;DE;15 000;{};1.25\nBheim;DE;1.234.567;6.100;2,5\n"
    first = send(editor, table.format("5.200"), collection="places")
    form = editor.form(first)
    assert (form["read[2]"], form["read[3]"], form["read[4]"]) == ("dot_groups", "?", "?")
    assert "would be added" not in words(form.send("look")), "nothing before it is said"
    settled = editor.form(send(editor, table.format("5.25"), collection="places"))
    assert settled["read[3]"] == "", "5.25 can be read in one way only"
    preview = settled.set("read[3]", "dot_groups").set("read[4]", "comma_groups").send("look")
    assert "line 2, column 4" in words(preview) and "line 3, column 5" in words(preview) and numbers(preview)[0] == 0
    editor.form(preview).send("discard")
    editor.form(first).send("discard")


def test_days_and_months_that_could_be_exchanged_are_asked_about(editor):
    table = "City\tCountry\tDate\nKobe\tJapan\t{}\nOsaka\tJapan\t05.06.1990\n"
    path = send(editor, table.format("2008.5.21"), collection="partnerships")
    form = editor.form(path)
    assert form["read[2]"] == "?"
    preview = form.fill(own="boston-us", places="make", **{"fill.type": "sister", "fill.status": "active"}).send("look")
    assert "would be added" not in words(preview)
    assert "05.06.1990 becomes 1990-06-05" in words(preview) and "05.06.1990 becomes 1990-05-06" in words(preview)
    assert "1990-06-05" in editor.form(preview).set("read[2]", "day_first").send("look").text.split("What changes")[1]
    settled = editor.form(send(editor, table.format("21.5.2008"), collection="partnerships"))
    assert settled["read[2]"] == "day_first"
    settled.send("discard")
    editor.form(path).send("discard")


def test_a_month_that_is_another_one_in_another_language_is_asked_about(editor):
    table = "City\tCountry\tDate\nKobe\tJapan\t17 listopada 1987\nOsaka\tJapan\t5 lipca 1990\n"
    path = send(editor, table, collection="partnerships")
    form = editor.form(path)
    assert form["months"] == "?"
    preview = form.fill(own="boston-us", places="make", **{"fill.type": "sister", "fill.status": "active"}).send("look")
    assert "would be added" not in words(preview), "nothing before it is said"
    assert "Polish: 17 listopada 1987 becomes 1987-11-17" in words(preview)
    assert "Croatian: 17 listopada 1987 becomes 1987-10-17" in words(preview)
    for language, day in (("hr", "17 October 1987"), ("pl", "17 November 1987")):
        preview = editor.form(preview).set("months", language).send("look")
        assert numbers(preview)[0] == 4 and day in words(preview).split("What changes")[1], words(preview)
    editor.form(preview).send("discard")


def test_a_workbook_goes_in_by_the_sheet_that_somebody_chooses(editor):
    book = workbooks.rows(
        ("Read me",),
        ("Partners", ["Our partners"], ["City", "Country", "Since"], ["Aheim\nam See", "Germany", datetime.date(1989, 1, 1)],
         ["Bheim", "Germany", datetime.date(1990, 5, 4)], ["Cheim", "Nowhere", None]),
        ("Old", ["Town", "Country"], ["Dheim", "Germany"]))
    book["Old"].sheet_state = "hidden"
    book["Partners"]["C3"].number_format = "yyyy"
    book["Partners"].row_dimensions[4].hidden = True
    path = send(editor, workbooks.xlsx(book), workbooks.XLSX, name="partners.xlsx", collection="partnerships")
    form = editor.form(path)
    first = editor.get(path)
    assert form["heading"] == "2" and "Old (hidden)" in words(first) and "the first with A4" in words(first)
    assert "delimiter" not in form.names() and "encoding" not in form.names()
    other = look(editor, path, sheet="1")
    assert "2 rows" not in words(other) and "Dheim" in words(other) and editor.form(other)["heading"] == "1"
    settled = look(editor, path, sheet="0", heading="2")
    settled = look(editor, path, **{"column[0]": "partner", "column[1]": "partner_country", "column[2]": "established"})
    settled = look(editor, path, own="kaunas-lt", places="make", **{"read[1]": "names", "fill.type": "sister", "fill.status": "active"})
    assert "line 5, column 2" in words(settled) and "Aheim am See" in words(settled), words(settled)
    stored = editor.form(settled).send("apply_good")
    assert "/history/" in stored.url, words(stored)
    found = editor.server.get("/sistercities/partnerships.json?place=kaunas-lt&country=DE&limit=1000").json()["items"]
    assert {"1989", "1990-05-04"} <= {one.get("established") for one in found}, found
    assert undo(editor, stored).status_code == 200


def test_a_workbook_of_another_program_is_read_too(editor):
    content = workbooks.through_gnumeric(workbooks.xlsx(workbooks.rows(("P", ["name", "country"], ["Vilnius", "LT"]))), "ods")
    path = send(editor, content, workbooks.ODS, name="places.ods")
    preview = editor.get(path)
    assert numbers(preview)[:1] == [1], words(preview)
    editor.form(path).send("discard")


def test_a_damaged_workbook_is_refused_with_a_plain_sentence(editor):
    editor.server.expect_log(r"SC\d+")
    answer = editor.request("POST", "/import", data=b"PK\x03\x04\x14\x00", headers={"Content-Type": "text/csv"})
    assert answer.status_code == 422 and "save it anew as .xlsx or .ods" in words(answer)


def test_the_row_of_the_headings_is_proposed_and_can_be_chosen(editor):
    path = send(editor, "Partner towns of our city\nPartner,Country,Date\nAheim,Germany,1989\n", collection="partnerships")
    form = editor.form(path)
    assert (form["heading"], form["delimiter"], form["column[0]"]) == ("2", "comma", "partner")
    other_page = form.set("heading", "0").send("look")
    other = editor.form(other_page)
    assert (other["heading"], other["column[0]"]) == ("0", "partner") and "What “A” is" in html.unescape(other_page.text), "what was said of other columns is not taken over"
    again = editor.form(other.set("delimiter", "semicolon").send("look"))
    assert again["delimiter"] == "semicolon" and "column[1]" not in again.names()
    back = editor.form(again.fill(heading="2", delimiter="comma").send("look"))
    preview = back.fill(own="boston-us", places="make", **{"fill.type": "sister", "fill.status": "active"}).send("look")
    assert numbers(preview) == [2, 0, 0, 0], words(preview)
    editor.form(preview).send("discard")


def test_a_list_without_headings_loses_no_row(editor):
    path = send(editor, "Aheim\tGermany\t1989\nBville\tFrance\t1996\n", collection="partnerships")
    form = editor.form(path)
    assert (form["heading"], form["delimiter"]) == ("0", "tab") and "Aheim" in words(editor.get(path))
    assert [form[f"column[{n}]"] for n in range(3)] == ["partner", "partner_country", "established"], "as the cells have it"
    preview = form.fill(own="boston-us", places="make", **{"fill.type": "sister", "fill.status": "active"}).send("look")
    assert numbers(preview) == [4, 0, 0, 0], words(preview)
    editor.form(preview).send("discard")


def test_rows_that_are_none_of_the_table_are_passed_over_and_that_is_told(editor):
    table = "Partner|Country|Date\nEurope||\nAheim[1]|Germany|1989\nB &amp; C||1990\nTotal: 2||\n"
    path = send(editor, table, collection="partnerships")
    form = editor.form(path)
    assert form["delimiter"] == "bar" and form["down[1]"] == ""
    form.fill(own="boston-us", places="make", **{"fill.type": "sister", "fill.status": "active", "down[1]": "above"})
    preview = form.send("look")
    assert numbers(preview) == [4, 0, 0, 0], words(preview)
    assert "“Europe” was passed over" in words(preview) or '"Europe" was passed over' in words(preview)
    assert '"Aheim[1]" is read as "Aheim"' in words(preview) and "B & C" in words(preview)
    all_rows = editor.form(preview).set("rows", "all").send("look")
    assert numbers(all_rows) == [8, 0, 0, 0], words(all_rows)
    editor.form(all_rows).send("discard")


def test_merged_cells_are_proposed_to_mean_what_stands_above_them(editor):
    table = "Country|Partner|Date|Note\nGermany|Wolfsburg||large\n|Gifhorn|1990|\nFrance|Lyon|1991|\n|Total|3|\n"
    page = editor.get(send(editor, table, collection="partnerships"))
    form = editor.form(page)
    assert [form[f"down[{n}]"] for n in (0, 2, 3)] == ["above", "", ""], "dates and notes are only known for some"
    assert re.search(r'name="down\[0\]".*?</select> <span[^>]*>a proposal<', page.text, re.DOTALL)
    form.fill(own="boston-us", places="make", **{"fill.type": "sister", "fill.status": "active"})
    preview = form.send("look")
    assert numbers(preview) == [6, 0, 0, 0] and "boston-us-gifhorn-de" in preview.text, words(preview)
    assert '"Total" was passed over' in words(preview), "no row is filled up until it looks like others"
    empty = editor.form(preview).set("down[0]", "").send("look")
    assert editor.form(empty)["down[0]"] == "" and "gifhorn-de" not in empty.text, "whoever knows better says so"
    editor.form(empty).send("discard")


@pytest.mark.parametrize(
    "table, proposed",
    [
        ("country|name\nDE|Wolfsburg\n|Gifhorn\n", True),
        ("country|name\nDE|Wolfsburg\nDE|Celle\n|Gifhorn\n", False),
        ("country|name\n|Gifhorn\nDE|Wolfsburg\n|Celle\n", False),
        ("name|country|population\nWolfsburg|DE|1\nGifhorn||2\n", False),
    ],
    ids=["group", "written out", "none above", "of the row"],
)
def test_only_cells_that_look_merged_are_asked_about(editor, table, proposed):
    page = editor.get(send(editor, table, collection="places"))
    form = editor.form(page)
    gaps = [form[name] for name in sorted(form.names()) if name.startswith("down")]
    assert gaps == ["above" if proposed else ""] * len(gaps) and gaps
    assert (numbers(page) == []) == proposed, "nothing is made of a proposal before somebody has seen it"
    form.send("discard")


def test_activities_name_partners_and_the_words_of_the_form(editor):
    table = "Partner,Title,Began,Form\nKyoto,Choir,2019,Student Exchange\nAtlantis,Fair,2020,Sports event\n"
    form = editor.form(send(editor, table, collection="activities"))
    assert [form[f"column[{n}]"] for n in range(4)] == ["partnership", "title", "start", "form"]
    assert form["read[0]"] == "names", "they are no address names"
    assert (form["word[3][0]"], form["word[3][1]"]) == ("student_exchange", "sports_event")
    preview = form.fill(own="boston-us").send("look")
    assert numbers(preview) == [1, 0, 0, 1], words(preview)
    assert "boston-us-kyoto-jp" in preview.text and 'No place on record is called "Atlantis"' in words(preview)
    editor.form(preview).send("discard")


def test_what_is_wrong_in_json_is_told_with_its_member(editor):
    path = send(editor, '{"places": [{"name": "Aheim", "country": "Deutschland"}]}', media_type="application/json")
    assert "places[0].country" in words(editor.get(path))
    editor.form(path).send("discard")


def test_countries_that_are_not_known_are_asked_about(editor):
    path = send(editor, "Partner,Country\nAheim,Deutschlnd\nBheim,Deutschlnd\nCville,France\n", collection="partnerships")
    form = editor.form(path)
    assert "“Deutschlnd” means" in words(editor.get(path)) and "“France” means" not in words(editor.get(path))
    form.fill(own="boston-us", places="make", **{"fill.type": "sister", "fill.status": "active", "word[1][0]": "DE"})
    preview = form.send("look")
    assert numbers(preview) == [6, 0, 0, 0], words(preview)
    editor.form(preview).send("discard")


def test_utf_16_of_a_spreadsheet(editor):
    table = "City\tCountry\tDate\nShenzhen\tChina\tMay.17.2007\nOsaka\tJapan\tMay.21.2008\n"
    path = send(editor, b"\xff\xfe" + table.encode("utf-16-le"), collection="partnerships")
    form = editor.form(path)
    assert (form["encoding"], form["column[0]"]) == ("UTF-16", "partner")
    preview = form.fill(own="boston-us", places="make", **{"fill.type": "friendship", "fill.status": "active"}).send("look")
    preview = editor.form(preview).set("read[2]", "month_first").send("look")
    assert "2007-05-17" in preview.text, words(preview)
    editor.form(preview).send("discard")


def test_shift_jis_places_get_their_addresses_from_their_kana(editor):
    table = "pref,city,citykana,lat,lng,url\n北海道,札幌市,さっぽろし,43.06,141.35,http://www.city.sapporo.jp/\n"
    path = send(editor, table.encode("cp932"), collection="places")
    form = editor.form(path)
    assert (form["encoding"], form["column[2]"]) == ("CP932", "reading")
    unread = form.fill(**{"column[2]": "", "fill.country": "JP"}).send("look")
    assert re.search(r"place-\d+-jp", unread.text), "Han letters have no certain reading"
    preview = editor.form(unread).set("column[2]", "reading").send("look")
    assert numbers(preview)[0] == 1, words(preview)
    assert "札幌市" in preview.text and "sapporoshi-jp" in preview.text
    editor.form(preview).send("discard")


def test_an_unknown_country_is_told_at_its_own_column(editor):
    path = send(editor, "City,Country\nVictoria,Austrailia\n", collection="partnerships")
    preview = look(editor, path, own="boston-us", places="make", **{"read[1]": "names", "fill.type": "sister", "fill.status": "active"})
    assert "line 2, column 2" in words(preview) and "Austrailia" in words(preview)
    editor.form(preview).send("discard")


def test_a_list_of_lines_is_no_table_and_that_is_said(editor):
    path = send(editor, "30.06.2003 - Daejeon (Südkorea) - MOU\n12.09.2006 - Shenzhen (China) - MOU\n", collection="partnerships")
    assert "list of lines rather than a table" in words(editor.get(path))
    editor.form(path).send("discard")
    path = send(editor, "30.06.2003 - Daejeon, South Korea\n12.09.2006 - Shenzhen, China\n", collection="partnerships")
    form = editor.form(path).fill(heading="0", own="boston-us", places="make", **{"fill.type": "sister", "fill.status": "active"})
    preview = editor.form(form.send("look")).set("column[0]", "partner").send("look")
    assert '"12.09.2006 - Shenzhen" begins with a number' in words(preview), words(preview)
    assert numbers(preview) == [0, 0, 0, 2], "and no place gets that name"
    editor.form(preview).send("discard")


def test_json_of_several_collections_goes_in_at_once(editor):
    document = '{"places": [{"slug": "oslo-no", "name": "Oslo", "country": "NO"}], "claims": [{"place": "oslo-no", "number": 3, "source": "its site"}]}'
    path = send(editor, document, "application/json")
    preview = editor.get(path)
    assert numbers(preview)[0] == 2, words(preview)
    stored = editor.form(preview).send("apply")
    assert editor.server.get("/sistercities/places/oslo-no.json").status_code == 200
    undo(editor, stored)


def test_a_preview_calls_what_is_only_going_to_be_stored_by_its_names(editor):
    path = send(editor, json.dumps({
        "partnerships": [{"slug": "to-come", "type": "sister", "status": "active", "parties": [{"place": "kaunas-lt"}, {"place": "strasbourg-fr"}]}],
        "activities": [{"partnership": "to-come", "title": "First visit"}]}), "application/json")
    page = words(editor.request("GET", path))
    assert "Added: Kaunas – Strasbourg" in page and page.split("Added: First visit")[1].count("Kaunas – Strasbourg") == 1
    editor.form(path).send("discard")


def test_what_somebody_changed_since_the_preview_is_looked_at_first(editor):
    path = send(editor, "name,country\nAlytus,LT\n", name="places.csv")
    form = editor.form(path)
    assert editor.create("places", name="Alytus", country="LT").status_code == 201
    editor.server.expect_log(r"SC\d+")
    answer = form.send("apply")
    assert answer.status_code == 409 and "has been changed since you looked" in words(answer)
    assert numbers(editor.request("GET", path))[0] == 0
    editor.form(path).send("discard")
    path = send(editor, "slug,population\nkyoto-jp,1463700\n", name="places.csv")
    form = editor.form(path)
    assert editor.change("/places/kyoto-jp", {"area_km2": 827.8}).status_code < 400
    answer = form.send("apply")
    assert answer.status_code == 409
    stored = editor.form(answer).send("apply")
    assert "/history/" in stored.url
    undo(editor, stored)


def test_what_somebody_changed_elsewhere_since_the_preview_refuses_no_import(editor):
    path = send(editor, "name,country\nUtena,LT\n", name="places.csv")
    form = editor.form(path)
    assert editor.create("places", name="Ukmergė", country="LT").status_code == 201
    assert editor.change("/places/kyoto-jp", {"website": "https://www.city.kyoto.lg.jp/"}).status_code < 400
    stored = form.send("apply")
    assert "/history/" in stored.url
    assert editor.server.get("/sistercities/places/utena-lt.json").status_code == 200
    undo(editor, stored)


def test_a_file_that_waits_is_its_owners_alone(server, editor):
    path = send(editor, "name,country\nAlytus,LT\n", name="places.csv")
    server.expect_log(r"SC\d+")
    assert Browser(server, "anna").get(path).status_code == 404
    form = editor.form(path)
    form.editor = Browser(server, "anna")
    assert form.set("token", form.editor.form("/import")["token"]).send("apply").status_code == 404
    editor.form(path).send("discard")


@pytest.mark.parametrize("user", ["jonas", "ruta"])
def test_only_administrators_import(server, user):
    server.expect_log(r"SC\d+")
    other = Browser(server, user)
    assert other.get("/import").status_code == 403
    assert other.request("POST", "/import", data=b"name\nX\n", headers={"Content-Type": "text/csv"}).status_code == 403


def test_nothing_to_import_and_foreign_types_are_refused(editor):
    editor.server.expect_log(r"SC\d+")
    assert editor.form("/import").send("look").status_code == 422
    answer = editor.request("POST", "/import", data=b"x", headers={"Content-Type": "application/x-tar"})
    assert answer.status_code == 415
    foreign = editor.request("POST", "/import", data=b"name\nX\n",
                             headers={"Content-Type": "text/csv", "Origin": "https://evil.example"})
    assert foreign.status_code == 403


@pytest.mark.parametrize(
    "body, media_type, status",
    [
        (b"name\n" + b"x" * 100000, "text/csv", 413),
        (b'{"places": [', "application/json", 400),
        (b'{"places": [], "places": []}', "application/json", 400),
        (b"[" * 50000, "application/json", 400),
        (b"text=%FF", "application/x-www-form-urlencoded", 400),
    ],
)
def test_files_that_are_too_large_or_unreadable_are_refused_and_leave_nothing(editor, body, media_type, status):
    editor.server.expect_log(r"SC\d+")
    answer = editor.request("POST", "/import", data=body, headers={"Content-Type": media_type})
    assert answer.status_code == status
    assert int(editor.server.registry.sql("SELECT count(*) FROM upload_pieces")) == 0


@pytest.mark.parametrize("body, status", [
    (b"[" + b"[]," * 2_000_000 + b"[]]", 400), (b"[" + b"1," * 3_000_000 + b"1]", 400), (b"[" * 100_000 + b"]" * 100_000, 400),
    (b'{"places": ' + b"[" * 40 + b"]" * 40 + b"}", 400), (b"[" + b"123456," * 300_000 + b"1]", 303)],
    ids=["lists", "numbers", "deep", "nested", "rows"])
def test_json_of_nothing_takes_no_memory(databases, make_httpd, body, status):
    registry = databases.empty("sqlite")
    server = make_httpd(registry, configuration="StartServers 1\n").start()
    server.expect_log("SC0501")
    editor = Editor(server)
    children = server.children()
    answer = editor.request("POST", "/import", params={"collection": "places"}, data=body, headers={"Content-Type": "application/json"},
                            allow_redirects=False)
    assert answer.status_code == status
    if status == 303:
        assert "must be a JSON object. … and" in words(editor.get(answer.headers["Location"].split("/sistercities/admin")[1]))
    for child in children:
        peak = re.search(r"VmHWM:\s+(\d+) kB", pathlib.Path(f"/proc/{child}/status").read_text())
        assert int(peak[1]) < 200_000
    registry.remove()


def test_broken_letters_in_an_utf_8_file_are_told_row_by_row(editor):
    path = send(editor, "name,country\nKaunas Ž,LT\n".encode() + b"Br\xff\xfftten,CH\n" + "Šilutė,LT\nŽagarė,LT\n".encode(), name="places.csv")
    preview = editor.get(path)
    assert "line 3" in words(preview) and numbers(preview)[0] == 3, words(preview)
    editor.form(preview).send("discard")


def test_what_a_file_says_is_shown_as_text(editor):
    path = send(editor, '"<script>alert(1)</script>",name\n"<img src=x onerror=alert(1)>",<b>Bold</b>\n', collection="places")
    preview = look(editor, path, **{"column[0]": ""})
    assert "<script>alert(1)" not in preview.text and "<img src=x" not in preview.text and "<b>Bold" not in preview.text
    editor.form(preview).send("discard")


def test_what_wikidata_gives_is_recognized_and_previewed(editor):
    entity = "http://www.wikidata.org/entity/"
    rows = ("place,placeLabel,placeCountry,partner,partnerLabel,partnerCountry,statement,start,startPrecision\r\n"
            f"{entity}Q9001,Nidden,LT,{entity}Q9002,Wesel am Rhein,DE,{entity}statement/Q9001-A,1992-05-01T00:00:00Z,10\r\n")
    preview = editor.get(send(editor, rows, name="query.csv"))
    assert numbers(preview) == [5, 0, 0, 0], words(preview)
    assert "May 1992" in words(preview)
    stored = editor.form(send(editor, rows, name="query.csv")).send("apply")
    assert editor.server.get("/sistercities/partnerships/nidden-lt-wesel-am-rhein-de.json").json()["established"] == "1992-05"
    assert numbers(editor.get(send(editor, rows, name="query.csv")))[:1] == [0]
    undo(editor, stored)
