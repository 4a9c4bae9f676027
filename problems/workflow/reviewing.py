"""Known errors that nobody looked at for long: their owners are told, once."""

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from problems.models import KnownError
from problems.workflow.record import day_of
from servicedesk import letters
from servicedesk.models import Letter, Person
from servicedesk.roles import Permission

log = structlog.get_logger(__name__)
LETTER = "problems/review_known_error"


def tell_of_reviews(*, at):
    """Tell whoever keeps an entry true that its day to look has come. Returns how many letters were written.

    Safe to repeat, to miss, to run twice at once: each is told of once, until it was reviewed and is due again.
    """
    tomorrow = at.date() + timedelta(days=1)  # it is that day already somewhere
    due = _untold(KnownError.objects.to_review(tomorrow)).order_by("review_on", "pk")
    told = 0
    for pk in due.values_list("pk", flat=True):
        try:
            told += _tell_if_due(pk, at=at)
        except Exception:  # the next sweep tries it again; the others do not wait for it
            log.exception("telling_of_review_failed", known_error=pk)
    return told


def _untold(found):
    """Those of which no letter was written since their day."""
    number = Concat(Value("K"), Cast(OuterRef("pk"), CharField()))
    since = Letter.objects.filter(template=LETTER, written_at__date__gte=OuterRef("review_on"))
    return found.exclude(Exists(since.filter(reference=number)))


@transaction.atomic
def _tell_if_due(pk, *, at):
    """Look again with the entry in hand: somebody may have reviewed it."""
    list(KnownError.objects.select_for_update().filter(pk=pk).values_list("pk"))
    known = _untold(KnownError.objects.in_use()).select_related("school", "owner").filter(pk=pk).first()
    if known is None or known.review_on > day_of(known, at):
        return 0
    about = {"known": known, "reference": known.reference, "path": known.get_absolute_url()}
    return sum(letters.write(to, LETTER, at=at, **about) is not None for to in _keepers(known))


def _keepers(known):
    """Its owner; where they have left, the problem managers."""
    if known.owner.is_active and known.owner.may(Permission.SOLVE_PROBLEMS, known.school_id):
        return [known.owner]
    return list(Person.objects.who_may(Permission.MANAGE_PROBLEMS, known.school).order_by("pk"))
