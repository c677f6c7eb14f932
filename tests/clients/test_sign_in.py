"""Signing in by a real OpenID provider and a real directory, with the examples of conf/signin as they stand there."""

import contextlib
import shutil
import subprocess
import time
import urllib.parse

import pytest
import requests
from selenium.webdriver.common.by import By
from support import database, paths
from support.browsing import leave, make_browser
from support.editing import ADMIN, forms_of

SIGN_IN = paths.CONF / "signin"
CLIENTS = paths.BUILD / "clients"
DIRECTORY = """
dn: dc=example,dc=org
objectClass: organization
objectClass: dcObject
o: Example

dn: ou=people,dc=example,dc=org
objectClass: organizationalUnit

dn: ou=groups,dc=example,dc=org
objectClass: organizationalUnit

dn: uid=anna,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
cn: Anna
sn: Anna
employeeType: head
userPassword: secret

dn: uid=jonas,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
cn: Jonas
sn: Jonas
employeeType: reviewer
userPassword: secret

dn: uid=guest,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
cn: Guest
sn: Guest
userPassword: secret

dn: cn=international,ou=groups,dc=example,dc=org
objectClass: groupOfNames
member: uid=anna,ou=people,dc=example,dc=org
member: uid=jonas,ou=people,dc=example,dc=org
"""
SLAPD = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {root}/slapd.pid
database mdb
suffix dc=example,dc=org
directory {root}/data
"""


def wait_for(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return
        except (OSError, requests.RequestException):
            pass
        assert time.monotonic() < deadline
        time.sleep(0.1)


@contextlib.contextmanager
def running(*command):
    """A program that ends with the test, however that ends."""
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        program.terminate()
        program.wait(20)


@pytest.fixture
def people(tmp_path):
    """The address of a directory with anna (head), jonas (reviewer) and guest, who is in no group."""
    (tmp_path / "data").mkdir()
    (tmp_path / "slapd.conf").write_text(SLAPD.format(root=tmp_path))
    subprocess.run(["/usr/sbin/slapadd", "-f", tmp_path / "slapd.conf"], input=DIRECTORY, text=True, check=True, capture_output=True)
    address = f"ldap://127.0.0.1:{database.free_port()}"
    with running("/usr/sbin/slapd", "-f", tmp_path / "slapd.conf", "-h", address, "-d", "0"):
        wait_for(lambda: subprocess.run(["ldapsearch", "-x", "-H", address, "-b", "dc=example,dc=org", "-s", "base"], capture_output=True).returncode == 0)
        yield f"{address}/ou=people,dc=example,dc=org?uid,employeeType"


@pytest.fixture
def openid(registry, make_httpd):
    """A server whose people sign in at a provider of their own."""
    port = database.free_port()
    server = make_httpd(registry, modules=["auth_openidc"])
    server.configuration = f"""Define SISTERCITY_OIDC "http://127.0.0.1:{port}"
Define SISTERCITY_OIDC_CLIENT sistercity
Define SISTERCITY_OIDC_SECRET "a secret of this test"
Define SISTERCITY_OIDC_KEY "a key of this test"
""" + (SIGN_IN / "oidc.conf").read_text()
    server.expect_log("oidc_|SC0501|AH01629|AH01631")
    shutil.copy(paths.TOP / "tests/clients/provider.mjs", CLIENTS / "provider.mjs")
    with running("node", CLIENTS / "provider.mjs", str(port), f"{server.url}{ADMIN}/signed-in"):
        wait_for(lambda: requests.get(f"http://127.0.0.1:{port}/.well-known/openid-configuration", timeout=5).ok)
        yield server.start()


def browse(browser, answer, name):
    """Goes through the provider's pages, as a person does, until a page of the site comes."""
    for _ in range(8):
        forms = forms_of(answer.text)
        if not any(key in ("login", "prompt") for form in forms for key, _ in form["fields"]):
            return answer
        fields = {**dict(forms[0]["fields"]), **({"login": name, "password": "any"} if "login" in dict(forms[0]["fields"]) else {})}
        answer = browser.post(urllib.parse.urljoin(answer.url, forms[0]["action"]), data=fields, timeout=20)
    raise AssertionError(answer.text)


def test_a_person_whom_the_provider_knows_edits_by_the_role_that_the_provider_gives(openid):
    for name, history in [("anna", 200), ("jonas", 200)]:
        browser = requests.Session()
        page = browse(browser, browser.get(f"{openid.url}{ADMIN}/history", timeout=20), name)
        assert page.status_code == history and page.url == f"{openid.url}{ADMIN}/history"
        assert browser.get(f"{openid.url}{ADMIN}/redact", timeout=20).status_code == (200 if name == "anna" else 403), "for the role admin alone"


def test_a_person_who_is_not_of_the_office_is_refused(openid):
    browser = requests.Session()
    page = browse(browser, browser.get(f"{openid.url}{ADMIN}/", timeout=20), "guest")
    assert page.status_code in (401, 403) and "sistercity-admin__ways" not in page.text


def test_a_claim_in_a_header_makes_nobody_an_admin(openid):
    browser = requests.Session()
    browser.headers["OIDC_CLAIM_role"] = browser.headers["OIDC-CLAIM-role"] = "head"
    browse(browser, browser.get(f"{openid.url}{ADMIN}/", timeout=20), "jonas")
    assert browser.get(f"{openid.url}{ADMIN}/redact", timeout=20).status_code == 403


def test_people_of_the_directory_s_group_edit_by_the_role_that_the_directory_gives(registry, make_httpd, people):
    server = make_httpd(registry, modules=["ldap", "authnz_ldap"])
    server.configuration = (f'Define SISTERCITY_LDAP_PEOPLE "{people}"\nDefine SISTERCITY_LDAP_GROUP "cn=international,ou=groups,dc=example,dc=org"\n'
                            + (SIGN_IN / "ldap.conf").read_text())
    server.expect_log("AH01617|AH01618|AH01631|auth_ldap|authz|SC0501")
    server.start()

    def status(name, path, password="secret"):
        return requests.get(f"{server.url}{ADMIN}{path}", auth=(name, password), timeout=20).status_code

    assert [status(name, "/redact") for name in ("anna", "jonas")] == [200, 403]
    assert [status(name, "/history") for name in ("anna", "jonas")] == [200, 200]
    assert status("guest", "/") == 401 and status("anna", "/", "wrong") == 401 and status("nobody", "/") == 401


def sign_in(browser):
    """At the provider: a name, and yes to what the site asks for."""
    wait_for(lambda: browser.find_elements(By.CSS_SELECTOR, "[name=login], [name=prompt][value=consent]"))
    for name in browser.find_elements(By.NAME, "login"):
        name.send_keys("anna")
        browser.find_element(By.NAME, "password").send_keys("any")
    leave(browser, browser.find_element(By.CSS_SELECTOR, "[type=submit]").click)


def test_what_was_typed_before_the_session_ended_is_stored_after_the_next_sign_in(openid, tmp_path):
    browser = make_browser(tmp_path)
    try:
        browser.get(f"{openid.url}{ADMIN}/places/klaipeda-lt")
        while not browser.find_elements(By.ID, "f-subdivision"):
            sign_in(browser)
        box = browser.find_element(By.ID, "f-subdivision")
        box.clear()
        box.send_keys("By the sea")
        browser.delete_all_cookies()
        browser.find_element(By.CSS_SELECTOR, ".sistercity-form__buttons button[value=save]").click()
        wait_for(lambda: browser.find_elements(By.NAME, "login"))
        while browser.find_elements(By.CSS_SELECTOR, "[name=login], [name=prompt]"):
            sign_in(browser)
        wait_for(lambda: "By the sea" in openid.get("/sistercities/places/klaipeda-lt.json").text)
    finally:
        browser.quit()
