"""The Debian packages name what there is. `make deb` builds them, `make package-test` installs them in fresh trees."""

import re
import subprocess

import pytest

from support import paths, readme

DEBIAN = paths.TOP / "debian"
PACKAGES = re.findall(r"^Package: (\S+)$", (DEBIAN / "control").read_text(), re.M)


@pytest.mark.parametrize("list_file", sorted(DEBIAN.glob("*.install")) + sorted(DEBIAN.glob("*.apache2")) + sorted(DEBIAN.glob("*.examples")), ids=lambda p: p.name)
def test_what_a_package_ships_is_in_the_tree_or_made_by_make(list_file):
    makefile = (paths.TOP / "Makefile").read_text()
    for line in list_file.read_text().splitlines():
        name = line.split()[1 if list_file.suffix == ".apache2" else 0]
        if name.startswith("build/"):
            assert re.search(rf"^DIALECTS := .*\b{re.escape(name.rsplit('/', 1)[1].removesuffix('.sql'))}\b", makefile, re.M), name
        elif name.startswith("usr/"):
            assert name.rsplit("/", 1)[1] in makefile, f"{name}: make install does not install it"
        else:
            assert (paths.TOP / name).exists(), name


@pytest.mark.parametrize("script", ["config", "postinst", "postrm"])
def test_the_scripts_of_the_package_are_read_by_the_shell_of_debian(script):
    subprocess.run(["dash", "-n", DEBIAN / f"libapache2-mod-sistercity.{script}"], check=True)


def test_the_readme_installs_every_package():
    block = readme.blocks("On Debian 12 and 13", "sh")[0]
    for package in PACKAGES:
        assert f"/{package}_*.deb" in block


def test_the_program_says_the_version_of_its_package():
    done = subprocess.run([paths.BUILD / "sistercityctl", "version"], capture_output=True, text=True, check=True)
    version = re.match(r"\S+ \((\S+)-[\w~]+\)", (DEBIAN / "changelog").read_text())[1].replace("~", "-")
    assert version in done.stdout.split()


def test_each_test_that_the_security_policy_names_is_there():
    named = set(re.findall(r"`(test_\w+)`", (paths.TOP / "SECURITY.md").read_text()))
    tests = "".join(file.read_text() for file in (paths.TOP / "tests" / "server").glob("*.py"))
    assert len(named) > 20
    assert not [name for name in sorted(named) if f"def {name}(" not in tests]
