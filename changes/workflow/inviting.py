"""The agenda of a committee goes to its members, and once it is closed its minutes."""

from django.db import transaction

from changes.models import Meeting
from changes.paper.committee import file_name, meeting_pdf
from changes.workflow import meeting as moves
from changes.workflow.ruling import may_manage
from servicedesk import letters
from servicedesk.errors import Refused


@transaction.atomic
def send_agenda(meeting, *, by, at):
    """Write to everyone who comes, with the agenda as each of them may see it. Returns how many letters."""
    may_manage(by, meeting.school)
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("school", "chair").get(pk=meeting.pk)
    if meeting.held_at <= at:
        raise Refused("It has met already. Close it, and its members get the minutes.")
    return _send(meeting, "agenda", by=by, at=at)


@transaction.atomic
def close_meeting(meeting, *, by, at):
    """The minutes are right and stay as they are; everyone who belongs to it gets them."""
    meeting = moves.close_meeting(meeting, by=by, at=at)
    _send(meeting, "minutes", by=by, at=at)
    return meeting


def _send(meeting, what, *, by, at):
    sent = 0
    for person in people_of(meeting):
        paper = (file_name(meeting, at=at), meeting_pdf(meeting, reader=person, at=at))
        about = {"meeting": meeting, "by": by, "path": meeting.get_absolute_url(), "enclosed": [paper]}
        sent += letters.write(person, f"changes/{what}", at=at, **about) is not None
    return sent


def people_of(meeting):
    """Who belongs to it: its members and the chair, once each, by name."""
    people = {person.pk: person for person in [*meeting.members.all(), *([meeting.chair] if meeting.chair else [])]}
    return sorted(people.values(), key=lambda person: (person.name, person.pk))
