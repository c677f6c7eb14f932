"""README.md and the manual page, which come with the packages, have everything that people type, ask for or read in a log."""

import re
import subprocess

import pytest

from support import paths

SRC = paths.TOP / "mod_sistercity"
README = (paths.TOP / "README.md").read_text(encoding="utf-8")
MANUAL = re.sub(r"\\f[BIR]", "", (SRC / "tool" / "sistercityctl.1").read_text(encoding="utf-8").replace("\\-", "-"))
PATTERNS = sorted({"".join(found) for file in (SRC / "httpd").rglob("*.c")
                   for found in re.findall(r'\.pattern = "([^"]+)"|^ +\{"(/[a-z{*][^"]*)",', file.read_text(encoding="utf-8"), re.M)})
# What pages ask for by themselves.
UNNAMED = {"sistercity-admin"}
# What is below has its names from others.
PROTOCOLS = {"reconcile"}


def help_of(*command):
    return subprocess.run([paths.CTL, "help", *command], capture_output=True, text=True, check=True).stdout


COMMANDS = re.findall(r"^  ([a-z]+)  ", help_of(), re.M)


def test_every_address_is_in_the_readme():
    assert "/places/*/changes" in PATTERNS and "/{collection}/new" in PATTERNS
    fixed = [[word for word in pattern.split("/") if word and word[0] not in "*{"] for pattern in PATTERNS]
    words = {words[0 if words[0] in PROTOCOLS else -1] for words in fixed if words} - UNNAMED
    assert [word for word in sorted(words) if not re.search(rf"/\*?{re.escape(word.lstrip('*'))}|COLLECTION{re.escape(word.lstrip('*'))}", README)] == []


def test_every_format_is_in_the_readme():
    formats = re.findall(r'FORMAT\(\w+, "(\.\w+)"', (SRC / "present" / "write" / "format.h").read_text(encoding="utf-8"))
    assert len(formats) > 10
    assert [suffix for suffix in formats if f"{suffix}`" not in README] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_and_its_options_are_in_the_manual_and_the_command_in_the_readme(command):
    assert re.search(rf"^(\.BI? \"?)?(help \[COMMAND\], )?{command}\b", MANUAL, re.M), f"sistercityctl.1 does not describe {command}"
    assert [option for option in sorted(set(re.findall(r"--[a-z-]+", help_of(command)))) if option not in MANUAL] == []
    assert command in ("help", "version") or re.search(rf"^\| `{command}\b", README, re.M), f"README.md does not have {command} in its table"


def test_every_collection_is_in_the_readme_and_in_the_manual(tmp_path):
    for command in ["init"], ["export", tmp_path / "tables"]:
        subprocess.run([paths.CTL, "--database", f"sqlite3:{tmp_path}/registry.db", *command], check=True)
    collections = [path.stem for path in (tmp_path / "tables").iterdir()]
    (listed,) = re.findall(r"^The collections are (.*?);", MANUAL, re.M | re.S)
    assert len(collections) > 15 and sorted(re.findall(r"[a-z]+", listed.replace(" and", ""))) == sorted(collections)
    assert [name for name in collections if f"`/{name}`" not in README] == []


def test_every_exit_code_is_in_the_help_the_manual_and_the_readme():
    codes = dict(re.findall(r"CTL_(\w+) = (\d)", (SRC / "tool" / "ctl.h").read_text(encoding="utf-8")))
    codes = {code for name, code in codes.items() if name in ("GOOD", "FINDINGS", "USAGE", "DATABASE")}
    manual = MANUAL.split(".SH EXIT STATUS")[1].split(".SH")[0]
    (line,) = re.findall(r"^Exit codes: (.*)", README, re.M)
    assert codes == set(re.findall(r"\b\d\b", line.split(".")[0])) == set(re.findall(r"^(?:\.B )?(\d)$", manual, re.M))
    assert codes == set(re.findall(r"\b\d\b", re.search(r"^Exit: (.*)", help_of(), re.M)[1]))


def test_what_a_log_says_is_explained_where_the_package_puts_it():
    assert "mod_sistercity/httpd/server/log_tags.md" in (paths.TOP / "debian/libapache2-mod-sistercity.docs").read_text().split()
    assert "log_tags.md" in README


def test_every_marker_of_a_template_is_in_the_readme():
    (table,) = re.findall(r"\} markers\[\] = (.*?);", (SRC / "present" / "write" / "frame.c").read_text(encoding="utf-8"), re.S)
    markers = re.findall(r'"(\w+)"', table)
    assert "content" in markers and not [marker for marker in markers if f"<!--sistercity:{marker}-->" not in README]
