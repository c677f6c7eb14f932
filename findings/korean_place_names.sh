#!/bin/sh
# How well libraries of npm romanize Korean places. The rules (Romanization of Korean, notice 2000-8 of the Ministry of Culture
# and Tourism) write what is said, so one expects more of those that know the rules of pronunciation than of one that goes
# letter by letter. Asked for the 165 names of the south's cities and counties, which are official in Roman, too. Seen:
#
#  - es-hangul 2.4.0 and koroman 1.0.16 know the rules and are right in what is hard for a machine (Jongno, Silla, Wangsimni);
#    es-hangul also puts the n that two words get between a consonant and y into names that are one: Annyang, Tongnyeong,
#    Namnyangju for Anyang, Tongyeong, Namyangju, and five more. koroman does so after l alone: both make Millyang of Miryang.
#  - both drop the h of nouns that the rules keep, in their very examples (III 1, 4): Muko for Mukho, Jipyeonjeon.
#  - hangul-romanization 1.0.1, letter by letter, has these right but for Miryang, and others wrong: Ulreung, Gangreung.
#  - all join what the rules divide by a hyphen (III 5): jejusi, not Jeju-si.
# A registry stores the Roman name that the city itself uses; at most it takes a library's as a suggestion that somebody reads.
#
# Installs the packages in a temporary folder; fails if any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel=error \
    es-hangul@2.4.0 koroman@1.0.16 hangul-romanization@1.0.1 >/dev/null

cat >names <<'NAMES'
서울 Seoul 부산 Busan 대구 Daegu 인천 Incheon 광주 Gwangju 대전 Daejeon 울산 Ulsan 세종 Sejong 기장 Gijang 달성 Dalseong 군위 Gunwi
강화 Ganghwa 옹진 Ongjin 울주 Ulju 수원 Suwon 용인 Yongin 고양 Goyang 화성 Hwaseong 성남 Seongnam 부천 Bucheon 남양주 Namyangju 안산 Ansan
평택 Pyeongtaek 안양 Anyang 시흥 Siheung 파주 Paju 김포 Gimpo 의정부 Uijeongbu 하남 Hanam 광명 Gwangmyeong 군포 Gunpo 양주 Yangju 오산 Osan
이천 Icheon 안성 Anseong 구리 Guri 의왕 Uiwang 포천 Pocheon 여주 Yeoju 동두천 Dongducheon 과천 Gwacheon 양평 Yangpyeong 가평 Gapyeong
연천 Yeoncheon 춘천 Chuncheon 원주 Wonju 강릉 Gangneung 동해 Donghae 태백 Taebaek 속초 Sokcho 삼척 Samcheok 홍천 Hongcheon 횡성 Hoengseong
영월 Yeongwol 평창 Pyeongchang 정선 Jeongseon 철원 Cheorwon 화천 Hwacheon 양구 Yanggu 인제 Inje 고성 Goseong 양양 Yangyang 청주 Cheongju
충주 Chungju 제천 Jecheon 보은 Boeun 옥천 Okcheon 영동 Yeongdong 증평 Jeungpyeong 진천 Jincheon 괴산 Goesan 음성 Eumseong 단양 Danyang
천안 Cheonan 공주 Gongju 보령 Boryeong 아산 Asan 서산 Seosan 논산 Nonsan 계룡 Gyeryong 당진 Dangjin 금산 Geumsan 부여 Buyeo 서천 Seocheon
청양 Cheongyang 홍성 Hongseong 예산 Yesan 태안 Taean 전주 Jeonju 군산 Gunsan 익산 Iksan 정읍 Jeongeup 남원 Namwon 김제 Gimje 완주 Wanju
진안 Jinan 무주 Muju 장수 Jangsu 임실 Imsil 순창 Sunchang 고창 Gochang 부안 Buan 목포 Mokpo 여수 Yeosu 순천 Suncheon 나주 Naju 광양 Gwangyang
담양 Damyang 곡성 Gokseong 구례 Gurye 고흥 Goheung 보성 Boseong 화순 Hwasun 장흥 Jangheung 강진 Gangjin 해남 Haenam 영암 Yeongam 무안 Muan
함평 Hampyeong 영광 Yeonggwang 장성 Jangseong 완도 Wando 진도 Jindo 신안 Sinan 포항 Pohang 경주 Gyeongju 김천 Gimcheon 안동 Andong 구미 Gumi
영주 Yeongju 영천 Yeongcheon 상주 Sangju 문경 Mungyeong 경산 Gyeongsan 의성 Uiseong 청송 Cheongsong 영양 Yeongyang 영덕 Yeongdeok 청도 Cheongdo
고령 Goryeong 성주 Seongju 칠곡 Chilgok 예천 Yecheon 봉화 Bonghwa 울진 Uljin 울릉 Ulleung 창원 Changwon 진주 Jinju 통영 Tongyeong 사천 Sacheon
김해 Gimhae 밀양 Miryang 거제 Geoje 양산 Yangsan 의령 Uiryeong 함안 Haman 창녕 Changnyeong 남해 Namhae 하동 Hadong 산청 Sancheong 함양 Hamyang
거창 Geochang 합천 Hapcheon 제주 Jeju 서귀포 Seogwipo
NAMES
cat >ask.mjs <<'JS'
import { readFileSync } from 'node:fs'
import { romanize } from 'es-hangul'
import hangulRomanization from 'hangul-romanization'
import * as koroman from 'koroman'

const official = [...readFileSync('names', 'utf8').matchAll(/(\S+) (\S+)/g)].map(([, name, roman]) => [name, roman.toLowerCase()])
const libraries = { 'es-hangul': romanize, koroman: koroman.romanize, 'hangul-romanization': hangulRomanization.convert }
for (const [library, write] of Object.entries(libraries)) {
  const wrong = official.filter(([name, roman]) => write(name) !== roman).map(([name]) => write(name))
  console.log(`${library}: ${wrong.length} of ${official.length}: ${wrong.join(' ')}`)
  console.log(` rules' own: ${['종로', '신라', '왕십리', '묵호', '집현전', '제주시'].map(write).join(' ')}`)
}
JS
node ask.mjs >seen
cat >expected <<'TEXT'
es-hangul: 8 of 165: namnyangju annyang dannyang cheongnyang damnyang tongnyeong millyang hamnyang
 rules' own: jongno silla wangsimni muko jipyeonjeon jejusi
koroman: 1 of 165: millyang
 rules' own: jongno silla wangsimni muko jipyeonjeon jejusi
hangul-romanization: 4 of 165: gangreung cheolwon ulreung milyang
 rules' own: jongro sinra wangsipri mukho jiphyeonjeon jejusi
TEXT
diff -u expected seen
echo "es-hangul 2.4.0, koroman 1.0.16, hangul-romanization 1.0.1: as described"
