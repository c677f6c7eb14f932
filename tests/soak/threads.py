"""Readers and editors at once on an httpd of many threads, on SQLite and on PostgreSQL; `make tsan` runs it for SECONDS= each with the
thread sanitizer in the module and in APR, whose queues, locks and pools are how threads hand memory to each other, and it fails if that reports
anything, or an edit or a page is refused."""

import collections
import os
import pathlib
import re
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

from support import database, httpd  # noqa: E402
from support.editing import Editor  # noqa: E402

READ = ["/places?limit={}", "/partnerships.json?limit={}", "/search?q=k{}", "/places/boston-us?lang=ja&n={}", "/statistics?n={}", "/map?n={}",
        "/partnerships.csv", "/admin/", "/admin/due", "/openapi.json", "/reconcile?query=kaunas"]
READERS, EDITORS = 5, 2


def run(databases, kind, seconds):
    server = httpd.Httpd(databases.sample(kind)).start()
    answers = collections.Counter()
    end = time.monotonic() + seconds

    def read(number):
        step = number
        while time.monotonic() < end:
            step += 7
            for path in READ:
                answer = server.get("/sistercities" + path.format(step % 900 + 1), auth=("editor", "secret"), timeout=120)
                answers["read", answer.status_code] += 1

    def edit(number):
        editor, step = Editor(server), 0
        while time.monotonic() < end:
            step += 1
            slug = f"t-{number}-{step}"
            answers["edit", editor.create("places", slug=slug, name=f"T {step}", country="LT").status_code] += 1
            answers["edit", editor.change(f"/places/{slug}", {"name": f"U {step}"}).status_code] += 1

    threads = [threading.Thread(target=read, args=(n,)) for n in range(READERS)] + [threading.Thread(target=edit, args=(n,)) for n in range(EDITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Processes write their reports when they end.
    server.stop()
    reports = re.findall(r"WARNING: ThreadSanitizer.*?SUMMARY[^\n]*", server.log_text(), re.S)
    said = ", ".join(f"{count} × {what} {status}" for (what, status), count in sorted(answers.items()))
    print(f"{kind}: {said}; {len(reports)} reports", flush=True)
    for report in reports:
        print(report, file=sys.stderr)
    server.remove()
    return not reports and set(answers) <= {("read", 200), ("edit", 200), ("edit", 201)}


def main():
    databases = database.Databases()
    try:
        good = [run(databases, kind, float(os.environ.get("SECONDS") or 60)) for kind in ("sqlite", "postgresql")]
    finally:
        databases.close()
    sys.exit(0 if all(good) else 1)


main()
