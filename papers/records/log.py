"""The log of a period: as a register of one line for each call, and how well it is kept."""

from django.db.models import Count, Q
from django.utils.timezone import localtime

from incidents.models import OPEN, Channel, Incident, Status
from papers.asking import MOST, Asked
from papers.drawing import Filling, words_of
from servicedesk.roles import Permission

DONE = Q(status__in=[Status.RESOLVED, Status.CLOSED])
WAITS = Q(status=Status.WAITING)
BY_DESK = Q(channel__in=[Channel.PHONE, Channel.IN_PERSON, Channel.EMAIL])
NAMED = 8  # records that a line of the checklist names
# The statement, the records it is asked of, and those that keep it.
KEPT = [
    ("who works on it", ~Q(status__in=[Status.NEW, Status.CANCELLED]), Q(assignee__isnull=False) | DONE),
    ("when it happened, where the desk logged it for somebody", BY_DESK, Q(occurred_at__isnull=False)),
    ("where it happened", Q(), Q(room__isnull=False) | Q(asset__isnull=False)),
    ("what kind of trouble it was", Q(), Q(category__isnull=False)),
    ("when it was fixed, once it was", DONE, Q(resolved_at__isnull=False)),
    ("how it was fixed, once it was", DONE, ~Q(resolution="")),
    ("when somebody looks again, while it waits", WAITS, Q(follow_up_on__isnull=False)),
    ("why it waits", WAITS, ~Q(wait_reason="")),
    ("how many minutes were spent, once it was fixed", DONE, Q(minutes_spent__gt=0)),
    ("that the requester was answered", DONE, Q(first_response_at__isnull=False) | Q(resolved_at__isnull=False)),
]


def call_log(asked: Asked) -> Filling:
    """The register of a school: who called, about what, and what became of it."""
    school, seen = _of_period(asked)
    shown = seen.with_rows_shown().select_related("problem_link__problem").prefetch_related("change_links__change")
    rows = list(shown.order_by("opened_at", "pk")[: MOST + 1])
    may = {each: asked.reader.may(each, school) for each in (Permission.SEE_PROBLEMS, Permission.SEE_CHANGES)}
    more = f" It has more than {MOST} calls: print fewer days for the rest." if len(rows) > MOST else ""
    values = {"calls": [_line(each, may) for each in rows[:MOST]]}
    return Filling(school, values, subtitle=_days(asked), warning=more.strip())


def logging_checklist(asked: Asked) -> Filling:
    """How many records of a period say what the log is for, and which don’t."""
    school, seen = _of_period(asked)
    counts = {}
    for number, (_, among, kept) in enumerate(KEPT):
        counts |= {f"of{number}": Count("pk", filter=among), f"ok{number}": Count("pk", filter=among & kept)}
    found = seen.aggregate(all=Count("pk"), **counts) if KEPT else {}
    values = {
        "period": _days(asked),
        "records": str(found["all"]),
        "checks": [_checked(seen, found, number) for number in range(len(KEPT))],
    }
    return Filling(school, values, subtitle=_days(asked))


def _of_period(asked):
    school = asked.school(Permission.SEE_SCHOOL)
    seen = Incident.objects.visible_to(asked.reader).filter(school=school)
    return school, seen.in_period(asked.first, asked.last)


def _checked(seen, found, number):
    words, among, kept = KEPT[number]
    of, missing = found[f"of{number}"], found[f"of{number}"] - found[f"ok{number}"]
    if not of:
        return words, "", "No such record"
    if not missing:
        return words, "Yes", f"All {of}"
    without = seen.filter(among).exclude(pk__in=seen.filter(among & kept).values("pk"))
    named = [str(pk) for pk in without.order_by("-pk").values_list("pk", flat=True)[:NAMED]]
    return words, "No", f"{missing} of {of} don’t: {', '.join(named)}{' …' if missing > NAMED else ''}"


def _line(incident, may):
    return [
        incident.reference,
        _moment(incident.opened_at),
        incident.requester.name if incident.requester else "",
        incident.room.name if incident.room else "",
        str(incident.asset or ""),
        incident.summary,
        ", ".join(filter(None, [incident.get_kind_display(), incident.category.name if incident.category else ""])),
        f"P{incident.priority}",
        ", ".join(filter(None, [incident.assignee.name if incident.assignee else "", _moment(incident.assigned_at)])),
        _day(incident.follow_up_on) if incident.status in OPEN else "",
        incident.get_status_display(),
        incident.resolution,
        _moment(incident.closed_at),
        str(incident.minutes_spent or ""),
        ", ".join(_belongs(incident, may)),
    ]


def _belongs(incident, may):
    """The problem that caused it and the changes it hangs together with, by number."""
    link = getattr(incident, "problem_link", None)
    if link and may[Permission.SEE_PROBLEMS]:
        yield link.problem.reference
    if may[Permission.SEE_CHANGES]:
        yield from (each.change.reference for each in incident.change_links.all())


def _days(asked):
    return f"{words_of(asked.first)} to {words_of(asked.last)}"


def _moment(moment):
    return f"{_day(localtime(moment))} {localtime(moment):%H:%M}" if moment else ""


def _day(day):
    return f"{day.day} {day:%b}" if day else ""
