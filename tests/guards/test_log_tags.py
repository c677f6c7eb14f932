"""Every tag of the error log is explained, and no other."""

import collections
import re

from support import paths

HTTPD = paths.TOP / "mod_sistercity" / "httpd"
TAG = re.compile(r"SC\d{4}")


def test_every_tag_is_explained_and_every_explanation_is_of_a_tag():
    (table,) = HTTPD.rglob("log_tags.md")
    explained = re.findall(r"^\| (SC\d{4}) \| .+ \| .+ \| .+ \|$", table.read_text(encoding="utf-8"), re.M)
    logged = {tag for f in HTTPD.rglob("*.[ch]") for tag in TAG.findall(f.read_text(encoding="utf-8"))}
    assert [tag for tag, n in collections.Counter(explained).items() if n > 1] == []
    assert set(explained) == logged


def test_others_name_only_tags_that_there_are():
    (table,) = HTTPD.rglob("log_tags.md")
    explained = set(TAG.findall(table.read_text(encoding="utf-8")))
    for file in paths.TOP / "README.md", paths.CONF / "sistercity.conf":
        assert set(TAG.findall(file.read_text(encoding="utf-8"))) <= explained, file
