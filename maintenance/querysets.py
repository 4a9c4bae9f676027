"""Questions about maintenance plans and rounds; `visible_to` is the only door."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from servicedesk.roles import Permission

TO_DO = ["planned", "under_way"]


class PlanQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The desk sees the plans of its schools."""
        return self.filter(person.within(Permission.SEE_MAINTENANCE, field="school"))

    def in_force(self, day):
        """Those that make rounds on a day or later."""
        return self.filter(Q(active_until=None) | Q(active_until__gte=day))

    def to_fit(self, day):
        """Those in force whose rounds the sweep did not look at on a day; it is the day before still somewhere."""
        return self.in_force(day - timedelta(days=1)).filter(Q(fitted_on=None) | Q(fitted_on__lt=day))

    def looking_after(self, asset):
        """Those that an asset is in today: by name, or by its sort, building and room."""
        building = asset.room.building_id if asset.room else None
        anywhere = Q(building=None) | Q(building=building) if building else Q(building=None)
        any_room = ~Exists(self.model.rooms.through.objects.filter(plan=OuterRef("pk")))
        here = any_room | Exists(self.model.rooms.through.objects.filter(plan=OuterRef("pk"), room=asset.room_id))
        by_name = Exists(self.model.assets.through.objects.filter(plan=OuterRef("pk"), asset=asset.pk))
        by_sort = Q(scope="sort", school=asset.school_id, asset_type=asset.type_id) & anywhere
        return self.filter(Q(scope="assets") & by_name | by_sort & here)


class RoundQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The desk sees the rounds of its schools."""
        return self.filter(person.within(Permission.SEE_MAINTENANCE, field="school"))

    def to_do(self):
        """What somebody still has to do."""
        return self.filter(status__in=TO_DO)

    def missed(self, day):
        """What nobody began in time, and the managers know of it."""
        return self.filter(status="planned", due__lt=day, told_late_at__isnull=False)

    def with_progress(self):
        """Each with how many checks it has (`checks`), and how many are answered (`answered`) and failed (`failed`)."""
        answers = "things__checks"
        return self.annotate(
            checks=Count(answers),
            answered=Count(answers, filter=~Q(things__checks__result="")),
            failed=Count(answers, filter=Q(things__checks__result="not_ok")),
        )
