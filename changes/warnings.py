"""What somebody should think about before a change is made, said and never in the way."""

from changes.models import AHEAD, Status, Step
from servicedesk.roles import Permission

PLANNED = (Status.PLANNED, Status.REVIEWED, Status.APPROVED, Status.ANNOUNCED)


def warnings_of(change, *, at):
    """Sentences about a change that is ahead."""
    if change.status not in AHEAD:
        return []
    return [*_of_plan(change), *_of_window(change, at), *_of_approvers(change)]


def _of_plan(change):
    if change.status in PLANNED and not change.back_out:
        yield "It says nowhere how it is undone. If it goes wrong, nobody wants to work that out in a hurry."


def _of_window(change, at):
    if change.ends_at and change.ends_at <= at:
        yield "Its window has passed. If it was made, say so; if not, give it another one."
    elif change.starts_at and change.starts_at <= at and change.status not in (Status.APPROVED, Status.ANNOUNCED):
        yield "Its window has begun, and it is not approved yet."


def _of_approvers(change):
    """The last word is that of somebody else than whoever makes it, and best of somebody outside ICT support."""
    last = list(change.approvals.filter(step=Step.IMPLEMENT, lapsed_at=None).select_related("approver", "decided_by"))
    people = [each.decided_by or each.approver for each in last]
    if not people:
        return
    if change.implementer in people:
        yield f"{change.implementer.name} makes it and is asked to approve it. Better that somebody else does."
    if all(person.may(Permission.RECORD_CHANGES, change.school_id) for person in people):
        yield (
            "Everyone who is asked to approve it belongs to ICT support. The last word is best with somebody outside, "
            "the head for instance: they know what the school has on that day."
        )
