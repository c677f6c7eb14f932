"""Leaving a page of a real browser for the next one."""

from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait


def leave(browser, act, *arguments):
    """Does what leads to another page, and waits until that page is there, whole: an element found before would belong to the page that goes."""
    page = browser.find_element(By.TAG_NAME, "html")
    act(*arguments)
    WebDriverWait(browser, 20, ignored_exceptions=[StaleElementReferenceException, WebDriverException]).until(
        lambda b: staleness_of(page)(b) and b.execute_script("return document.readyState") == "complete")


def follow(browser, by, target):
    """Clicks the link or button that is found, and waits for the page that comes."""
    leave(browser, browser.find_element(by, target).click)
