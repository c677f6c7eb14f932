"""Beside httpd's other modules: HTTP/2, compression, caches on disk, a proxy in front."""

import concurrent.futures
import subprocess

import pytest

from support.editing import Editor

ROOT = "/sistercities"
PAGES = ["/places/boston-us", "/places.json", "/partnerships.csv", "/places/kaunas-lt/partners?lang=ja", "/sistercity.css"]


def test_readers_over_http_2_get_what_others_get(registry, make_httpd):
    server = make_httpd(registry, configuration="Protocols h2c http/1.1\n", modules=["http2"]).start()
    truth = {page: server.get(ROOT + page).content for page in PAGES}

    def read(number):
        """A connection each: curl 7.88 loses the second transfer of a connection in clear text, a plain file's too."""
        page = PAGES[number % len(PAGES)]
        file = server.directory / f"answer{number}"
        done = subprocess.run(["curl", "-sS", "--http2-prior-knowledge", "-w", "%{http_version} %{http_code}", "-o", file, server.url + ROOT + page],
                              capture_output=True, text=True)
        assert done.stdout == "2 200", (page, done.stdout + done.stderr)
        assert file.read_bytes() == truth[page]

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(read, range(40)))


@pytest.mark.parametrize("module, media", [("deflate", "gzip"), ("brotli", "br")])
def test_what_a_module_compresses_is_revalidated_and_the_same(registry, make_httpd, module, media):
    word = {"deflate": "DEFLATE", "brotli": "BROTLI_COMPRESS"}[module]
    types = "text/html application/json text/csv text/css"
    server = make_httpd(registry, configuration=f"AddOutputFilterByType {word} {types}\n", modules=[] if module == "deflate" else [module]).start()
    for page in PAGES:
        packed = subprocess.run(["curl", "-sS", "--compressed", "-H", f"Accept-Encoding: {media}", server.url + ROOT + page], capture_output=True, check=True)
        assert packed.stdout == server.get(ROOT + page, headers={"Accept-Encoding": "identity"}).content, page
        answer = server.get(ROOT + page, headers={"Accept-Encoding": media})
        assert answer.headers["Content-Encoding"] == media and "Accept-Encoding" in answer.headers["Vary"]
        again = server.get(ROOT + page, headers={"Accept-Encoding": media, "If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304, (page, answer.headers["ETag"])


def test_a_cache_on_disk_keeps_languages_apart_and_nothing_of_editors(registry, make_httpd):
    server = make_httpd(registry, modules=["cache", "cache_disk"])
    kept = server.directory / "kept"
    kept.mkdir()
    kept.chmod(0o777)
    server.configuration = f'CacheRoot "{kept}"\nCacheEnable disk "{ROOT}"\nCacheQuickHandler on\nCacheHeader on\nCacheLock off\n'
    server.start()
    english = {"Accept-Language": "en"}
    first = server.get(ROOT + "/places/boston-us", headers=english)
    assert first.status_code == 200 and first.headers["Cache-Control"].startswith("public"), first.headers
    # mod_cache sends an answer before it has kept it (strace of 2.4.71: the body's writev precedes the rename).
    asked_again = (server.get(ROOT + "/places/boston-us", headers=english) for _ in range(50))
    again = next(answer for answer in asked_again if answer.headers["X-Cache"].startswith("HIT"))
    assert again.content == first.content
    assert server.get(ROOT + "/places/boston-us", headers={"Accept-Language": "ja"}).headers["Content-Language"] == "ja"
    assert server.get(ROOT + "/places/boston-us", headers=english).headers["Content-Language"] == "en"
    assert server.get(ROOT + "/places/boston-us", headers={**english, "If-None-Match": first.headers["ETag"]}).status_code == 304
    editor = Editor(server)
    for path in "/", "/places/boston-us", "/history.json":
        for _ in range(2):
            answer = editor.get(path)
            assert answer.status_code == 200 and not answer.headers.get("X-Cache", "").startswith("HIT")
        assert server.get(ROOT + "/admin" + path).status_code == 401


def test_people_read_and_edit_through_a_proxy_in_front(registry, make_httpd):
    front = make_httpd(include_conf=False, modules=["proxy", "proxy_http"])
    front.loads_sistercity = False
    back = make_httpd(registry, configuration=f'<Location "{ROOT}">\nSisterCityBaseURL {front.url}\n</Location>\n').start()
    front.configuration = f'ProxyPass "{ROOT}" "{back.url}{ROOT}"\nProxyPassReverse "{ROOT}" "{back.url}{ROOT}"\n'
    front.start()
    for page in PAGES:
        assert front.get(ROOT + page).content == back.get(ROOT + page).content
    assert f'href="{front.url}{ROOT}/places/boston-us' in front.get(ROOT + "/places/boston-us?lang=en").text
    moved = front.get(ROOT + "/places/boston-us/")
    assert moved.status_code == 301 and moved.headers["Location"].startswith((front.url, ROOT))
    editor = Editor(front)
    stored = editor.form("/places/boston-us").set("population", "675647").send("save", headers={"Origin": front.url})
    assert stored.status_code == 303 and stored.headers["Location"].startswith((front.url, ROOT)), stored.headers
    assert front.get(ROOT + "/places/boston-us.json").json()["population"] == 675647
    foreign = editor.form("/places/boston-us").set("population", "1").send("save", headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    back.expect_log("SC0501")
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert {answer.status_code for answer in pool.map(lambda page: front.get(ROOT + page), PAGES * 8)} == {200}
