#!/bin/sh
# What becomes of a name that says from which side it is written, in JSON-LD 1.1: {"@value": "القدس", "@language": "ar", "@direction":
# "rtl"}, as a registry that takes care of Arabic and Hebrew names would say it (JSON-LD 1.1, 4.2.4.1). Seen in npm packages of
# today, each with its defaults:
#
#  - as RDF one name is two: jsonld 9.0.0 drops the direction, "القدس"@ar, as the specification has it by default (JSON-LD 1.1 API,
#    rdfDirection); jsonld-streaming-parser 5.0.1 and oxigraph 0.5.11 give RDF 1.2's "القدس"@ar--rtl, of another datatype,
#    rdf:dirLangString. The same record read by both is there twice; a query for "القدس"@ar finds what one of them read, not the other.
#  - with rdfDirection "i18n-datatype" there are three: a typed literal without any language, so that LANG() is empty.
#  - written as "@ar--rtl" it can't be read by jsonld's fromRDF: parse error.
#  - compacted to a context whose names are a language map, {"name": {"ar": …}}, the direction is gone, without a word, as the
#    algorithms have it (API, IRI Compaction: a value with a direction may go into such a map; Compaction: the map takes its @value).
#    Expanded again it is a name of no direction. Without the map it stays.
# A registry therefore says language alone in its JSON-LD, with the script in the tag where it is not the usual one, and leaves
# the direction to who shows the name; who must say it says it in a property of its own.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error jsonld@9.0.0 jsonld-streaming-parser@5.0.1 oxigraph@0.5.11 >/dev/null

cat >ask.mjs <<'JS'
import { Readable } from 'node:stream'
import jsonld from 'jsonld'
import { JsonLdParser } from 'jsonld-streaming-parser'
import oxigraph from 'oxigraph'

const NAME = 'https://schema.org/name'
const place = { '@id': 'https://city.example/places/1', [NAME]: { '@value': 'القدس', '@language': 'ar', '@direction': 'rtl' } }
const quads = (options) => jsonld.toRDF(place, { format: 'application/n-quads', ...options })
const object = (line) => line.replace(/^<[^>]*> <[^>]*> (.*) \.\s*$/, '$1')
console.log('jsonld:', object(await quads()))
console.log('jsonld, i18n-datatype:', object(await quads({ rdfDirection: 'i18n-datatype' })))
for await (const { object } of Readable.from([JSON.stringify(place)]).pipe(new JsonLdParser()))
  console.log('jsonld-streaming-parser:', `"${object.value}"@${object.language}--${object.direction}`, object.datatype.value.replace(/.*#/, ''))

const store = new oxigraph.Store()
store.load(JSON.stringify(place), { format: 'application/ld+json' })
for (const { object } of store.match()) console.log('oxigraph:', object.toString(), object.datatype.value.replace(/.*#/, ''))
for (const options of [{}, { rdfDirection: 'i18n-datatype' }]) store.load(await quads(options), { format: 'application/n-quads' })
for (const row of store.query(`SELECT ?name (LANG(?name) AS ?language) { ?place <${NAME}> ?name } ORDER BY STR(DATATYPE(?name))`))
  console.log('all in one store:', row.get('name').toString(), 'LANG', JSON.stringify(row.get('language').value))
console.log('found by "القدس"@ar:', store.query(`SELECT ?place { ?place <${NAME}> "القدس"@ar }`).length, 'of', store.size)
const written = store.dump({ format: 'application/n-quads' }).split('\n').find((line) => line.includes('--rtl'))
console.log('fromRDF:', await jsonld.fromRDF(written, { format: 'application/n-quads' }).then(() => 'read', (error) => error.message))

for (const container of ['@language', '@set']) {
  const compact = await jsonld.compact(place, { name: { '@id': NAME, '@container': container } })
  console.log(`compacted, ${container}:`, JSON.stringify(compact.name), '- expanded again:', JSON.stringify((await jsonld.expand(compact))[0][NAME]))
}
JS
node ask.mjs >seen
cat >expected <<'TEXT'
jsonld: "القدس"@ar
jsonld, i18n-datatype: "القدس"^^<https://www.w3.org/ns/i18n#ar_rtl>
jsonld-streaming-parser: "القدس"@ar--rtl dirLangString
oxigraph: "القدس"@ar--rtl dirLangString
all in one store: "القدس"@ar--rtl LANG "ar"
all in one store: "القدس"@ar LANG "ar"
all in one store: "القدس"^^<https://www.w3.org/ns/i18n#ar_rtl> LANG ""
found by "القدس"@ar: 1 of 3
fromRDF: N-Quads parse error on line 1.
compacted, @language: {"ar":"القدس"} - expanded again: [{"@value":"القدس","@language":"ar"}]
compacted, @set: [{"@language":"ar","@direction":"rtl","@value":"القدس"}] - expanded again: [{"@direction":"rtl","@language":"ar","@value":"القدس"}]
TEXT
diff -u expected seen
echo "jsonld 9.0.0, jsonld-streaming-parser 5.0.1, oxigraph 0.5.11: as described"
