"""What the benchmark's generator promises: the same registry for the same arguments, shaped like real ones."""

import csv
import filecmp
import pathlib
import re
import statistics
import sys

import pytest

from support import database

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import generate  # noqa: E402

PARTNERSHIPS = 4000


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    made = tmp_path_factory.mktemp("generated")
    generate.generate(made, PARTNERSHIPS, seed=1)
    return made


def rows(directory, name):
    with (directory / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_seed_gives_the_same_bytes(directory, tmp_path):
    generate.generate(tmp_path, PARTNERSHIPS, seed=1)
    names = sorted(file.name for file in directory.iterdir())
    assert filecmp.cmpfiles(directory, tmp_path, names, shallow=False) == (names, [], [])


def test_every_tenth_place_or_so_looks_for_a_partner(directory, tmp_path):
    generate.generate_searches(tmp_path, directory / "places.csv")
    searches, places = ((one / name).read_text().count("\n") for one, name in ((tmp_path, "seeking.csv"), (directory, "places.csv")))
    assert 0.05 < searches / places < 0.15


def test_another_seed_gives_another_registry(directory, tmp_path):
    generate.generate(tmp_path, PARTNERSHIPS, seed=2)
    assert not filecmp.cmp(directory / "partnerships.csv", tmp_path / "partnerships.csv", shallow=False)


@pytest.mark.parametrize("partnerships", [4_000, 35_000, 400_000])
def test_half_of_the_places_have_one_partner_and_one_in_a_hundred_24(partnerships):
    degrees = sorted(generate.degrees(partnerships))
    assert sum(degrees) == 2 * partnerships
    assert statistics.median(degrees) == 1
    assert 23 <= degrees[int(len(degrees) * 0.99)] <= 25
    assert degrees[-1] == generate.HUB_DEGREE
    assert degrees[-2] <= generate.GREATEST_DEGREE
    assert degrees.count(generate.SAMPLE_DEGREE) >= generate.SAMPLE_PLACES


def test_a_registry_too_small_for_its_hub_is_refused():
    with pytest.raises(ValueError, match="too few"):
        generate.degrees(1000)


def test_no_pair_of_places_comes_twice_and_none_is_its_own_partner(directory):
    pairs = [tuple(sorted(row["parties"].split("|"))) for row in rows(directory, "partnerships")]
    assert len(pairs) == len(set(pairs)) == PARTNERSHIPS
    assert all(a != b for a, b in pairs)


def test_names_stand_in_the_scripts_of_their_countries(directory):
    names = "".join(row["names"] for row in rows(directory, "places"))
    for script in ("[\u0400-\u04ff]", "[\u0370-\u03ff]", "[\u0600-\u06ff]", "[\u0900-\u097f]", "[\u3040-\u309f]", "[\u4e00-\u9fff]", "[\uac00-\ud7af]"):
        assert re.search(script, names)


def test_dates_are_as_precise_as_real_ones(directory):
    dates = [row["established"] for row in rows(directory, "partnerships")]
    for length in (0, 4, 7, 10):
        assert sum(len(date) == length for date in dates) > PARTNERSHIPS * 0.05


def test_there_are_about_two_and_a_half_activities_per_partnership(directory):
    assert 2.3 <= len(rows(directory, "activities")) / PARTNERSHIPS <= 2.7


def test_sistercityctl_takes_all_of_it(directory):
    registry = database.SqliteRegistry(database.reachable_directory("bench"))
    try:
        registry.ctl("init")
        assert " 0 rejected" in registry.ctl("import", directory).stdout
    finally:
        registry.remove()
