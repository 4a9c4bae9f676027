"""Measures of faults and requests: how many, how they ended, how long they took, and what was left."""

from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import TruncDate

from incidents.models import Incident
from incidents.outcomes import CANCELLED, EXCUSED, OUTCOME
from reports.catalogue.measure import DAYS, HOURS, PERCENT, Measure, Oldest, Process, Share, Standing, Times, Total
from reports.figures import COUNT as COUNTED
from reports.figures import HEADINGS, HOW
from reports.periods import DAY
from reports.shift.figure import ONE, SMALL, in_moments
from reports.shift.figures import A_FAULT, BY_OPENING, FIGURE
from reports.shift.ground import moments

WANTED, NAMED = ~Q(outcome=CANCELLED), Q(asset__isnull=False)
AT_ONCE = Q(reassigned=0, resolved_at__lte=F("opened_at") + timedelta(minutes=15), resolved_at__gte=F("opened_at"))
WEEK = timedelta(days=7)
BY_MOMENT = "Records of the desk, by the day on which it happened."
AT_THE_END = "Records of the desk, as they stood at the end of the last day."


def opened(ground, period):
    """Records opened in the period."""
    found = Incident.objects.filter(ground.here()).in_period(period.first, period.last)
    return found.annotate(on=F("opened_on"), amount=ONE)


def judged(ground, period):
    """The same, each with its `outcome` and whether its miss `is_excused`: what the service report counts are parts."""
    return opened(ground, period).annotate(outcome=OUTCOME, is_excused=EXCUSED)


def those(which):
    """How records opened in the period, of which `which` holds, are asked: alone, or with other counts of them."""
    return {"ask": lambda ground, period: judged(ground, period).filter(which), "of": judged, "where": which}


def together(name):
    """How a count of the service report is asked: the same condition, so the same number."""
    return those(COUNTED[name].where)


def _moment(field, **which):
    def rows(ground, period):
        found = Incident.objects.filter(ground.here(), **which, **in_moments(period, field))
        return found.annotate(on=TruncDate(field), amount=ONE)

    return rows


def _open_at_the_end(longer=timedelta(0)):
    def rows(ground, period):
        _, end = moments(period)
        end = min(end, ground.at)
        still = (Q(resolved_at=None) | Q(resolved_at__gt=end)) & (Q(closed_at=None) | Q(closed_at__gt=end))
        last = period.last if not longer else period.last - longer
        found = Incident.objects.filter(ground.here(), still, opened_on__lte=last)
        return found.annotate(on=F("opened_on"), amount=ONE)

    return rows


def _owned_at_the_end(ground, period):
    return _open_at_the_end()(ground, period).filter(assignee__isnull=False)


def _count(name, better="", heading=""):
    return Total(name, heading or HEADINGS[name], Process.INCIDENTS, HOW[name], BY_OPENING, better, **together(name))


def _time(name, heading, how, say):
    return Times(
        name,
        heading,
        Process.INCIDENTS,
        how,
        BY_OPENING,
        "down",
        HOURS,
        ask=together("resolved")["ask"],
        since="opened_at",
        until="resolved_at",
        say=say,
        keep="times_to_fix",
    )


def _some(name, heading, how, better, where):
    """Some of the records opened in the period, counted with the service report's own in one query."""
    return Total(name, heading, Process.INCIDENTS, how, BY_OPENING, better, **those(where))


def _share(name, heading, how, better, part, whole, source=BY_OPENING):
    return Share(name, heading, Process.INCIDENTS, how, source, better, PERCENT, SMALL, parts=(part,), wholes=(whole,))


logged = _count("incidents")
resolved = _count("resolved", "up")
wanted = _some("wanted", "Logged and not called off", "Records of the period that were not called off.", "", WANTED)
with_asset = _some(
    "records_with_asset",
    "Records that name an asset",
    "Records of the period that say which thing is concerned.",
    "up",
    NAMED,
)
backlog = Standing(
    "backlog",
    "Still open at the end",
    Process.INCIDENTS,
    "Records not resolved at the end of the last day; on a day that is not over, now.",
    AT_THE_END,
    "down",
    ask=_open_at_the_end(),
)
owned = Standing(
    "backlog_owned",
    "Still open, with an owner",
    Process.INCIDENTS,
    "Of the records not resolved at the end of the last day, those that somebody has taken on by now.",
    AT_THE_END,
    "up",
    ask=_owned_at_the_end,
)
reopened = _count("reopened", "down")
faults = Total(
    "faults",
    "Faults",
    Process.INCIDENTS,
    "Faults opened in the period, each once: what was called off or is a report of the same is left out.",
    BY_OPENING,
    "down",
    **those(A_FAULT),
)
repeats = Total.like(FIGURE["repeats"], Process.INCIDENTS, "down")

INCIDENTS: tuple[Measure, ...] = (
    logged,
    faults,
    resolved,
    Total(
        "fixed_in_period",
        "Resolved in the period",
        Process.INCIDENTS,
        "Records resolved in the period, whenever they were opened.",
        BY_MOMENT,
        "up",
        ask=_moment("resolved_at"),
    ),
    Total(
        "closed",
        "Closed in the period",
        Process.INCIDENTS,
        "Records closed in the period, whenever they were opened; those called off too.",
        BY_MOMENT,
        ask=_moment("closed_at"),
    ),
    backlog,
    owned,
    _share(
        "backlog_owned_percent",
        "Still open, with an owner, %",
        "Records that somebody has taken on by now, of those not resolved at the end of the last day.",
        "up",
        owned,
        backlog,
        AT_THE_END,
    ),
    Oldest(
        "backlog_oldest_days",
        "Oldest still open, days",
        Process.INCIDENTS,
        "Days from opening to the end of the last day, of the oldest record not resolved then.",
        AT_THE_END,
        "down",
        DAYS,
        ask=_open_at_the_end(),
    ),
    Standing(
        "backlog_old",
        "Still open after a week",
        Process.INCIDENTS,
        "Of the records not resolved at the end of the last day, those opened more than seven days before.",
        AT_THE_END,
        "down",
        ask=_open_at_the_end(WEEK + DAY),
    ),
    Total(
        "first_contact",
        "Fixed at first contact",
        Process.INCIDENTS,
        "Records resolved within 15 minutes of being opened, without being passed on.",
        BY_OPENING,
        "up",
        **those(AT_ONCE),
    ),
    _time("mttr_hours_mean", HEADINGS["mttr_hours_mean"], HOW["mttr_hours_mean"], "mean"),
    _time("mttr_hours_median", HEADINGS["mttr_hours_median"], HOW["mttr_hours_median"], "50"),
    _time("mttr_hours_p90", HEADINGS["mttr_hours_p90"], HOW["mttr_hours_p90"], "90"),
    Times(
        "answer_hours_median",
        "Median hours to a first answer",
        Process.INCIDENTS,
        "Half of the records that a person in support answered had to wait less, nights and holidays included.",
        BY_OPENING,
        "down",
        HOURS,
        ask=opened,
        since="opened_at",
        until="first_response_at",
        say="50",
        keep="times_to_answer",
    ),
    reopened,
    _share("reopened_percent", "Reopened, %", "Reopened of the records resolved.", "down", reopened, resolved),
    repeats,
    _share(
        "repeats_percent",
        "Faults that came back, %",
        "Faults that came back of all faults, each once.",
        "down",
        repeats,
        faults,
    ),
    _count("undecided"),
    _count("cancelled"),
    wanted,
    _share(
        "resolved_percent",
        "Resolved, %",
        "Resolved of what was opened in the period; what was called off is left out.",
        "up",
        resolved,
        wanted,
    ),
    with_asset,
    _share(
        "asset_named_percent",
        "Records that name an asset, %",
        "Records of the period that say which thing is concerned, of all of them.",
        "up",
        with_asset,
        logged,
    ),
)
