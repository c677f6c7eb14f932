"""The demonstration that `make run` starts, seen as a new user sees it."""

import os
import re
import subprocess

import pytest
import requests

from support import database, paths


def serve(command, port, **more):
    environment = {**os.environ, "PORT": str(port), "DETACH": "1", **more}
    return subprocess.run(
        [str(paths.CONF / "demo" / "serve"), command], capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A running demonstration: (what it printed, its address)."""
    port = database.free_port()
    temporary = database.reachable_directory("demo")
    done = serve("start", port, TMPDIR=str(temporary))
    assert done.returncode == 0, done.stdout + done.stderr
    yield done.stdout, f"http://127.0.0.1:{port}"
    assert serve("stop", port, TMPDIR=str(temporary)).returncode == 0
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{port}/", timeout=5)
    assert list(temporary.iterdir()) == []
    temporary.rmdir()


def test_the_addresses_it_prints_all_answer(demo):
    printed, base = demo
    addresses = re.findall(rf"{base}\S*", "\n".join(printed.splitlines()[-10:]))
    assert len(addresses) >= 5
    for address in addresses:
        status = requests.get(address, timeout=20).status_code
        assert status == (401 if "/admin/" in address else 200), address


def test_the_password_it_prints_opens_the_editing_address(demo):
    printed, base = demo
    password = re.search(r"password (\w+)", printed)[1]
    assert requests.get(base + "/sistercities/admin/", auth=("editor", password), timeout=20).status_code == 200


@pytest.mark.parametrize("path, words", [
    ("/", ["Hiratsuka", "Yaotsu", "平塚市", "since 2019", "25 November 2023"]),
    ("/lt/", ["八百津町", "2019", "Japonija"])])
def test_the_city_s_pages_show_the_registry_in_two_languages(demo, path, words):
    text = requests.get(demo[1] + path, timeout=20).content.decode("utf-8")
    assert "[an error occurred" not in text and "sistercity-notice" not in text
    said = re.sub(r"<[^>]*>", "", text)
    for word in words:
        assert word in said, word
    assert text.count('<section class="sistercity') >= 3


def test_the_registry_wears_the_city_s_design(demo):
    text = requests.get(demo[1] + "/sistercities/places/boston-us", timeout=20).text
    assert "/design/city.css" in text and "Demonstration site" in text


def test_a_taken_port_is_explained(demo):
    port = int(demo[1].rsplit(":", 1)[1])
    other = database.reachable_directory("demo")
    done = serve("start", port, TMPDIR=str(other))
    other.rmdir()
    assert done.returncode != 0
    assert f"port {port}" in done.stderr
