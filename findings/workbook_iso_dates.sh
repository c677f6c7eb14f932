#!/bin/sh
# What readers of .xlsx make of a date that the workbook states as one. A cell of type "d" holds its date in ISO 8601, 1959-04-22
# (ECMA-376-1, 18.18.11, ST_CellType), an alternative to the serial number that openpyxl writes when its iso_dates is set. One
# expects a date or, from a reader that does not know the type, a text. Seen:
#
#  - exceljs 4.4.0 (npm) and GDAL 3.6.2 (Debian): 22 April 1959 is 12 May 1905. The digits before the first hyphen are taken for
#    the serial number, so that every date of one year is the same day: all of 2026 is 18 July 1905. No error, no warning.
#  - exceljs, read as a stream: the number 1959, which looks like a year that somebody typed; month and day are gone.
#  - SheetJS 0.18.5 (npm): right, but a day of 1868 is an empty cell as text (the raw value is a negative number).
#  - openpyxl 3.0.9 and csvkit's in2csv 1.0.7, which reads by it: right.
# Nothing of this shows in a workbook saved the usual way, and a column of founding dates comes out as days of 1905, each of them
# plausible alone. A registry that takes workbooks looks at the cells' type itself, and doubts a
# table in which all partnerships are of 1905.
#
# Installs the npm packages in a temporary folder; fails if any of this changes. Needs Debian's gdal-bin, python3-openpyxl, csvkit.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error exceljs@4.4.0 xlsx@0.18.5 >/dev/null 2>&1

cat >make.py <<'PY'
import datetime

import openpyxl

book = openpyxl.Workbook()
book.iso_dates = True
for name, day in (
    ("Kaunas", datetime.date(1959, 4, 22)),
    ("Lviv", datetime.date(1959, 12, 1)),
    ("Visit", datetime.datetime(2026, 4, 22, 10, 30)),
    ("Kyoto", datetime.date(1868, 1, 25)),
):
    book.active.append([name, day])
book.save("cities.xlsx")
for row in openpyxl.load_workbook("cities.xlsx").active.iter_rows(values_only=True):
    print("openpyxl", row[0], row[1])
PY
cat >read.mjs <<'JS'
import ExcelJS from 'exceljs'
import XLSX from 'xlsx'

const say = (name, city, cell) => console.log(name, city, cell instanceof Date ? cell.toISOString() : JSON.stringify(cell))
const book = await new ExcelJS.Workbook().xlsx.readFile('cities.xlsx')
book.worksheets[0].eachRow((row) => say('exceljs', row.values[1], row.values[2]))
for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader('cities.xlsx'))
  for await (const row of sheet) say('exceljs, stream', row.values[1], row.values[2])
const sheet = XLSX.readFile('cities.xlsx').Sheets.Sheet
for (const row of XLSX.utils.sheet_to_json(sheet, { header: 1, raw: false })) say('SheetJS', row[0], row[1])
for (const row of XLSX.utils.sheet_to_json(sheet, { header: 1 })) say('SheetJS, raw', row[0], row[1])
JS
{
  /usr/bin/python3 make.py
  in2csv --no-header-row cities.xlsx 2>/dev/null | sed '1d; s/^/in2csv /; s/,/ /'
  TZ=UTC node read.mjs
  ogr2ogr -f CSV /vsistdout/ cities.xlsx -oo HEADERS=DISABLE | sed '1d; s/^/GDAL /; s/,/ /'
} >seen
unzip -p cities.xlsx xl/worksheets/sheet1.xml | grep -c 't="d"><v>1959-04-22</v>' >/dev/null
cat >expected <<'TEXT'
openpyxl Kaunas 1959-04-22
openpyxl Lviv 1959-12-01
openpyxl Visit 2026-04-22 10:30:00
openpyxl Kyoto 1868-01-25
in2csv Kaunas 1959-04-22T00:00:00
in2csv Lviv 1959-12-01T00:00:00
in2csv Visit 2026-04-22T10:30:00
in2csv Kyoto 1868-01-25T00:00:00
exceljs Kaunas 1905-05-12T00:00:00.000Z
exceljs Lviv 1905-05-12T00:00:00.000Z
exceljs Visit 1905-07-18T00:00:00.000Z
exceljs Kyoto 1905-02-10T00:00:00.000Z
exceljs, stream Kaunas 1959
exceljs, stream Lviv 1959
exceljs, stream Visit 2026
exceljs, stream Kyoto 1868
SheetJS Kaunas "1959-04-22"
SheetJS Lviv "1959-12-01"
SheetJS Visit "2026-04-22 10:30:00"
SheetJS Kyoto ""
SheetJS, raw Kaunas 21662
SheetJS, raw Lviv 21885
SheetJS, raw Visit 46134.4375
SheetJS, raw Kyoto -11662
GDAL Kaunas 1905/05/12
GDAL Lviv 1905/05/12
GDAL Visit 1905/07/18
GDAL Kyoto 1905/02/10
TEXT
diff -u expected seen
echo "exceljs 4.4.0, SheetJS 0.18.5, GDAL 3.6.2, openpyxl 3.0.9, in2csv 1.0.7: as described"
