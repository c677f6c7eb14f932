"""Wikidata and partners' lists: what others say of a city's ties goes in as sources, and what they lack comes out."""

import csv
import io
import json

import pytest

DATABASES = ["sqlite", "postgresql"]

ENTITY = "http://www.wikidata.org/entity/"
VARIABLES = ("place placeLabel placeCountry placeAt partner partnerLabel partnerLabel_ja partnerCountry partnerAt statement rank start "
             "startPrecision end endPrecision reference").split()
KAUNAS = {"place": "Q4115712", "placeLabel": "Kaunas", "placeCountry": "LT", "placeAt": "Point(23.9 54.9)"}
ROWS = [
    {**KAUNAS, "partner": "Q207638", "partnerLabel": "Hiratsuka", "partnerLabel_ja": "平塚市", "partnerCountry": "JP", "statement": "Q4115712-A",
     "start": "2023-11-25T00:00:00Z", "startPrecision": "11", "reference": "https://www.city.hiratsuka.kanagawa.jp/"},
    # The same statement with another reference.
    {**KAUNAS, "partner": "Q207638", "partnerLabel": "Hiratsuka", "partnerCountry": "JP", "statement": "Q4115712-A",
     "start": "2023-11-25T00:00:00Z", "startPrecision": "11", "reference": "https://example.org/"},
    {"place": "Q207638", "placeLabel": "Hiratsuka", "placeCountry": "JP", "partner": "Q4115712", "partnerLabel": "Kaunas", "partnerCountry": "LT",
     "statement": "Q207638-B", "start": "2023-01-01T00:00:00Z", "startPrecision": "9"},
    {**KAUNAS, "partner": "Q580", "partnerLabel": "Łódź", "partnerCountry": "PL", "statement": "Q4115712-C", "rank": "Deprecated",
     "start": "1999-01-01T00:00:00Z", "startPrecision": "9"},
    {**KAUNAS, "partner": "Q649", "partnerLabel": "Moscow", "partnerCountry": "RU", "statement": "Q4115712-D",
     "start": "1985-06-01T00:00:00Z", "startPrecision": "10", "end": "2022-03-15T00:00:00Z", "endPrecision": "11"},
    {**KAUNAS, "partner": "Q200797", "partnerLabel": "Linköping", "partnerCountry": "SE", "statement": "Q4115712-E",
     "start": "1950-01-01T00:00:00Z", "startPrecision": "8"},
    # Without the precision a first day says nothing of the day.
    {**KAUNAS, "partner": "Q25804", "partnerLabel": "Vejle", "partnerCountry": "DK", "statement": "Q4115712-F", "start": "1993-01-01T00:00:00Z"},
]


@pytest.fixture
def registry(empty):
    return empty


def terms(row):
    """The row as the service gives it: entities and ranks by their addresses."""
    made = dict(row)
    for name in ("place", "partner"):
        made[name] = ENTITY + row[name]
    made["statement"] = f"{ENTITY}statement/{row['statement']}"
    made["rank"] = f"http://wikiba.se/ontology#{row.get('rank', 'Normal')}Rank"
    return made


def as_csv(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, VARIABLES, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(map(terms, rows))
    return out.getvalue()


def as_tsv(rows):
    lines = ["\t".join("?" + name for name in VARIABLES)]
    for row in map(terms, rows):
        lines.append("\t".join(
            f"<{row[name]}>" if row.get(name, "").startswith(ENTITY) else f'"{row[name]}"' if name in row else "" for name in VARIABLES))
    return "\n".join(lines) + "\n"


def as_json(rows):
    return json.dumps([terms(row) for row in rows])


def as_sparql_json(rows):
    bindings = [{name: {"type": "uri" if value.startswith("http") else "literal", "value": value} for name, value in terms(row).items()} for row in rows]
    return json.dumps({"head": {"vars": VARIABLES}, "results": {"bindings": bindings}}, ensure_ascii=False)


def take(registry, path, *arguments, result=0):
    done = registry.ctl("import", "--from", "wikidata", *arguments, path, "--json", check=False)
    assert done.returncode == result, done.stdout + done.stderr
    return json.loads(done.stdout)


def table(registry, tmp_path, collection):
    registry.ctl("export", tmp_path / "out")
    with open(tmp_path / "out" / f"{collection}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("write", [as_csv, as_tsv, as_json, as_sparql_json])
def test_a_citys_registry_begins_with_what_wikidata_has(registry, tmp_path, write):
    file = tmp_path / "result"
    file.write_text(write(ROWS), encoding="utf-8")
    answer = take(registry, file)
    assert [finding["code"] for finding in answer["findings"]] == ["deprecated"]
    assert {row["slug"]: (row["name"], row["country"], row["wikidata"], row["names"]) for row in table(registry, tmp_path, "places")}["hiratsuka-jp"] == (
        "Hiratsuka", "JP", "Q207638", "ja=平塚市")
    assert {(row["slug"], row["status"], row["established"], row["ended"]) for row in table(registry, tmp_path, "partnerships")} == {
        ("kaunas-lt-hiratsuka-jp", "active", "2023-11-25", ""), ("kaunas-lt-moscow-ru", "terminated", "1985-06", "2022-03-15"),
        ("kaunas-lt-linkoping-se", "active", "195X", ""), ("kaunas-lt-vejle-dk", "active", "1993", "")}
    sources = {(row["partnership"], row["field"], row["states"]): row for row in table(registry, tmp_path, "sources")}
    assert ("kaunas-lt-hiratsuka-jp", "established", "2023") in sources
    assert sources["kaunas-lt-hiratsuka-jp", "established", "2023-11-25"]["url"] == "https://www.wikidata.org/entity/statement/Q4115712-A"
    assert {(row["place"], row["partner"]) for row in table(registry, tmp_path, "claims")} == {
        ("kaunas-lt", "hiratsuka-jp"), ("hiratsuka-jp", "kaunas-lt"), ("kaunas-lt", "linkoping-se"), ("kaunas-lt", "vejle-dk")}
    assert take(registry, file)["added"] == 0


def test_what_the_registry_says_is_kept_beside_what_wikidata_says(registry, tmp_path):
    (tmp_path / "places.csv").write_text("slug,name,country\nkaunas-lt,Kaunas,LT\nhiratsuka-jp,Hiratsuka,JP\nvejle-dk,Vejle,DK\n")
    (tmp_path / "partnerships.csv").write_text("parties,type,status,established\nkaunas-lt|hiratsuka-jp,friendship,active,2019\nkaunas-lt|vejle-dk,sister,active,\n")
    registry.ctl("import", tmp_path / "places.csv", tmp_path / "partnerships.csv")
    file = tmp_path / "result.csv"
    file.write_text(as_csv([ROWS[0], ROWS[-1]]), encoding="utf-8")
    codes = [finding["code"] for finding in take(registry, file, "--merge")["findings"]]
    assert codes.count("taken_for") == 3 and "differs" in codes
    rows = {row["slug"]: row for row in table(registry, tmp_path, "partnerships")}
    assert rows["kaunas-lt-hiratsuka-jp-friendship"]["established"] == "2019"
    assert rows["kaunas-lt-vejle-dk"]["established"] == "1993" and len(rows) == 2
    assert {row["wikidata"] for row in table(registry, tmp_path, "places")} == {"Q4115712", "Q207638", "Q25804"}
    assert {row["states"] for row in table(registry, tmp_path, "sources")} == {"2023-11-25", "1993"}


@pytest.mark.parametrize("text, code", [
    ("", "empty_file"), ("town,twin\nA,B\n", "no_result"), ("{}", "no_result"), ("{", "not_json"), ("[[]]", "no_item"),
    (as_csv([{**ROWS[0], "partner": "Q4115712"}]), "own_partner"), (as_csv([{**ROWS[0], "partnerLabel": "Q207638"}]), "no_label"),
    (as_csv([{**ROWS[0], "partner": "_:b1"}]), "no_item"), ("place,partner\n\"a", "not_csv"),
])
def test_what_is_no_statement_of_two_places_is_told(databases, tmp_path, text, code):
    registry = databases.empty("sqlite")
    file = tmp_path / "result"
    file.write_text(text, encoding="utf-8")
    assert code in [finding["code"] for finding in take(registry, file, result=1)["findings"]]
    registry.remove()


def test_what_cannot_be_used_is_counted_and_the_tool_says_how_the_others_go_in_alone(databases, tmp_path):
    registry = databases.empty("sqlite")
    file = tmp_path / "result.csv"
    file.write_text(as_csv([ROWS[0], {**ROWS[-1], "partnerLabel": "Q25804"}, {**ROWS[0], "partner": ".well-known/genid/1"}]), encoding="utf-8")
    done = registry.ctl("import", "--from", "wikidata", file, check=False)
    assert done.returncode == 1 and "Nothing was stored" in done.stdout and "2 rejected" in done.stdout and "--keep-good" in done.stdout
    done = registry.ctl("import", "--from", "wikidata", "--keep-good", file, check=False)
    assert done.returncode == 1 and "Stored" in done.stdout and "2 rejected" in done.stdout and "--keep-good" not in done.stdout
    assert len(table(registry, tmp_path, "partnerships")) == 1
    registry.remove()


def test_the_options_that_do_not_go_with_wikidata_are_refused(databases, tmp_path):
    registry = databases.empty("sqlite")
    file = tmp_path / "result.csv"
    file.write_text(as_csv(ROWS), encoding="utf-8")
    for arguments in (["--from", "wikipedia", file], ["--from", "wikidata", "--replace", file], ["--from", "wikidata", file, file],
                      ["--from", "wikidata", tmp_path / "nowhere"]):
        assert registry.ctl("import", *arguments, check=False).returncode == 2
    registry.remove()


def quickstatements(registry, tmp_path):
    registry.ctl("export", "--quickstatements", tmp_path / "qs.txt")
    return (tmp_path / "qs.txt").read_text(encoding="utf-8").splitlines()


def test_wikidata_gets_what_it_lacks_with_the_dates_as_precise_as_they_are(registry, tmp_path):
    (tmp_path / "places.csv").write_text("slug,name,country,wikidata\na-lt,A,LT,Q1\nb-jp,B,JP,Q2\nc-fr,C,FR,Q3\nd-de,D,DE,\ne-se,E,SE,Q5\n")
    (tmp_path / "partnerships.csv").write_text(
        "parties,type,status,established,ended,source\na-lt|b-jp,sister,active,1955-12,,https://a.example/\na-lt|c-fr,sister,terminated,1980,1999-05-01,\n"
        "a-lt|d-de,sister,active,1990,,\na-lt|e-se,project,active,1990,,\nb-jp|e-se,sister,active,1985~,,A book\nc-fr|e-se,sister,forming,2001,,\n")
    registry.ctl("import", tmp_path / "places.csv", tmp_path / "partnerships.csv")
    assert sorted(quickstatements(registry, tmp_path)) == sorted([
        'Q1\tP190\tQ2\tP580\t+1955-12-00T00:00:00Z/10\tS854\t"https://a.example/"', 'Q2\tP190\tQ1\tP580\t+1955-12-00T00:00:00Z/10\tS854\t"https://a.example/"',
        "Q1\tP190\tQ3\tP580\t+1980-00-00T00:00:00Z/9\tP582\t+1999-05-01T00:00:00Z/11", "Q3\tP190\tQ1\tP580\t+1980-00-00T00:00:00Z/9\tP582\t+1999-05-01T00:00:00Z/11",
        "Q2\tP190\tQ5", "Q5\tP190\tQ2"])


def test_wikidata_gets_nothing_that_it_has_and_itself_as_no_source(registry, tmp_path):
    file = tmp_path / "result.csv"
    file.write_text(as_csv(ROWS), encoding="utf-8")
    take(registry, file)
    assert sorted(quickstatements(registry, tmp_path)) == [
        "Q200797\tP190\tQ4115712\tP580\t+1950-00-00T00:00:00Z/8", "Q207638\tP190\tQ4115712\tP580\t+2023-11-25T00:00:00Z/11",
        "Q25804\tP190\tQ4115712\tP580\t+1993-00-00T00:00:00Z/9", "Q649\tP190\tQ4115712\tP580\t+1985-06-00T00:00:00Z/10\tP582\t+2022-03-15T00:00:00Z/11"]


OURS = ("slug,name,country,wikidata\nboston-us,Boston,US,Q100\nkyoto-jp,Kyoto,JP,Q34600\npadua-it,Padua,IT,\nlyon-fr,Lyon,FR,\n",
        "parties,type,status,established,ended\nboston-us|kyoto-jp,sister,active,1959,\nboston-us|padua-it,sister,active,1983,\nkyoto-jp|lyon-fr,sister,active,1990,\n")


@pytest.fixture
def ours(registry, tmp_path):
    for name, text in zip(("places.csv", "partnerships.csv"), OURS):
        (tmp_path / name).write_text(text)
    registry.ctl("import", tmp_path / "places.csv", tmp_path / "partnerships.csv")
    return registry


def compare(registry, *arguments, result=1):
    done = registry.ctl("compare", *arguments, "--json", check=False)
    assert done.returncode == result, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    return answer["agreeing"], [(d["kind"], d["places"], d.get("field"), d.get("ours"), d.get("theirs")) for d in answer["differences"]]


def test_a_partners_own_registry_is_set_beside_ours_by_items_of_wikidata(ours, tmp_path):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "places.csv").write_text("slug,name,country,wikidata\nkyoto,Kyōto,JP,Q34600\nbos,Boston,US,Q100\nfi,Firenze,IT,Q2044\n")
    (theirs / "partnerships.csv").write_text("parties,type,status,established\nkyoto|bos,friendship,active,1959-06-24\nkyoto|fi,sister,active,1965\n")
    assert compare(ours, theirs) == (0, [("differs", "Kyoto – Boston", "type", "sister", "friendship"), ("only_theirs", "Kyoto – Firenze", None, None, None),
                                         ("only_ours", "Kyoto – Lyon", None, None, None)])


def test_anybodys_table_is_set_beside_ours_by_names_and_countries(ours, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("Stadt;Land;Seit\nKyoto;Japan;24.06.1959\nPadova;Italien;1980\n")
    assert compare(ours, "--place", "boston-us", file) == (1, [("only_theirs", "Boston – Padova", None, None, None), ("only_ours", "Boston – Padua", None, None, None)])
    file.write_text("Stadt;Land;Seit\nKyoto;Japan;1958\nPadua;Italien;1983\n")
    assert compare(ours, "--place", "boston-us", file) == (1, [("differs", "Boston – Kyoto", "established", "1959", "1958")])
    assert ours.ctl("compare", tmp_path / "nowhere.csv", check=False).returncode == 2


def test_the_list_that_a_partners_module_publishes_agrees_with_itself(ours, tmp_path):
    file = tmp_path / "partners.json"
    item = {"slug": "x", "url": "https://kyoto.example/x", "version": 1, "type": "sister", "status": "active"}
    file.write_text(json.dumps({"items": [
        {**item, "established": "1959", "parties": [{"slug": "kyoto-jp", "name": "Kyoto"}, {"slug": "boston-us", "name": "Boston"}]},
        {**item, "ended": "2020", "parties": [{"slug": "kyoto-jp", "name": "Kyoto"}, {"slug": "lyon-fr", "name": "Lyon"}]}], "total": 2, "revision": 7}))
    assert compare(ours, file) == (1, [("differs", "Kyoto – Lyon", "ended", None, "2020")])
