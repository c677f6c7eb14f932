#!/bin/sh
# What Citation.js 0.8.2 (npm, with its plugin for BibLaTeX) makes of the dates of sources, such as an old agreement or newspaper.
# BibLaTeX's dates are EDTF of ISO 8601-2 (its manual, 2.3.8: levels 0 and 1), CSL-JSON, which it turns them into, has members
# for a doubtful date (circa) and a season. Seen, read from an entry and written back:
#
#  - "about 1959" and "1959, perhaps" are 1959, plain: circa is not set.
#  - the 1950s are the year 1950, the 20th century is 1900: neither the span nor a word that something was dropped.
#  - spring 1955 is 1955: season is not set.
#  - what began in 1990 and is open, 1990/.., is kept in CSL-JSON with an empty end, but written without any date.
#  - what is open at its beginning, ../1990, is no entry at all: an error, for the whole file.
# Years, months, days and spans between them come through as they are.
# So a registry that exports its sources for reference managers says a doubtful date in a note as well, and never ../1990.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error @citation-js/core@0.8.2 @citation-js/plugin-bibtex@0.8.2 >/dev/null

cat >read.mjs <<'JS'
import { Cite } from '@citation-js/core'
import '@citation-js/plugin-bibtex'

for (const date of ['1959', '1955-12', '1955-12/1956-01', '1959~', '1959?', '195X', '19XX', '1955-21', '1990/..', '../1990']) {
  try {
    const cite = new Cite(`@online{agreement, title = {Agreement}, date = {${date}}}`)
    const [written] = cite.format('biblatex').match(/date = \{[^}]*\}/) ?? ['no date']
    console.log(date, JSON.stringify(cite.data[0].issued), written)
  } catch (error) {
    console.log(date, error.message)
  }
}
JS
cat >expected <<'TEXT'
1959 {"date-parts":[[1959]]} date = {1959}
1955-12 {"date-parts":[[1955,12]]} date = {1955-12}
1955-12/1956-01 {"date-parts":[[1955,12],[1956,1]]} date = {1955-12/1956-01}
1959~ {"date-parts":[[1959]]} date = {1959}
1959? {"date-parts":[[1959]]} date = {1959}
195X {"date-parts":[[1950]]} date = {1950}
19XX {"date-parts":[[1900]]} date = {1900}
1955-21 {"date-parts":[[1955]]} date = {1955}
1990/.. {"date-parts":[[1990],null]} no date
../1990 Failed to convert date to issued
TEXT
node read.mjs >seen
diff -u expected seen
echo "@citation-js/core, @citation-js/plugin-bibtex 0.8.2: as described"
