"""An officer whose session ends over a long form, in a real browser."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from support import paths
from support.browsing import follow, leave, make_browser
from support.editing import ADMIN

SIGN_IN = paths.CONF / "signin"
MODULES = "request session session_cookie session_crypto auth_form".split()
CONFIGURATION = f'Define SISTERCITY_SESSION_KEY "{paths.TOP}/LICENSE"\n' + (SIGN_IN / "form.conf").read_text()
SITE = {"sistercities-sign-in.shtml": (SIGN_IN / "sistercities-sign-in.shtml").read_text()}


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    made = make_browser(tmp_path_factory.mktemp("profile"))
    yield made
    made.quit()


def sign_in(browser):
    browser.find_element(By.ID, "name").send_keys("editor")
    leave(browser, browser.find_element(By.ID, "password").send_keys, "secret", Keys.ENTER)


@pytest.mark.parametrize("address, field, typed, sent", [("/places/klaipeda-lt", "subdivision", "By the sea", "stored"), ("/places/new", "subdivision", "Far inland", "shown")])
def test_what_was_typed_before_the_session_ended_is_sent_by_one_click(server, browser, address, field, typed, sent):
    server.expect_log("SC0501")
    browser.delete_all_cookies()
    browser.get(server.url + ADMIN + address)
    sign_in(browser)
    box = browser.find_element(By.ID, f"f-{field}")
    box.clear()
    box.send_keys(typed)
    browser.delete_all_cookies()
    leave(browser, browser.find_element(By.CSS_SELECTOR, ".sistercity-form__buttons button[value=save]").click)
    sign_in(browser)
    assert "nothing of it was stored" in browser.find_element(By.CSS_SELECTOR, ".sistercity-form__problems").text
    assert typed not in server.get("/sistercities/places.json?limit=1000").text
    follow(browser, By.CSS_SELECTOR, "[data-resend]")
    if sent == "stored":
        assert typed in server.get("/sistercities/places/klaipeda-lt.json").text
    else:
        assert browser.find_element(By.ID, f"f-{field}").get_attribute("value") == typed, "the name is missing still"
    assert not browser.find_elements(By.CSS_SELECTOR, "[data-resend]")
