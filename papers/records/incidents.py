"""What an incident says on its sheet, on the way to it, and when people are asked how it was."""

from django.urls import reverse

from changes.models import Change
from incidents.models import Incident
from incidents.priority import Impact, Urgency
from papers.asking import Asked
from papers.drawing import Filling, words_of
from papers.records.advice import best_placed, looked_up
from servicedesk.roles import Permission
from servicedesk.timeline import EntryKind

TRIED = (EntryKind.NOTE, EntryKind.CALL)
MOST_STEPS = 40
PEOPLE = ("requester", "logged_by", "assignee", "resolved_by")


def sheet(asked: Asked) -> Filling:
    """The incident and request sheet; whoever asked, and is not of the desk, gets it without the desk's notes."""
    incident = _find(asked)
    for_desk = asked.reader.may(Permission.SEE_SCHOOL, incident.school)
    values = _said(incident) | _desk(incident) | _solved(incident)
    if for_desk:
        values |= {"steps": _steps(incident), "wait_reason": _waits(incident), "reason": incident.priority_reason}
        values["contact"] = incident.requester.email if incident.requester else ""
    return Filling(
        school=incident.school,
        values=values,
        reference=incident.reference,
        subtitle=f"{incident.get_kind_display()}, {incident.get_status_display().lower()}",
        path=incident.get_absolute_url(),
    )


def diagnosis(asked: Asked) -> Filling:
    """The sheet to take along to a fault, with what the desk knows that may help."""
    seen = Incident.objects.filter(asked.reader.within(Permission.WORK, field="school"))
    incident = _find(asked, seen)
    changes = Change.objects.visible_to(asked.reader).before(incident)
    values = {
        "reference": incident.reference,
        "where": _place(incident),
        "asset": str(incident.asset or ""),
        "summary": [incident.summary, *incident.description.split("\n")],
        "looked": looked_up(incident, reader=asked.reader, at=asked.at, changes=changes),
        "best": best_placed(incident, reader=asked.reader),
        "supplier": _supplier(incident.asset),
        "steps": _steps(incident),
        "resolution": incident.resolution or incident.workaround,
    }
    return Filling(incident.school, values, incident.reference, path=incident.get_absolute_url())


def survey(asked: Asked) -> Filling:
    """The questions about one record, for whoever asked; no name stands on it."""
    incident = _find(asked)
    values = {"reference": incident.reference, "about": incident.summary}
    return Filling(incident.school, values, incident.reference, path=reverse("incidents:mine"))


def _find(asked, seen=None):
    rows = Incident.objects.visible_to(asked.reader) if seen is None else seen
    return asked.row(rows.select_related("school", "room__building", "asset", "category__service", "team", *PEOPLE))


def _said(incident):
    texts = ("summary", "description", "expected", "error_text", "checked", "last_worked", "happened_before")
    return {name: getattr(incident, name) for name in (*texts, "free_when")} | {
        "kind": incident.get_kind_display(),
        "lesson": words_of(incident.lesson_stopped),
        "school": incident.school.name,
        "room": _place(incident),
        "asset": str(incident.asset or ""),
        "category": str(incident.category or ""),
        "occurred_at": words_of(incident.occurred_at),
        "requester": incident.requester.name if incident.requester else "",
    }


def _desk(incident):
    return {
        "logged_by": incident.logged_by.name if incident.logged_by else "",
        "logged_at": words_of(incident.opened_at),
        "channel": incident.get_channel_display(),
        "impact": Impact(incident.impact).label,
        "urgency": Urgency(incident.urgency).label,
        "priority": f"P{incident.priority}",
        "team": str(incident.team or ""),
        "assignee": incident.assignee.name if incident.assignee else "",
        "assigned_at": words_of(incident.assigned_at),
    }


def _solved(incident):
    told = "Yes" if incident.resolved_at or incident.first_response_at else ""
    return {
        "follow_up_on": words_of(incident.follow_up_on),
        "workaround": incident.workaround,
        "resolution": incident.resolution,
        "minutes": str(incident.minutes_spent or ""),
        "resolved_at": words_of(incident.resolved_at),
        "resolved_by": incident.resolved_by.name if incident.resolved_by else "",
        "told": told if not incident.is_open else "",
        "satisfied": words_of(incident.satisfied),
    }


def _steps(incident):
    found = incident.entries.filter(kind__in=TRIED).exclude(text="").select_related("by").order_by("at", "pk")
    return [[each.text, "", words_of(each.at), each.by.name if each.by else ""] for each in found[:MOST_STEPS]]


def _waits(incident):
    return ": ".join(filter(None, [incident.get_wait_reason_display(), incident.wait_note]))


def _place(incident):
    room = incident.room
    return ", ".join(filter(None, [room.name, str(room.building or "")])) if room else ""


def _supplier(asset):
    if asset is None:
        return ""
    until = f"warranty until {words_of(asset.warranty_until)}" if asset.warranty_until else ""
    return ", ".join(filter(None, [asset.supplier, until, asset.contract]))
