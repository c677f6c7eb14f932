#!/usr/bin/python3
"""Asks sqlmap and wapiti, which look for holes in other people's sites, to find one in ours; `make scan` runs both on the sample
registry, on SQLite and on PostgreSQL, on 127.0.0.1 only. SECONDS= is what wapiti may take for each of its attacks.

sqlmap gets every parameter of every address in /openapi.json, the addresses themselves, and what an editor sends as JSON; wapiti
gets the same addresses, and the editing side with its forms. It exits with 1 if either finds anything, if any answer was an error
of the server, or if httpd's log has an error.
"""

import collections
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

from support import database, httpd  # noqa: E402

SECONDS = int(os.environ.get("SECONDS") or 60)
SIGNED_IN = "Authorization: Basic ZWRpdG9yOnNlY3JldA=="  # editor:secret
DBMS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
# What a parameter is without an attack: each has its own way to the database.
VALUES = {
    "after": "", "as_of": "2020-01-01", "beside": "lt", "bom": "1", "chart": "decades", "columns": "name", "condition_agreement": "met",
    "condition_budget": "met", "condition_fields": "met", "country": "JP", "events": "all", "exchange": "educational", "field": "culture",
    "for": "boston-us", "heading": "2", "kind": "renewal", "lang": "en", "level": "city", "limit": "5", "network": "x", "office": "mayor",
    "partner_country": "JP", "partnership": "x", "place": "boston-us", "population_max": "900000", "population_min": "9", "q": "bo",
    "region": "asia", "seeks": "JP", "since": "1950", "slug": "boston-us", "sort": "name", "status": "active", "type": "sister", "until": "2030",
    "v": "1", "view": "page",
}
# wapiti's that ask the internet, guess passwords, or look for headers that test_security asks for.
NOT_ASKED = "brute_login_form buster cms cookieflags drupal_enum http_headers https_redirect log4shell network_device nikto ssl wapp wp_enum".split()
# Of httpd, about requests that are no HTTP or lead out of the site.
ORDINARY = re.compile(r"AH00026|AH00127|AH01617|AH01618|AH01630|AH10244|AH00128")


def addresses(server):
    """Each address of the description, with an item of its collection and all its parameters: {path: {name: value}}."""
    described = server.get("/sistercities/openapi.json").json()
    found = {}
    for path, about in described["paths"].items():
        names = [each.get("name") or each["$ref"].rsplit("/", 1)[1] for each in about.get("parameters", []) + about["get"].get("parameters", [])]
        if "{slug}" in path:
            items = server.get(f"/sistercities/{path.split('/')[1]}.json?limit=1")
            slugs = [item["slug"] for item in items.json().get("items", [])] if items.status_code == 200 else []
            if not slugs:
                continue
            path = path.replace("{slug}", slugs[0])
        found[path] = {name: VALUES[name] for name in names if name != "slug"}
    return found


def tried_once(found):
    """Of addresses that differ in their format alone, the JSON, or else the first: what reads a parameter is the same for all."""
    kept = {}
    for path in sorted(found, key=lambda path: not path.endswith(".json")):
        kept.setdefault(path.rsplit(".", 1)[0], path)
    return [(path, found[path]) for path in sorted(kept.values())]


def query(values):
    return "&".join(f"{name}={value}" for name, value in values.items() if value)


class Scan:
    def __init__(self, kind, server, folder):
        self.kind, self.server, self.folder = kind, server, folder
        self.found = []
        self.counts = collections.Counter()

    def run(self, *command):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        (self.folder / f"{command[0]}.log").open("a").write(done.stdout)
        return done

    def sqlmap(self, path, *more):
        results = self.folder / "results.csv"
        results.unlink(missing_ok=True)
        done = self.run(
            "sqlmap", "-u", self.server.url + path, "--batch", "--disable-coloring", "--flush-session", "--dbms", DBMS[self.kind], "--technique",
            "BEUS", "--ignore-code", "*", "--header", SIGNED_IN, "--output-dir", str(self.folder / "sqlmap"), "--results-file", str(results), *more
        )  # fmt: skip
        if "testing for SQL injection on" not in done.stdout:
            sys.exit(f"sqlmap tried nothing at {path}:\n{done.stdout}")
        self.counts["parameters by sqlmap"] += done.stdout.count("testing for SQL injection on")
        if results.exists():
            self.found += [f"sqlmap: {row['Target URL']} {row['Parameter']}" for row in csv.DictReader(results.open())]

    def ask_sqlmap(self, tried):
        for path, values in tried:
            self.sqlmap(f"/sistercities{path}?{query(values)}")
        # The mark says what of an address is tried: the name of an item, in each place where one can stand.
        for path in ("places/boston-us*", "places/boston-us*/partners.json", "partnerships/boston-kyoto*.json", "files/a*", "admin/places/boston-us*"):
            self.sqlmap(f"/sistercities/{path}")
        place = json.dumps({"slug": "scan", "name": "Scan", "country": "LT", "level": "city", "names": [{"text": "Scan", "lang": "lt"}]})
        tie = json.dumps({"parties": [{"place": "boston-us"}, {"place": "kyoto-jp"}], "type": "sister", "established": "1959"})
        for collection, body in (("places", place), ("partnerships", tie)):
            self.sqlmap(f"/sistercities/admin/{collection}", "--data", body, "--header", SIGNED_IN + "\nContent-Type: application/json")

    def ask_wapiti(self, name, starts, depth, *more):
        report = self.folder / f"{name}.json"
        command = ["wapiti", "-u", starts[0], "--scope", "folder", "-d", str(depth), "-f", "json", "-o", str(report), "--no-bugreport"]
        command += ["--max-links-per-page", "20", "--max-scan-time", str(SECONDS), "--max-attack-time", str(SECONDS), "-m", modules()]
        command += ["--store-session", str(self.folder / name), "--store-config", str(self.folder / "wapiti"), *more]
        for start in starts[1:]:
            command += ["-s", start]
        done = self.run(*command)
        if not report.exists():
            sys.exit(f"wapiti wrote no report:\n{done.stdout[-4000:]}")
        said = json.loads(report.read_text())
        self.counts["addresses by wapiti"] += int(re.search(r"found (\d+) URLs", done.stdout).group(1))
        for kind in ("vulnerabilities", "anomalies"):
            for title, cases in said[kind].items():
                self.found += [f"wapiti: {title}: {case['info']} {case['http_request'].splitlines()[0]}" for case in cases]

    def look_at_answers(self):
        """What the server says of it itself, which neither program sees."""
        log = self.server.log_text()
        self.found += [f"log: {line}" for line in log.splitlines() if re.search(r"\[\S*:(error|crit|alert|emerg)\]", line) and not ORDINARY.search(line)]
        for line in (self.server.directory / "access.log").read_text().splitlines():
            status, request = line.split(" ", 1)
            self.counts["requests"] += 1
            if status.startswith("5"):
                self.found.append(f"answer {status}: {request}")


def modules():
    """All that this version of wapiti has, without those not asked."""
    listed = subprocess.run(["wapiti", "--list-modules"], capture_output=True, text=True, check=True).stdout
    names = re.findall(r"^\t(\w+)", listed, re.M)
    return ",".join(name for name in names if name not in NOT_ASKED)


def scan(databases, kind):
    server = httpd.Httpd(databases.sample(kind))
    server.configuration = f'LogFormat "%>s %r" scan\nCustomLog "{server.directory}/access.log" scan\n'
    with tempfile.TemporaryDirectory() as folder:
        found = Scan(kind, server.start(), pathlib.Path(folder))
        tried = tried_once(addresses(server))
        found.ask_sqlmap(tried)
        root = server.url + "/sistercities"
        found.ask_wapiti("public", [f"{root}/"] + [f"{root}{path}?{query(values)}" for path, values in tried], 0)
        found.ask_wapiti("editing", [f"{root}/admin/"], 2, "-H", SIGNED_IN)
        found.look_at_answers()
    server.remove()
    print(f"{kind}: " + ", ".join(f"{count} {what}" for what, count in found.counts.items()) + f"; {len(found.found)} found", flush=True)
    for line, count in collections.Counter(found.found).items():
        print(f"  {count} × {line}", flush=True)
    return not found.found


def main():
    databases = database.Databases()
    try:
        good = [scan(databases, kind) for kind in DBMS]
    finally:
        databases.close()
    sys.exit(0 if all(good) else 1)


main()
