"""What README.md says it takes to add something is enough: its diffs are applied to a copy and the result is used."""

import csv
import os
import re
import shutil
import subprocess

import pytest

from support import database, httpd, paths
from support.editing import Editor, errors

MOST_LINES = 15
ROOT = "/sistercities"
DIFFS = dict(re.findall(r"^### (Adding an? \w+)\n.*?^```diff\n(.*?)^```$", (paths.TOP / "README.md").read_text(encoding="utf-8"), re.M | re.S))


def run(*command, **options):
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]


@pytest.mark.parametrize("heading", DIFFS)
def test_a_diff_is_short(heading):
    changed = [line for line in DIFFS[heading].splitlines() if line[0] in "+-" and not line.startswith(("+++ ", "--- "))]
    assert 1 <= len(changed) <= MOST_LINES


def test_the_readme_shows_them_all():
    assert list(DIFFS) == ["Adding a field", "Adding a filter", "Adding a page", "Adding a format"]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of what is built, with all that is added, and built again."""
    copy = tmp_path_factory.mktemp("copy")
    for name in "Makefile", "mod_sistercity", "sql":
        run("cp", "-a", paths.TOP / name, copy)
    # With what is built already only what is new is compiled.
    (copy / "build").mkdir()
    for room in (paths.TOP / "mod_sistercity").iterdir():
        if (paths.BUILD / room.name).exists():
            run("cp", "-a", paths.BUILD / room.name, copy / "build")
    run("cp", "-a", paths.BUILD / "generated", copy / "build")
    for heading, diff in DIFFS.items():
        run("git", "apply", "-C1", "--whitespace=nowarn", "-", cwd=copy, input=diff, env={**os.environ, "GIT_CEILING_DIRECTORIES": str(copy.parent)})
    run("make", "-j2", "CFLAGS=-O0", "all", cwd=copy)
    copy.chmod(0o755)
    return copy


@pytest.fixture
def added(tree, databases, make_httpd):
    """An httpd with all that was added, over the sample registry of today's program, carried over."""
    registry = databases.sample("sqlite")
    registry.program = tree / "build" / "sistercityctl"
    registry.ctl("migrate")
    database.give_to_httpd(registry.directory)
    module = database.reachable_directory("module") / "mod_sistercity.so"
    shutil.copy(tree / "build" / "mod_sistercity.so", module)
    server = make_httpd(registry)
    server.module = module
    yield server.start()
    registry.remove()
    shutil.rmtree(module.parent)


def test_an_added_field_is_stored_shown_and_checked(added, tmp_path):
    editor = Editor(added)
    assert "elevation" in editor.form("/places/kaunas-lt").names()
    assert editor.form("/places/kaunas-lt").fill(elevation="48").send().status_code == 303
    assert added.get(ROOT + "/places/kaunas-lt.json").json()["elevation"] == 48
    (row,) = [row for row in csv.DictReader(added.get(ROOT + "/places.csv?limit=1000").text.splitlines()) if row["slug"] == "kaunas-lt"]
    assert row["elevation"] == "48"
    assert "elevation" in errors(editor.change("/places/kaunas-lt", {"elevation": 9001}))
    added.registry.ctl("export", tmp_path)
    fresh = database.SqliteRegistry(database.reachable_directory("fresh"))
    fresh.program = added.registry.program
    fresh.ctl("init")
    fresh.ctl("import", tmp_path)
    assert fresh.sql("SELECT elevation FROM places WHERE slug = 'kaunas-lt'") == "48"
    fresh.remove()


def test_an_added_filter_narrows_lists_and_is_offered(added):
    everything = added.get(ROOT + "/activities.json?limit=1000").json()["items"]
    expected = sorted(item["slug"] for item in everything if item.get("form") == "festival")
    narrowed = added.get(ROOT + "/activities.json?form=festival").json()
    assert sorted(item["slug"] for item in narrowed["items"]) == expected != [] and narrowed["total"] == len(expected)
    assert added.get(ROOT + "/activities.json?form=nonsense").status_code == 400
    page = added.get(ROOT + "/activities?form=festival").text
    assert '<select name="form">' in page and "form=festival" in re.search(r'href="([^"]*activities\.csv[^"]*)"', page)[1]


def test_an_added_page_answers_whole_and_as_a_part(added):
    page = added.get(ROOT + "/size")
    assert page.status_code == 200 and page.text.count('<section class="sistercity sistercity-size"') == 1
    assert added.get(ROOT + "/size?view=fragment&heading=3").text.startswith("<section")
    assert added.get(ROOT + "/size.json").status_code == 404


def test_an_added_format_answers_by_suffix_and_by_accept(added):
    for path, headers in ("/places.txt?country=JP", {}), ("/places?country=JP", {"Accept": "text/plain"}):
        answer = added.get(ROOT + path, headers=headers)
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert int(answer.text) == added.get(ROOT + "/places.json?country=JP").json()["total"]
    assert added.get(ROOT + "/statistics.txt").status_code == 404
