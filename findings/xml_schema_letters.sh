#!/bin/sh
# What XML validators take for letters. An XML Schema type or a RELAX NG schema can ask for names of letters alone, pattern \p{L}+
# (XML Schema Part 2, F.1.1: the characters that Unicode says are letters), and as everywhere one expects kanji and Hangul to be
# among them. Seen in names of cities:
#
#  - libxml2 2.9.14 (Debian; xmllint, and what is built on it: lxml, PHP, Nokogiri) refuses 平塚, 京都, 서울, 대구, by both schemas, and takes them for
#    \P{L}+, no letters. Kana are letters to it, and so are the characters 一, 龥, 가 and 힣: the first and the last of the two
#    blocks, whose others the table of Unicode's characters does not list one by one but as a range from First to Last.
#    The table is Unicode 4.0.1's, says the source (xmlunicode.c): what came later, such as Tifinagh, is no letter either.
#  - Xerces-C++ 3.2.4 takes all but those beyond U+FFFF: 𠮷野 is refused.
#  - jing 20220510 takes them all.
#  - \w+ takes all of the names in all three.
# A schema for names of places in many scripts is thus no proof where \p{L} is in it: a pattern excludes what must not be there,
# or asks for \w, and is tried with names in kanji and Hangul, not with accents only.
#
# Takes Debian's packages apart in a temporary folder (they and their libraries must be installable); fails if any of this
# changes. Needs apt-get, java.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download libxml2 libxml2-utils libxerces-c3.2 libxerces-c-samples \
    libjing-java libxerces2-java librelaxng-datatype-java >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" .; done
LD_LIBRARY_PATH=$(dirname "$(find . -name 'libxml2.so.2')")
export LD_LIBRARY_PATH

schema() { # pattern: the same by XML Schema and by RELAX NG
  cat >names.xsd <<XML
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="names"><xs:complexType><xs:sequence>
  <xs:element name="name" maxOccurs="unbounded"><xs:simpleType>
    <xs:restriction base="xs:string"><xs:pattern value="$1"/></xs:restriction>
  </xs:simpleType></xs:element>
</xs:sequence></xs:complexType></xs:element></xs:schema>
XML
  cat >names.rng <<XML
<element name="names" xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <oneOrMore><element name="name"><data type="string"><param name="pattern">$1</param></data></element></oneOrMore>
</element>
XML
}
names='Kaunas Łódź თბილისი ひらつか カナ 平塚 京都 一 龥 平 서울 대구 가 힣 나 𠮷野 ⴰⴳⴰⴷⵉⵔ'
{
  echo '<names>'
  for name in $names; do echo "<name>$name</name>"; done
  echo '</names>'
} >names.xml
sed '1s#.*#<names xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="names.xsd">#' names.xml >named.xml

refuses() { # validator: the names in the lines that it complains of
  title=$1 && shift
  "$@" >said 2>&1 || true
  lines=$(grep -oE 'xml:[0-9]+|line [0-9]+' said | grep -oE '[0-9]+' | sort -nu)
  echo "$title refuses$(for line in $lines; do sed -n "${line}s#</*name>##gp" names.xml; done | sed 's/^/ /' | tr -d '\n')"
}
classes=$(find . -name '*.jar' -type f | tr '\n' ':')
validate() { # pattern
  schema "$1"
  echo "$1"
  refuses 'libxml2, XML Schema,' ./usr/bin/xmllint --noout --schema names.xsd names.xml
  refuses 'libxml2, RELAX NG,' ./usr/bin/xmllint --noout --relaxng names.rng names.xml
  refuses Xerces-C++ ./usr/bin/SAX2Count -v=always named.xml
  refuses jing java -cp "$classes" com.thaiopensource.relaxng.util.Driver names.rng names.xml
}
for pattern in '\p{L}+' '\P{L}+' '\w+'; do validate "$pattern"; done >seen
cat >expected <<'TEXT'
\p{L}+
libxml2, XML Schema, refuses 平塚 京都 平 서울 대구 나 𠮷野 ⴰⴳⴰⴷⵉⵔ
libxml2, RELAX NG, refuses 平塚 京都 平 서울 대구 나 𠮷野 ⴰⴳⴰⴷⵉⵔ
Xerces-C++ refuses 𠮷野
jing refuses
\P{L}+
libxml2, XML Schema, refuses Kaunas Łódź თბილისი ひらつか カナ 一 龥 가 힣
libxml2, RELAX NG, refuses Kaunas Łódź თბილისი ひらつか カナ 一 龥 가 힣
Xerces-C++ refuses Kaunas Łódź თბილისი ひらつか カナ 平塚 京都 一 龥 平 서울 대구 가 힣 나 𠮷野 ⴰⴳⴰⴷⵉⵔ
jing refuses Kaunas Łódź თბილისი ひらつか カナ 平塚 京都 一 龥 平 서울 대구 가 힣 나 𠮷野 ⴰⴳⴰⴷⵉⵔ
\w+
libxml2, XML Schema, refuses
libxml2, RELAX NG, refuses
Xerces-C++ refuses
jing refuses
TEXT
diff -u expected seen
echo "$(./usr/bin/xmllint --version 2>&1 | head -1 | sed 's/.*xmllint: //'), libxerces-c3.2 $(dpkg-deb -f libxerces-c3.2_*.deb Version), libjing-java $(dpkg-deb -f libjing-java_*.deb Version): as described"
