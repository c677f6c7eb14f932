"""sistercityctl import: everything wrong is told with its place, and nothing is stored unless all is good."""

import contextlib
import csv
import json
import os
import pty
import select
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from support import paths

PLACES = "slug,name,country\nkaunas-lt,Kaunas,LT\nhiratsuka-jp,Hiratsuka,JP\n"
PARTNERSHIPS = "parties,type,status\nkaunas-lt|hiratsuka-jp,sister,active\n"


DATABASES = ["sqlite", "postgresql"]


@pytest.fixture
def registry(empty):
    return empty


@pytest.fixture
def file(empty_file):
    """For what is decided before any database is asked."""
    return empty_file


@pytest.fixture
def files(tmp_path):
    """Writes files and gives the directory they are in."""

    def write(**contents):
        for name, content in contents.items():
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / name.replace("__", ".")).write_bytes(data)
        return tmp_path

    return write


def run(registry, *arguments):
    done = registry.ctl("import", *arguments, "--json", check=False)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def findings(registry, *arguments):
    """(code, line, column, field) of each finding of a refused import."""
    result, answer = run(registry, *arguments)
    assert (result, answer["stored"]) == (1, False)
    return [(f["code"], f.get("line"), f.get("column"), f.get("field")) for f in answer["findings"]]


def exported(registry, tmp_path, collection):
    registry.ctl("export", tmp_path / "out")
    return (tmp_path / "out" / f"{collection}.csv").read_bytes().decode().split("\r\n")[1:-1]


def test_files_of_several_collections_may_come_in_any_order(registry, files, tmp_path):
    directory = files(places__csv=PLACES, partnerships__csv=PARTNERSHIPS)
    result, answer = run(registry, directory / "partnerships.csv", directory / "places.csv")
    assert (result, answer["stored"], answer["added"]) == (0, True, 3)
    assert exported(registry, tmp_path, "partnerships")[0].startswith("kaunas-lt-hiratsuka-jp,kaunas-lt|hiratsuka-jp,")


@pytest.mark.parametrize("change", [
    lambda text: "\ufeff" + text,
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("\n", "\r"),
    lambda text: text.replace(",", ";"),
    lambda text: text.replace(",", "\t"),
    lambda text: text.replace(",", "|"),
    lambda text: "sep=;\n" + text.replace(",", ";"),
    lambda text: text.replace("\n", "\n\n  \n,,\n"),
    lambda text: text.rstrip("\n"),
    lambda text: text.replace("\n", ",,\n"),
    lambda text: text.replace("slug,name", "\"Slug\", NAME "),
], ids=["bom", "crlf", "cr", "semicolon", "tab", "bar", "sep", "blank-lines", "no-last-newline", "padding", "heading-case"])
def test_spreadsheets_write_the_same_table_in_many_ways(file, files, change):
    assert run(file, files(places__csv=change(PLACES)))[1]["added"] == 2


def test_titles_above_the_headings_are_left_out_and_the_delimiter_is_as_said(file, files):
    path = files(places__csv="Our towns; as of 2020\n\nname,country\nA;B,LT\n")
    result, answer = run(file, path, "--heading", "2", "--delimiter", ",")
    assert (result, answer["added"]) == (0, 1)
    for wrong in (["--heading", "0"], ["--heading", "two"], ["--delimiter", ":"], ["--delimiter", ""]):
        assert file.ctl("import", path, *wrong, check=False).returncode == 2


def test_a_damaged_workbook_is_told_as_such_whatever_it_is_called(file, files):
    assert findings(file, files(places__csv=b"PK\x03\x04\x14\x00\x06\x00")) == [("workbook_broken", None, None, None)]


def test_all_bad_rows_are_told_not_only_the_first(file, files):
    text = "slug,name,country,latitude,longitude\nok-lt,Ok,LT,,\na-lt,,LT,,\nb-lt,B,Lithuania,,\nc-lt,C,LT,95,20\nBad Slug,D,LT,,\n"
    assert findings(file, files(places__csv=text)) == [
        ("required", 3, 2, "name"),
        ("not_a_country", 4, 3, "country"),
        ("out_of_range", 5, 4, "latitude"),
        ("not_a_slug", 6, 1, "slug"),
    ]


@pytest.mark.parametrize("text, expected", [
    ("slug,name\na,A,x\nb,B\nc\n", [("ragged", 2, None, None), ("ragged", 4, None, None)]),
    ("slug,name\na,\"A\nb,B\n", [("open_quote", 2, 2, None)]),
    ("slug,name\na,\"A\nb,\"B\"\nc,C\n", [("stray_quote", 2, 2, None)]),
    ("slug,name\na,A \"the\" B\nb,B\n", [("stray_quote", 2, 2, None)]),
    (b"slug,name\na,A\0B\n", [("nul", 2, 2, None)]),
    (b"slug,name\na,A\x1bB\n", [("broken_text", 2, 2, None)]),
    ("slug,name\na,Łódź Łódź\nb,".encode() + b"B\xff\n", [("broken_text", 3, 2, None)]),
    ("", [("empty_file", None, None, None)]),
    ("slug,name,mayor\na,A,x\n", [("unknown_column", 1, 3, None)]),
    ("slug,name,name\na,A,A\n", [("duplicate_column", 1, 3, None)]),
    ("slug,country\na,LT\nb,LT\n", [("missing_column", 1, None, None)]),
    ("town,twin\nA,B\nC,D\n", [("unknown_columns", 1, None, None)]),
    ("slug,name\na,A\nb,B\na,C\n", [("duplicate", 4, 1, "slug")]),
    ("slug,name,predecessors\na,A,nowhere\n", [("unknown_reference", 2, 3, "predecessors")]),
], ids=range(14))
def test_what_cannot_be_read_is_told_with_line_and_column(file, files, text, expected):
    assert findings(file, files(places__csv=text)) == expected


@pytest.mark.parametrize("encoding, command", [
    ("utf-16", "iconv -f UTF-16 "), ("utf-16-le", "iconv -f UTF-16LE "), ("cp932", "iconv -f CP932 "),
    ("euc_jp", "iconv -f GB18030 "), ("cp1254", "iconv -f WINDOWS-1252 "), ("cp1251", "iconv -f WINDOWS-1252 "),
])
def test_another_encoding_is_named_with_the_command_that_mends_it(file, files, encoding, command):
    text = {"cp1254": "Balıkesir Şanlıurfa", "cp1251": "Москва и Санкт-Петербург"}.get(encoding, "ひらつか平塚市")
    directory = files(places__csv=f"slug,name\nx,{text}\n".encode(encoding))
    _, answer = run(file, directory)
    assert [f["code"] for f in answer["findings"]] == ["encoding"]
    assert command in answer["findings"][0]["detail"]


def test_a_foreign_file_takes_a_handful_of_lines(file, files):
    text = ",".join(["name"] + [f"c{i}" for i in range(60)]) + "\n" + "x" + "," * 60 + "\n"
    assert len(findings(file, files(places__csv=text))) == 6


def test_a_place_that_is_nowhere_is_told_at_its_row_and_column(file, files):
    directory = files(places__csv=PLACES, partnerships__csv=PARTNERSHIPS + "kaunas-lt|nowhere,sister,active\n")
    assert findings(file, directory) == [("unknown_reference", 3, 1, "parties[1].place")]


@pytest.mark.parametrize(
    "table, told",
    [
        ("country,name\nDE,Wolfsburg\n,Gifhorn\n,Celle\nFR,Lyon\n,Arras\n", (2, 1, "2 areas, the first from A2 on")),
        ("country,name\nDE,Wolfsburg\nDE,Celle\n,Gifhorn\n", None),
        ("name,country\nWolfsburg,DE\nGifhorn,\n", None),
    ],
    ids=["group", "written out", "of the row"],
)
def test_cells_that_were_merged_in_a_spreadsheet_are_told(file, files, table, told):
    _, answer = run(file, files(places__csv=table), "--dry-run")
    notes = [f for f in answer["findings"] if f["code"] == "merged_cells"]
    assert [(f["line"], f["column"]) for f in notes] == ([told[:2]] if told else [])
    assert all(f["warning"] and told[2] in f["detail"] for f in notes)


def test_rows_that_only_refer_to_a_bad_row_are_no_findings_of_their_own(file, files):
    bad = files(places__csv=PLACES.replace("JP", "Japan"), partnerships__csv=PARTNERSHIPS)
    assert [code for code, *_ in findings(file, bad)] == ["not_a_country"]


def test_good_rows_can_be_kept_without_those_that_depend_on_bad_ones(registry, files, tmp_path):
    places = PLACES.replace("JP", "Japan") + "kuji-jp,Kuji,JP\n"
    partnerships = PARTNERSHIPS + "kaunas-lt|kuji-jp,sister,active\n"
    result, answer = run(registry, "--keep-good", files(places__csv=places, partnerships__csv=partnerships))
    assert (result, answer["stored"], answer["added"], answer["rejected"]) == (1, True, 3, 2)
    assert [f["code"] for f in answer["findings"]] == ["rejected_reference", "not_a_country"]
    assert [row.split(",")[0] for row in exported(registry, tmp_path, "partnerships")] == ["kaunas-lt-kuji-jp"]


def test_an_item_that_is_there_is_a_finding_unless_it_is_to_change(registry, files):
    directory = files(places__csv=PLACES)
    run(registry, directory)
    assert [f[:2] for f in findings(registry, directory)] == [("taken", 2), ("taken", 3)]
    assert run(registry, "--merge", directory)[1]["unchanged"] == 2


def test_merging_changes_the_columns_of_the_file_and_no_others(registry, files, tmp_path):
    run(registry, files(places__csv="slug,name,country,population\nkaunas-lt,Kaunas,LT,300000\n"))
    result, answer = run(registry, "--merge", files(places__csv="slug,country,population\nkaunas-lt,LT,\n"))
    assert (result, answer["changed"]) == (0, 1)
    assert exported(registry, tmp_path, "places")[0].startswith("kaunas-lt,Kaunas,,LT,,,,,,")


def test_merging_a_new_item_needs_all_that_an_item_needs(registry, files):
    directory = files(places__csv="slug,country\nkaunas-lt,LT\n")
    assert findings(registry, "--merge", directory) == [("required", 2, None, "name")]


def test_replacing_leaves_what_the_files_say_and_nothing_else(registry, files, tmp_path):
    run(registry, files(places__csv=PLACES, partnerships__csv=PARTNERSHIPS))
    (tmp_path / "partnerships.csv").unlink()
    run(registry, "--replace", files(places__csv="slug,name\nkaunas-lt,Kaunas\n"))
    assert len(exported(registry, tmp_path, "places")) == 1
    assert exported(registry, tmp_path, "partnerships") == []


def test_replacing_by_a_bad_file_leaves_everything_as_it_was(registry, files, tmp_path):
    run(registry, files(places__csv=PLACES))
    assert findings(registry, "--replace", files(places__csv="slug,name\nx,\n"))
    assert len(exported(registry, tmp_path, "places")) == 2


def test_a_trial_stores_nothing(registry, files, tmp_path):
    result, answer = run(registry, "--dry-run", files(places__csv=PLACES))
    assert (result, answer["stored"], answer["added"]) == (0, False, 2)
    assert exported(registry, tmp_path, "places") == []


def test_slugs_are_made_where_rows_have_none(registry, files, tmp_path):
    places = "name,country\nŁódź,PL\nSão Paulo,BR\nKaunas,LT\nKaunas,LT\n"
    partnerships = ("slug,parties,type,status\n"
                    ",lodz-pl|sao-paulo-br,sister,active\n,lodz-pl|sao-paulo-br,sister,active\n"
                    ",lodz-pl|sao-paulo-br,friendship,active\n,sao-paulo-br|lodz-pl,sister,active\n")
    run(registry, files(places__csv=places, partnerships__csv=partnerships))
    assert [row.split(",")[0] for row in exported(registry, tmp_path, "places")] == [
        "kaunas-lt", "kaunas-lt-2", "lodz-pl", "sao-paulo-br"]
    assert [row.split(",")[0] for row in exported(registry, tmp_path, "partnerships")] == [
        "lodz-pl-sao-paulo-br", "lodz-pl-sao-paulo-br-2", "lodz-pl-sao-paulo-br-friendship", "sao-paulo-br-lodz-pl"]


def test_a_slug_that_people_gave_goes_before_one_that_is_made(registry, files, tmp_path):
    run(registry, files(places__csv="slug,name,country\n,Kaunas,LT\nkaunas-lt,Kauen,LT\n"))
    assert [row.split(",")[:2] for row in exported(registry, tmp_path, "places")] == [
        ["kaunas-lt", "Kauen"], ["kaunas-lt-2", "Kaunas"]]


def test_long_slugs_are_cut_without_becoming_the_same(file, files, tmp_path):
    name = "Long " * 30
    run(file, files(places__csv=f"name,country\n{name}A,LT\n{name}B,LT\n"))
    slugs = [row.split(",")[0] for row in exported(file, tmp_path, "places")]
    assert len(set(slugs)) == 2 and all(len(slug) <= 120 for slug in slugs)


def test_predecessors_may_come_later_and_point_at_each_other(registry, files, tmp_path):
    run(registry, files(places__csv="slug,name,predecessors\na,A,b\nb,B,a|c\nc,C,\n"))
    exported(registry, tmp_path, "places")
    with open(tmp_path / "out" / "places.csv", newline="", encoding="utf-8") as file:
        assert [row["predecessors"] for row in csv.DictReader(file)] == ["b", "a|c", ""]


def test_a_file_of_another_name_can_be_imported_as_a_collection(file, files):
    directory = files(twins__csv=PLACES)
    assert findings(file, directory / "twins.csv") == [("unknown_file", None, None, None)]
    assert run(file, f"places={directory / 'twins.csv'}")[1]["added"] == 2


def test_a_directory_may_hold_other_files_and_says_which_it_passed_over(file, files):
    result, answer = run(file, files(places__csv=PLACES, notes__csv="a,b\n", README__md="x"))
    assert (result, answer["stored"]) == (0, True)
    assert [(f["code"], f["file"].rsplit("/")[-1], f["warning"]) for f in answer["findings"]] == [
        ("unknown_file", "notes.csv", True)]


def test_a_path_that_is_not_there_is_told(file, tmp_path):
    assert findings(file, tmp_path / "places.csv") == [("unreadable", None, None, None)]
    assert findings(file, tmp_path) == [("no_files", None, None, None)]


JSON_PLACES = [
    {"slug": "kaunas-lt", "name": "Kaunas", "country": {"code": "LT", "name": "Lithuania"}, "url": "http://h/x", "version": 3,
     "names": [{"text": "カウナス", "lang": "ja"}], "latitude": 54.9, "longitude": 23.9},
    {"slug": "hiratsuka-jp", "name": "Hiratsuka", "country": "JP"},
]
JSON_PARTNERSHIPS = [{"parties": [{"slug": "kaunas-lt", "name": "Kaunas"}, {"place": "hiratsuka-jp"}], "type": "sister", "status": "active"}]


@pytest.mark.parametrize("contents", [
    {"places__json": json.dumps(JSON_PLACES), "partnerships__json": json.dumps({"items": JSON_PARTNERSHIPS, "total": 1, "revision": 4})},
    {"registry__json": json.dumps({"partnerships": JSON_PARTNERSHIPS, "places": JSON_PLACES}, indent=1)},
], ids=["a-file-each", "one-object"])
def test_json_is_read_in_the_shapes_that_we_write(registry, files, contents, tmp_path):
    directory = files(**contents)
    result, answer = run(registry, *(directory / name.replace("__", ".") for name in contents))
    assert (result, answer["added"]) == (0, 3), answer
    assert exported(registry, tmp_path, "places")[1].startswith("kaunas-lt,Kaunas,,LT,,54.9,23.9,,,,,ja=カウナス")


@pytest.mark.parametrize("text, expected", [
    ("[{\"slug\": \"a\",\n", [("not_json", 2, None, None)]),
    ("[\n{\"slug\": \"a\", \"slug\": \"b\"}]", [("not_json", 2, None, None)]),
    ("[]x", [("not_json", 1, None, None)]),
    ("", [("empty_file", None, None, None)]),
    ("{\"slug\": \"a\"}", [("unknown_key", 1, None, None)]),
    ("[\n1,\n{\"slug\": \"b\"}]", [("wrong_type", 2, None, "places[0]"), ("required", 3, None, "places[1].name")]),
    ("[\n\n{\"name\": 5, \"mayor\": \"x\", \"names\": [{\"lang\": \"lt\", \"text\": \"A\"}, {\"lang\": 1, \"text\": \"B\"}]}]",
     [("wrong_type", 3, None, "places[0].name"), ("unknown_field", 3, None, "places[0].mayor"),
      ("wrong_type", 3, None, "places[0].names[1].lang")]),
], ids=range(7))
def test_json_that_cannot_be_read_is_told_with_its_line(file, files, text, expected):
    assert findings(file, files(places__json=text)) == expected


def test_merging_json_changes_the_keys_that_are_there(registry, files, tmp_path):
    run(registry, files(places__csv="slug,name,country,population\nkaunas-lt,Kaunas,LT,300000\n"))
    (tmp_path / "places.csv").unlink()
    run(registry, "--merge", files(places__json='[{"slug": "kaunas-lt", "population": null, "level": "city"}]'))
    assert exported(registry, tmp_path, "places")[0].startswith("kaunas-lt,Kaunas,city,LT,,,,,,")


def test_findings_are_counted_beyond_those_that_are_listed(file, files):
    text = "slug,name\n" + "".join(f"p{i},\n" for i in range(1500))
    result, answer = run(file, files(places__csv=text))
    assert (result, answer["finding_count"], len(answer["findings"]), answer["rejected"]) == (1, 1500, 1000, 1500)


def test_people_read_file_line_column_and_heading(file, files):
    directory = files(places__csv="slug,name,country\na,A,Utopia\n")
    done = file.ctl("import", directory, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith(f'{directory}/places.csv:2: column 3 "country": ')
    assert "\x1b" not in done.stdout + done.stderr and done.stderr == ""


RUN_AND_TELL_MEMORY = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
sys.stderr.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""


def run_in_memory(*command):
    """Runs the command: how it ended, and the most memory it had, in KiB. A process counts as large as
    the one that it was forked from, so it is started by a small one."""
    small = [sys.executable, "-S", "-c", RUN_AND_TELL_MEMORY, *map(str, command)]
    done = subprocess.run(small, capture_output=True, text=True)
    return done, int(done.stderr)


@pytest.mark.parametrize("begin, filler", [(b"a,", b"x"), (b"a,", b","), (b"a,", b'"'), (b'a,"', b"\n")],
                         ids=["cell", "cells", "quotes", "quoted-lines"])
def test_an_endless_row_is_refused_in_little_memory(file, tmp_path, begin, filler):
    with open(tmp_path / "places.csv", "wb") as f:
        f.write(b"slug,name\n" + begin)
        for _ in range(100):
            f.write(filler * (1 << 20))
        f.write(b"\nb,B\n")
    done, most = run_in_memory(paths.CTL, "--database", file.url, "--json", "import", tmp_path / "places.csv")
    (tmp_path / "places.csv").unlink()
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["stored"]) == (1, False)
    assert [(f["code"], f["line"]) for f in answer["findings"]] == [("row_too_long", 2)]
    assert most < 80 * 1024 or paths.IS_SANITIZED


def test_progress_is_drawn_on_a_terminal_and_nowhere_else(file, files):
    directory = files(places__csv="slug,name\n" + "".join(f"p{i},Place {i}\n" for i in range(20000)))
    master, terminal = pty.openpty()
    process = subprocess.Popen([paths.CTL, "--database", file.url, "import", directory], stdout=subprocess.PIPE, stderr=terminal)
    os.close(terminal)
    drawn = b""
    while select.select([master], [], [], 30)[0]:
        try:
            drawn += os.read(master, 4096)
        except OSError:
            break
    os.close(master)
    assert process.wait() == 0
    assert b"[#" in drawn and b"places.csv" in drawn and drawn.endswith(b"\r\x1b[K")
    assert b"\x1b" not in process.stdout.read()


def is_locked(file):
    with contextlib.closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
    return False


def is_storing(registry):
    """Whether somebody has written a good deal that is not committed."""
    if registry.driver == "sqlite3":
        return is_locked(registry.file) and not time.sleep(0.2)
    return registry.sql("SELECT COUNT(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND datname = current_database() "
                        "AND xact_start < now() - interval '0.2 seconds'") != "0"


def test_an_interrupted_import_leaves_the_registry_as_it_was(registry, files, tmp_path):
    places = "slug,name\n" + "".join(f"p{i},Place {i}\n" for i in range(60000))
    directory = files(places__csv=places)
    # Where tests run in the background, interruptions are ignored by all that they start.
    process = subprocess.Popen([paths.CTL, "--database", registry.url, "import", directory], stdout=subprocess.DEVNULL,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    deadline = time.monotonic() + 30
    while process.poll() is None and not is_storing(registry):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert process.wait() == -signal.SIGINT
    assert exported(registry, tmp_path, "places") == []


MANY = 700


def many_places():
    return "slug,name,country\n" + "".join(f"place-{i},Place {i},LT\n" for i in range(MANY))


def many_partnerships():
    return "slug,parties,type,status,fields\n" + "".join(
        f"s{i},place-{i}|place-{(i + 1) % MANY},sister,active,culture|sports\n" for i in range(MANY))


def test_a_large_import_leaves_what_single_changes_would(registry, files):
    registry.ctl("import", files(places__csv="slug,name\nplace-1,Old\nplace-2,Old\nanother,Another\n"))
    registry.sql("DELETE FROM places WHERE slug <> 'another'")
    before = int(registry.sql("SELECT revision FROM registry"))
    registry.ctl("import", files(places__csv=many_places(), partnerships__csv=many_partnerships()))
    assert int(registry.sql("SELECT revision FROM registry")) > before
    assert registry.sql("SELECT COUNT(*) FROM slug_fates") == "0"
    for table in ("places", "partnerships"):
        assert registry.sql(f"SELECT MIN(version), MAX(version) FROM {table}") == "1|1"
    assert registry.sql("SELECT count FROM facets WHERE collection = 'partnerships' AND facet = 'field' AND word = 'sports'") == str(MANY)
    assert registry.sql("SELECT COUNT(*) FROM dirty_items") == "0"


HUBS, EACH = 20, 40


def test_a_large_import_puts_together_what_a_page_shows_together(registry, files):
    """By their numbers rows lie in the database: those of a place's page in one stretch, wherever they stand in the files."""
    pairs = [(hub, partner) for partner in range(EACH) for hub in range(HUBS)]
    registry.ctl("import", files(
        places__csv="slug,name\n" + "".join(f"hub-{hub},Hub\n" for hub in range(HUBS)) + "".join(
            f"partner-{hub}-{partner},Partner\n" for hub, partner in pairs),
        partnerships__csv="slug,parties,type,status\n" + "".join(
            f"s-{hub}-{partner},partner-{hub}-{partner}|hub-{hub},sister,active\n" for hub, partner in pairs),
        agreements__csv="slug,partnership,kind\n" + "".join(f"a-{hub}-{partner},s-{hub}-{partner},sister\n" for hub, partner in pairs[::-1]),
    ))
    for table, slug in (("places", "partner"), ("partnerships", "s"), ("agreements", "a")):
        assert int(registry.sql(f"SELECT MAX(id) - MIN(id) FROM {table} WHERE slug LIKE '{slug}-7-%'")) <= EACH, table
    ids = registry.sql("SELECT partnership_id FROM agreements ORDER BY id").split()
    assert ids == sorted(ids, key=int)


def test_after_a_large_import_the_database_notes_changes_again(registry, files):
    registry.ctl("import", files(places__csv=many_places(), partnerships__csv=many_partnerships()))
    before = int(registry.sql("SELECT revision FROM registry"))
    registry.sql("INSERT INTO partnership_fields SELECT id, 2, 'youth' FROM partnerships WHERE slug = 's1'")
    assert registry.sql("SELECT version FROM partnerships WHERE slug = 's1'") == "2"
    assert registry.sql("SELECT collection FROM dirty_items") == "partnerships"
    assert int(registry.sql("SELECT revision FROM registry")) > before


def test_reindexing_makes_all_facets_anew(registry, files):
    registry.ctl("import", files(places__csv=many_places(), partnerships__csv=many_partnerships()))
    registry.sql("DELETE FROM facets")
    registry.sql("UPDATE partnerships SET status = 'dormant' WHERE slug = 's1'")
    registry.ctl("reindex")
    counts = registry.sql("SELECT word, count FROM facets WHERE collection = 'partnerships' AND facet = 'status' ORDER BY word").split()
    assert counts == [f"active|{MANY - 1}", "dormant|1"]
    assert registry.sql("SELECT COUNT(*) FROM dirty_items") == "0"


def test_what_an_item_is_found_by_goes_with_it(registry, files):
    """On SQLite with the next that is stored; searches pass over it until then."""
    registry.ctl("import", files(places__csv=PLACES, partnerships__csv=PARTNERSHIPS))
    registry.sql("DELETE FROM partnerships; DELETE FROM places WHERE slug = 'kaunas-lt'")
    registry.ctl("import", "--merge", files(places__csv="slug,name,country\nhiratsuka-jp,Hiratsuka,CN\n", partnerships__csv="parties,type,status\n"))
    assert set(registry.sql("SELECT DISTINCT key FROM place_keys").split()) == {"hiratsuka", "=hiratsuka"}


def test_postgresql_knows_what_was_imported_at_once(databases, files):
    registry = databases.empty("postgresql")
    registry.ctl("import", files(places__csv=PLACES, partnerships__csv=PARTNERSHIPS))
    assert registry.sql("SELECT reltuples FROM pg_class WHERE relname = 'places'") == "2"
    registry.remove()


def test_what_is_wrong_in_json_names_the_item_also_where_all_is_one_line(file, files):
    directory = files(registry__json=json.dumps({"places": [
        {"slug": "a-lt", "name": "A", "country": "LT"}, {"slug": "b-lt", "name": "B", "country": "QQ"}, 7]}))
    named = [field for _, _, _, field in findings(file, directory / "registry.json")]
    assert sorted(named) == ["places[1].country", "places[2]"]
