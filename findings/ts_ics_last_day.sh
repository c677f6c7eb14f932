#!/bin/sh
# How ts-ics 2.4.6 (npm) repeats days that come once a year. It reads a calendar's rule without loss and writes it back as
# it was, so one expects its days to be those of the calendar programs. Seen, for all-day events in UTC:
#
#  - the last day of a month, BYMONTHDAY=-1, falls one day short, and with BYMONTH a month early as well: the rule that gives
#    the last of February in six other programs (khal, rrule.js, recurring-ical-events, node-ical, calcurse, ical.js) gives
#    30 January here; the last of January gives 30 December, the last of each month its last day but one. The first
#    occurrence, the event's own day, is not among the days at all.
#  - a plain FREQ=YEARLY of 29 February: 28 February in every year after the first, in the leap year 2028 too.
#  - FREQ=MONTHLY of 31 January: 29 February 2024, and the 29th from then on.
#  - BYMONTH=2;BYMONTHDAY=29: leap years only, as RFC 5545 has it.
# What is stated without a negative day comes out right: an event for each milestone with its own day, as long as its rule
# is none of these, is the same here as everywhere. Who shows feeds with this library must repeat them with another.
#
# Installs the package in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error ts-ics@2.4.6 >/dev/null

cat >repeat.mjs <<'JS'
import { convertIcsCalendar, extendByRecurrenceRule, generateIcsCalendar } from 'ts-ics'

const read = (start, rule) => convertIcsCalendar(undefined, [
  'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//EN', 'BEGIN:VEVENT', 'UID:1@city.example', 'DTSTAMP:20260101T000000Z',
  `DTSTART;VALUE=DATE:${start}`, `RRULE:${rule}`, 'SUMMARY:Anniversary', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n'))

for (const [start, rule] of [
  ['19590422', 'FREQ=YEARLY'], ['20240229', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1'], ['20240131', 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1'],
  ['20240430', 'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4'], ['20240229', 'FREQ=YEARLY'], ['20240131', 'FREQ=MONTHLY;COUNT=4'],
  ['20240229', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29']]) {
  const calendar = read(start, rule)
  const event = calendar.events[0]
  const days = extendByRecurrenceRule(event.recurrenceRule, { start: event.start.date, end: new Date('2029-01-01') })
  console.log(start, rule, days.slice(-4).map((day) => day.toISOString().slice(0, 10)).join(' '))
  if (!generateIcsCalendar(calendar).includes(`RRULE:${rule}\r\n`)) console.log('written otherwise')
}
JS
cat >expected <<'TEXT'
19590422 FREQ=YEARLY 2025-04-22 2026-04-22 2027-04-22 2028-04-22
20240229 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1 2025-01-30 2026-01-30 2027-01-30 2028-01-30
20240131 FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1 2025-12-30 2026-12-30 2027-12-30 2028-12-30
20240430 FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4 2024-05-30 2024-06-29 2024-07-30 2024-08-30
20240229 FREQ=YEARLY 2025-02-28 2026-02-28 2027-02-28 2028-02-28
20240131 FREQ=MONTHLY;COUNT=4 2024-01-31 2024-02-29 2024-03-29 2024-04-29
20240229 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29 2024-02-29 2028-02-29
TEXT
TZ=UTC node repeat.mjs >seen
diff -u expected seen
echo "ts-ics 2.4.6: as described"
