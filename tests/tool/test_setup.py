"""sistercityctl setup: from nothing to a site that answers, and back; a mistake leaves nothing behind."""

import json
import os
import pty
import re
import shutil
import stat
import subprocess

import pytest

from support import database, paths


@pytest.fixture
def folder():
    made = database.reachable_directory("setup")
    database.give_to_httpd(made)
    yield made
    shutil.rmtree(made)


def command(folder, *arguments):
    return [str(paths.BUILD / "sistercityctl"), "--database", f"sqlite3:{folder}/registry.db", "setup", "--config", str(folder / "site.conf"),
            "--users", str(folder / "users"), *map(str, arguments)]


def set_up(folder, *arguments, result=0):
    done = subprocess.run([*command(folder, *arguments), "--json"], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)
    assert done.returncode == result, done.stdout + done.stderr
    return json.loads(done.stdout[done.stdout.index("{"):])


def files(folder):
    return sorted(path.name for path in folder.iterdir())


SAMPLE = paths.TOP / "sql" / "sample"


def test_the_site_that_setup_made_answers_and_its_editor_gets_in(folder, make_httpd):
    made = set_up(folder, "--home", "Boston", "--languages", "en lt", "--address", "/ties", "--editor", "anna", "--data", SAMPLE)
    assert made["home"] == "boston-us" and len(made["commands"]) == 2
    assert files(folder) == ["files", "registry.db", "site.conf", "users"]
    assert stat.S_IMODE((folder / "users").stat().st_mode) == 0o640
    httpd = make_httpd(include_conf=False, configuration=f'Include "{folder}/site.conf"')
    httpd.start()
    assert "Kyoto" in httpd.get("/ties/").text and httpd.get("/ties/?lang=lt").headers["Content-Language"] == "lt"
    assert httpd.get("/ties/admin/").status_code == 401
    assert httpd.get("/ties/admin/", auth=("anna", made["password"])).status_code == 200
    sent = httpd.request("POST", "/ties/admin/partnerships/boston-us-kyoto-jp/files?title=Letter", data=b"%PDF-1.4\n%%EOF\n", auth=("anna", made["password"]),
                         headers={"Content-Type": "application/pdf"})
    assert sent.status_code == 200 and [path.suffix for path in (folder / "files").iterdir()] == [".pdf"], sent.text


def test_an_empty_registry_gets_its_own_city(folder, make_httpd):
    assert set_up(folder, "--home", "Kaunas, LT", "--data", "empty")["home"] == "kaunas-lt"
    httpd = make_httpd(include_conf=False, configuration=f'Include "{folder}/site.conf"')
    httpd.start()
    assert "Kaunas" in httpd.get("/sistercities/").text


def test_httpd_starts_without_the_module_when_the_configuration_stayed(folder):
    set_up(folder, "--home", "Boston", "--data", SAMPLE)
    done = subprocess.run([paths.httpd_program(), "-t", "-C", "ServerName 127.0.0.1", "-f", folder / "site.conf"], capture_output=True, text=True)
    assert "SisterCity" not in done.stderr and "Invalid command" not in done.stderr, done.stderr


def test_what_would_be_made_is_said_and_not_made(folder):
    assert set_up(folder, "--dry-run", "--home", "boston-us", "--data", SAMPLE)["dry_run"]
    assert files(folder) == []


def test_setup_takes_away_what_it_made_and_nothing_else(folder):
    set_up(folder, "--data", "empty")
    assert set_up(folder, "--remove")["removed"] == 2
    assert files(folder) == ["files", "registry.db"]
    (folder / "site.conf").write_text("# somebody's own\n")
    assert set_up(folder, "--remove")["removed"] == 0
    assert files(folder) == ["files", "registry.db", "site.conf"]


def test_a_registry_that_is_there_is_used_as_it_is(folder):
    set_up(folder, "--home", "Boston", "--data", SAMPLE)
    set_up(folder, "--remove")
    assert set_up(folder, "--home", "Kaunas")["home"] == "kaunas-lt"
    assert "boston" not in (folder / "site.conf").read_text()
    set_up(folder, "--remove")
    assert "no place of the registry" in set_up(folder, "--home", "Atlantis, XX", result=2)["error"]
    assert files(folder) == ["files", "registry.db"]


@pytest.mark.parametrize("arguments, said", [
    (["--home", "Atlantis", "--data", SAMPLE], "no place of the registry"),
    (["--home", "atlantis", "--data", "empty"], "no place of the registry"),
    (["--languages", "en xx"], '"xx"'), (["--languages", " "], "no language"),
    (["--address", "sistercities"], "--address"), (["--address", '/a"> SetHandler x'], "--address"), (["--address", "/"], "--address"),
    (["--editor", "anna:b"], "--editor"), (["--editor", ""], "--editor"),
    (["--data", "/nowhere"], "/nowhere"),
])
def test_a_wrong_answer_is_one_sentence_and_leaves_nothing(folder, arguments, said):
    error = set_up(folder, *arguments, result=2)["error"]
    assert said in error and "\n" not in error
    assert files(folder) == []


def test_tables_that_are_wrong_are_told_and_leave_nothing(folder, tmp_path):
    (tmp_path / "places.csv").write_text("name,country\nKaunas,Lithuania\n")
    assert "places.csv:2" in set_up(folder, "--data", tmp_path, result=1)["error"]
    assert files(folder) == []


@pytest.mark.parametrize("name", ["site.conf", "users"])
def test_no_file_of_somebody_else_is_changed(folder, name):
    (folder / name).write_text("theirs\n")
    assert name in set_up(folder, "--data", "empty", result=2)["error"]
    assert files(folder) == [name] and (folder / name).read_text() == "theirs\n"


def as_root_only():
    return pytest.mark.skipif(not paths.is_root(), reason="only root may do that")


@as_root_only()
@pytest.mark.parametrize("whose", ["file", "directory"])
def test_a_registry_of_another_owner_is_told_with_what_mends_it(folder, whose):
    set_up(folder, "--data", "empty")
    set_up(folder, "--remove")
    shutil.chown(folder / "registry.db" if whose == "file" else folder, "root", "root")
    (folder / "registry.db").chmod(0o600)
    error = set_up(folder, result=2)["error"]
    assert "www-data" in error and "chown" in error and "\n" not in error
    assert files(folder) == ["files", "registry.db"]


@pytest.mark.parametrize("content, said", [(b"no database at all" * 100, "not a database"), (b"", "no registry")])
def test_a_file_that_is_no_registry_is_told_and_kept(folder, content, said):
    (folder / "registry.db").write_bytes(content)
    database.give_to_httpd(folder)
    assert said in set_up(folder, result=3)["error"]
    assert files(folder) == ["registry.db"] and (folder / "registry.db").read_bytes() == content


def test_a_registry_of_an_older_program_is_told_with_the_command_that_mends_it(folder):
    set_up(folder, "--data", "empty")
    set_up(folder, "--remove")
    subprocess.run(["sqlite3", folder / "registry.db", "UPDATE registry SET schema_version = 12"], check=True)
    assert "export DIR" in set_up(folder, result=3)["error"]
    assert files(folder) == ["files", "registry.db"]


@as_root_only()
def test_a_full_disk_is_told_and_left_as_it_was(folder):
    mount = f"mount -t tmpfs -o size=300k tmpfs {folder} && \"$@\"; code=$?; ls {folder} >&2; exit $code"
    done = subprocess.run(["unshare", "--mount", "sh", "-c", mount, "sh", *command(folder, "--data", SAMPLE)], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 3 and "full" in done.stderr and done.stderr.count("\n") == 1, done.stdout + done.stderr


@as_root_only()
@pytest.mark.parametrize("closed", ["registry.db", "site.conf", "users"])
def test_a_directory_that_lets_nobody_write_is_told_and_nothing_is_half_made(folder, closed):
    """As a security policy refuses even root, read-only directories do."""
    inner = folder / "closed"
    inner.mkdir()
    database.give_to_httpd(folder)
    run = command(folder, "--data", "empty")
    run = [word.replace(f"{folder}/{closed}", f"{inner}/{closed}") for word in run]
    mount = f"mount --bind {inner} {inner} && mount -o remount,bind,ro {inner} && exec \"$@\""
    done = subprocess.run(["unshare", "--mount", "sh", "-c", mount, "sh", *run], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode in (2, 3) and str(inner) in done.stderr and done.stderr.count("\n") == 1, done.stdout + done.stderr
    assert files(folder) == ["closed"] and files(inner) == []


@as_root_only()
def test_somebody_without_rights_is_told_and_nothing_is_half_made(folder):
    folder.chmod(0o755)
    done = subprocess.run(["setpriv", "--reuid=nobody", "--clear-groups", *command(folder, "--data", "empty")], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 3 and "may you write" in done.stderr and done.stderr.count("\n") == 1, done.stderr
    assert files(folder) == []


def test_without_htpasswd_the_package_is_named_that_has_it(folder, tmp_path):
    done = subprocess.run(command(folder, "--data", "empty"), capture_output=True, text=True, stdin=subprocess.DEVNULL, env={**os.environ, "PATH": str(tmp_path)})
    assert done.returncode == 2 and "apache2-utils" in done.stderr
    assert files(folder) == []


def test_pictures_can_be_added_where_there_is_a_place_for_them(folder, make_httpd):
    (folder / "files").mkdir()
    database.give_to_httpd(folder)
    made = set_up(folder, "--editor", "anna", "--data", SAMPLE)
    httpd = make_httpd(include_conf=False, configuration=f'Include "{folder}/site.conf"')
    httpd.start()
    page = httpd.get("/sistercities/admin/places/kaunas-lt/files", auth=("anna", made["password"]))
    assert 'type="file"' in page.text


def test_the_languages_that_there_are_are_named(folder):
    assert "en" in (error := set_up(folder, "--languages", "xx", result=2)["error"]) and "zh-Hant" in error


def test_who_sits_at_a_terminal_is_asked_and_types_the_password(folder):
    child, terminal = pty.fork()
    if child == 0:
        os.execv(command(folder)[0], command(folder))
    answers = [("city whose site", "Kaunas, LT"), ("Languages", "lt"), ("Where readers", ""), ("Who edits", "ruta"), ("Begin with", ""),
               ("assword:", "secret"), ("assword:", "secret")]
    seen = ""
    for question, answer in answers:
        while not re.search(re.escape(question) + r".*:\s*$|" + re.escape(question) + r"\s*$", seen, re.S):
            seen += os.read(terminal, 1000).decode()
        os.write(terminal, answer.encode() + b"\n")
        seen = ""
    while True:
        try:
            part = os.read(terminal, 1000).decode()
        except OSError:
            break
        seen += part
    assert os.waitpid(child, 0)[1] == 0, seen
    assert "Two commands switch it on" in seen and "password of" not in seen
    assert "\nruta:$2y$" in (folder / "users").read_text()
