"""The editing address."""

CONFIGURATION = """
<Location /open-admin>
SetHandler sistercity-admin
Require all granted
</Location>
"""


def test_nobody_gets_in_without_httpd_s_authentication(server):
    server.expect_log(r"SC\d+")
    assert server.get("/open-admin/").status_code == 403
    assert server.get("/open-admin/", auth=("editor", "secret")).status_code == 403
    assert "authenticat" in server.log_text()


def test_the_desk_asks_for_a_password(server):
    server.expect_log(r"AH0")
    assert server.get("/sistercities/admin/").status_code == 401
    assert server.get("/sistercities/admin/", auth=("editor", "wrong")).status_code == 401


def test_the_desk_shows_what_needs_doing(server):
    answer = server.get("/sistercities/admin/", auth=("editor", "secret"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "sistercity-desk" in answer.text
    assert ">osaka-prefecture-jp-dubai-ae<" not in answer.text, "findings are told by names"
    assert "Boston" in answer.text, "Boston's claim of eleven against its list of ten is a finding"


def test_the_desk_tells_at_once_what_an_edit_left_to_do(server, registry):
    def findings():
        answer = server.get("/sistercities/admin/check.json", auth=("editor", "secret"))
        return {f["slug"] for f in answer.json()["findings"] if f["code"] == "impossible_date"}

    before = findings()
    registry.sql("UPDATE partnerships SET ended = '1850' WHERE slug = 'boston-us-kyoto-jp'")
    assert findings() == before | {"boston-us-kyoto-jp"}
    registry.sql("UPDATE partnerships SET ended = NULL WHERE slug = 'boston-us-kyoto-jp'")
    assert findings() == before


def test_the_desk_is_json_too(server):
    answer = server.get("/sistercities/admin/", auth=("editor", "secret"), headers={"Accept": "application/json"})
    assert answer.headers["Content-Type"] == "application/json"
    assert any(f["code"] == "claim_differs" and f["slug"] == "boston-eleven" for f in answer.json()["findings"])
