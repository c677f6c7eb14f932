"""The feeds in programs that people read news with."""

import sqlite3
import subprocess
import time

import pytest

from support.editing import Editor

ROOT = "/sistercities"


@pytest.fixture(scope="module")
def address(server):
    """Of a feed with a partnership of 1959 and one that is known by its year."""
    editor = Editor(server)
    for slug, name, country in (("news-de", "Nachrichten & <Berg>", "DE"), ("news-jp", "平塚市", "JP")):
        assert editor.create("places", slug=slug, name=name, country=country).status_code == 201
    for slug, established in (("news-day", "1959-04-22"), ("news-year", "1959")):
        assert editor.create("partnerships", slug=slug, type="sister", status="active", established=established,
                             parties=[{"place": "news-de"}, {"place": "news-jp"}]).status_code == 201
    return f"{server.url}{ROOT}/places/news-de/partners.atom?lang=en"


def test_newsboat_shows_when_it_was_recorded(address, tmp_path):
    (tmp_path / "urls").write_text(address + "\n")
    (tmp_path / "config").write_text("")
    done = subprocess.run(["newsboat", "-u", tmp_path / "urls", "-c", tmp_path / "cache.db", "-C", tmp_path / "config", "-x", "reload"],
                          capture_output=True, timeout=60, env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "no_proxy": "*"})
    assert done.returncode == 0, done.stderr
    rows = sqlite3.connect(tmp_path / "cache.db").execute("SELECT title, pubDate, author FROM rss_item").fetchall()
    assert len(rows) == 2
    for title, published, _ in rows:
        assert title == "Nachrichten & <Berg> – 平塚市" and abs(published - time.time()) < 3600


def test_sfeed_shows_when_it_was_recorded(server, address):
    body = server.get(address.removeprefix(server.url)).content
    lines = subprocess.run(["sfeed", server.url], input=body, capture_output=True, timeout=60, check=True).stdout.decode().splitlines()
    assert len(lines) == 2
    for line in lines:
        moment, title, link, *_ = line.split("\t")
        assert abs(int(moment) - time.time()) < 3600 and title == "Nachrichten & <Berg> – 平塚市"
        assert link.startswith(f"{server.url}{ROOT}/partnerships/news-")
