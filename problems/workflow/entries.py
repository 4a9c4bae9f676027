"""What every entry of the register needs, whether a problem declared it or somebody wrote it."""

from datetime import timedelta

from django.core.exceptions import ValidationError

from problems.models import Audience
from problems.workflow.record import day_of
from servicedesk.errors import NotYours
from servicedesk.roles import Permission

HALF_TERM = timedelta(days=42)
NO_KEEPER = "{name} does not work on problems here. Choose somebody who does."


def may_publish(record, by, audience):
    """Only a problem manager of a record's school offers something to everyone."""
    if audience == Audience.EVERYONE and not by.may(Permission.MANAGE_PROBLEMS, record.school_id):
        raise NotYours("Only a problem manager publishes a known error to everyone. Offer it to technicians for now.")


def check_keeper(record, owner, review_on, *, at):
    """Somebody who works on problems there keeps it true, and looks again on a day to come."""
    errors = {}
    if not owner.is_active or not owner.may(Permission.SOLVE_PROBLEMS, record.school_id):
        errors["owner"] = NO_KEEPER.format(name=owner.name)
    if review_on <= day_of(record, at):
        errors["review_on"] = "Choose a later day than today."
    if errors:
        raise ValidationError(errors)


def save_entry(known, *, by, at, because=""):
    """Write the entry; its history says who did it, and why."""
    known._history_user, known._history_date, known._change_reason = by, at, because[:100]
    known.save()
    return known
