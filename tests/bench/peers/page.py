"""A place's page, or the list of its partners, from the registry's SQLite file: as most sites would
write it with Flask, Jinja and PyICU."""

import datetime
import functools
import sqlite3

import flask
import icu

REGISTRY = None  # set by page.wsgi

LOCALE = icu.Locale("en")
COLLATOR = icu.Collator.createInstance(LOCALE)
DATE_PATTERNS = {4: "y", 7: "MMMM y", 10: "d MMMM y"}
OVER = ("terminated", "expired", "succeeded", "upgraded")
GROUPS = {
    "active": ("", "Partnerships in force"),
    "dormant": ("Dormant partnerships", "Nobody has ended these, but no exchange takes place at present."),
    "suspended": ("Suspended partnerships", "These rest by decision. They have not been ended."),
    "over": ("Former partnerships", "These are no longer in force."),
}
TERMS = {
    "sister": "sister city", "friendship": "friendship city", "partner": "partner city",
    "project": "project partnership", "sister_port": "sister port", "sister_school": "sister school",
    "economic": "economic partnership", "network": "network",
}  # fmt: skip
LOCAL_TERMS = {
    "DE": ("de", "Partnerstadt"), "FR": ("fr", "ville jumelée"), "JP": ("ja", "姉妹都市"), "KR": ("ko", "자매도시"),
    "IT": ("it", "città gemellata"), "PL": ("pl", "miasto partnerskie"), "CZ": ("cs", "partnerské město"),
    "CN": ("zh", "友好城市"), "ES": ("es", "ciudad hermana"), "BR": ("pt-BR", "cidade irmã"), "SE": ("sv", "vänort"),
    "LT": ("lt", "miestas partneris"), "RU": ("ru", "город-побратим"),
}  # fmt: skip

app = flask.Flask(__name__)
app.jinja_env.trim_blocks = True
app.jinja_env.globals.update(TERMS=TERMS, LOCAL_TERMS=LOCAL_TERMS)


def database():
    if "database" not in flask.g:
        flask.g.database = sqlite3.connect(REGISTRY)
        flask.g.database.row_factory = sqlite3.Row
    return flask.g.database


@app.teardown_appcontext
def close_database(_):
    connection = flask.g.pop("database", None)
    if connection is not None:
        connection.close()


def rows(sql, *arguments):
    return [dict(row) for row in database().execute(sql, arguments)]


def rows_in(sql, ids):
    return rows(sql.format(",".join("?" * len(ids))), *ids) if ids else []


@app.template_filter()
def words(word):
    return (word or "").replace("_", " ")


@app.template_filter()
def country_name(code):
    return icu.Locale("", code or "").getDisplayCountry(LOCALE)


@app.template_filter()
def language_name(tag):
    return icu.Locale.forLanguageTag(tag).getDisplayName(LOCALE)


@app.template_filter()
def grouped(number):
    return icu.NumberFormat.createInstance(LOCALE).format(number)


@functools.cache
def formatter(pattern):
    made = icu.SimpleDateFormat(pattern, LOCALE)
    made.setTimeZone(icu.TimeZone.getGMT())
    return made


@app.template_filter()
def date_text(date):
    """Exactly as precise as it is known: 1959, December 1955, 22 February 2019."""
    day = datetime.datetime.fromisoformat((date + "-01-01")[:10]).replace(tzinfo=datetime.timezone.utc)
    return formatter(DATE_PATTERNS.get(len(date), "y")).format(day.timestamp())


@app.template_filter()
def years_since(date):
    today = datetime.date.today()
    years = today.year - int(date[:4])
    return years - 1 if len(date) == 10 and date[5:] > f"{today:%m-%d}" else years


@app.template_filter()
def milestone(date):
    """The next round number of years and its year, if it is near."""
    years = (years_since(date) // 5 + 1) * 5
    year = int(date[:4]) + years
    return (years, year) if year - datetime.date.today().year <= 2 else None


def group_of(partnership):
    status = partnership["status"]
    return "over" if status in OVER else status if status in GROUPS else "active"


def load_partnerships(place_id):
    partnerships = rows(
        "SELECT p.* FROM partnerships p JOIN partnership_parties m ON m.partnership_id = p.id WHERE m.place_id = ?", place_id
    )
    by_id = {p["id"]: {**p, "fields": [], "names": [], "group": group_of(p)} for p in partnerships}
    ids = list(by_id)
    parties = rows_in(
        "SELECT m.partnership_id, m.term, l.id, l.slug, l.name, l.country FROM partnership_parties m "
        "JOIN places l ON l.id = m.place_id WHERE m.partnership_id IN ({}) ORDER BY m.partnership_id, m.position",
        ids,
    )
    local = {}
    for name in rows_in(
        "SELECT place_id, lang, text, kind FROM place_names WHERE place_id IN ({}) ORDER BY place_id, position",
        list({party["id"] for party in parties}),
    ):
        if name["kind"] == "official":
            local.setdefault(name["place_id"], name)
    for field in rows_in(
        "SELECT partnership_id, value FROM partnership_fields WHERE partnership_id IN ({}) ORDER BY partnership_id, position", ids
    ):
        by_id[field["partnership_id"]]["fields"].append(field["value"])
    for party in parties:
        partnership = by_id[party["partnership_id"]]
        partnership["names"].append(party["name"])
        if party["id"] != place_id:
            partnership["partner"] = {**party, "local": local.get(party["id"])}
    return dict(sorted(by_id.items(), key=lambda item: COLLATOR.getSortKey(item[1]["partner"]["name"])))


def grouped_partnerships(partnerships):
    groups = []
    for group, (title, explanation) in GROUPS.items():
        members = [p for p in partnerships.values() if p["group"] == group]
        if members:
            groups.append((title, explanation, members))
    return groups


def load_activities(place_id):
    activities = rows(
        "SELECT a.* FROM activities a JOIN partnership_parties m ON m.partnership_id = a.partnership_id "
        "WHERE m.place_id = ? ORDER BY a.start DESC",
        place_id,
    )
    latest = activities[:5]
    fields = {}
    for field in rows_in(
        "SELECT activity_id, value FROM activity_fields WHERE activity_id IN ({}) ORDER BY activity_id, position",
        [activity["id"] for activity in latest],
    ):
        fields.setdefault(field["activity_id"], []).append(words(field["value"]))
    return len(activities), [{**activity, "fields": fields.get(activity["id"], [])} for activity in latest]


def load_timeline(place_id, partnerships):
    of_place = "JOIN partnership_parties m ON m.partnership_id = t.partnership_id WHERE m.place_id = ?"
    agreements = rows(f"SELECT t.* FROM agreements t {of_place}", place_id)
    signed = {agreement["partnership_id"] for agreement in agreements}
    events = [(a["date"], a["partnership_id"], "agreement", a) for a in agreements]
    events += [(s["date"], s["partnership_id"], "step", s) for s in rows(f"SELECT t.* FROM steps t {of_place}", place_id)]
    events += [(g["date"], g["partnership_id"], "gift", g) for g in rows(f"SELECT t.* FROM gifts t {of_place}", place_id)]
    events += [(p["established"], p["id"], "established", p) for p in partnerships.values() if p["id"] not in signed]
    dated = sorted((event for event in events if event[0]), key=lambda event: event[0], reverse=True)
    decades = {}
    for date, partnership_id, kind, what in dated:
        decades.setdefault(date[:3] + "0s", []).append((date, partnerships[partnership_id], kind, what))
    return decades


def oldest_of(partnerships):
    dated = [p for p in partnerships.values() if p["group"] == "active" and p["established"]]
    return min(dated, key=lambda p: p["established"], default=None)


@app.route("/<slug>")
@app.route("/<slug>/<part>")
def page(slug, part=None):
    found = rows("SELECT * FROM places WHERE slug = ?", slug)
    if not found:
        flask.abort(404)
    place = found[0]
    partnerships = load_partnerships(place["id"])
    shared = {
        "place": place,
        "partnerships": partnerships,
        "groups": grouped_partnerships(partnerships),
        "modified": rows("SELECT modified FROM registry")[0]["modified"],
        "address": f"/sistercities/places/{slug}",
    }
    if part == "partners":
        return flask.render_template("partners.html", **shared)
    active = [p for p in partnerships.values() if p["group"] == "active"]
    activity_count, latest = load_activities(place["id"])
    return flask.render_template(
        "place.html",
        active=active,
        country_count=len({p["partner"]["country"] for p in active}),
        oldest=oldest_of(partnerships),
        names=rows("SELECT lang, text FROM place_names WHERE place_id = ? ORDER BY position", place["id"]),
        activity_count=activity_count,
        latest=latest,
        decades=load_timeline(place["id"], partnerships),
        **shared,
    )
