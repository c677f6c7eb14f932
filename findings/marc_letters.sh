#!/bin/sh
# What becomes of names of places on their way into a library's catalog, whose authority records (MARC 21, 151 and 451) are often still in
# MARC-8. That has Latin letters with marks as two codes (S and a caron), and kana and Hangul, which Unicode can take apart as well, as one
# each, so that every name below can be said in it. One expects the converter to compose and decompose as it must, or to fail. Seen:
#
#  - yaz-marcdump 5.34.0 (Debian; the usual tool) goes by the form that it is given, drops what is not in its tables so, and exits with 0.
#    Composed (NFC), which is what everybody has: Šiauliai is iauliai, Győr Gyr, Rīga Rga, Athens Αθνα; Québec and Jyväskylä are right, as
#    it takes the letters of ISO 8859-1 apart, and no others. Decomposed (NFD) these are right, 서울 is an empty name, and ながさき
#    (Nagasaki) is なかさき: the voicing mark alone is dropped, which leaves another word.
#  - its marc8lossless has &#x0160;iauliai for the first, though S and caron would lose nothing.
#  - MARC::Charset 1.35 (Perl; Debian) decomposes by itself: Latin and Greek are right in both forms, a name with one voiced kana or a
#    syllable in Hangul is empty, with a warning; and Київ, decomposed, is КиЈів, its two dots a letter of the set that they were put in.
# So no form of Unicode keeps a record that has a city's name in Latvian and in Japanese. Who hands names to a library hands them over as
# MARCXML in UTF-8, or decomposes each name by its script and compares what comes back.
#
# Takes Debian's packages apart in a temporary folder; fails if any of this changes. Needs apt-get, perl, and Debian's python3.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download yaz libyaz5 libmarc-charset-perl libclass-accessor-perl libsub-name-perl >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" .; done
LD_LIBRARY_PATH=$(dirname "$(find . -name 'libyaz.so.5')")
PERL5LIB=$folder/usr/share/perl5:$(find "$folder/usr/lib" -path '*/perl5/*' -prune)
export LD_LIBRARY_PATH PERL5LIB

cat >normal.py <<'PY'
import sys
import unicodedata

sys.stdout.write(unicodedata.normalize(sys.argv[1], sys.stdin.read()))
PY
cat >charset.pl <<'PERL'
use open ':std', ':encoding(UTF-8)';
use MARC::Charset qw(utf8_to_marc8 marc8_to_utf8);
while (<STDIN>) { chomp; print marc8_to_utf8(utf8_to_marc8($_)), "\n"; }
PERL
normal() { PYTHONUTF8=1 /usr/bin/python3 normal.py "$1"; }
line() { normal NFC | sed 's/^$/-/' | paste -sd' '; }
yaz() { # FORM ENCODING: the names as they come back from a record in MARC-8
  {
    echo '<collection xmlns="http://www.loc.gov/MARC21/slim"><record><leader>00000nz   2200000n  4500</leader>'
    normal "$1" <names | sed 's#.*#<datafield tag="451" ind1=" " ind2=" "><subfield code="a">&</subfield></datafield>#'
    echo '</record></collection>'
  } >names.xml
  usr/bin/yaz-marcdump -i marcxml -o marc -f utf-8 -t "$2" names.xml >names.mrc
  echo "yaz-marcdump, $1, $2 ($?): $(usr/bin/yaz-marcdump -f marc-8 -t utf-8 names.mrc | sed -n 's/^451    $a //p' | sed 's/ *$//' | line)"
}
printf '%s\n' Québec Jyväskylä Šiauliai Łódź Győr Rīga Αθήνα Київ 平塚 서울 ながさき >names
{
  usr/bin/yaz-marcdump -V | grep -o 'YAZ version: [0-9.]*'
  for form in NFC NFD; do yaz $form marc-8; done
  yaz NFC marc8lossless
  for form in NFC NFD; do echo "MARC::Charset, $form: $(normal $form <names | perl charset.pl 2>warned | line), $(grep -c '^no mapping' warned) warnings"; done
} >seen
cat >expected <<'TEXT'
YAZ version: 5.34.0
yaz-marcdump, NFC, marc-8 (0): Québec Jyväskylä iauliai Łód Gyr Rga Αθνα Київ 平塚 서울 ながさき
yaz-marcdump, NFD, marc-8 (0): Québec Jyväskylä Šiauliai Łódź Győr Rīga Αθήνα Київ 平塚 - なかさき
yaz-marcdump, NFC, marc8lossless (0): Québec Jyväskylä &#x0160;iauliai Łód&#x017a; Gy&#x0151;r R&#x012b;ga Αθ&#x03ae;να Київ 平塚 서울 ながさき
MARC::Charset, NFC: Québec Jyväskylä Šiauliai Łódź Győr Rīga Αθήνα Київ 平塚 - -, 2 warnings
MARC::Charset, NFD: Québec Jyväskylä Šiauliai Łódź Győr Rīga Αθήνα КиЈів 平塚 - -, 2 warnings
TEXT
diff -u expected seen
echo "yaz-marcdump 5.34.0, MARC::Charset 1.35: as described"
