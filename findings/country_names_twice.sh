#!/bin/sh
# Countries by their names in the reader's language, as lists of partner cities have them, in two tables that many sites take
# them from. A name is one country's or it finds the wrong one. Seen:
#
#  - i18n-iso-countries 7.14.0 (npm): in Portuguese the Republic of the Congo (CG) is called "República Democrática do Congo", so that
#    the other one's name finds CG; in Turkmen Iraq is called Eýran,
#    Iran, which finds IQ; in Divehi Malaysia's name finds Malawi, Mongolia's Monaco; "Congo" in English finds CG, though it is
#    an alternative name of CD alone.
#  - world-countries 5.1.0 (npm), the data of mledoze/countries: Cameroon is Ivory Coast in Polish, South Sudan is Sudan; Tanzania
#    is Tajikistan in Hungarian; in Korean Dominica is the Dominican Republic, South Georgia is Georgia, the British territory in
#    the Indian Ocean is India; Guinea is Papua New Guinea in Persian; French Guiana is Guyana in Slovak.
# ICU, in the languages it has, has none of these. So names are looked up in CLDR's, by ICU, and one that several countries have is asked about.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error i18n-iso-countries@7.14.0 world-countries@5.1.0 >/dev/null

cat >look.cjs <<'JS'
const names = require('i18n-iso-countries')
const world = require('world-countries')

const icu = (language, code) => new Intl.DisplayNames(language, { type: 'region' }).of(code)
for (const language of ['pt', 'tk', 'dv', 'en']) names.registerLocale(require(`i18n-iso-countries/langs/${language}.json`))
console.log('pt República Democrática do Congo finds', names.getAlpha2Code('República Democrática do Congo', 'pt'))
console.log('tk', icu('tk', 'IR'), "(ICU's IR) finds", names.getAlpha2Code(icu('tk', 'IR'), 'tk'))
for (const [language, code] of [['dv', 'MY'], ['dv', 'MN'], ['en', 'CD']]) {
  const found = names.getNames(language, { select: 'all' })[code].map((name) => names.getAlpha2Code(name, language))
  console.log(language, 'names of', code, 'find', found.join(' '))
}
const translated = (code, language) => world.find((country) => country.cca2 === code).translations[language].common
for (const [language, tag, one, other] of [
  ['pol', 'pl', 'CM', 'CI'], ['pol', 'pl', 'SS', 'SD'], ['hun', 'hu', 'TZ', 'TJ'], ['kor', 'ko', 'DM', 'DO'], ['kor', 'ko', 'GS', 'GE'],
  ['kor', 'ko', 'IO', 'IN'], ['per', 'fa', 'GN', 'PG'], ['slk', 'sk', 'GF', 'GY'],
]) {
  const same = translated(one, language).toLowerCase() === translated(other, language).toLowerCase()
  console.log(language, one, other, same ? 'are both' : 'differ:', translated(other, language), icu(tag, one) === icu(tag, other) ? 'in ICU too' : 'not in ICU')
}
JS
node look.cjs >seen
cat seen
cat >expected <<'TEXT'
pt República Democrática do Congo finds CG
tk Eýran (ICU's IR) finds IQ
dv names of MY find MW
dv names of MN find MC
en names of CD find CD CG
pol CM CI are both WybrzeŻe Kości Słoniowej not in ICU
pol SS SD are both Sudan not in ICU
hun TZ TJ are both Tádzsikisztán not in ICU
kor DM DO are both 도미니카 공화국 not in ICU
kor GS GE are both 조지아 not in ICU
kor IO IN are both 인도 not in ICU
per GN PG are both پاپوآ گینه نو not in ICU
slk GF GY are both Guyana not in ICU
TEXT
diff expected seen
