"""A request for change on paper: to sign, to hand round a committee, to keep beside the server."""

from pathlib import Path

from django.utils.timezone import localtime

from changes.models import Kind, Step
from changes.presentation.standing import steps_of
from changes.risk import IMPACTS, LIKELIHOODS
from servicedesk.masthead import masthead
from servicedesk.paper import set_on_paper
from servicedesk.roles import Permission

TEMPLATE = Path(__file__).with_name("change.typ")
MOST_TOUCHED = 200


def request_pdf(change, *, at, reader) -> bytes:
    """One change as a tagged PDF, as far as a reader may see what it touches."""
    return set_on_paper(TEMPLATE, _document(change, at=at, reader=reader), at=at)


def _document(change, *, at, reader):
    """What the template shows, as plain text."""
    return {
        "title": change.title,
        "head": masthead(change.school, reference=change.reference, path=change.get_absolute_url()),
        "subtitle": f"Request for change {change.reference}",
        "footer": f"{change.reference}, {change.title[:80]}. Printed {_moment(at)}.",
        "warning": _warning(change),
        "steps": [[step.words, step.state] for step in steps_of(change)] if change.kind != Kind.RECORDED else [],
        "facts": [[name, said] for name, said in _facts(change, reader) if said],
        "texts": [[name, said] for name, said in _texts(change) if said],
        "procedure": change.procedure,
        "back_out": change.back_out,
        "risk": [[name, said] for name, said in _risk(change) if said],
        "approvals": [_approval(each) for each in _asked(change)],
        "came": [[name, said] for name, said in _came_of_it(change) if said],
    }


def _warning(change):
    ended = {"rejected": "It was rejected and is not to be made.", "withdrawn": "It was withdrawn and is not made."}
    return ended.get(change.status, "")


def _facts(change, reader):
    here = reader.within(Permission.SEE_CHANGES, field="school")
    yield "School", change.school.name if change.school else "Several schools of the trust"
    yield "Kind", change.get_kind_display()
    yield "State", change.get_status_display()
    yield "Asked for by", _signed(change.originator, change.raised_at)
    yield "Made by", change.implementer.name if change.implementer else ""
    yield "Window", f"{_moment(change.starts_at)} to {_moment(change.ends_at)}" if change.starts_at else ""
    yield "Out of use", f"{change.downtime_minutes} minutes" if change.downtime_minutes is not None else ""
    yield "Service", change.service.name if change.service else ""
    yield "Things", ", ".join(f"{asset.tag} {asset.name}" for asset in change.assets.filter(here)[:MOST_TOUCHED])
    yield "Rooms", ", ".join(room.name for room in change.rooms.filter(here)[:MOST_TOUCHED])
    yield "Ask about it", change.contact


def _texts(change):
    yield "Why", change.reason
    yield "What is done", change.details
    yield "What people notice", change.impact_during
    yield "If it fails", change.if_it_fails


def _risk(change):
    yield "If it failed", IMPACTS.get(change.impact, "")
    yield "How likely", LIKELIHOODS.get(change.likelihood, "")
    yield "Risk", change.get_risk_display()


def _asked(change):
    return change.approvals.filter(lapsed_at=None).select_related("approver", "decided_by").order_by("asked_at", "pk")


def _approval(approval):
    who = approval.decided_by or approval.approver
    said = approval.get_decision_display() or "Not answered yet"
    when = _moment(approval.decided_at) if approval.decided_at else ""
    return [Step(approval.step).label, who.name, said, when, approval.note]


def _came_of_it(change):
    yield "Made", _signed(change.made_by, change.made_at)
    yield "What came of it", change.get_outcome_display()
    yield "How it went", change.outcome_note
    yield "Did what it was made for", _yes_no(change.objectives_met)
    yield "Made in its window", _yes_no(change.on_time)
    yield "What we learnt", change.lessons
    yield "Looked back", _signed(change.reviewed_by, change.reviewed_at)


def _yes_no(value):
    return "" if value is None else "Yes" if value else "No"


def _signed(person, moment):
    if moment is None:
        return person.name if person else ""
    return f"{person.name}, {_moment(moment)}" if person else _moment(moment)


def _moment(moment):
    here = localtime(moment)
    return f"{here.day} {here:%B %Y, %H:%M}"
