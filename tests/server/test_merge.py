"""Two places, or two partnerships, on record that are one: merged by an editor, found under both names, taken apart again."""

import time

import pytest

from support.editing import Editor, errors

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"
SIGNING, LETTER = "5" * 64 + ".jpg", "6" * 64 + ".pdf"


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


def make(editor, collection, **fields):
    answer = editor.create(collection, **fields)
    assert answer.status_code == 201, answer.text
    return answer.json()["slug"]


def place(editor, slug, name, **fields):
    return make(editor, "places", slug=slug, name=name, **fields)


def tie(editor, slug, *places, **fields):
    return make(editor, "partnerships", slug=slug, parties=[{"place": one} for one in places], **{"type": "sister", "status": "active", **fields})


def merge(editor, collection, kept, other, timeout=20, **more):
    """As a program does it, which has seen both."""
    tag = editor.item(f"/{collection}/{kept}")[1]
    seen = editor.item(f"/{collection}/{other}")[0]["version"]
    return editor.request(
        "POST", f"/{collection}/{kept}/merge", json={"other": other, "other_version": seen, **more}, headers={"If-Match": tag}, timeout=timeout
    )


def undo(editor, change, **options):
    return editor.request("POST", f"/history/{change}/undo", json={}, **options)


def utrecht(editor, name):
    """A place and its double, to which everything that can refer to a place refers."""
    kept = place(editor, f"{name}-nl", name.title(), country="NL", population=100, population_year=2020, names=[{"text": "Trecht", "lang": "nl"}])
    other = place(
        editor, f"gemeente-{name}-nl", f"Gemeente {name.title()}", country="NL", population=200, wikidata="Q803",
        names=[{"text": "Trecht", "lang": "nl"}, {"text": "Ultraiectum", "lang": "la"}],
    )
    tie(editor, f"{name}-boston", kept, "boston-us", established="1960")
    tie(editor, f"{name}-kyoto", other, "kyoto-jp")
    make(editor, "sources", slug=f"{name}-source", place=other, title="Its list")
    make(editor, "claims", slug=f"{name}-claims", place=other, partner="kyoto-jp")
    make(editor, "claims", slug=f"{name}-claimed", place="kyoto-jp", partner=other)
    make(editor, "claims", slug=f"{name}-itself", place=kept, partner=other)
    make(editor, "organizations", slug=f"{name}-office", name="Office", place=other)
    make(editor, "gifts", slug=f"{name}-bell", partnership=f"{name}-kyoto", object="Bell", donor_place=other)
    make(editor, "agreements", slug=f"{name}-pact", partnership=f"{name}-kyoto", kind="sister", signatories=[{"person": "A. Mayor", "place": other}])
    place(editor, f"{name}-new", "After", predecessors=[other, "kyoto-jp"])
    return kept, other


USES = [("partnerships", "kyoto"), ("sources", "source"), ("claims", "claims"), ("claims", "claimed"), ("organizations", "office"),
        ("gifts", "bell"), ("agreements", "pact"), ("places", "new")]


def uses(editor, name):
    """What refers to the double, as it is stored."""
    found = {}
    for collection, last in USES:
        path = f"/{collection}/{name}-{last}"
        found[path] = {key: value for key, value in editor.item(path)[0].items() if key not in ("version", "modified")}
    return found


def test_the_kept_place_takes_over_what_it_lacks_and_all_that_belongs_to_the_other(editor, server):
    kept, other = utrecht(editor, "utrecht")
    before = uses(editor, "utrecht")
    answer = merge(editor, "places", kept, other, note="One city")
    assert answer.status_code == 200, answer.text
    item, _ = editor.item(f"/places/{kept}")
    assert (item["name"], item["wikidata"], item["population"]) == ("Utrecht", "Q803", 100), "what both say stays as the kept one says"
    assert item["population_year"] == 2020
    assert [(name["text"], name["lang"]) for name in item["names"]] == [("Trecht", "nl"), ("Ultraiectum", "la"), ("Gemeente Utrecht", "und")]
    after = uses(editor, "utrecht")
    assert str(after) == str(before).replace(other, kept)
    assert editor.get("/claims/utrecht-itself.json").status_code == 410, "nobody claims to be their own partner"
    partners = server.get(f"{ROOT}/places/{kept}/partners.json").json()
    assert partners["total"] == 2
    assert "Boston" in server.get(f"{ROOT}/places/{kept}").text and "Kyoto" in server.get(f"{ROOT}/places/{kept}").text
    assert [one["slug"] for one in server.get(f"{ROOT}/partnerships.json?place={kept}&sort=name").json()["items"]] == ["utrecht-boston", "utrecht-kyoto"]


def test_the_other_address_leads_to_the_kept_one_and_its_name_is_found(editor, server):
    kept, other = utrecht(editor, "haarlem")
    editor.change(f"/places/{other}", {"slug": "haarlem-stad-nl"})
    assert merge(editor, "places", kept, "haarlem-stad-nl").status_code == 200
    for address in (other, "haarlem-stad-nl", "haarlem-stad-nl/partners"):
        for suffix in ("", ".json"):
            answer = server.get(f"{ROOT}/places/{address}{suffix}", allow_redirects=False)
            assert answer.status_code == 301, address
            assert f"/places/{kept}" in answer.headers["Location"] and answer.headers["Location"].endswith(suffix)
    for words in ("gemeente haarlem", "ultraiectum"):
        assert kept in [one["slug"] for one in server.get(f"{ROOT}/places.json", params={"q": words}).json()["items"]]
    moved = editor.get("/places/haarlem-stad-nl", allow_redirects=False)
    assert moved.status_code == 301


def test_a_merge_is_one_change_and_is_undone_and_made_again_as_one(editor, server):
    kept, other = utrecht(editor, "leiden")
    editor.change(f"/places/{other}", {"slug": "leyden-nl"})
    other = "leyden-nl"
    states = uses(editor, "leiden"), editor.item(f"/places/{kept}")[0]["names"], editor.item(f"/places/{other}")[0]["population"]
    change = merge(editor, "places", kept, other).json()["change"]
    merged = uses(editor, "leiden")
    newest = editor.get("/history.json").json()["items"][0]
    assert (newest["id"], newest["action"], newest["slug"]) == (change, "merge", kept), "the lists of all changes have one line for it"
    parts = editor.get("/history.json", params={"batch": change}).json()["items"]
    assert [one["action"] for one in parts].count("change") == len(USES)
    page = editor.get(f"/history/{change}").text
    assert "Gemeente Leiden" in page and "What went into it" in page
    for again in range(2):
        undone = undo(editor, change)
        assert undone.status_code == 200, undone.text
        assert (uses(editor, "leiden"), editor.item(f"/places/{kept}")[0]["names"], editor.item(f"/places/{other}")[0]["population"]) == states
        assert editor.item("/claims/leiden-itself")[0]["partner"] == other
        assert server.get(f"{ROOT}/places/{other}.json", allow_redirects=False).status_code == 200
        redone = undo(editor, undone.json()["change"])
        assert redone.status_code == 200, redone.text
        assert uses(editor, "leiden") == merged
        assert server.get(f"{ROOT}/places/{other}.json", allow_redirects=False).headers["Location"].endswith(f"/places/{kept}.json")
        change = redone.json()["change"]


def test_what_was_changed_since_keeps_a_merge_from_being_undone_half(editor):
    kept, other = utrecht(editor, "delft")
    change = merge(editor, "places", kept, other).json()["change"]
    editor.change("/partnerships/delft-kyoto", {"parties": [{"place": kept}, {"place": "boston-us"}]})
    answer = undo(editor, change)
    assert answer.status_code == 409 and list(errors(answer)) == ["partnerships/delft-kyoto.parties"]
    assert editor.get(f"/places/{other}.json", allow_redirects=False).status_code == 301, "nothing of it is undone"


def test_an_editor_chooses_where_both_say_something_else(editor):
    kept, other = utrecht(editor, "gouda")
    page = editor.get(f"/places/{kept}/merge?other={other}")
    assert page.status_code == 200 and "Choose one of them" in page.text and "Is taken over" in page.text
    form = editor.form(page)
    assert form["take.population"] == "kept" and "take.population_year" not in form.names() and "take.wikidata" not in form.names()
    saved = form.fill(change_note="Counted anew").set("take.population", "other").set("take.name", "other").send("merge", allow_redirects=False)
    assert saved.status_code == 303 and "done=merged" in saved.headers["Location"]
    item, _ = editor.item(f"/places/{kept}")
    assert (item["name"], item["population"]) == ("Gemeente Gouda", 200)
    assert "population_year" not in item, "a year without its figure would say what is not so"
    assert "Gouda" in [name["text"] for name in item["names"]]
    assert "Counted anew" in editor.get(f"/places/{kept}/history").text


def test_who_was_slower_keeps_what_was_chosen(editor):
    kept, other = utrecht(editor, "breda")
    form = editor.form(f"/places/{kept}/merge?other={other}").fill(change_note="Mine").set("take.population", "other")
    editor.change(f"/places/{other}", {"area_km2": 99})
    late = form.send("merge")
    assert late.status_code == 409 and "This is how it is now" in late.text and "99" in late.text
    again = editor.form(late)
    assert (again["take.population"], again["change_note"]) == ("other", "Mine")
    assert again.send("merge", allow_redirects=False).status_code == 303
    assert editor.item(f"/places/{kept}")[0]["area_km2"] == 99


def test_programs_name_the_versions_that_they_have_seen(editor, server):
    server.expect_log("SC0501.*merge.json.*Say which item")
    kept, other = utrecht(editor, "zwolle")
    path = f"/places/{kept}/merge"
    tag, seen = editor.item(f"/places/{kept}")[1], editor.item(f"/places/{other}")[0]["version"]
    assert editor.request("POST", path, json={"other": other, "other_version": seen}).status_code == 428
    assert editor.request("POST", path, json={"other": other}, headers={"If-Match": tag}).status_code == 422
    assert editor.request("POST", path, json={"other": other, "other_version": seen}, headers={"If-Match": '"v99"'}).status_code == 412
    assert editor.request("POST", path, json={"other": other, "other_version": seen + 1}, headers={"If-Match": tag}).status_code == 409
    assert editor.request("POST", path, json={"other_version": seen}, headers={"If-Match": tag}).status_code == 422
    assert merge(editor, "places", kept, kept).status_code == 409
    look = editor.get(f"{path}.json?other={other}").json()
    assert look["conflicts"] == ["name", "population"] and look["taken"] == ["wikidata"] and look["joined"] == ["names"]
    assert look["moved"]["partnerships"] == 1 and look["after"]["slug"] == kept
    assert editor.get(f"{path}.json?other=nobody-xx").status_code == 404
    assert editor.get(f"{path}.json").status_code == 400
    assert editor.get("/sources/zwolle-source/merge").status_code == 404
    assert editor.item(f"/places/{other}")[0]["version"] == seen, "nothing of this has changed anything"


def test_a_place_does_not_become_its_own_partner_or_predecessor(editor):
    kept, other = utrecht(editor, "tilburg")
    tie(editor, "tilburg-both", kept, other)
    page = editor.get(f"/places/{kept}/merge?other={other}")
    assert page.status_code == 200 and "Both take part in it" in page.text and "/partnerships/tilburg-both" in page.text
    answer = merge(editor, "places", kept, other)
    assert answer.status_code == 409 and errors(answer) == {"partnerships/tilburg-both": "both_take_part"}
    editor.withdraw("/partnerships/tilburg-both")
    late = merge(editor, "places", other, "tilburg-new")
    assert late.status_code == 409 and errors(late) == {None: "succeeded"}


def test_partnerships_that_are_twice_on_record_then_are_merged_too(editor, server):
    kept, other = place(editor, "assen-nl", "Assen", country="NL"), place(editor, "assen-2-nl", "Assen", country="NL")
    tie(editor, "assen-kyoto", kept, "kyoto-jp", established="1970", fields=["culture"])
    tie(editor, "assen-2-kyoto", other, "kyoto-jp", established="1971", fields=["sports"], first_contact="1969")
    tie(editor, "assen-2-port", other, "kyoto-jp", type="sister_port")
    make(editor, "gifts", slug="assen-bell", partnership="assen-2-kyoto", object="Bell")
    page = editor.get(f"/places/{kept}/merge?other={other}")
    assert "Merge these partnerships, too" in page.text and "assen-2-port" not in page.text.split("twice")[1]
    answer = editor.form(page).send("merge", allow_redirects=False)
    assert answer.status_code == 303, answer.text
    item, _ = editor.item("/partnerships/assen-kyoto")
    assert (item["established"], item["first_contact"], item["fields"]) == ("1970", "1969", ["culture", "sports"])
    assert editor.item("/gifts/assen-bell")[0]["partnership"] == "assen-kyoto"
    assert server.get(f"{ROOT}/partnerships/assen-2-kyoto", allow_redirects=False).headers["Location"].endswith("/partnerships/assen-kyoto")
    assert editor.item("/partnerships/assen-2-port")[0]["parties"][0]["place"] == kept
    change = editor.get("/history.json").json()["items"][0]["id"]
    assert undo(editor, change).status_code == 200
    assert editor.item("/gifts/assen-bell")[0]["partnership"] == "assen-2-kyoto"
    assert editor.item("/partnerships/assen-2-kyoto")[0]["parties"][0]["place"] == other
    assert editor.item("/partnerships/assen-kyoto")[0]["fields"] == ["culture"]


def test_two_partnerships_become_one_with_all_that_belongs_to_both(editor, server):
    one, two = place(editor, "one-xx", "One"), place(editor, "two-xx", "Two")
    kept = tie(editor, "one-two", one, two, established="1980", note="Kept", texts=[{"lang": "lt", "note": "Liko"}],
               files=[{"name": SIGNING, "alternative": "Two mayors"}])
    other = make(editor, "partnerships", slug="two-one", type="friendship", status="active", origin="A choir",
                 texts=[{"lang": "lt", "origin": "Choras"}, {"lang": "de", "origin": "Ein Chor"}],
                 files=[{"name": SIGNING, "alternative": "Hands", "title": "The signing"}, {"name": LETTER, "title": "The letter"}],
                 parties=[{"place": two, "term": "Freundschaft", "term_lang": "de"}, {"place": one}])
    belongings = {
        "activities": {"title": "Visit"}, "agreements": {"kind": "sister"}, "approvals": {"body": "Council"}, "steps": {"status": "active"},
        "gifts": {"object": "Bell"}, "sources": {"title": "A list"},
    }
    slugs = {collection: make(editor, collection, slug=f"of-two-{collection}", partnership=other, **fields) for collection, fields in belongings.items()}
    third = tie(editor, "one-third", one, "kyoto-jp")
    refused = merge(editor, "partnerships", kept, third)
    assert refused.status_code == 409 and errors(refused) == {None: "other_parties"}
    assert merge(editor, "partnerships", kept, other).status_code == 200
    item, _ = editor.item(f"/partnerships/{kept}")
    assert (item["type"], item["note"], item["origin"]) == ("sister", "Kept", "A choir")
    assert [(party["place"], party.get("term")) for party in item["parties"]] == [(one, None), (two, "Freundschaft")]
    assert item["texts"] == [{"lang": "lt", "origin": "Choras", "note": "Liko"}, {"lang": "de", "origin": "Ein Chor"}]
    assert [(file["name"], file.get("title"), file.get("alternative")) for file in item["files"]] == [
        (SIGNING, "The signing", "Two mayors"), (LETTER, "The letter", None)]
    for collection, slug in slugs.items():
        assert editor.item(f"/{collection}/{slug}")[0]["partnership"] == kept
    shown = server.get(f"{ROOT}/partnerships/{kept}").text
    assert "Visit" in shown and "Bell" in shown
    assert server.get(f"{ROOT}/activities.json?partnership={kept}").json()["total"] == 1
    assert server.get(f"{ROOT}/partnerships/{other}.json", allow_redirects=False).headers["Location"].endswith(f"/partnerships/{kept}.json")


def test_what_is_alike_is_offered_and_found_by_name(editor):
    kept, other = place(editor, "venlo-nl", "Venlo", country="NL"), place(editor, "gemeente-venlo-nl", "Gemeente Venlo", country="NL")
    page = editor.get(f"/places/{kept}/merge").text
    assert f"/places/{kept}/merge?other={other}" in page
    found = editor.get(f"/places/{kept}/merge", params={"other": "Boston"}).text
    assert f"/places/{kept}/merge?other=boston-us" in found
    assert "Nothing of that name was found" in editor.get(f"/places/{kept}/merge", params={"other": "Zzz zzz"}).text
    assert f"/places/{kept}/merge" in editor.get(f"/places/{kept}/workbench").text
    assert f"/places/{kept}/merge?other={other}" in editor.get("/check").text


def hub(registry, directory, slug, count):
    """A place of that many partnerships, as the tool brings them in."""
    numbers = range(count)
    places, ties = directory / "places.csv", directory / "partnerships.csv"
    places.write_text("slug,name\n" + "".join(f"spoke-{i},Spoke {i}\n" for i in numbers), encoding="utf-8")
    ties.write_text("slug,parties,type,status\n" + "".join(f"tie-{i},{slug}|spoke-{i},sister,active\n" for i in numbers), encoding="utf-8")
    registry.ctl("import", places, ties)


def test_a_hub_of_ten_thousand_partnerships_is_merged_in_one_go(editor, registry, server, tmp_path):
    place(editor, "hub-xx", "Hub")
    place(editor, "old-hub-xx", "Old Hub")
    hub(registry, tmp_path, "old-hub-xx", 10_000)
    time.sleep(1.1)
    answer = merge(editor, "places", "hub-xx", "old-hub-xx", timeout=90)
    assert answer.status_code == 200, answer.text
    assert server.get(f"{ROOT}/partnerships.json?place=hub-xx&limit=1").json()["total"] == 10_000
    page = server.get(f"{ROOT}/partnerships.json?place=hub-xx&limit=2&sort=name").json()["items"]
    assert [one["slug"] for one in page] == ["tie-0", "tie-1"]
    assert editor.get(f"/history/{answer.json()['change']}").status_code == 200
    for change, place_of_all in ((answer.json()["change"], "old-hub-xx"), (None, "hub-xx")):
        undone = undo(editor, change or undone.json()["change"], timeout=90)
        assert undone.status_code == 200, undone.text
        assert server.get(f"{ROOT}/partnerships.json?place={place_of_all}&limit=1").json()["total"] == 10_000
    history = editor.get("/partnerships/tie-7/history.json").json()["items"]
    assert [(one["action"], "undone" in one) for one in history] == [("change", False), ("change", True), ("change", False)], history
