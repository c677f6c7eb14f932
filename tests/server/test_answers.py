"""A driver that lies: one answer of the database at a time is altered between the driver and the module. On PostgreSQL: SQLite is part
of the process, and what can be false there is its file (test_faults.py, test_trouble.py).

tests/fuzz/answers.c does it. By default some alterations are tried on every address, in about half a minute;
ANSWERS=N tries each kind on each answer, N times with other rows and columns (make fuzz, N of 2 or more). The choice is the same every time.
"""

import csv
import io
import itertools
import json
import mmap
import os
import re
import shutil
import struct
import subprocess
import time
import xml.etree.ElementTree

import pytest
import requests

from support import httpd, paths
from support.editing import Editor

# SQLite is asked by its own library, without a driver between.
DATABASES = ["postgresql"]
ROOT = "/sistercities"
EDITOR = ("editor", "secret")
ITEM = ROOT + "/admin/partnerships/boston-us-kyoto-jp.json"
CONFIGURATION = "SisterCityCache off\n"
TIMES = int(os.environ.get("ANSWERS", "1"))
# Of the alterations that an address allows one in so many is tried by default; the next address has others.
STEP = 92

# In the order of kind_e. What the module can see must be refused: it is never another page than the true one.
VISIBLE = [
    "one row too many", "one row too few", "no rows", "less than no rows", "two billion rows", "one column too many",
    "one column too few", "no columns", "two billion columns", "ends early", "a word for a number", "a number too large",
    "another answer", "wrong number of rows changed"]
# These can be what the registry really has: an absent value, one item fewer, another order. No more is asked than a sound answer.
PLAUSIBLE = ["an empty cell", "an empty row", "a number for a word", "shortened", "swapped rows", "swapped columns", "broken text"]
KINDS = [*VISIBLE, *PLAUSIBLE]
# As tests/fuzz/answers.c has them.
IN_PLACE_OF_A_NUMBER = {"a word for a number": [b"no number"], "a number too large": [b"99999999999999999999999"]}

# One item of each collection stands for {slug}.
READ = ["/", "/search?q=kyoto", "/search.json?q=kyoto", "/places?country=US", "/places.json?q=kyoto&limit=5", "/partnerships?status=active",
        "/partnerships.json?sort=-established&limit=3", "/places/boston-us/statistics.json?as_of=1990",
        "/seeking/match?for=boston-us", "/reconcile?queries={}", "/templates?for=boston-us"]
EDITING = ["/", "/due", "/check", "/history", "/history.json", "/drafts.json", "/board", "/report.json", "/contacts",
           "/places", "/places.json", "/places/boston-us", "/places/boston-us/workbench", "/places/boston-us/history",
           "/partnerships/boston-us-kyoto-jp", "/partnerships/boston-us-kyoto-jp/withdraw", "/places/boston-us/succession",
           "/places/find.json?q=kyo", "/partnerships/new"]


class Driver:
    """The orders that the altering driver reads: kind, which answer, seed; and what it counts."""

    def __init__(self, directory):
        self.file, self.library = directory / "answers", directory / "answers.so"
        self.file.write_bytes(bytes(20))
        self.file.chmod(0o666)
        flags = subprocess.run(["pkg-config", "--cflags", "apr-1", "apr-util-1"], capture_output=True, text=True, check=True).stdout.split()
        subprocess.run(["gcc", "-D_GNU_SOURCE", "-O1", "-shared", "-fPIC", *flags, paths.TOP / "tests/fuzz/answers.c", "-o", self.library], check=True)
        with open(self.file, "r+b") as opened:
            self.orders = mmap.mmap(opened.fileno(), 20)

    def environment(self, usual):
        preloaded = ":".join(filter(None, [usual.get("LD_PRELOAD"), str(self.library)]))
        return {**usual, "LD_PRELOAD": preloaded, "ANSWERS_FILE": str(self.file)}

    def order(self, kind=None, nth=0, seed=0):
        self.orders[:] = struct.pack("5i", KINDS.index(kind) + 1 if kind else 0, nth, seed, 0, 0)

    def count(self):
        return struct.unpack("5i", self.orders[:])[3]

    def altered(self):
        return struct.unpack("5i", self.orders[:])[4] > 0


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    directory = tmp_path_factory.mktemp("answers")
    for parent in [directory, *directory.parents[:-2]]:
        parent.chmod(0o755)
    return Driver(directory)


@pytest.fixture
def lying(driver, registry, make_httpd, monkeypatch):
    made = make_httpd(registry, configuration=CONFIGURATION)
    usual = made.environment()
    monkeypatch.setattr(made, "environment", lambda: driver.environment(usual))
    made.expect_log(r"SC030[34567]")
    driver.order()
    return made.start()


def choices(address, answers):
    """Which answer to alter how: (kind, number of the answer, seed). The first is the registry's state."""
    chance = sum(address.encode())
    for number, (kind, nth) in enumerate(itertools.product(KINDS, range(2, answers + 1))):
        for again in range(TIMES):
            seed = chance * 31 + number * 7 + again * 101
            if TIMES > 1 or number % STEP == chance % STEP:
                yield kind, nth, seed


def assert_sound(address, answer):
    """Whoever reads it by a program can read it."""
    kind = answer.headers.get("Content-Type", "")
    if "jsonl" in kind or "ndjson" in kind:
        for line in answer.content.decode().splitlines():
            json.loads(line)
    elif "json" in kind:
        json.loads(answer.content.decode())
    elif "xml" in kind and b"\x01" not in answer.content:
        xml.etree.ElementTree.fromstring(answer.content)
    elif "csv" in kind:
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig", "replace"))))
        assert len({len(row) for row in rows}) == 1, address
    else:
        assert answer.content


def constant(content):
    """Without what changes from one time to the next: tokens of forms."""
    return re.sub(rb'(name="token" value=")[^"]*', rb"\1", content)


def unaltered(server, driver, address, **options):
    """The page as it is, and what it asks of the database; once that is asked again behind a state that was a lie."""
    deadline = time.monotonic() + 5
    driver.order()
    while server.get(address, **options).status_code == 503 and time.monotonic() < deadline:
        time.sleep(0.1)
    driver.order()
    answer = server.get(address, **options)
    assert answer.status_code == 200, (address, answer.status_code, answer.text[:200], server.log_text()[-1000:])
    return answer


def walk(server, driver, addresses, **options):
    tried = altered = refused = 0
    wrong = []
    for address in addresses:
        true = unaltered(server, driver, address, **options)
        answers = driver.count()
        for kind, nth, seed in choices(address, answers):
            driver.order(kind, nth, seed)
            try:
                answer = server.get(address, **options)
            except requests.ConnectionError:
                wrong.append((address, kind, nth, seed, "the process ended"))
                continue
            was_altered = driver.altered()
            tried, altered, refused = tried + 1, altered + was_altered, refused + (answer.status_code == 503)
            if answer.status_code == 503 and not was_altered:
                unaltered(server, driver, address, **options)
            is_true = answer.status_code == 200 and constant(answer.content) == constant(true.content)
            if is_true or answer.status_code == 503:
                continue
            if any(b in answer.content for b in IN_PLACE_OF_A_NUMBER.get(kind, [])):
                continue  # a text that looks like a number, such as the date 2019: its reader takes it for no number
            if kind in VISIBLE or answer.status_code not in (200, 301, 404, 410):
                wrong.append((address, kind, nth, seed, answer.status_code))
                continue
            try:
                assert_sound(address, answer)
            except (AssertionError, ValueError, SyntaxError) as problem:
                wrong.append((address, kind, nth, seed, repr(problem)[:200]))
    driver.order()
    print(f"{len(addresses)} addresses, {tried} answers, {altered} altered, {refused} refused")
    assert not wrong, '\n'.join(map(str, wrong))
    # Outside of a transaction PostgreSQL is asked once more, in a renewed session, and the driver lies once.
    assert altered > tried // 4 and refused > altered // 10
    assert "exit signal" not in server.log_text()


def public_addresses(server, registry):
    """Each of the API's addresses in each form, and its page."""
    addresses = [ROOT + path for path in READ]
    for path, methods in server.get(ROOT + "/openapi.json").json()["paths"].items():
        collection = path.split("/")[1].split(".")[0]
        if path.endswith(".html") or collection.startswith("{"):
            continue
        item = ""
        if "{" in path:
            item = "boston-us" if collection == "places" else registry.sql(f"SELECT slug FROM {collection} ORDER BY id LIMIT 1").strip()
        if "{" in path and not item:
            continue
        addresses.append(ROOT + re.sub(r"\{\w+\}", item, path) + "?for=boston-us" * ("match" in path))
    return addresses


def test_lies_of_the_driver_are_never_shown_to_readers(lying, driver, registry):
    walk(lying, driver, public_addresses(lying, registry))


def test_lies_of_the_driver_are_never_shown_to_editors(lying, driver):
    walk(lying, driver, [ROOT + "/admin" + path for path in EDITING], auth=EDITOR)


class Importing:
    """Lists of three places and of a partnership that is there, whose every cell is known; each has names of its own."""

    def __init__(self, registry):
        self.registry, self.number = registry, 0

    def next(self):
        self.number += 1
        names = [f"lie{self.number}-{letter}" for letter in "abc"]
        self.text = "slug,name,country,population\n" + "".join(f"{name},Lie {name},LT,{self.number}\n" for name in names)
        self.text += f"kuji-jp,Kuji,JP,{30000 + self.number}\n"
        self.stored = [f"{name}|Lie {name}|LT|{self.number}" for name in names] + [f"kuji-jp|Kuji|JP|{30000 + self.number}"]
        self.before = self.there()
        return self

    def there(self):
        return self.registry.sql("SELECT slug || '|' || name || '|' || country || '|' || population FROM places WHERE "
                                 f"slug LIKE 'lie{self.number}-%' OR slug = 'kuji-jp' ORDER BY id DESC").split("\n")

    def outcome(self):
        """Whether all of it was stored; None if something else was."""
        there = sorted(self.there())
        return True if there == sorted(self.stored) else False if there == sorted(self.before) else None


def every(answers, most):
    """Which answer to alter how, as choices() says it, of what no page asks for; so many are tried by default."""
    all_of_them = [(kind, nth, number * 7) for number, (kind, nth) in enumerate(itertools.product(KINDS, range(1, answers + 1)))]
    return all_of_them[:: max(1, len(all_of_them) // most) if TIMES == 1 else 1]


def test_an_import_behind_a_lie_of_the_driver_is_stored_whole_and_right_or_not_at_all(lying, driver, registry):
    editor, importing = Editor(lying), Importing(registry)

    def form():
        sent = editor.request("POST", "/import", params={"name": "places.csv", "mode": "merge"}, data=importing.next().text.encode(),
                              headers={"Content-Type": "text/csv"})
        return editor.form(sent.headers["Location"])

    first = form()
    driver.order()
    assert first.send("apply").status_code == 303 and importing.outcome()
    codes = []
    for kind, nth, seed in every(driver.count(), 25):
        while editor.get("/import").status_code == 503:
            time.sleep(0.1)
        driver.order()
        decision = form()
        driver.order(kind, nth, seed)
        answer = decision.send("apply")
        driver.order()
        codes.append(answer.status_code)
        assert importing.outcome() in ((True,) if answer.status_code == 303 else (True, False)), (kind, nth, seed, answer.status_code, importing.there())
    print(f"{len(codes)} imports, {codes.count(503)} refused")
    assert set(codes) <= {200, 303, 404, 409, 422, 503} and 503 in codes, codes
    assert "exit signal" not in lying.log_text()


TOOL = [["check"], ["due", "--within", "3650d"], ["export", "DIR"], ["reindex"]]


def test_lies_of_the_driver_never_mislead_sistercityctl(driver, registry, tmp_path):
    environment, tried, refused, wrong = {**os.environ, **driver.environment(httpd.sanitizers())}, 0, 0, []

    def run(*arguments):
        done = registry.ctl(*[tmp_path / "out" if word == "DIR" else word for word in arguments], check=False, env=environment, timeout=60)
        written = {file.name: file.read_bytes() for file in (tmp_path / "out").glob("*.csv")}
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        return done.returncode, done.stdout, written

    importing, file = Importing(registry), tmp_path / "places.csv"
    for arguments in [*TOOL, ["import", "--merge", file]]:
        is_import = arguments[0] == "import"
        file.write_text(importing.next().text)
        driver.order()
        true = run(*arguments)
        for kind, nth, seed in every(driver.count(), 4):
            file.write_text(importing.next().text)
            driver.order(kind, nth, seed)
            said = run(*arguments)
            was_altered = driver.altered()
            driver.order()
            tried, refused = tried + 1, refused + (said[0] == 3)
            outcome = importing.outcome() if is_import else said[0] == 3 or kind in PLAUSIBLE or not was_altered or said == true
            if said[0] not in (0, 1, 3) or outcome is None or (outcome is False and not (is_import and said[0] != 0)):
                wrong.append((arguments[0], kind, nth, seed, said[0], said[1][:200], is_import and importing.there()))
    print(f"{tried} runs of sistercityctl, {refused} refused")
    assert not wrong, "\n".join(map(str, wrong))
    assert refused > tried // 10


def change(server, note):
    before = server.get(ITEM, auth=EDITOR)
    return lambda: server.request("PATCH", ITEM, auth=EDITOR, headers={"If-Match": before.headers["ETag"]}, json={"note": note})


def test_an_edit_behind_a_lie_of_the_driver_is_stored_whole_or_refused(lying, driver, registry):
    stored = "SELECT p.note || ' ' || p.version || ' ' || (SELECT count(*) FROM changes) FROM partnerships p WHERE slug = 'boston-us-kyoto-jp'"
    change(lying, "first")()
    edit = change(lying, "second")
    driver.order()
    assert edit().status_code == 200
    answers = driver.count()
    codes = []
    for number, (kind, nth) in enumerate(itertools.product(VISIBLE, range(2, answers + 1))):
        if TIMES == 1 and number % 5 != 0:
            continue
        edit, before = change(lying, f"note{number}"), registry.sql(stored).split()
        driver.order(kind, nth, number)
        code = edit().status_code
        if code == 503 and not driver.altered():
            unaltered(lying, driver, ITEM, auth=EDITOR)
        driver.order()
        codes.append(code)
        changed = [f"note{number}", str(int(before[1]) + 1), str(int(before[2]) + 1)]
        assert registry.sql(stored).split() == (changed if code == 200 else before), (kind, nth, code)
    # 422: a field that holds another text than it does, which no item may have.
    assert set(codes) <= {200, 409, 412, 422, 503} and 503 in codes, codes
    assert "exit signal" not in lying.log_text()


@pytest.mark.parametrize("kind", VISIBLE[:4] + ["another answer"])
def test_a_lie_about_the_state_of_the_registry_is_over_within_two_seconds(lying, driver, kind):
    address = ROOT + "/places/boston-us.json"
    true = unaltered(lying, driver, address)
    driver.order(kind, 1)
    answer = lying.get(address)
    assert driver.altered() and (answer.status_code == 503 or answer.content == true.content)
    began = time.monotonic()
    assert unaltered(lying, driver, address).content == true.content and time.monotonic() - began < 2
