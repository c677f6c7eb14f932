#!/bin/sh
# What wtf_wikipedia 10.4.2 (npm), a usual reader of Wikipedia's text in JavaScript, makes of a town's article and its list of twin
# towns. Its README has common templates and their variants in its text(); what each shows is in its documentation at
# Wikipedia (Template:Coord, Template:Interlanguage link and so on). Seen:
#
#  - {{coord|54|54|N|23|53|E}}, the position of a town, is read right by coordinates(), and in text() is "54.9°N, 23.88333°W": the letters
#    are always N and W. South and west have a sign as well, -33.9°N, -78.5°W, and a 0 is left out, "51.5°N, °W". So Kaunas lies off
#    Labrador, which nothing else in the text contradicts.
#  - {{ill|Rauma|fi}}, a town without an article, is its name; {{interlanguage link|Lohja|fi}}, the same template by its full name, is
#    nothing: the town is missing in its line, and the line, too, if that was all. A list of three towns has two, one without a name.
#  - likewise {{langx|ja|平塚}}, which took the place of {{lang-ja|平塚}}, {{transliteration}} and {{visible anchor}}, the full names of
#    {{transl}} and {{vanchor}}: the older or shorter form is read, the other dropped. {{ruby}} is dropped with its name.
#  - {{flagicon|Kosovo}} is nothing, {{flagu|Japan}}, flag and name of the country, as well; {{flag|Japan}} is both.
# So a registry that reads towns out of Wikipedia's text takes positions from coordinates() alone, compares the number of lines with
# the source's, and better asks Wikidata.
#
# Installs the package in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error wtf_wikipedia@10.4.2 >/dev/null

cat >ask.mjs <<'JS'
import wtf from 'wtf_wikipedia'

const PLACES = ['54|54|N|23|53|E', '33.9|S|18.4|E', '0|30|S|78|30|W', '51.5|N|0|W', '44.7|N|63.6|W']
for (const place of PLACES) {
  const document = wtf(`{{coord|${place}|display=inline,title}}`)
  const [{ lat, lon }] = document.coordinates()
  console.log(`${place}: ${lat} ${lon}, text ${document.text()}`)
}
const PAIRS = [
  ['{{ill|Lohja|fi}}', '{{interlanguage link|Lohja|fi}}'],
  ['{{lang-ja|平塚}}', '{{langx|ja|平塚}}'],
  ['{{transl|ja|Kyōto}}', '{{transliteration|ja|Kyōto}}'],
  ['{{vanchor|Kaunas}}', '{{visible anchor|Kaunas}}'],
  ['{{lang|ja|平塚}}', '{{ruby|平塚|ひらつか}}'],
  ['{{flag|Kosovo}}', '{{flagicon|Kosovo}}'],
  ['{{flag|Japan}}', '{{flagu|Japan}}'],
]
for (const pair of PAIRS) console.log(pair.map((template) => `${template} is ${JSON.stringify(wtf(`in ${template} now`).text())}`).join(', '))
const list = wtf('== Twin towns ==\n* {{flagicon|FIN}} {{ill|Rauma|fi}}, Finland\n* {{interlanguage link|Lohja|fi}}\n* {{flagicon|FIN}} {{interlanguage link|Kotka|fi}}, Finland')
console.log('list:', JSON.stringify(list.lists()[0].lines().map((line) => line.text())))
JS
node ask.mjs >seen
cat >expected <<'TEXT'
54|54|N|23|53|E: 54.9 23.88333, text 54.9°N, 23.88333°W
33.9|S|18.4|E: -33.9 18.4, text -33.9°N, 18.4°W
0|30|S|78|30|W: -0.5 -78.5, text -0.5°N, -78.5°W
51.5|N|0|W: 51.5 0, text 51.5°N, °W
44.7|N|63.6|W: 44.7 -63.6, text 44.7°N, -63.6°W
{{ill|Lohja|fi}} is "in Lohja now", {{interlanguage link|Lohja|fi}} is "in now"
{{lang-ja|平塚}} is "in 平塚 now", {{langx|ja|平塚}} is "in now"
{{transl|ja|Kyōto}} is "in Kyōto now", {{transliteration|ja|Kyōto}} is "in now"
{{vanchor|Kaunas}} is "in Kaunas now", {{visible anchor|Kaunas}} is "in now"
{{lang|ja|平塚}} is "in 平塚 now", {{ruby|平塚|ひらつか}} is "in now"
{{flag|Kosovo}} is "in Kosovo now", {{flagicon|Kosovo}} is "in now"
{{flag|Japan}} is "in 🇯🇵 Japan now", {{flagu|Japan}} is "in now"
list: ["🇫🇮 Rauma, Finland","🇫🇮, Finland"]
TEXT
diff -u expected seen
echo "wtf_wikipedia 10.4.2: as described"
