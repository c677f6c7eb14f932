"""The sample registry holds the founding facts, and comes out of a database as it went in."""

import csv

import pytest

from support import paths

FILES = sorted(paths.SAMPLE.glob("*.csv"))
UNDATED = [
    "klaipeda-lt-kuji-jp", "panevezys-lt-toyohashi-jp", "birstonas-lt-kaga-jp",
    "ehime-prefecture-jp-dalian-cn", "east-asia-economic-development",
]
BOSTON = {
    "kyoto-jp": "1959", "strasbourg-fr": "1960", "barcelona-es": "1980", "hangzhou-cn": "1982", "padua-it": "1983",
    "melbourne-au": "1985", "taipei-tw": "1996", "sekondi-takoradi-gh": "2001", "belfast-gb": "2014", "praia-cv": "2015",
}


def rows_of(file):
    with open(file, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, strict=True))


@pytest.fixture(scope="module")
def exported(registry, tmp_path_factory):
    """The rows of each collection by slug, as they come out of a database."""
    directory = tmp_path_factory.mktemp("export")
    registry.ctl("export", directory)
    return {f.stem: {row["slug"]: row for row in rows_of(f)} for f in sorted(directory.glob("*.csv"))}


def test_every_row_goes_in_without_a_finding(databases):
    registry = databases.empty("sqlite")
    try:
        done = registry.ctl("import", "--dry-run", paths.SAMPLE)
        assert [f.name for f in FILES if f"{f.name}:" in done.stdout + done.stderr] == []
    finally:
        registry.remove()


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_nothing_is_lost_or_changed_on_the_way(exported, file):
    for row in rows_of(file):
        stored = exported[file.stem][row["slug"]]
        assert {name: stored[name] for name in row} == row


def test_dates_are_as_precise_as_the_sources_and_no_more(exported):
    established = {slug: row["established"] for slug, row in exported["partnerships"].items()}
    assert established["nagasaki-jp-saint-paul-us"] == "1955-12"
    assert established["kochi-jp-surabaya-id"] == "1997-04"
    assert established["osaka-prefecture-jp-dubai-ae"] == "2002-10"
    assert established["kaunas-lt-yaotsu-jp"] == "2019"
    assert established["kaunas-lt-hiratsuka-jp"] == "2023-11-25"
    assert {slug: established[f"boston-us-{slug}"] for slug in BOSTON} == BOSTON
    assert [slug for slug, date in established.items() if date == ""] == sorted(UNDATED)


def test_boston_claims_eleven_and_ten_are_on_record(exported):
    assert [row["number"] for row in exported["claims"].values() if row["place"] == "boston-us"] == ["11"]
    listed = [row for row in exported["partnerships"].values() if "boston-us" in row["parties"].split("|")]
    assert len(listed) == 10


def test_every_relationship_names_a_source(exported):
    assert all(row["source"] for row in exported["partnerships"].values())
    cited = {row["partnership"] for row in exported["sources"].values() if row["title"]}
    assert set(exported["partnerships"]) - cited == set()


@pytest.mark.parametrize("partnership, kinds, months", [
    ("kochi-jp-surabaya-id", {"sister", "extension"}, "60"),
    ("osaka-prefecture-jp-dubai-ae", {"sister", "renewal"}, "36"),
])
def test_a_fixed_term_and_what_followed_are_two_agreements(exported, partnership, kinds, months):
    chain = [row for row in exported["agreements"].values() if row["partnership"] == partnership]
    assert {row["kind"] for row in chain} == kinds
    assert [row["term_months"] for row in chain] == [months, months]


@pytest.mark.parametrize("slug, names", [
    ("hiratsuka-jp", ["ja=平塚市", "ja-Hira=ひらつかし", "en=Hiratsuka", "lt=Hiracuka"]),
    ("klaipeda-lt", ["lt=Klaipėda", "ja=クライペダ"]),
    ("taipei-tw", ["zh-Hant=臺北市"]),
    ("dubai-ae", ["ar=دبي"]),
])
def test_places_are_named_in_their_own_scripts(exported, slug, names):
    entries = exported["places"][slug]["names"].split("|")
    assert [name for name in names if not any(e == name or e.startswith(name + ";") for e in entries)] == []


def test_every_place_has_a_name_for_each_reader(exported):
    for slug, row in exported["places"].items():
        tags = {entry.split("=")[0] for entry in row["names"].split("|")}
        assert {"en", "lt", "ja"} <= tags, slug


@pytest.mark.parametrize("collection, column, words", [
    ("agreements", "signatories", ["Katsuhiro Ochiai", "Visvaldas Matijošaitis", "Martin J. Walsh", "Daisaku Kadokawa", "Kazuhiro Terada"]),
    ("gifts", "maker", ["Egidijus Rudinskas"]),
    ("gifts", "object", ["modernist buildings of Kaunas", "Vytautas the Great", "KINPAKU", "Japanese House", "Stewartia"]),
    ("gifts", "donor", ["Rotary Club of Kyoto South"]),
    ("activities", "title", ["Japanese Days", "cherry trees", "Lithuanian Week", "photographs", "Lithuanian", "Life sciences", "Japanese House"]),
    ("organizations", "name", ["Boston Children's Museum", "Japan Society of Boston", "Rotary Club of Kyoto South",
                               "Ehime–Dalian Economic Friendship Association", "Mayor's Office of Economic Development"]),
    ("partnerships", "name", ["Organization for the East Asia Economic Development"]),
    ("sources", "states", ["Resigning"]),
])
def test_people_gifts_events_and_organizations_are_on_record(exported, collection, column, words):
    cells = "\n".join(row[column] for row in exported[collection].values())
    assert [word for word in words if word not in cells] == []


def test_the_festival_has_both_its_days(exported):
    festival = exported["activities"]["boston-japan-festival-2019"]
    assert (festival["start"], festival["end"]) == ("2019-04-27", "2019-04-28")


def test_clairs_seven_offices_say_their_languages(exported):
    offices = {row["name"]: row["languages"] for row in exported["organizations"].values() if row["kind"] == "overseas_office"}
    assert len(offices) == 7
    assert offices["CLAIR, Paris office"] == "ja|fr"
    assert all(languages.startswith("ja|") for languages in offices.values())


def test_an_office_shows_the_telephone_that_it_published(exported):
    clair = exported["organizations"]["clair"]
    assert clair["phone"].lstrip("'") == "+81-3-5213-1723"
    assert clair["contact_published"] == "true"


def test_a_check_finds_what_the_sources_leave_open_and_nothing_else(registry):
    done = registry.ctl("check", check=False)
    assert done.returncode == 1
    assert [word in done.stdout for word in ("claim_differs", "term_lapsed")] == [True, True]
    assert "2 findings" in done.stdout
