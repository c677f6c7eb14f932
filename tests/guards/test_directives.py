"""Every directive is merged from section to section, and described where people look for it."""

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


def sources():
    return "".join(f.read_text() for f in sorted((paths.TOP / "mod_sistercity" / "httpd").rglob("*.[ch]")))


def members():
    """The members of what a section of the configuration says, and whether -1 is "not set"."""
    (body,) = re.findall(r"^typedef struct sc_directory_config_t \{\n(.*?)^\}", sources(), re.M | re.S)
    return re.findall(r"(\w+);(.*)", body)


def test_a_member_that_is_no_pointer_begins_as_not_set():
    (unset,) = re.findall(r"^static const sc_directory_config_t unset = \{(.*?)\};", sources(), re.M | re.S)
    wrong = [name for name, comment in members() if ("-1: not set" in comment) != (f".{name} = -1" in unset)]
    assert wrong == []


@pytest.mark.parametrize("member", [name for name, _ in members()])
def test_a_member_is_set_by_a_directive_and_merged(member):
    (merge,) = re.findall(r"^void \*sc_directory_config_merge\([^;]*?\)\n\{.*?^\}", sources(), re.M | re.S)
    assert f"config->{member} =" in merge and f"over->{member}" in merge and f"base->{member}" in merge
    rest = sources().replace(merge, "")
    assert len(re.findall(rf"config->{member}\s*=\s|&config->{member}\b|MEMBER\({member}\)", rest)) > 0
