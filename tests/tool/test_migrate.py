"""What becomes of a registry that another program made."""

import subprocess

import pytest

from support import paths

KINDS = ["sqlite", "postgresql"]


@pytest.mark.parametrize("kind", KINDS)
def test_registries_made_at_once_in_one_database_are_one(databases, kind):
    registry = databases.uninitialized(kind)
    command = [str(paths.CTL), "--database", registry.url, "init"]
    makers = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    told = [maker.communicate() for maker in makers]
    assert sorted(maker.returncode for maker in makers) == [0, 3, 3], told
    assert registry.sql("SELECT COUNT(*) FROM registry") == "1"
    registry.remove()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", ["migrate", "check"])
def test_a_registry_from_before_the_first_release_stays_and_two_commands_carry_it_over(databases, kind, command):
    registry = databases.empty(kind)
    registry.sql("UPDATE registry SET schema_version = 12")
    done = registry.ctl(command, check=False)
    assert done.returncode == 3
    assert "export DIR" in done.stderr and "import DIR" in done.stderr
    assert registry.sql("SELECT schema_version FROM registry") == "12"
    registry.remove()
