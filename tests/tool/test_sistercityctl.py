"""sistercityctl: what each command does, and what it says when the database is not as it should be."""

import email
import email.policy
import json
import os
import shutil
import sqlite3
import subprocess

import pytest

from support import paths

DATABASES = ["sqlite", "postgresql"]
AWKWARD = [
    ("=1+1", "'=1+1"), ("+3", "'+3"), ("+370 5 123", "'+370 5 123"), ("-x", "'-x"), ("@me", "'@me"), ("'=x", "''=x"), ("a|b", "a|b"),
    ("a;b=c", "a;b=c"), ("back\\slash", "back\\slash"), ('say "so"', 'say "so"'), ("a,b", "a,b"), ("<b>&amp;'", "<b>&amp;'"), ("平塚 🌸", "平塚 🌸"),
]


def tool(*arguments, environment=None):
    return subprocess.run([paths.CTL, *map(str, arguments)], capture_output=True, text=True,
                          env={**{k: v for k, v in os.environ.items() if k != "SISTERCITY_DATABASE"}, **(environment or {})})


def fails(result, words, *arguments, **options):
    done = tool(*arguments, **options)
    assert (done.returncode, done.stdout) == (result, ""), done
    assert words in done.stderr and done.stderr.startswith("sistercityctl: "), done.stderr
    return done


def contents(directory):
    return {f.name: f.read_bytes() for f in directory.iterdir()}


def test_export_and_import_give_the_same_bytes_again(registry, databases, database_kind, tmp_path):
    registry.ctl("export", tmp_path / "first")
    other = databases.empty(database_kind)
    other.ctl("import", tmp_path / "first")
    other.ctl("export", tmp_path / "second")
    other.remove()
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    assert {"places.csv", "partnerships.csv", "claims.csv", "terms.csv"} <= contents(tmp_path / "first").keys()


def test_replacing_a_registry_by_its_export_changes_nothing(registry, tmp_path):
    registry.ctl("export", tmp_path / "first")
    registry.ctl("import", "--replace", tmp_path / "first")
    registry.ctl("export", tmp_path / "second")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_merging_an_export_finds_nothing_to_change(registry, tmp_path):
    registry.ctl("export", tmp_path / "out")
    answer = json.loads(registry.ctl("--json", "import", "--merge", tmp_path / "out").stdout)
    assert (answer["added"], answer["changed"], answer["stored"]) == (0, 0, False)
    assert answer["unchanged"] > 100


def test_texts_that_spreadsheets_would_run_or_split_come_back_as_they_were(empty, tmp_path):
    items = [{"slug": f"o{i:02}", "name": text, "jurisdiction": text, "phone": text} for i, (text, _) in enumerate(AWKWARD)]
    (tmp_path / "organizations.json").write_text(json.dumps(items))
    empty.ctl("import", tmp_path / "organizations.json")
    empty.ctl("export", tmp_path / "out")
    text = (tmp_path / "out" / "organizations.csv").read_bytes().decode()
    for _, cell in AWKWARD:
        assert f",{cell}," in text or ',"' + cell.replace('"', '""') + '",' in text
    empty.ctl("import", "--merge", tmp_path / "organizations.json")
    answer = json.loads(empty.ctl("--json", "import", "--merge", tmp_path / "out" / "organizations.csv").stdout)
    assert (answer["unchanged"], answer["changed"]) == (len(AWKWARD), 0)


def test_exported_files_are_kept_from_other_users(registry, tmp_path):
    registry.ctl("export", tmp_path / "out")
    assert all(f.stat().st_mode & 0o007 == 0 for f in (tmp_path / "out").iterdir())


def test_a_directory_that_cannot_be_made_is_told(registry):
    assert "/dev/null/x" in fails(2, "", "--database", registry.url, "export", "/dev/null/x").stderr


def test_init_makes_a_registry_once(databases, database_kind):
    registry = databases.uninitialized(database_kind)
    assert json.loads(registry.ctl("--json", "init").stdout)["schema"] >= 1
    fails(3, "has a registry already", "--database", registry.url, "init")
    registry.remove()


def test_a_backup_is_a_registry_of_its_own(empty_file, tmp_path):
    empty_file.ctl("import", paths.SAMPLE)
    file = tmp_path / "it's a copy.db"
    empty_file.ctl("backup", file)
    assert file.stat().st_mode & 0o007 == 0
    assert not file.with_name(file.name + ".new").exists()
    tool("--database", f"sqlite3:{file}", "export", tmp_path / "copy")
    empty_file.ctl("export", tmp_path / "original")
    assert contents(tmp_path / "copy") == contents(tmp_path / "original")


def test_a_backup_overwrites_nothing(empty_file, tmp_path):
    (tmp_path / "precious").write_text("x")
    fails(2, "exists already", "--database", empty_file.url, "backup", tmp_path / "precious")
    assert (tmp_path / "precious").read_text() == "x"


def contents_of(registry, directory):
    registry.ctl("export", directory)
    return contents(directory)


# What is in the database's place when the copy comes back; what SQLite keeps beside it is there in each case.
STATES = {
    "changed": lambda file: None,
    "missing": lambda file: file.unlink(),
    "overwritten": lambda file: file.write_bytes(b"This was a registry once. " * 4000),
    "damaged": lambda file: file.write_bytes(file.read_bytes()[:30_000] + b"x" * 60_000 + file.read_bytes()[90_000:]),
    "empty": lambda file: file.write_bytes(b""),
}


@pytest.mark.parametrize("state", STATES)
def test_a_copy_is_restored_whatever_is_in_its_place(databases, tmp_path, state):
    registry, copy = databases.sample("sqlite"), tmp_path / "copy.db"
    before = contents_of(registry, tmp_path / "before")
    registry.ctl("backup", copy)
    reader = sqlite3.connect(registry.file)
    reader.execute("UPDATE places SET population = 1 WHERE slug = 'kuji-jp'")
    reader.commit()
    owner, mode = os.stat(registry.directory).st_uid, 0o640 if state == "missing" else os.stat(registry.file).st_mode & 0o777
    STATES[state](registry.file)
    registry.ctl("restore", copy)
    reader.close()
    assert contents_of(registry, tmp_path / "after") == before
    assert registry.sql("PRAGMA integrity_check") == "ok"
    assert os.stat(registry.file).st_uid == owner and os.stat(registry.file).st_mode & 0o777 == mode
    registry.remove()


def test_a_copy_that_is_damaged_missing_or_none_is_not_restored(databases, tmp_path):
    registry, copy = databases.sample("sqlite"), tmp_path / "copy.db"
    before = contents_of(registry, tmp_path / "before")
    registry.ctl("backup", copy)
    STATES["damaged"](copy)
    fails(3, "cannot be restored", "--database", registry.url, "restore", copy)
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (x)")
    fails(3, "no registry", "--database", registry.url, "restore", tmp_path / "other.db")
    fails(2, "no file", "--database", registry.url, "restore", tmp_path / "missing.db")
    assert not (tmp_path / "missing.db").exists()
    assert contents_of(registry, tmp_path / "after") == before
    registry.remove()


def test_postgresql_is_backed_up_by_its_own_tools(databases, tmp_path):
    registry = databases.empty("postgresql")
    told = fails(2, "pg_dump --format=custom", "--database", registry.url, "backup", tmp_path / "x")
    registry.ctl("import", paths.SAMPLE)
    subprocess.run(told.stderr[told.stderr.index("pg_dump"):], shell=True, check=True)
    copy = databases.cluster.create()
    subprocess.run(["pg_restore", "--exit-on-error", f"--dbname={copy.params}", tmp_path / "x"], check=True)
    registry.sql("UPDATE places SET population = 1")
    told = fails(2, "pg_restore --clean", "--database", registry.url, "restore", tmp_path / "x")
    subprocess.run(told.stderr[told.stderr.index("pg_restore"):], shell=True, check=True)
    for one in registry, copy:
        one.ctl("export", tmp_path / one.name)
        one.remove()
    assert contents(tmp_path / registry.name) == contents(tmp_path / copy.name)


def test_migrating_a_registry_of_this_version_does_nothing(registry):
    assert json.loads(registry.ctl("--json", "migrate").stdout)["applied"] == 0


@pytest.mark.parametrize("change, words", [("+ 1", "newer program"), ("- 1", "import DIR")])
def test_a_registry_of_another_version_is_not_touched(empty, change, words):
    empty.sql(f"UPDATE registry SET schema_version = schema_version {change}")
    fails(3, words, "--database", empty.url, "check")


def test_reindexing_makes_the_keys_of_hand_typed_texts(registry):
    registry.sql("UPDATE places SET name = 'Zzyzx' WHERE slug = 'kaunas-lt'")
    registry.ctl("reindex")
    assert registry.sql("SELECT count(*) FROM place_keys WHERE key LIKE 'zzyzx%'") != "0"


TOWNS = ["Skuodas", "Šiauliai", "Širvintos", "Zarasai", "Žagarė"]


def towns_in_order(registry, tmp_path):
    towns = tmp_path / "places.csv"
    towns.write_text("slug,name\n" + "".join(f"{i}-xx,{name}\n" for i, name in enumerate(reversed(TOWNS))), encoding="utf-8")
    registry.ctl("import", str(towns))
    return registry.sql("SELECT name FROM places WHERE slug LIKE '%-xx' ORDER BY sort_name").splitlines()


def test_a_registry_of_a_language_sorts_names_by_its_alphabet(databases, database_kind, tmp_path):
    registry = databases.uninitialized(database_kind)
    registry.ctl("init", "--language", "lt")
    assert towns_in_order(registry, tmp_path) == TOWNS


def test_reindexing_changes_the_language_by_which_names_are_sorted(empty, tmp_path):
    in_no_order = ["Šiauliai", "Širvintos", "Skuodas", "Žagarė", "Zarasai"]
    names = "SELECT name FROM places ORDER BY sort_name"
    assert towns_in_order(empty, tmp_path) == in_no_order
    for tag, order in ("lt", TOWNS), ("und", in_no_order), ("lt-LT", TOWNS):
        empty.ctl("reindex", "--language", tag)
        assert empty.sql(names).splitlines() == order
        empty.ctl("reindex")
        assert empty.sql(names).splitlines() == order, "it stays"
    fails(2, "no language tag", "--database", empty.url, "reindex", "--language", "lithuanian")


def test_check_exits_with_1_when_it_finds_something(registry):
    done = registry.ctl("check", "--json", check=False)
    answer = json.loads(done.stdout)
    assert done.returncode == (1 if answer["finding_count"] else 0)
    assert answer["finding_count"] == len(answer["findings"]) > 0
    assert {"collection", "slug", "code", "detail"} <= set(answer["findings"][0])
    assert any(f["code"] == "claim_differs" and f["slug"] == "boston-eleven" for f in answer["findings"])


def test_check_is_content_with_an_empty_registry(empty):
    assert empty.ctl("check").stdout == "No findings.\n"


def test_due_lists_what_comes(registry):
    answer = json.loads(registry.ctl("due", "--within", "10y", "--json").stdout)
    assert {d["kind"] for d in answer["due"]} >= {"anniversary"}
    assert all({"kind", "partnership", "parties"} <= set(d) for d in answer["due"])
    assert any(d["partnership"] == "boston-us-kyoto-jp" and d["years"] % 5 == 0 for d in answer["due"] if d["kind"] == "anniversary")


@pytest.mark.parametrize("language, subject, words", [
    ("en", "Due until ", "Boston – Kyoto"), ("lt", "Terminai iki ", "Bostonas"), ("ja", "", "京都市")])
def test_due_is_a_message_that_mail_programs_read_in_the_office_s_language(registry, language, subject, words):
    written = registry.ctl("due", "--within", "10y", "--mail", "--language", language).stdout
    message = email.message_from_bytes(written.encode(), policy=email.policy.default)
    assert not message.defects and message["Subject"].startswith(subject) and message["Content-Language"] == language
    assert max(len(line) for line in written.split("\n\n")[0].split("\n")) <= 78
    assert words in message.get_content()


@pytest.mark.parametrize("within", ["soon", "90", "-1d", "999999y", "d", ""])
def test_due_refuses_a_time_that_is_none(registry, within):
    fails(2, "--within takes", "--database", registry.url, "due", "--within", within)


@pytest.mark.parametrize("arguments, words", [
    (["frobnicate"], "no command"),
    (["check"], "which database?"),
    (["--database", "sqlite3:/tmp/x", "import"], "usage:"),
    (["--database", "sqlite3:/tmp/x", "export", "a", "b"], "usage:"),
    (["--database", "sqlite3:/tmp/x", "export", "--merge", "a"], "does not take --merge"),
    (["--database", "sqlite3:/tmp/x", "import", "--merge", "--replace", "a"], "exclude each other"),
])
def test_wrong_usage_is_told_with_exit_2(arguments, words):
    fails(2, words, *arguments)


def test_an_unknown_option_is_told_with_exit_2():
    done = tool("check", "--frobnicate")
    assert (done.returncode, done.stdout) == (2, "") and "frobnicate" in done.stderr


@pytest.mark.parametrize("database, words", [
    ("sqlite3:/nonexistent/registry.db", "init"),
    ("sqlite3:/", "is a directory"),
    ("oracle:x", "sqlite3:/var/lib/"),
    ("registry.db", "sqlite3:/var/lib/"),
    ("pgsql:host=127.0.0.1 port=1 dbname=x", "Is the server running"),
])
def test_a_database_that_cannot_be_reached_is_told_with_exit_3(database, words):
    fails(3, words, "--database", database, "check")


def test_a_missing_directory_is_told_by_init():
    fails(3, "Does the directory exist", "--database", "sqlite3:/nonexistent/registry.db", "init")


def test_a_database_without_a_registry_names_the_command_that_makes_one(tmp_path):
    (tmp_path / "empty.db").touch()
    fails(3, "init", "--database", f"sqlite3:{tmp_path}/empty.db", "check")


def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / "letter.db").write_text("Dear mayor, " * 1000)
    fails(3, "damaged", "--database", f"sqlite3:{tmp_path}/letter.db", "check")


def test_a_postgresql_database_that_somebody_else_writes_to_is_told(databases):
    registry = databases.empty("postgresql")
    with registry.transaction("INSERT INTO places (id, slug, name) VALUES (1, 'a', 'A')"):
        fails(3, "Another program is writing", "--database", registry.url, "import", paths.SAMPLE)
    registry.remove()


def test_a_locked_database_is_told(empty_file):
    lock = subprocess.Popen(["sqlite3", empty_file.file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    lock.stdin.write("BEGIN IMMEDIATE;\nSELECT 'held';\n")
    lock.stdin.flush()
    assert lock.stdout.readline() == "held\n"
    try:
        fails(3, "Another program is writing", "--database", empty_file.url, "import", paths.SAMPLE)
    finally:
        lock.communicate("ROLLBACK;\n")


@pytest.mark.skipif(not paths.is_root(), reason="needs to become another user")
def test_a_registry_that_may_not_be_written_is_told(empty_file):
    empty_file.directory.chmod(0o555)
    done = subprocess.run(["setpriv", "--reuid=nobody", "--clear-groups", paths.CTL, "--database", empty_file.url, "import", paths.SAMPLE / "places.csv"],
                          capture_output=True, text=True)
    assert done.returncode == 3
    assert "write" in done.stderr


def test_the_environment_may_name_the_database(empty):
    assert tool("check", environment={"SISTERCITY_DATABASE": empty.url}).returncode == 0
    assert tool("--database", "sqlite3:/nonexistent", "check", environment={"SISTERCITY_DATABASE": empty.url}).returncode == 3


def test_trouble_is_one_json_object_too():
    done = tool("--json", "--database", "sqlite3:/nonexistent/x.db", "check")
    assert (done.returncode, done.stderr) == (3, "")
    assert "init" in json.loads(done.stdout)["error"]


COMMANDS = ["init", "import", "export", "check", "due", "migrate", "backup", "restore", "reindex", "help", "version"]


def test_help_names_every_command():
    done = tool("help")
    assert done.returncode == 0
    assert [c for c in COMMANDS if done.stdout.count(f"\n  {c} ") != 1] == [], "each once"
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_help_tells_of_each_command(command):
    assert f" {command} " in tool("help", command).stdout
    assert tool(command, "--help").stdout == tool("help", command).stdout


def test_without_a_command_the_help_is_shown_as_wrong_usage():
    assert (tool().returncode, tool().stdout) == (2, tool("help").stdout)


def test_version_is_told():
    assert tool("version").stdout == tool("--version").stdout
    assert json.loads(tool("version", "--json").stdout)["version"] in tool("version").stdout


@pytest.mark.skipif(not shutil.which("man"), reason="man is not installed")
def test_the_manual_page_is_sound_and_names_every_command():
    page = paths.TOP / "mod_sistercity" / "tool" / "sistercityctl.1"
    done = subprocess.run(["man", "--warnings", "-l", page], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "80"})
    assert done.stderr == ""
    assert [c for c in COMMANDS if c not in done.stdout] == []
