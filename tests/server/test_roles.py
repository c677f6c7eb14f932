"""Who may do what: the rules of SisterCityRole, and drafts that wait for a reviewer."""

import os
import re

import pytest

from support.editing import Editor, errors

DATABASES = ["sqlite", "postgresql"]
CONFIGURATION = """
<Location /sistercities/admin>
SisterCityRole admin "%{REMOTE_USER} == 'anna'"
SisterCityRole reviewer %{REMOTE_USER} in { 'anna', 'jonas' }
SisterCityRole editor "%{REMOTE_USER} in { 'ruta', 'editor' }"
</Location>
"""


@pytest.fixture(scope="module")
def people(server):
    return {user: Editor(server, user) for user in ("anna", "jonas", "ruta", "editor", "stranger")}


def draft_of(answer):
    assert answer.status_code in (202, 303), answer.text[:2000]
    return re.search(r"/drafts/(\d+)", answer.headers["Location"]).group(1)


def test_somebody_without_a_role_gets_nothing(people, server):
    server.expect_log("SC0501.*stranger")
    for path in "/", "/places", "/places/boston-us.json", "/history", "/nothing":
        assert people["stranger"].get(path).status_code == 403
    assert people["stranger"].create("places", name="Strange").status_code == 403
    assert "by stranger is refused: 403" in server.log_text()


def test_a_reviewed_editor_s_change_waits_and_readers_see_the_published_state(people, server):
    before = server.get("/sistercities/places/boston-us.json").json()
    answer = people["ruta"].change("/places/boston-us", {"subdivision": "Waiting"})
    assert answer.status_code == 202
    draft = draft_of(answer)
    assert server.get("/sistercities/places/boston-us.json").json() == before
    assert people["ruta"].form("/places/boston-us")["subdivision"] == "Waiting", "the editor goes on with the own draft"
    assert people["jonas"].form("/places/boston-us")["subdivision"] != "Waiting"
    assert f"/drafts/{draft}" in people["jonas"].get("/drafts").text
    published = people["jonas"].request("POST", f"/drafts/{draft}", json={"act": "publish", "note": "Checked"})
    assert published.status_code == 200 and published.json()["state"] == "published"
    assert server.get("/sistercities/places/boston-us.json").json()["subdivision"] == "Waiting"
    last = people["jonas"].get("/places/boston-us/history.json").json()["items"][0]
    assert (last["who"], last["approved_by"]) == ("ruta", "jonas")
    again = people["jonas"].request("POST", f"/drafts/{draft}", json={"act": "publish"})
    assert again.status_code == 409


def test_the_author_goes_on_with_a_draft_of_a_new_item(people, server):
    new = people["ruta"].form("/places/new").fill(name="Half Done", country="LT", change_note="First try")
    draft = draft_of(new.set("names[0].text", "Pusiau").set("names[0].lang", "lt").send())
    page = people["ruta"].get(f"/drafts/{draft}")
    assert f"/places/new?draft={draft}" in page.text
    form = people["ruta"].form(f"/places/new?draft={draft}")
    assert (form["name"], form["names[0].text"], form["draft"]) == ("Half Done", "Pusiau", draft)
    wrong = form.fill(name="", slug="done-xx").send()
    assert wrong.status_code == 422
    again = people["ruta"].form(wrong)
    assert again["draft"] == draft, "also after a mistake"
    assert draft_of(again.fill(name="Done").send()) == draft, "the draft itself, not a second one"
    assert f"/places/new?draft={draft}" not in people["jonas"].get(f"/drafts/{draft}").text
    assert "draft" not in people["jonas"].form(f"/places/new?draft={draft}").names()
    assert people["jonas"].request("POST", f"/drafts/{draft}", json={"act": "publish"}).status_code == 200
    assert server.get("/sistercities/places/done-xx.json").json()["name"] == "Done"
    late = again.fill(name="Later", slug="later-xx").send()
    assert late.status_code == 409 and "decided on already" in late.text and "Later" in late.text


def test_a_place_and_its_partnership_are_proposed_and_published_together(people, server):
    ruta, jonas = people["ruta"], people["jonas"]
    form = ruta.form("/partnerships/new").fill(type="sister", status="forming")
    form.set("parties[0].place", "kaunas-lt").set("parties[1].place", "+")
    form.set("new.parties[1].place.name", "Tartu").set("new.parties[1].place.country", "EE")
    draft = draft_of(form.send())
    page = jonas.get(f"/drafts/{draft}")
    assert "What is published together with it" in page.text and "Tartu" in page.text
    assert jonas.request("POST", f"/drafts/{draft}", json={"act": "publish"}).status_code == 200
    assert server.get("/sistercities/places/tartu-ee.json").json()["name"] == "Tartu"
    assert server.get("/sistercities/partnerships/kaunas-lt-tartu-ee.json").status_code == 200
    assert "Tartu" not in jonas.get("/drafts").text, "neither waits any more"


def test_a_partnership_may_name_a_place_that_waits_as_one_s_own_draft(people, server):
    draft_of(people["ruta"].create("places", name="Narva", slug="narva-ee", country="EE"))
    parties = [{"place": "kaunas-lt"}, {"place": "narva-ee"}]
    refused = people["editor"].create("partnerships", type="sister", status="forming", parties=parties)
    assert refused.status_code == 422, "somebody else's draft may never be published"
    draft = draft_of(people["ruta"].create("partnerships", type="sister", status="forming", parties=parties))
    assert people["jonas"].request("POST", f"/drafts/{draft}", json={"act": "publish"}).status_code == 200
    assert server.get("/sistercities/places/narva-ee.json").status_code == 200


def test_a_rejected_draft_stays_on_its_author_s_desk_with_the_reason_and_can_be_mended(people):
    ruta, jonas = people["ruta"], people["jonas"]
    draft = draft_of(ruta.create("places", name="Hasty Place", slug="hasty-xx"))
    assert jonas.request("POST", f"/drafts/{draft}", json={"act": "reject", "note": "Name its country"}).status_code == 200
    desk = ruta.get("/").text
    assert "Hasty Place" in desk and "Name its country" in desk
    assert "Hasty Place" not in jonas.get("/").text
    page = ruta.get(f"/drafts/{draft}").text
    assert f"/places/new?draft={draft}" in page and "Name its country" in page
    form = ruta.get(f"/places/new?draft={draft}")
    assert "It was rejected: Name its country" in form.text
    assert draft_of(ruta.form(form).fill(country="LT").send()) == draft
    assert jonas.request("GET", f"/drafts/{draft}.json").json()["state"] == "waiting"
    assert "were rejected" not in ruta.get("/").text
    changed = draft_of(ruta.change("/places/strasbourg-fr", {"subdivision": "Alsatia"}))
    jonas.request("POST", f"/drafts/{changed}", json={"act": "reject", "note": "It is Alsace"})
    form = ruta.form(f"/places/strasbourg-fr?draft={changed}")
    assert form["subdivision"] == "Alsatia"
    assert draft_of(form.fill(subdivision="Alsace").send()) == changed
    for waiting in draft, changed:
        assert jonas.request("POST", f"/drafts/{waiting}", json={"act": "publish"}).status_code == 200


def test_an_author_takes_back_and_only_what_can_be_published_is_offered(people):
    ruta, jonas = people["ruta"], people["jonas"]
    draft = draft_of(ruta.change("/places/padua-it", {"subdivision": "Venetia"}))
    own = ruta.get(f"/drafts/{draft}").text
    assert "Take it back" in own and ">Reject<" not in own and ">Publish<" not in own
    assert ">Publish<" in jonas.get(f"/drafts/{draft}").text
    assert "A draft of ruta" in people["editor"].get("/places/padua-it").text, "another editor is told"
    assert "A draft of ruta" not in ruta.get("/places/padua-it").text
    assert jonas.change("/places/padua-it", {"subdivision": "Province of Padua"}).status_code == 200
    stale = jonas.get(f"/drafts/{draft}").text
    assert ">Publish<" not in stale and ">Reject<" in stale
    ruta.request("POST", f"/drafts/{draft}", json={"act": "reject"})
    assert "were rejected" not in ruta.get("/").text, "what one takes back oneself is no news"


def test_new_items_that_would_get_one_address_are_drafts_of_their_own(people, server):
    partnership = server.get("/sistercities/partnerships.json").json()["items"][0]["slug"]
    form = people["ruta"].form("/gifts/new").fill(partnership=partnership, object="Painting")
    drafts = [draft_of(form.fill(note=note).send()) for note in ("Of the river", "Of the old town")]
    drafts += [draft_of(people["ruta"].create("gifts", partnership=partnership, object="Painting")) for _ in range(2)]
    drafts += [draft_of(people["ruta"].create("sources", partnership=partnership, field="established", title=title))
               for title in ("One", "Other")]
    assert len(set(drafts)) == 6, "nothing that was typed is lost"
    resumed = people["ruta"].form(f"/gifts/new?draft={drafts[1]}")
    assert resumed["note"] == "Of the old town"
    assert draft_of(resumed.fill(location="Town hall").send()) == drafts[1]
    direct = people["anna"].create("gifts", partnership=partnership, object="Painting")
    assert direct.status_code == 201, "nor does what is published take a waiting draft's address"
    for draft in drafts:
        assert people["jonas"].request("POST", f"/drafts/{draft}", json={"act": "publish"}).status_code == 200
    gifts = server.get(f"/sistercities/partnerships/{partnership}.json").json()["gifts"]
    assert [gift["object"] for gift in gifts].count("Painting") == 5


def test_a_form_of_a_reviewed_editor_leads_to_the_draft_and_a_reviewer_decides_by_form(people, server):
    form = people["ruta"].form("/places/new").fill(name="Proposed Place", change_note="Please have a look")
    sent = form.send()
    draft = draft_of(sent)
    assert draft_of(form.send()) == draft, "sent twice it is one draft"
    page = people["jonas"].get(f"/drafts/{draft}")
    assert "Proposed Place" in page.text and "Please have a look" in page.text
    done = people["jonas"].form(page).send("publish")
    assert done.status_code == 303 and "done=published" in done.headers["Location"]
    assert server.get("/sistercities/places?q=proposed").text.count("Proposed Place") > 0


def test_a_withdrawal_waits_too_and_can_be_rejected(people, server):
    people["anna"].create("places", slug="stays-xx", name="Stays")
    draft = draft_of(people["ruta"].withdraw("/places/stays-xx"))
    assert server.get("/sistercities/places/stays-xx").status_code == 200
    rejected = people["jonas"].form(f"/drafts/{draft}").fill(change_note="It stays").send("reject")
    assert rejected.status_code == 303
    assert people["ruta"].get(f"/drafts/{draft}.json").json()["state"] == "rejected"
    assert server.get("/sistercities/places/stays-xx").status_code == 200


def test_an_editor_does_not_publish_nor_see_what_others_propose(people, server):
    server.expect_log("SC0501")
    draft = draft_of(people["ruta"].create("places", name="Secret Proposal"))
    assert people["ruta"].request("POST", f"/drafts/{draft}", json={"act": "publish"}).status_code == 403
    assert people["editor"].get(f"/drafts/{draft}").status_code == 403
    assert "Secret Proposal" not in people["editor"].get("/drafts?who=ruta").text
    assert people["editor"].request("POST", f"/drafts/{draft}", json={"act": "reject"}).status_code == 403
    assert people["ruta"].request("POST", f"/drafts/{draft}", json={"act": "reject"}).status_code == 200


def test_a_draft_follows_its_item_to_another_address(people):
    people["anna"].create("places", slug="moves-xx", name="Moves")
    first = draft_of(people["ruta"].change("/places/moves-xx", {"subdivision": "Before"}))
    people["anna"].change("/places/moves-xx", {"slug": "moved-xx"})
    form = people["ruta"].form("/places/moved-xx")
    assert form["subdivision"] == "Before", "the author goes on with what waits"
    again = draft_of(people["ruta"].change("/places/moved-xx", {"subdivision": "After"}))
    waiting = people["ruta"].get("/drafts.json").json()["items"]
    assert [str(d["id"]) for d in waiting if d["state"] == "waiting" and d["slug"] == "moved-xx"] == [again], first


def test_a_reviewer_s_own_changes_are_published_at_once(people):
    assert people["jonas"].create("places", name="By the reviewer").status_code == 201


def test_only_an_admin_removes_names(people, server):
    server.expect_log("SC0501.*redact")
    for user in "ruta", "jonas":
        assert people[user].get("/redact").status_code == 403
    assert people["anna"].get("/redact").status_code == 200


def test_undoing_needs_a_reviewer(people, server):
    server.expect_log("SC0501.*history")
    people["jonas"].create("places", slug="undo-me-xx", name="Undo me")
    change = people["jonas"].get("/places/undo-me-xx/history.json").json()["items"][0]["id"]
    assert people["ruta"].request("POST", f"/history/{change}/undo", json={}).status_code == 403
    assert people["jonas"].request("POST", f"/history/{change}/undo", json={}).status_code == 200
    assert people["jonas"].get("/places/undo-me-xx").status_code == 410


def test_roles_of_an_inner_section_replace_those_around_it(registry, make_httpd):
    server = make_httpd(registry, configuration=CONFIGURATION + """
<Location /sistercities/admin/places>
SisterCityRole editor "%{REMOTE_USER} == 'stranger'"
</Location>
""").start()
    server.expect_log("SC0501")
    assert Editor(server, "stranger").get("/places").status_code == 200
    assert Editor(server, "anna").get("/places").status_code == 403
    assert Editor(server, "stranger").create("places", name="Inner").status_code == 201, "no reviewer there: nothing waits"
    assert Editor(server, "anna").get("/gifts").status_code == 200


def test_without_rules_everybody_who_signs_in_is_admin(registry, make_httpd):
    server = make_httpd(registry).start()
    assert Editor(server, "stranger").get("/redact").status_code == 200


@pytest.mark.parametrize("directive", [
    "SisterCityRole", "SisterCityRole editor", "SisterCityRole king \"true\"", "SisterCityRole admin \"%{REMOTE_USER} ==\"",
    "SisterCityBodyLimit", "SisterCityBodyLimit 12", "SisterCityBodyLimit -1", "SisterCityBodyLimit 1M", "SisterCityBodyLimit 99999999999999999999",
])
def test_a_wrong_value_is_reported_with_its_line(registry, make_httpd, directive):
    server = make_httpd(registry, configuration=f"<Location /sistercities/admin>\n{directive}\n</Location>\n")
    code, text = server.test_configuration()
    assert code != 0 and directive.split()[0] in text and "line" in text


@pytest.mark.parametrize("content, mode, word", [
    (None, 0o600, "cannot be read"), ("short", 0o600, "too short"), ("x" * 64, 0o644, "everybody"), ("x" * 64, 0o602, "everybody"),
    ("x" * 5000, 0o600, "too long"),
])
def test_a_key_that_is_none_stops_httpd(registry, make_httpd, content, mode, word):
    server = make_httpd(registry)
    file = server.directory / "secret"
    if content is not None:
        file.write_text(content)
        os.chmod(file, mode)
    server.configuration = f'SisterCitySecretFile "{file}"'
    code, text = server.test_configuration()
    assert code != 0 and word in text and "SisterCitySecretFile" in text


def test_a_form_survives_a_reload_and_with_a_key_also_a_restart(registry, make_httpd):
    server = make_httpd(registry)
    server.start()
    editor = Editor(server)
    form = editor.form("/places/new").fill(name="Over a reload")
    server.reload()
    assert form.send().status_code == 303
    server.stop()
    secret = server.directory / "secret"
    secret.write_text("0123456789abcdef" * 4 + "\n")
    secret.chmod(0o600)
    server.configuration = f'SisterCitySecretFile "{secret}"'
    server.start()
    form = editor.form("/places/new").fill(name="Over a restart")
    server.stop()
    server.start()
    assert form.send().status_code == 303


def test_a_rule_that_cannot_be_decided_holds_for_nobody(registry, make_httpd):
    server = make_httpd(registry, configuration='<Location /sistercities/admin>\nSisterCityRole admin "file(\'/no/such/file\') == \'x\'"\n</Location>\n')
    server.start()
    server.expect_log("SC0206|SC0501|Evaluation of expression")
    assert Editor(server).get("/").status_code == 403
