"""Feeds: what was changed on record, and when."""

import datetime
import re
import xml.etree.ElementTree as ElementTree

import pytest

feedparser = pytest.importorskip("feedparser")

from support.editing import Editor, errors  # noqa: E402

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"
ATOM = "{http://www.w3.org/2005/Atom}"
HUB = "feed-de"


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


@pytest.fixture(scope="module", autouse=True)
def hub(editor):
    for slug, name, country in ((HUB, "Nachrichten & <Berg>", "DE"), ("feed-lt", "Žinios", "LT")):
        assert editor.create("places", slug=slug, name=name, country=country).status_code == 201
    for slug in ("feed-old", "feed-new"):
        editor.make("partnerships", slug=slug, type="sister", status="active", established="1959-04-22",
                    parties=[{"place": HUB}, {"place": "feed-lt"}])
    editor.make("seeking", slug="feed-search", place="feed-lt")
    editor.make("activities", slug="feed-visit", title="Visit & <tea> 平塚", partnership="feed-old", start="1965", form="delegation")


def feed(server, address):
    answer = server.get(ROOT + address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/atom+xml"
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


@pytest.mark.parametrize("address", ["/activities.atom", "/partnerships.atom", "/places.atom", "/changes.atom", f"/places/{HUB}/changes.atom",
                                     f"/places/{HUB}/activities.atom", f"/places/{HUB}/partners.atom", "/partnerships.atom?lang=ja&country=LT"])
def test_a_feed_has_what_its_readers_need(server, address):
    root = ElementTree.fromstring(server.get(ROOT + address).content)
    assert root.find(ATOM + "author/" + ATOM + "name").text
    own = {link.get("rel"): link.get("href") for link in root.findall(ATOM + "link")}
    assert own["self"].startswith(server.url + ROOT + address.split("?")[0])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", root.find(ATOM + "updated").text)
    entries = root.findall(ATOM + "entry")
    times = [entry.find(ATOM + "updated").text for entry in entries]
    assert entries and times == sorted(times, reverse=True) and times[0] == root.find(ATOM + "updated").text
    identities = [entry.find(ATOM + "id").text for entry in entries]
    assert len(set(identities)) == len(identities)
    assert all(entry.find(ATOM + "title").text and not list(entry.find(ATOM + "title")) for entry in entries)


def test_entries_are_dated_by_the_change_and_not_by_what_they_tell(server):
    now = datetime.datetime.now(datetime.timezone.utc)
    for entry in feed(server, f"/places/{HUB}/changes.atom").entries:
        assert abs(now - datetime.datetime.fromisoformat(entry.updated.replace("Z", "+00:00"))) < datetime.timedelta(hours=1)
        assert "published" not in entry
    summaries = " ".join(entry.summary for entry in feed(server, f"/places/{HUB}/partners.atom").entries)
    assert not re.search(r"Partnership and|and \d", summaries), "kind and date are no list of things"
    assert "22 April 1959" in summaries


def test_what_is_changed_comes_first(server, editor):
    for slug in ("feed-old", "feed-new", "feed-old"):
        before = feed(server, f"/places/{HUB}/partners.atom")
        entry = [entry for entry in before.entries if entry.id.endswith("/" + slug)][0]
        while datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ") <= max(one.updated for one in before.entries):
            pass
        assert editor.change(f"/partnerships/{slug}", {"note": f"Changed {entry.updated}"}).status_code == 200
        after = feed(server, f"/places/{HUB}/partners.atom").entries
        assert after[0].id == entry.id and after[0].updated > entry.updated
    everything = feed(server, "/changes.atom").entries
    assert everything[0].id.endswith("/partnerships/feed-old")


def test_words_stay_words(server):
    entry, = feed(server, f"/places/{HUB}/activities.atom").entries
    assert entry.title == "Visit & <tea> 平塚" and "Nachrichten & <Berg>" in entry.summary
    assert entry.link == f"{server.url}{ROOT}/activities/feed-visit"
    assert server.get(entry.link.removeprefix(server.url)).status_code == 200


def test_a_place_s_feed_has_only_what_is_its_own(server):
    found = {entry.id.removeprefix(server.url + ROOT) for entry in feed(server, f"/places/{HUB}/changes.atom").entries}
    assert found == {f"/places/{HUB}", "/partnerships/feed-old", "/partnerships/feed-new", "/activities/feed-visit"}
    assert len(feed(server, "/changes.atom").entries) <= 50


@pytest.mark.parametrize("address", ["/gifts.atom", "/steps.atom", "/memberships.atom", "/approvals.atom", "/sources.atom", "/claims.atom", "/changes.atom", "/agreements.atom"])
def test_an_entry_leads_to_a_page_that_is_there(server, address):
    """Items without a page stand on that of what they belong to; no page has ids to jump to."""
    entries = feed(server, address + "?lang=en").entries
    assert len({entry.id for entry in entries}) == len(entries)
    for link in {entry.link for entry in entries}:
        assert "#" not in link and server.get(link.removeprefix(server.url)).status_code == 200, link


@pytest.mark.parametrize("path", ["/changes", f"/places/{HUB}/changes"])
def test_changes_are_told_on_a_page_and_as_data_as_in_the_feed(server, path):
    entries = feed(server, path + ".atom?lang=en").entries
    data = server.get(ROOT + path + ".json?lang=en").json()
    assert [(item["url"], item["title"], item["modified"], item["summary"]) for item in data["items"]] == [
        (entry.id, entry.title, entry.updated, entry.summary) for entry in entries]
    page = server.get(ROOT + path + "?lang=en").text
    shown = re.findall(r'class="sistercity__happened"><a href="([^"]+)"', page)
    assert [server.url + link.split("?")[0] for link in shown] == [entry.link for entry in entries]
    assert f"{path}.atom" in page and server.get(ROOT + path + ".json?limit=3").status_code == 400
    if path == "/changes":
        assert {item["title"] for item in data["items"] if item["collection"] == "seeking"} == {"Žinios"}
        assert f'href="{ROOT}{path}"' in server.get(ROOT + "/?lang=en").text.replace("?lang=en", "")


def test_filters_and_bad_values_are_those_of_the_page(server):
    assert {entry.title for entry in feed(server, f"/activities.atom?place={HUB}").entries} == {"Visit & <tea> 平塚"}
    assert len(feed(server, "/partnerships.atom?limit=2").entries) == 2
    for address, field in (("/activities.atom?since=x", "since"), ("/changes.atom?place=x", "place"), ("/places.atom?limit=0", "limit")):
        answer = server.get(ROOT + address)
        assert answer.status_code == 400 and field in errors(answer)
    assert server.get(f"{ROOT}/places/nowhere/changes.atom").status_code == 404
    assert server.get(f"{ROOT}/changes.csv").status_code == 404


def test_pages_lead_to_their_feed(server):
    for page, address in (("/activities", "/activities.atom"), (f"/places/{HUB}", f"/places/{HUB}/changes.atom")):
        text = server.get(f"{ROOT}{page}").text
        assert f'href="{ROOT}{address}" type="application/atom+xml">' in text
    assert '<link rel="alternate" type="application/atom+xml"' in server.get(f"{ROOT}/partnerships").text.split("</head>")[0]
