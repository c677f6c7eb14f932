"""What pages say of beginnings, ages and anniversaries, in three languages, on every day of four years, against a reckoning of its own."""

import calendar
import datetime
import html
import re
import subprocess

from support import paths

ENGLISH = "January February March April May June July August September October November December".split()
NOMINATIVE = "sausis vasaris kovas balandis gegužė birželis liepa rugpjūtis rugsėjis spalis lapkritis gruodis".split()
GENITIVE = "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio".split()
DAYS = [datetime.date(2025, 1, 1) + datetime.timedelta(days=n) for n in range(4 * 365 + 1)]
VAGUE = {"1985~": ("since about 1985", "nuo maždaug 1985 m.", "1985年頃から"),
         "198X": ("since the 1980s", "nuo 1980-ųjų", "1980年代から")}


def date_in(language, parts):
    year, month, day = (*parts, None, None)[:3]
    if language == "en":
        return " ".join(str(part) for part in (day, month and ENGLISH[month - 1], year) if part)
    if language == "lt":
        return f"{year} m." + (f" {GENITIVE[month - 1]} {day} d." if day else f" {NOMINATIVE[month - 1]}" if month else "")
    return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")


def years_in(language, count):
    if language == "en":
        return f"{count} year" + ("" if count == 1 else "s")
    if language == "lt":
        return f"{count} " + ("metai" if count % 10 and not 10 < count % 100 < 20 else "metų")
    return f"{count}年"


def later(parts, years):
    """The anniversary: 29 February is the last day of February."""
    year = parts[0] + years
    return (year, *parts[1:2], *(min(day, calendar.monthrange(year, parts[1])[1]) for day in parts[2:]))


def first_day(parts):
    return datetime.date(*(*parts, 1, 1)[:3])


def last_day(parts):
    if len(parts) == 3:
        return datetime.date(*parts)
    year, month = (*parts, 12)[:2]
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def age(parts, today):
    """By the year where that is all; else what is certain: the anniversary's month is over, or its day has come."""
    count = today.year - parts[0]
    if len(parts) == 1 or count == 0:
        return count
    anniversary = later(parts, count)
    return count if (last_day(anniversary) < today if len(parts) == 2 else last_day(anniversary) <= today) else count - 1


def anniversary(language, parts, count):
    when, date = later(parts, count), date_in(language, later(parts, count))
    if language == "en":
        return f"{years_in(language, count)} {'on' if len(when) == 3 else 'in'} {date}"
    return f"{date} – {years_in(language, count)}" if language == "lt" else f"{date}に{count}周年"


def since(language, parts, today):
    date = date_in(language, parts)
    if language == "lt" and len(parts) == 2:
        date = f"{parts[0]} m. {GENITIVE[parts[1] - 1]}"
    if first_day(parts) > today:
        return {"en": f"planned from {date}", "lt": f"numatyta nuo {date}", "ja": f"{date}から（予定）"}[language]
    text = {"en": f"since {date}", "lt": f"nuo {date}", "ja": f"{date}から"}[language]
    count = age(parts, today)
    if count:
        text += f"\u00a0· {years_in(language, count)}"
    if len(parts) == 2:
        ahead = (parts[0] + count + 1 - today.year) * 12 + parts[1] - today.month
        if ahead in (0, 1):
            text += f"\u00a0· {anniversary(language, parts, count + 1)}"
    return text


# What people celebrate: 5, 10, 20, 25, 30 … and from 75 on each quarter of a century.
MILESTONES = [5, 10, 20, 25, 30, 40, 50, 60, 70, *range(75, 1000, 25)]


def milestone(language, parts, today):
    if first_day(parts) > today:
        return ""
    count = next(n for n in MILESTONES if last_day(later(parts, n)) >= today)
    return anniversary(language, parts, count) if parts[0] + count <= today.year + 2 else ""


def test_ages_and_anniversaries_are_right_on_every_day_of_four_years_in_three_languages():
    done = subprocess.run([paths.BUILD / "unit" / "test_days", "table"], capture_output=True, text=True, check=True)
    table = {}
    for line in done.stdout.splitlines():
        language, beginning, day, words = line.split("\t")
        words = html.unescape(re.sub("<[^>]*>", "", words))
        table.setdefault((language, beginning), []).append((day, words))
    assert len(table) == 3 * 12
    for (language, beginning), changes in table.items():
        expected, before = [], None
        for today in DAYS:
            if beginning in VAGUE:
                words = VAGUE[beginning][("en", "lt", "ja").index(language)] + " | "
            else:
                parts = tuple(int(part) for part in beginning.split("-"))
                words = f"{since(language, parts, today)} | {milestone(language, parts, today)}"
            if words != before:
                expected.append((today.isoformat(), words))
            before = words
        assert changes == expected, (language, beginning)
