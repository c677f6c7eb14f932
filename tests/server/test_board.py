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
    made = editor.create("partnerships", parties=[{"place": "kaunas-lt"}, {"place": "kyoto-jp"}], type="partner",
                         status="forming", **fields)
    assert made.status_code == 201, made.text
    return made.json()["slug"]


def partnership(editor, slug):
    return editor.item(f"/partnerships/{slug}")[0]


def test_the_board_shows_each_partnership_under_its_step_with_what_is_missing(editor):
    board = editor.get("/board")
    assert board.status_code == 200
    assert "sistercity-board" in board.text
    assert "approved budget" in words(board)


def test_a_move_records_the_step_and_the_status_that_follows(editor):
    slug = forming(editor)
    form = editor.form(f"/board/{slug}?status=signing")
    assert form["status"] == "signing" and re.fullmatch(r"\d{4}-\d\d-\d\d", form["date"])
    answer = form.fill(date="2024-05-03", body="City Council", reason="After seven years of ties",
                       document="https://example.org/decision.pdf", change_note="as the minutes say").send()
    assert answer.status_code == 303
    assert partnership(editor, slug)["status"] == "active"
    shown = editor.server.get(f"/sistercities/partnerships/{slug}.json").json()
    step = shown["history"][-1]
    assert (step["status"], step["date"], step["body"]) == ("signing", "2024-05-03", "City Council")
    assert "as the minutes say" in words(editor.get(f"/partnerships/{slug}/history"))


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
