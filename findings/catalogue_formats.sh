#!/bin/sh
# What becomes of a gettext catalogue that a translator is sent as a table, as XLIFF or as Qt's TS, and sends back unchanged, by the Translate
# Toolkit 3.8.4 (Debian), whose converters are made for this way and back. A message there is more than its English: msgctxt tells "Active"
# of one agreement from "Active" of a filter, and Lithuanian has three plural forms. One expects both back, or an error. Seen:
#
#  - po2csv, csv2po with the catalogue as template: msgstr[0] and msgstr[1] are written without quotes, one letter a line, and
#    msgfmt refuses the file; the third form had no row. Without plurals the table comes back right.
#  - po2xliff, xliff2po: msgctxt is the line of the source instead ("src/page.c:10"), or is gone where the English stands alone. msgfmt
#    --check is content, and the program shows these messages in English; format flags (c-format) are gone, and all that they check.
#  - po2ts, ts2po: the same of msgctxt, and of the plurals the first form alone is left, as a message of another kind.
# So translators get the .po file itself, and a file that came back is compared with the old one message by message before it is taken.
#
# Takes Debian's packages apart in a temporary folder; fails if any of this changes. Needs apt-get, gettext, and Debian's python3, python3-lxml.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download translate-toolkit python3-translate >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" .; done
PYTHONPATH=$folder/usr/lib/python3/dist-packages
export PYTHONPATH PYTHONUTF8=1 PYTHONWARNINGS=ignore

cat >lt.po <<'PO'
msgid ""
msgstr ""
"Language: lt\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

#: src/page.c:10
msgctxt "agreement"
msgid "Active"
msgstr "Galioja"

#: src/page.c:12
msgctxt "filter"
msgid "Active"
msgstr "Galiojančios"

#: src/page.c:14
msgctxt "map"
msgid "Close"
msgstr "Užverti"

#: src/page.c:16
msgid "Partner cities"
msgstr "Miestai partneriai"
PO
cat >plurals <<'PO'

#: src/page.c:18
#, c-format
msgid "%d partner city"
msgid_plural "%d partner cities"
msgstr[0] "%d miestas"
msgstr[1] "%d miestai"
msgstr[2] "%d miestų"
PO
cat lt.po plurals >plural.po
cat >show.py <<'PY'
import gettext
import sys

with open(sys.argv[1], "rb") as file:
    words = gettext.GNUTranslations(file)
said = [words.pgettext("agreement", "Active"), words.pgettext("filter", "Active"), words.pgettext("map", "Close"), words.gettext("Partner cities")]
print("; ".join(said + [words.ngettext("%d partner city", "%d partner cities", n) % n for n in (1, 2, 10)]))
PY
convert() { program=$1 && shift && /usr/bin/python3 "usr/bin/$program" --progress=none "$@"; }
show() { # what a program shows whose catalogue this is
  if msgfmt --check -o words.mo "$1" 2>refused; then /usr/bin/python3 show.py words.mo; else echo "msgfmt refuses line $(sed -n "1s/$1:\([0-9]*\).*/\1/p" refused)"; fi
}
for catalogue in lt plural; do
  convert po2csv $catalogue.po $catalogue.csv
  convert csv2po -t $catalogue.po $catalogue.csv "$catalogue-csv.po"
  convert po2xliff $catalogue.po $catalogue.xliff
  convert xliff2po $catalogue.xliff "$catalogue-xliff.po"
  convert po2ts $catalogue.po $catalogue.ts
  convert ts2po $catalogue.ts "$catalogue-ts.po"
done
{
  /usr/bin/python3 usr/bin/po2csv --version
  for way in '' -csv -xliff -ts; do echo "lt$way: $(show "lt$way.po")"; done
  for way in '' -csv -xliff -ts; do echo "plural$way: $(show "plural$way.po")"; done
  grep -A3 -n '^msgid_plural' plural-csv.po
  grep -n '^msgctxt' plural-xliff.po plural-ts.po
  grep -c 'c-format' plural.po plural-csv.po plural-xliff.po plural-ts.po
} >seen || true
cat >expected <<'TEXT'
po2csv 3.8.4
lt: Galioja; Galiojančios; Užverti; Miestai partneriai; 1 partner city; 2 partner cities; 10 partner cities
lt-csv: Galioja; Galiojančios; Užverti; Miestai partneriai; 1 partner city; 2 partner cities; 10 partner cities
lt-xliff: Active; Active; Close; Miestai partneriai; 1 partner city; 2 partner cities; 10 partner cities
lt-ts: Active; Active; Close; Miestai partneriai; 1 partner city; 2 partner cities; 10 partner cities
plural: Galioja; Galiojančios; Užverti; Miestai partneriai; 1 miestas; 2 miestai; 10 miestų
plural-csv: msgfmt refuses line 34
plural-xliff: Active; Active; Close; Miestai partneriai; 1 miestas; 2 miestai; 10 miestų
plural-ts: Active; Active; Close; Miestai partneriai; 1 partner city; 2 partner cities; 10 partner cities
33:msgid_plural "%d partner cities"
34-msgstr[0] %
35-d
36- 
plural-xliff.po:19:msgctxt "src/page.c:10"
plural-xliff.po:24:msgctxt "src/page.c:12"
plural-ts.po:16:msgctxt "src/page.c:10#1"
plural-ts.po:21:msgctxt "src/page.c:12#1"
plural.po:1
plural-csv.po:1
plural-xliff.po:0
plural-ts.po:0
TEXT
diff -u expected seen
echo "Translate Toolkit 3.8.4: as described"
