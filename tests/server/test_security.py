"""What is refused on the editing side: with the right status and a message, an unchanged registry and a line in the log."""

import hmac
import json
import socket
import time

import pytest

from support.editing import ADMIN, Editor, errors

DATABASES = ["sqlite", "postgresql"]
MODULES = ["reqtimeout"]
CONFIGURATION = """
RequestReadTimeout body=2
<Location /sistercities/admin/gifts>
SisterCityBodyLimit 2000
</Location>
<Location /open-admin>
SetHandler sistercity-admin
Require all granted
</Location>
"""

PLACE = {"name": "Forged", "country": "LT"}
HOSTILE = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'onmouseover='alert(1)", "{{7*7}}${7*7}", "</title><script>",
           "=HYPERLINK(\"http://evil\")", "+1+cmd|' /C calc'!A0", "@SUM(1)", "%3Cscript%3E", "&lt;b&gt;"]


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


@pytest.fixture
def refused(editor, server):
    """Checks a refusal: its status and message, that nothing has changed, that the log tells."""

    def check(answer_of, status, log):
        server.expect_log("SC0501")
        before = server.get("/sistercities/revision.json").json()["revision"], editor.get("/history.json").json()
        logged = len(server.log_text())
        answer = answer_of()
        assert answer.status_code == status, answer.text[:2000]
        assert len(answer.text) > 50, "a sentence, not a number alone"
        assert answer.headers["Cache-Control"] == "no-store"
        after = server.get("/sistercities/revision.json").json()["revision"], editor.get("/history.json").json()
        assert after == before
        lines = server.log_text()[logged:]
        assert "SC0501" in lines and log in lines, lines
        return answer

    return check


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1.evil.example"},
    {"Origin": "http://127.0.0.1:1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_other_sites_change_nothing(editor, refused, method, headers):
    path = "/places" if method == "POST" else "/places/boston-us"
    log = f"{method} {ADMIN}{path} by editor is refused: 403"
    answer = refused(lambda: editor.request(method, path, json=PLACE, headers={"If-Match": "*", **headers}), 403, log)
    assert errors(answer) == {None: "foreign_origin"}
    assert editor.item("/places/boston-us")[0]["name"] == "Boston"


def test_this_very_site_may(editor, server):
    for number, headers in enumerate([{"Origin": server.url}, {"Sec-Fetch-Site": "same-origin", "Origin": server.url}, {"Sec-Fetch-Site": "none"}]):
        answer = editor.request("POST", "/places", json={"name": f"Own {number}"}, headers=headers)
        assert answer.status_code == 201


def test_a_form_from_elsewhere_is_refused_even_with_a_token(editor, refused):
    form = editor.form("/places/new").fill(name="Forged by form")
    answer = refused(lambda: form.send(headers={"Origin": "https://evil.example"}), 403, "another site")
    assert "another site" in answer.text


@pytest.mark.parametrize("token", ["", "x", "1795324952.f730ae6b1cb502e1." + "0" * 64, "99999999999.0.0", "a.b.c", "." * 9], ids=repr)
def test_a_token_that_is_none_is_refused(editor, server, token):
    server.expect_log("SC0501.*open for too long")
    form = editor.form("/places/new").fill(name="Wrong token", token=token)
    answer = form.send()
    assert answer.status_code == 403 and "Wrong token" in answer.text
    assert editor.get("/places.json?q=wrong+token").json()["total"] == 0


def test_a_token_of_somebody_else_is_refused(editor, server):
    server.expect_log("SC0501.*open for too long")
    foreign = Editor(server, "anna").form("/places/new")["token"]
    answer = editor.form("/places/new").fill(name="Foreign token", token=foreign).send()
    assert answer.status_code == 403
    assert editor.get("/places.json?q=foreign+token").json()["total"] == 0


def token(key, user, age, mount=ADMIN):
    """A token as the server makes it, for a form that was opened some seconds ago."""
    stamp = f"{int(time.time()) - age}.0123456789abcdef"
    return f"{stamp}.{hmac.new(key.encode(), chr(10).join([stamp, mount, user]).encode(), 'sha256').hexdigest()}"


def test_a_form_may_stay_open_for_twelve_hours(registry, make_httpd):
    key, hour = "0123456789abcdef" * 4, 3600
    server = make_httpd(registry)
    secret = server.directory / "secret"
    secret.write_text(key)
    secret.chmod(0o600)
    server.configuration = f'SisterCitySecretFile "{secret}"'
    server.start()
    server.expect_log("SC0501.*open for too long")
    editor = Editor(server)
    for number, (made, status) in enumerate([
        (token(key, "editor", 11 * hour), 303), (token(key, "editor", 13 * hour), 403), (token(key, "editor", -hour), 403),
        (token(key, "editor", 0, "/other/admin"), 403), (token(key, "anna", 0), 403), (token("another key", "editor", 0), 403),
    ]):
        assert editor.form("/places/new").fill(name=f"Kept open {number}", token=made).send().status_code == status, number


def test_after_signing_out_a_form_that_was_kept_changes_nothing(editor, server):
    server.expect_log("SC0204|AH0")
    form = editor.form("/places/new").fill(name="Replayed")
    fields = [*form.fields, ("act", "save")]
    assert server.request("POST", form.action, data=fields).status_code == 401
    assert server.request("POST", "/open-admin/places", data=fields).status_code == 403
    assert editor.get("/places.json?q=replayed").json()["total"] == 0


@pytest.mark.parametrize("path", ["/places/boston-us/withdraw", "/redact", "/history/1/undo"])
def test_every_form_needs_its_token(editor, server, path):
    server.expect_log("SC0501")
    editor.change("/places/boston-us", {"note": None})
    editor.create("places", name="Something to undo")
    answer = editor.post_form(path, {"version": "1", "name": "Somebody", "act": "redact"})
    assert answer.status_code == 403
    assert editor.get("/places/boston-us").status_code == 200


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_method_is_not_replaced_by_a_header(editor, refused, header):
    answer = refused(lambda: editor.request("POST", "/places", json=PLACE, headers={header: "DELETE"}), 400, "cannot be replaced")
    assert errors(answer) == {None: "method_override"}


def test_a_method_is_not_replaced_by_a_field(editor, refused):
    form = editor.form("/places/boston-us").set("_method", "DELETE")
    answer = refused(form.send, 422, "_method")
    assert "_method" in answer.text
    assert editor.get("/places/boston-us").status_code == 200


@pytest.mark.parametrize("key", ["id", "who", "approved_by", "is_admin", "role", "__proto__", "record", "revision"])
def test_what_is_no_field_cannot_be_set(editor, refused, key):
    answer = refused(lambda: editor.create("places", **PLACE, **{key: 1}), 422, key)
    assert errors(answer) == {key: "unknown_field"}


def test_what_the_registry_makes_itself_is_passed_over(editor):
    made = editor.make("places", name="Made keys", version=99, modified="1999-01-01T00:00:00Z", url="https://evil.example")
    assert made.json()["version"] == 1 and "evil" not in made.json()["url"] and not made.json()["modified"].startswith("1999")


@pytest.mark.parametrize("path", ["/places/../../../etc/passwd", "/places/..%2f..%2fetc", "/places/boston-us%00", "/history/-1", "/history/1e3",
                                  "/history/99999999999999999999", "/drafts/0", "/places/BOSTON", "/Places/boston-us"])
def test_addresses_that_are_none_lead_nowhere(editor, server, path):
    server.expect_log("SC0501|AH0")
    assert editor.get(path).status_code in (301, 400, 403, 404)


@pytest.mark.parametrize("body, status, code", [
    (b"{", 400, "unreadable_json"),
    (b"", 400, "unreadable_json"),
    (b'{"name": "a", "name": "b"}', 400, "unreadable_json"),
    (b'{"names": [{"lang": "lt", "lang": "en", "text": "x"}]}', 400, "unreadable_json"),
    (b'{"name": "\xff\xfe"}', 400, "unreadable_json"),
    (b'{"name": "\xed\xa0\x80"}', 400, "unreadable_json"),
    (b'{"name": "a\\u0000b"}', 400, "unreadable_json"),
    (b'{"name": "a"} trailing', 400, "unreadable_json"),
    (b"[" * 5000 + b"]" * 5000, 400, "unreadable_json"),
    (b'{"a":' * 5000 + b"1" + b"}" * 5000, 400, "unreadable_json"),
    (b'{"population": 1e999}', 400, "unreadable_json"),
    (b'{"population": 99999999999999999999999}', 400, "unreadable_json"),
    (b"NaN", 400, "unreadable_json"),
    (b"[]", 422, "not_an_object"),
    (b'"text"', 422, "not_an_object"),
    (b"null", 422, "not_an_object"),
], ids=lambda value: repr(value[:30]) if isinstance(value, bytes) else None)
def test_json_that_is_none_is_refused(editor, server, body, status, code):
    server.expect_log("SC0501")
    before = server.get("/sistercities/revision.json").json()
    for method, path in ("POST", "/places"), ("PUT", "/places/boston-us"), ("PATCH", "/places/boston-us"):
        answer = editor.request(method, path, data=body, headers={"Content-Type": "application/json", "If-Match": "*"})
        assert answer.status_code == status, answer.text
        assert errors(answer) == {None: code}
        assert "address" not in answer.json()["title"], "it is not the address that is wrong"
        assert f"{method} {ADMIN}{path} by editor is refused: {status}" in server.log_text()
    assert server.get("/sistercities/revision.json").json() == before


@pytest.mark.parametrize("text", ["a\x00b", "bell\x07", "escape\x1b[31m", "\x9b", "\ufffe", "\u202ereversed"], ids=repr)
def test_control_characters_are_refused_as_json_and_as_a_form(editor, server, text):
    server.expect_log("SC0501")
    as_json = editor.request("POST", "/places", data=json.dumps({"name": text}), headers={"Content-Type": "application/json"})
    assert as_json.status_code in (400, 422)
    form = editor.form("/places/new").fill(name=text)
    assert form.send().status_code in (400, 422)
    assert editor.get("/places.json?q=bell").json()["total"] == 0


@pytest.mark.parametrize("body", [b"name=%", b"name=%4", b"name=%zz", b"name=%ff", b"name=\xff", b"name=%00", b"%c0%af=1", b"name=%ed%a0%80"], ids=repr)
def test_a_form_that_is_not_properly_encoded_is_refused(editor, server, body):
    server.expect_log("SC0501")
    answer = editor.request("POST", "/places", data=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 400 and "properly encoded" in answer.text


def test_a_form_of_too_many_fields_is_refused(editor, refused):
    body = "&".join(f"x{i}=" for i in range(20001))
    refused(lambda: editor.request("POST", "/places", data=body, headers={"Content-Type": "application/x-www-form-urlencoded"}), 400, "too many fields")


@pytest.mark.parametrize("content_type", [None, "text/plain", "multipart/form-data; boundary=x", "application/xml", "text/csv",
                                          "application/jsonp", "application/json; charset=utf-16", "application/x-www-form-urlencoded; charset=latin1"])
def test_bodies_of_other_types_are_refused(editor, server, content_type):
    server.expect_log("SC0501")
    headers = {"Content-Type": content_type} if content_type else {}
    answer = editor.request("POST", "/places", data=b'{"name": "Typed"}', headers=headers)
    assert answer.status_code == 415
    assert "415" in server.log_text()
    put = editor.request("PUT", "/places/boston-us", data=b"{}", headers={"If-Match": "*", **headers})
    assert put.status_code == 415 and put.headers["Content-Type"] == "application/problem+json"


def test_a_compressed_body_is_refused(editor, refused):
    refused(lambda: editor.request("POST", "/places", data=b"\x1f\x8b", headers={"Content-Type": "application/json", "Content-Encoding": "gzip"}),
            415, "415")


def test_a_body_that_is_too_large_is_refused(editor, refused):
    big = {"name": "Big", "subdivision": "x" * (1 << 20)}
    refused(lambda: editor.create("places", **big), 413, "1048576 bytes")
    refused(lambda: editor.create("gifts", object="x" * 2000), 413, "2000 bytes")


def test_a_body_in_chunks_is_measured_too(editor, refused):
    def chunks():
        for _ in range(30):
            yield b" " * 100

    refused(lambda: editor.request("POST", "/gifts", data=chunks(), headers={"Content-Type": "application/json"}), 413, "413")


def test_a_body_that_comes_too_slowly_is_refused(editor, server):
    server.expect_log("SC0501|AH0")
    head = (f"POST {ADMIN}/places HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic ZWRpdG9yOnNlY3JldA==\r\n"
            "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
    with socket.create_connection(("127.0.0.1", server.port), timeout=15) as client:
        client.sendall(head.encode())
        answer = client.recv(65536).decode()
    assert " 408 " in answer.splitlines()[0]
    assert "by editor is refused: 408" in server.log_text()


def test_a_body_that_breaks_off_changes_nothing(editor, server):
    server.expect_log("SC0501|AH0")
    with socket.create_connection(("127.0.0.1", server.port), timeout=15) as client:
        client.sendall((f"POST {ADMIN}/places HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic ZWRpdG9yOnNlY3JldA==\r\n"
                        "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n" + '{"name": "Half"}').encode())
    time.sleep(0.3)
    assert editor.get("/places.json?q=half").json()["total"] == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_stored_text_stays_text_on_every_page(editor, server, text):
    place = editor.create("places", name=text, subdivision=text, names=[{"lang": "lt", "text": text}])
    assert place.status_code == 201, place.text
    slug = place.json()["slug"]
    partnership = editor.create("partnerships", parties=[{"place": slug, "term": text}, {"place": "boston-us"}], type="sister",
                                status="active", name=text, origin=text, note=text, source=text).json()["slug"]
    for collection, field in ("activities", "title"), ("gifts", "object"), ("approvals", "body"):
        assert editor.create(collection, partnership=partnership, **{field: text}, source=text).status_code == 201
    assert place.json()["name"] == text
    pages = [editor.get(path) for path in
             (f"/places/{slug}", f"/partnerships/{partnership}", f"/partnerships/{partnership}/workbench", f"/places/{slug}/workbench", "/",
              "/history", f"/places/{slug}/history", f"/places/{slug}/withdraw", "/places?q=x", "/activities")]
    pages += [server.get("/sistercities" + path) for path in (f"/places/{slug}", f"/partnerships/{partnership}")]
    for page in pages:
        assert page.status_code == 200, page.url
        for spark in "<script>alert", "<img src=x", " onerror=alert(1)>":
            assert spark not in page.text, f"{page.url} runs {text}"


def test_reflected_text_stays_text(editor, server):
    server.expect_log("SC0501")
    spark = "<script>alert(1)</script>"
    for path in f"/places?q={spark}", f"/history?who={spark}&action={spark}&since={spark}", f"/drafts?who={spark}", f"/places/new?name={spark}", \
            f"/?done={spark}", f"/{spark}", f"/redact?name={spark}":
        assert spark not in editor.get(path).text, path
    for act in f"more:{spark}", f"find:{spark}", spark:
        assert spark not in editor.form("/places/new").fill(name=spark).send(act).text
    form = editor.form("/places/new").set(spark, spark)
    assert spark not in form.send().text


@pytest.mark.parametrize("text", ["[x](javascript:alert(1))", "<b onclick=alert(1)>x</b>", "![x](data:text/html,<script>)", "[x]: javascript:alert(1)\n\n[x]",
                                  "<javascript:alert(1)>", "&#106;avascript:alert(1)"])
def test_markdown_brings_no_html_and_no_script(editor, server, text):
    made = editor.create("partnerships", parties=[{"place": "kaunas-lt"}, {"place": "kyoto-jp"}], type="sister", status="active", origin=text)
    slug = made.json()["slug"]
    preview = editor.form(f"/partnerships/{slug}").send("preview")
    for page in server.get(f"/sistercities/partnerships/{slug}"), preview:
        assert page.status_code == 200
        assert 'href="javascript' not in page.text.lower() and "<b onclick" not in page.text and 'src="data:' not in page.text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "https://evil\r\nSet-Cookie: a=b", "//evil.example", "https://a b/"])
def test_addresses_that_are_none_are_refused(editor, url):
    answer = editor.create("places", name="Link", website=url)
    assert answer.status_code == 422 and list(errors(answer)) == ["website"]


def test_nothing_gets_into_the_headers_of_a_redirect(editor):
    for slug in "a\r\nSet-Cookie: x=1", "a%0d%0aSet-Cookie:x", "//evil.example", "../../evil":
        answer = editor.form("/places/new").fill(name="Header", slug=slug).send()
        assert answer.status_code == 422, answer.headers
        assert "Set-Cookie" not in answer.headers
    moved = editor.get("/places/?x=%0d%0aSet-Cookie:%20a=b")
    assert moved.status_code == 301 and "Set-Cookie" not in moved.headers


def test_a_cell_that_a_spreadsheet_would_run_is_defused(editor, server):
    slug = editor.create("places", name="=cmd|' /C calc'!A0").json()["slug"]
    row = server.get(f"/sistercities/places/{slug}.csv").text.splitlines()[1]
    assert ",'=cmd" in row


def test_every_page_carries_the_same_strict_headers(editor, server):
    server.expect_log("SC0501")
    answers = [editor.get(path) for path in ("/", "/places", "/places/new", "/places/boston-us", "/places/boston-us.json", "/history", "/nothing")]
    answers += [editor.create("places"), editor.form("/places/new").send(), editor.request("PUT", "/places", json={})]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Frame-Options"] == "DENY"
    for answer in answers:
        if answer.headers["Content-Type"].startswith("text/html"):
            assert " style=" not in answer.text and " onclick" not in answer.text and "<style" not in answer.text


def test_contacts_are_private_until_they_are_published(editor, server):
    slug = editor.create("organizations", name="Private Office", place="kaunas-lt", email="secret@example.org", contact="Hidden Person").json()["slug"]
    for suffix in "", ".json", ".csv":
        assert "secret@" not in server.get(f"/sistercities/organizations/{slug}{suffix}").text
    assert editor.item(f"/organizations/{slug}")[0]["email"] == "secret@example.org"
    editor.change(f"/organizations/{slug}", {"contact_published": True})
    assert "secret@" in server.get(f"/sistercities/organizations/{slug}.json").text
