#!/usr/bin/python3
"""Cuts the power. Editors work on a registry in SQLite while every write to its files is noted (writes.c); then CUTS=
times, at a moment by chance, the disk is made as it may be left then: what was synced is there, and of the rest any of
its sectors, in any order. Each time SQLite opens what is left, and every edit that was acknowledged before that moment
must be there, none by half; history and rows must agree, and the documents of items must be there whole.

With HONEST=0 syncing does nothing, as with a disk that lies; edits are lost then.
"""

import collections
import hashlib
import json
import os
import pathlib
import random
import shutil
import sqlite3
import struct
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

from support import database, httpd, paths  # noqa: E402
from support.editing import Editor  # noqa: E402

EDITORS = 3
SECTOR = 512
WRITE, TRUNCATE, SYNC, RENAME, UNLINK, SAID = range(1, 7)
HEAD = struct.Struct("iiqq")
SAID_PATH = b"said"


def document(text):
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%" + text.encode() * 2000 + b"\n%%EOF\n"


class Recording:
    """An httpd with editors, all writes of which are noted, and what the editors were told between them."""

    def __init__(self, edits):
        self.databases = database.Databases()
        self.registry = self.databases.sample("sqlite")
        self.files = self.registry.directory / "files"
        self.files.mkdir()
        database.give_to_httpd(self.registry.directory)
        self.server = httpd.Httpd(self.registry, configuration=f'SisterCityFiles "{self.files}"\n')
        self.notes = self.server.directory / "writes"
        self.notes.touch()
        self.notes.chmod(0o666)
        self.start = self.registry.file.read_bytes()
        library = self.server.directory / "writes.so"
        subprocess.run(["gcc", "-D_GNU_SOURCE", "-O1", "-shared", "-fPIC", paths.TOP / "tests/soak/writes.c", "-o", library], check=True)
        usual = self.server.environment()
        preloaded = ":".join(filter(None, [usual.get("LD_PRELOAD"), str(library)]))
        self.server.environment = lambda: {**usual, "LD_PRELOAD": preloaded, "WRITES_TO": str(self.notes), "WRITES_OF": str(self.registry.directory)}
        self.problems = []
        try:
            self.server.start()
            threads = [threading.Thread(target=self.edit, args=(number, edits // EDITORS)) for number in range(EDITORS)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            self.server.stop()
        assert self.problems == [], self.problems

    def say(self, **what):
        """Notes what an editor was told, among the writes."""
        text = json.dumps(what).encode()
        with open(self.notes, "ab", buffering=0) as notes:
            notes.write(HEAD.pack(SAID, len(SAID_PATH), 0, len(text)) + SAID_PATH + text)

    def edit(self, number, edits):
        try:
            self.edit_place(Editor(self.server), f"power-{number}", edits)
        except Exception as problem:
            self.problems.append(repr(problem))

    def edit_place(self, editor, slug, edits):
        for value in range(1, edits + 1):
            fields = {"population": value, "website": f"https://power.example/{value}"}
            if value == 1:
                done = editor.create("places", slug=slug, name="Power", **fields)
                assert done.status_code == 201, done.text
            elif value % 10 == 0:
                sent = document(f"{slug} {value}")
                done = editor.request("POST", f"/places/{slug}/files", params={"title": "The letter"}, data=sent, headers={"Content-Type": "application/pdf"})
                assert done.status_code == 200, done.text
                self.say(slug=slug, file=hashlib.sha256(sent).hexdigest() + ".pdf")
                continue
            else:
                done = editor.change(f"/places/{slug}.json", fields)
                assert done.status_code == 200, done.text
            self.say(slug=slug, value=value)

    def read(self):
        """All that was noted: kind, path, offset, bytes."""
        text, at, found = self.notes.read_bytes(), 0, []
        while at < len(text):
            kind, path_length, offset, length = HEAD.unpack_from(text, at)
            at += HEAD.size
            path = text[at : at + path_length].decode()
            at += path_length
            size = length if kind in (WRITE, RENAME, SAID) else 0
            found.append((kind, path, offset, text[at : at + size]))
            at += size
        return found

    def remove(self):
        self.server.remove()
        self.registry.remove()
        self.databases.close()


def put(content, offset, data):
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def apply(content, change):
    kind, offset, data = change
    if kind == WRITE:
        put(content, offset, data)
    else:
        del content[offset:]
        content.extend(bytes(offset - len(content)))


class Disk:
    """What is safe on it, and what is on its way there."""

    def __init__(self, files):
        self.safe = {path: bytearray(content) for path, content in files.items()}
        self.coming = collections.defaultdict(list)
        self.names = []  # renamed and removed files, until their directory is synced
        self.acknowledged, self.files = collections.Counter(), {}

    def take(self, kind, path, offset, data, is_honest):
        if kind == SAID:
            said = json.loads(data)
            if "file" in said:
                self.files[said["file"]] = said["slug"]
            else:
                self.acknowledged[said["slug"]] = said["value"]
        elif kind in (WRITE, TRUNCATE):
            self.safe.setdefault(path, bytearray())
            self.coming[path].append((kind, offset, data))
        elif kind in (RENAME, UNLINK):
            self.names.append((kind, path, data.decode()))
        elif is_honest:
            self.sync(path)

    def sync(self, path):
        """Of a file, or of a directory."""
        if pathlib.Path(path).is_dir():
            for change in self.names:
                self.name(self.safe, *change)
            self.names = []
            return
        former = next((old for kind, old, new in reversed(self.names) if kind == RENAME and new == path), path)
        for change in self.coming.pop(former, ()):
            apply(self.safe[former], change)

    def name(self, files, kind, path, new):
        content = files.pop(path, None)
        pending = self.coming.pop(path, None) if files is self.safe else None
        if kind == RENAME and content is not None:
            files[new] = content
            if pending:
                self.coming[new] = pending

    def cut(self, chance):
        """Its files after a cut: of what is on its way nothing, all, the beginning, or any sectors in any order."""
        left = {path: bytearray(content) for path, content in self.safe.items()}
        for path, changes in self.coming.items():
            how = chance.choice(["nothing", "all", "beginning", "any", "any"])
            parts = list(sectors(changes))
            if how == "nothing":
                parts = []
            elif how == "beginning":
                parts = parts[: chance.randrange(len(parts) + 1)]
            elif how == "any":
                parts = [part for part in parts if chance.random() < 0.5]
                chance.shuffle(parts)
            for part in parts:
                apply(left.setdefault(path, bytearray()), part)
        for change in self.names:
            if chance.random() < 0.5:
                self.name(left, *change)
        return left


def sectors(changes):
    for kind, offset, data in changes:
        if kind == TRUNCATE:
            yield kind, offset, data
        while kind == WRITE and data:
            size = SECTOR - offset % SECTOR
            yield kind, offset, data[:size]
            offset, data = offset + size, data[size:]


def examine(recording, disk, left, directory):
    """What of that is harm, after SQLite has opened what is left."""
    harm = collections.Counter()
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    for path, content in left.items():
        if not path.endswith("-shm"):
            name = pathlib.Path(path).name
            (directory / name).write_bytes(content)
    connection = sqlite3.connect(directory / recording.registry.file.name)
    try:
        harm["database"] += connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
        harm["database"] += connection.execute("PRAGMA foreign_key_check").fetchall() != []
        rows = {row[0]: row[1:] for row in connection.execute("SELECT slug, population, website, version, id FROM places WHERE slug LIKE 'power-%'")}
        for slug, acknowledged in disk.acknowledged.items():
            harm["losses"] += slug not in rows or rows[slug][0] < acknowledged
        for slug, (value, website, version, _) in rows.items():
            harm["halves"] += website != f"https://power.example/{value}"
            changes = connection.execute("SELECT count(*) FROM changes WHERE collection = 'places' AND slug = ?", (slug,)).fetchone()[0]
            harm["audit"] += changes != version
        for name, slug in disk.files.items():
            harm["losses"] += connection.execute("SELECT count(*) FROM files WHERE name = ?", (name,)).fetchone()[0] != 1
        for (name,) in connection.execute("SELECT name FROM files").fetchall():
            file = directory / name
            harm["files"] += not file.exists() or hashlib.sha256(file.read_bytes()).hexdigest() != name.split(".")[0]
    except (sqlite3.DatabaseError, TypeError, ValueError):  # what a damaged row has in a cell may be anything
        harm["database"] += 1
    finally:
        connection.close()
    return harm


def cut(recording, cuts, seed, is_honest):
    chance = random.Random(seed)
    notes = recording.read()
    moments = sorted(chance.choices(range(len(notes)), k=cuts))
    disk = Disk({str(recording.registry.file): recording.start})
    directory = database.reachable_directory("power") / "left"
    harm = collections.Counter(losses=0, halves=0, audit=0, database=0, files=0)
    at = 0
    try:
        for moment in moments:
            while at < moment:
                disk.take(*notes[at], is_honest)
                at += 1
            harm.update(examine(recording, disk, disk.cut(chance), directory))
    finally:
        shutil.rmtree(directory.parent)
    kinds = collections.Counter(kind for kind, *_ in notes)
    edits = sum(disk.acknowledged.values())
    print(f"{cuts} power cuts during {edits} edits and {len(disk.files)} documents ({kinds[WRITE]} writes, {kinds[SYNC]} syncs): "
          + ", ".join(f"{name} {count}" for name, count in harm.items()))
    return harm


def main():
    recording = Recording(int(os.environ.get("EDITS") or 300))
    try:
        harm = cut(recording, int(os.environ.get("CUTS") or 1000), int(os.environ.get("SEED") or 1), os.environ.get("HONEST") != "0")
    finally:
        recording.remove()
    return int(any(harm.values()))


if __name__ == "__main__":
    sys.exit(main())
