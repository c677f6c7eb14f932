"""Contacts are private, and are not kept longer than they may be."""

import html
import re

import pytest

from support.editing import Editor

DATABASES = ["sqlite", "postgresql"]

CONFIGURATION = """
<Location "/sistercities/admin">
    SisterCityRole admin "%{REMOTE_USER} == 'editor'"
    SisterCityRole editor "%{REMOTE_USER} == 'ruta'"
</Location>
"""

SECRETS = ("A. Person", "a@example.org", "+370 37 000000")


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


def words(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def club(editor, name, **fields):
    made = editor.make("organizations", name=name, place="kaunas-lt", contact=SECRETS[0], email=SECRETS[1],
                       phone=SECRETS[2], **fields)
    return made.json()["slug"]


def seen_by_readers(server, slug):
    """Which of the secrets readers see, wherever they look."""
    addresses = [f"organizations/{slug}", f"organizations/{slug}.json", f"organizations/{slug}.csv", "organizations",
                 "organizations.json", "organizations.csv", "places/kaunas-lt", "places/kaunas-lt.json"]
    answers = []
    for address in addresses:
        answer = server.get(f"/sistercities/{address}")
        assert answer.status_code in (200, 404), address
        answers.append(html.unescape(answer.text))
    return {secret for secret in SECRETS if any(secret in text for text in answers)}


def test_contacts_are_private_unless_they_are_published(server, editor):
    slug = club(editor, "Private club")
    assert seen_by_readers(server, slug) == set()


def test_published_contacts_are_withheld_after_their_last_day(server, editor):
    slug = club(editor, "Open club", contact_published=True)
    assert seen_by_readers(server, slug) == set(SECRETS)
    editor.change(f"/organizations/{slug}", {"contact_until": "2025-12"})
    assert seen_by_readers(server, slug) == set()
    assert SECRETS[1] in editor.get(f"/organizations/{slug}", headers={"Accept": "application/json"}).text
    findings = editor.get("/check.json").json()["findings"]
    assert any(one["code"] == "contact_expired" and one["slug"] == slug for one in findings)


def test_removing_expired_contacts_takes_them_out_of_the_history_too(server, editor):
    slug = club(editor, "Old club", contact_until="2024")
    kept = club(editor, "Young club", contact_until="2099", contact_published=True)
    page = editor.get("/contacts")
    assert page.status_code == 200
    assert "Old club" in words(page) and "Young club" not in words(page)
    answer = editor.form(page).fill(change_note="yearly").send("purge")
    assert answer.status_code == 303
    assert SECRETS[1] not in editor.get(f"/organizations/{slug}", headers={"Accept": "application/json"}).text
    for address in (f"/organizations/{slug}/history", f"/organizations/{slug}/history.json", "/history.json"):
        text = editor.get(address).text
        assert "Old club" in text or slug in text
    changes = editor.get(f"/organizations/{slug}/history.json").text
    assert not any(secret in changes for secret in SECRETS)
    assert SECRETS[1] in editor.get(f"/organizations/{kept}", headers={"Accept": "application/json"}).text
    assert "There are none" in words(editor.get("/contacts"))


def test_the_removal_is_told_and_cannot_be_undone(editor):
    club(editor, "Another old club", contact_until="2024")
    editor.form("/contacts").fill(change_note="as the law says").send("purge")
    page = editor.get("/history?action=redact")
    assert "as the law says" in words(page)
    change = re.search(r"/history/(\d+)", page.text).group(1)
    editor.server.expect_log(r"SC\d+")
    assert editor.request("POST", f"/history/{change}/undo", json={}).status_code == 409


def test_only_administrators_remove_contacts(server):
    server.expect_log(r"SC\d+")
    assert Editor(server, "ruta").get("/contacts").status_code == 403


def test_a_name_is_found_in_any_spelling_and_each_place_is_named_before_it_goes(editor):
    partnership = "kaunas-lt-hiratsuka-jp"
    made = [editor.create("activities", partnership=partnership, title="Visit of NERIMANTAS Žvirblis", start="2020", slug="a-visit",
                          outcome="Zvirblis Nerimantas spoke; nerimantas  žvirblis sang."),
            editor.create("gifts", partnership=partnership, object="Vase", donor="Žvirblis, Nerimantas", recipient="Nerimantas Žvirblis, Mayor", slug="vase-nerimantas-zvirblis"),
            editor.create("gifts", partnership=partnership, object="Sparrow", donor="Nerimantas")]
    assert [answer.status_code for answer in made] == [201] * 3
    page = editor.form("/redact").fill(name="nerimantas zvirblis", change_note="asked by letter").send("look")
    for said in ("Visit of NERIMANTAS", "Žvirblis, Nerimantas", "rename it by hand", "Zvirblis Nerimantas spoke"):
        assert said in words(page), said
    form = editor.form(page)
    assert form["change_note"] == "asked by letter", "the reason is kept"
    assert "Žvirblis" in editor.get("/gifts/vase-nerimantas-zvirblis.json").text, "nothing is removed before somebody says so"
    form.send("redact")
    for item in made[:2]:
        path = f"/{item.headers['Location'].split('/admin/')[-1].split('/')[0]}/{item.json()['slug']}"
        for address in (f"{path}.json", f"{path}/history.json"):
            text = editor.get(address).text.lower().replace("vase-nerimantas-zvirblis", "")
            assert "virblis" not in text, address
    assert editor.item(f"/activities/{made[0].json()['slug']}")[0]["outcome"] == "[…] spoke; […] sang."
    assert editor.item("/gifts/vase-nerimantas-zvirblis")[0]["recipient"] == "[…], Mayor", "the office stays"
    assert editor.item(f"/gifts/{made[2].json()['slug']}")[0]["donor"] == "Nerimantas", "another person"
    assert "asked by letter" in words(editor.get("/history?action=redact"))


def test_other_forms_of_a_name_are_told_and_left_as_they_are(editor):
    editor.create("partnerships", slug="of-forms", parties=[{"place": "kaunas-lt"}, {"place": "kyoto-jp"}], type="project", status="active",
                  note="Miestą valdant Nerimantui Stulgaičiui.", origin="Mero Nerimanto Stulgaičio sumanymas.")
    editor.create("gifts", slug="of-forms-gift", partnership="of-forms", object="Bell", maker="Nerimantas Stulgaitis", occasion="Nerimas, stulpai")
    page = editor.form("/redact").fill(name="Nerimantas Stulgaitis").send("look")
    found = words(page)
    assert "hold this name" in found, "in the gift and its history"
    assert found.count("perhaps another form of the name") == 2 and "Nerimantui Stulgaičiui" in found and "Nerimanto Stulgaičio" in found
    assert "stulpai" not in found, "words that only begin alike are no name"
    editor.form(page).fill(change_note="asked by letter").send("redact")
    item, _ = editor.item("/partnerships/of-forms")
    assert "Nerimantui" in item["note"] and "Nerimanto" in item["origin"]
    again = words(editor.form("/redact").fill(name="Nerimantas Stulgaitis").send("look"))
    assert "Nothing on record holds this name" in again and again.count("perhaps another form of the name") == 2
