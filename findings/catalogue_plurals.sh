#!/bin/sh
# Which plural a program in JavaScript takes from a gettext catalogue. There the catalogue decides: its header Plural-Forms says how
# many forms there are and which number has which (GNU gettext, 12.6 Additional functions for plural forms), so that translators
# may order them as they like, and Latvian is about as often in the old order (1, 2, 0) as in CLDR's (0, 1, 2). Seen:
#
#  - node-gettext 3.0.1, its fork @postalsys/gettext 4.1.1, and ttag 1.8.12 (npm) never ask the header, they have a table of
#    languages. A Latvian catalogue in CLDR's order is wrong at every number: "1" gets the form for 0, no error.
#  - one for Brazil, pt_BR, whose 0 is singular, is read as Portugal's; a Welsh one in CLDR's six forms is wrong at every number;
#    in Georgian and Persian, with two forms in CLDR, all numbers get the first.
#  - for a language that is not in the table, such as Latgalian, all three throw an error.
#  - gettext.js 2.0.3 follows the header in all of them.
# So whoever uses a registry's catalogues again in a page's script takes a library that reads the header, and tries 0, 1, 2, 11 in
# the languages with three forms and more.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error \
    node-gettext@3.0.1 @postalsys/gettext@4.1.1 ttag@1.8.12 gettext.js@2.0.3 gettext-parser@10.0.0 >/dev/null

cat >ask.mjs <<'JS'
import postalsys from '@postalsys/gettext'
import gettextJs from 'gettext.js'
import { po } from 'gettext-parser'
import Gettext from 'node-gettext'
import * as ttag from 'ttag'

const key = '${ n } city'
const event = (Library) => (language, catalogue) => {
  const library = new Library()
  library.addTranslations(language, 'messages', catalogue)
  library.setLocale(language)
  return (n) => library.ngettext(key, '${ n } cities', n)
}
const libraries = {
  'node-gettext': event(Gettext),
  '@postalsys/gettext': event(postalsys),
  ttag: (language, catalogue) => {
    ttag.addLocale(language, catalogue)
    ttag.useLocale(language)
    return (n) => ttag.ngettext(ttag.msgid`${n} city`, `${n} cities`, n)
  },
  'gettext.js': (language, catalogue) => {
    const library = gettextJs()
    library.setMessages('messages', language, { [key]: catalogue.translations[''][key].msgstr }, catalogue.headers['Plural-Forms'])
    library.setLocale(language)
    return (n) => library.ngettext(key, '${ n } cities', n)
  },
}
const asked = {
  lv: 'nplurals=3; plural=(n%10==0 || n%100>=11 && n%100<=19 ? 0 : n%10==1 && n%100!=11 ? 1 : 2);',
  pt_BR: 'nplurals=2; plural=(n > 1);',
  cy: 'nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);',
  ka: 'nplurals=2; plural=(n != 1);',
  fa: 'nplurals=2; plural=(n > 1);',
  ltg: 'nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);',
  lt: 'nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);',
}
for (const [language, forms] of Object.entries(asked)) {
  const texts = Array.from({ length: Number(forms.match(/\d/)[0]) }, (_, form) => `msgstr[${form}] "form ${form}"\n`)
  const catalogue = () => po.parse(`msgid ""\nmsgstr ""\n"Language: ${language}\\n"\n"Plural-Forms: ${forms}\\n"\n
msgid "${key}"\nmsgid_plural "\${ n } cities"\n${texts.join('')}`)
  const stated = new Function('n', `return Number(${forms.match(/plural=(.*);/)[1]})`)
  const numbers = Array.from({ length: 201 }, (_, n) => n)
  const seen = Object.entries(libraries).map(([name, load]) => {
    try {
      const ask = load(language, catalogue())
      return `${name} ${numbers.filter((n) => ask(n) !== `form ${stated(n)}`).length}`
    } catch (error) {
      return `${name} an error`
    }
  })
  console.log(`${language}, wrong of ${numbers.length}: ${seen.join(', ')}`)
}
JS
node ask.mjs | grep -v '^>>>' >seen
cat >expected <<'TEXT'
lv, wrong of 201: node-gettext 201, @postalsys/gettext 201, ttag 201, gettext.js 0
pt_BR, wrong of 201: node-gettext 1, @postalsys/gettext 1, ttag 1, gettext.js 0
cy, wrong of 201: node-gettext 201, @postalsys/gettext 201, ttag 201, gettext.js 0
ka, wrong of 201: node-gettext 200, @postalsys/gettext 200, ttag 200, gettext.js 0
fa, wrong of 201: node-gettext 199, @postalsys/gettext 199, ttag 199, gettext.js 0
ltg, wrong of 201: node-gettext an error, @postalsys/gettext an error, ttag an error, gettext.js 0
lt, wrong of 201: node-gettext 0, @postalsys/gettext 0, ttag 0, gettext.js 0
TEXT
diff -u expected seen
echo "node-gettext 3.0.1, @postalsys/gettext 4.1.1, ttag 1.8.12, gettext.js 2.0.3: as described"
