"""Every change with who, when, what, before and after; and its undoing."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

from support import database
from support.editing import Editor, errors

DATABASES = ["sqlite", "postgresql"]


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


@pytest.fixture(scope="module")
def anna(server):
    return Editor(server, "anna")


def last_change(editor, path):
    return editor.get(path + "/history.json").json()["items"][0]


def undo(editor, change):
    return editor.request("POST", f"/history/{change}/undo", json={"note": "Undone"})


def test_a_change_tells_who_when_what_before_and_after(editor, anna):
    editor.create("places", slug="told-xx", name="Told", population=1)
    anna.change("/places/told-xx", {"population": 2})
    change = last_change(editor, "/places/told-xx")
    assert (change["who"], change["action"], change["collection"], change["slug"]) == ("anna", "change", "places", "told-xx")
    whole = editor.get(f"/history/{change['id']}.json").json()
    assert (whole["before"]["population"], whole["after"]["population"]) == (1, 2)
    assert whole["at"].endswith("Z")
    page = editor.get(f"/history/{change['id']}")
    assert page.status_code == 200 and "anna" in page.text and "Population" in page.text


def test_undoing_a_change_gives_its_fields_their_former_values(editor):
    editor.create("places", slug="back-xx", name="Back", population=1)
    editor.change("/places/back-xx", {"population": 2})
    change = last_change(editor, "/places/back-xx")["id"]
    editor.change("/places/back-xx", {"subdivision": "Later"})
    assert undo(editor, change).status_code == 200
    item, _ = editor.item("/places/back-xx")
    assert (item["population"], item["subdivision"]) == (1, "Later"), "what others changed later stays"
    assert undo(editor, last_change(editor, "/places/back-xx")["id"]).status_code == 200
    assert editor.item("/places/back-xx")[0]["population"] == 2, "the undoing can be undone"


def test_undoing_a_creation_withdraws_and_undoing_a_withdrawal_restores_all_that_went_with_it(editor, server):
    editor.create("partnerships", slug="whole-one", parties=[{"place": "kaunas-lt"}, {"place": "kyoto-jp"}], type="sister", status="active")
    editor.create("gifts", slug="its-gift", partnership="whole-one", object="Bell")
    assert editor.withdraw("/partnerships/whole-one").status_code == 204
    assert editor.get("/gifts/its-gift").status_code == 410
    assert server.get("/sistercities/partnerships/whole-one").status_code == 410
    change = last_change(editor, "/partnerships/whole-one")
    assert change["action"] == "withdraw"
    assert undo(editor, change["id"]).status_code == 200
    assert editor.item("/gifts/its-gift")[0]["object"] == "Bell"
    assert server.get("/sistercities/partnerships/whole-one").status_code == 200
    created = editor.get("/gifts/its-gift/history.json").json()["items"][-1]
    assert created["action"] == "create"


def test_what_stands_in_the_way_of_undoing_is_said(editor):
    editor.create("places", slug="busy-xx", name="Busy", population=1)
    editor.change("/places/busy-xx", {"population": 2})
    change = last_change(editor, "/places/busy-xx")["id"]
    editor.change("/places/busy-xx", {"population": 3})
    answer = undo(editor, change)
    assert answer.status_code == 409 and list(errors(answer)) == ["places/busy-xx.population"]
    page = editor.form(f"/history/{change}/undo").send("undo")
    assert page.status_code == 409 and '">Busy</a>: Population: This has been changed again since.' in page.text
    assert editor.item("/places/busy-xx")[0]["population"] == 3
    assert undo(editor, 999999).status_code == 404


def test_the_confirmation_leads_back_to_the_change(editor):
    editor.create("places", slug="asked-xx", name="Asked")
    change = last_change(editor, "/places/asked-xx")["id"]
    done = editor.form(f"/history/{change}/undo").fill(change_note="A mistake").send("undo")
    assert done.status_code == 303 and "done=undone" in done.headers["Location"]
    assert editor.get(done.headers["Location"]).status_code == 200
    assert last_change(editor, "/places/asked-xx")["note"] == "A mistake"
    again = undo(editor, change)
    assert again.status_code == 409 and errors(again) == {f"history/{change}": "undone"}


def test_what_refers_to_a_creation_that_is_to_be_undone_is_named_and_linked(editor):
    editor.make("places", slug="kept-xx", name="Kept")
    change = last_change(editor, "/places/kept-xx")["id"]
    editor.make("partnerships", slug="keeper", type="sister", status="active", parties=[{"place": "kaunas-lt"}, {"place": "kept-xx"}])
    assert errors(undo(editor, change)) == {"partnerships/keeper": "in_use"}
    assert 'admin/partnerships/keeper">Kaunas – Kept</a>: ' in editor.form(f"/history/{change}/undo").send("undo").text
    in_japanese = editor.form(f"/history/{change}/undo").send("undo", headers={"Accept-Language": "ja"}).text
    assert re.search('admin/partnerships/keeper[^"]*">[^<]*</a>：', in_japanese), "the colon is the language's own"


def test_the_history_is_filtered_and_paged(editor, anna):
    anna.create("places", slug="filtered-xx", name="Filtered")
    for number in range(55):
        editor.change("/places/filtered-xx", {"population": number + 1}, tag="*")
    page = editor.get("/history.json?collection=places&who=editor&action=change").json()["items"]
    assert len(page) == 50 and {(c["who"], c["action"], c["collection"]) for c in page} == {("editor", "change", "places")}
    older = editor.get(f"/places/filtered-xx/history.json?before={page[-1]['id']}").json()["items"]
    assert older[-1]["action"] == "create" and older[-1]["who"] == "anna"
    assert editor.get("/history.json?since=2999-01-01").json()["items"] == []
    assert editor.get("/history.json?until=1999-01-01").json()["items"] == []
    html = editor.get("/history?collection=places&who=anna")
    assert html.status_code == 200 and "Filtered" in html.text


@pytest.mark.parametrize("argument", ["since=yesterday", "until=2026-1-1", "action=explode", "collection=planets"])
def test_a_filter_that_cannot_be_read_is_named(editor, server, argument):
    server.expect_log("SC0501.*history")
    answer = editor.get("/history.json?" + argument)
    assert answer.status_code == 400 and list(errors(answer)) == [argument.split("=")[0]]
    assert editor.get("/history?" + argument).status_code == 400


def test_the_history_is_a_feed(editor):
    editor.create("places", slug="fed-xx", name="Fed <&>")
    answer = editor.get("/history.atom")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert ElementTree.fromstring(editor.get("/places/fed-xx/history.atom").content) is not None


def test_a_person_s_name_is_removed_everywhere_and_the_act_stays(editor):
    gift = editor.create("gifts", partnership="kaunas-lt-hiratsuka-jp", object="Vase", donor="Erased Person").json()["slug"]
    editor.change(f"/gifts/{gift}", {"occasion": "Visit"})
    looked = editor.form("/redact").fill(name="Erased Person").send("look")
    assert looked.status_code == 200
    assert editor.item(f"/gifts/{gift}")[0]["donor"] == "Erased Person", "looking changes nothing"
    assert "4 fields hold this name" in looked.text, "the gift, its creation, and its change before and after"
    assert 'value="redact"' in looked.text
    nowhere = editor.form("/redact").fill(name="Nobody Ever").send("look")
    assert 'value="redact"' not in nowhere.text
    done = editor.form(looked).fill(name=" Erased Person ", change_note="As asked").send("redact")
    assert done.status_code == 200, done.text[:2000]
    item, _ = editor.item(f"/gifts/{gift}")
    assert item["object"] == "Vase" and "Erased" not in item["donor"]
    for path in "/history.json", f"/gifts/{gift}/history", "/history":
        assert "Erased Person" not in editor.get(path).text
    nobody = editor.form("/redact").send("redact")
    assert nobody.status_code == 422


def test_the_address_of_a_withdrawn_item_leads_to_its_restoration(editor):
    editor.create("places", slug="gone-xx", name="Gone")
    editor.withdraw("/places/gone-xx")
    page = editor.get("/places/gone-xx")
    assert page.status_code == 410
    change = last_change(editor, "/places/gone-xx")["id"]
    assert f"/history/{change}" in page.text
    assert editor.get("/places/gone-xx.json").status_code == 410
    assert undo(editor, change).status_code == 200
    assert editor.get("/places/gone-xx").status_code == 200


def test_an_import_from_the_command_line_is_told_but_not_undone(databases, database_kind, make_httpd, tmp_path):
    registry = databases.sample(database_kind)
    file = tmp_path / "places.csv"
    file.write_text("slug,name,country\na-xx,Aa,LT\nb-xx,Bb,LV\n")
    registry.ctl("import", file)
    if database_kind == "sqlite":
        database.give_to_httpd(registry.directory)
    editor = Editor(make_httpd(registry).start())
    whole = editor.get("/history.json?action=import").json()["items"][0]
    assert (whole["who"], whole["items"]) == ("sistercityctl", 2)
    answer = undo(editor, whole["id"])
    assert answer.status_code == 409 and list(errors(answer).values()) == ["not_undoable"] and next(iter(errors(answer))).startswith("history/")
    assert editor.get("/places/a-xx").status_code == 200


@pytest.mark.parametrize("who", ["editor", "draft"])
def test_a_story_lets_go_of_what_is_withdrawn_and_tells_of_it_again_when_that_is_undone(editor, server, make_httpd, registry, who):
    names = {"partnerships": [f"told-{who}", "kaunas-lt-yaotsu-jp"], "activities": [f"visit-{who}"]}
    editor.create("partnerships", slug=f"told-{who}", parties=[{"place": "kaunas-lt"}, {"place": "kyoto-jp"}], type="friendship", status="active")
    editor.create("activities", slug=f"visit-{who}", partnership=f"told-{who}", title="Visit")
    editor.create("stories", slug=f"story-{who}", texts=[{"lang": "en", "title": f"A visit ({who})", "text": "It was told."}], **names)
    path = f"/partnerships/told-{who}"
    page = editor.get(path + "/withdraw").text
    assert f"/stories/story-{who}" in page and "stay, and do not name it any more" in page
    if who == "draft":
        reviewed = make_httpd(registry, configuration="<Location /sistercities/admin>\nSisterCityRole reviewer \"%{REMOTE_USER} == 'editor'\"\n"
                              "SisterCityRole editor \"%{REMOTE_USER} == 'anna'\"\n</Location>\n").start()
        assert Editor(reviewed, "anna").withdraw(path).status_code == 202
        draft = Editor(reviewed).get("/drafts.json").json()["items"][0]["id"]
        assert Editor(reviewed).request("POST", f"/drafts/{draft}", json={"act": "publish"}).status_code == 200
    else:
        assert editor.withdraw(path).status_code == 204
    story = editor.item(f"/stories/story-{who}")[0]
    assert story["partnerships"] == ["kaunas-lt-yaotsu-jp"] and "activities" not in story and story["texts"][0]["text"] == "It was told."
    assert undo(editor, last_change(editor, path)["id"]).status_code == 200
    story = editor.item(f"/stories/story-{who}")[0]
    assert {name: story[name] for name in names} == names
    assert server.get(f"/sistercities{path}").status_code == 200
