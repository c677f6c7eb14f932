"""Starting, reloading and stopping, in every processing model."""

import concurrent.futures
import os
import re
import shutil
import threading

import pytest

from support import paths

ROOT = "/sistercities"


@pytest.mark.parametrize("mpm", ["event", "worker", "prefork"])
def test_every_processing_model_serves_many_readers_at_once(registry, make_httpd, mpm):
    server = make_httpd(registry, mpm=mpm).start()
    # On a slow machine all that httpd has are busy for a moment.
    server.expect_log("AH00286|AH00484|AH00161|AH10159")
    paths = ["/", "/places", "/places/boston-us", "/partnerships.json", "/places/kaunas-lt/partners?lang=ja"] * 12
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda path: server.get(ROOT + path), paths))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 5


@pytest.mark.parametrize("mpm", ["event", "prefork"])
def test_a_reload_under_load_fails_no_request(registry, make_httpd, mpm):
    server = make_httpd(registry, mpm=mpm).start()
    reloaded = threading.Event()

    def read():
        codes = []
        while not reloaded.is_set() or len(codes) < 6:
            codes.append(server.get(ROOT + "/places/boston-us", headers={"Connection": "close"}).status_code)
        return codes

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        try:
            for _ in range(3):
                server.reload()
        finally:
            reloaded.set()
        codes = [code for reader in readers for code in reader.result()]
    assert set(codes) == {200}


def test_the_module_can_be_added_changed_and_removed_by_reload(registry, make_httpd):
    server = make_httpd(registry)
    server.loads_sistercity = False
    server.start()
    assert server.get(ROOT + "/places").status_code == 404
    server.loads_sistercity = True
    server.reload()
    assert server.get(ROOT + "/places").headers["Content-Language"] == "en"
    server.configuration = "<Location /sistercities>\nSisterCityLanguages ja\n</Location>"
    server.reload()
    assert server.get(ROOT + "/places").headers["Content-Language"] == "ja"
    server.loads_sistercity = False
    server.configuration = ""
    server.reload()
    assert server.get(ROOT + "/places").status_code == 404


def test_a_new_build_of_the_module_takes_over_by_reload(registry, make_httpd):
    server = make_httpd(registry)
    server.module = server.directory / "mod_sistercity.so"
    for _ in range(3):
        shutil.copy(paths.BUILD / "mod_sistercity.so", server.directory / "new.so")
        (server.directory / "new.so").rename(server.module)
        if server.running:
            server.reload()
        else:
            server.start()
        for path in "/places/boston-us", "/places.json", "/places?lang=ja":
            assert server.get(ROOT + path).status_code == 200
    assert "exit signal" not in server.log_text()


def resident_kb(pid):
    text = open(f"/proc/{pid}/status", encoding="ascii").read()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1])


def test_reloads_do_not_grow_the_parent_process(registry, make_httpd):
    server = make_httpd(registry).start()
    for _ in range(3):
        server.reload()
        server.get(ROOT + "/places?lang=ja")
    before = resident_kb(server.pid)
    count = int(os.environ.get("RELOADS", 12))
    for _ in range(count):
        server.reload()
        server.get(ROOT + "/places?lang=ja")
    grown = resident_kb(server.pid) - before
    print(f"{count} reloads, {grown} kB more")
    assert grown < 12 * 200, "however many"


def test_a_site_without_mod_include_works(registry, make_httpd):
    server = make_httpd(registry)
    server.modules.remove("include")
    server.start()
    assert server.get(ROOT + "/places").status_code == 200
