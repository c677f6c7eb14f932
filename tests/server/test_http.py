"""Methods, formats, validators, redirects and errors of public addresses."""

import gzip
import json
import socket

import pytest

ROOT = "/sistercities"
PAGES = ["/", "/places", "/places/kaunas-lt", "/places/kaunas-lt/partners", "/places/kaunas-lt/activities",
         "/places/kaunas-lt/timeline", "/partnerships", "/partnerships/kaunas-lt-hiratsuka-jp", "/agreements",
         "/activities", "/organizations"]


def test_every_address_answers_as_html_with_length_language_and_validators(server):
    for page in PAGES:
        answer = server.get(ROOT + page)
        assert answer.status_code == 200, page
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert int(answer.headers["Content-Length"]) == len(answer.content)
        assert answer.headers["Content-Language"] == "en"
        assert answer.headers["ETag"].startswith('"')
        assert "max-age=60" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Last-Modified" in answer.headers


@pytest.mark.parametrize("path", PAGES + ["/places.json", "/places/kaunas-lt.json", "/partnerships.csv", "/revision.json"])
def test_head_has_the_headers_of_get_and_no_body(server, path):
    get, head = server.get(ROOT + path), server.request("HEAD", ROOT + path)
    ignored = {"Date", "Keep-Alive", "Connection"}
    assert {k: v for k, v in head.headers.items() if k not in ignored} == {
        k: v for k, v in get.headers.items() if k not in ignored
    }
    assert head.content == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_other_methods_are_refused_with_what_is_allowed(server, method):
    answer = server.request(method, ROOT + "/places")
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= {m.strip() for m in answer.headers["Allow"].split(",")}


def test_a_suffix_chooses_the_format(server):
    assert server.get(ROOT + "/places.json").headers["Content-Type"] == "application/json"
    assert server.get(ROOT + "/places.csv").headers["Content-Type"].startswith("text/csv")
    assert server.get(ROOT + "/places.html").headers["Content-Type"].startswith("text/html")


def test_accept_chooses_the_format_where_no_suffix_does(server):
    def asked(accept):
        return server.get(ROOT + "/places/kaunas-lt", headers={"Accept": accept})

    assert asked("application/json").headers["Content-Type"] == "application/json"
    assert asked("text/html;q=0.5, application/json").headers["Content-Type"] == "application/json"
    assert asked("text/html, application/json;q=0.9").headers["Content-Type"].startswith("text/html")
    assert asked("*/*").headers["Content-Type"].startswith("text/html")
    assert "accept" in asked("application/json").headers["Vary"].lower()


def test_an_unoffered_accept_is_406_and_an_unoffered_suffix_404(server):
    assert server.get(ROOT + "/places", headers={"Accept": "image/png"}).status_code == 406
    assert server.get(ROOT + "/places.png").status_code == 404
    assert server.get(ROOT + "/places/kaunas-lt.exe").status_code == 404


def test_a_reader_who_has_the_current_page_gets_304(server):
    first = server.get(ROOT + "/places/kaunas-lt")
    again = server.get(ROOT + "/places/kaunas-lt", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    dated = server.get(ROOT + "/places/kaunas-lt", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert dated.status_code == 304


def test_each_representation_has_a_validator_of_its_own(server):
    tags = {
        server.get(ROOT + path, headers=headers).headers["ETag"]
        for path, headers in [
            ("/places/kaunas-lt", {}),
            ("/places/kaunas-lt?lang=lt", {}),
            ("/places/kaunas-lt?view=fragment", {}),
            ("/places/kaunas-lt.json", {}),
            ("/places/boston-us", {}),
            ("/places", {}),
            ("/places?limit=5", {}),
        ]
    }
    assert len(tags) == 7


def test_the_order_of_parameters_does_not_matter_to_the_validator(server):
    one = server.get(ROOT + "/partnerships?type=sister&country=JP")
    other = server.get(ROOT + "/partnerships?country=JP&type=sister")
    assert one.headers["ETag"] == other.headers["ETag"]


def test_a_changed_registry_is_no_304(server, registry):
    before = server.get(ROOT + "/places/kuji-jp")
    registry.change("UPDATE places SET population = 33043 WHERE slug = 'kuji-jp'")
    after = server.get(ROOT + "/places/kuji-jp", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]


def test_an_unknown_item_is_404_in_the_asked_format(server):
    page = server.get(ROOT + "/places/nowhere")
    assert page.status_code == 404
    assert "sistercity-notice" in page.text
    data = server.get(ROOT + "/places/nowhere.json")
    assert data.status_code == 404
    assert data.headers["Content-Type"] == "application/problem+json"
    problem = data.json()
    assert problem["status"] == 404 and problem["title"]


@pytest.mark.parametrize("path", ["/nothing", "/places/kaunas-lt/nothing", "/places/kaunas-lt/partners/more"])
def test_an_unknown_address_is_404(server, path):
    assert server.get(ROOT + path).status_code == 404


def test_a_renamed_item_is_found_at_its_new_address(server, registry):
    registry.change("UPDATE places SET slug = 'padova-it' WHERE slug = 'padua-it'")
    moved = server.get(ROOT + "/places/padua-it")
    assert moved.status_code == 301
    assert moved.headers["Location"].endswith("/sistercities/places/padova-it")
    part = server.get(ROOT + "/places/padua-it/partners.json?limit=5")
    assert part.status_code == 301
    assert part.headers["Location"].endswith("/sistercities/places/padova-it/partners.json?limit=5")
    registry.change("UPDATE places SET slug = 'padua-it' WHERE slug = 'padova-it'")
    assert server.get(ROOT + "/places/padua-it").status_code == 200


def test_a_withdrawn_item_is_410(server, registry):
    registry.change("DELETE FROM gifts")
    registry.change("DELETE FROM partnerships WHERE slug = 'ehime-prefecture-jp-dalian-cn'")
    answer = server.get(ROOT + "/partnerships/ehime-prefecture-jp-dalian-cn")
    assert answer.status_code == 410
    assert server.get(ROOT + "/partnerships/ehime-prefecture-jp-dalian-cn.json").json()["status"] == 410


def test_a_slash_too_many_or_too_few_leads_to_the_one_address(server):
    assert server.get(ROOT).status_code == 301
    assert server.get(ROOT).headers["Location"].endswith("/sistercities/")
    answer = server.get(ROOT + "/places/")
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith("/sistercities/places")


def test_a_bad_value_is_400_and_named(server):
    for parameter in ["limit=0", "limit=1001", "limit=x", "country=XQ", "type=twin", "since=yesterday", "status=old", "sort=shoe",
                      "after=nonsense", "lang=xx", "lang=lt_LT", "lang=" + 3000 * "x", "heading=7", "view=tiny", "as_of=1959-13-01", "region=atlantis", "field=knitting"]:
        name = parameter.split("=")[0]
        page = server.get(f"{ROOT}/partnerships?{parameter}")
        assert page.status_code == 400, parameter
        assert name in page.text
        data = server.get(f"{ROOT}/partnerships.json?{parameter}")
        assert data.status_code == 400, parameter
        assert name in [error["field"] for error in data.json()["errors"]], parameter


@pytest.mark.parametrize("span, status", [
    ("since=1960&until=1959", 400), ("since=1959-06&until=1959-05-31", 400), ("since=1959&until=1959-01-01", 200), ("since=1959-12&until=1959", 200),
    ("since=1960-01-01&until=195X", 400)])
def test_a_span_that_ends_before_it_begins_is_400_and_both_dates_are_named(server, span, status):
    for suffix in "", ".json":
        answer = server.get(f"{ROOT}/partnerships{suffix}?{span}&lang=en")
        assert answer.status_code == status
        if status == 400:
            assert all(f"“{pair.split('=')[1]}”" in answer.text for pair in span.split("&"))


def test_all_bad_values_are_named_at_once(server):
    errors = server.get(ROOT + "/partnerships.json?limit=x&type=twin&country=XQ").json()["errors"]
    assert {"limit", "type", "country"} <= {error["field"] for error in errors}


def test_an_unknown_parameter_is_ignored_in_pages_and_refused_in_data(server):
    assert server.get(ROOT + "/places?utm_source=letter").status_code == 200
    assert server.get(ROOT + "/places.json?utm_source=letter").status_code == 400
    assert server.get(ROOT + "/places.csv?utm_source=letter").status_code == 400


def test_the_disk_does_not_decide_what_an_address_shows(server):
    (server.site / "sistercities" / "places" / "kaunas-lt").mkdir(parents=True)
    (server.site / "sistercities" / "index.html").write_text("from the disk")
    (server.site / "sistercities" / "places.json").write_text("from the disk")
    for path in ["/", "/places", "/places/kaunas-lt", "/places.json", "/places/kaunas-lt/partners"]:
        answer = server.get(ROOT + path)
        assert answer.status_code == 200, path
        assert "from the disk" not in answer.text


def test_full_pages_name_their_canonical_address_and_other_languages(server):
    text = server.get(ROOT + "/places/kaunas-lt?lang=lt&utm_source=letter").text
    assert f'<link rel="canonical" href="{server.url}/sistercities/places/kaunas-lt' in text
    assert 'hreflang="ja"' in text
    assert "utm_source" not in text.split("</head>")[0]


def test_the_stylesheet_is_served_and_cached(server):
    answer = server.get(ROOT + "/sistercity.css")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/css")
    assert server.get(ROOT + "/sistercity.css", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_revision_is_told_and_grows(server, registry):
    before = server.get(ROOT + "/revision.json").json()
    assert set(before) == {"revision", "schema", "version"}
    registry.change("UPDATE places SET population = 33044 WHERE slug = 'kuji-jp'")
    assert server.get(ROOT + "/revision.json").json()["revision"] > before["revision"]


def raw(server, request):
    """Sends bytes as they are, reads all that comes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while block := connection.recv(65536):
            answer += block
    return answer


def test_an_http_1_0_reader_gets_the_page(server):
    answer = raw(server, b"GET /sistercities/places.json HTTP/1.0\r\n\r\n")
    head, body = answer.split(b"\r\n\r\n", 1)
    assert b" 200 " in head.splitlines()[0]
    assert json.loads(body)["total"] > 0
