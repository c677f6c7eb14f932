"""Stories, the guide and sample agreements: texts in several languages, the reader's first."""

import re

import pytest

from support.editing import Editor, errors

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"
SITE = {
    "texts.shtml": '<main><!--#sistercity show="guide" guide="eight-steps" lang="lt" heading="2" -->'
    '<!--#sistercity show="stories" place="kaunas-lt" limit="2" --><!--#sistercity show="story" story="first-in-japan" --></main>',
}


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


@pytest.mark.parametrize("lang, question", [
    ("en", "How is a tie formed?"), ("lt", "Kaip užmezgamas ryšys?"), ("ja", "提携はどのように結ばれますか")])
def test_the_guide_is_a_page_of_questions_and_answers_in_each_language(server, lang, question):
    page = server.get(f"{ROOT}/guide?lang={lang}").text
    assert question in page
    assert page.count("<article") == 13
    assert page.index("what-is-it") < page.index("eight-steps") < page.index("how-it-ends")
    assert len(re.findall(r"<li><strong>|<li>.*?<strong>", server.get(f"{ROOT}/guide/eight-steps?lang={lang}&view=fragment").text)) == 8


def test_the_guide_answers_what_people_ask(server):
    text = " ".join(item["title"] + item["text"] for item in server.get(f"{ROOT}/guide.json").json()["items"])
    for word in ["signed an agreement", "confined to one field", "approved money", "December 1955", "1,700", "friendship city", "CLAIR", "eight steps",
                 "Six in ten", "three in ten", "April 1997", "October 2002", "New York", "Beijing", "East Asia", "Dalian", "dormant"]:
        assert word in text, word


def test_a_text_that_the_reader_s_language_lacks_comes_in_another_and_says_so(server):
    page = server.get(f"{ROOT}/stories/lithuanian-week?lang=ja").text
    assert re.search(r'<h1[^>]*><span lang="en">A Lithuanian Week in Hiratsuka</span></h1>', page)
    assert re.search(r'<div class="sistercity__prose" lang="en" dir="ltr">\s*<p>Hiratsuka makes room', page)
    assert '<span lang="en">A Lithuanian Week' in server.get(f"{ROOT}/stories?lang=ja").text
    lithuanian = server.get(f"{ROOT}/stories/lithuanian-week?lang=lt").text
    assert "Lietuvos savaitė Hiracukoje" in lithuanian and '<div class="sistercity__prose">' in lithuanian
    item = server.get(f"{ROOT}/stories/lithuanian-week.json?lang=lt").json()
    assert (item["title"], item["lang"]) == ("Lietuvos savaitė Hiracukoje", "lt")
    assert [text["lang"] for text in item["texts"]] == ["en", "lt"]


def test_stories_come_newest_first_and_stand_on_the_pages_that_they_are_about(server):
    slugs = [item["slug"] for item in server.get(f"{ROOT}/stories.json").json()["items"]]
    assert slugs == ["kaunas-hiratsuka-signed", "boston-kyoto-sixty-years", "first-in-japan", "lithuanian-week"]
    for page in "/partnerships/boston-us-kyoto-jp", "/places/kyoto-jp", "/places/boston-us":
        assert f"{ROOT}/stories/boston-kyoto-sixty-years" in server.get(ROOT + page).text, page
    assert "/stories/" not in server.get(f"{ROOT}/partnerships/boston-us-padua-it").text
    for place, slugs in ("hiratsuka-jp", ["kaunas-hiratsuka-signed", "lithuanian-week"]), ("kyoto-jp", ["boston-kyoto-sixty-years"]), ("padua-it", []):
        found = server.get(f"{ROOT}/stories.json?place={place}").json()["items"]
        assert [item["slug"] for item in found] == slugs, "the list of a place has what its page has"
    for collection in "stories", "awards", "seeking":
        assert "Place: Padua" in server.get(f"{ROOT}/{collection}?place=padua-it&lang=en").text, "what narrows a list is called by its name"
    found = server.get(f"{ROOT}/stories.json?partnership=nagasaki-jp-saint-paul-us").json()["items"]
    assert [item["slug"] for item in found] == ["first-in-japan"]
    assert [item["slug"] for item in server.get(f"{ROOT}/stories.json?q=lietuvos").json()["items"]] == ["lithuanian-week"]
    page = server.get(f"{ROOT}/stories/kaunas-hiratsuka-signed").text
    assert f"{ROOT}/activities/kaunas-castle-ceremony-2023" in page and f"{ROOT}/partnerships/kaunas-lt-hiratsuka-jp" in page


def test_the_overview_leads_to_what_there_is_and_to_nothing_else(server, databases, make_httpd):
    full = server.get(f"{ROOT}/").text
    for path in "stories", "guide", "templates", "terms":
        assert f'"{ROOT}/{path}"' in full
    registry = databases.empty("sqlite")
    registry.sql("INSERT INTO places (id, slug, name, country) VALUES (1, 'lucca-it', 'Lucca', 'IT')")
    bare = make_httpd(registry).start().get(f"{ROOT}/").text
    assert f'"{ROOT}/terms"' in bare
    for path in "stories", "guide", "templates":
        assert f'"{ROOT}/{path}"' not in bare
    registry.remove()


def test_an_agreement_stands_in_two_languages_side_by_side_filled_in_for_a_partnership(server):
    page = server.get(f"{ROOT}/templates/renewal?lang=en&beside=ja&for=boston-us-kyoto-jp").text
    beside = page[page.index('class="sistercity__beside"'):]
    assert "<strong>Boston</strong> and <strong>Kyoto</strong>, partners since 1959" in beside
    assert re.search(r'lang="ja"[^>]*>\s*<h2[^>]*>提携更新書</h2>\s*<p>1959年', beside)
    assert "{" not in re.sub(r"<(script|style).*?</\1>", "", beside, flags=re.S)
    blank = server.get(f"{ROOT}/templates/sister-city?lang=lt").text
    assert "{first}" not in blank and "……" in blank
    assert "beside=ja" in blank
    assert 'for=boston-us-kyoto-jp"' in server.get(f"{ROOT}/templates?for=boston-us-kyoto-jp").text
    texts = {t["lang"]: t["text"] for t in server.get(f"{ROOT}/templates/renewal.json?for=boston-us-kyoto-jp").json()["texts"]}
    assert "**Boston** and **Kyoto**, partners since 1959" in texts["en"] and texts["ja"].startswith("1959年")
    assert "{first}" in server.get(f"{ROOT}/templates/renewal.json").text, "the sample itself, to be filled in"


def test_names_in_an_agreement_are_text_and_no_markup(server, editor):
    assert editor.create("places", slug="odd-lt", name="*Odd* <b>[x](http://e.org)</b> {second}", country="LT").status_code == 201
    editor.make("partnerships", slug="odd", parties=[{"place": "odd-lt"}, {"place": "kyoto-jp"}], type="sister", status="active")
    page = server.get(f"{ROOT}/templates/memorandum?for=odd&view=fragment").text
    assert "*Odd* &lt;b&gt;[x](http://e.org)&lt;/b&gt; {second}" in page


@pytest.mark.parametrize("query, status", [
    ("beside=%21", 400), ("beside=japanese!", 400), ("for=a+b", 400), ("for=nobody", 404), ("for=boston-us-kyoto-jp&for=x", 400), ("beside=fi", 200)])
def test_what_a_template_cannot_do_is_refused_or_said(server, query, status):
    answer = server.get(f"{ROOT}/templates/renewal?{query}")
    assert answer.status_code == status
    if status == 200:
        assert "There is no text in this language: Finnish." in answer.text
    problem = server.get(f"{ROOT}/guide.json?beside=ja")
    assert problem.status_code == 400 and errors(problem) == {"beside": "unknown_parameter"}


def test_texts_are_parts_of_the_site_s_own_pages(server):
    page = server.get("/texts.shtml").text
    assert '<h2 class="sistercity__title">Kaip užmezgamas ryšys?</h2>' in page
    assert 'class="sistercity sistercity-stories"' in page and page.count("sistercity__entry--dated") == 2
    assert 'class="sistercity sistercity-story"' in page
    assert "sistercity__downloads" not in page, "data are offered by the registry's own pages"


def test_the_editor_sees_which_languages_are_missing(editor):
    assert "Not yet in: Lithuanian and Japanese." not in editor.get("/stories/lithuanian-week").text
    assert "Not yet in: Japanese." in editor.get("/stories/lithuanian-week").text
    assert "Not yet in:" not in editor.get("/guide/money").text
    assert "Not yet in: Lithuanian." in editor.get("/stories").text


def test_the_desk_counts_what_is_missing_by_language_and_leads_to_it(editor):
    counted = editor.get("/.json").json()["missing_texts"]
    links = re.findall(r'<a href="([^"]*missing=[^"]*)">(.*?)</a>', editor.get("/?lang=en").text)
    assert len(links) == sum(len(languages) for languages in counted.values())
    told = {"agreements": ("title", "note"), "partnerships": ("origin", "note"), "gifts": ("object", "occasion", "location", "note")}
    for collection, tag in ((c, t) for c in counted for t in ("en", "lt", "ja")):
        lacking = {i["slug"] for i in editor.get(f"/{collection}.json?limit=1000").json()["items"] if tag not in {t["lang"] for t in i.get("texts", [])}
                   and any(i.get(f) for f in told.get(collection, ("slug",)))}
        if tag == "en" and collection not in ("stories", "guide", "templates"):
            assert tag not in counted[collection], "the record itself says it in the first language"
            continue
        listed = editor.get(f"/{collection}.json?missing={tag}&limit=1000").json()
        assert {i["slug"] for i in listed["items"]} == lacking and listed["total"] == len(lacking) == counted[collection].get(tag, 0)
    assert counted["stories"]["ja"] > 0 and set(counted) >= {"stories", "guide", "templates", "activities", "partnerships", "agreements", "gifts"}
    page = editor.get("/stories?missing=ja&lang=en").text
    assert "Not yet in: Japanese." in page and ">All of them</a>" in page


def test_a_story_is_written_in_a_form_previewed_undone_and_told_of_in_the_history(editor, server):
    form = editor.form("/stories/first-in-japan")
    form.set("texts[0].title", "Japan's first sister city")
    preview = form.send("preview")
    assert "Japan&#39;s first sister city" in preview.text or "Japan's first sister city" in preview.text
    assert form.send().status_code == 303
    assert "first sister city" in server.get(f"{ROOT}/stories/first-in-japan").text
    change = editor.get("/history.json?collection=stories").json()["items"][0]
    assert editor.request("POST", f"/history/{change['id']}/undo", json={}).status_code in (200, 201, 303)
    assert "The first of Japan" in server.get(f"{ROOT}/stories/first-in-japan").text


def test_a_picture_needs_words_and_only_the_site_s_own_is_shown(editor, server):
    texts = [{"lang": "en", "title": "With a picture", "text": "x"}]
    wrong = editor.create("stories", texts=texts, picture="https://elsewhere.example/p.jpg")
    assert errors(wrong) == {"texts[0].alt": "required"}
    texts[0]["alt"] = "Two mayors at a table"
    assert editor.create("stories", slug="with-picture", texts=texts, picture="https://elsewhere.example/p.jpg", credit="E. Lens").status_code == 201
    page = server.get(f"{ROOT}/stories/with-picture").text
    assert '<a href="https://elsewhere.example/p.jpg">Two mayors at a table</a>' in page and "E. Lens" in page
    assert editor.change("/stories/with-picture", {"picture": f"{server.url}/p.jpg"}).status_code == 200
    assert f'<img src="{server.url}/p.jpg" alt="Two mayors at a table">' in server.get(f"{ROOT}/stories/with-picture").text


def test_a_language_stands_once(editor):
    twice = [{"lang": "en", "title": "One"}, {"lang": "en", "title": "Two"}]
    assert errors(editor.create("guide", texts=twice)) == {"texts": "repeated"}
    assert errors(editor.create("templates", slug="x")) == {"kind": "required", "texts": "required"}


def test_words_find_stories_questions_and_sample_agreements(server):
    found = {(item["collection"], item["slug"]) for item in server.get(f"{ROOT}/search.json?q=agreement").json()["items"]}
    assert {("guide", "what-is-an-agreement"), ("templates", "sister-city")} <= found
    assert ("stories", "lithuanian-week") in {
        (item["collection"], item["slug"]) for item in server.get(f"{ROOT}/search.json?q=savait%C4%97").json()["items"]}
    page = server.get(f"{ROOT}/search?q=lithuanian+week").text
    assert f'href="{ROOT}/stories/lithuanian-week"' in page


def test_the_workbench_of_a_partnership_leads_to_agreements_filled_in_for_it(editor, server):
    page = editor.get("/partnerships/boston-us-kyoto-jp/workbench").text
    link = re.search(r'href="([^"]*/templates\?for=boston-us-kyoto-jp)"', page)[1]
    assert "for=boston-us-kyoto-jp" in server.get(link).text
    assert "templates?for=" not in editor.get("/places/kyoto-jp/workbench").text


def test_an_activity_is_called_in_the_reader_s_language_everywhere(server, editor):
    for page in "/activities", "/activities/kaunas-castle-ceremony-2023", "/places/kaunas-lt", "/places/kaunas-lt/activities", "/partnerships/kaunas-lt-hiratsuka-jp":
        assert "Pasirašymo iškilmės Kauno pilyje" in server.get(f"{ROOT}{page}?lang=lt").text, page
        assert "カウナス城での調印式" in server.get(f"{ROOT}{page}?lang=ja").text, page
        english = server.get(f"{ROOT}{page}?lang=en").text
        assert "Signing ceremony at Kaunas Castle" in english and "Pasirašymo" not in english, page
    path = f"{ROOT}/activities/hiratsuka-lithuanian-week.json"
    assert server.get(f"{path}?lang=lt").json()["title"] == "Lietuvos savaitė Hiracukoje"
    assert server.get(f"{path}?lang=en").json()["title"] == "Lithuanian Week in Hiratsuka"
    assert editor.item("/activities/hiratsuka-lithuanian-week")[0]["title"] == "Lithuanian Week in Hiratsuka"
    found = server.get(f"{ROOT}/activities.json?q=vy%C5%A1ni%C5%B3").json()["items"]
    assert [item["slug"] for item in found] == ["kaunas-cherry-planting"]


def test_an_outcome_that_nobody_translated_stays_as_it_was_said(server, editor):
    texts = [{"lang": "lt", "title": "Choro viešnagė", "text": "*Trys* koncertai."}]
    editor.make("activities", slug="choir", partnership="kaunas-lt-hiratsuka-jp", title="A choir visit", outcome="*Three* concerts.", texts=texts)
    assert "<em>Trys</em> koncertai" in server.get(f"{ROOT}/activities/choir?lang=lt").text
    assert "<em>Three</em> concerts" in server.get(f"{ROOT}/activities/choir?lang=ja").text
    assert server.get(f"{ROOT}/activities/choir.json?lang=lt").json()["outcome"] == "*Trys* koncertai."
    twice = editor.change("/activities/choir", {"texts": texts * 2})
    assert errors(twice) == {"texts": "repeated"}


TOLD = {
    "partnerships": ("told", {"parties": [{"place": "kaunas-lt"}, {"place": "padua-it"}], "type": "partner", "status": "active",
                              "origin": "Students *met*.", "note": "Said in English.",
                              "texts": [{"lang": "lt", "origin": "Studentai *susipažino*."}]}),
    "agreements": ("told-agreement", {"partnership": "told", "kind": "sister", "title": "Pact of friends", "note": "Two **copies**.",
                                      "texts": [{"lang": "lt", "title": "Draugų sutartis", "note": "Du **egzemplioriai**."}]}),
    "gifts": ("told-gift", {"partnership": "told", "object": "A bell", "occasion": "Anniversary", "location": "Town hall", "note": "It *rings*.",
                            "texts": [{"lang": "lt", "object": "Varpas", "occasion": "Sukaktis", "location": "Rotušė", "note": "Jis *skamba*."}]}),
}


@pytest.fixture(scope="module")
def told(editor):
    for collection, (slug, fields) in TOLD.items():
        editor.make(collection, slug=slug, **fields)


def test_what_is_told_of_a_tie_stands_in_the_reader_s_language(server, told):
    page = server.get(f"{ROOT}/partnerships/told?lang=lt").text
    for text in ("Studentai <em>susipažino</em>", "Draugų sutartis", "Du <strong>egzemplioriai", "Varpas", "Sukaktis", "Rotušė", "Jis <em>skamba"):
        assert text in page, text
    for text in ("Students", "Pact of friends", "copies", "A bell", "Anniversary", "Town hall", "rings"):
        assert text not in page, text
    assert "Du <strong>egzemplioriai" in server.get(f"{ROOT}/agreements/told-agreement?lang=lt").text


def test_what_nobody_translated_is_told_as_it_was_written_and_marked_so(server, told):
    page = server.get(f"{ROOT}/partnerships/told?lang=ja").text
    for text in ("Students <em>met</em>", "Said in English", "Two <strong>copies", "It <em>rings"):
        assert re.search(rf'<div class="sistercity__prose" lang="en" dir="ltr">\s*<p>{re.escape(text)}', page), text
    assert re.search(r'lang="en"[^>]*>Town hall<', page)
    lithuanian = server.get(f"{ROOT}/partnerships/told?lang=lt").text
    assert re.search(r'lang="en" dir="ltr">\s*<p>Said in English', lithuanian)
    assert 'lang="en" dir="ltr">' not in server.get(f"{ROOT}/partnerships/told?lang=en&view=fragment").text


def test_the_texts_of_a_tie_are_in_json_and_found_and_round_trip(server, editor, told, tmp_path):
    for collection, (slug, fields) in TOLD.items():
        shown = server.get(f"{ROOT}/{collection}/{slug}.json?lang=lt").json()
        for field, text in fields["texts"][0].items():
            assert field == "lang" or shown[field] == text
        assert shown["texts"] == fields["texts"]
        assert {k: v for k, v in editor.item(f"/{collection}/{slug}")[0].items() if k in fields} == fields
    assert server.get(f"{ROOT}/partnerships/told.json?lang=lt").json()["note"] == "Said in English."
    found = server.get(f"{ROOT}/search.json?q=egzemplioriai&lang=lt").json()["items"]
    assert [(item["collection"], item["slug"]) for item in found] == [("agreements", "told-agreement")]
    assert errors(editor.change("/gifts/told-gift", {"texts": [{"lang": "lt"}, {"lang": "lt"}]})) == {"texts": "repeated"}


def test_an_editor_sees_in_which_languages_a_tie_is_not_told_yet(server, editor, told):
    form = editor.get("/gifts/told-gift").text
    assert "Not yet in: Japanese." in form
