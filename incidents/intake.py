"""The one way in: report page, desk, API and whatever comes later log an incident here, and only here."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime

from incidents import priority_table, promises, timeline
from incidents.models import Channel, Incident
from incidents.models.incident import Writer
from incidents.priority import Impact, Urgency
from servicedesk import letters
from servicedesk.errors import NotYours
from servicedesk.models import Kind
from servicedesk.roles import Permission
from sla.agreements import promise_for

SUMMARY = 200


@transaction.atomic
def log_incident(
    *,
    school,
    requester,
    by,
    at,
    channel=Channel.PAGE,
    category=None,
    summary="",
    room=None,
    asset=None,
    kind=None,
    lesson_stopped=False,
    impact=None,
    urgency=None,
    tell=True,
    **sheet,
):
    """Log a fault, request or question: judge its priority, start its clocks, tell the requester. Returns the incident.

    `sheet`: the other fields of the sheet. `tell` False: the caller writes the requester a better letter.
    Raises ValidationError with a sentence a field, or NotYours.
    """
    _may_log(school, requester, by)
    room = room or (asset.room if asset else None)
    _check_place(school, room, asset, sheet.get("occurred_at"), at)
    impact = impact or (Impact.CLASS if lesson_stopped else Impact.PERSON)
    urgency = urgency or (Urgency.NOW if lesson_stopped else Urgency.TODAY)
    promise, today = promise_for(school), local_date(school, at)
    judged = priority_table.judge(school, impact, urgency, promise=promise, category=category, on=today)
    incident = Incident(
        school=school,
        requester=requester,
        logged_by=by,
        channel=channel,
        category=category,
        kind=kind or (category.kind if category else Kind.FAULT),
        summary=_summary(summary, category, sheet.get("description", "")),
        room=room,
        asset=asset,
        lesson_stopped=lesson_stopped,
        impact=impact,
        urgency=urgency,
        priority=judged.priority,
        opened_at=at,
        opened_on=today,
        wrote_last=Writer.REQUESTER,
        wrote_last_at=at,
        **sheet,
    )
    promises.begin(incident, at=at, by=by, promise=promise)
    incident.save(force_insert=True)
    facts = {"channel": channel, "priority": incident.priority} | timeline.raised_by(judged)
    timeline.write(incident, "log", by=by, at=at, **facts)
    if tell:
        path = incident.get_absolute_url()
        letters.write(requester, "incidents/logged", at=at, reference=incident.reference, path=path, incident=incident)
    return incident


def local_date(school, at):
    """The date at the school at a moment."""
    return localtime(at, ZoneInfo(school.zone)).date()


def _may_log(school, requester, by):
    if not by.may(Permission.LOG, school):
        raise NotYours(f"You can’t report to {school.name}: you have no role there.")
    if by.pk != requester.pk and not by.may(Permission.LOG_FOR_OTHERS, school):
        raise NotYours("Only the service desk logs a call for somebody else.")


def _check_place(school, room, asset, occurred_at, at):
    errors = {}
    if room and room.school_id != school.pk:
        errors["room"] = f"{room.name} is not a room of {school.name}."
    if asset and asset.school_id != school.pk:
        errors["asset"] = f"{asset} belongs to another school."
    if occurred_at and occurred_at > at:
        errors["occurred_at"] = "This lies in the future. When did it happen?"
    if errors:
        raise ValidationError(errors)


def _summary(summary, category, description):
    """One line for the queue: what was typed, else the button that was pressed and how the description begins."""
    line = " ".join((summary or description).split())
    if not summary and category:
        line = f"{category.name}: {line}" if line else category.name
    if not line:
        raise ValidationError({"summary": "Say in a few words what is wrong."})
    return line if len(line) <= SUMMARY else line[: SUMMARY - 1] + "…"
