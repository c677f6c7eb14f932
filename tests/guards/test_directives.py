"""Every directive is described where people look for it."""

import re

import pytest

from support import paths

DIRECTIVES = sorted(set(re.findall(r'"(SisterCity[A-Za-z]+)"', "".join(
    f.read_text() for f in sorted((paths.TOP / "mod_sistercity" / "httpd").rglob("*.c"))))))


def test_there_are_directives():
    assert "SisterCityHome" in DIRECTIVES


@pytest.mark.parametrize("directive", DIRECTIVES)
def test_a_directive_stands_in_the_annotated_configuration(directive):
    text = (paths.CONF / "sistercity.conf").read_text()
    assert re.search(rf"^\s*#?{directive} ", text, re.M), f"conf/sistercity.conf does not show {directive}"


@pytest.mark.parametrize("directive", DIRECTIVES)
def test_a_directive_has_its_section_in_the_readme(directive):
    assert f"#### {directive}" in (paths.TOP / "README.md").read_text()


def test_the_readme_and_the_configuration_describe_no_ghosts():
    for file in ("README.md", "conf/sistercity.conf"):
        named = set(re.findall(r"\bSisterCity[A-Z][A-Za-z]+", (paths.TOP / file).read_text()))
        assert named - set(DIRECTIVES) == set(), file
