"""The quick part of `make soak`: edits, imports and uploads while httpd is killed, its file locked and replaced; power cuts."""

import os
import re
import subprocess
import sys

from support import paths

sys.path.insert(0, str(paths.TOP / "tests/soak"))

import power  # noqa: E402


def test_what_was_acknowledged_is_there_whatever_was_killed_meanwhile():
    program = paths.TOP / "tests/soak/run.py"
    done = subprocess.run(["/usr/bin/python3", program], env={**os.environ, "SECONDS": "8"}, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stdout + done.stderr
    counts = {name.strip(): int(count) for name, count in re.findall(r"([a-z ]+) (\d+)(?:,|$)", done.stdout.splitlines()[0].split(": ")[1])}
    assert counts["requests"] > 50 and counts["edits"] > 5 and sum(count for name, count in counts.items() if "killed" in name) > 0, done.stdout


def test_a_soak_that_loses_an_edit_says_so():
    program = "import sys, run\n" \
              "keep = run.Soak.look\n" \
              "def look(soak):\n" \
              "    soak.items['soak-never-was'] = item = run.Item()\n" \
              "    item.acknowledged = 7\n" \
              "    return keep(soak)\n" \
              "run.Soak.look = look\n" \
              "sys.exit(run.main())\n"
    done = subprocess.run(["/usr/bin/python3", "-c", program], env={**os.environ, "SECONDS": "2", "PYTHONPATH": str(paths.TOP / "tests/soak")},
                          capture_output=True, text=True, timeout=200)
    assert done.returncode == 1 and "losses 1," in done.stdout, done.stdout + done.stderr


def test_a_power_cut_loses_no_acknowledged_edit_and_leaves_none_by_half():
    recording = power.Recording(40)
    try:
        assert not any(power.cut(recording, 20, 1, is_honest=True).values())
        # Of a disk that says that it has written what it has not.
        lying = power.cut(recording, 100, 1, is_honest=False)
        assert lying["losses"] > 0 and lying["files"] > 0
    finally:
        recording.remove()
