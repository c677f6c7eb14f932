#!/bin/sh
# What messageformat 4.0.0 (npm), an implementation of Unicode MessageFormat 2 (LDML 48, part 9), makes of dates as a
# registry has them, in a function that formats dates alone, :date. The specification: an operand is a date/time literal,
# YYYY-MM-DD with or without a time; without an offset it should be floating, of no time zone; anything else gives Bad Operand,
# though other ISO 8601 dates may be understood. Seen, in New York:
#
#  - {|1959-04-22| :date} is 21 April 1959: the day is taken for midnight in Greenwich. With timeZone=UTC it is the 22nd.
#  - a year or a month becomes a day, the one before its first: {|1959| :date} is 31 December 1958, in Tokyo 1 January 1959.
#    No error; no value of "fields" says a year or a year and month alone.
#  - 30 February is 2 March, "22 Apr 59" a day in 1959, "12" the first of December 2001; "1959~" is Bad Operand at last.
#  - a time with an offset, 2026-04-22T09:00+09:00, cannot be shown as written: timeZone=input, meant for that, is Bad Operand,
#    and what is shown is the evening before.
# So messages about partnerships take a date that is worded already, as text; a program that must format it passes a full date
# with timeZone=UTC, and checks first that it is one.
#
# Installs the package in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error messageformat@4.0.0 >/dev/null

cat >say.mjs <<'JS'
import { MessageFormat } from 'messageformat'
import { DraftFunctions } from 'messageformat/functions'

for (const expression of ['|1959-04-22| :date', '|1959-04-22| :date timeZone=UTC', '|1959| :date', '|1955-12| :date',
  '|1955-12-01| :date timeZone=UTC fields=|year-month|', '|1955-02-30| :date timeZone=UTC', '|22 Apr 59| :date', '|12| :date', '|1959~| :date',
  '|2026-04-22T09:00:00+09:00| :datetime timeZone=input']) {
  const errors = []
  const message = new MessageFormat('en', `{${expression}}`, { functions: DraftFunctions, bidiIsolation: 'none' })
  console.log([expression, message.format({}, ({ type }) => errors.push(type)).replaceAll('\u202f', ' '), ...errors].join(' -> '))
}
JS
{
  TZ=America/New_York node say.mjs
  TZ=Asia/Tokyo node say.mjs | grep '^|1959|'
} >seen
cat >expected <<'TEXT'
|1959-04-22| :date -> Apr 21, 1959
|1959-04-22| :date timeZone=UTC -> Apr 22, 1959
|1959| :date -> Dec 31, 1958
|1955-12| :date -> Nov 30, 1955
|1955-12-01| :date timeZone=UTC fields=|year-month| -> Dec 1, 1955 -> bad-option
|1955-02-30| :date timeZone=UTC -> Mar 2, 1955
|22 Apr 59| :date -> Apr 22, 1959
|12| :date -> Dec 1, 2001
|1959~| :date -> {|1959~|} -> bad-operand
|2026-04-22T09:00:00+09:00| :datetime timeZone=input -> Apr 21, 2026, 8:00 PM -> bad-operand
|1959| :date -> Jan 1, 1959
TEXT
diff -u expected seen
echo "messageformat 4.0.0: as described"
