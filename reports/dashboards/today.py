"""What stands on the first page of the reports: how it is at this moment, and this month so far."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Min
from django.urls import reverse

from changes.presentation.this_week import ThisWeek, this_week
from incidents.presentation.words import several
from problems.models import Trend
from reports import goals
from reports.catalogue.asking import Compared, Found, ask, compare, written
from reports.catalogue.measure import PERCENT, Question
from reports.periods import Period, month_of
from reports.questions.answers import rows_url
from reports.shift.ground import Ground
from servicedesk.roles import Permission

NOW = ("late_now", "due_soon", "backlog", "backlog_old")
MONTH = ("met_percent", "incidents", "lesson_minutes", "proactive_percent")
LOOKS = {"better": "trend-good", "worse": "trend-bad", "same": ""}


@dataclass(frozen=True)
class Tile:
    """A figure with its note and where its records are; `turn` is (look, sign, words) against the time before."""

    name: str
    value: str
    note: str = ""
    url: str = ""
    turn: tuple[str, str, str] | None = None
    is_bad: bool = False


@dataclass(frozen=True)
class Today:
    """Everything about now and this month, for one reader."""

    now: list[Tile]
    month: list[Tile]
    week: ThisWeek
    before: Period


def today(ground: Ground, *, reader, school=None) -> Today:
    """The figures of now and of this month; `school` where it is about one."""
    asked = {"school": school.code} if school else {}
    week = this_week(reader, at=ground.at, school=school)
    period = Period(month_of(ground.today).first, ground.today)
    compared, before, _ = compare(MONTH, ground, period)
    goal = goals.overall(goals.goals(school or _only(ground)))
    month = [_of_month(each, asked | _days(period), goal) for each in compared]
    return Today([*_now(ground, asked), _changes(week), _proposed(ground, reader, asked)], month, week, before)


def _only(ground):
    return ground.schools[0] if len(ground.schools) == 1 else None


def _days(period):
    return {"from": str(period.first), "to": str(period.last)}


def _now(ground, asked):
    day = Period(ground.today, ground.today)
    late, soon, open_now, old = ask(NOW, ground, day)
    asked |= _days(day)
    yield _tile(late, asked, "clock has run out", is_bad=bool(late.value))
    yield _tile(soon, asked, "still to be saved")
    yield _tile(open_now, asked, _oldest(open_now, ground, day), name="Open")
    yield _tile(old, asked, "opened over seven days ago", name="Open for a week")


def _tile(found: Found, asked, note, *, name="", is_bad=False):
    url = rows_url(found.measure, asked) if found.value else ""
    return Tile(name or found.measure.heading, found.words, note, url, is_bad=is_bad)


def _oldest(found, ground, day):
    rows = found.measure.rows(Question(ground, day))
    first = rows.aggregate(first=Min("opened_on"))["first"]
    return f"the oldest for {several((ground.today - first).days, 'day', 'days')}" if first else "nothing waits"


def _changes(week):
    number = len(week.lines) + week.more
    return Tile("Changes this week", str(number), "on the schedule", f"{reverse('changes:schedule')}?view=week")


def _proposed(ground, reader, asked):
    """Trends that wait for a decision: the same number as on the page of the shift."""
    number = Trend.objects.filter(ground.here_or_trust()).to_decide().count()
    sees = reader.may_anywhere(Permission.SEE_PROBLEMS)
    url = reverse("problems:trends") if sees else f"{reverse('reports:shift')}?{urlencode(asked)}#next"
    return Tile("Keeps going wrong", str(number), "proposed, to be decided", url)


def _of_month(compared: Compared, asked, goal):
    found = compared.now
    note = {
        "met_percent": f"agreed {goal} %" if goal else f"of {several(found.rows, 'record', 'records')}",
        "incidents": "faults and requests",
        "lesson_minutes": several(found.rows, "lesson stopped", "lessons stopped"),
        "proactive_percent": "of the minutes written down",
    }[found.measure.name]
    is_bad = found.measure.name == "met_percent" and goal is not None and (found.value or goal) < goal
    url = rows_url(found.measure, asked) if found.value is not None else ""
    return Tile(found.measure.heading.removesuffix(", %"), found.words, note, url, _turn(compared), is_bad)


def _turn(compared: Compared):
    """Which way it went, said in words too; nothing where one of the two is not known."""
    now, before = compared.now.value, compared.before.value
    if now is None or before is None:
        return None
    unit = compared.now.measure.unit
    if now == before:
        return "", "level", f"as before ({written(before, unit)})"
    more = "points" if unit == PERCENT else ""
    moved = f"{abs(now - before):.1f} {more}" if more else written(abs(now - before), unit)
    look = LOOKS.get(compared.turn, "")
    side = "more" if now > before else "less"
    return look, "up" if now > before else "down", f"{moved} {side} than before ({written(before, unit)})"
