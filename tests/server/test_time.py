"""What is in force today, what is planned, and what changes on its day."""

import csv
import datetime
import html
import io
import re

import pytest

from support.editing import Editor

DATABASES = ["sqlite", "postgresql"]
ROOT = "/sistercities"
HUB = "hubham-de"
CONFIGURATION = """
<Location /sistercities/admin>
SisterCityRole admin "%{REMOTE_USER} == 'editor'"
SisterCityRole reviewer "%{REMOTE_USER} == 'editor'"
SisterCityRole editor "%{REMOTE_USER} == 'ruta'"
</Location>
"""

PARTNERSHIPS = {
    "active": {"status": "active", "established": "1990"},
    "dormant": {"status": "dormant", "established": "1990"},
    "unknown": {"status": "unknown", "established": "1990"},
    "suspended": {"status": "suspended", "established": "1990"},
    "forming": {"status": "forming"},
    "planned": {"status": "active", "established": "2999-03-01"},
}


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


@pytest.fixture(scope="module")
def grown(editor):
    """How many partnerships are in force in the whole registry, before and after a hub with one of each sort came."""
    before = editor.server.get(f"{ROOT}/.json").json()["in_force"]
    assert editor.create("places", slug=HUB, name="Hubham", country="DE").status_code == 201
    for sort, fields in PARTNERSHIPS.items():
        assert editor.create("places", slug=f"{sort}-fr", name=sort.title(), country="FR").status_code == 201
        editor.make("partnerships", slug=f"hub-{sort}", type="sister", parties=[{"place": HUB}, {"place": f"{sort}-fr"}], **fields)
    return before, editor.server.get(f"{ROOT}/.json").json()["in_force"]


def words(answer):
    assert answer.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def today():
    return datetime.date.today().isoformat()


def test_caption_sentence_data_list_and_report_agree_on_what_is_in_force(editor, grown):
    page = words(editor.server.get(f"{ROOT}/places/{HUB}"))
    assert "2 of 3 partnerships in force" in page, "the third stands under Dormant partnerships"
    assert "Hubham has 3 partners on record." in page, "the list calls some of them twin towns"
    assert grown[1] - grown[0] == 3
    listed = editor.server.get(f"{ROOT}/partnerships.json?place={HUB}&as_of={today()}").json()
    assert {item["slug"] for item in listed["items"]} == {"hub-active", "hub-dormant", "hub-unknown"}
    assert editor.get(f"/report.json?place={HUB}&year={today()[:4]}").json()["in_force"] == 3


def test_a_partnership_that_begins_later_is_planned_everywhere(editor, grown):
    page = words(editor.server.get(f"{ROOT}/places/{HUB}"))
    assert "Planned partnerships These have not begun yet." in page
    assert "planned from 1 March 2999" in page and "since 1 March 2999" not in page
    assert "Status forming" in words(editor.server.get(f"{ROOT}/partnerships/hub-planned")), "the same word as in data and filters"
    item = editor.server.get(f"{ROOT}/partnerships/hub-planned.json").json()
    assert item["status"] == "forming" and item["planned"] == {"status": "active", "from": "2999-03-01"}
    for status, expected in (("active", {"hub-active"}), ("forming", {"hub-forming", "hub-planned"})):
        listed = editor.server.get(f"{ROOT}/partnerships.json?place={HUB}&status={status}").json()
        assert {item["slug"] for item in listed["items"]} == expected
    later = editor.server.get(f"{ROOT}/partnerships.json?place={HUB}&as_of=2999-03-01").json()
    assert "hub-planned" in {item["slug"] for item in later["items"]}
    stored = editor.get("/partnerships/hub-planned.json").json()
    assert stored["status"] == "active", "editors see what was stated"


def table(answer):
    return {row["slug"]: row for row in csv.DictReader(io.StringIO(answer.text))}


def test_csv_says_the_status_of_today_as_pages_and_json_do_and_comes_back_as_it_is_on_record(editor, grown, databases, tmp_path):
    for slug, fields in (("hub-ends-later", {"status": "suspended", "established": "1990", "ended": "2998-05"}),
                         ("hub-over", {"status": "active", "established": "1990", "ended": "2001"})):
        editor.make("partnerships", slug=slug, type="partner", parties=[{"place": HUB}, {"place": "active-fr"}], **fields)
    try:
        server = editor.server
        items = {item["slug"]: item for item in server.get(f"{ROOT}/partnerships.json?place={HUB}&limit=100").json()["items"]}
        stored = table(server.get(f"{ROOT}/partnerships.csv?place={HUB}"))
        people = table(server.get(f"{ROOT}/partnerships.csv?place={HUB}&view=people"))
        assert {slug: row["status"] for slug, row in stored.items()} == {slug: item["status"] for slug, item in items.items()}
        assert {slug: row["stated_status"] for slug, row in stored.items() if row["stated_status"]} == {
            "hub-planned": "active", "hub-ends-later": "suspended", "hub-over": "active"}
        assert {slug: (row["planned"], row["planned_from"]) for slug, row in people.items() if row["planned"]} == {
            "hub-planned": ("active", "2999-03-01"), "hub-ends-later": ("suspended", "2998-05")}
        assert {slug: item["planned"] for slug, item in items.items() if "planned" in item} == {
            "hub-planned": {"status": "active", "from": "2999-03-01"}, "hub-ends-later": {"status": "suspended", "from": "2998-05"}}
        download = server.get(f"{ROOT}/partnerships.csv").text
        single = table(server.get(f"{ROOT}/partnerships/hub-planned.csv"))["hub-planned"]
        assert (single["status"], single["stated_status"]) == ("forming", "active")
        other = databases.empty("sqlite")
        for name in "places", "partnerships":
            (tmp_path / f"{name}.csv").write_bytes(server.get(f"{ROOT}/{name}.csv").content)
        other.ctl("import", tmp_path)
        statuses = dict(row.split("|") for row in other.sql("SELECT slug, status FROM partnerships WHERE slug LIKE 'hub-%'").splitlines())
        assert statuses == {"hub-active": "active", "hub-dormant": "dormant", "hub-unknown": "unknown", "hub-suspended": "suspended",
                            "hub-forming": "forming", "hub-planned": "active", "hub-ends-later": "suspended", "hub-over": "active"}
        other.remove()
        before = server.get(f"{ROOT}/revision.json").json()["revision"]
        upload = editor.request("POST", "/import", data=server.get(f"{ROOT}/partnerships.csv?place={HUB}").content,
                                headers={"Content-Type": "text/csv"})
        assert upload.status_code in (200, 201, 303), upload.text
        assert server.get(f"{ROOT}/revision.json").json()["revision"] == before
    finally:
        for slug in "hub-ends-later", "hub-over":
            assert editor.withdraw(f"/partnerships/{slug}").status_code in (200, 204)


OLDEST = [
    # Beginnings, who may be the oldest, and what is said of the date.
    (["1959", "1960-05", "1961"], "A", "1959"),
    (["1959", "1959-04-22", "1961"], "A B", "1959"),
    (["1959-04-22", "1959-04-22"], "A B", "1959-04-22"),
    (["1955", "195X", "1961"], "A B", "195X"),
    (["195X", "1960", None], "A", "195X"),
    (["1955", "1955", "1955", "1955"], "", None),
    (["1955", "19XX", "1955-03", "1955"], "", None),
    (["1955~", "1954~"], "B", "1954~"),
]


@pytest.mark.parametrize("lang, since", [("en", "The oldest"), ("lt", "Seniausi"), ("ja", "最も古い")])
@pytest.mark.parametrize("begun, oldest, date", OLDEST)
def test_no_partner_is_called_the_oldest_that_another_may_be_older_than(editor, begun, oldest, date, lang, since):
    place = "o" + "-".join(one or "none" for one in begun).lower().replace("~", "a")
    if editor.get(f"/places/{place}.json").status_code == 404:
        editor.make("places", slug=place, name="Hub", country="LT")
        for letter, established in zip("ABCD", begun):
            other = f"{letter.lower()}-{place}"
            editor.make("places", slug=other, name=f"Town {letter}", country="DE")
            editor.make("partnerships", type="sister", status="active", parties=[{"place": place}, {"place": other}],
                        **({"established": established} if established else {}))
    page = editor.server.get(f"{ROOT}/places/{place}?lang={lang}").text
    lead = re.search(r'<p class="sistercity__lead">.*?</p>', page, re.S)[0]
    assert re.findall(r">Town (.)<", lead) == oldest.split()
    assert (since in lead) == bool(oldest) and re.findall(r'datetime="([^"]*)"', lead) in ([date], []), lead


@pytest.mark.parametrize("lang, since", [("en", "since some year between 1900 and 1999"), ("lt", "nuo 1900–1999 m."), ("ja", "1900年から1999年の間のある年から")])
def test_a_beginning_known_to_the_century_is_a_sentence_without_an_age(editor, lang, since):
    if editor.get("/partnerships/some-time.json").status_code == 404:
        editor.make("partnerships", slug="some-time", type="sister", status="active", established="19XX", parties=[{"place": "kaunas-lt"}, {"place": "boston-us"}])
    page = words(editor.server.get(f"{ROOT}/partnerships/some-time?lang={lang}"))
    assert since in page and not re.search(re.escape(since) + r"\W*·", page)


def test_a_suspension_of_next_month_is_shown_as_planned_and_due(editor, grown):
    day = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
    editor.make("activities", partnership="hub-active", title="Visit of next month", start=day)
    form = editor.form(editor.get("/board/hub-active"))
    form.fill(status="suspended", effective=day)
    assert form.send().status_code == 303
    page = words(editor.server.get(f"{ROOT}/partnerships/hub-active"))
    assert "Status active" in page and page.count("planned: suspended from") == 1 and "suspended since" not in page
    pages = f"/places/{HUB}", f"/partnerships?place={HUB}", "/admin/partnerships/hub-active/workbench", f"/admin/places/{HUB}/workbench"
    assert [path for path in pages if "planned: suspended from" not in words(editor.get(ROOT + path))] == []
    items = editor.server.get(f"{ROOT}/partnerships.json?place={HUB}").json()["items"]
    for item in editor.server.get(f"{ROOT}/partnerships/hub-active.json").json(), next(item for item in items if item["slug"] == "hub-active"):
        assert (item["status"], item["planned"]) == ("active", {"status": "suspended", "from": day})
    assert table(editor.server.get(f"{ROOT}/partnerships.csv?view=people"))["hub-active"]["planned_from"] == day
    place = words(editor.server.get(f"{ROOT}/places/{HUB}"))
    assert "Planned activities" in place and "Recent activities" not in place
    due = editor.get("/due.json").json()["dues"]
    assert {(one["kind"], one.get("detail")) for one in due if one["partnership"] == "hub-active"} == {
        ("step", "suspended"), ("activity", "Visit of next month")}


def test_agreements_and_parties_to_come_are_due(editor, grown):
    day = (datetime.date.today() + datetime.timedelta(days=20)).isoformat()
    editor.make("agreements", partnership="hub-dormant", kind="renewal", date=today(), effective_from=day)
    item, tag = editor.item("/partnerships/hub-dormant")
    parties = [*item["parties"][:1], {**item["parties"][1], "left": day}, {"place": "forming-fr", "joined": day}]
    assert editor.change("/partnerships/hub-dormant", {"parties": parties}, tag).status_code == 200
    due = [(one["kind"], one["date"], one["detail"]) for one in editor.get("/due.json").json()["dues"] if one["partnership"] == "hub-dormant"]
    assert sorted(due) == [("agreement", day, "renewal"), ("joins", day, "Forming"), ("leaves", day, "Dormant")]
    page = words(editor.get("/due"))
    assert "planned: renewal" in page and "Forming joins the partnership" in page and "Dormant leaves the partnership" in page


def test_who_has_not_joined_yet_or_has_left_is_no_partner_of_today(editor):
    """Of three partners one is to come, and one has gone."""
    later = (datetime.date.today() + datetime.timedelta(days=20)).isoformat()
    for slug in "ring-a", "ring-b", "ring-c", "ring-d":
        assert editor.create("places", slug=slug, name=slug.title(), country="LT").status_code == 201
    editor.make("partnerships", slug="ring", type="sister", status="active", established="1990", parties=[
        {"place": "ring-a"}, {"place": "ring-b"}, {"place": "ring-c", "joined": later}, {"place": "ring-d", "left": "2010"}])
    pair = editor.create("partnerships", slug="ring-to-come", type="sister", status="active", established="1990", parties=[
        {"place": "ring-a"}, {"place": "ring-c", "joined": later}])
    assert pair.status_code == 201, pair.text
    assert editor.create("claims", slug="ring-claim", place="ring-a", number=1, source="Its own page").status_code == 201
    server = editor.server
    assert server.get(f"{ROOT}/places/ring-a.json").json()["listed_partners"] == 1
    page = words(server.get(f"{ROOT}/places/ring-a"))
    assert "Ring-A has 1 partner on record." in page
    planned = page.split("Planned partnerships")[1]
    assert "Ring-C" in planned and "Ring-B" not in planned.split("Timeline")[0]
    assert "<h1>Ring-A – Ring-B</h1>" in re.sub(r"<h1[^>]*>", "<h1>", server.get(f"{ROOT}/partnerships/ring").text)
    assert server.get(f"{ROOT}/places/ring-c.json").json()["listed_partners"] == 0, "it takes part from its day on"
    findings = editor.get("/check.json").json()["findings"]
    assert not [one for one in findings if one["slug"] == "ring-claim"], "one is stated, one is on record"
    assert server.get(f"{ROOT}/seeking/match.json?for=ring-c").status_code == 200


def test_memberships_to_come_are_due(editor):
    day = (datetime.date.today() + datetime.timedelta(days=12)).isoformat()
    assert editor.create("networks", slug="due-ring", name="Ring of Amber").status_code == 201
    for place, fields in (("kaunas-lt", {"joined": day}), ("kyoto-jp", {"joined": "1990", "left": day}), ("boston-us", {"joined": "1990"}),
                          ("padua-it", {"joined": "2999"})):
        assert editor.create("memberships", network="due-ring", place=place, **fields).status_code == 201
    due = [one for one in editor.get("/due.json").json()["memberships"] if one["network"] == "due-ring"]
    assert {(one["place"], one.get("joined"), one.get("left")) for one in due} == {("kaunas-lt", day, None), ("kyoto-jp", "1990", day)}
    page = words(editor.get("/due"))
    assert "Kaunas joins Ring of Amber" in page and "Kyoto leaves Ring of Amber" in page and "Padua joins" not in page
    assert [one["place"] for one in editor.get("/due.json?place=kyoto-jp").json()["memberships"]] == ["kyoto-jp"]
    told = editor.server.registry.ctl("due", "--within", "90d").stdout
    assert "a member joins" in told and "a member leaves" in told
    assert "Kaunas joins Ring of Amber" in editor.server.registry.ctl("due", "--mail").stdout


def renew(editor, partnership, until, act="save", lang="en"):
    form = editor.form(editor.get(f"/board/{partnership}?lang={lang}"))
    form.fill(status="renewed", date="2026-11-02", until=until)
    return form.send(act)


@pytest.mark.parametrize("until, lang, end", [
    ("5 years", "en", "2032-03-01"), ("60 months", "en", "2032-03-01"), ("5 metai", "lt", "2032-03-01"), ("5年", "ja", "2032-03-01"),
    ("31 December 2030", "en", "2030-12-31"), ("2030-12", "en", "2030-12"), ("open-ended", "en", None)])
def test_the_step_renewed_writes_the_agreement_and_the_new_end(editor, until, lang, end):
    slug = f"renewed-{abs(hash(until))}"
    editor.make("partnerships", slug=slug, type="sister", status="active", parties=[{"place": "kaunas-lt"}, {"place": "boston-us"}])
    assert editor.create("agreements", partnership=slug, kind="sister", date="2022-03-01", term_months=60).status_code == 201
    page = words(editor.get(f"/board/{slug}"))
    assert "The term on record ends 1 March 2027 ; how long is counted from there." in page
    preview = renew(editor, slug, until, "preview", lang)
    assert preview.status_code == 200 and (not end or f'datetime="{end}"' in preview.text)
    assert len(editor.server.get(f"{ROOT}/partnerships/{slug}.json").json()["agreements"]) == 1, "a preview stores nothing"
    saved = renew(editor, slug, until, lang=lang)
    assert saved.status_code == 303, saved.text
    item = editor.server.get(f"{ROOT}/partnerships/{slug}.json").json()
    assert [one["kind"] for one in item["agreements"]] == ["sister", "renewal"]
    assert item.get("fixed_term") == ({"until": end, "renewals": 1} if end else None)
    change = re.search(r"change=(\d+)", saved.headers["Location"])[1]
    assert editor.request("POST", f"/history/{change}/undo", json={}).status_code == 200
    item = editor.server.get(f"{ROOT}/partnerships/{slug}.json").json()
    assert len(item["agreements"]) == 1 and not item["history"], "step and agreement are undone as one"


def test_a_reviewed_editor_s_renewal_is_one_draft_which_the_reviewer_sees_and_accepts_as_one(editor):
    slug = "renewed-by-draft"
    assert editor.create("partnerships", slug=slug, type="sister", status="active",
                         parties=[{"place": "kaunas-lt"}, {"place": "boston-us"}]).status_code == 201
    assert editor.create("agreements", partnership=slug, kind="sister", date="2022-03-01", term_months=60).status_code == 201
    ruta = Editor(editor.server, "ruta")
    proposed = renew(ruta, slug, "5 years")
    assert proposed.status_code == 303 and "done=draft" in proposed.headers["Location"], proposed.text
    again = renew(ruta, slug, "5 years")
    assert again.headers["Location"] == proposed.headers["Location"], "sent twice it is one, too"
    waiting = [draft for draft in editor.get("/drafts.json").json()["items"] if draft["item"].get("partnership") == slug]
    assert [draft["collection"] for draft in waiting] == ["steps"]
    assert [(one["kind"], one["date"], one["effective_until"]) for one in waiting[0]["belongings"]] == [("renewal", "2026-11-02", "2032-03-01")]
    page = editor.get(f"/drafts/{waiting[0]['id']}")
    told = words(page)
    assert "What is published together with it" in told and "1 March 2032" in told.split("Your decision")[0]
    assert "1 March 2032" in told.split("As readers will see it")[1], "the preview has the new end"
    assert len(editor.server.get(f"{ROOT}/partnerships/{slug}.json").json()["agreements"]) == 1
    published = editor.form(page).send("publish")
    assert published.status_code == 303
    item = editor.server.get(f"{ROOT}/partnerships/{slug}.json").json()
    assert [one["kind"] for one in item["agreements"]] == ["sister", "renewal"] and len(item["history"]) == 1
    assert item["fixed_term"] == {"until": "2032-03-01", "renewals": 1}
    assert not [draft for draft in editor.get("/drafts.json").json()["items"] if draft["item"].get("partnership") == slug]
    newest = editor.get(f"/partnerships/{slug}/history.json").json()["items"]
    move = next(change for change in newest if change["collection"] == "steps")
    assert (move["who"], move["approved_by"]) == ("ruta", "editor")
    assert editor.request("POST", f"/history/{move['id']}/undo", json={}).status_code == 200
    item = editor.server.get(f"{ROOT}/partnerships/{slug}.json").json()
    assert len(item["agreements"]) == 1 and not item["history"], "undone as one"


def test_a_proposed_renewal_goes_with_its_step_when_its_author_changes_that_or_it_is_rejected(editor):
    slug = "renewed-otherwise"
    assert editor.create("partnerships", slug=slug, type="sister", status="active",
                         parties=[{"place": "kaunas-lt"}, {"place": "boston-us"}]).status_code == 201
    assert editor.create("agreements", partnership=slug, kind="sister", date="2022-03-01", term_months=60).status_code == 201
    ruta = Editor(editor.server, "ruta")
    draft = re.search(r"draft=(\d+)", renew(ruta, slug, "5 years").headers["Location"])[1]
    going_on = ruta.form(f"/steps/new?draft={draft}").fill(date="2026-10-05").send()
    assert going_on.status_code == 303 and f"/drafts/{draft}" in going_on.headers["Location"], going_on.text
    assert editor.request("POST", f"/drafts/{draft}", json={"act": "publish"}).status_code == 200
    renewal = editor.server.get(f"{ROOT}/partnerships/{slug}.json").json()["agreements"][-1]
    assert (renewal["kind"], renewal["date"]) == ("renewal", "2026-10-05"), "signed on the day of the step"
    other = re.search(r"draft=(\d+)", renew(ruta, slug, "2040").headers["Location"])[1]
    assert editor.request("POST", f"/drafts/{other}", json={"act": "reject"}).status_code == 200
    assert len(editor.server.get(f"{ROOT}/partnerships/{slug}.json").json()["agreements"]) == 2
    assert not [one for one in editor.get("/drafts.json").json()["items"] if one["item"].get("partnership") == slug]


def test_a_draft_whose_step_becomes_a_renewal_is_asked_until_when(editor):
    slug = "renewed-after-all"
    editor.make("partnerships", slug=slug, type="sister", status="active", parties=[{"place": "kaunas-lt"}, {"place": "boston-us"}])
    editor.make("agreements", partnership=slug, kind="sister", date="2022-03-01", term_months=60)
    ruta = Editor(editor.server, "ruta")
    proposed = ruta.form(f"/steps/new?partnership={slug}").fill(status="resumed", date="2026-11-02").send()
    draft = re.search(r"draft=(\d+)", proposed.headers["Location"])[1]
    asked = ruta.form(f"/steps/new?draft={draft}").fill(status="renewed").send()
    assert asked.status_code == 422 and "Say until when it is renewed" in asked.text
    for _ in range(2):  # sent twice it is one, too
        said = ruta.form(asked).fill(until="5 years").send()
        assert said.status_code == 303 and f"draft={draft}" in said.headers["Location"], said.text
    waiting = [one for one in editor.get("/drafts.json").json()["items"] if one["item"].get("partnership") == slug]
    assert [(str(one["id"]), one["item"]["status"], one["belongings"][0]["effective_until"]) for one in waiting] == [(draft, "renewed", "2032-03-01")]
    assert editor.request("POST", f"/drafts/{draft}", json={"act": "publish"}).status_code == 200
    assert editor.server.get(f"{ROOT}/partnerships/{slug}.json").json()["fixed_term"] == {"until": "2032-03-01", "renewals": 1}


def test_a_name_is_removed_from_a_proposed_renewal_too(editor):
    slug = "renewed-with-a-name"
    assert editor.create("partnerships", slug=slug, type="sister", status="active",
                         parties=[{"place": "kaunas-lt"}, {"place": "boston-us"}]).status_code == 201
    form = Editor(editor.server, "ruta").form(f"/board/{slug}")
    form.fill(status="renewed", date="2026-11-02", until="2031", source="Told by Zigmas Paukštelis")
    draft = re.search(r"draft=(\d+)", form.send().headers["Location"])[1]
    assert "Paukštelis" in str(editor.get(f"/drafts/{draft}.json").json()["belongings"])
    looked = editor.form("/redact").fill(name="Zigmas Paukštelis", change_note="asked for").send("look")
    editor.form(looked).send("redact")
    assert "Paukštelis" not in editor.get(f"/drafts/{draft}.json").text
    assert editor.request("POST", f"/drafts/{draft}", json={"act": "reject"}).status_code == 200


def test_a_renewal_of_a_fixed_term_without_an_end_is_asked_about(editor):
    assert editor.create("partnerships", slug="asked", type="sister", status="active",
                         parties=[{"place": "kaunas-lt"}, {"place": "kyoto-jp"}]).status_code == 201
    assert editor.create("agreements", partnership="asked", kind="sister", date="2022-03-01", term_months=60).status_code == 201
    for unclear in ("", "soon", "5"):
        answer = renew(editor, "asked", unclear)
        assert answer.status_code == 422 and '<a href="#f-until">Renewed until: Say until when it is renewed' in answer.text
        assert re.search(r'id="f-until-wrong">.*Say until when it is renewed', answer.text)
        assert re.search(rf'id="f-until" name="until" aria-describedby="f-until-help f-until-wrong" aria-invalid="true" value="{unclear}"', answer.text)
    assert not editor.server.get(f"{ROOT}/partnerships/asked.json").json()["history"]


@pytest.mark.parametrize("term, until, end", [(60, "5 years", "2032-03-01"), (None, "2031", "2031"), (None, "", None)])
def test_a_renewal_that_is_begun_in_the_form_of_a_step_is_asked_until_when_and_loses_nothing(editor, term, until, end):
    slug = f"renewed-in-a-form-{term}-{end}".lower()
    editor.make("partnerships", slug=slug, type="sister", status="active", parties=[{"place": "kaunas-lt"}, {"place": "boston-us"}])
    editor.make("agreements", partnership=slug, kind="sister", date="2022-03-01", **({"term_months": term} if term else {}))
    typed = {"status": "renewed", "date": "2 November 2026", "body": "City Council", "change_note": "as the minutes say"}
    previewed, asked = (editor.form(f"/steps/new?partnership={slug}&lang=en").fill(**typed).send(act) for act in ("preview", "save"))
    assert previewed.status_code == (422 if term else 200) and 'name="until"' in previewed.text
    assert asked.status_code == 422 and "Say until when it is renewed" in asked.text
    assert not editor.server.get(f"{ROOT}/partnerships/{slug}.json").json()["history"], "nothing is stored before that is said"
    form = editor.form(asked)
    assert {name: form[name] for name in typed} == typed
    saved = form.fill(until=until).send()
    assert saved.status_code == 303 and f"/partnerships/{slug}/workbench" in saved.headers["Location"], saved.text
    item = editor.server.get(f"{ROOT}/partnerships/{slug}.json").json()
    assert [(step["date"], step["body"]) for step in item["history"]] == [("2026-11-02", "City Council")]
    assert [one.get("effective_until") for one in item["agreements"][1:]] == ([end] if end else [])


def test_the_page_as_readers_see_it_is_another_address_after_each_save(editor):
    """The browser's own cache keeps a page for a minute."""
    def seen():
        page = editor.get("/partnerships/kaunas-lt-hiratsuka-jp/workbench").text
        return html.unescape(re.search(r'href="([^"]*/partnerships/[^"]*)">As readers see it', page)[1])

    before = seen()
    assert editor.change("/partnerships/kaunas-lt-hiratsuka-jp", {"note": "Seen at once"}).status_code == 200
    after = seen()
    assert after != before
    answer = editor.server.get(after)
    assert answer.status_code == 200 and "Seen at once" in answer.text


def test_due_and_board_are_the_home_s_and_the_registry_is_one_click_away(databases, make_httpd):
    registry = databases.sample("sqlite")
    server = make_httpd(registry, configuration="SisterCityHome boston-us\n")
    server.start()
    editor = Editor(server)
    for page in "/due?within=9y", "/board":
        own = editor.get(page)
        assert "Partnerships of Boston." in words(own) and "Surabaya" not in words(own) and "Kyoto" in words(own), page
        link = html.unescape(re.search(r'href="([^"]*)">The whole registry', own.text)[1])
        assert "place=" in link
        everything = words(editor.get(page + ("&" if "?" in page else "?") + "place="))
        assert "Partnerships of the whole registry." in everything and "Nagasaki" in everything, page
    soon, later = (editor.get(f"/due?within={within}&place=") for within in ("1d", "9y"))
    assert len(later.text) > len(soon.text)
    registry.remove()
