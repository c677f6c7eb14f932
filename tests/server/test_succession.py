"""A place that was renamed, merged or split: its page tells it, its partnerships pass on, stay or end, and it is undone as one."""

import csv
import io
import json
import re

import pytest

from support.editing import Editor, errors

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


def words(answer):
    """What a page says, without its elements."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def make(editor, collection, **fields):
    answer = editor.create(collection, **fields)
    assert answer.status_code == 201, answer.text
    return answer.json()["slug"]


def place(editor, slug, name):
    return make(editor, "places", slug=slug, name=name, country="JP")


def tie(editor, slug, *places, **fields):
    return make(editor, "partnerships", slug=slug, parties=[{"place": one} for one in places], **{"type": "sister", "status": "active", **fields})


def succeed(editor, slug, **fields):
    return editor.request("POST", f"/places/{slug}/succession", json=fields, headers={"If-Match": editor.item(f"/places/{slug}")[1]})


def izu(editor, name):
    """A town with a pact of 1982, which became part of a city (DOMAIN.md, case 5)."""
    town, city = place(editor, f"{name}-town", f"{name.title()} Town"), place(editor, f"{name}-city", f"{name.title()} City")
    for partner in ("passes", "stays", "ends"):
        tie(editor, f"{name}-{partner}", town, "kyoto-jp", established="1982", type={"passes": "sister", "stays": "friendship", "ends": "partner"}[partner])
    return town, city


def test_an_officer_says_what_became_of_a_town_and_of_each_of_its_partnerships(editor, server):
    town, city = izu(editor, "amagi")
    form = editor.form(f"/places/{town}/succession")
    assert f"/places/{town}/succession" in editor.get(f"/places/{town}/workbench").text
    look = form.fill(kind="merger", date="1 April 2004", successor="Amagi City").send("look")
    assert look.status_code == 200 and "Merged into" in look.text and "1 April 2004" in look.text, look.text
    chosen = editor.form(look).fill(successor=city).send("look").text
    assert '<p class="sistercity-form__named">Amagi City</p>' in chosen, "an address name stands with what it is called"
    asked = editor.form(look)
    assert sorted(name for name in asked.names() if name.startswith("tie.")) == ["tie.amagi-ends", "tie.amagi-passes", "tie.amagi-stays"]
    assert asked["tie.amagi-passes"] == f"to {city}", "what is most likely is proposed"
    saved = asked.set("tie.amagi-stays", "stays").set("tie.amagi-ends", "ends").send("save", allow_redirects=False)
    assert saved.status_code == 303, saved.text

    old = server.get(f"{ROOT}/places/{town}")
    assert old.status_code == 200 and "Merged into" in old.text and f"/places/{city}" in old.text and "1 April 2004" in old.text
    data = server.get(f"{ROOT}/places/{town}.json").json()
    assert (data["ended"], data["ended_by"], data["successors"]) == ("2004-04-01", "merger", [city])
    assert server.get(f"{ROOT}/places/{city}.json").json()["predecessors"] == [town]
    passed_on = [{"predecessor": town, "successor": city, "kind": "merger", "date": "2004-04-01"}]
    assert [server.get(f"{ROOT}/places/{one}.json").json()["succession"] for one in (town, city)] == [passed_on, passed_on]
    assert re.search(r"Predecessors Amagi Town \( ?1 April 2004 ?\)", words(server.get(f"{ROOT}/places/{city}")))

    passed, _ = editor.item("/partnerships/amagi-passes")
    assert passed["status"] == "active" and passed["established"] == "1982"
    assert [(party["place"], party.get("joined"), party.get("left")) for party in passed["parties"]] == [
        (town, None, "2004-04-01"), (city, "2004-04-01", None), ("kyoto-jp", None, None)]
    partners = server.get(f"{ROOT}/places/{city}/partners").text
    assert "/partnerships/amagi-passes" in partners and f"/places/{town}" not in partners, "a predecessor is no partner"
    page = server.get(f"{ROOT}/partnerships/amagi-passes").text
    assert "Amagi City – Kyoto" in page and "goes on with the successor" in page and "Amagi Town → Amagi City" in page

    ended, _ = editor.item("/partnerships/amagi-ends")
    assert (ended["status"], ended["ended"]) == ("terminated", "2004-04-01")
    assert editor.item("/partnerships/amagi-stays")[0]["parties"] == [{"place": town}, {"place": "kyoto-jp"}]


def test_a_tie_that_passed_on_is_called_the_same_on_its_page_in_lists_and_in_data(editor, server):
    town, city = izu(editor, "shuzenji")
    tie(editor, "shuzenji-kaunas", "kaunas-lt", town, established="1998")
    assert succeed(editor, town, kind="merger", date="2004-04-01", successors=[city], partnerships={"shuzenji-kaunas": f"to {city}"}).status_code == 200
    tie(editor, "shuzenji-triangle", "kaunas-lt", "kyoto-jp", "strasbourg-fr")
    for slug, partner in (("shuzenji-kaunas", city), ("shuzenji-triangle", "strasbourg-fr")):
        said = re.search(r"Relationship ([a-z ]+?) Established", words(server.get(f"{ROOT}/partnerships/{slug}")))[1]
        rows = [row for row in re.findall(r"<tr>.*?</tr>", server.get(f"{ROOT}/places/kaunas-lt/partners").text, re.S) if f"/partnerships/{slug}" in row]
        assert rows and all(f'class="sistercity__term">{said}<' in row for row in rows)
        items = server.get(f"{ROOT}/places/kaunas-lt/partners.json").json()["items"]
        assert [item["term"] for item in (server.get(f"{ROOT}/partnerships/{slug}.json").json(), *items) if item["slug"] == slug] == ["sister city"] * 2
        assert said == "sister city"


def test_a_merger_of_a_later_day_is_planned(editor, server):
    town, city = izu(editor, "kannami")
    assert succeed(editor, town, kind="merger", date="2999-07-01", successors=[city], partnerships={"kannami-passes": f"to {city}"}).status_code == 200
    assert re.search(r"planned: Merged into Kannami City \( ?1 July 2999 ?\)", words(server.get(f"{ROOT}/places/{town}")))
    page = words(server.get(f"{ROOT}/partnerships/kannami-passes"))
    assert "until 1 July 2999" in page and "left 1 July 2999" not in page and "planned from 1 July 2999" in page


def test_the_sentence_above_the_partners_uses_no_other_word_than_the_list(editor, server):
    home = make(editor, "places", slug="sentence-lt", name="Sentence", country="LT")
    tie(editor, "sentence-japan", home, "kyoto-jp")
    assert "Sentence has 1 sister city on record." in words(server.get(f"{ROOT}/places/{home}"))
    tie(editor, "sentence-france", home, "strasbourg-fr")
    page = words(server.get(f"{ROOT}/places/{home}"))
    assert "twin town" in page and "Sentence has 2 partners on record." in page


def test_the_check_asks_for_what_nobody_has_said(editor):
    town, city = izu(editor, "nirayama")
    assert succeed(editor, town, kind="merger", date="2005", successors=[city], partnerships={"nirayama-ends": "ends"}).status_code == 200
    found = [one for one in editor.get("/check.json").json()["findings"] if one["code"] == "place_ceased"]
    asked = {one["slug"] for one in found}
    assert {"nirayama-passes", "nirayama-stays"} <= asked and "nirayama-ends" not in asked
    assert f"/places/{town}/succession" in editor.get("/check").text
    assert succeed(editor, town, kind="merger", date="2005", successors=[city], partnerships={"nirayama-passes": f"to {city}"}).status_code == 200
    asked = {one["slug"] for one in editor.get("/check.json").json()["findings"] if one["code"] == "place_ceased"}
    assert "nirayama-passes" not in asked and "nirayama-stays" in asked


def test_it_is_one_change_and_is_undone_as_one(editor, server):
    town, city = izu(editor, "ohito")
    paths = [f"/places/{town}", f"/places/{city}", "/partnerships/ohito-passes", "/partnerships/ohito-ends"]
    before = [{key: value for key, value in editor.item(path)[0].items() if key not in ("version", "modified")} for path in paths]
    change = succeed(editor, town, kind="rename", date="2003-05", successors=[city],
                     partnerships={"ohito-passes": f"to {city}", "ohito-ends": "ends"}).json()["change"]
    names = editor.item(f"/places/{city}")[0]["names"]
    assert [(name["text"], name["kind"], name["to"]) for name in names] == [("Ohito Town", "former", "2003-05")]
    assert city in [one["slug"] for one in server.get(f"{ROOT}/places.json?q=ohito+town").json()["items"]]
    undone = editor.request("POST", f"/history/{change}/undo", json={})
    assert undone.status_code == 200, undone.text
    assert [{key: value for key, value in editor.item(path)[0].items() if key not in ("version", "modified")} for path in paths] == before
    assert server.get(f"{ROOT}/partnerships/ohito-ends.json").json().get("history", []) == []


def test_what_cannot_be_is_refused_in_words(editor):
    town, city = izu(editor, "toi")
    third = place(editor, "toi-ward", "Toi Ward")
    for wrong, field in [
        ({"kind": "merger", "date": "2004", "successors": [town]}, "successor"),
        ({"kind": "merger", "date": "2004", "successors": [city, third]}, "successor"),
        ({"kind": "merger", "date": "2004", "successors": ["nowhere-xx"]}, "successor"),
        ({"kind": "merger", "date": "2004", "successors": []}, "successor"),
        ({"kind": "merger", "date": "yesterday", "successors": [city]}, "date"),
        ({"kind": "vanished", "date": "2004", "successors": [city]}, "kind"),
        ({"kind": "merger", "date": "2004", "successors": [city], "partnerships": {"toi-stays": "to kyoto-jp"}}, None),
    ]:
        answer = succeed(editor, town, **wrong)
        assert answer.status_code == 422 and list(errors(answer)) == [field], (wrong, answer.text)
    assert "ended" not in editor.item(f"/places/{town}")[0]
    assert succeed(editor, town, kind="split", date="2004", successors=[city, third]).status_code == 200
    circle = succeed(editor, third, kind="merger", date="2005", successors=[town])
    assert circle.status_code == 422 and errors(circle) == {"successor": "circular"}
    typed = editor.change(f"/places/{town}", {"predecessors": [third]})
    assert typed.status_code == 422 and errors(typed) == {"predecessors[0]": "circular"}
    assert editor.request("POST", f"/places/{town}/succession", json={"kind": "split"}).status_code == 428
    late = editor.form(f"/places/{city}/succession").fill(kind="merger", date="2010", successor="kyoto-jp")
    editor.change(f"/places/{city}", {"population": 5})
    answer = late.send("save")
    assert answer.status_code == 409 and editor.form(answer)["date"] == "2010"


def test_the_old_place_shows_what_passed_on_as_over_for_it(editor, server):
    town, city = izu(editor, "nakaizu")
    assert succeed(editor, town, kind="merger", date="2004-04-01", successors=[city], partnerships={"nakaizu-passes": f"to {city}"}).status_code == 200
    page = words(server.get(f"{ROOT}/places/{town}/partners"))
    assert "Partnerships in force: 2" in page and "passed to a successor 1 April 2004" in page
    assert "Partnerships in force: 1" in words(server.get(f"{ROOT}/places/{city}/partners"))
    parties = words(server.get(f"{ROOT}/partnerships/nakaizu-passes"))
    assert "left 1 April 2004" in parties and "joined 1 April 2004" in parties


def test_a_part_that_becomes_a_place_of_its_own_leaves_the_old_one_as_it_is(editor, server):
    town, part = place(editor, "usami-town", "Usami Town"), place(editor, "usami-new", "New Usami")
    tie(editor, "usami-stays", town, "kyoto-jp")
    tie(editor, "usami-goes", town, "boston-us")
    form = editor.form(f"/places/{town}/succession").fill(kind="split_off", date="1 April 2008", successor=part)
    look = form.send("look")
    assert look.status_code == 200 and "A place of its own since" in look.text, look.text
    asked = editor.form(look)
    assert asked["tie.usami-stays"] == "stays", "what is most likely is proposed"
    saved = asked.set("tie.usami-goes", f"to {part}").send("save")
    assert saved.status_code == 303, saved.text
    old, new = (server.get(f"{ROOT}/places/{one}.json").json() for one in (town, part))
    assert "ended" not in old and "ended_by" not in old and old["successors"] == [part]
    assert (new["predecessors"], new["begun"]) == ([town], "2008-04-01")
    assert "Came to exist" in server.get(f"{ROOT}/places/{part}").text
    assert old["succession"] == new["succession"] == [{"predecessor": town, "successor": part, "kind": "split_off", "date": "2008-04-01"}]
    assert re.search(r"Successors New Usami \( ?1 April 2008 ?\)", words(server.get(f"{ROOT}/places/{town}")))
    assert editor.change(f"/places/{part}", new, method="PUT").status_code == 200, "what is read can be written"
    assert {item["slug"]: item["status"] for item in server.get(f"{ROOT}/places/{town}/partners.json").json()["items"]} == {
        "usami-stays": "active", "usami-goes": "succeeded"}
    change = re.search(r"change=(\d+)", saved.headers["Location"])[1]
    assert editor.request("POST", f"/history/{change}/undo", json={}).status_code == 200
    assert "begun" not in editor.item(f"/places/{part}")[0] and "predecessors" not in editor.item(f"/places/{part}")[0]


def test_the_lists_of_a_place_that_is_no_more_say_that_its_partnerships_have_passed(editor, server):
    town, city = izu(editor, "atami")
    assert succeed(editor, town, kind="merger", date="2004-04-01", successors=[city],
                   partnerships={"atami-passes": f"to {city}", "atami-ends": "ends"}).status_code == 200
    def told(of, suffix):
        answer = server.get(f"{ROOT}/places/{of}/partners{suffix}")
        rows = answer.json()["items"] if suffix == ".json" else [json.loads(line) for line in answer.text.splitlines()]
        return {row["slug"]: row["status"] for row in rows}

    assert told(town, ".json") == told(town, ".jsonl") == {"atami-passes": "succeeded", "atami-stays": "active", "atami-ends": "terminated"}
    assert told(city, ".json") == {"atami-passes": "active"}
    people = {row["slug"]: row["status"] for row in csv.DictReader(io.StringIO(server.get(f"{ROOT}/places/{town}/partners.csv?view=people").text))}
    assert people["atami-passes"] == "passed to a successor"
    assert server.get(f"{ROOT}/partnerships/atami-passes.json").json()["status"] == "active", "it goes on"


def test_as_many_successors_as_there_are_can_be_named_without_script(editor):
    town = place(editor, "many-town", "Many Town")
    parts = [place(editor, f"many-part-{number}", f"Part {number}") for number in range(7)]
    page = editor.get(f"/places/{town}/succession")
    assert page.text.count('name="successor"') == 2
    more = editor.form(page).fill(kind="split", date="1999").send("more")
    assert more.status_code == 200 and "role=\"alert\"" not in more.text
    assert more.text.count('name="successor"') == 5 and 'value="1999"' in more.text
    answer = succeed(editor, town, kind="split", date="1999", successors=parts)
    assert answer.status_code == 200, answer.text
    assert sorted(editor.server.get(f"{ROOT}/places/{town}.json").json()["successors"]) == parts


def test_more_partnerships_than_a_page_has_room_for_are_decided_on_as_one(editor, registry, tmp_path):
    town, city = place(editor, "hub-town", "Hub Town"), place(editor, "hub-city", "Hub City")
    names = [f"spoke-{number:03}" for number in range(260)]
    (tmp_path / "places.csv").write_text("slug,name,level,country\n" + "".join(f"{name},{name.title()},town,FI\n" for name in names))
    (tmp_path / "partnerships.csv").write_text("slug,parties,type,status\n" + "".join(f"hub-{name},{town}|{name},sister,active\n" for name in names))
    registry.ctl("import", tmp_path)
    form = editor.form(f"/places/{town}/succession").fill(kind="merger", date="2010", successor=city)
    look = form.send("look")
    assert "60 more partnerships, all alike" in look.text
    asked = editor.form(look)
    assert asked["rest"] == "stays"
    unclear = succeed(editor, town, kind="merger", date="2010", successors=[city], rest="to kyoto-jp")
    assert unclear.status_code == 422
    saved = asked.set("rest", f"to {city}").set("tie.hub-spoke-003", "ends").send("save")
    assert saved.status_code == 303, saved.text
    passed = registry.sql("SELECT COUNT(*) FROM partnership_parties WHERE joined = '2010'")
    assert passed == "259", "all but the one that ended"
    assert editor.server.get(f"{ROOT}/places/{city}.json").json()["listed_partners"] == 259
