#!/bin/sh
# When a visit ends that begins before clocks are set back and lasts over it. RFC 5545, 3.3.6: weeks and days of a DURATION are
# nominal, hours, minutes, seconds exact: from 24 October 2026, 10:00 in Vilnius, P7D is until 10:00 seven days later, PT24H until
# 9:00 of the next day, since the 25th has 25 hours. Seen:
#
#  - ical.js 2.2.1 (npm) and libical 3.0.16 (Debian; Evolution's, GNOME Calendar's library) take hours for nominal: PT24H is
#    until 10:00, a day of 25 hours.
#  - node-ical 0.27.2 (npm), khal 0.10.5 and calcurse 4.7.1 (Debian) take days for exact: P7D is until 9:00 of the last day.
#  - so none of the five is right in both, and P1DT2H, until 12:00, ends in two of them there and in three an hour early.
# DTEND is the same in all. A registry's calendar therefore says when a visit ends and not how long it lasts.
#
# Installs the npm packages in a temporary folder; fails if any of this changes. Needs Debian's khal, calcurse, gir1.2-ical-3.0.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error ical.js@2.2.1 node-ical@0.27.2 >/dev/null

visit() { # file, its end: a line of the event
  sed 's/$/\r/' >"$1" <<ICS
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
BEGIN:VTIMEZONE
TZID:Europe/Vilnius
BEGIN:STANDARD
DTSTART:19701025T040000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T030000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:visit@city.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Vilnius:20261024T100000
$2
SUMMARY:Visit
END:VEVENT
END:VCALENDAR
ICS
}
cat >read.mjs <<'JS'
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'
import nodeIcal from 'node-ical'

const text = readFileSync(process.argv[2], 'utf8')
const root = new ICAL.Component(ICAL.parse(text))
ICAL.TimezoneService.register(new ICAL.Timezone(root.getFirstSubcomponent('vtimezone')))
const { end } = Object.values(nodeIcal.sync.parseICS(text)).find(({ type }) => type === 'VEVENT')
const there = (date) => date.toLocaleString('sv', { timeZone: 'Europe/Vilnius' }).slice(0, 16)
console.log(` ical.js ${there(new ICAL.Event(root.getFirstSubcomponent('vevent')).endDate.toJSDate())}`)
console.log(` node-ical ${there(end)}`)
JS
cat >read.py <<'PY'
import sys

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib

calendar = ICalGLib.Component.new_from_string(open(sys.argv[1]).read())
end = calendar.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT).get_dtend()
print(f" libical {end.get_year()}-{end.get_month():02}-{end.get_day():02} {end.get_hour():02}:{end.get_minute():02}")
PY
ask_khal() { # file
  rm -rf khal && mkdir -p khal/city && cp "$1" khal/city
  cat >khal/config <<CONF
[calendars]
[[city]]
path = $folder/khal/city
[locale]
local_timezone = Europe/Vilnius
default_timezone = Europe/Vilnius
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = $folder/khal/cache
CONF
  echo " khal $(khal -c khal/config list --once -f '{end}' 2026-10-01 60d 2>/dev/null | tail -1)"
}
ask_calcurse() { # file
  rm -rf calcurse
  TZ=Europe/Vilnius calcurse -D calcurse -i "$1" >/dev/null 2>&1 </dev/null
  sed 's#.*-> \(..\)/\(..\)/\(....\) @ \(.....\).*# calcurse \3-\1-\2 \4#' calcurse/apts
}
for end in DURATION:P7D DURATION:PT24H DURATION:P1DT2H 'DTEND;TZID=Europe/Vilnius:20261031T100000'; do
  visit visit.ics "$end"
  echo "$end"
  TZ=UTC node read.mjs visit.ics
  /usr/bin/python3 read.py visit.ics
  ask_khal visit.ics
  ask_calcurse visit.ics
done >seen
cat >expected <<'TEXT'
DURATION:P7D
 ical.js 2026-10-31 10:00
 node-ical 2026-10-31 09:00
 libical 2026-10-31 10:00
 khal 2026-10-31 09:00
 calcurse 2026-10-31 09:00
DURATION:PT24H
 ical.js 2026-10-25 10:00
 node-ical 2026-10-25 09:00
 libical 2026-10-25 10:00
 khal 2026-10-25 09:00
 calcurse 2026-10-25 09:00
DURATION:P1DT2H
 ical.js 2026-10-25 12:00
 node-ical 2026-10-25 11:00
 libical 2026-10-25 12:00
 khal 2026-10-25 11:00
 calcurse 2026-10-25 11:00
DTEND;TZID=Europe/Vilnius:20261031T100000
 ical.js 2026-10-31 10:00
 node-ical 2026-10-31 10:00
 libical 2026-10-31 10:00
 khal 2026-10-31 10:00
 calcurse 2026-10-31 10:00
TEXT
diff -u expected seen
echo "ical.js 2.2.1, node-ical 0.27.2, $(dpkg-query -W -f '${Package} ${Version}, ' libical3 khal calcurse)as described" | sed 's/, as/: as/'
