"""What is asked of the servers: a table of cases, and the addresses that each asks for."""

import dataclasses
import typing
import urllib.parse

import measure

SAMPLE_DEGREE = 20
SAMPLE_PLACES = 8
SEARCHES = 20

# The first that the module answers.
SEARCH_ADDRESSES = ("/sistercities/search", "/sistercities/places")


@dataclasses.dataclass(frozen=True)
class Subjects:
    """What of a registry is asked for: places with about 20 partners, words that names begin with."""

    places: list
    words: list

    @classmethod
    def of(cls, registry):
        places = registry.sql(
            "SELECT p.slug FROM (SELECT place_id FROM partnership_parties GROUP BY place_id "
            f"ORDER BY ABS(COUNT(*) - {SAMPLE_DEGREE}), place_id LIMIT {SAMPLE_PLACES}) m JOIN places p ON p.id = m.place_id"
        ).split()
        last = int(registry.sql("SELECT MAX(id) FROM places"))
        ids = ",".join(str(1 + number * (last - 1) // SEARCHES) for number in range(SEARCHES))
        words = registry.sql(f"SELECT SUBSTR(name, 1, 5) FROM places WHERE id IN ({ids}) ORDER BY id").splitlines()
        return cls(places, [word.strip() for word in words])


def partner_list(s):
    return [f"/sistercities/places/{slug}/partners?lang=en" for slug in s.places]


def place_page(s):
    return [f"/sistercities/places/{slug}?lang=en" for slug in s.places]


def json_list(_):
    return ["/sistercities/partnerships.json?limit=50&lang=en"]


def filtered_list(_):
    countries = ("JP", "DE", "FR", "US", "PL")
    return [f"/sistercities/partnerships?country={c}&status=active&since=1990&lang=en" for c in countries]


def search(s, address=SEARCH_ADDRESSES[-1]):
    return [f"{address}?q={urllib.parse.quote(word)}&lang=en" for word in s.words]


def statistics(_):
    return ["/sistercities/statistics?lang=en"]


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    label: str
    server: str  # a key of the servers of a run
    paths: typing.Callable  # of Subjects
    conditional: bool = False
    connections: int = 8
    optional: bool = False  # left out, with a line that says so, where the address is not there


def files(prefix):
    return lambda s: [f"/{prefix}/{slug}.html" for slug in s.places]


# Delays under load depend on how many ask at once. Those with a limit in milliseconds are measured
# with two: as many as the machine of the target has cores.
FEW = 2

CASES = (
    Case("list_cached", "partner list, cached", "cached", partner_list),
    Case("list_static", "the same bytes as a file", "static", files("partners")),
    Case("list_cached_304", "partner list, cached, 304", "cached", partner_list, conditional=True),
    Case("list_static_304", "the file, 304", "static", files("partners"), conditional=True),
    Case("list", "partner list, uncached", "uncached", partner_list),
    Case("list_php", "the same list by PHP", "php", lambda s: [f"/page.php?place={x}&part=partners" for x in s.places]),
    Case("list_flask", "the same list by Flask", "flask", lambda s: [f"/{x}/partners" for x in s.places]),
    Case("place", "place page, uncached", "uncached", place_page),
    Case("place_php", "the same page by PHP", "php", lambda s: [f"/page.php?place={x}" for x in s.places]),
    Case("place_flask", "the same page by Flask", "flask", lambda s: [f"/{x}" for x in s.places]),
    Case("ssi", "page that includes three lists", "cached", lambda _: ["/three.shtml"]),
    Case("ssi_static", "the same page as a file", "static", lambda _: ["/three.html"]),
    Case("ssi_include", "page that includes one file, same bytes", "static", lambda _: ["/one.shtml"]),
    Case("json", "JSON list of 50", "uncached", json_list),
    Case("search", "search", "uncached", search, connections=FEW),
    Case("filtered", "filtered list", "uncached", filtered_list, connections=FEW),
    Case("statistics", "statistics", "uncached", statistics, connections=FEW, optional=True),
)

ON_POSTGRESQL = ("list", "place", "json", "search", "filtered", "statistics")

SSI_HEAD = '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Our partners</title></head>\n<body>\n<main>\n'
SSI_TAIL = "</main>\n</body>\n</html>\n"


def write_ssi_page(site, s):
    """A page that includes the partner lists of three places."""
    elements = "".join(f'<!--#sistercity show="partners" place="{slug}" lang="en" heading="2" -->\n' for slug in s.places[:3])
    (site / "three.shtml").write_text(SSI_HEAD + elements + SSI_TAIL, encoding="utf-8")


def write_files(site, s, module_url):
    """Files with the bytes that the module answers: the lists, and the page with three of them whole
    and as a page that includes one file."""
    (site / "partners").mkdir(exist_ok=True)
    for slug, path in zip(s.places, partner_list(s)):
        (site / "partners" / f"{slug}.html").write_bytes(measure.get(module_url + path).body)
    whole = measure.get(module_url + "/three.shtml").body
    head, tail = SSI_HEAD.encode(), SSI_TAIL.encode()
    if not (whole.startswith(head) and whole.endswith(tail) and whole.count(b'class="sistercity sistercity-partners"') == 3):
        raise RuntimeError("the page that includes three lists does not have them")
    (site / "three.html").write_bytes(whole)
    (site / "fragment.html").write_bytes(whole[len(head) : -len(tail)])
    (site / "one.shtml").write_bytes(head + b'<!--#include virtual="/fragment.html" -->' + tail)


def search_address(url):
    for address in SEARCH_ADDRESSES:
        if measure.get(f"{url}{address}?q=a&lang=en").status == 200:
            return address
    raise RuntimeError("the module has no search")


def load_of(case, server, s):
    """The load of a case, after every address was seen to answer as it should; None for an optional
    one that is not there. With it, the mean size of an answer's body."""
    paths = search(s, search_address(server.url)) if case.paths is search else case.paths(s)
    validators, sizes = [], []
    for path in paths:
        answer = measure.get(server.url + path)
        if answer.status == 404 and case.optional:
            return None, 0
        if answer.status != 200 or not answer.body:
            raise RuntimeError(f"{case.label}: {server.url}{path} answers {answer.status}")
        sizes.append(len(answer.body))
        validators.append(answer.headers.get("ETag", ""))
    if case.conditional:
        for path, validator in zip(paths, validators):
            status = measure.get(server.url + path, {"If-None-Match": validator}).status
            if status != 304:
                raise RuntimeError(f"{case.label}: {server.url}{path} answers {status} to its own validator")
    load = measure.Load(server.url, paths, validators if case.conditional else None, case.connections)
    return load, 0 if case.conditional else sum(sizes) // len(sizes)


def partner_count(url):
    return measure.get(url).body.count(b'class="sistercity__partner"')


def check_peers(running, s):
    """The peers' pages have as many partners as ours: else they would not do the same work."""
    ours = [partner_count(running["uncached"].url + path) for path in place_page(s)]
    for case in CASES:
        if case.name in ("place_php", "place_flask"):
            theirs = [partner_count(running[case.server].url + path) for path in case.paths(s)]
            if theirs != ours:
                raise RuntimeError(f"{case.label} shows {theirs} partners, the module {ours}")
