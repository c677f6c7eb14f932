"""The demonstration that `make run` starts, seen as a new user sees it."""

import collections
import html.parser
import os
import re
import subprocess

import pytest
import requests

from support import database, paths


def serve(command, port, **more):
    environment = {**os.environ, "PORT": str(port), "DETACH": "1", **more}
    return subprocess.run(
        [str(paths.CONF / "demo" / "serve"), command], capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A running demonstration: (what it printed, its address)."""
    port = database.free_port()
    temporary = database.reachable_directory("demo")
    done = serve("start", port, TMPDIR=str(temporary))
    assert done.returncode == 0, done.stdout + done.stderr
    yield done.stdout, f"http://127.0.0.1:{port}"
    assert serve("stop", port, TMPDIR=str(temporary)).returncode == 0
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{port}/", timeout=5)
    assert list(temporary.iterdir()) == []
    temporary.rmdir()


def test_the_addresses_it_prints_all_answer(demo):
    printed, base = demo
    addresses = re.findall(rf"{base}\S*", "\n".join(printed.splitlines()[-10:]))
    assert len(addresses) >= 5
    for address in addresses:
        status = requests.get(address, timeout=20).status_code
        assert status == (401 if "/admin/" in address else 200), address


def test_the_password_it_prints_opens_the_editing_address(demo):
    printed, base = demo
    password = re.search(r"password (\w+)", printed)[1]
    assert requests.get(base + "/sistercities/admin/", auth=("editor", password), timeout=20).status_code == 200


@pytest.mark.parametrize("path, words", [
    ("/", ["Hiratsuka", "Yaotsu", "平塚市", "since 2019", "25 November 2023"]),
    ("/lt/", ["八百津町", "2019", "Japonija"])])
def test_the_city_s_pages_show_the_registry_in_two_languages(demo, path, words):
    text = requests.get(demo[1] + path, timeout=20).content.decode("utf-8")
    assert "[an error occurred" not in text and "sistercity-notice" not in text
    said = re.sub(r"<[^>]*>", "", text)
    for word in words:
        assert word in said, word
    assert text.count('<section class="sistercity') >= 3


def test_the_registry_wears_the_city_s_design(demo):
    text = requests.get(demo[1] + "/sistercities/places/boston-us", timeout=20).text
    assert "/design/city.css" in text and "Demonstration site" in text


@pytest.mark.parametrize("lang, masthead, foot", [
    ("en", "City of Kaunas", "A demonstration of"), ("lt", "Kauno miestas", "ne savivaldybės"), ("de", "Stadt Kaunas", "Eine Vorführung"),
    ("fr", "Ville de Kaunas", "Une démonstration"), ("ja", "カウナス市", "デモンストレーション"), ("pl", 'lang="en" dir="ltr"><a href="/">City of Kaunas', '<footer class="foot" lang="en"')])
def test_the_city_s_design_around_the_registry_speaks_the_reader_s_language_or_says_that_it_does_not(demo, lang, masthead, foot):
    text = requests.get(f"{demo[1]}/sistercities/?lang={lang}", timeout=20).content.decode()
    around = text.partition("<main")[0] + text.partition("</main>")[2]
    assert masthead in around and foot in around and f'<html lang="{lang}"' in around


COLLECTIONS = "places partnerships agreements approvals steps activities gifts sources claims organizations persons awards networks memberships seeking stories guide templates terms"


def test_there_is_something_of_every_kind_and_what_no_source_has_says_that_it_is_an_example(demo):
    printed, base = demo
    editor = ("editor", re.search(r"password (\w+)", printed)[1])
    facts = {f.stem: f.read_text(encoding="utf-8") for f in paths.SAMPLE.glob("*.csv")}
    invented = set()
    for collection in COLLECTIONS.split():
        items = requests.get(f"{base}/sistercities/admin/{collection}.json?limit=1000", auth=editor, timeout=60).json()["items"]
        assert items, collection
        for item in items if collection != "terms" else []:
            if f"\n{item['slug']}," not in facts.get(collection, ""):
                invented.add(collection)
                assert "example" in f"{item.get('name', '')}{item.get('source', '')}", (collection, item["slug"])
    assert {"awards", "seeking", "approvals"} <= invented
    listed = requests.get(f"{base}/sistercities/seeking?lang=en", timeout=20).text
    assert listed.count("(example)") == 3, "whoever is listed as looking for a partner is called an example where it is listed"
    [picture] = requests.get(f"{base}/sistercities/places/example-bay-jp.json", timeout=20).json()["files"]
    shown = requests.get(f"{base}/sistercities/places/example-bay-jp?lang=en", timeout=20).text
    assert f'alt="{picture["alternative"]}"' in shown and picture["credit"] in shown
    assert requests.get(picture["url"], timeout=20).headers["Content-Type"] == "image/png"
    suggested = requests.get(f"{base}/sistercities/seeking/match.json?for=kaunas-lt", timeout=20).json()["items"]
    assert "Choose the gift" in requests.get(f"{base}/sistercities/admin/due?within=90d", auth=editor, timeout=20).text
    assert {reason["reason"] for reason in suggested[0]["reasons"]} >= {"desired_country", "shared_fields", "distance"}


class Tour(html.parser.HTMLParser):
    """The items of the page about the demonstration: (who they are for, what they promise, where they lead)."""

    def __init__(self, text):
        super().__init__()
        self.items, self.whom = [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "section":
            self.whom = said["aria-labelledby"]
        elif tag == "li" and self.whom:
            self.items.append((self.whom, said, []))
        elif tag == "a" and self.whom and self.items:
            self.items[-1][2].append(said["href"])


def test_the_tour_leads_three_people_through_ten_things_each_and_shows_what_it_promises(demo):
    printed, base = demo
    assert f"{base}/about/" in printed and 'href="/about/"' in requests.get(base + "/", timeout=20).text
    editor = ("editor", re.search(r"password (\w+)", printed)[1])
    items = Tour(requests.get(base + "/about/", timeout=20).content.decode()).items
    assert collections.Counter(whom for whom, _, _ in items) == {"webmaster": 10, "officer": 10, "data": 10}
    broken, seen = [], set()
    for whom, said, addresses in items:
        assert addresses and said["data-shows"]
        for address in addresses:
            answer = requests.get(base + address, auth=editor if whom == "officer" else None, timeout=60)
            shown = said["data-shows"] in answer.content.decode() or address != addresses[0]
            if answer.status_code != int(said.get("data-status", 200)) or not shown:
                broken.append((address, answer.status_code))
            seen.add(address)
    assert broken == [] and len(seen) > 30


def test_a_taken_port_is_explained(demo):
    port = int(demo[1].rsplit(":", 1)[1])
    other = database.reachable_directory("demo")
    done = serve("start", port, TMPDIR=str(other))
    other.rmdir()
    assert done.returncode != 0
    assert f"port {port}" in done.stderr
