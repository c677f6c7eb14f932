"""The desk of a municipality is its own: what falls due and what there is to look at, with the whole registry one click away."""

import re

import pytest

from support.editing import Editor

DATABASES = ["sqlite", "postgresql"]
CONFIGURATION = """
<Location /sistercities/admin>
SisterCityHome kaunas-lt
</Location>
"""


@pytest.fixture(scope="module")
def editor(server):
    made = Editor(server)
    for slug, name in [("ours-jp", "Ours"), ("theirs-jp", "Theirs")]:
        made.create("places", slug=slug, name=name, country="JP")
        made.create("places", slug=f"town-of-{slug}", name=f"Town of {name}", country="JP")
    for slug, parties in [("our-tie", ["kaunas-lt", "ours-jp"]), ("their-tie", ["boston-us", "theirs-jp"])]:
        made.create("partnerships", slug=slug, parties=[{"place": one} for one in parties], type="sister", status="active", established="1850", first_contact="1840")
        made.create("agreements", slug=f"{slug}-pact", partnership=slug, kind="sister", date="1830", effective_from="2000", effective_until="2001")
        made.create("claims", slug=f"{slug}-claim", place=parties[1], partner="kyoto-jp" if "their" in slug else parties[0])
        made.create("organizations", slug=f"{slug}-office", name="Office", place=parties[1], email="a@example.org", contact_until="2001")
    return made


def findings(editor, address):
    return {(one["collection"], one["slug"], one["code"]) for one in editor.get(address).json()["findings"]}


def test_findings_are_the_home_s_and_those_of_the_registry_one_click_away(editor):
    own, whole, boston = (findings(editor, f"/check.json{arguments}") for arguments in ("", "?place=", "?place=boston-us"))
    assert own < whole and boston < whole
    for kind in [("partnerships", "{}", "impossible_date"), ("partnerships", "{}", "no_source"), ("partnerships", "{}", "term_lapsed"),
                 ("agreements", "{}-pact", "impossible_date"), ("organizations", "{}-office", "contact_expired")]:
        ours, theirs = (tuple(part.format(tie) for part in kind) for tie in ("our-tie", "their-tie"))
        assert ours in own and theirs not in own and {ours, theirs} <= whole, kind
        assert theirs in boston and ours not in boston, kind
    assert ("claims", "our-tie-claim", "one_sided") in own and not any(slug == "their-tie-claim" for _, slug, _ in own)
    assert ("places", "town-of-ours-jp", "duplicate") in own and ("places", "town-of-theirs-jp", "duplicate") not in own
    page = editor.get("/check").text
    assert "Kaunas" in page and "The whole registry" in page
    assert 'href="/sistercities/admin/check?place="' in page
    assert "Only our own" in editor.get("/check?place=").text


def test_a_finding_calls_other_items_and_fields_by_their_names(editor):
    """Programs get the address."""
    editor.make("partnerships", slug="twice", type="sister", status="active", established="1960", parties=[{"place": "kaunas-lt"}, {"place": "ours-jp"}])
    editor.make("sources", partnership="twice", field="established", states="1959", title="City")
    editor.make("steps", slug="rest", partnership="twice", status="suspended", date="2001")
    editor.change("/partnerships/twice", {"status": "active"})
    page = " ".join(re.sub("<[^>]*>", " ", editor.get("/check?place=ours-jp").text).split())
    assert "with the same type as Kaunas – Ours." in page and "It is called nearly as Ours," in page
    assert "The record says 1960 for Established," in page
    assert "Compare and merge : Town of Ours" in page and "Compare and merge : Kaunas – Ours" in page
    for address in "our-tie", "ours-jp", "town-of-ours-jp", "twice":
        assert f" {address}" not in page, address
    told = [one["detail"] for one in editor.get("/check.json?place=ours-jp").json()["findings"] if one["slug"] == "twice"]
    assert any("our-tie" in detail for detail in told)


def test_the_tool_checks_the_whole_registry(editor, registry):
    found = registry.ctl("check", check=False).stdout
    assert "our-tie" in found and "their-tie" in found


def test_how_far_ahead_is_a_choice_on_the_page_of_what_falls_due(editor):
    def shown(address):
        page = editor.get(address)
        assert page.status_code == 200
        return page.text, re.findall(r'href="[^"]*within=(\d+)d[^"]*"( aria-current="true")?', page.text)

    page, choices = shown("/due?lang=en")
    assert len(re.findall(r">Due until [^<]*</h\d>", page)) == 1
    assert [number for number, _ in choices] == ["30", "90", "180", "365"]
    assert [number for number, mark in choices if mark] == ["90"]
    _, choices = shown("/due?within=365d")
    assert [number for number, mark in choices if mark] == ["365"]
    whole, _ = shown("/due?place=&within=365d")
    assert re.search(r'href="[^"]*/due\?place=&(amp;)?within=30d', whole), "the choice keeps whose partnerships are shown"
