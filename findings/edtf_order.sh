#!/bin/sh
# What @rr0/time 0.11.2 (npm), which has the levels 0, 1 and 2 of EDTF (its README), makes of the order of dates and of dates written
# back. EDTF is the Library of Congress's specification, now ISO 8601-2. Seen:
#
#  - compare() adds up lengths: a month is 31 days, a year twelve of them, and December is the twelfth. So December 1999 and the
#    year 2000 are equal, neither is before the other, and a list sorted by compare() has them as they came.
#  - what still goes on, 1990/.., is written as 1990/, of which nobody knows the end, ../1990 as /1990 (level 1, Extended Interval:
#    open and unknown are two things).
#  - 195X, 1959-XX and 1955-12-XX are read, and written as "[object Object]", "1959-[object Object]".
#  - a mark before a part is that part's alone (level 2, Qualification of Individual Component): in 1959-?12 the month is doubtful.
#    Written back it is 1959?-12?, and the year is doubtful, too.
# So who keeps a registry's dates by it keeps the text that was read beside the object, and sorts by first day and last day.
#
# Installs the package in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error @rr0/time@0.11.2 >/dev/null

cat >ask.mjs <<'JS'
import { Level2Date, Level2Interval } from '@rr0/time'

const date = (text) => Level2Date.fromString(text)
for (const [one, other] of [['1959', '1960'], ['1999-12', '2000-01'], ['1999-12', '2000'], ['1999-11', '2000'], ['1999-12', '2000-01-01']]) {
  const [a, b] = [date(one), date(other)]
  console.log(one, 'to', other, Math.sign(a.compare(b)), 'before', a.isBefore(b), 'after', a.isAfter(b))
}
for (const list of [['2000', '1999-12'], ['1999-12', '2000']]) console.log('sorted', list.map(date).sort((a, b) => a.compare(b)).join(' '))
for (const text of ['1959~', '1955-12?', '1959-?12', '195X', '1959-XX', '1955-12-XX']) console.log(text, 'is written', date(text).toString())
for (const text of ['1959/1961', '1990/..', '1990/', '../1990']) console.log(text, 'is written', Level2Interval.fromString(text).toString())
JS
node ask.mjs >seen
cat >expected <<'TEXT'
1959 to 1960 -1 before true after false
1999-12 to 2000-01 -1 before true after false
1999-12 to 2000 0 before false after false
1999-11 to 2000 -1 before true after false
1999-12 to 2000-01-01 -1 before true after false
sorted 2000 1999-12
sorted 1999-12 2000
1959~ is written 1959~
1955-12? is written 1955?-12?
1959-?12 is written 1959?-12?
195X is written [object Object]
1959-XX is written 1959-[object Object]
1955-12-XX is written 1955-12-[object Object]
1959/1961 is written 1959/1961
1990/.. is written 1990/
1990/ is written 1990/
../1990 is written /1990
TEXT
diff -u expected seen
echo "@rr0/time 0.11.2: as described"
