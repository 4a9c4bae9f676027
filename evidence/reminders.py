"""On the day on which a school wanted to look at a claim again, whoever wrote it is told."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from evidence.models import Claim
from servicedesk import letters
from servicedesk.models import Person
from servicedesk.roles import Permission

SATURDAY = 5


@transaction.atomic
def remind(*, at) -> int:
    """One letter to each with all of theirs, each claim once; nobody on a weekend. Returns how many letters.

    Where whoever wrote it has left, or keeps no evidence there any more, all who do are told.
    """
    today = timezone.localdate(at)
    if today.weekday() >= SATURDAY:
        return 0
    waiting = Claim.objects.to_look_at_again(today).select_related("school", "written_by").order_by("review_on", "pk")
    claims = list(waiting.select_for_update(of=("self",), skip_locked=True))
    Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(told_review_at=at)
    theirs = defaultdict(list)
    for claim in claims:
        for person in _whom(claim):
            theirs[person].append(claim)
    return sum(_write(person, had, at=at) for person, had in theirs.items())


def _whom(claim) -> list[Person]:
    writer = claim.written_by
    if writer.is_active and writer.may(Permission.KEEP_EVIDENCE, claim.school):
        return [writer]
    return list(Person.objects.who_may(Permission.KEEP_EVIDENCE, claim.school).order_by("pk"))


def _write(person, claims, *, at):
    path = claims[0].get_absolute_url() if len(claims) == 1 else "/evidence/"
    return letters.write(person, "evidence/look_again", at=at, path=path, claims=claims) is not None
