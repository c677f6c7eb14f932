#!/bin/sh
# A city's table of budgets and founding years, described by a Table Schema (number: decimalChar, groupChar; year: as XML Schema's
# gYear), read by tableschema 1.12.6 (npm), by which datapackage 1.1.10 reads, too. Seen:
#
#  - with a comma before the decimals and a point between the groups, as German, Spanish or Italian tables have them, 15.000,50
#    is 1500050 and 0,5 is 5, without an error: the comma becomes a point first, and then all points are taken for groups.
#    15 000,50 and 15’000.50 are right, and so is 15000,50 without groups.
#  - the year 794 of Kyoto's foundation is refused as "0794" (and as "794"), while "0794-11" is a yearmonth.
#  - a duration of nothing, "P0Y", and one back, "-P1Y", are refused; "P60M" is read and is "P5Y" then.
# So numbers of a table for others have a point and no groups, whatever its readers' language, and years before 1000 are text.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error tableschema@1.12.6 datapackage@1.1.10 >/dev/null

cat >read.mjs <<'JS'
import { writeFileSync } from 'node:fs'
import datapackage from 'datapackage'
import { Field } from 'tableschema'

const cast = (field, value) => {
  try {
    const read = new Field({ name: 'cell', ...field }).castValue(value)
    return read?.toISOString?.() ?? String(read)
  } catch {
    return 'refused'
  }
}
const marks = (decimalChar, groupChar) => ({ type: 'number', decimalChar, ...(groupChar && { groupChar }) })
for (const [field, ...values] of [
  [marks(',', '.'), '15.000,50', '0,5', '15.000'], [marks(',', ' '), '15 000,50'], [marks(','), '15000,50'], [marks('.', '’'), '15’000.50'],
  [{ type: 'year' }, '1959', '0794', '794'], [{ type: 'yearmonth' }, '1959-11', '0794-11'],
  [{ type: 'duration' }, 'P60M', 'P0Y', '-P1Y'],
]) {
  for (const value of values) console.log(field.type, value, 'is', cast(field, value))
}
writeFileSync('budget.csv', 'activity;budget\nvisit;15.000,50\n')
const schema = { fields: [{ name: 'activity', type: 'string' }, { name: 'budget', ...marks(',', '.') }] }
const resource = { name: 'budget', path: 'budget.csv', dialect: { delimiter: ';' }, schema }
const read = await datapackage.Package.load({ name: 'city', resources: [resource] }, { basePath: '.' })
console.log('datapackage', (await read.getResource('budget').read({ keyed: true }))[0].budget)
JS
node read.mjs >seen
cat seen
cat >expected <<'TEXT'
number 15.000,50 is 1500050
number 0,5 is 5
number 15.000 is 15000
number 15 000,50 is 15000.5
number 15000,50 is 15000.5
number 15’000.50 is 15000.5
year 1959 is 1959
year 0794 is refused
year 794 is refused
yearmonth 1959-11 is 1959,11
yearmonth 0794-11 is 794,11
duration P60M is P5Y
duration P0Y is refused
duration -P1Y is refused
datapackage 1500050
TEXT
diff expected seen
