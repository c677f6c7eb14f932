"""Workbooks as people make them, in several programs."""

import io
import pathlib
import subprocess
import tempfile
import zipfile

import odf.opendocument
import odf.style
import odf.table
import odf.text
import openpyxl

ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows(*sheets):
    """A workbook by openpyxl: of each sheet its name and rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, *lines in sheets:
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    return book


def through_gnumeric(content, to):
    """The same workbook, read and written by Gnumeric. to: xlsx or ods."""
    with tempfile.TemporaryDirectory() as directory:
        source = pathlib.Path(directory, "from.xlsx")
        source.write_bytes(content)
        target = pathlib.Path(directory, f"to.{to}")
        subprocess.run(["ssconvert", source, target], check=True, capture_output=True)
        return target.read_bytes()


class Ods:
    """A workbook by odfpy."""

    def __init__(self):
        self.document = odf.opendocument.OpenDocumentSpreadsheet()
        self.table = odf.table.Table(name="Sheet")
        self.document.spreadsheet.addElement(self.table)

    def row(self, *cells, **attributes):
        row = odf.table.TableRow(**attributes)
        for cell in cells:
            row.addElement(self.cell(cell) if isinstance(cell, str) else cell)
        self.table.addElement(row)

    def cell(self, text="", **attributes):
        cell = odf.table.TableCell(**({"valuetype": "string"} | attributes if text else attributes))
        if text:
            cell.addElement(odf.text.P(text=text))
        return cell

    def covered(self, **attributes):
        return odf.table.CoveredTableCell(**attributes)

    def bytes(self):
        out = io.BytesIO()
        self.document.write(out)
        return out.getvalue()


def archive(**members):
    """A zip file. A name's __ is a full stop, its ___ a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("___", "/").replace("__", "."), content)
    return out.getvalue()


def replaced(content, member, old, new):
    """The same archive with something else in one of its members."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == member:
                assert old in data, (member, data[:2000])
                data = data.replace(old, new)
            made.writestr(entry.filename, data)
    return out.getvalue()


def added_to(content, member, data):
    """The same archive with one member more."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as made:
        made.writestr(member, data)
    return out.getvalue()
