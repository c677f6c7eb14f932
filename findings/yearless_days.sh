#!/bin/sh
# What an HTML page can say of a day without a year, as of a city's day each 22 April: HTML (2.3.5.3, yearless dates) has
# <time datetime="04-22"> and <time datetime="--04-22"> for it, two hyphens being optional. Seen:
#
#  - the Nu validator (npm: vnu-jar 26.9.27) refuses "--04-22", html-validate 10.17.0 takes both.
#  - rdfa-streaming-parser 3.0.2 and microdata-rdf-streaming-parser 3.0.0, which Comunica reads pages with, give "04-22" out as
#    "04-22"^^xsd:gYearMonth, month 22 of the year 4: the type asks for digits and hyphens only. HTML+RDFa 1.1 (3.1) wants a
#    type where the text is in the lexical space of that type; XML Schema has four digits in a year, twelve months.
#  - microdata-node 2.0.0 leaves both as text, as does everything that reads "--04-22".
#  - a time without seconds, valid in HTML, is none in XML Schema: "2026-04-22T10:00Z" is text in the first two, in RDFa even
#    text in the page's language; microdata-node makes it an xsd:dateTime all the same.
# No notation is both valid to the usual validator and harmless to those who read it as data: <time> is for days with a year,
# a day without one is plain words, and data has month and day as numbers of their own.
#
# Installs the packages in a temporary folder; fails if any of this changes. Needs java.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error vnu-jar@26.9.27 html-validate@10.17.0 \
    rdfa-streaming-parser@3.0.2 microdata-rdf-streaming-parser@3.0.0 microdata-node@2.0.0 >/dev/null

cat >read.mjs <<'JS'
import { writeFileSync } from 'node:fs'
import { toJsonld } from 'microdata-node'
import { MicrodataRdfParser } from 'microdata-rdf-streaming-parser'
import { RdfaParser } from 'rdfa-streaming-parser'

const page = (item, property, day) => `<!DOCTYPE html>
<html lang="ja"><head><title>City day</title></head><body><div ${item}><time ${property}="foundingDate" datetime="${day}">on its day</time></div></body></html>`
const microdata = (day) => page('itemscope itemtype="https://schema.org/City"', 'itemprop', day)
const rdfa = (day) => page('vocab="https://schema.org/" typeof="City"', 'property', day)
const typeOf = (Parser, html) => new Promise((resolve, reject) => {
  const parser = new Parser({ baseIRI: 'http://example.org/', contentType: 'text/html' })
  parser.on('error', reject)
  parser.on('data', ({ predicate, object }) => predicate.value.endsWith('foundingDate') &&
    resolve([object.datatype.value.split('#').pop(), object.language].join(' ').trim()))
  parser.end(html)
})
for (const [number, day] of ['1959', '04-22', '--04-22', '2026-04-22T10:00Z'].entries()) {
  writeFileSync(`${number}.html`, microdata(day))
  const [value] = toJsonld(microdata(day), { base: 'http://example.org/' })[0]['https://schema.org/foundingDate']
  console.log(`${day}: rdfa ${await typeOf(RdfaParser, rdfa(day))}, microdata ${await typeOf(MicrodataRdfParser, microdata(day))},`,
    `microdata-node ${value['@type']?.split('#').pop() ?? 'text'}`)
}
JS
{
  node read.mjs
  java -jar node_modules/vnu-jar/build/dist/vnu.jar ./*.html 2>&1 | grep -o 'Bad value “[^”]*”' || true
  npx html-validate --preset standard ./*.html && echo "html-validate: all valid"
} >seen
cat >expected <<'TEXT'
1959: rdfa gYear, microdata gYear, microdata-node gYear
04-22: rdfa gYearMonth, microdata gYearMonth, microdata-node text
--04-22: rdfa langString ja, microdata string, microdata-node text
2026-04-22T10:00Z: rdfa langString ja, microdata string, microdata-node dateTime
Bad value “--04-22”
html-validate: all valid
TEXT
diff -u expected seen
echo "vnu-jar 26.9.27, html-validate 10.17.0, rdfa-streaming-parser 3.0.2, microdata-rdf-streaming-parser 3.0.0: as described"
