#!/usr/bin/python3
"""Edits, imports and reads a registry and adds documents to it for a while, and meanwhile kills and locks whatever takes
part; then looks what is there. `make soak` runs it, for half an hour or SECONDS=, on an SQLite file and on 127.0.0.1 only.

Everybody notes what was acknowledged. In the end each of these edits must be there; none that was refused, and none by
half; versions, history, rows and documents must agree; and SQLite must find nothing wrong with its file. It exits with 1 if not.
"""

import collections
import contextlib
import hashlib
import os
import pathlib
import random
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

import requests  # noqa: E402

from support import database, httpd  # noqa: E402
from support.editing import Editor  # noqa: E402

ROOT = "/sistercities"
EDITORS, READERS, ROWS = 3, 2, 60
GONE = (requests.ConnectionError, requests.Timeout)
READ = ["/", "/places.json?limit={}", "/partnerships?limit={}", "/places/boston-us", "/search?q=soak{}", "/places.csv?limit={}"]


class Item:
    """A place of one editor's: what it must be, and what it may be."""

    def __init__(self):
        self.acknowledged, self.unknown, self.refused = None, set(), set()


class Soak:
    def __init__(self, seconds, seed):
        self.databases = database.Databases()
        self.registry = self.databases.sample("sqlite")
        self.files = self.registry.directory / "files"
        self.files.mkdir()
        database.give_to_httpd(self.registry.directory)
        self.server = httpd.Httpd(self.registry, configuration=f'SisterCityFiles "{self.files}"\n')
        self.end = time.monotonic() + seconds
        self.chance = random.Random(seed)
        self.counts, self.answers = collections.Counter(), collections.Counter()
        self.items, self.imports, self.uploads = {}, {}, set()
        self.problems = []
        self.pause = threading.Lock()  # held by whoever replaces the file
        self.writing = threading.Semaphore(EDITORS + 1)

    @property
    def is_over(self):
        return time.monotonic() >= self.end or bool(self.problems)

    def request(self, ask):
        """The status; 0 if the answer never came."""
        self.counts["requests"] += 1
        try:
            answer = ask()
        except GONE:
            self.answers["cut off"] += 1
            time.sleep(0.05)
            return 0, None
        self.answers[answer.status_code] += 1
        return answer.status_code, answer

    # What people do

    def read(self, number):
        while not self.is_over:
            path = self.chance.choice(READ).format(self.chance.randint(1, 900))
            self.request(lambda: self.server.get(ROOT + path, timeout=30))

    def note(self, item, value, status, good):
        if status == good:
            item.acknowledged, item.unknown = value, set()
            self.counts["edits"] += 1
        elif status == 0:
            item.unknown.add(value)
            self.counts["unknown"] += 1
        else:
            item.refused.add(value)
            self.counts["refused"] += 1

    def edit(self, number):
        editor, value, mine = Editor(self.server), 0, []
        while not self.is_over:
            with self.pause:
                self.writing.acquire()
            try:
                value += 1
                if not mine or self.chance.random() < 0.2:
                    slug = f"soak-{number}-{value}"
                    item = self.items[slug] = Item()
                    fields = {"slug": slug, "name": f"Soak {value}", "level": "city", "population": value, "website": f"https://soak.example/{value}"}
                    status, _ = self.request(lambda: editor.create("places", **fields))
                    self.note(item, value, status, 201)
                    if status == 201:
                        mine.append(slug)
                elif self.chance.random() < 0.1:
                    self.upload(editor, self.chance.choice(mine), value)
                else:
                    slug = self.chance.choice(mine)
                    status, answer = self.request(lambda: editor.get(f"/places/{slug}.json", timeout=30))
                    if status == 200:
                        fields = {"population": value, "website": f"https://soak.example/{value}"}
                        status, _ = self.request(lambda: editor.change(f"/places/{slug}.json", fields, answer.headers["ETag"]))
                        self.note(self.items[slug], value, status, 200)
            finally:
                self.writing.release()

    def upload(self, editor, slug, value):
        sent = f"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%{slug} {value}".encode() * 5000 + b"\n%%EOF\n"
        status, _ = self.request(lambda: editor.request(
            "POST", f"/places/{slug}/files", params={"title": "Letter"}, data=sent, headers={"Content-Type": "application/pdf"}))
        if status == 200:
            self.uploads.add(hashlib.sha256(sent).hexdigest())
            self.counts["uploads"] += 1

    def add_list(self, number):
        """Lists go in through the browser and by sistercityctl, which is sometimes killed on its way."""
        editor, batch = Editor(self.server), 0
        while not self.is_over:
            batch += 1
            name = f"list{batch}"
            rows = "name,slug,country\n" + "".join(f"Soak list,{name}-{i},LT\n" for i in range(ROWS))
            with self.pause:
                self.writing.acquire()
            try:
                done = self.add_by_browser(editor, rows) if batch % 2 else self.add_by_program(rows)
            except GONE:
                self.answers["cut off"] += 1
                done = None
            finally:
                self.writing.release()
            self.imports[name] = done
            self.counts["imports"] += done is True
            time.sleep(0.3)

    def add_by_browser(self, editor, rows):
        """@return whether it was stored; None if nobody knows"""
        status, sent = self.request(lambda: editor.request(
            "POST", "/import", params={"name": "places.csv"}, data=rows.encode(), headers={"Content-Type": "text/csv"}, allow_redirects=False))
        if status != 303:
            return False
        status, page = self.request(lambda: editor.get(sent.headers["Location"].split("/sistercities/admin")[1]))
        if status != 200:
            return False
        status, _ = self.request(lambda: editor.form(page).send("apply", allow_redirects=False))
        return {0: None, 303: True}.get(status, False)

    def add_by_program(self, rows):
        directory = self.registry.directory / "list"
        directory.mkdir(exist_ok=True)
        (directory / "places.csv").write_text(rows)
        program = subprocess.Popen([str(self.registry.program), "--database", self.registry.url, "import", "--merge", str(directory)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if self.chance.random() < 0.5:
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(self.chance.random() * 0.3)
            if program.poll() is None:
                program.kill()
                self.counts["importers killed"] += 1
        code = program.wait()
        database.give_to_httpd(self.registry.directory)
        return {0: True, -signal.SIGKILL: None}.get(code, False)

    # What happens to them

    def children(self):
        listed = subprocess.run(["pgrep", "-P", str(self.server.pid)], capture_output=True, text=True).stdout.split()
        return [int(pid) for pid in listed]

    def kill_child(self):
        for pid in self.children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.counts["children killed"] += 1

    def kill_parent(self):
        parent = self.server.pid
        os.kill(parent, signal.SIGSTOP)  # or a child that it starts meanwhile would stay behind, and keep the port
        children = self.children()
        os.kill(parent, signal.SIGKILL)
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.counts["parents killed"] += 1
        (self.server.directory / "httpd.pid").unlink()
        self.keep_log()
        while not self.server.running:
            with contextlib.suppress(AssertionError):
                self.server.start()

    def keep_log(self):
        """A start appends, and what says that it has begun is looked for from the beginning."""
        with open(self.server.directory / "before.log", "a", encoding="utf-8") as kept:
            kept.write(self.server.log_text())
        self.server.log.write_text("")

    def lock(self):
        other = sqlite3.connect(self.registry.file, timeout=20, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(self.chance.random() * 6)
            other.execute("ROLLBACK")
        finally:
            other.close()
        self.counts["locks"] += 1

    def restore(self):
        """A copy of what is there, while nobody has an edit on its way, put in its place as the README says."""
        with self.pause:
            for _ in range(EDITORS + 1):
                self.writing.acquire()
            copy = self.registry.directory / "copy.db"
            copy.unlink(missing_ok=True)
            for command in ("backup", "restore"):
                database.ctl(self.registry.url, command, copy)
            database.give_to_httpd(self.registry.directory)
            for _ in range(EDITORS + 1):
                self.writing.release()
        self.counts["copies restored"] += 1

    def disturb(self, number):
        faults = [self.kill_child] * 6 + [self.kill_parent] * 2 + [self.lock, self.restore]
        while not self.is_over:
            time.sleep(0.3 + self.chance.random() * 2)
            self.chance.choice(faults)()

    def guarded(self, work, number):
        try:
            work(number)
        except Exception:
            self.problems.append(traceback.format_exc())

    def run(self):
        self.server.start()
        works = [self.disturb, self.add_list, *[self.edit] * EDITORS, *[self.read] * READERS]
        threads = [threading.Thread(target=self.guarded, args=(work, number)) for number, work in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        time.sleep(1.5)

    # What is there

    def look(self):
        """Each kind of harm and how often it was done."""
        harm = collections.Counter(losses=0, ghosts=0, halves=0, audit=0, files=0, database=0, pages=0, crashes=0)
        rows = {}
        for line in self.registry.sql("SELECT slug, population, website, version FROM places WHERE slug LIKE 'soak-%' OR slug LIKE 'list%'").splitlines():
            slug, population, website, version = line.split("|")
            rows[slug] = (int(population or 0), website, int(version))
        for slug, item in self.items.items():
            value, website, _ = rows.get(slug, (None, None, None))
            harm["halves"] += value is not None and website != f"https://soak.example/{value}"
            if value in item.refused:
                harm["ghosts"] += 1
            elif value != item.acknowledged and value not in item.unknown:
                harm["losses"] += 1
        for name, done in self.imports.items():
            stored = sum(slug.startswith(name + "-") for slug in rows)
            harm["halves"] += stored not in (0, ROWS)
            harm["losses"] += done is True and stored == 0
            harm["ghosts"] += done is False and stored > 0
        kept = set(self.registry.sql("SELECT name FROM files").split())
        harm["losses"] += sum(digest + ".pdf" not in kept for digest in self.uploads)
        harm["files"] += sum(not (file := self.files / name).exists() or hashlib.sha256(file.read_bytes()).hexdigest() + ".pdf" != name for name in kept)
        changes = dict(line.split("|") for line in self.registry.sql(
            "SELECT slug, count(*) FROM changes WHERE collection = 'places' AND slug IS NOT NULL GROUP BY slug").splitlines())
        latest = dict(line.split("|") for line in self.registry.sql(
            "SELECT slug, json_extract(after, '$.population') FROM changes WHERE id IN "
            "(SELECT max(id) FROM changes WHERE collection = 'places' GROUP BY slug) AND slug LIKE 'soak-%'").splitlines())
        stored = {slug.split("-")[0] for slug in rows if slug.startswith("list")}
        by_program = {slug for slug in rows if slug.startswith("list") and int(slug[4:].split("-")[0]) % 2 == 0}
        harm["audit"] += abs(len(stored) - int(self.registry.sql(f"SELECT count(*) FROM changes WHERE items = {ROWS}")))
        for slug, (value, _, version) in rows.items():
            # The history has a row for each item of a list from the browser, and one for the whole list from the program.
            harm["audit"] += int(changes.get(slug, 0)) != version and not (slug in by_program and slug not in changes)
            harm["audit"] += slug.startswith("soak-") and latest.get(slug) != str(value)
        harm["database"] = (self.registry.sql("PRAGMA integrity_check") != "ok") + (self.registry.sql("PRAGMA foreign_key_check") != "")
        for slug, (value, _, _) in list(rows.items())[:200]:
            shown = self.server.get(f"{ROOT}/places/{slug}.json").json()
            harm["pages"] += (shown.get("population") or 0) != value
        total = self.server.get(ROOT + "/places.json?limit=1").json()["total"]
        harm["pages"] += total != int(self.registry.sql("SELECT count(*) FROM places"))
        self.keep_log()
        log = (self.server.directory / "before.log").read_text()
        harm["crashes"] = len(re.findall(r"exit signal (?!Killed)", log))
        return harm

    def remove(self):
        try:
            self.server.remove()
        finally:
            self.registry.remove()
            self.databases.close()


def words(counter):
    return ", ".join(f"{name} {count}" for name, count in counter.items())


def main():
    seconds = int(os.environ.get("SECONDS") or 1800)
    seed = int(os.environ.get("SEED") or 1)
    soak = Soak(seconds, seed)
    try:
        soak.run()
        if soak.problems:
            print("".join(soak.problems))
            return 1
        harm = soak.look()
        print(f"{seconds} seconds: {words(soak.counts)}")
        print(f"answers: {words(soak.answers)}")
        print(f"harm: {words(harm)}")
        return int(any(harm.values()) or set(soak.answers) - {200, 201, 303, 409, 412, 503, "cut off"} != set())
    finally:
        soak.remove()


if __name__ == "__main__":
    sys.exit(main())
