#!/bin/sh
# What readers make of comments that people left at cells of a list of partner cities, "declined", "ask again", for one another. The comment
# is no part of the cell's content: in .xlsx it stands in a file of its own, in .ods (OpenDocument 1.2, 9.1.4, 14.1) within the
# cell, <office:annotation> before the paragraphs of the text, each <text:p> like theirs. One expects it kept apart or left out, as it is
# in .xlsx. Seen, a workbook made by openpyxl 3.0.9 and turned into .ods by Gnumeric 1.12.55 (Debian; its ssconvert):
#
#  - GDAL 3.6.2 (Debian; ogr2ogr, QGIS): the comment stands before the name, in one value, "ask again⏎Hiratsuka", and a cell that has
#    a comment alone has that for its content: a city called "declined". At a date nothing is seen. The same workbook as .xlsx is right.
#  - odfpy 1.4.2 (Debian), extractText(), its function for an element's text: the comment and who made it, "Ona ask again Hiratsuka",
#    and at dates, too.
#  - Gnumeric and SheetJS 0.18.5 (npm): the name.
# Remarks that nobody meant to publish thus come into names, and into what is made of them. A registry that takes .ods leaves
# annotations out, and who converts a table for others takes the comments away first, or goes by .xlsx or CSV.
#
# Installs the npm package in a temporary folder; fails if any of this changes. Needs Debian's gdal-bin, gnumeric, python3-openpyxl,
# python3-odf.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error xlsx@0.18.5 >/dev/null 2>&1

cat >make.py <<'PY'
import datetime

import openpyxl
from openpyxl.comments import Comment

book = openpyxl.Workbook()
sheet = book.active
for row in (("Name", "Country", "Since"), ("Hiratsuka", "JP", datetime.date(1995, 4, 22)), ("Kaunas", "LT", datetime.date(1959, 4, 22)), (None, "NO", None)):
    sheet.append(row)
for cell, text in (("A2", "ask again"), ("C3", "1960?"), ("A4", "declined")):
    sheet[cell].comment = Comment(text, "Ona")
book.save("cities.xlsx")
PY
cat >odf_text.py <<'PY'
from odf import teletype
from odf.opendocument import load
from odf.table import TableCell, TableRow

for row in load("cities.ods").getElementsByType(TableRow)[1:4]:
    print(",".join(" ".join(teletype.extractText(cell).split()) for cell in row.getElementsByType(TableCell)[:3]))
PY
cat >sheet.mjs <<'JS'
import { readFileSync } from 'node:fs'
import XLSX from 'xlsx'

console.log(XLSX.utils.sheet_to_csv(Object.values(XLSX.read(readFileSync(process.argv[2])).Sheets)[0]).trim().split('\n').slice(1).join('\n'))
JS
/usr/bin/python3 -W ignore make.py
ssconvert cities.xlsx cities.ods 2>/dev/null
say() { # NAME: rows of standard input in a line
  echo "$1: $(sed 's#\([0-9]\{4\}\)/\([0-9]\{2\}\)/#\1-\2-#' | paste -sd'|')"
}
{
  echo "$(unzip -p cities.ods content.xml | grep -c '<office:annotation') annotations"
  for form in xlsx ods; do
    ogr2ogr -f CSV /vsistdout/ cities.$form | tail -n +2 | say "GDAL, .$form"
    ssconvert -T Gnumeric_stf:stf_csv cities.$form fd://1 2>/dev/null | tail -n +2 | say "Gnumeric, .$form"
    node sheet.mjs cities.$form | say "SheetJS, .$form"
  done
  /usr/bin/python3 odf_text.py | say 'odfpy, .ods'
} >seen
cat >expected <<'TEXT'
3 annotations
GDAL, .xlsx: Hiratsuka,JP,1995-04-22|Kaunas,LT,1959-04-22|,NO,
Gnumeric, .xlsx: Hiratsuka,JP,1995-04-22|Kaunas,LT,1959-04-22|,NO,
SheetJS, .xlsx: Hiratsuka,JP,1995-04-22|Kaunas,LT,1959-04-22|,NO,
GDAL, .ods: "ask again|Hiratsuka",JP,1995-04-22|Kaunas,LT,1959-04-22|declined,NO,
Gnumeric, .ods: Hiratsuka,JP,1995-04-22|Kaunas,LT,1959-04-22|,NO,
SheetJS, .ods: Hiratsuka,JP,1995-04-22|Kaunas,LT,1959-04-22|,NO,
odfpy, .ods: Ona ask again Hiratsuka,JP,1995-04-22|Kaunas,LT,Ona 1960? 1959-04-22|Ona declined,NO,
TEXT
diff -u expected seen
echo "$(gdalinfo --version | cut -d, -f1), odfpy 1.4.2, Gnumeric 1.12.55, xlsx 0.18.5: as described"
