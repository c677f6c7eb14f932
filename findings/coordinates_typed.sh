#!/bin/sh
# Where a town lies whose position somebody typed or copied, asked of three libraries of npm that are made to read any way of writing one.
# They read degrees and minutes with all sorts of signs right, so one expects the plainest, decimal degrees, to be safest. Seen:
#
#  - geo-coordinates-parser 1.7.4: one or two decimals are minutes: "-33.9, 18.4" (Cape Town) is -33.15, 18.06667, 89 km away, "-12.05,
#    -77.05" (Lima) 5 km away; "-33.92, 18.42" is an error, as there are no 92 minutes, and with three decimals all is right. Its
#    README says this of "18.24S 22.45E" alone.
#  - @openaip/coordinate-parser 0.18.0, which npm chooses for Node 20: S and W are passed over, "40.7128° N, 74.0060° W" (New York, as
#    search engines write it) is in Kyrgyzstan, "33.9249° S, 18.4241° E" in the Mediterranean. With minutes they count. 0.31.1,
#    for Node 22, is right.
#  - coordinate-parser 1.0.7: a minus sign that is one (U+2212; Wikipedia and typeset pages have it) is passed over, −33.9 is north;
#    what stands behind a decimal comma is minutes, "54,90 23,88" is 55.5, 24.46667, "54,9027 N 23,9096 E" 204.45, 174.6.
# A wrong place comes without an error. A registry has a field each for latitude and longitude, shows the point on a map before it is stored,
# and a text is read by rules that say what they take.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error geo-coordinates-parser@1.7.4 coordinate-parser@1.0.7 \
  openaip-20@npm:@openaip/coordinate-parser@0.18.0 openaip-22@npm:@openaip/coordinate-parser@0.31.1 >/dev/null

cat >read.mjs <<'JS'
import Coordinates from 'coordinate-parser'
import { convert } from 'geo-coordinates-parser'
import { Parser as Parser20 } from 'openaip-20'
import { Parser as Parser22 } from 'openaip-22'

const openaip = (Parser) => (text) => Object.values((({ latitude, longitude }) => ({ latitude, longitude }))(new Parser().parse(text)))
const readers = {
  geo: (text) => (({ decimalLatitude, decimalLongitude }) => [decimalLatitude, decimalLongitude])(convert(text)),
  'openaip 0.18': openaip(Parser20),
  '0.31': openaip(Parser22),
  coordinate: (text) => { const point = new Coordinates(text); return [point.getLatitude(), point.getLongitude()] },
}
const ask = (read, text) => { try { return read(text).map((number) => +number.toFixed(5)).join(' ') } catch { return 'error' } }
for (const text of ['40°42\'46"N 74°0\'22"W', '33°55\' S, 18°25\' E', '-33.9, 18.4', '-33.92, 18.42', '-33.925, 18.424', '-12.05, -77.05',
  '40.7128° N, 74.0060° W', '33.9249° S, 18.4241° E', '−33.9249, 18.4241', '54,90 23,88', '54,9027 N 23,9096 E'])
  console.log(`${text}: ${Object.entries(readers).map(([name, read]) => `${name} ${ask(read, text)}`).join(', ')}`)
JS
node read.mjs >seen
cat >expected <<'TEXT'
40°42'46"N 74°0'22"W: geo 40.71278 -74.00611, openaip 0.18 40.71278 -74.00611, 0.31 40.71278 -74.00611, coordinate 40.71278 -74.00611
33°55' S, 18°25' E: geo -33.91667 18.41667, openaip 0.18 -33.91667 18.41667, 0.31 -33.91667 18.41667, coordinate -33.91667 18.41667
-33.9, 18.4: geo -33.15 18.06667, openaip 0.18 -33.9 18.4, 0.31 -33.9 18.4, coordinate -33.9 18.4
-33.92, 18.42: geo error, openaip 0.18 -33.92 18.42, 0.31 -33.92 18.42, coordinate -33.92 18.42
-33.925, 18.424: geo -33.925 18.424, openaip 0.18 -33.925 18.424, 0.31 -33.925 18.424, coordinate -33.925 18.424
-12.05, -77.05: geo -12.08333 -77.08333, openaip 0.18 -12.05 -77.05, 0.31 -12.05 -77.05, coordinate -12.05 -77.05
40.7128° N, 74.0060° W: geo 40.7128 -74.006, openaip 0.18 40.7128 74.006, 0.31 40.7128 -74.006, coordinate 40.7128 -74.006
33.9249° S, 18.4241° E: geo -33.9249 18.4241, openaip 0.18 33.9249 18.4241, 0.31 -33.9249 18.4241, coordinate -33.9249 18.4241
−33.9249, 18.4241: geo error, openaip 0.18 error, 0.31 error, coordinate 33.9249 18.4241
54,90 23,88: geo error, openaip 0.18 error, 0.31 error, coordinate 55.5 24.46667
54,9027 N 23,9096 E: geo 54.9027 23.9096, openaip 0.18 error, 0.31 error, coordinate 204.45 174.6
TEXT
diff -u expected seen
echo "geo-coordinates-parser 1.7.4, @openaip/coordinate-parser 0.18.0 and 0.31.1, coordinate-parser 1.0.7: as described"
