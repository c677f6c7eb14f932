#!/bin/sh
# What becomes of a request's method when mod_auth_form of Apache httpd 2.4.71 lets it through. A sign-in page in the place
# of the one asked for (ErrorDocument 401) sends name and password by POST to that address; its fields httpd_method,
# httpd_mimetype and httpd_body say as what the request shall go on, so that one who asked for a page gets it by GET. Seen:
#
#  - httpd_method=GET alone, on a file that httpd serves: 500, with AH01813 in the log; with all three fields the file comes.
#  - where SetHandler names the handler (a script here; a proxy or a module likewise), httpd_method does nothing, alone or
#    with the other two: the handler gets POST. Alone it comes with no body, as if somebody had sent an empty form; with all
#    three the body arrives, still by POST. No error, no line in the log.
#  - httpd_location, an address to go to, works in both: 302, and the browser asks by GET.
# A sign-in page for what has a handler therefore names httpd_location where a page was asked for, and an application behind
# mod_auth_form must take an empty POST for what it is.
#
# Takes Debian's package apache2-bin apart in a temporary folder (it and its libraries must be installable); fails if any of
# this changes. Needs apt-get, curl, openssl.
set -eu
folder=$(mktemp -d)
trap '[ -f "$folder/httpd.pid" ] && kill "$(cat "$folder/httpd.pid")"; sleep 1; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download apache2-bin >/dev/null 2>&1
dpkg -x apache2-bin_*.deb .
modules=$folder/usr/lib/apache2/modules
port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir site script
echo 'a page' >site/page.html
cat >script/tell <<'SH'
#!/bin/sh
printf 'Content-Type: text/plain\n\n%s, %s bytes\n' "$REQUEST_METHOD" "$(wc -c)"
SH
chmod -R a+rX . && chmod a+x script/tell
echo "anna:$(openssl passwd -apr1 secret)" >users
for module in mpm_prefork authn_core authn_file authz_core authz_user auth_form request session session_cookie alias cgi mime; do
  echo "LoadModule ${module}_module $modules/mod_$module.so"
done >httpd.conf
cat >>httpd.conf <<CONF
ServerRoot "$folder"
ServerName 127.0.0.1
Listen 127.0.0.1:$port
PidFile "$folder/httpd.pid"
ErrorLog "$folder/error.log"
TypesConfig /dev/null
DocumentRoot "$folder/site"
ScriptAlias "/script" "$folder/script/tell"
<Directory "$folder">
  Options +ExecCGI
  Require all granted
</Directory>
<LocationMatch "^/(page.html|script)">
  AuthType form
  AuthName office
  AuthFormProvider file
  AuthUserFile "$folder/users"
  Session On
  SessionCookieName session path=/
  Require valid-user
</LocationMatch>
<Location "/script">
  SetHandler cgi-script
</Location>
User www-data
Group www-data
CONF
./usr/sbin/apache2 -f "$folder/httpd.conf" -k start
ask() { # address, fields: status, where to, and what comes
  curl -s -o answer -w '%{http_code} %{redirect_url}' --data "httpd_username=anna&httpd_password=secret&$2" "http://127.0.0.1:$port$1" | sed "s#http://127.0.0.1:$port##"
  printf ' '
  if grep -q '<' answer; then echo; else cat answer; fi
}
{
  for address in /page.html /script; do
    echo "$address $(ask $address x=1)"
    echo "$address httpd_method=GET $(ask $address httpd_method=GET)"
    echo "$address all three $(ask $address 'httpd_method=GET&httpd_mimetype=application/x-www-form-urlencoded&httpd_body=a%3D1')"
    echo "$address httpd_location $(ask $address httpd_location=$address)"
  done
} | sed "s# *\$##" >seen
cat >expected <<'TEXT'
/page.html 200  a page
/page.html httpd_method=GET 500
/page.html all three 200  a page
/page.html httpd_location 302 /page.html
/script 200  POST, 0 bytes
/script httpd_method=GET 200  POST, 0 bytes
/script all three 200  POST, 3 bytes
/script httpd_location 302 /script
TEXT
diff -u expected seen
[ "$(grep -c AH01813 error.log)" = 1 ]
echo "mod_auth_form of $(dpkg-deb -f apache2-bin_*.deb Version): as described"
