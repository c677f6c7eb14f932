#!/bin/sh
# What becomes of a semicolon in a contact's note that two address books keep in turn, one by vobject 0.9.6.1 (Debian's
# python3-vobject: khard, Radicale), one by ical.js 2.2.1 (npm; Nextcloud Contacts). In vCard a semicolon of a text may have a
# backslash before it, also where it parts nothing, and then is a semicolon (RFC 6350, 3.4, and RFC 2426, 4, before it). Seen:
#
#  - vobject always writes NOTE:School\; sports, as it may. ical.js reads a backslash and a semicolon, shows both, and writes
#    the backslash as one of the text's, "\\;".
#  - kept by each in turn the note grows by a backslash every time, School\\\\; sports after four. Neither of them does that alone,
#    and a comma does not either.
#  - in ORG, as in N and ADR, where a semicolon must be escaped, ical.js reads it right.
#  - ical.js takes TEL of vCard 4.0 for a URI by default, where the RFC has a text (6.4.1), and leaves VALUE=uri out on writing.
# So a registry that offers its offices as vCards does without semicolons in a note; written plainly, both read them, for once.
#
# Installs the npm package in a temporary folder; fails if any of this changes. Needs Debian's python3-vobject.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error ical.js@2.2.1 >/dev/null

cat >keep.py <<'PY'
import sys

import vobject

card = vobject.readOne(open(sys.argv[1], newline="").read())
print("vobject reads", card.note.value)
open(sys.argv[1], "w", newline="").write(card.serialize())
PY
cat >keep.mjs <<'JS'
import { readFileSync, writeFileSync } from 'node:fs'
import ICAL from 'ical.js'

const card = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], 'utf8')))
console.log('ical.js reads', card.getFirstPropertyValue('note'))
writeFileSync(process.argv[2], `${card}\r\n`)
JS
card() { # file, its lines
  file=$1 && shift
  {
    printf 'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Kaunas\r\nN:;;;;\r\n'
    printf '%s\r\n' "$@"
    printf 'END:VCARD\r\n'
  } >"$file"
}
{
  card plain.vcf 'NOTE:School; sports' 'ORG:City\; office;Twins' 'TEL;VALUE=uri:tel:+370-37'
  node keep.mjs plain.vcf
  tr -d '\r' <plain.vcf | grep -E '^(NOTE|ORG|TEL)'
  card note.vcf 'NOTE:School; sports\, arts'
  for turn in 1 2 3 4; do
    /usr/bin/python3 keep.py note.vcf
    node keep.mjs note.vcf
  done
  tr -d '\r' <note.vcf | grep NOTE
} >seen
cat >expected <<'TEXT'
ical.js reads School; sports
NOTE:School; sports
ORG:City\; office;Twins
TEL:tel:+370-37
vobject reads School; sports, arts
ical.js reads School\; sports, arts
vobject reads School\; sports, arts
ical.js reads School\\; sports, arts
vobject reads School\\; sports, arts
ical.js reads School\\\; sports, arts
vobject reads School\\\; sports, arts
ical.js reads School\\\\; sports, arts
NOTE:School\\\\\\\\; sports\, arts
TEXT
diff -u expected seen
echo "python3-vobject $(dpkg-query -W -f '${Version}' python3-vobject), ical.js 2.2.1: as described"
