#!/bin/sh
# What the two SHACL validators of npm, rdf-validate-shacl 0.6.5 and shacl-engine 1.1.2, make of shapes about names and dates.
# SHACL (4.4) defines these constraints by functions of SPARQL: languageIn by langMatches(), the lengths by STRLEN(), pattern
# by REGEX(). Seen in both alike, with what the definitions ask for in brackets:
#
#  - sh:languageIn ("zh-Hant") refuses a label in zh-Hant [conforms: language ranges know no case (RFC 4647, 3.3.1)]. The
#    parser N3.js lower-cases the tags of data, the list in the shape keeps its capital, and the two are compared as text.
#  - sh:languageIn ("en") takes a label in Middle English, enm [a violation: the range ends at a subtag].
#  - 𠮷, a character in names of people and places, counts as two: maxLength 1 refuses it, minLength 2 is content with it,
#    and pattern "^.$" refuses it [one character each time].
#  - pattern "^\p{L}+$", letters alone, refuses every name, and takes "pL" written with that p, L and braces [the reverse].
#  - 30 February is an xsd:date [ill-formed, thus a violation]. rdf-validate-shacl alone: month 13 of a year is an
#    xsd:gYearMonth, but 29 February without a year no xsd:gMonthDay [the reverse, in shacl-engine too].
# "conforms" therefore says less of a registry's catalog than it seems, and a refusal of Traditional Chinese is none: write the
# tags in a shape's list in lower case, whatever BCP 47 recommends, and check dates and lengths before.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error \
    rdf-validate-shacl@0.6.5 shacl-engine@1.1.2 n3@1.26.0 >/dev/null

cat >validate.mjs <<'JS'
import { Parser } from 'n3'
import RdfValidateShacl from 'rdf-validate-shacl'
import env from 'rdf-validate-shacl/src/defaultEnv.js'
import { Validator } from 'shacl-engine'

const read = (turtle) => env.dataset(new Parser().parse(`@prefix sh: <http://www.w3.org/ns/shacl#> .
  @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <http://example.org/> . ${turtle}`))
const asked = [
  ['sh:languageIn ("zh-Hant")', '"臺北"@zh-Hant'], ['sh:languageIn ("zh-hant")', '"臺北"@zh-Hant'], ['sh:languageIn ("zh")', '"臺北"@zh-Hant'],
  ['sh:languageIn ("en")', '"Lundene"@enm'],
  ['sh:maxLength 1', '"吉"'], ['sh:maxLength 1', '"𠮷"'], ['sh:minLength 2', '"𠮷"'], ['sh:pattern "^.$"', '"𠮷"'],
  ['sh:pattern "^\\\\p{L}+$"', '"Kyoto"'], ['sh:pattern "^\\\\p{L}+$"', '"p{L}"'],
  ['sh:datatype xsd:date', '"1955-02-30"^^xsd:date'], ['sh:datatype xsd:gYearMonth', '"1955-13"^^xsd:gYearMonth'],
  ['sh:datatype xsd:gMonthDay', '"--02-29"^^xsd:gMonthDay'],
]
for (const [constraint, value] of asked) {
  const shapes = read(`:shape a sh:NodeShape ; sh:targetNode :place ; sh:property [ sh:path :value ; ${constraint} ] .`)
  const data = read(`:place :value ${value} .`)
  const one = await new RdfValidateShacl(shapes, { factory: env }).validate(data)
  const other = await new Validator(shapes, { factory: env }).validate({ dataset: data })
  console.log(`${constraint}  ${value}  ${one.conforms} ${other.conforms}`)
}
JS
node validate.mjs >seen
cat >expected <<'TEXT'
sh:languageIn ("zh-Hant")  "臺北"@zh-Hant  false false
sh:languageIn ("zh-hant")  "臺北"@zh-Hant  true true
sh:languageIn ("zh")  "臺北"@zh-Hant  true true
sh:languageIn ("en")  "Lundene"@enm  true true
sh:maxLength 1  "吉"  true true
sh:maxLength 1  "𠮷"  false false
sh:minLength 2  "𠮷"  true true
sh:pattern "^.$"  "𠮷"  false false
sh:pattern "^\\p{L}+$"  "Kyoto"  false false
sh:pattern "^\\p{L}+$"  "p{L}"  true true
sh:datatype xsd:date  "1955-02-30"^^xsd:date  true true
sh:datatype xsd:gYearMonth  "1955-13"^^xsd:gYearMonth  true false
sh:datatype xsd:gMonthDay  "--02-29"^^xsd:gMonthDay  false true
TEXT
diff -u expected seen
echo "rdf-validate-shacl 0.6.5, shacl-engine 1.1.2: as described"
