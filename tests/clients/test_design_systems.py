"""Parts of the registry in pages of other people's design: GOV.UK Frontend, Bootstrap, and a page without any."""

import json
import shutil

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from conftest import CLIENTS

PACKAGES = CLIENTS / "node_modules"
PARTS = """
<!--#sistercity show="partners" place="boston-us" heading="2" class="{part}" link-class="{link}" -->
<!--#include virtual="/sistercities/partnerships?country=JP&amp;limit=3&amp;class={encoded}&amp;link-class={link}" -->
<!--#sistercity show="partnership" partnership="boston-us-kyoto-jp" class="{part}" link-class="{link}" -->
<!--#sistercity show="statistics" place="boston-us" class="{part}" link-class="{link}" -->
<!--#sistercity show="partners" place="nowhere" class="{part}" -->
"""


def host(style, body, part, link, shell="{}"):
    parts = PARTS.format(part=part, link=link, encoded=part.replace(" ", "+"))
    return (f'<!DOCTYPE html><html lang="en" class="{body}"><head><meta charset="utf-8"><title>City</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">{style}'
            '<link rel="stylesheet" href="/sistercities/sistercity.css"></head>'
            f'<body class="{body}">{shell.format("<main><h1>City</h1>" + parts + "</main>")}</body></html>')


SITE = {
    "govuk.shtml": host('<link rel="stylesheet" href="/design/govuk-frontend.min.css">', "govuk-template__body", "govuk-body", "govuk-link",
                        '<div class="govuk-width-container">{}</div>'),
    "bootstrap.shtml": host('<link rel="stylesheet" href="/design/bootstrap.min.css">', "", "fs-6 text-body", "link-primary", '<div class="container">{}</div>'),
    "plain.shtml": host("", "", "part", "link"),
    "column.shtml": host('<link rel="stylesheet" href="/design/bootstrap.min.css">', "", "part", "link",
                         '<div class="container"><div class="row"><div class="col-8"></div><div class="col-4">{}</div></div></div>'),
}


@pytest.fixture(scope="module")
def site(server):
    server.expect_log("nowhere")
    design = server.site / "design"
    design.mkdir()
    shutil.copy(PACKAGES / "govuk-frontend/dist/govuk/govuk-frontend.min.css", design)
    shutil.copy(PACKAGES / "bootstrap/dist/css/bootstrap.min.css", design)
    return server


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(argument)
    options.binary_location = "/usr/bin/chromium"
    made = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    yield made
    made.quit()


def style(browser, selector, *names):
    return browser.execute_script(
        "const s = getComputedStyle(document.querySelector(arguments[0])); return arguments[1].map(n => s.getPropertyValue(n))", selector, list(names))


@pytest.fixture(autouse=True)
def the_broken_include_is_logged(site):
    site.expect_log("nowhere")


@pytest.mark.parametrize("page, font", [("govuk", "GDS Transport"), ("bootstrap", "system-ui")])
def test_a_part_has_the_font_and_the_links_of_the_design_around(site, browser, page, font):
    browser.set_window_size(1200, 900)
    browser.get(f"{site.url}/{page}.shtml")
    for selector in (".sistercity-partners", ".sistercity-partners td", ".sistercity-partnership dd", ".sistercity-notice p"):
        assert font in style(browser, selector, "font-family")[0], selector
    browser.execute_script("""const a = document.createElement('a'); a.href = '#'; a.id = 'own'; a.textContent = 'own';
        a.className = arguments[0]; document.querySelector('main').append(a)""", {"govuk": "govuk-link", "bootstrap": "link-primary"}[page])
    looks = ("color", "text-decoration-line")
    assert style(browser, ".sistercity-partners td a, .sistercity-partners th a", *looks) == style(browser, "#own", *looks)
    links = browser.execute_script("return [...document.querySelectorAll('.sistercity a')].filter(a => !a.matches(arguments[0])).map(a => a.outerHTML)",
                                   {"govuk": ".govuk-link", "bootstrap": ".link-primary"}[page])
    assert links == []


@pytest.mark.parametrize("page", ["govuk", "bootstrap", "plain", "column"])
def test_captions_stand_above_their_tables(site, browser, page):
    browser.set_window_size(1200, 900)
    browser.get(f"{site.url}/{page}.shtml")
    assert set(browser.execute_script("return [...document.querySelectorAll('.sistercity caption')].map(c => getComputedStyle(c).captionSide)")) == {"top"}


@pytest.mark.parametrize("page", ["govuk", "bootstrap", "plain", "column"])
@pytest.mark.parametrize("width", [1200, 500])
def test_axe_finds_no_barrier_in_a_part(site, browser, page, width):
    browser.set_window_size(width, 900)
    browser.get(f"{site.url}/{page}.shtml")
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": (PACKAGES / "axe-core/axe.min.js").read_text()})
    found = json.loads(browser.execute_async_script(
        "axe.run('.sistercity', {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']}).then(r => arguments[0](JSON.stringify(r.violations)))"))
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found] == []


def test_a_part_in_a_narrow_column_of_a_wide_page_is_narrow(site, browser):
    browser.set_window_size(1200, 900)
    browser.get(f"{site.url}/column.shtml")
    assert style(browser, ".sistercity-partners tr", "display") == ["block"]
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    browser.get(f"{site.url}/bootstrap.shtml")
    assert style(browser, ".sistercity-partners tr", "display") == ["table-row"]


def test_a_mistake_of_the_webmaster_is_a_quiet_sentence(site, browser):
    browser.get(f"{site.url}/govuk.shtml")
    notice = browser.execute_script("return document.querySelector('.sistercity-notice').innerHTML.trim()")
    assert "strong" not in notice and notice.startswith('<p class="sistercity__quiet">')
    assert len(browser.find_elements("css selector", ".sistercity-notice.govuk-body")) == 1
