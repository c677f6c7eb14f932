"""What a tie is called is on record: by type, country and language, with its source, and whoever changes it changes pages."""

import csv
import io
import re

import pytest

from support import paths
from support.editing import Editor, errors

DATABASES = ["sqlite", "postgresql"]
BOSTON = "/sistercities/places/boston-us/partners?view=fragment"


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


def words(server, partner, lang="en"):
    """The reader's word for Boston's tie with the partner, and the local one beside it with its language."""
    text = server.get(f"{BOSTON}&lang={lang}").text
    row = next(row for row in re.findall(r"<tr>.*?</tr>", text, re.S) if partner in row)
    said = re.search(r'class="sistercity__term">([^<]*)</span>(?: <span class="sistercity__local">(?:<span lang="([^"]*)"[^>]*>)?([^<]*))?', row)
    return said.groups()


def test_english_calls_a_tie_with_china_a_sister_city_with_the_chinese_word_beside_it(server):
    assert words(server, "hangzhou-cn") == ("sister city", "zh-Hans", "友好城市")
    assert words(server, "hangzhou-cn", "ja") == ("友好都市", "zh-Hans", "友好城市")
    assert words(server, "kyoto-jp") == ("sister city", "ja", "姉妹都市")
    assert words(server, "strasbourg-fr") == ("sister city", "fr", "ville jumelée")
    assert words(server, "praia-cv") == ("sister city", None, None)


def test_every_word_that_is_shipped_says_where_it_is_from_and_the_page_links_to_it(server):
    shipped = list(csv.DictReader((paths.TOP / "sql" / "terms.csv").open(encoding="utf-8", newline="")))
    assert len(shipped) > 40
    assert [row["slug"] for row in shipped if not re.fullmatch(r"Council of Local .*FAQ|\S.+, https?://\S+", row["source"])] == []
    page = server.get("/sistercities/terms?type=sister&country=AT").text
    assert '<a href="http://www.linz.at/politik_verwaltung/6264.asp">Stadt Linz: Partnerstädte rund um die Welt</a>' in page
    assert 'href="http://www.linz.at/politik_verwaltung/6264.asp"' in server.get("/sistercities/terms/sister-at-de").text


@pytest.mark.parametrize("country, lang, word", [
    ("AT", "de", "Partnerstadt"), ("PT", "pt", "cidade geminada"), ("DE", "de", "Partnerstadt"), ("FR", "fr", "ville jumelée"),
    ("IT", "it", "città gemellata"), ("ES", "es", "ciudad hermana"), ("RU", "ru", "город-побратим"), ("CN", "zh-Hans", "友好城市"),
    ("JP", "ja", "姉妹都市"), ("KR", "ko", "자매도시"), ("NL", "nl", "stedenband"), ("PL", "pl", "miasto partnerskie"),
    ("CZ", "cs", "partnerské město"), ("SE", "sv", "vänort"), ("FI", "fi", "ystävyyskunta"), ("IS", "is", "vinabær"),
    ("LT", "lt", "miestas partneris"), ("GR", "el", "αδελφοποιημένη πόλη"), ("US", "en", "sister city"), ("GB", "en", "twin town"),
    ("IE", "en", "sister city"), ("SK", "sk", "partnerské mesto"), ("JO", "ar", "توأمة"), ("CO", "es", "ciudad hermana")])
def test_every_registry_begins_with_the_words_of_many_countries(server, country, lang, word):
    items = server.get(f"/sistercities/terms.json?type=sister&country={country}").json()["items"]
    local = [item for item in items if item["usage"] == "local"]
    assert [(item["text"], item["lang"], item["country"]["code"]) for item in local] == [(word, lang, country)]


def test_the_list_is_a_page_and_a_table_of_data_with_sources(server):
    page = server.get("/sistercities/terms?country=JP").text
    assert '<span lang="ja">姉妹都市</span>' in page
    assert "京都市" in page
    rows = {row["slug"]: row for row in csv.DictReader(io.StringIO(server.get("/sistercities/terms.csv?limit=1000").text))}
    shipped = list(csv.DictReader((paths.TOP / "sql" / "terms.csv").open(encoding="utf-8", newline="")))
    assert [rows[row["slug"]] for row in shipped] == shipped
    assert '<span lang="zh-Hans">友好城市</span>' in server.get("/sistercities/terms/sister-cn-zh-hans").text
    assert server.get("/sistercities/terms?type=cousin").status_code == 400
    assert server.get("/sistercities/terms.json?country=Atlantis").status_code == 400
    assert server.get("/sistercities/terms/no-such-word").status_code == 404
    assert server.get("/sistercities/terms.ics").status_code == 404


def test_a_changed_term_is_on_the_next_page_and_undone_again(server, editor):
    assert words(server, "strasbourg-fr")[2] == "ville jumelée"
    assert editor.change("/terms/sister-fr-fr", {"text": "cité jumelle"}).status_code == 200
    assert words(server, "strasbourg-fr") == ("sister city", "fr", "cité jumelle")
    party = server.get("/sistercities/partnerships/boston-us-strasbourg-fr.json").json()["parties"][1]
    assert (party["term"], party["term_lang"]) == ("cité jumelle", "fr")
    change = editor.get("/history.json?collection=terms").json()["items"][0]
    assert editor.request("POST", f"/history/{change['id']}/undo", json={}).status_code in (200, 201, 303)
    assert words(server, "strasbourg-fr")[2] == "ville jumelée"


def test_an_office_adds_the_word_that_its_own_readers_know(server, editor):
    made = editor.make("terms", type="sister", text="twinned city", lang="en", usage="reader", country="FR")
    assert made.headers["Location"].endswith("/terms/sister-fr-en")
    assert words(server, "strasbourg-fr")[0] == "twinned city"
    assert words(server, "strasbourg-fr", "lt")[0] == "miestas partneris"
    assert editor.withdraw("/terms/sister-fr-en").status_code in (200, 204)
    assert words(server, "strasbourg-fr")[0] == "sister city"
    assert server.get("/sistercities/terms/sister-fr-en").status_code == 410


def test_a_party_s_own_term_goes_before_the_words_on_record(server, editor):
    path = "/partnerships/boston-us-padua-it"
    parties, _ = editor.item(path)
    own = [{**party, "term": "città sorella", "term_lang": "it"} if party["place"] == "padua-it" else party for party in parties["parties"]]
    assert editor.change(path, {"parties": own}).status_code == 200
    assert words(server, "padua-it")[1:] == ("it", "città sorella")
    assert words(server, "barcelona-es")[1:] == ("es", "ciudad hermana")


def test_what_a_term_says_must_fit_together(editor):
    assert errors(editor.create("terms", type="sister", text="x", lang="en", usage="local")) == {"country": "required"}
    assert errors(editor.create("terms", type="sister", text="x", lang="en", usage="reader", country="LT", region="europe")) == {
        "region": "not_both"}
    assert errors(editor.create("terms", slug="x", type="cousin", text="x", lang="english!", usage="reader")) == {
        "type": "unknown_word", "lang": "not_a_language"}
    assert errors(editor.create("terms", slug="x")) == {name: "required" for name in ("type", "text", "lang", "usage")}


def test_terms_are_edited_in_a_form_like_everything_else(editor, server):
    form = editor.form("/terms/sister-is-is")
    assert form["text"] == "vinabær"
    form.fill(note="Iceland's *friend town*.")
    assert form.send().status_code == 303
    assert "<em>friend town</em>" in server.get("/sistercities/terms/sister-is-is").text
    assert 'href="/sistercities/admin/terms"' in editor.get("/").text


def test_terms_move_to_another_registry_with_what_was_changed_and_removed(databases, tmp_path):
    old, new = databases.empty("sqlite"), databases.empty("sqlite")
    old.sql("UPDATE terms SET text = 'Schwesterstadt' WHERE slug = 'sister-at-de'")
    old.sql("DELETE FROM terms WHERE slug = 'sister-tr-tr'")
    old.ctl("export", tmp_path / "old")
    changed = new.ctl("import", "--json", tmp_path / "old" / "terms.csv")
    assert '"changed": 1' in changed.stdout and '"rejected": 0' in changed.stdout
    assert new.sql("SELECT text FROM terms WHERE slug = 'sister-at-de'") == "Schwesterstadt"
    new.ctl("import", "--replace", tmp_path / "old")
    new.ctl("export", tmp_path / "new")
    assert (tmp_path / "old" / "terms.csv").read_bytes() == (tmp_path / "new" / "terms.csv").read_bytes()
    new.ctl("import", "--replace", paths.SAMPLE)
    assert new.sql("SELECT COUNT(*) FROM terms WHERE slug = 'sister-at-de'") == "1"
    old.remove()
    new.remove()
