"""Nothing is exported that nobody else needs, and a name means one thing."""

import collections
import re
import subprocess

from support import paths

# What httpd and the C library call.
CALLED_FROM_OUTSIDE = {"main", "sistercity_module"}
# What only tests call, and why it is exported all the same.
FOR_TESTS = {
    "sc_db_prepared": "the plans of all statements that ran are looked at",
    "sc_document": "the entities are exported by the same table row, whether anybody names them or not",
}


def test_every_exported_symbol_is_used_by_another_file():
    objects = [paths.BUILD / "libsistercity.a"]
    for room in "httpd", "tool":
        sources = sorted((paths.TOP / "mod_sistercity" / room).rglob("*.c"))
        objects += [paths.BUILD / f.relative_to(paths.TOP / "mod_sistercity").with_suffix(".o") for f in sources]
    out = subprocess.run(["nm", "-A", "-g", *map(str, objects)], capture_output=True, text=True, check=True).stdout
    defined, used = {}, set()
    for file, kind, name in re.findall(r"^(\S+):[ \da-f]* (\w) (\S+)$", out, re.M):
        if kind == "U":
            used.add(name)
        elif kind in "TDBRVC":
            defined[name] = file.removeprefix(str(paths.BUILD) + "/")
    unused = defined.keys() - used - CALLED_FROM_OUTSIDE
    wrong = sorted(f"{name} of {defined[name]}" for name in unused - FOR_TESTS.keys())
    assert not wrong, "\n".join(wrong)
    assert FOR_TESTS.keys() - unused == set(), "no exception any more"


def test_no_two_headers_call_two_types_alike():
    found = collections.defaultdict(set)
    for header in (paths.TOP / "mod_sistercity").rglob("*.h"):
        for name in re.findall(r"^(?:\} |typedef [^{};(]+ )\*?(\w+_[te]);", header.read_text(), re.M):
            found[name].add(header.name)
    assert len(found) > 200
    assert {name: headers for name, headers in found.items() if len(headers) > 1} == {}
