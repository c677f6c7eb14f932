#!/bin/sh
# Which day jq makes of a month. A registry's dates are often "1955-12" or "1959", and the usual way to a moment or to a whole date is
# strptime("%Y-%m") | mktime | todate. The manual says nothing of fields that the format leaves out; from other languages (Ruby,
# Python, Perl) and from other programs for jq's language one knows the first day. Seen:
#
#  - jq 1.6 (Debian 12): 1955-12 is 30 November 1955, the year 1959 is 31 December 1958. Years and months are those before, for every
#    date of this kind; grouped by year, all partnerships of which the year alone is known stand in the wrong one.
#  - the broken-down time has the day 0 and says nothing (POSIX, strptime(): a member of tm that no conversion sets is unspecified; jq
#    sets them to 0 before). mktime takes 0 for the day before the first, strftime prints it: 1955-12-00.
#  - gojq 0.12.11 (Debian 12) and jq-web 0.6.2 (npm; jq itself, compiled for browsers with another C library): the first day. So a
#    program tried in a browser's playground or with gojq gives other days in a shell.
#  - a day with its month is right in all of them.
# A registry's export that people read by jq has first day, last day and year beside the stated date; who has the stated date alone
# compares texts, or completes it, (. + "-01-01")[:10], before strptime.
#
# Takes Debian's packages apart in a temporary folder, and installs the npm package there; fails if any of this changes. Needs apt-get.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download jq libjq1 libonig5 gojq >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" .; done
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error jq-web@0.6.2 >/dev/null

cat >web.cjs <<'JS'
require('jq-web').then(async (jq) => console.log((await jq.raw(process.argv[3], process.argv[2], ['-r'])).trim()))
JS
jq() { printf '%s' "$2" | LD_LIBRARY_PATH=$(echo "$folder"/usr/lib/*-linux-gnu) "$folder/usr/bin/jq" -r "$1"; }
gojq() { printf '%s' "$2" | "$folder/usr/bin/gojq" -r "$1"; }
web() { node web.cjs "$1" "$2"; }
LD_LIBRARY_PATH=$(echo "$folder"/usr/lib/*-linux-gnu) "$folder/usr/bin/jq" --version >seen
for ask in 'strptime("%Y-%m") | mktime | todate' 'strptime("%Y-%m") | strftime("%Y-%m-%d")' '(. + "-01-01")[:10] | strptime("%Y-%m-%d") | mktime | todate'; do
  echo "1955-12, $ask: jq $(jq "$ask" '"1955-12"'), gojq $(gojq "$ask" '"1955-12"'), jq-web $(web "$ask" '"1955-12"')"
done >>seen
ask='strptime("%Y") | mktime | todate'
echo "1959, $ask: jq $(jq "$ask" '"1959"'), gojq $(gojq "$ask" '"1959"'), jq-web $(web "$ask" '"1959"')" >>seen
ask='group_by(strptime("%Y") | mktime | strftime("%Y")) | map("\(length) of " + (.[0] | strptime("%Y") | mktime | strftime("%Y"))) | join(", ")'
echo "by year: jq $(jq "$ask" '["1959", "1959", "1960"]'), gojq $(gojq "$ask" '["1959", "1959", "1960"]')" >>seen
cat >expected <<'TEXT'
jq-1.6
1955-12, strptime("%Y-%m") | mktime | todate: jq 1955-11-30T00:00:00Z, gojq 1955-12-01T00:00:00Z, jq-web 1955-12-01T00:00:00Z
1955-12, strptime("%Y-%m") | strftime("%Y-%m-%d"): jq 1955-12-00, gojq 1955-12-01, jq-web 1955-12-01
1955-12, (. + "-01-01")[:10] | strptime("%Y-%m-%d") | mktime | todate: jq 1955-12-01T00:00:00Z, gojq 1955-12-01T00:00:00Z, jq-web 1955-12-01T00:00:00Z
1959, strptime("%Y") | mktime | todate: jq 1958-12-31T00:00:00Z, gojq 1959-01-01T00:00:00Z, jq-web 1959-01-01T00:00:00Z
by year: jq 2 of 1958, 1 of 1959, gojq 2 of 1959, 1 of 1960
TEXT
diff -u expected seen
echo "jq 1.6, gojq 0.12.11, jq-web 0.6.2: as described"
