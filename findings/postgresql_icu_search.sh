#!/bin/sh
# Which letters PostgreSQL 15 (Debian 12) knows in a database whose locale comes from ICU. With LOCALE_PROVIDER icu one expects
# that to be ICU's answer in all that asks about letters (CREATE DATABASE: the provider of the database's default collation),
# and LC_CTYPE, the C library's, to be of no weight; "C" for it is the common choice, as no library's update can change that.
# Seen, with ICU_LOCALE lt and LC_CTYPE C:
#
#  - lower() and ILIKE follow ICU: Šiauliai is found as šiauliai.
#  - full text search follows the C library: its "simple" dictionary leaves Š a capital, and šiauliai is not found.
#  - pg_trgm as well: to it only ASCII is letters. 京都 has no trigram and is unlike itself (0); Hørup and Hårup are one (1).
# With LC_CTYPE C.UTF-8 beside the same ICU_LOCALE all of them know every letter. Nothing is said when database, index or
# query are made, and ASCII words, which is what one tries, are found. The notes of PostgreSQL 18 announce a change of both,
# and new indexes with it.
# A registry that searches names so in PostgreSQL makes its database with LC_CTYPE C.UTF-8, whatever the provider, or keeps
# search keys of its own making.
#
# Makes a cluster in a temporary folder; fails if any of this changes. Needs Debian's postgresql-15.
set -eu
programs=/usr/lib/postgresql/15/bin
folder=$(mktemp -d)
as_user() { # initdb and the server refuse to run as root
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; else "$@"; fi
}
trap 'as_user "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null; rm -rf "$folder"' EXIT
[ "$(id -u)" != 0 ] || chown nobody "$folder"
cd "$folder"
as_user "$programs/initdb" -D data -U owner -A trust -E UTF8 --locale=C -N >/dev/null
as_user "$programs/pg_ctl" -D data -w -l server.log -o "-k $folder -c listen_addresses= -c fsync=off" start >/dev/null
ask() { # database, SQL
  "$programs/psql" -h "$folder" -U owner -d "$1" -qAt -c "$2"
}
for ctype in C C.UTF-8; do
  ask postgres "CREATE DATABASE \"$ctype\" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'lt' LC_COLLATE 'C' LC_CTYPE '$ctype'"
  ask "$ctype" 'CREATE EXTENSION pg_trgm'
  echo "LC_CTYPE $ctype:" \
    "lower $(ask "$ctype" "SELECT lower('Šiauliai')")," \
    "ILIKE $(ask "$ctype" "SELECT 'Šiauliai' ILIKE 'šiauliai'")," \
    "words $(ask "$ctype" "SELECT to_tsvector('simple', 'Šiauliai')")," \
    "found $(ask "$ctype" "SELECT to_tsvector('simple', 'Šiauliai') @@ to_tsquery('simple', 'šiauliai')")," \
    "京都 to itself $(ask "$ctype" "SELECT similarity('京都', '京都')")," \
    "Hørup to Hårup $(ask "$ctype" "SELECT round(similarity('Hørup', 'Hårup')::numeric, 2)")"
done >seen
cat >expected <<'TEXT'
LC_CTYPE C: lower šiauliai, ILIKE t, words 'Šiauliai':1, found f, 京都 to itself 0, Hørup to Hårup 1.00
LC_CTYPE C.UTF-8: lower šiauliai, ILIKE t, words 'šiauliai':1, found t, 京都 to itself 1, Hørup to Hårup 0.33
TEXT
diff -u expected seen
"$programs/postgres" --version | sed 's/$/: as described/'
