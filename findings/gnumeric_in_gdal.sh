#!/bin/sh
# What GDAL 3.6.2 (Debian; QGIS and ogr2ogr read tables with it) makes of a list of partner cities that Gnumeric 1.12.55 (Debian) saved.
# Its command ssconvert is a usual way from CSV to a workbook, .xlsx, where no office suite is at hand. Seen:
#
#  - dates are their serial numbers, as texts, 24626 for 3 June 1967. Gnumeric gives the cells' format, yyyy-mm-dd, the number
#    100, and says so in the file; GDAL looks up formats that the file defines from 164 on, where Excel's own begin. With 164 in
#    the place of 100, and nothing else changed, it has dates. exceljs 4.4.0 and read-excel-file 9.3.17 (npm) read both alike.
# Who prepares a table for GDAL leaves it CSV, or looks at the type of the columns first (ogrinfo -al -so).
#
# Installs the npm packages in a temporary folder; fails if any of this changes. Needs Debian's gdal-bin, gnumeric, zip, unzip.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error exceljs@4.4.0 read-excel-file@9.3.17 >/dev/null

cat >cities.csv <<'TEXT'
city,since
Le Mans,1967-06-03
Kaunas,1999-10-13
TEXT
ssconvert cities.csv cities.xlsx 2>/dev/null
mkdir parts
unzip -q cities.xlsx -d parts
sed -i 's/numFmtId="100"/numFmtId="164"/' parts/xl/styles.xml
(cd parts && zip -q -r ../renumbered.xlsx .)
cat >read.cjs <<'JS'
const { Workbook } = require('exceljs')
const read = require('read-excel-file/node').default
const day = value => value instanceof Date ? value.toISOString().slice(0, 10) : `${value}`
const main = async () => {
  for (const file of ['cities.xlsx', 'renumbered.xlsx']) {
    const book = new Workbook()
    await book.xlsx.readFile(file)
    console.log('exceljs', file, [2, 3].map(row => day(book.worksheets[0].getCell(row, 2).value)).join(' '))
    console.log('read-excel-file', file, (await read(file))[0].data.slice(1).map(row => day(row[1])).join(' '))
  }
}
main()
JS
days() { ogr2ogr -f CSV /vsistdout/ "$1" 2>&1 | sed 1d | tr -d '"' | cut -d, -f2 | paste -sd ' '; }
{
  echo "GDAL cities.xlsx $(days cities.xlsx)"
  echo "GDAL renumbered.xlsx $(days renumbered.xlsx)"
  node read.cjs
} >seen
cat >expected <<'TEXT'
GDAL cities.xlsx 24626 36446
GDAL renumbered.xlsx 1967/06/03 1999/10/13
exceljs cities.xlsx 1967-06-03 1999-10-13
read-excel-file cities.xlsx 1967-06-03 1999-10-13
exceljs renumbered.xlsx 1967-06-03 1999-10-13
read-excel-file renumbered.xlsx 1967-06-03 1999-10-13
TEXT
diff -u expected seen
echo "$(ogr2ogr --version | cut -d, -f1), $(ssconvert --version 2>&1 | grep -o "version '[0-9.]*'" | head -1): as described"
