"""Damaged and invented workbooks for workbook.py, for so many seconds: fuzz/workbooks.py SECONDS [SEED].

Each is read as the module has it read, in a process of its own. It must end by itself and in time, with sheets as it says them or with
the word of a problem, and never by a message of Python.
"""

import collections
import io
import os
import pathlib
import random
import re
import sys
import tempfile
import time
import zipfile

import openpyxl  # noqa: F401

TOP = pathlib.Path(__file__).parents[2]
READER = TOP / "mod_sistercity/language/table/workbook.py"
CODE = compile(READER.read_text(), str(READER), "exec")
SEEDS = sorted((TOP / "tests/fuzz/seeds/workbooks").iterdir())
# What a hostile cell may say.
WORDS = [b"", b"\x00", b"&amp;", b"&lol;", b"<", b"]]>", b"1e999", b"-1", b"99999999999999999999", b"A1:XFD1048576", b"nan", b"0001-01-01",
         b"9999-12-31T24:00:00", b"yyyy", b"[$-411]ggge", b"\xff\xfe", "平塚".encode(), b'" r="A1048577"', b"t=\"s\"", b"table:number-columns-repeated=\"2000000000\""]


def damage(chance, data):
    data = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        match chance.randrange(4):
            case 0 if data:
                data[min(at, len(data) - 1)] ^= 1 << chance.randrange(8)
            case 1:
                del data[at:min(end, at + 40)]
            case 2:
                data[at:at] = chance.choice(WORDS)
            case _:
                data[at:at] = data[at:min(end, at + 200)] * chance.randint(1, 3)
    return bytes(data)


def invent(chance):
    """One of the seeds: damaged as a file, or within one of its parts and packed anew."""
    whole = chance.choice(SEEDS).read_bytes()
    if chance.random() < 0.25:
        return damage(chance, whole)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as seed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        parts = seed.namelist()
        chosen = set(chance.sample(parts, min(len(parts), chance.randint(1, 3))))
        for part in parts:
            made.writestr(part, damage(chance, seed.read(part)) if part in chosen else seed.read(part))
    return out.getvalue()


def read_in_a_process(data):
    """What the reader writes, as the module has it run; openpyxl is there already, since loading it takes longer than most workbooks."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as error:
        source.write(data)
        source.seek(0)
        mine, its = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.dup2(source.fileno(), 0)
            os.dup2(its, 1)
            os.dup2(error.fileno(), 2)
            exec(CODE, {"__name__": "reader"})
            sys.stdout.flush()
            os._exit(0)
        os.close(its)
        with open(mine, "rb") as pipe:
            written = pipe.read()
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        error.seek(0)
        return status, written, error.read()


def outcome(data):
    status, written, error = read_in_a_process(data)
    assert status == 0 and not error, (status, error[-500:])
    head, _, body = written.partition(b"\n\n")
    lines = [line.split(b"\t") for line in head.split(b"\n") if line]
    if lines[0][0] == b"problem":
        assert re.fullmatch(rb"[a-z_]+", lines[0][1]), lines
        return lines[0][1].decode()
    sizes = [int(line[1]) for line in lines if line[0] == b"sheet"]
    assert sum(sizes) == len(body), (sizes, len(body))
    body.decode()
    return "read"


def main():
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    counts = collections.Counter()
    end = time.monotonic() + float(sys.argv[1])
    while time.monotonic() < end:
        data = invent(chance)
        try:
            counts[outcome(data)] += 1
        except Exception:
            kept = pathlib.Path(os.environ.get("FUZZ_KEEP", "."), "crash-workbook")
            kept.write_bytes(data)
            print(f"kept as {kept}", file=sys.stderr)
            raise
    print(f"{sum(counts.values())} workbooks: " + ", ".join(f"{count} {word}" for word, count in counts.most_common()))


main()
