#!/bin/sh
# When an agreement's term ends, asked in SPARQL: the first day plus a term of years. SPARQL 1.1 has no such sum, engines take it
# from XPath's functions (op:add-yearMonthDuration-to-date), where a day that the month lacks becomes the month's last one. Seen:
#
#  - in oxigraph 0.5.11 (npm) the names of variables decide: "?from + P1Y" has no value, the same with ?day for ?from has one,
#    with ?d terms of 2, 5 and 8 years have none and the other seven do. A row whose FILTER has such a sum is dropped. "P1Y +
#    ?day" has the same values as "?day + P1Y", which alone would be one: both sides of a sum seem to be put in an order of the
#    engine's own, as if all sums were commutative, and a term plus a date is none. A difference, "?from - (-P1Y)", always has
#    its value.
#  - Comunica 5.2.3 goes over into the next month: 2020-02-29 plus a year is 2021-03-01, 2019-01-31 plus a month 2019-03-03.
#    oxigraph, where it answers, says 28 February of both.
# So a registry says the last day of a term as a date of its own and does not leave the sum to who reads it.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error oxigraph@0.5.11 @comunica/query-sparql-rdfjs-lite@5.2.3 n3@2.13.12 >/dev/null

cat >ask.mjs <<'JS'
import { QueryEngine } from '@comunica/query-sparql-rdfjs-lite'
import { Store as Nothing } from 'n3'
import oxigraph from 'oxigraph'

const xsd = 'PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> '
const date = (day) => `"${day}"^^xsd:date`
const term = (text) => `"${text}"^^xsd:yearMonthDuration`
const store = new oxigraph.Store()
const oxi = (sum, where) => store.query(`${xsd}SELECT (${sum} AS ?until) {${where}}`)[0].get('until')?.value ?? '-'
const comunica = async (sum, where) => {
  const rows = await new QueryEngine().queryBindings(`${xsd}SELECT (${sum} AS ?until) {${where}}`, { sources: [new Nothing()] })
  return (await rows.toArray())[0].get('until')?.value ?? '-'
}
const since = (name) => `VALUES ?${name} {${date('2019-02-22')}}`
const years = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
const missing = (ask) => years.filter((count) => ask(count) === '-').join(' ') || 'none'

for (const name of ['from', 'day', 'd']) {
  console.log(`no end, ?${name} + term:`, missing((n) => oxi(`?${name} + ${term(`P${n}Y`)}`, since(name))))
  console.log(`no end, term + ?${name}:`, missing((n) => oxi(`${term(`P${n}Y`)} + ?${name}`, since(name))))
}
for (const [first, second] of [['from', 'term'], ['d', 'p']]) {
  console.log(`no end, ?${first} + ?${second}:`,
    missing((n) => oxi(`?${first} + ?${second}`, `${since(first)} VALUES ?${second} {${term(`P${n}Y`)}}`)))
}
console.log('no end, ?from - -term:', missing((n) => oxi(`?from - ${term(`-P${n}Y`)}`, since('from'))))
console.log('rows with an end:', years.map((n) => store.query(
  `${xsd}SELECT ?d {${since('d')} FILTER(?d + ${term(`P${n}Y`)} > ${date('1990-01-01')})}`).length).join(' '))
const some = []
for (const n of years) some.push(await comunica(`?from + ${term(`P${n}Y`)}`, since('from')))
console.log('no end, Comunica:', some.filter((day) => day === '-').length || 'none')
for (const [day, length] of [['2020-02-29', 'P1Y'], ['2019-01-31', 'P1M']]) {
  const both = `VALUES (?d ?p) {(${date(day)} ${term(length)})}`
  console.log(`${day} + ${length}: oxigraph ${oxi('?d + ?p', both)}, Comunica ${await comunica('?d + ?p', both)}`)
}
JS
node ask.mjs >seen
cat seen
cat >expected <<'TEXT'
no end, ?from + term: 1 2 3 4 5 6 7 8 9
no end, term + ?from: 1 2 3 4 5 6 7 8 9
no end, ?day + term: none
no end, term + ?day: none
no end, ?d + term: 2 5 8
no end, term + ?d: 2 5 8
no end, ?from + ?term: 1 2 3 4 5 6 7 8 9 10
no end, ?d + ?p: none
no end, ?from - -term: none
rows with an end: 1 0 1 1 0 1 1 0 1 1
no end, Comunica: none
2020-02-29 + P1Y: oxigraph 2021-02-28, Comunica 2021-03-01
2019-01-31 + P1M: oxigraph 2019-02-28, Comunica 2019-03-03
TEXT
diff expected seen
