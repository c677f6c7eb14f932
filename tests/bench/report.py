"""The tables that people read, and the comparison with the targets."""

import dataclasses
import statistics
import textwrap
import typing
import urllib.parse

import cases
import kinds

MEGABYTE = 1 << 20


def is_figure(cell):
    return cell[:1].isdigit() and " " not in cell.removesuffix(" ms").removesuffix(" MB").removesuffix(" s")


def line(cells, widths):
    """Words to the left, figures to the right."""
    return "  ".join(f"{cell:>{w}}" if is_figure(cell) else f"{cell:<{w}}" for cell, w in zip(cells, widths)).rstrip()


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
        if "group" not in f
    ]  # fmt: skip
    return table(title, head, rows)


def kinds_table(title, figures):
    """The kinds of searches, lists and statistics, and of each the address that took longest."""
    head = ["", "req/s", "p50 ms", "p99 ms", "CPU µs/req", "failed", "slowest address: p99 ms"]
    rows = []
    for f in figures.values():
        if "group" in f:
            slowest = max(f["addresses"], key=lambda address: address["p99_ms"])
            path = urllib.parse.unquote(slowest["path"]).replace("&lang=en", "").replace("?lang=en", "").removeprefix("/sistercities")
            rows.append([
                f["label"], number(f["per_second"]), f"{f['p50_ms']:.2f}", f"{f['p99_ms']:.2f}", number(f["cpu_us"]), f["failed"],
                f"{path}: {slowest['p99_ms']:.2f}",
            ])  # fmt: skip
    return table(title, head, rows)


def rates_table(title, rates):
    names = {
        "import_places_and_partnerships": "import of places and partnerships",
        "import": "import of everything",
        "bare_import": "the same files by sqlite3's .import into bare tables",
        "export": "export of everything",
    }
    rows = [
        [
            names[name] + (" (by an earlier run)" if r.get("of_an_earlier_run") else ""),
            number(r["rows"]), f"{r['seconds']:.2f}", number(r["rows_per_second"]), f"{r['cpu_seconds']:.2f}", number(r["peak_bytes"] / MEGABYTE),
        ]
        for name, r in rates.items()
    ]  # fmt: skip
    return table(title, ["", "rows", "seconds", "rows/s", "CPU s", "peak MB"], rows)


def lifecycle_table(title, part):
    reload, mixed = part["reload_under_load"], part["mixed_load"]
    rows = [
        ["start until the first answer", f"{1000 * part['start']['start_seconds']:.0f} ms"],
        ["graceful reload, idle", f"{1000 * part['start']['reload_seconds']:.0f} ms"],
        ["graceful reload under load", f"{1000 * reload['reload_seconds']:.0f} ms"],
        ["… requests meanwhile, and how many failed", f"{number(reload['requests'])}, {reload['failed']}"],
        *(
            [f"mixed load, {name.replace('_', ' ')}: p99, requests per second", f"{figures['p99_ms']:.2f} ms, {number(figures['per_second'])}"]
            for name, figures in mixed.items()
        ),
    ]  # fmt: skip
    rows += [[f"… httpd's log, {count} times", textwrap.shorten(text, 160)] for text, count in reload["complaints"].items()]
    edits, streams = part["edits"], part["streams"]
    rows += [
        [f"edit of one item, p50, p99 of {edits['edits']}", f"{edits['p50_ms']:.2f}, {edits['p99_ms']:.2f} ms"],
        ["everything as CSV over HTTP", f"{streams['bytes_per_second'] / MEGABYTE:.1f} MB/s of {streams['bytes'] / MEGABYTE:.1f} MB, {streams['cpu_seconds']:.2f} s of CPU, {streams['memory'] / MEGABYTE:.1f} MB over idle"],
        ["place page with style sheet by brotli", f"{part['wire_bytes']:,} bytes"],
    ]  # fmt: skip
    for name, figure in part["memory"].items():
        rows.append([f"private memory of a process, {name}", f"{figure['private_dirty'] / MEGABYTE:.1f} MB (Pss {figure['pss'] / MEGABYTE:.1f})"])
    return table(title, ["", ""], rows)


def statements_table(title, counts):
    return table(f"{title}: statements of an uncached answer", ["", "statements"], list(counts.items()))


class NotMeasured(Exception):
    """Why a target has no figure."""


@dataclasses.dataclass(frozen=True)
class Target:
    text: str
    limit: float
    at_least: bool
    value: typing.Callable  # of the results: a figure, or it and a remark; raises NotMeasured
    unit: str = ""

    def judge(self, results):
        said = {"target": self.text, "limit": self.limit, "at_least": self.at_least, "unit": self.unit}
        try:
            value = self.value(results)
        except NotMeasured as reason:
            return {**said, "value": None, "met": None, "remark": str(reason)}
        value, remark = value if isinstance(value, tuple) else (value, "")
        met = value >= self.limit if self.at_least else value <= self.limit
        return {**said, "value": value, "met": met, "by": self._by(value), "remark": remark}

    def _by(self, value):
        """How far from the limit, in percent of it; in units where that is nothing."""
        if self.limit == 0:
            return f"{abs(value):g}"
        return f"{100 * abs(value - self.limit) / self.limit:.0f} %"


class Results:
    """Looks figures up: by size, database and case."""

    def __init__(self, runs):
        self.runs = {(run["size"], run["database"]): run for run in runs}
        self.sizes = sorted({run["size"] for run in runs})

    def run(self, size, database):
        if (size, database) not in self.runs:
            raise NotMeasured(f"{database} was not among DATABASES")
        return self.runs[size, database]

    def part(self, name, size, database="sqlite"):
        run = self.run(size, database)
        if name not in run:
            raise NotMeasured(f"{database}, {size:,}: {run.get('failure', 'not reached')}")
        return run[name]

    def case(self, name, size, database="sqlite"):
        found = self.part("cases", size, database)
        if name not in found:
            raise NotMeasured(self.run(size, database)["left_out"].get(name, f"{name} is not measured on {database}"))
        return found[name]

    def ratio(self, figure, name, other, size, other_size=None, database="sqlite"):
        """One figure of a case over the same of another, at one size."""
        divisor = self.case(other, other_size or size, database)[figure]
        if not divisor:
            raise NotMeasured(f"{other} took no time that could be seen")
        return self.case(name, size, database)[figure] / divisor

    def middle(self):
        """About 35,000 as the targets say, where it was run."""
        for size in self.sizes:
            if 0.9 < size / 35_000 < 1.1:
                return size
        raise NotMeasured("35,000 was not among SIZES")

    def any(self):
        """The same, or else the size in the middle: for ratios, which hardly depend on it."""
        try:
            return self.middle()
        except NotMeasured:
            if not self.sizes:
                raise
            return self.sizes[len(self.sizes) // 2]

    def at(self, size):
        if size not in self.sizes:
            raise NotMeasured(f"{size:,} was not among SIZES")
        return size

    def growth(self, database):
        return self.ratio("cpu_us", "place", "place", self.at(400_000), self.at(4000), database)

    def worst(self, group, database, size=400_000):
        found = self.part("cases", self.at(size), database)
        measured = [f for name, f in found.items() if f.get("group") == group and not name.endswith(cases.BASELINE)]
        if not measured:
            raise NotMeasured("no kind of it could be measured")
        worst = max(measured, key=lambda f: f["p99_ms"])
        met = sum(f["p99_ms"] <= 10 for f in measured)
        return worst["p99_ms"], f"slowest: {worst['label']}; {met} of {len(measured)} kinds meet it"

    def to_baseline(self, name, size, database="sqlite", figure="cpu_us"):
        return self.ratio(figure, name, name + cases.BASELINE, size, database=database)

    def worst_to_baseline(self, group, size, database):
        """The kind of a group that has become dearest, by CPU per request."""
        found = self.part("cases", size, database)
        ratios = {
            f["label"]: f["cpu_us"] / found[name + cases.BASELINE]["cpu_us"]
            for name, f in found.items()
            if f.get("group") == group and name + cases.BASELINE in found
        }
        if not ratios:
            raise NotMeasured("no BASELINE, or no kind that both builds answer")
        worst = max(ratios, key=ratios.get)
        return ratios[worst], f"dearest: {worst}; middle: {statistics.median(ratios.values()):.2f}"

    def bytes_to_baseline(self, size):
        found = self.part("bytes", size)
        if cases.BASELINE not in found:
            raise NotMeasured("no BASELINE")
        ours, theirs = found[""], found[cases.BASELINE]
        return ours / theirs, f"{ours / MEGABYTE:.1f} of {theirs / MEGABYTE:.1f} MB"

    def edits(self, often):
        mixed = self.part("lifecycle", self.any())["mixed_load"]
        return mixed[often]["p99_ms"] / mixed["without_edits"]["p99_ms"]

    def memory(self):
        measured = self.part("lifecycle", self.middle())["memory"]
        ours = {name: figure["private_dirty"] / MEGABYTE for name, figure in measured.items() if "cached" in name and cases.BASELINE not in name}
        worst = max(ours, key=ours.get)
        return ours[worst], worst

    def import_seconds(self, database):
        rates = self.part("rates", self.middle(), database)
        return rates["import_places_and_partnerships"]["seconds"]

    def of_life(self, *names, size=None):
        found = self.part("lifecycle", size or self.middle())
        for name in names:
            found = found[name]
        return found

    def rate(self, figure, name="import", size=None, database="sqlite"):
        return self.part("rates", size or self.middle(), database)[name][figure]

    def statements(self, page):
        return self.part("statements", self.any(), "postgresql")[page]

    def failed_reloads(self):
        measured = [run["lifecycle"]["reload_under_load"] for run in self.runs.values() if "lifecycle" in run]
        if not measured:
            raise NotMeasured("no run came so far")
        return sum(m["failed"] for m in measured), f"{sum(m['reloads'] for m in measured)} reloads, {sum(m['requests'] for m in measured):,} requests"


DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

TARGETS = (
    Target("cached list ÷ file of the same bytes, requests per second", 1.15, True, lambda r: r.ratio("per_second", "list_cached", "list_static", r.any())),
    Target("cached list ÷ file of the same bytes, 304", 1.0, True, lambda r: r.ratio("per_second", "list_cached_304", "list_static_304", r.any())),
    Target("uncached place page ÷ Flask's, CPU per request", 0.1, False, lambda r: r.ratio("cpu_us", "place", "place_flask", r.any())),
    *(
        Target(f"uncached place page at 400,000 ÷ at 4,000, CPU per request, {title}", 1.2, False, lambda r, d=name: r.growth(d))
        for name, title in DATABASES.items()
    ),
    *(
        Target(f"{text} at {size:,}, p99, {title}", 10, False, lambda r, g=group, d=name, s=size: r.worst(g, d, s), " ms")
        for size in (35_000, 400_000)
        for group, text in kinds.GROUPS.items()
        for name, title in DATABASES.items()
    ),
    Target("page with three cached lists ÷ one include of the same bytes", 0.8, True, lambda r: r.ratio("per_second", "ssi", "ssi_include", r.any())),
    Target("p99 of reads with ten edits a minute ÷ without", 1.2, False, lambda r: r.edits("ten_a_minute")),
    Target("p99 of reads with one edit a second ÷ without", 1.5, False, lambda r: r.edits("one_a_second")),
    Target("private memory per event child at 35,000", 6, False, lambda r: r.memory(), " MB"),
    Target("import of 35,000 partnerships and their places, SQLite", 3, False, lambda r: r.import_seconds("sqlite"), " s"),
    Target("import of 35,000 partnerships and their places, PostgreSQL", 6, False, lambda r: r.import_seconds("postgresql"), " s"),
    Target("uncached place page ÷ BASELINE's, CPU per request", 0.5, False, lambda r: r.to_baseline("place", r.any())),
    Target("database file ÷ BASELINE's, SQLite", 0.69, False, lambda r: r.bytes_to_baseline(r.any())),
    Target("uncached JSON list of 50 ÷ BASELINE's, CPU per request", 0.5, False, lambda r: r.to_baseline("json", r.any())),
    Target("cached list ÷ BASELINE's, requests per second", 1.0, True, lambda r: r.to_baseline("list_cached", r.any(), figure="per_second")),
    *(
        Target(f"{text} at {size:,} ÷ BASELINE's, CPU per request, {title}", limit, False, lambda r, g=group, s=size, d=name: r.worst_to_baseline(g, r.at(s), d))
        for size, limit in ((35_000, 1.0), (400_000, 1.5))
        for group, text in kinds.GROUPS.items()
        for name, title in DATABASES.items()
    ),
    Target("cached list ÷ a bare handler with the same bytes, requests per second", 0.95, True, lambda r: r.ratio("per_second", "list_cached", "list_bare", r.any())),
    Target("cached list ÷ nginx, requests per second", 0.6, True, lambda r: r.ratio("per_second", "list_cached", "list_nginx", r.any())),
    Target("uncached place page ÷ PHP's, CPU per request", 0.08, False, lambda r: r.ratio("cpu_us", "place", "place_php", r.any())),
    Target("page with five cached lists ÷ a file of the same bytes", 0.9, True, lambda r: r.ratio("per_second", "ssi_five", "ssi_five_static", r.any())),
    Target("many different places ÷ PHP's, CPU per request", 0.1, False, lambda r: r.ratio("cpu_us", "crawl", "crawl_php", r.any())),
    Target("suggestions for a place at 35,000, p99", 20, False, lambda r: r.case("match", r.middle())["p99_ms"], " ms"),
    *(Target(f"statements of an uncached answer on PostgreSQL, {page}", limit, False, lambda r, p=page: r.statements(p)) for page, limit in (("place", 4), ("partnership", 4), ("JSON list of 50", 3))),
    Target("import of 35,000 ÷ sqlite3's .import into bare tables, CPU", 6, False, lambda r: r.rate("cpu_seconds") / r.rate("cpu_seconds", "bare_import")),
    *(Target(f"import of 35,000, peak memory, {title}", 200, False, lambda r, d=name: r.rate("peak_bytes", database=d) / MEGABYTE, " MB") for name, title in DATABASES.items()),
    Target("everything as CSV over HTTP, MB a second", 30, True, lambda r: r.of_life("streams", "bytes_per_second") / MEGABYTE),
    Target("everything as CSV over HTTP, memory over idle", 10, False, lambda r: r.of_life("streams", "memory") / MEGABYTE, " MB"),
    Target("edit of one item at 35,000, p99", 15, False, lambda r: r.of_life("edits", "p99_ms"), " ms"),
    Target("start until the first answer", 50, False, lambda r: 1000 * r.of_life("start", "start_seconds"), " ms"),
    Target("place page with style sheet by brotli, KB", 14, False, lambda r: r.of_life("wire_bytes") / 1024),
    Target("graceful reload under load, failed requests", 0, False, lambda r: r.failed_reloads()),
)  # fmt: skip


def judge(runs):
    results = Results(runs)
    return [target.judge(results) for target in TARGETS]


def targets_table(judged):
    rows = []
    for j in judged:
        limit = f"{'≥' if j['at_least'] else '≤'} {j['limit']:g}{j['unit']}"
        if j["met"] is None:
            rows.append([j["target"], limit, "", "not measured", j["remark"]])
        else:
            verdict = ("met" if j["met"] else "NOT MET") + f" by {j['by']}"
            rows.append([j["target"], limit, f"{j['value']:.3g}{j['unit']}", verdict, j["remark"]])
    return table("Targets", ["", "target", "measured", "", ""], rows)


def left_out(runs):
    """Lines that say what was not measured, and why."""
    lines = []
    for run in runs:
        title = f"{DATABASES[run['database']]}, {run['size']:,}"
        lines += [f"  {title}: {text}" for text in run["left_out"].values()]
        if "failure" in run:
            lines.append(f"  {title}: what comes after: {run['failure']}")
    return lines
