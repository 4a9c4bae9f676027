"""How many deadlines a second on one core, over a ten-year calendar of school days with a lunch break.

.venv/bin/python -m tests.load.bench_working_time --questions 1000000
"""

import argparse
import random
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from sla.working_time import Hours, add, add_many, between, between_many

FIRST_YEAR, YEARS = 2020, 10
# (month, day) of first and last date: half-terms, Christmas, Easter, summer; about 195 days a year stay open.
CLOSED = [((1, 1), (1, 3)), ((2, 14), (2, 20)), ((4, 1), (4, 14)), ((5, 25), (5, 31)), ((7, 21), (9, 1))]
CLOSED += [((10, 24), (10, 31)), ((12, 20), (12, 31))]


def ten_year_calendar():
    """Term time, Monday to Friday 08:30–12:00 and 13:00–16:30, London; bank holiday Mondays in May too."""
    years = range(FIRST_YEAR, FIRST_YEAR + YEARS)
    closed = [(date(year, *first), date(year, *last)) for year in years for first, last in CLOSED]
    closed += [date(year, 5, day) for year in years for day in range(1, 8) if date(year, 5, day).weekday() == 0]
    pattern = [("08:30", "12:00"), ("13:00", "16:30")]
    return Hours("Europe/London", dict.fromkeys(range(5), pattern), closed=closed)


def questions(count, seed):
    """Moments anywhere in the ten years and targets of up to 40 open hours, to the second: (starts, amounts)."""
    draw = random.Random(seed)
    first = int(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp())
    starts = [first + draw.randrange(YEARS * 365 * 86_400) for _ in range(count)]
    return starts, [draw.randrange(60, 40 * 3600) for _ in range(count)]


def rate(work, count, rounds):
    """Questions a second in the best of some rounds: the least disturbed by whatever else the machine does."""
    best = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return count / best


def one_by_one(function, hours, pairs):
    for first, second in pairs:
        function(hours, first, second)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=200_000, help="how many of each kind")
    parser.add_argument("--rounds", type=int, default=5, help="the best of so many rounds is shown")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    hours = ten_year_calendar()
    starts, amounts = questions(options.questions, options.seed)
    moments = [datetime.fromtimestamp(start, UTC) for start in starts]
    began = time.perf_counter()
    between(hours, min(moments), max(moments))
    print(f"{'the table, computed once':28}{(time.perf_counter() - began) * 1000:12,.1f} ms")

    targets = [timedelta(seconds=amount) for amount in amounts]
    later = [moment + 4 * target for moment, target in zip(moments, targets, strict=True)]
    for_due, for_spent = list(zip(moments, targets, strict=True)), list(zip(moments, later, strict=True))
    since, wanted = np.array(starts), np.array(amounts)
    cases = {
        "add, one at a time": lambda: one_by_one(add, hours, for_due),
        "between, one at a time": lambda: one_by_one(between, hours, for_spent),
        "add_many": lambda: add_many(hours, since, wanted),
        "between_many": lambda: between_many(hours, since, since + 4 * wanted),
    }
    for name, work in cases.items():
        print(f"{name:28}{rate(work, options.questions, options.rounds):12,.0f} a second")


if __name__ == "__main__":
    main()
