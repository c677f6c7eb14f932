#!/bin/sh
# Which anniversary a page announces whose messages are Fluent's (Mozilla's format of translations). The 22nd needs the ordinal category,
# for which Fluent's guide (Selectors) has the very example: { NUMBER($pos, type: "ordinal") -> [one] … [two] … [few] … *[other] … }.
# One expects the reference implementation to follow its guide. Seen in English, for 1, 2, 3, 11, 22, 60:
#
#  - @fluent/bundle 0.19.1 (npm; by Fluent's makers): 1st, 2th, 3th, 11th, 22th, 60th. Of NUMBER's options it lets a message set some, and
#    passes over the others without an error; type is no longer among them. A program that hands over a FluentNumber with
#    that type gets 22nd. fluent 0.13.0, the package that it took the place of, has 22nd from the message.
#  - fluent-transpiler 0.6.0: the same 22th; and the category is asked of the number as it is written, "1 021" in Lithuanian, which is
#    none, so that from 1000 on each number has the form for "other".
#  - @messageformat/fluent 0.14.0, between Fluent and MessageFormat 2: it keeps type, which MessageFormat 2 does not know (there it
#    is select=ordinal): 22th. The other way round select=ordinal, 22nd in messageformat 4.0.0, becomes NUMBER($n, select: "ordinal"),
#    which no Fluent knows: 22th.
# No error in any of them, and 1st, 11th, 60th are right. A registry says anniversaries in gettext or MessageFormat, or as "22 years".
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error @fluent/bundle@0.19.1 @fluent/syntax@0.19.0 fluent@0.13.0 \
  fluent-transpiler@0.6.0 @messageformat/fluent@0.14.0 messageformat@4.0.0 >/dev/null 2>&1

cat >say.mjs <<'JS'
import { writeFileSync } from 'node:fs'
import { FluentBundle, FluentNumber, FluentResource } from '@fluent/bundle'
import syntax from '@fluent/syntax'
import { fluentToResource, resourceToFluent } from '@messageformat/fluent'
import old from 'fluent'
import transpile from 'fluent-transpiler'
import { MessageFormat, parseMessage } from 'messageformat'

const NUMBERS = [1, 2, 3, 11, 22, 60]
const FLUENT = `day = { NUMBER($n, type: "ordinal") ->
    [one] { $n }st
    [two] { $n }nd
    [few] { $n }rd
   *[other] { $n }th
}
`
const PEOPLE = `people = { NUMBER($n) ->
    [one] { $n } gyventojas
    [few] { $n } gyventojai
   *[other] { $n } gyventojų
}
`
const MESSAGE_FORMAT = '.input {$n :number select=ordinal} .match $n one {{{$n}st}} two {{{$n}nd}} few {{{$n}rd}} * {{{$n}th}}'
const show = (name, say, numbers = NUMBERS) => console.log(`${name}: ${numbers.map(say).join(', ')}`)
const bundle = (source, language = 'en') => {
  const made = new FluentBundle(language, { useIsolating: false })
  const errors = made.addResource(new FluentResource(source))
  return (id, n) => { const text = made.formatPattern(made.getMessage(id).value, { n }, errors); return errors.length ? errors : text }
}
const module = async (name, source, locale) => {
  writeFileSync(`${name}.mjs`, await transpile(source, { locale }))
  return import(`./${name}.mjs`)
}

const today = bundle(FLUENT)
show('@fluent/bundle', (n) => today('day', n))
show('@fluent/bundle, typed by the program', (n) => today('day', new FluentNumber(n, { type: 'ordinal' })))
const before = new old.FluentBundle('en', { useIsolating: false })
before.addMessages(FLUENT)
show('fluent', (n) => before.format(before.getMessage('day'), { n }))
const transpiled = await module('day', FLUENT, 'en')
show('fluent-transpiler', (n) => transpiled.day({ n }))
const format = (message) => (n) => message.format({ n })
show('@messageformat/fluent, from Fluent', format(fluentToResource('en', FLUENT).get('day').get('')))
show('messageformat', format(new MessageFormat('en', MESSAGE_FORMAT, { bidiIsolation: 'none' })))
const written = syntax.serialize(resourceToFluent(new Map([['day', new Map([['', parseMessage(MESSAGE_FORMAT)]])]])), {})
console.log(written.match(/NUMBER.*\)/)[0])
show('@messageformat/fluent, to Fluent', (n) => bundle(written)('day', n))
show('@fluent/bundle', (n) => bundle(PEOPLE, 'lt')('people', n), [21, 22, 1021, 1022])
const people = await module('people', PEOPLE, 'lt')
show('fluent-transpiler', (n) => people.people({ n }), [21, 22, 1021, 1022])
JS
node say.mjs | sed 's/ / /g' >seen
cat >expected <<'TEXT'
@fluent/bundle: 1st, 2th, 3th, 11th, 22th, 60th
@fluent/bundle, typed by the program: 1st, 2nd, 3rd, 11th, 22nd, 60th
fluent: 1st, 2nd, 3rd, 11th, 22nd, 60th
fluent-transpiler: 1st, 2th, 3th, 11th, 22th, 60th
@messageformat/fluent, from Fluent: 1st, 2th, 3th, 11th, 22th, 60th
messageformat: 1st, 2nd, 3rd, 11th, 22nd, 60th
NUMBER($n, select: "ordinal")
@messageformat/fluent, to Fluent: 1st, 2th, 3th, 11th, 22th, 60th
@fluent/bundle: 21 gyventojas, 22 gyventojai, 1 021 gyventojas, 1 022 gyventojai
fluent-transpiler: 21 gyventojas, 22 gyventojai, 1 021 gyventojų, 1 022 gyventojų
TEXT
diff -u expected seen
echo "@fluent/bundle 0.19.1, fluent 0.13.0, fluent-transpiler 0.6.0, @messageformat/fluent 0.14.0, messageformat 4.0.0: as described"
