"""The year before the desk: the schools' old spreadsheet, brought in as any school would. It kept no names."""

import csv
import random
import tempfile
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from config.demo.lines import LINES
from config.demo.term import MOMENTS, WEIGHTS
from incidents.imports.load import Source, bring_in
from incidents.imports.mapping import named_like_ours
from servicedesk.imports.rejects import RejectFile
from servicedesk.models import Room
from sla.calendars import current_version, school_year_of

WEEKS = 42  # before the desk began
A_DAY = {"HBS": 2.6, "MLP": 0.8, "NGA": 1.3}
WIRELESS = (0.1, 0.6)  # faults of the network a day at the large school: a year ago, and when the desk began
PRIORITIES = (3, 3, 3, 4, 4, 2)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LONDON = ZoneInfo("Europe/London")
HEAD = (
    *("reference", "opened_at", "resolved_at", "closed_at", "status", "summary", "category", "room"),
    *("priority", "outcome_met", "resolution"),
)


def bring_in_last_year(schools, *, first):
    """The records of each school up to the day `first`, when the desk began."""
    rng = random.Random(2025)
    for code, school in schools.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "old-desk.csv"
            with path.open("w", newline="", encoding="utf-8") as file:
                sheet = csv.writer(file)
                sheet.writerow(HEAD)
                sheet.writerows(_rows(code, school, first, rng))
            bring_in(Source(path, named_like_ours, LONDON), school=school, rejects=RejectFile(None), tell=_nothing)


def _rows(code, school, first, rng):
    """What the spreadsheet says, line by line."""
    year = school_year_of(current_version(school))
    rooms = list(Room.objects.filter(school=school).values_list("name", flat=True))
    number = 0
    for n in range(WEEKS * 7):
        day = first - (WEEKS * 7 - n) * DAY
        if not year.pattern_of(day):
            continue
        for category in _of_day(code, n / (WEEKS * 7), rng):
            number += 1
            yield _row(f"{code}-{number:04}", day, category, rng, rng.choice(rooms))


def _of_day(code, share, rng):
    """The categories of a day's faults; `share` of the year is over."""
    usual = [name for name in WEIGHTS if name != "Internet"]
    weights = [WEIGHTS[name] for name in usual]
    wireless = WIRELESS[0] + share * (WIRELESS[1] - WIRELESS[0]) if code == "HBS" else 0.1
    found = rng.choices(usual, weights, k=max(0, round(rng.gauss(A_DAY[code], A_DAY[code] ** 0.5))))
    return found + ["Internet"] * ((rng.random() < wireless) + (rng.random() < wireless / 3))


def _row(number, day, category, rng, room):
    minutes, weights = zip(*MOMENTS, strict=True)
    opened = datetime.combine(day, time()) + timedelta(minutes=rng.choices(minutes, weights)[0] + rng.randrange(25))
    resolved = opened + rng.choice((1, 2, 3, 5, 24, 48, 72)) * HOUR
    says, fix, *_ = rng.choice(LINES[category])
    met = "yes" if resolved - opened < 30 * HOUR else "no"
    times = [f"{moment:%Y-%m-%d %H:%M}" for moment in (opened, resolved, resolved + 24 * HOUR)]
    return (number, *times, "closed", f"{category}: {says}", category, room, rng.choice(PRIORITIES), met, fix)


def _nothing(stage, done, total):
    """Nobody watches: the bar of the demo moves on by itself."""
