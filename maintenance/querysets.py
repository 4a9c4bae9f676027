"""Questions about maintenance plans and rounds; `visible_to` is the only door."""

from django.db import models
from django.db.models import Count, Q

from servicedesk.roles import Permission

TO_DO = ["planned", "under_way"]


class PlanQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The desk sees the plans of its schools."""
        return self.filter(person.within(Permission.SEE_MAINTENANCE, field="school"))

    def in_force(self, day):
        """Those that make rounds on a day or later."""
        return self.filter(Q(active_until=None) | Q(active_until__gte=day))


class RoundQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The desk sees the rounds of its schools."""
        return self.filter(person.within(Permission.SEE_MAINTENANCE, field="school"))

    def to_do(self):
        """What somebody still has to do."""
        return self.filter(status__in=TO_DO)

    def with_progress(self):
        """Each with how many checks it has (`checks`), and how many are answered (`answered`) and failed (`failed`)."""
        answers = "things__checks"
        return self.annotate(
            checks=Count(answers),
            answered=Count(answers, filter=~Q(things__checks__result="")),
            failed=Count(answers, filter=Q(things__checks__result="not_ok")),
        )
