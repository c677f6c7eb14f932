"""Forms: what an office clicks and types, and that nothing typed is ever lost."""

import re
import threading

import pytest

from support.editing import ADMIN, Editor, errors

DATABASES = ["sqlite", "postgresql"]
CONFIGURATION = """
<Location /sistercities/admin>
SisterCityHome kaunas-lt
</Location>
"""

PARTNERSHIP = "kaunas-lt-hiratsuka-jp"


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


def slug_of(answer):
    """The item that an answer leads to."""
    assert answer.status_code == 303, answer.text[:3000]
    return answer.headers["Location"].split("?")[0].removeprefix(ADMIN)


def total(editor, collection):
    return editor.get(f"/{collection}.json?limit=1").json()["total"]


@pytest.mark.parametrize("collection", ["places", "partnerships", "activities", "stories", "claims"])
def test_an_empty_form_asks_for_what_is_missing_and_not_for_the_address_that_is_made_of_it(editor, collection):
    page = editor.form(f"/{collection}/new").send()
    assert page.status_code == 422 and "must be filled in" in page.text
    assert 'href="#f-slug"' not in page.text and "slug" not in errors(editor.create(collection))
    unnamed = editor.create("places", name="…", country="LT")
    assert errors(unnamed) == {"slug": "required"}, "where nothing can be made of the name, it is asked for"


@pytest.mark.parametrize("collection", ["places", "organizations", "partnerships", "agreements", "approvals", "steps",
                                        "activities", "gifts", "sources", "claims"])
def test_a_form_that_is_saved_as_it_is_changes_nothing(editor, collection):
    items = editor.get(f"/{collection}.json?limit=3").json()["items"]
    for item in items:
        path = f"/{collection}/{item['slug']}"
        saved = editor.form(path).send()
        assert saved.status_code == 303 and "done=same" in saved.headers["Location"], saved.text[:2000]
        assert editor.item(path)[0] == item


def test_a_new_item_is_made_with_what_was_typed(editor):
    form = editor.form("/places/new").fill(name="Telšiai", country="lt", level="town", population="22 000 or so")
    saved = form.send()
    assert saved.status_code == 422 and 'value="Telšiai"' in saved.text, "words are no number"
    saved = editor.form(saved).fill(population="22 000", website="www.telsiai.lt", latitude="55,98", longitude="22,25").send()
    assert "done=created" in saved.headers["Location"]
    item, _ = editor.item("/places/telsiai-lt")
    assert (item["name"], item["country"], item["population"]) == ("Telšiai", "LT", 22000)
    assert (item["website"], item["latitude"]) == ("https://www.telsiai.lt", 55.98)


def test_an_amount_is_taken_with_the_currency_that_our_pages_print_beside_it(editor):
    form = editor.form(f"/approvals/new?partnership={PARTNERSHIP}").fill(slug="in-euro", body="City Council", budget_amount="€15,000")
    assert slug_of(form.send())
    item = editor.item("/approvals/in-euro")[0]
    assert (item["budget_amount"], item["budget_currency"]) == (15000, "EUR")
    form = editor.form("/approvals/in-euro?lang=lt").fill(budget_amount="16 500,50\u00a0€")
    assert slug_of(form.send()) and editor.item("/approvals/in-euro")[0]["budget_amount"] == 16500.5
    refused = editor.form("/approvals/in-euro").fill(budget_amount="$17,000", budget_currency="EUR").send()
    assert refused.status_code == 422 and 'value="$17,000"' in refused.text and 'value="EUR"' in refused.text, "it is one or the other"
    assert slug_of(editor.form(f"/activities/new?partnership={PARTNERSHIP}").fill(slug="in-yen", title="Fair", budget="JP¥2,000,000", cost="1,500,000").send())
    item = editor.item("/activities/in-yen")[0]
    assert (item["budget"], item["cost"], item["currency"]) == (2000000, 1500000, "JPY")


@pytest.mark.parametrize("amount, currency", [("¥2,000,000", ""), ("2000000", "¥"), ("¥2,000,000", "¥")])
def test_a_sign_of_two_currencies_is_asked_about(editor, amount, currency):
    asked = editor.form("/approvals/in-euro").fill(budget_amount=amount, budget_currency=currency).send()
    assert asked.status_code == 422 and "“¥” can mean CNY or JPY" in re.sub("<[^>]+>", "", asked.text)
    assert slug_of(editor.form(asked).fill(budget_currency="JPY").send())
    item = editor.item("/approvals/in-euro")[0]
    assert (item["budget_amount"], item["budget_currency"]) == (2000000, "JPY")


def test_a_date_is_taken_as_our_pages_print_it_and_never_guessed(editor):
    form = editor.form(f"/activities/new?partnership={PARTNERSHIP}").fill(title="Choir visit", start="03/04/2019")
    asked = form.send()
    assert asked.status_code == 422 and 'value="03/04/2019"' in asked.text, "what was typed stays"
    assert "3 April 2019" in asked.text or "April 3, 2019" in asked.text
    assert "2019-04-03" in asked.text and "2019-03-04" in asked.text, "both are named, as they can be typed"
    editor.form(asked).fill(start="2024 m. lapkričio 25 d.", end="26 November 2024").send()
    item = next(i for i in editor.get("/activities.json?limit=1000").json()["items"] if i["title"] == "Choir visit")
    assert (item["start"], item["end"]) == ("2024-11-25", "2024-11-26")


@pytest.mark.parametrize("latitude, longitude, stored", [
    ("49.7475° N", "13.3776° E", (49.7475, 13.3776)), ("49°44′51″N", "13°22'39\"E", (49.7475, 13.3775)), ("S 33,45", "W 70,66", (-33.45, -70.66)),
    ("49.7475 E", "13.3776", None), ("49.7475 N 13.3776 E", "", None)])
def test_a_position_is_taken_as_maps_print_it_and_never_in_the_wrong_half_of_the_world(editor, latitude, longitude, stored):
    name = f"Position {abs(hash(latitude))}"
    answer = editor.form("/places/new").fill(name=name, country="CZ", latitude=latitude, longitude=longitude).send()
    if not stored:
        assert answer.status_code == 422 and "Latitude: " in answer.text
        return
    assert answer.status_code == 303, answer.text[:2000]
    item = editor.item(slug_of(answer).removesuffix("/workbench"))[0]
    assert (round(item["latitude"], 4), round(item["longitude"], 4)) == stored


@pytest.mark.parametrize("typed, code", [("€", "EUR"), ("eur", "EUR"), ("Euro", "EUR"), ("円", "JPY"), ("yen", "JPY"), ("zł", "PLN"), ("forint", "HUF"),
                                         ("LTL", "LTL"), ("franc", None), ("kr", None), ("XYZ", None)])
def test_a_currency_is_taken_by_its_sign_and_name_and_one_that_there_is_not_is_refused(editor, typed, code):
    form = editor.form(f"/approvals/new?partnership={PARTNERSHIP}").fill(body=f"Council {typed}", budget_amount="15", budget_currency=typed)
    answer = form.send()
    if not code:
        assert answer.status_code == 422 and "is not a currency code" in answer.text
        return
    assert answer.status_code == 303, answer.text[:2000]
    made = [one for one in editor.get("/approvals.json?limit=1000").json()["items"] if one["body"] == f"Council {typed}"]
    assert [one["budget_currency"] for one in made] == [code]


@pytest.mark.parametrize("typed, tag", [("Simplified Chinese", "zh-Hans"), ("繁体中国語", "zh-Hant"), ("vokiečių", "de")])
def test_a_language_is_taken_by_the_name_that_our_pages_have_for_it(editor, typed, tag):
    form = editor.form("/places/new").fill(name=f"Called {typed}", country="CZ")
    form.set("names[0].lang", typed).set("names[0].text", f"Nomen {tag}").set("names[0].kind", "exonym")
    answer = form.send()
    assert answer.status_code == 303, answer.text[:2000]
    item = editor.item(slug_of(answer).removesuffix("/workbench"))[0]
    assert tag in [name["lang"] for name in item["names"]]


def test_last_week_s_delegation_is_added_from_its_partnership(editor):
    form = editor.form(f"/activities/new?partnership={PARTNERSHIP}")
    assert form["partnership"] == PARTNERSHIP
    saved = form.fill(title="Delegation of the city council", start="2026-11-16").send()
    assert slug_of(saved) == f"/partnerships/{PARTNERSHIP}/workbench"
    page = editor.get(saved.headers["Location"])
    assert "Delegation of the city council" in page.text
    change = re.search(r"change=(\d+)", saved.headers["Location"]).group(1)
    assert f"/history/{change}" in page.text, "what was done can be undone from where it is told"


def test_a_source_s_field_is_chosen_by_its_label_and_a_conflict_with_the_record_is_found(editor):
    page = editor.get(f"/sources/new?partnership={PARTNERSHIP}")
    options = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)', re.search(r'<select id="f-field".*?</select>', page.text, re.S)[0])
    assert ("established", "Established") in options and ("agreements", "Agreements") in options
    assert "population" not in dict(options), "a partnership has no inhabitants"
    form = editor.form(page).fill(field="established", title="Yearbook", states="03/04/2019", preferred="true")
    asked = form.send()
    assert asked.status_code == 422 and "2019-03-04" in asked.text and 'value="03/04/2019"' in asked.text
    saved = editor.form(asked).fill(states="4 March 2019").send()
    assert saved.status_code == 303, saved.text[:2000]
    source = next(i for i in editor.get("/sources.json?limit=1000").json()["items"] if i.get("title") == "Yearbook")
    assert (source["field"], source["states"]) == ("established", "2019-03-04")
    checks = [c for c in editor.get("/check.json").json()["findings"] if c.get("slug") == PARTNERSHIP]
    assert any("sources_disagree" in str(c) and "2019-03-04" in str(c) for c in checks), checks
    form = editor.form("/sources/new").fill(place="kaunas-lt", title="Almanac", field="population", states="about 289,000")
    assert form.send().status_code == 303, "what cannot be read stands as the source has it"


def test_parts_are_rows_and_empty_rows_are_nothing(editor):
    form = editor.form(f"/agreements/new?partnership={PARTNERSHIP}").fill(kind="renewal", date="2024-02")
    form.set("signatories[3].person", "Late Signer").set("signatories[1].person", "Early Signer")
    form.set("signatories[2].person", "  ")
    form.send()
    item = next(i for i in editor.get("/agreements.json?limit=1000").json()["items"] if i.get("date") == "2024-02")
    assert [s["person"] for s in item["signatories"]] == ["Early Signer", "Late Signer"]


def test_one_more_row_and_one_less_keep_what_was_typed(editor):
    form = editor.form("/places/new").fill(name="Rietavas")
    form.set("names[0].lang", "ja").set("names[0].text", "リエタヴァス")
    more = form.send("more:names")
    assert more.status_code == 200 and "リエタヴァス" in more.text and "Rietavas" in more.text
    assert "names[1].text" in editor.form(more).names()
    assert "sistercity-form__problem" not in more.text, "nobody hears yet what is wrong"
    less = editor.form(more).send("less:names[0]")
    assert less.status_code == 200 and "リエタヴァス" not in less.text and "Rietavas" in less.text


def test_a_place_is_found_by_what_was_typed_and_chosen(editor):
    form = editor.form("/organizations/new").fill(name="Seekers", place="kaun")
    assert 'value="hiratsuka-jp"' in form.set("place", "hiratsuka-jp").send("find:place").text, "by its address name"
    found = form.set("place", "kaun").send("find:place")
    assert found.status_code == 200 and 'value="kaunas-lt"' in found.text and "Seekers" in found.text
    chosen = editor.form(found).set("place", "kaunas-lt").send()
    assert slug_of(chosen).startswith("/")
    item = next(i for i in editor.get("/organizations.json?limit=1000").json()["items"] if i["name"] == "Seekers")
    assert item["place"] == "kaunas-lt"


def test_a_name_in_place_of_a_place_comes_back_with_what_it_may_mean(editor):
    answer = editor.form("/organizations/new").fill(name="Guessers", place="平塚").send()
    assert answer.status_code == 422
    assert 'value="hiratsuka-jp"' in answer.text and "Guessers" in answer.text
    assert total(editor, "organizations") == total(editor, "organizations")


def test_a_search_of_which_nothing_was_chosen_is_not_forgotten(editor):
    form = editor.form("/organizations/new").fill(name="Undecided", place="").set("find.place", "kaun")
    answer = form.send()
    assert answer.status_code == 422 and 'value="kaunas-lt"' in answer.text


def test_an_exact_name_is_accepted_wherever_a_place_is_asked_for(editor):
    for name in "Kaunas", " kaunas ", "平塚市":
        saved = editor.form("/organizations/new").fill(name=f"Friends of {name.strip()}", place=name).send()
        assert saved.status_code == 303, saved.text[:2000]
    places = {i["name"]: i.get("place") for i in editor.get("/organizations.json?limit=1000").json()["items"]}
    assert places["Friends of Kaunas"] == "kaunas-lt" and places["Friends of 平塚市"] == "hiratsuka-jp"
    found = editor.form("/organizations/new").fill(name="Found", place="nowhere").send("find:place")
    chosen = editor.form(found).set("find.place", "kaunas-lt").send()
    assert chosen.status_code == 303, "what was chosen from the list under the box is chosen"


def test_a_new_partnership_begins_with_our_own_city(editor):
    form = editor.form("/partnerships/new")
    assert form["parties[0].place"] == "kaunas-lt"
    assert editor.form("/partnerships/new?parties[0].place=boston-us")["parties[0].place"] == "boston-us"


def test_a_missing_place_is_added_from_within_the_form_and_nothing_typed_is_lost(editor):
    form = editor.form("/partnerships/new").fill(type="sister", status="forming", note="Met in 2025")
    answer = form.set("parties[1].place", "Plzeň").send()
    assert answer.status_code == 422 and "Plzeň" in answer.text and "Met in 2025" in answer.text
    assert "address name" not in re.search(r'id="f-parties-1--place-wrong".*?</p>', answer.text, re.S)[0]
    form = editor.form(answer)
    assert form["new.parties[1].place.name"] == "Plzeň"
    described = form.set("parties[1].place", "").set("new.parties[1].place.country", "CZ").send("preview")
    assert editor.form(described)["parties[1].place"] == "+" and "Choose one" not in described.text, "whoever says where it is wants it added"
    form.set("parties[1].place", "+").set("new.parties[1].place.country", "CZ")
    more = editor.form(form.send("more:parties"))
    assert more["parties[1].place"] == "+" and more["new.parties[1].place.country"] == "CZ", "kept while the form grows"
    preview = more.send("preview")
    assert preview.status_code == 200 and "Plze" in preview.text
    wrong = more.set("established", "soon").send()
    assert wrong.status_code == 422 and "There is no place" not in wrong.text
    again = editor.form(wrong).set("established", "2026-11")
    saved = again.send()
    assert saved.status_code == 303, saved.text[:3000]
    assert "CZ" in str(editor.item("/places/plzen-cz")[0]["country"])
    assert slug_of(saved) == "/partnerships/kaunas-lt-plzen-cz/workbench"
    twice = again.send()
    assert slug_of(twice) == slug_of(saved), "sent twice it is made once"
    assert editor.get("/places/plzen-cz-2.json").status_code == 404
    change = re.search(r"change=(\d+)", saved.headers["Location"]).group(1)
    undone = editor.request("POST", f"/history/{change}/undo", json={})
    assert undone.status_code == 200, undone.text
    assert editor.get("/places/plzen-cz.json").status_code == 410
    assert editor.get("/partnerships/kaunas-lt-plzen-cz.json").status_code == 410, "both are undone as one"


def test_a_place_that_is_nearly_on_record_is_asked_about_before_it_is_saved_twice(editor):
    assert editor.form("/places/new").fill(name="Utrecht", country="NL", level="city").send().status_code == 303
    for name, country in (("Gemeente Utrecht", "NL"), ("utrecht", "NL"), ("Hiratsuka", "JP"), ("平塚市", "JP"), ("Hiratuka", "JP"), ("Kauno miestas", "LT"), ("City of Kaunas", "LT")):
        asked = editor.form("/places/new").fill(name=name, country=country).send()
        assert asked.status_code == 422 and "on record already" in asked.text, name
        assert f'value="{name}"' in asked.text and 'value="anyway"' in asked.text
    preview = editor.form("/places/new").fill(name="Gemeente Utrecht", country="NL").send("preview")
    assert preview.status_code == 200 and "/places/utrecht-nl/workbench" in preview.text
    form = editor.form(asked)
    assert slug_of(form.send("anyway")) == "/places/city-of-kaunas-lt/workbench"
    for name, country in (("Utrecht", "ZA"), ("Utrechtse Heuvelrug", "NL"), ("Kaunas", "LV"), ("Hiratuka", "CN"), ("Miratsuka", "JP")):
        assert editor.form("/places/new").fill(name=name, country=country).send().status_code == 303, name
    findings = editor.get("/check.json").json()["findings"]
    assert ("city-of-kaunas-lt", "duplicate") in [(f["slug"], f["code"]) for f in findings]
    once = editor.form("/places/new").fill(name="Gouda", country="NL")
    assert slug_of(once.send()) == slug_of(once.send()) == "/places/gouda-nl/workbench", "sent twice it is made once"


def test_words_can_all_be_taken_away(editor):
    made = editor.create("activities", partnership=PARTNERSHIP, title="Fair", fields=["culture", "sports"]).json()
    form = editor.form(f"/activities/{made['slug']}")
    assert [v for k, v in form.fields if k == "fields"] == ["culture", "sports"]
    form.set("fields", []).send()
    assert "fields" not in editor.item(f"/activities/{made['slug']}")[0]


def test_all_errors_come_at_once_and_what_was_typed_is_kept(editor):
    before = total(editor, "partnerships")
    form = editor.form("/partnerships/new").fill(established="soon", name="<b>Network</b>", note="Line one\r\nline two")
    form.set("parties[0].place", "kaunas-lt")
    answer = form.send()
    assert answer.status_code == 422
    for field in "established", "parties", "type", "status":
        assert f"#f-{field}" in answer.text, f"{field} is named on top, with a link to it"
    again = editor.form(answer)
    assert (again["established"], again["name"]) == ("soon", "<b>Network</b>")
    assert again["note"].splitlines() == ["Line one", "line two"]
    assert "<b>Network" not in answer.text
    assert total(editor, "partnerships") == before


def test_a_preview_shows_what_readers_will_see_and_stores_nothing(editor):
    before, _ = editor.item(f"/partnerships/{PARTNERSHIP}")
    form = editor.form(f"/partnerships/{PARTNERSHIP}").fill(origin="They met **on a ship**.")
    answer = form.send("preview")
    assert answer.status_code == 200 and "<strong>on a ship</strong>" in answer.text
    assert editor.form(answer)["origin"] == "They met **on a ship**."
    assert editor.item(f"/partnerships/{PARTNERSHIP}")[0] == before


@pytest.mark.parametrize("collection, fields", [
    ("places", {"name": "Preview"}),
    ("organizations", {"name": "Preview", "place": "kaunas-lt"}),
    ("agreements", {"partnership": PARTNERSHIP, "kind": "sister", "title": "Preview"}),
    ("approvals", {"partnership": PARTNERSHIP, "body": "Preview"}),
    ("steps", {"partnership": PARTNERSHIP, "status": "signing", "reason": "Preview"}),
    ("activities", {"partnership": PARTNERSHIP, "title": "Preview"}),
    ("gifts", {"partnership": PARTNERSHIP, "object": "Preview"}),
    ("sources", {"place": "kaunas-lt", "title": "Preview"}),
    ("claims", {"place": "kaunas-lt", "number": "77", "source": "Preview"}),
])
def test_everything_can_be_previewed(editor, collection, fields):
    answer = editor.form(f"/{collection}/new").fill(**fields).send("preview")
    assert answer.status_code == 200, answer.text[:3000]
    assert answer.text.count("Preview") > 1


def test_sending_a_form_twice_makes_one_item(editor):
    form = editor.form(f"/gifts/new?partnership={PARTNERSHIP}").fill(object="Double bell", donor="D. Giver")
    before, answers = total(editor, "gifts"), []
    senders = [threading.Thread(target=lambda: answers.append(form.send())) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    answers.append(form.send())
    assert {slug_of(answer) for answer in answers} == {f"/partnerships/{PARTNERSHIP}/workbench"}
    assert total(editor, "gifts") == before + 1


def test_two_people_at_once_see_what_the_other_changed_and_merge(editor):
    path = "/places/strasbourg-fr"
    mine = editor.form(path).fill(population="111111", subdivision="Mine")
    other = editor.form(path).fill(population="222222")
    assert other.send().status_code == 303
    conflict = mine.send()
    assert conflict.status_code == 409
    assert "222,222" in conflict.text and "111,111" in conflict.text
    assert editor.item(path)[0]["population"] == 222222, "nothing is overwritten silently"
    merged = editor.form(conflict).set("take.population", "theirs").send()
    assert merged.status_code == 303, merged.text[:3000]
    item, _ = editor.item(path)
    assert (item["population"], item["subdivision"]) == (222222, "Mine")


def test_what_only_the_other_changed_stays_theirs_unless_somebody_decides_otherwise(editor):
    path = "/places/kyoto-jp"
    mine = editor.form(path).fill(subdivision="Kyoto Prefecture, mine")
    assert editor.form(path).fill(population="1450000").send().status_code == 303
    merged = editor.form(mine.send()).send()
    assert merged.status_code == 303
    item, _ = editor.item(path)
    assert (item["population"], item["subdivision"]) == (1450000, "Kyoto Prefecture, mine")


def test_an_item_that_was_renamed_meanwhile_takes_the_text(editor):
    editor.create("places", slug="before-xx", name="Before")
    form = editor.form("/places/before-xx").fill(population="5")
    editor.change("/places/before-xx", {"slug": "after-xx"})
    conflict = form.send()
    assert conflict.status_code == 409 and 'value="5"' in conflict.text
    saved = editor.form(conflict).send()
    assert saved.status_code == 303
    assert editor.item("/places/after-xx")[0]["population"] == 5


def test_an_item_that_was_withdrawn_meanwhile_keeps_the_text(editor):
    editor.create("places", slug="doomed-xx", name="Doomed")
    form = editor.form("/places/doomed-xx").fill(subdivision="Typed for an hour")
    editor.withdraw("/places/doomed-xx")
    answer = form.send()
    assert answer.status_code == 410 and "Typed for an hour" in answer.text


def test_a_form_without_its_token_comes_back_as_it_was_typed(editor, server):
    server.expect_log("SC0501.*open for too long")
    form = editor.form("/places/new").fill(name="Tokenless")
    form.set("token", [])
    answer = form.send()
    assert answer.status_code == 403 and 'value="Tokenless"' in answer.text
    assert editor.form(answer).send().status_code == 303, "the form that came back has a fresh one"


def test_a_new_address_name_can_be_typed_and_taken_ones_are_said(editor):
    taken = editor.form("/places/new").fill(name="Other Boston", slug="boston-us").send()
    assert taken.status_code == 409 and 'value="Other Boston"' in taken.text
    assert editor.form(taken).fill(slug="boston-uk").send().status_code == 303
    reserved = editor.form("/places/new").fill(name="New", slug="new").send()
    assert reserved.status_code == 422


def test_withdrawing_asks_once_and_can_be_undone(editor, server):
    editor.create("places", slug="leaving-xx", name="Leaving")
    asked = editor.form("/places/leaving-xx/withdraw")
    done = asked.fill(change_note="Entered twice").send("withdraw")
    assert slug_of(done) == "/places" and "done=withdrawn" in done.headers["Location"]
    assert server.get("/sistercities/places/leaving-xx").status_code == 410
    change = re.search(r"change=(\d+)", done.headers["Location"]).group(1)
    undone = editor.form(f"/history/{change}/undo").send("undo")
    assert undone.status_code == 303
    assert server.get("/sistercities/places/leaving-xx").status_code == 200


def test_what_keeps_a_place_on_record_is_named_and_linked_before_anybody_asks_to_withdraw_it(editor):
    page = editor.get("/places/yaotsu-jp/withdraw").text
    assert 'href="/sistercities/admin/partnerships/kaunas-lt-yaotsu-jp/workbench">Kaunas – Yaotsu</a>' in page
    assert "It cannot be withdrawn while these refer to it." in page and 'value="withdraw"' not in page
    refused = editor.withdraw("/places/yaotsu-jp")
    assert refused.status_code == 409 and errors(refused) == {"partnerships/kaunas-lt-yaotsu-jp": "in_use"}


def test_whoever_withdraws_a_partnership_sees_what_goes_with_it(editor):
    editor.create("places", slug="one-xx", name="One")
    editor.create("places", slug="two-xx", name="Two")
    editor.create("partnerships", slug="one-two", parties=[{"place": "one-xx"}, {"place": "two-xx"}], type="sister", status="active")
    editor.create("activities", slug="one-two-visit", partnership="one-two", title="A visit that would go, too")
    assert "A visit that would go, too" in editor.get("/partnerships/one-two/withdraw").text


def test_withdrawing_what_somebody_just_changed_asks_again(editor):
    editor.create("places", slug="contested-xx", name="Contested")
    asked = editor.form("/places/contested-xx/withdraw")
    editor.change("/places/contested-xx", {"population": 3})
    answer = asked.send("withdraw")
    assert answer.status_code == 409
    assert editor.get("/places/contested-xx").status_code == 200
    assert editor.form(answer).send("withdraw").status_code == 303


def test_an_answer_leads_nowhere_else(editor):
    answer = editor.form("/places/new?next=//evil.example&return=https://evil.example").fill(name="Redirected").send()
    assert answer.headers["Location"].startswith(ADMIN + "/places/")
    odd = editor.get("/?done=%3Cscript%3Ealert(1)%3C/script%3E&change=1;evil")
    assert odd.status_code == 200 and "<script>alert" not in odd.text


def test_workbenches_desk_and_lists_lead_to_their_forms(editor):
    bench = editor.get(f"/partnerships/{PARTNERSHIP}/workbench")
    assert bench.status_code == 200 and "/activities/new?partnership=" + PARTNERSHIP in bench.text
    assert editor.get("/places/kaunas-lt/workbench").status_code == 200
    assert editor.get("/gifts/anything/workbench").status_code == 404
    for page in "/", "/due", "/check", "/places?q=kaun", "/gifts?partnership=" + PARTNERSHIP:
        answer = editor.get(page)
        assert answer.status_code == 200, page
    assert "/places/new" in editor.get("/places").text


@pytest.mark.parametrize("page, wrong, act", [
    ("/places/new", {"name": ""}, "save"), (f"/board/{PARTNERSHIP}", {"date": "x"}, "save"), ("/import", {"text": ""}, "look"),
])
def test_forms_come_in_the_reader_s_language_and_stay_in_it(editor, page, wrong, act):
    answer = editor.form(f"{page}?lang=lt").fill(**wrong).send(act)
    assert answer.status_code in (400, 422) and answer.headers["Content-Language"] == "lt"


def test_the_database_away_loses_nothing_that_was_typed(databases, database_kind, make_httpd):
    registry = databases.sample(database_kind)
    server = make_httpd(registry).start()
    editor = Editor(server)
    form = editor.form("/places/new").fill(name="Patience", population="12")
    if database_kind == "sqlite":
        hidden = registry.directory / "elsewhere"
        hidden.mkdir()
        for file in registry.directory.glob("registry.db*"):
            file.rename(hidden / file.name)
        server.stop()
        server.start()
    else:
        registry.remove()
    server.expect_log(r"SC03|AH0|DBD|dbd|could not|terminat|SC0501.*open for too long")
    answer = form.send()
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert 'value="Patience"' in answer.text and 'value="12"' in answer.text


def test_mistakes_are_told_in_the_order_of_the_fields(editor):
    editor.server.expect_log(r"SC\d+")
    answer = editor.form(f"/activities/new?partnership={PARTNERSHIP}").fill(start="last week").send()
    summary = answer.text.split('role="alert"')[1].split("</ul>")[0]
    assert summary.index('href="#f-title"') < summary.index('href="#f-start"'), "though only the date could not be read"


def test_places_that_a_new_one_may_be_are_found_by_its_name(editor):
    editor.create("places", slug="gemeente-almelo-nl", name="Gemeente Almelo", country="NL", names=[{"text": "アルメロ", "lang": "ja"}])
    def alike(name, country):
        return [one["slug"] for one in editor.get("/places/find.json", params={"q": name, "alike": country}).json()["items"]]

    assert alike("Almelo", "NL") == alike("almelo city", "") == alike("アルメロ", "NL") == ["gemeente-almelo-nl"]
    assert alike("Almelo", "DE") == alike("Alm", "NL") == alike("", "NL") == []
    page = editor.get("/places/new").text
    assert 'data-alike="' in page and 'role="status"' in page
    assert "data-alike" not in editor.get("/places/gemeente-almelo-nl").text, "what is on record is not asked about"


def test_a_partnership_that_its_parties_have_already_is_named_and_asked_about(editor):
    """In another spelling of a place, or of another date; a tie of another kind is another partnership."""
    for slug, name in (("gemeente-borne-nl", "Gemeente Borne"), ("borne-nl", "Borne"), ("rheine-de", "Rheine")):
        assert editor.create("places", slug=slug, name=name, country=slug[-2:].upper()).status_code == 201
    first = editor.create("partnerships", type="sister", status="active", established="1983",
                          parties=[{"place": "gemeente-borne-nl"}, {"place": "rheine-de"}]).json()["slug"]
    def alike(*places):
        return [(one["slug"], one["detail"]) for one in editor.get("/partnerships/find.json", params={"alike": "|".join(places)}).json()["items"]]

    assert alike("rheine-de", "borne-nl") == alike("gemeente-borne-nl", "rheine-de") == [(first, "sister city, 1983")]
    assert alike("rheine-de", "kaunas-lt") == alike("rheine-de") == alike("rheine-de", "nowhere") == alike("rheine-de", "borne-nl", "kaunas-lt") == []

    def typed(kind, **fields):
        form = editor.form("/partnerships/new").fill(type=kind, status="active", **fields)
        return form.set("parties[0].place", "rheine-de").set("parties[1].place", "borne-nl")

    editor.server.expect_log(r"SC0501.*POST.*partnerships")
    asked = typed("sister", established="1984").send()
    assert asked.status_code == 422 and "A partnership of these parties is on record" in asked.text
    assert f"/partnerships/{first}/workbench" in asked.text and "sister city, 1983" in asked.text
    assert 'value="1984"' in asked.text, "what was typed is kept"
    assert typed("sister_port").send().status_code == 303, "two may be on record between the same places"
    again = editor.form(asked)
    saved = again.send("anyway")
    assert saved.status_code == 303 and "created" in saved.headers["Location"]
    assert editor.form(asked).send("anyway").status_code == 303
    assert len(alike("rheine-de", "borne-nl")) == 3, "sent twice it is stored once"
    page = editor.get("/partnerships/new").text
    assert page.count("data-alike") == 1 and "data-alike" not in editor.get(f"/partnerships/{first}").text


def test_a_new_place_that_is_on_record_already_is_merged_from_the_question(editor):
    assert editor.create("places", slug="gemeente-hengelo-nl", name="Gemeente Hengelo", country="NL").status_code == 201
    editor.server.expect_log(r"SC0501.*POST.*places")
    asked = editor.form("/places/new").fill(name="Hengelo", country="NL", population="81000").send()
    assert asked.status_code == 422 and "Save and merge with Gemeente Hengelo" in asked.text
    there = editor.form(asked).send("merge:gemeente-hengelo-nl")
    assert there.status_code == 303 and "/places/gemeente-hengelo-nl/merge?" in there.headers["Location"]
    assert there.headers["Location"].endswith("other=hengelo-nl")
    preview = editor.get(there.headers["Location"].split("/admin", 1)[1])
    assert preview.status_code == 200 and "81,000" in preview.text
    merged = editor.form(preview).send("merge")
    assert merged.status_code == 303, merged.text
    item, _ = editor.item("/places/gemeente-hengelo-nl")
    assert item["population"] == 81000
    assert editor.server.get("/sistercities/places/hengelo-nl.json", allow_redirects=False).status_code == 301
