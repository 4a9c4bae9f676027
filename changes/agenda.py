"""What a committee should look at: what waits for a yes, what clashes, and what must be looked back at."""

from datetime import timedelta

from changes import clashes
from changes.models import Afterwards, Change, Status, Step

# What is asked of a committee, what is nearest to being made first.
ASKED = {Status.REVIEWED: Step.IMPLEMENT, Status.RAISED: Step.PROCEED}
COMING = timedelta(weeks=6)
LOOKED_AT = 30  # windows in which clashes are looked for; a committee gets through no more


def what_waits(school, *, reader, at):
    """(change, step) of everything for a meeting of a school (None: of the trust), in the order of the agenda.

    The step is "" where nothing is asked: the change clashes, or it is over and must be looked back at.
    """
    seen = Change.objects.visible_to(reader).select_related("school", "service", "originator", "implementer")
    here = seen.filter(school=school) if school else seen
    return [*_asked(here), *((change, "") for change in _clashing(here, reader=reader, at=at)), *_to_review(here)]


def _asked(here):
    for status, step in ASKED.items():
        soonest = here.filter(status=status).order_by("starts_at", "pk")
        for change in sorted(soonest, key=lambda change: change.starts_at is None):
            yield change, step
    for change in here.filter(afterwards=Afterwards.ASKED).order_by("made_at", "pk"):
        yield change, Step.AFTERWARDS


def _clashing(here, *, reader, at):
    coming = here.filter(status__in=[Status.APPROVED, Status.ANNOUNCED], starts_at__range=(at, at + COMING))
    for change in coming.order_by("starts_at", "pk")[:LOOKED_AT]:
        if not clashes.look(clashes.proposal_of(change), reader=reader, at=at).is_free:
            yield change


def _to_review(here):
    for change in here.to_review().exclude(afterwards=Afterwards.ASKED).order_by("closed_at", "pk"):
        yield change, ""
