"""Workbooks by sistercityctl import: each cell is what it shows, and what is no table is refused in a sentence."""

import csv
import datetime
import json
import subprocess
import time

import openpyxl
import pytest

from support import paths, workbooks
from support.workbooks import Ods, added_to, archive, replaced, rows, through_gnumeric, xlsx

FIRST = [["slug", "name", "country"], ["a-lt", "A", "LT"], ["b-lv", "B", "LV"]]


@pytest.fixture
def registry(databases):
    """With a partnership that activities can be of."""
    made = databases.empty("sqlite")
    yield made
    made.remove()


@pytest.fixture
def bring(registry, tmp_path):
    """Imports a workbook, and returns what the tool says and what the registry has then."""

    def run(content, *options, collection="places", suffix="xlsx"):
        path = tmp_path / f"{collection}.{suffix}"
        path.write_bytes(content if isinstance(content, bytes) else xlsx(content))
        done = registry.ctl("import", path, *options, "--json", check=False)
        assert done.stdout, done.stderr
        registry.ctl("export", tmp_path / "out")
        return json.loads(done.stdout), list(csv.DictReader(open(tmp_path / "out" / f"{collection}.csv", encoding="utf-8-sig", newline="")))

    return run


@pytest.fixture
def dates(bring):
    """What dates of one column are taken for: those of the registry, and None for each that is refused."""

    def read(content, suffix="xlsx"):
        bring(rows(("P", *FIRST)))
        bring(rows(("P", ["parties", "type", "status"], ["a-lt|b-lv", "sister", "active"])), collection="partnerships")
        answer, found = bring(content, "--keep-good", collection="activities", suffix=suffix)
        count = answer["added"] + answer["rejected"]
        stored = {row["title"]: row["start"] for row in found}
        return [stored.get(f"cell {i}") for i in range(count)]

    return read


def book_of_dates(cells, epoch=None):
    """cells: (value, format)."""
    book = rows(("Visits", ["partnership", "title", "start"]))
    if epoch:
        book.epoch = epoch
    for i, (value, code) in enumerate(cells):
        book.active.append(["a-lt-b-lv", f"cell {i}", value])
        book.active.cell(i + 2, 3).number_format = code
    return book


DAY = datetime.date(1959, 4, 22)
SHOWN = [
    (DAY, "yyyy-mm-dd", "1959-04-22"),
    (DAY, "yyyy", "1959"),
    (DAY, "mmmm yyyy", "1959-04"),
    (DAY, "mm/yy", "1959-04"),
    (DAY, '[$-411]ggge"年"m"月"d"日"', "1959-04-22"),
    (DAY, "[$-411]gge", "1959"),
    (DAY, '[$-411]ggge"年"m"月"', "1959-04"),
    (DAY, 'yyyy"年"', "1959"),
    (DAY, '"since "yyyy', "1959"),
    (DAY, "[$-41E]d mmm bbbb", "1959-04-22"),
    (DAY, "[$-F800]dddd, mmmm dd, yyyy", "1959-04-22"),
    (DAY, "dd/mm/yyyy;@", "1959-04-22"),
    (datetime.datetime(1997, 10, 23, 14, 30), "yyyy-mm-dd", "1997-10-23"),
    (datetime.date(2004, 2, 29), "d.m.yyyy", "2004-02-29"),
    (1959, "General", "1959"),
    (1959, "0", "1959"),
    ("1955-12", "@", "1955-12"),
    (21662, "General", None),  # days, and no year
    (21662, "0.00", None),
]


@pytest.mark.parametrize("epoch", [openpyxl.utils.datetime.WINDOWS_EPOCH, openpyxl.utils.datetime.CALENDAR_MAC_1904], ids=["1900", "1904"])
def test_a_date_is_as_precise_as_its_cell_shows_it(dates, epoch):
    assert dates(xlsx(book_of_dates([cell[:2] for cell in SHOWN], epoch))) == [cell[2] for cell in SHOWN]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_same_of_a_workbook_that_another_program_wrote(dates, kind):
    cells = [cell for cell in SHOWN if "g" not in cell[1] and "b" not in cell[1]]  # which Gnumeric does not know
    content = through_gnumeric(xlsx(book_of_dates([cell[:2] for cell in cells])), kind)
    assert dates(content, kind) == [cell[2] for cell in cells]


def test_days_around_the_one_that_1900_did_not_have_and_before_as_libreoffice_counts(dates, bring):
    numbers = [0, 1, 59, 60, 61, 62, -3, -36402, -115858, -115859, 3_000_000]
    content = xlsx(book_of_dates([(n, "yyyy-mm-dd") for n in numbers]))
    assert dates(content) == [None, "1900-01-01", "1900-02-28", None, "1900-03-01", "1900-03-02", "1899-12-27", "1800-05-01", "1582-10-15", None, None]
    answer, _ = bring(content, "--dry-run", collection="activities")
    assert [f["detail"] for f in answer["findings"] if f["code"] == "early_dates"][0].endswith("8, the first C2.")
    epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert dates(xlsx(book_of_dates([(n, "yyyy-mm-dd") for n in (0, 1, 60)], epoch))) == ["1904-01-01", "1904-01-02", "1904-03-01"]


def test_a_number_with_the_format_of_east_asian_dates_is_a_date(dates):
    """Formats 27 to 36 and 50 to 58 stand in no list of the file."""
    content = replaced(xlsx(book_of_dates([(21662, "yyyy-mm-dd")])), "xl/styles.xml", b'numFmtId="164" fontId', b'numFmtId="57" fontId')
    assert dates(content) == ["1959-04-22"]


def test_numbers_are_what_they_are(bring):
    book = rows(("P", ["name", "country", "population", "latitude", "longitude", "subdivision"]))
    for line in (
        ["Vilnius", "LT", 602430, 54.68715, -25, 7],
        ["Trakai", "LT", 5357.0, 0.1 + 0.2, 0, 0.25],
        ["Zarasai", "LT", None, None, None, True],
    ):
        book.active.append(line)
    book.active["F2"].number_format = "000"
    book.active["F3"].number_format = "0%"
    answer, places = bring(book)
    assert answer["stored"]
    assert [(p["population"], p["latitude"], p["longitude"], p["subdivision"]) for p in sorted(places, key=lambda p: p["slug"])] == [
        ("5357", "0.3", "0", "25%"),
        ("602430", "54.68715", "-25", "007"),
        ("", "", "", "TRUE"),
    ]


def test_texts_come_as_they_stand_with_their_line_breaks_and_without_the_readings_of_names(bring):
    book = rows(("P", ["name", "country", "names"], ["Hiratsuka", "JP", "ja=平塚市"], ['A "B", C', "JP", None]))
    content = replaced(xlsx(book), "xl/worksheets/sheet1.xml", "<is><t>ja=平塚市</t></is>".encode("ascii", "xmlcharrefreplace"),
                       "<is><r><t>ja=平塚</t></r><r><t>市</t></r><rPh sb=\"0\" eb=\"2\"><t>ヒラツカ</t></rPh></is>".encode())
    answer, places = bring(content)
    assert answer["stored"], answer
    assert {p["name"]: p["names"] for p in places} == {"Hiratsuka": "ja=平塚市", 'A "B", C': ""}
    bring(rows(("P", *FIRST)))
    bring(rows(("P", ["parties", "type", "status"], ["a-lt|b-lv", "sister", "active"])), collection="partnerships")
    _, found = bring(rows(("V", ["partnership", "title", "outcome"], ["a-lt-b-lv", "Visit", "One.\nTwo."])), collection="activities")
    assert found[0]["outcome"] == "One.\nTwo."


def test_a_finding_names_the_row_and_column_of_the_sheet(bring):
    book = rows(("P", ["name", "country", "names"], ["Vilnius", "LT", "lt=Vil\nnius"]))
    book.active["A6"], book.active["B6"] = "Nowhere", "XX"
    answer, _ = bring(book, "--dry-run")
    assert [(f["code"], f["line"], f["column"]) for f in answer["findings"] if "warning" not in f][-1:] == [("not_a_country", 6, 2)]


def test_what_the_table_does_not_show_is_told(bring):
    book = rows(("Cover",), ("Towns", ["name", "country", "subdivision"], ["Vilnius", "LT", "=1+1"], ["Trakai", "LT", "#N/A"]), ("Old", ["name"], ["X"]))
    book["Old"].sheet_state = "hidden"
    book["Towns"].row_dimensions[3].hidden = True
    book["Towns"].merge_cells("D2:D4")
    book["Towns"]["C3"].data_type = "e"
    answer, places = bring(book)
    assert answer["stored"] and len(places) == 2 and {p["subdivision"] for p in places} == {""}
    assert {f["code"]: f["detail"] for f in answer["findings"]} == {
        "other_sheets": "Only the sheet Towns was read, of: Towns, Old.",
        "hidden_rows": "Hidden rows are read like others: 1, the first with A3.",
        "merged_cells": "Merged cells stand for their first one, and the others are empty: 1 areas, the first from D2 on. "
        "Say for each column what its empty cells mean.",
        "error_cells": "Cells with an error, such as #N/A, are taken as empty: 1, the first C3.",
        "unsaved_formulas": "Formulas without a saved result are taken as empty: 1, the first C2. Open the workbook in a "
        "spreadsheet program, save it, and import it again.",
    }
    assert all(f["warning"] for f in answer["findings"])


def test_a_formula_is_its_saved_result(bring):
    book = rows(("P", ["name", "country", "population"], ["Vilnius", "LT", "=600000+5"]))
    answer, places = bring(through_gnumeric(xlsx(book), "xlsx"))
    assert answer["stored"] and places[0]["population"] == "600005"
    answer, places = bring(through_gnumeric(xlsx(book), "ods"), "--merge", suffix="ods")
    assert answer["unchanged"] == 1, answer


def test_another_sheet_can_be_named(bring):
    book = rows(("One", ["name", "country"], ["Vilnius", "LT"]), ("Two", ["name", "country"], ["Trakai", "LT"]))
    answer, places = bring(book, "--sheet", "Two")
    assert answer["stored"] and [p["name"] for p in places] == ["Trakai"]
    answer, _ = bring(book, "--sheet", "Three")
    assert [(f["code"], f["detail"]) for f in answer["findings"]] == [
        ("unknown_sheet", "No sheet with rows is called Three; there are: One, Two.")
    ]


def test_no_column_moves_behind_merged_and_repeated_cells_of_an_ods(bring):
    ods = Ods()
    ods.row("name", "level", "country", "subdivision")
    ods.row("Vilnius", ods.cell("city", numbercolumnsspanned=1, numberrowsspanned=2), "LT", "x")
    ods.row("Trakai", ods.covered(), "LT", "y")
    ods.row("Zarasai", ods.cell(numbercolumnsrepeated=2), "z")
    ods.row(ods.cell(numbercolumnsrepeated=1024), numberrowsrepeated=1000000)
    answer, places = bring(ods.bytes(), suffix="ods")
    assert answer["stored"], answer
    assert {p["name"]: (p["level"], p["country"], p["subdivision"]) for p in places} == {
        "Vilnius": ("city", "LT", "x"),
        "Trakai": ("", "LT", "y"),
        "Zarasai": ("", "", "z"),
    }
    assert [f["code"] for f in answer["findings"]] == ["merged_cells"]


def test_a_date_of_an_ods_needs_no_style(dates):
    ods = Ods()
    ods.row("partnership", "title", "start")
    ods.row("a-lt-b-lv", "cell 0", ods.cell("21662", valuetype="date", datevalue="1959-04-22"))
    ods.row("a-lt-b-lv", "cell 1", ods.cell("21662", valuetype="date", datevalue="1959-04-22T00:00:00"))
    ods.row("a-lt-b-lv", "cell 2", ods.cell("21662", valuetype="float", value="21662"))
    assert dates(ods.bytes(), "ods") == ["1959-04-22", "1959-04-22", None]


def test_spaces_notes_and_readings_of_an_ods_are_told_apart(bring):
    ods = Ods()
    ods.row("name", "country", "subdivision")
    ods.row("San Marino", "SM", ods.cell("X"))
    content = replaced(ods.bytes(), "content.xml", b"<text:p>X</text:p>",
                       b'<office:annotation><text:p>a note</text:p></office:annotation><text:p>a<text:s text:c="2"/>b<text:ruby>'
                       b"<text:ruby-base>c</text:ruby-base><text:ruby-text>d</text:ruby-text></text:ruby></text:p>")
    assert bring(content, suffix="ods")[1][0]["subdivision"] == "a  bc"


def with_macros():
    return added_to(xlsx(rows(("P", ["name"], ["A"]))), "xl/vbaProject.bin", b"macro")


def laughing():
    """A billion laughs, in the place of the table."""
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    book = replaced(xlsx(rows(("P", ["name"], ["LAUGH"]))), "xl/worksheets/sheet1.xml", b"LAUGH", b"&l9;")
    return replaced(book, "xl/worksheets/sheet1.xml", b"<worksheet", f'<!DOCTYPE w [<!ENTITY l0 "ha">{entities}]><worksheet'.encode())


def outside():
    """A text that would come from a file of this computer."""
    book = xlsx(rows(("P", ["name"], ["OUTSIDE"])))
    book = replaced(book, "xl/worksheets/sheet1.xml", b"OUTSIDE", b"&x;")
    return replaced(book, "xl/worksheets/sheet1.xml", b"<worksheet", b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet')


def repeated():
    ods = Ods()
    ods.row("name")
    ods.row(ods.cell("x", numbercolumnsrepeated=200), numberrowsrepeated=1000000)
    return ods.bytes()


def wide():
    book = rows(("P", ["name"], ["A"]))
    book.active["XFD2"] = "far away"
    return xlsx(book)


REFUSED = {
    "password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "workbook_locked"),
    "password-ods": (lambda: archive(mimetype=workbooks.ODS, META___INF="", content__xml=b"\x01\x02",
                                     **{"META-INF___manifest__xml": "<manifest:encryption-data/>"}), "workbook_locked"),
    "letter": (lambda: archive(**{"word___document__xml": "<w/>"}), "no_sheet"),
    "letter-odt": (lambda: archive(mimetype="application/vnd.oasis.opendocument.text", content__xml="<w/>"), "no_sheet"),
    "macros": (with_macros, "workbook_macros"),
    "text": (lambda: b"name,country\nVilnius,LT\n", "workbook_broken"),
    "cut": (lambda: xlsx(rows(("P", ["name"], ["A"])))[:-300], "workbook_broken"),
    "no-xml": (lambda: archive(mimetype=workbooks.ODS, content__xml="<office:document-content"), "workbook_broken"),
    "binary": (lambda: archive(**{"xl___workbook__bin": "x"}), "workbook_broken"),
    "bomb": (lambda: archive(mimetype=workbooks.ODS, content__xml=b" " * (300 << 20)), "workbook_too_large"),
    "repeated": (repeated, "workbook_too_large"),
    "wide": (wide, "workbook_too_large"),
    "laughs": (laughing, "workbook_broken"),
    "outside": (outside, "workbook_broken"),
    "empty": (lambda: xlsx(rows(("P",))), "empty_file"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_table_is_refused_in_a_sentence_and_in_bounded_time(bring, kind):
    make, code = REFUSED[kind]
    content = make()
    before = time.monotonic()
    answer, places = bring(content)
    assert time.monotonic() - before < 60
    assert places == []
    assert [f["code"] for f in answer["findings"]] == [code], answer
    assert all(f["detail"].endswith(".") and "Traceback" not in f["detail"] for f in answer["findings"])


def test_without_the_library_the_package_is_named(registry, tmp_path):
    library = openpyxl.__path__[0]
    path = tmp_path / "places.xlsx"
    path.write_bytes(xlsx(rows(("P", ["name"], ["A"]))))
    command = f"mount -t tmpfs none {library} && exec {paths.CTL} --database '{registry.url}' import {path}"
    user = [] if paths.is_root() else ["--map-root-user"]
    done = subprocess.run(["unshare", "--mount", *user, "sh", "-c", command], capture_output=True, text=True)
    if "unshare:" in done.stderr or "mount:" in done.stderr:
        pytest.skip("no right to hide a package from one process")
    assert done.returncode == 1 and "python3-openpyxl" in done.stdout, done
