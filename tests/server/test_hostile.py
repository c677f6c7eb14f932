"""Input that nobody should send: a clear answer, httpd alive, the log quiet."""

import contextlib
import itertools
import os
import random
import re
import socket
import urllib.parse

import pytest
import requests

from support import paths

ROOT = "/sistercities"


def raw(server, request):
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while block := connection.recv(65536):
            answer += block
    return int(answer.split(b" ", 2)[1])


@pytest.fixture(autouse=True)
def httpd_lives_on(server):
    pid = server.pid
    yield
    assert server.get(ROOT + "/places").status_code == 200
    assert server.pid == pid
    assert "exit signal" not in server.log_text()


def ask(server, target):
    return raw(server, f"GET {ROOT}{target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())


@pytest.mark.parametrize("arguments", [
    "q=%00", "q=%ff%fe", "q=%C0%AF", "q=%", "q=%zz", "lang=%00", "%00=1", "after=%ff", "q=%ED%A0%80"])
def test_broken_encodings_of_arguments_are_refused(server, arguments):
    assert ask(server, "/places?" + arguments) == 400


@pytest.mark.parametrize("path", ["/places/%00", "/places/%ff", "/places/..%2f..%2fetc%2fpasswd", "/places/a%2Fb"])
def test_broken_encodings_of_paths_name_nothing(server, path):
    assert ask(server, path) == 404


def test_a_picture_is_no_date(server):
    assert ask(server, "/partnerships?since=%F0%9F%8E%82") == 400


@pytest.mark.parametrize("target", ["/../sistercities/places", "/./places", "//places", "/places/./boston-us", "/places/x/../boston-us"])
def test_dots_and_double_slashes_lead_nowhere_else(server, target):
    assert ask(server, target) == 200


def test_an_over_long_address_or_value_is_refused(server):
    assert server.get(ROOT + "/places/" + "a" * 7000).status_code == 404
    assert server.get(ROOT + "/places.json?q=" + "a" * 7000).status_code == 400
    assert server.get(ROOT + "/places?q=" + "b" * 100000).status_code == 414


def test_thousands_of_parameters_are_refused(server):
    query = "&".join(f"a{i}=1" for i in range(1000))
    assert server.get(f"{ROOT}/places?{query}").status_code == 400


@pytest.mark.parametrize("text", [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' OR 1=1 --", "'; DROP TABLE places; --", "{{7*7}}", "${7*7}",
    "%s%n%d", "\\", "javascript:alert(1)", "a\r\nSet-Cookie: x=1", "*", "%", "_", "NEAR(", "𝔅𝔬𝔰𝔱𝔬𝔫", "\u0000"[:0] + "é" * 200])
def test_search_words_are_only_words(server, registry, text):
    before = registry.sql("SELECT count(*) FROM places")
    address = ROOT + "/places?q=" + urllib.parse.quote(text)
    page = server.get(address)
    assert page.status_code == 200
    for dangerous in "<script>alert", "<img src=x":
        assert dangerous not in page.text
    assert "Set-Cookie" not in page.headers
    assert server.get(address.replace("/places?", "/places.json?")).status_code == 200
    assert registry.sql("SELECT count(*) FROM places") == before


def test_search_words_that_turn_the_text_around_are_refused(server):
    assert server.get(ROOT + "/places?q=%E2%80%AE").status_code == 400


FORMATS = (".json", ".jsonl", ".csv", ".geojson", ".jsonld", ".svg", ".ics", ".atom")


def data_addresses(server, *formats):
    """(address, schemas of its parameters by their names) of everything that there is in the formats, as the registry describes itself."""
    described = server.get(ROOT + "/openapi.json").json()
    for path, item in described["paths"].items():
        parameters = [described["components"]["parameters"][p["$ref"].rsplit("/", 1)[1]] if "$ref" in p else p for p in item["get"].get("parameters", [])]
        schemas = {p["name"]: p["schema"] for p in parameters if p["in"] == "query"}
        if path.endswith(formats) and schemas:
            found = server.get(f"{ROOT}/{path.split('/')[1]}.json?limit=1").json().get("items", []) if "{slug}" in path else [{"slug": ""}]
            if found:
                yield ROOT + path.replace("{slug}", found[0]["slug"]), schemas


def test_each_address_names_each_parameter_that_is_bad(server):
    asked = 0
    for address, schemas in data_addresses(server, ".json"):
        for name, schema in schemas.items():
            for value in ("%FF%FE", None if name == "q" else "%25*%20~"):
                if value:
                    answer = server.get(f"{address}?{name}={value}")
                    asked += 1
                    assert answer.status_code == 400 and answer.headers["Content-Type"] == "application/problem+json", (address, name, value)
                    assert [error.get("field") for error in answer.json()["errors"]] == [name], (address, name, value)
        assert server.get(f"{address}?{name}={'a' * 7000}").status_code == 400
        assert server.get(f"{address}?{name}={'a' * 10_000}").status_code == 414
        answer = server.get(address + "?no_such_parameter=1")
        assert answer.status_code == 400 and answer.json()["errors"][0]["code"] == "unknown_parameter", address
    assert asked > 700


def test_no_other_format_takes_what_is_bad(server):
    """Neither does a download of all rows begin, nor is a picture or a calendar drawn. Each address is asked for another parameter."""
    asked = 0
    for i, (address, schemas) in enumerate(data_addresses(server, *FORMATS[1:])):
        for query in (f"{sorted(schemas)[i % len(schemas)]}=%FF%FE", "no_such_parameter=1"):
            answer = server.get(f"{address}?{query}")
            asked += 1
            assert answer.status_code == 400 and answer.headers["Content-Type"] == "application/problem+json", (address, query)
            assert answer.json()["errors"], (address, query)
    assert asked > 200


def test_a_hostile_host_header_is_not_echoed_raw(server):
    answer = server.get(ROOT + "/places/boston-us", headers={"Host": "x\"><script>alert(1)</script>"})
    assert "<script>alert(1)" not in answer.text


@pytest.mark.parametrize("headers, status", [
    ({"Accept": "," * 3000}, 406), ({"Accept": "text/html;q=nan;q=99"}, 406), ({"Accept": "\x7f"}, 400), ({"Accept-Language": "-" * 5000}, 200),
    ({"Accept-Language": "x" * 7000}, 200), ({"If-None-Match": '"' * 4000}, 200), ({"If-None-Match": "*"}, 304),
    ({"If-Modified-Since": "yesterday"}, 200), ({"Range": "bytes=0-5"}, 206)])
def test_odd_headers_are_survived(server, headers, status):
    assert server.get(ROOT + "/places", headers=headers).status_code == status


METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "MKCOL", "LOCK", "BREW"]

ODD_HEADERS = [
    {}, {"Content-Type": "application/json"}, {"Content-Type": "multipart/form-data; boundary="}, {"Content-Type": "text/html; charset=utf-16"},
    {"Content-Type": "application/x-www-form-urlencoded", "If-Match": "*"}, {"If-Match": '"'}, {"If-Unmodified-Since": "0"}, {"Content-Encoding": "gzip"},
    {"Accept": "*/*;q=0"}, {"Accept-Language": "*;q=0"}, {"Accept-Charset": "x"}, {"Accept-Encoding": "identity;q=0"}, {"Range": "bytes=9-1,-0"},
    {"Origin": "null"}, {"Expect": "tea"}, {"Upgrade": "h2c", "Connection": "Upgrade"}, {"X-Forwarded-Host": "a\tb"}, {"Host": "[::1"},
    {"Cookie": "=" * 4000}, {"X-HTTP-Method-Override": "DELETE"}, {"Transfer-Encoding": "identity"}, {"Content-Length": "-1"},
    {"Expect": "100-continue"}, {"If-None-Match": 'W/"' + "x" * 3000}, {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}, {"If-Range": "*", "Range": "bytes=0-0,2-3"},
    {"Range": "bytes=-99999999999999999999"}, {"Accept-Language": "\u00e9, \x80;q=x"}, {"Content-Type": "text/csv; charset=\u00ff"}, {"SisterCity-Token": "%00" * 900},
    {"Content-Type": "multipart/form-data; boundary=x", "Sec-Fetch-Site": "none"}, {"Content-Type": "application/merge-patch+json", "If-Match": '"0", "1"'}]

ODD_QUERIES = ["", "q=%ff%00", "lang=%C0%80&view=fragment", "a" * 6000, "q=" + "%F0%9F%8E%82" * 500, "after=" + "A" * 4000, "limit=99999999999999999999", "place=..%2f..",
               "&".join(f"status={n}" for n in range(99)), "since=9999-99-99&until=-1", "heading=7&view=page", "columns=" + "," * 2000, "%=%&=&&;", "change=-1&done=%3Cscript%3E"]

ODD_BODIES = [b'{"a": [1]}', b"[" * 5000, b"\x00\xff\xfe", b"name=%00%ff&token=" + b"x" * 9000, b'{"name": "' + b"\xc3" * 2000 + b'"}', b"",
              b"--x\r\nContent-Disposition: form-data; name=\r\n\r\n--x", b'{"' + b"k" * 10_000 + b'": 1e999999}', b"name,country\n" + b'"' * 999]


def every_address(server):
    """All that the registry says it has, and what editors have, with items that are there and some that cannot be."""
    office = (paths.TOP / "mod_sistercity/httpd/office/routes.c").read_text()
    patterns = list(server.get(ROOT + "/openapi.json").json()["paths"]) + ["/admin" + path for path in re.findall(r'\.pattern = "(/[^"]*)"', office)]
    for collection, slug in (("places", "kaunas-lt"), ("partnerships", "%C3%A9..%2e")):
        for pattern in patterns:
            yield ROOT + pattern.replace("{collection}", collection).replace("{slug}", slug).replace("{id}", "7")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_address_by_every_method_with_odd_headers_is_no_error_of_the_server(databases, make_httpd, kind):
    registry = databases.sample(kind)
    server = make_httpd(registry).start()
    server.expect_log(r":warn\]")
    addresses = sorted(set(every_address(server)))
    assert len(addresses) > 100
    secrets = [str(server.directory), str(paths.TOP), str(registry.params), "/usr/lib", "SELECT "]
    step = int(os.environ.get("EACH", 17))  # EACH=1: all of them, which takes a minute
    for n, (address, method) in list(enumerate(itertools.product(addresses, METHODS)))[::step]:
        headers, query, body = (odd[n // step % len(odd)] for odd in (ODD_HEADERS, ODD_QUERIES, ODD_BODIES))
        headers = {name: value.encode("latin-1") for name, value in headers.items()}
        sent = None if method in ("GET", "HEAD") else iter([body[:5], body[5:]]) if n % 3 == 0 and not {"Content-Length", "Transfer-Encoding"} & set(headers) else body
        with contextlib.suppress(requests.ConnectionError):  # 417 and the like close it while the body is on its way
            answer = server.request(method, f"{address}?{query}", headers=headers, auth=("editor", "secret"), data=sent, timeout=20)
            assert answer.status_code < 500 or (answer.status_code == 501 and method not in METHODS[:6]), (method, address, headers, answer.status_code)
            said = answer.text + str(answer.headers)
            assert not any(secret in said for secret in secrets) or method == "TRACE", (method, address, headers, said[:500])
    assert "exit signal" not in server.log_text()
    registry.remove()


def test_a_request_with_a_body_is_harmless(server):
    assert server.request("GET", ROOT + "/places", data=b"x" * 100000).status_code == 200


def test_random_addresses_never_break_the_server(server):
    rng = random.Random(20)
    parts = ["places", "partnerships", "kaunas-lt", "partners", "..", "%2e", "a" * 300, "é", "?", "&", "=", "lang=lt", "limit=5", "q=", "%F0%9F%98%80",
             ".json", ".csv", "/", "//", "after=", "sort=-name", "view=fragment", "heading=0", "since=1959", ";", "+", "as_of=2000-01-01", "admin"]
    for _ in range(300):
        target = "/".join(rng.choice(parts) for _ in range(rng.randint(1, 4))) + rng.choice(["", "?"]) + "&".join(
            rng.choice(parts) for _ in range(rng.randint(0, 4)))
        answer = server.get(f"{ROOT}/{target}")
        assert answer.status_code in (200, 301, 400, 401, 404, 405, 406, 410, 414), target
