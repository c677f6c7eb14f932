#!/bin/sh
# What a program reads in a Japanese page that Chromium 156 (Debian) printed to PDF, as agreements and council papers are kept. It writes for
# a glyph one character, and fonts draw a Kangxi radical (U+2F00) and the ideograph it is alike by the same glyph. Seen, Noto Sans CJK JP:
#
#  - 10 of 12 names of cities come out with radicals: ⻑崎市 is U+2ED1 and not 長, 日 is U+2F47, in pdfjs-dist 4.4.168 (npm: Firefox's reader) and
#    MuPDF 1.21.1 (Debian). They look right, and no search for the name finds them.
#  - poppler 22.12.0 (pdftotext) and mupdf 1.28.1 (npm) put ideographs in their place, so that one reader's word is not another's.
#  - NFKC, the usual remedy, mends 6 of the 10. The CJK Radicals Supplement has no compatibility forms: 長, 青, 西 stay radicals; and 戸 of
#    Mito and Kobe becomes 戶 (U+6236), Unicode's form of the radical, another character.
#  - Equivalent_Unified_Ideograph of the Unicode Character Database knows the supplement, too, and has the same door.
# Who takes names out of PDFs maps radicals by that table, and the door by the country.
#
# Installs the npm packages in a temporary folder; fails if any of this changes. Needs Debian's chromium, fonts-noto-cjk, poppler-utils,
# mupdf-tools, unicode-data.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --omit=optional --loglevel=error pdfjs-dist@4.4.168 mupdf@1.28.1 >/dev/null

names='大阪市 長崎市 金沢市 高山市 青森市 水戸市 西宮市 石巻市 日光市 小田原市 京都市 平塚市'
{
  echo '<!DOCTYPE html><meta charset="utf-8"><title>Cities</title><body lang="ja" style="font-family: Noto Sans CJK JP">'
  for name in $names; do echo "<p>$name</p>"; done
} >cities.html
chromium --headless=new --no-sandbox --disable-gpu --no-pdf-header-footer --print-to-pdf=cities.pdf cities.html 2>/dev/null

cat >read.mjs <<'JS'
import { readFileSync } from 'node:fs'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import * as mupdf from 'mupdf'

const names = process.argv[2].split(' ')
const words = text => text.split(/\s+/).filter(Boolean)
const bytes = readFileSync('cities.pdf')
const page = await (await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise).getPage(1)
const seen = {
  'pdfjs-dist': words((await page.getTextContent()).items.map(item => item.str + (item.hasEOL ? '\n' : '')).join('')),
  'mupdf-tools': words(readFileSync('mutool.txt', 'utf8')),
  'poppler': words(readFileSync('pdftotext.txt', 'utf8')),
  mupdf: words(mupdf.Document.openDocument(bytes, 'application/pdf').loadPage(0).toStructuredText().asText()),
}
const radicals = text => text.match(/[\u2e80-\u2fd5]/g)?.map(c => c.codePointAt().toString(16)).join(' ') ?? 'none'
for (const [reader, read] of Object.entries(seen)) {
  const other = read.filter((name, i) => name !== names[i])
  console.log(`${reader}: ${read.length} names, ${other.length} others; radicals ${radicals(read.join(''))}`)
}
const still = seen['pdfjs-dist'].flatMap((name, i) => name !== names[i] && name.normalize('NFKC') !== names[i] ? [name.normalize('NFKC')] : [])
console.log(`after NFKC: ${still.map(name => `${name} (${[...name].map(c => c.codePointAt().toString(16)).join(' ')})`).join(', ')}`)
JS
mutool draw -q -F txt cities.pdf >mutool.txt 2>/dev/null
pdftotext cities.pdf pdftotext.txt
{
  # pdf.js asks for a function that Node has from 22 on.
  node --import 'data:text/javascript,Promise.withResolvers??=function(){let resolve,reject;const promise=new Promise((a,b)=>{resolve=a;reject=b});return{promise,resolve,reject}}' \
    read.mjs "$names" 2>/dev/null | grep -v '^Warning'
  grep -h -E '^(2ED1|2ED8|2EC4|2F3E) ' /usr/share/unicode/EquivalentUnifiedIdeograph.txt | sed 's/ *#.*//' | tr -s ' '
} >seen
cat >expected <<'TEXT'
pdfjs-dist: 12 names, 10 others; radicals 2f24 2ed1 2fa6 2fbc 2f2d 2ed8 2f54 2f3e 2ec4 2f6f 2f47 2f29 2f65
mupdf-tools: 12 names, 10 others; radicals 2f24 2ed1 2fa6 2fbc 2f2d 2ed8 2f54 2f3e 2ec4 2f6f 2f47 2f29 2f65
poppler: 12 names, 0 others; radicals none
mupdf: 12 names, 0 others; radicals none
after NFKC: ⻑崎市 (2ed1 5d0e 5e02), ⻘森市 (2ed8 68ee 5e02), 水戶市 (6c34 6236 5e02), ⻄宮市 (2ec4 5bae 5e02)
2EC4 ; 897F
2ED1 ; 9577
2ED8 ; 9752
2F3E ; 6236
TEXT
diff -u expected seen
pdftotext -v 2>&1 | sed -n 1p
chromium --version 2>/dev/null | sed 's/ built.*//; s/$/: as described/'
