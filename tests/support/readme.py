"""What README.md tells people to type, so that tests can type it."""

import re

from . import paths


def blocks(heading, kind):
    """The blocks of code of a kind ("sh", "apache") below a heading of any level, in their order."""
    text = (paths.TOP / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"^(##+) {re.escape(heading)}\n", text, re.M)
    assert found, f"README.md has no section {heading}"
    section = re.split(rf"^#{{2,{len(found[1])}}} ", text[found.end():], maxsplit=1, flags=re.M)[0]
    return re.findall(rf"^ *```{kind}\n(.*?)^ *```$", section, re.M | re.S)
