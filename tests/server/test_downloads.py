"""All that a list's filters leave, as CSV and as JSON Lines: every row, in one piece, of one state."""

import csv
import io
import json
import pathlib
import socket
import threading
import time

import pytest

from support.editing import Editor

DATABASES = ["sqlite", "postgresql"]
# The system holds little of what a client has not read yet.
CONFIGURATION = "SendBufferSize 8192\n"
ROOT = "/sistercities"
PAIRS = 2300  # more than two of the batches in which a download is read
LONG = 430  # of these texts so many are more than what is held in memory
LONG_TEXT = "市" * 4800
COLLECTIONS = ["places", "partnerships", "agreements", "activities", "organizations", "approvals", "steps", "gifts", "sources", "claims"]
WITHOUT_PAGES = ["approvals", "steps", "gifts", "sources", "claims"]


@pytest.fixture(scope="module")
def registry(databases, database_kind, tmp_path_factory):
    """The sample, and some thousand places and partnerships more."""
    made = databases.sample(database_kind)
    files = tmp_path_factory.mktemp("many")
    (files / "places.csv").write_text("slug,name,level,country,names\n" + "".join(
        f"x{n}-a,Žemė “{n}”,city,{'LT' if n % 3 else 'JP'},ja=平塚{n}\nx{n}-b,Town {n},town,DE,\n" for n in range(PAIRS)))
    (files / "partnerships.csv").write_text("slug,parties,type,status,established\n" + "".join(
        f"x{n}-a-x{n}-b,x{n}-a|x{n}-b,{'sister' if n % 2 else 'friendship'},active,{1950 + n % 70}\n" for n in range(PAIRS)))
    (files / "approvals.csv").write_text("slug,partnership,body,date\n" + "".join(
        f"yes-{n},x{n}-a-x{n}-b,Town council,{1990 + n}\n" for n in range(9)))
    # Short ones come first, so that more is expected to be held than can be; and none as it is imported.
    (files / "sources.csv").write_text("slug,partnership,title,note\n" + "".join(
        f"{'zz' if n < LONG else 'aa'}-{n * 611 % 997},x{n}-a-x{n}-b,Source {n},{LONG_TEXT if n < LONG else ''}\n" for n in range(2 * LONG)))
    made.ctl("import", files)
    yield made
    made.remove()


def rows(answer):
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8"), newline=""), strict=True))


def lines(answer):
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.content.decode("utf-8").splitlines()]


def in_pages(server, path, filters):
    """The items of a list as its pages have them."""
    items, address = [], f"{server.url}{ROOT}/{path}.json?limit=1000&{filters}"
    while address:
        page = server.get(address.removeprefix(server.url)).json()
        items, address = items + page["items"], page.get("next")
    return items


@pytest.mark.parametrize("path, filters", [(collection, "") for collection in COLLECTIONS] + [
    ("places", "country=DE&sort=-name"), ("places", "q=town"), ("partnerships", "type=sister&as_of=2000"),
    ("partnerships", "since=1980&sort=-established&lang=ja"), ("places/boston-us/partners", ""), ("places/boston-us/activities", "sort=title"),
    ("places/x7-a/partners", "country=DE"), ("gifts", "place=boston-us"), ("steps", "country=JP"), ("approvals", "type=sister")])
def test_a_download_has_every_row_that_the_pages_have(server, path, filters):
    items = in_pages(server, path, filters)
    assert items
    assert [row["slug"] for row in rows(server.get(f"{ROOT}/{path}.csv?{filters}"))] == [item["slug"] for item in items]
    assert lines(server.get(f"{ROOT}/{path}.jsonl?{filters}")) == items


def test_more_rows_than_a_page_may_have_come_in_one_piece(server):
    for suffix, read in ("csv", rows), ("jsonl", lines):
        answer = server.get(f"{ROOT}/partnerships.{suffix}")
        assert len(read(answer)) > PAIRS and int(answer.headers["Content-Length"]) == len(answer.content)
        assert "Link" not in answer.headers and answer.headers["ETag"][0] == '"'
    assert answer.headers["Content-Type"] == "application/jsonl"


def test_with_a_limit_they_are_pages(server):
    for suffix, read in ("csv", rows), ("jsonl", lines):
        first = server.get(f"{ROOT}/places.{suffix}?limit=3")
        second = server.get(first.links["next"]["url"].removeprefix(server.url))
        assert len(read(first)) == len(read(second)) == 3 and read(first) != read(second)


def test_an_export_is_the_same_file_as_the_download(server, registry, tmp_path):
    """But for what readers do not see, which these have not."""
    registry.ctl("export", tmp_path)
    for collection in "places", "partnerships", "claims", "gifts":
        exported = {row["slug"]: row for row in csv.DictReader(io.StringIO((tmp_path / f"{collection}.csv").read_bytes().decode(), newline=""))}
        assert {row["slug"]: row for row in rows(server.get(f"{ROOT}/{collection}.csv"))} == exported


def test_a_byte_order_mark_stands_once(server):
    body = server.get(f"{ROOT}/places.csv?bom=1").content
    assert body.startswith(b"\xef\xbb\xbfslug,") and body.count(b"\xef\xbb\xbf") == 1 and body.count(b"slug,name") == 1


def test_it_can_be_asked_for_by_its_name_alone_and_is_not_sent_again_unchanged(server):
    whole = server.get(f"{ROOT}/places.jsonl")
    head = server.request("HEAD", f"{ROOT}/places.jsonl")
    for name in "ETag", "Content-Length", "Content-Type", "Last-Modified", "Cache-Control":
        assert head.headers[name] == whole.headers[name]
    assert head.content == b""
    same = server.get(f"{ROOT}/places.jsonl", headers={"If-None-Match": whole.headers["ETag"]})
    assert same.status_code == 304 and same.content == b""
    assert server.get(f"{ROOT}/places.jsonl", headers={"If-Match": '"other"'}).status_code == 412
    Editor(server).change("/places/kuji-jp", {"population": 33000})
    fresh = server.get(f"{ROOT}/places.jsonl", headers={"If-None-Match": whole.headers["ETag"]})
    assert fresh.status_code == 200 and fresh.headers["ETag"] != whole.headers["ETag"]


def test_none_of_it_goes_into_the_cache(server):
    def stored():
        text = server.get("/server-status?auto").text
        return next(int(line.split(": ")[1]) for line in text.splitlines() if line.startswith("SistercityCacheStored:"))

    before = stored()
    for suffix in "csv", "jsonl":
        server.get(f"{ROOT}/claims.{suffix}")
    assert stored() == before


def test_what_is_wrong_is_said_and_not_half_a_list(server):
    for address, status in [
        ("places.csv?country=XX", 400), ("places.jsonl?utm_source=x", 400), ("places.jsonl?sort=shoes", 400), ("places.csv?after=x", 400),
        ("places/nowhere/partners.csv", 404), ("places/nowhere/partners.jsonl", 404), ("gifts/nothing.json", 404), ("gifts.html", 404),
        ("gifts.ics", 404), ("gifts.json?q=" + "x" * 6000, 400), ("claims.csv?country=zz", 400)]:
        answer = server.get(f"{ROOT}/{address}")
        assert answer.status_code == status, address
        assert "items" not in answer.text


@pytest.mark.parametrize("collection", WITHOUT_PAGES)
def test_what_has_no_page_is_data_all_the_same(server, collection):
    items = in_pages(server, collection, "")
    assert items
    one = server.get(f"{ROOT}/{collection}/{items[0]['slug']}.json").json()
    assert one == items[0]
    if collection in ("approvals", "steps", "gifts"):
        assert server.get(one["url"].removeprefix(server.url), headers={"Accept": "*/*"}).json() == one
    (row,) = rows(server.get(f"{ROOT}/{collection}/{one['slug']}.csv"))
    assert row["slug"] == one["slug"]
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert server.get(f"{ROOT}/{collection}", headers={"Accept": browser}).headers["Content-Type"] == "application/json"
    assert server.get(f"{ROOT}/{collection}", headers={"Accept": "text/html"}).status_code == 406


def read_slowly(server, path):
    """A client that has asked, and read the beginning."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect((server.address, server.port))
    connection.sendall(f"GET {ROOT}/{path} HTTP/1.1\r\nHost: {server.address}:{server.port}\r\n\r\n".encode())
    return connection, connection.recv(1024)


def test_clients_that_read_slowly_or_leave_keep_nobody_from_the_registry(server):
    """More of them than there are connections to the database."""
    slow = [read_slowly(server, "places.jsonl") for _ in range(6)]
    try:
        assert all(begin.startswith(b"HTTP/1.1 200") for _, begin in slow)
        started = time.monotonic()
        answer = server.get(f"{ROOT}/places.json?limit=7&q=town")
        assert answer.status_code == 200 and time.monotonic() - started < 5
    finally:
        for connection, _ in slow:
            connection.close()
    assert len(lines(server.get(f"{ROOT}/places.jsonl"))) > 2 * PAIRS


def open_files(server):
    """Files that have no name any more and are still open in the server's processes."""
    links = [link for child in server.children() for link in pathlib.Path(f"/proc/{child}/fd").iterdir()]
    return [name for link in links if link.is_symlink() and "sistercity-" in (name := str(link.readlink())) and "(deleted)" in name]


def test_nothing_is_left_of_a_download_when_its_client_has_gone(server):
    slow = [read_slowly(server, "partnerships.jsonl") for _ in range(3)]
    assert open_files(server)
    for connection, _ in slow:
        connection.close()
    deadline = time.monotonic() + 10
    while open_files(server):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_download_shows_one_state_while_others_edit(server):
    """A place that is renamed back and forth is on record once, under one of its two names."""
    editor, done, seen = Editor(server), threading.Event(), []

    def edit():
        for number in range(20):
            editor.change("/places/x5-a", {"name": ["Aaa", "Žžž"][number % 2]})
        done.set()

    writer = threading.Thread(target=edit)
    writer.start()
    while not done.is_set():
        seen.append([row["slug"] for row in rows(server.get(f"{ROOT}/places.csv"))])
    writer.join()
    assert len(seen) > 1
    for slugs in seen:
        assert len(slugs) == len(set(slugs)) == len(seen[0]) and "x5-a" in slugs


def test_many_at_once_are_answered_or_told_to_come_again(server):
    codes = []

    def read():
        answer = server.get(f"{ROOT}/partnerships.jsonl", timeout=60)
        codes.append(answer.status_code)
        assert answer.status_code == 200 or answer.headers["Retry-After"]

    readers = [threading.Thread(target=read) for _ in range(16)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(codes) == 16 and set(codes) <= {200, 503} and codes.count(200) >= 4


def test_people_get_names_countries_and_days(server):
    for lang, names, kind, countries in (
            ("en", "Boston; Kyoto", "sister city", "United States; Japan"), ("ja", "ボストン; 京都市", "姉妹都市", "アメリカ合衆国; 日本"),
            ("lt", "Bostonas; Kiotas", "miestas partneris", "Jungtinės Valstijos; Japonija")):
        (row,) = [row for row in rows(server.get(f"{ROOT}/partnerships.csv?view=people&lang={lang}&place=boston-us"))
                  if row["slug"] == "boston-us-kyoto-jp"]
        assert (row["parties"], row["type"], row["countries"]) == (names, kind, countries)
        assert [row[f"established{part}"] for part in ("", "_from", "_to", "_year")] == ["1959", "1959-01-01", "1959-12-31", "1959"]
        assert row["address"] == f"{server.url}{ROOT}/partnerships/boston-us-kyoto-jp"
    places = rows(server.get(f"{ROOT}/places.csv?view=people&lang=ja&country=JP"))
    assert {row["country"] for row in places} == {"日本"} and {row["country_code"] for row in places} == {"JP"}
    assert all(row["partnership"].count(" – ") >= 1 for row in rows(server.get(f"{ROOT}/gifts.csv?view=people")))


def test_what_people_get_is_the_same_list(server):
    for collection in COLLECTIONS:
        for arguments in "", "&limit=3", "&columns=slug":
            mine = rows(server.get(f"{ROOT}/{collection}.csv?view=people{arguments}"))
            assert [row["slug"] for row in mine] == [row["slug"] for row in rows(server.get(f"{ROOT}/{collection}.csv?{arguments[1:]}"))]
            assert not any("|" in value or value is None for row in mine for value in row.values())
    answer = server.get(f"{ROOT}/places.csv?view=people&limit=3&bom=1")
    following = server.get(answer.links["next"]["url"].removeprefix(server.url))
    assert following.text.splitlines()[0] == answer.content.decode("utf-8-sig").splitlines()[0]
    assert server.get(f"{ROOT}/places.csv?view=fragments").status_code == 400
    assert server.get(f"{ROOT}/places/boston-us.csv?view=people").status_code == 400


def test_a_page_offers_all_rows_and_says_how_many(server):
    page = server.get(f"{ROOT}/partnerships?country=DE&limit=5&lang=en").text
    total = server.get(f"{ROOT}/partnerships.json?country=DE&limit=1").json()["total"]
    assert f"All {total:,} rows as data" in page
    for suffix, arguments in ("csv", "country=DE"), ("csv", "country=DE&amp;view=people"), ("csv", "country=DE&amp;view=people&amp;bom=1"), ("jsonl", "country=DE"):
        assert f'href="{ROOT}/partnerships.{suffix}?{arguments}&amp;lang=en"' in page
    assert f'<link rel="alternate" type="application/jsonl" href="{ROOT}/partnerships.jsonl">' in server.get(f"{ROOT}/partnerships").text
