#!/bin/sh
# Which language a reader sees of one SVG file that has its words in several, as maps and charts for many sites are often made: a
# <switch> whose children say systemLanguage, the last one none. SVG 2 (5.6.5, systemLanguage; SVG 1.1 alike): a child is taken if a
# language of the reader's *equals or begins* one of the attribute's (zh begins zh-Hant); the first such child. One expects what RFC 4647's
# lookup gives, a reader of lt-LT being served by "lt". Seen, with zh-Hant, zh, lt, pt-BR, pt and English at the end:
#
#  - librsvg 2.54.7 (Debian: GNOME, MediaWiki's thumbnails) does just this lookup, against the specification: lt-LT takes lt, zh-TW zh.
#  - Batik 1.16 (Debian) and @resvg/resvg-js 2.6.2 (npm) go by the specification, as Chromium does: who asks for lt-LT, zh-TW or
#    zh-Hant-TW, as systems and browsers do, gets English; who asks for zh gets zh-Hant, for pt Brazil's, since these come first.
#  - no order suits both. With the plain language before its variants, and regions listed with it ("pt, pt-PT" before "pt-BR"),
#    Batik and resvg are right but for zh-Hant-TW, which nobody thought of, and librsvg gives Brazil Portugal's and Taiwan plain zh.
# So the same map speaks Lithuanian in a thumbnail and English on the page, and the one who made it saw it right in his viewer. A
# registry makes a file for each language, at an address of its own, and leaves the choice to HTTP and to links.
#
# Installs the npm package in a temporary folder; fails if any of this changes. Needs Debian's librsvg2-bin, libbatik-java.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error @resvg/resvg-js@2.6.2 @resvg/resvg-js-linux-x64-gnu@2.6.2 >/dev/null

child() { # LANGUAGES WIDTH
  echo "<rect ${1:+systemLanguage=\"$1\"} width=\"$2\" height=\"9\"/>"
}
picture() { # CHILDREN…
  echo "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"9\"><switch>$*</switch></svg>"
}
width=1
for answer in zh-Hant zh lt pt-BR pt en; do
  width=$((width + 2))
  picture "$(child '' $width)" >"is_$answer.svg"
done
picture "$(child zh-Hant 3)$(child zh 5)$(child lt 7)$(child pt-BR 9)$(child pt 11)$(child '' 13)" >plain.svg
picture "$(child 'zh, zh-CN, zh-SG' 5)$(child 'zh-Hant, zh-TW, zh-HK' 3)$(child 'lt, lt-LT' 7)$(child 'pt, pt-PT' 11)$(child pt-BR 9)$(child '' 13)" >listed.svg

cat >draw.cjs <<'JS'
const { readFileSync, writeFileSync } = require('node:fs')
const { Resvg } = require('@resvg/resvg-js')

const [language, ...files] = process.argv.slice(2)
for (const file of files) writeFileSync(`resvg/${file.replace('.svg', '.png')}`, new Resvg(readFileSync(file, 'utf8'), { languages: [language] }).render().asPng())
JS
mkdir librsvg batik resvg
draw() { # LANGUAGE FILES…
  language=$1
  shift
  for file in "$@"; do rsvg-convert --accept-language="$language" "$file" -o "librsvg/${file%.svg}.png"; done
  node draw.cjs "$language" "$@"
  rasterizer -lang "$language" -d batik "$@" >/dev/null 2>&1
}
draw en is_*.svg
for language in lt-LT pt pt-BR zh zh-TW zh-Hant-TW; do
  draw "$language" plain.svg listed.svg
  for file in plain listed; do
    printf '%s, %s:' "$file" "$language"
    for tool in librsvg batik resvg; do
      for answer in zh-Hant zh lt pt-BR pt en; do
        if cmp -s "$tool/$file.png" "$tool/is_$answer.png"; then printf ' %s %s' "$tool" "$answer"; fi
      done
    done
    echo
  done
done >seen
cat >expected <<'TEXT'
plain, lt-LT: librsvg lt batik en resvg en
listed, lt-LT: librsvg lt batik lt resvg lt
plain, pt: librsvg pt batik pt-BR resvg pt-BR
listed, pt: librsvg pt batik pt resvg pt
plain, pt-BR: librsvg pt-BR batik pt-BR resvg pt-BR
listed, pt-BR: librsvg pt batik pt-BR resvg pt-BR
plain, zh: librsvg zh batik zh-Hant resvg zh-Hant
listed, zh: librsvg zh batik zh resvg zh
plain, zh-TW: librsvg zh batik en resvg en
listed, zh-TW: librsvg zh batik zh-Hant resvg zh-Hant
plain, zh-Hant-TW: librsvg zh-Hant batik en resvg en
listed, zh-Hant-TW: librsvg zh batik en resvg en
TEXT
diff -u expected seen
echo "librsvg 2.54.7, Batik 1.16, @resvg/resvg-js 2.6.2: as described"
