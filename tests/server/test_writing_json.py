"""Programs write at the same addresses as people do."""

import csv
import io
import re

import pytest

from support.editing import ADMIN, Editor, errors

DATABASES = ["sqlite", "postgresql"]

# One item of each collection that can be made over the sample, with every kind of field among them.
NEW_ITEMS = {
    "places": {
        "name": "Šiauliai", "country": "LT", "level": "city", "latitude": 55.9349, "longitude": 23.3137,
        "population": 101511, "population_year": 2021, "website": "https://www.siauliai.lt/", "area_km2": 81.13,
        "names": [{"lang": "ja", "text": "シャウレイ", "kind": "exonym"}], "predecessors": ["kaunas-lt"]},
    "organizations": {
        "name": "Friendship Society", "kind": "committee", "place": "kaunas-lt", "languages": ["lt", "ja"], "countries": ["LT", "JP"],
        "contact": "A. Person", "email": "a@example.org", "phone": "+370 37 000000", "contact_published": False},
    "partnerships": {
        "parties": [{"place": "kaunas-lt"}, {"place": "kyoto-jp", "joined": "2001"}], "type": "sister",
        "status": "active", "established": "2001-05", "fields": ["culture", "education"], "origin": "*By letter.*"},
    "agreements": {
        "partnership": "kaunas-lt-hiratsuka-jp", "kind": "sister", "title": "Agreement", "date": "2019-02-22",
        "signatories": [{"person": "B. Mayor", "office": "Mayor", "place": "kaunas-lt", "role": "signatory"}],
        "documents": [{"lang": "lt", "url": "https://example.org/lt.pdf"}]},
    "approvals": {
        "partnership": "kaunas-lt-hiratsuka-jp", "body": "City council", "date": "2018-12-18", "votes_for": 30,
        "budget_amount": 12.5, "budget_currency": "EUR"},
    "steps": {"partnership": "kaunas-lt-hiratsuka-jp", "status": "signing", "date": "2019-02-22"},
    "activities": {
        "partnership": "kaunas-lt-hiratsuka-jp", "title": "Choir visit", "start": "2024-05-01", "end": "2024-05-07",
        "participants": [{"group": "singers", "count": 40}], "organizations": [], "hosts": ["clair"],
        "program": [{"what": "Concert", "day": "2024-05-02", "time": "19:00", "place": "Hall"}],
        "tasks": [{"what": "Book a bus", "days_before": 30, "who": "Ona", "done": True}], "budget": 1000, "cost": 900.5, "currency": "EUR"},
    "gifts": {"partnership": "kaunas-lt-hiratsuka-jp", "object": "A linen cloth", "donor": "C. Weaver"},
    "sources": {"partnership": "kaunas-lt-hiratsuka-jp", "field": "established", "states": "2019-02-22", "title": "Minutes"},
    "networks": {
        "name": "Ring of Castles", "kind": "twinning", "founded": "1991", "website": "https://example.org/ring", "secretariat": "clair",
        "seat": "kaunas-lt", "names": [{"lang": "lt", "text": "Pilių žiedas"}], "note": "*Eleven* castles."},
    "seeking": {
        "place": "kaunas-lt", "countries": ["JP", "FR"], "fields": ["culture"], "population_from": 100000, "population_to": 500000,
        "languages": ["en", "lt"], "type": "sister", "text": "*Basketball.*", "organization": "clair", "valid_from": "2026-01",
        "valid_until": "2999"},
    "memberships": {
        "network": "east-asia-economic-development", "place": "kaunas-lt", "joined": "1991-05", "left": "2010", "role": "Observer"},
    "claims": {"place": "kaunas-lt", "number": 17, "url": "https://example.org/partners", "seen": "2026-01"},
    "stories": {
        "date": "2024-05", "texts": [{"lang": "en", "title": "A choir goes east", "text": "*Forty* voices.", "alt": "The choir on a quay"}],
        "partnerships": ["kaunas-lt-hiratsuka-jp"], "places": ["kaunas-lt"], "picture": "https://example.org/choir.jpg", "credit": "D. Lens, CC BY"},
    "guide": {"texts": [{"lang": "en", "title": "Why at all?", "text": "Because."}, {"lang": "lt", "title": "Kodėl?"}], "position": 3},
    "templates": {"kind": "renewal", "texts": [{"lang": "en", "title": "Renewal", "text": "{first} and {second} go on."}]},
    "persons": {
        "name": "E. Governor", "offices": [{"kind": "governor", "title": "Governor", "place": "osaka-prefecture-jp", "from": "2001", "to": "2004-05"},
                                           {"kind": "founder", "partnership": "kaunas-lt-hiratsuka-jp", "organization": "clair", "held": "1999"}],
        "names": [{"lang": "ja", "text": "知事"}], "wikidata": "Q4115712", "website": "https://example.org/e", "note": "*So.*", "email": "e@example.org"},
    "awards": {
        "name": "Europe Prize", "date": "1991", "awarded_by": "Council of Europe", "organization": "clair", "place": "kaunas-lt",
        "partnership": "kaunas-lt-hiratsuka-jp", "person": "katsuhiro-ochiai", "note": "*So.*", "link": "https://example.org/prize"},
    "terms": {"type": "sister", "text": "Partnergemeinde", "lang": "de", "usage": "local", "country": "CH", "note": "*So.*"},
}


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


def without_made(item):
    made = {"version", "modified", "slug"}
    return {key: value for key, value in item.items() if key not in made and not (key == "url" and ADMIN in value)}


@pytest.mark.parametrize("collection", NEW_ITEMS)
def test_items_of_every_collection_are_made_read_replaced_and_withdrawn_without_loss(editor, collection):
    sent = {key: value for key, value in NEW_ITEMS[collection].items() if value != []}
    made = editor.make(collection, **NEW_ITEMS[collection])
    assert {key: value for key, value in made.json().items() if key in sent} == sent
    path = made.headers["Location"].split(ADMIN)[1]
    item, tag = editor.item(path)
    assert tag == made.headers["ETag"] and not tag.startswith("W/")
    assert without_made(item) == sent, "what is read is all that was sent, private fields included"
    again = editor.request("PUT", path, json=item, headers={"If-Match": tag})
    assert (again.status_code, again.headers["ETag"]) == (200, tag), "what was read can be sent back and changes nothing"
    assert editor.withdraw(path, tag).status_code == 204
    assert editor.get(path, headers={"Accept": "application/json"}).status_code == 410


def test_a_new_item_gets_an_address_of_its_own_and_a_given_one_is_kept(editor):
    named = editor.create("gifts", slug="my-own-name", partnership="kaunas-lt-hiratsuka-jp", object="Bell")
    assert named.headers["Location"].endswith(ADMIN + "/gifts/my-own-name")
    first, second = (editor.create("gifts", partnership="kaunas-lt-hiratsuka-jp", object="Bowl") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json()["slug"] == first.json()["slug"] + "-2"


@pytest.mark.parametrize("collection, item, double", [
    ("places", {"name": "Kyoto City", "country": "JP"}, "kyoto-jp"),
    ("partnerships", {"type": "sister", "status": "active", "parties": [{"place": "boston-us"}, {"place": "kyoto-jp"}]}, "boston-us-kyoto-jp")])
def test_a_program_is_told_of_what_its_new_item_may_be_the_double(editor, collection, item, double):
    made = editor.create(collection, **item)
    assert made.status_code == 201 and made.headers["Link"].split(";") == [f"<{editor.server.url}{ADMIN}/{collection}/{double}>", ' rel="related"', ' title="alike"']
    assert editor.withdraw(f"/{collection}/{made.json()['slug']}").status_code < 300
    assert "Link" not in editor.make("places", name=f"Nowhere for {collection}", country="JP").headers


def test_readers_see_a_change_at_once(editor, server):
    assert editor.change("/places/kaunas-lt", {"subdivision": "Kauno apskritis"}).status_code == 200
    assert server.get("/sistercities/places/kaunas-lt.json").json()["subdivision"] == "Kauno apskritis"
    assert editor.change("/places/kaunas-lt", {"subdivision": "Kaunas County"}).status_code == 200
    assert server.get("/sistercities/places/kaunas-lt.json").json()["subdivision"] == "Kaunas County"


def test_a_merge_patch_changes_only_what_it_names(editor):
    before, tag = editor.item("/places/kaunas-lt")
    after = editor.request("PATCH", "/places/kaunas-lt", json={"population": 300000, "wikidata": None},
                           headers={"If-Match": tag, "Content-Type": "application/merge-patch+json"})
    assert after.status_code == 200
    expected = {**without_made(before), "population": 300000}
    del expected["wikidata"]
    assert without_made(after.json()) == expected
    assert after.headers["ETag"] != tag
    assert after.json()["version"] == before["version"] + 1


def test_put_replaces_the_whole_item(editor):
    made = editor.create("places", name="Utena", country="LT", population=25000)
    path = made.headers["Location"].split(ADMIN)[1]
    after = editor.change(path, {"name": "Utena", "level": "town"}, method="PUT")
    assert without_made(after.json()) == {"name": "Utena", "level": "town"}
    assert after.json()["slug"] == made.json()["slug"]


def test_a_renamed_item_answers_at_its_new_address_and_redirects_from_the_old(editor, server):
    editor.create("places", slug="oldtown-lt", name="Oldtown", country="LT")
    renamed = editor.change("/places/oldtown-lt", {"slug": "newtown-lt"})
    assert renamed.status_code == 200 and renamed.json()["slug"] == "newtown-lt"
    moved = editor.get("/places/oldtown-lt")
    assert moved.status_code == 301 and moved.headers["Location"].endswith(ADMIN + "/places/newtown-lt")
    assert server.get("/sistercities/places/oldtown-lt").status_code == 301


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_an_item_whose_address_name_is_taken_away_is_refused_by_field(editor, method):
    path = f"/places/nameless-{method.lower()}"
    editor.create("places", slug=path.split("/")[-1], name="Nameless")
    item, tag = editor.item(path)
    refused = editor.request(method, path, json={**item, "slug": None}, headers={"If-Match": tag})
    assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == "slug"
    assert editor.item(path)[1] == tag


def test_a_form_whose_address_name_is_emptied_comes_back_with_all_that_was_typed(editor):
    editor.create("places", slug="emptied-lt", name="Emptied", country="LT")
    again = editor.form("/places/emptied-lt").fill(slug="", name="Emptied twice").send()
    assert again.status_code == 422 and "Emptied twice" in again.text


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_change_sent_to_an_old_address_is_told_the_new_one(editor, method):
    old, new = f"/places/before-{method.lower()}", f"/places/after-{method.lower()}"
    editor.create("places", slug=old.split("/")[-1], name="Wanders")
    tag = editor.change(old, {"slug": new.split("/")[-1]}).headers["ETag"]
    body = None if method == "DELETE" else {"name": "Nobody"}
    for sent, named in ((old, new), (new + "/", new)):
        moved = editor.request(method, sent, json=body, headers={"If-Match": tag})
        assert moved.status_code == 308, "the method is kept by whoever follows"
        assert moved.headers["Location"].endswith(ADMIN + named)
        assert moved.headers["Content-Type"] == "application/problem+json" and moved.json()["status"] == 308
        assert moved.headers["Cache-Control"] == "no-store"
    assert editor.item(new)[1] == tag, "nothing was changed on the way"


def test_a_form_sent_to_an_old_address_is_led_to_the_new_one_and_arrives(editor):
    editor.create("places", slug="strays-lt", name="Strays", country="LT")
    form = editor.form("/places/strays-lt/withdraw")
    tag = editor.change("/places/strays-lt", {"slug": "strayed-lt"}).headers["ETag"]
    moved = form.set("version", tag.strip('"v')).send("withdraw")
    assert moved.status_code == 308 and moved.headers["Content-Type"].startswith("text/html")
    assert moved.headers["Location"].endswith(ADMIN + "/places/strayed-lt/withdraw")
    form.action = moved.headers["Location"]
    assert form.send("withdraw").status_code == 303
    assert editor.get("/places/strayed-lt").status_code == 410


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_change_of_a_withdrawn_item_is_told_so(editor, method):
    tag = editor.create("places", slug=f"left-{method.lower()}", name="Left").headers["ETag"]
    assert editor.withdraw(f"/places/left-{method.lower()}", tag).status_code == 204
    body = None if method == "DELETE" else {"name": "Left"}
    gone = editor.request(method, f"/places/left-{method.lower()}", json=body, headers={"If-Match": tag})
    assert gone.status_code == 410
    assert gone.headers["Content-Type"] == "application/problem+json" and gone.json()["status"] == 410


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_change_names_the_version_it_is_about(editor, method):
    before, tag = editor.item("/places/boston-us")
    body = None if method == "DELETE" else {**before, "population": 1}
    without = editor.request(method, "/places/boston-us", json=body)
    assert without.status_code == 428
    stale = editor.request(method, "/places/boston-us", json=body, headers={"If-Match": '"v0"'})
    assert stale.status_code == 412
    assert stale.headers["ETag"] == tag, "the present version is named"
    weak = editor.request(method, "/places/boston-us", json=body, headers={"If-Match": "W/" + tag})
    assert weak.status_code == 412
    assert editor.item("/places/boston-us")[0] == before


def test_a_validator_that_was_compressed_on_its_way_is_understood(editor):
    _, tag = editor.item("/places/boston-us")
    answer = editor.request("PATCH", "/places/boston-us", json={}, headers={"If-Match": tag[:-1] + '-gzip"'})
    assert answer.status_code == 200


def test_all_errors_come_at_once_by_field_and_nothing_is_stored(editor, server):
    server.expect_log("SC0501")
    answer = editor.create("partnerships", parties=[{"place": "kaunas-lt"}, {"place": "atlantis-xx"}], type="friends",
                           established="soon", fields="culture", nonsense=1)
    assert answer.status_code == 422
    assert errors(answer) == {
        "parties[1].place": "unknown_reference", "type": "unknown_word", "established": "not_a_date",
        "fields": "wrong_type", "nonsense": "unknown_field", "status": "required"}
    assert all(error["detail"] for error in answer.json()["errors"])


def test_an_address_name_that_is_taken_is_a_conflict(editor):
    answer = editor.create("places", slug="boston-us", name="Boston")
    assert answer.status_code == 409 and errors(answer) == {"slug": "taken"}


def test_what_others_refer_to_is_not_withdrawn(editor):
    editor.create("places", slug="named-xx", name="Named")
    editor.create("gifts", slug="names-it", partnership="kaunas-lt-hiratsuka-jp", object="Bell", donor_place="named-xx")
    answer = editor.withdraw("/places/named-xx")
    assert answer.status_code == 409 and list(errors(answer).values()) == ["in_use"] and None not in errors(answer)
    assert editor.get("/places/named-xx").status_code == 200


def test_what_is_not_there_cannot_be_changed(editor):
    for method in "PUT", "PATCH", "DELETE":
        assert editor.request(method, "/places/nowhere-xx", json={}, headers={"If-Match": "*"}).status_code == 404
    assert editor.request("POST", "/nothing", json={}).status_code == 404


def test_the_suffix_is_optional_and_lists_are_whole(editor):
    made = editor.request("POST", "/places.json", json={"name": "Plungė", "country": "LT"})
    assert made.status_code == 201
    slug = made.json()["slug"]
    listed = editor.get("/places.json?limit=1000").json()
    assert listed["total"] == len(listed["items"])
    assert next(item for item in listed["items"] if item["slug"] == slug)["name"] == "Plungė"
    assert editor.get(f"/places/find.json?q=plunge").json()["items"][0]["slug"] == slug


def test_a_note_goes_with_the_change(editor):
    editor.request("PATCH", "/places/kyoto-jp?note=From+the+census", json={"population": 1460000},
                   headers={"If-Match": "*"})
    last = editor.get("/places/kyoto-jp/history.json").json()["items"][0]
    assert last["note"] == "From the census" and last["who"] == "editor"


def test_addresses_say_which_methods_they_take(editor):
    refused = editor.request("PUT", "/places", json={})
    assert refused.status_code == 405 and refused.headers["Allow"] == "GET, HEAD, POST"
    refused = editor.request("POST", "/history", json={})
    assert refused.status_code == 405 and refused.headers["Allow"] == "GET, HEAD"


def test_the_answers_to_programs_are_kept_by_nobody(editor):
    for path in "/places/boston-us.json", "/places.json", "/history.json", "/":
        assert editor.get(path).headers["Cache-Control"] == "no-store"


# What a reader sees of each of those items, and where: on a page of its own (None), in the list (""), or on the page of what it belongs to.
PAGES = {
    "places": (None, "Šiauliai"), "organizations": (None, "Friendship Society"), "partnerships": (None, "By letter."), "agreements": (None, "Agreement"),
    "approvals": ("partnership", "City council"), "steps": ("partnership", "22 February 2019"), "activities": (None, "Choir visit"),
    "gifts": ("partnership", "A linen cloth"), "sources": ("partnership", "Minutes"), "networks": (None, "Ring of Castles"), "seeking": (None, "Basketball."),
    "memberships": ("", "Observer"), "claims": ("place", "17"), "stories": (None, "A choir goes east"), "guide": (None, "Why at all?"),
    "templates": (None, "go on."), "persons": (None, "E. Governor"), "awards": (None, "Europe Prize"), "terms": (None, "Partnergemeinde"),
}


@pytest.fixture(scope="module")
def exported(editor, registry, databases, database_kind, tmp_path_factory):
    """An item of each collection on record; the rows of an export, and those of the export of an import of it."""
    for collection, fields in NEW_ITEMS.items():
        editor.make(collection, slug=f"one-of-the-{collection}", **fields)
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    registry.ctl("export", first)
    copy = databases.empty(database_kind)
    copy.ctl("import", "--replace", first)
    copy.ctl("export", second)
    copy.remove()
    return [{file.stem: list(csv.DictReader(file.open(encoding="utf-8", newline=""))) for file in directory.glob("*.csv")}
            for directory in (first, second)]


def test_an_export_has_every_collection(exported):
    assert set(exported[0]) == set(NEW_ITEMS) == set(PAGES)


@pytest.mark.parametrize("collection", NEW_ITEMS)
def test_every_collection_has_pages_fragments_json_csv_forms_import_and_export(editor, server, exported, collection):
    slug, root = f"one-of-the-{collection}", "/sistercities"
    owner, words = PAGES[collection]
    page = f"{root}/{owner}s/{NEW_ITEMS[collection][owner]}" if owner else f"{root}/{collection}{'' if owner == '' else '/' + slug}"
    whole = server.get(f"{page}?lang=en").text
    assert words in whole and "<main" in whole
    fragment = server.get(f"{page}?lang=en&view=fragment").text
    assert words in fragment and fragment.startswith('<section class="sistercity ') and "<main" not in fragment
    assert server.get(f"{root}/{collection}/{slug}.json").json()["slug"] == slug
    assert slug in [i["slug"] for i in server.get(f"{root}/{collection}.json?limit=1000").json()["items"]]
    assert slug in [row["slug"] for row in csv.DictReader(io.StringIO(server.get(f"{root}/{collection}.csv").text))]
    rows = [next(row for row in export[collection] if row["slug"] == slug) for export in exported]
    assert rows[0] == rows[1], "an import has all that the export had"
    inputs = set(re.findall(r'name="(\w+)', editor.get(f"/{collection}/{slug}").text))
    assert set(rows[0]) - {"stated_status", "files"} - inputs == set(), "each column of the export can be edited (test_files.py has files)"
    assert editor.form(f"/{collection}/{slug}").send().headers["Location"].endswith("done=same")
