"""What somebody should think about before a change is made, said and never in the way."""

from changes.models import AHEAD, Status, Step
from changes.two_hats import hats_of

PLANNED = (Status.PLANNED, Status.REVIEWED, Status.APPROVED, Status.ANNOUNCED)


def warnings_of(change, *, at):
    """Sentences about the plan and the window of a change that is ahead."""
    return [*_of_plan(change), *_of_window(change, at)] if change.status in AHEAD else []


def all_warnings_of(change, *, at):
    """The same, with those about who has the last word: on a page they stand beside the question."""
    return [*warnings_of(change, at=at), *_of_approvers(change)] if change.status in AHEAD else []


def _of_plan(change):
    if change.status in PLANNED and not change.back_out:
        yield "It says nowhere how it is undone. If it goes wrong, nobody wants to work that out in a hurry."


def _of_window(change, at):
    if change.ends_at and change.ends_at <= at:
        yield "Its window has passed. If it was made, say so; if not, give it another one."
    elif change.starts_at and change.starts_at <= at and change.status not in (Status.APPROVED, Status.ANNOUNCED):
        yield "Its window has begun, and it is not approved yet."


def _of_approvers(change):
    """What is said beside the question to whoever has the last word holds for a program as well."""
    last = change.approvals.filter(step=Step.IMPLEMENT, lapsed_at=None).select_related("approver", "decided_by")
    people = {person.pk: person for each in last if (person := each.decided_by or each.approver)}
    for person in people.values():
        yield from hats_of(change, Step.IMPLEMENT, person)
