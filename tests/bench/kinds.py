"""Searches, filtered lists and statistics: kinds of questions, each measured by itself, because the
targets hold for the slowest of them."""

import dataclasses
import typing
import urllib.parse

GROUPS = {"search": "search", "filtered": "filtered list", "statistics": "statistics"}

COUNTRIES = ("JP", "DE", "FR", "US", "PL")


@dataclasses.dataclass(frozen=True)
class Kind:
    """One kind of question. `data` says that the addresses have JSON with a total: those whose total
    is nothing are not asked."""

    name: str
    label: str
    group: str
    paths: typing.Callable  # of cases.Subjects
    data: bool = True


def questions(collection, terms):
    """Of a collection, by attribute of the subjects with the words to look for."""
    return lambda s: [f"/sistercities/{collection}?q={urllib.parse.quote(word)}&lang=en" for word in getattr(s, terms)]


def filters(collection, *queries):
    """Of a collection; {c} stands for each of some countries in turn."""
    wanted = [query.format(c=country) for query in queries for country in (COUNTRIES if "{c}" in query else ("",))]
    return lambda _: [f"/sistercities/{collection}?{query}&lang=en" for query in wanted]


TERMS = (
    ("one", "one letter", "one_letter"),
    ("two", "two letters", "two_letters"),
    ("four", "four letters that many names begin with", "four_letters"),
    ("name", "a whole name", "names"),
    ("cjk", "two Chinese characters", "two_characters"),
)
SEARCHED = {"places": "places", "partnerships": "partnerships", "search": "everything"}

FILTERS = (
    ("partnerships", "country, status, since", "country={c}&status=active&since=1990"),
    ("partnerships", "country, level", "country={c}&level=city"),
    ("partnerships", "field, region", "field=culture&region=asia", "field=education&region=europe", "field=youth&region=africa"),
    ("partnerships", "level, type", "level=city&type=sister", "level=town&type=friendship", "level=village&type=project"),
    ("partnerships", "since and until, by day", "since=1990-03-15&until=2005-09-30", "since=1971-06-01&until=1971-12-24"),
    ("partnerships", "in force on a day", "as_of=2000-01-01", "as_of=1975-06-30"),
    ("partnerships", "status", "status=active", "status=dormant"),
    ("partnerships", "country, newest first", "country={c}&sort=-established"),
    ("partnerships", "four letters, status", "q=nova&status=active", "q=nied&status=active", "q=sain&status=active"),
    ("activities", "country, field", "country={c}&field=culture"),
    ("activities", "field, region", "field=sports&region=asia", "field=education&region=europe", "field=youth&region=africa"),
    ("activities", "level, type", "level=city&type=sister", "level=village&type=project"),
    ("activities", "region, status", "region=europe&status=active", "region=africa&status=dormant"),
    ("activities", "since and until, by day", "since=1990-03-15&until=2005-09-30", "since=2011-06-01&until=2011-06-30"),
    ("activities", "begun by a day", "as_of=2000-01-01"),
    ("agreements", "country, kind, since", "country={c}&kind=sister&since=1990"),
)

KINDS = (
    *(
        Kind(f"search_{collection}_{name}", f"search, {SEARCHED[collection]}: {label}", "search", questions(collection, terms))
        for collection in SEARCHED
        for name, label, terms in TERMS
    ),
    *(
        Kind(f"filtered_{collection}_{number}", f"filtered {collection}: {label}", "filtered", filters(collection, *queries))
        for number, (collection, label, *queries) in enumerate(FILTERS, 1)
    ),
    Kind("statistics_registry", "statistics of the registry", "statistics", lambda _: ["/sistercities/statistics?lang=en"], data=False),
    Kind("statistics_place", "statistics of a place", "statistics", lambda s: [f"/sistercities/places/{x}/statistics?lang=en" for x in (s.hub, *s.places[:3])], data=False),
    Kind("statistics_overview", "overview of the registry", "statistics", lambda _: ["/sistercities/?lang=en"], data=False),
)  # fmt: skip
