"""The life of an entry of the register as a table: who may change, publish, review, retire and use it."""

from dataclasses import dataclass

from problems.models import Audience, KnownError, Offer
from servicedesk import moves
from servicedesk.roles import Permission


@dataclass(frozen=True)
class Move(moves.Move):
    """A move of an entry; one of the whole trust is moved by people of the whole trust.

    `for_all`: what everyone is offered then is another thing than before, so a problem manager answers for it.
    """

    for_all: bool = False

    def allowed(self, known, by):
        """May this person make it? Whoever is offered an entry may say whether it helped."""
        if self.permission == Permission.LOG:
            return by is not None and by.may_anywhere(self.permission)
        published = self.for_all and known.audience == Audience.EVERYONE
        needs = Permission.MANAGE_PROBLEMS if published else self.permission
        return by is None or by.may(needs, known.school_id)

    def begin(self, known, *, by):
        """Lock the entry and check person and state; returns it as it is now."""
        list(KnownError.objects.select_for_update().filter(pk=known.pk).values_list("pk"))
        known = KnownError.objects.select_related("school", "owner", "problem").get(pk=known.pk)
        self.check(known, by=by)
        return known


EVERY = tuple(Offer)
OFFERED = (Offer.TECHNICIANS, Offer.EVERYONE)

CHANGE = Move("change_known_error", "change", EVERY, None, Permission.SOLVE_PROBLEMS, for_all=True)
PUBLISH = Move(
    "publish_known_error", "publish", (Offer.TECHNICIANS,), Offer.EVERYONE, Permission.MANAGE_PROBLEMS, for_all=True
)
NARROW = Move(
    "narrow_known_error", "keep for technicians", (Offer.EVERYONE,), Offer.TECHNICIANS, Permission.MANAGE_PROBLEMS
)
REVIEW = Move("review_known_error", "review", OFFERED, None, Permission.SOLVE_PROBLEMS)
RETIRE = Move("retire_known_error", "retire", OFFERED, Offer.RETIRED, Permission.SOLVE_PROBLEMS)
BRING_BACK = Move(
    "bring_back_known_error", "bring back", (Offer.RETIRED,), None, Permission.SOLVE_PROBLEMS, for_all=True
)
USE = Move("use_known_error", "say whether it helped about", OFFERED, None, Permission.LOG)

KNOWN_ERROR_MOVES = (CHANGE, PUBLISH, NARROW, REVIEW, RETIRE, BRING_BACK, USE)
