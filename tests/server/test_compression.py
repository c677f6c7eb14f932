"""Readers behind mod_deflate."""

CONFIGURATION = "AddOutputFilterByType DEFLATE text/html application/json text/csv text/css\n"


def test_a_compressed_page_is_revalidated(server):
    first = server.get("/sistercities/places", headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    again = server.get(
        "/sistercities/places", headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304
    named = [set(answer.headers["Vary"].replace(" ", "").split(",")) for answer in (first, again)]
    assert named[0] == named[1] and "Accept-Encoding" in named[1], "caches keep a 304's headers"


def test_a_page_is_the_same_with_and_without_compression(server):
    plain = server.get("/sistercities/places.json", headers={"Accept-Encoding": "identity"})
    packed = server.get("/sistercities/places.json", headers={"Accept-Encoding": "gzip"})
    assert plain.content == packed.content
