"""Asks a registry of the world for 230 places as readers do, and tells how often the one that is meant comes first, and how soon.

    find.py http://127.0.0.1:8080/sistercities

The registry is one of Wikidata's partnerships (its slugs are NAME-COUNTRY); find.tsv has for each place what is typed for it, with
| between. Every question is another address each time, so that no cache answers.
"""

import json
import pathlib
import sys
import time
import urllib.parse
import urllib.request

ROUNDS = 3


def questions():
    for line in (pathlib.Path(__file__).parent / "find.tsv").read_text(encoding="utf-8").splitlines():
        slug, words = line.split("\t")
        yield from ((word, slug) for word in words.split("|"))


def main(address):
    missed, times = {}, []
    for number in range(ROUNDS):
        for words, slug in questions():
            begun = time.perf_counter()
            query = urllib.parse.urlencode({"q": words, "limit": 20 + number})
            with urllib.request.urlopen(f"{address}/search.json?{query}") as answer:
                items = json.load(answer)["items"]
            times.append((time.perf_counter() - begun) * 1000)
            if not items or items[0]["slug"] != slug:
                missed[words] = f"{slug}, not {items[0]['slug'] if items else 'nothing'}"
    times.sort()
    for words, told in missed.items():
        print(f"{words}: {told}")
    print(f"{len(times) // ROUNDS} questions, {len(missed)} missed; median {times[len(times) // 2]:.1f} ms, p99 {times[int(len(times) * 0.99)]:.1f} ms")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
