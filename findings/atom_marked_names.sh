#!/bin/sh
# What feed readers of npm make of an Atom entry whose names are marked, as is right for names in other languages: title and summary of
# type "xhtml", the name in an element with lang (RFC 4287, 3.1.1.3: such a text is shown as XHTML is, without the outer div), and an
# address for each language (4.1.2: several links rel="alternate" are allowed if hreflang differs; rel="related" is another thing).
#
#  - rss-parser 3.13.0: the marked words move behind the sentence. "The mayor of <b>Hiratsuka</b> met the mayor of <b>Kaunas</b>" is
#    "The mayor of met the mayor of <b>Hiratsuka</b><b>Kaunas</b>": valid HTML, who met whom is gone. The XML is made an object first, with the text in one
#    place and the elements in another, and written back. The title is that object; put into a string it throws a TypeError.
#  - @extractus/feed-extractor 8.0.3: title and description are empty, and the entry's link is the first of all links, the partner's
#    site that it says to be related.
#  - feedparser 2.6.0: text and marks right; of the links it takes the last alternate, rss-parser the first.
#  - feedsmith 3.0.1: all right, and all links with their languages.
#  - the same as escaped HTML, type="html", is right in all four, but that feed-extractor drops the marks as it is made to.
# A registry's feed says titles as plain text and the rest as type="html", and gives one alternate for an entry, before any other link, in
# the feed's own language; the page that it leads to has the others.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error rss-parser@3.13.0 @extractus/feed-extractor@8.0.3 feedparser@2.6.0 feedsmith@3.0.1 >/dev/null 2>&1

cat >ask.mjs <<'JS'
import { Readable } from 'node:stream'
import { extractFromXml } from '@extractus/feed-extractor'
import FeedParser from 'feedparser'
import { parseFeed } from 'feedsmith'
import Parser from 'rss-parser'

const TITLE = 'Guests from <i lang="ja">平塚</i> here'
const SUMMARY = '<p>The mayor of <b>Hiratsuka</b> met the mayor of <b>Kaunas</b>.</p>'
const WAYS = {
  xhtml: (text) => `<div xmlns="http://www.w3.org/1999/xhtml">${text}</div>`,
  html: (text) => text.replaceAll('<', '&lt;'),
}
const say = (name, title, summary, link) => console.log(`${name}: ${typeof title === 'string' ? JSON.stringify(title) : `an object, ${Object.keys(title)}`}, ${summary?.replace(/<\/?div[^>]*>/g, '')}, ${link}`)
for (const [type, text] of Object.entries(WAYS)) {
  const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Visits</title><id>urn:example:feed</id><updated>2026-01-01T00:00:00Z</updated>
    <author><name>City</name></author><entry><id>urn:example:visit</id><updated>2026-01-01T00:00:00Z</updated>
    <title type="${type}">${text(TITLE)}</title><summary type="${type}">${text(SUMMARY)}</summary>
    <link rel="related" href="https://partner.example/"/>
    <link rel="alternate" hreflang="lt" href="https://city.example/visit?lang=lt"/>
    <link rel="alternate" hreflang="en" href="https://city.example/visit?lang=en"/></entry></feed>`
  const [parsed] = (await new Parser().parseString(feed)).items
  say(`${type}, rss-parser`, parsed.title, parsed.summary, parsed.link)
  const [extracted] = extractFromXml(feed).entries
  say(`${type}, feed-extractor`, extracted.title, extracted.description, extracted.link)
  for await (const item of Readable.from([feed]).pipe(new FeedParser())) say(`${type}, feedparser`, item.title, item.summary, item.link)
  const [smith] = parseFeed(feed).feed.entries
  say(`${type}, feedsmith`, smith.title.value, smith.summary.value, smith.links.map((link) => `${link.rel} ${link.hreflang ?? ''}`).join(' '))
}
JS
node ask.mjs >seen
cat >expected <<'TEXT'
xhtml, rss-parser: an object, $,div, <p>The mayor of  met the mayor of .<b>Hiratsuka</b><b>Kaunas</b></p>, https://city.example/visit?lang=lt
xhtml, feed-extractor: "", , https://partner.example/
xhtml, feedparser: "Guests from 平塚 here", <p>The mayor of <b>Hiratsuka</b> met the mayor of <b>Kaunas</b>.</p>, https://city.example/visit?lang=en
xhtml, feedsmith: "Guests from <i lang=\"ja\">平塚</i> here", <p>The mayor of <b>Hiratsuka</b> met the mayor of <b>Kaunas</b>.</p>, related  alternate lt alternate en
html, rss-parser: "Guests from <i lang=\"ja\">平塚</i> here", <p>The mayor of <b>Hiratsuka</b> met the mayor of <b>Kaunas</b>.</p>, https://city.example/visit?lang=lt
html, feed-extractor: "Guests from <i lang=\"ja\">平塚</i> here", The mayor of Hiratsuka met the mayor of Kaunas., https://partner.example/
html, feedparser: "Guests from 平塚 here", <p>The mayor of <b>Hiratsuka</b> met the mayor of <b>Kaunas</b>.</p>, https://city.example/visit?lang=en
html, feedsmith: "Guests from <i lang=\"ja\">平塚</i> here", <p>The mayor of <b>Hiratsuka</b> met the mayor of <b>Kaunas</b>.</p>, related  alternate lt alternate en
TEXT
diff -u expected seen
echo "rss-parser 3.13.0, feed-extractor 8.0.3, feedparser 2.6.0, feedsmith 3.0.1: as described"
