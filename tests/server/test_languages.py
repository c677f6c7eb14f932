"""Pages in the reader's language."""

import re

import pytest


def test_the_reader_s_browser_decides_and_the_address_overrides(server):
    def language(path, accept=None):
        answer = server.get(path, headers={"Accept-Language": accept} if accept else {})
        assert f'lang="{answer.headers["Content-Language"]}"' in answer.text
        return answer.headers["Content-Language"]

    page = "/sistercities/places/kaunas-lt"
    assert language(page) == "en"
    assert language(page, "lt-LT, en;q=0.5") == "lt"
    assert language(page, "ja;q=0.4, lt;q=0.3") == "ja"
    assert language(page, "fi, sv") == "en"
    assert language(page, ";;;q=,*,") == "en"
    assert language(page + "?lang=ja", "lt") == "ja"
    vary = server.get(page).headers["Vary"].lower()
    assert "accept-language" in vary


@pytest.mark.parametrize("lang, word", [("en", "Partners"), ("lt", "artneri"), ("ja", "都市")])
def test_words_come_in_the_language(server, lang, word):
    assert word in server.get(f"/sistercities/places/boston-us?lang={lang}").text


@pytest.mark.parametrize("lang, date", [("en", "December 1955"), ("lt", "1955 m. gruodis"), ("ja", "1955年12月")])
def test_a_month_reads_naturally_and_no_day_is_invented(server, lang, date):
    text = server.get(f"/sistercities/places/nagasaki-jp?lang={lang}").text
    assert date in text
    assert "1955-12-01" not in text


def test_names_are_in_the_reader_s_language_with_the_local_form_beside_them(server):
    text = server.get("/sistercities/places/kaunas-lt/partners?lang=en").text
    assert "Hiratsuka" in text
    assert re.search(r'<span[^>]* lang="ja"[^>]*>平塚市</span>', text)
    japanese = server.get("/sistercities/places/kaunas-lt/partners?lang=ja").text
    assert "平塚市" in japanese


def test_links_keep_the_language_that_the_address_asked_for(server):
    text = server.get("/sistercities/places/kaunas-lt?lang=lt").text
    assert re.search(r'href="/sistercities/partnerships/kaunas-lt-hiratsuka-jp\?lang=lt"', text)
    assert not re.search(r'href="/sistercities/partnerships/kaunas-lt-hiratsuka-jp\?', server.get("/sistercities/places/kaunas-lt").text)


def test_words_that_stand_alone_begin_with_a_capital_in_every_alphabet(server):
    page = server.get("/sistercities/partnerships?lang=lt").text
    assert ">Švietimas<" in page and ">švietimas<" not in page


def test_the_lead_of_a_place_is_a_sentence_in_lithuanian(server):
    assert "Boston registre turi 10 miestų partnerių." in server.get("/sistercities/places/boston-us?lang=lt").text.replace("Bostonas", "Boston")
