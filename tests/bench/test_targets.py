"""What the benchmark says of its targets: none is passed over in silence, and the slowest kind decides."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import measure  # noqa: E402
import report  # noqa: E402


def kind(label, p99_ms, group="search"):
    return {"label": label, "group": group, "p99_ms": p99_ms}


def run(size=400_000, database="sqlite", cases=None, left_out=None, **parts):
    return {"size": size, "database": database, "cases": cases or {}, "left_out": left_out or {}, **parts}


def judged(runs, text):
    (found,) = [j for j in report.judge(runs) if j["target"] == text]
    return found


def test_every_target_is_named_even_when_nothing_was_measured():
    said = report.targets_table(report.judge([]))
    assert all(target.text in said for target in report.TARGETS)
    assert said.count("not measured") == len(report.TARGETS)


def test_the_slowest_kind_decides_and_is_named():
    cases = {"a": kind("quick", 2.0), "b": kind("slow", 25.0), "c": kind("other", 90.0, "statistics")}
    found = judged([run(cases=cases)], "search at 400,000, p99, SQLite")
    assert found["value"] == 25.0 and found["met"] is False and found["by"] == "150 %"
    assert found["remark"] == "slowest: slow; 1 of 2 kinds meet it"


def test_a_case_that_was_left_out_gives_its_reason():
    runs = [run(35_000, cases={"place": {"cpu_us": 100}}, left_out={"place_php": "no PHP here"})]
    found = judged(runs, "uncached place page ÷ PHP's, CPU per request")
    assert found["met"] is None and found["remark"] == "no PHP here"


def test_a_run_that_failed_gives_its_reason():
    runs = [{"size": 35_000, "database": "sqlite", "left_out": {}, "failure": "the disk is full"}]
    found = judged(runs, "import of 35,000 partnerships and their places, SQLite")
    assert found["met"] is None and "the disk is full" in found["remark"]
    assert "the disk is full" in "\n".join(report.left_out(runs))


def test_the_99th_percentile_of_few_delays_is_the_longest():
    assert measure.percentile([3.0, 1.0, 2.0], 0.99) == 3.0
    assert measure.percentile([float(n) for n in range(1, 201)], 0.99) == 198.0


def test_an_address_that_no_round_had_answered_counts_with_its_first_delay():
    load = measure.Load("http://127.0.0.1", ["/quick", "/slow"])
    rounds = [{"each": [[1.0, 2.0], []]}, {"each": [[3.0], []]}]
    quick, slow = measure.delays_of_each(load, rounds, [1.5, 4000.0])
    assert (quick["answers"], quick["p99_ms"]) == (3, 3.0)
    assert slow["p99_ms"] == 4000.0
