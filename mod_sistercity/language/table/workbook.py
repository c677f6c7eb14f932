"""Reads a workbook (.xlsx or .ods) from standard input, and writes the rows of its sheets to standard output.

First a head of lines, with tabs between their words: "sheet BYTES IS_HIDDEN NAME", each followed by "note WHAT COUNT CELL" for what
somebody should look at; or "problem WORD PACKAGE": why nothing of it is read. Behind an empty line the sheets follow, one behind the other, as
CSV, row by row, so that line 7 is row 7: a line break within a cell is a vertical tab.

.xlsx goes through openpyxl, which knows shared and inline strings, readings of Japanese names, and the format of each cell; how a number
with the format of a date reads is decided here, as the cell shows it: "1959", "1955-12". .ods is what its cells say, read as a stream:
libraries for it hold the whole document as objects, for a minute and a gigabyte where rows are many. It runs with limits of its own.
"""

import csv
import datetime
import io
import os
import re
import resource
import sys
import zipfile
from xml.etree import ElementTree

SECONDS = 20
MEMORY = 1 << 30
UNPACKED = 256 << 20  # bytes of XML that are unpacked
OUTPUT = 48 << 20  # bytes of CSV
ENTRIES = 4096
ROWS = 200_000
COLUMNS = 256


class Refusal(Exception):
    """Carries the word of the problem, and the package that is missing."""


def limit():
    """Before a byte of the workbook is read."""
    os.closerange(3, 1024)
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


class Sheet:
    """One sheet while its rows come in, in their order."""

    def __init__(self, name, is_hidden):
        self.name, self.is_hidden = name, is_hidden
        self.rows, self.numbers, self.width = [], [], 0
        self.notes = {}

    def note(self, what, column, row):
        self.notes.setdefault(what, [0, address(column, row)])[0] += 1

    def add(self, number, cells):
        """cells: column from 0 -> text that is not empty."""
        if not cells:
            return
        if max(cells) >= COLUMNS or len(self.rows) >= ROWS:
            raise Refusal("too_large")
        self.width = max(self.width, max(cells) + 1)
        self.rows.append(cells)
        self.numbers.append(number)

    def text(self, room):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        line = 1
        for number, cells in zip(self.numbers, self.rows):
            out.write("\n" * (number - line))
            line = number + 1
            writer.writerow([cells.get(column, "") for column in range(self.width)])
            if out.tell() > room:
                raise Refusal("too_large")
        return out.getvalue().encode("utf-8", "replace")


def address(column, row):
    """C5, of a column from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def one_line(text):
    if text.isprintable():
        return text.strip()
    text = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return text.replace("\v", "\n").replace("\f", "\n").replace("\n", "\v")


def number_text(value):
    """Fifteen digits, as the programs show it: what is behind them is no part of the number."""
    if isinstance(value, float) and abs(value) < 1e15:
        value = float(f"{value:.15g}")
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


# --- dates as cells show them ---

# Of formats below 164, East Asian programs have these for dates of their own.
EAST_ASIAN_DATES = {*range(27, 32), 34, 35, 36, *range(50, 59)}

LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.I)


def precision_of(code):
    """year, month, day or moment of a format of dates; else None. g and e are eras and their years, b the Buddhist year."""
    bare = LITERAL.sub("", code).split(";")[0].lower()
    bare = re.sub(r"general|am/pm|a/p|e[+-]", " ", bare)
    if re.search(r"\[[hms]+\]", bare) or re.search(r"[0#?]", re.sub(r"s[.,]0+", "s", bare)):
        return None
    parts = re.findall(r"y+|e+|g+|b+|m+|d+|a{3,4}|h+|s+", bare)
    has = {part[0] for part in parts}
    months = [
        part
        for before, part, after in zip(["", *parts], parts, [*parts[1:], ""])
        if part[0] == "m" and before[:1] != "h" and after[:1] != "s"
    ]
    if not months and not has & set("yegbda"):
        return None
    if "h" in has:
        return "moment"
    if "d" in has or "a" in has or not has & set("yegb"):
        return "day"
    return "month" if months else "year"


def date_text(moment, precision):
    if precision == "year":
        return f"{moment.year:04}"
    if precision == "month":
        return f"{moment.year:04}-{moment.month:02}"
    day = f"{moment.year:04}-{moment.month:02}-{moment.day:02}"
    return f"{day}T{moment:%H:%M:%S}" if precision == "moment" and moment.time() != datetime.time(0) else day


GREGORIAN = datetime.datetime(1582, 10, 15)  # Before it LibreOffice shows Julian days.


def serial_text(value, base, precision):
    """A number of days as a date; None if it is none. Excel's first two months of 1900 have a 29 February; LibreOffice alone counts back."""
    days, fraction = divmod(value, 1)
    if base.year == 1899:
        if days in (0, 60):
            return "1900-01-00" if days == 0 else "1900-02-29"
        days += 1 if 0 < days < 60 else 0
    try:
        moment = base + datetime.timedelta(days=days, seconds=round(fraction * 86400))
        return date_text(moment, precision) if moment >= GREGORIAN else None
    except (OverflowError, ValueError):
        return None


# --- .xlsx ---


def read_xlsx(file):
    # Faster to import, and no other reader of XML than the one that unpacks nothing from elsewhere.
    os.environ["OPENPYXL_LXML"] = "False"
    sys.modules.update(numpy=None, PIL=None)
    try:
        import openpyxl
        from openpyxl.styles.numbers import BUILTIN_FORMATS
        from openpyxl.utils.cell import coordinate_to_tuple
        from openpyxl.utils.escape import unescape
        from openpyxl.xml.constants import SHEET_MAIN_NS
        from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, MERGE_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
    except ImportError as missing:
        raise Refusal("missing", "python3-openpyxl") from missing

    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    base = datetime.datetime(1904, 1, 1) if book.epoch.year == 1904 else datetime.datetime(1899, 12, 30)
    formats = {}
    plain = f"{INLINE_STRING}/{{{SHEET_MAIN_NS}}}t"

    def format_of(style):
        """How numbers of the style are shown: a precision of dates, "%", "0" and more of them, or None."""
        identity = book._cell_styles[style].numFmtId
        if identity in EAST_ASIAN_DATES:
            return "day"
        code = BUILTIN_FORMATS.get(identity, "General") if identity < 164 else book._number_formats[identity - 164]
        bare = LITERAL.sub("", code).split(";")[0]
        return precision_of(code) or ("%" if "%" in bare else bare if re.fullmatch("0{2,15}", bare) else None)

    class Rows(WorkSheetParser):
        """Cells whose numbers are left as they are."""

        def parse_cell(self, element):
            try:
                text = element.find(plain) if element.get("t") == "inlineStr" else None
                if text is not None:  # as by openpyxl itself, for each text; its own way takes as long as all the rest
                    element.set("t", "str")
                    ElementTree.SubElement(element, VALUE_TAG).text = text.text
                cell = super().parse_cell(element)
            except (ValueError, IndexError, OverflowError):
                return {"column": self.col_counter, "value": None, "data_type": "e"}
            if cell["value"] is None and element.find(FORMULA_TAG) is not None:
                cell["data_type"] = "unsaved"
            return cell

    def text_of(cell, sheet, number):
        kind, value = cell["data_type"], cell["value"]
        if kind == "e" or kind == "unsaved":
            sheet.note("errors" if kind == "e" else "unsaved", cell["column"] - 1, number)
        if value is None or kind == "e":
            return ""
        if kind == "b":
            return "TRUE" if value else "FALSE"
        if kind != "n" and kind != "d":
            return one_line(unescape(value) if "_x" in value else value)
        style = cell["style_id"]
        if style not in formats:
            formats[style] = format_of(style)
        shown = formats[style]
        if kind == "d":
            if isinstance(value, datetime.date):
                return date_text(value if isinstance(value, datetime.datetime) else datetime.datetime(*value.timetuple()[:3]), shown or "moment")
            return str(value)
        if shown in ("year", "month", "day", "moment"):
            if base.year == 1899 and value < 61:
                sheet.note("early", cell["column"] - 1, number)
            return serial_text(value, base, shown) or number_text(value)
        if shown == "%":
            return number_text(value * 100) + "%"
        return number_text(value).zfill(len(shown)) if shown and value == int(value) >= 0 else number_text(value)

    for one in book.worksheets:
        sheet = Sheet(one.title, one.sheet_state != "visible")
        with book._archive.open(one._worksheet_path) as source:
            reader = Rows(source, one._shared_strings if hasattr(one, "_shared_strings") else book.shared_strings, data_only=True)
            for _, element in ElementTree.iterparse(source):
                if element.tag == ROW_TAG:
                    number, cells = reader.parse_row(element)
                    texts = {}
                    for cell in cells:
                        if text := text_of(cell, sheet, number):
                            texts[cell["column"] - 1] = text
                    if texts and element.get("hidden") in ("1", "true"):
                        sheet.note("hidden", min(texts), number)
                    sheet.add(number, texts)
                    element.clear()
                elif element.tag == MERGE_TAG:
                    for area in element:
                        row, column = coordinate_to_tuple(area.get("ref").partition(":")[0])
                        sheet.note("merged", column - 1, row)
        yield sheet


# --- .ods ---

SPACES = {
    name: "{urn:oasis:names:tc:opendocument:xmlns:" + space + ":1.0}"
    for name, space in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"))
}
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def q(name):
    space, _, local = name.partition(":")
    return SPACES[space] + local


ROW, CELL, COVERED, TABLE = q("table:table-row"), q("table:table-cell"), q("table:covered-table-cell"), q("table:table")
KIND, VALUE, STYLE, DEFAULT_STYLE = q("office:value-type"), q("office:value"), q("table:style-name"), q("table:default-cell-style-name")
FORMULA, TIMES, WIDE, HIGH = (
    q("table:formula"),
    q("table:number-columns-repeated"),
    q("table:number-columns-spanned"),
    q("table:number-rows-spanned"),
)
WORDS = q("text:p")
SPOKEN = {q("text:ruby-text"), q("office:annotation")}  # beside the text, and no part of it


def ods_words(element):
    """The text of a paragraph."""
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    for child in element:
        if child.tag == q("text:s"):
            parts.append(" " * min(int(child.get(q("text:c"), "1")), 1000))
        elif child.tag == q("text:tab"):
            parts.append("\t")
        elif child.tag == q("text:line-break"):
            parts.append("\n")
        elif child.tag not in SPOKEN:
            parts.append(ods_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


class OdsStyles:
    """Which styles of cells show years or months only, and which tables are hidden."""

    def __init__(self):
        self.dates, self.cells, self.parents, self.hidden = {}, {}, {}, set()

    def take(self, element):
        name = element.get(q("style:name"))
        if element.tag == q("number:date-style"):
            has = {part.tag for part in element.iter()}
            if q("number:hours") in has:
                self.dates[name] = "moment"
            elif has & {q("number:day"), q("number:day-of-week")} or q("number:year") not in has:
                self.dates[name] = "day"
            else:
                self.dates[name] = "month" if q("number:month") in has else "year"
        elif element.tag == q("style:style"):
            self.cells[name] = element.get(q("style:data-style-name"))
            self.parents[name] = element.get(q("style:parent-style-name"))
            properties = element.find(q("style:table-properties"))
            if properties is not None and properties.get(q("table:display")) == "false":
                self.hidden.add(name)

    def precision(self, name):
        """None: not a style of dates."""
        for _ in range(10):
            if not name or self.cells.get(name):
                break
            name = self.parents.get(name)
        return self.dates.get(self.cells.get(name)) if name else None


def ods_moment(text):
    return datetime.datetime.fromisoformat(re.sub(r"[.,]\d+|Z$", "", text))


def ods_text(cell, styles, style, sheet, column, row):
    kind = cell.get(KIND)
    words = "\n".join(ods_words(part) for part in cell if part.tag == WORDS)
    if cell.get(CALC + "value-type") == "error" or words.startswith(("Err:", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!")):
        sheet.note("errors", column, row)
        return ""
    if not kind and not words and cell.get(FORMULA):
        sheet.note("unsaved", column, row)
    precision = styles.precision(cell.get(STYLE, style))
    if kind == "date":
        try:
            return date_text(ods_moment(cell.get(q("office:date-value"), "")), precision or "moment")
        except ValueError:
            return one_line(words)
    if kind == "boolean":
        return "TRUE" if cell.get(q("office:boolean-value")) == "true" else "FALSE"
    if kind not in ("float", "currency", "percentage"):
        return one_line(words)
    try:
        value = float(cell.get(VALUE, ""))
    except ValueError:
        return one_line(words)
    if kind == "percentage":
        return number_text(value * 100) + "%"
    if precision:
        return serial_text(value, datetime.datetime(1899, 12, 30), precision) or number_text(value)
    return words if re.fullmatch("0[0-9]+", words) and int(words) == value else number_text(value)


class OdsSheets:
    """The tables of content.xml, as its parts go by."""

    def __init__(self, styles):
        self.styles, self.sheet, self.done = styles, None, []

    def open(self, element):
        self.sheet = Sheet(element.get(q("table:name"), ""), element.get(STYLE) in self.styles.hidden)
        self.row, self.columns = 1, []

    def column(self, element):
        count = min(int(element.get(TIMES, "1")), COLUMNS)
        self.columns += [element.get(DEFAULT_STYLE)] * min(count, COLUMNS - len(self.columns))

    def cells(self, row):
        """Those with content, each in its column: a covered cell is one, too."""
        column, texts = 0, {}
        for cell in row:
            if cell.tag not in (CELL, COVERED):
                continue
            times = int(cell.get(TIMES, "1"))
            if cell.tag == CELL and (len(cell) or cell.get(KIND) or cell.get(FORMULA)):
                style = row.get(DEFAULT_STYLE) or (self.columns[column] if column < len(self.columns) else None)
                if cell.get(WIDE, "1") != "1" or cell.get(HIGH, "1") != "1":
                    self.sheet.note("merged", column, self.row)
                if text := ods_text(cell, self.styles, style, self.sheet, column, self.row):
                    if column + times > COLUMNS:
                        raise Refusal("too_large")
                    texts.update(dict.fromkeys(range(column, column + times), text))
            column += times
        return texts

    def add(self, row):
        times = int(row.get(q("table:number-rows-repeated"), "1"))
        texts = self.cells(row)
        if texts:
            if times > ROWS:
                raise Refusal("too_large")
            for number in range(self.row, self.row + times):
                if row.get(q("table:visibility"), "visible") != "visible":
                    self.sheet.note("hidden", min(texts), number)
                self.sheet.add(number, texts)
        self.row += times

    def close(self):
        self.done.append(self.sheet)
        self.sheet = None


def read_ods(archive):
    styles = OdsStyles()
    if "styles.xml" in archive.namelist():
        with archive.open("styles.xml") as source:
            for _, element in ElementTree.iterparse(source):
                styles.take(element)
    sheets = OdsSheets(styles)
    depth = 0
    with archive.open("content.xml") as source:
        for event, element in ElementTree.iterparse(source, ("start", "end")):
            if element.tag == TABLE:
                depth += 1 if event == "start" else -1
                if depth == 1 and event == "start":
                    sheets.open(element)
                elif depth == 0:
                    sheets.close()
                    yield sheets.done.pop()
                    element.clear()
            elif event == "end" and depth == 0:
                styles.take(element)
            elif event == "end" and depth == 1 and element.tag == q("table:table-column"):
                sheets.column(element)
            elif event == "end" and depth == 1 and element.tag == ROW:
                sheets.add(element)
                element.clear()


# --- what it is, and what comes of it ---


def sheets_of(file):
    if file.read(4) == b"\xd0\xcf\x11\xe0":
        raise Refusal("old_or_locked")
    archive = zipfile.ZipFile(file)
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels", "mimetype")))
    if len(entries) > ENTRIES or unpacked > UNPACKED:
        raise Refusal("too_large")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refusal("old_or_locked")
    if "content.xml" in names:
        kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
        if not kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            raise Refusal("no_sheet")
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Refusal("old_or_locked")
        return read_ods(archive)
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Refusal("macros")
    if not any(name.startswith("xl/") for name in names):
        raise Refusal("no_sheet")
    return read_xlsx(file)


def main():
    head, texts, room = [], [], OUTPUT
    try:
        for sheet in sheets_of(sys.stdin.buffer):
            text = sheet.text(room)
            room -= len(text)
            head.append(("sheet", len(text), int(sheet.is_hidden), re.sub(r"\s+", " ", sheet.name).strip() or "?"))
            head += [("note", what, count, at) for what, (count, at) in sheet.notes.items()]
            texts.append(text)
        if not any(texts):
            raise Refusal("empty")
    except Refusal as refusal:
        head, texts = [("problem", *refusal.args)], []
    except MemoryError:
        head, texts = [("problem", "too_large")], []
    except Exception:  # whatever a library makes of a broken file
        head, texts = [("problem", "broken")], []
    lines = "".join("\t".join(map(str, line)) + "\n" for line in head)
    sys.stdout.buffer.write(lines.encode("utf-8", "replace") + b"\n" + b"".join(texts))


limit()
main()
