#!/bin/sh
# What becomes of partners that are districts of a city, Praha 4, Budapest 11, Wien 10, Paris 12, where a JavaScript library guesses
# which column of a table holds dates. They ask Date.parse(). ECMA-262 (21.4.3.2) knows one format and leaves the others to the
# engine, with NaN for what is no date; one expects NaN for a name. V8 skips any word before the first number, and of a word that
# begins like a month's name takes the month. Seen in Node 20:
#
#  - "Praha 4" is April 2001, "Budapest 11" November, "Wien 13" none, as there is no such month; with a postcode "Marseille 13001" is
#    March of the year 13001, "Mayen 56727" a May, "Decatur 30030" a December.
#  - vega-loader 5.1.3 (Vega, Vega-Lite; a CSV file's types are inferred by default): a column of these alone is dates, the
#    names are gone, a chart's axis shows months of 2001. One name without a number, or a 13, and it is text again.
#  - csv-parse 7.0.3 with cast_date: every such cell by itself; names and dates stand in one column.
#  - dayjs 1.11.23 isValid(), zod 4.6.7 z.coerce.date(): valid dates.
#  - d3-dsv 3.0.1 autoType and luxon 3.7.2 fromISO, which know ISO 8601 alone: text.
# So types are stated (Vega: "parse": {"partner": "string"}) wherever a registry's table goes into a chart or an import, and a field
# is no date because Date.parse() has a number for it.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error vega-loader@5.1.3 csv-parse@7.0.3 dayjs@1.11.23 zod@4.6.7 d3-dsv@3.0.1 luxon@3.7.2 >/dev/null

cat >ask.mjs <<'JS'
import { parse } from 'csv-parse/sync'
import { autoType, csvParse } from 'd3-dsv'
import dayjs from 'dayjs'
import { DateTime } from 'luxon'
import { read } from 'vega-loader'
import { z } from 'zod'

const day = (date) => (date instanceof Date || typeof date === 'number' ? new Date(date).toISOString().slice(0, 10) : JSON.stringify(date))
const TABLES = [['Praha 4', 'Budapest 11', 'Wien 10', 'Paris 12'], ['Praha 4', 'Wien 13'], ['Praha 4', 'Kaunas']]
for (const names of TABLES) {
  const csv = ['partner', ...names].join('\n')
  console.log('vega-loader:', read(csv, { type: 'csv', parse: 'auto' }).map((row) => day(row.partner)).join(' '))
  console.log('vega-loader, stated:', read(csv, { type: 'csv', parse: { partner: 'string' } }).map((row) => day(row.partner)).join(' '))
  console.log('csv-parse:', parse(csv, { columns: true, cast: true, cast_date: true }).map((row) => day(row.partner)).join(' '))
  console.log('d3-dsv:', csvParse(csv, autoType).map((row) => day(row.partner)).join(' '))
}
for (const name of ['Praha 4', 'Wien 13', 'Marseille 13001', 'Mayen 56727', 'Decatur 30030', 'Marseille'])
  console.log(`${name}:`, Number.isNaN(Date.parse(name)) ? 'NaN' : new Date(name).toISOString(), 'dayjs', dayjs(name).isValid(), 'zod', z.coerce.date().safeParse(name).success, 'luxon', DateTime.fromISO(name).isValid)
JS
TZ=UTC node ask.mjs >seen
cat >expected <<'TEXT'
vega-loader: 2001-04-01 2001-11-01 2001-10-01 2001-12-01
vega-loader, stated: "Praha 4" "Budapest 11" "Wien 10" "Paris 12"
csv-parse: 2001-04-01 2001-11-01 2001-10-01 2001-12-01
d3-dsv: "Praha 4" "Budapest 11" "Wien 10" "Paris 12"
vega-loader: "Praha 4" "Wien 13"
vega-loader, stated: "Praha 4" "Wien 13"
csv-parse: 2001-04-01 "Wien 13"
d3-dsv: "Praha 4" "Wien 13"
vega-loader: "Praha 4" "Kaunas"
vega-loader, stated: "Praha 4" "Kaunas"
csv-parse: 2001-04-01 "Kaunas"
d3-dsv: "Praha 4" "Kaunas"
Praha 4: 2001-04-01T00:00:00.000Z dayjs true zod true luxon false
Wien 13: NaN dayjs false zod false luxon false
Marseille 13001: +013001-03-01T00:00:00.000Z dayjs true zod true luxon false
Mayen 56727: +056727-05-01T00:00:00.000Z dayjs true zod true luxon false
Decatur 30030: +030030-12-01T00:00:00.000Z dayjs true zod true luxon false
Marseille: NaN dayjs false zod false luxon false
TEXT
diff -u expected seen
echo "vega-loader 5.1.3, csv-parse 7.0.3, dayjs 1.11.23, zod 4.6.7: as described"
