"""What holds for the sources as a whole, whatever they do."""

import re
import subprocess

import pytest

from support import clang, paths

SRC = paths.TOP / "mod_sistercity"
BELOW = {
    "model": {"model"},
    "language": {"language", "model"},
    "store": {"store", "language", "model"},
    "present": {"present", "language", "model"},
    "httpd": {"httpd", "present", "store", "language", "model"},
    "tool": {"tool", "store", "present", "language", "model"},
}
SOURCES = sorted(p for room in BELOW for p in (SRC / room).rglob("*.[ch]"))


def includes(file):
    return re.findall(r'^#include ["<]([^">]+)[">]', file.read_text(encoding="utf-8"), re.M)


def tracked(*patterns):
    out = subprocess.run(["git", "ls-files", *patterns], cwd=paths.TOP, capture_output=True, text=True, check=True).stdout
    return [paths.TOP / name for name in out.splitlines() if (paths.TOP / name).exists()]


@pytest.mark.parametrize("room", BELOW)
def test_rooms_include_only_rooms_below_them(room):
    wrong = [
        f"{file.relative_to(SRC)} includes {name}"
        for file in sorted((SRC / room).rglob("*.[ch]"))
        for name in includes(file)
        if name.split("/")[0] in BELOW and name.split("/")[0] not in BELOW[room]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "header, allowed",
    [
        ("apr_dbd.h", {"store/db/db.h", "store/db/driver.h"}),
        ("mod_dbd.h", {"httpd/answer/connection.c"}),
        ("jansson.h", {"store", "present", "tool", "httpd"}),
        ("cmark.h", {"present"}),
        ("httpd.h", {"httpd"}),
        ("http_config.h", {"httpd"}),
        ("unicode/", {"language"}),
    ],
)
def test_each_library_has_its_one_place(header, allowed):
    wrong = []
    for file in SOURCES:
        name = str(file.relative_to(SRC))
        uses = any(h == header or (header.endswith("/") and h.startswith(header)) for h in includes(file))
        if uses and name not in allowed and name.split("/")[0] not in allowed:
            wrong.append(name)
    assert wrong == []


def test_no_pragma_stands_where_statements_have_been_prepared():
    """Within a transaction one makes SQLite refuse all that was prepared before it."""
    assert [str(f) for f in SOURCES if "PRAGMA" in f.read_text() and f.parent.name != "db"] == []


def test_every_source_is_formatted():
    program = re.search(r"^CLANG_FORMAT := (.*)", (paths.TOP / "Makefile").read_text(), re.M)[1]
    files = [f for f in SOURCES + sorted((paths.TOP / "tests").rglob("*.[ch]")) if f.parent.name != "entities"]
    done = subprocess.run([program, "--dry-run", "-Werror", *map(str, files)], capture_output=True, text=True)
    assert done.returncode == 0, f"run {program} -i on these files\n{done.stderr[:3000]}"


def test_no_source_file_is_too_long_to_have_one_subject():
    long = {str(f.relative_to(paths.TOP)): n for f in SOURCES if (n := len(f.read_text().splitlines())) > 700}
    assert long == {}


def test_clang_finds_nothing_to_warn_about():
    files = [file for file in SOURCES if file.suffix == ".c"]
    assert clang.complaints(files, SRC, "-Wall", "-Wextra", "-Wshadow", "-Wstrict-prototypes")[:3000] == ""


def test_nothing_tracked_names_a_developers_machine():
    pattern = re.compile(rb"/(wor[k]|roo[t]|hom[e]/\w+)/")
    wrong = [str(f.relative_to(paths.TOP)) for f in tracked() if pattern.search(f.read_bytes())]
    assert wrong == []


def test_shell_scripts_parse():
    scripts = [f for f in tracked() if f.is_file() and f.read_bytes().startswith(b"#!/bin/")]
    assert scripts
    for script in scripts:
        interpreter = script.read_text().splitlines()[0][2:].split()[0]
        done = subprocess.run([interpreter, "-n", str(script)], capture_output=True, text=True)
        assert done.returncode == 0, f"{script}: {done.stderr}"
