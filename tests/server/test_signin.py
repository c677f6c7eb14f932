"""Signing in to the editing side as cities have it: the examples of conf/signin, as they stand there."""

import subprocess
import time

import pytest
import requests

from support import paths, readme
from support.editing import ADMIN, Form, forms_of

SIGN_IN = paths.CONF / "signin"
MODULES = "request session session_cookie session_crypto auth_form".split()
# Any file will do as a key, in a test.
CONFIGURATION = f'Define SISTERCITY_SESSION_KEY "{paths.TOP}/LICENSE"\n' + (SIGN_IN / "form.conf").read_text()
SITE = {"sistercities-sign-in.shtml": (SIGN_IN / "sistercities-sign-in.shtml").read_text()}
ITEM = "/places/klaipeda-lt"


@pytest.fixture(autouse=True)
def refusals_are_logged(server):
    server.expect_log("SC0501.*You had to sign in first")


class Visitor:
    """A browser with its cookies, and nobody's name in it."""

    def __init__(self, server):
        self.url, self.session = server.url, requests.Session()

    def request(self, method, path, **options):
        return self.session.request(method, self.url + (path if path.startswith("/sistercities") else ADMIN + path), timeout=20, **options)

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post_form(self, path, fields, **options):
        return self.request("POST", path, data=fields, **options)

    def sign_in(self, path="/", password="secret"):
        (form,) = forms_of(self.get(path).text)
        return self.fill_in(path, form["fields"], password)

    def fill_in(self, path, fields, password="secret"):
        return self.post_form(path, {**dict(fields), "httpd_username": "editor", "httpd_password": password})

    def form(self, answer):
        (posted,) = [form for form in forms_of(answer.text) if form["method"] == "post"]
        return Form(self, posted["action"], posted["fields"])


@pytest.fixture
def visitor(server):
    return Visitor(server)


def is_sign_in(answer):
    return answer.status_code == 401 and "httpd_password" in answer.text and "sistercity-admin" not in answer.text


def test_who_is_not_signed_in_gets_the_form_in_the_place_of_any_page(visitor):
    for path in "/", ITEM, "/history", "/places.json":
        assert is_sign_in(visitor.get(path)), path


def test_a_wrong_password_gets_the_form_again(visitor, server):
    server.expect_log("AH01617|AH01807|AH02614|password mismatch")
    assert is_sign_in(visitor.sign_in(password="guessed"))
    assert is_sign_in(visitor.get("/"))




def test_the_form_leads_to_the_page_that_was_asked_for(visitor):
    signed_in = visitor.sign_in(ITEM)
    assert signed_in.status_code == 200 and "Klaipėda" in signed_in.text
    assert visitor.get("/history").status_code == 200
    assert visitor.form(visitor.get(ITEM)).set("population", "150001").send(allow_redirects=False).status_code == 303


def test_what_is_sent_after_the_session_ended_changes_nothing_and_can_be_sent_once_more(visitor):
    visitor.sign_in()
    form = visitor.form(visitor.get(ITEM)).set("population", "150002")
    before = visitor.get(ITEM + ".json").json()
    visitor.session.cookies.clear()
    asked = form.send()
    assert is_sign_in(asked)
    back = visitor.fill_in(ITEM, forms_of(asked.text)[0]["fields"])
    assert visitor.get(ITEM + ".json").json() == before
    assert "nothing of it was stored" in back.text
    again = visitor.form(back)
    assert again["name"] == "Klaipėda" and again["population"] == str(before["population"]), "what is on record, not an empty form"
    form.set("token", again["token"])
    assert form.send(allow_redirects=False).status_code == 303
    assert visitor.get(ITEM + ".json").json()["population"] == 150002


def test_a_form_that_arrives_empty_never_empties_an_item(visitor):
    visitor.sign_in()
    before = visitor.get(ITEM + ".json").json()
    for path in ITEM, "/places", ITEM + "/withdraw", "/import":
        answer = visitor.post_form(path, "", headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert "nothing of it was stored" in answer.text, path
    assert visitor.get(ITEM + ".json").json() == before


def test_signing_out_ends_the_session(visitor):
    visitor.sign_in()
    assert visitor.get("/").status_code == 200
    out = visitor.get("/sistercities-sign-out", allow_redirects=False)
    assert out.status_code in (302, 307)
    time.sleep(1.1)
    assert is_sign_in(visitor.get("/"))


def test_people_of_a_table_sign_in_by_the_file_that_the_readme_s_command_makes_of_it(server, tmp_path):
    (table,) = [block for block in readme.blocks("Signing in", "sh") if "FROM people" in block]
    anna, ruta = [subprocess.run(["htpasswd", "-nbB", name, "secret"], capture_output=True, text=True, check=True).stdout.split(":")[1].strip() for name in ("anna", "ruta")]
    subprocess.run(["sqlite3", tmp_path / "people.db", f"CREATE TABLE people (name TEXT, password TEXT); INSERT INTO people VALUES ('anna', '{anna}'), ('new', '{ruta}')"], check=True)
    table = table.replace("/srv", str(tmp_path)).replace("/etc/sistercity", str(server.directory)).replace("chgrp www-data", "true" if not paths.is_root() else "chgrp www-data")
    before = server.users.read_text()
    try:
        subprocess.run(["sh", "-euc", table], check=True)
        visitor = Visitor(server)
        (form,) = forms_of(visitor.get("/").text)
        signed_in = visitor.post_form("/", {**dict(form["fields"]), "httpd_username": "new", "httpd_password": "secret"})
        assert signed_in.status_code == 200 and "sistercity-admin" in signed_in.text
        assert visitor.get("/history").status_code == 200
    finally:
        server.users.write_text(before)
