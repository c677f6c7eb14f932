"""The tables that people read, and the comparison with the targets."""

import dataclasses
import textwrap
import typing

MEGABYTE = 1 << 20


def line(cells, widths):
    """Words to the left, figures to the right; a table of two columns has no figures to align."""
    right = range(1, len(cells)) if len(cells) > 2 else ()
    return "  ".join(f"{cell:>{w}}" if i in right else f"{cell:<{w}}" for i, (cell, w) in enumerate(zip(cells, widths))).rstrip()


def table(title, head, rows):
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    text = [f"\n{title}", line(head, widths), line(["-" * w for w in widths], widths)]
    return "\n".join(text + [line(row, widths) for row in rows])


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def cases_table(title, figures):
    """The cases in their order, as run.py collects them."""
    head = ["", "bytes", "req/s", "p50 ms", "p99 ms", "CPU µs/req", "failed", "at once"]
    rows = [
        [
            f["label"], number(f["bytes"]), number(f["per_second"]), f"{f['p50_ms']:.2f}", f"{f['p99_ms']:.2f}",
            number(f["cpu_us"]), f["failed"], f["connections"],
        ]
        for f in figures.values()
    ]  # fmt: skip
    return table(title, head, rows)


def rates_table(title, rates):
    names = {
        "import_places_and_partnerships": "import of places and partnerships",
        "import": "import of everything",
        "export": "export of everything",
    }
    rows = [[names[name], number(r["rows"]), f"{r['seconds']:.2f}", number(r["rows_per_second"])] for name, r in rates.items()]
    return table(title, ["", "rows", "seconds", "rows/s"], rows)


def lifecycle_table(title, part):
    reload, mixed = part["reload_under_load"], part["mixed_load"]
    rows = [
        ["start until the first answer", f"{1000 * part['start']['start_seconds']:.0f} ms"],
        ["graceful reload, idle", f"{1000 * part['start']['reload_seconds']:.0f} ms"],
        ["graceful reload under load", f"{1000 * reload['reload_seconds']:.0f} ms"],
        ["… requests meanwhile, and how many failed", f"{number(reload['requests'])}, {reload['failed']}"],
        ["mixed load, p99 without edits", f"{mixed['without_edits']['p99_ms']:.2f} ms"],
        ["mixed load, p99 with one edit a second", f"{mixed['with_edits']['p99_ms']:.2f} ms"],
        ["mixed load, requests per second without, with", f"{number(mixed['without_edits']['per_second'])}, {number(mixed['with_edits']['per_second'])}"],
    ]  # fmt: skip
    rows += [[f"… httpd's log, {count} times", textwrap.shorten(text, 160)] for text, count in reload["complaints"].items()]
    for name, figure in part["memory"].items():
        rows.append([f"private memory of a process, {name}", f"{figure['private_dirty'] / MEGABYTE:.1f} MB (Pss {figure['pss'] / MEGABYTE:.1f})"])
    return table(title, ["", ""], rows)


@dataclasses.dataclass(frozen=True)
class Target:
    text: str
    limit: float
    at_least: bool
    value: typing.Callable  # of the results; KeyError: not measured
    unit: str = ""

    def judge(self, results):
        try:
            value = self.value(results)
        except KeyError:
            return {"target": self.text, "limit": self.limit, "value": None, "met": None}
        met = value >= self.limit if self.at_least else value <= self.limit
        return {"target": self.text, "limit": self.limit, "at_least": self.at_least, "value": value, "unit": self.unit, "met": met}


class Results:
    """Looks figures up: by size, database and case."""

    def __init__(self, runs, has_cache):
        self.runs = {(run["size"], run["database"]): run for run in runs}
        self.sizes = sorted({run["size"] for run in runs})
        self.has_cache = has_cache

    def case(self, name, size, database="sqlite"):
        return self.runs[size, database]["cases"][name]

    def cached(self):
        if not self.has_cache:
            raise KeyError("cache")

    def ratio(self, figure, name, other, size, other_size=None):
        """One figure of a case over the same of another, at one size."""
        return self.case(name, size)[figure] / self.case(other, other_size or size)[figure]

    def cached_ratio(self, name, other):
        self.cached()
        return self.ratio("per_second", name, other, self.middle())

    def middle(self):
        """35,000 as the targets say, where it was run; else the size in the middle."""
        return 35_000 if 35_000 in self.sizes else self.sizes[len(self.sizes) // 2]

    def largest(self):
        if self.sizes[-1] < 400_000:
            raise KeyError("400,000")
        return self.sizes[-1]

    def edits(self):
        mixed = self.runs[self.middle(), "sqlite"]["lifecycle"]["mixed_load"]
        return mixed["with_edits"]["p99_ms"] / mixed["without_edits"]["p99_ms"]

    def memory(self):
        measured = self.runs[self.middle(), "sqlite"]["lifecycle"]["memory"]
        return max(measured[name]["private_dirty"] for name in ("cached", "uncached")) / MEGABYTE

    def import_seconds(self, database):
        return self.runs[35_000, database]["rates"]["import_places_and_partnerships"]["seconds"]

    def failed_reloads(self):
        measured = [run["lifecycle"]["reload_under_load"]["failed"] for run in self.runs.values() if "lifecycle" in run]
        if not measured:
            raise KeyError("lifecycle")
        return sum(measured)


TARGETS = (
    Target("cached list ÷ file of the same bytes, requests per second", 1.15, True, lambda r: r.cached_ratio("list_cached", "list_static")),
    Target("cached list ÷ file of the same bytes, 304", 1.0, True, lambda r: r.cached_ratio("list_cached_304", "list_static_304")),
    Target("uncached place page ÷ PHP's, CPU per request", 0.25, False, lambda r: r.ratio("cpu_us", "place", "place_php", r.middle())),
    Target("uncached place page ÷ Flask's, CPU per request", 0.1, False, lambda r: r.ratio("cpu_us", "place", "place_flask", r.middle())),
    Target("uncached place page, largest size ÷ smallest, CPU per request", 1.2, False, lambda r: r.ratio("cpu_us", "place", "place", r.largest(), r.sizes[0])),
    Target("search at 400,000, p99", 10, False, lambda r: r.case("search", r.largest())["p99_ms"], " ms"),
    Target("filtered list at 400,000, p99", 10, False, lambda r: r.case("filtered", r.largest())["p99_ms"], " ms"),
    Target("statistics at 400,000, p99", 10, False, lambda r: r.case("statistics", r.largest())["p99_ms"], " ms"),
    Target("page with three cached lists ÷ one include of the same bytes", 0.8, True, lambda r: r.cached_ratio("ssi", "ssi_include")),
    Target("p99 of reads with one edit a second ÷ without", 1.5, False, lambda r: r.edits()),
    Target("private memory per event child at 35,000", 12, False, lambda r: r.memory(), " MB"),
    Target("import of 35,000 partnerships and their places, SQLite", 3, False, lambda r: r.import_seconds("sqlite"), " s"),
    Target("import of 35,000 partnerships and their places, PostgreSQL", 6, False, lambda r: r.import_seconds("postgresql"), " s"),
    Target("graceful reload under load, failed requests", 0, False, lambda r: r.failed_reloads()),
)  # fmt: skip


def judge(runs, has_cache):
    results = Results(runs, has_cache)
    return [target.judge(results) for target in TARGETS]


def targets_table(judged):
    rows = []
    for j in judged:
        if j["met"] is None:
            rows.append([j["target"], "", "", "not measured"])
            continue
        sign = "≥" if j["at_least"] else "≤"
        rows.append([j["target"], f"{sign} {j['limit']:g}{j['unit']}", f"{j['value']:.3g}{j['unit']}", "met" if j["met"] else "NOT MET"])
    return table("Targets", ["", "target", "measured", ""], rows)
