"""No page of readers makes PostgreSQL read a large table from end to end, whatever it is asked for."""

import json
import re
import sys

import pytest

from support import paths

sys.path.insert(0, str(paths.TOP / "tests" / "bench"))

import generate  # noqa: E402

ROOT = "/sistercities"
CONFIGURATION = "SisterCityCache off\n"
PARTNERSHIPS = 4000
TIMES = 100
# Its rows are the words that items are counted by, not items.
SMALL = {"facets"}
# Smaller tables are read as they lie, and should be.
LARGE = 1000
# The share of a large table that one step may read at once.
MOST = 0.2

ORDERS = {
    "places": ["name", "country", "population", "modified"],
    "partnerships": ["name", "established", "status", "modified"],
    "agreements": ["date", "modified"],
    "activities": ["start", "title", "modified"],
    "organizations": ["slug", "modified"],
    "networks": ["slug", "modified"],
    "seeking": ["slug", "modified"],
    "memberships": ["slug", "modified"],
    "persons": ["name", "modified"],
    "awards": ["date", "name", "modified"],
}
WHERE = ["country=JP", "region=asia", "level=town", "country=DE&level=city", "q=ber", "q=a"]
WHAT = WHERE + ["place=PLACE", "type=sister", "status=active", "status=dormant&type=friendship", "field=culture",
                "since=1990", "until=1960", "since=1990-05&until=1990-07", "as_of=2001-01-01", "place=PLACE&country=JP",
                "country=JP&field=culture&status=active&since=1980", "q=ber&status=active", "condition_agreement=met",
                "condition_fields=not_met", "condition_budget=unknown", "condition_budget=met&condition_budget=not_met&country=JP"]
FILTERS = {
    "places": WHERE,
    "partnerships": WHAT,
    "agreements": WHAT + ["kind=renewal", "partnership=PARTNERSHIP"],
    "activities": WHAT + ["partnership=PARTNERSHIP"],
}
PARTS = ["", ".json", ".csv", "/partners", "/partners.json", "/partners.csv", "/partners?country=JP", "/activities", "/activities.json",
         "/activities?field=culture", "/timeline", "/timeline.json", "/statistics", "/statistics.json"]


@pytest.fixture(scope="module")
def registry(databases, tmp_path_factory):
    """A registry of some thousand partnerships, whose database tells how it read for each statement;
    it plans without looking at arguments, as it does once a statement has been used for a while, and
    as if there were so many times more rows."""
    files = tmp_path_factory.mktemp("generated")
    generate.generate(files, PARTNERSHIPS, 1)
    made = databases.empty("postgresql")
    made.ctl("import", files)
    for setting in (
        "session_preload_libraries = auto_explain", "auto_explain.log_min_duration = 0", "auto_explain.log_analyze = on",
        "auto_explain.log_timing = off", "auto_explain.log_format = json", "plan_cache_mode = force_generic_plan",
    ):
        databases.cluster.sql(f"ALTER DATABASE {made.name} SET {setting}")
    large = f"relnamespace = 'public'::regnamespace AND reltuples > {LARGE}"
    rows = made.sql(f"SELECT relname, reltuples FROM pg_class WHERE relkind = 'r' AND {large}").splitlines()
    made.sizes = {name: float(count) for name, count in (row.split("|") for row in rows) if name not in SMALL}
    made.sql(f"UPDATE pg_class SET reltuples = {TIMES} * reltuples WHERE relkind IN ('r', 'i') AND {large}")
    yield made
    made.remove()


@pytest.fixture
def scans(server, databases, registry):
    """Asks for pages; what their statements read of large tables beyond all measure."""

    def ask(addresses):
        start = databases.cluster.log.stat().st_size
        for address in addresses:
            assert server.get(ROOT + address).status_code == 200, address
        plans = plans_in(databases.cluster.log.read_bytes()[start:].decode())
        assert len(plans) > len(addresses)
        return sorted({scan for plan in plans for scan in scans_of(plan, plan["Plan"], registry.sizes)})

    return ask


# How a page's items are looked for in its order (store/query/walk.c): along the order's index, of which no more than a few times as
# many rows are read as pass the filters.
WALK = re.compile(r"""FROM \(SELECT t."id" FROM .* LIMIT \$\d OFFSET \$\d\) w$""")


def plans_in(log):
    return [json.loads(text) for text in re.findall(r"plan:\n((?:\t.*\n)+)", log)]


def scans_of(plan, node, sizes):
    table = node.get("Relation Name")
    condition = node.get("Index Cond") or node.get("Recheck Cond") or ""
    # Looking up rows by their keys, one after the other or by a list of them, is as much work as there
    # are keys.
    loops = min(node["Actual Loops"], 1 if condition else sys.maxsize)
    read = loops * sum(node.get(name, 0) for name in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck"))
    is_scan = node["Node Type"] == "Seq Scan" and loops or read > MOST * sizes.get(table, sys.maxsize)
    # Each element of an array that is an argument is compared with each row, unless an index is looked up for it.
    compared = node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) if re.search(r"= ANY \(+\$", node.get("Filter", "")) else 0
    is_walk = node["Node Type"] in ("Index Scan", "Index Only Scan") and WALK.search(plan["Query Text"])
    if table in sizes and is_scan and not is_walk and "= ANY (" not in condition:
        yield f"{node['Node Type']} of {read} rows of {table} in: {plan['Query Text'].split(' AS ', 1)[1]}"
    if compared > LARGE:
        yield f"An array compared with {compared} rows of {table} in: {plan['Query Text'].split(' AS ', 1)[1]}"
    for below in node.get("Plans", ()):
        yield from scans_of(plan, below, sizes)


def slugs(registry, statement):
    return registry.sql(statement).split()


def test_a_list_in_any_order_reads_no_more_than_its_page(scans):
    lists = [f"/{collection}{form}?sort={sign}{order}" for collection, orders in ORDERS.items() for order in orders
             for sign in ("", "-") for form in ("", ".json")]
    assert scans(lists) == []


def test_a_filtered_list_reads_what_passes_and_no_more(scans, registry):
    place, partnership = (slugs(registry, f"SELECT slug FROM {table} WHERE id = 77")[0] for table in ("places", "partnerships"))
    lists = [f"/{collection}.json?{filters}{order}" for collection, all_filters in FILTERS.items() for filters in all_filters
             for order in ("", "&sort=-modified", f"&sort={ORDERS[collection][1]}")]
    assert scans([one.replace("PLACE", place).replace("PARTNERSHIP", partnership) for one in lists]) == []


def test_the_overview_and_the_statistics_count_nothing(scans):
    assert scans(["/", "/statistics", "/statistics.json", "/statistics.csv", "/revision.json"]) == []


def test_the_statistics_of_what_passes_a_filter_compare_no_list_with_each_row(scans):
    found = scans([f"/statistics?{filters}" for filters in ("region=europe", "region=asia", "country=JP", "region=europe&status=active")])
    assert [scan for scan in found if scan.startswith("An array")] == []


def test_a_place_and_its_parts_read_what_is_theirs(scans, registry):
    some = slugs(registry, "SELECT slug FROM places WHERE id % 400 = 3")
    hub = slugs(registry, "SELECT p.slug FROM places p JOIN partnership_parties m ON m.place_id = p.id GROUP BY p.slug "
                          "ORDER BY COUNT(*) DESC LIMIT 1")
    assert scans([f"/places/{slug}{part}" for slug in some + hub for part in PARTS]) == []


@pytest.mark.parametrize("address, most", [
    ("/places/PLACE", 3), ("/places/PLACE/partners", 2), ("/places/PLACE.json", 3), ("/partnerships/PARTNERSHIP", 3),
    ("/partnerships.json?limit=50", 2), ("/partnerships", 2), ("/places.json", 3)])
def test_a_page_is_few_ways_to_the_database_and_back(server, databases, registry, address, most):
    for kind, table in (("PLACE", "places"), ("PARTNERSHIP", "partnerships")):
        address = address.replace(kind, slugs(registry, f"SELECT slug FROM {table} WHERE id = 77")[0])
    counts = []
    for _ in range(4):  # each process reads the words on record once
        start = databases.cluster.log.stat().st_size
        assert server.get(ROOT + address).status_code == 200
        counts.append(len(plans_in(databases.cluster.log.read_bytes()[start:].decode())))
    assert 0 < min(counts) <= most


def test_an_item_reads_what_is_its_own(scans, registry):
    assert scans([f"/{collection}/{slug}{form}" for collection in ("partnerships", "agreements", "activities")
                  for slug in slugs(registry, f"SELECT slug FROM {collection} WHERE id % 500 = 1") for form in ("", ".json", ".csv")]) == []
