"""What is counted of changes: asked for, approved, made, and what came of them."""

from django.db.models import F

from changes.models import Change, Kind, Link, Outcome, Status
from incidents.models import Incident
from reports.shift.figure import COUNT, MINUTES, ONE, Figure, in_days

SAID_YES = (Status.APPROVED, Status.ANNOUNCED, Status.IMPLEMENTED, Status.IN_REGISTER, Status.CLOSED)


def _made(ground, period):
    found = Change.objects.filter(ground.here_or_trust(), **in_days(period, "made_on"))
    return found.annotate(on=F("made_on"), amount=ONE)


def _minutes(ground, period):
    return _made(ground, period).filter(minutes_spent__gt=0).annotate(amount=F("minutes_spent"))


def _raised(**which):
    def rows(ground, period):
        found = Change.objects.filter(ground.here_or_trust(), **in_days(period, "raised_on"))
        return found.exclude(kind=Kind.RECORDED).filter(**which).annotate(on=F("raised_on"), amount=ONE)

    return rows


def _ended(outcome):
    def rows(ground, period):
        found = Change.objects.filter(ground.here_or_trust(), outcome=outcome, **in_days(period, "closed_on"))
        return found.filter(status=Status.CLOSED).annotate(on=F("closed_on"), amount=ONE)

    return rows


def _caused(ground, period):
    found = Incident.objects.filter(ground.here(), **in_days(period, "opened_on"))
    return found.filter(change_links__link=Link.CAUSED).distinct().annotate(on=F("opened_on"), amount=ONE)


BY_RAISING = "Changes, by the date at the school when they were asked for."
BY_CLOSING = "Changes, by the date at the school when they were closed."
CHANGE_FIGURES = (
    Figure(
        "changes_recorded",
        "Changes made",
        COUNT,
        "Changes that took effect in the period, asked for before or only written down afterwards.",
        "Changes, by the date at the school.",
        _made,
        "made_on",
    ),
    Figure(
        "change_minutes",
        "Minutes on changes",
        MINUTES,
        "Working time of the changes that took effect in the period, until they were closed.",
        "Changes, by the date at the school when they took effect.",
        _minutes,
        "made_on",
    ),
    Figure(
        "changes_raised",
        "Changes asked for",
        COUNT,
        "Changes asked for in the period, whatever became of them.",
        BY_RAISING,
        _raised(),
        "raised_on",
    ),
    Figure(
        "changes_approved",
        "Changes approved",
        COUNT,
        "Of the changes asked for in the period, those that were approved by now; standard ones are from the start.",
        BY_RAISING,
        _raised(status__in=SAID_YES),
        "raised_on",
    ),
    Figure(
        "changes_rejected",
        "Changes rejected",
        COUNT,
        "Of the changes asked for in the period, those that were rejected.",
        BY_RAISING,
        _raised(status=Status.REJECTED),
        "raised_on",
    ),
    Figure(
        "changes_emergency",
        "Emergency changes",
        COUNT,
        "Of the changes asked for in the period, those that could not wait for approval.",
        BY_RAISING,
        _raised(kind=Kind.EMERGENCY),
        "raised_on",
    ),
    Figure(
        "changes_successful",
        "Changes that succeeded",
        COUNT,
        "Changes closed in the period as successful.",
        BY_CLOSING,
        _ended(Outcome.SUCCESSFUL),
        "closed_on",
    ),
    Figure(
        "changes_failed",
        "Changes that failed",
        COUNT,
        "Changes closed in the period as failed.",
        BY_CLOSING,
        _ended(Outcome.FAILED),
        "closed_on",
    ),
    Figure(
        "changes_backed_out",
        "Changes backed out",
        COUNT,
        "Changes closed in the period that were undone, since they did not go as planned.",
        BY_CLOSING,
        _ended(Outcome.BACKED_OUT),
        "closed_on",
    ),
    Figure(
        "incidents_caused",
        "Incidents caused by changes",
        COUNT,
        "Records opened in the period of which somebody, or another desk, says that a change caused them.",
        "Records of the desk, by the date at the school when they were opened, with their links to changes.",
        _caused,
        "opened_on",
    ),
)
