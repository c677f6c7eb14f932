"""Pictures and documents that belong to items: added by editors, kept once, sent so that they can do nothing."""

import base64
import hashlib
import json
import os
import re
import socket
import struct
import subprocess
import zlib

import pytest

from support import database, httpd, paths
from support.editing import ADMIN, Editor, errors

DATABASES = ["sqlite", "postgresql"]

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def png(width=3, height=2, color=b"\x20\x60\xa0"):
    rows = (b"\x00" + color * width) * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


SECRET = b"N 54 53 48 E 23 53 11 Kaunas"


def segment(marker, payload):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(payload) + 2) + payload


def exif(orientation=6, order=">"):
    return (b"Exif\0\0" + (b"MM" if order == ">" else b"II") + struct.pack(order + "HIH", 42, 8, 2)
            + struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(order + "HHII", 0x8825, 4, 1, 38) + bytes(4) + SECRET)


def jpeg(*metadata, tail=b""):
    """As a camera writes it: what decoders need, two scans, and metadata between them."""
    first = segment(0xe0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    picture = (segment(0xe2, b"ICC_PROFILE\0\1\1colors") + segment(0xee, b"Adobe\0\x64\0\0\0\0\1") + segment(0xdb, bytes(65))
               + segment(0xc2, b"\x08\0\1\0\1\1\1\x11\0") + segment(0xda, b"\1\1\0\0\0\0") + b"\x12\xff\x00\xff\xd0\x34")
    return b"\xff\xd8" + first + b"".join(metadata) + picture + segment(0xda, b"\1\1\0\1\5\0") + b"\x56" + b"\xff\xd9" + tail


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def riff(name, data):
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def webp(flags, *more):
    body = b"WEBP" + riff(b"VP8X", bytes([flags]) + bytes(9)) + riff(b"VP8 ", b"\x30\1\0\x9d\1\x2a\1\0\1\0\2\0\x34\x25\xa4\0\3p\0\xfe\xfb\xfd\x50\0") + b"".join(more)
    return b"RIFF" + struct.pack("<I", len(body)) + body


UPRIGHT = segment(0xe1, b"Exif\0\0MM\0\x2a\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\6\0\0" + bytes(4))
# What is sent, its type, and what is kept of it.
TELLING = {
    "a phone's photo": (jpeg(segment(0xe1, exif()), segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET), segment(0xed, b"Photoshop 3.0\0" + SECRET),
                             segment(0xfe, SECRET), segment(0xe2, b"MPF\0" + SECRET), tail=jpeg(segment(0xe1, exif())) + b"ftypmp42" + SECRET),
                        "image/jpeg", jpeg(UPRIGHT)),
    "the other order of bytes": (jpeg(segment(0xe1, exif(order="<"))), "image/jpeg", jpeg(UPRIGHT)),
    "an upright photo": (jpeg(segment(0xe1, exif(1))), "image/jpeg", jpeg()),
    "many directions": (jpeg(*[segment(0xe1, exif())] * 50), "image/jpeg", jpeg(UPRIGHT)),
    "lying directories": (jpeg(segment(0xe1, b"Exif\0\0MM\0\x2a\xff\xff\xff\xf0\0\1"), segment(0xe1, b"Exif\0\0II\x2a\0\x08\0\0\0\xff\xff")), "image/jpeg", jpeg()),
    "a photo that was cut off": (jpeg(segment(0xe1, exif()))[:-2], "image/jpeg", jpeg(UPRIGHT)[:-2]),
    "a PNG": (png()[:33] + chunk(b"eXIf", SECRET) + chunk(b"tEXt", b"Comment\0" + SECRET) + png()[33:] + SECRET, "image/png", png()),
    "a WebP": (webp(0x0c, riff(b"EXIF", SECRET), riff(b"XMP ", SECRET + b"!")) + SECRET, "image/webp", webp(0)),
}


def name_of(content, suffix):
    return hashlib.sha256(content).hexdigest() + suffix


@pytest.fixture(scope="module")
def directory():
    made = database.reachable_directory("files")
    if paths.is_root():
        os.chmod(made, 0o777)
    return made


@pytest.fixture(scope="module")
def server(registry, directory):
    made = httpd.Httpd(registry, configuration=f'SisterCityFiles "{directory}"\n'
                       "<Location /sistercities/admin>\nSisterCityRole reviewer \"%{REMOTE_USER} in { 'editor', 'ruta' }\"\n"
                       'SisterCityRole editor "%{REMOTE_USER} != \'stranger\'"\n</Location>\n')
    made.start()
    yield made
    made.remove()


@pytest.fixture(scope="module")
def editor(server):
    return Editor(server)


@pytest.fixture(scope="module")
def anna(server):
    """Whose changes wait as drafts."""
    return Editor(server, "anna")


def send(editor, path, content, media_type="image/png", **said):
    return editor.request("POST", path + "/files", params=said, data=content, headers={"Content-Type": media_type})


def upload(editor, path, content, called="photo.png", **said):
    """As a browser does without script."""
    form = editor.form(path + "/files")
    token = dict(form.fields)["token"]
    return editor.request("POST", form.action, data={"token": token, **said}, files={"file": (called, content, "text/html")})


@pytest.fixture
def gift(editor, request):
    slug = "g-" + hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:10]
    assert editor.create("gifts", slug=slug, partnership="boston-us-kyoto-jp", object="Bell of " + slug).status_code == 201
    return "/gifts/" + slug


def published(server, name):
    return server.get("/sistercities/files/" + name).status_code


def test_a_picture_is_added_without_script_and_stands_on_the_page_with_what_it_shows(editor, server, directory):
    content = png(color=b"\x01\x02\x03")
    name = name_of(content, ".png")
    answer = upload(editor, "/partnerships/boston-us-kyoto-jp", content, title="The signing", alternative="Two mayors shake hands",
                    credit="City <of> Boston", license="CC-BY-4.0", change_note="From the archive")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/sistercities/admin/partnerships/boston-us-kyoto-jp")
    assert (directory / name).read_bytes() == content
    page = server.get("/sistercities/partnerships/boston-us-kyoto-jp").text
    figure = re.search(r"<figure.*?</figure>", page, re.S)[0]
    assert f'src="/sistercities/files/{name}" alt="Two mayors shake hands"' in figure
    assert "The signing" in figure and "City &lt;of&gt; Boston\u00a0· CC-BY-4.0" in figure
    got = server.get("/sistercities/files/" + name)
    assert (got.status_code, got.content, got.headers["Content-Type"]) == (200, content, "image/png")


def test_a_document_is_added_by_a_program_and_is_in_the_data(editor, server, gift):
    answer = send(editor, gift, PDF, "application/pdf", title="The letter")
    assert answer.status_code == 200 and answer.json()["change"]
    item = server.get(f"/sistercities{gift}.json").json()
    name = name_of(PDF, ".pdf")
    assert item["files"] == [{"name": name, "title": "The letter", "size": len(PDF), "media_type": "application/pdf",
                              "url": f"{server.url}/sistercities/files/{name}"}]
    linked = server.get(f"/sistercities{gift}.jsonld").json()["files"][0]
    assert linked["@id"] == item["files"][0]["url"]
    row = server.get("/sistercities/gifts.csv").text
    assert f"{name};title=The letter;size={len(PDF)}" in row
    page = server.get("/sistercities/partnerships/boston-us-kyoto-jp").text
    assert re.search(rf'<a href="/sistercities/files/{name}" type="application/pdf">The letter</a>.*?PDF\xa0· 1 KB', page, re.S)


def test_what_a_file_is_its_content_says_not_its_name(editor, gift, server, directory):
    before = sorted(os.listdir(directory))
    program = open("/bin/true", "rb").read()
    for content in (program, b"<html><script>alert(1)</script></html>", b"GIF89a" + bytes(20), b"PK\x03\x04" + bytes(40),
                    b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"MZ" + bytes(100), b"plain"):
        answer = send(editor, gift, content, "application/pdf")
        assert (answer.status_code, errors(answer)) == (422, {"file": "file_type"}), content[:10]
    page = upload(editor, gift, program, called="agreement.pdf", title="Kept as typed")
    assert page.status_code == 422 and "By its content" in page.text and 'value="Kept as typed"' in page.text
    assert sorted(os.listdir(directory)) == before


def test_a_picture_says_what_it_shows(editor, gift):
    answer = send(editor, gift, png(), title="Silent")
    assert (answer.status_code, errors(answer)) == (422, {"alternative": "required"})
    page = upload(editor, gift, png(), alternative="  ")
    assert page.status_code == 422 and 'id="f-alternative"' in page.text and "cannot see it" in page.text and "choose it once more" in page.text
    named = editor.change(gift, {"files": [{"name": name_of(b"x", ".jpg")}]})
    assert (named.status_code, errors(named)) == (422, {"files[0].alternative": "required"})
    named = editor.change(gift, {"files": [{"name": "../../etc/passwd"}]})
    assert (named.status_code, errors(named)) == (422, {"files[0].name": "not_a_file"})


def test_a_file_is_sent_so_that_it_can_do_nothing(editor, gift, server):
    content = PDF + b"<script>alert(1)</script>"
    assert send(editor, gift, content, "application/pdf", title="x").status_code == 200
    for answer in (server.get("/sistercities/files/" + name_of(content, ".pdf")), editor.get("/files/" + name_of(content, ".pdf"))):
        assert answer.status_code == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"] and "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert re.fullmatch(r'inline; filename="[0-9a-f]{12}\.pdf"', answer.headers["Content-Disposition"])


def test_validators_ranges_and_head(editor, gift, server):
    content = PDF + b"% ranges\n"
    assert send(editor, gift, content, "application/pdf", title="x").status_code == 200
    path = "/sistercities/files/" + name_of(content, ".pdf")
    whole = server.get(path)
    assert server.get(path, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    assert server.get(path, headers={"If-Modified-Since": whole.headers["Last-Modified"]}).status_code == 304
    part = server.get(path, headers={"Range": "bytes=5-8"})
    assert (part.status_code, part.content, part.headers["Content-Range"]) == (206, content[5:9], f"bytes 5-8/{len(content)}")
    head = server.request("HEAD", path)
    assert (head.content, head.headers["Content-Length"], head.headers["ETag"]) == (b"", str(len(content)), whole.headers["ETag"])
    refused = server.request("DELETE", path)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")


def test_readers_get_a_file_while_an_item_on_record_names_it(editor, gift, server, directory):
    content = PDF + b"% withdrawn\n"
    name = name_of(content, ".pdf")
    assert published(server, name) == 404
    assert send(editor, gift, content, "application/pdf", title="x").status_code == 200
    assert published(server, name) == 200
    change = editor.get(gift + "/history.json").json()["items"][0]["id"]
    assert editor.request("POST", f"/history/{change}/undo", json={}).status_code == 200
    assert published(server, name) == 404, "undone"
    undone = editor.get(gift + "/history.json").json()["items"][0]["id"]
    assert editor.request("POST", f"/history/{undone}/undo", json={}).status_code == 200
    assert published(server, name) == 200
    assert editor.withdraw(gift).status_code == 204
    assert published(server, name) == 404, "withdrawn"
    assert (directory / name).exists(), "undoing brings it back"
    for odd in ("", "x", name[:-1], name + ".html", "..%2f..%2fetc%2fpasswd", name.upper(), name_of(b"none", ".pdf")):
        assert server.get("/sistercities/files/" + odd).status_code == 404, odd


def test_a_file_of_a_draft_is_its_editors_until_it_is_published(editor, anna, gift, server):
    one, two = PDF + b"% draft one\n", PDF + b"% draft two\n"
    for content in (one, two):
        answer = send(anna, gift, content, "application/pdf", title="Draft")
        assert answer.status_code == 200
    draft = answer.json()["draft"]
    for content in (one, two):
        name = name_of(content, ".pdf")
        assert published(server, name) == 404 and anna.get("/files/" + name).status_code == 200
    assert name_of(two, ".pdf") in anna.get(gift).text
    assert editor.request("POST", f"/drafts/{draft}", json={"act": "publish"}).status_code == 200
    assert [published(server, name_of(content, ".pdf")) for content in (one, two)] == [200, 200], "the second draft has the first"


def test_a_file_that_undoing_or_publishing_would_bring_back_is_no_orphan(editor, anna, gift, registry, directory):
    contents = [PDF + kind for kind in (b"% gone\n", b"% drafted\n", b"% nobody's\n")]
    gone, drafted, orphan = (name_of(content, ".pdf") for content in contents)
    assert send(editor, "/places/boston-us", contents[0], "application/pdf", title="x").status_code == 200
    assert editor.change("/places/boston-us", {"files": []}).status_code == 200
    assert send(anna, gift, contents[1], "application/pdf", title="x").status_code == 200
    (directory / orphan).write_bytes(contents[2])
    for name in (gone, drafted, orphan):
        os.utime(directory / name, (0, 0))
    found = json.loads(registry.ctl("--json", "files", directory, check=False).stdout)
    assert gone not in found["orphans"] and drafted not in found["orphans"] and orphan in found["orphans"]


def test_the_same_file_is_kept_once(editor, gift, directory, server):
    content = PDF + b"% twice\n"
    assert send(editor, gift, content, "application/pdf", title="x").status_code == 200
    again = send(editor, gift, content, "application/pdf", title="y")
    assert (again.status_code, errors(again)) == (422, {"file": "repeated"})
    assert send(editor, "/places/kyoto-jp", content, "application/pdf", title="z").status_code == 200
    assert len([file for file in os.listdir(directory) if file == name_of(content, ".pdf")]) == 1
    page = server.get("/sistercities/places/kyoto-jp").text
    assert "Pictures and documents" in page and ">z</a>" in page


def test_a_file_is_described_and_removed_in_the_form(editor, gift, server):
    content = png(color=b"\x09\x09\x09")
    assert send(editor, gift, content, alternative="Before", title="Old").status_code == 200
    form = editor.form(gift)
    assert form["files[0].name"] == name_of(content, ".png")
    assert form.set("files[0].alternative", "After").send().status_code in (200, 303)
    assert server.get(f"/sistercities{gift}.json").json()["files"][0]["alternative"] == "After"
    fewer = editor.form(editor.form(gift).send("less:files[0]"))
    fewer.send()
    assert "files" not in server.get(f"/sistercities{gift}.json").json()
    assert published(server, name_of(content, ".png")) == 404


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(editor, gift, server):
    server.expect_log(r"SC0501")
    basic = base64.b64encode(b"editor:secret").decode()
    with socket.create_connection((server.address, server.port), timeout=10) as client:
        client.sendall((f"POST {ADMIN}{gift}/files HTTP/1.1\r\nHost: {server.address}:{server.port}\r\nAuthorization: Basic {basic}\r\n"
                        "Content-Type: image/png\r\nContent-Length: 2147483648\r\n\r\n").encode())
        assert client.recv(12) == b"HTTP/1.1 413"


def test_an_upload_that_breaks_off_leaves_nothing(editor, gift, server, directory):
    before = sorted(os.listdir(directory))
    server.expect_log(r"SC0501")
    basic = base64.b64encode(b"editor:secret").decode()
    with socket.create_connection((server.address, server.port), timeout=10) as client:
        client.sendall((f"POST {ADMIN}{gift}/files HTTP/1.1\r\nHost: {server.address}:{server.port}\r\nAuthorization: Basic {basic}\r\n"
                        f"Content-Type: application/pdf\r\nContent-Length: {len(PDF) + 1000}\r\n\r\n").encode() + PDF)
    assert editor.get(gift).status_code == 200
    assert sorted(os.listdir(directory)) == before


def test_other_sites_add_no_file(editor, gift, server):
    server.expect_log(r"SC0501")
    assert editor.request("POST", gift + "/files", data={"alternative": "x"}, files={"file": ("a.pdf", PDF)}).status_code == 403
    foreign = editor.request("POST", gift + "/files", data=PDF, headers={"Content-Type": "application/pdf", "Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert editor.request("POST", gift + "/files", data=PDF, headers={"Content-Type": "text/plain"}).status_code == 415
    assert server.request("POST", ADMIN + gift + "/files", data=PDF).status_code == 401


@pytest.mark.parametrize("body", [
    b"", b"--b", b"--b\r\n", b"--b\r\n\r\n", b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nabc",
    b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", b"--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n\xff\r\n--b--\r\n",
    b"--b\r\n" + b"X: y\r\n" * 2000 + b"\r\n\r\n--b--",
    b"".join(b"--b\r\nContent-Disposition: form-data; name=\"a%d\"\r\n\r\nx\r\n" % i for i in range(200)) + b"--b--"])
@pytest.mark.parametrize("boundary", ["; boundary=b", "", "; boundary=", '; boundary="b"', "; boundary=" + "b" * 500])
def test_a_broken_form_is_refused(editor, gift, server, body, boundary):
    server.expect_log(r"SC0501")
    answer = editor.request("POST", gift + "/files", data=body, headers={"Content-Type": "multipart/form-data" + boundary})
    assert answer.status_code in (400, 403)


def test_what_has_no_files_takes_none(editor, server):
    assert send(editor, "/terms/sister-us-en", PDF, "application/pdf").status_code == 404
    assert send(editor, "/gifts/no-such-gift", PDF, "application/pdf", title="x").status_code == 404


def test_the_last_row_of_a_list_can_be_removed(editor, server):
    assert editor.create("agreements", slug="rows-agreement", partnership="boston-us-kyoto-jp", kind="sister",
                         documents=[{"url": "https://example.org/a.pdf"}]).status_code == 201
    editor.form(editor.form("/agreements/rows-agreement").send("less:documents[0]")).send()
    assert "documents" not in server.get("/sistercities/agreements/rows-agreement.json").json()


def make(make_httpd, registry, directory):
    return make_httpd(registry, configuration=f'SisterCityFiles "{directory}"' if directory else "").start()


def test_without_the_directive_there_is_no_form_and_no_address(make_httpd, registry, editor, gift, server):
    content = PDF + b"% kept elsewhere\n"
    name = name_of(content, ".pdf")
    assert send(editor, gift, content, "application/pdf", title="Elsewhere").status_code == 200
    other = make(make_httpd, registry, None)
    elsewhere = Editor(other)
    assert published(other, name) == 404 and elsewhere.get("/files/" + name).status_code == 404
    assert elsewhere.get(gift + "/files").status_code == 404
    assert send(elsewhere, gift, PDF, "application/pdf").status_code == 404
    assert "Add a picture" not in elsewhere.get(gift).text
    item = other.get(f"/sistercities{gift}.json").json()["files"][0]
    assert item["name"] == name and "url" not in item
    assert "Elsewhere" not in other.get("/sistercities/partnerships/boston-us-kyoto-jp").text


def test_a_file_that_is_not_there_or_no_file_is_404(editor, gift, directory):
    name = name_of(b"nobody has it", ".pdf")
    assert editor.change(gift, {"files": [{"name": name, "title": "Lost"}]}).status_code == 200
    assert published(editor.server, name) == 404
    os.mkfifo(directory / name, 0o666)  # whoever opened it would wait for somebody who writes into it
    assert published(editor.server, name) == 404
    (directory / name).unlink()
    (directory / name).mkdir()
    assert published(editor.server, name) == 404
    (directory / name).rmdir()


@pytest.mark.parametrize("inside", ["", "/pictures", "/linked"])
def test_a_directory_that_httpd_serves_is_refused(make_httpd, registry, inside):
    made = make_httpd(registry)
    (made.site / "pictures").mkdir()
    (made.site / "linked").symlink_to(made.site / "pictures")
    made.configuration = f'SisterCityFiles "{made.site}{inside}"'
    code, said = made.test_configuration()
    assert code != 0 and "within the DocumentRoot" in said + made.log_text()


@pytest.mark.parametrize("value", ["/nowhere/at/all", "/etc/passwd"])
def test_what_is_no_directory_is_refused(make_httpd, registry, value):
    made = make_httpd(registry, configuration=f"SisterCityFiles {value}")
    code, said = made.test_configuration()
    assert code != 0 and f"SisterCityFiles: there is no directory {value}" in said


def test_a_file_that_is_cut_off_while_it_is_sent_ends_no_process(make_httpd, registry, editor, gift, directory):
    content = b"%PDF-1.4\n" + os.urandom(16 << 20)
    name = name_of(content, ".pdf")
    (directory / name).write_bytes(content)
    assert editor.change(gift, {"files": [{"name": name, "title": "Long"}]}).status_code == 200
    # A filter reads it, as compressing and TLS do.
    other = make_httpd(registry, configuration=f'SisterCityFiles "{directory}"\n<Location /sistercities/files>\nSetOutputFilter DEFLATE\n</Location>\n').start()
    other.expect_log("AH10298")  # mod_deflate could not read on
    with socket.create_connection((other.address, other.port), timeout=20) as connection:
        connection.sendall(f"GET /sistercities/files/{name} HTTP/1.1\r\nHost: {other.address}:{other.port}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")
        os.truncate(directory / name, 100)
        received = 0
        while more := connection.recv(1 << 20):
            received += len(more)
    assert received < len(content)
    assert other.get("/sistercities/revision.json").status_code == 200
    assert "exit signal" not in other.log_text()


def test_a_directory_that_cannot_be_written_is_said_and_nothing_is_stored(make_httpd, registry, gift):
    directory = database.reachable_directory("closed")
    directory.chmod(0o555)
    made = make(make_httpd, registry, directory)
    made.expect_log(r"SC0503")
    answer = send(Editor(made), gift, PDF + b"% closed", "application/pdf", title="x")
    assert (answer.status_code, errors(answer)) == (507, {"file": "not_kept"})
    page = upload(Editor(made), gift, PDF + b"% closed", title="Typed")
    assert page.status_code == 507 and 'value="Typed"' in page.text and "could not be kept" in page.text
    assert "files" not in made.get(f"/sistercities{gift}.json").json() and os.listdir(directory) == []


@pytest.mark.skipif(not paths.is_root(), reason="mounts a small file system")
def test_a_full_disk_is_said_and_leaves_nothing_behind(make_httpd, registry, gift):
    directory = database.reachable_directory("full")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=777", "tmpfs", str(directory)], check=True)
    try:
        made = make(make_httpd, registry, directory)
        made.expect_log(r"SC0503")
        answer = send(Editor(made), gift, PDF + os.urandom(100000), "application/pdf", title="x")
        assert (answer.status_code, errors(answer)) == (507, {"file": "not_kept"})
        assert os.listdir(directory) == []
        assert send(Editor(made), gift, PDF + b"% small", "application/pdf", title="x").status_code == 200
    finally:
        subprocess.run(["umount", "-l", str(directory)], check=True)


@pytest.mark.parametrize("what", TELLING)
def test_where_a_photo_was_taken_is_not_published(editor, server, directory, gift, what):
    sent, media_type, kept = TELLING[what]
    assert send(editor, gift, sent, media_type, alternative="A").status_code == 200
    got = server.get("/sistercities/files/" + server.get(f"/sistercities{gift}.json").json()["files"][0]["name"])
    assert got.content == kept and got.headers["Content-Type"] == media_type
    assert not any(SECRET in (directory / name).read_bytes() for name in os.listdir(directory))


def sized(width, height):
    """Pictures of few bytes that say of themselves that they are so large, in each of the formats and of WebP's three parts."""
    frame = struct.pack("<HH", width & 0x3fff, height & 0x3fff)
    canvas = struct.pack("<I", width - 1 & 0xffffff)[:3] + struct.pack("<I", height - 1 & 0xffffff)[:3]
    lossless = struct.pack("<I", (width - 1 & 0x3fff) | (height - 1 & 0x3fff) << 14)
    boxes = [riff(b"VP8X", bytes(4) + canvas), riff(b"VP8 ", b"\x30\1\0\x9d\1\x2a" + frame), riff(b"VP8L", b"\x2f" + lossless)]
    made = [b"RIFF" + struct.pack("<I", len(box) + 4) + b"WEBP" + box for box in boxes]
    return [png()[:16] + struct.pack(">II", width, height) + png()[24:],
            jpeg().replace(b"\x08\0\1\0\1", b"\x08" + struct.pack(">HH", height & 0xffff, width & 0xffff)), *made]


@pytest.mark.parametrize("width, height, formats", [(60000, 60000, slice(0, 3)), (2**31 - 1, 2**31 - 1, slice(0, 1)), (0, 0, slice(0, 2)), (16000, 16000, slice(0, 5))])
def test_a_picture_that_no_browser_can_show_is_refused_however_few_bytes_it_has(editor, gift, directory, width, height, formats):
    before = sorted(os.listdir(directory))
    for picture in sized(width, height)[formats]:
        answer = send(editor, gift, picture, alternative="A")
        assert (answer.status_code, errors(answer)) == (422, {"file": "file_size"}), picture[:40]
    assert sorted(os.listdir(directory)) == before
    for picture in sized(12000, 9000)[:5]:
        assert send(editor, gift, picture, alternative="A").status_code == 200, picture[:40]


def test_a_document_that_breaks_off_is_refused_with_the_reason(editor, gift):
    answer = send(editor, gift, PDF[:-8], "application/pdf")
    assert (answer.status_code, errors(answer)) == (422, {"file": "file_end"})
    assert "Save it once more" in upload(editor, gift, b"%PDF-1.7\n" + bytes(300), called="agreement.pdf").text


@pytest.mark.parametrize("broken", [png()[:-6], png()[:20], b"\xff\xd8\xff\xe1\xff\xff" + SECRET, b"\xff\xd8\xff\xe0\0\1JFIF", webp(0)[:-9],
                                    b"RIFF\xff\xff\xff\xffWEBPVP8 "])
def test_a_picture_whose_parts_cannot_be_told_apart_is_refused(editor, gift, broken):
    answer = send(editor, gift, broken, alternative="A")
    assert (answer.status_code, errors(answer)["file"]) == (422, "file_type"), answer.text
