"""Networks, which places join and leave one by one."""

import datetime
import html
import re

import pytest

from support.editing import Editor, errors

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"
RING = "ring-of-castles"
MANY = 8000


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


@pytest.fixture(scope="module")
def ring(editor):
    """A network with a founder, one that came later, one that has left and one that will leave."""
    tomorrow = (datetime.date.today() + datetime.timedelta(days=1)).isoformat()
    editor.make("networks", slug=RING, name="Ring of Castles", kind="twinning", founded="1991", seat="kaunas-lt",
                secretariat="clair", names=[{"lang": "lt", "text": "Pilių žiedas"}, {"lang": "ja", "text": "城の輪"}])
    for place, fields in {
        "kaunas-lt": {"joined": "1991", "role": "Founder"}, "kyoto-jp": {"joined": "2004-05", "left": tomorrow},
        "boston-us": {"joined": "1995", "left": "2010"}, "padua-it": {},
    }.items():
        editor.make("memberships", network=RING, place=place, **fields)
    return RING


def words(answer):
    assert answer.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def members(server, arguments):
    return {item["place"] for item in server.get(f"{ROOT}/memberships.json?{arguments}").json()["items"]}


def test_a_network_shows_who_is_a_member_today_and_leads_to_those_that_have_left(server, ring):
    page = words(server.get(f"{ROOT}/networks/{ring}"))
    assert "Ring of Castles" in page and "Founded 1991" in page and "Seat Kaunas" in page
    assert "Secretariat Council of Local Authorities for International Relations (CLAIR)" in page
    assert "Kaunas" in page and "Founder" in page and "Padua" in page and "Boston" not in page
    item = server.get(f"{ROOT}/networks/{ring}.json").json()
    assert item["member_total"] == 3 and {one["place"] for one in item["members"]} == {"kaunas-lt", "kyoto-jp", "padua-it"}
    assert server.get(item["members_url"][len(server.url):]).json()["total"] == 4
    listed = {one["slug"]: one for one in server.get(f"{ROOT}/networks.json").json()["items"]}
    assert listed[ring]["member_total"] == 3


def test_members_are_those_of_the_day_that_is_asked_about(server, ring):
    assert members(server, f"network={ring}&as_of=2000") == {"kaunas-lt", "boston-us", "padua-it"}
    assert members(server, f"network={ring}&as_of=1990") == {"padua-it"}, "of whom it is not known when it joined"
    assert members(server, f"network={ring}&as_of=2010") == {"kaunas-lt", "kyoto-jp", "boston-us", "padua-it"}, "2010 may be its last day"
    assert members(server, f"network={ring}&country=JP") == {"kyoto-jp"}
    assert members(server, f"network={ring}&region=americas") == {"boston-us"}


def test_a_place_names_its_networks_in_the_readers_language(server, ring):
    assert "Networks Ring of Castles member since 1991 · Founder" in words(server.get(f"{ROOT}/places/kaunas-lt?lang=en"))
    assert "Ring of Castles 1995–2010" in words(server.get(f"{ROOT}/places/boston-us?lang=en"))
    assert "Pilių žiedas" in words(server.get(f"{ROOT}/places/kaunas-lt?lang=lt"))
    assert "城の輪" in words(server.get(f"{ROOT}/networks/{ring}?lang=ja"))
    assert server.get(f"{ROOT}/networks/{ring}.json?lang=lt").json()["name"] == "Pilių žiedas"
    item = server.get(f"{ROOT}/places/boston-us.json").json()
    assert [(one["network"], one["joined"], one["left"]) for one in item["memberships"]] == [(ring, "1995", "2010")]


@pytest.mark.parametrize("typed", ["castles", "pili", "城"])
def test_a_network_is_found_by_any_of_its_names(server, ring, typed):
    assert [item["slug"] for item in server.get(f"{ROOT}/networks.json", params={"q": typed}).json()["items"]] == [ring]


def test_a_network_is_no_member_of_a_network(editor, ring):
    refused = editor.create("memberships", network=ring, place="east-asia-economic-development")
    assert refused.status_code == 422
    assert list(errors(refused)) == ["place"]


@pytest.mark.parametrize("fields, field", [
    ({"place": "kaunas-lt"}, "network"),
    ({"network": RING}, "place"),
    ({"network": "no-such-network", "place": "kaunas-lt"}, "network"),
    ({"network": RING, "place": "kaunas-lt", "joined": "2001", "left": "1999"}, "left"),
    ({"network": RING, "place": "kaunas-lt", "joined": "sometime"}, "joined"),
])
def test_a_membership_that_cannot_be_is_refused_with_the_field(editor, ring, fields, field):
    refused = editor.create("memberships", **fields)
    assert refused.status_code == 422 and field in errors(refused)


@pytest.mark.parametrize("argument, status", [
    ("network=BAD!", 400), ("as_of=never", 400), ("country=ZZ", 400), ("status=active", 400), ("network=no-such-network", 200)])
def test_a_bad_argument_is_told_as_everywhere(server, argument, status):
    assert server.get(f"{ROOT}/memberships.json?{argument}").status_code == status


def test_unknown_networks_and_suffixes_are_not_found(server):
    assert server.get(f"{ROOT}/networks/nowhere.json").status_code == 404
    assert server.get(f"{ROOT}/networks.ics").status_code == 404


def test_the_check_says_who_is_a_member_twice_at_once(registry, editor, ring):
    twice = editor.create("memberships", network=ring, place="kaunas-lt", joined="2001")
    found = registry.ctl("check", "--json", check=False).stdout
    assert twice.json()["slug"] in found
    again = editor.create("memberships", network=ring, place="boston-us", joined="2011")
    assert again.json()["slug"] not in registry.ctl("check", "--json", check=False).stdout, "it had left and came back"
    for made in (twice, again):
        assert editor.withdraw(f"/memberships/{made.json()['slug']}", made.headers["ETag"]).status_code == 204


def test_the_office_s_page_of_a_network_leads_to_its_members_and_to_what_it_acts_by(editor, ring):
    acts = "kaunas-lt-hiratsuka-jp"
    assert editor.change(f"/networks/{ring}", {"partnership": acts}).status_code == 200
    page = editor.get(f"/networks/{ring}").text
    for path in f"memberships?network={ring}", f"memberships/new?network={ring}", f"partnerships/{acts}/workbench":
        assert f'href="/sistercities/admin/{path}"' in page
    members = editor.get(f"/memberships.json?network={ring}").json()
    assert members["total"] > 1 and {m["network"] for m in members["items"]} == {ring}


def test_one_of_thousands_of_members_is_changed_alone(registry, server, editor, tmp_path):
    (tmp_path / "places.csv").write_text("slug,name\n" + "".join(f"castle-{i},Castle {i}\n" for i in range(MANY)), encoding="utf-8")
    (tmp_path / "networks.csv").write_text("slug,name\nhuge,Huge Network\n", encoding="utf-8")
    (tmp_path / "memberships.csv").write_text(
        "slug,network,place,joined\n" + "".join(f"huge-{i},huge,castle-{i},2001\n" for i in range(MANY)), encoding="utf-8")
    registry.ctl("import", "--merge", *sorted(tmp_path.glob("*.csv")))
    page = server.get(f"{ROOT}/networks/huge")
    assert "See all 8,000 members" in page.text and len(page.content) < 60_000
    first = server.get(f"{ROOT}/memberships.json?network=huge&limit=1000").json()
    assert first["total"] == MANY and len(first["items"]) == 1000
    path = "/memberships/huge-4711"
    _, tag = editor.item(path)
    changed = editor.request("PATCH", path, json={"role": "Chair"}, headers={"If-Match": tag})
    assert changed.status_code == 200
    history = editor.get("/networks/huge/history.json").json()
    assert [item["slug"] for item in history["items"]][0] == "huge-4711", "the history of the network has it, as a change of one item"
    assert len(editor.get("/history.json?limit=1").content) < 5_000
