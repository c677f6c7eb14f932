"""A real browser, and leaving a page of it for the next one."""

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait


def make_browser(profile, script=True):
    options = webdriver.ChromeOptions()
    for argument in [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", f"--user-data-dir={profile}",
    ]:
        options.add_argument(argument)
    options.binary_location = "/usr/bin/chromium"
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    made = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    made.set_window_size(1280, 1000)
    return made


def leave(browser, act, *arguments):
    """Does what leads to another page, and waits until that page is there, whole: an element found before would belong to the page that goes."""
    page = browser.find_element(By.TAG_NAME, "html")
    act(*arguments)
    WebDriverWait(browser, 20, ignored_exceptions=[StaleElementReferenceException, WebDriverException]).until(
        lambda b: staleness_of(page)(b) and b.execute_script("return document.readyState") == "complete")


def follow(browser, by, target):
    """Clicks the link or button that is found, and waits for the page that comes."""
    leave(browser, browser.find_element(by, target).click)
