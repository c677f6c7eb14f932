#!/bin/sh
# What chrono-node 2.10.3 (npm), which finds dates in running text, makes of dates as city pages of East Asia write them. Seen:
#
#  - in Japanese it knows 令和, 平成 and 昭和; 大正15年12月25日 (1926) is a day of the year 15, 明治45年7月30日 (1912) one of 45, and
#    the year is said to be certain.
#  - in Chinese 民國78年5月1日 (1989) is of the year 78. In words it adds up wrongly as well: 三十年 is the year 310, 七十八年 108.
#    一九八九年 is right.
#  - a month without a day gets the day of the month that today has: 二〇一九年六月 is 29 June asked on a 29th, and nothing at all
#    asked on a 31st, since June has none; 一九八九年二月 is found on no 29th to 31st. In English, Spanish, Russian it is the 1st.
#  - in English the year of "22 October 794", Kyoto's foundation, is left out: the 22 October nearest to today is meant then.
# So what a table says in an era is converted by ICU's calendars before it is looked for in text, and a year below 1000, or a
# month without a day, is never taken from such a result.
#
# Installs the package in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error chrono-node@2.10.3 >/dev/null

cat >ask.mjs <<'JS'
import * as chrono from 'chrono-node'

const find = (language, text, today) => {
  const [found] = chrono[language].parse(text, today)
  if (!found) return 'nothing'
  const parts = ['year', 'month', 'day'].map((part) => (found.start.isCertain(part) ? '' : '~') + found.start.get(part))
  return `${parts.join('-')} from ${found.text}`
}
const days = { 29: new Date(2026, 10, 29, 12), 31: new Date(2026, 9, 31, 12) }
for (const [language, text] of [
  ['ja', '昭和34年4月22日'], ['ja', '大正15年12月25日'], ['ja', '明治45年7月30日'],
  ['zh', '民國78年5月1日'], ['zh', '民國七十八年五月一日'], ['zh', '光緒三十年五月一日'], ['zh', '一九八九年五月一日'], ['en', '22 October 794'],
]) console.log(text, 'is', find(language, text, days[29]))
for (const [language, text] of [['zh', '二〇一九年六月'], ['zh', '一九八九年二月'], ['en', 'June 2019'], ['es', 'junio de 2019']]) {
  console.log(text, 'is', find(language, text, days[29]), '· asked on a 31st', find(language, text, days[31]))
}
JS
node ask.mjs >seen
cat seen
cat >expected <<'TEXT'
昭和34年4月22日 is 1959-4-22 from 昭和34年4月22日
大正15年12月25日 is 15-12-25 from 15年12月25日
明治45年7月30日 is 45-7-30 from 45年7月30日
民國78年5月1日 is 78-5-1 from 78年5月1日
民國七十八年五月一日 is 108-5-1 from 十八年五月一日
光緒三十年五月一日 is 310-5-1 from 三十年五月一日
一九八九年五月一日 is 1989-5-1 from 一九八九年五月一日
22 October 794 is ~2026-10-22 from 22 October
二〇一九年六月 is 2019-6-~29 from 二〇一九年六月 · asked on a 31st nothing
一九八九年二月 is nothing · asked on a 31st nothing
June 2019 is 2019-6-~1 from June 2019 · asked on a 31st 2019-6-~1 from June 2019
junio de 2019 is 2019-6-~1 from junio de 2019 · asked on a 31st 2019-6-~1 from junio de 2019
TEXT
diff expected seen
