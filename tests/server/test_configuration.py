"""What a webmaster writes, and what httpd -t says about it."""

import os
import re
import shutil
import subprocess

import pytest

from support import database, paths
from support.editing import Editor
from support.languages import TAGS

DATABASES = ["sqlite"]


def configured(registry, directives, make_httpd, **options):
    return make_httpd(registry, configuration=f"<Location /sistercities>\n{directives}\n</Location>\n", **options)


@pytest.mark.parametrize("directive", [
    "SisterCityHome Not/A/Slug",
    "SisterCityHome",
    "SisterCityLanguages",
    "SisterCityLanguages en tlh",
    "SisterCityPageTemplate /no/such/template.html",
    "SisterCityView poster",
    "SisterCityBaseURL www.example.org",
    "SisterCityBaseURL javascript:alert(1)",
    "SisterCityMaxAge -1",
    "SisterCityMaxAge soon",
    "SisterCityCountryNames /no/such/countries.csv",
])
def test_a_wrong_value_is_reported_with_file_and_line(registry, make_httpd, directive):
    server = configured(registry, directive, make_httpd)
    code, text = server.test_configuration()
    assert code != 0
    line = next(n for n, content in enumerate(server.write_configuration().read_text().splitlines(), 1) if content == directive)
    assert f"Syntax error on line {line} of" in text or f"{line}" in text, text
    assert directive.split()[0] in text
    assert "tlh" not in directive or ", ".join(sorted(TAGS)) in " ".join(text.split()), "which languages there are"


@pytest.mark.parametrize("directive", ["SisterCityPageTemplate", "SisterCityCountryNames", "SisterCityMap", "SisterCitySecretFile"])
def test_what_is_no_file_is_reported_and_keeps_no_reload_waiting(registry, make_httpd, directive):
    server = make_httpd(registry)
    os.mkfifo(server.directory / "pipe")
    line = f'{directive} "{server.directory}/pipe"'
    server.configuration = line if directive == "SisterCitySecretFile" else f"<Location /sistercities>\n{line}\n</Location>\n"
    code, text = server.test_configuration(timeout=10)
    assert code != 0 and f"{directive}: {server.directory}/pipe is not a file" in text


def test_a_template_without_the_content_marker_is_reported(registry, make_httpd):
    server = configured(registry, "", make_httpd)
    bad = server.directory / "bad.html"
    bad.write_text("<html><body>nothing to replace</body></html>")
    server.configuration = f'<Location /sistercities>\nSisterCityPageTemplate "{bad}"\n</Location>'
    code, text = server.test_configuration()
    assert code != 0 and "content" in text


def test_the_annotated_configuration_is_right_as_it_is(registry, make_httpd):
    code, text = make_httpd(registry).test_configuration()
    assert code == 0 and "Syntax OK" in text


def told(server, *tags):
    """What httpd -t says of a configuration that is right, in lines of warnings; they have these tags."""
    code, text = server.test_configuration()
    assert code == 0 and "Syntax OK" in text, text
    assert re.findall(r"^(SC\d{4}): ", text, re.M) == list(tags), text
    return text


def test_a_registry_that_is_there_is_no_matter_for_the_test_of_the_configuration(registry, make_httpd):
    server = configured(registry, "SisterCityHome boston-us", make_httpd)
    server.configuration += "<VirtualHost 127.0.0.1:1>\nServerName other.example\n</VirtualHost>\n"
    told(server)
    server.start()
    assert server.get("/sistercities/", headers={"Host": "other.example"}).status_code == 200
    told(server)
    assert len({path.owner() for path in registry.directory.iterdir()}) == 1, "whoever tests leaves no file of his own"
    assert Editor(server).change("/places/kaunas-lt", {"population": 300000}).status_code == 200


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_test_of_the_configuration_warns_of_a_registry_that_is_missing_or_of_another_schema(databases, make_httpd, kind):
    registry = databases.uninitialized(kind)
    assert " init" in told(make_httpd(registry), "SC0304")
    if kind == "sqlite":
        assert not registry.file.exists(), "a test makes nothing"
    registry.ctl("init")
    if kind == "sqlite":
        database.give_to_httpd(registry.directory)
    told(make_httpd(registry))
    registry.sql("UPDATE registry SET schema_version = 12")
    assert "export DIR" in told(make_httpd(registry), "SC0305")
    registry.sql("UPDATE registry SET schema_version = 999")
    assert "newer" in told(make_httpd(registry), "SC0305")
    registry.remove()
    if kind == "postgresql":
        told(make_httpd(registry), "SC0301")


def test_the_test_of_the_configuration_warns_of_a_home_that_is_not_in_the_registry(registry, make_httpd):
    assert "atlantis-xx" in told(configured(registry, "SisterCityHome atlantis-xx", make_httpd), "SC0306")


@pytest.mark.skipif(not paths.is_root(), reason="only root can ask for another user")
def test_the_test_of_the_configuration_warns_of_a_registry_that_httpd_cannot_write(empty_file, make_httpd):
    shutil.chown(empty_file.file, "root", "root")
    empty_file.file.chmod(0o644)
    assert str(empty_file.file) in told(make_httpd(empty_file), "SC0303")
    shutil.chown(empty_file.file, "www-data", "www-data")
    shutil.chown(empty_file.directory, "root", "root")
    told(make_httpd(empty_file), "SC0303")


def test_without_mod_dbd_httpd_says_which_line_is_missing(registry, make_httpd):
    server = make_httpd(include_conf=False, configuration="<Location /sistercities>\nSetHandler sistercity\n</Location>\n")
    server.modules.remove("dbd")
    code, text = server.test_configuration()
    assert code != 0 and "SC0103" in text and "LoadModule dbd_module" in text


def test_without_mod_include_the_registry_answers_and_pages_are_sent_as_they_are(registry, make_httpd):
    server = make_httpd(registry)
    server.modules.remove("include")
    server.start()
    assert server.get("/sistercities/places/boston-us").status_code == 200


def test_the_whole_configuration_starts_by_itself(registry, make_httpd):
    server = make_httpd(registry)  # for its port and directory
    names = {"MODULE": server.module, "PORT": server.port, "RUN": server.directory, "DATABASE": registry.file, "USERS": server.users}
    options = [word for name, value in names.items() for word in ("-C", f'Define SISTERCITY_{name} "{value}"')]
    process = subprocess.Popen([paths.httpd_program(), *options, "-DFOREGROUND", "-f", paths.CONF / "example.conf"], stderr=subprocess.PIPE, text=True,
                               env={**os.environ, **server.environment()})
    try:
        for line in process.stderr:
            if "resuming normal operations" in line:
                break
        assert server.get("/sistercities/places/boston-us").status_code == 200
        assert server.get("/sistercities/admin/").status_code == 401
        assert server.get("/sistercities/admin/", auth=("anna", "secret")).status_code == 200
    finally:
        process.terminate()
        said = process.communicate(timeout=20)[1]
    assert ":error]" not in said and ":warn]" not in said and "Syntax error" not in said, said


def test_the_home_municipality_is_the_overview(registry, make_httpd):
    server = configured(registry, "SisterCityHome boston-us", make_httpd).start()
    assert "Boston" in server.get("/sistercities/").text
    assert "Kyoto" in server.get("/sistercities/").text


def test_no_two_links_of_a_home_s_overview_are_named_alike(registry, make_httpd):
    """Those of the home and those of the registry stand below each other."""
    page = configured(registry, "SisterCityHome kaunas-lt", make_httpd).start().get("/sistercities/?lang=en").text
    links = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>([^<]*)</a>', page[page.index('<section class="sistercity'):page.rindex("</section>")])
    named = {text: {address for address, other in links if other == text} for _, text in links}
    assert len(named) > 15 and [text for text, addresses in named.items() if len(addresses) > 1] == []


def test_an_unknown_home_shows_the_registry_and_says_so_in_the_log(registry, make_httpd):
    server = configured(registry, "SisterCityHome atlantis-xx", make_httpd).start()
    server.expect_log("atlantis-xx")
    answer = server.get("/sistercities/")
    assert answer.status_code == 200
    assert "atlantis-xx" in server.log_text()


def test_the_site_s_template_wraps_pages_and_notices(registry, make_httpd):
    server = configured(registry, "", make_httpd)
    template = server.directory / "template.html"
    template.write_text(
        '<!DOCTYPE html><html lang="<!--sistercity:lang-->"><head><title><!--sistercity:title--> | Our city</title>'
        "<!--sistercity:head--></head><body class='ours'><main><!--sistercity:content--></main></body></html>")
    server.configuration = f'<Location /sistercities>\nSisterCityPageTemplate "{template}"\n</Location>'
    server.start()
    for path, status in [("/places/boston-us", 200), ("/places/nowhere", 404)]:
        answer = server.get("/sistercities" + path)
        assert answer.status_code == status
        assert "| Our city</title>" in answer.text and "class='ours'" in answer.text
        assert "<!--sistercity:" not in answer.text
    assert "ours" not in server.get("/sistercities/places/boston-us?view=fragment").text


def test_each_language_can_have_a_template_of_its_own_and_the_innermost_section_decides(registry, make_httpd):
    server = configured(registry, "", make_httpd)

    def template(name):
        file = server.directory / f"{name}.html"
        file.write_text(f"<!DOCTYPE html><html><head></head><body class='{name}'><!--sistercity:content--></body></html>")
        return file

    server.configuration = f"""<Location />
SisterCityPageTemplate "{template("outer-all")}"
SisterCityPageTemplate "{template("outer-ja")}" JA
</Location>
<Location /sistercities>
SisterCityLanguages en lt ja
SisterCityPageTemplate "{template("inner-lt")}" lt
</Location>"""
    server.start()
    for lang, name in [("en", "outer-all"), ("lt", "inner-lt"), ("ja", "outer-ja")]:
        assert f"class='{name}'" in server.get(f"/sistercities/places/boston-us?lang={lang}").text


def test_a_template_for_a_language_without_a_catalogue_is_refused(registry, make_httpd):
    server = configured(registry, "", make_httpd)
    (server.directory / "template.html").write_text("<!--sistercity:content-->")
    server.configuration = (
        f'<Location /sistercities>\nSisterCityPageTemplate "{server.directory}/template.html" tlh\n</Location>')
    code, text = server.test_configuration()
    assert code != 0 and 'SisterCityPageTemplate: there is no catalogue for "tlh"; there are ' in text


def test_a_fragment_can_be_what_a_visit_gets(registry, make_httpd):
    server = configured(registry, "SisterCityView fragment", make_httpd).start()
    assert server.get("/sistercities/places").text.startswith("<section")
    assert "<html" in server.get("/sistercities/places?view=page").text


def test_the_base_address_and_the_age_are_the_site_s_own(registry, make_httpd):
    server = configured(registry, "SisterCityBaseURL https://www.example.org\nSisterCityMaxAge 7", make_httpd).start()
    answer = server.get("/sistercities/places/boston-us.json")
    assert answer.json()["url"] == "https://www.example.org/sistercities/places/boston-us"
    assert "max-age=7" in answer.headers["Cache-Control"]


def test_the_site_s_own_country_labels_are_used(registry, make_httpd):
    server = configured(registry, "", make_httpd)
    labels = server.directory / "countries.csv"
    labels.write_text("country,lang,label\nTW,,Chinese Taipei\nTW,lt,Taivanas (Kinija)\n")
    server.configuration = f'<Location /sistercities>\nSisterCityCountryNames "{labels}"\n</Location>'
    server.start()
    assert server.get("/sistercities/places/taipei-tw.json").json()["country"] == {"code": "TW", "name": "Chinese Taipei"}
    assert "Taivanas (Kinija)" in server.get("/sistercities/places/taipei-tw?lang=lt").text


def test_deeper_sections_change_only_what_they_name(registry, make_httpd):
    server = make_httpd(registry, configuration="""
<Location /sistercities>
SisterCityLanguages lt en
SisterCityMaxAge 11
</Location>
<Location /sistercities/places>
SisterCityMaxAge 22
</Location>
""").start()
    assert "max-age=11" in server.get("/sistercities/partnerships").headers["Cache-Control"]
    deeper = server.get("/sistercities/places/boston-us")
    assert "max-age=22" in deeper.headers["Cache-Control"]
    assert deeper.headers["Content-Language"] == "lt"


def test_a_location_can_have_any_name_even_the_root(registry, make_httpd):
    for mount in "/mesta/partneriai", "/":
        server = make_httpd(registry, include_conf=False, configuration=f"""
DBDriver {registry.driver}
DBDParams "{registry.params}"
<Location "{mount}">
SetHandler sistercity
SisterCityLanguages en
</Location>
""")
        server.start()
        base = mount.rstrip("/")
        assert server.get(base + "/places/boston-us").status_code == 200
        assert server.get(base + "/places/boston-us.json").json()["url"].endswith(base + "/places/boston-us")
        server.stop()


def test_the_handler_outside_a_location_is_reported(registry, make_httpd):
    server = make_httpd(registry, include_conf=False, configuration=f"""
DBDriver {registry.driver}
DBDParams "{registry.params}"
<LocationMatch "^/(a|b)">
SetHandler sistercity
</LocationMatch>
""")
    code, text = server.test_configuration()
    assert code != 0 and "Location" in text


def test_two_hosts_have_two_databases_homes_and_languages(databases, registry, make_httpd):
    other = databases.empty("sqlite")
    other.sql("INSERT INTO places (id, slug, name, country) VALUES (1, 'tartu-ee', 'Tartu', 'EE')")
    server = make_httpd(include_conf=False, configuration=f"""
<VirtualHost *>
ServerName one.example
DBDriver sqlite3
DBDParams "{registry.params}"
<Location /sistercities>
SetHandler sistercity
SisterCityHome boston-us
SisterCityLanguages en
</Location>
</VirtualHost>
<VirtualHost *>
ServerName two.example
DBDriver sqlite3
DBDParams "{other.params}"
<Location /miestai>
SetHandler sistercity
SisterCityHome tartu-ee
SisterCityLanguages lt
</Location>
</VirtualHost>
""")
    server.start()
    one = server.get("/sistercities/", headers={"Host": "one.example"})
    two = server.get("/miestai/", headers={"Host": "two.example"})
    assert one.status_code == two.status_code == 200
    assert "Boston" in one.text and one.headers["Content-Language"] == "en"
    assert "Tartu" in two.text and two.headers["Content-Language"] == "lt"
    assert server.get("/miestai/places/boston-us", headers={"Host": "two.example"}).status_code == 404
    assert server.get("/miestai/", headers={"Host": "one.example"}).status_code == 404
    other.remove()


def test_mod_info_and_mod_status_know_the_module(registry, make_httpd):
    server = make_httpd(registry).start()
    assert server.get("/sistercities/").status_code == 200
    assert "mod_sistercity" in server.get("/server-info").text
    assert "Sister cities" in server.get("/server-status").text
    lines = dict(line.split(": ", 1) for line in server.get("/server-status?auto").text.splitlines() if ": " in line)
    assert int(lines["SistercityAnswered"]) == 1
    assert {"SistercityIncluded", "SistercityUnchanged", "SistercityRefused", "SistercityFailed"} <= set(lines)


@pytest.mark.parametrize("size, is_good", [("(8192)", False), ("(20000)", False), ("(49152)", True), ("", True)])
def test_a_cache_too_small_to_start_with_is_reported(registry, make_httpd, size, is_good):
    server = make_httpd(registry, configuration=f"SisterCityCache shmcb:x{size}\n")
    code, text = server.test_configuration()
    assert (code == 0) == is_good and (is_good or "49152" in text and "SisterCityCache" in text)
    if is_good:
        assert server.start().get("/sistercities/places").status_code == 200


SIGNED_IN = 'AuthType Basic\nAuthName x\nAuthBasicProvider file\nAuthUserFile "{users}"\nRequire valid-user\n'


def test_pages_behind_a_password_are_private(registry, make_httpd):
    server = make_httpd(registry)
    server.configuration = f"<Location /sistercities>\n{SIGNED_IN.format(users=server.users)}</Location>\n"
    server.start()
    for path in "/places", "/places/boston-us.json":
        first = server.get("/sistercities" + path, auth=("anna", "secret"))
        again = server.get("/sistercities" + path, auth=("anna", "secret"), headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        assert {answer.headers["Cache-Control"].split(",")[0] for answer in (first, again)} == {"private"}
    assert server.get("/sistercities/places").status_code == 401


def test_hosts_that_readers_invent_never_enter_the_cache(registry, make_httpd):
    server = make_httpd(registry).start()

    def stored():
        text = server.get("/server-status?auto").text
        return int(re.search(r"SistercityCacheStored: (\d+)", text)[1])

    for host in "127.0.0.1", f"127.0.0.1:{server.port}", "localhost":
        before = stored()
        for _ in range(2):
            assert server.get("/sistercities/places.json", headers={"Host": host}).status_code == 200
        assert stored() == before + 1
    before = stored()
    for host in "invented.example", "www.example.org:4711", f"127.0.0.1:{server.port + 1}":
        answer = server.get("/sistercities/places.json", headers={"Host": host})
        assert answer.status_code == 200 and host in answer.text
    assert stored() == before


def test_doubled_slashes_that_httpd_does_not_merge_are_no_failure(registry, make_httpd):
    server = make_httpd(registry, configuration="MergeSlashes Off\n").start()
    for path in "/sistercities//admin/", "/sistercities/admin//", "/sistercities/admin//places", "/sistercities//places":
        assert server.get(path, auth=("editor", "secret")).status_code == 404, path
    assert server.get("/sistercities/admin/", auth=("editor", "secret")).status_code == 200


def test_a_mount_of_any_letters_is_escaped_in_every_address(registry, make_httpd):
    mount, escaped = "/miestai partneriai ž", "/miestai%20partneriai%20%c5%be"
    server = make_httpd(registry, configuration=f'<Location "{mount}">\nSetHandler sistercity\n</Location>\n').start()
    data = server.get(escaped + "/places.json?limit=1")
    addresses = [data.json()["items"][0]["url"], data.json()["next"]]
    page = server.get(escaped + "/places/boston-us").text
    addresses += [address for address in re.findall(r'href="([^"]+)"', page) if "partneriai" in address]
    assert len(addresses) > 10
    for address in addresses:
        assert re.fullmatch(r"[!-~]+", address), address
    for address in addresses[:3]:
        path = address.removeprefix(server.url)
        assert server.get(path.replace("&amp;", "&")).status_code == 200, address
    assert server.get(escaped).headers["Location"].lower() == escaped + "/"


def test_a_page_for_everybody_does_not_show_what_editors_see(registry, make_httpd):
    server = make_httpd(registry).start()
    server.expect_log("SC0202|SC0501|SC0204")
    server.page("page.shtml", '<p>before</p><!--#include virtual="/sistercities/admin/history" --><p>after</p>')
    page = server.get("/page.shtml", auth=("editor", "secret"))
    assert page.status_code == 200 and "<p>after</p>" in page.text and "[an error" not in page.text
    assert "import" not in page.text and "create" not in page.text and "SC0202" in server.log_text()


def test_the_log_does_not_advise_what_is_there(registry, make_httpd):
    server = make_httpd(registry, modules=["authz_host"], configuration="<Location /sistercities/admin>\n<RequireAny>\nRequire ip 127.0.0.1\nRequire valid-user\n</RequireAny>\n</Location>\n").start()
    server.expect_log("SC0204")
    assert server.get("/sistercities/admin/").status_code == 403
    assert "Require ip" in server.log_text() and "add AuthType" not in server.log_text()
