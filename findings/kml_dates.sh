#!/bin/sh
# What GDAL 3.6.2 (Debian) makes of years and months in KML. KML 2.2 (OGC 07-147r2, dateTimeType) lets a TimeStamp say a year, a month,
# a day or a moment, so <when>1959</when> is as good as any. Seen, reading with the driver LIBKML, which is asked first:
#
#  - a year alone is gone: the feature has no timestamp, as if it had no date. No warning.
#  - a month becomes the first of it, at midnight: 1955-12 is 1955-12-01T00:00:00.
#  - a span from 1990-05 to 1999 has its first of May and no end, like one that still lasts; one from 1990 has nothing.
#  - the driver KML, asked where LIBKML is missing, reads name and description alone: no time of any kind.
#  - writing puts a text column named timestamp into <when> as it is, 1959 or 1955-12, and reading it back loses it as above.
# @tmcw/togeojson 7.1.3 (npm) keeps them all as they are written.
# Whoever offers a map of partner cities as KML says the year in the description, too: in what reads it by GDAL, only the
# partnerships with a full date stand on the timeline where they belong.
#
# Installs the npm package in a temporary folder; fails if any of this changes. Needs Debian's gdal-bin.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error @tmcw/togeojson@7.1.3 @xmldom/xmldom@0.9.12 >/dev/null

placemark() { # name, time
  echo "<Placemark><name>$1</name>$2<Point><coordinates>139.35,35.33</coordinates></Point></Placemark>"
}
{
  echo '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
  placemark day '<TimeStamp><when>1955-12-04</when></TimeStamp>'
  placemark month '<TimeStamp><when>1955-12</when></TimeStamp>'
  placemark year '<TimeStamp><when>1959</when></TimeStamp>'
  placemark ended '<TimeSpan><begin>1990-05</begin><end>1999</end></TimeSpan>'
  placemark lasts '<TimeSpan><begin>1990</begin></TimeSpan>'
  echo '</Document></kml>'
} >partners.kml
printf 'Name,timestamp,lon,lat\nmonth,1955-12,139.35,35.33\nyear,1959,139.35,35.33\n' >partners.csv

cat >read.mjs <<'JS'
import { readFileSync } from 'node:fs'
import { kml } from '@tmcw/togeojson'
import { DOMParser } from '@xmldom/xmldom'

const { features } = kml(new DOMParser().parseFromString(readFileSync('partners.kml', 'utf8'), 'text/xml'))
for (const { properties: { name, timestamp, timespan } } of features) console.log(`togeojson ${name}: ${timestamp ?? `${timespan.begin} to ${timespan.end}`}`)
JS
read_times() { # file: what GDAL has of each feature's time
  ogr2ogr -f CSV -select Name,timestamp,begin,end /vsistdout/ "$1" | tail -n +2
}
{
  read_times partners.kml | sed 's/^/LIBKML /'
  OGR_SKIP=LIBKML ogr2ogr -f CSV /vsistdout/ partners.kml | head -2 | sed 's/^/KML /'
  ogr2ogr -f LIBKML written.kml partners.csv -oo X_POSSIBLE_NAMES=lon -oo Y_POSSIBLE_NAMES=lat
  grep -o '<when>.*</when>' written.kml
  read_times written.kml | sed 's/^/back /'
  node read.mjs
} | sed 's/ *$//' >seen
cat >expected <<'TEXT'
LIBKML day,1955/12/04 00:00:00,,
LIBKML month,1955/12/01 00:00:00,,
LIBKML year,,,
LIBKML ended,,1990/05/01 00:00:00,
LIBKML lasts,,,
KML Name,Description
KML day,
<when>1955-12</when>
<when>1959</when>
back month,1955/12/01 00:00:00,,
back year,,,
togeojson day: 1955-12-04
togeojson month: 1955-12
togeojson year: 1959
togeojson ended: 1990-05 to 1999
togeojson lasts: 1990 to
TEXT
diff -u expected seen
echo "$(ogrinfo --version | cut -d, -f1): as described"
