"""The life of a partnership, one step after the other."""

import html
import re

import pytest

from support.editing import Editor

DATABASES = ["sqlite", "postgresql"]

CONFIGURATION = """
<Location "/sistercities/admin">
    SisterCityRole reviewer "%{REMOTE_USER} == 'editor'"
    SisterCityRole editor "%{REMOTE_USER} == 'ruta'"
</Location>
"""


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


def words(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def forming(editor, **fields):
    made = editor.make("partnerships", parties=[{"place": "kaunas-lt"}, {"place": "kyoto-jp"}], type="partner",
                       status="forming", **fields)
    return made.json()["slug"]


def partnership(editor, slug):
    return editor.item(f"/partnerships/{slug}")[0]


def test_the_board_shows_each_partnership_under_its_step_with_what_is_missing(editor):
    board = editor.get("/board")
    assert board.status_code == 200
    assert "sistercity-board" in board.text
    assert "approved budget" in words(board)


def test_a_move_records_the_step_as_it_is_written_and_the_status_that_follows(editor):
    slug = forming(editor)
    form = editor.form(f"/board/{slug}?status=signing&lang=en")
    assert form["status"] == "signing" and re.fullmatch(r"\d{4}-\d\d-\d\d", form["date"])
    answer = form.fill(date="3 May 2024", body="City Council", reason="After seven years of ties",
                       document="https://example.org/decision.pdf", change_note="as the minutes say").send()
    assert answer.status_code == 303
    assert partnership(editor, slug)["status"] == "active"
    shown = editor.server.get(f"/sistercities/partnerships/{slug}.json").json()
    step = shown["history"][-1]
    assert (step["status"], step["date"], step["body"]) == ("signing", "2024-05-03", "City Council")
    assert "as the minutes say" in words(editor.get(f"/partnerships/{slug}/history"))


@pytest.mark.parametrize("how", ["program", "form"])
def test_a_step_that_is_recorded_elsewhere_moves_its_partnership_as_the_board_does(editor, how):
    slug = forming(editor, name=f"Moved by a {how}")

    def record(**step):
        if how == "program":
            return editor.make("steps", partnership=slug, **step)
        answer = editor.form(f"/steps/new?partnership={slug}").fill(**step).send()
        assert answer.status_code == 303
        return answer

    record(status="signing", date="2024-05-03")
    assert partnership(editor, slug)["status"] == "active"
    record(status="suspended", date="2025-03", effective="2025-04-01")
    assert (partnership(editor, slug)["status"], partnership(editor, slug)["ended"]) == ("suspended", "2025-04-01")
    record(status="intent", date="2023")
    assert partnership(editor, slug)["status"] == "suspended", "a later step is on record"
    later = next(step["slug"] for step in editor.get(f"/steps.json?partnership={slug}").json()["items"] if step["status"] == "suspended")
    said = "A change here leaves the partnership’s status as it is."
    assert said in words(editor.get(f"/steps/{later}?lang=en")) and said not in words(editor.get(f"/steps/new?partnership={slug}&lang=en"))
    change = next(c for c in editor.get("/history.json?collection=steps").json()["items"] if c["slug"].startswith(slug) and "suspended" in str(c))
    assert editor.request("POST", f"/history/{change['id']}/undo", json={}).status_code == 200
    assert partnership(editor, slug)["status"] == "active" and "ended" not in partnership(editor, slug)


def test_a_program_s_step_waits_for_the_reviewer_and_moves_then(server, editor):
    slug = forming(editor, name="Proposed by a program")
    answer = Editor(server, "ruta").create("steps", partnership=slug, status="terminated", date="2026")
    assert answer.status_code == 202 and partnership(editor, slug)["status"] == "forming"
    draft = answer.headers["Location"].partition("/admin")[2]
    assert "What follows for the partnership" in editor.get(draft).text
    assert editor.form(draft).send("publish").status_code == 303
    assert partnership(editor, slug)["status"] == "terminated"


def test_a_suspension_ends_the_force_and_keeps_the_partnership(editor):
    slug = forming(editor, name="To be suspended")
    editor.form(f"/board/{slug}").fill(status="suspended", date="2022-03", effective="2022-04-01").send()
    item = partnership(editor, slug)
    assert (item["status"], item["ended"]) == ("suspended", "2022-04-01")
    editor.form(f"/board/{slug}").fill(status="resumed", date="2025").send()
    item = partnership(editor, slug)
    assert item["status"] == "active" and "ended" not in item


def test_undoing_a_move_takes_back_the_step_and_the_status(editor):
    slug = forming(editor, name="To be suspended by mistake")
    before = partnership(editor, slug)
    moved = editor.form(f"/board/{slug}").fill(status="suspended", date="2022-03").send()
    change = re.search(r"change=(\d+)", moved.headers["Location"]).group(1)
    assert partnership(editor, slug)["status"] == "suspended"
    undone = editor.request("POST", f"/history/{change}/undo", json={"note": "A mistake"})
    assert undone.status_code == 200, undone.text
    after = partnership(editor, slug)
    assert {k: v for k, v in after.items() if k not in ("version", "modified")} == {
        k: v for k, v in before.items() if k not in ("version", "modified")}
    assert "history" not in editor.server.get(f"/sistercities/partnerships/{slug}.json").json() or not editor.server.get(
        f"/sistercities/partnerships/{slug}.json").json()["history"]
    overall = [(c["action"], c.get("collection")) for c in editor.get("/history.json").json()["items"][:4]]
    assert ("change", "partnerships") in overall and ("withdraw", "steps") in overall


def test_a_bad_step_is_told_at_its_field_and_nothing_moves(editor):
    slug = forming(editor, name="Not to be moved")
    editor.server.expect_log(r"SC\d+")
    answer = editor.form(f"/board/{slug}").fill(status="terminated", date="yesterday", body="The mayor").send()
    assert answer.status_code == 422
    assert "The mayor" in answer.text and "yesterday" in answer.text, "what was typed is kept"
    assert partnership(editor, slug)["status"] == "forming"


def test_readers_see_where_a_decision_can_be_read(editor):
    slug = forming(editor, name="Decided in public")
    document, source = "https://example.org/decision-12.pdf", "Decision No. 12"
    form = editor.form(f"/board/{slug}").fill(status="signing", date="2024", document=document, source=source)
    assert form.send().status_code == 303
    for path in f"/sistercities/partnerships/{slug}", "/sistercities/places/kaunas-lt/timeline":
        page = editor.server.get(path).text
        assert f'<a href="{document}">Document of the decision</a>' in page, path
        assert f"Source: {source}" in page, path


def test_two_who_move_at_once_do_not_overwrite_each_other(editor):
    slug = forming(editor, name="Moved by two")
    first, second = editor.form(f"/board/{slug}"), editor.form(f"/board/{slug}")
    assert first.fill(status="signing", date="2024").send().status_code == 303
    editor.server.expect_log(r"SC\d+")
    answer = second.fill(status="dormant", date="2025", body="Mine").send()
    assert answer.status_code == 409 and "Mine" in answer.text
    assert partnership(editor, slug)["status"] == "active"
    assert editor.form(answer).send().status_code == 303, "once it was seen it can be sent again"
    assert partnership(editor, slug)["status"] == "dormant"


def test_a_move_that_is_sent_twice_is_recorded_once(editor):
    slug = forming(editor, name="Moved twice")
    form = editor.form(f"/board/{slug}").fill(status="suspended", date="2024-03", body="City Council")
    assert "done=saved" in form.send().headers["Location"]
    again = form.send()
    assert again.status_code == 303 and "done=same" in again.headers["Location"]
    steps = editor.get(f"/steps?partnership={slug}", headers={"Accept": "application/json"}).json()["items"]
    assert len(steps) == 1


def test_an_editor_s_move_waits_for_the_reviewer(server, editor):
    slug = forming(editor, name="Proposed to end")
    proposal = Editor(server, "ruta").form(f"/board/{slug}").fill(status="terminated", date="2026").send()
    assert proposal.status_code == 303 and "draft=" in proposal.headers["Location"]
    assert partnership(editor, slug)["status"] == "forming"
    waiting = [draft for draft in editor.get("/drafts.json").json()["items"] if slug in str(draft.get("item"))]
    assert len(waiting) == 1, "one draft, which is decided on as a whole"
    page = editor.get(f"/drafts/{waiting[0]['id']}")
    assert "Draft: Proposed to end: Ended" in words(page)
    assert "What follows for the partnership" in page.text and "<ins>ended</ins>" in page.text
    assert "sistercity__badge--terminated" in page.text, "the preview is of what would be then"
    assert editor.form(page).send("publish").status_code == 303
    assert (partnership(editor, slug)["status"], partnership(editor, slug)["ended"]) == ("terminated", "2026")


def test_a_step_that_was_begun_on_the_workbench_leads_back_there(editor):
    slug = forming(editor, name="From its workbench")
    bench = editor.get(f"/partnerships/{slug}/workbench")
    link = html.unescape(re.search(r'href="[^"]*/admin(/board/[^"]*)"', bench.text)[1])
    form = editor.get(link)
    assert "Back to the partnership" in words(form)
    answer = editor.form(link).fill(status="signing", date="2024-05-03").send()
    assert answer.status_code == 303 and f"/partnerships/{slug}/workbench?" in answer.headers["Location"]
    direct = editor.form(f"/board/{slug}").fill(status="suspended", date="2025-05-03").send()
    assert "/admin/board?" in direct.headers["Location"]


def test_the_list_of_partnerships_tells_type_and_status(editor):
    slug = forming(editor, name="Listed with its status")
    row = next(row for row in re.findall(r"<tr>.*?</tr>", editor.get("/partnerships?q=Listed+with").text, re.S) if slug in row)
    cells = [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<td.*?</td>", row, re.S)]
    assert cells[:2] == ["Partner city", "forming"], cells
    assert "<th scope=\"col\">Status</th>" not in editor.get("/gifts").text


def test_a_partnership_that_is_not_there_cannot_be_moved(editor):
    editor.server.expect_log(r"SC\d+")
    assert editor.get("/board/no-such-partnership").status_code == 404


def test_a_form_without_its_token_moves_nothing(editor):
    slug = forming(editor, name="Forged")
    editor.server.expect_log(r"SC\d+")
    answer = editor.form(f"/board/{slug}").fill(status="terminated", token="").send()
    assert answer.status_code == 403
    assert partnership(editor, slug)["status"] == "forming"


def test_forming_has_eight_steps_with_what_is_to_be_done_at_each(editor):
    board = editor.get("/board?place=").text
    steps = board.partition("Forming: eight steps")[2].partition("In force, at rest and over")[0]
    heads = re.findall(r"<h\d>([^<(]*) \(\d+\)</h\d>\n<p[^>]*>([^<]{20,})</p>", steps)
    assert [h for h, _ in heads] == ["Listed as a candidate", "Asked", "Research visit", "Intent confirmed", "Exchange policy discussed",
                                     "Agreement finalized", "Agreement signed", "Exchange begun"]
    assert len({advice for _, advice in heads}) == 8


def guided(editor, slug):
    """What the guide asks for, by step: (whether it is on record, the link, the words)."""
    guide = editor.get(f"/board/{slug}").text.partition("Eight steps to a partnership")[2].partition("</ol>")[0]
    return [[(word == "on record", html.unescape(link), what) for word, link, what in re.findall(
        r'<span class="[^"]*badge[^"]*">([^<]*)</span> <a href="([^"]*)">([^<]*)</a>', step)]
        for step in re.split(r"<li[^>]*><details", guide)[1:]]


def test_the_guide_says_what_is_missing_and_leads_to_where_it_is_written_down(editor):
    slug = forming(editor, name="Guided")
    steps = guided(editor, slug)
    assert len(steps) == 8 and all(tasks and not any(done for done, _, _ in tasks) for tasks in steps)
    for step in steps:
        for _, link, _ in step:
            assert editor.server.get(link, auth=("editor", "secret")).status_code == 200, link
    assert editor.create("activities", partnership=slug, title="Planned", start="2999-02", form="delegation").status_code == 201
    assert not any(done for step in guided(editor, slug) for done, _, _ in step), "what is planned is no visit yet"
    made = [editor.create("activities", partnership=slug, title="Visit", start="2024-02", form="delegation"),
            editor.create("agreements", partnership=slug, kind="letter_of_intent", date="2024-03"),
            editor.create("approvals", partnership=slug, body="City Council", result="approved", budget_amount=5000, budget_currency="EUR"),
            editor.create("agreements", partnership=slug, kind="cooperation", date="2025-01-02", signatories=[
                {"person": "A", "place": "kaunas-lt"}, {"person": "B", "place": "kyoto-jp"}])]
    assert [answer.status_code for answer in made] == [201] * 4
    item, etag = editor.item(f"/partnerships/{slug}")
    done = editor.request("PATCH", f"/partnerships/{slug}", json={"origin": "Choirs met.", "first_contact": "2023", "scope": "general",
                                                                  "fields": ["culture", "arts"], "established": "2025-01-02"},
                          headers={"If-Match": etag, "Content-Type": "application/merge-patch+json"})
    assert done.status_code == 200, done.text
    assert [all(done for done, _, _ in step) for step in guided(editor, slug)] == [True] * 7 + [False]
    assert editor.create("activities", partnership=slug, title="Concert", start="2025-05").status_code == 201
    assert all(done for step in guided(editor, slug) for done, _, _ in step)


def test_the_guide_has_the_letters_at_hand_with_the_parties_filled_in(editor):
    slug = forming(editor, name="Letters")
    guide = editor.get(f"/board/{slug}").text.partition("Eight steps to a partnership")[2].partition("</ol>")[0]
    links = {html.unescape(link) for link in re.findall(r'href="([^"]*/templates/[^"]*)"', guide)}
    assert {link.rsplit("/", 1)[1] for link in links} >= {f"{name}?for={slug}" for name in (
        "inquiry-letter", "invitation", "letter-of-intent", "sister-city", "friendship-city", "memorandum", "fixed-term")}
    for link in links:
        page = editor.server.get(link)
        assert page.status_code == 200 and "Kyoto" in words(page) and "{second}" not in page.text


def test_the_guide_opens_at_the_step_that_is_reached_and_the_one_that_comes_next(editor):
    slug = forming(editor, name="Half-way")
    editor.form(f"/board/{slug}").fill(status="intent", date="2024-03-05").send()
    page = editor.get(f"/board/{slug}").text
    opened = re.findall(r"<li([^>]*)><details open><summary>([^<]*)<", page)
    assert opened == [(' aria-current="step"', "Intent confirmed "), ("", "Exchange policy discussed ")]
    assert "Not on record: why this place, the first contact, the visit, and what came of it and the letter of intent" in words(
        editor.get("/board?place="))


def rows(editor, arguments):
    page = editor.get(f"/candidates?{arguments}")
    assert page.status_code == 200
    table = [[" ".join(html.unescape(re.sub(r"<[^>]*>", " ", cell)).split()) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
             for row in re.findall(r"<tr>(.*?)</tr>", page.text.partition("<tbody>")[2], re.S)]
    return {row[0]: dict(zip(("country", "population", "distance", "fields", "common", "partners", "next"), row[1:])) for row in table}


def test_candidates_stand_side_by_side_with_what_they_share(editor):
    for slug, country, latitude, longitude, population in (
            ("own-lt", "LT", 54.9, 23.9, 300_000), ("near-pl", "PL", 54.0, 21.0, 200_000), ("far-jp", "JP", 35.0, 139.0, 250_000),
            ("common-de", "DE", None, None, None)):
        editor.make("places", **{k: v for k, v in dict(slug=slug, name=slug, level="city", country=country, latitude=latitude,
                                                      longitude=longitude, population=population).items() if v is not None})
    for parties, fields in ((("own-lt", "common-de"), ["culture", "sports"]), (("near-pl", "common-de"), ["sports", "economy"]),
                            (("near-pl", "kyoto-jp"), ["arts"])):
        assert editor.create("partnerships", parties=[{"place": p} for p in parties], type="sister", status="active",
                             fields=fields).status_code == 201
    assert editor.create("partnerships", parties=[{"place": "own-lt"}, {"place": "near-pl"}], type="sister", status="forming",
                         fields=["youth"]).status_code == 201
    assert editor.create("seeking", place="far-jp", countries=["LT"], fields=["culture"]).status_code == 201
    found = rows(editor, "place=own-lt")
    assert found["near-pl"] == {"country": "Poland", "population": "200,000", "distance": "212 km", "fields": "sports",
                                "common": "1: common-de", "partners": "2: common-de and Kyoto", "next": "listed as a candidate"}
    assert found["far-jp"]["distance"] == "8,269 km" and found["far-jp"]["fields"] == "culture"
    assert (found["far-jp"]["common"], found["far-jp"]["next"]) == ("0", "Begin a partnership")
    assert editor.create("partnerships", parties=[{"place": "own-lt"}, {"place": "far-jp"}], type="sister", status="forming").status_code == 201
    begun = rows(editor, "place=own-lt")["far-jp"]
    assert (begun["fields"], begun["next"]) == ("culture", "listed as a candidate"), "what it looks for counts on when a partnership is begun"
    assert editor.get("/candidates?place=nowhere-xx").status_code == 404
