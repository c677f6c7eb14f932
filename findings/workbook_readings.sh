#!/bin/sh
# What readers of .xlsx make of a Japanese city's name as Excel stores it: with the reading that was typed, ヒラツカ for 平塚. The
# reading stands in <rPh> beside the text, each part with a <t> of its own, and is no part of the cell's text (ECMA-376-1, 18.4.6).
# One expects it kept or left out. Seen in a list of two cities, 平塚 and 京都, with 日本 as their country:
#
#  - exceljs 4.4.0 (npm), read as a stream: the last part of the reading stands in the place of the name, the cities
#    are ツカ and キョウト in ニホン. No error.
#  - exceljs 4.4.0, read whole: names are right, but at a string within the sheet that has a reading (<is>) the cell is empty
#    and every row behind it is gone.
#  - GDAL 3.6.2 (Debian): name and reading in one, 平塚ヒラツカ, from the shared strings; it leaves those in <is> out.
#  - SheetJS 0.18.5 (npm) and openpyxl: the names.
# A registry that takes workbooks from Japanese partners tries its reader with one that was typed in Excel, and looks at a
# sheet's number of rows, before anybody's names are stored.
#
# Installs the npm packages in a temporary folder; fails if any of this changes. Needs Debian's gdal-bin, python3-openpyxl.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error exceljs@4.4.0 xlsx@0.18.5 >/dev/null 2>&1

cat >make.py <<'PY'
import zipfile

import openpyxl

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
STRINGS = f'''<sst xmlns="{MAIN}">
  <si><t>平塚</t><rPh sb="0" eb="1"><t>ヒラ</t></rPh><rPh sb="1" eb="2"><t>ツカ</t></rPh></si>
  <si><t>京都</t><rPh sb="0" eb="2"><t>キョウト</t></rPh></si>
</sst>'''
ROW = """<row r="{0}"><c r="A{0}" t="s"><v>{1}</v></c>
  <c r="B{0}" t="inlineStr"><is><t>日本</t><rPh sb="0" eb="2"><t>ニホン</t></rPh></is></c></row>"""
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>{ROW.format(1, 0)}{ROW.format(2, 1)}</sheetData></worksheet>'

openpyxl.Workbook().save("empty.xlsx")
with zipfile.ZipFile("empty.xlsx") as empty, zipfile.ZipFile("cities.xlsx", "w") as cities:
    parts = {name: empty.read(name).decode() for name in empty.namelist() if name != "xl/worksheets/sheet1.xml"}
    parts["xl/sharedStrings.xml"], parts["xl/worksheets/sheet1.xml"] = STRINGS, SHEET
    for name, end, entry in (
        ("[Content_Types].xml", "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}"/>'),
        ("xl/_rels/workbook.xml.rels", "</Relationships>", f'<Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'),
    ):
        if "sharedStrings" not in parts[name]:
            parts[name] = parts[name].replace(end, entry + end)
    for name, text in parts.items():
        cities.writestr(name, text)
PY
cat >read.mjs <<'JS'
import { readFileSync } from 'node:fs'
import ExcelJS from 'exceljs'
import XLSX from 'xlsx'

const say = (name, rows) => console.log(`${name}: ${rows.map((row) => row.map((cell) => cell ?? '-').join(' ')).join(', ')}`)
const rows = []
for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader('cities.xlsx')) for await (const row of sheet) rows.push(row.values.slice(1))
say('exceljs, stream', rows)
const whole = new ExcelJS.Workbook()
await whole.xlsx.readFile('cities.xlsx')
say('exceljs, whole', whole.worksheets[0].getSheetValues().slice(1).map((row) => row.slice(1)))
const { Sheets } = XLSX.read(readFileSync('cities.xlsx'))
say('SheetJS', XLSX.utils.sheet_to_json(Sheets.Sheet, { header: 1 }))
JS
/usr/bin/python3 make.py
{
  node read.mjs
  echo "GDAL: $(ogr2ogr -f CSV /vsistdout/ cities.xlsx -oo HEADERS=DISABLE | tail -n +2 | tr , ' ' | paste -sd , | sed 's/,/, /')"
  /usr/bin/python3 -W ignore -c 'import openpyxl; print("openpyxl:", ", ".join(" ".join(row) for row in openpyxl.load_workbook("cities.xlsx").active.values))'
} >seen
cat >expected <<'TEXT'
exceljs, stream: ツカ ニホン, キョウト ニホン
exceljs, whole: 平塚 -
SheetJS: 平塚 日本, 京都 日本
GDAL: 平塚ヒラツカ 日本, 京都キョウト 日本
openpyxl: 平塚 日本, 京都 日本
TEXT
diff -u expected seen
echo "exceljs 4.4.0, xlsx 0.18.5, $(gdalinfo --version | cut -d, -f1): as described"
