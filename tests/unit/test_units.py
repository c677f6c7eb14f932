"""Runs the C unit tests (tests/unit/test_*.c): one test here for each program."""

import os
import pathlib
import subprocess

import pytest

from support import database, paths

PROGRAMS = sorted(p.stem for p in pathlib.Path(__file__).parent.glob("test_*.c"))


@pytest.fixture
def environment(databases, program):
    """The C tests of databases use PostgreSQL, too, when they are told where one is."""
    sanitizers = {name: value for name, value in os.environ.items() if name == "ASAN_OPTIONS"}
    said = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TMPDIR": database.place_for_files(), **sanitizers}
    if "RUN_ON_" not in pathlib.Path(__file__).with_name(f"{program}.c").read_text(encoding="utf-8"):
        yield said
        return
    made = databases.empty("postgresql")
    yield {"SISTERCITY_TEST_PGSQL": made.params, **said}
    made.remove()


@pytest.mark.parametrize("program", PROGRAMS)
def test_c_units(program, environment):
    under = os.environ.get("SISTERCITY_UNIT_UNDER", "")  # make valgrind
    known = {**environment, "SISTERCITY_UNIT_UNDER": under} if under else environment
    done = subprocess.run([*under.split(), str(paths.BUILD / "unit" / program)], capture_output=True, text=True, env=known, cwd=paths.TOP)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[  PASSED  ]" in done.stdout + done.stderr, "the program ran no test"
