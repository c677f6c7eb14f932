"""OpenRefine, by its own HTTP commands: a list of cities is reconciled against the registry and extended with what the registry knows."""

import json
import os
import shutil
import signal
import subprocess
import time

import pytest
import requests

from support import database

DATABASES = ["sqlite", "postgresql"]
pytestmark = pytest.mark.skipif(not shutil.which("openrefine"), reason="this Debian has no OpenRefine")
SERVICE = "/sistercities/reconcile"
ROWS = [("Kyoto", "Japan"), ("平塚", "JP"), ("Boston", "United States"), ("Hiracuka", ""), ("Kiyoto", ""), ("Nowhere at all", "")]
ENGINE = json.dumps({"facets": [], "mode": "row-based"})


class Project:
    """A project in a running OpenRefine."""

    def __init__(self, address, rows):
        self.address = address
        self.session = requests.Session()
        text = "city,country\n" + "".join(f"{city},{country}\n" for city, country in rows)
        made = self.session.post(f"{address}/create-project-from-upload", params={"csrf_token": self.token()},
                                 files={"project-file": ("cities.csv", text.encode(), "text/csv")}, allow_redirects=False,
                                 data={"project-name": "cities", "format": "text/line-based/*sv",
                                       "options": json.dumps({"separator": ",", "headerLines": 1, "encoding": "UTF-8"})})
        self.number = made.headers["Location"].rsplit("=", 1)[1]

    def token(self):
        return self.session.get(f"{self.address}/get-csrf-token").json()["token"]

    def run(self, command, **fields):
        """A command that works in the background, to its end."""
        done = self.session.post(f"{self.address}/{command}", params={"csrf_token": self.token(), "project": self.number},
                                 data={"engine": ENGINE, **fields}).json()
        assert done["code"] in ("ok", "pending"), done
        deadline = time.monotonic() + 60
        while (told := self.session.get(f"{self.address}/get-processes", params={"project": self.number}).json())["processes"]:
            assert time.monotonic() < deadline and not told.get("exceptions"), told
            time.sleep(0.1)

    def rows(self):
        """For each row what its first cell was found to be, and the texts of the other cells."""
        told = self.session.get(f"{self.address}/get-rows", params={"project": self.number, "start": 0, "limit": 50}).json()
        found = told["pool"]["recons"]
        for row in told["rows"]:
            first, *rest = row["cells"]
            yield found[first["r"]], [cell and cell["v"] for cell in rest]


@pytest.fixture(scope="module")
def openrefine(tmp_path_factory):
    port = database.free_port()
    running = subprocess.Popen(["openrefine", "-p", str(port), "-i", "127.0.0.1", "-m", "512M", "-d", tmp_path_factory.mktemp("openrefine"),
                                "-x", "refine.headless=true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    address = f"http://127.0.0.1:{port}/command/core"
    deadline = time.monotonic() + 120
    while True:
        try:
            requests.get(f"{address}/get-version", timeout=5).raise_for_status()
            break
        except requests.RequestException:
            assert time.monotonic() < deadline and running.poll() is None, "OpenRefine does not answer"
            time.sleep(0.5)
    yield address
    os.killpg(running.pid, signal.SIGTERM)
    running.wait(timeout=60)


@pytest.fixture
def project(openrefine, server):
    """The list, reconciled as its dialog does with what the registry's manifest says."""
    made = Project(openrefine, ROWS)
    manifest = server.get(SERVICE).json()
    made.service = {"identifierSpace": manifest["identifierSpace"], "schemaSpace": manifest["schemaSpace"]}
    made.run("reconcile", columnName="city",
             config=json.dumps({"mode": "standard-service", "service": server.url + SERVICE, "type": manifest["defaultTypes"][0], "autoMatch": True,
                                "columnDetails": [{"column": "country", "property": {"id": "country", "name": "Country"}}], "limit": 0, **made.service}))
    return made


def test_openrefine_matches_what_is_named_so_and_offers_what_is_spelled_almost_so(project):
    found = [recon for recon, _ in project.rows()]
    assert [recon["m"]["id"] if recon["j"] == "matched" else None for recon in found] == ["kyoto-jp", None, "boston-us", "hiratsuka-jp", None, None]
    offered = [[candidate["id"] for candidate in recon.get("c", [])] for recon in found]
    assert "hiratsuka-jp" in offered[1] and offered[4][0] == "kyoto-jp" and offered[5] == []
    assert all(0 <= candidate["score"] <= 100 for recon in found for candidate in recon.get("c", []))


def test_openrefine_extends_a_list_with_what_the_registry_knows(server, project):
    names = ["country", "wikidata", "latitude"]
    project.run("extend-data", baseColumnName="city", endpoint=server.url + SERVICE, columnInsertIndex="1",
                extension=json.dumps({"properties": [{"id": name, "name": name} for name in names]}), **project.service)
    for recon, (_, *told) in project.rows():
        if recon["j"] == "matched":
            place = server.get(f"/sistercities/places/{recon['m']['id']}.json").json()
            assert told == [place["country"]["code"], place.get("wikidata"), place["latitude"]], recon["m"]["id"]
        else:
            assert not any(told)
