"""The sources stand in rooms: which may use which, and nothing uses what uses it."""

import collections
import functools
import re
import subprocess

import pytest

from support import paths

SRC = paths.TOP / "mod_sistercity"

# Each room, and what it may use besides itself.
BELOW = {
    "model": set(),
    "view": {"model"},
    "language": {"model"},
    "store": {"view", "language", "model"},
    "present": {"view", "language", "model"},
    "httpd": {"present", "store", "view", "language", "model"},
    "tool": {"present", "store", "view", "language", "model"},
}
# The smaller rooms of a room: each may use those before it.
SMALLER = {
    "store": ["db", "files", "record", "write", "query", "load", "edit", "import"],
    "present": ["write", "picture", "page", "office"],
    "httpd": ["server", "answer", "describe", "form", "office"],
}
# Hooks everything together, and may use everything.
DOOR = {"httpd/mod_sistercity"}
MOST_FILES = 26

FILES = sorted(f for room in BELOW for f in (SRC / room).rglob("*.[ch]") if f.parent.name != "entities")


def unit(file):
    """X.h and X.c are one."""
    return str(file.relative_to(SRC).with_suffix(""))


@functools.cache
def included(file):
    names = re.findall(r'^\s*#\s*include "([^"]+)"', file.read_text(encoding="utf-8"), re.M)
    return [SRC / name for name in names if (SRC / name).exists() and "entities" not in name]


def symbols(kinds):
    """(unit, symbol) of each kind, from the objects."""
    objects = {str(paths.BUILD / unit(f)) + ".o": unit(f) for f in FILES if f.suffix == ".c"}
    out = subprocess.run(["nm", "-A", "-g", *objects], capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        file, rest = line.split(":", 1)
        kind, name = rest.split()[-2:]
        if kind in kinds:
            yield objects[file], name


@pytest.fixture(scope="module")
def uses():
    """What each unit uses: by including it, or by calling what it implements of another's header."""
    found = {unit(f): set() for f in FILES}
    for file in FILES:
        found[unit(file)] |= {unit(other) for other in included(file)}
    home = {name: where for where, name in symbols("TDBRVWC")}
    for where, name in symbols("U"):
        # By this name httpd knows the module, and everything in it that logs or has a configuration.
        if name in home and name != "sistercity_module":
            found[where].add(home[name])
    return {where: used - {where} for where, used in found.items()}


def circles(graph):
    """Strongly connected parts of more than one node."""
    number, low, stack, found = {}, {}, [], []

    def visit(node):
        number[node] = low[node] = len(number)
        stack.append(node)
        for other in sorted(graph.get(node, ())):
            if other not in number:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], number[other])
        if low[node] == number[node]:
            part = stack[stack.index(node):]
            del stack[stack.index(node):]
            if len(part) > 1:
                found.append(sorted(part))

    for node in sorted(graph):
        if node not in number:
            visit(node)
    return found


def may_use(user, used):
    (room, *inner), (other, *inside) = user.split("/"), used.split("/")
    # httpd's macros name the module's structure wherever something is logged.
    if user in DOOR or used in DOOR:
        return True
    if room != other:
        return other in BELOW[room]
    order = SMALLER.get(room)
    return not order or order.index(inside[0]) <= order.index(inner[0])


def test_rooms_use_only_rooms_below_them(uses):
    wrong = [f"{user} uses {used}" for user in uses for used in uses[user] if not may_use(user, used)]
    assert wrong == []


def test_no_files_use_each_other_in_a_circle(uses):
    assert circles(uses) == []


def test_no_folders_use_each_other_in_a_circle(uses):
    graph = collections.defaultdict(set)
    for user in uses.keys() - DOOR:
        graph[user.rpartition("/")[0]] |= {used.rpartition("/")[0] for used in uses[user]} - {user.rpartition("/")[0]}
    assert circles(graph) == []


@pytest.mark.parametrize("header", [f for f in FILES if f.suffix == ".h"], ids=unit)
def test_a_private_header_is_included_only_where_it_says(header):
    said = re.search(r"\bPrivate to (\S+?)[.,;]?(?:\s|$)", header.read_text(encoding="utf-8"))
    if not said:
        return
    place = SRC / said[1]
    assert place.exists(), f"{said[0]}: name a folder or a file below mod_sistercity/"
    users = [f for f in FILES if header in included(f) and unit(f) != unit(header)]
    assert [unit(f) for f in users if f != place and place not in f.parents] == []


def test_a_folder_has_no_more_files_than_one_can_know():
    count = collections.Counter(str(f.parent.relative_to(SRC)) for f in FILES)
    assert {folder: n for folder, n in count.items() if n > MOST_FILES} == {}
