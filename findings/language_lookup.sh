#!/bin/sh
# Which Chinese a reader gets whose browser asks for zh-Hant-TW, or for zh-Hant itself, from a site in English, zh and zh-Hant.
# RFC 4647, 3.4 (lookup): the range is cut from its end, zh-Hant-TW, zh-Hant, zh, and the first of these that is a tag of the
# site is the answer: zh-Hant, wherever it stands in the site's list. Seen, with zh before zh-Hant in the list:
#
#  - bcp-47-match 2.0.3, lookup(): zh, for zh-Hant, too: the first tag in the list that any cut of the range meets. An exact
#    tag loses to its parent if that stands first; likewise for pt before pt-BR.
#  - @fluent/langneg 0.7.0, strategy "lookup": zh for zh-Hant-TW; it says zh-Hant where that stands first.
#  - negotiator 1.1.0 (Express, Koa): zh for zh-Hant-TW in either order: it cuts to the first subtag at once.
#  - accept-language-negotiator 1.2.1, @formatjs/intl-localematcher 0.10.1 ("lookup"): zh-Hant, as the RFC says.
# And basicFilter() of bcp-47-match finds the range anywhere in a tag, where RFC 4647, 3.3.1 has it at the beginning, up to a
# hyphen or the end: "en" takes den-Latn (Slavey) and men-Latn (Mende), "hr" takes mhr-RU (Mari); "latn" all Latin script.
# A site in zh and zh-Hant names the longer tags first in its list, or Taiwan and Hong Kong read Simplified Chinese.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error bcp-47-match@2.0.3 @fluent/langneg@0.7.0 negotiator@1.1.0 \
    accept-language-negotiator@1.2.1 @formatjs/intl-localematcher@0.10.1 >/dev/null

cat >ask.mjs <<'JS'
import { negotiateLanguages } from '@fluent/langneg'
import { match } from '@formatjs/intl-localematcher'
import languageNegotiator from 'accept-language-negotiator'
import { basicFilter, lookup } from 'bcp-47-match'
import Negotiator from 'negotiator'

const libraries = {
  'bcp-47-match': (tags, range) => lookup(tags, [range]),
  '@fluent/langneg': (tags, range) => negotiateLanguages([range], tags, { strategy: 'lookup', defaultLocale: 'en' })[0],
  negotiator: (tags, range) => new Negotiator({ headers: { 'accept-language': range } }).language(tags),
  'accept-language-negotiator': (tags, range) => languageNegotiator.lookup(range, tags, 'en'),
  '@formatjs/intl-localematcher': (tags, range) => match([range], tags, 'en', { algorithm: 'lookup' }),
}
for (const [name, choose] of Object.entries(libraries)) {
  const site = ['en', 'zh', 'zh-Hant', 'pt', 'pt-BR']
  const ranges = ['zh-Hant-TW', 'zh-Hant', 'pt-BR']
  const ask = (tags) => ranges.map((range) => choose(tags, range)).join(' ')
  console.log(`${name}: ${ask(site)}; longer first: ${ask([...site].sort((one, other) => other.length - one.length))}`)
}
for (const [range, tags] of [['en', ['en-GB', 'den-Latn', 'men-Latn']], ['hr', ['hr-HR', 'mhr-RU']], ['latn', ['ja-Latn-hepburn']]])
  console.log(`basicFilter ${range}: ${basicFilter(tags, [range]).join(' ')}`)
JS
cat >expected <<'TEXT'
bcp-47-match: zh zh pt; longer first: zh-Hant zh-Hant pt-BR
@fluent/langneg: zh zh-Hant pt-BR; longer first: zh-Hant zh-Hant pt-BR
negotiator: zh zh-Hant pt-BR; longer first: zh zh-Hant pt-BR
accept-language-negotiator: zh-Hant zh-Hant pt-BR; longer first: zh-Hant zh-Hant pt-BR
@formatjs/intl-localematcher: zh-Hant zh-Hant pt-BR; longer first: zh-Hant zh-Hant pt-BR
basicFilter en: en-GB den-Latn men-Latn
basicFilter hr: hr-HR mhr-RU
basicFilter latn: ja-Latn-hepburn
TEXT
node ask.mjs >seen
diff -u expected seen
echo "bcp-47-match 2.0.3, @fluent/langneg 0.7.0, negotiator 1.1.0 and two more: as described"
