"""What README.md tells people to type, so that tests can type it."""

import re

from . import paths


def blocks(heading, kind):
    """The blocks of code of a kind ("sh", "apache") below a heading, in their order."""
    text = (paths.TOP / "README.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert section, f"README.md has no section {heading}"
    return re.findall(rf"^```{kind}\n(.*?)^```$", section[1], re.M | re.S)
