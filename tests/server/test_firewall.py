"""Behind ModSecurity with the OWASP Core Rule Set, as Debian ships both, and conf/modsecurity.conf. What a rule says to is a line
in the log, which each test would fail by."""

import json
import pathlib

import pytest

from support import database, httpd, paths
from support.editing import Editor

RECOMMENDED = pathlib.Path("/etc/modsecurity/modsecurity.conf-recommended")
# The site's own log of suspicions stays out of the test's way; the tests speak to an address instead of a host name.
CONFIGURATION = f"""
{"".join(line for line in RECOMMENDED.read_text().splitlines(True) if not line.startswith("SecAudit")).replace("unicode.mapping", "/etc/modsecurity/unicode.mapping")}
SecRuleEngine On
Include /etc/modsecurity/crs/crs-setup.conf
Include "{paths.CONF}/modsecurity.conf"
Include /usr/share/modsecurity-crs/rules/*.conf
SecRuleRemoveById 920350
"""
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0"}
TIE = "boston-us-kyoto-jp"

ADDRESSES = [
    "/", "/places?q=L%27Aquila", "/places/boston-us", "/places/boston-us/partners?view=fragment&class=govuk-body&link-class=govuk-link",
    "/partnerships?country=GB&country=JP&as_of=2020-01-01", "/partnerships.csv?view=people&bom=1", "/partnerships.jsonl",
    "/places.geojson", "/map.svg", "/anniversaries.ics", "/changes.atom", "/places/kyoto-jp.jsonld", "/statistics?lang=ja",
    "/search?q=sister+cities+of+Boston", "/search?q=%E4%BA%AC%E9%83%BD", "/openapi.json", "/catalog.jsonld",
    "/reconcile?queries=" + "%7B%22q0%22%3A%7B%22query%22%3A%22Boston%22%2C%22limit%22%3A3%7D%7D",
]

TEXTS = [
    "The mayor's office; see \"minutes\" -- 'signed' in 1993?",
    "Select schools from both towns and a union of sports clubs, order by age.",
    "## Visit\n\n* with the *choir*\n* [program](https://www.example.org/visit?day=1&lang=en \"What we do\")\n\n> said the mayor",
    "The delegation met at 9:00; echo choir; cat show, ping pong",
    "Cost: ${amount} of {{budget}}, 5 > 3 <b>of them</b>",
    "昭和34年4月22日; 「友好」",
]


@pytest.fixture(scope="module")
def server(registry):
    made = httpd.Httpd(registry, modules=["unique_id", "security2"])
    files = made.directory / "files"
    files.mkdir()
    database.give_to_httpd(files)
    made.configuration = CONFIGURATION + f'SisterCityFiles "{files}"\n'
    made.start()
    yield made
    made.remove()


class Browser(Editor):
    def request(self, method, path, headers=None, **options):
        return super().request(method, path, headers={**BROWSER, **(headers or {})}, **options)


@pytest.fixture
def editor(server):
    return Browser(server)


@pytest.mark.parametrize("address", ADDRESSES)
def test_readers_and_their_programs_see_what_they_ask_for(server, address):
    assert server.get("/sistercities" + address, headers=BROWSER).status_code == 200


@pytest.mark.parametrize("text", TEXTS)
def test_an_editor_may_write_what_towns_write(editor, text):
    editor.make("activities", title="Visit", start="2019", partnership=TIE, outcome=text)
    form = editor.form("/activities/new?partnership=" + TIE).fill(title="Visit", start="2019", partnership=TIE, outcome=text)
    assert form.send().status_code == 303


def test_programs_may_change_and_withdraw(editor):
    editor.make("places", slug="newtown-gb", name="Newtown", country="GB", level="city")
    place = "/places/newtown-gb"
    changed = editor.request("PATCH", place, data=json.dumps({"website": "https://www.example.org/?a=1&b=2"}),
                     headers={"Content-Type": "application/merge-patch+json", "If-Match": editor.item(place)[1]})
    assert changed.status_code == 200, changed.text
    assert editor.withdraw(place).status_code == 204


@pytest.mark.parametrize("kind,rows", [("text/csv", 9000), ("application/json", 2000)])
def test_a_large_table_may_be_imported(editor, kind, rows):
    names = [f"L'Aquila {number}; select from union --" for number in range(rows)]
    body = "name,country,level\n" + "".join(f'"{name}",IT,city\n' for name in names)
    if kind == "application/json":
        body = json.dumps({"places": [{"name": name, "country": "IT", "level": "city"} for name in names]})
    answer = editor.request("POST", "/import", data=body.encode(), headers={"Content-Type": kind, "Accept": "application/json"})
    assert answer.status_code == 303, answer.text[:300]


def test_a_document_may_be_added_whatever_its_bytes_are(editor):
    content = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Title(<script>'; select * from \"sister\")>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    added = editor.request("POST", f"/partnerships/{TIE}/files", data=content, headers={"Content-Type": "application/pdf"})
    assert added.status_code == 200, added.text[:300]
