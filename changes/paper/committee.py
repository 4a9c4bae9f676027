"""The agenda of a committee on paper, and once it has met its minutes."""

from pathlib import Path

from django.utils.timezone import localtime

from changes.presentation.meeting import items_of
from servicedesk.masthead import masthead
from servicedesk.paper import set_on_paper

NOT_DECIDED = "Not in this meeting"
TEMPLATE = Path(__file__).with_name("committee.typ")


def meeting_pdf(meeting, *, reader, at) -> bytes:
    """One meeting as a tagged PDF, with the changes its reader may see; minutes from the moment it meets."""
    return set_on_paper(TEMPLATE, _document(meeting, reader=reader, at=at), at=at)


def file_name(meeting, *, at):
    """What the file is called."""
    kind = "minutes" if meeting.held_at <= at else "agenda"
    return f"{kind}-{localtime(meeting.held_at):%Y-%m-%d}.pdf"


def _document(meeting, *, reader, at):
    """What the template shows, as plain text."""
    has_met = meeting.held_at <= at
    kind = "Minutes" if has_met else "Agenda"
    where = meeting.school.name if meeting.school else "The whole trust"
    return {
        "title": meeting.title,
        "head": masthead(meeting.school),
        "subtitle": f"{kind}, {where}",
        "heading": "What was looked at" if has_met else "Agenda",
        "footer": f"{meeting.title}, {_moment(meeting.held_at)}. Printed {_moment(at)}.",
        "facts": [[name, said] for name, said in _facts(meeting, has_met) if said],
        "items": [_item(line, meeting, has_met) for line in items_of(meeting, reader=reader)],
        "blank": not has_met,
        "notes": meeting.notes,
        "signed": _signed(meeting),
    }


def _facts(meeting, has_met):
    yield "When", _moment(meeting.held_at)
    yield "Where", meeting.place
    yield "In the chair", meeting.chair.name if meeting.chair else ""
    yield "Members", ", ".join(person.name for person in meeting.members.all())
    if has_met:
        yield "Present", ", ".join(person.name for person in meeting.present.all()) or "Nobody is noted"


def _item(line, meeting, has_met):
    change, undecided = line.change, NOT_DECIDED if has_met and line.item.step else ""
    facts = [
        ("School", "" if meeting.school else change.school.name if change.school else "Several schools"),
        ("Why", change.reason),
        ("When", f"{_moment(change.starts_at)} to {_moment(change.ends_at)}" if change.starts_at else ""),
        ("People notice", change.impact_during),
        ("Risk", change.get_risk_display()),
        ("Asked for by", change.originator.name if change.originator else ""),
        ("Decided", f"{line.decided}, said by {line.word}" if line.word else line.decided or undecided),
    ]
    return {
        "title": f"{line.item.place}. {change.reference} {change.title}",
        "asks": line.asks,
        "facts": [[name, said] for name, said in facts if said],
        "minutes": line.item.minutes,
    }


def _signed(meeting):
    return f"Closed by {meeting.closed_by.name}, {_moment(meeting.closed_at)}." if meeting.closed_at else ""


def _moment(moment):
    here = localtime(moment)
    return f"{here:%A} {here.day} {here:%B %Y, %H:%M}"
