"""The registry in a real browser, by people with and without a mouse, on wide and narrow screens; and what
checkers of HTML and accessibility say."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from support import paths
from support.browsing import barriers, faults_of_markup, follow, leave, make_browser, objections, phone, width_of
from support.languages import OFFERED, TAGS

ROOT = "/sistercities"
CONFIGURATION = OFFERED
SITE = {
    "city.shtml": """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>City</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/sistercities/sistercity.css"></head>
<body><main><h1>City</h1>
<!--#include virtual="/sistercities/places/boston-us/partners?heading=2" -->
<!--#sistercity show="timeline" place="boston-us" heading="2" -->
<!--#sistercity show="activities" place="boston-us" heading="2" limit="3" -->
<!--#sistercity show="partners" place="nowhere" heading="2" -->
</main></body></html>"""
}
PICTURES = ["/map.svg", "/statistics.svg", "/statistics.svg?chart=field", "/places/boston-us/map.svg?lang=ja"]
ADDRESSES = [
    "/city.shtml", "/", "/places", "/places?q=kaunas", "/places?q=zzz", "/places/boston-us", "/places/kaunas-lt?lang=lt", "/places/hiratsuka-jp?lang=ja",
    "/places/boston-us/partners", "/places/boston-us/activities", "/places/boston-us/timeline", "/partnerships", "/partnerships?country=JP&status=active",
    "/partnerships/boston-us-kyoto-jp", "/partnerships/kaunas-lt-hiratsuka-jp?lang=lt", "/partnerships/kochi-jp-surabaya-id", "/agreements",
    "/map", "/map?type=sister&lang=ja", "/statistics", "/places/boston-us/statistics?lang=lt", "/places/boston-us/map", "/places/kaunas-lt/map?lang=lt", "/activities", "/activities?lang=ja", "/organizations", "/places/nowhere", "/partnerships?limit=x",
    "/search", "/search?q=boston", "/search?q=japonija&lang=lt", "/search?q=kioto&lang=ja", "/search?q=Bostn", "/partnerships?country=JP&country=US&status=active",
    "/anniversaries", "/anniversaries?country=JP&lang=lt", "/places/boston-us/anniversaries?lang=ja", "/networks", "/networks/east-asia-economic-development", "/memberships",
    "/seeking?lang=ja", "/seeking/match?for=kaunas-lt", "/terms", "/terms/friendship-at-de?lang=lt", "/guide", "/guide/what-counts?lang=ja", "/templates",
    "/templates/sister-city?beside=ja", "/stories", "/stories/boston-kyoto-sixty-years?lang=lt", "/agreements/boston-kyoto-2019", "/activities/kaunas-castle-ceremony-2023", "/organizations/boston-childrens-museum",
    "/places?limit=5", "/places?limit=5&country=JP",
]

EACH_LANGUAGE = [f"{path}?lang={tag}" for tag in TAGS for path in ("/places/kaunas-lt", "/partnerships/boston-us-kyoto-jp", "/statistics", "/partnerships")]
# Right to left, longest words, no spaces.
UNLIKE = [address for address in EACH_LANGUAGE if address.endswith(("=ar", "=de", "=zh-Hant"))]


def full(server, address):
    return server.url + (address if address.endswith(".shtml") else ROOT + address)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    made = make_browser(tmp_path_factory.mktemp("profile"))
    made.implicitly_wait(2)
    yield made
    made.quit()


@pytest.fixture(autouse=True)
def the_broken_include_is_logged(server):
    server.expect_log(r"nowhere")


@pytest.mark.parametrize("address", ADDRESSES + EACH_LANGUAGE)
def test_a_page_has_no_barrier_fits_a_narrow_screen_and_keeps_its_policy(server, browser, address):
    """Everything that is looked for on each page, in one visit; axe takes as long as all the rest. No language changes colors."""
    browser.set_window_size(1280, 900)
    objections(browser)
    looked_for = (lambda: barriers(browser, with_colors=address in ADDRESSES)) if address not in EACH_LANGUAGE or address in UNLIKE else list
    with phone(browser, 320):
        browser.get(full(server, address))
        assert width_of(browser) <= 320
        assert looked_for() == []
    assert looked_for() == []
    assert objections(browser) == []


@pytest.mark.parametrize("address", ["/places/boston-us/partners", "/places", "/partnerships", "/activities", "/organizations", "/agreements", "/persons", "/stories"])
def test_a_phone_shows_what_a_list_is_about_before_anybody_scrolls(server, browser, address):
    """Many languages are offered, and there is a form."""
    with phone(browser, 375, 700):
        browser.get(full(server, address))
        first = browser.find_element(By.CSS_SELECTOR, ".sistercity__table tbody tr, .sistercity__entry")
        assert first.rect["y"] < 400


def test_a_resident_finds_a_partner_by_typing_and_clicking(server, browser):
    browser.set_window_size(1280, 900)
    browser.get(full(server, "/places"))
    box = browser.find_element(By.NAME, "q")
    leave(browser, box.send_keys, "klaipeda", Keys.ENTER)
    follow(browser, By.LINK_TEXT, "Klaipėda")
    assert "Klaipėda" in browser.find_element(By.CSS_SELECTOR, "h1").text
    follow(browser, By.PARTIAL_LINK_TEXT, "Kuji")
    assert "Kuji" in browser.find_element(By.CSS_SELECTOR, "h1").text


def test_filters_are_said_in_words_and_removable(server, browser):
    browser.get(full(server, "/partnerships?country=GH&type=sister"))
    text = browser.find_element(By.CSS_SELECTOR, "main").text
    assert "Ghana" in text and "Sekondi-Takoradi" in text and "Strasbourg" not in text
    removers = browser.find_elements(By.CSS_SELECTOR, ".sistercity__chip a")
    assert removers, "each active filter has a link that removes it"
    leave(browser, removers[0].click)
    assert "Sekondi-Takoradi" in browser.find_element(By.CSS_SELECTOR, "main").text


def test_the_html_checker_finds_no_error(server, tmp_path):
    files = {}
    for number, address in enumerate(ADDRESSES + EACH_LANGUAGE + PICTURES):
        file = tmp_path / f"{number:03}.{'svg' if address in PICTURES else 'html'}"
        file.write_bytes(server.get(full(server, address).removeprefix(server.url)).content)
        files[file.name] = address
    assert [(files[name], *rest) for name, *rest in faults_of_markup(tmp_path)] == []
