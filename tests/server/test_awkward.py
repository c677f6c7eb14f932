"""What is awkward, and real: each case by its name, in pages, JSON and CSV; and what cannot be true."""

import csv
import html
import io
import re
import struct
import zlib

import pytest

from support import database, httpd, paths
from support.editing import Editor, errors

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"

PLACES = [
    {"slug": "izu-jp", "name": "Izu", "level": "city", "country": "JP"},
    {"slug": "amagi-yugashima-jp", "name": "Amagi-Yugashima", "level": "town", "country": "JP", "ended": "2004-04-01", "ended_by": "merger"},
    {"slug": "coventry-gb", "name": "Coventry", "level": "city", "country": "GB"},
    {"slug": "volgograd-ru", "name": "Volgograd", "level": "city", "country": "RU", "names": [
        {"lang": "ru", "text": "Сталинград", "kind": "former", "from": "1925", "to": "1961"}, {"lang": "en", "text": "Stalingrad", "kind": "former", "from": "1925", "to": "1961"}]},
    {"slug": "chemnitz-de", "name": "Chemnitz", "level": "city", "country": "DE", "names": [
        {"lang": "de", "text": "Karl-Marx-Stadt", "kind": "former", "from": "1953", "to": "1990"}]},
    {"slug": "arras-fr", "name": "Arras", "level": "city", "country": "FR"},
    {"slug": "plzen-cz", "name": "Plzeň", "level": "city", "country": "CZ"},
    {"slug": "prizren-xk", "name": "Prizren", "level": "city", "country": "XK"},
    {"slug": "torun-pl", "name": "Toruń", "level": "city", "country": "PL"},
    {"slug": "cordoba-es", "name": "Córdoba", "level": "city", "country": "ES"},
    {"slug": "sao-paulo-br", "name": "São Paulo", "level": "city", "country": "BR"},
    {"slug": "lodz-pl", "name": "Łódź", "level": "city", "country": "PL"},
]
TIES = {
    "hiratsuka-jp amagi-yugashima-jp": {"established": "1982", "status": "succeeded", "ended": "2004"},
    "hiratsuka-jp izu-jp": {"established": "1982"},
    "coventry-gb volgograd-ru": {"established": "1944"},
    "chemnitz-de arras-fr": {"established": "1967"},
    "plzen-cz birstonas-lt": {"established": "1985"},
    "prizren-xk taipei-tw": {"established": "2010"},
    "kaunas-lt torun-pl": {"established": "2016"},
    "lodz-pl torun-pl": {"established": "2022-05"},
    "torun-pl cordoba-es": {}, "cordoba-es sao-paulo-br": {}, "sao-paulo-br torun-pl": {},
    "torun-pl cordoba-es sao-paulo-br": {"established": "2005"},
    "coventry-gb lodz-pl": {"status": "terminated", "established": "1999", "ended": "2022-09-24"},
}
BELONGINGS = [
    ("agreements", {"slug": "pact-of-1982", "partnership": "hiratsuka-jp-amagi-yugashima-jp", "kind": "sister", "date": "1982"}),
    ("agreements", {"slug": "pact-of-2013", "partnership": "hiratsuka-jp-izu-jp", "kind": "succession", "date": "2013"}),
    ("agreements", {"slug": "pact-of-1985", "partnership": "plzen-cz-birstonas-lt", "kind": "sister", "date": "1985", "place": "Plzeň, Czechoslovakia"}),
    ("agreements", {"slug": "torun-protocol", "partnership": "kaunas-lt-torun-pl", "kind": "protocol", "date": "2016"}),
    ("agreements", {"slug": "torun-agreement", "partnership": "kaunas-lt-torun-pl", "kind": "sister", "date": "2018"}),
    ("agreements", {"slug": "signed-online", "partnership": "lodz-pl-torun-pl", "kind": "sister", "date": "2022-05", "mode": "online"}),
    ("sources", {"partnership": "chemnitz-de-arras-fr", "field": "established", "states": "1967", "title": "City of Arras", "preferred": True,
                 "note": "The signed charter is kept there."}),
    ("sources", {"partnership": "chemnitz-de-arras-fr", "field": "established", "states": "1969", "title": "City of Chemnitz"}),
    ("claims", {"slug": "lodz-lists-arras", "place": "lodz-pl", "partner": "arras-fr", "source": "Site of the city"}),
    ("steps", {"slug": "coventry-ends", "partnership": "coventry-gb-lodz-pl", "status": "terminated", "date": "2022-03-24", "effective": "2022-09-24",
               "body": "City Council of Coventry", "reason": "Decided by one side alone."}),
]


@pytest.fixture(scope="module")
def server(registry):
    files = database.reachable_directory("files")
    if paths.is_root():
        files.chmod(0o777)
    made = httpd.Httpd(registry, configuration=f'SisterCityFiles "{files}"\n')
    made.start()
    yield made
    made.remove()


@pytest.fixture(scope="module", autouse=True)
def editor(server):
    editor = Editor(server)
    for fields in PLACES:
        editor.make("places", **fields)
    assert editor.change("/places/izu-jp", {"predecessors": ["amagi-yugashima-jp"]}).status_code == 200
    for places, fields in TIES.items():
        editor.make("partnerships", **{"slug": places.replace(" ", "-"), "type": "sister", "status": "active",
                                       "parties": [{"place": place} for place in places.split()], **fields})
    for collection, fields in BELONGINGS:
        editor.make(collection, **fields)
    return editor


def words(server, path, arguments="lang=en"):
    answer = server.get(f"{ROOT}{path}?{arguments}")
    assert answer.status_code == 200, answer.text[:300]
    text = re.sub(r"<(style|script).*?</\1>", "", answer.text, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def data(server, path, arguments=""):
    answer = server.get(f"{ROOT}{path}.json?{arguments}")
    assert answer.status_code == 200, answer.text[:300]
    return answer.json()


def rows(server, path):
    return list(csv.DictReader(io.StringIO(server.get(f"{ROOT}{path}.csv").text)))


def codes(editor, item):
    return {found["code"] for found in editor.get("/check.json").json()["findings"] if found.get("slug") == item}


# 1 to 15, as the domain has them

@pytest.mark.parametrize("suffix", [".html", ".json", ".csv"])
@pytest.mark.parametrize("tie, known", [("boston-us-kyoto-jp", "1959"), ("nagasaki-jp-saint-paul-us", "1955-12")])
def test_01_a_date_known_to_the_year_or_month_is_never_the_first_of_january(server, tie, known, suffix):
    text = server.get(f"{ROOT}/partnerships/{tie}{suffix}").text
    assert known[:4] in text and f"{known}-01" not in text and "1 January 19" not in text and "1 December 19" not in text


def test_01_nor_in_calendars(server):
    for year in re.findall(r"DTSTART;VALUE=DATE:(\d{8})", server.get(f"{ROOT}/places/boston-us/anniversaries.ics?since=2029&until=2030").text):
        assert not year.endswith("0101")


def test_02_sources_that_disagree_stand_side_by_side_with_the_one_that_is_followed_and_why(server):
    page = words(server, "/partnerships/chemnitz-de-arras-fr")
    assert all(told in page for told in ("1967", "1969", "City of Arras", "City of Chemnitz", "The signed charter is kept there."))
    stated = {s["states"]: s.get("preferred", False) for s in data(server, "/partnerships/chemnitz-de-arras-fr")["sources"]}
    assert stated == {"1967": True, "1969": False}


def test_03_a_claim_of_eleven_over_a_list_of_ten_shows_both_numbers(server):
    item = data(server, "/places/boston-us")
    assert (item["claimed_partners"]["number"], item["listed_partners"]) == (11, 10)
    page = words(server, "/places/boston-us")
    assert re.search(r"\b11\b", page) and re.search(r"\b10\b", page)


def test_04_a_prefecture_and_a_city_are_partners(server):
    parties = {p["slug"]: data(server, f"/places/{p['slug']}")["level"] for p in data(server, "/partnerships/osaka-prefecture-jp-dubai-ae")["parties"]}
    assert parties == {"osaka-prefecture-jp": "prefecture", "dubai-ae": "city"}
    assert "Osaka Prefecture" in words(server, "/partnerships/osaka-prefecture-jp-dubai-ae")


def test_05_a_pact_lives_on_in_the_place_that_came_after_and_former_names_are_found(server):
    assert data(server, "/places/amagi-yugashima-jp")["successors"] == ["izu-jp"]
    assert data(server, "/partnerships/hiratsuka-jp-amagi-yugashima-jp")["status"] == "succeeded"
    page = words(server, "/partnerships/hiratsuka-jp-izu-jp")
    assert "2013" in page and "1982" in page
    assert [i["slug"] for i in data(server, "/places", "q=Stalingrad")["items"]] == ["volgograd-ru"]
    assert {"lang": "en", "text": "Stalingrad", "kind": "former", "from": "1925", "to": "1961"} in data(server, "/places/volgograd-ru")["names"]


def test_06_states_that_are_no_more_stay_in_the_names_of_their_time(server):
    assert [i["slug"] for i in data(server, "/places", "q=Karl-Marx-Stadt")["items"]] == ["chemnitz-de"]
    assert "Plzeň, Czechoslovakia" in words(server, "/agreements/pact-of-1985")
    assert data(server, "/partnerships/plzen-cz-birstonas-lt")["parties"][0]["country"]["code"] == "CZ"


def test_07_a_country_is_called_as_the_publishing_site_says_and_its_code_stays(registry, make_httpd, tmp_path):
    labels = database.reachable_directory("labels") / "countries.csv"
    labels.write_text("country,lang,label\nTW,,Chinese Taipei\nXK,en,Kosovo*\n")
    labels.chmod(0o644)
    site = make_httpd(registry, configuration=f'<Location /sistercities>\nSisterCityCountryNames "{labels}"\n</Location>\n').start()
    parties = data(site, "/partnerships/prizren-xk-taipei-tw", "lang=en")["parties"]
    assert [p["country"] for p in parties] == [{"code": "XK", "name": "Kosovo*"}, {"code": "TW", "name": "Chinese Taipei"}]


def test_08_a_pair_has_all_of_its_instruments(server):
    assert [(a["kind"], a["date"]) for a in data(server, "/partnerships/kaunas-lt-torun-pl")["agreements"]] == [("protocol", "2016"), ("sister", "2018")]
    page = words(server, "/partnerships/kaunas-lt-torun-pl")
    assert "2016" in page and "2018" in page
    assert {r["slug"] for r in rows(server, "/agreements") if r["partnership"] == "kaunas-lt-torun-pl"} == {"torun-protocol", "torun-agreement"}


def test_09_what_only_one_side_lists_is_told_of_that_side(server, editor):
    assert "Arras" in words(server, "/places/lodz-pl")
    assert [c["partner"] for c in data(server, "/places/lodz-pl")["claims"]] == ["arras-fr"]
    assert {"one_sided", "claim_differs"} <= codes(editor, "lodz-lists-arras")


def test_10_an_end_that_one_side_decided_holds_from_its_own_day_on(server):
    page = words(server, "/partnerships/coventry-gb-lodz-pl")
    assert "24 March 2022" in page and "24 September 2022" in page and "Decided by one side alone." in page
    step = data(server, "/partnerships/coventry-gb-lodz-pl")["history"][-1]
    assert (step["status"], step["date"], step["effective"]) == ("terminated", "2022-03-24", "2022-09-24")
    for day, holds in ("2022-06-01", True), ("2022-10-01", False):
        assert ("coventry-gb-lodz-pl" in {i["slug"] for i in data(server, "/partnerships", f"place=lodz-pl&as_of={day}")["items"]}) is holds


def test_11_two_places_of_one_country_are_partners(server):
    assert {t["country"] for t in data(server, "/places/izu-jp/statistics")["by_country"]} == {"JP"}
    assert data(server, "/partnerships", "country=JP&partner_country=JP&place=izu-jp")["total"] == 1
    assert "Hiratsuka" in words(server, "/places/izu-jp/partners")


def test_12_a_triangle_of_pacts_is_not_a_pact_of_three(server):
    three = data(server, "/partnerships", "place=sao-paulo-br")["items"]
    assert sorted(len(i["parties"]) for i in three) == [2, 2, 3]
    assert {p["slug"] for p in data(server, "/partnerships/torun-pl-cordoba-es-sao-paulo-br")["parties"]} == {"torun-pl", "cordoba-es", "sao-paulo-br"}
    assert data(server, "/places/sao-paulo-br")["listed_partners"] == 2, "each partner is counted once"


def test_13_it_may_be_signed_online(server):
    assert data(server, "/agreements/signed-online")["mode"] == "online" and "online" in words(server, "/agreements/signed-online").lower()


@pytest.mark.parametrize("typed, slug", [("Klaipeda", "klaipeda-lt"), ("Klaipėda", "klaipeda-lt"), ("panevezys", "panevezys-lt"), ("Birstonas", "birstonas-lt"),
                                         ("平塚市", "hiratsuka-jp"), ("平塚", "hiratsuka-jp"), ("ひらつか", "hiratsuka-jp"), ("Cordoba", "cordoba-es"),
                                         ("sao paulo", "sao-paulo-br"), ("Lodz", "lodz-pl"), ("ŁÓDŹ", "lodz-pl"), ("Сталинград", "volgograd-ru")])
def test_14_names_are_found_in_any_script_with_and_without_accents(server, typed, slug):
    assert slug in [i["slug"] for i in server.get(f"{ROOT}/places.json", params={"q": typed}).json()["items"]]


def test_15_a_source_s_spelling_stands_beside_what_is_meant(server):
    page = words(server, "/partnerships/boston-us-kyoto-jp")
    assert "Resigning of Sister City Agreement" in page and "It means signing again" in page
    assert data(server, "/agreements/boston-kyoto-2019")["kind"] == "renewal"


# What cannot be true is refused with its reason, what can is shown

@pytest.mark.parametrize("day, status", [("0000", 400), ("0", 400), ("9999", 200), ("0001", 200), ("10000", 400), ("2020-02-30", 400), ("-0044", 400)])
@pytest.mark.parametrize("path", ["/partnerships", "/places/kaunas-lt/partners", "/statistics", "/places/kaunas-lt/statistics", "/activities"])
def test_a_day_outside_of_time_is_refused_and_a_far_one_answered(server, path, day, status):
    answer = server.get(f"{ROOT}{path}.json?as_of={day}")
    assert answer.status_code == status
    assert status == 200 or [e["field"] for e in answer.json()["errors"]] == ["as_of"]


def test_an_end_before_the_beginning_is_refused_wherever_it_is_said(editor):
    editor.make("partnerships", slug="contradicting", parties=[{"place": "izu-jp"}, {"place": "arras-fr"}], type="sister", status="active", established="1990")
    answer = editor.create("steps", partnership="contradicting", status="terminated", date="1980")
    assert answer.status_code == 422 and errors(answer) == {"date": "end_before_begin"}
    answer = editor.form("/board/contradicting").fill(status="terminated", date="2020", effective="1980").send()
    assert answer.status_code == 422 and 'href="#f-effective"' in answer.text and "before the beginning, 1990" in answer.text
    made = editor.create("partnerships", slug="ends-early", parties=[{"place": "izu-jp"}, {"place": "lodz-pl"}], type="sister", status="terminated",
                         established="1990", ended="1980")
    assert made.status_code == 422 and "ended" in errors(made), made.text


# (steps on record, the one that is told, whether it is doubtful)
HISTORIES = {
    "intent-after-signing": ([("signing", "2001")], ("intent", "2003"), True),
    "begun-anew": ([("signing", "2001"), ("terminated", "2002")], ("intent", "2003"), False),
    "exchange-before-signing": ([("exchange", "2001")], ("signing", "2003"), False),
    "maybe-in-order": ([("signing", "2001")], ("intent", "2001-04"), False),
    "suspended-after-the-end": ([("terminated", "2010")], ("suspended", "2011-05-01"), True),
    "suspended-after-it-was-resumed": ([("terminated", "2010"), ("resumed", "2011")], ("suspended", "2012"), False),
    "resumed-without-a-rest": ([("signing", "2001")], ("resumed", "2003"), True),
    "resumed-after-a-rest": ([("signing", "2001"), ("dormant", "2002")], ("resumed", "2003"), False),
    "renewed-before-the-beginning": ([("exchange", "2001")], ("renewed", "1980"), True),
}


@pytest.mark.parametrize("name", HISTORIES)
def test_a_step_that_is_out_of_order_is_told_in_the_preview_and_by_the_check(editor, name):
    past, (status, date), is_doubtful = HISTORIES[name]
    editor.make("partnerships", slug=name, name=name, parties=[{"place": "izu-jp"}, {"place": "arras-fr"}], type="partner", status="forming",
                established="1990")
    for number, (word, day) in enumerate(past):
        editor.make("steps", slug=f"{name}-{number}", partnership=name, status=word, date=day)
    for form in editor.form(f"/board/{name}"), editor.form(f"/steps/new?partnership={name}"):
        seen = form.fill(status=status, date=date).send("preview")
        assert seen.status_code == 200 and ('<ul class="sistercity__disputed" role="status">' in seen.text) == is_doubtful
    editor.make("steps", slug=f"{name}-told", partnership=name, status=status, date=date)
    assert ("step_order" in codes(editor, f"{name}-told")) == is_doubtful
    assert not any("step_order" in codes(editor, f"{name}-{number}") for number in range(len(past)))


def test_a_status_that_contradicts_the_last_step_is_told_by_the_check(editor):
    for slug, step, status, ended, differs in (
            ("over-but-active", "terminated", "active", None, True), ("active-but-over", "resumed", "terminated", "2001", True),
            ("over-later", "resumed", "terminated", "2015", False), ("dormant-by-hand", "signing", "dormant", None, False)):
        editor.make("partnerships", slug=slug, name=slug, parties=[{"place": "izu-jp"}, {"place": "arras-fr"}], type="partner", status="unknown")
        editor.make("steps", partnership=slug, status=step, date="2010")
        assert editor.change(f"/partnerships/{slug}", {"status": status, "ended": ended}).status_code == 200
        assert ("status_differs" in codes(editor, slug)) == differs, slug


def test_places_do_not_come_after_each_other_in_a_circle(editor):
    answer = editor.change("/places/amagi-yugashima-jp", {"predecessors": ["izu-jp"]})
    assert answer.status_code == 422 and any(field.startswith("predecessors") for field in errors(answer)), answer.text


def test_a_network_is_no_party_and_one_place_alone_makes_no_partnership(editor):
    alone = editor.create("partnerships", parties=[{"place": "izu-jp"}], type="sister", status="active")
    twice = editor.create("partnerships", parties=[{"place": "izu-jp"}, {"place": "izu-jp"}], type="sister", status="active")
    network = editor.create("partnerships", parties=[{"place": "izu-jp"}, {"place": "east-asia-economic-development"}], type="network", status="active")
    assert [a.status_code for a in (alone, twice, network)] == [422, 422, 422]
    assert all(any(field.startswith("parties") for field in errors(a)) for a in (alone, twice, network))


def test_a_picture_of_three_gigapixels_is_refused_with_the_reason_and_never_decoded(editor):
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    bomb = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(bytes(1 << 20))) + chunk(b"IEND", b""))
    answer = editor.request("POST", "/partnerships/lodz-pl-torun-pl/files?alternative=A", data=bomb, headers={"Content-Type": "image/png"})
    assert (answer.status_code, errors(answer)) == (422, {"file": "file_size"})


@pytest.mark.parametrize("content, status", [(b"%PDF-1.7\n\xff\xfe nothing of a PDF follows\n%%EOF\n", 200), (b"%PDF-1.7\nit breaks off", 422), (b"\x7fELF\2\1\1" + bytes(60), 422), (b"MZ" + bytes(80), 422)])
def test_a_pdf_that_is_broken_within_stays_as_it_came_and_half_a_pdf_or_a_program_of_that_name_is_refused(server, editor, content, status):
    answer = editor.request("POST", "/partnerships/kaunas-lt-torun-pl/files?title=agreement.pdf", data=content, headers={"Content-Type": "application/pdf"})
    assert answer.status_code == status, answer.text
    if status == 200:
        got = server.get(f"{ROOT}/files/{data(server, '/partnerships/kaunas-lt-torun-pl')['files'][0]['name']}")
        assert got.content == content and got.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in got.headers["Content-Security-Policy"]
