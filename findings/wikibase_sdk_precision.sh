#!/bin/sh
# What wikibase-sdk 11.6.6 (npm) makes of dates that Wikidata knows to the year, the decade or the century.
#
# Wikidata states a date and its precision apart: 9 is a year, 8 a decade, 7 a century. Sister-city statements
# (P190 with P580) are mostly of precision 9. simplifyClaim(), the usual way to read a claim in JavaScript:
#  - its default converter turns each of them into a moment: 1959 becomes 1 January 1959, midnight UTC;
#  - "simple-day", the converter for days, keeps years and months, but knows no coarser precision: the 1950s become
#    the year 1950, and a century, as Wikidata commonly stores it, becomes the 1st of January of its first year.
# Whoever reads our partners' dates back from Wikidata this way gets dates that nobody stated. "none" with the
# precision read beside it loses nothing.
#
# Installs the package in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error wikibase-sdk@11.6.6 >/dev/null

cat >read.mjs <<'JS'
import { simplifyClaim } from 'wikibase-sdk'

const stated = [
  ['a year', '+1959-00-00T00:00:00Z', 9],
  ['a year, stored with a day', '+1959-01-01T00:00:00Z', 9],
  ['a month', '+1955-12-00T00:00:00Z', 10],
  ['a decade', '+1950-00-00T00:00:00Z', 8],
  ['a century, stored with a day', '+1901-01-01T00:00:00Z', 7],
]
const calendarmodel = 'http://www.wikidata.org/entity/Q1985727'
for (const [words, time, precision] of stated) {
  const value = { time, precision, timezone: 0, before: 0, after: 0, calendarmodel }
  const mainsnak = { snaktype: 'value', property: 'P580', datatype: 'time', datavalue: { type: 'time', value } }
  const claim = { mainsnak, type: 'statement', id: 'Q1$1', rank: 'normal' }
  const day = simplifyClaim(claim, { timeConverter: 'simple-day' })
  console.log(`${words}: ${simplifyClaim(claim)}, ${day}`)
}
JS
cat >expected <<'TEXT'
a year: 1959-01-01T00:00:00.000Z, 1959
a year, stored with a day: 1959-01-01T00:00:00.000Z, 1959
a month: 1955-12-01T00:00:00.000Z, 1955-12
a decade: 1950-01-01T00:00:00.000Z, 1950
a century, stored with a day: 1901-01-01T00:00:00.000Z, 1901-01-01
TEXT
node read.mjs >seen
diff -u expected seen
echo "wikibase-sdk 11.6.6: as described"
