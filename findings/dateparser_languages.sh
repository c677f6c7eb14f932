#!/bin/sh
# What dateparser 1.1.6 (Debian's python3-dateparser), which reads dates of over 200 locales (its README) with words taken from
# CLDR (its history), makes of dates as pages of the partners' countries have them, when it is told the language. Asked for what
# they mean on 29 November 2026. Seen:
#
#  - a year alone with the word for "year" behind it, 1959年 in Japanese, 1959년, 1959. gads, 1959 m., is the year 67: "1959 years
#    ago". No error. In English, without a word, it is 1959, with the month and the day of today.
#  - in French, September is July: 22 sept. 1959 is 22 July, "sept" being the number seven. Not told the language it says
#    22 September. In full, septembre, it is right.
#  - a day as the language's own standard form has it is not found in Korean (1959년 4월 22일), Lithuanian (1959 m. balandžio
#    22 d.) and Latvian (1959. gada 22. aprīlis), though months alone are, with today's day: 29 April 1959.
# Full dates of the other languages here, as CLDR writes them, come out right. So dates of such pages are read by ICU's patterns
# for the language, or by a person, and what this library gives is looked at for its year and for today's day.
#
# Takes Debian's packages apart in a temporary folder; fails if any of this changes. Needs apt-get and Debian's python3.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download python3-dateparser python3-regex python3-tzlocal python3-pytz-deprecation-shim python3-tz python3-dateutil \
    python3-six >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" .; done

cat >ask.py <<'PY'
import datetime
import warnings

warnings.simplefilter("ignore")
import dateparser

ASKED = {
    "ja": ["1959年4月22日", "1959年4月", "1959年"],
    "ko": ["1959년 4월 22일", "1959년 4월", "1959년"],
    "lt": ["1959 m. balandžio 22 d.", "1959 m. balandis", "1959 m."],
    "lv": ["1959. gada 22. aprīlis", "1959. gads"],
    "fr": ["22 septembre 1959", "22 sept. 1959", "22 oct. 1959"],
    "pl": ["22 kwietnia 1959"],
    "uk": ["22 квітня 1959 р."],
    "zh": ["1959年4月22日"],
    "en": ["22 April 1959", "1959"],
}
TODAY = datetime.datetime(2026, 11, 29, 12)


def day(text, languages):
    found = dateparser.parse(text, languages=languages, settings={"RELATIVE_BASE": TODAY})
    return found.date().isoformat() if found else "nothing"


for language, texts in ASKED.items():
    for text in texts:
        print(f"{language} {text}: {day(text, [language])}")
print(f"not told the language, 22 sept. 1959: {day('22 sept. 1959', None)}")
PY
PYTHONPATH=usr/lib/python3/dist-packages TZ=UTC /usr/bin/python3 ask.py >seen
cat >expected <<'TEXT'
ja 1959年4月22日: 1959-04-22
ja 1959年4月: 1959-04-29
ja 1959年: 0067-11-29
ko 1959년 4월 22일: nothing
ko 1959년 4월: 1959-04-29
ko 1959년: 0067-11-29
lt 1959 m. balandžio 22 d.: nothing
lt 1959 m. balandis: 1959-04-29
lt 1959 m.: 0067-11-29
lv 1959. gada 22. aprīlis: nothing
lv 1959. gads: 0067-11-29
fr 22 septembre 1959: 1959-09-22
fr 22 sept. 1959: 1959-07-22
fr 22 oct. 1959: 1959-10-22
pl 22 kwietnia 1959: 1959-04-22
uk 22 квітня 1959 р.: 1959-04-22
zh 1959年4月22日: 1959-04-22
en 22 April 1959: 1959-04-22
en 1959: 1959-11-29
not told the language, 22 sept. 1959: 1959-09-22
TEXT
diff -u expected seen
echo "python3-dateparser $(dpkg-deb -f python3-dateparser_*.deb Version): as described"
