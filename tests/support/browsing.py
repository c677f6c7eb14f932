"""A real browser, leaving a page of it for the next one, and what is looked for on each page."""

import contextlib
import json
import subprocess

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

from . import paths

# Of what it finds in order, nothing need be told.
AXE = """axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'],
    rules: {'color-contrast': {enabled: arguments[0]}}}).then(r => arguments[1](JSON.stringify(r.violations)))"""


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


@contextlib.contextmanager
def phone(browser, width, height=900):
    """As the screen of a phone, as wide as that; what is open then becomes as wide as the window again."""
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True})
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def width_of(browser):
    return browser.execute_script("return document.documentElement.scrollWidth")


def barriers(browser, with_colors=True):
    """What axe finds on the page that is open: (rule, elements). The contrasts take it half of its time."""
    if not browser.execute_script("return typeof axe == 'object'"):
        browser.execute_cdp_cmd("Runtime.evaluate", {"expression": (paths.BUILD / "node_modules/axe-core/axe.min.js").read_text()})
    return [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in json.loads(browser.execute_async_script(AXE, with_colors))]


def objections(browser):
    """What the browser's console says since the last call, but for answers that are errors by intent."""
    return [m["message"] for m in browser.get_log("browser") if not any(word in m["message"] for word in ("404", "400", "favicon"))]


def faults_of_markup(directory):
    """What the HTML checker finds in the files of the directory: (name, message, extract). Java compiles quickly rather than well, with larger frames:
    it takes most of the time otherwise."""
    done = subprocess.run(
        ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m", "-jar", str(paths.BUILD / "node_modules/vnu-jar/build/dist/vnu.jar"),
         "--also-check-svg", "--format", "json", "--errors-only", *map(str, sorted(directory.iterdir()))],
        capture_output=True, text=True)
    return [(m["url"].rsplit("/", 1)[1], m["message"], m.get("extract")) for m in json.loads(done.stderr)["messages"]]
