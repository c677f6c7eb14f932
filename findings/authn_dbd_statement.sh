#!/bin/sh
# What becomes of signing in by mod_authn_dbd of Apache httpd 2.4.71 with APR's driver sqlite3 when the table's file is packed.
# The statement of AuthDBDUserPWQuery is prepared once for a connection, by sqlite3_prepare and not by sqlite3_prepare_v2, so
# that SQLite does not prepare it anew by itself. Seen:
#
#  - name and password that were right are 500 after VACUUM, as after any other change of the schema, by whomever, and stay
#    so until httpd is restarted; the log says AH01656, "not an error" or "database schema has changed".
#  - a setting such as PRAGMA foreign_keys, made on the same connection by another module, does the same to the next sign-in.
# A table of people therefore needs a file that nobody packs or restores, which mod_dbd, with one pool of connections for a
# virtual host, cannot have beside another database there.
#
# Takes Debian's package apache2-bin apart in a temporary folder (it and its libraries must be installable); fails if any of
# this changes. Needs apt-get, curl, openssl, sqlite3, libaprutil1-dbd-sqlite3.
set -eu
folder=$(mktemp -d)
trap '[ -f "$folder/httpd.pid" ] && kill "$(cat "$folder/httpd.pid")"; sleep 1; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download apache2-bin >/dev/null 2>&1
dpkg -x apache2-bin_*.deb .
modules=$folder/usr/lib/apache2/modules
port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir site
echo 'a page' >site/page.html
sqlite3 people.db "CREATE TABLE people (name TEXT PRIMARY KEY, password TEXT); INSERT INTO people VALUES ('anna', '$(openssl passwd -apr1 secret)')"
chmod -R a+rX .
for module in mpm_prefork authn_core authn_dbd authz_core authz_user auth_basic dbd; do
  echo "LoadModule ${module}_module $modules/mod_$module.so"
done >httpd.conf
cat >>httpd.conf <<CONF
ServerRoot "$folder"
ServerName 127.0.0.1
Listen 127.0.0.1:$port
PidFile "$folder/httpd.pid"
ErrorLog "$folder/error.log"
DocumentRoot "$folder/site"
DBDriver sqlite3
DBDParams "$folder/people.db"
<Directory "$folder/site">
  AuthType Basic
  AuthName office
  AuthBasicProvider dbd
  AuthDBDUserPWQuery "SELECT password FROM people WHERE name = %s"
  Require valid-user
</Directory>
StartServers 1
MaxRequestWorkers 1
User www-data
Group www-data
CONF
start() {
  ./usr/sbin/apache2 -f "$folder/httpd.conf" -k start
  curl --silent --output /dev/null --retry 20 --retry-connrefused --retry-delay 1 "http://127.0.0.1:$port/"
}
ask() {
  curl --silent --output /dev/null --write-out '%{http_code}\n' --user anna:secret "http://127.0.0.1:$port/page.html"
}
start
{
  echo "before $(ask) $(ask)"
  sqlite3 people.db VACUUM
  echo "after VACUUM $(ask) $(ask) $(ask)"
  kill "$(cat httpd.pid)"
  while [ -f httpd.pid ]; do sleep 0.1; done
  start
  echo "after a restart $(ask)"
} >seen
cat >expected <<'TEXT'
before 200 200
after VACUUM 500 500 500
after a restart 200
TEXT
diff -u expected seen
grep -q AH01656 error.log
echo "mod_authn_dbd of $(dpkg-deb -f apache2-bin_*.deb Version): as described"
