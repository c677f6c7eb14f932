"""sistercityctl and files: copied and restored with the registry, orphans found and removed."""

import hashlib
import json
import os
import time

import pytest

from support.database import ctl

DATABASES = ["sqlite", "postgresql"]

PDF = b"%PDF-1.4\n"


def keep(directory, content, age=7200):
    name = hashlib.sha256(content).hexdigest() + ".pdf"
    (directory / name).write_bytes(content)
    os.utime(directory / name, (time.time() - age,) * 2)
    return name


@pytest.fixture
def files(tmp_path):
    made = tmp_path / "files"
    made.mkdir()
    return made


def place(registry, tmp_path, *names, mode="--merge"):
    (tmp_path / "places.json").write_text(json.dumps(
        [{"slug": "a-xx", "name": "A", "files": [{"name": name, "title": "T"} for name in names]}]))
    registry.ctl("import", mode, tmp_path / "places.json")


def look(registry, files, *options, code=0):
    done = registry.ctl("--json", "files", *options, files, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_what_is_missing_and_what_nothing_names_is_found_and_only_that_is_removed(empty, tmp_path, files):
    named, orphan, new = keep(files, PDF + b"named"), keep(files, PDF + b"orphan"), keep(files, PDF + b"new", age=10)
    lost = "0" * 64 + ".pdf"
    (files / "notes.txt").write_text("not ours")
    broken = files / ".unfinished-abcdef"
    broken.write_bytes(b"%PDF")
    os.utime(broken, (time.time() - 7200,) * 2)
    place(empty, tmp_path, named, lost)
    found = look(empty, files, code=1)
    assert (found["kept"], found["missing"], found["orphans"], found["unfinished"]) == (3, [lost], [orphan], [broken.name])
    assert look(empty, files, "--remove", code=1)["missing"] == [lost]
    assert sorted(os.listdir(files)) == sorted([named, new, "notes.txt"])
    place(empty, tmp_path, named)
    assert look(empty, files) == {"kept": 2, "missing": [], "orphans": [], "unfinished": []}


def test_an_export_and_its_import_name_the_same_files(empty, tmp_path, files):
    name = keep(files, PDF)
    place(empty, tmp_path, name)
    empty.ctl("export", tmp_path / "out")
    assert name + ";title=T" in (tmp_path / "out" / "places.csv").read_text()
    empty.ctl("import", "--replace", tmp_path / "out")
    assert look(empty, files)["missing"] == []


def test_a_backup_has_the_files_and_a_restore_brings_back_what_is_lost(empty_file, tmp_path, files):
    one, two = keep(files, PDF + b"one"), keep(files, PDF + b"two")
    place(empty_file, tmp_path, one, two)
    copy = tmp_path / "copy.db"
    empty_file.ctl("backup", "--files", files, copy)
    beside = tmp_path / "copy.db.files"
    assert sorted(os.listdir(beside)) == sorted([one, two])
    assert all((beside / name).stat().st_mode & 0o007 == 0 for name in (one, two))
    (files / one).unlink()
    assert look(empty_file, files, code=1)["missing"] == [one]
    empty_file.ctl("restore", "--files", files, copy)
    assert (files / one).read_bytes() == PDF + b"one"
    assert look(empty_file, files)["missing"] == []


def test_a_damaged_file_is_not_copied_unnoticed(empty_file, tmp_path, files):
    name = keep(files, PDF)
    (files / name).write_bytes(b"rotten")
    done = ctl(empty_file.url, "backup", "--files", files, tmp_path / "copy.db", check=False)
    assert done.returncode == 2 and "damaged" in done.stderr
    assert os.listdir(tmp_path / "copy.db.files") == []


def test_what_is_no_directory_is_said(empty, tmp_path):
    done = ctl(empty.url, "files", tmp_path / "nowhere", check=False)
    assert done.returncode == 2 and "nowhere" in done.stderr


def test_an_export_takes_the_files_along(empty, tmp_path, files):
    name = keep(files, PDF)
    place(empty, tmp_path, name)
    empty.ctl("export", "--files", files, tmp_path / "out")
    assert (tmp_path / "out" / "files" / name).read_bytes() == PDF and (tmp_path / "out" / "places.csv").exists()
    empty.ctl("import", "--replace", tmp_path / "out")
    assert look(empty, tmp_path / "out" / "files", code=0)["kept"] == 1


def everything(directory):
    return {path.relative_to(directory): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def test_a_registry_moves_to_the_other_database_and_back_with_its_files(databases, database_kind, tmp_path, files):
    there = {"sqlite": "postgresql", "postgresql": "sqlite"}[database_kind]
    one, other, again = databases.sample(database_kind), databases.empty(there), databases.empty(database_kind)
    place(one, tmp_path, keep(files, PDF + b"one"), keep(files, PDF + b"two"))
    one.ctl("export", "--files", files, tmp_path / "first")
    other.ctl("import", "--replace", tmp_path / "first")
    other.ctl("export", "--files", tmp_path / "first" / "files", tmp_path / "second")
    again.ctl("import", "--replace", tmp_path / "second")
    again.ctl("export", "--files", tmp_path / "second" / "files", tmp_path / "third")
    first = everything(tmp_path / "first")
    assert len(first) > 15 and first == everything(tmp_path / "second") == everything(tmp_path / "third")
    assert look(again, tmp_path / "third" / "files") == {"kept": 2, "missing": [], "orphans": [], "unfinished": []}
    for registry in (one, other, again):
        registry.remove()


def test_check_tells_of_pictures_without_credit_and_of_files_that_are_missing(empty, tmp_path, files):
    lost, picture = "0" * 64 + ".pdf", "1" * 64 + ".jpg"
    (tmp_path / "places.json").write_text(json.dumps([
        {"slug": "a-xx", "name": "A", "files": [{"name": lost, "title": "T"}, {"name": picture, "alternative": "A square"}]},
        {"slug": "b-xx", "name": "B", "files": [{"name": picture, "alternative": "A square", "credit": "City"}]}]))
    empty.ctl("import", tmp_path / "places.json")
    found = json.loads(empty.ctl("--json", "check", "--files", files, check=False).stdout)["findings"]
    assert {(f["collection"], f["slug"], f["code"]) for f in found} == {
        ("places", "a-xx", "no_credit"), ("files", lost, "missing_file"), ("files", picture, "missing_file")}
    assert "missing_file" not in empty.ctl("--json", "check", check=False).stdout
