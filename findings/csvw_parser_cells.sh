#!/bin/sh
# What @zazuko/rdf-parser-csvw 0.17.0 (npm), a CSV on the Web reader, makes of cells that its table schema describes.
#
#  - "separator" is passed over: CSVW says that a cell `education|culture` of a column with separator "|" is two
#    values; here it is one literal with the bar in it. A query for partnerships in the field "culture" finds none.
#  - "datatype" is written beside the cell's text whatever that says: "1955-12"^^xsd:date, "1 234"^^xsd:integer.
#    CSVW asks for a string and an error there. Triple stores then drop or mis-order these rows without a word.
# So a registry's lists are safer as rows of a table of their own (or in JSON-LD), and a column that may hold a year
# is described as a string, with first and last day in columns that are always whole dates.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error \
    @zazuko/rdf-parser-csvw@0.17.0 @zazuko/env@3.0.1 n3@1.26.0 >/dev/null

cat >metadata.ttl <<'TTL'
@prefix csvw: <http://www.w3.org/ns/csvw#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://example.org/metadata> a csvw:Table ;
  csvw:url "partnerships.csv" ;
  csvw:tableSchema [
    csvw:aboutUrl "http://example.org/{slug}" ;
    csvw:column (
      [ csvw:title "slug" ; csvw:name "slug" ; csvw:suppressOutput true ]
      [ csvw:title "established" ; csvw:name "established" ; csvw:datatype xsd:date ;
        csvw:propertyUrl "http://example.org/established" ]
      [ csvw:title "population" ; csvw:name "population" ; csvw:datatype xsd:integer ;
        csvw:propertyUrl "http://example.org/population" ]
      [ csvw:title "fields" ; csvw:name "fields" ; csvw:separator "|" ;
        csvw:propertyUrl "http://example.org/field" ]
    )
  ] .
TTL
printf 'slug,established,population,fields\na,1955-12,1 234,education|culture\n' >partnerships.csv

cat >read.mjs <<'JS'
import { createReadStream, readFileSync } from 'node:fs'
import env from '@zazuko/env'
import CsvwParser from '@zazuko/rdf-parser-csvw'
import { Parser } from 'n3'

const metadata = env.dataset(new Parser().parse(readFileSync('metadata.ttl', 'utf8')))
const parser = new CsvwParser({ metadata, baseIRI: 'http://example.org/partnerships.csv' })
for await (const quad of parser.import(createReadStream('partnerships.csv'))) {
  if (quad.subject.value === 'http://example.org/a') {
    const name = quad.predicate.value.split('/').pop()
    console.log(`${name}: "${quad.object.value}"^^${quad.object.datatype.value.split('#').pop()}`)
  }
}
JS
cat >expected <<'TEXT'
established: "1955-12"^^date
population: "1 234"^^integer
field: "education|culture"^^string
TEXT
node read.mjs >seen
diff -u expected seen
echo "@zazuko/rdf-parser-csvw 0.17.0: as described"
