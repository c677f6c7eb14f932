#!/usr/bin/python3
"""Writes a registry of made-up places and partnerships as CSV files, the same for the same arguments.

    generate.py DIRECTORY [--partnerships N] [--seed N]

It is shaped like what is known of the world's partnerships: half of the places have a single
partner, one in a hundred has 24 or more, none has more than 60 but for one hub with 500; names stand
in the script of their country; many dates are known to the year only.
"""

import argparse
import csv
import pathlib
import random

import naming

# Places that go with so many partnerships; others get three for every four partnerships.
PLACES = {35_000: 23_000}

HUB_DEGREE = 500
# With fewer partnerships the hub's partners cannot all be different.
LEAST = 3000
GREATEST_DEGREE = 60
DEGREE_OF_99TH_PERCENTILE = 24
# Places with exactly this many partners, for pages that are compared at every size.
SAMPLE_DEGREE = 20
SAMPLE_PLACES = 8

COUNTRY_WEIGHTS = {
    "JP": 10, "DE": 12, "FR": 12, "US": 12, "CN": 9, "IT": 6, "PL": 7, "GB": 6, "KR": 6, "RU": 5, "ES": 4,
    "CZ": 3, "UA": 3, "LT": 3, "SE": 3, "BR": 3, "TR": 3, "GR": 2, "IN": 2, "EG": 1,
}  # fmt: skip

# Southern, western, northern, eastern edge, in degrees: about where the country lies.
BOXES = {
    "JP": (32, 130, 43, 144), "DE": (47, 6, 55, 15), "FR": (43, -2, 50, 7), "US": (30, -120, 47, -75),
    "CN": (23, 103, 42, 122), "IT": (38, 8, 46, 18), "PL": (49, 14, 54, 24), "GB": (51, -5, 58, 1),
    "KR": (35, 126, 38, 129), "RU": (50, 30, 62, 120), "ES": (37, -8, 43, 3), "CZ": (49, 12, 51, 18),
    "UA": (46, 24, 51, 38), "LT": (54, 21, 56, 26), "SE": (56, 12, 66, 22), "BR": (-30, -55, -5, -38),
    "TR": (37, 27, 41, 43), "GR": (36, 21, 41, 26), "IN": (10, 73, 28, 88), "EG": (24, 29, 31, 33),
}  # fmt: skip

FIELDS = (
    "education culture arts sports administration economy tourism health_and_welfare science_and_technology "
    "environment agriculture youth humanitarian host_town urban_development international_cooperation"
).split()

TYPES = {"sister": 70, "friendship": 13, "partner": 8, "project": 4, "sister_port": 2, "sister_school": 1, "economic": 2}
STATUSES = {"active": 81, "dormant": 6, "terminated": 5, "suspended": 3, "expired": 2, "forming": 1, "unknown": 2}
LEVELS = {"city": 60, "town": 25, "village": 6, "municipality": 5, "district": 3, "county": 1}
OVER = ("terminated", "suspended", "expired")
NAMED_STEPS = (*OVER, "dormant")

ACTIVITIES_PER_PARTNERSHIP = {0: 35, 1: 18, 2: 12, 3: 9, 4: 6, 5: 5, 6: 4, 8: 4, 10: 4, 14: 3}
RENEWALS = {0: 62, 1: 22, 2: 10, 3: 4, 5: 2}
GIFTS = {0: 90, 1: 8, 2: 2}

# What happened, its form, the fields it belongs to.
HAPPENINGS = (
    ("Delegation of the council of {a} in {b}", "delegation", "administration"),
    ("Youth orchestra of {a} plays in {b}", "performance", "culture|youth"),
    ("Students of {b} stay with families in {a}", "homestay", "education|youth"),
    ("Exhibition: {a} seen from {b}", "exhibition", "arts|culture"),
    ("Half marathon of {a} with runners from {b}", "sports_event", "sports"),
    ("Forum on water and parks in {b}", "forum", "environment|urban_development"),
    ("Weekend of food and dance from {a}", "festival", "culture|tourism"),
    ("Trees planted for {n} years of partnership", "tree_planting", "environment"),
    ("Engineers of {a} learn in {b}", "staff_exchange", "administration|science_and_technology"),
    ("Help for {b} after the flood", "relief", "humanitarian"),
    ("Schüleraustausch {a} – {b}", "student_exchange", "education"),
    ("{a}・{b}市民交流", "visit", "international_cooperation"),
)
GIFT_OBJECTS = ("Bronze bell", "Woven tapestry", "Cherry saplings", "Model of a sailing boat", "Painted screen", "Glass bowl")
SOURCES = ("Town chronicle", "Council minutes", "Association yearbook", "Municipal web site")


class Chance:
    """Weighted choices from one seeded sequence of numbers."""

    def __init__(self, seed):
        self.random = random.Random(seed).random
        self._tables = {}

    def below(self, limit):
        return int(self.random() * limit)

    def of(self, sequence):
        return sequence[int(self.random() * len(sequence))]

    def weighted(self, weights):
        table = self._tables.get(id(weights))
        if table is None:
            table = [key for key, weight in weights.items() for _ in range(weight)]
            self._tables[id(weights)] = table
        return table[int(self.random() * len(table))]

    def date(self, year):
        """Some date in the year, as precise as such dates usually are."""
        roll = self.random()
        if roll < 0.45:
            return str(year)
        month = 1 + self.below(12)
        if roll < 0.55:
            return f"{year}-{month:02}"
        return f"{year}-{month:02}-{1 + self.below(28):02}"

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = int(self.random() * (i + 1))
            items[i], items[j] = items[j], items[i]


def place_count(partnerships):
    return PLACES.get(partnerships, partnerships * 3 // 4)


def degrees(partnerships):
    """How many partners each place has, ascending but for the sample and the hub at the end; twice
    the partnerships in sum."""
    if partnerships < LEAST:
        raise ValueError(f"too few partnerships for a hub of {HUB_DEGREE}: ask for {LEAST} or more")
    count = place_count(partnerships)
    exponent = 0.69  # half of the places have 1, one in a hundred 100 ** 0.69 = 24
    special = [SAMPLE_DEGREE] * SAMPLE_PLACES + [HUB_DEGREE]
    ordinary = count - len(special)
    result = []
    for rank in range(ordinary):
        share_above = (ordinary - rank) / ordinary
        result.append(min(GREATEST_DEGREE, int(share_above**-exponent + 0.01)))
    _correct(result, 2 * partnerships - sum(special))
    return result + special


def _correct(result, wanted):
    """Brings the sum to what is wanted by steps of one, evenly between the median and the 99th
    percentile."""
    first, last = int(len(result) * 0.56), int(len(result) * 0.985)
    difference = wanted - sum(result)
    step = 1 if difference > 0 else -1
    while difference:
        movable = [i for i in range(first, last) if 1 <= result[i] + step <= DEGREE_OF_99TH_PERCENTILE]
        size = min(abs(difference), len(movable))
        for i in range(size):
            result[movable[i * len(movable) // size]] += step
        difference -= step * size


def pair(degree_list, chance):
    """Pairs of places so that each has its number of partners, none twice and none its own."""
    ends = [place for place, degree in enumerate(degree_list) for _ in range(degree)]
    chance.shuffle(ends)
    pairs, seen = [], set()
    refused = []
    for a, b in zip(ends[::2], ends[1::2]):
        if a == b or (a, b) in seen or (b, a) in seen:
            refused.append((a, b))
        else:
            seen.add((a, b))
            pairs.append((a, b))
    for a, b in refused:
        _exchange(a, b, pairs, seen, chance)
    return pairs


def _exchange(a, b, pairs, seen, chance):
    """Adds a and b by exchanging partners with some other pair."""
    while True:
        at = chance.below(len(pairs))
        c, d = pairs[at]
        fresh = ((a, c), (b, d))
        if len({a, b, c, d}) >= 3 and all(x != y and (x, y) not in seen and (y, x) not in seen for x, y in fresh):
            if set(fresh[0]) == set(fresh[1]):
                continue
            seen.discard((c, d))
            seen.update(fresh)
            pairs[at] = fresh[0]
            pairs.append(fresh[1])
            return


class Places:
    """Slugs and names of the places, by number."""

    def __init__(self, count, chance):
        self.slugs, self.names, self.countries = [], [], []
        self._taken = {}
        for _ in range(count):
            country = chance.weighted(COUNTRY_WEIGHTS)
            name = naming.compose(naming.LANGUAGES[country], chance.random)
            self.slugs.append(self._free_slug(f"{name.slug}", country.lower()))
            self.names.append(name)
            self.countries.append(country)

    def _free_slug(self, slug, country):
        whole = f"{slug}-{country}"
        number = self._taken[whole] = self._taken.get(whole, 0) + 1
        return whole if number == 1 else f"{slug}-{number}-{country}"

    def rows(self, chance):
        for slug, name, country in zip(self.slugs, self.names, self.countries):
            south, west, north, east = BOXES[country]
            yield (
                slug, name.latin, chance.weighted(LEVELS), country, f"{chance.of('ABCDEFGHJKLM')} {country} District",
                f"{south + chance.random() * (north - south):.3f}", f"{west + chance.random() * (east - west):.3f}",
                int(800 * 4000 ** (chance.random() ** 1.6)), 2005 + chance.below(20), "",
                f"https://www.{slug}.example/" if chance.random() < 0.6 else "",
                naming.names_cell(naming.LANGUAGES[country], name),
            )  # fmt: skip


class Partnership:
    """One partnership and the dates that its agreements and activities depend on."""

    __slots__ = ("slug", "a", "b", "year", "established", "status", "ended", "last_year")

    def __init__(self, a, b, places, chance):
        self.a, self.b = a, b
        self.slug = f"{places.slugs[a]}-{places.slugs[b]}"
        # Most of them were founded between 1960 and now, more and more until the nineties.
        self.year = 2024 - int(75 * chance.random() ** 1.4)
        self.established = chance.date(self.year) if chance.random() < 0.92 else ""
        self.status = chance.weighted(STATUSES)
        self.ended = ""
        self.last_year = 2025
        if self.status in OVER:
            self.last_year = min(2025, self.year + 1 + chance.below(2026 - self.year))
            self.ended = chance.date(self.last_year + 1) if self.last_year < 2025 else ""

    def row(self, places, chance):
        fields = "|".join(sorted({chance.of(FIELDS) for _ in range(chance.below(4))}))
        return (
            self.slug, f"{places.slugs[self.a]}|{places.slugs[self.b]}", chance.weighted(TYPES), self.status,
            self.established, self.ended, fields, chance.of(SOURCES),
        )  # fmt: skip


def agreements(partnerships, places, chance):
    for p in partnerships:
        if chance.random() < 0.35:
            continue
        signing_place = places.names[p.a if chance.random() < 0.5 else p.b].latin
        signatories = (
            f"Mayor of {places.names[p.a].latin};place={places.slugs[p.a]};role=signatory"
            f"|Mayor of {places.names[p.b].latin};place={places.slugs[p.b]};role=signatory"
        )
        yield (f"{p.slug}-first", p.slug, "sister", p.established, signing_place, "in_person", signatories, chance.of(SOURCES))
        for number in range(chance.weighted(RENEWALS)):
            year = p.year + 5 * (number + 1)
            if year > p.last_year:
                break
            mode = "online" if year in (2020, 2021) else "in_person"
            yield (f"{p.slug}-renewal{number + 1}", p.slug, "renewal", chance.date(year), signing_place, mode, signatories, "")


def activities(partnerships, places, chance):
    for p in partnerships:
        a, b = places.names[p.a].latin, places.names[p.b].latin
        for number in range(chance.weighted(ACTIVITIES_PER_PARTNERSHIP)):
            title, form, fields = chance.of(HAPPENINGS)
            year = p.year + int((p.last_year - p.year + 1) * chance.random())
            yield (
                f"{p.slug}-{number + 1}", p.slug, title.format(a=a, b=b, n=year - p.year), chance.date(year),
                chance.of(("sent", "received", "joint", "joint")), form, fields, b if chance.random() < 0.5 else a,
                f"participants;count={5 + chance.below(60)}" if chance.random() < 0.4 else "",
            )  # fmt: skip


def gifts(partnerships, places, chance):
    for p in partnerships:
        for number in range(chance.weighted(GIFTS)):
            yield (
                f"{p.slug}-gift{number + 1}", p.slug, chance.of(GIFT_OBJECTS), p.established,
                places.slugs[p.a], places.slugs[p.b], f"Town hall of {places.names[p.b].latin}",
            )  # fmt: skip


def steps(partnerships, chance):
    for p in partnerships:
        if p.status in NAMED_STEPS:
            yield (f"{p.slug}-step", p.slug, p.status, p.ended, "Council", "Decided after a debate in the council.")


PLACE_COLUMNS = "slug name level country subdivision latitude longitude population population_year wikidata website names"
PARTNERSHIP_COLUMNS = "slug parties type status established ended fields source"
AGREEMENT_COLUMNS = "slug partnership kind date place mode signatories source"
ACTIVITY_COLUMNS = "slug partnership title start direction form fields place participants"
GIFT_COLUMNS = "slug partnership object date donor_place recipient_place location"
STEP_COLUMNS = "slug partnership status date body reason"
SEARCH_COLUMNS = "slug place countries fields"


def searches(places, chance):
    """One in ten places looks for a partner."""
    for place in places:
        slug, country = place["slug"], place["country"]
        if chance.random() < 0.1:
            wanted = "|".join(sorted({chance.weighted(COUNTRY_WEIGHTS) for _ in range(chance.below(3))} - {country}))
            yield (f"{slug}-search", slug, wanted, "|".join(sorted({chance.of(FIELDS) for _ in range(1 + chance.below(3))})))


def write(directory, name, columns, rows):
    with (directory / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns.split())
        writer.writerows(rows)


def generate(directory, partnership_count, seed=1):
    directory = pathlib.Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    chance = Chance(seed)
    degree_list = degrees(partnership_count)
    places = Places(len(degree_list), chance)
    partnerships = [Partnership(a, b, places, chance) for a, b in pair(degree_list, chance)]
    write(directory, "places", PLACE_COLUMNS, places.rows(chance))
    write(directory, "partnerships", PARTNERSHIP_COLUMNS, (p.row(places, chance) for p in partnerships))
    write(directory, "agreements", AGREEMENT_COLUMNS, agreements(partnerships, places, chance))
    write(directory, "activities", ACTIVITY_COLUMNS, activities(partnerships, places, chance))
    write(directory, "gifts", GIFT_COLUMNS, gifts(partnerships, places, chance))
    write(directory, "steps", STEP_COLUMNS, steps(partnerships, chance))


def generate_searches(directory, places, seed=1):
    """Those of the generated places (a CSV file) that look for a partner; apart, because earlier builds do not have them."""
    with open(places, encoding="utf-8", newline="") as file:
        write(pathlib.Path(directory), "seeking", SEARCH_COLUMNS, searches(csv.DictReader(file), Chance(seed)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory")
    parser.add_argument("--partnerships", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    generate(arguments.directory, arguments.partnerships, arguments.seed)


if __name__ == "__main__":
    main()
