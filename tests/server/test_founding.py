"""The founding documents, sentence by sentence, and where a reader of the sample registry finds it.

S0 is the news of the City of Kaunas of 2023, S1 the release of the City of Boston of 2019, S2 the questions and answers of CLAIR.
"""

import html
import re

import pytest

DATABASES = ["sqlite"]
ROOT = "/sistercities"
HIRATSUKA, KYOTO = "/partnerships/kaunas-lt-hiratsuka-jp", "/partnerships/boston-us-kyoto-jp"
BOSTON, TERMS, GUIDE = "/places/boston-us", "/terms?limit=1000", "/guide"

SENTENCES = [
    ("S0", "The mayors formalized seven years of ties by a cooperation agreement", HIRATSUKA, ["Cooperation agreement", "about seven years"]),
    ("S0", "It is about sports, education and culture", HIRATSUKA, ["Fields sports, education and culture"]),
    ("S0", "The fifth agreement of Lithuania with Japan, the second of Kaunas", HIRATSUKA, ["second Japanese partner of Kaunas, and the fifth"]),
    ("S0", "Both mayors signed, at Kaunas Castle", HIRATSUKA, ["Katsuhiro Ochiai , Mayor of Hiratsuka", "Visvaldas Matijošaitis , Mayor of Kaunas", "Kaunas Castle"]),
    ("S0", "They were sister cities from then on", HIRATSUKA, ["Relationship sister city"]),
    ("S0", "Monument to Chiune Sugihara on Laisvės Avenue", HIRATSUKA, ["Chiune Sugihara", "Laisvės Avenue"]),
    ("S0", "Events of students, Japanese Days, cherry trees", HIRATSUKA, ["Kaunas students", "Japanese Days in Kaunas", "Planting of cherry trees"]),
    ("S0", "Lithuanian Week: photographs, lessons", HIRATSUKA, ["Lithuanian Week", "Exhibitions of photographs", "Lessons of Lithuanian"]),
    ("S0", "The mayor named what can be learned from each other", HIRATSUKA, ["tourism, urban development, city management and international activities"]),
    ("S0", "Kaunas gave a work of Egidijus Rudinskas and a miniature of the monument", HIRATSUKA, ["Egidijus Rudinskas", "Vytautas the Great", "Given by Kaunas"]),
    ("S0", "Hiratsuka gave a gilded KINPAKU print of Tanabata", HIRATSUKA, ["KINPAKU", "Tanabata Matsuri is the festival of Hiratsuka, in Kanagawa Prefecture"]),
    *[("S0", f"{pair} were there before, without a date", f"/partnerships/{slug}", ["date not recorded", "twinning agreement"]) for pair, slug in (
        ("Klaipėda and Kuji", "klaipeda-lt-kuji-jp"), ("Panevėžys and Toyohashi", "panevezys-lt-toyohashi-jp"), ("Birštonas and Kaga", "birstonas-lt-kaga-jp"))],
    ("S0", "Kaunas and Yaotsu signed in 2019", "/partnerships/kaunas-lt-yaotsu-jp", ["2019"]),
    ("S0", "The office that told it", "/organizations", ["Public Relations Department, City of Kaunas"]),
    ("S1", "Renewed in 2019 after 60 years, by a ceremony of signing", KYOTO, ["Renewal", "Sixty years of partnership", "Signing ceremony for the sixtieth year"]),
    ("S1", "The source's spelling, Resigning", KYOTO, ["Resigning of Sister City Agreement", "It means signing again"]),
    ("S1", "Walsh, Kadokawa, and Terada of the assembly", KYOTO, ["Martin J. Walsh , Mayor of Boston", "Daisaku Kadokawa , Mayor of Kyoto", "Kazuhiro Terada , Chair of the Kyoto City Assembly"]),
    ("S1", "First signed in 1959, Boston's first", KYOTO, ["since 1959", "The first sister city of Boston"]),
    ("S1", "Education, culture, commerce", KYOTO, ["Fields education, culture and economy"]),
    ("S1", "Life sciences, education, neighborhoods in common", KYOTO, ["life sciences, education and the identity of their neighborhoods"]),
    ("S1", "Sixty is kanreki", KYOTO, ["kanreki (還暦)", "zodiac"]),
    ("S1", "A forum of life sciences, with the mayor's office of development", KYOTO, ["Life sciences forum with companies of both cities", "Mayor's Office of Economic Development"]),
    ("S1", "The Japanese House, Kyoto's gift, was visited", KYOTO, ["Visit to the Japanese House", "gift Japanese House Given by Kyoto"]),
    ("S1", "A tree from the Rotary Club of Kyoto South, planted in the Public Garden", KYOTO, ["Japanese Stewartia (summer camellia)", "Rotary Club of Kyoto South", "Boston Public Garden"]),
    ("S1", "With the Rotary clubs and the Japan Society", KYOTO, ["Rotary Clubs of Boston", "Rotary Clubs of Kyoto", "Japan Society of Boston"]),
    ("S1", "Japan Festival of 27 and 28 April, on Kyoto", KYOTO, ["27–28 April 2019", "Japan Festival Boston, on the theme of Kyoto"]),
    ("S1", "Programs are independent, non-profit and live on volunteers", KYOTO, ["independent non-profit organization that lives on voluntary support"]),
    ("S1", "Eleven are claimed, ten listed", BOSTON, ["states 11 partners", "This registry lists 10", "goes on to list ten"]),
    ("S1", "The ten with their years", BOSTON, [f"since {year}" for year in (1959, 1960, 1980, 1982, 1983, 1985, 1996, 2001, 2014, 2015)]),
    ("S1", "In the 1950s residents and officials saw that ties abroad matter", KYOTO, ["In the 1950s residents and officials of Boston"]),
    ("S1", "Cities exchange people and learn of each other's way of life", GUIDE, ["to send people, to learn from one another", "citizens take part"]),
    ("S1", "Begun as a national concept in 1956 by Eisenhower", "/stories/boston-kyoto-sixty-years", ["1956", "Dwight D. Eisenhower"]),
    ("S2 Q1", "No legal definition; three conditions", GUIDE, ["No law defines it", "have signed an agreement", "not confined to one field", "approved money"]),
    ("S2 Q1", "They count whatever the tie is called", GUIDE, ["whatever the parties call it"]),
    ("S2 Q1", "Nagasaki and Saint Paul, December 1955, the first", "/partnerships/nagasaki-jp-saint-paul-us", ["December 1955"]),
    ("S2 Q1", "1,000 in December 1993", "/stories/first-in-japan", ["December 1993", "a thousand"]),
    ("S2 Q1", "What exchange is good for", GUIDE, ["citizens take part", "courtesy becomes friendship"]),
    *[("S2 Q2", f"{word} in {country}", TERMS, [word]) for word, country in (
        ("twin town", "Britain"), ("ville jumelée", "France"), ("città gemellata", "Italy"), ("Partnerstadt", "Germany"),
        ("ciudad hermana", "Spain"), ("город-побратим", "Russia"), ("友好城市", "China"), ("자매도시", "Korea"), ("姉妹都市", "Japan"))],
    ("S2 Q2", "Schwesterstadt in Austria, which cities there do not say themselves", "/terms/sister-at-de", ["Partnerstadt", "CLAIR has “Schwesterstadt”"]),
    ("S2 Q2", "cidade irmã in Portugal, likewise", "/terms/sister-pt-pt", ["cidade geminada", "CLAIR has “cidade irmã”"]),
    ("S2 Q2", "From the United States, translated in Japan; no elder sister in China; Korea until 2004", GUIDE,
     ["came from the United States and was translated in Japan", "make one the elder", "until 2004", "a friendship first"]),
    ("S2 Q3", "How to find a partner; CLAIR as the intermediary", GUIDE, ["How does one find a partner?", "for Japan that is CLAIR"]),
    ("S2 Q3", "A local government has its profile published", GUIDE, ["publish a profile"]),
    ("S2 Q4", "Who looks for a partner", "/seeking", ["Looking for partners"]),
    ("S2 Q5", "No set procedure; eight steps", GUIDE, ["no set procedure", "List candidates", "Ask them", "Visit", "Confirm", "Discuss", "Deliberate", "Sign it", "Begin"]),
    ("S2 Q6", "Sample agreements", "/templates", ["Sister city agreement", "Friendship city agreement", "Memorandum of understanding", "Agreement for a fixed term"]),
    ("S2 Q7", "More than 1,700, of more than 800 governments", GUIDE, ["more than 1,700, which more than 800 of its local governments have"]),
    ("S2 Q7", "Sixty percent educational or administrative: homestays, students, art; ceremonies, delegations", GUIDE,
     ["Six in ten", "educational or administrative", "homestays, exchange students", "delegations, jubilees"]),
    ("S2 Q7", "The same of this registry", "/statistics?country=JP", ["Educational or administrative 2 50%"]),
    ("S2 Q7", "Economy, tourism, trees, equipment", GUIDE, ["trade and tourism, trees that are planted, and equipment"]),
    ("S2 Q7", "Three in ten with the United States, two with China", GUIDE, ["three in ten of Japan's ties are with the United States and two in ten with China"]),
    ("S2 Q8", "Fixed terms, and why", GUIDE, ["pursue one aim together"]),
    ("S2 Q8", "Kochi and Surabaya: April 1997, five years and five", "/partnerships/kochi-jp-surabaya-id", ["since April 1997", "Extended by five years"]),
    ("S2 Q8", "Osaka and Dubai: October 2002, three years and three, ongoing", "/partnerships/osaka-prefecture-jp-dubai-ae",
     ["since October 2002", "Renewed for three years", "still ongoing"]),
    ("S2 Q9", "What CLAIR does, in seven countries", GUIDE, ["collects what is known", "seven offices abroad", "magazine"]),
    *[("S2 Q10", f"The office in {city}", "/organizations", [f"CLAIR, {city} office"]) for city in (
        "New York", "London", "Paris", "Singapore", "Seoul", "Sydney", "Beijing")],
    ("S2 Q10", "Their languages, and associations", GUIDE, ["also French", "also Korean", "also Chinese", "Sister Cities International"]),
    *[("S2 Q10", f"The office in {city} knows those of {region}", f"/organizations/clair-{city.lower()}", [f"ocal governments of {region}"]) for city, region in (
        ("Seoul", "Korea"), ("Sydney", "Oceania"), ("Beijing", "China"))],
    ("S2 Q11", "Agreements on the economy, and other forms beside sister cities", GUIDE, ["Agreements for one purpose, such as trade"]),
    ("S2 Q11", "Three of Japan, four of China, three of Korea", "/networks/east-asia-economic-development", ["three in Japan, four in China and three in Korea", "Shimonoseki", "Kitakyushu", "Fukuoka"]),
    ("S2 Q11", "Ehime and Dalian, both sectors, on the economy", "/partnerships/ehime-prefecture-jp-dalian-cn",
     ["Ehime–Dalian Economic Friendship Association", "Public bodies and private companies"]),
    ("S2", "Whom to ask", "/organizations", ["International Exchange Division", "+81-3-5213-1723"]),
]


@pytest.fixture(scope="module")
def shown(server):
    pages = {}

    def words(path):
        if path not in pages:
            answer = server.get(f"{ROOT}{path}{'&' if '?' in path else '?'}lang=en")
            assert answer.status_code == 200
            main = answer.text.partition("<main")[2].partition("</main>")[0]
            pages[path] = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())
        return pages[path]

    return words


@pytest.mark.parametrize("seed, sentence, path, told", SENTENCES, ids=[f"{seed}: {sentence}" for seed, sentence, _, _ in SENTENCES])
def test_what_a_founding_document_says_stands_where_a_reader_looks(shown, seed, sentence, path, told):
    assert [words for words in told if words not in shown(path)] == []
