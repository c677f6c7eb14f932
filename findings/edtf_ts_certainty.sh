#!/bin/sh
# How sure @edtf-ts/core 0.4.2 (npm) is of dates as registries have them. It answers YES, NO, MAYBE or UNKNOWN, so one
# expects YES where the date leaves no doubt. Seen:
#
#  - "about 1985" is before 1986: YES, and it equals 1985: YES. The "~" is kept and printed, but no comparison heeds it.
#  - one of two years, [1959,1961], is before 1960: YES, for its first member alone; the same for both years, {1959,1961}.
#  - a year contains its June: YES; its December or January: NO, since contains() is Allen's strict relation, in which
#    neither end may be shared; the function containsOrEqual(), which is no method of a date, says YES.
#  - a tie that is still running, 1990/.., contains a day of 2026: only MAYBE; one whose end nobody knows, 1990/: UNKNOWN.
#    Neither answer separates "in force" from "may have ended".
# So who counts partnerships "in force on a day" or "older than" with it must ask isApproximate and the members of a set
# first; a registry does well to say first day, last day, status and "approximate" beside the EDTF, each on its own.
#
# Installs the package in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error @edtf-ts/core@0.4.2 >/dev/null

cat >ask.mjs <<'JS'
import { FuzzyDate, containsOrEqual, parse } from '@edtf-ts/core'

const asked = [
  ['1985', 'isBefore', '1986'], ['1985~', 'isBefore', '1986'], ['1985~', 'equals', '1985'], ['198X', 'equals', '1985'],
  ['[1959,1961]', 'isBefore', '1960'], ['{1959,1961}', 'isBefore', '1960'],
  ['1955', 'contains', '1955-06'], ['1955', 'contains', '1955-12'], ['1955', 'contains', '1955-01'],
  ['1990/..', 'contains', '2026-11-28'], ['1990/', 'contains', '2026-11-28'],
]
for (const [date, relation, other] of asked)
  console.log(date, relation, other, FuzzyDate.parse(date)[relation](FuzzyDate.parse(other)))
console.log('1955 containsOrEqual 1955-12', containsOrEqual(parse('1955').value, parse('1955-12').value))
console.log('1985~', FuzzyDate.parse('1985~').format())
JS
cat >expected <<'TEXT'
1985 isBefore 1986 YES
1985~ isBefore 1986 YES
1985~ equals 1985 YES
198X equals 1985 MAYBE
[1959,1961] isBefore 1960 YES
{1959,1961} isBefore 1960 YES
1955 contains 1955-06 YES
1955 contains 1955-12 NO
1955 contains 1955-01 NO
1990/.. contains 2026-11-28 MAYBE
1990/ contains 2026-11-28 UNKNOWN
1955 containsOrEqual 1955-12 YES
1985~ 1985 (approximate)
TEXT
node ask.mjs >seen
diff -u expected seen
echo "@edtf-ts/core 0.4.2: as described"
