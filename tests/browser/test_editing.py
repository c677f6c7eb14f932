"""The admin side in a real browser: what an office records from nothing, with the keyboard alone, two people at
once, with and without script; and what checkers of HTML and accessibility say of every page."""

import base64
import struct

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from support import database, paths
from support.browsing import barriers, faults_of_markup, follow, leave, make_browser, objections, phone, width_of
from support.editing import ADMIN, Editor

ADDRESSES = [
    "/", "/due", "/check", "/places", "/places?q=zzz", "/gifts", "/places/new", "/partnerships/new", "/agreements/new", "/approvals/new", "/steps/new",
    "/activities/new?partnership=kaunas-lt-hiratsuka-jp", "/gifts/new?lang=lt", "/organizations/new?lang=ja", "/sources/new", "/claims/new", "/places/hiratsuka-jp",
    "/partnerships/boston-us-kyoto-jp", "/partnerships/kaunas-lt-hiratsuka-jp/workbench", "/places/boston-us/workbench", "/partnerships/boston-us-kyoto-jp/withdraw",
    "/partnerships/boston-us-kyoto-jp/history", "/history", "/history/1", "/drafts", "/places/boston-us/merge", "/places/boston-us/succession", "/places/boston-us/merge?other=kyoto-jp", "/partnerships/boston-us-kyoto-jp/merge?other=kaunas-lt-hiratsuka-jp", "/board", "/board/boston-us-kyoto-jp", "/report?year=2019", "/import", "/redact",
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    made = make_browser(tmp_path_factory.mktemp("profile"))
    yield made
    made.quit()


@pytest.fixture(scope="module")
def without_script(tmp_path_factory):
    made = make_browser(tmp_path_factory.mktemp("profile"), script=False)
    yield made
    made.quit()


def visit(browser, server, address, user="editor"):
    browser.get(server.url.replace("//", f"//{user}:secret@") + ADMIN + address)


def wait_for(browser, selector):
    """What the selector finds, as soon as the page has it."""
    return WebDriverWait(browser, 20).until(lambda b: b.find_element(By.CSS_SELECTOR, selector))


def field(browser, name):
    return wait_for(browser, f'[name="{name}"]')


def open_more(browser):
    for details in browser.find_elements(By.CSS_SELECTOR, "details:not([open])"):
        details.find_element(By.TAG_NAME, "summary").click()


def fill(browser, **values):
    """Types into the inputs of a form; what stands there is replaced. `_0_` in a name stands for `[0].`"""
    for name, value in values.items():
        name = name.replace("_0_", "[0].").replace("_1_", "[1].")
        box = field(browser, name)
        for details in box.find_elements(By.XPATH, "ancestor::details[not(@open)]"):
            details.find_element(By.TAG_NAME, "summary").click()
        if box.tag_name == "select":
            Select(box).select_by_value(value)
        else:
            box.clear()
            box.send_keys(value)


def press(browser, act="save"):
    """Presses a button and waits for the page that comes."""
    button = [b for b in browser.find_elements(By.CSS_SELECTOR, f'button[name="act"][value="{act}"]') if b.is_displayed() and b.get_attribute("tabindex") != "-1"][-1]
    leave(browser, button.click)


def text(browser):
    return wait_for(browser, "main").text


def add(browser, server, address, **values):
    visit(browser, server, address)
    fill(browser, **values)
    press(browser)
    assert "saved" in text(browser), text(browser)[:600]


@pytest.mark.parametrize("which", ["browser", "without_script"])
def test_an_office_records_a_partnership_from_nothing_and_a_resident_reads_it(make_httpd, empty_file, request, which):
    server = make_httpd(empty_file).start()
    browser = request.getfixturevalue(which)

    add(browser, server, "/places/new", slug="kaunas-lt", name="Kaunas", level="city", country="LT")
    add(browser, server, "/places/new", slug="hiratsuka-jp", name="Hiratsuka", level="city", country="JP")
    add(browser, server, "/partnerships/new", parties_0_place="kaunas-lt", parties_1_place="hiratsuka-jp", type="sister", status="active", established="2023-11-25")
    assert "Kaunas – Hiratsuka" in text(browser)
    slug = browser.current_url.split("/partnerships/")[1].split("/")[0].split("?")[0]
    of = f"?partnership={slug}"

    add(browser, server, f"/agreements/new{of}", kind="sister", date="2023-11-25", place="Kaunas Castle", signatories_0_person="A. Mayor", signatories_0_place="kaunas-lt",
        signatories_1_person="B. Mayor", signatories_1_place="hiratsuka-jp")
    add(browser, server, f"/approvals/new{of}", body="City council", place="kaunas-lt", date="2023-10", result="approved")
    add(browser, server, f"/activities/new{of}", title="Signing ceremony", start="2023-11-25", direction="received", form="ceremony", outcome="Signed at the castle.")
    for gift in ["Print of the Tanabata festival", "Miniature of a monument", "Work of art"]:
        add(browser, server, f"/gifts/new{of}", object=gift, date="2023-11-25")
    assert all(words in text(browser) for words in ["Signing ceremony", "City council", "Tanabata", "Miniature", "Work of art"])

    browser.get(f"{server.url}/sistercities/partnerships/{slug}")
    page = text(browser)
    assert all(words in page for words in ["Kaunas", "Hiratsuka", "25 November 2023", "A. Mayor", "B. Mayor", "Signing ceremony", "Tanabata", "City council"])

    visit(browser, server, "/history")
    follow(browser, By.CSS_SELECTOR, ".sistercity__entry-title a")
    assert "Work of art" in text(browser)
    follow(browser, By.LINK_TEXT, "Undo this change")
    press(browser, "undo")
    assert "undone" in text(browser)
    browser.get(f"{server.url}/sistercities/partnerships/{slug}")
    browser.refresh()
    assert "Work of art" not in text(browser) and "Miniature" in text(browser)


def test_last_weeks_delegation_is_recorded_with_the_keyboard_alone(server, browser):
    visit(browser, server, "/activities/new?partnership=kaunas-lt-hiratsuka-jp")
    assert browser.switch_to.active_element.get_attribute("name") == "title", "one begins to type at once"
    typed = {"title": "Delegation by keyboard", "start": "2026-11-16", "end": "2026-11-18", "participants[0].group": "officials", "participants[0].count": "7", "outcome": "A plan."}
    chosen = {"direction": "received", "form": "delegation"}
    for _ in range(80):
        focused = browser.switch_to.active_element
        name = focused.get_attribute("name")
        if name in typed:
            focused.send_keys(typed.pop(name))
        elif name in chosen:
            focused.send_keys(chosen.pop(name))
        elif name == "act" and focused.get_attribute("value") == "save" and not typed and not chosen:
            break
        focused.send_keys(Keys.TAB)
    assert not typed and not chosen
    leave(browser, browser.switch_to.active_element.send_keys, Keys.ENTER)
    assert "The new item is saved." in text(browser) and "Delegation by keyboard" in text(browser)


@pytest.mark.parametrize("address, name", [
    ("/places/new", "name"), ("/gifts/new?partnership=kaunas-lt-hiratsuka-jp", "object"), ("/board/kaunas-lt-hiratsuka-jp", "status"),
    ("/partnerships/kaunas-lt-hiratsuka-jp", None),
])
def test_a_new_form_has_the_focus_in_its_first_field_and_a_filled_one_does_not(server, browser, address, name):
    visit(browser, server, address)
    focused = browser.switch_to.active_element
    assert len(browser.find_elements(By.CSS_SELECTOR, "[autofocus]")) == (1 if name else 0)
    assert focused.get_attribute("name") == name if name else focused.tag_name == "body"


def test_the_enter_key_saves_instead_of_looking_something_up(server, browser):
    visit(browser, server, "/gifts/new?partnership=kaunas-lt-hiratsuka-jp")
    leave(browser, field(browser, "object").send_keys, "Saved by Enter", Keys.ENTER)
    assert "The new item is saved." in text(browser)


def test_a_place_is_offered_while_its_name_is_typed(server, browser):
    visit(browser, server, "/claims/new")
    box = field(browser, "place")
    box.send_keys("hirat")
    WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.CSS_SELECTOR, "[role=option]"))
    assert box.get_attribute("aria-expanded") == "true"
    box.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    assert box.get_attribute("value") == "hiratsuka-jp"
    assert "Hiratsuka" in browser.find_element(By.CSS_SELECTOR, ".sistercity-form__named").text


def test_a_place_that_is_on_record_already_is_named_while_its_name_is_typed(server, browser):
    visit(browser, server, "/places/new")
    field(browser, "name").send_keys("Kyoto City")
    link = wait_for(browser, '[role="status"] a')
    assert "Kyoto" in link.text and link.get_attribute("href").endswith("/places/kyoto-jp/workbench")
    assert "Is it one of these" in browser.find_element(By.CSS_SELECTOR, ".sistercity-form__alike").text
    assert browser.switch_to.active_element == field(browser, "name"), "nobody is interrupted"
    Select(field(browser, "country")).select_by_value("LT")
    WebDriverWait(browser, 20).until(lambda b: b.find_element(By.CSS_SELECTOR, ".sistercity-form__alike").text == "")
    browser.execute_script("document.querySelector('form.sistercity-form').dataset.sent = 'true'")


def test_a_partnership_of_the_same_places_is_named_while_they_are_chosen(server, browser):
    visit(browser, server, "/partnerships/new?parties[0].place=boston-us")
    box = field(browser, "parties[1].place")
    box.send_keys("kyoto-jp")
    said = (By.CSS_SELECTOR, "div[data-alike]")
    WebDriverWait(browser, 20).until(lambda b: "Boston – Kyoto" in b.find_element(*said).text)
    assert "Is it one of these" in browser.find_element(*said).text
    assert browser.find_element(*said).find_element(By.TAG_NAME, "a").get_attribute("href").endswith("/admin/partnerships/boston-us-kyoto-jp/workbench")
    box.clear()
    box.send_keys("kaunas-lt")
    WebDriverWait(browser, 20).until(lambda b: b.find_element(*said).text == "")
    browser.execute_script("document.querySelector('form.sistercity-form').dataset.sent = 'true'")


def test_without_script_a_place_is_looked_up_and_chosen(server, without_script):
    browser = without_script
    visit(browser, server, "/claims/new")
    field(browser, "place").send_keys("hirat")
    press(browser, "find:place")
    wait_for(browser, 'input[type=radio][name="place"][value="hiratsuka-jp"]').click()
    fill(browser, number="3", source="Its own site")
    server.expect_log("SC0")
    press(browser)
    assert "saved" in text(browser), text(browser)[:500]


@pytest.mark.parametrize("which", ["browser", "without_script"])
def test_another_row_keeps_what_was_typed(server, request, which):
    browser = request.getfixturevalue(which)

    def ask(value):
        button = browser.find_element(By.CSS_SELECTOR, f'button[value="{value}"]')
        button.click() if which == "browser" else leave(browser, button.click)

    visit(browser, server, "/activities/new?partnership=kaunas-lt-hiratsuka-jp")
    fill(browser, title="Rows", participants_0_group="choir")
    ask("more:participants")
    assert field(browser, "participants[1].group").is_displayed()
    assert field(browser, "title").get_attribute("value") == "Rows" and field(browser, "participants[0].group").get_attribute("value") == "choir"
    fill(browser, participants_1_group="officials")
    ask("less:participants[0]")
    # The form of before is on the page until the server has made the next one.
    WebDriverWait(browser, 20, ignored_exceptions=[StaleElementReferenceException]).until(
        lambda b: field(b, "participants[0].group").get_attribute("value") == "officials")
    browser.get("about:blank")


@pytest.mark.parametrize("which", ["browser", "without_script"])
def test_mistakes_are_told_on_top_and_at_the_field_and_nothing_typed_is_lost(server, request, which):
    browser = request.getfixturevalue(which)
    visit(browser, server, "/activities/new?partnership=kaunas-lt-hiratsuka-jp")
    fill(browser, start="03/04/1966", outcome="<b>kept</b> & “whole”")
    press(browser)
    summary = wait_for(browser, "[role=alert]")
    assert "Title" in summary.text and "Began" in summary.text
    assert browser.title.startswith("Error:")
    summary.find_element(By.PARTIAL_LINK_TEXT, "Began").click()
    box = browser.switch_to.active_element
    assert box.get_attribute("name") == "start" and box.get_attribute("value") == "03/04/1966"
    described = [browser.find_element(By.ID, i).text for i in box.get_attribute("aria-describedby").split()]
    assert "1966-04-03" in " ".join(described) and "1966-03-04" in " ".join(described)
    assert field(browser, "outcome").get_attribute("value") == "<b>kept</b> & “whole”"
    browser.get("about:blank")


def test_typed_text_is_not_left_behind_by_accident(server, browser):
    visit(browser, server, "/gifts/new?partnership=kaunas-lt-hiratsuka-jp")
    field(browser, "object").send_keys("Not saved yet")
    leaves = "const event = new Event('beforeunload', {cancelable: true}); dispatchEvent(event); return !event.defaultPrevented"
    assert not browser.execute_script(leaves)
    press(browser)
    assert browser.execute_script(leaves)


@pytest.mark.parametrize("which", ["browser", "without_script"])
def test_the_second_of_two_people_sees_what_the_first_changed_and_merges(server, browser, request, which, tmp_path_factory):
    first, second = browser, request.getfixturevalue(which)
    if first is second:
        second = make_browser(tmp_path_factory.mktemp("profile"))
    try:
        visit(second, server, "/partnerships/panevezys-lt-toyohashi-jp")
        fill(second, established="1999", source="Second source")
        visit(first, server, "/partnerships/panevezys-lt-toyohashi-jp", user="anna")
        name = f"Agreed by the first, {which}"
        fill(first, source="First source", name=name)
        press(first)
        press(second)
        page = text(second)
        assert "Somebody else changed this meanwhile" in page and "First source" in page and "Second source" in page
        assert field(second, "established").get_attribute("value") == "1999"
        second.find_element(By.CSS_SELECTOR, 'input[name="take.source"][value="theirs"]').click()
        press(second)
        assert "saved" in text(second)
        item, _ = Editor(server).item("/partnerships/panevezys-lt-toyohashi-jp")
        assert (item["source"], item["established"], item["name"]) == ("First source", "1999", name)
        Editor(server).change("/partnerships/panevezys-lt-toyohashi-jp", {"established": None, "source": "Before", "name": None})
    finally:
        if second not in (browser, request.getfixturevalue(which)):
            second.quit()


@pytest.mark.parametrize("which", ["browser", "without_script"])
def test_an_officer_merges_a_double_and_a_resident_finds_one_city(server, request, which):
    browser = request.getfixturevalue(which)
    name = "Utrecht" if which == "browser" else "Haarlem"
    office = Editor(server)
    kept = office.create("places", name=name, country="NL").json()["slug"]
    other = office.create("places", name=f"Gemeente {name}", country="NL", population=999).json()["slug"]
    office.create("partnerships", slug=f"{other}-kyoto", parties=[{"place": other}, {"place": "kyoto-jp"}], type="sister", status="active")

    visit(browser, server, "/check")
    follow(browser, By.CSS_SELECTOR, f'a[href*="/{kept}/merge?other={other}"]')
    assert "999" in text(browser) and "Is taken over" in text(browser)
    field(browser, "change_note").send_keys("One city")
    press(browser, "merge")
    assert "The two are one now." in text(browser) and "Kyoto" in text(browser)
    browser.get(f"{server.url}/sistercities/places/{other}")
    assert browser.current_url.endswith(f"/places/{kept}") and "Kyoto" in text(browser)

    visit(browser, server, f"/places/{kept}/history")
    follow(browser, By.CSS_SELECTOR, ".sistercity__entry-title a")
    follow(browser, By.LINK_TEXT, "Undo this change")
    press(browser, "undo")
    browser.get(f"{server.url}/sistercities/places/{other}?again")
    assert f"Gemeente {name}" in text(browser)


def test_a_preview_shows_what_readers_will_see_and_stores_nothing(server, browser):
    before, _ = Editor(server).item("/partnerships/boston-us-kyoto-jp")
    visit(browser, server, "/partnerships/boston-us-kyoto-jp")
    fill(browser, note="A **bold** word")
    press(browser, "preview")
    assert wait_for(browser, ".sistercity-form__preview strong").text == "bold"
    assert "A **bold** word" in field(browser, "note").get_attribute("value")
    assert Editor(server).item("/partnerships/boston-us-kyoto-jp")[0] == before
    browser.get("about:blank")


def test_a_file_is_imported_and_undone_as_one(server, browser, tmp_path):
    file = tmp_path / "places.csv"
    file.write_text("slug,name,country\nvilnius-lt,Vilnius,LT\nalytus-lt,Alytus,LT\n", encoding="utf-8")
    visit(browser, server, "/import")
    browser.find_element(By.ID, "f-file").send_keys(str(file))
    press(browser, "look")
    assert "Vilnius" in text(browser) and "Nothing is stored yet" in text(browser)
    press(browser, "apply")
    assert "The import is done." in text(browser), text(browser)[:500]
    assert server.get("/sistercities/places/alytus-lt").status_code == 200
    visit(browser, server, "/history?action=import")
    follow(browser, By.CSS_SELECTOR, ".sistercity__entry-title a")
    follow(browser, By.LINK_TEXT, "Undo this change")
    press(browser, "undo")
    assert server.get("/sistercities/places/alytus-lt").status_code == 410


def test_the_page_of_a_large_import_shows_how_far_it_is_and_leads_to_the_end_by_itself(server, browser, tmp_path):
    file = tmp_path / "places.csv"
    file.write_text("name,country\n" + "".join(f"Patientham {n},LT\n" for n in range(6000)), encoding="utf-8")
    visit(browser, server, "/import")
    browser.find_element(By.ID, "f-file").send_keys(str(file))
    press(browser, "look")
    press(browser, "apply")
    assert wait_for(browser, "progress").get_attribute("max") == "6000"
    assert barriers(browser) == []
    WebDriverWait(browser, 60).until(lambda b: "/history/" in b.current_url)
    assert "The import is done." in text(browser)
    follow(browser, By.LINK_TEXT, "Undo this change")
    press(browser, "undo")
    assert server.get("/sistercities/places/patientham-42-lt").status_code == 410


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_fits_a_narrow_screen_has_no_barrier_and_keeps_its_policy(server, browser, address):
    """Everything that is looked for on each page, in one visit."""
    objections(browser)
    with phone(browser, 320):
        visit(browser, server, address)
        assert width_of(browser) <= 320
    open_more(browser)
    assert barriers(browser) == []
    assert objections(browser) == []


def test_axe_finds_no_barrier_in_a_form_with_mistakes(server, browser):
    visit(browser, server, "/agreements/new")
    fill(browser, date="gestern", partnership="kau")
    press(browser)
    assert barriers(browser) == []
    browser.get("about:blank")


def test_the_html_checker_finds_no_error(server, tmp_path):
    files = {}
    for number, address in enumerate(ADDRESSES):
        file = tmp_path / f"{number:02}.html"
        answer = Editor(server).get(address)
        assert answer.status_code == 200, address
        file.write_bytes(answer.content)
        files[file.name] = address
    assert [(files[name], *rest) for name, *rest in faults_of_markup(tmp_path)] == []


MAKE_PHOTO = """
const [width, height, done] = arguments, canvas = new OffscreenCanvas(width, height);
canvas.getContext("2d").fillRect(0, 0, width / 2, height);
canvas.convertToBlob({type: "image/jpeg"}).then((blob) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.split(",")[1]);
  reader.readAsDataURL(blob);
});
"""


def size_of(jpeg):
    """Width and height, as the frame header of a JPEG has them."""
    at = 2
    while jpeg[at + 1] not in (0xc0, 0xc1, 0xc2):
        at += 2 + struct.unpack(">H", jpeg[at + 2:at + 4])[0]
    height, width = struct.unpack(">HH", jpeg[at + 5:at + 9])
    return width, height


def drop(browser, element, path):
    """Drags a file of the desktop onto the element."""
    spot = browser.execute_script("arguments[0].scrollIntoView({block: 'center'}); return arguments[0].getBoundingClientRect()", element)
    at = {"x": spot["x"] + spot["width"] / 2, "y": spot["y"] + spot["height"] / 2}
    for kind in ("dragEnter", "dragOver", "drop"):
        browser.execute_cdp_cmd("Input.dispatchDragEvent", {"type": kind, **at, "data": {"items": [], "files": [str(path)], "dragOperationsMask": 1}})


def test_a_photo_that_is_dragged_into_the_form_is_made_smaller_before_it_is_sent(browser, registry, make_httpd, tmp_path):
    files = database.reachable_directory("files")
    files.chmod(0o777)
    server = make_httpd(registry, configuration=f'SisterCityFiles "{files}"\n').start()
    visit(browser, server, "/partnerships/boston-us-kyoto-jp/files")
    photo = base64.b64decode(browser.execute_async_script(MAKE_PHOTO, 4000, 3000))
    secret = b"Exif\0\0" + b"N 54 53 48"
    (tmp_path / "photo.jpg").write_bytes(photo[:2] + b"\xff\xe1" + struct.pack(">H", len(secret) + 2) + secret + photo[2:])
    drop(browser, field(browser, "file"), tmp_path / "photo.jpg")
    WebDriverWait(browser, 20).until(lambda b: b.execute_script("return document.querySelector('[name=file]').files.length") == 1)
    field(browser, "alternative").send_keys("Half of it is black")
    follow(browser, By.CSS_SELECTOR, "form.sistercity-form button[type=submit]")
    kept = server.get(server.get("/sistercities/partnerships/boston-us-kyoto-jp.json").json()["files"][0]["url"].replace(server.url, "")).content
    assert size_of(kept) == (2400, 1800) and b"N 54 53 48" not in kept
