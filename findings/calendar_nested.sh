#!/bin/sh
# What becomes of an event that says more of its place: RFC 9073 (2021) lets a VEVENT hold components of its own, VLOCATION and
# PARTICIPANT, with UID, NAME, DESCRIPTION, GEO, URL of theirs. RFC 5545, 3.6: who does not know a component ignores it. Seen:
#
#  - ts-ics 2.4.6 and cal-parser 1.0.2 (npm) take the lines of the inner components for the event's own, the last one wins: the
#    event's UID becomes that of its place, its summary the guest's, its position the seat of the guest's town. Written back
#    by ts-ics the event goes out under the UID of the place, to others another event than before.
#  - calcurse 4.7.1 (Debian) refuses the event whole ("only one description allowed", in a log) and keeps the next one.
#  - node-ical 0.27.2 and ical.js 2.2.1 keep the inner components apart.
# So a registry's calendar feed says the place in LOCATION and GEO of the event alone, as every client reads it, and a client
# that shows feeds of others must not go by the UIDs of the first two.
#
# Installs the packages, and takes Debian's calcurse apart, in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error \
    ts-ics@2.4.6 cal-parser@1.0.2 node-ical@0.27.2 ical.js@2.2.1 >/dev/null
apt-get download calcurse >/dev/null 2>&1
dpkg -x calcurse_*.deb .

sed 's/$/\r/' >visit.ics <<'ICS'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
BEGIN:VEVENT
UID:event@city.example
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20260422
SUMMARY:Visit of the delegation
DESCRIPTION:A day in Hiratsuka
GEO:35.33;139.35
BEGIN:PARTICIPANT
UID:mayor@guests.example
PARTICIPANT-TYPE:SPEAKER
SUMMARY:Mayor of the guests
GEO:54.90;23.90
END:PARTICIPANT
BEGIN:VLOCATION
UID:hall@city.example
NAME:City hall
DESCRIPTION:The entrance is in the north
END:VLOCATION
END:VEVENT
BEGIN:VEVENT
UID:next@city.example
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20260501
SUMMARY:Next
END:VEVENT
END:VCALENDAR
ICS

cat >read.mjs <<'JS'
import { readFileSync } from 'node:fs'
import calParser from 'cal-parser'
import ICAL from 'ical.js'
import nodeIcal from 'node-ical'
import { convertIcsCalendar, generateIcsCalendar } from 'ts-ics'

const clients = {
  'ts-ics': (text) => { const { uid, summary, geo } = convertIcsCalendar(undefined, text).events[0]; return [uid, summary, geo] },
  'cal-parser': (text) => { const { uid, summary, geo } = calParser.parseString(text).events[0]; return [uid.value, summary.value, geo.value] },
  'node-ical': (text) => { const { uid, summary, geo } = Object.values(nodeIcal.sync.parseICS(text))[0]; return [uid, summary, `${geo.lat};${geo.lon}`] },
  'ical.js': (text) => { const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')
    return ['uid', 'summary', 'geo'].map((name) => event.getFirstProperty(name).getFirstValue().toString().replace(',', ';')) },
}
const text = readFileSync('visit.ics', 'utf8')
for (const [name, read] of Object.entries(clients)) console.log(`${name}: ${read(text).join(', ')}`)
const written = generateIcsCalendar(convertIcsCalendar(undefined, text))
console.log(`written by ts-ics: ${written.match(/^UID.*|^BEGIN.*/gm).slice(1).join(' ').replaceAll('\r', '')}`)
JS
{
  TZ=UTC node read.mjs
  ./usr/bin/calcurse -D data -i visit.ics >said 2>&1 </dev/null || true
  echo "calcurse: $(grep -o '[0-9]* skipped' said), $(sed 's/.*\] //' data/apts)"
} >seen
cat >expected <<'TEXT'
ts-ics: hall@city.example, Mayor of the guests, 54.90;23.90
cal-parser: hall@city.example, Mayor of the guests, 54.90;23.90
node-ical: event@city.example, Visit of the delegation, 35.33;139.35
ical.js: event@city.example, Visit of the delegation, 35.33;139.35
written by ts-ics: BEGIN:VEVENT UID:hall@city.example BEGIN:VEVENT UID:next@city.example
calcurse: 1 skipped, Next
TEXT
diff -u expected seen
echo "ts-ics 2.4.6, cal-parser 1.0.2, $(./usr/bin/calcurse --version | head -1): as described"
