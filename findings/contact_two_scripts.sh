#!/bin/sh
# What becomes of the card of somebody in a partner city whose name is written in two scripts. vCard 4.0 has a way for just this, N and FN
# once for each LANGUAGE, with the same ALTID, by which they count as one (RFC 6350, 5.4, which has a Japanese name as its example). One
# expects a program that takes vCard 4.0 to keep both, or the first. Seen:
#
#  - Radicale 3.1.8 (Debian; a server of calendars and contacts) refuses the card, 400 "Bad Request"; the log says that there cannot be
#    more than one N. An address book sent whole is refused for one such card among others. FN, ORG, TITLE twice are taken.
#  - it is vobject 0.9.6.1 (Debian), which reads such a card and cannot write it: ValidateError. It goes by the rules of 3.0 in a card that
#    says VERSION:4.0, and leaves that in what it writes.
#  - ical.js 2.2.1, vcf 2.1.2, vcard4 4.0.5 (npm) keep both.
# A registry that offers its offices as cards has one N, in the script of the reader's language, and the other names as FN; who keeps
# contacts on such a server finds those missing that a newer program wrote right.
#
# Takes Debian's packages apart and installs the npm packages in a temporary folder, and runs a server there; fails if any of this changes.
# Needs apt-get, curl, and Debian's python3.
set -eu
folder=$(mktemp -d)
server=
trap 'test -z "$server" || kill "$server"; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download python3-radicale python3-vobject python3-passlib python3-defusedxml python3-dateutil python3-six python3-pkg-resources >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" .; done
PYTHONPATH=$folder/usr/lib/python3/dist-packages
export PYTHONPATH PYTHONWARNINGS=ignore PYTHONUTF8=1
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error ical.js@2.2.1 vcf@2.1.2 vcard4@4.0.5 >/dev/null 2>&1

card() { # UID LINES…: a card of version 4.0
  printf 'BEGIN:VCARD\r\nVERSION:4.0\r\nUID:%s\r\n' "$1"
  shift
  printf '%s\r\n' "$@" 'END:VCARD'
}
card one 'FN:Taro Hiratsuka' 'N:Hiratsuka;Taro;;;' >one.vcf
card two 'FN;ALTID=1;LANGUAGE=ja:平塚 太郎' 'FN;ALTID=1;LANGUAGE=en:Taro Hiratsuka' 'N;ALTID=1;LANGUAGE=ja:平塚;太郎;;;' 'N;ALTID=1;LANGUAGE=en:Hiratsuka;Taro;;;' >two.vcf
card names 'FN;ALTID=1;LANGUAGE=ja:平塚 太郎' 'FN;ALTID=1;LANGUAGE=en:Taro Hiratsuka' 'N:Hiratsuka;Taro;;;' 'TITLE;ALTID=2;LANGUAGE=fr:Maire' \
  'TITLE;ALTID=2;LANGUAGE=en:Mayor' 'ORG;ALTID=3;LANGUAGE=ja:平塚市' 'ORG;ALTID=3;LANGUAGE=en:City of Hiratsuka' >names.vcf
cat one.vcf two.vcf names.vcf >book.vcf
cat one.vcf names.vcf >rest.vcf

cat >write.py <<'PY'
import sys

import vobject

card = vobject.readOne(open(sys.argv[1], newline="").read())
try:
    written = f'{card.serialize().count("FN")} FN, version {card.version.value}'
except vobject.base.ValidateError as error:
    written = f"{type(error).__name__}: {error}"
print(f"vobject, {sys.argv[1]}: reads {len(card.n_list)} N, writes {written}")
PY
cat >write.mjs <<'JS'
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'
import { parse } from 'vcard4'
import Card from 'vcf'

const text = readFileSync('two.vcf', 'utf8')
const names = (written) => written.match(/^N;.*$/gm).map((line) => line.trim()).join(' ')
console.log('ical.js:', names(`${new ICAL.Component(ICAL.parse(text))}`))
console.log('vcf:', names(new Card().parse(text).toString('4.0')))
console.log('vcard4:', parse(text).getProperty('N').map(({ value }) => Object.values(value).filter(Boolean).join(' ')).join(', '))
JS
port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
/usr/bin/python3 -m radicale --config '' --server-hosts="127.0.0.1:$port" --auth-type=none --storage-filesystem-folder="$folder/store" >log 2>&1 &
server=$!
ask() { curl -s -u someone: --retry 20 --retry-connrefused --retry-delay 1 "$@"; }
put() { # FILE PATH: what the server says
  ask -o said -w "Radicale, $1: %{http_code} " -X PUT --data-binary "@$1" -H 'Content-Type: text/vcard' "http://127.0.0.1:$port/someone/$2"
  echo "$(cat said)"
}
book='<create xmlns="DAV:"><set><prop><resourcetype><collection/><addressbook xmlns="urn:ietf:params:xml:ns:carddav"/></resourcetype></prop></set></create>'
{
  ask -o said -X MKCOL -d "$book" "http://127.0.0.1:$port/someone/book/"
  for name in one two names; do put $name.vcf book/$name.vcf; done
  grep -o 'VCARD components cannot.*' log
  put book.vcf whole/
  put rest.vcf rest/
  for name in two names; do /usr/bin/python3 write.py $name.vcf; done
  node write.mjs
} >seen
cat >expected <<'TEXT'
Radicale, one.vcf: 201 
Radicale, two.vcf: 400 Bad Request
Radicale, names.vcf: 201 
VCARD components cannot contain more than 1 N'
Radicale, book.vcf: 400 Bad Request
Radicale, rest.vcf: 201 
vobject, two.vcf: reads 2 N, writes ValidateError: 'VCARD components cannot contain more than 1 N'
vobject, names.vcf: reads 1 N, writes 2 FN, version 4.0
ical.js: N;ALTID=1;LANGUAGE=ja:平塚;太郎;;; N;ALTID=1;LANGUAGE=en:Hiratsuka;Taro;;;
vcf: N;ALTID=1;LANGUAGE=ja:平塚;太郎;;; N;ALTID=1;LANGUAGE=en:Hiratsuka;Taro;;;
vcard4: 平塚 太郎, Hiratsuka Taro
TEXT
diff -u expected seen
echo "Radicale 3.1.8, vobject 0.9.6.1, ical.js 2.2.1, vcf 2.1.2, vcard4 4.0.5: as described"
