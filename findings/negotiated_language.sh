#!/bin/sh
# Which of a page's languages mod_negotiation of Apache httpd 2.4.71 takes for a reader's. Its manual (Content Negotiation, Language
# Negotiation Exceptions): where nothing else matches, a range such as en-GB stands for its parent language en as well. Seen, the
# site's order of languages, LanguagePriority, being en first:
#
#  - only the letters before the first hyphen are compared, with the beginning of the page's tag, which may go on after them: of a
#    page in English and Filipino (fil) a reader of Finnish, fi-FI, gets the Filipino one; ru-RU gets Rusyn (rue), lt-LT
#    Latgalian (ltg), ko-KR Konkani (kok), ha-NG Hawaiian (haw), each before English.
#  - "fi" alone gets English; "fi-FI,fi;q=0.9" Filipino as well; with "en;q=0.8" behind these it is English.
#  - zh-Hant-TW is taken for zh, and so for zh-Hans if that comes first in the site's order, and has to stand behind an "en" anywhere
#    in the reader's list, though RFC 4647 (3.4) cuts it to zh-Hant first.
# So a city that also has pages in the language of its region or its guests does not leave the choice to MultiViews: it takes a
# lookup by RFC 4647, and shows the languages as links.
#
# Takes Debian's package apache2-bin apart in a temporary folder (it and its libraries must be installable); fails if any of
# this changes. Needs apt-get, curl.
set -eu
folder=$(mktemp -d)
trap '[ -f "$folder/httpd.pid" ] && kill "$(cat "$folder/httpd.pid")"; sleep 1; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download apache2-bin >/dev/null 2>&1
dpkg -x apache2-bin_*.deb .
modules=$folder/usr/lib/apache2/modules
port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir site
page() { # name, its languages
  name=$1 && shift
  for language; do echo "$language" >"site/$name.html.$language"; done
}
page honolulu en fil haw
page rezekne en ltg
page uzhhorod en rue
page goa en kok
page taipei en zh-Hans zh-Hant
chmod -R a+rX .
for module in mpm_prefork authz_core mime negotiation; do
  echo "LoadModule ${module}_module $modules/mod_$module.so"
done >httpd.conf
for language in en fil haw ltg rue kok zh-Hans zh-Hant; do
  echo "AddLanguage $language .$language"
done >>httpd.conf
cat >>httpd.conf <<CONF
ServerRoot "$folder"
ServerName 127.0.0.1
Listen 127.0.0.1:$port
PidFile "$folder/httpd.pid"
ErrorLog "$folder/error.log"
TypesConfig /dev/null
AddType text/html .html
LanguagePriority en zh-Hans zh-Hant
ForceLanguagePriority Prefer Fallback
DocumentRoot "$folder/site"
<Directory "$folder/site">
  Options +MultiViews
</Directory>
User www-data
Group www-data
CONF
./usr/sbin/apache2 -f "$folder/httpd.conf" -k start
ask() { # page, what the browser accepts
  echo "$1 $2: $(curl -s --retry 20 --retry-connrefused --retry-delay 1 -H "Accept-Language: $2" "http://127.0.0.1:$port/$1.html")"
}
{
  ask honolulu fi
  ask honolulu fi-FI
  ask honolulu 'fi-FI,fi;q=0.9'
  ask honolulu 'fi-FI,fi;q=0.9,en;q=0.8'
  ask honolulu fil-PH
  ask honolulu ha-NG
  ask rezekne lt
  ask rezekne lt-LT
  ask uzhhorod ru-RU
  ask goa ko-KR
  ask taipei zh-Hant
  ask taipei zh-Hant-TW
  ask taipei 'zh-Hant-TW,en;q=0.5'
} >seen
cat >expected <<'TEXT'
honolulu fi: en
honolulu fi-FI: fil
honolulu fi-FI,fi;q=0.9: fil
honolulu fi-FI,fi;q=0.9,en;q=0.8: en
honolulu fil-PH: fil
honolulu ha-NG: haw
rezekne lt: en
rezekne lt-LT: ltg
uzhhorod ru-RU: rue
goa ko-KR: kok
taipei zh-Hant: zh-Hant
taipei zh-Hant-TW: zh-Hans
taipei zh-Hant-TW,en;q=0.5: en
TEXT
diff -u expected seen
echo "mod_negotiation of $(dpkg-deb -f apache2-bin_*.deb Version): as described"
