"""Made-up names of places: syllables and characters put together the way each language does.

None is taken from a data set; that some of them exist is chance.
"""

import dataclasses

# Latin letters with marks, as they stand in an address.
FOLD = str.maketrans(
    {
        "ą": "a", "č": "c", "ę": "e", "ė": "e", "į": "i", "š": "s", "ų": "u", "ū": "u", "ž": "z",
        "ć": "c", "ł": "l", "ń": "n", "ó": "o", "ś": "s", "ź": "z", "ż": "z", "ä": "a", "ö": "o",
        "ü": "u", "ß": "ss", "é": "e", "è": "e", "ê": "e", "â": "a", "ç": "c", "ã": "a", "õ": "o",
        "á": "a", "í": "i", "ñ": "n", "ú": "u", "å": "a", "ø": "o", "ý": "y", "ř": "r", "ě": "e",
        "ğ": "g", "ı": "i", "ş": "s", "ō": "o", "ǎ": "a", "ì": "i", "ò": "o", "à": "a", "ă": "a",
    }
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Language:
    """How places are named in a country. A slot has texts, or triples where a text is not the same
    (in Latin letters, as written there, as read)."""

    tag: str
    slots: tuple
    endings: tuple
    reading: str = ""  # the tag of the reading, if the script needs one
    latin: str = ""  # the tag of the romanization


@dataclasses.dataclass(frozen=True)
class Name:
    latin: str
    local: str
    reading: str
    romanized: str

    @property
    def slug(self):
        return self.latin.lower().translate(FOLD).replace(" ", "-").replace("'", "")


def words(text):
    """Syllables; "_" stands for a space within one."""
    return tuple(word.replace("_", " ") for word in text.split())


def spelled(text):
    """"yama:山:やま …" as triples; the third part may be missing."""
    triples = []
    for entry in text.split():
        parts = entry.split(":")
        triples.append((parts[0], parts[1], parts[2] if len(parts) > 2 else ""))
    return tuple(triples)


JAPANESE = spelled(
    "yama:山:やま kawa:川:かわ ta:田:た no:野:の shima:島:しま matsu:松:まつ take:竹:たけ kita:北:きた "
    "nishi:西:にし hara:原:はら mori:森:もり hashi:橋:はし saki:崎:さき zawa:沢:ざわ ishi:石:いし "
    "iwa:岩:いわ tani:谷:たに mizu:水:みず hana:花:はな aki:秋:あき fuji:藤:ふじ ume:梅:うめ "
    "kuma:熊:くま tsuru:鶴:つる kame:亀:かめ naka:中:なか ue:上:うえ shimo:下:しも taka:高:たか naga:長:なが"
)
CHINESE = spelled("an:安 ning:宁 ping:平 he:和 jiang:江 hai:海 shan:山 lin:林 yun:云 long:龙 feng:凤 "
                  "qing:清 bai:白 jin:金 yu:玉 tai:泰 xing:兴 chang:长 yang:阳 quan:泉 tong:通 wen:文")
KOREAN = spelled("gang:강 san:산 nam:남 dong:동 seo:서 yang:양 cheon:천 pyeong:평 seong:성 jin:진 "
                 "an:안 gwang:광 mun:문 hae:해 won:원 chang:창 ok:옥 young:영")
RUSSIAN_STEMS = spelled("Bereg:Берег Sosn:Сосн Bel:Бел Novo:Ново Staro:Старо Vysok:Высок Ozer:Озер "
                        "Kamen:Камен Dubr:Дубр Les:Лес Medv:Медв Zven:Звен Svet:Свет Yar:Яр Tikh:Тих")
RUSSIAN_MIDDLES = spelled("o:о e:е in:ин ov:ов ar:ар ol:ол av:ав et:ет")
UKRAINIAN_STEMS = spelled("Dolyn:Долин Kalyn:Калин Verb:Верб Richk:Річк Hai:Гай Zolot:Золот Step:Степ "
                          "Bystr:Бистр Yavor:Явор Lypo:Липо Stavy:Стави Krai:Край")
GREEK_STEMS = spelled("Kal:Καλ Mel:Μελ Per:Περ Ther:Θερ Lev:Λευ Pyr:Πυρ Amp:Αμπ Nik:Νικ Zag:Ζαγ Ast:Αστ")
GREEK_MIDDLES = spelled("am:αμ on:ον ar:αρ is:ισ od:οδ ik:ικ ov:οβ an:αν")
ARABIC = spelled("Bani:بني Wadi:وادي Ain:عين Tell:تل Dar:دار Burj:برج Umm:أم Jabal:جبل")
ARABIC_SECOND = spelled("Salim:سليم Nur:نور Hassan:حسن Rashid:رشيد Zahra:زهرة Nakhla:نخلة Bahr:بحر "
                        "Karim:كريم Sabah:صباح Murad:مراد Jamil:جميل Hilal:هلال Tariq:طارق Yasmin:ياسمين")

LANGUAGES = {
    "JP": Language("ja", (JAPANESE, JAPANESE), spelled("-shi:市:し -chō:町:ちょう -mura:村:むら"), "ja-Hira", "ja-Latn"),
    "CN": Language("zh-Hans", (CHINESE, CHINESE), spelled(":市"), "", "zh-Latn"),
    "KR": Language("ko", (KOREAN, KOREAN), spelled(":시 :군"), "", "ko-Latn"),
    "RU": Language("ru", (RUSSIAN_STEMS, RUSSIAN_MIDDLES), spelled("sk:ск grad:град vo:во vka:вка"), "", "ru-Latn"),
    "UA": Language("uk", (UKRAINIAN_STEMS, RUSSIAN_MIDDLES), spelled("ka:ка ne:не hrad:град tsi:ці"), "", "uk-Latn"),
    "GR": Language("el", (GREEK_STEMS, GREEK_MIDDLES), spelled("ia:ία os:ος i:η a:α"), "", "el-Latn"),
    "EG": Language("ar", (ARABIC, ARABIC_SECOND), spelled(":"), "", "ar-Latn"),
    "LT": Language("lt", (words("Šven Žem Gir Lauk Pan Birž Kel Mar Upyn Ąžuol Rad Tel Šil Vilk"), words("t k m v d ž b l")), words("ėnai ytė iškis uliai upis ava ėliai")),
    "PL": Language("pl", (words("Biał Ziel Now Star Wys Łąk Dęb Świerk Kamień Jezior Brzoz Lip"), words("o i a e y")), words("gród wiec nów szcz czyn brzeg sławice dół")),
    "DE": Language("de", (words("Stein Eich Linden Mühl Grün Rosen Schön Birken Alt Neu Ober Nieder Wald König"), words("au bach feld hof see brunn ")), words("berg heim stadt dorf hausen bruck münde")),
    "FR": Language("fr", (words("Beau Clair Mont Ville Roche Font Haute Bel Saint-Au Grand Châte Val"), words("ver lieu mont se ri na l")), words("ille court gny ères ay eux âtre on")),
    "GB": Language("en", (words("Ash Oak Thorn Wick King Stan Brad Hart Ald Mill Wether Long"), words("ing er en le ham y")), words("ton ford bury wick ley worth mouth dale")),
    "US": Language("en", (words("Cedar Maple Spring River Fair Clear Green Lake Union Silver Pleasant Mill"), words("w br h gl st f")), words("ood idge aven enn one ield ove")),
    "ES": Language("es", (words("Villa Torre Monte Fuen Puebla Alcá Valde Peña Cala"), words("ver mar ri ca sol na")), words("de ñas dor que jo ción nes lón")),
    "BR": Language("pt", (words("Santa_ São_ Porto_ Campo_ Rio_ Boa_ Serra_ Alto_ Lagoa_"), words("Ma Vi Ca Lu To Be Ri")), words("rião cente taré los mé lão nhos")),
    "IT": Language("it", (words("Monte Castel Villa San Borgo Acqua Rocca Campo Pietra"), words("ver bel ros fior lun ser")), words("de vetere mare ano etto ina one ià")),
    "CZ": Language("cs", (words("Český_ Nový_ Starý_ Horní_ Dolní_ Bílý_ Velký_"), words("Br Kr Ml Hr Tř St Vl")), words("od eček avice ín ov umlov ašov")),
    "SE": Language("sv", (words("Björk Sten Norr Söder Öst Ek Ås Lund Häll Vik"), words("s e a ö")), words("holm stad köping vik berga sund ås by")),
    "TR": Language("tr", (words("Ak Kara Yeşil Gül Taş Deniz Güney Kuzey Alt"), words("ın a e ı")), words("köy şehir hisar pınar dağ ova su")),
    "IN": Language("hi", (spelled("Ram:राम Shiv:शिव Dev:देव Chand:चंद Sur:सूर Gang:गंग Hari:हरि Jal:जल Raj:राज"), spelled("a:ा i:ि an:न al:ल esh:ेश")), spelled("pur:पुर nagar:नगर gaon:गाँव ganj:गंज garh:गढ़"), "", "hi-Latn"),
}  # fmt: skip


def _spelling(entry):
    return entry if isinstance(entry, tuple) else (entry, entry, "")


def _pick(slot, rng):
    return _spelling(slot[int(rng() * len(slot))])


def _join(parts, which, separator=""):
    return separator.join(part[which] for part in parts).strip()


def compose(language, rng):
    """A name of that language; rng() gives numbers from 0 to 1."""
    first, middle = language.slots
    stem = [_pick(first, rng), _pick(middle, rng)]
    if rng() < 0.5:
        stem.append(tuple(text.lower() for text in _pick(middle, rng)))
    ending = _pick(language.endings, rng)
    separator = " " if language.tag == "ar" else ""
    whole = [*stem, ending]
    # Where the ending is a word of its own (市), the usual Latin form goes without it.
    latin = _join(stem if language.reading else whole, 0, separator)
    if language.tag == "ar":
        latin = latin.title()
    romanized = _join(whole, 0, separator)
    return Name(
        latin[:1].upper() + latin[1:],
        _join(whole, 1, separator),
        _join(whole, 2) if language.reading else "",
        romanized[:1].upper() + romanized[1:],
    )


def names_cell(language, name):
    """The cell `names` of places.csv."""
    if language.tag == "en":
        return f"en={name.latin};kind=official"
    cell = f"{language.tag}={name.local};kind=official|en={name.latin};kind=exonym"
    if language.reading:
        cell += f"|{language.reading}={name.reading};kind=reading"
    if language.latin:
        cell += f"|{language.latin}={name.romanized};kind=reading"
    return cell
