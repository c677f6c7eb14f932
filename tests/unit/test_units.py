"""Runs the C unit tests (tests/unit/test_*.c): one test here for each program."""

import os
import pathlib
import subprocess

import pytest

from support import paths

PROGRAMS = sorted(p.stem for p in pathlib.Path(__file__).parent.glob("test_*.c"))


@pytest.fixture(scope="module")
def environment(databases):
    """The C tests use PostgreSQL, too, when they are told where it is."""
    made = databases.cluster.create()
    sanitizers = {name: value for name, value in os.environ.items() if name == "ASAN_OPTIONS"}
    yield {"SISTERCITY_TEST_PGSQL": made.params, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **sanitizers}
    made.remove()


@pytest.mark.parametrize("program", PROGRAMS)
def test_c_units(program, environment):
    under = os.environ.get("SISTERCITY_UNIT_UNDER", "").split()  # make valgrind
    done = subprocess.run([*under, str(paths.BUILD / "unit" / program)], capture_output=True, text=True, env=environment, cwd=paths.TOP)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[  PASSED  ]" in done.stdout + done.stderr, "the program ran no test"
