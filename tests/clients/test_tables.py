"""CSV and its descriptions in the tools that read them."""

import csv
import io
import json
import pathlib
import re
import subprocess

ROOT = "/sistercities"
PROFILE = pathlib.Path(__file__).parent / "profiles/datapackage-2.0.json"


def rows_of(server, name):
    text = server.get(f"{ROOT}/{name}").content.decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_the_data_package_fits_its_profile_and_table_schema_reads_every_row(server, node):
    read = node("package.mjs", f"{server.url}{ROOT}/datapackage.json", PROFILE)
    assert read["problems"] == [] and read["errors"] == []
    for name, rows in read["rows"].items():
        expected = rows_of(server, f"{name}.csv")
        assert [row["slug"] for row in rows] == [row["slug"] for row in expected], name
    boston = next(row for row in read["rows"]["places"] if row["slug"] == "boston-us")
    assert isinstance(boston["latitude"], float) and boston["latitude"] > 42
    # A year stays a year, and a month a month.
    dates = {row["established"] for row in read["rows"]["partnerships"] if row["established"]}
    assert dates == {row["established"] for row in rows_of(server, "partnerships.csv")} - {""}


def test_csvkit_and_gdal_take_days_and_years_for_what_they_are(server, tmp_path):
    """A date alone is a text where one of them is a month: beside it stand days and a number."""
    file = tmp_path / "people.csv"
    file.write_bytes(server.get(f"{ROOT}/partnerships.csv?view=people&columns=slug,established").content)
    stated = [row["established"] for row in rows_of(server, "partnerships.csv")]
    assert any(len(date) == 4 for date in stated) and any(len(date) == 7 for date in stated)
    kinds = subprocess.run(["csvstat", "--type", file], capture_output=True, text=True, check=True).stdout
    assert [kind for name, kind in re.findall(r"(established\w*): (\w+)", kinds)] == ["Text", "Date", "Date", "Number"]
    layer = subprocess.run(["ogrinfo", "-so", "-al", "-oo", "AUTODETECT_TYPE=YES", file], capture_output=True, text=True, check=True).stdout
    assert re.findall(r"(established\w*): (\w+)", layer) == [
        ("established", "String"), ("established_from", "Date"), ("established_to", "Date"), ("established_year", "Integer")]


def test_csvkit_counts_every_row(server, tmp_path):
    for name in "places", "partnerships", "claims":
        (tmp_path / name).write_bytes(server.get(f"{ROOT}/{name}.csv").content)
        out = subprocess.run(["csvstat", "--count", tmp_path / name], capture_output=True, text=True, check=True).stdout
        assert out.split()[-1] == str(len(rows_of(server, f"{name}.csv")))


def test_csvkit_told_as_the_readme_says_keeps_namibia_norway_and_a_town_named_none(server, tmp_path):
    stated = [{**row, "name": name, "country": country}
              for row, (name, country) in zip(rows_of(server, "places.csv"), [("None", "IT"), ("Windhoek", "NA"), ("Oslo", "NO")])]
    for name, rows in ("places", stated), ("norway", stated[2:]):
        with (tmp_path / name).open("w", newline="") as file:
            writer = csv.DictWriter(file, stated[0])
            writer.writeheader()
            writer.writerows(rows)
        read = subprocess.run(["csvjson", "-I", "--blanks", tmp_path / name], capture_output=True, text=True, check=True).stdout
        assert json.loads(read) == rows


def test_a_parser_of_csv_on_the_web_reads_every_cell_as_it_is_described(server, node):
    """@zazuko/rdf-parser-csvw; a date stays the text that it is, a number is one."""
    kinds = {}
    for name in "places", "partnerships", "agreements", "activities", "gifts", "claims", "organizations", "terms":
        read = [row for row in node("csvw.mjs", f"{server.url}{ROOT}/{name}.csv-metadata.json")["rows"] if "slug" in row]
        expected = [{column: cell for column, cell in row.items() if cell} for row in rows_of(server, f"{name}.csv")]
        assert len(read) == len(expected) > 0, name
        for seen, stated in zip(read, expected):
            assert set(seen) == set(stated), (name, stated["slug"])
            for column, (value, kind) in seen.items():
                kinds.setdefault((name, column), set()).add(kind)
                assert value == stated[column] or float(value) == float(stated[column]), (name, stated["slug"], column)
    assert kinds["places", "latitude"] <= {"double", "decimal", "number"} and kinds["partnerships", "established"] == {"string"}
    assert all(len(kind) == 1 for kind in kinds.values())
