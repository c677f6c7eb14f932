"""Every language that has a catalogue: its dates, numbers and names are as the Unicode consortium's data (by Babel, not by
ICU) has them, no word on its pages is left in English, and readers and tables in it are understood."""

import datetime
import functools
import html
import json
import pathlib
import re
import unicodedata

import babel.dates
import babel.numbers
import polib
import pytest

from bench.measure import private_memory
from support import paths
from support.editing import Editor
from support.languages import OFFERED, PO, TAGS, locale_of

FOREIGN = TAGS[1:]
CONFIGURATION = OFFERED
PUBLIC = [
    "/", "/places", "/places?q=kaunas", "/places?q=zzz", "/places/kaunas-lt", "/places/boston-us/partners", "/places/boston-us/timeline",
    "/places/boston-us/statistics", "/places/boston-us/map", "/places/boston-us/activities", "/places/boston-us/anniversaries", "/partnerships",
    "/partnerships?country=JP&status=active", "/partnerships/boston-us-kyoto-jp", "/partnerships/kaunas-lt-hiratsuka-jp", "/agreements",
    "/activities", "/organizations", "/networks", "/seeking", "/terms", "/templates", "/anniversaries", "/statistics", "/map",
    "/search", "/search?q=boston", "/search?q=Bostn", "/places/nowhere", "/partnerships?limit=x",
]
OFFICE = [f"/admin{path}" for path in (
    "/", "/places", "/places/new", "/partnerships/new", "/agreements/new", "/activities/new", "/organizations/new", "/history", "/due",
    "/import", "/check", "/report", "/board", "/partnerships/boston-us-kyoto-jp",
)]
SPACELESS = {"ja", "ko", "zh-Hans", "zh-Hant"}
# Names that no language translates, besides those in the registry.
NAMES = "JSON Lines GeoJSON Atom Wikidata Wikipedia EDTF QuickStatements SQLite PostgreSQL sistercityctl Excel Markdown OpenRefine Natural Earth".split()


def plain(text):
    """Digits and their separators as ASCII, all spaces alike."""
    text = text.translate({0x66C: ",", 0x66B: "."})
    return re.sub(r"\s+", " ", "".join(str(unicodedata.digit(c)) if unicodedata.decimal(c, None) is not None else c for c in text))


VOID = {"meta", "link", "br", "input", "img", "hr", "wbr", "source", "col"}
CODE = {"code", "script", "style", "kbd", "bdi"}
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)|<!")
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


@functools.cache
def texts_of(page, tag):
    """The texts of a page that are in its own language, and are no code. Our pages are regular enough for this, and there are many."""
    opened, found = [("", True)], set()
    for number, piece in enumerate(re.split("(<[^>]*>)", page)):
        is_own = opened[-1][1]
        if number % 2 == 0:
            if is_own and len(opened) > 1 and not piece.isspace():
                found.add(" ".join(html.unescape(piece).split()))
            continue
        closes, name = TAG.match(piece).groups()
        if closes:
            while len(opened) > 1 and opened.pop()[0] != name:
                pass
        elif name:
            said = {key: html.unescape(value).strip() for key, value in ATTRIBUTE.findall(piece)}
            is_own = is_own and said.get("lang", tag) == tag and name not in CODE
            if is_own:
                found |= {said[key] for key in ("aria-label", "title", "placeholder", "alt") if said.get(key)}
            if name == "meta" and said.get("name") == "description":
                found.add(said["content"])
            if name not in VOID and not piece.endswith("/>"):
                opened.append((name, is_own))
    return found - {""}


@pytest.fixture(scope="module")
def stored(registry, tmp_path_factory):
    """All that the registry itself says, and names, in one line."""
    directory = tmp_path_factory.mktemp("export")
    registry.ctl("export", str(directory))
    english = locale_of("en")
    names = [*NAMES, *english.territories.values(), *english.languages.values()]
    return " ".join(" ".join([*names, *(file.read_text() for file in directory.iterdir())]).split())


@functools.cache
def words_of(text):
    """What may be English, in small letters: Latin letters, three at least, that belong to no address or code."""
    text = re.sub(r"https?:\S+|\S+@\S+|\b[a-z]+(-[a-z]+)+\b|\b\w+\.\w+\b|\b[A-Z]{2,}\b", " ", text)
    return {word.lower() for word in re.findall("[A-Za-z]{3,}", text)}


@functools.cache
def messages(tag):
    """The English texts that the language words otherwise, whole ones and a pattern of the others, and the words of those that it shares."""
    catalogue = polib.pofile(str(PO / f"{tag}.po"))
    shared = {entry.msgid for entry in catalogue if entry.msgid.lower() in (entry.msgstr.lower(), *entry.msgstr_plural.values())}
    texts = {entry.msgid for entry in catalogue if words_of(re.sub(r"\{\w+\}", "", entry.msgid))} - shared
    patterns = [re.sub(r"\\\{\w+\\\}", ".+", re.escape(text).replace(r"\{n\}", r"[\d,.]+")) for text in texts if "{" in text]
    return texts, re.compile("|".join(patterns)), words_of(" ".join(shared))


@pytest.fixture(scope="module")
def pages(server):
    """Each page in each language as it was when it was first asked for: the English one is compared with all others."""
    editor = Editor(server)

    @functools.cache
    def page(path, tag):
        side = editor if path.startswith("/admin") else server
        return side.get(f"/sistercities{path}{'&' if '?' in path else '?'}lang={tag}").text

    return page


def left_in_english(tag, paths, pages, stored):
    """The texts that are on a page in English, too, by its path."""
    whole, others, shared = messages(tag)
    known = shared | words_of(stored)
    both = {path: {text for text in texts_of(pages(path, "en"), "en") & texts_of(pages(path, tag), tag) if text not in stored} for path in paths}
    left = {path: {text for text in texts if text in whole or others.fullmatch(text) or words_of(text) - known} for path, texts in both.items()}
    return {path: texts for path, texts in left.items() if texts}


@pytest.mark.parametrize("tag", FOREIGN)
def test_no_word_of_a_public_page_is_left_in_english(pages, stored, tag):
    assert left_in_english(tag, PUBLIC, pages, stored) == {}


@pytest.mark.parametrize("tag", FOREIGN)
def test_no_word_of_the_editing_side_is_left_in_english(pages, stored, tag):
    assert left_in_english(tag, OFFICE, pages, stored) == {}


@pytest.mark.parametrize("tag", TAGS)
def test_the_page_says_its_language_and_direction(server, tag):
    answer = server.get(f"/sistercities/places/kaunas-lt?lang={tag}")
    direction = "rtl" if locale_of(tag).text_direction == "rtl" else "ltr"
    assert answer.headers["Content-Language"] == tag
    assert f'<html lang="{tag}" dir="{direction}"' in answer.text
    part = server.get(f"/sistercities/places/kaunas-lt/partners?lang={tag}&view=fragment").text
    assert re.match(rf'<section class="[^"]*" lang="{tag}" dir="{direction}"', part)


@pytest.mark.parametrize("tag", TAGS)
def test_a_date_is_written_as_the_language_writes_it(server, tag):
    text = plain(server.get(f"/sistercities/agreements?lang={tag}").text)
    assert plain(babel.dates.format_date(datetime.date(2023, 11, 25), "long", locale_of(tag))) in text


# What the ties of Boston since 1959, of Nagasaki since December 1955 and of Kaunas since 25 November 2023 are said to date from; an
# agreement signed on 3 May 2019, and what lasted from then to 5 June; how many sister cities there are, for 1, 2, 5 and 21; and whose
# public page (or news, where it says so) has a fact of its own in the same form.
WORDED = {
    "en": ("since 1959", "since December 1955", "since 25 November 2023", "3 May 2019 agreement signed", "3 May – 5 June 2019",
           ("{n} has 1 sister city on record.", "{n} has 2 sister cities on record.", "{n} has 5 sister cities on record.", "{n} has 21 sister cities on record."),
           "twinning society, of Colchester: since 1969"),
    "lt": ("nuo 1959 m.", "nuo 1955 m. gruodžio", "nuo 2023 m. lapkričio 25 d.", "2019 m. gegužės 3 d. pasirašytas susitarimas", "2019 m. gegužės 3 d. – birželio 5 d.",
           ("{n} registre turi 1 miestą partnerį.", "{n} registre turi 2 miestus partnerius.", "{n} registre turi 5 miestus partnerius.", "{n} registre turi 21 miestą partnerį."),
           "Visaginas: nuo 2014 m.; Telšiai: 2006 m. birželio 10 d."),
    "lv": ("kopš 1959. gada", "kopš 1955. gada decembra", "kopš 2023. gada 25. novembra", "2019. gada 3. maijs līgums parakstīts", "2019. gada 3. maijs – 5. jūnijs",
           ("{n}: reģistrā ir 1 sadraudzības pilsēta.", "{n}: reģistrā ir 2 sadraudzības pilsētas.", "{n}: reģistrā ir 5 sadraudzības pilsētas.", "{n}: reģistrā ir 21 sadraudzības pilsēta."),
           "Kuldīga, Jelgava: 2002. gadā; Jelgava: parakstīts 2006. gada 18. augustā"),
    "de": ("seit 1959", "seit Dezember 1955", "seit dem 25. November 2023", "3. Mai 2019 Vereinbarung unterzeichnet", "3. Mai – 5. Juni 2019",
           ("{n}: 1 Partnerstadt ist erfasst.", "{n}: 2 Partnerstädte sind erfasst.", "{n}: 5 Partnerstädte sind erfasst.", "{n}: 21 Partnerstädte sind erfasst."),
           "Linz, Die Partnerstädte der Landeshauptstadt"),
    "fr": ("depuis 1959", "depuis décembre 1955", "depuis le 25 novembre 2023", "3 mai 2019 accord signé", "3 mai – 5 juin 2019",
           ("{n} : 1 ville jumelée est inscrite.", "{n} : 2 villes jumelées sont inscrites.", "{n} : 5 villes jumelées sont inscrites.", "{n} : 21 villes jumelées sont inscrites."),
           "Joué-lès-Tours: depuis 2005; Villiers-sur-Marne: le 1er mai 2005"),
    "it": ("dal 1959", "da dicembre 1955", "dal 25 novembre 2023", "3 maggio 2019 accordo firmato", "3 maggio – 5 giugno 2019",
           ("{n}: 1 città gemellata registrata.", "{n}: 2 città gemellate registrate.", "{n}: 5 città gemellate registrate.", "{n}: 21 città gemellate registrate."),
           "Zibido San Giacomo: 20 maggio 2010"),
    "es": ("desde 1959", "desde diciembre de 1955", "desde el 25 de noviembre de 2023", "3 de mayo de 2019 acuerdo firmado", "3 de mayo – 5 de junio de 2019",
           ("{n}: 1 ciudad hermanada registrada.", "{n}: 2 ciudades hermanadas registradas.", "{n}: 5 ciudades hermanadas registradas.", "{n}: 21 ciudades hermanadas registradas."),
           "Mar del Plata, ordinance 9653: 23 de abril de 1993; news, of Chiclana: desde el 19 de marzo de 1993"),
    "pt": ("desde 1959", "desde dezembro de 1955", "desde 25 de novembro de 2023", "3 de maio de 2019 acordo assinado", "3 de maio – 5 de junho de 2019",
           ("{n} tem 1 cidade geminada no registo.", "{n} tem 2 cidades geminadas no registo.", "{n} tem 5 cidades geminadas no registo.", "{n} tem 21 cidades geminadas no registo."),
           "Felgueiras: 10 de julho de 1993; Lisboa: 31 de maio de 1979"),
    "pl": ("od 1959 r.", "od grudnia 1955 r.", "od 25 listopada 2023 r.", "3 maja 2019 podpisano umowę", "3 maja – 5 czerwca 2019",
           ("{n}: w rejestrze jest 1 miasto partnerskie.", "{n}: w rejestrze są 2 miasta partnerskie.", "{n}: w rejestrze jest 5 miast partnerskich.", "{n}: w rejestrze jest 21 miast partnerskich."),
           "Rzeszów: od 1975 r.; Pisz: 16 maja 2005 r."),
    "ru": ("с 1959 года", "с декабря 1955 года", "с 25 ноября 2023 года", "3 мая 2019 г. соглашение подписано", "3 мая – 5 июня 2019 г.",
           ("{n}: в реестре 1 город-побратим.", "{n}: в реестре 2 города-побратима.", "{n}: в реестре 5 городов-побратимов.", "{n}: в реестре 21 город-побратим."),
           "news, of Khabarovsk: 23 апреля 1965 года; of Novosibirsk: с 2000 года"),
    "uk": ("з 1959 року", "з грудня 1955 року", "з 25 листопада 2023 року", "3 травня 2019 р. угоду підписано", "3 травня – 5 червня 2019 р.",
           ("{n}: у реєстрі 1 місто-побратим.", "{n}: у реєстрі 2 міста-побратими.", "{n}: у реєстрі 5 міст-побратимів.", "{n}: у реєстрі 21 місто-побратим."),
           "Златопіль: 7 вересня 2023 року була підписана Угода"),
    "ja": ("1959年から", "1955年12月から", "2023年11月25日から", "2019年5月3日 協定の署名", "2019年5月3日～6月5日",
           ("{n}の姉妹都市として1件が記録されています。", "{n}の姉妹都市として2件が記録されています。", "{n}の姉妹都市として5件が記録されています。", "{n}の姉妹都市として21件が記録されています。"),
           "札幌市: 昭和34年（1959年）に姉妹都市提携"),
    "ko": ("1959년부터", "1955년 12월부터", "2023년 11월 25일부터", "2019년 5월 3일 협정 서명", "2019년 5월 3일~6월 5일",
           ("등록된 {n}의 자매도시는 1곳입니다.", "등록된 {n}의 자매도시는 2곳입니다.", "등록된 {n}의 자매도시는 5곳입니다.", "등록된 {n}의 자매도시는 21곳입니다."),
           "서울: 1991년 7월에 체결"),
    "zh-Hans": ("自1959年起", "自1955年12月起", "自2023年11月25日起", "2019年5月3日 签署协议", "2019年5月3日至6月5日",
                ("已收录{n}的友好城市 1 个。", "已收录{n}的友好城市 2 个。", "已收录{n}的友好城市 5 个。", "已收录{n}的友好城市 21 个。"),
                "news, of 绍兴市: 自1983年与日本南砺市结为友好城市"),
    "zh-Hant": ("自1959年起", "自1955年12月起", "自2023年11月25日起", "2019年5月3日 簽署協定", "2019年5月3日至6月5日",
                ("已收錄{n}的姊妹市 1 個。", "已收錄{n}的姊妹市 2 個。", "已收錄{n}的姊妹市 5 個。", "已收錄{n}的姊妹市 21 個。"),
                "釜山: 1966年6月30日締結"),
    "ar": ("منذ عام 1959", "منذ ديسمبر 1955", "منذ 25 نوفمبر 2023", "3 مايو 2019 توقيع الاتفاقية", "3 مايو – 5 يونيو 2019",
           ("{n}: مدينة توأم واحدة في السجل.", "{n}: مدينتان توأمان في السجل.", "{n}: 5 مدن توأم في السجل.", "{n}: 21 مدينةً توأمًا في السجل."),
           "رام الله: توأمة مع تروندهايم منذ العام 2005"),
}


@pytest.fixture(scope="module")
def counted(registry, server, tmp_path_factory):
    """Places A1, A2, A5 and A21 with so many sister cities; the first agreement is signed, and an exchange lasts a month."""
    counts, directory = (1, 2, 5, 21), tmp_path_factory.mktemp("counted")
    ties = [(n, k) for n in counts for k in range(1, n + 1)]
    files = {
        "places": [{"slug": name.lower(), "name": name, "level": "city", "country": "CA"} for name in [*(f"A{n}" for n in counts), *(f"B{k}" for k in range(1, 22))]],
        "partnerships": [{"slug": f"a{n}-b{k}", "type": "sister", "status": "active", "parties": [{"place": f"a{n}"}, {"place": f"b{k}"}]} for n, k in ties],
        "steps": [{"slug": "a1-b1-s", "partnership": "a1-b1", "status": "signing", "date": "2019-05-03"}],
        "activities": [{"slug": "a1-b1-a", "partnership": "a1-b1", "title": "C1", "start": "2019-05-03", "end": "2019-06-05"}],
    }
    for name, items in files.items():
        (directory / f"{name}.json").write_text(json.dumps(items))
    registry.ctl("import", "--merge", str(directory))
    while server.get("/sistercities/places/a21").status_code != 200:
        pass
    return counts


def words_on(server, path, tag):
    """Between elements there is a space, which languages without one between words do not have."""
    text = plain(re.sub("<[^>]*>", " ", server.get(f"/sistercities{path}?lang={tag}").text))
    return text.translate({0x2068: None, 0x2069: None, **({0x20: None} if tag in SPACELESS else {})})



@pytest.mark.parametrize("tag", TAGS)
def test_dates_spans_and_counts_read_as_on_the_pages_of_cities(server, counted, tag):
    since, signed, span, counts = WORDED[tag][:3], *WORDED[tag][3:6]
    pages = ["/places/boston-us/partners", "/partnerships/nagasaki-jp-saint-paul-us", "/places/kaunas-lt/partners", "/partnerships/a1-b1", "/partnerships/a1-b1"]
    expected = [*zip(pages, (*since, signed, span)), *((f"/places/a{n}", text.format(n=f"A{n}")) for n, text in zip(counted, counts))]
    texts = {path: words_on(server, path, tag) for path in {path for path, _ in expected}}
    assert [text for path, text in expected if (text.replace(" ", "") if tag in SPACELESS else text) not in texts[path]] == []


@pytest.fixture(scope="module")
def mixed(server):
    """A place with a Hebrew name for readers of English and Lithuanian and a Latin one for those of Arabic, each with a number at its end."""
    editor = Editor(server)

    def add(collection, **item):
        answer = editor.request("POST", f"/{collection}", json=item)
        assert answer.status_code == 201, answer.text
        return answer.json()["slug"]

    names = [{"lang": "en", "text": HEBREW}, {"lang": "lt", "text": HEBREW}, {"lang": "ar", "text": LATIN}]
    place = add("places", name="Mixed", level="city", country="IL", names=names)
    tie = add("partnerships", type="sister", status="active", established="1959-04-22", parties=[{"place": "kaunas-lt"}, {"place": place}])
    add("activities", partnership=tie, title="1", start="2019-05-03")
    return place, tie


HEBREW, LATIN = "ירושלים (2)", "Haifa (2)"


@pytest.mark.parametrize("tag", ["en", "lt", "ar"])
def test_a_name_against_the_direction_takes_no_neighbor_with_it_where_no_markup_is(server, registry, mixed, tag):
    (place, tie), name = mixed, LATIN if tag == "ar" else HEBREW
    get = lambda path: server.get(f"/sistercities{path}?lang={tag}").text  # noqa: E731
    page, tie_page = get(f"/places/{place}"), get(f"/partnerships/{tie}")
    texts = {
        "calendar": get(f"/places/{place}/activities.ics").replace("\r\n ", ""), "feed": get("/partnerships.atom"), "picture": get(f"/places/{place}/map.svg"),
        "data": get(f"/places/{place}/changes.json"), "mail": registry.ctl("due", "--within", "90y", "--mail", "--language", tag).stdout,
        "title": re.search("<title>(.*)</title>", tie_page).group(1), "label": " ".join(re.findall('aria-label="([^"]*–[^"]*)"', tie_page)),
        "attribute": " ".join(re.findall(' title="([^"]*–[^"]*)"', page)), "description": re.search('name="description" content="([^"]*)"', page).group(1),
    }
    assert {where: text for where, text in texts.items() if f"\u2068{name}\u2069" not in text} == {}
    assert "\u2068" not in server.get(f"/sistercities/partnerships.csv?view=people&lang={tag}").text, "a cell is a text of its own"


# Signs of other languages between words of this one: a colon, comma or bracket of half the width, a space between sentences.
FOREIGN_SIGNS = {"ja": r"[぀-ヿ一-鿿]( ?[:,;(]|\)| ?。 )", "zh": r"[一-鿿]( ?[:,;(]|\)| ?。 )", "fr": r"[a-zé»][:;?!](?= |$)", "ar": r"[ء-ي] ?[,;?]"}


@pytest.mark.parametrize("tag", [tag for tag in FOREIGN if tag.split("-")[0] in FOREIGN_SIGNS])
def test_what_stands_between_texts_is_the_language_s_own(pages, stored, tag):
    locale = locale_of(tag)
    scripts = [f"{language} ({script})" for language in locale.languages.values() for script in locale.scripts.values()]
    names = " ".join([stored, *locale.territories.values(), *locale.languages.values(), *scripts])
    paths = [*PUBLIC, *OFFICE, "/admin/partnerships/boston-us-kyoto-jp/workbench"]
    # What is only heard goes on behind what is seen.
    shown = [re.sub('<span class="sistercity__unseen">([^<]*)</span>', r"\1", pages(path, tag)) for path in paths if path != "/terms"]
    assert not [page for page in shown if "{date" in page]
    wrong = re.compile(FOREIGN_SIGNS[tag.split("-")[0]])
    doubtful = {text for page in shown for text in texts_of(page, tag) if wrong.search(text)}
    assert sorted(text for text in doubtful if not any(part in names for part in (text, *re.split(" [–:] ", text)))) == []


@pytest.fixture(scope="module")
def populous(server):
    """A place of 1,234,567 inhabitants."""
    editor = Editor(server)
    created = editor.request("POST", "/places", json={"name": "Populous", "level": "city", "country": "LV", "population": 1234567})
    return created.json()["slug"]


@pytest.mark.parametrize("tag", TAGS)
def test_a_number_is_grouped_as_the_language_groups_it(server, populous, tag):
    text = plain(server.get(f"/sistercities/places/{populous}?lang={tag}").text)
    assert plain(babel.numbers.format_decimal(1234567, locale=locale_of(tag))) in text


@pytest.mark.parametrize("tag", TAGS)
def test_a_country_is_found_by_its_name_in_the_language(server, tag):
    name = locale_of(tag).territories["JP"]
    items = server.get("/sistercities/search.json", params={"q": name, "lang": "en"}).json()["items"]
    assert any(item["title"] == "Hiratsuka" for item in items), items


@pytest.mark.parametrize("tag", TAGS)
def test_a_list_with_dates_and_countries_in_words_is_read(server, tag):
    locale, editor = locale_of(tag), Editor(server)
    # "listopada" is refused, not guessed at: in November for a Pole, in October for a Croat.
    months = [month for month in range(1, 13) if (tag, month) != ("pl", 11)]
    days = [datetime.date(1990 + month, month, month) for month in months]
    rows = [f'Twelfths {day.month};{locale.territories["LV"]};{babel.dates.format_date(day, "long", locale)}' for day in days]
    sent = editor.request("POST", "/import", params={"name": "list.csv", "collection": "partnerships"}, headers={"Content-Type": "text/csv"},
                          data="\n".join(["Partner city;Country;Since", *rows]).encode(), allow_redirects=False)
    preview = editor.form(sent.headers["Location"]).set("own", "kaunas-lt").set("places", "make").set("fill.type", "sister").set("fill.status", "active").send("look", allow_redirects=True)
    said = " ".join(re.sub("<[^>]*>", " ", preview.text).split())
    assert re.findall(r"<dd>(\d+)</dd>", preview.text)[3:4] == ["0"], said
    stored = editor.form(preview).send("apply", allow_redirects=True)
    found = server.get("/sistercities/partnerships.json?country=LV&limit=100").json()["items"]
    dates = {item["established"] for item in found if any(party["name"].startswith("Twelfths") for party in item["parties"])}
    change = re.search(r"/history/(\d+)", stored.url).group(1)
    editor.form(f"/history/{change}/undo").send("undo")
    assert dates == {day.isoformat() for day in days}


@pytest.mark.skipif(paths.IS_SANITIZED, reason="a sanitizer's own memory about each piece of memory is counted with it")
def test_all_languages_in_use_cost_a_child_little_more_memory_than_one(registry, make_httpd):
    server = make_httpd(registry, OFFERED).start()
    pages = ["/places/boston-us", "/partnerships/kaunas-lt-hiratsuka-jp", "/statistics", "/search?q=kyoto", "/map"]

    def memory_after(tags):
        for tag in tags:
            for path in [*pages, *(f"/partnerships?limit={n}" for n in range(1, 100 // len(tags)))]:
                assert server.get(f"/sistercities{path}{'&' if '?' in path else '?'}lang={tag}").status_code == 200
        children = pathlib.Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        assert len(children) == 1
        return private_memory(int(children[0]))["private_dirty"]

    one, all_of_them = memory_after(["en"]), memory_after(TAGS)
    assert all_of_them - one <= 3 * 2**20, f"{all_of_them - one} bytes more than {one}"


def test_a_chart_writes_decades_in_the_language_s_digits(server):
    for language, decade in (("en", "1980–89"), ("ar", "١٩٨٠–٨٩")):
        assert decade in server.get(f"/sistercities/statistics.svg?chart=decade&lang={language}").text
