#!/bin/sh
# How lines between partner cities are cut at 180 degrees by @turf/great-circle 7.4.0 (npm), which draws with arc 0.2, and by
# arc 1.0.0 itself. RFC 7946, 3.1.9, wants such a line in two parts that meet at 180 and -180. Seen in Turf:
#
#  - the parts end at the last point before and begin at the first point behind: with 20 points a gap of 8 degrees between
#    Hiratsuka and Saint Paul, with the default of 100 still of 1.6; in a map cut there, both lines stop short of the edge.
#  - where the step over 180 is more than 10 degrees of longitude nothing is cut at all: with 10 points the line Hiratsuka -
#    Saint Paul goes back over the whole map in one step of 343 degrees.
#  - where the last point alone lies behind the line (Lima - Auckland with 20 points), the second part has one position: no
#    LineString, so that the whole is no valid GeoJSON.
# arc 1.0.0 cuts all of these at 180 and -180 exactly, with the same latitude on both sides; a line of two points not at all.
# So a registry that publishes lines does best to cut them itself; with Turf, ask for so many points that none is 10
# degrees of longitude from the next, and close the gap.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error @turf/great-circle@7.4.0 arc@1.0.0 >/dev/null

cat >draw.mjs <<'JS'
import { greatCircle } from '@turf/great-circle'
import { GreatCircle } from 'arc'

const places = { hiratsuka: [139.35, 35.33], 'saint-paul': [-93.09, 44.94], lima: [-77.03, -12.05], auckland: [174.76, -36.85] }
const libraries = {
  turf: (from, to, npoints) => greatCircle(from, to, { npoints }),
  arc: ([x, y], [u, v], npoints) => new GreatCircle({ x, y }, { x: u, y: v }).Arc(npoints, { offset: 10 }).json(),
}
const around = ([longitude, latitude]) => `${longitude.toFixed(1)},${latitude.toFixed(1)}`
for (const [from, to, npoints] of [['hiratsuka', 'saint-paul', 100], ['hiratsuka', 'saint-paul', 20], ['hiratsuka', 'saint-paul', 10],
  ['lima', 'auckland', 20], ['hiratsuka', 'saint-paul', 2]])
  for (const [library, draw] of Object.entries(libraries)) {
    const { type, coordinates } = draw(places[from], places[to], npoints).geometry
    const parts = type === 'LineString' ? [coordinates] : coordinates
    console.log(library, from, to, npoints, parts.map((part) => `${part.length}: ${around(part[0])} to ${around(part.at(-1))}`).join(' | '))
  }
JS
node draw.mjs >seen
cat >expected <<'TEXT'
turf hiratsuka saint-paul 100 41: 139.3,35.3 to 178.7,59.4 | 59: -179.7,59.8 to -93.1,44.9
arc hiratsuka saint-paul 100 42: 139.3,35.3 to 180.0,59.7 | 60: -180.0,59.7 to -93.1,44.9
turf hiratsuka saint-paul 20 8: 139.3,35.3 to 173.5,58.0 | 12: -178.6,60.0 to -93.1,44.9
arc hiratsuka saint-paul 20 9: 139.3,35.3 to 180.0,59.7 | 13: -180.0,59.7 to -93.1,44.9
turf hiratsuka saint-paul 10 10: 139.3,35.3 to -93.1,44.9
arc hiratsuka saint-paul 10 5: 139.3,35.3 to 180.0,59.7 | 7: -180.0,59.7 to -93.1,44.9
turf lima auckland 20 19: -77.0,-12.1 to -179.1,-38.5 | 1: 174.8,-36.9 to 174.8,-36.9
arc lima auckland 20 20: -77.0,-12.1 to -180.0,-38.3 | 2: 180.0,-38.3 to 174.8,-36.9
turf hiratsuka saint-paul 2 2: 139.3,35.3 to -93.1,44.9
arc hiratsuka saint-paul 2 2: 139.3,35.3 to -93.1,44.9
TEXT
diff -u expected seen
echo "@turf/great-circle 7.4.0, arc 1.0.0: as described"
