"""What is asked of the servers: a table of cases, and the addresses that each asks for."""

import dataclasses
import json
import time
import typing

import kinds
import measure

SAMPLE_DEGREE = 20
SAMPLE_PLACES = 8
SEARCHES = 20
CRAWLED = 1000
COMMON = 4


@dataclasses.dataclass(frozen=True)
class Subjects:
    """What of a registry is asked for: places with about 20 partners and the one with the most, and words to
    look for."""

    places: list
    hub: str
    many: list  # places all over the registry, as a crawler asks for them
    words: list  # that names begin with, from all over the registry
    names: list
    one_letter: list  # that many names begin with, as the next three
    two_letters: list
    four_letters: list
    two_characters: list

    @classmethod
    def of(cls, registry):
        degrees = "SELECT place_id FROM partnership_parties GROUP BY place_id ORDER BY"
        places = registry.sql(
            "SELECT p.slug FROM "
            f"({degrees} ABS(COUNT(*) - {SAMPLE_DEGREE}), place_id LIMIT {SAMPLE_PLACES}) m JOIN places p ON p.id = m.place_id"
        ).split()
        hub = registry.sql(f"SELECT p.slug FROM ({degrees} COUNT(*) DESC, place_id LIMIT 1) m JOIN places p ON p.id = m.place_id")
        last = int(registry.sql("SELECT MAX(id) FROM places"))
        ids = ",".join(str(1 + number * (last - 1) // SEARCHES) for number in range(SEARCHES))
        names = registry.sql(f"SELECT name FROM places WHERE id IN ({ids}) ORDER BY id").splitlines()

        def common(column, length, source):
            beginning = f"LOWER(SUBSTR({column}, 1, {length}))"
            lines = registry.sql(
                f"SELECT {beginning} FROM {source} AND LENGTH({column}) >= {length} GROUP BY 1 ORDER BY COUNT(*) DESC, 1 LIMIT {COMMON}"
            ).splitlines()
            return [line for line in lines if line.strip() == line]

        return cls(
            places=places,
            hub=hub,
            many=registry.sql(f"SELECT slug FROM places WHERE id % {max(1, last // CRAWLED)} = 0").split()[:CRAWLED],
            words=[name[:5].strip() for name in names],
            names=names[:COMMON],
            one_letter=common("name", 1, "places WHERE 1 = 1"),
            two_letters=common("name", 2, "places WHERE 1 = 1"),
            four_letters=common("name", 4, "places WHERE 1 = 1"),
            two_characters=common("text", 2, "place_names WHERE lang LIKE 'zh%' AND COALESCE(kind, '') <> 'reading'"),
        )


def partner_list(s):
    return [f"/sistercities/places/{slug}/partners?lang=en" for slug in s.places]


def place_page(s):
    return [f"/sistercities/places/{slug}?lang=en" for slug in s.places]


def json_list(_):
    return ["/sistercities/partnerships.json?limit=50&lang=en"]


def searches(s):
    return kinds.questions("places", "words")(s)


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    label: str
    server: str  # a key of the servers of a run
    paths: typing.Callable  # of Subjects
    conditional: bool = False
    connections: int = 8
    group: str = ""  # of kinds.GROUPS: the delays of each address are measured
    data: bool = False  # the addresses have JSON with a total, which must not be nothing


def files(prefix):
    return lambda s: [f"/{prefix}/{slug}.html" for slug in s.places]


# Delays under load depend on how many ask at once. Those with a limit in milliseconds are measured
# with two: as many as the machine of the target has cores.
FEW = 2

CASES = (
    Case("list_cached", "partner list, cached", "cached", partner_list),
    Case("list_static", "the same bytes as a file", "static", files("partners")),
    Case("list_bare", "the same bytes from memory by a bare handler", "bare", files("bare")),
    Case("list_nginx", "the same file by nginx", "nginx", files("partners")),
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
    Case("ssi_five", "page that includes five lists", "cached", lambda _: ["/five.shtml"]),
    Case("ssi_five_bare", "page that includes the same five from memory by a bare handler", "bare", lambda _: ["/bare.shtml"]),
    Case("ssi_five_static", "the same page as a file", "static", lambda _: ["/five.html"]),
    Case("crawl", "many different places, uncached", "uncached", lambda s: [f"/sistercities/places/{slug}?lang=en" for slug in s.many]),
    Case("crawl_php", "the same places by PHP", "php", lambda s: [f"/page.php?place={slug}" for slug in s.many]),
    Case("match", "suggestions for a place", "uncached", lambda s: [f"/sistercities/seeking/match?for={slug}&lang=en" for slug in s.places], connections=FEW),
    Case("json", "JSON list of 50, uncached", "uncached", json_list),
    Case("json_cached", "JSON list of 50, cached", "cached", json_list),
    *(Case(kind.name, kind.label, "uncached", kind.paths, connections=FEW, group=kind.group, data=kind.data) for kind in kinds.KINDS),
)

# PHP and Flask read SQLite's file, and files are the same with any database.
ON_POSTGRESQL = tuple(
    case for case in CASES if case.group or case.name in ("list_cached", "list_cached_304", "list", "place", "json", "json_cached")
)

# What distinguishes an earlier build's servers, and the cases that ask them.
BASELINE = "_baseline"


def beside_baseline(chosen, is_there):
    """The cases, each that asks the module followed by the same for the earlier build if it is there."""
    found = []
    for case in chosen:
        found.append(case)
        if is_there and "cached" in case.server:
            twin = {"name": case.name + BASELINE, "label": f"{case.label}, baseline", "server": case.server + BASELINE}
            found.append(dataclasses.replace(case, **twin))
    return found


SSI_HEAD = '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Our partners</title></head>\n<body>\n<main>\n'
SSI_TAIL = "</main>\n</body>\n</html>\n"


def write_ssi_page(site, s):
    """Pages that include the partner lists of three and of five places."""
    for name, count in (("three", 3), ("five", 5)):
        elements = "".join(f'<!--#sistercity show="partners" place="{slug}" lang="en" heading="2" -->\n' for slug in s.places[:count])
        (site / f"{name}.shtml").write_text(SSI_HEAD + elements + SSI_TAIL, encoding="utf-8")


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
    (site / "five.html").write_bytes(measure.get(module_url + "/five.shtml").body)
    (site / "fragment.html").write_bytes(whole[len(head) : -len(tail)])
    (site / "one.shtml").write_bytes(head + b'<!--#include virtual="/fragment.html" -->' + tail)
    for slug, path in list(zip(s.places, partner_list(s)))[:5]:
        (site / "partners" / f"{slug}.part").write_bytes(measure.get(f"{module_url}{path}&view=fragment&heading=2").body)
    includes = "".join(f'<!--#include virtual="/bare/{slug}.part" -->\n' for slug in s.places[:5])
    (site / "bare.shtml").write_bytes(head + includes.encode() + tail)


class LeftOut(Exception):
    """A case that cannot be measured, and why."""


def total_of(server, path):
    """How many items a list selects, by its JSON: that refuses parameters which the list does not have."""
    address, query = path.split("?")
    answer = measure.get(f"{server.url}{address}.json?{query}&limit=1")
    if answer.status != 200:
        raise LeftOut(f"{address}.json?{query} answers {answer.status}")
    return json.loads(answer.body)["total"]


@dataclasses.dataclass(frozen=True)
class Prepared:
    """A case that is ready to be measured."""

    load: measure.Load
    bytes: int  # of an answer's body, on average
    totals: list  # how many items each path selects, where they have a total
    first_ms: list  # the delay of each path, asked alone


# Asking again what took so long would cost more of the run than it tells.
SLOW_MS = 1000


def timed_get(url):
    started = time.monotonic()
    answer = measure.get(url)
    return answer, 1000 * (time.monotonic() - started)


def prepare(case, server, s):
    """The load of a case, after every address was seen to answer as it should. Raises LeftOut."""
    paths = case.paths(s)
    totals = []
    if case.data:
        if paths and measure.get(server.url + paths[0].split("?")[0]).status == 404:
            raise LeftOut("this build does not have the address")
        counted = [(path, total_of(server, path)) for path in paths]
        paths = [path for path, total in counted if total]
        totals = [total for _, total in counted if total]
    if not paths:
        raise LeftOut("this registry has nothing of the kind")
    validators, sizes, delays = [], [], []
    for path in paths:
        answer, delay = timed_get(server.url + path)
        if delay < SLOW_MS:
            answer, delay = timed_get(server.url + path)  # with its statements prepared
        delays.append(delay)
        if answer.status == 404:
            raise LeftOut(f"this build does not have the address {path}")
        if answer.status != 200 or not answer.body:
            raise RuntimeError(f"{case.label}: {server.url}{path} answers {answer.status}")
        sizes.append(len(answer.body))
        validators.append(answer.headers.get("ETag", ""))
    if case.conditional:
        for path, validator in zip(paths, validators):
            status = measure.get(server.url + path, {"If-None-Match": validator}).status
            if status != 304:
                raise RuntimeError(f"{case.label}: {server.url}{path} answers {status} to its own validator")
    load = measure.Load(server.url, paths, validators if case.conditional else None, case.connections, each=bool(case.group))
    return Prepared(load, 0 if case.conditional else sum(sizes) // len(sizes), totals, delays)


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
