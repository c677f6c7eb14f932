#!/bin/sh
# A tie founded on 29 February has its anniversary on the last day of February. RFC 7529 has a rule for just this,
# RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD. What four calendar libraries of npm make of it:
#
#  - rrule-temporal 2.2.8 follows it. Of the other scales it follows CHINESE; RSCALE=DANGI, Korea's lunar calendar in CLDR,
#    is taken for the Gregorian one without a word (RFC 7529, 4.1: a rule in a calendar not known is not to be expanded).
#  - ical.js 2.2.1 takes it without a word and answers 1 March, the opposite of BACKWARD.
#  - rrule 2.8.1 refuses the property.
#  - node-ical 0.27.2 says that SKIP must not stand without RSCALE, which stands beside it, and the whole calendar is refused,
#    the events without any rule, too.
# So a calendar feed says BYMONTH=2;BYMONTHDAY=-1, which all of them read alike (first block below), and no lunar rule.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error \
    ical.js@2.2.1 rrule@2.8.1 rrule-temporal@2.2.8 node-ical@0.27.2 @js-temporal/polyfill@0.5.1 >/dev/null

cat >ask.mjs <<'JS'
import ICAL from 'ical.js'
import rrule from 'rrule'
import nodeIcal from 'node-ical'
import { RRuleTemporal } from 'rrule-temporal'

const calendar = (rule) => [
  'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//EN',
  'BEGIN:VEVENT', 'UID:leap', 'DTSTAMP:20260101T000000Z', 'DTSTART;VALUE=DATE:19920229', `RRULE:${rule}`, 'END:VEVENT',
  'BEGIN:VEVENT', 'UID:plain', 'DTSTAMP:20260101T000000Z', 'DTSTART;VALUE=DATE:19920222', 'END:VEVENT',
  'END:VCALENDAR', ''].join('\r\n')
const days = (dates) => dates.map((date) => String(date.toISOString ? date.toISOString() : date).slice(0, 10)).join(' ')

const clients = {
  'ical.js': (rule) => {
    const root = new ICAL.Component(ICAL.parse(calendar(rule)))
    const next = new ICAL.Event(root.getFirstSubcomponent('vevent')).iterator()
    return [1, 2, 3].map(() => next.next().toString()).join(' ')
  },
  rrule: (rule) => days(rrule.rrulestr(`DTSTART:19920229T000000Z\nRRULE:${rule}`).all((date, i) => i < 3)),
  'rrule-temporal': (rule) =>
    days(new RRuleTemporal({ rruleString: `DTSTART;VALUE=DATE:19920229\nRRULE:${rule}` }).all((date, i) => i < 3)),
  'node-ical': (rule) =>
    days(nodeIcal.sync.parseICS(calendar(rule)).leap.rrule.between(new Date('1992-01-01'), new Date('1994-12-31'), true)),
}
for (const rule of ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1', 'RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD',
  'RSCALE=CHINESE;FREQ=YEARLY', 'RSCALE=DANGI;FREQ=YEARLY']) {
  console.log(rule)
  for (const [name, read] of Object.entries(clients)) {
    if (name !== 'rrule-temporal' && /CHINESE|DANGI/.test(rule)) continue
    try { console.log(` ${name}: ${read(rule)}`) } catch (error) { console.log(` ${name}: ${error.message}`) }
  }
}
JS
cat >expected <<'TEXT'
FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1
 ical.js: 1992-02-29 1993-02-28 1994-02-28
 rrule: 1992-02-29 1993-02-28 1994-02-28
 rrule-temporal: 1992-02-29 1993-02-28 1994-02-28
 node-ical: 1992-02-29 1993-02-28 1994-02-28
RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD
 ical.js: 1992-02-29 1993-03-01 1994-03-01
 rrule: Unknown RRULE property 'RSCALE'
 rrule-temporal: 1992-02-29 1993-02-28 1994-02-28
 node-ical: SKIP MUST NOT be present unless RSCALE is present
RSCALE=CHINESE;FREQ=YEARLY
 rrule-temporal: 1992-02-29 1993-02-17 1994-03-07
RSCALE=DANGI;FREQ=YEARLY
 rrule-temporal: 1992-02-29 1996-02-29 2000-02-29
TEXT
TZ=UTC node ask.mjs >seen
diff -u expected seen
echo "ical.js 2.2.1, rrule 2.8.1, rrule-temporal 2.2.8, node-ical 0.27.2: as described"
